"""The desk hears how many wait, and nothing else; what was not delivered is tried again."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from kiosk.signup import desk_notifier
from kiosk.signup.desk_notifier import Address, Caller, caller


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


def test_whether_the_last_message_came_through_is_written_down(tmp_path: Path) -> None:
    errors = iter(["SMTPNotSupportedError", "nobody knows", "", "gaierror"])

    def tell(_: int) -> None:
        if error := next(errors):
            raise OSError(error)

    seconds = iter(range(0, 100_000, 9000))
    one = Caller(tell, lambda: next(seconds), partial(desk_notifier.note, tmp_path, "mail"))
    told = []
    for count in (1, 1, 1, 2):
        one.look(count)
        told.append(desk_notifier.untold(tmp_path).get("mail", ""))
    assert [told[0].partition(" TLS")[0], *told[1:3], told[3][:28]] == [
        "the mail server does not offer", "it is not known why", "", "no server of this name was f",
    ]  # fmt: skip


def test_without_an_address_nobody_is_told() -> None:
    assert caller(Address(), "", lambda: 0.0) is None
    assert caller(Address(mail_to="desk@example.com"), "", lambda: 0.0) is None
    assert caller(Address(web="https://example.com"), "", lambda: 0.0)
    assert desk_notifier.LONGEST_WAIT <= 3600


def test_while_it_is_being_told_nobody_waits_to_tell_it_again() -> None:
    begun, may_end, counts = threading.Event(), threading.Event(), []

    def tell(count: int) -> None:
        begun.set()
        assert may_end.wait(20)
        counts.append(count)

    slow = Caller(tell, lambda: 0.0)
    telling = threading.Thread(target=slow.look, args=(1,))
    telling.start()
    assert begun.wait(20)
    slow.look(2)
    may_end.set()
    telling.join()
    slow.look(2)
    assert counts == [1, 2]


@pytest.mark.parametrize("deaf", ["web", "mail"])
def test_a_way_that_always_fails_keeps_no_other_from_telling_it(deaf: str, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, int]] = []

    def told(way: str, _: Address, count: int, __: str) -> None:
        heard.append((way, count))
        if way == deaf:
            raise OSError("503")

    monkeypatch.setattr(desk_notifier, "told", told)
    seconds = [0.0]
    calls = caller(Address(web="https://desk.example", mail_to="a@example.com", mail_server="mail.example.com"), "", lambda: seconds[0])
    assert calls
    for minute in range(4):
        seconds[0] = minute * 60.0
        calls.look(3)
    calls.look(4)
    other = "mail" if deaf == "web" else "web"
    assert [count for name, count in heard if name == other] == [3, 4], "once each"
    assert [count for name, count in heard if name == deaf] == [3, 3, 3], "at once, after one minute and after two more"
