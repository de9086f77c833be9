"""The keyboard for an answer: which keys in which rows, and where each stands. Keys are 20 mm wherever there is room (standards T1)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.layout.measures import Measures
from kiosk.layout.page import Box

_GAP = 2.5
"""Units between keys (standards T2)."""
_TALLEST, _TALLEST_NUMBER = 26.0, 40.0
_NUMBERS = ("123", "456", "789", "+0<")
_LETTERS = {
    "en": ("qwertyuiop", "asdfghjkl'", "^zxcvbnm-<"),
    "es": ("qwertyuiop", "asdfghjklñ", "^zxcvbnm-<"),
}
_VOWELS = {"es": "áéíóú"}
"""Accented letters so common in a language that they stand beside the space bar."""
_ACCENTED = ("áàâäãåæçčćđ", "éèêëęíìîïıł", "ñńňóòôöõøœřš", "úùûüýÿžźżßþ’")
"""Letters of the Latin names of Europe, the Americas, Turkey and the Philippines, all of them in the bundled typeface."""
_MAIL = ("1234567890", "qwertyuiop", "asdfghjkl_", "zxcvbnm-.<")
_SIGNS = ("1234567890", "@#$%&*()-_", "!?.,:;'\"/+", "=[]{}|~\\`€")
_ENDINGS = ("@", "+", "@gmail.com", ".com")


NOWHERE = Box()


class Key(Struct, frozen=True):
    """One key. `types` is what it writes; `does` what else it does: erase, capitals, or the name of another set of keys."""

    label: str
    types: str = ""
    does: str = ""
    icon: str = ""
    wide: float = 1.0
    box: Box = NOWHERE


Rows = tuple[tuple[Key, ...], ...]


def rows_for(kind: str, language: str, keys: str) -> Rows:
    """The rows of keys for a kind of answer; `keys` names the set of letters: plain or accents. Letters are small."""
    match kind, keys:
        case "phone", _:
            return _typed(_NUMBERS)
        case "passphrase", "digits":
            return (*_typed(_SIGNS), _last_row("plain", "abc", ""))
        case "passphrase", _:
            return (*_typed(_LETTERS.get(language, _LETTERS["en"])), _last_row("digits", "123", ""))
        case "email", _:
            ends = tuple(Key(end, end, wide=3.0 if len(end) > 5 else 2.0 if len(end) > 1 else 1.5) for end in _ENDINGS)
            return (*_typed(_MAIL), ends)
        case _, "accents":
            return (*_typed(_ACCENTED), _last_row("plain", "abc", ""))
        case _:
            return (*_typed(_LETTERS.get(language, _LETTERS["en"])), _last_row("accents", "áñü", _VOWELS.get(language, "")))


def _typed(rows: tuple[str, ...]) -> Rows:
    return tuple(tuple(_key(sign) for sign in row) for row in rows)


def _key(sign: str) -> Key:
    if sign == "<":
        return Key("", does="erase", icon="delete")
    if sign == "^":
        return Key("", does="capitals", icon="arrow-big-up")
    return Key(sign, sign)


def _last_row(leads: str, label: str, letters: str) -> tuple[Key, ...]:
    """The way to other letters, what is often needed, the space bar, and the erase key where the rows above have none."""
    often = tuple(Key(letter, letter) for letter in letters)
    ends = (Key("", does="erase", icon="delete", wide=1.5),) if leads == "plain" else ()
    return (Key(label, does=leads, wide=1.5), *often, Key("", " ", wide=6.0 - len(often) * 0.6), *ends)


def placed(rows: Rows, room: Box, measures: Measures) -> tuple[Key, ...]:
    """The keys at their places: at the lower edge of the room, its width, as tall as it allows."""
    gap = _GAP * measures.unit
    tallest = (room.height - gap * (len(rows) - 1)) / len(rows)
    height = min((_TALLEST_NUMBER if len(rows[0]) == len(_NUMBERS[0]) else _TALLEST) * measures.unit, tallest)
    top = room.bottom - height * len(rows) - gap * (len(rows) - 1)
    return tuple(key for number, row in enumerate(rows) for key in _row(row, Box(room.left, top + number * (height + gap), room.width, height), gap))


def _row(row: tuple[Key, ...], room: Box, gap: float) -> tuple[Key, ...]:
    each = (room.width - gap * (len(row) - 1)) / sum(key.wide for key in row)
    left, done = room.left, []
    for key in row:
        done.append(replace(key, box=Box(left, room.top, each * key.wide, room.height)))
        left += each * key.wide + gap
    return tuple(done)


def needed_height(rows: Rows, measures: Measures) -> float:
    """Pixels for keys of 20 mm."""
    return (len(rows) * 20.0 + (len(rows) - 1) * _GAP) * measures.unit
