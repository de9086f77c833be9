"""What the documents name is there: files, tests, commands, links, the rooms of the map; and the glossary is in its order."""

from __future__ import annotations

import argparse
import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import kiosk
from kiosk.staff.command_line import arranged
from kiosk.staff.main import parser

PARSER = parser()
PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(path for folder in ("content", "kiosk") for path in (PROJECT / folder).rglob("*.md"))])
ROOTS = ("", "kiosk", "tests", "content")
"""A file is named from the document itself, or from one of these folders of the project, so that names stay short."""
ENDINGS = ("", ".py", ".qml")
FILES = ("py", "yaml", "sqlite")
A_PATH = re.compile(r"[a-z0-9_-]+(/[A-Za-z0-9_.-]+)+/?(::\w+)?|test_\w+(::\w+)?|[A-Za-z_]+\.(py|qml|toml|md)")
TOPICS = "|".join(path.stem.partition("-")[2] for path in (PROJECT / "content/topics").glob("*.yaml"))
NO_FILES = re.compile(rf"(reading/)?({TOPICS})/.*|.*NAME.*|topic/slide|question/option")
"""What looks like a file and is none: a place of a visit, names within content, what a recipe is to make."""

of_each = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(PROJECT)))


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def named(document: Path) -> Iterator[str]:
    """The words that look like files, between backticks and in lines that are indented as code."""
    text = text_of(document)
    for words in [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(.*)$", text, re.MULTILINE)]:
        for word in words.split():
            if A_PATH.fullmatch(word) and not NO_FILES.fullmatch(word):
                yield word


@cache
def everywhere() -> frozenset[str]:
    """The bare names of all files of the code and the tests."""
    return frozenset(path.name for folder in ("kiosk", "tests") for path in (PROJECT / folder).rglob("*.*"))


def is_there(document: Path, word: str) -> bool:
    name, _, function = word.partition("::")
    if "/" not in name:
        return any(f"{name}{ending}" in everywhere() or (PROJECT / f"{name}{ending}").exists() for ending in ENDINGS)
    path = place(document, name)
    return path is not None and (not function or function in functions(path))


def place(document: Path, name: str) -> Path | None:
    """Where the file is that a document names so."""
    folders = (document.parent, *(PROJECT / root for root in ROOTS))
    return next((path for folder in folders for ending in ENDINGS if (path := folder / f"{name}{ending}").exists()), None)


def functions(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(text_of(path))) if isinstance(node, ast.FunctionDef)}


@of_each
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    assert [word for word in named(document) if not is_there(document, word)] == []


A_COMMAND = re.compile(r"(?:python3 (?:/opt/kiosk/)?main\.py|python -m kiosk\.staff)((?: (?! )[^ `]+)*)")
"""A command as it is to be typed; two blanks end it, where what it does comes after it on the line."""


def commands(document: Path) -> list[str]:
    """The whole commands that a document says, without the names of COMMAND and the like in their places."""
    text = text_of(document)
    written = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(.*)$", text, re.MULTILINE)]
    return [found[1].strip() for line in written if (found := A_COMMAND.search(line)) and not re.search(r"COMMAND|…|\.\.\.", found[1])]


@of_each
def test_every_command_that_a_document_says_is_understood_as_it_stands(document: Path) -> None:
    for words in map(shlex.split, commands(document)):
        command, rest = arranged(PARSER, words)
        if not command.passes_on and not {"--help", "--version"} & {*rest}:
            assert command.parse_known_args(rest, argparse.Namespace(content=None, data=None))[1] == [], words


A_PROOF = re.compile(r"tests/(\w+\.py)((?: [^`\n]+)?)")


def said_of_proofs(document: Path) -> Iterator[tuple[str, str]]:
    """What stands behind the name of a proof: where it has an item of a list, every option in that, else the words of its line."""
    text = text_of(document)
    for item in re.finditer(r"^- `tests/(\w+\.py).*(?:\n  .*)*", text, re.MULTILINE):
        yield from ((item[1], option) for option in re.findall(r"--[a-z][\w-]*", item[0]))
    written = [*re.findall(r"`([^`\n]+)`", text), *re.findall(r"^ {4}(.*)$", text, re.MULTILINE)]
    for name, words in (found for line in written for found in A_PROOF.findall(line.partition("  ")[0])):
        yield from ((name, word) for word in words.split() if re.fullmatch(r"-{0,2}[a-z][\w-]+", word))


@of_each
def test_every_option_and_part_of_a_proof_that_a_document_says_is_one_of_it(document: Path) -> None:
    said = [(name, word) for name, word in said_of_proofs(document) if word != "--help" and not name.startswith("test_")]
    assert [(name, word) for name, word in said if f'"{word}"' not in text_of(PROJECT / "tests" / name)] == []


@cache
def homes(name: str) -> str:
    """The text of the modules that are called so, or that have a class of this name."""
    there = [(path.stem, text_of(path)) for path in (PROJECT / "kiosk").rglob("*.py")]
    return "\n".join(text for stem, text in there if stem == name or re.search(rf"^class {name}\b", text, re.MULTILINE))


@of_each
def test_every_name_that_a_document_says_is_in_a_file_or_a_class_is_in_it(document: Path) -> None:
    text = text_of(document)
    said = [(name, text_of(where)) for name, path in re.findall(r"`(\w+)` in\s+`([\w/]+\.py)`", text) if (where := place(document, path))]
    said += [(name, homes(home)) for home, name in re.findall(r"`([A-Za-z]\w+)\.([a-z_]+)`", text) if homes(home) and name not in FILES]
    assert [name for name, code in said if not re.search(rf"\b{name}\b", code)] == []


def anchors(document: Path) -> set[str]:
    """What a link may lead to within a document: its headings, as a forge makes addresses of them."""
    headings = re.findall(r"^#+ (.+)$", text_of(document), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@of_each
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(document)):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = document.parent / place if place else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


CONTRACTS = tomllib.loads(text_of(PROJECT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
FLOORS = next(contract["layers"] for contract in CONTRACTS if contract.get("containers") == ["kiosk"])
ROOMS = {room: number for number, floor in enumerate(FLOORS) for room in floor.split(" | ")}
"""Each with the number of its floor, from the top down."""
MAP = str(kiosk.__doc__)


@pytest.mark.parametrize(
    "told",
    [
        re.findall(r"\*\*`(\w+)`\*\*", text_of(PROJECT / "kiosk/README.md")),
        re.findall(r"\w+", " ".join(re.findall(r"^([a-z]+(?:, [a-z]+)*)(?: {2}.*)?$", MAP, re.MULTILINE))),
    ],
    ids=["kiosk/README.md", "kiosk/__init__.py"],
)
def test_the_map_has_every_room_from_the_top_down(told: list[str]) -> None:
    assert set(ROOMS) == set(told)
    assert [ROOMS[room] for room in told] == sorted(ROOMS[room] for room in told)


def test_the_documents_say_alike_who_knows_qt() -> None:
    (contract,) = (contract for contract in CONTRACTS if contract.get("forbidden_modules") == ["PySide6"])
    know = ROOMS.keys() - {name.removeprefix("kiosk.") for name in contract["source_modules"]} - {"staff"}  # commands that draw
    recipes = text_of(PROJECT / "CONTRIBUTING.md")
    for text, sentence in ((MAP, r"Qt is known to (.*) commands that draw"), (recipes, r"does not know Qt\.\*\* Only (.*)commands\s+that draw")):
        (told,) = re.findall(sentence, text, re.DOTALL)
        assert set(re.findall(r"`(\w+)`", told)) == know


def glossary() -> list[str]:
    text = text_of(PROJECT / "kiosk/README.md").partition("## Glossary")[2].partition("\n## ")[0]
    return [word.casefold() for word in re.findall(r"^- \*\*(.+?)\*\*", text, re.MULTILINE)]


def test_the_glossary_has_one_entry_a_word_in_the_order_of_the_alphabet() -> None:
    assert glossary() == sorted(set(glossary()))


def test_every_page_of_decisions_is_listed() -> None:
    listed = set(re.findall(r"\(decisions/([\w-]+\.md)\)", text_of(PROJECT / "kiosk/README.md")))
    assert listed == {path.name for path in (PROJECT / "kiosk/decisions").glob("*.md")}


def test_every_page_of_the_handbook_is_listed() -> None:
    pages = {path.name for path in (PROJECT / "kiosk/handbook").glob("*.md")}
    for document in (PROJECT / "README.md", PROJECT / "kiosk/README.md"):
        assert set(re.findall(r"handbook/([\w-]+\.md)", text_of(document))) == pages, document
