"""Whether words are in the dictionary of a language, and which ones are like them: a child of this process knows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.util import find_spec
from typing import Self

import msgspec

from kiosk.accents import without_accents
from kiosk.content.checks.asked_child import AskedChild
from kiosk.project import ASSETS, PROJECT

DICTIONARIES = ASSETS / "dictionaries"
LANGUAGES = ("en", "es")
"""Those that have a dictionary there."""
MOST_AT_ONCE = 500
"""Words of one question; with none of them in the dictionary it takes a tenth of a second."""
MOST_SUGGESTED = 3
_PROGRAM = PROJECT / "kiosk/content/checks/spelling_process.py"
_SECONDS = 10.0
"""By the clock, for one question; a busy machine answers within one."""
_MOST_ENDED = 3
"""A child that ends so often is not begun again."""


class Speller:
    """Asks the child, which begins with the first question; in one thread at a time."""

    def __init__(self) -> None:
        self._child = AskedChild(_PROGRAM, [str(DICTIONARIES)])
        self._taught: dict[str, frozenset[str]] = {}
        self._ended = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_there(self) -> bool:
        """Whether it can answer at all: the library and the dictionaries are there, and the child did not end again and again."""
        return self._ended < _MOST_ENDED and find_spec("hunspell") is not None and DICTIONARIES.is_dir()

    def wrong(self, code: str, words: Sequence[str], own: Collection[str]) -> frozenset[str] | None:
        """Which of at most MOST_AT_ONCE words are in no dictionary of this language, nor among the clinic's `own`; None where nobody answers."""
        told = self._ask("wrong", code, words, own)
        return None if told is None else frozenset(told)

    def instead(self, code: str, word: str, own: Collection[str], used: Collection[str] = ()) -> tuple[str, ...]:
        """The likeliest words that may be meant, the likeliest first; those that are `used` elsewhere before others. None where none is like it.

        What is used and differs by its accents alone comes first, also where no dictionary has it.
        """
        bare = without_accents(word).casefold()
        same = {_as_begun(each, word) for each in used if without_accents(each).casefold() == bare} - {word}
        told = sorted(filter(_is_likely, self._ask("instead", code, word, own) or ()), key=lambda each: each not in used and each.lower() not in used)
        return tuple(dict.fromkeys([*sorted(same, key=lambda each: (each[0].isupper() != word[0].isupper(), each)), *told]))[:MOST_SUGGESTED]

    def _ask(self, what: str, code: str, of: object, own: Collection[str]) -> list[str] | None:
        if not self.is_there or not self._taught_all(code, frozenset(own)):
            return None
        return self._answered(what, code, of)

    def _taught_all(self, code: str, own: frozenset[str]) -> bool:
        """Whether the child knows the clinic's own words, and no other: what it has learned it cannot unlearn."""
        if self._taught.get(code, frozenset()) - own:
            self.close()
        fresh = sorted(own - self._taught.get(code, frozenset()))
        for first in range(0, len(fresh), MOST_AT_ONCE):
            if self._answered("own", code, fresh[first : first + MOST_AT_ONCE]) is None:
                return False
        self._taught[code] = own
        return True

    def _answered(self, *question: object) -> list[str] | None:
        begun = self._child.begin()
        said = self._child.ask(msgspec.json.encode(question) + b"\n", _SECONDS) if begun else b""
        try:
            return msgspec.json.decode(said, type=list[str])
        except msgspec.DecodeError:
            self._ended += 1
            self.close()
            return None

    def close(self) -> None:
        """Ends the child; the next question begins another one."""
        self._child.end(kill=True)
        self._taught.clear()


def _as_begun(used: str, word: str) -> str:
    """The used word with the capital or small letter that this one begins with."""
    return used[:1].upper() + used[1:] if word[:1].isupper() else used


def _is_likely(words: str) -> bool:
    """Not two words with a hyphen, which come without one as well, nor one with a letter torn off, unless that is a word (`a lot`)."""
    return "-" not in words and all(len(word) > 1 or word.casefold() in "aiouy" for word in words.split())
