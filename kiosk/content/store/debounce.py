"""When changed content is read: not at the first sign, but when the folder has been quiet for a while, or never is. Pure; time is handed in."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

LONGEST_WAIT = 10.0
"""Seconds."""
Prints = tuple[tuple[str, int, int], ...]
"""Name, size in bytes and time of change in nanoseconds of every file of the content."""


class Watched(Struct, frozen=True):
    """What was read last, what was seen of the folder since when, and since when it has not been what was read (seconds)."""

    read: Prints
    seen: Prints = ()
    since: float = 0.0
    changed: float = 0.0


def looked(watched: Watched, prints: Prints, now: float) -> Watched:
    """After a look at the folder at time `now`; whatever changed begins the quiet time anew."""
    if prints == watched.seen:
        return watched
    return replace(watched, seen=prints, since=now, changed=now if watched.seen == watched.read else watched.changed)


def was_read(watched: Watched, prints: Prints, now: float) -> Watched:
    """After the folder was read as it was with these `prints`; what has changed meanwhile is waited for anew."""
    return replace(watched, read=prints, changed=now)


def wait(watched: Watched, now: float, quiet: float) -> float | None:
    """Seconds until the folder may be read; 0 for now, None if it holds what was read last.

    Somebody may be copying all day, and what staff withdraw must not wait for that: LONGEST_WAIT after the first change it is read anyway.
    """
    if watched.seen == watched.read:
        return None
    return max(0.0, min(watched.since + quiet, watched.changed + LONGEST_WAIT) - now)
