"""A problem: something wrong in a file that staff wrote, said in their words.

Problems are values that are gathered, never exceptions: one run shows all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

Edit = tuple[int, str]
"""The number of a line, from 1, and what is to stand in it."""
Edits = tuple[Edit, ...]


class Severity(StrEnum):
    """How much a problem weighs: an error keeps the file off the screen, a warning and a notice do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Problem(Struct, frozen=True, order=True):
    """What is wrong, where, and what to write instead.

    `file` is relative to the content folder; `line` and `column` count from 1, and are 0 where a whole file is meant.
    `cure` is what to write into which lines, only where it is certain: with it the problem is gone, no new one came, and no text is lost.
    """

    file: str
    line: int
    column: int
    severity: Severity
    wrong: str
    instead: str = ""
    cure: Edits = ()

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        mend = f" -> {self.instead}" if self.instead else ""
        return f"{place}: {self.severity}: {self.wrong}{mend}".replace("\n", "\\n")


def and_more(file: str, count: int, severity: Severity) -> Iterator[Problem]:
    """In place of so many problems of a file that nobody would read to their end; nothing where there are none."""
    if count > 0:
        more = "is one more problem" if count == 1 else f"are {count:,} more problems"
        yield Problem(file, 0, 0, severity, f"There {more} here, too many to list.", "Fix the others first, then look again.")
