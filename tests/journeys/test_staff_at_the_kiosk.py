"""Staff at the kiosk: five quick touches, a passphrase, sign-ups that open one at a time, and nothing left when they walk away."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import let_in
from conftest import LANDSCAPE, PORTRAIT, TODAY, noon
from measuring import faults
from msgspec.structs import replace
from PySide6.QtCore import QPointF
from shipped import SHIPPED
from visitor import Visitor

from kiosk.bridge.staff_view import AGAIN_SECONDS
from kiosk.content.reading.interface_words import LATER
from kiosk.health import PARTS, Diagnosis, Level
from kiosk.layout.lists import Row
from kiosk.problems import Problem, Severity
from kiosk.screens.staff import StaffInput
from kiosk.signup.desk import Desk
from kiosk.signup.drawer import expiry, introductions, soundness
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.file import DrawerFile
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import admission, moved_away, public_keys, rotation, trust, unlock
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.record import Answer, Consent, Record
from kiosk.staff.content.all_screens import _named
from kiosk.visit.actions import Cleaned, DeletedRequest, LeftKiosk, action, event_of
from kiosk.visit.moves import Navigated
from kiosk.visit.states import Staff

Make = Callable[..., Visitor]
ANA, BOB = "correct horse battery", "eight grey whales swim"
WRONG = Problem("topics/40-infusion.yaml", 3, 1, Severity.ERROR, "The [ that opens here is not closed.", "Write ].")
QUICK = Stretching(memory_kib=64, passes=1)


def record(name: str) -> Record:
    phone = Answer("phone", "phone", "(706) 555-0123", "+17065550123")
    return Record(TODAY, "es", (Answer("name", "name", name, name), phone, Answer("when", "some", "Mornings", "morning")), (Consent("call", "1"),))


@pytest.fixture
def guarded(desk: Desk) -> Desk:
    """A desk with two people's passphrases and two sign-ups."""
    protect(desk.drawer, desk.keys, "Ana", ANA, TODAY, stretching=QUICK)
    let_in(desk.keys, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    for name in ("Wolfeschlegel", "Núñez"):
        desk.drawer.keep(record(name))
    return desk


def knocks(here: Visitor, times: int = 5, pause: float = 0.3) -> Visitor:
    """Touches the clinic's mark."""
    unit = here.kiosk.screen.measures.unit
    for _ in range(times):
        here.pauses(pause).taps_at(QPointF(unit * 20, unit * 15))
    return here


def types(here: Visitor, text: str) -> Visitor:
    for letter in text:
        here.taps("Space" if letter == " " else letter)
    return here


def signed_in(here: Visitor, who: str = "Ana", passphrase: str = ANA) -> Visitor:
    here.taps("Start")
    knocks(here).taps(who)
    return types(here, passphrase).taps("Sign in")


def signed_in_already(here: Visitor) -> None:
    """By the passphrase, whatever language the screen is in."""
    knocks(here)
    staff = here.kiosk.staff
    staff.act("who:Ana")
    for letter in ANA:
        staff.act(f"type:{letter}")
    staff.act("on")
    here.rest()


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_staff_see_mark_and_leave(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded))
    assert here.sees("Requests: 2 waiting")
    assert not here.sees("(706) 555-0123")
    here.taps("Núñez \u00b7 New")
    assert here.sees("Núñez")
    assert here.sees("(706) 555-0123")
    here.taps("Called")
    newest = guarded.drawer.entries()[0]
    assert (newest.status, newest.by) == (Status.CALLED, "Ana")
    here.taps("Back")
    assert here.sees("Requests: 1 waiting")
    assert not here.sees("(706) 555-0123")
    here.taps("Sign out")
    assert here.finds_button("Start")
    told = [(line.what, line.about) for line in guarded.drawer.trail()][-5:]
    assert told == [("signed in", ""), ("opened", "2 listed"), ("opened", newest.id), ("marked", f"{newest.id} called"), ("signed out", "")]
    assert soundness.verify(guarded.drawer, unlock.open_private(guarded.keys, "Ana", ANA)) == ()


def marks(guarded: Desk, name: str, *statuses: str) -> None:
    opened = unlock.open_private(guarded.keys, "Ana", ANA)
    introductions.introduce(guarded.drawer, opened)
    for status in statuses:
        guarded.drawer.mark(name, Status(status), "Ana", trust.signer_of(guarded.keys, opened))


def in_full(name: str, day: date = TODAY) -> Record:
    """A request with every answer that the form can have, by somebody who speaks Spanish."""
    chosen = (("for-whom", "Para otra persona adulta", "other"),)
    times = ("when", "En la mañana, Después de las 5 de la tarde", "morning,evening")
    others = (times, ("message", "Sí, solo el nombre y un número", "leave"), ("language", "Español", "spanish"))
    phone = Answer("phone", "phone", "(706) 555-0123", "+17065550123")
    reach = (Answer("name", "name", name, name), phone, Answer("email", "email", "n@example.com", "n@example.com"))
    ones = [Answer(question, "one", says, value) for question, says, value in chosen]
    somes = [Answer(question, "some", says, value) for question, says, value in others]
    return Record(day, "es", (*ones, *reach, *somes), (Consent("call", "1"), Consent("email", "1")))


def test_the_list_says_whom_to_call_next_and_how_often_that_was_tried(visitor: Make, guarded: Desk) -> None:
    done, called, reached = (guarded.drawer.keep(record(name)) for name in ("Done Person", "Called Person", "Zoe"))
    older = guarded.drawer.keep(in_full("María-José Núñez Ortega", TODAY - timedelta(days=4)))
    marks(guarded, done, "called", "done")
    marks(guarded, called, "not reached", "called")
    marks(guarded, older, "not reached", "not reached")
    marks(guarded, reached, "not reached", "new")
    here = signed_in(visitor(desk=guarded))
    assert here.sees("Requests: 4 waiting")
    shown: list[str] = []
    for _ in range(3):
        shown += [seen.name for seen in here.buttons() if "\u00b7" in seen.name]
        assert faults(here) == []
        if here.sees("María-José O."):
            assert "Came on November 19, 4 days ago \u00b7 Spanish (Español) \u00b7 Mornings, After 5 p.m. \u00b7 2 tries" in here.texts()
            assert re.search(r"2 tries\W+Mon.\d\d:00 by Ana", here.texts())
        here.taps("Next") if here.finds_button("Next") else None
    waiting = ["María-José O. \u00b7 Not reached", "Wolfeschlegel \u00b7 New", "Núñez \u00b7 New", "Zoe \u00b7 New"]
    assert list(dict.fromkeys(shown)) == [*waiting, "Called P. \u00b7 Called", "Done P. \u00b7 Done"]


def test_the_list_can_be_that_of_those_who_wait_alone(visitor: Make, guarded: Desk) -> None:
    here = signed_in(visitor(desk=guarded))
    assert not here.finds_button("Show only those waiting"), "all of them wait"
    here.taps("Núñez").taps("Done").taps("Back").taps("Show only those waiting")
    assert [seen.name for seen in here.buttons() if "\u00b7" in seen.name] == ["Wolfeschlegel \u00b7 New"]
    here.taps("Wolfeschlegel").taps("Called").taps("Back")
    here.kiosk.visit.act("go:staff/waiting/0")
    assert here.rest().sees("Requests: 0 waiting")
    assert here.taps("Show all: 2").sees("Núñez \u00b7 Done")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_a_request_says_what_each_answer_is_and_what_was_done(visitor: Make, guarded: Desk, glass: Any, language: str) -> None:
    name = guarded.drawer.keep(in_full("María-José Núñez Ortega"))
    marks(guarded, name, "not reached", "not reached")
    guarded.drawer.note(name, "Works until five. " * 16, "Ana", trust.signer_of(guarded.keys, unlock.open_private(guarded.keys, "Ana", ANA)))
    here = signed_in(visitor(glass, desk=guarded))
    here.kiosk.visit.act(f"go:staff/{name}/0")
    if language == "es":
        here.rest().taps("Español")
    english = ("Phone: (706) 555-0123", "Best time: Mornings, After 5 p.m.", "Message: Yes, only the caller’s first name and a number")
    english += ("Language: Spanish (Español)",)
    spanish = (
        "Teléfono: (706) 555-0123", "Mejor hora: En la mañana, Después de las 5 de la tarde",
        "Mensaje: Sí, solo el nombre y un número",
    )  # fmt: skip
    spanish += ("Idioma: Español",)
    for told in english if language == "en" else spanish:
        assert here.rest().sees(told), told
    assert here.finds_button("Not reached \u00b7 2 tries" if language == "en" else "No contestó \u00b7 2 intentos")
    assert len([seen for seen in here.buttons() if seen.role.name == "RadioButton"]) == len(Status), "all of them on one page"
    assert faults(here) == []
    done, further = "", "Next" if language == "en" else "Siguiente"
    while here.finds_button(further):
        done += here.taps(further).texts()
        assert faults(here) == []
    assert done.count("by Ana" if language == "en" else "por Ana") == 3
    assert done.index("Works until five. Works until five.") < done.index("Not reached" if language == "en" else "No contestó")
    here.kiosk.visit.act(f"go:staff/{name}/1")
    assert here.rest().taps("Back" if language == "en" else "Atrás").sees(english[0] if language == "en" else spanish[0])


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_who_will_call_is_said_by_a_touch_and_stands_in_the_list(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded)).taps("Núñez").taps("Next").taps("I will call")
    assert here.sees("Ana will call")
    assert faults(here) == []
    here.kiosk.visit.act("go:staff/list/0")
    assert here.rest().sees("Ana will call")
    assert faults(here) == []
    here.taps("Núñez").taps("Next").taps("Español")
    assert here.sees("Llamará Ana")
    here.taps("Al final no llamaré yo")
    here.kiosk.visit.act("go:staff/list/0")
    assert not here.rest().sees("Llamará Ana")
    opened = unlock.open_private(guarded.keys, "Ana", ANA)
    (written,) = guarded.drawer.notes(opened).values()
    assert [(note.who, note.calls) for note in written] == [("Ana", "Ana"), ("Ana", "")]
    assert soundness.verify(guarded.drawer, opened) == ()


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_a_note_is_typed_at_the_screen_and_left_with_it(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded)).taps("Núñez").taps("Next").taps("Add a note")
    assert here.kiosk.staff.property("capitals"), "a note begins with a capital"
    types(here, "Rings at noon")
    assert not here.kiosk.staff.property("capitals")
    assert here.kiosk.staff.property("field") == "Rings at noon"
    assert faults(here) == []
    here.taps("Save")
    assert here.sees("Rings at noon")
    assert here.sees("by Ana")
    here.taps("Add a note")
    assert here.kiosk.staff.property("field") == ""
    assert not types(here, "No").taps("Back").sees("No\n")
    here.taps("Add a note").taps("Save").taps("Sign out")
    opened = unlock.open_private(guarded.keys, "Ana", ANA)
    (written,) = guarded.drawer.notes(opened).values()
    assert [(note.who, note.text) for note in written] == [("Ana", "Rings at noon")]
    assert soundness.verify(guarded.drawer, opened) == ()


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_a_request_is_deleted_by_two_touches_that_name_it_and_signed(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded)).taps("Núñez").taps("Next").taps("Delete this request")
    assert here.sees("Núñez")
    assert faults(here) == []
    here.taps("No, keep it")
    assert len(guarded.drawer.entries()) == 2
    here.taps("Next").taps("Delete this request").taps("Yes, delete it for good")
    assert here.sees("Requests: 1 waiting")
    assert not here.sees("Núñez")
    assert [line.what for line in guarded.drawer.trail()][-1] == "deleted"
    assert soundness.verify(guarded.drawer, unlock.open_private(guarded.keys, "Ana", ANA)) == ()


SMALL, TABLET = ((1280, 720), (476.0, 268.0)), ((1280, 800), (345.0, 216.0))
GLASSES = [LANDSCAPE, PORTRAIT, SMALL, TABLET, ((1024, 768), (305.0, 229.0)), ((720, 1280), (268.0, 476.0)), ((3840, 2160), (1210.0, 680.0))]


def rows_of(here: Visitor) -> list[Row]:
    """What can be touched on the page for staff that shows."""
    page = here.kiosk.staff._shown.page
    return [row for row in getattr(page.body, "rows", ()) if row.action] if page else []


@pytest.mark.parametrize("glass", GLASSES, ids=lambda glass: f"{glass[0][0]}x{glass[0][1]}")
def test_what_deletes_for_good_never_stands_where_the_question_was_asked_for(visitor: Make, guarded: Desk, glass: Any) -> None:
    """However many notes and marks there are, which move the row that asks, and in each language."""
    here, name = visitor(glass, desk=guarded), guarded.drawer.entries()[0].id
    for language in ("en", "es"):
        here.kiosk.visit.act(f"wake:{language}")
        signed_in_already(here)
        asked = action(DeletedRequest())
        for count in range(6):
            if language == "en" and count:
                here.kiosk.staff._session.note(name, f"Note {count}.")
            here.kiosk.visit.act(f"go:staff/{name}/1")
            (delete,) = [row.box for row in rows_of(here) if row.action == f"go:staff/delete-{name}/0"]
            here.kiosk.visit.act(f"go:staff/delete-{name}/0")
            (yes,) = [row.box for row in rows_of(here) if row.action == asked]
            assert not yes.meets(delete), (language, count)
            assert yes.bottom <= here.kiosk.deck.stage.area.height
        here.kiosk.visit.act("finish")


@pytest.mark.parametrize("glass", [PORTRAIT, TABLET], ids=["upright", "1280x800"])
def test_two_quick_touches_ask_for_what_the_first_row_says_and_nothing_else(
    visitor: Make, guarded: Desk, glass: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every page for staff that a touch leads to, and on every row of it."""
    here = visitor(glass, desk=guarded)
    here.kiosk.visit.act("wake:en")
    signed_in_already(here)
    staff, asked = here.kiosk.staff, list[Any]()
    does, name = staff._touch_row, guarded.drawer.entries()[0].id
    met, ahead = set[Staff](), [Staff("list"), Staff(name, 1)]

    def touch_row(event: Any) -> None:
        asked.append(event)
        if not isinstance(event, Cleaned | DeletedRequest | LeftKiosk):  # after which there is no page to go on with
            does(event)

    def go_to(place: Staff) -> None:
        here.kiosk.visit.go(place)
        here.pauses(1.0).rest()

    monkeypatch.setattr(staff, "_touch_row", touch_row)
    while ahead:
        place = ahead.pop()
        if place in met or guarded.drawer.entries()[1].id in place.screen:
            continue
        met.add(place)
        go_to(place)
        for row in rows_of(here):
            event = event_of(row.action)
            ahead += [event.place] if isinstance(event, Navigated) and isinstance(event.place, Staff) else []
            here.taps_twice_at(here.button(row.title.plain).box.center())
            assert set(asked) == {event}, (place, row.title.plain)
            asked.clear()
            go_to(place)
    assert {"list", name, f"delete-{name}", "setup"} <= {place.screen for place in met}


@pytest.mark.parametrize("glass", [PORTRAIT, TABLET], ids=["upright", "1280x800"])
def test_a_double_touch_neither_deletes_a_request_nor_does_more_than_delete_it(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded)).taps("Núñez").taps("Next").pauses(1.0)
    here.taps_twice_at(here.button("Delete this request").box.center())
    assert here.sees("No, keep it")
    assert len(guarded.drawer.entries()) == 2
    here.pauses(1.0).taps_twice_at(here.button("Yes, delete it for good").box.center())
    assert here.kiosk.visit.visit.place == Staff("list")
    assert [line.what for line in guarded.drawer.trail()][-1] == "deleted"
    assert len(guarded.drawer.entries()) == 1


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_what_was_done_stands_under_its_heading_and_what_leads_on_behind_it(visitor: Make, guarded: Desk, glass: Any) -> None:
    name = guarded.drawer.entries()[0].id
    here = visitor(glass, desk=guarded)
    for count in (1, 30):
        signed_in(here)
        for number in range(count):
            here.kiosk.staff._session.note(name, f"Note {count}-{number}.")
        here.kiosk.visit.act(f"go:staff/{name}/1")
        assert faults(here.rest()) == []
        words = "What was done, newest first", f"Note {count}-{count - 1}."
        heading, newest = (next(seen.box for seen in here.tree() if seen.name.startswith(each)) for each in words)
        assert heading.bottom() <= newest.top() <= here.button("Add a note").box.top()
        assert here.finds_button("Delete this request")
        here.kiosk.visit.act("finish")
        here.rest()


def test_nothing_is_deleted_by_whoever_is_not_signed_in_or_unless_it_is_noted(
    visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = guarded.drawer.entries()[0].id
    here = visitor(desk=guarded).taps("Start")
    here.kiosk.visit.act(f"go:staff/delete-{name}/0")
    assert here.rest().sees("Who are you?")
    here.kiosk.staff.act("delete-request")
    assert len(guarded.drawer.entries()) == 2
    here.kiosk.visit.act("finish")
    signed_in(here.rest()).taps("Núñez").taps("Next").taps("Delete this request")
    monkeypatch.setattr(DrawerFile, "writing", lambda _: refuse(Why.FULL))
    assert here.taps("Yes, delete it for good").sees("The disk of this machine is full.")
    assert len(guarded.drawer.entries()) == 2


def test_a_note_that_cannot_be_noted_is_not_kept(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = signed_in(visitor(desk=guarded)).taps("Núñez").taps("Next").taps("Add a note")
    types(here, "X")
    monkeypatch.setattr(DrawerFile, "writing", lambda _: refuse(Why.FULL))
    assert here.taps("Save").sees("The disk of this machine is full.")
    assert guarded.drawer.notes(unlock.open_private(guarded.keys, "Ana", ANA)) == {}


def refuse(why: Why) -> Any:
    raise KeepError(why)


def test_nobody_types_a_note_who_is_not_signed_in(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    here.kiosk.visit.act(f"go:staff/note-{guarded.drawer.entries()[0].id}/0")
    assert here.rest().sees("Who are you?")
    here.kiosk.staff.act("type:x")
    assert here.kiosk.staff.property("field") == ""


def test_another_try_is_one_more_touch(visitor: Make, guarded: Desk) -> None:
    here = signed_in(visitor(desk=guarded)).taps("Núñez")
    here.taps("Not reached").taps("Not reached \u00b7 1 try")
    assert here.finds_button("Not reached \u00b7 1 try"), "a slip of the hand"
    here.pauses(AGAIN_SECONDS + 1).taps("Not reached \u00b7 1 try")
    assert here.finds_button("Not reached \u00b7 2 tries")
    assert here.taps("Back").sees("Requests: 2 waiting")
    assert guarded.drawer.waiting() == 2
    assert soundness.verify(guarded.drawer, unlock.open_private(guarded.keys, "Ana", ANA)) == ()


def test_words_that_a_clinic_has_not_written_yet_are_left_out(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    marks(guarded, guarded.drawer.keep(in_full("Zoe")), "not reached")
    here = visitor(desk=guarded)
    library = here.kiosk.deck.stage.library
    monkeypatch.setattr(library, "_texts", {name: text for name, text in library._texts.items() if name not in LATER})
    signed_in(here)
    assert here.sees("Zoe \u00b7 Not reached")
    assert here.sees("Came on November 23 \u00b7 Spanish")
    assert here.sees("by Ana")
    assert not any(name in here.texts() for name in LATER)
    here.taps("Zoe").taps("Next")
    assert here.sees("November 23 ")


@pytest.mark.parametrize(("times", "pause"), [(4, 0.3), (5, 1.5)], ids=["four", "slow"])
def test_a_child_that_plays_with_the_mark_does_not_get_in(visitor: Make, guarded: Desk, times: int, pause: float) -> None:
    here = visitor(desk=guarded).taps("Start")
    assert not knocks(here, times, pause).sees("Who are you?")


def test_a_wrong_passphrase_is_told_and_five_of_them_cost_time(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    knocks(here).taps("Ana")
    for number in range(5):
        types(here, "aaaa").taps("Sign in")
        assert here.sees("This is not the passphrase." if number < 4 else "Too many wrong tries. Wait 30 seconds.")
    types(here, ANA).taps("Sign in")
    assert here.sees("Too many wrong tries.")
    here.pauses(31.0)
    types(here, ANA).taps("Sign in")
    assert here.sees("Requests: 2 waiting")
    assert [line.what for line in guarded.drawer.trail()].count("refused") == 5


@pytest.mark.parametrize("language", ["en", "es"])
def test_signs_and_capitals_with_accents_are_typed_with_the_keys_of_both_languages(visitor: Make, guarded: Desk, language: str) -> None:
    here = visitor(desk=guarded)
    word = here.kiosk.deck.stage.library.interface_text
    let_in(guarded.keys, "Ana", ANA, "Eva", "Ñu<7>^ Único x", stretching=QUICK)
    here.kiosk.visit.act(f"wake:{language}")
    knocks(here).taps("Eva")
    for each in ("capitals", "accents", "Ñ", "plain", "u", "digits", "<", "7", ">", "^", "space", "plain", "accents", "capitals", "Ú", "plain"):
        here.taps(each if len(each) == 1 else word(f"key_{each}").in_(language))
    types(here, "nico")
    here.taps(word("key_space").in_(language)).taps("x").taps(word("sign_in").in_(language))
    assert here.kiosk.staff._session.who == "Eva"


def wrongly(here: Visitor, who: str, times: int) -> Visitor:
    here.kiosk.visit.act("go:staff/who/0")
    here.rest().taps(who)
    for _ in range(times):
        here.kiosk.staff.act("type:wrong")
        here.kiosk.staff.act("on")
    return here.rest()


def test_each_name_waits_for_itself_and_a_colleague_ends_it(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    wrongly(knocks(here), "Ana", 5)
    assert here.sees("Too many wrong tries. Wait 30 seconds. If a colleague signs in, the wait is over.")
    here.taps("Back").taps("Bob")
    assert not here.sees("Too many wrong tries")
    types(here, BOB).taps("Sign in")
    assert here.sees("Requests: 2 waiting")
    here.taps("Sign out")
    signed_in(here)
    assert here.sees("Requests: 2 waiting")


def test_a_long_wait_is_told_in_minutes(visitor: Make, guarded: Desk) -> None:
    admission.remove_holder(guarded.keys, "Bob")
    here = visitor(desk=guarded).taps("Start")
    wrongly(knocks(here), "Ana", 5)
    for pause in (31, 61, 121):
        here.kiosk.visit.act("finish")
        wrongly(knocks(here.pauses(pause).rest().taps("Start")), "Ana", 1)
    assert here.sees("Too many wrong tries. Wait 4 minutes.")
    assert not here.sees("colleague")


def test_waiting_outlives_a_restart_of_the_kiosk(visitor: Make, guarded: Desk) -> None:
    wrongly(knocks(visitor(desk=guarded).taps("Start")), "Ana", 6)
    here = visitor(desk=guarded).taps("Start")
    types(knocks(here).taps("Ana"), ANA).taps("Sign in")
    assert here.sees("Too many wrong tries.")
    assert not here.kiosk.staff._session.signed_in


def test_all_names_kept_out_a_command_at_the_machine_lets_them_in(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    knocks(here)
    for who in ("Ana", "Bob"):
        wrongly(here, who, 9)
        assert here.sees("Too many wrong tries.")
    let_in(guarded.keys, "Bob", BOB, "Eve", "seven brown foxes", stretching=QUICK)
    here.kiosk.visit.act("go:staff/who/0")
    types(here.rest().taps("Ana"), ANA).taps("Sign in")
    assert here.sees("Requests: 2 waiting")


# -- nothing without the journal ---------------------------------------------------------------------------------------

SENTENCES = [
    (Why.LOCKED, ("The requests are in use right now.", "Las solicitudes están en uso ahora mismo.")),
    (Why.FULL, ("The disk of this machine is full.", "El disco de este equipo está lleno.")),
    (Why.READ_ONLY, ("The disk cannot be written.", "No se puede escribir en el disco.")),
    (Why.NO_KEY, ("This could not be noted, so nothing was done.", "No se pudo anotar, así que no se hizo nada.")),
]


def cannot_note(monkeypatch: pytest.MonkeyPatch, why: Why) -> None:
    def refused(*_: object) -> None:
        raise KeepError(why)

    for what in ("audit", "mark"):
        monkeypatch.setattr(Drawer, what, refused)


@pytest.mark.parametrize(("why", "says"), SENTENCES, ids=[why.name for why, _ in SENTENCES])
def test_nobody_is_signed_in_unless_it_is_noted_and_they_are_told_why(
    visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch, why: Why, says: tuple[str, str]
) -> None:
    here = visitor(desk=guarded).taps("Start")
    types(knocks(here).taps("Ana"), ANA)
    with monkeypatch.context() as patched:
        cannot_note(patched, why)
        here.taps("Sign in")
        assert here.sees(says[0])
        assert not here.kiosk.staff._session.signed_in
        assert here.taps("Español").sees(says[1])
        here.taps("English")
        for screen in ("list", "content", guarded.drawer.entries()[0].id):
            here.kiosk.visit.act(f"go:staff/{screen}/0")
            assert here.rest().sees("Who are you?")
        here.taps("Ana")
    types(here, ANA).taps("Sign in")
    assert here.sees("Requests: 2 waiting")


def test_a_locked_drawer_lets_nobody_in(visitor: Make, guarded: Desk) -> None:
    """A real lock of another program, such as a backup that hangs."""
    here = visitor(desk=guarded).taps("Start")
    types(knocks(here).taps("Ana"), ANA)
    with closing(sqlite3.connect(guarded.drawer.folder / "drawer.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        here.taps("Sign in")
        assert here.sees("The requests are in use right now. Please try again in a moment.")
    types(here, ANA).taps("Sign in")
    assert here.sees("Requests: 2 waiting")
    assert [line.what for line in guarded.drawer.trail()].count("signed in") == 1


def test_wrong_tries_that_cannot_be_noted_count_all_the_same(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = visitor(desk=guarded).taps("Start")
    cannot_note(monkeypatch, Why.LOCKED)
    wrongly(knocks(here), "Ana", 4)
    assert here.sees("This is not the passphrase.")
    assert wrongly(here, "Ana", 1).sees("Too many wrong tries. Wait 30 seconds.")


def test_without_a_passphrase_too_nobody_is_in_unless_it_is_noted(visitor: Make, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here = visitor(desk=desk).taps("Start")
    with monkeypatch.context() as patched:
        cannot_note(patched, Why.FULL)
        assert knocks(here).sees("The disk of this machine is full.")
        assert not here.finds_button("Set up this screen")
    here.taps("Sign out").taps("Start")
    assert knocks(here).finds_button("Set up this screen")


def test_nothing_opens_is_marked_or_left_unless_it_is_noted(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[bool] = []
    here = signed_in(visitor(desk=guarded))
    monkeypatch.setattr(here.kiosk.staff, "_leave", lambda: left.append(True))
    newest, other = (entry.id for entry in guarded.drawer.entries())
    here.kiosk.visit.act(f"go:staff/{newest}/0")
    assert here.rest().sees("Núñez")
    cannot_note(monkeypatch, Why.FULL)
    for _ in range(2):
        here.kiosk.visit.act(f"go:staff/{other}/0")
        assert here.rest().sees("The requests cannot be read right now. The disk of this machine is full.")
        assert not here.sees("Wolfeschlegel")
    here.kiosk.visit.act(f"go:staff/{newest}/0")
    here.rest().taps("Called")
    assert here.sees("The disk of this machine is full. Make room on it, then try again.")
    assert guarded.drawer.entries()[0].status is Status.NEW
    here.taps("Leave the kiosk")
    assert here.sees("The disk of this machine is full.")
    assert left == []
    here.taps("Errors in the content" if here.finds_button("Errors in the content") else "Everything in the content")
    assert here.taps("Back").sees("Requests: 2 waiting")
    assert not here.sees("The disk of this machine is full.")


def test_a_passphrase_shows_as_dots_alone_and_is_forgotten(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    knocks(here).taps("Ana")
    types(here, "horse")
    assert here.kiosk.staff.property("field") == "•" * 5
    assert not here.sees("horse")
    here.taps("Back").taps("Bob")
    types(here, BOB).taps("Sign in")
    assert here.sees("Requests: 2 waiting")


def test_whoever_walks_away_is_signed_out_after_two_minutes(visitor: Make, guarded: Desk) -> None:
    here = signed_in(visitor(desk=guarded))
    here.taps("Núñez")
    here.waits(91.0)
    assert not here.sees("Núñez")
    here.waits(30.0)
    assert here.finds_button("Start")
    assert [line.what for line in guarded.drawer.trail()][-1] == "signed out"
    here.taps("Start")
    assert knocks(here).sees("Who are you?")


def test_no_address_leads_around_the_passphrase(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Start")
    for screen in ("list", "content", guarded.drawer.entries()[0].id):
        here.kiosk.visit.act(f"go:staff/{screen}/0")
        here.rest()
        assert here.sees("Who are you?")
        assert not here.sees("waiting")


def test_with_the_key_kept_elsewhere_only_counts_show(visitor: Make, guarded: Desk, tmp_path: Path) -> None:
    moved_away.move_away(guarded.keys, tmp_path / "stick" / "kiosk.key")
    here = visitor(desk=guarded).taps("Start")
    knocks(here)
    assert here.sees("Requests: 2 waiting")
    assert here.sees("The key is kept elsewhere")
    assert not here.sees("New")


def test_a_try_out_key_says_so_in_so_many_words(visitor: Make, desk: Desk) -> None:
    desk.drawer.keep(record("Ana"))
    here = visitor(desk=desk).taps("Start")
    assert knocks(here).sees("Anybody can read this.")


def test_errors_in_the_content_are_shown_to_staff(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded, problems=lambda: [WRONG])
    signed_in(here).taps("Errors in the content: 1")
    assert here.sees("topics/40-infusion.yaml, line 3")
    assert here.sees(WRONG.wrong)
    here.taps("Español")
    assert here.sees("topics/40-infusion.yaml, línea 3")
    assert not here.sees(WRONG.wrong)


def test_what_a_visitor_chose_is_told_in_the_language_of_the_staff(visitor: Make, guarded: Desk) -> None:
    shipped = SHIPPED.form.value.question("contact").options
    agreed = [shipped[0].says.in_("es"), "You may **text me** on weekdays, before noon."]
    consents = tuple(Consent(option.id, guarded.drawer.keep_wording(words)) for option, words in zip(shipped, agreed, strict=False))
    guarded.drawer.keep(replace(record("Zoe"), consents=consents))
    here = signed_in(visitor(desk=guarded))
    here.kiosk.visit.act(f"go:staff/{guarded.drawer.entries()[0].id}/0")
    assert here.rest().sees("Mornings")
    assert here.sees("Agreed: You may call me about a consultation. You may text me on weekdays, before noon.")
    here.taps("Español")
    assert here.sees("En la mañana")
    assert here.sees("Acepta: Pueden llamarme para hablar de una consulta. You may text me on weekdays, before noon.")


def test_what_the_form_no_longer_offers_is_told_as_the_visitor_saw_it(visitor: Make, guarded: Desk) -> None:
    gone = Answer("when", "some", "On Sundays", "sunday")
    sent = record("Zoe")
    guarded.drawer.keep(replace(sent, answers=(*sent.answers[:2], gone, Answer("zip", "zip", "30601", "30601")), consents=(Consent("letter", "1"),)))
    here = signed_in(visitor(desk=guarded))
    here.kiosk.visit.act(f"go:staff/{guarded.drawer.entries()[0].id}/0")
    assert here.rest().sees("On Sundays")
    assert here.sees("zip: 30601"), "a kind of question that nobody here knows"
    assert here.sees("Agreed: letter")


def test_leaving_the_kiosk_is_noted(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[bool] = []
    here = visitor(desk=guarded)
    monkeypatch.setattr(here.kiosk.staff, "_leave", lambda: left.append(True))
    signed_in(here).taps("Leave the kiosk")
    assert left == [True]
    assert [line.what for line in guarded.drawer.trail()][-1] == "left the kiosk"


def test_many_sign_ups_stand_on_many_pages(visitor: Make, guarded: Desk) -> None:
    for number in range(8):
        guarded.drawer.keep(record(str(number)))
    here = signed_in(visitor(desk=guarded))

    def shown() -> int:
        return [seen.name for seen in here.buttons() if seen.name.endswith("New")]

    pages = [shown()]
    assert here.finds_button("Leave the kiosk"), "what concerns the house stands under the first"
    while here.finds_button("Next"):
        pages.append(here.taps("Next") and shown())
        assert not here.finds_button("Leave the kiosk")
    assert sorted(name for page in pages for name in page) == sorted(f"{name} \u00b7 New" for name in ("Wolfeschlegel", "Núñez", *map(str, range(8))))
    for page in pages[-2::-1]:
        assert (here.taps("Back") and shown()) == page
    assert here.finds_button("Leave the kiosk")


def test_a_drawer_that_cannot_be_read_is_said_calmly(visitor: Make, guarded: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> list[object]:
        raise KeepError(Why.LOCKED)

    here = visitor(desk=guarded).taps("Start")
    monkeypatch.setattr(Drawer, "entries", locked)
    knocks(here).taps("Ana")
    types(here, ANA).taps("Sign in")
    assert here.sees("The requests cannot be read right now.")


def test_days_are_written_in_the_language_of_the_screen(visitor: Make, guarded: Desk) -> None:
    here = visitor(desk=guarded).taps("Empezar")
    knocks(here).taps("Ana")
    for letter in ANA:
        here.taps("Espacio" if letter == " " else letter)
    here.taps("Entrar")
    assert here.sees("Llegó el 23 de noviembre")
    here.taps("English")
    assert here.sees("Came on November 23")


def test_what_waited_long_and_what_will_go_is_told(visitor: Make, desk: Desk, tmp_path: Path, clock: Any) -> None:
    protect(desk.drawer, desk.keys, "Ana", ANA, TODAY, stretching=QUICK)
    day = noon().replace(tzinfo=UTC) - timedelta(days=85)
    earlier = Drawer(tmp_path / "drawer", desk.keys, lambda: day, clock)
    earlier.keep(replace(record("old"), day=day.date()))
    while day < noon().replace(tzinfo=UTC):
        day += timedelta(days=1)
        expiry.begin_day(earlier)
    earlier.close()
    here = signed_in(visitor(desk=desk))
    assert here.sees("Waiting for over two weeks: 1. Deleted within a week: 1.")


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0)), ((1280, 720), (354.0, 199.0))], ids=str)
def test_the_envelope_lies_under_nothing(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = visitor(glass, desk=guarded)
    here.rest()
    ground = here.kiosk.window.contentItem()
    (envelope,) = _named("waiting", ground)
    box = envelope.mapRectToScene(envelope.boundingRect())
    assert ground.boundingRect().contains(box)
    above = [seen.name for seen in here.everything() if seen.box.intersects(box) and seen.box.height() < ground.height() / 2]
    assert above == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_every_page_for_staff_fits(visitor: Make, guarded: Desk, glass: Any, language: str) -> None:
    for number in range(6):
        guarded.drawer.keep(record(f"Number {number}"))
    here = visitor(glass, desk=guarded, problems=lambda: [WRONG])
    staff, names = here.kiosk.staff, []
    here.kiosk.visit.act(f"wake:{language}")
    knocks(here)
    found = [*faults(here)]
    staff.act("who:Ana")
    for keys_shown in ("accents", "digits", "plain"):
        staff.act(f"keys:{keys_shown}")
        found += faults(here.rest())
    for told in ("staff_wrong", "staff_unnoted", "staff_unnoted_busy", "staff_unnoted_full", "staff_unnoted_read_only"):
        staff._sheet = StaffInput("Ana", wrong=told)
        staff._refresh()
        found += faults(here.rest())
    for _ in range(5):
        staff.act("type:wrong")
        staff.act("on")
    found += faults(here.rest())
    here.pauses(31)
    for letter in ANA:
        staff.act(f"type:{letter}")
    staff.act("on")
    names.append(guarded.drawer.entries()[0].id)
    for screen in ("staff/list/0", "staff/list/1", f"staff/{names[0]}/0", "staff/content/0"):
        here.kiosk.visit.act(f"go:{screen}")
        found += faults(here.rest())
    assert found == []


# -- how this machine is ----------------------------------------------------------------------------------------------

WELL = Diagnosis("disk", Level.GREEN, "83 GB are free.")
SILENT = Diagnosis("voices", Level.AMBER, "Nothing on this machine speaks Spanish.", "`sudo apt install espeak-ng`")
WRONG_CLOCK = Diagnosis("clock", Level.RED, "This machine takes today for 2001-01-01.", "Set day and time.")


@pytest.mark.parametrize(
    ("diagnoses", "row", "row_in_spanish"),
    [
        ((WELL,), "This machine: green, all is well", "Este equipo: verde, todo está bien"),
        ((WELL, SILENT), "This machine: amber. Needs attention: 1", "Este equipo: ámbar. Necesita atención: 1"),
        ((WELL, SILENT, WRONG_CLOCK), "This machine: red. Needs attention: 2", "Este equipo: rojo. Necesita atención: 2"),
        ((), "This machine: the self-test did not work", "Este equipo: la revisión no funcionó"),
    ],
    ids=["green", "amber", "red", "no answer"],
)
def test_staff_see_in_words_how_this_machine_is_as_soon_as_it_is_known(
    visitor: Make, guarded: Desk, diagnoses: tuple[Diagnosis, ...], row: str, row_in_spanish: str
) -> None:
    here = signed_in(visitor(desk=guarded))
    assert here.sees("This machine: checking now")
    here.kiosk.staff.hear(diagnoses)
    assert here.rest().sees(row)
    assert here.taps("Español").sees(row_in_spanish)


def test_a_touch_shows_what_is_not_well_the_gravest_first_and_what_to_do(visitor: Make, guarded: Desk) -> None:
    here = signed_in(visitor(desk=guarded))
    here.kiosk.staff.hear((WELL, SILENT, WRONG_CLOCK))
    here.rest().taps("This machine: red")
    told = here.texts()
    assert told.index("Clock: red") < told.index("Voices: amber")
    assert here.sees("Nothing on this machine speaks Spanish. Please tell whoever looks after this machine.")
    assert not here.sees("sudo"), "nobody can type a command there"
    assert here.sees("This machine takes today for 2001-01-01. Set day and time.")
    assert not here.sees("Disk")
    assert not here.finds_button("Clock: red"), "it leads nowhere, so it is no button"
    here.taps("Español")
    assert here.sees("Reloj: rojo")
    assert here.sees("Avise a quien cuida este equipo.")
    assert not here.sees(WRONG_CLOCK.says)
    assert here.taps("Atrás").sees("Solicitudes: 2 en espera")


def test_the_self_test_is_asked_for_when_the_pages_for_staff_open_and_forgotten_when_they_are_left(visitor: Make, guarded: Desk) -> None:
    here, asked = visitor(desk=guarded), []
    here.kiosk.staff.opened.connect(lambda: asked.append(True))
    signed_in(here)
    here.kiosk.staff.hear((WRONG_CLOCK,))
    here.rest().taps("Sign out")
    here.kiosk.staff.hear((WRONG_CLOCK,))
    assert signed_in(here).sees("This machine: checking now")
    assert len(asked) == 2


def test_with_the_key_kept_elsewhere_staff_still_see_how_this_machine_is(visitor: Make, guarded: Desk, tmp_path: Path) -> None:
    moved_away.move_away(guarded.keys, tmp_path / "stick" / "kiosk.key")
    here = knocks(visitor(desk=guarded).taps("Start"))
    here.kiosk.staff.hear((WRONG_CLOCK,))
    here.rest().taps("This machine: red")
    assert here.sees("Clock: red")
    assert here.taps("Back").sees("The key is kept elsewhere")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "1280x720"])
def test_the_whole_list_and_all_that_can_be_wrong_with_a_machine_fit(visitor: Make, guarded: Desk, glass: Any, language: str) -> None:
    for number in range(6):
        guarded.drawer.keep(record(f"Number {number}"))
    name = guarded.drawer.keep(in_full("María-José Núñez Ortega", TODAY - timedelta(days=40)))
    marks(guarded, name, "not reached", "not reached")
    marks(guarded, guarded.drawer.entries()[1].id, "done")
    here = visitor(glass, desk=guarded)
    here.kiosk.visit.act(f"wake:{language}")
    knocks(here)
    here.kiosk.staff.act("who:Ana")
    here.kiosk.staff.act(f"type:{ANA}")
    here.kiosk.staff.act("on")
    says = "A sentence of this length tells what is wrong with it. " * 2
    here.kiosk.staff.hear([Diagnosis(part, Level.RED, says, "And this what to do.") for part in PARTS])
    assert here.rest().finds_button("Leave the kiosk" if language == "en" else "Cerrar el quiosco")
    assert here.finds_button("María-José O.")
    assert here.sees("Waiting for over two weeks: 1." if language == "en" else "En espera más de dos semanas: 1."), "not reached waits, too"
    assert here.finds_button("Show only those waiting" if language == "en" else "Ver solo las pendientes")
    found, seen = [*faults(here)], ""
    here.kiosk.visit.act("go:staff/machine/0")
    for _ in PARTS:
        found += faults(here.rest())
        seen += here.texts()
        here.kiosk.staff.act("on")
    assert found == []
    for part in PARTS:
        assert here.kiosk.deck.stage.word(f"part_{part}") in seen


def test_a_key_that_nobody_confirmed_is_told_in_red_to_the_next_who_signs_in(visitor: Make, guarded: Desk, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "eve", "clinic", "Eve", ANA, TODAY, stretching=QUICK)
    (eves,) = public_keys.recipients(tmp_path / "eve")
    public_keys.save_list(guarded.keys, (*public_keys.recipients(guarded.keys), eves))
    here = signed_in(visitor(desk=guarded))
    assert here.sees(eves.fingerprint)
    assert here.kiosk.staff.property("page")["body"]["wrong"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_what_somebody_changed_behind_the_kiosks_back_is_told(visitor: Make, guarded: Desk, glass: Any, language: str) -> None:
    one, two = (guarded.drawer.keep(record(name)) for name in ("Zoe Park", "Yan Ortiz"))
    guarded.drawer.close()
    with closing(sqlite3.connect(guarded.drawer.folder / NAME, isolation_level=None)) as database:
        database.execute("UPDATE seals SET sealed = zeroblob(length(sealed)) WHERE id = ?", (one,))
        database.execute("INSERT INTO marks VALUES (?, 'done', 'Ana', '2026-11-23T12:00:00Z')", (two,))
    here = visitor(glass, desk=guarded)
    here.kiosk.visit.act(f"wake:{language}")
    signed_in_already(here)
    word = here.kiosk.deck.stage.word
    assert here.sees(word("staff_changed_row"))
    here.kiosk.visit.act(f"go:staff/{one}/0")
    assert here.rest().sees(word("staff_changed")[:40])
    assert faults(here) == []
    here.kiosk.visit.act(f"go:staff/{two}/0")
    assert here.rest().sees(word("staff_doubted")[:40])
    assert faults(here) == []


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_whose_signing_key_a_colleague_changed_is_told_in_red_at_once(visitor: Make, guarded: Desk, glass: Any) -> None:
    opened = unlock.open_private(guarded.keys, "Ana", ANA)
    introductions.introduce(guarded.drawer, opened)
    introductions.announce(guarded.drawer, "Bob", bytes(32), "Ana", trust.signer_of(guarded.keys, opened))
    here = signed_in(visitor(glass, desk=guarded), "Bob", BOB)
    assert here.sees("Someone changed the key that signs what you do.")
    assert here.kiosk.staff.property("page")["body"]["wrong"]
    assert faults(here) == []
    here.taps("Sign out")
    assert not signed_in(here, "Bob", BOB).sees("Someone changed the key"), "Bob has been told"


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_the_proof_of_today_can_be_photographed(visitor: Make, guarded: Desk, glass: Any) -> None:
    here = signed_in(visitor(glass, desk=guarded)).taps("Set up this screen")
    while not here.finds_button("Proof of today"):
        here.taps("Next")
    here.taps("Proof of today")
    assert here.sees("Keep the photo away from this machine")
    mark = guarded.drawer.anchor()
    assert here.sees(str(mark))
    assert here.kiosk.staff.property("page")["body"]["code"] == str(mark)
