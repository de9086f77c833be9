"""Words that are replaced wherever they stand, in any language: found like all that is searched for, whatever their capitals, accents and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining

from msgspec import Struct

from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot, bare, called, found, plain_letters, section_titles
from kiosk.content.model.deck import Topic
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading.result import ReadFolder
from kiosk.yaml.key_path import KeyPath

_MARKS = re.compile(r"\*+")
MOST_HITS = 100_000
"""No content has more texts."""


class Hit(Struct, frozen=True):
    """A text in one language that has the words: as it is, and as it would be."""

    spot: Spot
    language: str
    before: str
    after: str


def hits(reading: ReadFolder, words: str, fresh: str) -> Iterator[Hit]:
    """Every text that would change."""
    for spot, language, said in found(reading, words, MOST_HITS) if bare(words) else ():
        after = replaced(said, words, fresh)
        if after not in {said, ""}:
            yield Hit(spot, language, said, after)


def replaced(said: str, words: str, fresh: str) -> str:
    """The text with other words for these. A mark for bold that began or ended between them stays."""
    folded, places = _folded(said)
    wanted, at, parts, done = bare(words), 0, [], 0
    while wanted and (start := folded.find(wanted, at)) >= 0:
        at = start + len(wanted)
        begin, end = places[start], places[at - 1] + 1
        while combining(said[end : end + 1] or " "):
            end += 1
        marks = _MARKS.findall(said[begin:end])
        parts += [said[done:begin], fresh, *(mark for mark in dict.fromkeys(marks) if marks.count(mark) % 2)]
        done = end
    whole = "".join((*parts, said[done:]))
    return re.sub(r" {2,}", " ", whole).strip(" ") if parts else said


def _folded(said: str) -> tuple[str, list[int]]:
    """The text as `bare` makes it, and for each of its letters where that stands in the text."""
    letters: list[str] = []
    places: list[int] = []
    for number, letter in enumerate(said):
        for each in plain_letters(letter):
            if not each.isspace() or (letters and letters[-1] != " "):
                letters.append(" " if each.isspace() else each)
                places.append(number)
    return "".join(letters), places


def place(reading: ReadFolder, spot: Spot, version: str, language: str) -> str:
    """Where a text in one language stands, in words of another: `Spanish, Your infusion, In the room: 2nd point`."""
    file = next(file for file in reading.files if file.name == spot.file)
    way = spot.way
    around = [section_titles(reading).get(file.name, "")]
    if isinstance(file.value, Topic):
        around = [file.value.title.in_(language), *([file.value.slides[int(way[1])].title.in_(language)] if way[0] == "slides" else [])]
    return f"{', '.join(part.replace('*', '') for part in (LANGUAGES[version], *around) if part)}: {called(file.name, way)}"


def as_changes(those: Iterable[Hit], languages: Sequence[str]) -> list[tuple[str, changes.Change, KeyPath]]:
    """What to change in which file, for `Session.change_all`."""
    return [(hit.spot.file, changes.said(hit.spot.way, hit.language, hit.after, languages), hit.spot.way) for hit in those]
