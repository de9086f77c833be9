"""The screen while nobody is there: one neutral question, and a way in for each language."""

from __future__ import annotations

from typing import Any

from kiosk.layout.notice import NoticeCard, notice_card
from kiosk.layout.typeset import SetText, Style
from kiosk.screens.context import Stage
from kiosk.screens.for_qml import plain
from kiosk.visit.actions import action
from kiosk.visit.moves import Woke

MOST_OFFERED = 3
"""Languages that have room here; others are found behind the button for languages."""
_NUMBER_UNITS = 14.0
"""What the clinic's number takes from them across: it stands under the name, and they stand in the middle."""
_WORDS_SHARE = 0.62
"""Of the height of an upright screen; the picture keeps the rest."""


def attract(stage: Stage) -> dict[str, Any]:
    """What Attract.qml draws; the clinic's first language is the largest. `open`: whether there is anything to begin."""
    clinic = stage.library.clinic
    return {
        "open": bool(stage.library.heads),
        "name": clinic.name,
        "phone": clinic.phone,
        "mark": stage.address_of(clinic.mark),
        "pictures": [stage.address_of(name) for name in clinic.pictures],
        **{name: _in_each(stage, name) for name in ("help", "comfort", "touch_start")},
        "lost": "\n".join(stage.library.interface_text("form_lost").in_(code) for code in _offered(stage)),
        "notice": plain(_notice(stage)),
        "languages": _greetings(stage),
    }


def _offered(stage: Stage) -> tuple[str, ...]:
    return stage.library.clinic.languages[:MOST_OFFERED]


def _in_each(stage: Stage, name: str) -> str:
    """The words on a button, in every language, for nobody has chosen one."""
    return " / ".join(dict.fromkeys(stage.library.interface_text(name).in_(code) for code in _offered(stage)))


def _notice(stage: Stage) -> NoticeCard | None:
    """What the clinic tells everybody, in every language, over the greetings."""
    told = dict.fromkeys(stage.library.notice.in_(code) for code in _offered(stage))
    return notice_card([text for text in told if text], stage.measures, _width(stage), stage.typesetter)


def _width(stage: Stage) -> float:
    """The room for words, in pixels."""
    screen, margin = stage.measures.screen, stage.measures.margin
    return screen.width - 2 * margin if screen.upright else screen.width * 0.5 - margin * 1.6


def _greetings(stage: Stage) -> list[dict[str, Any]]:
    """What each language says; where there is no room for all of it, the last ones only ask their question, or leave that to the first.

    Beside a notice the first asks alone, too, before one of the others is silent.
    """
    said = [_greeting(stage, code, first=not at) for at, code in enumerate(_offered(stage))]
    invitations = [*reversed(said[1:]), *(said[:1] if stage.library.notice else [])]
    for part, greetings in (("invitation", invitations), ("heading", [*reversed(said[1:])])):
        for greeting in greetings:
            if _height(stage, said) > _room(stage):
                greeting[part] = SetText()
    return [plain(greeting) for greeting in said]


def _greeting(stage: Stage, code: str, *, first: bool) -> dict[str, Any]:
    clinic, measures = stage.library.clinic, stage.measures
    width = _width(stage)
    heading = Style(measures.title * (1.12 if first else 0.72), 700, 1.18, even=True)
    invitation = Style(measures.body * (0.9 if first else 0.8), 400, 1.4, even=True)
    return {
        "action": action(Woke(code)),
        "start": stage.library.interface_text("start").in_(code),
        "heading": stage.set(clinic.headline.in_(code), heading, width),
        "invitation": stage.set(clinic.invitation.in_(code), invitation, width),
    }


def _height(stage: Stage, said: list[dict[str, Any]]) -> float:
    """Of the notice and all greetings under one another, with the distances of Attract.qml."""
    unit = stage.measures.unit
    told = _notice(stage)
    texts = sum(greeting[part].height for greeting in said for part in ("heading", "invitation"))
    return float(texts + unit * (4.0 * len(said) + 15.2 * (len(said) - 1)) + (told.height + 10.0 * unit if told else 0.0))


def _room(stage: Stage) -> float:
    """For all that is said; across, what stands in the middle must not reach the name in the corner."""
    area, measures = stage.area, stage.measures
    if measures.screen.upright:
        return area.height * _WORDS_SHARE
    return area.height - measures.margin - (measures.unit * _NUMBER_UNITS if stage.library.clinic.phone else 0.0)
