"""A field in which a text is typed shows its marks as what they do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.bridge.marks_view import TextMarks
from kiosk.layout.markup import read_marks

FAINT = QColor("#687880")


class Field:
    """A TextEdit with the marks on."""

    def __init__(self) -> None:
        self.engine = QQmlEngine()
        self.component = QQmlComponent(self.engine)
        self.component.setData(b"import QtQuick\nTextEdit { textFormat: TextEdit.PlainText }", "")
        self.edit: Any = self.component.create()
        self.marks = TextMarks(self.edit)
        self.marks.setProperty("faint", FAINT)
        self.marks.setProperty("field", self.edit.property("textDocument"))

    def looks(self, words: str) -> list[str]:
        """For each letter as Qt counts them: `b` bold, `i` emphasis, `.` a mark, a blank for all else."""
        self.edit.setProperty("text", words)
        block = self.edit.property("textDocument").textDocument().firstBlock()
        look = [" "] * (block.length() - 1)
        for each in block.layout().formats():
            bold = each.format.fontWeight() == QFont.Weight.Bold
            what = "." if each.format.foreground().color() == FAINT else "b" if bold else "i" if each.format.fontItalic() else " "
            look[each.start : each.start + each.length] = what * each.length
        return look


@pytest.fixture(scope="module")
def field(qapp: object) -> Field:
    return Field()


@pytest.mark.parametrize(
    ("words", "look"),
    [
        ("", ""),
        ("Talk to us", "          "),
        ("Talk **to us**.", "     ..bbbbb.. "),
        ("*So* and **so**", ".ii.     ..bb.."),
        ("\U0001f600 **so**", "   ..bb.."),
        ("2 * 3", "     "),
        ("**open", "      "),
    ],
)
def test_marks_are_faint_and_what_they_enclose_is_as_it_will_show(field: Field, words: str, look: str) -> None:
    assert "".join(field.looks(words)) == look


@given(words=st.text(alphabet="ab* é\U0001f600", max_size=30))
def test_it_is_bold_here_where_it_is_bold_on_the_screen(field: Field, words: str) -> None:
    look = field.looks(words)
    shown = read_marks(words)
    for letter, of in (("b", [span for span in shown.spans if span.bold]), ("i", [span for span in shown.spans if span.italic])):
        assert look.count(letter) == sum(len(shown.plain[span.start : span.end].encode("utf-16-le")) // 2 for span in of)
    assert look.count(".") == len(words) - len(shown.plain)
