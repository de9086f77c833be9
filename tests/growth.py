"""How the work of something grows with what it is given: asked by hostile long runs, of which none may cost more than its length."""

from __future__ import annotations

import time
from collections.abc import Callable

SHORT, LONGER = 2_000, 8
"""Letters of a short run, and how many times longer the other is: what costs the square of it takes 64 times as long."""
_MOST = 3 * LONGER
_TRIES = 5


def is_more_than_linear(work: Callable[[str], object], run: Callable[[int], str]) -> bool:
    """Whether the work grows faster than the run that it is given. Of the processor alone, each the least of some tries: nobody else counts."""
    short, long = run(SHORT), run(SHORT * LONGER)
    return all(_spent(work, long) > _MOST * _spent(work, short) for _ in range(_TRIES))


def _spent(work: Callable[[str], object], text: str) -> float:
    begun = time.thread_time()
    work(text)
    return time.thread_time() - begun
