"""Which voice speaks a language: the one that the settings name, else the one in the box, else a speech service of the machine."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

PICO, DISPATCHER = "pico", "speech-dispatcher"
PICO_VOICES = {"en": "en-US", "es": "es-ES", "fr": "fr-FR", "de": "de-DE", "it": "it-IT"}
"""The voice of SVOX Pico for each language that it speaks."""


class Wanted(NamedTuple):
    """What is made: words by a voice, or a recording."""

    voice: str
    words: str
    language: str
    pace: float
    file: str


class Proved(Struct, frozen=True):
    """A voice that spoke when it was tried, by the word of the settings for it; its `name` for staff, and `why` it is this one. Empty: none did.

    `refused` is a voice that the settings name and that did not speak.
    """

    voice: str = ""
    name: str = ""
    why: str = ""
    refused: str = ""


def candidates(language: str, chosen: str) -> tuple[str, ...]:
    """The voices to try for a language, the best first. `chosen` is what the settings say of it, empty if nothing."""
    usual = (PICO, DISPATCHER) if language in PICO_VOICES else (DISPATCHER,)
    return tuple(dict.fromkeys((chosen, *usual) if chosen else usual))


def proved(language: str, voice: str, chosen: str, service_voice: str) -> Proved:
    """What is told of a voice that spoke. `service_voice` is the name that a speech service gave."""
    names = {PICO: f"SVOX Pico {PICO_VOICES.get(language, '')}", DISPATCHER: f"{service_voice} by speech-dispatcher"}
    name = names.get(voice, f"Piper {Path(voice).stem}")
    if voice == chosen:
        return Proved(voice, name, "as the settings say")
    if chosen:
        return Proved(voice, name, f"since {chosen} does not speak", chosen)
    return Proved(voice, name, "the voice in the box" if voice == PICO else "the voice in the box does not speak this language")
