"""`signups` and `key` at a terminal, as staff type them."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from kiosk.signup import keys
from kiosk.signup.drawer import Drawer
from kiosk.signup.export import harmless
from kiosk.signup.record import Answer, Consent, Record
from kiosk.signup.waiting import Waiting

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


def run(data: Path, *arguments: str, fd: int | None = None, stdin: int = subprocess.DEVNULL) -> tuple[int, str, str]:
    """Runs a command away from any terminal; tells how it ended and what it said."""
    command = [sys.executable, "-m", "kiosk.staff", *arguments, "--data", str(data), *(["--passphrase-fd", str(fd)] if fd is not None else [])]
    done = subprocess.run(command, cwd=PROJECT, stdin=stdin, capture_output=True, text=True, check=False, start_new_session=True)
    return done.returncode, done.stdout, done.stderr


def trail(data: Path) -> list[tuple[str, str]]:
    drawer = Drawer(data / "drawer", data / "keys")
    told = [(line.what, line.about) for line in drawer.trail()]
    drawer.close()
    return told


@pytest.mark.parametrize("line", [f"{ANA}\r\n", f"{ANA}\n", ANA, f"\ufeff{ANA}\r\n", f"{ANA}\r"])
@pytest.mark.parametrize("name", ["Ana", "ana ", " \uff21na"])
def test_a_passphrase_in_a_file_of_another_system_and_a_name_with_blanks_open(data: Path, name: str, line: str) -> None:
    assert "2 sign-ups" in kiosk(data, "signups", "list", "--name", name, secrets=line).stdout


def test_a_passphrase_is_asked_for_at_a_terminal_and_does_not_show(data: Path) -> None:
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "kiosk.staff", "signups", "list", "--name", "Ana", "--data", str(data)]
    pipes = {"stdin": terminal, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=PROJECT, start_new_session=True, **pipes) as asking:
        assert asking.stderr is not None
        assert asking.stderr.read(len("Passphrase of Ana: ")) == b"Passphrase of Ana: "
        os.write(keyboard, f"{ANA}\n".encode())
        out, err = asking.communicate()
    os.close(terminal)
    os.close(keyboard)
    assert (asking.returncode, err, b"2 sign-ups" in out) == (0, b"\n", True)


NO_TERMINAL = "There is no terminal to type a passphrase at. Run this at one, or hand it over: `--passphrase-fd 0 <FILE`.\n"
NO_LINE = "There is no line left to read a passphrase from at file descriptor 0. Write each on a line of its own.\n"
NO_DESCRIPTOR = "No passphrase can be read from file descriptor {}. Open it on the same line: `--passphrase-fd 3 3<FILE`.\n"
NO_NAME = "Say whose passphrase it is: add `--name NAME`. Here these people have one: Ana.\n"


@pytest.mark.parametrize(
    ("arguments", "fd", "says"),
    [
        (("signups", "list", "--name", "Ana"), None, NO_TERMINAL),
        (("key", "add", "Bob", "--name", "Ana"), None, NO_TERMINAL),
        (("signups", "list", "--name", "Ana"), 0, NO_LINE),
        (("signups", "list"), None, NO_NAME),
        (("signups", "list", "--name", "  "), 0, NO_NAME),
        *((("signups", "list", "--name", "Ana"), fd, NO_DESCRIPTOR.format(fd)) for fd in (9, -1, 10**12)),
    ],
)
def test_where_no_passphrase_can_be_had_one_sentence_says_what_to_do(data: Path, arguments: tuple[str, ...], fd: int | None, says: str) -> None:
    assert run(data, *arguments, fd=fd) == (1, "", says)


@pytest.mark.parametrize(("raw", "says"), [(b"\xff\xfe\n", "not written in UTF-8"), (b"x" * 5000, "No key opens")])
def test_a_passphrase_that_is_no_text_or_has_no_end_is_refused_in_a_sentence(data: Path, tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "secret").write_bytes(raw)
    with (tmp_path / "secret").open("rb") as file:
        code, out, err = run(data, "signups", "list", "--name", "Ana", fd=0, stdin=file.fileno())
    assert (code, out) == (1, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_right_passphrase_at_the_console_ends_the_waiting_at_the_kiosk(data: Path) -> None:
    for arguments, secrets in ((("signups", "list"), f"{ANA}\n"), (("key", "add", "Bob"), f"{ANA}\n{BOB}\n")):
        waiting = Waiting(data / "keys", lambda: 1e9)
        while not waiting.seconds("Ana", ["Ana"]):
            waiting.count("Ana", ["Ana"])
        assert kiosk(data, *arguments, "--name", "Ana", secrets="wrong\nwrong\n").returncode == 1
        assert waiting.seconds("Ana", ["Ana"]) > 0
        assert kiosk(data, *arguments, "--name", "Ana", secrets=secrets).returncode == 0
        assert waiting.seconds("Ana", ["Ana"]) == 0


def test_an_export_that_cannot_be_written_is_not_noted_as_one(data: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    before = trail(data)
    for file in (tmp_path / "file" / "requests.csv", tmp_path, Path("/proc/requests.csv")):
        refused = kiosk(data, "signups", "export", str(file), "--replace", "--name", "Ana", secrets=f"{ANA}\n")
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1), refused.stderr
    assert trail(data) == before


def test_what_cannot_be_noted_is_neither_exported_nor_listed(data: Path, tmp_path: Path) -> None:
    """Another program holds the drawer: nothing can be written into the journal."""
    file = tmp_path / "out" / "requests.csv"
    with closing(sqlite3.connect(data / "drawer" / "drawer.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for arguments in (("list",), ("export", str(file))):
            refused = kiosk(data, "signups", *arguments, "--name", "Ana", secrets=f"{ANA}\n")
            assert (refused.returncode, refused.stdout) == (1, "")
            assert "another program" in refused.stderr
    assert list(file.parent.iterdir()) == []
    assert kiosk(data, "signups", "export", str(file), "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert [path.name for path in file.parent.iterdir()] == ["requests.csv"]
    assert trail(data)[-1] == ("exported", "2 exported to requests.csv")


def test_an_export_leaves_a_folder_for_everybody_as_it_is(data: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    assert kiosk(data, "signups", "export", str(shared / "requests.csv"), "--name", "Ana", secrets=f"{ANA}\n").returncode == 0
    assert shared.stat().st_mode & 0o7777 == 0o1777


def test_a_short_passphrase_is_refused_in_a_sentence(tmp_path: Path) -> None:
    keys.make_try_out(tmp_path / "keys", TODAY)
    refused = kiosk(tmp_path, "key", "protect", "--name", "Ana", secrets="short\n")
    assert (refused.returncode, refused.stderr) == (1, "A passphrase needs at least 12 letters: three or four words are easy to remember.\n")
    assert "no passphrase" in kiosk(tmp_path, "key", "list").stdout
