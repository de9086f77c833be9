"""Tells the desk that requests wait: an e-mail or a web address gets the count, and nothing else. Tried again until it was delivered.

It is a program too, `python -m kiosk.signup.desk_notifier`: each call is a process of its own, which is ended when it takes too long, whatever it
waits for: a name, one of many silent addresses, a server that feeds it.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Literal

from msgspec import DecodeError, Struct, json

from kiosk import processes
from kiosk.files.private import make_way, write_own
from kiosk.files.regular import NotReadError, read_regular
from kiosk.project import PROJECT
from kiosk.settings.settings import Settings

TIMEOUT_SECONDS, WHOLE_SECONDS = 10.0, 30.0
"""How long a server may keep silent, and how long a call may take from the first look for its name to its last word."""
MOST_BYTES = 1 << 16
"""More than this no mail server has to say."""
MAIL_PORT, TLS_AT_ONCE = 25, 465
"""The usual port of mail servers, which begin TLS when they are told to, and the one where all is TLS from the first byte (RFC 8314)."""
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
"""Seconds until it is tried again, doubling."""
Way = Literal["web", "mail"]
UNTOLD = MappingProxyType[Way, str]({"web": "desk-untold-web", "mail": "desk-untold-mail"})
"""Lies in the data folder as long as the last message by this way did not come through, with the name of the error in it."""
WHY = MappingProxyType(
    {
        "SMTPNotSupportedError": "the mail server does not offer TLS or a sign-in at this port, without which nothing is sent:"
        " write the port at which it does, such as 465 or 587",
        "SMTPAuthenticationError": "the mail server does not take this account and password (`desk_mail_user`, KIOSK_MAIL_PASSWORD)",
        "SMTPRecipientsRefused": "the mail server does not take mail for the address in `desk_mail_to`",
        "SMTPSenderRefused": "the mail server does not take mail from the address in `desk_mail_from`",
        "SMTPServerDisconnected": "the mail server hung up: see whether its port is right, such as 465 or 587",
        "SSLCertVerificationError": "the server shows a certificate that this machine does not trust, or that is for another name:"
        " if an authority of your own has signed it, its file must be named in SSL_CERT_FILE (kiosk/handbook/settings.md says where)",
        "SSLError": "the server does not speak TLS at this port: write the one at which it does, for mail such as 465 or 587",
        "gaierror": "no server of this name was found: see whether the name is right, and whether there is a network",
        "ConnectionRefusedError": "nothing answers at this port of the server: see whether the port is right, and whether a firewall lets it through",
        "TimeoutError": "the server did not answer in time: see whether the name and the port are right, and whether a firewall lets it through",
        "HTTPError": "the web address answered that it does not take this: ask whoever looks after it",
    }
)
"""What the name of an error means and what helps, in words that go on a sentence."""
_UNKNOWN = "it is not known why"
_MOST_OF_A_NAME = 100
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


def address_of(own: Settings) -> Address:
    """Whom the settings name."""
    return Address(own.desk_web, own.desk_mail_to, own.desk_mail_from, own.desk_mail_server, own.desk_mail_user)


def ways(address: Address) -> tuple[Way, ...]:
    """By which ways it can be told."""
    return (*(("web",) if address.web else ()), *(("mail",) if address.mail_to and address.mail_server else ()))


def note(data: Path, way: Way, error: str) -> None:
    """Writes down that the last message by this way did not come through, or, without an error, that it did."""
    with suppress(OSError):
        if error:
            write_own(data / UNTOLD[way], error.encode())
        else:
            make_way(data / UNTOLD[way])
            (data / UNTOLD[way]).unlink(missing_ok=True)


def untold(data: Path) -> dict[Way, str]:
    """Why the last message did not come through, for each way by which it did not."""
    return {way: _why_in(data / name) for way, name in UNTOLD.items() if os.path.lexists(data / name)}


def _why_in(file: Path) -> str:
    """In words of ours alone: the file could be anybody's who has taken the account over."""
    with suppress(NotReadError):
        return WHY.get(read_regular(file, _MOST_OF_A_NAME, own=True).decode(errors="replace"), _UNKNOWN)
    return _UNKNOWN


def told(way: Way, address: Address, count: int, password: str) -> None:
    """Tells it in this way, in a process of its own. Raises OSError, with a name that `WHY` may know, if that has not come to a good end after
    `WHOLE_SECONDS`.
    """
    import subprocess

    command, order = [sys.executable, "-m", "kiosk.signup.desk_notifier"], json.encode(_Order(way, address, count, password))
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        done = processes.run(command, seconds=WHOLE_SECONDS, input=order, cwd=PROJECT, **streams)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(TimeoutError.__name__) from error
    if done.returncode:
        raise OSError(done.stdout.decode("ascii", "replace") or "the call ended by itself")


class _Order(Struct, frozen=True):
    way: Way
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
    """Knows what was told last, and when to try again. `tell` delivers the count and raises OSError; `clock` gives monotonic seconds.

    `note` hears after each try what hindered it; an empty word: nothing.
    """

    def __init__(self, tell: Callable[[int], None], clock: Callable[[], float], note: Callable[[str], None] = lambda _: None) -> None:
        self._tell, self._clock, self._note = tell, clock, note
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
            _log.warning("the desk could not be told: %s; it is tried again in %.0f s", WHY.get(str(error), error), self._wait)
            self._note(str(error))
            self._until = self._clock() + self._wait
            self._wait = min(LONGEST_WAIT, self._wait * 2)
            return
        self._told, self._wait, self._until = waiting, FIRST_WAIT, 0.0
        self._note("")


class Callers(Struct, frozen=True):
    """Each way tells it, and is tried again, by itself: a way that fails keeps no other from telling it."""

    each: tuple[Caller, ...]

    def look(self, waiting: int) -> None:
        """As `Caller.look`, by every way."""
        for one in self.each:
            one.look(waiting)


def caller(
    address: Address, password: str, clock: Callable[[], float], noted: Callable[[Way, str], None] = lambda *_: None
) -> Callers | None:  # fmt: skip
    """Somebody who tells it by every way that is given; None if there is none. `noted` hears after each try what hindered it, as `Caller` says."""
    each = [Caller(partial(_tell, way, address, password), clock, partial(noted, way)) for way in ways(address)]
    return Callers(tuple(each)) if each else None


def _tell(way: Way, address: Address, password: str, count: int) -> None:
    told(way, address, count, password if way == "mail" else "")


def main() -> int:
    """Does what one order on standard input says; what hindered it, on standard output, is the name of an error and nothing that a server said."""
    try:
        order = json.decode(sys.stdin.buffer.read(), type=_Order)
        if order.way == "web":
            web(order.address, order.count)
        else:
            mail(order.address, order.count, order.password)
    except (OSError, DecodeError) as error:
        reason = getattr(error, "reason", None)  # urllib has an error of its own around it
        print(type(reason if isinstance(reason, OSError) else error).__name__, end="")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
