"""The deck as QML sees it: what `kiosk.screens` makes of the library and the visit, as properties that notify when they change."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.bridge.typesetting import set_text
from kiosk.content.model.deck import Text
from kiosk.content.store.library import Library
from kiosk.layout.measures import Area, Measures
from kiosk.screens.attract import attract
from kiosk.screens.basket import basket
from kiosk.screens.comfort import comfort_panel
from kiosk.screens.comparing import comparing
from kiosk.screens.context import Stage
from kiosk.screens.for_qml import flat, plain
from kiosk.screens.home import home
from kiosk.screens.lookup import lookup
from kiosk.screens.pages import Pages
from kiosk.screens.panels import help_panel, sheet
from kiosk.screens.recordings import recordings
from kiosk.screens.turns import DeckShown, turns
from kiosk.screens.urgent import urgent_line, urgent_sheet
from kiosk.visit.actions import action
from kiosk.visit.moves import AskedForComfort, ChoseLanguage
from kiosk.visit.states import Basket, Comparing, Home, Lookup, Reading, Visit

QML_IMPORT_NAME = "kiosk.bridge"
QML_IMPORT_MAJOR_VERSION = 1
AHEAD_MS = 100
"""After a turn its picture is drawn first; then the slides that the next turn will need are made."""


def _drawn(name: str) -> Callable[[DeckView], dict[str, Any]]:
    """What gives QML this part of the screen."""
    return lambda view: view.drawn[name]


@QmlElement
@QmlUncreatable("made by kiosk.app")
class DeckView(QObject):  # type: ignore[operator]  # the stubs do not know that QmlUncreatable can be called
    """Shows the library at the place where the visit stands. `show` is the way in from Python, `area` from QML.

    Python reads `shown`, QML the same as `drawn`.
    """

    saysChanged = Signal()
    homeChanged = Signal()
    pagesChanged = Signal()
    lookupChanged = Signal()
    panelChanged = Signal()
    helpChanged = Signal()
    comfortChanged = Signal()
    attractChanged = Signal()
    urgentChanged = Signal()
    urgentLineChanged = Signal()
    turnsChanged = Signal()
    staged = Signal()

    def __init__(self, library: Library, measures: Measures) -> None:
        super().__init__()
        self._maker = Pages()
        self._voices: frozenset[str] = frozenset()
        self.says_now: dict[str, str] = {}
        self.shown = DeckShown()
        self._turned = False
        self.drawn = {name: plain(getattr(self.shown, name)) or {} for name in DeckShown.__struct_fields__}
        visit = Visit(language=library.clinic.languages[0])
        self._stage = Stage(library, set_text, visit, measures, Area(0, 0))
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self.look_ahead)

    # -- in ---------------------------------------------------------------------------------------------------------------

    def show(self, visit: Visit, measures: Measures) -> None:
        """Takes on the visit and the sizes, and tells QML what became different."""
        self._take(visit, measures, self._stage.area)

    def swap(self, library: Library) -> None:
        """Shows other content; the visitor's place stays where it still is."""
        stage = self._stage
        self._maker.forget()
        self._stage = Stage(library, stage.typesetter, stage.visit, stage.measures, stage.area, urgent=stage.urgent)
        if stage.area.width > 1:
            self._refresh(everything=True)
            self.turned()

    def retell(self, library: Library) -> None:
        """Shows one text anew, with every key of whoever writes it; what is not in sight waits for the next `swap`."""
        stage, place = self._stage, self._stage.visit.place
        before, after = (each.topic(place.topic) for each in (stage.library, library)) if isinstance(place, Reading) else (None, None)
        if before is None or after is None or library.interface is not stage.library.interface or library.words is not stage.library.words:
            self.swap(library)
            return
        self._maker.forget_changed(before, after)
        self._stage = Stage(library, stage.typesetter, stage.visit, stage.measures, stage.area, urgent=stage.urgent)
        self._refresh(everything=False)
        self.turned()

    def announce(self, urgent: Text) -> None:
        """What everybody is to know from now on; an empty text where there is nothing of that any more."""
        if urgent != self._stage.urgent:
            self._stage = replace(self._stage, urgent=urgent)
            if self._stage.area.width > 1:
                self._refresh(everything=True)
                self.turned()

    @Slot(float, float, float)
    def area(self, width: float, height: float, touchable_from: float) -> None:
        """The room for slides, in pixels, and from where on down it can be touched."""
        self._take(self._stage.visit, self._stage.measures, Area(max(1.0, width), max(1.0, height), max(0.0, touchable_from)))
        self.turned()

    def _take(self, visit: Visit, measures: Measures, area: Area) -> None:
        before = self._stage
        resized = (measures, area) != (before.measures, before.area)
        if resized:
            self._maker.forget()
        self._stage = replace(before, visit=visit, measures=measures, area=area)
        if area.width > 1 and (resized or _seen(visit) != _seen(before.visit)):
            anew = resized or _beneath(visit) != _beneath(before.visit)
            self._refresh(everything=resized or visit.language != before.visit.language, beneath=anew)
        else:
            self._turn()

    # -- for the voice ----------------------------------------------------------------------------------------------------

    def speak(self, languages: frozenset[str]) -> None:
        """Takes on the languages that there are voices for."""
        if languages != self._voices:
            self._voices = languages
            self.saysChanged.emit()
            if self._stage.area.width > 1:
                self._refresh(everything=False)
                self.turned()

    @property
    def can_speak(self) -> bool:
        """Whether there is a voice in the visitor's language."""
        return self.speaks_in(self._stage.language)

    def speaks_in(self, language: str) -> bool:
        """Whether there is a voice in this language."""
        return language in self._voices

    def uppermost(self) -> dict[str, Any]:
        """What stands over all else on the screen, of what is shown here; nothing at the form and on the pages for staff."""
        drawn, shown = self.drawn, self.shown
        if shown.urgent.pages and self._stage.visit.told_now:
            return drawn["urgent"]
        if shown.comfort.pages:
            return drawn["comfort"]
        if shown.help:
            return flat(drawn["help"])
        if shown.panel.pages:
            return drawn["panel"]
        match self._stage.visit.place:
            case Home():
                return {"name": self._stage.library.clinic.name} | drawn["home"]
            case Reading():
                return flat(drawn["pages"].get("current", {}))
            case Lookup() | Basket() | Comparing():
                return flat(drawn["lookup"].get("page", {}))
            case _:
                return {}

    def clip_of(self, title: str, text: str) -> Path | None:
        """The recording of a text of the slide in hand, as it stands on the screen; None where there is none."""
        return recordings(self._stage).get((title, text))

    # -- what there is ----------------------------------------------------------------------------------------------------

    @property
    def stage(self) -> Stage:
        """All it takes to show something else than what is shown here; `staged` tells when it changed."""
        return self._stage

    def page_count(self, topic: str, slide: str) -> int:
        """How many pages a slide takes on this screen."""
        return self._maker.count(self._stage, topic, slide)

    # -- out --------------------------------------------------------------------------------------------------------------

    def _refresh(self, *, everything: bool, beneath: bool = True) -> None:
        """What is not in sight is made anew only where its size or its language changed, and what lies `beneath` a panel not for the panel's sake.

        A touch must not wait for it.
        """
        stage = self._stage
        if everything:
            self.says_now = {name: stage.says(text) for name, text in stage.library.interface}
            self.saysChanged.emit()
            self._put("attract", attract(stage), self.attractChanged)
        if everything or (beneath and isinstance(stage.visit.place, Home)):
            self._put("home", home(stage), self.homeChanged)
        if beneath:
            if self._put("pages", self._maker.shown(stage), self.pagesChanged):
                self._ahead.start(AHEAD_MS)
            self._put("lookup", lookup(stage) or basket(stage) or comparing(stage), self.lookupChanged)
        self._put("panel", sheet(stage), self.panelChanged)
        self._put("help", help_panel(stage), self.helpChanged)
        self._put("comfort", comfort_panel(stage, speaks=self.can_speak), self.comfortChanged)
        self._put("urgent", urgent_sheet(stage), self.urgentChanged)
        self._put("urgent_line", urgent_line(stage), self.urgentLineChanged)
        self._turn()
        self.staged.emit()

    def _turn(self) -> None:
        """Where to from here; QML hears of it by `turned`."""
        fresh = turns(self._stage.visit, self.shown)
        self._turned |= fresh != self.shown.turns
        self.shown.turns, self.drawn["turns"] = fresh, plain(fresh)

    @Slot()
    def turned(self) -> None:
        """All else of a move is told: now the bar learns what its buttons lead to. Sooner, they would change in the rows of the screen before."""
        if self._turned:
            self._turned = False
            self.turnsChanged.emit()

    @Slot()
    def look_ahead(self) -> None:
        """Makes what the next turn will need, while nothing else is to be done."""
        self._maker.prepare(self._stage)

    def _put(self, name: str, value: Any, signal: Any) -> bool:
        """Whether this is another value than before."""
        other: bool = getattr(self.shown, name) != value
        if other:
            setattr(self.shown, name, value)
            self.drawn[name] = plain(value) or {}
            signal.emit()
        return other

    def _other_language(self) -> dict[str, str]:
        """What the language switch asks for, and the name of that language; where there are several, one must be chosen on the panel."""
        library, language = self._stage.library, self._stage.language
        others = [code for code in library.clinic.languages if code != language]
        names = [library.interface_text("language_name").in_(code) for code in others]
        asks = ChoseLanguage(others[0]) if len(others) == 1 else AskedForComfort()
        return {"action": action(asks), "name": ", ".join(names[:2]) + (" …" if len(names) > 2 else "")}

    _says = attrgetter("says_now")
    _attract, _home, _pages, _lookup, _panel, _help, _comfort, _urgent, _urgent_line, _turns = (_drawn(name) for name in DeckShown.__struct_fields__)

    says = Property(dict, _says, notify=saysChanged)
    attract = Property(dict, _attract, notify=attractChanged)
    home = Property(dict, _home, notify=homeChanged)
    pages = Property(dict, _pages, notify=pagesChanged)
    lookup = Property(dict, _lookup, notify=lookupChanged)
    panel = Property(dict, _panel, notify=panelChanged)
    help = Property(dict, _help, notify=helpChanged)
    comfort = Property(dict, _comfort, notify=comfortChanged)
    urgent = Property(dict, _urgent, notify=urgentChanged)
    urgentLine = Property(dict, _urgent_line, notify=urgentLineChanged)
    turns = Property(dict, _turns, notify=turnsChanged)
    otherLanguage = Property(dict, _other_language, notify=saysChanged)


def _seen(visit: Visit) -> tuple[object, ...]:
    """What of a visit changes the picture; a finger that comes down does not."""
    return visit.panel, visit.help_page, visit.breathing, visit.comfort_page, visit.urgent_page, *_beneath(visit)


def _beneath(visit: Visit) -> tuple[object, ...]:
    """What of a visit changes the screen under the panels."""
    return visit.place, visit.comfort, visit.language, visit.basket, visit.weighed
