"""The pictures that the desk draws: those of the content that may come to the kiosk's screen, as copies that stay what was tried."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from kiosk.content.checks import picture_proofs
from kiosk.content.checks.check import MOST_PICTURES
from kiosk.content.model.walk import PICTURES
from kiosk.content.reading.format import PICTURE_NAME
from kiosk.content.store import pictures
from kiosk.files.regular import is_regular, names_in

_State = tuple[str, int, int]
_NAMED = re.compile(PICTURE_NAME)


class Tried(Struct, frozen=True):
    """What came of trying: where the copy of each good picture lies, and for each of the others why it does not show."""

    good: dict[str, Path]
    wrong: dict[str, str]


class DeskPictures:
    """The pictures of a content folder, and the folder of their copies, which goes with `close`."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._copies = tempfile.TemporaryDirectory(prefix="kiosk-desk-")
        self._seen: tuple[_State, ...] | None = None
        self.tried = Tried({}, {})

    def close(self) -> None:
        self._copies.cleanup()

    def file(self, name: str) -> Path | None:
        """Where one lies that may be drawn: none is before a child has drawn it."""
        return self.tried.good.get(name)

    def address(self, name: str) -> str:
        """Where the window loads it from; empty where it cannot."""
        path = self.file(name) if name else None
        return path.as_uri() if path else ""

    def told(self, name: str) -> dict[str, str]:
        """The picture of what is chosen, or why it does not show."""
        return {"picture_url": self.address(name), "picture_wrong": self.tried.wrong.get(name, "")}

    def offered(self) -> list[dict[str, str]]:
        """All there are to choose from, as the window shows them."""
        return [{"name": name, "url": self.address(name)} for name in sorted(self.tried.good)]

    def try_again(self, used: Iterable[str]) -> Tried:
        """Has what changed drawn by a child, the pictures that are used first, for it takes no more than its time."""
        seen, folder = self._states(), Path(self._copies.name)
        if seen == self._seen:
            return self.tried
        there = [name for name, _, _ in seen]
        wanted = set(used)
        names = sorted(there, key=lambda name: name not in wanted)[:MOST_PICTURES]
        paths = (self._content / PICTURES / name for name in names)
        wrong = {name: f"{fault.wrong} {fault.instead}" for name, fault in picture_proofs.faults(paths, self._content) if fault.grave}
        try:
            kept = pictures.keep(folder, self._content, tuple((name, "") for name in names), {})
        except OSError:
            return self.tried  # no room for copies; tried again with the next change
        self._seen = seen
        return Tried({name: folder / state for name, state in kept}, wrong)

    def _states(self) -> tuple[_State, ...]:
        """The files that can be named as pictures, each with its size and when it was written."""
        folder = self._content / PICTURES
        try:
            names = [name for name in names_in(folder) if _NAMED.fullmatch(name)]
            seen = [(name, (folder / name).stat()) for name in names if is_regular(folder / name)]
        except OSError:
            return ()
        return tuple((name, state.st_size, state.st_mtime_ns) for name, state in seen)
