"""When changed content is read: not at the first sign, but when the folder has been quiet for a while. Pure; time is handed in."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

Prints = tuple[tuple[str, int, int], ...]
"""Name, size in bytes and time of change in nanoseconds of every file of the content."""


class Watched(Struct, frozen=True):
    """What was read last, and what was seen of the folder since when (seconds)."""

    read: Prints
    seen: Prints = ()
    since: float = 0.0


def looked(watched: Watched, prints: Prints, now: float) -> Watched:
    """After a look at the folder at time `now`; whatever changed begins the quiet time anew."""
    return watched if prints == watched.seen else replace(watched, seen=prints, since=now)


def wait(watched: Watched, now: float, quiet: float) -> float | None:
    """Seconds until the folder may be read; 0 for now, None if it holds what was read last."""
    if watched.seen == watched.read:
        return None
    return max(0.0, watched.since + quiet - now)
