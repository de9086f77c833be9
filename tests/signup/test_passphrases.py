"""Passphrases that are taken and that are not; none is so long that judging it takes long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.signup.keys.passphrases import LETTERS, LONGEST, SHORTEST, Fault, objection


@pytest.mark.parametrize(
    "passphrase", ["correct horse battery", "eight grey whales swim", "lamp river chair", "perro gato casa sol", "Ñandú, 7 lápices^<>"]
)
def test_some_words_without_a_relation_are_taken(passphrase: str) -> None:
    assert objection(passphrase, "Ana María López", "Athens Ketamine Center") is None


@pytest.mark.parametrize(
    "passphrase",
    [
        "aaaaaaaaaaaa", "password1234", "passwordpassword", "qwertyuiop12", "abcdefghijkl", "123456789012", "ketamineketamine", "ketamine clinic",
        "athens ketamine", "Athens  Center 2026", "Ana Maria Lopez", "ana maría lópez", "kiosk kiosk kiosk", "contraseña ana", "clínica de ketamina",
    ],
)  # fmt: skip
def test_what_a_stranger_would_try_is_not(passphrase: str) -> None:
    against = objection(passphrase, "Ana María López", "Athens Ketamine Center")
    assert against is not None
    assert against.fault is Fault.WEAK


@given(st.text(st.sampled_from(sorted(LETTERS)), min_size=SHORTEST, max_size=LONGEST), st.text(max_size=20))
def test_any_text_of_these_letters_is_judged(passphrase: str, name: str) -> None:
    assert objection(passphrase, name) in (None, objection("aaaaaaaaaaaa"))


@pytest.mark.parametrize("busy", ["4@8e3i1!|oO0sS5$tT7+", "aA1!", "l33t ", "x"])
def test_the_longest_passphrase_is_judged_by_its_beginning(busy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What zxcvbn is given is bounded: its time grows with the square of the length and worse."""
    import zxcvbn

    given_: list[str] = []

    def judged(password: str, user_inputs: list[str]) -> dict[str, int]:
        given_.append(password)
        return {"score": 4}

    monkeypatch.setattr(zxcvbn, "zxcvbn", judged)
    assert objection((busy * LONGEST)[:LONGEST]) is None
    assert [len(each) for each in given_] == [40]


def test_a_passphrase_that_everybody_has_read_is_easy_to_guess() -> None:
    assert str(objection("Correct horse-battery staple")).startswith("This passphrase is easy to guess.")
