"""Mishaps are noted for staff: errors by the kiosk itself, and by the next start what the last run could not tell."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.content.store.current import open_library
from kiosk.unattended.boot import this_boot
from kiosk.unattended.incidents import FILE, MARK, MOST, Incident, OccupiedError, marked, mishaps, note

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


def runs(data: Path, boot: str = "monday") -> list[Incident]:
    """One start with a proper end; all that was noted up to then."""
    with marked(data, boot, lambda: NOW):
        return [each.what for each in mishaps(data)]


def dies(data: Path, boot: str = "monday") -> None:
    with pytest.raises(SystemError), marked(data, boot, lambda: NOW):
        raise SystemError


def test_a_run_with_a_proper_end_is_no_mishap(tmp_path: Path) -> None:
    assert runs(tmp_path) == []
    assert runs(tmp_path) == []


def test_a_run_without_an_end_is_told_by_the_next_start(tmp_path: Path) -> None:
    dies(tmp_path)
    assert runs(tmp_path) == [Incident.VANISHED]
    assert mishaps(tmp_path)[0].when == NOW
    assert runs(tmp_path) == [Incident.VANISHED], "once"


def test_a_machine_that_went_off_is_told_apart(tmp_path: Path) -> None:
    dies(tmp_path, "monday")
    assert runs(tmp_path, "tuesday") == [Incident.POWER]


def test_a_second_kiosk_on_the_same_folder_is_refused_and_is_no_mishap(tmp_path: Path) -> None:
    with marked(tmp_path, "monday", lambda: NOW):
        with pytest.raises(OccupiedError), marked(tmp_path, "monday", lambda: NOW, patience=0.0):
            pass
        assert (tmp_path / MARK).read_text().partition("\n")[0] == "monday"
    assert runs(tmp_path) == [], "and the first one has its end"


def test_a_kiosk_that_is_about_to_end_is_waited_for(tmp_path: Path) -> None:
    first = marked(tmp_path, "monday", lambda: NOW)
    first.__enter__()
    ending = threading.Timer(0.2, lambda: first.__exit__(None, None, None))
    ending.start()
    assert runs(tmp_path) == []
    ending.join()


def test_a_second_kiosk_says_why_it_ends(tmp_path: Path) -> None:
    with marked(tmp_path, "monday", lambda: NOW):
        command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "1280x720", "--data", str(tmp_path)]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"Another kiosk runs with the data in {tmp_path} already")
    assert "Traceback" not in done.stderr


def test_only_the_newest_are_kept_and_only_for_the_kiosks_own_user(tmp_path: Path) -> None:
    note(tmp_path, Incident.POWER, NOW)
    for _ in range(MOST):
        note(tmp_path, Incident.BUG, NOW)
    assert [each.what for each in mishaps(tmp_path)] == [Incident.BUG] * MOST
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("damage", [b"", b"[", b"[1]", b'[{"when": "soon", "what": "BUG"}]', b'[{"when": "2026-11-23", "what": "FLOOD"}]'])
def test_a_damaged_file_counts_as_none_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    assert mishaps(tmp_path) == ()
    note(tmp_path, Incident.BUG, NOW)
    assert [each.what for each in mishaps(tmp_path)] == [Incident.BUG]


def test_a_data_folder_that_takes_nothing_keeps_nobody_from_running(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert runs(tmp_path / "file" / "data") == []
    note(tmp_path / "file" / "data", Incident.BUG, NOW)


@pytest.mark.parametrize("full_from_the_start", [True, False])
def test_a_full_disk_is_no_error_of_a_run(tmp_path: Path, full_from_the_start: bool) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full_from_the_start else most, most))
        with marked(tmp_path, "boot", lambda: NOW) as mark:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
            mark.at_form(there=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert (tmp_path / MARK).read_bytes() == b""


def test_a_kiosk_that_is_killed_tells_so_at_its_next_start(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "1280x720", "--data", str(tmp_path)]
    for ending in (signal.SIGKILL, signal.SIGTERM):
        with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout
            assert process.stdout.readline().startswith("The kiosk is running")
            process.send_signal(ending)
    assert [each.what for each in mishaps(tmp_path)] == [Incident.VANISHED]
    assert (tmp_path / MARK).read_text() == ""


def test_the_next_start_knows_whether_somebody_was_at_the_form(tmp_path: Path) -> None:
    for left, lost in ((True, True), (False, False)):
        running = marked(tmp_path, "monday", lambda: NOW)
        mark = running.__enter__()
        assert not mark.lost
        mark.at_form(True)
        mark.at_form(left)
        assert not running.__exit__(SystemError, SystemError(), None)
        with marked(tmp_path, "monday", lambda: NOW) as mark:
            assert mark.lost is lost
    assert [each.what for each in mishaps(tmp_path)] == [Incident.VANISHED] * 2


def test_the_next_start_knows_whether_the_last_one_ended_before_it_was_proved(tmp_path: Path) -> None:
    for proved, boot, early in ((False, "monday", True), (True, "monday", False), (False, "tuesday", False)):
        running = marked(tmp_path, "monday", lambda: NOW)
        mark = running.__enter__()
        mark.at_form(True)
        if proved:
            mark.proved()
        mark.at_form(False)
        assert not running.__exit__(SystemError, SystemError(), None)
        with marked(tmp_path, boot, lambda: NOW) as mark:
            assert mark.early is early


def test_a_kiosk_that_cannot_begin_with_what_was_kept_begins_without(tmp_path: Path) -> None:
    """Whoever has the account may write anything there; the second look never comes where the kiosk does not even start."""
    data = tmp_path / "data"
    open_library(PROJECT / "content", data, datetime.now(UTC).date())
    (data / "publications" / "shown").mkdir(parents=True)
    (data / MARK).write_text(f"{this_boot()}\nstarting")
    command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "640x360", "--data", str(data)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("The kiosk is running")
        process.send_signal(signal.SIGTERM)
    assert list(data.glob(".not-proved-*"))
    assert list(data.glob("publications/.not-proved-*"))


def test_a_kiosk_that_is_killed_at_the_form_says_so_on_its_start_screen(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text(f"{this_boot()}\nat the form")
    script = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
from kiosk import app
from kiosk.staff.main import main
real = app.Kiosk.attach_storage
def attach_storage(self, *given):
    real(self, *given)
    print("lost:", self.signup.property("lost"), flush=True)
    self.visit.act("wake")
    print("then:", self.signup.property("lost"), flush=True)
    self._leave()
app.Kiosk.attach_storage = attach_storage
main(["run", "--window", "640x360", "--data", {str(tmp_path)!r}])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False, cwd=PROJECT)
    assert "lost: True" in done.stdout, done.stderr
    assert "then: False" in done.stdout


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_mishap_at_the_end_of_time_keeps_no_kiosk_from_starting(tmp_path: Path, year: str) -> None:
    (tmp_path / FILE).write_text(f'[{{"when": "{year}-01-01T00:00:00+23:59", "what": "BUG"}}]')
    assert mishaps(tmp_path) == ()
