"""Whatever is touched on the kiosk's picture at the desk leads to its own text, or to none: on every screen, in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import TODAY
from editing_desk import Desk, walked
from msgspec.structs import replace
from PySide6.QtQml import QQmlEngine, QQmlExpression

from kiosk.content.edits.live import Live
from kiosk.content.edits.outline import Spot, with_texts
from kiosk.content.edits.touched import spot_of
from kiosk.content.model.deck import Text
from kiosk.content.model.walk import retold, texts
from kiosk.content.reading.result import ReadFolder
from kiosk.staff.content import on_the_glass
from kiosk.staff.content.all_screens import settle, walk
from kiosk.visit import moves
from kiosk.visit.comfort import Comfort
from kiosk.visit.states import Lookup, Panel, PanelKind, Reading, SigningUp, Visit

SIGNS = "\u2061\u2062\u2063\u2064"
"""Without ink and without a width (Unicode, Default_Ignorable_Code_Point): behind each word they tell which text it is of."""
MARK = re.compile(f"[{SIGNS}]{{6}}")
FEW_TOPICS = ("10-start", "65-bring-up", "70-matters")
FEW = 2
"""So many of a list of slides, questions, words, sources are like all others."""
FACTS = {
    "en": {"phone": "706 555 0123", "hours": "Monday to Friday, 8 a.m. to 5 p.m.", "call_back": "within two days", "notice": "Closed on Thursday"},
    "es": {"hours": "De lunes a viernes, de 8 a 5", "call_back": "en dos días", "notice": "Cerrado el jueves"},
}
IN_PIECES = frozenset({"Call or text", "Llame al", " y oprima 2"})
"""What the help panel draws beside the large number, too short to tell whose they are."""


def marked(reading: ReadFolder) -> tuple[ReadFolder, list[Spot]]:
    """The content with each word marked by its text, and the texts by their numbers."""
    spots = list[Spot]()
    few = replace(reading, topics=tuple(file for file in reading.topics if any(name in file.name for name in FEW_TOPICS)))
    for file in with_texts(few):
        value = file.value
        if file.name.startswith("topics/"):
            value = replace(value, slides=value.slides[:FEW])
        if file.name in {"words.yaml", "sources.yaml"}:
            value = value[:FEW]
        if file.name == "questions.yaml":
            value = tuple(replace(group, questions=group.questions[:FEW]) for group in value[-FEW:])
        shift = len(reading.questions.value or ()) - FEW if file.name == "questions.yaml" else 0
        for way, text in texts(value):
            number = len(spots)
            spots.append(Spot(file.name, (int(way[0]) + shift, *way[1:]) if shift else way))
            mark = "".join(SIGNS[number // 4**place % 4] for place in range(6))
            said = tuple((code, re.sub(r"(?<=\S)(?=\s|$)", mark, words)) for code, words in text.versions)
            value = retold(value, way, Text(said))
        few = few.with_file(replace(file, value=value))
    return few, spots


def own(words: str, spots: list[Spot]) -> set[Spot]:
    return {spots[sum(SIGNS.index(sign) * 4**place for place, sign in enumerate(mark))] for mark in MARK.findall(words)}


@pytest.fixture(scope="module")
def desk(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(tmp_path_factory.mktemp("touched"))
    for language, facts in FACTS.items():
        for name, words in facts.items():
            made.editor.fact(name, "" if name == "phone" else language, words)
    made.leaves()
    made.editor.kiosk._hold_still()
    yield made
    made.judged()
    made.editor.close()


def picture(desk: Desk, asked: str) -> Any:
    """What the picture answers."""
    picked = next(item for item in walked(desk.editor.kiosk.window.contentItem()) if item.property("box") is not None)
    answer, _ = QQmlExpression(QQmlEngine.contextForObject(picked), picked, f"JSON.stringify({asked})").evaluate()
    return json.loads(answer)


def test_every_text_on_every_screen_leads_to_itself_or_to_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    few, spots = marked(desk.editor.session.reading)
    live = Live(desk.content, desk.editor._pictures.file, lambda: TODAY)
    live.take(few)
    assert live.library
    kiosk, met = desk.editor.kiosk, set[tuple[object, ...]]()
    wrong, lost = list[object](), list[object]()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(desk.editor, "_live", live)
        kiosk.show_now(live.library)
        for language in ("en", "es"):
            for name, _ in walk(kiosk, live.library, language, Comfort()):
                settle()
                visit = kiosk.visit.visit
                for words, kind in picture(desk, "open().map(thing => [thing.words, thing.kind])"):
                    plain, mine = MARK.sub("", words), own(words, spots)
                    where = (plain, language, type(visit.place), getattr(visit.place, "slide", ""), visit.panel, visit.help_page)
                    if kind == "picture" or where in met:
                        continue
                    met.add(where)
                    spot = desk.editor._glass.touched(plain, kind)
                    if spot is not None and spot not in mine:
                        wrong.append((name, language, plain, spot, mine))
                    elif spot is None and mine and plain not in IN_PIECES:
                        lost.append((name, language, plain, mine))
    desk.editor._glass.show(desk.editor._live.library)
    assert len(met) > 900
    assert wrong == []
    assert lost == []


PANELS: dict[str, tuple[moves.Event, moves.Event]] = {
    "the front desk": (moves.Navigated(Reading("start", "what-it-is")), moves.PanelOpened(Panel(PanelKind.CONSULTATION))),
    "an answer": (moves.Navigated(Lookup("plan-and-cost")), moves.PanelOpened(Panel(PanelKind.ANSWER, "form-private"))),
    "a word": (moves.Navigated(Lookup("words")), moves.PanelOpened(Panel(PanelKind.WORD, "infusion"))),
    "help": (moves.Navigated(SigningUp("contact")), moves.AskedForHelp()),
}
GRID = "[].concat(...Array.from({length: 12}, (_, y) => Array.from({length: 12}, (_, x) => at(width * x / 12, height * y / 12)?.words ?? '')))"


@pytest.mark.parametrize("panel", PANELS)
def test_a_touch_on_a_panel_falls_on_nothing_behind_it(desk: Desk, panel: str) -> None:
    visit, (there, opened) = desk.editor.kiosk.visit, PANELS[panel]
    for event in (moves.Finished(), moves.Woke("en"), there):
        visit.move(event)
    settle()
    before = set(picture(desk, GRID)) - {""}
    visit.move(opened)
    settle()
    after, over = set(picture(desk, GRID)), set(picture(desk, "open().map(thing => thing.words)"))
    behind = before - over
    assert behind
    assert any(len(words) > 20 for words in after - before)
    assert not behind & after


def test_a_text_of_braces_alone_and_what_is_not_filled_in_fit_nothing(desk: Desk) -> None:
    reading = desk.editor.session.reading
    here = [(file.name, ()) for file in with_texts(reading)]
    for words in ("Some people feel sick, and some of them throw up.", "January 3, 2027", "It starts at 8.", "Price: 3", "7"):
        assert spot_of(reading, words, "en", here) is None
    assert spot_of(reading, "3 of 7", "en", here) == Spot("interface.yaml", ("slide_of",))
    assert spot_of(reading, "Monday to Friday, 8 a.m. to 5 p.m.", "en", here) == Spot("clinic.yaml", ("hours",))


def test_a_picture_is_that_of_what_is_uppermost(desk: Desk) -> None:
    reading, slide = desk.editor.session.reading, Reading("start", "what-it-is")
    table = {
        Visit(place=slide): Spot("topics/10-start.yaml", ("slides", 3, "picture", "says")),
        Visit(place=slide, help_page=0): Spot("help.yaml", ("picture", "says")),
        Visit(place=SigningUp("contact")): Spot("signup.yaml", ("picture", "says")),
        Visit(place=SigningUp("thanks")): Spot("signup.yaml", ("thanks", "picture", "says")),
        Visit(place=Lookup()): None,
        Visit(): None,
    }
    assert {visit: on_the_glass.picture_at(visit, reading) for visit in table} == table
