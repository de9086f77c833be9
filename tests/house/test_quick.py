"""`test --quick` leaves out what is listed, and the list names tests that are there."""

from __future__ import annotations

import ast
import subprocess
import sys

from conftest import SLOW

from kiosk.project import PROJECT

LISTED = SLOW.read_text(encoding="utf-8").split()


def functions_of(file: str) -> set[str]:
    tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_line_of_the_list_is_a_test_that_is_there() -> None:
    named = [line.partition("::") for line in LISTED]
    assert [line for line, (file, _, name) in zip(LISTED, named, strict=True) if name and name not in functions_of(file)] == []
    assert sorted(set(LISTED)) == LISTED


def test_what_is_listed_is_left_out() -> None:
    file = LISTED[0].partition("::")[0]
    command = [sys.executable, "-m", "pytest", "--collect-only", "--quick", "-p", "no:xdist", file]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False).stdout
    collected = {line.split("[")[0] for line in told.splitlines() if line.startswith(file)}
    assert collected == {f"{file}::{name}" for name in functions_of(file) if name.startswith("test_")} - set(LISTED) != set()
