"""The three commands as somebody types them, and what else knows of publications: the backup, a restore, the self-test."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from publishing_desk import WORDS, Desk, typed

from content import sample
from kiosk.content.store.publications import PUBLISHERS, claimed, publications_in
from kiosk.files.foreign_folders import alone
from kiosk.staff.diagnosis.doctor import LOOKS, Patient
from kiosk.staff.main import main
from kiosk.staff.publications import publishers, take
from kiosk.staff.publications.trial import Trial


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk and a kiosk; nothing is tried, which is a process of its own."""
    sample.write(tmp_path / "content")
    sample.write(tmp_path / "its content", clinic=sample.CLINIC.replace("123 Main", "9 Elm"))
    (tmp_path / "share").mkdir()
    monkeypatch.setattr(publishers, "file_of", lambda: tmp_path / PUBLISHERS)
    monkeypatch.setattr(take, "_trial", lambda *_: Trial(differ=4))
    return tmp_path


def says(capsys: pytest.CaptureFixture[str], place: Path, line: str, *, code: int = 0, kiosk: bool = False) -> str:
    """What a command says that ends so."""
    content, data = ("its content", "kiosk") if kiosk else ("content", "desk")
    arguments = [*line.replace("HERE", str(place)).split(), "--content", str(place / content), "--data", str(place / data)]
    assert main(arguments) == code
    told = capsys.readouterr()
    return told.err if code else told.out


def test_the_command_that_a_missing_key_is_answered_with_makes_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = says(capsys, place, "publish --to HERE/share", code=1)
    command = refused.split("`" if "`" in refused else "'python3 main.py ", 1)[1].split("python3 main.py ")[-1].split(" --name")[0]
    says(capsys, place, f"{command} --name Ana --passphrase-fd {typed(WORDS)}")
    assert "Ana" in says(capsys, place, "publish --public")


def test_from_a_new_key_to_the_screen_and_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = says(capsys, place, f"publish --new-key --name Ana --passphrase-fd {typed(WORDS)}")
    key = made.split()[1]
    assert f"trust Ana {key}" in made
    assert says(capsys, place, "publish --public") == made
    assert "None was made here yet" in says(capsys, place, "publish --list")
    sign = f"--yes --passphrase-fd {typed(WORDS, WORDS, WORDS)}"
    assert "Publication 1 (hours) is in" in says(capsys, place, f"publish --to HERE/share --note hours {sign}")
    strange = says(capsys, place, "take HERE/share/publication-1.kiosk.zip", code=1, kiosk=True)
    assert "trusts nobody" in strange
    assert "`python3 main.py publish --public` shows where the key is" in strange  # nothing of the kiosk's own folders
    assert "says exactly why" in says(capsys, place, "take", kiosk=True)
    with alone(publications_in(place / "kiosk")):
        busy = says(capsys, place, "take", kiosk=True)
    assert ("being tried just now" in busy, "Refused" in busy) == (True, False)
    assert "trusts nobody" in says(capsys, place, "trust", kiosk=True)
    says(capsys, place, f"trust Ana {key}", kiosk=True)
    assert says(capsys, place, "trust", kiosk=True) == f"Ana {key}\n"
    assert "No publication shows here" in (now := says(capsys, place, "take", kiosk=True))
    assert "it is tried again within a minute" in now
    looked = says(capsys, place, "take --only-look HERE/share/publication-1.kiosk.zip", kiosk=True)
    assert "would be taken. 4 slides, answers and other parts differ" in looked
    told = json.loads(says(capsys, place, "take --json HERE/share/publication-1.kiosk.zip", kiosk=True))
    assert (told["number"], told["by"], told["note"], told["differ"], told["already"]) == (1, "Ana", "hours", 4, False)
    assert "Publication 1 shows, made by Ana" in says(capsys, place, "take", kiosk=True)
    assert "shows already" in says(capsys, place, "take HERE/share/publication-1.kiosk.zip", kiosk=True)
    assert "No folder is named for that" in says(capsys, place, "take --incoming", code=1, kiosk=True)
    (place / "kiosk" / "settings.yaml").write_text(f"publications_folder: {place / 'share'}\n", encoding="utf-8")
    assert "Nothing newer" in says(capsys, place, "take --incoming", kiosk=True)
    assert "Publication 2 (Number 1 again: hours) is in" in says(capsys, place, f"publish --from-kept 1 --to HERE/share {sign}")
    assert "Publication 2, made by Ana" in says(capsys, place, "take --incoming", kiosk=True)
    assert "What its maker says of it: Number 1 again: hours." in says(capsys, place, "take", kiosk=True)
    (place / "desk" / "published" / "publication-9.kiosk.zip").write_text("no publication")
    unread, second, first = says(capsys, place, "publish --list").splitlines()
    assert unread == "publication 9, which cannot be read"
    assert re.fullmatch(r"publication 2, made by Ana on \d{4}-\d\d-\d\d at \d\d:\d\d: Number 1 again: hours", second)
    assert first.endswith(": hours")
    (place / "desk" / "published" / "publication-9.kiosk.zip").unlink()
    says(capsys, place, "trust --drop Ana", kiosk=True)
    says(capsys, place, f"publish --to HERE/share {sign}")
    refused = json.loads(_out_of(capsys, place, "take --incoming --json"))
    assert "trusts nobody" in refused["wrong"]
    assert claimed(place / "kiosk").number == 2  # type: ignore[union-attr]


def test_what_a_lower_number_is_answered_with_leads_to_the_screen(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a second publisher, whose numbers begin at 1, and of a desk whose data were lost."""
    for name in ("Ana", "Bob"):
        key = says(capsys, place, f"publish --new-key --key HERE/{name}.key --name {name} --passphrase-fd {typed(WORDS)}").split()[1]
        says(capsys, place, f"trust {name} {key}", kiosk=True)
    for _ in range(3):
        says(capsys, place, f"publish --to HERE/share --key HERE/Ana.key --yes --passphrase-fd {typed(WORDS)}")
    says(capsys, place, "take HERE/share/publication-3.kiosk.zip", kiosk=True)
    shutil.rmtree(place / "desk" / "published")
    bobs = f"--to HERE --key HERE/Bob.key --yes --passphrase-fd {typed(WORDS, WORDS)}"
    assert "Publication 1 is in" in says(capsys, place, f"publish {bobs}")
    refused = " ".join(says(capsys, place, "take HERE/publication-1.kiosk.zip", code=1, kiosk=True).split())
    assert "number 3 shows here already" in refused
    assert "python3 main.py publish --from-kept 1 --number 4" in refused
    says(capsys, place, f"publish --from-kept 1 --number 4 {bobs}")
    assert "Publication 4, made by Bob" in says(capsys, place, "take HERE/publication-4.kiosk.zip", kiosk=True)


def _out_of(capsys: pytest.CaptureFixture[str], place: Path, line: str) -> str:
    assert main([*line.split(), "--content", str(place / "its content"), "--data", str(place / "kiosk")]) == 1
    return capsys.readouterr().out


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.says("Other words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(take, "_trial", lambda *_: Trial())
        desk.take(desk.publish())
    return desk


def test_a_backup_holds_what_shows_and_a_restore_says_what_still_does(
    published: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishers, "file_of", lambda: published.kiosk.publishers)
    content, data = shutil.copytree(published.kiosk.content, tmp_path / "content"), shutil.copytree(published.kiosk.data, tmp_path / "kiosk")
    where = ["--content", str(content), "--data", str(data)]
    assert main(["backup", str(tmp_path / "backup.zip"), *where]) == 0
    with zipfile.ZipFile(tmp_path / "backup.zip") as packed:
        assert b"Other words" in packed.read("content/topics/10-infusion.yaml")
        assert not [name for name in packed.namelist() if "publication" in name]
    assert main(["restore", str(tmp_path / "backup.zip"), "--yes", "--replace", *where]) == 0
    assert "The content folder is from the backup now. Changed: content/" in capsys.readouterr().out
    assert "Other words" in (content / "topics/10-infusion.yaml").read_text(encoding="utf-8")


def test_the_self_test_says_which_shows(published: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishers, "file_of", lambda: published.kiosk.publishers)
    patient = Patient(published.kiosk.content, published.kiosk.data, datetime(2026, 11, 23, tzinfo=UTC))
    (told,) = LOOKS["publications"](patient, Any)
    assert (told.level, told.says[:36]) == ("green", "Publication 1 shows, made by Ana on ")
    published.kiosk.publishers.write_text("nonsense\n", encoding="utf-8")
    (told,) = LOOKS["publications"](patient, Any)
    assert told.level == "amber"
