"""QR codes for QML: `image://code/<the text, percent-encoded>`, one pixel a module, white ground and quiet zone included."""

from __future__ import annotations

import logging
from functools import lru_cache
from urllib.parse import unquote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, qRgb
from PySide6.QtQuick import QQuickImageProvider

_log = logging.getLogger(__name__)
QUIET_MODULES = 4
"""White modules around a code (ISO/IEC 18004, 9.1)."""
_DARK, _LIGHT = qRgb(0, 0, 0), qRgb(255, 255, 255)


class Codes(QQuickImageProvider):
    """Draws the code of a text; black on white whatever the palette, since many readers know nothing else."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, name: str, _size: QSize, _requested: QSize) -> QImage:
        return drawn(unquote(name))


@lru_cache(maxsize=16)
def _too_long(letters: int) -> None:
    """Logs it, once."""
    _log.warning("A text of %s letters is too long for a code, so none shows.", letters)


def drawn(text: str) -> QImage:
    """The code of a text as an image of one pixel a module; one white pixel for a text that no code holds."""
    import segno

    try:
        code = segno.make_qr(text, error="m", boost_error=False)
    except segno.DataOverflowError:
        _too_long(len(text))
        image = QImage(1, 1, QImage.Format.Format_RGB32)
        image.fill(_LIGHT)
        return image
    rows = [bytearray(row) for row in code.matrix_iter(border=QUIET_MODULES)]
    image = QImage(len(rows[0]), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, _DARK if dark else _LIGHT)
    return image
