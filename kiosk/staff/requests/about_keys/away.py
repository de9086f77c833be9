"""The private keys leave the kiosk, and come back."""

from __future__ import annotations

from pathlib import Path

from kiosk.files.regular import is_regular
from kiosk.signup.keys import keys
from kiosk.staff import output_places
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind
from kiosk.staff.requests.about_keys.order import Order
from kiosk.staff.requests.given_files import refuse_another_kind


def move_away(order: Order, file: Path) -> str:
    """The private keys into a file."""
    if is_regular(file):
        raise ExpectedError(f"{file} is there already. Name another file.")
    output_places.for_a_file(file, data=order.data)
    keys.move_away(order.keys, file)
    return f"The private keys are in {file} and no longer here. Keep two copies apart; without them nobody can read the requests."


def bring_back(order: Order, file: Path) -> str:
    """The private keys here again."""
    refuse_another_kind(file, Kind.KEY)
    return f"{keys.bring_back(order.keys, file)} private keys are here again."
