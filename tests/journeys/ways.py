"""The ways of somebody who answers a topic: to it from the start, and through it to the page that gathers the answers."""

from __future__ import annotations

from journeys.test_questions import said
from visitor import Visitor

from kiosk.content.store.library import Library


def comes_to(topic: str, here: Visitor, library: Library, language: str = "en") -> Visitor:
    """From the start screen, by three touches."""
    found = library.topic(topic)
    assert found
    return here.taps(said(library, "start", language)).taps(said(library, "more_topics", language)).taps(found.title.in_(language))


def goes_on_to(title: str, here: Visitor, library: Library, language: str = "en") -> Visitor:
    """To the page that has these words of the screen for its title."""
    while not here.sees(said(library, title, language)):
        here.taps(said(library, "next", language))
    return here
