"""What bugs and mishaps leave behind: little, and told to staff."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.health import Level
from kiosk.staff.diagnosis.doctor import Patient, _watchdog
from kiosk.staff.diagnosis.probes import ProgramOutput
from kiosk.staff.diagnosis.verdicts import mishaps
from kiosk.unattended.crash import MOST, write_crash
from kiosk.unattended.incidents import Incident, Mishap, note

NOW = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)


def test_a_kiosk_that_dies_at_every_start_does_not_fill_the_disk(tmp_path: Path) -> None:
    for number in range(30):
        assert write_crash(tmp_path, ValueError(number), str(number))
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == MOST
    assert "ValueError" in kept[-1].read_text()


def test_mishaps_are_told_with_how_often_and_when_last() -> None:
    found = list(mishaps([Mishap(NOW - timedelta(days=1), Incident.VANISHED), Mishap(NOW, Incident.VANISHED), Mishap(NOW, Incident.POWER)],
        logs=False))
    assert [each.level for each in found] == [Level.AMBER, Level.AMBER]
    assert found[0].says == "The kiosk hung or was killed. 2 times within a week, last on 2026-11-23 at 12:05."
    assert "Shut it down" in found[1].do
    assert "logs" not in found[0].do, "there are none to send"
    assert "send the logs" in next(mishaps([Mishap(NOW, Incident.BUG)], logs=True)).do


def test_doctor_tells_of_those_of_the_last_week_alone(tmp_path: Path) -> None:
    note(tmp_path, Incident.BUG, NOW - timedelta(days=8))
    note(tmp_path, Incident.BROKEN, NOW - timedelta(days=6))
    patient = Patient(tmp_path, tmp_path, NOW, ask=lambda *_: ProgramOutput(1, "", ""))
    told = [each.says for each in _watchdog(patient, lambda: None)]  # type: ignore[arg-type,return-value]
    assert len(told) == 2
    assert told[1].startswith(Incident.BROKEN)
