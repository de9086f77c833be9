"""What an error anywhere leads to: it is logged, the visit starts over, and after three in a minute the program ends, so that it is restarted."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Iterable
from types import TracebackType

from msgspec import Struct

from kiosk.unattended.incidents import Incident

MOST, WITHIN_SECONDS = 3, 60.0
_THROWN = re.compile(r"\w*Error: ")
"""How QML tells an exception; its other warnings leave the screen as it was."""
_log = logging.getLogger(__name__)


class UnsaidError(Exception):
    """Stands in the log for an error whose own words may hold what a visitor typed or touched."""


class RecoveryActions(Struct, frozen=True):
    """`start_over` ends the visit and forgets it, `give_up` ends the program, `note` tells staff; `answered`: a visitor's answers are there."""

    start_over: Callable[[], None]
    give_up: Callable[[], None]
    note: Callable[[Incident], None]
    answered: Callable[[], bool]


class Recovery:
    """Nobody is left before a broken screen. `clock` gives monotonic seconds."""

    def __init__(self, ways: RecoveryActions, clock: Callable[[], float]) -> None:
        self._ways, self._clock = ways, clock
        self._errors: deque[float] = deque(maxlen=MOST)
        self._at_work = False

    def recover(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An exception that nobody caught. Its own words may hold what a visitor typed or touched; while any of that is there they are left out."""
        if self._ways.answered():
            _log.critical("a bug ended a visit with answers: %s", kind.__name__, exc_info=(UnsaidError, UnsaidError(), trace))
        else:
            _log.critical("a bug ended a visit", exc_info=(kind, error, trace))
        self._heal()

    def hear_qml(self, warnings: Iterable[str]) -> None:
        """What QML warned of, which is in the log already: an exception in a binding is one too."""
        for _ in filter(_THROWN.match, warnings):
            self._heal()

    def _heal(self) -> None:
        self._errors.append(self._clock())
        many = len(self._errors) == MOST and self._errors[-1] - self._errors[0] <= WITHIN_SECONDS
        if many or self._at_work:  # at work: the way back is broken itself
            self._give_up()
            return
        self._at_work = True
        self._ways.note(Incident.BUG)
        try:
            self._ways.start_over()
        except Exception:  # noqa: BLE001  whatever it is, the visitor must not be left there
            _log.exception("the visit could not start over")
            self._give_up()
        self._at_work = False

    def _give_up(self) -> None:
        self._ways.note(Incident.BROKEN)
        self._ways.give_up()
