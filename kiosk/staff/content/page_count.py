"""How many pages slides and answers take at the largest text size: a text that is turned too often is lost from sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from msgspec import Struct

from kiosk import app
from kiosk.content.checks.findings import placed, warning
from kiosk.content.model.deck import Slide
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.questions import answers
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.content.store.library import Library
from kiosk.problems import Problem
from kiosk.screens.basket import Line, code_of, foot_of
from kiosk.settings.settings import Settings
from kiosk.staff.content.all_screens import ctrl_c_between, settle
from kiosk.visit import moves
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.states import Panel, PanelKind
from kiosk.visit.states import Reading as ReadingPlace
from kiosk.yaml.key_path import KeyPath

MOST_PAGES = 6
"""With the largest letters a page has room for two or three sentences, and it ends with one."""
MOST_PAGES_OF_A_PART = 2
"""Of a step of a timeline or a column: with the largest letters each begins on a page of its own."""
GLASSES = (app.WindowSpec((1920, 1080), (476.0, 268.0)), app.WindowSpec((1080, 1920), (268.0, 476.0)))
"""The smallest screen we build for, across and upright."""


class _Measured(Struct, frozen=True):
    """A slide or an answer, where it stands in its file, and how many pages it takes on one of the screens."""

    file: ReadFile[Any]
    way: KeyPath
    slide: Slide
    pages: int

    @property
    def too_many(self) -> bool:
        parts = len(self.slide.points) if slide_kind(self.slide.kind).stepwise else len(self.slide.columns)
        return self.pages > max(MOST_PAGES, MOST_PAGES_OF_A_PART * parts)


Wanted = Callable[[str, str], bool]
"""Whether something is to be measured: by the names of its topic, which is empty for an answer, and of its slide."""


def too_many_pages(
    library: Library, reading: ReadFolder, glasses: Sequence[app.WindowSpec] = GLASSES, wanted: Wanted = lambda *_: True
) -> tuple[Problem, ...]:
    """Slides and answers that a visitor with the largest text would have to turn too often, and what no code holds. Needs Qt.

    Those alone are measured that are `wanted`.
    """
    app.application(["kiosk"])
    with ctrl_c_between() as pause:

        def told_in(language: str) -> Iterator[Problem]:
            every = chain.from_iterable(_measured(glass, library, reading, language, wanted) for glass in glasses)
            yield from _told(every, language, pause)
            yield from _codeless(library, reading, language)

        told = [[*told_in(language)] for language in library.clinic.languages]
        return tuple(sorted(chain.from_iterable(told)))


def _codeless(library: Library, reading: ReadFolder, language: str) -> Iterator[Problem]:
    """Questions that a visitor could not take along: no code holds them together with the title of the note."""
    title, foot = library.interface_text("note_title").in_(language).format(clinic=library.clinic.name), foot_of(library.clinic)
    if not code_of(title, [Line("")], foot):
        wrong = f"In {LANGUAGES[language]} this is so long that no code holds it, and visitors cannot take their questions along."
        yield from placed(reading.interface, [warning(("note_title", language), wrong, "Make it a few words.")])
        return
    for way, answer in answers(reading.questions.value or ()):
        if not code_of(title, [Line(answer.title.in_(language))], foot):
            wrong = f"In {LANGUAGES[language]} this question is so long that no code holds it, and visitors cannot take it along."
            yield from placed(reading.questions, [warning((*way, "asks", language), wrong, "Ask it in one sentence.")])


def _told(every: Iterator[_Measured], language: str, pause: Callable[[], None]) -> Iterator[Problem]:
    worst: dict[tuple[str, KeyPath], _Measured] = {}
    for each in every:
        pause()
        key = each.file.name, each.way
        if each.too_many and (key not in worst or each.pages > worst[key].pages):
            worst[key] = each
    for each in worst.values():
        wrong = f"In {LANGUAGES[language]}, with the largest text, this takes {each.pages} pages."
        yield from placed(each.file, [warning(each.way, wrong, f"Shorten it, or make two of it; {MOST_PAGES} pages are enough.")])


def _anywhere(library: Library) -> ReadingPlace:
    topic = library.heads[0].id
    return ReadingPlace(topic, library.first_slide(topic))


def _measured(glass: app.WindowSpec, library: Library, reading: ReadFolder, language: str, wanted: Wanted) -> Iterator[_Measured]:
    kiosk = app.Kiosk(library, Settings(), glass, still=True, now=None)
    try:
        kiosk.visit.move(moves.Woke(language))
        kiosk.visit.move(moves.ChoseComfort(Comfort(TextSize.LARGEST)))
        kiosk.visit.go(_anywhere(library))  # the room for slides is known only where slides show
        settle()
        for file in reading.topics:
            if file.value and library.topic(file.value.id):
                for number, slide in enumerate(file.value.slides):
                    if not slide_kind(slide.kind).looked_up and wanted(file.value.id, slide.id):
                        yield _Measured(file, ("slides", number), slide, kiosk.deck.page_count(file.value.id, slide.id))
        for way, answer in answers(reading.questions.value or ()):
            if not wanted("", answer.id):
                continue
            kiosk.visit.move(moves.PanelOpened(Panel(PanelKind.ANSWER, answer.id)))
            yield _Measured(reading.questions, way, answer, kiosk.deck.shown.panel.pages)
    finally:
        kiosk.close()
