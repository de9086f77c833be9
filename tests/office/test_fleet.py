"""How kiosks are told: what is grave first, in words, for programs, and for Prometheus."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from office_here import Here

from kiosk.health import Level
from kiosk.office.fleet import Beaten, as_plain, judged, lines, metrics
from kiosk.office.known_office import Office, note
from kiosk.office.pairing import OF_DESK, paired
from kiosk.staff.main import main

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
WELL = Beaten("Lobby north", date(2026, 11, 1), NOW - timedelta(seconds=30), None, None, "0.1.0", 7, "green", "", 2, 0, None)


@pytest.mark.parametrize(
    ("change", "level", "words"),
    [
        ({}, Level.GREEN, ""),
        ({"beaten": NOW - timedelta(minutes=5)}, Level.GREEN, ""),
        ({"beaten": NOW - timedelta(minutes=6)}, Level.AMBER, "nothing was heard of it for 6 minutes"),
        ({"beaten": NOW - timedelta(hours=1, minutes=5)}, Level.RED, "for 1 hour"),
        ({"beaten": NOW - timedelta(days=3)}, Level.RED, "for 3 days"),
        ({"beaten": None, "paired": None}, Level.AMBER, "it waits to be paired"),
        ({"beaten": None}, Level.AMBER, "it was never here"),
        ({"doubled": NOW}, Level.RED, "another machine speaks as this one"),
        ({"level": "red", "parts": "keys, disk"}, Level.RED, "its self-test is red: keys, disk"),
        ({"level": "amber", "parts": "clock"}, Level.AMBER, "its self-test is amber: clock"),
        ({"level": ""}, Level.AMBER, "no self-test of its screen came yet"),
        ({"untransmitted": 2, "oldest": date(2026, 12, 1)}, Level.AMBER, "2 of its requests were not sent"),
        ({"untransmitted": 2, "oldest": date(2026, 11, 28)}, Level.RED, "2 of its requests were not sent, the oldest of 2026-11-28"),
    ],
)
def test_what_is_wrong_is_told_by_how_grave_it_is(change: dict[str, Any], level: Level, words: str) -> None:
    stand = judged(replace(WELL, **change), NOW)
    assert stand.level is level
    assert words in "; ".join(stand.says)
    assert bool(stand.says) is (level is not Level.GREEN)


def test_the_gravest_is_said_first() -> None:
    stand = judged(replace(WELL, level="amber", parts="clock", doubled=NOW), NOW)
    assert [words.split()[0] for words in stand.says] == ["another", "its"]


@given(st.text(min_size=1, max_size=60), st.text(max_size=40))
def test_whatever_a_place_is_called_each_format_holds_it(place: str, version: str) -> None:
    stands = [judged(replace(WELL, place=place, version=version), NOW)]
    assert json.loads(json.dumps(as_plain(stands)))[0]["place"] == place
    for line in metrics(stands).split("\n"):
        assert re.fullmatch(r'(?s)|# (HELP|TYPE) .*|kiosk_\w+\{place="(\\.|[^"\\\n])*"(,version="(\\.|[^"\\\n])*")?\} [-+.\de]+', line), line
    assert place in "\n".join(lines(stands))


@pytest.fixture
def data(office: Here, tmp_path: Path) -> Path:
    """A machine from which the office is looked after."""
    (tmp_path / "data").mkdir()
    note(tmp_path / "data", Office(office.address, office.account, office.engine.password))
    return tmp_path / "data"


def beats(office: Here, place: str, how: str, *, ago: str = "1 second", level: str = "green") -> None:
    office.add(place)
    office.admin.execute(
        "UPDATE office.places SET paired = current_date, beaten = clock_timestamp() - %s::interval, version = '0.1.0', content = 3, level = %s,"
        " parts = %s, waiting = 1, untransmitted = 0 WHERE place = %s",
        (ago, level, how, place),
    )


def test_all_kiosks_are_listed_what_is_red_first(office: Here, data: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["fleet", "--data", str(data)]) == 0
    assert "knows no kiosk yet" in capsys.readouterr().out
    beats(office, "Annex", "")
    beats(office, "Lobby north", "clock", level="amber")
    assert main(["fleet", "--data", str(data)]) == 0
    beats(office, "Lobby south", "", ago="3 days")
    office.add("Front desk", desk=True)
    capsys.readouterr()
    assert main(["fleet", "--data", str(data)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split("  ")[0].split()[0] for line in told if re.match("red|amber|green", line)] == ["red", "amber", "green"]
    assert "Front desk" not in "\n".join(told)
    assert main(["fleet", "--json", "--data", str(data)]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [(each["place"], each["level"]) for each in found] == [("Lobby south", "red"), ("Lobby north", "amber"), ("Annex", "green")]
    file = tmp_path / "kiosks.prom"
    for _ in range(2):
        assert main(["fleet", "--prometheus", str(file), "--data", str(data)]) == 1
    assert 'kiosk_level{place="Lobby south"} 2\n' in file.read_text()
    assert capsys.readouterr().out == ""


def test_a_machine_becomes_a_desk_by_a_code(office: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "desk"
    data.mkdir()
    assert main(["fleet", "--data", str(data)]) == 1
    assert "Pair this desk by `python3 main.py fleet --pair CODE" in capsys.readouterr().err
    assert main(["fleet", "--pair", str(office.add("Lobby north")), "--data", str(data)]) == 1
    assert "this code is for the other one" in capsys.readouterr().err
    code = office.add("Front desk", desk=True)
    assert main(["carrier", "--pair", str(code), "--data", str(data)]) == 1
    assert "this code is for the other one" in capsys.readouterr().err
    assert main(["fleet", "--pair", str(code), "--data", str(data)]) == 0
    assert "is a desk of the office" in (said := capsys.readouterr().out)
    assert "Lobby north" in said
    assert paired(data, OF_DESK).role == code.role  # type: ignore[union-attr]
    assert main(["fleet", "--data", str(data)]) == 0


def test_an_office_that_is_not_there_is_told(office: Here, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note(data, Office(replace(office.address, port=1), office.account, "x"))
    assert main(["fleet", "--data", str(data)]) == 1
    assert "does not answer at this port" in capsys.readouterr().err
