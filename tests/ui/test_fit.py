"""Every screen in every language, orientation and text size: measured as it stands, not as it was meant.

What is measured, and how, is in `tests/measuring.py`; `tests/matrix.py` measures every screen in every theme too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT
from measuring import measure
from visitor import Visitor

from kiosk.content.store.library import Library
from kiosk.settings.settings import Settings
from kiosk.visit.comfort import Comfort, Palette, TextSize

GLASSES = {
    "21.5 across": LANDSCAPE,
    "32 upright": PORTRAIT,
    "21.5 upright": ((1080, 1920), (268.0, 476.0)),
    "1280x720": ((1280, 720), (476.0, 268.0)),
    "55 across, 4K": ((3840, 2160), (1218.0, 685.0)),
}
COLOURED = {
    ("21.5 across", "en"): Palette.PAPER,
    ("32 upright", "es"): Palette.NIGHT,
    ("21.5 across", "es"): Palette.BLACK,
    ("32 upright", "en"): Palette.WHITE,
}
"""The theme in which letters are held against what is under them, on walks with letters of the usual size."""
SHEETS = "32 upright", "en"
"""Where what each slide names as its sources is measured with larger letters, too: it has the narrowest lines."""
LARGER = {
    ("21.5 across", "en"): (TextSize.LARGEST,),
    ("21.5 across", "es"): (TextSize.LARGE, TextSize.LARGEST),
    ("32 upright", "en"): (TextSize.LARGEST,),
    ("32 upright", "es"): (TextSize.LARGER, TextSize.LARGEST),
}
LOWERED = (
    ("21.5 across", "es", TextSize.LARGEST),
    ("21.5 across", "en", TextSize.NORMAL),
    ("32 upright", "es", TextSize.LARGEST),
)
Make = Callable[..., Visitor]


def cases() -> Iterator[Any]:
    for name in GLASSES:
        for language in ("en", "es"):
            for size in (TextSize.NORMAL, *LARGER.get((name, language), ())):
                palette = COLOURED.get((name, language)) if size is TextSize.NORMAL else None
                comfort = Comfort(size, palette or Palette.PAPER)
                yield pytest.param(name, language, comfort, palette is not None, id=f"{name}-{language}-{size.value}-{comfort.palette.value}")
    for name, language, size in LOWERED:
        yield pytest.param(name, language, Comfort(size, lowered=True), False, id=f"{name}-{language}-{size.value}-lowered")


@pytest.mark.parametrize(("name", "language", "comfort", "colours"), list(cases()))
def test_every_screen_fits_and_every_letter_stands_out(  # noqa: PLR0917  pytest hands them over by name
    visitor: Make, library: Library, name: str, language: str, comfort: Comfort, colours: bool
) -> None:
    glass = GLASSES[name]
    here = visitor(glass, Settings(lower_edge_mm=700.0) if glass[1][0] > 1000 else None)
    here.kiosk.deck.speak(frozenset({"en", "es"}))
    sheets = comfort.text_size is TextSize.NORMAL or (name, language) == SHEETS
    done = measure(here, library, language, comfort, colours=colours, sheets=sheets)
    assert not done.wrong, "\n".join(done.wrong[:40])
