"""How much of a drawer was seen before: here, or as somebody kept it elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from kiosk.signup.drawer.foreign import ForeignError, opened
from kiosk.signup.journal.anchor import Anchor, is_in, read_anchor
from kiosk.signup.journal.anchors import remember, remembered
from kiosk.staff.care.backup import anchor_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk

_UNREADABLE = (
    "This is not the drawer that was seen here before ({seen}). {aside} was set aside, as the kiosk does with a damaged drawer, but nobody can tell"
    " whether that is it: it cannot be read, or not far enough. Either the drawer was damaged, or somebody put another one in its place."
    " `python3 main.py signups recover --name YOU` brings back what can be read of it; the rest is in your newest backup alone."
    " `python3 main.py signups verify --name YOU` says this once more, and then no longer."
)
_ANOTHER = (
    "This is not the drawer that was seen here before ({seen}), and what was set aside here is another one: somebody took that drawer away, and put"
    " this one in its place."
)
_BEGUN_AFTER_DAMAGE = (
    "This is not the drawer that was seen here before ({seen}): a drawer was damaged, so the kiosk set it aside as {aside} and began a new one."
    " `python3 main.py signups recover --name YOU` brings back what can be read of it. `python3 main.py signups verify --name YOU` says this once"
    " more, and then no longer."
)


def anchor_of(written: str) -> Anchor:
    """An anchor as it is written, or the one in a backup. Raises ExpectedError."""
    found = read_anchor(written) or anchor_in(Path(written))
    if found is None:
        raise ExpectedError(f"{written} is neither an anchor nor a backup that contains one. An anchor looks like 3fa9c2d1.412.9b7e04c2a1d35f60.")
    return found


def older(desk: AtTheDesk) -> str:
    """That more of this drawer was seen here before than there is now, in a sentence; empty where all of it is there."""
    before = remembered(desk.data, desk.drawer.folder)
    if before is None or desk.drawer.holds(before):
        return ""
    if _is_another(desk, before) and desk.drawer.file.set_aside:
        same, shut = _set_aside(desk, before)
        if not same and not shut:
            return _ANOTHER.format(seen=before)
        return (_BEGUN_AFTER_DAMAGE if same else _UNREADABLE).format(aside=" and ".join(same or shut), seen=before)
    return f"This drawer is older than what was seen here before ({before}). Somebody put back an earlier state."


def is_begun_after_damage(desk: AtTheDesk) -> bool:
    """Whether this is another drawer than was seen here before, and that one was set aside, or one of which nobody can tell: as the kiosk itself does
    with a damaged one.
    """
    before = remembered(desk.data, desk.drawer.folder)
    return bool(before and _is_another(desk, before) and any(_set_aside(desk, before)))


def _is_another(desk: AtTheDesk, before: Anchor) -> bool:
    now = desk.drawer.anchor()
    return bool(now and now.drawer != before.drawer)


def _set_aside(desk: AtTheDesk, before: Anchor) -> tuple[list[str], list[str]]:
    """Which of those that were set aside is what was seen before; and of which nobody can tell, since they cannot be read so far."""
    same, shut = list[str](), list[str]()
    for name in desk.drawer.file.set_aside:
        path = desk.drawer.folder / name
        try:
            if path.stat().st_size:  # the kiosk sets none aside that is empty
                with opened(path) as database:
                    same += [name] if is_in(database, before) else []
        except (ForeignError, sqlite3.Error, MemoryError, OSError):
            shut.append(name)
    return same, shut


def remember_it(desk: AtTheDesk) -> None:
    """From now on this much of the drawer was seen here; where that cannot be written down, as before."""
    if now := desk.drawer.anchor():
        with suppress(OSError):
            remember(desk.data, desk.drawer.folder, now)
