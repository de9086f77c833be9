"""Tells the desk that requests wait: an e-mail or a web address gets the count, and nothing else. Tried again until it was delivered.

It is a program too, `python -m kiosk.signup.desk_notifier`: each call is a process of its own, which is ended when it takes too long, whatever it
waits for: a name, one of many silent addresses, a server that feeds it.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO, Literal

from msgspec import DecodeError, Struct, json

from kiosk import processes
from kiosk.project import PROJECT

TIMEOUT_SECONDS, WHOLE_SECONDS = 10.0, 30.0
"""How long a server may keep silent, and how long a call may take from the first look for its name to its last word."""
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

    class NowhereElse(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    body = json.encode({"waiting": count})
    if not address.web.startswith("https://"):
        raise OSError("the web address is not one with https")
    by_tls = urllib.request.HTTPSHandler(context=ssl.create_default_context())
    try:
        request = urllib.request.Request(address.web, body, {"Content-Type": "application/json"})  # noqa: S310  https, as seen above
        urllib.request.build_opener(by_tls, NowhereElse).open(request, timeout=TIMEOUT_SECONDS).close()
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
        def getreply(self) -> tuple[int, bytes]:
            if self.file is None and self.sock:
                self.file = _Answers(self.sock.makefile("rb"))
            return super().getreply()

    class BoundedTLS(Bounded, smtplib.SMTP_SSL):
        pass

    trust = ssl.create_default_context()
    host, _, port = address.mail_server.partition(":")
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


def told(way: Literal["web", "mail"], address: Address, count: int, password: str) -> None:
    """Tells it in this way, in a process of its own. Raises OSError if that has not come to a good end after `WHOLE_SECONDS`."""
    import subprocess

    command, order = [sys.executable, "-m", "kiosk.signup.desk_notifier"], json.encode(_Order(way, address, count, password))
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        done = processes.run(command, seconds=WHOLE_SECONDS, input=order, cwd=PROJECT, **streams)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError("it took too long") from error
    if done.returncode:
        raise OSError(done.stdout.decode("ascii", "replace") or "the call ended by itself")


class _Order(Struct, frozen=True):
    way: Literal["web", "mail"]
    address: Address
    count: int
    password: str


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
        """Tells it if more wait than were told of; fewer are only remembered. While it is being told, nobody waits to tell it again."""
        if self._one_at_a_time.acquire(blocking=False):
            try:
                self._look(waiting)
            finally:
                self._one_at_a_time.release()

    def _look(self, waiting: int) -> None:
        if waiting <= self._told:
            self._told, self._wait = waiting, FIRST_WAIT
            return
        if self._clock() < self._until:
            return
        try:
            self._tell(waiting)
        except OSError as error:
            _log.warning("the desk could not be told (%s); it is tried again in %.0f s", error, self._wait)
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
        ways.append(lambda count: told("web", address, count, ""))
    if address.mail_to and address.mail_server:
        ways.append(lambda count: told("mail", address, count, password))
    return Callers(tuple(Caller(way, clock) for way in ways)) if ways else None


def main() -> int:
    """Does what one order on standard input says; what hindered it, on standard output, is the name of an error and nothing that a server said."""
    try:
        order = json.decode(sys.stdin.buffer.read(), type=_Order)
        if order.way == "web":
            web(order.address, order.count)
        else:
            mail(order.address, order.count, order.password)
    except (OSError, DecodeError) as error:
        print(type(error).__name__, end="")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
