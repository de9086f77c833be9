"""How problems look at a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.problems import Problem, Severity
from kiosk.staff.console import pointed, tell
from kiosk.terminal import Plain


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(out: io.StringIO, content: Path, *problems: Problem) -> str:
    tell(problems, content, Plain(out))
    return out.getvalue()


WRONG = Problem("a.yaml", 2, 3, Severity.ERROR, "This is wrong.", "Write that.")


def test_only_a_terminal_gets_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[1;31merror:\033[0m" in told(Terminal(), tmp_path, WRONG)
    assert "\033" not in told(io.StringIO(), tmp_path, WRONG)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\033" not in told(Terminal(), tmp_path, WRONG)


def test_a_file_that_is_not_there_has_no_line_to_show(tmp_path: Path) -> None:
    assert told(io.StringIO(), tmp_path, WRONG).splitlines()[1:] == ["", "1 error, 0 warnings, 0 notices for staff"]


def test_notices_of_one_kind_are_one_line_that_hides_no_warning(tmp_path: Path) -> None:
    notices = [Problem(f"topics/{number}.yaml", 3, 1, Severity.NOTICE, f"Nobody has read `{number}` yet.", "Read it.") for number in range(24)]
    other = Problem("b.yaml", 1, 1, Severity.NOTICE, "This is something else.", "See.")
    warning = Problem("b.yaml", 0, 0, Severity.WARNING, "This is odd.", "Look.")
    short = told(io.StringIO(), tmp_path, *notices, warning, other, WRONG).splitlines()
    assert [line for line in short if "Nobody" in line] == ["24 times, first in topics/0.yaml:3: notice: Nobody has read `0` yet. -> Read it."]
    assert [line.split(":")[0] for line in short if line] == ["24 times, first in topics/0.yaml", "b.yaml", "Add --all to see each of these notices.",
        "b.yaml", "a.yaml", "1 error, 1 warning, 25 notices of 2 kinds for staff"]
    out = io.StringIO()
    tell([*notices, warning], tmp_path, Plain(out), every=True)
    assert out.getvalue().count("Nobody") == 24


def test_where_each_of_a_kind_has_a_command_of_its_own_the_other_files_are_named(tmp_path: Path) -> None:
    found = [
        Problem(f"{name}.yaml", 3, 1, Severity.NOTICE, f"Nobody has read `{name}` yet.", f"Let one read it: `python3 main.py review {name}`")
        for name in "abc"
    ]
    out = io.StringIO()
    tell(found, tmp_path, Plain(out))
    assert out.getvalue().splitlines()[0] == (
        "3 times, first in a.yaml:3: notice: Nobody has read `a` yet. -> Let one read it: `python3 main.py review a`."
        " The same holds for b.yaml, c.yaml, each with a command of its own."
    )


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=400), st.integers(1, 500))
def test_the_pointer_stands_under_the_place_in_lines_of_any_length(line: str, column: int) -> None:
    shown, pointer = pointed(Problem("a", 1, column, Severity.ERROR, "w"), [line])
    assert pointer.endswith("^")
    at = pointer.index("^")
    if column <= len(line.rstrip()):
        assert shown[at] == line[column - 1]
    assert len(shown) <= 9 + 110
