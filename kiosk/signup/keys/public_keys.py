"""The list of public keys, which requests are closed for: how it is read, and written so that it can be read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct, json
from msgspec.structs import replace

from kiosk.files.private import UNLINK, linked, write_private
from kiosk.files.regular import NotReadError, is_missing, read_regular, why
from kiosk.signup.keys import names
from kiosk.signup.keys.seal import key_id, public_bytes
from kiosk.signup.keys.signatures import Signer, belongs, proof_of, public_of, signer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

RECIPIENTS = "recipients.json"
"""The list."""
MOST_BYTES = 1_000_000
"""Of the list, or of one private key."""
TRY_OUT = "try-out"
"""What a key without a passphrase is called, and no other."""
MOST_RECIPIENTS = 100
"""That are read. Fewer are written, so that there is room where all passphrases are lost, and what an earlier version wrote is read."""
_MOST_ADDED = 50
POINT_BYTES = 65
"""Of a public key: a point of P-256, uncompressed (SEC 1)."""
_CHANGED = "Somebody has just changed the list of keys, so it is not what you agreed to. Look at it with `python3 main.py key list`, and try again."
_TOO_MUCH = "More than a kiosk can read again would stand in the file of the keys, so nothing was changed."
ROOM = (
    "`python3 main.py key list` shows what is in the list: `python3 main.py key drop ID --name YOU` takes out a key that nothing is sealed for any"
    " more, and `python3 main.py key remove NAME --name YOU` takes away the passphrase of somebody who left."
)
_belongs = lru_cache(MOST_RECIPIENTS)(belongs)


class KeyFileError(Exception):
    """A key file is missing, damaged, or not what is asked of it. Its text is a plain sentence for staff."""


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


def recipients(folder: Path) -> tuple[Recipient, ...]:
    """All public keys, the newest of the clinic's own first, also those no longer in use. Raises KeyFileError for a damaged list, or a linked folder.

    Each stands in it once, whatever the file says: of a key that somebody put in twice, what gives it up counts, and else the first.
    """
    if wrong := linked(folder):
        raise KeyFileError(f"{wrong} {UNLINK}")
    try:
        raw = read_regular(folder / RECIPIENTS, MOST_BYTES, own=True)
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
    told: tuple[Recipient, ...] = json.decode(raw, type=Annotated[tuple[Recipient, ...], Meta(max_length=MOST_RECIPIENTS)])
    if any(each.id != key_id(each.public) or len(each.public) != POINT_BYTES for each in told):
        raise ValueError("another key than its name says")
    return _once(told)


def _once(told: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    for each in told:
        before = found.setdefault(each.id, each)
        if before.until is None and each.until is not None:
            found[each.id] = each
    return tuple(found.values())


def as_seen(folder: Path, seen: tuple[Recipient, ...] | None) -> tuple[Recipient, ...]:
    """The list, which is the one that somebody has `seen` where they looked at one. Raises KeyFileError."""
    everyone = recipients(folder)
    if seen is not None and everyone != seen:
        raise KeyFileError(_CHANGED)
    return everyone


def put_list(folder: Path, meant: tuple[Recipient, ...]) -> None:
    """Writes what somebody meant, and reads it back. Raises KeyFileError where another program wrote something else."""
    save_list(folder, meant)
    if recipients(folder) != meant:
        raise KeyFileError(_CHANGED)


def save_list(folder: Path, all_of_them: tuple[Recipient, ...]) -> None:
    """Writes the list, whatever lies there. Raises KeyFileError where nobody could read it again, OSError."""
    write_private(folder / RECIPIENTS, raw_list(all_of_them))


def raw_list(all_of_them: tuple[Recipient, ...]) -> bytes:
    """The bytes of the list. Raises KeyFileError where nobody could read it again."""
    return readable(json.format(json.encode(all_of_them), indent=1), _list_in, MOST_BYTES)


def readable(raw: bytes, read: Callable[[bytes], object], most: int) -> bytes:
    """The same, which whoever reads it takes: nothing else takes the place of what can be read. Raises KeyFileError."""
    try:
        read(raw)
    except (ValueError, RecursionError) as error:
        raise KeyFileError(f"{_TOO_MUCH} {ROOM}") from error
    if len(raw) > most:
        raise KeyFileError(f"{_TOO_MUCH} {ROOM}")
    return raw


def refuse_one_more(listed: Collection[Recipient]) -> None:
    """Raises KeyFileError where no further key fits into the list."""
    if len(listed) >= _MOST_ADDED:
        raise KeyFileError(f"There are {len(listed)} keys in the list already, and no more fit, so nothing was changed. {ROOM}")


def refuse_label(label: str) -> None:
    """Raises KeyFileError for what a key with a passphrase may not be called."""
    if len(label) > names.LONGEST:
        raise KeyFileError(f"What the key is called has {len(label)} letters, and may have {names.LONGEST}: one word will do, such as `safe`.")
    if label == TRY_OUT:
        raise KeyFileError(f"Only a key without a passphrase is called {TRY_OUT}. Use another word.")


def fresh_recipient(private: EllipticCurvePrivateKey, label: str, today: date) -> Recipient:
    """A key that was just made, as the list names it; nobody but itself has confirmed it."""
    public = public_bytes(private)
    return with_own_approval(Recipient(key_id(public), public, label, today), private)


def with_own_approval(recipient: Recipient, private: EllipticCurvePrivateKey) -> Recipient:
    """The same, confirmed by itself, with what checks its signatures."""
    who = signer(recipient.id, private)
    return replace(recipient, verifies=public_of(who), proof=proof_of(private)).approved([who])
