"""Which key is meant, and what one may be called."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff.confirmation import NOTHING
from kiosk.staff.errors import ExpectedError
from kiosk.unseen import has_ink, unseen


def the_one(name: str, those: Sequence[Recipient], what: str) -> Recipient:
    """The one with this whole name: another key that begins like it is soon made. Blanks between its letters do not matter. Raises ExpectedError."""
    whole = "".join(name.split()).casefold()
    found = next((each for each in those if each.id == whole), None)
    if found is None:
        how = "Type all 16 letters of it, as they were shown where the key was made; `python3 main.py key list` shows those that are here"
        raise ExpectedError(f"No {what} has the name {name!r}. {how}. {NOTHING}")
    return found


def refuse_unreadable(label: str) -> None:
    """Raises ExpectedError where nobody could tell this key from another one by what it is called."""
    if unseen(label) or not has_ink(label):
        raise ExpectedError("What the key is called cannot be read: give it a word that people can see, such as `safe`.")
