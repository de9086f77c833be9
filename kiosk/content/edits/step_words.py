"""What a step changed, as somebody at the desk would say it: what was there before, and what is there after it."""

from __future__ import annotations

from typing import Any

from kiosk.content.edits.outline import SECTIONS, called
from kiosk.content.model.deck import Topic
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import picture_files, texts
from kiosk.content.reading.folder import DICTIONARY, TRANSLATIONS
from kiosk.content.reading.result import ReadFile
from kiosk.yaml.key_path import KeyPath

_LONGEST = 60


def step_words(before: ReadFile[Any], after: ReadFile[Any], way: KeyPath, language: str) -> str:
    """In a few words; `way` leads to what was changed, as the file stands after it."""
    if after.name == TRANSLATIONS:
        return "Marked a translation as fitting"
    if after.name == DICTIONARY:
        return "Added a word to your dictionary"
    if not before.raw or not after.raw:
        return f"{'Added' if after.raw else 'Deleted'} the topic {_whole(after if after.raw else before, language)}"
    one, two = before.value, after.value
    if isinstance(one, Topic) and isinstance(two, Topic) and len(one.slides) != len(two.slides):
        added = len(two.slides) > len(one.slides)
        return f"{'Added' if added else 'Deleted'} the slide {_of_slide(two if added else one, way, language)}"
    return _within(before, after, way, _place(after if two else before, way, language))


def _within(before: ReadFile[Any], after: ReadFile[Any], way: KeyPath, place: str) -> str:
    one, two = before.value, after.value
    was, now = ([text for _, text in texts(value)] if value else [] for value in (one, two))
    own = way[:-1] if way and way[-1] in LANGUAGES else way
    if one and two and sorted(name for _, name in picture_files(one)) != sorted(name for _, name in picture_files(two)):
        return f"Changed the picture of {place}"
    if was == now or not was or not now:
        return f"Changed {place}"
    if len(was) != len(now):
        return f"Added something to {place}" if len(now) > len(was) else f"Took something out of {place}"
    if sorted(map(str, was)) == sorted(map(str, now)):
        return f"Moved something in {place}"
    what = called(after.name, own) if own else ""
    the = "" if what.startswith(("what ", "where ", "when", "how ", "shown ")) else "the "
    return f"Changed {the}{what} of {place}" if what not in {"", "slide", "item"} else f"Changed {place}"


def _place(file: ReadFile[Any], way: KeyPath, language: str) -> str:
    if isinstance(file.value, Topic) and way[:1] == ("slides",):
        return _of_slide(file.value, way, language)
    return _whole(file, language)


def _of_slide(topic: Topic, way: KeyPath, language: str) -> str:
    number = int(way[1]) if len(way) > 1 and str(way[1]).isdecimal() else -1
    there = topic.slides[number : number + 1] if number >= 0 else ()
    return _quoted(there[0].title.in_(language)) if there else f"of {_quoted(topic.title.in_(language))}"


def _whole(file: ReadFile[Any], language: str) -> str:
    if isinstance(file.value, Topic):
        return _quoted(file.value.title.in_(language))
    return _quoted(SECTIONS.get(file.name, file.name))


def _quoted(words: str) -> str:
    plain = words.replace("*", "")
    return f"“{plain[: _LONGEST - 1] + '…' if len(plain) > _LONGEST else plain}”"


def several(changed: int) -> str:
    """The same of a step that changed texts in more than one place."""
    return "Replaced words in one text" if changed == 1 else f"Replaced words in {changed} texts"


DRAFT = "Brought back what was not saved last time"
SETTLED = "Chose between two texts"
