"""Letters without their accents, for whoever looks for words or names."""

from __future__ import annotations

import unicodedata


def without_accents(words: str) -> str:
    """The same words in plain letters: `a` for `á`, `n` for `ñ`, `1` for a raised one. Letter by letter, so that parts of words stay parts."""
    if words.isascii():
        return words
    return "".join(letter for letter in unicodedata.normalize("NFKD", words) if not unicodedata.combining(letter))
