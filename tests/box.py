"""A machine in a folder, booted with systemd as its first process (systemd-nspawn): what `walls.py` and `installed.py` share. Root only, on Debian.

Where Debian comes from is what apt of the machine outside says. Nothing of that machine is changed, but for packages that it installs to do this.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
NEEDED = {"mmdebstrap": "mmdebstrap", "systemd-nspawn": "systemd-container"}
BASE = "systemd,systemd-sysv,dbus,udev,python3,python3-venv,procps,sudo,iproute2,kmod,ca-certificates"
"""What a small Debian machine has."""
PATHS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
CONSOLE = """[Unit]
ConditionPathExists=
[Service]
ExecStartPre=
ExecStartPre=-+/usr/sbin/runuser -u kiosk -- mkdir --parents /var/lib/kiosk/.local/share/ketamine-kiosk
TTYPath=/dev/console
StandardInput=null
TTYReset=no
TTYVHangup=no
TTYVTDisallocate=no
Environment=WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1 WLR_RENDERER=pixman WLR_HEADLESS_OUTPUTS=1
"""
"""A screen that is nowhere, since a container has none; every wall stays."""


class Box:
    """A booted machine in a folder."""

    def __init__(self, root: Path, machine: subprocess.Popen[bytes], leader: int) -> None:
        self.root, self._machine, self._leader = root, machine, leader

    def run(self, *command: str, seconds: float = 200.0, fail: bool = True, reads: str = "") -> subprocess.CompletedProcess[str]:
        """A command as root inside, in a unit of its own, that reads a text; what it says is told where it fails."""
        variables = [word for name in ("HOME=/root", "LANG=C.UTF-8", f"PATH={PATHS}") for word in ("-E", name)]
        inside = ["nsenter", "-t", str(self._leader), "-m", "-u", "-i", "-p", "-n", "-C", "-r", "-w", "env", "-i", f"PATH={PATHS}", "HOME=/root"]
        whole = [*inside, "systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--property=KillMode=process", *variables, *command]
        done = subprocess.run(whole, capture_output=True, text=True, timeout=seconds, check=False, input=reads)
        if done.returncode and fail:
            sys.exit(f"`{' '.join(command)}` failed inside:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done

    def by(self, account: str, *command: str, fail: bool = True, reads: str = "") -> subprocess.CompletedProcess[str]:
        """The same as another account."""
        return self.run("runuser", "-u", account, "--", *command, fail=fail, reads=reads)

    def main(self, *words: str, fail: bool = True, seconds: float = 200.0) -> subprocess.CompletedProcess[str]:
        """A command of the kiosk, as root."""
        return self.run("python3", "/opt/kiosk/main.py", *words, fail=fail, seconds=seconds)

    def is_active(self, unit: str = "kiosk") -> bool:
        return self.run("systemctl", "is-active", unit, fail=False).stdout.strip() == "active"

    def power_off(self, seconds: float = 100.0) -> float:
        """Shuts the machine down in order; the seconds that it took, and no more than so many."""
        begun = time.monotonic()
        self.run("systemctl", "poweroff", "--no-block", fail=False)
        with suppress(subprocess.TimeoutExpired):
            self._machine.wait(seconds)
        return time.monotonic() - begun

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)


def refusal() -> str:
    """Why no machine can be made here, in a sentence; empty where one can. Installs what that needs."""
    if os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        return "This makes and boots a machine of its own, which only root can do, on Debian: put `sudo` before it."
    if missing := [package for program, package in NEEDED.items() if not shutil.which(program)]:
        do("apt-get", "install", "--yes", "--quiet", *missing)
    trial = ("unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", "umount -l /sys/fs/cgroup; mount -t cgroup2 cgroup2 /sys/fs/cgroup")
    if subprocess.run(trial, capture_output=True, check=False).returncode:
        return "No machine can be booted here, since no control groups (cgroup 2) can be mounted: this is a container with too few rights itself."
    return ""


def codename() -> str:
    """Of the Debian outside, such as bookworm."""
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return release["VERSION_CODENAME"]


def put_wheels(folder: Path, base: Path) -> Path:
    """The packages of Python for the Python of that machine, in the folder `wheels`, once for each lock, from where pip of the machine outside has
    its own.
    """
    wheels, lock = folder / "wheels", PROJECT / "requirements.lock"
    held = wheels / lock.name
    if not held.is_file() or held.read_bytes() != lock.read_bytes():
        do("rm", "-rf", "--one-file-system", str(wheels), f"{wheels}.new")
        say("The packages of Python ...")
        version = (base / "usr" / "bin" / "python3").readlink().name.removeprefix("python")
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download", "--no-deps", "--require-hashes"]
        do(*pip, "--only-binary=:all:", f"--python-version={version}", f"--requirement={lock}", f"--dest={wheels}.new")
        shutil.copy(lock, f"{wheels}.new")
        Path(f"{wheels}.new").rename(wheels)
    return wheels


def put_debian(folder: Path, suite: str, packages: Sequence[str] = ()) -> Path:
    """Debian of this name in a new folder `base`, once, from where apt of the machine outside has its own; with more packages, if so."""
    base, there = folder / "base", folder / "base" / "opt" / "packages-are-there"
    if there.exists():
        return base
    say(f"Putting Debian ({suite}) into a folder ...")
    do("rm", "-rf", "--one-file-system", str(base))
    folder.mkdir(parents=True, exist_ok=True)
    do("mmdebstrap", "--variant=minbase", f"--include={BASE}", suite, str(base), *_sources(folder, suite))
    for each in Path("/etc/apt/apt.conf.d").glob("*"):
        if "Acquire" in each.read_text(errors="replace"):
            shutil.copy(each, base / "etc" / "apt" / "apt.conf.d" / each.name)
    (base / "etc" / "dpkg" / "dpkg.cfg.d" / "quick").write_text("force-unsafe-io\n")  # nothing of it needs to outlive a power cut
    shutil.copy("/etc/resolv.conf", base / "etc" / "resolv.conf")
    if packages:
        say("Its packages ...")
        add_packages(base, packages)
    there.touch()
    return base


def add_packages(root: Path, packages: Sequence[str]) -> None:
    """As `install` does it, but with no list of packages missing."""
    do("chroot", str(root), "apt-get", "update", "--quiet", "--option=APT::Update::Error-Mode=any")
    apt = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--quiet", "--no-install-recommends")
    do("chroot", str(root), *apt, *packages)


def _sources(folder: Path, suite: str) -> Iterator[str]:
    for each in (Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("*")):
        if each.is_file() and "debian-archive" in (text := each.read_text(errors="replace")):
            (folder / each.name).write_text(text.replace(codename(), suite))
            yield str(folder / each.name)


def put_project(target: Path) -> None:
    """What a version consists of, of root."""
    target.mkdir(parents=True)
    for name in ("kiosk", "content", "assets", "main.py", "pyproject.toml", "requirements.lock"):
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / name)
    do("chown", "-R", "root:root", str(target))


def copy(base: Path, root: Path) -> None:
    """A machine like that one, in place of what is there."""
    do("rm", "-rf", "--one-file-system", str(root))
    do("cp", "--archive", "--reflink=auto", str(base), str(root))


@contextmanager
def booted(root: Path, name: str) -> Iterator[Box]:
    """The machine runs, until it is no longer needed."""
    group = f"/sys/fs/cgroup/{name}"
    words = f"""umount -l /sys/fs/cgroup 2>/dev/null; mount -t cgroup2 cgroup2 /sys/fs/cgroup && mkdir -p {group} && echo $$ > {group}/cgroup.procs &&
        exec systemd-nspawn --quiet -bD "$0" --machine={name} --register=no --keep-unit --resolv-conf=copy-host --console=pipe \\
        --capability=all --drop-capability=CAP_SYS_TIME"""  # or `timedatectl` inside would set the clock outside
    with (root.parent / "console").open("ab") as console:
        machine = subprocess.Popen(
            ["unshare", "-m", "--propagation", "private", "/bin/sh", "-c", words, str(root)], stdin=subprocess.DEVNULL, stdout=console, stderr=console
        )
        try:
            box = Box(root, machine, _leader(machine))
            is_up = lambda: box.run("systemctl", "is-system-running", "--wait", fail=False).stdout.strip() in ("running", "degraded")  # noqa: E731
            wait_until(is_up, "It does not boot")
            yield box
        finally:
            machine.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                machine.wait(20)
            machine.kill()
            machine.wait()


def _leader(machine: subprocess.Popen[bytes]) -> int:
    def children() -> list[str]:
        return Path(f"/proc/{machine.pid}/task/{machine.pid}/children").read_text().split()

    wait_until(lambda: any(Path(f"/proc/{each}/comm").read_text().strip() == "systemd" for each in children()), "It does not begin")
    return int(next(each for each in children() if Path(f"/proc/{each}/comm").read_text().strip() == "systemd"))


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float = 60.0) -> float:
    """The seconds that it took; the end of the program where it takes too long."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() > begun + seconds:
            sys.exit(f"{otherwise} within {seconds:g} seconds.")
        time.sleep(0.1)
    return time.monotonic() - begun


def do(*command: str) -> None:
    """A command outside; the end of the program where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"`{' '.join(command[:3])} ...` failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)
