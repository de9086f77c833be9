"""A visitor asks for a consultation by touch: every way through the form, and every way out of it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import opened as all_of
from conftest import LANDSCAPE, PORTRAIT, TODAY
from measuring import faults
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from visitor import Visitor, walked

from kiosk.content.model.form import THANKS
from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.signup.desk import Desk
from kiosk.signup.drawer import soundness
from kiosk.signup.drawer.drawer import Drawer
from kiosk.visit.states import Home, SigningUp

Make = Callable[..., Visitor]


def said(library: Library, name: str, language: str = "en") -> str:
    return library.interface_text(name).in_(language)


def types(here: Visitor, text: str) -> Visitor:
    """Touches one key after the other; the keyboard shows capitals by itself where a name begins."""
    for letter in text:
        name = "Space" if letter == " " else letter
        here.pauses(0.2).taps(name if here.finds_exactly(name) else name.swapcase())
    return here


@pytest.fixture
def opened(visitor: Make, desk: Desk) -> Callable[..., Visitor]:
    """Somebody who has read the notice and stands before the first question."""

    def start(glass: Any = LANDSCAPE, start: str = "Start", asks: str = "Ask for a consultation", on: str = "Continue") -> Visitor:
        return visitor(glass, desk=desk).taps(start).taps(asks).taps(on)

    return start


def answered(here: Visitor) -> Visitor:
    """In English, by phone, up to the review."""
    here.taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana").taps("Next")
    types(here, "7065550123").taps("Next")
    return here.taps("Yes, only the caller’s first name").taps("Next")


def test_back_from_a_changed_answer_is_the_review_again(opened: Callable[..., Visitor]) -> None:
    here = answered(opened())
    for answer in ("Ana", "Call me any time"):
        here.taps(answer).taps("Back")
        assert here.kiosk.visit.visit.place == SigningUp("review")


def kept(drawer: Drawer, privates: Any) -> list[Any]:
    return [record for _, record in all_of(drawer, privates)]


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_a_visitor_asks_to_be_called_and_staff_can_read_it(opened: Any, desk: Desk, privates: Any, glass: Any) -> None:
    here = answered(opened(glass))
    assert here.sees("Is all of this right?")
    assert here.sees("(706) 555-0123")
    while here.finds_button("Next"):
        here.taps("Next")
    assert kept(desk.drawer, privates) == []
    here.taps("Send")
    assert here.sees("Thank you. We have your request.")
    (record,) = kept(desk.drawer, privates)
    assert (record.value("name"), record.value("phone"), record.language, record.day) == ("Ana", "+17065550123", "en", TODAY)
    assert [consent.option for consent in record.consents] == ["call"]
    assert desk.drawer.wording(record.consents[0].wording) == "You may **call me** about a consultation."
    assert not here.sees("Ana")
    here.taps("Done")
    assert here.finds_button("Start")


def test_a_visitor_asks_in_spanish_with_a_mail_address_alone(opened: Any, desk: Desk, privates: Any) -> None:
    here = opened(start="Empezar", asks="Pedir una consulta", on="Continuar")
    here.taps("Pueden escribirme por correo").taps("Siguiente").taps("Para otra persona adulta").taps("Siguiente")
    for name in ("Letras con acento", "Ñ", "Letras sin acento", "o", "é"):
        here.taps(name)
    here.taps("Siguiente")
    types(here, "ana").taps("@gmail.com").taps("Siguiente")
    while here.finds_button("Siguiente"):
        here.taps("Siguiente")
    here.taps("Enviar")
    (record,) = kept(desk.drawer, privates)
    assert (record.value("name"), record.value("email"), record.language) == ("Ñoé", "ana@gmail.com", "es")


def test_a_wrong_answer_says_what_is_wrong_and_how_to_mend_it(opened: Any) -> None:
    here = opened().taps("Next")
    (told,) = (seen for seen in here.everything() if seen.name == "Please touch at least one. Without it we cannot reach you.")
    assert told.item.property("color") == here.kiosk._engine.singletonInstance("kiosk.ui", "Theme").property("wrong")
    here.taps("You may call me").taps("Next").taps("For me (18").taps("Next").taps("Next")
    assert here.sees("Please type a name.")
    types(here, "O").taps("Next")
    types(here, "7").taps("Next")
    assert here.sees("1 digit. A US number has 10.")
    types(here, "06555012").taps("Next")
    assert here.sees("9 digits. A US number has 10.")
    types(here, "3").taps("Next")
    assert here.sees("May we leave a message?")
    here.taps("Back").taps("Back").taps("Back").taps("Back").taps("You may call me").taps("You may e-mail me").taps("Next").taps("Next").taps("Next")
    assert here.sees("What is your e-mail?")
    types(here, "ana").taps("Next")
    assert here.sees("The @ is missing.")


def test_an_address_that_looks_like_a_slip_is_asked_about_once_and_taken(opened: Any) -> None:
    here = opened().taps("You may e-mail me").taps("Next").taps("For me (18").taps("Next")
    types(here, "O").taps("Next")
    types(here, "ana@gmail.con").taps("Next")
    assert here.sees("Did you mean gmail.com?")
    types(here, "x").taps("Erase one").taps("Next")
    assert here.sees("Did you mean gmail.com?")
    here.taps("Next")
    assert not here.sees("Did you mean")
    assert not here.sees("What is your e-mail?")


def test_a_phone_number_with_an_extension_by_touch(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "O'b Jr.").taps("Next")
    types(here, "7065550123").taps("#")
    types(here, "45")
    assert here.kiosk.signup.spoken_field == "(706) 555-0123 ext. 45"
    here.taps("Back")
    assert here.kiosk.signup.spoken_field == "O'b Jr."


def test_without_the_phone_number_that_was_chosen_one_cannot_go_on(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "O").taps("Next").taps("Next")
    assert here.sees("Please type a phone number.")


def test_back_and_the_other_language_keep_what_was_typed(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana").taps("Español")
    assert here.sees("¿Cómo se llama usted?")
    assert here.kiosk.signup.property("field") == "Ana"
    here.taps("English").taps("Next").taps("Back")
    assert here.kiosk.signup.property("field") == "Ana"
    here.taps("Back")
    assert [seen.name for seen in here.everything() if seen.item.property("chosen")] == ["For me (18 or older)"]


def test_whoever_asks_for_somebody_under_18_is_told_kindly_what_that_means(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For someone under 18")
    assert [seen for seen in here.buttons() if "We are glad to talk with a parent or guardian." in seen.description]
    here.taps("Next")
    assert here.sees("What is your name?")


def test_a_line_of_the_review_leads_to_its_question_and_back(opened: Any, desk: Desk, privates: Any) -> None:
    here = answered(opened()).taps("Ana")
    assert here.sees("What is your name?")
    assert not here.sees("question 3")
    types(here, " B").taps("Save").taps("Call me any time").taps("Mornings").taps("Save")
    assert here.sees("Is all of this right?")
    here.taps("Send")
    (record,) = kept(desk.drawer, privates)
    assert {answer.question: answer.value for answer in record.answers} == {
        "for-whom": "me", "name": "Ana B", "phone": "+17065550123", "message": "leave", "when": "morning", "language": "english"
    }  # fmt: skip


def test_what_a_changed_answer_asks_for_is_asked_before_it_comes_back_to_the_review(opened: Any) -> None:
    here = answered(opened()).taps("You may call me").taps("You may call me").taps("You may e-mail me").taps("Save")
    assert here.sees("What is your e-mail?")
    types(here, "a@b.com").taps("Save")
    assert here.sees("Is all of this right?")
    assert not here.sees("(706)")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_a_first_name_and_a_number_take_at_most_25_touches(visitor: Make, desk: Desk, privates: Any, glass: Any, language: str) -> None:
    """From the start screen to the thanks, letters and digits included; at two seconds a touch and less for a digit that is under a minute."""
    words = {
        "en": ("Start", "Ask for a consultation", "Continue", "You may call me", "For me (18", "Yes, only the caller", "Next", "Send"),
        "es": ("Empezar", "Pedir una consulta", "Continuar", "Pueden llamarme", "Para mí (18", "Sí, solo el nombre", "Siguiente", "Enviar"),
    }
    start, asks, on, call, me, leave, following, send = words[language]
    here = visitor(glass, desk=desk)
    touches = (start, asks, on, call, following, me, following, "A", "n", "a", following, *"7065550123", following, leave, following, send)
    for name in touches:
        here.pauses(0.2).taps(name)
    assert len(touches) <= 25
    (record,) = kept(desk.drawer, privates)
    answers = {answer.question: answer.value for answer in record.answers}
    assert (answers["name"], answers["phone"], answers["language"]) == ("Ana", "+17065550123", {"en": "english", "es": "spanish"}[language])


@pytest.mark.parametrize(("name", "asks"), [("Next", "How may we contact you?"), ("Next", "Who is this for?")])
def test_options_stay_where_they_are_when_something_is_wrong(opened: Any, name: str, asks: str) -> None:
    here = opened()
    if asks.startswith("Who"):
        here.taps("You may call me").taps("Next")
    assert here.sees(asks)
    roles = (QAccessible.Role.RadioButton, QAccessible.Role.CheckBox)
    before = [(seen.name, seen.box) for seen in here.buttons() if seen.role in roles]
    here.taps(name)
    assert here.kiosk.signup.property("page")["body"]["wrong"]
    assert [(seen.name, seen.box) for seen in here.buttons() if seen.role in roles] == before


def test_a_real_keyboard_works_too(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    for key in (Qt.Key.Key_A, Qt.Key.Key_B, Qt.Key.Key_Backspace, Qt.Key.Key_Return):
        here.presses(key)
    assert here.sees("What is your phone number?")
    here.taps("Back")
    assert here.kiosk.signup.property("field") == "a"


def test_a_shaking_hand_types_one_letter(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    here.taps("A").taps("b").taps("b")
    assert here.kiosk.signup.property("field") == "Ab"
    here.pauses(0.081).taps("b")
    assert here.kiosk.signup.property("field") == "Abb"
    here.taps("Erase one").taps("Erase one")
    assert here.kiosk.signup.property("field") == "Ab"


def test_how_much_a_hand_shakes_is_a_setting(visitor: Make, desk: Desk) -> None:
    here = visitor(desk=desk, settings=Settings(key_bounce_ms=300)).taps("Start").taps("Ask for a consultation")
    here.kiosk.visit.act("go:signup/name/0")
    here.rest().taps("A").taps("b").pauses(0.29).taps("b")
    assert here.kiosk.signup.property("field") == "Ab"
    here.pauses(0.31).taps("b")
    assert here.kiosk.signup.property("field") == "Abb"


@pytest.mark.parametrize("leave", ["Stop and erase", "quiet", "error", "start over"])
def test_whoever_leaves_leaves_nothing_behind(opened: Any, desk: Desk, privates: Any, leave: str) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana").taps("Next")
    types(here, "7065550123")
    if leave == "Stop and erase":
        here.taps(leave)
        assert not here.kiosk.signup.forgotten
        here.taps("Erase")
    elif leave == "error":
        here.kiosk.healing.recover(RuntimeError, RuntimeError("x"), None)  # type: ignore[arg-type]
        here.rest()
    else:
        here.waits(121.0)
        assert not here.sees("555")
        here.taps("Start over") if leave == "start over" else here.waits(31.0)
    assert here.sees("what was typed is gone") == (leave == "error")
    assert here.kiosk.signup.forgotten
    assert here.kiosk.signup.property("field") == ""
    assert here.kiosk.speech._field == ""
    assert "555" not in here.texts()
    assert "Ana" not in here.texts()
    if here.finds_button("Start"):
        here.taps("Start")
    here.taps("Ask for a consultation").taps("Continue")
    assert not [seen for seen in here.everything() if seen.item.property("chosen")]
    assert kept(desk.drawer, privates) == []


@pytest.mark.parametrize("away", ["Topics", "escape"])
@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
def test_whoever_looks_something_up_comes_back_to_the_same_letter(opened: Any, glass: Any, away: str) -> None:
    here = opened(glass).taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana")
    here.taps(away) if away == "Topics" else here.presses(Qt.Key.Key_Escape)
    assert not here.sees("Ana")
    assert here.kiosk.signup.property("field") == ""
    here.taps("Start here").taps("Next").taps("Back to my request")
    assert here.kiosk.signup.property("field") == "Ana"
    types(here, "b").taps("Next")
    assert here.sees("question 4 of 5")


def test_what_was_written_is_forgotten_with_the_visit_also_while_something_is_looked_up(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana").taps("Topics")
    here.waits(121.0).waits(31.0)
    assert here.kiosk.signup.forgotten
    here.taps("Start")
    assert not here.finds_button("Back to my request")


def test_staff_who_come_after_somebody_was_at_the_form_find_nothing_of_it(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("Topics")
    here.kiosk.staff.act("knock")
    here.kiosk.visit.act("go:staff/names/0")
    here.rest()
    assert here.kiosk.signup.forgotten


def test_before_anything_was_answered_the_form_is_left_at_once(opened: Any) -> None:
    here = opened().taps("Stop and erase")
    assert here.sees("What would you like to know?")
    here.taps("Ask for a consultation").taps("Back")
    assert here.sees("What would you like to know?")


GLASSES = [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0)), ((720, 1280), (268.0, 476.0))]


@pytest.mark.parametrize("glass", GLASSES, ids=lambda glass: f"{glass[0][0]}x{glass[0][1]}")
@pytest.mark.parametrize("leaves", ["Back", "Stop and erase", "Delete my request"])
def test_a_double_touch_erases_nothing_and_a_second_one_after_a_look_does(opened: Any, desk: Desk, privates: Any, glass: Any, leaves: str) -> None:
    """Where "Erase" comes to stand is where "Back" was; nobody has read the question yet."""
    here = opened(glass)
    if leaves == "Delete my request":
        answered(here)
        while here.finds_button("Next"):
            here.taps("Next")
        here.taps("Send")
    else:
        here.taps("You may call me")
    place = here.button(leaves).box.center()
    for _ in range(2):
        here.taps_twice_at(place)
        assert here.sees("Delete your request?" if leaves == "Delete my request" else "Erase what you wrote?")
        assert here.kiosk.visit.visit.place != Home()
        here.taps("Keep")
    here.taps_twice_at(place).taps("Erase")
    assert here.sees("Your request is deleted") if leaves == "Delete my request" else here.sees("What would you like to know?")
    assert kept(desk.drawer, privates) == []


def test_a_key_that_writes_writes_nothing_while_the_form_asks_whether_to_erase(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana").taps("Stop and erase").presses(Qt.Key.Key_B).taps("Keep")
    assert here.kiosk.signup.property("field") == "Ana"


def test_im_still_here_keeps_what_was_typed_and_the_question_covers_it(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana")
    here.waits(121.0)
    assert here.sees("Are you still there?")
    assert not here.sees("What is your name?")
    here.taps("I’m still here")
    assert here.kiosk.signup.property("field") == "Ana"


@pytest.mark.parametrize("comes_back", ["looks", "touches", "presses"])
def test_after_the_machine_slept_nothing_of_the_visit_is_drawn(opened: Any, clock: Any, comes_back: str) -> None:
    here = opened().taps("You may call me").taps("Next")
    here.kiosk.visit.act("go:signup/name/0")
    types(here.rest(), "Ana")
    clock.wind(8 * 3600)  # in which no timer ran
    drawn: list[str] = []
    here.kiosk.window.beforeRendering.connect(lambda: drawn.append(here.kiosk.signup.property("field")), Qt.ConnectionType.DirectConnection)
    if comes_back == "touches":
        here.presses_down(here.kiosk.window.contentItem().boundingRect().center())
    elif comes_back == "presses":
        here.presses(Qt.Key.Key_A)
    else:
        here.frame()
    assert set(drawn) == {""}
    assert (here.kiosk.visit.visit.idle or comes_back == "presses", here.kiosk.signup.forgotten) == (True, True)


def test_help_opens_over_the_form_and_closes_to_it(opened: Any) -> None:
    here = opened().taps("You may call me").taps("Help now: 988")
    assert here.sees("911")
    here.taps("Close")
    assert here.sees("How may we contact you?")


def test_take_it_back_deletes_what_was_sent(opened: Any, desk: Desk, privates: Any) -> None:
    here = answered(opened())
    while here.finds_button("Next"):
        here.taps("Next")
    here.taps("Send").taps("Delete my request")
    assert here.sees("Delete your request?")
    assert len(kept(desk.drawer, privates)) == 1
    here.taps("Keep").taps("Delete my request").taps("Erase")
    assert here.sees("Your request is deleted")
    assert kept(desk.drawer, privates) == []
    assert soundness.verify(desk.drawer, privates) == ()
    here.taps("Done")
    assert here.finds_button("Start")


def test_what_cannot_be_kept_is_said_plainly_and_nothing_is_stored(opened: Any, desk: Desk, privates: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.signup.drawer.refusals import KeepError, Why

    def full(*_: object) -> str:
        raise KeepError(Why.FULL)

    here = answered(opened())
    monkeypatch.setattr(Drawer, "keep", full)
    while here.finds_button("Next"):
        here.taps("Next")
    here.taps("Send")
    assert here.sees("Nothing was stored. Please tell the front desk.")
    assert here.kiosk.signup.forgotten
    assert kept(desk.drawer, privates) == []


def test_no_answer_is_found_in_any_file(opened: Any, desk: Desk, tmp_path: Path) -> None:
    here = answered(opened())
    while here.finds_button("Next"):
        here.taps("Next")
    here.taps("Send")
    plain = ["706555", "555-0123", "Ana"]
    forms = [text.encode(coding) for text in plain for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in (path for path in tmp_path.rglob("*") if path.is_file() and "content" not in path.parts):
        raw = path.read_bytes()
        assert not [form for form in forms if form in raw and len(form) > 4], path


def test_without_a_desk_the_button_leads_to_the_front_desk(visitor: Make) -> None:
    here = visitor().taps("Start").taps("Ask for a consultation")
    assert here.sees("front desk")
    assert not here.finds_button("Continue")


def test_the_desk_sees_a_count_on_the_waiting_screen_and_no_name(opened: Any, desk: Desk, qtbot: Any) -> None:
    here = answered(opened())
    while here.finds_button("Next"):
        here.taps("Next")
    here.taps("Send").taps("Done")
    qtbot.waitUntil(lambda: here.kiosk.signup.property("waiting") == 1)
    assert not here.sees("Ana")
    desk.drawer.delete([entry.id for entry in desk.drawer.entries()], "Ana", None)
    here.kiosk.signup.tidy()
    assert here.kiosk.signup.property("waiting") == 0


def test_the_form_works_with_arrow_keys_and_enter_alone(opened: Any) -> None:
    here = opened()

    def walks_to(name: str) -> Visitor:
        for _ in range(80):
            focused = QAccessible.queryAccessibleInterface(here.kiosk.window.activeFocusItem())
            if focused and focused.text(QAccessible.Text.Name) == name:
                return here.pauses(0.2).presses(Qt.Key.Key_Return)
            here.presses(Qt.Key.Key_Right)
        raise AssertionError(f"no way leads to {name}")

    walks_to("You may call me about a consultation.")
    walks_to("Next")
    walks_to("For me (18 or older)")
    walks_to("Next")
    walks_to("O")
    assert here.kiosk.signup.property("field") == "O"
    walks_to("Next")
    assert here.sees("What is your phone number?")


def test_an_error_at_the_form_is_logged_without_what_was_typed(opened: Any, caplog: pytest.LogCaptureFixture) -> None:
    here = opened().taps("You may call me").taps("Next").taps("For me (18").taps("Next")
    types(here, "Ana")
    here.kiosk.healing.recover(ValueError, ValueError("Ana is no number"), None)  # type: ignore[arg-type]
    assert "ValueError" in caplog.text
    assert "Ana" not in caplog.text


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (120.0, "the screen asks once after 2 min"),
        (300.0, "the screen asks once after 5 min"),
        (120.0, "also erases everything if you write nothing for about 30 min"),
        (300.0, "also erases everything if you write nothing for about 55 min"),
    ],
)
def test_the_notice_tells_when_the_screen_forgets(visitor: Make, desk: Desk, seconds: float, said: str) -> None:
    """WCAG 2.2.1, 2.2.6."""
    here = visitor(desk=desk, settings=Settings(idle_seconds=seconds)).taps("Start").taps("Ask for a consultation")
    assert here.sees(said)


def shown_across(here: Visitor) -> tuple[float, float]:
    """From where to where the picture of the page goes, with what is drawn out of it to both sides."""
    pictures = [item for item in walked(here.kiosk.window.contentItem()) if item.property("edge") is not None and item.isVisible()]
    boxes = [item.mapRectToScene(item.boundingRect()) for item in pictures if item.width() > 0 and item.height() > 300]
    return min(box.left() for box in boxes), max(box.right() for box in boxes)


def test_upright_the_picture_of_the_thanks_reaches_three_edges_and_the_words_stand_under_it(visitor: Make) -> None:
    here = visitor(((1080, 1920), (268.0, 476.0)))
    for language in ("en", "es"):
        here.kiosk.visit.act(f"wake:{language}")
        here.kiosk.visit.go(SigningUp(THANKS))
        thanks = here.kiosk.deck.stage.library.form.thanks
        (picture,) = [each for each in here.rest().everything() if each.name == thanks.picture.says.in_(language)]
        assert picture.box.top() == 0
        assert shown_across(here) == (0, 1080)
        (title,) = [each for each in here.everything() if each.name == thanks.title.in_(language)]
        assert title.box.top() > picture.box.top() + picture.item.height()
        assert faults(here) == []
        here.kiosk.visit.act("finish")
