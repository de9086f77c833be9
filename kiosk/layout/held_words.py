"""Words that stay on one line, since what the next one says alone would be something else: a "no" and what it denies, a number and its unit."""

from __future__ import annotations

import re

LONGEST = 14
"""Letters that are held together: more could be broken within a word, where letters are large and a box is narrow."""

_BEFORE_A_NUMBER = r"(?<=\w) (?=\**(?:\d|[2-9]11|988|\d{5,6})\b(?![-\d\xa0\u202f\u2007]))"
"""What is to be pressed or dialed stays with the word before it: "press 2", "dial 711", "text 838255"; not what is held by a word behind it."""
_DENIED = r"\b(?:not?|nor|never|without|ni|nunca|tampoco|sin)\** (?:(?:me|te|se|l[aeo]s?|nos|es|be|a)\** )?\**\w+"
"""Read alone, "give it if you are pregnant" says the reverse: the denial, a short word behind it, and the next one."""
_COUNTED = r"\b\d+\** (?:(?:of|de|de cada) \**\d+|(?:hours?|days?|weeks?|months?|years?|minutes?|horas?|días?|semanas?|meses|mes|años?|minutos?))\b"
"""A number and what it counts: "24 hours", "45 of 100"."""
_PRESSED = r"\by \**oprim[ae]r?\b"
"""Who dials 988 and reads "and" at the end of the line may stop there, and gets the menu in English."""
_HELD = re.compile(rf"{_DENIED}|{_COUNTED}|{_PRESSED}", re.IGNORECASE)
_NUMBER = re.compile(_BEFORE_A_NUMBER)


def held(text: str) -> str:
    """The text with hard spaces between words that stay on one line; as long as it was. Stars of its marks may stand between them."""
    return _NUMBER.sub("\xa0", _HELD.sub(_together, text))


def _together(found: re.Match[str]) -> str:
    """The words with hard spaces, as many as may be held from the first on."""
    words = found[0].split(" ")
    while len(words) > 1 and len(" ".join(words).replace("*", "")) > LONGEST:
        words.pop()
    rest = found[0].split(" ")[len(words) :]
    return " ".join(["\xa0".join(words), *rest])
