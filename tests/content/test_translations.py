"""A translation that fell behind is found, and only that."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.checks.translations import FEWEST_WORDS, by_translation, pairs, stale, written
from kiosk.content.model.deck import Point, Text
from kiosk.content.reading.folder import read_folder, read_translations
from kiosk.problems import Severity
from kiosk.staff.content.review import note_translations

TODAY = date(2026, 11, 23)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = sample.write(tmp_path)
    note_translations(folder, read_folder(folder))
    return folder


def told(content: Path) -> list[tuple[str, int]]:
    return [(problem.file, problem.line) for problem in check(content, TODAY, sample.ICONS) if "was written for a different" in problem.wrong]


def change(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_was_noted_is_never_stale(content: Path) -> None:
    assert told(content) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topics/10-infusion.yaml", "You can ask us to stop.", "You may ask us to stop."),
        ("topics/20-change.yaml", "{en: Some people feel better in a day.", "{en: Few people feel better in a day."),
        ("questions.yaml", "How long should I leave free?", "How long will it take?"),
        ("sources.yaml", "12 of 17 people felt better", "13 of 17 people felt better"),
        ("words.yaml", "Medicine that drips into a vein.", "Medicine for a vein."),
        ("help.yaml", "Call 911 or tell the staff.", "Call 911, or tell the staff."),
    ],
)
def test_english_that_changed_alone_is_told_at_the_spanish(content: Path, file: str, old: str, new: str) -> None:
    change(content, file, old, f'"{new}"' if file == "help.yaml" else new)
    assert [where for where, _ in told(content)] == [file]


def test_both_changed_is_a_new_translation(content: Path) -> None:
    change(content, "topics/10-infusion.yaml", "You can ask us to stop.", "You may ask us to stop.")
    change(content, "topics/10-infusion.yaml", "Puede pedirnos que paremos.", "Nos puede pedir que paremos.")
    assert told(content) == []


def test_a_better_translation_of_the_same_text_is_welcome(content: Path) -> None:
    change(content, "topics/10-infusion.yaml", "Puede pedirnos que paremos.", "Nos puede pedir que paremos.")
    assert told(content) == []


def test_saying_that_it_still_holds_ends_the_warning(content: Path) -> None:
    change(content, "topics/10-infusion.yaml", "You can ask us to stop.", "You may ask us to stop.")
    note_translations(content, read_folder(content))
    assert told(content) == []


def test_a_text_may_move(content: Path) -> None:
    path = content / "topics" / "10-infusion.yaml"
    path.rename(content / "topics" / "99-infusion.yaml")
    assert told(content) == []


def test_without_the_file_nothing_is_judged(content: Path) -> None:
    (content / "translations.yaml").unlink()
    change(content, "topics/10-infusion.yaml", "You can ask us to stop.", "You may ask us to stop.")
    assert told(content) == []
    assert all(problem.severity is not Severity.ERROR for problem in check(content, TODAY, sample.ICONS))


def test_a_broken_file_is_not_forgotten(content: Path) -> None:
    before = (content / "translations.yaml").read_bytes()
    (content / "topics" / "10-infusion.yaml").write_text("topic: [", encoding="utf-8")
    with pytest.raises(ValueError, match="must be fixed first"):
        note_translations(content, read_folder(content))
    assert (content / "translations.yaml").read_bytes() == before


def test_a_topic_that_is_left_unread_for_its_name_keeps_its_translations(tmp_path: Path) -> None:
    content = Path(shutil.copytree(Path(__file__).resolve().parents[2] / "content", tmp_path / "content"))
    topic = content / "topics" / "50-after.yaml"
    topic.rename(topic.with_name("50-after\u200b.yaml"))
    before = (content / "translations.yaml").read_bytes()
    with pytest.raises(ValueError, match="must be fixed first"):
        note_translations(content, read_folder(content))
    assert (content / "translations.yaml").read_bytes() == before


words = st.lists(st.text("abcdefghijñé", min_size=1, max_size=8), min_size=FEWEST_WORDS, max_size=9).map(" ".join)


@given(st.lists(st.tuples(words, words), min_size=1, max_size=12, unique_by=lambda pair: pair[1]), st.data())
def test_exactly_the_changed_text_is_stale(said: list[tuple[str, str]], data: st.DataObject) -> None:
    points = tuple(Point(Text((("en", english), ("es", spanish)))) for english, spanish in said)
    known = read_translations(written({"es": pairs([points], "en", "es")}).encode()).value
    assert known is not None
    assert list(stale(points, by_translation(known), "en")) == []
    at = data.draw(st.integers(0, len(said) - 1))
    if said[at][0] == said[at][1]:
        return
    changed = Point(Text((("en", said[at][0] + " z z"), ("es", said[at][1]))))
    found = list(stale((*points[:at], changed, *points[at + 1 :]), by_translation(known), "en"))
    assert [finding.way[0] for finding in found] == [at]


def test_what_ships_is_noted() -> None:
    """When this fails: has the Spanish been changed with the English? Then run `python3 main.py translated`."""
    content = Path(__file__).resolve().parents[2] / "content"
    reading = read_folder(content)
    values = [file.value for file in reading.files if file.value is not None]
    assert reading.translations.value == {"es": pairs(values, "en", "es")}
