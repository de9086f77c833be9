"""`handout`: all the content on paper, in large print, for visitors who would rather read there."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from kiosk import app
from kiosk.layout.markup import read_marks
from kiosk.slides.deck import Point, Slide, Text, Topic
from kiosk.slides.library import Library

POINTS = 18
"""Large print begins at 18 points (American Printing House for the Blind; RNIB says 16)."""
MARGIN_MM = 20.0
DOTS_PER_INCH = 96
"""What a text document counts in; letters are drawn as outlines all the same."""


def write(library: Library, folder: Path) -> list[Path]:
    """A PDF for each language. May raise OSError."""
    app.application(["kiosk"])
    app.load_fonts()
    return [_printed(library, language, folder / f"handout-{language}.pdf") for language in library.clinic.languages]


def _printed(library: Library, language: str, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb"):  # QPdfWriter tells nobody when it cannot write
        pass
    writer = QPdfWriter(str(path))
    writer.setTitle(library.clinic.headline.in_(language))
    writer.setResolution(DOTS_PER_INCH)
    letter, margins = QPageSize(QPageSize.PageSizeId.Letter), QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    layout = QPageLayout(letter, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    writer.setPageLayout(layout)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    font = QFont("Atkinson Hyperlegible Next")
    font.setPointSize(POINTS)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(
        f"h1 {{ font-size: {POINTS + 12}pt }} h2 {{ font-size: {POINTS + 6}pt }} h3 {{ font-size: {POINTS + 1}pt }} p, li {{ line-height: 130% }}"
    )
    document.setHtml(page(library, language))
    document.setPageSize(QSizeF(layout.paintRectPixels(writer.resolution()).size()))
    document.print_(writer)
    return path


def page(library: Library, language: str) -> str:
    """Everything a visitor can read in a language, as simple HTML."""
    return "".join(_parts(library, language))


def _parts(library: Library, language: str) -> Iterator[str]:
    clinic = library.clinic
    yield f"<h1>{_said(clinic.headline, language)}</h1><p>{escape(clinic.name)}</p>"
    yield f"<h2>{_said(library.help.title, language)}</h2><p>{_said(library.help.intro, language)}</p>"
    yield from (f"<p><b>{_said(line.title, language)}</b> {_said(line.text, language)}</p>" for line in library.help.lines)
    for head in library.heads:
        topic = library.topic(head.id)
        if topic:
            yield from _topic(topic, library, language)
    for group in library.questions:
        yield f"<h2>{_said(group.title, language)}</h2>"
        for question in group.questions:
            yield f"<h3>{_said(question.asks, language)}</h3>"
            yield from _points(question.points, language)
    yield f"<h2>{_word(library, 'hard_words', language)}</h2>"
    yield from (f"<p><b>{_said(word.says, language)}</b>: {_said(word.means, language)}</p>" for word in library.words)
    yield f"<h2>{_word(library, 'all_sources', language)}</h2>"
    yield from (f"<p>{escape(source.cite)}. {_said(source.what, language)} {_said(source.found, language)}</p>" for source in library.sources)


def _topic(topic: Topic, library: Library, language: str) -> Iterator[str]:
    yield f'<h2 style="page-break-before: always">{_said(topic.title, language)}</h2>'
    if not library.reviewed(topic.id, language):
        yield f"<p><i>{_word(library, 'draft', language)}</i></p>"
    for slide in topic.slides:
        yield from _slide(slide, language)


def _slide(slide: Slide, language: str) -> Iterator[str]:
    yield f"<h3>{_said(slide.title, language)}</h3>"
    if slide.dots:
        yield f"<p><b>{_said(slide.dots.says, language)}</b></p>"
    yield from _points(slide.points, language)
    for column in slide.columns:
        yield f"<p><b>{_said(column.title, language)}</b></p><ul>"
        yield from (f"<li>{_said(point.text, language)}</li>" for point in column.points)
        yield "</ul>"
    if slide.ask_us:
        yield f"<p>? {_said(slide.ask_us, language)}</p>"


def _points(points: tuple[Point, ...], language: str) -> Iterator[str]:
    for point in points:
        heads = ": ".join(said for text in (point.at, point.title) if (said := _said(text, language)))
        yield f"<p>{f'<b>{heads}.</b> ' if heads else ''}{_said(point.text, language)}</p>"


def _word(library: Library, name: str, language: str) -> str:
    return _said(library.interface_text(name), language)


def _said(text: Text, language: str) -> str:
    """The words, with what was marked in bold or italics."""
    marked = read_marks(text.in_(language))
    done, at = "", 0
    for span in marked.spans:
        tag = "b" if span.bold else "i"
        done += f"{escape(marked.plain[at : span.start])}<{tag}>{escape(marked.plain[span.start : span.end])}</{tag}>"
        at = span.end
    return done + escape(marked.plain[at:])
