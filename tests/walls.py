"""The walls around the installed kiosk, tried from inside: `sudo .venv/bin/python tests/walls.py [--keep FOLDER]`.

Debian is put into a folder and booted with systemd as its first process (systemd-nspawn), the kiosk is installed in it as README.md says, and a
probe takes the place of the kiosk within its own unit. Then the account of the kiosk plants links and moves folders about while root updates,
backs up and restores. The carrier takes a request to an office outside. And backups are carried to "sticks": file systems in loop devices. It prints
what was tried and what held; exit 1 if a door is open. Some 4 minutes; with `--keep` the folder stays, and the next time takes less. Root only, on
Debian; nothing of the machine outside is changed, but for packages that it installs to do this.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests")]

from box import CONSOLE, PATHS, Box, booted, codename, copy, do, put_debian, put_project, put_wheels, refusal, say, wait_until  # noqa: E402
from wanted import Parser  # noqa: E402

from kiosk.office import engine, kiosks, preparation  # noqa: E402
from kiosk.office.address import connected  # noqa: E402
from kiosk.staff.install import plan  # noqa: E402

NEEDED = {"mkfs.ext4": "e2fsprogs", "mkfs.vfat": "dosfstools"}
DATA = Path("/var/lib/kiosk/.local/share/ketamine-kiosk")
NAME = "kiosk-walls"
PROBE = f"""[Service]
Type=oneshot
Restart=no
ExecStart=
ExecStart=/opt/kiosk/.venv/bin/python /opt/walls_probe.py {DATA}/probed {DATA}
ExecStop=
TimeoutStartSec=120
"""
GIVEN = """
import sys; sys.path.insert(0, "/opt/kiosk")
from datetime import date
from pathlib import Path
from kiosk.signup.keys.rotation import new_key
new_key(Path("/root/.local/share/ketamine-kiosk/keys"), "Ana", "Ana", "correct horse battery", date.today())
"""
RACE = """
import os, time
os.chdir("/var/lib/kiosk/.local/share/ketamine-kiosk")
until = time.monotonic() + 90
while time.monotonic() < until and not os.path.exists("/run/kiosk/enough"):
    for name in ("drawer", "keys", "before-restore-", "settings.yaml", ".restoring-"):
        for each in [each for each in os.listdir(".") if each.startswith(name)][:3]:
            try:
                os.rename(each, "aside")
                os.symlink("/root/vault", each)
                time.sleep(0.0005)
                os.unlink(each)
                os.rename("aside", each)
            except OSError:
                pass
"""
"""What the hijacked kiosk does while root restores: each folder is a link to a folder of root's, every other instant."""


# -- the machine ------------------------------------------------------------------------------------------------------


def prepared(folder: Path) -> Path:
    """Debian of the same version as outside, with the project in /opt/kiosk and its packages beside it."""
    base = put_debian(folder, codename(), [*plan.COMPOSITOR, *plan.SESSION, *plan.SOUND, *plan.DRAWING])
    wheels, root = put_wheels(folder, base), folder / "root"
    copy(base, root)
    for target in (root / "opt" / "kiosk", root / "opt" / "new"):
        put_project(target)
    shutil.copytree(wheels, root / "opt" / "kiosk" / ".wheels")
    shutil.copy(PROJECT / "tests" / "walls_probe.py", root / "opt" / "walls_probe.py")
    return root


def install(box: Box) -> None:
    """As README.md says, with a key that has a passphrase, in the home of root at first."""
    box.write("/usr/local/sbin/sysctl", "#!/bin/sh\nexit 0\n", 0o755)
    box.write("/etc/systemd/system/kiosk.service.d/console.conf", CONSOLE)
    box.write("/home/ana/open.txt", "of Ana\n")
    box.write("/root/secret", "root alone may read that\n", 0o600)
    box.write("/etc/kiosk/secrets", "KIOSK_MAIL_PASSWORD=secret\n", 0o600)
    say("Its environment ...")
    box.main("check", "--quick")
    box.run("/opt/kiosk/.venv/bin/python", "-c", GIVEN)
    say("Installing ...")
    said = box.main("install", "--accept-drafts", fail=False)
    if said.returncode:
        sys.exit(f"`install` failed inside:\n{said.stdout[-1500:]}{said.stderr[-1500:]}{box.run('journalctl', '-u', 'kiosk', '-n', '30').stdout}")


# -- what is tried ----------------------------------------------------------------------------------------------------


def outside() -> set[str]:
    """The abstract sockets of the machine outside: the box shares its network, in which those have their names."""
    lines = Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace").splitlines()
    return {f"@{line.rpartition('@')[2]}" for line in lines if " @" in line}


def probed(box: Box, outside: Collection[str]) -> list[tuple[str, list[str]]]:
    """The probe in the place of the kiosk. Doors of the machine `outside` are none of the box."""
    box.run("systemctl", "stop", "kiosk")
    box.write("/etc/systemd/system/kiosk.service.d/probe.conf", PROBE)
    box.run("systemctl", "daemon-reload")
    done = box.run("systemctl", "start", "kiosk", fail=False)
    if done.returncode:
        sys.exit(f"The probe cannot run:\n{box.run('journalctl', '-u', 'kiosk', '-n', '40').stdout}")
    found = json.loads((box.root / DATA.relative_to("/") / "probed").read_text())
    box.run("rm", "/etc/systemd/system/kiosk.service.d/probe.conf", str(DATA / "probed"))
    box.run("systemctl", "daemon-reload")
    return [(what, [door for door in doors if door not in outside]) for what, doors in found]


def moved(box: Box) -> Iterator[str]:
    """Nothing of the key is left where it was before it was installed."""
    yield from (str(path) for path in (box.root / "root").rglob("*.private.json"))
    if not list((box.root / DATA.relative_to("/") / "keys").glob("*.private.json")):
        yield "the key did not come along"


def data_gone(box: Box) -> Iterator[str]:
    """The folder of the kiosk is deleted, and the kiosk killed: it comes back."""
    box.run("systemctl", "start", "kiosk")
    box.run("mv", str(DATA), "/var/lib/kept")
    box.run("systemctl", "kill", "--signal=KILL", "kiosk")
    wait_until(box.is_active, "The kiosk does not come back without its data")
    if not (box.root / DATA.relative_to("/")).is_dir():
        yield "the folder was not made anew"
    box.run("systemctl", "stop", "kiosk")
    box.run("rm", "-r", str(DATA))
    box.run("mv", "/var/lib/kept", str(DATA))


def of_root(box: Box) -> Iterator[str]:
    """What a hijacked kiosk plants where root comes by."""
    vault = box.root / "root" / "vault"
    box.write("/root/vault/sudoers", "secret-of-root", 0o600)
    box.write("/root/vault/keys/x.private.json", "secret-of-root", 0o600)
    vault.chmod(0o700)
    box.main("backup", "/root/kiosk.zip", "--replace")

    def state() -> list[tuple[str, int, int, bytes]]:
        every = [(path, path.lstat()) for path in sorted((vault, *vault.rglob("*"), box.root / "etc" / "sudoers", box.root / "root" / "kiosk.zip"))]
        return [(str(path), facts.st_mode, facts.st_uid, path.read_bytes() if path.is_file() else b"") for path, facts in every]

    before = state()
    commands = {
        "update": lambda: box.main("update", "/opt/new", "--yes", fail=False),
        "restore": lambda: box.main("restore", "/root/kiosk.zip", "--replace", "--yes", fail=False),
        "backup": lambda: box.main("backup", "/root/out.zip", "--replace", fail=False),
        "backup there": lambda: box.main("backup", f"{DATA}/mine.zip", "--replace", fail=False),
    }
    plants = {
        "settings.yaml": "/root/vault/sudoers", "before-update.zip": "/root/vault/sudoers", "mine.zip": "/root/vault/sudoers",
        "keys": "/root/vault", "drawer": "/root/vault", "before-restore-20260101-000000": "/root/vault",
    }  # fmt: skip
    box.run("systemctl", "stop", "kiosk")
    for name, target in plants.items():
        box.by("kiosk", "sh", "-c", f"cd {DATA} && rm -rf kept && {{ [ ! -e {name} ] || mv -T {name} kept; }} && ln -s {target} {name}")
        for each in commands if name in ("settings.yaml", "before-update.zip") else ("restore", "backup there"):
            said = commands[each]()
            if state() != before:
                yield f"{each}, with {name} planted: {said.stdout}{said.stderr}"
                return
        box.by("kiosk", "sh", "-c", f"cd {DATA} && rm -rf {name} && {{ [ ! -e kept ] || mv -T kept {name}; }}")
    box.run("systemd-run", "--unit=race", "--uid=kiosk", "/usr/bin/python3", "-c", RACE)
    done = [commands["restore"]().returncode for _ in range(12)]
    box.run("systemctl", "stop", "race")
    if state() != before:
        yield "a folder that was renamed while root restored"
    say(f"  (of {len(done)} restores beside a kiosk that moves folders about, {done.count(0)} came to their end)")
    leaked = box.run("grep", "-rl", "secret-of-root", "/var/lib/kiosk", fail=False).stdout.split()
    yield from (f"{each} holds what is root's" for each in leaked)


KEEPS = f"""
import sys; sys.path.insert(0, "/opt/kiosk")
from contextlib import closing
from datetime import date
from pathlib import Path
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.record import Answer, Record
data = Path("{DATA}")
with closing(Drawer(data / "drawer", data / "keys")) as drawer:
    print(drawer.keep(Record(date.today(), "en", (Answer("name", "name", "Vera", "Vera"),), ())))
"""
WRITES = f"""
import json, socket
from pathlib import Path
data, found = Path("{DATA}"), []
for place in (data, data / "drawer", data / "keys", Path("/opt/kiosk"), Path("/var/lib/kiosk"), Path("/run"), Path("/etc"), Path("/home")):
    try:
        (place / "written").write_text("x")
        found.append(f"{{place}} can be written")
    except OSError:
        pass
for place in ("/root/secret", "/etc/kiosk/secrets", "/home/ana/open.txt"):
    try:
        Path(place).read_text()
        found.append(f"{{place}} can be read")
    except OSError:
        pass
for family in (socket.AF_PACKET, socket.AF_BLUETOOTH, socket.AF_VSOCK):
    try:
        socket.socket(family, socket.SOCK_RAW if family == socket.AF_PACKET else socket.SOCK_STREAM)
        found.append(f"a socket of the family {{family}}")
    except OSError:
        pass
(data / "carrier" / "probed").write_text(json.dumps(found))
"""


def carried(box: Box, office: engine.Running) -> Iterator[str]:
    """The carrier begins by itself once the kiosk is paired, takes a request to the office, and writes its own folder alone."""
    address = office.prepared()
    with connected(address, preparation.ACCOUNT, office.password) as admin:
        kiosks.make(admin)
        box.run("systemctl", "start", "kiosk")
        wait_until(box.is_active, "The kiosk does not start")
        box.main("carrier", "--pair", str(kiosks.add(admin, address, "Lobby north", again=False)))

        def told(query: str) -> str:
            row = admin.execute(query.encode()).fetchone()
            return str(row[0]) if row else ""

        wait_until(lambda: told("SELECT beat > 0 FROM office.places") == "True", "The carrier does not beat")
        kept = box.by("kiosk", "/opt/kiosk/.venv/bin/python", "-c", KEEPS).stdout.strip()
        took = wait_until(lambda: told("SELECT id FROM office.records") == kept, "The request does not reach the office")
        say(f"  (a request was in the office after {took:.1f} s)")
        kiosks.remove(admin, "Lobby north")
    box.write("/opt/writes.py", WRITES)
    box.write("/etc/systemd/system/kiosk-carrier.service.d/probe.conf", f"[Service]\nType=oneshot\nRestart=no\nExecStart=\nExecStart={_PROBES}\n")
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "restart", "kiosk-carrier")
    yield from json.loads((box.root / DATA.relative_to("/") / "carrier" / "probed").read_text())
    box.run("rm", "-r", "/etc/systemd/system/kiosk-carrier.service.d", str(DATA / "carrier"))
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "stop", "kiosk-carrier")
    if box.is_active("kiosk-carrier"):
        yield "the carrier runs without an office"


_PROBES = "/opt/kiosk/.venv/bin/python /opt/writes.py"


TOOLS = {
    "modprobe": "exit 0",
    "sleep": "exit 0",
    "date": "echo 2026-11-23-180000",
    "lsblk": 'case "$*" in *TRAN*) echo "$DEVICE usb" ;; *MOUNTPOINTS*) ;; *) echo "$DEVICE $TYPE" ;; esac',
}
BACKUP = "kiosk-backup-2026-11-23-180000.zip"
PLANTED: dict[str, Callable[[Path, Path], object]] = {
    "nothing": lambda *_: None,
    "a link to a file of root's": lambda stick, victim: (stick / BACKUP).symlink_to(victim),
    "a link to nothing": lambda stick, victim: (stick / BACKUP).symlink_to(victim.with_name("fresh")),
    "a file of that name": lambda stick, _: (stick / BACKUP).write_text("of yesterday"),
    "a folder of that name": lambda stick, _: (stick / BACKUP).mkdir(),
}


def sticks() -> Iterator[str]:
    """The service that carries a backup over, with file systems that hold what somebody planted; those that the kernel here knows."""
    known = Path("/proc/filesystems").read_text().split()
    for kind in ("ext4", "vfat"):
        if kind not in known and subprocess.run(["/bin/sh", "-c", f"modprobe {kind}"], capture_output=True, check=False).returncode:
            say(f"  (the kernel here has no {kind}: not tried)")
            continue
        for planted in PLANTED if kind == "ext4" else ("nothing", "a file of that name"):
            with tempfile.TemporaryDirectory() as folder:
                yield from (f"{kind} with {planted}: {each}" for each in _carried(Path(folder), kind, planted))


def _carried(folder: Path, kind: str, planted: str) -> Iterator[str]:
    image, mount, victim, data, shared, tools = (folder / name for name in ("image", "mount", "victim", "data", "run", "tools"))
    folder.chmod(0o755)
    victim.write_text("of root")
    for each in (mount, data, shared, tools):
        each.mkdir()
        shutil.chown(each, "nobody")
    image.touch()
    os.truncate(image, 8 << 20)
    do(f"mkfs.{kind}", str(image))
    do("mount", "-o", "loop", str(image), str(mount))
    PLANTED[planted](mount, victim)
    do("umount", str(mount))
    (data / "stick.zip").write_bytes(b"the backup")
    (shared / "stick").touch()
    facts = plan.MachineFacts(Path("/opt/kiosk"), Path("/usr/bin/python3"), Path("/opt/kiosk/content"), data, user="nobody")
    script = next(file.text for file in plan.files(facts) if file.path.name == "stick").replace("/run/kiosk", str(shared))
    for name, does in (TOOLS | {"stick": script}).items():
        (tools / name).write_text(does if name == "stick" else f"#!/bin/sh\n{does}\n")
        (tools / name).chmod(0o755)
    device = subprocess.run(["losetup", "--find", "--show", str(image)], check=True, capture_output=True, text=True).stdout.strip()
    try:
        variables = {"PATH": f"{tools}:{PATHS}", "DEVICE": device, "TYPE": kind, "RUNTIME_DIRECTORY": str(mount)}
        subprocess.run(["unshare", "--mount", str(tools / "stick")], env=variables, check=True, timeout=60)
        do("mount", "-o", "ro", device, str(mount))
        there = mount / BACKUP
        whole = there.is_file() and not there.is_symlink() and there.read_bytes() == b"the backup"
        do("umount", str(mount))
    finally:
        do("losetup", "--detach", device)
    said = (shared / "stick-said").read_text().strip()
    if (said, whole) != (("saved", True) if planted == "nothing" else ("failed", False)):
        yield f"it says {said}, and the backup is {'there' if whole else 'not there'}"
    if victim.read_text() != "of root" or (folder / "fresh").exists():
        yield "a file of root's was written"


def main() -> int:
    """Tries all of it and prints the table."""
    parser = Parser(__doc__)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the machine lies, and stays")
    folder = parser.parse_args().keep
    if why := refusal():
        sys.exit(why)
    if missing := [package for program, package in NEEDED.items() if not shutil.which(program)]:
        do("apt-get", "install", "--yes", "--quiet", *missing)
    with tempfile.TemporaryDirectory(prefix="walls-") as aside:
        root = prepared((folder or Path(aside)).absolute())
        found = [("a stick that somebody has prepared", list(sticks()))]
        others = outside()
        with booted(root, NAME) as box:
            install(box)
            say("Trying the walls ...")
            found += [("the key that was in root's home", list(moved(box))), *probed(box, others)]
            found.append(("a data folder that is gone", list(data_gone(box))))
            with engine.running(root.parent) as office:
                found.append(("the carrier, which alone has a network", list(carried(box, office))))
            say("Trying what root does where the kiosk has planted something ...")
            found.append(("update, backup and restore by root", list(of_root(box))))
    for what, doors in found:
        print(f"{'OPEN' if doors else 'held'}  {what}")
        for door in doors[:12]:
            print(f"      {door}")
    print(f"{len(found)} kinds of tries")
    return int(any(doors for _, doors in found))


if __name__ == "__main__":
    sys.exit(main())
