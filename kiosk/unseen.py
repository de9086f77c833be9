"""Signs that change what is seen, or are not seen: no text that a person is to read holds any of them.

988 after a U+202E shows as 889, with a U+0338 after each digit it is struck through, and a headline of U+3164 alone shows nothing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_VARIANTS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""They choose another form of the letter before them."""
_PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
_EMPTY = re.compile(f"[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\U00016fe4\U0001d159{_VARIANTS}]")
"""Letters, accents and symbols without ink (Unicode, Default_Ignorable_Code_Point; the blank of braille)."""
_OVERLAY = 1
_LAID_OUT = re.compile("[\t\n\r\xad\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
"""Control and format characters that a text may hold: the tab, ends of lines, the hyphen that shows only where a line ends, and Arabic signs
drawn around the number after them (Unicode, Prepended_Concatenation_Mark)."""
_NEEDED = re.compile(
    "(?<=[\u0600-\u1cff])[\u200c\u200d](?=[\u0600-\u1cff])"  # Persian and Indian words join and part their letters by them
    f"|(?<=[{_PICTURES}\ufe0f])\u200d(?=[{_PICTURES}])"  # a picture made of several
    f"|(?<=[^\\W\\d\0-\u02ff{_VARIANTS}])[{_VARIANTS}]|(?<=[{_PICTURES}])[\ufe0e\ufe0f]"
    "|(?<=[<=>\u2190-\u22ff])\u0338"  # signs of mathematics and arrows are denied by it
)


def unseen(text: str) -> tuple[int, str] | None:
    """The first sign that no text may hold: where it stands, counted from 0, and what it is called; None where there is none.

    Hard spaces and soft hyphens may stand anywhere, joiners and forms of letters where a script needs them.
    """
    strange = {sign for sign in set(text) if _is_strange(sign)}
    if not strange:
        return None
    needed = {found.start() for found in _NEEDED.finditer(text)}
    at = next((at for at, sign in enumerate(text) if sign in strange and at not in needed), None)
    return None if at is None else (at, called(text[at]))


MOST_MARKS = 3
"""Accents on one letter; more reach into the lines above. Vietnamese has two, Hebrew three."""


def piled(text: str) -> bool:
    """Whether more accents stand on a letter than may."""
    return not text.isascii() and without_piles(text) != text


def without_piles(text: str) -> str:
    """The text without the accents on a letter that are too many."""
    kept, run = list[str](), 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def has_ink(text: str) -> bool:
    """Whether there is anything to see: a letter, a digit, a symbol.

    Blanks of any kind, soft hyphens, joiners, accents without a letter, and the asterisks of bold alone are nothing. Dots alone stand where words
    are still to be written.
    """
    shown = text if text.strip(" .\u2026") else ""
    return any(sign != "*" and unicodedata.category(sign)[0] not in "CZM" and not _EMPTY.match(sign) for sign in shown)


def without_unseen(text: str) -> str:
    """The text without the signs that `unseen` tells of; what a script needs to join, part or choose its letters stays."""
    needed = {found.start() for found in _NEEDED.finditer(text)}
    return "".join(sign for at, sign in enumerate(text) if at in needed or not _is_strange(sign))


def as_seen(text: str) -> str:
    """What a reader sees, to compare words by: no sign without ink, plain blanks and hyphens, wide letters and ligatures as usual ones.

    What stands above or below the line, such as the number of a note, is a blank.
    """
    return unicodedata.normalize("NFC", "".join(map(_look, text)))


@lru_cache(maxsize=4096)
def _look(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign in "\u2010\u2011":
        return "-"
    if _EMPTY.match(sign) or unicodedata.category(sign) == "Cf":
        return ""
    kind = unicodedata.decomposition(sign).partition(">")[0]
    if kind in ("<super", "<sub"):
        return " "
    return unicodedata.normalize("NFKC", sign) if kind.startswith("<") else sign


@lru_cache(maxsize=4096)
def _is_strange(sign: str) -> bool:
    """Whether it is a control or format character, a private or unassigned one, another end of a line, has no ink, or is drawn over a letter.

    The last are overlays (Unicode, combining class 1) and enclosing marks.
    """
    if _EMPTY.match(sign) or unicodedata.combining(sign) == _OVERLAY or unicodedata.category(sign) == "Me":
        return True
    return not sign.isprintable() and unicodedata.category(sign) != "Zs" and not _LAID_OUT.match(sign)


def called(sign: str) -> str:
    """The name of a sign in Unicode, with its number."""
    name, number = unicodedata.name(sign, "").lower(), f"U+{ord(sign):04X}"
    return f"{name} ({number})" if name else number
