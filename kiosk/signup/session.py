"""A member of the staff at the kiosk: signs in with a name and a passphrase, sees sign-ups, says how far they came, signs out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.signup import keys
from kiosk.signup.drawer import Drawer, Entry, KeepError
from kiosk.signup.journal import What
from kiosk.signup.keys import KeyFileError, WrongPassphraseError
from kiosk.signup.record import Record
from kiosk.signup.signing import Signer
from kiosk.signup.status import Status
from kiosk.signup.try_out import protect

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

MOST_WRONG, FIRST_WAIT, LONGEST_WAIT = 5, 30.0, 900.0
"""After five wrong passphrases one waits half a minute, then twice as long each time (standards P9)."""
NOBODY = "try-out"
"""Who marks a sign-up where the key has no passphrase."""
_log = logging.getLogger(__name__)


class Session:
    """Who is signed in, and what they may open. `clock` gives monotonic seconds. Every method may raise KeepError."""

    def __init__(self, drawer: Drawer, folder: Path, today: Callable[[], date], clock: Callable[[], float] = time.monotonic) -> None:
        self.drawer, self._folder, self.today, self._clock = drawer, folder, today, clock
        self.who = ""
        self._privates: dict[str, EllipticCurvePrivateKey] = {}
        self._opened: set[str] = set()
        self._wrong, self._until = 0, 0.0

    # -- who --------------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """Who has a passphrase here; none where a key file is damaged."""
        with suppress(KeyFileError):
            return keys.holders(self._folder)
        return ()

    @property
    def away(self) -> bool:
        """Whether the key is kept elsewhere, so that nothing can be read here."""
        with suppress(KeyFileError):
            return keys.is_away(self._folder)
        return False

    @property
    def try_out(self) -> bool:
        """Whether the key here has no passphrase."""
        with suppress(KeyFileError):
            return keys.is_try_out(self._folder)
        return False

    @property
    def signed_in(self) -> bool:
        return bool(self._privates)

    @property
    def wait(self) -> int:
        """Whole seconds until the next passphrase is taken; 0 if it is now."""
        return max(0, round(self._until - self._clock()))

    def sign_in(self, who: str, passphrase: str) -> bool:
        """Whether it was the right passphrase, and not too early after too many wrong ones."""
        if self.wait:
            return False
        try:
            self._privates = keys.open_private(self._folder, who, passphrase)
        except (WrongPassphraseError, KeyFileError):
            self._refuse(who)
            return False
        self.who, self._wrong = who, 0
        keys.settle(self._folder, self._privates)
        self.drawer.audit(What.SIGNED_IN, who, "", self._signer)
        return True

    def _refuse(self, who: str) -> None:
        self._wrong += 1
        if self._wrong >= MOST_WRONG:
            self._until = self._clock() + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self._wrong - MOST_WRONG))
        self.drawer.audit(What.REFUSED, who, f"{self._wrong} in a row")

    def admit(self, name: str, passphrase: str) -> None:
        """Gives somebody a passphrase: the first one protects the key. May raise KeyFileError."""
        if self.try_out:
            protect(self.drawer, self._folder, name, passphrase, self.today())
            self._privates, self.who = keys.open_private(self._folder, name, passphrase), name
        else:
            keys.admit(self._folder, self._privates, name, passphrase)
        self.drawer.audit(What.CHANGED_KEYS, self.who, f"a passphrase for {name}", self._signer)

    def sign_out(self) -> None:
        """Forgets the keys."""
        if not self.signed_in:
            return
        who, self.who = self.who, ""
        self._privates.clear()
        self._opened.clear()
        try:
            self.drawer.audit(What.SIGNED_OUT, who)
        except KeepError as error:
            _log.error("the journal could not note a signing out: %s", error.why.value)

    @property
    def _signer(self) -> Signer | None:
        return keys.signer_of(self._folder, self._privates)

    @property
    def strange(self) -> tuple[str, ...]:
        """The fingerprints of keys in the list that nobody confirmed whom those who are signed in can trust."""
        return tuple(each.fingerprint for each in keys.unconfirmed(self._folder, self._privates))

    def leave(self) -> None:
        """Notes that somebody ends the kiosk."""
        self.drawer.audit(What.LEFT, self.who)

    # -- what -------------------------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        return self.drawer.entries()

    def open(self, name: str) -> Record | None:
        """What a sign-up holds; the first look in a session is noted. None if these keys do not open it."""
        record = self.drawer.open(name, self._privates)
        if name not in self._opened:
            self._opened.add(name)
            self.drawer.audit(What.OPENED, self.who, name)
        return record

    def mark(self, name: str, status: Status) -> None:
        self.drawer.mark(name, status, self.who or NOBODY, self._signer)
