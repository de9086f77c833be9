"""Qt's typesetter: breaks a text into lines that fit, in the font the screen draws with.

QML then draws exactly these lines, without wrapping: so pages can be counted before anything is drawn, the last line of a
paragraph is never a lone short word, and a hard word's place is known.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import Any

from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from kiosk.layout.held_words import held
from kiosk.layout.markup import SOFT_HYPHEN, Marked, Span, on_one_line, read_marks
from kiosk.layout.sentences import sentence_starts
from kiosk.layout.typeset import Line, SetText, Style, WordSpot

FAMILY, FURTHER = "Atkinson Hyperlegible Next", "Kiosk Letters"
"""The face of the whole kiosk, and the one that has what it lacks: Greek, Cyrillic, Vietnamese, arrows, check marks."""
_SHORT_LAST_LINE = 0.3
_LONGEST_EMS = 33.0
"""A line of some 75 letters: more than 80 are hard to follow back (WCAG 1.4.8)."""
_SLACK = 0.995
"""Lines are set a hair narrower than their box, since the renderer may round a glyph up."""


def font(px: float, weight: int) -> QFont:
    """The face of the whole kiosk; without hinting, so that widths are the same in every renderer."""
    face = QFont(FAMILY)
    face.setPixelSize(max(1, round(px)))
    face.setWeight(QFont.Weight(weight))
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return face


@lru_cache(maxsize=2048)
def set_text(text: str, style: Style, width: float, words: tuple[tuple[int, int, str], ...] = ()) -> SetText:
    """Lines of `text` no wider than `width` pixels; see `kiosk.layout.typeset.Typesetter`."""
    marked = read_marks(held(on_one_line(text)))
    layout = QTextLayout(marked.plain, font(style.px, style.weight))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    units = _Units(marked.plain)
    layout.setFormats([_format(span, units) for span in marked.spans])
    room = min(width, style.px * _LONGEST_EMS) * _SLACK
    count = _broken(layout, room)
    if count > 1:
        room = _evened(layout, room, count) if style.even else _without_orphan(layout, room, count)
        _broken(layout, room)
    breath = sentence_starts(marked.plain)
    lines = tuple(_line(layout.lineAt(number), marked, words, breath, units) for number in range(layout.lineCount()))
    return SetText(lines, round(style.px * style.leading), style.px, style.weight)


class _Units:
    """Places in a text: Python counts letters, Qt counts units of UTF-16, of which an emoji takes two."""

    def __init__(self, text: str) -> None:
        self._at = [0]
        if max(text, default="") > "\uffff":
            for letter in text:
                self._at.append(self._at[-1] + (2 if letter > "\uffff" else 1))

    def unit(self, letter: int) -> int:
        return self._at[letter] if len(self._at) > 1 else letter

    def letter(self, unit: int) -> int:
        return bisect_left(self._at, unit) if len(self._at) > 1 else unit


def _format(span: Span, units: _Units) -> QTextLayout.FormatRange:
    look = QTextLayout.FormatRange()
    look.start, look.length = units.unit(span.start), units.unit(span.end) - units.unit(span.start)
    style = QTextCharFormat()
    if span.bold:
        style.setFontWeight(QFont.Weight.Bold)
    style.setFontItalic(span.italic)
    look.format = style
    return look


def _broken(layout: QTextLayout, width: float) -> int:
    """Breaks the layout anew at this width; the number of lines."""
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
    layout.endLayout()
    return layout.lineCount()


def _evened(layout: QTextLayout, width: float, count: int) -> float:
    """The narrowest width that needs no more lines: they come out of like length."""
    low, high = width / count, width
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if _broken(layout, middle) <= count and not _splits_a_word(layout) else (middle, high)
    return high


def _splits_a_word(layout: QTextLayout) -> bool:
    """Whether a line ends inside a word, with a hyphen or without; what was narrow enough for that is not wanted narrower."""
    text = layout.text()
    ends = (layout.lineAt(number).textStart() for number in range(1, layout.lineCount()))
    return any(len(pair) == 2 and (pair.isalnum() or pair[0] == SOFT_HYPHEN) for pair in (text[end - 1 : end + 1] for end in ends))


def _without_orphan(layout: QTextLayout, width: float, count: int) -> float:
    """The widest width, with no more lines, whose last line is not a lone short word."""
    tried = width
    while tried > width * 0.6 and _broken(layout, tried) == count and not _splits_a_word(layout):
        last = layout.lineAt(count - 1)
        words = layout.text()[last.textStart() : last.textStart() + last.textLength()].split()
        if len(words) > 1 or last.naturalTextWidth() >= width * _SHORT_LAST_LINE:
            return tried
        tried -= width * 0.02
    return width


def _line(line: QTextLine, marked: Marked, words: tuple[tuple[int, int, str], ...], breath: tuple[int, ...], units: _Units) -> Line:
    plain = marked.plain
    start, end = units.letter(line.textStart()), units.letter(line.textStart() + line.textLength())
    spots = []
    for first, last, word in words:
        if first < end and last > start:
            left = _x(line, units.unit(max(first, start)))
            right = _x(line, units.unit(min(last, start + len(plain[start:end].rstrip()))))
            spots.append(WordSpot(word, plain[first:last].replace(SOFT_HYPHEN, ""), left, right - left))
    starts = tuple(_x(line, units.unit(at)) for at in breath if start <= at < end)
    return Line(_html(plain, start, end, marked.spans), plain[start:end].rstrip(), line.naturalTextWidth(), tuple(spots), starts)


def _x(line: QTextLine, position: int) -> float:
    placed: Any = line.cursorToX(position)
    return float(placed[0] if isinstance(placed, tuple) else placed)


def _html(plain: str, start: int, end: int, spans: tuple[Span, ...]) -> str:
    text, at = "", start
    end = start + len(plain[start:end].rstrip())
    if end < len(plain) and plain[end - 1] == SOFT_HYPHEN:
        plain = f"{plain[: end - 1]}-{plain[end:]}"
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            tag = "b" if span.bold else "i"
            text += _escaped(plain[at:first]) + f"<{tag}>{_escaped(plain[first:last])}</{tag}>"
            at = last
    return text + _escaped(plain[at:end])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\xa0", "&nbsp;").replace(SOFT_HYPHEN, "")
