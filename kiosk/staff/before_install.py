"""What a command line says that needs no package, on a machine where they are not there yet: help, and that there is no such command.

It uses the standard library alone, and makes nothing.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path

from kiosk.files.regular import read_regular
from kiosk.staff.command_line import CALLED, Parser, UsageError, arranged, shared_options
from kiosk.terminal import as_it_is, ended, guard, on_one_line

MAKE_READY = "KIOSK_MAKE_READY"
"""Stands in the environment where help is asked for to have the packages fetched, as `update` does with a version that is to come."""
HELP = frozenset({"-h", "--help"})
HANDBOOK = Path("kiosk/handbook/commands.md")
_LONGEST = 100_000
_COMMANDS = Path("kiosk/staff/commands")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_NOT_YET = "The packages of the kiosk are not here yet: the first start fetches them. Until then, here is what the handbook says about all commands."


def answer(project: Path, arguments: Sequence[str]) -> int | None:
    """Answers, and returns an exit code; None where the command needs the packages."""
    if os.environ.pop(MAKE_READY, ""):
        return None
    known = sorted(path.stem for path in (project / _COMMANDS).glob("[!_]*.py"))
    first = arguments[0] if arguments else ""
    if HELP.intersection(arguments):
        return _helped(project, [word for word in arguments if word in known], arguments)
    if not first or first.startswith("-") or first in known:
        return None
    near = get_close_matches(first, known, 1)
    meant = f"Did you mean `{near[0]}`?" if near else f"`{CALLED} --help` lists what there is."
    return _told([f"There is no command {on_one_line(first)!r}. {meant}"], 2)


def _helped(project: Path, named: Sequence[str], arguments: Sequence[str]) -> int:
    """The help of the command that is named, as it will be; else the page about all of them, without the ways to other pages."""
    command = import_module(f"kiosk.staff.commands.{named[0]}") if named else None
    if command is None or not hasattr(command, "add_to"):
        page = _LINK.sub(r"\1", read_regular(project / HANDBOOK, _LONGEST).decode())
        return _told([_NOT_YET, "", *as_it_is(page)], 0)
    from kiosk.project import DATA

    parser = Parser(prog=CALLED)
    command.add_to(parser.adder("commands", "COMMAND"), shared_options(str(Path("~", DATA))))
    try:
        return _told(arranged(parser, arguments)[0].format_help().splitlines(), 0)
    except UsageError as error:
        return _told([str(error)], 2)


def _told(lines: Sequence[str], code: int) -> int:
    """What went wrong goes beside the output."""
    with guard() as out:
        print(*lines, sep="\n", file=sys.stderr if code else sys.stdout)
        return ended(out, code)
