"""Where sentences begin: what a voice says in one breath, and what is marked while it does."""

from __future__ import annotations

import re
from itertools import pairwise

_STOP = re.compile(r"(?<![.!?…])[.!?…]+[\"”’»)*]*\s+")
_MARK = re.compile(r"\*\*?")
_SHORTENED = re.compile(r"(?:^|[\s(])(?:\w|Dra?|Sra?|Mrs?|Ms|St|vs|etc|approx|aprox|[ap]\.\s?m|EE|U\.S)\.$", re.IGNORECASE)
"""What ends with a dot and seldom ends a sentence; a single letter is an initial."""


def sentence_starts(text: str) -> tuple[int, ...]:
    """The places in `text` where a sentence begins, the first of it included; nothing for an empty text."""
    if not text.strip():
        return ()
    return (0, *(match.end() for match in _STOP.finditer(text) if _begins(text, match)))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of `text`, without the spaces between them."""
    starts = (*sentence_starts(text), len(text))
    return tuple(text[start:end].strip() for start, end in pairwise(starts))


def marked_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text with marks; those that share a mark stay together."""
    found: list[str] = []
    for each in sentences(text):
        if found and len(_MARK.findall(found[-1])) % 2:
            found[-1] += f" {each}"
        else:
            found.append(each)
    return tuple(found)


def _begins(text: str, stop: re.Match[str]) -> bool:
    following = text[stop.end() :].lstrip('"“‘«(¿¡*')
    begins = following[:1].isupper() or following[:1].isdigit()
    shortened = stop[0][0] == "." and _SHORTENED.search(text[: stop.start() + 1])
    return bool(begins and not shortened)
