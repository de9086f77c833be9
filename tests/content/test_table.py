"""Choices side by side: what staff may write, what `check` says of it, and where it is told in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.model.deck import Slide
from kiosk.content.reading.folder import read_topic
from kiosk.content.store.current import open_library
from kiosk.staff.content.paper import Paper

TODAY = date(2026, 11, 23)
PILL = "          - {choice: pill, en: It may be days., es: Pueden ser días., makes: benefit, sources: [zarate-2006]}\n"


def table(text: str = sample.CHANGE) -> Slide:
    read = read_topic(text.encode(), "topics/20-change.yaml", ("en", "es"))
    assert read.value, read.problems
    return next(slide for slide in read.value.slides if slide.kind == "table")


def told(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    assert old in sample.CHANGE
    found = check(sample.write(folder, change=sample.CHANGE.replace(old, new, 1)), TODAY, sample.ICONS)
    return [(problem.severity.value, problem.wrong) for problem in sample.apart_from_sign_off(found)]


def test_each_point_of_a_row_is_called_what_its_choice_is_called() -> None:
    (row,) = table().columns
    assert [(point.name, point.title.in_("es"), point.icon, point.text.in_("en")) for point in row.points] == [
        ("talk", "Hablar", "droplet", "After weeks."),
        ("pill", "Una pastilla", "", "It may be days."),
    ]
    assert [point.text.in_("en") for point in table().points] == ["You talk.", "You swallow it."]


def test_choices_tell_the_kind() -> None:
    assert table(sample.CHANGE.replace("    kind: table\n", "")).columns


@pytest.mark.parametrize(
    ("old", "new"),
    [(PILL, ""), ("{choice: pill, en: It", "{choice: talk, en: It"), ("{choice: pill, title", "{choice: talk, title")],
    ids=["a hole", "twice the same", "two of one name"],
)
def test_a_table_with_a_hole_is_refused(tmp_path: Path, old: str, new: str) -> None:
    severities, wrongs = zip(*told(tmp_path, old, new), strict=True)
    assert "error" in severities
    assert any("do not each say something of every choice" in wrong or "too few" in wrong for wrong in wrongs), wrongs


def test_a_slip_in_a_name_is_told_once(tmp_path: Path) -> None:
    assert told(tmp_path, "title: {en: Talking, es: Hablar}", "title: {en: Talking}") == [("warning", "The Spanish is missing here.")]


def test_paper_has_the_names_in_every_row(tmp_path: Path) -> None:
    library, problems = open_library(sample.write(tmp_path / "content"), tmp_path / "data", TODAY)
    assert library, problems
    (chapter, *_) = Paper(library, "en", TODAY).chapter("change")
    text = "".join(piece for section in chapter.sections for piece in section)
    assert "<h4>How is it given?</h4>" in text
    assert "<p><b>Talking:</b> After weeks.</p><p><b>A pill:</b> It may be days.</p>" in text
