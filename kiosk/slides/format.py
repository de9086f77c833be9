"""The content files as staff write them: every name that may stand in them, what it means, and an example.

Each kind of slide is described here once. Reading goes by this, and so do the sentences of `check`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    StringConstraints,
    Tag,
    ValidationInfo,
    model_validator,
)
from pydantic_core import PydanticCustomError

from kiosk.slides.deck import Makes

LANGUAGES = {"en": "English", "es": "Spanish"}
"""The languages a text can be written in; a further one is a line here, a line in `Text`, and a bundled font that has its letters."""
TINTS = ("mist", "sage", "apricot", "sun", "rose", "paper")

INTERFACE: dict[str, tuple[str, ...]] = {
    "language_name": (), "start": (), "touch_start": (), "help": (), "consultation": (), "topics": (), "all_topics": (),
    "next": (), "back": (), "close": (), "home_title": (), "minute": (), "minutes": ("minutes",), "slide_of": ("slide", "slides"),
    "page_of": ("page", "pages"), "sources": (), "what_it_found": (), "what_it_does_not_show": (), "checked": ("date",),
    "review_by": ("date",), "end_title": ("topic",), "next_up": (), "still_there_title": (), "still_there_text": ("seconds",),
    "im_here": (), "start_over": (),
} | {f"month_{number}": () for number in range(1, 13)}
"""The words on the screen by name, and what the screen fills in: `minutes` is written "{minutes} minutes"."""


def _tidy(text: str) -> str:
    """One line; a hard space stays, since it was meant."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" \t\r\n")


def _as_date(value: object) -> object:
    """Only the one form that nobody can misread: 03/04/2027 is March or April."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else _refuse("date")
        except ValueError:
            _refuse("date")
    return value


def _refuse(why: Literal["date", "language_twice", "more_than_all", "no_text"]) -> None:
    raise PydanticCustomError(why, "{why}", {"why": why})


def _file_alone(value: object) -> object:
    return {"file": value} if isinstance(value, str) else value


Words = Annotated[str, AfterValidator(_tidy), StringConstraints(max_length=1500)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
PictureFile = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png|jpg|jpeg)$", max_length=100)]
Day = Annotated[date, BeforeValidator(_as_date)]
Language = Literal["en", "es"]
Tint = Literal["mist", "sage", "apricot", "sun", "rose", "paper"]


class Block(BaseModel):
    """Some names with what belongs to them; a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Block):
    """What a visitor reads, in each language; `**bold**` and `*emphasis*` may stand in it. A plain line is in the clinic's first language."""

    en: Words | None = Field(None, description="The text in English.", examples=["A quiet hour"])
    es: Words | None = Field(None, description="The text in Spanish.", examples=["Una hora tranquila"])

    @model_validator(mode="before")
    @classmethod
    def _plain_line(cls, value: object, info: ValidationInfo) -> object:
        return {(info.context or {}).get("language", "en"): value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, code) for code in LANGUAGES):
            _refuse("no_text")
        return self


class Picture(Block):
    file: PictureFile = Field(description="A file in content/pictures.", examples=["room.svg"])
    says: Text | None = Field(None, description="What the picture shows, for those who cannot see it.", examples=["{en: A recliner by a window, es: ...}"])


AnyPicture = Annotated[Picture, BeforeValidator(_file_alone)]


class Point(Text):
    """One thing said."""

    icon: Name | None = Field(None, description="A Lucide icon from assets/icons.", examples=["droplet"])
    makes: Makes | None = Field(None, description="What this does to a visitor's hopes: claim, benefit, limit or risk. Leave it out where nothing is claimed.", examples=["claim"])
    sources: tuple[Name, ...] = Field((), description="Where this comes from: ids of sources.yaml.", examples=["[clinic]"])


class Step(Point):
    """One stop of a timeline."""

    at: Text | None = Field(None, description="When this is, in a word or two.", examples=["{en: First, es: Primero}"])
    title: Text = Field(description="What happens, in a few words.", examples=["{en: You arrive, es: Usted llega}"])


class Card(Point):
    """A card that opens when it is touched."""

    title: Text = Field(description="What stands on the closed card.", examples=["{en: A ride home, es: Quién le lleva a casa}"])


class Column(Block):
    """One side of a comparison."""

    title: Text = Field(description="What stands over the column.", examples=["{en: May help, es: Puede ayudar}"])
    icon: Name | None = Field(None, description="A Lucide icon from assets/icons.", examples=["heart"])
    points: tuple[Point, ...] = Field(min_length=1, max_length=6, description="What stands in the column.", examples=["a list, each item beginning with a dash"])


class Dots(Block):
    """A share of people, as filled dots."""

    filled: int = Field(ge=0, le=200, description="How many dots are filled.", examples=["45"])
    of: int = Field(ge=2, le=200, description="How many dots there are.", examples=["100"])
    says: Text = Field(description="The same in words.", examples=["{en: 45 of 100 people, es: 45 de cada 100 personas}"])

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Self:
        if self.filled > self.of:
            _refuse("more_than_all")
        return self


_POINTS = "a list, each item beginning with a dash"


class AnySlide(Block):
    """What every kind of slide may have."""

    slide: Name | None = Field(None, description="The slide's name, for links; made from the title if it is missing.", examples=["in-the-room"])
    title: Text = Field(description="The headline, at most eight words.", examples=["{en: A quiet hour, es: Una hora tranquila}"])
    picture: AnyPicture | None = Field(None, description="The picture, and what it shows.", examples=["{file: room.svg, says: {en: ..., es: ...}}"])
    ask_us: Text | None = Field(None, description="What only this clinic can say, as an invitation to ask.", examples=["{en: Ask us how long a visit takes., es: ...}"])
    sources: tuple[Name, ...] = Field((), description="Where the slide as a whole comes from: ids of sources.yaml.", examples=["[clinic]"])
    owner: str | None = Field(None, max_length=80, description="Who answers for this slide, if not the owner of the topic.", examples=["Clinical lead"])
    checked: Day | None = Field(None, description="When the facts were last compared with their sources.", examples=["2026-11-23"])
    review_by: Day | None = Field(None, description="When that is due again.", examples=["2027-05-23"])


class PointsSlide(AnySlide):
    """A few points under a headline."""

    kind: Literal["points"] = "points"
    points: tuple[Point, ...] = Field((), max_length=8, description="What is said, one point each.", examples=[_POINTS])


class StepsSlide(AnySlide):
    """A timeline that can be touched."""

    kind: Literal["steps"]
    steps: tuple[Step, ...] = Field(min_length=3, max_length=6, description="The stops of the timeline, three to six.", examples=[_POINTS])


class CompareSlide(AnySlide):
    """Two or three columns of equal weight."""

    kind: Literal["compare"]
    columns: tuple[Column, ...] = Field(min_length=2, max_length=3, description="The columns, two or three.", examples=[_POINTS])


class CardsSlide(AnySlide):
    """Cards that open when they are touched."""

    kind: Literal["cards"]
    cards: tuple[Card, ...] = Field(min_length=2, max_length=6, description="The cards, two to six.", examples=[_POINTS])


class DotsSlide(AnySlide):
    """So many of so many people, as dots."""

    kind: Literal["dots"]
    dots: Dots = Field(description="How many dots, and how many of them filled.", examples=["{filled: 45, of: 100, says: {en: ..., es: ...}}"])
    points: tuple[Point, ...] = Field((), max_length=8, description="What is said beside the dots.", examples=[_POINTS])


class StatementSlide(AnySlide):
    """One thing said large, a little under it."""

    kind: Literal["statement"]
    points: tuple[Point, ...] = Field(min_length=1, max_length=5, description="The first is shown large, others under it.", examples=[_POINTS])


class PictureSlide(AnySlide):
    """A large picture."""

    kind: Literal["picture"]
    picture: AnyPicture = Field(description="The picture, and what it shows.", examples=["{file: room.svg, says: {en: ..., es: ...}}"])
    points: tuple[Point, ...] = Field((), max_length=4, description="What is said under it.", examples=[_POINTS])


class SourcesSlide(AnySlide):
    """Where things come from."""

    kind: Literal["sources"]
    sources: tuple[Name, ...] = Field(min_length=1, description="The sources to list: ids of sources.yaml.", examples=["[clinic]"])


KINDS: dict[str, type[AnySlide]] = {
    "points": PointsSlide, "steps": StepsSlide, "compare": CompareSlide, "cards": CardsSlide, "dots": DotsSlide,
    "statement": StatementSlide, "picture": PictureSlide, "sources": SourcesSlide,
}
_TOLD_BY = {"steps": "steps", "columns": "compare", "cards": "cards", "dots": "dots"}


def kind_of(slide: Any) -> str | None:
    """The kind a slide is of: what it says, else what its own names tell, else points."""
    if not isinstance(slide, dict):
        return str(slide.kind) if isinstance(slide, AnySlide) and hasattr(slide, "kind") else None
    kind = slide.get("kind") or next((kind for name, kind in _TOLD_BY.items() if name in slide), "points")
    return kind if isinstance(kind, str) else None


def _with_kind(slide: Any) -> Any:
    return {**slide, "kind": kind_of(slide)} if isinstance(slide, dict) and "kind" not in slide else slide


Slide = Annotated[
    Annotated[PointsSlide, Tag("points")] | Annotated[StepsSlide, Tag("steps")] | Annotated[CompareSlide, Tag("compare")]
    | Annotated[CardsSlide, Tag("cards")] | Annotated[DotsSlide, Tag("dots")] | Annotated[StatementSlide, Tag("statement")]
    | Annotated[PictureSlide, Tag("picture")] | Annotated[SourcesSlide, Tag("sources")],
    Discriminator(kind_of),
    BeforeValidator(_with_kind),
]


class Topic(Block):
    """A file of content/topics: a card on the home screen and the slides behind it. Topics stand in the order of their file names."""

    topic: Name = Field(description="The topic's own name.", examples=["infusion"])
    title: Text = Field(description="What stands on the card.", examples=["{en: Your infusion, es: Su infusión}"])
    slides: tuple[Slide, ...] = Field(min_length=1, max_length=60, description="The slides, in order.", examples=[_POINTS])
    picture: PictureFile | None = Field(None, description="The card's picture, a file in content/pictures.", examples=["topic-infusion.svg"])
    tint: Tint = Field("mist", description="The colour of the card.", examples=["apricot"])
    owner: str | None = Field(None, max_length=80, description="Who answers for what it says.", examples=["Clinical lead"])
    checked: Day | None = Field(None, description="When the facts were last compared with their sources.", examples=["2026-11-23"])
    review_by: Day | None = Field(None, description="When that is due again.", examples=["2027-05-23"])


class Clinic(Block):
    """content/clinic.yaml: what the kiosk says about the clinic, and what it shows while nobody is there."""

    name: str = Field(min_length=1, max_length=80, description="The clinic's name.", examples=["Athens Ketamine Center"])
    languages: tuple[Language, ...] = Field(("en",), min_length=1, description="The languages, the first one first.", examples=["[en, es]"])
    mark: PictureFile | None = Field(None, description="The clinic's mark, a file in content/pictures.", examples=["clinic-mark.svg"])
    headline: Text = Field(description="The question on the waiting screen.", examples=["{en: Wondering about ketamine treatment?, es: ...}"])
    invitation: Text = Field(description="What one finds here, in a sentence or two.", examples=["{en: See what it is., es: ...}"])
    pictures: tuple[PictureFile, ...] = Field((), description="The pictures of the waiting screen.", examples=["[attract-morning.svg]"])
    consultation: tuple[Text, ...] = Field((), description="What “Ask for a consultation” says, a paragraph each.", examples=[_POINTS])

    @model_validator(mode="after")
    def _each_language_once(self) -> Self:
        if len(set(self.languages)) < len(self.languages):
            _refuse("language_twice")
        return self


class HelpLine(Block):
    """One way to get help."""

    title: Text = Field(description="What to do.", examples=["{en: Call or text 988, es: Llame al 988}"])
    text: Text = Field(description="What that is, in a sentence.", examples=["{en: Free and private., es: ...}"])
    icon: Name = Field("phone", description="A Lucide icon from assets/icons.", examples=["phone"])


class Help(Block):
    """content/help.yaml: the help panel."""

    title: Text = Field(description="The headline of the panel.", examples=["{en: Help is here, es: Hay ayuda}"])
    intro: Text | None = Field(None, description="A sentence before the lines.", examples=["{en: Help is available., es: ...}"])
    picture: AnyPicture | None = Field(None, description="A picture beside them, and what it shows.", examples=["{file: help.svg, says: {en: ..., es: ...}}"])
    lines: tuple[HelpLine, ...] = Field(min_length=1, max_length=10, description="The ways to get help.", examples=[_POINTS])


class Interface(RootModel[dict[str, Text]]):
    """content/interface.yaml: the words on the screen, by name."""


class Forms(Block):
    """How a hard word may stand in a text, in each language."""

    en: tuple[Words, ...] = Field((), description="In English texts.", examples=["[dissociation, dissociated]"])
    es: tuple[Words, ...] = Field((), description="In Spanish texts.", examples=["[disociación]"])


class Word(Block):
    """A hard word, and what it means."""

    word: Name = Field(description="The word's own name.", examples=["dissociation"])
    forms: Forms = Field(description="How it may stand in a text.", examples=["{en: [dissociation, dissociated], es: [disociación]}"])
    says: Text = Field(description="The word as a headline.", examples=["{en: Dissociation, es: Disociación}"])
    means: Text = Field(description="What it means, in plain words.", examples=["{en: Feeling apart from your body for a while., es: ...}"])


class Glossary(RootModel[tuple[Word, ...]]):
    """content/words.yaml: the hard words."""


class Source(Block):
    """Where a claim comes from."""

    source: Name = Field(description="The source's own name, used in `sources: [...]`.", examples=["zarate-2006"])
    cite: str = Field(min_length=1, max_length=400, description="Authors, title, journal, year.", examples=["Zarate CA and others. Arch Gen Psychiatry 2006;63:856-864"])
    link: str | None = Field(None, max_length=300, description="Its DOI or address.", examples=["10.1001/archpsyc.63.8.856"])
    what: Text | None = Field(None, description="What kind of study or text it is.", examples=["{en: A small trial with 17 people., es: ...}"])
    found: Text | None = Field(None, description="What it found.", examples=["{en: 12 of 17 felt better the next day., es: ...}"])
    not_shown: Text | None = Field(None, description="What it does not show.", examples=["{en: Whether it lasts., es: ...}"])


class Sources(RootModel[tuple[Source, ...]]):
    """content/sources.yaml: where the claims come from."""
