"""Weighing what matters, and seeing it beside what speaks for and against the treatment; taken along, and gone with the visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from ear import Ear
from journeys.test_questions import said, scanned, taken
from journeys.ways import comes_to, goes_on_to
from PySide6.QtCore import Qt
from visitor import Visitor

from kiosk.content.model.deck import Column
from kiosk.content.store.library import Library

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
TOPIC, SLIDE = "matters", "what-matters"
comes, goes_to_the_end = partial(comes_to, TOPIC), partial(goes_on_to, "matters_title")


@pytest.fixture
def ear(qapp: object) -> Ear:
    return Ear()


def statements(library: Library) -> tuple[Column, ...]:
    topic = library.topic(TOPIC)
    assert topic
    return next(slide.columns for slide in topic.slides if slide.id == SLIDE)


def target(library: Library, statement: Column, weight: int, language: str = "en") -> str:
    return f"{statement.title.in_(language)}: {said(library, f'weight_{weight}', language)}"


def weighs(here: Visitor, **weights: int) -> Visitor:
    for name, weight in weights.items():
        here.kiosk.visit.act(f"weigh:{TOPIC}/{SLIDE}/{name.replace('_', '-')}:{weight}")
    return here.rest()


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_weighed_stands_beside_both_of_its_sides(visitor: Make, library: Library, glass: Any, language: str) -> None:
    here = comes(visitor(glass), library, language)
    first, second, third, *_ = statements(library)
    for each, weight in ((first, 1), (second, 2), (third, 0), (first, 2), (third, 0)):
        here.taps(target(library, each, weight, language))
    goes_to_the_end(here, library, language)
    for each in (first, second):
        assert here.sees(each.title.in_(language))
        assert all(here.sees(point.text.in_(language)) for point in each.points)
    assert not here.sees(third.points[0].text.in_(language))


def test_what_matters_most_comes_first_and_no_number_judges(visitor: Make, library: Library) -> None:
    here = weighs(comes(visitor(PORTRAIT), library), cost=0, known=2)
    goes_to_the_end(here, library)
    names = {each.name: each.title.in_("en") for each in statements(library)}
    order = [here.texts().index(names[name]) for name in ("known", "cost")]
    assert order == sorted(order)
    assert not re.search(r"\bscore|\bpoints?\b|\d ?%", here.texts())


def test_who_weighs_nothing_is_told_how(visitor: Make, library: Library) -> None:
    assert goes_to_the_end(comes(visitor(), library), library).sees(said(library, "matters_none"))


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_phone_takes_it_along(visitor: Make, library: Library, glass: Any, language: str) -> None:
    here = weighs(comes(visitor(glass), library, language), cost=1, fast=2, known=2)
    here.kiosk.visit.act("take:bring-up/what-applies/liver")
    here.rest().taps(said(library, "my_questions", language).format(questions=4))
    liver = next(each for each in library.topic("bring-up").slides[0].points if each.name == "liver")  # type: ignore[union-attr]
    names = {each.name: each for each in statements(library)}
    expected = [f"{said(library, 'raise_title', language)}:", liver.title.in_(language), f"{said(library, 'matters_head', language)}:"]
    very, somewhat = (said(library, f"weight_{weight}", language) for weight in (2, 1))
    fast, known, cost = (names[name].title.in_(language) for name in ("fast", "known", "cost"))
    expected += [f"{very}: {fast}, {known}", f"{somewhat}: {cost}"]
    assert [line for code in scanned(here) for line in taken(code)] == expected
    here.taps(said(library, "matters_head", language))
    assert here.finds_exactly(target(library, names["fast"], 2, language))


def test_with_keys_a_weight_keeps_its_place(visitor: Make, library: Library) -> None:
    here = comes(visitor(PORTRAIT), library)
    wanted = target(library, statements(library)[1], 2)
    while here.kiosk.window.activeFocusItem().property("text") != wanted:
        here.presses(Qt.Key.Key_Down)
    here.presses(Qt.Key.Key_Return)
    item = here.kiosk.window.activeFocusItem()
    assert (item.property("text"), item.property("chosen")) == (wanted, True)


def test_what_matters_is_said_in_headphones_alone(visitor: Make, library: Library, ear: Ear) -> None:
    here = weighs(comes(visitor(ear=ear), library), fast=2)
    text = statements(library)[0].points[1].text.in_("en")
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    here.rest()
    for loud in (True, False):
        if not loud:
            here.kiosk.speech.plug(True)
            here.rest()
        ear.heard.clear()
        here.kiosk.visit.act(f"go:reading/{TOPIC}/{SLIDE}/{0 if loud else 1}")
        here.rest().kiosk.visit.act(f"go:reading/{TOPIC}/{SLIDE}/-1")
        here.rest()
        for _ in range(12):
            ear.sentence()
        assert (text in " ".join(ear.heard)) is not loud, ear.heard


def test_the_end_of_a_visit_leaves_nothing(visitor: Make, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    here = goes_to_the_end(weighs(comes(visitor(), library), fast=2, cost=0), library)
    here.waits(200).waits(30)
    kiosk = here.kiosk
    assert not kiosk.visit.visit.holds_answers
    assert f"{SLIDE}/fast" not in repr((kiosk.visit.visit, kiosk.deck.shown, kiosk.deck.stage.visit, kiosk.deck.drawn))
    assert caplog.text == ""
    comes(here, library)
    assert not any(each.item.property("chosen") for each in here.buttons())
