"""After the visit, little or nothing of what was typed is left in the memory of the process; `tests/memory.py` tells the count."""

from __future__ import annotations

import memory


def test_a_name_is_in_memory_while_it_is_typed_and_hardly_after() -> None:
    counts = memory.measure()
    assert counts["typed"] > 3
    assert counts["forgotten"] < counts["typed"]
