"""Pictures stay on the screen in their last good version, whatever happens to their files."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace
from shipped import SHIPPED

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.model.deck import Picture
from kiosk.content.model.walk import PICTURES, picture_files
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.yaml.key_path import KeyPath

TODAY = date(2026, 11, 23)
OTHER = sample.DRAWING.replace("DDEBEC", "C88379")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def opened(content: Path, data: Path) -> Library:
    library, problems = open_library(content, data, TODAY)
    assert library, problems
    return library


def drawn(library: Library, name: str = "room.svg") -> str:
    path = library.picture(name)
    assert path
    return path.read_text(encoding="utf-8")


def missing(path: Path) -> None:
    path.unlink()


def half(path: Path) -> None:
    path.write_text(sample.DRAWING[:40], encoding="utf-8")


def scripted(path: Path) -> None:
    path.write_text(sample.DRAWING.replace("<rect", "<script/><rect"), encoding="utf-8")


def huge(path: Path) -> None:
    path.write_bytes(sample.DRAWING.encode() + b" " * 3_000_000)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [missing, half, scripted, huge, a_folder])
def test_a_spoilt_picture_stays_as_it_was(content: Path, data: Path, spoil: Callable[[Path], None]) -> None:
    opened(content, data)
    spoil(content / "pictures" / "room.svg")
    for _ in range(2):
        assert drawn(opened(content, data)) == sample.DRAWING


def test_a_spoilt_picture_without_a_last_good_version_does_not_show(content: Path, data: Path) -> None:
    scripted(content / "pictures" / "room.svg")
    assert opened(content, data).picture("room.svg") is None
    blocked = data.with_name("file")
    blocked.write_text("no folder")
    assert opened(content, blocked).picture("room.svg") is None


def test_all_pictures_are_there_after_the_content_folder_is_gone(content: Path, data: Path) -> None:
    opened(content, data)
    shutil.rmtree(content)
    library = opened(content, data)
    assert {drawn(library, f"{name}.svg") for name in sample.PICTURES} == {sample.DRAWING}


def test_whoever_looks_at_the_old_picture_keeps_it_while_the_new_one_is_there_for_the_next(content: Path, data: Path) -> None:
    before = opened(content, data)
    (content / "pictures" / "room.svg").write_text(OTHER, encoding="utf-8")
    after = opened(content, data)
    assert (drawn(before), drawn(after)) == (sample.DRAWING, OTHER)


def test_only_pictures_of_the_deck_are_kept_and_not_more_with_every_change(content: Path, data: Path) -> None:
    (content / "pictures" / "nobody-shows-me.svg").write_text(sample.DRAWING, encoding="utf-8")
    for number in range(6):
        (content / "pictures" / "room.svg").write_text(OTHER + " " * number, encoding="utf-8")
        assert drawn(opened(content, data)).startswith(OTHER)
        for path in (data / "deck" / "pictures").iterdir():
            os.utime(path, (path.stat().st_mtime - 90_000,) * 2)
    kept = [path.name for path in (data / "deck" / "pictures").iterdir()]
    assert len([name for name in kept if name.startswith("room-")]) == 2
    assert len(kept) == len(sample.PICTURES) + 1


def test_what_somebody_cleared_away_is_taken_from_the_content(content: Path, data: Path) -> None:
    library = opened(content, data)
    shutil.rmtree(data / "deck" / PICTURES)
    assert drawn(library) == sample.DRAWING


def test_where_nothing_can_be_kept_the_pictures_of_the_content_show(content: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert drawn(opened(content, blocked)) == sample.DRAWING


def test_a_name_that_the_deck_does_not_have_is_no_picture(content: Path, data: Path) -> None:
    library = opened(content, data)
    assert library.picture("nothing.svg") is None
    assert library.picture("") is None


def test_no_picture_of_the_content_that_ships_is_borrowed() -> None:
    """A picture that stands on two slides shows what one of them says at most."""
    assert SHIPPED.deck
    named = [*SHIPPED.deck.topics, *(file.value for file in (SHIPPED.form, SHIPPED.help, SHIPPED.clinic) if file.value)]
    used = Counter(name for value in named for _, name in picture_files(value))
    assert [name for name, times in used.items() if times > 1] == []


def pictured(value: Any, put: dict[str, KeyPath], way: KeyPath = ()) -> Any:
    """The value with a picture of its own in each place that is made for one; `put` gets to know them, with the way to each."""
    if isinstance(value, tuple):
        return tuple(pictured(each, put, (*way, number)) for number, each in enumerate(value))
    if not isinstance(value, Struct):
        return value
    done: dict[str, Any] = {}
    for field in fields(value):
        name, place = f"{len(put)}.svg", (*way, field.name)
        if field.type is str and field.name in ("picture", "mark"):
            put[name], done[field.name] = place, name
        elif field.type == Picture | None:
            put[name], done[field.name] = (*place, "file"), Picture(name)
        elif field.name == "pictures":
            put[name], done[field.name] = (*place, 0), (name,)
        else:
            done[field.name] = pictured(getattr(value, field.name), put, place)
    return replace(value, **done)


def test_every_place_for_a_picture_is_known() -> None:
    """Then a picture is looked for, tried, and kept, wherever it is named."""
    kinds = set()
    for file in SHIPPED.files:
        put: dict[str, KeyPath] = {}
        found = {name: way for way, name in picture_files(pictured(file.value, put))}
        assert put.items() <= found.items(), file.name
        kinds |= {tuple(step for step in way if isinstance(step, str)) for way in put.values()}
    of_a_slide, of_the_form, of_the_clinic = ("slides", "picture", "file"), ("notice", "picture", "file"), ("mark",)
    assert {of_a_slide, of_the_form, of_the_clinic, ("picture", "file"), ("picture",), ("pictures",)} <= kinds


def test_a_picture_of_the_form_that_is_not_there_is_told(tmp_path: Path) -> None:
    signup = f"picture: {{file: nowhere.svg, says: {{en: A chair, es: Un sillón}}}}\n{sample.SIGNUP}"
    told = check(sample.write(tmp_path, signup=signup), TODAY, sample.ICONS)
    assert "There is no picture `nowhere.svg` in content/pictures." in [problem.wrong for problem in told if problem.file == "signup.yaml"]
