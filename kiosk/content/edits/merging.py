"""Two changes of one text, put together line by line where they do not touch each other, and where every line stays below the one it belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from kiosk.content.edits.changes import NAMED
from kiosk.content.edits.differences import parts

_OWN_NAME = re.compile(rf"(?<! ) *- +(?:{'|'.join(NAMED)}):.*")
_ITEM = re.compile(r" *-(?:\s|$)")
_Line = tuple[str, int, int]
"""A line by who wrote it (`base`, `mine`, `theirs`, or `both` the same), where in the base that stands, and its number there."""


class Hunk(Struct, frozen=True):
    """The lines from `start` to `end` of the text before, and what stands there now."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def line_by_line(self) -> bool:
        """Whether as many lines stand there as before: nothing was put in or taken out."""
        return len(self.lines) == self.end - self.start


def hunks(before: Sequence[str], after: Sequence[str]) -> list[Hunk]:
    """What changed between two texts, given by their lines."""
    return [Hunk(one, two, tuple(after[three:four])) for same, one, two, three, four in parts(before, after) if not same]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """The base with both changes; None where it is not certain what that is.

    It is not where both touch the same place in different ways: what one puts in right behind something that the other took out may have belonged
    to it. Not where a line would belong to another one than it did for whoever wrote it, such as a point to another slide. And not where an item
    would be there twice, or in spite of whoever took it out, since the other one moved it.
    """
    if base in {mine, theirs}:
        return theirs if mine == base else mine
    lines = base.splitlines(keepends=True)
    one, two = hunks(lines, mine.splitlines(keepends=True)), hunks(lines, theirs.splitlines(keepends=True))
    writers = dict.fromkeys(one, "mine") | {hunk: "both" if hunk in one else "theirs" for hunk in two}
    together = sorted(writers, key=lambda hunk: (hunk.start, hunk.end))
    if any(_touch(*neighbours) for neighbours in pairwise(together)):
        return None
    both, *those = (_Text(lines, changed, writers) for changed in (together, one, two, ()))
    return "".join(both.lines) if _all_there(both, *those) and _all_belong(both, *those) else None


def _touch(before: Hunk, after: Hunk) -> bool:
    """Whether nothing stands between two changes; lines that are others now may stand beside each other."""
    return after.start < before.end or (after.start == before.end and not (before.line_by_line and after.line_by_line))


class _Text:
    """A text made of the base and changes: its lines, with those that each belongs to; and what stands in the place of lines that are gone."""

    def __init__(self, base: Sequence[str], changed: Sequence[Hunk], writers: Mapping[Hunk, str]) -> None:
        placed = list(_placed(base, changed, writers))
        self.lines = [line for line, _ in placed]
        places = [place for _, place in placed]
        self.above = {place: tuple(places[number] for number in above) for place, above in zip(places, _above(self.lines), strict=True)}
        self.instead = {gone: come for hunk in changed for gone, come in _instead(base, hunk, writers[hunk])}


def _placed(base: Sequence[str], changed: Sequence[Hunk], writers: Mapping[Hunk, str]) -> Iterator[tuple[str, _Line]]:
    at = 0
    for hunk in changed:
        yield from ((base[number], ("base", number, 0)) for number in range(at, hunk.start))
        writer = writers[hunk]
        yield from ((line, (writer, hunk.start, number)) for number, line in enumerate(hunk.lines))
        at = hunk.end
    yield from ((base[number], ("base", number, 0)) for number in range(at, len(base)))


def _instead(base: Sequence[str], hunk: Hunk, writer: str) -> Iterator[tuple[_Line, _Line]]:
    """Which line stands in the place of one that is gone: the one as far into the change, if it is as deep, and begins no other item."""
    for number, (gone, come) in enumerate(zip(base[hunk.start : hunk.end], hunk.lines, strict=False)):
        if _depth(gone) == _depth(come) and _OWN_NAME.findall(gone) == _OWN_NAME.findall(come):
            yield ("base", hunk.start + number, 0), (writer, hunk.start, number)


def _above(lines: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """For each line the numbers of those that it belongs to, from the outermost on: the last before it that are less deep. Notes belong to none."""
    opened: tuple[int, ...] = ()
    for number, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            yield ()
            continue
        while opened and _depth(lines[opened[-1]]) >= _depth(line):
            opened = opened[:-1]
        yield opened
        opened = (*opened, number)


def _depth(line: str) -> float:
    """How deep a line stands: an item is a little deeper than the name of its list, which may stand right above the dash."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) + (0.5 if _ITEM.match(bare) else 0)


def _all_there(both: _Text, mine: _Text, theirs: _Text, base: _Text) -> bool:
    """Whether each item stands there as often as whoever changed that wants it; alike ones without a name are not told apart."""
    counts, *those = (Counter(line for line in text.lines if _ITEM.match(line)) for text in (both, mine, theirs, base))

    def wanted(line: str) -> set[int]:
        one, two, before = (count[line] for count in those)
        return {one, two} - ({before} if one != two else set())

    known = (line for line in counts | those[2] if those[2][line] == 1 or _OWN_NAME.match(line))
    return all(wanted(line) == {counts[line]} for line in known)


def _all_belong(both: _Text, mine: _Text, theirs: _Text, base: _Text) -> bool:
    """Whether each line of both belongs to what it belonged to where it was written, or to what stands in the place of that now."""

    def above(text: _Text, place: _Line) -> tuple[_Line, ...] | None:
        found = text.above.get(place)
        return None if found is None else tuple(each if each in both.above else both.instead.get(each, each) for each in found)

    def belongs(place: _Line) -> bool:
        one, two, before = (above(text, place) for text in (mine, theirs, base))
        meant = {one, two} - ({None} if one is None or two is None or one == two else {before})
        return meant == {both.above[place]}

    return all(map(belongs, both.above))
