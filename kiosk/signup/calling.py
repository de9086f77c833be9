"""Tells the desk that requests wait: an e-mail or a web address gets the count, and nothing else. Tried again until it was delivered."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable

from msgspec import Struct

TIMEOUT_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
"""Seconds until it is tried again, doubling."""
_log = logging.getLogger(__name__)


class Address(Struct, frozen=True):
    """Where to tell it; an empty one is not used. The mail server needs TLS; its password stands in the environment, never in a file."""

    web: str = ""
    mail_to: str = ""
    mail_from: str = ""
    mail_server: str = ""
    mail_user: str = ""

    @property
    def given(self) -> bool:
        return bool(self.web or (self.mail_to and self.mail_server))


def web(address: Address, count: int) -> None:
    """Posts {"waiting": 3} to the web address. Raises OSError if it was not taken."""
    import urllib.request

    body = json.dumps({"waiting": count}).encode()
    request = urllib.request.Request(address.web, body, {"Content-Type": "application/json"})  # noqa: S310  settings allow https alone
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        if answer.status >= 300:
            raise OSError(f"the web address answered {answer.status}")


def mail(address: Address, count: int, password: str) -> None:
    """Sends a mail whose subject is the count. Raises OSError (SMTPException is one) if it was not taken."""
    import smtplib
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"] = address.mail_from or address.mail_to, address.mail_to
    message["Subject"] = f"Requests waiting: {count}"
    message.set_content("Please look at the screen in the lobby, or run `signups list`.\n")
    with smtplib.SMTP(address.mail_server, timeout=TIMEOUT_SECONDS) as server:
        server.starttls()
        if address.mail_user:
            server.login(address.mail_user, password)
        server.send_message(message)


class Caller:
    """Knows what was told last, and when to try again. `tell` delivers the count and raises OSError; `clock` gives monotonic seconds."""

    def __init__(self, tell: Callable[[int], None], clock: Callable[[], float]) -> None:
        self._tell, self._clock = tell, clock
        self._told, self._wait, self._until = 0, FIRST_WAIT, 0.0
        self._one_at_a_time = threading.Lock()

    def look(self, waiting: int) -> None:
        """Tells it if more wait than were told of; fewer are only remembered."""
        with self._one_at_a_time:
            self._look(waiting)

    def _look(self, waiting: int) -> None:
        if waiting <= self._told:
            self._told, self._wait = waiting, FIRST_WAIT
            return
        if self._clock() < self._until:
            return
        try:
            self._tell(waiting)
        except OSError as error:
            _log.warning("the desk could not be told (%s); it is tried again in %.0f s", type(error).__name__, self._wait)
            self._until = self._clock() + self._wait
            self._wait = min(LONGEST_WAIT, self._wait * 2)
            return
        self._told, self._wait, self._until = waiting, FIRST_WAIT, 0.0


def caller(address: Address, password: str, clock: Callable[[], float]) -> Caller | None:
    """Somebody who tells it by every way that is given; None if there is none."""

    def tell(count: int) -> None:
        if address.web:
            web(address, count)
        if address.mail_to and address.mail_server:
            mail(address, count, password)

    return Caller(tell, clock) if address.given else None
