"""The list at the left of the desk: all there is, or what was searched for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from kiosk.content.edits.outline import Row, Spot, found, rows
from kiosk.content.edits.replacement import place
from kiosk.content.edits.session import Session

MOST_FOUND = 60
"""More texts nobody looks through."""


def listed(session: Session, searched: str, opened: Collection[str]) -> list[Row]:
    """The rows: what these words are found in, else everything, with what is in the sections that are `opened`."""
    reading, first = session.reading, session.languages[0]
    if not searched:
        return list(rows(reading, first, opened))
    spots = list(found(reading, searched, MOST_FOUND))
    return [Row("item", said, spot, section=place(reading, spot, code, first)) for spot, code, said in spots]


def told(those: Iterable[Row], chosen: Spot | None, searched: str, opened: Collection[str], address: Callable[[str], str]) -> dict[str, Any]:
    """As the window shows them; `address` tells where a picture of this name can be loaded from."""
    shown = [
        {
            "kind": row.kind, "title": f"{row.named}: {row.title}".removeprefix(": ").replace("*", ""),
            "hidden": row.hidden, "open": row.section in opened,
            "picture": address(row.picture), "note": row.section if searched else "", "chosen": _is_chosen(row, chosen, searched),
        }
        for row in those
    ]
    return {"rows": shown, "searched": searched}


def _is_chosen(row: Row, chosen: Spot | None, searched: str) -> bool:
    if chosen is None or row.spot.file != chosen.file:
        return False
    if searched or row.kind == "topic":
        return row.spot.way == chosen.way
    return row.kind != "section" and row.spot.way[:2] == chosen.way[:2] and (row.kind == "slide" or row.spot.way == chosen.way)
