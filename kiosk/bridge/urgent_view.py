"""The urgent notice at the kiosk: what stands, until when, and the pages on which staff write and end it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.bridge.deck_view import DeckView
from kiosk.content.model.deck import MOST_NOTICE_LETTERS, Text
from kiosk.content.store.urgent_notice import Moment, UrgentNotice, as_kept, end_notice, set_notice, standing
from kiosk.devices.clock_watch import LOOK_SECONDS
from kiosk.screens.announcing import END, ENDED, SAY, URGENT, NoticeFacts, after, announcing, end_of, language_of, offered, told
from kiosk.screens.pages import NOWHERE, StepShown
from kiosk.signup.session import Session
from kiosk.visit.states import Staff

_log = logging.getLogger(__name__)


class UrgentNotices(QObject):
    """Keeps what staff set in the folder `data`. `changed` tells that something else is to be told, or that a page for staff is another one.

    `now` is the time of the clinic, `moment` the same instant by both clocks.
    """

    changed = Signal()

    def __init__(self, deck: DeckView, data: Path, now: Callable[[], datetime], moment: Callable[[], Moment]) -> None:
        super().__init__()
        self._deck, self._data, self._now, self._moment = deck, data, now, moment
        self._stands: UrgentNotice | None = None
        self._written: dict[str, str] = {}
        self._keys, self._wrong = "plain", ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self.look()

    # -- what everybody is told -------------------------------------------------------------------------------------------

    def text(self) -> Text:
        """What stands now, in the languages of the clinic; an empty text where nothing does."""
        return self._stands.text(self._deck.stage.library.clinic.languages) if self._stands else Text()

    @Slot()
    def look(self) -> None:
        """Looks at the clocks and into the folder: a notice ends by itself, and is looked at often enough in case a clock was set."""
        before, moment = self._stands, self._moment()
        self._stands = standing(self._data, moment)
        if self._stands:
            self._timer.start(round(max(1.0, min(LOOK_SECONDS, self._stands.seconds_left(moment))) * 1000))
        else:
            self._timer.stop()
        if self._stands != before:
            self.changed.emit()

    # -- the pages for staff ----------------------------------------------------------------------------------------------

    def page(self, place: Staff, session: Session) -> StepShown:
        """What stands on one of these pages; nothing on the other ones for staff, and to whom no passphrase let in."""
        if not place.screen.startswith(URGENT) or session.try_out or not offered(self._deck.stage):
            return NOWHERE
        return announcing(self._deck.stage, place, self._facts())

    def told(self) -> str:
        """How it stands, for the row that leads to these pages; empty where there are none."""
        return told(self._deck.stage, self._facts()) if offered(self._deck.stage) else ""

    def _facts(self) -> NoticeFacts:
        now, stage = self._now(), self._deck.stage
        told = stage.library.clinic.urgent_notice
        left = self._stands.seconds_left(self._moment()) if self._stands else 0.0
        return NoticeFacts(
            now,
            stands=dict(self.text().versions),
            ends=datetime.fromtimestamp(now.timestamp() + left) if left else None,  # noqa: DTZ006  as all times that staff are told
            written=self._written,
            content=stage.says(stage.library.urgent),
            content_until=told.show.until if told and told.show else None,
            wrong=self._wrong,
            keys=self._keys,
        )

    def wants_letters(self, screen: str) -> bool:
        """Whether something is typed there."""
        return bool(language_of(self._deck.stage, screen))

    may_be_seen = wants_letters
    """Whatever is typed here everybody is to read."""

    def most(self, screen: str) -> int:
        """How many letters can be typed there; 0 where none can."""
        return MOST_NOTICE_LETTERS if self.wants_letters(screen) else 0

    def letters(self, keys: str) -> None:
        """Other letters on the keys."""
        self._keys = keys

    def typed(self, screen: str, words: str) -> None:
        """What stands in the field of this screen."""
        if code := language_of(self._deck.stage, screen):
            self._written[code], self._wrong = words, ""

    def written(self, screen: str) -> str:
        """What was typed on this screen before."""
        return self._written.get(language_of(self._deck.stage, screen), "")

    def take(self, screen: str, _typed: str, _session: Session) -> str:
        """One language is done. The screen that follows: the next language, the end, or the first where nothing was written in any."""
        follows = after(self._deck.stage, screen)
        self._keys = "plain"
        if follows == END and not self._texts():
            self._wrong = "urgent_say_none"
            return SAY + self._deck.stage.library.clinic.languages[0]
        return follows

    def does(self, what: str) -> str:
        """Sets the notice until then, or ends the one that stands; the screen that follows. What no row is about is told to the log."""
        self._wrong = ""
        end = end_of(what, self._now())
        if what == ENDED:
            if self._kept(lambda: end_notice(self._data)):
                _log.warning("staff ended the urgent notice")
        elif end and (texts := self._texts()):
            seconds = end.timestamp() - self._now().timestamp()
            notice = UrgentNotice(texts, self._moment(), seconds)
            if self._kept(lambda: set_notice(self._data, notice)):
                _log.warning("staff set an urgent notice")
                self._written.clear()
        else:
            _log.warning("there is no such end: %r", what)
        return URGENT

    def _texts(self) -> dict[str, str]:
        return {code: kept for code in self._deck.stage.library.clinic.languages if (kept := as_kept(self._written.get(code, "")))}

    def _kept(self, do: Callable[[], None]) -> bool:
        """Whether it is on the disk; if not, the page says so, and what stood before stands."""
        try:
            do()
        except OSError as error:
            _log.error("the urgent notice could not be kept: %s", error.strerror)
            self._wrong = "urgent_unkept"
        self.look()
        return not self._wrong

    def forget(self) -> None:
        """The pages are left: what was typed and not set is gone."""
        self._written.clear()
        self._keys, self._wrong = "plain", ""
