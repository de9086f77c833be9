"""Every command, wherever its output and input lead: it ends as it would elsewhere, with a sentence where somebody can read it.

All of it lies in a folder, and among files, whose names are made to look like words of ours, or to steer a terminal.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TODAY
from every_command import VALUES, leaves, written
from saying import EVIL, SECRETS

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import rotation, slots
from kiosk.signup.record import Answer, Record
from kiosk.staff import command_line
from kiosk.staff.main import parser

ANA = "correct horse battery"
COMMANDS = dict(leaves(parser()))
ONLY_REFUSED = {
    "run", "supervise", "preview", "edit",
    "install", "uninstall", "test", "benchmark", "doctor", "pictures", "listen", "narrate", "handout", "update", "wheels", "release",
}  # fmt: skip
"""What would start a screen, other programs or the network: here they are only given a word too many. (`test` hands that to pytest.)"""
STREAMS = {
    "as usual": ("nothing", "kept", "kept"),
    "a pipe that nobody reads": ("nothing", "unread", "kept"),
    "a full disk": ("nothing", "full", "kept"),
    "closed output": ("nothing", "closed", "kept"),
    "closed input": ("closed", "kept", "kept"),
    "closed errors": ("nothing", "kept", "closed"),
    "errors on a full disk": ("nothing", "kept", "full"),
    "all on a full disk": ("nothing", "full", "full"),
    "all closed": ("closed", "closed", "closed"),
}
LOCALES: dict[str, dict[str, str]] = {"C": {"LC_ALL": "C"}, "Latin-1": {"PYTHONIOENCODING": "latin-1"}}


def line(name: str, *, secret: bool) -> list[str]:
    """The command with all that it needs, as it works here."""
    words = name.split()
    if name in ONLY_REFUSED:
        return [*words, "--bogus"]
    for action in COMMANDS[name]._actions:
        if action.dest in ("data", "content"):
            words += written(action, f"PLACE/{action.dest}")
        elif action.dest == "passphrase_fd" and secret:
            words += written(action, str(SECRETS))
        elif action.required or action.dest in ("name", "id") or not (action.option_strings or action.nargs == "?"):
            words += written(action, f"PLACE/{action.dest}.csv" if action.type is command_line.path else VALUES.get(action.dest, "x"))
        elif action.dest in ("yes", "quick", "retire_others"):
            words.append(action.option_strings[-1])
    return words


NAMED = [name for name in COMMANDS if name and name != "test"]
ASKED = [line(name, secret=False) for name in NAMED if any(action.dest == "passphrase_fd" for action in COMMANDS[name]._actions)]
LINES = [["--version"], ["signups"], ["chek"], *ASKED, *(line(name, secret=True) for name in NAMED)]
HELP = [["--help"], *([*name.split(), "--help"] for name in NAMED)]
NAMES = [
    ["signups", "mark", EVIL, "called"], ["review", EVIL, "--by", "Ana"], [EVIL], ["check", f"--{EVIL}"], ["restore", f"PLACE/{EVIL}.zip"],
    ["signups", "verify", "--seen", EVIL], ["key", "recipient", "PLACE/a", EVIL, "--name", "Ana"], ["backup", f"/nowhere/{EVIL}"],
    ["key", "add", EVIL, "--name", "Ana"], ["pictures", "x", "--language", EVIL],
    ["check", "--quick", "--json", "--content", "PLACE/content"], ["handout", "PLACE/no/no", "--content", "PLACE/content"],
]  # fmt: skip
MORE = {"as usual": [*HELP, *NAMES], "a pipe that nobody reads": HELP, "a full disk": HELP}
CASES = [{"line": each, "streams": STREAMS[how], "how": how} for how in STREAMS for each in (*LINES, *MORE.get(how, ()))]
STEERS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")
FORGED = re.compile(r"^(2026-11-23 12:00|forged)", re.MULTILINE)
NAMED_BY_OTHERS = {
    "content/topics/30-{}.txt": "topic: a", "content/topics/{}/a.yaml": "topic: a", "content/topics/50-{}.yaml": "topic: [",
    "content/pictures/{}.png": "no picture", "data/{}": "", "data/drawer/drawer-set-aside-{}.sqlite": "no drawer",
    "data/keys/{}.private.json": "{{}}", "data/before-restore-{}/drawer.sqlite": "no drawer",
    "content/topics/40-evil.yaml": 'topic: evil\ntitle: {{en: A, es: A}}\npicture: "a\\nforged\\eb.png"\nslides: [{{slide: "\\nforged\\udc1b[2J"}}]',
    "data/settings.yaml": '"unknown\\nforged\\e[2J": 3\nphone_region: "\\u202eforged\\nforged"\n',
}  # fmt: skip
"""Files by their names, which hold the evil one, and their texts."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A machine with a request and Ana's key, and content with letters of all the world and an error in it."""
    folder = tmp_path_factory.mktemp("output")
    was = folder / "as it was"
    rotation.new_key(was / "data" / "keys", "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(64, 1))
    with closing(Drawer(was / "data" / "drawer", was / "data" / "keys")) as drawer:
        drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Nguyễn 雪", "Nguyễn 雪"),), ()))
    shutil.copytree(PROJECT / "content", was / "content", ignore=shutil.ignore_patterns("pictures", "schema", "[2-9]?-*.yaml"))
    (was / "content" / "topics" / "20-été 雪.yaml").write_text("topic: [雪", encoding="utf-8")
    for name, text in NAMED_BY_OTHERS.items():
        file = was / name.format(EVIL)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.format(EVIL))
    (folder / "secrets").write_text(f"{ANA}\n" + "plum lantern forty river\n" * 3, encoding="utf-8")
    return folder


def told(place: Path, cases: list[dict[str, Any]], **around: str) -> list[dict[str, Any]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))} | around
    command = [sys.executable, "-W", "error", str(PROJECT / "tests" / "saying.py"), str(place)]
    done = subprocess.run(command, env=environment, input=json.dumps(cases), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def is_calm(case: dict[str, Any], found: dict[str, Any]) -> None:
    said = found["out"] + found["err"]
    assert found["code"] in (0, 1, 2), (case, found)
    assert not found["crashed"], (case, found)
    assert not STEERS.search(said), (case, found)
    assert not FORGED.search(said), (case, found)
    assert not any(word in said for word in ("Traceback", "Exception ignored", "should not have happened", "Errno", "Warning:")), (case, found)


@pytest.fixture(scope="module")
def found(place: Path) -> list[dict[str, Any]]:
    return told(place, CASES, PYTHONUTF8="1")


@pytest.fixture(scope="module")
def usual(found: list[dict[str, Any]]) -> dict[tuple[str, ...], dict[str, Any]]:
    """What each command does where nothing is in its way."""
    return {tuple(case["line"]): each for case, each in zip(CASES, found, strict=True) if case["how"] == "as usual"}


def test_every_command_ends_the_same_wherever_its_words_go(found: list[dict[str, Any]], usual: dict[tuple[str, ...], dict[str, Any]]) -> None:
    assert sum(each["code"] == 0 for each in usual.values()) > len(COMMANDS)
    assert sum("forged" in each["out"] + each["err"] for each in usual.values()) >= 20
    for case, each in zip(CASES, found, strict=True):
        is_calm(case, each)
        before = usual[tuple(case["line"])]
        spoilt = case["streams"][1] == "full" and before["out"]
        assert each["code"] == (before["code"] or 1 if spoilt else before["code"]), (case, each, before)
        if case["streams"][2] == "kept":
            assert not each["code"] or "\n" in each["err"] + before["out"], (case, each)
            assert ("The output of this command could not be written: No space left on device." in each["err"]) is bool(spoilt), (case, each)
        if case["how"] == "closed errors":
            assert len(each["out"].splitlines()) == len(before["out"].splitlines()), "what is meant for errors comes nowhere else"


@pytest.mark.parametrize("locale", LOCALES)
def test_every_command_ends_the_same_in_any_locale(place: Path, usual: dict[tuple[str, ...], dict[str, Any]], locale: str) -> None:
    cases = [{"line": each, "streams": STREAMS["as usual"]} for each in LINES]
    for case, each in zip(cases, told(place, cases, **LOCALES[locale]), strict=True):
        is_calm(case, each)
        assert each["code"] == usual[tuple(case["line"])]["code"], (case, each)


def test_what_is_only_refused_here_are_commands() -> None:
    assert set(COMMANDS) >= ONLY_REFUSED
    assert all(isinstance(each, argparse.ArgumentParser) for each in COMMANDS.values())
