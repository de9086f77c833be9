"""What is made into a folder takes its name when it is whole: two commands at once do not mix, and no reader sees a half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import TODAY
from slides import sample

from kiosk.picturing import Wanted
from kiosk.placing import placed, put
from kiosk.settings import Settings
from kiosk.slides.library import Library, open_library
from kiosk.staff import handout, pictures
from kiosk.staff.commands import main
from kiosk.staff.expected import ExpectedError
from kiosk.staff.review import translated

PROJECT = Path(__file__).resolve().parents[2]
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
        with placed(tmp_path, "a") as fresh:
            fresh.write(b"half")
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        fails()
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.placing import placed
with placed(Path(sys.argv[1]), "deep/a") as fresh:
    fresh.write(b"half")
    fresh.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_one_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=PROJECT, check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = (tmp_path / "deep").iterdir()
    put(tmp_path, "deep/b", b"new")
    assert left.exists(), "its writer might still live"
    os.utime(left, (0, 0))
    others = [left.with_name(name) for name in (".a.0123456789abcdef", f"{left.name}.txt", left.name.removeprefix("."))]
    for each in others:
        each.write_text("somebody's")
        os.utime(each, (0, 0))
    link, folder = left.with_name(".c.kiosk-0123456789abcdef"), left.with_name(".d.kiosk-0123456789abcdef")
    link.symlink_to(others[0])
    folder.mkdir()
    put(tmp_path, "deep/b", b"newer")
    assert set((tmp_path / "deep").iterdir()) == {*others, link, folder, tmp_path / "deep" / "b"}


@pytest.mark.parametrize("planted", ["link", "pipe", "hard link"])
def test_what_is_planted_under_the_name_is_replaced_and_leads_nowhere(tmp_path: Path, planted: str) -> None:
    outside, there = tmp_path / "outside", tmp_path / "content" / "schema" / "topic.json"
    outside.write_text("somebody's")
    there.parent.mkdir(parents=True)
    {"link": lambda: there.symlink_to(outside), "pipe": lambda: os.mkfifo(there), "hard link": lambda: there.hardlink_to(outside)}[planted]()
    put(tmp_path / "content", "schema/topic.json", b"new")
    assert (outside.read_text(), there.read_text(), there.is_symlink()) == ("somebody's", "new", False)
    assert [path.name for path in there.parent.iterdir()] == ["topic.json"]


def test_schemas_are_written_through_no_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = sample.write(tmp_path / "content")
    (tmp_path / "outside").mkdir()
    (content / "schema").symlink_to(tmp_path / "outside")
    assert main(["schema", "--content", str(content)]) == 1
    assert "no link" in capsys.readouterr().err
    assert not list((tmp_path / "outside").iterdir())


def test_translations_are_noted_through_no_planted_name(tmp_path: Path) -> None:
    content = sample.write(tmp_path / "content")
    (tmp_path / "outside").write_text("somebody's")
    for name in ("translations.yaml", f".translations.yaml.{os.getpid()}"):
        (content / name).unlink(missing_ok=True)
        (content / name).symlink_to(tmp_path / "outside")
    with suppress(ExpectedError):
        translated(content)
    assert (tmp_path / "outside").read_text() == "somebody's"
