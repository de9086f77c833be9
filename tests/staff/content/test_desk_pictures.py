"""The desk draws what a child has drawn before, and what lies in the content; of anything else it says why it does not show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from content.drawn import BOMB

from content import sample
from kiosk.staff.content.desk_pictures import DeskPictures

GOOD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#{}"/></svg>'


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def pictures(content: Path) -> Iterator[DeskPictures]:
    made = DeskPictures(content)
    yield made
    made.close()


def test_only_what_was_drawn_by_a_child_and_lies_in_the_content_shows(content: Path, tmp_path: Path, pictures: DeskPictures) -> None:
    folder = content / "pictures"
    (folder / "bomb.svg").write_text(BOMB)
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "bad name.svg").write_text(GOOD.format("112233"))
    (tmp_path / "private.svg").write_text(GOOD.format("445566"))
    (folder / "mine.svg").symlink_to(tmp_path / "private.svg")
    (folder / "nowhere.svg").symlink_to(tmp_path / "nowhere.svg")
    (folder / "good.svg").write_text(GOOD.format("778899"))
    tried = pictures.try_again(["good.svg"])
    assert {"bomb.svg", "broken.png", "mine.svg"} == tried.wrong.keys() & {"bomb.svg", "broken.png", "mine.svg", "good.svg"}
    assert tried.good["good.svg"].read_text() == GOOD.format("778899")
    assert not {"bomb.svg", "broken.png", "mine.svg", "bad name.svg", "nowhere.svg", "../../private.svg"} & tried.good.keys()
    assert "link to something outside" in tried.wrong["mine.svg"]
    assert all(content not in place.parents for place in tried.good.values())


def test_a_copy_stays_what_was_tried_until_it_is_tried_again(content: Path, pictures: DeskPictures) -> None:
    place = content / "pictures" / "good.svg"
    place.write_text(GOOD.format("778899"))
    pictures.tried = pictures.try_again(())
    assert pictures.try_again(()) is pictures.tried
    place.write_text(BOMB)
    assert pictures.tried.good["good.svg"].read_text() == GOOD.format("778899")
    again = pictures.try_again(())
    assert "good.svg" not in again.good
    assert "good.svg" in again.wrong


def test_the_copies_go_with_the_window_and_a_content_without_pictures_has_none(tmp_path: Path) -> None:
    made = DeskPictures(tmp_path)
    assert made.try_again(["any.svg"]).good == {}
    folder = Path(made._copies.name)
    made.close()
    assert not folder.exists()
