"""What stands on the line of a proof (`tests/*.py`): how many, from which seed, which parts. What means nothing there is told in one sentence."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """Of a proof, of which `about` tells what it does."""

    def __init__(self, about: str | None) -> None:
        super().__init__(prog=Path(sys.argv[0]).name, description=about, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; `--help` says what may stand here.\n")


def whole(written: str) -> int:
    """A number of times, or a seed."""
    if not (written.isascii() and written.isdecimal()):
        raise argparse.ArgumentTypeError(f"{written!r} is not a whole number")
    return int(written)


def need(*programs: str) -> None:
    """Ends the proof in one sentence where a program is missing that it cannot do without."""
    if missing := [program for program in programs if not shutil.which(program)]:
        sys.exit(f"{Path(sys.argv[0]).name}: this machine has no {' and no '.join(missing)}; `--help` says which packages bring what is needed.")


def wanted(about: str | None, names: Collection[str] = (), **numbers: int) -> tuple[Any, ...]:
    """The numbers that the line has, or what holds without them (`numbers`, by their names), and last a list of `names`, where there are any."""
    parser = Parser(about)
    for name, usual in numbers.items():
        parser.add_argument(name, type=whole, nargs="?", default=usual, metavar=name.upper(), help=f"usually {usual}")
    if names:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"these alone of {', '.join(names)}")
    given: Mapping[str, Any] = vars(parser.parse_args())
    for name in given.get("names", ()):
        if name not in names:
            parser.error(f"there is no {name!r}; there are: {', '.join(names)}")
    return tuple(given.values())
