"""What a visitor touched on a slide that asks them: marked where it stands, and told on pages of its own behind it, never as a yes or a no.

It is named in the visit as topic/slide/thing, so that it outlives a change of the content; a question, which is named alone, never is such a name.
How much something matters stands behind a colon: topic/slide/statement:2.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict, replace

from kiosk.content.model.deck import Column, Point, Slide, Text, Topic
from kiosk.content.model.slide_kinds import slide_kind
from kiosk.layout.composition import Composer
from kiosk.layout.form_question import Choices
from kiosk.layout.kinds.weighing import SIGNS, Weighed, Weighing
from kiosk.layout.options import GroupShown
from kiosk.layout.page import Page, framed
from kiosk.screens.context import Stage
from kiosk.visit import moves
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import Chose, Raised
from kiosk.visit.states import PanelKind, Reading

LIFELINE = "988"
WEIGHTS = tuple(range(len(SIGNS)))
"""Not important, somewhat, very."""


class Told(Struct, frozen=True):
    """Something that a visitor touched: what it says, and where it stands."""

    title: Text
    topic: Topic
    slide: Slide


def urgent(point: Point) -> bool:
    """Whether somebody to whom this applies is to see the Lifeline's number at once: it stands in the words about it."""
    return any(LIFELINE in words for _, words in point.text.versions)


def at_once(stage: Stage, name: str) -> Point | None:
    """The urgent thing of this name (topic/slide/thing); None for anything else."""
    at, _, own = name.rpartition("/")
    _, slide = _slide_at(stage, at)
    return next((point for point in slide.points if point.name == own and urgent(point)), None) if slide else None


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
    """What a touch on each thing of a page asks for; of the weights of a statement each time another one."""
    match page.body:
        case Choices(rows):
            return tuple(row.action for row in rows)
        case Weighing(groups):
            return tuple(group.options[-1 - number % len(group.options)].action for number, group in enumerate(groups))
        case _:
            return ()


def with_weights(stage: Stage, slide: Slide) -> Slide:
    """A slide of statements with the words on its targets; other slides as they are."""
    return replace(slide, points=tuple(Point(weight_words(stage, weight)) for weight in WEIGHTS)) if slide_kind(slide.kind).weighed else slide


def weight_words(stage: Stage, weight: int) -> Text:
    """How much that is, in words; as a sign where nobody wrote them."""
    return stage.words(f"weight_{weight}") or Text(((stage.language, SIGNS[weight]),))


def told(stage: Stage, name: str) -> Told | None:
    """What stands behind the name of a thing or a statement; None for a question, and for what does not show any more."""
    at, _, own = name.rpartition("/")
    topic, slide = _slide_at(stage, at)
    titles = {**{each.name: each.title for each in slide.points}, **{each.name: each.title for each in slide.columns}} if slide else {}
    return Told(titles[own], topic, slide) if own in titles and topic and slide else None


def weighed(stage: Stage) -> list[tuple[int, Told]]:
    """What the visitor weighed, each with its weight; what matters most comes first."""
    parted = [choice.rpartition(":")[::2] for choice in stage.visit.weighed]
    found = [(int(weight), about) for name, weight in parted if weight in map(str, WEIGHTS) and (about := told(stage, name))]
    return sorted(found, key=lambda each: -each[0])


def gathered(stage: Stage, topic: Topic, slide: Slide) -> Slide:
    """What was touched, as a slide: each thing with why it matters, or each statement with both of its sides."""
    if slide_kind(slide.kind).weighed:
        return _picture(stage, topic, slide)
    things = tuple(point for point in slide.points if _named(topic, slide, point.name) in stage.visit.basket)
    return _points(stage, slide, "raise", things)


def gathered_at(stage: Stage, about: str) -> Slide | None:
    """What was touched on the slide of this address (topic/slide); None for anything else."""
    topic, slide = _slide_at(stage, about)
    return gathered(stage, topic, slide) if topic and slide and slide_kind(slide.kind).answered else None


def _points(stage: Stage, slide: Slide, words: str, points: tuple[Point, ...]) -> Slide:
    """A slide of these points under the words for it; where there are none it says so."""
    said = stage.words(f"{words}_lead" if points else f"{words}_none")
    lead = (Point(said, icon="notebook-pen" if points else "hand"),) if said else ()
    first, others = [point for point in points if urgent(point)], [point for point in points if not urgent(point)]
    heading = stage.words(f"{words}_title") or slide.title
    return replace(slide, kind="points", title=heading, intro=Text(), picture=None, points=(*first, *lead, *others), columns=())


def _picture(stage: Stage, topic: Topic, slide: Slide) -> Slide:
    """What matters, the most first."""
    weights = dict(choice.rpartition(":")[::2] for choice in stage.visit.weighed)
    there = [(int(weight), column) for column in slide.columns if (weight := weights.get(_named(topic, slide, column.name), "")) in map(str, WEIGHTS)]
    if not there:
        return _points(stage, slide, "matters", ())
    heading = stage.words("matters_title") or slide.title
    columns = tuple(_weighed(stage, column, weight) for weight, column in sorted(there, key=lambda each: -each[0]))
    return replace(slide, kind="matters", title=heading, intro=stage.words("matters_lead"), picture=None, columns=columns)


def _weighed(stage: Stage, column: Column, weight: int) -> Weighed:
    sides = tuple(_led(stage, name, point) for name, point in zip(("for_it", "against_it"), column.points, strict=True))
    return Weighed(**(asdict(column) | {"points": sides}), label=weight_words(stage, weight), weight=weight)


def _led(stage: Stage, name: str, point: Point) -> Point:
    """One side of a statement, which says first which side it is."""
    head = stage.says(stage.words(name))
    return replace(point, text=Text(((stage.language, f"**{head}** {stage.says(point.text)}"),))) if head else point


def _slide_at(stage: Stage, about: str) -> tuple[Topic | None, Slide | None]:
    """The slide of this address (topic/slide), and its topic."""
    place, _, name = about.partition("/")
    topic = stage.library.topic(place) if name else None
    return topic, next((each for each in topic.slides if each.id == name), None) if topic else None


def _named(topic: Topic, slide: Slide, own: str) -> str:
    return f"{topic.id}/{slide.id}/{own}"


def _marked(stage: Stage, topic: Topic, slide: Slide, page: Page) -> Page:
    match page.body:
        case Choices(rows):
            names = [_named(topic, slide, row.action) for row in rows]
            taken = stage.visit.basket
            asks = [Raised(name) if at_once(stage, name) else Chose(name) for name in names]
            own = tuple(replace(row, action=action(each), chosen=name in taken) for row, name, each in zip(rows, names, asks, strict=True))
            return Page(page.frame, replace(page.body, rows=own))
        case Weighing(groups):
            return Page(page.frame, replace(page.body, groups=tuple(_options(stage, topic, slide, groups))))
        case _:
            return page


def _options(stage: Stage, topic: Topic, slide: Slide, groups: tuple[GroupShown, ...]) -> Iterator[GroupShown]:
    for group in groups:
        names = [_named(topic, slide, option.choice) for option in group.options]
        marked = zip(group.options, names, strict=True)
        own = tuple(replace(each, action=action(moves.Weighed(name)), chosen=name in stage.visit.weighed) for each, name in marked)
        yield replace(group, options=own)
