"""Values for QML: structs become maps, tuples become lists (PySide hands a tuple over as a closed box)."""

from __future__ import annotations

from typing import Any

from kiosk.layout.typeset import SetText, WordSpot
from kiosk.visit.actions import opens
from kiosk.visit.states import PanelKind

_ALREADY = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """`value` as dicts, lists, numbers and strings; the tag of a struct is a field like the others."""
    kind: type = type(value)
    if kind in _ALREADY:
        return value
    if kind is SetText:
        return _set_text(value)
    if kind is dict:
        return {name: plain(each) for name, each in value.items()}
    if kind in {list, tuple}:
        return [plain(each) for each in value]
    fields = {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    return fields | {value.__struct_config__.tag_field: value.__struct_config__.tag} if value.__struct_config__.tag else fields


def flat(page: dict[str, Any]) -> dict[str, Any]:
    """A page as `plain` made it, its frame and its body in one; nothing for none."""
    return page["frame"] | page["body"] if page else {}


def _set_text(text: SetText) -> dict[str, Any]:
    """What SetLines.qml draws."""
    return {
        "html": "<br>".join(line.html for line in text.lines),
        "plain": text.plain,
        "rows": len(text.lines),
        "pitch": text.pitch,
        "height": text.height,
        "width": text.width,
        "px": text.px,
        "weight": text.weight,
        "spots": [_spot(spot, row) for row, line in enumerate(text.lines) for spot in line.spots],
        "widths": [line.width for line in text.lines],
        "starts": [[row, left] for row, line in enumerate(text.lines) for left in line.starts if row or left],
    }


def _spot(spot: WordSpot, row: int) -> dict[str, Any]:
    """A hard word to touch, in this row of its text."""
    return {"action": opens(PanelKind.WORD, spot.word), "label": spot.label, "left": spot.left, "width": spot.width, "row": row}
