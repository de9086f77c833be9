"""Whole visits, with a real finger on real content."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from PySide6.QtCore import QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from visitor import Visitor, is_made_by

from kiosk.bridge.typesetting import set_text
from kiosk.content.checks.reviews import beside, fingerprint, signature
from kiosk.content.model.deck import Review
from kiosk.content.model.signed_apart import FORM
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.signup.desk import Desk
from kiosk.staff.content.all_screens import walk
from kiosk.staff.content.review import sign, topics
from kiosk.visit.comfort import Comfort

CONTENT = PROJECT / "content"
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
Make = Callable[..., Visitor]
HELP = {"en": "Help now: 988", "es": "Ayuda: 988"}


def said(library: Library, name: str, language: str = "en") -> str:
    return library.interface_text(name).in_(language)


def topic_title(library: Library, topic: str, language: str) -> str:
    return next(head.title.in_(language) for head in library.heads if head.id == topic)


def title(library: Library, topic: str, number: int = 0, language: str = "en") -> str:
    body = library.topic(topic)
    assert body
    return body.slides[number].title.in_(language)


@GLASSES
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_visitor_reads_everything_about_the_infusion_and_after_it_by_touch_alone(
    visitor: Make, library: Library, glass: Any, language: str
) -> None:
    here = visitor(glass).taps(said(library, "start", language))
    for topic in ("infusion", "after"):
        body = library.topic(topic)
        assert body
        if not here.finds_button(body.title.in_(language)):
            here.taps(said(library, "more_topics", language))
        here.taps(body.title.in_(language))
        read = ""
        for _ in range(120):
            read += here.texts() + "\n"
            assert here.finds_button(HELP[language])
            if here.sees(said(library, "end_title", language).format(topic=body.title.in_(language))):
                break
            here.taps(said(library, "next", language))
        else:
            pytest.fail("the topic has no end")
        for slide in body.slides:
            assert slide.title.in_(language) in read
        here.taps(said(library, "all_topics", language))
        assert here.sees(said(library, "home_title", language))


def test_the_touch_that_wakes_the_screen_presses_nothing(visitor: Make, library: Library) -> None:
    here = visitor(PORTRAIT)
    for card in library.heads:
        here.kiosk.visit.act("finish")
        here.rest()
        here.taps_at(QPointF(540, 1200))
        assert here.sees(said(library, "home_title")), card.id


def test_a_mouse_will_do(visitor: Make, library: Library) -> None:
    here = visitor()
    for name in ("Start", topic_title(library, "infusion", "en")):
        QTest.mouseClick(here.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here.button(name).box.center().toPoint())
        here.rest()
    assert here.sees(title(library, "infusion"))


def test_the_mark_of_the_clinic_stands_on_a_light_plate_on_dark_colours(visitor: Make) -> None:
    here = visitor().taps("Start")
    marks = [item for item in here.kiosk.window.findChildren(QQuickItem) if is_made_by(item, "ClinicMark")]
    (mark,) = (item for item in marks if item.isVisible())
    for colours, light in (("night", True), ("black", True), ("paper", False)):
        here.kiosk.visit.act(f"comfort-choice:palette:{colours}")
        here.rest()
        edge = mark.mapToScene(QPointF(here.kiosk.screen.measures.unit * 0.5, mark.height() / 2)).toPoint()
        ground = mark.mapToScene(QPointF(-5, mark.height() / 2)).toPoint()
        picture = here.kiosk.window.grabWindow()
        assert (picture.pixelColor(edge).lightness() > picture.pixelColor(ground).lightness() + 100) is light, colours


def test_spanish_begins_with_empezar_and_the_switch_keeps_the_place(visitor: Make, library: Library) -> None:
    here = visitor().taps("Empezar").taps(topic_title(library, "infusion", "es"))
    here.taps("Siguiente")
    second = here.kiosk.visit.visit.place
    here.taps("English")
    assert here.kiosk.visit.visit.place == second
    assert here.finds_button("Next")
    here.taps("Español")
    assert here.finds_button("Siguiente")


def sort_of(library: Library, name: str, place: str) -> str:
    """What kind of screen this is, of those in a walk: each kind of slide is one, each form question too."""
    where, *rest = place.split("/")
    if where == "reading":
        body = library.topic(rest[0])
        return next((slide.kind for slide in body.slides if slide.id == rest[1]), "end") if body else ""
    words = [word for word in name.split("-") if not word.isdigit()]
    return "-".join(words[:2]) if where == "signup" else words[-1] if words[-1] in ("sources", "card") else words[0]


@GLASSES
def test_help_opens_from_every_kind_of_screen(visitor: Make, library: Library, glass: Any) -> None:
    """That it stands in one place, on all of them and uncovered, is measured in `ui/test_fit.py`."""
    here = visitor(glass)
    met: set[str] = set()
    for name, place in walk(here.kiosk, library, "en", Comfort()):
        if (kind := sort_of(library, name, place)) in met:
            continue
        met.add(kind)
        assert any("Easier to read" in seen.name for seen in here.rest().buttons()) or name == "still-there", name
        if not name.startswith("help-"):
            here.taps(HELP["en"])
            assert here.sees("988lifeline.org"), name
            here.taps("Close")
    assert {"compare", "steps", "cards", "end", "card", "sources", "lookup", "attract", "still", "signup-name"} <= met


def test_help_stays_where_it_is_beside_buttons_whose_words_take_three_lines(visitor: Make) -> None:
    here = visitor(((1080, 1920), (268.0, 476.0))).taps("Empezar")
    here.kiosk.visit.act("comfort-choice:text:largest")
    boxes = []
    for place in ("home/0", "lookup//0", "reading/infusion/first-a-talk/0", "signup/name/0"):
        here.kiosk.visit.act(f"go:{place}")
        boxes.append(here.rest().button(HELP["es"]).box)
    assert len({(box.left(), box.bottom()) for box in boxes}) == 1


def test_a_hard_word_is_touched_for_its_meaning(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    for _ in range(40):
        links = [seen for seen in here.buttons() if seen.role.name == "Link"]
        if links:
            break
        here.taps("Next")
    here.taps_at(links[0].box.center())
    word = next(word for word in library.words if word.id == here.kiosk.visit.visit.panel.about)
    assert here.sees(word.means.in_("en").split(".")[0].replace("**", "").split()[0])
    here.taps("Close")
    assert here.kiosk.visit.visit.panel is None


def test_the_sources_of_a_slide_are_one_touch_away(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    for _ in range(10):
        if here.finds_button(said(library, "sources")):
            break
        here.taps("Next")
    here.taps(said(library, "sources"))
    assert here.sees(said(library, "sources"))
    assert here.sees("2026") or here.sees("20")
    here.taps("Close")


def test_ask_for_a_consultation_points_to_the_front_desk(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps(said(library, "consultation"))
    assert here.sees("front desk")
    here.taps("Close")
    assert here.sees(said(library, "home_title"))


def test_a_swipe_follows_the_finger_and_turns_the_page(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    first = here.kiosk.visit.visit.place
    here.swipes(-0.5)
    second = here.kiosk.visit.visit.place
    assert second != first
    here.swipes(0.5)
    assert here.kiosk.visit.visit.place == first


def test_a_short_swipe_turns_nothing_and_presses_nothing(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion")
    before = here.kiosk.visit.visit
    here.swipes(-0.05)
    assert (here.kiosk.visit.visit.place, here.kiosk.visit.visit.panel) == (before.place, before.panel)


def test_the_next_page_is_ready_before_it_is_asked_for(visitor: Make, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A touch must not wait for lines to be set: those of the pages to come are, while nobody touches anything."""
    monkeypatch.setattr("kiosk.bridge.deck_view.AHEAD_MS", 3_600_000)  # on a slow machine a tap takes as long
    set_text.cache_clear()
    here = visitor().taps(said(library, "start")).taps(topic_title(library, "infusion", "en"))
    here.kiosk.deck.look_ahead()
    made = set_text.cache_info().misses
    here.taps(said(library, "next"))
    assert here.sees(title(library, "infusion", 1))
    assert set_text.cache_info().misses == made
    here.kiosk.deck.look_ahead()
    assert set_text.cache_info().misses > made


def test_everything_goes_by_keys_too(visitor: Make, library: Library) -> None:
    here = visitor().presses(Qt.Key.Key_Return)
    assert here.sees(said(library, "home_title"))
    here.presses(Qt.Key.Key_Down).presses(Qt.Key.Key_Return)
    place = here.kiosk.visit.visit.place
    here.presses(Qt.Key.Key_Right)
    assert here.kiosk.visit.visit.place != place
    here.presses(Qt.Key.Key_Left)
    assert here.kiosk.visit.visit.place == place
    here.presses(Qt.Key.Key_F2)
    assert here.sees("988lifeline.org")
    here.presses(Qt.Key.Key_Escape).presses(Qt.Key.Key_Escape)
    assert here.sees(said(library, "home_title"))


def test_walking_away_brings_a_warning_that_covers_the_page_and_then_the_attract_screen(visitor: Make, library: Library) -> None:
    here = visitor().taps("Empezar").taps(topic_title(library, "infusion", "es"))
    here.waits(119)
    assert not here.sees(said(library, "still_there_title", "es"))
    here.waits(1)
    assert here.sees(said(library, "still_there_title", "es"))
    assert not here.finds_button("Siguiente")
    assert here.finds_button(HELP["es"])
    here.waits(30)
    assert here.finds_button("Start")
    assert here.kiosk.visit.visit.language == "en"


def test_the_times_are_those_of_the_settings(visitor: Make, library: Library) -> None:
    here = visitor(settings=Settings(idle_seconds=400, warning_seconds=25, help_seconds=500, slower_times=2)).taps("Start")

    def asks_after(seconds: float) -> None:
        assert not here.waits(seconds - 1).sees(said(library, "still_there_title"))
        assert here.waits(1).sees(said(library, "still_there_title"))

    asks_after(400)
    assert not here.waits(24).kiosk.visit.visit.idle
    here.waits(1).taps("Start").taps(HELP["en"])
    asks_after(500)
    here.taps(said(library, "im_here")).taps("Close").kiosk.visit.act("comfort-choice:text:large")
    asks_after(800)


def test_many_words_give_more_time_to_read(visitor: Make, library: Library) -> None:
    here = visitor(settings=Settings(idle_seconds=30)).taps("Start").taps("Your infusion")
    words = here.kiosk.visit.visit.words
    assert words > 30
    here.waits(words + 29)
    assert not here.sees(said(library, "still_there_title"))
    here.waits(1)
    assert here.sees(said(library, "still_there_title"))


def test_i_am_still_here_goes_on_exactly_where_it_was(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion").taps("Next")
    before = here.kiosk.visit.visit.place
    for _ in range(12):
        here.waits(120).taps(said(library, "im_here"))
        assert here.kiosk.visit.visit.place == before


def test_start_over_forgets_at_once(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start").taps("Your infusion").waits(120).taps(said(library, "start_over"))
    assert here.kiosk.visit.visit.idle


def test_help_from_the_attract_screen_stays_five_minutes(visitor: Make) -> None:
    here = visitor().taps("Help now: 988")
    here.waits(299)
    assert here.sees("988lifeline.org")
    here.taps("Close")
    assert here.finds_button("Start")


def test_the_next_topic_is_one_touch_from_the_end(visitor: Make, library: Library) -> None:
    here = visitor().taps("Start")
    here.kiosk.visit.act("go:reading/infusion//0")
    here.rest().taps(topic_title(library, "after", "en"))
    assert here.sees(title(library, "after"))


@GLASSES
def test_a_text_that_no_clinician_has_read_says_so_until_one_has(visitor: Make, library: Library, tmp_path: Path, glass: Any) -> None:
    draft = said(library, "draft")
    here = visitor(glass).taps(said(library, "start")).taps(topic_title(library, "infusion", "en"))
    assert here.sees(draft)
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    reading = read_folder(content)
    text = fingerprint(topics(reading)["infusion"], "en", reading.sources.value or ())
    sign(content, Review("infusion", "en", "Dr. X", TODAY, TODAY, text))
    signed, _ = open_library(content, tmp_path / "data", TODAY)
    here = visitor(glass, own=signed).taps(said(library, "start")).taps(topic_title(library, "infusion", "en"))
    assert not here.sees(draft)
    here.taps("Español")
    assert here.sees(said(library, "draft", "es"))


@GLASSES
def test_the_form_says_so_too_before_its_questions(visitor: Make, desk: Desk, library: Library, tmp_path: Path, glass: Any) -> None:
    draft = said(library, "draft")
    here = visitor(glass, desk=desk).taps(said(library, "start")).taps(said(library, "consultation"))
    assert here.sees(draft)
    assert not here.taps("Continue").sees(draft)
    content = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    reading = read_folder(content)
    sign(content, Review(FORM, "en", "Dr. X", TODAY, TODAY, signature(topics(reading)[FORM], "en", beside(reading, content))))
    signed, _ = open_library(content, tmp_path / "data", TODAY)
    here = visitor(glass, own=signed, desk=desk).taps(said(library, "start")).taps(said(library, "consultation"))
    assert here.finds_button("Continue")
    assert not here.sees(draft)


@GLASSES
def test_help_is_offered_in_every_language_while_nobody_has_chosen_one(visitor: Make, library: Library, glass: Any) -> None:
    button = visitor(glass).button(HELP["en"])
    assert all(HELP[language] in button.name for language in library.clinic.languages)


@GLASSES
def test_a_topic_ends_with_what_to_keep_in_mind_and_the_next_topic_as_the_largest_card(visitor: Make, library: Library, glass: Any) -> None:
    here = visitor(glass).taps("Start")
    for language in ("en", "es"):
        here.kiosk.visit.act(f"language:{language}")
        for head, following in pairwise(library.heads):
            here.kiosk.visit.act(f"go:reading/{head.id}//0")
            page = here.kiosk.deck.shown.pages.current
            body = library.topic(head.id)
            assert body
            assert page.body.keep.plain.startswith(said(library, "keep_in_mind", language)) is bool(body.keep), head.id
            areas = [card.box.width * card.box.height for card in page.body.cards]
            assert page.body.cards[0].title.plain == following.title.in_(language)
            assert areas[0] == max(areas)


@pytest.mark.parametrize("glass", [((1080, 1920), (268.0, 476.0)), ((2160, 3840), (529.0, 941.0)), ((600, 1024), (194.0, 331.0))])
def test_upright_the_start_screen_says_whose_it_is_and_its_buttons_have_one_line_and_one_width(visitor: Make, glass: Any) -> None:
    here = visitor(glass)
    assert here.sees("Athens Ketamine Center")
    english, spanish, help_now = (here.button(name).box for name in ("Start", "Empezar", "Help now"))
    assert abs(english.width() - spanish.width()) <= 1
    assert help_now.height() == english.height()
