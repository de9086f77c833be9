"""Who signs with which key, from which entry of the journal on: so that what one of the staff does cannot bear the name of another.

All who can read share the key that opens requests, so that one of them could write and sign, as "somebody who can read", whatever another did.
Hence each signs with a key of their own besides, which the journal makes known: the first time by the holder themselves, when they sign in;
anew by the key that it replaces, or by a colleague who gives them another passphrase. Whatever takes a name from its key is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from shlex import quote
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk.signup.journal import journal
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.keys import names
from kiosk.signup.keys.signatures import is_signed

_SHOWN = 16
"""Letters of the fingerprint of a signing key, as people compare it."""


_NEVER = 1 << 63
"""Behind every entry."""


class By(Enum):
    """Who says that a signing key is that person's."""

    FIRST = "the person, or who let them in: they had none before"
    ITSELF = "the person, by the key that they had before"
    COLLEAGUE = "a colleague, in the place of another"
    NOBODY = "somebody who can read, in the place of another"


class Own(Struct, frozen=True):
    """The signing key of one holder: the entry that makes it known, and the one that ends it or gives another in its place.

    `key` is the id of the key that opens requests with which the first of these entries was signed.
    """

    name: str
    public: bytes
    since: Line
    by: By
    until: Line | None = None
    key: str = ""

    @property
    def fingerprint(self) -> str:
        """As people compare it: `ab12 cd34 ef56 7890`."""
        return fingerprint(self.public)

    def holds(self, seq: int) -> bool:
        """Whether it is the one that signs the entry with this number."""
        return self.since.seq < seq and (self.until is None or seq <= self.until.seq)


class Introduced(Struct, frozen=True):
    """What somebody should know who signs in: whether the journal had no key of theirs, which one it is, what others did about it, and
    whether requests are sealed for other keys than staff wrote down.
    """

    first: bool = False
    public: bytes = b""
    news: tuple[str, ...] = ()
    about_keys: tuple[str, ...] = ()


def fingerprint(public: bytes) -> str:
    """Of a signing key, as people compare it: its first 16 letters."""
    letters = public.hex()[:_SHOWN]
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


_ANOTHER = (
    "On {day} somebody who can read requests put another signing key in the place of that of {name} (entry {seq} of the journal), without the "
    "signature of {name} or of a colleague. What is signed with it may be the work of somebody else. If it was {name}, who had a new passphrase "
    "before an earlier state of the requests was brought back, let a colleague run "
    "`python3 main.py key remove {quoted} --name COLLEAGUE` and `python3 main.py key add {quoted} --name COLLEAGUE`."
)


_BACK = (
    "{name} has a passphrase here, although it was taken away on {day} (entry {seq} of the journal): somebody put an earlier state of a key file"
    " back, and {name} can read requests again. `python3 main.py key remove {quoted} --name YOU` takes it away again; if {name} is to read here,"
    " `python3 main.py key add {quoted} --name YOU` says so."
)


class Signed(Protocol):
    """A journal, and by whom its entries are signed (`seen.Seen`)."""

    @property
    def entries(self) -> Sequence[Line]:
        """All of them, the oldest first."""

    @property
    def begins(self) -> int:
        """From which entry on those of staff are signed."""

    def is_staffs(self, line: Line) -> bool:
        """Whether somebody who can read requests signed it."""

    def alone(self, message: bytes) -> bytes:
        """The signature of whoever did it, if there is one."""

    def position(self, line: Line) -> bytes:
        """What is signed of an entry."""

    def signed_with(self, line: Line) -> str:
        """The id of the key with which somebody who can read signed it."""


class Holders:
    """The signing keys that a journal makes known, and what of the rest they signed."""

    def __init__(self, seen: Signed) -> None:
        self._seen, self._wrong = seen, list[str]()
        self._each: dict[str, list[Own]] = {}
        self._looks: dict[str, str] = {}
        said = [line for line in seen.entries if line.what in (EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE) and line.seq >= seen.begins]
        self.begins = said[0].seq if said else _NEVER
        self._before = [line for line in seen.entries if line.what == EntryKind.SIGNS_FROM_HERE and line.seq < seen.begins]
        self._unsigned = [line for line in said if not seen.is_staffs(line)]
        for line in said:
            if seen.is_staffs(line):
                self._take(line)

    @property
    def all(self) -> list[Own]:
        """The keys of all, in the order of the entries that make them known."""
        return sorted(chain.from_iterable(self._each.values()), key=lambda each: each.since.seq)

    def now(self, name: str) -> Own | None:
        """The key that this person signs with now."""
        newest = next(reversed(self.ever(name)), None)
        return newest if newest and newest.until is None else None

    def ever(self, name: str) -> list[Own]:
        """All keys that this person has had, the newest last."""
        return self._each.get(names.plain(name), [])

    def is_own(self, line: Line) -> bool:
        """Whether the person whose name this entry bears has signed it."""
        return self._own(line) is not None

    def _own(self, line: Line) -> Own | None:
        theirs = self.ever(line.who)
        at = bisect_left(theirs, line.seq, key=lambda each: each.since.seq)  # one after the other: only the last before it can be the one
        return theirs[at - 1] if at and theirs[at - 1].holds(line.seq) and self._signed(theirs[at - 1].public, line) else None

    def _was_own(self, line: Line) -> bool:
        """Whether the person signed it by the key that they had before all keys were begun anew: by that they still read what is older."""
        return any(names.same(each.about, line.who) and self._signed(each.digest, line) for each in self._before)

    def knows_author(self, line: Line, keys: Collection[str]) -> bool:
        """Whether the person whose name this entry bears signed it, and was made known with one of these keys; or nobody signed alone yet."""
        own = self._own(line)
        return line.seq < self.begins or bool(own and own.key in keys and self._seen.is_staffs(own.since))

    def vouches(self, line: Line) -> bool:
        """Whether the person whose name this entry bears has signed it, or nobody signed alone yet."""
        return line.seq < self.begins or self.is_own(line)

    def marked(self, who: str, fingerprint: bytes, signature: bytes, at: str) -> bool:
        """Whether this person signed what has this fingerprint, wherever they made it, `at` a time at which the key with which they did was theirs.

        An empty time is earlier than all others.
        """
        theirs = (each for each in self.ever(who) if each.until is None or at <= each.until.at)
        return any(is_signed(each.public, fingerprint, signature) for each in theirs)

    def signed_later(self, who: str, seq: int, message: bytes, signature: bytes) -> bool:
        """Whether this person signed that alone, in a state of this drawer that goes on from entry `seq`, by the key that they had there.

        Before anybody signed alone, nobody can tell.
        """
        there = [each for each in self.ever(who) if each.since.seq <= seq and (each.until is None or seq < each.until.seq)]
        return seq < self.begins or any(is_signed(each.public, message, signature) for each in there)

    def takes(self, who: str, fingerprint: bytes, signature: bytes, at: str) -> bool:
        """Whether a mark that this person made elsewhere counts here: they signed it, and may still. All do where nobody is known yet."""
        return self.begins == _NEVER or (self.now(who) is not None and self.marked(who, fingerprint, signature, at))

    def news(self, name: str, public: bytes) -> tuple[str, ...]:
        """What others did in the name of this person, or to it, since they last signed with `public` or a key that it followed; a sentence each.

        What was signed with a key that a colleague gave may be that colleague's.
        """
        theirs = self._followed(name, public)
        publics = {public, *(each.public for each in theirs if each.by is not By.COLLEAGUE)}
        last = next((line.seq for line in reversed(self._seen.entries) if any(self._signed(each, line) for each in publics)), 0)
        others = [each for each in self.ever(name) if each not in theirs or each.by is By.COLLEAGUE]
        told = (*(_given(each) for each in others if each.since.seq > last), *(_ended(each) for each in theirs if _is_ended(each, last)))
        return (*told, *(_unsigned(line) for line in self._unsigned if line.seq > last and names.same(line.about, name)))

    def notes(self) -> Iterator[str]:
        """Which signing keys somebody else gave or ended, a sentence each: no fault, but the person should know of it."""
        for each in self.all:
            if each.by in (By.COLLEAGUE, By.NOBODY):
                yield _given(each)
            if _is_ended(each, 0):
                yield _ended(each)

    def back(self, people: Iterable[str]) -> Iterator[str]:
        """Who of these, who have a passphrase, was taken out by a colleague or themselves and not let in again, a sentence each."""
        for name in people:
            theirs = self.ever(name)
            if theirs and (end := theirs[-1].until) and end.what == EntryKind.SIGNS_NO_MORE:
                yield _BACK.format(name=name, quoted=quote(name), day=end.at[:10], seq=end.seq)

    def _followed(self, name: str, public: bytes) -> list[Own]:
        """The key, and those before it that their own holder put others in the place of."""
        found: list[Own] = []
        for each in reversed(self.ever(name)):
            if found or each.public == public:
                found.append(each)
            if found and each.by is not By.ITSELF:
                break
        return found

    def faults(self) -> Iterator[str]:
        """What bears a name without the signature of that person, a sentence each."""
        yield from self._wrong
        yield from (_another(each) for each in self.all if self._is_doubtful(each))
        known = {each.since.seq for each in self.all}
        for line in self._seen.entries:
            named = line.what in journal.IN_A_NAME or journal.is_seen(line)
            in_a_name = named and line.seq >= self.begins and line.seq not in known
            if in_a_name and not self.is_own(line) and (not self._was_own(line) if line.what not in journal.BY_STAFF else self._seen.is_staffs(line)):
                yield self._not_own(line)  # what nobody signed who can read is told as that

    def _is_doubtful(self, own: Own) -> bool:
        """Whether nobody vouched for it, nor has a colleague, who then answers for what came of it, ended it since."""
        return own.by is By.NOBODY and not any(_is_ended(each, own.since.seq) for each in self.ever(own.name))

    def _not_own(self, line: Line) -> str:
        who = line.who or "nobody"
        signers = [each.name for each in self.all if self._signed(each.public, line)]
        by = f": it was signed by {signers[0]}." if signers else "."
        return f"Entry {line.seq} of the journal ({line.what}, {line.at[:10]}) bears the name of {who}, but was not signed by {who}{by}"

    def _signed(self, public: bytes, line: Line) -> bool:
        signature = self._seen.alone(message := self._seen.position(line))
        return bool(signature) and is_signed(public, message, signature)

    def _take(self, line: Line) -> None:
        """What is not signed by whom it names counts only where somebody says who they are, and is told if they had said so before."""
        by, themselves = self.now(line.who), names.same(line.who, line.about)
        own = bool(by and self._signed(by.public, line))
        if line.what == EntryKind.SIGNS_NO_MORE:
            if own:
                self._end(line)
        elif alike := next((other for look in names.looks(line.about) if not names.same(other := self._looks.get(look, line.about), line.about)), ""):
            self._wrong.append(f"Entry {line.seq} of the journal gives a signing key to {line.about!a}, a name that looks like that of {alike}.")
        elif own or (themselves and self._signed(line.digest, line)):
            said = By.FIRST if not self.ever(line.about) else By.NOBODY if not own else By.ITSELF if themselves else By.COLLEAGUE
            self._end(line)
            self._each.setdefault(names.plain(line.about), []).append(Own(line.about, line.digest, line, said, key=self._seen.signed_with(line)))
            self._looks |= dict.fromkeys(names.looks(line.about) - self._looks.keys(), line.about)

    def _end(self, line: Line) -> None:
        if now := self.now(line.about):
            self.ever(line.about)[-1] = replace(now, until=line)


def _unsigned(line: Line) -> str:
    what = "ended the signing key of" if line.what == EntryKind.SIGNS_NO_MORE else "registered another signing key for"
    return (
        f"On {line.at[:10]} somebody {what} {line.about} (entry {line.seq} of the journal, in the name of {line.who or 'nobody'}), and there is"
        " no signature for that: it counts for nothing until there is one."
    )


def _another(each: Own) -> str:
    return _ANOTHER.format(day=each.since.at[:10], name=each.name, quoted=quote(each.name), seq=each.since.seq)


def _given(each: Own) -> str:
    who = "somebody who can read requests" if names.same(each.since.who, each.name) else each.since.who
    return f"On {each.since.at[:10]} {who} registered another signing key for {each.name} ({each.fingerprint})."


def _is_ended(each: Own, after: int) -> bool:
    """Whether a colleague ended it behind this entry."""
    end = each.until
    return bool(end and end.seq > after and end.what == EntryKind.SIGNS_NO_MORE and not names.same(end.who, each.name))


def _ended(each: Own) -> str:
    return f"On {each.until.at[:10]} {each.until.who} ended the signing key of {each.name} ({each.fingerprint})." if each.until else ""
