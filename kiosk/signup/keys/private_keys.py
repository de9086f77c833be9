"""The files of private keys: each holds one, wrapped once for each of its holders, or as it is (a try-out key)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, Struct, json

from kiosk.files.private import erase, private_folder, write_private
from kiosk.files.regular import read_regular
from kiosk.signup.keys import names
from kiosk.signup.keys.public_keys import MOST_BYTES, MOST_RECIPIENTS, KeyFileError, Recipient, readable, recipients
from kiosk.signup.keys.seal import key_id, public_bytes
from kiosk.signup.keys.slots import Holder, from_der

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    Privates = Mapping[str, EllipticCurvePrivateKey]

PRIVATE = ".private.json"
"""What the files of private keys end on."""
CHANGE = "change.json"
"""What lies beside the keys while some of these are changed together (`changes.finish_change`)."""
MOST_MOVED_BYTES = 10_000_000
"""Of all private keys in one file."""
KEY_FILE = re.compile(rf"[0-9a-f]{{16}}{re.escape(PRIVATE)}")
"""What the file of a private key is called: its id, and `PRIVATE`."""
_MOST_HOLDERS = 100
"""That are read of one key; fewer are written."""
_MOST_STRAY = 1000
"""Files that are in no list which are looked at."""
_BARE_BYTES = 4096
"""How long a file with a key without a passphrase is at most."""


class PrivateKey(Struct, frozen=True, omit_defaults=True):
    """What the file of a private key holds: the ways to it, or for a try-out key the key itself (PKCS 8)."""

    holders: Annotated[tuple[Holder, ...], Meta(max_length=_MOST_HOLDERS)] = ()
    bare: bytes | None = None


class Opened(dict[str, "EllipticCurvePrivateKey"]):
    """The private keys that somebody has opened, by their ids; and whose passphrase it was, with the signing key that is theirs alone.

    `slots` has both for each key that has a passphrase.
    """

    def __init__(self, slots: Mapping[str, tuple[Holder, Any]], privates: Privates) -> None:
        super().__init__(privates)
        self.slots = dict(slots)


NOTHING = Opened({}, {})
"""What somebody has opened who has opened nothing."""


def private_files(folder: Path) -> list[Path]:
    """The files of private keys here: those of the keys in the list; without a list, as many as one may hold.

    Nobody who fills the folder keeps staff waiting by the rest.
    """
    known = recipients(folder)
    if known:
        return sorted(path for each in known if os.path.lexists(path := folder / f"{each.id}{PRIVATE}"))
    return sorted(islice(folder.glob(f"*{PRIVATE}"), MOST_RECIPIENTS))


def unlisted_files(folder: Path) -> list[Path]:
    """The files of private keys that are in no list; of many, some."""
    return sorted(set(islice(folder.glob(f"*{PRIVATE}"), _MOST_STRAY)).difference(private_files(folder)))


def load_key(path: Path) -> PrivateKey:
    """What is in this file. Raises KeyFileError where there is none, or it is damaged."""
    try:
        return _private_in(read_regular(path, MOST_BYTES, own=True))
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(
            f"The key file {path.name} is damaged. Put back a copy of it, or bring the key back: `python3 main.py key bring-back FILE`."
        ) from error


def intact_key(path: Path) -> PrivateKey | None:
    """What is in this file; None where there is none, or it is damaged."""
    with suppress(KeyFileError):
        return load_key(path)
    return None


_private_in = json.Decoder(PrivateKey).decode


def write_key(path: Path, kept: PrivateKey) -> None:
    """Writes a private key into its file. Raises KeyFileError where nobody could read it again, OSError."""
    write_private(private_folder(path.parent) / path.name, raw_key(kept))


def raw_key(kept: PrivateKey) -> bytes:
    """The bytes of a file. Raises KeyFileError where nobody could read it again."""
    return readable(json.encode(kept), _private_in, MOST_BYTES)


def from_bare(raw: bytes) -> EllipticCurvePrivateKey:
    """The key in a file without a passphrase. Raises KeyFileError where it is damaged."""
    try:
        return from_der(raw)
    except ValueError as error:
        raise KeyFileError("The file of the key without a passphrase is damaged. Put back a copy of it.") from error


def is_bare(path: Path) -> bool:
    """Whether a file that is in no list holds a key without a passphrase; not where it is none of ours."""
    try:
        return bool(json.decode(read_regular(path, _BARE_BYTES, own=True), type=PrivateKey).bare)
    except (OSError, ValueError, RecursionError):
        return False


def has_holder(those: tuple[Holder, ...], name: str) -> bool:
    """Whether somebody of this name is among them."""
    return any(names.same(each.name, name) for each in those)


def without_holder(kept: PrivateKey, name: str) -> tuple[Holder, ...]:
    """All others who have a passphrase for this key."""
    return tuple(each for each in kept.holders if not names.same(each.name, name))


def kept_aside(folder: Path, name: str) -> Iterator[Path]:
    """The files of that name among the keys that a restore kept aside; none that lies behind a link, which is not even looked at."""
    with suppress(OSError), os.scandir(folder.parent) as entries:
        asides = sorted(each.path for each in entries if each.name.startswith("before-restore-") and each.is_dir(follow_symlinks=False))
        for aside in (Path(each, folder.name) for each in asides):
            if not aside.is_symlink():
                yield from sorted(aside.glob(name))


def left_aside(folder: Path, name: str) -> dict[Path, tuple[Holder, ...]]:
    """Who is left without this person for what a restore kept aside, where that is somebody."""
    had = {path: kept for path in kept_aside(folder, f"*{PRIVATE}") if (kept := intact_key(path)) and has_holder(kept.holders, name)}
    return {path: others for path, kept in had.items() if (others := without_holder(kept, name))}


def erase_copies(folder: Path, files: Iterable[Path]) -> None:
    """No earlier state of these private keys lies here any more: who has lost the way to one could go by that.

    What cannot be erased stays, and no change stops half-way for it: `earlier_states` tells of it.
    """
    for name in (*(file.name for file in files), CHANGE):
        for path in kept_aside(folder, name):
            with suppress(OSError):
                erase(path)


def earlier_states(folder: Path) -> tuple[Path, ...]:
    """The private keys among what a restore kept aside that are in the list here, too, or have no passphrase: who lost their way could go by one."""
    listed = {f"{each.id}{PRIVATE}" for each in recipients(folder)}
    private = tuple(path for path in kept_aside(folder, f"*{PRIVATE}") if path.name in listed or is_bare(path))
    return (*private, *kept_aside(folder, CHANGE))


def keep_private(folder: Path, newer: Path) -> tuple[Recipient, ...]:
    """Private keys in `newer` that fit the list in `folder` and are not there come into it. Tells which are there already, with other passphrases.

    What says that it has no passphrase must be that very key. May raise OSError.
    """
    differing = list[Recipient]()
    for each in recipients(folder):
        name = f"{each.id}{PRIVATE}"
        try:
            kept = load_key(newer / name)
            if kept.bare and key_id(public_bytes(from_bare(kept.bare))) != each.id:
                continue
            if not (folder / name).exists():
                write_key(folder / name, kept)
            elif load_key(folder / name) != kept:
                differing.append(each)
        except KeyFileError:  # none there, or what is no key
            continue
    return tuple(differing)
