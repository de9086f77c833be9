"""The kiosk among the packages of pip. `tests/by_pip.py` builds and installs it for real."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from content import sample
from kiosk.project import PROJECT
from kiosk.staff.main import OF_THE_FOLDER, parser

TABLE = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
CALLS = "import sys; from kiosk.staff.main import command_line; sys.exit(command_line())"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with the kiosk as pyproject.toml lays it out, and little content."""
    folder = tmp_path_factory.mktemp("packages")
    shutil.copytree(PROJECT / "kiosk", folder / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    for here, there in TABLE["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"].items():
        (folder / there).parent.mkdir(parents=True, exist_ok=True)
        if here == "content":
            sample.write(folder / there)
        else:
            (folder / there).symlink_to(PROJECT / here)
    return folder


def called(packages: Path, data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", CALLS, *arguments, "--data", str(data)]
    return subprocess.run(command, cwd=data.parent, env=os.environ | {"PYTHONPATH": str(packages)}, capture_output=True, text=True, check=False)


def test_it_finds_its_content_its_letters_and_its_icons(packages: Path, tmp_path: Path) -> None:
    size = ["--size", "960x540", "--language", "en", "--topic", "change"]
    done = called(packages, tmp_path / "data", "pictures", str(tmp_path / "pictures"), *size)
    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "pictures").glob("*.png"))
    told = called(packages, tmp_path / "data", "check")
    assert told.returncode == 0
    assert "`ketamine-kiosk " in told.stdout or "'ketamine-kiosk " in told.stdout
    assert "main.py" not in told.stdout


@pytest.mark.parametrize("command", ["install", "update"])
def test_what_needs_the_folder_says_so(packages: Path, tmp_path: Path, command: str) -> None:
    done = called(packages, tmp_path / "data", command, *(["x.zip"] if command == "update" else []))
    assert done.returncode == 1
    assert done.stderr.startswith(f"`{command}` works with the folder of the kiosk, and this one was installed by pip: ")


def test_it_tells_its_version(packages: Path, tmp_path: Path) -> None:
    assert called(packages, tmp_path / "data", "--version").stdout == f"The lobby kiosk, version {TABLE['project']['version']}\n"


def test_the_commands_that_need_the_folder_are_commands() -> None:
    assert set(OF_THE_FOLDER) <= set(parser().commands)
