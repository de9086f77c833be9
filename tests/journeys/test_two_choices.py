"""Two of the choices that stand side by side, compared by themselves: all questions, both answers, their sources, and gone with the visit."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from ear import Ear
from journeys.test_choices_side_by_side import SLIDE, TOPIC, table
from journeys.test_questions import said
from PySide6.QtCore import Qt
from visitor import Visitor

from kiosk.content.model.deck import Point
from kiosk.content.store.library import Library
from kiosk.layout.kinds.cards import Cards
from kiosk.layout.kinds.pair import Pair
from kiosk.layout.markup import as_shown
from kiosk.layout.page import Page
from kiosk.screens.citations import cited
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.moves import ChoseComfort
from kiosk.visit.states import Comparing, Reading

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
OPENED_AT = Reading(TOPIC, SLIDE, 2)


@pytest.fixture
def ear(qapp: object) -> Ear:
    return Ear()


def choices(library: Library) -> list[Point]:
    return [*table(library).points]


def named(library: Library, point: Point, language: str) -> str:
    return point.title.in_(language)


def comparing(library: Library, one: Point, other: Point, language: str = "en") -> str:
    """What the row of the second is called."""
    return said(library, "compare_with", language).format(one=named(library, one, language), other=named(library, other, language))


def chooses(here: Visitor, library: Library, language: str = "en") -> Visitor:
    """From the start to what there is to choose from."""
    here.taps(said(library, "start", language))
    here.kiosk.visit.go(OPENED_AT)
    return here.rest().taps(said(library, "compare_two", language))


def page(here: Visitor) -> Page:
    shown = here.kiosk.deck.shown.lookup
    assert shown
    return shown.page


def told(here: Visitor, library: Library, language: str) -> list[tuple[str, list[str]]]:
    """What is asked and what is answered on all pages, each seen on the screen; it ends on the last of them."""
    found: list[tuple[str, list[str]]] = []
    while True:
        body = page(here).body
        assert isinstance(body, Pair)
        for group in body.groups:
            answers = [part.text.plain for side in group.sides for part in side.parts]
            assert all(map(here.sees, (group.heading.plain, *answers)))
            found.append((group.heading.plain, answers))
        if here.finds_button(said(library, "close", language)):
            return found
        here.taps(said(library, "next", language))


@GLASSES
@LANGUAGES
def test_one_touch_compares_ketamine_with_another_choice(visitor: Make, library: Library, glass: Any, language: str) -> None:
    first, *_, last = choices(library)
    here = chooses(visitor(glass), library, language).taps(comparing(library, first, last, language))
    names = [named(library, point, language) for point in (first, last)]
    assert page(here).frame.heading.plain == said(library, "compared", language).format(one=names[0], other=names[1])
    rows = [(asks.in_(language), [point for point in points if point.name in {first.name, last.name}]) for asks, points in table(library).rows()]
    assert told(here, library, language) == [
        (asks, [f"{name}: {as_shown(point.text.in_(language))}" for name, point in zip(names, points, strict=True)]) for asks, points in rows
    ]
    here.taps(said(library, "close", language))
    assert here.kiosk.visit.visit.place == OPENED_AT


@LANGUAGES
def test_any_two_can_be_compared(visitor: Make, library: Library, language: str) -> None:
    here = visitor(PORTRAIT)
    here.taps(said(library, "start", language))
    for one, other in permutations(choices(library), 2):
        here.kiosk.visit.go(OPENED_AT)
        here.rest().taps(said(library, "compare_two", language))
        if one != choices(library)[0]:
            here.taps(named(library, choices(library)[0], language)).taps(named(library, one, language))
        here.taps(comparing(library, one, other, language))
        place = here.kiosk.visit.visit.place
        assert isinstance(place, Comparing)
        assert (place.one, place.other) == (one.name, other.name)


@GLASSES
def test_back_leads_to_the_choice_and_then_to_where_it_was_opened(visitor: Make, library: Library, glass: Any) -> None:
    first, second, *_ = choices(library)
    here = chooses(visitor(glass), library).taps(comparing(library, first, second))
    here.taps(said(library, "next")).taps(said(library, "back")).taps(said(library, "back"))
    assert here.kiosk.visit.visit.place == Comparing(TOPIC, SLIDE, first.name)
    assert here.button(named(library, first, "en")).item.property("chosen")
    here.taps(said(library, "back"))
    assert here.kiosk.visit.visit.place == OPENED_AT


def test_where_this_comes_from_names_only_what_the_two_come_from(visitor: Make, library: Library) -> None:
    first, *_, last = choices(library)
    here = chooses(visitor(LANDSCAPE), library).taps(comparing(library, first, last)).taps(said(library, "sources"))
    of_both = [point for _, points in table(library).rows() for point in points if point.name in {first.name, last.name}]
    expected = dict.fromkeys(name for point in of_both for name in point.sources)
    panel = here.kiosk.deck.shown.panel
    seen = [part.title.plain for part in panel.parts]
    for _ in range(panel.pages - 1):
        here.taps(said(library, "next"))
        seen += [part.title.plain for part in here.kiosk.deck.shown.panel.parts]
    stage = here.kiosk.deck.stage
    assert all(seen[:1])
    assert [*filter(None, seen)] == [as_shown(title) for _, title, _ in cited(stage, (*expected,)) if title]
    assert len(expected) < len(table(library).all_sources())


def test_with_keys_the_mark_keeps_its_place(visitor: Make, library: Library) -> None:
    first, second, *_ = choices(library)
    here = chooses(visitor(PORTRAIT), library)
    while here.kiosk.window.activeFocusItem().property("text") != named(library, first, "en"):
        here.presses(Qt.Key.Key_Down)
    here.presses(Qt.Key.Key_Return)
    item = here.kiosk.window.activeFocusItem()
    assert (item.property("text"), item.property("chosen")) == (named(library, first, "en"), False)
    here.presses(Qt.Key.Key_Return).presses(Qt.Key.Key_Down).presses(Qt.Key.Key_Return)
    assert here.kiosk.visit.visit.place == Comparing(TOPIC, SLIDE, first.name, second.name)
    here.presses(Qt.Key.Key_Escape)
    assert here.kiosk.visit.visit.place == Comparing(TOPIC, SLIDE, first.name)


@LANGUAGES
def test_the_voice_says_each_question_and_then_both_answers(visitor: Make, library: Library, ear: Ear, language: str) -> None:
    first, *_, last = choices(library)
    here = chooses(visitor(PORTRAIT, ear=ear), library, language)
    here.taps(comparing(library, first, last, language)).kiosk.visit.act("comfort-choice:aloud:yes")
    here.rest()
    ear.to_the_end()
    heard = [spoken for spoken in here.kiosk.speech.script if spoken.texts]
    rows = [(asks, [point for point in points if point.name in {first.name, last.name}]) for asks, points in table(library).rows()]
    asks, (one, other) = rows[-1]
    texts = [spoken.texts[0] for spoken in heard]
    at = [texts.index(asks.in_(language))]
    at += [texts.index(f"{named(library, point, language)}: {as_shown(point.text.in_(language))}") for point in (one, other)]
    assert at == sorted(at), "the voice has turned to the last page by itself"
    place = here.kiosk.visit.visit.place
    assert isinstance(place, Comparing), "and stays there"
    assert place.page == page(here).frame.pages - 1


def test_what_there_is_to_compare_is_read_through_the_speaker_too(visitor: Make, library: Library, ear: Ear) -> None:
    first, second, *_ = choices(library)
    here = chooses(visitor(PORTRAIT, ear=ear), library)
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    here.rest()
    ear.to_the_end()
    told = [spoken.words for spoken in here.kiosk.speech.script if not spoken.private]
    assert said(library, "only_in_headphones") not in told
    assert {named(library, point, "en") for point in choices(library)} <= {*told}
    ear.heard.clear()
    here.taps(comparing(library, first, second))
    assert ear.saying.startswith(comparing(library, first, second))


@GLASSES
def test_with_the_largest_letters_a_card_tells_what_is_said_of_both(visitor: Make, library: Library, glass: Any) -> None:
    first, *_, last = choices(library)
    here = chooses(visitor(glass), library)
    here.kiosk.visit.move(ChoseComfort(Comfort(TextSize.LARGEST)))
    here.kiosk.visit.go(Comparing(TOPIC, SLIDE, first.name, last.name))
    body = page(here.rest()).body
    if isinstance(body, Cards):
        here.taps(body.cards[0].title.plain)
        assert here.sees(f"{named(library, first, 'en')}:")
    else:
        assert isinstance(body, Pair)


def test_what_was_compared_is_gone_with_the_visit(visitor: Make, library: Library, caplog: pytest.LogCaptureFixture) -> None:
    first, *_, last = choices(library)
    here = chooses(visitor(), library).taps(comparing(library, first, last))
    kiosk = here.kiosk
    assert kiosk.visit.visit.holds_answers
    assert not kiosk.visit.visit.basket
    here.waits(400).waits(30)
    assert not kiosk.visit.visit.holds_answers
    assert "comparing/" not in repr((kiosk.visit.visit, kiosk.deck.shown, kiosk.deck.drawn, kiosk.deck.stage.visit))
    assert caplog.text == ""


def test_a_table_that_does_not_show_any_more_leads_to_all_topics(visitor: Make, library: Library) -> None:
    here = chooses(visitor(), library)
    here.kiosk.visit.go(Comparing(TOPIC, SLIDE, "gone", "infusion"))
    assert here.rest().kiosk.deck.shown.lookup is None
    assert here.sees(said(library, "home_title"))
