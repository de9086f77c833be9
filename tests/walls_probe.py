"""Tries, from inside the walls of the kiosk's unit, what somebody would who has taken the kiosk over. `tests/walls.py` runs it, as the kiosk.

Writes a list of [what was tried, what of it was open] into the file that it is given. It needs the standard library alone.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import platform
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

WRITABLE = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/kiosk", "/proc")  # noqa: S108  named to be left out
"""What the kiosk may write besides its data folder: nothing of it outlives the machine, or anybody trusts it."""
FAMILIES = {socket.AF_UNIX, socket.AF_NETLINK}
SERVICES = (
    "/run/systemd/journal/", "/run/systemd/notify", "/run/seatd.sock", "/run/dbus/system_bus_socket", "/run/kiosk/", "/run/systemd/userdb/",
    "/run/systemd/io.system.ManagedOOM",
)  # fmt: skip
"""Sockets that everybody may speak to. What the system bus lets the kiosk do is tried on its own."""
DEVICES = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "console", "tty1"}
CALLS = {
    "x86_64": {
        "ptrace": 101, "mount": 165, "umount2": 166, "swapon": 167, "reboot": 169, "sethostname": 170, "init_module": 175, "pivot_root": 155,
        "chroot": 161, "settimeofday": 164, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
        "perf_event_open": 298, "setns": 308, "process_vm_readv": 310, "finit_module": 313, "bpf": 321,
        "userfaultfd": 323, "io_uring_setup": 425, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "mount_setattr": 442,
    },
    "aarch64": {
        "ptrace": 117, "mount": 40, "umount2": 39, "swapon": 224, "reboot": 142, "sethostname": 161, "init_module": 105, "pivot_root": 41,
        "chroot": 51, "settimeofday": 170, "kexec_load": 104, "add_key": 217, "request_key": 218, "keyctl": 219,
        "unshare": 97, "perf_event_open": 241,
        "setns": 268, "process_vm_readv": 270, "finit_module": 273, "bpf": 280, "userfaultfd": 282,
        "io_uring_setup": 425, "open_tree": 428, "move_mount": 429,
        "fsopen": 430, "mount_setattr": 442,
    },
}  # fmt: skip
"""Calls of the kernel that the walls forbid altogether, by machine."""
ASKED = {
    "start a program as root": "systemd1 /org/freedesktop/systemd1 systemd1.Manager StartUnit ss emergency.service replace",
    "reboot": "systemd1 /org/freedesktop/systemd1 systemd1.Manager Reboot",
    "set an environment": "systemd1 /org/freedesktop/systemd1 systemd1.Manager SetEnvironment as 1 A=B",
    "keep an account alive": "login1 /org/freedesktop/login1 login1.Manager SetUserLinger ubb 0 true false",
    "sleep": "login1 /org/freedesktop/login1 login1.Manager Suspend b false",
    "write the memory to the disk": "login1 /org/freedesktop/login1 login1.Manager Hibernate b false",
    "power off": "login1 /org/freedesktop/login1 login1.Manager PowerOff b false",
}

Found = Iterator[str]


def main(into: Path, data: Path, uid: int) -> None:
    """Tries all of it."""
    tries: dict[str, Callable[[], Found]] = {
        "writing in every folder": lambda: folders(data),
        "changing files of the system": files_of_the_system,
        "opening a socket of each of 46 families": families,
        "speaking to services by their sockets": lambda: sockets(uid),
        "the service manager of the account": lambda: user_manager(uid),
        "what the system bus would do": asked,
        "seeing processes of others": processes,
        "walking out through /proc/PID/root": through_processes,
        "reading what is of others": files_of_others,
        "calls of the kernel that are not for programs": calls,
        "programs with more rights": more_rights,
        "settings of the kernel": kernel,
        "devices": devices,
    }
    found = []
    for what, try_it in tries.items():
        try:
            found.append([what, sorted(set(try_it()))])
        except Exception as error:  # noqa: BLE001  one that cannot be tried proves nothing, and must be told
            found.append([what, [f"could not be tried: {error!r}"]])
    into.write_text(json.dumps(found))


def folders(data: Path) -> Found:
    allowed = (*WRITABLE, str(data))
    for folder, inner, _ in os.walk("/"):
        if folder in allowed or folder == "/sys/fs/cgroup":
            inner.clear()
            continue
        trial = Path(folder, f".walls-{os.getpid()}")
        with suppress(OSError):
            trial.touch()
            yield str(folder)
            trial.unlink()


def files_of_the_system() -> Found:
    for top in ("/etc", "/opt", "/usr/local", "/var/lib", "/boot", "/run", "/home", "/root"):
        for folder, _, names in os.walk(top):
            for path in (Path(folder, name) for name in names):
                with suppress(OSError):
                    if stat.S_ISREG(path.lstat().st_mode) and not str(path).startswith(("/run/kiosk", "/var/lib/kiosk/")):
                        path.open("ab").close()
                        yield str(path)


def families() -> Found:
    for number in range(46):
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
            with suppress(OSError):
                socket.socket(number, kind).close()
                if number not in FAMILIES:
                    yield f"family {number}"


def sockets(uid: int) -> Found:
    sound = (f"/run/user/{uid}/pulse/native", f"/run/user/{uid}/pipewire-0")
    for folder, _, names in os.walk("/run"):
        for path in (Path(folder, name) for name in names):
            if path.is_socket() and not str(path).startswith((*SERVICES, *sound)) and _speaks(str(path)):
                yield str(path)
    for line in Path("/proc/net/unix").read_text().splitlines():
        if "@" in line and _speaks("\0" + line.rpartition("@")[2]):
            yield line.rpartition(" ")[2]


def _speaks(address: str) -> bool:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        with suppress(OSError), socket.socket(socket.AF_UNIX, kind) as line:
            line.settimeout(2)
            line.connect(address)
            return True
    return False


def user_manager(uid: int) -> Found:
    for name in ("bus", "systemd/private"):
        if Path(f"/run/user/{uid}", name).exists():
            yield f"/run/user/{uid}/{name} is there"
    for runtime in ("/run/kiosk", f"/run/user/{uid}"):
        bus = {"XDG_RUNTIME_DIR": runtime, "DBUS_SESSION_BUS_ADDRESS": f"unix:path=/run/user/{uid}/bus"}
        if _runs("systemd-run", "--user", "--wait", "--quiet", "true", **bus):
            yield f"systemd-run --user, by {runtime}"


def asked() -> Found:
    for what, words in ASKED.items():
        service, path, interface, *call = words.split()
        if _runs("busctl", "call", f"org.freedesktop.{service}", path, f"org.freedesktop.{interface}", *call):
            yield what
    if not _runs("busctl", "call", "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId"):
        yield "could not be tried: the system bus does not answer"


def _runs(*command: str, **variables: str) -> bool:
    with suppress(subprocess.TimeoutExpired, OSError):
        return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, timeout=10, check=False).returncode == 0
    return False


def _numbers() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdecimal()]


def processes() -> Found:
    own = Path("/proc/self/cgroup").read_text()
    for number in _numbers():
        with suppress(OSError):
            if Path(f"/proc/{number}/cgroup").read_text() != own:
                yield Path(f"/proc/{number}/comm").read_text().strip()


def through_processes() -> Found:
    here = Path("/run/user").stat()
    for number in _numbers():
        with suppress(OSError):
            there = Path(f"/proc/{number}/root/run/user").stat()
            if not os.path.samestat(here, there):
                yield Path(f"/proc/{number}/comm").read_text().strip()


def files_of_others() -> Found:
    closed = ("/etc/shadow", "/etc/gshadow", "/etc/kiosk/secrets", "/home/ana/open.txt", "/root/secret", "/proc/1/environ", "/proc/kcore")
    for name in closed:
        with suppress(OSError), open(name, "rb") as file:  # noqa: PTH123
            file.read(1)
            yield name


def calls() -> Found:
    libc = ctypes.CDLL(None, use_errno=True)
    for name, number in CALLS[platform.machine()].items():
        ctypes.set_errno(0)
        told = libc.syscall(number, *(ctypes.c_long(-1),) * 6)
        if told != -1 or ctypes.get_errno() != errno.EPERM:
            yield f"{name}: {errno.errorcode.get(ctypes.get_errno(), told)}"


def more_rights() -> Found:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    for name, wanted in (("NoNewPrivs", "1"), ("Seccomp", "2"), ("CapEff", "0" * 16), ("CapBnd", "0" * 16), ("CapAmb", "0" * 16)):
        if status[name].strip() != wanted:
            yield f"{name} is {status[name].strip()}"
    for command in (("sudo", "-n", "true"), ("su", "-c", "true"), ("runuser", "-u", "root", "true")):
        if _runs(*command):
            yield command[0]
    trial = Path("/run/kiosk/walls-set")
    trial.touch()
    with suppress(OSError):
        trial.chmod(0o4755)
        yield "a file that gives its rights away"


def kernel() -> Found:
    for top in ("/proc/sys", "/sys"):
        for folder, _, names in os.walk(top):
            for path in (Path(folder, name) for name in names):
                with suppress(OSError):
                    if path.lstat().st_mode & 0o222:
                        path.open("r+b", buffering=0).close()
                        yield str(path)


def devices() -> Found:
    for folder, _, names in os.walk("/dev"):
        for path in (Path(folder, name) for name in names):
            with suppress(OSError):
                mode = path.lstat().st_mode
                if (stat.S_ISCHR(mode) or stat.S_ISBLK(mode)) and path.name not in DEVICES and path.parent.name not in ("pts", "dri"):
                    os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
                    yield str(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), os.getuid())
