"""What a clinician signs beside the topics, each seen as one: the answers, the help panel with the first screen, and the form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.content.model.deck import Clinic, Column, Help, Picture, Point, Slide, Text, Topic
from kiosk.content.model.form import NOTICE, THANKS, Form, FormQuestion, Notice, Option
from kiosk.content.model.questions import SIGNED_OFF_AS, as_topic

HELP_PANEL, FORM = "help-panel", "consultation-form"
"""What they are called where texts are signed off; no topic may have these names."""
APART = (SIGNED_OFF_AS, HELP_PANEL, FORM)
FIRST_SCREEN, PANEL, WITHOUT_FORM = "first-screen", "panel", "without-form"
"""The parts of the help panel's own topic: the screen that waits, the panel, and what is said where nobody can fill in a form."""
ON_REVIEW, AMISS, OTHERWISE = "on-review", "amiss", "otherwise"
"""What else is said of a question of the form: its name on the review, to a missing or strange answer, and where nothing was chosen."""


def seen_as_topic(name: str, value: Any, clinic: Clinic | None) -> Topic | None:
    """What is signed under one of these names; `value` is what its file holds. None where that, or the clinic that belongs to it, has an error."""
    if name == SIGNED_OFF_AS:
        return as_topic(value or ())
    if name == HELP_PANEL:
        return Topic(name, Text(), tuple(_help(value, clinic))) if value and clinic else None
    return Topic(name, Text(), tuple(_form(value))) if value else None


def _help(panel: Help, clinic: Clinic) -> Iterator[Slide]:
    yield Slide(FIRST_SCREEN, "statement", clinic.headline, points=(Point(clinic.invitation),))
    lines = tuple(Point(line.text, line.title) for line in panel.lines)
    yield Slide(PANEL, "points", panel.title, panel.picture, lines, intro=panel.intro)
    if clinic.consultation:
        yield Slide(WITHOUT_FORM, "points", Text(), points=tuple(map(Point, clinic.consultation)))


def _form(form: Form) -> Iterator[Slide]:
    yield _notice(NOTICE, form.notice)
    for number, question in enumerate(form.questions):
        yield _question(question, None if number else form.picture)
    yield _notice(THANKS, form.thanks)


def _notice(name: str, notice: Notice) -> Slide:
    return Slide(name, "points", notice.title, notice.picture, notice.points)


def _question(question: FormQuestion, picture: Picture | None) -> Slide:
    further = ((ON_REVIEW, question.label), (AMISS, question.error), (OTHERWISE, question.otherwise))
    kind = f"{question.kind.value} required" if question.required else question.kind.value
    return Slide(
        question.id, kind, question.title, picture, tuple(map(_option, question.options)),
        tuple(Column(Text(), (Point(said),), name=name) for name, said in further if said), intro=question.help,
    )  # fmt: skip


def _option(option: Option) -> Point:
    return Point(option.note, option.says) if option.note else Point(option.says)
