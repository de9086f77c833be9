"""A process that keeps sign-ups is killed at random instants: all that it acknowledged is there and reads right, and nothing else is half there.

    python tests/killing.py [SIGN-UPS] [SEED]

prints what came of it. The tests run a short form.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from clinic_staff import opened  # noqa: E402
from wanted import wanted  # noqa: E402

from kiosk.signup.drawer import soundness  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.keys import try_out_key, unlock  # noqa: E402
from kiosk.signup.record import Answer, Record  # noqa: E402

TODAY = date(2026, 11, 23)
LONGEST_LIFE_SECONDS = 0.02


@dataclass
class Came:
    """What came of it."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: int = 0
    wrong: int = 0
    faults: tuple[str, ...] = ()


def numbered(number: int) -> Record:
    return Record(TODAY, "en", (Answer("name", "name", f"Visitor {number}", f"Visitor {number}"),), ())


def keep_for_ever(folder: Path, first: int) -> None:
    """What the process does that is killed."""
    drawer, number = Drawer(folder / "drawer", folder / "keys", clock=lambda: 1e9 * number), first
    while True:
        name = drawer.keep(numbered(number))
        sys.stdout.write(f"{name} {number}\n")
        sys.stdout.flush()
        number += 1


def killed(folder: Path, first: int, life: float) -> Iterator[tuple[str, int]]:
    """Lets it keep sign-ups for a while, kills it, and tells those it acknowledged."""
    command = [sys.executable, str(Path(__file__)), "--child", str(folder), str(first)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    told = [process.stdout.readline()]
    time.sleep(life)  # what this is about: an instant that nobody chose
    process.send_signal(signal.SIGKILL)
    told += process.stdout.read().splitlines(keepends=True)
    process.stdout.close()
    process.wait()
    for line in told:
        if line.endswith("\n"):
            name, _, number = line.strip().partition(" ")
            yield name, int(number)


def kill(count: int, seed: int) -> Came:
    """Until so many sign-ups were acknowledged."""
    chance, came, acknowledged = random.Random(seed), Came(), {}  # noqa: S311  no secret hangs on it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try_out_key.make_try_out(folder / "keys", TODAY)
        while len(acknowledged) < count:
            acknowledged.update(killed(folder, came.kills * 100_000, chance.uniform(0, LONGEST_LIFE_SECONDS)))
            came.kills += 1
        drawer, privates = Drawer(folder / "drawer", folder / "keys"), unlock.open_private(folder / "keys", "", "")
        there = {entry.id: record for entry, record in opened(drawer, privates)}
        came.acknowledged = len(acknowledged)
        came.lost = len(acknowledged.keys() - there.keys())
        came.unacknowledged = len(there.keys() - acknowledged.keys())
        came.wrong = sum(record is None for record in there.values())
        came.wrong += sum(there[each] != numbered(number) for each, number in acknowledged.items() if each in there)
        came.faults = soundness.verify(drawer, privates)
        drawer.close()
    return came


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        keep_for_ever(Path(sys.argv[2]), int(sys.argv[3]))
    begun = time.monotonic()
    result = kill(*wanted(__doc__, count=1000, seed=1))
    print(f"{result}, {time.monotonic() - begun:.0f} s")
    sys.exit(bool(result.lost or result.wrong or result.faults))
