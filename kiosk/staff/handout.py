"""`handout`: all the content on paper, in large print, for visitors who would rather read there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from kiosk import app
from kiosk.placing import put
from kiosk.slides.library import Library
from kiosk.staff.paper import Paper

POINTS = 18
"""Large print begins at 18 points (American Printing House for the Blind; RNIB says 16)."""
MARGIN_MM = 15.0
DOTS_PER_INCH = 96
"""What a text document counts in; letters are drawn as outlines all the same."""
FOOT_DOTS = 40
"""Room at the lower edge for the page's number."""
GAP_DOTS = 12
"""Between two parts."""


class Part(Struct, frozen=True):
    """A text and where its upper edge stands on its page; above it for the second page of a long one."""

    document: QTextDocument
    top: float


Page = list[Part]


def write(library: Library, folder: Path) -> list[Path]:
    """A PDF for each language. May raise OSError."""
    app.application(["kiosk"])
    app.load_fonts()
    return [_printed(library, language, folder / f"handout-{language}.pdf") for language in library.clinic.languages]


def _printed(library: Library, language: str, path: Path) -> Path:
    printed = QBuffer()
    printed.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = writer_to(printed)
    writer.setTitle(library.clinic.headline.in_(language))
    _draw(pages(Paper(library, language).chapters(), writer), writer, library.clinic.name)
    put(path.parent, path.name, bytes(printed.data().data()))
    return path


def writer_to(place: QIODevice) -> QPdfWriter:
    """Letter paper with its margins."""
    writer = QPdfWriter(place)
    writer.setResolution(DOTS_PER_INCH)
    letter, margins = QPageSize(QPageSize.PageSizeId.Letter), QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(QPageLayout(letter, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    return writer


def pages(chapters: Iterable[list[str]], writer: QPdfWriter) -> list[Page]:
    """What stands where. A part that does not fit below the others begins the next page; one that fits on no page goes on overleaf."""
    room = room_on(writer)
    done: list[Page] = []
    for chapter in chapters:
        done.append([])
        top = 0.0
        for part in chapter:
            document = _set(part, writer, room.width())
            height = document.size().height()
            if done[-1] and top + height > room.height():
                done.append([])
                top = 0.0
            if height > room.height():
                document.setPageSize(room)
                done[-1:] = [[Part(document, -number * room.height())] for number in range(document.pageCount())]
                height = room.height()
            else:
                done[-1].append(Part(document, top))
            top += height + GAP_DOTS
    return done


def room_on(writer: QPdfWriter) -> QSizeF:
    """A page without its margins and its foot."""
    paper = QSizeF(writer.pageLayout().paintRectPixels(writer.resolution()).size())
    return QSizeF(paper.width(), paper.height() - FOOT_DOTS)


def _set(html: str, writer: QPdfWriter, width: float) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setDefaultFont(_font())
    document.setDefaultStyleSheet(
        f"h1 {{ font-size: {POINTS + 12}pt }} h2 {{ font-size: {POINTS + 6}pt }} h3 {{ font-size: {POINTS + 1}pt }} h4 {{ font-size: {POINTS}pt }}"
        " p, li { line-height: 130% }"
    )
    document.setHtml(html)
    document.setTextWidth(width)
    return document


def _font() -> QFont:
    font = QFont("Atkinson Hyperlegible Next")
    font.setPointSize(POINTS)
    return font


def _draw(made: list[Page], writer: QPdfWriter, name: str) -> None:
    """Each page, with its number under it."""
    painter, room = QPainter(writer), room_on(writer)
    painter.setFont(_font())
    foot = QRectF(0, room.height(), room.width(), FOOT_DOTS)
    for number, page in enumerate(made, 1):
        if number > 1:
            writer.newPage()
        for part in page:
            painter.save()
            painter.translate(0, part.top)
            part.document.drawContents(painter, QRectF(0, max(0.0, -part.top), room.width(), room.height()))
            painter.restore()
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), name)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight), f"{number} / {len(made)}")
    painter.end()
