"""The clinic's hours: read as staff write them, and the screen dark outside of them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtQuick import QQuickItem

from kiosk.ending import RESTED
from kiosk.opening import EXAMPLE, changes_at, is_asleep, is_open, read_hours
from kiosk.settings import Settings

MONDAY = datetime(2026, 11, 23)
WEEKDAYS = "Mon-Fri 8:00-18:00, Sat 9:00-13:00"


def at(day: int, clock: str) -> datetime:
    """A day of the week (0: Monday) and the time on it."""
    hour, minute = clock.split(":")
    return MONDAY + timedelta(days=day, hours=int(hour), minutes=int(minute))


@pytest.mark.parametrize(
    ("hours", "day", "clock", "open_then"),
    [
        (WEEKDAYS, 0, "7:59", False),
        (WEEKDAYS, 0, "8:00", True),
        (WEEKDAYS, 4, "17:59", True),
        (WEEKDAYS, 4, "18:00", False),
        (WEEKDAYS, 5, "12:59", True),
        (WEEKDAYS, 5, "13:00", False),
        (WEEKDAYS, 6, "12:00", False),
        ("8:00-18:00", 6, "12:00", True),
        ("Fri–Mon 8:00 – 18:00", 6, "12:00", True),
        ("Fri-Mon 8:00-18:00", 2, "12:00", False),
        ("Mon 20:00-4:00", 1, "3:59", True),
        ("Mon 20:00-4:00", 1, "20:00", False),
        ("Mon-Sun 0:00-24:00", 3, "23:59", True),
        ("mon 8:00-12:00, mon 13:00-17:00", 0, "12:30", False),
        ("mon 8:00-12:00, mon 13:00-17:00", 0, "13:30", True),
    ],
)
def test_it_is_open_when_the_hours_say_so(hours: str, day: int, clock: str, open_then: bool) -> None:
    read = read_hours(hours)
    assert read is not None
    assert is_open(read, at(day, clock)) is open_then


NO_HOURS = ["", "always", "Mon-Fri", "Mon-Fri 8-18", "Mon 8:00-8:00", "Mon 8:00-25:00", "Mon 8:61-9:00", "Lun 8:00-9:00", "Mon 8:00-9:00,"]


@pytest.mark.parametrize("hours", NO_HOURS)
def test_what_is_no_hours_is_refused(hours: str) -> None:
    assert read_hours(hours) is None


def test_without_hours_it_is_always_open_and_sleeps_at_three() -> None:
    assert is_open((), at(6, "3:00"))
    assert is_asleep((), at(6, "3:00"))
    assert not is_asleep((), at(6, "12:00"))
    assert changes_at((), at(0, "12:00")) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))
def test_nothing_changes_before_the_moment_told(now: datetime) -> None:
    hours = read_hours(EXAMPLE)
    assert hours
    moment = changes_at(hours, now)
    assert moment is not None
    assert moment > now
    between = now
    while between < moment:
        assert is_open(hours, between) is is_open(hours, now)
        between += timedelta(minutes=7)


class Wall:
    """The clock on the wall, for a kiosk; it goes with the one of the visit."""

    def __init__(self, clock: Any, begin: datetime) -> None:
        self._clock, self._begin, self._zero = clock, begin, clock.now

    def __call__(self) -> datetime:
        return self._begin + timedelta(seconds=self._clock.now - self._zero)


@pytest.fixture
def closed(visitor: Any, clock: Any) -> Any:
    """Somebody before the screen on Monday, two minutes before the clinic closes."""
    hours = read_hours(WEEKDAYS)
    assert hours
    return visitor(settings=Settings(open_hours=hours), now=Wall(clock, at(0, "17:58")))


def dark(here: Any) -> bool:
    """Whether the screen is dark, to the eye."""
    here.rest()
    picture = here.kiosk.window.grabWindow()
    sampled = [picture.pixelColor(x, y).lightness() for x in range(0, picture.width(), 16) for y in range(0, picture.height(), 16)]
    return sum(sampled) / len(sampled) < 10


def help_words(here: Any) -> QRectF:
    """Where the dark screen names help; all of it on the screen."""
    item = here.kiosk.window.findChild(QQuickItem, "nightHelp")
    box = item.mapRectToScene(item.boundingRect())
    assert QRectF(0, 0, here.kiosk.window.width(), here.kiosk.window.height()).contains(box)
    return box


def test_the_screen_is_dark_when_the_clinic_closes_and_light_when_it_opens(closed: Any) -> None:
    assert not dark(closed)
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    closed.waits(14 * 3600 - 1).kiosk.opening.look()
    assert dark(closed)
    closed.waits(1).kiosk.opening.look()
    assert not dark(closed)


def test_a_visit_goes_on_after_hours_and_then_the_screen_is_dark_again(closed: Any) -> None:
    closed.taps("Start").taps("Your infusion").waits(100)
    closed.kiosk.opening.look()
    closed.taps("Next").waits(60)
    closed.kiosk.opening.look()
    assert not dark(closed)
    closed.waits(120).taps("Start over")
    closed.waits(59).kiosk.opening.look()
    assert not dark(closed)
    closed.waits(1).kiosk.opening.look()
    assert dark(closed)


def test_a_touch_on_the_dark_screen_wakes_it_and_presses_nothing(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    closed.taps_at(QPointF(960, 1000))
    assert not dark(closed)
    assert closed.kiosk.visit.visit.idle
    closed.taps("Start")
    assert closed.kiosk.visit.at == "home"


def test_help_is_one_touch_from_the_dark_screen(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    closed.taps_at(help_words(closed).center())
    assert closed.sees("988lifeline.org")


def test_a_key_wakes_it(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    closed.presses(Qt.Key.Key_Down)
    assert not dark(closed)


def test_the_words_on_the_dark_screen_move_on(closed: Any) -> None:
    closed.waits(120).kiosk.opening.look()
    assert dark(closed)
    places = set()
    for _ in range(12):
        closed.waits(600).kiosk.opening.look()
        closed.rest()
        places.add(help_words(closed).topLeft().toTuple())
    assert len(places) == 12


@pytest.mark.parametrize(("hours", "until"), [("8:00-18:00", 23.6), ("8:00-16:00", 21.6), ("", 32.6)])
def test_after_a_day_it_asks_to_be_started_anew_when_nobody_is_expected(visitor: Any, clock: Any, hours: str, until: float) -> None:
    here = visitor(settings=Settings(open_hours=read_hours(hours) or ()), now=Wall(clock, at(0, "18:30")))
    asked: list[float] = []
    here.kiosk.opening.tired.connect(lambda: asked.append(clock.now))
    begun = clock.now
    for _ in range(48 * 6):
        here.waits(600).kiosk.opening.look()
        if asked:
            break
    assert (asked[0] - begun) / 3600 == pytest.approx(until, abs=0.2)


SLEEPER = """
import sys
from kiosk import opening
from kiosk.bridge import opening_view
from kiosk.staff.commands import main
opening.SMALL_HOURS = range(24)
opening_view.RESTED_SECONDS = 0.0
opening_view.LOOK_SECONDS = 1.0
sys.exit(main(sys.argv[1:]))
"""


def test_the_real_kiosk_ends_for_whoever_starts_it_anew(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLEEPER, "run", "--window", "640x360", "--data", str(tmp_path / "data")]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        watched = {**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify"), "PYTHONPATH": str(PROJECT)}
        assert subprocess.run(command, env=watched, cwd=tmp_path, timeout=60, capture_output=True, check=False).returncode == RESTED
