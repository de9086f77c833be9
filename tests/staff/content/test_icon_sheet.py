"""The page of icons shows each one that content can use, as it is drawn, under the name to be written."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PySide6.QtQml import QJSEngine

from kiosk.content.model.icon_words import GROUPS, by_word
from kiosk.project import icon_files, icons
from kiosk.staff.content import icon_sheet

CONTENT = Path(__file__).resolve().parents[3] / "content"


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
    assert sorted(shown.names) == sorted(icons())
    assert shown.drawings == len(shown.names) > 90


def test_it_asks_for_nothing_from_elsewhere() -> None:
    page = icon_sheet.page(icon_files()).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not [word for word in ("http", "src=", "url(", "@import", "fetch", "import(") if word in page]


def test_every_icon_is_in_one_group_and_no_word_for_it_is_the_name_of_another() -> None:
    grouped = [name for group in GROUPS.values() for name in group]
    assert sorted(grouped) == sorted(icons())
    words = [(name, word) for group in GROUPS.values() for name, said in group.items() for word in said.split()]
    assert [pair for pair in words if pair[1] in icons()] == []
    assert {by_word(word) for _, word in words} <= icons()


def test_icons_that_are_near_each_other_stand_together_and_one_that_no_group_knows_stands_at_the_end(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.svg" for name in ("car", "own", "pill", "bike")]
    for path in paths:
        path.write_text("<svg/>")
    page = icon_sheet.page(paths)
    assert Figures(page).names == ["pill", "car", "bike", "own"]
    assert re.findall("<h2>(.*?)</h2>", page) == ["Medicine, food and drink", "Places and ways", "Others"]


SEARCHED = {
    "": None, "phone": {"phone"}, "TELEPHONE": {"phone"}, "heart pul": {"heart-pulse"}, "heart-pulse": {"heart-pulse"}, "zzz": set(),
}  # fmt: skip


@pytest.mark.parametrize("typed", SEARCHED)
def test_the_search_box_leaves_what_is_called_so(qapp: object, typed: str) -> None:
    """The script of the page in Qt's own engine, with the few things of a browser that it asks for."""
    words = dict(re.findall(r'<figure data-words="(([^ "]+)[^"]*)"', icon_sheet.page(icon_files())))
    engine = QJSEngine()
    script = icon_sheet.page([]).partition("<script>")[2].partition("</script>")[0]
    browser = f"""
        var figures = {json.dumps([{"name": name, "dataset": {"words": said}} for said, name in words.items()])};
        var group = {{querySelectorAll: () => figures}}, nothing = {{}};
        const field = {{value: {json.dumps(typed)}, addEventListener: () => 0}};
        const document = {{getElementById: name => name == "find" ? field : nothing, querySelectorAll: () => [group]}};
    """
    assert not engine.evaluate(browser + script).isError()
    left = set(engine.evaluate("figures.filter(each => !each.hidden).map(each => each.name)").toVariant())
    wanted = SEARCHED[typed]
    assert left == (icons() if wanted is None else wanted & icons())
    assert engine.evaluate("nothing.hidden").toBool() == bool(left)


def test_a_name_with_signs_of_html_is_a_name(tmp_path: Path) -> None:
    icon = tmp_path / "a<b&c.svg"
    icon.write_text("<!-- @license -->\n<svg\n  width='1'/>")
    assert Figures(icon_sheet.page([icon])).names == ["a<b&c"]


def test_a_file_that_is_no_drawing_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.svg").mkdir()
    with pytest.raises(OSError, match=r"none\.svg"):
        icon_sheet.page([tmp_path / "none.svg"])
