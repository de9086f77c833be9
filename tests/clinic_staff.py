"""What staff do at a drawer, in a line: somebody lets another person in, somebody reads all requests."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # for proofs, which come by here before anything else

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.entries import Entry
from kiosk.signup.keys.admission import admit
from kiosk.signup.keys.slots import STRETCHING, Stretching
from kiosk.signup.keys.unlock import open_private
from kiosk.signup.keys.waiting import end_waiting
from kiosk.signup.record import Record


def let_in(folder: Path, who: str, passphrase: str, new: str, new_passphrase: str, *, stretching: Stretching = STRETCHING) -> int:
    """By the passphrase of the one the other has one, too. Tells how many keys that opens."""
    opens = open_private(folder, who, passphrase)
    end_waiting(folder)
    admit(folder, opens, new, new_passphrase, stretching=stretching)
    return len(opens)


def opened(drawer: Drawer, privates: Mapping[str, Any]) -> Iterator[tuple[Entry, Record | None]]:
    """Every request with what it holds, newest first; None where these keys do not open it, or it is not what came."""
    entries = drawer.entries(privates)
    shown = drawer.show([entry.id for entry in entries], privates)
    yield from ((entry, each.record) for entry, each in zip(entries, shown, strict=True))
