"""Whatever nobody has thought of in one file is that file's error: the others are read, checked and cured, and what is withdrawn goes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY

from content import sample
from kiosk.content.checks import check, clinic_mark, picture_proofs
from kiosk.content.edits import session as desk
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.session import Session
from kiosk.content.reading import folder
from kiosk.content.reading.folder import read_folder
from kiosk.content.store import last_good
from kiosk.content.store.current import open_library
from kiosk.problems import Severity

TOPIC = "topics/10-infusion.yaml"
OTHER = "topics/20-change.yaml"
SLIP = ("    points:\n", "    poinst:\n")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


def stumble(monkeypatch: pytest.MonkeyPatch, place: tuple[Any, str], over: str) -> None:
    """The program stumbles at this function, where what it is handed is, or is from, the file of this name."""
    module, name = place
    real = getattr(module, name)

    def stumbles(*given: Any, **named: Any) -> Any:
        if any(getattr(each, "name", each) == over for each in given):
            raise ArithmeticError
        return real(*given, **named)

    monkeypatch.setattr(module, name, stumbles)


PLACES: dict[str, tuple[tuple[Any, str], str]] = {
    "it is read": ((folder.reading, "read_yaml"), TOPIC),
    "what it says is taken": ((folder.to_deck, "topic"), TOPIC),
    "its own words are judged": ((folder, "_interface_problems"), "interface.yaml"),
    "it is checked": ((check, "placed"), TOPIC),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_file_over_which_the_program_stumbles_has_an_error_and_the_others_none(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    where, over = PLACES[place]
    before, _ = open_library(content, tmp_path / "data", TODAY)
    stumble(monkeypatch, where, over)
    (content / over).write_bytes((content / over).read_bytes() + b"# changed\n")
    (content / OTHER).write_bytes((content / OTHER).read_bytes().replace(b"title: {en: ", b"title: {en: Now ", 1))
    library, problems = open_library(content, tmp_path / "data", TODAY)
    assert {problem.file for problem in problems if problem.severity is Severity.ERROR} == {over}
    assert before
    assert library
    assert [head.id for head in library.heads] == [head.id for head in before.heads]
    assert [head.title.in_("en").startswith("Now ") for head in library.heads] == [False, True]
    assert "ArithmeticError" in caplog.text
    assert over in caplog.text


def test_a_wish_in_a_file_over_which_the_program_stumbles_is_met(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(content, tmp_path / "data", TODAY)
    stumble(monkeypatch, PLACES["it is read"][0], TOPIC)
    (content / TOPIC).write_bytes(b"withdraw: yes\n" + (content / TOPIC).read_bytes())
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert [head.id for head in library.heads] == ["change"]


def test_where_a_wish_cannot_be_looked_into_its_topic_goes(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_library(content, tmp_path / "data", TODAY)
    monkeypatch.setattr(last_good, "wishes", lambda *_: 1 / 0)
    (content / TOPIC).write_text("- [", encoding="utf-8")
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    assert [head.id for head in library.heads] == ["change"]


def test_a_mark_over_which_the_program_stumbles_is_one_picture(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = check.check(content, TODAY)
    monkeypatch.setattr(clinic_mark, "unfit", lambda _: 1 / 0)
    assert check.check(content, TODAY) == told


def test_a_picture_over_which_the_program_stumbles_does_not_show(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_proofs, "_known", {})
    monkeypatch.setattr(picture_proofs.picture_files, "faults", lambda *_: 1 / 0)
    told = [problem for problem in check.check(content, TODAY) if problem.severity is Severity.ERROR]
    assert {problem.file.partition("/")[0] for problem in told} == {"pictures"}
    assert not picture_proofs.may_show("room.svg", sample.DRAWING.encode())


def test_a_cure_over_which_the_program_stumbles_is_not_proposed(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (TOPIC, OTHER):
        (content / name).write_text((content / name).read_text(encoding="utf-8").replace(*SLIP, 1), encoding="utf-8")
    reading = read_folder(content)
    problems = check.examined(reading, content, TODAY)
    stumble(monkeypatch, (check, "judge_of"), TOPIC)
    cured = check.cured(problems, reading, content, TODAY, frozenset())
    assert {problem.file: bool(problem.cure) for problem in cured if "poinst" in problem.wrong} == {TOPIC: False, OTHER: True}
    assert [problem.wrong for problem in cured] == [problem.wrong for problem in problems]


def test_what_cannot_be_put_together_is_chosen_between(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(content, Drafts(tmp_path / "drafts"))
    monkeypatch.setattr(desk, "merged", lambda *_: 1 / 0)
    for name in (TOPIC, OTHER):
        (content / name).write_bytes((content / name).read_bytes() + b"# of a colleague\n")
    session.look()
    assert set(session.conflicts) == {TOPIC, OTHER}
    session.save()
    assert (content / TOPIC).read_bytes().endswith(b"# of a colleague\n")


def test_a_desk_goes_on_beside_a_file_over_which_the_program_stumbles(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(content, Drafts(tmp_path / "drafts"))
    stumble(monkeypatch, PLACES["it is read"][0], TOPIC)
    for name in (TOPIC, OTHER):
        (content / name).write_bytes((content / name).read_bytes() + b"# of a colleague\n")
    session.look()
    assert session.raw(OTHER).endswith(b"# of a colleague\n")
    assert session.file(TOPIC).value is None
    assert session.file(OTHER).value
    assert Session(content, Drafts(tmp_path / "others")).file(OTHER).value
