"""A clock that is set and a time zone that changes are noticed while the kiosk runs."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.clock_watch import ClockWatch, local_now, step_timer
from kiosk.unattended.boot import since_boot


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    """A link to a zone, as /etc/localtime is one."""
    (tmp_path / "zone").mkdir()
    link = tmp_path / "zone" / "localtime"
    link.symlink_to("/usr/share/zoneinfo/UTC")
    return link


@pytest.fixture
def step() -> Iterator[tuple[int, int]]:
    """In place of the system's timer: what is written at one end is a step of the clock at the other."""
    told, tell = os.pipe()
    yield told, tell
    os.close(tell)


@pytest.fixture
def watch(qapp: object, zone: Path, step: tuple[int, int]) -> Iterator[ClockWatch]:
    made = ClockWatch(zone, lambda: step[0])
    yield made
    made.close()


def test_another_zone_is_told(qtbot: Any, watch: ClockWatch, zone: Path) -> None:
    with qtbot.waitSignal(watch.changed, timeout=5000):
        fresh = zone.with_name(".localtime")  # as timedatectl does
        fresh.symlink_to("/usr/share/zoneinfo/America/Chicago")
        fresh.replace(zone)


def test_another_file_beside_it_is_not_told(qtbot: Any, watch: ClockWatch, zone: Path) -> None:
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    with qtbot.waitSignal(watch._folder.directoryChanged, timeout=5000):
        (zone.parent / "passwd").write_text("x")
    assert told == []


def test_each_step_of_the_clock_is_told(qtbot: Any, watch: ClockWatch, step: tuple[int, int]) -> None:
    for _ in range(2):
        with qtbot.waitSignal(watch.changed, timeout=5000):
            os.write(step[1], b"12345678")


@pytest.mark.skipif(sys.platform != "linux", reason="the system has no such timer")
def test_the_timer_of_the_system_waits_for_a_step() -> None:
    timer = step_timer()
    assert timer is not None
    assert select.select([timer], [], [], 0)[0] == []
    with pytest.raises(BlockingIOError):
        os.read(timer, 8)
    os.close(timer)


@pytest.mark.parametrize(("zone_name", "hours"), [("UTC0", 0), ("JST-9", 9), ("CST6", -6)])
def test_the_time_is_that_of_the_zone_that_holds_now(monkeypatch: pytest.MonkeyPatch, zone_name: str, hours: int) -> None:
    local_now()
    with monkeypatch.context() as there:
        there.setenv("TZ", zone_name)
        ahead = local_now() - datetime.now(UTC).replace(tzinfo=None)
    local_now()
    assert round(ahead.total_seconds() / 3600) == hours


def test_the_clock_of_visits_goes_on_while_the_machine_sleeps() -> None:
    assert abs(since_boot() - float(Path("/proc/uptime").read_text().split()[0])) < 5, "CLOCK_BOOTTIME, which counts sleep (proc_uptime(5))"
