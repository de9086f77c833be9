"""The kiosk on machines of its own, from an empty Debian to the last trace: `sudo .venv/bin/python tests/installed.py [SUITE ...] [--keep FOLDER]`.

The smallest Debian of each suite (bookworm and trixie, where none is named) is put into a folder, and the kiosk installed in it as README.md says,
by somebody who uses `sudo`. The machine is booted with systemd as its first process (systemd-nspawn) and a screen that is nowhere. Then what can
be killed or lost is, content and hours are changed, the version goes and comes back; at the end it is an ordinary machine again, compared file by
file with one that never was a kiosk. It prints what was tried, the seconds that it took, and what was wrong; exit 1 if anything was. Some 9 minutes
for each; with `--keep` what was fetched stays, and the next time takes less. Debian and packages come from where apt and pip of this machine have
theirs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from box import CONSOLE, Box, add_packages, booted, copy, do, put_debian, put_project, put_wheels, refusal, say, wait_until  # noqa: E402
from wanted import Parser  # noqa: E402

from kiosk.project import DATA  # noqa: E402
from kiosk.staff.diagnosis.doors import LOGIND, MASKED  # noqa: E402
from kiosk.staff.install import plan  # noqa: E402
from kiosk.staff.installed_kiosk import HOME, RECORD  # noqa: E402

SUITES = ("bookworm", "trixie")
KEPT = HOME / DATA
PROGRAM = "/opt/kiosk/main.py"
SECRET = "correct horse battery\n"  # noqa: S105  of somebody who is not there
ANA = "useradd --create-home --shell /bin/bash ana && echo 'ana ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/ana && chmod 440 /etc/sudoers.d/ana"
"""Somebody who may use `sudo`."""
REQUEST = f"""
import sys; sys.path.insert(0, "/opt/kiosk")
from datetime import date
from pathlib import Path
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.record import Answer, Record
Drawer(Path("{KEPT}/drawer"), Path("{KEPT}/keys")).keep(Record(date.today(), "en", (Answer("Your name", "name", "Bo", "Bo"),), ()))
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800"><path fill="#ff00ff" d="M0 0h800v800H0z"/></svg>\n'
"""All in magenta, a colour that nothing of the kiosk has."""
SEEN = "cd /run/kiosk && XDG_RUNTIME_DIR=/run/kiosk WAYLAND_DISPLAY=$(ls | grep -x 'wayland-[0-9]*' | head -1) grim -t ppm /var/tmp/screen.ppm"
PACKERS = ("update-initramfs -u -k all", "update-grub")
PACKER = """#!/bin/sh
echo "$(basename "$0") $*" "with$(ls /etc/modprobe.d/kiosk.conf /etc/grub.d/01_kiosk 2>/dev/null | tr '\\n' ' ')" >> /opt/packed
"""
"""In the place of what packs the start of a machine, since a container has none: it notes what it would have packed."""
BACK_SECONDS = 15.0
"""Within this time the screen is to be back."""
PROVED_SECONDS = 30.0
"""After so long what shows was read and proved a second time."""
VOLATILE = (
    "dev", "proc", "sys", "run", "tmp", "var/tmp", "var/log", "var/cache", "var/lib/apt", "var/lib/dpkg", "root", "home", "opt",
    "etc/resolv.conf", "etc/ld.so.cache", "etc/machine-id", "etc/hosts", "etc/hostname", "etc/.updated", "var/.updated", "etc/sudoers.d/ana",
    "usr/lib/udev/hwdb.bin", "var/lib/dbus/machine-id", "var/lib/systemd/timers",
)  # fmt: skip
"""Of the machine itself, of its having been started, or of this proof: not compared."""
FOLDERS = ("var/lib/systemd/linger",)
"""Made by the machine when it first asked for them: what is in them is compared."""
SEATS = re.compile(r"etc/(rc\d\.d/[SK]01seatd|systemd/system/multi-user\.target\.wants/seatd\.service)")
"""The package has its service begin with the machine, and `uninstall` ends that."""
STAYS = (f"{HOME}"[1:], *(f"etc/{name}{end}" for name in ("passwd", "group", "shadow", "gshadow", "subuid", "subgid") for end in ("", "-")))
"""The account and its data, as promised."""


class Tried:
    """What was tried, the seconds that it took, and what was wrong with it."""

    def __init__(self, suite: str) -> None:
        self._suite = suite
        self.rows: list[tuple[str, str, float, tuple[str, ...]]] = []

    def __call__(self, what: str, faults: Iterator[str], begun: float | None = None) -> None:
        """`begun` is when it began, where that was before."""
        begun = begun or time.monotonic()
        wrong = tuple(faults)
        self.rows.append((self._suite, what, time.monotonic() - begun, wrong))
        say(line(self.rows[-1]))

    @property
    def is_right(self) -> bool:
        return not any(wrong for *_, wrong in self.rows)


def line(row: tuple[str, str, float, tuple[str, ...]]) -> str:
    suite, what, seconds, wrong = row
    return "".join([f"{'WRONG' if wrong else 'right'}  {suite:9} {seconds:6.1f} s  {what}", *(f"\n{'':26}{each}" for each in wrong)])


# -- the machine ------------------------------------------------------------------------------------------------------


def prepared(folder: Path, suite: str) -> tuple[Path, Path]:
    """The smallest machine with the kiosk in /opt, and one with the same programs that never was a kiosk."""
    base = put_debian(folder, suite)
    plain, root, archives = folder / "plain", folder / "root", "var/cache/apt/archives"
    if not (plain / "opt" / "programs-are-there").exists():
        copy(base, plain)
        say("The programs that the kiosk needs, on a machine to compare with ...")
        add_packages(plain, [*plan.COMPOSITOR, *plan.SESSION, *plan.SOUND, *plan.DRAWING, "grim"])
        (plain / "opt" / "programs-are-there").touch()
    wheels = put_wheels(folder, base)
    copy(base, root)
    for package in (plain / archives).glob("*.deb"):
        shutil.copy(package, root / archives / package.name)  # or they would be fetched twice
    put_project(root / "opt" / "kiosk")
    put_project(root / "opt" / "new")
    described = root / "opt" / "new" / "pyproject.toml"
    described.write_text(re.sub(r'(?m)^version = ".*"', 'version = "99.0"', described.read_text()))
    for version in ("kiosk", "new"):
        shutil.copytree(wheels, root / "opt" / version / ".wheels")
    for machine in (root, plain):
        (machine / "etc" / "default" / "grub").write_text("GRUB_DEFAULT=0\n")
        for tool in (machine / "usr" / "sbin" / each.split()[0] for each in PACKERS):
            tool.write_text(PACKER)
            tool.chmod(0o755)
    do("chroot", str(root), "sh", "-c", ANA)
    (root / "etc" / "hosts").write_text(f"127.0.0.1 localhost {os.uname().nodename}\n")
    return root, plain


class Kiosk:
    """The kiosk in the machine, as one sees it from outside. On a screen that is nowhere old compositors show the first frame alone (`follows`)."""

    def __init__(self, box: Box, suite: str) -> None:
        self.box, self.follows = box, suite != "bookworm"

    def sudo(self, *words: str, folder: str = "/home/ana") -> tuple[int, str]:
        """What Ana is told of a command of the kiosk, with `sudo` before it; and its exit code."""
        done = self.box.by("ana", "sh", "-c", f'cd {folder} && exec sudo python3 {PROGRAM} "$@"', "sh", *words, fail=False)
        return done.returncode, done.stdout + done.stderr

    def ana(self, *words: str, reads: str = "") -> tuple[int, str]:
        """The same without `sudo`."""
        done = self.box.by("ana", "python3", PROGRAM, *words, fail=False, reads=reads)
        return done.returncode, done.stdout + done.stderr

    def pid(self) -> int:
        """Of the kiosk itself; 0 while there is none."""
        said = self.box.run("cat", "/run/kiosk/pid", fail=False).stdout.strip()
        return int(said) if said.isdecimal() else 0

    def back_after(self, kill: Callable[[], object], seconds: float = 60.0) -> float:
        """The seconds until another kiosk has painted."""
        before, begun = self.pid(), time.monotonic()
        kill()
        wait_until(lambda: self.pid() not in (0, before) and self.box.is_active(), "The kiosk does not come back", seconds)
        return time.monotonic() - begun

    def colours(self) -> dict[tuple[int, int, int], float]:
        """The colours of what is on the screen, with the part of it that each takes; nothing where it cannot be seen."""
        from PySide6.QtGui import QImage

        if self.box.run("sh", "-c", SEEN, fail=False).returncode:
            return {}
        picture = self.box.root / "var" / "tmp" / "screen.ppm"
        image = QImage(str(picture)).scaled(64, 36)
        picture.unlink()
        seen = [image.pixelColor(x, y).getRgb()[:3] for x in range(image.width()) for y in range(image.height())]
        return {colour: seen.count(colour) / len(seen) for colour in set(seen)}


def is_painted(kiosk: Kiosk) -> bool:
    """Whether more is on the screen than a bare window."""
    return len(kiosk.colours()) > (8 if kiosk.follows else 2)


def is_dark(kiosk: Kiosk) -> bool:
    found = kiosk.colours()
    return bool(found) and sum(part for colour, part in found.items() if sum(colour) < 60) > 0.9


def is_magenta(kiosk: Kiosk) -> bool:
    return sum(part for colour, part in kiosk.colours().items() if colour[0] > 200 and colour[1] < 60 and colour[2] > 200) > 0.1


# -- what is tried ----------------------------------------------------------------------------------------------------


def first_command(kiosk: Kiosk) -> Iterator[str]:
    """Staff cannot put the packages there, and are told of `sudo`."""
    code, said = kiosk.ana("check", "--quick")
    if code != 1 or "`sudo` before" not in said or "KIOSK_VENV" in said:
        yield said
    if kiosk.sudo("--version")[0] or "99.0" in kiosk.sudo("--version")[1]:
        yield kiosk.sudo("--version")[1]
    code, said = kiosk.sudo("trust")
    if code:
        yield said


def key_before_all(kiosk: Kiosk) -> Iterator[str]:
    """README's first step, before the kiosk was ever started."""
    code, said = kiosk.ana("key", "protect", "--name", "Ana", "--passphrase-fd", "0", reads=SECRET * 2)
    if code:
        yield said


def self_test_without_libraries(kiosk: Kiosk) -> Iterator[str]:
    """Red for what is missing, and nothing fails."""
    _, said = kiosk.ana("doctor")
    red = {each.split()[1] for each in said.splitlines() if each.startswith("red ")}
    if red - {"content", "fonts"} or "could not be looked at" in said:
        yield said
    _, said = kiosk.sudo("install", "--dry-run", "--accept-drafts")
    if "would come first" not in said or "it would refuse" in said:
        yield said


def install(kiosk: Kiosk) -> Iterator[str]:
    """It fetches what is missing, moves the key, and goes on although no setting of the kernel can be changed here."""
    kiosk.box.write("/etc/systemd/system/kiosk.service.d/console.conf", CONSOLE)
    code, said = kiosk.sudo("install", "--accept-drafts")
    if code or "The kiosk is installed" not in said:
        yield said[-1500:] + kiosk.box.run("journalctl", "--unit=kiosk", "--lines=30", "--no-pager", fail=False).stdout
        return
    if "as they were until the machine restarts" not in said:
        yield "no word of the settings of the kernel, which nobody can change in such a machine"
    if not kiosk.box.is_active():
        yield "it says that it is installed, and is not active"
    kiosk.box.run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "grim")
    if not is_painted(kiosk):
        yield "nothing is painted"


def reads(kiosk: Kiosk) -> Iterator[str]:
    """Within its walls it reads and proves what it shows, at its first start and after a change: nothing is ended, nobody is accused."""
    help_panel = kiosk.box.root / "opt" / "kiosk" / "content" / "help.yaml"
    before = help_panel.read_bytes()
    for content in (before, before + b"# a change\n"):
        help_panel.write_bytes(content)
        kiosk.box.run("systemctl", "restart", "kiosk")
        wait_until(lambda: is_painted(kiosk), "Nothing is painted after a change of the content")
        time.sleep(PROVED_SECONDS)
    said = kiosk.box.run("journalctl", "--unit=kiosk", "--no-pager", fail=False).stdout
    wrong = re.compile(r"Traceback|Operation not permitted|came to no end|could not be read|not what the content says|was ended")
    yield from (line for line in said.splitlines() if wrong.search(line))
    _, told = kiosk.sudo("doctor")
    yield from (line for line in told.splitlines() if re.match(r"red +(content|shown)|.*taken this machine over", line))
    help_panel.write_bytes(before)


def packed(kiosk: Kiosk) -> list[str]:
    """What was packed for the start of the machine since this was last asked."""
    said = kiosk.box.run("cat", "/opt/packed", fail=False).stdout.splitlines()
    kiosk.box.run("rm", "-f", "/opt/packed")
    return said


def logind(kiosk: Kiosk) -> dict[str, str]:
    """The settings of logind as it acts by them now."""
    said = kiosk.box.run("loginctl", "show-session", fail=False).stdout.splitlines()
    return {name: value for name, _, value in (each.partition("=") for each in said) if name in LOGIND}


def keyboards(kiosk: Kiosk) -> Iterator[str]:
    """Keys do nothing, without a restart of the machine; nothing makes it sleep; and no driver for sticks is packed for its start."""
    told = logind(kiosk)
    if len(told) < len(LOGIND) - 1:  # one of them it does not tell
        yield f"logind tells only {told}"
    yield from (f"{name}={value}" for name, value in told.items() if value != LOGIND[name])
    stand = kiosk.box.run("systemctl", "is-enabled", *MASKED, fail=False).stdout.split()
    yield from (f"{unit} can be started" for unit, how in zip(MASKED, stand, strict=True) if how != "masked")
    whole = "with/etc/grub.d/01_kiosk /etc/modprobe.d/kiosk.conf"
    if [" ".join(each.split()) for each in packed(kiosk)] != [f"{each} {whole}" for each in PACKERS]:
        yield "the start of the machine is not packed with what is installed"
    _, said = kiosk.sudo("doctor")
    yield from (each for each in said.splitlines() if "A keyboard that somebody plugs in" in each)


def commands_find_it(kiosk: Kiosk) -> Iterator[str]:
    """With `sudo` they work; without they say what to write, and that works."""
    kiosk.box.by("kiosk", "/opt/kiosk/.venv/bin/python", "-c", REQUEST)
    for words, there in ((("signups", "waiting"), "1 "), (("key", "list"), "Ana"), (("doctor",), "1 request in the drawer")):
        code, said = kiosk.sudo(*words)
        if there not in said:
            yield f"sudo {words}: {said}"
        code, said = kiosk.ana(*words)
        way = re.search(r"`(sudo [^`]*)`", said)
        if code != 1 or not way:
            yield f"{words}: {said}"
        elif there not in (told := kiosk.box.by("ana", "sh", "-c", way[1], fail=False).stdout):
            yield f"{way[1]}: {told}"
    code, said = kiosk.ana("check", "--quick")
    if code or str(KEPT) not in said:
        yield f"check: {said[-300:]}"
    left = [str(path) for home in ("root", "home/ana") for path in (kiosk.box.root / home).rglob("*.private.json")]
    left += [str(path) for path in (kiosk.box.root / "root").rglob("drawer*")]
    yield from (f"{each} lies in a home" for each in left)


KILLS: dict[str, Callable[[Kiosk], object]] = {
    "the kiosk is killed": lambda kiosk: kiosk.box.run("kill", "-KILL", str(kiosk.pid())),
    "the kiosk is stopped": lambda kiosk: kiosk.box.run("kill", "-STOP", str(kiosk.pid())),
    "its compositor is killed": lambda kiosk: kiosk.box.run("pkill", "-KILL", "-x", "cage"),
    "its compositor is stopped": lambda kiosk: kiosk.box.run("pkill", "-STOP", "-x", "cage"),
    "whoever waits for its end is killed, then the kiosk": lambda kiosk: kiosk.box.run("sh", "-c", f"pkill -KILL -x show; kill -KILL {kiosk.pid()}"),
    "the service for seats is killed": lambda kiosk: kiosk.box.run("pkill", "-KILL", "-x", "seatd") and kiosk.box.run("pkill", "-KILL", "-x", "cage"),
    "all of its account is killed": lambda kiosk: kiosk.box.run("pkill", "-KILL", "-u", "kiosk"),
    "it is killed twelve times": lambda kiosk: kiosk.box.run("sh", "-c", "for i in $(seq 12); do pkill -KILL -x cage; sleep 0.5; done"),
    "its data folder is deleted, then it is killed": lambda kiosk: kiosk.box.run("sh", "-c", f"mv {KEPT} {KEPT}.kept; pkill -KILL -x cage"),
}


def killed(kiosk: Kiosk, kill: Callable[[Kiosk], object]) -> Iterator[str]:
    took = kiosk.back_after(lambda: kill(kiosk))
    if took > BACK_SECONDS + 6.0 * (kill is KILLS["it is killed twelve times"]):
        yield f"it was back after {took:.1f} s"
    if not is_painted(kiosk):
        yield "nothing is painted"
    if (kiosk.box.root / f"{KEPT}.kept"[1:]).exists():
        if not (kiosk.box.root / str(KEPT)[1:]).is_dir():
            yield "the data folder was not made anew"
        kiosk.box.run("sh", "-c", f"systemctl stop kiosk; rm -r {KEPT}; mv {KEPT}.kept {KEPT}; systemctl start kiosk")


def content_changes(kiosk: Kiosk) -> Iterator[str]:
    """A new picture shows; one that nobody may read changes nothing, until it may be read."""
    folder = kiosk.box.root / "opt" / "kiosk" / "content" / "pictures"
    names, kept = ("attract-morning.svg", "attract-noon.svg", "attract-evening.svg"), kiosk.box.root / "opt" / "pictures"
    shutil.copytree(folder, kept)
    for mode in (0o644, 0o600):
        for name in names:
            fresh = folder / f".{name}"
            fresh.write_text(PICTURE)
            fresh.chmod(mode)
            fresh.replace(folder / name)
        if mode == 0o600:
            time.sleep(8)
            if is_magenta(kiosk):
                yield "what nobody may read shows"
            kiosk.box.run("sh", "-c", "chmod 644 /opt/kiosk/content/pictures/attract-*.svg")
        wait_until(lambda: is_magenta(kiosk), "The changed picture does not show", 60)
        for name in names:
            shutil.copy(kept / name, folder / name)
        wait_until(lambda: not is_magenta(kiosk), "The picture of before does not come back", 60)
    shutil.rmtree(kept)


def hours(kiosk: Kiosk) -> Iterator[str]:
    """Outside of them the screen is dark, within it is not."""
    settings = f"{KEPT}/settings.yaml"
    shut, today = time.strftime("%Y-%m-%d"), time.strftime("%a")
    kiosk.box.by("kiosk", "sh", "-c", f"printf 'open_hours: {today} 0:00-24:00\\nclosed: {shut}\\n' > {settings}")
    kiosk.box.run("systemctl", "restart", "kiosk")
    wait_until(lambda: is_dark(kiosk), "The screen does not get dark while the clinic is closed", 90)
    kiosk.box.by("kiosk", "rm", settings)
    kiosk.box.run("systemctl", "restart", "kiosk")
    wait_until(lambda: is_painted(kiosk) and not is_dark(kiosk), "The screen stays dark")
    yield from ()


def update_and_back(kiosk: Kiosk) -> Iterator[str]:
    """From a terminal that stands in the folder of the program; what the clinic changed stays."""
    words = kiosk.box.root / "opt" / "kiosk" / "content" / "clinic.yaml"
    words.write_text(words.read_text().replace("name: Athens Ketamine Center", "name: Our own name"))
    for said_twice in (False, True):
        code, said = kiosk.sudo("update", "/opt/new", "--yes", folder="/opt/kiosk")
        if (code, "99.0" in kiosk.ana("--version")[1]) != (int(said_twice), True):
            yield f"update{' again' * said_twice}: {said}"
    code, said = kiosk.sudo("update", "--back", folder="/opt/kiosk")
    if code or "99.0" in kiosk.ana("--version")[1]:
        yield f"back: {said}"
    code, said = kiosk.sudo("update", "/opt/new", "--with-content", "--yes", folder="/opt/kiosk")
    if code or "Our own name" in words.read_text():
        yield f"with its content: {said}"
    code, said = kiosk.sudo("update", "--back", folder="/opt/kiosk")
    if code or "Our own name" not in words.read_text():
        yield f"back to our content: {said}"
    if strange := [path.name for path in (kiosk.box.root / "opt").glob("kiosk.*") if path.name != "kiosk.before"]:
        yield f"{strange} lie beside it"
    if not (kiosk.box.is_active() and is_painted(kiosk)):
        yield "nothing is painted"


def nothing_left_running(kiosk: Kiosk) -> Iterator[str]:
    """After a self-test by an administrator and one by the account no voice lives on that the kiosk did not start."""
    kiosk.box.run("systemctl", "stop", "kiosk")
    for words in (["python3", PROGRAM, "doctor"], ["sudo", "-u", "kiosk", "python3", PROGRAM, "doctor"]):
        kiosk.box.run(*words, fail=False)
        said = kiosk.box.run("pgrep", "-a", "speech|sd_|espeak", fail=False).stdout
        yield from said.splitlines()
    kiosk.box.run("systemctl", "start", "kiosk")


def boots_into_it(kiosk: Kiosk) -> Iterator[str]:
    wait_until(kiosk.box.is_active, "The kiosk does not start with the machine")
    if not is_painted(kiosk):
        yield "nothing is painted"


def walls_are_sound(kiosk: Kiosk) -> Iterator[str]:
    said = kiosk.box.run("systemd-analyze", "verify", "kiosk.service", fail=False)
    yield from (said.stdout + said.stderr).splitlines()


def uninstall(kiosk: Kiosk) -> Iterator[str]:
    kiosk.box.run("rm", "-r", "/etc/systemd/system/kiosk.service.d")
    code, said = kiosk.sudo("uninstall", "--yes")
    if code:
        yield said[-1500:]
    for unit in ("kiosk", "kiosk-stick.path", "seatd"):
        if kiosk.box.is_active(unit) or kiosk.box.run("systemctl", "is-enabled", unit, fail=False).stdout.strip() == "enabled":
            yield f"{unit} is still there"
    if alive := kiosk.box.run("pgrep", "-a", "-u", "kiosk", fail=False).stdout:
        yield f"its account has still: {alive}"
    if [" ".join(each.split()) for each in packed(kiosk)] != [f"{each} with" for each in PACKERS]:
        yield "the start of the machine is not packed without the kiosk"
    if (power := logind(kiosk).get("HandlePowerKey")) != "poweroff":
        yield f"the key that turns a machine off does this: {power}"
    if (kiosk.box.root / str(RECORD)[1:]).exists():
        yield f"{RECORD} is still there"


def differences(root: Path, plain: Path) -> Iterator[str]:
    """What is not as on a machine that never was a kiosk."""
    one, other = dict(everything(plain)), dict(everything(root))
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            yield f"/{name}: {one.get(name, 'not there')} without, {other.get(name, 'not there')} with the kiosk"


def everything(root: Path) -> Iterator[tuple[str, str]]:
    """Each file, folder and link, with its rights and what is in it."""
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if os.path.relpath(Path(folder, name), root) not in (*VOLATILE, *STAYS)]
        for name in (*inner, *names):
            path = Path(folder, name)
            if (inside := os.path.relpath(path, root)) not in (*VOLATILE, *STAYS, *FOLDERS) and not SEATS.fullmatch(inside):
                yield inside, described(path)


def described(path: Path) -> str:
    facts = path.lstat()
    if stat.S_ISLNK(facts.st_mode):
        return f"a link to {path.readlink()}"
    what = hashlib.sha256(path.read_bytes()).hexdigest()[:12] if stat.S_ISREG(facts.st_mode) else "a folder"
    return f"{what} {facts.st_mode & 0o7777:o} {facts.st_uid}:{facts.st_gid}"


def shuts_down(box: Box) -> Iterator[str]:
    if (took := box.power_off()) > BACK_SECONDS:
        yield f"it took {took:.0f} s"


def trial(folder: Path, suite: str, tried: Tried) -> None:
    """All of it with one Debian."""
    begun = time.monotonic()
    root, plain = prepared(folder, suite)
    with booted(root, f"kiosk-{suite}") as box:
        kiosk = Kiosk(box, suite)
        tried("the smallest Debian is made, and booted", iter(()), begun)
        tried("the first command, by who may not write there", first_command(kiosk))
        tried("`key protect` before the first start", key_before_all(kiosk))
        tried("the self-test without the libraries that draw", self_test_without_libraries(kiosk))
        tried("`install`, to its first picture", install(kiosk))
        if not tried.is_right:
            return
        tried("within its walls it reads and proves what it shows", reads(kiosk))
        tried("`systemd-analyze verify`", walls_are_sound(kiosk))
        tried("no key turns it off or has it sleep", keyboards(kiosk))
        tried("commands find the machine's kiosk, or say where it is", commands_find_it(kiosk))
        for what, kill in KILLS.items():
            tried(what, killed(kiosk, kill))
        if kiosk.follows:
            tried("content changes, also by its mode", content_changes(kiosk))
            tried("the clinic closes, and opens", hours(kiosk))
        else:
            say("(Content and hours are not tried: the compositor of this Debian shows only the first frame on a screen that is nowhere.)")
        tried("`update` twice and `--back`, without and with content", update_and_back(kiosk))
        tried("the self-test leaves nothing running", nothing_left_running(kiosk))
        tried("it shuts down", shuts_down(box))
    begun = time.monotonic()
    with booted(root, f"kiosk-{suite}") as box:
        kiosk = Kiosk(box, suite)
        tried("the machine starts into the kiosk", boots_into_it(kiosk), begun)
        tried("`uninstall`", uninstall(kiosk))
        tried("it shuts down", shuts_down(box))
    tried("nothing is left but the account and its data", differences(root, plain))


def main() -> int:
    """Tries all of it and prints the table."""
    parser = Parser(__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"names of Debian (default: {' '.join(SUITES)})")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the machines lie, and stay")
    asked = parser.parse_args()
    if why := refusal():
        sys.exit(why)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    every = [Tried(suite) for suite in asked.suites or SUITES]
    with tempfile.TemporaryDirectory(prefix="installed-") as aside:
        for suite, tried in zip(asked.suites or SUITES, every, strict=True):
            trial((asked.keep or Path(aside)).absolute() / suite, suite, tried)
    print("\n".join(line(row) for tried in every for row in tried.rows))
    return int(not all(tried.is_right for tried in every))


if __name__ == "__main__":
    sys.exit(main())
