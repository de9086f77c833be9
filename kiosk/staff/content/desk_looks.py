"""How the kiosk looks in the window of the desk: its size, its language, its text size and its theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from kiosk import app
from kiosk.content.model.languages import LANGUAGES
from kiosk.settings.settings import physical_mm
from kiosk.visit import moves

SIZES = {"Across": ((1920, 1080), 21.5), "Upright": ((1080, 1920), 21.5), "43 inches": ((1080, 1920), 43.0)}
TEXTS = {"A": "normal", "AA": "large", "AAA": "largest"}
THEMES = {"Paper": "paper", "Night": "night"}


def values(name: str, languages: Sequence[str]) -> Collection[str]:
    """What can be chosen under this name; nothing where there is no such name."""
    choices: dict[str, Collection[str]] = {"size": SIZES, "language": languages, "text": TEXTS, "theme": THEMES}
    return choices.get(name, ())


def told(now: Mapping[str, str], languages: Sequence[str]) -> dict[str, Any]:
    """What there is to choose from, and what is chosen `now`, as the window shows it."""
    (width, height), _ = SIZES[now["size"]]
    choices = [
        {"name": name, "values": [{"value": each, "text": LANGUAGES[each] if name == "language" else each} for each in values(name, languages)]}
        for name in ("size", "language", "text", "theme")
    ]
    return {"choices": choices, "now": dict(now), "aspect": width / height}


def glass(size: str) -> tuple[float, float]:
    """How large a screen of this size is, in millimetres."""
    pixels, inches = SIZES[size]
    return physical_mm(pixels, (0, 0), inches)


def put_on(kiosk: app.Kiosk, name: str, value: str) -> None:
    """The kiosk looks so."""
    match name:
        case "language":
            kiosk.visit.move(moves.ChoseLanguage(value))
        case "text":
            kiosk.visit.move(moves.ChoseOption(f"text:{TEXTS[value]}"))
        case "theme":
            kiosk.visit.move(moves.ChoseOption(f"palette:{THEMES[value]}"))
        case "size":
            kiosk.screen.tells(glass(value))
