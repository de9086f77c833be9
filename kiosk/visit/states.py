"""Where a visit stands. All of it is one immutable value; `moves` makes the next one."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct, field

from kiosk.visit.comfort import Comfort

LAST_PAGE = -1
"""The page of a slide that a visitor reaches by going back into it, however many pages it has."""
_MOST_DIGITS = 6


class Attract(Struct, frozen=True):
    """Nobody is here; the screen invites."""


class Home(Struct, frozen=True):
    """The cards of all topics; `page` counts from 0 where they need more than one."""

    page: int = 0


class Reading(Struct, frozen=True):
    """A page of a slide. Slides are named by id, so that a place survives a change of the content.

    `slide` is empty on the page that ends a topic and offers the next one.
    """

    topic: str
    slide: str
    page: int = 0


class Lookup(Struct, frozen=True):
    """A list to look things up in. `shelf` names a group of questions, or `words` or `sources`; empty: the list of shelves."""

    shelf: str = ""
    page: int = 0


class Basket(Struct, frozen=True):
    """The questions that the visitor wants to take along."""

    page: int = 0


class Comparing(Struct, frozen=True):
    """Two choices of a table beside each other. `one` and `other` name them; while `other` is empty they are still to be chosen."""

    topic: str
    slide: str
    one: str = ""
    other: str = ""
    page: int = 0


class SigningUp(Struct, frozen=True):
    """The consultation form. `step` names a question, or one of its other screens; what is answered is not part of a visit."""

    step: str
    page: int = 0


class Staff(Struct, frozen=True):
    """The pages for staff. `screen` names one of them; who is signed in is not part of a visit."""

    screen: str
    page: int = 0


Place = Attract | Home | Reading | Lookup | Basket | Comparing | SigningUp | Staff


class PanelKind(StrEnum):
    """What can lie over a place, all but the help panel, which can lie over everything."""

    WORD = "word"
    SOURCES = "sources"
    CARD = "card"
    ANSWER = "answer"
    SOURCE = "source"
    CONSULTATION = "consultation"
    ERASE = "erase"
    AT_ONCE = "at-once"


class Panel(Struct, frozen=True):
    """An open panel: `about` names the word, the card, the question or the source, `page` counts from 0."""

    kind: PanelKind
    about: str = ""
    page: int = 0


class Timing(Struct, frozen=True):
    """When the screen asks and when it forgets, in seconds; a clinic can set each.

    120 and 30: long enough to read a full slide, twice the 20 s that WCAG 2.2.1 asks for the warning. Help stays 5 minutes
    (standards C4). Slow readers get three times as long (standards S6).
    """

    idle: float = 120.0
    warning: float = 30.0
    help_open: float = 300.0
    slower: float = 3.0


class Visit(Struct, frozen=True):
    """One visitor's time at the screen.

    `touched` and `asked` are times of the monotonic clock that `moves.move` is handed; `asked` is None unless the screen is
    asking whether the visitor is still there. `help_page` and `comfort_page` are None while these panels are closed; `helped` is
    when help was opened, and `breathing` whether its calm minute stands in its place. `told` is the urgent notice that this visitor was told, and
    `urgent_page` None unless it lies open over the screen. `basket` names
    the questions that the visitor takes along and the things to raise, in the order they were chosen; `weighed` says how much what matters, as
    topic/slide/statement:weight; `listed` is what stood on the list when it was opened, which stays there, marked or not, until it is left; `came`
    are the places that lists and comparisons were opened from, the latest last; `words` counts those on the screen. `letter` is where the form was
    left to look something up, which keeps what was filled in. `since` is when the form
    was last got on with, or when the pages for staff were opened, `questioned` when the screen last asked after that.
    """

    place: Place = field(default_factory=Attract)
    panel: Panel | None = None
    help_page: int | None = None
    breathing: bool = False
    helped: float = 0.0
    comfort_page: int | None = None
    told: str = ""
    urgent_page: int | None = None
    asked: float | None = None
    touched: float = 0.0
    language: str = "en"
    comfort: Comfort = field(default_factory=Comfort)
    by_keys: bool = False
    playing: bool = False
    basket: tuple[str, ...] = ()
    weighed: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    came: tuple[Place, ...] = ()
    words: int = 0
    letter: SigningUp | None = None
    since: float = 0.0
    questioned: float = 0.0

    @property
    def holds_answers(self) -> bool:
        """Whether what somebody touched is their own, and no log may say it."""
        return bool(self.basket or self.weighed or self.listed) or isinstance(self.place, Comparing)

    @property
    def told_now(self) -> bool:
        """Whether the urgent notice is on top: nothing but help, and what lies over that, covers it."""
        return self.urgent_page is not None and self.help_page is None

    @property
    def idle(self) -> bool:
        """Nobody is using the screen: the moment to show new content."""
        return isinstance(self.place, Attract) and self.help_page is None and self.panel is None and self.comfort_page is None


def address(place: Place) -> str:
    """The place as one string, for buttons that lead there; `place_at` reads it back."""
    match place:
        case Attract():
            return "attract"
        case Home(page):
            return f"home/{page}"
        case Reading(topic, slide, page):
            return f"reading/{topic}/{slide}/{page}"
        case Lookup(shelf, page):
            return f"lookup/{shelf}/{page}"
        case Basket(page):
            return f"basket/{page}"
        case Comparing(topic, slide, one, other, page):
            return f"comparing/{topic}/{slide}/{one}/{other}/{page}"
        case SigningUp(step, page):
            return f"signup/{step}/{page}"
        case Staff(screen, page):
            return f"staff/{screen}/{page}"


def place_at(written: str) -> Place:
    """The place that `address` wrote; Home for anything else."""
    *names, last = written.split("/")
    page = number_in(last)
    match names:
        case [] if last == "attract":
            return Attract()
        case ["reading", topic, slide] if topic and (page is not None or last == str(LAST_PAGE)):
            return Reading(topic, slide, LAST_PAGE if page is None else page)
        case _ if page is None:
            return Home()
        case ["home"]:
            return Home(page)
        case ["lookup", shelf]:
            return Lookup(shelf, page)
        case ["basket"]:
            return Basket(page)
        case ["comparing", topic, slide, one, other] if topic and slide and (one or not other):
            return Comparing(topic, slide, one, other, page)
        case ["signup", step] if step:
            return SigningUp(step, page)
        case ["staff", screen] if screen:
            return Staff(screen, page)
        case _:
            return Home()


def number_in(written: str) -> int | None:
    """The number of a page, as `address` writes it; None for anything else."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS else None
