"""The drawer: what is acknowledged is there and opens, nothing else is, and whoever meddles is noticed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import opened

from kiosk.files.bounded_sqlite import connected
from kiosk.signup.drawer import expiry, introductions, key_use, soundness, taken_over
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import MOST_PER_HOUR, Drawer
from kiosk.signup.drawer.foreign import Found, signed_marks
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.ages import CALM_DAYS
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import list_changes, public_keys, rotation, slots, trust, try_out_key, unlock
from kiosk.signup.keys.seal import seal
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.record import Answer, Consent, Record, packed

TODAY = date(2026, 11, 23)
PROJECT = Path(__file__).resolve().parents[2]
QUICK = slots.Stretching(memory_kib=64, passes=1)


def record(name: str = "María-José Núñez", day: date = TODAY) -> Record:
    answers = (Answer("name", "name", name, name), Answer("phone", "phone", "(706) 555-0123", "+17065550123"))
    return Record(day, "es", answers, (Consent("call", "f00d"),))


class Here:
    """A drawer with a time that is set by hand."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.seconds = 0.0
        self.keys = folder / "keys"
        try_out_key.make_try_out(self.keys, TODAY)
        self.drawer = Drawer(folder / "drawer", self.keys, lambda: self.now, lambda: self.seconds)
        self.file = folder / "drawer" / NAME

    @property
    def privates(self) -> Any:
        return unlock.open_private(self.keys, "", "")

    @property
    def signer(self) -> Signer | None:
        return trust.signer_of(self.keys, self.privates)

    def mark(self, name: str, status: Status, who: str = "Ana") -> None:
        self.drawer.mark(name, status, who, self.signer)

    def delete(self, *names: str) -> int:
        return self.drawer.delete(names, "Ana", self.signer)

    def live(self, days: int) -> date:
        """So many days pass, on each of which the kiosk runs; the day that it is then."""
        for _ in range(days):
            self.now += timedelta(days=1)
            expiry.begin_day(self.drawer)
        return self.now.date()

    def names(self) -> list[str]:
        return [found.value("name") if found else "?" for _, found in opened(self.drawer, self.privates)]

    def meddles(self, *statements: str) -> None:
        """Somebody changes the file behind the kiosk's back."""
        self.drawer.close()
        database = sqlite3.connect(self.file)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()

    def faults(self) -> tuple[str, ...]:
        return soundness.verify(self.drawer, self.privates)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Here]:
    made = Here(tmp_path)
    yield made
    made.drawer.close()


def refused(here: Here) -> Why:
    with pytest.raises(KeepError) as told:
        here.drawer.keep(record())
    return told.value.why


# -- keeping ----------------------------------------------------------------------------------------------------------------


def test_what_is_kept_opens_newest_first(here: Here) -> None:
    for name in ("李", "O", "Đặng Thị Hồng"):
        here.drawer.keep(record(name))
    assert here.names() == ["Đặng Thị Hồng", "O", "李"]
    assert here.drawer.waiting() == 3
    assert here.faults() == ()


def test_it_is_on_the_disk_before_it_is_acknowledged(here: Here, tmp_path: Path) -> None:
    name = here.drawer.keep(record("Ana"))
    shutil.copytree(here.file.parent, tmp_path / "copied")
    copied = Drawer(tmp_path / "copied", here.keys)
    found = copied.open(name, here.privates)
    assert found == record("Ana")
    copied.close()


def test_without_the_key_nothing_opens(here: Here, tmp_path: Path) -> None:
    name = here.drawer.keep(record())
    try_out_key.make_try_out(tmp_path / "other", TODAY)
    assert here.drawer.open(name, unlock.open_private(tmp_path / "other", "", "")) is None
    assert here.drawer.open(name, {}) is None


def test_all_records_have_one_length_and_names_without_meaning(here: Here) -> None:
    for name in ("O", "a" * 100):
        here.drawer.keep(record(name))
    here.drawer.close()
    database = sqlite3.connect(here.file)
    assert len({len(row[0]) for row in database.execute("SELECT sealed FROM seals")}) == 1
    assert all(len(row[0]) == 32 for row in database.execute("SELECT id FROM records"))
    database.close()


def test_two_recipients_and_a_new_key_in_mid_queue(here: Here, tmp_path: Path) -> None:
    first = here.drawer.keep(record("one"))
    try_out_key.make_try_out(tmp_path / "backup", TODAY)
    backup = list_changes.add_recipient(here.keys, list_changes.exported(tmp_path / "backup")[1], "backup", TODAY, here.privates).id
    second = here.drawer.keep(record("two"))
    old = tuple(here.privates)
    rotation.rotate(
        here.keys, "clinic", "Ana", "correct horse battery", TODAY, opened=here.privates, retired=old, known=[backup], stretching=QUICK
    )  # fmt: skip
    third = here.drawer.keep(record("three"))
    theirs = unlock.open_private(tmp_path / "backup", "", "")
    bare = try_out_key.open_try_out(here.keys)
    assert [bool(here.drawer.open(name, bare)) for name in (first, second, third)] == [True, True, False]
    assert [bool(here.drawer.open(name, theirs)) for name in (first, second, third)] == [False, True, True]
    own = unlock.open_private(here.keys, "Ana", "correct horse battery")
    key_use.share(here.drawer, bare, trust.in_use(here.keys)[0].public)
    assert soundness.verify(here.drawer, {**bare, **own, **theirs}) == ()


def test_the_words_of_a_consent_can_be_looked_up(here: Here) -> None:
    fingerprint = here.drawer.keep_wording("You may **call me**.")
    assert here.drawer.keep_wording("You may **call me**.") == fingerprint
    assert here.drawer.wording(fingerprint) == "You may **call me**."
    assert here.drawer.wording("nothing") == ""


def test_no_plain_answer_is_in_any_file(here: Here, tmp_path: Path) -> None:
    name = here.drawer.keep(record("Wolfeschlegel"))
    here.mark(name, Status.CALLED, "Ana")
    forms = [text.encode(coding) for text in ("Wolfeschlegel", "7065550123", "555-0123") for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert not [form for form in forms if form in path.read_bytes()], path


def test_nobody_else_can_read_the_files(here: Here) -> None:
    here.drawer.keep(record())
    assert here.file.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in here.file.parent.iterdir()} == {0o600}


# -- staff ------------------------------------------------------------------------------------------------------------------


def test_marks_tell_who_came_how_far_and_when(here: Here) -> None:
    name = here.drawer.keep(record())
    here.mark(name, Status.NOT_REACHED, "Ana")
    here.now += timedelta(days=1)
    here.mark(name, Status.DONE, "Bob")
    (entry,) = here.drawer.entries()
    assert (entry.status, entry.by, entry.at) == (Status.DONE, "Bob", "2026-11-24T12:00:00Z")
    assert here.drawer.waiting() == 0


def test_marks_of_a_copy_come_back_by_the_names_of_records(here: Here, tmp_path: Path) -> None:
    name, other = here.drawer.keep(record("a")), here.drawer.keep(record("b"))
    here.drawer.close()
    shutil.copytree(here.file.parent, tmp_path / "desk")
    desk = Drawer(tmp_path / "desk", here.keys, lambda: here.now)
    here.now += timedelta(hours=1)
    desk.mark(name, Status.CALLED, "Ana", here.signer)
    desk.close()
    here.delete(other)
    came = partial(taken_over.knows, here.drawer, privates=here.privates)
    marks, strange = signed_marks(tmp_path / "desk", trust.signers(here.keys, here.privates), introductions.holders(here.drawer, here.privates), came)
    assert (taken_over.merge(here.drawer, marks, [], "Bob", here.signer), strange) == ((1, 0), 0)
    assert taken_over.merge(here.drawer, marks, [], "Bob", here.signer) == (0, 0)
    assert [(entry.id, entry.status) for entry in here.drawer.entries()] == [(name, Status.CALLED)]
    assert here.faults() == ()


def test_what_is_deleted_leaves_a_trace_without_data(here: Here) -> None:
    name = here.drawer.keep(record())
    here.mark(name, Status.DONE, "Ana")
    assert here.delete(name) == 1
    assert here.delete(name, "nothing") == 0
    assert here.drawer.entries() == []
    assert here.drawer.open(name, here.privates) is None
    assert [(line.what, line.who, line.about) for line in here.drawer.trail()][-1] == ("deleted", "Ana", name)
    assert here.faults() == ()


def test_the_sealed_bytes_of_what_is_deleted_are_gone_from_the_file(here: Here) -> None:
    name = here.drawer.keep(record())
    database = sqlite3.connect(here.file)
    (sealed,) = database.execute("SELECT sealed FROM seals").fetchone()
    database.close()
    here.drawer.take_back(name)
    here.drawer.close()
    assert not [path for path in here.file.parent.iterdir() if sealed[100:200] in path.read_bytes()]


@pytest.mark.parametrize(
    ("days", "status", "goes"),
    [
        (29, Status.DONE, False),
        (30, Status.DONE, True),
        (89, Status.NEW, False),
        (90, Status.NEW, True),
        (89, Status.CALLED, False),
        (90, Status.CALLED, True),
    ],
)
def test_what_lies_long_enough_goes_by_itself(here: Here, days: int, status: Status, goes: bool) -> None:
    name = here.drawer.keep(record())
    if status is not Status.NEW:
        here.mark(name, status, "Ana")
    today = here.live(days)
    assert [entry.id for entry in expiry.due(here.drawer, today)] == ([name] if goes else [])
    assert [entry.id for entry in expiry.due(here.drawer, today, ahead=1)] == [name]
    assert len(expiry.expire(here.drawer, today)) == int(goes)
    assert len(here.drawer.entries()) == int(not goes)
    assert here.faults() == ()


def test_what_nobody_looked_at_for_two_weeks_is_red(here: Here) -> None:
    here.drawer.keep(record())
    assert [expiry.red(here.drawer, TODAY + timedelta(days)) for days in (13, 14)] == [0, 1]


# -- meddling ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("today", [date.min, TODAY, date.max])
@pytest.mark.parametrize("came", [date.min, date.max])
def test_a_request_of_the_first_or_the_last_day_there_is_kills_no_list(here: Here, came: date, today: date) -> None:
    here.drawer.keep(record(day=came))
    assert expiry.red(here.drawer, today) == ((today - came).days >= 14)
    assert len(expiry.due(here.drawer, today, ahead=7)) in (0, 1)
    expiry.expire(here.drawer, today)


@pytest.fixture
def three(here: Here) -> Here:
    for name in ("one", "two", "three"):
        here.drawer.keep(record(name))
    return here


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM seals WHERE id = (SELECT id FROM records ORDER BY seq LIMIT 1 OFFSET 1)", "was removed"),
        ("UPDATE seals SET sealed = zeroblob(100) WHERE rowid = 2", "was changed"),
        ("UPDATE records SET day = '2020-01-01' WHERE rowid = 2", "was changed"),
        ("UPDATE seals SET id = 'x' WHERE rowid = 2", "was put in"),
        ("INSERT INTO records VALUES ('0123456789', '2026-11-23', 3)", "was put in"),
        ("DELETE FROM journal WHERE seq = 3", "Entry 3 of the journal is missing"),
        ("UPDATE journal SET who = 'Eve' WHERE seq = 3", "Entry 3 of the journal is not as it was written"),
        ("UPDATE journal SET seq = 99 WHERE seq = 4", "Entry 4 of the journal is missing"),
        ("DELETE FROM journal", "Entry 4 of the journal is missing"),
        ("INSERT INTO journal SELECT 6, at, who, 'deleted', about, digest, mac FROM journal WHERE seq = 3", "Entry 6"),
        ("DELETE FROM stretches", "lost its beginning"),
        ("UPDATE ratchet SET key = zeroblob(32)", "was cut or rewritten"),
    ],
)
def test_whoever_meddles_is_noticed(three: Here, statement: str, told: str) -> None:
    assert three.faults() == ()
    three.meddles(statement)
    assert [fault for fault in three.faults() if told in fault], three.faults()


def test_a_cut_at_the_end_is_noticed_even_with_the_counter_set_back(three: Here) -> None:
    three.meddles(
        "DELETE FROM seals WHERE id = (SELECT about FROM journal WHERE seq = 5)",
        "DELETE FROM records WHERE seq = 5",
        "DELETE FROM journal WHERE seq = 5",
        "UPDATE ratchet SET seq = 4, mac = (SELECT mac FROM journal WHERE seq = 4)",
    )
    assert three.faults() == ("The journal was cut or rewritten after entry 4.",)


# -- bad luck ---------------------------------------------------------------------------------------------------------------


def test_a_drawer_that_another_program_holds_keeps_nothing(here: Here) -> None:
    here.drawer.keep(record())
    other = sqlite3.connect(here.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert refused(here) is Why.LOCKED
    other.execute("ROLLBACK")
    other.close()
    here.drawer.keep(record("after"))
    assert len(here.names()) == 2


FULL = """
import resource, sys
from datetime import date
from contextlib import closing
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.record import Answer, Record
folder = Path(sys.argv[1])
drawer = Drawer(folder / "drawer", folder / "keys")
drawer.keep(Record(date(2026, 11, 23), "en", (Answer("name", "name", "before", "before"),), ()))
resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "drawer" / "drawer.sqlite").stat().st_size + 60_000, -1))
for number in range(40):
    try:
        drawer.keep(Record(date(2026, 11, 23), "en", (Answer("name", "name", "x", f"kept {number}"),), ()))
        print(f"kept {number}", flush=True)
    except KeepError as error:
        print(error.why.name, flush=True)
        break
"""


def test_a_full_disk_keeps_all_that_was_acknowledged_and_nothing_of_the_rest(here: Here, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path), str(PROJECT)], capture_output=True, text=True, check=True)
    *acknowledged, why = done.stdout.split("\n")[:-1]
    assert why == "FULL"
    assert acknowledged
    assert here.names() == [*reversed(acknowledged), "before"]
    assert here.faults() == ()


def test_a_folder_that_cannot_be_written_keeps_nothing(here: Here, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    drawer = Drawer(tmp_path / "file" / "drawer", here.keys)
    with pytest.raises(KeepError) as told:
        drawer.keep(record())
    assert told.value.why is Why.READ_ONLY


def test_files_that_may_not_be_written_keep_nothing(here: Here, tmp_path: Path) -> None:
    drawer = here.file.parent
    here.drawer.keep(record("before"))
    here.drawer.close()
    for path in (*drawer.iterdir(), drawer):
        path.chmod(0o500 if path.is_dir() else 0o400)
    if os.geteuid() == 0:  # root may write everything
        database = connected(here.file, "mode=ro&immutable=1")
        here.drawer.file._connection, here.drawer.file._open_files = database, here.drawer.file._files()
    assert refused(here) is Why.READ_ONLY


@pytest.mark.parametrize("damage", [b"", b"rubbish" * 1000, None], ids=["emptied", "overwritten", "cut"])
def test_a_damaged_drawer_is_set_aside_and_a_new_one_begun(here: Here, damage: bytes | None) -> None:
    here.drawer.keep(record("before"))
    here.drawer.close()
    raw = here.file.read_bytes()
    here.file.write_bytes(raw[: len(raw) // 3] if damage is None else damage)
    with suppress(KeepError):  # found out in the middle of keeping: then this one is refused
        here.drawer.keep(record("first"))
    here.drawer.keep(record("after"))
    assert "after" in here.names()
    if damage:
        (aside,) = here.drawer.file.set_aside
        assert (here.file.parent / aside).read_bytes() == damage


@pytest.mark.parametrize("spoil", ["no keys", "damaged list"])
def test_without_a_key_nothing_is_kept(here: Here, spoil: str) -> None:
    path = here.keys / public_keys.RECIPIENTS
    path.unlink() if spoil == "no keys" else path.write_text("rubbish")
    assert refused(here) is Why.NO_KEY


def test_a_bored_child_is_stopped_and_people_an_hour_later_are_not(here: Here) -> None:
    for number in range(MOST_PER_HOUR):
        here.seconds = number * 10.0
        here.drawer.keep(record(str(number) + "a"))
    assert refused(here) is Why.TOO_MANY
    here.seconds = 3600.0
    here.drawer.keep(record("later"))
    assert len(here.names()) == MOST_PER_HOUR + 1


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=4000)])
def test_a_clock_that_was_set_back_does_no_harm(here: Here, back: timedelta) -> None:
    name = here.drawer.keep(record("before"))
    here.now -= back
    here.drawer.keep(record("after", here.now.date()))
    here.mark(name, Status.DONE, "Ana")
    assert here.names() == ["after", "before"]
    assert len(expiry.expire(here.drawer, here.now.date())) == 0
    assert here.faults() == ()


@pytest.mark.parametrize("gone", ["", NAME, f"{NAME}-wal"], ids=["the folder", "the drawer", "its journal of writes"])
def test_what_comes_after_somebody_deleted_files_of_the_drawer_is_kept(here: Here, gone: str) -> None:
    here.drawer.keep(record("before"))
    shutil.rmtree(here.file.parent) if not gone else (here.file.parent / gone).unlink()
    here.drawer.keep(record("after"))
    copy = shutil.copytree(here.file.parent, here.file.parent.with_name("as a power cut leaves it"))
    there = Drawer(copy, here.keys)
    assert "after" in [found.value("name") for _, found in opened(there, here.privates) if found]
    there.close()


# -- clocks -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [timedelta(days=180), timedelta(days=20_000), timedelta(days=-20_000), timedelta(days=5)])
def test_a_clock_that_takes_a_step_deletes_nothing_until_a_week_was_lived(here: Here, step: timedelta) -> None:
    here.drawer.keep(record("old"))
    here.live(88)
    here.now += step
    assert len(expiry.expire(here.drawer, here.live(CALM_DAYS))) == 0
    assert len(expiry.expire(here.drawer, here.live(1))) == int(step > timedelta())  # a clock that stays in the past makes nothing older


def test_a_clock_months_ahead_over_a_night_and_back_makes_nothing_older_than_a_week(here: Here) -> None:
    for number in range(10):
        here.drawer.keep(record(f"unread {number}"))
    here.live(1)
    here.now += timedelta(days=180)
    here.live(1)
    here.now -= timedelta(days=180)
    here.live(30)
    assert len(expiry.expire(here.drawer, here.now.date())) == 0
    assert len(here.names()) == 10


def test_what_came_while_the_clock_stood_in_1970_stays_as_long_as_all_else(here: Here) -> None:
    here.now = datetime(1970, 1, 1, tzinfo=UTC)
    here.drawer.keep(record("Ana", here.now.date()))
    here.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    today = here.live(80)
    assert expiry.due(here.drawer, today) == []
    assert len(expiry.due(here.drawer, here.live(10))) == 1
    assert [(step.before.year, step.after.year) for step in expiry.lived(here.drawer, here.now.date()).steps] == [(1970, 2026)]


def test_the_journal_holds_no_name_of_a_visitor(here: Here) -> None:
    here.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    name = here.drawer.keep(record("Wolfeschlegel"))
    here.drawer.take_back(name)
    told = [(line.what, line.who) for line in here.drawer.trail()]
    assert told == [("begun", ""), ("signed from here on", ""), ("signed in", "Ana"), ("kept", ""), ("taken back", "")]
    assert "Wolfeschlegel" not in str(here.drawer.trail())


@pytest.mark.parametrize(("refused", "why"), [(PermissionError, Why.NOT_OURS), (FileNotFoundError, Why.MISSING), (NotADirectoryError, Why.MISSING)])
def test_a_drawer_that_may_not_be_seen_is_not_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: type[OSError], why: Why
) -> None:
    def refuse(_: Path) -> None:
        raise refused

    monkeypatch.setattr(Path, "lstat", refuse)
    with pytest.raises(KeepError) as raised, closing(Drawer(tmp_path / "drawer", tmp_path / "keys", begins=False)) as drawer:
        drawer.entries()
    assert raised.value.why is why


# -- brought back -----------------------------------------------------------------------------------------------------------


def brought_back(here: Here, day: str) -> None:
    """A request from another drawer, which says of itself that it came on that day."""
    (recipient,) = trust.in_use(here.keys)
    plain = packed(record())
    taken_over.recover(here.drawer, [Found("f00d", day, ((recipient.id, seal(plain, recipient.public, "f00d")),))], "Ana", here.signer)


@pytest.mark.parametrize(("day", "kept"), [
    ("2026-12-20", "2026-12-20"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "2027-01-22"), ("2027-01-22", "2027-01-22"),
])  # fmt: skip
def test_what_is_brought_back_changes_nothing_of_the_days_lived_and_is_no_fault(here: Here, day: str, kept: str) -> None:
    name = here.drawer.keep(record())
    today = here.live(60)
    brought_back(here, day)
    assert here.faults() == ()
    assert expiry.lived(here.drawer, today).trusted
    assert [each.day.isoformat() for each in here.drawer.entries()] == [kept, "2026-11-23"]
    assert expiry.red(here.drawer, today) == 1 + (kept < "2027-01-09")
    today = here.live(31)
    assert expiry.expire(here.drawer, today) == [name], "what was brought back goes later"
    assert here.faults() == ()
    here.meddles("UPDATE records SET day = '2026-11-30' WHERE id = 'f00d'")
    assert any("was changed behind the kiosk's back" in each for each in here.faults())


def test_no_day_that_somebody_wrote_keeps_anybody_from_the_counts(here: Here) -> None:
    here.drawer.keep(record())
    here.meddles("UPDATE records SET day = '9999-12-31'")
    assert expiry.red(here.drawer, TODAY) == 0
