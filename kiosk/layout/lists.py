"""Lists to touch: questions, words, sources. A heading, rows in one or two columns, on as many pages as they need."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.measures import Area, Measures
from kiosk.layout.page import Body, Box, Frame
from kiosk.layout.pagination import Part, flow
from kiosk.layout.typeset import SetText, Style, Typesetter

_NARROWEST_ROW_EM = 15.0
"""Below this a question breaks into more than three lines."""
_SMALLEST_PICTURE = 60.0
"""Units; a smaller picture over a list is an ornament."""
_AIR = 8.0
"""Units above and below the words of a row, together."""
_AIRIEST = 1.6
"""How much taller rows may get where there are few."""


class RowText(Struct, frozen=True):
    """What a row says, before it is set, and what a touch asks for: on the row, and on the button that takes its question along.

    `chosen`: whether it is taken along or chosen, None where nothing can be. `spoken` is its name for ears, where that says more than the title.
    """

    action: str
    title: str
    note: str = ""
    chosen: bool | None = None
    take: str = ""
    spoken: str = ""


class Row(Struct, frozen=True):
    """A row at its place: `title_left`, `title_top` and `note_top` tell where its texts stand within the box, `disc` is the side of its button."""

    box: Box
    title: SetText
    note: SetText
    action: str
    take: str
    chosen: bool
    disc: float
    title_left: float
    title_top: float
    note_top: float
    spoken: str = ""


class Rows(Body, frozen=True):
    """A list to touch."""

    rows: tuple[Row, ...]


class _Made(Struct, frozen=True):
    """A row that is set and has no place yet."""

    title: SetText
    note: SetText
    says: RowText

    def height(self, measures: Measures, air: float) -> float:
        return max(self.title.height + self.note.height + measures.unit * air, measures.unit * 20)


def headed(kicker: str, heading: str, measures: Measures, area: Area, typesetter: Typesetter, *, file: str = "") -> Frame:
    """A frame with its heading, and in `text` the room for rows: all of it within reach. On a tall area a picture fills what is above."""
    title = typesetter(heading, Style(measures.title, 700, 1.2, even=True), area.width)
    above = measures.above_heading
    below = above + title.height + measures.gap
    lowered = max(0.0, area.touchable_from - below)
    side = min(lowered - measures.unit * 8, area.width * 0.74)
    picture = Box((area.width - side) / 2, (lowered - side) / 2, side, side) if file and side > measures.unit * _SMALLEST_PICTURE else Box()
    return Frame(
        kicker=kicker,
        heading=title,
        heading_top=above + lowered,
        picture=picture,
        file=file if picture.width else "",
        text=Box(0, below + lowered, area.width, area.height - below - lowered),
    )


def row_pages(
    blank: Frame,
    rows: list[RowText],
    measures: Measures,
    typesetter: Typesetter,
    *,
    most_columns: int = 2,
    airiest: float = _AIRIEST,
    reach: float | None = None,
    air: float = _AIR,
) -> list[tuple[Frame, tuple[Row, ...]]]:
    """The rows in order on pages in this frame, which is shown alone if there are none.

    With `reach`, the frame rises before the rows need a second page, as long as they begin below that.
    """
    room, gap = blank.text, measures.unit * 4
    columns = max(1, min(most_columns, int((room.width + gap) / (measures.body * _NARROWEST_ROW_EM + gap))))
    width = (room.width - gap * (columns - 1)) / columns
    highest = room.height + max(0.0, blank.heading_top - measures.above_heading)
    made = [_fitted(row, width, highest, measures, typesetter) for row in rows]
    lines = [made[first : first + columns] for first in range(0, len(made), columns)]
    least = [max(row.height(measures, air) for row in line) for line in lines]
    if reach is not None:
        every = sum(least) + gap * len(least)
        blank = raised(blank, min(every, blank.text.bottom - reach), measures)
    low = blank.text.top
    blank = raised(blank, max(least, default=0.0), measures)
    room = blank.text

    def flowed(airy: float) -> list[list[Part]]:
        return flow([Part(SetText(), least=height * airy) for height in least], room.bottom - low, gap)

    spare = ((room.bottom - low - gap * (len(page) - 1) - 1) / sum(part.least for part in page) for page in flowed(1.0))  # a pixel for rounding
    airy = min(airiest, max(1.0, min(spare, default=1.0)))
    pages: list[tuple[Row, ...]] = []
    taken = 0
    for placed in flowed(airy):
        down = max(0.0, min(low - room.top, room.height - placed[-1].top - placed[-1].least))  # only a page that needs it stands higher
        here = tuple(
            _row(row, Box(room.left + at * (width + gap), room.top + down + part.top, width, part.least), measures)
            for line, part in zip(lines[taken : taken + len(placed)], placed, strict=True)
            for at, row in enumerate(line)
        )
        taken += len(placed)
        pages.append(here)
    return [(replace(blank, number=at, pages=len(pages)), here) for at, here in enumerate(pages)] or [(blank, ())]


def raised(blank: Frame, tallest: float, measures: Measures) -> Frame:
    """The frame with all its words as much higher as the tallest row needs: better out of easy reach than cut off."""
    above = max(0.0, blank.heading_top - measures.above_heading)
    up = min(max(0.0, tallest - blank.text.height), above)
    room = blank.text
    return replace(blank, heading_top=blank.heading_top - up, text=Box(room.left, room.top - up, room.width, room.height + up)) if up else blank


def _fitted(row: RowText, width: float, room: float, measures: Measures, typesetter: Typesetter) -> _Made:
    """The row, with letters a little smaller where a page would be too low for it."""
    ways = (_made(row, width, each, typesetter) for each in (measures, *measures.smaller()))
    return next((made for made in ways if made.height(measures, _AIR) <= room), _made(row, width, measures, typesetter))


def _made(row: RowText, width: float, measures: Measures, typesetter: Typesetter) -> _Made:
    inner = width - 2 * measures.sizes.row_edge - (toggle_side(measures) + measures.unit * 2 if row.chosen is not None else measures.unit * 8)
    note = typesetter(row.note, Style(measures.small, 400, 1.3), inner) if row.note else SetText()
    return _Made(typesetter(row.title, Style(measures.body, 600, 1.25), inner), note, row)


def _row(row: _Made, box: Box, measures: Measures) -> Row:
    top = (box.height - row.title.height - row.note.height) / 2
    return Row(
        box,
        row.title,
        row.note,
        action=row.says.action,
        take=row.says.take,
        chosen=bool(row.says.chosen),
        disc=toggle_side(measures),
        title_left=measures.sizes.row_edge,
        title_top=top,
        note_top=top + row.title.height,
        spoken=row.says.spoken,
    )


def toggle_side(measures: Measures) -> float:
    """The button that takes a question along, pixels."""
    return measures.unit * 15
