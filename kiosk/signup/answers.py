"""What visitors type, understood: names of any script, phone numbers in any punctuation, e-mail addresses. And why one is refused."""

from __future__ import annotations

import re
import unicodedata

from msgspec import Struct

from kiosk.unseen import without_unseen

MOST_LETTERS = {"name": 100, "phone": 32, "email": 254}
"""RFC 5321 allows 254 for an address; no phone number with its punctuation is longer than 32."""
JOINERS = "\u200c\u200d"
"""Invisible, but part of how Persian and some Indian names are written: they stay where a letter follows that needs them (standards P15)."""
_NORTH_AMERICAN = re.compile(r"[2-9]\d\d[2-9]\d{6}", re.ASCII)
"""Any number of the North American plan: new area codes come faster than libraries learn of them."""


class Understood(Struct, frozen=True):
    """An answer as it is kept: `says` what people read, `value` what machines take (a phone number in E.164)."""

    says: str
    value: str


class Refused(Struct, frozen=True):
    """Why an answer cannot be kept: the name of the words that say so (`content/interface.yaml`), and what they fill in."""

    why: str
    digits: int = 0


def understood(kind: str, typed: str, region: str) -> Understood | Refused:
    """The answer that was typed to a question of this kind; `region` is the country whose numbers need no prefix."""
    match kind:
        case "name":
            return _name(typed)
        case "phone":
            return _phone(typed, region)
        case _:
            return _email(typed)


def cleaned(typed: str) -> str:
    """Letters and accents joined, without control, format and direction characters, or letters without ink; one space between words."""
    joined = without_unseen(" ".join(unicodedata.normalize("NFC", typed).split()))
    kept = "".join(letter for letter in joined if letter in JOINERS or unicodedata.category(letter)[0] not in "CZ" or letter.isspace())
    return " ".join(kept.split())


def _name(typed: str) -> Understood | Refused:
    name = cleaned(typed)
    if not any(unicodedata.category(letter)[0] == "L" for letter in name):
        return Refused("wrong_name")
    return Refused("wrong_too_long") if len(name) > MOST_LETTERS["name"] else Understood(name, name)


def shown_phone(typed: str, region: str) -> str:
    """A number as it is usually written, as far as it has been typed."""
    from phonenumbers import AsYouTypeFormatter

    formatter, shown = AsYouTypeFormatter(region), ""
    for letter in re.sub(r"[^\d+]", "", typed):
        shown = formatter.input_digit(letter)
    return shown


def _phone(typed: str, region: str) -> Understood | Refused:
    import phonenumbers
    from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

    digits = len(re.sub(r"\D", "", typed))
    try:
        number = phonenumbers.parse(typed, region)
    except NumberParseException:
        return Refused("wrong_phone_short", digits)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        return Refused("wrong_phone_short", digits)
    if length == ValidationResult.TOO_LONG:
        return Refused("wrong_phone_long", digits)
    in_use = phonenumbers.is_valid_number(number) or (number.country_code == 1 and _NORTH_AMERICAN.fullmatch(str(number.national_number)))
    if length != ValidationResult.IS_POSSIBLE or not in_use:
        return Refused("wrong_phone")
    home = phonenumbers.region_code_for_number(number) == region
    says = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL)
    return Understood(says, phonenumbers.format_number(number, PhoneNumberFormat.E164))


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
