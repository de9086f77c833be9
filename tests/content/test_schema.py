"""The schemas for editors: current, and of one mind with the reader about what ships and about slips."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from kiosk.content.reading.schema import FILES, schemas

CONTENT = Path(__file__).resolve().parents[2] / "content"
YAML = sorted([*CONTENT.glob("*.yaml"), *CONTENT.glob("topics/*.yaml")])
MADE = schemas()


def as_an_editor_reads(text: str) -> Any:
    return json.loads(json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str))


def name_of(path: Path) -> str:
    return "topic" if path.parent.name == "topics" else path.stem


def faults(name: str, text: str) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(MADE[name]).iter_errors(as_an_editor_reads(text))]


def test_the_schemas_in_the_folder_are_current() -> None:
    """When this fails: python3 main.py schema."""
    kept = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (CONTENT / "schema").glob("*.json")}
    assert kept == MADE


@pytest.mark.parametrize("path", YAML, ids=lambda path: path.stem)
def test_what_ships_is_right_to_an_editor_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults(name_of(path), text) == []
    wanted = (CONTENT / "schema" / f"{name_of(path)}.json").resolve()
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == wanted


SLIPS = {
    "a misspelt name": ("topics/40-infusion.yaml", "owner: Clinical lead", "ovner: Clinical lead"),
    "an unknown kind": ("topics/40-infusion.yaml", "kind: cards", "kind: crads"),
    "a colour that is not there": ("topics/40-infusion.yaml", "tint: apricot", "tint: orange"),
    "no title": ("topics/40-infusion.yaml", 'title: {en: Your infusion, es: "Su infusión: suero por la vena"}\n', ""),
    "makes what": ("topics/40-infusion.yaml", "makes: claim", "makes: clam"),
    "a source without a citation": ("sources.yaml", 'cite: "{name}"', "link: x"),
    "a language that is not there": ("clinic.yaml", "languages: [en, es]", "languages: [en, xx]"),
}


@pytest.mark.parametrize(("file", "old", "new"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_underlined(file: str, old: str, new: str) -> None:
    path = CONTENT / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    assert faults(name_of(path), text.replace(old, new, 1))


@pytest.mark.parametrize("text", ["topic: a\ntitle: Plain\nslides:\n  - title: Also plain\n    picture: room.svg\n    points: [{en: A}]\n"])
def test_short_ways_to_write_are_right(text: str) -> None:
    assert faults("topic", text) == []


def test_every_name_says_what_it_means() -> None:
    for name in FILES:
        for model in [MADE[name], *MADE[name].get("$defs", {}).values()]:
            for shape in [model, *model.get("anyOf", [])]:
                for field, said in shape.get("properties", {}).items():
                    assert said.get("description") or field == "kind", (name, field)
