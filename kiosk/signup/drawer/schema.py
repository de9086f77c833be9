"""What a drawer consists of, and whether one is made so: anything else in it would do something with each request, or never end."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from types import MappingProxyType

from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.anchor import anchor

SCHEMA = f"""
{journal.SCHEMA}
CREATE TABLE IF NOT EXISTS records (id TEXT PRIMARY KEY, day TEXT NOT NULL, seq INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS seals (id TEXT NOT NULL, key TEXT NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (id, key));
CREATE TABLE IF NOT EXISTS marks (id TEXT NOT NULL, status TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS marks_by_id ON marks (id);
CREATE TABLE IF NOT EXISTS wordings (fingerprint TEXT PRIMARY KEY, text TEXT NOT NULL);
"""
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "records": "id, day, seq",
        "seals": "id, key, sealed",
        "marks": "id, status, who, at",
        "journal": "seq, at, who, what, about, digest, mac",
    }
)
"""What must be in a drawer, by table."""
_STATISTICS: Mapping[str, str] = MappingProxyType(
    {
        "sqlite_stat1": "tbl,idx,stat",
        "sqlite_stat2": "tbl,idx,sampleno,sample",
        "sqlite_stat3": "tbl,idx,neq,nlt,ndlt,sample",
        "sqlite_stat4": "tbl,idx,neq,nlt,ndlt,sample",
    }
)
"""What SQLite itself writes down of a database when a tool asks it to `ANALYZE` that (https://www.sqlite.org/fileformat2.html, section 2.6):
numbers about the other tables, which change nothing of what is in those."""
_HIGHEST = 1 << 53
"""No journal comes to an entry of this number."""


@cache
def _own() -> frozenset[tuple[str, str, str | None]]:
    """Every kind, name and text in the schema of a drawer."""
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.executescript(SCHEMA + notes.SCHEMA)
        return frozenset(empty.execute("SELECT type, name, sql FROM sqlite_schema"))


def strange(database: sqlite3.Connection) -> str:
    """What lies in the schema that no kiosk made: a trigger, a view, a table of another kind. Empty if nothing does."""
    database.execute("PRAGMA trusted_schema = OFF")
    for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_schema"):
        if (kind, name, sql) not in _own() and not _is_statistics(kind, name, sql):
            same = any(kind == own[0] and name == own[1] for own in _own())
            return f"a {str(kind)[:20]} {name} of another kind" if same else f"a {str(kind)[:20]} called {str(name)[:60]}"
    return ""


def _is_statistics(kind: object, name: object, sql: object) -> bool:
    return kind == "table" and name in _STATISTICS and sql == f"CREATE TABLE {name}({_STATISTICS[str(name)]})"


def drop_statistics(database: sqlite3.Connection) -> None:
    """Takes out what a tool had SQLite write down of the drawer: a kiosk of before sets a drawer aside that has it. May raise sqlite3.Error."""
    for name in _STATISTICS:
        database.execute(f"DROP TABLE IF EXISTS {name}")


def ended(database: sqlite3.Connection) -> str:
    """Why nothing can be added to the journal of a drawer any more; empty if it can. May raise sqlite3.Error."""
    anchor(database)
    row = database.execute("SELECT seq, typeof(seq), typeof(key), length(key), typeof(mac), typeof(keys) FROM ratchet").fetchone()
    if row is None:
        return ""
    if row[1:] != ("integer", "blob", 32, "blob", "text") or not 0 <= row[0] < _HIGHEST:
        return "what it would go on with is none of its own"
    taken = database.execute("SELECT 1 FROM journal WHERE seq = ? + 1", (row[0],)).fetchone()
    return "its next entry is there already" if taken else ""
