"""What is read of a page, and in which order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.screens.script import Manner, Spoken, script


def text(plain: str) -> dict[str, Any]:
    return {"plain": plain}


PAGE = {
    "kicker": "Your infusion",
    "draft": text("Draft"),
    "heading": text("A quiet hour"),
    "says": "A chair by a window.",
    "picture": {"width": 300},
    "parts": [{"title": text("First"), "text": text("You arrive. We talk.")}, {"title": text(""), "text": text("You rest.")}],
    "rows": [{"title": text("A ride home"), "parts": [{"title": text(""), "text": text("Ask a friend.")}]}],
    "caption": text("Under it"),
    "nodes": [{"label": text("a button")}],
    "number": 2,
}


def words(page: dict[str, Any], **how: Any) -> list[str]:
    return [spoken.words for spoken in script(page, Manner(), **how)]


def test_a_page_is_read_from_its_kicker_to_what_stands_under_it() -> None:
    assert words(PAGE) == [
        "Your infusion", "A quiet hour", "A chair by a window.", "First", "You arrive.", "We talk.", "You rest.", "A ride home",
        "Ask a friend.", "Under it", "Draft",
    ]  # fmt: skip


def test_what_stands_above_a_choice_is_read_before_it() -> None:
    said = words(PAGE | {"kind": "Choices"})
    assert said.index("Under it") < said.index("A ride home")


def test_what_stands_under_columns_cards_and_groups_is_read_after_them() -> None:
    under = [{"title": text(""), "text": text("Ask us.")}]
    group = {"title": text("With it"), "number": text("57"), "text": text("57 of 100 felt dizzy.")}
    for name in ("sides", "cards", "groups"):
        assert words({"parts": under, name: [group]}) == ["With it", "57 of 100 felt dizzy.", "Ask us."]


def test_each_sentence_knows_its_text_and_its_number() -> None:
    said = [spoken for spoken in script(PAGE, Manner()) if "arrive" in spoken.words or "talk" in spoken.words]
    assert [(spoken.texts, spoken.sentence) for spoken in said] == [(("You arrive. We talk.",), 0), (("You arrive. We talk.",), 1)]


def test_a_recording_stands_for_title_and_text() -> None:
    clip = Path("first.mp3")
    said = script(PAGE, Manner(clip_of=lambda title, _: clip if title == "First" else None))
    assert Spoken("First You arrive. We talk.", ("First", "You arrive. We talk."), -1, "", clip=clip) in said
    assert "You arrive." not in [spoken.words for spoken in said]


def test_an_answer_in_the_field_and_the_answers_of_a_review_are_private() -> None:
    typed = script({"heading": text("Your name?"), "field_said": "Ana"}, Manner())
    review = script(PAGE | {"kind": "Review"}, Manner())
    assert [spoken.private for spoken in typed] == [False, True]
    assert [spoken.words for spoken in review if spoken.private] == ["A ride home"]


def test_of_a_page_for_staff_the_heading_alone_is_for_everybody() -> None:
    assert {spoken.words for spoken in script(PAGE, Manner(), private=True) if not spoken.private} == {"Your infusion", "A quiet hour"}


def test_a_page_of_nothing_says_nothing() -> None:
    assert script({}, Manner()) == []
    assert script({"parts": [], "heading": {}, "kicker": "", "rows": [None, {}]}, Manner()) == []
