"""Every screen in each language, orientation and theme: measured as it stands, not as it was meant.

What is measured, and how, is in `tests/measuring.py`; `tests/matrix.py` measures every screen in all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from conftest import LANDSCAPE, PORTRAIT
from measuring import measure, measure_all
from visitor import Visitor

from kiosk.content.model.slide_kinds import slide_kind
from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.staff.content.all_screens import comparison, settle
from kiosk.visit.comfort import Comfort, Palette, TextSize
from kiosk.visit.moves import ChoseComfort, Woke
from kiosk.visit.states import Comparing, Reading

GLASSES = {
    "21.5 across": LANDSCAPE,
    "32 upright": PORTRAIT,
    "21.5 upright": ((1080, 1920), (268.0, 476.0)),
    "1280x720": ((1280, 720), (476.0, 268.0)),
    "55 across, 4K": ((3840, 2160), (1218.0, 685.0)),
}
WALKS: tuple[tuple[str, str, Comfort, bool], ...] = (
    ("21.5 across", "en", Comfort(palette=Palette.PAPER), True),
    ("21.5 across", "es", Comfort(palette=Palette.BLACK), True),
    ("21.5 across", "es", Comfort(TextSize.LARGEST), False),
    ("21.5 across", "en", Comfort(lowered=True), False),
    ("32 upright", "en", Comfort(palette=Palette.WHITE), True),
    ("32 upright", "es", Comfort(palette=Palette.NIGHT), True),
    ("32 upright", "en", Comfort(TextSize.LARGEST), False),
    ("32 upright", "es", Comfort(TextSize.LARGEST, lowered=True), False),
    ("21.5 upright", "es", Comfort(), False),
    ("1280x720", "es", Comfort(), False),
    ("55 across, 4K", "en", Comfort(), False),
)
"""Each glass, language, theme and place of the controls, the largest letters where they are tightest; all of them together: `tests/matrix.py`."""
SHEETS = "32 upright", "en"
"""Where what each slide names as its sources is measured with larger letters, too: it has the narrowest lines."""
Make = Callable[..., Visitor]


def name_of(glass: str, language: str, comfort: Comfort) -> str:
    return f"{glass}-{language}-{comfort.text_size.value}-{comfort.palette.value}{'-lowered' * comfort.lowered}"


@pytest.mark.parametrize(("name", "language", "comfort", "colours"), WALKS, ids=[name_of(*each[:3]) for each in WALKS])
def test_every_screen_fits_and_every_letter_stands_out(  # noqa: PLR0917  pytest hands them over by name
    visitor: Make, library: Library, name: str, language: str, comfort: Comfort, colours: bool
) -> None:
    glass = GLASSES[name]
    here = visitor(glass, Settings(lower_edge_mm=700.0) if glass[1][0] > 1000 else None)
    here.kiosk.deck.speak(frozenset({"en", "es"}))
    sheets = comfort.text_size is TextSize.NORMAL or (name, language) == SHEETS
    done = measure(here, library, language, comfort, colours=colours, sheets=sheets)
    assert not done.wrong, "\n".join(done.wrong[:40])


PAIRS = [
    ("21.5 across", "en", TextSize.NORMAL, Palette.PAPER),
    ("21.5 across", "es", TextSize.NORMAL, Palette.NIGHT),
    ("21.5 upright", "en", TextSize.NORMAL, Palette.NIGHT),
    ("21.5 upright", "es", TextSize.NORMAL, Palette.PAPER),
    ("32 upright", "en", TextSize.LARGE, Palette.PAPER),
    ("21.5 across", "es", TextSize.LARGER, Palette.NIGHT),
    ("21.5 upright", "es", TextSize.LARGEST, Palette.PAPER),
    ("21.5 across", "en", TextSize.LARGEST, Palette.NIGHT),
]


@pytest.mark.parametrize(("name", "language", "size", "palette"), PAIRS, ids=[" ".join(each) for each in PAIRS])
def test_any_two_choices_of_a_table_fit(  # noqa: PLR0917  pytest hands them over by name
    visitor: Make, library: Library, name: str, language: str, size: TextSize, palette: Palette
) -> None:
    here = visitor(GLASSES[name])
    here.kiosk.visit.move(Woke(language))
    here.kiosk.visit.move(ChoseComfort(Comfort(size, palette)))
    done = measure_all(compared(here, library), here, library, language, colours=True)
    assert done.screens > 40
    assert not done.wrong, "\n".join(done.wrong[:40])


def compared(here: Visitor, library: Library) -> Iterator[tuple[str, str]]:
    """Every page of each two choices of each table."""
    topics = [topic for head in library.heads if (topic := library.topic(head.id))]
    for topic, slide in [(each, slide) for each in topics for slide in each.slides if slide_kind(slide.kind).tabular]:
        here.kiosk.visit.go(Reading(topic.id, slide.id))
        settle()  # pages are counted for the screen as it is from here on
        for one, other in combinations([point.name for point in slide.points], 2):
            yield from comparison(here.kiosk, f"{one} and {other}", Comparing(topic.id, slide.id, one, other))
