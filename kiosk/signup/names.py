"""The names of those who may read: how one is kept, and which two are the same."""

from __future__ import annotations

import unicodedata


def kept(name: str) -> str:
    """The name as it is kept: accents joined to their letters, one blank between words, none around them."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def same(one: str, other: str) -> bool:
    """Whether both are the name of one person, whatever keyboard or file it comes from."""
    return plain(one) == plain(other)


def alike(one: str, other: str) -> bool:
    """Whether these are the names of two persons that nobody can tell apart by looking at them."""
    return not same(one, other) and _look(one) == _look(other)


_LOOK = str.maketrans("АВЕЅІЈКМНОРСТХУаеіјорсухѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧαιονρ", "ABESIJKMHOPCTXYaeijopcyxsdqwhABEZHIKMNOPTYXaiovp")
"""Letters of Cyrillic and Greek that look like Latin ones, and those (Unicode Technical Standard 39)."""
_STROKES = str.maketrans({"l": "i", "1": "i", "|": "i", "!": "i", "0": "o"})


def _look(name: str) -> str:
    """What is left of a name for the eye: no blanks, no signs without ink, one letter for all that look like it."""
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", name) if letter.isprintable() and letter != " ")
    return seen.translate(_LOOK).casefold().translate(_STROKES)


def plain(name: str) -> str:
    """What all ways to write a name have in common."""
    return unicodedata.normalize("NFKC", kept(name).casefold())


_SIGNS = " -'\u2019.,()&"
"""What stands in names beside letters and digits."""
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")


def strange(name: str) -> str:
    """Why nobody could tell this name from another one by looking at it, as the rest of a sentence; empty if they can.

    Each letter with its accents must be one sign of Latin, Greek or Cyrillic, and all of one script; what has no ink of its own is none.
    """
    letters = [letter for letter in unicodedata.normalize("NFC", kept(name)) if letter not in _SIGNS]
    scripts = {_script(letter) for letter in letters if not letter.isdecimal() or not letter.isascii()}
    if "" in scripts:
        return "has characters in it that cannot be seen, or that no keyboard here has"
    return "has letters of more than one script" if len(scripts) > 1 else ""


def _script(letter: str) -> str:
    """The script of a letter with ink, or of a letter with its accents; empty for anything else."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if unicodedata.category(letter) in ("Lu", "Ll", "Lo") and script in _SCRIPTS else ""
