"""The pages for staff at the kiosk: who signs in, the sign-ups, one of them, what is wrong with the content and with this machine."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.health import Diagnosis, Level, worst
from kiosk.layout.asking import Words, ask_page, choice_pages, list_pages
from kiosk.layout.keys import rows_for
from kiosk.layout.listing import RowText, headed, row_pages
from kiosk.layout.markup import read_marks
from kiosk.layout.measures import Measures
from kiosk.layout.page import Page
from kiosk.problems import Problem
from kiosk.showing.basket import code_caption, with_code
from kiosk.showing.pages import shown_page
from kiosk.showing.plain import plain
from kiosk.showing.setting_up import PROOF, SETUP
from kiosk.showing.stage import Stage
from kiosk.showing.unnoted import unnoted
from kiosk.signup.drawer import Entry, KeepError
from kiosk.signup.record import Answer, Consent, Record
from kiosk.signup.session import NOBODY, Session
from kiosk.signup.status import Status
from kiosk.slides.form import Asked, Kind
from kiosk.visit.states import Staff, address

WHO, PASSPHRASE, LIST, CONTENT, MACHINE, LEAVE, CLEAN = "who", "passphrase", "list", "content", "machine", "leave", "clean"
"""Screens for staff; a screen of any other name is the sign-up of this id."""
TOLD_IN = "en"
"""The language of `check` and `doctor`."""
_ON_A_PAGE = 6
_SECONDS_TOLD = 120
"""A longer wait is told in minutes."""
_NAMES = {Status.NEW: "staff_new", Status.CALLED: "staff_called", Status.NOT_REACHED: "staff_not_reached", Status.DONE: "staff_done"}


class Sheet(Struct, frozen=True):
    """What of the staff's pages is not in the drawer: who wants to sign in, which letters show, what went wrong by the name of its sentence."""

    who: str = ""
    keys: str = "plain"
    wrong: str = ""


class Told(Struct, frozen=True):
    """What staff are told beside the requests: the errors in the content, and how this machine is.

    `machine` is None until its self-test has answered, and empty where that did not work.
    """

    problems: Sequence[Problem] = ()
    machine: Sequence[Diagnosis] | None = None

    @property
    def unwell(self) -> list[Diagnosis]:
        """What is not green, the gravest first."""
        return [each for level in (Level.RED, Level.AMBER) for each in self.machine or () if each.level is level]


def staffing(stage: Stage, session: Session, sheet: Sheet, told: Told) -> dict[str, Any]:
    """What SignUp.qml draws of them, and the addresses before and after it; nothing elsewhere."""
    place = stage.visit.place
    if not isinstance(place, Staff):
        return {}
    stage = replace(stage, measures=Measures(stage.measures.screen))
    try:
        return _screen(stage, session, sheet, place, told)
    except KeepError as error:
        return _told(stage, stage.word("staff_title"), f"{stage.word('staff_locked')} {stage.word(unnoted(error.why))}")


def _screen(stage: Stage, session: Session, sheet: Sheet, place: Staff, told: Told) -> dict[str, Any]:
    if place.screen == MACHINE and (session.away or session.signed_in):
        return _machine(stage, told, place.page)
    if session.away:
        entries = session.entries()
        heading = stage.word("staff_list", waiting=sum(each.status is Status.NEW for each in entries))
        return _told(stage, heading, stage.word("staff_away"), [_machine_row(stage, told)])
    if place.screen == PASSPHRASE and not session.signed_in:
        return _passphrase(stage, session, sheet)
    if not session.signed_in:
        return _who(stage, session, sheet)
    if place.screen == CONTENT:
        return _content(stage, told.problems)
    if place.screen == PROOF:
        return _proof(stage, session)
    if place.screen in (WHO, PASSPHRASE, LIST):
        return _list(stage, session, sheet, place.page, told)
    return _one(stage, session, place.screen)


def _who(stage: Stage, session: Session, sheet: Sheet) -> dict[str, Any]:
    if sheet.wrong and not session.names:  # nobody has a passphrase yet, and even so nobody is let in
        return _told(stage, stage.word("staff_title"), stage.word(sheet.wrong))
    rows = [RowText(name, name) for name in session.names]
    page = list_pages(Words(stage.word("staff_title"), stage.word("staff_who")), rows, stage.measures, stage.area, stage.typesetter)[0]
    return {"page": shown_page(stage, replace(page, kind="review"))}


def _passphrase(stage: Stage, session: Session, sheet: Sheet) -> dict[str, Any]:
    wait = session.wait(sheet.who)
    below = _waits(stage, session, wait) if wait else stage.word(sheet.wrong) if sheet.wrong else ""
    words = Words(f"{stage.word('staff_title')} \u00b7 {sheet.who}", stage.word("staff_passphrase"), below, bool(below))
    page = ask_page(words, rows_for("passphrase", stage.language, sheet.keys), stage.measures, stage.area, stage.typesetter)
    return {"page": plain(page)}


def _waits(stage: Stage, session: Session, wait: int) -> str:
    """For how long, and what ends it sooner."""
    told = stage.word("staff_wait_long", minutes=ceil(wait / 60)) if wait > _SECONDS_TOLD else stage.word("staff_wait", seconds=wait)
    return f"{told} {stage.word('staff_wait_other')}" if len(session.names) > 1 else told


def _list(stage: Stage, session: Session, sheet: Sheet, page: int, told: Told) -> dict[str, Any]:
    """Some on a page, without a name: only a touch opens one. What concerns the house stands under the newest."""
    entries = session.entries()
    wrong = stage.word(sheet.wrong) if sheet.wrong else _alarm(stage, session)
    below = wrong or (_told_about(stage, session) if entries else stage.word("staff_none"))
    waiting = sum(entry.status in (Status.NEW, Status.NOT_REACHED) for entry in entries)
    words = Words(stage.word("staff_title"), stage.word("staff_list", waiting=waiting), below, bool(wrong))

    def pages(shown: Sequence[Entry], rows: Sequence[RowText] = ()) -> list[Page]:
        return list_pages(words, [*(_row(stage, entry) for entry in shown), *rows], stage.measures, stage.area, stage.typesetter)

    house = _house(stage, told)
    newest = next((count for count in range(_ON_A_PAGE, 1, -1) if len(pages(entries[:count], house)) == 1), 1)
    number = min(page, max(0, ceil((len(entries) - newest) / _ON_A_PAGE)))
    ends = newest + number * _ON_A_PAGE
    made = pages(entries[ends - _ON_A_PAGE : ends])[0] if number else pages(entries[:newest], house)[0]
    return {
        "page": shown_page(stage, replace(made, kind="review", number=0, pages=1)) | {"wrong": bool(wrong)},
        "before": address(Staff(LIST, number - 1)) if number else "",
        "after": address(Staff(LIST, number + 1)) if ends < len(entries) else "",
    }


def _house(stage: Stage, told: Told) -> list[RowText]:
    """The content, this machine, and the way out of the kiosk."""
    content = RowText(address(Staff(CONTENT)), _about_content(stage, told.problems))
    others = [(address(Staff(SETUP)), "setup"), (CLEAN, "clean"), (LEAVE, "staff_leave")]
    return [content, _machine_row(stage, told), *(RowText(about, stage.word(name)) for about, name in others)]


def _alarm(stage: Stage, session: Session) -> str:
    """What must not wait: somebody else may read the requests, or act in another's name. Empty where all is well."""
    if session.news:
        return stage.word("staff_name")
    if strange := session.strange:
        return stage.word("staff_strange", keys=", ".join(strange))
    if session.other_keys:
        return stage.word("staff_keys" if stage.library.has_words("staff_keys") else "staff_name")
    return stage.word("staff_try_out") if session.try_out else ""


def _proof(stage: Stage, session: Session) -> dict[str, Any]:
    """How far the journal has come, to be photographed: kept off this machine it shows later whether an earlier state was put back."""
    mark, words = str(session.drawer.anchor() or ""), stage.word("staff_proof_photo")
    heading = headed(stage.word("staff_title"), stage.word("staff_proof"), stage.measures, stage.area, stage.typesetter)
    room = with_code(stage, replace(heading, kind="basket"), words)
    rows = [RowText("", mark, stage.word("staff_proof_help")), RowText("", stage.word("staff_limit"), stage.word("staff_limit_help"))]
    page = row_pages(room, rows, stage.measures, stage.typesetter, most_columns=1)[0]
    caption = code_caption(stage, words)
    shown = shown_page(stage, replace(page, caption=caption, says=plain(caption)["plain"], code=mark))
    return {"page": shown, "before": address(Staff(SETUP))}


def _told_about(stage: Stage, session: Session) -> str:
    """What has waited too long, and what will be deleted soon."""
    today = session.today()
    red, soon = session.drawer.red(today), len(session.drawer.due(today, ahead=7))
    counts = (("staff_red", red), ("staff_soon", soon))
    return " ".join(stage.word(name, requests=count) for name, count in counts if count)


def _row(stage: Stage, entry: Entry) -> RowText:
    note = stage.word("staff_came", date=stage.day_of_month(entry.day))
    if entry.by not in ("", NOBODY):
        note += f" \u00b7 {stage.word('staff_by', who=entry.by)}"
    return RowText(address(Staff(entry.id)), stage.word(_NAMES[entry.status]), note)


def _one(stage: Stage, session: Session, name: str) -> dict[str, Any]:
    """Everything that one sign-up says, and how far staff have come with it."""
    entry = next((each for each in session.entries() if each.id == name), None)
    record = session.open(name) if entry else None
    if entry is None or record is None:
        return _told(stage, stage.word("staff_title"), stage.word("staff_sealed"))
    rows = [RowText(status.value, stage.word(word), chosen=status is entry.status) for status, word in _NAMES.items()]
    words = Words(stage.word("staff_came", date=stage.day_of_month(entry.day)), record.value("name"), _said(stage, record))
    page = choice_pages(words, rows, stage.measures, stage.area, stage.typesetter)[0]
    return {"page": shown_page(stage, replace(page, opens="one")), "before": address(Staff(LIST))}


def _said(stage: Stage, record: Record) -> str:
    reach = [answer.says for answer in record.answers if answer.kind in ("phone", "email")]
    others = [_chosen(stage, answer) for answer in record.answers if answer.kind in ("one", "some")]
    agreed = stage.word("staff_agreed", ways=", ".join(_agreed(stage, consent) for consent in record.consents))
    return "\u00a0\u00b7 ".join((*(f"**{each}**" for each in reach), *others, agreed))


def _chosen(stage: Stage, answer: Answer) -> str:
    """What was chosen, in the language of whoever reads it; in the visitor's where the form no longer has it."""
    options, names = _options(stage, answer.question), answer.value.split(",")
    return ", ".join(options[name] for name in names) if options.keys() >= set(names) else answer.says


def _agreed(stage: Stage, consent: Consent) -> str:
    """What a visitor agreed to: the words of it that stand in bold, else all of them."""
    asked = next((question.id for question in _questions(stage) if question.kind is Kind.CONSENT), "")
    marked = read_marks(_options(stage, asked).get(consent.option, consent.option))
    bold = [marked.plain[span.start : span.end] for span in marked.spans if span.bold]
    return " ".join(bold) or marked.plain


def _options(stage: Stage, question: str) -> dict[str, str]:
    return {option.id: stage.says(option.says) for each in _questions(stage) if each.id == question for option in each.options}


def _questions(stage: Stage) -> tuple[Asked, ...]:
    return stage.library.form.questions if stage.library.form else ()


def _content(stage: Stage, problems: Sequence[Problem]) -> dict[str, Any]:
    """Where the errors are. What is wrong is told in English alone, as at a terminal: to others only the place means something."""
    heading = _about_content(stage, problems)
    rows = [RowText("", _where(stage, each), each.wrong if stage.language == TOLD_IN else "") for each in problems[:_ON_A_PAGE]]
    words = Words(stage.word("staff_title"), heading, stage.word("staff_check") if problems else "")
    page = list_pages(words, rows, stage.measures, stage.area, stage.typesetter)[0]
    return {"page": shown_page(stage, replace(page, kind="review")), "before": address(Staff(LIST))}


def _about_content(stage: Stage, problems: Sequence[Problem]) -> str:
    return stage.word("staff_content", problems=len(problems)) if problems else stage.word("staff_content_well")


def _where(stage: Stage, problem: Problem) -> str:
    return stage.word("staff_problem", file=problem.file, line=problem.line) if problem.line else problem.file


def _machine_row(stage: Stage, told: Told) -> RowText:
    """How this machine is, in words; where something is not well, a touch tells what."""
    return RowText(address(Staff(MACHINE)) if told.unwell else "", _about_machine(stage, told))


def _about_machine(stage: Stage, told: Told) -> str:
    if told.machine is None:
        return stage.word("machine_looking")
    if not told.machine:
        return stage.word("machine_unknown")
    return stage.word(f"machine_{worst(told.machine)}", parts=len({each.part for each in told.unwell}))


def _machine(stage: Stage, told: Told, page: int) -> dict[str, Any]:
    """The parts that are not well. What is wrong is told in English alone, as at a terminal."""
    rows = [_part_row(stage, each) for each in told.unwell]
    words = Words(stage.word("staff_title"), _about_machine(stage, told), stage.word("staff_doctor") if rows else "")
    pages = list_pages(words, rows, stage.measures, stage.area, stage.typesetter)
    at = min(page, len(pages) - 1)
    return {
        "page": shown_page(stage, replace(pages[at], kind="review")),
        "before": address(Staff(MACHINE, at - 1) if at else Staff(LIST)),
        "after": address(Staff(MACHINE, at + 1)) if at + 1 < len(pages) else "",
    }


def _part_row(stage: Stage, diagnosis: Diagnosis) -> RowText:
    part, level = stage.word(f"part_{diagnosis.part}"), stage.word(f"level_{diagnosis.level}")
    note = f"{diagnosis.says} {diagnosis.do}" if stage.language == TOLD_IN else ""
    return RowText("", stage.word("staff_part", part=part, level=level), note.replace("`", ""))


def _told(stage: Stage, heading: str, text: str, rows: Sequence[RowText] = ()) -> dict[str, Any]:
    words = Words(stage.word("staff_title"), heading, text)
    pages: list[Page] = list_pages(words, list(rows), stage.measures, stage.area, stage.typesetter)
    return {"page": shown_page(stage, replace(pages[0], kind="review"))}
