"""What a terminal is told, and never more than that: signs that would steer it are written out, whoever put them into a file, a name or a form.

`guard` puts this before standard output and standard error once, so no command has to think of it. One write is one line at most: a name may hold
the end of a line, and what stands behind that would look like words of ours. Several lines are several writes (`print` with a `sep`).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, TextIO, cast

STEER, BACK, BELL = "\udc1b", "\udc0d", "\udc07"
"""Our own escape, the way back to the beginning of the line, and the bell. Halves of characters: no file, name or form can hold these."""
_AS_IT_IS = "\udc02"
"""At the beginning of a line: it holds what others wrote, or is for programs, and no command in it is spelled out."""
_IN_ONE_PIECE = "\udc04"
"""At the beginning of a line: it holds what others wrote, and is no list, whatever sentences are in that."""
_OURS = {STEER: "\033", BACK: "\r", BELL: "\a"}
_HALVES = re.compile(f"[{''.join(_OURS)}]")
_COMMAND = re.compile(r"(?P<open>\()?`(?P<command>(?:sudo|python3) [^`]+)`(?(open)(?P<close>\))?)")
_INDENT = "    "
_NULL = Path(os.devnull)
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
    return plainly(_HALVES.sub("?", text)).replace("\n", "\\n").replace("\t", " ")


def as_it_is(text: str) -> list[str]:
    """The lines of a text that holds what others wrote, or is for programs: no command in it is spelled out."""
    return [f"{_AS_IT_IS}{line}" for line in text.split("\n")]


def in_one_piece(line: str) -> str:
    """A line of ours that holds what others wrote: no sentence in it stands on a line of its own."""
    return f"{_IN_ONE_PIECE}{line}"


def as_written(text: str) -> str:
    """One write as a terminal gets it: one line, or nothing but ends of lines."""
    if not text.strip("\n"):
        return text
    line = text.removesuffix("\n")
    return plainly(line).replace("\n", "\\n") + text[len(line) :]


def sign_by_sign(line: str) -> str:
    """A line under which something points at a place: as many signs as before, with one for each that steers."""
    return _STEERING.sub("\ufffd", line.replace("\t", " "))


def _written(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


class Plain:
    """A text stream in front of another one. What cannot be written goes nowhere, and `lost` says why: it stops nothing that is being done.

    `spell` makes the commands in a sentence ready to be copied (`staff.suggested_commands`).
    """

    def __init__(self, out: TextIO, spell: Callable[[str], str] = str) -> None:
        self._out, self._spell = out, spell
        self.lost: OSError | None = None
        if isinstance(out, TextIOWrapper):
            out.reconfigure(errors="backslashreplace")  # a letter that the terminal does not know is written out, too

    def write(self, text: str) -> int:
        with self._going_on():
            self._out.write(self._told(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        with self._going_on():
            self._out.writelines(map(self._told, lines))

    def flush(self) -> None:
        with self._going_on():
            self._out.flush()

    def _told(self, text: str) -> str:
        if text.startswith(_AS_IT_IS):
            return as_written(text[1:])
        listed, text = not text.startswith(_IN_ONE_PIECE), text.removeprefix(_IN_ONE_PIECE)
        line = text.removesuffix("\n")
        return "\n".join(map(as_written, apart(self._spell(line), self._columns, listed=listed))) + text[len(line) :] if line else text

    @property
    def _columns(self) -> int:
        """How wide the terminal is now; 0 where it is none."""
        try:
            return os.get_terminal_size(self._out.fileno()).columns if self._out.isatty() else 0
        except (OSError, ValueError):
            return 0

    @contextmanager
    def _going_on(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.lost = self.lost or error
            with suppress(OSError), _NULL.open("wb") as nowhere:
                os.dup2(nowhere.fileno(), self._out.fileno())  # also what is held back, of which Python would complain at its end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)


@contextmanager
def guard(spell: Callable[[str], str] = str) -> Iterator[Plain]:
    """All that is printed within goes through `spell` and `as_written`; a stream that was closed before leads nowhere. Hands out standard output."""
    _occupy()
    before = sys.stdin, sys.stdout, sys.stderr
    with _NULL.open(encoding="utf-8") as nothing, _NULL.open("w", encoding="utf-8") as nowhere:
        out, err = Plain(sys.stdout or nowhere, spell), Plain(sys.stderr or nowhere, spell)
        sys.stdin, sys.stdout, sys.stderr = sys.stdin or nothing, cast("TextIO", out), cast("TextIO", err)
        try:
            yield out
        finally:
            err.flush()
            sys.stdin, sys.stdout, sys.stderr = before


def ended(out: Plain, code: int) -> int:
    """The exit code of a command that would end with this one: that something could not be written is told, and is a failure."""
    out.flush()
    if out.lost is None or isinstance(out.lost, BrokenPipeError):
        return code
    print(f"The output of this command could not be written: {out.lost.strerror}.", file=sys.stderr)
    return code or 1


def _occupy() -> None:
    """Opens what was closed of the three standard descriptors: else the next file, such as the drawer, would get what programs say."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


# -- commands that are copied ---------------------------------------------------------------------------------------------


def apart(line: str, columns: int, *, listed: bool = True) -> list[str]:
    """A line with suggested commands: each on a line of its own where the terminal is too narrow, so that what is copied is never broken.

    The line as it is where it fits; else its commands between the words before and behind, and a list of what comes after the first two sentences
    where there are many, unless it is not to be `listed`. `columns` of 0 are no terminal at all.
    """
    if not columns or len(line) <= columns:
        return [line]
    lines = _in_a_list(line) if listed else [line]
    return list(chain.from_iterable(_parts(each) if len(each) > columns and _COMMAND.search(each) else [each] for each in lines))


_GAP = r"(?<!\b[DMS][rst]\.)(?<=[^\W_A-Z][.!?]|[)\"”`\]][.!?])\s+(?=[^\W\da-z_]|[`\"“(])"
"""The gap between two sentences; none after what cuts a name or its title short."""
_COMMAND_OR_GAP = re.compile(rf"`[^`]*`|(?P<gap>{_GAP})")
"""A command between its marks, within which there is no gap, or a gap."""
MOST_SENTENCES, FIRST_SENTENCES = 4, 2
"""Nobody reads more at a stretch: then the first say what matters, and the others stand in a list below them."""


def _in_a_list(line: str) -> list[str]:
    sentences = _sentences(line)
    if len(sentences) <= MOST_SENTENCES:
        return [line]
    return [" ".join(sentences[:FIRST_SENTENCES]), *(f"  - {each}" for each in sentences[FIRST_SENTENCES:])]


def _sentences(line: str) -> list[str]:
    gaps = [found.span() for found in _COMMAND_OR_GAP.finditer(line) if found["gap"]]
    begins, ends = [0, *(end for _, end in gaps)], [*(begin for begin, _ in gaps), len(line)]
    return [line[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _parts(line: str) -> Iterator[str]:
    at = 0
    for found in _COMMAND.finditer(line):
        begin, end = (found.start(), found.end()) if not found["open"] or found["close"] else (found.start("command") - 1, found.end())
        yield from _prose(line[at:begin], first=at == 0)
        yield f"{_INDENT}{found['command']}"
        at = end
    yield from _prose(line[at:], first=False)


def _prose(words: str, *, first: bool) -> Iterator[str]:
    """The words between two commands, without the stop or the comma that ended the command before."""
    said = words.rstrip() if first else re.sub(r"^[.,;:]*\s*", "", words).rstrip()
    if said:
        yield said
