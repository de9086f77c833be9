"""Asks for passphrases, without echo, or reads them from a file descriptor; never on the command line."""

from __future__ import annotations

import codecs
import getpass
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kiosk.signup.keys.unlock import WrongPassphraseError
from kiosk.staff.confirmation import NOTHING, can_ask
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import on_one_line

T = TypeVar("T")
_NOT_TEXT = "This terminal is not set to UTF-8, so what was typed cannot be read. Set it so, or hand the passphrase over: `--passphrase-fd 0 <FILE`."
_LONGEST_LINE = 4096
"""Bytes; nobody has a longer passphrase, but /dev/zero has no end."""
_OPENED = "--passphrase-fd 3 3<FILE"

_TRIES = 3


def asked_again(sign_in: Callable[[], T], secrets: int | None) -> T:
    """What `sign_in` opened with a passphrase that it asks for: whoever mistypes it at a terminal is asked again. Raises WrongPassphraseError."""
    for _ in range(_TRIES - 1):
        try:
            return sign_in()
        except WrongPassphraseError:
            if secrets is not None or not can_ask():
                raise
            print("No key opens with this name and this passphrase. Try again, or press Ctrl+C to leave it.", file=sys.stderr)
    return sign_in()


def ask(prompt: str, secrets: int | None) -> str:
    """Without echo from the terminal, or a line from a file descriptor (`--passphrase-fd 3 3<file`). Raises ExpectedError for neither."""
    return _typed(f"{prompt.removesuffix(': ')} (nothing shows while you type): ") if secrets is None else _read(secrets)


def new(whose: str, secrets: int | None, objection: Callable[[str], str]) -> str:
    """A new one, typed twice at a terminal; one that `objection` speaks against is refused after the first time. Raises ExpectedError."""
    first = ask(f"New passphrase of {whose}: ", secrets)
    if wrong := objection(first):
        raise ExpectedError(f"{wrong} {NOTHING}")
    if secrets is None and _typed("Once more: ") != first:
        raise ExpectedError(f"The two do not match. {NOTHING}")
    return first


@contextmanager
def handed_over(passphrase: str) -> Iterator[int]:
    """A file descriptor that `ask` reads this passphrase from: one that was typed in a window."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb"):
        with os.fdopen(writing, "wb") as lines:
            lines.write(passphrase.encode(errors="replace")[:_LONGEST_LINE] + b"\n")
        yield reading


def _typed(prompt: str) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would show what is typed
            return getpass.getpass(on_one_line(prompt.encode(errors="replace").decode()))  # a name from the command line may be no text
    except UnicodeDecodeError as error:
        raise ExpectedError(_NOT_TEXT) from error
    except (EOFError, getpass.GetPassWarning) as error:
        if can_ask():
            raise ExpectedError(f"No passphrase was typed. {NOTHING}") from error
        raise ExpectedError("There is no terminal to type a passphrase at. Run this at one, or hand it over: `--passphrase-fd 0 <FILE`.") from error


def _read(secrets: int) -> str:
    line = bytearray()
    try:
        while (letter := os.read(secrets, 1)) not in (b"", b"\n") and len(line) < _LONGEST_LINE:
            line += letter
    except (OSError, OverflowError) as error:
        raise ExpectedError(f"No passphrase can be read from file descriptor {secrets}. Open it on the same line: `{_OPENED}`.") from error
    if not line and not letter:
        raise ExpectedError(f"There is no line left to read a passphrase from at file descriptor {secrets}. Write each on a line of its own.")
    try:
        return line.removeprefix(codecs.BOM_UTF8).decode().removesuffix("\r")
    except UnicodeDecodeError as error:
        raise ExpectedError("The passphrase is not written in UTF-8. Save its file as plain text in UTF-8.") from error
