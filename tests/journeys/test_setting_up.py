"""The first day: staff fit the kiosk to its place, at the screen; each step can be done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from ear import Ear
from measuring import faults
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem
from visitor import Visitor

from kiosk.screens.unnoted import unnoted
from kiosk.settings.settings import read_settings
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.keys.holders import holders
from kiosk.signup.keys.passphrases import Fault
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.try_out_key import is_try_out
from kiosk.visit.states import Staff

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])


def staff(here: Visitor) -> Visitor:
    here.taps("Start")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    return here.rest()


def setting_up(here: Visitor, step: str) -> Visitor:
    staff(here).taps("Set up this screen")
    while not here.finds_button(step):
        here.taps("Next")
    return here.taps(step)


def ruler(here: Visitor) -> QQuickItem:
    (label,) = [each for each in here.everything() if each.name == "100 mm"]
    item = label.item.parentItem()
    assert item is not None
    return item


@GLASSES
def test_a_ruler_is_made_true_and_everything_follows(visitor: Make, desk: Any, tmp_path: Path, glass: Any) -> None:
    here = setting_up(visitor(glass, desk=desk), "Size of the screen")
    per_mm = glass[0][0] / glass[1][0]
    assert ruler(here).width() == pytest.approx(100 * per_mm, rel=0.01)
    before = here.button("Help now").box.height()
    for _ in range(10):
        here.taps("Much shorter")
    here.taps("A little longer")
    assert ruler(here).width() == pytest.approx(100 * per_mm * 0.98**10 * 1.001, rel=0.01)
    assert here.button("Help now").box.height() < before * 0.95
    settings, problems = read_settings(tmp_path)
    assert problems == ()
    assert settings.screen_diagonal_inches == pytest.approx((glass[1][0] ** 2 + glass[1][1] ** 2) ** 0.5 / 25.4 * 0.98**-10 / 1.001, rel=0.01)
    here.taps("This is right")
    assert here.sees("inches, measured")


def test_the_height_moves_the_buttons_to_where_hands_reach(visitor: Make, desk: Any, tmp_path: Path) -> None:
    here = setting_up(visitor(PORTRAIT, desk=desk), "How high it hangs")
    reach = here.kiosk.screen.measures.screen.reach_top
    here.taps("+50 mm").taps("+50 mm").taps("\u221210 mm")
    assert here.sees("Lower edge 890 mm above the floor")
    assert here.kiosk.screen.measures.screen.reach_top > reach
    assert read_settings(tmp_path)[0].lower_edge_mm == 890


def test_what_somebody_wrote_into_the_settings_stays(visitor: Make, desk: Any, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("# our lobby\nlower_edge_mm: 700   # measured by Ana\nidle_seconds: 90\n", encoding="utf-8")
    setting_up(visitor(PORTRAIT, desk=desk), "How high it hangs").taps("+10 mm")
    text = (tmp_path / "settings.yaml").read_text(encoding="utf-8")
    assert "# our lobby\n" in text
    assert "lower_edge_mm: 810   # measured by Ana\n" in text
    assert "idle_seconds: 90\n" in text


def test_which_way_is_up_is_written_for_the_next_start(visitor: Make, desk: Any, tmp_path: Path) -> None:
    here = setting_up(visitor(desk=desk), "Which way is up").taps("270 degrees")
    assert read_settings(tmp_path)[0].rotate == 270
    here.taps("Back")
    assert here.sees("Turned by 270 degrees")


@GLASSES
def test_five_targets_tell_how_well_a_touch_is_felt(visitor: Make, desk: Any, glass: Any) -> None:
    here = setting_up(visitor(glass, desk=desk), "Touch all the corners").pauses(1.0)
    targets = [each for each in here.buttons() if each.name.startswith("Target")]
    assert len(targets) == 5
    per_mm = glass[0][0] / glass[1][0]
    for target in targets:
        place = target.box.center()
        place.setX(place.x() + 3 * per_mm)
        here.taps_at(place)
    assert here.sees("All five felt, at most 3.")


def test_a_touch_panel_that_is_off_is_told(visitor: Make, desk: Any) -> None:
    here = setting_up(visitor(LANDSCAPE, desk=desk), "Touch all the corners").pauses(1.0)
    per_mm = LANDSCAPE[0][0] / LANDSCAPE[1][0]
    for target in [each for each in here.buttons() if each.name.startswith("Target")]:
        place = target.box.center()
        place.setX(place.x() + 9 * per_mm)
        here.taps_at(place)
    assert here.sees("Touches register 9")


def test_chime_and_voices_are_heard(visitor: Make, desk: Any, qapp: object) -> None:
    ear = Ear("en")
    here = setting_up(visitor(desk=desk, ear=ear), "Sound and voices")
    here.taps("The sound that goes with").taps("A sentence in English")
    assert [words for words, *_ in ear.spoken] == ["still-there.wav", "This is the voice of this screen."]
    assert here.sees("This language has no voice.")


def types(here: Visitor, text: str) -> None:
    for letter in text:
        name = "Space" if letter == " " else letter
        here.pauses(0.2).taps(name if here.finds_exactly(name) else name.swapcase())


def test_staff_get_their_passphrases_here(visitor: Make, desk: Any, keys: Path) -> None:
    here = setting_up(visitor(desk=desk), "Who can read requests").taps("Add somebody")
    types(here, "ana")
    here.taps("Next")
    types(here, "short")
    here.taps("Next")
    assert here.sees("This is too short")
    types(here, "lamp river chair")
    assert "lamp" not in here.texts()
    here.taps("Next")
    types(here, "lamp river chain")
    here.taps("Next")
    assert here.sees("The two do not match.")
    for _ in range(2):
        types(here, "lamp river chair")
        here.taps("Next")
    assert here.sees("ana. There should be at least two people")
    assert not is_try_out(keys)
    here.taps("Add somebody")
    types(here, "bob")
    here.taps("Next")
    for _ in range(2):
        types(here, "window plant cup")
        here.taps("Next")
    assert holders(keys) == ("ana", "bob")
    assert here.kiosk.staff._typed == ""
    assert here.kiosk.staff._setting_up._first == ""


def admits(here: Visitor, *typed: str) -> Visitor:
    """Somebody types a name and passphrases on the pages for them, at once."""
    for each in typed:
        here.kiosk.staff.act(f"type:{each}")
        here.kiosk.staff.act("on")
    return here.rest()


@pytest.mark.parametrize(
    ("passphrase", "says"),
    [
        ("aaaaaaaaaaaaa", "This is easy to guess."),
        ("athens ketamine center", "This is easy to guess."),
        ("ana ana ana ana", "This is easy to guess."),
        ("lamp river chair ¿", "“¿” cannot be typed with the keys of this screen."),
        ("lamp river 电 chair", "“电” cannot be typed with the keys of this screen."),
    ],
)
def test_what_is_no_good_as_a_passphrase_is_said_on_the_page(visitor: Make, desk: Any, keys: Path, passphrase: str, says: str) -> None:
    here = setting_up(visitor(desk=desk), "Who can read requests").taps("Add somebody")
    assert admits(here, "ana", passphrase).sees(says)
    assert here.sees("A passphrase for ana")
    assert is_try_out(keys)
    assert admits(here, "Lamp, río^ <chair>", "Lamp, río^ <chair>").sees("ana. There should be at least two people")


def test_a_name_that_is_there_already_is_known_however_it_is_written(visitor: Make, desk: Any, keys: Path) -> None:
    here = setting_up(visitor(desk=desk), "Who can read requests").taps("Add somebody")
    admits(here, "Zoe\u0308 ", "lamp river chair", "lamp river chair").taps("Add somebody")
    assert admits(here, " zoë").sees("There is already someone with this name.")
    assert holders(keys) == ("Zoë",)


def test_nobody_is_added_unless_it_is_noted_and_the_page_says_why(
    visitor: Make, desk: Any, keys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise KeepError(Why.FULL)

    def damaged(*_: object) -> None:
        raise KeyFileError("The key file is damaged.")

    here = setting_up(visitor(desk=desk), "Who can read requests").taps("Add somebody")
    with monkeypatch.context() as patched:
        patched.setattr(desk.drawer, "audit", full)
        assert admits(here, "ana", "lamp river chair", "lamp river chair").sees("The disk of this machine is full.")
    assert is_try_out(keys)
    with monkeypatch.context() as patched:
        patched.setattr("kiosk.signup.session.protect", damaged)
        assert admits(here, "lamp river chair", "lamp river chair").sees("Nobody was added.")
    assert is_try_out(keys)
    assert admits(here, "lamp river chair", "lamp river chair").sees("ana. There should be at least two people")


@pytest.mark.parametrize("language", ["en", "es"])
@GLASSES
def test_every_sentence_about_a_passphrase_fits(visitor: Make, desk: Any, glass: Any, language: str) -> None:
    here = staff(visitor(glass, desk=desk))
    here.kiosk.visit.act(f"wake:{language}")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    step, found = here.kiosk.staff._setting_up, []
    here.kiosk.visit.act("go:staff/setup-first/0")
    for told in (*(f"setup_{fault}" for fault in Fault), "setup_other", "setup_failed", *(unnoted(why) for why in Why)):
        step._facts = replace(step._facts, typing="Wolfeschlegelsteinhausen", wrong=told, letter="“¿”")
        step.changed.emit()
        found += faults(here.rest())
    for letters in ("accents", "digits"):
        here.kiosk.staff.act(f"keys:{letters}")
        found += faults(here.rest())
    assert found == []


def test_the_gaps_of_the_content_are_listed(visitor: Make, desk: Any) -> None:
    here = setting_up(visitor(desk=desk), "What only the clinic can say")
    assert here.sees("Ask us which tests you need.")


def test_nobody_gets_to_these_pages_without_signing_in(visitor: Make, desk: Any, keys: Path, tmp_path: Path) -> None:
    from kiosk.signup.drawer.try_out import protect

    protect(desk.drawer, keys, "ana", "lamp river chair", desk.today())
    here = visitor(desk=desk).taps("Start")
    for step in ("setup", "setup-size", "setup-name", "setup-people"):
        here.kiosk.visit.act(f"go:staff/{step}/0")
        here.kiosk.staff.act("set-up:height:50")
        here.rest()
        assert here.sees("Who are you?") or here.sees("For staff"), step
        assert not here.sees("Add somebody")
    assert not (tmp_path / "settings.yaml").exists()


def test_while_the_screen_is_wiped_touch_and_keys_do_nothing(visitor: Make, desk: Any) -> None:
    here = staff(visitor(desk=desk)).taps("Clean the screen")
    assert here.sees("You can wipe the screen now")
    assert here.sees("988")
    before = here.kiosk.visit.visit.place
    for x in range(60, 1900, 300):
        for y in range(60, 1060, 200):
            here.taps_at(QPointF(x, y))
    assert here.kiosk.visit.visit.place == before
    assert here.kiosk.visit.visit.help_page is None
    here.pauses(30)
    here.kiosk.staff.count_down()
    assert here.rest().sees("for 30 seconds")
    here.pauses(31)
    here.kiosk.staff.count_down()
    assert not here.rest().sees("You can wipe")
    assert isinstance(here.kiosk.visit.visit.place, Staff)
