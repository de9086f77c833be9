"""A third language needs content files alone: with them every screen is in it, for eyes and for ears, and `check` is content."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import measuring
import pytest
from clinic_staff import opened as all_of
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from ear import Ear
from measuring import faults_of, left_alone, undrawn
from PySide6.QtCore import Qt
from third_language import LANGUAGE, add_to, foreign
from visitor import Visitor

from kiosk.content.checks.check import check
from kiosk.content.model.form import Kind
from kiosk.content.reading.folder import read_folder
from kiosk.content.store.current import in_memory, open_library
from kiosk.content.store.library import Library
from kiosk.problems import Problem, Severity
from kiosk.project import icons
from kiosk.signup.desk import Desk
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.record import Answer, Consent, Record
from kiosk.staff.content.all_screens import walk
from kiosk.staff.content.page_count import too_many_pages
from kiosk.staff.content.review import note_translations
from kiosk.visit.comfort import Comfort

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
NAMES = ("María-José Núñez", "Ana", "@gmail.com", ".com")
"""What a visitor types, who works here, and keys for addresses."""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return add_to(Path(shutil.copytree(PROJECT / "content", tmp_path_factory.mktemp("third") / "content")))


@pytest.fixture(scope="module")
def third(content: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    opened, problems = open_library(content, tmp_path_factory.mktemp("data"), TODAY)
    assert opened, problems
    return opened


def elsewhere(texts: Iterable[str], library: Library) -> list[str]:
    """The texts in another language, apart from names, citations, and the letters on keys."""
    names = [library.interface_text("language_name").in_(code) for code in library.clinic.languages if code != LANGUAGE]
    cited = [text for source in library.sources for text in (source.cite, source.link)]
    found = []
    for text in texts:
        rest = text
        for name in (library.clinic.name, *names, *NAMES):
            rest = rest.replace(name, "")
        if len(rest) > 1 and foreign(rest) and not any(rest in each for each in cited):
            found.append(text)
    return found


def seen(here: Visitor, library: Library) -> list[str]:
    return elsewhere((each.name for each in here.everything()), library)


class Word:
    """The words on a button in the third language, by their names in interface.yaml."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> str:
        return self._library.interface_text(name).in_(LANGUAGE)


# -- nothing to complain of -------------------------------------------------------------------------------------------


def test_check_is_content_with_it(qapp: object, content: Path) -> None:
    """What is left is for people: a notice that nobody here judges hard and forbidden words in it, and what `check` tells of what ships."""
    reading = read_folder(content)
    opened = in_memory(content, reading, (), TODAY)
    assert opened
    found = (*check(content, TODAY, icons()), *too_many_pages(opened, reading))
    assert [problem for problem in found if problem.severity is not Severity.NOTICE] == []
    told = [problem.wrong for problem in found if "Portuguese" in problem.wrong and "No clinician has signed off" not in problem.wrong]
    assert told == ["In Portuguese `check` cannot find words that promise too much, or texts that are hard to read."]


def test_a_translation_that_fell_behind_is_found_in_it(content: Path, tmp_path: Path) -> None:
    own = Path(shutil.copytree(content, tmp_path / "content"))
    note_translations(own, read_folder(own))
    path = own / "help.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("It is free and confidential", "It is free and private"), encoding="utf-8")
    told = [problem.wrong for problem in check(own, TODAY, icons()) if "was written for a different" in problem.wrong]
    assert told == [f"The {language} was written for a different English text than the one here now." for language in ("Spanish", "Portuguese")]


# -- on the screen ----------------------------------------------------------------------------------------------------


@GLASSES
def test_every_screen_is_in_it_and_fits(visitor: Make, third: Library, desk: Desk, glass: Any) -> None:
    here = visitor(glass, own=third, desk=desk, ear=Ear(*third.clinic.languages))
    wrong = []
    with undrawn(here.kiosk.window), left_alone():
        for name, _ in walk(here.kiosk, third, LANGUAGE, Comfort()):
            sight = measuring.seen(here)
            wrong += [f"{name}: {fault}" for fault in faults_of(sight)]
            wrong += [f"{name}: {text}" for text in (elsewhere((each.name for each in sight.named), third) if name != "attract" else ())]
    assert wrong == [], "\n".join(wrong[:40])


@GLASSES
def test_the_waiting_screen_asks_in_each_language_and_begins_in_any(visitor: Make, third: Library, glass: Any) -> None:
    here = visitor(glass, own=third)
    assert all(here.sees(third.clinic.headline.in_(code)) for code in third.clinic.languages)
    for code in third.clinic.languages:
        here.taps(third.interface_text("start").in_(code))
        assert here.sees(third.interface_text("home_title").in_(code))
        here.kiosk.visit.act("finish")
        here.rest()


@GLASSES
def test_the_switch_leads_to_every_language_and_the_place_stays(visitor: Make, third: Library, glass: Any) -> None:
    here = visitor(glass, own=third).taps("Start").taps("Your infusion").taps("Next")
    place = here.kiosk.visit.visit.place
    name, heading = third.interface_text("language_name"), third.interface_text("comfort_language")
    switch, now = "Español, Ëspäñöl", "en"
    for code in ("es", "pt", "en", "pt", "es", "en"):
        here.taps(switch)
        chosen = [each.name for each in here.buttons() if each.name.startswith(heading.in_(now)) and each.item.property("chosen")]
        assert chosen == [f"{heading.in_(now)}: {name.in_(now)}"]
        here.taps(f"{heading.in_(now)}: {name.in_(code)}").taps(third.interface_text("close").in_(code))
        switch, now = ", ".join(name.in_(other) for other in third.clinic.languages if other != code), code
        assert here.finds_button(third.interface_text("next").in_(code))
        assert here.kiosk.visit.visit.place == place


def sends(here: Visitor, say: Word) -> None:
    """From the review, which may have several pages."""
    while here.finds_button(say.next):
        here.taps(say.next)
    here.taps(say.send)


@GLASSES
def test_the_form_is_in_it_with_its_errors_and_its_review(visitor: Make, third: Library, desk: Desk, privates: Any, glass: Any) -> None:
    say, form = Word(third), third.form
    assert form
    here = visitor(glass, own=third, desk=desk).taps(say.start).taps(say.consultation).taps(say.go_on)
    while question := form.question(here.kiosk.visit.visit.place.step):
        if question.required:
            here.taps(say.next)
            assert here.sees(question.error.in_(LANGUAGE))
            assert seen(here, third) == []
        if question.kind is not Kind.EMAIL:
            here.kiosk.signup.answer(question.id, {Kind.NAME: "Ana", Kind.PHONE: "7065550123"}.get(question.kind) or question.options[0].id)
        here.taps(say.next)
    assert here.sees(say.review_title)
    assert seen(here, third) == []
    sends(here, say)
    assert here.kiosk.visit.visit.place.step == "language", "none of the options speaks it"
    here.kiosk.signup.answer("language", "another")
    here.taps(say.save)
    sends(here, say)
    assert here.sees(form.thanks.title.in_(LANGUAGE))
    assert [record.language for _, record in all_of(desk.drawer, privates)] == [LANGUAGE]


def test_the_pages_for_staff_are_in_it(visitor: Make, third: Library, desk: Desk) -> None:
    protect(desk.drawer, desk.keys, "Ana", "correct horse battery", TODAY, stretching=Stretching(memory_kib=64, passes=1))
    chosen = Answer("when", "some", "Mornings, After 5 p.m.", "morning,evening")
    kept = desk.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Ana", "Ana"), chosen), (Consent("call", "1"), Consent("text", "2"))))
    wrong = Problem("topics/40-infusion.yaml", 3, 1, Severity.ERROR, "The [ that opens here is not closed.")
    here = visitor(own=third, desk=desk, problems=lambda: [wrong])
    here.kiosk.visit.act(f"wake:{LANGUAGE}")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    found = seen(here.rest(), third)
    here.taps("Ana")
    found += seen(here, third)
    here.kiosk.staff.act("type:correct horse battery")
    here.kiosk.staff.act("on")
    for screen in ("list", kept, "content"):
        here.kiosk.visit.act(f"go:staff/{screen}/0")
        found += seen(here.rest(), third)
    assert found == []


# -- for ears ---------------------------------------------------------------------------------------------------------


def test_what_is_read_aloud_is_in_it(visitor: Make, third: Library) -> None:
    ear = Ear(*third.clinic.languages)
    here = visitor(own=third, ear=ear)
    here.kiosk.visit.act(f"wake:{LANGUAGE}")
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    ear.to_the_end()
    for place in ("home/0", "reading/infusion//0", f"reading/infusion/{third.first_slide('infusion')}/0", "lookup//0", "lookup/words/0", "basket/0"):
        here.kiosk.visit.act(f"go:{place}")
        here.rest()
        for button in here.buttons():
            here.kiosk.speech.tell(button.name, "", "button", "chosen", "")
        ear.to_the_end()
    assert {language for _, language, _, _ in ear.spoken} == {LANGUAGE}
    assert elsewhere((words for words, *_ in ear.spoken), third) == []


def test_whoever_goes_by_keys_is_told_of_every_other_language_in_it(visitor: Make, third: Library) -> None:
    ear, text = Ear(*third.clinic.languages), third.interface_text("voice_language")
    here = visitor(own=third, ear=ear)
    here.kiosk.visit.act(f"wake:{LANGUAGE}")
    here.presses(Qt.Key.Key_Down)
    here.rest()
    ear.to_the_end()
    assert [(words, language) for words, language, _, _ in ear.spoken[:2]] == [(text.in_(code), code) for code in ("en", "es")]
