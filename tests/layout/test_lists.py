"""Rows to touch: every one placed, none on another, none outside the room, whatever the words. No Qt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layout.plain_letters import set_text

from kiosk.layout.lists import RowText, headed, row_pages
from kiosk.layout.measures import Area, Measures, Screen

AREAS = {"normal": Area(1700.0, 700.0), "largest": Area(1700.0, 700.0, 300.0)}
"""The second is used by somebody who asked for what lies within reach."""
ROWS = st.lists(st.integers(1, 40).map(lambda words: RowText("x", "word " * words, "note")), min_size=1, max_size=9)


@settings(max_examples=60)
@given(ROWS, st.sampled_from(sorted(AREAS)))
def test_every_row_stands_in_the_room(rows: list[RowText], size: str) -> None:
    measures, area = Measures(Screen(1920, 1080, 4.03), size), AREAS[size]
    pages = row_pages(headed("", "heading", measures, area, set_text), rows, measures, set_text)
    placed = [row for _, here in pages for row in here]
    assert [row.title.plain for row in placed] == [row.title.strip() for row in rows]
    for _, here in pages:
        assert all(row.box.bottom <= area.height + 0.01 for row in here)
        assert all(row.title.height + row.note.height <= row.box.height + 0.01 for row in here)


@pytest.mark.parametrize("count", [3, 7, 11, 13])
def test_rows_take_the_room_that_their_pages_have(count: int) -> None:
    """Also on several pages: the fullest has less room left than a row takes, or its rows are as tall as they may be."""
    measures, area = Measures(Screen(1080, 1920, 2.71), "normal"), Area(984.0, 1500.0, 700.0)
    rows = [RowText("x", f"question {number}") for number in range(count)]
    pages = row_pages(headed("", "heading", measures, area, set_text), rows, measures, set_text)
    fullest = max((here for _, here in pages), key=len)
    left, height = area.height - fullest[-1].box.bottom, fullest[0].box.height
    assert left < height / len(fullest) or height > 1.5 * measures.unit * 20
