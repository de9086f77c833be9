"""Commands that read all requests are killed at random instants: nowhere but where they are to write is anything left of what is sealed.

    python tests/killed_copies.py [KILLS] [SEED]

kills each command so often, says the next one, and searches every file for the bytes of a sealed request. The tests run a short form.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import wanted  # noqa: E402

from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.drawer.foreign import found_in, gone_in  # noqa: E402
from kiosk.signup.drawer.leftovers import sweep  # noqa: E402
from kiosk.signup.keys import try_out_key  # noqa: E402
from kiosk.signup.record import Answer, Record  # noqa: E402
from kiosk.staff.care.backup import KioskFolders, backup  # noqa: E402
from kiosk.staff.care.restore import finish_restore, restore  # noqa: E402
from kiosk.staff.requests.at_the_desk import at_the_desk  # noqa: E402
from kiosk.staff.requests.export import export  # noqa: E402

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
LONGEST_LIFE_SECONDS = 0.05


class Box:
    """A machine with some requests, a copy of its drawer with something beside it, a folder for temporary files, and one to write into."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.out, self.copy = folder, folder / "data", folder / "out", folder / "copy"
        self.place = KioskFolders(folder / "content", self.data)
        for each in (self.out, folder / "content", folder / "tmp"):
            each.mkdir()
        (folder / "content" / "clinic.yaml").write_text("name: The clinic\n")
        try_out_key.make_try_out(self.data / "keys", date(2026, 11, 1))
        with closing(Drawer(self.data / "drawer", self.data / "keys", lambda: NOW)) as drawer:
            for number in range(20):
                drawer.keep(Record(date(2026, 11, 1), "en", (Answer("Your name", "name", f"Bo {number}", f"Bo {number}"),), ()))
        backup(self.place, folder / "good.zip", NOW)
        shutil.copytree(self.data / "drawer", self.copy)
        with closing(sqlite3.connect(self.copy / "drawer.sqlite", isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL").fetchall()
            database.execute("UPDATE records SET seq = seq + 1000")
            shutil.copytree(self.copy, folder / "copied")
        with closing(sqlite3.connect(self.data / "drawer" / "drawer.sqlite")) as database:
            self.sealed = database.execute("SELECT sealed FROM seals LIMIT 1").fetchone()[0][:64]

    def left(self) -> set[str]:
        """Every file that holds what is sealed, or was once, where nobody put it."""
        meant = (self.data / "drawer", self.copy, self.folder / "copied", self.out)
        files = [path for path in self.folder.rglob("*") if path.is_file() and not any(path.is_relative_to(each) for each in meant)]
        kept = [path for path in files if not path.relative_to(self.folder).as_posix().startswith("data/before-restore-")]
        return {str(path.relative_to(self.folder)) for path in kept if self.sealed in path.read_bytes()}


COMMANDS: dict[str, Callable[[Box], object]] = {
    "backup": lambda box: backup(box.place, box.out / "kiosk.zip", NOW, replace=True),
    "restore": lambda box: restore(box.place, box.folder / "good.zip", NOW.replace(microsecond=time.monotonic_ns() % 1000), replace=True),
    "recover, and merge": lambda box: (found_in(box.folder / "copied"), gone_in(box.folder / "copied")),
    "export": lambda box: export(at_the_desk(box.data, "", PROJECT / "content"), box.out / "requests.csv", replace=True),
}


def killed(work: Callable[[Box], object], box: Box, life: float) -> None:
    """Has a child do it for ever, and kills that after so many seconds."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        tempfile.tempdir = str(box.folder / "tmp")
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.write(writing, b".")
        while True:
            with suppress(Exception):  # another restore in the same second, and the like
                work(box)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    time.sleep(life)  # what this is about: an instant that nobody chose
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def kill(name: str, kills: int, seed: int) -> set[str]:
    """What is left after any of the kills, and the next start or command."""
    chance, found = random.Random(seed), set[str]()  # noqa: S311  no secret hangs on it
    with tempfile.TemporaryDirectory() as folder:
        box = Box(Path(folder))
        for _ in range(kills):
            killed(COMMANDS[name], box, chance.uniform(0, LONGEST_LIFE_SECONDS))
            finish_restore(box.data, box.place.content)
            sweep(box.data)
            found |= box.left() - {"good.zip"}
    return found


if __name__ == "__main__":
    times, begins = wanted(__doc__, kills=200, seed=1)
    came = {each: kill(each, times, begins) for each in COMMANDS}
    for each, lies in came.items():
        print(f"{each}: {times} kills, {', '.join(sorted(lies)) or 'nothing'} left")
    sys.exit(any(came.values()))
