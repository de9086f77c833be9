"""What `key` does where the list of keys is not the one that staff wrote down: it tells that first, and writes down what was meant."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest
from at_a_desk import ANA, BOB, OTHER, QUICK, TODAY, kiosk, machine, record
from msgspec.structs import replace

from kiosk.signup.drawer import key_use
from kiosk.signup.drawer.drawer import SEALED_BYTES, Drawer
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.keys import list_changes, public_keys, rotation, signatures, slots, trust, unlock
from kiosk.signup.keys.private_keys import PRIVATE
from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff.main import main

LAST = "requests are closed for "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Ana's key, and one in a safe, which she wrote down."""
    made = machine(tmp_path / "data")
    rotation.new_key(tmp_path / "safe", "safe", "Bob", BOB, TODAY, stretching=QUICK)
    (tmp_path / "safe.public").write_bytes(list_changes.exported(tmp_path / "safe")[1])
    assert_done(made, "recipient", str(tmp_path / "safe.public"), "safe", "--yes")
    return made


def runs(data: Path, *arguments: str) -> tuple[int, str]:
    done = kiosk(data, "key", *arguments, "--name", "Ana", secrets=f"{ANA}\n")
    return done.returncode, done.stdout + done.stderr


def assert_done(data: Path, *arguments: str) -> None:
    code, told = runs(data, *arguments)
    assert code == 0, told


def written(data: Path) -> set[str]:
    """The keys that staff last wrote down."""
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        return set([line.about for line in drawer.trail() if line.about.startswith(LAST)][-1].removeprefix(LAST).split(","))


def used(data: Path) -> set[str]:
    return {each.id for each in trust.in_use(data / "keys")}


def stranger() -> Recipient:
    return public_keys.fresh_recipient(slots.fresh_private(), "Ana", TODAY)


def the_safe(data: Path) -> Recipient:
    return next(each for each in public_keys.recipients(data / "keys") if each.label == "safe")


def lists(data: Path, those: tuple[Recipient, ...]) -> None:
    public_keys.save_list(data / "keys", those)


def test_a_list_that_staff_did_not_write_down_is_told_before_it_is_signed(data: Path, tmp_path: Path) -> None:
    safe = the_safe(data)
    lists(data, tuple(each for each in public_keys.recipients(data / "keys") if each.id != safe.id))
    (tmp_path / "other.public").write_bytes(stranger().public)
    (own,) = used(data)
    for command in (("rotate",), ("recipient", str(tmp_path / "other.public"), "box"), ("confirm", own)):
        code, told = runs(data, *command)
        assert (code, f"Requests are no longer sealed for {safe.id}" in told, "add --yes if you are sure" in told) == (1, True, True), told
        assert (used(data), written(data)) == ({own}, {own, safe.id})
    assert_done(data, "rotate", "--yes")
    assert written(data) == used(data)


def test_what_puts_the_list_right_again_asks_nothing(data: Path) -> None:
    safe, before = the_safe(data), public_keys.recipients(data / "keys")
    lists(data, tuple(replace(each, approvals=()) if each.id == safe.id else each for each in before))
    assert used(data) != written(data)
    assert_done(data, "confirm", safe.id)
    assert used(data) == written(data) == {each.id for each in before}
    assert_done(data, "drop", safe.id, "--yes")
    assert used(data) == written(data) == {before[0].id}


def test_a_stranger_is_dropped_whatever_place_they_took(data: Path) -> None:
    eve, before = stranger(), public_keys.recipients(data / "keys")
    lists(data, (eve, *before))
    private = data / "keys" / f"{eve.id}{PRIVATE}"
    shutil.copy(data / "keys" / f"{before[0].id}{PRIVATE}", private)
    assert_done(data, "drop", eve.id, "--yes")
    assert used(data) == written(data) == {each.id for each in before}
    assert not private.exists(), "whoever leaves later would have a way to it still"


@pytest.mark.parametrize(("where", "command"), [(rotation, ("rotate", "--retire-others")), (list_changes, ("confirm", "SAFE"))])
def test_what_is_written_down_is_what_was_meant_though_another_list_lies_there_by_then(
    data: Path, monkeypatch: pytest.MonkeyPatch, where: ModuleType, command: tuple[str, ...]
) -> None:
    safe = the_safe(data).id
    before, change = public_keys.recipients(data / "keys"), getattr(where, command[0])
    folder = data / "keys"

    def exchanged(*arguments: object, **others: object) -> object:
        told = change(*arguments, **others)
        public_keys.save_list(folder, (stranger(), *before))
        return told

    monkeypatch.setattr(where, command[0], exchanged)
    reading, writing = os.pipe()
    os.write(writing, f"{ANA}\n".encode())
    os.close(writing)
    told = [safe if each == "SAFE" else each for each in command]
    assert main(["key", *told, "--name", "Ana", "--passphrase-fd", str(reading), "--data", str(data)]) == 0
    os.close(reading)
    private = {path.name.removesuffix(PRIVATE) for path in folder.glob(f"*{PRIVATE}")}
    meant = {each.id for each in before} if command[0] == "confirm" else private - {each.id for each in before}
    assert written(data) == meant != used(data)


def first(those: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    private = slots.fresh_private()
    eve = public_keys.fresh_recipient(private, "Ana", TODAY)
    return (eve, *(each.approved([signatures.signer(eve.id, private)]) for each in those))


def alone(_: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    return (stranger(),)


def without_the_safe(those: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    return those[:1]


@pytest.mark.parametrize("change", [first, alone, without_the_safe])
def test_no_key_is_handed_on_from_a_list_that_staff_did_not_write_down(
    data: Path, tmp_path: Path, change: Callable[[tuple[Recipient, ...]], tuple[Recipient, ...]]
) -> None:
    file, listed = tmp_path / "out.public", public_keys.recipients(data / "keys")
    assert kiosk(data, "key", "public", str(file)).returncode == 0
    file.unlink()
    lists(data, change(listed))
    refused = kiosk(data, "key", "public", str(file))
    assert (refused.returncode, file.exists()) == (1, False), refused.stdout
    assert "it is not certain which of them is yours, and nothing was written" in refused.stderr


def test_a_key_that_stands_twice_counts_once_and_what_gives_it_up_counts(data: Path) -> None:
    """Who has left may have copied K1: nobody puts it back into use by an entry of their own beside that which gave it up."""
    (own,) = used(data) - {the_safe(data).id}
    assert_done(data, "rotate", "--keep", the_safe(data).id)
    new, *others = public_keys.recipients(data / "keys")
    (old,) = [each for each in others if each.id == own]
    again = replace(old, until=None, approvals=())
    for listed in ((new, *others, again), (again, new, *others), (replace(new, until=TODAY), *others, again)):
        lists(data, listed)
        assert own not in used(data)
        assert len(public_keys.recipients(data / "keys")) == len(others) + 1


@pytest.mark.parametrize("place", ["behind", "first"])
def test_a_stranger_that_stands_twice_is_dropped(data: Path, place: str) -> None:
    before, eve = public_keys.recipients(data / "keys"), stranger()
    twice = (eve, replace(eve, label="clinic 2"))
    lists(data, (*before, *twice) if place == "behind" else (*twice, *before))
    assert_done(data, "drop", eve.id, "--yes")
    assert public_keys.recipients(data / "keys") == before


def test_whoever_opens_a_key_that_staff_wrote_down_is_told_of_another_list_though_theirs_is_not_in_use(data: Path) -> None:
    safe = the_safe(data)
    listed = public_keys.recipients(data / "keys")
    assert_done(data, "rotate", "--retire-others")
    lists(data, (safe, public_keys.recipients(data / "keys")[0], *(each for each in listed if each.id != safe.id)))
    done = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n")
    assert f"sealed for {safe.id}, which is not among the keys that Ana wrote down" in done.stderr


@pytest.mark.parametrize("change", [("confirm", 8), ("drop", 8), ("rotate --keep", 8), ("confirm", 15)])
def test_a_key_is_named_in_full(data: Path, change: tuple[str, int]) -> None:
    safe = the_safe(data)
    code, told = runs(data, *change[0].split(), safe.id[: change[1]])
    assert (code, "Type all 16 letters" in told) == (1, True), told
    assert_done(data, "confirm", safe.fingerprint)


@pytest.mark.parametrize("statement", ["sealed = 7", "sealed = 'x'", "sealed = x'01'", "key = 7", "begins = 'a'", "sealed = NULL, key = NULL"])
def test_whatever_stands_where_the_codes_begin_keys_change_as_a_whole_or_not_at_all(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "drawer" / "drawer.sqlite", isolation_level=None)) as database:
        database.execute(f"UPDATE stretches SET {statement}")  # noqa: S608  of the table above
    before = public_keys.recipients(data / "keys")
    code, told = runs(data, "rotate", "--retire-others", "--yes")
    assert code in (0, 1), told
    assert (used(data) == written(data)) if code == 0 else (public_keys.recipients(data / "keys") == before)


def test_where_the_change_cannot_be_written_down_the_list_stays_and_no_file_is_left(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, files = public_keys.recipients(data / "keys"), sorted((data / "keys").iterdir())

    def locked(*_: object) -> None:
        raise KeepError(Why.LOCKED)

    monkeypatch.setattr(key_use, "share", locked)
    monkeypatch.setattr("kiosk.staff.requests.passphrases.ask", lambda *_: ANA)
    for command in (("rotate", "--retire-others"), ("confirm", the_safe(data).id), ("recipient", str(data.parent / "safe.public"), "box", "--yes")):
        assert main(["key", *command, "--name", "Ana", "--passphrase-fd", "0", "--data", str(data)]) == 1
        assert (public_keys.recipients(data / "keys"), sorted((data / "keys").iterdir())) == (before, files)


def test_a_key_that_was_dropped_and_is_added_again_is_no_fault(data: Path) -> None:
    def verifies(name: str) -> None:
        with closing(Drawer(data / "drawer", data / "keys")) as drawer:
            drawer.keep(record(name))
        told = kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n")
        assert told.returncode == 0, told.stderr

    verifies("three")
    assert_done(data, "drop", the_safe(data).id, "--yes")
    verifies("four")
    assert_done(data, "recipient", str(data.parent / "safe.public"), "safe", "--yes")
    verifies("five")


@pytest.mark.parametrize("column", ["about", "who", "what", "at"])
def test_an_entry_of_bytes_keeps_no_command_about_keys_from_its_answer(data: Path, tmp_path: Path, column: str) -> None:
    with closing(sqlite3.connect(data / "drawer" / "drawer.sqlite", isolation_level=None)) as database:
        database.execute(f"UPDATE journal SET {column} = x'ff' WHERE seq = 5")  # noqa: S608  of the table above
    for command in (("public", str(tmp_path / "out")), ("list",)):
        done = kiosk(data, "key", *command)
        assert done.returncode in (0, 1), done.stderr


def test_keys_that_are_begun_anew_confirm_no_key_that_only_the_list_has(data: Path, tmp_path: Path) -> None:
    """Somebody planted theirs, with its file, at the head of the list."""
    rotation.new_key(tmp_path / "eve", "clinic", "Eve", OTHER, TODAY, stretching=QUICK)
    (eve,) = public_keys.recipients(tmp_path / "eve")
    shutil.copy(tmp_path / "eve" / f"{eve.id}{PRIVATE}", data / "keys")
    lists(data, (eve, *public_keys.recipients(data / "keys")))
    done = kiosk(data, "key", "rotate", "--begin-anew", "--retire-others", "--yes", "--name", "Cleo", secrets=f"{BOB}\n")
    assert (done.returncode, eve.fingerprint in done.stdout) == (0, False), done.stderr
    assert eve.id not in trust.signers(data / "keys", unlock.open_private(data / "keys", "Cleo", BOB))


# -- a key that something is sealed for ---------------------------------------------------------------------------------


@pytest.fixture
def anew(tmp_path: Path) -> tuple[Path, str]:
    """Ana's key, which Bob opens too, with two requests; Eve began anew, and a third request came."""
    data = machine(tmp_path / "data")
    (before,) = used(data)
    by(data, "Ana", ANA, "key", "add", "Bob", "--yes", more=BOB)
    told = by(data, "Eve", OTHER, "key", "rotate", "--begin-anew", "--yes")
    assert ("2 requests can be read with that alone" in told, "key drop" in told) == (True, False), told
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.keep(record("three"))
    return data, before


def test_who_begins_anew_confirms_each_key_that_staff_wrote_down_also_one_that_was_given_up_before(data: Path) -> None:
    assert_done(data, "rotate", "--retire-others", "--yes")
    by(data, "Eve", OTHER, "key", "rotate", "--begin-anew", "--retire-others", "--yes")
    told = by(data, "Eve", OTHER, "signups", "list")
    assert ("request" in told, "has not been confirmed" in told) == (True, False), told


def by(data: Path, who: str, passphrase: str, *arguments: str, more: str = "") -> str:
    done = kiosk(data, *arguments, "--name", who, secrets=f"{passphrase}\n{more}\n")
    return done.stdout + done.stderr


def without_it(data: Path, key: str) -> None:
    """As an older version dropped it."""
    list_changes.drop(data / "keys", key)


def test_a_key_that_alone_opens_requests_stays_in_the_list(anew: tuple[Path, str]) -> None:
    data, before = anew
    told = by(data, "Eve", OTHER, "key", "drop", before, "--yes")
    assert ("2 requests are sealed for the key" in told, "Nothing was changed" in told) == (True, True), told
    assert before in {each.id for each in public_keys.recipients(data / "keys")}
    aside = data / "drawer" / "drawer-set-aside-20261101-090000.sqlite"
    (data / "drawer" / "drawer.sqlite").rename(aside)
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.keep(record("four"))
    told = by(data, "Eve", OTHER, "key", "drop", before, "--yes")
    assert ("2 requests are sealed for the key" in told, f"lie in drawer/{aside.name}" in told) == (True, True), told


def test_of_a_key_that_nobody_knows_it_is_told_what_is_sealed_for_it_and_then_it_goes(data: Path) -> None:
    strange = stranger()
    public_keys.save_list(data / "keys", (*public_keys.recipients(data / "keys"), strange))
    with closing(sqlite3.connect(data / "drawer" / "drawer.sqlite", isolation_level=None)) as database:
        database.execute("INSERT INTO seals VALUES ('f', ?, ?)", (strange.id, bytes(SEALED_BYTES)))
    code, told = runs(data, "drop", strange.id)
    assert (code, "1 request is sealed for it" in told) == (1, True), told
    assert_done(data, "drop", strange.id, "--yes")


def test_a_key_that_was_dropped_comes_back_by_the_passphrase_of_somebody_who_opens_it(anew: tuple[Path, str], tmp_path: Path) -> None:
    data, before = anew
    without_it(data, before)
    file = data / "keys" / f"{before}{PRIVATE}"
    moved = tmp_path / "kiosk.key"
    moved.write_text(f'{{"{file.name}": {file.read_text()}}}')
    asked = kiosk(data, "key", "bring-back", str(moved))
    assert (asked.returncode, "2 requests can be read with it" in asked.stderr) == (1, True), asked.stderr
    assert "is in the list again" in by(data, "Bob", BOB, "key", "bring-back", str(moved))
    assert "3 requests" in (told := by(data, "Bob", BOB, "signups", "list")), told
    assert told.count("sealed for another key") == 1
    without_it(data, before)
    assert "is in the list again" in by(data, "Bob", BOB, "key", "bring-back", str(file)), "as it lies in its folder, too"


def test_a_key_that_nothing_is_sealed_for_is_that_of_another_kiosk(anew: tuple[Path, str], tmp_path: Path) -> None:
    data, _ = anew
    other = rotation.new_key(tmp_path / "other", "other", "Bob", BOB, TODAY, stretching=QUICK)
    told = by(data, "Bob", BOB, "key", "bring-back", str(tmp_path / "other" / f"{other}{PRIVATE}"))
    assert "another kiosk" in told, told


@pytest.mark.parametrize("listed", [True, False])
def test_who_reads_older_requests_by_a_key_of_before_is_not_accused(anew: tuple[Path, str], listed: bool) -> None:
    data, before = anew
    assert by(data, "Bob", BOB, "signups", "list").count("sealed for another key") == 1
    if not listed:
        without_it(data, before)
    by(data, "Eve", OTHER, "signups", "verify")
    told = by(data, "Eve", OTHER, "signups", "verify")
    assert ("bears the name" in told, "Nothing was changed, removed" in told) == (False, True), told
