"""Whether a text is a sentence: where none is missed, and what is taken for one."""

from __future__ import annotations

import pytest
from shipped import SHIPPED

from kiosk.content.checks.fragments import fragment, in_pieces
from kiosk.content.model.deck import Point, Slide, Text
from kiosk.content.model.questions import answers
from kiosk.content.model.slide_kinds import slide_kind

DECK = SHIPPED.deck
assert DECK
SLIDES = [*(slide for topic in DECK.topics for slide in topic.slides), *(answer for _, answer in answers(DECK.questions))]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Nausea, dizziness"),
        ("en", "Some whom other care did not help"),
        ("en", "More motivation."),
        ("en", "**Less** pain. Better nights. More room for feelings."),
        ("es", "Miedo"),
        ("es", "Imágenes, sonidos y tiempo raros"),
        ("es", "Más ánimo. Menos peso."),
    ],
)
def test_pieces_are_found(code: str, text: str) -> None:
    assert fragment(text, code)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "**No.** You need no reason."),
        ("en", "Tell us first."),
        ("en", "That’s enough."),
        ("en", "Don't stop."),
        ("en", "A verb that nobody knows here frobnicates the whole of it."),
        ("es", "Díganos antes."),
        ("es", "¿Ya comió? Espere."),
        ("es", "No es culpa suya."),
        ("es", "Le **duele**."),
    ],
)
def test_sentences_are_left_alone(code: str, text: str) -> None:
    assert not fragment(text, code)


@pytest.mark.parametrize("code", ["en", "es"])
def test_hardly_a_text_that_ships_is_taken_for_a_piece(code: str) -> None:
    said = [point.text.in_(code) for slide in SLIDES if not slide_kind(slide.kind).compared for point in slide.every_point()]
    pieces = [words for words in said if words and "{" not in words and fragment(words, code)]
    assert len(pieces) < len(said) / 100, pieces


def slide(kind: str, *said: str) -> Slide:
    return Slide("x", kind, Text((("en", "A title"),)), points=tuple(Point(Text((("en", each),))) for each in said))


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("points", ("Fear", "Calm"), 1),
        ("points", ("Fear", "It may pass."), 0),
        ("statement", ("Fear", "Calm", "It may pass."), 1),
        ("statement", ("Fear",), 0),
        ("points", ("{price}", "Here: {price}"), 0),
        ("compare", ("Fear", "Calm"), 0),
    ],
)
def test_most_of_a_slide_in_pieces_is_told(kind: str, said: tuple[str, ...], told: int) -> None:
    assert len(list(in_pieces((), slide(kind, *said), "en"))) == told
    assert not list(in_pieces((), slide(kind, *said), "de"))
