"""Private keys are opened by a name and a passphrase."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice, product
from pathlib import Path

from kiosk.signup.keys import names
from kiosk.signup.keys.holders import holders
from kiosk.signup.keys.private_keys import PRIVATE, Opened, PrivateKey, from_bare, load_key, private_files
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.seal import key_id, public_bytes
from kiosk.signup.keys.signatures import own_key
from kiosk.signup.keys.slots import STRETCHING, own_slot, stretched, unwrapped
from kiosk.signup.keys.trust import signers
from kiosk.signup.keys.try_out_key import open_try_out

_NOBODY = b"nobody"


class WrongPassphraseError(Exception):
    """No key opens with this name and passphrase; which of the two is wrong is not told."""


def open_private(folder: Path, who: str, passphrase: str, most: int | None = None) -> Opened:
    """Every private key that this person can open, by its id; a try-out key opens for everybody. Raises WrongPassphraseError.

    A name that nobody has costs as much time as a wrong passphrase. The passphrase is stretched at `most` so often, for confirmed keys first:
    whoever puts more keys into the list does not keep its owner out.
    """
    ours = signers(folder, {})
    files = sorted(private_files(folder), key=lambda path: path.name.removesuffix(PRIVATE) not in ours)
    return opened_by({path.name: load_key(path) for path in files}, who, passphrase, most)


def open_aside(folder: Path, who: str, passphrase: str) -> Opened:
    """What this person opens of the keys in a folder that a restore kept aside, where each without a passphrase opens for everybody.

    Nothing where the files are damaged. A name that nobody has there costs no time.
    """
    opened = Opened({}, {})
    with suppress(KeyFileError, WrongPassphraseError):
        opened.update(open_try_out(folder))
        if any(names.same(each, who) for each in holders(folder)):
            opened.update(open_private(folder, who, passphrase))
    return opened


def open_one(folder: Path, name: str, who: str, passphrase: str) -> Opened:
    """The private key with this id, whatever the list says. Raises WrongPassphraseError, KeyFileError."""
    return opened_by({(file := f"{name}{PRIVATE}"): load_key(folder / file)}, who, passphrase)


def opened_by(files: Mapping[str, PrivateKey], who: str, passphrase: str, most: int | None = None) -> Opened:
    """What opens in these files, by their names: a file with another key in it than its name says is somebody else's work."""
    opened = Opened({}, {})
    those = {name.removesuffix(PRIVATE): kept for name, kept in files.items()}
    if not any(each.holders for each in those.values()):
        bare = {name: from_bare(each.bare) for name, each in those.items() if each.bare}
        opened.update({name: private for name, private in bare.items() if key_id(public_bytes(private)) == name})
    mine = [(name, holder) for name, kept in those.items() if (holder := own_slot(kept.holders, who))]
    ways = dict.fromkeys((holder.salt, holder.stretching) for _, holder in mine)
    for way, words in islice(product(ways, spellings(passphrase)), most):
        key = stretched(words, *way)
        for name, holder in (each for each in mine if (each[1].salt, each[1].stretching) == way):
            with suppress(ValueError):
                private = unwrapped(holder, key)
                if key_id(public_bytes(private)) == name:
                    opened[name], opened.slots[name] = private, (holder, own_key(key))
    if not opened and not ways:
        stretched(passphrase, _NOBODY * 3, STRETCHING)
    if not opened:
        raise WrongPassphraseError
    return opened


def spellings(passphrase: str) -> tuple[str, ...]:
    """As it was typed, and without the blanks around it, which nobody sees: new passphrases have none, but one of before may."""
    return tuple(dict.fromkeys((passphrase, passphrase.strip())))
