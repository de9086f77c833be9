"""The ways through a deck: to every text, point, picture and recording, as they stand in its files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import LIST_PICTURE, QUESTIONS_PICTURE, Clinic, Column, Point, QuestionGroup, Slide, Text, Topic
from kiosk.content.model.form import Form, Option
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.yaml.key_path import KeyPath

SOUNDS = "sounds"
PICTURES = "pictures"
LEAF = ".publication.json"
"""In the content of a publication: its number, who made it, and when."""
SIGNED = "signed"
"""The folder with what clinicians have signed (`store.signed_texts`): it is nobody's to change, and no publication takes it along."""


def picture_files(value: Any) -> Iterator[tuple[KeyPath, str]]:
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
        case Form():
            yield from (((name, *way), file) for name in ("notice", "thanks") for way, file in picture_files(getattr(value, name)))
            if value.picture:
                yield ("picture", "file"), value.picture.file
        case (QuestionGroup(), *_):
            yield from (((0,), name) for name in (QUESTIONS_PICTURE, LIST_PICTURE))
        case _ if picture := getattr(value, "picture", None):
            yield ("picture", "file"), picture.file


def sound_files(value: Any) -> Iterator[tuple[KeyPath, str]]:
    """The recordings that a value of the deck names, with the way to each."""
    if isinstance(value, Topic):
        for number, slide in enumerate(value.slides):
            yield from ((("slides", number, *way), name) for way, name in sound_files(slide))
    elif isinstance(value, Slide):
        yield from ((("clip", language), name) for language, name in value.clip)
        yield from (((*way, "clip", language), name) for way, point in points(value, ()) for language, name in point.clip)


def name_in_file(value: Any, field: str) -> str:
    """What a field of the deck is called in its file: the points of a timeline are `steps` there."""
    if isinstance(value, Slide) and field in {"points", "columns"}:
        return str(getattr(slide_kind(value.kind), field))
    return field


def points(slide: Slide, way: KeyPath) -> Iterator[tuple[KeyPath, Point]]:
    """The points of a slide, those in groups and columns too, each with the way to it."""
    for number, group in enumerate(slide.groups):
        yield (*way, "groups", number), group
    for number, point in enumerate(slide.points):
        yield (*way, name_in_file(slide, "points"), number), point
    for at, column in enumerate(slide.columns):
        for number, point in enumerate(column.points):
            yield (*way, name_in_file(slide, "columns"), at, "points", number), point


def texts(value: Any, way: KeyPath = ()) -> Iterator[tuple[KeyPath, Text]]:
    """Every text in a value of the deck, with the way to it."""
    match value:
        case Text():
            if value:
                yield way, value
        case Point():
            yield from chain(texts(value.at, (*way, "at")), texts(value.title, (*way, "title")), texts(value.text, way))
        case Option():  # its words stand beside its name, as those of a point do
            yield from chain(texts(value.says, way), texts(value.note, (*way, "note")))
        case Column():  # what its points are called stands elsewhere in the file, if they are called anything
            yield from texts(value.title, (*way, "title"))
            yield from ((place, text) for place, text in texts(value.points, (*way, "points")) if place[-1] != "title")
        case (str() as name, Text() as text):  # a word of the interface, which its file keeps by name
            yield from texts(text, (*way[:-1], name))
        case tuple():
            for number, each in enumerate(value):
                yield from texts(each, (*way, number))
        case Struct():
            for name in value.__struct_fields__:
                yield from texts(getattr(value, name), (*way, name_in_file(value, name)))


def retold(value: Any, way: KeyPath, text: Text) -> Any:
    """The value of the deck with another text at the end of a way that `texts` gave."""
    match value:
        case Text():
            return text
        case Point() if not way:
            return replace(value, text=text)
        case Option() if not way:
            return replace(value, says=text)
        case tuple():
            return tuple(_retold_item(each, number, way, text) for number, each in enumerate(value))
    first, *rest = way
    field = next(name for name in value.__struct_fields__ if getattr(value, name) and name_in_file(value, name) == first)
    return replace(value, **{field: retold(getattr(value, field), tuple(rest), text)})


def _retold_item(each: Any, number: int, way: KeyPath, text: Text) -> Any:
    match each:
        case (str() as name, Text()):
            return (name, text) if name == way[0] else each
    return retold(each, way[1:], text) if number == way[0] else each
