"""What staff signed of a request: how far they came with it, that it is done, and what they wrote on it."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.signup.journal import notes
from kiosk.signup.journal.fingerprints import digest, marked
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.notes import Kept
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.status import Mark, Status
from kiosk.signup.journal.what_came import is_for_what_came


def done_by(seen: Seen, name: str, before: int | None = None) -> Line | None:
    """The entry by which staff signed that a request is done, if that is the last they said of it (before the entry of that number)."""
    last = next((line for line in reversed(seen.marks.get(name, [])) if before is None or line.seq < before), None)
    return last if last and last.about == f"{name} {Status.DONE}" and is_good(seen, last) else None


def is_good(seen: Seen, line: Line) -> bool:
    """Whether staff signed this mark, and it says what its fingerprint says."""
    return seen.is_staffs(line) and is_for_what_came(seen, line, line.about.partition(" ")[0])


def mark_that_holds(seen: Seen, last: Mark | None, name: str) -> tuple[Mark | None, bool]:
    """How far staff came with a request by what they signed, if `last` stands in the drawer; and whether the one says what the other does not."""
    line = next(reversed(seen.marks.get(name, [])), None)
    if last is None or line is None:
        return None, (last is None) != (line is None)
    if line.seq < seen.begins:
        same = (last.about, last.who, last.at) == (line.about, line.who, line.at)
    else:
        same = marked(line) == last.fingerprint and line.about == last.about and is_good(seen, line)
    return (last, False) if same and last.status in set(Status) else (None, True)


def marks_that_hold(seen: Seen, marks: Iterable[Mark], name: str) -> tuple[Mark, ...]:
    """Of the marks of one request those that staff signed, in their order."""
    lines = seen.marks.get(name, [])
    signed = {(marked(line), line.about) for line in lines if line.seq >= seen.begins and is_good(seen, line)}
    before = {(line.about, line.who, line.at) for line in lines if line.seq < seen.begins}
    held = (mark for mark in marks if (mark.fingerprint, mark.about) in signed or (mark.about, mark.who, mark.at) in before)
    return tuple(mark for mark in held if mark.status in set(Status))


def author(seen: Seen, kept: Kept) -> str | None:
    """Who wrote a note, by the journal; None where it is not as staff signed it."""
    first, last = (lines := seen.notes.get(kept.note, [])) and lines[0], lines and lines[-1]
    if not first or not last or first.what == EntryKind.NOTE_SEALED or not all(map(seen.is_lawful, lines)):
        return None
    name, _, who = notes.about(first)
    return who if name == kept.id and last.digest == digest_of_note(kept) else None


def digest_of_note(kept: Kept) -> bytes:
    """The fingerprint of the seals of a note, which may be anything."""
    return digest(kept.seals if all(isinstance(sealed, bytes) for *_, sealed in kept.seals) else ())


def is_theirs(seen: Seen, line: Line) -> bool:
    """Whether the person wrote a note in whose name it was taken over. Before anybody signed alone, nobody can tell."""
    name, note, who = notes.about(line)
    message = notes.fingerprint(name, note, line.digest)
    return line.seq < seen.holders.begins or seen.holders.marked(who, message, seen.alone(message), "")
