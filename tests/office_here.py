"""An office in a real PostgreSQL, for one test: its account, its kiosks, and what they may do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from kiosk.office import kiosks
from kiosk.office.address import Address, connected
from kiosk.office.codes import Code
from kiosk.office.engine import Running

_NUMBERS = itertools.count(1)


class Here(Struct, frozen=True):
    """The office, a connection of its account, and the account's name."""

    engine: Running
    address: Address
    account: str
    admin: Any

    @property
    def uri(self) -> str:
        return f"postgresql://{self.account}@{self.address}"

    def add(self, place: str = "Lobby north", *, again: bool = False, desk: bool = False) -> Code:
        return kiosks.add(self.admin, self.address, place, again=again, desk=desk)

    def asked(self, query: str, *values: object) -> list[Any]:
        return list(self.admin.execute(query, values).fetchall())


@contextmanager
def opened(engine: Running) -> Iterator[Here]:
    database = f"lobbies_{next(_NUMBERS)}"
    address = engine.prepared(database, f"{database}_office")
    with connected(address, f"{database}_office", engine.password) as admin:
        kiosks.make(admin)
        yield Here(engine, address, f"{database}_office", admin)
