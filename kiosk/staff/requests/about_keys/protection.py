"""The first key behind a passphrase."""

from __future__ import annotations

from contextlib import closing
from shlex import quote

from kiosk.files.private import DRAWER
from kiosk.signup.drawer import soundness
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.try_out import protect as protected
from kiosk.signup.keys import holders, names, public_keys, trust, try_out_key
from kiosk.staff.clock import today
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.about_keys.order import Order, new_passphrase, refuse_name, what_stays


def protect(order: Order) -> str:
    """The first key behind a passphrase."""
    folder = order.keys
    refuse_name(order.name)
    _refuse_a_second_first(order)
    passphrase = new_passphrase(order, order.name)
    with closing(Drawer(order.data / DRAWER, folder, begins=False)) as drawer:
        protected(drawer, folder, order.name, passphrase, today())
        shut = soundness.unreadable(drawer) if drawer.there else 0
    second = "add a second person (`python3 main.py key add NAME --name YOU`)"
    left = f" {counted(shut, 'request')} could not be opened with the earlier key: damaged, or put in by somebody else." if shut else ""
    told = f"From now on requests open only with the passphrase of {order.name}. If it is lost, nobody can read them: {second}."
    return f"{told}{left}{what_stays(order)}"


def _refuse_a_second_first(order: Order) -> None:
    """Where every key has a passphrase already that is said before one is typed. Raises ExpectedError; `try_out.protect` looks once more."""
    if try_out_key.bare_files(order.keys) or trust.is_destroyed(order.keys) or not public_keys.recipients(order.keys):
        return
    people = holders.holders(order.keys)
    if people and not any(names.same(each, order.name) for each in people):
        let_in = f"`python3 main.py key add {quote(order.name)} --name {quote(people[0])}` lets {order.name} read, too"
        raise ExpectedError(f"There is no try-out key here any more: {' and '.join(people)} can read already. Ask for it, please: {let_in}.")
    another = "`python3 main.py key add NAME --name YOU` lets somebody else read, too."
    raise ExpectedError(f"There is no try-out key here; every key has a passphrase already. {another}")
