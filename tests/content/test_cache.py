"""With a memory content is read and judged as without one, whatever changed meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import PROJECT, TODAY

from kiosk.content.checks.check import examined
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import read_folder
from kiosk.project import icons

LATER = date(2031, 1, 1)


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(content: Path) -> None:
        text = (content / file).read_text(encoding="utf-8")
        assert old in text
        (content / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def copied(content: Path) -> None:
    shutil.copy(content / "topics" / "40-infusion.yaml", content / "topics" / "40-infusion - Copy.yaml")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a text of a topic": replaced("topics/40-infusion.yaml", "A clinician asks", "The cure: a clinician asks"),
    "the name of a slide that an answer leads to": replaced("topics/12-change.yaml", "slide: how-many", "slide: many"),
    "a source goes": replaced("sources.yaml", "source: nimh-2019", "source: nimh-2018"),
    "a word twice": replaced("words.yaml", "word: iv-line", "word: infusion"),
    "the first language": replaced("clinic.yaml", "languages: [en, es]", "languages: [es, en]"),
    "a third language": replaced("clinic.yaml", "languages: [en, es]", "languages: [en, es, vi]"),
    "a topic twice": copied,
    "a topic goes": lambda content: (content / "topics" / "40-infusion.yaml").unlink(),
    "a picture goes": lambda content: (content / "pictures" / "room.svg").unlink(),
    "a topic that cannot be read": replaced("topics/40-infusion.yaml", "slides:", "slides"),
    "another translation is known": replaced("translations.yaml", "es:\n  - 0", "es:\n  - 1"),
    "somebody signs off": lambda content: (content / "reviews.yaml").write_text(
        "- {topic: infusion, by: A B, on: 2026-11-01, language: en, text: 00000000}\n", encoding="utf-8"
    ),
}


@pytest.mark.parametrize("what", list(CHANGES))
def test_only_what_changed_is_read_anew_and_nothing_else_is_missed(tmp_path: Path, what: str) -> None:
    content, memory = Path(shutil.copytree(PROJECT / "content", tmp_path / "content")), Memory()
    before = read_folder(content, memory)
    found_before = examined(before, content, TODAY, icons(), memory)
    CHANGES[what](content)
    now = read_folder(content, memory)
    assert now == read_folder(content)
    found = examined(now, content, TODAY, icons(), memory)
    assert found == examined(read_folder(content), content, TODAY, icons())
    assert found != found_before
    assert len({id(file) for file in now.files} & {id(file) for file in before.files}) >= (9 if "language" not in what else 2)


def test_another_day_and_other_icons_are_judged_anew(tmp_path: Path) -> None:
    content, memory = Path(shutil.copytree(PROJECT / "content", tmp_path / "content")), Memory()
    reading = read_folder(content, memory)
    for today, known in ((TODAY, icons()), (LATER, icons()), (TODAY, frozenset({"x"}))):
        assert examined(reading, content, today, known, memory) == examined(reading, content, today, known)
