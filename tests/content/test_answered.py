"""Slides that a visitor answers, in the content: how they are read, which slips are told, and who else reads them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.checks.reviews import beside
from kiosk.content.model.deck import Slide
from kiosk.content.model.facts import filled_topic
from kiosk.content.reading.folder import read_folder, read_topic
from kiosk.content.store.current import open_library
from kiosk.staff.content.clinician_text import to_read
from kiosk.staff.content.paper import Paper

TODAY = date(2026, 11, 23)
HOPE = "{en: It may be fast., es: Puede ser pronto., makes: benefit, sources: [zarate-2006]}"
LIMIT = "{en: It may not help., es: Puede no ayudar., makes: limit, sources: [zarate-2006]}"


def slide(kind: str, text: str = sample.CHANGE) -> Slide:
    read = read_topic(text.encode(), "x.yaml")
    assert read.value, read.problems
    return next(slide for slide in read.value.slides if slide.kind == kind)


def told(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    assert old in sample.CHANGE
    found = check(sample.write(folder, change=sample.CHANGE.replace(old, new, 1)), TODAY, sample.ICONS)
    return [(problem.severity.value, problem.wrong) for problem in sample.apart_from_sign_off(found)]


def test_things_and_statements_are_read_with_their_names() -> None:
    checklist, weighing = slide("checklist"), slide("weighing")
    assert [(point.name, point.title.in_("en")) for point in checklist.points] == [("heart", "Heart trouble"), ("stairs", "Stairs are hard")]
    assert [(column.name, len(column.points)) for column in weighing.columns] == [("fast", 2), ("cost", 2)]
    assert checklist.intro.in_("es") == "No se guarda nada."


@pytest.mark.parametrize("kind", ["checklist", "weighing"])
def test_what_it_has_tells_the_kind(kind: str) -> None:
    assert slide(kind, sample.CHANGE.replace(f"    kind: {kind}\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "severity", "wrong"),
    [
        (", sources: [clinic],\n         en: We can", ",\n         en: We can", "error", "`sources` is missing here."),
        ("thing: stairs", "thing: heart", "error", "Another thing of this slide is called `heart` too."),
        ("statement: cost", "statement: fast", "error", "Another statement of this slide is called `fast` too."),
        (LIMIT, "", "error", "There is nothing after this dash."),
        (HOPE, HOPE.replace("benefit", "limit"), "error", "The first point does not say what can be had."),
        (LIMIT, LIMIT.replace("limit", "claim"), "error", "The second point does not say what cannot be had."),
        (LIMIT, LIMIT.replace(", sources: [zarate-2006]", ""), "error", "This side has no source."),
        (HOPE, HOPE.replace("fast.", "fast for very many people here."), "warning", "What speaks for it takes 9 words, what speaks against it 4."),
        ("{en: Nothing is kept., es: No se guarda nada.}", "{en: Nothing is kept.}", "warning", "The Spanish is missing here."),
    ],
)
def test_slips_are_told(tmp_path: Path, old: str, new: str, severity: str, wrong: str) -> None:
    assert (severity, wrong) in told(tmp_path, old, new)


def test_a_statement_that_lacks_a_fact_goes_alone() -> None:
    text = sample.CHANGE.replace("en: Ask us first.", 'en: "{price} Ask us first."')
    read = read_topic(text.encode(), "x.yaml")
    assert read.value, read.problems
    left = filled_topic(read.value, {})
    assert left
    assert [column.name for each in left.slides if each.kind == "weighing" for column in each.columns] == ["fast"]


def test_a_clinician_reads_all_of_it(tmp_path: Path) -> None:
    reading = read_folder(sample.write(tmp_path))
    topic = next(file.value for file in reading.topics if file.value and file.value.id == "change")
    lines = "\n".join(to_read(topic, "en", beside(reading, tmp_path)))
    assert "   Nothing is kept.\n   - Heart trouble: It may beat faster. [risk " in lines
    assert "   A low cost:\n     - Ask us first. [claim " in lines


def test_paper_says_it_in_words_without_what_is_true_of_the_screen_alone(tmp_path: Path) -> None:
    library, _ = open_library(sample.write(tmp_path / "content"), tmp_path / "data", TODAY)
    assert library
    (chapter, *_) = Paper(library, "en", TODAY).chapter("change")
    whole = "".join(piece for section in chapter.sections for piece in section)
    assert "<h3>What applies to you</h3><p><b>Heart trouble:</b> It may beat faster.</p>" in whole
    assert "<h4>Feeling better fast</h4><ul><li>It may be fast.</li><li>It may not help.</li></ul>" in whole
