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

from kiosk.content.model.deck import Makes, Point, Slide, Text
from kiosk.content.reading.interface_words import LATER
from kiosk.content.store.library import Library
from kiosk.layout.markup import read_marks
from kiosk.screens.lookup import in_the_alphabet
from kiosk.staff.content.handout import Page, bound, pages, room_on, write, writer_to
from kiosk.staff.content.paper import Paper
from kiosk.staff.errors import ExpectedError

DAY = date(2026, 11, 23)


def page(library: Library, language: str) -> str:
    paper = Paper(library, language, DAY)
    return "".join(chain(*paper.cover(), *chain(*(chapter.sections for chapter in paper.chapters()))))


def bare(html: str) -> str:
    return unescape(html.replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", ""))


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_left_out(library: Library, language: str) -> None:
    paper = bare(page(library, language))
    texts: list[Text] = [library.help.title, library.help.intro, *(line.text for line in library.help.lines if line.on_paper)]
    for head in library.heads:
        topic = library.topic(head.id)
        assert topic
        texts += [text for slide in topic.slides for text in slide.texts() if text != slide.intro]  # which tells what to touch
    texts += [question.asks for group in library.questions for question in group.questions]
    texts += [point.text for group in library.questions for question in group.questions for point in question.points]
    texts += [word.means for word in library.words]
    missing = [text.in_(language) for text in texts if text and read_marks(text.in_(language)).plain not in paper]
    assert missing == []
    for source in library.sources:
        assert source.cite in paper
        assert all(read_marks(text.in_(language)).plain in paper for text in (source.what, source.found, source.tells, source.not_shown) if text)


def test_every_source_of_a_slide_is_named_by_its_number(library: Library) -> None:
    paper = bare(page(library, "en"))
    numbers = {source.id: number for number, source in enumerate(library.sources, 1)}
    topic = library.topic("change")
    assert topic
    for slide in topic.slides:
        ours = sorted(numbers[name] for name in slide.all_sources())
        assert not ours or f"Where this comes from: {', '.join(map(str, ours))}" in paper


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
    made = pages([[["<p>Short.</p>"], [f"<p>{'Very long. ' * 1500}</p>"], ["<p>After.</p>"]]], writer)
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
    return "\n".join(part.document.toPlainText() for part in made).replace("\xa0", " ")


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
    assert said in paper.cover()[0][0]


@pytest.mark.parametrize("topic", ["change", "questions"])
def test_one_topic_has_its_own_sources_alone(library: Library, topic: str) -> None:
    (told, sources) = Paper(library, "en", DAY).chapter(topic)
    pieces = chain(*told.sections)
    numbers = {number for piece in pieces for line in re.findall(r"Where this comes from: ([0-9, ]+)", piece) for number in line.split(", ")}
    assert {piece.split("<p>")[-1].split(".")[0] for piece in chain(*sources.sections)} == numbers


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


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_on_paper_speaks_of_a_screen_that_is_not_there_or_needs_a_sign_of_the_screen(library: Library, language: str) -> None:
    paper = bare(page(library, language))
    assert [said for said in ("This screen", "Esta pantalla", "….", ">? ", "?:", ".:", "::") if said in paper] == []


@pytest.mark.parametrize(
    ("head", "run_in"),
    [
        ("When you call", "When you call:"), ("¿Hay peligro ahora?", "¿Hay peligro ahora?"), ("Español:", "Español:"),
        ("First: You arrive", "First: You arrive."), ("Call us first if…", "Call us first if…"),
    ],
)
def test_a_heading_in_front_of_its_text_ends_as_one_would_write_it(library: Library, head: str, run_in: str) -> None:
    slide = Slide("own", "cards", Text((("en", "Own"),)), points=(Point(Text((("en", "Text."),)), Text((("en", head),))),))
    assert Paper(library, "en", DAY)._slide(slide) == [f"<h3>Own</h3><p><b>{run_in}</b> Text.</p>"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_hard_words_stand_in_the_order_of_the_alphabet(library: Library, language: str) -> None:
    title = library.interface_text("hard_words").in_(language)
    (words,) = (chapter for chapter in Paper(library, language, DAY).chapters() if chapter.title == title)
    named = [re.findall(r"<p><b>(.*?)</b>", piece)[0] for piece in words.sections[0]]
    assert named == sorted(named, key=in_the_alphabet)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_is_half_empty_only_before_a_chapter_or_what_may_not_be_cut(qapp: object, library: Library, language: str, tmp_path: Path) -> None:
    paper, writer = Paper(library, language, DAY), opened(tmp_path)
    whole = {bare_words(section[0]) for chapter in paper.chapters() for section in chapter.sections if len(section) == 1}
    made = bound(paper, list(paper.chapters()), writer)
    chapters = {bare_words(chapter.title) for chapter in paper.chapters()}
    for each, following in pairwise(made[2:]):
        begins = bare_words(following[0].document.toPlainText())
        filled = (each[-1].top + each[-1].document.size().height()) / room_on(writer).height()
        assert filled > 0.6 or begins in whole or any(begins.startswith(title) for title in chapters), begins


def bare_words(html: str) -> str:
    return "".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_hope_and_its_limits_are_seen_on_one_page(library: Library) -> None:
    paper = Paper(library, "en", DAY)
    slides = [slide for head in library.heads for slide in getattr(library.topic(head.id), "slides", ())]
    cut = {slide.id for slide in slides if len(paper._slide(slide)) > 1}
    points = {slide.id: slide.every_point() for slide in slides}
    assert cut
    assert [name for name in cut if any(point.makes is Makes.BENEFIT for point in points[name])] == []


def test_the_last_words_of_a_paragraph_are_not_left_alone(qapp: object, tmp_path: Path) -> None:
    ((part,),) = pages([[["<p>One two <b>three four</b> is so.</p>"]]], opened(tmp_path))
    assert part.document.begin().text() == "One two three\xa0four\xa0is\xa0so."
