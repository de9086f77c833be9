"""What belongs together stands together, in the content that ships: a sentence on one page, a benefit beside a limit or a risk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from visitor import Visitor

from kiosk.content.model.deck import Makes
from kiosk.content.model.walk import points
from kiosk.content.store.library import Library
from kiosk.layout.composition import told
from kiosk.layout.page import Page
from kiosk.layout.pagination import lonely
from kiosk.visit.comfort import Comfort, TextSize
from kiosk.visit.moves import ChoseComfort, Woke
from kiosk.visit.states import Reading

UPRIGHT = ((1080, 1920), (268.0, 476.0))
ACROSS = ((1920, 1080), (476.0, 268.0))


def slides(here: Visitor, library: Library) -> Iterator[tuple[str, list[Page]]]:
    """The pages of every slide that names a benefit, as they are laid out now."""
    for topic in filter(None, (library.topic(head.id) for head in library.heads)):
        for slide in (each for each in topic.slides if any(point.makes is Makes.BENEFIT for _, point in points(each, ()))):
            pages = []
            for number in range(here.kiosk.deck.page_count(topic.id, slide.id)):
                here.kiosk.visit.go(Reading(topic.id, slide.id, number))
                shown = here.kiosk.deck.shown.pages
                assert shown
                pages.append(shown.current)
            yield f"{topic.id}/{slide.id}", pages


@pytest.mark.parametrize("language", ["en", "es"])
def test_in_large_letters_no_sentence_is_cut_and_no_benefit_stands_alone(visitor: Callable[..., Any], library: Library, language: str) -> None:
    here = visitor(UPRIGHT)
    here.kiosk.visit.move(Woke(language))
    here.kiosk.visit.move(ChoseComfort(Comfort(TextSize.LARGE)))
    here.rest()
    found = dict(slides(here, library))
    assert found
    for name, pages in found.items():
        assert not [number for number, page in enumerate(pages) if lonely(told(page.body))], name
        for above, below in pairwise(pages):
            ends, begins = list(told(above.body)), list(told(below.body))
            goes_on = begins and not (begins[0].title.lines or begins[0].icon or begins[0].bullet or begins[0].joined)
            assert not (ends and goes_on) or ends[-1].text.plain.endswith((".", "!", "?", ":", ")")), (name, ends[-1].text.plain)


@pytest.mark.parametrize("glass", [UPRIGHT, ACROSS], ids=["upright", "across"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_benefit_stands_on_a_page_without_a_limit_or_a_risk(visitor: Callable[..., Any], library: Library, language: str, glass: Any) -> None:
    here = visitor(glass)
    here.kiosk.visit.move(Woke(language))
    for size in TextSize:
        here.kiosk.visit.move(ChoseComfort(Comfort(size)))
        here.rest()
        for name, pages in slides(here, library):
            assert not [number for number, page in enumerate(pages) if lonely(told(page.body))], (name, size)
