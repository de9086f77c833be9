"""What everybody is to know at once: open over the screen, and, once it is closed, in a line over the buttons."""

from __future__ import annotations

from msgspec import Struct

from kiosk.layout.markup import as_shown
from kiosk.layout.typeset import NOTHING, SetText, Style
from kiosk.screens.context import Stage
from kiosk.screens.panels import PanelShown, PanelText, laid

ICON = "triangle-alert"
_EDGE, _ICON_EM, _MORE_EM = 14.0, 1.6, 1.5
"""What the line gives to its two ends, in units; and in letters, to its icon, and to the three dots where it is longer."""


class UrgentLine(Struct, frozen=True):
    """What ControlBar.qml draws of it: as much as stands on one line, and all of it for ears. Nothing where there is none."""

    text: SetText = NOTHING
    says: str = ""


def urgent_sheet(stage: Stage) -> PanelShown:
    """The urgent notice, where it lies open; nothing elsewhere."""
    at = stage.visit.urgent_page
    if at is None or not stage.urgent:
        return PanelShown()
    heading = stage.word("urgent_title") if stage.library.has_words("urgent_title") else stage.library.clinic.name
    return laid(stage, PanelText(heading, ((ICON, "", stage.says(stage.urgent)),)), at)


def urgent_line(stage: Stage) -> UrgentLine:
    """The same in a line; its first words where it is longer."""
    if not stage.urgent:
        return UrgentLine()
    said, measures = as_shown(stage.says(stage.urgent)), stage.measures
    style = Style(measures.small, 600, 1.3)
    width = stage.area.width - measures.unit * _EDGE - measures.small * _ICON_EM
    lines = stage.set(said, style, width).lines
    if len(lines) > 1:
        first = stage.set(said, style, width - measures.small * _MORE_EM).lines[0].plain.rstrip()
        return UrgentLine(stage.set(f"{first}\u00a0\u2026", style, width), said)
    return UrgentLine(stage.set(said, style, width), said)
