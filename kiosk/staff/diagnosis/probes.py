"""What this machine tells when it is asked: its files, its devices, its programs. Nothing here judges (`verdicts` does)."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk import processes
from kiosk.files.regular import is_regular, why
from kiosk.project import PROJECT
from kiosk.staff.installed_kiosk import SCREENS_SEEN, UNIT

ROOT = Path("/")


class ProgramOutput(Struct, frozen=True):
    """What a program said. `code` is None where it did not come to its end in time, 127 where there is no such program."""

    code: int | None
    out: str = ""
    err: str = ""


Ask = Callable[[Sequence[str], str, float], ProgramOutput]
"""Asks a program: its command, what it reads, and how many seconds it has."""


def ask(command: Sequence[str], reads: str = "", seconds: float = 20.0) -> ProgramOutput:
    """Runs a program to its end, and ends it when it takes too long."""
    try:
        piped = subprocess.PIPE
        done = processes.run(command, input=reads, seconds=seconds, cwd=PROJECT, stdout=piped, stderr=piped, text=True, errors="replace", **_APART)
    except subprocess.TimeoutExpired:
        return ProgramOutput(None)
    except OSError as error:
        return ProgramOutput(127, err=str(error))
    return ProgramOutput(done.returncode, done.stdout, done.stderr)


_APART: Mapping[str, Any] = {"start_new_session": True}
"""Without the terminal of whoever asks: as root one becomes the kiosk's account for it, and what runs as that account could type into it."""


def own(module: str, *arguments: str) -> list[str]:
    """The command for a module of the kiosk in a process of its own: where Qt is needed, which may hang or die."""
    return [sys.executable, "-m", module, *arguments]


# -- the disk ---------------------------------------------------------------------------------------------------------


def free_mb(folder: Path) -> int:
    """Megabytes that are free where the folder is, or will be."""
    return shutil.disk_usage(_there(folder)).free // 1_000_000


def refusal(folder: Path) -> str:
    """Why nothing can be written into the folder, or into the one that it will be made in; empty if something can."""
    if is_regular(folder):
        return "it is a file, not a folder"
    try:
        with tempfile.TemporaryFile(dir=_there(folder)) as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return why(error)
    return ""


def _there(folder: Path) -> Path:
    return next(each for each in (folder.absolute(), *folder.absolute().parents) if each.is_dir())


def newest_change(files: Iterable[Path]) -> float:
    """When the last of these files was changed, in seconds of Unix; 0 if none can be asked."""
    newest = 0.0
    for file in files:
        with suppress(OSError):
            newest = max(newest, file.stat().st_mtime)
    return newest


# -- memory that goes to the disk -------------------------------------------------------------------------------------


def core_pattern(root: Path = ROOT) -> str:
    """Where the kernel writes the memory of programs that die; `|` begins a program that takes it."""
    return _read(root / "proc/sys/kernel/core_pattern").strip()


def open_swaps(root: Path = ROOT) -> tuple[str, ...]:
    """Where memory may be written to a disk that is not encrypted. Compressed memory (zram) is no disk."""
    names = [line.split()[0] for line in _read(root / "proc/swaps").splitlines()[1:] if line.strip()]
    return tuple(name for name in names if "/zram" not in name and not _is_encrypted(_device_of(root, name), root))


def _device_of(root: Path, name: str) -> Path:
    """The block device behind a swap, as a folder of /sys: itself, or the one that its file lies on."""
    path = root / name.lstrip("/")
    try:
        seen = path.stat()
    except OSError:
        return root / "sys/class/block" / path.name
    number = seen.st_rdev if path.is_block_device() else seen.st_dev
    return root / "sys/dev/block" / f"{os.major(number)}:{os.minor(number)}"


def _is_encrypted(device: Path, root: Path) -> bool:
    """Whether the device, or every one that it is put together from, is encrypted (dm-crypt)."""
    if _read(device / "dm/uuid").startswith("CRYPT-"):
        return True
    below = [each.name for each in _inside(device / "slaves")]
    return bool(below) and all(_is_encrypted(root / "sys/class/block" / name, root) for name in below)


# -- devices ----------------------------------------------------------------------------------------------------------

_DIRECT, _LEFT, _PEN, _FINGER, _TOUCH = 0x01, 0x110, 0x140, 0x145, 0x14A
_ABS_X, _ABS_MT_X = 0x00, 0x35


def touchscreens(root: Path = ROOT) -> tuple[str, ...]:
    """The names of the input devices that are touchscreens, by the rule of udev (its input_id)."""
    devices = _read(root / "proc/bus/input/devices").split("\n\n")
    return tuple(_name(lines) for each in devices if _is_touchscreen(lines := each.splitlines()))


def _is_touchscreen(lines: Sequence[str]) -> bool:
    keys, direct, axes = _bits(lines, "KEY"), _DIRECT in _bits(lines, "PROP"), _bits(lines, "ABS")
    if not {_ABS_X, _ABS_MT_X} & axes or _PEN in keys or (_FINGER in keys and not direct):
        return False
    return (_TOUCH in keys or direct) and (_LEFT not in keys or _ABS_MT_X in axes)


def _name(lines: Sequence[str]) -> str:
    return next((line.removeprefix("N: Name=").strip('"') for line in lines if line.startswith("N: Name=")), "")


def _bits(lines: Sequence[str], what: str) -> set[int]:
    """The numbers that a line such as `B: KEY=420 0 1` stands for: words of the machine, the highest first."""
    written = next((line.removeprefix(f"B: {what}=") for line in lines if line.startswith(f"B: {what}=")), "")
    word = struct.calcsize("l") * 8
    return {
        at * word + bit for at, digits in enumerate(reversed(written.split())) for bit in range(word) if int(digits, 16) >> bit & 1
    }


def screens(root: Path = ROOT) -> tuple[str, ...]:
    """The connectors of all screens, the kiosk's own first where that is known, also those that were turned off."""
    connectors = sorted((root / "sys/class/drm").glob("card*-*"))
    connected = [each.name for each in connectors if _read(each / "status").strip() == "connected"]
    return tuple(dict.fromkeys([*_read(root / SCREENS_SEEN.relative_to("/")).split(), *connected]))


def unreadable_inputs(root: Path = ROOT) -> int:
    """How many input devices there are that this user may not ask."""
    return sum(not os.access(device, os.R_OK) for device in (root / "dev/input").glob("event*"))


def jacks() -> int:
    """How many devices tell when headphones are plugged in."""
    from kiosk.devices.headphone_switches import jacks

    return len(jacks())


# -- programs ---------------------------------------------------------------------------------------------------------


class ClockSeen(Struct, frozen=True):
    """Whether the clock is known to be right by the network (None: nothing tells), whether a service asks the network, and whether there is one."""

    right: bool | None = None
    asked: bool = False
    can_ask: bool = True


def clock(ask: Ask) -> ClockSeen:
    """What keeps the clock (timedatectl(1))."""
    told = _pairs(ask(["timedatectl", "show"], "", 5.0))
    if not told:
        return ClockSeen()
    return ClockSeen(told.get("NTPSynchronized") == "yes", told.get("NTP") == "yes", told.get("CanNTP") != "no")


def unit(ask: Ask) -> Mapping[str, str]:
    """What systemd says of the kiosk, as a unit of this user or of the machine (systemctl(1)); empty where it knows of none."""
    wanted = ["show", UNIT, "--property=LoadState,ActiveState,SubState,UnitFileState,NRestarts,WatchdogUSec"]
    for command in (["systemctl", "--user", *wanted], ["systemctl", *wanted]):
        told = _pairs(ask(command, "", 5.0))
        if told.get("LoadState") in ("loaded", "masked"):
            return told
    return {}


def units(ask: Ask, *names: str) -> Mapping[str, Mapping[str, str]]:
    """What systemd says of these units of the machine, each by its name; nothing where it does not answer."""
    answer = ask(["systemctl", "show", *names, "--property=Id,LoadState,ActiveState"], "", 20.0)
    blocks = (_pairs(replace(answer, out=block)) for block in answer.out.split("\n\n"))
    return {told["Id"]: told for told in blocks if "Id" in told}


def logind(ask: Ask) -> Mapping[str, str]:
    """The settings of logind as it acts by them now; of those that it does not tell, nothing."""
    return _pairs(ask(["loginctl", "show-session"], "", 20.0))


def menu_is_open(lock: Path, root: Path = ROOT) -> bool:
    """Whether GRUB starts this machine, with a menu that everybody may change. `lock` is the script that closes it.

    Where only root may read the menu, the script must be there, and the menu made since.
    """
    menu = root / "boot/grub/grub.cfg"
    if text := _read(menu):
        return "set superusers=" not in text
    made = newest_change([menu])
    return bool(made) and not 0 < newest_change([root / lock.relative_to("/")]) <= made


def reads_sticks(root: Path = ROOT) -> bool:
    """Whether there is a driver for disks on USB, loaded or built into the kernel."""
    return any((root / "sys/bus/usb/drivers" / name).exists() for name in ("usb-storage", "uas"))


def _pairs(answer: ProgramOutput) -> dict[str, str]:
    return dict(line.split("=", 1) for line in answer.out.splitlines() if "=" in line) if answer.code == 0 else {}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _inside(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.iterdir()
