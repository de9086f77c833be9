"""What to write in place of what is wrong, only where that is certain: each cure was tried.

A cure is certain where, of all that was tried, it alone leaves a file in which the problem is gone, none came, and nothing that was written is
lost; or where all that do so come to the same on the screen.
"""

from __future__ import annotations

import codecs
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, takewhile
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks import forbidden_words
from kiosk.content.checks.completeness import UNTRANSLATED
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading import slips
from kiosk.content.reading.result import ReadFile
from kiosk.problems import Edits, Problem, Severity
from kiosk.yaml.hints import BLANKS, CUT_OFF, TABLE
from kiosk.yaml.reading import CURLY, TWICE, Plain, in_curly_quotes, read_yaml

MOST_TRIED_TOGETHER, MOST_SECONDS_TOGETHER = 3000, 10.0
"""Edits that are tried for all cures of one check, and seconds of the processor; one slip takes some tens, each of some milliseconds."""


class Patience:
    """How long all cures together are looked for."""

    def __init__(self) -> None:
        self._tried, self._last = 0, time.thread_time() + MOST_SECONDS_TOGETHER
        self.is_over = False

    def ends(self) -> bool:
        """Whether there is none left for another try."""
        self._tried += 1
        self.is_over = self.is_over or self._tried > MOST_TRIED_TOGETHER or time.thread_time() > self._last
        return self.is_over


class Judge(Struct, frozen=True):
    """Reads one file of the content with other bytes, and tells the problems of what was read."""

    read: Callable[[bytes], ReadFile[Any]]
    problems: Callable[[ReadFile[Any]], tuple[Problem, ...]]
    """But for translations that do not fit: those are `stale`, how many."""
    stale: Callable[[ReadFile[Any]], int]


MOST_TRIED = 600
"""Edits for one problem."""
MOST_CURED, MOST_LETTERS, MOST_LINE = 5, 150_000, 2000
"""Problems of one file, letters of a file, and of a line, for which a cure is looked for."""


_TWICE, _DASHED = re.compile(rf"{TWICE} (\d+)"), re.compile(r"\s*- ")


def with_cures(problems: Sequence[Problem], raw: bytes, judge: Judge, patience: Patience) -> tuple[Problem, ...]:
    """The problems of one file, each with its cure where one is certain."""
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return tuple(problems)
    lines = len(text.splitlines())
    able = [problem for problem in problems if _may_be_cured(problem) and problem.line <= lines and len(text) <= MOST_LETTERS]
    cures = _one_after_another(text, able[:MOST_CURED], judge, patience) if able else {}
    return tuple(_told(problem, cures.get(problem, ())) for problem in problems)


def _one_after_another(text: str, problems: Sequence[Problem], judge: Judge, patience: Patience) -> dict[Problem, Edits]:
    """The cures that are certain; where a mistake hides another's cure, that is looked for in the text in which the first is mended."""
    file, cures = _file(text, judge, patience), dict[Problem, Edits]()
    fresh = _cures(file, problems)
    while fresh:
        cures |= fresh
        left = [problem for problem in problems if problem not in cures]
        for cure in dict.fromkeys(fresh.values()) if left else ():
            text = applied(text, cure)
        file = _file(text, judge, patience)
        fresh = _cures(file, left)
    return cures


def _cures(file: _File, problems: Sequence[Problem]) -> dict[Problem, Edits]:
    """The cures that are certain in this text; what one of them mends along with its own problem needs no other."""
    cures = dict[Problem, Edits]()
    for problem in problems:
        if problem not in cures and (cure := _cure(file, problem)):
            after = file.judge.read(applied(file.text, cure).encode())
            left = {*map(_what, after.problems), *map(_what, file.judge.problems(after))}
            cures |= {each: cure for each in problems if each == problem or (each not in cures and _what(each) not in left)}
    return cures


def no_further(file: str) -> Problem:
    """What is told of the file in which all patience came to its end."""
    wrong = "Looking for more cures would take too long: none is proposed for what else is wrong in this file, and in those after it."
    return Problem(file, 0, 0, Severity.NOTICE, wrong, "Mend what is told, then run `python3 main.py check` again.")


def _may_be_cured(problem: Problem) -> bool:
    """Errors, and warnings of signs that are left or names that are not known; but not what was cut off or went through another program."""
    known = problem.severity is Severity.ERROR or problem.cure or problem.wrong in forbidden_words.SIGNS_LEFT or problem.wrong == CURLY
    return bool(problem.line and known and problem.wrong not in (TABLE, CUT_OFF))


def _told(problem: Problem, cure: Edits) -> Problem:
    """The problem with its cure, in words too; but for a single word that was meant, those it had."""
    if not cure or cure == problem.cure:
        return replace(problem, cure=cure)
    if len(cure) == 1:
        (number, line), *_ = cure
        instead = f"Write line {number} like this: `{line}`" if line.strip() else f"Delete what is in line {number}."
    else:
        (first, line), (last, _) = cure[0], cure[-1]
        instead = f"Move lines {first} to {last} together, each by as many spaces, so that line {first} is like this: `{line}`"
    return replace(problem, instead=instead, cure=cure)


def applied(text: str, cure: Edits) -> str:
    """The text of a file with what a cure says in its lines."""
    lines = text.splitlines(keepends=True)
    for number, fresh in cure:
        end = lines[number - 1][len(lines[number - 1].rstrip("\r\n")) :]
        lines[number - 1] = fresh + end
    return "".join(lines)


class _Tried(Struct, frozen=True):
    """What became of a file by some edits."""

    edits: Edits
    value: object
    worse: tuple[int, ...]
    """How many problems are new, translations do not fit, texts look odd, signs are gone."""
    harms: bool
    """Whether a new problem is in an edited line, or anywhere, where all problems could be seen before."""


class _File(Struct, frozen=True):
    """A file as it is, and what is told of it: all that can be seen at once only where it has a value."""

    text: str
    read: ReadFile[Any]
    told: frozenset[tuple[int, str]]
    judge: Judge
    patience: Patience


def _file(text: str, judge: Judge, patience: Patience) -> _File:
    read = judge.read(text.encode())
    return _File(text, read, frozenset(map(_what, read.problems if read.value is None else judge.problems(read))), judge, patience)


def _cure(file: _File, problem: Problem) -> Edits:
    """The one cure that is certain; empty where none is."""
    if problem.cure and not file.patience.ends() and (good := _tried(file, problem, problem.cure)) and not good.harms:
        return problem.cure
    if _what(problem) not in map(_what, file.read.problems) and problem.wrong not in forbidden_words.SIGNS_LEFT:
        return ()
    problem, tried = replace(problem, cure=()), list[_Tried]()
    for number, edits in slips.undoing(file.text.splitlines(), problem.line):
        if len(file.text.splitlines()[number - 1]) <= MOST_LINE:
            tried += _all_tried(file, problem, edits)
        if file.patience.is_over or any(not each.worse[0] and not each.harms for each in tried):
            break
    return _certain(tried) if tried and not file.patience.is_over else ()


def _certain(tried: Sequence[_Tried]) -> Edits:
    """The shortest of the best, if all of the best come to the same."""
    least = min(each.worse for each in tried)
    best = [each for each in tried if each.worse == least]
    shortest = min(best, key=lambda each: len(each.edits))
    return () if shortest.harms or any(each.value != shortest.value for each in best) else shortest.edits


def _all_tried(file: _File, problem: Problem, edits: Iterable[Edits]) -> list[_Tried]:
    window = _Window(file.text, problem.line)
    these = takewhile(lambda _: not file.patience.ends(), islice(edits, MOST_TRIED))
    helping = (each for each in these if window.may_help(each) and not _tears(file.text.splitlines(), problem, each))
    return [good for each in helping if (good := _tried(file, problem, each))]


def _tears(lines: Sequence[str], problem: Problem, edits: Edits) -> bool:
    """Whether a new dash would make two items of one that only has a name twice: an item that lost its dash begins with the name of the others."""
    twice = _TWICE.search(problem.wrong)
    if not twice or _DASHED.match(lines[int(twice[1]) - 1]):
        return False
    return any(_DASHED.match(fresh) and not _DASHED.match(lines[number - 1]) for number, fresh in edits)


def _tried(before: _File, problem: Problem, edits: Edits) -> _Tried | None:
    """What becomes of the file by the edits; None where the problem stays, another error comes, or something that was written is lost."""
    text, judge, told = before.text, before.judge, before.told
    fresh = applied(text, edits)
    file = judge.read(fresh.encode())
    if any(_what(each) not in told for each in file.problems if each.severity is Severity.ERROR):
        return None
    if problem.wrong in forbidden_words.SIGNS_LEFT and _signs(file) > _signs(before.read):
        return None
    if file.yaml is None or not _all_said(text, fresh, edits, file.yaml.data, given=bool(problem.cure)):
        return None
    after = judge.problems(file)
    new = [each for each in after if each.severity is not Severity.NOTICE and _what(each) not in told]
    if any(_what(each) == _what(problem) for each in after) or any(each.severity is Severity.ERROR or TWICE in problem.wrong for each in new):
        return None
    gone = Counter(text) - Counter(fresh)
    if before.read.value is None and not any(_OTHER_LANGUAGE.search(line) for _, line in edits):
        new = [each for each in new if each.wrong not in UNTRANSLATED.values()]  # it was missing before, and nobody could see that
    worse = (len(new), judge.stale(file), sum(map(_is_odd, _said(file.yaml.data))), gone.total() - gone[" "] - gone["\t"])
    edited = {number for number, _ in edits}
    return _Tried(edits, file.value, worse, any(before.read.value is not None or each.line in edited for each in new))


_OTHER_LANGUAGE = re.compile(rf"\b(?:{'|'.join(LANGUAGES)})\b\W{{0,2}}:")
_ODD = re.compile(r"^[,:;：}\]]|[,{\[]$|^\W*$|^[\"'].*[“”»\"']$|(?<![\w”»’)]):(?!\S)|,,|^[a-z_]+;|\"\"|(?<![\w.,!?])'(?=\s|$)")


def _is_odd(text: str) -> bool:
    """Whether a text looks as if signs of the file had got into it, or some of its own were lost."""
    alone = len(re.findall("[“”„‟]", text)) % 2
    return bool(alone or in_curly_quotes(text) or _ODD.search(text) or forbidden_words.sign_left(text))


def _signs(file: ReadFile[Any]) -> int:
    """How many signs of the file show in its texts: what has no partner is not mended by one more."""
    return sum(text.count(sign) for text in _said(file.yaml.data if file.yaml else None) for sign in '"{}[]')


def _what(problem: Problem) -> tuple[int, str]:
    return problem.line, problem.wrong


def _all_said(text: str, fresh: str, edits: Edits, data: Plain, *, given: bool) -> bool:
    """Whether all letters are still there, and those of the edited lines in what the file says now; of a `given` cure the value is another."""
    if not given and _letters(text.translate(slips.ALIKE)) != _letters(fresh.translate(slips.ALIKE)):
        return False
    said, lines = _letters("".join(_said(data))), fresh.splitlines()
    return all(_letters(lines[number - 1]) in said for number, _ in edits)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _said(data: Plain) -> Iterator[str]:
    match data:
        case dict():
            for name, value in data.items():
                yield name
                yield from _said(value)
        case list():
            for value in data:
                yield from _said(value)
        case str():
            yield data


class _Window:
    """The item around a line, by which most edits that help nothing are known at once."""

    def __init__(self, text: str, line: int) -> None:
        lines = text.splitlines()
        first = next((number for number in range(line, 0, -1) if begins_item(lines[number - 1])), 1)
        last = next((number for number in range(line + 1, len(lines) + 1) if begins_item(lines[number - 1])), len(lines) + 1)
        self._first, self._lines = first, lines[first - 1 : last - 1]
        self._tells = read_yaml("\n".join(self._lines).encode(), "").yaml is None

    def may_help(self, edits: Edits) -> bool:
        if not self._tells or not all(self._first <= number < self._first + len(self._lines) for number, _ in edits):
            return True
        lines = self._lines.copy()
        for number, fresh in edits:
            lines[number - self._first] = fresh
        return read_yaml("\n".join(lines).encode(), "").yaml is not None


def begins_item(line: str) -> bool:
    """Whether an item of the file's own list, or something beside that list, begins in this line."""
    return line.startswith("  - ") or line[:1] not in ("", " ", "#", *BLANKS)
