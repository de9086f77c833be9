"""`signups recover` brings back what came, by the journal of the drawer that lies aside, and nothing that went for good or was changed unsaid."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from at_a_desk import ANA, kiosk, machine, record

from kiosk.signup.drawer.drawer import NAME, Drawer
from kiosk.signup.journal.verify import digest
from kiosk.signup.keys import keys
from kiosk.signup.keys.seal import seal
from kiosk.signup.record import packed


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return machine(tmp_path / "data")


def runs(data: Path, *arguments: str) -> str:
    done = kiosk(data, "signups", *arguments, "--name", "Ana", secrets=f"{ANA}\n")
    return done.stdout + done.stderr


def numbers(data: Path) -> list[str]:
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        return [entry.id for entry in drawer.entries()]


def writes(file: Path, do: Callable[[sqlite3.Connection], object]) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        do(database)


def set_aside(data: Path, do: Callable[[sqlite3.Connection], object]) -> Path:
    """Somebody writes into the drawer what makes the kiosk set it aside, and `do`, and takes the former out again."""
    writes(data / "drawer" / NAME, lambda database: (do(database), database.execute("CREATE TABLE strange (x)")))
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.begin_day()
        (aside,) = drawer.set_aside
    writes(data / "drawer" / aside, lambda database: database.execute("DROP TABLE strange"))
    return data / "drawer" / aside


def exchanged(data: Path, name: str, *, told: bool) -> Callable[[sqlite3.Connection], object]:
    """Other content in the place of that request; `told` as if the journal had said so from the beginning."""
    plain = packed(record("Eve Evil", "(900) 555-0666", "+19005550666"))
    seals = [(name, each.id, seal(plain, each.public, name)) for each in keys.in_use(data / "keys")]

    def do(database: sqlite3.Connection) -> None:
        database.execute("DELETE FROM seals WHERE id = ?", (name,))
        database.executemany("INSERT INTO seals VALUES (?, ?, ?)", seals)
        if told:
            database.execute("UPDATE journal SET digest = ? WHERE about = ?", (digest(seals), name))

    return do


def test_a_request_that_was_changed_before_it_lay_aside_is_shown_so_and_comes_back_only_by_that_word(data: Path) -> None:
    changed, other = numbers(data)
    set_aside(data, exchanged(data, changed, told=False))
    told = runs(data, "recover", "--yes")
    assert ("not what came" in told, "1 request brought back" in told, f"since this is not what came in: {changed[:8]}" in told) == (
        True, True, True,
    ), told  # fmt: skip
    assert numbers(data) == [other]
    assert "Nothing was brought back" in runs(data, "recover", "--yes")
    assert "1 request brought back" in runs(data, "recover", "--yes", "--changed")
    assert set(numbers(data)) == {changed, other}


def test_where_the_journal_that_lies_aside_was_rewritten_too_that_is_told(data: Path) -> None:
    changed, _ = numbers(data)
    set_aside(data, exchanged(data, changed, told=True))
    assert "nobody can be sure that all of this is what came" in runs(data, "recover")
    assert "nobody can be sure that all of this is what came" in runs(data, "recover", "--yes")


def test_what_staff_deleted_does_not_come_back_from_a_drawer_into_which_somebody_put_it_again(data: Path) -> None:
    gone, other = numbers(data)
    rows: list[tuple[object, ...]] = []
    writes(data / "drawer" / NAME, lambda database: rows.extend(database.execute("SELECT * FROM seals WHERE id = ?", (gone,))))
    assert "1 request deleted" in runs(data, "delete", gone, "--yes")
    set_aside(data, lambda database: database.executemany("INSERT INTO seals VALUES (?, ?, ?)", rows))
    assert "1 request brought back" in runs(data, "recover", "--yes")
    assert numbers(data) == [other]
