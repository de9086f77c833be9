"""Thousands of visits by a script: does the kiosk need more memory, files, threads or objects than it did, and does it ever stand still?

    python tests/soak.py [VISITS]

prints what was needed after the warm-up and at the end. The whole application runs: visitors read, look for help, change the look, listen;
every 5th asks for a consultation, at every 50th staff save a file, which a thread reads while visits go on, at every 200th they sign in.
How long the thread of the screen was busy is told without the time in which it waited for a processor that others had.
The tests run a short form.
"""

from __future__ import annotations

import faulthandler
import gc
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lobby import PASSPHRASE, WHO, Brisk, Lobby, follow, tells
from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from wanted import wanted

from kiosk.bridge.typesetting import set_text
from kiosk.content.store.current import fingerprint
from kiosk.devices.content_watch import ContentWatch
from kiosk.layout.markup import as_shown
from kiosk.signup.drawer import soundness
from kiosk.staff.content.all_screens import settle
from kiosk.visit.moves import due
from kiosk.visit.states import SigningUp, Timing

VISITS, WARM = 1000, 500
STALL_MS = 250.0
MOST_GROWTH = 0.05
PIXELS = (960, 540)
SAMPLES = 5
"""So many looks at what is needed, spread over the twentieth part of all visits: their mean counts, since memory breathes."""
WRITES = {"name": "Ana", "phone": "7065550123", "email": "ana@example.com"}


@dataclass
class Came:
    """What came of it: by name, what was needed after the warm-up and at the end."""

    visits: int = 0
    seconds: float = 0.0
    sent: int = 0
    reloads: int = 0
    staff: int = 0
    longest_ms: float = 0.0
    longest_at: str = ""
    stalls: list[str] = field(default_factory=list)
    warm: dict[str, float] = field(default_factory=dict)
    end: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def growth(self, name: str) -> float:
        return self.end[name] / self.warm[name] - 1 if self.warm.get(name) else 0.0


class Watch:
    """How long the thread of the screen was busy at a stretch: the clock's time, less what it waited for a processor."""

    def __init__(self, came: Came) -> None:
        self.came, self.doing = came, ""

    def turn(self, work: Callable[[], Any], what: str) -> None:
        begun, waited = time.monotonic_ns(), _waited_ns()
        work()
        busy = (time.monotonic_ns() - begun - (_waited_ns() - waited)) / 1e6
        where = f"visit {self.came.visits}, {self.doing}: {what}"
        if busy > self.came.longest_ms:
            self.came.longest_ms, self.came.longest_at = busy, where
        if busy > STALL_MS:
            self.came.stalls.append(f"{where}: {busy:.0f} ms")


def _waited_ns() -> int:
    """What this thread has waited for a processor so far (proc(5), schedstat)."""
    return int(Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()[1])


class Timed(Brisk):
    """A visitor with a watch on each turn of the event loop."""

    watch: Watch

    def taps_at(self, place: QPointF) -> Timed:
        point, window = place.toPoint(), self.kiosk.window
        self.watch.turn(lambda: QTest.touchEvent(window, self._finger).press(0, point).commit(False), "a finger comes down")
        self.watch.turn(lambda: QTest.touchEvent(window, self._finger).release(0, point).commit(False), "it lifts")
        return self.rest()

    def rest(self) -> Timed:
        if hasattr(self, "watch"):
            self.watch.turn(settle, "what follows")
            self.watch.turn(self.kiosk.window.grabWindow, "a frame")
        return self

    def waits(self, seconds: float) -> Timed:
        self._wind(seconds)
        self.watch.turn(self.kiosk.visit.timePassed, "time passes")
        return self.rest()

    def tries(self, name: str) -> Timed:
        """Taps what has this name, if it is there."""
        found = [each for each in self.buttons() if each.name.startswith(name)]
        return self.taps_at(found[0].box.center()) if found else self


class Day:
    """The visits, one after the other."""

    def __init__(self, lobby: Lobby, came: Came) -> None:
        self.lobby, self.came, self.kiosk = lobby, came, lobby.kiosk
        self.watch = Watch(came)
        lobby.visitor.__class__ = Timed
        self.here: Timed = lobby.visitor  # type: ignore[assignment]
        self.here.watch = self.watch
        self.content = ContentWatch(lobby.content, lambda: fingerprint(lobby.content), lobby.read, lobby.clock)
        self.content.came.connect(self._show)

    def _show(self, library: Any) -> None:
        self.came.reloads += 1
        self.watch.turn(lambda: self.kiosk.stage(library), "the content changes")

    def visit(self, number: int) -> None:
        """Somebody comes, does what they came for, and goes."""
        here, spanish = self.here, number % 3 == 0
        here.taps("Empezar" if spanish else "Start")
        for does, every, at in self.deeds:
            if number % every == at:
                self.watch.doing = does.__name__
                does(self)
        self.watch.doing = "leaving"
        here.waits((due(self.kiosk.visit.visit, Timing()) or self.lobby.clock.now) - self.lobby.clock.now)
        if number % 2:
            here.waits(31)
        else:
            here.tries(here.say("start_over"))
        if not self.kiosk.visit.visit.idle:
            self.came.faults.append(f"visit {number} does not end: {self.kiosk.visit.visit}")
            self.kiosk.visit.act("finish")
        self.lobby.ear.heard.clear()
        self.lobby.ear.spoken.clear()
        self.came.visits = number

    def reads(self) -> None:
        stage = self.kiosk.deck.stage
        heads = stage.library.heads
        self.kiosk.visit.go(stage.beginning(heads[self.came.visits % len(heads)].id))
        for _ in range(2):
            self.here.rest().tries(self.here.say("next"))

    def looks_for_help(self) -> None:
        self.here.taps(self.here.say("help")).tries(self.here.say("close"))

    def looks_up(self) -> None:
        self.kiosk.visit.act("go:lookup/words/0")
        self.here.rest().tries(self.here.say("next"))
        question = self.kiosk.deck.stage.library.questions[0].questions[0].id
        self.kiosk.visit.act(f"open:answer/{question}/0")
        self.here.rest().tries(self.here.say("take_along")).tries(self.here.say("close"))
        self.kiosk.visit.act("go:basket/0")
        self.here.rest()

    def eases(self) -> None:
        for option in ("text:larger", "palette:night", "lowered:yes"):
            self.watch.turn(lambda option=option: self.kiosk.visit.act(f"comfort-choice:{option}"), option)
            self.here.rest()

    def listens(self) -> None:
        self.kiosk.speech.plug(True)
        self.here.rest()
        for _ in range(6):
            self.lobby.ear.sentence()
        self.here.tries(self.here.say("next"))
        self.kiosk.speech.plug(False)
        self.here.rest()

    def asks_for_a_consultation(self) -> None:
        here = self.here
        self.kiosk.visit.act("go:home/0")
        here.rest().taps(here.say("consultation"))
        for _ in range(40):
            place = self.kiosk.visit.visit.place
            if not isinstance(place, SigningUp) or place.step == "thanks":
                break
            if (question := here.question) and not self.kiosk.signup._filling.answered(question):
                if question.kind.typed:
                    here.writes(WRITES[question.kind.value])
                else:
                    here.taps(as_shown(self.kiosk.deck.stage.says(question.options[0].says)))
            here.taps(here.say(self.kiosk.signup.turns["word"]))
        if self.kiosk.signup._kept:
            self.came.sent += 1
        else:
            self.came.faults.append(f"a sign-up was not sent: {self.kiosk.visit.visit.place}")

    def staff_edit(self) -> None:
        self.lobby.edit(f"You fill in form {self.came.visits}.")
        self.content.look()
        self.lobby.clock.wind(2.1)
        self.watch.turn(self.content.look, "staff save")

    def staff_work(self) -> None:
        here, unit = self.here, self.kiosk.screen.measures.unit
        self.kiosk.visit.act("go:home/0")
        here.rest()
        for _ in range(5):
            here.taps_at(QPointF(unit * 20, unit * 15))
        here.taps(WHO).writes(PASSPHRASE).taps(here.say("sign_in"))
        self.came.staff += self.kiosk.staff._session.signed_in
        for row in self.lobby.drawer.entries()[:2]:
            self.kiosk.visit.act(f"go:staff/{row.id}/0")
            here.rest()
        self.kiosk.staff.act("sign-out")
        here.rest()
        here.tries("Empezar")

    deeds = (
        (reads, 1, 0), (looks_for_help, 3, 0), (looks_up, 8, 1), (eases, 10, 3), (listens, 10, 7), (staff_edit, 50, 7), (staff_work, 200, 10),
        (asks_for_a_consultation, 5, 0),
    )  # fmt: skip
    """What is done, at which visits: every so many, from this one on."""


# -- what is needed -------------------------------------------------------------------------------------------------------


def needs(day: Day) -> dict[str, float]:
    """Memory in MiB, and counts of whatever could pile up."""
    settle()
    gc.collect()
    window = day.kiosk.window
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return {
        "memory, PSS (MiB)": int(re.search(r"Pss:\s+(\d+)", rollup)[1]) / 1024,  # type: ignore[index]
        "memory, RSS (MiB)": int(re.search(r"Rss:\s+(\d+)", rollup)[1]) / 1024,  # type: ignore[index]
        "open files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": threading.active_count(),
        "Python objects": len(gc.get_objects()),
        "QML items": sum(1 for _ in _items(window.contentItem())),
        "QObjects below window and parts": sum(len(each.findChildren(QObject)) for each in (window, *_parts(day.kiosk))),
        "timers": sum(len(each.findChildren(QTimer)) for each in _parts(day.kiosk)),
        "texts known in other languages": len(day.kiosk.deck.stage.foreign),
        "texts that were set": set_text.cache_info().currsize,
    }


def _parts(kiosk: Any) -> tuple[QObject, ...]:
    return kiosk.visit, kiosk.deck, kiosk.signup, kiosk.staff, kiosk.speech, kiosk.screen


def _items(item: QQuickItem) -> Any:
    yield item
    for each in item.childItems():
        yield from _items(each)


def mean(samples: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(each[name] for each in samples) / len(samples) for name in samples[0]}


def live(visits: int, warm: int) -> Came:
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as name:
        lobby, came, begun = Lobby(Path(name), PIXELS), Came(), time.monotonic()
        day, apart = Day(lobby, came), max(1, visits // 20 // SAMPLES)
        looks = {at + apart * each for at in (warm, visits - apart * (SAMPLES - 1)) for each in range(SAMPLES)}
        samples = []
        for number in range(1, visits + 1):
            day.visit(number)
            if number in looks:
                samples.append(needs(day))
            if number % 100 == 0:
                tells(visits=number, seconds=time.monotonic() - begun, sent=came.sent, longest_ms=came.longest_ms, longest_at=came.longest_at)
        came.warm, came.end = mean(samples[:SAMPLES]), mean(samples[-SAMPLES:])
        came.faults += [*lobby.complaints, *soundness.verify(lobby.drawer, lobby.privates)]
        kept = len(lobby.drawer.entries())
        came.faults += [f"{came.sent} were sent, {kept} are there"] if kept != came.sent else []
        came.seconds = time.monotonic() - begun
        lobby.close()
        return came


def soak(visits: int, warm: int, told: Callable[[dict[str, Any]], None] = lambda _: None) -> Came:
    """In a process of its own."""
    last, died = follow(__file__, [visits, warm], told)
    came = Came(**last) if "warm" in last else Came()
    came.faults += [died] if died else []
    return came


def progress(figures: dict[str, Any]) -> None:
    if "warm" not in figures:
        longest = f"longest turn {figures['longest_ms']:.0f} ms ({figures['longest_at']})"
        print(f"{figures['visits']:6} visits, {figures['seconds']:5.0f} s, {longest}", flush=True)


def table(came: Came) -> None:
    print(f"{came.visits:,} visits in {came.seconds:.0f} s: {came.sent} sign-ups, {came.reloads} reloads of the content, {came.staff} times staff")
    print(f"{'':34} {'warm':>9} {'end':>9}")
    for name, value in came.warm.items():
        print(f"{name:34} {value:9.1f} {came.end[name]:9.1f} {came.growth(name):+8.1%}")
    print(f"longest turn {came.longest_ms:.0f} ms ({came.longest_at}); {len(came.stalls)} over {STALL_MS:.0f} ms", *came.stalls[:10], sep="\n  ")
    print(f"{len(came.faults)} faults", *came.faults[:20], sep="\n  ")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        faulthandler.enable()
        tells(**vars(live(int(sys.argv[2]), int(sys.argv[3]))))
        sys.exit()
    (count,) = wanted(__doc__, visits=VISITS)
    result = soak(count, min(WARM, count // 2), progress)
    table(result)
    sys.exit(bool(result.faults or result.stalls or result.growth("memory, PSS (MiB)") > MOST_GROWTH))
