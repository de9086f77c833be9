"""A journal that has grown long: a deed costs no more for it, and no request is lost to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.files import bounded_sqlite
from kiosk.signup.drawer import expiry, introductions, soundness, taken_over
from kiosk.signup.drawer.copies import unrecovered
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import found_in, signed_notes, told_of, words_for
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal import journal, trail
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import rotation, slots, trust, unlock
from kiosk.signup.record import Answer, Consent, Record
from kiosk.signup.session import Session

TODAY = date(2026, 11, 23)
ANA = "correct horse battery"
LOOKS = 300
RECORD = Record(TODAY, "en", (Answer("name", "name", "Li", "Li"),), ())


class Clinic:
    """Two requests, and many looks at them that Ana signed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.keys = folder, folder / "keys"
        rotation.new_key(self.keys, "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(memory_kib=64, passes=1))
        self.privates = unlock.open_private(self.keys, "Ana", ANA)
        self.ana = trust.signer_of(self.keys, self.privates)
        self.drawer = Drawer(folder / "drawer", self.keys)
        introductions.introduce(self.drawer, self.privates)
        self.names = [self.drawer.keep(RECORD) for _ in range(2)]
        publics = list(self.drawer.file.publics().values())
        with self.drawer.file.writing() as database:
            for _ in range(LOOKS):
                journal.write(database, ("2026-11-23T12:00:00Z", "Ana", EntryKind.OPENED, self.names[0]), b"", publics, self.ana)

    def signed_in(self) -> Session:
        session = Session(self.drawer, self.keys, lambda: TODAY)
        assert session.sign_in("Ana", ANA)
        return session


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.drawer.close()


def test_nobody_reads_the_whole_journal_for_a_deed(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    session = clinic.signed_in()
    session.mark(clinic.names[1], Status.CALLED)
    session.entries()
    read: list[Any] = []
    monkeypatch.setattr(journal, "Line", lambda *row: read.append(row) or journal_line(*row))
    monkeypatch.setattr(trail, "Line", lambda *row: read.append(row) or journal_line(*row))
    session.glance(clinic.names)
    assert session.open(clinic.names[0]) == RECORD
    session.note(clinic.names[0], "Rings at noon")
    session.mark(clinic.names[0], Status.DONE)
    clinic.drawer.keep(RECORD)
    assert len(session.entries()) == 3
    assert clinic.drawer.waiting() == 1
    assert expiry.due(clinic.drawer, TODAY) == []
    session.sign_out()
    clinic.signed_in()
    assert len(read) < LOOKS / 2
    assert soundness.verify(clinic.drawer, clinic.privates) == ()


journal_line = journal.Line


def test_however_often_somebody_looks_the_journal_tells_it_once_a_session(clinic: Clinic) -> None:
    session = clinic.signed_in()
    before = clinic.drawer.anchor()
    for _ in range(5):
        session.glance(clinic.names)
        session.open(clinic.names[0])
    after = clinic.drawer.anchor()
    assert before
    assert after
    assert after.entry == before.entry + 2


def test_what_another_program_did_meanwhile_is_read_on(clinic: Clinic) -> None:
    session = clinic.signed_in()
    assert {entry.status for entry in session.entries()} == {Status.NEW}
    with closing(Drawer(clinic.folder / "drawer", clinic.keys, begins=False)) as other:
        other.mark(clinic.names[0], Status.DONE, "Ana", clinic.ana)
    assert {entry.id: entry.status for entry in session.entries()}[clinic.names[0]] is Status.DONE


def test_what_was_not_written_in_the_end_was_not_read(clinic: Clinic) -> None:
    before = clinic.drawer.entries()
    with suppress(ZeroDivisionError), clinic.drawer.file.writing() as database:
        clinic.drawer.file.note(database, ("2026-11-23T12:00:00Z", "Ana", EntryKind.MARKED, f"{clinic.names[0]} done"), clinic.ana)
        assert clinic.drawer.file.seen(database, clinic.privates).marks
        raise ZeroDivisionError
    clinic.drawer.mark(clinic.names[1], Status.CALLED, "Ana", clinic.ana)
    assert {entry.id: entry.status for entry in clinic.drawer.entries()} == {clinic.names[0]: before[1].status, clinic.names[1]: Status.CALLED}


def test_of_a_journal_that_is_too_long_every_request_is_brought_back(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody wrote in minutes what a clinic does in many years."""
    most = LOOKS // 2
    monkeypatch.setattr(trail, "MOST_ENTRIES", most)
    monkeypatch.setattr(bounded_sqlite, "_MOST_IN", {"journal": most, "signatures": most})
    clinic.drawer.close()
    with pytest.raises(KeepError) as told:
        expiry.lived(clinic.drawer, TODAY)
    assert told.value.why is Why.TOO_MUCH
    (aside,) = clinic.drawer.file.set_aside
    assert unrecovered(clinic.folder, clinic.drawer) == {f"drawer/{aside}": 2}
    found = found_in(clinic.drawer.folder / aside)
    said = told_of(clinic.drawer.folder / aside, found, trust.signers(clinic.keys, clinic.privates), clinic.privates)
    assert (said.changed, said.gone, said.whole) == (frozenset(), frozenset(), False)
    assert taken_over.recover(clinic.drawer, found, "Ana", clinic.ana)[0] == 2
    assert {entry.id for entry in clinic.drawer.entries()} == set(clinic.names)


def test_a_drawer_that_makes_way_for_another_gives_back_requests_notes_and_words(clinic: Clinic) -> None:
    """As the self-test says where the journal has grown long."""
    agreed = clinic.drawer.keep_wording("You may call me.")
    clinic.drawer.keep_wording("You may write to me.")
    clinic.drawer.keep(Record(TODAY, "en", RECORD.answers, (Consent("call", agreed), Consent("text", "f00d"))))
    session = clinic.signed_in()
    session.open(clinic.names[0])
    session.note(clinic.names[0], "Rings at noon")
    clinic.drawer.close()
    aside = clinic.drawer.folder / "drawer-set-aside-20260101-000000.sqlite"
    (clinic.drawer.folder / NAME).rename(aside)
    clinic.drawer = Drawer(clinic.folder / "drawer", clinic.keys)
    clinic.signed_in()
    trusted = trust.signers(clinic.keys, clinic.privates)
    assert told_of(aside, found_in(aside), trusted, clinic.privates).whole
    words = words_for(aside, found_in(aside), clinic.privates)
    assert words == {agreed: "You may call me."}
    assert taken_over.recover(clinic.drawer, found_in(aside), "Ana", clinic.ana, words)[0] == 3
    assert clinic.drawer.wording(agreed) == "You may call me."
    written, others = signed_notes(aside, trusted, introductions.holders(clinic.drawer, clinic.privates))
    assert (taken_over.merge(clinic.drawer, {}, written, "Ana", clinic.ana)[1], others) == (1, 0)
    assert soundness.verify(clinic.drawer, clinic.privates) == ()
