"""What stands on the screen of what visitors read, and where its pages turn to: for the bar, a swipe, the keys and the voice alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.page import Page
from kiosk.screens.attract import AttractShown
from kiosk.screens.comfort import ComfortShown
from kiosk.screens.home import HomeShown
from kiosk.screens.pages import ListShown, ReaderShown
from kiosk.screens.panels import PanelShown
from kiosk.screens.urgent import UrgentLine
from kiosk.visit.actions import action, go, opens
from kiosk.visit.moves import AskedForComfort, AskedForHelp, AskedForUrgent
from kiosk.visit.states import Basket, Comparing, Home, Lookup, Reading, Visit


class Turns(Struct, frozen=True):
    """What Back and Next ask for (empty: there is no such button), and the name of the word on Next.

    `several`: a sheet of more than one page. `reads_on`: what Next leads to belongs to what is read here, and a voice goes on with it by itself.
    `lists`: what is touched here comes on the list that a visitor takes along, so the way there is at hand. `compares` asks for two of what stands
    side by side here.
    """

    back: str = ""
    ahead: str = ""
    word: str = "next"
    several: bool = False
    reads_on: bool = False
    lists: bool = False
    compares: str = ""


class DeckShown(Struct):
    """Each part of the screen: as a struct with nothing in it, or None, where it is not there."""

    attract: AttractShown = AttractShown()
    home: HomeShown = HomeShown()
    pages: ReaderShown | None = None
    lookup: ListShown | None = None
    panel: PanelShown = PanelShown()
    help: Page | None = None
    comfort: ComfortShown = ComfortShown()
    urgent: PanelShown = PanelShown()
    urgent_line: UrgentLine = UrgentLine()
    turns: Turns = Turns()


def turns(visit: Visit, shown: DeckShown) -> Turns:
    """Where to from what stands uppermost; nowhere while the screen asks whether somebody is there, and where other views lead on."""
    if visit.asked is not None:
        return Turns()
    if visit.told_now:
        return _sheet(shown.urgent, lambda page: action(AskedForUrgent(page)))
    if visit.comfort_page is not None:
        return _sheet(shown.comfort, lambda page: action(AskedForComfort(page)), reads_on=False)
    if visit.breathing:
        return Turns()
    if visit.help_page is not None:
        leads = _sheet(shown.help.frame if shown.help else None, lambda page: action(AskedForHelp(page)))
        return replace(leads, word="more_ways") if leads.ahead and not leads.back else leads
    if panel := visit.panel:
        return _sheet(shown.panel, lambda page: opens(panel.kind, panel.about, page))
    match visit.place:
        case Home():
            return Turns(shown.home.before, shown.home.after, "more_topics", several=shown.home.pages > 1)
        case Lookup() | Basket() if shown.lookup:
            return Turns(shown.lookup.before, shown.lookup.after, lists=True)
        case Comparing() if shown.lookup:
            return Turns(shown.lookup.before, shown.lookup.after, shown.lookup.word, reads_on=shown.lookup.reads_on)
        case Reading() if shown.pages:
            return _of_a_slide(shown.pages)
        case _:
            return Turns()


class _Numbered(Protocol):
    """A page of a sheet: the `number`th, from 0, of `pages`."""

    @property
    def number(self) -> int: ...
    @property
    def pages(self) -> int: ...


def _sheet(shown: _Numbered | None, leads: Callable[[int], str], *, reads_on: bool = True) -> Turns:
    """To the pages beside this one, as many as there are."""
    if shown is None:
        return Turns()
    at, more = shown.number, shown.number + 1 < shown.pages
    return Turns(leads(at - 1) if at else "", leads(at + 1) if more else "", several=shown.pages > 1, reads_on=more and reads_on)


def _of_a_slide(shown: ReaderShown) -> Turns:
    """Before the first page are all topics, behind the last is nothing."""
    frame = shown.current.frame
    back = shown.before.frame.address if shown.before else go(Home())
    reads_on = frame.number + 1 < frame.pages and not shown.answered
    return Turns(back, shown.after.frame.address if shown.after else "", reads_on=reads_on, lists=shown.answered, compares=shown.compares)
