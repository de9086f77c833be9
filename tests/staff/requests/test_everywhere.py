"""At a desk, whoever has a key of the staff reads the requests of all kiosks, and the office knows that they did."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from conftest import TODAY
from office_here import Here

from kiosk.office.carrier import Carrier, Signs
from kiosk.office.pairing import OF_DESK, pair
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import moved_away, public_keys, rotation, slots
from kiosk.signup.record import Answer, Record
from kiosk.staff.main import main

ANA = "correct horse battery"


class Clinic:
    """Two kiosks that seal for one key, which lies away from both, and a desk that has neither."""

    def __init__(self, office: Here, folder: Path) -> None:
        self.folder, self.office = folder, office
        self.key = folder / "kiosk.key"
        self.ids: dict[str, str] = {}
        first = folder / "north" / "keys"
        rotation.new_key(first, "clinic", "Ana", ANA, TODAY, stretching=slots.Stretching(64, 1))
        moved_away.move_away(first, self.key)
        (folder / "south" / "keys").mkdir(parents=True)
        (folder / "south" / "keys" / public_keys.RECIPIENTS).write_bytes((first / public_keys.RECIPIENTS).read_bytes())
        for place, who in (("north", "Vera Cruz"), ("south", "Ben Ito")):
            self.keep(place, who)
        (folder / "desk").mkdir()
        pair(folder / "desk", office.add("Front desk", desk=True), folder=OF_DESK)

    def keep(self, place: str, who: str) -> None:
        data = self.folder / place
        with closing(Drawer(data / "drawer", data / "keys")) as drawer:
            answers = (Answer("name", "name", who, who), Answer("phone", "phone", "(706) 555-0123", "+17065550123"))
            self.ids[place] = drawer.keep(Record(date.today(), "en", answers, ()))  # noqa: DTZ011
            pair(data, self.office.add(f"Lobby {place}"))
            carrier = Carrier(data, lambda: Signs("0.1.0", 0, "", ""))
            for _ in range(3):
                carrier.step()

    def run(self, *line: str, passphrase: str = ANA) -> int:
        reading, writing = os.pipe()
        os.write(writing, f"{passphrase}\n".encode())
        os.close(writing)
        try:
            place = ("--data", str(self.folder / "desk"), "--key", str(self.key), "--name", "Ana", "--passphrase-fd", str(reading))
            return main(["signups", *line, "--office", *place])
        finally:
            os.close(reading)


@pytest.fixture
def clinic(office: Here, tmp_path: Path) -> Clinic:
    return Clinic(office, tmp_path)


def test_the_requests_of_all_kiosks_are_one_list(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert clinic.run("list") == 0
    said = capsys.readouterr().out
    for words in ("Vera Cruz", "at Lobby north", "Ben Ito", "at Lobby south", "2 requests", "known at its kiosk alone"):
        assert words in said
    assert "new" not in said.lower(), "nobody here knows how far its kiosk is with it"
    assert clinic.office.asked("SELECT who, about FROM office.looks") == [("Ana", "2 listed")]
    assert clinic.run("list", "--search", "ito") == 0
    said = capsys.readouterr().out
    assert "1 of 2 requests" in said
    assert "Vera" not in said


def test_one_of_them_is_shown(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    name = clinic.ids["south"]
    assert clinic.run("show", name[:8]) == 0
    said = capsys.readouterr().out
    assert "Ben Ito" in said
    assert "at Lobby south" in said
    assert clinic.office.asked("SELECT about FROM office.looks") == [(name,)]
    assert clinic.run("show", "zzz") == 1
    assert "No request in the office has a number that begins with 'zzz'" in capsys.readouterr().err


def test_with_a_wrong_passphrase_nothing_is_seen(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert clinic.run("list", passphrase=ANA.upper()) == 1
    said = capsys.readouterr()
    assert "Vera" not in said.out + said.err
    assert clinic.office.asked("SELECT 1 FROM office.looks") == []


def test_what_is_sealed_for_another_key_is_counted(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    data = clinic.folder / "west"
    rotation.new_key(data / "keys", "other", "Eve", ANA, TODAY, stretching=slots.Stretching(64, 1))
    clinic.keep("west", "Nina Roe")
    assert clinic.run("list") == 0
    said = capsys.readouterr().out
    assert "Nina" not in said
    assert "3 requests" in said
    assert "1 request cannot be opened with this key." in said


def test_what_went_at_its_kiosk_is_not_listed(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    clinic.office.admin.execute("UPDATE office.records SET day = day - 5")
    role = clinic.office.asked("SELECT kiosk FROM office.records WHERE id = %s", clinic.ids["north"])[0][0]
    clinic.office.admin.execute("INSERT INTO office.gone (kiosk, id) VALUES (%s, %s)", (role, clinic.ids["north"]))
    assert clinic.run("list") == 0
    assert "Vera" not in (said := capsys.readouterr().out)
    assert "1 request" in said


def test_who_will_call_is_not_known_here(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    assert clinic.run("list", "--for", "Ana") == 1
    assert "at each kiosk alone" in capsys.readouterr().err
