"""What a check finds in the deck, and the way to the place in the file that it was read from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from kiosk.content.reading.format_errors import MOST_GUESSES, asked, nearest
from kiosk.content.reading.result import ReadFile
from kiosk.problems import Edits, Problem, Severity, and_more
from kiosk.yaml.hints import MOST_LINES_OF_A_BLOCK, lines_said
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Yaml

MOST_TOLD = 500
"""Of each severity, by one round of checks of a file. All of them are looked for: an error among them keeps the file off the screen."""


class Unknown(Struct, frozen=True):
    """A name that is not among the known ones; which of them was `meant` is found when it is told. `otherwise` helps where none is near."""

    name: str
    known: Collection[str]
    otherwise: str
    meant: str = ""

    def guessed(self) -> tuple[str, str]:
        """What to tell, and the name itself where one is near."""
        near = self.meant or nearest(self.name, self.known)
        return asked(self.name, near, self.otherwise), near


class Again(Struct, frozen=True):
    """An item that has the name of an earlier one: the ways to both, whether they say the same, and what helps where they do not."""

    first: KeyPath
    second: KeyPath
    same: bool
    otherwise: str

    def told(self, yaml: Yaml) -> str:
        """Which lines to keep and which to delete."""
        first, second = yaml.lines_at(self.first), yaml.lines_at(self.second)
        if max(len(first), len(second)) > MOST_LINES_OF_A_BLOCK:
            return self.otherwise
        one, two = lines_said(first), lines_said(second)
        if self.same:
            return f"The same is in {one} already: delete {two}."
        return f"The first is in {one}. {self.otherwise}; if it is a copy that nobody needs, delete {two}."


Instead = str | Unknown | Again


class Finding(Struct, frozen=True):
    """Something wrong at a place of one file; `way` is the names and numbers that lead there."""

    way: KeyPath
    severity: Severity
    wrong: str
    instead: Instead


Findings = Iterator[Finding]


def error(way: KeyPath, wrong: str, instead: Instead) -> Finding:
    """The file must not be shown like this."""
    return Finding(way, Severity.ERROR, wrong, instead)


def warning(way: KeyPath, wrong: str, instead: Instead) -> Finding:
    """The file can be shown, but not as it should be."""
    return Finding(way, Severity.WARNING, wrong, instead)


def notice(way: KeyPath, wrong: str, instead: str) -> Finding:
    """Nothing is wrong, but somebody should know."""
    return Finding(way, Severity.NOTICE, wrong, instead)


def placed(file: ReadFile[Any], findings: Iterable[Finding]) -> Iterator[Problem]:
    """The findings as problems, at the line and column of the nearest thing that is written in the file."""
    met: Counter[Severity] = Counter()
    guessed = 0
    for finding in findings:
        met[finding.severity] += 1
        if met[finding.severity] > MOST_TOLD:
            continue
        place, instead = file.yaml.place(finding.way) if file.yaml else (0, 0), finding.instead
        cure: Edits = ()
        if isinstance(instead, Unknown):
            guessed += 1
            unknown, (instead, near) = instead, instead.guessed() if guessed <= MOST_GUESSES else (instead.otherwise, "")
            cure = file.yaml.rewritten(place, unknown.name, near) if file.yaml and near else ()
        elif isinstance(instead, Again):
            instead = instead.told(file.yaml) if file.yaml else instead.otherwise
        yield Problem(file.name, *place, finding.severity, finding.wrong, instead, cure)
    for severity, count in met.items():
        yield from and_more(file.name, count - MOST_TOLD, severity)


def named_again(named: Sequence[tuple[KeyPath, str, object]]) -> Iterator[tuple[str, Again]]:
    """Each name that was there before, with what helps; of each item the way to it, its name and what it says are given."""
    met: dict[str, tuple[KeyPath, object]] = {}
    for way, name, value in named:
        first, was = met.setdefault(name, (way, value))
        if first != way:
            yield name, Again(first, way, was == value, "Give this one another name")


