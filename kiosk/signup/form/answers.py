"""What visitors type, understood: names of any script, phone numbers in any punctuation, e-mail addresses. And why one is refused."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.content.model.form import IN_DIGITS
from kiosk.unseen import has_ink, unseen, without_piles, without_unseen

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

MOST_LETTERS = {"name": 100, "phone": 32, "email": 254}
"""RFC 5321 allows 254 for an address; no phone number with its punctuation is longer than 32."""
JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian and some Indian names are written: they stay where a letter follows that needs them (standards P15)."""
_NORTH_AMERICAN = re.compile(r"[2-9]\d\d[2-9]\d{6}", re.ASCII)
"""Any number of the North American plan: new area codes come faster than libraries learn of them."""


_EXTENSION, _EXTENSION_SAID, _LONGEST_EXTENSION = "x", " ext. ", 9
"""How an extension is kept, how it is shown, and how many digits one has at most (libphonenumber)."""
_MEXICAN, _AT_HOME_IN_MEXICO = re.compile(r"\+521(\d{10})"), re.compile(r"(?:1|01|04[45])(\d{10})")
"""Phones still write Mexican mobile numbers with the 1 that they had until 2019 (libphonenumber, FAQ)."""
_PROVIDERS = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "comcast.net", "verizon.net", "protonmail.com", "googlemail.com",
    "hotmail.es", "outlook.es", "yahoo.es", "yahoo.com.mx", "hotmail.com.mx", "live.com.mx", "prodigy.net.mx", "sbcglobal.net", "bellsouth.net",
)  # fmt: skip
_ALIKE = ("email.com", "ymail.com", "mail.com", "gmx.com", "hotmail.co.uk", "hotmail.fr", "yahoo.fr", "yahoo.co.uk", "outlook.fr", "yahoo.ca")
"""Real ones that look like a slip."""
_NEAR = 0.86
"""Of difflib's ratios: one letter too many, missing, another, or two that changed places."""
_ENDS = dict.fromkeys(("con", "cmo", "ocm", "vom", "xom", "comm", "coom", "cpm", "cim", "copm"), "com") | {"nte": "net", "ogr": "org"}
"""Ends that no address has, and what was meant."""


class Understood(Struct, frozen=True):
    """An answer as it is kept: `says` what people read, `value` what machines take (a phone number in E.164)."""

    says: str
    value: str


class Refused(Struct, frozen=True):
    """Why an answer cannot be kept: the name of the words that say so (`content/interface.yaml`), and what they fill in."""

    why: str
    digits: int = 0
    instead: str = ""


def understood(kind: str, typed: str, region: str) -> Understood | Refused:
    """The answer that was typed to a question of this kind; `region` is the country whose numbers need no prefix."""
    match kind:
        case "name":
            return _name(typed)
        case "phone":
            return _phone(typed, region)
        case "email":
            return _email(typed)
        case _:
            raise ValueError(f"nobody types an answer of the kind {kind!r}")


def cleaned(typed: str) -> str:
    """Letters and accents joined, no more on one letter than may; without control, format and direction characters, or letters without ink; one
    space between words.

    Nothing where nothing of it can be seen.
    """
    joined = without_piles(without_unseen(" ".join(unicodedata.normalize("NFC", typed).split())))
    kept = "".join(letter for letter in joined if letter in JOINERS or unicodedata.category(letter)[0] not in "CZ" or letter.isspace())
    return " ".join(kept.split()) if has_ink(kept) else ""


def _name(typed: str) -> Understood | Refused:
    name = cleaned(typed)
    if not any(unicodedata.category(letter)[0] == "L" for letter in name):
        return Refused("wrong_name")
    return Refused("wrong_too_long") if len(name) > MOST_LETTERS["name"] else Understood(name, name)


def joined(kind: str, before: str, letters: str) -> str:
    """What stands in the field after these letters were typed: nothing that cannot be seen, accents on their letters; in a number digits alone."""
    if kind in IN_DIGITS:
        return _number_joined(before, letters)
    typed = before
    for letter in (" " if unicodedata.category(letter) == "Zs" else letter for letter in letters):
        last = typed[-1:]
        told = unseen(last + letter)
        if letter in JOINERS or (letter.isprintable() and (told is None or told[0] < len(last))):
            typed += letter
    return without_piles(unicodedata.normalize("NFC", typed))


def _number_joined(before: str, letters: str) -> str:
    """Digits of any script, a + in front, and the x or # of an extension."""
    typed = before
    for letter in letters:
        digit = unicodedata.decimal(letter, -1)
        if digit >= 0 and len(typed.partition(_EXTENSION)[2]) < _LONGEST_EXTENSION:
            typed += str(digit)
        elif letter in "+\uff0b" and not typed:
            typed = "+"
        elif letter in "xX#" and typed.strip("+") and _EXTENSION not in typed:
            typed += _EXTENSION
    return typed


def shown_phone(typed: str, region: str) -> str:
    """A number as it is usually written, as far as it has been typed."""
    from phonenumbers import AsYouTypeFormatter

    formatter, shown = AsYouTypeFormatter(region), ""
    number, mark, extension = typed.partition(_EXTENSION)
    for letter in re.sub(r"[^\d+]", "", number):
        shown = formatter.input_digit(letter)
    return f"{shown}{_EXTENSION_SAID}{extension}" if mark else shown


def _phone(typed: str, region: str) -> Understood | Refused:
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

    written, _, extension = _number_joined("", typed).partition(_EXTENSION)
    digits = len(written.strip("+"))
    try:
        number = phonenumbers.parse(_usual(written, region), region)
    except NumberParseException:
        return Refused("wrong_phone_short", digits)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return Refused(_not_of(region, number, "wrong_phone_short"), digits)
    if length == ValidationResult.TOO_LONG:
        return Refused(_not_of(region, number, "wrong_phone_long"), digits)
    in_use = phonenumbers.is_valid_number(number) or (number.country_code == 1 and _NORTH_AMERICAN.fullmatch(str(number.national_number)))
    if length != ValidationResult.IS_POSSIBLE or not in_use:
        return Refused("wrong_phone")
    number.extension = extension or None
    home = phonenumbers.region_code_for_number(number) == region
    says = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
    value = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Understood(says, f"{value};ext={extension}" if extension else value)


def _usual(written: str, region: str) -> str:
    """The number as libphonenumber knows it: + for 00, and Mexican ones without what was dialled in front of mobile numbers until 2019."""
    number = f"+{written[2:]}" if re.match("00[1-9]", written) else written
    if found := _MEXICAN.fullmatch(number):
        return f"+52{found[1]}"
    return found[1] if region == "MX" and (found := _AT_HOME_IN_MEXICO.fullmatch(number)) else number


def _not_of(region: str, number: PhoneNumber, why: str) -> str:
    """How long numbers of here are is no help where somebody wrote one of another country."""
    from phonenumbers import country_code_for_region

    return why if number.country_code == country_code_for_region(region) else "wrong_phone"


def _email(typed: str) -> Understood | Refused:
    from email_validator import EmailNotValidError, validate_email

    address = re.sub(r"\s", "", cleaned(typed))
    if "@" not in address:
        return Refused("wrong_email_at")
    if address.endswith("@") or "." not in address.rpartition("@")[2].strip("."):
        return Refused("wrong_email_end")
    try:
        known = validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        return Refused("wrong_email")
    return Understood(known, known)


def doubt(kind: str, typed: str) -> Refused | None:
    """What to ask before an answer is taken that can be right, and hardly is: an address at `gmail.con`."""
    said = understood(kind, typed, "") if kind == "email" and typed else None
    domain = said.value.rpartition("@")[2] if isinstance(said, Understood) else ""
    meant = _meant(domain)
    return Refused("doubt_email", instead=meant) if meant != domain else None


def _meant(domain: str) -> str:
    name, _, end = domain.rpartition(".")
    whole = f"{name}.{_ENDS.get(end, end)}" if name else domain
    near = [] if whole in (*_PROVIDERS, *_ALIKE) else get_close_matches(whole, _PROVIDERS, 1, _NEAR)
    return near[0] if near else whole
