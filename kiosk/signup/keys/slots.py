"""A slot: one person's way to a private key, which their passphrase opens, and which makes the signing key that is theirs alone.

A passphrase is stretched once (Argon2id). What comes of it closes the private key (AES-256-GCM), and by another derivation is the seed of the
holder's own signing key (`signatures.own_key`): whoever has the slot and the passphrase signs, and nothing more has to be kept or moved.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from kiosk.signup.keys import names, passphrases

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey


_MOST_KIB, _MOST_PASSES = 1 << 19, 20


class Stretching(Struct, frozen=True):
    """What Argon2id costs: memory in KiB, passes (OWASP: at least 19 MiB and 2; RFC 9106 second choice: 64 MiB and 3).

    A file that asks for more than 512 MiB or 20 passes is no file of ours: it would keep whoever signs in waiting for hours.
    """

    memory_kib: Annotated[int, Meta(ge=64, le=_MOST_KIB)] = 64 * 1024
    passes: Annotated[int, Meta(ge=1, le=_MOST_PASSES)] = 3

    @property
    def cost(self) -> int:
        """KiB that are gone through."""
        return self.memory_kib * self.passes


STRETCHING = Stretching()
_MOST_COST = Stretching().cost
"""No kiosk wrote a slot that costs more: some 0.2 seconds each."""
MOST_AT_THE_SCREEN = 16
"""Stretchings of one passphrase, some 4 seconds: after 7 a kiosk that does not move is ended (WatchdogSec)."""


class Holder(Struct, frozen=True):
    """One person's way to a private key: the wrapped key, and what it takes to stretch the passphrase."""

    name: str
    salt: bytes
    sealed: bytes
    stretching: Stretching


def fresh_slot(holder: str, stretching: Stretching) -> Holder:
    """Where nothing is wrapped yet: name and salt make, with a passphrase, a signing key that was not there before."""
    return Holder(names.kept(holder), os.urandom(16), b"", stretching)


def wrapped(private: EllipticCurvePrivateKey, slot: Holder, key: bytes) -> Holder:
    """The private key in this slot, behind what a passphrase was stretched to."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    return replace(slot, sealed=nonce + AESGCM(key).encrypt(nonce, der(private), slot.name.encode()))


def own_slot(holders: Iterable[Holder], who: str) -> Holder | None:
    """The way of one person to one key, which is the first in their name that costs no more than ours: somebody may have put others beside it."""
    return next((each for each in holders if names.same(each.name, who) and each.stretching.cost <= _MOST_COST), None)


def unwrapped(holder: Holder, key: bytes) -> EllipticCurvePrivateKey:
    """The private key, with what the passphrase was stretched to. Raises ValueError where it does not open."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return from_der(AESGCM(key).decrypt(holder.sealed[:12], holder.sealed[12:], holder.name.encode()))
    except InvalidTag as error:
        raise ValueError("another passphrase") from error


def stretched(passphrase: str, salt: bytes, stretching: Stretching) -> bytes:
    """32 bytes that cost as much as `stretching` says for each passphrase that is tried."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    stretch = Argon2id(salt=salt, length=32, iterations=stretching.passes, lanes=1, memory_cost=stretching.memory_kib)
    return stretch.derive(passphrases.normal(passphrase).encode())


def fresh_private() -> EllipticCurvePrivateKey:
    """A private key that was not there before."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    return generate_private_key(SECP256R1())


def der(private: EllipticCurvePrivateKey) -> bytes:
    """Its bytes (PKCS 8), without a passphrase."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def from_der(raw: bytes) -> EllipticCurvePrivateKey:
    """The private key of these bytes. Raises ValueError for bytes that are none."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    private = load_der_private_key(raw, None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise ValueError("a key of another kind")  # noqa: TRY004
    return private
