"""Questions into codes: nothing lost, nothing that a phone cannot read."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bridge.qr_images import QUIET_MODULES, drawn
from kiosk.screens.basket import MOST_BYTES, MOST_BYTES_OF_ALL, code_of, note, shared_out

questions = st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=70), min_size=1, max_size=30)


@given(questions)
def test_every_question_is_in_one_code_in_its_order(asked: list[str]) -> None:
    assert [question for code in shared_out("My questions", asked) for question in code] == asked


@given(questions)
def test_a_code_with_more_than_one_question_is_never_larger_than_version_20(asked: list[str]) -> None:
    for code in shared_out("My questions", asked):
        text = note("My questions", code)
        assert len(code) == 1 or segno.make_qr(text, error="m", boost_error=False).version <= 20


def test_what_fits_is_what_the_standard_says() -> None:
    assert segno.make_qr("a" * MOST_BYTES, error="m", mode="byte", boost_error=False).version == 20
    assert segno.make_qr("a" * (MOST_BYTES + 1), error="m", mode="byte", boost_error=False).version == 21


def test_a_question_that_no_code_holds_has_none_and_its_picture_is_empty(caplog: pytest.LogCaptureFixture) -> None:
    room = MOST_BYTES_OF_ALL - len(note("", [""]))
    assert drawn(code_of("", ["x" * room])).width() == 177 + 2 * QUIET_MODULES
    assert code_of("", ["x" * (room + 1)]) == ""
    assert drawn(note("", ["x" * (room + 1)])).width() == 1
    assert drawn(note("", ["x" * (room + 1)])).width() == 1
    assert [record.getMessage() for record in caplog.records] == ["A text of 2332 letters is too long for a code, so none shows."]


@given(questions)
def test_a_note_reads_back_as_it_was(asked: list[str]) -> None:
    fields = parse_qs(note("¿Mis preguntas? & más", asked).partition("?")[2], strict_parsing=True)
    assert fields["subject"] == ["¿Mis preguntas? & más"]
    assert fields["body"] == ["\r\n".join(f"- {question}" for question in asked)]


def test_a_note_has_no_recipient() -> None:
    assert note("My questions", ["Is it safe?"]).startswith("mailto:?")
