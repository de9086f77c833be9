"""What stands in the boxes of the desk."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TODAY

from kiosk.staff.content.boxes import day, in_words, version
from kiosk.yaml.writing import NotWrittenError


def test_a_day_is_read_as_people_write_it() -> None:
    assert day("", TODAY) is None
    assert day("2027-01-01", TODAY) == date(2027, 1, 1)
    assert day("1/1/2027", TODAY) == date(2027, 1, 1)
    with pytest.raises(NotWrittenError, match="`soon` is not a day"):
        day("soon", TODAY)


@pytest.mark.parametrize(("written", "words"), [("2027-01-01", "Friday, Jan 1, 2027"), ("soon", ""), (None, ""), (5, ""), ([], "")])
def test_a_day_of_a_file_is_told_in_words(written: object, words: str) -> None:
    assert in_words(written) == words


def test_what_the_kiosk_never_says_stands_beside_its_language() -> None:
    assert version("es", "Hola") == {"language": "es", "name": "Spanish", "words": "Hola", "never": []}
    (never,) = version("en", "It cures.")["never"]
    assert "“cures”" in never["wrong"]
    assert never["instead"]
