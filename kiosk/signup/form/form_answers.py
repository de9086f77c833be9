"""A visitor's answers while the form is open: what was typed, what was chosen, which questions are asked, and what is missing.

Pure values and functions, all but `Filling`, which holds the answers and can forget them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct, field

from kiosk.content.model.form import NOTICE, REVIEW, Form, FormQuestion, Kind, Option
from kiosk.signup.form.answers import JOINERS, MOST_LETTERS, Refused, Understood, cleaned, doubt, joined, shown_phone, understood
from kiosk.signup.record import Answer, Consent, Record


class Filling(Struct):
    """The answers of one visitor by the names of questions: letters as typed, names of options as chosen. `region`: see `understood`.

    `language`: of the screen; its option is chosen until another one is.
    """

    region: str = "US"
    language: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def forget(self) -> None:
        self.typed.clear()
        self.chosen.clear()

    @property
    def empty(self) -> bool:
        return not (self.typed or self.chosen)

    # -- answering --------------------------------------------------------------------------------------------------------

    def type(self, question: FormQuestion, letters: str) -> None:
        """More letters at the end; what would make the answer too long is not taken."""
        before = self.typed.get(question.id, "")
        after = joined(question.kind, before, letters)
        if len(after) <= MOST_LETTERS.get(question.kind, 0):
            self.typed[question.id] = after

    def erase(self, question: FormQuestion) -> None:
        """The last letter, with the accents that stand on it; of a phone number the last digit."""
        before = self.typed.get(question.id, "")
        self.typed[question.id] = before[: _last_letter(before)]

    def choose(self, question: FormQuestion, option: str) -> None:
        """Of one: this one; of some and of consents: this one too, or no longer."""
        before = self._chosen(question)
        if question.kind is Kind.ONE:
            self.chosen[question.id] = (option,)
        elif option in before:
            self.chosen[question.id] = tuple(each for each in before if each != option)
        else:
            self.chosen[question.id] = (*before, option)

    # -- what is asked ----------------------------------------------------------------------------------------------------

    def asked(self, form: Form) -> list[FormQuestion]:
        """The questions that there are with these answers. One whose only options have all gone is not asked."""
        return [question for question in form.questions if self._wanted(question.needs) and (question.kind.typed or self.options(question))]

    def in_turn(self, form: Form) -> list[FormQuestion]:
        """Those of them that are asked one after the other before the review."""
        return [question for question in self.asked(form) if not question.in_review]

    def count(self, form: Form, step: str) -> tuple[int, int]:
        """Which question this is, from 1, and of how many; no number of them while the answer still decides it, and none of either elsewhere."""
        names = [question.id for question in self.in_turn(form)]
        if step not in names:
            return 0, 0
        at = names.index(step)
        return at + 1, 0 if set(names[at:]) & set(_deciding(form)) else len(names)

    def options(self, question: FormQuestion) -> list[Option]:
        """What there is to choose with these answers."""
        return [option for option in question.options if self._wanted(option.needs)]

    def _wanted(self, needs: str) -> bool:
        name, *options = needs.split("/")
        if options:
            return not set(options).isdisjoint(self.chosen.get(name, ()))
        return not name or bool(cleaned(self.typed.get(name, "")) or self.chosen.get(name))

    # -- what was answered ------------------------------------------------------------------------------------------------

    def shown(self, question: FormQuestion) -> str:
        """What was typed, as it stands in the field: phone numbers in their usual form."""
        typed = self.typed.get(question.id, "")
        return shown_phone(typed, self.region) if question.kind is Kind.PHONE else typed

    def understood(self, question: FormQuestion) -> Understood | Refused | None:
        """The typed answer; None if nothing was typed."""
        typed = self.typed.get(question.id, "")
        return understood(question.kind, typed, self.region) if cleaned(typed) else None

    def picked(self, question: FormQuestion) -> list[Option]:
        """The chosen options in the order of the form, without those that are no longer there."""
        return [option for option in self.options(question) if option.id in self._chosen(question)]

    def _chosen(self, question: FormQuestion) -> tuple[str, ...]:
        known = tuple(option.id for option in question.options if option.speaks and option.speaks == self.language)
        return self.chosen.get(question.id, known)

    def answered(self, question: FormQuestion) -> bool:
        return isinstance(self.understood(question), Understood) if question.kind.typed else bool(self.picked(question))

    def wrong(self, form: Form, question: FormQuestion) -> Refused | None:
        """Why one cannot go on from this question; None if one can. `missing` stands for the question's own words."""
        if question.kind.typed:
            said = self.understood(question)
            if isinstance(said, Refused):
                return said
        if self.answered(question):
            return None
        if question.required or (question.id in form.at_least_one and self._last_chance(form, question)):
            return Refused("missing")
        return None

    def doubtful(self, question: FormQuestion) -> Refused | None:
        """What to ask once before going on from an answer that can be kept; None where nothing looks like a slip."""
        return doubt(question.kind, self.typed.get(question.id, ""))

    def _last_chance(self, form: Form, question: FormQuestion) -> bool:
        """Whether this is the last of the questions of which one must be answered, and none was."""
        among = [each for each in self.asked(form) if each.id in form.at_least_one]
        return bool(among) and among[-1] is question and not any(self.answered(each) for each in among)

    def first_wrong(self, form: Form) -> FormQuestion | None:
        """The first question that keeps the form from being sent."""
        return next((question for question in self.asked(form) if self.wrong(form, question)), None)

    # -- the record -------------------------------------------------------------------------------------------------------

    def record(self, form: Form, language: str, day: date, wordings: Mapping[str, str]) -> Record:
        """The finished sign-up; `wordings` has the fingerprint of each consent's text by its name."""
        return Record(day, language, tuple(self._answers(form, language)), tuple(self._consents(form, wordings)))

    def _answers(self, form: Form, language: str) -> Iterator[Answer]:
        for question in self.asked(form):
            said = self.understood(question) if question.kind.typed else None
            if isinstance(said, Understood):
                yield Answer(question.id, question.kind, said.says, said.value)
            elif question.kind in (Kind.ONE, Kind.SOME) and (picked := self.picked(question)):
                says = ", ".join(option.says.in_(language) for option in picked)
                yield Answer(question.id, question.kind, says, ",".join(option.id for option in picked))

    def _consents(self, form: Form, wordings: Mapping[str, str]) -> Iterator[Consent]:
        for question in self.asked(form):
            if question.kind is Kind.CONSENT:
                yield from (Consent(option.id, wordings[option.id]) for option in self.picked(question))

    def consented(self, form: Form, language: str) -> dict[str, str]:
        """The exact words of each consent that was given, by its name."""
        agreed = (option for question in self.asked(form) if question.kind is Kind.CONSENT for option in self.picked(question))
        return {option.id: option.says.in_(language) for option in agreed}

    # -- the way through --------------------------------------------------------------------------------------------------

    def following(self, form: Form, step: str) -> str:
        """The step after this one: a question, or the review after the last."""
        names = [NOTICE, *(question.id for question in self.in_turn(form)), REVIEW]
        return names[names.index(step) + 1] if step in names[:-1] else REVIEW

    def before(self, form: Form, step: str) -> str:
        """The step before this one; empty before the notice."""
        names = ["", NOTICE, *(question.id for question in self.in_turn(form)), REVIEW]
        return names[names.index(step) - 1] if step in names[1:] else NOTICE


def _deciding(form: Form) -> Iterator[str]:
    """The names of questions on whose answers it depends whether another one is asked in its turn."""
    for question in form.questions:
        if not question.in_review:
            yield question.needs.partition("/")[0]
            if all(option.needs for option in question.options):
                yield from (option.needs.partition("/")[0] for option in question.options)


def _last_letter(text: str) -> int:
    """Where the last letter begins; marks that cannot stand alone, and joiners, belong to the one before them."""
    at = len(text) - 1
    while at > 0 and (unicodedata.combining(text[at]) or text[at] in JOINERS):
        at -= 1
    return max(0, at)
