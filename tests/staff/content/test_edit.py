"""The desk: a sentence is touched on the kiosk's own screen, changed beside it, seen at once, saved without touching anything else, and undone."""

from __future__ import annotations

import ast
import errno
import inspect
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT, TODAY
from content.drawn import BOMB
from editing_desk import INFUSION, Desk, walked
from publishing_desk import NOW, WORDS
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from kiosk.content.checks.check import check
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.outline import Spot, bare
from kiosk.content.model.deck import NOTICES
from kiosk.staff.content import desk_visitors, edit, item_deeds, photo
from kiosk.staff.content.aside import FAILED, Aside
from kiosk.staff.content.desk_visitors import Here
from kiosk.staff.publications import publishing_key
from kiosk.visit.moves import AskedForHelp, PanelClosed, due
from kiosk.visit.states import PanelKind, Reading
from kiosk.yaml.writing import value_at


@pytest.fixture
def desk(whole: Desk) -> Iterator[Desk]:
    yield whole
    whole.editor.view.search("")
    whole.undoes_all()
    assert {path: path.read_bytes() for path in whole.content.rglob("*.yaml")} == whole.before
    whole.editor.look("language", "en")
    whole.opens("help.yaml", "title")  # whatever the next one opens stands at its top


def test_a_sentence_is_touched_typed_seen_saved_and_undone(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title").touches("written consent")
    assert desk.chosen["title"] == "3rd point"
    assert desk.editor.kiosk.window.activeFocusItem() is desk.field("English").item
    desk.types("English", " Take your time.")
    assert desk.item("You can stop at any time. Take your time.")
    assert desk.text() == desk.before[desk.content / INFUSION].decode()
    desk.leaves()
    ((was, now),) = desk.lines()
    assert now == f"{was} Take your time."
    QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.leaves()
    assert desk.lines() == []
    assert desk.field("English").item.property("text").endswith("at any time.")
    desk.does("redo").leaves()
    assert len(desk.lines()) == 1


def test_the_next_key_goes_into_the_text_that_was_touched_in_the_language_that_shows(desk: Desk) -> None:
    window = desk.editor.kiosk.window
    search = desk.field("Search every text, in all languages")
    for language, words, others in (("en", "written consent", "Spanish"), ("es", "Puede parar cuando", "English")):
        desk.editor.look("language", language)
        desk.opens(INFUSION, "slides", 0, "points", 2)
        desk.editor._choose(Spot(INFUSION, ("slides", 0, "title")), go=False)
        for field in (search.item, desk.field(others).item):
            field.forceActiveFocus()
            desk.touches(words)
            QTest.keyClick(window, "!")
            assert [text["language"] for text in desk.chosen["texts"] if text["words"].endswith("!")] == [language]
            assert desk.chosen["title"] == "3rd point"
            desk.undoes_all()
    assert search.item.property("text") == ""
    rows = desk.editor.view.told("rows")["rows"]
    row = next(number for number, row in enumerate(rows) if row["kind"] == "slide" and not row["chosen"])
    listed = next(item for item in walked(window.contentItem()) if item.property("keyNavigationEnabled"))
    listed.forceActiveFocus()
    listed.setProperty("currentIndex", row)
    QTest.keyClick(window, Qt.Key.Key_Return)
    QTest.keyClick(window, "!")
    english, spanish = desk.chosen["texts"]
    assert (english["words"], spanish["words"][-1]) == (rows[row]["title"], "!")


def test_a_question_gets_an_answer_and_what_others_share_is_not_taken_for_it(desk: Desk) -> None:
    file = "questions.yaml"
    questions = desk.editor.session.reading.questions.value[0].questions
    desk.opens(file, 0, "questions", 0, "asks").does("add")
    assert desk.editor._chosen == Spot(file, (0, "questions", 1, "asks"))
    assert [each["called"] for each in desk.chosen["beside"]] == ["2nd question: question", "2nd question: 1st point"]
    assert not desk.chosen["unanswered"]
    panel = desk.editor.kiosk.visit.visit.panel
    assert panel
    assert panel.about == desk.editor.session.reading.questions.value[0].questions[1].id not in {each.id for each in questions}
    picked = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("box") is not None)
    desk.until(lambda: 0 < picked.property("box").height() < 100)  # one line, and not all from the list to the sheet over it
    desk.editor.go_on('[0, "questions", 1, "points", 0]')
    desk.does("delete")
    assert desk.chosen["unanswered"]
    shared = desk.editor.session.reading.interface.value
    label = next(text for name, text in shared if name == "only_our_team").in_("en")
    open_questions = sum(not each.points for group in desk.editor.session.reading.questions.value for each in group.questions)
    assert not desk.editor.view.touch(label, "text")
    assert desk.editor._chosen == Spot(file, (0, "questions", 1, "asks"))
    assert f"{open_questions} questions share" in desk.state["told"]
    desk.taps("Add an answer")
    assert desk.editor._chosen == Spot(file, (0, "questions", 1, "points", 0))
    desk.undoes_all().opens("interface.yaml", "only_our_team")
    assert desk.hands.sees(f"{open_questions - 1} questions without an answer show this sentence")
    desk.opens("interface.yaml", "next")
    assert desk.hands.sees("in many places")


def test_what_people_agree_to_is_seen_while_it_is_changed(desk: Desk) -> None:
    desk.opens("signup.yaml", "questions", 0, "options", 0)
    assert desk.item("You may call me about a consultation.")
    assert desk.hands.sees("People agree to these words.")
    desk.opens("signup.yaml", "notice", "title")
    assert desk.item("Ask us to contact you")
    assert not desk.hands.sees("People agree to these words.")


def test_words_are_counted_with_every_key_and_what_is_hidden_is_called_so(desk: Desk) -> None:
    desk.taps(NOTICES_BUTTON).types(OF_THE_DAY, "Closed on Thursday")
    assert desk.hands.sees("3 words")
    desk.undoes_all().does("notices").opens(INFUSION, "slides", 0, "title")
    assert not desk.hands.sees("Withdrawn: visitors do not see this once it is published.")
    desk.does("hide")
    assert desk.hands.sees("Withdrawn: visitors do not see this once it is published.")


def test_what_is_chosen_has_an_outline_on_the_picture(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1)
    picked = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("box") is not None)
    item = desk.item("mood check")
    desk.until(lambda: picked.mapRectToScene(picked.property("box")).contains(item.mapToScene(item.boundingRect().center())))


def test_what_is_chosen_is_called_by_its_name_where_that_covers_nothing(desk: Desk) -> None:
    picked = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("box") is not None)
    for number in range(3):
        desk.opens(INFUSION, "slides", 0, "points", number)
        name = next(item for item in walked(picked) if item.property("text") == desk.chosen["title"]).parentItem()
        desk.until(name.isVisible)
        assert picked.mapFromScene(name.mapToScene(name.boundingRect().bottomLeft())).y() <= 0
        looks = next(seen for seen in desk.hands.buttons() if seen.name == "theme: Night")
        assert name.mapToScene(name.boundingRect().topLeft()).y() >= looks.box.bottom()


def test_a_double_touch_on_a_word_that_is_explained_explains_it_and_chooses_what_it_means(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    word = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("thickness") and item.isVisible())
    place = word.mapToScene(word.boundingRect().center()).toPoint()
    QTest.mouseClick(desk.editor.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(desk.editor.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    desk.hands.rest()
    panel = desk.editor.kiosk.visit.visit.panel
    assert panel is not None
    assert panel.kind is PanelKind.WORD
    desk.until(lambda: desk.editor._chosen and desk.editor._chosen.file == "words.yaml")
    meant = value_at((desk.content / "words.yaml").read_bytes(), (desk.editor._chosen.way[0], "word"))  # type: ignore[union-attr]
    assert meant == panel.about


def test_nobody_is_asked_whether_they_are_still_there_at_the_desk(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    visit = desk.editor.kiosk.visit
    assert due(visit.visit, visit._timing) is None
    visit.ask_now()
    assert visit.visit.asked is None
    assert isinstance(visit.visit.place, Reading)


def double_touches(desk: Desk, words: str) -> None:
    desk.editor.kiosk.window.grabWindow()
    item = desk.item(words)
    place = item.mapToScene(item.boundingRect().center()).toPoint()
    QTest.mouseClick(desk.editor.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseDClick(desk.editor.kiosk.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    desk.hands.rest()


def test_what_is_chosen_is_what_the_picture_shows_after_a_double_touch_too(desk: Desk) -> None:
    desk.opens(INFUSION, "title")
    double_touches(desk, desk.chosen["texts"][0]["words"])
    first = Spot(INFUSION, ("slides", 0, "title"))
    desk.until(lambda: desk.editor._chosen == first and desk.editor._glass.in_hand() == Spot(INFUSION, ("slides", 0)))


def test_a_section_of_the_list_opens_where_it_stands(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    listed = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("keyNavigationEnabled"))
    rows = desk.editor.view.told("rows")["rows"]
    section, last = "Questions people ask", rows[-1]["title"]
    listed.forceActiveFocus()
    listed.setProperty("currentIndex", len(rows) - 1)
    desk.until(lambda: {section, last} <= {seen.name for seen in desk.hands.buttons()})

    def place() -> float:
        return next(seen for seen in desk.hands.buttons() if seen.name == section).item.mapToItem(listed, 0, 0).y()

    before = place()
    desk.taps(section)
    assert len(desk.editor.view.told("rows")["rows"]) > len(rows)
    assert abs(place() - before) < 2
    listed.setProperty("currentIndex", next(at for at, row in enumerate(rows) if row["title"] == section))
    desk.hands.rest()
    QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Return)
    desk.hands.rest()
    assert len(desk.editor.view.told("rows")["rows"]) == len(rows)
    assert abs(place() - before) < 2
    desk.field("English").item.forceActiveFocus()


def test_a_section_far_from_what_is_chosen_opens_where_it_stands(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    listed = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("keyNavigationEnabled"))
    chosen = listed.property("currentIndex")
    listed.forceActiveFocus()
    listed.setProperty("currentIndex", len(desk.editor.view.told("rows")["rows"]) - 1)
    desk.until(lambda: "Sources" in {seen.name for seen in desk.hands.buttons()})
    desk.field("English").item.forceActiveFocus()
    listed.setProperty("currentIndex", chosen)
    desk.hands.rest()

    def place() -> float:
        desk.editor.kiosk.window.grabWindow()  # rows are put in their places only with the next picture
        return next(seen for seen in desk.hands.buttons() if seen.name == "Sources").item.mapToItem(listed, 0, 0).y()

    before = place()
    desk.taps("Sources")
    assert listed.height() / 3 < place() <= before
    before = place()
    desk.taps("Sources")
    assert place() >= before


def test_what_was_searched_for_begins_with_the_first_wherever_the_list_was(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    listed = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("keyNavigationEnabled"))
    for words in ("agree", "ketamine", "ketamine", "infusion"):
        listed.setProperty("contentY", listed.property("contentHeight") - listed.height())
        desk.editor.view.search("")
        listed.setProperty("contentY", listed.property("contentHeight") - listed.height())
        desk.editor.view.search(words)
        desk.hands.rest()
        first = desk.editor.view.told("rows")["rows"][0]
        assert any(seen.name == f"{first['note']}: {first['title']}" and seen.box.top() < 120 for seen in desk.hands.buttons())


def test_the_first_letters_lead_to_a_row_of_the_list(desk: Desk) -> None:
    window = desk.editor.kiosk.window
    listed = next(item for item in walked(window.contentItem()) if item.property("keyNavigationEnabled"))
    rows = [row["title"] for row in desk.editor.view.told("rows")["rows"]]
    wanted = next(title for title in rows if title == "Sources")
    listed.forceActiveFocus()
    listed.setProperty("currentIndex", 0)
    for letter in "source":
        QTest.keyClick(window, letter)
    assert rows[listed.property("currentIndex")] == wanted
    for letter in "qqq":
        QTest.keyClick(window, letter)
    assert rows[listed.property("currentIndex")] == wanted
    listed.setProperty("typed", "")
    first = rows[0][0]
    met = []
    for _ in range(3):
        QTest.keyClick(window, first)
        met.append(listed.property("currentIndex"))
        listed.setProperty("typed", "")
    assert len(set(met)) == 3
    assert all(rows[at].casefold().startswith(first.casefold()) for at in met)
    bars = [item for item in walked(listed) if item.property("minimumSize") and item.isVisible()]
    assert [bar.width() > 0 for bar in bars] == [True]


def test_a_word_on_a_button_and_a_picture_are_touched_too(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    desk.editor.view.touch("Next", "button")
    assert desk.chosen["title"] == "button or label: next"
    desk.opens(INFUSION, "slides", 0, "title")
    desk.editor.view.touch("", "picture")
    assert desk.chosen["title"] == "what the picture shows"


def test_a_translation_that_fell_behind_is_marked_until_somebody_says_that_it_fits(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Ask us about it.")
    desk.editor.view.leave()
    desk.editor.pause()
    assert desk.editor.view.told("side")["fallen"] == ["es"]
    desk.does("fits", "es")
    assert not desk.editor.view.told("side")["fallen"]
    assert not [problem for problem in check(desk.content, TODAY) if "different English" in problem.wrong]


LONG = [("signup.yaml", "questions", 0, "options", 1), ("words.yaml", 0, "means"), ("questions.yaml", 0, "questions", 0, "points", 0)]


@pytest.mark.parametrize("place", LONG)
def test_the_note_about_a_translation_goes_when_both_were_changed(desk: Desk, place: tuple[Any, ...]) -> None:
    file, *way = place
    side = partial(desk.editor.view.told, "side")
    desk.opens(file, *way).types("English", " On weekdays.").leaves()
    desk.until(lambda: any("different English" in problem["wrong"] for problem in side()["problems"]))
    assert side()["fallen"] == ["es"]
    desk.editor._choose(Spot(file, tuple(way)), go=False)
    desk.types("Spanish", " Entre semana.").leaves()
    assert side()["fallen"] == []
    desk.until(lambda: not [problem for problem in side()["problems"] if "different English" in problem["wrong"]])


def test_points_and_slides_are_added_copied_moved_hidden_and_deleted(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).does("down").does("copy").does("delete").does("up")
    assert desk.lines() == []
    desk.does("copy-slide").does("slide-down").does("delete-slide").does("hide")
    assert "    withdraw: yes\n" in desk.text()
    desk.does("show").does("from", "2027-01-01").does("until", "2027-02-01")
    assert "    show: {from: 2027-01-01, until: 2027-02-01}\n" in desk.text()
    desk.does("until", "soon")
    assert desk.state["told"].startswith("`soon` is not a day.")
    assert desk.chosen["days"]["from"] == "Friday, Jan 1, 2027"
    others: dict[str, tuple[str | int, ...]] = {
        "questions.yaml": (0, "questions", 0, "points", 0),
        "words.yaml": (0, "means"),
        "sources.yaml": (1, "what"),
        "help.yaml": ("lines", 1, "text"),
    }
    for file, way in others.items():
        desk.opens(file, *way).does("copy").does("delete").does("down")
        assert desk.text(file)
    assert not [problem for problem in check(desk.content, TODAY) if problem.severity.value == "error"]


def deeds() -> list[str]:
    """All that a button or a box of the desk asks for."""
    trees = (ast.parse(inspect.getsource(module)) for module in (edit, item_deeds))
    cases = (each.pattern for tree in trees for each in ast.walk(tree) if isinstance(each, ast.match_case))
    values = (value.value for pattern in cases for value in ast.walk(pattern) if isinstance(value, ast.MatchValue))
    return [value.value for value in values if isinstance(value, ast.Constant)]


BAD = ("", "99999", "-1", "\0", "[", "file:///%00", "file://[", "~nobodyhere/x.jpg", "x" * 5000, "\udcff",
       "\u202e<b>", '{"until": 1}', "New text", ": ]")
CLINICS = ("- a\n- b\n", "a: [\n", "phone: [1, 2]\nnotice: {text: [1], from: {a: b}}\n", "languages: []\n")


def answered(desk: Desk, ask: Callable[[], object], caplog: pytest.LogCaptureFixture) -> None:
    """What was asked for is done, or refused in a sentence; never is it a mistake of the program."""
    caplog.clear()
    ask()
    assert desk.state["told"] != FAILED
    assert not caplog.records
    assert not desk.state["wrong"] or desk.state["told"].rstrip("”").endswith((".", "?"))


@pytest.mark.parametrize("place", [(INFUSION, "slides", 0, "points", 1), ("clinic.yaml", "name")], ids=["a point", "a name"])
def test_no_deed_ends_in_a_mistake_whatever_comes_with_it(desk: Desk, place: tuple[Any, ...], caplog: pytest.LogCaptureFixture) -> None:
    file, *way = place
    desk.opens(file, *way)
    for number, deed in enumerate(sorted({*deeds(), "nothing of ours"})):
        if desk.editor._chosen != Spot(file, tuple(way)):
            desk.editor._choose(Spot(file, tuple(way)), go=True)
        answered(desk, partial(desk.editor.act, deed, BAD[number % len(BAD)]), caplog)
        desk.until(lambda: not desk.editor._making.busy and not desk.editor._published.busy)
        assert not caplog.records
        while desk.editor.session.can_undo:
            desk.editor.session.undo()
    desk.editor._panel = ""
    desk.editor._refresh()


NO_FORMS = (*BAD, "null", "7", '"Dec 24"', "[1]", '[["from", ""]]', '{"from": 1, "until": 2}', '{"from": {}, "until": null, "en": [], "es": 7}',
            '{"from": "", "until": "2026-12-26", "en": 5}', "[" * 100_000, "NaN")  # fmt: skip
"""What comes in place of what was typed into the boxes of a form."""


@pytest.mark.parametrize("value", NO_FORMS, ids=range(len(NO_FORMS)))
def test_what_is_no_form_is_refused_in_a_sentence(desk: Desk, value: str, caplog: pytest.LogCaptureFixture) -> None:
    for deed in ("closed-day", "own-word"):
        answered(desk, partial(desk.editor.act, deed, value), caplog)
        assert desk.state["wrong"]
    assert not desk.editor.session.can_undo


OF_THE_DAY, URGENT = "Notice of the day – English", "Urgent notice – English"
NOTICES_BUTTON = "Notices: an urgent one, or the notice of the day"


def test_an_urgent_notice_shows_at_once_and_takes_nothing_from_the_notice_of_the_day(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title").taps(NOTICES_BUTTON).types(OF_THE_DAY, "Closed for the holidays").leaves()
    desk.does("notice-from", "2026-12-17").does("notice-until", "2026-12-24")
    stage = desk.editor.kiosk.deck.stage
    assert not stage.library.notice, "visitors do not see it yet"
    assert desk.hands.sees("Visitors see it from Thursday, December 17.")
    desk.types(URGENT, "Closed today: power cut").leaves()
    assert value_at(desk.editor.session.raw("clinic.yaml"), ("urgent_notice", "until")) == str(TODAY)
    assert value_at(desk.editor.session.raw("clinic.yaml"), ("notice", "text", "en")) == "Closed for the holidays"
    assert value_at(desk.editor.session.raw("clinic.yaml"), ("notice", "from")) == "2026-12-17"
    stage = desk.editor.kiosk.deck.stage
    assert (stage.urgent.in_("en"), stage.library.notice.in_("en")) == ("Closed today: power cut", "")
    assert desk.editor.kiosk.visit.visit.told_now
    assert desk.hands.sees("Visitors see it today.")
    desk.taps("Take it down: urgent notice")
    assert "urgent" not in desk.text("clinic.yaml")
    assert "Closed for the holidays" in desk.text("clinic.yaml")
    assert not desk.editor.kiosk.deck.stage.urgent
    assert not desk.editor.kiosk.visit.visit.told_now
    desk.undoes_all().does("notices")


def test_an_urgent_notice_that_was_over_begins_anew_with_what_is_written_over_it(desk: Desk) -> None:
    desk.does("notices").types(URGENT, "Closed today").leaves().does("urgent_notice-until", "2026-11-01")
    assert not desk.editor.kiosk.deck.stage.urgent
    assert desk.hands.sees("It was over on Sunday, November 1, so visitors do not see it.")
    desk.types(URGENT, ": power cut").leaves()
    assert desk.editor.kiosk.deck.stage.urgent
    assert value_at(desk.editor.session.raw("clinic.yaml"), ("urgent_notice", "until")) == str(TODAY)
    desk.undoes_all().does("notices")


def test_whoever_chooses_a_notice_sees_its_days_too(desk: Desk) -> None:
    desk.does("notices").types(OF_THE_DAY, "Closed on Thursday").leaves().opens("clinic.yaml", "name")
    assert desk.editor.view.told("side")["panel"] == ""
    desk.opens("clinic.yaml", "notice", "text")
    assert desk.editor.view.told("side")["panel"] == "notices"
    assert desk.hands.sees("Visitors see it until it is taken down.")
    desk.undoes_all().opens(INFUSION, "slides", 0, "title")


def test_nothing_else_that_is_asked_for_ends_in_a_mistake(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    editor = desk.editor
    editor.act("replace", "")
    for value in BAD:
        for ask in (partial(editor.go_on, value), partial(editor.type_over, value, value), partial(editor.type_over, "en", value),
                    partial(editor.search, value), partial(editor.replace, value), partial(editor.fact, value, "", value),
                    partial(editor.fact, "phone", value, value), *(partial(editor.fact, name, value, value) for name in NOTICES),
                    partial(editor.touch, value, value),
                    partial(editor.look, "size", value), partial(editor.look, value, value), partial(editor.publish, value, value, value),
                    partial(editor.make_key, value, value, "another")):
            editor._choose(Spot(INFUSION, ("slides", 0, "title")), go=False)
            answered(desk, ask, caplog)
            desk.until(lambda: not editor._published.busy)
    editor.choose(-1)
    editor.choose(99_999)
    editor.search("")
    editor.replace("")
    desk.undoes_all()


@pytest.mark.parametrize("panel", ["facts", "notices"])
def test_no_file_of_a_colleague_takes_an_open_panel_down(desk: Desk, panel: str, caplog: pytest.LogCaptureFixture) -> None:
    path = desk.content / "clinic.yaml"
    for clinic in CLINICS:
        for before in (True, False):
            path.write_bytes(desk.before[path])
            desk.editor._come(None)
            desk.editor._panel = ""
            if before:
                answered(desk, partial(desk.editor.act, panel, ""), caplog)
            path.write_bytes(clinic.encode())
            answered(desk, partial(desk.editor._come, None), caplog)
            if not before:
                answered(desk, partial(desk.editor.act, panel, ""), caplog)
            for name in ("phone", *NOTICES):
                answered(desk, partial(desk.editor.fact, name, "en" if name in NOTICES else "", "Words"), caplog)
            while desk.editor.session.can_undo:
                desk.editor.session.undo()
            desk.leaves()
    path.write_bytes(desk.before[path])
    desk.editor._come(None)
    desk.editor._panel = ""
    desk.editor.session._done.clear()
    desk.editor._refresh()
    desk.leaves()


def test_what_is_told_of_any_deed_is_seen_once_whatever_else_shows(desk: Desk) -> None:
    assert {"delete", "picture-file", "review_by", "notice-from", "closed-day", "until", "fits", "cure", "undo"} <= set(deeds())

    def in_sight(words: str) -> bool:
        (box,) = [seen.box for seen in desk.hands.tree() if seen.name == words]
        return bool(64 <= box.top() < box.bottom() <= desk.editor.kiosk.window.height())

    def seen_once() -> None:
        for deed in ("", *deeds()):
            desk.editor._state.tell(f"About {deed}, told.", deed, wrong=True)
            desk.until(partial(in_sight, f"About {deed}, told."))
        desk.editor._state.tell("")

    desk.opens(INFUSION, "slides", 0, "points", 1)
    seen_once()
    desk.taps("Change the picture")
    seen_once()
    desk.opens(INFUSION, "title")
    seen_once()
    desk.taps(NOTICES_BUTTON)
    seen_once()
    desk.taps("Clinic facts (9 missing)")
    seen_once()
    desk.taps("Announce a closed day")
    seen_once()
    desk.does("facts").opens(INFUSION, "slides", 0, "points", 1)
    seen_once()


def test_what_the_desk_refuses_is_seen_with_its_cure(desk: Desk) -> None:
    desk.opens(INFUSION, "title").does("add-topic").opens("topics/40-new.yaml", "slides", 0, "title").does("delete-slide")
    assert desk.state["told"].startswith("A topic needs a slide")
    assert desk.state["wrong"]
    assert desk.hands.texts().count(desk.state["told"]) == 1
    assert desk.chosen["slide"]


def test_an_example_in_a_box_looks_like_one_and_nobody_is_named_who_did_not_sign(desk: Desk) -> None:
    desk.opens(INFUSION, "title").does("owner").does("checked").does("review_by")

    def stands_in(name: str) -> str:
        box = desk.field(name).item.parentItem()
        return next(str(item.property("text")) for item in box.childItems() if item.inherits("QQuickText"))

    assert [stands_in(name) for name in ("Who looks after it", "Its facts were checked on", "To be checked again by")] == [
        "", "such as Dec 24", "such as Jun 24",
    ]
    desk.taps("Clinic facts (9 missing)")
    assert stands_in("Opening hours").startswith("such as ")
    desk.does("facts")


def test_a_form_tells_nothing_of_others(desk: Desk) -> None:
    desk.taps("Clinic facts (9 missing)").taps("Announce a closed day")
    desk.editor._state.tell("Somebody else's.", "undo", wrong=True)
    desk.hands.rest()
    foot = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("text") == "Somebody else's.")
    assert foot.mapToScene(foot.boundingRect().center()).x() < desk.editor.kiosk.window.width() * 0.7
    desk.does("facts")


def test_what_cannot_be_saved_is_told_truly(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("kiosk.content.edits.session.put", full)
        desk.opens(INFUSION, "slides", 0, "points", 1).does("icon", "pill")
        assert desk.hands.texts().count("It is kept as a draft.") == 1
        assert list((desk.data / "edit").rglob("*.json"))
        meanwhile.setattr("kiosk.content.edits.drafts.write_private", full)
        desk.does("icon", "phone")
        assert desk.hands.texts().count("It is lost if the program ends now.") == 1
    desk.leaves()


def test_a_topic_comes_and_goes(desk: Desk) -> None:
    desk.opens(INFUSION, "title").does("add-topic")
    path = desk.content / "topics" / "40-new.yaml"
    assert not path.exists()
    for way, english, spanish in ((("title",), "Our house", "Nuestra casa"), (("slides", 0, "title"), "Find us", "Dónde estamos"),
                                  (("slides", 0, "points", 0), "Ring the bell.", "Toque el timbre.")):
        desk.opens("topics/40-new.yaml", *way)
        desk.editor.view.type("en", english)
        desk.editor.view.type("es", spanish)
        desk.leaves()
    assert path.read_text(encoding="utf-8").endswith("slides:\n  - slide: new\n    title: {en: Find us, es: Dónde estamos}\n    points:\n"
                                                      "      - {en: Ring the bell., es: Toque el timbre.}\n")
    desk.opens("topics/40-new.yaml", "title").does("show").does("add-slide").does("undo").does("delete-topic")
    assert not path.exists()
    desk.does("undo").leaves()
    assert path.exists()
    assert "Our house" in [row["title"] for row in desk.editor.view.told("rows")["rows"]]


def test_advice_about_a_topic_is_followed_in_its_boxes(desk: Desk) -> None:
    desk.opens(INFUSION, "title").does("owner").does("checked").does("review_by").does("picture")

    def advice() -> list[str]:
        desk.judged()
        return [problem["instead"] for problem in desk.editor.view.told("side")["problems"]]

    assert len([each for each in advice() if "under “" in each]) == 3
    assert not [each for each in advice() if "`" in each]
    for box, words in (("Who looks after it", "Clinical lead"), ("Its facts were checked on", TODAY.isoformat()), ("To be checked again by", "soon")):
        field = desk.field(box).item
        field.forceActiveFocus()
        field.setProperty("text", words)
        desk.field("English").item.forceActiveFocus()
        desk.hands.rest()
    assert desk.hands.texts().count("`soon` is not a day") == 1
    desk.does("review_by", (TODAY + timedelta(days=90)).isoformat()).taps("Change the picture").does("picture", "topic-start.svg")
    assert not advice()
    assert "owner: Clinical lead\n" in desk.text()
    assert f"checked: {TODAY}\n" in desk.text()
    assert "picture: topic-start.svg\n" in desk.text()


def test_what_is_new_is_not_saved_before_somebody_wrote_it(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 0).does("add")
    assert "New text" in desk.state["says"]
    assert desk.lines() == []
    desk.editor.view.type("en", "We explain it.")
    desk.editor.view.type("es", "Se lo explicamos.")
    desk.leaves()
    assert "      - en: We explain it.\n        es: Se lo explicamos.\n" in desk.text()


def test_claims_sources_and_icons_are_chosen(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).taps("What it says: Limit").does("source", "clinic").does("icon", "pill")
    assert "      - icon: pill\n        en: Many clinics do a **mood check**." in desk.text()
    assert "        makes: limit\n        sources: [va-dod-2022, parikh-2021, clinic]\n" in desk.text()
    desk.does("unsource", "va-dod-2022")
    assert "        sources: [parikh-2021, clinic]\n" in desk.text()


def test_what_the_clinic_fills_in_and_a_closed_day(desk: Desk) -> None:
    desk.taps("Clinic facts (9 missing)")
    desk.types("Phone", "706 555 0123").leaves()
    desk.types("Parking – Spanish", "En el patio").leaves()
    assert "phone: 706 555 0123\nparking: {es: En el patio}\n" in desk.text("clinic.yaml")
    assert "706" in desk.editor.kiosk.deck.stage.library.clinic.phone
    desk.types("Phone", "9").leaves()
    assert desk.state["says"].startswith("Not saved: ")
    assert "phone: 706 555 0123\n" in desk.text("clinic.yaml")
    desk.does("undo").taps(NOTICES_BUTTON)
    desk.types(OF_THE_DAY, "Closed on Thursday").leaves().does("notice-until", "2026-12-03")
    assert "notice:\n  text:" in desk.text("clinic.yaml") or "notice: {text: {en: Closed on Thursday}, until: 2026-12-03}" in desk.text("clinic.yaml")
    desk.does("no-notice").does("notices")
    assert "notice" not in desk.text("clinic.yaml")


def test_a_day_that_is_refused_stands_beside_its_box_and_the_panel_stays(desk: Desk) -> None:
    desk.taps(NOTICES_BUTTON).types(OF_THE_DAY, "Closed on Thursday").leaves()
    desk.types("Show the notice until", "soonish").taps(NOTICES_BUTTON)
    assert desk.editor.view.told("side")["panel"] == "notices"
    assert desk.hands.texts().count("`soonish` is not a day") == 1
    field = desk.field("Show the notice until").item
    field.forceActiveFocus()
    field.setProperty("text", "12/3/2026")
    desk.taps(NOTICES_BUTTON)
    assert "until: 2026-12-03" in desk.text("clinic.yaml")
    assert desk.editor.view.told("side")["panel"] == ""
    desk.does("notices")
    assert desk.hands.sees("Thursday, Dec 3, 2026")
    desk.does("no-notice").does("notices")


def test_a_day_that_was_refused_stays_told_until_it_is_mended(desk: Desk) -> None:
    def writes(box: str, words: str) -> None:
        field = desk.field(box).item
        field.forceActiveFocus()
        field.setProperty("text", words)
        desk.field("English").item.forceActiveFocus()
        desk.hands.rest()

    desk.opens(INFUSION, "title")
    writes("To be checked again by", "today or so")
    writes("Who looks after it", "Somebody")
    assert desk.hands.texts().count("`today or so` is not a day") == 1
    writes("To be checked again by", "2027-06-24")
    assert "is not a day" not in desk.hands.texts()


def outline_of(desk: Desk) -> Any:
    picked = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("box") is not None)
    return picked.mapRectToScene(picked.property("box"))


def test_the_outline_is_around_what_it_is_called(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title").does("add-slide")
    def has_outline(heads: bool) -> bool:
        alike = [item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("plain") == "New text" and item.isVisible()]
        ours = [item for item in alike if bool(item.property("heads")) is heads]
        return any(outline_of(desk).contains(item.mapToScene(item.boundingRect().center())) for item in ours)

    for way, heads in ((("title",), True), (("points", 0), False)):
        desk.opens(INFUSION, "slides", 1, *way).until(partial(has_outline, heads))
        assert not has_outline(not heads)


def test_a_text_behind_another_one_in_its_line_has_an_outline_too(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title")
    desk.editor.kiosk.visit.move(AskedForHelp())
    desk.hands.rest()
    desk.touches("I need help")
    assert desk.chosen["title"] == "2nd line: words"
    line = desk.item("I need help")
    desk.until(lambda: outline_of(desk).contains(line.mapToScene(line.boundingRect().center())))
    desk.editor.kiosk.visit.move(PanelClosed())


def test_the_other_texts_are_told_as_they_are_typed(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Now.")
    assert next(each["words"] for each in desk.chosen["beside"] if each["now"]).endswith(" Now.")
    desk.types("Spanish", " Ya.")
    assert next(each["words"] for each in desk.chosen["beside"] if each["now"]).endswith(" Now.")


def test_a_slide_of_a_hidden_topic_offers_to_show_the_topic(desk: Desk) -> None:
    desk.opens(INFUSION, "title")
    assert desk.hands.finds_exactly("Withdraw the topic")
    desk.does("hide").opens(INFUSION, "slides", 0, "title")
    assert not desk.hands.finds_exactly("Withdraw it")
    assert desk.hands.sees("Withdrawn: visitors do not see this once it is published.")
    desk.taps("Show the topic again")
    assert desk.hands.finds_exactly("Withdraw it")
    assert desk.lines() == []


def test_a_refused_fact_is_told_whole_at_its_field_and_counts_as_missing_until_it_is_mended(desk: Desk) -> None:
    desk.does("facts").types("Phone", "(555) 010-0199")
    assert "is not a phone number" not in " ".join(desk.hands.texts())  # half a number is not wrong yet
    desk.leaves()
    why = "`(555) 010-0199` is not a phone number. After the area code comes 010, and no number goes on with 0 there."
    assert desk.hands.sees(f"{why} Write it as people dial it, such as (706) 555-0123; a number from another country begins with +.")
    assert desk.state["says"] == "Not saved: see what is red at “Phone” under “Clinic facts”"
    assert desk.hands.finds_exactly("Clinic facts (9 missing)")
    desk.field("Phone").item.setProperty("text", "706 321 4567")
    desk.leaves()
    assert desk.hands.finds_exactly("Clinic facts (8 missing)")
    assert "is not a phone number" not in " ".join(desk.hands.texts())
    desk.does("facts")


@pytest.mark.parametrize("here", Here)
def test_what_visitors_have_of_a_change_is_always_there(desk: Desk, here: Here) -> None:
    desk.here = here
    try:
        desk.opens(INFUSION, "slides", 0, "title").types("English", "!").leaves()
        assert desk.hands.sees(desk_visitors.said(here, None, NOW))
        desk.here = Here.SHOWS  # a kiosk was started
        desk.editor._looks_at_kiosks.timeout.emit()
        assert desk.hands.sees("Visitors see it in a moment.")
        desk.here = here
        desk.leaves()
        desk.taps("Withdraw it" if here is Here.NONE else "Withdraw it now")
        assert desk.hands.sees(desk_visitors.withdrawn(here, publishes=False))
        assert desk.hands.sees("visitors do not see this once it is published") == (here is Here.NONE)
    finally:
        desk.here = Here.NONE


@pytest.mark.parametrize(("file", "way", "kind"), [("words.yaml", (20, "means"), PanelKind.WORD), ("sources.yaml", (20, "what"), PanelKind.SOURCE)])
def test_a_meaning_and_a_source_show_where_they_are_written(desk: Desk, file: str, way: tuple[Any, ...], kind: PanelKind) -> None:
    desk.opens(file, *way)
    panel = desk.editor.kiosk.visit.visit.panel
    assert panel
    assert panel.kind is kind
    assert desk.item(" ".join(desk.chosen["texts"][0]["words"].replace("*", "").split()[:4]))


def test_what_waits_for_a_fact_says_for_which_and_shows_no_empty_panel(desk: Desk) -> None:
    groups = desk.editor.session.reading.questions.value
    at, number = next(
        (at, number) for at, group in enumerate(groups) for number, each in enumerate(group.questions)
        if each.about_clinic and each.points and "parking" in str(each.points)
    )
    for way in ("asks",), ("points", 0):
        desk.opens("questions.yaml", at, "questions", number, *way)
        assert desk.hands.sees("Visitors do not see this until “Parking” is filled in under “Clinic facts”.")
        assert desk.editor.kiosk.visit.visit.panel is None
    desk.editor.fact("parking", "en", "Behind the house")
    desk.editor.fact("parking", "es", "Detrás de la casa")
    desk.leaves().opens("questions.yaml", at, "questions", number, "asks")
    assert not desk.hands.sees("Visitors do not see this until")
    assert desk.editor.kiosk.visit.visit.panel


def test_a_closed_day_is_told_in_a_form(desk: Desk) -> None:
    desk.taps("Clinic facts (9 missing)").taps("Announce a closed day")
    assert desk.hands.sees("Nothing else is needed: your opening hours stay as they are")
    for until, refused in (("", "Write the last closed day"), ("soon", "not a day"), ("2020-01-01", "has passed"), ("2026-12-26", "Spanish")):
        field = desk.field("Last closed day").item
        field.setProperty("text", until)
        desk.taps("Show it")
        assert refused in desk.state["told"]
        assert "notice" not in desk.text("clinic.yaml")
    desk.types("What visitors read – English", "Closed for Christmas")
    desk.editor.view.sideChanged.emit()  # as when something was judged meanwhile
    desk.types("What visitors read – Spanish", "Cerrado por Navidad").taps("Show it")
    assert desk.editor.session.reading.clinic.value.notice.text.in_("es") == "Cerrado por Navidad"
    assert "2026-12-26" in desk.text("clinic.yaml")
    assert desk.hands.sees("Take it down: notice of the day")
    desk.does("undo").does("notices")
    assert "notice" not in desk.text("clinic.yaml")


def test_words_that_are_never_said_are_told_as_one_types_them(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " It cures.")
    english, spanish = desk.chosen["texts"]
    assert english["never"] == [{"wrong": "The kiosk never says “cures” like this.", "instead": english["never"][0]["instead"]}]
    assert desk.hands.sees(f"“cures” like this. {english['never'][0]['instead']}")
    assert not spanish["never"]
    desk.editor.view.type("es", "Es un milagro.")
    assert "“milagro”" in desk.chosen["texts"][1]["never"][0]["wrong"]
    desk.editor.pause()
    desk.judged()
    assert [problem["wrong"] for problem in desk.editor.view.told("side")["problems"]].count(english["never"][0]["wrong"]) == 1
    assert desk.hands.texts().count(english["never"][0]["wrong"]) == 1
    desk.undoes_all().taps(NOTICES_BUTTON).types(OF_THE_DAY, "A miracle")
    assert desk.hands.sees("The kiosk never says “miracle” like this.")
    desk.undoes_all().does("notices")


def test_a_pause_takes_no_field_away_from_whoever_types_in_it(desk: Desk) -> None:
    for panel, field, name in (("facts", "Phone", "phone"), ("notices", OF_THE_DAY, "notice"), ("notices", URGENT, "urgent_notice")):
        desk.does(panel).types(field, "706 555")
        desk.editor.pause()
        desk.hands.rest()
        for letter in " 0123":
            QTest.keyClick(desk.editor.kiosk.window, letter)
        desk.leaves()
        assert "706 555 0123" in str(value_at(desk.editor.session.raw("clinic.yaml"), (name,)))
        desk.undoes_all().does(panel)


def test_search_finds_every_language_without_accents(desk: Desk) -> None:
    desk.editor.view.search("PRESION ARTERIAL")
    rows = desk.editor.view.told("rows")["rows"]
    assert rows
    assert all("presión arterial" in row["title"].casefold() for row in rows)
    assert any(row["note"].startswith("Spanish, Your infusion, ") for row in rows)
    desk.editor.view.choose(0)
    assert "presión arterial" in str(desk.chosen["texts"]).casefold()
    desk.editor.view.search("")
    desk.types("Search every text, in all languages", "written consent")
    hit = desk.editor.view.told("rows")["rows"][0]["title"]
    QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Return)
    assert desk.chosen["texts"][0]["words"] == hit
    assert desk.editor.kiosk.window.activeFocusItem().property("text") == hit
    desk.taps("Clear the search and see the whole list")
    assert desk.editor.view.told("rows")["searched"] == desk.field("Search every text, in all languages").item.property("text") == ""


@pytest.mark.parametrize("words", ["consent", "Permission", "agree", "agreement"])
def test_what_people_agree_to_is_found_by_the_words_that_staff_have_for_it(desk: Desk, words: str) -> None:
    desk.editor.view.search(words)
    titles = [row["title"] for row in desk.editor.view.told("rows")["rows"]]
    assert titles[0] == "You may call me about a consultation."
    assert len(titles) == len(set(titles))
    desk.editor.view.choose(0)
    assert desk.hands.sees("People agree to these words.")
    desk.editor.view.search("")
    if "signup.yaml" not in desk.editor._opened:
        desk.editor.view.choose(next(at for at, row in enumerate(desk.editor.view.told("rows")["rows"]) if row["title"] == "Consultation form"))
    rows = [row["title"] for row in desk.editor.view.told("rows")["rows"]]
    assert [row for row in rows if words.casefold()[:5] in row.casefold() and row.endswith(": How may we contact you?")]


def test_words_are_replaced_one_by_one_or_all_as_one_step(desk: Desk) -> None:
    def told() -> dict[str, Any]:
        return desk.editor.view.told("replacement")

    desk.editor.view.search("blood pressure")
    desk.taps("Replace what is searched for").types("The new words", "blood pressure reading")
    many = told()["count"]
    assert many > 2
    first = told()["hits"][0]
    assert first["after"].casefold() == first["before"].casefold().replace("blood pressure", "blood pressure reading")
    desk.hands.taps_at(next(seen for seen in desk.hands.buttons() if seen.name == f"Replace here: {first['place']}").box.center())
    assert told()["count"] == many - 1
    desk.taps(f"Replace all {many - 1}")
    assert told()["count"] == 0
    assert desk.hands.sees("Nothing is left to replace.")
    assert len([path for path in desk.before if path.read_bytes() != desk.before[path]]) > 1
    desk.does("undo").leaves()
    assert told()["count"] == many - 1
    desk.does("undo").does("replace").editor.view.search("")


def test_the_kiosk_is_looked_at_in_other_ways(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title").taps("size: Upright").taps("language: Spanish").taps("text: AAA").taps("theme: Night")
    kiosk = desk.editor.kiosk
    assert kiosk.screen.measures.screen.upright
    assert (kiosk.visit.visit.language, kiosk.visit.visit.comfort.palette.value, kiosk.screen.measures.text_size) == ("es", "night", "largest")
    desk.taps("size: Across").taps("language: English").taps("text: A").taps("theme: Paper")


def test_what_others_write_comes_in_and_the_same_lines_are_a_choice(desk: Desk) -> None:
    path = desk.content / INFUSION
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Mine.")
    path.write_text(desk.text().replace("title: {en: Your infusion,", "title: {en: The infusion,"), encoding="utf-8")
    desk.leaves()
    assert "The infusion" in desk.text()
    assert " Mine." in desk.text()
    desk.types("English", " More.")
    path.write_text(desk.text().replace(" Mine.", " Theirs."), encoding="utf-8")
    desk.leaves()
    assert " Theirs." in desk.text()
    assert " Mine. More." in desk.editor.view.told("side")["conflict"]["mine"]
    desk.does("mine")
    assert " Mine. More." in desk.text()
    desk.before[path] = path.read_bytes()
    path.write_bytes(PROJECT.joinpath("content", INFUSION).read_bytes())
    desk.editor._come(None)
    desk.editor.session._done.clear()
    desk.before[path] = path.read_bytes()


THEIRS = "slides:\n  - slide: theirs\n    title: {en: Theirs, es: Suyo}\n    points:\n      - {en: One., es: Uno.}\n"


def shows(desk: Desk) -> tuple[str, str]:
    """Which slide stands on the kiosk's picture, and which one is chosen."""
    place, chosen = desk.editor.kiosk.visit.visit.place, desk.editor._chosen
    assert chosen
    assert isinstance(place, Reading)
    return place.slide, value_at(desk.editor.session.raw(INFUSION), (*chosen.way[:2], "slide"))


@pytest.mark.parametrize("told", [True, False], ids=["it was told", "nobody looked yet"])
def test_what_is_typed_and_touched_goes_where_it_was_meant_for_whatever_others_put_before_it(desk: Desk, told: bool) -> None:
    path, field = desk.content / INFUSION, "English"
    desk.opens(INFUSION, "slides", 1, "title").types(field, " ONE")
    (before, _), words = shows(desk), desk.chosen["texts"][0]["words"]
    path.write_text(desk.text().replace("slides:\n", THEIRS, 1), encoding="utf-8")
    if told:
        desk.editor._come(None)
        desk.hands.rest()
    assert desk.field(field).item.property("text") == words
    assert desk.editor.kiosk.window.activeFocusItem() is desk.field(field).item
    desk.types(field, " TWO").leaves()
    assert shows(desk) == (before, before)
    assert f"{words} TWO" in desk.text()
    desk.does("delete-slide")
    assert f"slide: {before}\n" not in desk.text()
    assert "slide: theirs\n" in desk.text()
    desk.undoes_all()
    path.write_bytes(desk.before[path])
    desk.editor._come(None)
    desk.editor.session._done.clear()


def test_what_others_delete_is_chosen_no_longer_and_nothing_is_done_to_another(desk: Desk) -> None:
    path = desk.content / INFUSION
    desk.opens(INFUSION, "slides", 0, "title").does("copy-slide").opens(INFUSION, "slides", 1, "title")
    path.write_bytes(desk.before[path])
    before = desk.text()
    desk.editor._come(None)
    desk.hands.rest()
    assert desk.hands.texts().count("What you chose is gone") == 1
    assert desk.chosen == {}
    for deed in ("delete-slide", "delete", "hide", "slide-up", "icon"):
        desk.does(deed, "pill").leaves()
    assert desk.text() == before
    desk.editor.session._done.clear()


def test_nothing_is_done_to_a_slide_that_the_picture_does_not_show(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 1, "title")
    chosen, before = desk.editor._chosen, desk.text()
    place = desk.editor.kiosk.visit.visit.place
    desk.editor.kiosk.visit.go(Reading(place.topic, desk.editor.session.file(INFUSION).value.slides[0].id, 0))
    desk.does("delete-slide")
    assert desk.text() == before
    assert desk.hands.texts().count("Now it shows yours") == 1
    assert (desk.editor.kiosk.visit.visit.place, desk.editor._chosen) == (place, chosen)
    desk.does("delete-slide")
    assert desk.text() != before


def test_a_conflict_that_others_took_back_is_no_choice_any_more(desk: Desk) -> None:
    path = desk.content / INFUSION
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Mine.")
    path.write_text(desk.text().replace("mood check", "MOOD CHECK"), encoding="utf-8")
    desk.leaves()
    assert "MOOD" in desk.editor.view.told("side")["conflict"]["theirs"]
    path.write_bytes(desk.before[path])
    desk.does("theirs")
    assert desk.hands.texts().count("so nothing was chosen") == 1
    assert desk.editor.view.told("side")["conflict"] == {}
    desk.leaves()
    assert " Mine." in desk.text()


def test_a_file_with_a_mistake_opens_at_its_fault_with_its_cure(desk: Desk) -> None:
    path = desk.content / INFUSION
    path.write_text(desk.text().replace("tint: apricot", "tint apricot"), encoding="utf-8")
    desk.editor._come(None)
    assert f"a mistake in {INFUSION}" in desk.editor.view.told("rows")["rows"][0]["title"]
    assert desk.state["says"] == f"A mistake in {INFUSION}: see the top of the list"
    assert not desk.state["saved"]
    desk.editor.view.choose(0)
    assert desk.chosen["texts"] == []
    assert desk.chosen["where"] == ""
    desk.until(lambda: any(problem["cure"] for problem in desk.editor.view.told("side")["problems"]))
    problem = desk.editor.view.told("side")["problems"][0]
    assert problem["line"].endswith("tint apricot")
    desk.does("cure", "0").leaves()
    assert desk.lines() == []
    assert desk.state["says"] == "Saved. Visitors see it once it is published."
    desk.editor.session._done.clear()  # with it undone the others' mistake would be back


def test_a_problem_on_the_slide_is_mended_with_a_touch(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).does("source", "parikh-2012")
    desk.until(lambda: any(problem["cure"] for problem in desk.editor.view.told("side")["problems"]))
    number = next(number for number, problem in enumerate(desk.editor.view.told("side")["problems"]) if problem["cure"])
    desk.does("cure", str(number))
    assert "parikh-2012" not in desk.text()


def test_a_slide_without_points_gets_one(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "title").does("add-slide").opens(INFUSION, "slides", 1, "points", 0)
    assert not desk.hands.finds_button("Add a point")
    desk.does("delete")
    assert desk.chosen["title"] == "title"
    desk.taps("Add a point")
    assert desk.editor._chosen == Spot(INFUSION, ("slides", 1, "points", 0))


def test_what_was_proposed_for_other_lines_is_not_put_over_these(desk: Desk) -> None:
    def proposed() -> list[int]:
        return [number for number, problem in enumerate(desk.editor.view.told("side")["problems"]) if problem["cure"]]

    desk.opens(INFUSION, "slides", 0, "points", 1).does("source", "parikh-2012").until(proposed)
    number = proposed()[0]
    desk.editor.session.change(INFUSION, lambda raw: b"# a line of somebody else\n" + raw)
    before = desk.editor.session.raw(INFUSION)
    desk.does("cure", str(number))
    assert desk.editor.session.raw(INFUSION) == before
    assert desk.hands.texts().count("The text was changed since this was proposed") == 1
    desk.judged()
    desk.until(proposed)
    desk.does("cure", str(proposed()[0]))
    assert "parikh-2012" not in desk.text()


@pytest.mark.parametrize("meanwhile", ["another is chosen", "it moves", "it goes"])
def test_a_photo_comes_on_the_slide_that_it_was_chosen_for(desk: Desk, monkeypatch: pytest.MonkeyPatch, meanwhile: str) -> None:
    ready = threading.Event()

    def taken(*_: object, numbered: bool, crop: object) -> tuple[str, list[str]]:
        assert (numbered, crop) == (True, None)
        return "topic-start.svg", []

    monkeypatch.setattr(photo, "whole", lambda _: None if ready.wait(20) else photo.Fit(b"", ".jpg"))
    monkeypatch.setattr(photo, "take", taken)
    desk.opens(INFUSION, "slides", 0, "title")
    name = value_at(desk.editor.session.raw(INFUSION), ("slides", 0, "slide"))
    desk.does("picture-file", "house.jpg")
    match meanwhile:
        case "another is chosen":
            desk.opens(INFUSION, "slides", 2, "title")
        case "it moves":
            desk.does("slide-down")
        case _:
            desk.does("delete-slide")
    chosen, before = desk.editor._chosen, desk.editor.session.raw(INFUSION)
    ready.set()
    desk.until(lambda: not desk.editor._making.busy)
    desk.hands.rest()
    slides = value_at(desk.editor.session.raw(INFUSION), ("slides",))
    assert [each["slide"] for each in slides if (each.get("picture") or {}).get("file") == "topic-start.svg"] == [name] * (meanwhile != "it goes")
    if meanwhile == "it moves":
        assert desk.chosen["title"] == "what the picture shows"
    else:
        assert desk.editor._chosen == chosen
        assert desk.hands.sees("The slide for this photo is gone" if meanwhile == "it goes" else "The photo is on its slide now")
    assert (desk.editor.session.raw(INFUSION) == before) == (meanwhile == "it goes")


def test_work_beside_the_window_that_fails_is_told_and_the_next_is_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    desk.opens(INFUSION, "slides", 0, "title").taps("Change the picture")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(photo, "whole", fails)
        desk.does("picture-file", "house.jpg").until(lambda: not desk.editor._making.busy)
    desk.hands.rest()
    assert desk.hands.texts().count(FAILED) == 1
    assert Aside.running == 0 or desk.editor._aside.busy
    desk.does("photos").until(lambda: desk.editor.view.told("offers").get("looked"))
    desk.opens(INFUSION, "title")


def test_the_desk_draws_nothing_that_was_not_tried_and_nothing_from_elsewhere(desk: Desk, tmp_path: Path) -> None:
    def seen() -> set[str]:
        window = desk.editor.kiosk.window.contentItem()
        sources = {item.property("source") for item in walked(window) if isinstance(item.property("source"), QUrl)}
        return {source.fileName() for source in sources if source.isLocalFile()} - {""}

    slide = desk.editor.session.reading.topics[0].value.slides[0]
    desk.until(lambda: desk.editor.view.told("offers")["pictures"])
    private, place = tmp_path / "private.svg", desk.content / "pictures" / slide.picture.file
    whole = place.read_bytes()
    private.write_bytes(whole)
    place.write_text(BOMB)
    (desk.content / "pictures" / "mine.svg").symlink_to(private)
    desk.editor._come(None)
    desk.until(lambda: slide.picture.file not in [each["name"] for each in desk.editor.view.told("offers")["pictures"]])
    file = desk.editor.session.reading.topics[0].name
    desk.opens(file, "slides", 0, "title")
    assert desk.chosen["picture_url"] == ""
    assert desk.hands.texts().count(f"The picture {slide.picture.file} does not show. ") == 1
    for name in ("mine.svg", "../../private.svg"):
        desk.does("picture", name)
        desk.until(lambda: not desk.editor._trying.busy)
        assert desk.chosen["picture_url"] == ""
    desk.taps("Change the picture")
    assert not seen() & {"mine.svg", "private.svg", place.name}
    assert all(Path(desk.editor._pictures._copies.name) == Path(each["url"].removeprefix("file://")).parent
               for each in desk.editor.view.told("offers")["pictures"])
    (desk.content / "pictures" / "mine.svg").unlink()
    place.write_bytes(whole)
    desk.editor._come(None)
    desk.undoes_all().until(lambda: desk.chosen.get("picture_url"))


def test_a_drawing_that_would_not_show_is_refused_before_it_lies_in_the_content(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "nice.svg").write_text(BOMB)
    before = desk.text()
    desk.opens(INFUSION, "slides", 0, "title").does("picture-file", (tmp_path / "nice.svg").as_uri())
    desk.until(lambda: not desk.editor._making.busy)
    desk.hands.rest()
    assert desk.hands.texts().count("nice.svg cannot be shown. ") == 1
    assert not (desk.content / "pictures" / "nice.svg").exists()
    assert desk.text() == before


def test_a_photo_of_a_name_that_is_taken_gets_a_number_and_what_was_done_is_told(desk: Desk, tmp_path: Path) -> None:
    photograph = QImage(3000, 400, QImage.Format.Format_RGB32)
    for number, colour in enumerate((Qt.GlobalColor.darkCyan, Qt.GlobalColor.darkRed)):
        photograph.fill(colour)
        photograph.save(str(tmp_path / "Garden.jpg"))
        for _ in range(2):  # the same once more is the same picture
            desk.opens(INFUSION, "slides", 0, "title").does("picture-file", str(tmp_path / "Garden.jpg"))
            desk.until(lambda: desk.editor.view.told("cropping"))
            desk.does("crop", "whole").until(lambda: not desk.editor._making.busy)
            assert desk.chosen["picture_file"] == ("garden-2.jpg" if number else "garden.jpg")
            assert "It was made smaller" in desk.state["told"]
    assert not (desk.content / "pictures" / "garden-3.jpg").exists()


def test_their_own_photograph(desk: Desk) -> None:
    photograph = QImage(640, 400, QImage.Format.Format_RGB32)
    photograph.fill(Qt.GlobalColor.darkCyan)
    stick = desk.data.parent / "STICK"
    stick.mkdir()
    photograph.save(str(stick / "Our House.jpg"))
    desk.opens(INFUSION, "slides", 0, "title").taps("Change the picture").types("Where your photo is", "none.jpg")
    QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Return)
    desk.until(lambda: desk.state["told"].startswith("There is no file none.jpg"))
    desk.hands.rest()
    assert desk.hands.texts().count("There is no file none.jpg") == 1
    desk.taps("Choose a photo of your own").until(lambda: desk.editor.view.told("offers").get("photos"))
    desk.hands.rest()
    desk.taps("Take the photo Our House.jpg in STICK").until(lambda: desk.editor.view.told("cropping"))
    desk.does("crop", "whole").until(lambda: desk.chosen["title"] == "what the picture shows")
    assert (desk.content / "pictures" / "our-house.jpg").is_file()
    desk.editor.view.type("en", "The clinic from the street.")
    desk.editor.view.type("es", "La clínica vista desde la calle.")
    desk.leaves()
    assert "picture: {file: our-house.jpg, says: {en: " in desk.text()


def _tells_what_is_published(desk: Desk) -> None:
    all_of_it = "Saved. All of it is published (publication 1, today at "
    desk.until(lambda: desk.state["says"].startswith(all_of_it))
    desk.opens(INFUSION, "slides", 0, "title").types("English", "!").leaves()
    assert desk.state["says"] == "Saved. Visitors see it once it is published."
    desk.does("undo").until(lambda: desk.state["says"].startswith(all_of_it))


def _makes_a_key(desk: Desk) -> None:
    desk.types("Your name, as staff at the kiosk will read it", "Ana")
    desk.types("A new passphrase", WORDS).types("The same passphrase once more", "other words").taps("Make my key")
    assert "not the same" in desk.editor.view.told("publishing")["refused"]
    desk.field("The same passphrase once more").item.setProperty("text", WORDS)
    desk.taps("Make my key").until(lambda: not desk.editor.view.told("publishing")["busy"] and desk.editor.view.told("publishing")["by"])
    desk.hands.rest()
    assert desk.hands.sees("Each kiosk has to be told once that it may trust you")
    desk.taps("Copy the line for whoever looks after the kiosk")
    assert QGuiApplication.clipboard().text() == f"sudo python3 main.py trust Ana {publishing_key.read(desk.data / publishing_key.KEY).public}"


def test_what_was_changed_is_published_or_refused_with_what_is_wrong(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> dict[str, Any]:
        return desk.editor.view.told("publishing")

    def checked() -> None:
        desk.taps("Publish what is saved to the kiosks").until(lambda: not told()["busy"])
        desk.hands.rest()

    monkeypatch.chdir(tmp_path)
    checked()
    _makes_a_key(desk)

    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " It is a cure.").leaves()
    checked()
    assert "nothing can be published" in told()["refused"]
    assert "cure" in told()["wrong"][0]["wrong"]
    desk.taps(f"Go there: {told()['wrong'][0]['wrong']}")
    assert desk.editor._chosen == Spot(INFUSION, ("slides", 0, "points", 1))
    desk.does("undo")

    checked()
    assert told()["consent"] == ""
    desk.does("consent").types("English", " Soon.").leaves().does("fits", "es").leaves()
    checked()
    assert told()["consent"].startswith("The words that people agree to in the form are others than those that came with the kiosk. ")
    desk.taps("Read the words that people agree to")
    assert desk.chosen["texts"][0]["words"] == "You may **call me** about a consultation. Soon."
    checked()
    assert told()["to"] == str(tmp_path)
    (desk.content / "README.md").write_text("what a colleague saved meanwhile", encoding="utf-8")
    desk.types("Passphrase of Ana", WORDS).taps("Publish it").until(lambda: not told()["busy"])
    desk.hands.rest()
    assert told()["refused"].startswith("A change was saved")
    assert not desk.field("Passphrase of Ana").item.property("text")
    assert desk.hands.button("Read the words that people agree to").box.top() >= 0

    def sends(words: str) -> None:
        desk.types("Passphrase of Ana", words)
        QTest.keyClick(desk.editor.kiosk.window, Qt.Key.Key_Return)
        desk.until(lambda: not told()["busy"])
        desk.hands.rest()

    desk.field("The folder it goes to").item.setProperty("text", str(tmp_path / "gone"))
    sends("not")
    assert told()["refused"].startswith("There is no folder")
    assert desk.hands.finds_exactly("Make this folder")
    secret = desk.field("Passphrase of Ana").item
    assert secret.property("text") == "not"
    secret.setProperty("text", "")
    desk.field("The folder it goes to").item.setProperty("text", str(tmp_path))
    for words in ("not these words", WORDS):
        sends(words)
        assert told()["said"] or not desk.field("Passphrase of Ana").item.property("text")
        assert ("not the passphrase" in told()["refused"]) == (words != WORDS)
    assert told()["said"].startswith(f"Publication 1 is in {tmp_path / 'publication-1.kiosk.zip'}")
    assert (tmp_path / "publication-1.kiosk.zip.minisig").is_file()
    desk.taps("Done")
    _tells_what_is_published(desk)


def test_every_control_says_what_it_is_and_the_keyboard_reaches_all(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1)
    assert desk.hands.nameless() == []
    window, met = desk.editor.kiosk.window, set[str]()
    desk.field("English").item.forceActiveFocus()
    for _ in range(120):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        item = window.activeFocusItem()
        met.add(str(item.property("spoken") or item.property("text") or "") if item else "")
    assert {"Clinic facts (9 missing)", NOTICES_BUTTON, "What it says: Risk", "Withdraw it", "size: Upright"} <= met


def test_the_frame_of_a_field_belongs_to_it(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1)
    field, window = desk.field("English").item, desk.editor.kiosk.window
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, field.mapToScene(QPointF(40, -6)).toPoint())
    desk.until(lambda: window.activeFocusItem() is field)


def test_what_is_typed_lies_on_the_disk_though_the_keys_go_on(desk: Desk) -> None:
    drafts = desk.data / "edit"
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " One")
    window = desk.editor.kiosk.window

    def kept() -> bool:
        QTest.keyClick(window, "o")
        return any(b"Oneo" in draft.text for draft in Drafts(drafts).of(desk.content).left())

    desk.until(kept)
    desk.leaves()
    assert not list(drafts.rglob("*.json"))


def test_what_is_named_beside_another_text_is_one_touch_away(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Now.").leaves().opens(INFUSION, "slides", 0, "title").judged()
    (problem,) = [each for each in desk.editor.view.told("side")["problems"] if "It still fits" in each["instead"]]
    assert not desk.hands.finds_exactly("It still fits: Spanish")
    desk.taps(f"Go there: {problem['wrong']}").judged()
    assert desk.editor._chosen == Spot(INFUSION, ("slides", 0, "points", 1))
    assert not desk.hands.finds_exactly(f"Go there: {problem['wrong']}")
    desk.taps("It still fits: Spanish")


def test_the_steps_say_what_became_of_a_picture(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "picture", "says").types("English", " More.").leaves()
    assert desk.editor.session.steps[-1].words.startswith("Changed what the picture shows of “")
    desk.does("picture", "topic-start.svg").leaves()
    assert desk.editor.session.steps[-1].words.startswith("Changed the picture of “")
    desk.does("slide-down").leaves()
    assert desk.editor.session.steps[-1].words.startswith("Moved something in “")


def test_words_are_listed_as_visitors_see_them_and_headings_are_no_questions(desk: Desk) -> None:
    def within(section: str) -> list[str]:
        sections = [row["title"] for row in desk.editor.view.told("rows")["rows"]]
        desk.editor.view.choose(sections.index(section))
        titles = [row["title"] for row in desk.editor.view.told("rows")["rows"]]
        desk.editor.view.choose(sections.index(section))
        return titles[sections.index(section) + 1 :][: len(titles) - len(sections)]

    words = within("What words mean")
    assert words
    assert words == sorted(words, key=bare)
    questions = within("Questions people ask")
    assert 0 < len([title for title in questions if title.startswith("Heading: ")]) < len(questions) / 2


def test_the_list_of_steps_leads_back_and_forth(desk: Desk) -> None:
    before = desk.text()
    desk.opens(INFUSION, "slides", 0, "title").types("English", " One").leaves()
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " Two").leaves().does("icon", "pill")
    desk.does("copy-slide").taps("Steps: what you changed, to go back to any of it")
    title = desk.editor.session.file(INFUSION).value.slides[0].title.in_("en")
    steps = desk.editor.view.told("side")["history"]["steps"]
    assert [step["words"] for step in steps][1:] == [f"Changed “{title}”", f"Changed the 2nd point of “{title}”", f"Changed the title of “{title}”"]
    assert steps[0]["words"].startswith("Added the slide “")
    whole = desk.text()
    desk.taps(f"{steps[2]['words']}, {steps[2]['when']}")
    assert " Two" in desk.text()
    assert desk.text().count("icon: pill") == before.count("icon: pill")
    assert [step["back"] for step in desk.editor.view.told("side")["history"]["steps"]] == [True, True, False, False]
    desk.taps("How it was when you opened it")
    assert desk.text() == before
    assert desk.editor.view.told("side")["history"]["now"] == 0
    desk.does("history-to", "4")
    assert desk.text() == whole
    desk.does("history-to", "-7")
    assert desk.text() == before
    desk.does("history")


def test_a_photo_goes_with_the_step_that_brought_it_and_comes_back_with_it(desk: Desk, tmp_path: Path) -> None:
    photo = QImage(1200, 1200, QImage.Format.Format_RGB32)
    photo.fill(0xFF_88_99_AA)
    photo.save(str(tmp_path / "garden.jpg"))
    there = set((desk.content / "pictures").iterdir())
    desk.opens(INFUSION, "slides", 0, "title").does("picture-file", str(tmp_path / "garden.jpg"))
    desk.until(lambda: not desk.editor._making.busy)
    (fresh,) = set((desk.content / "pictures").iterdir()) - there
    raw = fresh.read_bytes()
    desk.leaves().does("undo")
    assert set((desk.content / "pictures").iterdir()) == there
    desk.does("redo")
    assert fresh.read_bytes() == raw
    assert fresh.name.encode() in desk.editor.session.raw(INFUSION)
    desk.opens(INFUSION, "slides", 1, "title").does("picture", fresh.name).does("history-to", "1")
    assert fresh.exists()
    desk.undoes_all()
    assert set((desk.content / "pictures").iterdir()) == there


def test_half_a_minute_of_typing_is_one_step_for_each_pause(desk: Desk) -> None:
    desk.opens(INFUSION, "slides", 0, "points", 1).types("English", " One")
    desk.editor.pause()
    desk.types("English", " two")
    desk.does("undo")
    assert desk.chosen["texts"][0]["words"].endswith(" One")
    desk.does("undo")
    assert not desk.chosen["texts"][0]["words"].endswith(" One")
