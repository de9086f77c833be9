"""Somebody sets the clock of the machine while it runs, again and again, or only a little: nothing is lived by that."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.signup.desk import Desk
from kiosk.signup.drawer import boot, expiry, soundness
from kiosk.signup.drawer.boot import Boot
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal import ages, set_clocks
from kiosk.signup.journal.ages import CALM_DAYS, MOST_AT_ONCE, STEP_DAYS
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.set_clocks import Apart
from kiosk.signup.keys import try_out_key, unlock
from kiosk.signup.record import Answer, Consent, Record

BEGIN = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEST = timedelta(hours=6)
"""So far behind UTC is the place in which the kiosk stands."""


class Machine:
    """One that runs, sleeps, is switched off, and whose clock somebody sets; `true` is what nobody can set."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.true, self.ahead, self.started, self.boots = folder, timedelta(), timedelta(), timedelta(-1), 1
        try_out_key.make_try_out(folder / "keys", BEGIN.date())
        self.drawer = self._opened()
        self.desk = Desk(self.drawer, folder / "keys", self._today)
        self.desk.tidy()

    def _opened(self) -> Drawer:
        return Drawer(self.folder / "drawer", self.folder / "keys", lambda: self.now, self._seconds, since_boot=self._boot)

    def _seconds(self) -> float:
        return self.true.total_seconds()

    def _today(self) -> date:
        return self.now.date()

    def _boot(self) -> Boot:
        return Boot(f"{self.boots:08x}", (self.true - self.started).total_seconds())

    @property
    def now(self) -> datetime:
        return BEGIN + self.true + self.ahead

    def runs(self, how_long: timedelta) -> None:
        """The kiosk looks at the time every day, and at the end."""
        while how_long > timedelta():
            self.true += min(how_long, DAY)
            how_long -= DAY
            self.looks()

    def looks(self) -> None:
        expiry.begin_day(self.drawer)

    def sleeps(self, how_long: timedelta) -> None:
        self.true += how_long

    def is_set(self, by: timedelta) -> None:
        self.ahead += by

    def restarts(self, off: timedelta = timedelta()) -> None:
        """The machine is off for so long."""
        self.true += off
        self.boots, self.started = self.boots + 1, self.true
        self.starts_the_kiosk()

    def starts_the_kiosk(self) -> None:
        self.drawer.close()
        self.drawer = self._opened()
        self.looks()

    def sends(self) -> str:
        return self.drawer.keep(Record((self.now - WEST).date(), "en", (Answer("name", "name", "Ana", "Ana"),), (Consent("call", "f00d"),)))

    @property
    def lived(self) -> ages.Lived:
        return expiry.lived(self.drawer, self.now.date())

    @property
    def oldest(self) -> int:
        """As many days as the oldest entry has lived at most."""
        found = self.lived
        return max(found.now, *found.ages.values())

    def entries(self, *kinds: EntryKind) -> list[Line]:
        return [line for line in self.drawer.trail() if line.what in kinds]

    def faults(self) -> tuple[str, ...]:
        return soundness.verify(self.drawer, unlock.open_private(self.folder / "keys", "", ""))


@pytest.fixture
def machine(tmp_path: Path) -> Any:
    made = Machine(tmp_path)
    yield made
    made.drawer.close()


@pytest.mark.parametrize("hop", [4 * DAY, 23 * HOUR, 90 * MINUTE, 59 * MINUTE, 400 * DAY], ids=str)
def test_a_clock_that_creeps_deletes_nothing(machine: Machine, hop: timedelta) -> None:
    name = machine.sends()
    for number in range(30):
        machine.sleeps(2 * MINUTE)
        machine.is_set(hop)
        if number % 3:
            machine.drawer.keep_wording(f"A visitor agrees at {machine.now}.")
        machine.desk.tidy()
    assert [entry.id for entry in machine.drawer.entries()] == [name]
    assert machine.oldest <= MOST_AT_ONCE + 1
    assert not machine.lived.trusted
    assert machine.faults() == () or hop > STEP_DAYS * DAY


def test_what_comes_is_as_old_as_it_is_after_a_clock_was_set_on_and_on(machine: Machine) -> None:
    """Thirty hops, the clock stays years ahead, and the kiosk goes on for 89 days, and one more."""
    machine.is_set(4 * DAY)
    machine.looks()
    name = machine.sends()
    for _ in range(30):
        machine.is_set(4 * DAY)
        machine.looks()
    machine.runs(89 * DAY)
    assert expiry.expire(machine.drawer, machine.now.date()) == []
    machine.runs(2 * DAY)
    assert expiry.expire(machine.drawer, machine.now.date()) == [name]
    assert machine.faults() == ()


def test_what_goes_after_a_clock_that_was_behind_goes_as_it_may(machine: Machine) -> None:
    machine.is_set(DAY)
    machine.looks()
    name = machine.sends()
    machine.is_set(-300 * DAY)
    machine.runs(92 * DAY)
    assert expiry.expire(machine.drawer, machine.now.date()) == [], "by its own day it has not come"
    machine.is_set(300 * DAY)
    machine.looks()
    machine.runs(CALM_DAYS * DAY)
    assert expiry.expire(machine.drawer, machine.now.date()) == [name]
    assert machine.faults() == ()


def test_who_deletes_by_a_clock_that_creeps_is_told_of(machine: Machine) -> None:
    """As whoever has taken the kiosk over can write it."""
    name = machine.sends()
    for _ in range(30):
        machine.is_set(4 * DAY)
        machine.looks()
    with machine.drawer.file.writing() as database:
        machine.drawer.take_out(database, name, (machine.drawer.file.at(), "", EntryKind.EXPIRED, name))
    (told,) = machine.faults()
    assert "before its time had come" in told


@pytest.mark.parametrize("first", [timedelta(), 30 * DAY, -30 * DAY], ids=str)
@pytest.mark.parametrize("restart", [True, False], ids=["starts anew", "runs on"])
@pytest.mark.parametrize("wrong", [300 * DAY, -300 * DAY], ids=["ahead", "behind"])
def test_a_clock_that_was_set_right_again_holds_nothing_up(machine: Machine, first: timedelta, wrong: timedelta, *, restart: bool) -> None:
    machine.runs(10 * DAY)
    machine.is_set(first)
    machine.looks()
    machine.is_set(wrong)
    machine.looks()
    machine.runs(DAY)
    name = machine.sends()
    machine.is_set(-wrong - first)
    machine.restarts() if restart else machine.looks()
    before = machine.lived.now
    machine.runs(92 * DAY)
    assert machine.lived.now == before + 92
    late = wrong > timedelta()  # by its own day it came later than today
    assert expiry.expire(machine.drawer, machine.now.date()) == ([] if late else [name])


def test_the_first_move_after_a_start_is_time_in_which_the_machine_was_off(machine: Machine) -> None:
    """Without a battery it starts with the time it last knew, and the network sets it."""
    machine.runs(5 * DAY)
    for off in (DAY, 3 * DAY, 4 * DAY):
        machine.is_set(-off)
        machine.restarts(off)
        machine.is_set(off)
        machine.runs(HOUR)
    assert machine.entries(EntryKind.CLOCK) == []
    assert machine.lived.trusted
    assert machine.oldest == 13


def test_a_restart_of_the_kiosk_alone_frees_no_other_move(machine: Machine) -> None:
    machine.is_set(2 * DAY)
    machine.looks()
    for number in range(1, 5):
        machine.starts_the_kiosk()
        machine.runs(2 * DAY)  # another day's entry stands between
        machine.is_set(4 * DAY)
        machine.starts_the_kiosk()
        assert len(machine.entries(EntryKind.CLOCK)) == number
    assert machine.oldest == 2 + 4 * 2


def test_what_is_noted_of_the_clock_comes_first_and_tells_no_more_than_the_day(machine: Machine) -> None:
    machine.is_set(DAY)
    machine.looks()
    machine.is_set(2 * HOUR)
    machine.sends()
    clock, kept = machine.drawer.trail()[-2:]
    assert (clock.what, clock.at, clock.about) == (EntryKind.CLOCK, "2026-11-24", f"00000001 {int(BEGIN.timestamp()) + 93_600 - 86_400} 7200")
    assert kept.what == EntryKind.KEPT
    step = machine.lived.steps[-1]
    assert (step.entry, step.jump) == (clock.seq, 7200)


def test_a_clock_that_was_set_counts_before_it_is_noted(machine: Machine) -> None:
    machine.is_set(DAY)
    machine.looks()
    before = machine.oldest
    machine.is_set(4 * DAY)
    assert machine.oldest == before
    assert not machine.lived.trusted
    assert machine.entries(EntryKind.CLOCK) == []


def test_it_is_noted_where_the_keys_are_gone_or_others(machine: Machine) -> None:
    machine.is_set(DAY)
    machine.looks()
    (machine.folder / "keys").rename(machine.folder / "away")
    machine.is_set(4 * DAY)
    machine.desk.tidy()
    assert len(machine.entries(EntryKind.CLOCK)) == 1, "nothing was to be written for a key"
    with pytest.raises(KeepError):
        machine.sends()
    try_out_key.make_try_out(machine.folder / "keys", BEGIN.date())
    machine.is_set(4 * DAY)
    machine.sends()
    assert [line.what for line in machine.drawer.trail()[-3:]] == [EntryKind.CLOCK, EntryKind.BEGUN, EntryKind.KEPT]
    assert machine.oldest == 1


def test_two_machines_with_one_drawer_free_no_move_for_each_other(machine: Machine) -> None:
    machine.is_set(DAY)
    machine.looks()
    other = Drawer(machine.folder / "drawer", machine.folder / "keys", lambda: machine.now, since_boot=lambda: Boot("ffffffff", 5.0))
    with closing(other):
        for number in range(1, 4):
            other.keep_wording(f"words {number}")
            machine.is_set(4 * DAY)
            machine.looks()
            assert len([line for line in machine.entries(EntryKind.CLOCK) if line.about.startswith("00000001")]) == number


def test_where_nothing_counts_the_seconds_days_are_noted_as_ever(tmp_path: Path) -> None:
    now = [BEGIN]
    try_out_key.make_try_out(tmp_path / "keys", BEGIN.date())
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys", lambda: now[0])) as drawer:
        for _ in range(5):
            expiry.begin_day(drawer)
            now[0] += 4 * DAY
        days = [line.about for line in drawer.trail() if line.what == EntryKind.DAY]
        assert days == [""] * 5
        assert expiry.lived(drawer, now[0].date()).now == 20


def test_a_journal_of_an_earlier_version_goes_on_as_it_was(machine: Machine) -> None:
    """Its days say nothing of the clock; after `update --back` it writes such again."""
    with closing(Drawer(machine.folder / "older", machine.folder / "keys", lambda: machine.now)) as older:
        machine.drawer.close()
        machine.drawer = older
        machine.runs(20 * DAY)
    machine.drawer = Drawer(machine.folder / "older", machine.folder / "keys", lambda: machine.now, since_boot=machine._boot)
    machine.looks()
    assert machine.oldest == 19, "since its first entry"
    machine.runs(2 * DAY)
    assert (machine.oldest, machine.lived.steps) == (21, ())
    assert machine.faults() == ()


def test_it_reads_the_clock_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    here = boot.of_this_machine()
    if sys.platform != "linux":
        assert here is None
        return
    assert here is not None
    assert set_clocks.read(str(Apart(here.name, round(time.time() - here.seconds)))) is not None
    monkeypatch.setattr(boot, "_name", lambda: "")
    assert boot.of_this_machine() is None, "where Linux gives no name to its runs"


def test_a_drawer_with_the_clock_of_this_machine_tells_its_run(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "keys", BEGIN.date())
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys")) as drawer:
        assert expiry.begin_day(drawer)
        assert not expiry.begin_day(drawer)
        (day,) = [line for line in drawer.trail() if line.what == EntryKind.DAY]
    here = boot.of_this_machine()
    assert day.about.split(" ")[:1] == ([here.name] if here else [""])


@given(st.text(max_size=40) | st.binary(max_size=10) | st.none() | st.from_regex(r"[0-9a-f]{8} -?[0-9]{1,14}( -?[0-9]{1,14})?", fullmatch=True))
def test_only_what_is_written_so_is_read(written: object) -> None:
    found = set_clocks.read(written)
    assert found is None or str(found) == written or int(str(written).split(" ")[1]) == found.offset


@given(
    st.lists(st.tuples(st.sampled_from(["", "2026-11-23", "9999-12-31", "0001-01-01", "2027-01-01"]), st.integers(-(10**12), 10**12)), max_size=30),
    st.sampled_from([BEGIN.date(), BEGIN.date().max, BEGIN.date().min]),
)  # fmt: skip
def test_no_number_in_a_journal_is_too_much(told: list[tuple[str, int]], today: Any) -> None:
    found = ages.lived([(entry, day) for entry, (day, _) in enumerate(told, 1)], today, {entry: jump for entry, (_, jump) in enumerate(told, 1)})
    assert all(later >= sooner for sooner, later in zip([0, *found.ages.values()], found.ages.values(), strict=False))
    assert max(found.ages.values(), default=0) <= MOST_AT_ONCE * len(told)


# -- whole lives --------------------------------------------------------------------------------------------------------


MOMENTS = st.integers(0, 9 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
HOPS = MOMENTS | MOMENTS.map(lambda by: -by) | st.sampled_from([4 * DAY, -4 * DAY, 400 * DAY, -400 * DAY])
Event = Callable[[Machine], object]


def _events(*hops: st.SearchStrategy[Event]) -> st.SearchStrategy[list[Event]]:
    return st.lists(st.one_of(
        MOMENTS.map(lambda long: lambda machine: machine.runs(long)),
        MOMENTS.map(lambda long: lambda machine: machine.sleeps(long)),
        MOMENTS.map(lambda long: lambda machine: machine.restarts(long)),
        st.just(Machine.starts_the_kiosk), st.just(Machine.sends), *hops,
    ), max_size=12)  # fmt: skip


def _lives(events: list[Event]) -> list[tuple[Machine, int, int]]:
    """After each of these what the machine is then, the days lived by what it says, and the true ones."""
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder))
        told = []
        for event in events:
            event(machine)
            told.append((machine.boots, machine.oldest, machine.true.days))
        machine.looks()
        told.append((machine.boots, machine.oldest, machine.true.days))
        machine.drawer.close()
    return told


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(_events(HOPS.map(lambda by: lambda machine: machine.is_set(by))))
def test_no_life_is_longer_than_the_true_one_but_for_what_a_start_hides(events: list[Event]) -> None:
    """Nobody knows how long it was off before a start: what the clock says then, and the first time it is set after that, count for a week each."""
    for boots, lived, true in _lives(events):
        assert lived <= true + 2 * MOST_AT_ONCE * boots + 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(_events(st.integers(-4 * 24 * 60, 4 * 24 * 60).map(lambda by: lambda machine: (machine.is_set(timedelta(minutes=by)), machine.looks()))))
def test_a_running_kiosk_gains_four_days_with_each_start(events: list[Event]) -> None:
    for boots, lived, true in _lives(events):
        assert lived <= true + STEP_DAYS * boots + 1


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(_events())
def test_a_life_in_which_nobody_sets_the_clock_is_as_it_was(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder))
        for event in events:
            event(machine)
        days = [(line.seq, line.at) for line in machine.drawer.trail()]
        found = machine.lived
        assert machine.entries(EntryKind.CLOCK) == []
        assert found.now == ages.lived(days, machine.now.date()).now
        machine.drawer.close()
