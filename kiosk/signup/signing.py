"""What only somebody who can open a private key of the staff can have done: signatures, checked by anybody who has the public part.

The signing key (Ed25519, RFC 8032) is derived from the private key that opens the requests (HKDF-SHA256, RFC 5869), so that there is one
passphrase and one file for both, and neither key is used for two things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

PUBLIC_BYTES = 32
_INFO = b"lobby kiosk, signing key, version 1"
_ABOUT = b"lobby kiosk, signed by staff, version 1\n"


class Signer(Struct, frozen=True):
    """Somebody who has opened a private key: its id, and the key that they sign with (Ed25519PrivateKey)."""

    key: str
    private: Any

    def sign(self, message: bytes) -> bytes:
        """64 bytes that nobody else could have made for this message."""
        signature: bytes = self.private.sign(_ABOUT + message)
        return signature


def signer(key: str, private: EllipticCurvePrivateKey) -> Signer:
    """Who signs with this private key, whose id is `key`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    secret = private.private_numbers().private_value.to_bytes(32, "big")
    return Signer(key, Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, _INFO).derive(secret)))


def public_of(who: Signer) -> bytes:
    """What others need to check the signatures: 32 bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public: bytes = who.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return public


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of this public part signed the message. False for bytes that are no key or no signature."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _ABOUT + message)
    except (InvalidSignature, ValueError):
        return False
    return True
