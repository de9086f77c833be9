"""How this machine is: what the self-test says of each of its parts, in the words of staff."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from msgspec import Struct, json, to_builtins

PARTS = (
    "keys", "drawer", "backup", "disk", "clock", "settings", "content", "publications", "notice", "reviews", "help", "fonts", "screen", "touch",
    "voices", "headphones", "memory", "doors", "watchdog",
)  # fmt: skip
"""In the order in which they are told: what visitors trust us with, what they see, what they touch and hear, what keeps it going."""


WATCHED = "KIOSK_WATCHED"
"""Stands in the environment of the self-test where somebody watches over the kiosk that started it."""


KEPT = "health.json"
"""In the data folder: what the last self-test said that the running kiosk made of its machine, for whoever is not in its session."""


class Level(StrEnum):
    """How grave it is: amber can wait for a quiet hour, with red the kiosk should not open."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Diagnosis(Struct, frozen=True, rename={"says": "message", "do": "hint"}):
    """How one part is, and what to do about it where that is not green; in JSON under the names that other checkers use."""

    part: str
    level: Level
    says: str
    do: str = ""


def worst(diagnoses: Iterable[Diagnosis]) -> Level:
    """The gravest of their levels; green for none."""
    grave = {each.level for each in diagnoses}
    return next((level for level in reversed(Level) if level in grave), Level.GREEN)


def as_json(diagnoses: Sequence[Diagnosis]) -> str:
    """For other programs: a list of {part, level, message, hint}, in ASCII, which is the same whatever a terminal knows."""
    from json import dumps

    return dumps(to_builtins(diagnoses), indent=2)


def from_json(raw: bytes) -> tuple[Diagnosis, ...]:
    """The diagnoses again. Raises ValueError for anything else."""
    try:
        return json.decode(raw, type=tuple[Diagnosis, ...])
    except (ValueError, RecursionError) as error:
        raise ValueError("these are no diagnoses") from error
