"""Every screen on one page; or what changed, before and after side by side."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from conftest import PROJECT, TODAY

from content import sample
from kiosk.content.store.current import open_library
from kiosk.settings.settings import Settings
from kiosk.staff.content import contact_sheet, pictures
from kiosk.staff.content.all_screens import Drawn, Wanted
from kiosk.staff.errors import ExpectedError

SMALL = (640, 360)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


def shown(content: Path, data: Path) -> None:
    library, problems = open_library(content, data, TODAY)
    assert library, problems


def pairs(html: str) -> list[str]:
    """The pictures and notes of the page, in their order."""
    return [found[0] or found[1] for found in re.findall(r'<img src="([^"]+)"|<figure>(This screen [^<]+)<', html)]


def names(html: str) -> list[str]:
    return [re.sub(r"[a-z]{2}-\d{3}-|-\d+\.png", "", each) for each in pairs(html)]


def test_what_qt_says_of_a_drawing_comes_to_no_terminal(content: Path, tmp_path: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="url(#\x9b31mX)"/></svg>'
    (content / "pictures" / "room.svg").write_text(drawing, encoding="utf-8")
    command = [sys.executable, "main.py", "pictures", str(tmp_path / "p"), "--content", str(content), "--data", str(tmp_path / "d")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    told = subprocess.run([*command, "--language", "en", "--size", "640x360"], cwd=PROJECT, env=environment, capture_output=True, check=False)
    assert told.returncode == 0
    assert [line for line in told.stderr.splitlines() if b"pictures so far" not in line] == []


DRAWS_THRICE = """
import sys
from datetime import date
from pathlib import Path
from kiosk.content.store.current import open_library
from kiosk.settings.settings import Settings
from kiosk.staff.content import pictures
from kiosk.staff.content.all_screens import Wanted
content, place = Path(sys.argv[1]), Path(sys.argv[2])
library, _ = open_library(content, place / "data", date(2026, 11, 23))
for name, pixels in (("before", (1920, 1080)), ("between", (700, 400)), ("after", (1920, 1080))):
    pictures.every(library, Settings(), Wanted(place / name, pixels, 0.0, "en", topic=library.heads[-1].id))
"""


def test_what_was_drawn_before_changes_no_picture(content: Path, tmp_path: Path) -> None:
    """In a process of its own, as the command is. Between the two come letters of other sizes, whose bitmaps are made anew."""
    subprocess.run([sys.executable, "-c", DRAWS_THRICE, str(content), str(tmp_path)], cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    before, after = ([path.read_bytes() for path in sorted((tmp_path / name).glob("*.png"))] for name in ("before", "after"))
    assert before
    assert before == after


def test_all_pictures_stand_on_one_page_whatever_their_names(tmp_path: Path) -> None:
    html = contact_sheet.write(tmp_path, "Clinic & <more>", ["en-001-home.png", 'a"<b>.png']).read_text(encoding="utf-8")
    assert "2 screens" in html
    assert 'src="en-001-home.png"' in html
    assert "a&quot;&lt;b&gt;.png" in html
    assert "Clinic &amp; &lt;more&gt;" in html


def test_what_looks_otherwise_is_new_or_is_gone_is_told() -> None:
    before = {"a": Drawn("1-a", b"x"), "b": Drawn("2-b", b"x"), "gone": Drawn("3-gone", b"x")}
    after = {"new": Drawn("1-new", b"x"), "a": Drawn("2-a", b"x"), "b": Drawn("3-b", b"y")}
    assert pictures.differing(before, after) == [("", "1-new"), ("2-b", "3-b"), ("3-gone", "")]


def test_only_the_changed_slide_stands_there_before_and_after(
    qapp: object, content: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    shown(content, data)
    wanted = Wanted(out, SMALL, 0.0, "en")
    for _ in range(2):
        path = content / "topics" / "10-infusion.yaml"
        path.write_text(sample.INFUSION.replace("You can ask us to stop.", "You may always ask us to stop."), encoding="utf-8")
        says = pictures.changed(content, data, TODAY, Settings(), wanted)
        assert says.startswith("2 screens changed")
        assert capsys.readouterr().err.count("Drawing") == 2, "whoever waits sees how far it is"
        html = (out / "index.html").read_text(encoding="utf-8")
        assert names(html) == [f"{side}/infusion-in-the-room{panel}" for panel in ("", "-sources") for side in ("before", "after")]
        assert all((out / each).stat().st_size > 1000 for each in pairs(html))
        assert len(list(out.rglob("*.png"))) == 4


def test_pictures_of_others_stay_and_no_link_is_followed(qapp: object, content: Path, tmp_path: Path) -> None:
    shown(content, tmp_path / "data")
    path = content / "topics" / "10-infusion.yaml"
    path.write_text(sample.INFUSION.replace("You can ask us to stop.", "You may always ask us to stop."), encoding="utf-8")
    wanted = Wanted(tmp_path / "out", SMALL, 0.0, "en", topic="infusion")
    theirs = [wanted.folder / side / name for side in ("before", "after") for name in ("holiday.png", "EN-001-x.png", "en-1-x.png", "notes.txt")]
    for each in (*theirs, stale := wanted.folder / "before" / "en-999-gone.png"):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_text("theirs")
    pictures.changed(content, tmp_path / "data", TODAY, Settings(), wanted)
    assert [each.read_text() for each in theirs] == ["theirs"] * len(theirs)
    assert not stale.exists()
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "before").symlink_to(wanted.folder / "before")
    there = sorted((wanted.folder / "before").iterdir())
    with pytest.raises(OSError, match="before"):
        pictures.changed(content, tmp_path / "data", TODAY, Settings(), msgspec.structs.replace(wanted, folder=tmp_path / "linked"))
    assert sorted((wanted.folder / "before").iterdir()) == there


def test_a_new_slide_is_new_and_its_neighbours_are_not_told_for_their_number(qapp: object, content: Path, tmp_path: Path) -> None:
    shown(content, tmp_path / "data")
    slide = "  - slide: fresh\n    kind: statement\n    title: {en: Fresh, es: Nuevo}\n    points:\n      - {en: New here., es: Esto es nuevo.}\n"
    path = content / "topics" / "20-change.yaml"
    path.write_text(sample.CHANGE + slide, encoding="utf-8")
    pictures.changed(content, tmp_path / "data", TODAY, Settings(), Wanted(tmp_path / "out", SMALL, 0.0, "en"))
    told = names((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert told[told.index("This screen is new.") + 1] == "after/change-fresh"
    assert not [each for each in told if "both-sides" in each]


def test_a_changed_picture_file_changes_the_screens_that_show_it(qapp: object, content: Path, tmp_path: Path) -> None:
    shown(content, tmp_path / "data")
    (content / "pictures" / "topic-change.svg").write_text(sample.DRAWING.replace("DDEBEC", "AA3322"), encoding="utf-8")
    pictures.changed(content, tmp_path / "data", TODAY, Settings(), Wanted(tmp_path / "out", (960, 540), 0.0, "es"))
    told = names((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert "after/home" in told
    assert "after/infusion-in-the-room" not in told


def test_without_anything_shown_yet_staff_are_told_what_to_do(qapp: object, content: Path, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="nothing to compare with"):
        pictures.changed(content, tmp_path / "data", TODAY, Settings(), Wanted(tmp_path / "out", SMALL, 0.0))


def test_one_topic_is_drawn_alone(content: Path, tmp_path: Path) -> None:
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    topic = library.heads[0].id
    wanted = Wanted(tmp_path / "one", SMALL, 0.0, "en", topic=topic)
    pictures.every(library, Settings(), wanted)
    drawn = sorted(path.name for path in wanted.folder.glob("*.png"))
    assert drawn
    assert [name for name in drawn if not name.startswith(f"en-{drawn.index(name) + 1:03d}-{topic}-")] == []
    assert f"en-{len(drawn):03d}-{topic}-end.png" in drawn
    pictures.every(library, Settings(), Wanted(tmp_path / "all", SMALL, 0.0, "en"))
    everything = {path.name[len("en-000-") :] for path in (tmp_path / "all").glob("*.png")}
    assert {name[len("en-000-") :] for name in drawn} == {name for name in everything if name.startswith(f"{topic}-")}
    slide = library.first_slide(topic)
    pictures.every(library, Settings(), Wanted(tmp_path / "slide", SMALL, 0.0, "en", topic=f"{topic}/{slide}"))
    of_it = {path.name[len("en-000-") :] for path in (tmp_path / "slide").glob("*.png")}
    assert of_it == {name for name in everything if name.startswith(f"{topic}-{slide}-")}
    with pytest.raises(ExpectedError, match=f"There is no slide 'nowhere' in '{topic}'. There are: {slide}, "):
        pictures.every(library, Settings(), Wanted(tmp_path / "none", SMALL, 0.0, "en", topic=f"{topic}/nowhere"))


def test_one_topic_is_drawn_in_each_language(content: Path, tmp_path: Path) -> None:
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    for folder, language in (("both", ""), ("es", "es")):
        pictures.every(library, Settings(), Wanted(tmp_path / folder, SMALL, 0.0, language, topic="infusion"))
    both, spanish = ([path.read_bytes() for path in sorted((tmp_path / folder).glob("es-*.png"))] for folder in ("both", "es"))
    assert both == spanish


def test_the_questions_are_drawn_alone(content: Path, tmp_path: Path) -> None:
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    wanted = Wanted(tmp_path / "one", SMALL, 0.0, "en", topic="questions")
    pictures.every(library, Settings(), wanted)
    assert {path.name.split("-")[2] for path in wanted.folder.glob("*.png")} == {"lookup", "answer"}


def test_a_topic_that_is_not_there_is_told_before_anything_is_drawn(content: Path, tmp_path: Path) -> None:
    library, _ = open_library(content, tmp_path / "data", TODAY)
    assert library
    with pytest.raises(ExpectedError, match=r"There is no topic 'nothing'. There are: .*questions, help-panel, consultation-form\."):
        pictures.every(library, Settings(), Wanted(tmp_path / "none", SMALL, 0.0, topic="nothing"))
    assert not (tmp_path / "none").exists()
