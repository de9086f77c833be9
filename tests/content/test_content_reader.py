"""The content of a running kiosk comes from a process of its own: the same as read here, and nothing when that process fails."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.content.store import content_reader
from kiosk.content.store.content_reader import TOO_MUCH, ContentReader
from kiosk.content.store.current import open_library
from kiosk.content.store.fallback import CLINIC


def today() -> date:
    return TODAY


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def reader(content: Path, tmp_path: Path) -> ContentReader:
    return ContentReader(content, tmp_path / "data", today)


def test_it_is_what_would_be_read_here(content: Path, tmp_path: Path, reader: ContentReader) -> None:
    (content / "words.yaml").write_text("- [", encoding="utf-8")
    library, _ = reader.at_start()
    here, problems = open_library(content, tmp_path / "elsewhere", TODAY)
    assert here
    assert library.heads == here.heads
    assert [library.topic(head.id) for head in library.heads] == [here.topic(head.id) for head in here.heads]
    assert reader.errors == tuple(problem for problem in problems if problem.severity.value == "error") != ()


def test_where_nothing_can_be_kept_it_is_shown_all_the_same(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    reader = ContentReader(content, tmp_path / "a file", today)
    for library in (reader.at_start()[0], reader.read()):
        assert library
        assert all(library.topic(head.id) for head in library.heads)


def test_where_nothing_can_be_shown_the_screen_rests_with_words_for_staff(reader: ContentReader, content: Path) -> None:
    (content / "clinic.yaml").unlink()
    library, _ = reader.at_start()
    assert library.clinic == CLINIC
    assert "staff_title" in dict(library.interface)
    assert reader.errors
    assert reader.read() is None


FAILURES = {"ended": ("sys.executable", "/bin/false"), "never ends": ("MOST_SECONDS", 0.01), "says something else": ("sys.executable", "/bin/echo")}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_reading_without_an_end_changes_nothing(reader: ContentReader, content: Path, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    shown, _ = reader.at_start()
    (content / "words.yaml").write_text("- [withdraw", encoding="utf-8")
    target, value = FAILURES[failure]
    monkeypatch.setattr(sys, "executable", value) if target == "sys.executable" else monkeypatch.setattr(content_reader, target, value)
    assert reader.read() is None
    assert reader.errors == (TOO_MUCH,)
    again, _ = reader.at_start()
    assert again.heads == shown.heads
    assert reader.errors == (TOO_MUCH,)
