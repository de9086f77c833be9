"""Problems told at a terminal: where, what is wrong, what to write instead, and the line itself with a pointer under the place."""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import replace

from kiosk.content.checks.picture_files import MOST_BYTES
from kiosk.files.regular import read_regular
from kiosk.problems import Problem, Severity
from kiosk.terminal import BACK, STEER, in_one_piece, on_one_line, sign_by_sign

if TYPE_CHECKING:
    from kiosk.content.checks.grades import Grade

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTICE: "36"}
_NAMED = re.compile(r"`[^`]*`|[\d-]+|(?<=: ).*")
_FEW = 2
_WIDTH = 110
"""Letters of a line that are shown around the place."""
_TOLD_EACH = 50
"""So many at a time, where no line of a terminal can count them."""


def coloured(out: TextIO) -> bool:
    """Only a terminal gets colours, and none where NO_COLOR asks for none (no-color.org)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def harmless(problems: Iterable[Problem]) -> Iterator[Problem]:
    """As a screen shows them: a name, or what somebody wrote, may turn the order of letters round, or end a line."""
    for each in problems:
        yield replace(each, file=on_one_line(each.file), wrong=on_one_line(each.wrong), instead=on_one_line(each.instead))


def tell(problems: Sequence[Problem], content: Path, out: TextIO, *, every: bool = False) -> None:
    """All problems, the gravest last, where the eye is when the list is long; and how many there are.

    Notices of one kind are one line, unless `every` one is to be told.
    """
    colours, of_kinds = coloured(out), 0
    read = lru_cache(maxsize=4)(lines_of)
    for severity in reversed(Severity):
        own = [problem for problem in problems if problem.severity is severity]
        kinds = _kinds(own) if severity is Severity.NOTICE and not every else [[problem] for problem in own]
        for problem, *others in kinds:
            text = on_one_line(_together(problem, others) if others else str(problem))
            if colours:
                text = text.replace(f"{severity}:", f"{STEER}[1;{_COLOURS[severity]}m{severity}:{STEER}[0m", 1)
            print(in_one_piece(text), file=out)
            if severity is not Severity.NOTICE and problem.line:
                for line in pointed(problem, read(content / problem.file)):
                    print(line, file=out)
        if severity is Severity.NOTICE:
            of_kinds = len(kinds)
        if len(kinds) < len(own):
            print("Add --all to see each of these notices.", file=out)
        if own:
            print(file=out)
    print(summary(problems, of_kinds=of_kinds), file=out)


def _kinds(problems: Sequence[Problem]) -> list[list[Problem]]:
    """The problems of one kind together, where there are three or more: those that differ in names and numbers alone.

    What is wrong with a whole file is told by itself, with the command that mends it.
    """
    kinds = defaultdict[str, list[Problem]](list)
    for problem in problems:
        kinds[_NAMED.sub("", problem.wrong) if problem.line else str(problem)].append(problem)
    return [group for kind in kinds.values() for group in ([kind] if len(kind) > _FEW else [[each] for each in kind])]


def _together(first: Problem, others: Sequence[Problem]) -> str:
    """What stands for some problems of one kind."""
    place = f"{first.file}:{first.line}" if first.line else first.file
    mend = f" -> {first.instead}" if first.instead else ""
    names = ", ".join(dict.fromkeys(each.file for each in others if each.file != first.file and each.instead != first.instead))
    stop = "" if first.instead.endswith(".") else "."
    alike = f"{stop} The same holds for {names}, each with a command of its own." if names and "`python3 " in first.instead else ""
    return f"{len(others) + 1} times, first in {place}: {first.severity}: {first.wrong}{mend}{alike}"


def pointed(problem: Problem, lines: Sequence[str]) -> Iterator[str]:
    """The line that the problem stands in, and a pointer under its place; nothing where the file has no such line."""
    if not 0 < problem.line <= len(lines):
        return
    whole, at = sign_by_sign(lines[problem.line - 1]), max(0, problem.column - 1)
    first = max(0, min(at - _WIDTH // 2, len(whole) - _WIDTH))
    number = f"{problem.line:>6} | "
    yield f"{number}{whole[first : first + _WIDTH].rstrip()}"
    yield f"{' ' * (len(number) - 2)}| {' ' * (at - first)}^"


def lines_of(path: Path) -> list[str]:
    """The lines of a file as far as they can be read; none if it cannot."""
    try:
        return read_regular(path, MOST_BYTES).decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def tell_grades(grades: Iterable[Grade], out: TextIO) -> None:
    """How hard the texts are to read, a line each."""
    print("How hard to read: in English years of school (at most 7 a topic, 8 a slide), in Spanish from 0 (hard) to 100 (at least 70).", file=out)
    print("A dash: too few words to tell.", file=out)
    for grade in grades:
        numbers = (f"{code} {number:5.1f}" if number is not None else f"{code}     -" for code, number in grade.numbers)
        print(f"{grade.name:<40} {'   '.join(numbers)}", file=out)


def summary(problems: Sequence[Problem], *, of_kinds: int = 0) -> str:
    """How many there are of each severity; and of how many kinds the notices are, where some of them were told together."""
    number = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    kinds = f" of {counted(of_kinds, 'kind')}" if 0 < of_kinds < number[Severity.NOTICE] else ""
    return f"{', '.join(counted(many, severity.value) for severity, many in number.items())}{kinds} for staff"


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """In the block, what is told how many there are: they are counted on one line of a terminal, elsewhere in a line for every `_TOLD_EACH`."""
    told = False

    def tell(count: int) -> None:
        nonlocal told
        if sys.stdout.isatty():
            told = True
            print(f"{BACK}{count} {what}", end="", flush=True)
        elif count % _TOLD_EACH == 0:
            print(f"{count} {what} so far ...", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if told:
            print(flush=True)


def counted(count: int, name: str) -> str:
    """`1 screen`, `2 screens`."""
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def listed(names: Sequence[str], most: int = 4) -> str:
    """`Ana, Bob and Eve`; of a long list the first ones and how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
