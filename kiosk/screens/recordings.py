"""Which recording stands for which texts of the screen."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.model.deck import Point, Slide
from kiosk.layout.markup import as_shown
from kiosk.screens.context import Stage


def recordings(stage: Stage) -> dict[tuple[str, str], Path]:
    """The recordings of the slide in hand in the visitor's language, by title and text as they stand on the screen."""
    slide = stage.slide_in_hand()
    return {texts: path for texts, name in _named(stage, slide) if (path := stage.library.sound(name))} if slide else {}


def _named(stage: Stage, slide: Slide) -> list[tuple[tuple[str, str], str]]:
    headline = (("", as_shown(stage.says(slide.title))), dict(slide.clip).get(stage.language, ""))
    return [pair for pair in (headline, *(_of(stage, point) for point in slide.every_point())) if pair[1]]


def _of(stage: Stage, point: Point) -> tuple[tuple[str, str], str]:
    texts = as_shown(stage.says(point.title)), as_shown(stage.says(point.text))
    return texts, dict(point.clip).get(stage.language, "")
