"""Where one breath ends and the next begins."""

from __future__ import annotations

import growth
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.checks.readability import measured
from kiosk.layout.sentences import sentence_starts, sentences


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", []),
        ("   ", []),
        ("One thing", ["One thing"]),
        ("One. Two.", ["One.", "Two."]),
        ("Is it safe? We watch you. Ask!", ["Is it safe?", "We watch you.", "Ask!"]),
        ("\u00bfDuele? \u00a1No! Casi nunca.", ["\u00bfDuele?", "\u00a1No!", "Casi nunca."]),
        ("It runs for 1.5 hours. Then you rest.", ["It runs for 1.5 hours.", "Then you rest."]),
        ("Dr. Smith is in. Ask for him.", ["Dr. Smith is in.", "Ask for him."]),
        ("La Dra. P\u00e9rez le ve. Luego descansa.", ["La Dra. P\u00e9rez le ve.", "Luego descansa."]),
        ("From 8 a.m. Monday on. Come early.", ["From 8 a.m. Monday on.", "Come early."]),
        ("En EE. UU. no. Aqu\u00ed s\u00ed.", ["En EE. UU. no.", "Aqu\u00ed s\u00ed."]),
        ("She said \u201cstop.\u201d They stopped.", ["She said \u201cstop.\u201d", "They stopped."]),
        ("Wait\u2026 Then go on.", ["Wait\u2026", "Then go on."]),
        ("45 of 100. 30 of 100.", ["45 of 100.", "30 of 100."]),
        ("e.g. this one", ["e.g. this one"]),
    ],
)
def test_sentences_end_where_a_reader_breathes(text: str, said: list[str]) -> None:
    assert list(sentences(text)) == said


@given(st.text(max_size=300))
def test_no_letter_is_lost_and_every_place_is_in_the_text(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    starts = sentence_starts(text)
    assert list(starts) == sorted(set(starts))
    assert all(0 <= start < len(text) for start in starts)


@pytest.mark.parametrize("sign", list('.!?…)"A'))
def test_no_run_of_one_sign_costs_more_than_its_length(sign: str) -> None:
    for look in (sentence_starts, lambda text: measured(text, "en")):
        assert not growth.is_more_than_linear(look, lambda length: f"{sign * length}x")
