"""How long somebody waits after wrong passphrases at the kiosk: longer with each of them, never for good, and over a restart too.

Wrong tries are counted for each name; names that nobody has here count as one. A count halves for each quarter of an hour without a try.
From the fifth on one waits: half a minute, twice as long for each further try, a quarter of an hour at most (standards P9).

What that is worth: whoever tries day and night, as cleverly as these rules allow, has less than 400 tries a day for each name
(`tests/signup/test_waiting.py` looks through every way to do it), and at most 9 more each time that somebody signs in, for that
ends all waiting. The 10^8 guesses that a new passphrase resists at least (`passphrases`) take more than 600 years so. The price: whoever
stands at the kiosk can keep a name out while they stay there. The passphrase of another holder ends that, or a command at the machine's
own console, which does not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, json

from kiosk.files.private import write_own
from kiosk.files.regular import read_regular
from kiosk.signup.keys.names import plain

FILE = "tries.json"
MOST_WRONG, FIRST_WAIT, LONGEST_WAIT = 5, 30.0, 900.0
HALVED_AFTER = 900.0
"""Seconds without a try; not less than the longest wait, or a count would never come down while somebody tries on."""
_MOST_COUNTED = 10
"""From here on the wait is the longest."""
_MOST_BYTES = 65_536
"""No file of ours is longer."""
STRANGERS = ""
"""The name under which tries count for names that nobody has."""


class Tries(Struct, frozen=True):
    """Wrong tries under one name, and when the last one was (seconds of the wall clock)."""

    count: Annotated[int, Meta(ge=0)]
    at: float

    def left(self, now: float) -> int:
        """What of the count is left."""
        return self.count >> min(64, int((now - self.at) // HALVED_AFTER))

    def wait(self, now: float) -> float:
        """Seconds until the next try."""
        return max(0.0, pause(self.count) - (now - self.at))


def pause(count: int) -> float:
    """Seconds that so many wrong tries cost."""
    return 0.0 if count < MOST_WRONG else min(LONGEST_WAIT, FIRST_WAIT * 2 ** (min(count, _MOST_COUNTED) - MOST_WRONG))


class Waiting:
    """Counts wrong tries in a file in `folder`. `now` gives seconds of the wall clock; if that goes back, the last try was just now.

    A file that is missing, damaged or not ours counts nothing. Where none can be written, the counts are in memory, until the next start.
    """

    def __init__(self, folder: Path, now: Callable[[], float]) -> None:
        self._file, self._now = folder / FILE, now
        self._unwritten: Mapping[str, Tries] | None = None

    def seconds(self, name: str, holders: Iterable[str]) -> float:
        """How long this name waits now."""
        found = self._tries().get(_bucket(name, set(map(plain, holders))))
        return found.wait(self._now()) if found else 0.0

    def count(self, name: str, holders: Iterable[str]) -> int:
        """A wrong passphrase under this name; how many that are lately."""
        now, tries, known = self._now(), self._tries(), {STRANGERS, *map(plain, holders)}
        bucket = _bucket(name, known)
        before = tries[bucket].left(now) if bucket in tries else 0
        wrong = Tries(min(before + 1, _MOST_COUNTED), now)
        self._keep({each: kept for each, kept in tries.items() if kept.left(now) and each in known} | {bucket: wrong})
        return wrong.count

    def end(self) -> None:
        """Somebody has told a right passphrase: nobody waits any more."""
        self._keep({})

    def _tries(self) -> dict[str, Tries]:
        now, found = self._now(), dict(_read(self._file) if self._unwritten is None else self._unwritten)
        ahead = {name: Tries(tries.count, now) for name, tries in found.items() if tries.at > now}
        if ahead:
            self._keep(found | ahead)
        return found | ahead

    def _keep(self, tries: Mapping[str, Tries]) -> None:
        try:
            if tries:
                write_own(self._file, json.encode(tries))
            else:
                self._file.unlink(missing_ok=True)
        except OSError:
            self._unwritten = tries
        else:
            self._unwritten = None


def end_waiting(folder: Path) -> None:
    """Somebody has told a right passphrase at the machine's own console: at the kiosk nobody waits any more."""
    with suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)


def _bucket(name: str, known: Collection[str]) -> str:
    return plain(name) if plain(name) in known else STRANGERS


def _read(file: Path) -> dict[str, Tries]:
    """What the file counts; nothing where it is no file of ours."""
    try:
        return json.decode(read_regular(file, _MOST_BYTES, own=True), type=dict[str, Tries])
    except (OSError, ValueError, RecursionError):
        return {}
