"""The set-up at the kiosk: what staff do on its pages changes the glass at once, and is written down for the next start."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from kiosk.bridge.deck_view import DeckView
from kiosk.bridge.screen_view import ScreenView
from kiosk.devices.usb_backup import Stick
from kiosk.devices.usb_publication import StickPublication
from kiosk.screens.pages import NOWHERE, StepShown
from kiosk.screens.setup import AGAIN, CORNERS, FIRST, LOOKED, MADE, NAME, PEOPLE, SETUP, TYPED, WANTED, ScreenFacts, does, setting_up
from kiosk.screens.unnoted import unnoted
from kiosk.settings.settings import Settings
from kiosk.settings.writer import write_settings
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.keys import names
from kiosk.signup.keys.passphrases import objection
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.session import Session
from kiosk.visit.states import Staff

_log = logging.getLogger(__name__)
_LOWEST_MM, _HIGHEST_MM = 0.0, 1500.0
_MM_PER_INCH = 25.4


class SettingUp(QObject):
    """Knows the facts, and takes what a row of these pages is about: `size:1`, `height:-10`, `turn:90`, `say:es`, `touched:middle:2.5`.

    `folder` is where the machine keeps its own, None where nothing may be written; `say` says a sentence in a language, and for an empty one
    sounds the chime; `voices` tells who speaks which language; `stick` writes a backup where that is offered, `news` brings content from one.
    """

    changed = Signal()

    def __init__(
        self, deck: DeckView, screen: ScreenView, settings: Settings, folder: Path | None, *, say: Callable[[str], None],
        voices: Callable[[], Mapping[str, str]], stick: Stick | None = None,
        news: StickPublication | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._deck, self._screen, self._folder, self._say, self._voices = deck, screen, folder, say, voices
        per_mm, measured = screen.measures.screen.px_per_mm, settings.screen_diagonal_inches > 0
        self._facts = ScreenFacts(self._inches, per_mm, settings.lower_edge_mm, measured, settings.rotate)
        self._first = ""
        self._stick = stick
        self._news = news
        self._sticks: tuple[Stick | StickPublication, ...] = (*([stick] if stick else ()), *([news] if news else ()))
        for each in self._sticks:
            each.setParent(self)
            each.changed.connect(self.changed)

    def page(self, place: Staff, session: Session) -> StepShown:
        """What stands on one of these pages; nothing on the other ones for staff."""
        if not place.screen.startswith(SETUP):
            return NOWHERE
        facts = replace(
            self._facts,
            inches=self._inches,
            per_mm=self._screen.measures.screen.px_per_mm,
            voices=self._voices(),
            people=session.names,
            try_out=session.try_out,
            away=session.away,
            gaps=tuple(map(self._deck.stage.says, self._deck.stage.library.ask_us)),
            stick=self._stick.stands if self._stick else "",
        )
        if self._news:
            facts = replace(facts, news=self._news.stands, offer=self._news.offer, refused=self._news.wrong)
        return setting_up(self._deck.stage, place.screen, place.page, facts)

    @property
    def _inches(self) -> float:
        """The diagonal of the glass, as it is now."""
        return math.hypot(*self._screen.physical_mm) / _MM_PER_INCH

    # -- the glass, the touch, the sound ----------------------------------------------------------------------------------

    def does(self, what: str) -> None:
        """Takes a touch on a row; what no row is about is told to the log."""
        if not does(what):
            _log.warning("there is no such step: %r", what)
            return
        kind, _, value = what.partition(":")
        match kind:
            case "size":
                self._fit(self._inches / (1 + int(value) / 1000), self._facts.lower_edge_mm)
            case "height":
                self._fit(self._inches, min(max(self._facts.lower_edge_mm + int(value), _LOWEST_MM), _HIGHEST_MM))
            case "turn":
                self._facts = replace(self._facts, turned=int(value))
                self._write({"rotate": value})
            case "touched":
                name, _, off = value.partition(":")
                before = self._facts.touches if len(self._facts.touches) < len(CORNERS) else {}
                self._facts = replace(self._facts, touches={**before, name: float(off)})
            case "say":
                self._say(value)
            case "chime":
                self._say("")
            case "stick" if self._stick and not self._carried:
                self._stick.begin()
            case "news" if self._news and not self._carried:
                if value == "take":
                    self._news.take()
                else:
                    self._news.begin()
        self.changed.emit()

    @property
    def _carried(self) -> bool:
        """Whether something is carried just now, one way or the other: there is one service for both."""
        return any(each.stands in (MADE, WANTED, LOOKED) for each in self._sticks)

    def _fit(self, inches: float, lower_edge_mm: float) -> None:
        width, height = self._screen.physical_mm
        by = inches * _MM_PER_INCH / math.hypot(width, height)
        self._facts = replace(self._facts, lower_edge_mm=lower_edge_mm, measured=True)
        self._screen.fit((width * by, height * by), lower_edge_mm)
        self._write({"screen_diagonal_inches": f"{inches:.2f}", "lower_edge_mm": f"{lower_edge_mm:.0f}"})

    def _write(self, values: Mapping[str, str]) -> None:
        if self._folder is None:
            return
        try:
            write_settings(self._folder, values)
        except OSError as error:
            _log.error("the settings could not be written: %s", error.strerror)

    # -- who can read -----------------------------------------------------------------------------------------------------

    def wants_letters(self, screen: str) -> bool:
        """Whether something is typed there."""
        return screen in TYPED

    def may_be_seen(self, screen: str) -> bool:
        """Whether what is typed there shows; passphrases do not."""
        return screen == NAME

    def letters(self, keys: str) -> None:
        """Other letters on the keys."""
        self._facts = replace(self._facts, keys=keys)

    def take(self, screen: str, typed: str, session: Session) -> str:
        """A name, a passphrase, and the same again: then there is one more who can read. The screen that follows."""
        if screen == NAME:
            return self._take_name(names.kept(typed), session)
        if screen == FIRST:
            return self._take_first(typed)
        wrong = "setup_other" if typed != self._first else self._admit(session, typed)
        if wrong:
            self._facts = replace(self._facts, wrong=wrong)
            return FIRST
        self.forget()
        return PEOPLE

    def _take_name(self, name: str, session: Session) -> str:
        wrong = "setup_taken" if any(names.same(name, each) or names.alike(name, each) for each in session.names) else ""
        self._facts = replace(self._facts, typing=name, wrong=wrong)
        return FIRST if name and not wrong else NAME

    def _take_first(self, typed: str) -> str:
        against = objection(typed, self._facts.typing, self._deck.stage.library.clinic.name)
        self._first = typed
        self._facts = replace(self._facts, wrong=f"setup_{against.fault}" if against else "", letter=against.letter if against else "")
        return FIRST if against else AGAIN

    def _admit(self, session: Session, passphrase: str) -> str:
        """The name of the sentence that says why nobody was added; empty if somebody was."""
        try:
            session.admit(self._facts.typing, passphrase)
        except KeepError as error:
            return unnoted(error.why)
        except (KeyFileError, OSError) as error:
            _log.error("nobody was added: %s", error)
            return "setup_failed"
        return ""

    def forget(self) -> None:
        """What was typed is gone, and what was wrong with it."""
        self._first = ""
        self._facts = replace(self._facts, typing="", wrong="", letter="", keys="plain")
        for each in self._sticks:
            each.leave()
