"""What makes sounds of words and of recordings, in a process of its own: `python -m kiosk.devices.sound_maker [--piper VOICE.onnx]`.

SVOX Pico holds Python while it works, and FFmpeg reads files that others made: here they can do so without the loudspeaker stuttering, and
if they hang or die, only this process does.

Orders come as JSON lines on standard input: `{"id": 7, "words": ..., "language": "es", "pace": 1.0}` or `{"id": 8, "file": ...}`. Each is
answered on standard output by a line, `{"id": 7, "bytes": 96000, "gain": 0.8}`, and so many bytes (`kiosk.devices.sound_output.Sound`), or by
`{"id": 7, "failed": true}`; before all of them comes `{"ready": true}`, once the voice has woken up.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

import miniaudio  # type: ignore[import-untyped]  # it has no types

from kiosk import processes
from kiosk.content.checks.sound_containers import player_format
from kiosk.content.checks.sound_files import recording
from kiosk.devices.sound_output import HERTZ, Sound
from kiosk.devices.voice_bounds import RECORDING_SECONDS
from kiosk.devices.voice_choice import PICO_VOICES
from kiosk.files.owned import ROOT, others_own
from kiosk.files.regular import NotReadError
from kiosk.project import RECORD
from kiosk.speech.levels import gain, trimmed

_PICO_HERTZ, _PICO_VOLUME = 16_000, 0.5
"""With its own volume of 1 it cuts off the peaks of every sentence."""
_BEFORE, _AFTER = 0.005, 0.18
"""Seconds of silence around a sentence; the second is the pause before the next one."""
_MOST_LETTERS = 4000
"""What one order may say; the longest text of the content has a tenth of it."""
MEMORY = 700_000_000
"""Bytes of memory: ten times what a recording takes to be played."""


class Made(NamedTuple):
    """Samples of one channel, and how many a second."""

    samples: array[int]
    hertz: int


class NotMadeError(Exception):
    """There is no sound of it."""


class EndedError(Exception):
    """The voice is not there, or not any more. With it ends this process: whoever asked begins another one."""


def pico(words: str, language: str, pace: float) -> Made:
    """The voice in the box. Raises NotMadeError."""
    from py_nanotts import NanoTTS  # type: ignore[import-untyped]  # it has no types

    if language not in PICO_VOICES:
        raise NotMadeError(language)
    plain = words[:_MOST_LETTERS].translate({ord("<"): " ", ord(">"): " ", 0: " "})
    try:
        made = NanoTTS().speak(plain, voice=PICO_VOICES[language], speed=pace, volume=_PICO_VOLUME)
    except RuntimeError as error:
        raise NotMadeError(str(error)) from error
    return Made(array("h", made), _PICO_HERTZ)


class Piper:
    """A voice of Piper, in the environment above its file that has a Python."""

    def __init__(self, model: Path) -> None:
        """Raises EndedError."""
        python = next((each / "bin" / "python" for each in model.parents if (each / "bin" / "python").exists()), None)
        if python is None or not model.is_file():
            raise EndedError(f"{model}: there is no such voice, or no environment with Piper above it")
        if place := _of_others(model, python, *python.parent.parent.glob("lib/python*/site-packages/*")):
            raise EndedError(f"{place}: somebody else could put another program there")
        command = processes.bound([str(python), "-I", str(Path(__file__).with_name("piper_speech.py")), str(model)])
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        program = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, start_new_session=True)  # it has no terminal to type into
        self._orders, self._answers = cast("IO[bytes]", program.stdin), cast("IO[bytes]", program.stdout)
        self._program = program
        self._answer()

    def __call__(self, words: str, _: str, pace: float) -> Made:
        """Raises EndedError."""
        try:
            self._orders.write(json.dumps({"words": words[:_MOST_LETTERS], "pace": pace}).encode() + b"\n")
            self._orders.flush()
        except OSError as error:
            raise EndedError(str(error)) from error
        answer = self._answer()
        raw = self._answers.read(answer["bytes"])
        if len(raw) < answer["bytes"]:
            raise EndedError("Piper ended")
        return Made(array("h", raw), int(answer["hertz"]))

    def _answer(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            raise EndedError("Piper ended")
        said: dict[str, Any] = json.loads(line)
        return said


def _of_others(*files: Path) -> str:
    """The first of these that others could change; the settings that name it may be written by whoever took the kiosk's own account over."""
    allowed = {ROOT} if RECORD.exists() else {ROOT, os.geteuid()}
    try:
        return next(filter(None, (others_own(each, allowed) for each in files)), "")
    except OSError as error:
        return str(error.filename)


def played(file: Path) -> Made:
    """A recording, at most five minutes of it. Raises NotMadeError."""
    import av

    try:
        raw = recording(file)
        sound: list[bytes] = []
        with av.open(BytesIO(raw), "r", format=player_format(raw), metadata_errors="ignore") as container:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=HERTZ)
            for packet in container.demux(audio=0):
                if (packet.pts or 0) * float(packet.time_base or 0) > RECORDING_SECONDS:
                    break
                with suppress(av.InvalidDataError):  # as players do, who pass over a torn part
                    for frame in packet.decode():
                        sound += [bytes(each.planes[0])[: 2 * each.samples] for each in resampler.resample(frame)]
            sound += [bytes(each.planes[0])[: 2 * each.samples] for each in resampler.resample(None)]
    except (NotReadError, av.FFmpegError, ValueError, IndexError) as error:
        raise NotMadeError(str(error)) from error
    if not sound:
        raise NotMadeError("it is empty")
    return Made(array("h", b"".join(sound)), HERTZ)


def finished(made: Made, *, cut: bool) -> Sound:
    """As it is played: at the loudness of all others, `cut` at both ends. Words of which nothing can be heard, such as a dash, are a pause."""
    samples, hertz = made
    if cut:
        samples = trimmed(samples, hertz, before=_BEFORE, after=_AFTER) or array("h", bytes(round(_AFTER * hertz) * 2))
    level = gain(samples, hertz)
    if hertz != HERTZ:
        mono, signed = 1, miniaudio.SampleFormat.SIGNED16
        samples = array("h", bytes(miniaudio.convert_frames(signed, mono, hertz, samples.tobytes(), signed, mono, HERTZ)))
    return Sound(samples, level)


def _made(order: dict[str, Any], voice: Callable[[str, str, float], Made]) -> Sound:
    if "file" in order:
        return finished(played(Path(order["file"])), cut=False)
    return finished(voice(str(order["words"]), str(order["language"]), float(order["pace"])), cut=True)


def _answer(order: dict[str, Any], voice: Callable[[str, str, float], Made]) -> None:
    """Raises EndedError."""
    try:
        sound = _made(order, voice)
    except NotMadeError:
        _say({"id": order["id"], "failed": True})
        return
    raw = sound.samples.tobytes()
    _say({"id": order["id"], "bytes": len(raw), "gain": sound.gain}, raw)


def _say(head: dict[str, Any], raw: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + raw)
    sys.stdout.buffer.flush()


def main(arguments: list[str]) -> int:
    """Makes sounds until the input ends."""
    parser = argparse.ArgumentParser(prog="sound_maker")
    parser.add_argument("--piper", type=Path)
    asked = parser.parse_args(arguments)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    voice: Callable[[str, str, float], Made] = pico
    try:
        voice = Piper(asked.piper) if asked.piper else pico
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
        voice("a", "en", 1.0)  # its files are read, and lie in memory
        _say({"ready": True})
        for line in sys.stdin.buffer:
            _answer(json.loads(line), voice)
    except EndedError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
