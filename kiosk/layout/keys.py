"""The keyboard for an answer: which keys in which rows, and where each stands. Keys are 20 mm wherever there is room (standards T1)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.model.form import IN_DIGITS
from kiosk.layout.measures import Measures
from kiosk.layout.page import Box
from kiosk.visit.actions import Capitals, Erased, OtherKeys, Typed, action

_GAP = 2.5
"""Units between keys (standards T2)."""
_TALLEST, _TALLEST_NUMBER = 26.0, 40.0
_NUMBERS = ("123", "456", "789")
_LETTERS = {
    "en": ("qwertyuiop", "asdfghjkl'", "^zxcvbnm-<"),
    "es": ("qwertyuiop", "asdfghjklñ", "^zxcvbnm-<"),
}
_OFTEN, _ELSEWHERE = {"en": ".", "es": "áéíóú"}, "'."
"""What is so common in names of a language that it stands beside the space bar, and what stands there among the accents: O'Brien, Jr."""
_ACCENTED = ("áàâäãåæçčćđ", "éèêëęíìîïıł", "ñńňóòôöõøœřš", "úùûüýÿžźżßþ’")
"""Letters of the Latin names of Europe, the Americas, Turkey and the Philippines, all of them in the bundled typeface."""
_MAIL = ("1234567890", "qwertyuiop", "asdfghjkl_", "zxcvbnm-.<")
_SIGNS = ("1234567890", "@#$%&*()-_", "!?.,:;'\"/+", "=[]{}|~\\`€")
_MORE_SIGNS = "<>^"
"""Signs that stand beside the space bar: in the rows above two of them mean erase and capitals."""
_ENDINGS = ("@", "+", "@gmail.com", ".com")


NOWHERE = Box()


class Key(Struct, frozen=True):
    """One key. `types` is what it writes; `does` what else it does: erase, capitals, or the name of another set of keys.

    `action` is what a touch on it asks for.
    """

    label: str
    types: str = ""
    does: str = ""
    icon: str = ""
    wide: float = 1.0
    box: Box = NOWHERE
    action: str = ""


Rows = tuple[tuple[Key, ...], ...]
_PLAIN, _DIGITS, _ACCENTS = (Key(label, does=does, wide=1.5) for does, label in (("plain", "abc"), ("digits", "123"), ("accents", "áñü")))
_BESIDE_ZERO = {"phone": (Key("+", "+", wide=0.5), Key("#", "x", wide=0.5))}
"""Of a number from abroad, and of one with an extension."""
_CAPITALS = Key("", does="capitals", icon="arrow-big-up", wide=1.5)


def rows_for(kind: str, language: str, keys: str) -> Rows:
    """The rows of keys for a kind of answer; `keys` names the set of letters: plain, accents or digits. Letters are small."""
    match kind, keys:
        case number, _ if number in IN_DIGITS:
            return (*_typed(_NUMBERS), (*_BESIDE_ZERO.get(number, ()), Key("0", "0"), Key("", does="erase", icon="delete")))
        case "passphrase", "digits":
            return (*_typed(_SIGNS), _last_row(_PLAIN, letters=_MORE_SIGNS))
        case "passphrase", "accents":
            return (*_typed(_ACCENTED), _last_row(_PLAIN, _CAPITALS))
        case "passphrase", _:
            return (*_typed(_LETTERS.get(language, _LETTERS["en"])), _last_row(_DIGITS, _ACCENTS))
        case "email", _:
            ends = tuple(Key(end, end, wide=3.0 if len(end) > 5 else 2.0 if len(end) > 1 else 1.5) for end in _ENDINGS)
            return (*_typed(_MAIL), ends)
        case _, "accents":
            return (*_typed(_ACCENTED), _last_row(_PLAIN, letters=_ELSEWHERE))
        case _:
            return (*_typed(_LETTERS.get(language, _LETTERS["en"])), _last_row(_ACCENTS, letters=_OFTEN.get(language, _OFTEN["en"])))


def _typed(rows: tuple[str, ...]) -> Rows:
    return tuple(tuple(_key(sign) for sign in row) for row in rows)


def _key(sign: str) -> Key:
    if sign == "<":
        return Key("", does="erase", icon="delete")
    if sign == "^":
        return replace(_CAPITALS, wide=1.0)
    return Key(sign, sign)


def _last_row(*ways: Key, letters: str = "") -> tuple[Key, ...]:
    """The ways to other letters, what is often needed, the space bar, and the erase key where the rows above have none."""
    often = tuple(Key(letter, letter) for letter in letters)
    ends = (Key("", does="erase", icon="delete", wide=1.5),) if _PLAIN in ways else ()
    space = 7.5 - sum(way.wide for way in ways) - len(often) * 0.6
    return (*ways, *often, Key("", " ", wide=space), *ends)


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
        done.append(replace(key, box=Box(left, room.top, each * key.wide, room.height), action=_asks(key)))
        left += each * key.wide + gap
    return tuple(done)


def _asks(key: Key) -> str:
    match key.does:
        case "":
            return action(Typed(key.types))
        case "erase":
            return action(Erased())
        case "capitals":
            return action(Capitals())
        case keys:
            return action(OtherKeys(keys))


def needed_height(rows: Rows, measures: Measures) -> float:
    """Pixels for keys of 20 mm."""
    return (len(rows) * 20.0 + (len(rows) - 1) * _GAP) * measures.unit
