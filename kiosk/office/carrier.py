"""Carries sealed requests from the drawer to the office, and signs of life. It is the one part of a kiosk that has a network, to one address.

The drawer is the outbox: whoever sends a request at the screen waits for nothing of this. What was acknowledged is noted after the office has it, so
that a carrier that is killed at any moment sends some of it again, and the office keeps each once.
"""

from __future__ import annotations

import logging
import random
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kiosk.files.private import DRAWER, KEYS, held
from kiosk.office.address import OfficeError, connected, ended_after, in_words
from kiosk.office.ledger import Ledger
from kiosk.office.pairing import FOLDER, Pairing, paired, write
from kiosk.office.report import Report, note, reported
from kiosk.office.schema import GONE_DAYS, KEEP_DAYS
from kiosk.signup.drawer.outbox import Lying, lying, prints, sealed
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.fingerprints import digest
from kiosk.signup.keys.public_keys import TRY_OUT, KeyFileError, recipients

if TYPE_CHECKING:
    from psycopg import Connection

T = TypeVar("T")
LOOK_SECONDS, SETTLE_SECONDS = 1.5, 0.5
"""Between two looks whether something was written into the drawer, and from one that finds so to the next: the drawer is read when two agree."""
BEAT_SECONDS = 60.0
OF_LATE = timedelta(days=KEEP_DAYS + GONE_DAYS)
"""What went before that is in no office any more."""
VISIT_SECONDS, AT_ONCE = 60.0, 200
"""How long one visit to the office may take, and how many requests go up in it; what is left goes with the next one, at once."""
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds until it is tried again, doubling, each shortened by up to half, so that many kiosks do not come back together."""
_log = logging.getLogger(__name__)
ANOTHER = (
    "Another machine speaks to the office as this one, or this one was put back to an earlier state. Nothing is sent any more: have the office show"
    " another code (`office add PLACE --again`), and pair with that."
)
UNPAIRED = "This kiosk has no office. Pair it by `python3 main.py carrier --pair CODE`, with the code that `office add` shows at the office."
BUSY = "Another command holds the folder of the carrier."
REFUSED = "The office does not take some of the requests: have an engineer look at the log of the carrier."
BARE = "Nothing is sent, since the key has no passphrase and everybody could read it: give it one by `python3 main.py key protect --name YOU`."


class Signs(Struct, frozen=True):
    """What the office is told of this machine: its version, the number of the publication that shows, and how it is (red parts first)."""

    version: str
    content: int
    level: str
    parts: str


class Carrier:
    """For the kiosk with this data folder. `signs` tells how the machine is; `clock` gives monotonic seconds, `chance` a number below 1.

    `news` brings what is new in the office for this kiosk, behind each beat that nothing else led to, and tells whether there is more of it; it may
    raise OfficeError.
    """

    def __init__(
        self, data: Path, signs: Callable[[], Signs], clock: Callable[[], float] = time.monotonic, chance: Callable[[], float] = random.random,
        news: Callable[[Connection], bool] = lambda _: False,
    ) -> None:  # fmt: skip
        self._data, self._signs, self._clock, self._chance, self._news = data, signs, clock, chance, news
        self._ledger = Ledger(data)
        self._prints: object = None
        self._unread, self._lying = True, Lying()
        self._due, self._wait, self._hindered = 0.0, FIRST_WAIT, ""
        self._refused: set[str] = set()
        self._more = False

    def run(self, stop: Event) -> None:
        """Until it is to stop; what is just being sent comes to its end."""
        while not stop.is_set():
            stop.wait(self.step())

    def step(self) -> float:
        """Looks at the drawer, and goes to the office if there is something for it, or a beat is due. Tells in how many seconds to look again."""
        self._go()
        return SETTLE_SECONDS if self._unread else LOOK_SECONDS

    def _go(self) -> None:
        try:
            is_new = self._look() and bool(self._unsent() or self._went())
            if self._clock() < self._due and (self._hindered or not is_new):
                return
            with held(self._data / FOLDER):
                hindered = self.carry()
        except (OfficeError, TimeoutError) as error:
            self._wait_longer(str(error) if isinstance(error, OfficeError) else BUSY)
        else:
            self._hindered, self._wait, self._due = "", FIRST_WAIT, self._clock() + (0 if self._more else BEAT_SECONDS)
            note(self._data, Report(datetime.now(tz=UTC), hindered, len(self._unsent())))

    def carry(self) -> str:
        """One visit to the office: a beat, what is new, and what is gone. Tells what keeps requests back, if anything. Raises OfficeError."""
        ours = paired(self._data)
        if ours is None:
            raise OfficeError(UNPAIRED)
        with connected(ours.address, ours.role, ours.password) as connection, in_words(ours.address), ended_after(connection, VISIT_SECONDS):
            self._beat(connection, ours)
            bare = self._bare()
            ready = [name for name in self._unsent() if name not in bare]
            self._more = len(ready) > AT_ONCE
            sent = sum(self._send(connection, ours, name) for name in ready[:AT_ONCE])
            sent += sum(self._tell_gone(connection, name) for name in self._went())
            if sent:
                self._beat(connection, paired(self._data) or ours)
        self._ledger.keep(self._lying.requests, self._lying.went)
        hindered = "" if sent or self._more else self._bring_news(ours)
        return BARE if bare else REFUSED if self._refused else hindered

    def _bring_news(self, ours: Pairing) -> str:
        """What keeps it away, if anything: requests go up all the same. What takes long goes on with the next step, between requests."""
        try:
            with connected(ours.address, ours.role, ours.password) as connection, in_words(ours.address), ended_after(connection, VISIT_SECONDS):
                self._more = self._news(connection)
        except OfficeError as error:
            return str(error)
        return ""

    def _beat(self, connection: Connection, ours: Pairing) -> None:
        """Raises OfficeError where another machine has gone on from where we are."""
        if ours.coming is None:
            ours = replace(ours, coming=secrets.token_bytes(16))
            write(self._data, ours)
        signs, unsent = self._signs(), self._unsent()
        oldest = min((self._lying.requests[name][0] for name in unsent), default=None)
        values = (ours.number + 1, ours.token, ours.coming, signs.version, signs.content, signs.level, signs.parts, self._lying.waiting, len(unsent))
        row = connection.execute("SELECT office.beat(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", (*values, oldest)).fetchone()
        answer = row[0] if row else ""
        if answer == "another":
            raise OfficeError(ANOTHER)
        if answer == "behind":
            self._ledger.forget()
        write(self._data, replace(ours, number=ours.number + 1, token=ours.coming, coming=None))

    def _send(self, connection: Connection, ours: Pairing, name: str) -> bool:
        """Whether the office has it; what it does not take for a request keeps no other one back."""
        import psycopg

        found = _read(partial(sealed, self._data / DRAWER, name))
        if found is None:
            return False
        told = digest((name, *seal) for seal in found.seals).hex()
        keys, seals = [key for key, _ in found.seals], [raw for _, raw in found.seals]
        try:
            connection.execute(_SEND, (name, told, ours.role, found.day, keys, seals))
        except (psycopg.DataError, psycopg.IntegrityError):
            _log.exception("the office does not take a request")
            self._refused.add(name)
            return False
        self._ledger.note_sent(name, " ".join(keys))
        return True

    def _tell_gone(self, connection: Connection, name: str) -> bool:
        connection.execute("INSERT INTO office.gone (kiosk, id) VALUES (session_user, %s) ON CONFLICT DO NOTHING", (name,))
        self._ledger.note_gone(name)
        return True

    def _unsent(self) -> list[str]:
        """What lies in the drawer and the office has not acknowledged as it lies there now: keys may have changed since."""
        sent = self._ledger.sent()
        return [name for name, (_, keys) in self._lying.requests.items() if sent.get(name) != keys and name not in self._refused]

    def _went(self) -> frozenset[str]:
        """What the journal says is gone, whether or not it was sent as far as anybody knows here. What merely is not there any more is not told: the
        drawer may be another one.
        """
        return self._lying.went - self._ledger.gone()

    def _bare(self) -> set[str]:
        """What is sealed for a key that opens without a passphrase; where nobody can tell, all."""
        try:
            bare = {each.id for each in recipients(self._data / KEYS) if each.label == TRY_OUT}
        except KeyFileError:
            return set(self._lying.requests)
        return {name for name, (_, keys) in self._lying.requests.items() if not bare.isdisjoint(keys.split())}

    def _look(self) -> bool:
        """Whether the drawer was read just now. That waits until two looks agree: then whoever wrote into it is done."""
        before, self._prints = self._prints, prints(self._data / DRAWER)
        self._unread = self._unread or self._prints != before
        since = datetime.now(tz=UTC).date() - OF_LATE
        found = _read(partial(lying, self._data / DRAWER, self._data / KEYS, since)) if self._unread and self._prints == before else None
        if found is None:
            return False
        self._unread, self._lying = False, found
        return True

    def _wait_longer(self, why: str) -> None:
        if why != self._hindered:
            _log.warning("%s", why)
            note(self._data, replace(reported(self._data) or Report(None, "", 0), hindered=why))
        self._hindered = why
        self._due = self._clock() + self._wait * (1 - self._chance() / 2)
        self._wait = min(LONGEST_WAIT, self._wait * 2)


def unsent(data: Path) -> int:
    """How many requests lie in the drawer now that the office has not acknowledged. Raises OfficeError, KeepError."""
    try:
        there = lying(data / DRAWER, data / KEYS, datetime.now(tz=UTC).date()).requests
    except KeepError as error:
        if error.why is Why.MISSING:
            return 0
        raise
    sent = Ledger(data).sent()
    return sum(sent.get(name) != keys for name, (_, keys) in there.items())


_SEND = "INSERT INTO office.records (id, digest, kiosk, day, keys, seals) VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"


def _read(look: Callable[[], T]) -> T | None:
    """What the drawer tells; None while it cannot be read: then nothing new can come into it either."""
    try:
        return look()
    except KeepError:
        return None
