"""Whom this machine trusts to publish: `.publishers` beside main.py, a line each, a name and a public key as minisign prints it.

Only root can write there on an installed kiosk, so the account that shows the content cannot say whom to believe. No update changes the file.

A line with the digest of one publication behind the key is somebody who is trusted no more: what of theirs showed then shows on, and nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from shlex import quote

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.store.publications import PUBLISHERS
from kiosk.files.foreign_folders import put
from kiosk.files.minisign import PublicKey, is_signed, public_key, signed_by
from kiosk.files.private import held
from kiosk.files.regular import is_missing, read_regular, why
from kiosk.files.typed_paths import typed_path
from kiosk.project import PROJECT
from kiosk.signup.keys import names
from kiosk.staff.errors import ExpectedError

MOST_BYTES = 100_000
_MOST_NAME = 60
"""Letters: it stands in sentences at the kiosk."""
_DIGEST = re.compile(r"[0-9a-f]{128}")
_CURE = "`sudo python3 main.py trust NAME KEY`, with the key that `python3 main.py publish --public` shows where the key is"


class Publisher(Struct, frozen=True):
    """Somebody who is trusted: their name here, and what checks their signature; `only` is the one publication that still counts, by its digest."""

    name: str
    key: PublicKey
    only: bytes = b""

    def __str__(self) -> str:
        """Their line."""
        return f"{self.name} {self.key} {self.only.hex()}".rstrip()


def file_of(project: Path = PROJECT) -> Path:
    """Where they stand."""
    return project / PUBLISHERS


def trusted(file: Path) -> tuple[Publisher, ...]:
    """All who are trusted; nobody where there is no such file. Raises ExpectedError where that cannot be told."""
    return tuple(each for each in everybody_in(file) if not each.only)


def everybody_in(file: Path) -> tuple[Publisher, ...]:
    """Those, too, of whom only one publication counts. Raises ExpectedError."""
    try:
        return tuple(_publisher(line.split()) for line in read_regular(file, MOST_BYTES).decode().splitlines() if line.strip())
    except OSError as error:
        if is_missing(error):
            return ()
        wrong = why(error)
    except ValueError:
        wrong = "it has a line that is no name and public key"
    raise ExpectedError(f"{file} does not tell whom this machine trusts to publish ({wrong}). Take out what is wrong, or delete it and run {_CURE}.")


def _publisher(words: list[str]) -> Publisher:
    """Raises ValueError."""
    if len(words) > 1 and _DIGEST.fullmatch(words[-1]):
        return Publisher(" ".join(words[:-2]), public_key(words[-2]), bytes.fromhex(words[-1]))
    return Publisher(" ".join(words[:-1]), public_key(words[-1]))


def refuse_stranger(signature: bytes, file: Path, what: str) -> None:
    """Before the file itself is read. Raises ExpectedError where a signature does not even say that it is by somebody whom this machine trusts."""
    everybody = trusted(file)
    if not everybody:
        raise ExpectedError(f"This machine trusts nobody to publish yet, so {what} was not taken: {_CURE}.")
    if not any(each.key.id == _signed_by(signature, what) for each in everybody):
        raise ExpectedError(f"{what} was signed by somebody whom this machine does not trust. If it is one of yours: {_CURE}.")


def publisher_of(signed: bytes, signature: bytes, file: Path, what: str) -> Publisher:
    """Who signed what `minisign.digest` made of a file that is called `what`. Raises ExpectedError where it is nobody whom this machine trusts."""
    refuse_stranger(signature, file, what)
    if found := _signer(trusted(file), signed, signature, what):
        return found
    whose = " or ".join(each.name for each in trusted(file) if each.key.id == _signed_by(signature, what))
    raise ExpectedError(f"{what} is not what {whose} signed: it was changed or cut off. Copy both files once more.")


def voucher_of(signed: bytes, signature: bytes, everybody: Iterable[Publisher], what: str) -> Publisher | None:
    """Who of everybody signed what is kept here, also somebody who is trusted no more, for what showed when that ended; None if nobody.

    Raises ExpectedError.
    """
    return _signer([each for each in everybody if each.only in (b"", signed)], signed, signature, what)


def _signer(everybody: Iterable[Publisher], signed: bytes, signature: bytes, what: str) -> Publisher | None:
    try:
        return next((each for each in everybody if is_signed(each.key, signed, signature)), None)
    except ValueError as error:
        raise _damaged(what) from error


def _signed_by(signature: bytes, what: str) -> bytes:
    """Raises ExpectedError."""
    try:
        return signed_by(signature)
    except ValueError as error:
        raise _damaged(what) from error


def _damaged(what: str) -> ExpectedError:
    return ExpectedError(f"The signature of {what} is damaged: copy both files once more.")


def trust(name: str, key: str, file: Path) -> str:
    """From now on this key may publish here. Raises ExpectedError, OSError."""
    if wrong := name_objection(name := names.kept(name)):
        raise ExpectedError(wrong)
    fresh = _key(key)
    with held(file.parent):
        everybody = everybody_in(file)
        if other := next((each for each in everybody if (each.key.id == fresh.id) != (each.key.raw == fresh.raw)), None):
            raise ExpectedError(
                f"This key looks like that of {other.name}, and is another one: somebody may have made it to take their place. Have a new key made"
                f" (`python3 main.py publish --new-key --name YOU`)."
            )
        before = [each.name for each in everybody if each.key == fresh and not each.only and not names.same(each.name, name)]
        others = [each for each in everybody if each.key != fresh]
        if any(names.same(each.name, name) or names.alike(each.name, name) for each in others if not each.only):
            first = f"First `sudo python3 main.py trust --drop {quote(name)}`, or give a new name."
            raise ExpectedError(f"{name} is trusted already, with another key. {first}")
        _write(file, [*others, Publisher(name, fresh)])
    renamed = f" Until now the same key was called {before[0]}." if before else ""
    return f"This machine takes publications from {name} now.{renamed}"


def drop(name: str, file: Path, shows: bytes = b"") -> str:
    """Nothing more is taken that they sign; what `shows`, by its digest, shows on if it is theirs. Raises ExpectedError, OSError."""
    with held(file.parent):
        everybody = everybody_in(file)
        theirs = [each for each in everybody if names.same(each.name, name) and not each.only]
        if not theirs:
            raise ExpectedError(f"Nobody called {name} is trusted here. `python3 main.py trust` lists who is.")
        stays = [replace(each, only=shows) for each in theirs if shows]
        _write(file, [*(each for each in everybody if each not in theirs and each.only in (b"", shows)), *stays])
    return f"Nothing that {name} publishes is taken here any more. What shows stays until another publication comes."


def listed(file: Path) -> list[str]:
    """A line each. Raises ExpectedError."""
    return [str(each) for each in trusted(file)] or [f"This machine trusts nobody to publish: {_CURE}."]


def _write(file: Path, everybody: list[Publisher]) -> None:
    put(file.parent, file.name, "".join(f"{each}\n" for each in everybody).encode())
    os.chmod(file, 0o644)  # noqa: PTH101  the account of the kiosk reads it


def _key(key: str) -> PublicKey:
    """A key as it is printed, or in a file. Raises ExpectedError."""
    try:
        return public_key(key)
    except ValueError:
        pass
    try:
        return public_key(read_regular(typed_path(key), MOST_BYTES).decode())
    except (OSError, ValueError) as error:
        raise ExpectedError(f"{key} is no public key: it is 56 letters and digits that begin with RW, or a file of minisign with them.") from error


def name_objection(name: str) -> str:
    """Why nobody who publishes can be called so; empty if they can."""
    if not name or len(name) > _MOST_NAME or not name.isprintable():
        return f"A name has 1 to {_MOST_NAME} letters that can be seen."
    return ""
