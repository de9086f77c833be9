"""Commands that a sentence suggests stand on lines of their own where the terminal is too narrow for it: what is copied is never broken. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMAND = re.compile(r"(?P<open>\()?`(?P<command>(?:sudo|python3) [^`]+)`(?(open)(?P<close>\))?)")
_INDENT = "    "


def apart(line: str, columns: int) -> list[str]:
    """The line as it is where it fits; else its commands between the words before and behind. `columns` of 0 are no terminal at all."""
    return list(_parts(line)) if columns and len(line) > columns and _COMMAND.search(line) else [line]


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
