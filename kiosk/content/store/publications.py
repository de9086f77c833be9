"""Where publications lie on this machine, and what was refused: what the kiosk itself must know of them. They are taken elsewhere (`staff`).

They lie in the data folder, in `publications`: `shown` is the content folder that shows, changed in one step; `kept-NUMBER.zip` with its signature
are the last ones as they came, and what `shown` is held against; `coming.zip` is one that is just being taken. Without any, the content folder that
the kiosk was given shows.

The account of the kiosk can write all of this. So nothing here is believed: what shows is proved by a signature (`staff/publications/standing`),
and no file here holds a sentence that somebody reads.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.content.model.walk import LEAF
from kiosk.files.private import private_folder, write_own
from kiosk.files.regular import read_regular

FOLDER, SHOWN = "publications", "shown"
NAMED = r"publication-([1-9]\d{0,8})\.kiosk\.zip"
"""How the file of a publication is called wherever it comes from, with its number; ASCII. Its signature has the same name and minisign's ending."""
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
NEWEST = "publication-number"
"""In the data folder, away from the publications: the number of the newest one that was ever taken."""
LONGEST_NOTE, LONGEST_NAME = 500, 200
"""Letters."""
MOST_NUMBER = 10**9 - 1
MOST_AHEAD = 10_000
"""How far a number may be ahead of the last one: taken up, one by mistake, or by somebody dishonest, would leave no numbers for others."""
_TOLD_NAME = re.compile(r"[\w-]{1,60}\.kiosk\.zip", re.ASCII)
"""The name of a file that is told to staff: one that holds no sentence."""


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


class Step(StrEnum):
    """Where a publication was refused; what is told of that is said by whoever tells it (`staff/publications/refusals`)."""

    FOLDER = "folder"
    OPENED = "opened"
    SIGNED = "signed"
    READ = "read"
    NEWER = "newer"
    TRIED = "tried"
    KEPT = "kept"


class Refusal(Struct, frozen=True):
    """A publication that was not taken: the name of its file, at which step, and when (ISO 8601). Anybody may have written it."""

    file: str
    step: Step
    at: str

    @property
    def name(self) -> str:
        """The name of its file, where that can be told; else empty."""
        return self.file if _TOLD_NAME.fullmatch(self.file) else ""


def publications_in(data: Path) -> Path:
    """The folder of them."""
    return data / FOLDER


def shown_folder(content: Path, data: Path) -> Path:
    """What visitors see: the publication that shows, else the folder `content`.

    A folder that cannot be changed here cannot be put right either, so nothing in it is believed.
    """
    place = publications_in(data)
    shown = place / SHOWN
    is_ours = all(os.access(each, os.R_OK | os.W_OK | os.X_OK) for each in (place, shown))
    return shown if os.path.isdir(shown) and is_ours else content  # noqa: PTH112  Path's own raises where nobody may look


def is_own(content: Path, data: Path) -> bool:
    """Whether this content folder is that of the publication that shows: it was unpacked here, so nothing in it is a link."""
    return content.absolute() == (publications_in(data) / SHOWN).absolute()


def claimed(data: Path) -> Publication | None:
    """What the folder that shows says of itself: nobody has proved it. None where there is nothing that can be read."""
    try:
        return leaf(read_regular(publications_in(data) / SHOWN / LEAF, MOST_LEAF, own=True))
    except (OSError, ValueError, RecursionError):
        return None


def newest_noted(data: Path) -> int:
    """The number of the newest publication that was ever taken, as far as it is noted; 0 for none."""
    with suppress(OSError, ValueError):
        number = int(read_regular(data / NEWEST, 20, own=True))
        return number if 0 < number <= MOST_NUMBER else 0
    return 0


def note_newest(data: Path, number: int) -> None:
    """May raise OSError."""
    if newest_noted(data) != number:
        write_own(data / NEWEST, f"{number}\n".encode())


def leaf(raw: bytes) -> Publication:
    """What a publication says of itself. Raises ValueError, RecursionError."""
    told = msgspec.json.decode(raw, type=Publication)
    datetime.fromisoformat(told.at)
    said = told.by + told.note
    if not (0 < told.number <= MOST_NUMBER and len(told.by) <= LONGEST_NAME and len(told.note) <= LONGEST_NOTE and said.isprintable()):
        raise ValueError("out of bounds")
    return told


def note_screen(data: Path, screen: KnownScreen) -> None:
    """For the next trial. May raise OSError."""
    if known_screen(data) != screen:
        write_own(private_folder(publications_in(data)) / SCREEN, msgspec.json.encode(screen))


def known_screen(data: Path) -> KnownScreen | None:
    """The screen of the kiosk; None where it has not noted one."""
    try:
        return msgspec.json.decode(read_regular(publications_in(data) / SCREEN, MOST_LEAF, own=True), type=KnownScreen)
    except (OSError, ValueError, RecursionError):
        return None


def refusal(data: Path) -> Refusal | None:
    """The last one that was refused, unless one was taken since."""
    try:
        told = msgspec.json.decode(read_regular(publications_in(data) / REFUSED, MOST_LEAF, own=True), type=Refusal)
        datetime.fromisoformat(told.at)
        return told  # noqa: TRY300  only what is a date is told
    except (OSError, ValueError, RecursionError):
        return None
