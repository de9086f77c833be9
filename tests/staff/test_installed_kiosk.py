"""On a machine that has a kiosk every command about its data finds that one, or says where it is and how to get there."""

from __future__ import annotations

import os
import pwd
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.settings.settings import data_folder
from kiosk.staff import installed_kiosk, output_places
from kiosk.staff.command_line import arranged
from kiosk.staff.errors import ExpectedError
from kiosk.staff.installed_kiosk import Installed, folder_for, written
from kiosk.staff.main import main, parser

ROOT, ANA, KIOSK = 0, 1000, 999


@pytest.fixture
def kiosk(tmp_path: Path) -> Installed:
    (tmp_path / "data").mkdir(mode=0o700)
    return Installed("kiosk", tmp_path / "data", Path("/opt/the kiosk"))


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> object:
    """Whoever asks has this number from now on; the kiosk's account has KIOSK."""

    def be(number: int) -> None:
        monkeypatch.setattr(installed_kiosk.os, "geteuid", lambda: number)
        monkeypatch.setattr(installed_kiosk.os, "access", lambda *_: False)
        monkeypatch.setattr(installed_kiosk, "_uid", lambda _: KIOSK)

    return be


OF_NO_INSTALLED_KIOSK = {
    "benchmark", "fleet", "handout", "install", "office", "picture", "publish", "release", "review", "schema", "test", "translated", "uninstall",
    "wheels",
}  # fmt: skip
"""Commands about the folder that they are called in, or about the whole machine, never about the data of the kiosk that is installed on it."""


def test_every_command_is_known() -> None:
    known = OF_NO_INSTALLED_KIOSK | installed_kiosk._OF_REQUESTS | installed_kiosk._OF_CONTENT | installed_kiosk._KIOSKS
    unknown, gone = parser().below.keys() - known, known - parser().below.keys()
    assert not unknown, f"Say in kiosk/staff/installed_kiosk.py, or in OF_NO_INSTALLED_KIOSK here, whose data these work on: {unknown}"
    assert not gone, f"There are no such commands any more: {gone}"
    assert not OF_NO_INSTALLED_KIOSK & (installed_kiosk._OF_REQUESTS | installed_kiosk._OF_CONTENT | installed_kiosk._KIOSKS)


@pytest.mark.parametrize(
    ("line", "by_root", "by_ana"),
    [
        ("signups waiting", "the machine's", "`sudo -u kiosk python3 '/opt/the kiosk/main.py' signups waiting`"),
        ("key add 'Dr. Bo' --name Ana", "the machine's", "`sudo -u kiosk python3 '/opt/the kiosk/main.py' key add 'Dr. Bo' --name Ana`"),
        ("doctor --json", "the machine's", "`sudo python3 '/opt/the kiosk/main.py' doctor --json`"),
        ("trust --drop Ana", "the machine's", "`sudo python3 '/opt/the kiosk/main.py' trust --drop Ana`"),
        ("narrate", "the machine's", "`sudo -u kiosk python3 '/opt/the kiosk/main.py' narrate`"),
        ("backup x.zip", "the machine's", "`sudo python3 '/opt/the kiosk/main.py' backup x.zip`"),
        ("restore x.zip", "the machine's", "`sudo python3 "),
        ("update x.zip", "the machine's", "`sudo python3 "),
        ("check", "told", "told"),
        ("pictures out", "told", "told"),
        ("listen out", "told", "told"),
        ("preview", "told", "told"),
        ("run", "told", "told"),
        ("supervise", "told", "told"),
        ("", "told", "told"),
        ("review start --by Bo", "own", "own"),
        ("handout out", "own", "own"),
    ],
)
def test_each_command_means_the_kiosk_of_the_machine_or_says_which(kiosk: Installed, become: object, line: str, by_root: str, by_ana: str) -> None:
    words = arranged(parser(), shlex.split(line))[0].words

    def outcome() -> str:
        try:
            folder, told = folder_for(words, line, kiosk)
        except ExpectedError as error:
            return str(error)
        assert (folder, str(kiosk.data) in told) in {(kiosk.data, False), (data_folder(), bool(told))}
        return "told" if told else "the machine's" if folder == kiosk.data else "own"

    become(ROOT)  # type: ignore[operator]
    assert outcome() == by_root
    become(ANA)  # type: ignore[operator]
    assert by_ana in outcome()
    become(KIOSK)  # type: ignore[operator]
    assert outcome() == ("own" if by_ana == "own" else "the machine's")


def test_where_nothing_is_installed_everybody_has_their_own(become: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number in (ROOT, ANA):
        become(number)  # type: ignore[operator]
        assert folder_for("signups list", "signups list", None) == (data_folder(), "")
    monkeypatch.setattr(installed_kiosk, "HOME", tmp_path)
    (tmp_path / installed_kiosk.DATA).mkdir(parents=True)
    become(ROOT)  # type: ignore[operator]
    assert folder_for("signups list", "signups list", None) == (tmp_path / installed_kiosk.DATA, ""), "that of an earlier version is found by root"


def test_it_is_written_down_and_read(kiosk: Installed, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    assert installed_kiosk.installed(record) is None
    record.write_text(written(kiosk))
    record.chmod(0o644)
    assert installed_kiosk.installed(record, os.geteuid()) == kiosk


@pytest.mark.parametrize(("mode", "root", "words"), [(0o664, 0, "Others than root"), (0o646, 0, "Others than root"), (0o644, 1, "Others than root")])
def test_what_others_could_have_written_is_not_believed(kiosk: Installed, tmp_path: Path, mode: int, root: int, words: str) -> None:
    record = tmp_path / "record.json"
    record.write_text(written(kiosk))
    record.chmod(mode)
    with pytest.raises(ExpectedError, match=words):
        installed_kiosk.installed(record, os.geteuid() + root)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"account": 1}', '{"account": "kiosk", "data": "/x"}', "\x00"])
def test_a_damaged_one_is_told(tmp_path: Path, text: str) -> None:
    record = tmp_path / "record.json"
    record.write_text(text)
    record.chmod(0o644)
    with pytest.raises(ExpectedError, match="is damaged"):
        installed_kiosk.installed(record, os.geteuid())


@pytest.mark.parametrize(
    ("change", "told"), [({}, ("write into /srv/kiosk",)), ({"session": "desktop"}, None), ({"data": Path("/elsewhere")}, None)], ids=str
)
def test_what_the_walls_were_opened_for_is_told_of_its_own_data_alone(
    kiosk: Installed, tmp_path: Path, change: dict[str, Any], told: tuple[str, ...] | None
) -> None:
    record = tmp_path / "record.json"
    record.write_text(written(replace(kiosk, opens=("write into /srv/kiosk",), **change)))
    assert installed_kiosk.walls_opened(kiosk.data, record, root=os.geteuid()) == told
    record.write_text("{")
    assert installed_kiosk.walls_opened(kiosk.data, record, root=os.geteuid()) is None


def test_a_command_is_told_where_its_kiosk_is(
    kiosk: Installed, become: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("kiosk.staff.main.installed", lambda: kiosk)
    become(ANA)  # type: ignore[operator]
    assert main(["signups", "waiting"]) == 1
    assert "sudo -u kiosk python3 '/opt/the kiosk/main.py' signups waiting" in capsys.readouterr().err
    (tmp_path / "copied").mkdir()
    main(["signups", "waiting", "--drawer", str(tmp_path / "copied")])
    main(["signups", "waiting", "--data", str(tmp_path / "mine")])
    assert "kiosk of this machine" not in capsys.readouterr().err


def test_where_the_settings_of_the_kiosk_may_not_be_looked_at_it_is_said_whether_others_count(
    kiosk: Installed, become: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installed_kiosk, "data_folder", lambda: tmp_path)
    become(ANA)  # type: ignore[operator]
    for command, counts in (("check", False), ("pictures out", True), ("preview", True)):
        (tmp_path / "settings.yaml").unlink(missing_ok=True)
        assert "What counts here" not in folder_for(command, command, kiosk)[1]
        (tmp_path / "settings.yaml").write_text("idle_seconds: soon\n")
        assert (f"What counts here are those in {tmp_path}." in folder_for(command, command, kiosk)[1]) == counts


def test_a_slip_in_settings_that_count_for_nobody_is_no_error_of_the_check(
    kiosk: Installed, become: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "settings.yaml").write_text("idle_seconds: soon\n")
    for each in ("kiosk.staff.main.data_folder", "kiosk.staff.installed_kiosk.data_folder"):
        monkeypatch.setattr(each, lambda: tmp_path)
    assert main(["check", "--quick"]) == 1
    assert "settings.yaml:1" in capsys.readouterr().out
    monkeypatch.setattr("kiosk.staff.main.installed", lambda: kiosk)
    become(ANA)  # type: ignore[operator]
    assert main(["check", "--quick"]) == 0
    said = capsys.readouterr()
    assert "were not looked at" in said.err
    assert "settings.yaml:1" not in said.out


WRITES: tuple[Callable[[Path], None], ...] = (
    lambda folder: output_places.for_a_file(folder / "x.csv", data=folder / "data"),
    lambda folder: output_places.for_files(folder / "x", replace=False),
)


@pytest.mark.parametrize("write", WRITES)
def test_where_its_account_may_not_write_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]) -> None:
    monkeypatch.setattr(output_places.os, "access", lambda *_: False)
    account = pwd.getpwuid(os.geteuid()).pw_name
    with pytest.raises(ExpectedError, match=f"`sudo install --directory --owner={account} --mode=700 /srv/{account}`"):
        write(tmp_path)
