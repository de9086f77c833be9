"""The private keys leave the kiosk, and come back."""

from __future__ import annotations

from pathlib import Path

from kiosk.signup.keys import keys
from kiosk.staff import output_places
from kiosk.staff.requests.about_keys.order import Order


def move_away(order: Order, file: Path) -> str:
    """The private keys into a file."""
    output_places.for_a_file(file, data=order.data)
    keys.move_away(order.keys, file)
    return f"The private keys are in {file} and no longer here. Keep two copies apart; without them nobody can read the requests."


def bring_back(order: Order, file: Path) -> str:
    """The private keys here again."""
    return f"{keys.bring_back(order.keys, file)} private keys are here again."
