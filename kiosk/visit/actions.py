"""What a touch asks for, as one string: made here, carried by QML from any item to the pane, and read here again.

A verb, and what it is about: `go:reading/infusion/first/0`, `open:word/ketamine/0`, `take:QUESTION`, `close`. QML knows none of them but the
bare ones. What is said to the form and on the pages for staff is written the same way.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from kiosk.visit import moves
from kiosk.visit.comfort import OPTIONS
from kiosk.visit.states import Panel, PanelKind, Place, address, number_in, place_at


class Typed(Struct, frozen=True):
    """A key that writes was touched; `letters` as they stand on it when they are small."""

    letters: str


class Erased(Struct, frozen=True):
    """The key that takes the last letter away."""


class Capitals(Struct, frozen=True):
    """Capitals for the next letter, or not after all."""


class OtherKeys(Struct, frozen=True):
    """Another set of keys, by its name."""

    keys: str


class Picked(Struct, frozen=True):
    """An option of a question of the form."""

    option: str


class WentOn(Struct, frozen=True):
    """Next, where what stands on the screen decides what that is: the form, the pages for staff."""


class WentBack(Struct, frozen=True):
    """Back, there."""


class Began(Struct, frozen=True):
    """The form is to begin."""


class Stopped(Struct, frozen=True):
    """Stop and erase."""


class WentToLookUp(Struct, frozen=True):
    """Away from the form for a while; what is filled in stays."""


class TookBack(Struct, frozen=True):
    """The request that was just sent is to be deleted."""


class Knocked(Struct, frozen=True):
    """The clinic's mark was touched."""


class Named(Struct, frozen=True):
    """Somebody of the staff says who they are."""

    who: str


class Marked(Struct, frozen=True):
    """How far staff came with the request on the screen."""

    status: str


class WillCall(Struct, frozen=True):
    """Whoever is signed in will call whom the request on the screen is from."""


class WillNotCall(Struct, frozen=True):
    """They will not after all."""


class DeletedRequest(Struct, frozen=True):
    """The request on the screen goes for good: staff have said so a second time."""


class SetUp(Struct, frozen=True):
    """A step of fitting the kiosk to its place, such as `size:1`."""

    what: str


class Cleaned(Struct, frozen=True):
    """The glass is to be wiped."""


class Announced(Struct, frozen=True):
    """What staff do about the urgent notice, such as `hour`: set it for an hour."""

    what: str


class LeftKiosk(Struct, frozen=True):
    """Staff end the kiosk."""


class SignedOut(Struct, frozen=True):
    """Staff are done."""


Action = (
    moves.VisitorAction | Typed | Erased | Capitals | OtherKeys | Picked | WentOn | WentBack | Began | Stopped | TookBack | WentToLookUp
    | Knocked | Named | Marked | WillCall | WillNotCall | DeletedRequest | SetUp | Announced | Cleaned | LeftKiosk | SignedOut
)  # fmt: skip

_BARE: dict[str, Action] = {
    "wake": moves.Woke(), "close": moves.PanelClosed(), "comfort-reset": moves.ResetComfort(), "stay": moves.Stayed(), "finish": moves.Finished(),
    "erase": Erased(), "capitals": Capitals(), "on": WentOn(), "back": WentBack(), "begin": Began(), "stop": Stopped(), "take-back": TookBack(),
    "look-up": WentToLookUp(), "breathe": moves.AskedToBreathe(), "knock": Knocked(), "clean": Cleaned(), "leave": LeftKiosk(),
    "call": WillCall(), "no-call": WillNotCall(), "delete-request": DeletedRequest(), "sign-out": SignedOut(),
}  # fmt: skip
_NAMED: dict[str, Callable[[str], Action]] = {
    "wake": moves.Woke, "language": moves.ChoseLanguage, "take": moves.Chose, "raise": moves.Raised, "weigh": moves.Weighed,
    "comfort-choice": moves.ChoseOption, "type": Typed, "keys": OtherKeys, "pick": Picked, "who": Named, "mark": Marked, "set-up": SetUp,
    "announce": Announced,
}  # fmt: skip
"""Verbs about one name or text, the only field of their event."""
_PAGED: dict[str, Callable[[int], Action]] = {"help": moves.AskedForHelp, "comfort": moves.AskedForComfort, "urgent": moves.AskedForUrgent}
_VERBS: dict[object, str] = {type(event): verb for verb, event in _BARE.items()}
_VERBS |= {kind: verb for verb, kind in _NAMED.items()} | {kind: verb for verb, kind in _PAGED.items()}


def action(event: Action) -> str:
    """The event as one string; `event_of` reads it back."""
    if isinstance(event, moves.Navigated):
        return f"go:{address(event.place)}"
    if isinstance(event, moves.PanelOpened):
        return f"open:{event.panel.kind}/{event.panel.about}/{event.panel.page}"
    about = "".join(str(getattr(event, name)) for name in event.__struct_fields__)
    return f"{_VERBS[type(event)]}:{about}" if about else _VERBS[type(event)]


def go(place: Place) -> str:
    """The action that leads there."""
    return action(moves.Navigated(place))


def opens(kind: PanelKind, about: str = "", page: int = 0) -> str:
    """The action that opens a panel, or a page of it."""
    return action(moves.PanelOpened(Panel(kind, about, page)))


def event_of(written: str) -> Action | None:
    """What `action` wrote; None for anything that it cannot have written."""
    event = _read(written)
    return event if event is not None and action(event) == written else None


def _read(written: str) -> Action | None:
    verb, colon, about = written.partition(":")
    if not colon:
        return _BARE.get(verb)
    if verb == "go":
        return moves.Navigated(place_at(about))
    if verb == "open":
        return _opened(about)
    if kind := _NAMED.get(verb):
        return kind(about) if about and (verb != "comfort-choice" or about in OPTIONS) else None
    page = number_in(about)
    return _PAGED[verb](page) if verb in _PAGED and page is not None else None


def _opened(written: str) -> moves.PanelOpened | None:
    kind, _, rest = written.partition("/")
    about, _, number = rest.rpartition("/")
    page = number_in(number)
    return moves.PanelOpened(Panel(PanelKind(kind), about, page)) if kind in tuple(PanelKind) and page is not None else None


def cased(letters: str) -> str:
    """As a capital; a letter whose capital is no single letter (ß) stays as it is."""
    return letters.upper() if len(letters) == len(letters.upper()) == 1 else letters
