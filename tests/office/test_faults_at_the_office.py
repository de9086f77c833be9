"""Whatever goes wrong between a kiosk and its office: a short form of `tests/office_faults.py`."""

from __future__ import annotations

import pytest
from office_faults import FAULTS, tried

from kiosk.office import carrier


def test_of_every_kind_of_fault_nothing_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(carrier, "VISIT_SECONDS", carrier.VISIT_SECONDS)  # which the proof shortens
    done, acknowledged, wrong = tried(len(FAULTS) + 3, seed=2)
    assert done.keys() == FAULTS.keys()
    assert acknowledged > 5
    assert not wrong
