"""How long voices may take. Whoever waits for one takes its bound from here, so that no one gives up what another still waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kiosk.devices.voice_choice import candidates

BEGIN_SECONDS = 5.0
"""A process of ours begins within 0.2 s, on a busy machine within one or two."""
WAKE_SECONDS = 15.0
"""Until a voice is ready: Pico takes 0.2 s, Piper 3, on a busy machine 10."""
MAKE_SECONDS = 10.0
"""Until a voice that is ready has made one sound: a long sentence takes 0.2 s, a recording of five minutes 2."""
SERVICE_SECONDS = 10.0
"""Until a speech service has begun; on a small machine it takes one."""
ANSWER_SECONDS = 5.0
"""Until a speech service that has begun answers an order: it takes milliseconds."""
RECORDING_SECONDS = 300.0
"""So much of a recording is played; a longer one is no sentence."""
SECONDS_A_WORD = 1.5
"""At the slowest pace Pico says 110 words a minute, 0.55 s each; initials and years are several words in one."""
SILENT_SECONDS = WAKE_SECONDS + MAKE_SECONDS
"""Until a sentence begins to be heard: a voice hangs, and who stands in for it has to wake up first."""
AGAIN_SECONDS = (0.0, 2.0, 10.0)
"""After a voice died, until it is begun anew; after the last of them, if it said nothing meanwhile, others speak until the visit ends. A machine
that is short of memory for a moment has it again by then."""


def sentence_seconds(words: str) -> float:
    """Until a sentence has come to its end. After that the process is given up, with all that it began."""
    return SILENT_SECONDS + SECONDS_A_WORD * len(words.split())


def recording_seconds() -> float:
    """Until a recording has come to its end."""
    return SILENT_SECONDS + RECORDING_SECONDS


def proof_seconds(languages: Sequence[str], chosen: Mapping[str, str]) -> float:
    """Until the voices of all languages were tried, even if each that there is hangs."""
    tried = sum(len(candidates(language, chosen.get(language, ""))) for language in languages)
    return BEGIN_SECONDS + SERVICE_SECONDS + ANSWER_SECONDS + WAKE_SECONDS * tried
