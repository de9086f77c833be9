"""`supervise`: the kiosk, started anew whenever it ends or hangs."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from kiosk.devices.qt_libraries import screen_trouble
from kiosk.project import PROJECT
from kiosk.staff.command_line import Adder, pixels
from kiosk.staff.errors import ExpectedError
from kiosk.unattended.exit_codes import LEFT


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    supervise = add("supervise", "Shows the kiosk, and restarts it whenever it ends or hangs.", parents=[shared])
    supervise.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead")
    supervise.set_defaults(command=_supervise)


def _supervise(options: argparse.Namespace) -> int:
    from kiosk.unattended.supervisor import Patience, supervise

    if not hasattr(os, "pidfd_open"):
        raise ExpectedError("`supervise` needs Linux. Start the kiosk with `python3 main.py run`.")
    if trouble := screen_trouble():  # what stands in the environment will not change by waiting
        raise ExpectedError(trouble)
    window = ("--window", "{}x{}".format(*options.window)) if options.window else ()
    command = [sys.executable, str(PROJECT / "main.py"), "run", *window, *_folders(options)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = supervise(command, os.environ, Patience(), lambda event, _: print(event, file=sys.stderr, flush=True))
    return 0 if code == LEFT else code


def _folders(options: argparse.Namespace) -> tuple[str, ...]:
    return ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
