"""Which translation was written for which text, so that one which fell behind is found.

Each pair is kept as two fingerprints, without a place: a text may move to another slide or file and stays translated.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

from kiosk.content.checks.findings import Finding, Findings, warning
from kiosk.content.model.deck import Text
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import texts
from kiosk.content.reading.result import Known
from kiosk.yaml.key_path import KeyPath

HEX_DIGITS = 8
FEWEST_WORDS = 3
"""Shorter texts recur in many places with one translation, and tell nothing."""


def pairs(values: Iterable[object], first: str, language: str) -> tuple[str, ...]:
    """The pairs as they stand now in these values of the deck, sorted: `1f0c9d3a-77aa01c2`, the text and its translation."""
    return tuple(sorted({"-".join(pair) for value in values for _, text in texts(value) if (pair := pair_of(text, first, language))}))


WrittenFor = Mapping[str, Mapping[str, Collection[str]]]
"""By language the fingerprint of each translation, and of the texts that it was written for."""


def by_translation(known: Known) -> WrittenFor:
    """What is known, to look translations up in."""
    written_for: dict[str, dict[str, set[str]]] = {}
    for language, own in known.items():
        there = written_for[language] = defaultdict(set)
        for known_pair in own:
            original, _, translation = known_pair.partition("-")
            there[translation].add(original)
    return written_for


def stale(value: object, known: WrittenFor, first: str) -> Findings:
    """Translations that were written for another text than the one that stands beside them now (standards F16)."""
    for language, written_for in known.items():
        for way, text in texts(value):
            pair = pair_of(text, first, language)
            if pair and pair[1] in written_for and pair[0] not in written_for[pair[1]]:
                yield _fallen_behind(way, language, first)


def _fallen_behind(way: KeyPath, language: str, first: str) -> Finding:
    wrong = f"The {LANGUAGES[language]} was written for a different {LANGUAGES[first]} text than the one here now."
    return warning((*way, language), wrong, "Change it too, or, if it still holds, run `python3 main.py translated`")


def pair_of(text: Text, first: str, language: str) -> tuple[str, str] | None:
    """The fingerprints of a text and its translation; None for one too short to tell anything."""
    there = dict(text.versions)
    original, translation = there.get(first, ""), there.get(language, "")
    if language == first or not original or original == translation or len(_words(translation)) < FEWEST_WORDS:
        return None
    return _mark(original), _mark(translation)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:HEX_DIGITS]


# -- the file -------------------------------------------------------------------------------------------------------

HEADER = """\
# yaml-language-server: $schema=schema/translations.json
# Which translation was written for which text, as fingerprints: written by `python3 main.py translated`, not by hand.
"""


def written(known: Known) -> str:
    """The text of translations.yaml."""
    return HEADER + "".join(_listed(language, own) for language, own in sorted(known.items()))


def _listed(language: str, own: Iterable[str]) -> str:
    return f"{language}:\n" + "".join(f"  - {pair}\n" for pair in own)

