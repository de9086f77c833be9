"""The keys of the staff: public parts that close sign-ups, and private parts, each behind the passphrases of those who may read.

In the folder `keys`: `recipients.json` lists the public parts; `<id>.private.json` holds a private part, wrapped once for each holder by
a key made from their passphrase (Argon2id). A try-out key has no passphrase; a key that was moved away has no private file here.
"""

from __future__ import annotations

import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, json
from msgspec.structs import replace

from kiosk.files import NotReadError, is_missing, read_regular
from kiosk.signup.private_files import write_private
from kiosk.signup.sealing import key_id, public_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

RECIPIENTS, PRIVATE = "recipients.json", ".private.json"
MOST_BYTES = 1_000_000
SHORTEST_PASSPHRASE = 12
"""Letters; long enough against guessing at 10 tries a second with the stretching below (NIST SP 800-63B asks for 8)."""
_NOBODY = b"nobody"


class KeyFileError(Exception):
    """A key file is missing, damaged, or not what is asked of it. Its text is a plain sentence for staff."""


class WrongPassphraseError(Exception):
    """No key opens with this name and passphrase; which of the two is wrong is not told."""


class Stretching(Struct, frozen=True):
    """What Argon2id costs: memory in KiB, passes (OWASP: at least 19 MiB and 2; RFC 9106 second choice: 64 MiB and 3)."""

    memory_kib: int = 64 * 1024
    passes: int = 3


STRETCHING = Stretching()


class Recipient(Struct, frozen=True):
    """A public key: its id, the 65 bytes of its point, what staff call it, since when sign-ups are closed for it, and until when."""

    id: str
    public: bytes
    label: str
    since: date
    until: date | None = None


class Holder(Struct, frozen=True):
    """One person's way to a private key: the wrapped key, and what it takes to stretch the passphrase."""

    name: str
    salt: bytes
    sealed: bytes
    stretching: Stretching


class PrivateKey(Struct, frozen=True, omit_defaults=True):
    """What the file of a private key holds: the ways to it, or for a try-out key the key itself (PKCS 8)."""

    holders: tuple[Holder, ...] = ()
    bare: bytes | None = None


# -- public parts -----------------------------------------------------------------------------------------------------------


def recipients(folder: Path) -> tuple[Recipient, ...]:
    """All public keys, also those that new sign-ups are no longer closed for. Raises KeyFileError for a damaged list."""
    try:
        raw = read_regular(folder / RECIPIENTS, MOST_BYTES)
    except NotReadError as error:
        if is_missing(error):
            return ()
        raise KeyFileError(f"The list of keys cannot be read ({error.strerror}).") from error
    try:
        told = json.decode(raw, type=tuple[Recipient, ...])
    except (ValueError, RecursionError) as error:
        raise KeyFileError("The list of keys is damaged. Bring back a copy of it.") from error
    if any(each.id != key_id(each.public) or len(each.public) != 65 for each in told):
        raise KeyFileError("The list of keys is damaged. Bring back a copy of it.")
    return told


def in_use(folder: Path) -> tuple[Recipient, ...]:
    """The keys that new sign-ups are closed for. Raises KeyFileError."""
    return tuple(each for each in recipients(folder) if each.until is None)


def _save(folder: Path, all_of_them: tuple[Recipient, ...]) -> None:
    write_private(folder / RECIPIENTS, json.format(json.encode(all_of_them), indent=1))


def add_recipient(folder: Path, public: bytes, label: str, today: date) -> str:
    """New sign-ups are closed for this key too (a second person, a backup kept in a safe). Raises KeyFileError for bytes that are no key."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey

    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public)
    except ValueError as error:
        raise KeyFileError("This is not a public key of a kiosk.") from error
    name = key_id(public)
    others = tuple(each for each in recipients(folder) if each.id != name)
    _save(folder, (*others, Recipient(name, public, label, today)))
    return name


def retire(folder: Path, name: str, today: date) -> None:
    """New sign-ups are no longer closed for this key; old ones still open with it."""
    _save(folder, tuple(replace(each, until=today) if each.id == name else each for each in recipients(folder)))


# -- private parts ----------------------------------------------------------------------------------------------------------


def make_try_out(folder: Path, today: date) -> str:
    """A key without a passphrase, to try the kiosk out with: whoever copies the machine can read everything. Tells its id."""
    private = _fresh()
    public = public_bytes(private)
    _keep(folder / f"{key_id(public)}{PRIVATE}", PrivateKey(bare=_der(private)))
    return add_recipient(folder, public, "try-out", today)


def new_key(folder: Path, label: str, holder: str, passphrase: str, today: date, *, stretching: Stretching = STRETCHING) -> str:
    """A key behind one person's passphrase; new sign-ups are closed for it. Tells its id."""
    private = _fresh()
    public = public_bytes(private)
    _keep(folder / f"{key_id(public)}{PRIVATE}", PrivateKey((_wrapped(private, holder, passphrase, stretching),)))
    return add_recipient(folder, public, label, today)


def protect(folder: Path, holder: str, passphrase: str, *, stretching: Stretching = STRETCHING) -> str:
    """Puts the try-out key behind a passphrase; from then on nothing on the disk opens it alone. Tells its id."""
    for path in _private_files(folder):
        bare = _load(path).bare
        if bare:
            private = _from_der(bare)
            _keep(path, PrivateKey((_wrapped(private, holder, passphrase, stretching),)))
            name = key_id(public_bytes(private))
            _save(folder, tuple(replace(each, label=holder) if each.id == name else each for each in recipients(folder)))
            return name
    raise KeyFileError("There is no try-out key here; every key has a passphrase already.")


def add_holder(folder: Path, who: str, passphrase: str, new: str, new_passphrase: str, *, stretching: Stretching = STRETCHING) -> int:
    """Somebody who can open keys lets another person open them too, by a passphrase of their own. Tells how many keys that are."""
    return admit(folder, open_private(folder, who, passphrase), new, new_passphrase, stretching=stretching)


def admit(folder: Path, opened: Mapping[str, EllipticCurvePrivateKey], new: str, passphrase: str, *, stretching: Stretching = STRETCHING) -> int:
    """Lets another person open the keys that are open, by a passphrase of their own. Tells how many keys that are."""
    for path in _private_files(folder):
        name = path.name.removesuffix(PRIVATE)
        if name in opened:
            others = tuple(each for each in _load(path).holders if each.name != new)
            _keep(path, PrivateKey((*others, _wrapped(opened[name], new, passphrase, stretching))))
    return len(opened)


def remove_holder(folder: Path, name: str) -> None:
    """Takes one person's way to the keys away. Raises KeyFileError if nobody else could open one of them then."""
    found = [(path, _load(path).holders) for path in _private_files(folder)]
    if not any(each.name == name for _, holders in found for each in holders):
        raise KeyFileError(f"Nobody called {name} has a passphrase here.")
    if any([each.name for each in holders] == [name] for _, holders in found):
        raise KeyFileError(f"Without {name} nobody could read the sign-ups any more. Add somebody else first.")
    for path, holders in found:
        _keep(path, PrivateKey(tuple(each for each in holders if each.name != name)))


def holders(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase here, in the order of their names."""
    return tuple(sorted({name for names in holders_of_each(folder).values() for name in names}))


def holders_of_each(folder: Path) -> dict[str, tuple[str, ...]]:
    """Who has a passphrase for each private key that is here, by the ids of the keys."""
    return {path.name.removesuffix(PRIVATE): tuple(each.name for each in _load(path).holders) for path in _private_files(folder)}


def is_try_out(folder: Path) -> bool:
    """Whether some key here opens without a passphrase."""
    return any(_load(path).bare for path in _private_files(folder))


def is_away(folder: Path) -> bool:
    """Whether sign-ups are closed for keys of which no private part is here."""
    return bool(recipients(folder)) and not any(_private_files(folder))


def open_private(folder: Path, who: str, passphrase: str) -> dict[str, EllipticCurvePrivateKey]:
    """Every private key that this person can open, by its id; a try-out key opens for everybody. Raises WrongPassphraseError.

    A name that nobody has costs as much time as a wrong passphrase.
    """
    opened: dict[str, EllipticCurvePrivateKey] = {}
    tried = False
    for path in _private_files(folder):
        kept = _load(path)
        if kept.bare:
            private = _from_der(kept.bare)
            opened[key_id(public_bytes(private))] = private
        for holder in kept.holders:
            if holder.name.casefold() == who.casefold():
                tried = True
                with suppress(WrongPassphraseError):
                    private = _unwrapped(holder, passphrase)
                    opened[key_id(public_bytes(private))] = private
    if not opened and not tried:
        _stretched(passphrase, _NOBODY * 3, STRETCHING)
    if not opened:
        raise WrongPassphraseError
    return opened


def open_file(file: Path, who: str, passphrase: str) -> dict[str, EllipticCurvePrivateKey]:
    """The private keys of a file that was moved away, opened by this person. Raises WrongPassphraseError, KeyFileError."""
    with tempfile.TemporaryDirectory() as aside:
        bring_back(Path(aside), file)
        return open_private(Path(aside), who, passphrase)


def move_away(folder: Path, file: Path) -> None:
    """Writes the private keys into a file that is kept elsewhere, reads it back, and deletes them here. Raises KeyFileError, OSError.

    From then on the kiosk can only write.
    """
    if is_try_out(folder):
        raise KeyFileError("A key without a passphrase must not leave the kiosk. Run `key protect` first.")
    files = list(_private_files(folder))
    if not files:
        raise KeyFileError("There is no private key here; it was moved away before.")
    if file.exists():
        raise KeyFileError(f"{file} is there already. Name another file.")
    whole = json.encode({path.name: _load(path) for path in files})
    write_private(file, whole)
    if read_regular(file, MOST_BYTES) != whole:
        raise KeyFileError(f"{file} does not read back as it was written. The keys stay here.")
    for path in files:
        _shred(path)


def bring_back(folder: Path, file: Path) -> int:
    """Puts private keys that were moved away back, and tells how many. Raises KeyFileError."""
    try:
        whole = json.decode(read_regular(file, MOST_BYTES), type=dict[str, PrivateKey])
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(f"{file} holds no keys of a kiosk.") from error
    keys = {name: each for name, each in whole.items() if name.endswith(PRIVATE) and "/" not in name and each.holders}
    for name, each in keys.items():
        _keep(folder / name, each)
    return len(keys)


# -- one private key --------------------------------------------------------------------------------------------------------


def _private_files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob(f"*{PRIVATE}"))


def _load(path: Path) -> PrivateKey:
    try:
        return json.decode(read_regular(path, MOST_BYTES), type=PrivateKey)
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(f"The key file {path.name} is damaged. Bring back a copy of it.") from error


def _keep(path: Path, kept: PrivateKey) -> None:
    write_private(path, json.encode(kept))


def _wrapped(private: EllipticCurvePrivateKey, holder: str, passphrase: str, stretching: Stretching) -> Holder:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
        raise KeyFileError(f"A passphrase needs at least {SHORTEST_PASSPHRASE} letters: three or four words are easy to remember.")
    if not holder.strip():
        raise KeyFileError("Say whose passphrase it is.")
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = nonce + AESGCM(_stretched(passphrase, salt, stretching)).encrypt(nonce, _der(private), holder.encode())
    return Holder(holder, salt, sealed, stretching)


def _unwrapped(holder: Holder, passphrase: str) -> EllipticCurvePrivateKey:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _stretched(passphrase, holder.salt, holder.stretching)
    try:
        return _from_der(AESGCM(key).decrypt(holder.sealed[:12], holder.sealed[12:], holder.name.encode()))
    except (InvalidTag, ValueError) as error:
        raise WrongPassphraseError from error


def _stretched(passphrase: str, salt: bytes, stretching: Stretching) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    stretch = Argon2id(salt=salt, length=32, iterations=stretching.passes, lanes=1, memory_cost=stretching.memory_kib)
    return stretch.derive(_normal(passphrase).encode())


def _normal(passphrase: str) -> str:
    """The same letters whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", passphrase)


def _fresh() -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    return generate_private_key(SECP256R1())


def _der(private: EllipticCurvePrivateKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    return private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def _from_der(raw: bytes) -> EllipticCurvePrivateKey:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    private = load_der_private_key(raw, None)
    if not isinstance(private, EllipticCurvePrivateKey):
        raise KeyFileError("A key file holds a key of another kind.")
    return private


def _shred(path: Path) -> None:
    """Overwrites before it deletes: no more than a courtesy on flash disks, where only an encrypted disk helps."""
    with path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
