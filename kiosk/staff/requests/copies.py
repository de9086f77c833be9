"""What comes back: the marks and notes of a copied drawer, and the requests of one that was set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.files.private import DRAWER, KEYS
from kiosk.signup.drawer import introductions, taken_over
from kiosk.signup.drawer.copies import seen_since, unrecovered
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.foreign import Found, days_of, found_in, sealed_anew, signed_marks, signed_notes, told_of, words_for
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.journal import CAME, EntryKind
from kiosk.signup.journal.notes import Written
from kiosk.signup.journal.status import LOST, UNREADABLE
from kiosk.signup.keys import holders, moved_away, private_keys, public_keys, trust, unlock
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.signatures import Signer
from kiosk.staff.confirmation import agree
from kiosk.staff.console import counted, listed
from kiosk.staff.errors import SAVE_IT, ExpectedError
from kiosk.staff.known_files import Kind
from kiosk.staff.requests.at_the_desk import AtTheDesk, refuse_a_copy
from kiosk.staff.requests.given_files import refuse_another_kind
from kiosk.staff.requests.looking import found_lines
from kiosk.staff.requests.sign_in import holder, opened_with, passphrase_of
from kiosk.terminal import on_one_line

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates

_MOST_NAMED = 20
"""Of what is kept aside: there are a few, unless somebody has filled the folder."""
_NOT_WHAT_CAME = "In {place}, this is not what came in, according to the journal there or here: somebody changed it, or it is damaged ({count})."
_ALL_THE_SAME = "Find out who can reach this machine; to bring back what is there anyway, add --changed."
_LEFT_CHANGED = f"Not brought back, since this is not what came in: {{names}}. {_ALL_THE_SAME}"
_NOT_WHOLE = "The journal of that drawer is damaged or was changed, so nobody can be sure that all of this is what came in."
_NOT_THEIRS = (
    "nobody who can read requests signed them, or not the person whose name they bear. Whoever made them must first sign in here"
    " (`python3 main.py signups list --name YOU`), and then make them again."
)


def merge(desk: AtTheDesk, other: Path) -> str:
    """Takes over the marks and notes of a copy of this drawer that somebody signed who can read requests."""
    refuse_another_kind(other, Kind.DRAWER)
    privates, signer = holder(desk)
    came = partial(taken_over.knows, desk.drawer, privates=privates)
    marks, strange = signed_marks(other, trust.signers(desk.keys, privates), introductions.holders(desk.drawer, privates), came)
    here = {entry.id for entry in desk.drawer.entries()}
    foreign = sum(each.id not in here for each in found_in(other))
    notes, unsigned = _signed_notes(desk, other, privates)
    new, written = taken_over.merge(desk.drawer, marks, notes, desk.who, signer)
    taken = counted(new, "mark") + (f" and {counted(written, 'note')}" if written else "")
    left = f" {counted(strange + unsigned, 'other')} left out: {_NOT_THEIRS}" if strange + unsigned else ""
    others = f" In that file, but not here: {counted(foreign, 'request')}. Is it a copy of this drawer?" if foreign else ""
    return f"{taken} taken over.{left}{others}"


def _signed_notes(desk: AtTheDesk, file: Path, privates: Opened) -> tuple[list[Written], int]:
    return signed_notes(file, trust.signers(desk.keys, privates), introductions.holders(desk.drawer, privates))


def recover(desk: AtTheDesk, aside: str, today: date, *, yes: bool, changed: bool = False) -> str:
    """Brings back what can be read of a drawer that lies aside, after showing what that is. Where there are more, one must be named.

    What went for good by its own journal stays gone; what is not what came, by that, comes back only if `changed`.
    """
    refuse_a_copy(desk, "recover")
    if not desk.drawer.folder.is_dir():
        raise KeepError(Why.MISSING)
    aside_here = unrecovered(desk.data, desk.drawer)
    place = _meant(aside_here, aside)
    if not place:
        return f"{_listed(aside_here)} Nothing of that is missing in the drawer, so there is nothing to bring back."
    opening = _opening(desk, place)
    every = found_in(desk.data / place)
    told = told_of(desk.data / place, every, opening.ours, opening.privates)
    since = seen_since(desk.data, desk.drawer, place)
    past = {entry.id for entry in desk.drawer.entries()} | told.gone | taken_over.went(desk.drawer, days_of(every), since).past
    odd = [each for each in every if each.id in (told.changed | taken_over.differing(desk.drawer, every, opening.own)) - past]
    found = [each for each in every if each.id not in past and (changed or each not in odd)]
    if odd:
        desk.drawer.audit(EntryKind.OPENED, desk.who, f"{len(odd)} shown that lie in {place}", opening.signer)
        told_odd = found_lines(desk, odd, Opened({}, opening.privates), today)
        print(_NOT_WHAT_CAME.format(place=place, count=counted(len(odd), "request")), *told_odd, sep="\n")
    if not found and odd:
        raise ExpectedError(f"Nothing was brought back. {_ALL_THE_SAME}")
    readable = [each for each in found if any(key in opening.privates for key, _ in each.seals)]
    print(f"In {place}: {_in_it(found)}. Your passphrase opens {len(readable)} of them.")
    if not readable:
        others = _who_else(opening.beside) or "It may be the drawer of another kiosk."
        raise ExpectedError(f"Your passphrase opens none of them, so nothing was brought back. {others}")
    shut = [each for each in found if each not in readable and not any(key in opening.listed for key, _ in each.seals)]
    doubt = "" if told.whole else f" {_NOT_WHOLE}"
    agree(f"They are added to what is in the drawer now.{doubt}", already=yes)
    back = _brought_back(desk, desk.data / place, [opening.for_us(each) for each in found if each not in shut], opening, (since, changed))
    left = f" {_LEFT_CHANGED.format(names=', '.join(each.id[:8] for each in odd))}" if odd and not changed else ""
    stay = f" {counted(len(shut), 'request')} left there, since nothing here opens {'it' if len(shut) == 1 else 'them'}." if shut else ""
    more = [stay, left, doubt, *(f" {each}" for each in _unread(aside_here)), *([f" {_who_else(opening.beside)}"] if shut else [])]
    return "".join([back, *more]).rstrip()


class _Opening(Struct, frozen=True):
    """What opens a drawer that lies aside: the keys of whoever is at it, and those that lie beside that drawer, where a restore kept it."""

    own: Opened
    signer: Signer | None
    aside: Opened
    beside: Path | None
    ours: Mapping[str, bytes]
    """What checks who could read then, and now."""
    listed: frozenset[str]
    used: Mapping[str, bytes]
    known: frozenset[str]
    """The requests that the journal here knows by their seals: it would take others for a change."""

    @property
    def privates(self) -> Privates:
        return {**self.aside, **self.own}

    def for_us(self, found: Found) -> Found:
        """The same, closed for the keys of now where it is for none of them: those that lie aside go in their time."""
        as_it_is = found.id in self.known or any(key in self.used for key, _ in found.seals)
        return found if as_it_is else sealed_anew(found, self.privates, self.used)


def _opening(desk: AtTheDesk, place: str) -> _Opening:
    passphrase = passphrase_of(desk)
    own, signer = holder(desk, opened_with(desk, passphrase))
    beside = _keys_beside(desk.data, place)
    aside = unlock.open_aside(beside, desk.who, passphrase) if beside else private_keys.NOTHING
    ours = trust.signers(desk.keys, own) | _signers_then(beside, aside)
    listed = frozenset(each.id for each in public_keys.recipients(desk.keys))
    used = {each.id: each.public for each in trust.in_use(desk.keys)}
    known = frozenset(line.about for line in desk.drawer.trail() if line.what in CAME)
    return _Opening(own, signer, aside, beside, ours, listed, used, known)


def _signers_then(beside: Path | None, aside: Opened) -> dict[str, bytes]:
    """What checks who could read before the restore, as far as those keys tell it, or else what lies there."""
    with suppress(public_keys.KeyFileError):
        return trust.signers(beside, aside) if beside else {}
    return {}


def _keys_beside(data: Path, place: str) -> Path | None:
    """The keys that a restore kept aside with the drawer at this place; None where it lies among what is in use."""
    folder = data / Path(place).parts[0] / KEYS
    return folder if len(Path(place).parts) > len((DRAWER, DRAWER_FILE)) and folder.is_dir() and not folder.is_symlink() else None


def _who_else(beside: Path | None) -> str:
    """Who could open what is sealed for the keys that lie aside, with what helps; empty where nobody can tell."""
    with suppress(public_keys.KeyFileError):
        if people := holders.holders(beside) if beside else ():
            let_in = f"`python3 main.py key add {quote(people[0])} --name YOU`"
            return (
                f"What is sealed for the key that was here before can be read by whoever had a passphrase of it:"
                f" {' and '.join(map(on_one_line, people))}. Let them in with that very passphrase ({let_in}), and then let them run this."
            )
        if beside and moved_away.is_away(beside):
            back = "`python3 main.py key bring-back FILE --name YOU` brings it back"
            return f"The key that was here before is kept elsewhere: {back}. Then run this again."
    return ""


def _brought_back(desk: AtTheDesk, place: Path, found: Sequence[Found], opening: _Opening, as_said: tuple[int, bool]) -> str:
    """These requests come into the drawer, with the notes on them that somebody signed. Tells how many that were.

    `as_said` is since which entry the drawer knows of that place, and whether also what differs from what came is meant.
    """
    notes, unsigned = _signed_notes(desk, place, opening.own)
    (since, changed), words = as_said, words_for(place, found, opening.privates)
    back, written = taken_over.recover(desk.drawer, found, desk.who, opening.signer, words, written=notes, since=since, changed=changed)
    with_notes = f", with {counted(written, 'note')}" if written else ""
    left = f" {counted(unsigned, 'note')} left out: {_NOT_THEIRS}" if unsigned else ""
    return f"{counted(back, 'request')} brought back{with_notes}, as new: how far along they were is not carried over.{left}"


def _meant(aside_here: Mapping[str, int], aside: str) -> str:
    """The one place that is meant, of those that lie aside with what is missing; empty where nothing is. Raises ExpectedError."""
    meant = {name: count for name, count in aside_here.items() if not aside or aside in _called(name)}
    there = {name: count for name, count in aside_here.items() if count > 0}
    named = [name for name in there if name in meant]
    if not named and (unread := _unread(meant)):
        raise ExpectedError(" ".join(unread))
    if not named and aside:
        raise ExpectedError(f"Nothing to bring back is kept aside here under the name {aside}. {_listed(aside_here)}")
    if len(named) > 1:
        raise ExpectedError(f"{_listed(there)} Name one of them: `python3 main.py signups recover {quote(named[-1])} --name YOU`.")
    return named[0] if named else ""


def _unread(aside_here: Mapping[str, int]) -> list[str]:
    """In which of these nothing can be read, in sentences with what helps; none where all can."""
    lost = [name for name, count in aside_here.items() if count == LOST]
    shut = [name for name, count in aside_here.items() if count == UNREADABLE]
    told = [f"From {listed(lost, _MOST_NAMED)} no request can be read any more."] if lost else []
    told += [f"{listed(shut, _MOST_NAMED)} cannot be read, so nobody knows whether requests are missing that are in it."] if shut else []
    return [*told, SAVE_IT] if told else []


def _listed(there: Mapping[str, int]) -> str:
    """What is kept aside, by the names that `recover` takes, and how much of it is not in the drawer."""
    told = [f"{_called(name)[0]} ({_left(count)})" for name, count in islice(there.items(), _MOST_NAMED)]
    more = f"; and {len(there) - len(told)} more" if len(there) > len(told) else ""
    return f"Kept aside here: {'; '.join(told)}{more}." if told else "No other drawer is kept aside here."


def _left(count: int) -> str:
    return f"{counted(count, 'request')} not in the drawer" if count >= 0 else "cannot be read"


def _called(place: str) -> tuple[str, ...]:
    """The names by which people may call a drawer at this place, the shortest that nothing else has first."""
    path = Path(place)
    return (path.parts[0] if path.name == DRAWER_FILE else path.name, path.name, place)


def _in_it(found: Sequence[Found]) -> str:
    days = sorted(each.day for each in found)
    return f"{counted(len(found), 'request')}, from {days[0]} to {days[-1]}" if days else "no requests that can be read"
