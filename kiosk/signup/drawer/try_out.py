"""From a key to try the kiosk out with, which has no passphrase, to the first one that has: nothing of the other is left."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from shlex import quote

from kiosk.files.private import held, private_folder
from kiosk.signup.drawer import introductions, key_use, sealed_anew
from kiosk.signup.drawer.copies import WithoutKeys, without_keys
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys import admission, holders, names, public_keys, rotation, trust, try_out_key, unlock
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.seal import public_bytes
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.slots import STRETCHING, Stretching
from kiosk.signup.keys.unlock import WrongPassphraseError


def protect(drawer: Drawer, folder: Path, holder: str, passphrase: str, today: date, *, stretching: Stretching = STRETCHING) -> str:
    """Makes a fresh key behind this passphrase, closes for it what the try-out key opens, and destroys that one. Tells the new key's id.

    Whoever copied the disk before has the old key, so that it must open nothing from now on. If this is cut short, the same again goes on
    with it, and so does the next sign-in. Where there is no key at all yet, the fresh one is the first. Nothing that the try-out key vouched for
    is confirmed by the fresh one, and nothing is closed for it. One person at a time. May raise KeyFileError, KeepError, OSError.
    """
    if against := admission.objection(holder, passphrase):
        raise KeyFileError(against)
    _refuse_a_second_first(drawer, folder, holder, try_out_key.open_try_out(folder))  # before a folder is made
    with held(private_folder(folder)):
        bare = try_out_key.open_try_out(folder)
        begun = _looked_at(drawer, folder, holder, bare)
        if not begun:
            rotation.rotate(folder, holder, holder, passphrase, today, opened=bare, retired=tuple(bare), stretching=stretching)
        opened, signer = _opened(folder, holder, passphrase)
        _end(drawer, folder, opened, signer, bare)
        if drawer.there:
            introductions.introduce(drawer, opened)
            if not begun:
                drawer.audit(EntryKind.CHANGED_KEYS, holder, f"the first key {signer.key}", signer)
                key_use.note_keys(drawer, holder, signer, [signer.key])
        return signer.key


def _looked_at(drawer: Drawer, folder: Path, holder: str, bare: Opened) -> bool:
    """Whether it was begun before. Raises KeyFileError where it cannot be done."""
    used, theirs, held_here = trust.in_use(folder), try_out_key.bare_ids(folder), holders.holders_of_each(folder)
    _refuse_a_second_first(drawer, folder, holder, bare)
    if used and used[0].id not in theirs and not holders.holders(folder):
        back = "Bring the keys back first: `python3 main.py key bring-back FILE`. Then run this again."
        raise KeyFileError(f"The keys of this machine are kept elsewhere, and one without a passphrase is here. {back}")
    _refuse_what_lies_aside(drawer, folder, bare)
    return any(each.id not in theirs and each.id in held_here for each in used)


def _opened(folder: Path, holder: str, passphrase: str) -> tuple[Opened, Signer]:
    """What this person opens, and who signs with it. Raises KeyFileError where somebody else began it."""
    with suppress(WrongPassphraseError):
        opened = unlock.open_private(folder, holder, passphrase)
        if (signer := trust.signer_of(folder, opened)) and signer.own:
            return opened, signer
    raise KeyFileError(f"This was begun before by {' and '.join(holders.holders(folder))}. Use that name and passphrase.")


def _end(drawer: Drawer, folder: Path, opened: Opened, signer: Signer, bare: Opened) -> None:
    """What the keys without a passphrase open that were in use is closed for that of whoever `opened` one, and nothing is left of any."""
    if drawer.there and (tried := key_use.tried_out(drawer, bare, opened)):
        sealed_anew.seal_anew(drawer, tried, {signer.key: public_bytes(opened[signer.key])}, signer.name, signer)
    try_out_key.destroy_try_out(folder)


def go_on(drawer: Drawer, folder: Path, opened: Opened) -> tuple[str, ...]:
    """Somebody signs in where `protect` was cut short: it comes to its end. What keeps it from that is told by doctor. May raise OSError.

    Tells which keys without a passphrase lay here that requests were never sealed for by the kiosk: they open nothing, and are erased.
    """
    with suppress(KeyFileError, KeepError), held(folder):
        signer = trust.signer_of(folder, opened)
        if try_out_key.bare_files(folder) and signer and signer.own and signer.key in {each.id for each in trust.in_use(folder)}:
            bare = try_out_key.open_try_out(folder)
            _refuse_what_lies_aside(drawer, folder, bare)
            if drawer.there and introductions.holders(drawer, opened).all:
                introductions.introduce(drawer, opened)
            strange = sorted(bare.keys() - key_use.tried_out(drawer, bare, opened, ever=True)) if drawer.there else []
            _end(drawer, folder, opened, signer, bare)
            return tuple(strange)
    return ()


def sweep(drawer: Drawer, folder: Path) -> None:
    """At a start: where `protect` was killed just before its end, the key that it gave up goes, unless something may be sealed for it still.

    May raise KeyFileError, OSError.
    """
    if try_out_key.bare_files(folder) and not try_out_key.is_try_out(folder):
        with suppress(KeepError):
            lost = without_keys(folder.parent, drawer, try_out_key.bare_ids(folder), ())
            if not lost.aside and not lost.unread:
                try_out_key.forget_try_out(folder, drawer.closed_for())


def _refuse_a_second_first(drawer: Drawer, folder: Path, holder: str, bare: Opened) -> None:
    """Raises KeyFileError where there is no key without a passphrase, and another could not take its place."""
    if bare or try_out_key.bare_files(folder) or not (listed := public_keys.recipients(folder)):
        if not bare and not public_keys.recipients(folder) and drawer.there:
            back = "Bring the keys back: `python3 main.py key bring-back FILE`."
            raise KeyFileError(f"The keys of this machine are gone, but its requests are here. {back}")
        return
    if trust.is_destroyed(folder):
        anew = "`python3 main.py key rotate --begin-anew --name YOU` makes a new one."
        raise KeyFileError(f"The key of this machine had no passphrase, and is gone: nothing that was sealed for it can be read any more. {anew}")
    people = holders.holders(folder)
    if listed and people and not any(names.same(each, holder) for each in people):
        let_in = f"`python3 main.py key add {quote(holder)} --name {quote(people[0])}` lets {holder} read, too"
        raise KeyFileError(f"There is no try-out key here any more: {' and '.join(people)} can read already. Ask for it, please: {let_in}.")
    another = "`python3 main.py key add NAME --name YOU` lets somebody else read, too."
    raise KeyFileError(f"There is no try-out key here; every key has a passphrase already. {another}")


def _refuse_what_lies_aside(drawer: Drawer, folder: Path, bare: Opened) -> None:
    """Raises KeyFileError where requests lie in a drawer that was kept aside which nobody could open any more, or where nobody can tell.

    May raise KeepError, OSError.
    """
    lost = without_keys(folder.parent, drawer, bare.keys() | try_out_key.bare_aside(folder), ()) if bare else WithoutKeys()
    for place in lost.aside:
        raise KeyFileError(
            f"In {place} there are requests that no list shows, sealed for the key without a passphrase: without it nobody could read them."
            " Bring them back first (`python3 main.py signups recover --name YOU`), and then run this again."
        )
    for place in lost.unread:
        raise KeyFileError(
            f"{place} cannot be read, or not all of it, so nobody knows whether requests are in it that only the key without a passphrase opens."
            f" Nothing was changed. Copy the whole folder {folder.parent}, in which that key is, to another disk for an engineer. Then delete"
            f" {folder.parent / place}, and run this again."
        )
