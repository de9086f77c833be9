"""Where a finished form goes: sealed into the drawer, thanks only after that."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

from kiosk.content.model.form import Form
from kiosk.files.private import linked
from kiosk.signup.desk_notifier import Callers
from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.copies import first_seen, forget, forget_gone
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.leftovers import is_old, sweep
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.form.form_answers import Filling
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.trust import in_use
from kiosk.signup.record import TooLongError

_log = logging.getLogger(__name__)

_MOST_SECONDS_OF_A_SWEEP = 2.0
"""The screen stands still meanwhile, and after 7 the kiosk is ended (WatchdogSec): what is left goes at the next start, or the next day."""


class KeptNothing(Struct, frozen=True):
    """It could not be kept. `busy`: only because too many came in this hour."""

    busy: bool = False


class Desk(Struct, frozen=True):
    """Keeps finished forms. `keys` is the folder of the staff's keys, `region` the country whose phone numbers need no prefix."""

    drawer: Drawer
    keys: Path
    today: Callable[[], date]
    region: str = "US"
    caller: Callers | None = None

    @property
    def takes(self) -> bool:
        """Whether there is a key to close a form with, and a place to keep it: without them nobody is asked to fill one in."""
        try:
            return bool(in_use(self.keys)) and not linked(self.drawer.folder)
        except KeyFileError:
            return False

    def call(self, waiting: int) -> None:
        """Tells the desk how many wait, beside the screen: nobody waits for a network."""
        if self.caller:
            threading.Thread(target=self.caller.look, args=(waiting,), name="telling the desk", daemon=True).start()

    def keep(self, filling: Filling, form: Form, language: str) -> str | KeptNothing:
        """Keeps the form for good and tells its id, or keeps nothing of it."""
        try:
            return self._keep_in_a_whole_drawer(filling, form, language)
        except KeepError as error:
            _log.error("a sign-up could not be kept: %s", error.why.value)
            return KeptNothing(busy=error.why is Why.TOO_MANY)
        except (TooLongError, ValueError):
            _log.error("a sign-up could not be kept: it does not fit into a record")
            return KeptNothing()

    def _keep_in_a_whole_drawer(self, filling: Filling, form: Form, language: str) -> str:
        """Where the drawer turns out to be damaged, it was set aside meanwhile: words and form go into the new one."""
        try:
            return self._keep(filling, form, language)
        except KeepError as error:
            if error.why not in (Why.BROKEN, Why.TOO_MUCH):
                raise
            return self._keep(filling, form, language)

    def _keep(self, filling: Filling, form: Form, language: str) -> str:
        wordings = {name: self.drawer.keep_wording(text) for name, text in filling.consented(form, language).items()}
        return self.drawer.keep(filling.record(form, language, self.today(), wordings))

    def tidy(self) -> int:
        """Deletes what has lain here long enough, and tells how many sign-ups wait for the staff; 0 if the drawer cannot be read."""
        try:
            with suppress(KeepError):  # a disk that cannot be written is told where something is to be kept
                if expiry.begin_day(self.drawer):
                    self.sweep()
            gone = expiry.expire(self.drawer, self.today())
            if gone:
                _log.warning("%s sign-ups were deleted, as they were done or too old", len(gone))
                with suppress(OSError):  # a copy that cannot be reached goes in its time
                    forget_gone(self.keys.parent, self.drawer)
            return self.drawer.waiting()
        except KeepError as error:
            _log.error("the drawer cannot be looked through: %s", error.why.value)
            return 0

    def sweep(self) -> None:
        """Erases copies of requests and keys that have lain here long enough; by a clock that is not trusted only what killed commands left.

        Of those that stay goes what the journal says went for good.
        """
        data, today = self.keys.parent, self.today()
        try:
            seen, times = first_seen(data, self.drawer), expiry.lived(self.drawer, today)
            gone = sweep(
                data, lambda each: times.trusted and is_old(each, times.since(seen.get(each.name, 0)), today), seconds=_MOST_SECONDS_OF_A_SWEEP
            )
            left = forget_gone(data, self.drawer)
        except (KeepError, OSError) as error:
            _log.error("old copies cannot be looked through: %s", error)
            return
        if gone:
            _log.warning("%s old copies of requests were erased", gone)
        if left:
            _log.warning("requests that went for good may still be in copies that cannot be read: %s", ", ".join(each.name for each in left))

    def take_back(self, kept: str) -> bool:
        """Deletes what was kept; False if that failed."""
        try:
            self.drawer.take_back(kept)
            with suppress(OSError):  # a copy that cannot be reached goes in its time
                forget(self.keys.parent, [kept])
        except KeepError as error:
            _log.error("a sign-up could not be taken back: %s", error.why.value)
            return False
        return True
