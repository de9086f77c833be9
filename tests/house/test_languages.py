"""No language is written into the code: what a visitor sees or hears stands in the content, in each of its languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

KIOSK = Path(__file__).resolve().parents[2] / "kiosk"
QML = sorted(path for path in (KIOSK / "ui").rglob("*.qml") if path.parent.name != "desk")
"""But for what staff alone see, who are spoken to in English, as all commands do."""
KNOWS_LETTERS = ("keys.py", "sentences.py", "held_words.py")
"""Which letters are on keys, after which abbreviations a sentence goes on, and which words deny; none of them shows."""
PYTHON = sorted(
    path
    for files in ("screens/*.py", "layout/*.py", "bridge/*_view.py")
    for path in KIOSK.glob(files)
    if path.name not in KNOWS_LETTERS
)
SEEN = re.compile(r"^\s*(?:text|title|orElse|says|Accessible\.name|Accessible\.description): (.*)")
NO_WORDS = re.compile(r'[!=]== "\w*"|\["\w+"|"\{\w+\}"|<[^>]*>|&\w+;')
"""Comparisons, names of words and what they fill in, marks of StyledText."""
NAMES = {"Atkinson Hyperlegible Next", "Page.qml", " mm"}
"""Of the typeface, of files, and of a unit: the same in every language."""


def literals(code: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', code)


def like_language(literal: str) -> bool:
    """Two words, a capital letter before small ones, or a letter that names in code never have."""
    words = re.search(r"[^\W\d_]{2,} [^\W\d_]|\b[A-Z][a-z]+\b|[^\W\d_a-zA-Z]", literal)
    return bool(words) and literal not in NAMES and not (KIOSK / "ui" / "pages" / f"{literal}Page.qml").exists()


@pytest.mark.parametrize("path", QML, ids=lambda path: path.stem)
def test_no_words_are_written_into_qml(path: Path) -> None:
    code = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith(("//", "import")))
    lines = [NO_WORDS.sub("", line) for line in code]
    shown = [literal for line in lines if (seen := SEEN.match(line)) for literal in literals(seen[1]) if re.search(r"[^\W\d_]", literal)]
    written = [literal for line in lines for literal in literals(line) if like_language(literal)]
    assert {*shown, *written} <= NAMES


def said(tree: ast.AST) -> Iterator[str]:
    """The texts in code: no docstring, no name in a decorator, nothing that is raised or logged."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Raise) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) and not logs(node):
            yield from said(node)


def logs(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("_log.", "QmlUncreatable"))


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_words_are_written_into_what_shows_them(path: Path) -> None:
    found = [text for text in said(ast.parse(path.read_text(encoding="utf-8"))) if like_language(text)]
    assert found == []

