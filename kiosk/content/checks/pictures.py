"""Every slide has its picture, its icons and its recordings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.content.checks.findings import Findings, Unknown, notice, warning
from kiosk.content.model.deck import Slide, Topic
from kiosk.content.model.icon_words import bare, by_word
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.model.walk import name_in_file, picture_files, sound_files
from kiosk.files.regular import names_in
from kiosk.yaml.key_path import KeyPath


def unpictured(way: KeyPath, slide: Slide) -> Findings:
    """A slide has a picture, and words for those who cannot see it (WCAG 1.1.1)."""
    if slide.picture is None and slide_kind(slide.kind).pictured:
        wrong = "This slide has no picture, so one side of it stays empty."
        yield notice(way, wrong, "If you have one, write `picture: {file: ..., says: {en: ..., es: ...}}` into it, indented as far as its `title:`.")
    if slide.picture and not slide.picture.says:
        wrong = "The picture says nothing to those who cannot see it."
        yield warning((*way, "picture"), wrong, "Add `says: {en: ..., es: ...}`.")


def cardless(topic: Topic) -> Findings:
    """A topic has a picture for its card."""
    if not topic.picture:
        instead = "Add a line such as `picture: topic-start.svg` under its title."
        yield warning((), "The card of this topic has no picture.", instead)


def unknown_icons(value: Any, known: frozenset[str], way: KeyPath = ()) -> Findings:
    """Every icon that is named is bundled."""
    if isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from unknown_icons(each, known, (*way, number))
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            place, inside = (*way, name_in_file(value, name)), getattr(value, name)
            if name == "icon" and inside and inside not in known:
                meant = next((each for each in (bare(inside), by_word(inside)) if each in known), "")
                instead = Unknown(inside, known, "`icons.html` in the content folder shows all there are.", meant)
                yield warning(place, f"There is no icon `{inside}`.", instead)
            yield from unknown_icons(inside, known, place)


def missing_pictures(value: Any, there: frozenset[str]) -> Findings:
    """Every picture that is named is in content/pictures; small and capital letters differ."""
    for way, name in picture_files(value):
        if name not in there:
            photo = f"If it is a photo, run `python3 main.py picture PHOTO --as {name.rpartition('.')[0]}` with your photo for PHOTO; otherwise put"
            put = photo if name.endswith((".jpg", ".jpeg", ".png")) else "Put"
            instead = Unknown(name, there, f"{put} a file of this name there, or delete the picture here.")
            yield warning(way, f"There is no picture `{name}` in content/pictures.", instead)


def missing_sounds(value: Any, there: frozenset[str]) -> Findings:
    """Every recording that is named is in content/sounds; where it is not, the machine's voice reads."""
    for way, name in sound_files(value):
        if name not in there:
            yield warning(way, f"There is no recording `{name}` in content/sounds.", Unknown(name, there, "Put it there, or take this out."))


def printable(folder: Path) -> frozenset[str]:
    """The names of the files in a folder that can be told; none if it is not there, or has too many."""
    try:
        return frozenset(name for name in names_in(folder) if name.isprintable())
    except OSError:
        return frozenset()
