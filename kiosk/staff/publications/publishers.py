"""Whom this machine trusts to publish: `.publishers` beside main.py, a line each, a name and a public key as minisign prints it.

Only root can write there on an installed kiosk, so the account that shows the content cannot say whom to believe. No update changes the file.
"""

from __future__ import annotations

import os
from pathlib import Path
from shlex import quote

from msgspec import Struct

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
_CURE = "`sudo python3 main.py trust NAME KEY`, with the key that `python3 main.py publish --public` shows where the key is"


class Publisher(Struct, frozen=True):
    """Somebody who is trusted: their name here, and what checks their signature."""

    name: str
    key: PublicKey


def file_of(project: Path = PROJECT) -> Path:
    """Where they stand."""
    return project / PUBLISHERS


def trusted(file: Path) -> tuple[Publisher, ...]:
    """All who are trusted; nobody where there is no such file. Raises ExpectedError where that cannot be told."""
    try:
        lines = [line.split() for line in read_regular(file, MOST_BYTES).decode().splitlines() if line.strip()]
        return tuple(Publisher(" ".join(words[:-1]), public_key(words[-1])) for words in lines)
    except OSError as error:
        if is_missing(error):
            return ()
        wrong = why(error)
    except ValueError:
        wrong = "it has a line that is no name and public key"
    raise ExpectedError(f"{file} does not tell whom this machine trusts to publish ({wrong}). Take out what is wrong, or delete it and run {_CURE}.")


def publisher_of(signed: bytes, signature: bytes, file: Path, what: str) -> Publisher:
    """Who signed what `minisign.digest` made of a file that is called `what`. Raises ExpectedError where it is nobody whom this machine trusts."""
    everybody = trusted(file)
    if not everybody:
        raise ExpectedError(f"This machine trusts nobody to publish yet, so {what} was not taken: {_CURE}.")
    try:
        which = signed_by(signature)
        found = next((each for each in everybody if each.key.id == which), None)
        if found is None:
            raise ExpectedError(f"{what} was signed by somebody whom this machine does not trust. If it is one of yours: {_CURE}.")
        if is_signed(found.key, signed, signature):
            return found
    except ValueError as error:
        raise ExpectedError(f"The signature of {what} is damaged: copy both files once more.") from error
    raise ExpectedError(f"{what} is not what {found.name} signed: it was changed or cut off. Copy both files once more.")


def trust(name: str, key: str, file: Path) -> str:
    """From now on this key may publish here. Raises ExpectedError, OSError."""
    if wrong := name_objection(name := names.kept(name)):
        raise ExpectedError(wrong)
    fresh = _key(key)
    with held(file.parent):
        others = [each for each in trusted(file) if each.key.raw != fresh.raw and each.key.id != fresh.id]
        if any(names.same(each.name, name) or names.alike(each.name, name) for each in others):
            first = f"First `sudo python3 main.py trust --drop {quote(name)}`, or give a new name."
            raise ExpectedError(f"{name} is trusted already, with another key. {first}")
        _write(file, [*others, Publisher(name, fresh)])
    return f"This machine takes publications from {name} now."


def drop(name: str, file: Path) -> str:
    """Nothing more is taken that they sign. Raises ExpectedError, OSError."""
    with held(file.parent):
        everybody = trusted(file)
        others = [each for each in everybody if not names.same(each.name, name)]
        if len(others) == len(everybody):
            raise ExpectedError(f"Nobody called {name} is trusted here. `python3 main.py trust` lists who is.")
        _write(file, others)
    return f"Nothing that {name} publishes is taken here any more. What shows stays until another publication comes."


def listed(file: Path) -> list[str]:
    """A line each. Raises ExpectedError."""
    return [f"{each.name} {each.key}" for each in trusted(file)] or [f"This machine trusts nobody to publish: {_CURE}."]


def _write(file: Path, everybody: list[Publisher]) -> None:
    put(file.parent, file.name, "".join(f"{each.name} {each.key}\n" for each in everybody).encode())
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
