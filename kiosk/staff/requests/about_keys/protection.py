"""The first key behind a passphrase."""

from __future__ import annotations

from contextlib import closing

from kiosk.files.private import DRAWER
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.try_out import protect as protected
from kiosk.staff.clock import today
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.about_keys.order import Order, new_passphrase


def protect(order: Order, *, named: bool) -> str:
    """The first key behind a passphrase."""
    folder = order.keys
    if named and not order.data.is_dir():
        raise ExpectedError(f"There is no folder {order.data}. Make it first if it is to be the data folder of a kiosk.")
    passphrase = new_passphrase(order, order.name)
    with closing(Drawer(order.data / DRAWER, folder, begins=False)) as drawer:
        protected(drawer, folder, order.name, passphrase, today())
        shut = drawer.unreadable() if drawer.there else 0
    second = "add a second person (`python3 main.py key add NAME --name YOU`)"
    left = f" {counted(shut, 'request')} could not be opened with the key of before: damaged, or put in by somebody else." if shut else ""
    return f"From now on requests open only with the passphrase of {order.name}. If it is lost, nobody can read them: {second}.{left}"
