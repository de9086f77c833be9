"""Somebody who listens: takes the place of the voice, remembers what was said, and says when a sentence is over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk.devices.voice import NullVoice


class Ear(NullVoice):
    """`heard` is all that was said, recordings by their file's name; `saying` what is said now."""

    def __init__(self, *languages: str) -> None:
        super().__init__()
        self.languages = languages or ("en", "es")
        self.heard: list[str] = []
        self.spoken: list[tuple[str, str, int, int]] = []
        self.saying = ""
        self.left = 0
        self._number = 0

    def prove(self, languages: tuple[str, ...]) -> None:
        self.proved.emit({language: "somebody" if language in self.languages else "" for language in languages})

    def say(self, words: str, language: str, rate: int, volume: int) -> int:
        self.spoken.append((words, language, rate, volume))
        return self._begin(words)

    def play(self, file: Path, volume: int) -> int:
        self.spoken.append((file.name, "", 0, volume))
        return self._begin(file.name)

    def stop(self) -> None:
        self.saying = ""

    def leave(self) -> None:
        self.saying = ""
        self.left += 1

    def _begin(self, what: str) -> int:
        self._number += 1
        self.saying = what
        self.heard.append(what)
        return self._number

    # -- what the listener does -------------------------------------------------------------------------------------------

    def sentence(self) -> None:
        """The sentence in hand comes to its end."""
        self.saying = ""
        self.ended.emit(self._number)
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()

    def fails(self) -> None:
        """The voice breaks off by a fault."""
        self.saying = ""
        self.failed.emit(self._number)
        QCoreApplication.processEvents()

    def to_the_end(self, most: int = 200) -> str:
        """Listens until it is silent; all that was heard since the last time."""
        for _ in range(most):
            if not self.saying:
                break
            self.sentence()
        assert not self.saying, "it never ends"
        return self.since()

    def since(self) -> str:
        """What was heard since the last time."""
        words, self.heard = " ".join(self.heard), []
        return words
