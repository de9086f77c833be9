"""Whatever lies below a folder is told once, and endless folders have an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import deep

from kiosk.files.below import DEEPEST, below
from kiosk.files.regular import NotReadError


def test_everything_is_told_and_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(b"")
    (tmp_path / "a" / "link").symlink_to(tmp_path)
    (tmp_path / "nowhere").symlink_to(tmp_path / "nothing")
    found = [str(path.relative_to(tmp_path)) for path in below(tmp_path)]
    assert sorted(found) == ["a", "a/b", "a/b/file", "a/link", "nowhere"]
    assert found.index("a") < found.index("a/b") < found.index("a/b/file")


def test_as_deep_as_is_taken_and_one_deeper(tmp_path: Path) -> None:
    inner = tmp_path.joinpath(*("a",) * DEEPEST)
    inner.mkdir(parents=True)
    (inner / "file").write_bytes(b"")
    assert inner / "file" in set(below(tmp_path))
    (inner / "a").mkdir()
    with pytest.raises(NotReadError, match="without end"):
        list(below(tmp_path))


def test_folders_without_end_are_named_by_the_one_to_delete(tmp_path: Path) -> None:
    deep(tmp_path / "trap")
    with pytest.raises(NotReadError) as told:
        list(below(tmp_path))
    assert told.value.filename == str(tmp_path / "trap")
