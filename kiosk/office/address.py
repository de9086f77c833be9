"""Where an office is, and how it is reached: a PostgreSQL, by TLS with a certificate for its name; without TLS on this very machine alone."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from psycopg import Connection

PORT = 5432
SECONDS = 10
"""How long a server may take to answer (libpq: connect_timeout), and to take what it was sent (tcp_user_timeout)."""
LONGEST_DEED = 60
"""Seconds that one question may take in the database."""
OLDEST = 15
"""Of PostgreSQL: before it everybody could make tables in each database."""
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,39}")
"""Of a database and an account: what needs no quotes anywhere, and leaves room for the names of roles that are made from it (63 bytes)."""
EXAMPLE = "postgresql://kiosk_office@db.example.org/kiosks"


class OfficeError(Exception):
    """What keeps the office from being used; its text is a sentence for staff. `refused`: the server was reached, and does not take this account."""

    def __init__(self, says: str, *, refused: bool = False) -> None:
        super().__init__(says)
        self.refused = refused


class Address(Struct, frozen=True):
    """The server, and the database in it. `authority` is a file with the certificate of whoever signed the server's, if no public one did."""

    host: str
    port: int
    database: str
    authority: str = ""

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}/{self.database}"

    @property
    def is_here(self) -> bool:
        """Whether it is this very machine, so that nothing goes over a network."""
        with suppress(ValueError):
            return ipaddress.ip_address(self.host).is_loopback
        return self.host == "localhost"


def address_of(text: str) -> Address:
    """`db.example.org:5432/kiosks`, as it stands in a code. Raises OfficeError."""
    with suppress(ValueError):
        parts = urlsplit(f"//{text}")
        database = parts.path.removeprefix("/")
        if parts.hostname and _HOST.fullmatch(parts.hostname) and _NAME.fullmatch(database) and not (parts.username or parts.query):
            return Address(parts.hostname, parts.port or PORT, database)
    raise OfficeError(f"{text} is no address of an office: that looks like db.example.org:5432/kiosks.")


def account_at(uri: str, authority: str = "") -> tuple[str, Address]:
    """The account and the address in `postgresql://kiosk_office@db.example.org/kiosks`. Raises OfficeError."""
    with suppress(ValueError):
        parts = urlsplit(uri)
        account = unquote(parts.username or "")
        if parts.password:
            raise OfficeError("Leave the password out of the address, where others can read it: it is asked for.")
        if parts.scheme in ("postgresql", "postgres") and _NAME.fullmatch(account) and not parts.query:
            where = address_of(parts.netloc.rpartition("@")[2] + parts.path)
            return account, Address(where.host, where.port, where.database, authority)
    raise OfficeError(f"{uri} is no address of a PostgreSQL with an account and a database: that looks like {EXAMPLE}.")


def connected(address: Address, account: str, password: str) -> Connection:
    """A connection to the office. Raises OfficeError."""
    import psycopg

    _trust_as_this_machine()
    verified: dict[str, Any] = {"sslmode": "verify-full", "sslrootcert": address.authority or "system"}
    try:
        return psycopg.connect(
            host=address.host, port=address.port, dbname=address.database, user=account, password=password or None, autocommit=True,
            connect_timeout=SECONDS, tcp_user_timeout=SECONDS * 1000, keepalives_idle=SECONDS, keepalives_interval=SECONDS, keepalives_count=2,
            application_name="kiosk", options=f"-c statement_timeout={LONGEST_DEED}s -c lock_timeout={SECONDS}s",
            require_auth="scram-sha-256", gssencmode="disable", target_session_attrs="read-write",
            **({"sslmode": "prefer"} if address.is_here else verified),
        )  # fmt: skip
    except psycopg.Error as error:
        raise _why(address, error) from error
    except (UnicodeError, ValueError) as error:
        raise OfficeError(f"{address} cannot be used as an address ({type(error).__name__}).") from error


@contextmanager
def ended_after(connection: Connection, seconds: float) -> Iterator[None]:
    """The block talks with the office for no longer than this: then the connection goes, whatever it waits for.

    A server that hangs, or something on the way that takes everything and answers nothing, would be waited for without an end: what TCP itself
    notices is only that the other side is gone.
    """
    handle = socket.socket(fileno=os.dup(connection.fileno()))
    timer = threading.Timer(seconds, _shut, (handle,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        handle.close()


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)


@contextmanager
def in_words(address: Address) -> Iterator[None]:
    """What goes wrong in the block between us and the office, in a sentence (OfficeError)."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise _why(address, error) from error


_SAID = (
    ("root certificate file", "was not asked: the file named by --authority cannot be read", False),
    ("certificate verify failed", "shows a certificate that this machine does not trust: name the file of whoever signed it with --authority", False),
    ("does not match host name", "shows a certificate for another name: write the address by the name that stands in the certificate", False),
    ("does not support SSL", "does not offer TLS, without which nothing is sent: have its administrator turn on `ssl`", False),
    ("failed to resolve host", "was not found by its name: see whether it is spelled right, and whether there is a network", False),
    ("connection refused", "does not answer at this port: see whether the port is right, and whether PostgreSQL runs there", False),
    ("timeout expired", "did not answer in time: see whether a firewall lets this machine through", False),
    ("no route to host", "cannot be reached: see whether there is a network", False),
    ("network is unreachable", "cannot be reached: see whether there is a network", False),
    ("no pg_hba.conf entry", "lets nobody in from this machine: have its administrator add a line to pg_hba.conf, as `office` shows it", True),
    ("no password supplied", "wants a password", True),
    ("password authentication failed", "does not take this account and password", True),
    ("is not permitted to log in", "does not let this account in any more", True),
    ("server closed the connection", "ended the connection, or something on the way did", False),
    ("the database system is", "is just starting or ending", False),
    ("too many connections", "has too many connections at this moment", False),
    ("read-only", "can only be read at this moment: its administrator sees why", False),
    ("does not exist", "does not know that account, database or table: see whether the address is right, and the office was made", True),
    ("authentication method requirement", "wants another proof than a password by SCRAM: have its administrator set scram-sha-256", True),
)
"""What libpq or the server says, what that means, and whether it is about who we are."""


def _why(address: Address, error: Exception) -> OfficeError:
    said = str(error).lower()
    state = getattr(error, "sqlstate", None) or ""
    for words, means, refused in _SAID:
        if words.lower() in said:
            return OfficeError(f"The PostgreSQL at {address} {means}.", refused=refused)
    if state in ("28000", "28P01", "42501"):
        return OfficeError(f"The PostgreSQL at {address} does not let this account do that.", refused=True)
    return OfficeError(f"The PostgreSQL at {address} cannot be used now ({state or type(error).__name__}).")


def _trust_as_this_machine() -> None:
    """What signs certificates for the whole machine counts for the library, too, which brings an OpenSSL that looks elsewhere."""
    paths = ssl.get_default_verify_paths()
    for variable, found in ((paths.openssl_cafile_env, paths.cafile), (paths.openssl_capath_env, paths.capath)):
        if found and variable not in os.environ and Path(found).exists():
            os.environ[variable] = found
