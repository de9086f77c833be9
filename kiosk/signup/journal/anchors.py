"""The anchors that a desk remembers: what it saw of each drawer when somebody last signed in there, in `anchors.json` in its data folder."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import json

from kiosk.files.private import write_own
from kiosk.files.regular import read_regular
from kiosk.signup.journal.anchor import Anchor, read_anchor

FILE = "anchors.json"
MOST_BYTES = 100_000
"""Of some 40 for each drawer that was ever seen."""


def remembered(data: Path, place: Path) -> Anchor | None:
    """The newest anchor of the drawer in this folder that was seen here. A file that cannot be read remembers nothing."""
    return read_anchor(_all(data).get(_written(place), ""))


def remember(data: Path, place: Path, seen: Anchor) -> None:
    """Keeps this one for the drawer in this folder: a copy goes its own way. Only where there is a data folder. May raise OSError."""
    known = _all(data)
    if data.is_dir() and known.get(_written(place)) != str(seen):
        write_own(data / FILE, json.encode(known | {_written(place): str(seen)}))


def _written(place: Path) -> str:
    """Where it lies, as JSON can hold it: a name need not be text."""
    return os.fsencode(os.path.realpath(place)).decode(errors="backslashreplace")


def _all(data: Path) -> dict[str, str]:
    try:
        return json.decode(read_regular(data / FILE, MOST_BYTES, own=True), type=dict[str, str])
    except (OSError, ValueError, RecursionError):
        return {}
