"""How a command line is read: what stands on it means the same in any order, and what is wrong with it is told in a sentence."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

CALLED = "python3 main.py"
_NEAR = 0.7
"""How alike two words must be for one to be a slip of the other (`difflib`)."""
_NO_COMMAND = frozenset({"-h", "--help", "--version"})
"""What is asked of the program itself; anything else without a command is asked of `run`."""


class UsageError(Exception):
    """A command line that cannot be understood; its text says what to write, in plain sentences."""


class Parser(argparse.ArgumentParser):
    """One command, or a group of them. `example` is how it is written; with `passes_on` it takes whatever stands behind it.

    `lacks` says of options that its neighbours have what to do instead.
    """

    def __init__(self, *, example: str = "", passes_on: bool = False, **more: Any) -> None:
        super().__init__(allow_abbrev=False, add_help=not passes_on, **more)
        self.example, self.passes_on = example, passes_on
        self.below: dict[str, Parser] = {}
        self.lacks: dict[str, str] = {}

    @property
    def words(self) -> str:
        """The words that lead to it, such as `signups list`."""
        return self.prog.removeprefix(CALLED).strip()

    @property
    def valued(self) -> set[str]:
        """The options, here and below, that a value stands behind."""
        own = {name for name, action in self._option_string_actions.items() if action.nargs is None}
        return own.union(*(each.valued for each in self.below.values()))

    @property
    def may_be_valued(self) -> set[str]:
        """The options, here and below, that a value may stand behind, or nothing."""
        own = {name for name, action in self._option_string_actions.items() if action.nargs == "?"}
        return own.union(*(each.may_be_valued for each in self.below.values()))

    @property
    def commands(self) -> dict[str, Parser]:
        """Every command below, by its words."""
        found = {each.words: each for each in self.below.values() if not each.below}
        return {**found, **{words: each for group in self.below.values() for words, each in group.commands.items()}}

    @property
    def advised(self) -> set[str]:
        """The words of the commands that wrong usage is answered with, here and below."""
        own = {f"{self.words} --help".strip(), self.example.removeprefix(CALLED).strip()}
        return own.union(*(each.advised for each in self.below.values()))

    def adder(self, title: str, metavar: str) -> Adder:
        """What adds commands below this one: their name, what they do, and `example`, how they are written."""
        made = self.add_subparsers(title=title, metavar=metavar, prog=self.prog)

        def add(name: str, says: str, *, example: str = "", **more: Any) -> Parser:
            added: Parser = made.add_parser(name, help=says, description=says, example=f"{self.prog} {example or name}", **more)
            self.below[name] = added
            return added

        return add

    def format_help(self) -> str:
        """What argparse tells of it, and an example."""
        return f"{super().format_help()}\nexample:\n  {self.example}\n" if self.example else super().format_help()

    def print_help(self, file: Any = None) -> None:
        """Line by line, as `terminal.Plain` wants it."""
        print(*self.format_help().splitlines(), sep="\n", file=file)

    def error(self, message: str) -> NoReturn:
        """Raises UsageError with what argparse has to complain of."""
        about, _, what = message.removeprefix("argument ").partition(": ")
        if about == "the following arguments are required":
            raise UsageError(f"`{self.words}` needs more on its line: {what}. {self.advice}")
        if what == "expected one argument":
            raise UsageError(f"There is nothing after {about}. {self.advice}")
        if what.startswith("ignored explicit argument"):
            raise UsageError(f"{about} takes no value: remove the equals sign and what comes after it.")
        raise UsageError(f"{about}: {what}")

    @property
    def advice(self) -> str:
        return f"For example: `{self.example}`. `{self.prog} --help` explains everything about it."

    def refuse(self, strange: str) -> NoReturn:
        """Raises UsageError about a word that it does not know."""
        if not strange.startswith("-"):
            raise UsageError(f"`{self.words}` does not understand {strange!r}. {self.advice}")
        name = strange.partition("=")[0]
        if instead := self.lacks.get(name):
            raise UsageError(f"`{self.words}` has no option {name}. {instead}")
        known = [*self._option_string_actions, *(_NO_COMMAND if self.words == "run" else ())]  # what has no command is for `run`
        near = get_close_matches(name, known, 1, _NEAR)
        raise UsageError(f"`{self.words}` has no option {name}. {f'Did you mean {near[0]}?' if near else self.advice}")


Adder = Callable[..., Parser]


def arranged(parser: Parser, arguments: Sequence[str]) -> tuple[Parser, list[str]]:
    """The command that a line means, and the rest of the line, options first: they mean the same wherever they stand.

    Without a command it is `run`. Raises UsageError.
    """
    here, valued, options, values, left = parser, parser.valued, list[str](), list[str](), list(arguments)
    perhaps = parser.may_be_valued
    while left and not here.passes_on:
        word = left.pop(0)
        if word == "--":
            values, left = [*values, word, *left], []
        elif not word.startswith("-") or word == "-":
            here, values = (_below(here, word), values) if here.below else (here, [*values, word])
        elif word in valued and not left:
            raise UsageError(f"There is nothing after {word}. {here.advice if here.example else _ALL}")
        else:
            takes = word in valued or (word in perhaps and left and not left[0].startswith("-") and left[0] not in here.below)
            options += [word, left.pop(0)] if takes else [word]
    if here is parser and not _NO_COMMAND.intersection(options):
        here = parser.below["run"]
    elif here.below and not _NO_COMMAND.intersection(options):
        raise UsageError(f"`{here.words}` needs one more word that says what to do. {here.advice}")
    if here.passes_on and options:
        raise UsageError(f"`{here.words}` has no option {options[0]} before its name: what is for it follows it. For example: `{here.example}`.")
    return here, [*options, *values, *left]


_ALL = f"`{CALLED} --help` lists all commands."


def _below(group: Parser, word: str) -> Parser:
    if word in group.below:
        return group.below[word]
    known = [*([group] if group.words else []), *group.below.values(), *group.commands.values()]
    near = get_close_matches(word, [each.words.split()[-1] for each in known], 1, _NEAR)
    meant = dict.fromkeys(f"`{each.words}`" for each in known if near and each.words.split()[-1] == near[0])
    instead = f"Did you mean {' or '.join(meant)}?" if meant else f"`{group.prog} --help` lists what there is."
    raise UsageError(f"There is no command {f'{group.words} {word}'.strip()!r}. {instead}")


def shared_options(data: str) -> argparse.ArgumentParser:
    """The options of every command. `data` is where the data are of whoever calls."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--content", type=path, metavar="FOLDER", help="the folder with what visitors see (default: content)")
    own = data.replace("%", "%%")
    which = f"the folder with what this machine keeps (default: {own}; once a kiosk is installed here, that of the kiosk)"
    shared.add_argument("--data", type=path, metavar="FOLDER", help=which)
    return shared


# -- what a value may be ----------------------------------------------------------------------------------------------


def path(written: str) -> Path:
    """A file or a folder; an empty name would mean the folder in hand, which nobody has asked for, and none has one that is too long for a disk."""
    if not written:
        raise argparse.ArgumentTypeError("the name of the file or folder is empty.")
    if len(os.fsencode(written)) >= _LONGEST_PATH or any(len(os.fsencode(part)) > _LONGEST_NAME for part in written.split("/")):
        raise argparse.ArgumentTypeError("the name of the file or folder is longer than any can be. Name another one.")
    return Path(written)


_LONGEST_NAME, _LONGEST_PATH = 255, 4096
"""Bytes of one name, and of a whole path with the zero at its end (limits.h: NAME_MAX, PATH_MAX)."""


def one_of(*words: str) -> Callable[[str], str]:
    """Reads one of these words."""

    def read(written: str) -> str:
        if written not in words:
            raise argparse.ArgumentTypeError(f"{written!r} cannot be used here. Use one of these: {', '.join(words)}.")
        return written

    return read


def number(written: str) -> int:
    """A whole number."""
    try:
        return int(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a whole number.") from None


def months(written: str) -> int:
    """As many as may pass until a text is read again."""
    if not 1 <= (count := number(written)) <= 12:
        raise argparse.ArgumentTypeError(f"{written} is not a number of months from 1 to 12.")
    return count


def inches(written: str) -> float:
    """The diagonal of a screen."""
    try:
        if 1 <= (number := float(written)) <= 500:
            return number
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{written!r} is not a number of inches such as 21.5.")


def pixels(written: str) -> tuple[int, int]:
    """The size of a screen."""
    width, cross, height = written.partition("x")
    if not (cross and all(each.isascii() and each.isdecimal() and len(each) <= 4 and 200 <= int(each) <= 8000 for each in (width, height))):
        raise argparse.ArgumentTypeError(f"{written!r} is not a size such as 1280x720, of 200 to 8000 pixels each way.")
    return int(width), int(height)
