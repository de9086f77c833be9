"""The consultation form as the kiosk holds it: frozen values, read from content/signup.yaml."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kiosk.content.model.deck import Point, Text

NOTHING = Text()
NOTICE, REVIEW, THANKS, FAILED, GONE = "notice", "review", "thanks", "failed", "gone"
"""Screens of the form that are no questions; no question may have these names."""


class Kind(StrEnum):
    """What an answer is: typed (a name, a phone number, an e-mail address) or chosen (one, some, what is agreed to)."""

    NAME = "name"
    PHONE = "phone"
    EMAIL = "email"
    ONE = "one"
    SOME = "some"
    CONSENT = "consent"

    @property
    def typed(self) -> bool:
        return self in (Kind.NAME, Kind.PHONE, Kind.EMAIL)


class Option(Struct, frozen=True):
    """Something to choose. `needs` names a question that must be answered for it to be there: `phone`, or `for-whom/other`."""

    id: str
    says: Text
    needs: str = ""


class FormQuestion(Struct, frozen=True):
    """One question of the form. `label` is its name on the review and for staff, `error` what is said to a missing or strange answer."""

    id: str
    kind: Kind
    title: Text
    label: Text
    help: Text = NOTHING
    error: Text = NOTHING
    options: tuple[Option, ...] = ()
    needs: str = ""
    required: bool = False


class Notice(Struct, frozen=True):
    """What is said before the first question, or after sending."""

    title: Text
    points: tuple[Point, ...]


class Form(Struct, frozen=True):
    """The whole form. Of the questions in `at_least_one` one must be answered."""

    notice: Notice
    questions: tuple[FormQuestion, ...]
    thanks: Notice
    at_least_one: tuple[str, ...] = ()

    def question(self, name: str) -> FormQuestion | None:
        return next((each for each in self.questions if each.id == name), None)
