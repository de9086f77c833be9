"""Touching what applies, and taking along what to raise with the clinician: never a yes or a no, and gone with the visit."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from ear import Ear
from journeys.test_questions import said, scanned, taken
from journeys.ways import comes_to, goes_on_to
from PySide6.QtCore import QObject, Qt
from visitor import Visitor

from kiosk.content.model.deck import Point
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.layout.markup import as_shown
from kiosk.layout.sentences import sentences
from kiosk.screens.chosen import told, urgent
from kiosk.screens.for_qml import plain
from kiosk.screens.script import Manner, script

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
TOPIC, SLIDE = "bring-up", "what-applies"
comes, goes_to_the_end = partial(comes_to, TOPIC), partial(goes_on_to, "raise_title")


@pytest.fixture
def ear(qapp: object) -> Ear:
    return Ear()


def things(library: Library) -> tuple[Point, ...]:
    topic = library.topic(TOPIC)
    assert topic
    return next(slide.points for slide in topic.slides if slide.id == SLIDE)


def ticks(here: Visitor, *names: str) -> Visitor:
    for name in names:
        here.kiosk.visit.act(f"take:{TOPIC}/{SLIDE}/{name}")
    return here.rest()


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_touched_is_gathered_each_with_why_it_matters(visitor: Make, library: Library, glass: Any, language: str) -> None:
    here = comes(visitor(glass), library, language)
    pregnant, pressure, *_ = things(library)
    here.taps(pregnant.title.in_(language)).taps(pressure.title.in_(language)).taps(pregnant.title.in_(language))
    goes_to_the_end(here, library, language)
    assert here.sees(pressure.title.in_(language))
    assert here.sees(pressure.text.in_(language))
    assert not here.sees(pregnant.text.in_(language))
    here.taps(said(library, "sources", language))
    assert here.sees(next(each.cite for each in library.sources if each.id == pressure.sources[0]))


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_who_thinks_of_ending_their_life_is_told_of_988_at_once_and_first(visitor: Make, library: Library, glass: Any, language: str) -> None:
    here = comes(visitor(glass), library, language)
    pressure, thing = (next(each for each in things(library) if each.name == name) for name in ("blood-pressure", "suicide"))
    here.taps(pressure.title.in_(language))
    while not here.finds_button(thing.title.in_(language)):
        here.taps(said(library, "next", language))
    here.taps(thing.title.in_(language))
    assert here.sees("988")
    assert here.sees(as_shown(thing.text.in_(language)))
    here.taps(said(library, "tell_me_more", language))
    assert here.kiosk.visit.visit.help_page == 0
    here.taps(said(library, "close", language)).taps(said(library, "close", language))
    goes_to_the_end(here, library, language)
    assert here.texts().index(as_shown(thing.text.in_(language))) < here.texts().index(as_shown(pressure.text.in_(language)))
    here.kiosk.visit.act("go:basket/0")
    here.rest()
    assert here.texts().index(thing.title.in_(language)) < here.texts().index(pressure.title.in_(language))


def test_a_second_touch_takes_the_mark_away_and_opens_nothing(visitor: Make, library: Library) -> None:
    here = comes(visitor(), library)
    for there in (True, False):
        here.kiosk.visit.act(f"raise:{TOPIC}/{SLIDE}/suicide")
        assert here.kiosk.visit.visit.holds_answers is there
        assert (here.kiosk.visit.visit.panel is not None) is there


def test_what_is_answered_at_once_is_read_aloud_into_headphones_alone(visitor: Make, library: Library) -> None:
    here = comes(visitor(), library)
    here.kiosk.visit.act(f"raise:{TOPIC}/{SLIDE}/suicide")
    here.rest()
    spoken = script(plain(here.kiosk.deck.shown.panel), Manner())
    assert [each.words for each in spoken if not each.private] == list(sentences(library.help.title.in_("en")))


def test_who_touches_nothing_is_told_that_this_is_fine(visitor: Make, library: Library) -> None:
    here = goes_to_the_end(comes(visitor(), library), library)
    assert here.sees(said(library, "raise_none"))


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_phone_takes_it_along_with_questions_and_how_to_reach_the_clinic(
    visitor: Make, tmp_path: Path, glass: Any, language: str
) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    with (content / "clinic.yaml").open("a", encoding="utf-8") as file:
        file.write("phone: (706) 555-0123\nwebsite: www.example.org\n")
    own, problems = open_library(content, tmp_path / "data", TODAY)
    assert own, problems
    here = comes(visitor(glass, own=own), own, language)
    question, thing = own.questions[0].questions[0], things(own)[1]
    here.kiosk.visit.act(f"take:{question.id}")
    here.rest().taps(thing.title.in_(language)).taps(said(own, "my_questions", language).format(questions=2))
    expected = [f"{said(own, 'raise_title', language)}:", thing.title.in_(language)]
    expected += [f"{said(own, 'my_questions_title', language)}:", question.asks.in_(language), "(706) 555-0123, www.example.org"]
    assert [taken(code) for code in scanned(here)] == [expected]
    here.taps(f"{said(own, 'taken_along', language)}: {thing.title.in_(language)}")
    assert [taken(code) for code in scanned(here)] == [[question.asks.in_(language), "(706) 555-0123, www.example.org"]]


def test_everything_that_can_be_ticked_is_in_codes_that_a_phone_reads(visitor: Make, library: Library) -> None:
    here = ticks(comes(visitor(PORTRAIT), library, "es"), *(each.name for each in things(library)))
    here.kiosk.visit.act("go:basket/0")
    here.rest()
    read = [line for code in scanned(here) for line in taken(code)]
    while here.finds_button(said(library, "next", "es")):
        here.taps(said(library, "next", "es"))
        read += [line for code in scanned(here) for line in taken(code)]
    head = f"{said(library, 'raise_title', 'es')}:"
    in_turn = sorted(things(library), key=lambda each: not urgent(each))
    assert [line for line in read if line != head] == [each.title.in_("es") for each in in_turn]


def test_a_row_of_the_list_leads_to_where_it_was_ticked(visitor: Make, library: Library) -> None:
    here = ticks(comes(visitor(), library), "liver")
    here.kiosk.visit.act("go:basket/0")
    liver = next(each for each in things(library) if each.name == "liver")
    assert here.rest().taps(liver.title.in_("en")).finds_exactly(things(library)[0].title.in_("en"))


def test_a_thing_that_shows_no_more_is_on_no_list(visitor: Make, library: Library) -> None:
    here = ticks(comes(visitor(), library), "gone")
    assert told(here.kiosk.deck.stage, "gone") is None
    here.kiosk.visit.act("go:basket/0")
    assert here.rest().sees(said(library, "my_questions_none"))


def test_with_keys_the_tick_keeps_its_place_and_is_told(visitor: Make, library: Library, ear: Ear) -> None:
    here = comes(visitor(PORTRAIT, ear=ear), library)
    second, third = (each.title.in_("en") for each in things(library)[1:3])
    while here.kiosk.window.activeFocusItem().property("text") != second:
        here.presses(Qt.Key.Key_Down)
    ear.heard.clear()
    here.presses(Qt.Key.Key_Return)
    assert here.kiosk.window.activeFocusItem().property("text") == second
    assert [each for each in ear.heard if second in each]
    here.presses(Qt.Key.Key_Down)
    assert here.kiosk.window.activeFocusItem().property("text") == third


def test_what_applies_is_said_in_headphones_alone(visitor: Make, library: Library, ear: Ear) -> None:
    here = comes(visitor(ear=ear), library)
    liver = next(each for each in things(library) if each.name == "liver")
    ticks(here, "liver")
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    here.rest()
    for loud in (True, False):
        if not loud:
            here.kiosk.speech.plug(True)
            here.rest()
        for place in (f"reading/{TOPIC}/{SLIDE}/-1", "basket/0"):
            ear.heard.clear()
            here.kiosk.visit.act(f"go:{place}")
            here.rest()
            for _ in range(12):
                ear.sentence()
            assert (liver.title.in_("en") in " ".join(ear.heard)) is not loud, (loud, place, ear.heard)
            assert (said(library, "only_in_headphones") in ear.heard) is loud


def pages_held(item: QObject) -> list[QObject]:
    """Everything in the window that holds a page, seen or not."""
    return [each for each in item.findChildren(QObject) if each.property("page")]


def test_the_end_of_a_visit_leaves_nothing(visitor: Make, library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    content, data = Path(shutil.copytree(PROJECT / "content", tmp_path / "content")), tmp_path / "data"
    own, _ = open_library(content, data, TODAY)
    kept = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with caplog.at_level(logging.DEBUG):
        here = ticks(comes(visitor(own=own), library), "liver", "suicide")
        goes_to_the_end(here, library)
        here.kiosk.visit.act("go:basket/0")
        here.rest().kiosk.visit.act(f"go:reading/{TOPIC}/{SLIDE}/0")
        here.rest().waits(120).waits(30)
    kiosk = here.kiosk
    assert not kiosk.visit.visit.holds_answers
    assert pages_held(kiosk.window) == []
    assert "what-applies/liver" not in repr((kiosk.visit.visit, kiosk.deck.shown, kiosk.deck.stage.visit, kiosk.deck.drawn, kiosk.speech.script))
    assert "liver" not in caplog.text.casefold()
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == kept
    assert comes(here, library).sees(said(library, "my_questions").format(questions=0))


def test_an_error_says_no_word_of_what_was_ticked(visitor: Make, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    here = ticks(comes(visitor(), library), "liver")
    error = KeyError(f"{TOPIC}/{SLIDE}/liver")
    here.kiosk.healing.recover(type(error), error, None)
    assert "with answers: KeyError" in caplog.text
    assert "liver" not in caplog.text
    assert not here.kiosk.visit.visit.holds_answers
