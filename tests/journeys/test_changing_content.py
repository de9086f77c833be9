"""Staff change files while a visitor reads: nothing shows half, nothing is lost, the place stays."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, time
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY, Clock
from ear import Ear
from PySide6.QtCore import Qt
from visitor import Visitor, is_made_by, walked

from kiosk.content.checks.honesty import button_without_number, help_without_numbers
from kiosk.content.reading.interface_words import SCREEN_WORDS as WORDS
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.current import fingerprint, open_library
from kiosk.content.store.fallback import CLINIC, HELP, INTERFACE, resting
from kiosk.content.store.library import Library
from kiosk.devices.content_watch import ContentWatch
from kiosk.staff.content.all_screens import walk
from kiosk.visit.comfort import Comfort

SENTENCE, CHANGED = "Many clinics do a **mood check**.", "Many clinics do a short **mood check**."
SHOWN = "Many clinics do a short mood check."
Make = Callable[..., Visitor]


class Staff:
    """Somebody with an editor on the content folder of a running kiosk."""

    def __init__(self, content: Path, here: Visitor, watch: ContentWatch, clock: Clock) -> None:
        self.content = content
        self.here = here
        self.watch = watch
        self._clock = clock

    def edits(self, file: str, old: str, new: str) -> None:
        path = self.content / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        self.writes(file, text.replace(old, new, 1))

    def writes(self, file: str, text: str) -> None:
        """As many editors save: a new file is put in the place of the old one."""
        path = self.content / file
        fresh = path.with_suffix(".tmp")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)

    def waits(self, seconds: float = 2.0) -> None:
        """The kiosk looks at the folder now, and again after so many seconds."""
        self.watch.look()
        self._clock.wind(seconds)
        self.watch.look()
        self.here.rest()


@pytest.fixture
def staff(visitor: Make, clock: Clock, tmp_path: Path) -> Any:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    library, _ = open_library(content, tmp_path / "data", TODAY)
    here = visitor(own=library)

    def read() -> Library | None:
        return open_library(content, tmp_path / "data", TODAY)[0]

    watch = ContentWatch(content, lambda: fingerprint(content), read, clock, aside=lambda work: work())
    watch.came.connect(here.kiosk.stage)
    yield Staff(content, here, watch, clock)
    watch.deleteLater()


def at_the_talk(here: Visitor) -> Visitor:
    here.kiosk.visit.act("wake:en")
    here.kiosk.visit.act("go:reading/infusion/first-a-talk/0")
    return here.rest()


def test_a_changed_sentence_shows_to_the_next_visitor_and_not_to_the_one_who_reads(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    staff.edits("topics/40-infusion.yaml", SENTENCE, CHANGED)
    staff.waits()
    assert not here.sees(SHOWN)
    here.kiosk.visit.act("finish")
    assert at_the_talk(here).sees(SHOWN)


def test_while_nobody_is_there_it_shows_at_once(staff: Staff) -> None:
    staff.edits("topics/40-infusion.yaml", SENTENCE, CHANGED)
    staff.waits()
    assert at_the_talk(staff.here).sees(SHOWN)


def test_nothing_is_read_before_the_folder_is_quiet(staff: Staff) -> None:
    staff.edits("topics/40-infusion.yaml", SENTENCE, CHANGED)
    staff.waits(1.9)
    assert not at_the_talk(staff.here).sees(SHOWN)
    staff.here.kiosk.visit.act("finish")
    staff.waits(0.2)
    assert at_the_talk(staff.here).sees(SHOWN)


def test_many_saves_in_a_row_are_all_seen(staff: Staff) -> None:
    for number in range(5):
        staff.edits("topics/40-infusion.yaml", SENTENCE if not number else f"Save {number - 1}.", f"Save {number}.")
        staff.waits()
    assert at_the_talk(staff.here).sees("Save 4.")


def test_a_broken_file_keeps_its_last_good_version_while_others_go_on(staff: Staff) -> None:
    staff.writes("topics/40-infusion.yaml", "topic: infusion\nslides: [")
    staff.edits("topics/50-after.yaml", "The first minutes after", "The very first minutes")
    staff.waits()
    here = at_the_talk(staff.here)
    assert here.sees("Many clinics do a mood check.")
    here.kiosk.visit.act("go:reading/after/first-minutes/0")
    assert here.rest().sees("The very first minutes")


def test_a_withdrawn_slide_goes_at_once_even_from_under_a_reader(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    staff.edits("topics/40-infusion.yaml", "  - slide: first-a-talk\n", "  - slide: first-a-talk\n    withdraw: yes\n")
    staff.waits()
    assert not here.sees("mood check")
    assert here.sees("Before you start")


def test_a_withdrawn_topic_goes_at_once_and_leaves_the_reader_at_home(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    staff.edits("topics/40-infusion.yaml", "tint: apricot\n", "tint: apricot\nwithdraw: yes\n")
    staff.waits()
    assert here.sees("What would you like to know?")
    assert not here.finds_button("Your infusion")


def test_with_everything_withdrawn_the_screen_rests_at_once(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    for path in sorted((staff.content / "topics").iterdir()):
        text = path.read_text(encoding="utf-8")
        staff.writes(f"topics/{path.name}", text.replace("\ntint:", "\nwithdraw: yes\ntint:", 1) if "\ntint:" in text else "withdraw: yes\n" + text)
    staff.waits()
    assert not here.sees("mood check")
    assert not here.finds_button("Start")
    assert here.finds_button("Help now: 988")


@pytest.mark.parametrize(("name", "text"), [("clinic.yaml", "consultation:"), ("sources.yaml", "")], ids=["no front desk", "no sources"])
def test_a_file_that_says_too_little_does_not_throw_a_visitor_out(staff: Staff, name: str, text: str) -> None:
    whole = (staff.content / name).read_text(encoding="utf-8")
    staff.writes(name, whole.split(text)[0] if text else "[]\n")
    staff.waits()
    here = at_the_talk(staff.here).taps("Ask for a consultation" if text else "Where this comes from")
    assert here.finds_button("Close")


def test_a_form_that_staff_change_while_it_is_open_goes_on_or_ends_calmly(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    here.kiosk.visit.act("go:signup/message/0")
    here.kiosk.signup.answer("name", "Ana")
    text = (staff.content / "signup.yaml").read_text(encoding="utf-8")
    message = text.index("  - question: message")
    staff.writes("signup.yaml", text[:message] + text[text.index("  - question: language") :])
    staff.edits("topics/50-after.yaml", "  - slide: no-driving\n", "  - slide: no-driving\n    withdraw: yes\n")
    staff.waits()
    assert here.sees("Ask us to contact you")
    staff.writes("signup.yaml", "# no form today\n")
    staff.edits("topics/50-after.yaml", "  - slide: first-minutes\n", "  - slide: first-minutes\n    withdraw: yes\n")
    staff.waits()
    assert here.sees("What would you like to know?")
    assert here.kiosk.signup.forgotten


def test_the_place_of_a_reader_survives_a_withdrawal_elsewhere(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    staff.edits("topics/50-after.yaml", "  - slide: no-driving\n", "  - slide: no-driving\n    withdraw: yes\n")
    staff.waits()
    assert here.sees("mood check")
    assert here.kiosk.visit.visit.language == "en"


def test_the_attract_screen_has_a_picture_when_the_one_it_shows_is_taken_away(staff: Staff) -> None:
    here = staff.here
    attract = next(each for each in walked(here.kiosk.window.contentItem()) if is_made_by(each, "Attract"))
    attract.setProperty("hour", 2)
    here.rest()
    assert (attract.property("drawn"), attract.property("under")) == (2, 2)
    staff.edits("clinic.yaml", "[attract-morning.svg, attract-noon.svg, attract-evening.svg]", "[attract-noon.svg]")
    staff.waits()
    shown = [each for each in walked(attract) if "attract-noon" in str(each.property("source")) and each.isVisible()]
    assert [each.opacity() for each in shown] == [1.0]


def test_a_picture_replaced_under_its_name_is_a_new_one(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    before = here.kiosk.window.grabWindow()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#C88379"/></svg>'
    staff.writes("pictures/first-talk.svg", drawing)
    here.kiosk.visit.act("finish")
    staff.waits()
    assert at_the_talk(here).kiosk.window.grabWindow() != before


def test_the_folder_renamed_away_and_back_changes_nothing(staff: Staff) -> None:
    away = staff.content.with_name("away")
    staff.content.rename(away)
    staff.waits()
    assert at_the_talk(staff.here).sees("mood check")
    staff.here.kiosk.visit.act("finish")
    away.rename(staff.content)
    staff.waits()
    staff.edits("topics/40-infusion.yaml", SENTENCE, CHANGED)
    staff.waits()
    assert at_the_talk(staff.here).sees(SHOWN)


def test_a_folder_copied_in_slowly_never_shows_half(staff: Staff) -> None:
    text = (staff.content / "topics" / "40-infusion.yaml").read_text(encoding="utf-8").replace(SENTENCE, CHANGED)
    half = len(text) // 2
    for end in (half // 2, half, len(text)):
        (staff.content / "topics" / "40-infusion.yaml").write_text(text[:end], encoding="utf-8")
        staff.waits(1.5)
        assert staff.here.kiosk.visit.visit.idle
        assert at_the_talk(staff.here).sees("mood check")
        staff.here.kiosk.visit.act("finish")
    staff.waits()
    assert at_the_talk(staff.here).sees(SHOWN)


def test_what_changed_before_the_start_shows_at_once(visitor: Make, tmp_path: Path) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    open_library(content, tmp_path / "data", TODAY)
    path = content / "topics" / "40-infusion.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(SENTENCE, CHANGED), encoding="utf-8")
    library, _ = ContentReader(content, tmp_path / "data", lambda: TODAY).at_start()
    assert at_the_talk(visitor(own=library)).sees(SHOWN)


def test_content_that_is_not_true_goes_from_under_a_reader(staff: Staff) -> None:
    here = at_the_talk(staff.here)
    staff.edits("topics/40-infusion.yaml", SENTENCE, CHANGED)
    read = open_library(staff.content, staff.content.parent / "data", TODAY)[0]
    assert read
    here.kiosk.stage(read, at_once=True)
    assert here.rest().sees(SHOWN)


def test_a_slide_shows_from_its_hour_on(visitor: Make, tmp_path: Path) -> None:
    content = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    path = content / "topics" / "40-infusion.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  - slide: first-a-talk\n", "  - slide: first-a-talk\n    show: {hours: 13:00-18:00}\n"), encoding="utf-8")
    library, _ = open_library(content, tmp_path / "data", TODAY)
    moment = [datetime.combine(TODAY, time(12, 59))]
    here = visitor(own=library, now=lambda: moment[0])
    assert not at_the_talk(here).sees("mood check")
    moment[0] = datetime.combine(TODAY, time(13))
    here.kiosk.look_at_the_clock()
    assert not at_the_talk(here).sees("mood check")
    here.kiosk.visit.act("finish")
    assert at_the_talk(here).sees("mood check")


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_with_nothing_to_show_the_screen_rests_and_help_is_there(visitor: Make, library: Library, glass: Any) -> None:
    here = visitor(glass, own=resting())
    assert here.sees("This screen is resting")
    assert here.sees("Esta pantalla está en pausa")
    assert {each.name for each in here.buttons()} == {"Help now: 988 / Ayuda: 988", "Easier to read / Leer mejor"}
    here.taps_at(here.kiosk.window.contentItem().boundingRect().center())
    here.presses(Qt.Key.Key_Return)
    assert here.sees("This screen is resting")
    here.taps("Help now: 988")
    assert here.sees("988lifeline.org")
    assert here.sees("911")
    here.taps("Close")
    here.kiosk.stage(library)
    assert here.rest().finds_button("Start")


def raw(here: Visitor) -> list[str]:
    """Names of words that show instead of the words, and buttons that say nothing."""
    return [each.name for each in here.everything() if each.name in WORDS] + [repr(each) for each in here.nameless()]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_the_resting_screen_has_words_for_all_that_it_shows(visitor: Make, glass: Any, language: str) -> None:
    ear = Ear()
    here = visitor(glass, own=resting(), ear=ear)
    reached = takewhile(lambda screen: not screen[0].startswith("lookup"), walk(here.kiosk, resting(), language, Comfort(aloud=True)))
    for name, _ in reached:
        assert raw(here.rest()) == [], name
        for button in here.buttons():
            here.kiosk.speech.tell(button.name, "", "button", "open", "")
    here.kiosk.visit.ask_now()
    assert raw(here.rest()) == []
    assert [words for words, *_ in ear.spoken if "_" in words] == []


def test_staff_find_their_pages_at_the_resting_screen_too(visitor: Make, library: Library, desk: Any) -> None:
    here = visitor(own=resting(library.interface), desk=desk)
    here.kiosk.visit.act("go:home/0")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    assert here.rest().sees("For staff")
    assert here.finds_button("Sign out")
    assert raw(here) == []


def test_the_resting_screen_says_what_the_content_says(library: Library) -> None:
    shipped = dict(library.interface)
    assert [name for name, text in INTERFACE if text != shipped[name]] == ["home_title"]


def test_what_the_resting_screen_says_is_held_to_the_same_rules() -> None:
    assert list(help_without_numbers(HELP, CLINIC.languages)) == []
    assert list(button_without_number(INTERFACE, CLINIC.languages)) == []
