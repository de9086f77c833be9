"""From the desk to the kiosk: what is published shows there; what is hostile, old, broken or cut off changes nothing, whenever the power goes."""

from __future__ import annotations

import errno
import os
import random
import select
import shutil
import signal
import stat
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from dying import dies_at
from msgspec.structs import replace
from publishing_desk import NOW, WORDS, Desk, typed

from content import sample
from kiosk.content.model.walk import SIGNED
from kiosk.content.store.current import open_library
from kiosk.content.store.publications import (
    LONGEST_NAME,
    LONGEST_NOTE,
    KnownScreen,
    Publication,
    Step,
    claimed,
    note_screen,
    publications_in,
    refusal,
    shown_folder,
)
from kiosk.files import foreign_folders, minisign
from kiosk.processes import run
from kiosk.staff.content.desk_visitors import Published
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications import archive, publishing_key, take
from kiosk.staff.publications import publish as publishing
from kiosk.staff.publications import standing as standings
from kiosk.staff.publications.publish import Order, made_here, publish
from kiosk.staff.publications.publishers import drop, listed, trust, trusted
from kiosk.staff.publications.standing import BusyError, kept
from kiosk.staff.publications.unpublished import LastPublished

# -- what it is for ---------------------------------------------------------------------------------------------------


def test_what_was_signed_before_stays_at_the_desk(desk: Desk) -> None:
    (desk.content / SIGNED).mkdir()
    (desk.content / SIGNED / "infusion-en.zip").write_bytes(b"PK")
    with zipfile.ZipFile(desk.publish()) as packed:
        assert [name for name in packed.namelist() if SIGNED in name] == []


def test_what_was_published_shows_and_is_known_by_number_maker_and_note(desk: Desk) -> None:
    assert claimed(desk.kiosk.data).number == 1  # type: ignore[union-attr]
    taken = desk.take(desk.out / "publication-2.kiosk.zip")
    assert (taken.publication.number, taken.by, taken.differ, taken.publication.note) == (2, "Ana", 1, "other words")
    library, problems = open_library(shown_folder(desk.kiosk.content, desk.kiosk.data), desk.kiosk.data, NOW.date())
    assert library
    assert library.topic("infusion").slides[0].title.in_("en") == "Other words"  # type: ignore[union-attr]
    assert not [each for each in problems if each.severity.value == "error"]
    assert kept(desk.kiosk.data) == [2, 1]
    again = desk.take(desk.out / "publication-2.kiosk.zip")
    assert again.already
    assert refusal(desk.kiosk.data) is None


def test_without_a_publication_the_kiosks_own_folder_shows(tmp_path: Path) -> None:
    assert shown_folder(tmp_path / "content", tmp_path / "data") == tmp_path / "content"
    assert claimed(tmp_path / "data") is None


def test_only_to_look_changes_nothing(desk: Desk) -> None:
    before = desk.showing()
    assert desk.take(desk.out / "publication-2.kiosk.zip", only_look=True).differ == 1
    assert desk.showing() == before


def test_where_the_kiosk_has_shown_nothing_yet_it_counts_what_differs_from_its_folder(desk: Desk) -> None:
    shutil.copytree(desk.content, desk.kiosk.content, dirs_exist_ok=True)
    desk.kiosk = replace(desk.kiosk, data=desk.folder / "never ran")
    assert [desk.take(desk.out / f"publication-{number}.kiosk.zip", only_look=True).differ for number in (1, 2)] == [1, 0]


def test_of_two_that_publish_at_once_one_is_told_to_wait(desk: Desk) -> None:
    with foreign_folders.alone(desk.data / "published"), pytest.raises(ExpectedError, match="another command is writing there; wait"):
        desk.publish()
    assert made_here(desk.data) == [2, 1]
    assert desk.publish().name == "publication-3.kiosk.zip"


@pytest.mark.parametrize("at", ["archive.write", "archive.unpack", "problems_of", "opened", "_signature"])
def test_only_what_was_checked_is_signed(desk: Desk, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    """Others may write in a folder that is shared, at any moment, and also put a whole folder in the place of another and take it back."""
    seen: list[str] = []
    place = "kiosk.staff.publications.publish"

    def exchanged(real: Callable[..., Any]) -> Callable[..., Any]:
        def other(*given: Any) -> Any:
            aside = desk.content.with_name("aside")
            shutil.copytree(desk.content, aside)
            desk.says(" Not what was checked")
            answer = real(*given)
            shutil.rmtree(desk.content)
            aside.rename(desk.content)
            return answer

        return other

    def looked(content: Path, *given: Any) -> Any:
        seen.append((content / "topics/10-infusion.yaml").read_text(encoding="utf-8"))
        return judged(content, *given)

    judged = publishing.problems_of
    monkeypatch.setattr(f"{place}.problems_of", looked)
    monkeypatch.setattr(f"{place}.{at}", exchanged(attrgetter(at)(publishing)))
    file = desk.publish()
    with zipfile.ZipFile(file) as packed:
        assert packed.read("content/topics/10-infusion.yaml").decode() == seen[-1]


@pytest.mark.parametrize(("until", "said"), [("2026-12-31", "until the end of 2026-12-31"), ("", "until somebody takes it out"), ("2020-01-01", "")])
def test_whoever_publishes_reads_which_urgent_notice_goes_out(desk: Desk, until: str, said: str) -> None:
    ends = f", until: {until}" if until else ""
    clinic = sample.BARE_CLINIC + f"urgent_notice: {{text: {{en: Closed today, es: Hoy cerrado}}{ends}}}\n"
    sample.write(desk.content, clinic=clinic)
    words = publish(Order(desk.content, desk.data, desk.folder / "Ana.key", desk.out, secrets=typed(WORDS), agreed=True), NOW)
    told = f" With it goes an urgent notice, which every visitor reads at once, {said}: “Closed today”, “Hoy cerrado”."
    assert words[-1].endswith(told if said else "the folder that it looks into.")


def test_what_cannot_be_packed_is_told_by_its_file(desk: Desk) -> None:
    (desk.content / "pictures/huge.png").write_bytes(b"")
    os.truncate(desk.content / "pictures/huge.png", 1 << 40)
    with pytest.raises(ExpectedError, match=r"huge\.png"):
        desk.publish()
    assert made_here(desk.data) == [2, 1]


def test_going_back_is_a_new_number_with_old_content(desk: Desk, no_trial: None) -> None:
    desk.take(desk.out / "publication-2.kiosk.zip")
    file = desk.publish(from_kept=1, note="as before")
    assert file.name == "publication-3.kiosk.zip"
    desk.take(file)
    shown = shown_folder(desk.kiosk.content, desk.kiosk.data)
    assert (shown / "topics/10-infusion.yaml").read_text(encoding="utf-8") == sample.INFUSION
    assert claimed(desk.kiosk.data).note == "as before"  # type: ignore[union-attr]
    with pytest.raises(ExpectedError, match="Number 77 is not kept here"):
        desk.publish(from_kept=77)


@pytest.mark.parametrize("spoil", ["content", "signature", "another key"])
def test_nobody_signs_again_what_was_changed_where_it_is_kept(desk: Desk, spoil: str) -> None:
    file = desk.data / "published/publication-1.kiosk.zip"
    if spoil == "content":
        with zipfile.ZipFile(file, "a") as packed:
            packed.writestr("content/topics/00-buy.yaml", "topic: buy\n")
    elif spoil == "signature":
        file.with_name(f"{file.name}.minisig").write_bytes(b"")
    else:
        desk.signed(file, "Eve")
    with pytest.raises(ExpectedError, match="is not what this key signed"):
        desk.publish(from_kept=1)


def test_a_folder_or_a_disk_that_is_full_is_told_in_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk.folder / "many").mkdir()
    for number in range(15_001):
        (desk.folder / "many" / str(number)).touch()
    assert desk.publish(to=desk.folder / "many").name == "publication-3.kiosk.zip"
    for name in ("private_folder", "archive.write", "_keep"):
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(f"kiosk.staff.publications.publish.{name}", _full)
            with pytest.raises(ExpectedError, match=r"Nothing was published: No space left.*Delete what nobody needs"):
                desk.publish()


def test_what_cannot_be_delivered_is_kept_and_comes_by_either_cure(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a stick is full, or was pulled out, after all was signed."""
    desk.says("Newest words")
    first = desk.publish(to=desk.out / "new.zip")
    pair = [first.read_bytes(), first.with_name("new.zip.minisig").read_bytes()]
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("kiosk.staff.publications.publish.shutil.copyfileobj", _full)
        for to in (desk.out, first):
            with pytest.raises(ExpectedError, match=r"Publication [45] is signed and kept .*No space left.*publish again.*--from-kept [45]`"):
                desk.publish(to=to, replace=True)
    assert made_here(desk.data) == [5, 4, 3, 2, 1]
    assert [first.read_bytes(), first.with_name("new.zip.minisig").read_bytes()] == pair
    assert not list(desk.out.glob("*-4*"))
    assert [desk.publish(**more).name for more in ({"from_kept": 4}, {})] == ["publication-6.kiosk.zip", "publication-7.kiosk.zip"]  # type: ignore[arg-type]
    with zipfile.ZipFile(desk.out / "publication-6.kiosk.zip") as packed:
        assert b"Newest words" in packed.read("content/topics/10-infusion.yaml")


@pytest.mark.parametrize("left", ["both", "the file", "the signature"])
@pytest.mark.parametrize("knows", [True, False])
def test_what_another_desk_put_there_at_the_passphrase_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch, left: str, knows: bool) -> None:
    """Whether or not the file system can rename without writing over."""
    asked, theirs = publishing.opened, dict[Path, bytes]()

    def meanwhile(*given: Any) -> Any:
        if not theirs:
            theirs[desk.out / "publication-3.kiosk.zip"] = b""
            file = desk.publish(data=desk.folder / "another desk")
            pair = (file, file.with_name(f"{file.name}.minisig"))
            theirs.clear()
            theirs.update({each: each.read_bytes() for each in pair})
            for each, goes in zip(pair, ("the signature", "the file"), strict=True):
                if left == goes:
                    each.unlink()
                    del theirs[each]
        return asked(*given)

    monkeypatch.setattr(publishing, "opened", meanwhile)
    if not knows:
        monkeypatch.setattr("kiosk.files.rename.renamed", lambda *_, **__: False)
    with pytest.raises(ExpectedError, match=r"Publication 3 is signed and kept at this desk.*another desk.*Publish again.*--from-kept 3`"):
        desk.publish()
    assert {each: each.read_bytes() for each in desk.out.glob("publication-3*")} == theirs
    assert desk.publish().name == "publication-4.kiosk.zip"


def test_a_signature_that_lies_alone_has_its_number(desk: Desk) -> None:
    """It may be that of another desk, whose file comes just now."""
    (desk.out / "publication-3.kiosk.zip.minisig").write_bytes(b"theirs")
    assert desk.publish().name == "publication-4.kiosk.zip"
    (desk.out / "mine.zip.minisig").write_bytes(b"theirs")
    with pytest.raises(ExpectedError, match=r"mine\.zip\.minisig is there already.*--replace"):
        desk.publish(to=desk.out / "mine.zip")
    assert (desk.out / "mine.zip.minisig").read_bytes() == b"theirs"
    desk.publish(to=desk.out / "mine.zip", replace=True)


def test_killed_before_any_step_no_number_comes_twice_and_nothing_is_left(desk: Desk) -> None:
    """Also where one is replaced; and what lies at a place has the signature that fits, or is not there."""
    places = [(os, "replace"), (os, "rename"), (publishing, "opened"), (publishing, "_deliver")]
    seen, made, step, died, target = dict[int, bytes](), desk.data / "published", 0, True, desk.out / "replaced.zip"

    def look(file: Path) -> None:
        with file.open("rb") as raw:
            assert minisign.is_signed(desk.keys["Ana"].verifies, minisign.digest(raw), file.with_name(f"{file.name}.minisig").read_bytes())
            number = archive.read_leaf(raw, file.name).number
        assert seen.setdefault(number, file.read_bytes()) == file.read_bytes(), "another one had this number"

    desk.publish(to=target)
    while died:
        desk.says(f"Words {step}")
        died = dies_at(step, lambda: desk.publish(to=target, replace=True), places)
        for file in (target, *desk.out.glob("publication-*.zip")):
            look(file) if file.exists() else None
        desk.says(f"Other words {step}")
        look(desk.publish())
        assert not list(made.glob(".making-*"))
        step += 1
    assert step == 7


def test_going_back_tells_what_kept_it_from_the_disk_as_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "_keep", _full)
    with pytest.raises(ExpectedError, match=r"Nothing was published: No space left"):
        desk.publish(from_kept=1)


def test_a_folder_in_the_place_of_a_signature_keeps_nobody_from_publishing(desk: Desk) -> None:
    (desk.data / "published" / "publication-3.kiosk.zip.minisig" / "x").mkdir(parents=True)
    assert desk.publish().name == "publication-3.kiosk.zip"


def test_what_is_there_already_is_told_before_the_passphrase_is_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "opened", lambda *_: pytest.fail("asked"))
    with pytest.raises(ExpectedError, match="is there already"):
        desk.publish(to=desk.out / "publication-1.kiosk.zip")
    assert made_here(desk.data) == [2, 1]


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_last_three_stay_at_the_kiosk(desk: Desk, no_trial: None) -> None:
    for _ in range(3):
        desk.take(desk.publish())
    assert kept(desk.kiosk.data) == [5, 4, 3]
    assert made_here(desk.data) == [5, 4, 3, 2, 1]


def test_minisign_itself_verifies_it(desk: Desk) -> None:
    program = shutil.which("minisign")
    file, key = desk.out / "publication-2.kiosk.zip", desk.keys["Ana"].verifies
    if program is None:  # what it would do, step for step (its manual, "Signature format")
        signature = file.with_name(f"{file.name}.minisig").read_bytes()
        with file.open("rb") as raw:
            assert minisign.is_signed(key, minisign.digest(raw), signature)
        return
    by = ["-P", str(key)]
    assert run([program, "-V", "-q", "-m", str(file), *by]).returncode == 0
    assert run([program, "-V", "-q", "-m", str(desk.out / "publication-1.kiosk.zip"), "-x", f"{file}.minisig", *by]).returncode != 0


def test_the_folder_that_others_write_into_gives_the_newest_that_is_good(desk: Desk, no_trial: None) -> None:
    for number in (7, 999_999_999):
        (desk.out / f"publication-{number}.kiosk.zip").write_bytes(b"PK nothing")
        (desk.out / f"publication-{number}.kiosk.zip.minisig").write_bytes(b"nothing")
    taken = take.incoming(desk.kiosk, desk.out, NOW)
    assert taken
    assert taken.publication.number == 2
    told = refusal(desk.kiosk.data)
    assert told
    assert told.file == "publication-999999999.kiosk.zip", "although an older one was taken"
    with pytest.raises(ExpectedError, match=r"publication-999999999.*damaged"):
        take.incoming(desk.kiosk, desk.out, NOW + timedelta(days=1))
    assert refusal(desk.kiosk.data) == told, "the same again is not told as new"
    assert desk.publish().name == "publication-8.kiosk.zip"
    for each in desk.out.iterdir():
        each.unlink()
    assert take.incoming(desk.kiosk, desk.out, NOW) is None


def test_the_number_is_the_desks_own_whatever_somebody_puts_on_the_stick(desk: Desk, no_trial: None) -> None:
    first = desk.publish()
    signature = first.with_name(f"{first.name}.minisig").read_bytes()
    for number in (5_000, 10_001, 20_000):
        (desk.out / f"publication-{number}.kiosk.zip").write_bytes(b"")
        (desk.out / f"publication-{number}.kiosk.zip.minisig").write_bytes(signature if number == 5_000 else b"")
    second = desk.publish()
    assert second.name == f"publication-{int(first.name[12:-10]) + 1}.kiosk.zip"
    assert desk.take(second).publication.number == int(second.name[12:-10])


def test_what_this_key_signed_elsewhere_counts_however_far_ahead(desk: Desk) -> None:
    file = desk.publish(number=9_000)
    for path in (desk.data / "published").iterdir():
        path.unlink()
    assert file.name == "publication-9000.kiosk.zip"
    assert desk.publish().name == "publication-9001.kiosk.zip"


def test_of_what_nobody_signed_not_even_the_list_is_read(desk: Desk, no_trial: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[str]()
    monkeypatch.setattr(take, "refuse_other", lambda _, file, __: looked.append(file.name))
    for number in (7, 8):
        (desk.out / f"publication-{number}.kiosk.zip").write_bytes(b"PK nothing")
    (desk.out / "publication-8.kiosk.zip.minisig").write_bytes(b"nothing")
    taken = take.incoming(desk.kiosk, desk.out, NOW)
    assert taken
    assert looked == [f"publication-{taken.publication.number}.kiosk.zip"]


def test_nothing_that_is_a_link_is_opened(desk: Desk, tmp_path: Path) -> None:
    """Who takes what lies on a stick is root, and the stick may be anybody's."""
    file = desk.publish()
    signature = file.with_name(f"{file.name}.minisig")
    for linked in (file, signature):
        there = linked.rename(tmp_path / "elsewhere")
        linked.symlink_to(there)
        with pytest.raises(ExpectedError, match=r"is a link|no signature that can be read"):
            desk.take(file)
        linked.unlink()
        there.rename(linked)
    desk.take(file)


def test_nothing_is_copied_before_its_signature_is_verified_and_while_the_disk_is_full(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def copied(*_: object) -> None:
        pytest.fail("it was copied")

    file = desk.publish()
    monkeypatch.setattr(take, "_copy", copied)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(take.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 499_000_000))
        with pytest.raises(ExpectedError, match="must be free"):
            desk.take(file)
    raw = file.read_bytes()
    file.write_bytes(raw + b"junk under a good key's number")
    with pytest.raises(ExpectedError):
        desk.take(file)
    with file.open("r+b") as sparse:
        sparse.truncate(archive.MOST_PACKED + 1)
    with pytest.raises(ExpectedError, match="larger than any"):
        desk.take(file)


# -- what is not taken ------------------------------------------------------------------------------------------------


def _unsigned(desk: Desk) -> Path:
    (desk.out / "publication-2.kiosk.zip.minisig").unlink()
    return desk.out / "publication-2.kiosk.zip"


def _changed(desk: Desk) -> Path:
    file = desk.out / "publication-2.kiosk.zip"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    return file


def _cut_off(desk: Desk) -> Path:
    file = desk.out / "publication-2.kiosk.zip"
    file.write_bytes(file.read_bytes()[:-40])
    return file


def _cut_off_and_signed(desk: Desk) -> Path:
    return desk.signed(_cut_off(desk))


def _foreign(desk: Desk) -> Path:
    return desk.publish("Eve")


def _foreign_with_anas_number(desk: Desk) -> Path:
    """Eve's signature under the number of Ana's key."""
    file = desk.publish("Eve")
    ours, theirs = desk.keys["Ana"].verifies, desk.keys["Eve"].verifies
    private = publishing_key.opened(desk.keys["Eve"], typed(WORDS))
    with file.open("rb") as raw:
        text = minisign.signature(private, minisign.PublicKey(ours.id, theirs.raw), minisign.digest(raw), "as if by Ana")
    file.with_name(f"{file.name}.minisig").write_text(text, encoding="utf-8")
    return file


def _other_comment(desk: Desk) -> Path:
    signature = desk.out / "publication-2.kiosk.zip.minisig"
    signature.write_text(signature.read_text(encoding="utf-8").replace("publication 2 by", "publication 9 by"), encoding="utf-8")
    return desk.out / "publication-2.kiosk.zip"


def _older(desk: Desk) -> Path:
    file = desk.packed("older.kiosk.zip", {"content/clinic.yaml": b"name: Other"}, number=1)
    assert claimed(desk.kiosk.data).number == 1  # type: ignore[union-attr]
    return file


def _bomb(desk: Desk) -> Path:
    return desk.packed("bomb.kiosk.zip", {f"content/pictures/{number}.svg": bytes(400_000) for number in range(8)})


def _too_many(desk: Desk) -> Path:
    return desk.packed("many.kiosk.zip", {f"content/pictures/{number}.svg": b"" for number in range(archive.MOST_FILES + 1)})


def _huge(desk: Desk) -> Path:
    file = desk.out / "huge.kiosk.zip"
    file.write_bytes(os.urandom(250_000))
    return desk.signed(file)


def _longer_than_it_says(desk: Desk) -> Path:
    file = desk.packed("liar.kiosk.zip", {"content/clinic.yaml": b"x" * 5000})
    raw = file.read_bytes()
    file.write_bytes(raw.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little")))
    return desk.signed(file)


def _with(name: str, kind: int = stat.S_IFREG) -> Callable[[Desk], Path]:
    return lambda desk: desk.packed("strange.kiosk.zip", {"content/clinic.yaml": b"name: Other", name: b"/etc/passwd"}, kind=kind)


def _twice(desk: Desk) -> Path:
    return desk.packed("twice.kiosk.zip", {"content/clinic.yaml": b"", "content/CLINIC.yaml": b""})


def _file_and_folder(desk: Desk) -> Path:
    return desk.packed("both.kiosk.zip", {"content/topics": b"", "content/topics/a.yaml": b""})


def _no_publication(desk: Desk) -> Path:
    file = desk.out / "other.kiosk.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("content/clinic.yaml", "name: Other")
    return desk.signed(file)


def _backup(desk: Desk) -> Path:
    file = desk.out / "backup.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("backup.json", "{}")
    return desk.signed(file)


def _link(desk: Desk) -> Path:
    """A pipe in place of the file: nobody waits for its other end."""
    os.mkfifo(desk.out / "pipe.kiosk.zip")
    return desk.out / "pipe.kiosk.zip"


HOSTILE = {
    "unsigned": (_unsigned, "has no signature that can be read"), "changed": (_changed, "was changed or cut off"),
    "cut off": (_cut_off, "was changed or cut off"), "cut off, and signed so": (_cut_off_and_signed, "no publication, or it is damaged"),
    "by a foreign key": (_foreign, "somebody whom this machine does not trust"),
    "by a foreign key under our name": (_foreign_with_anas_number, "was changed or cut off"),
    "another comment": (_other_comment, "was changed or cut off"),
    "older": (_older, "number 1 shows here already"), "a bomb": (_bomb, "larger than content can be"),
    "too many": (_too_many, "larger than content"), "huge": (_huge, "larger than any publication"),
    "longer than it says": (_longer_than_it_says, "no publication, or it is damaged"),
    "upwards": (_with("content/../../main.py"), "no file of content"), "absolute": (_with("/etc/cron.d/x"), "no file of content"),
    "elsewhere": (_with("kiosk/app.py"), "no file of content"), "hidden": (_with("content/.publication.json"), "no file of content"),
    "backslashes": (_with("content\\..\\x"), "no file of content"), "a line's end": (_with("content/a\nb.yaml"), "no file of content"),
    "a folder": (_with("content/topics/"), "no file of content"), "deep": (_with("content/a/b/c/d/e.yaml"), "no file of content"),
    "links": (_with("content/pictures/a.svg", stat.S_IFLNK), "no file of content"), "a device": (_with("content/a.yaml", stat.S_IFCHR), "no file of"),
    "two names for one": (_twice, "one name is there twice"), "a file and a folder": (_file_and_folder, "a file and a folder"),
    "no number": (_no_publication, "no publication, or it is damaged"), "a backup": (_backup, "a backup of a kiosk, and not a publication"),
    "a pipe": (_link, "no ordinary file"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_hostile_changes_nothing_and_says_why(desk: Desk, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 3_000_000)
    monkeypatch.setattr(archive, "MOST_FILES", 50)
    monkeypatch.setattr(archive, "MOST_PACKED", 200_000)
    make, why = HOSTILE[what]
    before, file = desk.showing(), make(desk)
    with pytest.raises(ExpectedError, match=why) as refused:
        desk.take(file)
    assert desk.showing() == before
    assert str(refused.value).count("\n") == 0


@pytest.mark.parametrize("what", ["changed", "by a foreign key"])
def test_staff_are_told_of_one_that_was_refused_until_one_is_taken(desk: Desk, what: str, no_trial: None) -> None:
    with pytest.raises(ExpectedError):
        desk.take(HOSTILE[what][0](desk))
    told = refusal(desk.kiosk.data)
    assert told
    assert told.step is Step.SIGNED
    desk.take(desk.publish(number=5))
    assert refusal(desk.kiosk.data) is None


def test_what_is_just_within_the_bounds_at_the_desk_is_taken_at_the_kiosk(desk: Desk, no_trial: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in it can be packed, and each name is as long as it may be, of letters of four bytes."""
    letter, files, size, content = "\U00010400", 30, 20_000, desk.folder / "full"
    for number in range(files):
        path = content / (letter * 63) / (letter * 63) / f"{letter * 61}{number:02}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))
    monkeypatch.setattr(archive, "MOST_FILES", files)
    monkeypatch.setattr(archive, "MOST_BYTES", files * size)
    monkeypatch.setattr(archive, "MOST_PACKED", archive.most_packed(files, files * size))
    file, told = desk.out / "full.kiosk.zip", Publication(9, "A" * LONGEST_NAME, NOW.isoformat(), letter * LONGEST_NOTE)
    with file.open("w+b") as raw:
        archive.write(raw, told, content)
    assert file.stat().st_size > archive.MOST_BYTES
    assert desk.take(desk.signed(file)).publication == told
    (content / "one more").write_bytes(b"")
    with (desk.out / "more.kiosk.zip").open("w+b") as raw, pytest.raises(ExpectedError, match="There is too much in"):
        archive.write(raw, told, content)


@pytest.mark.parametrize("names", [("Hours.yaml", "hours.yaml"), ("Topics", "topics/a.yaml"), ("caf\u00e9.yaml", "cafe\u0301.yaml")])
def test_names_that_no_kiosk_takes_beside_each_other_are_told_at_the_desk(tmp_path: Path, names: tuple[str, str]) -> None:
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    with (tmp_path / ".out").open("w+b") as raw, pytest.raises(ExpectedError, match="is called the same, but for capitals"):
        archive.write(raw, Publication(1, "Ana", NOW.isoformat()), tmp_path)


def test_content_with_an_error_is_neither_published_nor_taken(desk: Desk) -> None:
    (desk.content / "help.yaml").write_text("title: {", encoding="utf-8")
    with pytest.raises(ExpectedError, match="There is an error in the content, so nothing was published"):
        desk.publish()
    whole = {f"content/{name}": text.encode() for name, text in sample.FILES.items()}
    file = desk.packed("broken.kiosk.zip", {**whole, "content/help.yaml": b"title: {"})
    before = desk.showing()
    with pytest.raises(ExpectedError, match=r"was not taken. There is an error in it. help.yaml"):
        desk.take(file)
    assert desk.showing() == before


def test_a_text_that_is_too_long_for_the_screen_here_is_not_taken(desk: Desk) -> None:
    note_screen(desk.kiosk.data, KnownScreen((1280, 720), (280.0, 157.0)))
    before = desk.showing()
    en = "We look after you here from step {} on, and stay near you as long as you like, so that you can ask us for help."
    es = "Le cuidamos aquí desde el paso {}, y nos quedamos cerca de usted el tiempo que quiera, para que pueda pedirnos ayuda."
    long = "".join(f"      - en: {en.format(each)}\n        es: {es.format(each)}\n" for each in range(6))
    sample.write(desk.content, infusion=sample.INFUSION.replace("      - en: You can ask", f"{long}      - en: You can ask"))
    with pytest.raises(ExpectedError, match="On this screen it would be too long"):
        desk.take(desk.publish())
    assert desk.showing() == before


def test_nobody_is_trusted_before_somebody_is(desk: Desk) -> None:
    drop("Ana", desk.kiosk.publishers)
    with pytest.raises(ExpectedError, match="trusts nobody to publish yet"):
        desk.take(desk.out / "publication-2.kiosk.zip")
    desk.kiosk.publishers.write_text("Ana and nothing else\n", encoding="utf-8")
    with pytest.raises(ExpectedError, match="does not tell whom this machine trusts"):
        desk.take(desk.out / "publication-2.kiosk.zip")


def test_a_file_that_is_exchanged_while_it_is_read_is_the_one_that_was_read(desk: Desk, no_trial: None, monkeypatch: pytest.MonkeyPatch) -> None:
    file, real, asked = desk.out / "publication-2.kiosk.zip", take.publisher_of, list[object]()

    def exchanged(*given: object) -> object:
        asked.append(given)
        if len(asked) == 2:  # of the copy
            file.write_bytes(_foreign(desk).read_bytes())
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(take, "publisher_of", exchanged)
    with take.source_at(file) as source:
        assert take.take(desk.kiosk, source, NOW).by == "Ana"
    assert "Other words" in (shown_folder(desk.kiosk.content, desk.kiosk.data) / "topics/10-infusion.yaml").read_text(encoding="utf-8")


def test_two_at_once_are_one_after_another(desk: Desk) -> None:
    for takes in (lambda: desk.take(desk.out / "publication-2.kiosk.zip"), lambda: take.incoming(desk.kiosk, desk.out, NOW)):
        with foreign_folders.alone(publications_in(desk.kiosk.data)), pytest.raises(BusyError, match="Another publication is being taken"):
            takes()
        assert refusal(desk.kiosk.data) is None, "nothing is wrong with it"


# -- whenever it is killed --------------------------------------------------------------------------------------------


def _as_one_of(desk: Desk, ways: list[dict[str, bytes]]) -> None:
    shown = {name: data for name, data in desk.showing().items() if name.startswith("shown/")}
    assert shown in ways


def _shows(desk: Desk) -> dict[str, bytes]:
    return {name: data for name, data in desk.showing().items() if name.startswith("shown/")}


def test_killed_before_any_step_the_old_or_the_new_shows_whole(desk: Desk, no_trial: None) -> None:
    file, old = desk.out / "publication-2.kiosk.zip", _shows(desk)
    shutil.copytree(desk.kiosk.data, desk.folder / "before")
    desk.take(file)
    ways = [old, _shows(desk)]
    shown = [(standings, "renamed"), (standings, "settle"), (archive, "_unpack")]
    steps = [*shown, (os, "fsync"), (os, "rename"), (os, "replace"), (os, "mkdir"), (os, "unlink")]
    step, seen = 0, set()
    while True:
        shutil.rmtree(desk.kiosk.data)
        shutil.copytree(desk.folder / "before", desk.kiosk.data)
        died = dies_at(step, lambda: desk.take(file), steps)
        _as_one_of(desk, ways)
        seen.add(ways.index(_shows(desk)))
        if not died:
            break
        step += 3
    assert seen == {0, 1}
    assert step > 30
    shutil.rmtree(desk.kiosk.data)
    shutil.copytree(desk.folder / "before", desk.kiosk.data)
    dies_at(10, lambda: desk.take(file), steps)
    desk.take(file)
    assert _shows(desk) == ways[1]
    assert not list(publications_in(desk.kiosk.data).glob("taking-*"))


def test_killed_at_random_moments_the_old_or_the_new_shows_whole(desk: Desk, no_trial: None) -> None:
    file, old, choice = desk.out / "publication-2.kiosk.zip", _shows(desk), random.Random(7)  # noqa: S311
    shutil.copytree(desk.kiosk.data, desk.folder / "before")
    begun = time.monotonic()
    desk.take(file)
    lasts, ways = time.monotonic() - begun, [old, _shows(desk)]
    for _ in range(20):
        shutil.rmtree(desk.kiosk.data)
        shutil.copytree(desk.folder / "before", desk.kiosk.data)
        child = os.fork()
        if child == 0:
            desk.take(file)
            os._exit(0)
        with open(os.pidfd_open(child)) as alive:  # noqa: PTH123  by its number
            select.select([alive], [], [], choice.uniform(0, lasts * 1.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _as_one_of(desk, ways)
    desk.take(file)
    assert _shows(desk) == ways[1]


# -- keys and whom to trust -------------------------------------------------------------------------------------------


def test_a_key_opens_with_its_passphrase_alone(desk: Desk) -> None:
    with pytest.raises(ExpectedError, match="not the passphrase"):
        desk.publish(secrets=typed("another good passphrase"))
    with pytest.raises(ExpectedError, match=r"easy to guess|at least 12"):
        publishing_key.make(desk.folder / "new.key", "Bo", typed("password"))
    assert not (desk.folder / "new.key").exists()
    with pytest.raises(ExpectedError, match="is there already"):
        publishing_key.make(desk.folder / "Ana.key", "Ana", typed(WORDS))
    assert stat.S_IMODE((desk.folder / "Ana.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("text", [b"", b"{}", b"[1]", b"-----BEGIN PRIVATE KEY-----", b"\xff\xfe", b"publishing key of a kiosk"])
def test_what_is_no_key_is_told(desk: Desk, text: bytes) -> None:
    (desk.folder / "Ana.key").write_bytes(text)
    with pytest.raises(ExpectedError, match=r"no key to publish with|belongs here"):
        desk.publish()


def test_whom_a_machine_trusts_is_a_line_each(tmp_path: Path, first: Desk) -> None:
    file = tmp_path / ".publishers"
    ana, eve = first.keys["Ana"], first.keys["Eve"]
    trust("Ana", ana.public, file)
    (tmp_path / "eve.pub").write_text(f"untrusted comment: minisign public key\n{eve.public}\n", encoding="utf-8")
    trust("Eve", str(tmp_path / "eve.pub"), file)
    assert listed(file) == [f"Ana {ana.public}", f"Eve {eve.public}"]
    with pytest.raises(ExpectedError, match="trusted already, with another key"):
        trust("ana", str(minisign.PublicKey(bytes(8), bytes(32))), file)
    drop("Ana", file)
    assert [each.name for each in trusted(file)] == ["Eve"]
    with pytest.raises(ExpectedError, match="Nobody called Ana"):
        drop("Ana", file)
    for strange in ("RWnonsense", "~nobody-of-this-name", "~/none.pub"):
        with pytest.raises(ExpectedError, match="no public key"):
            trust("Bo", strange, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_desk_tells_whether_all_of_its_content_is_in_what_was_published_last(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    last = LastPublished(desk.content, desk.data)
    assert last.look() is None
    desk.publish()
    assert last.look() == Published(1, NOW.isoformat(timespec="seconds"), is_all=True)
    topic = next(desk.content.glob("topics/*.yaml"))
    before = topic.read_bytes()
    for change in (lambda: topic.write_bytes(before.swapcase()), topic.unlink, lambda: (desk.content / "topics" / "more.yaml").write_bytes(b"")):
        change()
        assert not last.look().is_all  # type: ignore[union-attr]
        (desk.content / "topics" / "more.yaml").unlink(missing_ok=True)
        topic.write_bytes(before)
        assert last.look().is_all  # type: ignore[union-attr]
    (desk.data / "published" / "publication-1.kiosk.zip").write_bytes(b"no archive")
    assert last.look() is None
