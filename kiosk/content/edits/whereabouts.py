"""Where something stands in a file after somebody else wrote in it: items are known by their own names, those without one by what they say."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from typing import Any

from kiosk.content.edits.changes import NAMED
from kiosk.content.edits.differences import parts
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Plain

_SAYS_LITTLE = frozenset({"kind", "icon", "makes", "sources"})
"""What many items have the same."""


def way_after(way: KeyPath, before: Plain, after: Plain) -> KeyPath | None:
    """Where what stood at the end of this way stands, given what the file said and says; None where it is gone, or cannot be told from others."""
    was: Any = before
    now: Any = after
    fresh: list[str | int] = []
    for step in way:
        if isinstance(step, int):
            there = _item_after(was, step, now) if isinstance(was, list) and isinstance(now, list) and 0 <= step < len(was) else None
            if there is None:
                return None
            fresh.append(there)
            was, now = was[step], now[there]
        else:
            fresh.append(step)
            was, now = (each.get(step) if isinstance(each, dict) else None for each in (was, now))
            if was is not None and now is None:
                return None
    return tuple(fresh)


def _item_after(before: Sequence[Plain], number: int, after: Sequence[Plain]) -> int | None:
    """The number of the item among those that there are now."""
    if name := _own_name(before[number]):
        alike = [at for at, each in enumerate(after) if _own_name(each) == name]
        return alike[0] if len(alike) == 1 else None
    one, two = ([dumps(each, sort_keys=True) for each in items] for items in (before, after))
    for same, start, end, first, last in parts(one, two):
        if start <= number < end:
            if same:
                return first + number - start
            alike = [at for at in range(first, last) if _alike(before[number], after[at])]
            return alike[0] if len(alike) == 1 else None
    return None


def _own_name(item: Plain) -> tuple[str, str] | None:
    if not isinstance(item, dict):
        return None
    return next(((kind, name) for kind in NAMED if isinstance(name := item.get(kind), str)), None)


def _alike(one: Plain, two: Plain) -> bool:
    """Whether an item without a name may be the other one, changed: something that it says is the same."""
    if not isinstance(one, dict) or not isinstance(two, dict):
        return False
    return any(one.get(name) == said for name, said in two.items() if name not in _SAYS_LITTLE and said)
