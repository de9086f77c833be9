"""What a publication, and what is noted beside it, says of itself: within its bounds, or nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.store import publications
from kiosk.content.store.publications import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_NUMBER,
    KnownScreen,
    Publication,
    known_screen,
    leaf,
    newest_noted,
    note_newest,
    note_screen,
)  # fmt: skip

GOOD = {"number": 7, "by": "Ana", "at": "2026-11-23T12:00:00+00:00", "note": "The new hours"}


@pytest.mark.parametrize(
    "changed", [{}, {"number": 1}, {"number": MOST_NUMBER}, {"by": "a" * LONGEST_NAME}, {"note": "n" * LONGEST_NOTE}, {"note": ""}, {"by": "Ñoño"}]
)
def test_what_is_within_bounds_is_read(changed: dict[str, Any]) -> None:
    told = GOOD | changed
    assert leaf(json.dumps(told).encode()) == Publication(told["number"], told["by"], told["at"], told["note"])


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 0}, {"number": -1}, {"number": MOST_NUMBER + 1}, {"number": "7"}, {"number": 7.5}, {"number": None},
        {"by": "a" * (LONGEST_NAME + 1)}, {"by": "A\nB"}, {"by": 7}, {"note": "n" * (LONGEST_NOTE + 1)}, {"note": "\x1b[31m"},
        {"at": "yesterday"}, {"at": ""}, {"at": 7},
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_nothing(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whatever refuses it
        leaf(json.dumps(GOOD | changed).encode())


@pytest.mark.parametrize(
    ("written", "number"), [(b"7\n", 7), (b"0", 0), (b"-3", 0), (b"seven", 0), (b"", 0), (b"%d" % (MOST_NUMBER + 1), 0), (b"1" * 30, 0)]
)
def test_the_newest_number_is_one_that_can_be(tmp_path: Path, written: bytes, number: int) -> None:
    (tmp_path / publications.NEWEST).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / publications.NEWEST).write_bytes(written)
    assert newest_noted(tmp_path) == number


def test_what_is_noted_is_read_again(tmp_path: Path) -> None:
    assert (newest_noted(tmp_path), known_screen(tmp_path)) == (0, None)
    (tmp_path / publications.NEWEST).parent.mkdir(parents=True, exist_ok=True)
    note_newest(tmp_path, 12)
    screen = KnownScreen((1080, 1920), (398.0, 708.0))
    note_screen(tmp_path, screen)
    assert (newest_noted(tmp_path), known_screen(tmp_path)) == (12, screen)
