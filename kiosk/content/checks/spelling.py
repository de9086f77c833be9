"""Words that are in no dictionary, in the languages that have one.

What the clinic says of itself is right: its own dictionary (dictionary.yaml), its name and address, the forms of hard words, who wrote the sources.
Words of medicine that a dictionary lacks lie beside it (`assets/dictionaries`).
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from msgspec import Struct

from kiosk.content.checks.findings import MOST_TOLD, Finding, notice, placed
from kiosk.content.checks.speller import LANGUAGES as SPELLED
from kiosk.content.checks.speller import MOST_AT_ONCE, Speller
from kiosk.content.model.languages import LANGUAGES, SHIPPED_LANGUAGES
from kiosk.content.model.walk import texts
from kiosk.content.reading.folder import DICTIONARY
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.problems import Problem, Severity, and_more
from kiosk.unseen import as_seen
from kiosk.yaml.key_path import KeyPath

NAMES = "names"
"""In dictionary.yaml: what is right in every language."""
MOST_LETTERS = 40
"""A longer word is in no dictionary, and nobody is asked: the longest of Spanish and English have fewer than 30."""
MOST_SECONDS, MOST_SECONDS_OF_ADVICE = 10.0, 5.0
"""By the clock, for all words of one check, and for what to write instead; those that ship take 0.4, and a suggestion up to 0.7."""
MOST_ABBREVIATED = 5
"""So many capitals are a short form, as NMDA, and no word."""
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_HELD = re.compile(r"\{[^{}]*\}")
_ADDRESS = re.compile(r"@|://|\w\.\w")


def words_in(text: str) -> list[str]:
    """The words of a text that a dictionary may know, each once, in their order; of none that are addresses, numbers or short forms."""
    plain = _HELD.sub(" ", as_seen(text.replace("*", "")))
    found = (word for piece in plain.split() if not _ADDRESS.search(piece) for word in _WORD.findall(piece))
    return list(dict.fromkeys(word for word in found if len(word) > 1 and not _is_short_form(word)))


def _is_short_form(word: str) -> bool:
    """NMDA, and several of them: MAOIs."""
    return word.removesuffix("s").isupper() and len(word.removesuffix("s")) <= MOST_ABBREVIATED


def words_of(files: Iterable[ReadFile[Any]], code: str) -> frozenset[str]:
    """Every word of these files in one language."""
    return frozenset(word for file in files for _, text in texts(file.value) for word in words_in(dict(text.versions).get(code, "")))


class OwnWords(Struct, frozen=True):
    """What is right for this clinic, by language."""

    by_language: dict[str, frozenset[str]]

    def of(self, code: str) -> frozenset[str]:
        """All of one language."""
        return self.by_language.get(code, frozenset())

    def has(self, code: str, word: str) -> bool:
        """Whether this word is among them: with a capital where a sentence begins with it, in capitals, and with 's."""
        word = word.replace("’", "'")
        own, bare = self.of(code), word.removesuffix("'s")
        return not own.isdisjoint({word, bare, bare[:1].lower() + bare[1:], *((bare.lower(), bare.capitalize()) if bare.isupper() else ())})


def own_words(reading: ReadFolder) -> OwnWords:
    """What the files say that is right."""
    clinic, dictionary = reading.clinic.value, reading.dictionary.value or {}
    shared = [*dictionary.get(NAMES, ()), *(_names(source.cite) for source in reading.sources.value or ())]
    if clinic:
        shared += [clinic.name, *(words for _, words in clinic.address.versions), *(_names(words) for _, words in clinic.who_treats.versions)]
    forms = defaultdict[str, list[str]](list)
    for word in reading.words.value or ():
        for code, own in word.forms:
            forms[code] += own
    return OwnWords({code: frozenset(_single([*shared, *dictionary.get(code, ()), *forms[code]])) for code in SPELLED})


def _names(text: str) -> str:
    """The words of a text that have a capital."""
    return " ".join(word for word in _WORD.findall(text) if word[0].isupper())


def _single(entries: Iterable[str]) -> Iterator[str]:
    return (word.replace("’", "'") for entry in entries for word in _WORD.findall(as_seen(entry)) if len(word) <= MOST_LETTERS)


# -- a whole content ------------------------------------------------------------------------------------------------


class _Place(Struct, frozen=True):
    """Where a word stands first in a file."""

    file: ReadFile[object]
    way: KeyPath


def misspelt(reading: ReadFolder) -> tuple[Problem, ...]:
    """A notice for each word of each file that is in no dictionary, with what may be meant; one more where looking all of them up took too long."""
    languages = reading.clinic.value.languages if reading.clinic.value else SHIPPED_LANGUAGES
    own = own_words(reading)
    met = {code: _met(reading, code, own) for code in languages if code in SPELLED}
    with Speller() as speller:
        if not any(met.values()):
            return ()
        if not speller.is_there:
            return (_NOBODY,)
        found, whole = _looked_up(met, own, speller)
        said = _advice(found, own, speller, {code: words.keys() - found.get(code, set()) for code, words in met.items()})
    told = tuple(_told(met, found, said))
    return (*told[:MOST_TOLD], *and_more(DICTIONARY, len(told) - MOST_TOLD, Severity.NOTICE), *(() if whole else (_UNFINISHED,)))


_NOBODY = Problem(
    DICTIONARY, 0, 0, Severity.NOTICE, "Spelling was not looked up: the library for that is not made for this kind of computer.",
    "Run `python3 main.py check` on another computer as well, or have somebody read the texts for slips.",
)  # fmt: skip
_UNFINISHED = Problem(
    DICTIONARY, 0, 0, Severity.NOTICE, "There are so many words, or this machine is so busy, that the spelling of some was not looked up.",
    "Mend what is told, then run `python3 main.py check` again.",
)  # fmt: skip


def _met(reading: ReadFolder, code: str, own: OwnWords) -> dict[str, list[_Place]]:
    """Every word that a dictionary must know, with where it stands first in each file."""
    met = defaultdict[str, list[_Place]](list)
    for file in reading.files:
        for way, text in texts(file.value):
            for word in words_in(dict(text.versions).get(code, "")):
                if (not met[word] or met[word][-1].file is not file) and not own.has(code, word):
                    met[word].append(_Place(file, (*way, code)))
    return {word: places for word, places in met.items() if places}


def _looked_up(met: dict[str, dict[str, list[_Place]]], own: OwnWords, speller: Speller) -> tuple[dict[str, set[str]], bool]:
    """The words that are in no dictionary, by language; and whether all of them were looked up."""
    last = time.monotonic() + MOST_SECONDS
    found: dict[str, set[str]] = {}
    for code, places in met.items():
        found[code] = {word for word in places if len(word) > MOST_LETTERS}
        left = [word for word in places if len(word) <= MOST_LETTERS]
        for first in range(0, len(left), MOST_AT_ONCE):
            wrong = speller.wrong(code, left[first : first + MOST_AT_ONCE], own.of(code)) if time.monotonic() < last else None
            if wrong is None:
                return found, False
            found[code] |= wrong
    return found, True


def _advice(
    found: dict[str, set[str]], own: OwnWords, speller: Speller, used: dict[str, set[str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """What may be meant, as long as there is time."""
    last = time.monotonic() + MOST_SECONDS_OF_ADVICE
    said: dict[tuple[str, str], tuple[str, ...]] = {}
    for code, words in found.items():
        for word in sorted(words):
            if len(word) <= MOST_LETTERS and time.monotonic() < last:
                said[code, word] = speller.instead(code, word, own.of(code), used[code])
    return said


def _told(
    met: dict[str, dict[str, list[_Place]]], found: dict[str, set[str]], said: dict[tuple[str, str], tuple[str, ...]]
) -> Iterator[Problem]:
    for code, words in found.items():
        by_file = defaultdict[str, list[Finding]](list)
        files = {}
        for word in sorted(words):
            for place in met[code][word]:
                files[place.file.name] = place.file
                by_file[place.file.name].append(_finding(place.way, code, word, said.get((code, word), ())))
        for name, findings in by_file.items():
            yield from placed(files[name], findings)


def _finding(way: KeyPath, code: str, word: str, instead: Collection[str]) -> Finding:
    shown = word if len(word) <= MOST_LETTERS else f"{word[:MOST_LETTERS]}…"
    asked = f"Is “{'” or “'.join(instead)}” meant? If it is right as it stands" if instead else "Write another word, or if it is right"
    return notice(way, f"This word is in no dictionary of {LANGUAGES[code]}: “{shown}”.", f"{asked}, put it into {DICTIONARY}.")
