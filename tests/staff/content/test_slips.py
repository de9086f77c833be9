"""What staff slip on at a terminal is told as it is, with what helps."""

from __future__ import annotations

import os
import pty
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, PROJECT, QUICK, TODAY, kiosk, machine, record

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import public_keys, rotation, signatures, slots, unlock
from kiosk.staff.main import main


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return machine(tmp_path / "data")


def says(done: subprocess.CompletedProcess[str], code: int = 0) -> str:
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_a_retired_key_that_is_confirmed_is_not_said_to_be_in_use(data: Path) -> None:
    (old,) = unlock.open_private(data / "keys", "Ana", ANA)
    says(kiosk(data, "key", "rotate", "--name", "Ana", secrets=f"{ANA}\n"))
    until = public_keys.recipients(data / "keys")[1].until
    told = says(kiosk(data, "key", "confirm", old, "--name", "Ana", secrets=f"{ANA}\n"))
    assert f"It was retired on {until}, so new requests are not sealed for it.\n" in told


def test_who_took_their_own_passphrase_away_is_told_and_not_named_in_what_to_do(data: Path) -> None:
    says(kiosk(data, "key", "add", "Bob", "--name", "Ana", secrets=f"{ANA}\n{BOB}\n"))
    told = says(kiosk(data, "key", "remove", "Ana", "--yes", "--name", "Ana", secrets=f"{ANA}\n"))
    assert "key rotate --name Bob" in told
    listed = says(kiosk(data, "key", "list"))
    assert re.search(r"^Ana took their own passphrase away on [0-9-]{10}, and no longer signs anything\.$", listed, re.MULTILINE)


def test_what_a_restore_kept_aside_is_named_as_people_name_it(data: Path) -> None:
    recover = ("signups", "recover", "--yes", "--name", "Ana")
    assert says(kiosk(data, *recover, secrets=f"{ANA}\n")).startswith("No other drawer is kept aside here.")
    aside = data / "before-restore-20261101-090000"
    aside.mkdir()
    with closing(Drawer(aside / "drawer", data / "keys")) as drawer:
        drawer.keep(record("three"))
    (data / "drawer" / "drawer-set-aside-20261102-090000.sqlite").write_bytes(b"")
    told = says(kiosk(data, "signups", "recover", "before-restore-2", "--yes", "--name", "Ana", secrets=f"{ANA}\n"), 1)
    assert f"{aside.name} (1 request not in the drawer)" in told
    assert "drawer-set-aside-20261102-090000.sqlite (0 requests not in the drawer)" in told
    assert "1 request brought back" in says(kiosk(data, *recover[:2], aside.name, *recover[2:], secrets=f"{ANA}\n"))
    assert f"{aside.name} (0 requests not in the drawer)" in says(kiosk(data, *recover, secrets=f"{ANA}\n"))


def typed(data: Path, *arguments: str, keys_: bytes, prompts: int = 1) -> tuple[int, str]:
    """What a command says to somebody who types this at a terminal."""
    keyboard, terminal = pty.openpty()
    command = [sys.executable, "-m", "kiosk.staff", *arguments, "--data", str(data)]
    with subprocess.Popen(
        command, cwd=PROJECT, start_new_session=True, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as asking:  # fmt: skip
        assert asking.stderr is not None
        said = b""
        while said.count(b": ") < prompts:
            said += os.read(asking.stderr.fileno(), 1)
        os.write(keyboard, keys_)
        out, err = asking.communicate()
    os.close(terminal)
    os.close(keyboard)
    return asking.returncode, (out + err).decode().strip()


def test_whoever_ends_the_question_for_a_passphrase_is_told_that(data: Path) -> None:
    assert typed(data, "signups", "list", "--name", "Ana", keys_=b"\x04") == (1, "No passphrase was typed. Nothing was changed.")


def test_a_weak_passphrase_is_refused_before_it_is_typed_again(tmp_path: Path) -> None:
    code, said = typed(tmp_path, "key", "protect", "--name", "Ana", keys_=b"password123456\n")
    assert code == 1
    assert said == (
        "This passphrase is easy to guess. Take three or four words that have nothing to do with each other or with the clinic. Nothing was changed."
    )


def test_the_file_of_a_key_and_its_name_the_wrong_way_round_are_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "safe.pub").write_bytes(b"x")
    told = says(kiosk(data, "key", "recipient", "safe", str(tmp_path / "safe.pub"), "--name", "Ana", secrets=f"{ANA}\n"), 1)
    assert f"The file comes first, and then the word: `python3 main.py key recipient {tmp_path}/safe.pub safe --name Ana --data {data}`." in told


def test_a_kiosk_that_was_never_started_has_no_requests_waiting(tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "keys", "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    assert says(kiosk(tmp_path, "signups", "waiting")).startswith("0 requests")
    (tmp_path / "drawer").mkdir()
    assert "there is no drawer" in says(kiosk(tmp_path, "signups", "waiting"), 1)


def test_damage_that_hits_no_request_leaves_staff_their_list(data: Path) -> None:
    file = data / "drawer" / "drawer.sqlite"
    with closing(sqlite3.connect(file)) as database:
        ((page, size),) = database.execute("SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema WHERE name = 'signatures'")
    raw = bytearray(file.read_bytes())
    raw[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(raw)
    done = kiosk(data, "signups", "list", "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 1
    assert "one  (706) 555-0123" in done.stdout
    assert "two  (706) 555-0123" in done.stdout
    assert "This drawer is damaged, so the list above holds what can still be read" in done.stderr


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_a_blank_that_nobody_sees_keeps_nobody_out(tmp_path: Path, blank: str) -> None:
    folder = tmp_path / "keys"
    rotation.new_key(folder, "clinic", "Ana", f"{ANA}{blank}", TODAY, stretching=QUICK)
    opened = unlock.open_private(folder, "Ana", ANA)
    assert opened.keys() == unlock.open_private(folder, "Ana", f" {ANA}{blank}").keys() == {each.id for each in public_keys.recipients(folder)}
    with pytest.raises(unlock.WrongPassphraseError):
        unlock.open_private(folder, "Ana", ANA.replace(" ", ""))


def test_a_passphrase_of_before_with_a_blank_at_its_end_stays_good_and_signs_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, old = tmp_path / "keys", f"{ANA} "
    with monkeypatch.context() as before:
        before.setattr(rotation, "taken", lambda slot, words, *_: slots.stretched(words, slot.salt, slot.stretching))
        name = rotation.new_key(folder, "clinic", "Ana", old, TODAY, stretching=QUICK)
    opened = unlock.open_private(folder, "Ana", old)
    rotation.rotate(folder, "clinic", "Ana", old, TODAY, opened=opened, retired=[name], stretching=QUICK)
    again = unlock.open_private(folder, "Ana", old)
    assert len(again) == 2
    assert len({signatures.raw_public(own) for _, own in again.slots.values()}) == 1


def test_a_python_that_the_owner_of_the_data_may_not_read_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lost(_: object) -> None:
        raise ModuleNotFoundError("No module named 'x'")

    monkeypatch.setattr("kiosk.staff.main._take_care", lost)
    monkeypatch.setattr("kiosk.staff.rights.cannot_read_python", lambda: True)
    assert main(["check", "--data", str(tmp_path)]) == 1
    assert "Use the one of the system (`/usr/bin/python3`)" in capsys.readouterr().err


def test_doctor_tells_its_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--help"]) == 0
    assert "Ends with 1 if a part is red, otherwise with 0." in " ".join(capsys.readouterr().out.split())


def test_a_release_without_git_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["release", str(tmp_path / "kiosk.zip"), "--key", str(tmp_path / "key"), "--new-key", "--data", str(tmp_path / "data")]) == 1
    assert "git is not installed here: `sudo apt install git`" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
