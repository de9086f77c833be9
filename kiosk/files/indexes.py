"""Whether the indexes of a drawer say what its tables say.

SQLite answers many questions from an index alone. On a failing disk, or where somebody wrote the file, an index can say less than its table:
then a row is there and no question finds it. `PRAGMA quick_check` compares the two no more than a question does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import chain

from kiosk.files.bounded_sqlite import Bounded, is_too_much

_MOST_TOLD = 5


def disagreements(database: sqlite3.Connection, tables: Iterable[str] = ()) -> tuple[str, ...]:
    """What SQLite finds wrong with these tables and their indexes (none: with the whole file), in its own words. Raises sqlite3.Error."""
    asked = [f"PRAGMA integrity_check({table})" for table in tables] or [f"PRAGMA integrity_check({_MOST_TOLD})"]
    told = chain.from_iterable(database.execute(each).fetchall() for each in asked)
    return tuple(said for row in told if (said := str(row[0])) != "ok")


def mend(database: Bounded, tables: Iterable[str], note: Callable[[], object]) -> tuple[str, ...]:
    """Makes the indexes anew where they disagree with these tables (none: with all), and `note`s it in the same transaction; what is wrong still.

    Tables are the truth: what is wrong with them stays as it is, and so does what is too much to be compared. Raises sqlite3.Error.
    """
    database.begin()
    try:
        wrong = disagreements(database, tables)
    except sqlite3.Error as error:
        if not is_too_much(error):
            raise
        wrong = ()
    return disagreements(database, tables) if wrong and _is_mended(database, wrong, tables, note) else wrong


def _is_mended(database: Bounded, wrong: tuple[str, ...], tables: Iterable[str], note: Callable[[], object]) -> bool:
    database.execute("BEGIN IMMEDIATE")
    try:
        if helps := _helps(database, wrong, tables):
            note()
            database.execute("COMMIT")
        return helps
    finally:
        if database.in_transaction:
            database.execute("ROLLBACK")


def _helps(database: Bounded, wrong: tuple[str, ...], tables: Iterable[str]) -> bool:
    """Whether other indexes leave less that is wrong: not so where a table itself is damaged, or has two rows of one name."""
    with suppress(sqlite3.DatabaseError):
        database.execute("REINDEX")
        return len(disagreements(database, tables)) < len(wrong)
    return False
