"""The consultation form on the screen: the notice, a question, the review, what came of it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text
from kiosk.content.model.facts import ended, held
from kiosk.content.model.form import FAILED, GONE, NOTICE, REVIEW, THANKS, Form, FormQuestion, Kind, Notice
from kiosk.layout.form_question import QuestionText, ask_page, list_pages, option_pages
from kiosk.layout.keys import rows_for
from kiosk.layout.lists import RowText
from kiosk.layout.page import Page
from kiosk.layout.typeset import Style
from kiosk.screens.context import Stage
from kiosk.screens.pages import NOWHERE, StepShown, shown_page
from kiosk.signup.form.answers import Refused, Understood
from kiosk.signup.form.form_answers import Filling
from kiosk.visit.actions import Picked, action, go
from kiosk.visit.states import SigningUp

_ROUND_MINUTES = 5
"""To how many minutes the half hour or so is told in which nothing new is filled in: nobody says 33."""


class FormInput(Struct, frozen=True):
    """What of the form is not an answer: which letters are on the keys, what is wrong, why it could not be kept, and whether an answer is changed."""

    keys: str = "plain"
    wrong: Refused | None = None
    busy: bool = False
    changes: bool = False


def signup(stage: Stage, filling: Filling, sheet: FormInput, minutes: tuple[int, int]) -> StepShown:
    """What SignUp.qml draws, and what leads to the pages before and after it of the same step; nothing elsewhere.

    `minutes`: after how many without a touch, and after how many without anything new, whatever is pressed, it forgets. That is told before
    the first question (WCAG 2.2.6).
    """
    place, form = stage.visit.place, stage.library.form
    if not isinstance(place, SigningUp) or form is None:
        return NOWHERE
    question = form.question(place.step)
    if question and question.kind.typed:
        return _typed(stage, form, filling, question, sheet)
    pages = _choices(stage, form, filling, question, sheet) if question else _told(stage, form, filling, place.step, sheet, minutes)
    at = min(place.page, len(pages) - 1)
    return StepShown(
        shown_page(stage, pages[at]),
        before=go(SigningUp(place.step, at - 1)) if at else "",
        after=go(SigningUp(place.step, at + 1)) if at + 1 < len(pages) else "",
    )


def _typed(stage: Stage, form: Form, filling: Filling, question: FormQuestion, sheet: FormInput) -> StepShown:
    rows = rows_for(question.kind, stage.language, sheet.keys)
    words = replace(_words(stage, form, filling, question, sheet), promise=stage.word("only_staff"))
    return StepShown(shown_page(stage, ask_page(words, rows, stage.measures, stage.area, stage.typesetter)))


def _words(stage: Stage, form: Form, filling: Filling, question: FormQuestion, sheet: FormInput) -> QuestionText:
    number = "" if sheet.changes else _number(stage, *filling.count(form, question.id))
    kicker = _kicker(stage, number) if number else stage.word("consultation")
    below = _said_wrong(stage, question, sheet.wrong) if sheet.wrong else stage.says(question.help)
    others = () if question.kind.typed else tuple(said for said in (stage.says(question.help), stage.says(question.error)) if said)
    return QuestionText(kicker, stage.says(question.title), below, bool(sheet.wrong), others=others, file=_picture(stage, form))


def _picture(stage: Stage, form: Form) -> str:
    return form.picture.file if form.picture and stage.has(form.picture.file) else ""


def _number(stage: Stage, at: int, of: int) -> str:
    """Which question this is; of how many, where that is certain."""
    if at and not of and stage.library.has_words("question_alone"):
        return stage.word("question_alone", question=at)
    return stage.word("question_of", question=at, questions=of) if of else ""


def _kicker(stage: Stage, number: str) -> str:
    """What this is about, and which question; the number alone where letters are too large for both and the number of a page."""
    whole = f"{stage.word('consultation')} \u00b7 {number}"
    return whole if _fits_above(stage, whole) else number[:1].upper() + number[1:]


def _fits_above(stage: Stage, kicker: str) -> bool:
    """Whether this and the number of a page stand in one line above a headline."""
    longest = f"{kicker} \u00b7 {stage.word('page_of', page=9, pages=9)}"
    return stage.set(longest, Style(stage.measures.small, 600), 1e6).width <= stage.area.width


def _said_wrong(stage: Stage, question: FormQuestion, wrong: Refused) -> str:
    if wrong.why == "missing":
        return stage.says(question.error)
    name = "wrong_phone_one" if wrong.why == "wrong_phone_short" and wrong.digits == 1 else wrong.why
    return stage.word(name, digits=wrong.digits, instead=wrong.instead)


def _choices(stage: Stage, form: Form, filling: Filling, question: FormQuestion, sheet: FormInput) -> tuple[Page, ...]:
    picked = [option.id for option in filling.picked(question)]
    rows = [
        RowText(action(Picked(option.id)), stage.says(option.says), stage.says(option.note), chosen=option.id in picked)
        for option in filling.options(question)
    ]
    words, only = _words(stage, form, filling, question, sheet), question.kind is Kind.ONE
    return tuple(option_pages(words, rows, stage.measures, stage.area, stage.typesetter, only=only))


def _told(stage: Stage, form: Form, filling: Filling, step: str, sheet: FormInput, minutes: tuple[int, int]) -> tuple[Page, ...]:  # noqa: PLR0917
    """The screens that ask nothing."""
    if step == REVIEW:
        return _review(stage, form, filling)
    if step == NOTICE:
        form = replace(form, notice=replace(form.notice, points=(*form.notice.points, _forgets(stage, *minutes))))
    notice = {NOTICE: form.notice, THANKS: _thanks(stage, form.thanks), GONE: _own(stage, "gone_title", "gone_text")}.get(step)
    if step == FAILED:
        notice = _own(stage, "failed_title", "busy_text" if sheet.busy else "failed_text")
    notice = notice or form.notice  # a question that staff took out under somebody's finger
    picture = notice.picture or (form.picture if step == NOTICE else None)
    slide = Slide("signup", "points", notice.title, picture, points=notice.points)
    file = picture.file if picture and stage.has(picture.file) else ""
    bare, pictured = (_pages(stage, slide, step, name) for name in ("", file))
    return pictured if len(pictured) == len(bare) else bare


def _pages(stage: Stage, slide: Slide, step: str, file: str) -> tuple[Page, ...]:
    """A draft is called one above the headline, where that costs no line; else at the foot."""
    draft = step in {NOTICE, THANKS} and stage.language not in stage.library.reviewed_form
    about = stage.word("consultation")
    whole = f"{about} \u00b7 {stage.word('draft')}"
    above = draft and _fits_above(stage, whole)
    return stage.composer(draft=draft and not above).pages(slide, lambda page: go(SigningUp(step, page)), whole if above else about, file)


def _forgets(stage: Stage, idle: int, most: int) -> Point:
    """When the screen forgets."""
    name = "forgets_most" if stage.library.has_words("forgets_most") else "forgets"
    return Point(Text(((stage.language, stage.word(name, minutes=idle, most=most - most % _ROUND_MINUTES)),)), icon="timer")


def _thanks(stage: Stage, thanks: Notice) -> Notice:
    """What was sent, then how soon somebody answers and what the clinic tells everybody now; where to turn in a crisis stays the last."""
    soon, told = Text(((stage.language, _soon(stage)),)), stage.library.notice
    icon = "calendar-days" if stage.library.clinic.call_back else "phone"
    own = (*((Point(soon, icon=icon),) if soon else ()), *((Point(told, icon="info"),) if told else ()))
    return replace(thanks, points=(*thanks.points[:1], *own, *thanks.points[1:]))


def _soon(stage: Stage) -> str:
    """How soon the clinic answers, and at which number it is reached itself."""
    clinic, library = stage.library.clinic, stage.library
    given = (("hear_from_us", "when", stage.says(clinic.call_back)), ("our_number", "phone", held(clinic.phone)))
    return " ".join(ended(stage.word(word, **{name: said})) for word, name, said in given if said and library.has_words(word))


def _own(stage: Stage, title: str, text: str) -> Notice:
    language = stage.language
    return Notice(Text(((language, stage.word(title)),)), (Point(Text(((language, stage.word(text)),)), icon="info"),))


def _review(stage: Stage, form: Form, filling: Filling) -> tuple[Page, ...]:
    """Every answer, a row each; a touch leads back to its question."""
    rows = [
        RowText(go(SigningUp(each.id)), answer, stage.says(each.label))
        for each in filling.asked(form)
        for answer in _answers(stage, filling, each)
    ]
    words = QuestionText(stage.word("consultation"), stage.word("review_title"), stage.word("review_help"), file=_picture(stage, form))
    return tuple(list_pages(words, rows, stage.measures, stage.area, stage.typesetter))


def _answers(stage: Stage, filling: Filling, question: FormQuestion) -> list[str]:
    """What was answered, as one enumeration, or sentence by sentence."""
    said = filling.understood(question) if question.kind.typed else None
    if isinstance(said, Understood):
        return [said.says]
    nothing = stage.says(question.otherwise) or stage.word("not_answered")
    picked = [stage.says(option.says).replace("*", "") for option in filling.picked(question)] or [nothing]
    return picked if any(each.endswith(".") for each in picked) else [", ".join(picked)]
