"""An urgent notice on every kind of screen: measured where it lies open, and what is under it where it has become a line over the buttons."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import LANDSCAPE, PORTRAIT
from measuring import faint, faults, seen, undrawn
from msgspec.structs import replace
from visitor import Visitor

from kiosk.content.model.deck import MOST_NOTICE_LETTERS, Announcement, Text
from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.staff.content.all_screens import _form, _pages, settle
from kiosk.visit import moves
from kiosk.visit.actions import opens
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.states import Basket, Home, Lookup, PanelKind, Reading

Make = Callable[..., Visitor]
ENGLISH = "Closed until 6 pm because of a power cut. Please call (706) 555-0123 before you come, or come again tomorrow. Thank you!"
SPANISH = "Cerrado hasta las 6 p. m. por un apagón. Llame al (706) 555-0123 antes de venir, o venga mañana. Muchas gracias a todos."
SMALL = ((1280, 720), (476.0, 268.0))
LOOKS = [
    (LANDSCAPE, "en", Comfort(), True),
    (LANDSCAPE, "es", Comfort(TextSize.LARGEST, Palette.NIGHT), True),
    (PORTRAIT, "es", Comfort(palette=Palette.BLACK), True),
    (PORTRAIT, "en", Comfort(TextSize.LARGEST, Palette.WHITE, lowered=True), True),
    (SMALL, "es", Comfort(TextSize.LARGE), False),
]


def urgent(library: Library) -> Library:
    """The content that ships, with the longest notice there can be."""
    assert max(map(len, (ENGLISH, SPANISH))) <= MOST_NOTICE_LETTERS <= min(map(len, (ENGLISH, SPANISH))) + 2
    told = Announcement(Text((("en", ENGLISH), ("es", SPANISH))))
    kept = library._snapshot
    return Library(replace(kept, clinic=replace(kept.clinic, urgent_notice=told)), library._read, library.picture, None, library.sound)


def screens(here: Visitor, language: str, comfort: Comfort) -> Iterator[str]:
    """Those that differ in what stands on them, with the notice open over the first, and closed from then on."""
    visit = here.kiosk.visit
    yield "attract"
    visit.move(moves.Woke(language))
    visit.move(moves.ChoseComfort(comfort))
    assert visit.visit.told_now
    yield from (name for name, _ in _pages("urgent", here.kiosk))
    visit.move(moves.PanelClosed())
    for name, asks in (("help", "help:0"), ("comfort", "comfort:0"), ("consultation", opens(PanelKind.CONSULTATION))):
        visit.act(asks)
        yield from (each for each, _ in _pages(name, here.kiosk))
        visit.act("close")
    slides = here.kiosk._library.topic("infusion")
    assert slides
    for place in (Home(), *(Reading("infusion", each.id) for each in slides.slides[:3]), Reading("infusion", ""), Lookup(), Basket()):
        visit.go(place)
        yield str(place)
    yield from (name for name, _ in _form(here.kiosk, here.kiosk._library))
    visit.ask_now()
    yield "still-there"


@pytest.mark.parametrize(("glass", "language", "comfort", "colours"), LOOKS, ids=range(len(LOOKS)))
def test_it_fits_beside_whatever_is_on_the_screen(  # noqa: PLR0917  pytest hands them over by name
    visitor: Make, library: Library, glass: tuple[tuple[int, int], tuple[float, float]], language: str, comfort: Comfort, colours: bool
) -> None:
    here = visitor(glass, Settings(lower_edge_mm=700.0) if glass[1][0] > 1000 else None, urgent(library))
    here.kiosk.deck.speak(frozenset({"en", "es"}))
    wrong: list[str] = []
    with undrawn(here.kiosk.window):
        for name in screens(here, language, comfort):
            settle()
            strong = colours and name in {"attract", "urgent-1", str(Home())}
            wrong += [f"{name}: {fault}" for fault in [*faults(here), *(faint(here, seen(here)) if strong else ())]]
    assert not wrong, "\n".join(wrong[:40])
