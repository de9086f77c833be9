"""Whoever starts processes is killed at a random instant, and nothing that it started may live on.

    python tests/orphans.py [ROUNDS] [SEED]

starts each of the commands that have children so often, in their real form, kills it, and waits until all is gone. Prints what was
left, and how long the last process took to end. Exit code 1 if anything was. Linux alone.
"""

from __future__ import annotations

import ctypes
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wanted import wanted

PROJECT = Path(__file__).resolve().parent.parent
CHILD_SUBREAPER = 36
"""Of prctl(2): whoever loses a parent becomes a child of this process."""
PATIENCE_SECONDS = 5.0
WITHIN = {"run": 0.4, "supervise": 2.0, "doctor": 3.0, "benchmark": 6.0, "test": 6.0, "update": 6.0}
"""Each command, and the seconds from its first child on within which it is killed."""


def command(name: str, folder: Path) -> list[str]:
    start = [sys.executable, "-m", "kiosk.staff", name]
    data = ["--data", str(folder / "data")]
    more = {
        "run": ["--window", "1280x720", *data], "supervise": ["--window", "1280x720", *data], "doctor": data, "benchmark": ["--quick"],
        "test": ["tests/devices/test_voice.py", "-q"], "update": [str(folder / "new"), "--yes", *data, "--content", str(folder / "opt" / "content")],
    }  # fmt: skip
    return [*start, *more[name]]


def make_versions(folder: Path) -> None:
    """A kiosk as it is installed, and the same again as another version."""
    for name in ("opt", "new"):
        shutil.copytree(PROJECT, folder / name, ignore=shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*cache"))
    (folder / "opt" / ".venv").symlink_to(sys.prefix)


def children(pid: int) -> list[int]:
    return [int(each) for thread in Path(f"/proc/{pid}/task").glob("*/children") for each in thread.read_text().split()]


def named(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:150]
    except OSError:
        return ""


def left_after(name: str, folder: Path, seconds: float) -> tuple[int, list[str], float]:
    """Kills the command so long after its first child: how many it had, the names of those that did not end, and the seconds until all had."""
    variables = {each: value for each, value in os.environ.items() if each != "KIOSK_VENV"} | {"QT_QPA_PLATFORM": "offscreen"}
    cwd = folder / "opt" if name == "update" else PROJECT
    process = subprocess.Popen(
        command(name, folder), cwd=cwd, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not children(process.pid):
        time.sleep(0.01)
    time.sleep(seconds)
    process.kill()
    process.wait()
    begun, many = time.monotonic(), len(children(os.getpid()))
    while (orphans := children(os.getpid())) and time.monotonic() < begun + PATIENCE_SECONDS:
        signal.sigtimedwait([signal.SIGCHLD], 0.02)
        for orphan in orphans:
            os.waitpid(orphan, os.WNOHANG)
    took = time.monotonic() - begun
    names = [named(orphan) for orphan in orphans]
    for orphan in orphans:
        os.kill(orphan, signal.SIGKILL)
        os.waitpid(orphan, 0)
    return many, names, took


def main(rounds: int, seed: int) -> int:
    if ctypes.CDLL(None).prctl(CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("this system does not tell who is left")
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    dice, failed = random.Random(seed), False  # noqa: S311
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="kiosk-orphans-") as name:
        make_versions(Path(name))
        for each, latest in WITHIN.items():
            came = [left_after(each, Path(name), dice.uniform(0.0, latest)) for _ in range(rounds)]
            left = [orphan for _, orphans, _ in came for orphan in orphans]
            failed = failed or bool(left)
            had = sum(many > 0 for many, _, _ in came)
            longest = max(took for *_, took in came)
            print(f"{each}: killed {rounds} times, {had} times with children; {len(left)} left; all gone after {longest:.2f} s at most", flush=True)
            for orphan in left:
                print(f"  {orphan}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(*wanted(__doc__, rounds=20, seed=time.time_ns() % 10_000)))
