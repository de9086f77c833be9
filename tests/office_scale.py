"""How many kiosks one office carries: `.venv/bin/python tests/office_scale.py [KIOSKS] [SECONDS] [REQUESTS]`.

A real PostgreSQL on this machine, and so many kiosks in this one process (usually 1,000), each with a real drawer, the real
carrier and an account of its own. They are switched on within a minute. Then, in fast motion: so many seconds (usually 300), in which
each kiosk gets so many requests (usually 5) at random moments, and beats each minute. Everything runs on the same processors, the
visitors too. It prints how soon requests were in the office, how many connections and how much memory the server took, and then what
one carrier costs in a process of its own. Exit 1 if more than one request in a hundred took longer than 5 seconds.
"""

from __future__ import annotations

import heapq
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import cheap_keys  # noqa: E402, F401
from wanted import wanted  # noqa: E402

from kiosk.office import engine, kiosks  # noqa: E402
from kiosk.office.address import Address, connected  # noqa: E402
from kiosk.office.carrier import BEAT_SECONDS, Carrier, Signs  # noqa: E402
from kiosk.office.pairing import pair  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.keys import rotation, slots  # noqa: E402
from kiosk.signup.record import Answer, Record  # noqa: E402

THREADS = 12
"""That many kiosks at most are at the office in the same instant."""
ALLOWED_SECONDS, ALLOWED_PART = 5.0, 0.99
ALONE_SECONDS = 60.0
AFTERWARDS = 20.0
PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")


def prepared(folder: Path, address: Address, admin: Any, count: int) -> list[Path]:
    """So many paired kiosks, with one key for all."""
    keys, made = folder / "keys", []
    rotation.new_key(keys, "clinic", "Ana", "correct horse battery", date.today(), stretching=slots.Stretching(64, 1))  # noqa: DTZ011
    for number in range(count):
        data = folder / f"kiosk-{number}"
        shutil.copytree(keys, data / "keys")
        (data / "keys").chmod(0o700)
        pair(data, kiosks.add(admin, address, f"Lobby {number}", again=False))
        made.append(data)
    return made


class Day:
    """The kiosks at work, visitors, and somebody who looks what is in the office."""

    def __init__(self, places: list[Path], seconds: float, requests: int, look: Any, chance: random.Random) -> None:
        at_work = [Carrier(data, lambda: Signs("0.1.0", 0, "green", "")) for data in places]
        self._due = [(chance.random() * BEAT_SECONDS, number, carrier) for number, carrier in enumerate(at_work)]
        heapq.heapify(self._due)
        self._places, self._look, self._begun = places, look, time.monotonic()
        self._visits = sorted((BEAT_SECONDS + chance.random() * seconds, chance.choice(places)) for _ in range(requests * len(places)))
        self._lock, self._ended = threading.Lock(), threading.Event()
        self.kept: dict[str, float] = {}
        self.came: dict[str, float] = {}
        self.most, self.late = 0, 0.0

    def run(self) -> None:
        """Until all that was kept is there, or for some seconds more."""
        threads = [threading.Thread(target=self._carry) for _ in range(THREADS)] + [threading.Thread(target=self._watch)]
        for each in threads:
            each.start()
        for at, data in self._visits:
            time.sleep(max(0.0, self._begun + at - time.monotonic()))
            self._visit(data)
        ends = time.monotonic() + AFTERWARDS
        while len(self.came) < len(self.kept) and time.monotonic() < ends:
            time.sleep(0.1)
        self._ended.set()
        for each in threads:
            each.join()

    def _visit(self, data: Path) -> None:
        drawer = Drawer(data / "drawer", data / "keys")
        try:
            name = drawer.keep(Record(date.today(), "en", (Answer("name", "name", "Vera", "Vera"),), ()))  # noqa: DTZ011
            self.kept[name] = time.monotonic()
        finally:
            drawer.close()

    def _carry(self) -> None:
        while not self._ended.is_set():
            with self._lock:
                at, number, carrier = heapq.heappop(self._due) if self._due else (0.0, 0, None)
            if carrier is None:  # there are fewer kiosks than threads
                return
            wait = self._begun + at - time.monotonic()
            self.late = max(self.late, -wait)
            time.sleep(max(0.0, wait))
            soon = carrier.step()
            with self._lock:
                heapq.heappush(self._due, (max(at + soon, time.monotonic() - self._begun), number, carrier))

    def _watch(self) -> None:
        while not self._ended.is_set():
            now = time.monotonic()
            for (name,) in self._look.execute("SELECT id FROM office.records").fetchall():
                self.came.setdefault(name, now)
            self.most = max(self.most, self._look.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()").fetchone()[0])
            time.sleep(0.25)


def memory_of(parent: int) -> int:
    """MB that a process and all below it hold, shared pages counted once each (PSS)."""
    below = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    lines = Path(f"/proc/{parent}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024 + sum(memory_of(int(child)) for child in below)


def alone(data: Path) -> str:
    """What one carrier costs in a process of its own, while nothing comes but its beats."""
    command = [sys.executable, "-m", "kiosk.staff", "carrier", "--data", str(data)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE) as carrier:
        assert carrier.stdout is not None
        carrier.stdout.readline()
        time.sleep(5)
        before = spent(carrier.pid)
        time.sleep(ALONE_SECONDS)
        after, held = spent(carrier.pid), memory_of(carrier.pid)
        carrier.terminate()
    seconds, wakes = (later - earlier for earlier, later in zip(before, after, strict=True))
    return f"one carrier: {seconds / ALONE_SECONDS:.2%} of a processor, {held} MB, {wakes * 60 / ALONE_SECONDS:.0f} wake-ups a minute"


def spent(process: int) -> tuple[float, int]:
    """Seconds of a processor, and how often it woke up."""
    ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return (int(ticks[11]) + int(ticks[12])) / TICK, int(status["voluntary_ctxt_switches"])


def main() -> int:
    """Prints the figures."""
    count, seconds, requests = wanted(__doc__, kiosks=1000, seconds=300, requests=5)
    with tempfile.TemporaryDirectory() as aside, ExitStack() as ends:
        folder = Path(aside)
        running = ends.enter_context(engine.running(folder))
        address = running.prepared("lobbies", "lobbies_office")
        admin, look = (ends.enter_context(connected(address, "lobbies_office", running.password)) for _ in range(2))
        kiosks.make(admin)
        begun = time.monotonic()
        places = prepared(folder, address, admin, count)
        print(f"{count} kiosks were paired in {time.monotonic() - begun:.0f} s", flush=True)
        day = Day(places, seconds, requests, look, random.Random(1))  # noqa: S311
        day.run()
        waits = sorted(day.came.get(name, time.monotonic()) - at for name, at in day.kept.items())
        soon = sum(wait <= ALLOWED_SECONDS for wait in waits) / max(1, len(waits))
        size = admin.execute("SELECT pg_database_size(current_database()) / 1000000").fetchone()
        most = waits[int(len(waits) * 0.99)]
        print(f"{len(waits)} requests in {seconds} s: half of them within {statistics.median(waits):.1f} s, 99 % within {most:.1f} s")
        print(f"{soon:.1%} within {ALLOWED_SECONDS:g} s, {len(day.kept) - len(day.came)} not there; kiosks came too late by {day.late:.1f} s at most")
        print(f"at most {day.most} connections, {memory_of(running.child.pid)} MB for the server, {size[0] if size else 0} MB on its disk")
        print(alone(places[0]))
    return int(soon < ALLOWED_PART or len(day.came) < len(day.kept))


if __name__ == "__main__":
    sys.exit(main())
