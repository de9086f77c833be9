"""Changes of the keys: one person at a time, and what concerns several files in all of them or in none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from msgspec import Struct, json

from kiosk.files.private import erase, held, private_folder, write_private
from kiosk.files.regular import read_regular
from kiosk.signup.keys.private_keys import CHANGE, KEY_FILE, MOST_MOVED_BYTES, PrivateKey, erase_copies, intact_key, left_aside, raw_key, write_key
from kiosk.signup.keys.public_keys import Recipient, put_list, raw_list

P = ParamSpec("P")
T = TypeVar("T")


def one_at_a_time(change: Callable[Concatenate[Path, P], T]) -> Callable[Concatenate[Path, P], T]:
    """Nobody else changes the keys in this folder meanwhile: two people at two terminals, or at one and at the kiosk."""

    @wraps(change)
    def changed(folder: Path, /, *arguments: P.args, **others: P.kwargs) -> T:
        with held(folder):
            return change(folder, *arguments, **others)

    return changed


class Change(Struct, frozen=True, omit_defaults=True):
    """What becomes of the files of private keys, by their names, and of the list: of all of them or of none.

    It counts once the journal tells of the signing key `signs`, or that the person whose name is `ends` signs no more, or that requests are closed
    for those with the ids `closed_for`: of the last two with the fingerprint of this very change, which has a `word` of its own. An older kiosk
    wrote no word.
    """

    files: dict[str, PrivateKey] = {}
    signs: bytes = b""
    ends: str = ""
    listed: tuple[Recipient, ...] = ()
    closed_for: tuple[str, ...] = ()
    word: bytes = b""

    @property
    def fingerprint(self) -> bytes:
        """What the journal tells of it."""
        return hashlib.sha256(json.encode(self)).digest()


def plan_change(folder: Path, change: Change) -> None:
    """Writes down what is to become of the files, before any of them is another one. Raises KeyFileError, OSError."""
    for kept in change.files.values():
        raw_key(kept)
    if change.listed:
        raw_list(change.listed)
    write_private(private_folder(folder) / CHANGE, json.encode(change))


def carry_out(folder: Path, change: Change) -> None:
    """Brings all of a change to the disk; from then on nothing is planned. Raises KeyFileError, OSError."""
    for name, kept in change.files.items():
        write_key(folder / name, kept)
    if change.listed:
        put_list(folder, change.listed)
    for path, others in left_aside(folder, change.ends).items() if change.ends else ():
        write_key(path, PrivateKey(others))
    erase_copies(folder, [folder / name for name in change.files])
    erase(folder / CHANGE)


def is_changing(folder: Path) -> bool:
    """Whether somebody is about to change who has a passphrase, or the list, or was cut short at that (`finish_change`)."""
    return os.path.lexists(folder / CHANGE)


@one_at_a_time
def finish_change(folder: Path, is_told: Callable[[Change], bool]) -> None:
    """A change that was cut short comes to its end for all keys if it had begun to count, as it `is_told`; else it never was. May raise OSError."""
    try:
        change = json.decode(read_regular(folder / CHANGE, MOST_MOVED_BYTES, own=True), type=Change)
    except (OSError, ValueError, RecursionError):
        change = Change()
    files = {name: kept for name, kept in change.files.items() if KEY_FILE.fullmatch(name)}
    only_files = not (change.word or change.listed or change.ends)  # of the others the journal alone says whether they count
    begun = only_files and any(intact_key(folder / name) == kept for name, kept in files.items())
    carry_out(folder, Change(files, ends=change.ends, listed=change.listed) if begun or is_told(change) else Change())


class Told(Struct, frozen=True):
    """What the journal is told of a list that is to come: for which ids requests are closed then, and what tells it."""

    closed_for: tuple[str, ...]
    tell: Callable[[bytes], None]
    """With the fingerprint of the change (`Change`), or with nothing where it has come to its end."""


def put_as_told(folder: Path, meant: tuple[Recipient, ...], told: Told | None) -> None:
    """As `put_list`; where it is cut short, what lies here in the end is what the journal was told (`finish_change`)."""
    if told is None:
        put_list(folder, meant)
        return
    change = Change(listed=meant, closed_for=told.closed_for, word=os.urandom(16))
    plan_change(folder, change)
    told.tell(change.fingerprint)
    carry_out(folder, change)
