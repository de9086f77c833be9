"""How hard a text is to read, by two published formulas. They were made for whole passages: on a few words they say little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)")

EASY_SYLLABLES = 2
"""What a word of the glossary counts at most: its meaning is one touch away (WCAG 3.1.3)."""


def words(text: str) -> list[str]:
    """The words of a text; the halves of `off-label` are two, a number is one."""
    return _WORD.findall(text)


def sentences(text: str) -> int:
    """How many sentences a text has; one that ends without a full stop counts too."""
    return max(1, sum(1 for part in _SENTENCE_END.split(text) if words(part)))


def flesch_kincaid_grade(texts: Iterable[str], easy: frozenset[str] = frozenset()) -> float:
    """The US school grade that English texts ask for: 0.39 words per sentence + 11.8 syllables per word - 15.59.

    Source: Kincaid, Fishburne, Rogers, Chissom 1975 (US Navy, Research Branch Report 8-75). `easy` holds words of the glossary.
    """
    per_sentence, per_word = _rates(texts, "en", easy)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def fernandez_huerta_ease(texts: Iterable[str], easy: frozenset[str] = frozenset()) -> float:
    """How easy Spanish texts are, about 0 to 100: 206.84 - 60 syllables per word - 1.02 words per sentence.

    Source: Fernández Huerta 1959, with the second term as words per sentence, the reading of the formula that INFLESZ also uses.
    70 to 80 is "fairly easy", school grade 6.
    """
    per_sentence, per_word = _rates(texts, "es", easy)
    return 206.84 - 60 * per_word - 1.02 * per_sentence


def _rates(texts: Iterable[str], language: str, easy: frozenset[str]) -> tuple[float, float]:
    """Words per sentence and syllables per word; each text ends a sentence. (0, 0) where there is no word."""
    whole = [text for text in texts if words(text)]
    each = [word for text in whole for word in words(text)]
    if not each:
        return 0.0, 0.0
    counted = sum(min(count, EASY_SYLLABLES) if word.casefold() in easy else count for word in each if (count := syllables(word, language)))
    return len(each) / sum(sentences(text) for text in whole), counted / len(each)


@lru_cache(maxsize=4096)
def syllables(word: str, language: str) -> int:
    """Syllables of one word, at least 1; a number counts 1. English is estimated from the spelling, Spanish follows its rules."""
    plain = re.sub(r"[^\w]|[\d_]", "", word.casefold())
    if not plain:
        return 1
    return max(1, _spanish(plain) if language == "es" else _english(plain))


_STRONG = "aeoáéóíú"
_SPANISH_VOWELS = re.compile(r"(?:[aeoáéóíúiuü]|y(?![aeoáéóíúiuü]))+")


def _spanish(word: str) -> int:
    """Each run of vowels has as many syllables as strong or accented vowels, and at least one; `qu` and `gu` before e, i are letters."""
    word = re.sub(r"([qg])u(?=[eiéí])", r"\1", word)
    return sum(max(1, sum(letter in _STRONG for letter in run)) for run in _SPANISH_VOWELS.findall(word))


_SILENT_END = re.compile(r"(?<=[^aeiouy])(?:es|e)$|(?<=[^td])ed$")
_SOUNDED_END = re.compile(r"(?:[^aeiouyl]le|(?:s|x|z|ch|sh|[cg])es|[^aeiouy]les)$")
_SILENT_INSIDE = re.compile(r"(?<=[aeiouy][^aeiouyl])e(?=(?:ly|ments?|ful|fully|less|thing|times?|one|where|fore|body)$)")
_APART = re.compile(
    r"(?<![ctsgx])ia(?!g)|(?<=[ct])ia(?=t)|(?<![ctsgx])io(?!us)|(?<=[dpbvn])ious|(?<![tc])ie(?=nt|nc|t)|(?<=sc)ie|ie(?=ty)|(?:(?<=cr)|(?<=id)|(?<=ar))ea"
    r"|[aeiouy]ing|(?<![gq])ua|ui(?=[td][^e])|(?<=fl)ui|(?<=r)ui(?=n)|uou|eo(?!p|u)|oe(?=[mt])",
)
_IRREGULAR = {"every": 2, "business": 2, "suicide": 3, "suicidal": 4, "nausea": 3, "tried": 1, "being": 2, "create": 2, "creates": 2}


def _english(word: str) -> int:
    """Runs of vowels, without silent endings, with the pairs that are spoken apart."""
    stem = word.removesuffix("'s").removesuffix("’s")
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    stem = _SILENT_INSIDE.sub("", stem)
    if not _SOUNDED_END.search(stem):
        stem = _SILENT_END.sub("", stem) or stem
    return len(re.findall(r"[aeiouy]+", stem)) + len(_APART.findall(stem))
