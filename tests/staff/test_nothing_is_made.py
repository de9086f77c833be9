"""Every command, with each path that it takes leading to where nothing is: it says so in a sentence, and nothing is there afterwards.

An unplugged stick or a slip of the fingers must not make a folder, begin a drawer, or leave a key on the wrong disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
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
    """A machine with a request and Ana's key, and a copied drawer."""
    rotation.new_key(tmp_path / "data" / "keys", "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(64, 1))
    with closing(Drawer(tmp_path / "data" / "drawer", tmp_path / "data" / "keys")) as drawer:
        drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Ana", "Ana"),), ()))
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.name != "anchors.json" and not path.name.endswith(("-wal", "-shm"))}


@pytest.mark.parametrize(("name", "astray"), list(cases()))
def test_where_nothing_is_nothing_is_made(
    place: Path, name: str, astray: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    nowhere = place / "nowhere" / "further" / "file.zip"
    arguments = name.split()
    for action in COMMANDS[name]._actions:
        if action.dest == astray:
            arguments += written(action, str(nowhere))
        elif action.dest in ("data", "content"):
            arguments += written(action, str(place / action.dest))
        elif action.required or not (action.option_strings or action.nargs == "?"):
            value = str(place / f"{action.dest}.out") if action.type is command_line.path else VALUES.get(action.dest, "x")
            arguments += written(action, value)
        elif action.dest in ("name", "yes", "retire_others", "quick"):
            arguments += written(action, "Ana") if action.dest == "name" else [action.option_strings[-1]]
    monkeypatch.setattr("getpass.getpass", lambda _: ANA)
    before = everything(place)
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capfd.readouterr().err
    assert everything(place) == before
    if (name, f"--{astray}") not in SAYS_ALL_THE_SAME:
        assert code in (1, 2), f"{name} did not miss --{astray}; `USED` has to say so if it does not use it. It said: {said}"
        assert said.strip(), arguments
    assert "should not have happened" not in said


def test_the_exceptions_are_commands() -> None:
    assert set(COMMANDS) >= set(USED) | set(NOT_TRIED_HERE)
