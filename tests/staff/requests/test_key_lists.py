"""What `key` does where the list of keys is not the one that staff wrote down: it tells that first, and writes down what was meant."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, QUICK, TODAY, kiosk, machine
from msgspec.structs import replace

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import keys
from kiosk.signup.keys.keys import PRIVATE, Recipient
from kiosk.staff.main import main

LAST = "requests are closed for "


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Ana's key, and one in a safe, which she wrote down."""
    made = machine(tmp_path / "data")
    keys.new_key(tmp_path / "safe", "safe", "Bob", BOB, TODAY, stretching=QUICK)
    (tmp_path / "safe.public").write_bytes(keys.exported(tmp_path / "safe")[1])
    assert_done(made, "recipient", str(tmp_path / "safe.public"), "safe")
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
    return {each.id for each in keys.in_use(data / "keys")}


def stranger() -> Recipient:
    return keys._recipient(keys.fresh_private(), "Ana", TODAY)


def the_safe(data: Path) -> Recipient:
    return next(each for each in keys.recipients(data / "keys") if each.label == "safe")


def lists(data: Path, those: tuple[Recipient, ...]) -> None:
    keys._save(data / "keys", those)


def test_a_list_that_staff_did_not_write_down_is_told_before_it_is_signed(data: Path, tmp_path: Path) -> None:
    safe = the_safe(data)
    lists(data, tuple(each for each in keys.recipients(data / "keys") if each.id != safe.id))
    (tmp_path / "other.public").write_bytes(stranger().public)
    (own,) = used(data)
    for command in (("rotate",), ("recipient", str(tmp_path / "other.public"), "box"), ("confirm", own)):
        code, told = runs(data, *command)
        assert (code, f"Requests are no longer closed for {safe.id}" in told, "add --yes if you are sure" in told) == (1, True, True), told
        assert (used(data), written(data)) == ({own}, {own, safe.id})
    assert_done(data, "rotate", "--yes")
    assert written(data) == used(data)


def test_what_puts_the_list_right_again_asks_nothing(data: Path) -> None:
    safe, before = the_safe(data), keys.recipients(data / "keys")
    lists(data, tuple(replace(each, approvals=()) if each.id == safe.id else each for each in before))
    assert used(data) != written(data)
    assert_done(data, "confirm", safe.id)
    assert used(data) == written(data) == {each.id for each in before}
    assert_done(data, "drop", safe.id, "--yes")
    assert used(data) == written(data) == {before[0].id}


def test_a_stranger_is_dropped_whatever_place_they_took(data: Path) -> None:
    eve, before = stranger(), keys.recipients(data / "keys")
    lists(data, (eve, *before))
    assert_done(data, "drop", eve.id, "--yes")
    assert used(data) == written(data) == {each.id for each in before}


@pytest.mark.parametrize("command", [("rotate", "--retire-others"), ("confirm", "SAFE")])
def test_what_is_written_down_is_what_was_meant_though_another_list_lies_there_by_then(
    data: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    safe = the_safe(data).id
    before, change = keys.recipients(data / "keys"), getattr(keys, command[0])
    folder = data / "keys"

    def exchanged(*arguments: object, **others: object) -> object:
        told = change(*arguments, **others)
        keys._save(folder, (stranger(), *before))
        return told

    monkeypatch.setattr(keys, command[0], exchanged)
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
    private = keys.fresh_private()
    eve = keys._recipient(private, "Ana", TODAY)
    return (eve, *(each.approved([keys.signer(eve.id, private)]) for each in those))


def alone(_: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    return (stranger(),)


def without_the_safe(those: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
    return those[:1]


@pytest.mark.parametrize("change", [first, alone, without_the_safe])
def test_no_key_is_handed_on_from_a_list_that_staff_did_not_write_down(
    data: Path, tmp_path: Path, change: Callable[[tuple[Recipient, ...]], tuple[Recipient, ...]]
) -> None:
    file, listed = tmp_path / "out.public", keys.recipients(data / "keys")
    assert kiosk(data, "key", "public", str(file)).returncode == 0
    file.unlink()
    lists(data, change(listed))
    refused = kiosk(data, "key", "public", str(file))
    assert (refused.returncode, file.exists()) == (1, False), refused.stdout
    assert "it is not certain which of them is yours, and nothing was written" in refused.stderr
