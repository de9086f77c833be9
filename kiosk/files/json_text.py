"""JSON that anybody may have written."""

from __future__ import annotations

from typing import TypeVar

from msgspec import json

T = TypeVar("T")


def decoded(raw: bytes | str, wanted: type[T]) -> T:
    """What it says, as this type. Raises ValueError for whatever is something else, brackets without end among it."""
    try:
        return json.decode(raw, type=wanted)
    except RecursionError as error:
        raise ValueError("too deep") from error
