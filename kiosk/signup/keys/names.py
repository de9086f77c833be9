"""The names of those who may read: how one is kept, and which two are the same."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
"""Letters: no more can be typed at the kiosk."""


def kept(name: str) -> str:
    """The name as it is kept: accents joined to their letters, one blank between words, none around them."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def same(one: str, other: str) -> bool:
    """Whether both are the name of one person, whatever keyboard or file it comes from."""
    return plain(one) == plain(other)


def alike(one: str, other: str) -> bool:
    """Whether these are the names of two persons that nobody can tell apart by looking at them, or by a dot, a comma or a sign around them alone."""
    return not same(one, other) and not {*map(_bare, looks(one))}.isdisjoint(map(_bare, looks(other)))


def _bare(look: str) -> str:
    """A look without dots and commas, and without signs before its first letter and behind its last one."""
    without = "".join(letter for letter in look if letter not in ".,")
    inked = [at for at, letter in enumerate(without) if unicodedata.category(letter)[0] in "LMN"]
    return without[inked[0] : inked[-1] + 1] if inked else without


_LOOK = str.maketrans(
    "ΟОΙІЗбΑАΒВСΕЕΗНЈΚКΜМΝΡРЅΤТΧХΥУΖαаЬсеιіјοσоρргѕυνхγуβћГЛПФєптфԁԛԝһ" "κкηχω",
    "OOII36AABBCEEHHJKKMMNPPSTTXXYYZaabceiijooopprsuvxyyßħΓΛΠΦεπτφdqwh" "kknxw",
) | {ord("Ы"): "bl", ord("Ю"): "lO", ord("Ґ"): "Γ'", ord("ґ"): "r'"}  # fmt: skip
"""Letters of Cyrillic and Greek, and those of Latin or Greek that look like them (Unicode Technical Standard 39, `confusables.txt` of Unicode 15).

Of the last five it says less: it sets a small kappa apart from k, and an eta from n by its foot, of which a screen shows little.
"""
_STROKES = str.maketrans({"l": "i", "1": "i", "|": "i", "!": "i", "0": "o", "\u0131": "i", "\u00f0": "\u0111", "m": "rn", "æ": "ae", "œ": "oe"})
"""The same within Latin, in small letters."""
_ACCENTS = str.maketrans(
    {"\u0327": "\u0326", "\u030c": "\u0306", "\u0300": "\u0306", "\u0304": "\u0303", "\u0308": "\u030b", "\u030a": "\u0307"}
)  # fmt: skip
"""Accents that nobody tells apart: cedilla and comma, caron, grave and breve, macron and tilde, two dots and two strokes, ring and dot."""
_TURNED_OVER = ("g\u0326", "g\u0301")
"""The cedilla of a small g stands above it, as an acute does."""
_LIKE_APOSTROPHES = re.compile("(?P<letter>[dltDLT](?=\u030c)|[ouOU](?=\u031b)).(?P<more>[\u0300-\u036f]*)")
"""Accents that are drawn as an apostrophe behind the letter: a caron on d, l and t, and a horn."""


_SIGNS_ALIKE = {
    "'": "\u2019\u2018\u201b\u02bc\u02bb\u02bd\u02b9\u02bf\u02be\u02c8\u2032\u2035\ua78c\u055a\u05f3`\u00b4\u02ca\u02cb\u1fbd\u1fbf",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u02d7\ufe58\ufe63\u058a\u1806\u2e3a\u2e3b",
    ".": "\u2024\u00b7\u2022\u2027\u2219\u22c5\u30fb\u0387\u0701\u0702",
}
"""Apostrophes, hyphens and dashes, and dots, of which keyboards and telephones write now one, now another (Unicode Technical Standard 39)."""
_ONE_SIGN = str.maketrans({each: one for one, those in _SIGNS_ALIKE.items() for each in those})


def looks(name: str) -> frozenset[str]:
    """What is left of a name for the eye, as it is written, in small letters and in capitals: one sign for all that look like it, no blanks.

    Two names look alike if they have one of these in common: only in capitals has each letter of Вера a Latin one that looks like it.
    """
    there = unicodedata.normalize("NFKC", name.translate(_ONE_SIGN))
    return frozenset(map(_seen_as, (there, there.casefold(), there.upper())))


def _seen_as(written: str) -> str:
    """Accents stand behind their letters before any of those is looked up."""
    apart = _LIKE_APOSTROPHES.sub(r"\g<letter>\g<more>'", unicodedata.normalize("NFD", written))
    seen = "".join(letter for letter in apart if letter.isprintable() and letter != " ")
    return seen.translate(_LOOK).casefold().translate(_STROKES).translate(_ACCENTS).replace(*_TURNED_OVER)


def taken_for(one: str, other: str) -> bool:
    """Whether whoever recalls one of these names takes the other for it: they look alike but for apostrophes, hyphens, dots and other signs.

    Two who may read can be called Ann-Marie and Ann Marie, for their names stand beside each other; one alone is taken for the other.
    """
    return not {*map(_letters, looks(one))}.isdisjoint(map(_letters, looks(other)))


def _letters(look: str) -> str:
    return "".join(letter for letter in look if unicodedata.category(letter)[0] in "LMN")


def plain(name: str) -> str:
    """What all ways to write a name have in common."""
    return unicodedata.normalize("NFKC", kept(name).casefold())


_SIGNS = " -'\u2019.,()&"
"""What stands in names beside letters and digits."""
_ALPHABETS = {
    "LATIN": re.compile("[A-Za-zÆÐØÞßæðøþĐđĦħıŁłŊŋŒœ]"),
    "GREEK": re.compile("[\u0391-\u03c9]"),
    "CYRILLIC": re.compile("[\u0400-\u045f\u0490\u0491]"),
}
"""The letters of living alphabets, without their accents: of others each is the double of one of these (Unicode Technical Standard 39)."""
_MARKS = re.compile("[\u0300-\u0304\u0306-\u030c\u031b\u0323\u0326-\u0328]*")
"""The accents that European languages and Vietnamese put on them."""


def strange(name: str) -> str:
    """Why nobody could tell this name from another one by looking at it, as the rest of a sentence; empty if they can.

    There must be a letter or a digit. Each letter with its accents must be one sign of a Latin, Greek or Cyrillic alphabet in use, and all of one
    script.
    """
    letters = [letter for letter in unicodedata.normalize("NFC", kept(name)) if letter not in _SIGNS]
    if not letters:
        return "has no letter in it"
    scripts = {_script(letter) for letter in letters if not letter.isdecimal() or not letter.isascii()}
    if "" in scripts:
        return "has characters in it that cannot be seen, or that no keyboard here has"
    return "has letters of more than one script" if len(scripts) > 1 else ""


def _script(letter: str) -> str:
    """The script of a letter, or of a letter with its accents; empty for anything else."""
    apart = unicodedata.normalize("NFD", letter)
    return next((script for script, those in _ALPHABETS.items() if those.fullmatch(apart[0]) and _MARKS.fullmatch(apart[1:])), "")
