"""Which text of the content the words on a screen are: that one, or none; never another one that only looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from kiosk.content.edits.outline import Spot, bare, with_texts
from kiosk.content.model.deck import Text
from kiosk.content.model.facts import IN_BRACES, NAME_ALONE, Facts, facts_of, filled, may_name
from kiosk.content.model.walk import texts
from kiosk.content.reading.folder import INTERFACE
from kiosk.content.reading.result import ReadFolder
from kiosk.yaml.key_path import KeyPath

LEAST_SHARE = 1 / 3
"""Of the letters that were touched so many must stand in the text: `3 of 7` is `{slide} of {slides}`, `Some of them feel sick` is not."""
FEWEST_WORDS = 3
"""What goes on on the next page, or stands among others in one line, is known by so many words; fewer stand in many texts."""
_WHOLE, _PART = 0, 1


class _Fit(Struct, frozen=True, order=True):
    """How well a text fits what was touched, best first: whole before in part, in this language, telling most of the letters."""

    how: int
    foreign: bool
    untold: float


def spot_of(reading: ReadFolder, words: str, language: str, here: Sequence[tuple[str, KeyPath]]) -> Spot | None:
    """Where these words of the screen stand; `here` are the files and items that show on it, those to prefer first. None where no text has them.

    Anywhere else a text must be these words and nothing more. What the clinic has not filled in shows nowhere.
    """
    wanted, clinic = bare(words), reading.clinic.value
    if not wanted:
        return None
    facts = facts_of(clinic) if clinic else NAME_ALONE
    shown = [
        (fit, Spot(file, way))
        for file, way, text in _texts(reading, facts, here)
        for code, said in text.versions
        if (fit := _fit(said, wanted, foreign=code != language, template=file == INTERFACE))
    ]
    if shown:
        return min(shown, key=lambda each: each[0])[1]
    every = _texts(reading, facts, [(file.name, ()) for file in with_texts(reading)])
    return next((Spot(file, way) for file, way, text in every if bare(text.in_(language)) == wanted), None)


def _texts(reading: ReadFolder, facts: Facts, here: Sequence[tuple[str, KeyPath]]) -> Iterator[tuple[str, KeyPath, Text]]:
    """The texts of these items as the kiosk shows them, each with its place; those of the interface with their braces."""
    files = {file.name: file.value for file in reading.files if file.value is not None}
    for name, unit in here:
        for way, text in texts(_at(files.get(name), unit), unit):
            if done := _as_shown(name, way, text, facts):
                yield name, way, done


def _at(value: Any, unit: KeyPath) -> Any:
    """What stands at the end of a way to an item; None where nothing does."""
    for step in unit:
        match value:
            case tuple() if isinstance(step, int):
                value = value[step] if step < len(value) else None
            case tuple():  # the words of the interface
                value = dict(value).get(step)
            case _:
                value = getattr(value, str(step), None)
    return value


def _as_shown(file: str, way: KeyPath, text: Text, facts: Facts) -> Text | None:
    return filled(text, facts) if file != INTERFACE and may_name(way) else text


def _fit(said: str, wanted: str, *, foreign: bool, template: bool) -> _Fit | None:
    """How well a text fits; None where it does not."""
    text = bare(said)
    if template and IN_BRACES.search(said):
        share = _filled_in(said, wanted)
    elif text == wanted:
        return _Fit(_WHOLE, foreign, 0)
    elif _has_words(wanted) and _within(wanted).search(text) and (text.startswith(wanted) or text.endswith(wanted)):
        share = 1.0
    else:
        share = _letters(text) / max(1, _letters(wanted)) if _among(text).search(wanted) else 0
        share = max(share, LEAST_SHARE) if share and _has_words(text) else share
    return _Fit(_PART, foreign, 1 - share) if share >= LEAST_SHARE else None


def _filled_in(said: str, wanted: str) -> float:
    """Which share of the letters a text with something in braces tells. Of what is filled in, none, so one made of braces alone fits nothing."""
    parts = [bare(part) for part in IN_BRACES.split(said)[::2]]
    told = sum(map(_letters, parts))
    return told / max(1, _letters(wanted)) if told and _stand_in(parts, wanted) else 0


def _stand_in(parts: Sequence[str], line: str) -> bool:
    """Whether these parts stand in a line one after the other, with something between any two: all of the line, or one of several things in it."""
    first, *between, last = parts
    begins = next((at for at in _places(first, line) if _is_edge(line[:at].rstrip()[-1:])), None) if first else 0
    ends = next((at for at in reversed([*_places(last, line)]) if _ends_at(line, at + len(last))), None) if last else len(line)
    if begins is None or ends is None:
        return False
    at = begins + len(first)
    for part in between:
        if (found := line.find(part, at + 1)) < 0:
            return False
        at = found + len(part)
    return at < ends


def _places(part: str, line: str) -> Iterator[int]:
    at = line.find(part)
    while at >= 0:
        yield at
        at = line.find(part, at + 1)


def _ends_at(line: str, at: int) -> bool:
    return _is_edge(line[at:].lstrip()[:1]) or _is_edge(line[at - 1 : at])


def _is_edge(sign: str) -> bool:
    """Whether a thing ends at this sign, or where there is none."""
    return not (sign.isalnum() or sign == "_")


def _has_words(words: str) -> bool:
    return words.count(" ") >= FEWEST_WORDS - 1


def _letters(words: str) -> int:
    return sum(map(str.isalpha, words))


@lru_cache(maxsize=4096)
def _within(words: str) -> re.Pattern[str]:
    """These words, and not the middle of others."""
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


_AMONG = r"(?:^|[^\w\s]\s*)(?:{})(?:$|(?<=[^\w\s])|(?=\s*[^\w\s]))"


@lru_cache(maxsize=4096)
def _among(words: str) -> re.Pattern[str]:
    """These words as one of several things in a line: `What it found:`, `Your infusion · 2 of 7`."""
    return re.compile(_AMONG.format(re.escape(words)))
