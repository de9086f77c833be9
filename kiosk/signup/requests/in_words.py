"""What a sign-up says in one language: that of whoever reads it, whatever the visitor's was."""

from __future__ import annotations

from msgspec import Struct

from kiosk.accents import without_accents
from kiosk.content.model.form import Form, FormQuestion
from kiosk.signup.record import Answer, Record
from kiosk.unseen import without_piles

REACH = ("name", "phone", "email")
"""Kinds of answers that stand first wherever a request is told, as they were typed: who it is, and how to reach them."""
_PHONE_SIGNS = frozenset("+()-./ ")
_FEWEST_DIGITS = 3
"""Of a part of a phone number: fewer stand in nearly all of them."""


class Saying(Struct, frozen=True):
    """The form, and a language in which it has words. Without a form, and for what it no longer has, the visitor's words stay."""

    form: Form | None = None
    language: str = "en"

    def label(self, answer: Answer) -> str:
        """What the form calls this answer; the name of its question where it does not know it."""
        asked = self._asked(answer)
        return (asked.label.in_(self.language) if asked else "") or answer.question

    def says(self, answer: Answer) -> str:
        """What was typed or chosen, with no more accents on a letter than may: an older kiosk, or another program, may have kept more."""
        return without_piles(self._says(answer))

    def _says(self, answer: Answer) -> str:
        asked = self._asked(answer)
        if answer.kind in REACH or asked is None:
            return answer.says
        options = {option.id: option.says.in_(self.language) for option in asked.options}
        names = answer.value.split(",")
        return ", ".join(options[name] for name in names) if options.keys() >= set(names) else answer.says

    def _asked(self, answer: Answer) -> FormQuestion | None:
        return self.form.question(answer.question) if self.form else None


def is_about(record: Record, sought: str) -> bool:
    """Whether all words of `sought` stand in the name or the address, whatever their accents and capitals, or it is a part of the phone number."""
    digits = "".join(sign for sign in sought if sign.isdecimal())
    if digits and set(sought) - set(digits) <= _PHONE_SIGNS and len(digits) >= _FEWEST_DIGITS:
        return any(digits in _digits(told) for answer in record.answers if answer.kind == "phone" for told in (answer.says, answer.value))
    told = _plain(" ".join(answer.says for answer in record.answers if answer.kind in ("name", "email")))
    return all(word in told for word in _plain(sought).split())


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())


def _plain(text: str) -> str:
    """Without accents and capitals."""
    return without_accents(text.casefold())
