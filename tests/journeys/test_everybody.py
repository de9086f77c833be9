"""The same story for people who differ: each reads about the infusion and the time after it, finds help, and asks for a consultation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from visitor import Visitor

from kiosk.content.model.form import Kind
from kiosk.content.store.library import Library
from kiosk.layout.measures import REACH_HIGHEST_MM, REACH_LOWEST_MM

Make = Callable[..., Visitor]
LOWER_EDGE_MM = 800.0
TYPED = {Kind.NAME: "ana", Kind.PHONE: "7065550123"}


class Somebody:
    """Goes the way by single touches on buttons, in one language; `before` is what this person is like before each touch."""

    def __init__(self, here: Visitor, language: str, before: Callable[[Visitor, str], None] = lambda _here, _name: None) -> None:
        self.here, self.language, self._before = here, language, before

    def word(self, name: str) -> str:
        return self.here.kiosk.deck.stage.library.interface_text(name).in_(self.language)

    def touches(self, name: str) -> None:
        self._before(self.here, name)
        self.here.pauses(1).taps(name)

    def on(self) -> None:
        """The button that leads on, whatever it says here."""
        self.touches(self.word(self.here.kiosk.signup.turns["word"] if self.here.kiosk.signup.spoken_page else "next"))

    def reads(self, topic: str) -> int:
        """Every page of a topic, and how many those were."""
        library = self.here.kiosk.deck.stage.library
        title = next(head.title.in_(self.language) for head in library.heads if head.id == topic)
        while not self.here.finds_button(title):
            self.touches(self.word("more_topics"))
        self.touches(title)
        pages = 0
        while self.here.kiosk.visit.visit.place.slide:
            pages += 1
            self.on()
        self.touches(self.word("topics"))
        return pages

    def finds_help(self) -> None:
        self.touches(self.word("help"))
        assert self.here.sees("988")
        assert self.here.sees("911")
        self.touches(self.word("close"))

    def asks(self) -> None:
        """The form, from the notice to thanks."""
        self.touches(self.word("consultation"))
        form = self.here.kiosk.deck.stage.library.form
        for _ in range(80):
            step = self.here.kiosk.visit.visit.place.step
            question = form.question(step)
            if step == "thanks":
                return
            if question and question.kind.typed:
                for letter in TYPED.get(question.kind, ""):
                    self.touches(letter if self.here.finds_exactly(letter) else letter.upper())
            elif question:
                self._answers(question.options[0].says.in_(self.language).replace("*", ""))
            pages = 0
            while self.here.kiosk.visit.visit.place.step == step and pages < 9:  # a question may have several pages
                self.on()
                pages += 1
        raise AssertionError(f"the form never ends: {self.here.texts()}")

    def _answers(self, option: str) -> None:
        while not self.here.finds_button(option):
            self.on()
        self.touches(option)

    def story(self) -> None:
        assert self.reads("infusion") >= 7
        assert self.reads("after") >= 5
        self.finds_help()
        self.asks()


def in_reach(here: Visitor, name: str) -> None:
    """The middle of the button is where somebody in a wheelchair can touch it (ADA 308.3)."""
    per_mm = PORTRAIT[0][1] / PORTRAIT[1][1]
    above_floor = LOWER_EDGE_MM + (PORTRAIT[0][1] - here.button(name).box.center().y()) / per_mm
    assert REACH_LOWEST_MM <= above_floor <= REACH_HIGHEST_MM, name


def test_in_a_wheelchair_with_the_largest_text_on_a_32_inch_upright_screen(visitor: Make, desk: Any) -> None:
    here = visitor(PORTRAIT, desk=desk).taps("Start")
    here.kiosk.visit.act("comfort-choice:text:largest")
    here.rest()
    Somebody(here, "en", in_reach).story()


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_in_spanish_alone(visitor: Make, library: Library, desk: Any, glass: Any) -> None:
    english = {text.in_("en") for _, text in library.interface if text.in_("en") != text.in_("es") and len(text.in_("en")) > 3} - {"English"}

    def sees_no_english(here: Visitor, _name: str) -> None:
        assert not english & {each.name for each in here.everything()}

    Somebody(visitor(glass, desk=desk).taps("Empezar"), "es", sees_no_english).story()


def test_slowly_with_all_the_time_it_takes(visitor: Make, desk: Any) -> None:
    """A minute and a half before each touch, and once in five touches so long that the screen asks."""
    touches = 0

    def takes_time(here: Visitor, _name: str) -> None:
        nonlocal touches
        touches += 1
        here.waits(90)
        if touches % 5 == 0:
            while not here.sees("Are you still there?"):
                here.waits(30)
            here.waits(25).taps("I\u2019m still here")

    Somebody(visitor(desk=desk).taps("Start"), "en", takes_time).story()
