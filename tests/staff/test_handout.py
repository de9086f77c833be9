"""The handout: everything a visitor can read, on paper."""

from __future__ import annotations

from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QFile

from kiosk.layout.markup import read_marks
from kiosk.slides.deck import Text
from kiosk.slides.library import Library
from kiosk.staff.handout import pages, room_on, write, writer_to
from kiosk.staff.paper import Paper


def page(library: Library, language: str) -> str:
    return "".join(part for chapter in Paper(library, language).chapters() for part in chapter)


def bare(html: str) -> str:
    return unescape(html.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", ""))


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_left_out(library: Library, language: str) -> None:
    paper = bare(page(library, language))
    texts: list[Text] = [library.help.title, library.help.intro, *(line.text for line in library.help.lines)]
    for head in library.heads:
        topic = library.topic(head.id)
        assert topic
        texts += [text for slide in topic.slides for text in slide.texts()]
    texts += [question.asks for group in library.questions for question in group.questions]
    texts += [point.text for group in library.questions for question in group.questions for point in question.points]
    texts += [word.means for word in library.words]
    missing = [text.in_(language) for text in texts if text and read_marks(text.in_(language)).plain not in paper]
    assert missing == []
    for source in library.sources:
        assert source.cite in paper
        assert all(read_marks(text.in_(language)).plain in paper for text in (source.what, source.found, source.not_shown) if text)


def test_every_source_of_a_slide_is_named_by_its_number(library: Library) -> None:
    paper = bare(page(library, "en"))
    numbers = {source.id: number for number, source in enumerate(library.sources, 1)}
    topic = library.topic("change")
    assert topic
    for slide in topic.slides:
        assert not slide.all_sources() or f"Where this comes from: {', '.join(str(numbers[name]) for name in slide.all_sources())}" in paper


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_part_stands_whole_on_a_page_and_no_two_overlap(qapp: object, library: Library, language: str, tmp_path: Path) -> None:
    paper = QFile(str(tmp_path / "paper.pdf"))
    paper.open(QFile.OpenModeFlag.WriteOnly)
    writer = writer_to(paper)
    made = pages(Paper(library, language).chapters(), writer)
    assert len(made) > 30
    for each in made:
        edges = [(part.top, part.top + part.document.size().height()) for part in each]
        assert edges[0][0] == 0 or len(edges) == 1
        assert edges[-1][1] <= room_on(writer).height() or len(edges) == 1
        assert all(below[0] > above[1] for above, below in pairwise(edges))


def test_a_part_longer_than_a_page_goes_on_overleaf(qapp: object, tmp_path: Path) -> None:
    paper = QFile(str(tmp_path / "paper.pdf"))
    paper.open(QFile.OpenModeFlag.WriteOnly)
    writer = writer_to(paper)
    made = pages([["<p>Short.</p>", f"<p>{'Very long. ' * 1500}</p>", "<p>After.</p>"]], writer)
    assert len(made) > 4
    assert [round(part.top / room_on(writer).height()) for part in made[2]] == [-1]
    assert made[-1][0].document.toPlainText() == "After."


def test_an_unsigned_topic_says_so_on_paper_too(library: Library) -> None:
    assert page(library, "en").count("not yet checked by a clinician") == len(library.heads) + 1


def test_there_is_a_pdf_for_each_language(qapp: object, library: Library, tmp_path: Path) -> None:
    files = write(library, tmp_path / "paper")
    assert [file.name for file in files] == ["handout-en.pdf", "handout-es.pdf"]
    for file in files:
        assert file.read_bytes().startswith(b"%PDF-")
        assert file.read_bytes().count(b"/Type /Page\n") + file.read_bytes().count(b"/Type /Page ") > 20


def test_a_folder_that_cannot_be_written_is_told(qapp: object, library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r".+"):
        write(library, tmp_path / "file")
