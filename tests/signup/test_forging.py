"""Somebody has taken the machine over: they write what the kiosk could write, with the journal's own key, but have no passphrase."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import opened as all_of
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from key_modules import in_every_module
from msgspec import structs
from msgspec.json import encode

from kiosk.signup.drawer import expiry, introductions, key_use, sealed_anew, soundness, taken_over
from kiosk.signup.drawer.copies import gone_since
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import Found, found_in, signed_marks, signed_notes
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.drawer.try_out import go_on, protect
from kiosk.signup.journal import journal
from kiosk.signup.journal.anchor import Anchor, read_anchor
from kiosk.signup.journal.deletions import is_untouched
from kiosk.signup.journal.fingerprints import digest, of_day, wording
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.notes import Note, Written, closed, fingerprint
from kiosk.signup.journal.proofs import Deed
from kiosk.signup.journal.seen import CLOSED_FOR, Seen
from kiosk.signup.journal.status import Mark, Status
from kiosk.signup.keys import admission, list_changes, private_keys, public_keys, rotation, slots, trust, try_out_key, unlock
from kiosk.signup.keys.seal import key_id, public_bytes, seal
from kiosk.signup.keys.signatures import Signer, own_key, own_public, raw_public, signer
from kiosk.signup.keys.slots import Stretching, der, fresh_private
from kiosk.signup.record import Answer, Record, packed

TODAY = date(2026, 11, 23)
ANA = "correct horse battery"
QUICK = Stretching(memory_kib=64, passes=1)


class Clinic:
    """A kiosk with Ana's key, three requests, and a thief at its files."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        self.folder, self.keys = folder, folder / "keys"
        rotation.new_key(self.keys, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
        self.drawer = Drawer(folder / "drawer", self.keys, lambda: self.now)
        self.names = [self.drawer.keep(Record(TODAY, "en", (Answer("name", "name", each, each),), ())) for each in ("one", "two", "three")]
        self.privates = unlock.open_private(self.keys, "Ana", ANA)
        self.ana = trust.signer_of(self.keys, self.privates)

    def faults(self) -> tuple[str, ...]:
        return soundness.verify(self.drawer, self.privates)

    def live(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(days=1)
            expiry.begin_day(self.drawer)

    def writes(self, do: Callable[[sqlite3.Connection], None]) -> None:
        """The thief changes the file while nobody looks."""
        self.drawer.close()
        database = sqlite3.connect(self.drawer.folder / NAME, isolation_level=None)
        do(database)
        database.close()

    def notes(self, what: EntryKind, about: str, *, at: str = "", digest: bytes = b"") -> Callable[[sqlite3.Connection], None]:
        """An entry with a right code, as the kiosk itself would write it."""
        publics = [each.public for each in trust.in_use(self.keys)]
        line = (at or self.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Ana", what, about)
        return lambda database: void(journal.write(database, line, digest, publics))

    def removes(self, name: str, what: EntryKind, *, at: str = "") -> None:
        def do(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM seals WHERE id = ?", (name,))
            self.notes(what, name, at=at)(database)

        self.writes(do)


def void(_: object) -> None:
    """Nothing comes of it."""


@pytest.fixture
def by_a_program_of_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the kiosk would refuse for the sake of whoever does it, somebody who writes the disk does all the same."""
    for guard in ("refuse_given_up", "refuse_another_passphrase"):
        monkeypatch.setattr(Drawer, guard, lambda *_: None)


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
    assert len(expiry.expire(clinic.drawer, clinic.now.date())) == 1
    assert clinic.drawer.delete([three], "Ana", clinic.ana) == 1
    assert clinic.faults() == ()


@pytest.mark.parametrize(
    ("what", "days", "at", "told"),
    [
        (EntryKind.DELETED, 0, "", "was not signed by anybody"),
        (EntryKind.EXPIRED, 0, "", "before its time had come"),
        (EntryKind.EXPIRED, 89, "", "before its time had come"),
        (EntryKind.TAKEN_BACK, 2, "", "as if the visitor had taken it back"),
        (EntryKind.TAKEN_BACK, 1, "", "as if the visitor had taken it back"),
        (EntryKind.TAKEN_BACK, 0, "someday", "as if the visitor had taken it back"),
        (EntryKind.RECOVERED, 0, "", "was not signed by anybody"),
    ],
)
def test_a_request_cannot_go_by_a_forged_entry(clinic: Clinic, what: EntryKind, days: int, at: str, told: str) -> None:
    clinic.live(days)
    clinic.removes(clinic.names[0], what, at=at)
    assert any(told in fault for fault in clinic.faults()), clinic.faults()


READS: dict[str, Callable[[Clinic, str], object]] = {
    "opens": lambda clinic, name: clinic.drawer.audit(EntryKind.OPENED, "Ana", name, clinic.ana),
    "lists": lambda clinic, _: clinic.drawer.audit(EntryKind.OPENED, "Ana", "3 listed", clinic.ana),
    "exports": lambda clinic, _: clinic.drawer.audit(EntryKind.EXPORTED, "Ana", "3 exported to requests.csv", clinic.ana),
    "marks": lambda clinic, name: clinic.drawer.mark(name, Status.CALLED, "Ana", clinic.ana),
    "marks another": lambda clinic, _: clinic.drawer.mark(clinic.names[1], Status.CALLED, "Ana", clinic.ana),
    "signs in": lambda clinic, _: clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana", "", clinic.ana),
    "comes on another day": lambda clinic, _: clinic.live(2),
}


@pytest.mark.parametrize("reads", READS)
def test_a_visitor_takes_nothing_back_that_staff_have_read(clinic: Clinic, reads: str) -> None:
    """Neither by the kiosk nor by what somebody else writes."""
    name = clinic.names[0]
    READS[reads](clinic, name)
    with pytest.raises(KeepError, match="staff have looked at it"):
        clinic.drawer.take_back(name)
    assert clinic.faults() == ()
    clinic.removes(name, EntryKind.TAKEN_BACK, at=TODAY.isoformat())
    assert any("as if the visitor had taken it back" in fault for fault in clinic.faults())


def test_a_visitor_takes_back_what_they_sent_until_staff_sign_something(clinic: Clinic) -> None:
    one, two, three = clinic.names
    clinic.drawer.audit(EntryKind.REFUSED, "Ana", "1 lately")
    clinic.drawer.take_back(one)
    assert clinic.faults() == ()
    with pytest.raises(KeepError):
        clinic.drawer.take_back("of nobody")
    clinic.drawer.mark(two, Status.CALLED, "Ana", clinic.ana)
    with pytest.raises(KeepError):
        clinic.drawer.take_back(three)


def test_what_was_taken_back_by_the_rules_of_an_older_kiosk_is_no_fault(tmp_path: Path, older: Older, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a visitor could, although staff had done something about another request meanwhile."""
    made: list[Clinic] = []

    def lives() -> None:
        made.append(clinic := Clinic(tmp_path))
        clinic.drawer.mark(clinic.names[1], Status.CALLED, "Ana", clinic.ana)
        monkeypatch.setattr("kiosk.signup.drawer.drawer.is_untouched", partial(is_untouched, strictly=False))
        clinic.drawer.take_back(clinic.names[0])

    older(lives)
    (clinic,) = made
    clinic.live(1)
    assert clinic.faults() == ()
    clinic.drawer.close()


@pytest.mark.parametrize("at", ["2026-11-22T09:59:59Z", "2026-11-24T12:00:00Z", "2026-11-25T00:00:00Z"])
def test_a_visitor_takes_nothing_back_after_what_can_be_of_no_such_day(clinic: Clinic, at: str) -> None:
    clinic.writes(clinic.notes(EntryKind.DAY, "", at=at))
    clinic.removes(clinic.names[0], EntryKind.TAKEN_BACK, at=TODAY.isoformat())
    assert any("as if the visitor had taken it back" in fault for fault in clinic.faults())


@pytest.mark.parametrize("at", ["2026-11-22T10:00:00Z", "2026-11-24T11:59:59Z"])
def test_a_visitor_takes_back_on_a_day_of_any_place(clinic: Clinic, at: str) -> None:
    clinic.writes(clinic.notes(EntryKind.DAY, "", at=at))
    clinic.removes(clinic.names[0], EntryKind.TAKEN_BACK, at=TODAY.isoformat())
    assert clinic.faults() == ()


def test_time_cannot_be_made_up_by_forged_days(clinic: Clinic) -> None:
    for weeks in range(1, 15):
        clinic.writes(clinic.notes(EntryKind.DAY, "", at=f"{TODAY + timedelta(weeks=weeks)}T00:00:00Z"))
    clinic.removes(clinic.names[0], EntryKind.EXPIRED, at=f"{TODAY + timedelta(weeks=15)}T00:00:00Z")
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    assert any("too early" in fault for fault in clinic.faults())


@pytest.mark.parametrize("days", [98, 5])
def test_days_that_have_not_come_are_found_though_nothing_stands_behind_them(clinic: Clinic, days: int) -> None:
    for ahead in range(days % 7, days + 1, 7):
        clinic.writes(clinic.notes(EntryKind.DAY, "", at=f"{TODAY + timedelta(days=ahead)}T00:00:00Z"))
    assert any("of days that have not come" in fault for fault in clinic.faults())
    clinic.removes(clinic.names[0], EntryKind.EXPIRED, at=f"{TODAY + timedelta(days=days)}T00:00:01Z")
    assert any("deleted" in fault for fault in clinic.faults())


@pytest.mark.parametrize("ahead", [0, 1])
def test_days_of_long_ago_make_nothing_older(clinic: Clinic, ahead: int) -> None:
    for weeks in range(104, 0, -1):
        clinic.writes(clinic.notes(EntryKind.DAY, "", at=f"{TODAY - timedelta(weeks=weeks)}T00:00:00Z"))
    clinic.removes(clinic.names[0], EntryKind.EXPIRED, at=f"{TODAY + timedelta(days=ahead)}T13:00:00Z")
    assert any("before its time had come" in fault for fault in clinic.faults())


@pytest.mark.parametrize("done", [True, False])
def test_days_of_long_ago_have_the_kiosk_delete_nothing(clinic: Clinic, done: bool) -> None:
    """The kiosk and `verify` go by one rule."""
    if done:
        clinic.drawer.mark(clinic.names[0], Status.DONE, "Ana", clinic.ana)
    for days in range(120, -1, -4):
        clinic.writes(clinic.notes(EntryKind.DAY, "", at=f"{TODAY - timedelta(days=days)}T00:00:00Z"))
    assert expiry.lived(clinic.drawer, TODAY).trusted
    assert expiry.due(clinic.drawer, TODAY) == []
    assert expiry.expire(clinic.drawer, TODAY) == []
    assert clinic.faults() == ()


@pytest.mark.parametrize("days", [1, 4])
def test_days_of_another_place_are_no_fault(clinic: Clinic, days: int) -> None:
    clinic.live(days)
    clinic.now -= timedelta(days=days)
    assert clinic.faults() == ()


def test_a_clock_that_was_far_ahead_and_was_set_right_is_no_fault(clinic: Clinic) -> None:
    clinic.live(200)
    clinic.now -= timedelta(days=199)
    expiry.begin_day(clinic.drawer)
    assert clinic.faults() == ()


def test_a_forged_mark_is_found_and_does_not_let_the_kiosk_delete_what_nobody_read(clinic: Clinic) -> None:
    mark = Mark(clinic.names[0], Status.DONE, "Ana", "2026-11-23T12:00:00Z")

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        clinic.notes(EntryKind.MARKED, mark.about, at=mark.at, digest=mark.fingerprint)(database)

    clinic.writes(do)
    clinic.live(60)
    assert len(expiry.expire(clinic.drawer, clinic.now.date())) == 0
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
    expiry.expire(clinic.drawer, clinic.now.date())
    assert clinic.drawer.waiting() <= 3
    assert len(clinic.drawer.entries()) == 3
    assert clinic.faults()


def test_a_signature_of_another_time_or_request_does_not_fit(clinic: Clinic) -> None:
    one, two, _ = clinic.names
    clinic.drawer.mark(one, Status.DONE, "Ana", clinic.ana)

    def do(database: sqlite3.Connection) -> None:
        mark = Mark(two, Status.DONE, "Ana", "2026-11-23T12:00:00Z")
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        clinic.notes(EntryKind.MARKED, mark.about, at=mark.at, digest=mark.fingerprint)(database)
        database.execute("INSERT INTO signatures SELECT ?, key, signature FROM signatures WHERE key != ''", (mark.fingerprint,))

    clinic.writes(do)
    assert any("Nobody who can read requests signed" in fault for fault in clinic.faults())


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_who_has_another_key_signs_nothing_here(clinic: Clinic, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "eve", "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    ((name, private),) = unlock.open_private(tmp_path / "eve", "Ana", ANA).items()
    clinic.drawer.delete([clinic.names[0]], "Ana", signer(name, private))
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_the_beginning_of_signatures_cannot_be_moved(clinic: Clinic) -> None:
    clinic.removes(clinic.names[0], EntryKind.DELETED)
    clinic.writes(lambda database: void(database.execute("PRAGMA user_version = 0")))
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    assert [line.what for line in clinic.drawer.trail()].count(EntryKind.SIGNED_FROM_HERE) == 2
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_an_older_file_put_in_place_while_the_kiosk_runs_is_found(clinic: Clinic) -> None:
    clinic.drawer.close()
    shutil.copy2(clinic.drawer.folder / NAME, clinic.folder / "older")
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    shutil.copy2(clinic.folder / "older", clinic.folder / "again")
    (clinic.folder / "again").replace(clinic.drawer.folder / NAME)
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    assert any("was exchanged while the kiosk ran" in fault for fault in clinic.faults())


def test_an_anchor_that_was_kept_elsewhere_finds_an_older_state(clinic: Clinic) -> None:
    clinic.drawer.close()
    shutil.copytree(clinic.drawer.folder, clinic.folder / "older")
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    seen = clinic.drawer.anchor()
    assert seen is not None
    assert read_anchor(f" {seen}\n") == seen
    clinic.drawer.audit(EntryKind.SIGNED_OUT, "Ana")
    assert clinic.drawer.holds(seen)
    older = Drawer(clinic.folder / "older", clinic.keys)
    assert not older.holds(seen)
    assert soundness.verify(older, clinic.privates) == ()
    for _ in range(3):
        older.audit(EntryKind.SIGNED_IN, "Ana")
    assert not older.holds(seen)
    older.close()


@pytest.mark.parametrize(
    "written", ["", "x", "3fa9c2d1.412", "3fa9c2d1.1.9b7e04c2a1d35f6", "3FA9C2D1.1.9b7e04c2a1d35f60", "3fa9c2d1.\u0663.9b7e04c2a1d35f60"]
)
def test_what_is_no_anchor_is_none(written: str) -> None:
    assert read_anchor(written) is None


def test_an_anchor_reads_as_it_was_written() -> None:
    assert read_anchor("3fa9c2d1.412.9b7e04c2a1d35f60") == Anchor("3fa9c2d1", 412, "9b7e04c2a1d35f60")


# -- what a second attacker thought of -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE stretches SET key = 'ffff'", "cannot be checked with this key"),
        ("UPDATE records SET seq = 1 WHERE seq = 4", "was changed"),
        ("UPDATE wordings SET text = 'You may call my family.'", "words of a consent"),
        ("DELETE FROM wordings", "were removed behind"),
        ("UPDATE wordings SET fingerprint = 'f00d'", "were removed behind"),
        ("UPDATE journal SET seq = 1000000000 WHERE seq = 4", "Entry 1000000000 of the journal has a number"),
        ("UPDATE ratchet SET seq = 9000000000000", "Entries of the journal are missing"),
        ("UPDATE journal SET at = NULL, mac = NULL WHERE seq = 4", "no kiosk writes"),
        ("UPDATE seals SET sealed = 7", "no kiosk writes"),
    ],
)
def test_whatever_is_meddled_with_is_found_and_holds_nobody_up(clinic: Clinic, statement: str, told: str) -> None:
    clinic.drawer.keep_wording("You may call me.")
    clinic.writes(lambda database: void(database.execute(statement)))
    assert any(told in fault for fault in clinic.faults()), clinic.faults()
    assert len(list(all_of(clinic.drawer, clinic.privates))) == 3


WORDS = "The clinic may call me."
OLD_NAME = sha256(WORDS.encode()).hexdigest()[:16]


def puts_words_in(clinic: Clinic, name: str, words: str) -> None:
    clinic.writes(lambda database: void(database.execute("INSERT INTO wordings VALUES (?, ?)", (name, words))))


def takes_words_away(clinic: Clinic) -> None:
    clinic.writes(lambda database: void(database.execute("DELETE FROM wordings")))


@pytest.mark.parametrize("planted", [WORDS, "The clinic may sell my number."])
def test_words_that_somebody_put_there_first_are_noted_as_if_they_had_not(clinic: Clinic, planted: str) -> None:
    puts_words_in(clinic, wording(WORDS), planted)
    assert any("consent" in told for told in clinic.faults())
    clinic.drawer.keep_wording(WORDS)
    assert clinic.drawer.wording(wording(WORDS)) == WORDS
    assert clinic.faults() == ()
    takes_words_away(clinic)
    assert clinic.faults() == (f"The words of a consent ({OLD_NAME}) were removed behind the kiosk's back.",)
    clinic.drawer.keep_wording(WORDS)
    assert clinic.drawer.wording(wording(WORDS)) == WORDS
    assert sum(line.what == EntryKind.WORDED for line in clinic.drawer.trail()) == 1


def test_words_by_the_short_name_of_an_older_kiosk_are_read(clinic: Clinic) -> None:
    puts_words_in(clinic, OLD_NAME, WORDS)
    assert clinic.drawer.wording(OLD_NAME) == WORDS
    assert clinic.faults() == ()
    puts_words_in(clinic, OLD_NAME[:8], WORDS)
    assert "were changed" in clinic.faults()[0]


UNCOVERED = "INSERT INTO journal SELECT {seq}, '2026-11-23T13:00:00Z', '{who}', '{what}', id{more}, x'', x'' FROM records WHERE seq = 3"


@pytest.mark.parametrize("seq", [-3, 0, 99])
@pytest.mark.parametrize(("who", "what", "more"), [
    ("", EntryKind.EXPIRED, ""), ("Ana", EntryKind.DELETED, ""), ("", EntryKind.TAKEN_BACK, ""), ("", EntryKind.RESTORED, ""), ("Ana",
        EntryKind.MARKED, " || ' done'"),
    ("", EntryKind.KEPT, ""), ("", EntryKind.SIGNED_FROM_HERE, ""), ("", EntryKind.BEGUN, ""),
])  # fmt: skip
def test_an_entry_that_no_code_covers_is_found_whatever_it_says(clinic: Clinic, seq: int, who: str, what: EntryKind, more: str) -> None:
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute(UNCOVERED.format(seq=seq, who=who, what=what, more=more))))
    assert f"Entry {seq} of the journal has a number that the kiosk did not give it." in clinic.faults()
    assert soundness.verify(clinic.drawer, {}), "also without a passphrase"


@pytest.mark.parametrize("begins", [-1, 0, 2, 3, 9])
@pytest.mark.parametrize("keeps", [True, False], ids=["and", "instead"])
def test_codes_that_begin_where_the_kiosk_did_not_begin_them_are_found(clinic: Clinic, begins: int, *, keeps: bool) -> None:
    """Anybody can seal a beginning for staff: what stood before it would have no code."""
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)

    def do(database: sqlite3.Connection) -> None:
        begins_anew(clinic, database, begins, keeps=keeps)

    clinic.writes(do)
    assert any(f"were restarted at entry {begins}, where the kiosk did not" in fault for fault in clinic.faults())


def begins_anew(clinic: Clinic, database: sqlite3.Connection, begins: int, *, keeps: bool = False) -> None:
    """The thief's own first key, sealed for staff, with the codes from there on made anew."""
    key, (public,) = bytes(32), trust.in_use(clinic.keys)
    if not keeps:
        database.execute("DELETE FROM stretches")
    database.execute("INSERT INTO stretches VALUES (?, ?, ?)", (begins, public.id, seal(key, public.public, f"journal {begins}")))
    before = b""
    for line in list(journal.lines(database)):
        if line.seq >= begins:
            before = journal._mac(key, before, line.seq, (line.at, line.who, line.what, line.about), line.digest)
            database.execute("UPDATE journal SET mac = ? WHERE seq = ?", (before, line.seq))
            key = journal._next(key)
    database.execute("UPDATE ratchet SET key = ?", (key,))


class Older:
    """A kiosk of an earlier version, which proves no stretch."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, do: Callable[[], object]) -> None:
        with self._monkeypatch.context() as patched:
            patched.setattr(journal, "_follows", lambda *_: b"")
            patched.setattr(journal, "_is_proved", lambda _: True)
            do()


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch) -> Older:
    return Older(monkeypatch)


def cut_after(clinic: Clinic, seq: int, *, but: Collection[str] = ()) -> Callable[[sqlite3.Connection], None]:
    """The thief knows only the key of now: what stands behind this entry goes, and the kiosk goes on from it with a stretch of its own.

    Requests that came since go, too, `but` for these, which came later then.
    """

    def do(database: sqlite3.Connection) -> None:
        ((code,),) = database.execute("SELECT mac FROM journal WHERE seq = ?", (seq,)).fetchall()
        came = database.execute("SELECT about, digest FROM journal WHERE seq > ? AND what = 'kept'", (seq,)).fetchall()
        database.execute("DELETE FROM journal WHERE seq > ?", (seq,))
        database.execute("UPDATE ratchet SET seq = ?, mac = ?, keys = ''", (seq, code))
        database.execute("DELETE FROM marks")
        clinic.notes(EntryKind.DAY, "")(database)
        for name, seals in came:
            if name in but:
                clinic.notes(EntryKind.KEPT, name, at=TODAY.isoformat(), digest=seals)(database)
                database.execute("UPDATE records SET seq = (SELECT seq FROM ratchet) WHERE id = ?", (name,))
            else:
                for table in ("seals", "records"):
                    database.execute(f"DELETE FROM {table} WHERE id = ?", (name,))  # noqa: S608  written here

    return do


@pytest.mark.parametrize("keeps", [True, False], ids=["one is left", "all of it"])
@pytest.mark.parametrize("proves", [True, False], ids=["proved by another key", "without a proof"])
def test_a_journal_that_was_cut_and_goes_on_with_a_stretch_of_its_own_is_told(clinic: Clinic, older: Older, proves: bool, keeps: bool) -> None:
    """What staff signed last is left, so that no anchor of that time helps."""
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana", "", clinic.ana)
    seen = clinic.drawer.anchor()
    assert seen is not None
    more = [clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", each, each),), ())) for each in ("four", "five")]
    clinic.drawer.mark(clinic.names[0], Status.DONE, "Ana", clinic.ana)
    assert clinic.faults() == ()
    thief = partial(clinic.writes, cut_after(clinic, seen.entry, but=more[:keeps]))
    thief() if proves else older(thief)
    assert clinic.drawer.holds(seen)
    assert len(clinic.drawer.entries()) == 3 + keeps
    assert f"The journal was cut or rewritten after entry {seen.entry}." in clinic.faults()


def test_a_journal_of_an_older_kiosk_is_no_fault_and_is_proved_from_the_next_entry_on(tmp_path: Path, older: Older) -> None:
    """Also where the keys were changed by it: what it cut off then, nobody can know."""
    made: list[Clinic] = []
    older(lambda: made.append(Clinic(tmp_path)))
    (clinic,) = made
    older(lambda: rotate(clinic))
    assert clinic.faults() == ()
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    begun = [line for line in clinic.drawer.trail() if line.what == EntryKind.BEGUN]
    assert [bool(line.digest) for line in begun] == [False, False, True]
    assert begun[1].about == begun[2].about
    assert clinic.faults() == ()
    seq = begun[2].seq
    older(lambda: clinic.writes(cut_after(clinic, seq - 1)))
    assert f"The journal was cut or rewritten after entry {seq - 1}." in clinic.faults()
    clinic.drawer.close()


def rotate(clinic: Clinic) -> None:
    """Ana puts another key in the place of hers."""
    rotation.rotate(clinic.keys, "clinic", "Ana", ANA, TODAY, opened=unlock.open_private(clinic.keys, "Ana", ANA), retired=(), stretching=QUICK)
    clinic.privates = unlock.open_private(clinic.keys, "Ana", ANA)
    clinic.ana = trust.signer_of(clinic.keys, clinic.privates)
    clinic.live(1)


def test_keys_that_an_older_kiosk_changed_after_this_one_are_told_until_staff_have_seen_it(clinic: Clinic, older: Older) -> None:
    """As after `update --back`: that nothing was cut off there nobody can know, and the first code of all is held by staff."""
    assert all(line.digest for line in clinic.drawer.trail() if line.what == EntryKind.BEGUN)
    older(lambda: rotate(clinic))
    (told,) = clinic.faults()
    assert "nothing proves that the journal goes on there from where it was" in told
    soundness.settle(clinic.drawer, [told], "Ana", clinic.ana)
    assert clinic.faults() == ()


@pytest.mark.parametrize("what", ["x''", "zeroblob(32)", "x'00'"])
def test_the_proof_of_a_stretch_cannot_be_changed(clinic: Clinic, what: str) -> None:
    rotate(clinic)
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute(f"UPDATE journal SET digest = {what} WHERE what = 'begun'")))  # noqa: S608  written here
    assert any("is not as it was written" in fault for fault in clinic.faults())


@pytest.mark.parametrize("gone", ["deleted", "marked"])
def test_codes_that_were_all_made_anew_fit_nothing_that_staff_signed(clinic: Clinic, gone: str) -> None:
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)
    clinic.drawer.delete([clinic.names[1]], "Ana", clinic.ana)

    def do(database: sqlite3.Connection) -> None:
        database.execute("UPDATE journal SET what = 'another day', about = '' WHERE what = ?", (gone,))
        begins_anew(clinic, database, 1)

    clinic.writes(do)
    assert any("signed" in fault for fault in clinic.faults())


@pytest.mark.parametrize("statement", [
    "UPDATE journal SET what = 'another day' WHERE what = 'signed from here on'",
    "UPDATE journal SET what = CASE seq WHEN 2 THEN 'another day' ELSE 'signed from here on' END WHERE seq IN (2, 6)",
])  # fmt: skip
def test_a_journal_that_does_not_begin_with_signatures_is_told(clinic: Clinic, statement: str) -> None:
    """Even where its codes are all right: what bears the name of staff before that would count as theirs."""
    clinic.drawer.audit(EntryKind.SIGNED_OUT, "")

    def do(database: sqlite3.Connection) -> None:
        database.execute(statement)
        begins_anew(clinic, database, 1)

    clinic.writes(do)
    assert any("does not say from its beginning on that staff sign" in fault for fault in clinic.faults())


def test_another_seal_in_its_place_needs_a_signature(clinic: Clinic) -> None:
    name = clinic.names[0]
    (recipient,) = trust.in_use(clinic.keys)
    forged = [(name, recipient.id, seal(b"forged".ljust(4096), recipient.public, name))]

    def do(database: sqlite3.Connection) -> None:
        database.execute("UPDATE seals SET sealed = ? WHERE id = ?", (forged[0][2], name))
        clinic.notes(EntryKind.SEALED_ANEW, name, digest=digest(forged))(database)

    clinic.writes(do)
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_a_visitor_takes_nothing_back_after_days_whatever_day_the_entry_names(clinic: Clinic) -> None:
    clinic.live(3)
    clinic.removes(clinic.names[0], EntryKind.TAKEN_BACK, at=f"{TODAY}T15:00:00Z")
    assert any("as if the visitor had taken it back" in fault for fault in clinic.faults())


def test_days_forged_to_and_fro_make_nothing_older(clinic: Clinic) -> None:
    for number in range(30):
        day = TODAY + timedelta(days=5 if number % 2 else 0)
        clinic.writes(clinic.notes(EntryKind.DAY, "", at=f"{day}T00:00:00Z"))
    clinic.live(20)
    assert len(expiry.expire(clinic.drawer, clinic.now.date())) == 0


def test_a_mark_says_what_was_signed(clinic: Clinic) -> None:
    one, two, _ = clinic.names
    clinic.drawer.mark(one, Status.CALLED, "Ana", clinic.ana)
    old = next(line for line in clinic.drawer.trail() if line.what == EntryKind.MARKED)

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO marks VALUES (?, 'done', 'Ana', ?)", (two, old.at))
        clinic.notes(EntryKind.MARKED, f"{two} done", at=old.at, digest=old.digest)(database)

    clinic.writes(do)
    clinic.live(60)
    assert len(expiry.expire(clinic.drawer, clinic.now.date())) == 0
    assert clinic.faults()


def test_marks_keep_their_order(clinic: Clinic) -> None:
    for status in (Status.DONE, Status.CALLED):
        clinic.now += timedelta(minutes=1)
        clinic.drawer.mark(clinic.names[0], status, "Ana", clinic.ana)
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute("UPDATE marks SET rowid = rowid + 9 WHERE status = 'done'")))
    assert any("another order" in fault for fault in clinic.faults())
    clinic.live(60)
    assert len(expiry.expire(clinic.drawer, clinic.now.date())) == 0


@pytest.mark.parametrize(
    "change",
    ["INSERT INTO marks SELECT * FROM marks WHERE status = 'not reached'", "UPDATE marks SET rowid = rowid + 9 WHERE status = 'not reached'"],
    ids=["doubled", "another order"],
)
def test_how_often_staff_tried_is_what_they_noted(clinic: Clinic, change: str) -> None:
    for status in (Status.NOT_REACHED, Status.NEW, Status.CALLED):
        clinic.now += timedelta(minutes=1)
        clinic.drawer.mark(clinic.names[0], status, "Ana", clinic.ana)
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute(change)))
    assert any("another order, or stand there more than once" in fault for fault in clinic.faults())


def test_what_was_removed_and_brought_back_is_no_fault_any_more(clinic: Clinic, tmp_path: Path) -> None:
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana", "", clinic.ana)
    clinic.drawer.close()
    aside = tmp_path / "drawer" / "drawer-set-aside-20261120-000000.sqlite"
    shutil.copy(clinic.drawer.folder / NAME, aside)
    lost = clinic.names[0]
    clinic.writes(lambda database: void(database.execute("DELETE FROM seals WHERE id = ?", (lost,))))
    clinic.writes(lambda database: void(database.execute("DELETE FROM records WHERE id = ?", (lost,))))
    assert clinic.faults()
    clinic.live(1)
    assert taken_over.recover(clinic.drawer, [each for each in found_in(aside) if each.id == lost], "Ana", clinic.ana)[0] == 1
    assert clinic.faults() == ()
    clinic.writes(lambda database: void(database.execute("UPDATE records SET day = '2026-01-02' WHERE id = ?", (lost,))))
    assert any("was changed" in fault for fault in clinic.faults())


def test_the_day_of_what_was_brought_back_is_told_when_it_is_sealed_anew(tmp_path: Path) -> None:
    folder, now = tmp_path / "keys", datetime(2026, 11, 23, 12, tzinfo=UTC)
    try_out_key.make_try_out(folder, TODAY)
    other = Drawer(tmp_path / "other", folder, lambda: now)
    name = other.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    other.close()
    drawer = Drawer(tmp_path / "drawer", folder, lambda: now + timedelta(days=2))
    taken_over.recover(drawer, found_in(tmp_path / "other"), "try-out", trust.signer_of(folder, try_out_key.open_try_out(folder)))
    protect(drawer, folder, "Ana", ANA, TODAY, stretching=QUICK)
    privates = unlock.open_private(folder, "Ana", ANA)
    assert soundness.verify(drawer, privates) == ()
    drawer.close()
    with closing(sqlite3.connect(tmp_path / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("UPDATE records SET day = '2026-01-02' WHERE id = ?", (name,))
    assert any("was changed" in fault for fault in soundness.verify(drawer, privates))
    drawer.close()


def test_what_staff_said_was_done_and_then_not_goes_no_sooner_than_all_else(clinic: Clinic) -> None:
    """The kiosk and `verify` go by one rule: the last that staff said."""
    name = clinic.names[0]
    for status in (Status.DONE, Status.NOT_REACHED):
        clinic.drawer.mark(name, status, "Ana", clinic.ana)
        clinic.now += timedelta(minutes=5)
    clinic.live(31)
    assert expiry.expire(clinic.drawer, clinic.now.date()) == []
    clinic.removes(name, EntryKind.EXPIRED)
    assert any("before its time had come" in fault for fault in clinic.faults())


def test_what_comes_while_somebody_verifies_is_no_fault(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """All questions are about one state."""
    other, ask = Drawer(clinic.drawer.folder, clinic.keys, lambda: clinic.now), journal.faults

    def asks(*given: object) -> tuple[str, ...]:
        other.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
        other.take_back(clinic.names[0])
        return ask(*given)

    monkeypatch.setattr(journal, "faults", asks)
    assert clinic.faults() == ()
    assert len(other.entries()) == 3
    other.close()


def test_what_a_restore_deleted_is_told_by_name_until_it_was_shown(clinic: Clinic) -> None:
    """Whatever else is wrong with the drawer, and however much of it."""
    one, two, three = clinic.names
    clinic.removes(one, EntryKind.RESTORED)
    (told,) = clinic.faults()
    assert f"requests were deleted without a proof that staff had deleted them before: {one[:8]}." in told
    clinic.removes(two, EntryKind.RESTORED)
    soundness.settle(clinic.drawer, [told], "Ana", clinic.ana)
    (both,) = clinic.faults()
    assert f"{one[:8]}, {two[:8]}." in both, "of the second nobody was told"
    many = "INSERT INTO marks WITH RECURSIVE n(n) AS (SELECT 1 UNION SELECT n + 1 FROM n LIMIT 200) SELECT n, 'called', 'Zoe', '' FROM n"
    clinic.writes(lambda database: void(database.execute(many)))
    soundness.settle(clinic.drawer, clinic.faults(), "Ana", clinic.ana)
    clinic.writes(lambda database: void(database.execute("DELETE FROM marks")))
    assert clinic.faults() == (both,)
    soundness.settle(clinic.drawer, clinic.faults(), "Ana", clinic.ana)
    assert clinic.faults() == ()
    clinic.removes(three, EntryKind.RESTORED)
    (last,) = clinic.faults()
    assert f"deleted them before: {three[:8]}." in last


def test_what_a_restore_repeats_bears_the_signature_for_that_very_request(clinic: Clinic, tmp_path: Path) -> None:
    """The proof of one deletion proves nothing of another, nor one that was changed, nor one of a key that is none of ours."""
    one, two, _ = clinic.names
    shutil.copytree(clinic.folder, later := tmp_path / "later")
    with closing(Drawer(later / "drawer", clinic.keys, lambda: clinic.now)) as ahead:
        ahead.delete([one, two], "Ana", clinic.ana)
    (proof, other) = gone_since(later / "drawer", clinic.drawer.anchor(), trust.signers(clinic.keys, clinic.privates), TODAY).signed.values()
    for wrong in (other, b"", b"[]", proof.replace(b'"Ana"', b'"Bob"'), proof[:-1], b"[" * 10_000, b"\xff"):
        shutil.copytree(clinic.folder / "drawer", tried := tmp_path / str(len(list(tmp_path.iterdir()))))
        with closing(Drawer(tried, clinic.keys, lambda: clinic.now)) as drawer:
            taken_over.forget(drawer, {one: wrong})
            assert any("deleted without a proof" in each for each in soundness.verify(drawer, clinic.privates)), wrong
            assert any("deleted without a proof" in each for each in soundness.verify(drawer, {})), wrong
    taken_over.forget(clinic.drawer, {one: proof})
    assert clinic.faults() == soundness.verify(clinic.drawer, {}) == ()


def kept_as(clinic: Clinic, name: str, says: str) -> Callable[[sqlite3.Connection], None]:
    """A request under an id that the thief chose."""
    record = Record(TODAY, "en", (Answer("name", "name", says, says),), ())
    seals = [(name, each.id, seal(packed(record), each.public, name)) for each in trust.in_use(clinic.keys)]

    def do(database: sqlite3.Connection) -> None:
        clinic.notes(EntryKind.KEPT, name, at=TODAY.isoformat(), digest=digest(seals))(database)
        seq = database.execute("SELECT seq FROM ratchet").fetchone()[0]
        database.execute("INSERT INTO records VALUES (?, ?, ?)", (name, TODAY.isoformat(), seq))
        database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)

    return do


def proofs_of(clinic: Clinic, later: Path) -> dict[str, bytes]:
    """What staff signed that it is to go, in a later state of the drawer."""
    return dict(gone_since(later, clinic.drawer.anchor(), trust.signers(clinic.keys, {}), clinic.now.date()).signed)


def test_the_proof_of_a_deletion_deletes_no_other_request_that_was_given_the_same_number(clinic: Clinic, tmp_path: Path) -> None:
    """The kiosk chooses the numbers: what came after the backup, and staff deleted as spam, says nothing of who comes next."""
    shutil.copytree(clinic.drawer.folder, later := tmp_path / "later")
    with closing(Drawer(later, clinic.keys, lambda: clinic.now)) as ahead:
        spam = ahead.keep(Record(TODAY, "en", (Answer("name", "name", "spam", "spam"),), ()))
        ahead.delete([spam], "Ana", clinic.ana)
    proof = proofs_of(clinic, later)[spam]
    clinic.writes(kept_as(clinic, spam, "call me, please"))
    assert clinic.faults() == ()
    assert taken_over.proved(clinic.drawer, {spam: proof}, trust.signers(clinic.keys, {})) == {}
    taken_over.forget(clinic.drawer, {spam: proof})
    assert any("deleted without a proof" in each for each in clinic.faults())
    assert any("deleted without a proof" in each for each in soundness.verify(clinic.drawer, {}))


def test_the_proof_of_a_deletion_is_of_a_later_state_of_the_drawer(clinic: Clinic, tmp_path: Path) -> None:
    """What staff kept, knowing better by now, does not go by what they signed in an earlier one."""
    shutil.copytree(clinic.drawer.folder, later := tmp_path / "later")
    with closing(Drawer(later, clinic.keys, lambda: clinic.now)) as ahead:
        ahead.delete([clinic.names[0]], "Ana", clinic.ana)
    proofs = proofs_of(clinic, later)
    assert taken_over.proved(clinic.drawer, proofs, trust.signers(clinic.keys, {})) == proofs
    for _ in range(3):
        clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)
    assert taken_over.proved(clinic.drawer, proofs, trust.signers(clinic.keys, {})) == {}
    taken_over.forget(clinic.drawer, proofs)
    assert any("deleted without a proof" in each for each in clinic.faults())


def test_what_staff_deleted_before_they_changed_keys_is_proved_with_the_key_of_then(clinic: Clinic, tmp_path: Path) -> None:
    """A backup of before goes on with the new key."""
    shutil.copytree(clinic.folder, before := tmp_path / "before")
    clinic.drawer.delete([clinic.names[0]], "Ana", clinic.ana)
    rotation.rotate(clinic.keys, "clinic", "Ana", ANA, TODAY, opened=clinic.privates, retired=tuple(clinic.privates), stretching=QUICK)
    clinic.drawer.delete([clinic.names[1]], "Ana", trust.signer_of(clinic.keys, opened := unlock.open_private(clinic.keys, "Ana", ANA)))
    assert list_changes.go_on(before / "keys", clinic.keys)
    with closing(Drawer(before / "drawer", before / "keys", lambda: clinic.now)) as restored:
        ours = trust.signers(before / "keys", {})
        proofs = dict(gone_since(clinic.drawer.folder, restored.anchor(), ours, TODAY).signed)
        assert taken_over.forget(restored, taken_over.proved(restored, proofs, ours)) == 2
        key_use.share(restored, opened, trust.in_use(clinic.keys)[0].public)
        assert soundness.verify(restored, opened) == ()


def test_the_signed_beginning_cannot_be_moved_by_its_own_words(clinic: Clinic) -> None:
    clinic.drawer.audit(EntryKind.SIGNED_FROM_HERE, "Ana", "", clinic.ana)
    signed = clinic.drawer.trail()[-1]
    clinic.removes(clinic.names[0], EntryKind.DELETED)
    clinic.writes(clinic.notes(EntryKind.SIGNED_FROM_HERE, "", at=signed.at))
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_a_key_that_came_for_a_night_is_told_by_what_was_closed_for_it(clinic: Clinic, tmp_path: Path) -> None:
    before = (clinic.keys / public_keys.RECIPIENTS).read_bytes()
    eves = plant(clinic, tmp_path / "eve", first=True)
    shutil.copy2(tmp_path / "eve" / f"{eves}{private_keys.PRIVATE}", clinic.keys)
    names = ",".join(sorted((each.id for each in trust.in_use(clinic.keys)), key=lambda name: name))
    clinic.writes(lambda database: void(database.execute("UPDATE ratchet SET keys = ?", (names,))))
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    (clinic.keys / public_keys.RECIPIENTS).write_bytes(before)
    (clinic.keys / f"{eves}{private_keys.PRIVATE}").unlink()
    assert any("nobody confirmed" in fault for fault in clinic.faults())


def test_a_retired_key_that_is_put_back_is_told(clinic: Clinic) -> None:
    before = (clinic.keys / public_keys.RECIPIENTS).read_bytes()
    rotation.rotate(clinic.keys, "clinic", "Ana", ANA, TODAY, opened=clinic.privates, retired=tuple(clinic.privates), stretching=QUICK)
    own = unlock.open_private(clinic.keys, "Ana", ANA)
    expiry.begin_day(clinic.drawer)
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    (clinic.keys / public_keys.RECIPIENTS).write_bytes(before)
    clinic.drawer.audit(EntryKind.SIGNED_IN, "Ana")
    assert any("closed again" in fault for fault in soundness.verify(clinic.drawer, own))


# -- keys -------------------------------------------------------------------------------------------------------------------


def plant(clinic: Clinic, eve: Path, *, first: bool = False) -> str:
    """Eve's public key is put into the list."""
    rotation.new_key(eve, "clinic", "Eve", ANA, TODAY, stretching=QUICK)
    ours, theirs = public_keys.recipients(clinic.keys), public_keys.recipients(eve)
    public_keys.save_list(clinic.keys, (*theirs, *ours) if first else (*ours, *theirs))
    return theirs[0].id


def test_a_key_that_somebody_put_into_the_list_reads_nothing_and_is_told(clinic: Clinic, tmp_path: Path) -> None:
    eves = plant(clinic, tmp_path / "eve")
    assert [each.id for each in trust.unconfirmed(clinic.keys, clinic.privates)] == [eves]
    name = clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert clinic.drawer.open(name, unlock.open_private(tmp_path / "eve", "Eve", ANA)) is None
    list_changes.confirm(clinic.keys, eves, clinic.privates)
    assert trust.unconfirmed(clinic.keys, clinic.privates) == ()
    list_changes.drop(clinic.keys, eves)
    assert len(public_keys.recipients(clinic.keys)) == 1


def test_a_key_that_was_put_in_with_its_private_file_is_told_by_the_next_who_signs_in(clinic: Clinic, tmp_path: Path) -> None:
    eves = plant(clinic, tmp_path / "eve", first=True)
    shutil.copy2(tmp_path / "eve" / f"{eves}{private_keys.PRIVATE}", clinic.keys)
    clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert [each.id for each in trust.unconfirmed(clinic.keys, clinic.privates)] == [eves]
    assert any(f"sealed for the key {eves} too" in fault for fault in clinic.faults())


@pytest.mark.parametrize("first", [True, False])
def test_without_a_passphrase_two_keys_that_do_not_confirm_each_other_are_both_told(clinic: Clinic, tmp_path: Path, first: bool) -> None:
    eves = plant(clinic, tmp_path / "eve", first=first)
    shutil.copy2(tmp_path / "eve" / f"{eves}{private_keys.PRIVATE}", clinic.keys)
    assert len(trust.in_use(clinic.keys)) == 1
    assert {each.id for each in trust.unconfirmed(clinic.keys, {})} == {eves, *clinic.privates}
    with pytest.raises(public_keys.KeyFileError, match="key drop ID"):
        list_changes.exported(clinic.keys)
    list_changes.drop(clinic.keys, eves)
    (clinic.keys / f"{eves}{private_keys.PRIVATE}").unlink()
    assert trust.unconfirmed(clinic.keys, {}) == ()
    assert list_changes.exported(clinic.keys)[0].id in clinic.privates


@pytest.mark.parametrize("field", ["label", "since", "until", "verifies"])
def test_no_part_of_a_confirmed_key_can_be_changed(clinic: Clinic, tmp_path: Path, field: str) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Bob", ANA, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(clinic.keys, list_changes.exported(tmp_path / "safe")[1], "safe", TODAY, clinic.privates)
    assert trust.unconfirmed(clinic.keys, clinic.privates) == ()
    values = {"label": "Eve", "since": date(2020, 1, 1), "until": TODAY, "verifies": bytes(32)}
    changed = structs.replace(safe, **{field: values[field]})
    public_keys.save_list(clinic.keys, tuple(changed if each.id == safe.id else each for each in public_keys.recipients(clinic.keys)))
    assert [each.id for each in trust.unconfirmed(clinic.keys, clinic.privates)] == [safe.id]


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_a_new_key_is_known_by_the_old_one_and_the_old_one_by_it(clinic: Clinic) -> None:
    old = tuple(clinic.privates)
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Ana", clinic.ana)
    fresh = rotation.rotate(clinic.keys, "clinic", "Bob", "eight grey whales swim", TODAY, opened=clinic.privates, retired=old, stretching=QUICK)
    bobs = unlock.open_private(clinic.keys, "Bob", "eight grey whales swim")
    assert trust.unconfirmed(clinic.keys, bobs) == ()
    assert [each.id for each in trust.in_use(clinic.keys)] == [fresh]
    assert any("cannot be checked with this key" in fault for fault in soundness.verify(clinic.drawer, bobs))
    key_use.share(clinic.drawer, clinic.privates, trust.in_use(clinic.keys)[0].public)
    assert soundness.verify(clinic.drawer, bobs) == ()
    clinic.drawer.delete([clinic.names[1]], "Ana", clinic.ana)
    assert any("was not signed by anybody" in fault for fault in soundness.verify(clinic.drawer, bobs)), "the key was retired"
    for path in clinic.keys.glob(f"*{private_keys.PRIVATE}"):
        path.unlink()
    assert [each.id for each in trust.in_use(clinic.keys)] == [fresh]


@pytest.mark.parametrize("confirmed", [False, True])
def test_who_begins_the_keys_anew_hides_nothing_from_those_of_before(clinic: Clinic, tmp_path: Path, *, confirmed: bool) -> None:
    """A thief with a key of their own, or somebody who can read and confirms another key of theirs: what was forged before is told to Ana."""
    clinic.removes(clinic.names[0], EntryKind.DELETED)
    eves = plant(clinic, tmp_path / "eve", first=True)
    shutil.copy2(tmp_path / "eve" / f"{eves}{private_keys.PRIVATE}", clinic.keys)
    if confirmed:
        list_changes.confirm(clinic.keys, eves, clinic.privates)
    clinic.drawer.audit(EntryKind.BEGUN_ANEW, "Ana", "", signer(eves, unlock.open_private(clinic.keys, "Eve", ANA)[eves]))
    assert any("was not signed by anybody" in fault for fault in clinic.faults())
    assert not any("made a new key" in fault for fault in clinic.faults())


class Anew(Clinic):
    """All passphrases were lost, and Zoe began anew; a request came since."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.live(4)
        self.drawer.mark(self.names[1], Status.CALLED, "Ana", self.ana)
        rotation.rotate(self.keys, "clinic", "Zoe", BOB, TODAY, opened=private_keys.NOTHING, retired=tuple(self.privates), stretching=QUICK)
        lost, self.privates = self.privates, unlock.open_private(self.keys, "Zoe", BOB)
        list_changes.confirm(self.keys, *lost, self.privates)
        self.ana = trust.signer_of(self.keys, self.privates)
        key_use.begin_anew(self.drawer, "Zoe", "1 other key", self.ana)
        introductions.introduce(self.drawer, self.privates)
        soundness.settle(self.drawer, self.faults(), "Zoe", self.ana)
        self.fresh = self.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
        assert self.faults() == ()

    def spare(self, database: sqlite3.Connection) -> Iterator[int]:
        """Entries of before that say nothing, to be written over."""
        return iter([row[0] for row in database.execute("SELECT seq FROM journal WHERE what = 'another day' ORDER BY seq").fetchall()])


def rewritten(what: EntryKind, about: str) -> Callable[[Anew, sqlite3.Connection], None]:
    """An entry of before the new key says something else; `about` may name the request that came since, or one of before."""

    def do(anew: Anew, database: sqlite3.Connection) -> None:
        words = about.format(fresh=anew.fresh, old=anew.names[0])
        if what in journal.GONE:
            database.execute("DELETE FROM seals WHERE id = ?", (words,))
        if what == EntryKind.MARKED:
            database.execute("INSERT INTO marks VALUES (?, 'done', 'Zoe', '2026-11-24T12:00:00Z')", (words.partition(" ")[0],))
        said = (what, words, "2026-11-24T12:00:00Z", next(anew.spare(database)))
        database.execute("UPDATE journal SET what = ?, about = ?, who = 'Zoe', at = ? WHERE seq = ?", said)

    return do


@pytest.mark.parametrize("fingerprint", [True, False], ids=["", "older"])
@pytest.mark.parametrize(("what", "about", "told"), [
    (EntryKind.DELETED, "{fresh}", "was removed behind"), (EntryKind.TAKEN_BACK, "{fresh}", "was removed behind"), (EntryKind.EXPIRED, "{fresh}",
        "was removed"),
    (EntryKind.RESTORED, "{fresh}", "was removed behind"), (EntryKind.MARKED, "{fresh} done", "A mark on the request"), (EntryKind.DELETED,
        "{old}", ""),
    (EntryKind.MARKED, "{old} done", ""), (EntryKind.SIGNED_OUT, "", ""),
])  # fmt: skip
def test_what_is_rewritten_before_the_keys_were_begun_anew_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: EntryKind, about: str, told: str, *, fingerprint: bool
) -> None:  # fmt: skip
    """And says nothing of what came since, even where an older kiosk signed no fingerprint of it."""
    if not fingerprint:
        monkeypatch.setattr(key_use, "begin_anew", lambda drawer, who, about, signer: drawer.audit(EntryKind.BEGUN_ANEW, who, about, signer))
    anew = Anew(tmp_path)
    anew.writes(lambda database: rewritten(what, about)(anew, database))
    assert any("is not what it said on that day" in fault for fault in anew.faults()) is fingerprint
    assert any(told in fault for fault in anew.faults()) or not told, anew.faults()
    if what == EntryKind.MARKED and told:
        assert [entry.status for entry in anew.drawer.entries(anew.privates) if entry.id == anew.fresh] == [Status.NEW]
    anew.drawer.close()


def test_a_key_that_was_used_before_begins_nothing_anew(clinic: Clinic) -> None:
    clinic.removes(clinic.names[0], EntryKind.DELETED)
    clinic.drawer.audit(EntryKind.BEGUN_ANEW, "Ana", "", clinic.ana)
    assert soundness.lost_keys(clinic.drawer) == ()
    assert any("was not signed by anybody" in fault for fault in soundness.verify(clinic.drawer, {}))


def test_a_seal_that_anybody_made_is_no_request_without_an_entry(clinic: Clinic) -> None:
    public = trust.in_use(clinic.keys)[0]
    sealed = seal(bytes(4096), public.public, "x" * 32)

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO records VALUES (?, ?, 99)", ("x" * 32, TODAY.isoformat()))
        database.execute("INSERT INTO seals VALUES (?, ?, ?)", ("x" * 32, public.id, sealed))

    clinic.writes(do)
    assert any("was put in behind" in fault for fault in clinic.faults())


def test_a_key_without_a_passphrase_beside_one_that_has_it_opens_nothing(clinic: Clinic, tmp_path: Path) -> None:
    planted = try_out_key.make_try_out(tmp_path / "eve", TODAY)
    shutil.copy2(tmp_path / "eve" / f"{planted}{private_keys.PRIVATE}", clinic.keys)
    assert not try_out_key.is_try_out(clinic.keys)
    assert set(unlock.open_private(clinic.keys, "Ana", ANA)) == set(clinic.privates)
    with pytest.raises(unlock.WrongPassphraseError):
        unlock.open_private(clinic.keys, "", "")


def planted(clinic: Clinic, private: Any = None) -> Signer:
    """A key without a passphrase, in no list, put beside the others; who signs with it."""
    private = private or fresh_private()
    name = key_id(public_bytes(private))
    (clinic.keys / f"{name}{private_keys.PRIVATE}").write_bytes(encode(private_keys.PrivateKey(bare=der(private))))
    return signer(name, private)


def closed_for(clinic: Clinic, name: str, hand: Signer, public: bytes) -> Callable[[sqlite3.Connection], None]:
    """Something else lies in a request's place, sealed for that key; the journal says that it was brought back, signed by it."""
    plain = packed(Record(TODAY, "en", (Answer("name", "name", "CALL 555", ""),), ()))

    def do(database: sqlite3.Connection) -> None:
        sealed = seal(plain, public, name)
        database.execute("DELETE FROM seals WHERE id = ?", (name,))
        database.execute("INSERT INTO seals VALUES (?, ?, ?)", (name, hand.key, sealed))
        told = of_day(TODAY.isoformat(), digest([(name, hand.key, sealed)]))
        publics = [*(each.public for each in trust.in_use(clinic.keys)), public]
        line = (clinic.now.strftime("%Y-%m-%dT%H:%M:%SZ"), "Ana", EntryKind.RECOVERED, name)
        seq = journal.write(database, line, told, publics, hand)
        database.execute("REPLACE INTO records VALUES (?, ?, ?)", (name, TODAY.isoformat(), seq))

    return do


def test_a_planted_key_without_a_passphrase_has_ana_vouch_for_nothing(clinic: Clinic) -> None:
    """It is erased at her next sign-in, told by its name, and what was sealed for it stays what nobody sees."""
    introductions.introduce(clinic.drawer, clinic.privates)
    private = fresh_private()
    hand = planted(clinic, private)
    clinic.writes(closed_for(clinic, clinic.names[1], hand, public_bytes(private)))
    before = len(clinic.drawer.trail())
    assert go_on(clinic.drawer, clinic.keys, clinic.privates) == (hand.key,)
    assert try_out_key.bare_files(clinic.keys) == []
    assert [line.what for line in clinic.drawer.trail()[before:]] == []
    (shown,) = clinic.drawer.show([clinic.names[1]], clinic.privates)
    assert (shown.record, shown.changed) == (None, True)
    assert any("was sealed for the key" in fault for fault in clinic.faults())


def test_before_anas_first_sign_in_a_planted_key_moves_no_beginning_of_signatures(clinic: Clinic) -> None:
    clinic.removes(clinic.names[0], EntryKind.DELETED)
    hand = planted(clinic)
    assert go_on(clinic.drawer, clinic.keys, clinic.privates) == (hand.key,)
    introductions.introduce(clinic.drawer, clinic.privates)
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_a_copy_of_the_key_to_try_out_that_is_put_back_later_has_nobody_vouch_for_anything(tmp_path: Path) -> None:
    """Whoever copied the disk before `protect` has it; it was in use once, and is not any more."""
    tried = try_out_key.make_try_out(tmp_path / "keys", TODAY)
    (private,) = try_out_key.open_try_out(tmp_path / "keys").values()
    drawer = Drawer(tmp_path / "drawer", tmp_path / "keys")
    name = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    protect(drawer, tmp_path / "keys", "Ana", ANA, TODAY, stretching=QUICK)
    privates = unlock.open_private(tmp_path / "keys", "Ana", ANA)
    assert soundness.verify(drawer, privates) == ()
    clinic = Clinic.__new__(Clinic)
    clinic.now, clinic.folder, clinic.keys, clinic.drawer = datetime.now(UTC), tmp_path, tmp_path / "keys", drawer
    hand = planted(clinic, private)
    assert hand.key == tried
    clinic.writes(closed_for(clinic, name, hand, public_bytes(private)))
    assert go_on(drawer, tmp_path / "keys", privates) == ()
    assert try_out_key.bare_files(tmp_path / "keys") == []
    (shown,) = drawer.show([name], privates)
    assert (shown.record, shown.changed) == (None, True)
    drawer.close()


@pytest.mark.parametrize("passes", [0, -1, 21, 4_000_000_000])
@pytest.mark.parametrize("memory", [1, 1 << 30])
def test_a_key_file_that_would_keep_everybody_waiting_is_damaged(clinic: Clinic, passes: int, memory: int) -> None:
    (path,) = clinic.keys.glob(f"*{private_keys.PRIVATE}")
    raw = path.read_text()
    for field, value in (("passes", passes), ("memory_kib", memory)):
        path.write_text(re.sub(rf'"{field}":\d+', f'"{field}":{value}', raw))
        with pytest.raises(public_keys.KeyFileError, match="damaged"):
            unlock.open_private(clinic.keys, "Ana", ANA)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON seals BEGIN DELETE FROM seals; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE other (x)",
        "CREATE TABLE t (x, y AS (x || x))",
    ],
)
def test_a_drawer_with_something_in_it_that_acts_is_set_aside(clinic: Clinic, statement: str) -> None:
    clinic.writes(lambda database: void(database.execute(statement)))
    kept = clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert [entry.id for entry in clinic.drawer.entries()] == [kept]
    assert len(clinic.drawer.file.set_aside) == 1


@pytest.mark.parametrize("beside", [NAME, f"{NAME}-wal", f"{NAME}-journal", f"{NAME}-shm"])
def test_a_pipe_beside_the_drawer_keeps_nobody_waiting(clinic: Clinic, beside: str) -> None:
    clinic.drawer.close()
    (clinic.drawer.folder / beside).unlink(missing_ok=True)
    os.mkfifo(clinic.drawer.folder / beside)
    kept = clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert kept in [entry.id for entry in clinic.drawer.entries()]


# -- one of the staff is dishonest ------------------------------------------------------------------------------------------

BOB = "eight grey whales swim"


class House(Clinic):
    """Ana and Bob can both read; Ana would like to do things in Bob's name."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        admission.admit(self.keys, self.privates, "Bob", BOB, stretching=QUICK)
        self.bobs = unlock.open_private(self.keys, "Bob", BOB)
        self.bob = trust.signer_of(self.keys, self.bobs)
        for opened in (self.privates, self.bobs):
            introductions.introduce(self.drawer, opened)

    @property
    def anybody(self) -> Signer:
        """What all who can read sign with."""
        return signer(self.ana.key, next(iter(self.privates.values())))

    def told(self) -> str:
        return " ".join(self.faults())

    def news(self) -> str:
        """What Bob is told when he signs in."""
        return " ".join(introductions.introduce(self.drawer, self.bobs).news)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.drawer.close()


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_bob_is_told_of_a_key_in_his_name_that_came_and_went(house: House) -> None:
    planted = Ed25519PrivateKey.generate()
    fake = Signer(house.ana.key, house.ana.private, "Bob", planted)
    house.now += timedelta(hours=1)
    introductions.announce(house.drawer, "Bob", raw_public(planted), "Ana", house.ana)
    house.drawer.mark(house.names[0], Status.DONE, "Bob", fake)
    introductions.announce(house.drawer, "Bob", own_public(house.bob), "Bob", fake)
    assert "Ana" in house.news()


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_what_an_old_passphrase_marks_on_a_copy_is_not_taken_over(house: House, tmp_path: Path) -> None:
    fresh = admission.admit(house.keys, house.bobs, "Bob", "ten brown foxes leap", stretching=QUICK)
    house.now += timedelta(hours=1)
    introductions.announce(house.drawer, "Bob", fresh, "Bob", house.bob)
    house.now += timedelta(hours=1)
    house.drawer.close()
    copy = Drawer(Path(shutil.copytree(house.drawer.folder, tmp_path / "copy")), house.keys, lambda: house.now)
    copy.mark(house.names[0], Status.DONE, "Bob", house.bob)
    copy.note(house.names[1], "They do not want anything any more.", "Bob", house.bob)
    copy.close()
    ours, holders = trust.signers(house.keys, house.privates), introductions.holders(house.drawer, house.privates)
    assert signed_marks(copy.folder / NAME, ours, holders, lambda *_: True) == ({}, 1)
    assert signed_notes(copy.folder / NAME, ours, holders) == ([], 1)


def marks(house: House, who: str, by: Signer) -> None:
    house.drawer.mark(house.names[0], Status.CALLED, who, by)


def deletes(house: House, who: str, by: Signer) -> None:
    house.drawer.delete([house.names[0]], who, by)


def merges(house: House, who: str, by: Signer) -> None:
    mark = Mark(house.names[0], Status.CALLED.value, "Ana", "2026-11-23T11:00:00Z")
    taken_over.merge(house.drawer, {mark: house.ana.sign_alone(mark.fingerprint)}, [], who, by)


def recovers(house: House, who: str, by: Signer) -> None:
    taken_over.recover(house.drawer, [Found("f00d", TODAY.isoformat(), ((by.key, bytes(4178)),))], who, by)


def seals_anew(house: House, who: str, by: Signer) -> None:
    sealed_anew.seal_anew(house.drawer, house.privates, {each.id: each.public for each in trust.in_use(house.keys)}, who, by)


def notes(what: EntryKind) -> Callable[[House, str, Signer], None]:
    return lambda house, who, by: house.drawer.audit(what, who, "Zoe", by)


def lets_in(house: House, who: str, by: Signer) -> None:
    introductions.announce(house.drawer, "Zoe", bytes(32), who, by)


def writes(house: House, who: str, by: Signer) -> None:
    assert house.drawer.note(house.drawer.entries()[0].id, "Works until five", who, by)


def takes_a_note(house: House, who: str, by: Signer) -> None:
    name = house.drawer.entries()[0].id
    note = Note("2026-11-23T12:00:00Z", who, "Rings at noon")
    kept = closed("f" * 16, name, note, {each.id: each.public for each in trust.in_use(house.keys)})
    signature = house.bob.sign_alone(fingerprint(name, kept.note, digest(kept.seals)))
    assert taken_over.merge(house.drawer, {}, [Written(kept, "Bob", "", signature)], who, by)[1] == 1


DEEDS: dict[EntryKind, Callable[[House, str, Signer], None]] = {
    EntryKind.MARKED: marks,
    EntryKind.DELETED: deletes,
    EntryKind.MERGED: merges,
    EntryKind.RECOVERED: recovers,
    EntryKind.SEALED_ANEW: seals_anew,
    EntryKind.SIGNS_FROM_HERE: lets_in,
    EntryKind.NOTED: writes,
    EntryKind.NOTE_TAKEN: takes_a_note,
    **{
        what: notes(what)
        for what in (
            EntryKind.CHANGED_KEYS, EntryKind.BEGUN_ANEW, EntryKind.SIGNS_NO_MORE, EntryKind.SIGNED_IN, EntryKind.OPENED, EntryKind.EXPORTED,
            EntryKind.LEFT, EntryKind.NOTE_SEALED,
        )
    },
}  # fmt: skip
BY_THE_KIOSK = {
    EntryKind.BEGUN, EntryKind.KEPT, EntryKind.TAKEN_BACK, EntryKind.EXPIRED, EntryKind.REFUSED, EntryKind.SIGNED_OUT, EntryKind.DAY,
    EntryKind.SIGNED_FROM_HERE, EntryKind.WENT_BACK,
    EntryKind.RESTORED, EntryKind.WORDED, EntryKind.REINDEXED, EntryKind.CLOCK,
}  # fmt: skip


def test_every_kind_of_entry_is_a_deed_of_somebody_or_the_kiosks_own() -> None:
    assert set(journal.IN_A_NAME) == set(DEEDS)
    assert set(EntryKind) == set(DEEDS) | BY_THE_KIOSK


def told_by(seen: Seen) -> tuple[object, ...]:
    """Who may sign what, as this look at the journal has it."""
    may = [(seen.used(line), seen.begun_with(line), seen.is_staffs(line), seen.trail.state(line.seq)) for line in seen.entries]
    keys_told = (seen.begins, seen.anew, seen.unwritten, seen.readmitted, seen.written_keys(), seen.closed_for(), seen.unsigned_keys())
    return (may, keys_told, seen.holders.all, seen.marks, seen.notes, seen.ends())


@pytest.mark.parametrize("seed", range(2))
def test_what_is_read_on_from_where_it_was_is_what_is_read_anew(house: House, by_a_program_of_theirs: None, seed: int) -> None:
    """Whatever entries come, in whatever order, by whom, signed by whom, and while staff change their keys."""
    chance = random.Random(seed)  # noqa: S311  nothing secret
    ids = [each.id for each in public_keys.recipients(house.keys)]
    abouts = [house.names[0], f"{house.names[0]} done", f"{house.names[1]} {'f' * 16}", "Zoe", "Bob", *ids, f"{CLOSED_FOR}{','.join(ids)}"]
    hands = [house.ana, house.bob, house.anybody, None]
    for step in range(60):
        if step == 30:
            hands = [rotated(house), house.bob, None]
            abouts += [each.id for each in public_keys.recipients(house.keys)] + [CLOSED_FOR + public_keys.recipients(house.keys)[-1].id]
        house.drawer.audit(chance.choice(list(EntryKind)), chance.choice(["Ana", "Bob", ""]), chance.choice(abouts), chance.choice(hands))
        if step % 10 < 9:
            continue
        with house.drawer.file.at_once() as read:
            for opened in (house.privates, {}):
                trusted = trust.signers(house.keys, opened)
                assert told_by(house.drawer.file.look(read, trusted, opened)) == told_by(Seen(read, trusted, opened=opened))


@pytest.mark.parametrize("what", DEEDS)
def test_what_bob_does_verifies_as_bobs(house: House, what: EntryKind) -> None:
    DEEDS[what](house, "Bob", house.bob)
    assert house.faults() == ()


@pytest.mark.parametrize("who", ["Bob", "bob", "B\u043eb", "\u0412ob", "Bob\u200b", "B0b", "Zoe", "", "try-out"])
@pytest.mark.parametrize("hand", ["anybody", "ana"])
@pytest.mark.parametrize("what", DEEDS)
def test_nothing_that_ana_does_verifies_as_another_ones(house: House, what: EntryKind, hand: str, who: str) -> None:
    """With the key that all share, and with her own, in Bob's name, in one that looks like his, of nobody, and of none."""
    DEEDS[what](house, who, getattr(house, hand))
    assert f"bears the name of {who or 'nobody'}, but was not signed by {who or 'nobody'}" in house.told()
    assert ("it was signed by Ana" in house.told()) is (hand == "ana")


@pytest.mark.parametrize(("about", "hand"), [
    ("seen up to entry 999999999", "ana"), ("seen up to entry 999999999", "anybody"), ("seen up to entry 8", "anybody"), ("seen", "anybody"),
])  # fmt: skip
def test_nobody_says_for_ana_or_in_advance_what_she_has_seen(house: House, about: str, hand: str) -> None:
    one, two, _ = house.names
    house.removes(one, EntryKind.RESTORED)
    house.drawer.audit(EntryKind.RESTORED, "Ana", about, getattr(house, hand))
    house.removes(two, EntryKind.RESTORED)
    assert f"deleted them before: {one[:8]}, {two[:8]}." in house.told()
    assert ("bears the name of Ana, but was not signed by Ana" in house.told()) is (hand == "anybody")


def test_what_bob_says_he_has_seen_is_told_to_ana_all_the_same(house: House) -> None:
    """Bob has a restore delete what nobody deleted, and says that all is well."""
    one, *_ = house.names
    assert taken_over.forget(house.drawer, {one: b"x"}) == 1
    told = soundness.verify(house.drawer, house.bobs)
    assert f"deleted them before: {one[:8]}." in told[0]
    assert soundness.unseen(house.drawer) == {}
    soundness.settle(house.drawer, told, "Bob", house.bob)
    assert soundness.verify(house.drawer, house.bobs) == ()
    assert soundness.verify(house.drawer, {}) == ()
    assert soundness.unseen(house.drawer) == {told[0]: ("Ana",)}
    assert house.faults() == told
    soundness.settle(house.drawer, told, "Ana", house.anybody)
    assert told[0] in house.faults()
    soundness.settle(house.drawer, told, "Ana", house.ana)
    assert told[0] not in house.faults()
    assert soundness.unseen(house.drawer) == {}


@pytest.mark.parametrize("hand", ["anybody", "bob"])
def test_no_restore_deletes_in_anas_name_what_she_did_not(house: House, tmp_path: Path, hand: str) -> None:
    """Neither by a drawer in which Bob signed in her name, nor by a proof that he wrote himself."""
    name, by = house.names[0], getattr(house, hand)
    shutil.copytree(house.drawer.folder, later := tmp_path / "later")
    with closing(Drawer(later, house.keys, lambda: house.now)) as ahead:
        ahead.delete([name], "Ana", by)
        line = next(reversed(ahead.trail()))
        introductions.announce(ahead, "Ana", own_public(house.bob), "Ana", house.anybody)
    assert proofs_of(house, later) == {}
    before = next(reversed(house.drawer.trail())).mac
    signed = journal.position(line, before)
    for own in (b"", by.sign_alone(signed)):
        proof = encode(Deed(line.seq, before, line.at, "Ana", line.digest, by.key, by.sign(signed), own))
        assert taken_over.proved(house.drawer, {name: proof}, trust.signers(house.keys, house.privates)) == {}
    taken_over.forget(house.drawer, {name: proof})
    assert "deleted without a proof" in house.told()


def test_what_ana_deleted_herself_is_deleted_again_by_a_restore(house: House, tmp_path: Path) -> None:
    shutil.copytree(house.drawer.folder, later := tmp_path / "later")
    with closing(Drawer(later, house.keys, lambda: house.now)) as ahead:
        ahead.delete(house.names[:2], "Ana", house.ana)
    proofs = taken_over.proved(house.drawer, proofs_of(house, later), trust.signers(house.keys, {}))
    assert taken_over.forget(house.drawer, proofs) == 2
    assert house.faults() == soundness.verify(house.drawer, {}) == ()


def test_a_deed_of_bobs_signed_again_by_anybody_is_not_his(house: House) -> None:
    """Ana puts the signature of another deed in its place."""
    marks(house, "Bob", house.bob)
    deletes(house, "Bob", house.bob)
    assert house.faults() == ()
    statement = "UPDATE signatures SET signature = (SELECT max(signature) FROM signatures WHERE key = '') WHERE key = ''"
    house.writes(lambda database: void(database.execute(statement)))
    assert "bears the name of Bob, but was not signed by Bob" in house.told()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM signatures WHERE key = ''", "DELETE FROM signatures WHERE key != ''", "DELETE FROM signatures"]
)
def test_signatures_that_are_taken_away_leave_no_name_without_one(house: House, statement: str) -> None:
    """Nor may a beginning behind them hide that there were any."""
    house.writes(lambda database: void(database.execute(statement)))
    house.drawer.audit(EntryKind.SIGNED_FROM_HERE, "", "", house.anybody)
    marks(house, "Bob", house.anybody)
    assert house.faults()
    assert "bears the name of Bob, but was not signed by Bob" in house.told()


def test_bobs_introduction_cannot_be_made_again(house: House) -> None:
    """She ends his key in his own name, and repeats his entry with his signature, for a state of his that he has left."""
    his = introductions.holders(house.drawer, house.privates).now("Bob")
    old = next(line for line in house.drawer.trail() if line.seq == his.since.seq)
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Bob", "Bob", house.anybody)
    introductions.announce(house.drawer, "Bob", old.digest, "Bob", house.anybody)
    house.writes(lambda database: void(database.execute("UPDATE signatures SET signature = signature WHERE key = ''")))
    assert house.told().count("bears the name of Bob, but was not signed by Bob") == 2
    assert introductions.holders(house.drawer, house.privates).now("Bob").since == his.since, "what she says in his name changes nothing"


def another_key(house: House) -> Signer:
    """A signing key that Ana made up for Bob."""
    rotation.new_key(house.folder / "made-up", "clinic", "Bob", ANA, TODAY, stretching=QUICK)
    made_up = trust.signer_of(house.folder / "made-up", unlock.open_private(house.folder / "made-up", "Bob", ANA))
    return structs.replace(house.anybody, name="Bob", own=made_up.own)


def test_who_puts_a_key_in_bobs_place_without_a_name_is_found_out(house: House) -> None:
    forged = another_key(house)
    introductions.announce(house.drawer, "Bob", own_public(forged), "Bob", forged)
    marks(house, "Bob", forged)
    assert "somebody who can read requests put another signing key in the place of that of Bob" in house.told()
    assert "somebody who can read requests registered another signing key for Bob" in house.news()


def test_what_nobody_vouched_for_is_a_fault_until_a_colleague_answers_for_it(house: House) -> None:
    """As when an older backup was restored, which knows only the passphrase that Bob had then."""
    forged = another_key(house)
    introductions.announce(house.drawer, "Bob", own_public(forged), "Bob", forged)
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Bob", "Bob", forged)
    assert "without the signature of Bob or of a colleague" in house.told(), "ending it in his name is no answer"
    introductions.announce(house.drawer, "Bob", own_public(house.bob), "Bob", house.bob)
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana)
    assert house.faults() == ()
    noted = " ".join(introductions.holders(house.drawer, house.privates).notes())
    assert noted.count("somebody who can read requests registered another signing key for Bob") == 2
    assert "Ana ended the signing key of Bob" in noted


def test_who_puts_a_key_in_bobs_place_by_name_is_told_to_everybody(house: House) -> None:
    """As when he forgot his passphrase: no fault, but all can see it, and Bob at his next look."""
    forged = another_key(house)
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana)
    introductions.announce(house.drawer, "Bob", own_public(forged), "Ana", house.ana)
    marks(house, "Bob", forged)
    assert house.faults() == ()
    noted = " ".join(introductions.holders(house.drawer, house.privates).notes())
    assert "On 2026-11-23 Ana ended the signing key of Bob" in noted
    assert "On 2026-11-23 Ana registered another signing key for Bob" in noted
    assert "Ana registered another signing key for Bob" in house.news()
    assert "put another signing key in the place" in house.told(), "whose it is now, the journal cannot know"


def test_a_key_for_bob_before_he_ever_signed_in_is_told_to_him(clinic: Clinic) -> None:
    admission.admit(clinic.keys, clinic.privates, "Bob", BOB, stretching=QUICK)
    bobs = unlock.open_private(clinic.keys, "Bob", BOB)
    introductions.introduce(clinic.drawer, clinic.privates)
    introductions.announce(clinic.drawer, "Bob", own_public(clinic.ana), "Ana", clinic.ana)
    assert clinic.faults() == ()
    assert "Ana registered another signing key for Bob" in " ".join(introductions.introduce(clinic.drawer, bobs).news)
    assert any("put another signing key in the place" in fault for fault in clinic.faults())


@pytest.mark.parametrize("name", ["B\u043eb", "\u0412ob", "Bob\u200b", "B0b", "\u0392ob", "Bo b"])
def test_nobody_is_let_in_by_a_name_that_looks_like_bobs(house: House, name: str) -> None:
    forged = another_key(house)
    introductions.announce(house.drawer, name, own_public(forged), "Ana", house.ana)
    assert "a name that looks like that of Bob" in house.told()
    with pytest.raises(public_keys.KeyFileError, match=r"looks like that of Bob|cannot be seen|more than one script"):
        admission.admit(house.keys, house.privates, name, "seven brown foxes", stretching=QUICK)


def test_the_beginning_of_signatures_cannot_be_moved_behind_bobs_key(house: House) -> None:
    house.drawer.audit(EntryKind.SIGNED_FROM_HERE, "Ana", "", house.ana)
    marks(house, "Bob", house.anybody)
    assert "bears the name of Bob, but was not signed by Bob" in house.told()


def test_a_journal_that_was_cut_to_before_bobs_key_is_told_to_bob(tmp_path: Path) -> None:
    """Ana can open the journal's own key, so she could write all of it anew: only Bob, and who kept an anchor, know better."""
    here = Clinic(tmp_path)
    here.drawer.close()
    shutil.copy2(here.drawer.folder / NAME, tmp_path / "before")
    admission.admit(here.keys, here.privates, "Bob", BOB, stretching=QUICK)
    bobs = unlock.open_private(here.keys, "Bob", BOB)
    assert introductions.introduce(here.drawer, bobs).first
    assert not introductions.introduce(here.drawer, bobs).first
    seen = here.drawer.anchor()
    here.drawer.close()
    shutil.copy2(tmp_path / "before", here.drawer.folder / NAME)
    assert not here.drawer.holds(seen)
    assert introductions.introduce(here.drawer, bobs).first
    here.drawer.close()


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_who_was_removed_signs_nothing_more_in_his_name(house: House) -> None:
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana)
    marks(house, "Bob", house.bob)
    assert "bears the name of Bob, but was not signed by Bob" in house.told()
    introductions.introduce(house.drawer, house.bobs)
    assert "put another signing key in the place of that of Bob" in house.told()


def test_a_key_file_that_gives_bob_his_passphrase_back_is_told_until_he_is_let_in_again(house: House) -> None:
    """Whether or not he does anything with it."""
    anas = unlock.open_private(house.keys, "Ana", ANA)
    (file,) = private_keys.private_files(house.keys)
    before = file.read_bytes()
    admission.remove_holder(house.keys, "Bob", anas, before=partial(house.drawer.audit, EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana))
    assert introductions.about_people(house.drawer, anas) == ()
    file.write_bytes(before)
    for eyes in (anas, {}):
        (told,) = introductions.about_people(house.drawer, eyes)
        assert told.startswith("Bob has a passphrase here, although it was taken away on ")
    admission.remove_holder(house.keys, "Bob", anas)
    assert introductions.about_people(house.drawer, anas) == ()
    public = admission.admit(house.keys, anas, "Bob", BOB, stretching=QUICK)
    introductions.announce(house.drawer, "Bob", public, "Ana", house.ana)
    assert introductions.about_people(house.drawer, anas) == ()


@pytest.mark.usefixtures("by_a_program_of_theirs")
def test_whoever_changes_their_own_passphrase_is_told_nothing(house: House) -> None:
    theirs = admission.admit(house.keys, house.bobs, "Bob", "seven brown foxes", stretching=QUICK)
    introductions.announce(house.drawer, "Bob", theirs, "Bob", house.bob)
    fresh = unlock.open_private(house.keys, "Bob", "seven brown foxes")
    assert introductions.introduce(house.drawer, fresh).news == ()
    marks(house, "Bob", trust.signer_of(house.keys, fresh))
    assert house.faults() == ()
    assert list(introductions.holders(house.drawer, house.privates).notes()) == []
    deletes(house, "Bob", house.bob)
    assert "bears the name of Bob, but was not signed by Bob" in house.told(), "with the passphrase of before"


def test_a_new_key_for_requests_leaves_its_maker_the_same_signature(house: House) -> None:
    rotation.rotate(house.keys, "clinic", "Ana", ANA, TODAY, opened=house.privates, retired=tuple(house.privates), stretching=QUICK)
    opened = unlock.open_private(house.keys, "Ana", ANA)
    assert own_public(trust.signer_of(house.keys, opened)) == own_public(house.ana)
    key_use.share(house.drawer, house.privates, trust.in_use(house.keys)[0].public)
    assert introductions.introduce(house.drawer, opened).news == ()
    marks(house, "Ana", trust.signer_of(house.keys, opened))
    assert soundness.verify(house.drawer, opened) == ()


def test_what_was_signed_before_anybody_had_a_key_of_their_own_stays_good(clinic: Clinic) -> None:
    anybody = signer(clinic.ana.key, next(iter(clinic.privates.values())))
    clinic.drawer.mark(clinic.names[0], Status.CALLED, "Bob", anybody)
    clinic.drawer.delete([clinic.names[1]], "Ana", anybody)
    introductions.introduce(clinic.drawer, clinic.privates)
    assert clinic.faults() == ()
    clinic.drawer.delete([clinic.names[2]], "Ana", anybody)
    assert any("bears the name of Ana" in fault for fault in clinic.faults())


# -- marks that were made on a copy -----------------------------------------------------------------------------------------


def copied(house: House) -> Drawer:
    house.drawer.close()
    shutil.copytree(house.drawer.folder, house.folder / "desk")
    house.now += timedelta(hours=1)
    return Drawer(house.folder / "desk", house.keys, lambda: house.now)


def marks_of(house: House, desk: Drawer) -> dict[Mark, bytes]:
    ours, came = trust.signers(house.keys, house.privates), partial(taken_over.knows, house.drawer, privates=house.privates)
    return signed_marks(desk.folder, ours, introductions.holders(house.drawer, house.privates), came)[0]


def taken(house: House, desk: Drawer) -> int:
    desk.close()
    found = marks_of(house, desk)
    return taken_over.merge(house.drawer, found, [], "Ana", house.ana)[0]


def test_a_mark_of_bobs_is_taken_over_with_his_signature(house: House) -> None:
    desk = copied(house)
    desk.mark(house.names[0], Status.DONE, "Bob", house.bob)
    assert taken(house, desk) == 1
    assert house.faults() == ()
    again = Drawer(shutil.copytree(house.drawer.folder, house.folder / "again"), house.keys, lambda: house.now)
    assert soundness.verify(again, house.privates) == ()
    again.close()


def test_a_mark_in_bobs_name_is_not_taken_over(house: House) -> None:
    """On her copy Ana can have the journal say what she likes."""
    desk, forged = copied(house), another_key(house)
    desk.mark(house.names[0], Status.DONE, "Bob", house.anybody)
    desk.mark(house.names[1], Status.DONE, "Bob", house.ana)
    introductions.announce(desk, "Bob", own_public(forged), "Ana", house.ana)
    desk.mark(house.names[2], Status.DONE, "Bob", forged)
    assert taken(house, desk) == 0


def test_a_mark_in_bobs_name_that_was_taken_over_all_the_same_is_found(house: House) -> None:
    mark = Mark(house.names[0], Status.DONE.value, "Bob", "2026-11-23T11:00:00Z")
    taken_over.merge(house.drawer, {mark: house.ana.sign_alone(mark.fingerprint)}, [], "Ana", house.ana)
    assert "bears a name, but not the signature of that person" in house.told()


def test_an_older_mark_of_bobs_is_not_put_before_his_last_one(house: House) -> None:
    desk = copied(house)
    desk.mark(house.names[0], Status.CALLED, "Bob", house.bob)
    house.now += timedelta(hours=1)
    house.drawer.mark(house.names[0], Status.DONE, "Bob", house.bob)
    assert taken(house, desk) == 0
    found = marks_of(house, desk)
    ((mark, signature),) = found.items()
    with house.drawer.file.writing() as database:
        house.drawer.file.note(database, (house.drawer.file.at(), "Ana", EntryKind.MERGED, mark.about), house.ana, mark.fingerprint)
        journal.keep_alone(database, mark.fingerprint, signature)
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
    assert "was made before another that was here already" in house.told()


def test_marks_of_who_left_are_not_taken_over(house: House) -> None:
    desk = copied(house)
    desk.mark(house.names[0], Status.DONE, "Bob", house.bob)
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana)
    assert taken(house, desk) == 0


# -- the list of keys -------------------------------------------------------------------------------------------------------


def test_signatures_of_a_key_are_checked_only_by_what_it_proved_to_be_its_own(clinic: Clinic, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Ana (safe)", ANA, TODAY, stretching=QUICK)
    exported = list_changes.exported(tmp_path / "safe")[1]
    eve = own_key(b"e" * 32)
    with pytest.raises(public_keys.KeyFileError, match="Somebody changed this file"):
        list_changes.add_recipient(clinic.keys, exported[:65] + raw_public(eve) + exported[97:], "safe", TODAY, clinic.privates)
    safe = list_changes.add_recipient(clinic.keys, exported, "safe", TODAY, clinic.privates)
    assert trust.signers(clinic.keys, clinic.privates)[safe.id] == exported[65:97]
    eves = [structs.replace(each, verifies=raw_public(eve)) if each.id == safe.id else each for each in public_keys.recipients(clinic.keys)]
    public_keys.save_list(clinic.keys, tuple(eves))
    list_changes.confirm(clinic.keys, safe.id, clinic.privates)  # its fingerprint is the right one
    name = clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    clinic.drawer.delete([name], "Zoe", Signer(safe.id, eve, "Zoe", own_key(b"z" * 32)))
    assert trust.signers(clinic.keys, clinic.privates)[safe.id] == b""
    assert any("was not signed by anybody" in fault for fault in clinic.faults())


def test_what_checks_the_signatures_of_the_only_key_cannot_be_exchanged(clinic: Clinic) -> None:
    eve = own_key(b"e" * 32)
    only = public_keys.recipients(clinic.keys)[0]
    public_keys.save_list(clinic.keys, (structs.replace(only, verifies=raw_public(eve)).approved([Signer(only.id, eve)]),))
    assert trust.signers(clinic.keys, {}) == {only.id: b""}
    list_changes.settle(clinic.keys, clinic.privates)
    assert trust.signers(clinic.keys, {}) == {only.id: only.verifies}


@pytest.mark.parametrize("change", [{"until": date(2026, 1, 1)}, {"label": "old key"}, {"since": date(2020, 1, 1), "until": date(2026, 1, 1)}])
def test_who_signs_in_signs_nothing_by_the_way_that_somebody_wrote_into_the_list(besieged: Besieged, change: dict[str, Any]) -> None:
    own, safe = public_keys.recipients(besieged.keys)
    public_keys.save_list(besieged.keys, (safe, structs.replace(own, verifies=b"", proof=b"", approvals=(), **change)))
    list_changes.settle(besieged.keys, besieged.privates)
    (found,) = [each for each in public_keys.recipients(besieged.keys) if each.id == own.id]
    assert (found.checks, found.approvals) == (own.checks, ())


@pytest.mark.parametrize("written_since", [False, True])
def test_an_earlier_list_of_keys_is_told_at_the_next_sign_in(clinic: Clinic, written_since: bool) -> None:
    before, old = public_keys.recipients(clinic.keys), tuple(clinic.privates)
    introductions.introduce(clinic.drawer, clinic.privates)
    rotation.rotate(clinic.keys, "clinic", "Ana", ANA, TODAY, opened=clinic.privates, retired=old, stretching=QUICK)
    own = unlock.open_private(clinic.keys, "Ana", ANA)
    key_use.note_keys(clinic.drawer, "Ana", trust.signer_of(clinic.keys, own))
    assert introductions.introduce(clinic.drawer, own).about_keys == key_use.about_keys(clinic.drawer, own) == ()
    public_keys.save_list(clinic.keys, (*before, *(each for each in public_keys.recipients(clinic.keys) if each.id not in old)))
    if written_since:
        clinic.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert any(f"sealed for {old[0]}, which is not among" in each for each in introductions.introduce(clinic.drawer, own).about_keys)


def test_a_key_that_somebody_took_out_of_the_list_is_told(clinic: Clinic, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Ana (safe)", ANA, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(clinic.keys, list_changes.exported(tmp_path / "safe")[1], "safe", TODAY, clinic.privates)
    introductions.introduce(clinic.drawer, clinic.privates)
    list_changes.drop(clinic.keys, safe.id)
    assert [f"no longer sealed for {safe.id}" in each for each in introductions.introduce(clinic.drawer, clinic.privates).about_keys] == [True]


def test_the_first_sign_in_writes_down_which_keys_there_are(clinic: Clinic) -> None:
    introductions.introduce(clinic.drawer, clinic.privates)
    introductions.introduce(clinic.drawer, clinic.privates)
    told = [line for line in clinic.drawer.trail() if line.what == EntryKind.CHANGED_KEYS]
    assert [line.about for line in told] == [f"requests are closed for {next(iter(clinic.privates))}"]
    assert clinic.faults() == ()


def rotated(house: House) -> Signer:
    """Ana puts another key in the place of that which Bob may have copied, and takes his passphrase away."""
    house.drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", house.ana)
    admission.remove_holder(house.keys, "Bob")
    rotation.rotate(house.keys, "clinic", "Ana", ANA, TODAY, opened=house.privates, retired=tuple(house.privates), stretching=QUICK)
    key_use.share(house.drawer, house.privates, trust.in_use(house.keys)[0].public)
    house.privates = unlock.open_private(house.keys, "Ana", ANA)
    return trust.signer_of(house.keys, house.privates)


def deletes_with(house: House, by: Signer) -> None:
    """The kiosk's account says that requests are closed for that key, too, and takes it back when one is deleted with it."""
    now = [each.public for each in trust.in_use(house.keys)]
    also = [*now, next(each.public for each in public_keys.recipients(house.keys) if each.id == by.key)]
    name, at = house.names[0], "2026-11-23T12:00:00Z"

    def do(database: sqlite3.Connection) -> None:
        journal.write(database, (at, by.name, EntryKind.SIGNS_FROM_HERE, by.name), own_public(by), also, by)
        seals = database.execute("SELECT id, key, sealed FROM seals WHERE id = ? ORDER BY key", (name,)).fetchall()
        journal.write(database, (at, by.name, EntryKind.DELETED, name), digest(seals), also, by)
        database.execute("DELETE FROM seals WHERE id = ?", (name,))
        journal.write(database, (at, "", EntryKind.DAY, ""), b"", now)

    house.writes(do)


def test_a_key_that_was_put_in_as_one_given_up_long_ago_is_told_when_it_is_used(house: House) -> None:
    """Bob put it in, and signed it, while he could still read; an older kiosk let whoever changed the keys confirm that."""
    introductions.introduce(house.drawer, house.privates)
    rotation.new_key(house.folder / "planted", "clinic", "Carol", BOB, TODAY, stretching=QUICK)
    planted = trust.signer_of(house.folder / "planted", unlock.open_private(house.folder / "planted", "Carol", BOB))
    (one,) = public_keys.recipients(house.folder / "planted")
    old = structs.replace(one, since=date(2024, 1, 1), until=date(2025, 5, 5), approvals=()).approved([planted, house.anybody])
    public_keys.save_list(house.keys, (*public_keys.recipients(house.keys), old))
    ana = rotated(house)
    public_keys.save_list(house.keys, tuple(each.approved([ana]) if each.id == old.id else each for each in public_keys.recipients(house.keys)))
    key_use.note_keys(house.drawer, "Ana", ana)
    assert house.faults() == ()
    deletes_with(house, planted)
    assert f"requests were sealed for the key {planted.key} too, which nobody who can read requests wrote down" in house.told()


def test_a_key_that_staff_gave_up_signs_nothing_in_a_stretch_that_begins_later(house: House) -> None:
    introductions.introduce(house.drawer, house.privates)
    old = structs.replace(house.anybody, name="Carol", own=own_key(b"c" * 32))
    key_use.note_keys(house.drawer, "Ana", rotated(house))
    assert house.faults() == ()
    deletes_with(house, old)
    assert f"closed again for the key {old.key}" in house.told()
    assert house.told().count("was not signed by anybody who can read requests") == 2
    assert introductions.holders(house.drawer, house.privates).now("Carol") is None


def test_a_change_of_keys_that_was_interrupted_is_told_until_whoever_made_it_signs_with_the_new_one(house: House) -> None:
    introductions.introduce(house.drawer, house.privates)
    fresh = rotated(house)
    house.drawer.keep(Record(TODAY, "en", (Answer("name", "name", "four", "four"),), ()))
    assert f"requests were sealed for the key {fresh.key} too" in house.told()
    house.drawer.audit(EntryKind.SIGNED_IN, "Ana", "", fresh)
    assert house.faults() == ()


@pytest.fixture
def given_up(house: House) -> Signer:
    """Bob had a copy of the key that Ana has put another in the place of; she wrote that down."""
    introductions.introduce(house.drawer, house.privates)
    key_use.note_keys(house.drawer, "Ana", rotated(house))
    return house.anybody


def signatures_of(house: House, about: str) -> list[tuple[Any, ...]]:
    """Those of the last entry that says so, taken away."""
    with house.drawer.file.at_once() as read:
        seen = house.drawer.file.seen(read, house.privates)
    message = seen.position(next(line for line in reversed(seen.entries) if line.about.startswith(about)))
    taken: list[tuple[Any, ...]] = []

    def do(database: sqlite3.Connection) -> None:
        for each in (message, journal.alone(message)):
            taken.extend(database.execute("SELECT * FROM signatures WHERE digest = ?", (each,)))
            database.execute("DELETE FROM signatures WHERE digest = ?", (each,))

    house.writes(do)
    return taken


@pytest.mark.parametrize("replayed", [False, True])
def test_nobody_writes_another_list_down_while_the_signature_of_the_last_one_is_hidden(house: House, given_up: Signer, *, replayed: bool) -> None:
    new, old = public_keys.recipients(house.keys)
    back = structs.replace(old, until=None, approvals=())
    public_keys.save_list(house.keys, (back, structs.replace(new, until=TODAY)) if replayed else (new, back))
    hidden, before = signatures_of(house, "requests are closed for"), len(house.drawer.trail())
    told = introductions.introduce(house.drawer, house.privates).about_keys
    assert ["there is no good signature for that" in each for each in told] == [True]
    assert len(house.drawer.trail()) == before
    house.writes(lambda database: void(database.executemany("REPLACE INTO signatures VALUES (?, ?, ?)", hidden)))
    assert bool(introductions.introduce(house.drawer, house.privates).about_keys) == (given_up.key in {each.id for each in trust.in_use(house.keys)})


@pytest.mark.parametrize("what", [EntryKind.SIGNS_FROM_HERE, EntryKind.SIGNS_NO_MORE])
def test_what_was_done_to_anas_name_is_told_to_her_while_its_signature_is_hidden(house: House, what: EntryKind) -> None:
    introductions.introduce(house.drawer, house.privates)
    if what == EntryKind.SIGNS_FROM_HERE:
        introductions.announce(house.drawer, "Ana", raw_public(own_key(b"e" * 32)), "Bob", house.bob)
    else:
        house.drawer.audit(what, "Bob", "Ana", house.bob)
    signatures_of(house, "Ana")
    (told,) = introductions.introduce(house.drawer, house.privates).news
    assert "there is no signature for that" in told
    house.drawer.audit(EntryKind.SIGNED_IN, "Ana", "", house.ana)
    assert introductions.introduce(house.drawer, house.privates).news == ()


def test_a_request_that_is_closed_for_a_key_given_up_before_it_came_is_told(house: House, given_up: Signer) -> None:
    listed, name = public_keys.recipients(house.keys), "ab" * 16
    plain = packed(Record(TODAY, "en", (Answer("name", "name", "five", "five"),), ()))
    seals = sorted((name, each.id, seal(plain, each.public, name)) for each in listed)

    def do(database: sqlite3.Connection) -> None:
        line = (TODAY.isoformat(), "", EntryKind.KEPT, name)
        seq = journal.write(database, line, digest(seals), [each.public for each in trust.in_use(house.keys)])
        database.execute("INSERT INTO records VALUES (?, ?, ?)", (name, TODAY.isoformat(), seq))
        database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)

    assert house.faults() == ()
    house.writes(do)
    assert f"was sealed for the key {given_up.key} too, which was not in use then" in house.told()


def test_keys_that_change_while_a_request_is_closed_are_no_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    introductions.introduce(house.drawer, house.privates)
    made: list[Signer] = []

    def meanwhile(*arguments: Any) -> bytes:
        if not made:
            opened = house.privates
            rotation.rotate(house.keys, "clinic", "Ana", ANA, TODAY, opened=opened, retired=tuple(opened), stretching=QUICK)
            house.privates = unlock.open_private(house.keys, "Ana", ANA)
            made.append(trust.signer_of(house.keys, house.privates))
            with closing(Drawer(house.drawer.folder, house.keys, lambda: house.now, begins=False)) as other, suppress(KeepError):
                key_use.note_keys(other, "Ana", made[0])
        return seal(*arguments)

    monkeypatch.setattr("kiosk.signup.drawer.drawer.seal", meanwhile)
    for name in ("four", "five"):
        house.drawer.keep(Record(TODAY, "en", (Answer("name", "name", name, name),), ()))
        key_use.note_keys(house.drawer, "Ana", made[0])
    key_use.share(house.drawer, house.privates, trust.in_use(house.keys)[0].public)
    assert house.faults() == ()


# -- what staff do, and what they saw ---------------------------------------------------------------------------------------


def rubbish(clinic: Clinic, name: str) -> Callable[[sqlite3.Connection], None]:
    """Other seals in the place of a request's own: anybody can make them."""
    fresh = [(seal(packed(Record(TODAY, "en", (Answer("name", "name", "asdf", "asdf"),), ())), each.public, name), name, each.id)
             for each in trust.in_use(clinic.keys)]  # fmt: skip
    return lambda database: void(database.executemany("UPDATE seals SET sealed = ? WHERE id = ? AND key = ?", fresh))


def seals_of(clinic: Clinic, name: str) -> list[tuple[bytes, str, str]]:
    with clinic.drawer.file.reading() as database:
        return database.execute("SELECT sealed, id, key FROM seals WHERE id = ?", (name,)).fetchall()


@pytest.mark.parametrize("noted", [False, True])
def test_a_mark_that_nobody_signed_counts_nowhere(clinic: Clinic, *, noted: bool) -> None:
    name = clinic.names[0]
    mark = Mark(name, Status.DONE, "Ana", "2026-11-23T12:00:00Z")

    def do(database: sqlite3.Connection) -> None:
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        if noted:
            clinic.notes(EntryKind.MARKED, mark.about, at=mark.at, digest=mark.fingerprint)(database)

    clinic.writes(do)
    (entry,) = (each for each in clinic.drawer.entries(clinic.privates) if each.id == name)
    assert (entry.status, entry.by, entry.doubted) == (Status.NEW, "", True)
    assert clinic.drawer.waiting() == 3


@pytest.mark.parametrize("knowingly", [False, True])
def test_what_was_put_in_its_place_is_neither_shown_nor_marked_nor_deleted_unknowingly(clinic: Clinic, *, knowingly: bool) -> None:
    name = clinic.names[0]
    clinic.writes(rubbish(clinic, name))
    assert clinic.drawer.open(name, clinic.privates) is None
    with pytest.raises(KeepError, match="not what came"):
        clinic.drawer.mark(name, Status.DONE, "Ana", clinic.ana)
    if knowingly:
        assert clinic.drawer.delete([name], "Ana", clinic.ana, knowingly=True) == 1
        assert any("who was told that it had been changed" in fault for fault in clinic.faults()), clinic.faults()
    else:
        with pytest.raises(KeepError, match="not what came"):
            clinic.drawer.delete([name], "Ana", clinic.ana)
        assert len(clinic.drawer.entries()) == 3


def test_a_deed_is_for_what_was_shown_whatever_lies_there_before_and_after(clinic: Clinic) -> None:
    """The thief writes the journal so that what lies there seems to have come, and puts all back afterwards."""
    one, two, _ = clinic.names
    true = [*seals_of(clinic, one), *seals_of(clinic, two)]
    told = {name: digest([(name, key, sealed) for sealed, _, key in seals_of(clinic, name)]) for name in (one, two)}
    for name in (one, two):
        clinic.writes(rubbish(clinic, name))
        other = digest([(name, key, sealed) for sealed, _, key in seals_of(clinic, name)])
        clinic.writes(lambda database, other=other, name=name: void(database.execute("UPDATE journal SET digest = ? WHERE about = ?", (other, name))))
    clinic.drawer.mark(one, Status.DONE, "Ana", clinic.ana)
    clinic.drawer.delete([two], "Ana", clinic.ana)

    def back(database: sqlite3.Connection) -> None:
        database.executemany("UPDATE seals SET sealed = ? WHERE id = ? AND key = ?", true)
        database.executemany("UPDATE journal SET digest = ? WHERE about = ? AND what = 'kept'", [(told[name], name) for name in told])

    clinic.writes(back)
    assert any("is for something else that somebody had put in its place" in fault for fault in clinic.faults()), clinic.faults()
    assert any("who saw something else" in fault for fault in clinic.faults()), clinic.faults()
    assert clinic.drawer.waiting() == 2
    clinic.live(40)
    assert expiry.expire(clinic.drawer, clinic.now.date()) == []


def test_what_was_exchanged_before_a_copy_came_back_takes_no_mark_from_it(clinic: Clinic) -> None:
    name, later = clinic.names[0], "2026-11-23T11:59:59Z"
    mark = Mark(name, Status.DONE.value, "Ana", later)
    others = Mark(clinic.names[1], Status.DONE.value, "Ana", later)
    clinic.writes(rubbish(clinic, name))
    signed = {each: clinic.ana.sign_alone(each.fingerprint) for each in (mark, others)}
    assert taken_over.merge(clinic.drawer, signed, [], "Ana", clinic.ana)[0] == 1
    assert {entry.id for entry in clinic.drawer.entries(clinic.privates) if entry.status is Status.DONE} == {clinic.names[1]}


def test_what_comes_back_from_a_drawer_set_aside_is_what_once_came(clinic: Clinic) -> None:
    name = clinic.names[0]
    true = Found(name, TODAY.isoformat(), tuple((key, sealed) for sealed, _, key in seals_of(clinic, name)))
    other = Found(name, TODAY.isoformat(), tuple((key, b"x" + sealed) for key, sealed in true.seals))
    clinic.writes(lambda database: void(database.execute("DELETE FROM seals WHERE id = ?", (name,))))
    with pytest.raises(KeepError, match="not what came"):
        taken_over.recover(clinic.drawer, [other], "Ana", clinic.ana)
    assert taken_over.recover(clinic.drawer, [true], "Ana", clinic.ana)[0] == 1
    assert clinic.drawer.open(name, clinic.privates) is not None


def test_closed_anew_for_a_fresh_key_what_was_exchanged_stays_what_nobody_vouches_for(clinic: Clinic) -> None:
    name = clinic.names[0]
    clinic.writes(rubbish(clinic, name))
    fresh = rotation.rotate(clinic.keys, "fresh", "Ana", ANA, TODAY, opened=clinic.privates, retired=set(clinic.privates), stretching=QUICK)
    opened = unlock.open_private(clinic.keys, "Ana", ANA)
    publics = {each.id: each.public for each in trust.in_use(clinic.keys)}
    sealed_anew.seal_anew(clinic.drawer, clinic.privates, publics, "Ana", trust.signer_of(clinic.keys, opened))
    assert publics.keys() == {fresh}
    shown = dict(zip(clinic.names, clinic.drawer.show(clinic.names, opened), strict=True))
    assert [shown[each].changed for each in clinic.names] == [True, False, False]
    assert [shown[each].record is None for each in clinic.names] == [True, False, False]


def test_a_request_comes_once(clinic: Clinic) -> None:
    name = clinic.names[0]
    clinic.writes(rubbish(clinic, name))
    other = digest([(name, key, sealed) for sealed, _, key in seals_of(clinic, name)])
    clinic.writes(clinic.notes(EntryKind.KEPT, name, at=TODAY.isoformat(), digest=other))
    assert clinic.drawer.open(name, clinic.privates) is None
    assert any("says once more that the request" in fault for fault in clinic.faults())


def test_deeds_of_an_older_kiosk_stay_good(clinic: Clinic) -> None:
    mark = Mark(clinic.names[0], Status.DONE.value, "Ana", "2026-11-23T12:00:00Z")
    with clinic.drawer.file.writing() as database:
        clinic.drawer.file.note(database, (mark.at, "Ana", EntryKind.MARKED, mark.about), clinic.ana)
        database.execute("INSERT INTO marks VALUES (?, ?, ?, ?)", (mark.id, mark.status, mark.who, mark.at))
        clinic.drawer.take_out(database, clinic.names[1], (mark.at, "Ana", EntryKind.DELETED, clinic.names[1]), clinic.ana)
    assert clinic.faults() == ()
    assert [entry.status for entry in clinic.drawer.entries()] == [Status.NEW, Status.DONE]


def test_who_opens_only_a_key_of_before_is_told_nothing_of_the_new_one(clinic: Clinic) -> None:
    introductions.introduce(clinic.drawer, clinic.privates)
    admission.admit(clinic.keys, clinic.privates, "Bob", "eight grey whales swim", stretching=QUICK)
    introductions.introduce(clinic.drawer, unlock.open_private(clinic.keys, "Bob", "eight grey whales swim"))
    rotation.rotate(clinic.keys, "clinic", "Ana", ANA, TODAY, opened=clinic.privates, retired=tuple(clinic.privates), stretching=QUICK)
    own = unlock.open_private(clinic.keys, "Ana", ANA)
    key_use.note_keys(clinic.drawer, "Ana", trust.signer_of(clinic.keys, own))
    assert introductions.introduce(clinic.drawer, unlock.open_private(clinic.keys, "Bob", "eight grey whales swim")).about_keys == ()
    assert soundness.verify(clinic.drawer, own) == ()


def test_keys_without_a_proof_of_an_older_kiosk_stay_in_use_and_check_nothing_until_somebody_signs_in(clinic: Clinic, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Ana (safe)", ANA, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(clinic.keys, list_changes.exported(tmp_path / "safe")[1], "safe", TODAY, clinic.privates)
    public_keys.save_list(clinic.keys, tuple(structs.replace(each, proof=b"") for each in public_keys.recipients(clinic.keys)))
    (first,) = clinic.privates
    assert {each.id for each in trust.in_use(clinic.keys)} == {first, safe.id}
    assert set(trust.signers(clinic.keys, {}).values()) == {b""}
    list_changes.settle(clinic.keys, clinic.privates)
    assert trust.signers(clinic.keys, {})[first] != b""


# -- the list of keys, while somebody exchanges it ----------------------------------------------------------------------------


class Besieged(Clinic):
    """Ana's key and one in a safe, which staff wrote down; and a thief who writes the list whenever they like."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rotation.new_key(folder / "safe", "safe", "Ana (safe)", ANA, TODAY, stretching=QUICK)
        self.safe = list_changes.add_recipient(self.keys, list_changes.exported(folder / "safe")[1], "safe", TODAY, self.privates)
        introductions.introduce(self.drawer, self.privates)
        self.eve = public_keys.fresh_recipient(slots.fresh_private(), "clinic", TODAY)

    def exported(self) -> bytes:
        return list_changes.exported(self.folder / "safe")[1]

    def evil(self) -> tuple[public_keys.Recipient, ...]:
        """As if Eve's signatures were those of the safe, and the safe had confirmed a key of hers."""
        hers = own_key(b"e" * 32)
        listed = public_keys.recipients(self.keys)
        exchanged = [structs.replace(each, label="evil", verifies=raw_public(hers)) if each.id == self.safe.id else each for each in listed]
        return (*exchanged, self.eve.approved([Signer(self.safe.id, hers)]))

    def rotates(self, *, kept: bool = True, known: Collection[str] = (), seen: tuple[public_keys.Recipient, ...] | None = None) -> str:
        opened = unlock.open_private(self.keys, "Ana", ANA)
        retired = () if kept else [self.safe.id]
        return rotation.rotate(
            self.keys, "clinic", "Ana", ANA, TODAY, opened=opened, retired=retired, known=known, seen=seen, stretching=QUICK
        )  # fmt: skip

    def ours(self) -> set[str]:
        return set(trust.signers(self.keys, unlock.open_private(self.keys, "Ana", ANA)))


@pytest.fixture
def besieged(tmp_path: Path) -> Iterator[Besieged]:
    made = Besieged(tmp_path)
    yield made
    made.drawer.close()


CHANGES: dict[str, Callable[[Besieged], object]] = {
    "rotate": Besieged.rotates,
    "confirm": lambda clinic: list_changes.confirm(clinic.keys, clinic.safe.id, clinic.privates),
    "recipient": lambda clinic: list_changes.add_recipient(clinic.keys, clinic.exported(), "box", TODAY, clinic.privates),
    "drop": lambda clinic: list_changes.drop(clinic.keys, clinic.safe.id),
}


@pytest.mark.parametrize("readings", range(1, 9))
@pytest.mark.parametrize("change", list(CHANGES))
def test_a_list_that_is_exchanged_after_any_reading_confirms_no_key_of_eves(
    besieged: Besieged, monkeypatch: pytest.MonkeyPatch, change: str, readings: int
) -> None:
    read, evil, count = public_keys.recipients, besieged.evil(), iter(range(1, 100))

    def exchanged(folder: Path) -> tuple[public_keys.Recipient, ...]:
        told = read(folder)
        if folder == besieged.keys and next(count) == readings:
            public_keys.save_list(folder, evil)
        return told

    with monkeypatch.context() as patched, suppress(public_keys.KeyFileError):
        in_every_module(patched, "recipients", exchanged)
        CHANGES[change](besieged)
    ours = besieged.ours()
    assert besieged.eve.id not in ours
    assert "evil" not in [each.label for each in public_keys.recipients(besieged.keys) if each.id in ours]


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_list_that_is_exchanged_after_it_was_written_is_told(besieged: Besieged, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    save, evil = public_keys.save_list, besieged.evil()
    monkeypatch.setattr(public_keys, "save_list", lambda folder, _: save(folder, evil))
    with pytest.raises(public_keys.KeyFileError, match="Somebody has just changed the list of keys"):
        CHANGES[change](besieged)


def test_a_list_that_is_not_the_one_that_was_looked_at_is_not_signed(besieged: Besieged) -> None:
    seen = public_keys.recipients(besieged.keys)
    public_keys.save_list(besieged.keys, evil := besieged.evil())
    for change in (
        lambda: besieged.rotates(seen=seen),
        lambda: list_changes.confirm(besieged.keys, besieged.safe.id, besieged.privates, seen=seen),
        lambda: list_changes.drop(besieged.keys, besieged.safe.id, seen=seen),
        lambda: list_changes.add_recipient(besieged.keys, besieged.exported(), "box", TODAY, besieged.privates, seen=seen),
    ):
        with pytest.raises(public_keys.KeyFileError, match="Somebody has just changed the list of keys"):
            change()
    assert public_keys.recipients(besieged.keys) == evil
    assert len(list(besieged.keys.glob(f"*{private_keys.PRIVATE}"))) == 1


@pytest.mark.parametrize("until", [None, date(2025, 5, 5)])
def test_what_the_key_without_a_passphrase_vouched_for_is_not_confirmed_by_the_first_one_that_has_one(tmp_path: Path, until: date | None) -> None:
    folder = tmp_path / "keys"
    try_out_key.make_try_out(folder, TODAY)
    with closing(Drawer(tmp_path / "drawer", folder)) as drawer:
        ((old, bare),) = try_out_key.open_try_out(folder).items()
        own = public_keys.fresh_recipient(slots.fresh_private(), "clinic", TODAY)
        eve = structs.replace(own, until=until, approvals=()).approved([signer(old, bare)])
        name = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
        public_keys.save_list(folder, (*public_keys.recipients(folder), eve))
        first = protect(drawer, folder, "Ana", ANA, TODAY, stretching=QUICK)
        opened = unlock.open_private(folder, "Ana", ANA)
        assert [each.id for each in trust.in_use(folder)] == [first]
        assert [each.id for each in trust.unconfirmed(folder, opened)] == [eve.id]
        with drawer.file.reading() as database:
            assert [key for (key,) in database.execute("SELECT key FROM seals WHERE id = ?", (name,))] == [first]
        known = key_use.ever_used(drawer, opened)
        rotation.rotate(folder, "clinic", "Ana", ANA, TODAY, opened=opened, retired=[first], known=known, stretching=QUICK)
        assert [each.id for each in trust.unconfirmed(folder, unlock.open_private(folder, "Ana", ANA))] == [eve.id]


def test_what_the_first_passphrase_closes_anew_is_closed_for_its_key_alone_though_the_list_is_exchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, rotate = tmp_path / "keys", rotation.rotate
    try_out_key.make_try_out(folder, TODAY)

    def exchanged(*arguments: Any, **others: Any) -> str:
        made = rotate(*arguments, **others)
        public_keys.save_list(folder, (public_keys.fresh_recipient(slots.fresh_private(), "clinic", TODAY), *public_keys.recipients(folder)))
        return made

    with closing(Drawer(tmp_path / "drawer", folder)) as drawer:
        drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
        monkeypatch.setattr(rotation, "rotate", exchanged)
        first = protect(drawer, folder, "Ana", ANA, TODAY, stretching=QUICK)
        with drawer.file.reading() as database:
            assert [key for (key,) in database.execute("SELECT key FROM seals")] == [first]


def test_what_somebody_planted_before_they_left_is_not_confirmed_by_the_next_key(besieged: Besieged) -> None:
    """As if it had been given up long ago."""
    own = public_keys.fresh_recipient(slots.fresh_private(), "clinic", TODAY)
    eve = structs.replace(own, until=date(2025, 5, 5), approvals=()).approved([besieged.ana])
    public_keys.save_list(besieged.keys, (*public_keys.recipients(besieged.keys), eve))
    assert eve.id in besieged.ours()
    for _ in range(2):
        besieged.rotates(known=key_use.ever_used(besieged.drawer, unlock.open_private(besieged.keys, "Ana", ANA)))
        assert eve.id not in besieged.ours()
        assert besieged.safe.id in besieged.ours()


def test_a_key_that_was_given_up_long_ago_stays_one_of_ours_where_staff_once_wrote_it_down(besieged: Besieged) -> None:
    for kept in (True, False, True):
        opened = unlock.open_private(besieged.keys, "Ana", ANA)
        fresh = besieged.rotates(kept=kept, known=key_use.ever_used(besieged.drawer, opened))
        own = unlock.open_private(besieged.keys, "Ana", ANA)
        key_use.share(besieged.drawer, opened, public_keys.recipients(besieged.keys)[0].public)
        key_use.note_keys(besieged.drawer, "Ana", trust.signer_of(besieged.keys, own), [each.id for each in trust.in_use(besieged.keys)])
    assert [each.id for each in trust.in_use(besieged.keys)] == [fresh]
    assert trust.unconfirmed(besieged.keys, own) == ()
    assert trust.unconfirmed(besieged.keys, {}) == ()


def test_who_was_left_out_writes_nothing_down_any_more(besieged: Besieged) -> None:
    (old,) = besieged.privates
    besieged.rotates(known=key_use.ever_used(besieged.drawer, besieged.privates))
    own = unlock.open_private(besieged.keys, "Ana", ANA)
    fresh = trust.signer_of(besieged.keys, own)
    key_use.note_keys(besieged.drawer, "Ana", fresh, [fresh.key, besieged.safe.id])
    with besieged.drawer.file.writing() as database:
        about = f"requests are closed for {old},{besieged.eve.id}"
        publics = [each.public for each in public_keys.recipients(besieged.keys)]
        journal.write(database, (besieged.drawer.file.at(), "Ana", EntryKind.CHANGED_KEYS, about), b"", publics, besieged.ana)
    assert key_use.ever_used(besieged.drawer, own) == {old, besieged.safe.id, fresh.key}


def test_a_key_that_was_given_up_and_put_back_is_given_up_again_by_the_next_one(besieged: Besieged) -> None:
    (old,) = besieged.privates
    besieged.rotates()
    listed = public_keys.recipients(besieged.keys)
    public_keys.save_list(besieged.keys, tuple(structs.replace(each, until=None, approvals=()) if each.id == old else each for each in listed))
    fresh = besieged.rotates()
    assert {each.id for each in trust.in_use(besieged.keys)} == {fresh, besieged.safe.id}


def test_a_strangers_key_that_is_given_up_is_not_confirmed_by_that(besieged: Besieged) -> None:
    """Confirmed by a key that was given up, put back at the head of the list: who rotates is asked, and ends both."""
    (old,) = besieged.privates
    before = next(each for each in public_keys.recipients(besieged.keys) if each.id == old)
    besieged.rotates(known=key_use.ever_used(besieged.drawer, besieged.privates))
    eve = structs.replace(besieged.eve, approvals=()).approved([besieged.ana])
    public_keys.save_list(besieged.keys, (before, eve, *(each for each in public_keys.recipients(besieged.keys) if each.id != old)))
    own = unlock.open_private(besieged.keys, "Ana", ANA)
    assert eve.id in {each.id for each in trust.in_use(besieged.keys)}
    rotation.rotate(
        besieged.keys, "clinic", "Ana", ANA, TODAY, opened=own, retired=[old, eve.id], known=key_use.ever_used(besieged.drawer, own), stretching=QUICK
    )  # fmt: skip
    assert eve.id not in besieged.ours()


def test_a_new_key_confirms_of_another_only_what_that_proved_to_be_its_own(besieged: Besieged) -> None:
    hers = raw_public(own_key(b"e" * 32))
    exchanged = structs.replace(besieged.safe, verifies=hers).approved([trust.signer_of(besieged.keys, besieged.privates)])  # by an older kiosk
    public_keys.save_list(besieged.keys, tuple(exchanged if each.id == besieged.safe.id else each for each in public_keys.recipients(besieged.keys)))
    besieged.rotates()
    assert besieged.safe.id in besieged.ours()
    assert hers not in [each.verifies for each in public_keys.recipients(besieged.keys)]
