"""The screen while nobody is there: one neutral question, and a way in for each language."""

from __future__ import annotations

from typing import Any

from kiosk.layout.setting import Style
from kiosk.showing.plain import plain
from kiosk.showing.stage import Stage


def attract(stage: Stage) -> dict[str, Any]:
    """What Attract.qml draws; the clinic's first language is the largest. `open`: whether there is anything to begin."""
    clinic = stage.library.clinic
    return {
        "open": bool(stage.library.heads),
        "name": clinic.name,
        "mark": stage.address_of(clinic.mark),
        "pictures": [stage.address_of(name) for name in clinic.pictures],
        "help": " / ".join(dict.fromkeys(stage.library.interface_text("help").in_(code) for code in clinic.languages)),
        "languages": [_invitation(stage, code, first=not at) for at, code in enumerate(clinic.languages)],
    }


def _invitation(stage: Stage, code: str, *, first: bool) -> dict[str, Any]:
    clinic, measures = stage.library.clinic, stage.measures
    screen = measures.screen
    width = screen.width - 2 * measures.margin if screen.upright else screen.width * 0.5 - measures.margin * 1.6
    heading = Style(measures.title * (1.12 if first else 0.72), 700, 1.18, even=True)
    invitation = Style(measures.body * (0.9 if first else 0.8), 400, 1.4, even=True)
    return {
        "code": code,
        "start": stage.library.interface_text("start").in_(code),
        "touch": stage.library.interface_text("touch_start").in_(code),
        "heading": plain(stage.set(clinic.headline.in_(code), heading, width)),
        "invitation": plain(stage.set(clinic.invitation.in_(code), invitation, width)),
    }
