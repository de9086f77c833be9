"""Every key that reaches the window, before anything else sees it: six keys do all, letters write, the rest does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_EVDEV_OF_F13, _XKB_OFFSET = 183, 8
"""Linux calls F13 to F24 by other names (F13 is XF86Tools), but their scan codes stay: KEY_F13 of input-event-codes.h, plus 8 for XKB."""
_KEYS_OF_A_DESK = {"Key_Tab": "down", "Key_Backtab": "up", "Key_Escape": "back", "Key_Back": "back", "Key_Help": "help"}
"""What a real keyboard has beside the six; a keypad needs none of them."""
Actions = Mapping[str, tuple[str, ...]]
"""The names of the keys for each action, as `kiosk.settings.Settings.keys` has them."""


@QmlElement
@QmlUncreatable("made by kiosk.app")
class KeypadView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """`pressed` tells what to do: left, right, up, down, select, help, back, louder, quieter, plugged, unplugged. `typed` tells a letter, or
    nothing for one that is to go.

    A key that is held does not repeat (EN 301 549 5.7), and no combination with Ctrl, Alt or the Windows key means anything.
    """

    pressed = Signal(str, arguments=["action"])
    typed = Signal(str, arguments=["letter"])

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = _KEYS_OF_A_DESK | {f"Key_{name}": action for action, names in actions.items() for name in names}
        self._scans = {code: action for action, names in actions.items() for name in names if (code := _scan_code(name))}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  Qt's signature
        """Keys end here; everything else goes on."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if not event.isAutoRepeat():
                self._take(event)
            return True
        return kind in (QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)

    def _take(self, event: QKeyEvent) -> None:
        if _is_command(event):
            return
        name = _names().get(event.key(), "")
        action = self._actions.get(name) or self._scans.get(event.nativeScanCode())
        if action:
            self.pressed.emit(action)
        elif name == "Key_Backspace":
            self.typed.emit("")
        elif (letters := event.text()) and letters.isprintable():
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


def _scan_code(name: str) -> int:
    number = int(name[1:]) if name[:1] == "F" and name[1:].isdecimal() else 0
    return _EVDEV_OF_F13 + number - 13 + _XKB_OFFSET if 13 <= number <= 24 else 0
