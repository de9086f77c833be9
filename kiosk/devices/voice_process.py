"""The voice, in a process of its own: `python -m kiosk.devices.voice_process`.

A speech engine is other people's code and daemons. Here it can hang or die without the screen noticing, its libraries are loaded only
while somebody listens, and what it was given to say is gone with it, and with the speech service that it began, at the end of a visit.

Orders come as JSON lines on standard input: `{"do": "say", "id": 7, "words": ..., "language": "es", "rate": 0.25, "volume": 0.6}`,
`{"do": "play", "id": 8, "file": ..., "volume": 0.6}`, `{"do": "stop"}`. Each `say` and `play` that was not stopped is answered on standard
output by `{"ended": 7}` or `{"failed": 7}`. The end of the input ends the process.

`--prove en es` says nothing that can be heard, and prints `{"en": "name of the voice", "es": ""}`: empty where there is none.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QLocale, QObject, QSocketNotifier, QTimer, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaPlayer
from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

from kiosk.content.checks.sound_files import recording
from kiosk.devices.speech_service import own_service
from kiosk.files.regular import NotReadError

PREFERRED = ("English (America)", "Spanish (Latin America)")
"""Voices of espeak-ng whose accent fits; otherwise it offers the first of its list, English of the Caribbean."""
LOCALES = {"en": ("en_US",), "es": ("es_419", "es_MX", "es_US")}
PROBE = {"en": "ready", "es": "listo"}
PROOF_MS, SETTLE_MS = 8000, 400
"""A voice that does not come to the end of a word in 8 s has none; an engine told to stop that does not say so is given 0.4 s."""

MEMORY = 700_000_000
"""Bytes of memory: ten times what a recording takes to be played."""

Report = Callable[[dict[str, Any]], None]


class Speaker(QObject):
    """Says one thing at a time. `report` takes the answers."""

    def __init__(self, engine: str, report: Report) -> None:
        super().__init__()
        self._report = report
        with own_service() if engine == "speechd" else nullcontext():
            self._speech = QTextToSpeech(engine, self)
        self._speech.stateChanged.connect(self._speech_changed)
        self._player: QMediaPlayer | None = None
        self._sound = QBuffer(self)
        self._id: int | None = None
        self._heard = False
        self._next: dict[str, Any] | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._begin)

    def take(self, order: dict[str, Any]) -> None:
        """One order; a new thing to say ends the last one, which is then not answered."""
        match order.get("do"):
            case "say":
                self._say(order)
            case "play":
                self.stop()
                self._play(order)
            case "stop":
                self.stop()

    def stop(self) -> None:
        self._id, self._next = None, None
        self._settling.stop()
        if self._player:
            self._player.stop()
        if self._speech.state() in (QTextToSpeech.State.Speaking, QTextToSpeech.State.Paused):
            self._speech.stop(QTextToSpeech.BoundaryHint.Immediate)

    # -- speech -----------------------------------------------------------------------------------------------------------

    def _say(self, order: dict[str, Any]) -> None:
        """Waits until the engine has told that it stopped: a late word of that would be taken for the end of the new sentence."""
        self.stop()
        self._next = order
        if self._speech.state() is QTextToSpeech.State.Speaking:
            self._settling.start()
        else:
            self._begin()

    def _begin(self) -> None:
        order, self._next = self._next, None
        if order is None:
            return
        self._settling.stop()
        voice = self.voice_for(str(order["language"]))
        if voice is None:
            self._report({"failed": order["id"]})
            return
        self._id, self._heard = int(order["id"]), False
        if self._speech.voice() != voice:
            self._speech.setVoice(voice)
        self._speech.setRate(float(order.get("rate", 0.0)))
        self._speech.setVolume(float(order.get("volume", 0.6)))
        self._speech.say(str(order["words"]))

    def voice_for(self, language: str) -> QVoice | None:
        """The voice for a language code, with the accent of the place where that is known."""
        there = {locale.name(): locale for locale in self._speech.availableLocales()}
        wanted = [*LOCALES.get(language, ()), *sorted(name for name in there if name.split("_")[0] == language)]
        locale = next((there[name] for name in wanted if name in there), None)
        if locale is None:
            return None
        if self._speech.locale() != locale:
            self._speech.setLocale(locale)
        voices = [voice for voice in self._speech.availableVoices() if "+" not in voice.name()] or self._speech.availableVoices()
        return next((voice for voice in voices if voice.name() in PREFERRED), voices[0] if voices else None)

    def _speech_changed(self, state: QTextToSpeech.State) -> None:
        if state is QTextToSpeech.State.Speaking:
            self._heard = True
        elif self._next is not None:
            self._begin()
        elif self._id is not None and state is QTextToSpeech.State.Error:
            self._end("failed")
        elif self._id is not None and state is QTextToSpeech.State.Ready and self._heard:
            self._end("ended")

    def _end(self, how: str) -> None:
        number, self._id = self._id, None
        self._report({how: number})

    # -- recorded sounds --------------------------------------------------------------------------------------------------

    def _play(self, order: dict[str, Any]) -> None:
        self._id = int(order["id"])
        try:
            raw = recording(Path(order["file"]))
        except NotReadError:
            self._end("failed")
            return
        if self._player is None:
            self._player = QMediaPlayer(self)
            self._player.setAudioOutput(QAudioOutput(self._player))
            self._player.mediaStatusChanged.connect(self._sound_changed)
            self._player.errorOccurred.connect(self._sound_failed)
        self._player.audioOutput().setVolume(float(order.get("volume", 0.6)))
        self._player.setSource(QUrl())  # or the same file a second time would not begin anew
        self._sound.close()
        self._sound.setData(QByteArray(raw))
        self._sound.open(QIODevice.OpenModeFlag.ReadOnly)
        self._player.setSourceDevice(self._sound, QUrl(Path(order["file"]).name))
        self._player.play()

    def _sound_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if self._id is not None and status is QMediaPlayer.MediaStatus.EndOfMedia:
            self._end("ended")
        elif self._id is not None and status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._end("failed")

    def _sound_failed(self) -> None:
        if self._id is not None:
            self._end("failed")


class Ear(QObject):
    """Reads orders, line by line, as they come."""

    def __init__(self, mouth: Speaker) -> None:
        super().__init__()
        self._mouth = mouth
        self._rest = b""
        self._notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _read(self) -> None:
        came = os.read(0, 1 << 16)
        if not came:
            self._mouth.stop()
            QCoreApplication.quit()
            return
        *lines, self._rest = (self._rest + came).split(b"\n")
        for line in lines:
            self._mouth.take(json.loads(line))


class Proof(QObject):
    """Has each language say one word without a sound, and tells which voices came to its end."""

    def __init__(self, engine: str, languages: list[str]) -> None:
        super().__init__()
        self._mouth = Speaker(engine, self._came)
        self._left = list(languages)
        self.voices: dict[str, str] = {}
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PROOF_MS)
        self._late.timeout.connect(lambda: self._came({}))
        QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        if not self._left:
            QCoreApplication.quit()
            return
        language = self._left[0]
        self._late.start()
        word = PROBE.get(language, QLocale(language).nativeLanguageName() or language)
        self._mouth.take({"do": "say", "id": 0, "words": word, "language": language, "rate": 0.0, "volume": 0.0})

    def _came(self, answer: dict[str, Any]) -> None:
        self._late.stop()
        language = self._left.pop(0)
        voice = self._mouth.voice_for(language)
        self.voices[language] = voice.name() if voice and "ended" in answer else ""
        self._mouth.stop()
        QTimer.singleShot(0, self, self._next)


def engine_here() -> str:
    """The engine of this system; "mock" is Qt's own toy and says nothing."""
    return next((name for name in QTextToSpeech.availableEngines() if name != "mock"), "")


def _answer(said: dict[str, Any]) -> None:
    print(json.dumps(said), flush=True)


def main(arguments: list[str]) -> int:
    """Speaks until the input ends, or proves the voices."""
    parser = argparse.ArgumentParser(prog="voice_process")
    parser.add_argument("--engine", default="")
    parser.add_argument("--prove", nargs="+", default=[])
    asked = parser.parse_args(arguments)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard))
    app = QCoreApplication(["kiosk-voice"])
    engine = asked.engine or engine_here()
    if asked.prove:
        proof = Proof(engine, asked.prove) if engine else None
        if proof:
            app.exec()
        _answer({language: proof.voices.get(language, "") if proof else "" for language in asked.prove})
        return 0
    ear = Ear(Speaker(engine, _answer))
    app.exec()
    del ear
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
