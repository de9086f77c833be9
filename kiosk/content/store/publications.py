"""Which publication shows on this machine, and what was refused: what the kiosk itself must know of them. They are taken elsewhere (`staff`).

They lie in the data folder, in `publications`: `shown` is the content folder that shows, changed in one step; `kept-NUMBER.zip` with its signature
are the last ones as they came. Without any, the content folder that the kiosk was given shows.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.files.foreign_folders import put
from kiosk.files.private import private_folder
from kiosk.files.regular import read_regular

FOLDER, SHOWN, LEAF = "publications", "shown", ".publication.json"
FROM_STICK = "from-stick.kiosk.zip"
"""In the data folder, with its signature beside it, for as long as staff look at one from a stick."""
PUBLISHERS = ".publishers"
"""Beside main.py: whom this machine trusts to publish."""
REFUSED = "refused.json"
"""Beside the publications: the last one that was not taken, until one is."""
SCREEN = "screen.json"
"""And the screen of the kiosk, which a publication is tried for."""
MOST_LEAF = 20_000
"""Bytes of what a publication says of itself, and of what is noted beside it."""
LONGEST_NOTE, LONGEST_NAME = 500, 200
"""Letters."""


class Publication(Struct, frozen=True):
    """Content under one number: who made it and when (ISO 8601 with its time zone), and what they say of it."""

    number: int
    by: str
    at: str
    note: str = ""


class KnownScreen(Struct, frozen=True):
    """The glass that the kiosk was last shown on: its pixels, and its size in millimetres."""

    pixels: tuple[int, int]
    physical_mm: tuple[float, float]


class Refusal(Struct, frozen=True):
    """A publication that was not taken: the name of its file, why in a sentence, and when (ISO 8601)."""

    file: str
    why: str
    at: str


def publications_in(data: Path) -> Path:
    """The folder of them."""
    return data / FOLDER


def shown_folder(content: Path, data: Path) -> Path:
    """What visitors see: the publication that shows, else the folder `content`."""
    shown = publications_in(data) / SHOWN
    return shown if os.path.isdir(shown) else content  # noqa: PTH112  Path's own raises where nobody may look


def showing(data: Path) -> Publication | None:
    """The publication that shows; None where none does, or what is known of it cannot be read."""
    try:
        return leaf(read_regular(publications_in(data) / SHOWN / LEAF, MOST_LEAF))
    except (OSError, ValueError):
        return None


def leaf(raw: bytes) -> Publication:
    """What a publication says of itself. Raises ValueError."""
    told = msgspec.json.decode(raw, type=Publication)
    datetime.fromisoformat(told.at)
    if not (0 < told.number < 10**9 and len(told.by) <= LONGEST_NAME and len(told.note) <= LONGEST_NOTE and (told.by + told.note).isprintable()):
        raise ValueError("out of bounds")
    return told


def note_screen(data: Path, screen: KnownScreen) -> None:
    """For the next trial. May raise OSError."""
    if known_screen(data) != screen:
        put(private_folder(publications_in(data)), SCREEN, msgspec.json.encode(screen))


def known_screen(data: Path) -> KnownScreen | None:
    """The screen of the kiosk; None where it has not noted one."""
    try:
        return msgspec.json.decode(read_regular(publications_in(data) / SCREEN, MOST_LEAF), type=KnownScreen)
    except (OSError, ValueError):
        return None


def refusal(data: Path) -> Refusal | None:
    """The last one that was refused, unless one was taken since."""
    try:
        return msgspec.json.decode(read_regular(publications_in(data) / REFUSED, MOST_LEAF), type=Refusal)
    except (OSError, ValueError):
        return None
