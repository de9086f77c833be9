"""Parts of text into pages: nothing cut, nothing lost, no page much emptier than its neighbours."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.typeset import NOTHING, SetText

_LEAST_LINES = 2, 1
"""So many lines of a part stand together before and after a cut; only one where two would cost a page more."""


AGAINST = "limit", "risk"
"""What a benefit is weighed against."""


class Part(Struct, frozen=True):
    """Something that stands on a page as a whole: a paragraph with its icon, title, or both. Pixels.

    `text` may be split where it is taller than a page, between its `sentences` if each of those is set here by itself, too. `least` is the room
    that an icon wants, `bullet` a dot in front; what is `joined` goes on with the part above it, and one that `keeps` has the next part on its page.
    """

    text: SetText
    title: SetText = NOTHING
    icon: str = ""
    makes: str = ""
    least: float = 0.0
    inset: float = 0.0
    bullet: bool = False
    sentences: tuple[SetText, ...] = ()
    joined: bool = False
    keeps: bool = False
    top: float = 0.0

    @property
    def height(self) -> float:
        return max(self.title.height + self.text.height, self.least)


def flow(parts: list[Part], room: float, gap: float) -> list[list[Part]]:
    """The parts on as few pages as they need, each with its `top`; pages are filled as evenly as that allows.

    A part that a page has room for stands on one; a taller one begins where the part above it ends, and goes on sentence by sentence. A sentence
    is cut only where it is taller than a page.
    """
    parts = [each for part in parts for each in _by_sentences(part, room)]
    least, pages = min(((lines, _filled(parts, room, gap, lines)) for lines in _LEAST_LINES), key=lambda way: len(way[1]))
    count = len(pages)
    tallest = max((height for height in _whole(parts, gap) if height <= room), default=0.0)
    low, high = max(tallest, sum(part.height for part in parts) / max(1, count)), room
    while high - low > 1 and count > 1:
        middle = (low + high) / 2
        fuller = _filled(parts, middle, gap, least)
        if len(fuller) == count:
            high, pages = middle, fuller
        else:
            low = middle
    return [[replace(part, top=top) for top, part in page] for page in pages]


def _whole(parts: list[Part], gap: float) -> Iterator[float]:
    """How tall each part is, and each two that stand together."""
    yield from (part.height for part in parts)
    yield from (_both(part, after, gap) for part, after in pairwise(parts) if part.keeps)


def _both(part: Part, after: Part, gap: float) -> float:
    return part.height + gap + after.height


def lonely(parts: Iterable[Part]) -> bool:
    """Whether a benefit is among them, and neither a limit nor a risk."""
    makes = {part.makes for part in parts}
    return "benefit" in makes and makes.isdisjoint(AGAINST)


def balanced(parts: list[Part], room: float, gap: float) -> list[list[Part]]:
    """As `flow`; where a benefit would stand on a page without a limit or a risk, each benefit brings one along, if that helps.

    At last one that was said already is said again, where there are fewer of them than benefits.
    """
    plain = flow(parts, room, gap)
    ways = [plain]
    if any(map(lonely, plain)):
        pairs = _paired(parts)
        kept = [replace(part, keeps=_weighed(part, after)) for part, after in pairwise((*pairs, Part(NOTHING)))]
        ways += [flow(each, room, gap) for each in (pairs, kept, list(_again(kept)))]
    return min(ways, key=lambda pages: sum(map(lonely, pages)))


def _weighed(part: Part, after: Part) -> bool:
    return part.makes == "benefit" and after.makes in AGAINST


def _again(parts: list[Part]) -> Iterator[Part]:
    """The shortest limit or risk once more behind each benefit that has none."""
    shortest = min((part for part in parts if part.makes in AGAINST), key=lambda part: part.height, default=None)
    for part in parts:
        if part.makes == "benefit" and not part.keeps and shortest is not None:
            yield from (replace(part, keeps=True), shortest)
        else:
            yield part


def _paired(parts: list[Part]) -> list[Part]:
    """In the same order, but behind each benefit the next limit or risk."""
    against = deque(part for part in parts if part.makes in AGAINST)
    found: list[Part] = []
    for part in parts:
        if part.makes not in AGAINST:
            found.append(part)
        if part.makes == "benefit" and against:
            found.append(against.popleft())
    first = next((at for at, part in enumerate(found) if part.makes == "ask"), len(found))
    return [*found[:first], *against, *found[first:]]


def _by_sentences(part: Part, room: float) -> list[Part]:
    """The part, or where no page has room for it each of its sentences, which can be set apart."""
    whole = replace(part, sentences=())
    if part.height <= room or len(part.sentences) < 2:
        return [whole]
    first, *others = part.sentences
    return [replace(whole, text=first, keeps=False), *(Part(text, makes=part.makes, inset=part.inset, joined=True) for text in others)]


def _filled(parts: list[Part], room: float, gap: float, least: int) -> list[list[tuple[float, Part]]]:
    """The parts of each page, each with its top."""
    pages: list[list[tuple[float, Part]]] = [[]]
    waiting, top = deque(parts), 0.0
    while waiting:
        part = waiting.popleft()
        if part.joined and pages[-1]:
            top -= gap
        both = _both(part, waiting[0], gap) if part.keeps and waiting else 0.0
        if pages[-1] and room - top < both <= room:
            pages.append([])
            top = 0.0
        if part.height > room - top:
            lines = _lines_before_a_cut(part, room - top, least, alone=not pages[-1]) if part.height > room else 0
            if pages[-1] and not lines:
                pages.append([])
                waiting.appendleft(part)
                top = 0.0
                continue
            if lines:
                part, rest = _cut(part, lines)
                waiting.appendleft(rest)
        pages[-1].append((top, part))
        top += part.height + gap
    return [page for page in pages if page]


def _lines_before_a_cut(part: Part, room: float, least: int, *, alone: bool) -> int:
    """How many lines of the part, its title first, to leave in this room; none if others stand there and less than `least` of it fit.

    A title keeps at least one line of its text, and is parted only where it is taller than a page; `least` lines go on to the next page.
    """
    heads, every = len(part.title.lines), len(part.title.lines) + len(part.text.lines)
    if every < 2:
        return 0
    bottoms = accumulate([part.title.pitch] * heads + [part.text.pitch] * len(part.text.lines))
    fit = min(every - least, sum(max(bottom, part.least) <= room for bottom in bottoms))
    fit -= fit == heads
    return max(1, fit) if alone else fit if fit >= least and (fit > heads or not heads) else 0


def _cut(part: Part, lines: int) -> tuple[Part, Part]:
    """The part before and after so many of its lines."""
    heads = min(lines, len(part.title.lines))
    above = replace(part, title=part.title.from_line(0, heads), text=part.text.from_line(0, lines - heads))
    title, text = part.title.from_line(heads, len(part.title.lines)), part.text.from_line(lines - heads, len(part.text.lines))
    return above, replace(part, title=title, text=text, icon="", bullet=False, least=0.0)
