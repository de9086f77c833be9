"""What staff do to the list of public keys: they confirm one, add one of another kiosk, take one out, and go on from an earlier list."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.files.private import erase
from kiosk.signup.keys.changes import Told, one_at_a_time, put_as_told
from kiosk.signup.keys.private_keys import NOTHING, PRIVATE, erase_copies
from kiosk.signup.keys.public_keys import (
    POINT_BYTES,
    KeyFileError,
    Recipient,
    as_seen,
    put_list,
    recipients,
    refuse_label,
    refuse_one_more,
    save_list,
    with_own_approval,
)  # fmt: skip
from kiosk.signup.keys.seal import key_id
from kiosk.signup.keys.signatures import PUBLIC_BYTES, belongs, proof_of, public_of, signer
from kiosk.signup.keys.trust import gone_on, signers_in, unconfirmed_in, used_in

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from kiosk.signup.keys.private_keys import Privates


@one_at_a_time
def settle(folder: Path, privates: Privates) -> None:
    """Writes down how the signatures of those who just opened these keys are checked, where the list does not say it. May raise OSError."""
    everyone = recipients(folder)
    unsigned = not any(each.approvals for each in everyone)
    settled = tuple(_settled(each, privates[each.id], unsigned=unsigned) if each.id in privates else each for each in everyone)
    if settled != everyone:
        save_list(folder, settled)


def _settled(recipient: Recipient, private: EllipticCurvePrivateKey, *, unsigned: bool) -> Recipient:
    """The same with what checks its signatures. Signed is only what is in use, in a list from before keys were confirmed.

    What else somebody may have written into it, such as that it was given up, is not signed by the way.
    """
    if recipient.checks:
        return recipient
    if unsigned and recipient.until is None:
        return with_own_approval(recipient, private)
    return replace(recipient, verifies=public_of(signer(recipient.id, private)), proof=proof_of(private))


@one_at_a_time
def confirm(folder: Path, name: str, privates: Privates, *, seen: tuple[Recipient, ...] | None = None, told: Told | None = None) -> Recipient:
    """Somebody who can read says that the key with this id is one of ours, as the list says that they have `seen`.

    Raises KeyFileError where there is none, or where the list is another one before or after.
    """
    everyone = as_seen(folder, seen)
    found = next((each for each in everyone if each.id == name), None)
    if found is None:
        raise KeyFileError("There is no such key in the list. `python3 main.py key list` shows them.")
    fresh = replace(found, verifies=found.checks).approved([signer(each, private) for each, private in privates.items()])
    put_as_told(folder, tuple(fresh if each.id == name else each for each in everyone), told)
    return fresh


@one_at_a_time
def drop(folder: Path, name: str, *, seen: tuple[Recipient, ...] | None = None, told: Told | None = None) -> None:
    """Takes a key out of the list for good: one that nobody knows. Raises KeyFileError where the list is not what they have `seen`."""
    put_as_told(folder, tuple(each for each in as_seen(folder, seen) if each.id != name), told)


@one_at_a_time
def forget_private(folder: Path, name: str) -> bool:
    """Erases the private part of a key that was taken out of the list, also where a restore kept it aside; whether it was here. May raise OSError."""
    path = folder / f"{name}{PRIVATE}"
    was_here = os.path.lexists(path)
    if name not in {each.id for each in recipients(folder)}:
        erase(path)
        erase_copies(folder, [path])
    return was_here


@one_at_a_time
def go_on(folder: Path, newer: Path) -> bool:
    """The keys of an earlier state, in `folder`, go on as they did in `newer`, so far as the earlier ones confirm that; whether they did.

    A damaged newer list goes on from nothing. Raises KeyFileError for a damaged earlier one, and where another program writes it, too.
    May raise OSError.
    """
    before, after = recipients(folder), tuple[Recipient, ...]()
    with suppress(KeyFileError):
        after = recipients(newer)
    if (found := gone_on(before, after, signers_in(before, folder, {}))) == before:
        return False
    put_list(folder, found)
    return True


def exported(folder: Path, *, seen: tuple[Recipient, ...] | None = None) -> tuple[Recipient, bytes]:
    """The newest key in use, and the bytes that another kiosk takes it by: its point, and what checks its signatures.

    Raises KeyFileError, also where the list is not what they have `seen`.
    """
    everyone = as_seen(folder, seen)
    found = used_in(everyone, folder)
    if not found:
        raise KeyFileError("There is no key here yet. `python3 main.py key protect --name YOU` makes one.")
    if found[0] in unconfirmed_in(everyone, folder, NOTHING):
        raise KeyFileError(
            "There is a key in the list that the others do not confirm, so it is not certain which of them is yours, and nothing was written."
            " `python3 main.py signups list --name YOU` says which is strange: take it out with"
            " `python3 main.py key drop ID --name YOU`, and then try again."
        )
    return found[0], found[0].public + (found[0].verifies + found[0].proof if found[0].checks else b"")


@one_at_a_time
def add_recipient(
    folder: Path, exported: bytes, label: str, today: date, privates: Privates, *,
    seen: tuple[Recipient, ...] | None = None, told: Told | None = None,
) -> Recipient:  # fmt: skip
    """New sign-ups are closed for this key too (a second person, a backup kept in a safe), confirmed by who opened `privates`.

    Raises KeyFileError for bytes that are no key, and where the list is not what they have `seen`.
    """
    fresh = read_recipient(exported, label, today).approved([signer(each, private) for each, private in privates.items()])
    others = [each for each in as_seen(folder, seen) if each.id != fresh.id]
    refuse_one_more(others)
    put_as_told(folder, (*others, fresh), told)
    return fresh


def read_recipient(exported: bytes, label: str, today: date) -> Recipient:
    """The public key that `exported` wrote. Raises KeyFileError for bytes that are no key."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    refuse_label(label)
    public, rest = exported[:POINT_BYTES], exported[POINT_BYTES:]
    verifies, proof = rest[:PUBLIC_BYTES], rest[PUBLIC_BYTES:]
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError as error:
        raise KeyFileError("This is not a public key of a kiosk. `python3 main.py key public FILE` writes one.") from error
    if verifies and not belongs(public, verifies, proof):
        again = "Where the key was made, write it again with `python3 main.py key public FILE`."
        raise KeyFileError(f"Somebody changed this file, or it is of an earlier version. {again}")
    return Recipient(key_id(public), public, label, today, verifies=verifies, proof=proof)
