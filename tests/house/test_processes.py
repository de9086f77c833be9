"""No process outlives the one who started it: who starts them is killed, and all that it had started ends, daemons too."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import processes

PROJECT = Path(__file__).resolve().parents[2]
LIVES = """
import os, sys, time
line = os.open(sys.argv[1], os.O_WRONLY)
{more}
os.write(line, b"here ")
time.sleep(600)
"""
"""A program that tells that it lives, and holds a line that ends when it and all that it started are gone."""
DAEMON = """
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    signal = __import__("signal")
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
"""


class Line:
    """A named pipe that processes hold open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)
        self._reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(self._reading, True)

    def wait_for(self, words: bytes) -> None:
        """Until they have been said."""
        holding, said = os.open(self.path, os.O_WRONLY), b""  # until somebody else holds it, this is no end
        while said != words:
            said += os.read(self._reading, 4096)
        os.close(holding)

    def wait_for_end(self) -> None:
        """Until nobody holds it any more."""
        while os.read(self._reading, 4096):
            pass

    def close(self) -> None:
        os.close(self._reading)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    made = Line(tmp_path / "line")
    yield made
    made.close()


def program(line: Line, more: str = "") -> list[str]:
    return [sys.executable, "-c", LIVES.format(more=more), str(line.path)]


def starts(how: str, line: Line, more: str = "") -> subprocess.Popen[bytes]:
    """Somebody who starts the program in that way, and waits."""
    code = f"import sys; sys.path.insert(0, {str(PROJECT)!r}); from kiosk import processes; import subprocess; {how}"
    return subprocess.Popen([sys.executable, "-c", code, *program(line, more)], stdin=subprocess.DEVNULL)


QT = "from PySide6.QtCore import QCoreApplication, QProcess; app = QCoreApplication(['x']); process = QProcess();"
PARENTS = {
    "bound": ("subprocess.run(processes.bound(sys.argv[1:]))", ""),
    "guarded": ("subprocess.run(processes.guarded(sys.argv[1:]))", ""),
    "a guard with a daemon": ("processes.run(sys.argv[1:])", DAEMON),
    "bound, in a session of its own": ("subprocess.run(processes.bound(sys.argv[1:]), start_new_session=True)", ""),
    "the looks of the doctor": ("from kiosk.staff.diagnosis.probes import ask; ask(sys.argv[1:], '', 600.0)", DAEMON),
    "the supervisor": ("import os; from kiosk.unattended.supervisor import *; supervise(sys.argv[1:], os.environ, Patience(start=600.0), print)", ""),
    "the trial of an update": ("from kiosk.staff.care import update; update.START_SECONDS = 600.0; update._paints(sys.argv[1:])", DAEMON),
    "Qt": (f"{QT} program, *more = processes.bound(sys.argv[1:]); process.start(program, more); app.exec()", ""),
}  # fmt: skip


@pytest.mark.parametrize("parent", PARENTS)
def test_when_who_started_it_is_killed_it_ends(line: Line, parent: str) -> None:
    how, more = PARENTS[parent]
    with starts(how, line, more) as process:
        line.wait_for(b"here here " if more else b"here ")
        process.kill()
        line.wait_for_end()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL])
def test_however_the_guard_ends_the_program_does(line: Line, ending: signal.Signals) -> None:
    with subprocess.Popen(processes.guarded(program(line))) as guard:
        line.wait_for(b"here ")
        guard.send_signal(ending)
        line.wait_for_end()
    assert guard.returncode in (128 + ending, -ending)


def test_a_daemon_goes_with_the_program(line: Line) -> None:
    code = LIVES.format(more=DAEMON).replace("time.sleep(600)", "time.sleep(600) if os.getppid() != guard else os._exit(3)")
    asks = [sys.executable, "-c", f"guard = __import__('os').getppid()\n{code}", str(line.path)]
    assert processes.run(asks).returncode == 3
    line.wait_for_end()


def test_what_takes_too_long_is_ended_with_all_that_it_started(line: Line) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        processes.run(program(line, DAEMON), seconds=1.0)
    line.wait_for_end()


@pytest.mark.parametrize("way", [processes.bound, processes.guarded])
@pytest.mark.parametrize(("code", "shell"), [(0, "exit 0"), (7, "exit 7"), (127, "no-such-program")])
def test_exit_codes_and_words_come_through(way: Callable[[list[str]], list[str]], code: int, shell: str) -> None:
    done = subprocess.run(way(["/bin/sh", "-c", f"cat; {shell}"]), input="words", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (code, "words")


@pytest.mark.parametrize("way", ["bound", "guarded"])
def test_who_comes_too_late_starts_nothing(tmp_path: Path, way: str) -> None:
    command = [sys.executable, processes.__file__, way, "1" if os.getpid() != 1 else "2", "touch", str(tmp_path / "started")]
    assert subprocess.run(command, check=False).returncode == 1
    assert not (tmp_path / "started").exists()


def test_a_program_that_is_not_there_is_told() -> None:
    assert processes.run(["/no/such/program"], stderr=subprocess.DEVNULL).returncode == 127


# -- the rule of the house --------------------------------------------------------------------------------------------

ALLOWED = {
    "kiosk/processes.py": "it is the way",
    "kiosk/staff/install/install.py": "a package manager that is killed half-way leaves a broken machine, so it may come to its end",
    "kiosk/devices/speech_service.py": "a daemon from the beginning, which ends with the guard around the voice process",
    "kiosk/devices/voice_process.py": "it talks with what makes the sounds as it goes; `bound` stands in its command",
    "kiosk/devices/sound_maker.py": "the same with Piper",
    "kiosk/content/checks/asked_child.py": "the child ends with its input",
    "kiosk/staff/content/signoff_reading.py": "what is drawn for another text is given up at once; `guarded` stands in its command",
    "kiosk/staff/rights.py": "a fork that becomes another account, and is waited for",
    "kiosk/unattended/supervisor.py": "it needs the process itself, to wait for it and for its words; `bound` stands in its command",
    "kiosk/office/engine.py": "it needs the process itself, which serves while others ask it; `guarded` stands in its command",
    "main.py": "it becomes its own environment's Python; pip goes behind a guard",
}
STARTS = {
    "subprocess": {"run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput"},
    "os": {name for name in dir(os) if name.startswith(("exec", "spawn", "posix_spawn", "fork", "system", "popen", "startfile"))},
    "asyncio": {"create_subprocess_exec", "create_subprocess_shell"},
    "multiprocessing": {"Process", "Pool"},
    "pty": {"spawn", "fork"},
    "concurrent.futures": {"ProcessPoolExecutor"},
}


def started_in(source: str) -> set[str]:
    """What in a module starts a process."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in STARTS.get(node.value.id, ()):
            found.add(f"{node.value.id}.{node.attr}")
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{each.name}" for each in node.names if each.name in STARTS.get(node.module or "", ())}
        if isinstance(node, ast.Attribute) and node.attr in ("startDetached", "startCommand"):
            found.add(node.attr)
    return found


def test_nothing_starts_a_process_in_another_way() -> None:
    starting = {str(path.relative_to(PROJECT)): path.read_text() for path in (*PROJECT.glob("kiosk/**/*.py"), PROJECT / "main.py")}
    assert {name for name, source in starting.items() if started_in(source) - {"subprocess.CompletedProcess"}} == set(ALLOWED)
    for name, source in starting.items():
        if "QProcess" in source:
            assert source.count(".start(program,") == len(re.findall(r"processes\.(?:bound|guarded)\(", source)) == 1, name
    assert "subprocess.Popen(processes.bound(command)" in starting["kiosk/unattended/supervisor.py"]


def test_the_rule_sees_each_way() -> None:
    source = textwrap.dedent("""
        import os, subprocess
        from subprocess import Popen
        def f():
            os.posix_spawn("x"); subprocess.run([]); process.startDetached()
    """)
    assert started_in(source) == {"subprocess.Popen", "os.posix_spawn", "subprocess.run", "startDetached"}
