"""The kiosk on a machine of its own, from an empty Debian to the last trace: `sudo .venv/bin/python tests/installed.py [SUITE ...] [--keep FOLDER]`.

The smallest Debian of each suite (bookworm and trixie, where none is named) is put into a folder, the kiosk installed in it as README.md says, by
somebody who uses `sudo`, and the machine booted, with systemd as its first process (systemd-nspawn) and a screen that is nowhere. Then whatever can be
killed or lost is, content and hours are changed, the version goes and comes back, and at the end it is an ordinary machine again, compared file by file
with one that never was a kiosk. It prints what was tried, how long it took, and what was wrong; exit 1 if anything was. Some 5 minutes for each;
with `--keep` what was fetched stays, and the next time takes less. Debian and packages come from where apt and pip of this machine have theirs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from box import CONSOLE, Box, add_packages, booted, copy, do, put_debian, put_project, refusal, say, wait_until  # noqa: E402

from kiosk.staff import installing  # noqa: E402

SUITES = ("bookworm", "trixie")
DATA = Path("/var/lib/kiosk/.local/share/ketamine-kiosk")
PASSPHRASE = "correct horse battery"
ANA = """useradd --create-home --shell /bin/bash ana && echo 'ana ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ana && chmod 440 /etc/sudoers.d/ana"""


class Tried:
    """What was tried, the seconds that it took, and what was wrong with it."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, tuple[str, ...]]] = []

    def __call__(self, what: str, work: Callable[[], Iterator[str]]) -> None:
        begun = time.monotonic()
        wrong = tuple(work())
        self.rows.append((what, time.monotonic() - begun, wrong))
        say(f"{'WRONG' if wrong else 'right'} {self.rows[-1][1]:6.1f} s  {what}{''.join(f'{chr(10)}        {each}' for each in wrong)}")
