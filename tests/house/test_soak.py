"""Many visits one after the other: the short form of `tests/soak.py`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import soak
from PySide6.QtCore import QLoggingCategory


def test_visits_leave_nothing_behind_and_never_hold_the_screen_up() -> None:
    came = soak.soak(60, 20)
    assert came.faults == []
    assert (came.visits, came.sent, came.staff) == (60, 12, 1)
    assert came.reloads >= 1
    assert came.end["threads"] < came.warm["threads"] + 1  # the one that reads changed content comes and goes
    assert came.end["open files"] < came.warm["open files"] + 2
    assert came.end["timers"] == came.warm["timers"]
    assert came.growth("QObjects below window and parts") < 0.1
    assert again(came.stalls) == [], came.stalls


def again(stalls: list[str]) -> list[str]:
    """What held the screen up more than once. Once may be the machine itself, halted by what it runs on, which no clock of a process tells."""
    kinds = Counter(each.partition(", ")[2].rpartition(": ")[0] for each in stalls)
    return [kind for kind, times in kinds.items() if times > 1]


def test_pages_that_are_gone_leave_nothing_in_the_memory_of_qml(visitor: Any, qtlog: Any) -> None:
    QLoggingCategory.setFilterRules("qt.qml.gc.allocatorStats=true")
    here = visitor()

    def needed() -> int:
        """Bytes of all that QML's own memory holds, after its garbage is gone."""
        here.rest()
        for _ in range(2):
            here.kiosk._engine.collectGarbage()
        return int([each.message for each in qtlog.records if "memory after GC" in each.message][-1].split()[-1])

    def reads_on() -> None:
        for _ in range(10):
            here.taps("Help now").taps("Close").taps("Start").taps("Your infusion").taps("Next").taps("Next")
            here.kiosk.visit.act("finish")
            here.rest()

    reads_on()
    before = needed()
    reads_on()
    after = needed()
    QLoggingCategory.setFilterRules("")
    assert after - before < 50_000
