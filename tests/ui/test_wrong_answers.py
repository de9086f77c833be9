"""Whatever is said of a typed answer has its place on the screen, above the keys, also in the largest letters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from measuring import faults
from visitor import Visitor

from kiosk.signup.desk import Desk
from kiosk.visit.states import SigningUp

WRONG = {
    "no name": ("name", "7"),
    "no letter of a number": ("phone", "7"),
    "too few digits": ("phone", "70655501"),
    "too many digits": ("phone", "70655501234"),
    "an extension, but too few digits": ("phone", "706555x45"),
    "a number that nobody has": ("phone", "1111111111"),
    "no @": ("email", "ana"),
    "nothing behind the @": ("email", "ana@"),
    "an address that is none": ("email", "a..na@example.com"),
    "an address that looks like a slip": ("email", "ana@gmail.con"),
}


@pytest.mark.parametrize("glass", [LANDSCAPE, PORTRAIT, ((1280, 720), (476.0, 268.0))], ids=["across", "upright", "small"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_wrong_fits_above_the_keys(visitor: Callable[..., Visitor], desk: Desk, glass: Any, language: str) -> None:
    here = visitor(glass, desk=desk)
    kiosk, found = here.kiosk, list[str]()
    kiosk.visit.act(f"wake:{language}")
    kiosk.visit.act("comfort-choice:text:largest")
    for what, (question, typed) in WRONG.items():
        kiosk.visit.go(SigningUp(question))
        kiosk.signup.answer(question, typed)
        kiosk.signup.act("on")
        here.rest()
        assert dict(kiosk.signup.page)["body"]["wrong"], what
        found += [f"{what}: {fault}" for fault in faults(here)]
        while kiosk.signup.field:
            kiosk.signup.write("")
    assert found == []
