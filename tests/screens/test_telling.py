"""What is said of a thing that was come upon, through the speaker and in headphones."""

from __future__ import annotations

import pytest

from kiosk.screens.telling import Found, told
from kiosk.visit.actions import Erased, Named, Picked, Typed, action, go
from kiosk.visit.states import Home, Place, SigningUp, Staff

FORM, LIST, REQUEST = SigningUp("name"), Staff("list"), Staff("0123456789abcdef" * 2)


@pytest.mark.parametrize(
    ("place", "found", "aloud", "alone"),
    [
        (Home(), Found("Next", kind="button", action=go(Home(1))), "Next. role_button.", "Next. role_button."),
        (FORM, Found("a", action=action(Typed("a"))), "role_letter", "a."),
        (FORM, Found("Erase", action=action(Erased())), "Erase.", "Erase."),
        (LIST, Found("a", action=action(Typed("a"))), "role_letter", "a."),
        (FORM, Found("By phone", kind="button", state="chosen", action=action(Picked("phone"))), "By phone. role_button.",
         "By phone. role_button. state_chosen."),
        (FORM, Found("Ana", "Your name", "button", action=go(FORM)), "Your name. role_button.", "Your name: Ana. role_button."),
        (LIST, Found("Ana. New", "by phone", "button", action=go(REQUEST)), "only_in_headphones. role_button.", "Ana. New. role_button."),
        (LIST, Found("Ana", kind="button", action=action(Named("Ana"))), "Ana. role_button.", "Ana. role_button."),
        (Home(), Found("Larger", kind="button", state="open"), "Larger. role_button. state_open.", "Larger. role_button. state_open."),
    ],
)  # fmt: skip
def test_only_headphones_hear_what_is_somebodys_own(place: Place, found: Found, aloud: str, alone: str) -> None:
    assert told(found, place, str, alone=False) == aloud
    assert told(found, place, str, alone=True) == alone
