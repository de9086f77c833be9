"""A member of the staff at the kiosk: signs in with a name and a passphrase, sees sign-ups, says how far they came, signs out."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from math import ceil
from pathlib import Path

from kiosk.files.private import held
from kiosk.signup.drawer import introductions, key_use
from kiosk.signup.drawer.changing import finish_change
from kiosk.signup.drawer.copies import forget
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.drawer.try_out import go_on, protect
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.notes import Note, about_caller, caller
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import admission, holders, list_changes, moved_away, private_keys, trust, try_out_key, unlock
from kiosk.signup.keys.private_keys import NOTHING
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.slots import MOST_AT_THE_SCREEN
from kiosk.signup.keys.unlock import WrongPassphraseError
from kiosk.signup.keys.waiting import Waiting
from kiosk.signup.record import Record

NOBODY = "try-out"
"""Who marks a sign-up where the key has no passphrase."""
_log = logging.getLogger(__name__)


class Session:
    """Who is signed in, and what they may open. Nothing is opened or done before the journal has it: every method may raise KeepError.

    `clock` gives monotonic seconds, `wall` those of the wall clock: it is asked once, so that setting it while the kiosk runs changes no wait.
    """

    def __init__(
        self, drawer: Drawer, folder: Path, today: Callable[[], date],
        clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self.drawer, self._folder, self.today = drawer, folder, today
        begun = wall() - clock()
        self._waiting = Waiting(folder, lambda: begun + clock())
        self.who = ""
        self._privates = NOTHING
        self._opened: dict[str, bytes] = {}
        """The fingerprint of what was shown of each request."""
        self._listed: set[str] = set()
        self._changed: set[str] = set()
        """Of which requests the list was shown."""
        self.news: tuple[str, ...] = ()
        """What others did about the key that signs in this name alone, a sentence each."""
        self.given_up = False
        """Whether what opened is no longer in use, so that only older requests can be read, and nothing done."""
        self.other_keys = False
        """Whether requests are closed for other keys than staff wrote down."""

    # -- who --------------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """Who has a passphrase here; none where a key file is damaged."""
        with suppress(KeyFileError):
            return holders.holders(self._folder)
        return ()

    @property
    def away(self) -> bool:
        """Whether the key is kept elsewhere, so that nothing can be read here."""
        with suppress(KeyFileError):
            return moved_away.is_away(self._folder)
        return False

    @property
    def try_out(self) -> bool:
        """Whether the key here has no passphrase."""
        with suppress(KeyFileError):
            return try_out_key.is_try_out(self._folder)
        return False

    @property
    def signed_in(self) -> bool:
        return bool(self._privates)

    def wait(self, who: str) -> int:
        """Whole seconds until the next passphrase of this name is taken; 0 if it is now."""
        return ceil(self._waiting.seconds(who, self.names))

    def sign_in(self, who: str, passphrase: str) -> bool:
        """Whether it was the right passphrase, and not too early after too many wrong ones. A right one ends the waiting of all names."""
        if self.wait(who):
            return False
        try:
            with suppress(OSError):  # another one has the keys
                finish_change(self.drawer, self._folder)
            opened = unlock.open_private(self._folder, who, passphrase, MOST_AT_THE_SCREEN)
        except (WrongPassphraseError, KeyFileError):
            self._refuse(who)
            return False
        with suppress(OSError):  # another one has the keys: it is written down the next time
            list_changes.settle(self._folder, opened)
            go_on(self.drawer, self._folder, opened)
        told = introductions.introduce(self.drawer, opened)
        self.drawer.audit(EntryKind.SIGNED_IN, who, "", trust.signer_of(self._folder, opened))
        self.given_up = key_use.is_given_up(self.drawer, opened)
        self.who, self._privates, self.news, self.other_keys = who, opened, told.news, bool(told.about_keys)
        self._waiting.end()
        return True

    def _refuse(self, who: str) -> None:
        """Counts also what the journal cannot note."""
        wrong = self._waiting.count(who, self.names)
        try:
            self.drawer.audit(EntryKind.REFUSED, who, f"{wrong} lately")
        except KeepError as error:
            _log.error("the journal could not note a wrong passphrase: %s", error.why.value)

    def admit(self, name: str, passphrase: str) -> None:
        """Gives somebody a passphrase: the first one protects the key. May raise KeyFileError, OSError."""
        with held(self._folder):
            finish_change(self.drawer, self._folder)
            if not self.try_out:
                admission.admits(self._folder, self._privates, name)
            self.drawer.audit(EntryKind.CHANGED_KEYS, self.who or NOBODY, f"a passphrase for {name}", self._signer)
            if self.try_out:
                protect(self.drawer, self._folder, name, passphrase, self.today())
                self._privates, self.who = unlock.open_private(self._folder, name, passphrase, MOST_AT_THE_SCREEN), name
            else:
                who, signer = self.who, self._signer

                def known(public: bytes) -> None:
                    introductions.announce(self.drawer, name, public, who, signer)

                admission.admit(self._folder, self._privates, name, passphrase, before=known)
        for each in private_keys.earlier_states(self._folder):
            _log.error("an earlier state of the keys could not be deleted: %s", each)

    def sign_out(self) -> None:
        """Forgets the keys."""
        if not self.signed_in:
            return
        who, self.who = self.who, ""
        self._privates, self.news, self.other_keys, self.given_up = NOTHING, (), False, False
        self._opened.clear()
        self._listed.clear()
        self._changed.clear()
        try:
            self.drawer.audit(EntryKind.SIGNED_OUT, who)
        except KeepError as error:
            _log.error("the journal could not note a signing out: %s", error.why.value)

    @property
    def _signer(self) -> Signer | None:
        return trust.signer_of(self._folder, self._privates)

    @property
    def strange(self) -> tuple[str, ...]:
        """The fingerprints of keys in the list that nobody confirmed whom those who are signed in can trust.

        None for who opens only what was given up: they cannot tell what took its place.
        """
        if self.given_up:
            return ()
        return tuple(each.fingerprint for each in trust.unconfirmed(self._folder, self._privates))

    def leave(self) -> None:
        """Notes that somebody ends the kiosk."""
        self.drawer.audit(EntryKind.LEFT, self.who, "", self._signer)

    # -- what -------------------------------------------------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        return self.drawer.entries(self._privates)

    def glance(self, names: Sequence[str]) -> list[Record | None]:
        """What these sign-ups hold, for a list of them; the first look in a session is noted before. None as for `open`."""
        fresh = set(names) - self._listed
        if fresh:
            self.drawer.audit(EntryKind.OPENED, self.who, f"{len(fresh)} listed", self._signer)
            self._listed |= fresh
        return [self._seen(name, shown) for name, shown in zip(names, self.drawer.show(names, self._privates), strict=True)] if names else []

    def open(self, name: str) -> Record | None:
        """What a sign-up holds; the first look in a session is noted before. None if these keys do not open it, or it is not what came."""
        if name not in self._opened:
            self.drawer.audit(EntryKind.OPENED, self.who, name, self._signer)
        (shown,) = self.drawer.show([name], self._privates)
        self._opened[name] = shown.seals
        return self._seen(name, shown)

    def is_changed(self, name: str) -> bool:
        """Whether a sign-up that was looked at is not what came, by what the journal says."""
        return name in self._changed

    def _seen(self, name: str, shown: Shown) -> Record | None:
        (self._changed.add if shown.changed else self._changed.discard)(name)
        return shown.record and shown.record.on_the_glass()

    def notes(self, name: str) -> tuple[Note, ...]:
        """What staff wrote on a sign-up that was opened, the oldest first."""
        return self.drawer.notes(self._privates).get(name, ()) if name in self._opened else ()

    def callers(self) -> dict[str, str]:
        """Who will call, by sign-ups: only of those for which somebody in particular will."""
        found = {name: caller(written) for name, written in self.drawer.notes(self._privates).items()}
        return {name: who for name, who in found.items() if who}

    def note(self, name: str, text: str) -> None:
        """Adds a note to a sign-up that was opened. Raises TooLongError, too."""
        self.drawer.note(name, text, self.who or NOBODY, self._signer, self._opened.get(name, b""))

    def call(self, name: str, *, mine: bool) -> None:
        """Whoever is signed in will call about a sign-up that was opened, or nobody in particular any more."""
        person = self.who if mine else ""
        self.drawer.note(name, about_caller(person), self.who or NOBODY, self._signer, self._opened.get(name, b""), calls=person)

    def delete(self, name: str) -> None:
        """Deletes a sign-up that was opened for good, also from what was kept aside on this machine."""
        self.drawer.delete([name], self.who or NOBODY, self._signer, {name: self._opened.get(name, b"")})
        if damaged := forget(self._folder.parent, [name]):
            _log.warning("a deleted request may still lie in %s, which cannot be read", ", ".join(each.name for each in damaged))

    def mark(self, name: str, status: Status) -> None:
        self.drawer.mark(name, status, self.who or NOBODY, self._signer, self._opened.get(name, b""))
