"""The words at the desk that are in no dictionary, told a moment after somebody typed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtCore import QTimer

from kiosk.bridge.edit_view import EditView
from kiosk.content.checks.speller import LANGUAGES, MOST_AT_ONCE, Speller
from kiosk.content.checks.spelling import MOST_LETTERS, NAMES, OwnWords, own_words, words_in, words_of
from kiosk.content.edits import changes
from kiosk.content.edits.session import Session
from kiosk.content.reading.result import ReadFile
from kiosk.staff.content.aside import Aside
from kiosk.yaml.writing import NotWrittenError

REST_MS = 250
"""After so long without a key its word is looked up: before, it is not written to its end."""
MOST_TOLD = 8
"""Words of one text that are told; whoever has mended some sees the next ones."""
MOST_REMEMBERED = 20_000
"""Words that were looked up before; all texts that ship have 4300."""

Asked = tuple[str, str]
"""A language and a word of it."""


class DeskSpelling:
    """Looks up the words of the texts that `view` shows, beside the window, by a child that begins with the first of them."""

    def __init__(self, session: Session, view: EditView) -> None:
        self._session, self._view = session, view
        self._speller, self._aside = Speller(), Aside()
        self._wrong: dict[Asked, bool] = {}
        self._instead: dict[Asked, tuple[str, ...]] = {}
        self._own: tuple[tuple[ReadFile[Any], ...], OwnWords] | None = None
        self._resting = QTimer()
        self._resting.setSingleShot(True)
        self._resting.setInterval(REST_MS)
        self._resting.timeout.connect(self._look_up)
        view.chosenChanged.connect(self.look)
        view.sideChanged.connect(self.look)

    def close(self) -> None:
        self._resting.stop()
        self._aside.end()
        self._speller.close()

    def look(self) -> None:
        """Other words may stand in the window: what is known of them is told now, the rest soon."""
        self._tell()
        if any(asked not in self._wrong for asked in self._shown()):
            self._resting.start()

    def _texts(self) -> Iterator[tuple[str, str]]:
        """The language and the words of each text that the window shows."""
        side = self._view.told("side")
        texts = [each for fact in side.get("facts", ()) for each in fact["texts"]]
        texts += [each for notice in side.get("notices", {}).values() for each in notice["texts"]] if side.get("panel") == "notices" else []
        for each in texts if side.get("panel") else self._view.told("chosen").get("texts", ()):
            if each["language"] in LANGUAGES:
                yield each["language"], each["words"]

    def _shown(self) -> Iterator[Asked]:
        own = self._own_words()
        for code, words in self._texts():
            yield from ((code, word) for word in words_in(words) if len(word) <= MOST_LETTERS and not own.has(code, word))

    def _own_words(self) -> OwnWords:
        """What is right for this clinic; gathered anew only after a change of the files that say it, since a key waits for it."""
        reading = self._session.reading
        said_by = (reading.dictionary, reading.clinic, reading.sources, reading.words)
        if self._own is None or any(one is not other for one, other in zip(self._own[0], said_by, strict=True)):
            self._own = said_by, own_words(reading)
        return self._own[1]

    def _tell(self) -> None:
        wrong: dict[str, dict[str, dict[str, Any]]] = {code: {} for code in LANGUAGES}
        for code, word in self._shown():
            if self._wrong.get((code, word)) and len(wrong[code]) < MOST_TOLD:
                instead = self._instead.get((code, word))
                wrong[code][word] = {"word": word, "instead": list(instead or ()), "advised": instead is not None}
        self._view.tell("spelling", {code: list(words.values()) for code, words in wrong.items()})

    # -- beside the window ------------------------------------------------------------------------------------------------

    def _look_up(self) -> None:
        if len(self._wrong) > MOST_REMEMBERED:
            self._wrong.clear()
            self._instead.clear()
        fresh = list(dict.fromkeys(asked for asked in self._shown() if asked not in self._wrong))[:MOST_AT_ONCE]
        own = self._own_words()
        if fresh:
            self._aside.run(lambda: self._found(fresh, own), self._take, _nothing)

    def _found(self, fresh: list[Asked], own: OwnWords) -> dict[Asked, bool]:
        found: dict[Asked, bool] = {}
        for code in LANGUAGES:
            words = [word for each, word in fresh if each == code]
            wrong = self._speller.wrong(code, words, own.of(code)) if words else None
            if wrong is not None:
                found |= {(code, word): word in wrong for word in words}
        return found

    def _take(self, found: dict[Asked, bool]) -> None:
        self._wrong |= found
        self._advise_next()
        if self._speller.is_there:  # more words than are asked at once, or the child was ended: another one is asked
            self.look()

    def _advise_next(self) -> None:
        """A suggestion takes up to a second, so they come one by one."""
        self._tell()
        own = self._own_words()
        asked = next((each for each in self._shown() if self._wrong.get(each) and each not in self._instead), None)
        if asked:
            files = self._session.reading.files
            self._aside.run(lambda: {asked: self._instead_of(asked, own, files)}, self._advise, _nothing)

    def _instead_of(self, asked: Asked, own: OwnWords, files: Iterable[ReadFile[Any]]) -> tuple[str, ...]:
        """What may be meant: first what stands elsewhere in the texts, though not what is looked up just now."""
        code, _ = asked
        wrong = {word for (each, word), is_wrong in self._wrong.items() if each == code and is_wrong}
        return self._speller.instead(*asked, own.of(code), words_of(files, code) - wrong)

    def _advise(self, instead: dict[Asked, tuple[str, ...]]) -> None:
        self._instead |= instead
        self._advise_next()


def _nothing() -> None:
    """A word that could not be looked up is not told of."""


def added(language: str, word: str) -> changes.Change:
    """The dictionary with this word: with a capital it is a name, which is right in every language. Raises NotWrittenError where it is no word."""
    if words_in(word) != [word] or len(word) > MOST_LETTERS or language not in LANGUAGES:
        raise NotWrittenError("This is no single word, so it cannot be added to the dictionary. Choose it again below the text.")
    return changes.own_word(NAMES if word[0].isupper() else language, word.replace("’", "'"))
