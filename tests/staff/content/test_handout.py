"""The handout: everything a visitor can read, on paper."""

from __future__ import annotations

import re
from copy import copy
from datetime import date
from html import unescape
from itertools import chain, pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QPdfWriter

from kiosk.content.model.deck import Text
from kiosk.content.reading.format import LATER
from kiosk.content.store.library import Library
from kiosk.layout.markup import read_marks
from kiosk.staff.content.handout import Page, bound, pages, room_on, write, writer_to
from kiosk.staff.content.paper import Paper
from kiosk.staff.errors import ExpectedError

DAY = date(2026, 11, 23)


def page(library: Library, language: str) -> str:
    paper = Paper(library, language, DAY)
    return "".join(chain(paper.cover(), *(chapter.parts for chapter in paper.chapters())))


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
    paged = Paper(library, language, DAY)
    made = bound(paged, list(paged.chapters()), writer)
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
    files = write(library, tmp_path / "paper", DAY)
    assert [file.name for file in files] == ["handout-en.pdf", "handout-es.pdf"]
    for file in files:
        assert file.read_bytes().startswith(b"%PDF-")
        assert file.read_bytes().count(b"/Type /Page\n") + file.read_bytes().count(b"/Type /Page ") > 20


def test_a_folder_that_cannot_be_written_is_told(qapp: object, library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r".+"):
        write(library, tmp_path / "file", DAY)


def opened(folder: Path) -> QPdfWriter:
    paper = QFile(str(folder / "paper.pdf"))
    paper.open(QFile.OpenModeFlag.WriteOnly)
    writer = writer_to(paper)
    writer.setParent(None)
    paper.setParent(writer)
    return writer


def words_on(made: Page) -> str:
    return "\n".join(part.document.toPlainText() for part in made)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_contents_name_the_page_on_which_each_chapter_begins(qapp: object, library: Library, language: str, tmp_path: Path) -> None:
    paper = Paper(library, language, DAY)
    chapters = list(paper.chapters())
    made = bound(paper, chapters, opened(tmp_path))
    told = words_on(made[1]).split("\n")
    for chapter in chapters:
        title = unescape(chapter.title)
        number = int(told[told.index(title) + 1])
        assert words_on(made[number - 1]).startswith(title)


@pytest.mark.parametrize(("language", "said"), [("en", "November 23, 2026"), ("es", "23 de noviembre de 2026")])
def test_paper_says_of_which_day_it_is(library: Library, language: str, said: str) -> None:
    paper = Paper(library, language, DAY)
    assert paper.foot() == f"{library.clinic.name} \u00b7 {said}"
    assert said in paper.cover()[0]


@pytest.mark.parametrize("topic", ["change", "questions"])
def test_one_topic_has_its_own_sources_alone(library: Library, topic: str) -> None:
    (told, sources) = Paper(library, "en", DAY).chapter(topic)
    numbers = {number for part in told.parts for line in re.findall(r"Where this comes from: ([0-9, ]+)", part) for number in line.split(", ")}
    assert {part.split("<p>")[-1].split(".")[0] for part in sources.parts} == numbers


def test_a_topic_is_written_under_its_name_and_one_that_is_not_there_is_told(qapp: object, library: Library, tmp_path: Path) -> None:
    assert [file.name for file in write(library, tmp_path, DAY, "change")] == ["handout-change-en.pdf", "handout-change-es.pdf"]
    with pytest.raises(ExpectedError, match=r"There is no topic 'nothing' .* change, .*questions\."):
        write(library, tmp_path, DAY, "nothing")


def test_words_that_a_clinic_has_not_written_yet_leave_their_place_empty(qapp: object, library: Library, tmp_path: Path) -> None:
    bare = copy(library)
    bare._texts = {name: text for name, text in library._texts.items() if name not in LATER}
    paper = Paper(bare, "en", DAY)
    assert paper.foot().endswith("2026-11-23")
    chapters = list(paper.chapters())
    made = bound(paper, chapters, opened(tmp_path))
    assert words_on(made[1]).startswith(unescape(chapters[0].title))
