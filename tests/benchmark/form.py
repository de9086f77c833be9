"""What the benchmark runs for the form: a key to its letter, Send to thanks, a long list for staff. Tells it as one line of JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk import app
from kiosk.content.store.current import open_library
from kiosk.screens.staff import LIST
from kiosk.settings.settings import Settings
from kiosk.signup.desk import Desk
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import try_out_key, unlock
from kiosk.signup.record import Answer, Consent, Record
from kiosk.visit.states import Staff
from tests.clinic_staff import opened as all_of

_MOST_SECONDS = 30.0
ANSWERS = {"contact": "call", "for-whom": "me", "name": "Ana", "phone": "7065550123", "message": "leave", "language": "english"}


def main() -> None:
    """Arguments: the content folder, a data folder, how often, how many sign-ups lie there."""
    content, data, times, many = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    app.application(["kiosk"])
    library, _ = open_library(content, data, _today())
    if library is None:
        sys.exit(1)
    try_out_key.make_try_out(data / "keys", _today())
    clock = _Hours()
    drawer = Drawer(data / "drawer", data / "keys", clock=clock)
    for number in range(many):
        drawer.keep(Record(_today(), "en", (Answer("name", "name", f"Visitor {number}", ""),), (Consent("call", ""),)))
    desk = Desk(drawer, data / "keys", _today)
    kiosk = app.Kiosk(library, Settings(key_bounce_ms=0), app.WindowSpec((1920, 1080), (476.0, 268.0)), desk=desk)
    timed = _Timed(kiosk)
    kiosk.visit.act("wake:en")
    kiosk.visit.act("go:signup/name/0")
    typed = [timed.until_drawn(lambda: kiosk.signup.act("type:a")) for _ in range(times)]
    sent = [_sent(kiosk, timed) for _ in range(times)]
    kiosk.visit.act("go:home/0")
    for _ in range(5):
        kiosk.staff.act("knock")
    opened = [timed.until_drawn(partial(kiosk.visit.go, Staff(LIST, number))) for number in range(1, times + 1)]
    begun = time.monotonic()
    read = sum(record is not None for _, record in all_of(drawer, unlock.open_private(data / "keys", "", "")))
    figures = {"type_ms": statistics.median(typed), "send_ms": statistics.median(sent), "list_ms": statistics.median(opened)}
    print(json.dumps(figures | {"open_all_s": time.monotonic() - begun, "opened": read}), flush=True)
    os._exit(0)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


class _Hours:
    """A clock by which sign-ups come an hour apart, so that none is one too many."""

    def __init__(self) -> None:
        self._now = 0.0

    def __call__(self) -> float:
        self._now += 3600.0
        return self._now


class _Timed:
    """Milliseconds from something that is done to the frame that shows it."""

    def __init__(self, kiosk: app.Kiosk) -> None:
        self._window = kiosk.window
        self._drawn: list[float] = []
        kiosk.window.frameSwapped.connect(lambda: self._drawn.append(time.monotonic()))
        self._rest()

    def _rest(self) -> None:
        end = time.monotonic() + 0.3
        while time.monotonic() < end:
            QCoreApplication.processEvents()

    def until_drawn(self, do: Callable[[], object]) -> float:
        self._rest()
        self._drawn.clear()
        begun = time.monotonic()
        do()
        self._window.update()
        while not self._drawn and time.monotonic() < begun + _MOST_SECONDS:
            QCoreApplication.processEvents()
        return (self._drawn[0] - begun) * 1000


def _sent(kiosk: app.Kiosk, timed: _Timed) -> float:
    kiosk.visit.act("go:signup/notice/0")
    for question, answer in ANSWERS.items():
        kiosk.signup.answer(question, answer)
    kiosk.visit.act("go:signup/review/0")
    while kiosk.signup.property("turns")["word"] == "next":
        kiosk.signup.act("on")
    took = timed.until_drawn(lambda: kiosk.signup.act("on"))
    if not kiosk.signup.property("sent"):
        sys.exit("the form was not kept")
    kiosk.visit.act("go:home/0")
    return took


if __name__ == "__main__":
    main()
