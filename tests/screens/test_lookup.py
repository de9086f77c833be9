"""Lists to look things up in."""

from __future__ import annotations

import pytest

from kiosk.screens.lookup import in_the_alphabet


@pytest.mark.parametrize(
    "words",
    ["ácido adicción Álamo araña", "nada náuseas noche ñame opioides", "signos síntomas sueño", "ação água amigo"],
)
def test_words_stand_as_in_a_dictionary(words: str) -> None:
    assert " ".join(sorted(set(words.split()), key=in_the_alphabet)) == words
