"""The last good text of each file, and the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.content.store import last_texts
from kiosk.content.store.last_texts import MOST_BYTES, keep, names_kept, versions


def kept(folder: Path, name: str = "help.yaml") -> list[tuple[bytes, bool]]:
    return [(each.raw, each.gone) for each in versions(folder, Path("/content"), name)]


def test_the_last_two_are_kept_the_newest_first(tmp_path: Path) -> None:
    for raw in (b"one", b"two", b"two", b"three"):
        keep(tmp_path, Path("/content"), [("help.yaml", raw), ("topics/10-start.yaml", b"t" + raw)])
    assert kept(tmp_path) == [(b"three", False), (b"two", False)]
    assert kept(tmp_path, "topics/10-start.yaml") == [(b"tthree", False), (b"ttwo", False)]
    assert names_kept(tmp_path, Path("/content")) == {"help.yaml", "topics/10-start.yaml"}
    assert all(each.path.read_bytes() == each.raw for each in versions(tmp_path, Path("/content"), "help.yaml"))
    assert kept(tmp_path, "words.yaml") == []


def test_of_a_file_that_is_gone_the_last_text_is_the_one_before(tmp_path: Path) -> None:
    keep(tmp_path, Path("/content"), [("topics/a.yaml", b"one"), ("topics/b.yaml", b"other")])
    keep(tmp_path, Path("/content"), [("topics/b.yaml", b"other")], lambda name: name == "topics/a.yaml")
    assert kept(tmp_path, "topics/a.yaml") == [(b"one", True)]
    assert kept(tmp_path, "topics/b.yaml") == [(b"other", False)]
    keep(tmp_path, Path("/content"), [("topics/a.yaml", b"new")])
    assert kept(tmp_path, "topics/a.yaml") == [(b"new", False), (b"one", False)]


def test_texts_of_another_folder_are_not_its_own(tmp_path: Path) -> None:
    keep(tmp_path, Path("/content"), [("help.yaml", b"one")])
    assert not list(versions(tmp_path, Path("/other"), "help.yaml"))
    assert not names_kept(tmp_path, Path("/other"))


def test_what_is_too_large_or_no_content_counts_as_not_kept(tmp_path: Path) -> None:
    keep(tmp_path, Path("/content"), [("help.yaml", b"x" * (MOST_BYTES + 1)), ("help.txt", b"one")])
    assert kept(tmp_path) == []
    assert names_kept(tmp_path, Path("/content")) == {"help.yaml"}


def test_of_too_many_the_oldest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_texts, "MOST_FILES", 3)
    names = [f"topics/{number}.yaml" for number in range(5)]
    for name in names:
        keep(tmp_path, Path("/content"), [(name, b"one")])
    assert names_kept(tmp_path, Path("/content")) == set(names[2:])
