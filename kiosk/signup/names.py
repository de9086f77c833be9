"""The names of those who may read: how one is kept, and which two are the same."""

from __future__ import annotations

import unicodedata


def kept(name: str) -> str:
    """The name as it is kept: accents joined to their letters, one blank between words, none around them."""
    return " ".join(unicodedata.normalize("NFKC", name).split())


def same(one: str, other: str) -> bool:
    """Whether both are the name of one person, whatever keyboard or file it comes from."""
    return plain(one) == plain(other)


def plain(name: str) -> str:
    """What all ways to write a name have in common."""
    return unicodedata.normalize("NFKC", kept(name).casefold())
