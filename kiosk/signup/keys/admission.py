"""Who gets a passphrase, and whose is taken away."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from kiosk.signup.keys import names, passphrases
from kiosk.signup.keys.changes import Change, carry_out, one_at_a_time, plan_change
from kiosk.signup.keys.holders import holders
from kiosk.signup.keys.private_keys import (
    NOTHING,
    PRIVATE,
    Opened,
    PrivateKey,
    has_holder,
    intact_key,
    left_aside,
    load_key,
    private_files,
    unlisted_files,
    without_holder,
)  # fmt: skip
from kiosk.signup.keys.public_keys import ROOM, KeyFileError, recipients
from kiosk.signup.keys.signatures import own_key, raw_public
from kiosk.signup.keys.slots import STRETCHING, Holder, Stretching, fresh_slot, stretched, unwrapped, wrapped
from kiosk.signup.keys.trust import in_use
from kiosk.signup.keys.unlock import spellings

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates

_MOST_ADMITTED = 50


@one_at_a_time
def admit(
    folder: Path, opened: Privates, new: str, passphrase: str, *, stretching: Stretching = STRETCHING,
    before: Callable[[bytes], None] = lambda _: None,
) -> bytes:  # fmt: skip
    """Lets another person open the keys that are open, by a passphrase of their own: all of these or, cut short, none (`finish_change`).

    Tells what checks the signatures that are theirs alone; with that is done what has to be done `before` the passphrase opens anything.
    A key without a passphrase stays so: it opens for everybody. Raises KeyFileError as `admits`.
    """
    to = admits(folder, opened, new)
    slot = fresh_slot(new, stretching)
    key = taken(slot, passphrase, holders(folder))
    theirs = raw_public(own_key(key))

    def with_them(name: str) -> PrivateKey:
        return PrivateKey((*without_holder(load_key(folder / f"{name}{PRIVATE}"), new), wrapped(opened[name], slot, key)))

    change = Change({f"{name}{PRIVATE}": with_them(name) for name in to}, theirs)
    plan_change(folder, change)
    before(theirs)
    carry_out(folder, change)
    return theirs


def admits(folder: Path, opened: Privates, new: str) -> list[str]:
    """The ids of the keys here that whoever opened these lets another person open, too.

    Raises KeyFileError where they may no longer, where too many can already, or where none of these keys is in use: that person could read nothing
    that comes from now on.
    """
    refuse_who_left(folder, opened)
    kept = {path.name.removesuffix(PRIVATE): load_key(path) for path in private_files(folder)}
    to = [name for name, each in kept.items() if name in opened and not each.bare]
    if not to or (recipients(folder) and not {each.id for each in in_use(folder)}.intersection(to)):
        raise KeyFileError(
            "New requests are sealed for a key that your passphrase does not open, or that is no longer on this machine, so nobody was let in."
            " See `python3 main.py key list`: whoever reads new requests lets others in, and a key that was moved away has to be brought back first."
        )
    if any(sum(not names.same(each.name, new) for each in kept[name].holders) >= _MOST_ADMITTED for name in to):
        raise KeyFileError(f"{_MOST_ADMITTED} people have a passphrase here already, and no more fit, so nobody was let in. {ROOM}")
    return to


def refuse_who_left(folder: Path, opened: Privates) -> None:
    """Raises KeyFileError where the passphrase that opened these was taken away, or changed, since then."""
    slots = {name: slot for name, (slot, _) in opened.slots.items()} if isinstance(opened, Opened) else {}
    here = {name: kept.holders for name in slots if (kept := intact_key(folder / f"{name}{PRIVATE}"))}
    if here and not any(slots[name] in those for name, those in here.items()):
        raise KeyFileError(
            "Somebody took your passphrase away, or replaced it, while you were doing this, so nothing was changed."
            " `python3 main.py key list` shows who has one now."
        )


def objection(holder: str, passphrase: str, others: Iterable[str] = ()) -> str:
    """Why this person cannot have this passphrase beside those `others`, in a sentence; empty if they can."""
    return name_objection(holder, others) or str(passphrases.objection(passphrase.strip(), names.kept(holder)) or "")


def name_objection(holder: str, others: Iterable[str] = ()) -> str:
    """Why nobody can be called so beside those `others`, in a sentence; empty if they can."""
    name = names.kept(holder)
    if not name:
        return "Say whose passphrase it is."
    if len(name) > names.LONGEST:
        return f"This name has {len(name)} letters, and no more than {names.LONGEST} can be typed at the kiosk. Write a shorter one."
    if wrong := names.strange(name):
        return f"This name {wrong}. Write it with letters of one alphabet only."
    those = tuple(others)
    alike = next((each for each in those if names.alike(each, name)), "")
    if alike and not any(names.same(each, name) for each in those):  # whoever has a passphrase already may have another one
        return f"This name looks like that of {alike}, so nobody could tell who did what. Add to it, for example a second name."
    return ""


def taken(slot: Holder, passphrase: str, others: Iterable[str] = ()) -> bytes:
    """What a passphrase is stretched to in this slot, beside those of others. Raises KeyFileError where it is no good."""
    if against := objection(slot.name, passphrase, others):
        raise KeyFileError(against)
    for words in spellings(passphrase) if slot.sealed else ():
        with suppress(ValueError):
            unwrapped(slot, key := stretched(words, slot.salt, slot.stretching))
            return key
    return stretched(passphrase.strip(), slot.salt, slot.stretching)


@one_at_a_time
def remove_holder(folder: Path, name: str, opened: Privates = NOTHING, *, before: Callable[[bytes], None] = lambda _: None) -> None:
    """Takes one person's way to the keys away, also to those that are in no list, and in what a restore kept aside. Raises KeyFileError as `without`.

    A key that nobody else opens stays as it is: what it opens would be lost. What has to be done `before` is, with the fingerprint of the change;
    cut short, this ends as `admit` does. May raise OSError.
    """
    change = Change({path.name: PrivateKey(others) for path, others in without(folder, name, opened).items()}, ends=name, word=os.urandom(16))
    plan_change(folder, change)
    before(change.fingerprint)
    carry_out(folder, change)


def without(folder: Path, name: str, opened: Privates) -> dict[Path, tuple[Holder, ...]]:
    """Who would be left without this person for each key that somebody else has a passphrase for, too.

    Raises KeyFileError if there is no such person; and if nobody else could open a key then that is `opened`, or any key of theirs. Of another one
    nobody but that person can tell whether it opens at all: it keeps nobody from losing the rest.
    """
    had = {path: load_key(path) for path in private_files(folder)} | {path: kept for path in unlisted_files(folder) if (kept := intact_key(path))}
    left = {path: without_holder(kept, name) for path, kept in had.items() if has_holder(kept.holders, name)}
    if not left and not left_aside(folder, name):
        raise KeyFileError(f"Nobody called {name} has a passphrase here.")
    alone = [path.name.removesuffix(PRIVATE) for path, others in left.items() if not others]
    if alone and (len(alone) == len(left) or opened.keys() & {*alone}):
        lost = f"Without {name} nobody could read what is sealed for the key {' and '.join(alone)} any more"
        raise KeyFileError(f"{lost}, so nothing was changed. First {name} adds somebody else: `python3 main.py key add NAME --name {quote(name)}`.")
    return {path: others for path, others in left.items() if others}
