"""settings.yaml as lines of the form `name: value`. Where the whole cannot be understood each setting is read by itself: one slip hides no other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kiosk.problems import Problem, Severity
from kiosk.yaml.hints import LineAndColumn, no_colon, no_space
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.reading import Found, Plain, Yaml, read_yaml

_BEGINS = re.compile(r"\w|\"|'")
"""The first letter of a line with which a setting begins; other lines go on with the one above, or are remarks."""
_WRITTEN = re.compile(r"\w+\s*:(?:\s|$)")
_ATTACHED = re.compile(r"(?P<name>\w+)\s*:(?P<value>\S.*)")
_NO_COLON = re.compile(r"(?P<name>\w+)(?:\s*[=;：]\s*|\s+|$)(?P<value>.*)")
_SAYS = re.compile(r"^[^#\s]", re.MULTILINE)
_DIVIDES = re.compile(r"---\s*|\.\.\.\s*")
MOST_SETTINGS = 200
"""More than so many lines that begin one are no settings, and not looked at one by one."""
FORM = "This line is not of the form  name: value."
EXAMPLE = "For example: open_hours: Mon-Fri 8:00-18:00"


class _Block(Struct, frozen=True):
    """The lines of one setting, and how many stand above them."""

    above: int
    lines: Sequence[str]


def read_lines(raw: bytes, file: str, judge: Callable[[Yaml], Sequence[Problem]]) -> tuple[Yaml | None, tuple[Problem, ...]]:
    """What the file says, of all that can be understood, and every problem. `judge` tells what is wrong with settings that are well written."""
    found = read_yaml(raw, file)
    if _is_sound(found):
        return found.yaml, found.problems
    blocks = list(_blocks(raw.decode("utf-8-sig", "replace").splitlines()))
    if len(blocks) > MOST_SETTINGS:
        return found.yaml, found.problems
    told, parts = list[Problem](), list[Yaml]()
    for block in blocks:
        problem = _miswritten(block, file, judge)
        read = Found(None, (problem,)) if problem else _read(block, file)
        told += read.problems
        parts += [read.yaml] if read.yaml and not _errors(read.problems) else []
    together = _joined(parts, file, told)
    return (together, tuple(told)) if _errors(told) else (found.yaml, found.problems)


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [each for each in problems if each.severity is Severity.ERROR]


def _is_sound(found: Found) -> bool:
    """Whether nothing in the file keeps from reading it as a whole, or it is no text at all."""
    if errors := _errors(found.problems):
        return not any(each.line for each in errors)
    return found.yaml is not None and isinstance(found.yaml.data, dict) and all(name.isidentifier() for name in found.yaml.data)


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """The settings, each with the lines that go on with it; what stands before the first one only where it says something."""
    starts = [number for number, line in enumerate(lines) if _BEGINS.match(line)]
    head = [line for line in lines[: starts[0] if starts else len(lines)] if not _DIVIDES.fullmatch(line)]
    if any(map(_SAYS.match, head)):
        yield _Block(0, lines[: starts[0] if starts else len(lines)])
    ends = [*starts[1:], len(lines)][: len(starts)]
    yield from (_Block(start, lines[start:end]) for start, end in zip(starts, ends, strict=True))


def _read(block: _Block, file: str) -> Found:
    """One setting, by the places that it has in the whole file."""
    found = read_yaml("\n".join((*block.lines, "")).encode(), file)
    if found.yaml and not isinstance(found.yaml.data, dict):
        return Found(None, (*_moved(found.problems, block), Problem(file, block.above + 1, 1, Severity.ERROR, FORM, EXAMPLE)))
    return Found(_below(found.yaml, block) if found.yaml else None, _moved(found.problems, block))


def _moved(problems: Sequence[Problem], block: _Block) -> tuple[Problem, ...]:
    return tuple(replace(each, line=each.line + block.above) if each.line else each for each in problems)


def _below(yaml: Yaml, block: _Block) -> Yaml:
    values = {path: (line + block.above, column) for path, (line, column) in yaml.values.items()}
    return Yaml(yaml.data, values, {path: (line + block.above, column) for path, (line, column) in yaml.names.items()})


def _joined(parts: Sequence[Yaml], file: str, told: list[Problem]) -> Yaml:
    """All settings that could be read, each by its first line; `told` gets to know of others by the same name."""
    data: dict[str, Plain] = {}
    values: dict[KeyPath, LineAndColumn] = {(): (1, 1)}
    names: dict[KeyPath, LineAndColumn] = {}
    for part in parts:
        if isinstance(part.data, dict) and (twice := next((name for name in part.data if name in data), "")):
            wrong = f"`{twice}` is here a second time; the first is in line {names[(twice,)][0]}."
            told.append(Problem(file, *part.name_place((twice,)), Severity.ERROR, wrong, "See which of the two is right, and delete the other."))
        elif isinstance(part.data, dict):
            data |= part.data
            values |= {path: place for path, place in part.values.items() if path}
            names |= dict(part.names)
    return Yaml(data, values, names)


def _miswritten(block: _Block, file: str, judge: Callable[[Yaml], Sequence[Problem]]) -> Problem | None:
    """A setting whose name has no colon, or no blank behind it, with the line that mends that and is taken; None where it has both."""
    line = block.lines[0].rstrip()
    attached = _ATTACHED.fullmatch(line)
    slip = None if _WRITTEN.match(line) else attached or _NO_COLON.fullmatch(line)
    if slip is None:
        return None
    (number, column), wrong, _ = (no_space if attached else no_colon)((block.above + 1, 1), slip["name"])
    mended = f"{slip['name']}: {slip['value']}".rstrip()
    read = _read(_Block(block.above, [mended, *block.lines[1:]]), file)
    more = _errors([*read.problems, *(judge(read.yaml) if read.yaml else ())])
    also = next((each.instead for each in more if each.line == number), f"Write `{mended}`.")
    return Problem(file, number, column, Severity.ERROR, wrong, also)
