"""Questions into codes: nothing lost, nothing that a phone cannot read."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from kiosk.bridge.qr_images import QUIET_MODULES, drawn
from kiosk.content.model.deck import Clinic, Text
from kiosk.screens.basket import MOST_BYTES, MOST_BYTES_OF_ALL, Line, code_of, foot_of, note, shared_out

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=70)
lines = st.lists(st.builds(Line, words, st.sampled_from(["", "To raise", "¿Preguntas?"])), min_size=1, max_size=30)
FOOT = "(706) 555-0123, www.example.org"


@given(lines)
def test_every_line_is_in_one_code_in_its_order(listed: list[Line]) -> None:
    rows = [*zip(listed[::2], listed[1::2], strict=False), tuple(listed[-1:])]
    assert [row for code in shared_out("My list", rows, FOOT) for row in code] == rows


@given(lines)
def test_a_code_with_more_than_one_row_is_never_larger_than_version_20(listed: list[Line]) -> None:
    for code in shared_out("My list", [(line,) for line in listed], FOOT):
        text = note("My list", [line for row in code for line in row], FOOT)
        assert len(code) == 1 or segno.make_qr(text, error="m", boost_error=False).version <= 20


def test_what_fits_is_what_the_standard_says() -> None:
    assert segno.make_qr("a" * MOST_BYTES, error="m", mode="byte", boost_error=False).version == 20
    assert segno.make_qr("a" * (MOST_BYTES + 1), error="m", mode="byte", boost_error=False).version == 21


def test_a_line_that_no_code_holds_has_none_and_its_picture_is_empty(caplog: pytest.LogCaptureFixture) -> None:
    room = MOST_BYTES_OF_ALL - len(note("", [Line("")]))
    assert drawn(code_of("", [Line("x" * room)])).width() == 177 + 2 * QUIET_MODULES
    assert code_of("", [Line("x" * (room + 1))]) == ""
    assert code_of("", [Line("x" * room)], FOOT) == ""
    assert drawn(note("", [Line("x" * (room + 1))])).width() == 1
    assert drawn(note("", [Line("x" * (room + 1))])).width() == 1
    assert [record.getMessage() for record in caplog.records] == ["A text of 2332 letters is too long for a code, so none shows."]


@given(st.lists(words, min_size=1))
def test_a_note_reads_back_as_it_was(asked: list[str]) -> None:
    fields = parse_qs(note("¿Mis preguntas? & más", [Line(each) for each in asked]).partition("?")[2], strict_parsing=True)
    assert fields["subject"] == ["¿Mis preguntas? & más"]
    assert fields["body"] == ["\r\n".join(f"- {question}" for question in asked)]


def test_a_note_says_each_heading_once_and_how_to_reach_the_clinic_last() -> None:
    listed = [Line("Glaucoma", "To raise"), Line("Liver disease", "To raise"), Line("Is it safe?", "Questions")]
    body = parse_qs(note("My list", listed, FOOT).partition("?")[2])["body"][0]
    assert body.split("\r\n") == ["To raise:", "- Glaucoma", "- Liver disease", "Questions:", "- Is it safe?", FOOT]


@pytest.mark.parametrize(("own", "foot"), [({}, ""), ({"phone": "(706) 555-0123"}, "(706) 555-0123"), ({"website": "a.org"}, "a.org")])
def test_the_foot_has_what_the_clinic_gives(own: dict[str, str], foot: str) -> None:
    assert foot_of(Clinic("A clinic", ("en",), Text(), Text(), **own)) == foot


def test_a_note_has_no_recipient() -> None:
    assert note("My list", [Line("Is it safe?")]).startswith("mailto:?")
