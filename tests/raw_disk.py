"""What a thief finds on the disk itself: a small one is filled by the kiosk, things are deleted, and then its raw bytes are searched.

    sudo .venv/bin/python tests/raw_disk.py

makes an ext4 disk in a file, and tells for each thing that should be gone whether its bytes are still there, and for some that must be
there that this search finds them. It needs root (to mount) and mkfs.ext4. Flash that moves its blocks, and file systems that copy on
write, may keep more: there only an encrypted disk helps.
"""

from __future__ import annotations

import base64
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import wanted  # noqa: E402

from kiosk.devices.usb_backup import Stick  # noqa: E402
from kiosk.signup.drawer import expiry  # noqa: E402
from kiosk.signup.drawer.copies import forget  # noqa: E402
from kiosk.signup.drawer.database import NAME  # noqa: E402
from kiosk.signup.drawer.drawer import Drawer  # noqa: E402
from kiosk.signup.drawer.leftovers import sweep  # noqa: E402
from kiosk.signup.drawer.try_out import protect  # noqa: E402
from kiosk.signup.journal.journal import EntryKind  # noqa: E402
from kiosk.signup.journal.status import Status  # noqa: E402
from kiosk.signup.keys import admission, moved_away, private_keys, slots, trust, try_out_key, unlock  # noqa: E402
from kiosk.signup.record import Answer, Record  # noqa: E402
from kiosk.staff.care.backup import KioskFolders, backup  # noqa: E402

TODAY = date(2026, 11, 23)
MEGABYTES = 48
WORDS = "seven slow green turtles"
QUICK = slots.Stretching(memory_kib=64, passes=1)


@dataclass
class Disk:
    """The folder of the data, what must be gone from the raw bytes and what must be there, by what it is."""

    data: Path
    gone: dict[str, bytes] = field(default_factory=dict)
    there: dict[str, bytes] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 23, 12, tzinfo=UTC)

    def drawer(self) -> Drawer:
        return Drawer(self.data / "drawer", self.data / "keys", lambda: self.now, clock=iter(range(0, 10**9, 3600)).__next__)

    def sealed(self, name: str) -> bytes:
        """Some bytes from the middle of a seal, as they lie in a page of the drawer."""
        with closing(sqlite3.connect(self.data / "drawer" / NAME)) as database:
            (raw,) = database.execute("SELECT sealed FROM seals WHERE id = ?", (name,)).fetchone()
        return bytes(raw[200:264])

    def note(self, name: str) -> bytes:
        """The middle of the note on it, as it is sealed."""
        with closing(sqlite3.connect(self.data / "drawer" / NAME)) as database:
            (raw,) = database.execute("SELECT sealed FROM notes WHERE id = ?", (name,)).fetchone()
        return bytes(raw[200:264])

    def ratchet(self) -> bytes:
        with closing(sqlite3.connect(self.data / "drawer" / NAME)) as database:
            return bytes(database.execute("SELECT key FROM ratchet").fetchone()[0])

    def private(self, name: str) -> bytes:
        """The middle of what a private key's file says."""
        raw = (self.data / "keys" / f"{name}{private_keys.PRIVATE}").read_bytes()
        return raw[len(raw) // 2 : len(raw) // 2 + 60]


def record(number: int) -> Record:
    return Record(TODAY, "en", (Answer("name", "name", f"Visitor {number}", ""),), ())


def fill(disk: Disk) -> None:
    """A life of the kiosk, as its own code lives it."""
    bare = try_out_key.make_try_out(disk.data / "keys", TODAY)
    secret = slots.der(try_out_key.open_try_out(disk.data / "keys")[bare])
    disk.gone["the key without a passphrase, after `key protect`"] = base64.b64encode(secret)[20:100]
    with closing(disk.drawer()) as drawer:
        tried = drawer.keep(record(0))
        disk.gone["a request sealed for that key"] = disk.sealed(tried)
        disk.gone["a key of the journal, an entry later"] = disk.ratchet()
        own = protect(drawer, disk.data / "keys", "Ana", WORDS, TODAY, stretching=QUICK)
        live(disk, drawer, own)
    disk.there["a request that waits (so the search finds what is there)"] = disk.sealed(tried)


def live(disk: Disk, drawer: Drawer, own: str) -> None:
    opened = unlock.open_private(disk.data / "keys", "Ana", WORDS)
    signer = trust.signer_of(disk.data / "keys", opened)
    seen = [drawer.keep(record(number)) for number in range(11, 60)]
    for number in (12, 30):
        drawer.note(seen[number - 10], "Works until five", "Ana", signer)
        disk.gone[f"a note on request {number} that was deleted"] = disk.note(seen[number - 10])
    names = [*(drawer.keep(record(number)) for number in range(1, 11)), *seen]
    for number, name in enumerate(names[:40]):
        disk.gone[f"request {number} that was deleted"] = disk.sealed(name)
    old = [disk.ratchet()]
    stick(disk)
    aside = disk.data / "before-restore-20261120-120000" / "drawer"
    aside.mkdir(parents=True)
    shutil.copy2(disk.data / "drawer" / NAME, aside / NAME)
    for name in names[:10]:
        drawer.take_back(name)
        old.append(disk.ratchet())
    drawer.delete(names[10:25], "Ana", signer)
    for name in names[25:40]:
        drawer.mark(name, Status.DONE, "Ana", signer)
        old.append(disk.ratchet())
    forget(disk.data, names[:40])
    for _ in range(31):
        disk.now += timedelta(days=1)
        expiry.begin_day(drawer)
        old.append(disk.ratchet())
    expiry.expire(drawer, disk.now.date())
    drawer.audit(EntryKind.SIGNED_OUT, "Ana")
    disk.gone |= {f"key {number} of the journal, an entry later": key for number, key in enumerate(old)}
    holders(disk, opened, own)
    sweep(disk.data, lambda _: True)


def stick(disk: Disk) -> None:
    """Staff take backups home: one while the kiosk goes on, one over another, and one at which it is killed."""
    file, both = disk.data / "stick.zip", disk.data.parent / "run"
    both.mkdir()
    page = Stick(both, file, [])
    for how in ("one that staff took", "one that a later one replaced", "one at which the kiosk was killed"):
        backup(KioskFolders(PROJECT / "content", disk.data), file, disk.now, replace=True)
        raw = file.read_bytes()
        for part in range(5):
            disk.gone[f"the backup for a stick, {how}, in its part {part}"] = raw[len(raw) * part // 5 + 200 :][:64]
        if how == "one that staff took":
            page.leave()
            while list(disk.data.glob("*stick.zip*")):
                time.sleep(0.01)
    Stick(both, file, [])


def holders(disk: Disk, opened: private_keys.Privates, own: str) -> None:
    """Somebody comes and goes, and the key leaves the machine."""
    admission.admit(disk.data / "keys", opened, "Bob", "eight grey whales swim", stretching=QUICK)
    disk.gone["the way to the key of somebody who left"] = disk.private(own)
    admission.remove_holder(disk.data / "keys", "Bob")
    disk.gone["the key behind its passphrases, after `key move-away`"] = disk.private(own)
    with tempfile.TemporaryDirectory() as elsewhere:
        moved_away.move_away(disk.data / "keys", Path(elsewhere) / "kiosk.key")


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    subprocess.run(["mount", "-o", "loop", str(image), str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def searched(life: Callable[[Disk], None], block: int = 4096) -> tuple[list[str], list[str], int]:
    """What should be gone and is not, what should be there and is not, and how many things were looked for. `block` is that of the disk, in bytes."""
    with tempfile.TemporaryDirectory() as aside:
        image, folder = Path(aside) / "disk.img", Path(aside) / "mounted"
        folder.mkdir()
        with image.open("wb") as raw:
            raw.truncate(MEGABYTES << 20)
        subprocess.run(["mkfs.ext4", "-q", "-b", str(block), str(image)], check=True)
        with mounted(image, folder):
            disk = Disk(folder / "data")
            life(disk)
            os.sync()
        whole = image.read_bytes()
    return (
        [what for what, piece in disk.gone.items() if piece in whole],
        [what for what, piece in disk.there.items() if piece not in whole],
        len(disk.gone) + len(disk.there),
    )


def main() -> int:
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        print("This mounts a disk: run it as root, with mkfs.ext4 (e2fsprogs) installed.", file=sys.stderr)
        return 1
    left, missed, count = searched(fill)
    for what in left:
        print(f"STILL ON THE DISK: {what}")
    for what in missed:
        print(f"NOT FOUND although it is there: {what}")
    print(f"{count} things looked for in {MEGABYTES} MB of raw disk: {len(left)} that should be gone are there, {len(missed)} missed.")
    return int(bool(left or missed))


if __name__ == "__main__":
    wanted(__doc__)
    sys.exit(main())
