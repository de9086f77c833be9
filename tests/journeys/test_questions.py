"""Looking up an answer, a word, a source; taking questions along; calling from one's own phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import pytest
import zxingcpp
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from PySide6.QtGui import QImage
from visitor import Visitor

from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.layout.markup import as_shown

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])


def said(library: Library, name: str, language: str = "en") -> str:
    return library.interface_text(name).in_(language)


def scanned(here: Visitor) -> list[str]:
    """What a phone's camera reads on the whole screen."""
    image = here.kiosk.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
    image = image.copy(0, 0, image.width() // 4 * 4, image.height())
    return [code.text for code in zxingcpp.read_barcodes(memoryview(image.constBits()).cast("B", (image.height(), image.width())))]


def goes_to_questions(here: Visitor, library: Library, language: str) -> Visitor:
    here.taps(said(library, "start", language))
    title = said(library, "questions_title", language)
    if not here.finds_button(title):
        here.taps(said(library, "more_topics", language))
    return here.taps(title)


def goes_to_groups(here: Visitor, library: Library, language: str) -> Visitor:
    return goes_to_questions(here, library, language).taps(said(library, "more_questions", language))


def taken(note: str) -> list[str]:
    """The questions in a note, as the phone shows them."""
    scheme, _, fields = note.partition(":?")
    assert scheme == "mailto"
    body = parse_qs(fields)["body"][0]
    return [line.removeprefix("- ") for line in body.split("\r\n")]


def test_an_answer_leads_to_no_topic_that_does_not_show(visitor: Make, library: Library, tmp_path: Path) -> None:
    group, question = next((group, each) for group in library.questions for each in group.questions if each.see)
    slide = question.see.partition("/")[2]
    for gone in ("the topic", "the slide"):
        content = Path(shutil.copytree(PROJECT / "content", tmp_path / gone))
        file = next(path for path in (content / "topics").glob("*.yaml") if f"- slide: {slide}\n" in path.read_text(encoding="utf-8"))
        if gone == "the topic":
            file.unlink()
        else:
            file.write_text(file.read_text(encoding="utf-8").replace(f"- slide: {slide}\n", "- slide: another-name\n"), encoding="utf-8")
        fewer, _ = open_library(content, tmp_path / "data", TODAY)
        here = goes_to_groups(visitor(own=fewer), library, "en").taps(group.title.in_("en")).taps(question.asks.in_("en"))
        assert not here.finds_button(said(library, "tell_me_more")), gone


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_question_is_answered_and_leads_to_its_slide(visitor: Make, library: Library, glass: Any, language: str) -> None:
    group = library.questions[0]
    question = group.questions[0]
    here = goes_to_groups(visitor(glass), library, language)
    here.taps(group.title.in_(language)).taps(question.asks.in_(language))
    assert here.sees(question.points[0].text.in_(language).replace("*", ""))
    here.taps(said(library, "tell_me_more", language))
    topic, _, slide = question.see.partition("/")
    body = library.topic(topic)
    assert body
    assert here.sees(next(each.title.in_(language) for each in body.slides if each.id == slide))


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_people_ask_most_is_answered_at_the_third_touch(visitor: Make, library: Library, glass: Any, language: str) -> None:
    often = [each for group in library.questions for each in group.questions if each.often]
    assert {"will-it-work", "what-cost", "who-should-not", "drive", "fda"} <= {each.id for each in often}
    for question in often:
        here = visitor(glass).taps(said(library, "start", language)).taps(said(library, "questions_title", language))
        here.taps(question.asks.in_(language))
        assert here.sees(as_shown(question.points[0].text.in_(language))), question.id


def test_without_the_words_for_it_the_groups_come_first(visitor: Make, library: Library, tmp_path: Path) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    file = content / "interface.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("more_questions:")), encoding="utf-8")
    older, _ = open_library(content, tmp_path / "data", TODAY)
    here = goes_to_questions(visitor(own=older), library, "en")
    assert here.finds_button(library.questions[0].title.in_("en"))


def test_an_answer_names_its_sources(visitor: Make, library: Library) -> None:
    question = library.questions[0].questions[0]
    here = goes_to_groups(visitor(), library, "en")
    here.taps(library.questions[0].title.in_("en")).taps(question.asks.in_("en")).taps(said(library, "sources"))
    cite = next(source.cite for source in library.sources if source.id == question.sources()[0])
    assert here.sees(cite)


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_questions_are_taken_along_as_a_code_that_a_phone_reads(visitor: Make, library: Library, glass: Any, language: str) -> None:
    group = library.questions[1]
    wanted = [question.asks.in_(language) for question in group.questions[:3]]
    here = goes_to_groups(visitor(glass), library, language).taps(group.title.in_(language))
    for question in wanted:
        here.taps(f"{said(library, 'take_along', language)}: {question}")
    here.taps(said(library, "my_questions", language).format(questions=3))
    codes = scanned(here)
    assert [taken(code) for code in codes] == [wanted]
    assert library.clinic.name in unquote(codes[0])


def test_more_questions_than_one_code_holds_become_several(visitor: Make, library: Library) -> None:
    here = visitor().taps(said(library, "start"))
    everything = [question for group in library.questions for question in group.questions]
    for question in everything:
        here.kiosk.visit.act(f"take:{question.id}")
    here.kiosk.visit.act("go:basket/0")
    here.rest()
    read = []
    for _ in range(40):
        read += [asked for code in scanned(here) for asked in taken(code)]
        if not here.finds_button(said(library, "next")):
            break
        here.taps(said(library, "next"))
    assert read == [question.asks.in_("en") for question in everything]


def test_a_question_is_taken_off_the_list_again(visitor: Make, library: Library) -> None:
    group = library.questions[0]
    asked = group.questions[0].asks.in_("en")
    here = goes_to_groups(visitor(), library, "en").taps(group.title.in_("en")).taps(asked)
    here.taps(said(library, "take_along")).taps(said(library, "close")).taps(said(library, "my_questions").format(questions=1))
    here.taps(f"{said(library, 'taken_along')}: {asked}")
    assert scanned(here) == []
    here.taps(f"{said(library, 'take_along')}: {asked}")
    assert [taken(code) for code in scanned(here)] == [[asked]]
    here.taps(f"{said(library, 'taken_along')}: {asked}").taps(said(library, "back"))
    assert here.sees(group.title.in_("en"))
    here.taps(said(library, "my_questions").format(questions=0))
    assert here.sees(said(library, "my_questions_none"))
    assert not here.sees(asked)


def test_the_next_visitor_finds_an_empty_list(visitor: Make, library: Library) -> None:
    here = visitor().taps(said(library, "start"))
    here.kiosk.visit.act(f"take:{library.questions[0].questions[0].id}")
    here.waits(120).waits(30)
    here.taps(said(library, "start"))
    here.kiosk.visit.act("go:basket/0")
    assert here.rest().sees(said(library, "my_questions_none"))


def test_a_question_for_the_team_alone_is_taken_along_wherever_it_is_touched(visitor: Make, library: Library) -> None:
    group, question = next((group, each) for group in library.questions for each in group.questions if not each.points)
    here = goes_to_groups(visitor(), library, "es").taps(group.title.in_("es"))
    while not here.sees(question.asks.in_("es")):
        here.taps(said(library, "next", "es"))
    here.taps(question.asks.in_("es"))
    assert here.kiosk.visit.visit.basket == (question.id,)
    assert here.taps(question.asks.in_("es")).kiosk.visit.visit.basket == ()


def test_words_and_sources_can_be_looked_up(visitor: Make, library: Library) -> None:
    here = goes_to_groups(visitor(), library, "en").taps(said(library, "hard_words"))
    word = min(library.words, key=lambda word: word.says.in_("en").casefold())
    here.taps(word.says.in_("en").capitalize())
    assert here.sees(word.means.in_("en"))
    here.taps(said(library, "close")).taps(said(library, "back")).taps(said(library, "all_sources"))
    source = library.sources[1]
    here.taps(source.what.in_("en"))
    assert here.sees(source.link)


@GLASSES
@pytest.mark.parametrize("palette", ["paper", "black"])
def test_a_phone_calls_or_texts_988_from_the_help_panel(visitor: Make, glass: Any, palette: str) -> None:
    here = visitor(glass)
    here.kiosk.visit.act("wake:en")
    here.kiosk.visit.act(f"comfort-choice:palette:{palette}")
    here.rest().taps("Help now: 988")
    assert scanned(here) == ["tel:988", "sms:988"]
    here.taps("Español")
    assert scanned(here) == ["tel:988", "SMSTO:988:AYUDA"]
