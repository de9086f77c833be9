"""`picture`: a photograph or a drawing made fit for the kiosk: turned as its camera says, small enough, and under a name that it can have.

What a camera notes in a photograph, such as where it was taken, does not come along.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from json import dumps
from pathlib import Path
from unicodedata import normalize

import msgspec
from msgspec import Struct
from msgspec.structs import replace as replaced

from kiosk import processes
from kiosk.content.checks import picture_files, picture_proofs
from kiosk.content.model.languages import LANGUAGES
from kiosk.files.foreign_folders import put
from kiosk.files.regular import NotReadError, is_missing, open_regular, read_regular
from kiosk.project import PROJECT
from kiosk.staff.confirmation import can_ask
from kiosk.staff.content.photo_process import PLUGINS, Crop, PhotoMade, answered
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind, refuse_other

FOLDER = "pictures"
MOST_BYTES = 100_000_000
"""Of a file as a camera makes it: 108 million pixels as JPEG have some 50 MB."""
SECONDS = 60.0
"""For one picture; 108 million pixels take three."""
_LONGEST_NAME = 60
_MOST_ALIKE = 1000
_HEIC = (
    "{file} is a phone picture in HEIC format, which the kiosk cannot read. On an iPhone, choose Settings, Camera, Formats, Most Compatible"
    " and take it again, or e-mail it to yourself, which makes a JPEG of it."
)
_NO_PICTURE = "{file} is not a picture that can be read, or is only part of one. Open it in an image editor, and save it from there as JPEG."
_SLOW = "{file} takes too long to read. Open it in an image editor, and save it from there as a plain JPEG."


class Fit(Struct, frozen=True):
    """A picture that content can use: its bytes, the ending of its name, and what was done to it, a sentence each."""

    data: bytes
    ending: str
    done: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)
    """Pixels across and upright, of a photograph."""


def take(
    file: Path, content: Path, name: str = "", *, replace: bool = False, numbered: bool = False, crop: Crop | None = None
) -> tuple[str, tuple[str, ...]]:
    """Puts the picture into the content under a name made of its own, or of `name`. Tells that name, and what was done, a sentence each.

    Where another picture has that name, it is refused, or takes its place (`replace`), or it gets a number (`numbered`). Of a photograph `crop` takes
    a part. What the kiosk would not show is refused before it lies there. Raises ExpectedError; may raise OSError.
    """
    fit = fitted(_read(file), file.name, crop)
    called = f"{plain_name(name or file.stem)}{fit.ending}"
    if numbered:
        called = next(other for other in _numbered(called) if not _is_taken(content / FOLDER / other, fit.data))
    elif not replace and os.path.lexists(content / FOLDER / called):
        raise ExpectedError(f"There is a picture {called} already. Add --replace to put this one in its place, or --as NAME to give it another name.")
    put(content, f"{FOLDER}/{called}", fit.data)
    return called, fit.done


def whole(file: Path) -> Fit | None:
    """A photograph as it would be taken without a crop, with its size; None of what is none, which cannot be cropped. Raises ExpectedError."""
    raw = _read(file)
    kind = picture_files.kind_of(raw)
    return _photograph(raw, file.name, kind, None) if kind in PLUGINS and picture_files.is_whole(raw, kind) else None


def _read(file: Path) -> bytes:
    """The bytes of a picture. Raises ExpectedError."""
    try:
        raw = read_regular(file, MOST_BYTES)
    except NotReadError as error:
        missing = f"There is no file {file.name} in {file.absolute().parent}. Check that you typed its name as it is there, with its ending."
        raise ExpectedError(missing if is_missing(error) else f"{file} cannot be used: {error.wrong} {error.instead}") from error
    with suppress(OSError), open_regular(file) as again:
        refuse_other(again, file, Kind.PICTURE)
    return raw


def _numbered(called: str) -> Iterator[str]:
    """The name, and the same with numbers."""
    name = Path(called)
    yield from (called, *(f"{name.stem}-{number}{name.suffix}" for number in range(2, _MOST_ALIKE)))
    raise ExpectedError(f"There are many pictures {called} already. Give the file another name, and choose it again.")


def _is_taken(place: Path, data: bytes) -> bool:
    """Whether another picture lies there."""
    if not os.path.lexists(place):
        return False
    try:
        return read_regular(place, picture_files.MOST_BYTES, place.parent) != data
    except OSError:
        return True


def fitted(raw: bytes, name: str, crop: Crop | None = None) -> Fit:
    """The picture of these bytes of a file of this name, or a part of it, ready for the content. Raises ExpectedError."""
    kind = picture_files.kind_of(raw)
    match "SVG" if not kind and name.lower().endswith(".svg") else kind:
        case "SVG" if crop:
            raise ExpectedError(f"{name} is a drawing, and only photographs can be cropped. Crop it in a drawing program.")
        case "SVG":
            return _tried(Fit(raw, ".svg"), name)
        case "HEIC":
            raise ExpectedError(_HEIC.format(file=name))
        case _ if kind in PLUGINS and picture_files.is_whole(raw, kind):
            return _tried(_photograph(raw, name, kind, crop), name)
        case _:
            raise ExpectedError(_NO_PICTURE.format(file=name))


def _tried(fit: Fit, name: str) -> Fit:
    """The picture, if a child that is walled in could draw it, with what is wrong in it all the same. Raises ExpectedError."""
    faults = picture_proofs.faults_of(f"picture{fit.ending}", fit.data)
    if grave := next((fault for fault in faults if fault.grave), None):
        raise ExpectedError(f"{name} cannot be shown. {grave.wrong} {grave.instead}")
    return replaced(fit, done=(*fit.done, *(f"{fault.wrong} {fault.instead}" for fault in faults)))


def plain_name(words: str) -> str:
    """Words as the name of a file: small letters of English, digits and hyphens; the ending of a picture is left out."""
    ascii_only = normalize("NFKD", re.sub(r"(?i)\.(?:jpe?g|png|svg|heic|gif|bmp|webp|tiff?)$", "", words)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_LONGEST_NAME].strip("-") or "picture"


def lines(name: str, says: Mapping[str, str]) -> list[str]:
    """What is to be written into a slide for this picture; `says` has what it shows, by language."""
    words = ", ".join(f"{code}: {dumps(text, ensure_ascii=False) if text else '...'}" for code, text in says.items())
    return ["    picture:", f"      file: {name}", f"      says: {{{words}}}"]


def asked(languages: Iterable[str]) -> dict[str, str]:
    """What the picture shows, in each language, by whoever is at the terminal; nothing where nobody can be asked, or they do not say.

    The picture is in place by then: whoever ends this by Ctrl+C still gets the lines to write.
    """
    says = dict.fromkeys(languages, "")
    if not can_ask():
        return says
    print("What does it show, for those who cannot see it? One sentence in each language.")
    try:
        for code in says:
            says[code] = _line(f"{LANGUAGES[code]}: ")
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return says


def _line(prompt: str) -> str:
    try:
        return " ".join(input(prompt).split())
    except EOFError:
        print(file=sys.stderr)
        return ""


def _photograph(raw: bytes, name: str, kind: str, crop: Crop | None) -> Fit:
    """Made by a process that ends by itself if it takes too much, since a picture may be made to do harm."""
    command = [sys.executable, "-m", "kiosk.staff.content.photo_process", kind, *([msgspec.json.encode(crop).decode()] if crop else [])]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        done = processes.run(command, seconds=SECONDS, input=raw, cwd=PROJECT, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}, **streams)
    except subprocess.TimeoutExpired as error:
        raise ExpectedError(_SLOW.format(file=name)) from error
    answer, data = answered(done.stdout)
    if done.returncode or answer is None:
        raise ExpectedError((_SLOW if done.returncode < 0 else _NO_PICTURE).format(file=name))
    return Fit(data, answer.ending, (*_done(answer, kind), *(("It was cropped to a square.",) if crop else ())), answer.size)


def _done(answer: PhotoMade, kind: str) -> Iterator[str]:
    (width, height), (wide, high) = answer.size, answer.was
    if answer.turned:
        yield "It was turned the way its camera says."
    if width < wide:
        yield f"It was made smaller: {width} x {height} pixels instead of {wide} x {high}."
    if answer.ending != {"PNG": ".png", "JPEG": ".jpg"}.get(kind):
        yield "Its format was changed."
    if answer.noted:
        yield "What the camera stored in it, such as the place, was taken out."
