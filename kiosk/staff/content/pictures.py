"""`pictures`: every screen as a PNG and all of them on one page; or only what changed since the kiosk last showed it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from kiosk.content.store.current import last_shown, open_library
from kiosk.content.store.library import Library
from kiosk.files.foreign_folders import remove
from kiosk.settings.settings import Settings
from kiosk.staff.console import counted
from kiosk.staff.content import all_screens, contact_sheet
from kiosk.staff.content.all_screens import FILE, Drawn, Wanted
from kiosk.staff.content.contact_sheet import AFTER, BEFORE, Pair
from kiosk.staff.errors import ExpectedError


def every(library: Library, settings: Settings, wanted: Wanted) -> str:
    """Draws every screen, and says what was written. May raise OSError."""
    drawn = _drawn(library, settings, wanted)
    sheet = contact_sheet.write(wanted.folder, library.clinic.name, (each.file for each in drawn.values()))
    return f"{counted(len(drawn), 'picture')} in {wanted.folder}; all of them on one page: {sheet}"


def changed(content: Path, data: Path, today: date, settings: Settings, wanted: Wanted) -> str:
    """Draws the screens that differ from what the kiosk showed last, before and after, and says what was written. May raise OSError.

    The deck that was shown last stays what it was: asked again, the same comes out.
    """
    before = last_shown(content, data)
    if before is None:
        raise ExpectedError(f"Nothing was shown from {data} yet, so there is nothing to compare with. Run `pictures` without --changed once.")
    with TemporaryDirectory() as aside:
        after, _ = open_library(content, Path(aside), today)
        if after is None:
            raise ExpectedError(f"The content in {content} cannot be shown. Run `python3 main.py check` to see what to fix.")
        print("Drawing what would show now ...", file=sys.stderr, flush=True)
        new = _drawn(after, settings, replace(wanted, below=AFTER))
        print("Drawing what the kiosk showed last ...", file=sys.stderr, flush=True)
        old = all_screens.draw(before, settings, replace(wanted, below=BEFORE))
    print("Comparing ...", file=sys.stderr, flush=True)
    pairs = differing(old, new)
    _keep_only({before for before, _ in pairs}, wanted.folder, BEFORE)
    _keep_only({after for _, after in pairs}, wanted.folder, AFTER)
    sheet = contact_sheet.write_pairs(wanted.folder, after.clinic.name, pairs)
    return f"{counted(len(pairs), 'screen')} changed; before and after side by side: {sheet}"


def differing(before: Mapping[str, Drawn], after: Mapping[str, Drawn]) -> list[Pair]:
    """The screens that look otherwise, are new or are gone, in the order of the new ones, then those that are gone."""
    nothing = Drawn("", b"")
    screens = [*after, *(name for name in before if name not in after)]
    both = [(before.get(name, nothing), after.get(name, nothing)) for name in screens]
    return [(old.file, new.file) for old, new in both if old.shows != new.shows]


def _drawn(library: Library, settings: Settings, wanted: Wanted) -> Mapping[str, Drawn]:
    all_screens.refuse_unknown(library, wanted.language, wanted.topic)
    return all_screens.draw(library, settings, wanted)


def _keep_only(files: set[str], folder: Path, below: str) -> None:
    """Of the pictures that were drawn, now or before; what else is there stays."""
    remove(folder, below, lambda name: FILE.fullmatch(name) is not None and name not in files)
