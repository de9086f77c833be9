"""The process that prints: chapters of HTML come on standard input, and a PDF goes to standard output.

Text cannot be laid out in a thread beside a window, and what is long would hold the window up.
"""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
from msgspec import Struct

from kiosk import processes
from kiosk.project import PROJECT
from kiosk.staff.errors import ExpectedError

SECONDS = 600
"""All texts with all of their pictures."""
_UNSEEN = {"QT_QPA_PLATFORM": "offscreen"}


class Sheets(Struct, frozen=True):
    """What is printed: each chapter begins a page; its sections are in pieces that hold together. `foot` stands under each page."""

    title: str
    chapters: list[list[list[str]]]
    foot: str


def printed(sheets: Sheets) -> bytes:
    """The PDF. Raises ExpectedError."""
    command = [sys.executable, "-m", "kiosk.staff.content.sheet_process"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        done = processes.run(command, seconds=SECONDS, input=msgspec.json.encode(sheets), cwd=PROJECT, env=os.environ | _UNSEEN, **streams)
    except subprocess.TimeoutExpired as error:
        raise ExpectedError("The paper took too long to print. Try it with one text alone.") from error
    if done.returncode or not done.stdout:
        raise ExpectedError("The paper could not be printed. Try it with one text alone.")
    pdf: bytes = done.stdout
    return pdf


def main() -> None:
    """Does it for what comes."""
    from kiosk.staff.content.handout import sheets

    told = msgspec.json.decode(sys.stdin.buffer.read(), type=Sheets)
    sys.stdout.buffer.write(sheets(told.title, told.chapters, told.foot))


if __name__ == "__main__":
    main()
