"""The desk where staff change the content, as QML sees it: what there is, what is chosen, how things stand; and what hands ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge import marks_view  # noqa: F401  its fields are found by QML
from kiosk.content.edits.outline import bare

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
PAUSE_MS = 600
"""After so long without a key what was typed is judged."""
KEEP_MS = 500
"""So long after a key what was typed lies on the disk, though the keys go on."""


class Hands(Protocol):
    """What does what was asked for."""

    def choose(self, row: int) -> bool: ...
    def touch(self, words: str, kind: str) -> bool: ...
    def go_on(self, way: str) -> None: ...
    def type_over(self, language: str, words: str) -> None: ...
    def act(self, deed: str, value: str) -> None: ...
    def look(self, name: str, value: str) -> None: ...
    def search(self, words: str) -> None: ...
    def fact(self, name: str, language: str, words: str) -> None: ...
    def replace(self, words: str) -> None: ...
    def publish(self, to: str, passphrase: str, note: str) -> bool: ...
    def make_key(self, name: str, passphrase: str, again: str) -> bool: ...
    def sign(self, by: str, passphrase: str) -> None: ...
    def take_back(self, by: str, passphrase: str) -> None: ...
    def keep(self) -> None: ...
    def pause(self) -> None: ...
    def leave(self) -> None: ...


_NAMES = ("rows", "chosen", "looks", "state", "side", "offers", "publishing", "replacement", "spelling", "cropping", "signoff")


def _told(name: str) -> Callable[[EditView], dict[str, Any]]:
    """What gives QML what was told under this name."""
    return lambda view: view.told(name)


@QmlElement
@QmlUncreatable("made by kiosk.staff.content.edit")
class EditView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Hands each touch and key to `hands`. `tell` is the way in from Python: what changed, by the name of its property."""

    rowsChanged = Signal()
    chosenChanged = Signal()
    looksChanged = Signal()
    stateChanged = Signal()
    sideChanged = Signal()
    offersChanged = Signal()
    publishingChanged = Signal()
    replacementChanged = Signal()
    spellingChanged = Signal()
    croppingChanged = Signal()
    signoffChanged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.hands: Hands | None = None
        self._told: dict[str, dict[str, Any]] = {name: {} for name in _NAMES}
        self._signals: dict[str, Any] = {
            "rows": self.rowsChanged, "chosen": self.chosenChanged, "looks": self.looksChanged,
            "state": self.stateChanged, "side": self.sideChanged, "offers": self.offersChanged,
            "publishing": self.publishingChanged, "replacement": self.replacementChanged,
            "spelling": self.spellingChanged, "cropping": self.croppingChanged,
            "signoff": self.signoffChanged,
        }
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(PAUSE_MS)
        self._resting.timeout.connect(self._rest)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(KEEP_MS)
        self._keeping.timeout.connect(self._keep)

    def tell(self, name: str, value: dict[str, Any]) -> None:
        """Takes on what QML sees under this name."""
        if self._told[name] != value:
            self._told[name] = value
            self._signals[name].emit()

    def told(self, name: str) -> dict[str, Any]:
        """What QML sees under this name."""
        return self._told[name]

    def _ask(self, what: str, *values: object) -> bool:
        return bool(self.hands and getattr(self.hands, what)(*values))

    def _rest(self) -> None:
        self._ask("pause")

    def _keep(self) -> None:
        self._ask("keep")

    def _key(self) -> None:
        """A key was pressed: the pause begins anew, and what is not on the disk yet gets there whatever comes."""
        self._resting.start()
        if not self._keeping.isActive():
            self._keeping.start()

    @Slot(int, result=bool)
    def choose(self, row: int) -> bool:
        """A row of the list was touched; whether something is chosen by it."""
        return self._ask("choose", row)

    @Slot(str, str, result=bool)
    def touch(self, words: str, kind: str) -> bool:
        """These words of the kiosk's screen were touched, a `text`, a `button` or what a `picture` shows; whether something is chosen by it."""
        return self._ask("touch", words, kind)

    @Slot(str, result=str)
    def bare(self, words: str) -> str:
        """What is left of words by which two places are compared: no marks, accents and capitals."""
        return bare(words)

    @Slot(str)
    def open(self, way: str) -> None:
        """Another text of what is chosen, by its way."""
        self._ask("go_on", way)

    @Slot(str, str)
    def type(self, language: str, words: str) -> None:
        """The text in this language is these words now."""
        self._key()
        self._ask("type_over", language, words)

    @Slot(str, str)
    def ask(self, deed: str, value: str) -> None:
        """A button was touched."""
        self._ask("act", deed, value)

    @Slot(str, str)
    def look(self, name: str, value: str) -> None:
        """The kiosk is to be looked at otherwise: `language`, `text`, `theme`, `size`."""
        self._ask("look", name, value)

    @Slot(str)
    def search(self, words: str) -> None:
        """What is searched for."""
        self._ask("search", words)

    @Slot(str, str, str)
    def fact(self, name: str, language: str, words: str) -> None:
        """A fact of the clinic; without a language one that is the same in all."""
        self._key()
        self._ask("fact", name, language, words)

    @Slot(str)
    def replace(self, words: str) -> None:
        """What is to stand for what is searched for."""
        self._ask("replace", words)

    @Slot(str, str, str, result=bool)
    def publish(self, to: str, passphrase: str, note: str) -> bool:
        """What is saved becomes a publication in this folder; whether that has begun, so that the passphrase is not needed again."""
        return self._ask("publish", to, passphrase, note)

    @Slot(str, str, str, result=bool)
    def makeKey(self, name: str, passphrase: str, again: str) -> bool:
        """The key that somebody publishes with is to be made; whether it is, so that the passphrases are not needed again."""
        return self._ask("make_key", name, passphrase, again)

    @Slot(str, str)
    def sign(self, by: str, passphrase: str) -> None:
        """A clinician has read what is shown."""
        self._ask("sign", by, passphrase)

    @Slot(str, str)
    def takeBack(self, by: str, passphrase: str) -> None:
        """Whoever signed what is shown takes that back."""
        self._ask("take_back", by, passphrase)

    @Slot()
    def leave(self) -> None:
        """The field was left, or the window: what was typed is judged and saved."""
        if self._resting.isActive():
            self._resting.stop()
            self._rest()
        self._keeping.stop()
        self._ask("leave")

    _rows, _chosen, _looks, _state = (_told(name) for name in ("rows", "chosen", "looks", "state"))
    _side, _offers, _publishing, _replacement = (_told(name) for name in ("side", "offers", "publishing", "replacement"))
    _spelling, _cropping = _told("spelling"), _told("cropping")
    _signoff = _told("signoff")

    rows = Property(dict, _rows, notify=rowsChanged)
    chosen = Property(dict, _chosen, notify=chosenChanged)
    looks = Property(dict, _looks, notify=looksChanged)
    state = Property(dict, _state, notify=stateChanged)
    side = Property(dict, _side, notify=sideChanged)
    offers = Property(dict, _offers, notify=offersChanged)
    publishing = Property(dict, _publishing, notify=publishingChanged)
    replacement = Property(dict, _replacement, notify=replacementChanged)
    spelling = Property(dict, _spelling, notify=spellingChanged)
    cropping = Property(dict, _cropping, notify=croppingChanged)
    signoff = Property(dict, _signoff, notify=signoffChanged)
