"""What content has lost since it was last shown: files that are gone, emptied or cut off, and slides, questions or points that a file no longer has.

Staff may have meant it, so it is told only until what is left has been shown, and a day longer (`restore_text.last_shown`).
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from kiosk.content.checks.cures import begins_item
from kiosk.content.model.deck import Source, Topic, Word
from kiosk.content.model.form import Form
from kiosk.content.model.questions import answers
from kiosk.content.reading.folder import CLINIC, DICTIONARY, HELP, INTERFACE, QUESTIONS, REVIEWS, SOURCES, TRANSLATIONS, WORDS, read_any
from kiosk.content.reading.one_file import looked_at
from kiosk.content.reading.result import TOPICS, ReadFile, ReadFolder
from kiosk.problems import Problem, Severity

MOST_NAMED = 5
"""Slides, questions and so on that are told by name."""
_CALLED = {
    QUESTIONS: "question",
    WORDS: "word",
    SOURCES: "source",
    REVIEWS: "signature",
    HELP: "entry",
    CLINIC: "entry",
    INTERFACE: "entry",
    TRANSLATIONS: "entry",
    DICTIONARY: "entry",
}
_MEANT = " If you did, do nothing: a day after the kiosk or a preview has shown it so, `check` lists what is left over (links, pictures) instead."


class Was(Struct, frozen=True):
    """What a file said when it was last shown, and what it says now; None where it is gone."""

    raw: bytes
    now: bytes | None


class Loss(Struct, frozen=True):
    """What one file lost: `raw` is what it said when it was last shown, `names` are the slides, sources and so on that are gone from it."""

    problem: Problem
    raw: bytes
    names: frozenset[str]
    follows_from: int | None = None
    """The line from which on all that is wrong in the file follows from this."""


class _Cut(Struct, frozen=True):
    """How a file was cut off, in words; the line of the item that it ends in, and whether it ends in the midst of a line."""

    told: str
    item: int
    in_a_line: bool


def losses(reading: ReadFolder, last: Mapping[str, Was]) -> tuple[Loss, ...]:
    """What the files of the folder have lost, where `last` tells of each that is not as it was last shown."""
    languages = reading.clinic.value.languages if reading.clinic.value else ("en",)
    files = {file.name: file for file in reading.files}
    topics = {topic.value.id for topic in reading.topics if topic.value}
    found = (
        looked_at(name, partial(_lost, read_any(was.raw, name, languages), files.get(name), was, topics), None) for name, was in sorted(last.items())
    )
    return tuple(loss for loss in found if loss)


def with_losses(problems: Iterable[Problem], lost: Collection[Loss]) -> Iterator[Problem]:
    """The problems and what is lost, but for what only follows from a file's being cut off."""
    cut = {loss.problem.file: loss.follows_from for loss in lost if loss.follows_from is not None}
    yield from (problem for problem in problems if problem.file not in cut or 0 < problem.line < cut[problem.file])
    yield from (loss.problem for loss in lost)


def restoring(file: str) -> str:
    """The command that brings back what a file said when it was last good."""
    return f"`python3 main.py check --restore {shlex.quote(file)}`"


def _lost(before: ReadFile[Any], file: ReadFile[Any] | None, was: Was, topics: Collection[str]) -> Loss | None:
    """What one file lost. A topic that stands in another file now is not lost, nor is a file whose absence is an error by itself."""
    name, had = before.name, _parts(before)
    if was.now is None:
        renamed = isinstance(before.value, Topic) and before.value.id in topics
        needed = not name.startswith(f"{TOPICS}/") and name not in (REVIEWS, TRANSLATIONS, DICTIONARY)
        if renamed or needed or not had:
            return None
        wrong = f"This file is gone. When the content was last shown it was there, with {_counted(len(had), name)}."
        return _loss(before, was, Severity.WARNING, wrong, had)
    if file is None:
        return None
    cut = _cut_off(was.now, was.raw)
    broken = cut if cut and cut.in_a_line else None
    if file.value is None and file.problems:
        severity = Severity.ERROR if broken else Severity.WARNING
        return _loss(before, was, severity, cut.told, had, broken) if cut else None
    has = _parts(file)
    fewer = _fewer(had, has, name)
    wrong = f"{broken.told} {fewer}" if broken else fewer
    return _loss(before, was, Severity.NOTICE, wrong, had.keys() - has.keys(), broken) if fewer else None


def _loss(  # noqa: PLR0917
    before: ReadFile[Any], was: Was, severity: Severity, wrong: str, names: Iterable[str], cut: _Cut | None = None
) -> Loss:
    instead = f"If you did not mean that, bring it back: {restoring(before.name)}.{'' if severity is Severity.ERROR else _MEANT}"
    return Loss(Problem(before.name, 0, 0, severity, wrong, instead), was.raw, frozenset(names), cut.item if cut else None)


def _parts(file: ReadFile[Any]) -> dict[str, int]:
    """Of what a file has (slides, questions, words) each by its name, with how many points or lines it has of its own."""
    match file.value:
        case Topic():
            return {slide.id: len(slide.every_point()) for slide in file.value.slides}
        case Form():
            return {question.id: len(question.options) for question in file.value.questions}
        case (Word() | Source(), *_) as named:
            return {each.id: 0 for each in named}
        case tuple() if file.name == QUESTIONS:
            return {answer.id: len(answer.points) for _, answer in answers(file.value)}
        case dict() if file.name == TRANSLATIONS:
            return {f"{code} {pair}": 0 for code, pairs in file.value.items() for pair in pairs}
        case tuple() if file.name == REVIEWS:
            return {f"{review.topic} ({review.language})": 0 for review in file.value}
    data = file.yaml.data if file.yaml else None
    entries = data.items() if isinstance(data, dict) else ()
    return {name: len(value) if isinstance(value, list) else 0 for name, value in entries if value is not None}


def _fewer(had: Mapping[str, int], has: Mapping[str, int], file: str) -> str:
    """What is there no more, or has fewer points than it had; empty where nothing is lost."""
    gone = [name for name in had if name not in has]
    if len(has) < len(had):
        left = f"and now has {len(has)}" if has else "and now has none"
        named = f" Gone: {_named(gone)}." if file != TRANSLATIONS else ""  # its fingerprints say nothing to anybody
        return f"This file had {_counted(len(had), file)} when it was last shown, {left}.{named}"
    shorter = [f"`{name}` ({has[name]} of {count} left)" for name, count in had.items() if name in has and has[name] < count]
    return f"Something in this file is shorter than when it was last shown: {', '.join(shorter[:MOST_NAMED])}." if shorter else ""


def _cut_off(now: bytes, was: bytes) -> _Cut | None:
    """That nothing is left, or that it ends in the midst of what stood there; None where it does not end so."""
    lines, before = (raw.decode("utf-8", "replace").splitlines() for raw in (now, was))
    says = [number for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    had = f"when it was last shown it had {len(before)} lines."
    if not says:
        return _Cut(f"Nothing is left in this file; {had}", 0, in_a_line=True)
    ends = lines[says[-1] - 1].rstrip()
    first = {line: number for number, line in reversed(list(enumerate(before))) if line.strip()}
    last_new, last_left = (max((first.get(line, -1) for line in those), default=-1) for those in (first, lines))
    for number, line in enumerate(before, 1):
        in_a_line = line.rstrip() != ends
        if line.startswith(ends) and (number <= last_new or in_a_line) and last_left < number:
            item = next((each for each in reversed(says) if begins_item(lines[each - 1])), 0)
            where = f"in the middle of line {says[-1]}" if in_a_line else f"after line {says[-1]}"
            return _Cut(f"This file was cut off {where}: {had}", item, in_a_line)
    return None


def _named(names: Collection[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(f"`{name}`" for name in list(names)[:MOST_NAMED]) + more


def _counted(count: int, file: str) -> str:
    one = _CALLED.get(file, "slide" if file.startswith(f"{TOPICS}/") else "question")
    many = "entries" if one == "entry" else f"{one}s"
    return f"{count} {one if count == 1 else many}"
