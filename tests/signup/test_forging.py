"""Somebody has taken the machine over: they write what the kiosk could write, with the journal's own key, but have no passphrase."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.signup import journal, keys
from kiosk.signup.anchor import Anchor, read_anchor
from kiosk.signup.drawer import NAME, Drawer
from kiosk.signup.journal import What
from kiosk.signup.keys import Stretching
from kiosk.signup.record import Answer, Record
from kiosk.signup.sealing import seal
from kiosk.signup.signing import signer
from kiosk.signup.status import Mark, Status

TODAY = date(2026, 11, 23)
ANA = "correct horse battery"
QUICK = Stretching(memory_kib=64, passes=1)


class Clinic:
    """A kiosk with Ana's key, three requests, and a thief at its files."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.folder, self.keys = folder, folder / "keys"
        keys.new_key(self.keys, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
        self.drawer = Drawer(folder / "drawer", self.keys, lambda: self.now)
        self.names = [self.drawer.keep(Record(TODAY, "en", (Answer("name", "name", each, each),), ())) for each in ("one", "two", "three")]
        self.privates = keys.open_private(self.keys, "Ana", ANA)
        self.ana = keys.signer_of(self.keys, self.privates)

    def faults(self) -> tuple[str, ...]:
        return self.drawer.verify(self.privates)

    def live(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)
            self.drawer.begin_day()

    def writes(self, do: Callable[[sqlite3.Connection], None]) -> None:
        """The thief changes the file while nobody looks."""
        self.drawer.close()
        database = sqlite3.connect(self.drawer.folder / NAME, isolation_level=None)
        do(database)
        database.close()

    def notes(self, what: What, about: str, *, at: str = "", digest: bytes = b"") -> Callable[[sqlite3.Connection], None]:
        """An entry with a right code, as the kiosk itself would write it."""
        publics = [each.public for each in keys.in_use(self.keys)]
        line = (at or self.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Ana", what, about)
        return lambda database: void(journal.write(database, line, digest, publics))

    def removes(self, name: str, what: What, *, at: str = "") -> None:
        def do(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM seals WHERE id = ?", (name,))
            self.notes(what, name, at=at)(database)

        self.writes(do)


def void(_: object) -> None:
    """Nothing comes of it."""


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.drawer.close()


def test_what_staff_and_visitors_and_time_do_is_no_fault(clinic: Clinic) -> None:
    one, two, three = clinic.names
    clinic.drawer.take_back(one)
    clinic.drawer.mark(two, Status.DONE, "Ana", clinic.ana)
    clinic.live(30)
    assert clinic.drawer.expire(clinic.now.date()) == 1
    assert clinic.drawer.delete([three], "Ana", clinic.ana) == 1
    assert clinic.faults() == ()


@pytest.mark.parametrize(
    ("what", "days", "at", "told"),
    [
        (What.DELETED, 0, "", "was not signed by anybody"),
        (What.EXPIRED, 0, "", "before its time had come"),
        (What.EXPIRED, 89, "", "before its time had come"),
        (What.TAKEN_BACK, 2, "", "as if the visitor had taken it back"),
        (What.TAKEN_BACK, 0, "someday", "as if the visitor had taken it back"),
        (What.RECOVERED, 0, "", "was not signed by anybody"),
    ],
)
def test_a_request_cannot_go_by_a_forged_entry(clinic: Clinic, what: What, days: int, at: str, told: str) -> None:
    clinic.live(days)
    clinic.removes(clinic.names[0], what, at=at)
    assert any(told in fault for fault in clinic.faults()), clinic.faults()


def test_time_cannot_be_made_up_by_forged_days(clinic: Clinic) -> None:
    for weeks in range(1, 15):
        clinic.writes(clinic.notes(What.DAY, "", at=f"{TODAY + timedelta(weeks=weeks)}T00:00:00Z"))
    clinic.removes(clinic.names[0], What.EXPIRED, at=f"{TODAY + timedelta(weeks=15)}T00:00:00Z")
    clinic.drawer.audit(What.SIGNED_IN, "Ana")
    assert any("too early" in fault for fault in clinic.faults())


def test_a_forged_mark_is_found_and_does_not_let_the_kiosk_delete_what_nobody_read(clinic: Clinic) -> None:
    mark = Mark(clinic.names[0], Status.DONE, "Ana", "2026-11-23T12:00:00Z")

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        clinic.notes(What.MARKED, mark.about, at=mark.at, digest=mark.fingerprint)(database)

    clinic.writes(do)
    clinic.live(60)
    assert clinic.drawer.expire(clinic.now.date()) == 0
    assert any("Nobody who can read requests signed the mark" in fault for fault in clinic.faults())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE marks SET status = 'done'",
        "UPDATE marks SET at = '28.11.2026'",
        "UPDATE marks SET who = 'Bob'",
        "DELETE FROM marks",
        "UPDATE signatures SET signature = zeroblob(64)",
        "UPDATE signatures SET key = 'somebody'",
        "DELETE FROM signatures",
        "INSERT INTO marks SELECT id, 'done', 'Ana', '28.11.2026' FROM records",
        "UPDATE marks SET status = x'00', who = 7",
    ],
)
def test_marks_that_were_meddled_with_are_found_and_end_no_visit(clinic: Clinic, statement: str) -> None:
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute(statement)))
    clinic.live(40)
    clinic.drawer.expire(clinic.now.date())
    assert clinic.drawer.waiting() <= 3
    assert len(clinic.drawer.entries()) == 3
    assert clinic.faults()


def test_a_signature_of_another_time_or_request_does_not_fit(clinic: Clinic) -> None:
    one, two, _ = clinic.names
    clinic.drawer.mark(one, Status.DONE, "Ana", clinic.ana)

    def do(database: sqlite3.Connection) -> None:
        mark = Mark(two, Status.DONE, "Ana", "2026-11-23T12:00:00Z")
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        clinic.notes(What.MARKED, mark.about, at=mark.at, digest=mark.fingerprint)(database)
        database.execute("INSERT INTO signatures SELECT ?, key, signature FROM signatures", (mark.fingerprint,))

    clinic.writes(do)
    assert any("Nobody who can read requests signed" in fault for fault in clinic.faults())


def test_who_has_another_key_signs_nothing_here(clinic: Clinic, tmp_path: Path) -> None:
    keys.new_key(tmp_path / "eve", "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    ((name, private),) = keys.open_private(tmp_path / "eve", "Ana", ANA).items()
    clinic.drawer.delete([clinic.names[0]], "Ana", signer(name, private))
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_the_beginning_of_signatures_cannot_be_moved(clinic: Clinic) -> None:
    clinic.removes(clinic.names[0], What.DELETED)
    clinic.writes(lambda database: void(database.execute("PRAGMA user_version = 0")))
    clinic.drawer.audit(What.SIGNED_IN, "Ana")
    assert [line.what for line in clinic.drawer.trail()].count(What.SIGNED_FROM_HERE) == 2
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_an_older_file_put_in_place_while_the_kiosk_runs_is_found(clinic: Clinic) -> None:
    clinic.drawer.close()
    shutil.copy2(clinic.drawer.folder / NAME, clinic.folder / "older")
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    shutil.copy2(clinic.folder / "older", clinic.folder / "again")
    (clinic.folder / "again").replace(clinic.drawer.folder / NAME)
    clinic.drawer.audit(What.SIGNED_IN, "Ana")
    assert any("was exchanged while the kiosk ran" in fault for fault in clinic.faults())


def test_an_anchor_that_was_kept_elsewhere_finds_an_older_state(clinic: Clinic) -> None:
    clinic.drawer.close()
    shutil.copytree(clinic.drawer.folder, clinic.folder / "older")
    clinic.drawer.audit(What.SIGNED_IN, "Ana")
    seen = clinic.drawer.anchor()
    assert seen is not None
    assert read_anchor(f" {seen}\n") == seen
    clinic.drawer.audit(What.SIGNED_OUT, "Ana")
    assert clinic.drawer.holds(seen)
    older = Drawer(clinic.folder / "older", clinic.keys)
    assert not older.holds(seen)
    assert older.verify(clinic.privates) == ()
    for _ in range(3):
        older.audit(What.SIGNED_IN, "Ana")
    assert not older.holds(seen)
    older.close()


@pytest.mark.parametrize(
    "written", ["", "x", "3fa9c2d1.412", "3fa9c2d1.1.9b7e04c2a1d35f6", "3FA9C2D1.1.9b7e04c2a1d35f60", "3fa9c2d1.\u0663.9b7e04c2a1d35f60"]
)
def test_what_is_no_anchor_is_none(written: str) -> None:
    assert read_anchor(written) is None


def test_an_anchor_reads_as_it_was_written() -> None:
    assert read_anchor("3fa9c2d1.412.9b7e04c2a1d35f60") == Anchor("3fa9c2d1", 412, "9b7e04c2a1d35f60")


# -- keys -------------------------------------------------------------------------------------------------------------------


def plant(clinic: Clinic, eve: Path, **changes: object) -> str:
    """Eve's public key is put into the list."""
    keys.new_key(eve, "clinic", "Eve", ANA, TODAY, stretching=QUICK)
    (theirs,) = keys.recipients(eve)
    planted = keys.replace(theirs, **changes)
    keys._save(clinic.keys, (*keys.recipients(clinic.keys), planted))
    return theirs.id


def test_a_key_that_somebody_put_into_the_list_reads_nothing_and_is_told(clinic: Clinic, tmp_path: Path) -> None:
    eves = plant(clinic, tmp_path / "eve")
    assert [each.id for each in keys.unconfirmed(clinic.keys, clinic.privates)] == [eves]
    name = clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert clinic.drawer.open(name, keys.open_private(tmp_path / "eve", "Eve", ANA)) is None
    keys.confirm(clinic.keys, eves, clinic.privates)
    assert keys.unconfirmed(clinic.keys, clinic.privates) == ()
    keys.drop(clinic.keys, eves)
    assert len(keys.recipients(clinic.keys)) == 1


def test_a_key_that_was_put_in_with_its_private_file_is_told_by_the_next_who_signs_in(clinic: Clinic, tmp_path: Path) -> None:
    eves = plant(clinic, tmp_path / "eve")
    shutil.copy2(tmp_path / "eve" / f"{eves}{keys.PRIVATE}", clinic.keys)
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert [each.id for each in keys.unconfirmed(clinic.keys, clinic.privates)] == [eves]
    assert any(f"closed for the key {eves} too" in fault for fault in clinic.faults())


@pytest.mark.parametrize("field", ["label", "since", "until", "verifies"])
def test_no_part_of_a_confirmed_key_can_be_changed(clinic: Clinic, tmp_path: Path, field: str) -> None:
    keys.new_key(tmp_path / "safe", "safe", "Bob", ANA, TODAY, stretching=QUICK)
    safe = keys.add_recipient(clinic.keys, keys.exported(tmp_path / "safe")[1], "safe", TODAY, clinic.privates)
    assert keys.unconfirmed(clinic.keys, clinic.privates) == ()
    values = {"label": "Eve", "since": date(2020, 1, 1), "until": TODAY, "verifies": bytes(32)}
    changed = keys.replace(safe, **{field: values[field]})
    keys._save(clinic.keys, tuple(changed if each.id == safe.id else each for each in keys.recipients(clinic.keys)))
    assert [each.id for each in keys.unconfirmed(clinic.keys, clinic.privates)] == [safe.id]


def test_a_new_key_is_known_by_the_old_one_and_the_old_one_by_it(clinic: Clinic) -> None:
    old = tuple(clinic.privates)
    fresh = keys.rotate(clinic.keys, "clinic", "Bob", "eight grey whales swim", TODAY, opened=clinic.privates, retired=old, stretching=QUICK)
    bobs = keys.open_private(clinic.keys, "Bob", "eight grey whales swim")
    assert keys.unconfirmed(clinic.keys, clinic.privates) == keys.unconfirmed(clinic.keys, bobs) == ()
    assert [each.id for each in keys.in_use(clinic.keys)] == [fresh]
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)
    assert clinic.drawer.verify(bobs) == ()
    for path in clinic.keys.glob(f"*{keys.PRIVATE}"):
        path.unlink()
    assert [each.id for each in keys.in_use(clinic.keys)] == [fresh]


def test_a_seal_that_anybody_made_is_no_request_without_an_entry(clinic: Clinic) -> None:
    public = keys.in_use(clinic.keys)[0]
    sealed = seal(bytes(4096), public.public, "x" * 32)

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO records VALUES (?, ?, 99)", ("x" * 32, TODAY.isoformat()))
        database.execute("INSERT INTO seals VALUES (?, ?, ?)", ("x" * 32, public.id, sealed))

    clinic.writes(do)
    assert any("was put in behind" in fault for fault in clinic.faults())
