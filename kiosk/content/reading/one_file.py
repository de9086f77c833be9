"""Whatever nobody has thought of in one file is that file's: it keeps nobody from reading the others, or a wish to withdraw."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from kiosk.problems import Problem, Severity

_log = logging.getLogger(__name__)
Value = TypeVar("Value")
Other = TypeVar("Other")


def looked_at(file: str, look: Callable[[], Value], otherwise: Other) -> Value | Other:
    """What a look into one file tells; `otherwise` where the program itself stumbles over what is in it, and then the log keeps how that came."""
    try:
        return look()
    except Exception:  # noqa: BLE001  whatever it is, it is one file's
        _log.exception("The file %s could not be looked into", file)
        return otherwise


def strange(file: str) -> Problem:
    """The error of such a file."""
    wrong = "Something in this file is written in a way that the kiosk cannot look into, and that nobody has thought of."
    return Problem(file, 0, 0, Severity.ERROR, wrong, "Take back what was changed in it last.")
