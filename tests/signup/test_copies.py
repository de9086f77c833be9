"""Copies of the drawer stay as long as somebody may need them, whatever clocks say, and what lies in them is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import deep

from kiosk.files.regular import MOST_NAMES
from kiosk.signup.desk import Desk
from kiosk.signup.drawer import copies, expiry, soundness, taken_over
from kiosk.signup.drawer.copies import FILE, forget, unrecovered
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import found_in
from kiosk.signup.journal import journal
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import LOST, UNREADABLE
from kiosk.signup.keys import private_keys, trust, try_out_key
from kiosk.signup.keys.seal import unseal
from kiosk.signup.record import Answer, Record


class Clinic:
    """A data folder with a desk, whose clock is set by hand."""

    def __init__(self, data: Path) -> None:
        self.data, self.now = data, datetime(2026, 11, 23, 12, tzinfo=UTC)
        try_out_key.make_try_out(data / "keys", self.now.date())
        self.drawer = Drawer(data / "drawer", data / "keys", lambda: self.now)
        self.desk = Desk(self.drawer, data / "keys", self.today)

    def today(self) -> date:
        return self.now.date()

    def deletes(self, *names: str) -> None:
        """By whoever has the key, whose signature it has."""
        self.drawer.delete(names, "Ana", trust.signer_of(self.data / "keys", try_out_key.open_try_out(self.data / "keys")))

    def asks(self, *names: str) -> list[str]:
        """Visitors ask for a consultation; the ids of their requests."""
        return [self.drawer.keep(Record(self.now.date(), "en", (Answer("Your name", "name", each, each),), ())) for each in names]

    def live(self, days: int) -> None:
        """So many days pass, on each of which the kiosk looks after what is kept."""
        for _ in range(days):
            self.now += timedelta(1)
            self.desk.tidy()

    def aside(self, stamp: str) -> tuple[Path, Path]:
        """What a damaged drawer and a restore leave, named by the clock of then."""
        drawer = self.data / "drawer" / f"drawer-set-aside-{stamp}.sqlite"
        key = self.data / f"before-restore-{stamp}" / "keys" / "abc.private.json"
        key.parent.mkdir(parents=True)
        for path in (drawer, key):
            path.write_bytes(b"sealed")
        return drawer, key


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    made.live(1)
    yield made
    made.drawer.close()


STAMPS = ["19700102-000000", "20260525-120000", "20261123-120000", "20270601-120000", "00000000-000000"]


def are_there(*paths: Path) -> bool:
    assert len({path.exists() for path in paths}) == 1
    return paths[0].exists()


@pytest.mark.parametrize("stamp", STAMPS)
def test_what_was_kept_aside_stays_for_ninety_days_on_which_the_kiosk_runs(clinic: Clinic, stamp: str) -> None:
    paths = clinic.aside(stamp)
    clinic.live(90)
    assert are_there(*paths)
    clinic.live(1)
    assert not are_there(*paths)


@pytest.mark.parametrize("step", [180, -180, 20_000])
def test_a_clock_that_takes_a_step_erases_nothing(clinic: Clinic, step: int) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(85)
    clinic.now += timedelta(step)
    clinic.live(7)
    assert are_there(*paths), "the clock is not trusted yet"
    clinic.live(7)
    assert are_there(*paths) is (step < 0), "a clock that stays in the past makes nothing older"


def test_another_drawer_in_its_place_begins_to_count_anew(clinic: Clinic) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(60)
    clinic.drawer.close()
    (clinic.data / "drawer" / "drawer.sqlite").unlink()
    clinic.live(60)
    assert are_there(*paths)


@pytest.mark.parametrize("garbage", [
    b"", b"[]", b"{", b"\xff" * 9, b'{"before-restore-20261123-120000": 1}', b'{"before-restore-20261123-120000": "00000000.1.0000000000000000"}',
    b"[" * 500_000, b" " * 2_000_000,
])  # fmt: skip
def test_whatever_is_noted_there_nothing_goes_too_early(clinic: Clinic, garbage: bytes) -> None:
    paths = clinic.aside("20261123-120000")
    clinic.live(60)
    (clinic.data / FILE).write_bytes(garbage)
    clinic.live(60)
    assert are_there(*paths)
    clinic.live(31)
    assert not are_there(*paths)
    clinic.live(1)
    assert (clinic.data / FILE).read_bytes() == b"{}"
    assert (clinic.data / FILE).stat().st_mode & 0o077 == 0


def test_a_name_that_is_no_text_has_its_time_as_well(clinic: Clinic) -> None:
    path = Path(os.fsdecode(os.fsencode(clinic.data) + b"/before-restore-\xff"))
    path.mkdir()
    clinic.live(91)
    assert not path.exists()


# -- what is in them ----------------------------------------------------------------------------------------------------


def kept_aside(clinic: Clinic, *places: str) -> None:
    """The drawer as it is now lies there, too."""
    clinic.drawer.close()
    for place in places:
        (clinic.data / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(clinic.data / "drawer" / NAME, clinic.data / place)


ASIDE, BEFORE = "drawer/drawer-set-aside-20261101-090000.sqlite", "before-restore-20261101-090000/drawer/drawer.sqlite"


def test_what_no_list_shows_is_what_was_neither_brought_back_nor_went_for_good(clinic: Clinic) -> None:
    first = clinic.asks(*"abcdef")
    clinic.drawer.take_back(first[0])
    kept_aside(clinic, ASIDE, BEFORE)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 0, ASIDE: 0}
    clinic.deletes(*first[1:3])
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 0, ASIDE: 0}
    clinic.drawer.close()
    (clinic.data / "drawer" / NAME).unlink()
    clinic.asks("g")
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 5, ASIDE: 5}
    taken_over.recover(clinic.drawer, found_in(clinic.data / ASIDE)[:3], "Ana", None)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 2, ASIDE: 2}
    taken_over.recover(clinic.drawer, found_in(clinic.data / BEFORE), "Ana", None)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 0, ASIDE: 0}


def test_where_there_is_no_drawer_all_are_lost_and_none_is_made(clinic: Clinic) -> None:
    clinic.asks(*"abc")
    kept_aside(clinic, BEFORE)
    (clinic.data / "drawer" / NAME).unlink()
    looked = Drawer(clinic.data / "drawer", clinic.data / "keys", begins=False)
    assert unrecovered(clinic.data, looked) == {BEFORE: 3}
    assert not (clinic.data / "drawer" / NAME).exists()


@pytest.mark.parametrize(("raw", "told"), [(b"", 0), (b"rubbish" * 1000, UNREADABLE), (b"SQLite format 3\0" + b"\xff" * 5000, UNREADABLE)])
def test_one_in_which_nothing_can_be_read_is_told_apart(clinic: Clinic, raw: bytes, told: int) -> None:
    (clinic.data / ASIDE).write_bytes(raw)
    assert unrecovered(clinic.data, clinic.drawer) == {ASIDE: told}


@pytest.mark.parametrize("table", ["seals", "records"])
def test_requests_that_are_lost_in_it_are_not_taken_for_none(clinic: Clinic, table: str) -> None:
    clinic.asks(*"abcde")
    kept_aside(clinic, ASIDE)
    with closing(sqlite3.connect(clinic.data / ASIDE)) as database:
        page, size = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0], 4096
    with (clinic.data / ASIDE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(range(1, 129)) * (size // 128))
    (clinic.data / "drawer" / NAME).unlink()
    clinic.asks("f")
    assert unrecovered(clinic.data, clinic.drawer) == {ASIDE: LOST if table == "seals" else 5}


def test_a_drawer_that_was_cut_gives_back_what_is_in_the_rest_and_no_more(clinic: Clinic) -> None:
    clinic.asks(*"abcdefgh")
    kept_aside(clinic, ASIDE)
    path, privates, found = clinic.data / ASIDE, try_out_key.open_try_out(clinic.data / "keys"), []
    for length in range(path.stat().st_size, 8192, -5000):
        os.truncate(path, length)
        before, there = path.read_bytes(), found_in(path)
        assert path.read_bytes() == before, "it is only looked at"
        assert all(unseal(sealed, privates[key], each.id) for each in there for key, sealed in each.seals)
        found.append(len(there))
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (8, 0)
    assert len(set(found)) > 4


def test_a_cut_drawer_that_says_to_be_huge_is_not_made_so(clinic: Clinic) -> None:
    kept_aside(clinic, ASIDE)
    with (clinic.data / ASIDE).open("r+b") as file:
        file.seek(28)
        file.write(b"\xff" * 4)
    assert unrecovered(clinic.data, clinic.drawer)[ASIDE] in {0, UNREADABLE}


@pytest.mark.parametrize("change", [
    "UPDATE records SET day = CAST(x'ff' AS TEXT) WHERE rowid IN (2, 5)", "UPDATE seals SET key = CAST(x'c328' AS TEXT) WHERE rowid IN (1, 8)",
    "DELETE FROM records", "UPDATE records SET day = 'never'", "INSERT INTO journal VALUES (9000, x'ff', 1, x'fe', NULL, '', '')",
    "UPDATE marks SET who = CAST(x'ff' AS TEXT)", "INSERT INTO seals VALUES (x'ff', 1.5, 'x')",
])  # fmt: skip
def test_what_sqlite_cannot_take_hides_nothing_else(clinic: Clinic, change: str) -> None:
    names = clinic.asks(*"abcdefgh")
    kept_aside(clinic, ASIDE)
    with closing(sqlite3.connect(clinic.data / ASIDE)) as database:
        database.execute(change)
        database.commit()
    assert sorted(each.id for each in found_in(clinic.data / ASIDE)) == sorted(names)
    assert unrecovered(clinic.data, clinic.drawer) == {ASIDE: 0}


def test_what_lies_between_two_damaged_places_is_found(clinic: Clinic) -> None:
    clinic.asks(*(letter * 2 for letter in "abcdefghijklmnopqrstuvwxyz"))
    kept_aside(clinic, ASIDE)
    path = clinic.data / ASIDE
    pages = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as database:
        leaves = database.execute("SELECT pageno, ncell FROM dbstat WHERE name = 'seals' AND pagetype = 'leaf' ORDER BY path").fetchall()
    for page, _ in (leaves[0], leaves[-1]):
        pages[(page - 1) * 4096 : page * 4096] = b"\xa5" * 4096
    path.write_bytes(pages)
    between = [count for _, count in leaves[1:-1]]
    assert len(found_in(path)) == sum(between) > 0


def test_what_a_visitor_takes_back_goes_from_the_copies_too(clinic: Clinic) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, ASIDE, BEFORE)
    assert Desk(clinic.drawer, clinic.data / "keys", clinic.today).take_back(name)
    assert [found_in(clinic.data / place) for place in (ASIDE, BEFORE)] == [[], []]


def test_what_goes_by_itself_goes_from_the_copies_too(clinic: Clinic) -> None:
    clinic.asks("Cy")
    clinic.live(80)
    kept_aside(clinic, ASIDE, BEFORE)
    clinic.live(9)
    assert [len(found_in(clinic.data / place)) for place in (ASIDE, BEFORE)] == [1, 1]
    clinic.live(2)
    assert [found_in(clinic.data / place) for place in (ASIDE, BEFORE)] == [[], []]


def gone(clinic: Clinic, how: str, name: str) -> None:
    """It goes in the drawer, and whoever was at it is killed before anything goes in the copies."""
    match how:
        case "taken back":
            clinic.drawer.take_back(name)
        case "deleted":
            clinic.deletes(name)
        case "expired":
            for _ in range(91):
                clinic.now += timedelta(1)
                expiry.begin_day(clinic.drawer)
            assert expiry.expire(clinic.drawer, clinic.today()) == [name]
    clinic.drawer.close()


def raw_with(place: Path, sealed: bytes) -> list[str]:
    """The files in which anything of these bytes lies, whatever SQLite says of that; it lies there in pieces."""
    pieces = [sealed[at : at + 64] for at in range(0, len(sealed) - 63, 64)]
    return sorted(path.name for path in place.parent.iterdir() if path.is_file() and any(each in path.read_bytes() for each in pieces))


@pytest.mark.parametrize("then", ["a start", "another day"])
@pytest.mark.parametrize("how", ["taken back", "deleted", "expired"])
def test_what_went_before_a_power_cut_goes_from_the_copies_at_the_next_start_and_on_each_day(clinic: Clinic, how: str, then: str) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, ASIDE, BEFORE)
    (found,) = found_in(clinic.data / ASIDE)
    assert raw_with(clinic.data / BEFORE, found.seals[0][1])
    with zipfile.ZipFile(clinic.data / "before-update.zip", "w") as backup:
        backup.write(clinic.data / ASIDE, f"drawer/{NAME}")
    if how == "taken back":
        clinic.desk.sweep()
    gone(clinic, how, name)
    (other,) = clinic.asks("Di")
    if then == "a start":
        clinic.desk.sweep()
    else:
        clinic.live(1)
    assert [raw_with(clinic.data / place, found.seals[0][1]) for place in (ASIDE, BEFORE)] == [[], []]
    assert not (clinic.data / "before-update.zip").exists()
    assert [each.id for each in clinic.drawer.entries()] == [other]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_what_sqlite_kept_beside_a_copy_goes_too_where_the_power_went_while_it_was_deleted_there(clinic: Clinic) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, ASIDE)
    clinic.desk.sweep()
    sealed = found_in(clinic.data / ASIDE)[0].seals[0][1]
    gone(clinic, "taken back", name)
    if (child := os.fork()) == 0:
        copies.move_home = lambda *_: os._exit(9)
        forget(clinic.data, [name])
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    assert (found_in(clinic.data / ASIDE), raw_with(clinic.data / ASIDE, sealed)) == ([], [Path(ASIDE).name])
    clinic.desk.sweep()
    assert raw_with(clinic.data / ASIDE, sealed) == []


def copy_of(clinic: Clinic) -> Path:
    """A backup of the drawer as it is now."""
    clinic.drawer.close()
    return shutil.copy2(clinic.data / "drawer" / NAME, clinic.data / "backup.sqlite")


def restored(clinic: Clinic, backup: Path) -> None:
    """What is here makes way for it."""
    clinic.drawer.close()
    (clinic.data / BEFORE).parent.mkdir(parents=True)
    (clinic.data / "drawer" / NAME).rename(clinic.data / BEFORE)
    backup.rename(clinic.data / "drawer" / NAME)
    clinic.drawer = Drawer(clinic.data / "drawer", clinic.data / "keys", lambda: clinic.now)
    clinic.desk = Desk(clinic.drawer, clinic.data / "keys", clinic.today)


def writes(clinic: Clinic, backup: Path, *entries: tuple[str, EntryKind, str]) -> None:
    """Whoever can change a backup has the journal's key of then in it, and so right codes for all that they add."""
    with closing(sqlite3.connect(backup, isolation_level=None)) as database:
        for at, what, about in entries:
            journal.write(database, (at, "", what, about), b"", [each.public for each in trust.in_use(clinic.data / "keys")])


NOW = "2026-11-24T12:00:00Z"
SPOILT: dict[str, Callable[[str], list[tuple[str, EntryKind, str]]]] = {
    "expired": lambda name: [(NOW, EntryKind.EXPIRED, name)],
    "taken back": lambda name: [(NOW[:10], EntryKind.TAKEN_BACK, name)],
    "deleted": lambda name: [(NOW, EntryKind.DELETED, name)],
    "deleted by a restore": lambda name: [(NOW, EntryKind.RESTORED, name)],
    "come and taken back": lambda name: [(NOW[:10], EntryKind.KEPT, name), (NOW[:10], EntryKind.TAKEN_BACK, name)],
    "come long ago and expired": lambda name: [
        ("2026-01-01", EntryKind.KEPT, name), *((f"{date(2026, 1, 1) + timedelta(4 * n)}T12:00:00Z", EntryKind.DAY, "") for n in range(82)),
        (NOW, EntryKind.EXPIRED, name),
    ],
}  # fmt: skip
"""What somebody writes into a backup of a request that came after it, whose number stands in a later one."""


@pytest.mark.parametrize("how", SPOILT)
def test_nothing_that_somebody_wrote_into_a_backup_has_what_a_restore_put_aside_erased(clinic: Clinic, how: str) -> None:
    """It is told as missing, comes back, and `verify` tells what it can: all but what may have come and gone since staff last signed."""
    backup = copy_of(clinic)
    (name,) = clinic.asks("Cy")
    writes(clinic, backup, *SPOILT[how](name))
    restored(clinic, backup)
    clinic.desk.sweep()
    clinic.live(1)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 1}
    told = soundness.verify(clinic.drawer, try_out_key.open_try_out(clinic.data / "keys"))
    assert bool(told) is ("come" not in how), told
    found = found_in(clinic.data / BEFORE)
    signer = trust.signer_of(clinic.data / "keys", try_out_key.open_try_out(clinic.data / "keys"))
    odd = taken_over.differing(clinic.drawer, found, private_keys.NOTHING)
    assert bool(odd) is ("come" in how)
    since = copies.seen_since(clinic.data, clinic.drawer, BEFORE)
    assert taken_over.recover(clinic.drawer, found, "Ana", signer, since=since, changed=bool(odd))[0] == 1
    assert not any("was changed" in each for each in soundness.verify(clinic.drawer, try_out_key.open_try_out(clinic.data / "keys")))


def test_what_went_before_its_time_and_was_brought_back_is_told_still(clinic: Clinic) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, BEFORE)
    with closing(sqlite3.connect(clinic.data / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("DELETE FROM seals")
    writes(clinic, clinic.data / "drawer" / NAME, (NOW, EntryKind.EXPIRED, name))
    signer = trust.signer_of(clinic.data / "keys", try_out_key.open_try_out(clinic.data / "keys"))
    assert taken_over.recover(clinic.drawer, found_in(clinic.data / BEFORE), "Ana", signer)[0] == 1
    (told,) = soundness.verify(clinic.drawer, try_out_key.open_try_out(clinic.data / "keys"))
    assert told.endswith("before its time had come. Since then it was brought back.")


def test_a_backup_whose_requests_somebody_made_old_takes_none_away_that_is_here(clinic: Clinic) -> None:
    """The kiosk itself lets those go: by what they say they are old. What lies aside says otherwise."""
    (name,) = clinic.asks("Cy")
    backup = copy_of(clinic)
    with closing(sqlite3.connect(backup, isolation_level=None)) as database:
        database.execute("UPDATE journal SET at = '2026-07-01' WHERE what = 'kept'")
        database.execute("UPDATE records SET day = '2026-07-01'")
    writes(clinic, backup, *((f"{date(2026, 7, 5) + timedelta(4 * n)}T12:00:00Z", EntryKind.DAY, "") for n in range(36)))
    restored(clinic, backup)
    clinic.desk.sweep()
    clinic.live(2)
    assert clinic.drawer.entries() == []
    assert [each.id for each in found_in(clinic.data / BEFORE)] == [name]
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: 1}


def test_an_entry_about_what_never_came_erases_nothing_that_lies_aside_and_is_told(clinic: Clinic) -> None:
    names = clinic.asks(*"ab")
    kept_aside(clinic, BEFORE)
    (clinic.data / "drawer" / NAME).unlink()
    clinic.live(1)
    writes(clinic, clinic.data / "drawer" / NAME, (NOW, EntryKind.EXPIRED, names[0]), (NOW[:10], EntryKind.TAKEN_BACK, names[1]))
    clinic.desk.sweep()
    clinic.live(1)
    assert {each.id for each in found_in(clinic.data / BEFORE)} == {*names}
    told = soundness.verify(clinic.drawer, try_out_key.open_try_out(clinic.data / "keys"))
    assert [any(name[:8] in each and "never came here" in each for each in told) for name in names] == [True, True]


def test_where_nothing_of_it_lies_in_the_copies_they_are_only_looked_at(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = clinic.asks(*"ab")
    gone(clinic, "taken back", first)
    kept_aside(clinic, ASIDE, BEFORE)
    with zipfile.ZipFile(clinic.data / "before-update.zip", "w") as backup:
        backup.write(clinic.data / ASIDE, f"drawer/{NAME}")
    monkeypatch.setattr(copies, "_forget_in", lambda *_: pytest.fail("it is written into"))
    clinic.desk.sweep()
    assert (clinic.data / "before-update.zip").exists()


def test_what_was_deleted_although_it_had_been_changed_stays_where_it_may_lie_as_it_came(clinic: Clinic) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, ASIDE)
    with closing(sqlite3.connect(clinic.data / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("UPDATE seals SET sealed = zeroblob(length(sealed))")
    assert clinic.drawer.delete([name], "Ana", None, knowingly=True) == 1
    clinic.desk.sweep()
    assert [each.id for each in found_in(clinic.data / ASIDE)] == [name]


def test_a_copy_that_cannot_be_read_is_told_and_keeps_nothing_from_going_elsewhere(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    (name,) = clinic.asks("Cy")
    kept_aside(clinic, BEFORE)
    clinic.desk.sweep()
    gone(clinic, "taken back", name)
    (clinic.data / ASIDE).write_bytes(b"rubbish" * 1000)
    (clinic.data / "before-update.zip").write_bytes(b"PK" * 1000)
    clinic.desk.sweep()
    assert found_in(clinic.data / BEFORE) == []
    assert ASIDE in caplog.text


def test_whatever_lies_aside_the_form_and_the_pages_for_staff_go_on(clinic: Clinic) -> None:
    clinic.live(1)
    (name,) = clinic.asks("Cy")
    deep(clinic.data / "before-restore-20261101-090000")
    deep(clinic.data / f".restoring-{(1 << 22) + 1}")
    (clinic.data / "before-restore-20261102-090000" / "drawer").mkdir(parents=True)
    for number in range(MOST_NAMES + 1):
        (clinic.data / "before-restore-20261102-090000" / "drawer" / str(number)).touch()
    assert unrecovered(clinic.data, clinic.drawer) == {"before-restore-20261102-090000/drawer/drawer.sqlite": UNREADABLE}
    clinic.desk.sweep()
    assert not list(clinic.data.glob(".restoring-*"))
    assert [each.name for each in forget(clinic.data, [name])] == ["before-restore-20261102-090000"]
    assert clinic.desk.take_back(name)


def test_what_lies_aside_with_a_trigger_in_it_is_not_said_to_be_rid_of_anything(clinic: Clinic) -> None:
    names = clinic.asks("a")
    kept_aside(clinic, ASIDE)
    with closing(sqlite3.connect(clinic.data / ASIDE)) as database:
        database.execute("CREATE TRIGGER keeps BEFORE DELETE ON seals BEGIN SELECT RAISE(IGNORE); END")
        database.commit()
    assert [each.name for each in forget(clinic.data, names)] == [ASIDE]


# -- as many as somebody liked ------------------------------------------------------------------------------------------


def named_again(clinic: Clinic, count: int) -> list[str]:
    """One drawer that lies aside, by so many names."""
    kept_aside(clinic, ASIDE)
    others = [ASIDE.replace("090000", f"{number:06}") for number in range(count - 1)]
    for each in others:
        (clinic.data / each).hardlink_to(clinic.data / ASIDE)
    return [ASIDE, *others]


def test_a_drawer_with_many_names_is_looked_into_once(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.asks(*"ab")
    named_again(clinic, 50)
    looked: list[Path] = []
    monkeypatch.setattr(copies, "found_in", lambda path: looked.append(path) or found_in(path))
    assert list(unrecovered(clinic.data, clinic.drawer).values()) == [0]
    assert len(looked) == 1


def test_what_is_deleted_goes_from_a_drawer_with_many_names_at_once(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = clinic.asks(*"ab")
    places = named_again(clinic, 50)
    done: list[Path] = []
    forgets = copies._forget_in
    monkeypatch.setattr(copies, "_forget_in", lambda drawer, names: (done.append(drawer), forgets(drawer, names)))
    assert forget(clinic.data, [first]) == []
    assert len(done) == 1
    assert all(first not in {each.id for each in found_in(clinic.data / place)} for place in places)


def test_of_far_too_many_the_smallest_are_looked_into_and_the_others_told(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.asks(*"ab")
    kept_aside(clinic, ASIDE, BEFORE)
    with closing(sqlite3.connect(clinic.data / BEFORE, isolation_level=None)) as database:
        database.execute("INSERT INTO wordings VALUES ('w', ?)", ("x" * 100_000,))
    (clinic.data / "drawer" / NAME).unlink()
    clinic.asks("c")
    monkeypatch.setattr(copies, "MOST_READ", (clinic.data / ASIDE).stat().st_size + 1000)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: UNREADABLE, ASIDE: 2}
    monkeypatch.setattr(copies, "MOST_SECONDS", -1.0)
    assert unrecovered(clinic.data, clinic.drawer) == {BEFORE: UNREADABLE, ASIDE: UNREADABLE}
    monkeypatch.setattr(copies, "MOST_SECONDS_TO_FORGET", -1.0)
    assert [each.name for each in forget(clinic.data, ["x"])] == ["before-restore-20261101-090000", ASIDE]
