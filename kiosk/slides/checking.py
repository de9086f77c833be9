"""Checks over the whole deck."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.problems import Problem
from kiosk.slides.reading import Reading, read_folder


def check(content: Path, today: date, icons: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    """Every problem of the content, in the order of files and lines."""
    return examined(read_folder(content), content, today, icons)


def examined(reading: Reading, content: Path, today: date, icons: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
    return tuple(sorted(reading.problems))
