"""A real keyboard at the kiosk: its events as Qt makes them of X11 and Wayland. `tests/keyboards.py` has the same with real layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from visitor import Visitor

from kiosk.bridge import compose_keys
from kiosk.bridge.keypad_view import KeypadView
from kiosk.settings.settings import Settings
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.keys import holders
from kiosk.signup.keys.slots import Stretching
from kiosk.staff.content.all_screens import settle
from kiosk.visit.states import Staff

Make = Callable[..., Visitor]
NONE, KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
ACUTE, CEDILLA, COMPOSE = 0xFE51, 0xFE5B, 0xFF20
DEAD = {ACUTE: Qt.Key.Key_Dead_Acute, CEDILLA: Qt.Key.Key_Dead_Cedilla, COMPOSE: Qt.Key.Key_Multi_key}
QUICK = Stretching(memory_kib=64, passes=1)
BATTERY = "corazón caballo batería"


@dataclass(frozen=True)
class Pressed:
    """A key as Qt tells of it: its own name, the symbol of X11, the text, the place of the key."""

    key: int
    symbol: int
    text: str = ""
    scan: int = 0
    held: Qt.KeyboardModifier = NONE


LEFT, RIGHT = Pressed(Qt.Key.Key_Left.value, 0xFF51), Pressed(Qt.Key.Key_Right.value, 0xFF53)


def letter(sign: str) -> Pressed:
    return Pressed(Qt.Key.Key_A.value, ord(sign), sign)


def dead(symbol: int) -> Pressed:
    return Pressed(DEAD[symbol].value, symbol)


class Board:
    """Presses keys, a tenth of a second each."""

    def __init__(self, here: Visitor) -> None:
        self.here, self.now = here, 1000

    def send(self, kind: QEvent.Type, key: Pressed, *, marked: bool = False) -> None:
        event = QKeyEvent(kind, key.key, key.held, key.scan or key.symbol // 2, key.symbol, 0, key.text, marked, 1)
        event.setTimestamp(self.now)
        QGuiApplication.sendEvent(self.here.kiosk.window, event)

    def press(self, *pressed: Pressed) -> Board:
        for key in pressed:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self.send(kind, key)
                self.now += 50
            settle()
            self.here.pauses(1)
        return self

    def types(self, *what: str | int) -> Board:
        for each in what:
            self.press(*([dead(each)] if isinstance(each, int) else map(letter, each)))
        return self

    def holds(self, key: Pressed, *, marked: bool = False) -> Board:
        """For half a second, on X11: a release and a press in the same millisecond, which Qt marks sometimes."""
        self.send(QEvent.Type.KeyPress, key)
        for _ in range(10):
            self.now += 40
            self.send(QEvent.Type.KeyRelease, key, marked=marked)
            self.send(QEvent.Type.KeyPress, key, marked=marked)
        self.now += 40
        self.send(QEvent.Type.KeyRelease, key)
        self.now += 40
        self.here.pauses(1)
        settle()
        return self

    @property
    def field(self) -> str:
        return self.here.kiosk.signup.spoken_field


@pytest.fixture
def at(visitor: Make, desk: Any) -> Callable[[str], Board]:
    """Before a question of the form."""

    def start(question: str) -> Board:
        here = visitor(desk=desk).taps("Start")
        here.kiosk.visit.act(f"go:signup/{question}/0")
        return Board(here.rest())

    return start


@pytest.mark.parametrize(
    ("what", "written"),
    [
        (("jos", ACUTE, "e"), "josé"),
        (("Jos", ACUTE, "e Nu", ACUTE, "n"), "José Nuń"),
        (("Fran", CEDILLA, "cois"), "François"),
        ((ACUTE, "q"), "q"),
        ((ACUTE, " "), "'"),
        ((COMPOSE, "ss"), "ß"),
        (("Jose\u0301",), "José"),
        (("A\u202eB\u200bC\u3164D\ufeff",), "ABCD"),
        (("Ana\u00a0B",), "Ana B"),
        (("Nguyễn",), "Nguyễn"),
    ],
)
def test_letters_of_several_keys_are_written_and_what_cannot_be_seen_is_not(at: Callable[[str], Board], what: tuple[Any, ...], written: str) -> None:
    board = at("name").types(*what)
    assert board.field == written


@pytest.mark.parametrize("marked", [False, True])
def test_a_held_letter_is_written_once(at: Callable[[str], Board], *, marked: bool) -> None:
    board = at("name").holds(letter("a"), marked=marked)
    assert board.field == "a"
    assert board.types("a").field == "aa"


def test_double_letters_count_by_the_clock_of_the_keyboard(at: Callable[[str], Board]) -> None:
    """Anna, pressed while the screen stood still: two letters. The same key 20 ms later: a hand that shakes."""
    board = at("name")
    for pause in (100, 100, 100, 20):
        board.send(QEvent.Type.KeyPress, letter("n"))
        board.now += pause
    board.send(QEvent.Type.KeyPress, letter("n"))
    assert board.field == "nnnn"


@pytest.mark.parametrize(("set_to", "let_go", "written"), [(80, 15, "5555"), (80, 5, "5"), (300, 200, "5"), (300, 310, "5555"), (0, 1, "5555")])
def test_fast_hands_type_one_letter_several_times(visitor: Make, desk: Any, set_to: int, let_go: int, written: str) -> None:
    """The same key is down for 15 ms and let go for as long: a machine types so, and no hand is faster. A worn contact opens for less."""
    here = visitor(desk=desk, settings=Settings(key_bounce_ms=set_to)).taps("Start")
    here.kiosk.visit.act("go:signup/name/0")
    board = Board(here.rest())
    for _ in range(4):
        board.send(QEvent.Type.KeyPress, letter("5"))
        board.now += 15
        board.send(QEvent.Type.KeyRelease, letter("5"))
        board.now += let_go
    assert board.field == written


def test_a_held_dead_key_is_one_accent(at: Callable[[str], Board]) -> None:
    assert at("name").holds(dead(ACUTE)).types("e").field == "é"


def test_a_held_arrow_turns_one_page_and_leads_nobody_to_the_pages_for_staff(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk).taps("Start")
    board = Board(here).holds(LEFT)
    assert not isinstance(here.kiosk.visit.visit.place, Staff)
    here.taps("Your infusion")
    board.holds(RIGHT)
    slides = here.kiosk.deck.stage.library.topic("infusion").slides
    assert here.kiosk.deck.stage.slide_in_hand().id == slides[1].id
    board.press(RIGHT, RIGHT)
    assert here.kiosk.deck.stage.slide_in_hand().id in {slide.id for slide in slides[2:]}


def test_half_a_letter_does_not_go_into_another_field_or_visit(at: Callable[[str], Board]) -> None:
    board = at("name").types("a", ACUTE)
    board.here.kiosk.visit.act("finish")
    board.here.rest().taps("Start")
    board.here.kiosk.visit.act("go:signup/name/0")
    board.here.rest()
    assert board.types("e").field == "e"


def test_a_dead_key_means_nothing_where_nothing_is_written(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk).taps("Start")
    before = here.kiosk.visit.visit.place
    Board(here).types(ACUTE, "e")
    assert here.kiosk.visit.visit.place == before


ARROWS_OF_A_KEYPAD = {
    79: Qt.Key.Key_Home, 80: Qt.Key.Key_Up, 81: Qt.Key.Key_PageUp, 83: Qt.Key.Key_Left, 84: Qt.Key.Key_Clear, 85: Qt.Key.Key_Right,
    87: Qt.Key.Key_End, 88: Qt.Key.Key_Down, 89: Qt.Key.Key_PageDown, 90: Qt.Key.Key_Insert,
}  # fmt: skip


def test_a_number_is_typed_with_numlock_or_without(at: Callable[[str], Board]) -> None:
    board = at("phone")
    for scan, key in ARROWS_OF_A_KEYPAD.items():
        board.press(Pressed(key.value, 0xFF95, "", scan, KEYPAD))
    assert board.field == "(789) 456-1230"
    assert board.here.kiosk.visit.visit.place.step == "phone"


@pytest.mark.parametrize(
    ("field", "scan", "held", "told"),
    [("", 83, KEYPAD, ["left"]), ("name", 83, KEYPAD, ["left"]), ("phone", 113, NONE, ["left"]), ("phone", 83, KEYPAD, [])],
)
def test_arrows_of_a_keypad_are_arrows_elsewhere_and_those_of_six_keys_everywhere(
    qapp: object, field: str, scan: int, held: Qt.KeyboardModifier, told: list[str]
) -> None:
    heard: list[str] = []
    keypad = KeypadView({"left": ("Left",)}, lambda: field)
    keypad.look()
    keypad.pressed.connect(heard.append)
    keypad.eventFilter(keypad, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left.value, held, scan, 0xFF51, 0, "", False, 1))
    assert heard == told


def test_a_number_takes_digits_of_any_script_an_extension_and_nothing_that_does_not_show(at: Callable[[str], Board]) -> None:
    board = at("phone").types("7\u200b0\u202e6 555-01", "23 ext. 45")
    assert board.field == "(706) 555-0123 ext. 45"


def test_a_passphrase_with_a_dead_key_is_the_one_that_was_set(visitor: Make, desk: Any) -> None:
    protect(desk.drawer, desk.keys, "Ana", BATTERY, desk.today(), stretching=QUICK)
    assert holders.holders(desk.keys) == ("Ana",)
    here = visitor(desk=desk).taps("Start")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    board = Board(here.rest().taps("Ana"))
    board.types("coraz", ACUTE, "on caballo bateri\u0301", "a")
    here.taps("Sign in")
    assert here.sees("Requests:")


def test_without_the_tables_of_the_system_the_log_names_their_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("XLOCALEDIR", str(tmp_path))
    assert compose_keys._loaded.__wrapped__() is None
    assert "the package libx11-data is missing" in caplog.text
