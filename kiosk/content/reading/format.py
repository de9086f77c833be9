"""The content files as staff write them: every name that may stand in them, what it means, and an example.

Each kind of slide is described here once. Reading goes by this, and so do the sentences of `check`.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args, get_origin

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

from kiosk.content.model.deck import Makes
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.spoken_hours import SAID_IN, hours_said
from kiosk.content.reading.interface_words import SCREEN_WORDS
from kiosk.settings.hours_grammar import Refused, read_hours

# -- what single values may be --------------------------------------------------------------------------------------


def _on_one_line(text: str) -> str:
    """Line breaks and runs of spaces become one space; a hard space stays, since it was meant."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _as_date(value: object) -> object:
    """Only the one form that nobody can misread: 03/04/2027 is in March or in April."""
    if not isinstance(value, str):
        return value
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise _refused("date")


def _each_once(languages: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(languages)) < len(languages):
        raise _refused("language_twice")
    return languages


_Refusal = Literal["date", "language_twice", "more_than_all", "no_text", "hours", "ends_first", "phone", "unequal", "uneven"]


def _refused(why: _Refusal) -> PydanticCustomError:
    """A refusal that pydantic has no type for; `format_errors` has the words for it."""
    return PydanticCustomError(why, why)


Words = Annotated[str, StringConstraints(max_length=1500), AfterValidator(_on_one_line)]
Spelling = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_on_one_line)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Kept = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[1-9])?$", max_length=62)]
PICTURE_NAME = r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png|jpg|jpeg)$"
PictureFile = Annotated[
    str, StringConstraints(pattern=PICTURE_NAME, max_length=100)
]
SoundFile = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(mp3|ogg|wav|m4a)$", max_length=100)]
SlideAddress = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*$", max_length=121)]
Day = Annotated[date, BeforeValidator(_as_date)]
Language = Literal["en", "es", "de", "fr", "ht", "it", "pl", "pt", "tl"]
Languages = Annotated[tuple[Language, ...], AfterValidator(_each_once)]
About = Literal["clinic"]
Tint = Literal["mist", "sage", "apricot", "sun", "rose", "paper"]


def meant(description: str, example: str, default: Any = ..., **limits: Any) -> Any:
    """A name that may stand in a file: what it means, an example, and what holds without it (`...`: it must be there).

    `limits` are pydantic's: the least and most of a number, the length of a list or text.
    """
    return Field(default, description=description, examples=[example], **limits)


MOST_SOURCES = 40
_LIST = "a list, each item beginning with a dash"
_SHOWN = "{file: room.svg, says: {en: ..., es: ...}}"
_SOURCES = "Where this comes from: names of sources in sources.yaml."
_ABOUT = "`clinic` where it says nothing of medicine (parking, hours, prices), so that no clinician needs to sign it."
_ICON = "The name of an icon in assets/icons."
_CLIP = "{en: hour-en.mp3, es: hour-es.mp3}"


class Block(BaseModel):
    """Some names, each with what belongs to it; a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# -- texts and points -----------------------------------------------------------------------------------------------


class Text(Block):
    """What a visitor reads, in each language, with `**bold**`, `*emphasis*`. A plain line is in the first language."""

    en: Words | None = meant("The text in English.", "A quiet hour", None)
    es: Words | None = meant("The text in Spanish.", "Una hora tranquila", None)
    de: Words | None = meant("The text in German.", "Eine ruhige Stunde", None)
    fr: Words | None = meant("The text in French.", "Une heure tranquille", None)
    ht: Words | None = meant("The text in Haitian Creole.", "Yon èdtan trankil", None)
    it: Words | None = meant("The text in Italian.", "Un'ora tranquilla", None)
    pl: Words | None = meant("The text in Polish.", "Spokojna godzina", None)
    pt: Words | None = meant("The text in Portuguese.", "Uma hora tranquila", None)
    tl: Words | None = meant("The text in Tagalog.", "Isang tahimik na oras", None)

    @model_validator(mode="before")
    @classmethod
    def _plain_line(cls, value: object, info: ValidationInfo) -> object:
        return {(info.context or {}).get("language", "en"): value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, code) for code in LANGUAGES):
            raise _refused("no_text")
        return self


class Picture(Block):
    """A picture and what it shows. The name of a file alone will do, with a warning."""

    file: PictureFile = meant("A file in content/pictures.", "room.svg")
    says: Text | None = meant("What it shows, for those who cannot see it.", "{en: A chair by a window, es: ...}", None)

    @model_validator(mode="before")
    @classmethod
    def _file_alone(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str) else value


class Point(Text):
    """One thing said."""

    icon: Name | None = meant(_ICON, "droplet", None)
    makes: Makes | None = meant("Left out where nothing is claimed, else claim, benefit, limit or risk.", "claim", None)
    sources: tuple[Name, ...] = meant(_SOURCES, "[clinic]", (), max_length=MOST_SOURCES)
    clip: dict[Language, SoundFile] = meant("Somebody reads this: a recording for each language, in content/sounds.", _CLIP, {})


class Step(Point):
    """One stop of a timeline."""

    at: Text | None = meant("When this is, in a word or two.", "{en: First, es: Primero}", None)
    title: Text = meant("What happens, in a few words.", "{en: You arrive, es: Usted llega}")


class Card(Point):
    """A card that opens when it is touched."""

    title: Text = meant("What stands on the closed card.", "{en: A ride home, es: Quién le lleva a casa}")


class Thing(Card):
    """Something that may apply to a visitor, and why the clinician needs to know of it."""

    thing: Name = meant("The thing's own name.", "pregnant")
    title: Text = meant("What may apply, in a few words.", "{en: High blood pressure, es: Presión alta}")
    sources: tuple[Name, ...] = meant("Where the reason comes from: names in sources.yaml.", "[clinic]", min_length=1, max_length=MOST_SOURCES)


class Choice(Card):
    """Something to choose, and what is said of it first."""

    choice: Name = meant("The choice's own name.", "talk")
    title: Text = meant("What it is called on every page, in a few words.", "{en: Talk therapy, es: Terapia}")


class Cell(Point):
    """What a row of a table says of one choice."""

    choice: Name = meant("The name of the choice that it is about.", "talk")


class Column(Block):
    """One side of a comparison."""

    title: Text = meant("What stands over the column.", "{en: May help, es: Puede ayudar}")
    icon: Name | None = meant(_ICON, "heart", None)
    points: tuple[Point, ...] = meant("What stands in the column.", _LIST, min_length=1, max_length=6)


class Row(Column):
    """One thing said of every choice."""

    title: Text = meant("What is said of all of them, as a question.", "{en: How soon may it help?, es: ¿Qué tan pronto puede ayudar?}")
    points: tuple[Cell, ...] = meant("What is so, one point for each choice.", _LIST, min_length=2, max_length=10)


class Statement(Column):
    """Something that may matter to a visitor, and what the treatment can and cannot give for it."""

    statement: Name = meant("The statement's own name.", "fast")
    title: Text = meant("What may matter, in a few words.", "{en: Feeling better fast, es: Sentirse mejor pronto}")
    points: tuple[Point, ...] = meant("First what speaks for it, then what speaks against it.", _LIST, min_length=2, max_length=2)


class Share(Block):
    """So many of so many people."""

    filled: int = meant("How many are filled.", "45", ge=0, le=200)
    of: int = meant("How many there are.", "100", ge=2, le=200)

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Self:
        if self.filled > self.of:
            raise _refused("more_than_all")
        return self


class Dots(Share):
    """A share of people, as filled dots."""

    says: Text = meant("The same in words.", "{en: 45 of 100 people, es: 45 de cada 100 personas}")


class Group(Point, Share):
    """A share of people, as a picture of them, and the same in words."""

    title: Text = meant("Which people they are.", "{en: With ketamine, es: Con ketamina}")


def _of_one_size(groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Shares of different wholes cannot be compared by eye (International Patient Decision Aid Standards: one denominator)."""
    if len({group.of for group in groups}) > 1:
        raise _refused("unequal")
    return groups


def _as_hours(value: object) -> object:
    """`8:00-17:30` as minutes since midnight."""
    found = re.fullmatch(r"(\d{1,2}):(\d\d) ?[-–] ?(\d{1,2}):(\d\d)", value) if isinstance(value, str) else None
    if found is None:
        return value if isinstance(value, tuple) else _not_hours()
    first, second, third, fourth = (int(part) for part in found.groups())
    hours = first * 60 + second, third * 60 + fourth
    if max(second, fourth) > 59 or max(hours) > 24 * 60 or hours[0] == hours[1]:
        raise _refused("hours")
    return hours


def _not_hours() -> object:
    raise _refused("hours")


class Show(Block):
    """When it shows; what is left out does not matter."""

    begin: Day | None = Field(None, alias="from", description="The first day.", examples=["2026-12-01"])
    until: Day | None = meant("The last day.", "2026-12-24", None)
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = meant("On which days of the week.", "[mon, thu]", (), max_length=7)
    hours: Annotated[tuple[int, int], BeforeValidator(_as_hours)] | None = meant("From when to when, by 24 hours.", "8:00-17:30", None)

    @model_validator(mode="after")
    def _begins_first(self) -> Self:
        if self.begin and self.until and self.until < self.begin:
            raise _refused("ends_first")
        return self


# -- slides ---------------------------------------------------------------------------------------------------------


class AnySlide(Block):
    """What every kind of slide may have."""

    slide: Name | None = meant("Its name, for links; made from the title if missing.", "in-the-room", None)
    title: Text = meant("The headline, eight words at most.", "{en: A quiet hour, es: Una hora tranquila}")
    picture: Picture | None = meant("The picture, and what it shows.", _SHOWN, None)
    ask_us: Text | None = meant("What only this clinic can say.", "{en: Ask us how long a visit takes., es: ...}", None)
    sources: tuple[Name, ...] = meant("Where the slide as a whole comes from.", "[clinic]", (), max_length=MOST_SOURCES)
    owner: str | None = meant("Who answers for it, if not the topic's owner.", "Clinical lead", None, max_length=80)
    clip: dict[Language, SoundFile] = meant("Somebody reads the headline: a recording for each language.", _CLIP, {})
    show: Show | None = meant("When the slide shows.", "{from: 2026-12-01, until: 2026-12-24}", None)
    withdraw: bool = meant("Takes the slide off the screen at once, even from under a reader.", "yes", False)
    about: About | None = meant(_ABOUT, "clinic", None)
    checked: Day | None = meant("When the facts were last compared with their sources.", "2026-11-23", None)
    review_by: Day | None = meant("When that is due again.", "2027-05-23", None)


class PointsSlide(AnySlide):
    """A few points under a headline."""

    kind: Literal["points"] = "points"
    points: tuple[Point, ...] = meant("What is said, one point each.", _LIST, (), max_length=8)


class StepsSlide(AnySlide):
    """A timeline that can be touched."""

    kind: Literal["steps"]
    steps: tuple[Step, ...] = meant("The stops of the timeline.", _LIST, min_length=3, max_length=6)


class CompareSlide(AnySlide):
    """Two or three columns of equal weight."""

    kind: Literal["compare"]
    columns: tuple[Column, ...] = meant("The columns.", _LIST, min_length=2, max_length=3)


class CardsSlide(AnySlide):
    """Cards that open when they are touched."""

    kind: Literal["cards"]
    cards: tuple[Card, ...] = meant("The cards.", _LIST, min_length=2, max_length=6)


class DotsSlide(AnySlide):
    """So many of so many people, as dots."""

    kind: Literal["dots"]
    dots: Dots = meant("How many dots, and how many of them filled.", "{filled: 45, of: 100, says: {en: ..., es: ...}}")
    points: tuple[Point, ...] = meant("What is said beside the dots.", _LIST, (), max_length=8)


class PeopleSlide(AnySlide):
    """So many of so many people in two or three groups, side by side on one scale."""

    kind: Literal["people"]
    groups: Annotated[tuple[Group, ...], AfterValidator(_of_one_size)] = meant("The groups, all of one size.", _LIST, min_length=2, max_length=3)
    points: tuple[Point, ...] = meant("What is said below the groups.", _LIST, (), max_length=2)


class StatementSlide(AnySlide):
    """One thing said large, a little under it."""

    kind: Literal["statement"]
    points: tuple[Point, ...] = meant("The first is shown large, others under it.", _LIST, min_length=1, max_length=5)


class PictureSlide(AnySlide):
    """A large picture."""

    kind: Literal["picture"]
    picture: Picture = meant("The picture, and what it shows.", _SHOWN)
    points: tuple[Point, ...] = meant("What is said under it.", _LIST, (), max_length=4)


class SourcesSlide(AnySlide):
    """Where things come from."""

    kind: Literal["sources"]
    sources: tuple[Name, ...] = meant("The sources to list: names in sources.yaml.", "[clinic]", min_length=1, max_length=200)


class ChecklistSlide(AnySlide):
    """Things that may apply: a visitor touches those that do, and gets a list of them to raise with the clinician."""

    kind: Literal["checklist"]
    intro: Text | None = meant("A sentence before them.", "{en: Touch all that apply., es: Toque todo lo que sea cierto.}", None)
    things: tuple[Thing, ...] = meant("What may apply, one thing each.", _LIST, min_length=2, max_length=24)


class WeighingSlide(AnySlide):
    """Statements that a visitor weighs: not important, somewhat, very. The last pages show them by weight, each beside what can and cannot be had."""

    kind: Literal["weighing"]
    intro: Text | None = meant("A sentence before them.", "{en: How much does it matter?, es: ¿Cuánto le importa?}", None)
    statements: tuple[Statement, ...] = meant("What may matter, one thing each.", _LIST, min_length=2, max_length=16)


class TableSlide(AnySlide):
    """Choices side by side: a page says one thing of all of them, in the same order and the same letters."""

    kind: Literal["table"]
    intro: Text | None = meant("The question that the choices answer first.", "{en: How is it given?, es: ¿Cómo se da?}", None)
    choices: tuple[Choice, ...] = meant("What there is to choose from.", _LIST, min_length=2, max_length=10)
    rows: tuple[Row, ...] = meant("What else is said of all of them, one thing each.", _LIST, min_length=1, max_length=12)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """A table with a hole in it compares nothing (International Patient Decision Aid Standards: the same of every option)."""
        names = [choice.choice for choice in self.choices]
        if len(set(names)) < len(names) or any([cell.choice for cell in row.points] != names for row in self.rows):
            raise _refused("uneven")
        return self


KINDS: dict[str, type[AnySlide]] = {get_args(form.model_fields["kind"].annotation)[0]: form for form in AnySlide.__subclasses__()}
_OWN = Counter(name for form in KINDS.values() for name in form.model_fields.keys() - AnySlide.model_fields.keys())
TOLD_BY = {name: kind for kind, form in KINDS.items() for name in form.model_fields if _OWN[name] == 1}
"""Names that only one kind of slide has: with them, `kind` can be left out."""
LISTS: dict[str, type[Block]] = {
    name: item
    for form in KINDS.values()
    for name, field in form.model_fields.items()
    if get_origin(field.annotation) is tuple and isinstance(item := get_args(field.annotation)[0], type) and issubclass(item, Block)
}
"""The lists on slides by their names, each with what one of its items is."""


def kind_of(slide: Any) -> str | None:
    """The kind a slide is of: what it says, else what its own names tell, else points."""
    if isinstance(slide, AnySlide):
        return next(kind for kind, form in KINDS.items() if type(slide) is form)
    if not isinstance(slide, dict):
        return None
    kind = slide.get("kind") or next((kind for name, kind in TOLD_BY.items() if name in slide), "points")
    return kind if isinstance(kind, str) else None


def _with_kind(slide: Any) -> Any:
    return {**slide, "kind": kind_of(slide)} if isinstance(slide, dict) and "kind" not in slide else slide


if TYPE_CHECKING:
    Slide = AnySlide
else:
    _forms = reduce(or_, (Annotated[form, Tag(kind)] for kind, form in KINDS.items()))
    Slide = Annotated[_forms, Discriminator(kind_of), BeforeValidator(_with_kind)]


# -- files ----------------------------------------------------------------------------------------------------------


class Topic(Block):
    """A file of content/topics: a card on the home screen and the slides behind it, in the order of the file names."""

    topic: Name = meant("The topic's own name.", "infusion")
    title: Text = meant("What stands on the card.", "{en: Your infusion, es: Su infusión}")
    slides: tuple[Slide, ...] = meant("The slides, in order.", _LIST, min_length=1, max_length=60)
    picture: PictureFile | None = meant("The card's picture, a file in content/pictures.", "topic-infusion.svg", None)
    tint: Tint = meant("The color of the card.", "apricot", "mist")
    keep: Kept | None = meant("Which point its end says again: slide, or slide/number.", "no-driving/1", None)
    show: Show | None = meant("When the topic shows.", "{days: [mon, thu], hours: 8:00-17:30}", None)
    withdraw: bool = meant("Takes the topic off the screen at once.", "yes", False)
    about: About | None = meant("The same for all of its slides.", "clinic", None)
    owner: str | None = meant("Who answers for what it says.", "Clinical lead", None, max_length=80)
    checked: Day | None = meant("When the facts were last compared with their sources.", "2026-11-23", None)
    review_by: Day | None = meant("When that is due again.", "2027-05-23", None)


class Question(Block):
    """What people ask, and the answer."""

    question: Name = meant("The question's own name.", "will-it-work")
    asks: Text = meant("The question as people ask it.", "{en: Will it work for me?, es: ¿Me va a servir?}")
    points: tuple[Point, ...] = meant("The answer. Left out where only your team can answer.", _LIST, (), max_length=6)
    about: About | None = meant(_ABOUT, "clinic", None)
    see: SlideAddress | None = meant("The slide that tells more: topic/slide.", "limits/not-a-cure", None)
    often: bool = meant("Whether many people ask it: then it stands on the first page of the questions, too.", "yes", False)


class QuestionGroup(Block):
    """Questions about one thing."""

    group: Name = meant("The group's own name.", "does-it-work")
    title: Text = meant("What stands over the questions.", "{en: Does it work?, es: ¿Sirve?}")
    icon: Name | None = meant(_ICON, "scale", None)
    questions: tuple[Question, ...] = meant("The questions.", _LIST, min_length=1, max_length=40)


class Questions(RootModel[Annotated[tuple[QuestionGroup, ...], Field(max_length=40)]]):
    """content/questions.yaml: what people ask, in groups."""


class Review(Block):
    """A clinician's sign-off."""

    topic: Name = meant("The topic.", "infusion")
    language: Language = meant("The language that was read.", "en")
    by: str = meant("Who read it.", "Dr. A. Example", min_length=1, max_length=120)
    on: Day = meant("When.", "2026-11-23")
    next: Day = meant("When it must be read again.", "2027-05-23")
    text: str = meant("The fingerprint of the text that was read.", "1f0c9d3a77aa01c2", min_length=1, max_length=64)


class Reviews(RootModel[Annotated[tuple[Review, ...], Field(max_length=2000)]]):
    """content/reviews.yaml: who has read what; the `review` command writes it."""


class Translations(RootModel[dict[Language, tuple[str, ...]]]):
    """content/translations.yaml: which translation was written for which text; the `translated` command writes it."""


def _as_phone(value: object) -> object:
    """A number as one reads it: those of North America without the 1, others with their country."""
    import phonenumbers
    from phonenumbers import PhoneNumberFormat

    written = str(value) if isinstance(value, (str, int)) else ""
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        raise _refused("phone") from None
    at_home = number.country_code == phonenumbers.country_code_for_region(HOME)
    in_use = _NORTH_AMERICAN.fullmatch(str(number.national_number)) if at_home else phonenumbers.is_valid_number(number)
    if not in_use:
        raise _refused("phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)


def _as_said(value: object) -> object:
    """Hours as staff write them for the machine, said in the languages that know how; a text stays."""
    if not isinstance(value, str):
        return value
    spans = read_hours(value)
    if isinstance(spans, Refused):
        raise PydanticCustomError("opening", "opening", {"wrong": spans.wrong, "instead": spans.instead})
    return {code: hours_said(spans, code) for code in SAID_IN}


def _in_all(value: object) -> object:
    """A plain line is the same in every language: an address."""
    return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value


HOME = "US"
"""The country whose numbers need no prefix."""
_NORTH_AMERICAN = re.compile(r"[2-9]\d\d[2-9]\d{6}", re.ASCII)
Phone = Annotated[str, BeforeValidator(_as_phone)]


class Announced(Block):
    """What everybody should know. A plain line is in the first language, and shows until it is taken out."""

    text: Text = meant("What to tell, in a few words.", "{en: Closed on Thursday, es: Cerrado el jueves}")

    @model_validator(mode="before")
    @classmethod
    def _plain_line(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value


class Announcement(Show, Announced):
    """What everybody should know for some days. A plain line is in the first language, and shows until it is taken out."""


class UrgentAnnouncement(Announced):
    """What every visitor reads at once, over whatever is on the screen. It has no first day: there is none on which it could be overlooked."""

    text: Text = meant("What to tell, in a few words.", "{en: Closed today, es: Hoy está cerrado}")
    until: Day | None = meant("The last day.", "2026-12-24", None)


class Clinic(Block):
    """content/clinic.yaml: what the kiosk says about the clinic, and what it shows while nobody is there."""

    name: str = meant("The clinic's name.", "Athens Ketamine Center", min_length=1, max_length=80)
    languages: Languages = meant("The languages, the first one first.", "[en, es]", ("en",), min_length=1)
    mark: PictureFile | None = meant("The clinic's mark, a file in content/pictures.", "clinic-mark.svg", None)
    headline: Text = meant("The question on the waiting screen.", "{en: Wondering about ketamine?, es: ...}")
    invitation: Text = meant("What one finds here, in a sentence or two.", "{en: See what it is., es: ...}")
    pictures: tuple[PictureFile, ...] = meant("The pictures of the waiting screen.", "[attract-morning.svg]", (), max_length=24)
    consultation: tuple[Text, ...] = meant("What “Ask for a consultation” says, a paragraph each.", _LIST, (), max_length=12)
    notice: Announcement | None = meant(
        "What everybody should know for some days.", "{text: {en: Closed on Thursday, es: Cerrado el jueves}, until: 2026-11-26}", None
    )
    urgent_notice: UrgentAnnouncement | None = meant(
        "What every visitor reads at once, over whatever is on the screen.",
        "{text: {en: 'Closed today: power cut', es: 'Hoy está cerrado: no hay luz'}, until: 2026-11-26}",
        None,
    )
    phone: Phone | None = meant("The clinic's phone number.", "(706) 555-0123", None)
    after_hours: Phone | None = meant("The number for when the clinic is closed.", "(706) 555-0124", None)
    address: Annotated[Text, BeforeValidator(_in_all)] | None = meant("Where the clinic is.", "123 Main Street, Athens, GA 30601", None)
    hours: Annotated[Text, BeforeValidator(_as_said)] | None = meant("When the clinic is open.", "Mon-Fri 8:00-17:00", None)
    call_back: Text | None = meant("How soon somebody hears from you.", "{en: within two working days, es: en dos días hábiles}", None)
    parking: Text | None = meant("Where to park.", "{en: Behind the house. It is free., es: Detrás de la casa. Es gratis.}", None)
    price: Text | None = meant("What a visit costs.", "{en: A visit is $400., es: Una visita cuesta $400.}", None)
    who_treats: Text | None = meant("Who gives the treatment.", "{en: A doctor and a nurse., es: Una doctora y un enfermero.}", None)
    website: str | None = meant("The clinic's address on the web.", "www.example.org", None, min_length=4, max_length=80)
    hide_overdue: bool = meant("Whether slides go when the check of their facts is overdue (never the help panel).", "yes", False)


class HelpLine(Block):
    """One way to get help."""

    title: Text = meant("What to do.", "{en: Call or text 988, es: Llame al 988}")
    text: Text = meant("What that is, in a sentence.", "{en: Free and private., es: ...}")
    icon: Name = meant(_ICON, "phone", "phone")
    on_paper: bool = meant("Whether it is in the handout too: no for what is true only of the screen.", "no", True)


class Help(Block):
    """content/help.yaml: the help panel."""

    title: Text = meant("The headline of the panel.", "{en: Help is here, es: Hay ayuda}")
    intro: Text | None = meant("A sentence before the lines.", "{en: Help is available., es: ...}", None)
    picture: Picture | None = meant("A picture at the end of the calm minute, and what it shows.", _SHOWN, None)
    lines: tuple[HelpLine, ...] = meant("The ways to get help.", _LIST, min_length=1, max_length=10)


class Interface(RootModel[Annotated[dict[str, Text], Field(max_length=2 * len(SCREEN_WORDS))]]):
    """content/interface.yaml: the words on the screen, by name."""


class Forms(Block):
    """How a hard word may stand in a text, in each language."""

    en: tuple[Spelling, ...] = meant("In English texts.", "[dissociation, dissociated]", (), max_length=20)
    es: tuple[Spelling, ...] = meant("In Spanish texts.", "[disociación]", (), max_length=20)
    de: tuple[Spelling, ...] = meant("In German texts.", "[Dissoziation]", (), max_length=20)
    fr: tuple[Spelling, ...] = meant("In French texts.", "[dissociation]", (), max_length=20)
    ht: tuple[Spelling, ...] = meant("In Haitian Creole texts.", "[disosyasyon]", (), max_length=20)
    it: tuple[Spelling, ...] = meant("In Italian texts.", "[dissociazione]", (), max_length=20)
    pl: tuple[Spelling, ...] = meant("In Polish texts.", "[dysocjacja]", (), max_length=20)
    pt: tuple[Spelling, ...] = meant("In Portuguese texts.", "[dissociação]", (), max_length=20)
    tl: tuple[Spelling, ...] = meant("In Tagalog texts.", "[dissociation]", (), max_length=20)


class Word(Block):
    """A hard word, and what it means."""

    word: Name = meant("The word's own name.", "dissociation")
    forms: Forms = meant("How it may stand in a text.", "{en: [dissociation, dissociated], es: [disociación]}")
    says: Text = meant("The word as a headline.", "{en: Dissociation, es: Disociación}")
    means: Text = meant("What it means, in plain words.", "{en: Feeling apart from your body for a while., es: ...}")
    sounds: dict[Language, Spelling] = meant("As it sounds, where the voice says it wrong.", "{en: dis-so-see-AY-shun}", {})


class Glossary(RootModel[Annotated[tuple[Word, ...], Field(max_length=200)]]):
    """content/words.yaml: the hard words."""


_OWN_WORDS = 5000
"""Words of one language that no dictionary has."""


class Dictionary(Block):
    """content/dictionary.yaml: words that are right, though no dictionary has them."""

    names: tuple[Spelling, ...] = meant("Names that are right in every language.", "[Sandhills, Yarbrough]", (), max_length=_OWN_WORDS)
    en: tuple[Spelling, ...] = meant("Words of English texts.", "[wayfinding]", (), max_length=_OWN_WORDS)
    es: tuple[Spelling, ...] = meant("Words of Spanish texts.", "[lavamanos]", (), max_length=_OWN_WORDS)


class Source(Block):
    """Where a claim comes from."""

    source: Name = meant("The source's own name, used in `sources: [...]`.", "zarate-2006")
    cite: str = meant("Who, where, when; `{name}` is the clinic itself.", "Zarate CA. Arch Gen Psychiatry 2006;63:856", min_length=1, max_length=400)
    link: str | None = meant("Its DOI or address.", "10.1001/archpsyc.63.8.856", None, max_length=300)
    what: Text | None = meant("What kind of study it is.", "{en: A small trial with 17 people., es: ...}", None)
    found: Text | None = meant("What a study found.", "{en: 12 of 17 felt better the next day., es: ...}", None)
    tells: Text | None = meant("What a label or a guideline says, in place of `found`.", "{en: Do not drive until the next day., es: ...}", None)
    not_shown: Text | None = meant("What it does not show.", "{en: Whether it lasts., es: ...}", None)


class Sources(RootModel[Annotated[tuple[Source, ...], Field(max_length=1000)]]):
    """content/sources.yaml: where the claims come from."""
