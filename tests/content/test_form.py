"""The consultation form: what the file says arrives, and no form can be shown that nobody could answer."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.model.form import Kind
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.current import open_library
from kiosk.problems import Severity

TODAY = date(2026, 11, 23)
CONSENT = "  - question: consent\n" + sample.SIGNUP.split("  - question: consent\n")[1].split("thanks:")[0]


def told(folder: Path, text: str) -> list[tuple[str, str]]:
    sample.write(folder, signup=text)
    found = sample.apart_from_sign_off(check(folder, TODAY))
    return [(f"{problem.file}:{problem.line}:{problem.severity}", problem.wrong) for problem in found]


def test_what_is_written_arrives(tmp_path: Path) -> None:
    form = read_folder(sample.write(tmp_path)).form.value
    assert form
    assert [(each.id, each.kind) for each in form.questions] == [
        ("name", Kind.NAME),
        ("phone", Kind.PHONE),
        ("email", Kind.EMAIL),
        ("when", Kind.SOME),
        ("consent", Kind.CONSENT),
    ]
    assert form.at_least_one == ("phone", "email")
    assert [(option.id, option.needs, option.says.in_("es")) for option in form.questions[4].options] == [
        ("call", "phone", "Pueden llamarme."),
        ("email", "email", "Pueden escribirme."),
    ]
    assert told(tmp_path, sample.SIGNUP) == []


def test_the_thanks_may_have_a_picture_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    pictured = sample.SIGNUP + "  picture: {file: room.svg, says: {en: A room, es: Una sala}}\n"
    assert told(tmp_path, pictured) == []
    ((place, wrong),) = told(tmp_path, pictured.replace("room.svg", "hall.svg"))
    assert place.startswith("signup.yaml:")
    assert place.endswith(":warning")
    assert "`hall.svg`" in wrong


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("kind: name,", "kind: nmae,", "signup.yaml:7:error", "cannot stand"),
        ("question: email, kind: email", "question: phone, kind: email", "signup.yaml:10:error", "`phone` is here a second time"),
        ("option: evening", "option: morning", "signup.yaml:19:error", "`morning` is here a second time"),
        ("kind: email", "kind: phone", "signup.yaml:7:error", "2 questions of kind phone"),
        ("kind: name, required", "kind: email, required", "signup.yaml:7:error", "Nothing asks for a name"),
        ("at_least_one: [phone, email]", "at_least_one: [phone]", "signup.yaml:5:error", "leave no way to be reached"),
        ("at_least_one: [phone, email]", "at_least_one: [fone, phone, email]", "signup.yaml:5:error", "no question `fone`"),
        ("needs: phone\n    title", "needs: fone\n    title", "signup.yaml:14:error", "No question above is called `fone`"),
        ("needs: phone\n    title", "needs: consent\n    title", "signup.yaml:14:error", "No question above is called `consent`"),
        ("needs: phone\n    title", "needs: phone/x\n    title", "signup.yaml:14:error", "`phone` has no option `x`"),
        ("kind: consent\n    required: yes", "kind: consent", "signup.yaml:20:error", "Without consent"),
        (CONSENT, "", "signup.yaml:7:error", "Nothing asks what the visitor agrees to"),
        ("      - {option: evening, en: Evenings, es: En la tarde}\n", "", "signup.yaml:18:error", "too few to choose from: 1"),
        ("kind: some", "kind: name", "signup.yaml:18:error", "has nothing to choose from"),
        ("You may call me.", "You may call me. " * 30, "signup.yaml:27:error", "too long to agree to"),
        ("Call 911 or 988., es: ¿Pel", "Call 911., es: ¿Pel", "signup.yaml:2:error", "`notice` does not name 988 in English"),
        ("en: Now? Call 911 or 988.", 'en: "Now? Call 911 or 988, or us: {phone}."', "signup.yaml:30:error", "`thanks` does not name 988 in English"),
        ("es: ¿Ahora? Llame al 911 o al 988.", "es: ¿Ahora? Llame al 988.", "signup.yaml:30:error", "`thanks` does not name 911 in Spanish"),
        ("en: You may call me., es: Pueden llamarme.", "en: You may call me.", "signup.yaml:27:warning", "The Spanish is missing here."),
        (",\n     error: {en: Please type it., es: Escríbalo.}", "", "signup.yaml:7:warning", "Nothing is said to whoever leaves this empty"),
        (",\n     error: {en: One of the two., es: Uno de los dos.}", "", "signup.yaml:10:warning", "Nothing is said to whoever leaves this empty"),
        ("You may call me.", "You agree that we cure you.", "signup.yaml:27:error", "never says"),
    ],
)
def test_a_form_that_would_fail_a_visitor_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str, words: str) -> None:
    assert old in sample.SIGNUP
    found = told(tmp_path, sample.SIGNUP.replace(old, new, 1))
    assert [at for at, wrong in found if words in wrong] == [place]


def test_a_file_of_notes_alone_means_no_form_and_a_lost_file_the_last_good_one(tmp_path: Path) -> None:
    content, data = sample.write(tmp_path / "content"), tmp_path / "data"
    library, _ = open_library(content, data, TODAY)
    assert library
    assert library.form
    (content / "signup.yaml").unlink()
    lost, problems = open_library(content, data, TODAY)
    assert lost
    assert lost.form == library.form
    assert [problem.file for problem in problems if problem.severity is Severity.ERROR] == ["signup.yaml"]
    (content / "signup.yaml").write_text("# we want no form\n")
    without, problems = open_library(content, data, TODAY)
    assert without
    assert without.form is None
    assert not [problem for problem in problems if problem.severity is Severity.ERROR]
