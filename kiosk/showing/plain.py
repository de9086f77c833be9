"""Values for QML: dataclasses become maps, tuples become lists (PySide hands a tuple over as a closed box)."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from kiosk.layout.setting import SetText


def plain(value: Any) -> Any:
    """`value` as dicts, lists, numbers and strings."""
    if isinstance(value, SetText):
        return _set_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        return plain({name: getattr(value, name) for name in _names(type(value))})
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


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
        "spots": [plain(spot) | {"row": row} for row, line in enumerate(text.lines) for spot in line.spots],
        "widths": [line.width for line in text.lines],
        "starts": [[row, left] for row, line in enumerate(text.lines) for left in line.starts if row or left],
    }


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
