"""Signatures as minisign writes them (jedisct1.github.io/minisign, "Signature format"): whoever has minisign can check ours by hand.

A key is known by 8 bytes of its own. What is signed is the BLAKE2b-512 of the file (`ED`), and once more that signature with its trusted comment.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ENDING = ".minisig"
"""Behind the name of the file that it signs."""
MOST_BYTES = 10_000
"""Of a signature: minisign itself takes comments of 8 kB."""
_ID, _PUBLIC, _SIGNATURE = 8, 32, 64
_PIECE = 1 << 20
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "
_PRINTED = re.compile(r"[A-Za-z0-9+/]{56}")
"""A public key on one line, as `minisign -P` takes it."""


class PublicKey(Struct, frozen=True):
    """What checks signatures: the 8 bytes that the key is known by, and the 32 of Ed25519."""

    id: bytes
    raw: bytes

    def __str__(self) -> str:
        """On one line, as `minisign -P` takes it."""
        return base64.b64encode(b"Ed" + self.id + self.raw).decode()


def public_key(text: str) -> PublicKey:
    """The key on this line, or in a file that minisign wrote. Raises ValueError."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(_UNTRUSTED)]
    if len(lines) != 1 or not _PRINTED.fullmatch(lines[0]):
        raise ValueError("no public key of minisign")
    raw = base64.b64decode(lines[0])
    if raw[:2] != b"Ed":
        raise ValueError("a key of another kind")
    return PublicKey(raw[2 : 2 + _ID], raw[2 + _ID :])


def digest(file: BinaryIO) -> bytes:
    """What of a file is signed."""
    whole = hashlib.blake2b()
    while piece := file.read(_PIECE):
        whole.update(piece)
    return whole.digest()


def signature(private: Ed25519PrivateKey, key: PublicKey, signed: bytes, comment: str) -> str:
    """The text of the signature over what `digest` made of the file, with a comment on one line that is signed with it."""
    over = private.sign(signed)
    lines = (
        f"{_UNTRUSTED}signature of a publication of a kiosk",
        base64.b64encode(b"ED" + key.id + over).decode(),
        f"{_TRUSTED}{comment}",
        base64.b64encode(private.sign(over + comment.encode())).decode(),
    )
    return "\n".join(lines) + "\n"


def signed_by(text: bytes) -> bytes:
    """By which key something says that it was signed: 8 bytes. Raises ValueError for what is no signature."""
    return _read(text)[0]


def is_signed(key: PublicKey, signed: bytes, text: bytes) -> bool:
    """Whether the holder of this key signed what `digest` made of a file, and the comment. Raises ValueError for what is no signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    which, over, comment, whole = _read(text)
    if which != key.id:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(key.raw)
        public.verify(over, signed)
        public.verify(whole, over + comment)
    except InvalidSignature:
        return False
    return True


def signed_comment(key: PublicKey, text: bytes) -> str | None:
    """The trusted comment, if the holder of this key signed it, whatever became of the file. Raises ValueError for what is no signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    which, over, comment, whole = _read(text)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(whole, over + comment)
    except InvalidSignature:
        return None
    return comment.decode("utf-8", "replace") if which == key.id else None


def _read(text: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Key, signature, trusted comment, and the signature over both. Raises ValueError."""
    lines = text.replace(b"\r\n", b"\n").split(b"\n")
    match lines:
        case [untrusted, over, trusted, whole, *rest] if not any(rest):
            pass
        case _:
            raise ValueError("no signature of minisign")
    if not (untrusted.startswith(_UNTRUSTED.encode()) and trusted.startswith(_TRUSTED.encode())):
        raise ValueError("no signature of minisign")
    first, second = base64.b64decode(over, validate=True), base64.b64decode(whole, validate=True)
    if first[:2] != b"ED" or len(first) != 2 + _ID + _SIGNATURE or len(second) != _SIGNATURE:
        raise ValueError("a signature of another kind")
    return first[2 : 2 + _ID], first[2 + _ID :], trusted.removeprefix(_TRUSTED.encode()), second
