"""A monkey at the kiosk: random touches, swipes, keys, words, reloads of the content, new sizes, staff's doors; the kiosk must stay what it is.

    python tests/monkey.py [EVENTS] [SEED] [--jobs N]

prints how far it comes, where it has been, and every fault with what was done last. A tap, a swipe, a key, a reload count one each. The
whole application runs with a real drawer; only the clock and the voice are handed in. Odd seeds see it with motion, even ones still.
The tests run a short form.
"""

from __future__ import annotations

import faulthandler
import random
import string
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from clinic_staff import opened
from lobby import PASSPHRASE, WHO, Lobby, follow, tells, windows
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QTouchEvent
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from visitor import Seen
from wanted import Parser, whole

from kiosk.content.model.form import FAILED, GONE, NOTICE, REVIEW, THANKS, FormQuestion
from kiosk.content.store.fallback import resting
from kiosk.content.store.library import Library
from kiosk.layout.markup import as_shown
from kiosk.layout.measures import Screen
from kiosk.signup.drawer import soundness
from kiosk.staff.content.all_screens import settle
from kiosk.visit.states import Attract, Reading, SigningUp, Staff, address, place_at

LOOK_EVERY = 50
"""Events between two looks at everything; how a visit ended is looked at each time."""
TELL_SECONDS = 5.0
FINGERS = range(10)
PIXELS = (960, 540)
SIZES = [*[PIXELS] * 6, *[(540, 960)] * 3, (1280, 720), (720, 1280), (1280, 800), (1024, 768)]
NONE = Qt.KeyboardModifier.NoModifier
CTRL, ALT, META, SHIFT = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Alt", "Meta", "Shift"))
SIX = [Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_F2]
ESCAPES = [
    *((key, ALT) for key in (Qt.Key.Key_F4, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_NumLock, Qt.Key.Key_F2)),
    *((key, CTRL | SHIFT) for key in (Qt.Key.Key_Escape, Qt.Key.Key_I, Qt.Key.Key_N, Qt.Key.Key_T)),
    *((key, CTRL | ALT) for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, *(getattr(Qt.Key, f"Key_F{number}") for number in range(1, 13)))),
    *((getattr(Qt.Key, f"Key_{letter}"), CTRL) for letter in "ACNOPQSTVWXZ"),
    *((key, META) for key in (Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_Tab)),
    *((key, NONE) for key in (Qt.Key.Key_F1, Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_F12, Qt.Key.Key_Meta, Qt.Key.Key_Menu)),
    *((key, NONE) for key in (Qt.Key.Key_Print, Qt.Key.Key_HomePage, Qt.Key.Key_LaunchMail, Qt.Key.Key_Help, Qt.Key.Key_PowerOff)),
    (Qt.Key.Key_F10, SHIFT),
    *[(Qt.Key.Key_Shift, SHIFT)] * 5,
]
"""The keys by which people get out of kiosks (standards K2)."""
EVERY_KEY = list(Qt.Key)
WRITES = {"name": "{}", "phone": "7065550123", "email": "{}@example.com"}
ODD = [
    "\U0001f642\U0001f469\u200d\U0001f467", "\u0645\u0631\u062d\u0628\u0627", "\u202eabc", "\x00\x1b[2J", "a\u0301\u0301\u0301", "<b>x</b>",
    "'; DROP TABLE seals;--", "\u200b", "\ufdfa" * 40, "{0}", "%s%n", "=1+1", "x" * 5000, "\ud83d",
]  # fmt: skip
STEPS = (NOTICE, REVIEW, THANKS, FAILED, GONE)


@dataclass
class Came:
    """What came of it."""

    events: int = 0
    seconds: float = 0.0
    visits: int = 0
    sent: int = 0
    kept: int = 0
    signed_in: int = 0
    reloads: int = 0
    places: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def altogether(all_of_them: list[Came]) -> Came:
    """Several monkeys side by side."""
    sums = {name: sum(getattr(each, name) for each in all_of_them) for name in ("events", "visits", "sent", "kept", "signed_in", "reloads")}
    places = sum((Counter(each.places) for each in all_of_them), Counter())
    faults = [fault for each in all_of_them for fault in each.faults]
    return Came(**sums, seconds=max(each.seconds for each in all_of_them), places=places, faults=faults)


# -- one monkey in a process of its own -----------------------------------------------------------------------------------


class Monkey:
    """What it does hangs on `seed` alone. `temper` is how much a visitor means what they do: 0 for none at all, changed with each visit."""

    def __init__(self, lobby: Lobby, others: list[Library], seed: int) -> None:
        self.seed, self.chance = seed, random.Random(seed)  # noqa: S311  no secret hangs on it
        self.lobby, self.kiosk, self.window, self.here = lobby, lobby.kiosk, lobby.kiosk.window, lobby.visitor
        self.libraries = [lobby.kiosk._whole, lobby.kiosk._whole, *others]
        self.came, self.last = Came(), deque[str](maxlen=40)
        self.down: dict[int, QPoint] = {}
        self.typed: list[str] = []
        self.secrets: set[str] = set()
        self.acknowledged: set[str] = set()
        self.corners: dict[Screen, tuple[float, float]] = {}
        self.temper, self._stale, self._buttons = 0.0, True, list[Seen]()
        self.help = self.window.findChild(QQuickItem, "help")
        for changed in (self.kiosk.visit.changed, self.kiosk.signup.changed, self.kiosk.staff.changed, self.kiosk.screen.changed):
            changed.connect(self._note_change)
        self.deeds: dict[Callable[[], None], float] = {
            self.taps_somewhere: 30, self.tries_an_escape: 60, self.presses_any_key: 60, self.taps_a_button: 13, self.uses_a_key: 8,
            self.leaves: 6, self.goes_ahead: 5, self.lifts_fingers: 5, self.types: 4, self.swipes: 4, self.slides_off: 3, self.hears: 3,
            self.uses_a_mouse: 2, self.waits: 4, self.puts_fingers_down: 4, self.loses_the_touch: 2, self.asks_for_help: 1, self.plugs: 0.3,
            self.reloads: 0.3, self.knocks: 0.2, self.resizes: 0.1, self.edits: 0.02,
        }  # fmt: skip

    def roam(self, events: int) -> Came:
        begun = told = time.monotonic()
        for number in range(1, events + 1):
            self._act()
            self.came.events = number
            if number % LOOK_EVERY == 0 or number == events:
                self._look()
            self.came.faults += self.lobby.complaints
            if self.came.faults:
                self.came.faults.append(f"seed {self.seed}, after {number} events: " + "; ".join(self.last))
                break
            if time.monotonic() - told > TELL_SECONDS:
                told = time.monotonic()
                tells(events=number, seconds=told - begun)
        self.came.seconds = time.monotonic() - begun
        self._look_into_the_drawer()
        return self.came

    def _act(self) -> None:
        deed, idle = self._chosen(), self.kiosk.visit.visit.idle
        self.last.append(f"{deed.__name__} at {address(self.kiosk.visit.visit.place)}")
        self.lobby.clock.wind(self.chance.uniform(0.02, 0.5))
        deed()
        self.kiosk.staff.count_down()
        settle()
        self.lobby.ear.heard.clear()
        self.lobby.ear.spoken.clear()
        if self.kiosk.signup._kept and self.kiosk.signup._kept not in self.acknowledged:
            self.acknowledged.add(self.kiosk.signup._kept)
            self.came.sent += 1
        if self.kiosk.visit.visit.idle and not idle:
            self._see_off()

    def _chosen(self) -> Callable[[], None]:
        place = self.kiosk.visit.visit.place
        if isinstance(place, SigningUp | Staff) and self.chance.random() < self.temper:
            return self.answers if isinstance(place, SigningUp) else self.works_as_staff
        if isinstance(place, Attract) and self.chance.random() < 0.3:
            return self.starts
        return self.chance.choices(list(self.deeds), list(self.deeds.values()))[0]

    def _note_change(self) -> None:
        self._stale = True

    # -- hands ------------------------------------------------------------------------------------------------------------

    def touch(self, press: dict[int, QPoint] | None = None, move: dict[int, QPoint] | None = None, release: tuple[int, ...] = ()) -> None:
        """One message of the touch screen: what came down, moved and went; every other finger rests."""
        sequence = QTest.touchEvent(self.window, self.here._finger)
        for finger, at in (press or {}).items():
            sequence.press(finger, at)
        for finger, at in (move or {}).items():
            sequence.move(finger, at)
        for finger in release:
            sequence.release(finger, (move or self.down).get(finger, self.down[finger]))
        for finger in self.down.keys() - set(move or ()) - set(release):
            sequence.move(finger, self.down[finger])
        sequence.commit(False)
        self.down |= (press or {}) | (move or {})
        for finger in release:
            del self.down[finger]

    def free(self, count: int) -> list[int]:
        """Fingers that are not on the glass; with too many on it, all are lifted."""
        if len(self.down) + count > len(FINGERS):
            self.touch(release=tuple(self.down))
        return [finger for finger in FINGERS if finger not in self.down][:count]

    def tap(self, at: QPoint) -> None:
        finger = self.free(1)[0]
        self.touch(press={finger: at})
        self.touch(release=(finger,))

    def somewhere(self) -> QPoint:
        return QPoint(self.chance.randrange(self.window.width()), self.chance.randrange(self.window.height()))

    def buttons(self) -> list[Seen]:
        if self._stale:
            self._buttons, self._stale = self.here.buttons(), False
        return self._buttons

    def named(self, name: str) -> QPoint | None:
        return next((each.box.center().toPoint() for each in self.buttons() if each.name.startswith(name)), None)

    def taps_somewhere(self) -> None:
        self.tap(self.somewhere())

    def taps_a_button(self) -> None:
        if buttons := self.buttons():
            self.tap(self.chance.choice(buttons).box.center().toPoint())

    def taps_named(self, name: str) -> None:
        at = self.named(name)
        self.tap(at) if at else self.taps_a_button()

    def swipes(self) -> None:
        """Mostly across, now and then without lifting, or out of the window."""
        at = self.somewhere()
        far = QPoint(round(self.window.width() * self.chance.uniform(-0.9, 0.9)), round(self.window.height() * self.chance.gauss(0, 0.2)))
        finger = self.free(1)[0]
        self.touch(press={finger: at})
        for part in range(1, self.chance.randint(2, 6)):
            self.touch(move={finger: at + far * part / 5})
        if self.chance.random() < 0.9:
            self.touch(release=(finger,))

    def slides_off(self) -> None:
        if not (buttons := self.buttons()):
            return
        at, finger = self.chance.choice(buttons).box.center().toPoint(), self.free(1)[0]
        self.touch(press={finger: at})
        self.touch(move={finger: self.somewhere()})
        self.touch(release=(finger,))

    def puts_fingers_down(self) -> None:
        self.touch(press={finger: self.somewhere() for finger in self.free(self.chance.randint(1, 5))})

    def lifts_fingers(self) -> None:
        """Some of them, or all."""
        if self.down:
            fingers = [finger for finger in self.down if self.chance.random() < 0.7] or list(self.down)
            self.touch(release=tuple(fingers))

    def loses_the_touch(self) -> None:
        """The system takes the touch away."""
        if self.down:
            QGuiApplication.sendEvent(self.window, QTouchEvent(QEvent.Type.TouchCancel, self.here._finger))
            self.touch(release=tuple(self.down))

    def uses_a_mouse(self) -> None:
        at = self.somewhere()
        button = self.chance.choice([Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
        self.chance.choice([QTest.mouseClick, QTest.mouseDClick])(self.window, button, NONE, at)

    def starts(self) -> None:
        self.taps_named(self.chance.choice(["Start", "Empezar"]))

    def leaves(self) -> None:
        """By the button that closes or leads back, or by a key of a desk."""
        if self.chance.random() < 0.5:
            self.here.uses(self.chance.choice([Qt.Key.Key_Escape, Qt.Key.Key_Back]))
        else:
            self.taps_named(self.here.say(self.chance.choice(["close", "back", "topics", "start_over", "im_here"])))

    def goes_ahead(self) -> None:
        self.taps_named(self.chance.choice([self.here.say("next"), self.here.say("next"), self.here.say("consultation")]))

    def asks_for_help(self) -> None:
        """From anywhere one touch opens help; where a voice tells first, two."""
        visit = self.kiosk.visit.visit
        if self.down or visit.asked is not None or visit.comfort.aloud or self.kiosk.staff.property("cleaning"):
            return
        self.window.grabWindow()  # rows of buttons take their places when the window draws
        self.tap(self._help_box().center().toPoint())
        if self.kiosk.visit.visit.help_page is None:
            self.came.faults.append("a touch on the help button did not open help")

    # -- keys -------------------------------------------------------------------------------------------------------------

    def uses_a_key(self) -> None:
        self.here.uses(self.chance.choice(SIX))

    def tries_an_escape(self) -> None:
        self.here.uses(*self.chance.choice(ESCAPES))

    def presses_any_key(self) -> None:
        self.here.uses(self.chance.choice(EVERY_KEY), self.chance.choice([NONE, NONE, CTRL, ALT, META, SHIFT]))

    def types(self) -> None:
        self.here.uses(Qt.Key.Key_A, text=self.chance.choice([self.token(), self.chance.choice(ODD), self.chance.choice(string.printable)]))

    def token(self) -> str:
        """A word that occurs nowhere else."""
        word = "Qx" + "".join(self.chance.choices("bcdfghjklmnpqrstvwxz", k=8))
        self.typed.append(word)
        if isinstance(self.kiosk.visit.visit.place, SigningUp):
            self.secrets.add(word)
        return word

    # -- meaning it -------------------------------------------------------------------------------------------------------

    def answers(self) -> None:
        """Does what a question of the form asks for, then goes on."""
        question = self.here.question
        if question is None or self.kiosk.signup._filling.answered(question) or self.chance.random() < 0.2:
            self.taps_named(self.here.say(self.kiosk.signup.turns["word"]))
        elif question.kind.typed:
            self.here.uses(Qt.Key.Key_A, text=WRITES[question.kind.value].format(self.token()))
        else:
            self._chooses(question)

    def _chooses(self, question: FormQuestion) -> None:
        option = self.chance.choice(question.options)
        self.taps_named(as_shown(self.kiosk.deck.stage.says(option.says)))

    def knocks(self) -> None:
        """The sign of the staff."""
        unit = self.kiosk.screen.measures.unit
        if not self.down and not self.kiosk.visit.visit.idle:
            self.kiosk.visit.act("go:home/0")
            for _ in range(5):
                self.tap(QPoint(round(unit * 20), round(unit * 15)))

    def works_as_staff(self) -> None:
        """Signs in, by the right words or by others, and touches what there is."""
        screen = self.kiosk.visit.visit.place.screen
        self.lobby.clock.wind(self.chance.choice([0.1, 1.0]))  # a double touch, or a look before it
        if screen == "who":
            self.taps_named(WHO)
        elif screen == "passphrase":
            self.here.uses(Qt.Key.Key_A, text=self.chance.choice([PASSPHRASE, self.token()]))
            self.taps_named(self.here.say("sign_in"))
            self.came.signed_in += self.kiosk.staff._session.signed_in
        else:
            self.taps_a_button()

    # -- the world --------------------------------------------------------------------------------------------------------

    def waits(self) -> None:
        for seconds in self.chance.choice([(1.0,), (31.0,), (121.0,), (361.0,), (361.0, 31.0)]):
            self.lobby.clock.wind(seconds)
            self.kiosk.visit.timePassed()

    def hears(self) -> None:
        self.chance.choices([self.lobby.ear.sentence, self.lobby.ear.fails, self.kiosk.speech.prove], [8, 1, 1])[0]()

    def plugs(self) -> None:
        self.kiosk.speech.plug(self.chance.random() < 0.5)

    def reloads(self) -> None:
        self.came.reloads += 1
        self.kiosk.stage(self.chance.choice(self.libraries))

    def edits(self) -> None:
        """Staff save a topic, sound or broken."""
        self.came.reloads += 1
        self.lobby.edit(self.chance.choice(["It is short.", "It is **very** short.", "[ broken: {", "Cured, guaranteed."]))
        self.kiosk.stage(self.lobby.read())

    def resizes(self) -> None:
        self.window.resize(*self.chance.choice(SIZES))
        self._stale = True

    # -- looking ----------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        self.came.places[self._where()] += 1
        self.came.faults += self._faults()

    def _where(self) -> str:
        visit = self.kiosk.visit.visit
        over = "asking" if visit.asked is not None else "comfort" if visit.comfort_page is not None else "help" if visit.help_page is not None else ""
        place = type(visit.place).__name__.lower()
        return over or (f"panel: {visit.panel.kind.value}" if visit.panel else place)

    def _faults(self) -> Iterator[str]:
        if windows() != [self.window]:
            yield f"the windows are {windows()}"
        if not self.kiosk.staff.property("cleaning"):
            yield from self._help_faults()
        elif not any("988" in each.name for each in self.here.everything()):
            yield "while somebody wipes the screen, the number is not in sight"
        yield from self._state_faults()
        if nameless := self.here.nameless():
            yield f"buttons without a name: {nameless}"
        if len(self.here.everything()) < 3:
            yield "the screen is empty"

    def _help_box(self) -> QRectF:
        return self.help.mapRectToScene(QRectF(0, 0, self.help.width(), self.help.height()))

    def _help_faults(self) -> Iterator[str]:
        image, box, size = self.window.grabWindow(), self._help_box(), self.window.size()
        if not self.help.isVisible() or not QRectF(0, 0, size.width(), size.height()).contains(box):
            yield f"help is not on the screen: {box}"
            return
        corner = (box.left(), box.bottom())
        before = self.corners.setdefault(self.kiosk.screen.measures.screen, corner)
        if max(abs(corner[0] - before[0]), abs(corner[1] - before[1])) > 1:
            yield f"help has moved from {before} to {corner}"
        visit = self.kiosk.visit.visit
        if not _can_be_told(self.help, "" if visit.help_page == 0 and not visit.breathing else "988"):
            yield "help is not in the accessibility tree"
        if self.kiosk.visit.visit.comfort.curtain:
            return
        if over := [repr(each) for each in _over(self.help, box.center())]:
            yield f"help is covered by {over}"
        if not self.help.property("pressed") and image.pixelColor(round(box.left()) + 4, round(box.center().y())) != self._plum():
            yield "help does not show in its colour"

    def _plum(self) -> object:
        return self.kiosk._engine.singletonInstance("kiosk.ui", "Theme").property("help")

    def _state_faults(self) -> Iterator[str]:
        place, library = self.kiosk.visit.visit.place, self.kiosk.deck.stage.library
        known = place_at(address(place)) == place
        if isinstance(place, Reading):
            known = library.topic(place.topic) is not None
        elif isinstance(place, SigningUp):
            known = bool(library.form) and (place.step in STEPS or library.form.question(place.step) is not None)
        elif isinstance(place, Staff):
            known = self.kiosk.staff._session.signed_in or place.screen in ("who", "passphrase")
        if not known:
            yield f"nobody knows {place}"

    def _see_off(self) -> None:
        """The visit is over: nothing of it may be left."""
        self.came.visits += 1
        self.temper = self.chance.choice([0.0, 0.3, 0.9])
        kiosk = self.kiosk
        left = [not kiosk.signup.forgotten, kiosk.signup.property("field"), kiosk.signup.property("page"), kiosk.staff.property("field")]
        left += [kiosk.staff.property("page"), kiosk.staff._session.signed_in, kiosk.visit.visit.basket, QGuiApplication.clipboard().text()]
        if any(left):
            self.came.faults.append(f"left after a visit: {left}")
        if self.typed:
            shown = "\n".join(_texts(self.window.contentItem()))
            self.came.faults += [f"{word} shows after the visit" for word in self.typed if word in shown]
            self.came.faults += [f"{word} is in the log" for word in self.typed if word in self.lobby.log.getvalue()]
            self.typed.clear()

    def _look_into_the_drawer(self) -> None:
        drawer, privates = self.lobby.drawer, self.lobby.privates
        records = dict(opened(drawer, privates))
        self.came.kept = len(records)
        self.came.faults += soundness.verify(drawer, privates)
        self.came.faults += [f"not whole: {entry}" for entry, record in records.items() if not (record and record.value("name") and record.consents)]
        once = {line.about for line in drawer.trail() if line.what == "kept"}
        self.came.faults += [f"acknowledged and lost: {name}" for name in self.acknowledged - once]
        raw = b"".join(path.read_bytes() for path in self.lobby.files())
        self.came.faults += [f"{word} is in a file" for word in self.secrets if b"Qx" in raw and word.encode() in raw]


def _can_be_told(item: QQuickItem, number: str) -> bool:
    """Whether a screen reader comes upon it as a button for help: with its number, but for the page where that is the largest thing."""
    node = QAccessible.queryAccessibleInterface(item)
    told = node.role() == QAccessible.Role.Button and number in node.text(QAccessible.Text.Name)
    while node and node.isValid() and node.role() != QAccessible.Role.Window:
        if node.state().invisible or node.state().disabled:
            return False
        node = node.parent()
    return told


def _over(item: QQuickItem, at: QPointF) -> Iterator[QQuickItem]:
    """What is drawn over an item at a place of the window."""
    while (parent := item.parentItem()) is not None:
        layers = sorted(parent.childItems(), key=lambda each: each.z())
        for later in layers[layers.index(item) + 1 :]:
            yield from _drawn(later, at)
        item = parent


def _drawn(item: QQuickItem, at: QPointF) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    here = item.contains(item.mapFromScene(at))
    if here and item.flags() & QQuickItem.Flag.ItemHasContents:
        yield item
    if here or not item.clip():
        for each in item.childItems():
            yield from _drawn(each, at)


def _texts(item: QQuickItem) -> Iterator[str]:
    """Every text that any item holds, seen or not."""
    yield str(item.property("text") or "")
    for each in item.childItems():
        yield from _texts(each)


def other_libraries(lobby: Lobby) -> list[Library]:
    """What staff may put in the place of the content: fewer topics and no form; nothing at all."""
    folder = lobby.folder / "less"
    return [lobby.less(folder), resting(lobby.kiosk._whole.interface)]


def alone(seed: int, events: int) -> Came:
    with tempfile.TemporaryDirectory(prefix="kiosk-monkey-") as name:
        lobby = Lobby(Path(name), PIXELS, still=seed % 2 == 0)
        came = Monkey(lobby, other_libraries(lobby), seed).roam(events)
        lobby.close()
        return came


# -- several --------------------------------------------------------------------------------------------------------------


def loose(events: int, seed: int, jobs: int = 1, tell: Callable[[int, dict[str, float]], None] = lambda *_: None) -> Came:
    """So many events, shared by `jobs` monkeys with one seed after the other; a process that dies is a fault."""

    def one(number: int) -> Came:
        last, died = follow(__file__, [seed + number, events // jobs], lambda figures: tell(seed + number, figures))
        known = {name: value for name, value in last.items() if name in Came.__dataclass_fields__}
        came = Came(**known)
        came.faults += [f"seed {seed + number}: {died}"] if died else []
        return came

    with ThreadPoolExecutor(jobs) as pool:
        return altogether(list(pool.map(one, range(jobs))))


def progress(seed: int, figures: dict[str, float]) -> None:
    if "visits" not in figures:
        print(f"seed {seed}: {figures['events']:9,.0f} events, {figures['events'] / figures['seconds']:5.0f} a second", flush=True)


def table(came: Came) -> None:
    print(f"{came.events:,} events in {came.seconds:.0f} s ({came.events / (came.seconds or 1):.0f} a second)")
    print(f"{came.visits:,} visits, {came.sent} sign-ups sent, {came.kept} in the drawer, {came.signed_in} times staff, {came.reloads} reloads")
    looks = sum(came.places.values()) or 1
    print("where it was: " + ", ".join(f"{place} {count / looks:.1%}" for place, count in Counter(came.places).most_common()))
    print(f"{len(came.faults)} faults", *came.faults, sep="\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        faulthandler.enable()
        tells(**vars(alone(int(sys.argv[2]), int(sys.argv[3]))))
        sys.exit()
    parser = Parser(__doc__)
    parser.add_argument("events", type=whole, nargs="?", default=100_000)
    parser.add_argument("seed", type=whole, nargs="?", default=1)
    parser.add_argument("--jobs", type=whole, default=1)
    asked = parser.parse_args()
    result = loose(asked.events, asked.seed, asked.jobs, progress)
    table(result)
    sys.exit(bool(result.faults))
