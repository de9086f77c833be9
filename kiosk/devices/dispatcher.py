"""A voice of speech-dispatcher, asked over its own protocol (SSIP): every engine that a machine has, made and played by that service."""

from __future__ import annotations

import re
import socket
from contextlib import suppress

from kiosk.devices.speech_service import own_service
from kiosk.devices.voice_bounds import ANSWER_SECONDS

PREFERRED = ("english (america)", "spanish (latin america)", "en-us", "es-419")
"""Voices of espeak-ng whose accent fits; otherwise it takes the first of its list, English of the Caribbean."""
_MOST_RATE = 100
_ENDED = b"702"
_LINE = re.compile(rb"(\d{3})([ -])(.*)")


class NoServiceError(Exception):
    """There is no speech service, or it does not answer."""


class Dispatcher:
    """One connection to a service that is only ours. `file` becomes readable when it tells something, which `ended` takes."""

    def __init__(self) -> None:
        """Raises NoServiceError."""
        self._rest = b""
        self._told: list[tuple[bytes, bytes]] = []
        self._message = b""
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._line.settimeout(ANSWER_SECONDS)
        self._language = ""
        try:
            with own_service() as place:
                self._line.connect(place)
            self._introduce()
        except (OSError, NoServiceError) as error:
            self._line.close()
            raise NoServiceError(str(error)) from error

    def _introduce(self) -> None:
        for order in ("SET SELF CLIENT_NAME kiosk:voice:main", "SET SELF NOTIFICATION END on", "SET SELF PUNCTUATION none", "SET SELF SSML_MODE off"):
            self._ask(order)

    @property
    def file(self) -> int:
        return self._line.fileno()

    def voice(self, language: str) -> str:
        """The voice that speaks a language, empty if none does. Raises NoServiceError."""
        self._ask(f"SET SELF LANGUAGE {language}")
        voices = [line.split("\t") for line in self._ask("LIST SYNTHESIS_VOICES")]
        own = [each[0] for each in voices if len(each) > 1 and each[1].lower().replace("_", "-").split("-")[0] == language and "+" not in each[0]]
        found = next((name for name in own if name.casefold() in PREFERRED), own[0] if own else "")
        if found:
            self._ask(f"SET SELF SYNTHESIS_VOICE {found}")
            self._language = language
        return found

    def say(self, words: str, language: str, pace: float, volume: float) -> None:
        """Begins to say it. `pace` is 1 for the usual one, `volume` from 0 to 1. Raises NoServiceError."""
        if language != self._language and not self.voice(language):
            raise NoServiceError(language)
        self._ask(f"SET SELF RATE {max(-_MOST_RATE, min(_MOST_RATE, round((pace - 1) * _MOST_RATE)))}")
        self._ask(f"SET SELF VOLUME {round(volume * 200) - 100}")
        self._ask("SPEAK")
        text = " ".join(words.split())
        number, *_ = self._ask(f".{text}\r\n." if text.startswith(".") else f"{text}\r\n.")
        self._message = number.encode()

    def stop(self) -> None:
        """Silence. Raises NoServiceError."""
        self._ask("CANCEL SELF")

    def ended(self) -> bool:
        """Whether a sentence came to its end, now that something was told; one that was stopped does not. Raises NoServiceError."""
        if not self._told:
            code, _, words = self._read_line()
            self._told.append((code, words))
        told, self._told = self._told, []
        return (_ENDED, self._message) in told

    def close(self) -> None:
        with suppress(OSError):
            self._line.close()

    def _ask(self, order: str) -> list[str]:
        """The lines of the answer. What is told meanwhile is kept."""
        try:
            self._line.sendall(order.encode() + b"\r\n")
        except OSError as error:
            raise NoServiceError(str(error)) from error
        lines: list[str] = []
        while True:
            code, more, words = self._read_line()
            if code.startswith(b"7"):
                self._told.append((code, words))
                continue
            lines.append(words.decode(errors="replace"))
            if more == b" ":
                if not code.startswith(b"2"):
                    raise NoServiceError(words.decode(errors="replace"))
                return lines

    def _read_line(self) -> tuple[bytes, bytes, bytes]:
        while b"\r\n" not in self._rest:
            try:
                came = self._line.recv(1 << 16)
            except OSError as error:
                raise NoServiceError(str(error)) from error
            if not came:
                raise NoServiceError("it ended")
            self._rest += came
        line, _, self._rest = self._rest.partition(b"\r\n")
        found = _LINE.match(line)
        if found is None:
            raise NoServiceError("it speaks another language")
        return found[1], found[2], found[3]
