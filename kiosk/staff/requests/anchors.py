"""How much of a drawer was seen before: here, or as somebody kept it elsewhere."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from kiosk.signup.journal.anchor import Anchor, read_anchor
from kiosk.signup.journal.anchors import remember, remembered
from kiosk.staff.care.backup import anchor_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk

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
    if is_begun_after_damage(desk):
        return _BEGUN_AFTER_DAMAGE.format(aside=" and ".join(desk.drawer.set_aside), seen=before)
    return f"This drawer is older than what was seen here before ({before}). Somebody put back an earlier state."


def is_begun_after_damage(desk: AtTheDesk) -> bool:
    """Whether this is another drawer than was seen here before, and a damaged one was set aside: that is what the kiosk itself does."""
    now, before = desk.drawer.anchor(), remembered(desk.data, desk.drawer.folder)
    return bool(now and before and now.drawer != before.drawer and desk.drawer.set_aside)


def remember_it(desk: AtTheDesk) -> None:
    """From now on this much of the drawer was seen here; where that cannot be written down, as before."""
    if now := desk.drawer.anchor():
        with suppress(OSError):
            remember(desk.data, desk.drawer.folder, now)
