"""Nothing is missing from the content, and nothing stands in it twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from kiosk.content.checks.findings import Findings, error, named_again, notice, warning
from kiosk.content.checks.forbidden_words import RULES
from kiosk.content.model.deck import Clinic, Slide, Text, Topic, Word
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.slide_kinds import ONE, slide_kind
from kiosk.content.model.walk import name_in_file, texts
from kiosk.content.reading.folder import SIGNED_APART
from kiosk.content.reading.format_errors import shown
from kiosk.yaml.key_path import KeyPath

MOST_QUOTED = 3
"""Texts that are told of a file that says more than another."""

UNTRANSLATED = {code: f"The {name} is missing here." for code, name in LANGUAGES.items()}


def untranslated(way: KeyPath, text: Text, languages: Sequence[str]) -> Findings:
    """Every text is there in each of the clinic's languages (standards F16)."""
    there = dict(text.versions)
    for code in languages:
        if not there.get(code):
            instead = f"Add `{code}: ...`; until then {LANGUAGES[text.versions[0][0]]} shows."
            yield warning(way, UNTRANSLATED[code], instead)


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
    for each, twice in named_again([((number,), value.id, value) for number, value in enumerate(values)]):
        yield error((*twice.second, name), f"`{each}` is here a second time.", twice)


def same_topic_twice(topic: Topic, first: Topic) -> Findings:
    """No two topics have one name; `first` is the one that keeps it."""
    if first is topic:
        return
    known = {words for _, text in texts(first) for _, words in text.versions}
    new = [words for _, text in texts(topic) for _, words in text.versions if words not in known]
    wrong = f"{first.file} is the topic `{topic.id}` that shows; nothing in this file does."
    if not new:
        yield error(("topic",), wrong, "Everything it says is there already: delete this file.")
        return
    named = ", ".join(f"“{shown(each)}”" for each in new[:MOST_QUOTED]) + (f" and {len(new) - MOST_QUOTED} more" if len(new) > MOST_QUOTED else "")
    instead = f"If it is meant to be another topic, give it another name. Otherwise copy into {first.file} what only this file says"
    yield error(("topic",), wrong, f"{instead}, and then delete this file: {named}.")


def first_of(same: Sequence[Topic]) -> Topic:
    """Of topics of one name the one that keeps it: the first file, or the one that another is a copy of by its name.

    `40-infusion - Copy.yaml` and `40-infusion (1).yaml` are copies of `40-infusion.yaml`.
    """
    stems = [Path(topic.file).stem for topic in same]
    copied = {stem for stem in stems if sum(other.startswith(stem) for other in stems) > 1}
    return min(same, key=lambda topic: (Path(topic.file).stem not in copied, topic.file))


def misnamed_topic(topic: Topic) -> Findings:
    """A topic has no name that means something else where it is signed off."""
    if file := SIGNED_APART.get(topic.id):
        yield error(("topic",), f"`{topic.id}` is the name of {file} where texts are signed off.", "Give this topic another name.")


def same_slide_twice(topic: Topic) -> Findings:
    """No two slides of a topic have one name."""
    for name, twice in named_again([(("slides", number), slide.id, slide) for number, slide in enumerate(topic.slides)]):
        yield error((*twice.second, "slide"), f"Another slide of this topic is called `{name}` too.", twice)


def same_thing_twice(way: KeyPath, slide: Slide) -> Findings:
    """No two things that a visitor touches on a slide have one name."""
    of_slide = slide_kind(slide.kind)
    things = [((*way, of_slide.points, number), point.name, point) for number, point in enumerate(slide.points) if point.name]
    for name, twice in named_again(things):
        yield error((*twice.second, "thing"), f"Another thing of this slide is called `{name}` too.", twice)
    statements = [((*way, of_slide.columns, number), column.name, column) for number, column in enumerate(slide.columns) if column.name]
    for name, twice in named_again(statements):
        yield error((*twice.second, "statement"), f"Another statement of this slide is called `{name}` too.", twice)


def saying_nothing(way: KeyPath, slide: Slide) -> Findings:
    """A slide has more than its headline."""
    if len(slide.texts()) == 1 and not (slide.picture or slide.sources):
        instead = "Write a line `points:` under the headline, and under it what to say, such as `- {en: ..., es: ...}`; or delete the slide."
        yield error(way, "This slide has nothing to show but its headline.", instead)


def gap(way: KeyPath, slide: Slide) -> Findings:
    """What only the clinic can say, so that staff see what is still to be filled in (fact brief, section 15)."""
    if slide.ask_us:
        asked = slide.ask_us.versions[0][1]
        lists = [name_in_file(slide, name) for name in ("columns", "points", "groups") if getattr(slide, name)] or ["points"]
        place = "under `points:`, as a line `- {en: ..., es: ...}`" if "points" in lists else f"into the {ONE[lists[0]]} that it belongs to"
        yield notice((*way, "ask_us"), f"Only the clinic can say this: {asked}", f"When you know the answer, write it {place}, and delete this one.")


def ending_nowhere(topic: Topic) -> Findings:
    """What a topic says again at its end is a point of one of its slides."""
    name, _, number = topic.keep.partition("/")
    said = {slide.id: len(slide.points) for slide in topic.slides}
    if topic.keep and int(number or 1) > said.get(name, 0):
        wrong = f"There is no point `{topic.keep}` to say again at the end of this topic."
        yield warning(("keep",), wrong, "Write the name of one of its slides, a slash, and which of its points that is, or take this out.")
