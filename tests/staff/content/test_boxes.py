"""What stands in the boxes of the desk."""

from __future__ import annotations

from datetime import date

import pytest
from conftest import TODAY

from kiosk.content.edits.outline import Spot
from kiosk.staff.content.boxes import day, in_words, version
from kiosk.staff.content.item_deeds import said_of
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


@pytest.mark.parametrize(
    ("deed", "written", "said"),
    [
        ("checked", "today", TODAY.isoformat()), ("checked", "Nov 20", "2026-11-20"), ("checked", "Dec 24", "2025-12-24"),
        ("checked", "12/24/2026", "Thursday, Dec 24, 2026, is still to come"), ("review_by", "Jun 30", "2027-06-30"),
        ("review_by", "Nov 20", "2027-11-20"), ("review_by", "11/20/2026", "The facts were checked on Sunday, Nov 22, 2026"),
        ("review_by", "11/22/2026", "so this day is too early"), ("review_by", "", ""),
    ],
)  # fmt: skip
def test_days_of_a_check_are_taken_as_they_are_meant_and_in_their_order(deed: str, written: str, said: str) -> None:
    def done() -> bytes:
        found = said_of(Spot("topics/a.yaml", ("title",)), deed, written, None, TODAY, shown={"keeping": {"checked": "2026-11-22"}})  # type: ignore[arg-type]
        assert found
        return found.change(b"title: A\nchecked: 2026-11-01\nreview_by: 2026-11-02\n")

    if said and not said[0].isdecimal():
        with pytest.raises(NotWrittenError, match=said):
            done()
    else:
        assert (f"{deed}: {said}\n".encode() in done()) == bool(said)
