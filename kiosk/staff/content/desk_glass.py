"""The kiosk in the window of the desk: how it looks, what of the content it shows, and what of it was touched."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kiosk import app
from kiosk.content.edits.outline import Spot, bare
from kiosk.content.edits.session import Session
from kiosk.content.edits.touched import spot_of
from kiosk.content.model.facts import facts_of, filled
from kiosk.content.store.library import Library
from kiosk.staff.content import desk_looks, on_the_glass
from kiosk.staff.content.chosen_item import text_of
from kiosk.visit import moves
from kiosk.visit.states import Reading, place_at

FIRST_SIZE = "Across"


def first_looks(languages: Sequence[str]) -> dict[str, str]:
    """How the kiosk looks when the desk is opened."""
    return {"size": FIRST_SIZE, "language": languages[0], "text": "A", "theme": "Paper"}


class DeskGlass:
    """A kiosk with the content of a session; `looks` has what was chosen of `desk_looks`."""

    def __init__(self, kiosk: app.Kiosk, session: Session, looks: dict[str, str]) -> None:
        self._kiosk, self._session, self._looks = kiosk, session, looks

    def show(self, library: Library | None) -> None:
        """The kiosk shows this from now on; where there is nothing, what it has shown."""
        if library:
            self._kiosk.show_now(library)

    def touched(self, words: str, kind: str) -> Spot | None:
        """The text of the content that stands where something of this kind was touched."""
        visit, reading = self._kiosk.visit.visit, self._session.reading
        if kind == "picture":
            return on_the_glass.picture_at(visit, reading)
        return spot_of(reading, words, visit.language, tuple(on_the_glass.near(visit, reading)))

    def unanswered_at(self, spot: Spot) -> Spot | None:
        """The question on the screen that shows this in place of an answer."""
        return on_the_glass.unanswered_at(spot, self._kiosk.visit.visit.panel, self._session.reading)

    def in_hand(self) -> Spot | None:
        """The slide that shows; None where none does."""
        return on_the_glass.slide_in_hand(self._kiosk.visit.visit.place, self._session.reading)

    def go(self, spot: Spot) -> None:
        """The kiosk goes where this can be seen, on the page that has it."""
        place = on_the_glass.place_of(spot, self._session)
        if not place:
            return
        visit = self._kiosk.visit
        if visit.visit.idle:
            visit.move(moves.Woke(self._looks["language"]))
        visit.go(place_at(place))
        if panel := on_the_glass.panel_of(spot, self._session):
            visit.move(moves.PanelOpened(panel))
        here = visit.visit.place
        if isinstance(here, Reading) and (plain := self.plain()):
            pages = self._kiosk.deck.page_count(here.topic, here.slide)
            for page in range(pages):
                visit.go(Reading(here.topic, here.slide, page))
                if bare(plain) in bare(json.dumps(self._kiosk.deck.drawn["pages"].get("current"), ensure_ascii=False)):
                    return
            visit.go(here)

    def plain(self) -> str:
        """What the chosen text looks like on the screen."""
        text, clinic = text_of(self._session.chosen, self._session), self._session.reading.clinic.value
        full = filled(text, facts_of(clinic)) if text and clinic else text
        return full.in_(self._kiosk.visit.visit.language).replace("*", "") if full else ""

    def look(self, name: str, value: str) -> bool:
        """The kiosk in another size, language, text size or theme; False where there is no such one."""
        if value not in desk_looks.values(name, self._session.languages):
            return False
        self._looks[name] = value
        visit = self._kiosk.visit
        if visit.visit.idle and name != "size":
            visit.move(moves.Woke(self._looks["language"]))
        desk_looks.put_on(self._kiosk, name, value)
        return True

    def pages(self) -> str:
        """How many pages the slide has that shows, in words."""
        place = self._kiosk.visit.visit.place
        count = self._kiosk.deck.page_count(place.topic, place.slide) if isinstance(place, Reading) and place.slide else 0
        return f"{count} page{'s' if count != 1 else ''} at this size" if count else ""
