"""What staff do by an order of their own ends in a self-test that is not red, and what it tells goes away by what it says."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from at_a_desk import ANA, BOB, OTHER, QUICK, TODAY, kiosk, machine, record

from kiosk.health import Level
from kiosk.signup.drawer import introductions
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.keys import admission, public_keys, rotation, trust, unlock
from kiosk.signup.keys.signatures import own_public
from kiosk.staff.diagnosis.doctor import LOOKS, Patient, looked


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A machine with two requests, and Ana's passphrase."""
    return machine(tmp_path / "data")


def levels(data: Path) -> dict[str, Level]:
    """How the self-test finds keys and drawer."""
    patient = Patient(data, data, datetime.now(tz=UTC))
    found = [each for part in ("keys", "drawer") for each in looked(part, LOOKS[part], patient, lambda: None)]  # type: ignore[arg-type, return-value]
    return {each.says: each.level for each in found if each.level is not Level.GREEN}


def run(data: Path, *arguments: str, secrets: str = "") -> str:
    """A command that does what it is asked; what it said."""
    done = kiosk(data, *arguments, secrets=secrets and f"{secrets}\n")
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def verify(data: Path, name: str, secrets: str, *more: str) -> tuple[int, str]:
    done = kiosk(data, "signups", "verify", "--name", name, *more, secrets=f"{secrets}\n")
    return done.returncode, done.stdout + done.stderr


ALONE = {"Only Ana can read the requests. If that passphrase is lost, nobody can.": Level.AMBER}


def test_whoever_lost_all_passphrases_begins_anew_and_says_so_once(data: Path) -> None:
    run(data, "signups", "list", "--name", "Ana", secrets=ANA)
    assert levels(data) == ALONE
    run(data, "key", "rotate", "--begin-anew", "--yes", "--name", "Ana", secrets=BOB)
    (told,) = levels(data).keys() - ALONE.keys()
    assert "Ana made a new key because the passphrases were lost" in told
    assert set(levels(data).values()) == {Level.AMBER}
    listed = run(data, "signups", "list", "--name", "Ana", secrets=BOB)
    assert "Nobody" not in listed, "the key of before needs no confirming"
    assert verify(data, "Ana", BOB) == (1, f"{told}\n")
    assert levels(data) == ALONE
    code, said = verify(data, "Ana", BOB)
    assert code == 0
    assert said.startswith("Nothing was changed, removed or added behind the kiosk's back")
    day = datetime.now(tz=UTC).date()
    assert f"That holds from {day} on, when Ana made a new key because the passphrases were lost" in said.replace("\n", " "), "and says how far"
    assert "the journal still says what it said on that day" in said
    code, said = verify(data, "Ana", ANA)
    assert code == 1
    assert "was not signed by anybody who can read requests" in said, "whoever still has the passphrase of before is told all of it"


def test_who_has_the_passphrase_still_need_not_begin_anew(data: Path) -> None:
    before = public_keys.recipients(data / "keys")
    done = kiosk(data, "key", "rotate", "--begin-anew", "--yes", "--name", "Ana", secrets=f"{ANA}\n")
    assert done.returncode == 1
    assert f"so it is not lost: run `python3 main.py key rotate --name Ana --data {data}`. Nothing was changed." in done.stderr
    assert public_keys.recipients(data / "keys") == before


@pytest.fixture
def safe(tmp_path: Path, data: Path) -> Path:
    """The private key of a safe, for which Ana has requests closed, too."""
    apart, public, private = tmp_path / "apart", tmp_path / "safe.pub", tmp_path / "safe.key"
    machine(apart, "Ana (safe)", OTHER)
    run(apart, "key", "public", str(public))
    run(apart, "key", "move-away", str(private))
    run(data, "key", "recipient", str(public), "safe", "--yes", "--name", "Ana", secrets=ANA)
    return private


def test_whoever_holds_the_key_in_the_safe_can_go_over_all_of_it(data: Path, safe: Path) -> None:
    with_it = ("--key", str(safe))
    assert levels(data) == {}
    code, said = verify(data, "Ana (safe)", OTHER, *with_it)
    clinics = public_keys.recipients(data / "keys")[0]
    assert code == 1
    assert f"confirm {clinics.id}" in said
    assert said.endswith("If you know that key, confirm it as said above, and then run this again.\n")
    run(data, "key", "confirm", clinics.id, "--name", "Ana (safe)", *with_it, secrets=OTHER)
    assert verify(data, "Ana (safe)", OTHER, *with_it)[0] == 0
    assert verify(data, "Ana", ANA)[0] == 0
    assert levels(data) == {}


def test_two_keys_do_not_sign_in_one_name(data: Path, tmp_path: Path) -> None:
    apart, public, private, fresh, whole = (tmp_path / each for each in ("apart", "safe.pub", "safe.key", "fresh", "new.key"))
    machine(apart, "Ana", OTHER)
    run(apart, "key", "public", str(public))
    run(apart, "key", "move-away", str(private))
    run(data, "key", "recipient", str(public), "safe", "--yes", "--name", "Ana", secrets=ANA)
    refused = kiosk(data, "signups", "list", "--name", "Ana", "--key", str(private), secrets=f"{OTHER}\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "it needs a name of its own, such as 'Ana (safe)'" in refused.stderr
    assert levels(data) == {}
    fresh.mkdir()
    run(fresh, "key", "bring-back", str(private))
    run(fresh, "key", "add", "Ana (safe)", "--name", "Ana", secrets=f"{OTHER}\n{BOB}")
    run(fresh, "key", "move-away", str(whole))
    run(data, "signups", "list", "--name", "Ana (safe)", "--key", str(whole), secrets=BOB)
    assert levels(data) == {}, "what the sentence says to do helps"


@pytest.mark.parametrize(("who", "passphrase", "code"), [("Ana", ANA, 0), ("Zoe", BOB, 1)])
def test_a_key_that_somebody_put_there_keeps_nobody_from_taking_it_out(data: Path, tmp_path: Path, who: str, passphrase: str, code: int) -> None:
    """It stands first in the list, confirms the others, and signs in the name of Ana, or of Zoe, who has never signed in."""
    admission.admit(data / "keys", unlock.open_private(data / "keys", "Ana", ANA), "Zoe", BOB, stretching=QUICK)
    elsewhere = tmp_path / "eve"
    rotation.new_key(elsewhere, "clinic", who, OTHER, TODAY, stretching=QUICK)
    eve = trust.signer_of(elsewhere, unlock.open_private(elsewhere, who, OTHER))
    assert eve is not None
    vouched = (each.approved([eve]) for each in public_keys.recipients(data / "keys"))
    public_keys.save_list(data / "keys", (*public_keys.recipients(elsewhere), *vouched))
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        introductions.announce(drawer, who, own_public(eve), who, eve)
    listed = kiosk(data, "signups", "list", "--name", who, secrets=f"{passphrase}\n")
    assert (listed.returncode, f"key drop {eve.key}" in listed.stderr) == (code, True)
    run(data, "key", "drop", eve.key, "--yes", "--name", who, secrets=passphrase)
    assert "2 requests" in run(data, "signups", "list", "--name", who, secrets=passphrase)


@pytest.mark.parametrize(("damaged", "told"), [
    ("", "nobody can tell whether that is it: it cannot be read, or not far enough"),
    ("sqlite_autoindex_seals_1", "a drawer was damaged, so the kiosk set it aside as {aside} and began a new one"),
], ids=["its beginning", "an index"])  # fmt: skip
def test_a_drawer_that_the_kiosk_set_aside_is_no_earlier_state(data: Path, damaged: str, told: str) -> None:
    run(data, "signups", "list", "--name", "Ana", secrets=ANA)
    file = data / "drawer" / "drawer.sqlite"
    with closing(sqlite3.connect(file)) as database:
        pages = dict(database.execute("SELECT name, rootpage FROM sqlite_schema"))
    at = (pages[damaged] - 1) * 4096 if damaged else 100
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + b"\xa5" * 3000 + whole[at + 3000 :])
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        with suppress(KeepError):
            drawer.keep(record("three"))
        drawer.keep(record("three"))
        (aside,) = drawer.file.set_aside
    told = told.format(aside=aside)
    assert told in run(data, "signups", "list", "--name", "Ana", secrets=ANA)
    code, said = verify(data, "Ana", ANA)
    assert code == 1
    assert told in said
    assert verify(data, "Ana", ANA)[0] == 0
    assert all(level is not Level.RED or "which no list shows" in said for said, level in levels(data).items())


@pytest.mark.parametrize("beside", [b"", b"another"], ids=["an empty file", "another drawer"])
def test_another_drawer_in_its_place_is_told_each_time_whatever_was_put_beside_it(data: Path, tmp_path: Path, beside: bytes) -> None:
    run(data, "signups", "list", "--name", "Ana", secrets=ANA)
    file = data / "drawer" / "drawer.sqlite"
    file.unlink()
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        drawer.keep(record("three"))
    with closing(Drawer(tmp_path / "other", data / "keys")) as other:
        other.keep(record("four"))
    raw = (tmp_path / "other" / "drawer.sqlite").read_bytes() if beside else b""
    file.with_name("drawer-set-aside-20261123-120000.sqlite").write_bytes(raw)
    for _ in range(2):
        code, said = verify(data, "Ana", ANA)
        assert code == 1
        assert "what was set aside here is another one: somebody took that drawer away" in said


def test_an_earlier_state_of_the_same_drawer_stays_one_beside_a_drawer_that_was_set_aside(data: Path) -> None:
    file = data / "drawer" / "drawer.sqlite"
    earlier = file.read_bytes()
    for _ in range(2):
        run(data, "signups", "list", "--name", "Ana", secrets=ANA)
    file.write_bytes(earlier)
    file.with_name("drawer-set-aside-20261123-120000.sqlite").write_bytes(b"")
    for _ in range(2):
        code, said = verify(data, "Ana", ANA)
        assert code == 1
        assert "Somebody put back an earlier state." in said
