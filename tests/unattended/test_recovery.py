"""What an error anywhere leads to, with the clock moved by hand."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from conftest import Clock

from kiosk.unattended.incidents import Incident
from kiosk.unattended.recovery import Recovery, RecoveryActions


class Patient:
    """Counts what was done about the errors."""

    def __init__(self, clock: Clock, start_over: Callable[[], None] = lambda: None) -> None:
        self.did: list[str] = []
        self._start_over = start_over
        self.answered = False
        ways = RecoveryActions(self.starts_over, lambda: self.did.append("gave up"), lambda what: self.did.append(what.name), lambda: self.answered)
        self.healing = Recovery(ways, clock)

    def starts_over(self) -> None:
        self.did.append("started over")
        self._start_over()

    def errs(self, error: Exception) -> None:
        self.healing.recover(type(error), error, None)


def test_one_error_starts_the_visit_over_and_is_noted(clock: Clock) -> None:
    patient = Patient(clock)
    patient.errs(ValueError())
    assert patient.did == [Incident.BUG.name, "started over"]


def test_three_within_a_minute_end_the_program(clock: Clock) -> None:
    patient = Patient(clock)
    for _ in range(3):
        patient.errs(ValueError())
        clock.wind(29.9)
    assert patient.did[-2:] == [Incident.BROKEN.name, "gave up"]


def test_any_number_with_a_rest_between_goes_on(clock: Clock) -> None:
    patient = Patient(clock)
    for _ in range(20):
        patient.errs(ValueError())
        clock.wind(30.1)
    assert "gave up" not in patient.did


def test_an_error_on_the_way_back_ends_the_program(clock: Clock) -> None:
    def fails() -> None:
        raise KeyError

    patient = Patient(clock, fails)
    patient.errs(ValueError())
    assert patient.did[-1] == "gave up"


def test_an_error_that_the_way_back_leads_to_ends_the_program_too(clock: Clock) -> None:
    patient = Patient(clock, lambda: patient.errs(KeyError()))
    patient.errs(ValueError())
    assert patient.did.count("started over") == 1
    assert patient.did[-1] == "gave up"


@pytest.mark.parametrize(
    ("warning", "heals"),
    [
        ("TypeError: Cannot read property 'x' of undefined", True),
        ("ReferenceError: y is not defined", True),
        ("Error: Insufficient arguments", True),
        ("Unable to assign [undefined] to int", False),
        ("QML Image: Cannot open: file:///x/room.svg", False),
        ("Binding loop detected for property", False),
    ],
)
def test_an_exception_in_qml_is_an_error_and_a_warning_is_none(clock: Clock, warning: str, *, heals: bool) -> None:
    patient = Patient(clock)
    patient.healing.hear_qml([warning])
    assert ("started over" in patient.did) is heals


def test_the_log_names_the_error_but_holds_no_word_of_a_visitor(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    patient = Patient(clock)
    patient.errs(ValueError("the deck is odd"))
    assert "ValueError: the deck is odd" in caplog.text
    patient.answered = True
    with caplog.at_level(logging.CRITICAL):
        patient.errs(ValueError("Ana is no number"))
    assert "with answers: ValueError" in caplog.text
    assert "Ana" not in caplog.text
