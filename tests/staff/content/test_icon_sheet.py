"""The page of icons shows each one that content can use, as it is drawn, under the name to be written."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from kiosk.project import icon_files, icons
from kiosk.staff.content import icon_sheet

CONTENT = Path(__file__).resolve().parents[2] / "content"


class Figures(HTMLParser):
    """The names on the page, and how many drawings stand before each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.drawings, self._inside = 0, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.drawings += tag == "svg"
        self._inside = tag == "figcaption"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.names.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def test_the_page_that_ships_shows_every_icon_that_content_can_use() -> None:
    page = (CONTENT / icon_sheet.NAME).read_text(encoding="utf-8")
    assert page == icon_sheet.page(icon_files()), "`python3 main.py schema` makes it anew"
    shown = Figures(page)
    assert shown.names == sorted(icons())
    assert shown.drawings == len(shown.names) > 90


def test_it_asks_for_nothing_from_elsewhere() -> None:
    page = icon_sheet.page(icon_files()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not [word for word in ("http", "src=", "url(", "<script", "@import") if word in page]


def test_a_name_with_signs_of_html_is_a_name(tmp_path: Path) -> None:
    icon = tmp_path / "a<b&c.svg"
    icon.write_text("<!-- @license -->\n<svg\n  width='1'/>")
    assert Figures(icon_sheet.page([icon])).names == ["a<b&c"]


def test_a_file_that_is_no_drawing_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.svg").mkdir()
    with pytest.raises(OSError, match=r"none\.svg"):
        icon_sheet.page([tmp_path / "none.svg"])
