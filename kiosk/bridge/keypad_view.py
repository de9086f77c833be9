"""Every key that reaches the window, before anything else sees it: six keys do all, letters write, the rest does nothing.

Qt's input methods stay out of it: nothing here says that it takes what they write, so that none opens a window of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.compose_keys import Composing
from kiosk.content.model.form import IN_DIGITS

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_EVDEV_OF_F13, _XKB_OFFSET = 183, 8
"""Linux calls F13 to F24 by other names (F13 is XF86Tools), but their scan codes stay: KEY_F13 of input-event-codes.h, plus 8 for XKB."""
_KEYS_OF_A_DESK = {"Key_Tab": "down", "Key_Backtab": "up", "Key_Escape": "back", "Key_Back": "back", "Key_Help": "help"}
"""What a real keyboard has beside the six; a keypad needs none of them."""
_DIGITS_OF_A_KEYPAD = {79: "7", 80: "8", 81: "9", 83: "4", 84: "5", 85: "6", 87: "1", 88: "2", 89: "3", 90: "0"}
"""The scan codes of KEY_KP7 to KEY_KP0, plus 8: without NumLock these keys are arrows to Qt."""
Actions = Mapping[str, tuple[str, ...]]
"""The names of the keys for each action, as `kiosk.settings.settings.Settings.keys` has them."""


@QmlElement
@QmlUncreatable("made by kiosk.app")
class KeypadView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """`pressed` tells what to do: left, right, up, down, select, help, back, louder, quieter, plugged, unplugged. `typed` tells a letter, or
    nothing for one that is to go.

    `writes` tells what is written into just now: the kind of answer, `passphrase`, or nothing. The same key pressed again within `bounce`
    milliseconds, by the clock of the keyboard, is one touch of a shaking hand. Where letters are typed, fast hands press one key twice sooner than
    that: there a key counts again `letter_bounce` milliseconds after it was let go.
    A key that is held does not repeat (EN 301 549 5.7), and no combination with Ctrl, Alt or the Windows key means anything.
    """

    pressed = Signal(str, arguments=["action"])
    typed = Signal(str, arguments=["letter"])

    def __init__(self, actions: Actions, writes: Callable[[], str] = str, bounce: float = 0.0, letter_bounce: float = 0.0) -> None:
        super().__init__()
        self._actions = _KEYS_OF_A_DESK | {f"Key_{name}": action for action, names in actions.items() for name in names}
        self._scans = {code: action for action, names in actions.items() for name in names if (code := _scan_code(name))}
        self._writes, self._field = writes, ""
        self._composing = Composing()
        self._bounce, self._letter_bounce = bounce, letter_bounce
        self._pressed = self._released = (0, 0)

    @Slot()
    def look(self) -> None:
        """Something else may be written into now: half a letter of the field before does not go along."""
        if (field := self._writes()) != self._field:
            self._field = field
            self._composing.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  Qt's signature
        """Keys end here; everything else goes on."""
        kind = event.type()
        if isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and not self._repeats(event):
            self._take(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyRelease:
            self._released = event.nativeScanCode(), event.timestamp()
        return kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)

    def _repeats(self, event: QKeyEvent) -> bool:
        """Whether a held key sends this press, or a hand that shakes. What no keyboard sent has no place and no time.

        X11 lets a held key go and presses it again in the same millisecond, and Qt sees that only where both have come already.
        """
        now, (last, then) = (event.nativeScanCode(), event.timestamp()), self._pressed
        self._pressed = now
        again = now == self._released or (now[0] == last and now[1] - then < self._bounce)
        let_go = self._released[0] == last and then < self._released[1] < now[1]
        if again and let_go and self._field and not self._action_of(event):
            again = now[1] - self._released[1] < self._letter_bounce
        return event.isAutoRepeat() or (now[0] != 0 and again)

    def _take(self, event: QKeyEvent) -> None:
        if _is_command(event):
            return
        composed = self._composing.take(event.nativeVirtualKey()) if self._field else None
        if composed is not None:
            self._write(composed)
            return
        digit = _DIGITS_OF_A_KEYPAD.get(event.nativeScanCode(), "") if self._field in IN_DIGITS and _is_of_a_keypad(event) else ""
        if action := "" if digit else self._action_of(event):
            self.pressed.emit(action)
        elif _names().get(event.key()) == "Key_Backspace":
            self.typed.emit("")
        else:
            self._write(digit or event.text())

    def _action_of(self, event: QKeyEvent) -> str:
        return self._actions.get(_names().get(event.key(), "")) or self._scans.get(event.nativeScanCode(), "")

    def _write(self, letters: str) -> None:
        if letters and not any(unicodedata.category(letter).startswith("C") for letter in letters):
            self.typed.emit(letters)


# Inside of functions: asked for `Qt`, PySide makes all of its 93 enumerations, which would take 14 ms of each start.


@cache
def _names() -> dict[int, str]:
    """Qt's names of all keys, by their numbers."""
    from PySide6.QtCore import Qt

    return {key.value: key.name for key in Qt.Key}


def _is_command(event: QKeyEvent) -> bool:
    """With Ctrl, Alt or the Windows key, but for AltGr, which makes letters."""
    from PySide6.QtCore import Qt

    held, kinds = event.modifiers(), Qt.KeyboardModifier
    return bool(held & (kinds.ControlModifier | kinds.AltModifier | kinds.MetaModifier)) and not held & kinds.GroupSwitchModifier


def _is_of_a_keypad(event: QKeyEvent) -> bool:
    from PySide6.QtCore import Qt

    return bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)


def _scan_code(name: str) -> int:
    number = int(name[1:]) if name[:1] == "F" and name[1:].isdecimal() else 0
    return _EVDEV_OF_F13 + number - 13 + _XKB_OFFSET if 13 <= number <= 24 else 0
