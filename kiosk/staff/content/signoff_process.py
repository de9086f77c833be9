"""The process that draws a text as visitors see it: as it stands now, and as it was signed, if that is known.

Its arguments are a folder with a whole content in `now`, and perhaps another in `before`, the topic, the language, and how many pixels a picture is
wide. The pictures come beside these, and on standard output what was drawn.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks.reviews import beside, signature
from kiosk.content.edits.live import Live
from kiosk.content.model.deck import Review
from kiosk.content.model.walk import PICTURES
from kiosk.content.reading.folder import read_folder
from kiosk.content.reading.result import ReadFolder
from kiosk.files.regular import is_regular
from kiosk.settings.settings import Settings
from kiosk.staff.content import all_screens
from kiosk.staff.content.all_screens import Wanted

NOW, BEFORE = "now", "before"
INCHES = 21.5
_MOST_MEMORY, _MOST_SECONDS = 3_000_000_000, 300
"""Bytes, and seconds of the processor: a picture that was signed long ago may have been exchanged, with its sign-off, to do harm."""


class Screens(Struct, frozen=True):
    """The file of each screen by its name, and what tells whether two look the same."""

    files: Mapping[str, str]
    looks: Mapping[str, str]


def drawn(folder: Path, side: str, topic: str, language: str, width: int) -> Screens:
    """Draws one side. May raise OSError."""
    content = folder / side

    def picture(name: str) -> Path | None:
        return path if is_regular(path := content / PICTURES / name) else None

    live = Live(content, picture, lambda: date.min)  # so that nothing is overdue
    live.take(_signed(read_folder(content), content, topic, language))
    if live.library is None:
        return Screens({}, {})
    wanted = Wanted(folder, (width, width * 9 // 16), INCHES, language, topic=topic, below=f"{side}-drawn", sheets=False)
    made = all_screens.draw(live.library, Settings(), wanted)
    screens = {name.removeprefix(f"{language}-"): each for name, each in made.items()}
    files = {name: f"{side}-drawn/{each.file}" for name, each in screens.items()}
    return Screens(files, {name: each.shows.hex() for name, each in screens.items()})


def _signed(reading: ReadFolder, content: Path, name: str, language: str) -> ReadFolder:
    """The same with this text signed: it is drawn as visitors see it then, without the word for a draft."""
    around = beside(reading, content)
    topic = next((each for each in (*(file.value for file in reading.topics), *reading.signed_apart) if each and each.id == name), None)
    signed = (Review(name, language, "", date.min, date.max, signature(topic, language, around)),) if topic else ()
    return replace(reading, reviews=replace(reading.reviews, value=signed))


def main() -> None:
    """Does it for what the arguments name."""
    for what, most in {resource.RLIMIT_CORE: 0, resource.RLIMIT_DATA: _MOST_MEMORY, resource.RLIMIT_CPU: _MOST_SECONDS}.items():
        with suppress(ValueError, OSError):  # macOS bounds no memory
            resource.setrlimit(what, (most, most))
    folder, topic, language, width = Path(sys.argv[1]), *sys.argv[2:4], int(sys.argv[4])
    sides = {side: drawn(folder, side, topic, language, width) for side in (NOW, BEFORE) if (folder / side).is_dir()}
    sys.stdout.buffer.write(msgspec.json.encode(sides))
    sys.stdout.flush()
    os._exit(0)  # all is written, and there is nothing to take down


if __name__ == "__main__":
    main()
