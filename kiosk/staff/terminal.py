"""What a terminal is told, and never more than that: signs that would steer it are written out, whoever put them into a file, a name or a form.

`guard` puts this before standard output and standard error once, so no command has to think of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, TextIO

STEER, BACK = "\udc1b", "\udc0d"
"""Our own escape, and the way back to the beginning of the line. Halves of characters: no file, name or form can hold these two."""
_OURS = {STEER: "\033", BACK: "\r"}
_STEERING = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f"  # control characters but the tab and the new line
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the order of letters round
    "\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f"  # other ends of lines, and signs that nobody sees
    "\ud800-\udfff]"
)


def plainly(text: str) -> str:
    """The text with everything that steers a terminal written out in letters; new lines and tabs stay, and so does what is our own."""
    return _STEERING.sub(lambda found: _OURS.get(found[0]) or _written(found[0]), text)


def on_one_line(text: str) -> str:
    """A name that others chose, which must not look like lines of ours."""
    return plainly(text.replace(STEER, "?").replace(BACK, "?")).replace("\n", "\\n").replace("\t", " ")


def sign_by_sign(line: str) -> str:
    """A line under which something points at a place: as many signs as before, with one for each that steers."""
    return _STEERING.sub("\ufffd", line.replace("\t", " "))


def _written(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


class UnsaidError(OSError):
    """What a command says cannot be written: where it goes to is full, or closed. (A pipe that nobody reads is BrokenPipeError, and no fault.)"""


class Plain:
    """A text stream in front of another one. Writing raises UnsaidError, or BrokenPipeError."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        if isinstance(out, TextIOWrapper):
            out.reconfigure(errors="backslashreplace")  # a letter that the terminal does not know is written out, too

    def write(self, text: str) -> int:
        with _told_apart():
            self._out.write(plainly(text))
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        with _told_apart():
            self._out.writelines(map(plainly, lines))

    def flush(self) -> None:
        with _told_apart():
            self._out.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)


def flush() -> None:
    """All that was said is on its way; a stream that is closed says nothing. Raises UnsaidError, BrokenPipeError."""
    for out in (sys.stdout, sys.stderr):
        if out:
            out.flush()


@contextmanager
def _told_apart() -> Iterator[None]:
    """From errors of the files that a command reads and writes."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnsaidError(*error.args) from error


@contextmanager
def guard() -> Iterator[None]:
    """All that is printed within goes through `plainly`; a stream that was closed before stays so."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (Plain(out) if out else out for out in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
