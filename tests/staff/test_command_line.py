"""How every command line is read: in any order, and with a sentence where it cannot be."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from every_command import VALUES, leaves
from hypothesis import given
from hypothesis import strategies as st

from kiosk.project import DATA
from kiosk.staff import command_line
from kiosk.staff.main import _parser, main, parser, understood

PARSER = parser()
PARSERS = {name: parser for name, parser in leaves(PARSER) if name and name != "test"}
FOR_TYPES: dict[object, str] = {
    command_line.path: "some/file", command_line.pixels: "800x600", command_line.inches: "32", command_line.number: "3", command_line.months: "7",
}  # fmt: skip


def value(action: argparse.Action) -> str:
    """Something that may stand there."""
    if isinstance(action.metavar, str) and action.metavar in {"STATUS", "SIZE", "COLORS", "KIND"}:
        return {"STATUS": "called", "SIZE": "large", "COLORS": "night", "KIND": "desktop"}[action.metavar]
    return FOR_TYPES.get(action.type) or VALUES.get(action.dest, "x")


def groups(name: str) -> tuple[list[list[str]], list[list[str]]]:
    """The options of a command, each with what belongs to it, and its other words."""
    actions = [action for action in PARSERS[name]._actions if action.dest != "help"]
    options = [[action.option_strings[-1], *([value(action)] if action.nargs is None else [])] for action in actions if action.option_strings]
    return options, [[value(action)] for action in actions if not action.option_strings]


@st.composite
def lines(draw: Callable[..., Any]) -> tuple[str, list[str], list[str]]:
    """A command with all its options, in order; and the same with the options anywhere, before, between and after its words."""
    name = draw(st.sampled_from(sorted(PARSERS)))
    options, others = groups(name)
    words = [[word] for word in name.split()] + others
    mixed = list(words)
    for each in draw(st.permutations(options)):
        mixed.insert(draw(st.integers(0, len(mixed))), each)
    return name, list(chain(*words, *options)), list(chain(*mixed))


def meaning(line: list[str]) -> dict[str, object]:
    found = vars(understood(line))
    return {name: each for name, each in found.items() if name != "command"} | {"words": command_line.arranged(PARSER, line)[0].words}


@given(lines())
def test_an_option_means_the_same_wherever_it_stands(line: tuple[str, list[str], list[str]]) -> None:
    name, ordered, mixed = line
    assert meaning(mixed) == meaning(ordered)
    assert meaning(mixed)["words"] == name


def test_no_option_has_a_value_in_one_command_and_none_in_another() -> None:
    parsers = [parser for _, parser in leaves(PARSER)]
    valued = {name for each in parsers for action in each._actions if action.nargs is None for name in action.option_strings}
    alone = {name for each in parsers for action in each._actions if action.nargs is not None for name in action.option_strings}
    assert not valued & alone


@pytest.mark.parametrize(
    ("line", "command", "seen"),
    [
        ("--data X", "run", {"data": "X"}),
        ("--window 800x600", "run", {"window": "(800, 600)"}),
        ("--window 800x600 --data X", "run", {"data": "X"}),
        ("signups --data X list", "signups list", {"data": "X"}),
        ("key --name Ana add Bob", "key add", {"name": "Ana", "new": "Bob"}),
        ("signups delete a --yes b --name Ana c", "signups delete", {"id": "['a', 'b', 'c']", "yes": "True"}),
        ("signups delete -- -a", "signups delete", {"id": "['-a']"}),
        ("test -k x --data Y --help", "test", {"rest": "['-k', 'x', '--data', 'Y', '--help']"}),
        ("update --with-content x.zip", "update", {"source": "x.zip"}),
    ],
)
def test_lines_that_staff_write(line: str, command: str, seen: dict[str, str]) -> None:
    words = line.split()
    options = vars(understood(words))
    assert command_line.arranged(PARSER, words)[0].words == command
    assert {name: str(options[name]) for name in seen} == seen


BEFORE = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

folder, lines = json.loads(sys.stdin.read())
sys.path.insert(0, folder)
from kiosk.staff.before_install import answer

said = {}
for line in lines:
    with redirect_stdout(StringIO()) as out:
        assert answer(Path(folder), [*line.split(), "--help"]) == 0, line
    said[line] = out.getvalue()
print(json.dumps(said))
"""


def test_help_of_every_command_is_the_same_before_any_package_is_there() -> None:
    commands = {name: each for name, each in leaves(_parser(str(Path("~", DATA)))) if name}
    asked = json.dumps([str(PROJECT), list(commands)])
    done = subprocess.run([sys.executable, "-I", "-S", "-c", BEFORE], input=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {name: "".join(told[name].split()) for name in commands} == {name: "".join(each.format_help().split()) for name, each in commands.items()}


WRONG = {
    "chek": "There is no command 'chek'. Did you mean `check`?",
    "signups lst": "There is no command 'signups lst'. Did you mean `signups list`?",
    "export x.csv": "There is no command 'export'. Did you mean `signups export`?",
    "list": "There is no command 'list'. Did you mean `signups list` or `key list`?",
    "dance": "There is no command 'dance'. `python3 main.py --help` lists what there is.",
    "signups": "`signups` needs one more word that says what to do. For example: `python3 main.py signups list --name Ana`.",
    "signups mark a": "`signups mark` needs more on its line: STATUS. For example: `python3 main.py signups mark 3fa9c2d1 called --name Ana`.",
    "signups mark a done --name": "There is nothing after --name.",
    "signups delete a --name --yes": "There is nothing after --name.",
    "signups mark a bad": "STATUS: 'bad' cannot be used here. Use one of these: new, called, not-reached, done.",
    "key add Bob --name Ana --key x": "`key add` has no option --key. It changes who opens the key itself, so that must be here. Bring it back",
    "key remove Bob --name Ana --key=x": "`key remove` has no option --key. It changes who opens the key itself",
    "check --strikt": "`check` has no option --strikt. Did you mean --strict?",
    "check --strict=3": "--strict takes no value: remove the equals sign",
    "--versoin": "`run` has no option --versoin. Did you mean --version?",
    "check --str": "`check` has no option --str.",
    "doctor now": "`doctor` does not understand 'now'. For example: `python3 main.py doctor`.",
    "review start --by A --months 44": "--months: 44 is not a number of months from 1 to 12.",
    "review start --by A --months x": "--months: 'x' is not a whole number.",
    "pictures x --inches nan": "--inches: 'nan' is not a number of inches such as 21.5.",
    "run --window 0800x6000000": "--window: '0800x6000000' is not a size such as 1280x720",
    "pictures x --theme blue": "--theme: 'blue' cannot be used here. Use one of these: paper, night, black, white.",
    "check --data=": "--data: the name of the file or folder is empty.",
    "check -- x": "`check` does not understand 'x'.",
}


@pytest.mark.parametrize("line", WRONG)
def test_a_line_that_means_nothing_is_told_in_a_sentence(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line.split()) == 2
    said = capsys.readouterr()
    assert said.err.startswith(WRONG[line])
    assert said.err.count("\n") == 1
    assert not said.out


WORDS = [*PARSERS, "signups", "key", "--name", "--data", "--bogus", "-", "--", "-x", "", "x", "--help", "--json"]


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_whatever_stands_on_a_line_is_understood_or_refused(words: list[str]) -> None:
    with suppress(command_line.UsageError, SystemExit):
        understood(list(chain(*(word.split() or [""] for word in words))))


@pytest.mark.parametrize("name", list(PARSERS))
def test_every_command_and_option_says_what_it_does(name: str) -> None:
    parser = PARSERS[name]
    assert re.fullmatch("[A-Z].*[.]", parser.description or "")
    assert all(action.help for action in parser._actions)
    assert "sign-up" not in parser.format_help()
    assert meaning(re.findall(r'"[^"]*"|\S+', parser.example.removeprefix("python3 main.py ")))["words"] == name


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert re.search(r'version = "(.*)"',
        (PROJECT / "pyproject.toml").read_text(encoding="utf-8"))[1] in capsys.readouterr().out  # type: ignore[index]


def test_a_home_with_a_sign_of_argparse_is_no_trouble(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/home/100% me/%(prog)s")
    assert main(["check", "--help"]) == 0
    assert "100% me" in capsys.readouterr().out


def test_what_stands_before_test_does_not_reach_pytest() -> None:
    for before in (["--data", "X"], ["-k"], ["--content", "X"]):
        with pytest.raises(command_line.UsageError, match="before its name"):
            understood([*before, "test"])
    assert understood(["test", "--data", "X", "-k", "doctor"]).rest == ["--data", "X", "-k", "doctor"]
