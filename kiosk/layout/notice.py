"""What the clinic tells everybody for some days: a small card with a text, or one in each language under another."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kiosk.layout.measures import Measures
from kiosk.layout.typeset import SetText, Style, Typesetter

_PAD = 3.0
_ICON_EM = 1.2
"""Units around the texts; the icon's side in letters of the text."""
_URGENT_PAD_EM, _AIR_EM = 0.8, 0.5
"""Around what is urgent, and between its languages, in letters of the text."""


class NoticeCard(Struct, frozen=True):
    """Texts (`parts`) under one another, `gap` pixels apart, beginning `inset` from the left and `pad` from the top of a card as wide as they are."""

    parts: tuple[SetText, ...]
    inset: float
    pad: float
    width: float
    height: float
    urgent: bool = False
    gap: float = 0.0
    left: float = 0.0
    top: float = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.height


def notice_card(
    texts: Sequence[str], measures: Measures, width: float, typesetter: Typesetter, *, urgent_px: float = 0.0
) -> NoticeCard | None:
    """The card, at most `width` pixels wide; none where nothing is told. An urgent one has its own size of letters."""
    px, gap = urgent_px or measures.small, urgent_px * _AIR_EM
    pad = max(measures.unit * _PAD, urgent_px * _URGENT_PAD_EM)
    inset = pad * 2 + px * _ICON_EM
    parts = tuple(typesetter(text, Style(px, 600, 1.3, even=True), width - inset - pad) for text in texts)
    if not parts:
        return None
    height = sum(each.height for each in parts) + gap * (len(parts) - 1) + 2 * pad
    return NoticeCard(parts, inset, pad, inset + max(each.width for each in parts) + pad, height, urgent_px > 0, gap)
