"""Checks over the whole content: honest, complete, readable, drawn, looked after. Each goes from the deck to findings.

An error keeps the file it is found in off the screen (its last good version shows); a warning and a notice do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import chain, groupby
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks import picture_proofs, readability
from kiosk.content.checks.cures import Judge, with_cures
from kiosk.content.checks.findings import Finding, Findings, Unknown, error, name_in_file, notice, placed, points, texts, warning
from kiosk.content.checks.forbidden_words import RULES, slip_of_marks
from kiosk.content.checks.honesty import (
    button_without_number,
    dishonest,
    help_without_numbers,
    one_sided,
    outweighed,
    unknown_sources,
    unsourced,
)
from kiosk.content.checks.letters import boxed
from kiosk.content.checks.questions import SIGNED_OFF_AS, answers, as_topic, leading_nowhere, misnamed
from kiosk.content.checks.reviews import entries, standing
from kiosk.content.checks.signup import form_faults
from kiosk.content.checks.sound_files import sound_fault
from kiosk.content.checks.stray_letters import miswritten
from kiosk.content.checks.translations import WrittenFor, by_translation, stale
from kiosk.content.checks.unread_files import unread
from kiosk.content.model import facts
from kiosk.content.model.deck import Clinic, QuestionGroup, Review, Show, Slide, Source, Text, Topic, Word
from kiosk.content.model.medicine import medical_words
from kiosk.content.model.walk import PICTURES, SOUNDS, picture_files, sound_files
from kiosk.content.reading.cache import Around, Memory
from kiosk.content.reading.folder import TOPICS, TRANSLATIONS, ReadFile, Reading, read_any, read_folder
from kiosk.content.reading.format import LANGUAGES, SHIPPED_LANGUAGES
from kiosk.files.regular import NotReadError, beginning_of, names_in
from kiosk.problems import Problem, Severity, and_more
from kiosk.yaml.reading import MOST_BYTES
from kiosk.yaml.reading import Path as Way

Value = TypeVar("Value")

MOST_PROBLEMS, MOST_PICTURES = 5000, 1000
"""Of all files together."""
MOST_WORDS = {"en": 60}
MOST_TRANSLATED_WORDS = 75
"""Words a visitor sees at once under a headline; a tenth more is let pass (fact brief, section 12)."""
TOLERANCE = 1.1
MOST_TITLE_WORDS = 8
"""Fact brief, section 12."""
HARDEST_SLIDE, HARDEST_TOPIC = 8.0, 7.0
"""US school grades (design, section 4)."""
LEAST_EASE = 70.0
"""Of the Spanish formula (standards F19)."""
FEWEST_WORDS_JUDGED = 30
"""On fewer words a reading formula measures chance."""
MOST_NOTICE_LETTERS = 120
"""So that it stands on the waiting screen beside the greetings of three languages."""
_MAY_NAME = frozenset({"points", "steps", "cards", "lines", "consultation"})
"""In these, what names something that is not filled in can be left out."""
SOON = timedelta(days=31)
LONGEST_UNCHECKED = timedelta(days=366)
"""Somebody looks at the facts at least once a year (standards C18)."""
PICTURED = ("points", "steps", "cards", "statement")
"""Kinds of slide that look empty without a picture; the others are pictures themselves or have no room for one."""


def check(content: Path, today: date, icons: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Every problem of the content, in the order of files and lines. Icons go unchecked where none are named."""
    return examined(read_folder(content), content, today, icons)


def examined(  # noqa: PLR0917  what a check may know beside the texts
    reading: Reading,
    content: Path,
    today: date,
    icons: frozenset[str] = frozenset(),
    memory: Memory | None = None,
    kept: frozenset[str] = frozenset(),
) -> tuple[Problem, ...]:
    """The problems that reading met, and all that the checks find in what could be read.

    What `memory` holds is not judged again, and pictures that are `kept` (their names in the gallery) are not drawn again.
    """
    there, sounds = printable(content / PICTURES), printable(content / SOUNDS)
    judge = _Judge(reading, content, there, sounds, today, icons, memory or Memory(), kept)
    return tuple(sorted(_no_more_than_told({*reading.problems, *judge.problems()})))


def judge_of(name: str, reading: Reading, content: Path, today: date, icons: frozenset[str]) -> Judge:
    """What reads and checks one file with other bytes, in the midst of the others as they were read."""
    there, sounds = printable(content / PICTURES), printable(content / SOUNDS)
    languages = reading.clinic.value.languages if reading.clinic.value else SHIPPED_LANGUAGES

    known = by_translation(reading.translations.value or {})
    reading = replace(reading, translations=ReadFile(TRANSLATIONS, None))

    def problems(file: ReadFile[Any]) -> tuple[Problem, ...]:
        judge = _Judge(reading.with_file(file), content, there, sounds, today, icons, Memory(), frozenset())
        return tuple(judge.of_one(name))

    return Judge(lambda raw: read_any(raw, name, languages), problems, lambda file: sum(1 for _ in stale(file.value, known, languages[0])))


def cured(problems: Iterable[Problem], reading: Reading, content: Path, today: date, icons: frozenset[str]) -> tuple[Problem, ...]:
    """The problems, each with what to write in place of what is wrong where that is certain."""
    files = {file.name for file in reading.files}
    told: list[Problem] = []
    for name, group in groupby(sorted(problems), key=lambda problem: problem.file):
        own = tuple(group)
        raw = beginning_of(content / name, MOST_BYTES, content) if name in files else b""
        told += with_cures(own, raw, judge_of(name, reading, content, today, icons)) if raw else own
    return tuple(sorted(told))


def _no_more_than_told(problems: Collection[Problem]) -> Iterator[Problem]:
    """So many that somebody may look through them; of a file that has an error always one, since that keeps the file off the screen."""
    if len(problems) <= MOST_PROBLEMS:
        yield from problems
        return
    ordered = sorted(problems, key=lambda problem: (list(Severity).index(problem.severity), problem))
    firsts = {problem.file: problem for problem in reversed(ordered) if problem.severity is Severity.ERROR}
    told = {*firsts.values(), *ordered[:MOST_PROBLEMS]}
    yield from told
    yield from and_more(TOPICS, len(problems) - len(told), Severity.WARNING)


class _Judge(Struct, frozen=True, dict=True):
    """Puts before each check what it is about."""

    reading: Reading
    content: Path
    pictures_there: frozenset[str]
    sounds_there: frozenset[str]
    today: date
    icons: frozenset[str]
    memory: Memory
    kept: frozenset[str]

    def problems(self) -> Iterator[Problem]:
        around = self._around
        for file in self.reading.files:
            yield from self.memory.problems(file, "any file", around, partial(_found, file, self._any_file))
        for topic in self.reading.topics:
            yield from self.memory.problems(topic, "topic", around, partial(_found, topic, self._topic))
        yield from self._own_files()
        yield from self._crowded()
        yield from self._picture_faults()
        yield from self._sound_faults()
        yield from self._unread()

    def of_one(self, name: str) -> Iterator[Problem]:
        """The problems of one file's texts."""
        for file in self.reading.files:
            if file.name == name:
                yield from (*file.problems, *_found(file, self._any_file))
        for topic in self.reading.topics:
            if topic.name == name:
                yield from _found(topic, self._topic)
        yield from (problem for problem in self._own_files() if problem.file == name)

    def _own_files(self) -> Iterator[Problem]:
        """What is asked of files of which there is one each."""
        reading, languages = self.reading, self._languages
        yield from _found(reading.clinic, lambda clinic: chain(unjudged(clinic), unshown(clinic), announced(clinic, self.today), unfilled(clinic)))
        yield from _found(reading.help, lambda panel: help_without_numbers(panel, languages))
        yield from _found(reading.interface, lambda texts: button_without_number(texts, languages))
        yield from _found(reading.words, lambda words: chain(named_twice("word", words), formless(words, languages)))
        yield from _found(reading.sources, lambda sources: chain(named_twice("source", sources), old_names(sources, self._name)))
        yield from _found(reading.questions, self._questions)
        yield from _found(reading.form, lambda form: form_faults(form, languages))
        yield from _found(reading.reviews, self._reviews)

    def _unread(self) -> Iterator[Problem]:
        """Files that lie in the folder for nothing. A picture that some file names, if only in a comment, may be meant for something."""
        named = b"\n".join(file.raw for file in self.reading.files)
        always = {name for _, name in picture_files(self.reading.questions.value)}
        whole = not any(file.value is None and file.problems for file in self.reading.files)
        yield from unread(self.content, lambda name: not whole or name in always or name.encode() in named)

    @cached_property
    def _around(self) -> Around:
        """All that is asked for about a file beside itself."""
        reading = self.reading
        others = tuple((topic.id, topic.file) for topic in self._topics)
        shared = (reading.words.value, reading.sources.value, reading.reviews.value, reading.translations.value)
        return (self._languages, self._name, others, *shared, self.pictures_there, self.sounds_there, self.today, self.icons)

    @cached_property
    def _languages(self) -> Sequence[str]:
        return self.reading.clinic.value.languages if self.reading.clinic.value else SHIPPED_LANGUAGES

    @cached_property
    def _name(self) -> str:
        return self.reading.clinic.value.name if self.reading.clinic.value else facts.SHIPPED_NAME

    def _any_file(self, value: object) -> Findings:
        for way, text in texts(value):
            yield from chain(untranslated(way, text, self._languages), dishonest(way, text), mismarked(way, text))
            if value is not self.reading.interface.value:
                yield from misnamed_facts(way, text)
            yield from old_name(way, dict(text.versions), self._name)
        yield from chain(boxed(value), miswritten(value))
        yield from stale(value, self._written_for, self._languages[0])
        yield from missing_pictures(value, self.pictures_there)
        yield from missing_sounds(value, self.sounds_there)
        if self.icons:
            yield from unknown_icons(value, self.icons)

    @cached_property
    def _topics(self) -> list[Topic]:
        return [file.value for file in self.reading.topics if file.value]

    @cached_property
    def _firsts(self) -> dict[str, Topic]:
        """Of all topics of one name the one that keeps it."""
        same: dict[str, list[Topic]] = defaultdict(list)
        for topic in self._topics:
            same[topic.id].append(topic)
        return {name: first_of(topics) for name, topics in same.items()}

    @cached_property
    def _written_for(self) -> WrittenFor:
        return by_translation(self.reading.translations.value or {})

    @cached_property
    def _sources(self) -> frozenset[str]:
        return frozenset(source.id for source in self.reading.sources.value or ())

    @cached_property
    def _reviewed(self) -> dict[str, list[Review]]:
        """Who has read what, by topic."""
        reviews: dict[str, list[Review]] = defaultdict(list)
        for review in self.reading.reviews.value or ():
            reviews[review.topic].append(review)
        return reviews

    @cached_property
    def _easy(self) -> dict[str, frozenset[str]]:
        return {code: easy_words(self.reading.words.value or (), code) for code in self._languages}

    def _topic(self, topic: Topic) -> Findings:
        easy = self._easy
        yield from chain(same_topic_twice(topic, self._firsts[topic.id]), same_slide_twice(topic))
        yield from chain(self._standing(topic), misnamed_topic(topic), unowned(topic), undated(topic, self.today), cardless(topic))
        yield from over((), topic.show, "topic", self.today)
        for code in self._languages:
            yield from too_hard((), topic.slides, HARDEST_TOPIC, code, easy[code])
        for number, slide in enumerate(topic.slides):
            way: Way = ("slides", number)
            yield from chain(self._said(way, slide, easy), unpictured(way, slide), gap(way, slide))
            yield from chain(review_due(way, slide, topic, self.today), hidden(way, slide, self.today))

    def _questions(self, groups: tuple[QuestionGroup, ...]) -> Findings:
        easy = self._easy
        yield from chain(misnamed(groups), self._standing(as_topic(groups)))
        if len(self._topics) == len(self.reading.topics):  # else a slide may be missing only because its file has an error
            yield from leading_nowhere(groups, self._topics)
        for way, answer in answers(groups):
            yield from self._said(way, answer, easy)

    def _standing(self, topic: Topic) -> Findings:
        return standing(topic, self._reviewed.get(topic.id, ()), self.reading.sources.value or (), self._languages)

    def _reviews(self, reviews: tuple[Review, ...]) -> Findings:
        complete = len(self._topics) == len(self.reading.topics)  # else a topic may be missing only because its file has an error
        topics = [*(topic.id for topic in self._topics), SIGNED_OFF_AS] if complete else []
        return entries(reviews, topics, self._languages, self.today)

    def _said(self, way: Way, slide: Slide, easy: dict[str, frozenset[str]]) -> Findings:
        """What holds for everything that says something: a slide, an answer."""
        yield from chain(unsourced(way, slide), one_sided(way, slide), outweighed(way, slide), of_medicine(way, slide), recorded_facts(way, slide))
        for code in self._languages:
            yield from chain(too_long(way, slide, code), too_hard(way, [slide], HARDEST_SLIDE, code, easy[code]))
        if self.reading.sources.value is not None:  # else a source may be missing only because their file has an error
            yield from unknown_sources(way, slide, self._sources)

    def _crowded(self) -> Iterator[Problem]:
        """Folders that hold so much that nothing of it is looked at."""
        for folder in (PICTURES, SOUNDS):
            try:
                names_in(self.content / folder)
            except NotReadError as error:
                yield Problem(folder, 0, 0, Severity.ERROR, error.wrong, error.instead)
            except OSError:
                continue

    def _picture_faults(self) -> Iterator[Problem]:
        """What is wrong in the picture files that are used."""
        used = {name for file in self.reading.files for _, name in picture_files(file.value)}
        names = sorted(used & self.pictures_there)
        for name in names[MOST_PICTURES:]:
            wrong = f"More than {MOST_PICTURES:,} pictures are used, so this one was not tried and does not show."
            yield Problem(f"{PICTURES}/{name}", 0, 0, Severity.ERROR, wrong, "Use fewer pictures.")
        paths = (self.content / PICTURES / name for name in names[:MOST_PICTURES])
        for name, fault in picture_proofs.faults(paths, self.content, self.kept):
            severity = Severity.ERROR if fault.grave else Severity.WARNING
            yield Problem(f"{PICTURES}/{name}", fault.line, fault.column, severity, fault.wrong, fault.instead)

    def _sound_faults(self) -> Iterator[Problem]:
        """What is wrong with the recordings that are used; the machine's voice reads in their place."""
        used = {name for file in self.reading.topics for _, name in sound_files(file.value)}
        for name in sorted(used & self.sounds_there):
            if wrong := sound_fault(self.content, name):
                yield Problem(f"{SOUNDS}/{name}", 0, 0, Severity.WARNING, *wrong)


def _found(file: ReadFile[Value], find: Callable[[Value], Findings]) -> Iterator[Problem]:
    """What a check finds in a file; nothing in one that could not be read."""
    if file.value is not None:
        yield from placed(file, find(file.value))


# -- signed ---------------------------------------------------------------------------------------------------------


def of_medicine(way: Way, slide: Slide) -> Findings:
    """What is marked as being about the clinic alone says nothing of medicine."""
    if slide.about_clinic and (said := next(medical_words(slide), "")):
        wrong = f"`about: clinic` does not count here, for this speaks of medicine: “{said}”. A clinician still has to sign it."
        yield warning(way, wrong, "Say it without that, or put what is about medicine on a slide of its own, or take `about: clinic` out.")


# -- complete -------------------------------------------------------------------------------------------------------


def untranslated(way: Way, text: Text, languages: Sequence[str]) -> Findings:
    """Every text is there in each of the clinic's languages (standards F16)."""
    there = dict(text.versions)
    for code in languages:
        if not there.get(code):
            instead = f"Add `{code}: ...`; until then {LANGUAGES[text.versions[0][0]]} shows."
            yield warning(way, f"The {LANGUAGES[code]} is missing here.", instead)


def unjudged(clinic: Clinic) -> Findings:
    """In some languages the kiosk knows neither the words it must not say nor a formula for hard texts."""
    for number, code in enumerate(clinic.languages):
        if code not in RULES:
            wrong = f"In {LANGUAGES[code]} `check` cannot find words that promise too much, or texts that are hard to read."
            yield notice(("languages", number), wrong, "Let a clinician who speaks it read everything.")


def formless(words: Iterable[Word], languages: Sequence[str]) -> Findings:
    """A hard word is found in the texts of a language only by its forms in that language (standards F20)."""
    for number, word in enumerate(words):
        for code in languages:
            if not dict(word.forms).get(code):
                wrong = f"`{word.id}` has no forms in {LANGUAGES[code]}, so it is not explained there."
                yield warning((number, "forms"), wrong, f"Add `{code}: [...]`.")


def named_twice(name: str, values: Sequence[Any]) -> Findings:
    """No two words, and no two sources, have one name."""
    for number, each in again(value.id for value in values):
        yield error((number, name), f"`{each}` stands here a second time.", "Keep one of the two.")


def again(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The names that were there before, with their numbers."""
    met: set[str] = set()
    for number, name in enumerate(names):
        if name in met:
            yield number, name
        met.add(name)


def same_topic_twice(topic: Topic, first: Topic) -> Findings:
    """No two topics have one name; `first` is the one that keeps it."""
    if first is not topic:
        instead = "If this file is a copy, take it out of the folder; else give its topic another name."
        yield error(("topic",), f"The topic of {first.file} is called `{topic.id}` too.", instead)


def first_of(same: Sequence[Topic]) -> Topic:
    """Of topics of one name the one that keeps it: the first file, or the one that another is a copy of by its name.

    `40-infusion - Copy.yaml` and `40-infusion (1).yaml` are copies of `40-infusion.yaml`.
    """
    stems = [Path(topic.file).stem for topic in same]
    copied = {stem for stem in stems if sum(other.startswith(stem) for other in stems) > 1}
    return min(same, key=lambda topic: (Path(topic.file).stem not in copied, topic.file))


def misnamed_topic(topic: Topic) -> Findings:
    """A topic has no name that means something else where it is signed off."""
    if topic.id == SIGNED_OFF_AS:
        yield error(("topic",), f"`{SIGNED_OFF_AS}` is the name of questions.yaml where texts are signed off.", "Give this topic another name.")


def same_slide_twice(topic: Topic) -> Findings:
    """No two slides of a topic have one name."""
    for number, name in again(slide.id for slide in topic.slides):
        wrong = f"Another slide of this topic is called `{name}` too."
        yield error(("slides", number, "slide"), wrong, "Give this one another name.")


def gap(way: Way, slide: Slide) -> Findings:
    """What only the clinic can say, so that staff see what is still to be filled in (fact brief, section 15)."""
    if slide.ask_us:
        asked = slide.ask_us.versions[0][1]
        instead = "When you know the answer, make it a point and delete this line."
        yield notice((*way, "ask_us"), f"Only the clinic can say this: {asked}", instead)


def hidden(way: Way, slide: Slide, today: date) -> Findings:
    """What staff took off the screen, or what will never show again, so that it is not forgotten."""
    if slide.withdrawn:
        yield notice(way, "This slide is withdrawn and does not show.", "Take `withdraw: yes` out when it is fixed.")
    yield from over(way, slide.show, "slide", today)


def over(way: Way, show: Show | None, what: str, today: date) -> Findings:
    """What will never show again."""
    if show and show.until and show.until < today:
        yield notice((*way, "show"), "The last day on which this shows has passed.", f"Delete the {what}, or write other days.")


def unshown(clinic: Clinic) -> Findings:
    """What a visitor would miss on the first screens."""
    if not clinic.consultation:
        instead = "Add `consultation:` and a sentence or two under it, such as `- {en: Please ask at the front desk., es: ...}`."
        yield warning((), "Nothing says how to ask for a consultation where there is no form.", instead)
    if not clinic.pictures:
        yield warning((), "The waiting screen has no picture.", "Add a line such as `pictures: [attract-morning.svg]`.")


def announced(clinic: Clinic, today: date) -> Findings:
    """The notice fits where it stands, and goes again."""
    told = clinic.notice
    if told is None:
        return
    for code, words in told.text.versions:
        if len(words) > MOST_NOTICE_LETTERS:
            wrong = f"This notice has {len(words)} letters in {LANGUAGES[code]}, and the waiting screen has room for {MOST_NOTICE_LETTERS}."
            yield error(("notice", "text", code), wrong, "Say the most important part here, and the rest on a slide.")
    show = told.show or Show()
    if show.until and show.until < today:
        yield notice(("notice", "until"), "The last day of this notice has passed, so nobody sees it.", "Delete the notice, or write another day.")
    elif not (show.until or show.days):
        instead = f"Add its last day, such as `until: {today + timedelta(days=7)}`."
        yield notice(("notice",), "This notice shows until somebody takes it out.", instead)


def unfilled(clinic: Clinic) -> Findings:
    """What only the clinic knows, and has not written yet."""
    if left := facts.missing(clinic):
        instead = "Add a line for each that holds for you, such as `phone: (706) 555-0123`; the others show nowhere."
        yield notice((), f"Your clinic can still fill in here: {', '.join(left)}.", instead)


def recorded_facts(way: Way, slide: Slide) -> Findings:
    """Nobody reads aloud for good what may be another number tomorrow."""
    for place, point in points(slide, way):
        if point.clip and any(facts.IN_BRACES.search(words) for _, words in point.text.versions):
            wrong = "This recording goes on saying what clinic.yaml said when it was made."
            yield warning((*place, "clip"), wrong, "Delete the `clip` here; the machine's voice reads what holds today.")


def old_name(way: Way, said: Mapping[str, str], name: str) -> Findings:
    """No text of a clinic has the name of the one that this content was written for."""
    for code, words in said.items():
        if facts.SHIPPED_NAME in words and facts.SHIPPED_NAME not in name:
            wrong = f"Here stands “{facts.SHIPPED_NAME}”, and your clinic is called “{name}”."
            yield warning((*way, code), wrong, "Write `{name}`, which is always the name in clinic.yaml, or leave the name out.")


def old_names(sources: Iterable[Source], name: str) -> Findings:
    """The same in what is cited."""
    for number, source in enumerate(sources):
        yield from old_name((number,), {"cite": source.cite}, name)


def misnamed_facts(way: Way, text: Text) -> Findings:
    """What stands in braces is something of clinic.yaml, and stands where it can be left out."""
    for code, words in text.versions:
        for name in facts.IN_BRACES.findall(words):
            if name not in facts.NAMES:
                known = Unknown(name, facts.NAMES, f"What can stand in braces: {', '.join(facts.NAMES)}. Else leave the braces out.")
                yield error((*way, code), f"Nothing in clinic.yaml is called `{{{name}}}`.", known)
            elif not (_MAY_NAME.intersection(way) or way[:2] == ("notice", "text")):
                instead = "Write it in a point, an answer, a line of the help panel, or what is said before or after the form."
                yield error((*way, code), f"`{{{name}}}` cannot stand here.", instead)


# -- readable -------------------------------------------------------------------------------------------------------


def mismarked(way: Way, text: Text) -> Findings:
    """Only **bold** and *emphasis*, always in pairs."""
    for code, words in text.versions:
        wrong, instead = slip_of_marks(words)
        if wrong:
            yield warning((*way, code), wrong, instead)


def seen_at_once(slide: Slide, language: str) -> int:
    """Words under the headline that a visitor sees at one time: of steps and cards one is open, all show titles."""

    def count(*some: Text) -> int:
        return sum(readability.words_in(text.in_(language)) for text in some)

    dots = slide.dots.says if slide.dots else Text()
    around = count(slide.ask_us, dots, *(column.title for column in slide.columns))
    labels = sum(count(point.at, point.title) for _, point in points(slide, ()))
    said = [count(point.text) for _, point in points(slide, ())]
    return around + labels + (max(said, default=0) if slide.kind in ("steps", "cards") else sum(said))


def too_long(way: Way, slide: Slide, code: str) -> Findings:
    """Few words in a headline and under it (fact brief, section 12)."""
    title = readability.words_in(slide.title.in_(code))
    if title > MOST_TITLE_WORDS and slide.title.language_shown(code) == code:
        wrong = f"The headline has {title} words in {LANGUAGES[code]}."
        yield warning((*way, "title", code), wrong, f"Keep it to {MOST_TITLE_WORDS}.")
    count, most = seen_at_once(slide, code), MOST_WORDS.get(code, MOST_TRANSLATED_WORDS)
    if count > most * TOLERANCE:
        wrong = f"The slide shows {count} words at once in {LANGUAGES[code]}."
        yield warning(way, wrong, f"Keep it to {most}, or make two slides of it.")


def measured(slides: Iterable[Slide], code: str, easy: frozenset[str]) -> readability.Measured:
    """All the words of these slides in a language; what is not translated does not count."""
    own = (text.in_(code) for slide in slides for text in slide.texts() if text.language_shown(code) == code)
    return sum((readability.measured(text.replace("*", ""), code, easy) for text in own), readability.Measured())


def too_hard(way: Way, slides: Iterable[Slide], hardest: float, code: str, easy: frozenset[str]) -> Findings:
    """Easy to read: English by Flesch-Kincaid, Spanish by Fernández Huerta. Short texts are not judged."""
    text, what = measured(slides, code, easy), "slide" if way else "topic"
    if text.words < FEWEST_WORDS_JUDGED:
        return
    if code == "en" and (grade := readability.flesch_kincaid_grade(text)) > hardest:
        instead = f"Use shorter sentences and words; aim for grade {hardest:.0f}."
        yield warning(way, f"The English of this {what} asks for school grade {grade:.1f}.", instead)
    if code == "es" and (ease := readability.fernandez_huerta_ease(text)) < LEAST_EASE:
        instead = f"Use shorter sentences and words; aim for {LEAST_EASE:.0f}."
        yield warning(way, f"The Spanish of this {what} is hard to read: {ease:.1f} of 100.", instead)


def easy_words(words: Iterable[Word], code: str) -> frozenset[str]:
    """The single words of the glossary's forms in a language: a visitor can touch them for their meaning."""
    forms = (form for word in words for language, own in word.forms if language == code for form in own)
    return frozenset(part.casefold() for form in forms for part in re.findall(r"\w+", form))


# -- drawn ----------------------------------------------------------------------------------------------------------


def unpictured(way: Way, slide: Slide) -> Findings:
    """A slide has a picture, and words for those who cannot see it (WCAG 1.1.1)."""
    if slide.picture is None and slide.kind in PICTURED:
        wrong = "This slide has no picture, so one side of it stays empty."
        yield warning(way, wrong, "Add `picture: {file: ..., says: {en: ..., es: ...}}`.")
    if slide.picture and not slide.picture.says:
        wrong = "The picture says nothing to those who cannot see it."
        yield warning((*way, "picture"), wrong, "Add `says: {en: ..., es: ...}`.")


def cardless(topic: Topic) -> Findings:
    """A topic has a picture for its card."""
    if not topic.picture:
        instead = "Add a line such as `picture: topic-start.svg` under its title."
        yield warning((), "The card of this topic has no picture.", instead)


def unknown_icons(value: Any, known: frozenset[str], way: Way = ()) -> Findings:
    """Every icon that is named is bundled."""
    if isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from unknown_icons(each, known, (*way, number))
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            place, inside = (*way, name_in_file(value, name)), getattr(value, name)
            if name == "icon" and inside and inside not in known:
                instead = Unknown(inside, known, "`icons.html` in the folder of the content shows those there are.")
                yield warning(place, f"There is no icon `{inside}`.", instead)
            yield from unknown_icons(inside, known, place)


def missing_pictures(value: Any, there: frozenset[str]) -> Findings:
    """Every picture that is named is in content/pictures; small and capital letters differ."""
    for way, name in picture_files(value):
        if name not in there:
            instead = Unknown(name, there, "Put it there, or take this out.")
            yield warning(way, f"There is no picture `{name}` in content/pictures.", instead)


def missing_sounds(value: Any, there: frozenset[str]) -> Findings:
    """Every recording that is named is in content/sounds; where it is not, the machine's voice reads."""
    for way, name in sound_files(value):
        if name not in there:
            yield warning(way, f"There is no recording `{name}` in content/sounds.", Unknown(name, there, "Put it there, or take this out."))


def printable(folder: Path) -> frozenset[str]:
    """The names of the files in a folder that can be told; none if it is not there, or has too many."""
    try:
        return frozenset(name for name in names_in(folder) if name.isprintable())
    except OSError:
        return frozenset()


# -- looked after ---------------------------------------------------------------------------------------------------


def unowned(topic: Topic) -> Findings:
    """Somebody answers for each topic."""
    if not all(slide.owner for slide in topic.slides):
        instead = "Add a line such as `owner: Clinical lead` under its title."
        yield warning((), "Nobody answers for this topic.", instead)


def undated(topic: Topic, today: date) -> Findings:
    """Each topic says when its facts are checked again (standards C18)."""
    if not all(slide.review_by for slide in topic.slides):
        instead = f"Add `checked: {today}` and `review_by: {today + timedelta(days=180)}` under its title."
        yield warning((), "Nothing says when its facts must be checked again.", instead)


def review_due(way: Way, slide: Slide, topic: Topic, today: date) -> Findings:
    """Facts are checked in time (standards C18). Dates that slides share are told once, at the first of them."""
    alike = [each for each in topic.slides if (each.checked, each.review_by) == (slide.checked, slide.review_by)]
    if slide is not alike[0] or slide.review_by is None:
        return
    place = () if len(alike) == len(topic.slides) else way
    yield from _dates((*place, "checked"), (*place, "review_by"), slide.checked, slide.review_by, today)


def _dates(at_checked: Way, at_due: Way, checked: date | None, due: date, today: date) -> Iterator[Finding]:
    look = "Compare them with their sources, then write the new dates."
    if due < today:
        yield warning(at_due, f"The facts should have been checked again by {due}.", look)
    elif due <= today + SOON:
        yield notice(at_due, f"The facts must be checked again by {due}.", look)
    if checked and checked > today:
        instead = "Write the day on which the facts were compared with their sources."
        yield warning(at_checked, f"`checked: {checked}` lies in the future.", instead)
    if checked and due - checked > LONGEST_UNCHECKED:
        instead = f"Write a day before {checked + LONGEST_UNCHECKED}."
        yield warning(at_due, "More than a year lies between two checks.", instead)
