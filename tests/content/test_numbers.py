"""Every number that a visitor reads stands in `tests/numbers.yaml`, with the source that carries it.

Numbers are digits, in English and Spanish. What is dialed (988, 911, other phone numbers, the key to press), years, and the name GLP-1
are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from shipped import SHIPPED

from kiosk.content.model.deck import Slide
from kiosk.content.model.questions import answers

HERE = Path(__file__).resolve()
DECK = SHIPPED.deck
assert DECK
SHOWN: dict[str, Slide] = {f"{topic.id}/{slide.id}": slide for topic in DECK.topics for slide in topic.slides}
SHOWN |= {f"questions/{slide.id}": slide for _, slide in answers(DECK.questions)}
ROWS: list[dict[str, str]] = yaml.load((HERE.parents[1] / "numbers.yaml").read_bytes(), Loader=yaml.CSafeLoader)

THE_KIOSK = "kiosk"
"""The source of what the machine itself does."""

NO_NUMBER = re.compile(
    r"\b1-800-[A-Z0-9]+-\d+\b|\(?\b\d{3}\)?[- ]\d{3}-\d{4}\b|\b838255\b|\b988\w*|\b911\b|\b(?:press|oprim[ai]r?)\s\d\b|\bGLP-1\b|\b(?:19|20)\d\d\b"
)
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(NO_NUMBER.sub(" ", text.replace("*", ""))))


def read(slide: Slide, language: str) -> set[str]:
    return {number for text in slide.texts() for number in numbers(text.in_(language))}


KNOWN: dict[str, set[str]] = defaultdict(set)
for row in ROWS:
    KNOWN[row["slide"]] |= numbers(row["shows"])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", SHOWN)
def test_each_number_has_its_source(name: str, language: str) -> None:
    assert read(SHOWN[name], language) <= KNOWN[name], "add a row to tests/numbers.yaml"


def test_each_row_is_about_a_number_that_is_shown() -> None:
    for row in ROWS:
        slide = SHOWN.get(row["slide"])
        assert slide, row
        assert numbers(row["shows"]), row
        assert numbers(row["shows"]) <= read(slide, "en") | read(slide, "es"), row


def test_each_row_says_what_carries_it() -> None:
    for row in ROWS:
        assert set(row) == {"slide", "shows", "source", "carries"}, row
        assert row["source"] in (*SHOWN[row["slide"]].all_sources(), THE_KIOSK), row
        assert row["carries"], row


def test_what_is_dialed_and_a_year_are_no_numbers() -> None:
    assert numbers("Call 988 and press 2, 911, 1-800-FDA-1088 (1-800-332-1088), in 2022. GLP-1. 988lifeline.org") == set()
    assert numbers("**$500 to $1,000**, 40-minute drips, by 4.") == {"500", "1,000", "40", "4"}
