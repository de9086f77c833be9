"""Builds the parts, joins them, loads the window, and takes everything down in order."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QMessageLogContext, QObject, QTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from shiboken6 import delete

from kiosk.bridge.deck_view import DeckView
from kiosk.bridge.icon_images import Icons
from kiosk.bridge.keypad_view import KeypadView
from kiosk.bridge.opening_view import OpeningView
from kiosk.bridge.palm_filter import Fingers
from kiosk.bridge.qr_images import Codes
from kiosk.bridge.screen_view import ScreenView
from kiosk.bridge.signup_view import SignUpView
from kiosk.bridge.speech_view import SpeechView, Voice
from kiosk.bridge.staff_view import StaffView
from kiosk.bridge.typesetting import FAMILY, FURTHER
from kiosk.bridge.visit_view import VisitView
from kiosk.content.model.deck import Text
from kiosk.devices.clock_watch import LOOK_SECONDS, local_now
from kiosk.devices.fullscreen import Staying
from kiosk.devices.primary_screen import PrimaryScreen
from kiosk.devices.qt_libraries import NO_SCREEN
from kiosk.devices.voice import NullVoice
from kiosk.problems import Problem
from kiosk.project import ASSETS, PROJECT
from kiosk.settings.settings import Settings, physical_mm
from kiosk.unattended.boot import since_boot, this_boot
from kiosk.unattended.exit_codes import BROKEN, LEFT
from kiosk.unattended.incidents import Incident
from kiosk.unattended.log import QT
from kiosk.unattended.recovery import Recovery, RecoveryActions
from kiosk.visit.moves import Finished, PanelClosed
from kiosk.visit.states import Comparing, Home, Reading, SigningUp, Timing

if TYPE_CHECKING:
    from kiosk.bridge.urgent_view import UrgentNotices
    from kiosk.content.store.library import Library
    from kiosk.content.store.urgent_notice import Moment
    from kiosk.devices.usb_backup import Stick
    from kiosk.devices.usb_publication import StickPublication
    from kiosk.signup.desk import Desk

_qt = logging.getLogger(QT)
_qt.addHandler(logging.NullHandler())  # where no log is kept Python would say it at the terminal


class WindowSpec(Struct, frozen=True):
    """What the window stands for: pixels (None: the whole screen, full screen) and true size in mm (None: ask the screen)."""

    pixels: tuple[int, int] | None = None
    physical_mm: tuple[float, float] | None = None


class Surround(Struct, frozen=True):
    """The window of a program for staff that the glass stands in: its file in `kiosk/ui`, and what it asks for beside the parts of the kiosk."""

    file: str
    views: dict[str, QObject]


def _engine() -> QQmlApplicationEngine:
    """What draws the screens, with icons and codes at hand."""
    engine = QQmlApplicationEngine()
    engine.addImportPath(str(PROJECT))
    engine.addImageProvider("icon", Icons(ASSETS / "icons"))
    engine.addImageProvider("code", Codes())
    return engine


class Kiosk:
    """The running kiosk. `close` takes it down; the engine goes first, since QML must never look at a backend that is gone."""

    def __init__(
        self, library: Library, settings: Settings, glass: WindowSpec, clock: Callable[[], float] = since_boot, *, still: bool = False,
        now: Callable[[], datetime] | None = local_now, desk: Desk | None = None, problems: Callable[[], Sequence[Problem]] = tuple,
        voice: Voice | None = None, note: Callable[[Incident], None] = lambda _: None, surround: Surround | None = None,
    ) -> None:
        load_fonts()
        timing = Timing(settings.idle_seconds, settings.warning_seconds, settings.help_seconds, settings.slower_times)
        self.visit = VisitView(timing, library.clinic.languages[0], clock)
        self._glass, self._primary = glass, PrimaryScreen()
        self.screen = ScreenView(_physical(glass, settings.screen_diagonal_inches), settings.lower_edge_mm, settings.screen_diagonal_inches)
        self._primary.changed.connect(self.measure)
        self._now, self._settings = now, settings
        self.deck = DeckView(self._at_this_time(library), self.screen.measures)
        self.signup = SignUpView(self.visit, self.deck, clock, settings.key_bounce_ms / 1000)
        self.staff = StaffView(self.visit, self.deck, problems=problems, leave=self._leave, clock=clock)
        self._own: UrgentNotices | None = None
        self._voice = voice or NullVoice()
        self._staying: Staying | None = None
        self.speech = SpeechView(self.visit, self.deck, self.signup, self.staff, self._voice, headphones=settings.headphones)
        self.visit.can_speak = lambda: self.deck.can_speak
        self.opening = OpeningView(settings.hours, self.visit, self._now, clock)
        self._keypad, self._fingers = KeypadView(settings.keys, self._writes, settings.key_bounce_ms, settings.letter_bounce_ms), Fingers()
        self._clock = clock
        self._staged: Library | None = None
        self._whole = library
        self._library = self._at_this_time(library)
        self._schedule = QTimer()
        self._schedule.setSingleShot(True)
        self._schedule.timeout.connect(self.look_at_the_clock)
        self.visit.moved.connect(self._show)
        self.screen.changed.connect(self._show)
        for told in (self.visit.ticked, self.screen.changed):
            told.connect(self.deck.turned)
        self._engine = _engine()
        if still:
            self._hold_still()
        self.healing = Recovery(RecoveryActions(self._start_over, self._give_up, note, self._holds_answers), clock)
        self._engine.warnings.connect(lambda errors: self.healing.hear_qml(error.description() for error in errors))
        self.deck.staged.connect(self._give_time_to_read)
        self.signup.changed.connect(self._give_time_to_read)
        self.staff.marked.connect(self.signup.tidy)
        self.signup.scrubbing.connect(self._engine.collectGarbage)
        self.window = self._load(surround or Surround("Main.qml", {}))
        self.window.sceneGraphError.connect(_end_at_once)  # as where QT_QUICK_BACKEND names what this machine cannot do
        self.window.afterAnimating.connect(self.visit.wakeUp)  # after a sleep before anything is drawn
        filters = () if surround else (self._keypad, self._fingers)  # staff at a desk have a keyboard and a mouse
        for each in filters:
            self.window.installEventFilter(each)
        self.signup.changed.connect(self._keypad.look)
        self.staff.changed.connect(self._keypad.look)
        self.announce()
        self._show()
        self._open(glass)
        self._wind_schedule()
        if desk:
            self.attach_storage(desk)

    def _load(self, surround: Surround) -> QQuickWindow:
        """The window, with all that QML may see of Python."""
        views = {"visit": self.visit, "deck": self.deck, "signUp": self.signup, "staff": self.staff, "screenView": self.screen}
        views |= {"speech": self.speech, "keypad": self._keypad, "opening": self.opening}
        self._engine.setInitialProperties(views | surround.views)
        self._engine.load(QUrl.fromLocalFile(str(PROJECT / "kiosk" / "ui" / surround.file)))
        windows = self._engine.rootObjects()
        if not windows or not isinstance(windows[0], QQuickWindow):
            raise RuntimeError(f"the window could not be loaded: {windows or 'nothing was made'}")
        return windows[0]

    def attach_storage(self, desk: Desk, stick: Stick | None = None, news: StickPublication | None = None) -> None:
        """Gives the form somewhere to keep what it gathers, and staff their pages."""
        from kiosk.bridge.setup_view import SettingUp
        from kiosk.bridge.urgent_view import UrgentNotices
        from kiosk.signup.session import Session

        own = desk.keys.parent
        speech = self.speech
        setting_up = SettingUp(
            self.deck, self.screen, self._settings, own, say=speech.try_out, voices=lambda: speech.voices, stick=stick, news=news
        )  # fmt: skip
        setting_up.setParent(self.staff)
        self.staff.set_up(setting_up)
        self.signup.attach_storage(desk)
        self.staff.attach_storage(Session(desk.drawer, desk.keys, desk.today, self._clock))
        self._own = UrgentNotices(self.deck, own, self._now or local_now, self._moment)
        self._own.setParent(self.staff)
        self._own.changed.connect(self.announce)
        self.staff.announce(self._own)
        self.announce()

    def _moment(self) -> Moment:
        """Now, by both clocks."""
        from kiosk.content.store.urgent_notice import Moment

        return Moment((self._now or local_now)().timestamp(), this_boot(), self._clock())

    def announce(self) -> None:
        """What everybody is to know shows at once, whoever is at the screen: what staff set here, else what the content says."""
        own = self._own.text() if self._own else Text()
        self.deck.announce(own or (self._staged or self._library).urgent)
        self._tell_visitor()

    def _tell_visitor(self) -> None:
        """Whoever is at the screen reads an urgent notice once."""
        self.visit.tell_urgent("\n".join(words for _, words in self.deck.stage.urgent.versions))

    def _at_this_time(self, library: Library) -> Library:
        """What shows by the schedules; everything where no clock was handed in: for staff, who look at what will show."""
        return library.at(self._now()) if self._now else library

    def _writes(self) -> str:
        """What is written into just now, as the keys ask for it."""
        return self.signup.writes or self.staff.writes

    def _hold_still(self) -> None:
        """Nothing moves, and nothing appears late: for tests and for pictures of the screens."""
        theme = self._engine.singletonInstance("kiosk.ui", "Theme")
        if isinstance(theme, QObject):
            theme.setProperty("still", True)

    def _open(self, glass: WindowSpec) -> None:
        if glass.pixels:
            self.window.resize(*glass.pixels)
            self.window.show()
        else:
            self._staying = Staying(self.window, self._primary)

    def measure(self) -> None:
        """Takes on the true size of the glass, which a screen may tell late, or with another mode."""
        if QGuiApplication.primaryScreen():
            self.screen.tells(_physical(self._glass, self.screen.inches))

    def _show(self) -> None:
        if self.visit.visit.idle:
            self._swap()
            self.measure()  # not every screen tells when it tells something else
        if self._is_gone():
            self.visit.go(Home())  # which comes back here
            return
        self.screen.show(self.visit.visit.comfort)
        self.deck.show(self.visit.visit, self.screen.measures)
        self._close_empty_panel()
        self._tell_visitor()

    def _give_time_to_read(self) -> None:
        """The more words there are on the screen, the longer it waits for the visitor."""
        if not self.visit.visit.idle:
            self.visit.show_words(self.speech.words_shown)

    def stage(self, library: Library, *, at_once: bool = False) -> None:
        """Takes on changed content: at the next moment nobody is using the screen, or at once if that is wanted, or something was withdrawn."""
        self._whole = library
        self._staged = self._at_this_time(library)
        if at_once or self.visit.visit.idle or library.withdrawn - self._library.withdrawn:
            self._swap()
        self.announce()
        self._wind_schedule()

    def show_now(self, library: Library) -> None:
        """Takes on changed content at once, for staff who look at it."""
        self._whole = library
        self._staged = self._at_this_time(library)
        self._swap()
        self.announce()

    def retell(self, library: Library) -> None:
        """Takes on one changed text, with every key of whoever writes it."""
        self._whole = self._library = library
        self.deck.retell(library)
        self.announce()

    def look_at_the_clock(self) -> None:
        """Takes on what shows from now on, if the time for something has come or is over, or the clock was set."""
        if self._now and not (self._staged or self._library).holds_at(self._now()):
            self.stage(self._whole)
        if self._own:
            self._own.look()
        self._wind_schedule()
        self.opening.look()

    def _wind_schedule(self) -> None:
        """Wakes up when something begins or ceases to show, and before, in case the clock was set."""
        now = self._now() if self._now else None
        moment = self._whole.changes_after(now) if now else None
        if now and moment:
            self._schedule.start(int(min(LOOK_SECONDS, max(1.0, (moment - now).total_seconds())) * 1000))

    def _swap(self) -> None:
        if self._staged is None:
            return
        self._library, self._staged = self._staged, None
        self.visit.speak(self._library.clinic.languages)
        self.deck.swap(self._library)
        if self._is_gone():
            self.visit.go(Home())
        self._close_empty_panel()

    def _close_empty_panel(self) -> None:
        """What it is about does not show now, as a question about a fact that the clinic has not filled in."""
        if self.visit.visit.panel and self.deck.stage.area.width > 1 and not self.deck.shown.panel.pages:
            self.visit.move(PanelClosed())

    def _is_gone(self) -> bool:
        """Whether there is nothing where the visitor stands: it was withdrawn, or what is kept of it cannot be read."""
        match self.visit.visit.place:
            case Reading(topic):
                return self._library.topic(topic) is None
            case Comparing(name, slide, one, other):
                about = self._library.topic(name)
                return about is None or about.table(slide, one, other) is None
            case SigningUp():
                return self._library.form is None
        return False

    def _leave(self) -> None:
        """Staff end the kiosk."""
        QGuiApplication.exit(LEFT)

    def _holds_answers(self) -> bool:
        """Whether the words of an error may hold what a visitor typed or touched."""
        return self.visit.visit.holds_answers or not self.signup.forgotten

    def _start_over(self) -> None:
        """After an error: the visit ends, and whoever was at the form is told."""
        typed = not self.signup.forgotten
        self.visit.move(Finished())
        if typed:
            self.signup.tell_lost()

    def _give_up(self) -> None:
        """Too much went wrong here: whoever watches starts a fresh one."""
        QGuiApplication.exit(BROKEN)

    def close(self) -> None:
        """Takes down window, engine and parts, in the order that nobody misses another."""
        self._voice.close()
        if self._staying:
            self._staying.let_go()
        # With a filter left PySide would wrap a window that is half destroyed, and keep that for whatever comes to stand at its place.
        for filtering in (self._keypad, self._fingers):
            self.window.removeEventFilter(filtering)
        self.window.close()
        delete(self._engine)
        # Now, and not whenever garbage is collected: that may be in a thread, where timers cannot be stopped.
        parts = (self.speech, self.staff, self.signup, self.opening, self.deck, self.screen, self.visit, self._keypad, self._fingers)
        for part in (*parts, self._schedule, self._primary, *([self._staying] if self._staying else ())):
            delete(part)


def _physical(glass: WindowSpec, inches: float) -> tuple[float, float]:
    """Width and height in mm; `inches` is what somebody has measured, or 0."""
    if glass.physical_mm:
        return glass.physical_mm
    if glass.pixels:
        return physical_mm(glass.pixels, (0, 0), inches)
    screen = QGuiApplication.primaryScreen()
    size, reported = screen.size(), screen.physicalSize()
    return physical_mm((size.width(), size.height()), (reported.width(), reported.height()), inches)


@cache
def load_fonts() -> None:
    """Makes the bundled faces known to Qt, once; a letter that the first lacks comes from the second, before any of the system's."""
    for face in sorted((ASSETS / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(face))
    QFont.insertSubstitution(FAMILY, FURTHER)


class NoScreenError(Exception):
    """Qt has started, and there is nothing to draw on; its text is a sentence for staff."""


def application(arguments: list[str]) -> QGuiApplication:
    """The one Qt application. Without a graphics card the software renderer is quicker and smaller than an emulated one.

    What Qt says goes to the log, since Qt itself would write the signs of a drawing to the terminal as they are. Raises NoScreenError.
    """
    os.environ.setdefault("QT_QUICK_BACKEND", "software" if not Path("/dev/dri").exists() else "")
    os.environ.setdefault("QT_ENABLE_HIGHDPI_SCALING", "0")
    existing = QGuiApplication.instance()
    if existing is None:
        qInstallMessageHandler(_hear_qt)
    app = existing if isinstance(existing, QGuiApplication) else QGuiApplication(arguments)
    if not app.screens():
        raise NoScreenError(NO_SCREEN)
    app.setApplicationName("ketamine-kiosk")
    return app


def _hear_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Where Qt cannot go on it would abort the program with a dump, so it is ended with a sentence instead."""
    grave = {QtMsgType.QtWarningMsg: logging.WARNING, QtMsgType.QtCriticalMsg: logging.ERROR, QtMsgType.QtFatalMsg: logging.CRITICAL}
    _qt.log(grave.get(kind, logging.DEBUG), "%s (%s:%s)", message, context.file, context.line)
    if kind == QtMsgType.QtFatalMsg:
        _end_at_once()


def _end_at_once() -> None:
    with suppress(OSError, AttributeError):  # there may be no stderr
        sys.stderr.write(f"{NO_SCREEN}\n")
        sys.stderr.flush()
    os._exit(1)
