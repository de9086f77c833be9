"""The disks that `tests/power_cuts.py` makes are those that a power cut could leave; the proof itself needs strace, and is a command."""

from __future__ import annotations

import random

import pytest
from power_cuts import SECTOR, Op, disks, understood

FOLDER = "/d"
FILE = f"{FOLDER}/drawer.sqlite"


def hexed(text: str) -> str:
    return "".join(f"\\x{each:02x}" for each in text.encode())


@pytest.mark.parametrize(
    ("line", "op"),
    [
        (f'openat(AT_FDCWD</>, "{hexed(FILE)}", O_RDWR|O_CREAT, 0600) = 3<{hexed(FILE)}>', Op("create", FILE)),
        (f'pwrite64(3<{hexed(FILE)}>, "{hexed("abc")}", 3, 4096) = 3', Op("write", FILE, b"abc", 4096)),
        (f"ftruncate(3<{FILE}>, 32) = 0", Op("truncate", FILE, at=32)),
        (f"fdatasync(3<{FILE}>)        = 0", Op("sync", FILE)),
        (f"fsync(4<{FOLDER}>) = 0", Op("sync", FOLDER)),
        (f'unlink("{hexed(FILE)}") = 0', Op("unlink", FILE)),
        (f'write(1<pipe:[1]>, "{hexed("kept 1")}", 6) = 6', Op("says", data=b"kept 1")),
        (f'pwrite64(3<{hexed("/elsewhere")}>, "{hexed("abc")}", 3, 0) = 3', None),
        (f'unlink("{hexed(FILE)}") = -1 ENOENT (No such file or directory)', None),
    ],
)
def test_what_a_process_asked_the_system_to_do_is_understood(line: str, op: Op | None) -> None:
    assert list(understood(line, FOLDER)) == ([op] if op else [])


def outcomes(*operations: Op) -> set[bytes | None]:
    """Everything that a file may hold after a cut."""
    made = (disks(list(operations), len(operations), random.Random(seed)) for seed in range(400))  # noqa: S311  no secret hangs on it
    return {bytes(disk[FILE]) if FILE in disk else None for disk in made}


def test_what_was_synced_is_there_and_what_was_not_may_be() -> None:
    create, first, second = Op("create", FILE), Op("write", FILE, b"one", 0), Op("write", FILE, b"two", 3)
    assert outcomes(create, first) == {None, b"", b"one"}
    assert outcomes(create, first, Op("sync", FILE)) == {b"one"}
    assert outcomes(create, first, Op("sync", FILE), second) == {b"one", b"onetwo"}
    assert outcomes(create, Op("sync", FOLDER), first) == {b"", b"one"}
    assert outcomes(create, first, Op("sync", FILE), Op("truncate", FILE, at=1)) == {b"one", b"o"}
    assert outcomes(create, first, Op("sync", FILE), Op("unlink", FILE)) == {b"one", None}


def test_a_write_is_torn_at_sectors_and_later_ones_may_come_first() -> None:
    begun = (Op("create", FILE), Op("sync", FILE))
    long = outcomes(*begun, Op("write", FILE, b"x" * 3 * SECTOR, 0))
    assert {len(each or b"") for each in long} == {0, SECTOR, 2 * SECTOR, 3 * SECTOR}
    assert b"\0\0\0two" in outcomes(*begun, Op("write", FILE, b"one", 0), Op("write", FILE, b"two", 3))
