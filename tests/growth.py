"""How the work of something grows with what it is given: asked by hostile long runs, of which none may cost more than its length."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SHORT, LONGER = 2_000, 8
"""Letters of a short run, and how many times longer the other is: what costs the square of it takes 64 times as long."""
_TRIES = 4
LONG_ENOUGH = 16
"""How often something may be repeated in an expression to be worth a run of it."""
LETTERS = " \n1a-.,:;*\"'“é{[(<A_\t\u00a0/$#&\\"


def is_more_than_linear(work: Callable[[str], object], run: Callable[[int], str], short: int = SHORT, longer: int = LONGER) -> bool:
    """Whether the work grows faster than the run that it is given. Of the processor alone, each the least of some tries: nobody else counts."""
    one, other = run(short), run(short * longer)
    return all(spent(work, other) > longer**1.5 * spent(work, one) for _ in range(_TRIES))


def spent(work: Callable[[str], object], text: str) -> float:
    """Seconds of the processor."""
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun


# -- runs that an expression may go over again and again --------------------------------------------------------------


def runs(expression: re.Pattern[Any]) -> set[tuple[str, str]]:
    """What stands before a run, and what it repeats: of each part of the expression that may be repeated what fits it, and what leads to it."""
    found = list[tuple[str, str]]()
    whole = _fitting(parser.parse(expression.pattern, expression.flags), found, "")
    again = {("", before + each) for before, each in found} | ({("", whole)} if whole else set())
    return {("", letter) for letter in LETTERS[:12]} | set(found) | again


def _fitting(parts: Iterable[tuple[Any, Any]], found: list[tuple[str, str]], before: str) -> str:
    """A text that fits these parts of an expression; what they may repeat is added to `found`."""
    text = ""
    for what, about in parts:
        led = before + text
        match what:
            case code.LITERAL | code.NOT_LITERAL | code.ANY | code.IN:
                text += _letters(what, about)[0]
            case code.MAX_REPEAT | code.MIN_REPEAT | code.POSSESSIVE_REPEAT:
                least, most, inside = about
                once = _fitting(inside, found, led)
                if most >= LONG_ENOUGH:
                    units = {once, *(_letters(*inside[0]) if len(inside) == 1 and inside[0][0] in _ONE_LETTER else ())}
                    found += [(led, unit) for unit in sorted(units) if unit]
                text += once * max(least, 1)
            case code.SUBPATTERN:
                text += _fitting(about[3], found, led)
            case code.ATOMIC_GROUP:
                text += _fitting(about, found, led)
            case code.BRANCH:
                ways = [_fitting(way, found, led) for way in about[1]]
                text += ways[0]
            case code.ASSERT | code.ASSERT_NOT:
                _fitting(about[1], found, led)
            case code.GROUPREF_EXISTS:
                text += _fitting(about[1], found, led)
    return text


_ONE_LETTER = code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN
_KINDS: dict[Any, Callable[[str], bool]] = {
    code.CATEGORY_DIGIT: str.isdigit,
    code.CATEGORY_SPACE: str.isspace,
    code.CATEGORY_WORD: lambda letter: letter.isalnum() or letter == "_",
    code.CATEGORY_NOT_DIGIT: lambda letter: not letter.isdigit(),
    code.CATEGORY_NOT_SPACE: lambda letter: not letter.isspace(),
    code.CATEGORY_NOT_WORD: lambda letter: not (letter.isalnum() or letter == "_"),
}


def _letters(what: Any, about: Any) -> list[str]:
    """Letters that one sign of an expression stands for: of LETTERS, else any."""
    known = {
        code.LITERAL: lambda letter: ord(letter) == about,
        code.NOT_LITERAL: lambda letter: ord(letter) != about,
        code.ANY: lambda letter: letter != "\n",
        code.IN: lambda letter: _is_among(letter, about),
    }[what]
    return [letter for letter in LETTERS if known(letter)] or [next(letter for letter in map(chr, range(1, 0x20000)) if known(letter))]


def _is_among(letter: str, about: Iterable[tuple[Any, Any]]) -> bool:
    turned = among = False
    for what, which in about:
        match what:
            case code.NEGATE:
                turned = True
            case code.LITERAL:
                among |= ord(letter) == which
            case code.RANGE:
                among |= which[0] <= ord(letter) <= which[1]
            case code.CATEGORY:
                among |= _KINDS[which](letter)
    return among != turned


WAYS = ("match", "fullmatch", "search", "findall", "finditer", "split", "sub")


def work_of(expression: re.Pattern[Any], way: str) -> Callable[[str], object]:
    """What is done to a text by one of WAYS."""

    def given(text: str) -> Any:
        return text.encode("latin-1", "ignore") if isinstance(expression.pattern, bytes) else text

    match way:
        case "sub":
            return lambda text: expression.sub(given(""), given(text))
        case "finditer":
            return lambda text: sum(1 for _ in expression.finditer(given(text)))
        case _:
            return lambda text: getattr(expression, way)(given(text))


def worst_runs(expression: re.Pattern[Any], way: str) -> Iterator[tuple[str, str]]:
    """The runs (what stands before, what is repeated) for which this takes more than their length."""
    work = work_of(expression, way)
    for before, each in sorted(runs(expression)):

        def run(length: int, before: str = before, each: str = each) -> str:
            return f"{before}{each * (length // len(each) + 1)}\0"

        if all(spent(work, run(_SHORTER)) > _QUICK_SECONDS for _ in range(2)) and is_more_than_linear(work, run, _SHORTER, 3):
            yield before, each


_SHORTER, _QUICK_SECONDS = 3_000, 0.0005
"""Letters, and seconds of the processor in which nothing takes the square of them: a step takes a nanosecond at least."""
