"""The consultation form as the kiosk holds it: frozen values, read from content/signup.yaml."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kiosk.content.model.deck import Picture, Point, Text

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

    @property
    def digits(self) -> bool:
        """Whether it is typed on keys with digits alone, also of a real keypad, and letters do not go in."""
        return self is Kind.PHONE


IN_DIGITS: frozenset[str] = frozenset(kind for kind in Kind if kind.digits)
"""The names of those kinds."""


class Option(Struct, frozen=True):
    """Something to choose, and a `note` under it. `needs` names a question that must be answered for it to be there: `phone`, or `for-whom/other`.

    `speaks` is a language: whoever reads the screen in it has chosen this already.
    """

    id: str
    says: Text
    needs: str = ""
    note: Text = NOTHING
    speaks: str = ""


class FormQuestion(Struct, frozen=True):
    """One question of the form. `label` is its name on the review and for staff, `error` what is said to a missing or strange answer.

    One that is `in_review` is not asked in its turn: it stands in the review, with `otherwise` where nothing was chosen.
    """

    id: str
    kind: Kind
    title: Text
    label: Text
    help: Text = NOTHING
    error: Text = NOTHING
    options: tuple[Option, ...] = ()
    needs: str = ""
    required: bool = False
    in_review: bool = False
    otherwise: Text = NOTHING


class Notice(Struct, frozen=True):
    """What is said before the first question, or after sending."""

    title: Text
    points: tuple[Point, ...]
    picture: Picture | None = None


class Form(Struct, frozen=True):
    """The whole form. Of the questions in `at_least_one` one must be answered; `picture` stands over the questions where there is room."""

    notice: Notice
    questions: tuple[FormQuestion, ...]
    thanks: Notice
    at_least_one: tuple[str, ...] = ()
    picture: Picture | None = None

    def question(self, name: str) -> FormQuestion | None:
        return next((each for each in self.questions if each.id == name), None)
