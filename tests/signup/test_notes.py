"""Notes of staff: sealed like the request, signed by whoever wrote them, gone with it; nobody changes one unseen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import pytest
from clinic_staff import let_in
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kiosk.signup.drawer import introductions, soundness, taken_over
from kiosk.signup.drawer.copies import forget
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.file import DrawerFile
from kiosk.signup.drawer.foreign import found_in, signed_marks, signed_notes
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.journal import journal, notes
from kiosk.signup.journal.fingerprints import digest
from kiosk.signup.journal.journal import EntryKind, Line
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import private_keys, rotation, trust, try_out_key, unlock
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.record import Answer, Record, TooLongError

TODAY, NOW = date(2026, 11, 23), datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA, BOB = "correct horse battery", "eight grey whales swim"
QUICK = Stretching(memory_kib=64, passes=1)
SAID = "Works until five, call her sister"


class Clinic:
    """A drawer with two requests and a note of Ana's on the first of them; Bob can read, too."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys = folder, folder / "keys"
        rotation.new_key(self.keys, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
        self.drawer = Drawer(folder / "drawer", self.keys, lambda: NOW)
        self.one, self.two = (self.drawer.keep(Record(TODAY, "en", (Answer("name", "name", each, each),), ())) for each in ("one", "two"))
        self.privates = unlock.open_private(self.keys, "Ana", ANA)
        introductions.introduce(self.drawer, self.privates)
        self.ana = trust.signer_of(self.keys, self.privates)
        assert self.drawer.note(self.one, SAID, "Ana", self.ana)

    @property
    def file(self) -> Path:
        return self.drawer.folder / NAME

    def writes(self, sql: str, *values: object) -> None:
        """Somebody changes the file while nobody looks."""
        self.drawer.close()
        with closing(sqlite3.connect(self.file, isolation_level=None)) as database:
            database.execute(sql, values)

    def said(self) -> dict[str, list[tuple[str, str]]]:
        return {name: [(note.who, note.text) for note in written] for name, written in self.drawer.notes(self.privates).items()}


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.drawer.close()


def test_a_note_is_for_those_alone_who_can_read(clinic: Clinic) -> None:
    assert clinic.drawer.note(clinic.one, "é" * notes.LONGEST, "Ana", clinic.ana)
    assert clinic.said() == {clinic.one: [("Ana", SAID), ("Ana", "é" * notes.LONGEST)]}
    assert SAID.encode() not in clinic.file.read_bytes()
    with closing(sqlite3.connect(clinic.file)) as database:
        assert {length for (length,) in database.execute("SELECT length(sealed) FROM notes")} == {notes.NOTE_BYTES + 82}
        assert database.execute("SELECT about FROM journal WHERE what = 'noted'").fetchone()[0].startswith(f"{clinic.one} ")
    assert clinic.drawer.notes(private_keys.NOTHING) == {clinic.one: ()}
    assert soundness.verify(clinic.drawer, clinic.privates) == ()
    with pytest.raises(TooLongError):
        clinic.drawer.note(clinic.one, "x" * (notes.LONGEST + 1), "Ana", clinic.ana)
    assert not clinic.drawer.note("0" * 32, "to nobody", "Ana", clinic.ana)


def test_who_will_call_is_a_note_that_earlier_versions_read_as_text(clinic: Clinic) -> None:
    for person in ("Bob", "", "Ana"):
        assert clinic.drawer.note(clinic.one, notes.about_caller(person), "Ana", clinic.ana, calls=person)
        assert notes.caller(clinic.drawer.notes(clinic.privates)[clinic.one]) == person
    assert clinic.said()[clinic.one][1:] == [("Ana", notes.about_caller(person)) for person in ("Bob", "", "Ana")]
    assert notes.caller(clinic.drawer.notes(clinic.privates).get(clinic.two, ())) == ""
    assert soundness.verify(clinic.drawer, clinic.privates) == ()


def calls(drawer: Drawer, clinic: Clinic, person: str, at: datetime) -> None:
    """Somebody whose clock says `at` notes on the first request who will call."""
    drawer.file.now = lambda: at  # type: ignore[method-assign]
    assert drawer.note(clinic.one, notes.about_caller(person), "Ana", clinic.ana, calls=person)


@pytest.mark.parametrize("days", [[400, 0], [-400, 30, 0], [9, 8, 7]])
def test_whatever_the_clock_says_the_last_to_say_who_will_call_is_believed(clinic: Clinic, days: list[int]) -> None:
    for number, day in enumerate(days):
        calls(clinic.drawer, clinic, f"Bob {number}", NOW + timedelta(day))
    written = clinic.drawer.notes(clinic.privates)[clinic.one]
    assert [note.calls for note in written] == [None, *(f"Bob {each}" for each in range(len(days)))]
    assert notes.caller(written) == f"Bob {len(days) - 1}"


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans())))
def test_no_note_is_later_than_its_entry_or_than_one_written_here_after_it(written: list[tuple[int, bool]]) -> None:
    kinds = {True: EntryKind.NOTED, False: EntryKind.NOTE_TAKEN}
    lines = [Line(seq, f"2026-11-0{day}", "Ana", kinds[here], "", b"", b"") for seq, (day, here) in enumerate(written)]
    for line, bound in zip(lines, notes.latest(lines), strict=True):
        assert bound == min(each.at for each in lines if each is line or (each.seq > line.seq and each.what == EntryKind.NOTED))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("9999-12-31T23:59:59Z", "2026-11-23T12:00:00Z"), ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"), ("", "2026-11-23T12:00:00Z"),
        ("x\n2026-11-30  Bob: hello", "2026-11-23T12:00:00Z"), ("2026-11-22", "2026-11-23T12:00:00Z"),
    ],
)  # fmt: skip
def test_a_note_of_a_copy_has_a_time_that_can_be_and_does_not_stand_before_later_ones(clinic: Clinic, at: str, told: str) -> None:
    sealed_by_hand(clinic, notes.Note(at, "Ana", "Mallory will call.", "Mallory"))
    written = clinic.drawer.notes(clinic.privates)[clinic.one]
    assert [note.at for note in written if note.calls == "Mallory"] == [told]
    calls(clinic.drawer, clinic, "Bob", NOW)
    assert notes.caller(clinic.drawer.notes(clinic.privates)[clinic.one]) == "Bob"


@pytest.mark.parametrize("person", ["Bob\nAna: I called", "B\u202eob", " Bob", "x" * 61, "!"])
def test_what_is_no_name_is_nobody_who_will_call(clinic: Clinic, person: str) -> None:
    sealed_by_hand(clinic, notes.Note("2026-11-23T12:00:00Z", "Ana", "hello", person))
    written = clinic.drawer.notes(clinic.privates)[clinic.one]
    assert [(note.text, note.calls) for note in written] == [(SAID, None), ("hello", None)]


def sealed_by_hand(clinic: Clinic, note: notes.Note) -> None:
    """Ana puts a note on a copy by a program of her own, and it is taken over."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.signup.drawer.drawer.Note", lambda _, who, *__: structs.replace(note, who=who))
        copy = elsewhere(clinic, lambda drawer: drawer.note(clinic.one, "", "Ana", clinic.ana))
    assert take_over(clinic, copy) == (1, 0)


def test_a_drawer_without_notes_is_as_versions_before_made_it(tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "keys", "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys")) as drawer:
        name = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "a", "a"),), ()))
        drawer.mark(name, Status.CALLED, "Ana", None)
        assert drawer.notes(private_keys.NOTHING) == {}
        drawer.delete([name], "Ana", None)
    with closing(sqlite3.connect(tmp_path / "drawer" / NAME)) as database:
        assert not notes.has(database)


def test_it_goes_with_the_request_and_its_copies(clinic: Clinic, tmp_path: Path) -> None:
    aside = clinic.file.with_name("drawer-set-aside-20261101-090000.sqlite")
    clinic.drawer.close()
    shutil.copy(clinic.file, aside)
    with closing(sqlite3.connect(aside)) as database:
        (sealed,) = database.execute("SELECT sealed FROM notes").fetchone()
    assert sealed in clinic.file.read_bytes()
    clinic.drawer.delete([clinic.one], "Ana", clinic.ana)
    assert forget(tmp_path, [clinic.one]) == []
    assert [sealed in path.read_bytes() for path in (clinic.file, aside)] == [False, False]
    assert (clinic.said(), soundness.verify(clinic.drawer, clinic.privates)) == ({}, ())
    with closing(sqlite3.connect(clinic.file)) as database:
        assert not notes.has(database), "the drawer is again as versions before made it"
    assert clinic.drawer.note(clinic.two, SAID, "Ana", clinic.ana)
    assert (clinic.said(), soundness.verify(clinic.drawer, clinic.privates)) == ({clinic.two: [("Ana", SAID)]}, ())


HARM: dict[str, tuple[str, str]] = {
    "removed": ("DELETE FROM notes", "was removed behind"),
    "changed": ("UPDATE notes SET sealed = zeroblob(length(sealed))", "was changed behind"),
    "no bytes": ("UPDATE notes SET sealed = 'x'", "was changed behind"),
    "on another request": ("UPDATE notes SET id = (SELECT max(id) FROM seals WHERE id <> notes.id)", "was changed behind"),
    "put in": ("INSERT INTO notes SELECT 'x', id, key, sealed FROM notes", "was put in behind"),
    "for one key more": ("INSERT INTO notes SELECT note, id, 'eve', sealed FROM notes", "was changed behind"),
}


@pytest.mark.parametrize("what", list(HARM))
def test_what_was_done_to_a_note_is_told_and_it_does_not_count(clinic: Clinic, what: str) -> None:
    sql, told = HARM[what]
    clinic.writes(sql)
    faults = soundness.verify(clinic.drawer, clinic.privates)
    assert len(faults) == 1, faults
    assert told in faults[0]
    assert clinic.said() == ({clinic.one: [("Ana", SAID)]} if what == "put in" else {})


@pytest.mark.parametrize("what", journal.NOTES)
def test_nobody_without_a_passphrase_can_write_one(clinic: Clinic, what: EntryKind) -> None:
    """All of it in right order, with the journal's own key: but for the signature."""
    publics = {each.id: each.public for each in trust.in_use(clinic.keys)}
    kept = notes.closed("f" * 16, clinic.one, notes.Note("2026-11-23T12:00:00Z", "Ana", "She says no"), publics)
    clinic.drawer.close()
    with closing(sqlite3.connect(clinic.file, isolation_level=None)) as database:
        notes.add(database, [kept])
        line = ("2026-11-23T12:00:00Z", "Ana", what, f"{clinic.one} {kept.note} Ana")
        journal.write(database, line, digest(kept.seals), publics.values())
    assert any("was not signed by anybody" in told for told in soundness.verify(clinic.drawer, clinic.privates))
    assert clinic.said() == {clinic.one: [("Ana", SAID)]}


def test_a_request_that_is_not_what_was_shown_gets_no_note(clinic: Clinic) -> None:
    for do in (lambda: clinic.drawer.note(clinic.one, "x", "Ana", clinic.ana, b"other"), lambda: forged(clinic)):
        with pytest.raises(KeepError) as refused:
            do()
        assert refused.value.why is Why.CHANGED


def forged(clinic: Clinic) -> None:
    clinic.writes("UPDATE seals SET sealed = zeroblob(4178)")
    clinic.drawer.note(clinic.one, "x", "Ana", clinic.ana)


def elsewhere(clinic: Clinic, do: Callable[[Drawer], object]) -> Path:
    """A copy of the drawer in which something is done."""
    clinic.drawer.close()
    copy = clinic.folder / "copy"
    shutil.copytree(clinic.drawer.folder, copy)
    with closing(Drawer(copy, clinic.keys, lambda: NOW)) as drawer:
        do(drawer)
    return copy


def take_over(clinic: Clinic, copy: Path) -> tuple[int, int]:
    found, others = signed_notes(copy, trust.signers(clinic.keys, clinic.privates), introductions.holders(clinic.drawer, clinic.privates))
    return taken_over.merge(clinic.drawer, {}, found, "Ana", clinic.ana)[1], others


def test_notes_of_a_copy_are_taken_over_once_with_the_name_of_who_wrote_them(clinic: Clinic) -> None:
    let_in(clinic.keys, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    opened = unlock.open_private(clinic.keys, "Bob", BOB)
    introductions.introduce(clinic.drawer, opened)
    copy = elsewhere(clinic, lambda drawer: drawer.note(clinic.two, "Rings at noon", "Bob", trust.signer_of(clinic.keys, opened)))
    assert take_over(clinic, copy) == (1, 0)
    assert clinic.said() == {clinic.one: [("Ana", SAID)], clinic.two: [("Bob", "Rings at noon")]}
    assert take_over(clinic, copy) == (0, 0)
    assert soundness.verify(clinic.drawer, clinic.privates) == ()
    clinic.writes("DELETE FROM signatures WHERE digest IN (SELECT digest FROM signatures ORDER BY rowid DESC LIMIT 1)")
    assert any("not their signature" in told for told in soundness.verify(clinic.drawer, clinic.privates))


def test_a_note_in_another_ones_name_is_not_taken_over(clinic: Clinic) -> None:
    copy = elsewhere(clinic, lambda drawer: drawer.note(clinic.two, "x", "Bob", clinic.ana))
    assert take_over(clinic, copy) == (0, 1)


def test_what_comes_back_from_a_drawer_that_lay_aside_has_its_notes(clinic: Clinic) -> None:
    copy = elsewhere(clinic, lambda _: None)
    fresh = Drawer(clinic.folder / "fresh", clinic.keys, lambda: NOW)
    clinic.drawer.close()
    clinic.drawer = fresh
    introductions.introduce(fresh, clinic.privates)
    written, _ = signed_notes(copy, trust.signers(clinic.keys, clinic.privates), introductions.holders(fresh, clinic.privates))
    assert taken_over.recover(fresh, found_in(copy), "Ana", clinic.ana, written=written) == (2, 1)
    assert (clinic.said(), soundness.verify(fresh, clinic.privates)) == ({clinic.one: [("Ana", SAID)]}, ())


def fails_at(step: int, work: Callable[[], object], places: list[tuple[Any, str]]) -> bool:
    """Does the work, which the disk ends before this one of its steps; whether it did."""
    left = [step]

    def act(real: Callable[..., Any], *given: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise sqlite3.OperationalError("disk I/O error")
        return real(*given, **named)

    with pytest.MonkeyPatch.context() as meanwhile:
        for owner, name in places:
            real = getattr(owner, name)
            meanwhile.setattr(owner, name, partialmethod(partial(act, real)) if isinstance(owner, type) else partial(act, real))
        with suppress(KeepError, sqlite3.Error):
            work()
    return left[0] < 0


def test_ended_at_any_step_requests_and_notes_come_back_together_or_not_at_all(clinic: Clinic) -> None:
    """The next run looks for requests that are missing, and would bring no note on one that is there."""
    copy = elsewhere(clinic, lambda drawer: drawer.note(clinic.two, "Rings at noon", "Ana", clinic.ana))
    clinic.drawer.close()
    clinic.drawer = Drawer(clinic.folder / "fresh", clinic.keys, lambda: NOW)
    introductions.introduce(clinic.drawer, clinic.privates)
    written, _ = signed_notes(copy, trust.signers(clinic.keys, clinic.privates), introductions.holders(clinic.drawer, clinic.privates))
    found, step = found_in(copy), 0
    while fails_at(step, lambda: taken_over.recover(clinic.drawer, found, "Ana", clinic.ana, written=written), STEPS):
        assert (clinic.drawer.entries(), clinic.said()) == ([], {})
        step += 1
    assert step > len(STEPS)
    assert clinic.said() == {clinic.one: [("Ana", SAID)], clinic.two: [("Ana", "Rings at noon")]}
    assert soundness.verify(clinic.drawer, clinic.privates) == ()


def test_ended_at_any_step_marks_and_notes_are_taken_over_together_or_not_at_all(clinic: Clinic) -> None:
    def do(drawer: Drawer) -> None:
        drawer.note(clinic.two, "x", "Ana", clinic.ana)
        drawer.mark(clinic.two, Status.CALLED, "Ana", clinic.ana)

    copy = elsewhere(clinic, do)
    ours, holders = trust.signers(clinic.keys, clinic.privates), introductions.holders(clinic.drawer, clinic.privates)
    written, _ = signed_notes(copy, ours, holders)
    marks, _ = signed_marks(copy, ours, holders, partial(taken_over.knows, clinic.drawer, privates=clinic.privates))
    before, step = clinic.said(), 0
    while fails_at(step, lambda: taken_over.merge(clinic.drawer, marks, written, "Ana", clinic.ana), STEPS):
        assert (clinic.said(), clinic.drawer.marks()) == (before, frozenset())
        step += 1
    assert step > len(STEPS)
    assert (clinic.said(), clinic.drawer.marks()) == ({**before, clinic.two: [("Ana", "x")]}, frozenset(marks))


STEPS = [(notes, "add"), (journal, "keep_alone"), (DrawerFile, "note")]


def test_what_was_written_before_there_was_a_passphrase_is_sealed_anew(tmp_path: Path) -> None:
    try_out_key.make_try_out(tmp_path / "keys", TODAY)
    with closing(Drawer(tmp_path / "drawer", tmp_path / "keys", lambda: NOW)) as drawer:
        name = drawer.keep(Record(TODAY, "en", (Answer("name", "name", "a", "a"),), ()))
        drawer.note(name, SAID, "try-out", trust.signer_of(tmp_path / "keys", unlock.open_private(tmp_path / "keys", "", "")))
        protect(drawer, tmp_path / "keys", "Ana", ANA, TODAY, stretching=QUICK)
        opened = unlock.open_private(tmp_path / "keys", "Ana", ANA)
        assert [note.text for note in drawer.notes(opened)[name]] == [SAID]
        assert soundness.verify(drawer, opened) == ()
        with closing(sqlite3.connect(drawer.folder / NAME)) as database:
            assert {key for (key,) in database.execute("SELECT key FROM notes")} == set(opened)
