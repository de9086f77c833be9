"""Staff who are signed in take a backup home on a stick, and bring new content on one; nobody else is offered that."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import LANDSCAPE, PORTRAIT, PROJECT
from msgspec import Struct
from msgspec.structs import replace
from visitor import Visitor

from kiosk.content.store.publications import FROM_STICK
from kiosk.devices.stick_service import PATIENCE_SECONDS
from kiosk.devices.usb_backup import Stick
from kiosk.devices.usb_publication import StickPublication
from kiosk.staff.install.plan import MachineFacts, files

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
    here.kiosk.attach_storage(desk, Stick(shared, tmp_path / "stick.zip", backup))
    here.taps("Start")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    here.rest().taps("Set up this screen")
    while not here.finds_button("A backup on a USB stick"):
        here.taps("Next")
    return here.taps("A backup on a USB stick")


@pytest.mark.parametrize("staff", [LANDSCAPE, PORTRAIT], ids=["across", "upright"], indirect=True)
def test_a_backup_goes_onto_a_stick(qtbot: Any, staff: Visitor, shared: Path, tmp_path: Path) -> None:
    stick = staff.taps("Write it now").kiosk.staff._setting_up._stick
    assert staff.sees("One moment"), "a stick that is in before the service has begun gets nothing"
    assert not staff.finds_button("Write it now")
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    assert staff.rest().sees("Plug in the USB stick now")
    assert not staff.finds_button("Write it now")
    with zipfile.ZipFile(tmp_path / "stick.zip") as packed:
        assert "content/clinic.yaml" in packed.namelist()
        assert not [name for name in packed.namelist() if "private" in name]
    stick.look()
    assert staff.rest().sees("Plug in the USB stick now")
    (shared / "stick-said").write_text("saved\n")
    stick.look()
    assert staff.rest().sees("The backup is on the stick")
    assert not (shared / "stick").exists()
    qtbot.waitUntil(lambda: not list(tmp_path.glob("*stick.zip*")))  # requests do not outlive their time in a backup that nobody knows of


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("none\n", "No USB stick was found"), ("early\n", "Take every stick out, and try again"), ("failed\n", "could not be written"),
        (None, "could not be written"),
    ],
)  # fmt: skip
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
    assert staff.rest().sees("Plug in the USB stick now")


def test_when_staff_sign_out_nothing_is_asked_for_any_more(qtbot: Any, staff: Visitor, shared: Path, tmp_path: Path) -> None:
    staff.taps("Write it now")
    qtbot.waitUntil((shared / "stick").exists, timeout=30_000)
    (tmp_path / ".stick.zip.1234").touch()  # of a backup that was ended in the middle
    staff.kiosk.staff.act("sign-out")
    staff.rest()
    assert not (shared / "stick").exists()
    qtbot.waitUntil(lambda: not list(tmp_path.glob("*stick.zip*")))


@pytest.mark.parametrize("how", ["staff leave", "the kiosk was killed"])
def test_what_goes_is_written_over(qtbot: Any, shared: Path, tmp_path: Path, how: str) -> None:
    """As a disk sees it that writes in place: through what was open before."""
    began = Stick(shared, tmp_path / "stick.zip", [])
    names = ["stick.zip", f".stick.zip.{os.getpid()}" if how == "the kiosk was killed" else ".stick.zip.99999999"]
    for name in names:
        (tmp_path / name).write_bytes(b"sealed" * 1000)
    handles = [os.open(tmp_path / name, os.O_RDONLY) for name in names]
    if how == "staff leave":
        began.leave()
    else:
        Stick(shared, tmp_path / "stick.zip", [])
    qtbot.waitUntil(lambda: not list(tmp_path.glob("*stick.zip*")))
    for handle in handles:
        assert b"sealed" not in os.pread(handle, 6000, 0)
        os.close(handle)


def test_a_folder_that_is_gone_is_told(qtbot: Any, staff: Visitor, shared: Path) -> None:
    shutil.rmtree(shared)
    staff.taps("Write it now")
    qtbot.waitUntil(lambda: staff.rest().sees("could not be written"), timeout=30_000)


def test_where_no_service_is_none_is_offered(visitor: Make, desk: Any) -> None:
    here = visitor(desk=desk).taps("Start")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    here.rest().taps("Set up this screen")
    seen = here.texts()
    while here.finds_button("Next"):
        seen += here.taps("Next").texts()
    assert "What only the clinic can say" in seen
    assert "stick" not in seen


# -- new content ------------------------------------------------------------------------------------------------------


@pytest.fixture
def bringing(visitor: Make, desk: Any, shared: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Visitor:
    """Somebody who is signed in, at the page for new content; the door answers with what lies in `answers`."""
    here = visitor(getattr(request, "param", LANDSCAPE))
    door = ["-c", f"import pathlib, sys; print(pathlib.Path({str(tmp_path)!r}, 'looks' if '--only-look' in sys.argv else 'takes').read_text())"]
    (tmp_path / "takes").write_text(json.dumps(OFFERED))
    (tmp_path / "looks").write_text(json.dumps(OFFERED))
    here.kiosk.attach_storage(desk, Stick(shared, tmp_path / "stick.zip", []), StickPublication(shared, tmp_path, door))
    here.taps("Start")
    for _ in range(5):
        here.kiosk.staff.act("knock")
    here.rest().taps("Set up this screen")
    while not here.finds_button("New content from a USB stick"):
        here.taps("Next")
    return here.taps("New content from a USB stick")


OFFERED = {"number": 12, "by": "Ana", "at": "2026-11-20T09:30:00-05:00", "note": "The new hours", "differ": 3, "already": False, "says": []}


def _said(here: Visitor, shared: Path, answer: str) -> None:
    (shared / "stick-said").write_text(f"{answer}\n")
    here.kiosk.staff._setting_up._news.look()
    here.rest()


@pytest.mark.parametrize("bringing", [LANDSCAPE, PORTRAIT], ids=["across", "upright"], indirect=True)
def test_staff_are_told_what_is_on_a_stick_and_show_it(qtbot: Any, bringing: Visitor, shared: Path, tmp_path: Path) -> None:
    news, told = bringing.kiosk.staff._setting_up._news, []
    news.taken.connect(lambda: told.append(True))
    assert bringing.sees("you are asked first")
    bringing.taps("Look at a stick")
    assert (shared / "stick").read_text() == "publication"
    assert bringing.rest().sees("Plug in the USB stick now")
    assert not bringing.finds_button("Look at a stick")
    (tmp_path / FROM_STICK).touch()
    _said(bringing, shared, "found")
    assert not (shared / "stick").exists()
    assert bringing.sees("the content is being checked")
    qtbot.waitUntil(lambda: bringing.rest().sees("made on November 20 by Ana"), timeout=30_000)
    assert bringing.sees("Slides, answers and other parts that differ: 3")
    assert bringing.sees("The new hours")
    bringing.taps("Yes, show it")
    qtbot.waitUntil(lambda: bringing.rest().sees("You can pull the stick out"), timeout=30_000)
    assert told
    assert not (tmp_path / FROM_STICK).exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("none", "No USB stick was found"), ("early", "Take every stick out"), ("failed", "could not be read"),
        ("empty", "no publication on this stick"),
    ],
)  # fmt: skip
def test_why_nothing_comes_from_a_stick_is_told(bringing: Visitor, shared: Path, answer: str, words: str) -> None:
    bringing.taps("Look at a stick")
    _said(bringing, shared, answer)
    assert bringing.sees(words)
    assert bringing.finds_button("Look at a stick")


def test_why_it_is_not_taken_is_told(qtbot: Any, bringing: Visitor, shared: Path, tmp_path: Path) -> None:
    (tmp_path / "looks").write_text(json.dumps({"wrong": "It was signed by somebody whom this machine does not trust."}))
    bringing.taps("Look at a stick")
    _said(bringing, shared, "found")
    qtbot.waitUntil(lambda: bringing.rest().sees("signed by somebody whom this machine does not trust"), timeout=30_000)
    assert bringing.sees("What is on this stick is not taken")
    (tmp_path / "looks").write_text("nothing")
    bringing.taps("Look at a stick")
    _said(bringing, shared, "found")
    qtbot.waitUntil(lambda: bringing.rest().sees("could not be read"), timeout=30_000)


def test_what_shows_already_is_told_and_what_nobody_wants_goes(qtbot: Any, bringing: Visitor, shared: Path, tmp_path: Path) -> None:
    (tmp_path / "looks").write_text(json.dumps(OFFERED | {"already": True}))
    bringing.taps("Look at a stick")
    _said(bringing, shared, "found")
    qtbot.waitUntil(lambda: bringing.rest().sees("shows here already"), timeout=30_000)
    bringing.taps("Look at a stick")
    (tmp_path / FROM_STICK).touch()
    bringing.kiosk.staff.act("sign-out")
    bringing.rest()
    assert not (shared / "stick").exists()
    assert not (tmp_path / FROM_STICK).exists()


def test_one_stick_is_asked_for_at_a_time(bringing: Visitor, shared: Path) -> None:
    bringing.taps("Look at a stick")
    bringing.kiosk.staff.act("set-up:stick")
    assert bringing.kiosk.staff._setting_up._stick.stands == "ready"


# -- the service ------------------------------------------------------------------------------------------------------

TOOLS = {
    "runuser": 'shift 3\nexec "$@"',
    "modprobe": 'echo "modprobe $*" >> "$LOG"\n[ "$1" = -r ] || exit 0\n[ ! -e "$HELD" ] || exit 1\n: > "$MODULES"',
    "mount": """case "$REFUSES" in *"$5"*) exit 1 ;; esac
echo "mount $*" >> "$LOG"
echo "$5" > "$ON"
case "$HANGS" in *mount*) exec sleep-for-ever ;; esac""",
    "umount": """[ "$1" != --lazy ] || exec rm -f "$RUNTIME_DIRECTORY"/*
[ "$(cat "$ON")" != "$FULL" ]""",
    "lsblk": """case "$*" in
*TRAN*) printf "%b" "$DISKS" ;;
*MOUNTPOINTS*) printf "%b" "$USED" ;;
*sdc) printf "%b" "$MORE" ;;
*) printf "%b" "$PARTS" ;;
esac""",
    "findmnt": "echo rw,nosuid,nodev,noexec,relatime${OLD_KERNEL:-,nosymfollow}",
    "sleep": "exit 0",
    "sleep-for-ever": "exec /bin/sleep 1000",
    "date": "echo 2026-11-23-180000",
    "mktemp": 'touch "$RUNTIME_DIRECTORY/.new" && echo "$RUNTIME_DIRECTORY/.new"',
    "timeout": 'shift\necho "$1 $2" >> "$LIMITS"\nshift\nexec "$@"',
}
"""That only say what they would do. `REFUSES` names devices that cannot be mounted, `FULL` one that does not take all, `HANGS` tools that hang."""


class Service(Struct, frozen=True):
    """The scripts that `install` writes, with tools that only say what they would do."""

    folder: Path
    shared: Path

    @property
    def mounted(self) -> Path:
        return self.folder / "mounted"

    @property
    def log(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines()

    def plug(self, **disks: str) -> None:
        """Disks as /sys has them, each with its port and interface."""
        for disk, port in disks.items():
            for part in ("", "1", "2"):
                device = self.folder / "devices" / port.partition(":")[0] / port / "host6/block" / disk / (f"{disk}{part}" if part else "")
                device.mkdir(parents=True, exist_ok=True)
                (self.folder / "block" / f"{disk}{part}").symlink_to(device)

    def begin(self, what: str = "backup", **variables: str) -> subprocess.Popen[bytes]:
        """The service has begun; the drivers are loaded."""
        (self.shared / "stick").write_text(what)
        (self.folder / "modules").write_text("ext4 12\nusb_storage 81920 1 uas, Live\n")
        return self._run("stick", **variables)

    def end(self, **variables: str) -> str:
        """What systemd does after it, however it ended; tells the answer that there is."""
        assert self._run("stick-end", **variables).wait(60) == 0
        return (self.shared / "stick-said").read_text().strip()

    def _run(self, name: str, **variables: str) -> subprocess.Popen[bytes]:
        named = {each.upper(): str(self.folder / each) for each in ("log", "held", "modules", "on", "limits")}
        told = {"PATH": f"{self.folder}:/usr/bin:/bin", "RUNTIME_DIRECTORY": str(self.mounted)} | named
        return subprocess.Popen([self.folder / name], env=told | variables, start_new_session=True)

    @property
    def loaded(self) -> bool:
        return "usb_storage" in (self.folder / "modules").read_text()


@pytest.fixture
def service(tmp_path: Path, shared: Path) -> Service:
    data = tmp_path / "data"
    data.mkdir()
    (data / "stick.zip").write_bytes(b"the backup")
    (tmp_path / "mounted").mkdir()
    for kind in ("uas", "usb-storage"):
        (tmp_path / "bus" / kind).mkdir(parents=True)
    texts = {file.path.name: file.text for file in files(MachineFacts(PROJECT, Path("/usr/bin/python3"), PROJECT / "content", data))}
    places = {"/run/kiosk/": f"{shared}/", "/proc/modules": str(tmp_path / "modules"), "/sys/bus/usb/drivers": str(tmp_path / "bus")}
    places |= {"/sys/class/block": str(tmp_path / "block"), "/sys/bus/usb/devices": str(tmp_path / "ports")}
    places["/sys/module/usb_storage/holders"] = str(tmp_path / "holders")
    for name, does in (TOOLS | {name: texts[name] for name in ("stick", "stick-end")}).items():
        text = does
        for place, here in places.items() if name in texts else ():
            text = text.replace(place, here)
        (tmp_path / name).write_text(text if name in texts else f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    (tmp_path / "block").mkdir()
    return Service(tmp_path, shared)


STICK = {"DISKS": "/dev/mmcblk0 mmc\\n/dev/sda sata\\n/dev/sdb usb\\n", "PARTS": "/dev/sdb \\n/dev/sdb1 vfat\\n"}


@pytest.mark.parametrize(
    ("found", "mounted"),
    [("vfat", "vfat,errors=remount-ro"), ("exfat", "exfat,errors=remount-ro"), ("ext4", "ext4,errors=remount-ro"), ("ntfs", "ntfs3"), ("btrfs", "")],
)
def test_a_broken_stick_halts_no_machine(service: Service, found: str, mounted: str) -> None:
    assert service.begin(**(STICK | {"PARTS": f"/dev/sdb \\n/dev/sdb1 {found}\\n"})).wait(60) == 0
    kind, _, careful = mounted.partition(",")
    options = f"nosymfollow,nosuid,nodev,noexec{',' * bool(careful)}{careful}"
    wanted = [f"mount --types {kind} --options {options} /dev/sdb1 {service.mounted}"] if kind else []
    assert [line for line in service.log if line.startswith("mount ")] == wanted


def test_the_service_carries_it_over(service: Service) -> None:
    assert service.begin(**STICK).wait(60) == 0
    assert service.loaded
    assert service.end() == "saved"
    assert (service.mounted / "kiosk-backup-2026-11-23-180000.zip").read_bytes() == b"the backup"
    assert service.log[0] == "modprobe --ignore-install usb-storage"
    assert f"mount --types vfat --options nosymfollow,nosuid,nodev,noexec,errors=remount-ro /dev/sdb1 {service.mounted}" in service.log
    assert service.log[-1] == "modprobe -r uas usb-storage"
    assert not service.loaded
    assert not (service.shared / "stick").exists()
    limits = (service.folder / "limits").read_text().splitlines()
    assert {each.split()[1] for each in limits} >= {"mount", "umount", "runuser", "mktemp", "mv", "lsblk", "modprobe"}, "each has its time"
    assert sum(int(each.split()[0]) for each in limits if "lsblk" not in each) < 300, "together less than the service has"


def _publication(service: Service, number: int, *, signed: bool = True) -> None:
    (service.mounted / f"publication-{number}.kiosk.zip").write_bytes(b"content %d" % number)
    if signed:
        (service.mounted / f"publication-{number}.kiosk.zip.minisig").write_bytes(b"signature %d" % number)


def test_the_service_brings_the_newest_publication_and_writes_nothing_on_the_stick(service: Service) -> None:
    for number in (9, 12, 3):
        _publication(service, number)
    (service.mounted / "publication-99.kiosk.zip").symlink_to("/etc/passwd")
    (service.mounted / "publication-98.kiosk.zip").mkdir()
    (service.mounted / "publication-0097.kiosk.zip").write_bytes(b"another name")
    before = sorted(service.mounted.iterdir())
    assert service.begin("publication", **STICK).wait(60) == 0
    assert service.end() == "found"
    data = service.folder / "data"
    assert (data / FROM_STICK).read_bytes() == b"content 12"
    assert (data / f"{FROM_STICK}.minisig").read_bytes() == b"signature 12"
    assert f"mount --types vfat --options nosymfollow,nosuid,nodev,noexec,ro /dev/sdb1 {service.mounted}" in service.log
    assert sorted(service.mounted.iterdir()) == before
    limits = (service.folder / "limits").read_text().splitlines()
    assert sum(int(each.split()[0]) for each in limits if "lsblk" not in each) < 300, "together less than the service has"


@pytest.mark.parametrize("there", ["nothing", "unsigned"])
def test_the_service_says_that_no_publication_is_on_the_stick(service: Service, there: str) -> None:
    if there == "unsigned":
        _publication(service, 1, signed=False)
    assert service.begin("publication", **STICK).wait(60) == 0
    assert service.end() == "empty"
    assert not (service.folder / "data" / FROM_STICK).exists()


@pytest.mark.parametrize(
    ("variables", "answer"),
    [
        ({"DISKS": "/dev/mmcblk0 mmc\\n/dev/nvme0n1 nvme\\n/dev/sda \\n"}, "none"),
        ({"DISKS": ""}, "none"),
        ({"PARTS": "/dev/sdb \\n"}, "none"),
        ({"PARTS": "/dev/sdb1 btrfs\\n/dev/sdb2 swap\\n/dev/sdb3 LVM2_member\\n"}, "none"),
        ({"USED": "/\\n"}, "none"),
        ({"USED": "[SWAP]\\n"}, "none"),
        ({"REFUSES": "/dev/sdb1"}, "none"),
        ({"FULL": "/dev/sdb1"}, "failed"),
        ({"OLD_KERNEL": ",relatime"}, "failed"),
    ],
)
def test_the_service_says_what_went_wrong(service: Service, variables: dict[str, str], answer: str) -> None:
    service.begin(**STICK | variables).wait(60)
    assert service.end() == answer
    assert not service.loaded


def test_a_driver_that_builds_on_that_of_sticks_goes_first(service: Service) -> None:
    service.begin(**STICK).wait(60)
    (service.folder / "holders").mkdir()
    for name in ("uas", "ums_realtek", "ums_alauda"):
        (service.folder / "holders" / name).touch()
    does = 'echo "modprobe $*" >> "$LOG"\ncase "$2" in\nums_*) rm "$HOLDERS/$2" ;;\n*) ! ls "$HOLDERS" | grep -q ums_ && : > "$MODULES" ;;\nesac'
    (service.folder / "modprobe").write_text(f"#!/bin/sh\n{does}\n")
    assert service.end(HOLDERS=str(service.folder / "holders")) == "saved"
    assert service.log[-3:] == ["modprobe -r ums_alauda", "modprobe -r ums_realtek", "modprobe -r uas usb-storage"]
    assert not service.loaded


TWO = {"DISKS": "/dev/sda sata\\n/dev/sdb usb\\n/dev/sdc usb\\n", "PARTS": "/dev/sdb1 vfat\\n/dev/sdb2 ext4\\n", "MORE": "/dev/sdc1 exfat\\n"}


@pytest.mark.parametrize("variables", [{"REFUSES": "/dev/sdb1"}, {"FULL": "/dev/sdb1"}, {"PARTS": "/dev/sdb1 btrfs\\n/dev/sdb2 ext4\\n"}])
def test_where_one_part_of_a_stick_does_not_take_it_the_next_one_may(service: Service, variables: dict[str, str]) -> None:
    service.plug(sdb="1-1:1.0")
    service.begin(**STICK | {"PARTS": TWO["PARTS"]} | variables).wait(60)
    assert service.end() == "saved"
    assert [line.split()[5] for line in service.log if line.startswith("mount")][-1] == "/dev/sdb2"


@pytest.mark.parametrize(
    ("variables", "before", "answer"),
    [
        ({}, [], "saved"),
        ({}, ["1-2:1.0", "1-1:1.0", "usb1", "1-1", "1-1.4"], "saved"),
        ({}, ["1-1:1.0", "1-1.4:1.0"], "early"),
        (TWO, [], "early"),
        (TWO, ["1-1.4:1.0"], "early"),
        (TWO, ["1-2:1.0"], "early"),
        (TWO | {"PARTS": "/dev/sdb1 btrfs\\n"}, [], "saved"),
        (TWO | {"PARTS": "/dev/sdb1 btrfs\\n"}, ["1-2:1.0"], "early"),
    ],
)
def test_it_goes_to_no_stick_that_somebody_left_in_the_machine(
    service: Service, variables: dict[str, str], before: list[str], answer: str
) -> None:
    for name in before:
        (service.folder / "ports" / name).mkdir(parents=True)
    service.plug(sdb="1-1.4:1.0", sdc="1-2:1.0")
    service.begin(**STICK | variables).wait(60)
    assert service.end() == answer
    assert any(line.startswith("mount") for line in service.log) == (answer == "saved"), "nothing is even read"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("held", [False, True])
def test_however_it_ends_the_drivers_are_gone_after_it(service: Service, how: signal.Signals, held: bool) -> None:
    """A stick that hangs holds its driver, until its device is taken from that."""
    running = service.begin(**STICK, HANGS="mount")
    while not (service.folder / "on").exists() or not (service.folder / "on").read_text():
        assert running.poll() is None
    os.killpg(running.pid, how)
    running.wait(60)
    if held:
        (service.folder / "held").touch()
        (service.folder / "bus" / "usb-storage" / "1-2:1.0").touch()
        (service.folder / "sleep").write_text(f'#!/bin/sh\n[ ! -s {service.folder}/bus/usb-storage/unbind ] || rm -f "$HELD"\n')
    assert service.end() == "failed"
    assert not service.loaded
    assert not (service.shared / "stick").exists(), "or systemd would begin it anew"
    unbound = service.folder / "bus" / "usb-storage" / "unbind"
    assert (unbound.read_text() == "1-2:1.0\n") if held else not unbound.exists()


def test_systemd_ends_it_however_it_ended() -> None:
    facts = MachineFacts(PROJECT, Path("/usr/bin/python3"), PROJECT / "content", Path("/srv/data"))
    lines = next(file.text for file in files(facts) if file.path.name == "kiosk-stick.service").splitlines()
    assert {"ExecStart=/usr/local/lib/kiosk/stick", "ExecStopPost=/usr/local/lib/kiosk/stick-end", "TimeoutStartSec=300"} <= set(lines)


def test_the_service_is_quoted_whatever_the_folders_are_called() -> None:
    facts = MachineFacts(PROJECT, Path("/usr/bin/python3"), PROJECT / "content", Path("/srv/the kiosk's"))
    for text in [file.text for file in files(replace(facts, user="a b")) if file.path.name in ("stick", "stick-end")]:
        assert subprocess.run(["sh", "-n"], input=text, text=True, check=True, capture_output=True).stderr == ""
