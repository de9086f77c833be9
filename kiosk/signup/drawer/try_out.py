"""From a key to try the kiosk out with, which has no passphrase, to the first one that has: nothing of the other is left."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import keys
from kiosk.signup.keys.keys import KeyFileError, WrongPassphraseError
from kiosk.signup.keys.seal import public_bytes
from kiosk.signup.keys.slots import STRETCHING, Stretching


def protect(drawer: Drawer, folder: Path, holder: str, passphrase: str, today: date, *, stretching: Stretching = STRETCHING) -> str:
    """Makes a fresh key behind this passphrase, closes for it what the try-out key opens, and destroys that one. Tells the new key's id.

    Whoever copied the disk before has the old key, so that it must open nothing from now on. If this is cut short, the same again goes on
    with it. Where there is no key at all yet, the fresh one is the first. Nothing that the try-out key vouched for is confirmed by the fresh one,
    and nothing is closed for it. May raise KeyFileError, KeepError.
    """
    bare, held = keys.open_try_out(folder), keys.holders_of_each(folder)
    begun = any(each.id not in bare and each.id in held for each in keys.in_use(folder))
    if not bare and keys.recipients(folder):
        another = "`python3 main.py key add NAME --name YOU` lets somebody else read, too."
        raise KeyFileError(f"There is no try-out key here; every key has a passphrase already. {another}")
    if not bare and drawer.there:
        back = "Bring the keys back: `python3 main.py key bring-back FILE`."
        raise KeyFileError(f"The keys of this machine are gone, but its requests are here. {back}")
    if not begun:
        keys.rotate(folder, holder, holder, passphrase, today, opened=bare, retired=tuple(bare), stretching=stretching)
    try:
        opened = keys.open_private(folder, holder, passphrase)
    except WrongPassphraseError:
        opened = keys.NOTHING
    signer = keys.signer_of(folder, opened)
    if signer is None or not signer.own:
        raise KeyFileError("This was begun before with another name or passphrase. Use those.")
    if bare and drawer.there:
        drawer.seal_anew(bare, {signer.key: public_bytes(opened[signer.key])}, holder, signer)
    keys.destroy_try_out(folder)
    if drawer.there:
        drawer.introduce(opened)
    return signer.key
