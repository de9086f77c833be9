"""Signing in, by clocks that are set by hand: who waits for how long, over a restart and however the wall clock is set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from clinic_staff import let_in

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import rotation
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.session import Session

TODAY = date(2026, 11, 23)
ANA, BOB = "correct horse battery", "eight grey whales swim"


class Clocks:
    """That of the machine since it was started, and that on its wall."""

    def __init__(self) -> None:
        self.since_start, self.wall = 50.0, 1_800_000_000.0

    def wind(self, seconds: float) -> None:
        self.since_start += seconds
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def drawer(tmp_path: Path) -> Iterator[Drawer]:
    quick = Stretching(memory_kib=64, passes=1)
    rotation.new_key(tmp_path / "keys", "clinic", "Ana", ANA, TODAY, stretching=quick)
    let_in(tmp_path / "keys", "Ana", ANA, "Bob", BOB, stretching=quick)
    made = Drawer(tmp_path / "drawer", tmp_path / "keys", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC))
    yield made
    made.close()


def session(drawer: Drawer, clocks: Clocks) -> Session:
    return Session(drawer, drawer.folder.parent / "keys", lambda: TODAY, lambda: clocks.since_start, lambda: clocks.wall)


def wrong(here: Session, times: int, who: str = "Ana") -> Session:
    assert not any(here.sign_in(who, "wrong") for _ in range(times))
    return here


def test_waiting_outlives_a_restart_to_the_second(drawer: Drawer, clocks: Clocks) -> None:
    wrong(session(drawer, clocks), 5)
    clocks.wind(10)
    clocks.since_start = 3.0
    here = session(drawer, clocks)
    assert (here.wait("Ana"), here.wait("Bob"), here.sign_in("Ana", ANA)) == (20, 0, False)
    clocks.wind(20)
    assert here.sign_in("Ana", ANA)


@pytest.mark.parametrize("to", [0.0, 4_000_000_000.0])
def test_setting_the_wall_clock_while_the_kiosk_runs_changes_no_wait(drawer: Drawer, clocks: Clocks, to: float) -> None:
    here = wrong(session(drawer, clocks), 5)
    clocks.wall = to
    assert here.wait("Ana") == 30
    clocks.wind(30)
    assert here.wait("Ana") == 0


def test_a_start_with_a_wall_clock_that_went_back_waits_a_quarter_of_an_hour_at_most(drawer: Drawer, clocks: Clocks) -> None:
    here = session(drawer, clocks)
    for _ in range(9):
        clocks.wind(here.wait("Ana"))
        wrong(here, 1)
    clocks.wall, clocks.since_start = 0.0, 0.0
    here = session(drawer, clocks)
    assert 0 < here.wait("Ana") <= 900
    clocks.wind(900)
    assert here.sign_in("Ana", ANA)


def test_a_right_passphrase_ends_the_waiting_of_everybody(drawer: Drawer, clocks: Clocks) -> None:
    here = wrong(wrong(session(drawer, clocks), 5), 5, "Eve")
    assert here.wait("Eve") == here.wait("Mallory") == 30
    assert not here.sign_in("Ana", ANA)
    assert here.sign_in("bob ", BOB)
    assert [here.wait(who) for who in ("Ana", "Bob", "Eve")] == [0, 0, 0]


def test_what_is_tried_while_one_waits_does_not_count(drawer: Drawer, clocks: Clocks) -> None:
    here = wrong(session(drawer, clocks), 50)
    assert here.wait("Ana") == 30
    assert [line.about for line in drawer.trail() if line.what == "refused"] == [f"{count} lately" for count in range(1, 6)]
