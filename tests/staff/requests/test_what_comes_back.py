"""`signups recover` brings back what came, by the journal of the drawer that lies aside, and nothing that went for good or was changed unsaid."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, OTHER, QUICK, TODAY, kiosk, machine, record
from clinic_staff import opened as all_of

from kiosk.signup.drawer import expiry
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal.fingerprints import digest
from kiosk.signup.keys import private_keys, public_keys, rotation, trust, try_out_key, unlock
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
        expiry.begin_day(drawer)
        (aside,) = drawer.file.set_aside
    writes(data / "drawer" / aside, lambda database: database.execute("DROP TABLE strange"))
    return data / "drawer" / aside


def exchanged(data: Path, name: str, *, told: bool) -> Callable[[sqlite3.Connection], object]:
    """Other content in the place of that request; `told` as if the journal had said so from the beginning."""
    plain = packed(record("Eve Evil", "(900) 555-0666", "+19005550666"))
    seals = [(name, each.id, seal(plain, each.public, name)) for each in trust.in_use(data / "keys")]

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


# -- sealed for a key that lies aside, too --------------------------------------------------------------------------------


def tried_out(folder: Path) -> None:
    try_out_key.make_try_out(folder / "keys", TODAY)
    with closing(Drawer(folder / "drawer", folder / "keys")) as drawer:
        drawer.keep(record("before"))


def by(who: str, passphrase: str) -> Callable[[Path], object]:
    return lambda folder: machine(folder, who, passphrase, (record("before"),))


def aside_with(data: Path, tmp_path: Path, make: Callable[[Path], object]) -> Path:
    """As a restore leaves the machine that was here before."""
    make(tmp_path / "other")
    return (tmp_path / "other").rename(data / "before-restore-20261101-090000")


def says(data: Path) -> list[str]:
    """What can be read here, by whoever asked."""
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        opened = unlock.open_private(data / "keys", "Ana", ANA)
        return sorted(record.answers[0].says for _, record in all_of(drawer, opened) if record)


@pytest.mark.parametrize("make", [tried_out, by("Ana", ANA)], ids=["no passphrase", "the same passphrase"])
def test_what_is_sealed_for_a_key_that_lies_aside_comes_back_for_the_keys_of_now(data: Path, tmp_path: Path, make: Callable[[Path], object]) -> None:
    aside = aside_with(data, tmp_path, make)
    told = runs(data, "recover", "--yes")
    assert ("1 request brought back" in told, "nobody can be sure" in told) == (True, False), told
    shutil.rmtree(aside)
    assert says(data) == ["before", "one", "two"]
    assert "Nothing was changed, removed or added" in (verified := runs(data, "verify")), verified


def test_what_is_sealed_for_the_key_of_somebody_else_waits_for_them(data: Path, tmp_path: Path) -> None:
    aside = aside_with(data, tmp_path, by("Bob", BOB))
    told = runs(data, "recover", "--yes")
    assert ("opens none of them" in told, "key add Bob --name Ana" in told) == (True, True), told
    kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n")
    back = kiosk(data, "signups", "recover", "--yes", "--name", "Bob", secrets=f"{BOB}\n")
    assert "1 request brought back" in back.stdout, back.stderr
    shutil.rmtree(aside)
    assert says(data) == ["before", "one", "two"]


def test_what_nobody_opens_stays_aside_while_the_rest_comes_back(data: Path, tmp_path: Path) -> None:
    aside = aside_with(data, tmp_path, tried_out)
    lost = rotation.new_key(aside / "keys", "lost", "Eve", OTHER, TODAY, stretching=QUICK)
    (aside / "keys" / f"{lost}{private_keys.PRIVATE}").unlink()
    plain, public = packed(record("lost")), next(each.public for each in public_keys.recipients(aside / "keys") if each.id == lost)
    with closing(sqlite3.connect(aside / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("INSERT INTO seals VALUES ('e', ?, ?)", (lost, seal(plain, public, "e")))
        database.execute("INSERT INTO records VALUES ('e', '2026-11-23', 90)")
    told = runs(data, "recover", "--yes", "--changed")
    assert ("1 request brought back" in told, "1 request left there" in told) == (True, True), told
    assert says(data) == ["before", "one", "two"]
