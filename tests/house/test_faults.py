"""Something breaks: the visitor has a calm screen with help, nothing that was acknowledged is lost. The quick ones of `tests/faults.py`."""

from __future__ import annotations

import faults
import pytest


@pytest.mark.parametrize("name", [name for name, case in faults.CASES.items() if not case.slow])
def test_whatever_breaks_the_screen_stays_calm_and_nothing_acknowledged_is_lost(name: str) -> None:
    case, came = faults.CASES[name], faults.outcome(name)
    assert "ended" not in came, came["ended"]
    assert came["code"] == 0, came["said"]
    assert case.sees in came["sees"]
    assert came["help"]
    assert came["reads"]
    assert (came["form"] == "thanks") == case.sent
    assert came["lost"] == []
    assert "Traceback" not in came["log"]
    assert "Ana" not in came["log"] + came["said"]
    assert not case.part or case.part in [part for part, *_ in came["doctor"]]
