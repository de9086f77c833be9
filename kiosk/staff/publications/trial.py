"""`python -m kiosk.staff.publications.trial CONTENT FOLDER DATA DAY SCREEN`: tries the content in FOLDER as this kiosk would show it.

A process of its own with bounds, as for any content that is read (`content/store/read_process`): what comes from elsewhere is never read in the
kiosk itself. It says a `Trial` in JSON. CONTENT is what shows if no publication does.
"""

from __future__ import annotations

import hashlib
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from kiosk.content.checks.check import examined
from kiosk.content.checks.picture_files import MOST_BYTES
from kiosk.content.model.deck import Slide
from kiosk.content.reading.folder import read_folder
from kiosk.content.reading.result import ReadFolder
from kiosk.content.store import snapshot
from kiosk.content.store.current import in_memory, last_shown
from kiosk.content.store.library import Library
from kiosk.content.store.publications import KnownScreen, shown_folder
from kiosk.content.store.read_process import make_way
from kiosk.files.regular import read_regular
from kiosk.problems import Severity
from kiosk.project import icons

MOST_MEMORY, MOST_SECONDS = 1_500_000_000, 120
"""Bytes, and seconds of the processor: what ships needs 300 million and 5 s when every page is measured."""


class Trial(Struct, frozen=True):
    """Why this content cannot show here (empty: it can), and how many slides, answers and other parts are not as those that show."""

    wrong: str = ""
    differ: int = 0


Said = dict[tuple[str, str], Slide]


def tried(folder: Path, data: Path, shown: Path, today: date, screens: tuple[KnownScreen, ...]) -> Trial:
    """Reads and checks the content, and lays out on these screens what is new in it; on two usual ones where none is known."""
    reading = read_folder(folder)
    before = snapshot.load(data / "deck")
    problems = examined(reading, folder, today, icons(), kept=frozenset(state for _, state in before.pictures) if before else frozenset())
    for problem in problems:
        if problem.severity is Severity.ERROR:
            return Trial(f"There is an error in it. {problem}")
    library = in_memory(folder, reading, problems, today)
    if library is None or not library.heads or not library.help.lines:
        return Trial("There is no topic in it, or no help panel.")
    last = last_shown(shown, data) or _in(shown, today)
    old = _said(last) if last else {}
    new = _said(library)
    fresh = {key for key, slide in new.items() if old.get(key) != slide}
    wrong = _too_long(library, reading, fresh, screens) if fresh else ""
    was, comes = (_parts(last) if last else {}), _parts(library)
    return Trial(wrong, len(fresh) + len(old.keys() - new.keys()) + sum(was.get(key) != comes.get(key) for key in was | comes))


def _in(shown: Path, today: date) -> Library | None:
    """What a kiosk that has shown nothing yet would show of this folder."""
    reading = read_folder(shown)
    return in_memory(shown, reading, examined(reading, shown, today, icons()), today)


def _said(library: Library) -> Said:
    """All slides and answers by their names, as visitors read them."""
    topics = (library.topic(head.id) for head in library.heads)
    slides = {(topic.id, slide.id): slide for topic in topics if topic for slide in topic.slides}
    return slides | {("", answer.id): answer.as_slide() for group in library.questions for answer in group.questions}


def _parts(library: Library) -> dict[tuple[str, str], object]:
    """What else visitors read or see: topics by their heads, pictures by their bytes, help, form, hard words, sources, buttons, clinic."""
    heads = {("topic", head.id): (head.title, head.picture, head.tint) for head in library.heads}
    groups = {("questions", group.id): (group.title, group.icon) for group in library.questions}
    words, sources = {("word", each.id): each for each in library.words}, {("source", each.id): each for each in library.sources}
    shown = {("picture", name): _digest(library.picture(name)) for name, _ in library.pictures}
    told = {("", "help"): library.help, ("", "form"): library.form, ("", "clinic"): library.clinic}
    return {**heads, **groups, **words, **sources, **shown, **told, **{("interface", key): text for key, text in library.interface}}


def _digest(picture: Path | None) -> bytes:
    """Of its bytes; empty where it cannot be read."""
    with suppress(OSError):
        return hashlib.sha256(read_regular(picture, MOST_BYTES)).digest() if picture else b""
    return b""


def _too_long(library: Library, reading: ReadFolder, fresh: set[tuple[str, str]], screens: tuple[KnownScreen, ...]) -> str:
    from kiosk import app
    from kiosk.staff.content.page_count import GLASSES, too_many_pages

    glasses = tuple(app.WindowSpec(each.pixels, each.physical_mm) for each in screens) or GLASSES
    found = too_many_pages(library, reading, glasses, lambda *names: names in fresh)
    return f"On this screen it would be too long. {found[0]}" if found else ""


def _screens(text: str) -> Iterator[KnownScreen]:
    if text:
        yield msgspec.json.decode(text, type=KnownScreen)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    make_way()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    content, place, own, day, screen = sys.argv[1:]
    trial = tried(Path(place), Path(own), shown_folder(Path(content), Path(own)), date.fromisoformat(day), tuple(_screens(screen)))
    sys.stdout.buffer.write(msgspec.json.encode(trial))
