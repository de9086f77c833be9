"""What stands in the boxes of the desk: days, and texts with what the kiosk never says of them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from kiosk.content.checks.honesty import dishonest
from kiosk.content.model.deck import Text
from kiosk.content.model.languages import LANGUAGES
from kiosk.settings.hours_grammar import Meant, Refused, day_in_words, read_day
from kiosk.yaml.writing import NotWrittenError


def day(words: str, today: date, meant: Meant = Meant.AROUND) -> date | None:
    """The day that somebody wrote, without a year as it is `meant`; none where nothing is written. Raises NotWrittenError."""
    if not words:
        return None
    day = read_day(words, today, meant)
    if isinstance(day, Refused):
        raise NotWrittenError(f"{day.wrong} {day.instead}")
    return day


def in_words(written: object) -> str:
    """A day of a file in words; empty where it is none."""
    with suppress(ValueError):
        return day_in_words(date.fromisoformat(str(written or "")))
    return ""


def version(code: str, words: str) -> dict[str, Any]:
    """A text in one language, with what the kiosk never says of it."""
    return {"language": code, "name": LANGUAGES[code], "words": words, "never": never(code, words)}


def never(code: str, words: str) -> list[dict[str, str]]:
    """What the kiosk never says, and what to say instead, while somebody types it."""
    return [{"wrong": each.wrong, "instead": str(each.instead)} for each in dishonest((), Text(((code, words),)))]
