"""What the documents name is there: files, tests, links, the rooms of the map, and the glossary in its order."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(path for folder in ("content", "kiosk") for path in (PROJECT / folder).rglob("*.md"))])
ROOTS = ("", "kiosk", "tests", "content")
"""A file is named from the project, from the document itself, or from one of these folders, so that names stay short."""
ENDINGS = ("", ".py", ".qml")
IN_TICKS = re.compile(r"`([^`\n]+)`")
A_PATH = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_.-]+)+/?(::\w+)?|test_\w+(::\w+)?|[A-Za-z_]+\.(py|qml|toml|md)")
NO_FILES = re.compile(r"reading/infusion/.*|if/else|and/or|topic/slide|.*/(chosen|other|kiosk-2\.zip)|(screen|kiosk)\.(py|md)")
"""What looks like a path and is none: places of a visit, names within content."""


def named(document: Path) -> Iterator[str]:
    for words in IN_TICKS.findall(document.read_text(encoding="utf-8")):
        for word in words.split():
            if A_PATH.fullmatch(word) and not NO_FILES.fullmatch(word):
                yield word


@cache
def everywhere() -> frozenset[str]:
    """The bare names of all files of the code and the tests."""
    return frozenset(path.name for folder in ("kiosk", "tests") for path in (PROJECT / folder).rglob("*.*"))


def found(document: Path, name: str) -> Path | None:
    folders = (document.parent, *(PROJECT / root for root in ROOTS))
    return next((path for folder in folders for ending in ENDINGS if (path := folder / f"{name}{ending}").exists()), None)


def is_there(document: Path, word: str) -> bool:
    name, _, function = word.partition("::")
    if "/" not in name:
        return any(f"{name}{ending}" in everywhere() or (PROJECT / f"{name}{ending}").exists() for ending in ENDINGS)
    path = found(document, name)
    return path is not None and (not function or function in {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    assert [word for word in named(document) if not is_there(document, word)] == []


def anchors(document: Path) -> set[str]:
    """What a link may lead to within a document: its headings, as a forge makes addresses of them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = document.parent / place if place else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_the_map_has_every_room() -> None:
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    rooms = {name.strip() for contract in contracts if contract.get("containers") == ["kiosk"] for line in contract["layers"] for name in line.split("|")}
    told = set(re.findall(r"\*\*`(\w+)`\*\*", (PROJECT / "kiosk/README.md").read_text(encoding="utf-8")))
    assert rooms <= told


def test_the_glossary_has_one_entry_a_word_in_the_order_of_the_alphabet() -> None:
    glossary = (PROJECT / "kiosk/README.md").read_text(encoding="utf-8").partition("## Glossary")[2].partition("\n## ")[0]
    words = [word.casefold() for word in re.findall(r"^- \*\*(.+?)\*\*", glossary, re.MULTILINE)]
    assert words == sorted(set(words))
    assert words


def test_the_decisions_are_listed_where_they_are_looked_for() -> None:
    listed = (PROJECT / "kiosk/README.md").read_text(encoding="utf-8")
    assert {path.name for path in (PROJECT / "kiosk/decisions").glob("*.md")} <= set(re.findall(r"\(decisions/([\w-]+\.md)\)", listed))
