"""An urgent notice, set by staff at the kiosk: seen over whatever a visitor does, closed by a touch, and over by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from clinic_staff import let_in
from conftest import LANDSCAPE, TODAY, noon
from ear import Ear
from msgspec.structs import replace
from visitor import Visitor

from kiosk.content.model.deck import Announcement, Show, Text
from kiosk.content.store.library import Library
from kiosk.content.store.urgent_notice import FILE
from kiosk.signup.desk import Desk
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.keys.slots import Stretching
from kiosk.visit.states import Home, SigningUp

Make = Callable[..., Visitor]
ANA, BOB = "correct horse battery", "eight grey whales swim"
ENGLISH, SPANISH = "Closed today: power cut", "Cerrado hoy"


class Wall:
    """The clock on the wall, and the one that counts seconds, moved together."""

    def __init__(self) -> None:
        self.now = noon()

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def guarded(desk: Desk) -> Desk:
    quick = Stretching(memory_kib=64, passes=1)
    protect(desk.drawer, desk.keys, "Ana", ANA, TODAY, stretching=quick)
    let_in(desk.keys, "Ana", ANA, "Bob", BOB, stretching=quick)
    return desk


def signed_in(here: Visitor) -> Visitor:
    staff = here.kiosk.staff
    here.kiosk.visit.go(Home())
    for _ in range(5):
        staff.act("knock")
    staff.act("who:Ana")
    for letter in ANA:
        staff.act(f"type:{letter}")
    staff.act("on")
    return here.rest()


def sets(here: Visitor, end: str, english: str = ENGLISH, spanish: str = SPANISH) -> Visitor:
    """As staff do it, by the rows and the keys."""
    signed_in(here).taps("Urgent notice").taps("Write a new one")
    for words in (english, spanish):
        for letter in words:
            here.kiosk.staff.write(letter)
        here.rest().taps("Next")
    return here.taps(end)


def test_staff_set_it_and_every_visitor_reads_it_once(visitor: Make, guarded: Desk) -> None:
    here = sets(visitor(LANDSCAPE, desk=guarded), "For one hour")
    assert here.sees("Shows until 13:00")
    here.taps("Sign out")
    assert here.sees(ENGLISH)
    assert here.sees(SPANISH)
    here.taps("Empezar")
    assert here.sees("Aviso importante")
    here.taps("Cerrar")
    assert not here.sees("Aviso importante")
    here.taps(SPANISH)
    assert here.sees("Aviso importante")
    here.taps("Cerrar").taps("Ayuda: 988")
    assert not here.sees("Aviso importante")
    here.taps("Cerrar")
    here.kiosk.visit.act("finish")
    here.rest().taps("Start")
    assert here.sees("Important notice")


def test_one_that_comes_leaves_the_form_as_it_is_and_is_read_aloud(visitor: Make, guarded: Desk) -> None:
    ear = Ear()
    here = visitor(LANDSCAPE, desk=guarded, ear=ear)
    here.kiosk.speech.prove()
    here.taps("Start").taps("Ask for a consultation")
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    here.kiosk.visit.go(SigningUp("name"))
    for letter in "Maria":
        here.kiosk.signup.write(letter)
    sent = sets(visitor(LANDSCAPE, desk=guarded), "For one hour")
    assert sent.sees("End it now")
    here.kiosk.look_at_the_clock()
    here.rest()
    assert here.kiosk.visit.visit.told_now
    assert any(ENGLISH in spoken.words for spoken in here.kiosk.speech.script)
    here.kiosk.signup.write("x")
    here.kiosk.visit.act("close")
    assert here.rest().kiosk.visit.visit.place == SigningUp("name")
    assert here.kiosk.signup.spoken_field.startswith("Maria")
    assert not here.kiosk.visit.visit.told_now


@pytest.mark.parametrize(("english", "spanish", "read"), [(ENGLISH, "", ENGLISH), ("", SPANISH, SPANISH)])
def test_who_reads_the_language_that_was_left_out_reads_the_other(visitor: Make, guarded: Desk, english: str, spanish: str, read: str) -> None:
    here = sets(visitor(LANDSCAPE, desk=guarded), "Until this evening", english, spanish)
    here.kiosk.visit.act("finish")
    for language in ("en", "es"):
        here.kiosk.visit.act(f"wake:{language}")
        assert here.rest().sees(read)
        here.kiosk.visit.act("finish")


def test_with_no_word_in_any_language_it_is_asked_for(visitor: Make, guarded: Desk) -> None:
    here = signed_in(visitor(LANDSCAPE, desk=guarded)).taps("Urgent notice").taps("Write a new one").taps("Next").taps("Next")
    assert here.sees("Write it in at least one language.")
    assert not here.kiosk.deck.stage.urgent


def test_it_ends_by_itself_and_by_a_touch_and_survives_a_restart(visitor: Make, guarded: Desk, clock: Callable[[], float]) -> None:
    wall = Wall()
    sets(visitor(LANDSCAPE, desk=guarded, now=wall), "For one hour")
    wall.now += timedelta(minutes=59)
    clock.wind(59 * 60)
    again = visitor(LANDSCAPE, desk=guarded, now=wall)
    assert again.sees(ENGLISH)
    wall.now += timedelta(days=400)
    again.kiosk.look_at_the_clock()
    assert again.rest().sees(ENGLISH), "a clock that jumps ends nothing"
    clock.wind(61)
    again.kiosk.look_at_the_clock()
    assert not again.rest().sees(ENGLISH)
    sets(again, "Until tomorrow morning").taps("End it now")
    assert again.sees("No urgent notice is showing.")
    assert not (guarded.keys.parent / FILE).exists()


def test_one_that_is_set_until_an_hour_says_that_hour(visitor: Make, guarded: Desk) -> None:
    """The two clocks that its end is made of never tick at once."""
    wall = Wall()
    wall.now += timedelta(microseconds=700_000)
    here = sets(visitor(LANDSCAPE, desk=guarded, now=wall), "Until this evening")
    wall.now -= timedelta(microseconds=1_500)
    here.kiosk.look_at_the_clock()
    assert here.taps("Back").taps("Urgent notice").sees("Shows until 20:00")


@pytest.mark.parametrize(("until", "said"), [
    (TODAY, "Shows until 24:00"), (date(2026, 12, 24), "Shows until Thu, December 24, 24:00"), (None, "An urgent notice is showing."),
    (date.max, "An urgent notice is showing."), (date(2026, 11, 1), "No urgent notice is showing."),
])  # fmt: skip
def test_the_one_of_the_content_is_told_as_it_stands(visitor: Make, guarded: Desk, library: Library, until: date | None, said: str) -> None:
    clinic = replace(library._snapshot.clinic, urgent_notice=Announcement(Text((("en", ENGLISH), ("es", SPANISH))), Show(until=until)))
    own = Library(replace(library._snapshot, clinic=clinic), library._read, library.picture, noon(), library.sound)
    here = signed_in(visitor(LANDSCAPE, desk=guarded, own=own)).taps("Urgent notice")
    assert here.sees(said)
    assert here.sees(ENGLISH) == (not said.startswith("No"))
    assert not here.finds_button("End it now")


def test_nobody_sets_one_without_a_passphrase(visitor: Make, desk: Desk) -> None:
    """While the kiosk is only tried out, five touches let anybody in."""
    here = visitor(LANDSCAPE, desk=desk)
    here.kiosk.visit.go(Home())
    for _ in range(5):
        here.kiosk.staff.act("knock")
    assert not here.rest().finds_button("Urgent notice")
    for asked in ("go:staff/urgent-say-en/0", "type:x", "on", "announce:hour"):
        here.kiosk.staff.act(asked)
    assert not (desk.keys.parent / FILE).exists()


def test_where_it_cannot_be_kept_staff_are_told_and_nothing_changes(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.bridge.urgent_view.set_notice", full)
    here = sets(visitor(LANDSCAPE, desk=guarded), "For one hour")
    assert here.sees("This could not be saved, so nothing has changed.")
    assert not here.kiosk.deck.stage.urgent


