"""A link in the place of the kiosk's own folders: whatever looks after copies sees nothing behind it, so nothing is kept there, and that is told."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, TODAY, kiosk, machine, record

from kiosk.files.private import UNLINK
from kiosk.health import Level
from kiosk.signup.desk import Desk
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.keys import public_keys, try_out_key
from kiosk.staff.care.backup import KioskFolders, backup
from kiosk.staff.care.restore import restore
from kiosk.staff.diagnosis.doctor import Patient, _drawer, _keys
from kiosk.staff.errors import ExpectedError

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(params=["drawer", "keys"])
def linked(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A kiosk with requests, and which of its folders somebody moved to another disk and put a link in its place."""
    data, name = machine(tmp_path / "data"), request.param
    (tmp_path / "disk").mkdir()
    (data / name).rename(tmp_path / "disk" / name)
    (data / name).symlink_to(tmp_path / "disk" / name)
    return data, name


def test_the_form_is_closed_and_doctor_is_red(linked: tuple[Path, str]) -> None:
    data, name = linked
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        assert not Desk(drawer, data / "keys", lambda: TODAY).takes
        with pytest.raises(KeepError):
            drawer.keep(record("three"))
    look = _drawer if name == "drawer" else _keys
    (told,) = look(Patient(data, data, NOW), lambda: None)  # type: ignore[arg-type, return-value]
    assert (told.level, told.do, f"{data / name} is only a link, to" in told.says) == (Level.RED, UNLINK, True)


@pytest.mark.parametrize("command", [
    ("signups", "list", "--name", "Ana"), ("signups", "recover", "--yes", "--name", "Ana"), ("key", "add", "Bob", "--name", "Ana"),
])  # fmt: skip
def test_every_command_tells_what_helps_and_does_nothing(linked: tuple[Path, str], tmp_path: Path, command: tuple[str, ...]) -> None:
    data, name = linked
    before = {path: path.read_bytes() for path in (tmp_path / "disk").rglob("*") if path.is_file()}
    told = kiosk(data, *command, secrets=f"{ANA}\n{BOB}\n")
    assert (told.returncode, "link" in told.stderr, "delete the link" in told.stderr) == (1, True, True), told.stderr
    assert {path: path.read_bytes() for path in before} == before
    assert (data / name).is_symlink()


def test_it_is_neither_backed_up_nor_restored(linked: tuple[Path, str], tmp_path: Path) -> None:
    data, name = linked
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "clinic.yaml").touch()
    place, whole = (KioskFolders(tmp_path / "content", each) for each in (data, tmp_path / "whole"))
    with pytest.raises(ExpectedError, match="only a link"):
        backup(place, tmp_path / "b.zip", NOW)
    machine(whole.data)
    backup(whole, tmp_path / "b.zip", NOW)
    with pytest.raises(ExpectedError, match="only a link"):
        restore(place, tmp_path / "b.zip", NOW, replace=True)
    assert (data / name).is_symlink()


def test_no_key_is_made_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "keys").symlink_to(tmp_path / "elsewhere")
    with pytest.raises((OSError, public_keys.KeyFileError)):
        try_out_key.make_try_out(tmp_path / "keys", TODAY)
    assert list((tmp_path / "elsewhere").iterdir()) == []
