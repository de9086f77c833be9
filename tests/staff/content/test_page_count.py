"""Texts that a visitor with the largest letters would have to turn too often are told with their place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.content.checks.check import examined
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.current import in_memory
from kiosk.problems import Problem, Severity
from kiosk.staff.content.page_count import too_many_pages

LONG = "The drip runs for a while here and somebody looks after you all of the time. " * 12


def told(folder: Path) -> tuple[Problem, ...]:
    reading = read_folder(folder)
    library = in_memory(folder, reading, examined(reading, folder, TODAY), TODAY)
    assert library
    return too_many_pages(library, reading)


def test_short_texts_are_not_told(qapp: object, tmp_path: Path) -> None:
    assert told(sample.write(tmp_path)) == ()


@pytest.mark.parametrize(
    ("file", "short", "slide"),
    [("infusion", "You can ask us to stop.", "in-the-room"), ("change", "Do not drive until the next day.", "no-driving")],
    ids=["points", "statement"],
)
def test_a_long_slide_is_told_where_it_begins_in_the_language_it_is_long_in(qapp: object, tmp_path: Path, file: str, short: str, slide: str) -> None:
    text = {"infusion": sample.INFUSION, "change": sample.CHANGE}[file]
    found = told(sample.write(tmp_path, **{file: text.replace(short, LONG)}))
    line = text.partition(f"- slide: {slide}\n")[0].count("\n") + 1
    assert [(each.file[10:], each.line, each.severity) for each in found] == [(f"{file}.yaml", line, Severity.WARNING)]
    assert found[0].wrong.startswith("In English, with the largest text, this takes ")
    in_spanish = told(sample.write(tmp_path, **{file: text.replace("es: Puede pedirnos que paremos.", f"es: {LONG}")}))
    assert [each.wrong[:11] for each in in_spanish] == (["In Spanish,"] if file == "infusion" else [])


def test_a_long_answer_is_told_too(qapp: object, tmp_path: Path) -> None:
    (tmp_path / "topics").mkdir()
    text = sample.QUESTIONS.replace("en: It may not last.", f"en: {LONG}")
    found = told(sample.write(tmp_path, questions=text))
    assert [(each.file, each.line) for each in found] == [("questions.yaml", 5)]


@pytest.mark.parametrize("file", ["questions", "interface"])
def test_what_no_code_holds_is_told(qapp: object, tmp_path: Path, file: str) -> None:
    (tmp_path / "topics").mkdir()
    long = "é " * 400
    asks = re.sub(r"asks: \{en: [^,]*,", f'asks: {{en: "{long}",', sample.QUESTIONS, count=1)
    title = re.sub(r"(?m)^note_title: .*$", f'note_title: {{en: "{long} {{clinic}}", es: "{{clinic}}"}}', sample.interface())
    found = told(sample.write(tmp_path, **{file: {"questions": asks, "interface": title}[file]}))
    assert [(each.file, each.severity) for each in found if "no code holds it" in each.wrong] == [(f"{file}.yaml", Severity.WARNING)]


def test_a_list_of_sources_may_be_long(qapp: object, tmp_path: Path) -> None:
    assert told(sample.write(tmp_path, sources=sample.SOURCES.replace("A small trial.", LONG))) == ()


def test_a_slide_in_a_file_with_an_error_is_not_measured(qapp: object, tmp_path: Path) -> None:
    assert told(sample.write(tmp_path, infusion=sample.INFUSION.replace("You can ask us to stop.", f"It cures. {LONG}"))) == ()
