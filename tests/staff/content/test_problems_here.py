"""What is wrong with the item in hand."""

from __future__ import annotations

from pathlib import Path

from conftest import TODAY

from content import sample
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.outline import Spot
from kiosk.content.edits.session import Session
from kiosk.content.reading.cache import Memory
from kiosk.project import icons
from kiosk.staff.content.problems_here import Judging, line, within


def test_what_is_wrong_with_the_item_comes_first_and_with_its_cure(tmp_path: Path) -> None:
    session = Session(sample.write(tmp_path / "content"), Drafts(tmp_path / "drafts"))
    file = session.reading.topics[0].name
    session.change(file, lambda raw: raw.replace(b"topic: ", b"topc: ", 1))
    judging = Judging(session.reading, tmp_path / "content", TODAY, icons(), Memory())
    here = Spot(file, ())
    problems = judging.problems(here, session.raw(file))
    own = within(problems, session.reading, here)
    assert own
    assert list(problems[: len(own)]) == own
    assert any(problem.cure for problem in own)
    assert not within(problems, session.reading, None)
    assert not within(problems, session.reading, Spot("topics/none.yaml", ()))


def test_of_a_file_that_cannot_be_read_the_line_is_shown(tmp_path: Path) -> None:
    session = Session(sample.write(tmp_path / "content"), Drafts(tmp_path / "drafts"))
    file = session.reading.topics[0].name
    session.change(file, lambda raw: raw + b"caf\xe9 [ :\n")
    (problem, *_) = session.file(file).problems
    lines = session.raw(file).decode(errors="replace").splitlines()
    assert line(session, problem) == f"Line {problem.line}: {lines[problem.line - 1].strip()}"
    session.undo()
    assert line(session, problem) == ""
