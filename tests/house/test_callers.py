"""Nothing in the code lives by tests alone: whatever is defined is named somewhere else in the code, or in QML, or Qt itself calls it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from conftest import PROJECT

KIOSK = PROJECT / "kiosk"
CALLED_FROM_OUTSIDE = {
    "eventFilter": "Qt, of an event filter",
    "requestImage": "Qt, of an image provider",
    "highlightBlock": "Qt, of a field whose words are new",
    "QML_IMPORT_NAME": "Qt's type information",
    "QML_IMPORT_MAJOR_VERSION": "Qt's type information",
    "redirect_request": "urllib, of a handler",
    "print_help": "argparse",
    "command_line": "`ketamine-kiosk`, which pip makes (pyproject.toml)",
}
"""What others call by its name, and who."""
REGISTERED = {"AnySlide"}
"""Classes whose children are found by asking them (`__subclasses__`)."""


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in (*sorted(KIOSK.rglob("*.py")), PROJECT / "main.py"):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def words_of(node: ast.AST) -> Iterator[str]:
    """The names that a piece of code uses; of short texts each word, for some name what they call (`getattr`, modules, slots)."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Load):
            yield each.attr
        elif isinstance(each, ast.Constant) and isinstance(each.value, str) and len(each.value) < 100:
            yield from re.findall(r"\w+", each.value)


def defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and REGISTERED & {ast.unparse(base) for base in node.bases}:
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not any("validator" in ast.unparse(each) for each in node.decorator_list):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
    for node in tree.body:
        if isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def test_everything_in_the_code_is_used_by_the_code() -> None:
    used = Counter(word for _, tree in trees() for word in words_of(tree))
    used.update(re.findall(r"\w+", "\n".join(path.read_text(encoding="utf-8") for path in (KIOSK / "ui").rglob("*.qml"))))
    idle = {name for _, tree in trees() for name in defined(tree) if not name.startswith("__") and not used[name]}
    assert idle == set(CALLED_FROM_OUTSIDE)
