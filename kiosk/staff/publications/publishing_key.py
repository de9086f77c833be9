"""The key that publications are signed with: Ed25519, in a file behind a passphrase. It lies with who publishes, never at the kiosk.

The passphrase is held to the rules of those at the kiosk, and stretched like them (Argon2id); what comes of it closes the key (AES-256-GCM).
"""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from kiosk.files.minisign import PublicKey, public_key
from kiosk.files.private import write_private
from kiosk.files.regular import open_regular, read_regular, why
from kiosk.signup.keys import names, slots
from kiosk.signup.keys.passphrases import objection
from kiosk.signup.keys.signatures import raw_public
from kiosk.signup.keys.slots import Stretching, stretched
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.publications.publishers import name_objection
from kiosk.staff.requests import passphrases

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = "publishing.key"
"""Its file in the data folder, where no other is named."""
_MOST_BYTES = 10_000
_SALT_BYTES = 16
_KIND = "publishing key of a kiosk, version 1"


class PublishingKey(Struct, frozen=True, forbid_unknown_fields=True):
    """The file: what it is, whose it is, the public key as minisign prints it, and the private one behind the passphrase."""

    kind: str
    name: str
    public: str
    salt: bytes
    stretching: Stretching
    sealed: bytes

    @property
    def verifies(self) -> PublicKey:
        """The public key. Raises ValueError."""
        return public_key(self.public)


def make(file: Path, name: str, secrets: int | None) -> PublishingKey:
    """A new key in a new file, behind a new passphrase that is asked for. Raises ExpectedError."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if wrong := name_objection(name := names.kept(name)):
        raise ExpectedError(f"{wrong} {NOTHING}")
    passphrase = passphrases.new(f"{name} for publishing", secrets, lambda typed: str(objection(typed, name) or ""))
    private = Ed25519PrivateKey.generate()
    public = PublicKey(os.urandom(8), raw_public(private))
    salt, stretching = os.urandom(_SALT_BYTES), slots.STRETCHING
    made = PublishingKey(_KIND, name, str(public), salt, stretching, _sealed(private, str(public), stretched(passphrase, salt, stretching)))
    try:
        write_private(file, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n", replace=False)
    except FileExistsError as error:
        raise ExpectedError(f"{file} is there already, and a key is never written over. Name another file.") from error
    except OSError as error:
        raise ExpectedError(f"{file} cannot be written: {why(error)}.") from error
    return made


def read(file: Path) -> PublishingKey:
    """What is in the file of a key. Raises ExpectedError."""
    new = f"{how_to_make(file)} makes one."
    try:
        with open_regular(file) as raw:
            refuse_other(raw, file, Kind.PUBLISHING_KEY)
        key = msgspec.json.decode(read_regular(file, _MOST_BYTES), type=PublishingKey)
        if key.kind != _KIND or len(key.salt) != _SALT_BYTES:
            raise ValueError("another kind of file")  # noqa: TRY301  told like all that is no key
    except OSError as error:
        raise ExpectedError(f"The key {file} cannot be used: {why(error)}. {new}") from error
    except (ValueError, RecursionError) as error:
        raise ExpectedError(f"{file} is no key to publish with. {new}") from error
    return key


def how_to_make(file: Path) -> str:
    """The command that makes a new key in this file."""
    return f"`python3 main.py publish --new-key --key {quote(str(file))} --name YOU`"


def how_to_trust(key: PublishingKey) -> str:
    """The command that has a kiosk take what this key signs."""
    return f"sudo python3 main.py trust {quote(key.name)} {key.public}"


def wrong_with(name: str, passphrase: str) -> str:
    """Why no key can be made with this name and this passphrase, in a sentence; empty if one can."""
    return name_objection(name := names.kept(name)) or str(objection(passphrase, name) or "")


def opened(key: PublishingKey, secrets: int | None) -> Ed25519PrivateKey:
    """The private key, once its passphrase is given. Raises ExpectedError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    passphrase = passphrases.ask(f"Passphrase of {key.name} for publishing: ", secrets)
    try:
        secret = AESGCM(stretched(passphrase, key.salt, key.stretching)).decrypt(key.sealed[:12], key.sealed[12:], key.public.encode())
        private = Ed25519PrivateKey.from_private_bytes(secret)
    except (InvalidTag, ValueError) as error:
        raise ExpectedError(f"That is not the passphrase of this key. {NOTHING}") from error
    if raw_public(private) != key.verifies.raw:
        raise ExpectedError("This key was tampered with: its public part belongs to another one. Make a new one.")
    return private


def _sealed(private: Ed25519PrivateKey, public: str, key: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()), public.encode())
