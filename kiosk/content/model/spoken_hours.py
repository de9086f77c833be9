"""Opening hours as one says them: Monday to Friday, 8:00 am to 5:00 pm; de lunes a viernes, de 8:00 a. m. a 5:00 p. m. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct

from kiosk.settings.opening_hours import DAY, Span, runs_of


class _Manner(Struct, frozen=True):
    """The days from Monday on; how a run of days, a list and hours are said; the halves of the day."""

    days: tuple[str, ...]
    run: str
    last: str
    hours: str
    halves: tuple[str, str]


_MANNERS = {
    "en": _Manner(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), "{} to {}", "{} and {}", "{} to {}", ("am", "pm")
    ),
    "es": _Manner(
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"), "{} a {}", "{} y {}", "de {} a {}", ("a. m.", "p. m.")
    ),
}
SAID_IN = tuple(_MANNERS)
"""The languages in which hours are said; in others the clinic writes them in words."""


def hours_said(spans: Sequence[Span], language: str) -> str:
    """The hours in one of the languages `SAID_IN`, as they stand within a sentence: `lunes a viernes, de 8:00 a. m. a 5:00 p. m.`."""
    manner = _MANNERS[language]
    parts = [(days, list(some)) for days, some in groupby(spans, lambda span: span.days)]
    return "; ".join(f"{_days(days, manner)}, {_listed([_span(each, manner) for each in some], manner)}" for days, some in parts)


def _days(days: Sequence[int], manner: _Manner) -> str:
    return _listed([each for run in runs_of(days) for each in _run(run, manner)], manner)


def _run(days: Sequence[int], manner: _Manner) -> list[str]:
    """Days that follow one another: from the first to the last, or, of two, each."""
    names = [manner.days[day] for day in days]
    return [manner.run.format(names[0], names[-1])] if len(names) > 2 else names


def _listed(some: Sequence[str], manner: _Manner) -> str:
    """One, two and three."""
    return manner.last.format(", ".join(some[:-1]), some[-1]) if len(some) > 1 else some[0]


def clock_said(minute: int, language: str) -> str:
    """A time of the day in one of the languages `SAID_IN`, from minutes since midnight."""
    return _clock(minute, _MANNERS[language])


def _span(span: Span, manner: _Manner) -> str:
    return manner.hours.format(_clock(span.begin, manner), _clock(span.end, manner))


def _clock(minute: int, manner: _Manner) -> str:
    """By twelve hours, as both languages say it where this kiosk stands; a hard space holds the halves of the day."""
    minute %= DAY
    hour, half = (minute // 60 + 11) % 12 + 1, manner.halves[minute >= DAY // 2]
    return f"{hour}:{minute % 60:02} {half}".replace(" ", "\u00a0")
