"""The visit as QML sees it: where it stands, as properties; what a finger asks for, as actions. Owns the only timer of a visit."""

from __future__ import annotations

import logging
from collections.abc import Callable
from math import ceil
from operator import attrgetter

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.visit import moves
from kiosk.visit.actions import event_of
from kiosk.visit.states import Place, Timing, Visit

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_log = logging.getLogger(__name__)


@QmlElement
@QmlUncreatable("made by kiosk.app")
class VisitView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Hands each touch to `kiosk.visit.moves` and tells what came of it.

    `clock` gives monotonic seconds. Python reads `visit`; QML reads the properties. `moved` comes before the notifications, so
    that other views are settled when QML looks. `choseAgain` tells an option of comfort that was chosen already, or that leads no further.
    """

    moved = Signal()
    changed = Signal()
    ticked = Signal()
    choseAgain = Signal(str)

    def __init__(self, timing: Timing, home_language: str, clock: Callable[[], float]) -> None:
        super().__init__()
        self._timing = timing
        self._home_language = home_language
        self._clock = clock
        self.visit = Visit(language=home_language, touched=clock())
        self.can_speak: Callable[[], bool] = lambda: False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.timePassed)

    def move(self, event: moves.Event) -> None:
        """Takes one event; everything a touch does comes through here."""
        before = self.visit
        self.visit = moves.move(before, event, self._clock(), self._timing, self._home_language)
        self._wind()
        if self.visit != before:
            self.moved.emit()
            self.changed.emit()
        if isinstance(event, moves.ChoseOption) and self.visit.comfort == before.comfort:
            self.choseAgain.emit(event.option)
        self.ticked.emit()

    def speak(self, languages: tuple[str, ...]) -> None:
        """The languages there are now; the first one is what a visit begins in."""
        self._home_language = languages[0]
        if self.visit.idle or self.visit.language not in languages:
            self.move(moves.ChoseLanguage(languages[0]))

    def _wind(self) -> None:
        moment = moves.due(self.visit, self._timing)
        if moment is None:
            self._timer.stop()
            return
        wait = max(0.0, moment - self._clock())
        if self.visit.asked is not None:
            wait = min(wait, wait % 1.0 or 1.0)
        self._timer.start(ceil(wait * 1000))

    @Slot()
    def timePassed(self) -> None:
        self.move(moves.TimePassed())

    @Slot(bool)
    def touched(self, by_key: bool) -> None:
        self.move(moves.Touched(by_key, by_key and self.can_speak()))

    @Slot()
    def lived(self) -> None:
        """Something on the screen changed that is not part of the visit."""
        self.move(moves.Lived())

    @Slot()
    def wakeUp(self) -> None:
        """Ends what should have ended while the machine was asleep."""
        if moves.is_over(self.visit, self._clock(), self._timing):
            self.timePassed()

    @Slot(str)
    def act(self, action: str) -> None:
        """What a finger or a key asked for; what nobody can have asked for is told to the log alone."""
        event = event_of(action)
        if isinstance(event, moves.VisitorAction):
            self.move(event)
        else:
            _log.warning("nobody can ask for this here: %r", action.partition(":")[0])  # what follows may be what somebody typed

    def go(self, place: Place) -> None:
        """To a place."""
        self.move(moves.Navigated(place))

    def plug(self, into: bool) -> None:
        """A headphone came in, or was pulled out."""
        self.move(moves.Plugged(into))

    def be_silent(self) -> None:
        """The voice is off, though nobody asked for that."""
        self.move(moves.ChoseOption("aloud:no"))

    @property
    def seconds_to_stay(self) -> int:
        """Until the screen starts over, while it asks; else 0."""
        return self._seconds_left()

    def rest_never(self) -> None:
        """For staff: the clock of the visit stands still."""
        self.move(moves.ClockHeld(playing=True))

    def take_over(self, visit: Visit) -> None:
        """Goes on with a visit from another window."""
        self.visit = visit
        self.moved.emit()
        self.changed.emit()
        self.ticked.emit()

    def ask_now(self) -> None:
        """Lets the clock run out, as if nobody had touched the screen."""
        moment = moves.due(self.visit, self._timing)
        if moment is not None:
            self.visit = moves.move(self.visit, moves.TimePassed(), moment, self._timing, self._home_language)
            self.moved.emit()
            self.changed.emit()
            self.ticked.emit()

    def tell_urgent(self, notice: str) -> None:
        """What everybody is to know at once, or nothing any more; who is asked whether they are there, is told when they have answered."""
        if self.visit.asked is None:
            self.move(moves.UrgentTold(notice))

    def show_words(self, words: int) -> None:
        """Tells how many words there are to read now."""
        self.move(moves.Shown(words))

    def _at(self) -> str:
        return type(self.visit.place).__name__.lower()

    def _help_open(self) -> bool:
        return self.visit.help_page is not None

    _breathing = attrgetter("visit.breathing")

    def _comfort_open(self) -> bool:
        return self.visit.comfort_page is not None

    def _urgent_open(self) -> bool:
        return self.visit.told_now

    def _panel_open(self) -> bool:
        return self.visit.panel is not None

    def _panel_kind(self) -> str:
        return self.visit.panel.kind.value if self.visit.panel else ""

    def _writing(self) -> bool:
        return self.visit.letter is not None

    def _asking(self) -> bool:
        return self.visit.asked is not None

    def _chosen(self) -> int:
        return len(self.visit.basket) + len(self.visit.weighed)

    def _seconds_left(self) -> int:
        moment = moves.due(self.visit, self._timing)
        return max(0, round(moment - self._clock())) if moment is not None and self.visit.asked is not None else 0

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a touch the screen asks, at the soonest."""
        return max(1, round(self._timing.idle / 60))

    @property
    def form_minutes(self) -> int:
        """How many minutes the form stays open while nothing new is filled in, whatever is pressed, at the least."""
        return int(moves.form_seconds(self._timing, self._timing.idle) // 60)

    @property
    def asks_last(self) -> bool:
        """Whether the screen asks, and no answer keeps the visit."""
        return moves.is_last_question(self.visit, self._timing)

    _asks_last = attrgetter("asks_last")
    _calm, _aloud, _curtain, _palette = (attrgetter(f"visit.comfort.{name}") for name in ("calm", "aloud", "curtain", "palette.value"))

    at = Property(str, _at, notify=changed)
    helpOpen = Property(bool, _help_open, notify=changed)
    breathing = Property(bool, _breathing, notify=changed)
    comfortOpen = Property(bool, _comfort_open, notify=changed)
    calm = Property(bool, _calm, notify=changed)
    aloud = Property(bool, _aloud, notify=changed)
    curtain = Property(bool, _curtain, notify=changed)
    urgentOpen = Property(bool, _urgent_open, notify=changed)
    panelOpen = Property(bool, _panel_open, notify=changed)
    panelKind = Property(str, _panel_kind, notify=changed)
    writing = Property(bool, _writing, notify=changed)
    asking = Property(bool, _asking, notify=changed)
    asksLast = Property(bool, _asks_last, notify=changed)
    chosen = Property(int, _chosen, notify=changed)
    secondsLeft = Property(int, _seconds_left, notify=ticked)
    palette = Property(str, _palette, notify=changed)
