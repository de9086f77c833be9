"""Runs many command lines of the kiosk in children of one process, each with its own standard streams, and tells as JSON what came of each.

    python tests/saying.py FOLDER < CASES

FOLDER holds `data` and `content`; each command finds a copy of it with an evil name, and the passphrases in file descriptor 9.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cheap_keys  # noqa: F401
import zxcvbn  # noqa: F401  all of these now, and not in each child
from cryptography.hazmat.backends.openssl import backend  # noqa: F401
from cryptography.hazmat.primitives.kdf import argon2  # noqa: F401
from nursery import ended, leave

from kiosk.content.checks import check  # noqa: F401
from kiosk.staff.content import review  # noqa: F401
from kiosk.staff.main import main as command
from kiosk.staff.requests import copies, deletion, export, faults, listing, marks, printing, showing, verify  # noqa: F401
from kiosk.staff.requests.about_keys import away, key_list, people, protection, recipients, rotation  # noqa: F401

SECRETS = 9
EVIL = os.fsdecode(b"Eve\n2026-11-23 12:00:00,000 INFO forged\r\tforged\x1b]0;owned\a\x1b[2J\xe2\x80\xae\xe2\x80\xa8\xff")
"""A name that looks like a line of ours, steers a terminal, and is no text."""
PATIENCE_SECONDS = 60.0


def opened(stream: str, where: Path, number: int) -> None:
    """Makes a standard stream what a shell would make of it."""
    if stream == "closed":
        os.close(number)
        setattr(sys, ("stdin", "stdout", "stderr")[number], None)
        setattr(sys, ("__stdin__", "__stdout__", "__stderr__")[number], None)
        return
    if stream == "unread":
        reading, writing = os.pipe()
        os.close(reading)
    else:
        names = {"nothing": os.devnull, "full": "/dev/full", "kept": str(where / ("in", "out", "err")[number])}
        writing = os.open(names[stream], os.O_RDWR | os.O_CREAT, 0o600)
    os.dup2(writing, number)
    os.close(writing)


def run(case: dict[str, Any], folder: Path, where: Path) -> int:
    """One command in this child, with no terminal."""
    os.setsid()
    os.chdir(where)
    for number, stream in enumerate(case["streams"]):
        opened(stream, where, number)
    os.dup2(os.open(folder / "secrets", os.O_RDONLY), SECRETS)
    return command([word.replace("PLACE", str(where)) for word in case["line"]])


def main() -> int:
    folder, cases, told = Path(sys.argv[1]), json.load(sys.stdin), list[dict[str, Any]]()
    gc.disable()  # a child would copy every page that it counts
    for case in cases:
        where = folder / EVIL
        shutil.copytree(folder / "as it was", where, symlinks=True)
        if (child := os.fork()) == 0:
            leave(run(case, folder, where))
        code = ended(child, PATIENCE_SECONDS)
        said = [path.read_text("utf-8", "replace") if (path := where / name).exists() else "" for name in ("out", "err")]
        told.append({"code": code, "out": said[0], "err": said[1], "crashed": any(where.glob("data/crash-*"))})
        shutil.rmtree(where)
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
