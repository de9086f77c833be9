"""The form while it is filled in: what is asked, what is missing, where Next and Back lead, and what the record holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from shipped import SHIPPED

from content import sample
from kiosk.content.model.form import Form, FormQuestion
from kiosk.content.reading.folder import read_folder
from kiosk.signup.form.answers import Refused, Understood
from kiosk.signup.form.form_answers import Filling
from kiosk.signup.record import PACKED_BYTES, Answer, Consent, Record, TooLongError, packed, unpacked

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def form() -> Form:
    """The form that ships."""
    found = SHIPPED.form.value
    assert found
    return found


def question(form: Form, name: str) -> FormQuestion:
    found = form.question(name)
    assert found
    return found


def filled(form: Form, **answers: str) -> Filling:
    filling = Filling()
    for name, answer in answers.items():
        asked = question(form, name.replace("_", "-"))
        if asked.kind.typed:
            filling.type(asked, answer)
        else:
            for option in answer.split():
                filling.choose(asked, option)
    return filling


ANA = {"contact": "call", "for_whom": "me", "name": "Ana", "phone": "7065550123", "message": "leave", "language": "spanish"}


def names(filling: Filling, form: Form) -> list[str]:
    return [each.id for each in filling.asked(form)]


def test_what_needs_a_phone_is_asked_only_of_those_who_choose_it(form: Form) -> None:
    assert names(Filling(), form) == ["contact", "for-whom", "name", "language"]
    assert names(filled(form, contact="call"), form) == ["contact", "for-whom", "name", "phone", "message", "when", "language"]
    assert names(filled(form, contact="text"), form) == ["contact", "for-whom", "name", "phone", "language"]
    assert names(filled(form, contact="email"), form) == ["contact", "for-whom", "name", "email", "language"]


@pytest.mark.parametrize(("contact", "questions"), [("call", 5), ("text", 4), ("email", 4), ("call text", 5), ("call text email", 6)])
def test_how_many_questions_there_are_is_told_when_it_is_certain_and_never_changes(form: Form, contact: str, questions: int) -> None:
    """Whatever is answered later. Nobody is told a number that grows."""
    filling = filled(form, contact=contact)
    for name, answer in (ANA | {"for_whom": "minor", "email": "a@b.com"}).items():
        if name != "contact":
            assert [filling.count(form, each.id) for each in filling.in_turn(form)] == [(1, 0), *((at, questions) for at in range(2, questions + 1))]
            asked = question(form, name.replace("_", "-"))
            filling.type(asked, answer) if asked.kind.typed else filling.choose(asked, answer)
    assert filling.count(form, "language") == filling.count(form, "review") == (0, 0)


def test_a_question_that_others_hang_on_says_no_number_of_them(form: Form) -> None:
    """A clinic's own form: whether the last one is asked is decided by the one before."""
    name, phone, when = (question(form, each) for each in ("name", "phone", "when"))
    own = structs.replace(form, questions=(name, structs.replace(phone, needs=""), structs.replace(when, needs="phone", in_review=False)))
    assert [Filling().count(own, each) for each in ("name", "phone")] == [(1, 0), (2, 0)]
    assert [filled(own, phone="706").count(own, each) for each in ("name", "phone", "when")] == [(1, 0), (2, 0), (3, 3)]


def test_whoever_asks_for_somebody_under_18_reads_kindly_what_that_means(form: Form) -> None:
    notes = {option.id: option.note for option in question(form, "for-whom").options}
    for language, words in (("en", "parent or guardian"), ("es", "mamá, papá o tutor")):
        assert [name for name, note in notes.items() if words in note.in_(language)] == ["minor", "young"]
    assert not notes["me"]


def test_the_language_of_the_screen_is_chosen_until_another_is(form: Form) -> None:
    language = question(form, "language")
    filling = Filling(language="es")
    assert [option.id for option in filling.picked(language)] == ["spanish"]
    assert filling.empty
    filling.language = "en"
    assert [option.id for option in filling.picked(language)] == ["english"]
    filling.choose(language, "another")
    filling.language = "es"
    assert [option.id for option in filling.picked(language)] == ["another"]
    assert Filling(language="tl").picked(language) == []


def test_an_answer_that_no_longer_belongs_is_left_out(form: Form) -> None:
    filling = filled(form, **ANA, email="a@b.com")
    filling.choose(question(form, "contact"), "call")
    filling.choose(question(form, "contact"), "email")
    record = filling.record(form, "en", TODAY, {"call": "1", "email": "2"})
    assert [each.question for each in record.answers] == ["for-whom", "name", "email", "language"]
    assert record.consents == (Consent("email", "2"),)


@pytest.mark.parametrize("missing", ["contact", "for_whom", "name", "phone", "message", "language"])
def test_what_is_required_keeps_one_from_going_on(form: Form, missing: str) -> None:
    filling = filled(form, **{name: answer for name, answer in ANA.items() if name != missing})
    asked = question(form, missing.replace("_", "-"))
    assert filling.wrong(form, asked) == Refused("missing")
    assert filling.first_wrong(form) is asked
    assert filled(form, **ANA).first_wrong(form) is None


def test_the_phone_or_the_mail_that_was_chosen_must_be_there(form: Form) -> None:
    assert filled(form, contact="call").wrong(form, question(form, "phone")) == Refused("missing")
    assert filled(form, contact="email").wrong(form, question(form, "email")) == Refused("missing")
    assert filled(form, contact="call", phone="7065550123").wrong(form, question(form, "phone")) is None
    assert filled(form, contact="call", phone="706").wrong(form, question(form, "phone")) == Refused("wrong_phone_short", 3)
    assert filled(form, contact="email", email="a@b.com").wrong(form, question(form, "email")) is None


def test_of_two_ways_to_be_reached_that_are_both_asked_for_the_last_says_that_one_must_be_there(form: Form) -> None:
    both = structs.replace(form, questions=tuple(structs.replace(each, needs="", required=False) for each in form.questions))
    assert Filling().wrong(both, question(both, "phone")) is None
    assert Filling().wrong(both, question(both, "email")) == Refused("missing")
    assert filled(both, phone="7065550123").wrong(both, question(both, "email")) is None


def test_the_way_through_and_back_is_the_same(form: Form) -> None:
    filling, step, way = filled(form, **ANA), "notice", []
    while step != "review":
        way.append(step)
        step = filling.following(form, step)
    assert way == ["notice", "contact", "for-whom", "name", "phone", "message"]
    back = []
    while step:
        step = filling.before(form, step)
        back.append(step)
    assert back == [*reversed(way), ""]


def test_one_excludes_the_others_and_some_do_not(form: Form) -> None:
    filling = filled(form, for_whom="me other", phone="7065550123", when="morning evening morning")
    assert filling.chosen == {"for-whom": ("other",), "when": ("evening",)}


def test_erasing_takes_a_letter_with_its_accents_and_never_more_than_there_is(form: Form) -> None:
    filling, asked = filled(form, name="Jose\u0301"), question(form, "name")
    filling.erase(asked)
    assert filling.typed["name"] == "Jos"
    for _ in range(5):
        filling.erase(asked)
    assert filling.typed["name"] == ""


def test_nobody_can_type_without_end(form: Form) -> None:
    filling = filled(form, name="a" * 100)
    filling.type(question(form, "name"), "b")
    filling.type(question(form, "phone"), "\x1b[31m706\n")
    assert len(filling.typed["name"]) == 100
    assert filling.typed["phone"] == "31706"


def test_forgetting_leaves_nothing(form: Form) -> None:
    filling = filled(form, **ANA)
    filling.forget()
    assert filling.empty


def test_the_record_holds_what_was_said_in_the_visitors_language(form: Form) -> None:
    record = filled(form, **ANA, when="morning").record(form, "es", TODAY, {"call": "f00d"})
    assert record == Record(
        TODAY,
        "es",
        (
            Answer("for-whom", "one", "Para mí (18 años o más)", "me"),
            Answer("name", "name", "Ana", "Ana"),
            Answer("phone", "phone", "(706) 555-0123", "+17065550123"),
            Answer("message", "one", "Sí, solo el nombre y un número", "leave"),
            Answer("when", "some", "En la mañana", "morning"),
            Answer("language", "one", "Español", "spanish"),
        ),
        (Consent("call", "f00d"),),
    )
    assert filled(form, **ANA).consented(form, "es") == {"call": "Pueden **llamarme** para hablar de una consulta."}


def test_every_record_has_the_same_length_and_comes_back(form: Form) -> None:
    short, long = filled(form, **ANA), filled(form, **ANA | {"name": "𠮷" * 100}, email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.com")
    for filling in (short, long):
        record = filling.record(form, "en", TODAY, {"call": "1"})
        assert len(packed(record)) == PACKED_BYTES
        assert unpacked(packed(record)) == record
    with pytest.raises(TooLongError):
        packed(Record(TODAY, "en", (Answer("a", "name", "x" * 5000, "x"),), ()))


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"day": 1}', b"\xff", b'{"day":"2026-11-23","language":"en","answers":[{}],"consents":[]}'])
def test_bytes_that_are_no_record_are_told(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpacked(raw)


def test_a_form_without_conditions_is_asked_as_it_stands(tmp_path: Path) -> None:
    form = read_folder(sample.write(tmp_path)).form.value
    assert form
    assert names(Filling(), form) == ["name", "phone", "email"]


# -- what becomes of it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("open_still", [True, False])
@pytest.mark.parametrize("page", [*range(8), None])
def test_a_visitor_is_thanked_although_the_drawer_turns_out_to_be_damaged(
    form: Form, desk: Any, privates: Any, page: int | None, open_still: bool
) -> None:
    desk.keep(filled(form, **ANA), form, "en")
    path = desk.drawer.folder / "drawer.sqlite"
    None if open_still else desk.drawer.close()
    with path.open("r+b") as file:
        if page is None:
            file.truncate(path.stat().st_size // 3)
        else:
            file.seek(page * 4096)
            file.write(b"\xa5" * 12_288)
    kept = desk.keep(filled(form, **ANA | {"name": "Zoe"}), form, "en")
    assert isinstance(kept, str)
    record = desk.drawer.open(kept, privates)
    assert record.value("name") == "Zoe"
    assert all(desk.drawer.wording(consent.wording) for consent in record.consents)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana\u202e\u2066", "Ana"),
        ("A\u200bn\u00ada\ufeff", "Ana"),
        ("\u3164Ana\u115f\u2800", "Ana"),
        ("An\u200da", "Ana"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("Nguye\u0302\u0303n", "Nguy\u1ec5n"),
        ("\u845b\U000e0100", "\u845b\U000e0100"),
    ],
)
def test_what_nobody_sees_gets_into_no_request_and_no_script_is_harmed(form: Form, typed: str, kept: str) -> None:
    asked, filling = question(form, "name"), Filling()
    for letter in typed:
        filling.type(asked, letter)
    for each in (filling, filled(form, name=typed)):
        said = each.understood(asked)
        assert isinstance(said, Understood)
        assert said.says == kept


def test_nothing_but_unseen_signs_is_no_answer(form: Form) -> None:
    for nothing in ("\u3164\u200b\u2800", "\u200d", "\xa0\xad", "\u0301"):
        filling = filled(form, name=nothing)
        assert filling.understood(question(form, "name")) is None
        assert not filling._wanted("name")
