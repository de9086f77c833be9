"""What a voice is given to say in the place of what is written: numbers, units and short forms as people say them.

Engines guess at these: one says "nine hundred eighty-eight" for the crisis line, another "min" for minutes. The words are made here, so that every
voice says them alike. English and Spanish have words of their own; in other languages numbers that are dialed are said digit by digit, and the
rest is left to the voice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

_CALLED = r"988|[2-9]11|112"
"""Numbers that are called as they stand: crisis, emergency and service lines (47 CFR 52.200; the European one)."""


class _Manner(Struct, frozen=True):
    """How one language says it. Of two words the first is for one, the second for more.

    `older` is the "+" after an age; before a unit of those in `female` one is said as `one_female`.
    """

    digits: tuple[str, ...]
    letters: Mapping[str, str]
    months: tuple[str, ...]
    date: str
    day_first: bool
    units: Mapping[str, tuple[str, str]]
    one: str
    per: str
    point: str
    to: str
    over: str
    percent: str
    dollars: tuple[str, str]
    dot: str
    at: str
    slash: str
    signs: Mapping[str, str]
    older: str
    short: Mapping[str, str]
    one_female: str = ""
    female: frozenset[str] = frozenset()


_LETTERS_EN = "ay bee see dee ee eff gee aitch eye jay kay ell em en oh pee cue are ess tee you vee", "double-you", "ex", "why", "zee"
_LETTERS_ES = "a be ce de e efe ge hache i jota ka ele eme ene o pe cu erre ese te u uve", "doble u", "equis", "ye", "zeta"


def _alphabet(names: tuple[str, ...]) -> dict[str, str]:
    return dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [*names[0].split(), *names[1:]], strict=True))


_MANNERS = {
    "en": _Manner(
        digits=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
        letters=_alphabet(_LETTERS_EN),
        months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
        date="{month} {day}, {year}",
        day_first=False,
        units={
            "mg": ("milligram", "milligrams"), "mcg": ("microgram", "micrograms"), "µg": ("microgram", "micrograms"), "g": ("gram", "grams"),
            "kg": ("kilogram", "kilograms"), "ml": ("milliliter", "milliliters"), "min": ("minute", "minutes"), "h": ("hour", "hours"),
            "lb": ("pound", "pounds"), "mmhg": ("millimeter of mercury", "millimeters of mercury"), "cm": ("centimeter", "centimeters"),
            "bpm": ("beat a minute", "beats a minute"), "°f": ("degree Fahrenheit", "degrees Fahrenheit"),
            "°c": ("degree Celsius", "degrees Celsius"),
        },
        one="one",
        per="per",
        point="point",
        to="to",
        over="over",
        percent="percent",
        dollars=("dollar", "dollars"),
        dot="dot",
        at="at",
        slash="slash",
        signs={"&": "and", "×": "times", "≥": "at least", "≤": "at most", "<": "less than", ">": "more than", "=": "is", "½": "one half", "→": ", "},
        older="and over",
        short={"24/7": "24 hours a day, 7 days a week", "vs.": "versus", "Dr.": "Doctor", "U.S.": "you ess", "ID": "eye dee"},
    ),
    "es": _Manner(
        digits=("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
        letters={**_alphabet(_LETTERS_ES), "Ñ": "eñe"},
        months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        date="{day} de {month} de {year}",
        day_first=True,
        units={
            "mg": ("miligramo", "miligramos"), "mcg": ("microgramo", "microgramos"), "µg": ("microgramo", "microgramos"), "g": ("gramo", "gramos"),
            "kg": ("kilogramo", "kilogramos"), "ml": ("mililitro", "mililitros"), "min": ("minuto", "minutos"), "h": ("hora", "horas"),
            "lb": ("libra", "libras"), "mmhg": ("milímetro de mercurio", "milímetros de mercurio"), "cm": ("centímetro", "centímetros"),
            "lpm": ("latido por minuto", "latidos por minuto"), "°f": ("grado Fahrenheit", "grados Fahrenheit"),
            "°c": ("grado Celsius", "grados Celsius"),
        },
        one="un",
        per="por",
        point="punto",
        to="a",
        over="sobre",
        percent="por ciento",
        dollars=("dólar", "dólares"),
        dot="punto",
        at="arroba",
        slash="barra",
        signs={"&": "y", "×": "por", "≥": "al menos", "≤": "a lo más", "<": "menos de", ">": "más de", "=": "es", "½": "medio", "→": ", "},
        older="o más",
        short={"24/7": "las 24 horas, los 7 días", "vs.": "contra", "Dr.": "Doctor", "Dra.": "Doctora", "Sr.": "Señor", "Sra.": "Señora",
               "EE. UU.": "Estados Unidos", "EE.UU.": "Estados Unidos", "a. m.": "a eme", "p. m.": "pe eme"},
        one_female="una",
        female=frozenset({"h", "lb"}),
    ),
}  # fmt: skip
_AS_WORDS = frozenset({"NO", "SÍ", "SI", "OK", "ON", "OFF", "YES", "AND", "OR", "NOT", "YOU", "THE", "Y", "O", "LA", "EL", "LOS"})
"""Short words in capitals that are no initials."""
_ENDS = frozenset({"com", "org", "net", "gov", "edu", "mil"})
"""Short parts of addresses that are said as words."""
_SPELLED = frozenset({"MAOI", "NIMH"})
"""Longer ones with a vowel that are initials all the same."""

_NUMBER = r"\d+(?:[.,]\d+)?"
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b|\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_PHONE = re.compile(r"(?<![\w.,/-])\+?(?:\d{1,3}[ .-])?(?:\(\d{2,4}\)[ .-]?|\d{2,4}[ .-])\d{2,4}[ .-]\d{2,4}(?:[ .-]\d{2,4})*(?![\w/-]|[.,]\d)")
_LONG = re.compile(r"(?<![\w.,$])\d{5,}(?![\w%]|[.,]\d)")
_LINE = re.compile(rf"(?<![\w.,$-])(?:{_CALLED})(?![\d%]|[.,/-]\d|-\w)")
_ENDINGS = "com|org|net|gov|edu|mil|info|health|es|mx|us"
_ADDRESS = re.compile(rf"(?<![\w@.+-])(?:https?://)?(?:[\w.+-]+@)?(?:[A-Za-z0-9-]+\.)+(?:{_ENDINGS})(?:/[\w/-]+)?\b", re.ASCII)
_PRESSURE = re.compile(r"(?<=\d)/(?=\d{2,3} ?mmHg)")
_PERCENT = re.compile(r"(?<=\d)\s?%")
_MONEY = re.compile(r"\$\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_RANGE = re.compile(r"(?<=\d)\s?[–—-]\s?(?=\d)")
_DECIMAL = re.compile(r"(?<![\d.,])(\d+)[.,](\d{1,2})(?![\d.,]?\d)")
_CAPITALS = re.compile(r"(?<![\w.])([A-ZÑÁÉÍÓÚ]{2,})(s?)(?!\w)")
_VOWEL = re.compile(r"[AEIOUÁÉÍÓÚ]")
_AGE = re.compile(r"(?<=\d)\+(?!\w)")
_SPACES = re.compile(r"\s+")


def pronounced(text: str, language: str, own: Mapping[str, str]) -> str:
    """The words that a voice is to say for a text. `own` are words that somebody wrote as they sound, by how they stand in texts, any case.

    Capitals in those are for people only: KET-uh-meen is no word of initials.
    """
    said = _with_own(text, own)
    manner = _MANNERS.get(language)
    if manner is None:
        return _LINE.sub(lambda found: " ".join(found[0]), said)
    said = _short_forms(said, manner)
    said = _ADDRESS.sub(lambda found: _address(found[0], manner), said)
    said = _DATE.sub(lambda found: _date(found, manner), said)
    said = _PHONE.sub(lambda found: _phone(found[0], manner), said)
    said = _LONG.sub(lambda found: _grouped(found[0], manner), said)
    said = _LINE.sub(lambda found: _digits(found[0], manner), said)
    said = _MONEY.sub(lambda found: f"{found[1]}{found[2] or ''} {manner.dollars[found[0].strip('$ ') != '1']}", said)
    said = _PRESSURE.sub(f" {manner.over} ", said)
    said = _units(said, manner)
    said = _PERCENT.sub(f" {manner.percent}", said)
    said = _RANGE.sub(f" {manner.to} ", said)
    said = _DECIMAL.sub(rf"\1 {manner.point} \2", said)
    said = _AGE.sub(f" {manner.older}", said)
    said = _CAPITALS.sub(lambda found: _initials(found[1], manner) + found[2], said)
    for sign, words in manner.signs.items():
        said = said.replace(sign, f" {words} ")
    return _SPACES.sub(" ", said).strip()


def _with_own(text: str, own: Mapping[str, str]) -> str:
    if not own:
        return text
    folded = {word.casefold(): sounds.lower() for word, sounds in own.items()}
    return _finder(tuple(sorted(folded, key=len, reverse=True))).sub(lambda found: folded.get(found[0].casefold(), found[0]), text)


@lru_cache(maxsize=8)
def _finder(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def _short_forms(text: str, manner: _Manner) -> str:
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    for short, words in manner.short.items():
        plain = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", words, plain)
    return plain


def _digits(number: str, manner: _Manner) -> str:
    return " ".join(manner.digits[int(digit)] for digit in number if digit.isascii() and digit.isdigit())


def _phone(number: str, manner: _Manner) -> str:
    """The groups in which it is written, each after a short pause."""
    groups = [_digits(group, manner) for group in re.split(r"\D+", number) if group]
    return ", ".join(groups)


def _grouped(number: str, manner: _Manner) -> str:
    """A long number in groups of three, the last of up to four, as people say what they dial."""
    cuts = range(0, max(3, len(number) - 1), 3)
    groups = [number[at : at + 3] for at in cuts]
    groups[-1] += number[len("".join(groups)) :]
    return ", ".join(_digits(group, manner) for group in groups if group)


def _date(found: re.Match[str], manner: _Manner) -> str:
    if found[1]:
        year, month, day = found[1], int(found[2]), int(found[3])
    else:
        first, second, year = int(found[4]), int(found[5]), found[6]
        day, month = (first, second) if (manner.day_first and second <= 12) or first > 12 else (second, first)
    if not 1 <= month <= 12:
        return found[0]
    return manner.date.format(day=day, month=manner.months[month - 1], year=year)


def _units(text: str, manner: _Manner) -> str:
    """Units after a number: 0.5 mg/kg, 1 min, 40–60 min."""
    names = "|".join(sorted(map(re.escape, manner.units), key=len, reverse=True))

    def said(found: re.Match[str]) -> str:
        number, unit, by = found[1], found[2].casefold(), (found[3] or "").casefold()
        single = number == "1"
        words = manner.units[unit][not single]
        one = manner.one_female if unit in manner.female else manner.one
        per = f" {manner.per} {manner.units[by][0]}" if by else ""
        return f"{one if single else number} {words}{per}"

    return re.sub(rf"(?<![\w.,])({_NUMBER})\s?({names})(?:/({names}))?(?!\w)", said, text, flags=re.IGNORECASE)


def _address(address: str, manner: _Manner) -> str:
    """An address on the web or of e-mail. What is too short to be a word is spelled."""

    def part(word: str) -> str:
        if word.isdigit():
            return _digits(word, manner)
        return _spelled(word.upper(), manner) if len(word) <= 3 and word.lower() not in _ENDS else word

    signs = {".": manner.dot, "@": manner.at, "/": manner.slash, "-": " ", "_": " ", "+": " "}
    who, at, where = address.removeprefix("https://").removeprefix("http://").rpartition("@")
    said = [signs.get(piece, piece) for piece in re.findall(r"\w+|[.@/+-]", who + at)]
    return " ".join([*said, *(signs.get(piece) or part(piece) for piece in re.findall(r"[A-Za-z]+|\d+|[./_+-]", where))])


def _initials(word: str, manner: _Manner) -> str:
    """A word in capitals: initials letter by letter, any other as a word."""
    if word in _AS_WORDS or (len(word) > 3 and _VOWEL.search(word) and word not in _SPELLED):
        return word.lower()
    return _spelled(word, manner)


def _spelled(word: str, manner: _Manner) -> str:
    return " ".join(manner.letters.get(letter, letter) for letter in word)

