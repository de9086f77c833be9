"""The power goes at random instants while sign-ups are kept: whatever of the last writes reached the disk, all that was acknowledged is there.

    apt install strace
    python tests/power_cuts.py [CUTS] [SEED]

`strace` notes every write and every sync of a process that keeps sign-ups. For each cut a disk is made as it could have been: what was synced is
there; of what was written since, nothing, all, a beginning, or any part of it, the last piece torn at a sector. Then the drawer is opened there.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from clinic_staff import opened
from killing import TODAY, numbered
from wanted import wanted

from kiosk.signup.drawer import soundness
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.status import Status
from kiosk.signup.keys import trust, try_out_key, unlock

SIGN_UPS = 40
SECTOR = 512
CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat,rename"
_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_FILE = re.compile(r"\d+<([^>]*)>")
_BYTES = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Op:
    """Something the process did: to which file, with which bytes, where."""

    does: str
    path: str = ""
    data: bytes = b""
    at: int = 0


@dataclass
class File:
    """What certainly is on the disk (None: no file), and what has happened to it since."""

    sure: bytearray | None = None
    since: list[Op] = field(default_factory=list)

    def settle(self) -> None:
        for op in self.since:
            self.sure = changed(self.sure, op)
        self.since.clear()

    def torn(self, chance: random.Random) -> bytearray | None:
        """As the disk may hold it after a cut."""
        found = bytearray(self.sure) if self.sure is not None else None
        for op in some(self.since, chance):
            found = changed(found, op)
        return found


@dataclass
class Came:
    """What came of it."""

    operations: int = 0
    cuts: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)


def changed(before: bytearray | None, op: Op) -> bytearray | None:
    match op.does:
        case "unlink":
            return None
        case "create":
            return before if before is not None else bytearray()
        case "truncate":
            return (before or bytearray())[: op.at].ljust(op.at, b"\0")
        case _:
            after = (before or bytearray()).ljust(op.at, b"\0")
            after[op.at : op.at + len(op.data)] = op.data
            return after


def some(since: list[Op], chance: random.Random) -> Iterator[Op]:
    """What of the last operations reached the disk: none, all, the first ones, or any of them; a write may end at any sector."""
    how = chance.choice(("none", "all", "first", "any"))
    count = {"none": 0, "all": len(since)}.get(how, chance.randint(0, len(since)))
    for number, op in enumerate(since):
        if number < count or (how == "any" and chance.random() < 0.5):
            yield op
        elif op.does == "write" and how != "none" and chance.random() < 0.5:
            yield Op("write", op.path, op.data[: SECTOR * chance.randint(0, len(op.data) // SECTOR)], op.at)
        if how == "first" and number >= count:
            return


def keep(folder: Path) -> None:
    """What the process does: keeps sign-ups, tells each after it was acknowledged, marks and deletes some."""
    tick = iter(range(1_000_000))
    signer = trust.signer_of(folder / "keys", try_out_key.open_try_out(folder / "keys"))
    with closing(Drawer(folder / "drawer", folder / "keys", clock=lambda: 1e9 * next(tick))) as drawer:
        for number in range(SIGN_UPS):
            name = drawer.keep(numbered(number))
            sys.stdout.write(f"kept {name}\n")
            sys.stdout.flush()
            if number % 5 == 4:
                drawer.mark(name, Status.CALLED, "Ana", signer)
            if number % 9 == 8:
                sys.stdout.write(f"goes {name}\n")
                sys.stdout.flush()
                drawer.delete([name], "Ana", signer)


def traced(folder: Path) -> list[Op]:
    """Everything that matters of what the process asked the system to do, in its order."""
    log = folder / "trace"
    command = ["strace", "-y", "-xx", "-s", "100000", "-e", f"trace={CALLS}", "-o", str(log), sys.executable, __file__, "--child", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with log.open(encoding="ascii") as lines:
        return [op for line in lines for op in understood(line, str(folder / "drawer"))]


def understood(line: str, folder: str) -> Iterator[Op]:
    found = _CALL.match(line)
    if not found or int(found[3]) < 0:
        return
    call, words, answer = found[1], found[2], found[3]
    texts = [bytes.fromhex(each.replace("\\x", "")) for each in _BYTES.findall(words)]
    path = plain(_FILE.match(words)[1]) if _FILE.match(words) else ""
    numbers = [int(each) for each in re.findall(r", (\d+)", words)]
    if call == "openat" and "O_CREAT" in words and texts and texts[-1].decode().startswith(folder):
        yield Op("create", texts[-1].decode())
    elif call == "write" and words.startswith("1<") and texts:
        yield Op("says", data=texts[0])
    elif not path.startswith(folder) and call not in ("unlink", "unlinkat"):
        return
    elif call == "pwrite64":
        yield Op("write", path, texts[0], numbers[-1])
    elif call == "ftruncate":
        yield Op("truncate", path, at=numbers[-1])
    elif call in ("fsync", "fdatasync"):
        yield Op("sync", path)
    elif call in ("unlink", "unlinkat") and texts and texts[-1].decode().startswith(folder):
        yield Op("unlink", texts[-1].decode())
    elif call in ("write", "rename"):
        raise ValueError(f"not understood: {line[:200]} = {answer}")


def plain(path: str) -> str:
    """strace writes names in hexadecimal, too."""
    return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path


def disks(operations: list[Op], at: int, chance: random.Random) -> dict[str, bytearray]:
    """A disk as it may be when the power goes after so many operations."""
    files: dict[str, File] = {}
    for op in operations[:at]:
        if op.does == "sync":
            for path, file in files.items():
                if path == op.path or op.path == str(Path(path).parent):
                    file.settle() if path == op.path else settle_name(file)
        elif op.path and not op.path.endswith("-shm"):
            files.setdefault(op.path, File()).since.append(op)
    torn = {path: file.torn(chance) for path, file in files.items()}
    return {path: content for path, content in torn.items() if content is not None}


def settle_name(file: File) -> None:
    """The folder was synced: whether the file is there is sure, what is in it is not."""
    names = [op for op in file.since if op.does in ("create", "unlink")]
    for op in names:
        file.sure = changed(file.sure, op)
    file.since = [op for op in file.since if op not in names]


def cut(count: int, seed: int) -> Came:
    chance, came = random.Random(seed), Came()  # noqa: S311  no secret hangs on it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try_out_key.make_try_out(folder / "keys", TODAY)
        operations = traced(folder)
        came.operations = len(operations)
        for number in range(count):
            at = chance.randint(1, len(operations))
            look(folder, number, operations[:at], disks(operations, at, chance), came)
    return came


def look(folder: Path, number: int, done: list[Op], disk: dict[str, bytearray], came: Came) -> None:
    """Opens the drawer on that disk: is all there that was acknowledged, and is it whole?"""
    said = b"".join(op.data for op in done if op.does == "says").decode().split("\n")[:-1]
    goes = {line.split()[1] for line in said if line.startswith("goes")}
    kept = {line.split()[1] for line in said if line.startswith("kept")} - goes
    here = folder / f"cut-{number}"
    here.mkdir()
    for path, content in disk.items():
        (here / Path(path).name).write_bytes(content)
    privates = unlock.open_private(folder / "keys", "", "")
    with closing(Drawer(here, folder / "keys")) as drawer:
        there: set[str] = set()
        try:
            there = {entry.id for entry, record in opened(drawer, privates) if record}
            came.faults += [f"cut {number}: {fault}" for fault in (*soundness.verify(drawer, privates), *drawer.file.set_aside)]
        except KeepError as error:
            came.faults.append(f"cut {number}: {error}")
    came.cuts += 1
    came.acknowledged += len(kept)
    came.lost += len(kept - there)
    came.in_flight += len(there - kept - goes)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        keep(Path(sys.argv[2]))
    else:
        result = cut(*wanted(__doc__, cuts=1000, seed=1))
        print(result)
        sys.exit(bool(result.lost or result.faults))
