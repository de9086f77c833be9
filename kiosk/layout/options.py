"""Groups of options, as many side by side as their words allow, on as few pages as they fit."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct

from kiosk.layout.measures import Measures
from kiosk.layout.page import Box
from kiosk.layout.typeset import SetText, Style, Typesetter

_OPTION_UNITS = 15.0
_PAD_UNITS = 4.5
_TICK_OF_LABEL = 0.8
_TICK_GAP_UNITS = 1.6
_LEAST_PAD_UNITS = 2.0
"""The option in force has a tick before its word (OptionButton.qml), and so less room at its sides."""
_GAP_UNITS = 3.0
_COLUMN_GAP_UNITS = 8.0


class Option(Struct, frozen=True):
    """What can be chosen: the name of the choice, the word on it, and the word for ears where that says more."""

    name: str
    label: str
    spoken: str = ""


class Group(Struct, frozen=True):
    """Options of one kind under a heading, which may be as `large` as the text."""

    heading: str
    options: tuple[Option, ...]
    large: bool = False


class Placed(Struct, frozen=True):
    """An option and its place."""

    option: Option
    label: SetText
    box: Box


class PlacedGroup(Struct, frozen=True):
    """A group and its place; the options' places are on the page too."""

    heading: SetText
    box: Box
    options: tuple[Placed, ...]


class OptionShown(Struct, frozen=True):
    """An option as OptionButton.qml draws it: `kind` and `choice` tell how it looks, `steps` that it only changes something by a step."""

    kind: str
    choice: str
    action: str
    label: SetText
    spoken: str
    box: Box
    chosen: bool
    steps: bool


class GroupShown(Struct, frozen=True):
    """Options of one kind under a heading."""

    heading: SetText
    box: Box
    options: tuple[OptionShown, ...]


class _Band(Struct, frozen=True):
    groups: tuple[PlacedGroup, ...]
    height: float


def choice_pages(groups: list[Group], measures: Measures, width: float, height: float, typesetter: Typesetter) -> list[tuple[PlacedGroup, ...]]:
    """Pages of groups within `width` and `height` pixels; two groups of two stand side by side where their words leave room."""
    pages: list[list[PlacedGroup]] = [[]]
    top = 0.0
    for band in _bands(groups, measures, width, typesetter):
        if pages[-1] and top + band.height > height:
            pages.append([])
            top = 0.0
        pages[-1] += [_moved(group, top) for group in band.groups]
        top += band.height + measures.unit * _COLUMN_GAP_UNITS * 0.7
    return [tuple(page) for page in pages]


def _bands(groups: list[Group], measures: Measures, width: float, typesetter: Typesetter) -> list[_Band]:
    gap = measures.unit * _COLUMN_GAP_UNITS
    half = (width - gap) / 2
    bands = []
    for small, run in groupby(groups, lambda group: (group.large or len(group.options) <= 2) and _fits(group, measures, half, typesetter)):
        waiting = list(run)
        while waiting:
            beside = waiting[: 2 if small else 1]
            waiting = waiting[len(beside) :]
            room = half if len(beside) == 2 else width
            placed = tuple(_placed(group, measures, number * (half + gap), room, typesetter) for number, group in enumerate(beside))
            bands.append(_Band(placed, max(group.box.height for group in placed)))
    return bands


def _fits(group: Group, measures: Measures, width: float, typesetter: Typesetter) -> bool:
    return _columns(group, measures, width, typesetter) == len(group.options) and len(_heading(group, measures, width, typesetter).lines) == 1


def _columns(group: Group, measures: Measures, width: float, typesetter: Typesetter) -> int:
    """How many options stand side by side: all, or such a part that the rows are equally long, if their words then fit."""
    many = len(group.options)
    gap, tick = measures.unit * _GAP_UNITS, measures.label * _TICK_OF_LABEL + measures.unit * _TICK_GAP_UNITS
    pad = max(2 * measures.unit * _PAD_UNITS, tick + 2 * measures.unit * _LEAST_PAD_UNITS)
    longest = max(typesetter(option.label, Style(measures.label, 600), width).width for option in group.options)
    return next((n for n in range(many, 1, -1) if many % n == 0 and (width - (n - 1) * gap) / n - pad >= longest), 1)


def _heading(group: Group, measures: Measures, width: float, typesetter: Typesetter) -> SetText:
    return typesetter(group.heading, Style(measures.body if group.large else measures.small, 600, 1.3), width)


def _placed(group: Group, measures: Measures, left: float, width: float, typesetter: Typesetter) -> PlacedGroup:
    heading = _heading(group, measures, width, typesetter)
    gap = measures.unit * _GAP_UNITS
    columns = _columns(group, measures, width, typesetter)
    each = (width - (columns - 1) * gap) / columns
    tall = max(measures.unit * _OPTION_UNITS, measures.label * 1.3 + measures.unit * 4)
    top = heading.height + measures.unit * 2
    placed = []
    for number, option in enumerate(group.options):
        row, column = divmod(number, columns)
        box = Box(left + column * (each + gap), top + row * (tall + gap), each, tall)
        placed.append(Placed(option, typesetter(option.label, Style(measures.label, 600, 1.3), each), box))
    return PlacedGroup(heading, Box(left, 0.0, width, placed[-1].box.bottom), tuple(placed))


def _moved(group: PlacedGroup, down: float) -> PlacedGroup:
    options = tuple(Placed(each.option, each.label, _lower(each.box, down)) for each in group.options)
    return PlacedGroup(group.heading, _lower(group.box, down), options)


def _lower(box: Box, down: float) -> Box:
    return Box(box.left, box.top + down, box.width, box.height)
