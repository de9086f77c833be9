"""Somebody in a crisis: 988 is the largest thing there is, everything stands on one page, and a minute to breathe is a touch away."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from measuring import faults, undrawn
from PySide6.QtQuick import QQuickItem
from visitor import Visitor

from kiosk.bridge.typesetting import set_text
from kiosk.layout.typeset import Style
from kiosk.visit.comfort import TextSize

Make = Callable[..., Visitor]
GLASSES = {
    "across": LANDSCAPE, "upright": PORTRAIT, "upright, 21.5": ((1080, 1920), (268.0, 476.0)), "1024x600": ((1024, 600), (476.0, 279.0)),
    "4K upright": ((2160, 3840), (685.0, 1218.0)),
}  # fmt: skip


@pytest.mark.parametrize("glass", GLASSES.values(), ids=GLASSES.keys())
def test_all_of_help_stands_on_one_page_and_988_is_the_largest_thing(visitor: Make, glass: Any) -> None:
    """Only at the largest text may a part of it stand behind one touch."""
    here = visitor(glass)
    with undrawn(here.kiosk.window):
        for language, size in product(("en", "es"), TextSize):
            here.kiosk.visit.act(f"wake:{language}")
            here.kiosk.visit.act(f"comfort-choice:text:{size.value}")
            here.kiosk.visit.act("help:0")
            assert faults(here) == []
            page = here.kiosk.deck.shown.help
            assert page.frame.pages == 1 or (size is TextSize.LARGEST and page.frame.pages == 2), (language, size)
            first, second, *_ = sorted(_letters(page.body), reverse=True)
            assert (first[1], second[1]) == ("988", "911")
            texts = here.texts()
            assert all(words in texts for words in (("front desk", "911") if language == "en" else ("recepción", "oprima 2")))
            here.kiosk.visit.act("help:1")
            assert faults(here) == []
            here.kiosk.visit.act("finish")


def _letters(body: Any) -> list[tuple[float, str]]:
    texts = [body.urgent_number.text, body.urgent.text, *(each.text for each in (*body.said, *body.codes, *body.parts))]
    return [(text.px, text.plain) for text in texts]


@pytest.mark.parametrize("words", ["Llame al 988 y oprima 2 ahora", "Call 988 and press 1, or text 838255.", "For relay, dial **711** now, then 988"])
def test_a_number_to_dial_stays_with_the_word_before_it(words: str) -> None:
    for width in range(170, 900, 10):
        lines = [line.plain for line in set_text(words, Style(30), float(width)).lines]
        assert not [line for line in lines if line[:1].isdecimal()], lines


def test_the_calm_minute_is_a_touch_away_and_a_touch_anywhere_stops_it(visitor: Make) -> None:
    here = visitor().taps("Help now: 988").waits(1).taps("A calm minute")
    assert here.sees("Breathe in")
    here.taps_at(here.kiosk.window.contentItem().boundingRect().center())
    assert here.sees("988lifeline.org")
    assert here.finds_button("Close")
    here.taps("A calm minute").taps("Help now: 988")
    assert here.sees("988lifeline.org")


def test_the_calm_minute_tells_when_to_breathe_in_and_out(visitor: Make) -> None:
    """4 seconds in and 6 out, six times; then it is over. While nothing moves it looks at the clock once a second."""
    here = visitor().taps("Empezar").taps("Ayuda: 988").waits(1).taps("Un respiro")
    breath = here.kiosk.window.findChild(QQuickItem, "breath")
    page = breath.parentItem()
    told = []
    for second in range(61):
        page.setProperty("seconds", second)
        told.append(breath.property("plain"))
    assert told == (["Tome aire"] * 4 + ["Suelte el aire"] * 6) * 6 + ["Ya pasó un minuto. Puede repetirlo cuantas veces quiera."]
