"""`carrier` pairs a kiosk with its office, and says how it stands with it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from front import certificate, front
from msgspec.structs import replace
from office_here import Here

from kiosk.office import address as addresses
from kiosk.office.carrier import Carrier, Signs
from kiosk.office.codes import WRONG
from kiosk.office.pairing import FOLDER, paired, place
from kiosk.office.report import Report, note
from kiosk.staff.main import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def run(data: Path, *line: str) -> int:
    return main(["carrier", *line, "--data", str(data)])


def test_a_kiosk_is_paired_and_says_how_it_stands(office: Here, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--status") == 1
    assert "has no office. Pair it by" in capsys.readouterr().err
    code = office.add()
    assert run(data, "--pair", str(code).lower()) == 0
    assert f"paired with the office at {office.address}" in capsys.readouterr().out
    assert run(data, "--status") == 0
    assert "It was not there yet" in capsys.readouterr().out
    Carrier(data, lambda: Signs("0.1.0", 0, "", "")).step()
    assert run(data, "--status") == 0
    assert f"{datetime.now(tz=UTC).astimezone():%Y-%m-%d}" in (said := capsys.readouterr().out)
    assert "0 requests of this kiosk are not in the office yet" in said
    note(data, Report(datetime.now(tz=UTC), "The PostgreSQL is not there.", 2))
    assert run(data, "--status") == 1
    assert "The PostgreSQL is not there." in capsys.readouterr().out


def test_without_an_office_it_does_not_run(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data) == 1
    assert "has no office. Pair it by `python3 main.py carrier --pair CODE" in capsys.readouterr().err


def test_a_code_that_is_none_or_was_used_makes_nothing(office: Here, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--pair", "ABCDE") == 1
    assert WRONG in capsys.readouterr().err
    code = office.add()
    secret = "2" if code.secret[-1] != "2" else "3"
    assert run(data, "--pair", str(code)[:-1] + secret) == 1
    assert "does not take this code: it was mistyped, used before, or is older than ten minutes" in capsys.readouterr().err
    assert not place(data).exists()


def test_what_signed_the_servers_certificate_is_kept(
    office: Here, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(addresses.Address, "is_here", False)
    context, authority = certificate(tmp_path, "127.0.0.1")
    code = office.add()
    with front(office.address.port, context) as server:
        there = str(replace(code, address=replace(code.address, port=server.port)))
        assert run(data, "--pair", there) == 1
        assert "name the file of whoever signed it with --authority" in capsys.readouterr().err
        assert run(data, "--pair", there, "--authority", str(tmp_path / "none.pem")) == 1
        assert "none.pem cannot be read" in capsys.readouterr().err
        assert run(data, "--pair", there, "--authority", str(authority)) == 0
        authority.unlink()
        Carrier(data, lambda: Signs("0.1.0", 0, "", "")).step()
    assert office.asked("SELECT beat FROM office.places") == [(1,)]


@pytest.mark.parametrize("written", [b"", b"{", b"[]", b'{"address": 1}', b"\xff"])
def test_a_pairing_that_is_damaged_is_told(data: Path, capsys: pytest.CaptureFixture[str], written: bytes) -> None:
    (data / FOLDER).mkdir()
    place(data).write_bytes(written)
    assert run(data) == run(data, "--status") == 1
    assert "is damaged: have the office show another code" in capsys.readouterr().err


def test_a_damaged_one_gives_way_to_another_code(office: Here, data: Path) -> None:
    (data / FOLDER).mkdir()
    place(data).write_bytes(b"{")
    assert run(data, "--pair", str(office.add())) == 0
    assert paired(data) is not None
