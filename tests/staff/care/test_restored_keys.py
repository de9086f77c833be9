"""A backup of before a rotation is restored: what was closed for the newer key stays readable, and nothing that nobody signed is believed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from kiosk.signup.drawer import key_use
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import admission, list_changes, private_keys, public_keys, rotation, signatures, slots, trust, try_out_key, unlock
from kiosk.signup.keys.public_keys import Recipient
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.record import Answer, Record
from kiosk.staff.care.backup import KioskFolders, backup
from kiosk.staff.care.restore import restore

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
TODAY = date(2026, 11, 23)
QUICK = Stretching(memory_kib=64, passes=1)
ANA, BOB = "correct horse battery", "eight grey whales swim"


class Clinic:
    """A kiosk with Ana's key, one request, and a backup of that."""

    def __init__(self, folder: Path) -> None:
        self.place = KioskFolders(folder / "content", folder / "data")
        self.keys, self.file = self.place.data / "keys", folder / "kiosk.zip"
        (folder / "content").mkdir(parents=True)
        (folder / "content" / "clinic.yaml").write_text("name: Ours\n")
        self.old = rotation.new_key(self.keys, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
        self.asks("one")
        backup(self.place, self.file, NOW, with_key=True)

    def asks(self, name: str) -> None:
        with closing(self.drawer()) as made:
            made.keep(Record(TODAY, "en", (Answer("Your name", "name", name, name),), ()))

    def drawer(self) -> Drawer:
        return Drawer(self.place.data / "drawer", self.keys, lambda: NOW)

    def rotates(self, label: str = "newer") -> str:
        opened = unlock.open_private(self.keys, "Ana", ANA)
        used = [each.id for each in trust.in_use(self.keys)]
        name = rotation.rotate(self.keys, label, "Ana", ANA, TODAY, opened=opened, retired=used, stretching=QUICK)
        with closing(self.drawer()) as made:
            key_use.share(made, opened, public_keys.recipients(self.keys)[0].public)
        return name

    def restores(self) -> str:
        return restore(self.place, self.file, NOW, replace=True)

    def closed_for(self) -> list[str]:
        return [each.id for each in trust.in_use(self.keys)]

    def runs(self, *arguments: str) -> str:
        """A real command, with Ana's passphrase."""
        command = [sys.executable, "-m", "kiosk.staff", *arguments, "--name", "Ana", "--passphrase-fd", "0", "--data", str(self.place.data)]
        done = subprocess.run(command, input=f"{ANA}\n", capture_output=True, text=True, check=False, env=dict(os.environ))
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    def lists(self, change: Callable[[tuple[Recipient, ...]], tuple[Recipient, ...]]) -> None:
        """Whoever owns the disk changes the list of keys."""
        public_keys.save_list(self.keys, change(public_keys.recipients(self.keys)))


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    return Clinic(tmp_path)


@pytest.mark.parametrize("times", [1, 3])
def test_the_newer_key_of_a_machine_stays_where_the_backups_key_confirmed_it(clinic: Clinic, times: int) -> None:
    newest = [clinic.rotates() for _ in range(times)][-1]
    admission.admit(clinic.keys, unlock.open_private(clinic.keys, "Ana", ANA), "Bob", BOB, stretching=QUICK)
    clinic.asks("two")
    said = clinic.restores()
    assert "whose list of keys is newer than the backup" in said
    assert "AGAIN" not in said
    assert f"Requests are sealed for the key {' '.join(re.findall('....', newest))} " in said
    assert clinic.closed_for() == [newest]
    assert {each.id: bool(each.until) for each in public_keys.recipients(clinic.keys)}[clinic.old]
    assert newest in unlock.open_private(clinic.keys, "Bob", BOB)
    clinic.asks("three")
    assert "1 request brought back" in clinic.runs("signups", "recover", "--yes")
    listed = clinic.runs("signups", "list")
    assert all(f"  {name}\n" in listed for name in ("one", "two", "three"))
    assert "sealed for another key" not in listed
    assert "Nothing was changed" in clinic.runs("signups", "verify")


def test_what_was_deleted_with_the_newer_key_is_deleted_in_the_backup_too(clinic: Clinic) -> None:
    clinic.rotates()
    opened = unlock.open_private(clinic.keys, "Ana", ANA)
    with closing(clinic.drawer()) as made:
        made.delete([made.entries()[0].id], "Ana", trust.signer_of(clinic.keys, opened))
    assert "1 request that was deleted here since then is deleted in it, too" in clinic.restores()


def test_a_key_in_the_safe_that_was_given_up_is_not_taken_up_again(clinic: Clinic, tmp_path: Path) -> None:
    rotation.new_key(tmp_path / "safe", "safe", "Cy", BOB, TODAY, stretching=QUICK)
    opened = unlock.open_private(clinic.keys, "Ana", ANA)
    safe = list_changes.add_recipient(clinic.keys, list_changes.exported(tmp_path / "safe")[1], "safe", TODAY, opened).id
    backup(clinic.place, clinic.file, NOW, replace=True)
    newest = clinic.rotates()
    clinic.lists(lambda those: tuple(each for each in those if each.id != safe))
    said = clinic.restores()
    assert clinic.closed_for() == [newest]
    assert "NOBODY HAS CONFIRMED the key" in said
    assert "(safe): requests are not sealed for it" in said


def test_a_key_that_nobody_confirmed_is_told_with_what_is_closed_for_it_and_where_its_file_lies(clinic: Clinic) -> None:
    """As after `key rotate --begin-anew`."""
    rotation.rotate(clinic.keys, "anew", "Ana", ANA, TODAY, opened=private_keys.NOTHING, retired=[clinic.old], stretching=QUICK)
    said = clinic.restores()
    assert clinic.closed_for() == [clinic.old]
    assert "THEY ARE NO LONGER SEALED for the key" in said
    assert "(anew), which this machine had" in said
    assert str(next(clinic.place.data.glob("before-restore-*")) / "keys") in said
    assert "THEY ARE CLOSED AGAIN for the key" in said
    assert "key rotate --name YOU" in said


def test_whoever_was_removed_and_comes_back_with_the_backups_key_is_told(clinic: Clinic) -> None:
    admission.admit(clinic.keys, unlock.open_private(clinic.keys, "Ana", ANA), "Bob", BOB, stretching=QUICK)
    backup(clinic.place, clinic.file, NOW, with_key=True, replace=True)
    admission.remove_holder(clinic.keys, "Bob")
    newest = clinic.rotates()
    said = clinic.restores()
    assert "On this machine Bob no longer had a passphrase: `python3 main.py key remove NAME" in said
    assert "the passphrases are those of the day of the backup" in said
    assert newest not in unlock.open_private(clinic.keys, "Bob", BOB)


def test_a_backup_that_is_newer_than_the_machine_keeps_its_own_keys(clinic: Clinic, tmp_path: Path) -> None:
    before = Path(shutil.copytree(clinic.keys, tmp_path / "before"))
    newest = clinic.rotates()
    backup(clinic.place, clinic.file, NOW, with_key=True, replace=True)
    shutil.rmtree(clinic.keys)
    shutil.copytree(before, clinic.keys)
    clinic.restores()
    assert clinic.closed_for() == [newest]


# -- what somebody plants who owns the folder --------------------------------------------------------------------------------


def strangers(clinic: Clinic) -> Recipient:
    """Eve's key, whose private file, behind Ana's name, lies with the others."""
    folder = clinic.place.data.parent / "eve"
    rotation.new_key(folder, "clinic", "Ana", BOB, TODAY, stretching=QUICK)
    (eve,) = public_keys.recipients(folder)
    shutil.copy2(folder / f"{eve.id}{private_keys.PRIVATE}", clinic.keys)
    return eve


def first(clinic: Clinic) -> None:
    eve = strangers(clinic)
    clinic.lists(lambda those: (eve, *those))


def last(clinic: Clinic) -> None:
    eve = strangers(clinic)
    clinic.lists(lambda those: (*those, eve))


def confirmed_by_eve_alone(clinic: Clinic) -> None:
    eve = strangers(clinic)
    private = unlock.open_private(clinic.place.data.parent / "eve", "Ana", BOB)
    clinic.lists(lambda those: (eve, *(each.approved([signatures.signer(eve.id, private[eve.id])]) for each in those)))


def with_a_signature_of_another_key(clinic: Clinic) -> None:
    eve = strangers(clinic)
    clinic.lists(lambda those: (replace(eve, approvals=those[0].approvals), *those))


def under_the_name_that_checks_by_eves(clinic: Clinic) -> None:
    """The list says that Ana's signatures are checked by what checks Eve's."""
    eve = strangers(clinic)
    private = unlock.open_private(clinic.place.data.parent / "eve", "Ana", BOB)
    forged = public_keys.Approval(clinic.old, signatures.signer(eve.id, private[eve.id]).sign(eve.message))
    clinic.lists(lambda those: (replace(eve, approvals=(forged,)), *(replace(each, verifies=eve.verifies) for each in those)))


def retired_without_a_signature(clinic: Clinic) -> None:
    clinic.lists(lambda those: tuple(replace(each, until=TODAY) for each in those))


def emptied(clinic: Clinic) -> None:
    (clinic.keys / public_keys.RECIPIENTS).write_bytes(b"[" * 10_000)


PLANTED = [
    first, last, confirmed_by_eve_alone, with_a_signature_of_another_key, under_the_name_that_checks_by_eves, retired_without_a_signature, emptied
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED)
def test_nothing_that_nobody_signed_becomes_a_key_of_ours(clinic: Clinic, plant: Callable[[Clinic], None]) -> None:
    plant(clinic)
    clinic.restores()
    assert clinic.closed_for() == [clinic.old]
    assert [each.id for each in public_keys.recipients(clinic.keys)] == [clinic.old]
    assert [path.name for path in clinic.keys.glob(f"*{private_keys.PRIVATE}")] == [f"{clinic.old}{private_keys.PRIVATE}"]


@pytest.mark.parametrize("plant", PLANTED[:5])
def test_beside_what_was_signed_nothing_else_stays(clinic: Clinic, plant: Callable[[Clinic], None]) -> None:
    newest = clinic.rotates()
    plant(clinic)
    clinic.restores()
    assert clinic.closed_for() in ([newest], [clinic.old])
    assert {each.id for each in public_keys.recipients(clinic.keys)} <= {newest, clinic.old}
    assert {path.name.removesuffix(private_keys.PRIVATE) for path in clinic.keys.glob(f"*{private_keys.PRIVATE}")} <= {newest, clinic.old}


@pytest.mark.parametrize("name", ["old", "newest"])
def test_a_file_that_says_it_has_no_passphrase_must_be_that_key(clinic: Clinic, tmp_path: Path, name: str) -> None:
    newest = clinic.rotates()
    backup(clinic.place, clinic.file, NOW, replace=True)
    try_out_key.make_try_out(tmp_path / "bare", TODAY)
    (bare,) = (tmp_path / "bare").glob(f"*{private_keys.PRIVATE}")
    spoilt = clinic.keys / f"{clinic.old if name == 'old' else newest}{private_keys.PRIVATE}"
    spoilt.write_bytes(bare.read_bytes())
    clinic.restores()
    assert not spoilt.exists()
    assert not try_out_key.is_try_out(clinic.keys)


def test_a_list_that_is_put_into_another_order_takes_nobody_back(clinic: Clinic) -> None:
    newest = clinic.rotates()
    clinic.lists(lambda those: those[::-1])
    clinic.restores()
    assert clinic.closed_for() == [newest]


def test_a_list_whose_signatures_were_taken_away_is_not_believed_and_that_is_told(clinic: Clinic) -> None:
    clinic.rotates()
    clinic.lists(lambda those: tuple(replace(each, approvals=()) for each in those))
    said = clinic.restores()
    assert clinic.closed_for() == [clinic.old]
    assert "THEY ARE CLOSED AGAIN for the key" in said


def test_more_keys_than_a_list_may_hold_do_not_spoil_it(clinic: Clinic) -> None:
    """Whoever has a copy of the old key could sign any number of them."""
    opened = unlock.open_private(clinic.keys, "Ana", ANA)
    signer = signatures.signer(clinic.old, opened[clinic.old])
    many = [public_keys.fresh_recipient(slots.fresh_private(), "many", TODAY).approved([signer]) for _ in range(50)]
    clinic.lists(lambda _: tuple(many))
    clinic.restores()
    assert clinic.closed_for() == [clinic.old]


def test_who_reads_only_what_came_before_a_rotation_is_told_as_that(clinic: Clinic) -> None:
    admission.admit(clinic.keys, unlock.open_private(clinic.keys, "Ana", ANA), "Bob", BOB, stretching=QUICK)
    backup(clinic.place, clinic.file, NOW, with_key=True, replace=True)
    clinic.rotates()
    assert "These people can read them here: Ana, Bob (only older ones). Check" in clinic.restores()
