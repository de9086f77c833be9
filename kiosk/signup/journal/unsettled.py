"""What is told to each who can read requests until they say that they saw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk.signup.journal import journal
from kiosk.signup.journal.journal import CAME, EntryKind, Line, is_seen
from kiosk.signup.journal.proofs import is_repeated
from kiosk.signup.journal.seen import Seen
from kiosk.signup.journal.what_came import BEHIND
from kiosk.signup.keys import names

SEEN = "seen up to entry "
"""Followed by a number, what staff sign when they were told what a restore deleted."""
_MOST_NAMED = 8
"""Requests in a sentence about what a restore deleted."""


def unsettled(seen: Seen, reader: str = "") -> dict[str, int]:
    """What is told to each until they say that they saw it: in sentences, oldest first, with the last entry of each.

    Without a `reader` it is told until anybody says so who can read requests: they may be who did it, so nobody says it for another.
    What a restore deleted without a proof, that all keys of before were lost, that indexes were made anew, and where the journal goes on without a
    proof of what stood before.
    """
    came, settled = {line.about for line in seen.entries if line.what in CAME}, _settled(seen, reader)
    gone = [line for line in seen.entries if line.what == EntryKind.RESTORED and line.about in came and line.seq > settled]
    restored = {_restored(some): some[-1].seq for some in _batched([line for line in gone if not is_repeated(seen, line)])}
    anew = {said: seen.anew.seq for said in begun_anew(seen, reader) if seen.anew}
    indexes = {_reindexed(line): line.seq for line in seen.entries if line.what == EntryKind.REINDEXED and line.seq > settled}
    unproved = {_unproved(line): line.seq for line in journal.unproved(seen.entries) if line.seq > settled}
    return dict(sorted({**restored, **anew, **indexes, **unproved}.items(), key=lambda each: each[1]))


def begun_anew(seen: Seen, reader: str = "") -> Iterator[str]:
    """That somebody made a new key because those of before were lost; nothing once this reader, else anybody, has said that they saw it."""
    if seen.anew and seen.anew.seq > _settled(seen, reader):
        yield (
            f"On {seen.anew.at[:10]} {seen.anew.who} made a new key because the passphrases were lost, and the earlier keys do not confirm it:"
            " what was done before that day can no longer be checked. If none of you did that, somebody else has taken this machine over."
        )


def _unproved(line: Line) -> str:
    return (
        f"From entry {line.seq} on ({line.at[:10]}), requests were sealed for other keys, and nothing proves that the journal goes on there from"
        " where it was. If an earlier version of the kiosk ran here then (`python3 main.py update --back`) and one of you changed the keys, that is"
        f" why. Otherwise somebody may have cut off what stood before that entry {BEHIND}."
    )


def _reindexed(line: Line) -> str:
    return (
        f"On {line.at[:10]} the drawer did not find all that was in it, so that requests may not have been listed until then. The kiosk mended"
        f" that, and nothing was lost by it (entry {line.seq} of the journal). Either the disk of this machine is failing, or somebody changed the"
        f" drawer {BEHIND}."
    )


def _restored(gone: Sequence[Line]) -> str:
    names = ", ".join(line.about[:8] for line in gone)
    return (
        f"When a backup was put in place on {gone[-1].at[:10]}, requests were deleted without a proof that staff had deleted them before:"
        f" {names}. If none of you put a backup in place on that day, somebody else removed them."
    )


def _batched(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """As many at once as one sentence names."""
    return (lines[at : at + _MOST_NAMED] for at in range(0, len(lines), _MOST_NAMED))


def _settled(seen: Seen, reader: str) -> int:
    """The last entry that this reader, else anybody, said in their own name they have seen. Nobody has seen what comes after they say so."""
    said = (line for line in seen.entries if is_seen(line) and (not reader or names.same(line.who, reader)))
    signed = (line for line in said if seen.is_staffs(line) and seen.holders.vouches(line))
    told = ((int(number) if (number := line.about.removeprefix(SEEN)).isdecimal() else line.seq, line.seq) for line in signed)
    return max((number for number, seq in told if number <= seq), default=0)
