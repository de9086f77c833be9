"""The screen while nobody is there: a question, in turn with those that people ask most, and a way in for each language."""

from __future__ import annotations

from itertools import compress

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.markup import as_shown
from kiosk.layout.notice import NoticeCard, notice_card
from kiosk.layout.typeset import SetText, Style
from kiosk.screens.context import Stage
from kiosk.visit.actions import action
from kiosk.visit.moves import Woke

MOST_OFFERED = 3
"""Languages that have room here; others are found behind the button for languages."""
_NUMBER_UNITS = 14.0
"""What the clinic's number takes from them across: it stands under the name, and they stand in the middle."""
_WORDS_SHARE = 0.62
"""Of the height of an upright screen; the picture keeps the rest."""
_SCALES = (1.6, 1.4, 1.2)
"""How much larger all is said where there is room, to be read from further away; of that room it takes this share at most."""
_LARGER_SHARE = 0.8
_URGENT_SHARE = 0.6
"""Of the same room, for an urgent notice: its letters are as large as fit, and the first greeting still has its place under it."""


class Greeting(Struct, frozen=True):
    """What one language says, and the button by which it begins. `headings`: the clinic's own, then what people ask; they take turns."""

    action: str
    start: str
    headings: tuple[SetText, ...]
    invitation: SetText


class AttractShown(Struct, frozen=True):
    """What Attract.qml draws; the clinic's first language is the largest. `open`: whether there is anything to begin.

    `urgent` is what everybody is to know at once, in each language: on a dark screen too.
    """

    open: bool = False
    name: str = ""
    phone: str = ""
    mark: str = ""
    pictures: tuple[str, ...] = ()
    help: str = ""
    comfort: str = ""
    touch_start: str = ""
    lost: str = ""
    notice: NoticeCard | None = None
    urgent: tuple[str, ...] = ()
    languages: tuple[Greeting, ...] = ()


def attract(stage: Stage) -> AttractShown:
    clinic = stage.library.clinic
    return AttractShown(
        bool(stage.library.heads),
        clinic.name,
        clinic.phone,
        stage.address_of(clinic.mark),
        tuple(stage.address_of(name) for name in clinic.pictures),
        _in_each(stage, "help"),
        _in_each(stage, "comfort"),
        _in_each(stage, "touch_start"),
        "\n".join(stage.library.interface_text("form_lost").in_(code) for code in _offered(stage)),
        _notice(stage),
        _urgent(stage),
        tuple(_greetings(stage)),
    )


def _offered(stage: Stage) -> tuple[str, ...]:
    return stage.library.clinic.languages[:MOST_OFFERED]


def _in_each(stage: Stage, name: str) -> str:
    """The words on a button, in every language, for nobody has chosen one."""
    return " / ".join(dict.fromkeys(stage.library.interface_text(name).in_(code) for code in _offered(stage)))


def _notice(stage: Stage) -> NoticeCard | None:
    """What the clinic tells everybody, in every language, over the greetings; in place of that what is urgent, larger."""
    measures, width = stage.measures, _width(stage)
    if urgent := _urgent(stage):
        sizes = [measures.title, measures.body, measures.label, measures.small]
        cards = [card for px in sizes if (card := notice_card(urgent, measures, width, stage.typesetter, urgent_px=px))]
        return next((card for card in cards if card.height <= _room(stage) * _URGENT_SHARE), cards[-1])
    told = dict.fromkeys(stage.library.notice.in_(code) for code in _offered(stage))
    return notice_card([text for text in told if text], measures, width, stage.typesetter)


def _urgent(stage: Stage) -> tuple[str, ...]:
    """What everybody is to know at once, in every language."""
    return tuple(dict.fromkeys(as_shown(words) for code in _offered(stage) if (words := stage.urgent.in_(code))))


def _width(stage: Stage) -> float:
    """The room for words, in pixels."""
    screen, margin = stage.measures.screen, stage.measures.margin
    return screen.width - 2 * margin if screen.upright else screen.width * 0.5 - margin * 1.6


def _greetings(stage: Stage) -> list[Greeting]:
    """What each language says; where there is no room for all of it, the last ones only ask their question, or leave that to the first.

    Beside a notice the first asks alone, too, before one of the others is silent.
    """
    said = _said(stage, 1.0)
    larger = (_said(stage, scale) for scale in _SCALES)
    fitting = (each for each in larger if _rows(each) == _rows(said) and _height(stage, each) <= _room(stage) * _LARGER_SHARE)
    if (largest := next(fitting, None)) is not None:
        return largest
    others = [*range(len(said) - 1, 0, -1)]
    uninvited = [*others, *([0] if stage.library.notice or stage.urgent else [])]
    for at in uninvited:
        if _height(stage, said) > _room(stage):
            said[at] = replace(said[at], invitation=SetText())
    for at in others:
        if _height(stage, said) > _room(stage):
            said[at] = replace(said[at], headings=())
    return said


def _said(stage: Stage, scale: float) -> list[Greeting]:
    return _in_turn([_greeting(stage, code, scale, first=not at) for at, code in enumerate(_offered(stage))])


def _rows(said: list[Greeting]) -> list[int]:
    """The lines of each text that always shows."""
    return [len(text.lines) for greeting in said for text in (greeting.headings[0], greeting.invitation)]


def _greeting(stage: Stage, code: str, scale: float, *, first: bool) -> Greeting:
    clinic, measures = stage.library.clinic, stage.measures
    width = _width(stage)
    heading = Style(measures.title * scale * (1.12 if first else 0.72), 700, 1.18, even=True)
    asked = [each.asks.in_(code) for group in stage.library.questions for each in group.questions if each.often]
    invitation = Style(measures.body * scale * (0.9 if first else 0.8), 400, 1.4, even=True)
    return Greeting(
        action(Woke(code)),
        stage.library.interface_text("start").in_(code),
        tuple(stage.set(text, heading, width) for text in (clinic.headline.in_(code), *asked)),
        stage.set(clinic.invitation.in_(code), invitation, width),
    )


def _in_turn(said: list[Greeting]) -> list[Greeting]:
    """The greetings with those questions alone that are no longer than the clinic's headline, in any language: nothing moves under them."""
    texts = zip(*(greeting.headings for greeting in said), strict=True)
    fit = [all(len(text.lines) <= len(own.headings[0].lines) for own, text in zip(said, turn, strict=True)) for turn in texts]
    return [replace(own, headings=tuple(compress(own.headings, fit))) for own in said]


def _height(stage: Stage, said: list[Greeting]) -> float:
    """Of the notice and all greetings under one another, with the distances of Attract.qml."""
    unit = stage.measures.unit
    told = _notice(stage)
    texts = sum(text.height for greeting in said for text in (*greeting.headings[:1], greeting.invitation))
    return texts + unit * (4.0 * len(said) + 15.2 * (len(said) - 1)) + (told.height + 10.0 * unit if told else 0.0)


def _room(stage: Stage) -> float:
    """For all that is said; across, what stands in the middle must not reach the name in the corner."""
    area, measures = stage.area, stage.measures
    if measures.screen.upright:
        return area.height * _WORDS_SHARE
    return area.height - measures.margin - (measures.unit * _NUMBER_UNITS if stage.library.clinic.phone else 0.0)
