"""Every key that reaches the window, before anything else sees it: six keys do all, letters write, the rest does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
_EVDEV_OF_F13, _XKB_OFFSET = 183, 8
"""Linux calls F13 to F24 by other names (F13 is XF86Tools), but their scan codes stay: KEY_F13 of input-event-codes.h, plus 8 for XKB."""
_KEYS_OF_A_DESK = {Qt.Key.Key_Tab: "down", Qt.Key.Key_Backtab: "up", Qt.Key.Key_Escape: "back", Qt.Key.Key_Back: "back", Qt.Key.Key_Help: "help"}
"""What a real keyboard has beside the six; a keypad needs none of them."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
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
        self._actions = {_key(name): action for action, names in actions.items() for name in names}
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
        if event.modifiers() & _COMMANDS and not event.modifiers() & Qt.KeyboardModifier.GroupSwitchModifier:
            return
        key = event.key()
        action = self._actions.get(key) or self._scans.get(event.nativeScanCode()) or _KEYS_OF_A_DESK.get(Qt.Key(key))
        if action:
            self.pressed.emit(action)
        elif key == Qt.Key.Key_Backspace:
            self.typed.emit("")
        elif (letters := event.text()) and letters.isprintable():
            self.typed.emit(letters)


def _key(name: str) -> int:
    return int(getattr(Qt.Key, f"Key_{name}").value)


def _scan_code(name: str) -> int:
    number = int(name[1:]) if name[:1] == "F" and name[1:].isdecimal() else 0
    return _EVDEV_OF_F13 + number - 13 + _XKB_OFFSET if 13 <= number <= 24 else 0
