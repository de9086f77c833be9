"""Groups of people: what staff may write, what `check` says of it, and where the numbers are told in words."""

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
FIRST = "filled: 57, of: 100, makes: risk, sources: [zarate-2006]"


def people(text: str = sample.CHANGE) -> Slide:
    read = read_topic(text.encode(), "topics/20-change.yaml", ("en", "es"))
    assert read.value, read.problems
    return next(slide for slide in read.value.slides if slide.kind == "people")


def told(folder: Path, old: str, new: str) -> list[tuple[str, str]]:
    assert old in sample.CHANGE
    found = check(sample.write(folder, change=sample.CHANGE.replace(old, new, 1)), TODAY, sample.ICONS)
    return [(problem.severity.value, problem.wrong) for problem in sample.apart_from_sign_off(found)]


def test_groups_are_read_with_their_numbers_and_words() -> None:
    first, second = people().groups
    assert (first.filled, first.of, second.filled, second.of) == (57, 100, 12, 100)
    assert (first.title.in_("es"), second.text.in_("en")) == ("Con esto", "12 of 100 felt dizzy.")


def test_groups_tell_the_kind() -> None:
    assert people(sample.CHANGE.replace("    kind: people\n", "")).groups


@pytest.mark.parametrize(
    ("new", "wrong"),
    [
        ("filled: 157, of: 100", "More are filled than there are."),
        ("filled: -1, of: 100", "`-1` is too small after `filled:`."),
        ("filled: 57, of: 1000", "`1000` is too large after `of:`."),
        ("filled: half, of: 100", "A whole number belongs after `filled:`, not `half`."),
        ("filled: 12", "`of` is missing here."),
        ("filled: 57, of: 99", "These groups are not of one size, so that they cannot be compared by eye."),
    ],
)
def test_slips_are_told(tmp_path: Path, new: str, wrong: str) -> None:
    assert ("error", wrong) in told(tmp_path, "filled: 57, of: 100", new)


def test_a_group_alone_is_no_comparison(tmp_path: Path) -> None:
    second = sample.CHANGE.partition("      - {title: {en: Without")[2].partition("    points:")[0]
    assert ("error", "There are too few after `groups:`: 1.") in told(tmp_path, "      - {title: {en: Without" + second, "")


def test_a_group_claims_as_a_point_does(tmp_path: Path) -> None:
    assert told(tmp_path, FIRST, FIRST.replace(", sources: [zarate-2006]", "")) == [("error", "This risk has no source.")]
    assert told(tmp_path, FIRST, FIRST.replace("zarate-2006", "nobody")) == [("error", "There is no source `nobody` in sources.yaml.")]


def test_a_group_says_its_numbers_in_every_language(tmp_path: Path) -> None:
    (found,) = told(tmp_path, ", es: 57 de cada 100 se marearon.", "")
    assert found[0] == "warning"
    assert "Spanish" in found[1]


def test_a_group_that_lacks_a_fact_takes_the_comparison_with_it() -> None:
    text = sample.CHANGE.replace("en: 57 of 100 felt dizzy.", 'en: "{parking} 57 of 100 felt dizzy."')
    read = read_topic(text.encode(), "x.yaml")
    assert read.value, read.problems
    left = filled_topic(read.value, {})
    assert left
    assert "people" not in {slide.kind for slide in left.slides}


def test_a_clinician_reads_the_numbers_beside_the_words(tmp_path: Path) -> None:
    reading = read_folder(sample.write(tmp_path))
    topic = next(file.value for file in reading.topics if file.value and file.value.id == "change")
    lines = to_read(topic, "en", beside(reading, tmp_path))
    assert "   - With it: 57 of 100 felt dizzy. [risk 1] (57 of 100 people are filled)" in lines


def test_paper_says_the_groups_in_words(tmp_path: Path) -> None:
    library, _ = open_library(sample.write(tmp_path / "content"), tmp_path / "data", TODAY)
    assert library
    (chapter, *_) = Paper(library, "es", TODAY).chapter("change")
    whole = "".join(piece for section in chapter.sections for piece in section)
    assert "<b>Con esto:</b> 57 de cada 100 se marearon." in whole
