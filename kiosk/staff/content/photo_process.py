"""The process that makes a photograph fit for the kiosk: bytes of a picture on standard input, an `Answer` on a line and the new bytes come back.

The system ends it if it takes too much time or memory. What kind of picture it is was told by its first bytes, and no other decoder is tried: one
of them follows names that stand in a file.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from types import MappingProxyType

import msgspec
from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QColorSpace, QImage, QImageReader, QImageWriter, QPainter

PLUGINS = MappingProxyType({"PNG": b"png", "JPEG": b"jpeg", "GIF": b"gif", "BMP": b"bmp", "WebP": b"webp", "TIFF": b"tiff"})
"""The kinds that are taken, with what Qt calls them."""
LONGEST = 2560
"""Pixels of the longer side: more than a picture gets on the largest screen that hangs upright (4K, 2160 wide)."""
PLENTY_BYTES = 1_000_000
"""No photograph for a lobby's screen needs more."""
_MOST_MEMORY, _MOST_SECONDS = 1_500_000_000, 30
"""Bytes, and seconds of the processor."""
SMALLEST_SIDE = 0.1
"""Of a part, in parts of the shorter side of its picture: of less too few pixels are left to look at."""
_QUALITIES = (90, 80, 70, 60, 50)
_SHRUNK = 0.8
_LYING = 4
"""In QImageIOHandler.Transformation, a turn by a quarter."""


class PhotoMade(Struct, frozen=True):
    """What the new picture is: the ending of its name, its width and height in pixels and those it had, and what was done."""

    ending: str
    size: tuple[int, int]
    was: tuple[int, int]
    turned: bool
    noted: bool


class Crop(Struct, frozen=True):
    """A square part of a picture as it is looked at: its middle, in parts of the width and the height, and its side, in parts of the shorter one.

    What would reach over an edge is moved inside.
    """

    x: float = 0.5
    y: float = 0.5
    side: float = 1.0

    def box(self, width: int, height: int) -> tuple[int, int, int]:
        """Left, top and side, in pixels of a picture of this size."""
        side = max(1, round(min(width, height) * min(1.0, max(SMALLEST_SIDE, self.side))))
        left, top = (_start(middle, side, whole) for middle, whole in ((self.x, width), (self.y, height)))
        return left, top, side


def _start(middle: float, side: int, whole: int) -> int:
    return min(max(0, round(min(1.0, max(0.0, middle)) * whole - side / 2)), whole - side)


def answered(said: bytes) -> tuple[PhotoMade | None, bytes]:
    """What a process said; None where it did not come to its end."""
    head, _, data = said.partition(b"\n")
    with suppress(ValueError):
        return msgspec.json.decode(head, type=PhotoMade), data
    return None, b""


def fit(raw: bytes, kind: str, crop: Crop | None = None) -> tuple[PhotoMade, bytes]:
    """The picture of these bytes, or a part of it, made fit. Raises ValueError where it cannot be read."""
    read, turned, was = _read(raw, kind, crop)
    data, ending, image = _small(_bare(read), drawing=kind == "PNG")
    noted = bool(read.textKeys()) or b"Exif\0" in raw[:65536]
    return PhotoMade(ending, (image.width(), image.height()), was, turned, noted), data


def _read(raw: bytes, kind: str, crop: Crop | None) -> tuple[QImage, bool, tuple[int, int]]:
    """The picture, no larger than it needs to be; whether it was turned; and how large it was, as it is looked at. All of it of the part alone."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    reader = QImageReader(buffer, QByteArray(PLUGINS[kind]))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    longest = max(size.width(), size.height())
    needed = LONGEST if crop is None or longest <= 0 else LONGEST * longest // crop.box(size.width(), size.height())[2]
    if longest > needed:
        reader.setScaledSize(size.scaled(QSize(needed, needed), Qt.AspectRatioMode.KeepAspectRatio))
    turned = reader.transformation().value
    image = reader.read()
    if image.isNull():
        raise ValueError(reader.errorString())
    was = (size.width(), size.height()) if size.isValid() else (image.width(), image.height())
    was = was[::-1] if turned & _LYING else was
    if crop is None:
        return image, bool(turned), was
    left, top, side = crop.box(image.width(), image.height())
    return image.copy(left, top, side, side), bool(turned), (crop.box(*was)[2],) * 2


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
        raise ValueError(writer.errorString())
    return bytes(written.data().data())


def main() -> None:
    """Does it for what comes."""
    QImageReader.setAllocationLimit(1024)
    for what, most in {resource.RLIMIT_CORE: 0, resource.RLIMIT_DATA: _MOST_MEMORY, resource.RLIMIT_CPU: _MOST_SECONDS}.items():
        with suppress(ValueError, OSError):  # macOS bounds no memory
            resource.setrlimit(what, (most, most))
    try:
        kind, *part = sys.argv[1:]
        answer, data = fit(sys.stdin.buffer.read(), kind, msgspec.json.decode(part[0], type=Crop) if part else None)
    except (ValueError, MemoryError):
        sys.exit(1)
    sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n" + data)


if __name__ == "__main__":
    main()
