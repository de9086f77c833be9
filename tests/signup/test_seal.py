"""The seal: the library does what the standard says, ours opens with the right key alone, and every changed bit is noticed."""

from __future__ import annotations

import base64
import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.signup.keys.seal import SealError, key_id, public_bytes, seal, unseal

PRIVATE = derive_private_key(int.from_bytes(b"a key for tests, and only for them"[:31]), SECP256R1())
PUBLIC = public_bytes(PRIVATE)
FROZEN = (
    "AQRM/VVXMGnzeVs7DtXW7Co+Ujn2CCX+t+MEDW347eZmsPN8lQz26wKk+reXcdOkv0cgERriqQU8om1LGy5P/bgtlE+lRt+BzupY"
    "oH34uXzkILpRDWvlEgkDeNoa"
)
"""Sealed on 2026-11-23: sign-ups of today open with the kiosk of tomorrow."""


def test_what_was_sealed_by_the_first_version_still_opens() -> None:
    assert unseal(base64.b64decode(FROZEN), PRIVATE, "0123").decode() == "Ana Núñez"


# -- the standard, written out once more from its text (RFC 9180, sections 4 and 5), to hold the library against -------------


def extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    made, block, count = b"", b"", 1
    labelled = length.to_bytes(2) + b"HPKE-v1" + suite + label + info
    while len(made) < length:
        block = hmac.digest(key, block + labelled + bytes([count]), "sha256")
        made, count = made + block, count + 1
    return made[:length]


def opened_by_the_book(enc: bytes, sealed: bytes, private: EllipticCurvePrivateKey, info: bytes, *, key_bytes: int, aad: bytes = b"") -> bytes:
    """Base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM (16 key bytes) or AES-256-GCM (32)."""
    kem = b"KEM" + (0x0010).to_bytes(2)
    suite = b"HPKE" + (0x0010).to_bytes(2) + (0x0001).to_bytes(2) + (0x0001 if key_bytes == 16 else 0x0002).to_bytes(2)
    shared = private.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), enc))
    secret = expand(kem, extract(kem, b"", b"eae_prk", shared), b"shared_secret", enc + public_bytes(private), 32)
    context = b"\x00" + extract(suite, b"", b"psk_id_hash", b"") + extract(suite, b"", b"info_hash", info)
    schedule = extract(suite, secret, b"secret", b"")
    key, nonce = expand(suite, schedule, b"key", context, key_bytes), expand(suite, schedule, b"base_nonce", context, 12)
    return AESGCM(key).decrypt(nonce, sealed, aad)


def test_our_reading_of_the_standard_opens_its_test_vector() -> None:
    """RFC 9180, appendix A.3.1.1, sequence number 0."""
    private = derive_private_key(int("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2", 16), SECP256R1())
    enc = (
        "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
        "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
    )
    sealed = "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
    info = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
    plain = opened_by_the_book(bytes.fromhex(enc), bytes.fromhex(sealed), private, info, key_bytes=16, aad=b"Count-0")
    assert plain == b"Beauty is truth, truth beauty"


def test_what_we_seal_is_what_the_standard_says() -> None:
    sealed = seal(b"Ana", PUBLIC, "x")
    info = f"lobby kiosk, sealed record, version 1 {key_id(PUBLIC)} x".encode()
    assert opened_by_the_book(sealed[1:66], sealed[66:], PRIVATE, info, key_bytes=32) == b"Ana"


@settings(max_examples=60)
@given(st.binary(max_size=500), st.text(max_size=20))
def test_what_is_sealed_opens_as_it_was(plain: bytes, about: str) -> None:
    assert unseal(seal(plain, PUBLIC, about), PRIVATE, about) == plain


def test_the_same_sealed_twice_looks_different() -> None:
    assert seal(b"a", PUBLIC, "x") != seal(b"a", PUBLIC, "x")


def test_every_changed_bit_is_noticed() -> None:
    sealed = seal(b"Ana", PUBLIC, "x")
    for at in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[at] ^= 1 << bit
            with pytest.raises(SealError):
                unseal(bytes(changed), PRIVATE, "x")


def test_what_is_cut_is_noticed() -> None:
    sealed = seal(b"Ana", PUBLIC, "x")
    for length in range(len(sealed)):
        with pytest.raises(SealError):
            unseal(sealed[:length], PRIVATE, "x")


@pytest.mark.parametrize(("private", "about"), [(generate_private_key(SECP256R1()), "x"), (PRIVATE, "y")], ids=["another key", "another record"])
def test_it_opens_with_its_own_key_and_for_its_own_record_alone(private: EllipticCurvePrivateKey, about: str) -> None:
    with pytest.raises(SealError):
        unseal(seal(b"Ana", PUBLIC, "x"), private, about)


def test_the_name_of_a_key_comes_from_its_public_part() -> None:
    assert key_id(PUBLIC) == key_id(public_bytes(PRIVATE))
    assert len(key_id(PUBLIC)) == 16
