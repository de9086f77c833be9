"""What a passphrase must be when it is made: long enough, typed on every keyboard of the kiosk, and hard to guess. Old ones stay good."""

from __future__ import annotations

import re
import string
import unicodedata
from enum import StrEnum

from msgspec import Struct

SHORTEST, LONGEST = 12, 200
"""Letters. NIST SP 800-63B asks for 8; the keyboard at the kiosk takes no more than the longest."""
ACCENTED = "áàâäãåæçčćđéèêëęíìîïıłñńňóòôöõøœřšúùûüýÿžźżßþ"
LETTERS = frozenset(string.ascii_letters + string.digits + string.punctuation + " €’" + ACCENTED + ACCENTED.upper())
"""Everything that the kiosk's own keyboard types in every language."""
_WEAKEST = 3
"""Of zxcvbn's scores: at least 10^8 guesses, each of which costs the stretching of `keys`."""
_JUDGED = 40
"""Letters, blanks apart: zxcvbn takes half a second for 72 that are meant to keep it busy, and a tenth for 40."""
_KNOWN = (
    "ketamine", "ketamina", "infusion", "infusión", "clinic", "clínica", "clinica", "kiosk", "quiosco", "passphrase", "password", "contraseña",
    "contrasena",
)  # fmt: skip
"""Words that anybody would try here first."""
_FAMOUS = ("correcthorsebatterystaple",)
"""Printed so often as good ones that whoever guesses begins with them."""
_SHORTEST_KNOWN = 3
"""Letters: shorter words stand within too many others."""


class Fault(StrEnum):
    """Why a passphrase is not taken."""

    SHORT = "short"
    LONG = "long"
    LETTER = "letter"
    WEAK = "weak"


class Objection(Struct, frozen=True):
    """What speaks against a passphrase, and the letter that cannot be typed."""

    fault: Fault
    letter: str = ""

    def __str__(self) -> str:
        """A sentence for staff."""
        match self.fault:
            case Fault.SHORT:
                return f"A passphrase needs at least {SHORTEST} letters: three or four words are easy to remember."
            case Fault.LONG:
                return f"A passphrase has at most {LONGEST} letters: no more can be typed at the kiosk."
            case Fault.LETTER:
                return f"{self.letter} cannot be typed on the keyboard at the kiosk. Choose a passphrase without it."
            case _:
                return "This passphrase is easy to guess. Take three or four words that have nothing to do with each other or with the clinic."


def normal(passphrase: str) -> str:
    """The same letters whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", passphrase)


def objection(passphrase: str, *known: str) -> Objection | None:
    """What speaks against a new passphrase; nothing if it is good. `known` is what a stranger would try: names of people and places."""
    letters = normal(passphrase)
    if len(letters) < SHORTEST:
        return Objection(Fault.SHORT)
    if len(letters) > LONGEST:
        return Objection(Fault.LONG)
    strange = next((letter for letter in letters if letter not in LETTERS), "")
    if strange:
        return Objection(Fault.LETTER, _shown(strange))
    famous = re.sub(r"[\W_]+", "", letters.casefold()) in _FAMOUS
    return Objection(Fault.WEAK) if famous or _score(letters, known) < _WEAKEST else None


def _shown(letter: str) -> str:
    """The letter between quotes, or its number where it cannot be seen."""
    return f"“{letter}”" if letter.isprintable() and not letter.isspace() else f"U+{ord(letter):04X}"


def _score(letters: str, known: tuple[str, ...]) -> int:
    """From 0 to 4, by zxcvbn, of what is left without the words that are known here.

    Blanks go too: zxcvbn would take each of them for a letter that is hard to guess.
    """
    from zxcvbn import zxcvbn

    words = [*_KNOWN, *(word for name in known for word in normal(name).split() if len(word) >= _SHORTEST_KNOWN)]
    left = re.sub("|".join(map(re.escape, sorted(words, key=len, reverse=True))), "", letters, flags=re.IGNORECASE).replace(" ", "")
    return int(zxcvbn(left[:_JUDGED], user_inputs=words)["score"]) if left else 0
