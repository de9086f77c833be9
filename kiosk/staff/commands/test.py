"""`test`: the tests of the kiosk itself."""

from __future__ import annotations

import argparse
import sys

from kiosk import processes
from kiosk.project import PROJECT
from kiosk.staff.command_line import Adder
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, _: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    made = add("test", "Runs the tests; what comes after it goes to pytest.", example="test -k doctor", passes_on=True)
    made.set_defaults(command=_test)


def _test(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    return int(processes.run([sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", *options.rest], cwd=PROJECT).returncode)
