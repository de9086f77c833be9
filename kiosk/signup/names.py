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
