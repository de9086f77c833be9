"""Two changes of one text, put together line by line where they do not touch each other."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct


class Hunk(Struct, frozen=True):
    """The lines from `start` to `end` of the text before, and what stands there now."""

    start: int
    end: int
    lines: tuple[str, ...]


def hunks(before: Sequence[str], after: Sequence[str]) -> list[Hunk]:
    """What changed between two texts, given by their lines."""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Hunk(one, two, tuple(after[three:four])) for kind, one, two, three, four in codes if kind != "equal"]


def merged(base: str, mine: str, theirs: str) -> str | None:
    """The base with both changes; None where they touch the same lines in different ways."""
    lines = base.splitlines(keepends=True)
    one, two = hunks(lines, mine.splitlines(keepends=True)), hunks(lines, theirs.splitlines(keepends=True))
    fresh: list[str] = []
    at = 0
    together = sorted({*one, *two}, key=lambda hunk: (hunk.start, hunk.end))
    for number, hunk in enumerate(together):
        if number and (hunk.start < at or hunk.start == together[number - 1].start):
            return None
        fresh += [*lines[at : hunk.start], *hunk.lines]
        at = hunk.end
    return "".join((*fresh, *lines[at:]))
