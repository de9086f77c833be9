"""What changed since a clinician signed: every word of both sides is there, and what differs is marked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from content import sample
from kiosk.content.checks.reviews import beside, signature
from kiosk.content.model.deck import Review
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.signed_texts import text_of
from kiosk.staff.content.clinician_text import SCREEN, numbers_of, parts, to_read
from kiosk.staff.content.review import sign, topics
from kiosk.staff.content.signoff_changes import Change, _lines, changes, code, standing

DAY = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


def signed(content: Path) -> Review:
    reading = read_folder(content)
    text = signature(topics(reading)["infusion"], "en", beside(reading, content))
    review = Review("infusion", "en", "Dr. Ana Flores", DAY, date(2027, 5, 23), text)
    sign(content, review)
    return review


def changed(content: Path, today: date = DAY) -> tuple[list[Change], str]:
    """What changed of the English infusion, and how it stands in a sentence."""
    reading = read_folder(content)
    topic, around = topics(reading)["infusion"], beside(reading, content)
    review = next(iter(reading.reviews.value or ()), None)
    old = text_of(content, reading, review) if review else None
    return changes(old, topic, "en", around), standing(topic, around, review, old, today).says


def rewrite(content: Path, old: str, new: str) -> None:
    file = next((content / "topics").glob("*infusion.yaml"))
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


LINES = st.lists(st.text("ab \n", max_size=8).map(lambda line: line.replace("\n", " ")), max_size=6)


@given(old=LINES, new=LINES)
def test_both_sides_are_there_word_for_word(old: list[str], new: list[str]) -> None:
    found = list(_lines(old, new))
    left = ["".join(piece.words for piece in line.old) for line in found]
    right = ["".join(piece.words for piece in line.new) for line in found]
    assert [line for line in left if line] == [line for line in old if line]
    assert [line for line in right if line] == [line for line in new if line]
    assert (not any(line.differs for line in found)) == ([line for line in old if line] == [line for line in new if line]) or old != new


def test_a_text_that_nobody_signed_is_new_from_beginning_to_end(content: Path) -> None:
    found, says = changed(content)
    assert says == "Nobody has signed it yet."
    assert {change.how for change in found} == {"new"}
    reading = read_folder(content)
    topic, around = topics(reading)["infusion"], beside(reading, content)
    said = "\n".join("".join(piece.words for piece in line.new) for change in found for line in change.lines)
    told = [line.strip() for line in to_read(topic, "en", around)]
    assert all(line in said for part in parts(topic, "en", around, numbers_of([topic])) for line in part.lines)
    assert all(line.strip() in told for part in parts(topic, "en", around, numbers_of([topic]))[1:] for line in part.lines)


def test_what_changed_is_told_and_nothing_else(content: Path) -> None:
    signed(content)
    found, says = changed(content)
    assert {change.how for change in found} == {"same"}
    assert says == "Dr. Ana Flores signed it on 2026-11-23. It is to be read again by 2027-05-23."
    assert changed(content, date(2027, 5, 23))[1].endswith("It was to be read again by 2027-05-23.")
    rewrite(content, "A quiet hour", "A calm hour")
    found, says = changed(content)
    assert says == "Dr. Ana Flores signed it on 2026-11-23. One text has changed since."
    (change,) = [each for each in found if each.how != "same"]
    (line,) = [each for each in change.lines if each.differs]
    assert [piece.words for piece in line.old if piece.differs] == ["quiet"]
    assert [piece.words for piece in line.new if piece.differs] == ["calm"]


def test_a_file_with_other_bytes_under_its_name_is_told(content: Path) -> None:
    signed(content)
    reading = read_folder(content)
    names = [slide.picture.file for slide in topics(reading)["infusion"].slides if slide.picture]
    (content / "pictures" / names[0]).write_bytes(b"<svg/>")
    found, says = changed(content)
    (change,) = [each for each in found if each.how != "same"]
    assert change.name == SCREEN
    assert change.replaced == (f"Another picture has the name {names[0]} now.",)
    assert says.endswith("One text has changed since.")


def test_what_is_gone_stands_where_it_was_and_what_is_new_where_it_is(content: Path) -> None:
    review = signed(content)
    reading = read_folder(content)
    old, around = text_of(content, reading, review), beside(reading, content)
    assert old
    topic = old.topic
    fresh = replace(topic.slides[0], id="fresh")
    found = changes(old, replace(topic, slides=(fresh, *topic.slides[1:])), "en", around)
    assert [(change.name, change.how) for change in found[1:3]] == [(topic.slides[0].id, "gone"), ("fresh", "new")]


def test_the_letters_on_paper_change_with_every_part_of_the_signature(content: Path) -> None:
    reading = read_folder(content)
    topic, around = topics(reading)["infusion"], beside(reading, content)
    first = code(topic, "en", around)
    others = [replace(topic, keep="x"), replace(topic, picture="other.svg"), replace(topic, slides=topic.slides[1:])]
    assert all(code(other, "en", around) != first for other in others)
    assert code(topic, "en", replace(around, digest=lambda _: "0")) != first
