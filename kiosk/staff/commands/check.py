"""`check`: every problem in the content, with what to write instead."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.project import icons
from kiosk.staff.clock import now, today
from kiosk.staff.command_line import Adder, path
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import content_folder
from kiosk.staff.with_qt import needs_qt
from kiosk.terminal import as_it_is

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.content.reading.result import ReadFolder
    from kiosk.problems import Problem

WATCH_SECONDS = 0.5


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    check = add("check", "Lists every problem in the content, with what to write instead.", parents=[shared])
    check.add_argument("--json", action="store_true", help="write it for other programs")
    check.add_argument("--strict", action="store_true", help="count warnings as errors (with an error it ends with 1, otherwise with 0)")
    check.add_argument("--quick", action="store_true", help="do not count the pages at the largest text size")
    check.add_argument("--grades", action="store_true", help="also say how hard each topic, slide and answer is to read")
    check.add_argument("--watch", action="store_true", help="check again after every save, until Ctrl+C")
    check.add_argument("--all", action="store_true", help="show every notice, even where many are of one kind")
    restore = "put the last good version of this content file back, after showing what changes; without a file it lists what can come back"
    check.add_argument("--restore", nargs="?", const=Path(), type=path, metavar="FILE", help=restore)
    check.add_argument("--yes", action="store_true", help="put it back without asking")
    check.set_defaults(command=_check, as_editor=True)


def _check(options: argparse.Namespace) -> int:
    if options.restore == Path():
        from kiosk.staff.content.restore_text import what_can_come_back

        print(*what_can_come_back(content_folder(options), options.data), sep="\n")
        return 0
    if options.restore:
        from kiosk.staff.content.restore_text import bring_back

        print(bring_back(content_folder(options), options.data, options.restore, now(), agreed=options.yes))
        return 0
    if not options.watch:
        return _check_once(options)
    from kiosk.content.store.current import fingerprint

    folder, seen = content_folder(options), None
    # A shell that starts a program in the background has it ignore Ctrl+C, and its children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        while True:
            prints = fingerprint(folder)
            if prints != seen:
                print("", f"--- {datetime.now(tz=UTC).astimezone():%H:%M:%S} ---", sep="\n", flush=True)
                seen = prints
                _check_once(options)
                sys.stdout.flush()
                if getattr(sys.stdout, "lost", None):
                    return 0
            time.sleep(WATCH_SECONDS)
    except KeyboardInterrupt:
        return 0


def _check_once(options: argparse.Namespace) -> int:
    from kiosk.content.checks.check import cured, examined
    from kiosk.content.checks.grades import grades
    from kiosk.content.checks.losses import losses, restoring, with_losses
    from kiosk.content.checks.spelling import misspelt
    from kiosk.content.reading.folder import read_folder
    from kiosk.staff.care.backup import unkept
    from kiosk.staff.console import tell, tell_grades
    from kiosk.staff.content.restore_text import last_shown

    folder, day = content_folder(options), today()
    reading = read_folder(folder)
    last = last_shown(options.data, folder, now())
    lost = losses(reading, last)
    found = examined(reading, folder, day, icons(), lost=lost)
    if not options.quick:
        found = tuple(sorted({*found, *_too_long(folder, reading, found, day)}))
    found = cured(found, reading, folder, day, icons())
    problems = (*_of_settings(options), *with_losses(found, lost), *misspelt(reading), *unkept(folder))
    if options.json:
        print(*as_it_is(json.dumps([_as_json(problem, options.spell) for problem in problems], indent=2)), sep="\n")
    else:
        if options.grades:
            tell_grades(grades(reading), sys.stdout)
        tell(problems, folder, sys.stdout, every=options.all)
        wrong = {problem.file for problem in problems if problem.severity.value == "error"}
        for name in sorted(wrong & last.keys() - {loss.problem.file for loss in lost}):
            print(f"To see what was changed in {name} since it was last good, and to bring that back: {restoring(name)}")
    grave = {"error", "warning"} if options.strict else {"error"}
    return int(any(problem.severity.value in grave for problem in problems))


def _of_settings(options: argparse.Namespace) -> tuple[Problem, ...]:
    """What is wrong with the settings of the kiosk; nothing where those may not be looked at, whatever others lie in the folder of whoever asks."""
    from kiosk.settings.settings import desk_slips, read_settings

    if options.settings_elsewhere:
        return ()
    own, slips = read_settings(options.data)
    return (*slips, *desk_slips(own, slips))


def _too_long(folder: Path, reading: ReadFolder, found: tuple[Problem, ...], today: date) -> tuple[Problem, ...]:
    """What takes too many pages, where pages can be set at all."""
    from kiosk.content.store.current import in_memory

    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # staff at a desk see no window flash
    library = in_memory(folder, reading, found, today)
    if library is None:
        return ()
    try:
        needs_qt(screen=False)
    except ExpectedError as error:
        print(f"How many pages texts take was not measured. {error}", file=sys.stderr)
        return ()
    from kiosk.staff.content.page_count import too_many_pages

    return too_many_pages(library, reading)


def _as_json(problem: Problem, spell: Callable[[str], str]) -> dict[str, str | int]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "message": spell(problem.wrong),
        "hint": spell(problem.instead),
    }
