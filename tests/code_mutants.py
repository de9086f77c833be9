"""Mistakes made at random in the code that knows no Qt: how many of them do the quick tests of the same room notice?

    python tests/code_mutants.py [COUNT] [SEED] [ROOM ...]

makes a copy of the project, has cosmic-ray make one mistake after the other in it (`<` for `<=`, `and` for `or`, a number that is off by one),
runs the room's tests with `--quick` each time, and prints the mistakes that no test noticed. Cosmic-ray is fetched into an environment of
its own, so this needs a package index. Ends with 1 if a room does not pass unharmed.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import venv
from contextlib import closing
from pathlib import Path

from wanted import wanted

PROJECT = Path(__file__).resolve().parent.parent
TOOL = "cosmic-ray==8.7.0"
ROOMS = {
    "content": "content", "files": "files", "layout": "layout", "screens": "screens", "settings": "settings", "signup": "signup",
    "unattended": "unattended", "visit": "visit", "yaml": "content",
}  # fmt: skip
"""The rooms, and the folders of their tests."""
MOST_SECONDS = 300
"""Where a run of tests is ended: a mistake that never ends is noticed by that."""
CONFIG = """
[cosmic-ray]
module-path = "kiosk/{room}"
timeout = {seconds}
excluded-modules = []
test-command = "{python} -m pytest --quick -x -p no:xdist tests/{tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*", "core/ExceptionReplacer", "core/RemoveDecorator"]
"""
"""`|` stands in types nearly always; an exception that is never raised, and a decorator that keeps or registers, change what no test sees."""


def copied(folder: Path) -> Path:
    """The project, to be spoilt."""
    left = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*cache")
    return Path(shutil.copytree(PROJECT, folder / "project", symlinks=True, ignore=left))


def fetched(folder: Path) -> Path:
    """Where the tool's programs are."""
    venv.create(folder / "tool", with_pip=True)
    programs = folder / "tool" / "bin"
    subprocess.run([programs / "pip", "install", "-qq", TOOL], check=True)
    return programs


class Session:
    """The mistakes that can be made in a room, and what became of each."""

    def __init__(self, room: str, project: Path, programs: Path) -> None:
        self.file = project / f"{room}.session"
        self._config, self._project, self._programs = project / f"{room}.toml", project, programs
        settings = CONFIG.format(room=room, tests=ROOMS[room], seconds=MOST_SECONDS, python=sys.executable)
        self._config.write_text(settings, encoding="utf-8")
        self._run("cosmic-ray", "init", self._config.name, self.file.name)
        self._run("cr-filter-operators", self.file.name, self._config.name)

    def _run(self, *command: str) -> int:
        around = os.environ | {"PATH": f"{self._programs}:{os.environ['PATH']}", "PYTHONDONTWRITEBYTECODE": "1", "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run([self._programs / command[0], *command[1:]], cwd=self._project, env=around, check=False).returncode

    def passes_unharmed(self) -> bool:
        return not self._run("cosmic-ray", "baseline", self._config.name)

    def open_jobs(self) -> list[str]:
        """What the filter left."""
        with closing(sqlite3.connect(self.file)) as database:
            done = {row[0] for row in database.execute("SELECT job_id FROM work_results")}
            return sorted({row[0] for row in database.execute("SELECT job_id FROM work_items")} - done)

    def make(self, jobs: set[str]) -> None:
        """Makes these mistakes, one after the other."""
        with closing(sqlite3.connect(self.file)) as database, database:
            others = [(job,) for job in self.open_jobs() if job not in jobs]
            for table in ("mutation_specs", "work_items"):
                database.executemany(f"DELETE FROM {table} WHERE job_id = ?", others)  # noqa: S608
        self._run("cosmic-ray", "exec", self._config.name, self.file.name)

    def came(self) -> list[tuple[str, str]]:
        """Of each mistake that was made whether it was noticed, and how it looks."""
        with closing(sqlite3.connect(self.file)) as database:
            rows = database.execute("SELECT test_outcome, diff FROM work_results WHERE worker_outcome = 'NORMAL' ORDER BY job_id")
            return [(outcome, diff) for outcome, diff in rows]


def main() -> int:
    count, seed, rooms = wanted(__doc__, ROOMS, count=300, seed=1)
    chance, harmed = random.Random(seed), False  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="kiosk-code-mutants-") as folder:
        project, programs = copied(Path(folder)), fetched(Path(folder))
        sessions = {room: Session(room, project, programs) for room in rooms or ROOMS}
        every = [(room, job) for room, session in sessions.items() for job in session.open_jobs()]
        drawn = chance.sample(every, min(count, len(every)))
        print(f"{len(every)} mistakes can be made, {len(drawn)} are", flush=True)
        for room, session in sessions.items():
            jobs = {job for where, job in drawn if where == room}
            if jobs and not session.passes_unharmed():
                print(f"{room}: its tests do not pass as it is")
                harmed = True
            elif jobs:
                session.make(jobs)
                came = session.came()
                unnoticed = [diff for outcome, diff in came if outcome == "SURVIVED"]
                print(f"{room}: {len(came) - len(unnoticed)} of {len(came)} noticed", *unnoticed, sep="\n", flush=True)
    return int(harmed)


if __name__ == "__main__":
    sys.exit(main())
