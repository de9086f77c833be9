"""All requests in a file, for a spreadsheet or for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kiosk.signup.drawer import leftovers
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.journal.what_came import BEHIND
from kiosk.signup.requests.export import as_csv, as_json
from kiosk.staff import output_places
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.looking import looked_into, saying_of, shown_ones
from kiosk.staff.requests.sign_in import holder
from kiosk.staff.requests.words import DOUBTED_ONES, FIND_OUT
from kiosk.staff.requests.writing_out import or_told, write_out

_NO_FORM = "What visitors chose is in it in their own languages, since the form in {content} cannot be read."


def export(desk: AtTheDesk, file: Path, *, replace: bool) -> str:
    """Writes them into a file, as CSV or, if its name ends so, as JSON. Never over another file silently.

    Raises ExpectedError, also where some are not in the file, which it then says.
    """
    with or_told(file, "Nothing was exported."):
        output_places.for_a_file(file, data=desk.data, replace=replace)
        _refuse_another_ending(file)
        leftovers.clear_temporary(file)
        privates, signer = holder(desk)
        found = shown_ones(desk, desk.drawer.entries(privates), privates)
        opened = [(entry, shown.record) for entry, shown in found if shown.record]
        saying, notes = saying_of(desk), desk.drawer.notes(privates)
        text = as_json(opened, saying, notes) if file.suffix.casefold() == ".json" else as_csv(opened, saying, notes)
        write_out(desk, file, text, len(opened), signer, replace=replace)
    told = f"{counted(len(opened), 'request')} in {file}. It can be read by whoever has the file: delete it when you are done."
    if not found:
        told += f" {looked_into(desk)}"
    if opened and saying.form is None:
        told += f" {_NO_FORM.format(content=desk.content)}"
    if doubted := [entry.id[:8] for entry, _ in found if entry.doubted]:
        told += f" {DOUBTED_ONES.format(names=', '.join(doubted))}"
    if left_out := _left_out(found):
        raise ExpectedError(told + left_out)
    return told


def _refuse_another_ending(file: Path) -> None:
    """Raises ExpectedError where nobody can tell what the file is to be by its name."""
    if file.suffix.casefold() not in (".csv", ".json"):
        other = file.with_suffix(".csv")
        raise ExpectedError(f"A list for a spreadsheet is written as .csv, one for programs as .json: name the file {other}, for example.")


def _left_out(found: Sequence[tuple[Entry, Shown]]) -> str:
    """What is not in the file and why, in sentences that begin with a blank; empty where all of it is."""
    shut = [entry.id[:8] for entry, shown in found if shown.record is None and not shown.changed]
    changed = [entry.id[:8] for entry, shown in found if shown.changed]
    told = f" NOT in it, since your key does not open them or they are damaged: {', '.join(shut)}." if shut else ""
    return told + (f" NOT in it, since somebody changed them {BEHIND}: {', '.join(changed)}. {FIND_OUT}" if changed else "")
