"""The ways to every picture and recording that a deck names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.content.model.deck import LIST_PICTURE, QUESTIONS_PICTURE, Clinic, QuestionGroup, Slide, Topic
from kiosk.content.model.slide_kinds import SLIDE_KINDS

SOUNDS = "sounds"

PICTURES = "pictures"
Way = tuple[str | int, ...]


def picture_files(value: Any) -> Iterator[tuple[Way, str]]:
    """The picture files that a value of the deck names, with the way to each."""
    match value:
        case Clinic():
            yield from ((("pictures", number), name) for number, name in enumerate(value.pictures))
            if value.mark:
                yield ("mark",), value.mark
        case Topic():
            if value.picture:
                yield ("picture",), value.picture
            for number, slide in enumerate(value.slides):
                yield from ((("slides", number, *way), name) for way, name in picture_files(slide))
        case (QuestionGroup(), *_):
            yield from (((0,), name) for name in (QUESTIONS_PICTURE, LIST_PICTURE))
        case _ if picture := getattr(value, "picture", None):
            yield ("picture", "file"), picture.file


def sound_files(value: Any) -> Iterator[tuple[Way, str]]:
    """The recordings that a value of the deck names, with the way to each."""
    if isinstance(value, Topic):
        for number, slide in enumerate(value.slides):
            yield from ((("slides", number, *way), name) for way, name in sound_files(slide))
    elif isinstance(value, Slide):
        yield from ((("clip", language), name) for language, name in value.clip)
        own = SLIDE_KINDS[value.kind].points
        for number, point in enumerate(value.points):
            yield from (((own, number, "clip", language), name) for language, name in point.clip)
        for at, column in enumerate(value.columns):
            for number, point in enumerate(column.points):
                yield from ((("columns", at, "points", number, "clip", language), name) for language, name in point.clip)
