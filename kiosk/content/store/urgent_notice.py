"""The urgent notice that staff set at the kiosk, with its end. It lies in the data folder, and holds nothing of any visitor, and nobody's name."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct, json

from kiosk.content.model.deck import MOST_NOTICE_LETTERS, Text
from kiosk.content.model.languages import LANGUAGES
from kiosk.files.private import make_way, write_own
from kiosk.files.regular import is_missing, read_regular
from kiosk.unattended.boot import UNKNOWN_BOOT, since_boot, this_boot
from kiosk.unseen import has_ink, without_piles, without_unseen

FILE = "urgent-notice.json"
MOST_SECONDS = 31 * 86_400.0
"""What is to be told for longer is a notice of the content. The last day that staff can choose ends two weeks from now."""
_MOST_BYTES = 20_000
"""A notice of 120 letters in each language that is known has less than half of that, with every letter written as a number."""
_log = logging.getLogger(__name__)


class Moment(Struct, frozen=True):
    """One instant by both clocks: `wall` in seconds since 1970, which somebody can set, and `clock` in seconds since this `boot` of the machine."""

    wall: float
    boot: str
    clock: float


def moment() -> Moment:
    """Now, on this machine."""
    return Moment(time.time(), this_boot(), since_boot())


class UrgentNotice(Struct, frozen=True, forbid_unknown_fields=True):
    """What it says in which language, when it was set, and for how many `seconds`."""

    texts: dict[str, str]
    begun: Moment
    seconds: float

    @property
    def ends(self) -> float:
        """The end by the clock on the wall, in seconds since 1970."""
        return self.begun.wall + self.seconds

    def seconds_left(self, now: Moment) -> float:
        """How long it stands from now on; 0 once it is over.

        Until the machine is started anew the seconds are counted, whatever the clock on the wall does meanwhile. After that only the wall knows.
        Where it is earlier there than when the notice was set, it is wrong, and the notice stands for as long as it was set for.
        """
        if self._is_of_this_start(now):
            left = self.seconds - (now.clock - self.begun.clock)
        elif self.is_ahead(now):
            left = self.seconds - now.clock
        else:
            left = self.ends - now.wall
        return min(self.seconds, max(0.0, left))

    def is_ahead(self, now: Moment) -> bool:
        """Whether it was set before the machine was started, and yet later than now: one of the clocks was wrong, or no kiosk wrote it."""
        return not self._is_of_this_start(now) and now.wall < self.begun.wall

    def _is_of_this_start(self, now: Moment) -> bool:
        return now.boot == self.begun.boot != UNKNOWN_BOOT and now.clock >= self.begun.clock

    def text(self, languages: tuple[str, ...]) -> Text:
        """In the languages of the clinic, the first one that it was written in standing in for those that are missing."""
        return Text(tuple((code, self.texts[code]) for code in languages if code in self.texts))


def to_the_minute(end: datetime) -> datetime:
    """The end as people are told it. It is made of two clocks that do not tick at once: what was set until 20:00 may end at 19:59:59.99."""
    return (end + timedelta(seconds=30)).replace(second=0, microsecond=0)


def as_kept(words: str) -> str:
    """The words as a notice holds them: on one line, as plain text, with no sign that is not seen; empty where nothing is to be seen."""
    plain = " ".join(without_piles(without_unseen(words)).replace("*", "").split())
    return plain if has_ink(plain) else ""


def urgent_notice(data: Path) -> UrgentNotice | None:
    """What was set last; None where nothing was. Raises ValueError for a file that no kiosk wrote, and OSError where it cannot be read."""
    try:
        raw = read_regular(data / FILE, _MOST_BYTES, own=True)
    except OSError as error:
        if is_missing(error):
            return None
        raise
    try:
        found = json.decode(raw, type=UrgentNotice)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not _is_sound(found):
        raise ValueError("out of bounds")
    return found


def _is_sound(found: UrgentNotice) -> bool:
    numbers = found.seconds, found.begun.wall, found.begun.clock
    bounded = all(map(math.isfinite, numbers)) and 0 < found.seconds <= MOST_SECONDS
    return bounded and _are_kept(found.texts)


def _are_kept(texts: Mapping[str, str]) -> bool:
    sound = (code in LANGUAGES and 0 < len(words) <= MOST_NOTICE_LETTERS and words == as_kept(words) for code, words in texts.items())
    return bool(texts) and all(sound)


def standing(data: Path, now: Moment) -> UrgentNotice | None:
    """What was set and is not over; None where there is none, or it cannot be read, which the log and the self-test tell."""
    try:
        found = urgent_notice(data)
    except (OSError, ValueError) as error:
        _log.error("the urgent notice cannot be read: %s", error)
        return None
    return found if found and found.seconds_left(now) > 0 else None


def set_notice(data: Path, notice: UrgentNotice) -> None:
    """Keeps it, in the place of the one before. May raise OSError."""
    write_own(data / FILE, json.encode(notice))


def end_notice(data: Path) -> None:
    """Takes it away, whatever lies there. May raise OSError."""
    make_way(data / FILE)
    with suppress(FileNotFoundError):
        (data / FILE).unlink()
