"""How hard a text is to read, by two published formulas. They were made for passages: on few words they say little."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+(?=\s|$)")

EASY_SYLLABLES = 2
"""What a word of the glossary counts at most: its meaning is one touch away (WCAG 3.1.3)."""


class Measured(Struct, frozen=True):
    """What the formulas go by."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: Measured) -> Measured:
        return Measured(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)


@lru_cache(maxsize=8192)
def words_in(text: str) -> int:
    """How many words a text has, as the formulas count them."""
    return sum(1 for _ in _WORD.finditer(text))


@lru_cache(maxsize=8192)
def measured(text: str, language: str, easy: frozenset[str] = frozenset()) -> Measured:
    """A text, counted. The halves of `off-label` are two words, a number is one; a text always ends a sentence.

    `easy` holds the words of the glossary, in small letters.
    """
    words = _WORD.findall(text)
    if not words:
        return Measured()
    sentences = max(1, sum(1 for part in _SENTENCE_END.split(text) if _WORD.search(part)))
    return Measured(len(words), sentences, sum(_counted(word, language, easy) for word in words))


def flesch_kincaid_grade(text: Measured) -> float:
    """The US school grade that an English text asks for: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    Source: Kincaid, Fishburne, Rogers, Chissom 1975 (US Navy, Research Branch Report 8-75).
    """
    return 0.39 * text.words / text.sentences + 11.8 * text.syllables / text.words - 15.59 if text.words else 0.0


def fernandez_huerta_ease(text: Measured) -> float:
    """How easy a Spanish text is, about 0 to 100: 206.84 - 60 syllables per word - 1.02 words per sentence.

    Source: Fernández Huerta 1959, the second term read as words per sentence, as most later tools do. 70 to 80 is
    "fairly easy", school grade 6.
    """
    return 206.84 - 60 * text.syllables / text.words - 1.02 * text.words / text.sentences if text.words else 100.0


def _counted(word: str, language: str, easy: frozenset[str]) -> int:
    count = syllables(word, language)
    return min(count, EASY_SYLLABLES) if word.casefold() in easy else count


@lru_cache(maxsize=4096)
def syllables(word: str, language: str) -> int:
    """Syllables of one word; a number counts 1. English is estimated from the spelling, Spanish follows its rules."""
    plain = re.sub(r"[^\w]|[\d_]", "", word.casefold())
    if not plain:
        return 1
    return max(1, _spanish(plain) if language == "es" else _english(plain))


_STRONG = "aeoáéóíú"
_SPANISH_VOWELS = re.compile(r"(?:[aeoáéóíúiuü]|y(?![aeoáéóíúiuü]))+")


def _spanish(word: str) -> int:
    """A run of vowels has a syllable for each strong or accented one, at least one; the u of `que`, `gui` is silent."""
    word = re.sub(r"([qg])u(?=[eiéí])", r"\1", word)
    return sum(max(1, sum(letter in _STRONG for letter in run)) for run in _SPANISH_VOWELS.findall(word))


_SILENT_END = re.compile(r"(?<=[^aeiouy])(?:es|e)$|(?<=[^td])ed$")
_SOUNDED_END = re.compile(r"(?:[^aeiouyl]le|(?:s|x|z|ch|sh|[cg])es|[^aeiouy]les)$")
_SILENT_INSIDE = re.compile(
    r"(?<=[aeiouy][^aeiouyl])e(?=(?:ly|ments?|ful|fully|less|thing|times?|one|where|fore|body)$)"
)
_APART = re.compile(
    r"(?<![ctsgx])ia(?!ge?$)|(?<=[ct])ia(?=t)|(?<![ctsgx])io(?!us)|(?<=[dpbvnr])ious|(?<![tc])ie(?=nt|nc|t)|(?<=sc)ie|ie(?=ty)|(?:(?<=cr)|(?<=id)|(?<=ar))ea"
    r"|[aeiouy]ing|(?<![gq])ua|ui(?=[td][^e])|(?<=fl)ui|(?<=r)ui(?=n)|uou|eo(?!p|u)|oe(?=[mt])",
)
_IRREGULAR = {
    "every": 2,
    "business": 2,
    "suicide": 3,
    "suicidal": 4,
    "nausea": 3,
    "tried": 1,
    "being": 2,
    "create": 2,
    "creates": 2,
}


def _english(word: str) -> int:
    """Runs of vowels, without silent endings, with the pairs that are spoken apart."""
    stem = word.removesuffix("'s").removesuffix("’s")
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    stem = _SILENT_INSIDE.sub("", stem)
    if not _SOUNDED_END.search(stem):
        stem = _SILENT_END.sub("", stem) or stem
    return len(re.findall(r"[aeiouy]+", stem)) + len(_APART.findall(stem))
