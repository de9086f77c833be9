"""Asks whoever is at the terminal before something is gone for good."""

from __future__ import annotations

import sys

from kiosk.staff.errors import ExpectedError

NOTHING = "Nothing was changed."


def can_ask() -> bool:
    """Whether somebody is there who could answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def agreed(question: str, word: str = "yes", what: str = "to go on") -> bool:
    """Whether they type the word; `what` says what comes of it."""
    print(question)
    try:
        return input(f"Type {word} {what}: ").strip().casefold() == word.casefold()
    except EOFError:
        return False


def agree(question: str, word: str = "yes", *, already: bool, option: str = "--yes") -> None:
    """Comes back once they have typed the word, or said so `already` on the command line (by the `option`). Raises ExpectedError otherwise."""
    if already:
        return
    if not can_ask():
        raise ExpectedError(f"{question} Nobody can be asked here: add {option} if you are sure. {NOTHING}")
    if not agreed(question, word):
        raise ExpectedError(NOTHING)
