"""What two rows of texts have in common, and where they differ, in a time that whoever wrote them cannot draw out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

MOST_PAIRS = 100_000
"""Of texts that are the same in both rows. A file of six hundred lines has some ten thousand, most of them of empty lines; it takes 20 ms."""
Part = tuple[bool, int, int, int, int]
"""Whether it is the same in both; from where to where it goes in the first, and in the second."""


def parts(one: Sequence[str], two: Sequence[str]) -> Iterator[Part]:
    """Both rows from beginning to end. What has too much in common to look for the best way is one part that differs."""
    most = min(len(one), len(two))
    first = _alike(zip(one, two, strict=False))
    last = _alike(zip(reversed(one[first:]), reversed(two[first:]), strict=False)) if first < most else 0
    ends = len(one) - last, len(two) - last
    if first:
        yield True, 0, first, 0, first
    yield from _between(one[first : ends[0]], two[first : ends[1]], first)
    if last:
        yield True, ends[0], len(one), ends[1], len(two)


def _alike(pairs: Iterator[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _between(one: Sequence[str], two: Sequence[str], first: int) -> Iterator[Part]:
    counts = Counter(two)
    if sum(counts[each] for each in one) > MOST_PAIRS:
        yield False, first, first + len(one), first, first + len(two)
        return
    for kind, start, end, begin, stop in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        yield kind == "equal", first + start, first + end, first + begin, first + stop
