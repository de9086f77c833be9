"""Names of people: which two nobody tells apart, and which two may stand beside each other."""

from __future__ import annotations

import itertools
import unicodedata

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
    assert names.looks(one) == names.looks(other)
    assert names.taken_for(one, other)
    assert names.same(one, other) or admission.name_objection(other, [one])


ALIKE = (
    "0OΟО", "1IlΙІ", "3З", "6б", "AΑА", "BΒВ", "CС", "EΕЕ", "HΗН", "JЈ", "KΚК", "MΜМ", "NΝ", "PΡР",
    "SЅ", "TΤТ", "XΧХ", "YΥУ", "ZΖ", "aαа", "bЬ", "cс", "eе", "iıιі", "jј", "oοσо", "pρр", "rг", "sѕ",
    "uυ", "vν", "xх", "yγу", "ßβ", "ÐĐ", "ħћ", "ΓГ", "ΛЛ", "ΠП", "ΦФ", "εє", "πп", "τт", "φф",
    "kκк", "nη", "xχ", "wω",
)  # fmt: skip
"""The letters that a name may have, and of which Unicode's `confusables.txt` makes one; in the last line those that a screen hardly tells apart."""
ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u031b\u0323\u0326\u0327\u0328"


def of_one_sign(letter: str, accent: str) -> str:
    """The letter with its accent where a name may have that, and it is drawn as one, else nothing."""
    joined = unicodedata.normalize("NFC", letter + accent)
    return "" if names.strange(joined) or joined == "\u013e" else joined


@pytest.mark.parametrize("those", ALIKE)
def test_letters_that_look_alike_do_so_with_every_accent_and_in_capitals(those: str) -> None:
    for one, other in itertools.combinations(those, 2):
        for accent in ("", *ACCENTS):
            left, right = of_one_sign(one, accent), of_one_sign(other, accent)
            if left and right:
                assert names.same(left, right) or names.alike(left, right), (left, right)
                assert names.taken_for(left, right)
                assert not names.alike(left, unicodedata.normalize("NFD", left))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pío", "Ρίο"), ("Moïse", "Моїѕе"), ("Kiko", "Кіко"), ("L'Heureux", "ĽHeureux"), ("d’Angelo", "ďAngelo"),
        ("O'Neil", "ƠNeil"), ("Ró'm", "Rớm"), ("Jim", "Jirn"), ("Вера", "BEPA"), ("Карл", "Καρл"),
        ("Андрей", "Андреѝ"), ("Åsa", "Ȧsa"), ("ģirts", "ǵirts"),
    ],
)  # fmt: skip
def test_a_name_in_other_letters_that_look_like_its_own_is_not_let_in_beside_it(one: str, other: str) -> None:
    assert admission.name_objection(other, [one])
    assert admission.name_objection(one, [other])
    assert names.taken_for(one, other)


@pytest.mark.parametrize(("one", "other"), [("Нина В.", "НИНА В"), ("Νοέ", "ΝΟΈ."), ("Dr. Ana", "DR ANA")])
def test_a_name_is_recalled_in_capitals_too(one: str, other: str) -> None:
    assert names.taken_for(one, other)


@pytest.mark.parametrize("other", ["Ana.", "Ana,", ".Ana", "An.a", "(Ana)", "Ana'", "Ana -", "A,na"])
def test_who_reads_requests_needs_more_than_a_dot_of_their_own(other: str) -> None:
    assert "looks like that of Ana" in admission.name_objection(other, ["Ana"])


def test_who_has_a_passphrase_beside_a_name_like_theirs_may_have_another_one() -> None:
    assert not admission.name_objection("Dr. Ana", ["Dr Ana", "dr. ana"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann-Marie", "Ann Marie"), ("Ann-Marie", "Annmarie"), ("Ana O'Neil", "Ana ONeil"), ("J. P. Ruiz", "J.-P. Ruiz"),
        ("Ana (Oncology)", "Ana Oncology"), ("Ana & Ben", "Ana, Ben"),
    ],
)  # fmt: skip
def test_two_who_may_read_can_differ_by_a_sign_within_their_names(one: str, other: str) -> None:
    assert not names.alike(one, other)
    assert not admission.name_objection(other, [one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jos\u00e9 Ruiz", "Jose Ruiz"), ("Ann-Marie", "Anna-Marie"), ("Nu\u00f1ez", "Nunez"), ("Ana 1", "Ana 2"), ("Ana", "Ana B."),
        ("\u041d\u0438\u043d\u0430", "Nina"), ("Bob", "Pop"),
    ],
)  # fmt: skip
def test_other_letters_make_another_name(one: str, other: str) -> None:
    assert not names.alike(one, other)
    assert not names.taken_for(one, other)
