"""What a machine tells of itself: read from folders that look like those of Linux."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from kiosk.staff.diagnosis import probes
from kiosk.staff.diagnosis.doors import GRUB_LOCK
from kiosk.staff.diagnosis.probes import ClockSeen, ProgramOutput

TOUCHSCREEN = """\
I: Bus=0003 Vendor=222a Product=0001 Version=0110
N: Name="ILITEK ILITEK-TP"
H: Handlers=mouse0 event5
B: PROP=2
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=260800000000003
"""
OLD_TOUCHSCREEN = """\
N: Name="eGalax Inc. USB TouchController"
B: PROP=0
B: EV=b
B: KEY=400 0 0 0 0 0
B: ABS=3
"""
OTHERS = {
    "touchpad": 'N: Name="Synaptics"\nB: PROP=5\nB: EV=b\nB: KEY=e520 10000 0 0 0 0\nB: ABS=660800011000003\n',
    "pen tablet": 'N: Name="Wacom"\nB: PROP=2\nB: KEY=1c03 0 0 0 0 0\nB: ABS=1000003\n',
    "mouse of a virtual machine": 'N: Name="QEMU USB Tablet"\nB: PROP=0\nB: KEY=70000 0 0 0 0\nB: ABS=3\n',
    "keyboard": 'N: Name="AT keyboard"\nB: PROP=0\nB: EV=120013\nB: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe\n',
    "lid": 'N: Name="Lid Switch"\nB: PROP=0\nB: EV=21\n',
}


def written(root: Path, place: str, text: str) -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


# -- devices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("device", "name"), [(TOUCHSCREEN, "ILITEK ILITEK-TP"), (OLD_TOUCHSCREEN, "eGalax Inc. USB TouchController")])
def test_a_touchscreen_is_known_among_other_devices(tmp_path: Path, device: str, name: str) -> None:
    written(tmp_path, "proc/bus/input/devices", "\n".join([*OTHERS.values(), device]))
    assert probes.touchscreens(tmp_path) == (name,)


@pytest.mark.parametrize("device", OTHERS.values(), ids=OTHERS)
def test_other_devices_are_no_touchscreens(tmp_path: Path, device: str) -> None:
    assert probes.touchscreens(written(tmp_path, "proc/bus/input/devices", device)) == ()


def test_a_system_that_tells_of_no_devices_has_no_touchscreen(tmp_path: Path) -> None:
    assert probes.touchscreens(tmp_path) == ()
    assert probes.unreadable_inputs(tmp_path) == 0


# -- memory -----------------------------------------------------------------------------------------------------------


def swaps(root: Path, *names: str) -> Path:
    lines = ["Filename\tType\tSize\tUsed\tPriority", *(f"{name}\tpartition\t8388604\t0\t-2" for name in names)]
    return written(root, "proc/swaps", "\n".join(lines) + "\n")


def test_memory_that_goes_to_an_open_disk_is_found(tmp_path: Path) -> None:
    assert probes.open_swaps(swaps(tmp_path, "/dev/sda3", "/dev/zram0")) == ("/dev/sda3",)
    assert probes.open_swaps(swaps(tmp_path)) == ()
    assert probes.open_swaps(tmp_path / "nowhere") == ()


def test_an_encrypted_swap_is_no_open_one_nor_a_volume_that_lies_on_encrypted_disks_alone(tmp_path: Path) -> None:
    swaps(tmp_path, "/dev/dm-0", "/dev/dm-1", "/dev/dm-2")
    written(tmp_path, "sys/class/block/dm-0/dm/uuid", "CRYPT-LUKS2-00\n")
    written(tmp_path, "sys/class/block/dm-1/dm/uuid", "LVM-11\n")
    written(tmp_path, "sys/class/block/dm-2/dm/uuid", "LVM-22\n")
    for volume, disks in (("dm-1", ["dm-0"]), ("dm-2", ["dm-0", "sda2"])):
        for disk in disks:
            (tmp_path / "sys/class/block" / volume / "slaves" / disk).mkdir(parents=True)
    assert probes.open_swaps(tmp_path) == ("/dev/dm-2",)


def test_a_swap_file_is_as_open_as_the_disk_it_lies_on(tmp_path: Path) -> None:
    seen = written(tmp_path, "swapfile", "").stat()
    assert probes.open_swaps(swaps(tmp_path, "/swapfile")) == ("/swapfile",)
    written(tmp_path, f"sys/dev/block/{os.major(seen.st_dev)}:{os.minor(seen.st_dev)}/dm/uuid", "CRYPT-LUKS2-00\n")
    assert probes.open_swaps(tmp_path) == ()


def test_after_the_kiosk_has_forbidden_it_no_memory_is_dumped() -> None:
    answer = probes.ask([sys.executable, "-c", "from kiosk import processes; print(processes.dump_nothing())"])
    assert (answer.code, answer.out) == (0, "0\n")


# -- the disk ---------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_made_yet_counts_as_the_one_it_will_be_made_in(tmp_path: Path) -> None:
    assert probes.refusal(tmp_path / "data" / "keys") == ""
    assert probes.free_mb(tmp_path / "data") > 0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_says_why() -> None:
    assert probes.refusal(Path("/proc/self")) != ""


def test_the_newest_change_of_files_that_may_be_gone(tmp_path: Path) -> None:
    written(tmp_path, "old", "")
    os.utime(tmp_path / "old", (1000, 1000))
    assert probes.newest_change([tmp_path / "old", tmp_path / "gone"]) == 1000
    assert probes.newest_change([]) == 0


# -- programs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        (ProgramOutput(0, "CanNTP=yes\nNTP=yes\nNTPSynchronized=yes\n"), ClockSeen(right=True, asked=True)),
        (ProgramOutput(0, "CanNTP=yes\nNTP=yes\nNTPSynchronized=no\n"), ClockSeen(right=False, asked=True)),
        (ProgramOutput(0, "CanNTP=yes\nNTP=no\nNTPSynchronized=no\n"), ClockSeen(right=False)),
        (ProgramOutput(0, "CanNTP=no\nNTP=no\nNTPSynchronized=no\n"), ClockSeen(right=False, can_ask=False)),
        (ProgramOutput(1, "", "Failed to connect to bus"), ClockSeen()),
        (ProgramOutput(127), ClockSeen()),
        (ProgramOutput(None), ClockSeen()),
    ],
)
def test_systemd_knows_whether_the_network_keeps_the_clock(answer: ProgramOutput, seen: ClockSeen) -> None:
    assert probes.clock(lambda *_: answer) == seen


def test_the_kiosk_may_be_a_unit_of_its_user_or_of_the_machine() -> None:
    loaded = "LoadState=loaded\nActiveState=active\nWatchdogUSec=10s\n"
    none = "LoadState=not-found\nActiveState=inactive\nWatchdogUSec=0\n"
    for users, machines in ((loaded, none), (none, loaded)):
        told = probes.unit(lambda command, *_, users=users, machines=machines: ProgramOutput(0, users if "--user" in command else machines))
        assert told["ActiveState"] == "active"
    assert probes.unit(lambda *_: ProgramOutput(0, none)) == {}
    assert probes.unit(lambda *_: ProgramOutput(127)) == {}


def test_units_and_settings_are_told_by_their_names() -> None:
    said = "Id=sleep.target\nLoadState=masked\nActiveState=inactive\n\nId=acpid.service\nLoadState=loaded\nActiveState=active\n"
    told = probes.units(lambda *_: ProgramOutput(0, said), "sleep.target", "acpid.service")
    assert {name: each["LoadState"] for name, each in told.items()} == {"sleep.target": "masked", "acpid.service": "loaded"}
    assert probes.units(lambda *_: ProgramOutput(127), "sleep.target") == {}
    assert probes.logind(lambda *_: ProgramOutput(0, "HandlePowerKey=ignore\n")) == {"HandlePowerKey": "ignore"}


@pytest.mark.parametrize(("menu", "is_open"), [(None, False), ("set default=0\n", True), ('set superusers="kiosk"\n', False)])
def test_a_menu_that_a_keyboard_can_change_is_found(tmp_path: Path, menu: str | None, is_open: bool) -> None:
    if menu:
        written(tmp_path, "boot/grub/grub.cfg", menu)
    assert probes.menu_is_open(GRUB_LOCK, tmp_path) is is_open


@pytest.mark.parametrize(("lock", "is_open"), [(None, True), (900, False), (1000, False), (1100, True)])
def test_a_menu_that_root_alone_may_read_was_made_with_the_lock(tmp_path: Path, lock: int | None, is_open: bool) -> None:
    menu = tmp_path / "boot/grub/grub.cfg"
    menu.mkdir(parents=True)  # which root cannot read either
    os.utime(menu, (1000, 1000))
    if lock:
        written(tmp_path, "etc/grub.d/01_kiosk", "#!/bin/sh\n")
        os.utime(tmp_path / "etc/grub.d/01_kiosk", (lock, lock))
    assert probes.menu_is_open(GRUB_LOCK, tmp_path) is is_open


@pytest.mark.parametrize("name", ["usb-storage", "uas"])
def test_a_driver_for_sticks_is_found_loaded_or_built_in(tmp_path: Path, name: str) -> None:
    assert not probes.reads_sticks(tmp_path)
    (tmp_path / "sys/bus/usb/drivers" / name).mkdir(parents=True)
    assert probes.reads_sticks(tmp_path)


def test_a_program_is_given_what_it_reads_and_not_more_time_than_it_has() -> None:
    echo = [sys.executable, "-c", "print(input())"]
    assert probes.ask(echo, "words\n") == ProgramOutput(0, "words\n")
    assert probes.ask([sys.executable, "-c", "input()"], "", 20).code == 1
    assert probes.ask([sys.executable, "-c", "import signal; signal.pause()"], "", 0.2).code is None
    assert probes.ask(["no-such-program-here"]).code == 127
