"""The keys of the staff: public parts that close sign-ups, and private parts, each behind the passphrases of those who may read.

In the folder `keys`: `recipients.json` lists the public parts; `<id>.private.json` holds a private part, wrapped once for each holder by
a key made from their passphrase (Argon2id). A try-out key has no passphrase; a key that was moved away has no private file here.

Each public part is confirmed: signed by somebody who can read already. Requests are closed for confirmed ones alone, so that a key that
somebody put into the list gains nothing and is told.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache, wraps
from itertools import islice, product
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, TypeVar

from msgspec import Meta, Struct, json
from msgspec.structs import replace

from kiosk.files.private import UNLINK, erase, held, linked, private_folder, write_private
from kiosk.files.private import settle as on_the_disk
from kiosk.files.regular import NotReadError, is_missing, is_regular, read_regular, why
from kiosk.signup.keys import names, passphrases
from kiosk.signup.keys.seal import key_id, public_bytes
from kiosk.signup.keys.signatures import PUBLIC_BYTES, Signer, belongs, is_signed, own_key, proof_of, public_of, raw_public, signer
from kiosk.signup.keys.slots import (
    STRETCHING,
    Holder,
    Stretching,
    der,
    fresh_private,
    fresh_slot,
    from_der,
    own_slot,
    stretched,
    unwrapped,
    wrapped,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    Privates = Mapping[str, EllipticCurvePrivateKey]

RECIPIENTS, PRIVATE, CHANGE = "recipients.json", ".private.json", "change.json"
"""The list, what the files of private keys end on, and what lies beside them while some of these are changed together (`finish_change`)."""
MOST_BYTES, _MOST_MOVED_BYTES = 1_000_000, 10_000_000
"""Of the list or one key, and of all keys in one file."""
_ONE = re.compile(rf"[0-9a-f]{{16}}{re.escape(PRIVATE)}")
_NOBODY = b"nobody"
_MOST_HOLDERS, _MOST_RECIPIENTS = 100, 100
"""That are read. Fewer are written, so that there is room where all passphrases are lost, and what an earlier version wrote is read."""
_MOST_ADMITTED, _MOST_ADDED = 50, 50
_POINT_BYTES = 65
_MOST_STRAY, _BARE_BYTES = 1000, 4096
"""Files that are in no list which are looked at, and how long one with a key without a passphrase is at most."""
TRY_OUT = "try-out"
"""What a key without a passphrase is called, and no other."""


P = ParamSpec("P")
T = TypeVar("T")


def _alone(change: Callable[Concatenate[Path, P], T]) -> Callable[Concatenate[Path, P], T]:
    """Nobody else changes the keys in this folder meanwhile: two people at two terminals, or at one and at the kiosk."""

    @wraps(change)
    def changed(folder: Path, /, *arguments: P.args, **others: P.kwargs) -> T:
        with held(folder):
            return change(folder, *arguments, **others)

    return changed


class KeyFileError(Exception):
    """A key file is missing, damaged, or not what is asked of it. Its text is a plain sentence for staff."""


class WrongPassphraseError(Exception):
    """No key opens with this name and passphrase; which of the two is wrong is not told."""


class Approval(Struct, frozen=True):
    """Somebody who can open the key `by` says that this public key is one of ours."""

    by: str
    signature: bytes


class Recipient(Struct, frozen=True):
    """A public key: its id, the 65 bytes of its point, what staff call it, since when sign-ups are closed for it, and until when.

    `verifies` checks the signatures of its holders (32 bytes; empty where none of them has signed in here yet), and `proof` shows that it
    belongs to this key: people compare the fingerprint of the point alone.
    """

    id: str
    public: bytes
    label: str
    since: date
    until: date | None = None
    verifies: bytes = b""
    approvals: tuple[Approval, ...] = ()
    proof: bytes = b""

    @property
    def checks(self) -> bytes:
        """What its signatures are checked with: `verifies` where that is proved to be its own, else nothing, which checks none."""
        return self.verifies if _belongs(self.public, self.verifies, self.proof) else b""

    @property
    def message(self) -> bytes:
        """What an approval signs: all of it."""
        return json.encode((self.id, self.public, self.label, self.since, self.until, self.verifies))

    @property
    def fingerprint(self) -> str:
        """Its id as people compare it: `ab12 cd34 ef56 7890`."""
        return " ".join(self.id[at : at + 4] for at in range(0, len(self.id), 4))

    def approved(self, signers: Iterable[Signer]) -> Recipient:
        """The same, with the approvals of these in place of older ones of theirs."""
        fresh = [Approval(each.key, each.sign(self.message)) for each in signers]
        names = {each.by for each in fresh}
        return replace(self, approvals=(*(each for each in self.approvals if each.by not in names), *fresh))


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
_CHANGED = "Somebody has just changed the list of keys, so it is not what you agreed to. Look at it with `python3 main.py key list`, and try again."
_TOO_MUCH = "More than a kiosk can read again would stand in the file of the keys, so nothing was changed."
_ROOM = (
    "`python3 main.py key list` shows what is in the list: `python3 main.py key drop ID --name YOU` takes out a key that nothing is sealed for any"
    " more, and `python3 main.py key remove NAME --name YOU` takes away the passphrase of somebody who left."
)
_belongs = lru_cache(_MOST_RECIPIENTS)(belongs)


# -- public parts -----------------------------------------------------------------------------------------------------------


def recipients(folder: Path) -> tuple[Recipient, ...]:
    """All public keys, the newest of the clinic's own first, also those no longer in use. Raises KeyFileError for a damaged list, or a linked folder.

    Each stands in it once, whatever the file says: of a key that somebody put in twice, what gives it up counts, and else the first.
    """
    if wrong := linked(folder):
        raise KeyFileError(f"{wrong} {UNLINK}")
    try:
        raw = read_regular(folder / RECIPIENTS, MOST_BYTES)
    except NotReadError as error:
        if is_missing(error):
            return ()
        raise KeyFileError(f"The list of keys cannot be read ({why(error)}).") from error
    try:
        return _list_in(raw)
    except (ValueError, RecursionError) as error:
        raise KeyFileError("The list of keys is damaged. Put back a copy of it.") from error


def _list_in(raw: bytes) -> tuple[Recipient, ...]:
    """Raises ValueError, RecursionError for what is no list of keys."""
    told: tuple[Recipient, ...] = json.decode(raw, type=Annotated[tuple[Recipient, ...], Meta(max_length=_MOST_RECIPIENTS)])
    if any(each.id != key_id(each.public) or len(each.public) != _POINT_BYTES for each in told):
        raise ValueError("another key than its name says")
    return _once(told)


def _once(told: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    for each in told:
        before = found.setdefault(each.id, each)
        if before.until is None and each.until is not None:
            found[each.id] = each
    return tuple(found.values())


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


@_alone
def settle(folder: Path, privates: Privates) -> None:
    """Writes down how the signatures of those who just opened these keys are checked, where the list does not say it. May raise OSError."""
    everyone = recipients(folder)
    unsigned = not any(each.approvals for each in everyone)
    settled = tuple(_settled(each, privates[each.id], unsigned=unsigned) if each.id in privates else each for each in everyone)
    if settled != everyone:
        _save(folder, settled)


def _settled(recipient: Recipient, private: EllipticCurvePrivateKey, *, unsigned: bool) -> Recipient:
    """The same with what checks its signatures. Signed is only what is in use, in a list from before keys were confirmed.

    What else somebody may have written into it, such as that it was given up, is not signed by the way.
    """
    if recipient.checks:
        return recipient
    if unsigned and recipient.until is None:
        return _with_own_approval(recipient, private)
    return replace(recipient, verifies=public_of(signer(recipient.id, private)), proof=proof_of(private))


def _with_own_approval(recipient: Recipient, private: EllipticCurvePrivateKey) -> Recipient:
    who = signer(recipient.id, private)
    return replace(recipient, verifies=public_of(who), proof=proof_of(private)).approved([who])


@_alone
def confirm(folder: Path, name: str, privates: Privates, *, seen: tuple[Recipient, ...] | None = None, told: Told | None = None) -> Recipient:
    """Somebody who can read says that the key with this id is one of ours, as the list says that they have `seen`.

    Raises KeyFileError where there is none, or where the list is another one before or after.
    """
    everyone = _as_seen(folder, seen)
    found = next((each for each in everyone if each.id == name), None)
    if found is None:
        raise KeyFileError("There is no such key in the list. `python3 main.py key list` shows them.")
    fresh = replace(found, verifies=found.checks).approved([signer(each, private) for each, private in privates.items()])
    _put_as_told(folder, tuple(fresh if each.id == name else each for each in everyone), told)
    return fresh


@_alone
def drop(folder: Path, name: str, *, seen: tuple[Recipient, ...] | None = None, told: Told | None = None) -> None:
    """Takes a key out of the list for good: one that nobody knows. Raises KeyFileError where the list is not what they have `seen`."""
    _put_as_told(folder, tuple(each for each in _as_seen(folder, seen) if each.id != name), told)


@_alone
def forget_private(folder: Path, name: str) -> bool:
    """Erases the private part of a key that was taken out of the list, also where a restore kept it aside; whether it was here. May raise OSError."""
    path = folder / f"{name}{PRIVATE}"
    was_here = os.path.lexists(path)
    if name not in {each.id for each in recipients(folder)}:
        erase(path)
        _erase_copies(folder, [path])
    return was_here


@_alone
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
    _put(folder, found)
    return True


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
    if all(each in before for each in signed.values()) or len(found) > _MOST_RECIPIENTS:
        return before
    closed = {each.id for each in _closed_for(found, _trusted(found, {found[0].id: found[0].verifies}))}
    return found if closed and all(name in closed for name, each in signed.items() if each.until is None) else before


def _save(folder: Path, all_of_them: tuple[Recipient, ...]) -> None:
    write_private(folder / RECIPIENTS, _raw_list(all_of_them))


def _raw_list(all_of_them: tuple[Recipient, ...]) -> bytes:
    """The bytes of the list. Raises KeyFileError where nobody could read it again."""
    return _readable(json.format(json.encode(all_of_them), indent=1), _list_in, MOST_BYTES)


def _readable(raw: bytes, read: Callable[[bytes], object], most: int) -> bytes:
    """The same, which whoever reads it takes: nothing else takes the place of what can be read. Raises KeyFileError."""
    try:
        read(raw)
    except (ValueError, RecursionError) as error:
        raise KeyFileError(f"{_TOO_MUCH} {_ROOM}") from error
    if len(raw) > most:
        raise KeyFileError(f"{_TOO_MUCH} {_ROOM}")
    return raw


def refuse_one_more(listed: Collection[Recipient]) -> None:
    """Raises KeyFileError where no further key fits into the list."""
    if len(listed) >= _MOST_ADDED:
        raise KeyFileError(f"There are {len(listed)} keys in the list already, and no more fit, so nothing was changed. {_ROOM}")


def _as_seen(folder: Path, seen: tuple[Recipient, ...] | None) -> tuple[Recipient, ...]:
    """The list, which is the one that somebody has `seen` where they looked at one. Raises KeyFileError."""
    everyone = recipients(folder)
    if seen is not None and everyone != seen:
        raise KeyFileError(_CHANGED)
    return everyone


def _put(folder: Path, meant: tuple[Recipient, ...]) -> None:
    """Writes what somebody meant, and reads it back. Raises KeyFileError where another program wrote something else."""
    _save(folder, meant)
    if recipients(folder) != meant:
        raise KeyFileError(_CHANGED)


class Told(Struct, frozen=True):
    """What the journal is told of a list that is to come: for which ids requests are closed then, and what tells it."""

    closed_for: tuple[str, ...]
    tell: Callable[[bytes], None]
    """With the fingerprint of the change (`Change`), or with nothing where it has come to its end."""


def _put_as_told(folder: Path, meant: tuple[Recipient, ...], told: Told | None) -> None:
    """As `_put`; where it is cut short, what lies here in the end is what the journal was told (`finish_change`)."""
    if told is None:
        _put(folder, meant)
        return
    change = Change(listed=meant, closed_for=told.closed_for, word=os.urandom(16))
    _plan(folder, change)
    told.tell(change.fingerprint)
    _carry_out(folder, change)


def exported(folder: Path, *, seen: tuple[Recipient, ...] | None = None) -> tuple[Recipient, bytes]:
    """The newest key in use, and the bytes that another kiosk takes it by: its point, and what checks its signatures.

    Raises KeyFileError, also where the list is not what they have `seen`.
    """
    everyone = _as_seen(folder, seen)
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


@_alone
def add_recipient(
    folder: Path, exported: bytes, label: str, today: date, privates: Privates, *,
    seen: tuple[Recipient, ...] | None = None, told: Told | None = None,
) -> Recipient:  # fmt: skip
    """New sign-ups are closed for this key too (a second person, a backup kept in a safe), confirmed by who opened `privates`.

    Raises KeyFileError for bytes that are no key, and where the list is not what they have `seen`.
    """
    fresh = read_recipient(exported, label, today).approved([signer(each, private) for each, private in privates.items()])
    others = [each for each in _as_seen(folder, seen) if each.id != fresh.id]
    refuse_one_more(others)
    _put_as_told(folder, (*others, fresh), told)
    return fresh


def read_recipient(exported: bytes, label: str, today: date) -> Recipient:
    """The public key that `exported` wrote. Raises KeyFileError for bytes that are no key."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    refuse_label(label)
    public, rest = exported[:_POINT_BYTES], exported[_POINT_BYTES:]
    verifies, proof = rest[:PUBLIC_BYTES], rest[PUBLIC_BYTES:]
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError as error:
        raise KeyFileError("This is not a public key of a kiosk. `python3 main.py key public FILE` writes one.") from error
    if verifies and not belongs(public, verifies, proof):
        again = "Where the key was made, write it again with `python3 main.py key public FILE`."
        raise KeyFileError(f"Somebody changed this file, or it is of an earlier version. {again}")
    return Recipient(key_id(public), public, label, today, verifies=verifies, proof=proof)


def refuse_label(label: str) -> None:
    """Raises KeyFileError for what a key with a passphrase may not be called."""
    if len(label) > names.LONGEST:
        raise KeyFileError(f"What the key is called has {len(label)} letters, and may have {names.LONGEST}: one word will do, such as `safe`.")
    if label == TRY_OUT:
        raise KeyFileError(f"Only a key without a passphrase is called {TRY_OUT}. Use another word.")


# -- private parts ----------------------------------------------------------------------------------------------------------


@_alone
def make_try_out(folder: Path, today: date) -> str:
    """A key without a passphrase, to try the kiosk out with: whoever copies the machine can read everything. Tells its id."""
    private = fresh_private()
    fresh = _recipient(private, TRY_OUT, today)
    _keep(folder / f"{fresh.id}{PRIVATE}", PrivateKey(bare=der(private)))
    _save(folder, (*recipients(folder), fresh))
    return fresh.id


def new_key(folder: Path, label: str, holder: str, passphrase: str, today: date, *, stretching: Stretching = STRETCHING) -> str:
    """A key behind one person's passphrase, which nobody but its holder has confirmed; new sign-ups are closed for it. Tells its id."""
    return rotate(folder, label, holder, passphrase, today, opened=NOTHING, retired=(), stretching=stretching)


@_alone
def rotate(
    folder: Path, label: str, holder: str, passphrase: str, today: date, *, opened: Opened, retired: Collection[str],
    known: Collection[str] = (), seen: tuple[Recipient, ...] | None = None, stretching: Stretching = STRETCHING,
    before: Callable[[bytes], None] = lambda _: None,
) -> str:  # fmt: skip
    """A new key behind this person's passphrase, confirmed by the keys that they `opened`, in the place of those and of the `retired` ones.

    What was closed for those still opens with them. The new key confirms what they opened, what new sign-ups stay closed for as the list says that
    they have `seen`, and of what is given up that which is `known` to be theirs. By the passphrase that opened the others their own signing
    key stays the same. Tells its id. Raises KeyFileError where the list is another one before or after.

    What has to be done `before` the list says so is done with its public part; where that fails, nothing is changed.
    """
    everyone = _as_seen(folder, seen)
    refuse_label(label)
    if opened:  # where all passphrases are lost, none can be taken out
        refuse_one_more(everyone)
    private = fresh_private()
    fresh = _recipient(private, label, today)
    had = next((opened.slots[each.id][0] for each in everyone if each.id in opened.slots), None)
    slot = had if had and names.same(had.name, holder) else fresh_slot(holder, stretching)
    wrap = PrivateKey((wrapped(private, slot, _taken(slot, passphrase)),))
    before(fresh.public)
    _keep(folder / f"{fresh.id}{PRIVATE}", wrap)
    own = {name: each for name, each in opened.items() if name in opened.slots}  # whoever copied the disk has one without a passphrase
    vouched = _vouched(everyone, folder, own, retired, known)
    who = [signer(name, each) for name, each in {**own, fresh.id: private}.items()]
    ended = [_ended(each, opened, today) if each.id in {*opened, *retired} else each for each in everyone]
    _put(folder, (fresh.approved(who), *(replace(each, verifies=each.checks).approved(who) if each.id in vouched else each for each in ended)))
    if opened:  # where all passphrases are lost, somebody may know one of an earlier state
        _erase_copies(folder, private_files(folder))
    return fresh.id


def _vouched(everyone: tuple[Recipient, ...], folder: Path, own: Privates, retired: Collection[str], known: Collection[str]) -> set[str]:
    """Whom a new key confirms whose maker opened these: what stays in use, but of what does not, now or earlier, only what is known."""
    ours = signers_in(everyone, folder, own)
    kept = {each.id for each in used_in(everyone, folder)}.difference(retired) if own else set[str]()
    return {name for name in ours if name in own or name in kept or name in known}


def _ended(recipient: Recipient, opened: Privates, today: date) -> Recipient:
    """The same, no longer in use, with what checks the signatures of a key that is open as that key itself says it."""
    ended = replace(recipient, until=recipient.until or today)
    private = opened.get(recipient.id)
    return replace(ended, verifies=public_of(signer(recipient.id, private)), proof=proof_of(private)) if private else ended


def _recipient(private: EllipticCurvePrivateKey, label: str, today: date) -> Recipient:
    public = public_bytes(private)
    return _with_own_approval(Recipient(key_id(public), public, label, today), private)


def open_try_out(folder: Path) -> Opened:
    """The keys here that have no passphrase, by their ids."""
    return Opened({}, {key_id(public_bytes(private)): private for private in map(_opened_bare, bare_files(folder)) if private})


def _opened_bare(path: Path) -> EllipticCurvePrivateKey | None:
    """The key in a file without a passphrase; None where it is damaged and in no list. Raises KeyFileError where it is in the list."""
    try:
        return _bare(_load(path).bare or b"")
    except KeyFileError:
        if path in private_files(path.parent):
            raise
        return None


def bare_files(folder: Path) -> list[Path]:
    """The files here of keys without a passphrase, in the list or not: that to try the kiosk out with, what a `protect` that was killed left of it,
    or what somebody put there. Of many that are in no list, some. Raises KeyFileError for a damaged file of the list.
    """
    listed = private_files(folder)
    return [*(path for path in listed if _load(path).bare), *(path for path in _unlisted_files(folder) if _is_bare(path))]


def _unlisted_files(folder: Path) -> list[Path]:
    """The files of private keys that are in no list; of many, some."""
    return sorted(set(islice(folder.glob(f"*{PRIVATE}"), _MOST_STRAY)).difference(private_files(folder)))


def _is_bare(path: Path) -> bool:
    """Whether a file that is in no list holds a key without a passphrase; not where it is none of ours."""
    try:
        return bool(json.decode(read_regular(path, _BARE_BYTES), type=PrivateKey).bare)
    except (OSError, ValueError, RecursionError):
        return False


def bare_ids(folder: Path) -> set[str]:
    """The keys that open here without a passphrase, by the names of their files; a damaged one is none of them."""
    listed = [path for path in private_files(folder) if (kept := _intact(path)) and kept.bare]
    return {path.name.removesuffix(PRIVATE) for path in [*listed, *filter(_is_bare, _unlisted_files(folder))]}


def bare_aside(folder: Path) -> set[str]:
    """The keys without a passphrase that lie among what a restore kept aside, by the names of their files."""
    return {path.name.removesuffix(PRIVATE) for path in _kept_aside(folder, f"*{PRIVATE}") if _is_bare(path)}


@_alone
def destroy_try_out(folder: Path) -> None:
    """Takes the keys without a passphrase away for good, those that a restore kept aside too: nothing opens with them any more.

    A file that has another key in it than its name says goes without that one.
    """
    for path in filter(_is_bare, _kept_aside(folder, f"*{PRIVATE}")):
        with suppress(OSError):
            erase(path)
    bare, opened = bare_files(folder), open_try_out(folder)
    _put(folder, tuple(each for each in recipients(folder) if each.id not in opened))
    for path in bare:
        erase(path)


@_alone
def forget_try_out(folder: Path, closed_for: Collection[str]) -> None:
    """Takes away what a `protect` that was killed at its last step left: keys without a passphrase in no list any more, nor in `closed_for`."""
    listed = {each.id for each in recipients(folder)}
    for path in bare_files(folder) if listed else []:
        if path.name.removesuffix(PRIVATE) not in listed.union(closed_for):
            erase(path)


@_alone
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
    key = _taken(slot, passphrase, holders(folder))
    theirs = raw_public(own_key(key))

    def with_them(name: str) -> PrivateKey:
        return PrivateKey((*_but(_load(folder / f"{name}{PRIVATE}"), new), wrapped(opened[name], slot, key)))

    change = Change({f"{name}{PRIVATE}": with_them(name) for name in to}, theirs)
    _plan(folder, change)
    before(theirs)
    _carry_out(folder, change)
    return theirs


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


def _plan(folder: Path, change: Change) -> None:
    for kept in change.files.values():
        _raw(kept)
    if change.listed:
        _raw_list(change.listed)
    write_private(private_folder(folder) / CHANGE, json.encode(change))


def _carry_out(folder: Path, change: Change) -> None:
    for name, kept in change.files.items():
        _keep(folder / name, kept)
    if change.listed:
        _put(folder, change.listed)
    for path, others in _left_aside(folder, change.ends).items() if change.ends else ():
        _keep(path, PrivateKey(others))
    _erase_copies(folder, [folder / name for name in change.files])
    erase(folder / CHANGE)


def is_changing(folder: Path) -> bool:
    """Whether somebody is about to change who has a passphrase, or the list, or was cut short at that (`finish_change`)."""
    return os.path.lexists(folder / CHANGE)


@_alone
def finish_change(folder: Path, is_told: Callable[[Change], bool]) -> None:
    """A change that was cut short comes to its end for all keys if it had begun to count, as it `is_told`; else it never was. May raise OSError."""
    try:
        change = json.decode(read_regular(folder / CHANGE, _MOST_MOVED_BYTES), type=Change)
    except (OSError, ValueError, RecursionError):
        change = Change()
    files = {name: kept for name, kept in change.files.items() if _ONE.fullmatch(name)}
    begun = any(_intact(folder / name) == kept for name, kept in files.items())
    _carry_out(folder, Change(files, ends=change.ends, listed=change.listed) if begun or is_told(change) else Change())


def admits(folder: Path, opened: Privates, new: str) -> list[str]:
    """The ids of the keys here that whoever opened these lets another person open, too.

    Raises KeyFileError where they may no longer, where too many can already, or where none of these keys is in use: that person could read nothing
    that comes from now on.
    """
    refuse_who_left(folder, opened)
    kept = {path.name.removesuffix(PRIVATE): _load(path) for path in private_files(folder)}
    to = [name for name, each in kept.items() if name in opened and not each.bare]
    if not to or (recipients(folder) and not {each.id for each in in_use(folder)}.intersection(to)):
        raise KeyFileError(
            "New requests are sealed for a key that your passphrase does not open, or that is no longer on this machine, so nobody was let in."
            " See `python3 main.py key list`: whoever reads new requests lets others in, and a key that was moved away has to be brought back first."
        )
    if any(sum(not names.same(each.name, new) for each in kept[name].holders) >= _MOST_ADMITTED for name in to):
        raise KeyFileError(f"{_MOST_ADMITTED} people have a passphrase here already, and no more fit, so nobody was let in. {_ROOM}")
    return to


def refuse_who_left(folder: Path, opened: Privates) -> None:
    """Raises KeyFileError where the passphrase that opened these was taken away, or changed, since then."""
    slots = {name: slot for name, (slot, _) in opened.slots.items()} if isinstance(opened, Opened) else {}
    here = {name: kept.holders for name in slots if (kept := _intact(folder / f"{name}{PRIVATE}"))}
    if here and not any(slots[name] in those for name, those in here.items()):
        raise KeyFileError(
            "Somebody took your passphrase away, or replaced it, while you were doing this, so nothing was changed."
            " `python3 main.py key list` shows who has one now."
        )


@_alone
def remove_holder(folder: Path, name: str, opened: Privates = NOTHING, *, before: Callable[[bytes], None] = lambda _: None) -> None:
    """Takes one person's way to the keys away, also to those that are in no list, and in what a restore kept aside. Raises KeyFileError as `without`.

    A key that nobody else opens stays as it is: what it opens would be lost. What has to be done `before` is, with the fingerprint of the change;
    cut short, this ends as `admit` does. May raise OSError.
    """
    change = Change({path.name: PrivateKey(others) for path, others in without(folder, name, opened).items()}, ends=name, word=os.urandom(16))
    _plan(folder, change)
    before(change.fingerprint)
    _carry_out(folder, change)


def without(folder: Path, name: str, opened: Privates) -> dict[Path, tuple[Holder, ...]]:
    """Who would be left without this person for each key that somebody else has a passphrase for, too.

    Raises KeyFileError if there is no such person; and if nobody else could open a key then that is `opened`, or any key of theirs. Of another one
    nobody but that person can tell whether it opens at all: it keeps nobody from losing the rest.
    """
    had = {path: _load(path) for path in private_files(folder)} | {path: kept for path in _unlisted_files(folder) if (kept := _intact(path))}
    left = {path: _but(kept, name) for path, kept in had.items() if _has(kept.holders, name)}
    if not left and not _left_aside(folder, name):
        raise KeyFileError(f"Nobody called {name} has a passphrase here.")
    alone = [path.name.removesuffix(PRIVATE) for path, others in left.items() if not others]
    if alone and (len(alone) == len(left) or opened.keys() & {*alone}):
        lost = f"Without {name} nobody could read what is sealed for the key {' and '.join(alone)} any more"
        raise KeyFileError(f"{lost}, so nothing was changed. First {name} adds somebody else: `python3 main.py key add NAME --name {quote(name)}`.")
    return {path: others for path, others in left.items() if others}


def alone_with(folder: Path, name: str) -> tuple[str, ...]:
    """The ids of the keys here, in the list or not, for which this person alone has a passphrase."""
    had = {path: _intact(path) for path in (*private_files(folder), *_unlisted_files(folder))}
    return tuple(path.name.removesuffix(PRIVATE) for path, kept in had.items() if kept and _has(kept.holders, name) and not _but(kept, name))


def _left_aside(folder: Path, name: str) -> dict[Path, tuple[Holder, ...]]:
    """Who is left without this person for what a restore kept aside, where that is somebody."""
    had = {path: kept for path in _kept_aside(folder, f"*{PRIVATE}") if (kept := _intact(path)) and _has(kept.holders, name)}
    return {path: others for path, kept in had.items() if (others := _but(kept, name))}


def _but(kept: PrivateKey, name: str) -> tuple[Holder, ...]:
    return tuple(each for each in kept.holders if not names.same(each.name, name))


def _has(those: tuple[Holder, ...], name: str) -> bool:
    return any(names.same(each.name, name) for each in those)


def holders(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase here, in the order of their names."""
    return tuple(sorted({name for each in holders_of_each(folder).values() for name in each}))


def holders_of_each(folder: Path) -> dict[str, tuple[str, ...]]:
    """Who has a passphrase for each private key that is here, by the ids of the keys; a damaged one is not among them."""
    found = {path.name.removesuffix(PRIVATE): _intact(path) for path in private_files(folder)}
    return {name: tuple(each.name for each in kept.holders) for name, kept in found.items() if kept}


def holders_beside_others(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase for a key, here or aside, that somebody else has one for, too: whom `remove_holder` leaves none."""
    aside = [tuple(each.name for each in kept.holders) for path in _kept_aside(folder, f"*{PRIVATE}") if (kept := _intact(path))]
    shared = (those for those in (*holders_of_each(folder).values(), *aside) if len({names.plain(each) for each in those}) > 1)
    return tuple(sorted({name for those in shared for name in those}))


def is_try_out(folder: Path) -> bool:
    """Whether the key here opens without a passphrase. One beside a key that has one opens nothing: somebody put it there."""
    kept = [_load(path) for path in private_files(folder)]
    return any(each.bare for each in kept) and not any(each.holders for each in kept)


def is_away(folder: Path) -> bool:
    """Whether sign-ups are closed for keys of which no private part is here."""
    return bool(recipients(folder)) and not any(private_files(folder))


def open_private(folder: Path, who: str, passphrase: str, most: int | None = None) -> Opened:
    """Every private key that this person can open, by its id; a try-out key opens for everybody. Raises WrongPassphraseError.

    A name that nobody has costs as much time as a wrong passphrase. The passphrase is stretched at `most` so often, for confirmed keys first:
    whoever puts more keys into the list does not keep its owner out.
    """
    ours = signers(folder, {})
    files = sorted(private_files(folder), key=lambda path: path.name.removesuffix(PRIVATE) not in ours)
    return _opened_by({path.name: _load(path) for path in files}, who, passphrase, most)


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
    return _opened_by({(file := f"{name}{PRIVATE}"): _load(folder / file)}, who, passphrase)


def _opened_by(files: Mapping[str, PrivateKey], who: str, passphrase: str, most: int | None = None) -> Opened:
    """What opens in these files, by their names: a file with another key in it than its name says is somebody else's work."""
    opened = Opened({}, {})
    those = {name.removesuffix(PRIVATE): kept for name, kept in files.items()}
    if not any(each.holders for each in those.values()):
        bare = {name: _bare(each.bare) for name, each in those.items() if each.bare}
        opened.update({name: private for name, private in bare.items() if key_id(public_bytes(private)) == name})
    mine = [(name, holder) for name, kept in those.items() if (holder := own_slot(kept.holders, who))]
    ways = dict.fromkeys((holder.salt, holder.stretching) for _, holder in mine)
    for way, words in islice(product(ways, _spellings(passphrase)), most):
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
    if alike := next((each for each in others if names.alike(each, name)), ""):
        return f"This name looks like that of {alike}, so nobody could tell who did what. Add to it, for example a second name."
    return ""


def open_file(file: Path, who: str, passphrase: str) -> Opened:
    """The private keys of a file that was moved away, opened by this person. Raises WrongPassphraseError, KeyFileError."""
    return _opened_by(_moved(file), who, passphrase)


@_alone
def move_away(folder: Path, file: Path) -> None:
    """Writes the private keys into a file that is kept elsewhere, reads it back, and deletes them here. Raises KeyFileError, OSError.

    From then on the kiosk can only write.
    """
    if bare_files(folder):
        raise KeyFileError("A key without a passphrase must not leave the kiosk. Run `python3 main.py key protect --name YOU` first.")
    files = list(private_files(folder))
    if not files:
        was = "it was moved away before" if recipients(folder) else "`python3 main.py key protect --name YOU` makes one"
        raise KeyFileError(f"There is no private key here; {was}.")
    whole = _readable(json.encode({path.name: _load(path) for path in files}), json.Decoder(dict[str, PrivateKey]).decode, _MOST_MOVED_BYTES)
    try:
        write_private(file, whole, replace=False)
    except FileExistsError as error:
        raise KeyFileError(f"{file} is there already. Name another file.") from error
    if read_regular(file, _MOST_MOVED_BYTES) != whole:
        raise KeyFileError(f"{file} does not read back as it was written. The keys stay here.")
    _take_away(files, file)
    _erase_copies(folder, files)


def _take_away(files: Iterable[Path], file: Path) -> None:
    """They lose their names, all or none, and then their bytes: what is cut short between leaves none that would look like a damaged key.

    What still lies here then under another name goes with what killed commands leave (`leftovers`). Raises KeyFileError, by looking.
    """
    names = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.{os.getpid()}") for path in files}
    try:
        for path, nameless in names.items():
            path.rename(nameless)
        for folder in {path.parent for path in names}:
            on_the_disk(folder)
    except OSError as error:
        for path, nameless in names.items():
            with suppress(OSError):
                nameless.rename(path)
        gone = [path.name.removesuffix(PRIVATE) for path in names if not os.path.lexists(path)]
        where = f"Of {' and '.join(gone)} nothing is left here" if gone else "They are still here, too"
        raise KeyFileError(
            f"The private keys cannot be taken away from here ({why(error)}). All of them are in {file}: keep it. {where}. See whether the disk here"
            " works. `python3 main.py key bring-back FILE` brings all of them back here; then move them into another file."
        ) from error
    stays = dict[Path, str]()
    for nameless in names.values():
        try:
            erase(nameless)
        except OSError as error:
            stays[nameless] = why(error)
    if stays:
        told = ", ".join(f"{path} ({wrong})" for path, wrong in stays.items())
        raise KeyFileError(
            f"The private keys are in {file}: keep it. The kiosk no longer uses those here, but cannot delete {told}, and whoever takes this disk and"
            " knows a passphrase could. See whether the disk works: the kiosk tries again each time that it starts, and once a day."
        )


@_alone
def bring_back(folder: Path, file: Path, dropped: Sequence[Recipient] = ()) -> int:
    """Puts private keys that were moved away back, and tells how many; those that were `dropped` come into the list again. Raises KeyFileError.

    Nothing is written over a key that is here with other people's passphrases, and no key of another kiosk is taken. What is damaged here goes.
    """
    moved, listed = _moved(file), recipients(folder)
    known = {each.id for each in (*listed, *dropped)} if listed else set()
    for name, each in moved.items():
        number = name.removesuffix(PRIVATE)
        if known and number not in known:
            raise KeyFileError(f"{file} holds a key of another kiosk ({number}). Nothing was changed.")
        if (kept := _intact(folder / name)) and kept != each:
            people = ", ".join(holder.name for holder in kept.holders)
            raise KeyFileError(f"The key {number} is here already, for {people}; {file} has a different version of it. Nothing was changed.")
    if dropped:
        refuse_one_more((*listed, *dropped[1:]))
    for name, each in moved.items():
        if not is_regular(folder / name):
            erase(folder / name)
        _keep(folder / name, each)
    if dropped:
        _put(folder, (*listed, *dropped))
    return len(moved)


def ids_in(file: Path) -> set[str]:
    """Which keys are in a file that was moved away. Raises KeyFileError."""
    return {name.removesuffix(PRIVATE) for name in _moved(file)}


def unlisted_in(folder: Path, file: Path) -> set[str]:
    """The keys in a file that was moved away which the list here has not; none where there is no list. Raises KeyFileError."""
    listed = {each.id for each in recipients(folder)}
    return ids_in(file) - listed if listed else set()


def retired(privates: Privates, label: str, today: date) -> list[Recipient]:
    """These keys as a list names them for which nothing new is sealed; nobody has confirmed them yet."""
    return [
        Recipient(name, public_bytes(private), label, today, today, public_of(signer(name, private)), proof=proof_of(private))
        for name, private in privates.items()
    ]


def _moved(file: Path) -> dict[str, PrivateKey]:
    """What `move_away` wrote, by the names of the files, or the file of one key as it lies in its folder. Raises KeyFileError."""
    try:
        raw = read_regular(file, _MOST_MOVED_BYTES)
        whole = {file.name: json.decode(raw, type=PrivateKey)} if _ONE.fullmatch(file.name) else json.decode(raw, type=dict[str, PrivateKey])
    except NotReadError as error:
        if is_missing(error):
            raise KeyFileError(f"There is no file {file}. If it is on a stick, is that plugged in?") from error
        raise KeyFileError(f"{file} cannot be read: {why(error)}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(f"{file} does not hold the keys of a kiosk.") from error
    keys = {name: each for name, each in whole.items() if name.endswith(PRIVATE) and "/" not in name and each.holders}
    if not keys:
        raise KeyFileError(f"{file} does not hold the keys of a kiosk.")
    return keys


def keep_private(folder: Path, newer: Path) -> tuple[Recipient, ...]:
    """Private keys in `newer` that fit the list in `folder` and are not there come into it. Tells which are there already, with other passphrases.

    What says that it has no passphrase must be that very key. May raise OSError.
    """
    differing = list[Recipient]()
    for each in recipients(folder):
        name = f"{each.id}{PRIVATE}"
        try:
            kept = _load(newer / name)
            if kept.bare and key_id(public_bytes(_bare(kept.bare))) != each.id:
                continue
            if not (folder / name).exists():
                _keep(folder / name, kept)
            elif _load(folder / name) != kept:
                differing.append(each)
        except KeyFileError:  # none there, or what is no key
            continue
    return tuple(differing)


# -- one private key --------------------------------------------------------------------------------------------------------


def private_files(folder: Path) -> list[Path]:
    """The files of private keys here: those of the keys in the list; without a list, as many as one may hold.

    Nobody who fills the folder keeps staff waiting by the rest.
    """
    known = recipients(folder)
    if known:
        return sorted(path for each in known if os.path.lexists(path := folder / f"{each.id}{PRIVATE}"))
    return sorted(islice(folder.glob(f"*{PRIVATE}"), _MOST_RECIPIENTS))


def _kept_aside(folder: Path, name: str) -> Iterator[Path]:
    """The files of that name among the keys that a restore kept aside; none that lies behind a link."""
    for aside in sorted(folder.parent.glob(f"before-restore-*/{folder.name}")):
        if not aside.is_symlink() and not aside.parent.is_symlink():
            yield from sorted(aside.glob(name))


def _erase_copies(folder: Path, files: Iterable[Path]) -> None:
    """No earlier state of these private keys lies here any more: who has lost the way to one could go by that.

    What cannot be erased stays, and no change stops half-way for it: `earlier_states` tells of it.
    """
    for name in (*(file.name for file in files), CHANGE):
        for path in _kept_aside(folder, name):
            with suppress(OSError):
                erase(path)


def earlier_states(folder: Path) -> tuple[Path, ...]:
    """The private keys among what a restore kept aside that are in the list here, too, or have no passphrase: who lost their way could go by one."""
    listed = {f"{each.id}{PRIVATE}" for each in recipients(folder)}
    private = tuple(path for path in _kept_aside(folder, f"*{PRIVATE}") if path.name in listed or _is_bare(path))
    return (*private, *_kept_aside(folder, CHANGE))


def _load(path: Path) -> PrivateKey:
    try:
        return _private_in(read_regular(path, MOST_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(
            f"The key file {path.name} is damaged. Put back a copy of it, or bring the key back: `python3 main.py key bring-back FILE`."
        ) from error


def _intact(path: Path) -> PrivateKey | None:
    """What is in this file; None where there is none, or it is damaged."""
    with suppress(KeyFileError):
        return _load(path)
    return None


def _keep(path: Path, kept: PrivateKey) -> None:
    write_private(private_folder(path.parent) / path.name, _raw(kept))


def _raw(kept: PrivateKey) -> bytes:
    """The bytes of a file. Raises KeyFileError where nobody could read it again."""
    return _readable(json.encode(kept), _private_in, MOST_BYTES)


_private_in = json.Decoder(PrivateKey).decode


def _taken(slot: Holder, passphrase: str, others: Iterable[str] = ()) -> bytes:
    """What a passphrase is stretched to in this slot, beside those of others. Raises KeyFileError where it is no good."""
    if against := objection(slot.name, passphrase, others):
        raise KeyFileError(against)
    for words in _spellings(passphrase) if slot.sealed else ():
        with suppress(ValueError):
            unwrapped(slot, key := stretched(words, slot.salt, slot.stretching))
            return key
    return stretched(passphrase.strip(), slot.salt, slot.stretching)


def _spellings(passphrase: str) -> tuple[str, ...]:
    """As it was typed, and without the blanks around it, which nobody sees: new passphrases have none, but one of before may."""
    return tuple(dict.fromkeys((passphrase, passphrase.strip())))


def _bare(raw: bytes) -> EllipticCurvePrivateKey:
    try:
        return from_der(raw)
    except ValueError as error:
        raise KeyFileError("The file of the key without a passphrase is damaged. Put back a copy of it.") from error
