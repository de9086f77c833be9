"""What visitors have of what is saved at the desk: nobody there is to take it for shown before it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto

from msgspec import Struct

from kiosk.settings.hours_grammar import day_in_words
from kiosk.staff.content.aside import Run


class Here(Enum):
    """Whether a kiosk shows the very folder that is changed at the desk: one does, that of this machine will once it runs, or none."""

    SHOWS = auto()
    RESTS = auto()
    NONE = auto()


class Published(Struct, frozen=True):
    """The publication that was made at the desk last: its number, when (ISO 8601), and whether the content still is what is in it."""

    number: int
    at: str
    is_all: bool


_SAVED = {
    Here.SHOWS: "Saved. Visitors see it in a moment.",
    Here.RESTS: "Saved. Visitors see it once the kiosk of this machine runs.",
    Here.NONE: "Saved. Visitors see it once it is published.",
}
_ALSO_ELSEWHERE = {
    Here.SHOWS: "Saved. Visitors here see it in a moment, at other kiosks once it is published.",
    Here.RESTS: "Saved. Visitors see it once the kiosk of this machine runs, at other kiosks once it is published.",
    Here.NONE: _SAVED[Here.NONE],
}
_WITHDRAWN = {
    Here.SHOWS: "Visitors do not see it any more in a moment.",
    Here.RESTS: "Visitors do not see it any more.",
    Here.NONE: "It is withdrawn here. The kiosks show it until they have a new publication: touch “Publish”.",
}


def said(here: Here, last: Published | None, now: datetime) -> str:
    """In a sentence or two, of content that is saved."""
    if last is None:
        return _SAVED[here]
    if not last.is_all:
        return _ALSO_ELSEWHERE[here]
    return f"Saved. All of it is published (publication {last.number}, {_moment(last.at, now)})."


def withdrawn(here: Here, *, publishes: bool) -> str:
    """What comes of it that something was withdrawn at a desk, at which somebody publishes for kiosks elsewhere or nobody does."""
    more = " Other kiosks show it until they have a new publication: touch “Publish”." if publishes and here is not Here.NONE else ""
    return f"{_WITHDRAWN[here]}{more}"


def _moment(at: str, now: datetime) -> str:
    made = datetime.fromisoformat(at).astimezone(now.tzinfo)
    day = {0: "today", 1: "yesterday"}.get((now.date() - made.date()).days, day_in_words(made.date()))
    return f"{day} at {made:%H:%M}"


class DeskVisitors:
    """What visitors have of it now. `here` and `last` look, the second by `run`, since it reads all of the content; then `changed` comes."""

    def __init__(
        self, here: Callable[[], Here], last: Callable[[], Published | None], now: Callable[[], datetime], run: Run, changed: Callable[[], None]
    ) -> None:
        self._here, self._look, self._now, self._run, self._changed = here, last, now, run, changed
        self._last: Published | None = None

    @property
    def here(self) -> Here:
        return self._here()

    def says(self) -> str:
        """In a sentence or two, of content that is saved."""
        return said(self._here(), self._last, self._now())

    def look(self) -> None:
        """Something was saved, or published: until it is known better, it is not published."""
        if self._last and self._last.is_all:
            self._last = Published(self._last.number, self._last.at, is_all=False)
        self._run(self._look, self._take, lambda: None)

    def _take(self, last: Published | None) -> None:
        self._last = last
        self._changed()
