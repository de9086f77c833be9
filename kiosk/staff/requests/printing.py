"""One request on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path

from kiosk.staff import output_places
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import as_signed, telling_of, the_one
from kiosk.staff.requests.sign_in import holder
from kiosk.staff.requests.words import unseen, whole
from kiosk.staff.requests.writing_out import or_told, write_out
from kiosk.staff.with_qt import needs_qt


def print_one(desk: AtTheDesk, beginning: str, file: Path, today: date, *, replace: bool) -> str:
    """Writes one request as a PDF, closed to others, to be printed. Never over another file silently. Raises ExpectedError."""
    if file.suffix.casefold() != ".pdf":
        raise ExpectedError(f"A request is printed as a PDF: name the file {file.with_suffix('.pdf')}, for example.")
    needs_qt(screen=False)
    with or_told(file, "Nothing was printed."):
        output_places.for_a_file(file, data=desk.data, replace=replace)
        named = the_one(desk, beginning)
        privates, signer = holder(desk)
        entry, shown = as_signed(desk, named, privates)
        if shown.record is None:
            raise ExpectedError(f"The request {entry.id[:8]} cannot be printed {unseen(shown)}. Nothing was written.")
        printed = f"Printed on {today}{f' by {desk.who}' if desk.who else ''}."
        paper = _paper(entry.id[:8], [*whole(entry, shown, telling_of(desk, privates, today)), printed])
        write_out(desk, file, paper, 1, signer, replace=replace)
    then = "Print it, delete the file, and shred the paper when you are done: whoever has either can read it."
    return f"The request {entry.id[:8]} is in {file}. {then}"


def _paper(number: str, told: Sequence[str]) -> bytes:
    from kiosk.staff.content.handout import sheet

    head, *lines = told
    parts = [f"<h3>{escape(head)}</h3>", *(f"<p>{escape(line)}</p>" for line in lines if line)]
    return sheet(f"Request {number}", parts, f"{number} \u00b7 Shred this paper when you are done")
