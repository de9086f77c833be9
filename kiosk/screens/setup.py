"""The first day: pages for staff that fit the kiosk to its place. Each step can be done again at any time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct, field

from kiosk.layout.form_question import QuestionText, Review, ask_page, list_pages, option_pages
from kiosk.layout.keys import rows_for
from kiosk.layout.lists import Row, RowText
from kiosk.layout.page import Body, Page
from kiosk.layout.typeset import SetText
from kiosk.screens.context import Stage
from kiosk.screens.pages import StepShown, shown_page
from kiosk.screens.unnoted import known
from kiosk.visit.actions import SetUp, action, go
from kiosk.visit.states import Staff

SETUP, SIZE, HEIGHT, TURN, TOUCHES, SOUND, PEOPLE, GAPS, STICK, NEWS = (
    "setup", "setup-size", "setup-height", "setup-turn", "setup-touches", "setup-sound", "setup-people", "setup-gaps", "setup-stick",
    "setup-news",
)  # fmt: skip
TOLD_IN = "en"
"""The language of `check`, `doctor` and `take`."""
PROOF = "proof"
"""A screen of its own among the pages for staff (`staff`)."""
NAME, FIRST, AGAIN = "setup-name", "setup-first", "setup-again"
"""Screens on which staff type: a name, a passphrase, and the same once more."""
TYPED = (NAME, FIRST, AGAIN)
READY, MADE, WANTED = "ready", "made", "wanted"
"""How a backup on a stick stands before it is `saved`, `none` was found, one was in the machine `early`, or it `failed`: it is being made, then a
stick is waited for.
"""
LOOKED, OFFERED, TAKEN = "looked", "offered", "taken"
"""How new content from a stick stands besides: it is tried, it can be taken, it was. Or it is the `same` as shows, none was on the stick (`empty`),
or it was `refused`.
"""
_EARLIER = {"early": "failed", MADE: "ready"}
"""What is said in place of words that came after clinics had written theirs."""
RULER_MM = 100.0
CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right", "middle")
TARGET_MM = 20.0
_DOES = re.compile(
    rf"size:-?\d{{1,3}}|height:-?\d{{1,3}}|turn:(0|90|180|270)|touched:({'|'.join(CORNERS)}):\d{{1,4}}\.\d|say:[\w-]+|chime|stick|news(:take)?"
)
FARTHEST_MM = 8.0
"""A touch further than this from the middle of its target says that the panel is not the right way round, or not calibrated."""


class Ruler(Body, frozen=True):
    """A ruler of `ruler_mm` true millimetres; the rows make it longer or shorter."""

    rows: tuple[Row, ...]
    caption: SetText
    ruler_width: float
    ruler_top: float
    ruler_mm: float


class Target(Struct, frozen=True):
    """A place to touch. `action` is asked for with how far off it was touched (mm) behind it; `off` is that, or below 0 if nobody has."""

    action: str
    says: str
    left: float
    top: float
    side: float
    off: float


class Touches(Body, frozen=True):
    """Targets to touch."""

    caption: SetText
    targets: tuple[Target, ...]


class Offer(Struct, frozen=True):
    """A publication on a stick: its number, who made it and when (ISO 8601), what they say of it, and how many parts of it differ.

    `already`: it is the one that shows.
    """

    number: int = 0
    by: str = ""
    at: str = ""
    note: str = ""
    differ: int = 0
    already: bool = False


class ScreenFacts(Struct, frozen=True):
    """What the set-up knows of this machine.

    `measured`: whether somebody has set the size; `turned` degrees clockwise; `voices` the voice of each language, empty where there is none;
    `touches` how far off each target was touched, mm; `gaps` what only the clinic can say; `typing` whose passphrase is made; `wrong` why a
    typed one is not taken, by the name of its sentence, and `letter` what of it cannot be typed; `stick` how a backup on a stick stands,
    empty where none is offered; `news` how new content from one stands (empty as before), `offer` which that is, `refused` why it is not taken.
    """

    inches: float
    per_mm: float
    lower_edge_mm: float
    measured: bool = False
    turned: int = 0
    voices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    touches: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    people: Sequence[str] = ()
    try_out: bool = False
    away: bool = False
    gaps: Sequence[str] = ()
    typing: str = ""
    keys: str = "plain"
    wrong: str = ""
    letter: str = ""
    stick: str = ""
    news: str = ""
    offer: Offer = Offer()
    refused: str = ""


def does(what: str) -> bool:
    """Whether there is such a step."""
    return bool(_DOES.fullmatch(what))


def setting_up(stage: Stage, screen: str, page: int, facts: ScreenFacts) -> StepShown:
    """What StaffPane.qml draws of a step, and what leads to the pages before and after it."""
    if screen in TYPED:
        return _typed(stage, screen, facts)
    made = _PAGES.get(screen, _steps)(stage, facts)
    at = min(page, len(made) - 1)
    before = go(Staff(screen, at - 1) if at else Staff("list" if screen == SETUP else SETUP))
    after = go(Staff(screen, at + 1)) if at + 1 < len(made) else ""
    return StepShown(shown_page(stage, _drawn(stage, screen, facts, made[at])), before, after)


def _steps(stage: Stage, facts: ScreenFacts) -> list[Page]:
    """All steps, each with how it stands."""
    inches, edge = _number(facts.inches, 1), _number(facts.lower_edge_mm)
    notes = {
        SIZE: stage.word("setup_size_is", inches=inches) if facts.measured else stage.word("setup_size_guessed", inches=inches),
        HEIGHT: stage.word("setup_height_is", mm=edge),
        TURN: stage.word("setup_turn_is", degrees=facts.turned),
        TOUCHES: _touched(stage, facts),
        SOUND: _voices(stage, facts),
        PEOPLE: _people_are(stage, facts),
        GAPS: stage.word("setup_gaps_are", gaps=len(facts.gaps)) if facts.gaps else stage.word("setup_gaps_none"),
    }
    if facts.stick:
        notes[STICK] = _stick_stands(stage, facts)
    if facts.news and stage.library.has_words("setup_news"):
        notes[NEWS] = _news_stands(stage, facts)
    rows = [RowText(go(Staff(step)), stage.word(step.replace("-", "_")), note) for step, note in notes.items()]
    rows.append(RowText(go(Staff(PROOF)), stage.word("staff_proof"), stage.word("staff_proof_note")))
    return _listed(stage, stage.word("setup_title"), rows, stage.word("setup_help"))


def _touched(stage: Stage, facts: ScreenFacts) -> str:
    if len(facts.touches) < len(CORNERS):
        return stage.word("setup_touches_open")
    farthest = max(facts.touches.values())
    is_off = farthest > FARTHEST_MM and stage.library.has_words("setup_touches_off")
    return stage.word("setup_touches_off" if is_off else "setup_touches_are", mm=_number(farthest, 1))


def _voices(stage: Stage, facts: ScreenFacts) -> str:
    names = {code: stage.library.interface_text("language_name").in_(code) for code in stage.library.clinic.languages}
    return "; ".join(f"{name}: {facts.voices.get(code) or stage.word('setup_no_voice')}" for code, name in names.items())


def _people_are(stage: Stage, facts: ScreenFacts) -> str:
    if facts.away:
        return stage.word("setup_people_away")
    return stage.word("setup_people_nobody") if facts.try_out else ", ".join(facts.people)


def _size(stage: Stage, _facts: ScreenFacts) -> list[Page]:
    rows = [RowText(action(SetUp(f"size:{step}")), stage.word(f"setup_size_{name}")) for name, step in _STEPS.items()]
    return _listed(stage, stage.word("setup_size"), [*rows, _done(stage)], stage.word("setup_size_help"))


def _height(stage: Stage, facts: ScreenFacts) -> list[Page]:
    rows = [RowText(action(SetUp(f"height:{step}")), stage.word("setup_mm", mm=f"{step:+d}".replace("-", "\u2212"))) for step in (-50, -10, 10, 50)]
    help_ = stage.word("setup_height_help", mm=_number(facts.lower_edge_mm))
    return _listed(stage, stage.word("setup_height_is", mm=_number(facts.lower_edge_mm)), [*rows, _done(stage)], help_)


def _turn(stage: Stage, facts: ScreenFacts) -> list[Page]:
    rows = [
        RowText(action(SetUp(f"turn:{turn}")), stage.word("setup_degrees", degrees=turn), chosen=turn == facts.turned) for turn in (0, 90, 180, 270)
    ]
    words = QuestionText(stage.word("setup_title"), stage.word("setup_turn"), stage.word("setup_turn_help"))
    return option_pages(words, rows, stage.measures, stage.area, stage.typesetter, only=True)


def _touches(stage: Stage, facts: ScreenFacts) -> list[Page]:
    """Five targets and a sentence; what is drawn besides is told by `_drawn`."""
    return _listed(stage, stage.word("setup_touches"), [], _touched(stage, facts) if facts.touches else stage.word("setup_touches_help"))


def _sound(stage: Stage, facts: ScreenFacts) -> list[Page]:
    names = {code: stage.library.interface_text("language_name").in_(code) for code in stage.library.clinic.languages}
    said = [
        RowText(action(SetUp(f"say:{code}")), stage.word("setup_say", language=name), facts.voices.get(code) or stage.word("setup_no_voice_do"))
        for code, name in names.items()
    ]
    rows = [RowText(action(SetUp("chime")), stage.word("setup_chime")), *said, _done(stage)]
    return _listed(stage, stage.word("setup_sound"), rows, stage.word("setup_sound_help"))


def _people(stage: Stage, facts: ScreenFacts) -> list[Page]:
    if facts.away:
        return _listed(stage, stage.word("setup_people"), [_done(stage)], stage.word("setup_people_away"))
    below = stage.word("setup_people_nobody") if facts.try_out else stage.word("setup_people_help", names=", ".join(facts.people))
    return _listed(stage, stage.word("setup_people"), [RowText(go(Staff(NAME)), stage.word("setup_people_add")), _done(stage)], below)


def _gaps(stage: Stage, facts: ScreenFacts) -> list[Page]:
    rows = [RowText(go(Staff(GAPS)), gap) for gap in facts.gaps]
    return _listed(stage, stage.word("setup_gaps"), [*rows, _done(stage)], stage.word("setup_gaps_help" if facts.gaps else "setup_gaps_none"))


def _stick(stage: Stage, facts: ScreenFacts) -> list[Page]:
    if not facts.stick:
        return _steps(stage, facts)
    below = stage.word("setup_stick_help") if facts.stick == READY else _stick_stands(stage, facts)
    rows = [] if facts.stick in (MADE, WANTED) else [RowText(action(SetUp("stick")), stage.word("setup_stick_write"))]
    return _listed(stage, stage.word("setup_stick"), rows, below)


def _stick_stands(stage: Stage, facts: ScreenFacts) -> str:
    name = f"setup_stick_{facts.stick}"
    return stage.word(name if stage.library.has_words(name) else f"setup_stick_{_EARLIER[facts.stick]}")


def _done(stage: Stage) -> RowText:
    return RowText(go(Staff(SETUP)), stage.word("setup_done"))


def _listed(stage: Stage, heading: str, rows: list[RowText], below: str) -> list[Page]:
    return list_pages(QuestionText(stage.word("setup_title"), heading, below), rows, stage.measures, stage.area, stage.typesetter)


def _typed(stage: Stage, screen: str, facts: ScreenFacts) -> StepShown:
    name = screen.replace("-", "_")
    heading = stage.word(name, **_filled(name, facts))
    says = known(stage, facts.wrong) if facts.wrong else f"{name}_help"
    below = stage.word(says, **_filled(says, facts))
    words = QuestionText(stage.word("setup_people"), heading, below, bool(facts.wrong))
    rows = rows_for("name" if screen == NAME else "passphrase", stage.language, facts.keys)
    return StepShown(ask_page(words, rows, stage.measures, stage.area, stage.typesetter), before=go(Staff(PEOPLE)))


def _filled(name: str, facts: ScreenFacts) -> dict[str, str]:
    if name == "setup_letter":
        return {"letter": facts.letter}
    return {"who": facts.typing} if name in ("setup_first", "setup_first_help", "setup_again_help") else {}


def _news(stage: Stage, facts: ScreenFacts) -> list[Page]:
    """New content from a stick: it is asked for, told what it is, and taken when staff say so."""
    if not facts.news:
        return _steps(stage, facts)
    below = stage.word("setup_news_help") if facts.news == READY else _news_stands(stage, facts)
    asks = [RowText(action(SetUp("news")), stage.word("setup_news_look"))]
    match facts.news:
        case "wanted" | "looked":
            rows = []
        case "offered":
            yes = RowText(action(SetUp("news:take")), stage.word("setup_news_take"), facts.offer.note)
            rows = [yes, RowText(go(Staff(SETUP)), stage.word("setup_news_leave"))]
        case "taken":
            rows = [_done(stage)]
        case _:
            rows = asks
    return _listed(stage, stage.word("setup_news"), rows, below)


def _news_stands(stage: Stage, facts: ScreenFacts) -> str:
    """In a sentence; why something was refused is told in English alone, as at a terminal."""
    offer = facts.offer
    match facts.news:
        case "offered":
            made_on = stage.day_of_month(date.fromisoformat(offer.at[:10]))
            return stage.word("setup_news_offered", date=made_on, who=offer.by, slides=offer.differ)
        case "refused":
            told = stage.word("setup_news_refused")
            return f"{told} {facts.refused.replace('`', '')}" if stage.language == TOLD_IN else told
        case how:
            return stage.word(f"setup_news_{how}")


def _number(value: float, digits: int = 0) -> str:
    return f"{value:.{digits}f}"


def _drawn(stage: Stage, screen: str, facts: ScreenFacts, page: Page) -> Page:
    """The page with what stands there beside its rows: a ruler of true millimetres, or targets to touch."""
    unit, area, frame = stage.measures.unit, stage.area, page.frame
    if screen not in (SIZE, TOUCHES) or not isinstance(page.body, Review):
        return page
    caption = page.body.caption
    if screen == SIZE:
        top = frame.heading_top - unit * 48 if area.tall else frame.text.bottom - unit * 28
        return Page(frame, Ruler(page.body.rows, caption, RULER_MM * facts.per_mm, top, RULER_MM))
    side = TARGET_MM * facts.per_mm
    right, bottom = area.width - side, area.height - side
    top = frame.heading_top + frame.heading.height + caption.height + unit * 10
    places = ((0.0, top), (right, top), (0.0, bottom), (right, bottom), (right / 2, (top + bottom) / 2))
    return Page(frame, Touches(caption, tuple(_target(stage, facts, *each, side) for each in zip(CORNERS, places, strict=True))))


def _target(stage: Stage, facts: ScreenFacts, name: str, place: tuple[float, float], side: float) -> Target:
    says = stage.word(f"setup_{name.replace('-', '_')}")
    return Target(action(SetUp(f"touched:{name}:")), says, *place, side, facts.touches.get(name, -1.0))


_STEPS = {"much_shorter": -20, "shorter": -1, "longer": 1, "much_longer": 20}
"""How many thousandths a touch makes the ruler longer; its sizes are told by their words."""
_PAGES: dict[str, Callable[[Stage, ScreenFacts], list[Page]]] = {
    SIZE: _size, HEIGHT: _height, TURN: _turn, TOUCHES: _touches, SOUND: _sound, PEOPLE: _people, GAPS: _gaps, STICK: _stick, NEWS: _news,
}  # fmt: skip
