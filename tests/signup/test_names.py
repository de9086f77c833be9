"""Names of people: which two nobody tells apart, and which two may stand beside each other."""

from __future__ import annotations

import pytest

from kiosk.signup.keys import admission, names

APOSTROPHES = "'\u2019\u2018\u201b\u02bc\u02bb\u2032\ua78c`\u00b4\uff07"
HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d\ufe58"
DOTS = ".\u2024\u00b7\u2022\u2027\u2219\uff0e"


@pytest.mark.parametrize(
    ("one", "other"), [(form.format(signs[0]), form.format(sign)) for form, signs in (
        ("Ana O{}Neil", APOSTROPHES), ("Ana{}Maria", HYPHENS), ("Dr{} Ana", DOTS)) for sign in signs[1:]],
)  # fmt: skip
def test_signs_that_look_alike_make_no_other_name(one: str, other: str) -> None:
    assert names.look(one) == names.look(other)
    assert names.letters(one) == names.letters(other)
    assert names.same(one, other) or admission.name_objection(other, [one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann-Marie", "Ann Marie"), ("Ann-Marie", "Annmarie"), ("Dr. Ana", "Dr Ana"), ("Ana O'Neil", "Ana ONeil"), ("J. P. Ruiz", "J.-P. Ruiz"),
        ("Ana (Oncology)", "Ana Oncology"), ("Ana & Ben", "Ana, Ben"),
    ],
)  # fmt: skip
def test_two_who_may_read_can_differ_by_a_hyphen_or_a_dot_as_ever(one: str, other: str) -> None:
    assert not names.alike(one, other)
    assert not admission.name_objection(other, [one])


@pytest.mark.parametrize(
    ("one", "other"), [("Jos\u00e9 Ruiz", "Jose Ruiz"), ("Ann-Marie", "Anna-Marie"), ("Nu\u00f1ez", "Nunez"), ("Ana 1", "Ana 2"), ("Ana", "Ana B.")]
)
def test_other_letters_make_another_name(one: str, other: str) -> None:
    assert not names.alike(one, other)
    assert names.letters(one) != names.letters(other)
