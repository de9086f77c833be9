"""How old something in the drawer is, in days that the kiosk has lived through: what a wrong clock says makes nothing older. Pure.

The journal has an entry for each day. A gap counts for a week at most, whether the machine was off or its clock was set; going back
counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

MOST_AT_ONCE = 7
"""Days that one gap counts for."""
STEP_DAYS = 4
"""A longer gap than a long weekend, or as far back, is a step: the clock may be wrong before it or after it."""
CALM_DAYS = 7
"""So many days must have been lived since the last step before the clock is trusted with deleting."""
_TODAY = 0
"""Stands where an entry's number would; they begin with 1."""


class Step(Struct, frozen=True):
    """The clock went from one day to another that does not follow it; `entry` is the first of the journal after that."""

    entry: int
    before: date
    after: date


class Lived(Struct, frozen=True):
    """`ages` has for each entry of the journal how many days had been lived when it was written, `now` how many up to today."""

    ages: dict[int, int]
    now: int
    steps: tuple[Step, ...] = ()
    calm: int | None = None
    """Days lived since the last step; None where there was none."""

    def since(self, entry: int) -> int:
        """Days lived since this entry; 0 for one that is not there."""
        return self.now - self.ages.get(entry, self.now)

    @property
    def trusted(self) -> bool:
        """Whether the clock has gone on steadily for long enough."""
        return self.calm is None or self.calm >= CALM_DAYS


def lived(entries: Iterable[tuple[int, str]], today: date) -> Lived:
    """The days lived, from (number, day or time) of the entries in their order. What is no day counts as the one before it.

    Times are of UTC and days of this place, so they may differ by one: only what goes beyond the latest day counts.
    """
    ages: dict[int, int] = {}
    steps: list[Step] = []
    latest: date | None = None
    total = calm_from = 0
    for entry, at in [*entries, (_TODAY, today.isoformat())]:
        if (day := day_of(at) or latest) is not None:
            gap = (day - latest).days if latest else 0
            total += min(max(gap, 0), MOST_AT_ONCE)
            if latest and abs(gap) > STEP_DAYS:
                steps.append(Step(entry, latest, day))
                calm_from = total
            if latest is None or gap > 0 or gap < -STEP_DAYS:
                latest = day
        ages[entry] = total
    del ages[_TODAY]
    return Lived(ages, total, tuple(steps), total - calm_from if steps else None)


def day_of(at: str) -> date | None:
    """The day of `2026-11-28` or `2026-11-28T12:00:00Z`; None for anything else."""
    try:
        return date.fromisoformat(at[:10])
    except (ValueError, TypeError):
        return None
