"""The seal: what a staff key's public part closes, only its private part opens (HPKE, RFC 9180, base mode).

DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: the suite of NIST parts that the US guidance on unsecured health data looks for
(standards P3). The key of each record is made anew and forgotten, so that the kiosk cannot open what it has closed (P2).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.hpke import Suite

VERSION = b"\x01"
OVERHEAD_BYTES = 1 + 65 + 16
"""What a seal adds: the version, the point of the record's own key, the tag of AES-GCM."""
_INFO = b"lobby kiosk, sealed record, version 1"


class SealError(Exception):
    """It cannot be opened: made for another key or record, changed, or cut."""


def seal(plain: bytes, public: bytes, about: str) -> bytes:
    """The bytes closed for the key `public` (65 bytes, uncompressed point); `about` names what they belong to, and cannot be exchanged."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    return VERSION + _suite().encrypt(plain, point, _bound_to(public, about))


def unseal(sealed: bytes, private: EllipticCurvePrivateKey, about: str) -> bytes:
    """What was closed. Raises SealError if anything is not as it was."""
    from cryptography.exceptions import InvalidTag

    if not isinstance(sealed, bytes) or not sealed.startswith(VERSION):  # a drawer may hold anything
        raise SealError("another version")
    try:
        return bytes(_suite().decrypt(sealed[1:], private, _bound_to(public_bytes(private), about)))
    except (InvalidTag, ValueError) as error:
        raise SealError("it does not open") from error


def key_id(public: bytes) -> str:
    """The name of a key: the beginning of the fingerprint of its public part."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_bytes(private: EllipticCurvePrivateKey) -> bytes:
    """The public part as an uncompressed point, 65 bytes."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _bound_to(public: bytes, about: str) -> bytes:
    """HPKE's `info`: opens only with the same words, so that no seal can be put in another's place."""
    return _INFO + f" {key_id(public)} {about}".encode()


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
