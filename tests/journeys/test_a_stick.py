"""Staff who are signed in take a backup home on a stick; nobody else is offered one."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT
from msgspec.structs import replace
from visitor import Visitor

from kiosk.bridge.stick import PATIENCE_SECONDS, Stick
from kiosk.staff.installing import Facts, files

Make = Callable[..., Visitor]


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """The folder that the kiosk and the service see."""
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


@pytest.fixture
def staff(visitor: Make, desk: Any, shared: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Visitor:
    """Somebody who is signed in, at the page for sticks."""
    here = visitor(getattr(request, "param", LANDSCAPE))
    backup = ["-m", "kiosk.staff", "backup", "--replace", "--content", str(PROJECT / "content"), "--data", str(tmp_path)]
    here.kiosk.furnish(desk, Stick(shared, tmp_path / "stick.zip", backup))
    here.taps("Start")
    for _ in range(5):
        here.kiosk.staff.markTouched()
    here.rest().taps("Set up this screen")
    while not here.finds_button("A backup on a stick"):
        here.taps("Next")
    return here.taps("A backup on a stick")


@pytest.mark.parametrize("staff", [LANDSCAPE, PORTRAIT], ids=["across", "upright"], indirect=True)
def test_a_backup_goes_onto_a_stick(qtbot: Any, staff: Visitor, shared: Path, tmp_path: Path) -> None:
    stick = staff.taps("Write it now").kiosk.staff._setting_up._stick
    assert staff.sees("Plug the stick in now")
    assert not staff.finds_button("Write it now")
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    with zipfile.ZipFile(tmp_path / "stick.zip") as packed:
        assert "content/clinic.yaml" in packed.namelist()
        assert not [name for name in packed.namelist() if "private" in name]
    stick.look()
    assert staff.rest().sees("Plug the stick in now")
    (shared / "stick-said").write_text("saved\n")
    stick.look()
    assert staff.rest().sees("It is on the stick")
    assert not (shared / "stick").exists()
    assert not (tmp_path / "stick.zip").exists(), "requests do not outlive their time in a backup that nobody knows of"


@pytest.mark.parametrize(
    ("answer", "words"), [("none\n", "No stick was found"), ("failed\n", "could not be written"), (None, "could not be written")]
)
def test_what_went_wrong_is_told_and_can_be_tried_again(qtbot: Any, staff: Visitor, shared: Path, answer: str | None, words: str) -> None:
    stick = staff.taps("Write it now").kiosk.staff._setting_up._stick
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    if answer:
        (shared / "stick-said").write_text(answer)
    for _ in range(1 if answer else PATIENCE_SECONDS):
        stick.look()
    assert staff.rest().sees(words)
    staff.taps("Write it now")
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    assert staff.sees("Plug the stick in now")


def test_when_staff_sign_out_nothing_is_asked_for_any_more(qtbot: Any, staff: Visitor, shared: Path, tmp_path: Path) -> None:
    staff.taps("Write it now")
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    (tmp_path / ".stick.zip.1234").touch()  # of a backup that was ended in the middle
    staff.kiosk.staff.signOut()
    staff.rest()
    assert not (shared / "stick").exists()
    assert not list(tmp_path.glob("*stick.zip*"))


def test_a_folder_that_is_gone_is_told(qtbot: Any, staff: Visitor, shared: Path) -> None:
    shutil.rmtree(shared)
    staff.taps("Write it now")
    qtbot.waitUntil(lambda: staff.rest().sees("could not be written"), timeout=30_000)


def test_where_no_service_is_none_is_offered(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk).taps("Start")
    for _ in range(5):
        here.kiosk.staff.markTouched()
    here.rest().taps("Set up this screen")
    seen = here.texts()
    while here.finds_button("Next"):
        seen += here.taps("Next").texts()
    assert "What only the clinic can say" in seen
    assert "stick" not in seen


# -- the service ------------------------------------------------------------------------------------------------------

TOOLS = {
    "runuser": 'shift 3\nexec "$@"',
    "modprobe": 'echo "modprobe $*" >> "$LOG"',
    "mount": '[ ! "$REFUSES" ] && echo "mount $*" >> "$LOG"',
    "umount": 'echo "umount" >> "$LOG"\n[ ! "$FULL" ]',
    "lsblk": 'case "$*" in *TRAN*) printf "%b" "$DISKS" ;; *MOUNTPOINTS*) printf "%b" "$USED" ;; *) printf "%b" "$PARTS" ;; esac',
    "findmnt": "echo rw,nosuid,nodev,noexec,relatime${OLD_KERNEL:-,nosymfollow}",
    "sleep": "exit 0",
    "date": "echo 2026-11-23-180000",
    "mktemp": 'if [ "$1" = -d ]; then mkdir -p "$MOUNTED" && echo "$MOUNTED"; else touch "$MOUNTED/.new" && echo "$MOUNTED/.new"; fi',
    "rmdir": "exit 0",
}


@pytest.fixture
def service(tmp_path: Path, shared: Path) -> Callable[..., str]:
    """Runs the script that `install` writes, with tools that only say what they would do; tells what it answers."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "stick.zip").write_bytes(b"the backup")
    text = next(file.text for file in files(Facts(PROJECT, Path("/usr/bin/python3"), PROJECT / "content", data)) if file.path.name == "stick")
    for name, does in (TOOLS | {"stick": text.replace("/run/kiosk", str(shared))}).items():
        (tmp_path / name).write_text(does if name == "stick" else f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)

    def run(**variables: str) -> str:
        (shared / "stick").touch()
        told = {"PATH": f"{tmp_path}:/usr/bin:/bin", "LOG": str(tmp_path / "log"), "MOUNTED": str(tmp_path / "mounted")}
        subprocess.run([tmp_path / "stick"], env=told | variables, check=True, timeout=60)
        return (shared / "stick-said").read_text().strip()

    return run


STICK = {"DISKS": "/dev/mmcblk0 mmc\\n/dev/sda sata\\n/dev/sdb usb\\n", "PARTS": "/dev/sdb \\n/dev/sdb1 vfat\\n"}


def test_the_service_carries_it_over(service: Callable[..., str], tmp_path: Path, shared: Path) -> None:
    assert service(**STICK) == "saved"
    assert (tmp_path / "mounted" / "kiosk-backup-2026-11-23-180000.zip").read_bytes() == b"the backup"
    log = (tmp_path / "log").read_text().splitlines()
    assert log[0] == "modprobe --ignore-install usb-storage"
    assert f"mount --types vfat --options nosymfollow,nosuid,nodev,noexec /dev/sdb1 {tmp_path / 'mounted'}" in log
    assert log[-1] == "modprobe -r uas usb-storage", "the drivers are gone again"
    assert not (shared / "stick").exists()


@pytest.mark.parametrize(
    ("variables", "answer"),
    [
        ({"DISKS": "/dev/mmcblk0 mmc\\n/dev/nvme0n1 nvme\\n/dev/sda \\n"}, "none"),
        ({"DISKS": ""}, "none"),
        ({"PARTS": "/dev/sdb \\n"}, "none"),
        ({"PARTS": "/dev/sdb1 btrfs\\n/dev/sdb2 swap\\n/dev/sdb3 LVM2_member\\n"}, "none"),
        ({"USED": "/\\n"}, "none"),
        ({"USED": "[SWAP]\\n"}, "none"),
        ({"REFUSES": "yes"}, "none"),
        ({"FULL": "yes"}, "failed"),
        ({"OLD_KERNEL": ",relatime"}, "failed"),
    ],
)
def test_the_service_says_what_went_wrong(service: Callable[..., str], tmp_path: Path, variables: dict[str, str], answer: str) -> None:
    assert service(**STICK | variables) == answer
    assert (tmp_path / "log").read_text().splitlines()[-1] == "modprobe -r uas usb-storage"


def test_the_service_is_quoted_whatever_the_folders_are_called() -> None:
    facts = Facts(PROJECT, Path("/usr/bin/python3"), PROJECT / "content", Path("/srv/the kiosk's"))
    text = next(file.text for file in files(replace(facts, user="a b")) if file.path.name == "stick")
    assert subprocess.run(["sh", "-n"], input=text, text=True, check=True, capture_output=True).stderr == ""
