"""A photo from a file of whoever is at the desk: where it may lie, and how it becomes a picture of the content."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from urllib.request import url2pathname

import msgspec
from msgspec import Struct
from PySide6.QtCore import QStandardPaths

from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.files.foreign_folders import put
from kiosk.files.regular import why
from kiosk.files.typed_paths import typed_path
from kiosk.staff.content import photo, photo_places
from kiosk.staff.content.aside import Run, Tell
from kiosk.staff.content.desk_history import TakenPhotos
from kiosk.staff.content.desk_state import DeskState
from kiosk.staff.content.photo_process import Crop
from kiosk.staff.errors import ExpectedError
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError, value_at

Change = Callable[[str, changes.Change, KeyPath], None]
"""Changes a file of the content, and chooses what stands at this place of it."""
SQUARE = 0.02
"""So much longer on one side, in parts of the other, a photograph is square enough: nobody sees the difference on the screen."""
_BOX = "picture-file"
"""Where it is told how a photo went."""


class _Offered(Struct, frozen=True):
    """A photo of which somebody chooses the part that visitors see, and the file and the name of its slide."""

    path: Path
    file: str
    slide: str


class DeskPhotos:
    """Takes photos into the content of a session. What takes a moment is `run` beside the window, which stays awake; `state` tells how it went, and
    `show` has the window show the photo whose part is to be chosen; empty where there is none.
    """

    def __init__(
        self, content: Path, session: Session, sticks: Callable[[], Sequence[Path]], *, run: Run, state: DeskState, change: Change, show: Tell
    ) -> None:
        self._content, self._session, self._sticks, self._run, self._state, self._change = content, session, sticks, run, state, change
        self.taken = TakenPhotos(content, session)
        self._show = show
        self._offered: _Offered | None = None
        self._seen = tempfile.TemporaryDirectory(prefix="kiosk-photo-")
        self._number = count(1)

    def close(self) -> None:
        """Nothing is left of photos that were looked at."""
        self._seen.cleanup()

    def find(self, show: Callable[[list[dict[str, Any]]], None]) -> None:
        """Has the window show the newest photographs there are."""
        self._run(lambda: photo_places.newest(_folders(self._sticks())), lambda found: show(_told(found)), self._state.fail)

    def take(self, slide: KeyPath, url: str) -> None:
        """A picture from a file: turned, made smaller and put into the content; of a photo that is not square the part is chosen first.

        Raises NotWrittenError for the name of no file.
        """
        path = _file_at(url, _folders(self._sticks()))
        self.forget()
        self._state.tell("The picture is being prepared.", _BOX)
        file, name = _slide_for(self._session.chosen, slide, self._session)
        place, was = Path(self._seen.name) / f"{next(self._number)}.jpg", self._session.chosen

        def seen(result: tuple[tuple[int, int] | None, str]) -> None:
            size, told = result
            if told:
                self._state.tell(told, _BOX, wrong=True)
            elif size is None or self._session.chosen != was:  # it is asked only of whoever is still there
                self._make(_Offered(path, file, name), None)
            else:
                self._state.tell("", _BOX)
                self._offered = _Offered(path, file, name)
                self._show({"url": place.as_uri(), "wide": size[0], "high": size[1], "name": path.name})

        self._run(lambda: _looked_at(path, place), seen, self._state.fail)

    def crop(self, value: str) -> None:
        """The part of the offered photo that visitors see, as JSON, or `whole`; without one the photo is let be. May raise ValueError."""
        offered = self._offered
        crop = msgspec.json.decode(value, type=Crop) if value not in {"", "whole"} else None
        self.forget()
        if offered and value:
            self._state.tell("The picture is being prepared.", _BOX)
            self._make(offered, crop)

    def forget(self) -> None:
        """No photo waits any more for its part to be chosen."""
        self._offered = None
        self._show({})

    def _make(self, offered: _Offered, crop: Crop | None) -> None:
        def taken(result: tuple[str, str]) -> None:
            picture, told = result
            self._state.tell(told, _BOX, wrong=not picture)
            if picture:
                with self._state.telling_why(_BOX):
                    self._put(offered.file, offered.slide, picture)

        self._run(lambda: _made(offered.path, self._content, crop), taken, self._state.fail)

    def _put(self, file: str, name: str, picture: str) -> None:
        """The picture comes on the slide of this name, wherever that stands now, and whatever is chosen meanwhile. Raises NotWrittenError."""
        slide, chosen = _slide_named(name, file, self._session, picture), self._session.chosen
        here = chosen and chosen.file == file and chosen.way[:2] == slide
        says = (*slide, "picture", "says")
        self.taken.note(picture)
        self._change(file, changes.pictured(slide, picture, self._session.languages), says if here else ())
        if not here:
            self._state.tell("The photo is on its slide now. Choose that slide, and write what the photo shows.")


def _folders(sticks: Iterable[Path]) -> list[Path]:
    """Where whoever is at this desk keeps photographs, and the sticks that are plugged in."""
    places = QStandardPaths.StandardLocation
    kinds = (places.PicturesLocation, places.DownloadLocation, places.DesktopLocation)
    own = [Path(where) for kind in kinds if (where := QStandardPaths.writableLocation(kind)) and Path(where) != typed_path("~")]
    return [*own, *sticks]


def _told(found: Iterable[Path]) -> list[dict[str, Any]]:
    """Photographs that were found, as the window shows them."""
    return [{"name": path.name, "where": path.parent.name, "path": path.as_uri()} for path in found]


def _file_at(url: str, places: Sequence[Path]) -> Path:
    """The file that was dragged here or whose name was typed. Raises NotWrittenError for the name of none."""
    path = Path(url2pathname(urlparse(url).path)) if url.startswith("file:") else photo_places.meant(url, [typed_path("~"), *places])
    if "\0" in str(path):
        raise NotWrittenError("This is the name of no file. Choose the photo from the list, or drag it onto this window.")
    return path


def _looked_at(path: Path, place: Path) -> tuple[tuple[int, int] | None, str]:
    """The size of a photo that is not square, which lies at this place then; nothing of another picture. And why it cannot be used."""
    try:
        fit = photo.whole(path)
        if fit is None or abs(fit.size[0] - fit.size[1]) <= SQUARE * min(fit.size):
            return None, ""
        put(place.parent, place.name, fit.data)
    except (ExpectedError, OSError) as error:
        return None, _why_not(error)
    return fit.size, ""


def _made(path: Path, content: Path, crop: Crop | None) -> tuple[str, str]:
    """The picture that a photo became, empty where it cannot be used; and what was done with it, or why, in sentences."""
    try:
        picture, done = photo.take(path, content, numbered=True, crop=crop)
        return picture, " ".join(done)
    except (ExpectedError, OSError) as error:
        return "", _why_not(error)


def _why_not(error: ExpectedError | OSError) -> str:
    return f"The picture cannot be used: {why(error)}." if isinstance(error, OSError) else str(error)


def _slide_for(chosen: Spot | None, slide: KeyPath, session: Session) -> tuple[str, str]:
    """The file and the name of the slide that is to get a photo: it may stand elsewhere by then. Raises NotWrittenError."""
    return (chosen.file, str(value_at(session.raw(chosen.file), (*slide, "slide")))) if chosen else ("", "")


def _slide_named(name: str, file: str, session: Session, picture: str) -> KeyPath:
    """Where the slide of this name stands now. Raises NotWrittenError where it is gone."""
    slides = value_at(session.raw(file), ("slides",)) if session.raw(file) else ()
    there = slides if isinstance(slides, list) else ()
    number = next((number for number, each in enumerate(there) if isinstance(each, dict) and each.get("slide") == name), None)
    if number is None:
        raise NotWrittenError(f"The slide for this photo is gone. Choose another slide, and there the picture {picture}.")
    return ("slides", number)
