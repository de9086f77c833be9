"""The supervisor with small times: with the kiosk itself made ill, and with small programs in its place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from msgspec.structs import replace
from supervising import FROM_INSIDE, ILLS, LONGEST_SECONDS, Ward, ward

from kiosk.unattended.exit_codes import LEFT
from kiosk.unattended.supervisor import WRONG_USAGE, Event, Patience, _pauses, supervise

PROJECT = Path(__file__).resolve().parents[2]
SMALL = Patience(start=20, silence=2, goodbye=0.5, pauses=(0.01,), steady=60)


# -- the kiosk itself ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Iterator[Ward]:
    with ward(SMALL) as made:
        yield made


@pytest.fixture(scope="module")
def pids() -> list[int]:
    return []


@pytest.mark.parametrize("ill", ILLS)
def test_the_start_screen_comes_back(made: Ward, pids: list[int], ill: str) -> None:
    if not pids:
        pids.append(made.painted()[1])
    seconds, told, fresh = made.falls_ill(ill, pids[-1])
    silent = ill.startswith("stopped") or FROM_INSIDE.get(ill) in (b"hang", b"blind")
    assert told == [Event.SILENT if silent else Event.ENDED, Event.PAINTED]
    assert fresh != pids[-1]
    assert seconds < LONGEST_SECONDS
    pids.append(fresh)


def test_staff_and_a_term_signal_end_both(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk.staff", "supervise", "--window", "1280x720", "--data", str(tmp_path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        while process.stderr.readline().strip() != Event.PAINTED:
            pass
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert (tmp_path / "running").read_text() == "", "it had the time to end properly"


# -- small programs in its place ------------------------------------------------------------------------------------------

BEGINNING = f"""
import os, pathlib, socket, subprocess, sys, time
runs = pathlib.Path(sys.argv[1])
runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
if len(runs.read_text()) > int(sys.argv[2]):
    sys.exit({LEFT})
def say(words):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(words, os.environ["NOTIFY_SOCKET"])
"""


def told_of(folder: Path, program: str, patience: Patience = SMALL, runs: int = 1) -> list[Event]:
    """What is told of a program that runs so often, and then once more as if staff ended it."""
    told: list[Event] = []
    command = [sys.executable, "-c", BEGINNING + program, str(folder / "runs"), str(runs)]
    assert supervise(command, os.environ, patience, lambda event, _: told.append(event)) == LEFT
    assert told.pop() is Event.LEFT
    return told


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("sys.exit(0)", [Event.ENDED]),
        ("os.abort()", [Event.ENDED]),
        ("sys.exit(12)", [Event.RESTED]),
        ("time.sleep(60)", [Event.SILENT]),
        ("say(b'READY=1\\nSTATUS=x'); time.sleep(60)", [Event.PAINTED, Event.SILENT]),
        ("say(b'READY=1'); [say(b'WATCHDOG=1') for _ in range(3)]", [Event.PAINTED, Event.ENDED]),
        ("say(b'READY=1'); say(b'STOPPING=1'); time.sleep(60)", [Event.PAINTED, Event.SILENT]),
    ],
)
def test_each_end_is_told_and_leads_to_a_fresh_start(tmp_path: Path, program: str, told: list[Event]) -> None:
    assert told_of(tmp_path, program, replace(SMALL, start=0.5, silence=0.5)) == told


def test_it_never_gives_up(tmp_path: Path) -> None:
    assert told_of(tmp_path, "sys.exit(1)", runs=20) == [Event.ENDED] * 20


def test_wrong_usage_is_not_tried_again() -> None:
    assert supervise([sys.executable, "-c", f"raise SystemExit({WRONG_USAGE})"], os.environ, SMALL, lambda *_: None) == WRONG_USAGE


def test_what_it_started_goes_with_it(tmp_path: Path) -> None:
    voice = "voice = subprocess.Popen(['sleep', '1000']); pathlib.Path(sys.argv[1] + '-voice').write_text(str(voice.pid)); sys.exit(1)"
    told_of(tmp_path, voice)
    status = Path("/proc", (tmp_path / "runs-voice").read_text(), "stat")
    assert not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_the_pauses_grow_and_the_last_one_stays() -> None:
    assert list(islice(_pauses(replace(SMALL, pauses=(1.0, 2.0, 4.0))), 5)) == [1.0, 2.0, 4.0, 4.0, 4.0]


def test_a_steady_run_begins_the_pauses_anew(tmp_path: Path) -> None:
    told_of(tmp_path, "sys.exit(1)", replace(SMALL, pauses=(0.0, 1e6), steady=0.0), runs=3)


def test_the_worst_case_is_back_in_time() -> None:
    patience, start = Patience(), 0.8
    assert patience.silence + patience.pauses[-1] + start < LONGEST_SECONDS
