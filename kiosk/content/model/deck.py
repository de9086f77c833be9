"""The deck: everything a visitor can read, as immutable values.

Texts are kept in all their languages; `Text.in_` picks one. Nothing here knows a file, a line or a pixel:
`reading.folder` makes a deck from YAML, `snapshot` keeps one on disk, the bridge shows it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.slide_kinds import slide_kind

WORDS_A_MINUTE = 150
"""Unhurried reading on a public screen (adults read silently at about 240; standards V18)."""
LOOKING_SECONDS = 3.0
"""Time to take in the picture of a slide before reading (standards V18)."""


class Text(Struct, frozen=True):
    """One text in its languages, as (language code, words) pairs; the first is the one it was written in."""

    versions: tuple[tuple[str, str], ...] = ()

    def in_(self, language: str) -> str:
        """The words in `language`, else in the language the text was written in, else nothing."""
        return next((words for code, words in self.versions if code == language), self.versions[0][1] if self.versions else "")

    def language_shown(self, language: str) -> str:
        """The language `in_` really answers in: a missing translation shows in another language."""
        codes = [code for code, _ in self.versions]
        return language if language in codes or not codes else codes[0]

    def __bool__(self) -> bool:
        return any(words for _, words in self.versions)


class Makes(StrEnum):
    """What a point does to a visitor's hopes; the honesty checks go by it."""

    CLAIM = "claim"
    BENEFIT = "benefit"
    LIMIT = "limit"
    RISK = "risk"


class Picture(Struct, frozen=True):
    """A picture file in `content/pictures` and what it shows, for those who cannot see it."""

    file: str
    says: Text = Text()


class Point(Struct, frozen=True):
    """One thing said: a paragraph of a points slide, a step, a card, a line of the help panel, a thing that may apply to a visitor.

    `clip` holds (language code, file in content/sounds): somebody reads the title and the text. `name` is its own, where it can be touched.
    """

    text: Text
    title: Text = Text()
    at: Text = Text()
    icon: str = ""
    makes: Makes | None = None
    sources: tuple[str, ...] = ()
    clip: tuple[tuple[str, str], ...] = ()
    name: str = ""

    def run_in(self) -> Point:
        """The same in one paragraph: the title bold in front of the text."""
        titles = {code: self.title.in_(code).replace("*", "") for code, _ in self.text.versions}
        ended = {code: title if title.endswith(("?", ".", "!", ":")) else f"{title}:" for code, title in titles.items()}
        return replace(self, title=Text(), text=Text(tuple((code, f"**{ended[code]}** {words}") for code, words in self.text.versions)))


class Column(Struct, frozen=True):
    """One side of a comparison; all columns of a slide have equal weight. Or what may matter to a visitor, by its `name`, with both of its sides."""

    title: Text
    points: tuple[Point, ...]
    icon: str = ""
    name: str = ""


class Group(Point, frozen=True):
    """So many of so many people, with which people they are as its title; all groups of a slide are of one size."""

    filled: int = 0
    of: int = 0


class Dots(Struct, frozen=True):
    """So many filled dots of so many, for a share of people."""

    filled: int
    of: int
    says: Text


class Show(Struct, frozen=True):
    """When something shows. `until` is the last day; `days` are 0 (Monday) to 6; `hours` are minutes since midnight, from and to."""

    begin: date | None = None
    until: date | None = None
    days: tuple[int, ...] = ()
    hours: tuple[int, int] | None = None


class Slide(Struct, frozen=True):
    """One idea on the screen. `kind` tells which of the fields carry it.

    points: `points`; steps and cards: `points` with titles; compare: `columns`; dots: `dots` and `points`; people: `groups`, `points` below
    them; statement: the first point large, others under it; picture: the picture large, `points` as its caption; sources: `sources`;
    checklist: `points` with names and titles, under an `intro`; weighing: `columns` with names, under an `intro`; table: `points` with names and
    titles, which answer the `intro`, and `columns` whose points have the same names, titles and icons and answer the title of their column.
    `clip` is a recording of the headline. `about_clinic`: staff say that it is about the clinic alone, and no clinician needs to sign it
    (`medicine`).
    """

    id: str
    kind: str
    title: Text
    picture: Picture | None = None
    points: tuple[Point, ...] = ()
    columns: tuple[Column, ...] = ()
    dots: Dots | None = None
    ask_us: Text = Text()
    sources: tuple[str, ...] = ()
    checked: date | None = None
    review_by: date | None = None
    owner: str = ""
    withdrawn: bool = False
    show: Show | None = None
    clip: tuple[tuple[str, str], ...] = ()
    about_clinic: bool = False
    groups: tuple[Group, ...] = ()
    intro: Text = Text()

    def texts(self) -> tuple[Text, ...]:
        """Every text a visitor reads on this slide, in reading order."""
        spoken = [self.title, self.intro]
        for point in self.every_point():
            spoken += [point.at, point.title, point.text]
        spoken += [column.title for column in self.columns]
        if self.dots:
            spoken.append(self.dots.says)
        return tuple(text for text in (*spoken, self.ask_us) if text)

    def every_point(self) -> tuple[Point, ...]:
        """All that is said in points, those of its groups and columns too, in reading order."""
        return (*self.groups, *self.points, *(point for column in self.columns for point in column.points))

    def rows(self) -> tuple[tuple[Text, tuple[Point, ...]], ...]:
        """Of a table: what each row asks, and what it says of each choice."""
        every = ((self.intro, self.points), *((column.title, column.points) for column in self.columns))
        return tuple((asks, points) for asks, points in every if points)

    def narrowed(self, names: tuple[str, ...]) -> Slide:
        """Of a table: the same with these choices alone, in this order; what is said of each begins with its title."""

        def kept(points: tuple[Point, ...]) -> tuple[Point, ...]:
            return tuple(point.run_in() for name in names for point in points if point.name == name)

        columns = tuple(replace(column, points=kept(column.points)) for column in self.columns)
        return replace(self, points=kept(self.points), columns=columns)

    def all_sources(self) -> tuple[str, ...]:
        """The ids of the sources of the slide and of its points, each once, in the order of first use."""
        return tuple(dict.fromkeys([*(name for point in self.every_point() for name in point.sources), *self.sources]))

    def seconds(self, language: str) -> float:
        """How long an unhurried visitor stays on this slide."""
        words = sum(len(text.in_(language).split()) for text in self.texts())
        return words * 60 / WORDS_A_MINUTE + LOOKING_SECONDS


class Topic(Struct, frozen=True):
    """A group of slides with a card on the home screen; `file` is where staff find it."""

    id: str
    title: Text
    slides: tuple[Slide, ...]
    picture: str = ""
    tint: str = "mist"
    keep: str = ""
    owner: str = ""
    file: str = ""
    withdrawn: bool = False
    show: Show | None = None

    def table(self, slide: str, *choices: str) -> Slide | None:
        """The table of this name; None where there is none, or where it lacks one of these choices. An empty name is no choice."""
        found = next((each for each in self.slides if each.id == slide and slide_kind(each.kind).tabular), None)
        return found if found and {*choices} <= {"", *(point.name for point in found.points)} else None

    def minutes(self, language: str) -> int:
        """Whole minutes to read the topic, rounded up, at least one."""
        return max(1, ceil(sum(slide.seconds(language) for slide in self.slides) / 60))


class TopicHead(Struct, frozen=True):
    """What the screens need of a topic before it is opened.

    `minutes` holds (language code, whole minutes), `slides` how many there are, `reviewed` the languages that a clinician has signed
    off as they stand.
    """

    id: str
    title: Text
    picture: str
    tint: str
    minutes: tuple[tuple[str, int], ...]
    slides: int
    reviewed: tuple[str, ...] = ()


class Word(Struct, frozen=True):
    """A hard word: how it may stand in a text (in each language) and what it means. `sounds` is how a voice says it, where it says it wrong."""

    id: str
    forms: tuple[tuple[str, tuple[str, ...]], ...]
    says: Text
    means: Text
    sounds: tuple[tuple[str, str], ...] = ()


class Source(Struct, frozen=True):
    """Where a claim comes from, what that is, what it found (a study) or says (a label, a guideline), and what it does not show."""

    id: str
    cite: str
    what: Text = Text()
    found: Text = Text()
    not_shown: Text = Text()
    link: str = ""
    tells: Text = Text()


class Question(Struct, frozen=True):
    """What people ask, and the answer; without points it is one that only the clinic's team can answer.

    `see` names the slide that tells more, as topic/slide; `often`: it stands on the first page of the questions, too.
    """

    id: str
    asks: Text
    points: tuple[Point, ...] = ()
    see: str = ""
    about_clinic: bool = False
    often: bool = False

    def as_slide(self) -> Slide:
        """The slide that it is like, with its answer."""
        return Slide(self.id, "points", self.asks, points=self.points, about_clinic=self.about_clinic)

    def sources(self) -> tuple[str, ...]:
        """The ids of the sources of the answer, each once."""
        return tuple(dict.fromkeys(name for point in self.points for name in point.sources))


class QuestionGroup(Struct, frozen=True):
    """Questions about one thing, under one heading."""

    id: str
    title: Text
    questions: tuple[Question, ...]
    icon: str = ""


QUESTIONS_PICTURE, LIST_PICTURE = "topic-questions.svg", "take-along.svg"
"""Pictures of the questions and of the list to take along, always under these names in content/pictures."""


class Review(Struct, frozen=True):
    """A clinician's sign-off of one language of a topic: by whom, when, until when, and the fingerprint of the text that was read."""

    topic: str
    language: str
    by: str
    on: date
    next: date
    text: str


class HelpLine(Struct, frozen=True):
    """One way to get help, on the help panel, and `on_paper` or not."""

    title: Text
    text: Text
    icon: str = "phone"
    on_paper: bool = True


class Help(Struct, frozen=True):
    """The help panel."""

    title: Text
    lines: tuple[HelpLine, ...]
    intro: Text = Text()
    picture: Picture | None = None


MOST_NOTICE_LETTERS = 120
"""So that it stands on the waiting screen beside the greetings of three languages."""


class Announcement(Struct, frozen=True):
    """What staff tell everybody for some days, and when it shows; without times until they take it out."""

    text: Text
    show: Show | None = None


NOTICES = ("notice", "urgent_notice")
"""What they are called in clinic.yaml, and of a clinic."""


class Clinic(Struct, frozen=True):
    """What the kiosk says about the clinic, and what it shows while nobody is there. `phone` and `after_hours` are numbers as one reads them.

    `urgent_notice` stands over the screens, and begins at once.
    """

    name: str
    languages: tuple[str, ...]
    headline: Text
    invitation: Text
    pictures: tuple[str, ...] = ()
    mark: str = ""
    consultation: tuple[Text, ...] = ()
    hide_overdue: bool = False
    notice: Announcement | None = None
    urgent_notice: Announcement | None = None
    phone: str = ""
    after_hours: str = ""
    website: str = ""
    address: Text = Text()
    hours: Text = Text()
    call_back: Text = Text()
    parking: Text = Text()
    price: Text = Text()
    who_treats: Text = Text()


class Deck(Struct, frozen=True):
    """All there is to show. `interface` holds the words on the buttons by name."""

    clinic: Clinic
    help: Help
    interface: tuple[tuple[str, Text], ...]
    topics: tuple[Topic, ...]
    words: tuple[Word, ...] = ()
    sources: tuple[Source, ...] = ()
    questions: tuple[QuestionGroup, ...] = ()
