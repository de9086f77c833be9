"""Copies of the drawer stay as long as somebody may need them, whatever clocks say, and what lies in them is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.signup import keys
from kiosk.signup.copies import FILE
from kiosk.signup.desk import Desk
from kiosk.signup.drawer import Drawer
from kiosk.signup.record import Answer, Record


class Clinic:
    """A data folder with a desk, whose clock is set by hand."""

    def __init__(self, data: Path) -> None:
        self.data, self.now = data, datetime(2026, 11, 23, 12, tzinfo=UTC)
        keys.make_try_out(data / "keys", self.now.date())
        self.drawer = Drawer(data / "drawer", data / "keys", lambda: self.now)
        self.desk = Desk(self.drawer, data / "keys", self.today)

    def today(self) -> date:
        return self.now.date()

    def asks(self, *names: str) -> list[str]:
        """Visitors ask for a consultation; the ids of their requests."""
        return [self.drawer.keep(Record(self.now.date(), "en", (Answer("Your name", "name", each, each),), ())) for each in names]

    def live(self, days: int) -> None:
        """So many days pass, on each of which the kiosk looks after what is kept."""
        for _ in range(days):
            self.now += timedelta(1)
            self.desk.tidy()

    def aside(self, stamp: str) -> tuple[Path, Path]:
        """What a damaged drawer and a restore leave, named by the clock of then."""
        drawer = self.data / "drawer" / f"drawer-set-aside-{stamp}.sqlite"
        key = self.data / f"before-restore-{stamp}" / "keys" / "abc.private.json"
        key.parent.mkdir(parents=True)
        for path in (drawer, key):
            path.write_bytes(b"sealed")
        return drawer, key


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    made.live(1)
    yield made
    made.drawer.close()


STAMPS = ["19700102-000000", "20260525-120000", "20261123-120000", "20270601-120000", "00000000-000000"]


def are_there(*paths: Path) -> bool:
    assert len({path.exists() for path in paths}) == 1
    return paths[0].exists()


@pytest.mark.parametrize("stamp", STAMPS)
def test_what_was_kept_aside_stays_for_ninety_days_on_which_the_kiosk_runs(clinic: Clinic, stamp: str) -> None:
    paths = clinic.aside(stamp)
    clinic.live(90)
    assert are_there(*paths)
    clinic.live(1)
    assert not are_there(*paths)


@pytest.mark.parametrize("step", [180, -180, 20_000])
def test_a_clock_that_takes_a_step_erases_nothing(clinic: Clinic, step: int) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(85)
    clinic.now += timedelta(step)
    clinic.live(7)
    assert are_there(*paths), "the clock is not trusted yet"
    clinic.live(7)
    assert not are_there(*paths)


def test_another_drawer_in_its_place_begins_to_count_anew(clinic: Clinic) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(60)
    clinic.drawer.close()
    (clinic.data / "drawer" / "drawer.sqlite").unlink()
    clinic.live(60)
    assert are_there(*paths)


@pytest.mark.parametrize("garbage", [
    b"", b"[]", b"{", b"\xff" * 9, b'{"before-restore-20261123-120000": 1}', b'{"before-restore-20261123-120000": "00000000.1.0000000000000000"}',
    b"[" * 500_000, b" " * 2_000_000,
])  # fmt: skip
def test_whatever_is_noted_there_nothing_goes_too_early(clinic: Clinic, garbage: bytes) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(60)
    (clinic.data / FILE).write_bytes(garbage)
    clinic.live(60)
    assert are_there(*paths)
    clinic.live(31)
    assert not are_there(*paths)
    clinic.live(1)
    assert (clinic.data / FILE).read_bytes() == b"{}"
    assert (clinic.data / FILE).stat().st_mode & 0o077 == 0


def test_a_name_that_is_no_text_has_its_time_as_well(clinic: Clinic) -> None:
    path = Path(os.fsdecode(os.fsencode(clinic.data) + b"/before-restore-\xff"))
    path.mkdir()
    clinic.live(91)
    assert not path.exists()
