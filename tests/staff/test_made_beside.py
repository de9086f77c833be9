"""What is made into a folder takes its name when it is whole: two commands at once do not mix, and no reader sees a half."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import TODAY
from slides import sample

from kiosk import renaming
from kiosk.picturing import Wanted
from kiosk.settings import Settings
from kiosk.slides.library import Library, open_library
from kiosk.staff import handout, pictures

MAKES: dict[str, Callable[[Library, Path], object]] = {
    "handout-en.pdf": handout.write,
    "en-001-attract.png": lambda library, folder: pictures.every(library, Settings(), Wanted(folder, (640, 360), 0.0, "en")),
    "index.html": lambda library, folder: pictures.every(library, Settings(), Wanted(folder, (640, 360), 0.0, "en")),
}


@pytest.mark.parametrize("name", MAKES)
def test_what_is_there_is_replaced_and_not_written_into(qapp: object, tmp_path: Path, name: str) -> None:
    library, problems = open_library(sample.write(tmp_path / "content"), tmp_path / "data", TODAY)
    assert library, problems
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("another command's")
    (tmp_path / "seen").hardlink_to(folder / name)
    MAKES[name](library, folder)
    assert (tmp_path / "seen").read_text() == "another command's"
    assert (folder / name).stat().st_size > 100
    assert not list(folder.glob(".*"))


def test_what_is_not_finished_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def fails() -> None:
        with renaming.beside(tmp_path / "a") as fresh:
            fresh.write_text("half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fails()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"
