"""The command lines of what keeps a kiosk going in a lobby: what may stand on them, and what each calls."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from kiosk.ending import LEFT
from kiosk.staff.expected import ExpectedError
from kiosk.staff.machine import PROJECT

Commands = Any
"""What argparse hands out for subcommands; its own name for it is private."""


def add_to(commands: Commands, shared: argparse.ArgumentParser, pixels: Callable[[str], tuple[int, int]]) -> None:
    """Adds the commands; `pixels` reads a size such as 1280x720."""
    supervise = commands.add_parser("supervise", parents=[shared], help="the kiosk, started anew whenever it ends or stands still")
    supervise.add_argument("--window", type=pixels, metavar="WxH", help="in a window of this size instead")
    supervise.set_defaults(command=_supervise)


def _supervise(options: argparse.Namespace) -> int:
    from kiosk.staff.supervising import Patience, supervise

    if not hasattr(os, "pidfd_open"):
        raise ExpectedError("`supervise` needs Linux. Start the kiosk with `python3 main.py run`.")
    window = ("--window", "{}x{}".format(*options.window)) if options.window else ()
    command = [sys.executable, str(PROJECT / "main.py"), "run", *window, *_folders(options)]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    code = supervise(command, os.environ, Patience(), lambda event, _: print(event, file=sys.stderr, flush=True))
    return 0 if code == LEFT else code


def _folders(options: argparse.Namespace) -> tuple[str, ...]:
    return ("--content", str(options.content.absolute()), "--data", str(options.data.absolute()))
