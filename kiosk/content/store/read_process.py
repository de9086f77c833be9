"""`python -m kiosk.content.store.read_process CONTENT DATA DAY`: reads the content, keeps it, and writes what is to be shown to standard output.

A process of its own with bounds: whatever a file holds, the kiosk that shows it is not harmed, never waits for it, and is as small as before.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct, msgpack

from kiosk.content.model.deck import Text
from kiosk.content.store.current import Current, read_current
from kiosk.project import CONTENT

MOST_MEMORY = 400_000_000
"""Bytes. 2,400 slides need 90 million, the worst folder that is read at all 280 million (`tests/hostile.py`).

The second look (`staff/publications/reread`) has the same, so that none of them reads what the other cannot.
"""


class Answer(Struct, frozen=True):
    """What is to be shown; where that is nothing, the `words` of the pages for staff, which show all the same."""

    current: Current
    words: tuple[tuple[str, Text], ...] = ()


def answered(content: Path, data: Path, today: date) -> Answer:
    """Reads the folder here and now."""
    current = read_current(content, data, today)
    return Answer(current) if current.snapshot else Answer(current, tuple(_words(content, CONTENT)))


def _words(*folders: Path) -> Iterable[tuple[str, Text]]:
    """The words on the screen, from the first of these folders where they can be read; none if that is nowhere."""
    from kiosk.content.reading.folder import read_folder

    return next((words for folder in folders if (words := read_folder(folder).interface.value)), ())


def bound() -> None:
    """The process takes no more memory than that, or than the machine lets it, and makes way for others: somebody may be at the screen."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most), most))
    make_way()


def make_way() -> None:
    """Whatever somebody at the screen waits for goes first. Where walls forbid even that, the process goes on as it is."""
    with suppress(OSError):
        os.nice(5)


if __name__ == "__main__":
    bound()
    folder, kept_in, day = sys.argv[1:]
    sys.stdout.buffer.write(msgpack.encode(answered(Path(folder), Path(kept_in), date.fromisoformat(day))))
