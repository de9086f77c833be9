"""`key protect` leaves nothing of the key without a passphrase, wherever it was cut short, whoever else is at it, whatever lies in the drawer."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, QUICK, TODAY, kiosk, record
from clinic_staff import opened as all_of

from kiosk.files.private import erase
from kiosk.signup.drawer import introductions, key_use, sealed_anew, soundness, try_out
from kiosk.signup.drawer.condition import damage
from kiosk.signup.drawer.copies import unrecovered
from kiosk.signup.drawer.database import NAME
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.keys import holders, moved_away, private_keys, public_keys, rotation, trust, try_out_key, unlock
from kiosk.signup.session import Session


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A kiosk that was tried out: two requests, and a key without a passphrase."""
    made = tmp_path / "data"
    try_out_key.make_try_out(made / "keys", TODAY)
    with closing(Drawer(made / "drawer", made / "keys")) as drawer:
        for each in ("one", "two"):
            drawer.keep(record(each))
    return made


class KilledError(BaseException):
    """Here the power went."""


def killed(*_: object, **__: object) -> None:
    raise KilledError


CUTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "before the list": lambda patched: patched.setattr(rotation, "put_list", killed),
    "before closing anew": lambda patched: patched.setattr(sealed_anew, "seal_anew", killed),
    "before the list without it": lambda patched: patched.setattr(try_out_key, "destroy_try_out", killed),
    "before it is erased": lambda patched: patched.setattr(try_out_key, "erase", killed),
    "before its holder is known": lambda patched: patched.setattr(introductions, "introduce", killed),
}


def cut_short(data: Path, where: str) -> None:
    with pytest.MonkeyPatch.context() as patched, closing(Drawer(data / "drawer", data / "keys")) as drawer:
        CUTS[where](patched)
        with pytest.raises(KilledError):
            protect(drawer, data / "keys", "Ana", ANA, TODAY, stretching=QUICK)


def red(data: Path) -> str:
    from datetime import UTC, datetime

    from kiosk.staff.diagnosis.doctor import Patient, _keys

    patient = Patient(data, data, datetime(2026, 11, 23, tzinfo=UTC))
    return " ".join(f"{each.says} {each.do}" for each in _keys(patient, lambda: None) if each.level.value == "red")  # type: ignore[arg-type, return-value]


def assert_nothing_is_left_of_it(data: Path) -> None:
    assert try_out_key.bare_files(data / "keys") == []
    assert red(data) == ""
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        opened = unlock.open_private(data / "keys", "Ana", ANA)
        assert drawer.closed_for() == opened.keys()
        assert [found.answers[0].says for _, found in all_of(drawer, opened) if found] == ["two", "one"]
        assert soundness.verify(drawer, opened) == ()
        assert key_use.about_keys(drawer, opened) == ()


def again(data: Path) -> None:
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        protect(drawer, data / "keys", "Ana", ANA, TODAY, stretching=QUICK)


def signs_in(data: Path) -> None:
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        session = Session(drawer, data / "keys", lambda: TODAY)
        assert session.sign_in("Ana", ANA)
        session.sign_out()


def verifies(data: Path) -> None:
    told = kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n")
    assert told.returncode == 0, told.stderr


def test_whoever_verifies_what_was_cut_short_ends_it_first(data: Path) -> None:
    cut_short(data, "before closing anew")
    verifies(data)
    assert_nothing_is_left_of_it(data)


@pytest.mark.parametrize("goes_on", [again, signs_in])
@pytest.mark.parametrize("where", list(CUTS))
def test_wherever_the_first_passphrase_is_cut_short_it_comes_to_its_end(data: Path, where: str, goes_on: Callable[[Path], None]) -> None:
    cut_short(data, where)
    assert ("key protect" in red(data)) == bool(try_out_key.bare_files(data / "keys"))
    if where == "before the list":
        again(data)
    elif goes_on is again and where == "before its holder is known":
        signs_in(data)
    else:
        goes_on(data)
    assert_nothing_is_left_of_it(data)


def test_what_was_cut_short_at_its_last_step_is_ended_by_the_next_start(data: Path) -> None:
    cut_short(data, "before it is erased")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        try_out.sweep(drawer, data / "keys")
    signs_in(data)
    assert_nothing_is_left_of_it(data)


def test_what_was_cut_short_before_is_not_swept_away_by_a_start(data: Path) -> None:
    cut_short(data, "before closing anew")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        try_out.sweep(drawer, data / "keys")
    assert len(try_out_key.bare_files(data / "keys")) == 1


def test_a_key_without_a_passphrase_goes_into_no_backup_leaves_by_no_file_and_is_not_dropped(data: Path, tmp_path: Path) -> None:
    old = public_keys.recipients(data / "keys")[0].id
    cut_short(data, "before closing anew")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yaml").touch()
    told = kiosk(data, "backup", str(tmp_path / "b.zip"), "--with-key", "--content", str(tmp_path / "content"))
    assert (told.returncode, "key protect" in told.stderr) == (1, True)
    with pytest.raises(public_keys.KeyFileError, match="must not leave"):
        moved_away.move_away(data / "keys", tmp_path / "away")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(try_out, "_end", lambda *_: None)  # as if the disk could not be written just now
        patched.setattr("kiosk.staff.requests.passphrases.ask", lambda *_: ANA)
        from kiosk.staff.main import main

        assert main(["key", "drop", old, "--yes", "--name", "Ana", "--passphrase-fd", "0", "--data", str(data)]) == 1
    assert old in {each.id for each in public_keys.recipients(data / "keys")}
    signs_in(data)
    assert_nothing_is_left_of_it(data)


@pytest.mark.parametrize("seal", [b"\x01" + bytes(300), 7, "x", b""])
def test_a_seal_that_does_not_open_keeps_nobody_from_the_first_passphrase(data: Path, seal: object) -> None:
    (old,) = public_keys.recipients(data / "keys")
    with closing(sqlite3.connect(data / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("INSERT INTO seals VALUES (?, ?, ?)", ("f" * 32, old.id, seal))
    again(data)
    assert (try_out_key.bare_files(data / "keys"), old.id in {each.id for each in public_keys.recipients(data / "keys")}) == ([], False)
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        assert soundness.unreadable(drawer) == 1
        assert [found.answers[0].says for _, found in all_of(drawer, unlock.open_private(data / "keys", "Ana", ANA)) if found] == ["two", "one"]


def test_of_two_who_are_at_it_at_once_one_is_told_to_ask_the_other(data: Path) -> None:
    told: dict[str, str] = {}
    both = threading.Barrier(2)

    def gives(who: str, passphrase: str) -> None:
        with closing(Drawer(data / "drawer", data / "keys")) as drawer:
            both.wait()
            try:
                protect(drawer, data / "keys", who, passphrase, TODAY, stretching=QUICK)
            except public_keys.KeyFileError as error:
                told[who] = str(error)

    threads = [threading.Thread(target=gives, args=each) for each in (("Ana", ANA), ("Bob", BOB))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    ((late, why),) = told.items()
    (first,) = {"Ana", "Bob"} - {late}
    assert f"`python3 main.py key add {late} --name {first}`" in why
    assert (holders.holders(data / "keys"), len(public_keys.recipients(data / "keys"))) == ((first,), 1)


def test_the_first_passphrase_waits_for_requests_that_lie_aside(data: Path) -> None:
    aside = set_aside_by_the_kiosk(data)
    with closing(sqlite3.connect(aside, isolation_level=None)) as database:
        database.execute("DROP TABLE strange")
    refused = kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, "signups recover" in refused.stderr, try_out_key.is_try_out(data / "keys")) == (1, True, True), refused.stderr
    assert kiosk(data, "signups", "recover", "--yes", "--name", "Ana").returncode == 0
    done = kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 0, done.stderr
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        opened = unlock.open_private(data / "keys", "Ana", ANA)
        assert sorted(found.answers[0].says for _, found in all_of(drawer, opened) if found) == ["one", "three", "two"]


UNREAD: dict[str, Callable[[Path], object]] = {
    "another table in it": lambda file: None,
    "its schema is gone": lambda file: file.write_bytes(file.read_bytes()[:100] + bytes(900) + file.read_bytes()[1000:]),
    "no file that SQLite knows": lambda file: file.write_bytes(b"rubbish" * 1000),
}


@pytest.mark.parametrize("unread", list(UNREAD))
def test_where_nobody_can_tell_what_lies_aside_no_key_is_destroyed(data: Path, unread: str) -> None:
    aside = set_aside_by_the_kiosk(data)
    UNREAD[unread](aside)
    refused = kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, f"delete {aside}" in refused.stderr, try_out_key.is_try_out(data / "keys")) == (1, True, True), refused.stderr
    looked = kiosk(data, "signups", "recover", "--yes", "--name", "Ana")
    assert (looked.returncode, "cannot be read" in looked.stderr, "Nothing of that" in looked.stdout) == (1, True, False), looked.stderr
    aside.unlink()
    assert kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def set_aside_by_the_kiosk(data: Path) -> Path:
    """Another program writes a table into the drawer, and the next request finds it."""
    with closing(sqlite3.connect(data / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("CREATE TABLE strange (x)")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.keep(record("three"))
        (aside,) = drawer.file.set_aside
    return data / "drawer" / aside


@pytest.mark.parametrize("goes_on", ["sign-in", "start"])
def test_what_was_cut_short_destroys_no_key_that_something_aside_may_need(data: Path, goes_on: str) -> None:
    (old,) = public_keys.recipients(data / "keys")
    cut_short(data, "before it is erased" if goes_on == "start" else "before closing anew")
    (data / "drawer" / "drawer-set-aside-20261101-090000.sqlite").write_bytes(b"rubbish" * 1000)
    if goes_on == "start":
        with closing(Drawer(data / "drawer", data / "keys")) as drawer:
            try_out.sweep(drawer, data / "keys")
    else:
        signs_in(data)
    assert try_out_key.bare_ids(data / "keys") == {old.id}


def test_a_key_without_a_passphrase_that_lies_aside_stays_while_it_alone_opens_what_lies_there(data: Path) -> None:
    aside = data / "before-restore-20261101-090000"
    aside.mkdir()
    for name in ("drawer", "keys"):
        (data / name).rename(aside / name)
    try_out_key.make_try_out(data / "keys", TODAY)
    refused = kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, "signups recover" in refused.stderr) == (1, True), refused.stderr
    assert len(list((aside / "keys").glob("*.private.json"))) == 1


def test_what_a_tool_for_databases_notes_of_a_drawer_costs_no_request(data: Path) -> None:
    with closing(sqlite3.connect(data / "drawer" / NAME, isolation_level=None)) as database:
        database.execute("ANALYZE")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        assert damage(data / "drawer") == ()
        drawer.keep(record("three"))
        assert drawer.file.set_aside == ()
        assert len(drawer.entries()) == 3
    with closing(sqlite3.connect(data / "drawer" / NAME)) as database:
        assert database.execute("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").fetchall() == []


def test_a_drawer_that_lies_aside_with_such_notes_in_it_is_read(data: Path) -> None:
    aside = data / "drawer" / "drawer-set-aside-20261101-090000.sqlite"
    (data / "drawer" / NAME).rename(aside)
    with closing(sqlite3.connect(aside, isolation_level=None)) as database:
        database.execute("ANALYZE")
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.keep(record("three"))
        assert unrecovered(data, drawer) == {f"drawer/{aside.name}": 2}
    again_after = kiosk(data, "signups", "recover", "--yes", "--name", "Ana")
    assert "2 requests brought back" in again_after.stdout, again_after.stderr
    again(data)


def test_a_backup_from_before_the_first_passphrase_does_not_bring_a_key_back_that_is_no_more(data: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yaml").touch()
    where = ("--content", str(tmp_path / "content"))
    assert kiosk(data, "backup", str(tmp_path / "b.zip"), *where).returncode == 0
    again(data)
    refused = kiosk(data, "restore", str(tmp_path / "b.zip"), "--replace", *where)
    assert (refused.returncode, "Nothing was changed" in refused.stderr) == (1, True), refused.stderr
    assert_nothing_is_left_of_it(data)


def test_on_a_new_machine_such_a_backup_closes_the_form_until_keys_are_begun_anew(data: Path, tmp_path: Path) -> None:
    (only,) = try_out_key.bare_files(data / "keys")
    erase(only)
    assert trust.in_use(data / "keys") == ()
    assert "rotate --begin-anew" in red(data)
    refused = kiosk(data, "key", "protect", "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, "--begin-anew" in refused.stderr) == (1, True)
    done = kiosk(data, "key", "rotate", "--begin-anew", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert (done.returncode, len(trust.in_use(data / "keys"))) == (0, 1), done.stderr
    with suppress(public_keys.KeyFileError):
        rotation.rotate(data / "keys", public_keys.TRY_OUT, "Bob", BOB, TODAY, opened=private_keys.NOTHING, retired=(), stretching=QUICK)
    assert [each.label for each in trust.in_use(data / "keys")] == ["clinic"]
