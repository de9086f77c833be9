"""The journal as somebody sees it who trusts some keys: which entries staff signed, and which keys they wrote down."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from kiosk.signup.journal import journal
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.holders import Holders
from kiosk.signup.journal.journal import GONE, IN_A_NAME, EntryKind, Line
from kiosk.signup.journal.trail import Trail
from kiosk.signup.keys.signatures import is_signed

if TYPE_CHECKING:
    from sqlite3 import Connection

CLOSED_FOR = "requests are closed for "
"""Followed by ids of keys, what staff sign after each change of them."""
_MOST_STARTS = 1000
"""Entries that say that staff sign from there on which are looked at: each costs a signature."""
_MOST_SIGNATURES = 1 << 14
"""Signatures that are known to be good: the screen asks for the same ones again and again."""
_is_signed = lru_cache(_MOST_SIGNATURES)(is_signed)
_ANOTHER_KEY = "Requests are sealed for {keys}, which is not among the keys that {line.who} wrote down on {day} (entry {line.seq} of the journal)."
_KEY_LEFT_OUT = "Requests are no longer sealed for {keys}, although {line.who} wrote that key down on {day} (entry {line.seq} of the journal)."
_KEYS_CHANGED = (
    " Unless one of you was interrupted while changing the keys, somebody changed their list without a passphrase. "
    "`python3 main.py key rotate --name YOU` makes a fresh key in place of yours, and asks about each of the others."
)
_UNSIGNED_KEYS = (
    "On {day} {line.who} wrote down which keys requests are sealed for (entry {line.seq} of the journal), but there is no good signature for"
    " that: somebody may have taken the signature away so that another list goes unnoticed, and nothing was written down in its place."
    " `python3 main.py signups verify --name YOU` says what else was changed; find out who can reach this machine."
)
_ABOUT_KEYS = (
    EntryKind.BEGUN, EntryKind.SIGNED_FROM_HERE, EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE, EntryKind.BEGUN_ANEW, EntryKind.CHANGED_KEYS,
)  # fmt: skip
"""What can change who may sign."""


class Seen:
    """The journal, whose signatures are in it, and for which keys requests were closed when."""

    def __init__(
        self, database: Connection, ours: Mapping[str, bytes], today: date | None = None, opened: Collection[str] = (), trail: Trail | None = None
    ) -> None:
        """`today` is the day after which nothing can have been written, where that is known; `opened` are the keys of whoever looks.

        `trail` is the journal, where it was read already.
        """
        self.database, self._ours, self.trail = database, ours, trail or Trail(database)
        database.execute("SELECT digest, key, signature FROM signatures LIMIT 0")
        self.entries, self.marks, self.notes, self._came = self.trail.entries, self.trail.marks, self.trail.notes, self.trail.came
        self._read = len(self.entries)
        self._lowest = _lowest_days(self.entries, today) if today else {}
        self._used = list(self.trail.begun)
        self._written = frozenset[str]()
        self.readmitted: set[tuple[int, str]] = set()
        """Where a stretch begins, and a key that staff wrote down in it: given up before or not, from then on it is theirs."""
        self.anew = self._begun_anew(opened)
        self.begins = max(self._first_signed(), self.anew.seq if self.anew else 0)
        self.holders = Holders(self)
        self.unwritten = tuple(self._follow_keys())

    @property
    def odd(self) -> int:
        """How many entries there are that no kiosk writes."""
        return self.trail.odd

    def goes_on(self) -> bool:
        """Whether all of this holds for what the trail has read since, too: it tells nothing of who may sign."""
        fresh = self.entries[self._read :]
        if self.begins > self._read or any(line.what in _ABOUT_KEYS or (line.what in IN_A_NAME and self._unknown(self._written)) for line in fresh):
            return False
        self._read = len(self.entries)
        return True

    def _unknown(self, written: Collection[str]) -> bool:
        """Whether requests are closed now for a key that is trusted, although staff have not written it down, while they did others."""
        names = self._used[-1][1] if self._used else ()
        return bool(written) and any(name in self._ours and name not in written for name in names)

    def signature(self, digest: bytes) -> tuple[str, bytes]:
        """The key and the signature that lie under this digest; empty where there is none."""
        row = self.database.execute("SELECT key, signature FROM signatures WHERE digest = ?", (digest,)).fetchone()
        return (row[0], row[1]) if row else ("", b"")

    def behind(self, seq: int) -> Iterator[Line]:
        """The entries after the one with this number."""
        return islice(self.entries, bisect_right(self.entries, seq, key=lambda each: each.seq), None)

    def position(self, line: Line) -> bytes:
        """What is signed of this entry."""
        return journal.position(line, self.trail.code_before(line))

    def is_staffs(self, line: Line) -> bool:
        """Whether somebody signed this entry, at its place, who could read the requests of that time."""
        signed = self.position(line)
        key, signature = self.signature(signed)
        return key in self.used(line) and isinstance(signature, bytes) and self.is_signed(key, signed, signature)

    def is_signed(self, key: str, message: bytes, signature: bytes) -> bool:
        """Whether somebody signed this with that key, which is trusted."""
        return key in self._ours and _is_signed(self._ours[key], message, signature)

    def came(self, name: str) -> list[Line]:
        """The entries that tell the fingerprint of this request's seals: the kiosk keeps it once, and all others are signed by staff."""
        first, *others = self._came.get(name, [None])
        signed = (line for line in others if line and line.what != EntryKind.KEPT and self.is_lawful(line))
        return [*([first] if first and (first.what == EntryKind.KEPT or self.is_lawful(first)) else []), *signed] if first else []

    @property
    def names(self) -> Collection[str]:
        """The requests that came at any time."""
        return self._came.keys()

    def ends(self, *, back: bool = False) -> dict[str, Line]:
        """For each request the last entry behind its coming that says that it went for good: what stands before is about no such request.

        What staff brought back came then, unless the ends of that are asked for, too.
        """
        ends = {line.about: line for line in self.entries if line.what in GONE and line.about in self._came}
        return {name: line for name, line in ends.items() if self._came[name][0].seq < line.seq and (back or not self._is_back(name, line))}

    def _is_back(self, name: str, end: Line) -> bool:
        return any(line.what == EntryKind.RECOVERED and line.seq > end.seq and self.is_lawful(line) for line in self._came[name])

    def is_lawful(self, line: Line) -> bool:
        """Whether staff signed this entry, or nobody signed anything yet."""
        return line.seq < self.begins or self.is_staffs(line)

    def signed_with(self, line: Line) -> str:
        """The id of the key with which somebody who can read signed this entry; empty where nobody did."""
        return str(self.signature(self.position(line))[0])

    def alone(self, message: bytes) -> bytes:
        """The signature of one holder for this message, whoever it is; empty where nobody signed it alone."""
        found = self.signature(journal.alone(message))[1]
        return found if isinstance(found, bytes) else b""

    def used(self, line: Line) -> tuple[str, ...]:
        """The keys that requests were sealed for when this entry was written."""
        return self.used_at(line.seq)

    def used_at(self, seq: int) -> tuple[str, ...]:
        """The keys that requests were sealed for at the entry of this number."""
        return _names_at(self._used, seq)

    def begun_with(self, line: Line) -> tuple[str, ...]:
        """The keys that the kiosk said it closed requests for when this entry was written, whoever knows them."""
        return _names_at(self.trail.begun, line.seq)

    def closed_for(self) -> Line | None:
        """The last entry in which staff wrote down which keys requests are sealed for."""
        return next((line for line in reversed(self.entries) if _says_keys(line) and self.is_staffs(line)), None)

    def written_keys(self) -> set[str]:
        """The keys that requests are sealed for, as staff last wrote that down; none where they have not."""
        line = self.closed_for()
        return _keys_told(line) if line else set()

    def unsigned_keys(self) -> Line | None:
        """The last entry that says which keys requests are sealed for, where nobody who is trusted signed it."""
        last = next((line for line in reversed(self.entries) if line.seq >= self.begins and _says_keys(line)), None)
        return last if last and not self.is_staffs(last) else None

    def _by_a_stranger(self, line: Line) -> bool:
        """Whether a key signed this that was in use then and is not confirmed: that is told of the key itself."""
        key = self.signed_with(line)
        return key in self.begun_with(line) and key not in self._ours

    def about_keys(self, used: Collection[str]) -> Iterator[str]:
        """Whether requests are sealed for other keys than those: who can write the list can put an earlier one back, with all its signatures."""
        if (line := self.unsigned_keys()) and not self._by_a_stranger(line):
            yield _UNSIGNED_KEYS.format(line=line, day=line.at[:10])
        elif line := self.closed_for():
            told = _keys_told(line)
            wrong = ((_ANOTHER_KEY, set(used) - told), (_KEY_LEFT_OUT, told - set(used)))
            yield from (said.format(keys=", ".join(sorted(of)), line=line, day=line.at[:10]) + _KEYS_CHANGED for said, of in wrong if of)

    def _first_signed(self) -> int:
        """The first entry from which on staff sign what they do. Before it there was no signature, or a key without a passphrase made it.

        It cannot be moved behind the first entry that says what somebody signs with alone, whoever wrote that.
        """
        end = len(self.entries) + 1
        starts = [line for line in self.entries if line.what == EntryKind.SIGNED_FROM_HERE]
        known = next((line.seq for line in self.entries if line.what == EntryKind.SIGNS_FROM_HERE), end)
        signed = (line.seq for line in starts[1:_MOST_STARTS] if line.seq < known and self.is_staffs(line))
        return next(signed, starts[0].seq if starts else end)

    def _begun_anew(self, opened: Collection[str]) -> Line | None:
        """The entry by which somebody signed with a new key that those of before are lost; not for those who can open one of them.

        It is the first that anybody signs with that key: whoever shares it later can hide nothing by saying so again.
        """
        for line in reversed(self.entries):
            if line.what == EntryKind.BEGUN_ANEW and self.is_staffs(line):
                before = self._used_before(start := self.stretch(line))
                first = next(each for each in self.entries if each.seq > start and each.what in IN_A_NAME)
                if before and first is line and self.signed_with(line) not in before and not before.intersection(opened):
                    return line
        return None

    @property
    def is_protected(self) -> bool:
        """Whether somebody who is trusted here took what was sealed for a key without a passphrase over into their own."""
        return any(line.what == EntryKind.SIGNED_FROM_HERE and self.is_staffs(line) for line in self.entries) or bool(self.anew)

    @property
    def tried_out(self) -> tuple[str, ...]:
        """The keys that requests were closed for before they were for one that is trusted here: what was written later anybody can have written."""
        before = takewhile(lambda each: not any(name in self._ours for name in each[1]), self.trail.begun)
        return tuple(name for _, names in before for name in names)

    def is_proved(self, line: Line) -> bool:
        """Whether the stretch of this entry begins with a proof that it follows the one before: an older kiosk wrote none."""
        at = bisect_right(self.trail.proved, line.seq, key=lambda each: each[0])
        return bool(at) and self.trail.proved[at - 1][1]

    def stretch(self, line: Line) -> int:
        """The entry from which on requests were sealed for the keys of this one."""
        return max((each.seq for each in self.entries if each.what == EntryKind.BEGUN and each.seq <= line.seq), default=0)

    def _used_before(self, seq: int) -> set[str]:
        """The keys that requests were ever sealed for before this entry."""
        return {name for number, names in self.trail.begun if number < seq for name in names}

    def _follow_keys(self) -> Iterator[tuple[Line, str]]:
        """Goes by what staff wrote down of keys: which one came into use, at which entry, that none of them wrote down, nor signed with, ever.

        From the entry on in which they no longer name a key it counts in no stretch that begins then: who has left may have copied it.
        """
        written, retired, last = set[str](), set[str](), set[str]()
        began: list[tuple[Line, str]] = []
        if not any(map(_says_keys, self.entries)):
            return
        names = _names_at(self.trail.begun, self.begins - 1)
        told = list(names)
        self._used = [each for each in self.trail.begun if each[0] < self.begins]
        for line in self.behind(self.begins - 1):
            if line.what == EntryKind.BEGUN:
                told = line.about.split(",")
                began += [(line, name) for name in told if written]
                names = tuple(name for name in told if name not in retired)
                self._used.append((line.seq, names))
            key = self.signed_with(line) if _says_keys(line) or (line.what in IN_A_NAME and self._unknown(written)) else ""
            if key and (key not in written or _says_keys(line)) and self.is_staffs(line):
                if written and key not in written and self.holders.knows_author(line, written):
                    written.add(key)
                if _says_keys(line) and (not written or key in written):
                    now = _keys_told(line)
                    retired, last = (retired | last) - now, now
                    written |= now
                    names = tuple(name for name in told if name in names or name in now)
                    self._used.append((line.seq + 1, names))
                    self.readmitted |= {(self.stretch(line), name) for name in now}
        self._written = frozenset(written)
        if retired:
            self.holders = Holders(self)
        yield from (each for each in began if each[1] not in written)

    def lowest_after(self, line: Line) -> date | None:
        """The earliest day of all entries behind this one, and of today; None if there is none."""
        return self._lowest.get(line.seq)

    def ever_closed_for(self, opened: Collection[str]) -> set[str]:
        """The keys that staff ever wrote down, signed with one of those that are `opened` before that was left out itself."""
        ever, left = set[str](), set[str]()
        for line in self.entries:
            if _says_keys(line) and (key := self.signed_with(line)) in opened and key not in left and self.is_staffs(line):
                told = set(line.about.removeprefix(CLOSED_FOR).split(","))
                ever, left = ever | told, left | (ever - told)
        return ever

    def knows(self, key: str) -> bool:
        """Whether somebody who is trusted confirmed this key, or staff wrote it down as theirs once: since then it may have been dropped."""
        return key in self._ours or key in self._written


def _names_at(changes: Sequence[tuple[int, tuple[str, ...]]], seq: int) -> tuple[str, ...]:
    """The keys of the last of these changes up to an entry; none before the first."""
    at = bisect_right(changes, seq, key=lambda each: each[0])
    return changes[at - 1][1] if at else ()


def _says_keys(line: Line) -> bool:
    return line.what == EntryKind.CHANGED_KEYS and line.about.startswith(CLOSED_FOR)


def _keys_told(line: Line) -> set[str]:
    """Which keys requests are sealed for, by what staff wrote down."""
    return set(line.about.removeprefix(CLOSED_FOR).split(","))


def _lowest_days(entries: Sequence[Line], today: date | None) -> dict[int, date]:
    """For each entry the earliest day of those behind it, and of today."""
    lowest: dict[int, date] = {}
    least = today
    for line in reversed(entries):
        if least is not None:
            lowest[line.seq] = least
        if day := day_of(line.at):
            least = min(least or day, day)
    return lowest
