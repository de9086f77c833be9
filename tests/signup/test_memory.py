"""After the visit, little or nothing of what was typed or touched is left in the memory of the process; `tests/memory.py` tells the count."""

from __future__ import annotations

import memory


def test_what_somebody_says_of_themselves_is_in_memory_during_the_visit_and_hardly_after() -> None:
    counts = memory.measure()
    assert counts["typed"] > 3
    assert counts["forgotten"] < counts["typed"]
    assert counts["touched"] > 0
    assert counts["left"] < counts["touched"]
