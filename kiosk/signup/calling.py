"""Tells the desk that requests wait: an e-mail or a web address gets the count, and nothing else. Tried again until it was delivered."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, BinaryIO

from msgspec import Struct

TIMEOUT_SECONDS, WHOLE_SECONDS = 10.0, 30.0
"""How long a server may keep silent, and how long it may take for all it says."""
MOST_BYTES = 1 << 16
"""More than this no mail server has to say."""
MAIL_PORT, TLS_AT_ONCE = 25, 465
"""The usual port of mail servers, which begin TLS when they are told to, and the one where all is TLS from the first byte (RFC 8314)."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
"""Seconds until it is tried again, doubling."""
_log = logging.getLogger(__name__)


class Address(Struct, frozen=True):
    """Where to tell it; an empty one is not used. A mail server may have a port (`mail.example.com:587`).

    Both need TLS and a certificate for their name by somebody whom this machine trusts. The password of the mail server stands in the
    environment, never in a file.
    """

    web: str = ""
    mail_to: str = ""
    mail_from: str = ""
    mail_server: str = ""
    mail_user: str = ""

    @property
    def given(self) -> bool:
        return bool(self.web or (self.mail_to and self.mail_server))


def web(address: Address, count: int) -> None:
    """Posts {"waiting": 3} to the web address, and to no other that it may name. Raises OSError if it was not taken."""
    import http.client
    import ssl
    import urllib.request

    class Connection(http.client.HTTPSConnection):
        def connect(self) -> None:
            limits.enter_context(_limited(lambda: self.sock))
            super().connect()

    class ByTLS(urllib.request.HTTPSHandler):
        def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Connection, request, context=ssl.create_default_context())

    class NowhereElse(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    body = json.dumps({"waiting": count}).encode()
    if not address.web.startswith("https://"):
        raise OSError("the web address is not one with https")
    with ExitStack() as limits:
        try:
            request = urllib.request.Request(address.web, body, {"Content-Type": "application/json"})  # noqa: S310  https, as seen above
            urllib.request.build_opener(ByTLS, NowhereElse).open(request, timeout=TIMEOUT_SECONDS).close()
        except OSError:  # a certificate that is refused is a ValueError, too
            raise
        except (http.client.HTTPException, ValueError, OverflowError) as error:
            raise OSError(f"the web address does not speak HTTP ({type(error).__name__})") from error


def mail(address: Address, count: int, password: str) -> None:
    """Sends a mail whose subject is the count. Raises OSError (SMTPException is one) if it was not taken.

    Nothing but a greeting is said before the server has shown its certificate.
    """
    import smtplib
    import ssl
    from email.message import EmailMessage

    class Bounded(smtplib.SMTP):
        def connect(self, *where: Any, **more: Any) -> tuple[int, bytes]:
            limits.enter_context(_limited(lambda: self.sock))
            return super().connect(*where, **more)

        def getreply(self) -> tuple[int, bytes]:
            if self.file is None and self.sock:
                self.file = _Answers(self.sock.makefile("rb"))
            return super().getreply()

    class BoundedTLS(Bounded, smtplib.SMTP_SSL):
        pass

    trust = ssl.create_default_context()
    host, _, port = address.mail_server.partition(":")
    with ExitStack() as limits:
        try:
            message = EmailMessage()
            message["From"], message["To"] = address.mail_from or address.mail_to, address.mail_to
            message["Subject"] = f"Requests waiting: {count}"
            message.set_content("Please look at the screen in the lobby, or run `python3 main.py signups list --name YOU`.\n")
            if int(port or MAIL_PORT) == TLS_AT_ONCE:
                server: smtplib.SMTP = BoundedTLS(host, int(port), timeout=TIMEOUT_SECONDS, context=trust)
            else:
                server = Bounded(host, int(port or MAIL_PORT), timeout=TIMEOUT_SECONDS)
            with server:
                if not isinstance(server, BoundedTLS):
                    server.starttls(context=trust)
                if address.mail_user:
                    server.login(address.mail_user, password)
                server.send_message(message)
        except OSError:
            raise
        except (ValueError, OverflowError) as error:
            raise OSError(f"the mail cannot be written ({type(error).__name__})") from error


@contextmanager
def _limited(line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cuts the line when a conversation lasts too long, however the other side feeds it: a timeout counts anew with every byte."""
    over = threading.Event()

    def cut() -> None:
        wait = WHOLE_SECONDS
        while not over.wait(wait):  # again and again: while TLS begins, the line is another object
            wait = 0.1
            with suppress(OSError):
                if end := line():
                    socket.socket.shutdown(end, socket.SHUT_RDWR)  # not the method of TLS, after which it would go on in the clear

    cutter = threading.Thread(target=cut, name="limit of a conversation", daemon=True)
    cutter.start()
    try:
        yield
    finally:
        over.set()
        cutter.join()


class _Answers:
    """The lines of a server, as many bytes as it has any reason to say."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_BYTES

    def readline(self, most: int) -> bytes:
        line = self._file.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise OSError("it never comes to an end")
        return line

    def close(self) -> None:
        self._file.close()


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


class Callers(Struct, frozen=True):
    """Each way tells it, and is tried again, by itself: a way that fails keeps no other from telling it."""

    each: tuple[Caller, ...]

    def look(self, waiting: int) -> None:
        """As `Caller.look`, by every way."""
        for one in self.each:
            one.look(waiting)


def caller(address: Address, password: str, clock: Callable[[], float]) -> Callers | None:
    """Somebody who tells it by every way that is given; None if there is none."""
    ways: list[Callable[[int], None]] = []
    if address.web:
        ways.append(lambda count: web(address, count))
    if address.mail_to and address.mail_server:
        ways.append(lambda count: mail(address, count, password))
    return Callers(tuple(Caller(way, clock) for way in ways)) if ways else None
