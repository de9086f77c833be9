"""The office as whoever looks after it sees it: its schema is made, and kiosks and desks are added, listed and removed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from kiosk.office import codes, schema
from kiosk.office.address import OLDEST, Address, OfficeError

if TYPE_CHECKING:
    from psycopg import Connection

_MOST_CONNECTIONS = 3
"""Of one kiosk at once: it needs one, and one that the server has not missed yet."""
_END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = %s"
_MOST_TRIED = 10
_NEWER = "This office was made by a newer version of the kiosk: run this command with that version."


class Known(Struct, frozen=True):
    """A kiosk of the office, or a desk: its role, what it is called, since when, until when its code is good, when it was paired, and removed."""

    role: str
    place: str
    desk: bool
    added: date
    code_ends: datetime | None
    paired: date | None
    removed: date | None


class Made(Struct, frozen=True):
    """Which version of the schema is there now, and from which it came; 0 where there was none."""

    now: int
    before: int


def lacks(connection: Connection) -> str:
    """What keeps this account from making an office in this database, in a sentence; empty if nothing does."""
    row = connection.execute(
        "SELECT rolsuper, rolcreaterole, pg_get_userbyid(datdba) = current_user FROM pg_roles, pg_database"
        " WHERE rolname = current_user AND datname = current_database()"
    ).fetchone()
    is_super, makes_roles, owns = row or (False, False, False)
    if (version := connection.info.server_version // 10_000) < OLDEST:
        return f"This is PostgreSQL {version}, and the office needs {OLDEST} or newer."
    if is_super:
        return "This account may do everything in this PostgreSQL, which is more than an office should."
    if not makes_roles:
        return "This account may not make roles, and each kiosk is one (`CREATEROLE`)."
    if not owns:
        return "This database belongs to another account, so nobody can be kept out of it from here."
    return ""


def make(connection: Connection) -> Made:
    """Makes the schema, or brings it to the version of this program, all at once. Raises OfficeError for one of a newer program."""
    from psycopg import sql

    if lack := lacks(connection):
        raise OfficeError(lack)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('kiosk office'))")  # of two at once the second finds all done
        before, database = _version(connection), connection.info.dbname
        if before > len(schema.VERSIONS):
            raise OfficeError(_NEWER)
        groups = {word: sql.Identifier(codes.group_of(database, desk=desk)) for word, desk in (("{kiosks}", False), ("{desks}", True))}
        if before == 0:
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
            for group in groups.values():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(group))
                connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), group))
        for statements in schema.VERSIONS[before:]:
            for word, group in groups.items():
                statements = statements.replace(word, group.as_string(connection))  # noqa: PLW2901
            connection.execute(statements.encode())
        connection.execute("UPDATE office.about SET version = %s", (len(schema.VERSIONS),))
    return Made(len(schema.VERSIONS), before)


def _version(connection: Connection) -> int:
    there = connection.execute("SELECT to_regclass('office.about') IS NOT NULL").fetchone()
    row = connection.execute("SELECT version FROM office.about").fetchone() if there and there[0] else None
    return row[0] if row else 0


def refuse_older(connection: Connection) -> None:
    """Raises OfficeError where the schema is not that of this program."""
    if (there := _version(connection)) != len(schema.VERSIONS):
        if there > len(schema.VERSIONS):
            raise OfficeError(_NEWER)
        raise OfficeError(f"This office {'is of an older version' if there else 'was not made yet'}: run `python3 main.py office` first.")


def known(connection: Connection) -> list[Known]:
    """All kiosks that ever were, those that are still there first, each part by place."""
    listed = "SELECT role, place, desk, added, code_ends, paired, removed FROM office.places"
    return [Known(*row) for row in connection.execute(f"{listed} ORDER BY removed IS NOT NULL, desk, place, added")]


def add(connection: Connection, address: Address, place: str, *, again: bool, desk: bool = False) -> codes.Code:
    """A code for the kiosk at this place, or a `desk`, which is new, or (`again`) is there: that one is removed, and another takes its place.

    Whoever still has something of the one before has nothing of the other. Raises OfficeError.
    """
    if not 0 < len(place) <= 60 or not place.isprintable():
        raise OfficeError('Name the place in 1 to 60 letters, such as "Lobby north".')
    found = _there(connection, place)
    if found and not again:
        raise OfficeError(f"{place} is there already. For a machine that was replaced or set up anew, add --again: what that place had before ends.")
    if again and not found:
        raise OfficeError(f"{place} is not there, so it cannot come again: see `python3 main.py office list`, or leave out --again.")
    if found:
        desk = found.desk
        remove(connection, place)
    code = codes.code_for(address, codes.fresh_ending())
    with connection.transaction():
        _make_role(connection, code.role, desk=desk)
        connection.execute("INSERT INTO office.places (role, place, desk) VALUES (%s, %s, %s)", (code.role, place, desk))
        _hand_out(connection, code)
    return code


def _there(connection: Connection, place: str) -> Known | None:
    """What is at this place; None where nothing is."""
    return next((each for each in known(connection) if each.place == place and each.removed is None), None)


def _make_role(connection: Connection, role: str, *, desk: bool) -> None:
    """May log in and is in its group. What it could wait for in the database has an end, as far as a server can say so."""
    from psycopg import sql

    name, group = sql.Identifier(role), sql.Identifier(codes.group_of(connection.info.dbname, desk=desk))
    connection.execute(sql.SQL("CREATE ROLE {} LOGIN CONNECTION LIMIT {} IN ROLE {}").format(name, sql.Literal(_MOST_CONNECTIONS), group))
    connection.execute(sql.SQL("ALTER ROLE {} SET idle_in_transaction_session_timeout = '30s'").format(name))
    connection.execute(sql.SQL("ALTER ROLE {} SET idle_session_timeout = '5min'").format(name))


def _hand_out(connection: Connection, code: codes.Code) -> None:
    """The password of the code, as a verifier, which tells no log of the server what it is; the one of before ends."""
    from psycopg import sql

    verifier = connection.pgconn.encrypt_password(code.secret.encode(), code.role.encode(), b"scram-sha-256").decode()
    row = connection.execute("SELECT clock_timestamp() + make_interval(mins => %s)", (codes.MINUTES,)).fetchone()
    ends = row[0] if row else None
    how = sql.SQL("ALTER ROLE {} PASSWORD {} VALID UNTIL {}").format(sql.Identifier(code.role), sql.Literal(verifier), sql.Literal(str(ends)))
    connection.execute(how)
    connection.execute("UPDATE office.places SET code_ends = %s, paired = NULL WHERE role = %s", (ends, code.role))


def remove(connection: Connection, place: str) -> None:
    """The kiosk at this place can neither send nor fetch any more, from this moment on. Raises OfficeError."""
    from psycopg import errors, sql

    found = _there(connection, place)
    if not found:
        raise OfficeError(f"Nothing is called {place} here: `python3 main.py office list` shows how each place is written.")
    _shut_out(connection, found.role)
    connection.execute("UPDATE office.places SET removed = current_date, code_ends = NULL WHERE role = %s", (found.role,))
    with suppress(errors.DependentObjectsStillExist):  # another kiosk's large object names it; nobody comes in by it any more
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(found.role)))


def forget(connection: Connection, place: str) -> int:
    """What was ever sent from this place goes from the office; how many requests that was. Raises OfficeError."""
    roles = [each.role for each in known(connection) if each.place == place]
    if not roles:
        raise OfficeError(f"Nothing was ever called {place} here: `python3 main.py office list` shows how each place is written.")
    return connection.execute("DELETE FROM office.records WHERE kiosk = ANY(%s)", (roles,)).rowcount


def _shut_out(connection: Connection, role: str) -> None:
    """Nobody comes in by this role, and whoever is in just now is put out, whatever they lock: so before anything is written of it.

    Who makes a role may end its connections once the role was granted to them.
    """
    from psycopg import errors, sql

    name = sql.Identifier(role)
    connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    for left in reversed(range(_MOST_TRIED)):
        connection.execute(_END, (role,))
        try:
            with connection.transaction():
                connection.execute("SET LOCAL lock_timeout = '500ms'")
                connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD NULL").format(name))
            break
        except errors.LockNotAvailable:
            if not left:
                raise
    connection.execute(_END, (role,))
    connection.execute(sql.SQL("DROP OWNED BY {}").format(name))
    connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(name))
