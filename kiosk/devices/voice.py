"""The way to the voice process: starts it when somebody listens, ends it with the visit, and is not disturbed when it dies."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import json
from PySide6.QtCore import QByteArray, QObject, QProcess, QTimer, Signal

from kiosk import processes
from kiosk.devices.voice_bounds import proof_seconds, recording_seconds, sentence_seconds
from kiosk.project import PROJECT
from kiosk.visit.comfort import FASTEST, LOUDEST

_log = logging.getLogger(__name__)
NOBODY: Mapping[str, str] = MappingProxyType({})
NARRATION = "narration"
"""The folder in the data folder with sentences that were made before (`kiosk.devices.kept_sounds`)."""
_FASTEST_PACE = 1.5
"""Three steps up are one and a half times as quick, three down two thirds."""
AGAIN_MS = 600_000
"""Languages without a voice are tried again every ten minutes: speech and sound services may come up after the kiosk."""


class NullVoice(QObject):
    """Says nothing: for pictures of the screens, and wherever nobody listens."""

    ended = Signal(int)
    failed = Signal(int)
    proved = Signal(dict)

    def prove(self, languages: tuple[str, ...]) -> None: ...
    def warm(self) -> None: ...
    def stop(self) -> None: ...
    def leave(self) -> None: ...
    def close(self) -> None: ...
    def prepare(self, words: str, language: str, rate: int) -> None: ...
    def prepare_clip(self, file: Path) -> None: ...
    def say(self, words: str, language: str, rate: int, volume: int) -> int:  # noqa: ARG002
        return 0

    def play(self, file: Path, volume: int) -> int:  # noqa: ARG002
        return 0


class ProcessVoice(QObject):
    """Says or plays one thing at a time. `ended` and `failed` come with the number that `say` or `play` answered.

    One that has said nothing yet is always waiting, so that the first word does not wait for it. `proved` tells the languages and their voices,
    empty where there is none; it comes some seconds after `prove`. `chosen` names the voices that the settings want, by language; `output` is
    `kiosk.devices.sound_output.SILENT` where nothing is to be heard, and `kept` the folder of sentences that were made before
    (`kiosk.devices.kept_sounds`).
    """

    ended = Signal(int)
    failed = Signal(int)
    proved = Signal(dict)

    def __init__(self, chosen: Mapping[str, str] = NOBODY, *, output: str = "", kept: Path | None = None) -> None:
        super().__init__()
        self._chosen, self._output, self._kept = chosen, output, kept
        self._proved_voices: dict[str, str] = {}
        self._process: QProcess | None = None
        self._proof: QProcess | None = None
        self._number = 0
        self._saying = 0
        self._spoke = False
        self._rest = b""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up)
        self._languages: tuple[str, ...] = ()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(lambda: self.prove(self._languages))
        self._overdue = QTimer(self)
        self._overdue.setSingleShot(True)
        self._overdue.timeout.connect(lambda: self._proof and _end(self._proof))

    # -- what there is ----------------------------------------------------------------------------------------------------

    def prove(self, languages: tuple[str, ...]) -> None:
        """Finds out which of these languages have a voice that really speaks."""
        process = _process(self)
        process.finished.connect(lambda *_: self._proved(process, languages))
        process.errorOccurred.connect(lambda *_: self._proved(process, languages))
        self._proof, self._languages = process, languages
        self._overdue.start(round(proof_seconds(languages, self._chosen) * 1000))
        chosen = [f"{language}={voice}" for language, voice in self._chosen.items()]
        _start(process, _arguments("voice_proof", *self._sound(), *languages, *(("--chosen", *chosen) if chosen else ())))

    def _proved(self, process: QProcess, languages: tuple[str, ...]) -> None:
        if process is not self._proof:
            return
        self._proof = None
        self._overdue.stop()
        found = _answers(bytes(process.readAllStandardOutput().data()).splitlines())[-1]
        process.deleteLater()
        told = {language: found.get(language) or {} for language in languages}
        voices = {language: str(each.get("name") or "") for language, each in told.items()}
        self._proved_voices = {language: str(each["voice"]) for language, each in told.items() if each.get("voice")}
        _log.info("voices: %s", told)
        if not all(voices.values()):
            self._again.start(AGAIN_MS)
        if any(voices.values()):
            self.warm()
        self.proved.emit(voices)

    # -- speaking ---------------------------------------------------------------------------------------------------------

    def warm(self) -> None:
        """Gets ready, so that the first word does not wait for the engine."""
        if self._process is None:
            self._process = _process(self)
            self._process.readyReadStandardOutput.connect(self._read)
            self._process.finished.connect(self._lost)
            self._process.errorOccurred.connect(self._lost)
            voices = sorted(set(self._proved_voices.values()))
            kept = ("--kept", str(self._kept)) if self._kept else ()
            _start(self._process, _arguments("voice_process", *self._sound(), *kept, *(("--warm", *voices) if voices else ())))

    def say(self, words: str, language: str, rate: int, volume: int) -> int:
        """Says it, in steps of `kiosk.visit.comfort`; ends what was being said. The number that `ended` will tell."""
        return self._order(sentence_seconds(words), do="say", volume=volume / LOUDEST, **self._words(words, language, rate))

    def prepare(self, words: str, language: str, rate: int) -> None:
        """Makes what will be said next, so that it follows without a pause."""
        self._write({"do": "prepare", **self._words(words, language, rate)})

    def prepare_clip(self, file: Path) -> None:
        """Gets a recording ready that will be played next."""
        self._write({"do": "prepare", "file": str(file)})

    def _words(self, words: str, language: str, rate: int) -> dict[str, Any]:
        voice = self._proved_voices.get(language, "")
        return {"words": words, "language": language, "voice": voice, "pace": _FASTEST_PACE ** (rate / FASTEST)}

    def _sound(self) -> tuple[str, ...]:
        return ("--output", self._output) if self._output else ()

    def play(self, file: Path, volume: int) -> int:
        """Plays a recorded sound, at most five minutes of it."""
        return self._order(recording_seconds(), do="play", file=str(file), volume=volume / LOUDEST)

    def stop(self) -> None:
        """Silence, at once."""
        self._saying = 0
        self._patience.stop()
        if self._process:
            self._write({"do": "stop"})

    def leave(self) -> None:
        """The visit is over: what was said is gone, with the process and the speech service that heard it."""
        if self._spoke:
            self._end()
            self.warm()

    def _end(self) -> None:
        self._saying = 0
        self._patience.stop()
        if (process := self._process) is not None:
            self._process, self._rest, self._spoke = None, b"", False
            process.blockSignals(True)
            _end(process)
            process.waitForFinished(200)
            process.deleteLater()

    def close(self) -> None:
        """Takes both processes down."""
        self._end()
        if (proof := self._proof) is not None:
            self._proof = None
            proof.blockSignals(True)
            _end(proof)
            proof.waitForFinished(1000)

    def _order(self, seconds: float, **order: Any) -> int:
        self.warm()
        self._number += 1
        self._saying, self._spoke = self._number, True
        self._write({"id": self._number, **order})
        self._patience.start(round(seconds * 1000))
        return self._number

    def _write(self, order: dict[str, Any]) -> None:
        if self._process:
            self._process.write(QByteArray(json.encode(order) + b"\n"))

    def _read(self) -> None:
        if self._process is None:
            return
        *lines, self._rest = (self._rest + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for answer in _answers(lines):
            for how, signal in (("ended", self.ended), ("failed", self.failed)):
                if answer.get(how) == self._saying:
                    self._patience.stop()
                    self._saying = 0
                    signal.emit(answer[how])

    def _give_up(self) -> None:
        _log.error("the voice did not come to the end of a sentence")
        self._lose()

    def _lost(self) -> None:
        _log.error("the voice process ended by itself")
        self._lose()

    def _lose(self) -> None:
        saying = self._saying
        self._end()  # and not a new one at once, which may die as the last one did
        if saying:
            self.failed.emit(saying)


def _answers(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """What the process said; an empty answer before that. What libraries of speech and sound print between is nobody's."""
    answers: list[dict[str, Any]] = [{}]
    for line in lines:
        with suppress(ValueError, RecursionError):
            if isinstance(said := json.decode(line), dict):
                answers.append(said)
    return answers


def _process(owner: QObject) -> QProcess:
    process = QProcess(owner)
    process.setWorkingDirectory(str(PROJECT))
    process.setStandardErrorFile(QProcess.nullDevice())
    return process


def _start(process: QProcess, arguments: list[str]) -> None:
    program, *more = processes.guarded([sys.executable, *arguments])
    process.start(program, more)


def _end(process: QProcess) -> None:
    """With all that it has started; whoever must know that they are gone waits for the process."""
    if number := process.processId():
        os.kill(number, processes.END)


def _arguments(program: str, *more: str) -> list[str]:
    return ["-m", f"kiosk.devices.{program}", *more]
