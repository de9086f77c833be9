"""What staff are told where the journal could not note what they wanted to do, and nothing was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.signup.drawer.refusals import Why

if TYPE_CHECKING:
    from kiosk.screens.context import Stage

_WORDS = {Why.LOCKED: "staff_unnoted_busy", Why.FULL: "staff_unnoted_full", Why.READ_ONLY: "staff_unnoted_read_only", Why.GIVEN_UP: "staff_given_up"}


def unnoted(why: Why) -> str:
    """The name of the sentence that says why, and what helps."""
    return _WORDS.get(why, "staff_unnoted")


def known(stage: Stage, name: str) -> str:
    """The same name, or that of the usual sentence where the clinic has not written that one yet."""
    return name if stage.library.has_words(name) else "staff_unnoted"
