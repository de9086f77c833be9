"""`signups` and `key` at a terminal, as staff type them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kiosk.signup import keys
from kiosk.signup.drawer import Drawer
from kiosk.signup.export import harmless
from kiosk.signup.record import Answer, Consent, Record

PROJECT = Path(__file__).resolve().parents[2]
ANA, BOB = "correct horse battery", "eight grey whales swim"
TODAY = date(2026, 11, 23)


def kiosk(data: Path, *arguments: str, secrets: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command; what `secrets` holds is read from a file descriptor."""
    reading, writing = os.pipe()
    os.write(writing, secrets.encode())
    os.close(writing)
    command = [sys.executable, "-m", "kiosk.staff", *arguments, "--data", str(data), *(["--passphrase-fd", str(reading)] if secrets else [])]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, pass_fds=(reading,))
    os.close(reading)
    return done


def record(name: str, phone: str = "(706) 555-0123", value: str = "+17065550123") -> Record:
    answers = (Answer("name", "name", name, name), Answer("phone", "phone", phone, value), Answer("when", "some", "Mornings", "morning"))
    return Record(TODAY, "es", answers, (Consent("call", "1"),))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A machine with two sign-ups, and Ana's passphrase."""
    keys.make_try_out(tmp_path / "keys", TODAY)
    drawer = Drawer(tmp_path / "drawer", tmp_path / "keys")
    drawer.keep(record("=cmd|' /C calc'!A0"))
    drawer.keep(record('Núñez; "María"', "+52 55 1234 5678", "+525512345678"))
    drawer.close()
    keys.protect(tmp_path / "keys", "Ana", ANA, stretching=keys.Stretching(64, 1))
    return tmp_path


def test_the_counts_need_no_passphrase(data: Path) -> None:
    assert kiosk(data, "signups", "waiting").stdout == "2 sign-ups, 2 new, 0 waiting for more than two weeks, 0 go within a week\n"


def test_the_list_needs_one_and_is_noted(data: Path) -> None:
    listed = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n")
    assert "(706) 555-0123" in listed.stdout
    refused = kiosk(data, "signups", "list", "--name", "Ana", secrets="wrong\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "No key opens with this name and this passphrase.\n"
    drawer = Drawer(data / "drawer", data / "keys")
    assert [(line.what, line.who, line.about) for line in drawer.trail()][-1] == ("opened", "Ana", "2 listed")
    drawer.close()


def test_the_table_opens_in_a_spreadsheet_without_a_formula(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "out" / "requests.csv"
    done = kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 0, done.stderr
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 3
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [(row["name"], row["phone"], row["when"], row["agreed"]) for row in rows] == [
        ('Núñez; "María"', "(+52) 55 1234 5678", "Mornings", "call"),
        ("'=cmd|' /C calc'!A0", "(706) 555-0123", "Mornings", "call"),
    ]
    assert file.stat().st_mode & 0o777 == 0o600
    assert "ketamine" not in raw.decode().casefold()


def test_nothing_is_written_over_silently(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "requests.json"
    file.write_text("mine")
    refused = kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n")
    assert (refused.returncode, file.read_text()) == (1, "mine")
    assert "--replace" in refused.stderr
    kiosk(data, "signups", "export", str(file), "--replace", "--name", "Ana", secrets=f"{ANA}\n")
    assert [each["answers"][1]["value"] for each in json.loads(file.read_text(encoding="utf-8"))] == ["+525512345678", "+17065550123"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


def test_marking_and_deleting(data: Path) -> None:
    names = [line.split()[0] for line in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stdout.splitlines() if "new" in line]
    assert "marked as not reached" in kiosk(data, "signups", "mark", names[0], "not-reached", "--name", "Ana", secrets=f"{ANA}\n").stdout
    kiosk(data, "signups", "mark", names[1], "done", "--name", "Ana", secrets=f"{ANA}\n")
    assert kiosk(data, "signups", "delete", "--done", "--name", "Ana", secrets=f"{ANA}\n").stdout == "1 sign-up deleted.\n"
    assert "0 sign-ups begin with 'zz'" in kiosk(data, "signups", "delete", "zz", "--name", "Ana", secrets=f"{ANA}\n").stderr
    assert kiosk(data, "signups", "verify", "--name", "Ana", secrets=f"{ANA}\n").returncode == 0


def test_a_copied_drawer_is_read_at_a_desk_with_the_key_that_was_moved_away(data: Path, tmp_path: Path) -> None:
    away = tmp_path / "stick" / "kiosk.key"
    assert kiosk(data, "key", "move-away", str(away)).returncode == 0
    assert "kept away from this machine" in kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n").stderr
    desk = tmp_path / "desk"
    keys_only = desk / "keys"
    keys_only.mkdir(parents=True)
    (keys_only / keys.RECIPIENTS).write_bytes((data / "keys" / keys.RECIPIENTS).read_bytes())
    told = kiosk(desk, "signups", "list", "--name", "Ana", "--key", str(away), "--drawer", str(data / "drawer"), secrets=f"{ANA}\n")
    assert "Núñez" in told.stdout, told.stderr


def test_a_second_person_a_rotation_and_a_list_of_keys(data: Path) -> None:
    assert kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n").returncode == 0
    assert "Ana, Bob" in kiosk(data, "key", "list").stdout
    assert kiosk(data, "key", "rotate", "--name", "Bob", secrets=f"{BOB}\n").returncode == 0
    told = kiosk(data, "signups", "list", "--name", "Bob", secrets=f"{BOB}\n")
    assert "2 sign-ups" in told.stdout
    assert "Núñez" in told.stdout
    assert kiosk(data, "key", "remove", "Eve").returncode == 1


def test_a_short_passphrase_is_refused_in_a_sentence(tmp_path: Path) -> None:
    keys.make_try_out(tmp_path / "keys", TODAY)
    refused = kiosk(tmp_path, "key", "protect", "--name", "Ana", secrets="short\n")
    assert (refused.returncode, refused.stderr) == (1, "A passphrase needs at least 12 letters: three or four words are easy to remember.\n")
    assert "no passphrase" in kiosk(tmp_path, "key", "list").stdout
