"""Slips of staff in the shipped content, each with the cure that `check` proposes: taken, it must do no harm.

    python tests/cures.py [COUNT] [SEED]

makes so many slips of each kind, and prints what came of them; the tests run a short form.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from msgspec import Struct  # noqa: E402
from wanted import wanted  # noqa: E402

from kiosk.content.checks.check import judge_of  # noqa: E402
from kiosk.content.checks.cures import Patience, applied, with_cures  # noqa: E402
from kiosk.content.reading.folder import read_folder  # noqa: E402
from kiosk.content.reading.result import ReadFolder  # noqa: E402
from kiosk.problems import Problem, Severity  # noqa: E402
from kiosk.project import icons  # noqa: E402

CONTENT = PROJECT / "content"
TODAY = date(2026, 11, 29)
Slip = Callable[[str, random.Random], str | None]
"""Makes a slip in one line; None where it cannot be made there."""
BlockSlip = Callable[[list[str], int], list[str] | None]
"""Makes a slip in the item that begins in the line of this number."""


def without(sign: str, beside: str = "") -> Slip:
    """One of these signs is gone."""

    def slip(line: str, chance: random.Random) -> str | None:
        places = [each.start() for each in re.finditer(re.escape(sign) + beside, line)]
        if not places:
            return None
        at = chance.choice(places)
        return line[:at] + line[at + len(sign) :]

    return slip


def stray(sign: str) -> Slip:
    """One more of these signs, where one stands or a word ends."""

    def slip(line: str, chance: random.Random) -> str | None:
        places = [each.start() for each in re.finditer(r"(?<=\w)\b|(?<=[\"'{}\[\],:])|$", line) if each.start() > 6] or [len(line)]
        at = chance.choice(places)
        return line[:at] + sign + line[at:]

    return slip


def put(old: str, new: str) -> Slip:
    """The first of these that stands there is another."""

    def slip(line: str, chance: random.Random) -> str | None:
        found = list(re.finditer(old, line))
        if not found:
            return None
        one = chance.choice(found)
        return line[: one.start()] + one.expand(new) + line[one.end() :]

    return slip


def moved(by: int) -> Slip:
    def slip(line: str, _: random.Random) -> str | None:
        indent = len(line) - len(line.lstrip())
        return None if indent + by < 0 else " " * (indent + by) + line.lstrip()

    return slip


def pasted(item: str, by: int, *, lines_of_it: int = 1, head: bool = True) -> BlockSlip:
    """So many items of a list stand so much further to the right, without the first line if that stood where the cursor was."""

    def slip(lines: list[str], number: int) -> list[str] | None:
        if not lines[number - 1].startswith(item):
            return None
        edge, last, items = len(item) - len(item.lstrip()), number, 0
        while last < len(lines) and (items := items + lines[last].startswith(item)) < lines_of_it:
            if lines[last].strip() and len(lines[last]) - len(lines[last].lstrip()) <= edge and not lines[last].startswith(item):
                break
            last += 1
        first = number if head else number + 1
        return [*lines[: first - 1], *(shifted(line, by) for line in lines[first - 1 : last]), *lines[last:]]

    return slip


def shifted(line: str, by: int) -> str:
    return line if not line.strip() else " " * by + line if by > 0 else line[-by:]


def alike(line: str, chance: random.Random) -> str | None:
    """A letter of a name or of a word that is no text has another alphabet."""
    names = [each for each in re.finditer(r"\b[a-z_]+(?=:)|(?<=kind: )\w+|(?<=makes: )\w+|(?<=tint: )\w+", line) if re.search("[aeopcxysi]", each[0])]
    if not names:
        return None
    name = chance.choice(names)
    other = re.sub("[aeopcxysi]", lambda letter: "аеорсхуѕі"["aeopcxysi".index(letter[0])], name[0], count=1)
    return line[: name.start()] + other + line[name.end() :]


_FLOW = r"(?:(?<=\ben: )|(?<=\bes: ))(?P<text>[^\"'{}\[\],:*]+)(?=[,}])"

SLIPS: dict[str, Slip] = {
    "no opening quote": put(r'(: )"', r"\1"),
    "no closing quote": put(r'"(?=[,}]|$)', ""),
    "no opening brace": without("{"),
    "no closing brace": without("}"),
    "no opening bracket": without("["),
    "no closing bracket": without("]"),
    "no colon": put(r"(\w):(?= )", r"\1"),
    "no blank after a colon": put(r"(\w): ", r"\1:"),
    "no comma": put(r",(?= (?:\w+:|[\w-]+[,\]]))", ""),
    "a full stop for a comma": put(r",(?= (?:\w+:|[\w-]+[,\]]))", "."),
    "a semicolon for a colon": put(r"(\w):(?= )", r"\1;"),
    "no dash": put(r"^(\s*)- (?=\w)", r"\1  "),
    "no dash nor its place": put(r"^(\s*)- (?=\w)", r"\1"),
    "no blank after a dash": put(r"^(\s*)- (?=\w)", r"\1-"),
    "an en dash": put(r"^(\s*)- (?=\w)", r"\1– "),
    "a bullet": put(r"^(\s*)- (?=\w)", r"\1• "),
    "a second dash": put(r"^(\s*)- (?=\w)", r"\1- - "),
    **{f"a stray {sign}": stray(sign) for sign in ('"', "'", "{", "}", "[", "]", ",", ":", "*")},
    **{f"moved by {by}": moved(by) for by in (-2, -1, 1, 2)},
    "a tab": put(r"^( +)(?=\S)", "\t"),
    "a tab after blanks": put(r"^( +)(?=\S)", r"\1\t"),
    "hard blanks": put(r"^  ", "\u00a0\u00a0"),
    "a letter of another alphabet": alike,
    "a wide colon": put(r"(\w): ", r"\1："),
    "curly quotes": put(r'"([^"]*)"', r"“\1”"),
    "curly quotes of a German": put(r'"([^"]*)"', r"„\1“"),
    "a curly quote opens": put(r'"([^"]*)"', r'“\1"'),
    "a curly quote closes": put(r'"([^"]*)"', r'"\1”'),
    "curly quotes within each other": put(r'"(\w+) (\w+)([^"]*)"', r"“\1 “\2”\3”"),
    "single curly quotes": put(r'"([^"]*)"', r"‘\1’"),
    "curly quotes and a colon": put(r'"(\w+)([^"]*)"', r"“\1: \2”"),
    "curly quotes around a name": put(r"(\w+):(?= )", r"“\1”:"),
    "curly quotes around a word": put(r"(?<=: )([\w.-]+)$", r"“\1”"),
    "bold in braces": put(_FLOW, r"**\g<text>**"),
    "bold begins a text in braces": put(_FLOW, r"**Ask** \g<text>"),
    "bold begins a text": put(r"(?:(?<=\ben: )|(?<=\bes: ))([^\"'{}\[\],:*]+)$", r"**Ask** \1"),
    "braces in braces": put(_FLOW, r"Bus {12} \g<text>"),
    "braces at an end": put(_FLOW, r"\g<text> {12}"),
    "brackets in braces": put(_FLOW, r"[New] \g<text>"),
    "a comma in braces": put(_FLOW, r"\g<text>, and more"),
    "a colon in braces": put(_FLOW, r"Note: \g<text>"),
    "a colon in a text": put(r"(?:(?<=\ben: )|(?<=\bes: ))([^\"'{}\[\],:*]+)$", r"Note: \1"),
    "a percent sign": put(r"(?:(?<=\ben: )|(?<=\bes: ))([^\"'{}\[\],:*]+)$", r"% \1"),
    "a name twice": put(r"(?<=[{ ])es(?=: )", "en"),
    "an unknown name": put(r"(?<=^)(\s*(?:- )?)([a-z]{4,})(?=: )", r"\1\2s"),
    "another word": put(r"(?<=kind: )(\w+)\w(?=$|,)", r"\1"),
    "a plural": put(r"(?<=makes: )(\w+)", r"\1s"),
    "a date of Europe": put(r"(\d{4})-(\d\d)-(\d\d)$", r"\3.\2.\1"),
    "a date of America": put(r"(\d{4})-(\d\d)-(\d\d)$", r"\2/\3/\1"),
    "a date with slashes": put(r"(\d{4})-(\d\d)-(\d\d)$", r"\1/\2/\3"),
    "a day too many": put(r"(\d{4})-(\d\d)-(\d\d)$", r"\1-\2-32"),
    "a picture in capitals": put(r"[\w-]+\.svg", "IMG_4711.JPG"),
    "a picture's ending in capitals": put(r"\.svg", ".SVG"),
    "a picture with a blank": put(r"([\w]+)-([\w-]+\.svg)", r"\1 \2"),
    "a source as a text": put(r"\[([\w-]+)\]", r"\1"),
    "a number in words": put(r"(?<=filled: )\d+", "twelve"),
    "a number with a letter": put(r"(?<=filled: )(\d)", r"l\1"),
}
BLOCKS: dict[str, BlockSlip] = {
    **{f"a slide moved by {by}": pasted("  - slide: ", by) for by in (-2, -1, 1, 2, 4)},
    **{f"two slides moved by {by}": pasted("  - slide: ", by, lines_of_it=2) for by in (-2, 2)},
    **{f"a slide but for its first line moved by {by}": pasted("  - slide: ", by, head=False) for by in (-2, 2)},
    **{f"a point moved by {by}": pasted("      - ", by) for by in (-2, 2)},
    **{f"a point but for its first line moved by {by}": pasted("      - ", by, head=False) for by in (-2, 2)},
}
SLIPS["a capital name"] = lambda line, chance: _upper(line, r"\b(?:en|es|title|kind|points|makes|sources|icon)(?=: )", chance)
SLIPS["a word in capitals"] = lambda line, chance: _upper(line, r"(?:(?<=makes: )|(?<=kind: )|(?<=tint: ))\w+", chance)


def _upper(line: str, pattern: str, chance: random.Random) -> str | None:
    found = list(re.finditer(pattern, line))
    if not found:
        return None
    one = chance.choice(found)
    return line[: one.start()] + one[0].capitalize() + line[one.end() :]


KINDS = (*BLOCKS, *SLIPS)
WORDY = frozenset(kind for kind in SLIPS if " in " in kind or "begins" in kind or "at an end" in kind)
"""Slips that put words into a text."""


class Outcome(Struct, frozen=True):
    """What came of one slip: `as before`, `another` (a cure that leads elsewhere), `harm`, `no cure`, `unsaid` or `unseen`."""

    kind: str
    file: str
    line: int
    slip: str
    what: str
    said: str = ""


@cache
def whole(content: Path) -> tuple[ReadFolder, dict[str, str]]:
    reading = read_folder(content)
    names = [file.name for file in reading.files if file.value and file.name not in {"reviews.yaml", "translations.yaml"}]
    return reading, {name: (content / name).read_text(encoding="utf-8") for name in names}


def grave(problems: tuple[Problem, ...]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is not Severity.NOTICE]


def slipped(kind: str, lines: list[str], number: int, chance: random.Random) -> list[str] | None:
    """The lines with a slip of this kind; None where it cannot be made there."""
    if kind in BLOCKS:
        return BLOCKS[kind](lines, number)
    fresh = SLIPS[kind](lines[number - 1], chance)
    return None if fresh is None else [*lines[: number - 1], fresh, *lines[number:]]


def tried(content: Path, kind: str, name: str, number: int, lines: list[str]) -> Outcome:
    reading, files = whole(content)
    text = "".join(f"{line}\n" for line in lines)
    judge = judge_of(name, reading, content, TODAY, icons())
    was, now = judge.read(files[name].encode()), judge.read(text.encode())
    problems = judge.problems(now)

    def outcome(what: str, said: str = "") -> Outcome:
        return Outcome(kind, name, number, lines[number - 1], what, said)

    told = grave(problems)
    if not told:
        return outcome("unseen" if now.value == was.value else "unsaid")
    told_so = with_cures(problems, text.encode(), judge, Patience())
    cures = [problem for problem in told_so if problem.cure]
    said = "; ".join(f"{problem.line}:{problem.column} {problem.wrong} -> {problem.instead} {problem.cure}" for problem in grave(told_so))
    if not cures:
        return outcome("no cure", said)
    for problem in cures:
        cured_text = applied(text, problem.cure)
        after = judge.read(cured_text.encode())
        left = judge.problems(after)
        if any((each.line, each.wrong) == (problem.line, problem.wrong) for each in left):
            return outcome("harm", f"stays: {said}")
        edited = {line for line, _ in problem.cure}
        of_words = kind in WORDY and now.value is None  # more words are worth warnings that nobody could see before
        new = [each for each in grave(left) if not of_words or each.severity is Severity.ERROR or each.line in edited]
        if {(each.line, each.wrong) for each in new} - {(each.line, each.wrong) for each in told}:
            return outcome("harm", f"new: {grave(left)[0]} after {said}")
    return outcome("as before" if after.value == was.value else "another", said)


def outcomes(content: Path, count: int, seed: int, kinds: Collection[str] = KINDS) -> Iterator[Outcome]:
    """What came of so many slips of each of these kinds."""
    _, files = whole(content)
    chance = random.Random(seed)  # noqa: S311  nothing secret
    for kind in kinds:
        made = 0
        for _ in range(count * 200):
            name = chance.choice(list(files))
            lines = files[name].splitlines()
            number = chance.randrange(2, len(lines) + 1)
            if lines[number - 1].lstrip().startswith("#"):
                continue
            fresh = slipped(kind, lines, number, chance)
            if fresh is None or fresh == lines:
                continue
            yield tried(content, kind, name, number, fresh)
            made += 1
            if made == count:
                break


def main() -> int:
    count, seed = wanted(__doc__, count=20, seed=1)
    began, all_of = time.perf_counter(), Counter[str]()
    by_kind: dict[str, Counter[str]] = {}
    for each in outcomes(CONTENT, count, seed):
        by_kind.setdefault(each.kind, Counter())[each.what] += 1
        all_of[each.what] += 1
        if each.what == "harm":
            print(f"{each.what}: {each.kind}: {each.file}:{each.line}: {each.slip}\n      {each.said}")
    for kind, counts in by_kind.items():
        print(f"{kind:34} {dict(counts)}")
    print(f"{sum(all_of.values())} slips, seed {seed}, {time.perf_counter() - began:.0f} s: {dict(all_of)}")
    return int(all_of["harm"] > 0)


if __name__ == "__main__":
    sys.exit(main())
