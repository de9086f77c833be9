"""A process that dies at one of its steps, as in a power cut: for tests of what must be whole afterwards, whenever that is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from kiosk.staff.errors import ExpectedError


def dies_at(step: int, work: Callable[[], object], steps: Iterable[tuple[Any, str]]) -> bool:
    """Does the work in a process of its own that dies before this one of its `steps`: calls of functions, each by its owner and its name.

    Tells whether it died; False where it came to its end before.
    """
    child = os.fork()
    if child == 0:
        left = [step]

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def act(*given: Any, **named: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(9)
                return real(*given, **named)

            return act

        for owner, name in steps:
            setattr(owner, name, dying(getattr(owner, name)))
        with suppress(ExpectedError):
            work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
