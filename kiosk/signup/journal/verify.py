"""Is all well with the drawer? What was changed, cut, removed or put in, a plain sentence each.

Who owns the disk can write what the kiosk itself writes. So what only staff may do must be signed by them, what a visitor may do must have
been done at once, and what goes by itself must have been there for long enough, in days that the journal shows.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import chain, islice, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import DecodeError, Struct, json

from kiosk.files.bounded_sqlite import bounded, bounded_days
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.ages import STEP_DAYS, Lived, day_of, lived
from kiosk.signup.journal.holders import Holders
from kiosk.signup.journal.journal import BY_STAFF, CAME, GONE, IN_A_NAME, EntryKind, Line, is_seen
from kiosk.signup.journal.notes import Kept
from kiosk.signup.journal.status import DAYS_AFTER_DONE, DAYS_UNOPENED, Mark, Status
from kiosk.signup.journal.trail import Trail
from kiosk.signup.keys import names
from kiosk.signup.keys.signatures import is_signed

if TYPE_CHECKING:
    from sqlite3 import Connection

    from kiosk.signup.journal.journal import Privates

_MOST_STARTS = 1000
"""Entries that say that staff sign from there on which are looked at: each costs a signature."""
_MOST_IN_A_VISIT = 100
"""Entries between what a visitor sent and took back at once."""
_MOST_NAMED = 8
"""Requests in a sentence about what a restore deleted."""
CLOSED_FOR = "requests are closed for "
"""Followed by ids of keys, what staff sign after each change of them."""
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
SEEN = "seen up to entry "
"""Followed by a number, what staff sign when they were told what a restore deleted."""
_SIGNED_FROM = 2
"""The entry that says for the first time that staff sign from there on: it follows that which begins the journal."""
BEHIND = "behind the kiosk's back"
KNOWINGLY = b"changed "
"""Before the fingerprint of the seals in the entry of a deletion: whoever deleted the request was told that it is not what came."""
_SHORT_NAME, _WHOLE_NAME = 16, 64
"""Hex digits of the fingerprint of words, as an older kiosk wrote it, and now."""
_ABOUT_KEYS = (
    EntryKind.BEGUN, EntryKind.SIGNED_FROM_HERE, EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE, EntryKind.BEGUN_ANEW, EntryKind.CHANGED_KEYS,
)  # fmt: skip
"""What can change who may sign."""
_WITHOUT_A_SIGNATURE = tuple(kind for kind in GONE if kind not in BY_STAFF)
"""Ways to go for good that nobody signs here."""
_ID = re.compile(r"[0-9a-f]{32}")
"""The number of a request; what else a restore says is about none."""
_FINGERPRINT_BYTES = 32
_A_DAY = len("2026-11-23")
LISTED = (
    "SELECT id, day FROM records NOT INDEXED WHERE id IN (SELECT id FROM seals NOT INDEXED) AND typeof(id) = 'text' ORDER BY seq DESC"
)
"""What staff are shown, the newest first: by the tables themselves, for an index may say less than its table."""
_MOST_SIGNATURES = 1 << 14
"""Signatures that are known to be good: the screen asks for the same ones again and again."""
_is_signed = lru_cache(_MOST_SIGNATURES)(is_signed)


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


def digest(seals: Iterable[tuple[str, str, bytes]]) -> bytes:
    """The fingerprint of a record's seals (id, key, sealed), in the order of their keys."""
    whole = hashlib.sha256()
    for _, key, sealed in seals:
        whole.update(str(key).encode() + len(sealed).to_bytes(4, "big") + bytes(sealed))
    return whole.digest()


def of_day(day: str, seals: bytes) -> bytes:
    """The fingerprint of a record that was brought back: of the day on which it came, and of the fingerprint of its seals."""
    return hashlib.sha256(day.encode() + seals).digest()


class Deed(Struct, frozen=True, array_like=True):
    """A deletion that staff signed: all of its entry but which request that was, the code before it, and the signature (`journal.position`).

    `own` is that of the person who did it alone; empty where they had none, or an older kiosk wrote it.
    """

    seq: int
    before: bytes
    at: str
    who: str
    digest: bytes
    key: str
    signature: bytes
    own: bytes = b""


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

    def _signature(self, digest: bytes) -> tuple[str, bytes]:
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
        key, signature = self._signature(signed)
        return key in self._ours and key in self.used(line) and isinstance(signature, bytes) and _is_signed(self._ours[key], signed, signature)

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
        return str(self._signature(self.position(line))[0])

    def deed(self, line: Line) -> bytes:
        """The proof that staff deleted what this entry tells of, to be kept in another state of the drawer (`Deed`); empty where there is none."""
        if line.what == EntryKind.RESTORED:
            return line.digest if self.is_repeated(line) else b""
        if line.what != EntryKind.DELETED or not self.is_staffs(line) or line.digest.startswith(KNOWINGLY):
            return b""
        if not is_for_what_came(self, line, line.about) or not self.holders.vouches(line):
            return b""
        signed, before = self.position(line), self.trail.code_before(line)
        key, signature = self._signature(signed)
        return json.encode(Deed(line.seq, before, line.at, line.who, line.digest, key, signature, self.alone(signed)))

    def is_repeated(self, line: Line) -> bool:
        """Whether this entry of a restore repeats a deletion that staff signed in a later state of this drawer: its digest is the proof."""
        return self.proves(line.digest, line.about, self.trail.state(line.seq), self.used(line))

    def would_prove(self, proof: bytes, name: str, used: Collection[str]) -> bool:
        """Whether an entry of a restore that came now could repeat this deletion; requests are sealed for the keys `used`."""
        last = self.entries[-1].seq if self.entries else 0
        return self.proves(proof, name, self.trail.state(last), used)

    def proves(self, proof: bytes, name: str, seq: int, used: Collection[str]) -> bool:
        """Whether this (`Deed`) is a deletion of what came as this request, that staff signed when the drawer had come further than entry `seq`.

        They signed it with a key that requests were sealed for then, as far as this journal knows: at that entry, or after the restore (`used`).
        """
        try:
            told = json.decode(proof, type=Deed)
        except (DecodeError, RecursionError):
            return False
        signed = journal.position(Line(told.seq, told.at, told.who, EntryKind.DELETED, name, told.digest, b""), told.before)
        lawful = told.seq > seq and bool(told.digest) and told.key in self._ours and (told.key in used or told.key in _names_at(self._used, seq))
        return (
            lawful and is_what_came(self, name, told.digest, seq) and _is_signed(self._ours[told.key], signed, told.signature)
            and self.holders.signed_later(told.who, seq, signed, told.own)
        )  # fmt: skip

    def alone(self, message: bytes) -> bytes:
        """The signature of one holder for this message, whoever it is; empty where nobody signed it alone."""
        found = self._signature(journal.alone(message))[1]
        return found if isinstance(found, bytes) else b""

    def used(self, line: Line) -> tuple[str, ...]:
        """The keys that requests were sealed for when this entry was written."""
        return _names_at(self._used, line.seq)

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


# -- records ----------------------------------------------------------------------------------------------------------


def _about_records(seen: Seen) -> Iterator[str]:
    first = {line.about: line for line in reversed(seen.entries) if line.what in CAME}
    came = first | {line.about: line for line in seen.entries if line.what in CAME and line.what != EntryKind.KEPT}
    put = first | {line.about: line for line in seen.entries if line.what == EntryKind.RECOVERED}
    gone = seen.ends()
    rows = {row[0]: row[1:] for row in bounded(seen.database.execute("SELECT id, day, seq FROM records"))}
    times = lived(bounded_days(seen.trail.days), date.min)
    for name in came.keys() | rows.keys() | _alive(seen):
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
        elif end is not None and end.seq >= seen.begins and (wrong := _unlawful(seen, times, first[name], end)):
            yield f"The request {name[:8]} of {line.at} was deleted {wrong}."
    for name, end in seen.ends(back=True).items():
        if name not in gone and end.seq >= seen.begins and (wrong := _unlawful(seen, times, first[name], end)):
            yield f"The request {name[:8]} of {first[name].at} was deleted {wrong}. Since then it was brought back."


def _about_the_list(seen: Seen) -> Iterator[str]:
    """What is in the drawer, and came, and did not go, staff are shown."""
    listed, ends = {row[0] for row in bounded(seen.database.execute(LISTED))}, seen.ends()
    for name in sorted(_alive(seen) & set(seen.names) - ends.keys() - listed):
        yield f"The request {name[:8]} is in the drawer, but somebody changed the drawer {BEHIND} so that no list shows it."


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


def _alive(seen: Seen) -> set[str]:
    return {row[0] for row in bounded(seen.database.execute("SELECT DISTINCT id FROM seals NOT INDEXED"))}


def _unlawful(seen: Seen, times: Lived, came: Line, end: Line) -> str:
    """How a sign-up went otherwise than it may; empty where all was right."""
    if end.what == EntryKind.TAKEN_BACK:
        between = takewhile(lambda line: line.seq < end.seq, seen.behind(came.seq))
        at_once = end.at == came.at and is_untouched(came.about, came.at, between, strictly=seen.is_proved(end))
        return "" if at_once else f"on {end.at[:10]}, as if the visitor had taken it back"
    if end.what == EntryKind.EXPIRED:
        lay = _lay(times, came, end)
        done = done_by(seen, came.about, end.seq)
        after_done = _lay(times, done, end) if done else 0
        if lay < DAYS_UNOPENED and after_done < DAYS_AFTER_DONE:
            return f"on {end.at[:10]}, before its time had come"
        if _was_ahead(seen, end):
            return f"by a clock that said {end.at[:10]} too early"
    if end.digest.startswith(KNOWINGLY):
        return f"on {end.at[:10]} by {end.who}, who was told that it had been changed {BEHIND}"
    if end.what == EntryKind.DELETED and not is_for_what_came(seen, end, came.about):
        return f"on {end.at[:10]} by {end.who}, who saw something else that somebody had put in its place"
    return ""  # by staff: whether they signed is told with the entries


class Went(Struct, frozen=True):
    """Of requests that lie aside those that went `for_good`, so that nothing of them may lie anywhere, and all that nobody misses (`past`)."""

    for_good: frozenset[str] = frozenset()
    past: frozenset[str] = frozenset()


def went(seen: Seen, aside: Mapping[str, date], today: date, since: int) -> Went:
    """What became by this journal of requests that lie aside, where they came on these days, since the entry `since` at the latest.

    What nobody signed counts only as far as it was lawful here, and what lies aside bears it out: who wrote a backup, or the days in it, could else
    have what a restore puts aside erased. What was too old must be so by its own day there, unless staff signed that it was done; what a visitor
    took back went after the copy came to lie there.
    """
    lines = defaultdict[str, list[Line]](list)
    for line in seen.entries:
        if line.what in GONE and line.about in aside:
            lines[line.about].append(line)
    for name in lines.keys() & _alive(seen):
        del lines[name]
    signed = frozenset(name for name, those in lines.items() if any(map(seen.deed, those)))
    by_itself = _gone_by_themselves(seen, lines.keys() - signed)
    expired = {name: end for name, end in by_itself.items() if end.what == EntryKind.EXPIRED}
    old = frozenset(name for name in expired if (today - aside[name]).days >= DAYS_UNOPENED)
    done = frozenset(name for name, end in expired.items() if done_by(seen, name, end.seq))
    back = frozenset(name for name, end in by_itself.items() if name not in expired and end.seq > since)
    return Went(signed | old | back, signed | old | back | done)


def _gone_by_themselves(seen: Seen, names: Collection[str]) -> dict[str, Line]:
    """The entries by which these requests went by themselves, as they may."""
    if not names:
        return {}
    ends, times = seen.ends(), lived(bounded_days(seen.trail.days), date.min)
    first = {line.about: line for line in reversed(seen.entries) if line.what in CAME and line.about in names}
    found = {name: ends[name] for name in names if name in ends and ends[name].what in (EntryKind.EXPIRED, EntryKind.TAKEN_BACK)}
    return {name: end for name, end in found.items() if not _unlawful(seen, times, first[name], end)}


def _lay(times: Lived, since: Line, end: Line) -> int:
    """Days lived between two entries, and no more than lie between their own days: whoever adds days of long ago makes nothing older.

    Times are of UTC and days of this place, so they may differ by one.
    """
    begun, ended = day_of(since.at), day_of(end.at)
    between = (ended - begun).days + 1 if begun and ended else 0
    return min(times.told_at(end.seq) - times.age_at(since.seq), between)


def is_untouched(name: str, day: str, since: Iterable[Line], *, strictly: bool = True) -> bool:
    """Whether a visitor may still take back what was kept on that day, by the entries since then: the visit goes on, and staff signed nothing.

    An older kiosk went by less (not `strictly`): staff may have done what is about another request.
    """
    came, held = day_of(day), list(islice(since, _MOST_IN_A_VISIT + 1))
    return came is not None and len(held) <= _MOST_IN_A_VISIT and not any(_ends_visit(line, name, came, strictly=strictly) for line in held)


def _ends_visit(line: Line, name: str, came: date, *, strictly: bool) -> bool:
    subject, _, more = line.about.partition(" ")
    about_it = subject == name or (line.what in (EntryKind.OPENED, EntryKind.EXPORTED) and bool(more))
    return (line.what in IN_A_NAME and (strictly or about_it)) or not _can_be_on(came, line.at)


def _can_be_on(day: date, at: str) -> bool:
    """Whether a time of UTC, or a day, can be on this day of some place: a day begins up to 14 hours before that of UTC, and up to 12 behind it."""
    if len(at) <= _A_DAY:
        return abs(((day_of(at) or day) - day).days) <= 1
    with suppress(ValueError, OverflowError):
        begins = datetime.combine(day, time(), UTC)
        return begins - timedelta(hours=14) <= datetime.fromisoformat(at).astimezone(UTC) < begins + timedelta(hours=36)
    return True


def _was_ahead(seen: Seen, end: Line) -> bool:
    day, later = day_of(end.at), seen.lowest_after(end)
    return day is None or (later is not None and (day - later).days > STEP_DAYS)


# -- marks ------------------------------------------------------------------------------------------------------------


def done_by(seen: Seen, name: str, before: int | None = None) -> Line | None:
    """The entry by which staff signed that a request is done, if that is the last they said of it (before the entry of that number)."""
    last = next((line for line in reversed(seen.marks.get(name, [])) if before is None or line.seq < before), None)
    return last if last and last.about == f"{name} {Status.DONE}" and _is_good(seen, last) else None


def _is_good(seen: Seen, line: Line) -> bool:
    """Whether staff signed this mark, and it says what its fingerprint says."""
    return seen.is_staffs(line) and is_for_what_came(seen, line, line.about.partition(" ")[0])


def marked(line: Line) -> bytes:
    """The fingerprint of the mark of which an entry tells."""
    return line.digest[:_FINGERPRINT_BYTES] if line.what == EntryKind.MERGED else journal.fingerprint(line.at, line.who, line.what, line.about)


def shown(line: Line) -> bytes:
    """The fingerprint of the seals for which staff marked or deleted a request; empty where an older kiosk wrote the entry."""
    if line.what == EntryKind.MERGED:
        return line.digest[_FINGERPRINT_BYTES:]
    return b"" if line.digest == journal.fingerprint(line.at, line.who, line.what, line.about) else line.digest.removeprefix(KNOWINGLY)


def is_for_what_came(seen: Seen, line: Line, name: str) -> bool:
    """Whether what staff marked or deleted was the request that came, and nothing that lay in its place meanwhile."""
    seals = shown(line)
    return not seals or is_what_came(seen, name, seals)


def is_what_came(seen: Seen, name: str, seals: bytes, until: int | None = None) -> bool:
    """Whether the journal tells of this fingerprint of the seals of a request, at any time (up to the entry of that number)."""
    days = [str(row[0]) for row in seen.database.execute("SELECT day FROM records WHERE id = ?", (name,))]
    return any(_tells(line, seals, days) for line in seen.came(name) if until is None or line.seq <= until)


def is_changed(seen: Seen, name: str, seals: bytes) -> bool:
    """Whether the seals that a request has now are others than the last entry about them tells."""
    days = [str(row[0]) for row in seen.database.execute("SELECT day FROM records WHERE id = ?", (name,))]
    return not any(_tells(line, seals, days) for line in seen.came(name)[-1:])


def _tells(line: Line, seals: bytes, days: Iterable[str]) -> bool:
    dated = line.what in (EntryKind.RECOVERED, EntryKind.SEALED_ANEW)
    return line.digest == seals or (dated and any(line.digest == of_day(day, seals) for day in days))


def mark_that_holds(seen: Seen, last: Mark | None, name: str) -> tuple[Mark | None, bool]:
    """How far staff came with a request by what they signed, if `last` stands in the drawer; and whether the one says what the other does not."""
    line = next(reversed(seen.marks.get(name, [])), None)
    if last is None or line is None:
        return None, (last is None) != (line is None)
    if line.seq < seen.begins:
        same = (last.about, last.who, last.at) == (line.about, line.who, line.at)
    else:
        same = marked(line) == last.fingerprint and line.about == last.about and _is_good(seen, line)
    return (last, False) if same and last.status in set(Status) else (None, True)


def marks_that_hold(seen: Seen, marks: Iterable[Mark], name: str) -> tuple[Mark, ...]:
    """Of the marks of one request those that staff signed, in their order."""
    lines = seen.marks.get(name, [])
    signed = {(marked(line), line.about) for line in lines if line.seq >= seen.begins and _is_good(seen, line)}
    before = {(line.about, line.who, line.at) for line in lines if line.seq < seen.begins}
    held = (mark for mark in marks if (mark.fingerprint, mark.about) in signed or (mark.about, mark.who, mark.at) in before)
    return tuple(mark for mark in held if mark.status in set(Status))


def _wrongly_taken(seen: Seen, line: Line, mark: Mark, older: set[bytes]) -> str:
    """Why a mark that was made elsewhere may not be here; empty where all is well. Before anybody signed alone, nobody can tell whose it is."""
    if line.seq >= seen.holders.begins and not seen.holders.marked(mark.who, mark.fingerprint, seen.alone(mark.fingerprint), mark.at):
        return "bears a name, but not the signature of that person"
    return "was made before another that was here already" if mark.fingerprint in older else ""


def _older(marks: Iterable[Mark]) -> Iterator[bytes]:
    """The fingerprints of those that stand behind one of the same sign-up that is as new or newer."""
    newest: dict[str, str] = {}
    for mark in marks:
        if mark.at <= newest.get(mark.id, ""):
            yield mark.fingerprint
        newest[mark.id] = max(mark.at, newest.get(mark.id, ""))


def _about_marks(seen: Seen) -> Iterator[str]:
    alive = _alive(seen)
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
        elif not _is_good(seen, line):
            yield f"Nobody who can read requests signed the mark on the request {name[:8]} of {line.at}."
        elif line.what == EntryKind.MERGED and name in alive and (wrong := _wrongly_taken(seen, line, held[fingerprint], older)):
            yield f"The mark on the request {name[:8]} that {line.who} took over on {line.at} {wrong}."
    yield from _about_their_order(lines, marks, told, alive)


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


# -- notes ------------------------------------------------------------------------------------------------------------


def author(seen: Seen, kept: Kept) -> str | None:
    """Who wrote a note, by the journal; None where it is not as staff signed it."""
    first, last = (lines := seen.notes.get(kept.note, [])) and lines[0], lines and lines[-1]
    if not first or not last or first.what == EntryKind.NOTE_SEALED or not all(map(seen.is_lawful, lines)):
        return None
    name, _, who = notes.about(first)
    return who if name == kept.id and last.digest == _digest(kept) else None


def _digest(kept: Kept) -> bytes:
    """The fingerprint of its seals, which may be anything."""
    return digest(kept.seals if all(isinstance(sealed, bytes) for *_, sealed in kept.seals) else ())


def _about_notes(seen: Seen) -> Iterator[str]:
    alive, held = _alive(seen), notes.kept_in(seen.database)
    for note, lines in seen.notes.items():
        name, _, who = notes.about(lines[0])
        if name in alive and note not in held:
            yield f"A note on the request {name[:8]} of {lines[0].at} was removed {BEHIND}."
        elif note in held and (held[note].id != name or _digest(held[note]) != lines[-1].digest):
            yield f"The note on the request {name[:8]} of {lines[0].at} was changed {BEHIND}."
        elif any(line.what == EntryKind.NOTE_TAKEN and not _is_theirs(seen, line) for line in lines):
            yield f"The note on the request {name[:8]} that was taken over on {lines[0].at} bears the name of {who}, but not their signature."
        elif note in held and lines[-1].seq >= seen.begins and (strange := [key for _, key, _ in held[note].seals if not seen.knows(key)]):
            yield f"The note on the request {name[:8]} of {lines[0].at} was sealed for the key {strange[0]} too, which nobody confirmed."
    for kept in held.values():
        if kept.note not in seen.notes or kept.id not in alive:
            yield f"A note on the request {kept.id[:8]} was put in {BEHIND}."


def _is_theirs(seen: Seen, line: Line) -> bool:
    """Whether the person wrote a note in whose name it was taken over. Before anybody signed alone, nobody can tell."""
    name, note, who = notes.about(line)
    message = notes.fingerprint(name, note, line.digest)
    return line.seq < seen.holders.begins or seen.holders.marked(who, message, seen.alone(message), "")


# -- before the keys were lost -----------------------------------------------------------------------------------------


def _about_what_was_lost(seen: Seen) -> Iterator[str]:
    """What stands before the keys were begun anew has no code that can be checked: whoever began them signed a fingerprint of it all."""
    line = seen.anew
    if line and has_fingerprint(line) and line.digest != journal.over(each for each in seen.entries if each.seq < line.seq):
        yield f"What the journal says about the time before {line.at[:10]} is not what it said on that day: somebody changed it {BEHIND}."


def has_fingerprint(line: Line) -> bool:
    """Whether the entry by which keys were begun anew has a fingerprint of all before it; an older kiosk wrote none."""
    return line.digest != journal.fingerprint(line.at, line.who, line.what, line.about)


# -- entries ----------------------------------------------------------------------------------------------------------


def _about_the_signed_beginning(seen: Seen) -> Iterator[str]:
    """A journal says so with its second entry: without it whatever bears the name of staff would count as theirs."""
    starts = [line for line in seen.entries if line.what == EntryKind.SIGNED_FROM_HERE]
    if seen.entries and (not starts or starts[0].seq > _SIGNED_FROM):
        yield "The journal does not say from its beginning on that staff sign what they do, so what stands before that may be anybody's."


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


def unsettled(seen: Seen, reader: str = "") -> dict[str, int]:
    """What is told to each until they say that they saw it: in sentences, oldest first, with the last entry of each.

    Without a `reader` it is told until anybody says so who can read requests: they may be who did it, so nobody says it for another.
    What a restore deleted without a proof, that all keys of before were lost, that indexes were made anew, and where the journal goes on without a
    proof of what stood before.
    """
    came, settled = {line.about for line in seen.entries if line.what in CAME}, _settled(seen, reader)
    gone = [line for line in seen.entries if line.what == EntryKind.RESTORED and line.about in came and line.seq > settled]
    restored = {_restored(some): some[-1].seq for some in _batched([line for line in gone if not seen.is_repeated(line)])}
    anew = {said: seen.anew.seq for said in begun_anew(seen, reader) if seen.anew}
    indexes = {_reindexed(line): line.seq for line in seen.entries if line.what == EntryKind.REINDEXED and line.seq > settled}
    unproved = {_unproved(line): line.seq for line in journal.unproved(seen.entries) if line.seq > settled}
    return dict(sorted({**restored, **anew, **indexes, **unproved}.items(), key=lambda each: each[1]))


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


def begun_anew(seen: Seen, reader: str = "") -> Iterator[str]:
    """That somebody made a new key because those of before were lost; nothing once this reader, else anybody, has said that they saw it."""
    if seen.anew and seen.anew.seq > _settled(seen, reader):
        yield (
            f"On {seen.anew.at[:10]} {seen.anew.who} made a new key because the passphrases were lost, and the earlier keys do not confirm it:"
            " what was done before that day can no longer be checked. If none of you did that, somebody else has taken this machine over."
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


class Gone(Struct, frozen=True):
    """The requests that went for good: by deletions that staff signed, for their age or by their visitors, and those of which it is only said.

    Only the first is proof, and each has it (`Deed`): whoever owns the disk can write the entries of days, and of what goes by itself.
    """

    signed: Mapping[str, bytes] = MappingProxyType({})
    by_themselves: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()

    def doubted(self) -> Gone:
        """The same, where nothing of it is proof."""
        return Gone({}, self.by_themselves, self.said | self.signed.keys())


def gone(database: Connection, ours: Mapping[str, bytes]) -> Gone:
    """What went for good, by this journal. `ours` has what checks the signatures of each key that is trusted. May raise sqlite3.Error."""
    seen = Seen(database, ours)
    first = {line.about: line.seq for line in reversed(seen.entries) if line.what in CAME}
    lines = [line for line in seen.entries if line.what in GONE and first.get(line.about, line.seq) < line.seq]
    signed = {line.about: proof for line in lines if (proof := seen.deed(line))}
    alone = {line.about for line in lines if line.what in (EntryKind.TAKEN_BACK, EntryKind.EXPIRED)}
    every, alive = {line.about for line in lines}, _alive(seen)
    told = {name: proof for name, proof in signed.items() if name not in alive}
    return Gone(told, frozenset(alone - signed.keys() - alive), frozenset(every - alone - signed.keys() - alive))


def _about_wordings(seen: Seen) -> Iterator[str]:
    held = dict(bounded(seen.database.execute("SELECT fingerprint, text FROM wordings")))
    noted = {line.about for line in seen.entries if line.what == EntryKind.WORDED}
    yield from (f"The words of a consent ({fingerprint[:_SHORT_NAME]}) were removed {BEHIND}." for fingerprint in sorted(noted - held.keys()))
    for fingerprint, text in held.items():
        if not is_name_of_words(fingerprint, text):
            yield f"The words of a consent ({fingerprint[:_SHORT_NAME]}) were changed {BEHIND}."
        elif fingerprint not in noted and len(fingerprint) != _SHORT_NAME:  # of those an older kiosk noted nothing
            yield f"Words of a consent ({fingerprint[:_SHORT_NAME]}) were put in {BEHIND}."


def wording(text: str) -> str:
    """The fingerprint of the words of a consent: SHA-256, in hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_name_of_words(fingerprint: str, text: str) -> bool:
    """Whether this is the fingerprint of these words: all of it, or as much as an older kiosk wrote."""
    return len(fingerprint) in (_SHORT_NAME, _WHOLE_NAME) and wording(text).startswith(fingerprint)
