"""Whether all is well with a drawer, and what staff are told of that until they say that they saw it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING

from kiosk.signup.drawer.condition import LETTERS
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.unsettled import SEEN, begun_anew, unsettled
from kiosk.signup.journal.verify import faults
from kiosk.signup.keys.private_keys import NOTHING
from kiosk.signup.keys.public_keys import recipients
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.trust import signer_of, signers

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import Privates

MOST_TOLD = 100
"""Things that are wrong with a drawer that are told one by one."""
INDEX_IS_WRONG = "The drawer is damaged where it finds what is in it ({wrong}), or somebody changed it there behind the kiosk's back."


def verify(drawer: Drawer, privates: Privates) -> tuple[str, ...]:
    """What was changed, cut, removed or put in behind the kiosk's back, a plain sentence each; empty if nothing was."""
    today, reader = drawer.file.now().date(), _reader(signer_of(drawer.file.keys, privates))
    with drawer.file.reading():
        damaged = [INDEX_IS_WRONG.format(wrong=each) for each in drawer.file.mend(drawer.file.database())[:1]]
    with drawer.file.at_once() as database:
        every = chain(damaged, faults(database, privates, signers(drawer.file.keys, privates), today, reader))
        found = [_short(each) for each in islice(every, MOST_TOLD + 1)]
    return (*found[:MOST_TOLD], *(["There is more of this kind that is not listed here."] if len(found) > MOST_TOLD else []))


def settle(drawer: Drawer, told: Collection[str], who: str, signer: Signer | None) -> None:
    """Somebody who can read requests was told these sentences: what can be settled so is not told to them again, as far as they say so."""
    with drawer.file.at_once() as database:
        open_still = unsettled(drawer.file.seen(database, NOTHING), _reader(signer))
    shown = list(takewhile(lambda sentence: _short(sentence) in told, open_still))
    if shown:
        drawer.audit(EntryKind.RESTORED, who, f"{SEEN}{open_still[shown[-1]]}", signer)


def lost_keys(drawer: Drawer) -> tuple[str, ...]:
    """That all keys of before were lost, in a sentence that `verify` tells too, until somebody who can read requests has seen it."""
    with drawer.file.at_once() as database:
        return tuple(map(_short, begun_anew(drawer.file.look(database, signers(drawer.file.keys, {})))))


def unseen(drawer: Drawer) -> dict[str, tuple[str, ...]]:
    """What `verify` still tells some who can read requests, although others said that they saw it: who they are, by its sentences."""
    with drawer.file.at_once() as database:
        seen = drawer.file.look(database, signers(drawer.file.keys, {}))
        known, open_still = [each.name for each in seen.holders.all if each.until is None], unsettled(seen)
        told = {name: unsettled(seen, name).keys() - open_still.keys() for name in known}
    return {_short(said): tuple(name for name in known if said in told[name]) for said in sorted(set().union(*told.values()))}


def lost_before(drawer: Drawer, privates: Privates) -> Line | None:
    """The entry before which nothing can be checked by whoever opened these, since all keys of then are lost; None where there is none."""
    with drawer.file.at_once() as database:
        return drawer.file.look(database, signers(drawer.file.keys, privates), privates).anew


def unreadable(drawer: Drawer) -> int:
    """How many requests no key of the staff opens, as far as that shows without one: they are closed for others, or cut."""
    known = {each.id for each in recipients(drawer.file.keys)}
    return sum(known.isdisjoint(those) for those in drawer.sealed_for().values())


def _reader(signer: Signer | None) -> str:
    """Who signs; empty where that is nobody in particular."""
    return signer.name if signer and signer.own else ""


def _short(told: str) -> str:
    """A sentence, however long the names in it are."""
    return told if len(told) <= LETTERS else f"{told[:LETTERS]} [...]"
