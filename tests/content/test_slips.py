"""Edits that would undo a slip: the one that was meant is among those that are tried, and near the front."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.content.reading.slips import in_quotes, undoing
from kiosk.problems import Edits
from kiosk.unseen import has_ink, piled, unseen
from kiosk.yaml.reading import read_yaml

MOST_BEFORE = 100
"""So many edits are tried before the one that was meant, at most: those of the line itself."""
TOPIC = [
    "topic: a", "slides:", "  - slide: one", "    title: {en: One, es: Uno}", "    points:", "      - {en: First, es: Primero}",
    "      - {en: Second, es: Segundo}",
]  # fmt: skip


def edited(lines: list[str], edits: Edits) -> list[str]:
    fresh = dict(edits)
    return [fresh.get(number, line) for number, line in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        (1, "topic a"),
        (1, "topic; a"),
        (1, "topic： a"),
        (1, "tорic: a"),
        (4, "    title: {en: One es: Uno}"),
        (4, "    title: {en: One; es: Uno}"),
        (4, "    title: {en: One, es: Uno"),
        (4, "   title: {en: One, es: Uno}"),
        (4, "\ttitle: {en: One, es: Uno}"),
        (4, "    title: {en One, es: Uno}"),
        (6, "      – {en: First, es: Primero}"),
        (6, "     - {en: First, es: Primero}"),
        (6, "      {en: First, es: Primero}"),
    ],
)
def test_what_was_meant_is_tried_soon(line: int, slip: str) -> None:
    lines = [*TOPIC[: line - 1], slip, *TOPIC[line:]]
    tried = [edits for _, all_of_a_line in undoing(lines, line) for edits in all_of_a_line]
    results = [edited(lines, edits) for edits in tried]
    assert TOPIC in results
    assert results.index(TOPIC) < MOST_BEFORE


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("sources: [zarate-2006 clinic]", "sources: [zarate-2006, clinic]"),
        ("sources: [zarate-2006. clinic]", "sources: [zarate-2006, clinic]"),
        ("en: Say: yes", 'en: "Say: yes"'),
        ("en: “Yes”", 'en: "Yes"'),
        ("en: It's a 'yes", "en: \"It's a 'yes\""),
    ],
)
def test_a_list_and_a_text_get_what_they_lack(slip: str, meant: str) -> None:
    assert meant in [dict(edits)[1] for _, tried in undoing([slip], 1) for edits in tried]


def test_what_was_pasted_too_far_in_is_moved_together() -> None:
    """With all that lies in it, and no further than the next item of its list."""
    lines = [*TOPIC, "    - slide: two", "      title: {en: Two, es: Dos}", "      points: []", "  - slide: three"]
    moved = [tuple(number for number, _ in edits) for _, tried in undoing(lines, 8) for edits in tried if len(edits) > 1]
    assert (8, 9, 10) in moved
    meant = [*TOPIC, "  - slide: two", "    title: {en: Two, es: Dos}", "    points: []", "  - slide: three"]
    assert meant in [edited(lines, edits) for _, tried in undoing(lines, 8) for edits in tried]


def test_lines_around_are_tried_after_the_line_itself() -> None:
    lines = [*TOPIC, *("" for _ in range(3)), "# nothing", "  - slide: two"]
    places = [number for number, _ in undoing(lines, 6)]
    assert places[0] == 6
    assert 7 in places
    assert not {8, 9, 10, 11} & set(places)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" :'\"\\#"), max_size=40))
def test_a_text_in_quotes_is_the_text(text: str) -> None:
    assume(not unseen(text) and not piled(text))
    read = read_yaml(f"en: {in_quotes(text)}\n".encode(), "a.yaml").yaml
    assert read is not None
    assert read.data == {"en": unicodedata.normalize("NFC", text) if has_ink(text) else ""}
