"""What staff are told where the journal could not note what they wanted to do, and nothing was done."""

from __future__ import annotations

from kiosk.signup.drawer.drawer import Why

_WORDS = {Why.LOCKED: "staff_unnoted_busy", Why.FULL: "staff_unnoted_full", Why.READ_ONLY: "staff_unnoted_read_only"}


def unnoted(why: Why) -> str:
    """The name of the sentence that says why, and what helps."""
    return _WORDS.get(why, "staff_unnoted")
