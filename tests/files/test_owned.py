"""What only root may change is found by every part of the way to it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from kiosk.files.owned import is_of_others, others_own

OTHER = 64_997
FILE, FOLDER, LINK = stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK
Seen = tuple[int, int, int]
"""The kind and mode, the owner, the group; what is not named is root's, and closed to others."""
CHANGES: dict[str, tuple[Mapping[str, Seen], str]] = {
    "nothing": ({}, ""),
    "the file is another's": ({"env/bin/python": (FILE | 0o755, OTHER, 0)}, "env/bin/python"),
    "everybody may write it": ({"env/bin/python": (FILE | 0o757, 0, 0)}, "env/bin/python"),
    "root's group may write it": ({"env/bin/python": (FILE | 0o775, 0, 0)}, ""),
    "a group may write a folder": ({"env": (FOLDER | 0o775, 0, OTHER)}, "env"),
    "a folder above is another's": ({"env": (FOLDER | 0o755, OTHER, OTHER)}, "env"),
    "one of another's in which each has their own": ({"env": (FOLDER | 0o1755, OTHER, OTHER)}, "env"),
    "one of root's in which each has their own": ({"env": (FOLDER | 0o1777, 0, 0)}, ""),
    "a link is another's": ({"env/bin/python": (LINK | 0o777, OTHER, 0)}, "env/bin/python"),
    "it leads to what is another's": ({"true/python": (FILE | 0o755, OTHER, 0)}, "true/python"),
    "it leads to a folder of another's": ({"true": (FOLDER | 0o755, OTHER, 0)}, "true"),
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A link to a program, as an environment of Python has it."""
    for folder in ("env/bin", "true"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "true/python").write_text("#!")
    (tmp_path / "env/bin/python").symlink_to(tmp_path / "true/python")
    return tmp_path / "env/bin/python"


@pytest.mark.parametrize(("whose", "told"), CHANGES.values(), ids=CHANGES)
def test_whoever_could_put_something_else_there_is_found(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: Mapping[str, Seen], told: str
) -> None:
    def lstat(path: Path) -> os.stat_result:
        name = str(path.relative_to(tmp_path)) if path.is_relative_to(tmp_path) else ""
        mode, owner, group = whose.get(name, (FOLDER | 0o755, 0, 0))
        return os.stat_result((mode, 1, 1, 1, owner, group, 0, 0, 0, 0))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "lstat", lstat)
        found = others_own(program), others_own(program, {0, OTHER})
    place = str(tmp_path / told) if told else ""
    assert found == (place, place if any(mode == FILE | 0o757 for mode, *_ in whose.values()) else "")


def test_what_is_gone_is_told_as_that(program: Path, tmp_path: Path) -> None:
    (tmp_path / "true/python").unlink()
    assert not is_of_others(program, {os.geteuid()})
    with pytest.raises(FileNotFoundError):
        others_own(program, {os.geteuid()})
