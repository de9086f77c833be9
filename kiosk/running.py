"""The kiosk as a process: started, watched, told of changed content, and ended by a signal, by staff or by the clock."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QSocketNotifier, QTimer, SignalInstance
from PySide6.QtGui import QGuiApplication

from kiosk.app import Kiosk, WindowSpec, application
from kiosk.content.store.current import Look
from kiosk.content.store.debounce import Prints
from kiosk.content.store.fallback import resting
from kiosk.content.store.shown_here import Held
from kiosk.devices.clock_watch import ClockWatch
from kiosk.devices.content_reread import SECOND_LOOK_MS, SecondLook
from kiosk.devices.content_watch import ContentWatch
from kiosk.devices.headphone_switches import jacks
from kiosk.devices.headphones import Jack
from kiosk.devices.heartbeat import heartbeat
from kiosk.devices.voice import ProcessVoice
from kiosk.problems import Problem
from kiosk.project import PROJECT
from kiosk.settings.settings import Settings
from kiosk.unattended.exit_codes import RESTED
from kiosk.unattended.incidents import Incident, Mark
from kiosk.visit.states import SigningUp

if TYPE_CHECKING:
    from kiosk.content.store.library import Library
    from kiosk.devices.incoming_publications import Incoming
    from kiosk.devices.usb_backup import Stick
    from kiosk.devices.usb_publication import StickPublication
    from kiosk.signup.desk import Desk

_log = logging.getLogger(__name__)


class ContentSource(Struct, frozen=True):
    """How to read changed content while it runs: the folder that shows, its fingerprint, all of it (None: nothing can be shown), and what is wrong.

    `doctor` is what Python is called with to have the whole machine tested, `backup` (with the name of a file) to have all of it put into one,
    `nightly` to have the backup of today written into the folder that the settings name, `again` to have all content read whatever is kept of it;
    `kept` opens that then, with the state of the files that it was made from, and `refuse` sets aside what could not be proved. `shown` is that state
    for the first picture. `take` (with `--incoming`, or a file) has a publication taken. `narration` is where sentences lie that were made before.
    """

    folder: Callable[[], Path]
    prints: Callable[[], Prints]
    read: Callable[[], Library | None]
    problems: Callable[[], Sequence[Problem]] = tuple
    doctor: Sequence[str] = ()
    backup: Sequence[str] = ()
    nightly: Sequence[str] = ()
    again: Sequence[str] = ()
    kept: Callable[[], tuple[Library, Prints] | None] = lambda: None
    refuse: Callable[[], bool] = lambda: True
    shown: Prints = ()
    take: Sequence[str] = ()
    narration: Path | None = None


ATTACH_MS = 300
"""The drawer and its keys are opened, the voices tried, and staff get their self-test, after the first picture."""


def run(
    library: Library, settings: Settings, reader: ContentSource, glass: WindowSpec, desk: Callable[[], Desk], *, note: Callable[[Incident], None],
    mark: Mark,
) -> int:
    """Shows the kiosk until it is told to stop; Ctrl+C in the terminal and a TERM signal end it at once.

    `note` keeps mishaps for staff, `mark` knows whether the last run ended while somebody was at the form, and is told of this one.
    """
    app = application(["kiosk"])
    interrupted = quit_on_signal(app)
    devices = jacks()
    kiosk = Kiosk(library, settings, glass, problems=reader.problems, voice=ProcessVoice(settings.voices, kept=reader.narration), note=note)
    kiosk.visit.moved.connect(lambda: mark.at_form(isinstance(kiosk.visit.visit.place, SigningUp)))
    if mark.lost:
        kiosk.signup.tell_lost()
    ends = ExitStack()
    ends.callback(kiosk.close)
    jack = Jack(devices)
    jack.plugged.connect(kiosk.speech.plug)
    ends.callback(jack.close)

    watch = _watched(kiosk, reader, ends)

    def attach_storage() -> None:
        made = desk()
        _test_itself(kiosk, reader, made.keys.parent, ends)
        kiosk.attach_storage(made, _stick(made.keys.parent, reader), _news(made.keys.parent, reader, watch))
        for incoming in _look_for_publications(kiosk, settings, reader, made.keys.parent, watch):
            ends.callback(incoming.close)
        if settings.backup_folder:
            from kiosk.devices.nightly_backup import Nightly

            nightly = Nightly(reader.nightly, lambda: kiosk.visit.visit.idle, made.today)
            ends.callback(nightly.close)
        kiosk.speech.prove()
        jack.begin()

    QTimer.singleShot(ATTACH_MS, kiosk.visit, attach_storage)
    _look_again(kiosk, reader, watch, ends).connect(lambda _: mark.proved())
    watch.failed.connect(lambda: note(Incident.ASIDE))
    wall = ClockWatch()
    wall.changed.connect(kiosk.look_at_the_clock)
    wall.changed.connect(watch.forget)
    wall.changed.connect(kiosk.visit.wakeUp)
    ends.callback(wall.close)

    def note_thread(died: threading.ExceptHookArgs) -> None:
        _log.error("a thread died", exc_info=(died.exc_type, died.exc_value or died.exc_type(), died.exc_traceback))
        note(Incident.ASIDE)

    sys.excepthook, threading.excepthook = kiosk.healing.recover, note_thread
    heart = heartbeat(kiosk.window, os.environ)
    if heart:  # whoever listens to it starts the kiosk anew
        kiosk.opening.tired.connect(lambda: app.exit(RESTED))
        ends.callback(heart.end)
    print("The kiosk is running. Ctrl+C ends it.", flush=True)
    code = app.exec()
    sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
    ends.close()
    del interrupted
    return code


def _test_itself(kiosk: Kiosk, reader: ContentSource, data: Path, ends: ExitStack) -> None:
    """Whenever staff open their pages; where there is an office that is told of it, each hour as well."""
    from kiosk.devices.self_test import HourlySelfTest, SelfTest
    from kiosk.office.pairing import is_paired

    self_test = SelfTest(reader.doctor)
    kiosk.staff.opened.connect(self_test.begin)
    self_test.told.connect(kiosk.staff.hear)
    ends.callback(self_test.close)
    if is_paired(data):
        ends.callback(HourlySelfTest(self_test, lambda: kiosk.visit.visit.idle, data).close)


def _watched(kiosk: Kiosk, reader: ContentSource, ends: ExitStack) -> ContentWatch:
    """What shows is looked at for as long as the kiosk lives, once it is proved, and taken on when it changes; a desk can tell that it shows."""
    watch = ContentWatch(reader.folder, reader.prints, reader.read, time.monotonic, waits=True)
    watch.came.connect(kiosk.stage)
    held = Held()
    held.take(reader.folder())
    watch.came.connect(lambda _: held.take(reader.folder()))
    ends.callback(held.let_go)
    return watch


def _look_for_publications(kiosk: Kiosk, settings: Settings, reader: ContentSource, data: Path, watch: ContentWatch) -> list[Incoming]:
    """In the folder that the settings name, and where the carrier puts them; and the screen on which one is tried before it is taken is noted."""
    from kiosk.content.store.publications import PUBLISHERS, KnownScreen, note_screen
    from kiosk.devices.incoming_publications import Incoming
    from kiosk.office.pairing import is_paired
    from kiosk.office.publications import came_to

    width, height = kiosk.window.width(), kiosk.window.height()
    try:
        note_screen(data, KnownScreen((width, height), kiosk.screen.physical_mm))
    except OSError as error:
        _log.error("the screen could not be noted for publications: %s", error.strerror)
    office = str(came_to(data)) if is_paired(data) else ""
    both = [
        Incoming(settings.publications_folder, [*reader.take, "--incoming"], PROJECT / PUBLISHERS),
        Incoming(office, [*reader.take, "--office"], PROJECT / PUBLISHERS),
    ]
    for incoming in both:
        incoming.taken.connect(watch.look)
    return both


def _look_again(kiosk: Kiosk, reader: ContentSource, watch: ContentWatch, ends: ExitStack) -> SignalInstance:
    """What was kept of the content is proved a few seconds after it shows: somebody who can write the data folder may have put other slides there.

    Until then nothing but the first picture is made of it; then what the look has read shows, or nothing until all is read here. The signal comes
    when that is done.
    """
    second_look = SecondLook(reader.again, reader.refuse)
    ends.callback(second_look.close)

    def hear(look: str) -> None:
        if look == Look.OTHER:
            _log.error("what was kept of the content was not what the content says: somebody may have changed it in the data folder")
        if look == Look.STUCK:
            _log.error("what nobody has signed cannot be put out of the way, so nothing shows until it can")
            kiosk.stage(resting(), at_once=True)
            return  # nobody watches it, either
        library, prints = (None, reader.shown) if look == Look.SAME else reader.kept() or (resting(), ())
        if library:
            kiosk.stage(library, at_once=True)
        watch.begin(prints)

    second_look.told.connect(hear)
    QTimer.singleShot(SECOND_LOOK_MS, kiosk.visit, second_look.begin)
    return second_look.told


def _stick(data: Path, reader: ContentSource) -> Stick | None:
    """The way to a stick, where `install` has made one."""
    from kiosk.devices.stick_service import FOLDER
    from kiosk.devices.usb_backup import Stick

    folder = os.environ.get(FOLDER, "")
    return Stick(Path(folder), data / "stick.zip", reader.backup) if folder else None


def _news(data: Path, reader: ContentSource, watch: ContentWatch) -> StickPublication | None:
    """The way from one, likewise."""
    from kiosk.devices.stick_service import FOLDER
    from kiosk.devices.usb_publication import StickPublication

    folder = os.environ.get(FOLDER, "")
    news = StickPublication(Path(folder), data, reader.take) if folder else None
    if news:
        news.taken.connect(watch.look)
    return news


GRACE_SECONDS = 1.5
"""After a signal, to take everything down in order. Whatever is being drawn then is left."""


def quit_on_signal(app: QGuiApplication) -> QSocketNotifier:
    """Ends Qt's event loop when a signal comes, and the process itself where that does not help within GRACE_SECONDS.

    Python would run a handler only between two of its own steps, and Qt may be at one drawing for minutes; the system wakes a thread at once.
    What visitors sent is on the disk or not at all, so nothing is lost.
    """
    signalled, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    told, telling = os.pipe()
    notifier = QSocketNotifier(told, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: app.exit(0))  # quit() would first ask the window, which lets nobody close it
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: None)
    threading.Thread(target=_end_after, args=(signalled, telling), name="signals", daemon=True).start()
    return notifier


def _end_after(signalled: int, telling: int) -> None:
    os.read(signalled, 1)
    if sys.stderr is not None:  # should Python itself be held up, this one needs none, and tells where
        faulthandler.dump_traceback_later(GRACE_SECONDS + 0.4, exit=True)
    os.write(telling, b"!")
    time.sleep(GRACE_SECONDS)
    os._exit(0)
