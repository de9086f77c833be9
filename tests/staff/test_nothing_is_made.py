"""Every command, with each path that it takes leading to where nothing is: it says so in a sentence, and nothing is there afterwards.

An unplugged stick or a slip of the fingers must not make a folder, begin a drawer, or leave a key on the wrong disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TODAY
from every_command import VALUES, leaves, written

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import rotation, slots
from kiosk.signup.record import Answer, Record
from kiosk.staff import command_line
from kiosk.staff.main import main, parser

ANA = "correct horse battery"
NOT_TRIED_HERE = {
    "": "the kiosk itself, which makes its data folder", "run": "the same", "supervise": "the same", "preview": "the same, beside a list",
    "edit": "the same, with drafts in it",
    "install": "changes the machine; `tests/walls.py`", "uninstall": "the same", "test": "runs the tests",
    "benchmark": "measures in folders of its own",
}  # fmt: skip
USED = {
    "restore": ("file", "content"), "schema": ("content",), "translated": ("content",), "review": ("content",), "handout": ("folder", "content"),
    "pictures": ("folder", "content"), "listen": ("folder", "content"), "wheels": ("folder",), "release": ("archive", "key"), "update": ("source",),
    "signups waiting": ("data", "drawer"), "signups recover": ("data", "drawer"),
}  # fmt: skip
"""Of commands that are handed more paths than they need, those that they use. No command about requests looks at the content."""
SAYS_ALL_THE_SAME = {
    ("check", "--data"), ("doctor", "--data"), ("doctor", "--content"), ("take", "--data"), ("take", "--content"),
}  # fmt: skip
"""What has something to tell although nothing is there."""


def cases() -> Iterator[Any]:
    for name, command in leaves(parser()):
        if name in NOT_TRIED_HERE:
            continue
        for action in command._actions:
            used = USED.get(name, () if action.dest == "content" and name.startswith(("signups", "key")) else (action.dest,))
            if action.type is command_line.path and action.dest in used:
                yield pytest.param(name, action.dest, id=f"{name or 'no command'} {action.dest}")


COMMANDS = dict(leaves(parser()))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return made(tmp_path)


def made(folder: Path) -> Path:
    """A machine with a request and Ana's key, and a copied drawer."""
    rotation.new_key(folder / "data" / "keys", "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(64, 1))
    with closing(Drawer(folder / "data" / "drawer", folder / "data" / "keys")) as drawer:
        drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Ana", "Ana"),), ()))
    shutil.copytree(PROJECT / "content", folder / "content")
    return folder


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.name != "anchors.json" and not path.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize(("name", "astray"), list(cases()))
def test_where_nothing_is_nothing_is_made(
    place: Path, name: str, astray: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    arguments = line(place, name, astray, str(place / "nowhere" / "further" / "file.zip"))
    monkeypatch.setattr("getpass.getpass", lambda _: ANA)
    before = everything(place)
    code = ended(arguments)
    said = capfd.readouterr().err
    assert everything(place) == before
    if (name, f"--{astray}") not in SAYS_ALL_THE_SAME:
        assert code in (1, 2), f"{name} did not miss --{astray}; `USED` has to say so if it does not use it. It said: {said}"
        assert said.strip(), arguments
    assert "should not have happened" not in said


def line(place: Path, name: str, astray: str, value: str) -> list[str]:
    """The command with all that it needs, and one path that is this."""
    arguments = name.split()
    for action in COMMANDS[name]._actions:
        if action.dest == astray:
            arguments += written(action, value)
        elif action.dest in ("data", "content"):
            arguments += written(action, str(place / action.dest))
        elif action.required or not (action.option_strings or action.nargs == "?"):
            value_of_it = str(place / f"{action.dest}.out") if action.type is command_line.path else VALUES.get(action.dest, "x")
            arguments += written(action, value_of_it)
        elif action.dest in ("name", "yes", "retire_others", "quick"):
            arguments += written(action, "Ana") if action.dest == "name" else [action.option_strings[-1]]
    return arguments


def ended(arguments: list[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)


def to_itself(place: Path) -> str:
    (place / "loop").symlink_to(place / "loop")
    return str(place / "loop")


NO_PATHS: dict[str, Callable[[Path], str]] = {
    "a name that is too long": lambda place: str(place / ("x" * 300)), "a folder with one": lambda place: str(place / ("x" * 300) / "a"),
    "letters of two bytes": lambda place: str(place / ("é" * 130)), "a way that is too long": lambda place: f"{place}{'/x' * 2100}",
    "a name with no room for more": lambda place: str(place / ("x" * 250)), "a link to itself": to_itself,
    "below a link to itself": lambda place: f"{to_itself(place)}/a.zip", "the folder of nobody": lambda _: "~nosuch/a/b/c.zip",
    "below a file": lambda _: f"{__file__}/a.zip",
}  # fmt: skip

LONG = ("check", "doctor")
"""What looks at all of the machine wherever a path leads: they get the names that are too long."""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `place`, for whatever changes nothing."""
    return made(tmp_path_factory.mktemp("machine"))


@pytest.mark.parametrize(("name", "astray"), list(cases()))
def test_a_path_that_is_none_is_told_in_a_sentence(
    request: pytest.FixtureRequest, tmp_path: Path, name: str, astray: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: ANA)
    monkeypatch.chdir(tmp_path)
    machine, capfd = request.getfixturevalue("machine"), request.getfixturevalue("capfd")
    for what, make in NO_PATHS.items() if name not in LONG else list(NO_PATHS.items())[:5]:
        (tmp_path / "loop").unlink(missing_ok=True)
        code = ended(line(machine, name, astray, make(tmp_path)))
        out, said = capfd.readouterr()
        assert code in (0, 1, 2), (what, said)
        assert out + said, what
        assert not any(each in out + said for each in ("should not have happened", "Traceback", "Errno", "/proc/")), (what, said)
    assert not list(machine.rglob("crash-*"))


def test_the_exceptions_are_commands() -> None:
    assert set(COMMANDS) >= set(USED) | set(NOT_TRIED_HERE)
