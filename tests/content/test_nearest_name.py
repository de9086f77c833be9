"""Which name was meant by one that was written wrongly; nothing where that is not certain."""

from __future__ import annotations

import pytest

from kiosk.content.reading.format_errors import LONGEST_GUESSED, MOST_COMPARED, MOST_KNOWN, as_name, nearest, shown

NAMES = ("title", "points", "picture", "pictures", "makes", "sources", "checked", "checked_by", "review_by", "en", "es")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("titel", "title"), ("Title", "title"), (" title ", "title"), ("tіtle", "title"), ("poinst", "points"), ("point", "points"),
        ("pictur", "picture"), ("source", "sources"), ("reviewby", "review_by"), ("xyz", ""), ("", ""), ("e", ""), ("t" * (LONGEST_GUESSED + 1), ""),
    ],
)  # fmt: skip
def test_the_name_that_was_meant_is_found_or_none(written: str, meant: str) -> None:
    assert nearest(written, NAMES) == meant


def test_among_very_many_names_the_near_one_is_compared() -> None:
    """Only some are compared in full: those that share their letters, and are about as long."""
    many = [f"{number:05}-abcdefgh" for number in range(5 * MOST_COMPARED)]
    assert nearest("titel", [*many, "title"]) == "title"
    assert nearest("titel", [*(each * 2 for each in many), "titletitle", "title"]) == "title"
    assert nearest("titel", ["title", *(str(number) for number in range(MOST_KNOWN))]) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My First Slide", "my-first-slide"), ("¿Qué pasa?", "que-pasa"), ("---", ""), ("日本", ""), ("a" * 99, "a" * 60),
        ("b" * 59 + " c", "b" * 59),
    ],
)  # fmt: skip
def test_a_text_becomes_a_name(text: str, name: str) -> None:
    assert as_name(text) == name


@pytest.mark.parametrize(("text", "short"), [("one\n two", "one two"), ("x" * 40, "x" * 40), ("x" * 41, "x" * 39 + "…"), (7, "7")])
def test_what_was_written_is_short_enough_for_a_sentence(text: object, short: str) -> None:
    assert shown(text) == short
