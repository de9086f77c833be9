"""The screen while nobody is there: one neutral question, and a way in for each language."""

from __future__ import annotations

from typing import Any

from kiosk.layout.setting import SetText, Style
from kiosk.showing.plain import plain
from kiosk.showing.stage import Stage

MOST_OFFERED = 3
"""Languages that have room here; others are found behind the button for languages."""
_WORDS_SHARE = 0.62
"""Of the height of an upright screen; the picture keeps the rest."""


def attract(stage: Stage) -> dict[str, Any]:
    """What Attract.qml draws; the clinic's first language is the largest. `open`: whether there is anything to begin."""
    clinic = stage.library.clinic
    return {
        "open": bool(stage.library.heads),
        "name": clinic.name,
        "mark": stage.address_of(clinic.mark),
        "pictures": [stage.address_of(name) for name in clinic.pictures],
        **{name: _in_each(stage, name) for name in ("help", "comfort", "touch_start")},
        "lost": "\n".join(stage.library.interface_text("form_lost").in_(code) for code in _offered(stage)),
        "languages": _greetings(stage),
    }


def _offered(stage: Stage) -> tuple[str, ...]:
    return stage.library.clinic.languages[:MOST_OFFERED]


def _in_each(stage: Stage, name: str) -> str:
    """The words on a button, in every language, for nobody has chosen one."""
    return " / ".join(dict.fromkeys(stage.library.interface_text(name).in_(code) for code in _offered(stage)))


def _greetings(stage: Stage) -> list[dict[str, Any]]:
    """What each language says; where there is no room for all of it, the last ones only ask their question, or leave that to the first."""
    said = [_greeting(stage, code, first=not at) for at, code in enumerate(_offered(stage))]
    for part in ("invitation", "heading"):
        for greeting in reversed(said[1:]):
            if _height(stage, said) > _room(stage):
                greeting[part] = SetText()
    return [plain(greeting) for greeting in said]


def _greeting(stage: Stage, code: str, *, first: bool) -> dict[str, Any]:
    clinic, measures = stage.library.clinic, stage.measures
    screen = measures.screen
    width = screen.width - 2 * measures.margin if screen.upright else screen.width * 0.5 - measures.margin * 1.6
    heading = Style(measures.title * (1.12 if first else 0.72), 700, 1.18, even=True)
    invitation = Style(measures.body * (0.9 if first else 0.8), 400, 1.4, even=True)
    return {
        "code": code,
        "start": stage.library.interface_text("start").in_(code),
        "heading": stage.set(clinic.headline.in_(code), heading, width),
        "invitation": stage.set(clinic.invitation.in_(code), invitation, width),
    }


def _height(stage: Stage, said: list[dict[str, Any]]) -> float:
    """Of all greetings under one another, with the distances of Attract.qml."""
    unit = stage.measures.unit
    texts = sum(greeting[part].height for greeting in said for part in ("heading", "invitation"))
    return float(texts + unit * (4.0 * len(said) + 15.2 * (len(said) - 1)))


def _room(stage: Stage) -> float:
    return stage.area.height * _WORDS_SHARE if stage.measures.screen.upright else stage.area.height - stage.measures.margin
