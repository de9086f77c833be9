"""The preview: every save shows at once at the same place, and what is wrong beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TODAY
from visitor import Visitor

from kiosk.project import icons
from kiosk.settings.settings import Settings
from kiosk.staff.content.preview import Preview


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


@pytest.fixture
def preview(qapp: object, content: Path, tmp_path: Path) -> Iterator[Preview]:
    def today() -> date:
        return TODAY

    made = Preview(content, tmp_path / "data", today, icons(), Settings())
    yield made
    made.close()


def save(content: Path, old: str, new: str) -> None:
    path = content / "topics" / "40-infusion.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    fresh = path.with_suffix(".tmp")
    fresh.write_text(text.replace(old, new, 1), encoding="utf-8")
    fresh.replace(path)


def looks(preview: Preview, finger: Any) -> Visitor:
    return Visitor(preview.kiosk, lambda _: None, finger)


def test_a_save_shows_at_once_at_the_same_place(qtbot: Any, preview: Preview, content: Path, finger: Any) -> None:
    preview.view.choose("language", "es")
    preview.kiosk.visit.act("go:reading/infusion/first-a-talk/0")
    save(content, "Un médico u otro profesional de salud le pregunta", "Una persona del equipo le pregunta")
    qtbot.waitUntil(lambda: looks(preview, finger).sees("Una persona del equipo le pregunta"), timeout=15_000)
    assert preview.kiosk.visit.visit.language == "es"


def test_an_error_comes_first_with_its_line_and_leads_to_its_slide(qtbot: Any, preview: Preview, content: Path, finger: Any) -> None:
    save(content, "sources: [nimh-2019, ketamine-label, patient-information]", "sources: [nimh-2018, ketamine-label, patient-information]")
    qtbot.waitUntil(lambda: preview.view.shown["problems"][0]["severity"] == "error", timeout=15_000)
    assert preview.view.shown["summary"].startswith("1 error")
    preview.view.touch(0)
    assert "nimh-2018" in preview.view.shown["lines"]
    assert "^" in preview.view.shown["lines"]
    assert looks(preview, finger).sees("How long does it take?")


def test_looks_are_chosen(preview: Preview, finger: Any) -> None:
    preview.view.choose("language", "es")
    preview.view.choose("text", "largest")
    preview.view.choose("theme", "night")
    preview.view.choose("size", "32 inches, portrait")
    assert looks(preview, finger).sees("¿Qué le gustaría saber?")
    assert preview.kiosk.window.height() > preview.kiosk.window.width()
    assert preview.kiosk.screen.measures.text_size == "largest"
    assert preview.kiosk.visit.visit.comfort.palette.value == "night"
    chosen = {choice["name"]: choice["chosen"] for choice in preview.view.shown["choices"]}
    assert chosen == {"language": "es", "text": "largest", "theme": "night", "size": "32 inches, portrait"}


def test_nobody_is_asked_whether_they_are_still_there(preview: Preview, finger: Any) -> None:
    preview.view.choose("language", "en")
    preview.kiosk.visit.timePassed()
    assert not looks(preview, finger).sees("Are you still there?")
