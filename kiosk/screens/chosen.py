"""What a visitor touched on a slide that asks them: marked where it stands, and told on pages of its own behind it, never as a yes or a no.

A thing is named in the visit as topic/slide/thing, so that a tick outlives a change of the content; a question, which is named alone, never is one.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.deck import Point, Slide, Text, Topic
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.layout.composition import Composer
from kiosk.layout.form_question import Choices
from kiosk.layout.page import Page, framed
from kiosk.screens.context import Stage
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import Chose
from kiosk.visit.states import PanelKind, Reading


class Told(Struct, frozen=True):
    """Something that a visitor touched: the `point` that says it, and where it stands."""

    name: str
    topic: Topic
    slide: Slide
    point: Point


def answered(stage: Stage, topic: Topic, slide: Slide, pages: tuple[Page, ...], composer: Composer) -> tuple[Page, ...]:
    """The pages of a slide with what the visitor touched marked on them, and behind them those that gather it; other slides as they are."""
    if not slide_kind(slide.kind).answered:
        return pages
    own = composer.pages(gathered(stage, topic, slide), lambda _: "", pages[0].frame.kicker, "")
    sources = opens(PanelKind.SOURCES, f"{topic.id}/{slide.id}")
    behind = (framed(page, private=True, sources=page.frame.sources and sources) for page in own)
    every = (*(_marked(stage, topic, slide, page) for page in pages), *behind)
    return tuple(
        framed(page, address=go(Reading(topic.id, slide.id, number)), number=number, pages=len(every)) for number, page in enumerate(every)
    )


def touchable(page: Page) -> tuple[str, ...]:
    """What a touch on each thing of a page asks for."""
    match page.body:
        case Choices(rows):
            return tuple(row.action for row in rows)
        case _:
            return ()


def told(stage: Stage, name: str) -> Told | None:
    """What stands behind the name of a thing; None for a question, and for what does not show any more."""
    at, _, thing = name.rpartition("/")
    place, _, slide = at.partition("/")
    topic = stage.library.topic(place) if at else None
    found = ((topic, each, point) for each in topic.slides if each.id == slide for point in each.points if point.name == thing) if topic else ()
    return next((Told(name, *each) for each in found), None)


def gathered(stage: Stage, topic: Topic, slide: Slide) -> Slide:
    """What was touched, each with why it matters, as a slide of points."""
    things = tuple(point for point in slide.points if _named(topic, slide, point.name) in stage.visit.basket)
    said = stage.words("raise_lead" if things else "raise_none")
    lead = (Point(said, icon="notebook-pen" if things else "hand"),) if said else ()
    heading = stage.words("raise_title") or slide.title
    return replace(slide, kind="points", title=heading, intro=Text(), picture=None, points=(*lead, *things))


def gathered_at(stage: Stage, about: str) -> Slide | None:
    """What was touched on the slide of this address (topic/slide); None for anything else."""
    place, _, name = about.partition("/")
    topic = stage.library.topic(place) if name else None
    slide = next((each for each in topic.slides if each.id == name), None) if topic else None
    return gathered(stage, topic, slide) if topic and slide and slide_kind(slide.kind).answered else None


def _named(topic: Topic, slide: Slide, thing: str) -> str:
    return f"{topic.id}/{slide.id}/{thing}"


def _marked(stage: Stage, topic: Topic, slide: Slide, page: Page) -> Page:
    match page.body:
        case Choices(rows):
            names = [_named(topic, slide, row.action) for row in rows]
            taken = stage.visit.basket
            own = tuple(replace(row, action=action(Chose(name)), chosen=name in taken) for row, name in zip(rows, names, strict=True))
            return Page(page.frame, replace(page.body, rows=own))
        case _:
            return page
