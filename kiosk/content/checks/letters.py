"""Which letters the bundled faces draw, and what to write instead of any other: on a machine without further fonts that one is an empty box."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from kiosk.accents import without_accents
from kiosk.content.checks.findings import Findings, warning
from kiosk.content.model.deck import Clinic, Source, Topic
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.walk import texts
from kiosk.content.reading.slips import ALIKE
from kiosk.unseen import called
from kiosk.yaml.key_path import KeyPath

DRAWN = (
    " -~"
    "\u00a0-\u00ac\u00ae-\u017f\u018f\u0192\u01a0-\u01a1\u01af-\u01b0\u01cd-\u01dc\u01e6-\u01e7\u01fc-\u021b\u0237\u0259\u02bb-\u02bc\u02c6-\u02c7"
    "\u02c9\u02d8-\u02dd\u0300-\u0338\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490-\u0491\u1e80-\u1e85\u1e9e\u1ea0-\u1ef9\u2009"
    "\u2010-\u2015\u2018-\u2023\u2025-\u2026\u202f-\u2030\u2032-\u2033\u2039-\u203c\u2042\u2044\u2070-\u2071\u2074-\u208e\u2090-\u209c\u20a1\u20a6"
    "\u20a9-\u20ac\u20b1\u20b9-\u20ba\u20bd\u2103\u2109\u2113\u2116\u211e\u2122\u2126\u212e\u2150-\u215e\u2190-\u2199\u21b5\u21bb\u21d0\u21d2\u21d4"
    "\u21e7\u2200\u2202-\u2203\u2205-\u2206\u2208\u220b\u220f\u2211-\u2212\u2215\u2219-\u221a\u221d-\u221e\u2220\u2229-\u222b\u2234-\u2235"
    "\u223c-\u223d\u2243\u2245\u2248\u224c\u2260-\u2261\u2264-\u2265\u226a-\u226b\u2282-\u2283\u22c5\u22cd\u25a0-\u25a1\u25aa\u25b2-\u25b3\u25b6"
    "\u25b8\u25ba\u25bc-\u25bd\u25c0\u25c4\u25c6-\u25c7\u25ca-\u25cb\u25cf\u25e6\u2605-\u2606\u260e-\u2612\u2639-\u263a\u263c\u2640\u2642\u2660"
    "\u2663\u2665-\u2666\u2669-\u266b\u266d-\u266f\u26a0\u2708-\u2709\u270e-\u270f\u2713-\u2718\u271a\u2764\u2776-\u2789\u2794\u279c\u27a1\u27a4"
    "\ufb01-\ufb02"
)
"""What the faces in assets/fonts have between them, as ranges of a regular expression; a test holds it against what Qt finds in them."""
MOST_TOLD = 3
"""Letters of one text; a text in another script would fill the list."""
_BLANKS = "\xad\u200c\u200d\u2000-\u200a\u202f\u205f\u3000\ufe0e\ufe0f\\s"
"""They have no ink, or it is drawn without the faces (`bridge.typesetting`)."""
_LACKING, _INKED = re.compile(f"[^{DRAWN}{_BLANKS}]"), re.compile(f"[^{_BLANKS}]")
_INSTEAD = {
    "\u2705": "✓", "\u274c": "✗", "\u274e": "✗", "\u2795": "+", "\u2796": "−", "\u2049": "!?", "\u25fb": "□", "\u25fc": "■", "\u25fe": "■",
    "\u2610": "□", "\u226e": "not less than", "\u226f": "not more than", "\u2272": "about or less than", "\u2273": "about or more than",
    "\u21c4": "↔", "\u21c6": "↔", "\u21d1": "↑", "\u21d3": "↓", "\u2b06": "↑", "\u2b07": "↓", "\u2b05": "←", "\u2043": "-", "\u2219": "·",
    "\u2027": "·", "\u30fb": "·", "\u3001": ",", "\u3002": ".", "\u300c": "“", "\u300d": "”", "\u301c": "~", "\u2b50": "★", "\u2729": "☆",
    "\U0001f4de": "☎", "\U0001f4e7": "✉", "\U0001f642": "☺", "\U0001f60a": "☺", "\U0001f600": "☺", "\U0001f641": "☹",
}  # fmt: skip
"""What is nearest to signs that people and word processors like."""


def undrawn(text: str) -> tuple[str, ...]:
    """The letters of a text that no bundled face has, each once."""
    return tuple(dict.fromkeys(_LACKING.findall(text)))


def inked(text: str) -> tuple[str, ...]:
    """The letters of a text that some face must have, each once."""
    return tuple(dict.fromkeys(_INKED.findall(text)))


def cure(letter: str) -> str:
    """What to write instead of a letter that is not drawn; it is drawn."""
    if letter == "\ufffd":
        return f"A letter was lost where `{letter}` is: type the word again."
    near = _INSTEAD.get(letter) or _plainer(letter)
    return f"Write `{near}` instead of `{letter}`." if near else f"Write `{letter}` in words, or leave it out."


def _plainer(letter: str) -> str:
    """The same in letters that are drawn: `mg` for `\u338e`, `h` for one with a dot below; empty if there is none."""
    same = unicodedata.normalize("NFKC", letter)
    return next((each for each in (same, without_accents(letter)) if each.strip() and not _LACKING.search(each)), "")


def cures(letters: tuple[str, ...]) -> str:
    """What helps against the letters that are told."""
    return " ".join(map(cure, letters[:MOST_TOLD]))


def told(letters: tuple[str, ...]) -> str:
    """Some of these letters, by themselves and by their names and numbers."""
    some = [f"`{letter}`, {called(letter)}" for letter in letters[:MOST_TOLD]]
    return "; ".join([*some, f"and {len(letters) - MOST_TOLD} more"] if len(letters) > MOST_TOLD else some)


def shown_words(value: object) -> Iterator[tuple[KeyPath, str, str]]:
    """All that a screen may show of a value of the deck: the way to it, its language (none where it has only one) and the words."""
    match value:
        case Clinic():
            yield ("name",), "", value.name
        case tuple():
            for number, each in enumerate(value):
                if isinstance(each, Source):
                    yield from (((number, name), "", getattr(each, name)) for name in ("cite", "link"))
    for way, text in texts(value):
        yield from (((*way, code), code, words) for code, words in text.versions)


def boxed(value: object) -> Findings:
    """Letters that would show as empty boxes on a machine without other fonts."""
    for way, code, words in shown_words(value):
        if letters := undrawn(words):
            where = f"In {LANGUAGES[code]} a sign" if code else "A sign"
            where = f"{where} of slide `{name}`" if (name := _slide(value, way)) else where
            wrong = f"{where} would show as an empty box, since the kiosk's typeface lacks it: {told(letters)}."
            yield warning(way, wrong, cures(letters))


def foreign(value: object) -> Findings:
    """Words with a letter of another alphabet that looks like one of ours: nobody sees it, and no voice, search or glossary finds the word."""
    for way, _, words in shown_words(value):
        for word in _MIXED.findall(words):
            meant = word.translate(ALIKE)
            if meant != word and meant.isascii():
                strange = next(letter for letter in word if not letter.isascii())
                wrong = f"In `{word}` stands {called(strange)}, which only looks like `{strange.translate(ALIKE)}`."
                yield warning(way, wrong, f"Type the word again: `{meant}`.")


_MIXED = re.compile(r"\b(?=\w*[A-Za-z]\w*[A-Za-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])[^\W\d_]{3,}\b")
"""Words of at least two of our letters with one of Greek or Cyrillic."""


def _slide(value: object, way: KeyPath) -> str:
    """The name of the slide that a way leads into; empty where it leads elsewhere."""
    match value, way:
        case Topic(), ("slides", int() as number, *_):
            return value.slides[number].id
        case _:
            return ""
