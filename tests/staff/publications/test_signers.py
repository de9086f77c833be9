"""A name that has a passphrase at a desk: nobody else signs in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from publishing_desk import WORDS, typed

from content import sample
from kiosk.content.reading.folder import read_folder
from kiosk.staff.content.review import name_fault
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.staff.publications import publishing_key
from kiosk.staff.publications.signers import FOLDER, Signers

ANA = "Dr. Ana Flores"


@pytest.fixture
def signers(tmp_path: Path) -> Signers:
    made = Signers(tmp_path)
    made.make(ANA, typed(WORDS))
    return made


@pytest.mark.parametrize("name", [ANA, "dr. ana  flores", " Dr. Ana Flores ", "Dr. Аna Flores", "Dr. Ana F1ores"])
def test_a_name_and_what_looks_like_it_ask_for_the_passphrase(signers: Signers, name: str) -> None:
    assert signers.asks(name)
    signers.prove(name, typed(WORDS))
    signers.prove_typed(name, WORDS)
    for wrong in ("seven purple kites sang", ""):
        with pytest.raises(ExpectedError, match="not the passphrase"):
            signers.prove_typed(name, wrong)


ONEIL = "Dr. Ana-Maria O'Neil"
DOUBLES = {
    "an apostrophe of telephones": ("'", "\u2019"), "an apostrophe that is a letter": ("'", "\u02bc"), "an accent alone": ("'", "\u00b4"),
    "a grave accent": ("'", "`"), "no apostrophe": ("'", ""), "a hyphen of its own": ("-", "\u2010"), "a dash": ("-", "\u2013"),
    "a blank for a hyphen": ("-", " "), "one word": ("-Maria", "maria"), "no dot": (".", ""), "a dot of its own": (".", "\u2024"),
    "a dot at the end": ("Neil", "Neil."), "quotes": ("Ana-Maria", '"Ana-Maria"'), "a bar for a letter": ("Neil", "Nei|"),
    "the alpha of phonetics": ("Ana", "An\u0251"), "the iota of phonetics": ("Neil", "Nei\u0269"), "a Cyrillic letter": ("Ana", "\u0410na"),
    "an Armenian letter": ("O'", "\u0555'"), "a Cherokee letter": ("Ana", "\u13aana"), "a small capital": ("Neil", "Ne\u026al"),
    "a line below": ("Ana", "Ana\u0332"), "a sign that is not seen": ("Ana", "Ana\u200b"), "a new line": (" ", "\n"),
    "a hard blank": (" ", "\u00a0"), "a wide letter": ("Ana", "\uff21na"), "capitals": ("O'Neil", "O'NEIL"), "the zero": ("O'", "0'"),
}  # fmt: skip


@pytest.mark.parametrize("double", DOUBLES)
def test_nobody_signs_by_a_name_that_is_taken_for_one_with_a_passphrase(signers: Signers, double: str) -> None:
    signers.make(ONEIL, typed(WORDS))
    name = ONEIL.replace(*DOUBLES[double], 1)
    assert name != ONEIL
    assert signers.asks(name) or name_fault(name)


WRITTEN = [
    ANA, ONEIL, 'Dr. Ana "Nina" N\u00fa\u00f1ez: MD', "Ana Ruiz, M.D./Ph.D.", "\u0410\u043d\u043d\u0430", "Ana O\u2019Neil",
    "M\u00aa Jos\u00e9 (Oncology) & Co.",
]  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_a_name_as_people_write_it_may_sign(name: str) -> None:
    assert not name_fault(name)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "has no letter in it"), ("  ", "has no letter in it"), ("...", "has no letter in it"), ("An\u0251", "that no keyboard here has"),
        ("\u0410na", "has letters of more than one script"), ("Ana\nRuiz", "that cannot be seen"), ("\u3164", "that cannot be seen"),
    ],
)  # fmt: skip
def test_a_name_that_is_refused_is_told_why_and_what_to_do(name: str, says: str) -> None:
    told = name_fault(name)
    assert says in told
    assert told.startswith("Say who has read it: this name ")
    assert told.endswith(". Write it with letters of one alphabet only.")


def test_other_names_ask_for_none(signers: Signers, tmp_path: Path) -> None:
    assert not signers.asks("Dr. Ben Ruiz")
    assert not Signers(tmp_path / "nowhere").asks(ANA)
    signers.prove_typed("Dr. Ben Ruiz", "")


def test_who_publishes_has_a_passphrase_already(tmp_path: Path) -> None:
    publishing_key.make(tmp_path / publishing_key.KEY, "Ana", typed(WORDS))
    assert Signers(tmp_path).asks("ana")
    with pytest.raises(ExpectedError, match="has a passphrase here already"):
        Signers(tmp_path).make("Ana", typed(WORDS))


def test_a_key_that_cannot_be_read_lets_nobody_through(signers: Signers, tmp_path: Path) -> None:
    (tmp_path / FOLDER / "broken.key").write_text("{", encoding="utf-8")
    with pytest.raises(ExpectedError, match="is no key"):
        signers.asks("Dr. Ben Ruiz")


def test_the_command_asks_for_the_passphrase_of_the_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, data = sample.write(tmp_path / "content"), tmp_path / "data"
    data.mkdir()
    both = ("--content", str(content), "--data", str(data))
    assert main(["review", "--new-key", "--by", ANA, "--passphrase-fd", str(typed(WORDS)), *both]) == 0
    assert "nobody signs a text off as Dr. Ana Flores here without this passphrase" in capsys.readouterr().out
    signing = ["review", "infusion", "--by", ANA, "--yes", *both]
    assert main([*signing, "--passphrase-fd", str(typed("seven purple kites sang"))]) == 1
    assert "not the passphrase" in capsys.readouterr().err
    assert not read_folder(content).reviews.value
    assert main([*signing, "--passphrase-fd", str(typed(WORDS))]) == 0
    assert [review.language for review in read_folder(content).reviews.value or ()] == ["en", "es"]
    assert main([*signing, "--withdraw", "--passphrase-fd", str(typed("seven purple kites sang"))]) == 1
    assert "not the passphrase" in capsys.readouterr().err
    assert read_folder(content).reviews.value
    assert main([*signing, "--withdraw", "--passphrase-fd", str(typed(WORDS))]) == 0
    assert not read_folder(content).reviews.value
    shutil.rmtree(data)
    assert main(["review", "--by", ANA, *both]) == 1
    assert "Name the topic that was read" in capsys.readouterr().err
