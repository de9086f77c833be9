"""`office` makes an office, shows codes that a camera reads, and says what an administrator must run where something is lacking."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import zxingcpp
from conftest import PROJECT
from office_here import Here

from kiosk.office.codes import read_code
from kiosk.office.known_office import FILE, noted
from kiosk.staff.main import main


@pytest.fixture
def known(office: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Here:
    """The office of this test, which `office` was told of; its password is where libpq looks for it."""
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:*:{office.engine.password}\n")
    passwords.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(passwords))
    return office


def run(tmp_path: Path, *line: str) -> int:
    return main(["office", *line, "--data", str(tmp_path / "data")])


def test_where_none_is_known_it_says_what_an_administrator_must_run_and_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == 1
    said = capsys.readouterr()
    for word in ("CREATE ROLE kiosk_office LOGIN CREATEROLE", "CREATE DATABASE kiosks OWNER kiosk_office", "hostssl", "scram-sha-256", "Why:"):
        assert word in said.out
    assert "python3 main.py office --at" in said.err
    assert run(tmp_path, "list") == 1
    assert "No office is known here yet" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_what_the_administrator_runs_is_enough(postgres: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The very lines that it prints, in a PostgreSQL."""
    from kiosk.office.address import Address, connected

    run(tmp_path)
    lines = re.findall(r"^ {3}(CREATE [^;]+);$", capsys.readouterr().out, re.MULTILINE)
    port, boss = postgres.port, postgres.boss  # type: ignore[attr-defined]
    with connected(Address("127.0.0.1", port, "postgres"), "postgres", boss) as connection:
        for each in lines:
            connection.execute(each.encode())
        connection.execute("ALTER ROLE kiosk_office PASSWORD 'x'")
        try:
            (tmp_path / "data").mkdir()
            passwords = tmp_path / "pgpass"
            passwords.write_text("*:*:*:*:x\n")
            passwords.chmod(0o600)
            with pytest.MonkeyPatch.context() as patched:
                patched.setenv("PGPASSFILE", str(passwords))
                assert run(tmp_path, "--at", f"postgresql://kiosk_office@127.0.0.1:{port}/kiosks") == 0
                assert "was made (version" in capsys.readouterr().out
                assert run(tmp_path) == 0
                assert "is there (version" in capsys.readouterr().out
        finally:
            connection.execute("DROP DATABASE IF EXISTS kiosks")
            connection.execute("DROP ROLE kiosks_kiosks, kiosks_desks")
            connection.execute("DROP ROLE kiosk_office")


def test_a_kiosk_is_added_listed_and_removed(known: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data").mkdir()
    assert run(tmp_path, "--at", known.uri) == 0
    assert noted(tmp_path / "data").password == ""  # type: ignore[union-attr]
    assert run(tmp_path, "list") == 0
    assert "No kiosk was added yet" in capsys.readouterr().out
    assert run(tmp_path, "add", "Lobby north") == 0
    shown = capsys.readouterr().out
    code = re.search(r"carrier --pair ([^`]+)`", shown)
    assert code is not None
    assert read_code(code[1]).address == known.address
    assert seen(shown) == code[1], "the same as a code for a camera"
    run(tmp_path, "list")
    assert "Lobby north: added on" in (listed := capsys.readouterr().out)
    assert "waits to be paired, its code is good until" in listed
    assert run(tmp_path, "add", "Lobby north") == 1
    assert "add --again" in capsys.readouterr().err
    assert run(tmp_path, "add", "Lobby north", "--again") == 0
    assert run(tmp_path, "remove", "Lobby north") == 0
    assert "can neither send nor fetch" in capsys.readouterr().out
    run(tmp_path, "list")
    assert "removed on" in capsys.readouterr().out


def seen(shown: str) -> str:
    """What a camera reads off a dark terminal."""
    light = {"█": (255, 255), "▀": (255, 0), "▄": (0, 255), " ": (0, 0)}
    lines = [line for line in shown.splitlines() if line and set(line) <= set(light)]
    rows = [bytes(light[letter][half] for letter in line for _ in range(4)) for line in lines for half in (0, 0, 0, 0, 1, 1, 1, 1)]
    picture = memoryview(b"".join(rows)).cast("B", shape=(len(rows), len(rows[0])))
    return str(zxingcpp.read_barcodes(picture)[0].text)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("add",), "Name the place"), (("remove",), "Name the place"), (("list", "x"), "nothing behind `list`"),
        (("--try", "--at", "x"), "leave out --at"), (("--at", "nonsense"), "looks like"),
        (("--at", "postgresql://a:b@c/d"), "Leave the password out"),
        (("--at", "postgresql://a@127.0.0.1:1/d"), "does not answer at this port"),
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: tuple[str, ...], words: str) -> None:
    assert run(tmp_path, *line) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_where_nobody_can_be_asked_for_a_password_that_is_told(office: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--at", office.uri) == 1
    assert "wants a password" in capsys.readouterr().err


def test_an_account_that_lacks_something_is_told_what_to_run(known: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known.admin.execute(f"CREATE ROLE {known.account}_few LOGIN PASSWORD '{known.engine.password}'")
    known.admin.execute(f"GRANT CONNECT ON DATABASE {known.address.database} TO {known.account}_few")
    assert run(tmp_path, "--at", known.uri.replace(known.account, f"{known.account}_few")) == 1
    said = capsys.readouterr()
    assert "may not make roles" in said.err
    assert f"CREATE ROLE {known.account}_few LOGIN CREATEROLE" in said.out


@pytest.mark.parametrize("written", [b"{", b"[]", b'{"address": 1}', b"\xff"])
def test_a_note_that_is_damaged_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], written: bytes) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(written)
    assert run(tmp_path, "list") == 1
    assert "is damaged: delete it" in capsys.readouterr().err


def test_one_for_trying_out_runs_until_it_is_ended_and_is_there_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for deed in ("add", "list"):
        command = [sys.executable, "-m", "kiosk.staff", "office", "--try", "--data", str(data)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as trying:
            assert trying.stdout is not None
            assert "runs at 127.0.0.1" in trying.stdout.readline()
            assert main(["office", deed, *(["Lobby north"] if deed == "add" else []), "--data", str(data)]) == 0
            trying.kill()
        assert "Lobby north" in capsys.readouterr().out
        ends = time.monotonic() + 30
        while main(["office", "list", "--data", str(data)]) == 0:
            assert time.monotonic() < ends, "nothing of it lives on"


def test_of_two_for_trying_out_in_one_folder_the_second_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from kiosk.office import engine

    with engine.running(tmp_path):
        assert main(["office", "--try", "--data", str(tmp_path)]) == 1
    assert "runs already" in capsys.readouterr().err
