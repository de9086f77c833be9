"""Words as they are looked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.accents import without_accents


def test_accented_letters_are_plain_ones() -> None:
    assert without_accents("Ñandú, ámbar; Ångström; „x²“") == "Nandu, ambar; Angstrom; „x2“"


@given(st.text(), st.text())
def test_parts_of_words_are_parts(one: str, other: str) -> None:
    assert without_accents(one + other) == without_accents(one) + without_accents(other)
    assert without_accents(without_accents(one)) == without_accents(one)
