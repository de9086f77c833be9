"""Who may read: passphrases of their own for each, keys that move away and come back, and nothing that opens by itself."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType

import msgspec
import pytest
from clinic_staff import let_in
from conftest import PROJECT
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from key_modules import in_every_module

from kiosk.files import private
from kiosk.signup.drawer import introductions, key_use, soundness
from kiosk.signup.drawer.changing import finish_change
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys import (
    admission,
    changes,
    holders,
    list_changes,
    moved_away,
    private_keys,
    public_keys,
    rotation,
    slots,
    trust,
    try_out_key,
    unlock,
)  # fmt: skip
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.seal import public_bytes, seal, unseal
from kiosk.signup.keys.signatures import own_public, public_of
from kiosk.signup.keys.slots import Stretching
from kiosk.signup.keys.unlock import WrongPassphraseError
from kiosk.signup.record import Answer, Record

TODAY = date(2026, 11, 23)
QUICK = Stretching(memory_kib=64, passes=1)
ANA, BOB = "correct horse battery", "eight grey whales swim"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def name(folder: Path) -> str:
    return rotation.new_key(folder, "clinic", "Ana", ANA, TODAY, stretching=QUICK)


def opens(folder: Path, who: str, passphrase: str) -> set[str]:
    return set(unlock.open_private(folder, who, passphrase))


def test_a_key_opens_with_its_holders_passphrase_alone(folder: Path, name: str) -> None:
    assert opens(folder, "Ana", ANA) == {name}
    assert opens(folder, "ana", ANA) == {name}
    for who, passphrase in (("Ana", BOB), ("Bob", ANA), ("", ""), ("Ana", ANA + "s"), ("Ana", ANA.upper())):
        with pytest.raises(WrongPassphraseError):
            opens(folder, who, passphrase)


def test_what_was_closed_for_it_opens_with_it(folder: Path, name: str) -> None:
    (recipient,) = trust.in_use(folder)
    assert recipient.id == name
    private = unlock.open_private(folder, "Ana", ANA)[name]
    assert public_bytes(private) == recipient.public
    assert unseal(seal(b"x", recipient.public, "1"), private, "1") == b"x"


def test_the_same_passphrase_from_another_keyboard_opens_too(folder: Path) -> None:
    rotation.new_key(folder, "clinic", "Ana", "man\u0303ana perro nube", TODAY, stretching=QUICK)
    assert opens(folder, "Ana", "mañana perro nube")


@pytest.mark.parametrize("kept", ["Íñigo  Ruiz", "I\u0301n\u0303igo Ruiz", " íñigo ruiz\t", "ÍÑIGO RUIZ"])
@pytest.mark.parametrize("who", ["Íñigo Ruiz", "I\u0301n\u0303igo Ruiz ", " íñigo  ruiz", "ｉ\u0301ñigo ruiz"])
def test_a_name_is_the_same_however_it_is_written(folder: Path, kept: str, who: str) -> None:
    name = rotation.new_key(folder, "clinic", kept, ANA, TODAY, stretching=QUICK)
    assert opens(folder, who, ANA) == {name}
    assert holders.holders(folder)[0].casefold() == "íñigo ruiz"
    admission.admit(folder, unlock.open_private(folder, who, ANA), who, BOB, stretching=QUICK)
    assert len(holders.holders(folder)) == 1, "another passphrase for the same person"
    assert opens(folder, kept, BOB) == {name}
    with pytest.raises(KeyFileError, match="nobody could read"):
        admission.remove_holder(folder, who)


def test_a_key_that_an_older_version_made_for_another_way_to_write_the_name_opens(folder: Path) -> None:
    """Old holders are kept as they were typed, and with passphrases that would not be taken any more."""
    name = rotation.new_key(folder, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    private = unlock.open_private(folder, "Ana", ANA)[name]
    old = _made_before(private, "Zoe\u0308 ", "aaaaaaaaaaaa¿")
    (folder / f"{name}.private.json").write_bytes(msgspec.json.encode(private_keys.PrivateKey((old,))))
    assert opens(folder, "zoë", "aaaaaaaaaaaa¿") == {name}


def _made_before(private: EllipticCurvePrivateKey, name: str, passphrase: str) -> slots.Holder:
    salt, nonce = bytes(16), bytes(12)
    stretched = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=64).derive(passphrase.encode())
    raw = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return slots.Holder(name, salt, nonce + AESGCM(stretched).encrypt(nonce, raw, name.encode()), QUICK)


def test_taking_a_passphrase_away_leaves_a_key_that_has_none_alone(folder: Path) -> None:
    try_out_key.make_try_out(folder, TODAY)
    rotation.new_key(folder, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    admission.admit(folder, unlock.open_private(folder, "Ana", ANA), "Bob", BOB, stretching=QUICK)
    admission.remove_holder(folder, "Bob")
    assert len(try_out_key.open_try_out(folder)) == 1


@pytest.mark.parametrize(
    ("who", "passphrase", "words"),
    [
        ("Ana", "short", "at least 12"),
        ("Ana", "x7" * 101, "at most 200"),
        ("Ana", "correct horse ¿battery?", "“¿” cannot be typed"),
        ("Ana", "correct horse 电池 battery", "“电” cannot be typed"),
        ("Ana", "correct horse\tbattery", r"U\+0009 cannot be typed"),
        ("Ana", "aaaaaaaaaaaa", "easy to guess"),
        ("Ana", "ana ketamine kiosk", "easy to guess"),
        ("María López", "mari\u0301a lo\u0301pez 1", "easy to guess"),
        ("Ana", " " * 20, "at least 12"),
        ("  ", ANA, "Say whose"),
        ("\u200b", ANA, "cannot be seen"),
        ("A\udcff", ANA, "cannot be seen"),
    ],
)
def test_what_is_no_good_as_a_passphrase_or_a_name_is_refused_and_nothing_is_kept(folder: Path, who: str, passphrase: str, words: str) -> None:
    with pytest.raises(KeyFileError, match=words):
        rotation.new_key(folder, "clinic", who, passphrase, TODAY, stretching=QUICK)
    assert public_keys.recipients(folder) == ()


def test_a_try_out_key_opens_for_everybody_until_it_is_protected(folder: Path) -> None:
    old = try_out_key.make_try_out(folder, TODAY)
    assert try_out_key.is_try_out(folder)
    assert opens(folder, "", "") == {old}
    drawer = Drawer(folder.parent / "drawer", folder)
    name = protect(drawer, folder, "Ana", ANA, TODAY, stretching=QUICK)
    assert not try_out_key.is_try_out(folder)
    assert opens(folder, "Ana", ANA) == {name} != {old}
    assert [each.id for each in public_keys.recipients(folder)] == [name]
    with pytest.raises(WrongPassphraseError):
        opens(folder, "", "")
    assert b"bare" not in b"".join(path.read_bytes() for path in folder.iterdir())
    with pytest.raises(KeyFileError, match="no try-out key"):
        protect(drawer, folder, "Bob", BOB, TODAY, stretching=QUICK)


def test_a_second_person_reads_by_a_passphrase_of_their_own(folder: Path, name: str) -> None:
    assert let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK) == 1
    assert holders.holders(folder) == ("Ana", "Bob")
    assert opens(folder, "Bob", BOB) == opens(folder, "Ana", ANA) == {name}
    admission.remove_holder(folder, "Ana")
    with pytest.raises(WrongPassphraseError):
        opens(folder, "Ana", ANA)
    with pytest.raises(KeyFileError, match="nobody could read"):
        admission.remove_holder(folder, "Bob")
    with pytest.raises(KeyFileError, match="Nobody called Eve"):
        admission.remove_holder(folder, "Eve")


def test_nobody_is_added_by_somebody_who_cannot_open(folder: Path, name: str) -> None:
    with pytest.raises(WrongPassphraseError):
        let_in(folder, "Ana", BOB, "Eve", "a third passphrase", stretching=QUICK)
    assert holders.holders(folder) == ("Ana",)


def test_a_key_that_is_moved_away_leaves_a_kiosk_that_can_only_write(folder: Path, name: str, tmp_path: Path) -> None:
    away = tmp_path / "stick" / "kiosk.key"
    moved_away.move_away(folder, away)
    assert moved_away.is_away(folder)
    assert [path.name for path in folder.iterdir()] == [public_keys.RECIPIENTS]
    assert trust.in_use(folder)[0].id == name
    with pytest.raises(WrongPassphraseError):
        opens(folder, "Ana", ANA)
    assert set(moved_away.open_file(away, "Ana", ANA)) == {name}
    with pytest.raises(KeyFileError, match="moved away before"):
        moved_away.move_away(folder, tmp_path / "again")
    assert moved_away.bring_back(folder, away) == 1
    assert opens(folder, "Ana", ANA) == {name}


def test_a_key_is_not_moved_over_another_file_nor_without_a_passphrase(folder: Path, tmp_path: Path) -> None:
    try_out_key.make_try_out(folder, TODAY)
    with pytest.raises(KeyFileError, match="without a passphrase must not leave"):
        moved_away.move_away(folder, tmp_path / "kiosk.key")
    protect(Drawer(tmp_path / "drawer", folder), folder, "Ana", ANA, TODAY, stretching=QUICK)
    (tmp_path / "kiosk.key").write_text("mine")
    with pytest.raises(KeyFileError, match="is there already"):
        moved_away.move_away(folder, tmp_path / "kiosk.key")
    assert opens(folder, "Ana", ANA)


def test_a_second_recipient_and_a_retired_one(folder: Path, name: str, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    other = rotation.new_key(backup, "backup", "Bob", BOB, TODAY, stretching=QUICK)
    opened = unlock.open_private(folder, "Ana", ANA)
    assert list_changes.add_recipient(folder, list_changes.exported(backup)[1], "backup", TODAY, opened).id == other
    assert {each.id for each in trust.in_use(folder)} == {name, other}
    fresh = rotation.rotate(folder, "clinic", "Ana", ANA, TODAY, opened=opened, retired=[name], stretching=QUICK)
    assert {each.id for each in trust.in_use(folder)} == {fresh, other}
    assert {each.id for each in public_keys.recipients(folder)} == {name, other, fresh}
    with pytest.raises(KeyFileError, match="not a public key"):
        list_changes.add_recipient(folder, b"\x04" + bytes(64), "x", TODAY, opened)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def another_type(path: Path) -> None:
    path.write_text('[1, {"id": 3}]')


@pytest.mark.parametrize("spoil", [emptied, cut, another_type])
@pytest.mark.parametrize("which", ["recipients.json", "private"])
def test_a_damaged_file_is_told_in_a_sentence(folder: Path, name: str, spoil: Callable[[Path], None], which: str) -> None:
    spoil(folder / (which if which != "private" else f"{name}.private.json"))
    with pytest.raises(KeyFileError, match="damaged"):
        public_keys.recipients(folder) if which != "private" else opens(folder, "Ana", ANA)


def test_a_key_under_a_false_name_is_not_taken(folder: Path, name: str) -> None:
    path = folder / public_keys.RECIPIENTS
    data = json.loads(path.read_text())
    data[0]["id"] = "0" * 16
    path.write_text(json.dumps(data))
    with pytest.raises(KeyFileError, match="damaged"):
        public_keys.recipients(folder)


def test_nobody_else_can_read_the_files(folder: Path) -> None:
    folder.mkdir(mode=0o755)
    rotation.new_key(folder, "clinic", "Ana", ANA, TODAY, stretching=QUICK)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


MAKES = "import sys, datetime, pathlib; from kiosk.signup.keys import admission, rotation, unlock; folder = pathlib.Path(sys.argv[1]); "
MAKES += f"rotation.new_key(folder, 'clinic', 'Ana', {ANA!r}, datetime.date(2026, 11, 23)); "
MAKES += f"admission.admit(folder, unlock.open_private(folder, 'Ana', {ANA!r}), 'Bob', {BOB!r})"


def test_the_shipped_stretching_is_at_least_what_the_standards_ask_for(folder: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKES, str(folder)], cwd=PROJECT, check=True)  # not in this process: `cheap_keys.py`
    (file,) = folder.glob(f"*{private_keys.PRIVATE}")
    slots_made = msgspec.json.decode(file.read_bytes(), type=private_keys.PrivateKey).holders
    assert [(each.name, each.stretching.memory_kib >= 19 * 1024, each.stretching.passes >= 2) for each in slots_made] == [
        ("Ana", True, True), ("Bob", True, True),
    ]  # fmt: skip


def own(folder: Path, who: str, passphrase: str) -> bytes:
    return own_public(trust.signer_of(folder, unlock.open_private(folder, who, passphrase)))


def test_each_holder_signs_with_a_key_that_their_slot_and_passphrase_make(folder: Path, name: str) -> None:
    let_in(folder, "Ana", ANA, "Bob", ANA, stretching=QUICK)
    anas, bobs = own(folder, "Ana", ANA), own(folder, "Bob", ANA)
    assert len({anas, bobs, public_of(trust.signer_of(folder, unlock.open_private(folder, "Ana", ANA)))}) == 3
    assert own(folder, " ana", ANA) == anas
    opened = unlock.open_private(folder, "Ana", ANA)
    rotation.rotate(folder, "clinic", "Ana", ANA, TODAY, opened=opened, retired=[name], stretching=Stretching(memory_kib=128, passes=2))
    assert own(folder, "Ana", ANA) == anas, "the passphrase is the same"
    fresh = admission.admit(folder, unlock.open_private(folder, "Ana", ANA), "Ana", BOB, stretching=QUICK)
    assert own(folder, "Ana", BOB) == fresh != anas
    admission.admit(folder, unlock.open_private(folder, "Ana", BOB), "Ana", ANA, stretching=QUICK)
    assert own(folder, "Ana", ANA) not in (anas, fresh), "a passphrase that was taken back signs as nobody did"


def test_a_key_without_a_passphrase_signs_in_nobodys_name(folder: Path) -> None:
    try_out_key.make_try_out(folder, TODAY)
    signer = trust.signer_of(folder, unlock.open_private(folder, "", ""))
    assert (signer.name, signer.own, own_public(signer)) == ("", None, b"")


@pytest.mark.parametrize("raw", [b"", b"0", bytes(100)])
def test_a_key_without_a_passphrase_that_is_damaged_is_told_in_a_sentence(folder: Path, raw: bytes) -> None:
    name = try_out_key.make_try_out(folder, TODAY)
    (folder / f"{name}.private.json").write_bytes(msgspec.json.encode(private_keys.PrivateKey(bare=raw)))
    with pytest.raises((KeyFileError, WrongPassphraseError)):
        opens(folder, "", "")


# -- what a restore kept aside ------------------------------------------------------------------------------------------


def of_ana_here(folder: Path) -> private_keys.Opened:
    return unlock.open_private(folder, "Ana", ANA)


def exported(folder: Path) -> bytes:
    return list_changes.exported(folder)[1]


CHANGES: dict[str, Callable[[Path], object]] = {
    "somebody is removed": lambda folder: admission.remove_holder(folder, "Bob"),
    "a new key": lambda folder: rotation.rotate(
        folder, "new", "Ana", ANA, TODAY, opened=of_ana_here(folder), retired=list(holders.holders_of_each(folder)), stretching=QUICK
    ),
    "another passphrase": lambda folder: admission.admit(folder, of_ana_here(folder), "Bob", "nine red trains sing", stretching=QUICK),
    "it moves away": lambda folder: moved_away.move_away(folder, folder.parent / "kiosk.key"),
}


@pytest.fixture
def aside(folder: Path, name: str) -> Path:
    """Where two restores kept the key aside, which Bob opens, too."""
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    for stamp in ("20261120-120000", "20261121-120000"):
        shutil.copytree(folder, folder.parent / f"before-restore-{stamp}" / "keys")
    return folder.parent / "before-restore-20261121-120000" / "keys"


@pytest.mark.parametrize("change", list(CHANGES))
def test_whatever_changes_a_key_leaves_no_earlier_state_of_it_aside(folder: Path, aside: Path, name: str, change: str) -> None:
    with (aside / f"{name}.private.json").open("rb") as still_open:
        CHANGES[change](folder)
        assert not still_open.read().strip(b"\0"), "it is written over"
    assert not list(folder.parent.glob("before-restore-*/keys/*.private.json"))
    assert len(list(folder.parent.glob("before-restore-*/keys/recipients.json"))) == 2


def test_where_keys_are_begun_anew_an_earlier_state_stays_for_whoever_still_knows_its_passphrase(folder: Path, aside: Path, name: str) -> None:
    rotation.rotate(folder, "new", "Eve", "nine red trains sing", TODAY, opened=private_keys.NOTHING, retired=[name], stretching=QUICK)
    assert list(unlock.open_private(aside, "Bob", BOB)) == [name]


def test_who_is_removed_has_no_way_to_another_key_that_lies_aside(folder: Path, aside: Path) -> None:
    lonely = rotation.new_key(aside, "oldest", "Bob", BOB, TODAY, stretching=QUICK)
    other = rotation.new_key(aside, "older", "Ana", ANA, TODAY, stretching=QUICK)
    let_in(aside, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    (aside / "damaged.private.json").write_text("{")
    admission.remove_holder(folder, "Bob")
    (aside / "damaged.private.json").unlink()
    assert holders.holders_of_each(aside) == {other: ("Ana",), lonely: ("Bob",)}, "one that nobody else opens would be lost"


def test_killed_while_somebody_is_removed_they_have_no_way_to_what_lies_aside_either(
    folder: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal tells of it by then, and the next command brings it to its end."""
    other = rotation.new_key(aside, "older", "Ana", ANA, TODAY, stretching=QUICK)
    let_in(aside, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    real, step = private_keys.write_key, 0
    shutil.copytree(folder.parent, before := folder.parent.with_name("before"))
    while True:
        left = [step]

        def keep(path: Path, kept: private_keys.PrivateKey, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            real(path, kept)

        with monkeypatch.context() as meanwhile, suppress(KeyboardInterrupt):
            meanwhile.setattr(changes, "write_key", keep)
            admission.remove_holder(folder, "Bob")
        was_killed = changes.is_changing(folder)
        assert ("Bob" in holders.holders_beside_others(folder)) is was_killed, "whoever looks meanwhile is told"
        changes.finish_change(folder, lambda _: True)
        assert "Bob" not in holders.holders(folder)
        assert holders.holders_of_each(aside)[other] == ("Ana",)
        if not was_killed:
            break
        shutil.rmtree(folder.parent)
        shutil.copytree(before, folder.parent)
        step += 1
    assert step > 1


def alone_in(folder: Path, key: str, who: str, passphrase: str) -> Path:
    """A file of that name with another key in it, which this person alone opens, as whoever owns the disk could put it there."""
    other = rotation.new_key(folder.parent / key, "other", who, passphrase, TODAY, stretching=QUICK)
    return (folder.parent / key / f"{other}.private.json").rename(folder / f"{key}.private.json")


def test_who_has_the_file_of_a_key_that_is_kept_elsewhere_alone_loses_all_others(folder: Path, name: str) -> None:
    rotation.new_key(folder.parent / "safe", "safe", "Cy", ANA, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(folder, exported(folder.parent / "safe"), "safe", TODAY, of_ana_here(folder))
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    alone_in(folder, safe.id, "Bob", BOB)
    assert holders.alone_with(folder, "Bob") == (safe.id,)
    admission.remove_holder(folder, "Bob", unlock.open_private(folder, "Ana", ANA))
    assert holders.holders_of_each(folder) == {name: ("Ana",), safe.id: ("Bob",)}
    with pytest.raises(KeyFileError, match=f"nobody could read what is sealed for the key {safe.id}"):
        admission.remove_holder(folder, "Bob", unlock.open_private(folder, "Ana", ANA))
    with pytest.raises(KeyFileError, match=f"nobody could read what is sealed for the key {name}"):
        admission.remove_holder(folder, "Ana", unlock.open_private(folder, "Ana", ANA))


def test_who_is_removed_has_no_way_to_a_key_that_was_taken_out_of_the_list_which_goes(folder: Path, name: str, second: str) -> None:
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    alone_in(folder, "0" * 16, "Bob", BOB)
    list_changes.drop(folder, name)
    admission.remove_holder(folder, "Bob", unlock.open_private(folder, "Ana", ANA))
    with pytest.raises(WrongPassphraseError):
        unlock.open_one(folder, name, "Bob", BOB)
    assert unlock.open_one(folder, name, "Ana", ANA)
    assert holders.alone_with(folder, "Bob") == ("0" * 16,)
    assert [list_changes.forget_private(folder, each) for each in (name, name)] == [True, False]
    assert list_changes.forget_private(folder, second), "one that is in the list"
    assert opens(folder, "Ana", ANA) == {second}


def test_what_lies_behind_a_link_is_left_alone(folder: Path, name: str, tmp_path: Path) -> None:
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere / "keys")
    (tmp_path / "before-restore-20261120-120000").symlink_to(elsewhere)
    admission.remove_holder(folder, "Bob")
    assert holders.holders(elsewhere / "keys") == ("Ana", "Bob")


UNSEEN = ["Bo\u034fb", "Bob\ufe0f", "Bob\u3164", "Bob\u2800", "\ua4d0ob", "B\u0585b", "Bob\U000e0041", "Bob\ue000", "B\u043eb", "\u115fBob"]
NO_NAME = ["\xad", "\xa0", " ' - "]
SEEN = ["Mar\u00eda-Jos\u00e9 N\u00fa\u00f1ez", "Dr. O\u2019Neil (2)", "\u0410\u043d\u043d\u0430", "Ana\u0301", "\u0391\u03bd\u03bd\u03b1"]


@pytest.mark.parametrize("name", [*UNSEEN, *NO_NAME])
def test_a_name_with_signs_without_ink_or_of_two_alphabets_is_refused(name: str) -> None:
    assert admission.objection(name, ANA)


@pytest.mark.parametrize("name", SEEN)
def test_a_name_of_one_alphabet_is_taken(name: str) -> None:
    assert not admission.objection(name, ANA)


def test_a_file_with_another_key_than_its_name_says_opens_nothing(folder: Path, name: str, tmp_path: Path) -> None:
    eves = rotation.new_key(tmp_path / "eve", "clinic", "Eve", BOB, TODAY, stretching=QUICK)
    shutil.copy2(tmp_path / "eve" / f"{eves}{private_keys.PRIVATE}", folder / f"{name}{private_keys.PRIVATE}")
    with pytest.raises(WrongPassphraseError):
        opens(folder, "Eve", BOB)


def test_keys_that_are_not_in_the_list_are_not_even_tried(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        shutil.copy2(folder / f"{name}{private_keys.PRIVATE}", folder / f"{number:016x}{private_keys.PRIVATE}")
    tried = list[tuple[bytes, Stretching]]()
    in_every_module(monkeypatch, "stretched", lambda passphrase, *way: tried.append(way) or slots.stretched(passphrase, *way))
    assert opens(folder, "Ana", ANA) == {name}
    assert len(tried) == 1


def counted(monkeypatch: pytest.MonkeyPatch) -> list[Stretching]:
    """What is stretched from now on, as a list that grows; none of it costs much."""
    tried = list[Stretching]()
    in_every_module(monkeypatch, "stretched", lambda passphrase, salt, way: tried.append(way) or slots.stretched(passphrase, salt, QUICK))
    return tried


def another_key(folder: Path, elsewhere: Path, *holders: slots.Holder) -> str:
    """Somebody who writes the disk puts a key into the list that nobody confirmed, and its file beside ours."""
    number = rotation.new_key(elsewhere, "clinic", "Eve", BOB, TODAY, stretching=QUICK)
    public_keys.save_list(folder, (*public_keys.recipients(folder), *public_keys.recipients(elsewhere)))
    private_keys.write_key(folder / f"{number}{private_keys.PRIVATE}", private_keys.PrivateKey(holders))
    return number


def of_ana(cost: Stretching) -> slots.Holder:
    return slots.Holder("Ana", os.urandom(16), os.urandom(200), cost)


@pytest.mark.parametrize("most", [None, slots.MOST_AT_THE_SCREEN])
def test_nobody_is_kept_out_by_slots_or_keys_of_somebody_else(
    folder: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int | None
) -> None:
    another_key(folder, tmp_path / "sixty", *(of_ana(QUICK) for _ in range(60)))
    for number in range(slots.MOST_AT_THE_SCREEN + 1):
        another_key(folder, tmp_path / str(number), of_ana(QUICK))
    tried = counted(monkeypatch)
    assert set(unlock.open_private(folder, "Ana", f"{ANA} ", most)) == {name}
    assert len(tried) == most or most is None


def test_a_slot_that_costs_more_than_any_of_ours_is_not_tried(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder / f"{name}{private_keys.PRIVATE}"
    private_keys.write_key(file, private_keys.PrivateKey((of_ana(Stretching(1 << 19, 19)), *private_keys.load_key(file).holders)))
    tried = counted(monkeypatch)
    assert opens(folder, "Ana", ANA) == {name}
    assert [way.cost for way in tried] == [QUICK.cost]


def test_where_the_list_is_forged_the_screen_gives_up_in_time_and_a_terminal_does_not(
    folder: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = {another_key(folder, tmp_path / str(number), of_ana(QUICK)): b"" for number in range(slots.MOST_AT_THE_SCREEN + 1)}
    monkeypatch.setattr(unlock, "signers", lambda *_: theirs)
    tried = counted(monkeypatch)
    with pytest.raises(WrongPassphraseError):
        unlock.open_private(folder, "Ana", ANA, slots.MOST_AT_THE_SCREEN)
    assert len(tried) == slots.MOST_AT_THE_SCREEN
    assert opens(folder, "Ana", ANA) == {name}


@pytest.mark.parametrize("double", ["B\u0251rt", "Bar\u01ad", "Ba\u027ct", "B\u0430rt", "Ba\u200drt", "\uff22art\u0336"])
def test_the_double_of_a_name_is_refused(double: str) -> None:
    assert admission.objection(double, ANA, ["Bart"])


TWINS = [("Bo\u01e7ac", "Bo\u011fac"), ("\u0218tefan", "\u015etefan"), ("\u0110ani", "\u00d0ani"), ("Ali", "AIi")]


@pytest.mark.parametrize(("double", "other"), TWINS)
def test_names_that_nobody_tells_apart_are_refused_beside_each_other(double: str, other: str) -> None:
    assert admission.objection(double, ANA, [other])


NAMES = ["Nguy\u1ec5n", "\u0141ukasz", "Mar\u00eda-Jos\u00e9", "O'Brien", "\u00deorbj\u00f6rg", "Ana (safe)", "I\u015f\u0131k"]
OTHER_SCRIPTS = ["\u0418\u0433\u043e\u0440\u044c", "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2"]


@pytest.mark.parametrize("good", [*NAMES, *OTHER_SCRIPTS])
def test_names_of_living_alphabets_are_taken(good: str) -> None:
    assert admission.objection(good, BOB, ["Bart"]) == ""


# -- what cannot be erased, or is cut short -------------------------------------------------------------------------------


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_folder_in_the_place_of_an_earlier_state_stops_no_change_and_goes(folder: Path, aside: Path, name: str, change: str) -> None:
    (aside / f"{name}.private.json").unlink()
    (aside / f"{name}.private.json" / "deep").mkdir(parents=True)
    CHANGES[change](folder)
    assert not private_keys.earlier_states(folder)


@pytest.mark.parametrize("change", list(CHANGES))
def test_an_earlier_state_that_cannot_be_erased_stops_no_change_and_is_told(
    folder: Path, aside: Path, name: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(path: Path) -> None:
        if path.is_relative_to(aside):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        erase(path)

    erase = private.erase
    in_every_module(monkeypatch, "erase", stuck)
    before = public_keys.recipients(folder), holders.holders_of_each(folder), (folder / f"{name}.private.json").read_bytes()
    CHANGES[change](folder)
    after = (folder / f"{name}.private.json").read_bytes() if holders.holders(folder) else b""
    assert (public_keys.recipients(folder), holders.holders_of_each(folder), after) != before
    assert private_keys.earlier_states(folder) == (aside / f"{name}.private.json",)


@pytest.fixture
def second(folder: Path, name: str) -> str:
    """Another key of Ana's, beside the first one."""
    return rotation.rotate(folder, "new", "Ana", ANA, TODAY, opened=unlock.open_private(folder, "Ana", ANA), retired=(), stretching=QUICK)


def failing_at(patched: pytest.MonkeyPatch, where: object, name: str, step: int) -> None:
    """From this step on, the disk fails once."""
    steps, real = iter(range(99)), getattr(where, name)

    def does(path: Path, *other: object) -> object:
        if PRIVATE_FILE.fullmatch(path.name) and next(steps) == step:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return real(path, *other)

    patched.setattr(where, name, does)


PRIVATE_FILE = re.compile(r"\.?[0-9a-f]{16}\.private\.json.*")


@pytest.mark.parametrize("fails", [(Path, "rename", 0), (Path, "rename", 1), (moved_away, "erase", 0), (moved_away, "erase", 1)])
def test_keys_that_do_not_go_away_in_full_are_all_in_the_file_and_that_is_told_by_looking(
    folder: Path, name: str, second: str, tmp_path: Path, fails: tuple[object, str, int]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        failing_at(patched, *fails)
        with pytest.raises(KeyFileError) as told:
            moved_away.move_away(folder, tmp_path / "kiosk.key")
    words, here = str(told.value), {path.name.partition(".")[0] for path in folder.glob("*.private.json")}
    assert here == ({name, second} if fails[1] == "rename" else set())
    assert ("They are still here, too" in words) is bool(here)
    assert "keep it" in words
    assert "Delete" not in words
    assert moved_away.ids_in(tmp_path / "kiosk.key") == {name, second}
    moved_away.bring_back(folder, tmp_path / "kiosk.key")
    assert opens(folder, "Ana", ANA) == {name, second}


class Killed(BaseException):
    """The process ends here."""


def test_moving_away_that_is_cut_short_anywhere_leaves_no_key_that_looks_damaged(
    folder: Path, name: str, second: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path) -> None:
        path.write_bytes(bytes(path.stat().st_size))
        raise Killed

    in_every_module(monkeypatch, "erase", killed)
    with pytest.raises(Killed):
        moved_away.move_away(folder, tmp_path / "kiosk.key")
    monkeypatch.undo()
    assert moved_away.is_away(folder)
    assert moved_away.bring_back(folder, tmp_path / "kiosk.key") == 2
    assert opens(folder, "Ana", ANA) == {name, second}


@pytest.mark.parametrize("spoilt", [lambda path: path.write_bytes(bytes(600)), lambda path: (path.unlink(), path.mkdir())])
def test_a_damaged_key_is_brought_back_from_its_file_which_reads_without_it(
    folder: Path, name: str, tmp_path: Path, spoilt: Callable[[Path], object]
) -> None:
    shutil.copytree(folder, tmp_path / "copy")
    moved_away.move_away(tmp_path / "copy", tmp_path / "kiosk.key")
    spoilt(folder / f"{name}.private.json")
    opened = moved_away.open_file(tmp_path / "kiosk.key", "Ana", ANA)
    admission.refuse_who_left(folder, opened)
    assert (holders.holders(folder), try_out_key.bare_ids(folder)) == ((), set())
    with pytest.raises(KeyFileError, match="key bring-back FILE"):
        opens(folder, "Ana", ANA)
    assert moved_away.bring_back(folder, tmp_path / "kiosk.key") == 1
    assert opens(folder, "Ana", ANA) == {name}


@pytest.mark.parametrize("step", range(6))
@pytest.mark.parametrize("who", ["Ana", "Bob"])
def test_another_passphrase_opens_all_that_the_one_before_did_or_nothing_wherever_it_is_cut_short(
    folder: Path, second: str, step: int, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = "nine red trains sing"
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    drawer, steps = Drawer(folder.parent / "drawer", folder), iter(range(99))
    drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    anas, mine = unlock.open_private(folder, "Ana", ANA), unlock.open_private(folder, who, {"Ana": ANA, "Bob": BOB}[who])
    introductions.introduce(drawer, anas)
    introductions.introduce(drawer, mine)
    signer = trust.signer_of(folder, mine)

    def cut_short(real: Callable[..., None]) -> Callable[..., None]:
        def does(*given: object) -> None:
            if next(steps) == step:
                raise Killed
            real(*given)

        return does

    for name in ("write_private", "erase"):
        in_every_module(monkeypatch, name, cut_short(getattr(private, name)))
    announce = cut_short(partial(introductions.announce, drawer))
    with suppress(Killed):
        admission.admit(folder, mine, who, new, stretching=QUICK, before=lambda public: announce(who, public, who, signer))
    monkeypatch.undo()
    finish_change(drawer, folder)
    assert not changes.is_changing(folder)
    right, wrong = ({"Ana": ANA, "Bob": BOB}[who], new) if step < 2 else (new, {"Ana": ANA, "Bob": BOB}[who])
    with pytest.raises(WrongPassphraseError):
        opens(folder, who, wrong)
    opened = unlock.open_private(folder, who, right)
    assert set(opened) == set(mine)
    assert not introductions.introduce(drawer, opened).news
    assert not soundness.verify(drawer, opened)
    drawer.close()


@pytest.mark.parametrize("step", range(6))
def test_who_is_removed_loses_every_key_or_none_and_is_what_the_journal_says_wherever_it_is_cut_short(
    folder: Path, second: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(folder, "Ana", ANA, "Bob", BOB, stretching=QUICK)
    drawer, steps = Drawer(folder.parent / "drawer", folder), iter(range(99))
    drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    anas, bobs = unlock.open_private(folder, "Ana", ANA), unlock.open_private(folder, "Bob", BOB)
    introductions.introduce(drawer, anas)
    introductions.introduce(drawer, bobs)

    def cut_short(real: Callable[..., object]) -> Callable[..., None]:
        def does(*given: object) -> None:
            if next(steps) == step:
                raise Killed
            real(*given)

        return does

    for name in ("write_private", "erase"):
        in_every_module(monkeypatch, name, cut_short(getattr(private, name)))
    tells = cut_short(partial(drawer.audit, EntryKind.SIGNS_NO_MORE, "Ana", "Bob", trust.signer_of(folder, anas)))
    with suppress(Killed):
        admission.remove_holder(folder, "Bob", anas, before=tells)
    monkeypatch.undo()
    finish_change(drawer, folder)
    assert not changes.is_changing(folder)
    assert holders.holders_of_each(folder) == dict.fromkeys(bobs, ("Ana", "Bob") if step < 2 else ("Ana",))
    if step < 2:
        assert not introductions.introduce(drawer, unlock.open_private(folder, "Bob", BOB)).news
    assert not soundness.verify(drawer, anas)
    drawer.close()


LISTS: dict[str, Callable[[Path, private_keys.Opened, changes.Told], object]] = {
    "a key of another kiosk": lambda folder, opened, told: list_changes.add_recipient(
        folder, list_changes.exported(folder.parent / "safe")[1], "safe", TODAY, opened, told=told
    ),
    "one goes": lambda folder, opened, told: list_changes.drop(folder, public_keys.recipients(folder)[1].id, told=told),
    "one is confirmed": lambda folder, opened, told: list_changes.confirm(folder, public_keys.recipients(folder)[1].id, opened, told=told),
}


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("what", list(LISTS))
def test_the_list_is_what_the_journal_says_of_it_wherever_its_change_is_cut_short(
    folder: Path, name: str, what: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    safe = rotation.new_key(folder.parent / "safe", "safe", "Cy", BOB, TODAY, stretching=QUICK)
    opened, steps = unlock.open_private(folder, "Ana", ANA), iter(range(99))
    if what != "a key of another kiosk":
        given = {} if what == "one is confirmed" else opened
        list_changes.add_recipient(folder, list_changes.exported(folder.parent / "safe")[1], "safe", TODAY, given)
    drawer = Drawer(folder.parent / "drawer", folder)
    drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    introductions.introduce(drawer, opened)
    meant = (name,) if what == "one goes" else (name, safe)

    def cut_short(real: Callable[..., object]) -> Callable[..., None]:
        def does(*given: object) -> None:
            if next(steps) == step:
                raise Killed
            real(*given)

        return does

    for call in ("write_private", "erase"):
        in_every_module(monkeypatch, call, cut_short(getattr(private, call)))
    with suppress(Killed):
        LISTS[what](folder, opened, changes.Told(meant, cut_short(partial(key_use.note_keys, drawer, "Ana", trust.signer_of(folder, opened), meant))))
    monkeypatch.undo()
    finish_change(drawer, folder)
    assert not changes.is_changing(folder)
    assert ({each.id for each in trust.in_use(folder)} == {*meant}) is (step >= 2)
    assert not key_use.about_keys(drawer, opened)
    drawer.close()


def test_a_key_that_nothing_is_sealed_for_is_dropped_only_once_the_journal_tells_of_that(folder: Path, name: str) -> None:
    """What requests are closed for is the same before and after: the journal said so long ago."""
    rotation.new_key(folder.parent / "safe", "safe", "Cy", BOB, TODAY, stretching=QUICK)
    safe = list_changes.add_recipient(folder, list_changes.exported(folder.parent / "safe")[1], "safe", TODAY, {})
    opened, drawer = unlock.open_private(folder, "Ana", ANA), Drawer(folder.parent / "drawer", folder)
    drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    introductions.introduce(drawer, opened)
    key_use.note_keys(drawer, "Ana", trust.signer_of(folder, opened), (name,))

    def killed(_: bytes) -> None:
        raise Killed

    with suppress(Killed):
        list_changes.drop(folder, safe.id, told=changes.Told((name,), killed))
    finish_change(drawer, folder)
    assert not changes.is_changing(folder)
    assert safe in public_keys.recipients(folder)
    drawer.close()


def test_somebody_who_was_removed_before_is_removed_again_only_once_the_journal_tells_of_that(folder: Path, name: str) -> None:
    """Their file was put back; that they sign no more the journal said then."""
    anas, drawer = unlock.open_private(folder, "Ana", ANA), Drawer(folder.parent / "drawer", folder)
    admission.admit(folder, anas, "Bob", BOB, stretching=QUICK)
    drawer.keep(Record(TODAY, "en", (Answer("name", "name", "one", "one"),), ()))
    introductions.introduce(drawer, anas)
    introductions.introduce(drawer, unlock.open_private(folder, "Bob", BOB))
    drawer.audit(EntryKind.SIGNS_NO_MORE, "Ana", "Bob", trust.signer_of(folder, anas))

    def killed(_: bytes) -> None:
        raise Killed

    with suppress(Killed):
        admission.remove_holder(folder, "Bob", anas, before=killed)
    finish_change(drawer, folder)
    assert holders.holders(folder) == ("Ana", "Bob")
    drawer.close()


@pytest.mark.parametrize("word", [b"x" * 16, b""], ids=["", "of an older kiosk"])
def test_a_list_that_somebody_planned_does_not_count_because_a_key_is_as_it_says(folder: Path, name: str, word: bytes) -> None:
    before = public_keys.recipients(folder)
    rotation.new_key(folder.parent / "eve", "clinic", "Eve", BOB, TODAY, stretching=QUICK)
    file = f"{name}{private_keys.PRIVATE}"
    listed = (*before, *public_keys.recipients(folder.parent / "eve"))
    changes.plan_change(folder, changes.Change({file: private_keys.load_key(folder / file)}, listed=listed, closed_for=(name,), word=word))
    changes.finish_change(folder, lambda _: False)
    assert public_keys.recipients(folder) == before
    assert not changes.is_changing(folder)


def test_a_link_is_no_key(folder: Path, name: str) -> None:
    file = folder / f"{name}{private_keys.PRIVATE}"
    private_keys.write_key(folder.parent / "elsewhere.private.json", private_keys.PrivateKey(bare=b"x"))
    (folder / f"{'0' * 16}{private_keys.PRIVATE}").symlink_to("../elsewhere.private.json")
    assert try_out_key.bare_files(folder) == []
    assert private_keys.unlisted_files(folder) != []
    aside = folder.parent / "before-restore-20261101-090000"
    (folder.parent / "elsewhere").mkdir()
    aside.symlink_to("elsewhere")
    shutil.copytree(folder, folder.parent / "elsewhere" / "keys", symlinks=True)
    assert list(private_keys.kept_aside(folder, file.name)) == []


# -- what does not fit ----------------------------------------------------------------------------------------------------


def grows(folder: Path, name: str) -> None:
    rotation.rotate(folder, name, "Ana", ANA, TODAY, opened=unlock.open_private(folder, "Ana", ANA), retired=(), stretching=QUICK)


GROWING: dict[str, tuple[ModuleType, str, Callable[[Path, str], object]]] = {
    "a new key": (public_keys, "_MOST_ADDED", grows),
    "a key of another kiosk": (
        public_keys, "_MOST_ADDED", lambda folder, name: list_changes.add_recipient(folder, exported(folder.parent / name), name, TODAY, {})
    ),
    "another person": (
        admission, "_MOST_ADMITTED", lambda folder, name: admission.admit(folder, of_ana_here(folder), name, BOB, stretching=QUICK)
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", list(GROWING))
def test_one_too_many_is_refused_with_what_helps_and_all_can_be_read_as_before(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    where, limit, grow = GROWING[what]
    for other in ("Bob", "Cy"):
        rotation.new_key(folder.parent / other, other, other, BOB, TODAY, stretching=QUICK)
    monkeypatch.setattr(where, limit, 2)
    grow(folder, "Bob")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(KeyFileError, match=r"no more fit.*key list.*key drop ID.*key remove NAME"):
        grow(folder, "Cy")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    rotation.rotate(folder, "new", "Eve", BOB, TODAY, opened=private_keys.NOTHING, retired=[name], stretching=QUICK)
    assert opens(folder, "Eve", BOB), "where all passphrases are lost there is room still"


WRITES: dict[str, Callable[[Path, private_keys.Opened], object]] = {
    "a person": lambda folder, opened: admission.admit(folder, opened, "B" * 200, BOB, stretching=QUICK),
    "a key of another kiosk": lambda folder, opened: list_changes.add_recipient(folder, bytes(exported(folder)), "x" * 200, TODAY, opened),
    "a new key": lambda folder, opened: rotation.rotate(folder, "x", "Ana", ANA, TODAY, opened=opened, retired=(), stretching=QUICK),
    "all in one file": lambda folder, _: moved_away.move_away(folder, folder.parent / "kiosk.key"),
}


@pytest.mark.parametrize("what", list(WRITES))
def test_nothing_takes_a_place_that_nobody_could_read_again(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    opened = unlock.open_private(folder, "Ana", ANA)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    in_every_module(monkeypatch, "MOST_BYTES", max(map(len, before.values())))
    in_every_module(monkeypatch, "MOST_MOVED_BYTES", 100)
    with pytest.raises(KeyFileError, match="nothing was changed"):
        WRITES[what](folder, opened)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.name in before} == before
    assert opens(folder, "Ana", ANA) == {name}
    assert not (folder.parent / "kiosk.key").exists()


@pytest.mark.parametrize("long", ["B" * 201, "ñ" * 120_000])
def test_what_a_key_or_a_person_is_called_has_an_end(folder: Path, name: str, long: str) -> None:
    opened = unlock.open_private(folder, "Ana", ANA)
    for does in (
        lambda: admission.admit(folder, opened, long, BOB, stretching=QUICK),
        lambda: rotation.rotate(folder, long, "Ana", ANA, TODAY, opened=opened, retired=(), stretching=QUICK),
        lambda: list_changes.read_recipient(list_changes.exported(folder)[1], long, TODAY),
    ):
        with pytest.raises(KeyFileError, match=r"has \d+ letters"):
            does()
