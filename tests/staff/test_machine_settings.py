"""What a command says that works by a setting, where that is not there, or is written wrongly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from at_a_desk import PROJECT, kiosk

from kiosk.settings.settings import FILE
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import settings_of, settings_with

LACKING = "Nothing is named."
SLIPS = {
    "a value that cannot be": ("backup_folder: here/below\n", "Line 1 of settings.yaml", "backup_folder: /srv/kiosk"),
    "a name with a slip": ("idle_seconds: 90\nbackupfolder: /srv/x\n", "Line 2 of settings.yaml", "backup_folder: /srv/x"),
    "a file broken at its line": ("backup_folder: [a\n", "Line 1 of settings.yaml", "put ] there"),
    "a file broken before it": ("\tidle_seconds: 90\nbackup_folder: /srv/x\n", "Line 1 of settings.yaml", "type spaces instead"),
}


@pytest.mark.parametrize(("written", "place", "cure"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_place_and_what_to_write(tmp_path: Path, written: str, place: str, cure: str) -> None:
    (tmp_path / FILE).write_text(written)
    with pytest.raises(ExpectedError) as told:
        settings_with(tmp_path, ("backup_folder",), LACKING)
    assert place in str(told.value)
    assert cure in str(told.value)


@pytest.mark.parametrize("written", [None, "", "idle_seconds: 90\n", "idle_seconds: 1\n"], ids=str)
def test_where_it_is_not_written_that_is_said(tmp_path: Path, written: str | None) -> None:
    if written is not None:
        (tmp_path / FILE).write_text(written)
    with pytest.raises(ExpectedError, match=LACKING):
        settings_with(tmp_path, ("backup_folder",), LACKING)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ExpectedError, match=FILE):
        settings_with(tmp_path, ("backup_folder",), LACKING)


def test_one_of_them_is_enough_and_other_slips_are_only_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FILE).write_text("backup_folder: /srv/kiosk\nidle_seconds: 1\n")
    assert settings_with(tmp_path, ("desk_web", "backup_folder"), LACKING).backup_folder == "/srv/kiosk"
    assert settings_of(tmp_path).backup_folder == "/srv/kiosk"
    assert "idle_seconds must be" in capsys.readouterr().err


COMMANDS = {
    "backup --nightly": "backup_folder: here\n",
    "take --incoming": "publications_folder: here\n",
    "doctor --desk": "desk_web: http://clinic.example.org\n",
}


@pytest.mark.parametrize(("command", "slip"), COMMANDS.items(), ids=COMMANDS)
def test_every_command_that_lives_by_a_setting_tells_its_slip(tmp_path: Path, command: str, slip: str) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_text(slip)
    ended = kiosk(tmp_path / "data", *command.split(), "--content", str(tmp_path / "content"))
    assert ended.returncode == 1
    assert f"Line 1 of {FILE} cannot be used as it stands" in ended.stderr
