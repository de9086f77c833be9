"""`picture`: a photograph or a drawing made fit for the kiosk: turned as its camera says, small enough, and under a name that it can have.

What a camera notes in a photograph, such as where it was taken, does not come along.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from json import dumps
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

from kiosk.files import NotReadError, read_regular
from kiosk.placing import put
from kiosk.slides import drawings, proofs
from kiosk.slides.format import LANGUAGES
from kiosk.staff.agreement import can_ask
from kiosk.staff.expected import ExpectedError

FOLDER = "pictures"
MOST_BYTES = 100_000_000
"""Of a file as a camera makes it: 108 million pixels as JPEG have some 50 MB."""
LONGEST = 2560
"""Pixels of the longer side: more than a picture gets on the largest screen that hangs upright (4K, 2160 wide)."""
PLENTY_BYTES = 1_000_000
"""No photograph for a lobby's screen needs more."""
_MOST_IN_MEMORY_MB = 1024
_QUALITIES = (90, 80, 70, 60, 50)
_SHRUNK = 0.8
_LONGEST_NAME = 60
_HEIC = (
    "{file} is a picture of a phone in the format HEIC, which the kiosk cannot read. On an iPhone, choose Settings, Camera, Formats, Most Compatible"
    " and take it again, or send it to yourself by mail, which makes a JPEG of it."
)


class Fit(Struct, frozen=True):
    """A picture that content can use: its bytes, the ending of its name, and what was done to it, a sentence each."""

    data: bytes
    ending: str
    done: tuple[str, ...] = ()


def take(file: Path, content: Path, name: str = "", *, replace: bool = False) -> tuple[str, tuple[str, ...]]:
    """Puts the picture into the content under a name made of its own, or of `name`. Tells that name, and what was done, a sentence each.

    Raises ExpectedError; may raise OSError.
    """
    try:
        raw = read_regular(file, MOST_BYTES)
    except NotReadError as error:
        raise ExpectedError(f"{file} cannot be taken: {error.wrong} {error.instead}") from error
    fit = fitted(raw, file.name)
    called = f"{plain_name(name or file.stem)}{fit.ending}"
    if not replace and os.path.lexists(content / FOLDER / called):
        raise ExpectedError(f"There is a picture {called} already. Add --replace to put this one in its place, or --as NAME to name it otherwise.")
    put(content, f"{FOLDER}/{called}", fit.data)
    still = [f"{fault.wrong} {fault.instead}" for _, fault in proofs.faults([content / FOLDER / called], content)]
    return called, (*fit.done, *still)


def fitted(raw: bytes, name: str) -> Fit:
    """The picture of these bytes of a file of this name, ready for the content. Raises ExpectedError."""
    match drawings.kind_of(raw):
        case "SVG":
            if grave := next((fault for fault in drawings.faults(raw, ".svg") if fault.grave), None):
                raise ExpectedError(f"{name} cannot be shown. {grave.wrong} {grave.instead}")
            return Fit(raw, ".svg")
        case "HEIC":
            raise ExpectedError(_HEIC.format(file=name))
        case kind:
            return _photograph(raw, name, kind)


def plain_name(words: str) -> str:
    """Words as the name of a file: small letters of English, digits and hyphens."""
    ascii_only = normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:_LONGEST_NAME].strip("-") or "picture"


def lines(name: str, says: Mapping[str, str]) -> list[str]:
    """What is to be written into a slide for this picture; `says` has what it shows, by language."""
    words = ", ".join(f"{code}: {dumps(text, ensure_ascii=False) if text else '...'}" for code, text in says.items())
    return ["    picture:", f"      file: {name}", f"      says: {{{words}}}"]


def asked(languages: Iterable[str]) -> dict[str, str]:
    """What the picture shows, in each language, by whoever is at the terminal; nothing where nobody can be asked, or they do not say."""
    if not can_ask():
        return dict.fromkeys(languages, "")
    print("What does it show, for those who cannot see it? One sentence in each language.")
    return {code: _line(f"{LANGUAGES[code]}: ") for code in languages}


def _line(prompt: str) -> str:
    try:
        return " ".join(input(prompt).split())
    except EOFError:
        print(file=sys.stderr)
        return ""


def _photograph(raw: bytes, name: str, kind: str) -> Fit:
    read, turned, was = _read(raw, name)
    image = _bare(read)
    encoded, ending, image = _small(image, drawing=kind == "PNG")
    size = (image.width(), image.height())
    done = (
        *(["It was turned as its camera says."] if turned else []),
        *([f"It was made smaller: {size[0]} x {size[1]} pixels instead of {was[0]} x {was[1]}."] if max(size) < max(was) else []),
        *(["Its format is another one now."] if ending != {"PNG": ".png", "JPEG": ".jpg"}.get(kind) else []),
        *(["What its camera noted in it, such as the place, is gone."] if read.textKeys() or b"Exif\0" in raw[:65536] else []),
    )
    return Fit(encoded, ending, done)


def _read(raw: bytes, name: str) -> tuple[QImage, bool, tuple[int, int]]:
    """The picture, no larger than it needs to be; whether it was turned; and how large it was, as it is looked at."""
    QImageReader.setAllocationLimit(_MOST_IN_MEMORY_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LONGEST:
        reader.setScaledSize(size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio))
    turned = reader.transformation().value
    image = reader.read()
    if image.isNull():
        cure = "Open it in a program for pictures, and save it from there as JPEG."
        raise ExpectedError(f"{name} is no picture that can be read, or only a part of one. {cure}")
    was = (size.width(), size.height()) if size.isValid() else (image.width(), image.height())
    return image, bool(turned), was[::-1] if turned & _LYING else was


_LYING = 4
"""In QImageIOHandler.Transformation, a turn by a quarter."""


def _bare(image: QImage) -> QImage:
    """The picture in the colours of any screen, with nothing that was written beside them."""
    if image.colorSpace().isValid() and image.colorSpace() != (usual := QColorSpace(QColorSpace.NamedColorSpace.SRgb)):
        image = image.convertedToColorSpace(usual)
    bare = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied if _is_transparent(image) else QImage.Format.Format_RGB32)
    bare.fill(Qt.GlobalColor.transparent)
    painter = QPainter(bare)
    painter.drawImage(0, 0, image)
    painter.end()
    return bare


def _is_transparent(image: QImage) -> bool:
    """Whether anything shines through."""
    if not image.hasAlphaChannel():
        return False
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    bits, across = bytes(alpha.constBits()), alpha.bytesPerLine()
    return any(min(bits[at : at + alpha.width()]) < 255 for at in range(0, len(bits), across))


def _small(image: QImage, *, drawing: bool) -> tuple[bytes, str, QImage]:
    """The picture as a file of at most PLENTY_BYTES, the ending of its name, and how it is now.

    What shines through, and what was drawn and is small, stays without loss; anything else is a JPEG.
    """
    png = _encoded(image, b"png", 100) if image.hasAlphaChannel() or drawing else b""
    while True:
        if png and len(png) <= PLENTY_BYTES:
            return png, ".png", image
        if not image.hasAlphaChannel():
            for quality in _QUALITIES:
                if len(jpeg := _encoded(image, b"jpeg", quality)) <= PLENTY_BYTES:
                    return jpeg, ".jpg", image
        image = image.scaled(image.size() * _SHRUNK, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        png = _encoded(image, b"png", 100) if image.hasAlphaChannel() else b""


def _encoded(image: QImage, kind: bytes, quality: int) -> bytes:
    written = QBuffer()
    writer = QImageWriter(written, QByteArray(kind))
    if kind == b"jpeg":
        writer.setQuality(quality)
    if not writer.write(image):
        raise ExpectedError(f"The picture cannot be made smaller: {writer.errorString()}.")
    return bytes(written.data().data())
