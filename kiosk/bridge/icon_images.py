"""Icons in any colour: image://icon/NAME/RRGGBB draws assets/icons/NAME.svg with that stroke."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider


class Icons(QQuickImageProvider):
    """Draws the icon files of a folder; a name that is not there draws nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._folder = folder

    def requestImage(self, wanted: str, _size: QSize, requested: QSize) -> QImage:
        name, _, colour = wanted.partition("/")
        side = requested if requested.width() > 0 else QSize(24, 24)
        drawing = self._drawing(name, colour)
        if not drawing:
            blank = QImage(side, QImage.Format.Format_ARGB32_Premultiplied)
            blank.fill(0)
            return blank
        data = QBuffer()
        data.setData(QByteArray(drawing))
        data.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(data, QByteArray(b"svg"))
        reader.setScaledSize(side)
        return reader.read()

    def _drawing(self, name: str, colour: str) -> bytes:
        path = self._folder / f"{Path(name).name}.svg"
        try:
            return path.read_bytes().replace(b"currentColor", b"#" + colour.encode("ascii", "ignore"))
        except OSError:
            return b""
