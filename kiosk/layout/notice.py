"""What the clinic tells everybody for some days: a small card with a text, or one in each language under another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kiosk.layout.measures import Measures
from kiosk.layout.typeset import SetText, Style, Typesetter

_PAD = 3.0
_ICON_EM = 1.2
"""Units around the texts; the icon's side in letters of the text."""


class NoticeCard(Struct, frozen=True):
    """Texts (`parts`) under one another, beginning `inset` from the left and `pad` from the top of a card as wide as they need."""

    parts: tuple[SetText, ...]
    inset: float
    pad: float
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height


def notice_card(texts: Sequence[str], measures: Measures, width: float, typesetter: Typesetter) -> NoticeCard | None:
    """The card, at most `width` pixels wide; none where nothing is told."""
    pad = measures.unit * _PAD
    inset = pad * 2 + measures.small * _ICON_EM
    parts = tuple(typesetter(text, Style(measures.small, 600, 1.3, even=True), width - inset - pad) for text in texts)
    if not parts:
        return None
    return NoticeCard(parts, inset, pad, inset + max(each.width for each in parts) + pad, sum(each.height for each in parts) + 2 * pad)
