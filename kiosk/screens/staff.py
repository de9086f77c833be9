"""The pages for staff at the kiosk: who signs in, the sign-ups, one of them, what is wrong with the content and with this machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from math import ceil
from operator import itemgetter

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.form import FormQuestion, Kind
from kiosk.health import Diagnosis, Level, worst
from kiosk.layout.form_question import Choices, QuestionText, Review, ask_page, list_pages, option_pages
from kiosk.layout.keys import rows_for
from kiosk.layout.lists import RowText, headed, row_pages
from kiosk.layout.markup import read_marks
from kiosk.layout.measures import Measures
from kiosk.layout.page import Box, Page, framed
from kiosk.problems import Problem
from kiosk.screens.announcing import URGENT
from kiosk.screens.basket import Coded, code_caption, with_code
from kiosk.screens.context import Stage
from kiosk.screens.pages import NOWHERE, StepShown, shown_page
from kiosk.screens.setup import PROOF, SETUP, TOLD_IN
from kiosk.screens.unnoted import known, unnoted
from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.entries import Entry
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.fingerprints import is_name_of_words
from kiosk.signup.journal.notes import Note, caller
from kiosk.signup.journal.status import Status
from kiosk.signup.record import Answer, Consent, Record
from kiosk.signup.requests.worklist import BEST_TIME, LANGUAGE, answered, at_home, brief, in_turn, is_of_this_week
from kiosk.signup.session import NOBODY, Session
from kiosk.visit.actions import Cleaned, DeletedRequest, LeftKiosk, Marked, Named, WillCall, WillNotCall, action, go
from kiosk.visit.states import Staff

WHO, PASSPHRASE, LIST, WAITING = "who", "passphrase", "list", "waiting"
CONTENT, MACHINE = "content", "machine"
"""Screens for staff; a screen of any other name is the sign-up of this id. WAITING is the list of those alone who are still to be reached."""
NOTE = "note-"
"""Before the id of a sign-up: the screen on which a note on it is typed."""
DELETE = "delete-"
"""Before the id of a sign-up: the screen that asks whether it is to go for good."""
_ON_A_PAGE = 6
_SECONDS_TOLD = 120
"""A longer wait is told in minutes."""
_NAMES = {Status.NEW: "staff_new", Status.CALLED: "staff_called", Status.NOT_REACHED: "staff_not_reached", Status.DONE: "staff_done"}


_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_FOR_A_TERMINAL = re.compile(r"`|--\w|\bmain\.py\b|\bsudo\b|\w/\w+/|\w\.(?:yaml|sqlite|json)\b|(?:^|\s)/\w")
"""A command, an option, a path or a file of the system."""


Wording = Callable[[str], str]
"""The words of a consent by their fingerprint; empty where nobody knows them."""


class StaffInput(Struct, frozen=True):
    """What of the staff's pages is not in the drawer: who wants to sign in, which letters show, what went wrong by the name of its sentence."""

    who: str = ""
    keys: str = "plain"
    wrong: str = ""


class HouseNews(Struct, frozen=True):
    """What staff are told beside the requests: the errors in the content, and how this machine is.

    `machine` is None until its self-test has answered, and empty where that did not work. `urgent` says how the urgent notice stands; empty where
    nobody can set one here.
    """

    problems: Sequence[Problem] = ()
    machine: Sequence[Diagnosis] | None = None
    urgent: str = ""

    @property
    def unwell(self) -> list[Diagnosis]:
        """What is not green, the gravest first."""
        return [each for level in (Level.RED, Level.AMBER) for each in self.machine or () if each.level is level]


def staffing(stage: Stage, session: Session, sheet: StaffInput, told: HouseNews) -> StepShown:
    """What StaffPane.qml draws of them, and what leads to the pages before and after it; nothing elsewhere."""
    place = stage.visit.place
    if not isinstance(place, Staff):
        return NOWHERE
    stage = replace(stage, measures=Measures(stage.measures.screen))
    try:
        return _screen(stage, session, sheet, place, told)
    except KeepError as error:
        return _told(stage, stage.word("staff_title"), f"{stage.word('staff_locked')} {stage.word(known(stage, unnoted(error.why)))}")


def _screen(stage: Stage, session: Session, sheet: StaffInput, place: Staff, told: HouseNews) -> StepShown:
    if place.screen == MACHINE and (session.away or session.signed_in):
        return _machine(stage, told, place.page)
    if session.away:
        entries = session.entries()
        heading = stage.word("staff_list", waiting=sum(each.waits for each in entries))
        return _told(stage, heading, stage.word("staff_away"), [_machine_row(stage, told)])
    if place.screen == PASSPHRASE and not session.signed_in:
        return _passphrase(stage, session, sheet)
    if not session.signed_in:
        return _who(stage, session, sheet)
    if place.screen == CONTENT:
        return _content(stage, told.problems)
    if place.screen == PROOF:
        return _proof(stage, session)
    if place.screen in (WHO, PASSPHRASE, LIST, WAITING):
        return _list(stage, session, sheet, place, told)
    if place.screen.startswith(NOTE):
        return _note(stage, sheet, place.screen.removeprefix(NOTE))
    if place.screen.startswith(DELETE):
        return _deleting(stage, session, place.screen.removeprefix(DELETE))
    return _one(stage, session, place.screen, place.page)


def _note(stage: Stage, sheet: StaffInput, name: str) -> StepShown:
    """A note on a sign-up is typed; nothing of the sign-up stands beside it."""
    words = QuestionText(stage.word("staff_title"), _later(stage, "staff_note"), _later(stage, "staff_note_help"))
    page = ask_page(words, rows_for("passphrase", stage.language, sheet.keys), stage.measures, stage.area, stage.typesetter)
    return StepShown(page, before=go(Staff(name, 1)))


def _deleting(stage: Stage, session: Session, name: str) -> StepShown:
    """Whose sign-up would go, and the second touch that deletes it: nowhere where the first one was, which may be a double one."""
    entry = next((each for each in session.entries() if each.id == name), None)
    record = session.open(name) if entry else None
    if entry is None or record is None:
        return _told(stage, stage.word("staff_title"), stage.word("staff_sealed"))
    leads, asks = go(Staff(f"{DELETE}{name}")), action(DeletedRequest())
    touched = _boxes(_about(stage, session, entry, record), leads)
    about = replace(_row(stage, session, entry, record, caller(session.notes(name))), action="")
    no, yes = RowText(go(Staff(name)), _later(stage, "staff_delete_no")), RowText(asks, _later(stage, "staff_delete_yes"))
    ways = [no, yes], [about, no, yes], [no, about, yes], [yes, no]
    shown = [_told(stage, record.value("name"), _later(stage, "staff_delete_sure"), rows) for rows in ways]
    apart = (each for each in shown if _is_apart(each, asks, touched))
    return replace(next(apart, shown[0]), before=go(Staff(name, 1)))


def _boxes(pages: Sequence[Page], asked: str) -> list[Box]:
    """Where on these pages the rows stand that ask for this."""
    return [row.box for page in pages if isinstance(page.body, Choices | Review) for row in page.body.rows if row.action == asked]


def _is_apart(shown: StepShown, asked: str, others: Sequence[Box]) -> bool:
    """Whether the row that asks for this is shown, and stands where none of these was."""
    boxes = _boxes([shown.page], asked) if shown.page else []
    return bool(boxes) and not any(box.meets(other) for box in boxes for other in others)


def _who(stage: Stage, session: Session, sheet: StaffInput) -> StepShown:
    if sheet.wrong and not session.names:  # nobody has a passphrase yet, and even so nobody is let in
        return _told(stage, stage.word("staff_title"), stage.word(known(stage, sheet.wrong)))
    rows = [RowText(action(Named(name)), name) for name in session.names]
    page = list_pages(QuestionText(stage.word("staff_title"), stage.word("staff_who")), rows, stage.measures, stage.area, stage.typesetter)[0]
    return StepShown(shown_page(stage, page))


def _passphrase(stage: Stage, session: Session, sheet: StaffInput) -> StepShown:
    wait = session.wait(sheet.who)
    below = _waits(stage, session, wait) if wait else stage.word(known(stage, sheet.wrong)) if sheet.wrong else ""
    words = QuestionText(f"{stage.word('staff_title')} \u00b7 {sheet.who}", stage.word("staff_passphrase"), below, bool(below))
    page = ask_page(words, rows_for("passphrase", stage.language, sheet.keys), stage.measures, stage.area, stage.typesetter)
    return StepShown(page)


def _waits(stage: Stage, session: Session, wait: int) -> str:
    """For how long, and what ends it sooner."""
    told = stage.word("staff_wait_long", minutes=ceil(wait / 60)) if wait > _SECONDS_TOLD else stage.word("staff_wait", seconds=wait)
    return f"{told} {stage.word('staff_wait_other')}" if len(session.names) > 1 else told


def _list(stage: Stage, session: Session, sheet: StaffInput, place: Staff, told: HouseNews) -> StepShown:
    """As many as stand on a page, in the order in which they are to be called. What concerns the house stands under the first of them.

    The number of a page is that of its first row.
    """
    every = in_turn(session.entries())
    screen, entries = (WAITING, [entry for entry in every if entry.waits]) if place.screen == WAITING else (LIST, every)
    wrong = stage.word(known(stage, sheet.wrong)) if sheet.wrong else _alarm(stage, session)
    below = wrong or (_told_about(stage, session) if every else stage.word("staff_none"))
    waiting = sum(entry.waits for entry in every)
    words = QuestionText(stage.word("staff_title"), stage.word("staff_list", waiting=waiting), below, bool(wrong))

    def pages(rows: Sequence[RowText]) -> list[Page]:
        return list_pages(words, list(rows), stage.measures, stage.area, stage.typesetter)

    def rows_of(shown: Sequence[Entry]) -> list[RowText]:
        held, callers = session.glance([entry.id for entry in shown]), session.callers()
        return [_row(stage, session, entry, record, callers.get(entry.id, "")) for entry, record in zip(shown, held, strict=True)]

    first = place.page if place.page < len(entries) else 0
    rows, house = rows_of(entries[first : first + _ON_A_PAGE]), [] if first else [*_others(stage, screen, len(every), waiting), *_house(stage, told)]
    count = _fitting(rows, lambda some: len(pages([*some, *house])) == 1)
    earlier = _fitting(rows_of(entries[max(0, first - _ON_A_PAGE) : first])[::-1], lambda some: len(pages(some)) == 1)
    made = pages([*rows[:count], *house])[0]
    return StepShown(
        shown_page(stage, framed(made, number=0, pages=1)),
        before=go(Staff(screen, first - earlier)) if first else "",
        after=go(Staff(screen, first + count)) if first + count < len(entries) else "",
    )


def _others(stage: Stage, screen: str, every: int, waiting: int) -> list[RowText]:
    """The way from all requests to those that wait, and back; none where these are the same."""
    other, says = (WAITING, _later(stage, "staff_only_waiting")) if screen == LIST else (LIST, _later(stage, "staff_all", requests=every))
    return [RowText(go(Staff(other)), says)] if says and (screen == WAITING or 0 < waiting < every) else []


def _fitting(rows: Sequence[RowText], fit: Callable[[Sequence[RowText]], bool]) -> int:
    """How many of these rows, from the first on, stand on one page; one at least."""
    return next((count for count in range(len(rows), 1, -1) if fit(rows[:count])), 1)


def _house(stage: Stage, told: HouseNews) -> list[RowText]:
    """The urgent notice, the content, this machine, and the way out of the kiosk."""
    content = RowText(go(Staff(CONTENT)), _about_content(stage, told.problems))
    others = [(go(Staff(SETUP)), "setup"), (action(Cleaned()), "clean"), (action(LeftKiosk()), "staff_leave")]
    urgent = [RowText(go(Staff(URGENT)), stage.word("urgent_staff"), told.urgent)] if told.urgent else []
    return [*urgent, content, _machine_row(stage, told), *(RowText(asks, stage.word(name)) for asks, name in others)]


def _alarm(stage: Stage, session: Session) -> str:
    """What must not wait: somebody else may read the requests, or act in another's name. Empty where all is well."""
    if session.news:
        return stage.word("staff_name")
    if strange := session.strange:
        return stage.word("staff_strange", keys=", ".join(strange))
    if session.given_up:
        return stage.word(known(stage, "staff_given_up"))
    if session.other_keys:
        return stage.word("staff_keys" if stage.library.has_words("staff_keys") else "staff_name")
    return stage.word("staff_try_out") if session.try_out else ""


def _proof(stage: Stage, session: Session) -> StepShown:
    """How far the journal has come, to be photographed: kept off this machine it shows later whether an earlier state was put back."""
    mark, words = str(session.drawer.anchor() or ""), stage.word("staff_proof_photo")
    blank = headed(stage.word("staff_title"), stage.word("staff_proof"), stage.measures, stage.area, stage.typesetter)
    room, code = with_code(stage, blank, words)
    rows = [RowText("", mark, stage.word("staff_proof_help")), RowText("", stage.word("staff_limit"), stage.word("staff_limit_help"))]
    frame, here = row_pages(room, rows, stage.measures, stage.typesetter, most_columns=1)[0]
    caption = code_caption(stage, words)
    page = Page(replace(frame, says=caption.plain), Coded(here, mark, code, caption))
    return StepShown(shown_page(stage, page), before=go(Staff(SETUP)))


def _told_about(stage: Stage, session: Session) -> str:
    """What has waited too long, and what will be deleted soon."""
    today = session.today()
    red, soon = expiry.red(session.drawer, today), len(expiry.due(session.drawer, today, ahead=7))
    counts = (("staff_red", red), ("staff_soon", soon))
    return " ".join(stage.word(name, requests=count) for name, count in counts if count)


def _row(stage: Stage, session: Session, entry: Entry, record: Record | None, caller: str) -> RowText:
    """Who it is, how far staff came, who will call, when it came, and what matters for a call."""
    today, changed = session.today(), _later(stage, "staff_changed_row") if session.is_changed(entry.id) else ""
    who = brief(record) if record else changed or stage.word("staff_sealed")
    wants = [_chosen(stage, answer) for name in (LANGUAGE, BEST_TIME) if record and (answer := answered(record, name))]
    calls = _later(stage, "staff_calls", who=caller) if caller else ""
    note = _joined(calls, _came(stage, entry.day, today), *wants, _tries(stage, entry.tries), _done(stage, entry.at, entry.by, today))
    return RowText(go(Staff(entry.id)), _joined(who, stage.word(_NAMES[entry.status])), note)


def _joined(*parts: str) -> str:
    """What there is of these, each but the last held to the dot behind it."""
    return "\u00a0\u00b7 ".join(filter(None, parts))


def _later(stage: Stage, name: str, **values: object) -> str:
    """Words that came after clinics had written theirs; nothing where they are missing."""
    return stage.word(name, **values) if stage.library.has_words(name) else ""


def _came(stage: Stage, day: date, today: date) -> str:
    """On which day it came, and how long ago that is."""
    days = (today - day).days
    ago = _later(stage, {0: "staff_today", 1: "staff_yesterday"}.get(days, "staff_days_ago"), days=days) if days >= 0 else ""
    return ", ".join(filter(None, (stage.word("staff_came", date=stage.day_of_month(day)), ago)))


def _tries(stage: Stage, tries: int) -> str:
    return _later(stage, "staff_try" if tries == 1 else "staff_tries", tries=tries) if tries else ""


def _done(stage: Stage, at: str, by: str, today: date) -> str:
    """When and by whom a mark was made: Tue 14:10 by Ana. Nothing where there is none."""
    then = at_home(at)
    if then is None:
        return ""
    weekday = _later(stage, f"weekday_{then.isoweekday()}") if is_of_this_week(then, today) else ""
    when = f"{weekday or stage.day_of_month(then.date())} {then:%H:%M}".replace(" ", "\u00a0")
    return when if by in ("", NOBODY) else f"{when} {stage.word('staff_by', who=by)}"


def _one(stage: Stage, session: Session, name: str, number: int) -> StepShown:
    """Everything that one sign-up says, and how far staff have come with it; on the pages behind that what was done with it."""
    entry = next((each for each in session.entries() if each.id == name), None)
    record = session.open(name) if entry else None
    if entry is None or record is None:
        changed = _later(stage, "staff_changed") if session.is_changed(name) else ""
        return _told(stage, stage.word("staff_title"), changed or stage.word("staff_sealed"))
    pages = _about(stage, session, entry, record)
    at = min(number, len(pages) - 1)
    return StepShown(
        shown_page(stage, pages[at]),
        before=go(Staff(name, at - 1) if at else Staff(LIST)),
        after=go(Staff(name, at + 1)) if at + 1 < len(pages) else "",
    )


def _about(stage: Stage, session: Session, entry: Entry, record: Record) -> list[Page]:
    """All pages on one sign-up."""
    words = QuestionText(_came(stage, entry.day, session.today()), record.value("name"))
    return [*_standing(stage, entry, record, words, session.drawer.wording), *_history(stage, session, entry, words)]


def _standing(stage: Stage, entry: Entry, record: Record, words: QuestionText, wording: Wording) -> list[Page]:
    """What it says, and how far staff have come with it: an answer a line, or where that needs more than a page two, or all."""
    rows = [RowText(action(Marked(status.value)), _status(stage, status, entry), chosen=status is entry.status) for status in _NAMES]
    said = [*_said(stage, record, wording), *filter(None, [_later(stage, "staff_doubted") if entry.doubted else ""])]
    for count in (1, 2, len(said)):
        lines = tuple(_joined(*said[at : at + count]) for at in range(0, len(said), count))
        pages = option_pages(replace(words, lines=lines), rows, stage.measures, stage.area, stage.typesetter, only=True)
        if len(pages) == 1:
            break
    return pages


def _status(stage: Stage, status: Status, entry: Entry) -> str:
    return _joined(stage.word(_NAMES[status]), _tries(stage, entry.tries) if status is Status.NOT_REACHED else "")


def _history(stage: Stage, session: Session, entry: Entry, words: QuestionText) -> list[Page]:
    """What staff did with it and wrote on it, the newest first, and the way to write more; no page where there is none of that.

    What leads on stands behind as many of those as fit on the first page with it.
    """
    marks = [(mark.at, stage.word(_NAMES[Status(mark.status)]), mark.who) for mark in entry.marks]
    notes = [(note.at, _wrote(stage, note), note.who) for note in session.notes(entry.id)]
    done = sorted(marks + notes, key=itemgetter(0))[::-1]
    add = _later(stage, "staff_note")
    onward = [RowText(go(Staff(f"{NOTE}{entry.id}")), add)] if add else []
    onward += _taking(stage, session.who, caller(session.notes(entry.id)))
    onward += [RowText(go(Staff(f"{DELETE}{entry.id}")), says)] if (says := _later(stage, "staff_delete")) else []
    rows = [RowText("", says, _done(stage, at, who, session.today())) for at, says, who in done]
    words = replace(words, below=_later(stage, "staff_history") if done else "")

    def pages(rows: Sequence[RowText]) -> list[Page]:
        return list_pages(words, list(rows), stage.measures, stage.area, stage.typesetter) if rows else []

    count = _fitting(rows, lambda some: len(pages([*some, *onward])) == 1)
    return [*pages([*rows[:count], *onward]), *pages(rows[count:])]


def _taking(stage: Stage, who: str, calls: str) -> list[RowText]:
    """To say that one will call, or that one will not after all; nothing where nobody knows who is signed in."""
    asks, says = (WillNotCall(), _later(stage, "staff_not_me")) if who == calls else (WillCall(), _later(stage, "staff_me"))
    return [RowText(action(asks), says)] if who and says else []


def _wrote(stage: Stage, note: Note) -> str:
    """What a note says, in the language of whoever reads it where it is about who will call."""
    if note.calls is None:
        return note.text
    return _later(stage, "staff_calls" if note.calls else "staff_calls_nobody", who=note.calls) or note.text


def _said(stage: Stage, record: Record, wording: Wording) -> Iterator[str]:
    """Each answer behind its name, in the language of whoever reads it. What somebody is reached by is in bold."""
    for answer in record.answers:
        if answer.kind in ("phone", "email"):
            yield f"{_label(stage, answer)}: **{answer.says}**"
        elif answer.kind != "name":  # which stands above
            yield f"{_label(stage, answer)}: {_chosen(stage, answer)}"
    yield stage.word("staff_agreed", ways=" ".join(_agreed(stage, consent, wording) for consent in record.consents))


def _label(stage: Stage, answer: Answer) -> str:
    """What the form calls it; the name of the question where the form no longer has it."""
    return next((stage.says(each.label) for each in _questions(stage) if each.id == answer.question), answer.question)


def _chosen(stage: Stage, answer: Answer) -> str:
    """What was chosen, in the language of whoever reads it; in the visitor's where the form no longer has it."""
    options, names = _options(stage, answer.question), answer.value.split(",")
    return ", ".join(options[name] for name in names) if options.keys() >= set(names) else answer.says


def _agreed(stage: Stage, consent: Consent, wording: Wording) -> str:
    """The whole sentence that a visitor agreed to, in the language of whoever reads it where the form still says it; else as it was kept.

    Where nobody knows that sentence any more, only the way that it was for: what stands in bold in the form of today.
    """
    options = (option for question in _questions(stage) if question.kind is Kind.CONSENT for option in question.options)
    says = next((option.says for option in options if option.id == consent.option), None)
    if says and any(is_name_of_words(consent.wording, words) for _, words in says.versions):
        return stage.says(says)
    return wording(consent.wording) or (_in_bold(stage.says(says)) if says else consent.option)


def _in_bold(text: str) -> str:
    marked = read_marks(text)
    return " ".join(marked.plain[span.start : span.end] for span in marked.spans if span.bold) or marked.plain


def _options(stage: Stage, question: str) -> dict[str, str]:
    return {option.id: stage.says(option.says) for each in _questions(stage) if each.id == question for option in each.options}


def _questions(stage: Stage) -> tuple[FormQuestion, ...]:
    return stage.library.form.questions if stage.library.form else ()


def _content(stage: Stage, problems: Sequence[Problem]) -> StepShown:
    """Where the errors are. What is wrong is told in English alone, as at a terminal: to others only the place means something."""
    heading = _about_content(stage, problems)
    rows = [RowText("", _where(stage, each), each.wrong if stage.language == TOLD_IN else "") for each in problems[:_ON_A_PAGE]]
    words = QuestionText(stage.word("staff_title"), heading, stage.word("staff_check") if problems else "")
    page = list_pages(words, rows, stage.measures, stage.area, stage.typesetter)[0]
    return StepShown(shown_page(stage, page), before=go(Staff(LIST)))


def _about_content(stage: Stage, problems: Sequence[Problem]) -> str:
    return stage.word("staff_content", problems=len(problems)) if problems else stage.word("staff_content_well")


def _where(stage: Stage, problem: Problem) -> str:
    return stage.word("staff_problem", file=problem.file, line=problem.line) if problem.line else problem.file


def _machine_row(stage: Stage, told: HouseNews) -> RowText:
    """How this machine is, in words; where something is not well, a touch tells what."""
    return RowText(go(Staff(MACHINE)) if told.unwell else "", _about_machine(stage, told))


def _about_machine(stage: Stage, told: HouseNews) -> str:
    if told.machine is None:
        return stage.word("machine_looking")
    if not told.machine:
        return stage.word("machine_unknown")
    return stage.word(f"machine_{worst(told.machine)}", parts=len({each.part for each in told.unwell}))


def _machine(stage: Stage, told: HouseNews, page: int) -> StepShown:
    """The parts that are not well. What is wrong is told in English alone, as at a terminal."""
    rows = [_part_row(stage, each) for each in told.unwell]
    words = QuestionText(stage.word("staff_title"), _about_machine(stage, told), stage.word("staff_doctor") if rows else "")
    pages = list_pages(words, rows, stage.measures, stage.area, stage.typesetter)
    at = min(page, len(pages) - 1)
    return StepShown(
        shown_page(stage, pages[at]),
        before=go(Staff(MACHINE, at - 1) if at else Staff(LIST)),
        after=go(Staff(MACHINE, at + 1)) if at + 1 < len(pages) else "",
    )


def _part_row(stage: Stage, diagnosis: Diagnosis) -> RowText:
    part, level = _later(stage, f"part_{diagnosis.part}") or diagnosis.part, stage.word(f"level_{diagnosis.level}")
    here = to_do_here(diagnosis.do)
    told = [diagnosis.says.replace("`", ""), here] if stage.language == TOLD_IN else []
    tell = _later(stage, "staff_doctor_tell") if here != diagnosis.do or not told else ""
    return RowText("", stage.word("staff_part", part=part, level=level), " ".join(filter(None, [*told, tell])))


def to_do_here(do: str) -> str:
    """Of what is to be done about a part of the machine what somebody can do who stands before it: all up to the first sentence with a command.

    Nobody can type a command on the glass, and what comes behind one mostly follows from it.
    """
    return " ".join(takewhile(lambda sentence: not _FOR_A_TERMINAL.search(sentence), _SENTENCES.split(do)))


def _told(stage: Stage, heading: str, text: str, rows: Sequence[RowText] = ()) -> StepShown:
    words = QuestionText(stage.word("staff_title"), heading, text)
    return StepShown(shown_page(stage, list_pages(words, list(rows), stage.measures, stage.area, stage.typesetter)[0]))
