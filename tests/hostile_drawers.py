"""Drawers that somebody made to do harm, each read by every command that reads one, and kept in by the kiosk.

    .venv/bin/python tests/hostile_drawers.py [KIND ...]

prints for each how long the slowest took and how much memory the largest had; exit 1 if one hangs, bloats or ends as a bug. Some minutes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from wanted import wanted  # noqa: E402

from kiosk.signup.drawer.database import NAME  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.journal.status import Status  # noqa: E402
from kiosk.signup.keys import rotation, slots, trust, unlock  # noqa: E402
from kiosk.signup.record import Answer, Record  # noqa: E402
from kiosk.staff.care.backup import KioskFolders, backup  # noqa: E402

WORDS = "seven slow green turtles"
MOST_SECONDS, MOST_MEGABYTES, FORM_SECONDS = 60, 1200, 5
MANY = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT {}) INSERT INTO {} SELECT {} FROM n"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def sql(*statements: str) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("PRAGMA synchronous = OFF")
            for statement in statements:
                database.execute(statement)
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return make


def many(table: str, values: str, count: int = 2_000_000) -> Callable[[Path], None]:
    return sql(MANY.format(count, table, values))


def looped(table: str) -> Callable[[Path], None]:
    """Every branch of the tree of a table leads back to its root: a walk over it never ends."""

    def make(file: Path) -> None:
        many(table, {"journal": "n + 100, '2026-11-23', '', 'another day', '', x'', x''", "seals": "n, 'k', x'00'"}[table], 100_000)(file)
        with closing(sqlite3.connect(file)) as database:
            root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
            size = database.execute("PRAGMA page_size").fetchone()[0]
        with file.open("r+b") as raw:
            raw.seek((root - 1) * size)
            page = bytearray(raw.read(size))
            cells = int.from_bytes(page[3:5], "big")
            leaf = page[8:12]
            for number in range(cells):
                at = int.from_bytes(page[12 + 2 * number : 14 + 2 * number], "big")
                page[at : at + 4] = root.to_bytes(4, "big") if number % 2 else page[at : at + 4]
            page[8:12] = leaf
            raw.seek((root - 1) * size)
            raw.write(page)

    return make


def one_leaf(file: Path) -> None:
    """All branches lead to one leaf, whose rows come again and again."""
    many("journal", "n + 100, '2026-11-23', '', 'another day', '" + "x" * 400 + "', x'', x''", 200_000)(file)
    with closing(sqlite3.connect(file)) as database:
        root = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'").fetchone()[0]
        size = database.execute("PRAGMA page_size").fetchone()[0]
    with file.open("r+b") as raw:
        for _ in range(2):
            raw.seek((root - 1) * size)
            page = bytearray(raw.read(size))
            if page[0] != 5:
                break
            first = int.from_bytes(page[12:14], "big")
            for number in range(int.from_bytes(page[3:5], "big")):
                at = int.from_bytes(page[12 + 2 * number : 14 + 2 * number], "big")
                page[at : at + 4] = page[first : first + 4]
            raw.seek((root - 1) * size)
            raw.write(page)
            root = int.from_bytes(page[first : first + 4], "big")


KINDS: dict[str, Callable[[Path], None]] = {
    "millions of records": many("records", "n, '2026-11-23', n"),
    "millions of seals": many("seals", "n, 'k', x'00'"),
    "half a million whole seals that open for nobody": many("seals", "n, 'k', randomblob(1000)", 450_000),
    "millions of marks": many("marks", "n, 'done', 'Ana', '2026-11-23'"),
    "millions of entries": many("journal", "n + 100, '2026-11-23', '', 'another day', '', x'', x''"),
    "as many entries as may be, each of another day": many(
        "journal", "n + 100, date('1000-01-01', n || ' days'), '', 'expired', n, x'', x''", 490_000
    ),
    "as many entries that say that staff sign": many("journal", "n + 100, '2026-11-23', 'Ana', 'signed from here on', '', x'', x''", 490_000),
    "millions of signatures": many("signatures", "randomblob(32), 'k', x'00'"),
    "millions of stretches": many("stretches", "n, 'k', x'00'"),
    "thousands of stretches": many("stretches", "n, 'k', x'00'", 7000),
    "millions of wordings": many("wordings", "n, 'words'"),
    "a seal of 900 MB": sql("INSERT INTO seals VALUES ('x', 'k', zeroblob(900000000))"),
    "an entry of 900 MB": sql("INSERT INTO journal VALUES (900, zeroblob(900000000), '', '', '', x'', x'')"),
    "thousands of texts of 60 kB": many("marks", "'x', 'done', hex(zeroblob(30000)), '2026-11-23'", 15_000),
    "entries with texts of 60 kB": many("journal", "n + 100, hex(zeroblob(30000)), hex(zeroblob(100)), 'x', 'y', x'', x''", 15_000),
    "numbers at the ends": sql(
        "INSERT INTO journal VALUES (9223372036854775807, 'x', '', 'kept', 'y', x'', x'')",
        "INSERT INTO journal VALUES (-9223372036854775808, 'x', '', 'kept', 'y', x'', x'')",
        "UPDATE ratchet SET seq = 9223372036854775807",
        "INSERT INTO stretches VALUES (-9223372036854775808, 'k', x'00')",
        "INSERT INTO records VALUES ('y', '2026-11-23', -9223372036854775808)",
    ),
    "other types": sql(
        "UPDATE records SET seq = 'text'", "UPDATE seals SET key = x'ff00'", "UPDATE marks SET at = x'ff'", "UPDATE journal SET about = NULL",
        "INSERT INTO records VALUES (x'ff00', x'ff', 1e308)", "INSERT INTO seals VALUES (x'ff00', 'k', 1)",
        "UPDATE signatures SET signature = 999999999999", "UPDATE ratchet SET key = 'text'", "UPDATE wordings SET text = x'ff'",
    ),
    "infinite numbers": sql("UPDATE records SET seq = 9e999", "UPDATE ratchet SET seq = -9e999", "UPDATE stretches SET begins = 9e999"),
    "letters that are none": sql(
        "UPDATE records SET id = CAST(x'ff61' AS TEXT) WHERE seq = (SELECT min(seq) FROM records)", "UPDATE marks SET who = CAST(x'ff61' AS TEXT)"),
    "twenty thousand tables": sql(*(f"CREATE TABLE t{number} (a)" for number in range(20_000))),
    "another kind of table": sql("DROP TABLE seals", "CREATE TABLE seals (id, key, sealed)", "INSERT INTO seals VALUES (1, 2, 3)"),
    "a view of rows without end": sql(
        "DROP TABLE marks",
        "CREATE VIEW marks AS WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n FROM n) SELECT n AS id, n AS status, n AS who, n AS at FROM n",
    ),
    "a tree that leads back to itself": looped("journal"),
    "an index of seals that leads back to itself": looped("seals"),
    "a tree with one leaf": one_leaf,
    "100 GB of nothing": lambda file: os.truncate(file, 100 << 30),
}  # fmt: skip


def made(folder: Path) -> None:
    """A clinic's data folder with two requests."""
    rotation.new_key(folder / "keys", "clinic", "Ana", WORDS, NOW.date(), stretching=slots.Stretching(memory_kib=64, passes=1))
    privates = unlock.open_private(folder / "keys", "Ana", WORDS)
    with closing(Drawer(folder / "drawer", folder / "keys", lambda: NOW)) as drawer:
        names = [drawer.keep(Record(date(2026, 11, 23), "en", (Answer("name", "name", each, ""),), ())) for each in ("Bo", "Cy")]
        drawer.keep_wording("You may call me.")
        drawer.mark(names[0], Status.CALLED, "Ana", trust.signer_of(folder / "keys", privates))


def with_hostile(packed: Path, hostile: Path, into: Path) -> None:
    """A backup in whose drawer's place lies another."""
    raw = hostile.read_bytes()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        listed = json.loads(source.read("backup.json"))
        listed["files"][f"drawer/{NAME}"] = {"size": len(raw), "sha256": sha256(raw).hexdigest()}
        for name in source.namelist():
            if name not in ("backup.json", f"drawer/{NAME}"):
                target.writestr(name, source.read(name))
        target.writestr(f"drawer/{NAME}", raw)
        target.writestr("backup.json", json.dumps(listed))


FORM = """
import sys
import time
from datetime import date
from pathlib import Path
from kiosk.signup.desk import Desk, KeptNothing
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.record import Answer, Record
data = Path(sys.argv[1])
drawer = Drawer(data / "drawer", data / "keys")
desk = Desk(drawer, data / "keys", date.today)
desk.tidy()
begun = time.monotonic()
for _ in range(2):
    try:
        drawer.keep(Record(date.today(), "en", (Answer("name", "name", "Di", ""),), ()))
        break
    except KeepError as error:
        if error.why in (Why.FULL, Why.CROWDED):
            break
        last = error.why
else:
    sys.exit(f"the form is refused: {last}")
if time.monotonic() - begun > float(sys.argv[2]):
    sys.exit("somebody at the form waits")
"""


def commands(data: Path, whole: Path, work: Path) -> Iterator[tuple[str, list[str]]]:
    """What reads the hostile drawer: as ours, as a copy on a stick, as one that was set aside, in a backup."""
    staff = [sys.executable, "-m", "kiosk.staff"]
    hostile, asking = data / "drawer" / NAME, ["--name", "Ana", "--passphrase-fd", "0"]
    for words in (["waiting"], ["list", *asking], ["verify", *asking], ["mark", "0", "done", *asking]):
        yield f"signups {words[0]}", [*staff, "signups", *words, "--data", str(data)]
    yield "doctor", [*staff, "doctor", "--data", str(data)]
    yield "backup", [*staff, "backup", str(work / "out.zip"), "--data", str(data)]
    yield "signups merge", [*staff, "signups", "merge", str(hostile), *asking, "--data", str(whole)]
    aside = whole / "drawer" / "drawer-set-aside-20261101-120000.sqlite"
    shutil.copy(hostile, aside) if hostile.stat().st_size < 1 << 31 else shutil.copyfile(whole / "drawer" / NAME, aside)
    yield "signups recover", [*staff, "signups", "recover", "--yes", *asking, "--data", str(whole)]
    aside.unlink(missing_ok=True)
    if hostile.stat().st_size < 1 << 31:
        with_hostile(work / "whole.zip", hostile, work / "in.zip")
        shutil.copytree(PROJECT / "content", work / "content", dirs_exist_ok=True)
        restoring = ["restore", str(work / "in.zip"), "--replace", "--data", str(shutil.copytree(whole, work / "data", dirs_exist_ok=True))]
        yield "restore", [*staff, *restoring, "--content", str(work / "content")]
    yield "the form", [sys.executable, "-c", FORM, str(data), str(FORM_SECONDS)]


def outcome(command: list[str]) -> tuple[str, float]:
    """What is wrong with how it ended, and its seconds."""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as told:
        limited = ["/bin/sh", "-c", 'ulimit -d "$0"; exec "$@"', str(MOST_MEGABYTES * 1000), *command]
        process = subprocess.Popen(limited, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told)
        with suppress(subprocess.TimeoutExpired, BrokenPipeError):
            process.communicate(f"{WORDS}\n".encode(), timeout=MOST_SECONDS)
        process.kill()
        took = time.monotonic() - begun
        told.seek(0)
        said = told.read().decode(errors="replace").strip()[-200:]
    if process.wait() not in (0, 1) or "Traceback" in said:
        return f"ended with {process.returncode}: {said}", took
    if process.returncode and command[1] == "-c":
        return said, took
    return "", took


def largest() -> int:
    """Megabytes that the largest process had so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000


def main(names: list[str]) -> int:
    failed = 0
    for kind in names or KINDS:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            data, whole = work / "hostile", work / "whole"
            for each in (data, whole):
                made(each)
            backup(KioskFolders(PROJECT / "content", whole), work / "whole.zip", NOW)
            KINDS[kind](data / "drawer" / NAME)
            ends = {what: outcome(command) for what, command in commands(data, whole, work)}
            wrong = [f"{what} {end[0]}" for what, end in ends.items() if end[0]]
            slowest = max(ends, key=lambda what: ends[what][1])
            times = f"slowest {slowest} {ends[slowest][1]:.1f} s, the form with its minutely look {ends['the form'][1]:.1f} s"
            print(f"{'BROKEN' if wrong else 'held':7} {kind}: {len(ends)} commands, {times}", flush=True)
            print("".join(f"        {each}\n" for each in wrong), end="", flush=True)
            failed += bool(wrong)
    print(f"{len(names or KINDS)} kinds, {failed} failed; the largest process had {largest()} MB")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(*wanted(__doc__, KINDS)))
