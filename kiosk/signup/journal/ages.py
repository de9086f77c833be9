"""How old something in the drawer is, in days that the kiosk has lived through: what a wrong clock says makes nothing older. Pure.

The journal has an entry for each day. Each calendar day has a place in the life of the kiosk: as far after the days before it that were
lived as they are apart, but a week at most, whether the machine was off or its clock was set. A day in the future that a wrong clock told
of makes nothing older today, and one in the past neither. And nothing is older than its own day says, however many days are told of behind it.

Where the journal tells that the clock was set while the machine ran (`set_clocks`), nothing was lived by that, forward or back: from there on each
day counts as the one that it would be if nobody had set it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct

MOST_AT_ONCE = 7
"""Days that one gap counts for."""
STEP_DAYS = 4
"""A longer gap than a long weekend, or as far back, is a step: the clock may be wrong before it or after it."""
CALM_DAYS = 7
"""So many days must have been lived since the last step before the clock is trusted with deleting."""
_LAST = date.max.toordinal()
DAY_SECONDS = 86_400
_NEVER_SET: Mapping[int, int] = MappingProxyType({})
TODAY = 0
"""Stands where an entry's number would; they begin with 1."""


class Step(Struct, frozen=True):
    """The clock went from one day to another that does not follow it; `entry` is the first of the journal after that.

    `jump` is by how many seconds it was set while the machine ran, where that is known; else 0.
    """

    entry: int
    before: date
    after: date
    jump: int = 0


class Lived(Struct, frozen=True):
    """In days lived: `ages` has for entries of the journal when they were written, and `told` what their own day says; `now` is today.

    An entry that is not among them is as old as the last one before it.
    """

    ages: dict[int, int]
    told: dict[int, int]
    now: int
    steps: tuple[Step, ...] = ()
    calm: int | None = None
    """Days lived since the last step; None where there was none."""

    numbers: tuple[int, ...] = ()
    """The entries, in their order."""

    own: dict[int, int] = {}
    """By the calendar, on which day each was written, as it says itself; for 0 today."""

    def since(self, entry: int) -> int:
        """Days lived since this entry, and no more than the calendar has between its own day and today; 0 for one that no kiosk numbers so.

        Times are of UTC and days of this place, so they may differ by one.
        """
        if entry <= TODAY:
            return 0
        today = self.own.get(TODAY, 0)
        return max(0, min(self.now - self.age_at(entry), today - self.own.get(self._last_up_to(entry), today) + 1))

    def age_at(self, entry: int) -> int:
        """When this entry was written; today for one before all that are there."""
        return self.ages.get(self._last_up_to(entry), self.now)

    def told_at(self, entry: int) -> int:
        """What the day of this entry says; today for one before all that are there."""
        return self.told.get(self._last_up_to(entry), self.now)

    def _last_up_to(self, entry: int) -> int:
        at = bisect_right(self.numbers, entry)
        return self.numbers[at - 1] if at else TODAY

    @property
    def trusted(self) -> bool:
        """Whether the clock has gone on steadily for long enough."""
        return self.calm is None or self.calm >= CALM_DAYS


class _Life:
    """Where each day stands in the life of the kiosk."""

    def __init__(self) -> None:
        self._places: dict[int, int] = {}
        self._first = 0
        self._highest: dict[int, int] = {}

    def place(self, number: int) -> int:
        """Of the day with this number: as far after the days before it as it may be; none of those after it counts."""
        near = (self._places[number - back] + back for back in range(MOST_AT_ONCE) if number - back in self._places)
        far = self._highest_up_to(number - MOST_AT_ONCE)
        place = max((*near, *(() if far is None else (far + MOST_AT_ONCE,))), default=self._before(number))
        self._first = min(self._first, number) if self._places else number
        self._places[number] = place
        self._keep(number, place)
        return place

    def _before(self, number: int) -> int:
        """The place of a day before all that are known."""
        return self._places[self._first] - min(self._first - number, MOST_AT_ONCE) if self._places else 0

    def _highest_up_to(self, number: int) -> int | None:
        """The highest place of all days up to this one. A binary indexed tree: a journal may tell of very many days."""
        found: list[int] = []
        while number > 0:
            found += [self._highest[number]] if number in self._highest else []
            number -= number & -number
        return max(found, default=None)

    def _keep(self, number: int, place: int) -> None:
        while number <= _LAST:
            self._highest[number] = max(place, self._highest.get(number, place))
            number += number & -number


class _Set:
    """How far the clock is set away from the days that were lived."""

    def __init__(self) -> None:
        self._seconds = 0

    def jump(self, seconds: int) -> None:
        """The clock was set by so many, which were not lived."""
        self._seconds += seconds

    def gap(self, days: int) -> None:
        """The clock went on by so many, and nothing tells why: where it went back, what had been set forward was set right.

        By one day the days of a place are behind those of UTC.
        """
        if days < -1:
            self._seconds = min(self._seconds, max(0, self._seconds + days * DAY_SECONDS))

    def number(self, day: date) -> int:
        """The number of the day that it would be at most."""
        return min(max(day.toordinal() + -self._seconds // DAY_SECONDS, 1), _LAST)


def lived(entries: Iterable[tuple[int, str]], today: date, jumps: Mapping[int, int] = _NEVER_SET) -> Lived:
    """The days lived, from (number, day or time) of the entries in their order. What is no day counts as the one before it.

    `jumps` has by how many seconds the clock was set before an entry, or before now (`TODAY`), while the machine ran; each of those is among the
    entries. Times are of UTC and days of this place, so they may differ by one.
    """
    life, clock, ages, told, own = _Life(), _Set(), dict[int, int](), dict[int, int](), dict[int, int]()
    steps: list[Step] = []
    latest: date | None = None
    number: int | None = None
    age = place = calm_from = 0
    for entry, at in [*entries, (TODAY, today.isoformat())]:
        if (day := day_of(at) or latest) is not None:
            jump = jumps.get(entry, 0)
            if jump or (latest is not None and abs((day - latest).days) > STEP_DAYS):
                steps.append(Step(entry, latest or day, day, jump))
            clock.jump(jump) if jump else clock.gap((day - (latest or day)).days)
            if clock.number(day) != number:
                number = clock.number(day)
                place = life.place(number)
            calm_from = place if steps and steps[-1].entry == entry else calm_from
            latest = day
            own[entry] = day.toordinal()
        age = max(age, place)
        ages[entry], told[entry] = age, place
    del ages[TODAY]
    return Lived(ages, told, told.pop(TODAY), tuple(steps), max(0, place - calm_from) if steps else None, tuple(ages), own)


def day_of(at: str) -> date | None:
    """The day of `2026-11-28` or `2026-11-28T12:00:00Z`; None for anything else."""
    try:
        return date.fromisoformat(at[:10])
    except (ValueError, TypeError):
        return None
