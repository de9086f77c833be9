"""What is made into a folder takes its name when it is whole: two commands at once do not mix, and no reader sees a half."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.bridge.icon_images import Icons
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.files.foreign_folders import placed, put
from kiosk.settings.settings import Settings
from kiosk.staff.content import handout, pictures
from kiosk.staff.content.all_screens import Wanted
from kiosk.staff.content.review import translated
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main

PROJECT = Path(__file__).resolve().parents[2]
MAKES: dict[str, Callable[[Library, Path], object]] = {
    "handout-en.pdf": lambda library, folder: handout.write(library, folder, TODAY),
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


COMMANDS = {
    "handout": ["handout"], "pictures": ["pictures", "--size", "640x360", "--language", "en"],
    "listen": ["listen", "--topic", "change", "--language", "en"],
}  # fmt: skip


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_of_two_at_once_the_second_is_told(qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    content = sample.write(tmp_path / "content")
    (tmp_path / "out").mkdir()
    first = os.open(tmp_path / "out", os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    line = [*words, str(tmp_path / "out"), "--content", str(content), "--data", str(tmp_path / "data")]
    assert main(line) == 1
    said = capsys.readouterr().err
    assert said.endswith(f"cannot be written into {tmp_path / 'out'}: another command is writing there; wait until it has ended.\n")
    assert not list((tmp_path / "out").iterdir())
    os.close(first)


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_where_nothing_more_can_be_written_no_half_is_left(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    content, (_, most) = sample.write(tmp_path / "content"), resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, most))
    try:
        code = main([*words, str(tmp_path / "out"), "--content", str(content), "--data", str(tmp_path / "data")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert (code, capsys.readouterr().err.splitlines()[-1].endswith("File too large.")) == (1, True)
    assert not [path for path in (tmp_path / "out").glob("*") if path.name.startswith(".") or path.stat().st_size in (0, 10_000)]


@pytest.mark.parametrize("words", [COMMANDS["pictures"], COMMANDS["listen"], ["check"]], ids=["pictures", "listen", "check"])
def test_ctrl_c_while_qt_calls_python_is_not_lost(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    content, drawn = sample.write(tmp_path / "content"), Icons._drawing

    def stopped(self: Icons, name: str, colour: str) -> bytes:
        signal.raise_signal(signal.SIGINT)
        return drawn(self, name, colour)

    monkeypatch.setattr(Icons, "_drawing", stopped)
    out = [] if "check" in words else [str(tmp_path / "out")]
    assert main([*words, *out, "--content", str(content), "--data", str(tmp_path / "data")]) == 130
    *_, last = capsys.readouterr().err.splitlines()
    assert last == "Stopped."
    assert not out or not list((tmp_path / "out").glob(".*"))


@pytest.mark.parametrize("words", [["translated"], ["review", "infusion", "--by", "Ana", "--yes"]], ids=["translated", "review"])
def test_what_reads_and_writes_a_list_waits_for_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    content = sample.write(tmp_path / "content")
    monkeypatch.setattr("kiosk.files.private.SECONDS_HELD", 0.0)
    first = os.open(content, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    assert main([*words, "--content", str(content), "--data", str(tmp_path / "data")]) == 1
    os.close(first)
    assert "cannot be written: another program has been using it for too long" in capsys.readouterr().err


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
from kiosk.files.foreign_folders import placed
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
