"""A timeline: its stops on a line, and what happens at the one in hand under it. A step is a page or more."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide
from kiosk.layout.kinds.kind import Kind
from kiosk.layout.page import Body, Box, Frame, Page
from kiosk.layout.pagination import Part, flow
from kiosk.layout.slide_parts import LONGEST_LINE_EM, Composing
from kiosk.layout.typeset import SetText, Style


class Node(Struct, frozen=True):
    """One stop, and what a touch on it asks for."""

    label: SetText
    spoken: str
    icon: str
    action: str


class Steps(Body, frozen=True):
    """`stop` is the one in hand of the `nodes`, which begin at `rail_top`."""

    parts: tuple[Part, ...]
    nodes: tuple[Node, ...]
    stop: int
    rail_top: float


class _Rail(Struct, frozen=True):
    """The labels of the stops, the pages of each step, and where those stand."""

    labels: list[SetText]
    each: list[list[list[Part]]]
    below: Box

    @property
    def fits(self) -> bool:
        return all(part.height <= self.below.height for pages in self.each for page in pages for part in page)


def _lay(composing: Composing, slide: Slide, frame: Frame) -> list[Page]:
    """The labels under the stops go where they would cost a step a second page."""
    labelled = _rail(composing, _labels(composing, slide, frame.text.width), slide, frame)
    bare = _rail(composing, [SetText()] * len(slide.points), slide, frame)
    keeps = labelled.fits and sum(map(len, labelled.each)) <= sum(map(len, bare.each))
    rail = labelled if keeps else bare
    starts = [sum(len(pages) for pages in rail.each[:number]) for number in range(len(rail.each))]
    nodes = tuple(
        Node(label, _spoken(composing, point), point.icon, composing.address(start))
        for point, start, label in zip(slide.points, starts, rail.labels, strict=True)
    )
    below = replace(frame, text=rail.below)
    return [Page(below, Steps(tuple(page), nodes, stop, frame.text.top)) for stop, pages in enumerate(rail.each) for page in pages]


def _rail(composing: Composing, labels: list[SetText], slide: Slide, frame: Frame) -> _Rail:
    measures, room = composing.measures, frame.text
    tall = measures.sizes.rail + max(label.height for label in labels)
    wide = min(room.width, measures.body * LONGEST_LINE_EM)
    below = Box(room.left, room.top + tall + measures.gap * 0.6, room.width, room.height - tall - measures.gap * 0.6)
    seen: set[str] = set()
    each = []
    for number, point in enumerate(slide.points):
        parts = [composing.part(point, wide, seen, composing.body, icon="")]
        if number == len(slide.points) - 1:
            parts += composing.ask_us(slide, wide)
        each.append(flow(parts, below.height, measures.gap))
    return _Rail(labels, each, below)


def _labels(composing: Composing, slide: Slide, width: float) -> list[SetText]:
    each = width / max(1, len(slide.points)) - composing.measures.unit * 3
    style = Style(composing.measures.small, weight=600, leading=1.2, even=True)
    return [composing.typesetter(composing.says(point.at) or composing.says(point.title), style, each) for point in slide.points]


def _spoken(composing: Composing, point: Point) -> str:
    return ": ".join(text for text in (composing.says(point.at), composing.says(point.title)) if text)


STEPS = Kind(_lay)
