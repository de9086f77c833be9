"""The content as the kiosk holds it: the heads of all topics at once, a topic's slides when a visitor opens it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from msgspec.structs import replace

from kiosk.content.model.deck import Announcement, Question, Show, Text, Topic, TopicHead
from kiosk.content.model.facts import facts_of, filled_clinic, filled_form, filled_help, filled_questions, filled_sources, filled_topic
from kiosk.content.model.schedule import next_change, shows
from kiosk.content.store.snapshot import KeptTopic, Snapshot, kept_topic, left_to_say


class Library:
    """All there is to show; with a `now`, all that shows at that time. Only the topics of the last two visits to `topic` are held in memory."""

    def __init__(
        self,
        kept: Snapshot,
        whole_topic: Callable[[KeptTopic], Topic | None],
        picture: Callable[[str], Path | None] = lambda _: None,
        now: datetime | None = None,
        sound: Callable[[str], Path | None] = lambda _: None,
    ) -> None:
        self.sound = sound
        """Where a recording lies, by its name in the content; None for one that is not there."""
        self.picture = picture
        """Where a picture of the deck lies, by its name in the content; None for one that is not there."""
        self._snapshot = kept
        self._read = whole_topic
        self._now = now
        self._facts = facts_of(kept.clinic)
        self.clinic = filled_clinic(kept.clinic, self._facts)
        filled = filled_help(kept.help, self._facts)
        self.help = filled if filled.lines else kept.help
        self.interface = kept.interface
        self.pictures = kept.pictures
        """Of each picture in the content its name, and under which one it is kept."""
        self.words = kept.words
        self.sources = filled_sources(kept.sources, kept.clinic)
        self.questions = filled_questions(kept.questions, self._facts)
        self.form = filled_form(kept.form, self._facts) if kept.form else None
        self.reviewed_answers, self.reviewed_form = kept.reviewed_answers, kept.reviewed_form
        self.withdrawn = frozenset(kept.withdrawn)
        self._texts = dict(kept.interface)
        self._whole = lru_cache(maxsize=2)(self._whole_now)
        self._kept = {topic.head.id: topic for each in kept.topics if (topic := self._kept_now(each))}
        self.heads: tuple[TopicHead, ...] = tuple(topic.head for topic in self._kept.values())

    def at(self, now: datetime) -> Library:
        """What shows at this time."""
        return Library(self._snapshot, self._read, self.picture, now, self.sound)

    def changes_after(self, now: datetime) -> datetime | None:
        """When something else may show than at this time, by the schedules; None if nothing has one."""
        return next_change(self._times, now)

    def holds_at(self, now: datetime) -> bool:
        """Whether at this time the same shows as in this view of the library."""
        return all(self._now is None or shows(each, self._now) == shows(each, now) for each in self._times)

    @property
    def notice(self) -> Text:
        """What the clinic tells everybody now, calmly; an empty text where it tells nothing."""
        return self._tells(self.clinic.notice)

    @property
    def urgent(self) -> Text:
        """What it tells now that stands over the screens; an empty text where nothing does."""
        return self._tells(self.clinic.urgent_notice)

    def _tells(self, told: Announcement | None) -> Text:
        return told.text if told and (self._now is None or shows(told.show, self._now)) else Text()

    @property
    def _times(self) -> list[Show]:
        told = (each.show for each in (self.clinic.notice, self.clinic.urgent_notice) if each)
        return [show for show in (*told, *(each for topic in self._snapshot.topics for each in (topic.show, *topic.timed))) if show]

    def _kept_now(self, kept: KeptTopic) -> KeptTopic | None:
        """What there is to know of a topic now; None if it does not show."""
        now = self._now
        there = now is None or shows(kept.show, now)
        if there and not kept.names_facts and (now is None or all(shows(each, now) for each in kept.timed)):
            return kept
        topic = self._whole(kept) if there else None
        if topic is None:
            return None
        fresh = kept_topic(topic, self.clinic.languages)
        return replace(kept, head=replace(fresh.head, reviewed=kept.head.reviewed), first_slide=fresh.first_slide, ask_us=fresh.ask_us)

    def _whole_now(self, kept: KeptTopic) -> Topic | None:
        topic, now = self._read(kept), self._now
        topic = filled_topic(topic, self._facts) if topic and kept.names_facts else topic
        if topic is None or now is None or not kept.timed:
            return topic
        slides = tuple(slide for slide in topic.slides if shows(slide.show, now))
        return replace(topic, slides=slides) if slides else None

    def topic(self, name: str) -> Topic | None:
        """The topic with all its slides; None for a name that is not there."""
        kept = self._kept.get(name)
        return self._whole(kept) if kept else None

    def as_written(self, name: str) -> Topic | None:
        """The topic as staff wrote it, whatever the day, with names of facts where others see the facts."""
        kept = self._kept.get(name)
        return self._read(kept) if kept else None

    @property
    def ask_us(self) -> tuple[Text, ...]:
        """What the topics that show leave for the clinic to say; no topic is read for it, unless an older version has kept it."""
        return tuple(text for kept in self._kept.values() for text in self._left_to_say(kept))

    def _left_to_say(self, kept: KeptTopic) -> tuple[Text, ...]:
        if kept.ask_us is not None:
            return kept.ask_us
        topic = self._whole(kept)
        return left_to_say(topic) if topic else ()

    def first_slide(self, topic: str) -> str:
        """The name of a topic's first slide, without reading the topic."""
        return self._kept[topic].first_slide

    def reviewed(self, topic: str, language: str) -> bool:
        """Whether a clinician has signed off this topic in this language as it stands."""
        return any(language in head.reviewed for head in self.heads if head.id == topic)

    def question(self, name: str) -> Question | None:
        """The question of this name; None if there is none."""
        return next((each for group in self.questions for each in group.questions if each.id == name), None)

    def sounds(self, language: str) -> dict[str, str]:
        """How a voice says words that it would say wrong, by how they stand in texts."""
        own = [(dict(word.forms).get(language, ()), dict(word.sounds).get(language)) for word in self.words if word.sounds]
        return {form: sounds for forms, sounds in own if sounds for form in forms}

    def has_words(self, name: str) -> bool:
        """Whether somebody wrote the words of this name."""
        return name in self._texts

    def interface_text(self, name: str) -> Text:
        """The words on a button; a name nobody wrote words for shows itself, so that the gap is seen."""
        return self._texts.get(name) or Text((("en", name),))


