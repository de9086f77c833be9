"""The key without a passphrase, to try the kiosk out with: it is made, opens for everybody, and is destroyed."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.files.private import erase
from kiosk.signup.keys.changes import one_at_a_time
from kiosk.signup.keys.private_keys import (
    PRIVATE,
    Opened,
    PrivateKey,
    from_bare,
    intact_key,
    is_bare,
    kept_aside,
    load_key,
    private_files,
    unlisted_files,
    write_key,
)  # fmt: skip
from kiosk.signup.keys.public_keys import TRY_OUT, KeyFileError, fresh_recipient, put_list, recipients, save_list
from kiosk.signup.keys.seal import key_id, public_bytes
from kiosk.signup.keys.slots import der, fresh_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


@one_at_a_time
def make_try_out(folder: Path, today: date) -> str:
    """A key without a passphrase, to try the kiosk out with: whoever copies the machine can read everything. Tells its id."""
    private = fresh_private()
    fresh = fresh_recipient(private, TRY_OUT, today)
    write_key(folder / f"{fresh.id}{PRIVATE}", PrivateKey(bare=der(private)))
    save_list(folder, (*recipients(folder), fresh))
    return fresh.id


def is_try_out(folder: Path) -> bool:
    """Whether the key here opens without a passphrase. One beside a key that has one opens nothing: somebody put it there."""
    kept = [load_key(path) for path in private_files(folder)]
    return any(each.bare for each in kept) and not any(each.holders for each in kept)


def open_try_out(folder: Path) -> Opened:
    """The keys here that have no passphrase, by their ids."""
    return Opened({}, {key_id(public_bytes(private)): private for private in map(_opened_bare, bare_files(folder)) if private})


def _opened_bare(path: Path) -> EllipticCurvePrivateKey | None:
    """The key in a file without a passphrase; None where it is damaged and in no list. Raises KeyFileError where it is in the list."""
    try:
        return from_bare(load_key(path).bare or b"")
    except KeyFileError:
        if path in private_files(path.parent):
            raise
        return None


def bare_files(folder: Path) -> list[Path]:
    """The files here of keys without a passphrase, in the list or not: that to try the kiosk out with, what a `protect` that was killed left of it,
    or what somebody put there. Of many that are in no list, some. Raises KeyFileError for a damaged file of the list.
    """
    listed = private_files(folder)
    return [*(path for path in listed if load_key(path).bare), *(path for path in unlisted_files(folder) if is_bare(path))]


def bare_ids(folder: Path) -> set[str]:
    """The keys that open here without a passphrase, by the names of their files; a damaged one is none of them."""
    listed = [path for path in private_files(folder) if (kept := intact_key(path)) and kept.bare]
    return {path.name.removesuffix(PRIVATE) for path in [*listed, *filter(is_bare, unlisted_files(folder))]}


def bare_aside(folder: Path) -> set[str]:
    """The keys without a passphrase that lie among what a restore kept aside, by the names of their files."""
    return {path.name.removesuffix(PRIVATE) for path in kept_aside(folder, f"*{PRIVATE}") if is_bare(path)}


@one_at_a_time
def destroy_try_out(folder: Path) -> None:
    """Takes the keys without a passphrase away for good, those that a restore kept aside too: nothing opens with them any more.

    A file that has another key in it than its name says goes without that one.
    """
    for path in filter(is_bare, kept_aside(folder, f"*{PRIVATE}")):
        with suppress(OSError):
            erase(path)
    bare, opened = bare_files(folder), open_try_out(folder)
    put_list(folder, tuple(each for each in recipients(folder) if each.id not in opened))
    for path in bare:
        erase(path)


@one_at_a_time
def forget_try_out(folder: Path, closed_for: Collection[str]) -> None:
    """Takes away what a `protect` that was killed at its last step left: keys without a passphrase in no list any more, nor in `closed_for`."""
    listed = {each.id for each in recipients(folder)}
    for path in bare_files(folder) if listed else []:
        if path.name.removesuffix(PRIVATE) not in listed.union(closed_for):
            erase(path)
