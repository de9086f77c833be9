"""What a voice says of a thing that a finger or the keys came upon. What somebody answers, and who asked for a call, is for headphones alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from kiosk.visit.actions import Picked, Typed, event_of
from kiosk.visit.moves import Chose, Navigated, Raised, Weighed
from kiosk.visit.states import Basket, Place, Reading, SigningUp, Staff

_REQUEST = re.compile(r"[0-9a-f]{32}")
"""The id of a request, which is the name of its screen."""


class Found(Struct, frozen=True):
    """A thing on the screen: its name, the note under it, what it is, how it stands (empty where it cannot be chosen), what it asks for."""

    name: str
    note: str = ""
    kind: str = ""
    state: str = ""
    action: str = ""


def told(found: Found, place: Place, word: Callable[[str], str], *, alone: bool) -> str:
    """What is said of it at this place. `word` gives words of the interface by name; `alone`: nobody else hears it."""
    event = event_of(found.action)
    if isinstance(event, Typed) and not alone:
        return word("role_letter")
    name, state = found.name, found.state
    match event, place:
        case (Picked(), SigningUp()) | (Chose() | Raised() | Weighed(), Reading()) if not alone:
            state = ""
        case Navigated(), Basket() if found.note and not alone:  # what somebody touched; the note tells where
            name = found.note
        case Navigated(), SigningUp() if found.note:  # of an answer the note is its question
            name = f"{found.note}: {name}" if alone else found.note
        case Navigated(Staff(screen)), Staff() if not alone and _REQUEST.fullmatch(screen):
            name = word("only_in_headphones")
    said = [name, *([word(f"role_{found.kind}")] if found.kind else []), *([word(f"state_{state}")] if state else [])]
    return ". ".join(part.strip(" .") for part in said) + "."
