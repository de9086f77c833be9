"""How all kiosks of an office are, by their last beats: what is grave first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.health import Level

if TYPE_CHECKING:
    from psycopg import Connection

MISSED, DARK = timedelta(minutes=5), timedelta(hours=1)
"""Since the last beat, of which one comes each minute: a carrier that finds no network tries again within five."""
_OF_BEAT = "version, content, level, parts, waiting, untransmitted, oldest"
_SEEN = f"SELECT place, paired, beaten, doubled, restored, {_OF_BEAT} FROM office.places WHERE NOT desk AND removed IS NULL"  # noqa: S608  ours
_GRAVITY = {level: number for number, level in enumerate(Level)}


class Beaten(Struct, frozen=True):
    """A kiosk as the office knows it; times with their zone, None for what never was. `level` and `parts` are of its self-test, if it has one."""

    place: str
    paired: date | None
    beaten: datetime | None
    doubled: datetime | None
    restored: datetime | None
    version: str | None
    content: int | None
    level: str | None
    parts: str | None
    waiting: int | None
    untransmitted: int | None
    oldest: date | None


class Stand(Struct, frozen=True):
    """A kiosk, how grave it is, and why, in sentences without an end."""

    kiosk: Beaten
    level: Level
    says: tuple[str, ...]


def fleet(connection: Connection) -> tuple[list[Stand], datetime]:
    """Every kiosk, the gravest first, then by place; and the time at the office, by which they were judged."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    now: datetime = row[0] if row else datetime.now().astimezone()
    stands = [judged(Beaten(*found), now) for found in connection.execute(_SEEN)]
    return sorted(stands, key=lambda stand: (-_GRAVITY[stand.level], stand.kiosk.place)), now


def judged(kiosk: Beaten, now: datetime) -> Stand:
    """What is wrong with it, if anything."""
    found = list(_found(kiosk, now))
    level = max((level for level, _ in found), key=lambda level: _GRAVITY[level], default=Level.GREEN)
    return Stand(kiosk, level, tuple(says for each in reversed(Level) for found_level, says in found if found_level is each))


def _found(kiosk: Beaten, now: datetime) -> Iterator[tuple[Level, str]]:
    if kiosk.beaten is None:
        yield Level.AMBER, "it was never here" if kiosk.paired else "it waits to be paired"
        return
    if (silent := now - kiosk.beaten) > MISSED:
        yield Level.RED if silent > DARK else Level.AMBER, f"nothing was heard of it for {_long(silent)}"
    if kiosk.doubled:
        yield Level.RED, "another machine speaks as this one, or it was put back to an earlier state"
    if kiosk.level == Level.RED:
        yield Level.RED, f"its self-test is red: {kiosk.parts}"
    elif kiosk.level == Level.AMBER:
        yield Level.AMBER, f"its self-test is amber: {kiosk.parts}"
    elif not kiosk.level:
        yield Level.AMBER, "no self-test of its screen came yet: that is made each hour while nobody is at the screen"
    if kiosk.untransmitted:
        old = kiosk.oldest is not None and kiosk.oldest < kiosk.beaten.date()
        since = f", the oldest of {kiosk.oldest}" if old else ""
        yield Level.RED if old else Level.AMBER, f"{kiosk.untransmitted} of its requests were not sent{since}"


def _long(silent: timedelta) -> str:
    minutes = int(silent.total_seconds() // 60)
    for size, name in ((1440, "day"), (60, "hour")):
        if minutes >= size:
            return f"{minutes // size} {name}{'' if minutes // size == 1 else 's'}"
    return f"{minutes} minutes"


def lines(stands: Sequence[Stand]) -> Iterator[str]:
    """A table: a line for each kiosk, and below it what is wrong."""
    width = max([len("place"), *(len(each.kiosk.place) for each in stands)])
    yield f"{'':6} {'place':{width}}  {'last heard of':16}  {'version':9} {'content':>7} {'waiting':>7} {'not sent':>8}"
    for each in stands:
        kiosk = each.kiosk
        heard = f"{kiosk.beaten.astimezone():%Y-%m-%d %H:%M}" if kiosk.beaten else "never"
        numbers = f"{_or_dash(kiosk.content):>7} {_or_dash(kiosk.waiting):>7} {_or_dash(kiosk.untransmitted):>8}"
        yield f"{each.level:6} {kiosk.place:{width}}  {heard:16}  {kiosk.version or '-':9} {numbers}"
        for says in each.says:
            yield f"{'':6} {'':{width}}  -> {says}"


def _or_dash(number: int | None) -> str:
    return "-" if number is None else str(number)


def as_plain(stands: Iterable[Stand]) -> list[dict[str, object]]:
    """For other programs: names and values that stay, times in UTC as ISO 8601 has them."""
    return [
        {
            "place": each.kiosk.place, "level": each.level.value, "says": list(each.says), "last_beat": _iso(each.kiosk.beaten),
            "version": each.kiosk.version, "content": each.kiosk.content,
            "doctor": each.kiosk.level or None, "doctor_parts": each.kiosk.parts or None,
            "waiting": each.kiosk.waiting, "untransmitted": each.kiosk.untransmitted,
            "oldest_untransmitted": each.kiosk.oldest.isoformat() if each.kiosk.oldest else None,
        }
        for each in stands
    ]  # fmt: skip


def _iso(time: datetime | None) -> str | None:
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%S%z}"


def metrics(stands: Sequence[Stand]) -> str:
    """The same as Prometheus reads it from a file (its text format 0.0.4)."""
    told = []
    for name, help_, value in _METRICS:
        told += [f"# HELP kiosk_{name} {help_}", f"# TYPE kiosk_{name} gauge"]
        numbers = [(_label(each.kiosk.place), value(each)) for each in stands]
        told += [f'kiosk_{name}{{place="{place}"}} {number:.15g}' for place, number in numbers if number is not None]
    told += ["# HELP kiosk_info The version of the kiosk.", "# TYPE kiosk_info gauge"]
    versions = [(_label(each.kiosk.place), _label(each.kiosk.version or "")) for each in stands]
    told += [f'kiosk_info{{place="{place}",version="{version}"}} 1' for place, version in versions]
    return "\n".join(told) + "\n"


def _beaten_at(each: Stand) -> float | None:
    return each.kiosk.beaten.timestamp() if each.kiosk.beaten else None


_METRICS: tuple[tuple[str, str, Callable[[Stand], float | None]], ...] = (
    ("level", "How the kiosk is: 0 green, 1 amber, 2 red.", lambda each: _GRAVITY[each.level]),
    ("last_beat_timestamp_seconds", "When it was heard of last.", _beaten_at),
    ("content_number", "The number of the newest publication that it took.", lambda each: each.kiosk.content),
    ("requests_waiting", "Requests that wait for a call.", lambda each: each.kiosk.waiting),
    ("requests_untransmitted", "Requests that were not sent to the office.", lambda each: each.kiosk.untransmitted),
    ("doubled", "Whether another machine spoke as this one.", lambda each: int(each.kiosk.doubled is not None)),
)


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
