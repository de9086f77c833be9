"""Finds the hard words of the glossary in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kiosk.content.model.deck import Word
from kiosk.layout.markup import SOFT_HYPHEN

_LIKE_PLAIN = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2007": " ", SOFT_HYPHEN: ""})

Found = tuple[int, int, str]
"""Start and end in the plain text, and the id of the word."""


class WordFinder:
    """Finds hard words in the texts of one language; the longest form wins, whole words only, case does not matter."""

    def __init__(self, words: Iterable[Word], language: str) -> None:
        forms = {form.casefold(): word.id for word in words for code, own in word.forms if code == language for form in own}
        self._ids = forms
        longest_first = sorted(forms, key=len, reverse=True)
        pattern = "|".join(re.escape(form) for form in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None

    def __call__(self, plain: str, already: set[str]) -> tuple[Found, ...]:
        """The first place of each word that is not in `already`, which grows by what was found. Hard blanks and soft hyphens hide none."""
        if self._pattern is None:
            return ()
        found = []
        places = [at for at, letter in enumerate(plain) if letter != SOFT_HYPHEN] if SOFT_HYPHEN in plain else range(len(plain))
        for match in self._pattern.finditer(plain.translate(_LIKE_PLAIN)):
            word = self._ids.get(match[0].casefold())
            if word and word not in already:
                already.add(word)
                found.append((places[match.start()], places[match.end() - 1] + 1, word))
        return tuple(found)


@lru_cache(maxsize=4)
def finder(words: tuple[Word, ...], language: str) -> WordFinder:
    return WordFinder(words, language)
