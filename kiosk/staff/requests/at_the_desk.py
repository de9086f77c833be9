"""Where a command of `signups` stands: which drawer, which keys, and whose passphrase."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from kiosk.files.private import DRAWER, KEYS, UNLINK, linked
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import names
from kiosk.staff.drawers import drawer_in, keys_of
from kiosk.staff.errors import ExpectedError


class AtTheDesk(Struct, frozen=True):
    """The folder `data` of this machine, the drawer to work on with the folder of its keys, and whose name the passphrase belongs to.

    The key lies in `key_file` where it is kept away; passphrases are read from the file descriptor `secrets`, or asked for. What visitors chose is
    told in the first language of the clinic, if the form in `content` can be read.
    """

    data: Path
    drawer: Drawer
    keys: Path
    who: str
    content: Path
    is_copy: bool = False
    key_file: Path | None = None
    secrets: int | None = None


def at_the_desk(
    data: Path, who: str, content: Path, *, drawer: Path | None = None, key_file: Path | None = None, secrets: int | None = None
) -> AtTheDesk:
    """With the drawer of this machine, or a copied one. Raises ExpectedError for a link."""
    for wrong in () if drawer else filter(None, (linked(data / name) for name in (DRAWER, KEYS))):
        raise ExpectedError(f"{wrong} {UNLINK}")
    there, keys = drawer_in(data, drawer), keys_of(data, drawer)
    return AtTheDesk(data, there, keys, names.kept(who), content, drawer is not None, key_file, secrets)


def refuse_a_copy(desk: AtTheDesk, deed: str) -> None:
    """What is signed on a copy holds in the original too, for whoever puts the one in the place of the other. Raises ExpectedError."""
    if desk.is_copy:
        there = f"Run `signups {deed}` on the kiosk itself, without --drawer; there `signups merge` takes your marks over."
        raise ExpectedError(f"On a copy, requests can only be read and marked. {there} Nothing was changed.")
