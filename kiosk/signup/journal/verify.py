"""Is all well with the drawer? What was changed, cut, removed or put in, a plain sentence each.

Who owns the disk can write what the kiosk itself writes. So what only staff may do must be signed by them, what a visitor may do must have
been done at once, and what goes by itself must have been there for long enough, in days that the journal shows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from kiosk.files.bounded_sqlite import bounded, bounded_days
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.ages import STEP_DAYS, day_of, lived
from kiosk.signup.journal.deletions import unlawful
from kiosk.signup.journal.fingerprints import SHORT_NAME, digest, has_fingerprint, is_name_of_words, marked, of_day
from kiosk.signup.journal.journal import BY_STAFF, CAME, GONE, EntryKind, Line
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.signed import digest_of_note, is_good, is_theirs
from kiosk.signup.journal.status import Mark
from kiosk.signup.journal.unsettled import unsettled
from kiosk.signup.journal.what_came import BEHIND, LISTED, ids_here, is_for_what_came

if TYPE_CHECKING:
    from sqlite3 import Connection

    from kiosk.signup.journal.journal import Privates

_SIGNED_FROM = 2
"""The entry that says for the first time that staff sign from there on: it follows that which begins the journal."""
_WITHOUT_A_SIGNATURE = tuple(kind for kind in GONE if kind not in BY_STAFF)
"""Ways to go for good that nobody signs here."""
_ID = re.compile(r"[0-9a-f]{32}")
"""The number of a request; what else a restore says is about none."""


def faults(database: Connection, privates: Privates, ours: Mapping[str, bytes], today: date, reader: str = "") -> Iterator[str]:
    """All of them, as they show `today` to this `reader` (empty: to nobody in particular).

    `ours` has what checks the signatures of each key that is trusted (`trust.signers`); without `privates` no code is checked.
    """
    try:
        seen = Seen(database, ours, today, privates)
        if seen.odd:
            yield "There are entries in the journal that no kiosk writes."
            return
        yield from journal.faults(database, privates, seen.stretch(seen.anew) if seen.anew else 0)
        yield from _about_what_was_lost(seen)
        yield from _about_the_signed_beginning(seen)
        yield from _about_records(seen)
        yield from _about_the_list(seen)
        yield from _about_marks(seen)
        yield from _about_notes(seen)
        yield from _about_entries(seen)
        yield from _about_days_to_come(seen, today)
        yield from unsettled(seen, reader)
        yield from seen.holders.faults()
        yield from _about_wordings(seen)
    except (TypeError, ValueError, OverflowError, AttributeError) as error:
        yield f"There is something in the drawer that no kiosk writes ({type(error).__name__})."


def _about_what_was_lost(seen: Seen) -> Iterator[str]:
    """What stands before the keys were begun anew has no code that can be checked: whoever began them signed a fingerprint of it all."""
    line = seen.anew
    if line and has_fingerprint(line) and line.digest != journal.over(each for each in seen.entries if each.seq < line.seq):
        yield f"What the journal says about the time before {line.at[:10]} is not what it said on that day: somebody changed it {BEHIND}."


def _about_the_signed_beginning(seen: Seen) -> Iterator[str]:
    """A journal says so with its second entry: without it whatever bears the name of staff would count as theirs."""
    starts = [line for line in seen.entries if line.what == EntryKind.SIGNED_FROM_HERE]
    if seen.entries and (not starts or starts[0].seq > _SIGNED_FROM):
        yield "The journal does not say from its beginning on that staff sign what they do, so what stands before that may be anybody's."


def _about_records(seen: Seen) -> Iterator[str]:
    first = {line.about: line for line in reversed(seen.entries) if line.what in CAME}
    came = first | {line.about: line for line in seen.entries if line.what in CAME and line.what != EntryKind.KEPT}
    put = first | {line.about: line for line in seen.entries if line.what == EntryKind.RECOVERED}
    gone = seen.ends()
    rows = {row[0]: row[1:] for row in bounded(seen.database.execute("SELECT id, day, seq FROM records"))}
    times = lived(bounded_days(seen.trail.days), date.min, seen.trail.jumps)
    for name in came.keys() | rows.keys() | ids_here(seen):
        seals = list(bounded(seen.database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,))))
        line, end = came.get(name), gone.get(name)
        if line is None:
            yield f"The request {name[:8]} was put in {BEHIND}."
        elif not seals and end is None:
            yield f"The request {name[:8]} of {line.at} was removed {BEHIND}."
        elif seals and (end is not None or not _is_as_it_came(seals, line, put[name], rows.get(name, ("", 0)))):
            yield f"The request {name[:8]} of {line.at} was changed {BEHIND}."
        elif seals and line.seq >= seen.begins and (strange := [key for _, key, _ in seals if not seen.knows(key)]):
            yield f"The request {name[:8]} of {line.at} was sealed for the key {strange[0]} too, which nobody confirmed."
        elif seals and line.what == EntryKind.KEPT and line.seq >= seen.begins and (odd := _not_in_use(seen, line, seals)):
            yield f"The request {name[:8]} of {line.at} was sealed for the key {odd[0]} too, which was not in use then."
        elif end is not None and end.seq >= seen.begins and (wrong := unlawful(seen, times, first[name], end)):
            yield f"The request {name[:8]} of {line.at} was deleted {wrong}."
    for name, end in seen.ends(back=True).items():
        if name not in gone and end.seq >= seen.begins and (wrong := unlawful(seen, times, first[name], end)):
            yield f"The request {name[:8]} of {first[name].at} was deleted {wrong}. Since then it was brought back."


def _is_as_it_came(seals: Sequence[tuple[str, str, bytes]], line: Line, put: Line, row: tuple[str, int]) -> bool:
    """Whether the record has the seals of which this line tells, lies there since it was `put` in, and is of the day that is told.

    What is brought back is of an earlier day, which the lines have in their fingerprints; older kiosks left it out when they sealed anew.
    """
    day, seq = row
    told = digest(seals)
    if put.what == EntryKind.KEPT:
        return told == line.digest and seq == put.seq and day == put.at
    dated = of_day(str(day), told) == line.digest or (line.what == EntryKind.SEALED_ANEW and told == line.digest)
    return dated and seq == put.seq and day_of(str(day)) is not None and str(day) <= put.at


def _not_in_use(seen: Seen, line: Line, seals: Sequence[tuple[str, str, bytes]]) -> list[str]:
    """The keys that a request is sealed for which the kiosk did not close requests for when it came."""
    return [key for _, key, _ in seals if key not in seen.begun_with(line)]


def _about_the_list(seen: Seen) -> Iterator[str]:
    """What is in the drawer, and came, and did not go, staff are shown."""
    listed, ends = {row[0] for row in bounded(seen.database.execute(LISTED))}, seen.ends()
    for name in sorted(ids_here(seen) & set(seen.names) - ends.keys() - listed):
        yield f"The request {name[:8]} is in the drawer, but somebody changed the drawer {BEHIND} so that no list shows it."


def _about_marks(seen: Seen) -> Iterator[str]:
    alive = ids_here(seen)
    lines = sorted(chain.from_iterable(seen.marks.values()), key=lambda line: line.seq)
    told = {marked(line): line for line in lines if line.seq >= seen.begins}
    before = {(line.about.partition(" ")[0], line.who, line.at) for line in lines if line.seq < seen.begins}
    marks = [Mark(*map(str, row)) for row in bounded(seen.database.execute("SELECT id, status, who, at FROM marks ORDER BY rowid"))]
    for mark in marks:
        line = told.get(mark.fingerprint)
        if (line is None or line.about != mark.about) and (mark.id, mark.who, mark.at) not in before:
            yield f"A mark on the request {mark.id[:8]} ({mark.status}) was put in {BEHIND}."
    older = set(_older(marks))
    held = {mark.fingerprint: mark for mark in marks}
    for fingerprint, line in told.items():
        name = line.about.partition(" ")[0]
        if name in alive and fingerprint not in held:
            yield f"A mark on the request {name[:8]} of {line.at} was removed {BEHIND}."
        elif not is_for_what_came(seen, line, name):
            yield f"The mark on the request {name[:8]} of {line.at} is for something else that somebody had put in its place."
        elif not is_good(seen, line):
            yield f"Nobody who can read requests signed the mark on the request {name[:8]} of {line.at}."
        elif line.what == EntryKind.MERGED and name in alive and (wrong := _wrongly_taken(seen, line, held[fingerprint], older)):
            yield f"The mark on the request {name[:8]} that {line.who} took over on {line.at} {wrong}."
    yield from _about_their_order(lines, marks, told, alive)


def _older(marks: Iterable[Mark]) -> Iterator[bytes]:
    """The fingerprints of those that stand behind one of the same sign-up that is as new or newer."""
    newest: dict[str, str] = {}
    for mark in marks:
        if mark.at <= newest.get(mark.id, ""):
            yield mark.fingerprint
        newest[mark.id] = max(mark.at, newest.get(mark.id, ""))


def _wrongly_taken(seen: Seen, line: Line, mark: Mark, older: set[bytes]) -> str:
    """Why a mark that was made elsewhere may not be here; empty where all is well. Before anybody signed alone, nobody can tell whose it is."""
    if line.seq >= seen.holders.begins and not seen.holders.marked(mark.who, mark.fingerprint, seen.alone(mark.fingerprint), mark.at):
        return "bears a name, but not the signature of that person"
    return "was made before another that was here already" if mark.fingerprint in older else ""


def _about_their_order(lines: Iterable[Line], marks: Iterable[Mark], told: Mapping[bytes, Line], alive: Collection[str]) -> Iterator[str]:
    """A mark stands once for each of its entries, in their order: from both follow the tries and how far along a request is."""
    noted, found = defaultdict(list), defaultdict(list)
    for line in lines:
        if (fingerprint := marked(line)) in told:
            noted[line.about.partition(" ")[0]].append(fingerprint)
    for mark in marks:
        if mark.fingerprint in told:
            found[mark.id].append(mark.fingerprint)
    for name, there in found.items():
        if name in alive and there != noted[name] and set(there) == set(noted[name]):
            yield f"The marks on the request {name[:8]} were put into another order, or stand there more than once: somebody did that {BEHIND}."


def _about_notes(seen: Seen) -> Iterator[str]:
    alive, held = ids_here(seen), notes.kept_in(seen.database)
    for note, lines in seen.notes.items():
        name, _, who = notes.about(lines[0])
        if name in alive and note not in held:
            yield f"A note on the request {name[:8]} of {lines[0].at} was removed {BEHIND}."
        elif note in held and (held[note].id != name or digest_of_note(held[note]) != lines[-1].digest):
            yield f"The note on the request {name[:8]} of {lines[0].at} was changed {BEHIND}."
        elif any(line.what == EntryKind.NOTE_TAKEN and not is_theirs(seen, line) for line in lines):
            yield f"The note on the request {name[:8]} that was taken over on {lines[0].at} bears the name of {who}, but not their signature."
        elif note in held and lines[-1].seq >= seen.begins and (strange := [key for _, key, _ in held[note].seals if not seen.knows(key)]):
            yield f"The note on the request {name[:8]} of {lines[0].at} was sealed for the key {strange[0]} too, which nobody confirmed."
    for kept in held.values():
        if kept.note not in seen.notes or kept.id not in alive:
            yield f"A note on the request {kept.id[:8]} was put in {BEHIND}."


def _about_entries(seen: Seen) -> Iterator[str]:
    used: set[str] = set()
    retired: set[str] = set()
    came: set[str] = set()
    for line, name in seen.unwritten:
        if seen.knows(name):
            yield f"From entry {line.seq} on, requests were sealed for the key {name} too, which nobody who can read requests wrote down."
    for line in seen.entries:
        if line.what == EntryKind.KEPT and line.about in came:
            yield f"Entry {line.seq} of the journal says once more that the request {line.about[:8]} came, which no kiosk writes."
        came |= {line.about} if line.what in CAME else set()
        if line.what in _WITHOUT_A_SIGNATURE and line.about not in came and _ID.fullmatch(line.about):
            yield f"Entry {line.seq} of the journal says that the request {line.about[:8]} is gone ({line.what}), but it never came here."
        is_on_one = line.what == EntryKind.MARKED and line.about.partition(" ")[0] in came  # told with the marks
        if line.what == EntryKind.WENT_BACK:
            yield f"On {line.at[:10]} the drawer was exchanged while the kiosk ran: what it knew up to {line.about} was no longer there."
        if line.what == EntryKind.BEGUN:
            names = set(line.about.split(","))
            retired |= used - names
            again, used = {name for name in names & retired if (line.seq, name) not in seen.readmitted}, names
            retired -= names - again
            strange = sorted(name for name in names if not seen.knows(name)) if line.seq >= seen.begins else []
            yield from (f"From entry {line.seq} on, requests were sealed for the key {name} too, which nobody confirmed." for name in strange)
            yield from (f"From entry {line.seq} on, requests were closed again for the key {name}, which had been retired." for name in sorted(again))
        if line.seq >= seen.begins and line.what in BY_STAFF and not is_on_one and not seen.is_staffs(line):
            yield f"Entry {line.seq} of the journal ({line.what}, by {line.who or 'nobody'}) was not signed by anybody who can read requests."


def _about_days_to_come(seen: Seen, today: date) -> Iterator[str]:
    """Of what is newest: a clock that was wrong and was set right since is known by the entries behind it (`ages`)."""
    ahead = list(takewhile(lambda line: ((day_of(line.at) or today) - today).days > STEP_DAYS, reversed(seen.entries)))
    if ahead:
        yield (
            f"The journal tells from entry {ahead[-1].seq} on of days that have not come ({ahead[0].at[:10]}). Either the clock of this machine is"
            f" wrong, or was so then, or somebody wrote that {BEHIND}. Set the clock, start the kiosk, and look again."
        )


def _about_wordings(seen: Seen) -> Iterator[str]:
    held = dict(bounded(seen.database.execute("SELECT fingerprint, text FROM wordings")))
    noted = {line.about for line in seen.entries if line.what == EntryKind.WORDED}
    yield from (f"The words of a consent ({fingerprint[:SHORT_NAME]}) were removed {BEHIND}." for fingerprint in sorted(noted - held.keys()))
    for fingerprint, text in held.items():
        if not is_name_of_words(fingerprint, text):
            yield f"The words of a consent ({fingerprint[:SHORT_NAME]}) were changed {BEHIND}."
        elif fingerprint not in noted and len(fingerprint) != SHORT_NAME:  # of those an older kiosk noted nothing
            yield f"Words of a consent ({fingerprint[:SHORT_NAME]}) were put in {BEHIND}."
