"""Folders that are broken, huge or meant to harm: staff are told, the other topics show, nothing runs away."""

from __future__ import annotations

import hostile
import pytest

TOPICS_SHOWN = 38
"""Slides of the content that ships, without those of the spoilt topic."""
DRAWN_ELSEWHERE = list(hostile.COSTLY)[1:]
"""Costly pictures but one; `test_proofs` has all of them. What is slow to read is counted in `test_bounds`."""

DRAWN: set[str] = set()
"""Topics that were drawn whole: many a spoilt folder leaves all topics, or all but one, as they are, of which the others draw a slide."""


@pytest.mark.parametrize("name", [name for name in hostile.CASES if name not in DRAWN_ELSEWHERE and name not in hostile.SLOW])
def test_no_folder_brings_the_kiosk_down(name: str) -> None:
    case = hostile.CASES[name]
    came = hostile.outcome(name, DRAWN)
    assert "ended" not in came
    wrong = [(file, text) for file, _, severity, text in came["told"] if severity != "notice"]
    if case.told:
        assert [text for file, text in wrong if file == case.file and case.told in text]
    else:
        assert wrong == []
    assert came["screens"] >= TOPICS_SHOWN
    DRAWN.update(came["topics"])
    assert came["mib"] < hostile.MOST_MIB
