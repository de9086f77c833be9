"""The keyboards: what a passphrase may hold can be typed on every one that staff are shown."""

from __future__ import annotations

import pytest

from kiosk.content.model.form import Kind
from kiosk.layout.keys import rows_for
from kiosk.signup.form.answers import MOST_LETTERS, joined, understood
from kiosk.signup.keys.passphrases import LETTERS


def typed(kind: str, language: str) -> set[str]:
    """Every letter that somebody can reach who starts on the plain keys and touches all keys."""
    found: set[str] = set()
    seen, open_ = set(), ["plain"]
    while open_:
        shown = open_.pop()
        if shown in seen:
            continue
        seen.add(shown)
        keys = [key for row in rows_for(kind, language, shown) for key in row]
        letters = {key.types for key in keys if key.types}
        capitals = {letter.upper() for letter in letters if len(letter.upper()) == 1} if any(key.does == "capitals" for key in keys) else set()
        found |= letters | capitals
        open_ += [key.does for key in keys if key.does not in ("", "erase", "capitals")]
    return found


@pytest.mark.parametrize("language", ["en", "es", "tl"])
def test_a_passphrase_holds_what_can_be_typed_in_every_language_and_nothing_else(language: str) -> None:
    assert typed("passphrase", language) == LETTERS


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("shown", ["plain", "accents", "digits"])
def test_every_passphrase_keyboard_erases_and_leads_on(language: str, shown: str) -> None:
    does = [key.does for row in rows_for("passphrase", language, shown) for key in row if key.does]
    assert does.count("erase") == 1
    assert len(does) == len(set(does))
    assert ("plain" in does) == (shown != "plain")


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_names_have_their_apostrophe_their_hyphen_and_their_point(language: str) -> None:
    keys = {key.types for page in ("plain", "accents") for row in rows_for("name", language, page) for key in row}
    assert {"'", "-", ".", " "} <= keys


@pytest.mark.parametrize("language", ["en", "es", "fr"])
@pytest.mark.parametrize("page", ["plain", "accents"])
def test_the_space_bar_of_names_is_wider_than_two_letters(language: str, page: str) -> None:
    assert next(key.wide for row in rows_for("name", language, page) for key in row if key.types == " ") > 2


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.typed])
def test_a_kind_of_answer_that_is_typed_is_known_wherever_something_is_typed(kind: Kind) -> None:
    """Its keys have letters or digits alone, and so has what it takes; how much that is at most, and what is made of it, is known."""
    letters = {key.types for row in rows_for(kind, "en", "plain") for key in row if len(key.types) == 1}
    assert ("q" not in letters) is kind.digits
    assert joined(kind, "3", "0a6") == ("306" if kind.digits else "30a6")
    assert MOST_LETTERS[kind] > 0
    assert understood(kind, "306", "US")
