"""Qt's typesetter: lines that fit, no word lost, no lone last word."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine
from shiboken6 import delete

from kiosk.app import load_fonts
from kiosk.bridge.typesetting import font, set_text
from kiosk.layout.typeset import Style

BODY = Style(44)


@pytest.fixture(autouse=True)
def fonts(qapp: object) -> None:
    load_fonts()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(alphabet="abcdefghiñáWM.,", min_size=1, max_size=14), min_size=1, max_size=40),
    st.integers(300, 1200),
    st.booleans(),
)
def test_lines_hold_every_word_in_order_and_none_is_too_wide(words: list[str], width: int, even: bool) -> None:
    done = set_text(" ".join(words), Style(40, even=even), width)
    assert "".join(line.plain for line in done.lines).replace(" ", "") == "".join(words)
    assert all(line.width <= width for line in done.lines)


def test_a_last_line_is_not_a_lone_short_word() -> None:
    text = "You can ask us at any moment to slow down or stop."
    widths = [set_text(text, BODY, width) for width in range(500, 1200, 10)]
    lonely = [done for done in widths if len(done.lines) > 1 and " " not in done.lines[-1].plain]
    assert len(lonely) <= len(widths) * 0.1


@pytest.mark.parametrize("even", [True, False])
def test_no_word_is_broken_where_it_fits(even: bool) -> None:
    widest = set_text("Empiece", Style(88, 700, even=even), 4000).width
    for width in range(round(widest * 1.02), 900, 12):
        done = set_text("Empiece aquí", Style(88, 700, even=even), width)
        assert " ".join(line.plain for line in done.lines) == "Empiece aquí"


def test_even_lines_are_of_like_length() -> None:
    done = set_text("A quiet hour in a comfortable chair", Style(77, 700, 1.2, even=True), 1000)
    assert [line.plain for line in done.lines] == ["A quiet hour in a", "comfortable chair"]


def test_bold_runs_over_the_end_of_a_line_and_markup_in_texts_is_only_text() -> None:
    done = set_text("We watch **blood pressure and heart rate** <b>&", BODY, 420)
    html = " ".join(line.html for line in done.lines)
    assert html.count("<b>") == html.count("</b>") >= 2
    assert "&lt;b>&amp;" in html or "&lt;b&gt;&amp;" in html


def test_a_hard_word_knows_its_place_in_its_line() -> None:
    done = set_text("Your blood pressure may rise", BODY, 2000, ((5, 19, "bp"),))
    (spot,) = done.lines[0].spots
    assert (spot.word, spot.label) == ("bp", "blood pressure")
    assert 0 < spot.left < done.lines[0].width
    assert spot.left + spot.width < done.lines[0].width


WIDTHS = range(230, 700, 7)
BODY_PX = 30


@pytest.mark.parametrize("hard", ["\xa0", "\u202f", "\u2007"])
@pytest.mark.parametrize("even", [True, False])
def test_no_line_ends_at_a_hard_blank(hard: str, even: bool) -> None:
    for width in WIDTHS:
        done = set_text(f"You get **5{hard}mg**  slowly, over 40{hard}minutes.", Style(BODY_PX, even=even), width)
        lines = " ".join(line.plain for line in done.lines)
        assert lines == "You get 5\xa0mg slowly, over 40\xa0minutes."
        assert done.plain == "You get 5 mg slowly, over 40 minutes."


def test_a_word_parted_at_a_soft_hyphen_shows_one_and_is_still_one_word() -> None:
    parted = 0
    for width in WIDTHS:
        done = set_text("About **esketa\xadmine** and reha\xadbili\xadtation.", Style(BODY_PX), width)
        assert done.plain == "About esketamine and rehabilitation."
        for line in done.lines:
            ends = line.plain.endswith("\xad")
            parted += ends
            assert "\xad" not in line.html
            assert line.html.replace("</b>", "").endswith("-") == ends
            assert line.width <= width
    assert parted > 20


def test_a_headline_is_not_parted_only_to_make_its_lines_alike() -> None:
    widest = set_text("About reha\xadbili\xadtation", Style(BODY_PX), 4000).width
    done = set_text("About reha\xadbili\xadtation", Style(BODY_PX, even=True), widest * 0.9)
    assert [line.html for line in done.lines] == ["About", "rehabilitation"] or done.lines[0].html.startswith("About reha")


def test_the_screen_draws_a_line_as_wide_as_it_was_set(qapp: object) -> None:
    engine = QQmlEngine()
    component = QQmlComponent(engine, parent=engine)
    component.setData(b"import QtQuick; Text { textFormat: Text.StyledText; wrapMode: Text.NoWrap }", QUrl())
    text = component.create()
    text.setParent(engine)
    try:
        for words in ("over 40\xa0minutes", "5\u202fmg", "5\xa0\xa0mg, **8\xa0mg** \xa0", "reha\xadbilitation of **esketa\xadmine**", "µ ≥ → Nguyễn"):
            for line in set_text(words, Style(BODY_PX), 150).lines:
                text.setProperty("font", font(BODY_PX, 400))
                text.setProperty("text", line.html)
                assert text.property("contentWidth") == pytest.approx(line.width, abs=2.0), (words, line.html)
    finally:
        delete(engine)
