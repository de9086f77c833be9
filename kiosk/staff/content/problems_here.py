"""What is wrong in the content while somebody changes it at the desk, and with the item in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiosk.content.checks.check import cured_in, examined
from kiosk.content.checks.cures import Patience
from kiosk.content.edits import changes
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.content.model.walk import texts
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.result import ReadFolder
from kiosk.problems import Problem, Severity


class Judging(Struct, frozen=True):
    """The content as it was read, with what its problems depend on."""

    reading: ReadFolder
    content: Path
    today: date
    icons: frozenset[str]
    memory: Memory

    def problems(self, spot: Spot | None, raw: bytes) -> tuple[Problem, ...]:
        """All problems; those of the item at this place come first and have their cures, for a file of these bytes."""
        every = examined(self.reading, self.content, self.today, self.icons, self.memory)
        near, around = within(every, self.reading, spot), (self.reading, self.content, self.today, self.icons)
        told = cured_in(spot.file, tuple(near), raw, *around, Patience()) if spot and near else ()
        return (*told, *(problem for problem in every if problem not in near))


def within(problems: Iterable[Problem], reading: ReadFolder, spot: Spot | None) -> list[Problem]:
    """The problems of the item that this place belongs to; of a file that cannot be read, all."""
    file = next((file for file in reading.files if spot and file.name == spot.file), None)
    if spot is None or file is None:
        return []
    own = [problem for problem in problems if problem.file == spot.file]
    if file.yaml is None:
        return own
    unit = spot.way[:2] if spot.way[:1] == ("slides",) else changes.item_of(spot.way)
    lines = file.yaml.lines_at(unit) if unit else range(1, len(file.yaml.lines) + 1)
    return [problem for problem in own if problem.line in lines and problem.severity is not Severity.NOTICE]


def place(session: Session, problem: Problem) -> Spot:
    """The text in which something is wrong; of a file without any, the file."""
    file = session.file(problem.file)
    ways = [way for way, _ in texts(file.value)] if file.value is not None and file.yaml else []
    before = [way for way in ways if file.yaml and file.yaml.place(way)[0] <= problem.line]
    return Spot(problem.file, max(before, key=file.yaml.place) if before and file.yaml else ways[0] if ways else ())


def is_elsewhere(session: Session, problem: Problem) -> bool:
    """Whether it is about another text than the chosen one, which has the box for it."""
    spot, yaml = place(session, problem), session.file(problem.file).yaml
    return yaml is not None and bool(spot.way) and spot != session.chosen and problem.line in yaml.lines_at(spot.way)


def line(session: Session, problem: Problem) -> str:
    """The line of a file that cannot be read, since nothing of it can be shown otherwise."""
    if session.file(problem.file).yaml or not problem.line:
        return ""
    lines = session.raw(problem.file).decode(errors="replace").splitlines()
    return f"Line {problem.line}: {lines[problem.line - 1].strip()}" if problem.line <= len(lines) else ""
