"""What only somebody who can open a private key of the staff can have done: signatures, checked by anybody who has the public part.

The signing key (Ed25519, RFC 8032) is derived from the private key that opens the requests (HKDF-SHA256, RFC 5869), so that there is one
passphrase and one file for both, and neither key is used for two things. It shows that it was somebody who can read. Who of them it was
shows a second one, that is each holder's own: derived from what their passphrase is stretched to, so that nothing more is kept anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

PUBLIC_BYTES = 32
_INFO = b"lobby kiosk, signing key, version 1"
_OWN_INFO = b"lobby kiosk, signing key of one holder, version 1"
_ABOUT = b"lobby kiosk, signed by staff, version 1\n"
_BELONGS = b"lobby kiosk, this signing key belongs to this key, version 1\n"


class Signer(Struct, frozen=True):
    """Somebody who has opened a private key: its id, the key that all who can open it sign with (Ed25519PrivateKey), who it is, and their own.

    A key without a passphrase opens for everybody: whoever signs with it has no name, and no key of their own.
    """

    key: str
    private: Any
    name: str = ""
    own: Any = None

    def sign(self, message: bytes) -> bytes:
        """64 bytes that nobody could have made for this message who cannot read requests."""
        signature: bytes = self.private.sign(_ABOUT + message)
        return signature

    def sign_alone(self, message: bytes) -> bytes:
        """64 bytes that nobody else could have made for this message; none where the key has no passphrase."""
        return bytes(self.own.sign(_ABOUT + message)) if self.own else b""


def signer(key: str, private: EllipticCurvePrivateKey) -> Signer:
    """Who signs with this private key, whose id is `key`."""
    return Signer(key, _derived(private.private_numbers().private_value.to_bytes(32, "big"), _INFO))


def proof_of(private: EllipticCurvePrivateKey) -> bytes:
    """What nobody can make who has not the private key: that the signing key of `signer` belongs to it (ECDSA, FIPS 186-5).

    It is the one message that this key ever signs, and it begins as no other does, so that neither use harms the other.
    """
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
    from cryptography.hazmat.primitives.hashes import SHA256

    return private.sign(_BELONGS + public_of(signer("", private)), ECDSA(SHA256()))


def belongs(public: bytes, verifies: bytes, proof: bytes) -> bool:
    """Whether the signatures that `verifies` (32 bytes) checks are those of the key with this point (65 bytes). False for bytes that are none."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public).verify(proof, _BELONGS + verifies, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return len(verifies) == PUBLIC_BYTES


def own_key(stretched: bytes) -> Any:
    """The signing key (Ed25519PrivateKey) of the holder whose passphrase is stretched to these 32 bytes."""
    return _derived(stretched, _OWN_INFO)


def _derived(secret: bytes, info: bytes) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), 32, None, info).derive(secret))


def public_of(who: Signer) -> bytes:
    """What others need to check that it was somebody who can read: 32 bytes."""
    return raw_public(who.private)


def own_public(who: Signer) -> bytes:
    """What others need to check that it was this holder: 32 bytes; none where the key has no passphrase."""
    return raw_public(who.own) if who.own else b""


def raw_public(private: Any) -> bytes:
    """The public part of an Ed25519PrivateKey: 32 bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public: bytes = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
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
