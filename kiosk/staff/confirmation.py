"""Asks whoever is at the terminal before something is gone for good."""

from __future__ import annotations

import sys

from kiosk.staff.errors import ExpectedError
from kiosk.terminal import in_one_piece

NOTHING = "Nothing was changed."
YES = "yes"
_AS_YES = frozenset({"y", "yes", "s", "si", "sí"})
_AS_NO = frozenset({"", "n", "no"})
_TIMES = 3
"""An answer that is neither is asked for again so often."""


def can_ask() -> bool:
    """Whether somebody is there who could answer."""
    return sys.stdin is not None and sys.stdin.isatty()


def agreed(question: str, word: str = YES, what: str = "to go on") -> bool:
    """Whether they type the word; `what` says what comes of it."""
    print(in_one_piece(question))
    return typed(f"Type {word} {what}, or press Enter to leave everything as it is: ", word)


def typed(prompt: str, word: str = YES) -> bool:
    """Whether they answer the prompt with the word. For `yes` a y or a sí does; what is neither that nor a no is asked for again."""
    for _ in range(_TIMES):
        try:
            answer = input(prompt).strip().casefold()
        except EOFError:
            return False
        if answer == word.casefold() or (word == YES and answer in _AS_YES):
            return True
        if answer in _AS_NO:
            return False
        print(f"That was not understood, and nothing was done yet. The word to type is: {word}")
    return False


def agree(question: str, word: str = YES, *, already: bool, option: str = "--yes") -> None:
    """Comes back once they have typed the word, or said so `already` on the command line (by the `option`). Raises ExpectedError otherwise."""
    if already:
        return
    if not can_ask():
        raise ExpectedError(f"{question} Nobody can be asked here: add {option} if you are sure. {NOTHING}")
    if not agreed(question, word):
        raise ExpectedError(NOTHING)
