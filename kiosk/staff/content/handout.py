"""`handout`: all the content on paper, in large print, for visitors who would rather read there; and a sheet for staff in the same print."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from itertools import accumulate, chain
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextCursor, QTextDocument

from kiosk import app
from kiosk.content.model.questions import SIGNED_OFF_AS
from kiosk.content.store.library import Library
from kiosk.files.foreign_folders import put
from kiosk.staff.console import counted
from kiosk.staff.content.paper import Chapter, Paper, Section
from kiosk.staff.errors import ExpectedError

POINTS = 18
"""Large print begins at 18 points (American Printing House for the Blind; RNIB says 16)."""
MARGIN_MM = 15.0
DOTS_PER_INCH = 96
"""What a text document counts in; letters are drawn as outlines all the same."""
FOOT_DOTS = 40
"""Room at the lower edge for the page's number."""
GAP_DOTS, PIECE_DOTS = 26, 12
"""Between two sections, and between two pieces of one: as between paragraphs."""
LAST_LETTERS = 12
"""So many at a paragraph's end hold together: fewer would look lost on a line of their own."""
HALF_EMPTY = 1 / 3
"""So much of a page is not left empty where a section can be cut."""


class Placed(Struct, frozen=True):
    """A text and where its upper edge stands on its page; above it for the second page of a long one."""

    document: QTextDocument
    top: float


Page = list[Placed]


def write(library: Library, folder: Path, day: date, topic: str = "") -> list[Path]:
    """A PDF for each language, of all there is or of one topic, as it is on this day. Raises ExpectedError; may raise OSError."""
    app.application(["kiosk"])
    app.load_fonts()
    name = f"handout-{topic}" if topic else "handout"
    return [_printed(library, Paper(library, language, day), folder / f"{name}-{language}.pdf", topic) for language in library.clinic.languages]


def sheet(title: str, parts: list[str], foot: str) -> bytes:
    """A PDF of these parts, as HTML, with these words under each page."""
    return sheets(title, [[[part] for part in parts]], foot)


def sheets(title: str, chapters: Iterable[list[Section]], foot: str) -> bytes:
    """A PDF of these chapters, each of which begins a page, with these words under each page."""
    app.application(["kiosk"])
    app.load_fonts()
    printed, writer = _begun(title)
    _draw(pages(chapters, writer), writer, foot)
    return bytes(printed.data().data())


def _begun(title: str) -> tuple[QBuffer, QPdfWriter]:
    """A PDF in memory, and what writes it."""
    printed = QBuffer()
    printed.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = writer_to(printed)
    writer.setTitle(title)
    return printed, writer


def _printed(library: Library, paper: Paper, path: Path, topic: str) -> Path:
    chapters = list(paper.chapter(topic) if topic else paper.chapters())
    if not chapters:
        known = ", ".join([*(head.id for head in library.heads), SIGNED_OFF_AS])
        raise ExpectedError(f"There is no topic {topic!r} that shows today. There are: {known}.")
    printed, writer = _begun(library.clinic.headline.in_(paper.language))
    made = pages([paper.cover(chapters[0].title), *(chapter.sections for chapter in chapters)], writer) if topic else bound(paper, chapters, writer)
    _draw(made, writer, paper.foot())
    put(path.parent, path.name, bytes(printed.data().data()))
    more = "" if topic else " With --topic TOPIC it is that topic alone."
    print(f"{path.name} has {counted(len(made), 'page')}.{more}", file=sys.stderr)
    return path


def bound(paper: Paper, chapters: list[Chapter], writer: QPdfWriter) -> list[Page]:
    """All pages in their order: the cover, the contents, the chapters."""
    cover, laid = pages([paper.cover()], writer), [pages([chapter.sections], writer) for chapter in chapters]

    def contents(before: int) -> list[Page]:
        begins = accumulate(map(len, laid[:-1]), initial=before + 1)
        return pages(filter(None, [paper.contents([(chapter.title, at) for chapter, at in zip(chapters, begins, strict=True)])]), writer)

    own = len(contents(0))  # however large its numbers are, it takes as many pages
    return [*cover, *contents(len(cover) + own), *chain.from_iterable(laid)]


def writer_to(place: QIODevice) -> QPdfWriter:
    """Letter paper with its margins."""
    writer = QPdfWriter(place)
    writer.setResolution(DOTS_PER_INCH)
    letter, margins = QPageSize(QPageSize.PageSizeId.Letter), QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(QPageLayout(letter, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
    return writer


def pages(chapters: Iterable[list[Section]], writer: QPdfWriter) -> list[Page]:
    """What stands where; each chapter begins a page."""
    return [page for chapter in chapters for page in _laid(chapter, writer)]


def _laid(sections: list[Section], writer: QPdfWriter) -> list[Page]:
    """A section that does not fit below the others is cut where that spares a half-empty page, or begins the next page."""
    room = room_on(writer)
    done: list[Page] = [[]]
    top = 0.0
    for section in sections:
        pieces = [_set(html, writer, room.width()) for html in section]
        whole = sum(piece.size().height() for piece in pieces) + PIECE_DOTS * (len(pieces) - 1)
        left = room.height() - top
        if done[-1] and whole > left and not (len(pieces) > 1 and left > room.height() * HALF_EMPTY):
            done.append([])
            top = 0.0
        for piece in pieces:
            top = _placed(piece, done, top, room) + PIECE_DOTS
        top += GAP_DOTS - PIECE_DOTS
    return done


def _placed(piece: QTextDocument, done: list[Page], top: float, room: QSizeF) -> float:
    """Puts a piece below what is there, or on the next page; one that fits on no page goes on overleaf. Where its lower edge is."""
    height = piece.size().height()
    if done[-1] and top + height > room.height():
        done.append([])
        top = 0.0
    if height <= room.height():
        done[-1].append(Placed(piece, top))
        return top + height
    piece.setPageSize(room)
    done[-1:] = [[Placed(piece, -number * room.height())] for number in range(piece.pageCount())]
    return room.height()


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
    _hold_ends(document)
    document.setTextWidth(width)
    return document


def _hold_ends(document: QTextDocument) -> None:
    """No line ends between the last words of a paragraph."""
    block = document.begin()
    while block.isValid():
        text = block.text()
        for at in range(max(0, len(text) - LAST_LETTERS), len(text)):
            if text[at] == " ":
                cursor = QTextCursor(document)
                cursor.setPosition(block.position() + at)
                cursor.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText("\xa0")
        block = block.next()


def _font() -> QFont:
    font = QFont("Atkinson Hyperlegible Next")
    font.setPointSize(POINTS)
    return font


def _draw(made: list[Page], writer: QPdfWriter, words: str) -> None:
    """Each page, with these words and its number under it."""
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
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), words)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight), f"{number} / {len(made)}")
    painter.end()
