"""Advice about a file, as it is followed at the desk, which has a box or a button for it."""

from __future__ import annotations

_AT_DESK = (
    ("`owner: ", "Write under “This topic” who looks after it."),
    ("`checked: ", "Write under “This topic” when its facts were checked, and by when they are to be checked again."),
    ("`picture: ", "Choose one under “Icon and picture”."),
    ("`sources: ", "Choose one under “Where it comes from”."),
    ("main.py translated`", "Change it too, or touch “It still fits”."),
)
"""Advice for a file by what it names, and the same for the desk."""


def at_desk(instead: str) -> str:
    """Advice as it is followed at the desk."""
    return next((here for there, here in _AT_DESK if there in instead), instead)
