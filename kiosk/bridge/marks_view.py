"""A field in which a text of the content is typed: what its marks make bold is bold there, too, and the marks themselves are faint."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtQml import QmlElement
from PySide6.QtQuick import QQuickTextDocument

from kiosk.layout.markup import marks_in

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1


class _Look(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, faint: QColor) -> None:
        super().__init__(document)
        self._mark = QTextCharFormat()
        self._mark.setForeground(faint)

    def highlightBlock(self, text: str) -> None:
        """Called by Qt for each line whose words are new."""
        for mark in marks_in(text):
            strong = QTextCharFormat()
            strong.setFontItalic(not mark.bold)
            strong.setFontWeight(QFont.Weight.Bold if mark.bold else QFont.Weight.Normal)
            start, end = _units(text[: mark.start]), _units(text[: mark.end])
            self.setFormat(start, end - start, strong)
            for at in (start, end - mark.width):
                self.setFormat(at, mark.width, self._mark)


@QmlElement
class TextMarks(QObject):
    """`field` is the document of a TextEdit, `faint` the color of the marks."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._field: QQuickTextDocument | None = None
        self._faint = QColor()
        self._look: _Look | None = None

    def _given_field(self) -> QQuickTextDocument | None:
        return self._field

    def _given_faint(self) -> QColor:
        return self._faint

    def _take_field(self, field: QQuickTextDocument) -> None:
        self._field = field
        self._show()

    def _take_faint(self, faint: QColor) -> None:
        self._faint = faint
        self._show()

    def _show(self) -> None:
        if self._field and self._faint.isValid():
            self._look = _Look(self._field.textDocument(), self._faint)
            self.changed.emit()

    field = Property(QQuickTextDocument, _given_field, _take_field, notify=changed)
    faint = Property(QColor, _given_faint, _take_faint, notify=changed)


def _units(text: str) -> int:
    """How long Qt takes a text to be, which counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
