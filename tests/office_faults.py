"""Everything goes wrong between kiosks and their office: `.venv/bin/python tests/office_faults.py [FAULTS] [SEED]`.

A real PostgreSQL, two kiosks with real drawers and the real carrier, and a network that can be cut, slow or half open
(`tests/front.py`). Visitors send requests and take some back, staff delete some, while at random a carrier is killed, the
network or the database goes, the database is put back to an earlier state, a machine is copied, what the carrier notes is lost,
and the disk takes nothing. At the end all is well for as long as it takes. Then what was acknowledged at the kiosks must be in
the office: each once, readable, and nothing that was taken back. Some 4 minutes for 1,000.
"""

from __future__ import annotations

import logging
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections import Counter
from contextlib import ExitStack, contextmanager, redirect_stderr, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

import cheap_keys  # noqa: E402, F401
from conftest import Clock  # noqa: E402
from front import front  # noqa: E402
from msgspec.structs import replace  # noqa: E402
from wanted import wanted  # noqa: E402

from kiosk.office import carrier as carriers  # noqa: E402
from kiosk.office import engine, kiosks  # noqa: E402
from kiosk.office.address import connected  # noqa: E402
from kiosk.office.carrier import ANOTHER, LONGEST_WAIT, Carrier, Signs  # noqa: E402
from kiosk.office.pairing import FOLDER, pair  # noqa: E402
from kiosk.office.report import reported  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.keys import rotation, slots, trust  # noqa: E402
from kiosk.signup.keys.seal import unseal  # noqa: E402
from kiosk.signup.keys.unlock import open_private  # noqa: E402
from kiosk.signup.record import Answer, Record, unpacked  # noqa: E402
from kiosk.staff.requests.introduction import introduce  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANA = "correct horse battery"
CALM = 12
"""Visits without a fault, after which nothing more comes."""


def today() -> date:
    return date.today()  # noqa: DTZ011  the office has the day of its server


class Kiosk:
    """A kiosk, its place in the office, and what it acknowledged to visitors."""

    def __init__(self, folder: Path, place: str, chance: random.Random) -> None:
        self.data, self.place, self.chance, self.clock = folder, place, chance, Clock()
        rotation.new_key(folder / "keys", "clinic", "Ana", ANA, today(), stretching=slots.Stretching(64, 1))
        self.drawer = Drawer(folder / "drawer", folder / "keys", clock=self.clock)
        self.acknowledged: dict[str, str] = {}
        self.gone: set[str] = set()
        self.carrier = self.fresh()

    def fresh(self, data: Path | None = None) -> Carrier:
        """A carrier that has just been started."""
        return Carrier(data or self.data, lambda: Signs("0.1.0", 0, "", ""), self.clock, lambda: 0.5)

    def visitor(self) -> None:
        """Sends a request; now and then one is taken back, or staff delete one."""
        self.clock.wind(200)
        who = f"Visitor {len(self.acknowledged)} at {self.place}"
        name = self.drawer.keep(Record(today(), "en", (Answer("name", "name", who, who),), ()))
        self.acknowledged[name] = who
        if self.chance.random() < 0.1:
            self.drawer.take_back(name)
            self.gone.add(name)
        elif self.chance.random() < 0.1:
            one = self.chance.choice(sorted(self.acknowledged.keys() - self.gone))
            privates = open_private(self.data / "keys", "Ana", ANA)
            introduce(self.drawer, privates)
            self.drawer.delete([one], "Ana", trust.signer_of(self.data / "keys", privates))
            self.gone.add(one)

    def steps(self, times: int = 3, carrier: Carrier | None = None) -> None:
        for _ in range(times):
            self.clock.wind(LONGEST_WAIT)
            (carrier or self.carrier).step()

    def hindered(self, data: Path | None = None) -> str:
        report = reported(data or self.data)
        return report.hindered if report else ""


class World:
    """The office, the network and two kiosks; and what can go wrong with them. `wrong` says what should not have happened."""

    def __init__(self, folder: Path, chance: random.Random, ends: ExitStack) -> None:
        self.folder, self.chance, self.ends = folder, chance, ends
        self.wrong: list[str] = []
        self._database = ends.enter_context(ExitStack())
        self.running = self._database.enter_context(engine.running(folder))
        self.address = self.running.prepared("lobbies", "lobbies_office")
        self.admin = self._database.enter_context(connected(self.address, "lobbies_office", self.running.password))
        kiosks.make(self.admin)
        self.server = ends.enter_context(front(self.address.port))
        self.kiosks = [Kiosk(folder / name, name, chance) for name in ("north", "south")]
        for each in self.kiosks:
            ends.callback(each.drawer.close)
            self.pair(each, again=False)

    def pair(self, kiosk: Kiosk, *, again: bool) -> None:
        code = kiosks.add(self.admin, self.address, kiosk.place, again=again)
        pair(kiosk.data, replace(code, address=replace(code.address, port=self.server.port)))
        kiosk.carrier = kiosk.fresh()

    def any(self) -> Kiosk:
        return self.chance.choice(self.kiosks)

    @contextmanager
    def soon(self, what: Callable[..., object], *arguments: object, within: float = 0.06) -> Iterator[None]:
        """It happens at some moment of the block, or just before it ends."""
        timer = threading.Timer(self.chance.random() * within, what, arguments)
        timer.start()
        try:
            yield
        finally:
            timer.join()

    def _in_child(self, kiosk: Kiosk, before: Callable[[], object], kill_after: float | None = None) -> None:
        """The carrier at work in a process of its own, which may be killed, or begins in bad conditions."""
        with warnings.catch_warnings(action="ignore"):  # what the other threads hold, the child needs nothing of
            child = os.fork()
        if not child:
            with suppress(BaseException):
                before()
                kiosk.steps(6, kiosk.fresh())
            os._exit(0)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

    # -- faults -----------------------------------------------------------------------------------------------------------

    def carrier_killed(self) -> None:
        self._in_child(self.any(), lambda: None, self.chance.random() * 0.12)

    def network_cut(self) -> None:
        with self.soon(self.server.cut):
            self.any().steps()

    def network_away(self) -> None:
        """For many tries."""
        self.server.refuses = True
        self.server.cut()
        for each in self.kiosks:
            each.steps(self.chance.randrange(1, 6))
        self.server.refuses = False

    def network_slow(self) -> None:
        self.server.seconds = self.chance.random() * 0.01
        self.any().steps()
        self.server.seconds = 0

    def network_half_open(self) -> None:
        """What is sent arrives nowhere, from some moment on."""
        with self.soon(setattr, self.server, "silent", True):
            self.any().steps(1)
        self.server.silent = False
        self.server.cut()

    def disk_full(self) -> None:
        """At the carrier: it takes no more than some bytes."""
        most = self.chance.choice([0, 0, 100, 4096, 20_000])

        def fills() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        self._in_child(self.any(), fills)

    def database_killed(self) -> None:
        """Without a goodbye, in the middle of a visit or not."""
        with self.soon(self.running.child.send_signal, engine.processes.END):
            self.any().steps(1)
        for each in self.kiosks:
            each.steps(1)
        self._again()

    def database_put_back(self) -> None:
        """Its files are those of some time ago, as after the restore of a backup."""
        self._database.close()
        files, kept = self.folder / engine.FOLDER / "files", self.folder / "kept"
        if kept.exists():
            shutil.rmtree(files)
            kept.rename(files)
        else:
            shutil.copytree(files, kept)
        self._again()

    def machine_copied(self) -> None:
        """Drawer and all: of the two whoever speaks second is found out."""
        kiosk, copy = self.any(), self.folder / "copy"
        kiosk.steps(1)
        shutil.copytree(kiosk.data, copy)
        other = kiosk.fresh(copy)
        for _ in range(3):
            first, second = ((None, other), (other, None))[self.chance.random() < 0.3]
            kiosk.steps(1, first)
            kiosk.steps(1, second)
        if not any(each == ANOTHER for each in (kiosk.hindered(), kiosk.hindered(copy))):
            self.wrong.append(f"a copy was not found out: {kiosk.hindered()!r}, {kiosk.hindered(copy)!r}")
        shutil.rmtree(copy)

    def notes_lost(self) -> None:
        """Of what the carrier has sent."""
        (self.any().data / FOLDER / "ledger.sqlite").write_bytes(self.chance.choice([b"", b"x" * 5000]))

    def _again(self) -> None:
        """The database runs once more."""
        self._database.close()
        self.running = self._database.enter_context(engine.running(self.folder))
        self.admin = self._database.enter_context(connected(self.address, "lobbies_office", self.running.password))

    def mend(self) -> None:
        """Staff do what a kiosk asks for."""
        for kiosk in self.kiosks:
            if kiosk.hindered() == ANOTHER or "does not take this account" in kiosk.hindered():
                self.pair(kiosk, again=True)

    # -- what came of it --------------------------------------------------------------------------------------------------

    def look(self) -> Iterator[str]:
        """What is not as it should be, once all is well again."""
        for _ in range(CALM):
            for each in self.kiosks:
                each.steps()
            self.mend()
        there: dict[str, list[Any]] = {}
        for name, keys, seals in self.admin.execute("SELECT id, keys, seals FROM office.records"):
            there.setdefault(name, []).append((keys, seals))
        for kiosk in self.kiosks:
            privates = open_private(kiosk.data / "keys", "Ana", ANA)
            for name, who in kiosk.acknowledged.items():
                rows = there.pop(name, [])
                if name in kiosk.gone:
                    if rows:
                        yield f"{who}: it went, and is there"
                elif len(rows) != 1:
                    yield f"{who}: it is there {len(rows)} times; {kiosk.hindered()}"
                elif unpacked(unseal(bytes(rows[0][1][0]), privates[rows[0][0][0]], name)).value("name") != who:
                    yield f"{who}: something else is there"
        yield from (f"{name}: nobody sent it" for name in there)


FAULTS: dict[str, int] = {
    "carrier_killed": 30, "network_cut": 30, "network_away": 10, "network_slow": 8, "network_half_open": 8, "disk_full": 10, "machine_copied": 4,
    "notes_lost": 4, "database_killed": 3, "database_put_back": 2,
}  # fmt: skip
"""Each with how often it comes, of a hundred or so."""


def tried(faults: int, seed: int) -> tuple[Counter[str], int, list[str]]:
    """How often each fault came, how many requests were acknowledged, and what went wrong."""
    chance, done = random.Random(seed), Counter[str]()  # noqa: S311
    carriers.VISIT_SECONDS = 0.4
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        world = World(Path(folder), chance, ends)
        for name in [*FAULTS, *chance.choices(list(FAULTS), list(FAULTS.values()), k=max(0, faults - len(FAULTS)))]:
            for _ in range(chance.randrange(3)):
                world.any().visitor()
            getattr(world, name)()
            done[name] += 1
            if chance.random() < 0.3:
                world.mend()
        wrong = [*world.wrong, *world.look()]
        return done, sum(len(each.acknowledged) for each in world.kiosks), wrong


def main() -> int:
    """Prints what came of it."""
    faults, seed = wanted(__doc__, faults=1000, seed=1)
    begun = time.monotonic()
    logging.disable()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):  # what staff would be told, again and again
        done, acknowledged, wrong = tried(faults, seed)
    print(*(f"{number:6} {name.replace('_', ' ')}" for name, number in done.most_common()), sep="\n")
    print(*wrong[:20], sep="\n")
    print(f"{sum(done.values())} faults, {acknowledged} requests acknowledged: {len(wrong)} wrong. {time.monotonic() - begun:.0f} s, seed {seed}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
