"""`signups` and `key` at a terminal: read, export, delete; who may read. Passphrases are asked without echo, never on the command line."""

from __future__ import annotations

import codecs
import getpass
import os
import sys
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from html import escape
from itertools import takewhile
from operator import itemgetter
from pathlib import Path
from shlex import quote
from types import MappingProxyType
from unicodedata import normalize

from msgspec import Struct

from kiosk.files.private import ready
from kiosk.files.regular import open_regular, read_regular, why
from kiosk.signup.drawer import leftovers
from kiosk.signup.drawer.copies import forget, unrecovered
from kiosk.signup.drawer.drawer import NAME as DRAWER_FILE
from kiosk.signup.drawer.drawer import Drawer, Entry, KeepError, Shown, Why
from kiosk.signup.drawer.foreign import ForeignError, Found, found_in, read, signed_marks, signed_notes, told_of
from kiosk.signup.drawer.try_out import go_on
from kiosk.signup.journal.anchor import Anchor, read_anchor
from kiosk.signup.journal.anchors import remember, remembered
from kiosk.signup.journal.holders import fingerprint
from kiosk.signup.journal.journal import What
from kiosk.signup.journal.notes import LONGEST, Note, Written, about_caller, caller
from kiosk.signup.journal.status import LOST, Status
from kiosk.signup.journal.verify import BEHIND, has_fingerprint
from kiosk.signup.keys import keys, names
from kiosk.signup.keys.keys import KeyFileError, Opened, WrongPassphraseError
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.waiting import end_waiting
from kiosk.signup.record import Record, TooLongError
from kiosk.signup.requests.export import as_csv, as_json
from kiosk.signup.requests.in_words import Saying, is_about
from kiosk.signup.requests.worklist import at_home, in_turn, is_of_this_week
from kiosk.staff import output_places
from kiosk.staff.care.backup import anchor_in
from kiosk.staff.confirmation import NOTHING, agree, can_ask
from kiosk.staff.console import counted
from kiosk.staff.drawers import drawer_in, keys_of
from kiosk.staff.errors import MAKE_ROOM, TAKEN_OVER, ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.with_qt import needs_qt
from kiosk.terminal import as_it_is, on_one_line

GIVEN_UP = (
    "New requests are sealed for another key than your passphrase opens, so what you do here would count nowhere, and nothing was done. Ask a"
    " colleague who reads new requests (`python3 main.py key list` shows who) to let you in: `python3 main.py key add YOU --name COLLEAGUE`. If"
    " somebody did that while you were signed in, sign in again. If none of you changed the keys, run"
    " `python3 main.py signups verify --name YOU`, and find out who can reach this machine."
)
_LONGEST_LINE = 4096
"""Bytes; nobody has a longer passphrase, but /dev/zero has no end."""
_MOST_NAMED = 6
"""Requests that are named in one sentence."""
_LONGEST_CALLER = 60
_OPENED = "--passphrase-fd 3 3<FILE"
GONE = (
    "The keys of this machine are gone, but its requests are here. Bring the keys back: `python3 main.py key bring-back FILE`, or put back your copy"
    " of the folder `keys`."
)
DESTROYED = (
    "The key of this machine had no passphrase, and is gone: nothing that was sealed for it can be read any more, and no new request is kept."
    " `python3 main.py key rotate --begin-anew --name YOU` makes a new one."
)
UNFINISHED = (
    "A key without a passphrase still lies here, so that whoever copies this machine can read what is sealed for it. Run"
    " `python3 main.py key protect --name YOU` with the name and passphrase that you have: it closes that for your key, and takes the other away."
)
TRY_OUT = "The key here has no passphrase: whoever copies this machine can read every request. Run `python3 main.py key protect --name YOU`."


class Desk:
    """What staff do with the drawer at a terminal. `who` is the name their passphrase belongs to; `secrets` a file descriptor to read it from.

    What visitors chose is told in the first language of the clinic, if the form in `content` can be read.
    """

    def __init__(
        self, data: Path, who: str, content: Path, *, drawer: Path | None = None, key_file: Path | None = None, secrets: int | None = None
    ) -> None:
        self._content = content
        self._data, self._keys, self._who, self._secrets, self._key_file = data, keys_of(data, drawer), names.kept(who), secrets, key_file
        self._drawer, self._is_copy = drawer_in(data, drawer), drawer is not None

    def waiting(self, today: date) -> str:
        """The counts alone: for scripts, and for those who have no passphrase."""
        if not self._is_copy and not self._drawer.folder.exists() and keys.recipients(self._keys):
            return _NOT_BEGUN
        entries = self._drawer.entries()
        stand = Counter(entry.status for entry in entries)
        soon = len(self._drawer.due(today, ahead=7))
        counts = f"{counted(len(entries), 'request')}, {stand[Status.NEW]} new, {stand[Status.NOT_REACHED]} not reached"
        return f"{counts}, {self._drawer.red(today)} waiting for more than two weeks, {soon} will be deleted within a week"

    def listed(self, sought: str, today: date, caller: str = "") -> list[str]:
        """Every request, in the order in which they are to be called; or those alone in which something is sought, and that this person will call."""
        privates = self._signed_in()
        try:
            opened = self._opened(privates)
        except KeepError as error:
            if error.why is not Why.BROKEN:
                raise
            return self._rescued(privates, today)
        telling = self._telling(privates, today)
        meant = {entry: each for entry, each in opened if not sought or _is_sought(each.record, sought)}
        shown = {entry: each for entry, each in meant.items() if not caller or names.same(telling.caller(entry), caller)}
        lines = [_line(entry, shown[entry], telling) for entry in in_turn(shown)]
        count = f"{len(lines)} of {counted(len(opened), 'request')}" if sought or caller else counted(len(lines), "request")
        return [*as_it_is("\n".join(lines)), count] if lines else [count]

    def show(self, beginning: str, today: date) -> list[str]:
        """All that one request says, and what was done with it, the oldest first."""
        named = self._one(beginning)
        privates, signer = self._holder()
        entry = next((each for each in self._drawer.entries(privates) if each.id == named.id), named)
        self._drawer.audit(What.OPENED, self._who, entry.id, signer)
        ((_, shown),) = self._shown([entry], privates)
        return as_it_is("\n".join(_whole(entry, shown, self._telling(privates, today))))

    def paper(self, beginning: str, file: Path, today: date, *, replace: bool) -> str:
        """Writes one request as a PDF, closed to others, to be printed. Never over another file silently. Raises ExpectedError."""
        if file.suffix.casefold() != ".pdf":
            raise ExpectedError(f"A request is printed as a PDF: name the file {file.with_suffix('.pdf')}, for example.")
        needs_qt(screen=False)
        from kiosk.staff.content.handout import sheet

        try:
            output_places.for_a_file(file, data=self._data, replace=replace)
            named = self._one(beginning)
            privates, signer = self._holder()
            ((entry, shown),) = self._shown([each for each in self._drawer.entries(privates) if each.id == named.id] or [named], privates)
            if shown.record is None:
                raise ExpectedError(f"The request {entry.id[:8]} cannot be printed {_unseen(shown)}. Nothing was written.")
            head, *lines = _whole(entry, shown, self._telling(privates, today))
            lines.append(f"Printed on {today}{f' by {self._who}' if self._who else ''}.")
            parts = [f"<h3>{escape(head)}</h3>", *(f"<p>{escape(line)}</p>" for line in lines if line)]
            made = sheet(f"Request {entry.id[:8]}", parts, f"{entry.id[:8]} \u00b7 Shred this paper when you are done")
            with ready(file, bytes(len(made)), replace=replace) as room:  # until the journal has it nothing of the request is in a file
                self._drawer.audit(What.EXPORTED, self._who, f"1 exported to {_noted(file)}", signer)
                room.seek(0)
                room.write(made)
        except FileExistsError as error:
            raise ExpectedError(f"{file} was written by another command meanwhile. Name another file, or add --replace.") from error
        except OSError as error:
            raise ExpectedError(f"{file} cannot be written: {why(error)}. Nothing was printed.") from error
        then = "Print it, delete the file, and shred the paper when you are done: whoever has either can read it."
        return f"The request {entry.id[:8]} is in {file}. {then}"

    def note(self, beginning: str, text: str) -> str:
        """Adds a note of staff to a request, sealed like it. Raises ExpectedError where it is empty or too long."""
        text = normalize("NFC", " ".join(text.encode(errors="replace").decode().split()))
        if not text:
            raise ExpectedError(f"There is nothing in the note. Write it in quotes: {_NOTE_SO}.")
        entry = self._write(self._one(beginning), text)
        return f"The note is on the request {entry.id[:8]} of {entry.day}. Only those who can read requests see it; it goes with the request."

    def assign(self, beginning: str, person: str) -> str:
        """Notes who will call, sealed and signed like a note; an empty name: nobody in particular any more. Raises ExpectedError."""
        named, person = self._one(beginning), names.kept(person)
        if person and (wrong := names.strange(person)):
            raise ExpectedError(f"The name {on_one_line(person)!r} {wrong}. Write the name of whoever will call. {NOTHING}")
        if len(person) > _LONGEST_CALLER:
            raise ExpectedError(f"The name has {len(person)} letters, and may have {_LONGEST_CALLER}. {NOTHING}")
        readers = keys.holders(self._keys)
        person = next((each for each in readers if names.same(each, person)), person)
        entry = self._write(named, about_caller(person), calls=person)
        if not person:
            return f"Nobody in particular will call about the request {entry.id[:8]} of {entry.day} any more."
        reads = not readers or person in readers
        unread = "" if reads else f" {person} has no passphrase here, so somebody must read it out: {', '.join(readers)} can."
        return f"{person} will call about the request {entry.id[:8]} of {entry.day}: lists, the request and the pages for staff say so.{unread}"

    def _write(self, named: Entry, text: str, calls: str | None = None) -> Entry:
        """Puts a note on a request. Raises ExpectedError where that is not what came, where it is gone, and for a note that is too long."""
        privates, signer = self._holder()
        ((entry, shown),) = self._shown([each for each in self._drawer.entries(privates) if each.id == named.id] or [named], privates)
        if shown.changed:
            raise ExpectedError(f"The request {entry.id[:8]} is not what came: somebody changed it {BEHIND}. Nothing was written. {_FIND_OUT}")
        try:
            if not self._drawer.note(entry.id, text, self._who, signer, shown.seals, calls=calls):
                raise ExpectedError(f"The request {entry.id[:8]} was deleted meanwhile. Nothing was written.")
        except TooLongError as error:
            raise ExpectedError(f"The note has {len(text)} letters, and may have {LONGEST}. Shorten it, or write two.") from error
        return entry

    def _telling(self, privates: Opened, today: date) -> _Telling:
        return _Telling(self._saying(), self._drawer.notes(privates), today, _told_apart([entry.id for entry in self._drawer.entries()]))

    def _saying(self) -> Saying:
        """The words of the form in the first language of the clinic; those of each visitor where it cannot be read."""
        from kiosk.content.reading.folder import CLINIC, SIGNUP, read_clinic, read_signup
        from kiosk.yaml.reading import MOST_BYTES

        try:
            clinic, form = (read_regular(self._content / name, MOST_BYTES, self._content) for name in (CLINIC, SIGNUP))
        except OSError:
            return Saying()
        known = read_clinic(clinic).value
        return Saying(read_signup(form, languages=known.languages).value, known.languages[0]) if known else Saying()

    def _rescued(self, privates: Opened, today: date) -> list[str]:
        """What can still be read of a damaged drawer, where nothing can be noted any more. Raises ExpectedError once that is told."""
        found = found_in(self._drawer.folder)
        print(*self._lines(found, privates, today), counted(len(found), "request"), sep="\n")
        raise ExpectedError(_DAMAGED)

    def _lines(self, found: Sequence[Found], privates: Opened, today: date) -> list[str]:
        """What lies in a drawer that cannot be asked, the oldest first."""
        telling, in_order = _Telling(self._saying(), {}, today), sorted(found, key=lambda each: each.day)
        shown = [(Entry(each.id, date.fromisoformat(each.day)), Shown(read(each, privates), b"", changed=False)) for each in in_order]
        return as_it_is("\n".join(_line(entry, each, telling) for entry, each in shown))

    def export(self, file: Path, *, replace: bool) -> str:
        """Writes them into a file, as CSV or, if its name ends so, as JSON. Never over another file silently."""
        try:
            output_places.for_a_file(file, data=self._data, replace=replace)
            if file.suffix.casefold() not in (".csv", ".json"):
                other = file.with_suffix(".csv")
                raise ExpectedError(f"A list for a spreadsheet is written as .csv, one for programs as .json: name the file {other}, for example.")
            leftovers.clear_temporary(file)
            privates, signer = self._holder()
            found = self._shown(self._drawer.entries(privates), privates)
            opened = [(entry, shown.record) for entry, shown in found if shown.record]
            saying, notes = self._saying(), self._drawer.notes(privates)
            text = as_json(opened, saying, notes) if file.suffix.casefold() == ".json" else as_csv(opened, saying, notes)
            with ready(file, bytes(len(text)), replace=replace) as room:  # until the journal has it nothing of the requests is in a file
                self._drawer.audit(What.EXPORTED, self._who, f"{len(opened)} exported to {_noted(file)}", signer)
                room.seek(0)
                room.write(text)
        except FileExistsError as error:
            raise ExpectedError(f"{file} was written by another command meanwhile. Name another file, or add --replace.") from error
        except OSError as error:
            raise ExpectedError(f"{file} cannot be written: {why(error)}. Nothing was exported.") from error
        told = f"{counted(len(opened), 'request')} in {file}. It can be read by whoever has the file: delete it when you are done."
        if opened and saying.form is None:
            told += f" {_NO_FORM.format(content=self._content)}"
        if doubted := [entry.id[:8] for entry, _ in found if entry.doubted]:
            told += f" {_DOUBTED_ONES.format(names=', '.join(doubted))}"
        shut = [entry.id[:8] for entry, shown in found if shown.record is None and not shown.changed]
        changed = [entry.id[:8] for entry, shown in found if shown.changed]
        if shut:
            told += f" NOT in it, since your key does not open them or they are damaged: {', '.join(shut)}."
        if changed:
            told += f" NOT in it, since somebody changed them {BEHIND}: {', '.join(changed)}. {_FIND_OUT}"
        if shut or changed:
            raise ExpectedError(told)
        return told

    def mark(self, beginning: str, status: str) -> str:
        entry = self._one(beginning)
        privates, signer = self._holder()
        ((entry, shown),) = self._shown([each for each in self._drawer.entries(privates) if each.id == entry.id] or [entry], privates)
        if shown.changed:
            raise ExpectedError(f"The request {entry.id[:8]} is not what came: somebody changed it {BEHIND}. It was not marked. {_FIND_OUT}")
        if not self._drawer.mark(entry.id, Status(status), self._who, signer, shown.seals):
            raise ExpectedError(f"The request {entry.id[:8]} was deleted meanwhile. Nothing was changed.")
        return f"The request {entry.id[:8]} of {entry.day} is marked as {status}; it was {entry.status}."

    def delete(self, beginnings: Sequence[str], today: date, *, done: bool, yes: bool, changed: bool = False) -> str:
        """Deletes requests for good, after showing them and asking: named ones, or all that are done; those that were changed only if `changed`."""
        self._refuse_a_copy("delete")
        if not beginnings and not done:
            named_as = "name requests as `python3 main.py signups list --name YOU` shows them"
            raise ExpectedError(f"Say which: {named_as}, or add --done for all that are marked as done.")
        if beginnings and done:
            raise ExpectedError("Either name requests, or say --done for all that are marked as done: together it is not clear what you mean.")
        named = {entry.id: entry for entry in map(self._one, beginnings)}
        if not named and all(entry.status is not Status.DONE and not entry.doubted for entry in self._drawer.entries()):
            raise ExpectedError("No request is marked as done, so nothing was deleted.")
        privates, signer = self._holder()
        found = self._drawer.entries(privates)
        entries = [entry for entry in found if entry.id in named or (done and entry.status is Status.DONE)]
        if done and (doubted := [entry.id[:8] for entry in found if entry.doubted]):
            print(_DOUBTED_ONES.format(names=", ".join(doubted)), file=sys.stderr)
        if not entries:
            raise ExpectedError("No request is marked as done by somebody who can read it, so nothing was deleted.")
        self._drawer.audit(What.OPENED, self._who, f"{len(entries)} shown to be deleted", signer)
        shown = self._shown(entries, privates)
        telling = self._telling(privates, today)
        print(*as_it_is("\n".join(_line(entry, each, telling) for entry, each in shown)), sep="\n")
        odd = [entry.id for entry, each in shown if each.changed]
        if odd and not changed:
            raise ExpectedError(
                f"Nothing was deleted, since this is not what came: {', '.join(name[:8] for name in odd)}. Somebody changed it {BEHIND}, and a"
                " backup may still hold what came. Find out who can reach this machine; to delete what lies here now all the same, add --changed."
            )
        count, them = counted(len(entries), "request"), "it" if len(entries) == 1 else "them"
        agree(f"This deletes {count} from this machine for good. Backups elsewhere may still hold {them}.", str(len(entries)), already=yes)
        gone = [entry.id for entry in entries]
        deleted = self._drawer.delete(gone, self._who, signer, {entry.id: each.seals for entry, each in shown}, knowingly=changed)
        as_came = [name for name in gone if name not in odd]  # of the others what came may lie aside
        left = [
            f"{each.name} is damaged, so they may still be in it; it is erased after {leftovers.DAYS_KEPT} days."
            for each in (forget(self._data, as_came) if as_came and self._data.is_dir() else ())
        ]
        numbers = ", ".join(name[:8] for name in gone)
        aside = ", also from what was kept aside here" if as_came else ""
        kept = [f"Of what had been changed nothing was deleted that lies aside: {', '.join(name[:8] for name in odd)}."] if odd else []
        return " ".join([f"{counted(deleted, 'request')} deleted{aside}: {numbers}.", *kept, *left])

    def merge(self, other: Path) -> str:
        """Takes over the marks and notes of a copy of this drawer that somebody signed who can read requests."""
        with suppress(OSError), open_regular(other) as raw:
            refuse_other(raw, other, Kind.DRAWER)
        privates, signer = self._holder()
        came = partial(self._drawer.knows, privates=privates)
        marks, strange = signed_marks(other, keys.signers(self._keys, privates), self._drawer.holders(privates), came)
        here = {entry.id for entry in self._drawer.entries()}
        foreign = sum(each.id not in here for each in found_in(other))
        notes, unsigned = self._signed_notes(other, privates)
        written = self._drawer.take_notes(notes, self._who, signer)
        taken = counted(self._drawer.merge(marks, self._who, signer), "mark") + (f" and {counted(written, 'note')}" if written else "")
        left = f" {counted(strange + unsigned, 'other')} left out: {_NOT_THEIRS}" if strange + unsigned else ""
        others = f" In that file, but not here: {counted(foreign, 'request')}. Is it a copy of this drawer?" if foreign else ""
        return f"{taken} taken over.{left}{others}"

    def _signed_notes(self, file: Path, privates: Opened) -> tuple[list[Written], int]:
        return signed_notes(file, keys.signers(self._keys, privates), self._drawer.holders(privates))

    def recover(self, aside: str, today: date, *, yes: bool, changed: bool = False) -> str:
        """Brings back what can be read of a drawer that lies aside, after showing what that is. Where there are more, one must be named.

        What went for good by its own journal stays gone; what is not what came, by that, comes back only if `changed`.
        """
        self._refuse_a_copy("recover")
        if not self._drawer.folder.is_dir():
            raise KeepError(Why.MISSING)
        aside_here = unrecovered(self._data, self._drawer)
        there = {name: count for name, count in aside_here.items() if count > 0}
        lost = [name for name, count in aside_here.items() if count < 0 and (count == LOST or aside) and (not aside or aside in _called(name))]
        named = [name for name in there if not aside or aside in _called(name)]
        if not named and lost:
            cure = "Copy it to another disk for an engineer, and only then delete it here."
            raise ExpectedError(f"From {' and '.join(lost)} no request can be read any more. {cure}")
        if not named and aside:
            raise ExpectedError(f"Nothing to bring back is kept aside here under the name {aside}. {_listed(aside_here)}")
        if not named:
            return f"{_listed(aside_here)} Nothing of that is missing in the drawer, so there is nothing to bring back."
        if len(named) > 1:
            raise ExpectedError(f"{_listed(there)} Name one of them: `python3 main.py signups recover {quote(named[-1])} --name YOU`.")
        every = found_in(self._data / named[0])
        privates, signer = self._holder()
        told = told_of(self._data / named[0], every, keys.signers(self._keys, privates), privates)
        past = {entry.id for entry in self._drawer.entries()} | told.gone
        odd = [each for each in every if each.id in told.changed - past]
        found = [each for each in every if each.id not in past and (changed or each not in odd)]
        if odd:
            print(_NOT_WHAT_CAME.format(place=named[0], count=counted(len(odd), "request")), *self._lines(odd, privates, today), sep="\n")
        if not found and odd:
            raise ExpectedError(f"Nothing was brought back. {_ALL_THE_SAME}")
        readable = sum(any(key in privates for key, _ in each.seals) for each in found)
        print(f"In {named[0]}: {_in_it(found)}. Your key opens {readable} of them.")
        if not readable:
            raise ExpectedError("Your key opens none of them, so nothing was brought back: it may be the drawer of another kiosk.")
        doubt = "" if told.whole else f" {_NOT_WHOLE}"
        agree(f"They are added to what is in the drawer now.{doubt}", already=yes)
        notes, unsigned = self._signed_notes(self._data / named[0], privates)
        back = self._drawer.recover(found, self._who, signer)
        written = self._drawer.take_notes(notes, self._who, signer)
        with_notes = f", with {counted(written, 'note')}" if written else ""
        left = f" {counted(unsigned, 'note')} left out: {_NOT_THEIRS}" if unsigned else ""
        left += f" {_LEFT_CHANGED.format(names=', '.join(each.id[:8] for each in odd))}" if odd and not changed else ""
        left += doubt
        return f"{counted(back, 'request')} brought back{with_notes}, as new: how far you had come with them is not taken over.{left}"

    def verify(self, seen: Sequence[str]) -> str:
        """Whether anybody changed the drawer behind the kiosk's back, or put back an earlier state than was seen: anchors, or backups."""
        anchors = [_anchor(each) for each in seen]
        privates = self._signed_in()
        if self._is_given_up(privates):
            raise ExpectedError(_CANNOT_VERIFY)
        self._go_on(privates)
        strange = self._strange(privates)
        older = [f"This drawer is older than what {each} saw, or it is another one." for each in anchors if not self._drawer.holds(each)]
        older += filter(None, [self._older()])
        others = () if self._is_copy else self._drawer.about_keys(privates)
        if found := [*self._drawer.verify(privates), *others, *older]:
            with suppress(KeepError, ExpectedError):  # a disk that cannot be written; a name that signs with another key
                self._settle(privates, found)
            if older and self._begun_after_damage():
                self._remember()
            raise ExpectedError(*found, *([_CONFIRM_FIRST] if strange else []))
        self._remember()
        compared = f" It holds all of what {counted(len(anchors), 'anchor')} saw." if anchors else ""
        limits = (*self._lost(privates), *self._names(privates), _NOT_PROVED)
        return "\n".join([f"{_PROVED}{compared}", *limits, f"Anchor of today: {self._drawer.anchor()}"])

    def _settle(self, privates: Opened, told: Sequence[str]) -> None:
        """Notes that what a restore deleted was told; not on a copy, where that would hold for the original as well."""
        if not self._is_copy:
            introduce(self._drawer, privates)
            self._drawer.settle(told, self._who, keys.signer_of(self._keys, privates))

    def _refuse_a_copy(self, deed: str) -> None:
        """What is signed on a copy holds in the original too, for whoever puts the one in the place of the other. Raises ExpectedError."""
        if self._is_copy:
            there = f"Run `signups {deed}` on the kiosk itself, without --drawer; there `signups merge` takes your marks over."
            raise ExpectedError(f"On a copy, requests can only be read and marked. {there} Nothing was changed.")

    def _lost(self, privates: Opened) -> Iterator[str]:
        """Since when all of that holds, where the keys of before are lost."""
        if line := self._drawer.lost_before(privates):
            of_before = _UNCHANGED_SINCE if has_fingerprint(line) else _NOT_CHECKED
            yield on_one_line(f"That holds since {line.at[:10]}, when {line.who} made a new key because the passphrases were lost: {of_before}")

    def _names(self, privates: Opened) -> Iterator[str]:
        """How far names can be trusted, and which signing keys somebody else gave or ended."""
        holders = self._drawer.holders(privates)
        if holders.all:
            yield _BY_THEMSELVES.format(day=holders.all[0].since.at[:10])
        if notes := [on_one_line(each) for each in holders.notes()]:
            yield _CHANGED.format(notes="\n".join(notes))

    def _holder(self, signed_in: Opened | None = None) -> tuple[Opened, Signer | None]:
        """Whose passphrase it was: the keys that it opens, and who signs with them. From here on the journal knows what they sign with alone."""
        privates = self._trusted(signed_in)
        self._go_on(privates)
        introduce(self._drawer, privates)
        return privates, keys.signer_of(self._keys, privates)

    def _go_on(self, privates: Opened) -> None:
        """Where the first passphrase was cut short, it comes to its end. A disk that cannot be written keeps nobody from reading."""
        if not self._is_copy:
            with suppress(OSError):
                go_on(self._drawer, self._keys, privates)

    def _trusted(self, signed_in: Opened | None = None) -> Opened:
        """The keys that the passphrase opens. Strange ones and an older drawer are told at once."""
        privates = self._signed_in() if signed_in is None else signed_in
        self._strange(privates)
        if older := self._older():
            print(older, file=sys.stderr)
        else:
            self._remember()
        return privates

    def _strange(self, privates: Opened) -> bool:
        """Tells of the keys that nobody has confirmed whom these trust, and whether there are any.

        Who opens only what was given up cannot tell: the key that took its place was confirmed by those who left it behind.
        """
        with suppress(OSError):  # a copy that cannot be written
            keys.settle(self._keys, privates)
        if self._is_given_up(privates):
            print(_ONLY_OLDER, file=sys.stderr)
            return False
        bare = keys.bare_ids(self._keys) - privates.keys()
        strange = [each for each in keys.unconfirmed(self._keys, privates) if each.id not in bare]
        if bare:
            print(UNFINISHED, file=sys.stderr)
        for each in strange:
            print(f"{STRANGE.format(fingerprint=each.fingerprint, label=each.label, id=each.id)}", file=sys.stderr)
        return bool(strange)

    def _is_given_up(self, privates: Opened) -> bool:
        with suppress(KeepError):
            return self._drawer.is_given_up(privates)
        return False

    def _older(self) -> str:
        """That more of this drawer was seen here before than there is now, in a sentence; empty where all of it is there."""
        before = remembered(self._data, self._drawer.folder)
        if before is None or self._drawer.holds(before):
            return ""
        if self._begun_after_damage():
            return _BEGUN_AFTER_DAMAGE.format(aside=" and ".join(self._drawer.set_aside), seen=before)
        return f"This drawer is older than what was seen here before ({before}). Somebody put back an earlier state."

    def _begun_after_damage(self) -> bool:
        """Whether this is another drawer than was seen here before, and a damaged one was set aside: that is what the kiosk itself does."""
        now, before = self._drawer.anchor(), remembered(self._data, self._drawer.folder)
        return bool(now and before and now.drawer != before.drawer and self._drawer.set_aside)

    def _remember(self) -> None:
        if now := self._drawer.anchor():
            with suppress(OSError):
                remember(self._data, self._drawer.folder, now)

    def _opened(self, signed_in: Opened) -> list[tuple[Entry, Shown]]:
        """Every request, after the journal has noted that they are looked at."""
        privates, signer = self._holder(signed_in)
        entries = self._drawer.entries(privates)
        self._drawer.audit(What.OPENED, self._who, f"{len(entries)} listed", signer)
        return self._shown(entries, privates)

    def _shown(self, entries: Sequence[Entry], privates: Opened) -> list[tuple[Entry, Shown]]:
        return list(zip(entries, self._drawer.show([entry.id for entry in entries], privates), strict=True))

    def _signed_in(self) -> Opened:
        folder = self._keys
        if self._key_file:
            return keys.open_file(self._key_file, self._who, self._passphrase())
        if not keys.recipients(folder) and not any(folder.glob(f"*{keys.PRIVATE}")):
            raise ExpectedError(GONE if self._drawer.there else f"There is no key in {folder}. Does --data name the right folder?")
        if keys.is_away(folder):
            raise ExpectedError("The key is kept elsewhere, not on this machine. Name its file with --key.")
        if keys.is_try_out(folder):
            print(TRY_OUT, file=sys.stderr)
            return keys.open_private(folder, "", "")
        opened = keys.open_private(folder, self._who, self._passphrase())
        end_waiting(folder)
        return opened

    def _passphrase(self) -> str:
        if not self._who:
            raise ExpectedError(f"Say whose passphrase it is: add `--name NAME`. {self._holders()}".rstrip())
        return ask_passphrase(f"Passphrase of {self._who}: ", self._secrets)

    def _holders(self) -> str:
        """Who has a passphrase here, in a sentence; nothing where the key lies elsewhere."""
        found = () if self._key_file else keys.holders(self._keys)
        return f"Here these people have one: {', '.join(found)}." if found else ""

    def _one(self, beginning: str) -> Entry:
        found = [entry for entry in self._drawer.entries() if beginning and entry.id.startswith(beginning)]
        if not found:
            shown = "`python3 main.py signups list --name YOU` shows the number of each, at the beginning of its line"
            raise ExpectedError(f"No request has a number that begins with {beginning!r}: {shown}. Nothing was changed.")
        if len(found) > 1:
            apart = _told_apart([entry.id for entry in found])
            numbers = ", ".join(f"{apart[entry.id]} of {entry.day}" for entry in found[:_MOST_NAMED])
            more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
            said = f"The numbers of {len(found)} requests begin with {beginning!r}: {numbers}{more}"
            raise ExpectedError(f"{said}. Type more of the number. Nothing was changed.")
        return found[0]


def _noted(file: Path) -> str:
    """The name of the file as the journal can hold it."""
    return file.name.encode(errors="replace").decode()


_NUMBER = 8
"""Letters of the number of a request, where no other begins so."""


def _told_apart(names: Collection[str]) -> dict[str, str]:
    """As many letters of each number as tell it from the others: whoever writes the disk chooses numbers."""
    in_order = sorted(names)
    beside = zip(["", *in_order], in_order, [*in_order[1:], ""], strict=False)
    return {name: name[: max(_NUMBER, 1 + _alike(before, name), 1 + _alike(name, after))] for before, name, after in beside}


def _alike(one: str, other: str) -> int:
    """How many letters two numbers begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class _Telling(Struct, frozen=True):
    """What it takes to tell requests: the words of the form, the notes of staff by requests, today, and the numbers that tell them apart."""

    saying: Saying
    notes: Mapping[str, Sequence[Note]]
    today: date
    numbers: Mapping[str, str] = MappingProxyType({})

    def caller(self, entry: Entry) -> str:
        """Who will call; empty for nobody in particular."""
        return caller(self.notes.get(entry.id, ()))


def _whole(entry: Entry, shown: Shown, telling: _Telling) -> list[str]:
    """All that a request says, a line each, and behind an empty line what was done with it, the oldest first."""
    record = shown.record
    said = [f"{telling.saying.label(each)}: {telling.saying.says(each)}" for each in record.answers] if record else []
    agreed = [f"may: {_agreed(record)}"] if record else []
    lines = [_head(entry, telling), *([] if record else [_unseen(shown)]), *map(on_one_line, (*said, *agreed))]
    marks = [(mark.at, f"{_time(mark.at)}  {mark.status} by {on_one_line(mark.who)}") for mark in entry.marks]
    written = [(note.at, f"{_time(note.at)}  note by {on_one_line(f'{note.who}: {note.text}')}") for note in telling.notes.get(entry.id, ())]
    done = [told for _, told in sorted(marks + written, key=itemgetter(0))] or ["Nothing was done with it yet."]
    return [*lines, *_doubt(entry), "", *done]


def _line(entry: Entry, shown: Shown, telling: _Telling) -> str:
    """One request in some lines: who it is and since when they wait, how to reach them, what else matters for that, and what staff wrote."""
    told = [*(_content(shown.record, telling.saying) if shown.record else [_unseen(shown)]), *_doubt(entry)]
    written = telling.notes.get(entry.id, ())
    notes = [on_one_line(f"{note.who}, {_time(note.at, telling.today)}: {note.text}") for note in written if note.calls is None]
    return f"\n{'':10}".join([_head(entry, telling), *told, *notes])


def _is_sought(record: Record | None, sought: str) -> bool:
    return record is not None and is_about(record, sought)


def _head(entry: Entry, telling: _Telling) -> str:
    """Its number, the day it came, how far staff have come, and who will call: `not reached, 2 tries, last Tue 14:10 by Ana; Bob will call`."""
    today, caller = telling.today, telling.caller(entry)
    days = (today - entry.day).days
    ago = {0: ", today", 1: ", yesterday"}.get(days, f", {days} days ago" if days > 0 else "")
    tries = f"{entry.tries} {'try' if entry.tries == 1 else 'tries'}, last " if entry.status is Status.NOT_REACHED else ""
    stands = f"{entry.status}, {tries}{_time(entry.at, today)} by {on_one_line(entry.by)}" if entry.by else str(entry.status)
    number = telling.numbers.get(entry.id, entry.id[:_NUMBER])
    return f"{number}  {entry.day}{ago}  {stands}{f'; {on_one_line(caller)} will call' if caller else ''}"


def _unseen(shown: Shown) -> str:
    """Why nothing of it can be read."""
    return f"({_CHANGED_ONE})" if shown.changed else "(sealed for another key)"


def _doubt(entry: Entry) -> list[str]:
    return [f"({_DOUBTED})"] if entry.doubted else []


def _content(record: Record, saying: Saying) -> Iterator[str]:
    yield on_one_line("  ".join(answer.says for kind in ("name", "phone", "email") for answer in record.answers if answer.kind == kind))
    others = ", ".join(f"{saying.label(answer)}: {saying.says(answer)}" for answer in record.answers if answer.kind in ("one", "some"))
    yield on_one_line(f"{others}; may: {_agreed(record)}")


def _agreed(record: Record) -> str:
    return ", ".join(consent.option for consent in record.consents)


def _time(at: str, today: date | None = None) -> str:
    """The time of a mark by the clocks of this place: 2026-11-24 14:10, or of a day of this week Tue 14:10."""
    then = at_home(at)
    if then is None:
        return on_one_line(at)
    return f"{then:%a %H:%M}" if today and is_of_this_week(then, today) else f"{then:%Y-%m-%d %H:%M}"


_NOTE_SO = "`python3 main.py signups note ID 'Works until five' --name YOU`"
_NO_FORM = "What visitors chose stands in it in their own languages, since the form in {content} cannot be read."
_DOUBTED = "how far you came with it is not what somebody who can read it signed, so it counts as new; run `python3 main.py signups verify`"
_DOUBTED_ONES = (
    "How far you came with these is not what somebody who can read them signed, so they count as new: {names}. Run"
    " `python3 main.py signups verify --name YOU`."
)
_FIND_OUT = "Find out who can reach this machine; a backup may still hold what came."
_CHANGED_ONE = (
    f"somebody changed it {BEHIND}, so what is in it is not shown: a backup may still hold what came; run `python3 main.py signups verify`"
)
_PROVED = "Nothing was changed, removed or added behind the kiosk's back: the journal has no gap, and all that staff did is signed."
_UNCHANGED_SINCE = "of what was done before, it can only be said that the journal tells it as it did on that day."
_NOT_CHECKED = "what was done before can no longer be checked."
_BY_THEMSELVES = "What staff did since {day} is signed by the people named."
_NOT_BEGUN = "0 requests: the kiosk has not been started here yet, so none can have come"
_DAMAGED = (
    "This drawer is damaged, so the list above holds what can still be read, and it could not be noted that you looked. Keep what you need of it,"
    " change nothing here, and run `python3 main.py doctor`."
)
_NOT_WHAT_CAME = "In {place}, this is not what came, by the journal there: somebody changed it, or it is damaged ({count})."
_ALL_THE_SAME = "Find out who can reach this machine; to bring back what lies there all the same, add --changed."
_LEFT_CHANGED = f"Not brought back, since this is not what came: {{names}}. {_ALL_THE_SAME}"
_NOT_WHOLE = "The journal of that drawer is damaged or was changed, so nobody can be sure that all of this is what came."
_NOT_TEXT = "This terminal is not set to UTF-8, so what was typed cannot be read. Set it so, or hand the passphrase over: `--passphrase-fd 0 <FILE`."
_NOT_PROVED = (
    "What this cannot show: requests that the machine never kept, or made up by itself, while somebody had taken it over; and that all of it was\n"
    "put back to an earlier state. For that, keep the anchor below elsewhere, and give it, or a backup, to\n"
    "`python3 main.py signups verify --seen ANCHOR --name YOU`."
)
STRANGE = (
    "The key {fingerprint} ({label}) has not been confirmed by you or by anybody you have confirmed. If it is yours, compare its fingerprint where it"
    " was made, and run `python3 main.py key confirm {id} --name YOU`; if nobody knows it, run `python3 main.py key drop {id} --name YOU`, and find"
    " out who has access to this machine."
)


_ASK_A_COLLEAGUE = "Ask a colleague to let you in: `python3 main.py key add YOU --name COLLEAGUE`."
_ONLY_OLDER = f"Your passphrase opens only requests from before the keys were changed. {_ASK_A_COLLEAGUE}"
_CANNOT_VERIFY = (
    "Your passphrase opens only a key that is no longer in use, so you cannot check what was done since then; whoever reads new requests can."
    f" {_ASK_A_COLLEAGUE}"
)
_CONFIRM_FIRST = (
    "What was done by those whose key you have not confirmed is listed here as if nobody had signed it. If you know that key, confirm it as said"
    " above, and then run this again."
)
_BEGUN_AFTER_DAMAGE = (
    "This is not the drawer that was seen here before ({seen}): a drawer was damaged, so the kiosk set it aside as {aside} and began a new one."
    " `python3 main.py signups recover --name YOU` brings back what can be read of it. `python3 main.py signups verify --name YOU` says this once"
    " more, and then no longer."
)


_NOT_THEIRS = (
    "nobody who can read requests signed them, or not the person whose name they bear. Whoever made them must have signed in here before "
    "(`python3 main.py signups list --name YOU`), and make them once more."
)
_CHANGED = (
    "Signing keys that somebody else gave or ended, as when a passphrase was forgotten. Ask each person whether that was so: what was signed\n"
    "with another key may not be theirs.\n{notes}"
)
_ANOTHER_KEY = "{name} signs here with the passphrase of another key already ({key})."
_SAME_NAME = (
    f"{_ANOTHER_KEY} With this one nobody could tell who did what: it needs a name of its own, such"
    " as {fresh}. Nothing was changed. Make a new, empty folder, and run `python3 main.py key bring-back FILE --data FOLDER`,"
    " `python3 main.py key add {fresh} --name {own} --data FOLDER` and `python3 main.py key move-away NEWFILE --data FOLDER`; then use NEWFILE, with"
    " the new name. But if none of you knows that other key, somebody put it there: take it out with"
    " `python3 main.py key drop {key} --name YOU`, and find out who has access to this machine."
)
_FIRST = (
    "From now on what you do here is signed with a key that is yours alone ({fingerprint}). If you have seen this message here before,"
    " an earlier journal has been lost."
)


def introduce(drawer: Drawer, opened: Opened, *, beside: bool = False) -> None:
    """The journal knows what whoever opened these keys signs with alone; what others did about it is told.

    May raise KeepError; ExpectedError where the same name signs with the passphrase of another key already, unless they may `beside` it: whoever
    takes a key out of the list that somebody put there.
    """
    if other := drawer.other_key(opened):
        if not beside:
            fresh = quote(f"{other.name} (safe)")
            raise ExpectedError(_SAME_NAME.format(name=other.name, own=quote(other.name), fresh=fresh, key=other.key))
        print(on_one_line(_ANOTHER_KEY.format(name=other.name, key=other.key)), file=sys.stderr)
    told = drawer.introduce(opened)
    for each in told.about_keys:
        print(on_one_line(each), file=sys.stderr)
    for each in told.news:
        print(f"{on_one_line(each)} If you did not agree to that, what was signed in your name since then may not be yours.", file=sys.stderr)
    if told.first:
        print(_FIRST.format(fingerprint=fingerprint(told.public)), file=sys.stderr)


def _anchor(written: str) -> Anchor:
    """An anchor as it is written, or the one in a backup. Raises ExpectedError."""
    found = read_anchor(written) or anchor_in(Path(written))
    if found is None:
        raise ExpectedError(f"{written} is neither an anchor nor a backup that contains one. An anchor looks like 3fa9c2d1.412.9b7e04c2a1d35f60.")
    return found


def _listed(there: Mapping[str, int]) -> str:
    """What is kept aside, by the names that `recover` takes, and how much of it is not in the drawer."""
    told = [f"{_called(name)[0]} ({_left(count)})" for name, count in there.items()]
    return f"Kept aside here: {'; '.join(told)}." if told else "No other drawer is kept aside here."


def _left(count: int) -> str:
    return f"{counted(count, 'request')} not in the drawer" if count >= 0 else "cannot be read"


def _called(place: str) -> tuple[str, ...]:
    """The names by which people may call a drawer at this place, the shortest that nothing else has first."""
    path = Path(place)
    return (path.parts[0] if path.name == DRAWER_FILE else path.name, path.name, place)


def _in_it(found: Sequence[Found]) -> str:
    days = sorted(each.day for each in found)
    return f"{counted(len(found), 'request')}, from {days[0]} to {days[-1]}" if days else "no requests that can be read"


def ask_passphrase(prompt: str, secrets: int | None) -> str:
    """Without echo from the terminal, or a line from a file descriptor (`--passphrase-fd 3 3<file`). Raises ExpectedError for neither."""
    return _asked(prompt) if secrets is None else _read(secrets)


def _asked(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would show what is typed
            return getpass.getpass(on_one_line(prompt.encode(errors="replace").decode()))  # a name from the command line may be no text
    except UnicodeDecodeError as error:
        raise ExpectedError(_NOT_TEXT) from error
    except (EOFError, getpass.GetPassWarning) as error:
        if can_ask():
            raise ExpectedError(f"No passphrase was typed. {NOTHING}") from error
        raise ExpectedError("There is no terminal to type a passphrase at. Run this at one, or hand it over: `--passphrase-fd 0 <FILE`.") from error


def _read(secrets: int) -> str:
    line = bytearray()
    try:
        while (letter := os.read(secrets, 1)) not in (b"", b"\n") and len(line) < _LONGEST_LINE:
            line += letter
    except (OSError, OverflowError) as error:
        raise ExpectedError(f"No passphrase can be read from file descriptor {secrets}. Open it on the same line: `{_OPENED}`.") from error
    if not line and not letter:
        raise ExpectedError(f"There is no line left to read a passphrase from at file descriptor {secrets}. Write each on a line of its own.")
    try:
        return line.removeprefix(codecs.BOM_UTF8).decode().removesuffix("\r")
    except UnicodeDecodeError as error:
        raise ExpectedError("The passphrase is not written in UTF-8. Save its file as plain text in UTF-8.") from error


def told(error: Exception) -> ExpectedError:
    """What went wrong with keys or the drawer, in one plain sentence."""
    if isinstance(error, WrongPassphraseError):
        return ExpectedError("No key opens with this name and this passphrase.")
    if isinstance(error, KeepError) and error.why is Why.GIVEN_UP:
        return ExpectedError(GIVEN_UP)
    if isinstance(error, KeepError):
        return ExpectedError(f"The drawer cannot be used: {error.why.value}. {_CURES.get(error.why, '')}".rstrip())
    return ExpectedError(str(error))


_CURES = {
    Why.MISSING: "If requests were kept, see that --data or --drawer names the right folder: drawer.sqlite lies in `drawer`, in the data folder.",
    Why.NOT_OURS: "Run it as the account of the kiosk: on an installed kiosk, put `sudo -u kiosk` before the command.",
    Why.BROKEN: "Change nothing, and run `python3 main.py doctor`.",
    Why.JOURNAL: "Delete that file, open the drawer with no other program, and find out who could write into that folder.",
    Why.CHANGED: "Nothing was done. `python3 main.py signups list --name YOU` shows which one, and "
    "`python3 main.py signups verify --name YOU` what else was changed.",
    Why.LOCKED: "Wait a moment, and try again.",
    Why.FULL: f"Nothing was stored. {MAKE_ROOM}",
    Why.CROWDED: "Delete what is done: `python3 main.py signups delete --done --name YOU`.",
    Why.TOO_MUCH: TAKEN_OVER,
    Why.READ_ONLY: "If it is on a stick that cannot be written, copy it to this machine first.",
    Why.NO_KEY: "`python3 main.py doctor` says what to do.",
}
FAULTS = (WrongPassphraseError, KeepError, KeyFileError, ForeignError)
