"""Sign-ups as a table for a spreadsheet, and as JSON for other programs: one language in all of it. Nothing names a treatment (standards P21)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import json
from msgspec.structs import asdict

from kiosk.signup.drawer.entries import Entry
from kiosk.signup.journal.notes import Note, caller
from kiosk.signup.journal.status import Mark, Status
from kiosk.signup.record import Answer, Record
from kiosk.signup.requests.in_words import REACH, Saying
from kiosk.signup.requests.worklist import at_home

_BEFORE, _BEHIND = ("day", "status", *REACH), ("agreed", "asked in", "tries", "last try", "by", "will call", "notes", "id")
_DANGEROUS = "=+-@\t\r\n\0＝＋－＠"
"""A cell that begins so may be run as a formula (OWASP, CSV injection)."""

_ENDS = re.compile(r"([;|])")
"""What other spreadsheets divide cells by."""

Opened = tuple[Entry, Record]
Notes = Mapping[str, Sequence[Note]]
"""What staff wrote, by sign-ups."""


def as_csv(opened: Iterable[Opened], saying: Saying, notes: Notes) -> bytes:
    """RFC 4180 with a byte-order mark, so that spreadsheets read it as UTF-8; no cell can be taken for a formula."""
    rows = list(opened)
    heads = _heads([answer for _, record in rows for answer in record.answers if answer.kind not in REACH], saying)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in (*_BEFORE, *heads.values(), *_BEHIND)])
    writer.writerows([harmless(cell) for cell in _cells(entry, record, heads, saying, notes)] for entry, record in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _heads(answers: Iterable[Answer], saying: Saying) -> dict[str, str]:
    """The head of a column for each question, none of them twice."""
    heads: dict[str, str] = {}
    for answer in answers:
        label = saying.label(answer)
        taken = {*_BEFORE, *_BEHIND, *(head for question, head in heads.items() if question != answer.question)}
        heads[answer.question] = f"{label} ({answer.question})" if label in taken else label
    return heads


def _cells(entry: Entry, record: Record, heads: Mapping[str, str], saying: Saying, notes: Notes) -> list[str]:
    by_kind = {answer.kind: answer for answer in record.answers}
    by_name = {answer.question: saying.says(answer) for answer in record.answers}
    first = [_as_dialled(by_kind[kind]) if kind in by_kind else "" for kind in REACH]
    agreed, last = ", ".join(consent.option for consent in record.consents), _last_try(entry)
    tried = (str(entry.tries), _minute(last.at) if last else "", last.who if last else "")
    written = notes.get(entry.id, ())
    wrote = " / ".join(f"{_minute(note.at)} {note.who}: {note.text}" for note in written if note.calls is None)
    others = (by_name.get(question, "") for question in heads)
    return [record.day.isoformat(), entry.status.value, *first, *others, agreed, record.language, *tried, caller(written), wrote, entry.id]


def _last_try(entry: Entry) -> Mark | None:
    """When somebody last called."""
    return next((mark for mark in reversed(entry.marks) if mark.status in (Status.NOT_REACHED, Status.CALLED)), None)


def _minute(at: str) -> str:
    """The time of a mark by the clocks of this place: 2026-11-24 14:10."""
    then = at_home(at)
    return f"{then:%Y-%m-%d %H:%M}" if then else ""


def _as_dialled(answer: Answer) -> str:
    """A number from abroad begins with a bracket: a spreadsheet would take its plus for a sum, and drop it."""
    if answer.kind == "phone" and answer.says.startswith("+"):
        country, _, rest = answer.says.partition(" ")
        return f"({country}) {rest}"
    return answer.says


def harmless(cell: str) -> str:
    """The cell, behind an apostrophe if a spreadsheet could run it: also one that takes `;` or bars for the ends of cells."""
    parts = _ENDS.split(cell)
    return "".join(f"'{part}" if part.lstrip(' "').startswith(tuple(_DANGEROUS)) else part for part in parts)


def as_json(opened: Iterable[Opened], saying: Saying, notes: Notes) -> bytes:
    """A list with everything in it: phone numbers in E.164, options by their names too, and what was done with each in UTC."""
    told = [_told(entry, record, saying) | _written(notes.get(entry.id, ())) for entry, record in opened]
    return json.format(json.encode(told), indent=1) + b"\n"


def _written(written: Sequence[Note]) -> dict[str, object]:
    return {"will_call": caller(written), "notes": [asdict(note) for note in written]}


def _told(entry: Entry, record: Record, saying: Saying) -> dict[str, object]:
    answers = [asdict(answer) | {"label": saying.label(answer), "says": saying.says(answer)} for answer in record.answers]
    done = [{"status": mark.status, "at": mark.at, "by": mark.who} for mark in entry.marks]
    return asdict(record) | {"answers": answers, "id": entry.id, "status": entry.status, "tries": entry.tries, "done": done}
