"""What stays on one line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.layout.held_words import LONGEST, held


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("por poco tiempo. No le ayuda a nadie", "por poco tiempo. No_le_ayuda a nadie"),
        ("**No** debe recibirla", "**No**_debe recibirla"),
        ("esa noche. No tome de más.", "esa noche. No_tome de más."),
        ("**No las deje por su cuenta.**", "**No_las_deje por su cuenta.**"),
        ("la FDA no lo ha evaluado", "la FDA no_lo_ha evaluado"),
        ("No es una cura.", "No_es_una cura."),
        ("no empeoraron", "no_empeoraron"),
        ("no internacionalmente", "no internacionalmente"),
        ("Do not drive for 24 hours", "Do not_drive for 24_hours"),
        ("It does **not help everyone**", "It does **not_help everyone**"),
        ("not be given", "not_be_given"),
        ("About 45 of 100 people", "About 45_of_100 people"),
        ("a unas 20 de cada 100", "a unas 20_de_cada_100"),
        ("a los **18 días**", "a los **18_días**"),
        ("Llame al **988** y oprima 2", "Llame al_**988** y_oprima_2"),
        ("text 838255", "text_838255"),
        ("a note, casino nota", "a note, casino nota"),
    ],
)
def test_a_denial_and_a_number_stay_with_what_they_are_about(text: str, shown: str) -> None:
    assert held(text) == shown.replace("_", "\xa0")


@given(st.lists(st.sampled_from(["no", "not", "le", "es", "ayuda", "**drive**", "45", "of", "100", "hours", "988", "y", "oprima", "recibirla"])))
def test_nothing_but_blanks_changes_and_what_is_held_is_short(words: list[str]) -> None:
    text = " ".join(words)
    shown = held(text)
    assert shown.replace("\xa0", " ") == text
    denials = [piece for piece in re.split(r"[ \xa0](?=not?\b)| ", shown) if re.match("not?\xa0", piece) and not re.search(r"\d", piece)]
    assert all(len(piece.replace("*", "")) <= LONGEST for piece in denials)
