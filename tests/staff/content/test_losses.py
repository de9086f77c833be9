"""What content lost by a slip is told first, with the command that brings it back, and nothing that only follows from it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import nursery
import pytest

from content import sample
from kiosk.content.store.current import open_library
from kiosk.staff.content.restore_text import last_shown

TODAY, NAME = date(2026, 11, 29), "topics/10-infusion.yaml"
Slip = Callable[[Path], object]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(tmp_path: Path, content: Path) -> Path:
    """What the kiosk keeps when it has shown the content."""
    open_library(content, tmp_path / "data", TODAY)
    return tmp_path / "data"


def checked(content: Path, data: Path) -> str:
    arguments = ("check", "--quick", "--content", str(content), "--data", str(data))
    return nursery.run(nursery.COMMAND, *arguments, environment=os.environ).stdout


def up_to(name: str, ends: str) -> Slip:
    """The file ends with the first of these words."""

    def slip(content: Path) -> None:
        text = (content / name).read_text(encoding="utf-8")
        (content / name).write_text(text[: text.index(ends) + len(ends)], encoding="utf-8")

    return slip


def without(name: str, begins: str, ends: str = "") -> Slip:
    """What stands from one of these words to the other is selected and deleted."""

    def slip(content: Path) -> None:
        text = (content / name).read_text(encoding="utf-8")
        at = text.index(begins)
        (content / name).write_text(text[:at] + (text[text.index(ends, at) :] if ends else ""), encoding="utf-8")

    return slip


def emptied(name: str) -> Slip:
    return lambda content: (content / name).write_bytes(b"")


def gone(name: str) -> Slip:
    return lambda content: (content / name).unlink()


SLIPS: dict[str, tuple[Slip, str, str]] = {
    "half a topic": (without(NAME, "  - slide: the-day"), NAME, "notice: This file had 2 slides when it was last shown, and now has 1."),
    "a slide in the middle": (without(NAME, "  - slide: in-the-room", "  - slide: the-day"), NAME, "Gone: `in-the-room`."),
    "a point": (without(NAME, "      - en: You can", "  - slide: the-day"), NAME, "`in-the-room`"),
    "a topic within a line": (up_to(NAME, "  - slide: the-d"), NAME, "error: This file was cut off in the middle of line"),
    "a topic within a line that is closed": (up_to(NAME, "    kind: step"), NAME, "error: This file was cut off in the middle of line"),
    "an empty topic": (emptied(NAME), NAME, "error: Nothing is left in this file; when it was last shown it had"),
    "a topic that is gone": (gone(NAME), NAME, "warning: This file is gone. When the content was last shown it was there, with 2 slides."),
    "no form": (emptied("signup.yaml"), "signup.yaml", "notice: Nothing is left in this file;"),
    "half the questions": (without("questions.yaml", "    - question: ask-time"), "questions.yaml", "questions when it was last shown"),
    "half the sources": (without("sources.yaml", "- source: zarate-2006"), "sources.yaml", "sources when it was last shown"),
    "a part of the help": (without("help.yaml", "intro:", "lines:"), "help.yaml", "Gone: `intro`."),
}


@pytest.mark.parametrize(("slip", "name", "told"), SLIPS.values(), ids=SLIPS)
def test_what_was_lost_is_told_and_what_follows_is_not(content: Path, data: Path, slip: Slip, name: str, told: str) -> None:
    before, was = checked(content, data), (content / name).read_bytes()
    slip(content)
    said = checked(content, data)
    assert told in said
    assert not re.search(r"not used anywhere|There is no slide|There is no source", said)
    command = re.search(rf"{re.escape(name)}: .*`python3 main.py (check --restore .*?)`", said)
    assert command
    done = nursery.run(nursery.COMMAND, *shlex.split(command[1]), "--yes", environment=os.environ)
    assert done.returncode == 0, done.stderr
    assert (content / name).read_bytes() == was
    assert re.sub(r".*set-aside.*\n|\d+ notices.*", "", checked(content, data)) == re.sub(r"\d+ notices.*", "", before)


@pytest.mark.parametrize("slip", [without(NAME, "  - slide: the-day"), gone(NAME)], ids=["less", "gone"])
def test_what_was_meant_is_told_for_a_day_after_it_was_shown(content: Path, data: Path, slip: Slip) -> None:
    slip(content)
    now = datetime.now(tz=UTC)
    assert set(last_shown(data, content, now + timedelta(days=9))) == {NAME}
    open_library(content, data, TODAY)
    assert set(last_shown(data, content, now + timedelta(hours=23))) == {NAME}
    assert last_shown(data, content, now + timedelta(hours=25)) == {}


def test_a_topic_that_came_back_or_was_renamed_is_not_gone(content: Path, data: Path) -> None:
    (content / NAME).rename(content / "topics" / "15-infusion.yaml")
    assert "is gone" not in checked(content, data)
    open_library(content, data, TODAY)
    (content / "topics" / "15-infusion.yaml").rename(content / NAME)
    open_library(content, data, TODAY)
    assert "is gone" not in checked(content, data)


def test_where_no_topic_is_left_all_stay_as_they_were_shown(content: Path, data: Path) -> None:
    for path in (content / "topics").iterdir():
        path.unlink()
    open_library(content, data, TODAY)
    assert "topics/10-infusion.yaml" in last_shown(data, content, datetime.now(tz=UTC) + timedelta(days=9))


def test_a_mistake_beside_what_was_meant_is_still_told(content: Path, data: Path) -> None:
    without(NAME, "  - slide: the-day")(content)
    (content / NAME).write_text((content / NAME).read_text(encoding="utf-8").replace("points:", "pointes:"), encoding="utf-8")
    assert "`pointes` is not known here." in checked(content, data)


def test_what_cites_a_lost_source_is_told_once_a_file(content: Path, data: Path) -> None:
    without("sources.yaml", "- source: zarate-2006")(content)
    said = checked(content, data)
    assert said.count("are gone from sources.yaml.") == said.count(" error: ")
