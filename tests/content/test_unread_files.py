"""Files of the content folder that nobody reads are told, with what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.model.walk import LEAF
from kiosk.problems import Problem, Severity

TODAY = date(2026, 11, 29)
CASES = {
    "an ending in capitals": ("topics/45-visit.YAML", "topics/45-visit.YAML", "Rename it to 45-visit.yaml"),
    "a text": ("topics/45-visit.txt", "topics/45-visit.txt", "Rename it to 45-visit.yaml"),
    "two endings": ("topics/45 Visit.yaml.txt", "topics/45 Visit.yaml.txt", "Rename it to 45-visit.yaml"),
    "a word processor": ("topics/45-visit.docx", "topics/45-visit.docx", "save it as plain text first"),
    "no ending": ("topics/45-visit", "topics/45-visit", "Rename it to 45-visit.yaml"),
    "a folder among topics": ("topics/new/45-visit.yaml", "topics/new", "Move them into the folder topics itself"),
    "a topic in the folder itself": ("45-visit.yaml", "45-visit.yaml", "as topics/45-visit.yaml"),
    "a topic in capitals in the folder itself": ("45-visit.YML", "45-visit.YML", "as topics/45-visit.yaml"),
    "a folder of its own": ("old/45-visit.yaml", "old", "Move topics into the folder topics"),
    "another ending": ("questions.yml", "questions.yml", "Rename it to questions.yaml"),
    "a capital": ("Questions.yaml", "Questions.yaml", "Rename it to questions.yaml"),
    "a text in the folder itself": ("questions.yaml.txt", "questions.yaml.txt", "Rename it to questions.yaml"),
}


def problems(content: Path) -> list[Problem]:
    return [each for each in check(content, TODAY) if not each.line]


@pytest.mark.parametrize(("written", "told", "instead"), CASES.values(), ids=CASES)
def test_a_file_that_nobody_reads_is_told_with_its_right_name(tmp_path: Path, written: str, told: str, instead: str) -> None:
    content = sample.write(tmp_path)
    (content / written).parent.mkdir(exist_ok=True)
    (content / "questions.yaml").unlink()
    (content / written).write_text("topic: visit\n", encoding="utf-8")
    found = [each for each in problems(content) if each.file == told]
    assert [each.severity for each in found] == [Severity.WARNING]
    assert instead in found[0].instead


@pytest.mark.parametrize("written", ["questions.yml", "topics/10-infusion.YAML", "10-infusion.yaml"])
def test_nobody_is_told_to_write_over_a_file(tmp_path: Path, written: str) -> None:
    content = sample.write(tmp_path)
    (content / written).write_text("topic: visit\n", encoding="utf-8")
    (told,) = problems(content)
    assert "already" in told.instead
    assert "Rename" not in told.instead
    assert "Move" not in told.instead


def test_nothing_is_told_of_what_belongs_there(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    (content / "README.md").write_text("x", encoding="utf-8")
    (content / "schema").mkdir()
    (content / "schema" / "topic.json").write_text("{}", encoding="utf-8")
    (content / "reviews.yaml").write_text("[]", encoding="utf-8")
    assert problems(content) == []


def test_copies_of_editors_are_told_once(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    topics = ("topics/10-infusion.yaml.bak", "topics/#a.yaml#", "topics/x.yaml.set-aside-2026-11-29")
    for name in ("clinic.yaml~", ".clinic.yaml.swp", *topics, "Thumbs.db"):
        (content / name).write_text("topic: visit\n", encoding="utf-8")
    (told,) = problems(content)
    assert told.severity is Severity.NOTICE
    assert told.wrong.startswith("6 files that editors or the system left behind are not read: ")


@pytest.mark.parametrize("name", ["~$-infusion.yaml", ".~lock.10-infusion.yaml#", "#10-infusion.yaml", "~10-infusion.yaml"])
def test_what_an_open_editor_left_is_told_once_and_read_as_nothing(tmp_path: Path, name: str) -> None:
    content = sample.write(tmp_path)
    (content / "topics" / name).write_bytes(b"\x00x")
    (told,) = problems(content)
    assert check(content, TODAY) == tuple(sorted((told, *check(sample.write(tmp_path / "other"), TODAY))))
    assert ("word processor" in told.wrong) == ("~$" in name or "lock" in name)
    assert "copies" not in told.wrong
    assert "1 files" not in told.wrong


def test_what_came_with_a_copied_publication_is_nothing_left_behind(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    (content / LEAF).write_text("{}", encoding="utf-8")
    assert not problems(content)


def test_pictures_and_recordings_that_nothing_uses_are_told_in_one_line_each(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    (content / "sounds").mkdir()
    for name in ("pictures/a.svg", "pictures/b.png", "sounds/a.mp3"):
        (content / name).write_text("x", encoding="utf-8")
    told = {each.file: each for each in problems(content)}
    assert told.keys() == {"pictures", "sounds"}
    assert "2 pictures are not used anywhere: a.svg, b.png." in told["pictures"].wrong
    assert "1 recording is not used anywhere: a.mp3." in told["sounds"].wrong


@pytest.mark.parametrize(("name", "instead"), [("IMG_4711.JPG", "IMG_4711.jpg"), ("a.heic", "svg, png, jpg"), ("a.webp", "svg, png, jpg")])
def test_what_no_picture_can_be_is_told(tmp_path: Path, name: str, instead: str) -> None:
    content = sample.write(tmp_path)
    (content / "pictures" / name).write_text("x", encoding="utf-8")
    (told,) = problems(content)
    assert told.file == f"pictures/{name}"
    assert instead in told.instead


def test_of_very_many_only_some_are_told(tmp_path: Path) -> None:
    content = sample.write(tmp_path)
    for number in range(100):
        (content / "topics" / f"{number}.txt").write_text("x", encoding="utf-8")
    assert len(problems(content)) == 21
