"""`check --strict` lets no text pass that one of the clinic's languages lacks, wherever it stands."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT, TODAY

from kiosk.content.checks.check import check
from kiosk.content.reading.folder import DICTIONARY, REVIEWS, TRANSLATIONS
from kiosk.staff.main import main
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import read_yaml

TOPIC, FORM = "topics/40-infusion.yaml", "signup.yaml"
SPANISH = re.compile(r'\n +es: [^\n]*|, es: (?:"[^"]*"|\[[^\]]*\]|[^,}\n]*)')
TEXTS = {
    "a word on a button": ("interface.yaml", "next: {"),
    "a month": ("interface.yaml", "month_3: {"),
    "a sentence of the screen": ("interface.yaml", "only_our_team:"),
    "an error of an answer": ("interface.yaml", "wrong_phone_short:"),
    "what a voice says": ("interface.yaml", "voice_keys:"),
    "a topic's title": (TOPIC, "title: {"),
    "a headline": (TOPIC, "    title: {"),
    "what a picture shows": (TOPIC, "    picture: {file: health-check.svg"),
    "a point": (TOPIC, "      - icon: clipboard-check"),
    "what only the clinic can say": (TOPIC, "    ask_us: {"),
    "a card's title": (TOPIC, "        title: {"),
    "a group of questions": ("questions.yaml", "  title: {"),
    "a question": ("questions.yaml", "      asks: {"),
    "an answer": ("questions.yaml", "        - icon: sunrise"),
    "the forms of a hard word": ("words.yaml", "  forms: {"),
    "a hard word": ("words.yaml", "  says: {"),
    "what a hard word means": ("words.yaml", "  means:"),
    "what a source is": ("sources.yaml", "  what: {"),
    "what a study found": ("sources.yaml", "  found:"),
    "the headline of help": ("help.yaml", "title: {"),
    "the first sentence of help": ("help.yaml", "intro:"),
    "a way to help": ("help.yaml", "  - icon: heart-handshake"),
    "the notice before the form": (FORM, "    - icon: lock"),
    "a question of the form": (FORM, "    title: {"),
    "its name on the review": (FORM, "    label: {"),
    "its help": (FORM, "    help:"),
    "its error": (FORM, "    error: {"),
    "an option": (FORM, "      - {option: me"),
    "a consent": (FORM, "      - option: text"),
    "the thanks": (FORM, "  title: {en: Thank you"),
    "the question on the waiting screen": ("clinic.yaml", "headline:"),
    "the way to a consultation": ("clinic.yaml", "consultation:"),
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


def checked(content: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["check", "--quick", "--json", "--content", str(content), "--data", str(content.parent / "data"), *more])
    return code, [problem for problem in json.loads(capsys.readouterr().out) if problem["severity"] != "notice"]


@pytest.mark.parametrize(("file", "begins"), TEXTS.values(), ids=TEXTS)
def test_a_text_without_spanish_is_told_at_its_line_and_strictly_refused(
    content: Path, capsys: pytest.CaptureFixture[str], file: str, begins: str
) -> None:
    path = content / file
    before, start, after = path.read_text(encoding="utf-8").partition(f"\n{begins}")
    assert start
    path.write_text(before + start + SPANISH.sub("", after, count=1), encoding="utf-8")
    code, told = checked(content, capsys, "--strict")
    assert code == 1
    line = before.count("\n") + 2
    missing = [problem for problem in told if "Spanish is missing here" in problem["message"] or "no forms in Spanish" in problem["message"]]
    assert [problem["file"] for problem in missing] == [file]
    assert missing[0]["line"] - line in (0, 1, 2)
    assert "es: " in missing[0]["hint"]


def test_without_strict_the_other_language_shows_in_its_place(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = content / "interface.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(", es: Siguiente}", "}"), encoding="utf-8")
    code, told = checked(content, capsys)
    assert (code, len(told)) == (0, 1)


def test_a_word_that_the_screen_needs_is_missed_by_its_name(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = content / "interface.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("next: {en: Next, es: Siguiente}\n", ""), encoding="utf-8")
    code, told = checked(content, capsys)
    assert code == 1
    assert [(problem["file"], problem["message"]) for problem in told] == [("interface.yaml", "These words of the screen are missing: next.")]


def without_spanish(value: Any) -> Any:
    match value:
        case dict():
            return {name: without_spanish(each) for name, each in value.items() if name != "es"}
        case list():
            return [without_spanish(each) for each in value]
        case _:
            return value


def english(value: Any, way: KeyPath = ()) -> Iterator[KeyPath]:
    """The ways to all texts."""
    match value:
        case dict():
            if "en" in value:
                yield way
            for name, each in value.items():
                yield from english(each, (*way, name))
        case list():
            for number, each in enumerate(value):
                yield from english(each, (*way, number))


def test_no_text_of_what_ships_can_lose_its_spanish_unnoticed(content: Path) -> None:
    expected = set()
    for path in (*content.glob("*.yaml"), *content.glob("topics/*.yaml")):
        written = read_yaml(path.read_bytes(), path.name).yaml
        assert written
        if path.name not in (REVIEWS, TRANSLATIONS, DICTIONARY):
            path.write_text(yaml.dump(without_spanish(written.data), allow_unicode=True, sort_keys=False, width=1e6), encoding="utf-8")
            bare = read_yaml(path.read_bytes(), path.name).yaml
            assert bare
            expected |= {(str(path.relative_to(content)), *bare.place(way)) for way in english(bare.data)}
    told = [problem for problem in check(content, TODAY) if "Spanish" in problem.wrong and "`es:" in problem.instead]
    assert len(expected) > 500
    assert {(problem.file, problem.line, problem.column) for problem in told} == expected
