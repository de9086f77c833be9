"""The desk hears how many wait, and nothing else; what was not delivered is tried again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Self

import pytest

from kiosk.signup import calling
from kiosk.signup.calling import Address, Caller, caller, mail, web


class Told:
    """Somebody who hears, or does not."""

    def __init__(self) -> None:
        self.counts: list[int] = []
        self.deaf = False
        self.seconds = 0.0
        self.caller = Caller(self, lambda: self.seconds)

    def __call__(self, count: int) -> None:
        if self.deaf:
            raise OSError("nobody there")
        self.counts.append(count)


def test_more_are_told_and_fewer_are_not() -> None:
    told = Told()
    for waiting in (0, 1, 1, 3, 2, 3, 0, 1):
        told.caller.look(waiting)
    assert told.counts == [1, 3, 3, 1]


def test_what_was_not_delivered_is_tried_again_later_and_later() -> None:
    told = Told()
    told.deaf = True
    tries = []
    for minute in range(16):
        told.seconds = minute * 60.0
        before = told.caller._until
        told.caller.look(2)
        if told.caller._until != before:
            tries.append(minute)
    assert tries == [0, 1, 3, 7, 15]
    told.deaf = False
    told.seconds = 3600.0 * 3
    told.caller.look(2)
    assert told.counts == [2]


class Desk(BaseHTTPRequestHandler):
    """A web address that takes what is posted."""

    bodies: list[bytes] = []  # noqa: RUF012  the server makes a new object for each request
    answer = 204

    def do_POST(self) -> None:
        Desk.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(Desk.answer)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def desk() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Desk.bodies.clear()
    Desk.answer = 204
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_web_address_gets_the_count_alone(desk: str) -> None:
    web(Address(web=desk), 3)
    assert [json.loads(body) for body in Desk.bodies] == [{"waiting": 3}]


def test_a_web_address_that_does_not_take_it_is_told(desk: str) -> None:
    Desk.answer = 500
    with pytest.raises(OSError, match="500"):
        web(Address(web=desk), 3)


class Post:
    """A mail server that remembers."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.did: list[Any] = []
        Post.last = self

    last: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.did.append("closed")

    def starttls(self) -> None:
        self.did.append("tls")

    def login(self, user: str, password: str) -> None:
        self.did.append((user, password))

    def send_message(self, message: Any) -> None:
        self.did.append(message_from_bytes(message.as_bytes()))


def test_a_mail_names_the_count_and_goes_through_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smtplib.SMTP", Post)
    mail(Address(mail_to="desk@example.com", mail_server="mail.example.com", mail_user="kiosk"), 2, "secret")
    tls, login, message, closed = Post.last.did
    assert (tls, login, closed) == ("tls", ("kiosk", "secret"), "closed")
    assert message["Subject"] == "Requests waiting: 2"
    assert "ketamine" not in message.as_string().casefold()


def test_without_an_address_nobody_is_told() -> None:
    assert caller(Address(), "", lambda: 0.0) is None
    assert caller(Address(mail_to="desk@example.com"), "", lambda: 0.0) is None
    assert caller(Address(web="https://example.com"), "", lambda: 0.0)
    assert calling.LONGEST_WAIT <= 3600
