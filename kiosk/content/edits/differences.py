"""What two rows of texts have in common, and where they differ, in a time that whoever wrote them cannot draw out."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise, takewhile

MOST_STEPS = 1_000_000
"""Texts of the first row that are looked at, and those of the second that are the same, as often as that happens: some quarter of a second.

A file of 660 lines takes some 8,500 when 10 of them changed here and there, and 38,000 when 200 did.
"""
Part = tuple[bool, int, int, int, int]
"""Whether it is the same in both; from where to where it goes in the first, and in the second."""
_Piece = tuple[int, int, int, int]
"""From where to where it goes in the first, and in the second."""
_Block = tuple[int, int, int]
"""The same in both: where it begins in the first, and in the second, and of how many texts it is."""


def parts(one: Sequence[str], two: Sequence[str]) -> Iterator[Part]:
    """Both rows from beginning to end. What has too much in common to look for the best way is divided where a text stands only once in both."""
    first, last = _ends(one, two)
    inner = _inner(one[first : len(one) - last], two[first : len(two) - last])
    blocks = [(0, 0, first), *((at + first, there + first, size) for at, there, size in inner), (len(one) - last, len(two) - last, last)]
    at = there = 0
    for begin, stop, size in [*_joined(blocks), (len(one), len(two), 0)]:
        if (begin, stop) != (at, there):
            yield False, at, begin, there, stop
        at, there = begin + size, stop + size
        if size:
            yield True, begin, at, stop, there


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks in their order, those without a gap between them as one, and none that is empty."""
    joined = list[_Block]()
    for at, there, size in blocks:
        begin, stop, before = joined[-1] if joined else (0, 0, 0)
        if before and (begin + before, stop + before) == (at, there):
            joined[-1] = begin, stop, before + size
        elif size:
            joined.append((at, there, size))
    return joined


def _ends(one: Sequence[str], two: Sequence[str]) -> tuple[int, int]:
    """How many texts are the same at the beginning, and at the end of what is left then."""
    first = _alike(zip(one, two, strict=False))
    return first, _alike(zip(reversed(one[first:]), reversed(two[first:]), strict=False))


def _alike(pairs: Iterator[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _inner(one: Sequence[str], two: Sequence[str]) -> list[_Block]:
    """The longest block first, then what stands before and behind it likewise, as long as that takes no more than MOST_STEPS."""
    counts, matcher = Counter(two), SequenceMatcher(None, one, two, autojunk=False)
    steps = [*accumulate((1 + counts[each] for each in one), initial=0)]
    found, left = list[_Block](), MOST_STEPS
    pieces = [(0, len(one), 0, len(two))]
    while pieces:
        start, end, begin, stop = piece = pieces.pop()
        left -= steps[end] - steps[start]
        if left < 0:
            found += _sure(one, two, piece)
        elif (best := matcher.find_longest_match(*piece)).size:
            found.append((best.a, best.b, best.size))
            around = (start, best.a, begin, best.b), (best.a + best.size, end, best.b + best.size, stop)
            pieces += [each for each in around if each[0] < each[1] and each[2] < each[3]]
    return sorted(found)


def _sure(one: Sequence[str], two: Sequence[str], piece: _Piece) -> Iterator[_Block]:
    """The texts that stand only once in both, as many as keep their order, and what is the same beside them (patience diff)."""
    start, end, begin, stop = piece
    kept = [(start - 1, begin - 1), *_in_order(_once(one, two, piece)), (end, stop)]
    for (before, earlier), (at, there) in pairwise(kept):
        first, last = _ends(one[before + 1 : at], two[earlier + 1 : there])
        yield before + 1, earlier + 1, first
        yield at - last, there - last, last
        yield at, there, int(at < end)


def _once(one: Sequence[str], two: Sequence[str], piece: _Piece) -> list[tuple[int, int]]:
    """Where texts stand that are once in both."""
    start, end, begin, stop = piece
    here, other = Counter(one[start:end]), Counter(two[begin:stop])
    places = {two[at]: at for at in range(begin, stop)}
    return [(at, places[one[at]]) for at in range(start, end) if here[one[at]] == 1 == other[one[at]]]


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of these pairs that are in order in both rows; they are in the first (longest increasing subsequence)."""
    lasts, tops, before = list[int](), list[int](), list[int]()
    for number, (_, there) in enumerate(pairs):
        height = bisect(lasts, there)
        lasts[height : height + 1], tops[height : height + 1] = [there], [number]
        before.append(tops[height - 1] if height else -1)
    chain, number = list[tuple[int, int]](), tops[-1] if tops else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
