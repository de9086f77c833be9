"""Somebody has the screen read to them: hears all of it, at their pace, in their language, and nothing that is not theirs to hear."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT, TODAY
from ear import Ear
from measuring import left_alone, undrawn
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from visitor import PRESSABLE, Seen, Visitor

from kiosk.content.store.current import open_library
from kiosk.content.store.library import Library
from kiosk.signup.record import Answer, Record
from kiosk.speech.pronunciation import pronounced
from kiosk.staff.content.all_screens import settle, walk
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.states import Attract, Home, Reading, SigningUp, address

Make = Callable[..., Visitor]
GLASSES = pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT], ids=["across", "upright"])
FIRST_SLIDE = "First, a talk and some checks"
WORDS = [
    "Your infusion \u00b7 1 of 10",
    FIRST_SLIDE,
    "An older man talks with a clinician, who writes down what he says.",
    "A clinician asks about your mood, your health and your medicines.",
    "Many clinics do a mood check.",
    "It helps you compare later.",
]


@pytest.fixture
def ear(qapp: object) -> Ear:
    return Ear()


def listening(here: Visitor, ear: Ear, start: str = "Start") -> Visitor:
    """On the home screen with the voice on, all that it has to say said."""
    here.taps(start)
    here.kiosk.visit.act("comfort-choice:aloud:yes")
    here.rest()
    ear.to_the_end()
    return here


def reading(here: Visitor, ear: Ear) -> Visitor:
    """On the first slide about the infusion, at its first sentence."""
    listening(here, ear)
    here.taps("Your infusion").taps("Your infusion")
    ear.since()
    return here


def steer(here: Visitor, name: str) -> Visitor:
    return here.taps_at(here.button(name).box.center())


def lines(here: Visitor, plain: str) -> QQuickItem:
    """The item that draws this text."""
    (seen,) = [each for each in here.everything() if each.name == plain and each.role is QAccessible.Role.StaticText]
    parent = seen.item.parentItem()
    assert parent is not None
    return parent


def marked(here: Visitor, plain: str) -> list[QRectF]:
    """The boxes that mark what is said of this text, within the text."""
    loader = next(each for each in lines(here, plain).childItems() if each.inherits("QQuickLoader"))
    return [QRectF(each.x(), each.y(), each.width(), each.height()) for each in loader.childItems() if each.width() > 0]


# -- all of it --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("glass", "language"), [(LANDSCAPE, "en"), (PORTRAIT, "es")], ids=["across", "upright"])
def test_everything_that_can_be_seen_can_be_heard(visitor: Make, library: Library, desk: Any, glass: Any, language: str) -> None:
    """The accessibility tree against the script: texts are read, buttons are told when the keys or a finger come upon them."""
    here = visitor(glass, desk=desk, ear=Ear())
    silent, headless = {}, []
    with undrawn(here.kiosk.window), left_alone():
        for name, place in walk(here.kiosk, library, language, Comfort(aloud=True)):
            settle()
            if place != "attract" and not any(seen.role is QAccessible.Role.Heading for seen in here.everything()):
                headless.append(name)
            if place != "attract" and name != "help-calm":  # its words come and go with the breath
                said = {text for spoken in here.kiosk.speech.script for text in spoken.texts}
                read = [seen for seen in here.everything() if seen.role not in PRESSABLE and seen.name != library.clinic.name]
                silent |= {seen.name: name for seen in read if seen.name not in said and seen.name != "911"}  # the words beside it say it
    assert (silent, headless) == ({}, [])


def test_a_screen_is_read_in_order_sentence_by_sentence(visitor: Make, ear: Ear) -> None:
    reading(visitor(ear=ear), ear)
    heard = []
    for _ in WORDS:
        heard.append(ear.saying)
        ear.sentence()
    assert heard == WORDS


def test_of_groups_of_people_each_says_its_number_once(visitor: Make, ear: Ear) -> None:
    here = listening(visitor(ear=ear), ear)
    here.kiosk.visit.go(Reading("limits", "in-numbers"))
    here.rest()
    said = [spoken.words for spoken in here.kiosk.speech.script]
    first = said.index("With ketamine")
    assert said[first : first + 4] == [
        "With ketamine", "For 69 of 100 people, things felt unreal.", "With a comparison drug", "For 17 of 100 people, things felt unreal.",
    ]  # fmt: skip
    assert sum("69" in words for words in said) == 1


def test_what_is_said_is_marked_just_there(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    text = "Many clinics do a mood check. It helps you compare later."
    seen = []
    while ear.saying:
        if ear.saying in text:
            here.rest()
            seen += marked(here, text)
        ear.sentence()
    first, second = seen
    item = lines(here, text)
    assert first.left() < 5
    assert first.right() <= second.left() + 10
    assert second.right() <= item.width() + 5
    assert marked(here, text) == []


@pytest.mark.parametrize("size", list(TextSize))
def test_what_is_read_stays_in_view_however_many_pages_it_takes(visitor: Make, ear: Ear, size: TextSize) -> None:
    here = listening(visitor(PORTRAIT, ear=ear), ear)
    here.kiosk.visit.act(f"comfort-choice:text:{size.value}")
    ear.to_the_end()
    here.kiosk.visit.go(here.kiosk.deck.stage.beginning("infusion"))
    here.rest()
    ear.since()
    heard = []
    while ear.saying:
        heard.append(ear.saying)
        assert all(here.sees(text) for text in here.kiosk.speech.said_now.texts)
        ear.sentence()
        here.rest()
    assert [word for word in heard if "page" not in word and "\u00b7" not in word and word != WORDS[2]][:4] == [WORDS[1], *WORDS[3:6]]
    assert "You can stop at any time." in heard
    assert here.kiosk.visit.visit.place.slide == here.kiosk.deck.stage.library.first_slide("infusion")


# -- a touch -----------------------------------------------------------------------------------------------------------


def test_a_touched_sentence_is_where_it_goes_on(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    text = "You give written consent only when your questions are answered. You can stop at any time."
    item = lines(here, text)
    second_row = item.mapToScene(QPointF(item.width() * 0.5, item.height() * 0.75))
    here.taps_at(second_row)
    assert ear.saying == "You can stop at any time."


def test_any_finger_makes_it_silent_before_it_is_lifted(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    assert ear.saying
    here.presses_down(QPointF(30, 500))
    assert not ear.saying


@GLASSES
def test_the_first_touch_tells_and_changes_nothing(visitor: Make, ear: Ear, glass: Any) -> None:
    """ADA 707.3: every button on these screens, all but those that steer the voice."""
    here = listening(visitor(glass, ear=ear), ear)
    for place in ("home/0", address(here.kiosk.deck.stage.beginning("infusion")), "lookup//0"):
        here.kiosk.visit.act(f"go:{place}")
        here.rest()
        for button in steady(here):
            before = replace(here.kiosk.visit.visit, touched=0.0)
            here.taps_at(button.box.center())
            assert replace(here.kiosk.visit.visit, touched=0.0) == before, button.name
            assert ear.saying.startswith(pronounced(button.name, "en", {}).rstrip(".")), button.name


def steady(here: Visitor) -> list[Seen]:
    steering = ("Pause", "Go on", "From the top", "Slower", "Faster", "Stop reading")
    return [each for each in here.buttons() if each.name not in steering and each.box.width() < here.kiosk.window.width() * 0.98]


def test_the_second_touch_on_the_same_presses_it(visitor: Make, ear: Ear) -> None:
    here = listening(visitor(ear=ear), ear)
    here.taps("Your infusion")
    assert ear.saying == "Your infusion, 7 minutes to read. Button."
    assert here.kiosk.visit.visit.place == Home()
    here.taps("Is it for me?").taps("Your infusion")
    assert here.kiosk.visit.visit.place == Home()
    here.taps("Your infusion")
    assert here.sees(FIRST_SLIDE)


def test_a_swipe_turns_the_page_though_a_touch_only_tells(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    here.swipes(-0.4)
    assert here.kiosk.deck.uppermost()["heading"]["plain"] != FIRST_SLIDE
    here.swipes(0.4)
    assert here.kiosk.deck.uppermost()["heading"]["plain"] == FIRST_SLIDE


# -- steering ---------------------------------------------------------------------------------------------------------


def test_pause_keeps_the_place_and_go_on_begins_the_sentence_anew(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    ear.sentence()
    ear.sentence()
    steer(here, "Pause")
    assert not ear.saying
    steer(here, "Go on")
    assert ear.saying == WORDS[2]


def test_from_the_top_begins_the_screen_anew(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    ear.sentence()
    ear.sentence()
    steer(here, "From the top")
    assert ear.saying == WORDS[0]


def test_slower_and_faster_are_heard_in_the_next_sentence_and_told(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    steer(here, "Faster")
    here.rest()
    assert ear.spoken[-1] == ("Voice speed: 5 of 7.", "en", 1, 3)
    for _ in range(9):
        steer(here, "Slower")
    here.rest()
    assert ear.spoken[-1] == ("Voice speed: 1 of 7.", "en", -3, 3)


@pytest.mark.parametrize("how", ["rate:+1", "rate:-1", "volume:+1", "volume:-1"])
def test_what_steers_the_voice_keeps_the_place(visitor: Make, ear: Ear, how: str) -> None:
    here = reading(visitor(ear=ear), ear)
    ear.sentence()
    ear.sentence()
    for _ in range(7):  # more than there are steps
        here.kiosk.speech.hush()
        here.kiosk.visit.act(f"comfort-choice:{how}")
        here.rest()
        assert ear.saying.startswith(("Voice speed: ", "Loudness: "))
        assert here.finds_button("Pause")
        ear.sentence()
        assert ear.saying == WORDS[2]
    comfort = here.kiosk.visit.visit.comfort
    assert ear.spoken[-1][2:] == (comfort.rate, comfort.volume)
    steer(here, "Pause")
    steer(here, "Faster")
    here.rest()
    ear.sentence()
    assert not ear.saying, "what was paused stays so"


def test_stop_reading_ends_it_and_the_process_that_knew_what_was_said(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    steer(here, "Stop reading")
    assert not ear.saying
    assert ear.left == 1
    assert not here.finds_button("Pause")
    here.taps("Next")
    assert here.kiosk.deck.uppermost()["heading"]["plain"] != FIRST_SLIDE
    assert not ear.saying


# -- languages ---------------------------------------------------------------------------------------------------------


def test_each_language_is_read_by_its_own_voice(visitor: Make, ear: Ear) -> None:
    here = listening(visitor(ear=ear), ear, "Empezar")
    assert {language for _, language, *_ in ear.spoken} == {"es"}
    here.taps("English").taps("English")
    ear.to_the_end()
    assert ear.spoken[-1][1] == "en"


def changed(tmp_path: Path, change: Callable[[str], str]) -> Library:
    """The content that ships with another file about the infusion."""
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    file = content / "topics" / "40-infusion.yaml"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    opened, _ = open_library(content, tmp_path / "data", TODAY)
    assert opened is not None
    return opened


def test_what_is_not_translated_is_read_in_the_language_it_is_in(visitor: Make, ear: Ear, tmp_path: Path) -> None:
    own = changed(tmp_path, lambda text: text.replace(', es: "Primero, una consulta y un chequeo"}', "}"))
    here = listening(visitor(own=own, ear=ear), ear, "Empezar")
    here.taps("Su infusi\u00f3n").taps("Su infusi\u00f3n")
    ear.to_the_end()
    assert {language for words, language, *_ in ear.spoken if words == FIRST_SLIDE} == {"en"}


def test_what_is_cited_is_read_in_its_own_language(visitor: Make, ear: Ear, library: Library) -> None:
    here = listening(visitor(ear=ear), ear, "Empezar")
    here.kiosk.visit.act(f"open:source/{library.sources[0].id}/0")
    here.rest()
    ear.to_the_end()
    spoken = {words: language for words, language, *_ in ear.spoken}
    assert next(language for words, language in spoken.items() if words in library.sources[0].cite) == "en"
    assert "es" in spoken.values()


def test_what_help_says_to_those_who_speak_spanish_is_said_in_spanish(visitor: Make, ear: Ear) -> None:
    here = listening(visitor(ear=ear), ear)
    ear.spoken.clear()
    here.kiosk.visit.act("help:0")
    here.rest()
    ear.to_the_end()
    by = {code: [words for words, language, *_ in ear.spoken if language == code] for code in ("en", "es")}
    assert by["es"] == ["Espa\u00f1ol: llame al nueve ocho ocho y oprima 2, o por texto: ayuda al nueve ocho ocho."]
    assert any(words.startswith("Veterans: press 1") for words in by["en"])


def test_a_language_without_a_voice_offers_none(visitor: Make, qapp: object) -> None:
    ear = Ear("en")
    here = visitor(ear=ear)
    here.taps("Start").taps("Easier to read")
    assert here.finds_button("Read to me: Yes")
    here.taps("Espa\u00f1ol")
    assert not here.finds_button("Leer en voz alta")


def test_a_change_to_a_language_without_a_voice_is_silent_and_goes_on(visitor: Make, qapp: object) -> None:
    ear = Ear("en")
    here = listening(visitor(ear=ear), ear)
    here.kiosk.visit.act("language:es")
    here.rest()
    assert not ear.saying
    here.taps("Su infusi\u00f3n")
    assert here.sees("Primero, una consulta")


def test_a_voice_that_fails_leaves_the_visit_as_it_is(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    ear.sentence()
    ear.fails()
    assert ear.saying == WORDS[1], "whoever needs it hears it from a new process"
    ear.sentence()
    ear.fails()
    ear.languages = ()
    ear.fails()
    here.rest()
    assert here.sees(FIRST_SLIDE)
    assert not here.finds_button("Pause")
    here.taps("Easier to read")
    assert not here.finds_button("Read to me")
    ear.languages = ("en",)
    here.kiosk.speech.prove()
    here.rest()
    assert here.finds_button("Read to me: Yes")


# -- recordings ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def recorded(tmp_path: Path) -> Library:
    """Somebody has read the headline and one of the points of the first slide about the infusion."""
    sounds = PROJECT / "assets" / "sounds" / "still-there.wav"
    own = changed(
        tmp_path,
        lambda text: text.replace("      - icon: clipboard-check\n", "      - clip: {en: point.wav}\n", 1).replace(
            "  - slide: first-a-talk\n", "  - slide: first-a-talk\n    clip: {en: headline.wav}\n"
        ),
    )
    (tmp_path / "content" / "sounds").mkdir()
    for name in ("point.wav", "headline.wav"):
        shutil.copy(sounds, tmp_path / "content" / "sounds" / name)
    return own


def test_a_recording_is_preferred_and_marks_all_that_it_says(visitor: Make, ear: Ear, recorded: Library) -> None:
    here = reading(visitor(own=recorded, ear=ear), ear)
    heard = []
    while ear.saying:
        heard.append(ear.saying)
        if ear.saying == "point.wav":
            assert here.kiosk.speech.said_now.texts == ("Many clinics do a mood check. It helps you compare later.",)
            assert here.kiosk.speech.said_now.sentence == -1
        ear.sentence()
    assert heard[1] == "headline.wav"
    assert "point.wav" in heard
    assert FIRST_SLIDE not in heard


def test_a_recording_that_cannot_be_played_is_spoken_instead(visitor: Make, ear: Ear, recorded: Library) -> None:
    here = reading(visitor(own=recorded, ear=ear), ear)
    ear.sentence()
    assert ear.saying == "headline.wav"
    ear.fails()
    assert ear.saying == FIRST_SLIDE
    assert here.kiosk.visit.visit.comfort.aloud


# -- what is private ----------------------------------------------------------------------------------------------------


def signing(here: Visitor, ear: Ear, step: str) -> Visitor:
    listening(here, ear)
    here.kiosk.signup.act("begin")
    here.kiosk.visit.act(f"go:signup/{step}/0")
    here.rest()
    return here


def test_answers_are_never_said_through_the_speaker(visitor: Make, desk: Any, ear: Ear) -> None:
    here = signing(visitor(desk=desk, ear=ear), ear, "name")
    here.kiosk.signup.answer("name", "Zebulon")
    here.kiosk.visit.act("go:signup/review/0")
    here.rest()
    ear.to_the_end()
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    for letter in "xq":
        here.taps(letter if here.finds_exactly(letter) else letter.upper())
    for button in [each for each in here.buttons() if each.name == "z"]:
        here.taps_at(button.box.center())
    ear.to_the_end()
    everything = " ".join(words for words, *_ in ear.spoken)
    assert "Zebulon" not in everything
    assert "only through headphones" in everything
    assert "A letter key" in everything


def test_in_headphones_the_letters_and_the_review_are_said(visitor: Make, desk: Any, ear: Ear) -> None:
    here = visitor(desk=desk, ear=ear)
    here.kiosk.speech.plug(into=True)
    here.rest()
    ear.to_the_end()
    here.kiosk.signup.act("begin")
    here.kiosk.visit.act("go:signup/name/0")
    here.rest()
    ear.to_the_end()
    here.taps("A")
    assert ear.saying == "A."
    here.taps("A")
    assert ear.saying == "A"
    here.kiosk.visit.act("go:signup/review/0")
    here.rest()
    assert "A" in ear.to_the_end().split()


def test_that_answers_are_told_in_headphones_alone_is_said_once_for_all_questions_and_once_for_the_review(
    visitor: Make, desk: Any, ear: Ear
) -> None:  # fmt: skip
    here = listening(visitor(PORTRAIT, desk=desk, ear=ear), ear)
    here.kiosk.visit.act("comfort-choice:text:largest")
    here.kiosk.signup.act("begin")
    ear.to_the_end()
    warning = here.kiosk.deck.stage.word("only_in_headphones")
    form = here.kiosk.deck.stage.library.form
    assert form
    heard = []
    for question in form.questions:
        here.kiosk.visit.act(f"go:signup/{question.id}/0")
        here.rest()
        heard.append(ear.to_the_end())
        here.kiosk.signup.answer(question.id, "Ana" if question.kind.typed else question.options[0].id)
    assert [said.count(warning) for said in heard] == [1] + [0] * (len(heard) - 1)
    assert warning in heard[0].partition(here.kiosk.deck.stage.says(form.questions[0].title))[2].partition("Mornings")[0]
    here.kiosk.visit.act("go:signup/review/0")
    here.rest()
    pages, review = here.kiosk.signup.pages, []
    for page in range(pages):
        here.kiosk.visit.act(f"go:signup/review/{page}")
        here.rest()
        review.append(ear.to_the_end())
    assert pages > 1
    assert [said.count(warning) for said in review] == [1] + [0] * (pages - 1)
    here.kiosk.speech.again()
    assert ear.to_the_end().count(warning) == 1


def test_who_comes_from_one_field_to_another_has_erased_nothing(visitor: Make, desk: Any, ear: Ear) -> None:
    here = signing(visitor(desk=desk, ear=ear), ear, "name")
    ear.to_the_end()
    here.kiosk.signup.write("Ana")
    here.rest()
    ear.to_the_end()
    for step in ("phone", "name", "review"):
        here.kiosk.visit.act(f"go:signup/{step}/0")
        here.rest()
        assert here.kiosk.deck.stage.word("key_erase") not in ear.to_the_end()


def test_errors_are_said_with_the_question(visitor: Make, desk: Any, ear: Ear) -> None:
    here = signing(visitor(desk=desk, ear=ear), ear, "phone")
    ear.to_the_end()
    here.kiosk.signup.answer("phone", "70655")
    here.kiosk.signup.act("on")
    here.rest()
    heard = ear.to_the_end()
    assert "5 digits" in heard
    assert here.kiosk.signup.spoken_page["heading"]["plain"] in heard


def test_the_pages_for_staff_say_no_name_through_the_speaker(visitor: Make, desk: Any, ear: Ear) -> None:
    here = listening(visitor(desk=desk, ear=ear), ear)
    here.kiosk.visit.act("go:staff/who/0")
    here.rest()
    ear.to_the_end()
    assert all(spoken.private for spoken in here.kiosk.speech.script if spoken.texts and spoken.texts[0] not in heading(here))


def test_who_asked_for_a_call_is_told_in_headphones_alone(visitor: Make, desk: Any, ear: Ear) -> None:
    desk.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "Zoe Miller", "Zoe Miller"),), ()))
    here = listening(visitor(desk=desk, ear=ear), ear)
    assert here.kiosk.staff._session.sign_in("", "")
    here.kiosk.visit.act("go:staff/list/0")
    here.rest()
    ear.to_the_end()
    heard = here.taps("Zoe M. \u00b7 New") and ear.to_the_end()
    assert ("Zoe" in heard, here.kiosk.deck.stage.word("only_in_headphones").strip(".") in heard) == (False, True), heard
    assert "Set up this screen" in (here.taps("Set up this screen") and ear.to_the_end())
    here.kiosk.speech.plug(into=True)
    here.kiosk.visit.changed.emit()
    assert "Zoe M." in (here.taps("Zoe M. \u00b7 New") and ear.to_the_end())


def heading(here: Visitor) -> set[str]:
    page = here.kiosk.staff.spoken_page
    return {page["heading"]["plain"], page["kicker"]}


# -- coming and going -----------------------------------------------------------------------------------------------------


def test_headphones_start_the_voice_and_taking_them_out_ends_it(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear)
    here.kiosk.speech.plug(into=True)
    here.rest()
    assert here.kiosk.visit.visit.place == Home()
    assert "The voice is on" in ear.to_the_end()
    here.kiosk.speech.plug(into=False)
    here.rest()
    assert not here.kiosk.visit.visit.comfort.aloud
    assert ear.left == 1


def test_without_headphones_to_tell_the_setting_says_how_it_is(visitor: Make, qapp: object) -> None:
    from kiosk.settings.settings import Settings

    always, never = visitor(settings=Settings(headphones="always"), ear=Ear()), visitor(settings=Settings(headphones="never"), ear=Ear())
    never.kiosk.speech.plug(into=True)
    assert always.kiosk.speech.listens_alone
    assert not never.kiosk.speech.listens_alone


def test_nothing_is_said_until_somebody_asks_for_it(visitor: Make, ear: Ear) -> None:
    here = visitor(ear=ear)
    here.waits(600).taps("Start").taps("Your infusion").taps("Next").taps("Help now")
    assert ear.heard == []


def test_the_next_visitor_begins_in_silence(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    here.kiosk.visit.act("comfort-choice:volume:+1")
    here.waits(361).waits(31)
    assert here.kiosk.visit.visit.place == Attract()
    assert here.kiosk.visit.visit.comfort == Comfort()
    assert not ear.saying
    assert here.kiosk.speech.script == []
    here.taps("Start").taps("Your infusion")
    assert not ear.saying


@pytest.mark.parametrize("aloud", [False, True])
def test_the_warning_is_heard_and_seen(visitor: Make, ear: Ear, aloud: bool) -> None:
    here = listening(visitor(ear=ear), ear) if aloud else visitor(ear=ear).taps("Start")
    ear.since()
    here.kiosk.visit.ask_now()
    here.rest()
    assert here.sees("Are you still there?")
    assert ear.saying == "still-there.wav"
    heard = ear.to_the_end()
    assert ("Are you still there?" in heard) is aloud
    here.taps("I\u2019m still here")
    assert not ear.saying or aloud


def test_a_dark_screen_is_dark_and_goes_with_the_voice(visitor: Make, ear: Ear) -> None:
    here = listening(visitor(ear=ear), ear)
    here.kiosk.visit.act("comfort-choice:curtain:yes")
    here.rest()
    image = here.kiosk.window.grabWindow()
    assert {image.pixelColor(x, y).name() for x in range(0, image.width(), 60) for y in range(0, image.height(), 60)} == {"#000000"}
    here.kiosk.visit.act("comfort-choice:aloud:no")
    here.rest()
    assert not here.kiosk.visit.visit.comfort.curtain
    assert here.kiosk.window.grabWindow().pixelColor(5, 5).name() != "#000000"


def test_the_form_can_be_heard_from_the_notice_to_thanks(visitor: Make, desk: Any, ear: Ear) -> None:
    here = listening(visitor(desk=desk, ear=ear), ear)
    here.taps("Ask for a consultation").taps("Ask for a consultation")
    assert isinstance(here.kiosk.visit.visit.place, SigningUp)
    notice = ear.to_the_end()
    assert here.kiosk.signup.spoken_page["heading"]["plain"] in notice
    while here.kiosk.signup.spoken_page["kind"] != "Choices":
        ahead = {"next": "Next", "go_on": "Continue"}[here.kiosk.signup.turns["word"]]
        here.taps(ahead).taps(ahead)
    assert here.kiosk.signup.spoken_page["heading"]["plain"] in ear.to_the_end()


def test_a_key_press_makes_it_silent_too(visitor: Make, ear: Ear) -> None:
    here = reading(visitor(ear=ear), ear)
    here.presses(Qt.Key.Key_Down)
    assert ear.saying != WORDS[0]
