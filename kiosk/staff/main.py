"""The command line: which commands there are, and how each ends.

0 done, 1 an expected failure in one plain sentence, 2 wrong usage, 3 a bug (with a log file); `run` has two more (`kiosk.unattended.exit_codes`).
"""

from __future__ import annotations

import argparse
import glob
import os
import shlex
import sys
import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import packages
from kiosk.files.regular import reason
from kiosk.project import BY_PIP, CONTENT, SHIPPED
from kiosk.settings.settings import data_folder
from kiosk.signup.drawer.leftovers import PLAN
from kiosk.staff import rights, suggested_commands
from kiosk.staff.command_line import CALLED, Parser, UsageError, arranged, shared_options
from kiosk.staff.commands import (
    backup,
    benchmark,
    carrier,
    check,
    doctor,
    edit,
    fleet,
    handout,
    install,
    key,
    listen,
    narrate,
    office,
    picture,
    pictures,
    preview,
    publish,
    release,
    restore,
    review,
    run,
    schema,
    signups,
    supervise,
    take,
    test,
    translated,
    trust,
    uninstall,
    update,
    wheels,
)
from kiosk.staff.errors import ExpectedError, plain_sentences
from kiosk.staff.installed_kiosk import folder_for, installed
from kiosk.staff.version import named
from kiosk.terminal import ended, guard, in_one_piece
from kiosk.unattended.crash import write_crash

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


COMMANDS = (
    run, check, edit, preview, pictures, listen, narrate, picture, handout, review, translated, schema, publish, take, trust, signups, key,
    office, fleet, carrier, supervise, backup, restore, update, release, wheels, install, uninstall, doctor, test, benchmark,
)  # fmt: skip
"""In the order in which help lists them."""


OF_THE_FOLDER = ("supervise", "update", "release", "wheels", "install", "uninstall", "test", "benchmark")
"""The commands that work with main.py, the lock and the environment of the kiosk's own folder."""
NOT_BY_PIP = (
    "`{}` works with the folder of the kiosk, and this one was installed by pip: get the kiosk as a folder, and use its main.py there. Another"
    " version of this one comes by pip, too."
)


def command_line() -> int:
    """The console script `ketamine-kiosk`."""
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; see `python3 main.py --help`."""
    if os.geteuid() == 0:
        os.umask(0o022)  # as in main.py, which is not all that calls this
    try:
        spell = suggested_commands.speller(parser, arguments)
        with guard(spell) as out:
            return ended(out, _done(arguments, spell))
    except KeyboardInterrupt:
        with guard():
            print("Stopped.", file=sys.stderr)
        return 130


def _done(arguments: Sequence[str], spell: Callable[[str], str]) -> int:
    data = data_folder()
    try:
        options = understood(arguments)
        data, options.spell = options.data, spell
        _take_care(options)
        return int(options.command(options))
    except SystemExit as ended:  # of argparse, when it has shown its help
        return int(ended.code or 0)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except Exception as error:  # noqa: BLE001  the last resort: whatever it is, it is written down
        if said := plain_sentences(error):
            named = any(" " in word for word in arguments)  # such as a file that somebody brought, whose name may be sentences
            print(*(map(in_one_piece, said) if named else said), sep="\n", file=sys.stderr)
            return 1
        if rights.cannot_read_python():
            print(rights.OTHER_PYTHON, file=sys.stderr)
            return 1
        if incomplete := packages.trouble(Path(sys.prefix)):
            print(incomplete, file=sys.stderr)
            return 1
        path = _written_down(data, error)
        if path is None:
            print(*"".join(traceback.format_exception(error)).splitlines(), sep="\n", file=sys.stderr)
        print(f"This should not have happened. The details are in {path or 'the lines above'}", file=sys.stderr)
        return 3


def _take_care(options: argparse.Namespace) -> None:
    """Root does nothing of its own where another account keeps its data, or writes what visitors see; a killed `restore` comes to its end."""
    if rights.owner(options.data):  # it may see the folder in hand no more than any other of root's
        options.data, options.content = options.data.absolute(), options.content.absolute()
    if not getattr(options, "with_root", False):
        rights.become_owner(options.data)
    if getattr(options, "as_editor", False) and (editor := rights.owner(options.content)):
        options.content = options.content.absolute()
        rights.become(editor)
        options.data = options.named or data_folder()
    if next(options.content.parent.glob(f".{glob.escape(options.content.name)}.restoring.*"), None):
        from kiosk.staff.care.restore import clear_content

        clear_content(options.content)
    if os.path.lexists(options.data / PLAN):
        from kiosk.staff.care.restore import FINISHED, finish_restore

        try:
            if finish_restore(options.data, options.content):
                print(FINISHED, file=sys.stderr)
        except Exception as error:  # noqa: BLE001  whatever lies in the folder, the command that was asked for goes on
            known = isinstance(error, OSError | ExpectedError)
            why = reason(error) if isinstance(error, OSError) else error if known else f"the details are in {_written_down(options.data, error)}"
            print(f"A restore that was ended in the middle cannot go on: {why}", file=sys.stderr)


def _written_down(data: Path, error: Exception) -> str | None:
    """Where, as the account whose data they are."""
    return rights.as_owner(data, lambda _: str(write_crash(data, error) or "")) or None


def understood(arguments: Sequence[str]) -> argparse.Namespace:
    """What the words of a command line ask for; those behind `test` are pytest's. Raises UsageError, ExpectedError."""
    given = argparse.Namespace(content=CONTENT, data=None)  # not as defaults: what is shared must not set them anew
    command, rest = arranged(parser(), arguments)
    if BY_PIP and command.words in OF_THE_FOLDER:
        raise ExpectedError(NOT_BY_PIP.format(command.words))
    if command.passes_on:
        return argparse.Namespace(content=given.content, data=data_folder(), command=command.get_default("command"), rest=rest)
    options, strange = command.parse_known_args(rest, given)
    if said := [word for word in strange if word != "--"]:
        command.refuse(said[0])
    options.named, options.content_named = options.data, options.content is not CONTENT
    options.settings_elsewhere = False
    if options.data is None:
        is_elsewhere = getattr(options, "drawer", None) is not None
        options.data, told = (data_folder(), "") if is_elsewhere else folder_for(command.words, shlex.join(arguments), installed())
        if told:
            options.settings_elsewhere = True
            print(told, file=sys.stderr)
    return options


def parser() -> Parser:
    """All that may stand on a command line."""
    return _parser(str(data_folder()))


@cache
def _parser(data: str) -> Parser:
    shared = shared_options(data)
    made = Parser(
        prog=CALLED,
        description="The lobby kiosk. Without a command it shows the kiosk, full screen, as `run` does. `COMMAND --help` explains each command."
        " Options can come anywhere on the line. The variable KIOSK_VENV names a folder for the packages other than .venv.",
        parents=[shared],
    )
    made.add_argument("--version", action="store_const", dest="command", const=_version, help="say which version of the kiosk this is")
    add = made.adder("commands", "COMMAND")
    for each in COMMANDS:
        each.add_to(add, shared)
    return made


def _version(_: argparse.Namespace) -> int:
    print(named(SHIPPED))
    return 0


