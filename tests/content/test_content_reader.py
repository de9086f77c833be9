"""The content of a running kiosk comes from a process of its own: the same as read here, and nothing when that process fails."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.content.store import content_reader, current
from kiosk.content.store.content_reader import TOO_MUCH, ContentReader
from kiosk.content.store.current import open_library
from kiosk.content.store.fallback import CLINIC
from kiosk.project import PROJECT
from kiosk.unattended.supervisor import Patience


def today() -> date:
    return TODAY


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def reader(content: Path, tmp_path: Path) -> ContentReader:
    return ContentReader(content, tmp_path / "data", today)


def test_it_is_what_would_be_read_here(content: Path, tmp_path: Path, reader: ContentReader) -> None:
    (content / "words.yaml").write_text("- [", encoding="utf-8")
    library, _ = reader.at_start()
    here, problems = open_library(content, tmp_path / "elsewhere", TODAY)
    assert here
    assert library.heads == here.heads
    assert [library.topic(head.id) for head in library.heads] == [here.topic(head.id) for head in here.heads]
    assert reader.errors == tuple(problem for problem in problems if problem.severity.value == "error") != ()


def test_where_nothing_can_be_kept_it_is_shown_all_the_same(content: Path, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    reader = ContentReader(content, tmp_path / "a file", today)
    for library in (reader.at_start()[0], reader.read()):
        assert library
        assert all(library.topic(head.id) for head in library.heads)


def test_where_nothing_can_be_shown_the_screen_rests_with_words_for_staff(reader: ContentReader, content: Path) -> None:
    (content / "clinic.yaml").unlink()
    library, _ = reader.at_start()
    assert library.clinic == CLINIC
    assert "staff_title" in dict(library.interface)
    assert reader.errors
    assert reader.read() is None


FAILURES = {"ended": ("sys.executable", "/bin/false"), "never ends": ("MOST_SECONDS", 0.01), "says something else": ("sys.executable", "/bin/echo")}


def fails(monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    target, value = FAILURES[failure]
    if target == "sys.executable":
        monkeypatch.setattr(sys, "executable", value)
        return
    for each in (target, f"{target}_AT_START"):
        monkeypatch.setattr(content_reader, each, value)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_reading_without_an_end_changes_nothing(reader: ContentReader, content: Path, monkeypatch: pytest.MonkeyPatch, failure: str) -> None:
    shown, _ = reader.at_start()
    (content / "words.yaml").write_text("- [withdraw", encoding="utf-8")
    fails(monkeypatch, failure)
    assert reader.read() is None
    assert reader.errors == (TOO_MUCH,)
    again, _ = reader.at_start()
    assert again.heads == shown.heads
    assert reader.errors == (TOO_MUCH,)


@pytest.mark.parametrize("where", ["a topic", "a slide"])
def test_what_is_to_go_goes_although_a_reading_has_no_end(reader: ContentReader, content: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A picture or a file of somebody else's may end every reading; a wish to withdraw is met all the same, at once and at the next start."""
    shown, _ = reader.at_start()
    head = shown.heads[0]
    topic = shown.topic(head.id)
    assert topic
    slide = topic.slides[-1].id
    file = next(path for path in (content / "topics").iterdir() if f"slide: {slide}" in path.read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    begins = text.index(f"slide: {slide}") + len(f"slide: {slide}")
    file.write_text(f"withdraw: yes\n{text}" if where == "a topic" else f"{text[:begins]}\n    withdraw: yes{text[begins:]}", encoding="utf-8")
    fails(monkeypatch, "ended")
    for library in (reader.read(), reader.at_start()[0]):
        assert library
        assert [each.id for each in library.heads] == [each.id for each in shown.heads if where == "a slide" or each.id != head.id]
        left = library.topic(head.id)
        assert (left is None) is (where == "a topic")
        assert not left or [each.id for each in left.slides] == [each.id for each in topic.slides if each.id != slide]
    assert reader.errors == (TOO_MUCH,)


def renamed(file: Path, *, first: str = "") -> None:
    file.with_name(f"95-{file.name}").write_text(first + file.read_text(encoding="utf-8"), encoding="utf-8")
    file.unlink()


@pytest.mark.parametrize(
    ("how", "goes"),
    [
        (Path.unlink, True),
        (lambda file: renamed(file, first="withdraw: yes\n"), True),
        (renamed, False),
        (lambda file: [each.unlink() for each in file.parent.iterdir()], False),
        (lambda file: file.write_bytes(b"topic: x\nwithdraw: yes\n" + b"#" * 2_000_000), True),
    ],
    ids=["gone", "withdrawn under another name", "under another name", "all gone", "too large"],
)
def test_a_topic_whose_file_is_gone_goes_although_a_reading_has_no_end(
    reader: ContentReader, content: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], object], *, goes: bool
) -> None:
    shown, _ = reader.at_start()
    how(content / "topics/10-infusion.yaml")
    fails(monkeypatch, "ended")
    read, (again, _) = reader.read(), reader.at_start()
    assert (read is not None) is goes
    assert [head.id for head in again.heads] == [head.id for head in shown.heads if not goes or head.id != "infusion"]


def test_what_is_overdue_goes_although_a_reading_has_no_end(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = content / "clinic.yaml"
    clinic.write_text(f"hide_overdue: yes\n{clinic.read_text(encoding='utf-8')}", encoding="utf-8")
    days = [TODAY, date(2099, 1, 1)]
    reader = ContentReader(content, tmp_path / "data", lambda: days[0])
    assert reader.at_start()[0].heads
    days.pop(0)
    fails(monkeypatch, "ended")
    read = reader.read()
    assert read
    assert read.heads == ()


def test_the_first_picture_waits_no_longer_for_a_reading_than_the_supervisor_for_it() -> None:
    assert Patience().start > content_reader.MOST_SECONDS_AT_START + 5


@pytest.mark.parametrize(("bound", "value"), [("MOST_LOOKED_AT", 10), ("MOST_LOOKED", -1.0)])
def test_what_would_take_too_long_to_look_through_goes(
    reader: ContentReader, content: Path, monkeypatch: pytest.MonkeyPatch, bound: str, value: float
) -> None:
    """The kiosk itself looks, and its first picture waits for that."""
    shown, _ = reader.at_start()
    file = content / "topics/10-infusion.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    fails(monkeypatch, "ended")
    assert reader.read() is None
    monkeypatch.setattr(current, bound, value)
    read = reader.read()
    assert read
    assert [head.id for head in read.heads] == [head.id for head in shown.heads if head.id != "infusion"]


@pytest.mark.parametrize("denied", ["os.nice", "os.setpriority"])
def test_where_walls_forbid_to_make_way_it_reads_all_the_same(content: Path, tmp_path: Path, denied: str) -> None:
    """As those of an installed kiosk did."""
    child = (
        "import os, runpy, sys\ndef deny(*_):\n    raise PermissionError\n"
        f"{denied} = deny\nsys.argv[1:] = {[str(content), str(tmp_path), TODAY.isoformat()]!r}\n"
        "runpy.run_module('kiosk.content.store.read_process', run_name='__main__')\n"
    )
    done = subprocess.run([sys.executable, "-c", child], cwd=PROJECT, capture_output=True, check=True)
    assert len(done.stdout) > 1000
