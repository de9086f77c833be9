"""Which public keys are confirmed, directly or in turn, and so: what requests are closed for, and whose signatures count."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.signup.keys.private_keys import PRIVATE, Opened
from kiosk.signup.keys.public_keys import MOST_RECIPIENTS, TRY_OUT, Recipient, recipients
from kiosk.signup.keys.signatures import Signer, is_signed, public_of, signer

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates


def in_use(folder: Path) -> tuple[Recipient, ...]:
    """The keys that new sign-ups are closed for: confirmed ones that were not retired. Raises KeyFileError."""
    return used_in(recipients(folder), folder)


def used_in(everyone: tuple[Recipient, ...], folder: Path) -> tuple[Recipient, ...]:
    """The same of a list that was read from this folder: what is decided by one reading never mixes with another.

    A key without a passphrase opens from its file here alone; where that is gone, it was destroyed (`protect`), and nothing is closed for it.
    """
    here = _with_private(everyone, folder)
    return tuple(each for each in _closed_for(everyone, signers_in(everyone, folder, {})) if each.label != TRY_OUT or each.id in here)


def is_destroyed(folder: Path) -> bool:
    """Whether the list of keys is from before `protect`, and the key without a passphrase in it is no more: nothing can be closed or opened."""
    return not in_use(folder) and any(each.label == TRY_OUT and each.until is None for each in recipients(folder))


def _closed_for(everyone: Iterable[Recipient], ours: Collection[str]) -> tuple[Recipient, ...]:
    return tuple(each for each in everyone if each.until is None and each.id in ours)


def unconfirmed(folder: Path, privates: Privates) -> tuple[Recipient, ...]:
    """The keys that nobody has confirmed who can be trusted from where these private keys stand (none: from what lies here).

    From what lies here nobody can tell which of two keys is ours that both have their private file and do not confirm each other: then neither is.
    """
    return unconfirmed_in(recipients(folder), folder, privates)


def unconfirmed_in(everyone: tuple[Recipient, ...], folder: Path, privates: Privates) -> tuple[Recipient, ...]:
    """The same of a list that was read from this folder."""
    ours, here = signers_in(everyone, folder, privates), _with_private(everyone, folder)
    strange = tuple(each for each in everyone if each.id not in ours)
    if privates or not any(each.id in here for each in strange):
        return strange
    return tuple(each for each in everyone if each.id not in ours or each.until is None)


def _with_private(everyone: Iterable[Recipient], folder: Path) -> set[str]:
    return {each.id for each in everyone if os.path.lexists(folder / f"{each.id}{PRIVATE}")}


def signers(folder: Path, privates: Privates) -> dict[str, bytes]:
    """What checks the signatures of each confirmed key, by its id: those of `privates`, and whatever they confirmed, directly or in turn.

    Without any private key the beginning is the first of the list, which whoever rotates puts there (of a list from before keys were
    confirmed, all), and for what was signed before the retired keys that lie here. That is as much as the machine can know by itself; who
    owns its disk can change it, and is found out by the next who signs in.
    """
    return signers_in(recipients(folder), folder, privates)


def signers_in(everyone: tuple[Recipient, ...], folder: Path, privates: Privates) -> dict[str, bytes]:
    """The same of a list that was read from this folder."""
    if privates:
        return _signers_from(everyone, {name: public_of(signer(name, private)) for name, private in privates.items()})
    confirmed = any(each.approvals for each in everyone)
    here = _with_private(everyone, folder)
    first = [each for at, each in enumerate(everyone) if not at or not confirmed or (each.until and each.id in here)]
    trusted = _trusted(everyone, {each.id: each.verifies for each in first})
    return {each.id: each.checks for each in everyone if each.id in trusted}


def signers_of(folder: Path, who: Signer) -> dict[str, bytes]:
    """The same from where somebody stands who has signed in: of the one key that they sign with."""
    return _signers_from(recipients(folder), {who.key: public_of(who)})


def _signers_from(everyone: tuple[Recipient, ...], opened: dict[str, bytes]) -> dict[str, bytes]:
    trusted = _trusted(everyone, opened)
    return {each.id: each.checks for each in everyone if each.id in trusted} | opened


def heirs(folder: Path, privates: Privates) -> dict[str, bytes]:
    """What checks the signatures of these keys, and of those that came in their place: confirmed by them as they were given up themselves."""
    return _confirmed_by(recipients(folder), {name: public_of(signer(name, private)) for name, private in privates.items()}, ())


def _trusted(everyone: Collection[Recipient], ours: dict[str, bytes]) -> dict[str, bytes]:
    """These, and whatever they confirmed, directly or in turn.

    What a confirmed key verifies was confirmed with it, so that it counts here also where an older kiosk wrote no proof beside it.
    """
    return _confirmed_by(everyone, ours, {each.id for each in everyone if each.until})


def _confirmed_by(everyone: Collection[Recipient], ours: dict[str, bytes], retired: Collection[str]) -> dict[str, bytes]:
    """These, and whatever they confirmed, but for those that are retired."""
    while fresh := {each.id: each.verifies for each in everyone if each.id not in ours and _is_confirmed(each, ours, retired)}:
        ours |= fresh
    return ours


def _is_confirmed(recipient: Recipient, ours: Mapping[str, bytes], retired: Collection[str]) -> bool:
    """Whether one of ours confirmed it that is still in use: who left may have copied an old one."""
    signers = [each for each in recipient.approvals if each.by in ours and each.by not in retired]
    return any(is_signed(ours[each.by], recipient.message, each.signature) for each in signers)


def signer_of(folder: Path, privates: Privates) -> Signer | None:
    """Who signs what is done by whoever opened these keys: with the newest of them that is in the list, and the holder's own beside it.

    One that was given up signs only where none of the others opened.
    """
    ids = [each.id for each in sorted(recipients(folder), key=lambda each: each.until is not None) if each.id in privates] or list(privates)
    if not ids:
        return None
    shared = signer(ids[0], privates[ids[0]])
    slot = privates.slots.get(ids[0]) if isinstance(privates, Opened) else None
    return replace(shared, name=slot[0].name, own=slot[1]) if slot else shared


def gone_on(before: tuple[Recipient, ...], after: Iterable[Recipient], ours: Mapping[str, bytes]) -> tuple[Recipient, ...]:
    """What became of an earlier list: whatever of the later one somebody signed whom the earlier one trusts (`ours`), or whom they confirmed.

    No other key is taken, and none retired or put back, by what nobody signed. Keys that the later one has no more stay behind its own: it
    confirms those that are still to be used. The earlier list itself where the later one does not go on from it, or does not stand by itself.
    """
    retired = {each.id for each in before if each.until}
    signed, later = dict[str, Recipient](), {each.id: each for each in after}
    while fresh := {
        name: each for name, each in later.items()
        if name not in signed and _is_confirmed(each, {**{key: known.verifies for key, known in signed.items()}, **ours}, retired)
    }:  # fmt: skip
        signed |= fresh
    in_order = sorted((each for name, each in later.items() if name in signed), key=lambda each: each.until is not None)
    found = (*in_order, *(each for each in before if each.id not in signed))
    if all(each in before for each in signed.values()) or len(found) > MOST_RECIPIENTS:
        return before
    closed = {each.id for each in _closed_for(found, _trusted(found, {found[0].id: found[0].verifies}))}
    return found if closed and all(name in closed for name, each in signed.items() if each.until is None) else before
