"""Tries the voices of this machine, and nothing is heard of it: `python -m kiosk.devices.voice_proof en es [--chosen es=VOICE]`.

It prints for each language `{"en": {"voice": "pico", "name": "SVOX Pico en-US", "why": "the voice in the box", "refused": ""}}`, all of it empty
where nothing speaks, and under "" why nothing can be heard at all (`{"": {"why": ...}}`).
"""

from __future__ import annotations

import argparse
import select
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import cache

from msgspec import json

from kiosk.devices.dispatcher import Dispatcher, NoServiceError
from kiosk.devices.sound_output import NoOutputError, Output
from kiosk.devices.sounds import Sounds
from kiosk.devices.voice_bounds import WAKE_SECONDS
from kiosk.devices.voice_choice import DISPATCHER, Proved, candidates, proved
from kiosk.devices.voice_process import wanted

PROBE = {"en": "ready", "es": "listo"}
"""A word for each language; elsewhere its name."""


def prove(languages: Sequence[str], chosen: dict[str, str], output: Output) -> dict[str, Proved]:
    """Which voice speaks each language."""
    try:
        output.open()
    except NoOutputError as error:
        return {"": Proved(why=str(error)), **dict.fromkeys(languages, Proved())}
    finally:
        output.close()
    with ExitStack() as ends:
        service = cache(lambda: _service(ends))
        return {language: _first(language, chosen.get(language, ""), service) for language in languages}


def _first(language: str, chosen: str, service: Callable[[], Dispatcher | None]) -> Proved:
    for voice in candidates(language, chosen):
        name = _of_service(service(), language) if voice == DISPATCHER else voice if _makes(voice, language) else ""
        if name:
            return proved(language, voice, chosen, name)
    return Proved(refused=chosen)


def _makes(voice: str, language: str) -> bool:
    """Whether a voice makes a sound of a word."""
    with Sounds(voice) as sounds:
        sound = sounds.make(wanted({"voice": voice, "language": language, "words": PROBE.get(language, language)}), WAKE_SECONDS)
    return bool(sound and any(sound.samples))


def _service(ends: ExitStack) -> Dispatcher | None:
    """The speech service of this machine, which begins when the first language needs it."""
    try:
        service = Dispatcher()
    except NoServiceError:
        return None
    ends.callback(service.close)
    return service


def _of_service(service: Dispatcher | None, language: str) -> str:
    """The voice of a speech service that comes to the end of a word; empty if none does."""
    try:
        name = service.voice(language) if service else ""
        if not service or not name:
            return ""
        service.say(PROBE.get(language, language), language, 1.0, 0.0)
        until = time.monotonic() + WAKE_SECONDS
        while select.select([service.file], [], [], max(0.0, until - time.monotonic()))[0]:
            if service.ended():
                return name
    except NoServiceError:
        pass
    return ""


def main(arguments: list[str]) -> int:
    """Prints what was found."""
    parser = argparse.ArgumentParser(prog="voice_proof")
    parser.add_argument("--output", default="")
    parser.add_argument("--chosen", nargs="+", default=[])
    parser.add_argument("languages", nargs="+")
    asked = parser.parse_args(arguments)
    chosen = dict(each.split("=", 1) for each in asked.chosen)
    print(json.encode(prove(asked.languages, chosen, Output(asked.output))).decode(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
