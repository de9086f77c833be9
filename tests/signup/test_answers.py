"""Names of any script, numbers in any punctuation, addresses: understood, or refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.signup.form.answers import MOST_LETTERS, Refused, Understood, cleaned, doubt, joined, shown_phone, understood
from kiosk.signup.record import Answer, Record
from kiosk.signup.requests.in_words import Saying
from kiosk.unseen import MOST_MARKS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ana", "Ana"),
        ("O", "O"),
        ("李", "李"),
        ("María-José  Núñez ", "María-José Núñez"),
        ("N’Golo d'Arc", "N’Golo d'Arc"),
        ("Đặng Thị Hồng", "Đặng Thị Hồng"),
        ("Jose\u0301", "José"),
        ("محمد", "محمد"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Prince 2nd", "Prince 2nd"),
        ("\u202eana\u202c", "ana"),
        ("A\x07na\tB", "Ana B"),
    ],
)
def test_names_are_kept_as_people_write_them(typed: str, kept: str) -> None:
    assert understood("name", typed, "US") == Understood(kept, kept)


@pytest.mark.parametrize(
    ("typed", "why"),
    [("", "wrong_name"), ("  ", "wrong_name"), ("123", "wrong_name"), ("🙂", "wrong_name"), ("a" * 101, "wrong_too_long")],
)
def test_what_is_no_name_is_refused(typed: str, why: str) -> None:
    assert understood("name", typed, "US") == Refused(why)


NUMBER = "(706) 555-0123", "+17065550123"


@pytest.mark.parametrize(
    ("typed", "says", "value"),
    [
        *((typed, *NUMBER) for typed in ("7065550123", "706-555-0123", "706.555.0123", "(706) 555 0123", "+1 706 555 0123", "17065550123")),
        ("+52 55 1234 5678", "+52 55 1234 5678", "+525512345678"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "+442079460958"),
        ("(983) 555-0123", "(983) 555-0123", "+19835550123"),
        ("+52 1 55 1234 5678", "+52 55 1234 5678", "+525512345678"),
        ("0052 55 1234 5678", "+52 55 1234 5678", "+525512345678"),
        ("\uff0b52 55 1234 5678", "+52 55 1234 5678", "+525512345678"),
        ("+44 (0)20 7946 0958", "+44 20 7946 0958", "+442079460958"),
        ("+54 9 11 2345 6789", "+54 9 11 2345-6789", "+5491123456789"),
        ("\u0667\u0660\u0666\u0665\u0665\u0665\u0660\u0661\u0662\u0663", *NUMBER),
        ("706\u200b555\u202e0123\ufeff", *NUMBER),
        *((f"706 555 0123{mark}45", "(706) 555-0123 ext. 45", "+17065550123;ext=45") for mark in ("x", " X ", " ext. ", " extension ", "#")),
        ("706 555 0123 x", *NUMBER),
    ],
)
def test_phone_numbers_in_any_punctuation(typed: str, says: str, value: str) -> None:
    assert understood("phone", typed, "US") == Understood(says, value)


@pytest.mark.parametrize("typed", ["55 1234 5678", "1 55 1234 5678", "044 55 1234 5678", "01 55 1234 5678", "+52 1 55 1234 5678", "+52 55 1234 5678"])
def test_in_mexico_a_number_may_have_what_was_dialled_until_2019(typed: str) -> None:
    assert understood("phone", typed, "MX") == Understood("55 1234 5678", "+525512345678")


@pytest.mark.parametrize(
    ("before", "letters", "after"),
    [
        ("", "+", "+"), ("+", "+", "+"), ("7", "+", "7"), ("", "x", ""), ("+", "#", "+"), ("7", "x", "7x"), ("7x", "x", "7x"),
        ("7x123456789", "0", "7x123456789"), ("7", "abc\u3164 -", "7"),
    ],
)  # fmt: skip
def test_a_number_is_digits_a_plus_in_front_and_one_extension(before: str, letters: str, after: str) -> None:
    assert joined("phone", before, letters) == after


@pytest.mark.parametrize(
    ("address", "instead"),
    [
        ("ana@gmail.con", "gmail.com"), ("ana@gmail.co", "gmail.com"), ("ana@gmial.com", "gmail.com"), ("ana@Gmai.com", "gmail.com"),
        ("ana@hotmial.com", "hotmail.com"), ("ana@hotmal.con", "hotmail.com"), ("ana@yahooo.com", "yahoo.com"), ("ana@outlok.com", "outlook.com"),
        ("ana@example.con", "example.com"), ("ana@clinic.ogr", "clinic.org"),
    ],
)  # fmt: skip
def test_an_address_that_looks_like_a_slip_is_asked_about(address: str, instead: str) -> None:
    assert doubt("email", address) == Refused("doubt_email", instead=instead)


@pytest.mark.parametrize(
    "address",
    [
        "", "ana", "ana@gmail", "ana@gmail.com", "ana@ymail.com", "ana@mail.com", "ana@email.com", "ana@gmx.com", "ana@yahoo.com.mx", "ana@me.com",
        "ana@example.com", "ana@example.co", "ana@correo.mx", "ana@hotmail.es", "ana@hotmail.fr",
    ],
)  # fmt: skip
def test_an_address_that_is_one_is_not(address: str) -> None:
    assert doubt("email", address) is None


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("706555012", Refused("wrong_phone_short", 9)),
        ("555-0123", Refused("wrong_phone_short", 7)),
        ("911", Refused("wrong_phone_short", 3)),
        ("+", Refused("wrong_phone_short", 0)),
        ("70655501234", Refused("wrong_phone_long", 11)),
        ("0000000000", Refused("wrong_phone")),
        ("1112223333", Refused("wrong_phone")),
        ("+52 55 1234", Refused("wrong_phone", 8)),
        ("52 1 55 1234 5678", Refused("wrong_phone_long", 13)),
    ],
)
def test_a_number_that_is_none_is_refused_with_what_is_wrong(typed: str, refused: Refused) -> None:
    assert understood("phone", typed, "US") == refused


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("", ""), ("706", "706"), ("7065550", "706-5550"), ("7065550123", "(706) 555-0123"), ("+5255", "+52 55"),
        ("7065550123x", "(706) 555-0123 ext. "), ("7065550123x45", "(706) 555-0123 ext. 45"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_it_is_usually_written(typed: str, shown: str) -> None:
    assert shown_phone(typed, "US") == shown


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ana@example.com", "ana@example.com"),
        ("ana+kiosk@example.com", "ana+kiosk@example.com"),
        (" Ana.B@Example.COM ", "Ana.B@example.com"),
        ("ñandú@correo.mx", "ñandú@correo.mx"),
        ("a@b.co.uk", "a@b.co.uk"),
    ],
)
def test_addresses_are_kept(typed: str, kept: str) -> None:
    assert understood("email", typed, "US") == Understood(kept, kept)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ana", "wrong_email_at"),
        ("ana@", "wrong_email_end"),
        ("ana@example", "wrong_email_end"),
        ("a..b@example.com", "wrong_email"),
        ("@b.com", "wrong_email"),
    ],
)
def test_what_is_no_address_is_refused_with_what_is_missing(typed: str, why: str) -> None:
    assert understood("email", typed, "US") == Refused(why)


SLOW = settings(max_examples=200)


@SLOW
@given(st.text(max_size=120))
def test_any_name_that_is_kept_is_visible_joined_and_short(typed: str) -> None:
    said = understood("name", typed, "US")
    if isinstance(said, Understood):
        assert said.says == unicodedata.normalize("NFC", said.says) == cleaned(said.says)
        assert 0 < len(said.says) <= MOST_LETTERS["name"]
        assert not [letter for letter in said.says if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp")]


@SLOW
@given(st.sampled_from(["phone", "email"]), st.text(max_size=60) | st.from_regex(r"[0-9+() .-]{0,20}", fullmatch=True))
def test_whatever_is_typed_is_understood_or_refused(kind: str, typed: str) -> None:
    said = understood(kind, typed, "US")
    if isinstance(said, Understood):
        assert understood(kind, said.value, "US") == said


PILE = "Ana" + "\u0301\u0302\u0303\u0304" * 22


def test_no_name_piles_accents_up_over_what_stands_above_it() -> None:
    name = understood("name", PILE, "US")
    assert isinstance(name, Understood)
    assert max(len(run) for run in re.findall(r"[\u0300-\u036f]*", unicodedata.normalize("NFD", name.says))) <= 1 + MOST_MARKS
    assert joined("name", "", PILE) == name.says
    typed = ""
    for letter in PILE:
        typed = joined("name", typed, letter)
    assert len(typed) <= 3 + MOST_MARKS
    assert understood("name", "Nguyễn Thị Ánh", "US") == Understood("Nguyễn Thị Ánh", "Nguyễn Thị Ánh")


def test_a_record_of_another_program_shows_no_pile_either() -> None:
    record = Record(date(2026, 11, 23), "en", (Answer("name", "name", PILE, PILE),), ())
    assert record.on_the_glass().value("name") == "Ana\u0301\u0302\u0303"
    assert Saying().says(Answer("name", "name", PILE, PILE)) == "Ana\u0301\u0302\u0303"
