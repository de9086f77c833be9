"""The handout: everything a visitor can read, on paper."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from kiosk.layout.markup import read_marks
from kiosk.slides.deck import Text
from kiosk.slides.library import Library
from kiosk.staff.handout import page, write


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
    assert all(source.cite in paper for source in library.sources)


def test_an_unsigned_topic_says_so_on_paper_too(library: Library) -> None:
    assert page(library, "en").count("not yet checked by a clinician") == len(library.heads)


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
