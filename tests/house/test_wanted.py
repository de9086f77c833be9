"""A proof that is asked for something else than it has says so in one sentence."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from wanted import wanted

PROJECT = Path(__file__).resolve().parents[2]
PROOFS = sorted(path for path in (PROJECT / "tests").glob("*.py") if '__name__ == "__main__"' in path.read_text(encoding="utf-8"))
OF_OTHERS = {"ear.py", "nursery.py", "saying.py", "walls_probe.py"}
"""Started by tests and proofs alone, which know what they want."""


@pytest.mark.parametrize(("line", "given"), [
    ("", (3, 1, [])), ("7", (7, 1, [])), ("7 2 a", (7, 2, ["a"])), ("7 2 a b a", (7, 2, ["a", "b", "a"])),
])  # fmt: skip
def test_what_stands_on_the_line_is_understood(monkeypatch: pytest.MonkeyPatch, line: str, given: tuple[object, ...]) -> None:
    monkeypatch.setattr(sys, "argv", ["tests/proof.py", *line.split()])
    assert wanted("About.", ["a", "b"], count=3, seed=1) == given


@pytest.mark.parametrize(("line", "says"), [
    ("many", "'many' is not a whole number"), ("-3", "-3"), ("3 1 c", "there is no 'c'; there are: a, b"), ("--lost", "--lost"),
])  # fmt: skip
def test_what_means_nothing_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["tests/proof.py", *line.split()])
    with pytest.raises(SystemExit) as ended:
        wanted("About.", ["a", "b"], count=3, seed=1)
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("proof.py: ")
    assert said.count("\n") == 1
    assert says in said


def test_no_proof_reads_its_line_in_another_way() -> None:
    for path in PROOFS:
        if path.name not in OF_OTHERS:
            names = {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}
            assert {"wanted", "Parser"} & names, path.name


def taken_in(node: ast.stmt) -> str:
    """The module that a line takes names from, such as `kiosk.project`."""
    return (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name if isinstance(node, ast.Import) else ""


def shows_the_way(node: ast.stmt) -> bool:
    """Whether the code is found from this line on, by its own word or by that of another file of the tests."""
    other = PROJECT / "tests" / f"{taken_in(node)}.py"
    return "sys.path" in ast.unparse(node) or (other.is_file() and any(map(shows_the_way, ast.parse(other.read_text(encoding="utf-8")).body)))


@pytest.mark.parametrize("path", [path for path in PROOFS if path.name not in OF_OTHERS], ids=lambda path: path.stem)
def test_a_proof_finds_the_code_before_it_takes_any_of_it_in(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    first = next((number for number, node in enumerate(body) if taken_in(node).partition(".")[0] == "kiosk"), None)
    assert first is None or any(map(shows_the_way, body[:first]))


def test_a_real_proof_explains_itself() -> None:
    done = subprocess.run([sys.executable, "tests/interrupts.py", "--help"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: interrupts.py" in done.stdout
