"""A drawer that somebody made to do harm: each look at it ends with an answer or a reason, and the kiosk goes on keeping requests."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from hostile_drawers import KINDS, NOW, made, many

from kiosk.files import bounded_sqlite as module
from kiosk.files.bounded_sqlite import TooMuchError, bounded_days
from kiosk.signup.drawer import introductions, soundness
from kiosk.signup.drawer.condition import damage
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import ForeignError, found_in, gone_in, signed_marks
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.drawer.soundness import MOST_TOLD
from kiosk.signup.journal.trail import bounded_lines
from kiosk.signup.keys import trust
from kiosk.signup.record import Answer, Record
from kiosk.staff.care.backup import damage_of

RECORD = Record(date(2026, 11, 23), "en", (Answer("name", "name", "Di", ""),), ())
QUICK = (
    "numbers at the ends", "other types", "infinite numbers", "letters that are none", "another kind of table", "a view of rows without end",
    "100 GB of nothing",
)  # fmt: skip


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    made(tmp_path)
    return tmp_path


def here(clinic: Path, *, begins: bool = True) -> Drawer:
    return Drawer(clinic / "drawer", clinic / "keys", lambda: NOW, begins=begins)


def marks_of(clinic: Path, file: Path) -> None:
    """As a drawer of this clinic that knows nobody takes them over."""
    with closing(Drawer(clinic / "another", clinic / "keys", lambda: NOW)) as drawer:
        signed_marks(file, trust.signers(clinic / "keys", {}), introductions.holders(drawer, {}), lambda _name, _seals: True)


@pytest.mark.parametrize("kind", QUICK)
def test_a_hostile_copy_is_read_or_refused_in_a_sentence(clinic: Path, kind: str) -> None:
    file = clinic / "drawer" / NAME
    KINDS[kind](file)
    for look in (found_in, gone_in, lambda path: marks_of(clinic, path)):
        with suppress(ForeignError):
            look(file)
    assert isinstance(damage_of(file), str)


@pytest.mark.parametrize("kind", QUICK)
def test_a_hostile_drawer_of_our_own_is_found_and_requests_are_kept(clinic: Path, kind: str) -> None:
    KINDS[kind](clinic / "drawer" / NAME)
    with closing(here(clinic, begins=False)) as drawer:
        assert _wrong_with(drawer)
    with closing(here(clinic)) as drawer:
        try:
            name = drawer.keep(RECORD)
        except KeepError:  # it was set aside
            name = drawer.keep(RECORD)
        assert name in [entry.id for entry in drawer.entries()]


def _wrong_with(drawer: Drawer) -> tuple[str, ...]:
    try:
        return soundness.verify(drawer, {})
    except KeepError as error:
        return (error.why.value,)


def test_far_too_many_rows_are_told_and_set_aside_by_the_kiosk_alone(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 1000)
    file = clinic / "drawer" / NAME
    many("marks", "n, 'done', 'Ana', '2026-11-23'", 1001)(file)
    with closing(here(clinic, begins=False)) as drawer, pytest.raises(KeepError, match="far more than any kiosk can have kept"):
        drawer.entries()
    with pytest.raises(KeepError, match="far more"):
        damage(clinic / "drawer")
    assert "far more" in damage_of(file)
    with pytest.raises(ForeignError, match="nothing was read from it"):
        marks_of(clinic, file)
    with closing(here(clinic)) as drawer:
        with pytest.raises(KeepError, match="far more"):
            drawer.entries()
        assert len(drawer.file.set_aside) == 1
        drawer.keep(RECORD)
        assert len(drawer.entries()) == 1


def test_one_huge_row_hides_nothing_else_from_recovery(clinic: Path) -> None:
    file = clinic / "drawer" / NAME
    many("seals", "'x', n, zeroblob(2000000)", 1)(file)
    assert len(found_in(file)) == 2


def test_not_everything_that_is_wrong_is_told(clinic: Path) -> None:
    many("wordings", "n, 'words'", MOST_TOLD * 2)(clinic / "drawer" / NAME)
    with closing(here(clinic)) as drawer:
        told = soundness.verify(drawer, {})
    assert (len(told), told[-1]) == (MOST_TOLD + 1, "There is more of this kind that is not listed here.")


def test_a_journal_of_more_days_than_a_kiosk_lives_is_too_much() -> None:
    assert len(list(bounded_days((number, "2026-11-23T10:00:00Z") for number in range(30_000)))) == 30_000
    with pytest.raises(TooMuchError):
        list(bounded_days((number, f"day {number % 2}") for number in range(30_000)))


def test_requests_that_are_gone_count_no_more(clinic: Path) -> None:
    many("records", "n, '2026-11-23', n", 30_000)(clinic / "drawer" / NAME)
    with closing(here(clinic)) as drawer:
        assert drawer.keep(RECORD)


def test_entries_that_come_again_are_no_journal() -> None:
    """As they do where all branches of a tree lead to one leaf: each mark would be looked for among all of them."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE journal (seq, at, who, what, about, digest, mac)")
        database.executemany("INSERT INTO journal VALUES (?, '2026-11-23', '', 'kept', 'x', x'', x'')", [(1,), (2,), (2,)])
        with pytest.raises(TooMuchError):
            list(bounded_lines(database))
