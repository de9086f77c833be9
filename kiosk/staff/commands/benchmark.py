"""`benchmark`: speed and memory beside a bare window."""

from __future__ import annotations

import argparse
import sys

from kiosk import processes
from kiosk.project import PROJECT
from kiosk.staff.command_line import Adder
from kiosk.staff.with_qt import needs_qt


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    benchmark = add("benchmark", "Measures speed and memory next to a bare window.", parents=[shared])
    benchmark.add_argument("--quick", action="store_true", help="one short round, to see whether everything works")
    benchmark.set_defaults(command=_benchmark)


def _benchmark(options: argparse.Namespace) -> int:
    needs_qt(screen=False)
    return int(processes.run([sys.executable, "-m", "tests.benchmark.run", *["--quick"] * options.quick], cwd=PROJECT).returncode)
