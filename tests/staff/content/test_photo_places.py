"""Photographs are found where people keep them, and by what people write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kiosk.staff.content import photo_places
from kiosk.staff.content.photo_places import MOST_SHOWN, meant, newest


def test_the_newest_photographs_come_first_from_every_folder(tmp_path: Path) -> None:
    pictures, stick = tmp_path / "Pictures", tmp_path / "STICK"
    (stick / "DCIM" / "100CANON").mkdir(parents=True)
    (pictures / ".cache").mkdir(parents=True)
    made = [pictures / "old.jpg", stick / "DCIM" / "100CANON" / "IMG_1.JPG", pictures / "new.png"]
    for number, path in enumerate([*made, pictures / "letter.pdf", pictures / ".cache" / "hidden.jpg"]):
        path.write_bytes(b"")
        os.utime(path, (number, number))
    (pictures / "link.jpg").symlink_to(made[0])
    (pictures / "loop").symlink_to(pictures)
    assert newest([pictures, stick, tmp_path / "nowhere", pictures]) == made[::-1]
    for number in range(MOST_SHOWN):
        (pictures / f"{number}.jpg").write_bytes(b"")
    assert len(newest([pictures])) == MOST_SHOWN


def test_a_stick_of_folders_alone_has_an_end_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        (tmp_path / "STICK" / f"{number:02}").mkdir(parents=True)
        (tmp_path / "STICK" / f"{number:02}" / "a.jpg").write_bytes(b"")
    monkeypatch.setattr(photo_places, "_MOST_LOOKED_AT", 40)
    assert len(newest([tmp_path / "STICK"])) <= 10


def test_what_is_written_is_found_where_people_keep_photographs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    pictures = tmp_path / "Pictures"
    pictures.mkdir()
    photograph = pictures / "photo.jpg"
    photograph.write_bytes(b"")
    for written in (str(photograph), "~/Pictures/photo.jpg", "photo.jpg", "Pictures/photo.jpg"):
        assert meant(written, [tmp_path, pictures]) == photograph
    assert meant("none.jpg", [tmp_path]) == Path("none.jpg")
    assert meant("~nobody-of-this-name/x.jpg", [tmp_path]) == Path("~nobody-of-this-name/x.jpg")
