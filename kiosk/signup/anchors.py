"""The anchors that a desk remembers: what it saw of each drawer when somebody last signed in there, in `anchors.json` in its data folder."""

from __future__ import annotations

from pathlib import Path

from msgspec import json

from kiosk.files import read_regular
from kiosk.signup.anchor import Anchor, read_anchor
from kiosk.signup.private_files import write_private

FILE = "anchors.json"
MOST_BYTES = 100_000
"""Of some 40 for each drawer that was ever seen."""


def remembered(data: Path) -> dict[str, Anchor]:
    """The newest anchor of each drawer that was seen here. A file that cannot be read remembers nothing."""
    try:
        written = json.decode(read_regular(data / FILE, MOST_BYTES), type=list[str])
    except (OSError, ValueError, RecursionError):
        return {}
    return {anchor.drawer: anchor for anchor in map(read_anchor, written) if anchor}


def remember(data: Path, seen: Anchor) -> None:
    """Keeps this one in place of an older one of the same drawer. May raise OSError."""
    known = remembered(data)
    if known.get(seen.drawer) != seen:
        write_private(data / FILE, json.encode([str(each) for each in (known | {seen.drawer: seen}).values()]))
