"""Changes at a desk: undone one by one whatever others write, kept when the program is killed, and merged line by line."""

from __future__ import annotations

import errno
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import PROJECT
from growth import is_more_than_linear
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import SHIPPED

from kiosk.content.edits import changes, differences, touched
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.merging import merged
from kiosk.content.edits.outline import Spot, bare, beside, called, found, nearest, rows, text_at
from kiosk.content.edits.replacement import as_changes, hits, place, replaced
from kiosk.content.edits.session import Session
from kiosk.content.edits.touched import spot_of
from kiosk.content.model.deck import Text
from kiosk.content.model.walk import retold, texts
from kiosk.content.reading.folder import read_any
from kiosk.content.reading.result import ReadFile
from kiosk.yaml.key_path import KeyPath
from kiosk.yaml.writing import NotWrittenError

INFUSION = "topics/40-infusion.yaml"
BOTH = ("en", "es")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small part of what ships."""
    folder = tmp_path / "content"
    (folder / "topics").mkdir(parents=True)
    for name in ("clinic.yaml", "help.yaml", INFUSION, "topics/80-next.yaml"):
        shutil.copyfile(PROJECT / "content" / name, folder / name)
    return folder


@pytest.fixture
def session(content: Path, tmp_path: Path) -> Session:
    return Session(content, Drafts(tmp_path / "drafts"))


def said(session: Session, *way: str | int) -> str:
    text = text_at(session.file(INFUSION).value, way)
    assert text is not None
    return text.in_("en")


def test_typing_is_one_step_until_a_pause(session: Session, content: Path) -> None:
    before, way = session.raw(INFUSION), ("slides", 0, "title")
    for words in ("A", "A t", "A talk"):
        session.type_over(INFUSION, changes.said(way, "en", words, BOTH), way)
    session.pause()
    session.type_over(INFUSION, changes.said(way, "en", "A talk, first", BOTH), way)
    session.save()
    assert not session.unsaved
    assert said(session, *way) == "A talk, first"
    session.undo()
    assert said(session, *way) == "A talk"
    session.undo()
    assert session.raw(INFUSION) == before
    assert session.undo() is None
    session.redo()
    session.redo()
    assert said(session, *way) == "A talk, first"
    assert session.redo() is None
    assert (content / INFUSION).read_bytes() == session.raw(INFUSION)


@pytest.mark.parametrize(
    ("way", "item"),
    [
        ((), ()),
        (("title",), ()),
        ((0,), (0,)),
        ((3, "text", "en"), (3,)),
        (("slides", 0), ("slides", 0)),
        (("slides", 2, "title"), ("slides", 2)),
        (("slides", 2, "points", 0, "en"), ("slides", 2, "points", 0)),
    ],
)
def test_the_smallest_item_around_a_place(way: KeyPath, item: KeyPath) -> None:
    assert changes.item_of(way) == item


def test_a_step_is_undone_though_others_wrote_since(session: Session, content: Path) -> None:
    session.change(INFUSION, changes.said(("slides", 0, "title"), "en", "Mine", BOTH))
    session.save()
    path = content / INFUSION
    path.write_text(path.read_text().replace("Before you start,", "Before it begins,"))
    session.look()
    assert session.taken_in == 1
    session.undo()
    assert said(session, "slides", 0, "title") == "First, a talk and some checks"
    assert said(session, "slides", 1, "title") == "Before it begins"
    session.redo()
    session.save()
    path.write_text(path.read_text().replace("Mine", "Mine and theirs"))
    session.look()
    with pytest.raises(NotWrittenError, match="Somebody else"):
        session.undo()


@pytest.mark.parametrize(
    ("text", "words", "fresh", "after"),
    [
        ("An IV line, an iv LINE.", "IV line", "drip", "An drip, an drip."),
        ("La presión arterial", "PRESION", "tensión", "La tensión arterial"),
        ("Read the **written** consent.", "written consent", "form", "Read the **form**."),
        ("Some **written consent** here", "some written", "our", "our** consent** here"),
        ("A **bold word** here", "bold word", "bold", "A **bold** here"),
        ("Five\u00a0mg a day", "five mg", "10 mg", "10 mg a day"),
        ("You may leave now.", "now", "", "You may leave ."),
        ("A  now  B", "now", "", "A B"),
        ("nothing", "absent", "x", "nothing"),
        ("Straße", "strasse", "Weg", "Weg"),
        ("Un cafe\u0301 m\u00e1s", "cafe mas", "té", "Un té"),
        ("Un cafe\u0301 aquí", "café", "té", "Un té aquí"),
        ("anything", " ", "x", "anything"),
    ],
)
def test_other_words_stand_where_these_stood(text: str, words: str, fresh: str, after: str) -> None:
    assert replaced(text, words, fresh) == after


@given(text=st.text("aAáb *\u00a0\u00ad\u00b4\u0301\u2003\tñ½ßﬁ", max_size=20), words=st.text("aAáb *", max_size=4))
def test_what_is_found_is_replaced_and_nothing_else(text: str, words: str) -> None:
    after = replaced(text, words, "Q")
    assert ("Q" in after) == (bool(bare(words)) and bare(words) in bare(text))
    assert after.count("*") % 2 == text.count("*") % 2
    assert "Q" in after or after == text


def test_words_are_replaced_in_all_files_as_one_step(session: Session) -> None:
    before = {file.name: session.raw(file.name) for file in session.reading.files}
    those = list(hits(session.reading, "clinician", "doctor"))
    assert len({hit.spot.file for hit in those}) > 1
    assert all(place(session.reading, hit.spot, hit.language, "en").startswith(("English, ", "Spanish, ")) for hit in those)
    session.change_all(as_changes(those, BOTH))
    assert not list(hits(session.reading, "clinician", "doctor"))
    after = {file.name: session.raw(file.name) for file in session.reading.files}
    session.undo()
    assert {name: session.raw(name) for name in before} == before
    assert not session.can_undo
    session.redo()
    assert {name: session.raw(name) for name in before} == after
    assert not session.can_redo
    session.undo()
    with pytest.raises(NotWrittenError):
        session.change_all([*as_changes(those, BOTH), (INFUSION, changes.noticed("notice", "from", None, BOTH), ())])
    assert {name: session.raw(name) for name in before} == before


def test_what_is_half_done_waits(session: Session, content: Path) -> None:
    before = (content / INFUSION).read_bytes()
    session.change(INFUSION, changes.added(("slides", 0, "points", 0), BOTH))
    session.save()
    assert session.waits(INFUSION) == "Write over “New text” and “Texto nuevo”, and it will be saved."
    session.change(INFUSION, changes.said(("slides", 0, "points", 1), "en", "We explain it.", BOTH))
    assert session.waits(INFUSION) == "Write over “Texto nuevo”, and it will be saved."
    session.change(INFUSION, changes.deleted(("slides", 0, "points", 1)))
    session.change(INFUSION, lambda raw: raw.replace(b"tint: apricot", b"tint: purple"))
    session.save()
    assert session.unsaved == (INFUSION,)
    assert session.waits(INFUSION).startswith("Not saved: ")
    assert (content / INFUSION).read_bytes() == before
    with pytest.raises(NotWrittenError):
        session.change(INFUSION, changes.said(("slides", 0, "title"), "en", "\u202e", BOTH))


KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.content.edits import changes
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.session import Session
from kiosk.content.edits.touched import spot_of
from kiosk.content.model.deck import Text
session = Session(Path(sys.argv[1]), Drafts(Path(sys.argv[2])))
way = ("slides", 0, "title")
session.type_over("topics/40-infusion.yaml", changes.said(way, "en", "Typed", ("en", "es")), way)
session.keep()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_typed_is_there_after_a_kill(content: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(content), str(tmp_path / "drafts")], cwd=PROJECT, check=False)
    assert done.returncode == -signal.SIGKILL
    path = content / INFUSION
    path.write_text(path.read_text().replace("Before you start,", "Before it begins,"))
    again = Session(content, Drafts(tmp_path / "drafts"))
    assert again.found_again == (INFUSION,)
    assert said(again, "slides", 0, "title") == "Typed"
    assert said(again, "slides", 1, "title") == "Before it begins"
    again.save()
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == ()
    assert "Typed" in path.read_text()


@pytest.mark.parametrize("name", ["02 cost.yaml", "02.cost.yaml", "02-costé.yml"])
def test_a_draft_of_a_topic_of_any_name_is_found_again(content: Path, tmp_path: Path, name: str) -> None:
    file = (content / INFUSION).rename(content / "topics" / name).relative_to(content).as_posix()
    way = ("slides", 0, "title")
    session = Session(content, Drafts(tmp_path / "drafts"))
    session.change(file, changes.said(way, "en", "Typed", BOTH), way)
    session.keep()
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == (file,)


WINDOW = """
import sys
from pathlib import Path
from kiosk.content.edits import changes
from kiosk.content.edits.drafts import Drafts
from kiosk.content.edits.session import Session
from kiosk.content.edits.touched import spot_of
session = Session(Path(sys.argv[1]), Drafts(Path(sys.argv[2])))
for number in sys.argv[4:]:
    way = ("slides", int(number), "title")
    session.change("topics/40-infusion.yaml", changes.said(way, "en", sys.argv[3], ("en", "es")), way)
session.keep()
print("kept", flush=True)
sys.stdin.read()
"""


def test_windows_of_one_account_lose_nothing_of_each_other(content: Path, tmp_path: Path) -> None:
    def window(words: str, *slides: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", WINDOW, str(content), str(tmp_path / "drafts"), words, *slides]
        return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def titles(session: Session) -> list[str]:
        return [said(session, "slides", number, "title") for number in range(3)]

    others = [window("Ana", "0"), window("Bob", "1"), window("Eve", "0", "2")]
    try:
        for each in others:
            assert each.stdout
            assert each.stdout.readline() == b"kept\n"
        mine = Session(content, Drafts(tmp_path / "drafts"))
        assert mine.found_again == ()
        mine.change(INFUSION, changes.said(("slides", 3, "title"), "es", "Mío", BOTH))
        mine.save()
    finally:
        for each in others:
            each.kill()
            each.communicate()
    first = Session(content, Drafts(tmp_path / "drafts"))
    assert first.found_again == (INFUSION,)
    assert "Bob" in titles(first)
    assert ("Ana" in titles(first)) != ("Eve" in titles(first))  # which of the two was first, nobody knows
    first.save()
    second = Session(content, Drafts(tmp_path / "drafts"))
    assert second.found_again == (INFUSION,)
    assert {"Ana", "Eve"} <= {*titles(first), *titles(second)}
    assert INFUSION in second.conflicts
    second.settle(INFUSION, mine=False)
    second.keep()
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == ()


def test_what_cannot_be_saved_is_kept_and_what_can_be_saved_needs_no_draft(
    session: Session, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    way = ("slides", 0, "title")
    session.change(INFUSION, changes.said(way, "en", "Mine", BOTH))
    with monkeypatch.context() as only_here:
        only_here.setattr("kiosk.content.edits.session.put", full)
        with pytest.raises(OSError, match="no room"):
            session.save()
        assert session.is_kept
        assert said(Session(content, Drafts(tmp_path / "drafts")), *way) == "Mine"
        session.change(INFUSION, changes.said(way, "en", "Mine, too", BOTH))
        only_here.setattr("kiosk.content.edits.drafts.write_private", full)
        with pytest.raises(OSError, match="no room"):
            session.save()
        assert not session.is_kept
    monkeypatch.setattr("kiosk.content.edits.drafts.write_private", full)
    session.save()
    assert b"Mine, too" in (content / INFUSION).read_bytes()
    assert session.is_kept
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == ()


def test_a_file_in_latin_1_is_kept_byte_for_byte(content: Path, tmp_path: Path) -> None:
    path = content / INFUSION
    path.write_bytes(path.read_bytes() + "# a colleague's café".encode("latin-1"))
    session = Session(content, Drafts(tmp_path / "drafts"))
    session.change(INFUSION, lambda raw: raw + b" is here\n")
    session.keep()
    again = Session(content, Drafts(tmp_path / "drafts"))
    assert again.found_again == (INFUSION,)
    assert again.raw(INFUSION) == path.read_bytes() + b" is here\n"
    again.save()
    assert path.read_bytes().endswith(b"caf\xe9 is here\n")


def test_a_draft_that_others_wrote_over_is_a_choice(session: Session, content: Path, tmp_path: Path) -> None:
    session.change(INFUSION, changes.said(("slides", 0, "title"), "en", "Mine", BOTH))
    session.keep()
    path = content / INFUSION
    path.write_text(path.read_text().replace("First, a talk and some checks", "Theirs"))
    for mine in (True, False):
        for _ in range(2):  # nothing is forgotten before somebody chose
            again = Session(content, Drafts(tmp_path / "drafts"))
            assert again.conflicts[INFUSION].theirs.count("Theirs") == 1
            assert said(again, "slides", 0, "title") == "Mine"
            again.save()
            assert again.unsaved == (INFUSION,)
        assert again.settle(INFUSION, mine=mine)
        assert said(again, "slides", 0, "title") == ("Mine" if mine else "Theirs")
        again.undo()
        assert said(again, "slides", 0, "title") == ("Theirs" if mine else "Mine")
        again.redo()
    again.keep()
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == ()


def test_what_was_chosen_over_what_others_wrote_is_kept_until_it_is_saved(session: Session, content: Path, tmp_path: Path) -> None:
    session.change(INFUSION, changes.said(("slides", 0, "title"), "en", "Mine", BOTH))
    session.keep()
    path = content / INFUSION
    path.write_text(path.read_text().replace("First, a talk and some checks", "Theirs"))
    again = Session(content, Drafts(tmp_path / "drafts"))
    again.settle(INFUSION, mine=True)
    again.keep()
    third = Session(content, Drafts(tmp_path / "drafts"))
    assert not third.conflicts
    assert said(third, "slides", 0, "title") == "Mine"
    third.save()
    assert "Mine" in path.read_text()


def test_a_draft_that_waits_for_a_choice_outlives_a_second_kill(session: Session, content: Path, tmp_path: Path) -> None:
    way = ("slides", 0, "title")
    session.change(INFUSION, changes.said(way, "en", "Mine", BOTH), way)
    session.keep()
    (content / INFUSION).write_bytes(changes.said(way, "en", "Theirs", BOTH)((content / INFUSION).read_bytes()))
    for _ in range(2):
        again = Session(content, Drafts(tmp_path / "drafts"))
        assert INFUSION in again.conflicts
        again.keep()


def test_what_was_tried_in_a_copy_is_never_found_again_elsewhere(content: Path, tmp_path: Path) -> None:
    drafts, copy = Drafts(tmp_path / "drafts"), shutil.copytree(content, tmp_path / "copy")
    trial = Session(copy, drafts)
    trial.change(INFUSION, lambda raw: raw + b"# TRIAL ONLY\n", ())
    trial.keep()
    other = Session(content, drafts)
    assert other.found_again == ()
    other.save()
    assert b"TRIAL ONLY" not in (content / INFUSION).read_bytes()
    (tmp_path / "link").symlink_to(copy)
    for same in (copy, tmp_path / "link", copy / ".." / "copy"):
        assert Session(same, drafts).found_again == (INFUSION,)


def test_damaged_drafts_are_none(content: Path, tmp_path: Path) -> None:
    session = Session(content, Drafts(tmp_path / "drafts"))
    session.change(INFUSION, lambda raw: raw + b"# mine\n", ())
    session.keep()
    (draft,) = (tmp_path / "drafts").rglob("*.json")
    draft.write_bytes(b'{"file": ')
    assert Session(content, Drafts(tmp_path / "drafts")).found_again == ()


FIRST = "slides:\n  - slide: theirs\n    title: {en: Theirs, es: Suyo}\n    points:\n      - {en: One., es: Uno.}\n"


def test_what_somebody_is_at_stays_the_same_item_whatever_others_put_before_it(session: Session, content: Path) -> None:
    path, at = content / INFUSION, Spot(INFUSION, ("slides", 1, "title"))
    session.chosen = at
    session.change(INFUSION, changes.said(at.way, "en", "Mine", BOTH), at.way)
    path.write_text(path.read_text().replace("slides:\n", FIRST, 1))
    session.save()
    assert session.chosen == Spot(INFUSION, ("slides", 2, "title"))
    assert said(session, *session.chosen.way) == "Mine"
    step = session.undo()
    assert step
    assert step.way == session.chosen.way
    session.save()
    whole = path.read_text()
    path.write_text(whole.replace("topic:", "topic", 1))
    session.look()
    assert session.chosen == Spot(INFUSION, ("slides", 2, "title"))
    path.write_text(whole.replace(FIRST, "slides:\n"))
    session.look()
    assert session.chosen == at
    end, lines = last_lines(session, "slides", 1)
    begin = next(number for number, line in enumerate(lines) if line.startswith(f"  - slide: {session.file(INFUSION).value.slides[1].id}"))
    path.write_text("".join([*lines[:begin], *lines[end:]]))
    session.look()
    assert session.chosen is None


def test_a_conflict_that_others_took_back_is_over(session: Session, content: Path) -> None:
    way, path = ("slides", 0, "title"), content / INFUSION
    base = path.read_text()
    session.change(INFUSION, changes.said(way, "en", "Mine", BOTH), way)
    for theirs in ("Theirs", "Theirs again"):
        path.write_text(base.replace("First, a talk and some checks", theirs))
        session.look()
    path.write_text(base.replace("First, a talk and some checks", "Theirs once more"))
    assert not session.settle(INFUSION, mine=False)  # nobody has seen this one
    assert session.conflicts[INFUSION].theirs.count("Theirs once more") == 1
    path.write_text(base)
    assert not session.settle(INFUSION, mine=False)
    assert not session.conflicts
    assert said(session, *way) == "Mine"
    session.save()
    assert "Mine" in path.read_text()


LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "d\n"]), max_size=8).map("".join)


@settings(max_examples=60)
@given(LINES, LINES)
def test_one_who_changes_nothing_loses_nothing(base: str, other: str) -> None:
    assert merged(base, base, other) == other
    assert merged(base, other, base) == other
    assert merged(base, other, other) == other


def test_lines_apart_are_merged_and_the_same_lines_are_not() -> None:
    assert merged("1\n2\n3\n4\n", "1\nmine\n3\n4\n", "1\n2\n3\ntheirs\n") == "1\nmine\n3\ntheirs\n"
    assert merged("1\n2\n3\n", "1\nmine\n3\n", "1\ntheirs\n3\n") is None
    assert merged("1\n2\n", "1\nmine\n2\n", "1\ntheirs\n2\n") is None
    assert merged("1\n2\n3\n", "1\nmine\n3\n", "1\n2\ntheirs\n") == "1\nmine\ntheirs\n"
    assert merged("1\n2\n3\n", "1\n3\n", "1\n2\ntheirs\n3\n") is None
    assert merged("1\n2\n3\n", "", "1\n2\n3\ntheirs\n") is None


@pytest.mark.parametrize("row", ["\n", "#\n", "- a\n", "- a\n\n"])
def test_whatever_a_colleague_writes_is_put_together_in_a_moment(row: str) -> None:
    """Else the window stands still: for what rows have in common takes more than the square of them."""
    many = row * 10_000
    begun = time.thread_time()
    assert merged(many, f"mine\n{many}", f"{many}theirs\n") == f"mine\n{many}theirs\n"
    merged(many, f"{many[: len(many) // 2]}mine\n{many}", f"{row * 17_000}theirs\n")
    assert time.thread_time() - begun < 3.0


ROWS = st.lists(st.sampled_from("abc"), max_size=12)


@given(ROWS, ROWS, st.sampled_from([0, 3, 30, 1000]))
def test_parts_are_both_rows_from_beginning_to_end(one: list[str], two: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "MOST_STEPS", most)
        found = list(differences.parts(one, two))
    assert [line for same, start, end, *_ in found for line in one[start:end]] == one
    assert [line for same, *_, start, end in found for line in two[start:end]] == two
    assert all((one[start:end] == two[begin:stop]) is same for same, start, end, begin, stop in found)


@given(st.permutations("abcdefgh"), ROWS)
def test_what_stands_once_in_both_is_found_however_much_there_is(order: list[str], between: list[str]) -> None:
    """As many as keep their order, and none twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "MOST_STEPS", 0)
        found = list(differences.parts([*"ABCDEFGH", *between, *between], [each.upper() for each in order]))
    same = [(start + at, begin + at) for equal, start, end, begin, _ in found if equal for at in range(end - start)]
    orders = [[each for at, each in enumerate(order) if chosen >> at & 1] for chosen in range(1 << len(order))]
    assert len(same) == max(len(each) for each in orders if each == sorted(each))


@pytest.mark.parametrize("lines", ["#u{}\n#c{}\n|#c{}\n#v{}\n", "#u{}\n\n|\n#v{}\n", "#a{}\n#b{}\n|#b{}\n#a{}\n", "a\nb\n|b\nc\na\n"])
def test_the_time_for_two_texts_grows_with_their_length_alone(lines: str) -> None:
    one, two = lines.split("|")

    def compared(text: str) -> None:
        count = len(text) // 14
        rows = ["".join(each.replace("{}", str(at)) for at in range(count)).splitlines() for each in (one, two)]
        assert sum(1 for _ in differences.parts(*rows)) >= 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(differences, "MOST_STEPS", 20_000)
        assert not is_more_than_linear(compared, "x".__mul__, 10_000)


@given(ROWS, ROWS)
def test_texts_of_any_usual_length_are_divided_by_the_longest_that_they_share(one: list[str], two: list[str]) -> None:
    whole = [f"{at}" for at in range(3)]
    blocks = SequenceMatcher(None, inner := [*one, "-"], other := [*two, "+"], autojunk=False).get_matching_blocks()
    if one[:1] == two[:1]:  # the beginning is taken first
        return
    found = list(differences.parts([*whole, *inner, *whole], [*whole, *other, *whole]))
    assert sum(end - start for same, start, end, *_ in found if same) == sum(block.size for block in blocks) + 2 * len(whole)


POINTS = st.lists(st.sampled_from("pqr"), min_size=1, max_size=4)
TREES = st.lists(st.tuples(st.integers(0, 5), POINTS), min_size=1, max_size=4, unique_by=lambda each: each[0])
"""Slides with their points, which are often the same."""
KINDS = st.sampled_from(("slide gone", "slide copied", "slide up", "title", "gone", "new", "told anew"))
DEEDS = st.lists(st.tuples(KINDS, st.integers(0, 9), st.integers(0, 9)), max_size=4)
Tree = list[tuple[str, str, tuple[str, ...]]]


def changed(tree: Tree, deeds: list[tuple[str, int, int]], who: str) -> Tree:
    """The slides after what somebody did with them; what is new tells by whom it is."""
    slides = list(tree)
    for count, (deed, one, two) in enumerate(deeds):
        at = one % len(slides)
        name, title, points = slides[at]
        which = two % len(points) if points else 0
        match deed:
            case "slide gone" if len(slides) > 1:
                del slides[at]
            case "slide copied":
                slides.insert(at + 1, (f"{name}-{who}{count}", title, points))
            case "slide up":
                slides.insert(max(0, at - 1), slides.pop(at))
            case "title":
                slides[at] = name, f"{who}{count}", points
            case "gone":
                slides[at] = name, title, points[:which] + points[which + 1 :]
            case "new":
                slides[at] = name, title, (*points[:which], f"{who}{count}", *points[which:])
            case "told anew" if points:
                slides[at] = name, title, (*points[:which], f"{who}{count}", *points[which + 1 :])
    return slides


def written(tree: Tree, pad: str) -> str:
    heads = ((f"- slide: {name}", f"  title: {title}", "  points:", *(f"    - {each}" for each in points)) for name, title, points in tree)
    return "slides:\n" + "".join(f"{pad}{line}\n" for head in heads for line in head)


@settings(max_examples=120)
@given(tree=TREES, mine=DEEDS, theirs=DEEDS, pad=st.sampled_from(["", "  "]))
def test_after_a_merge_each_item_stands_where_somebody_put_it(
    tree: list[tuple[int, list[str]]], mine: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]], pad: str
) -> None:
    base: Tree = [(f"s{name}", "t", tuple(points)) for name, points in tree]
    one, two = changed(base, mine, "m"), changed(base, theirs, "o")
    both = merged(written(base, pad), written(one, pad), written(two, pad))
    if both is None:
        return
    found = {each["slide"]: each for each in yaml.safe_load(both)["slides"]}
    slides = [{name: (title, Counter(points)) for name, title, points in each} for each in (base, one, two)]
    assert set(found) == {name for name in slides[1] | slides[2] if all(name in each for each in slides[1:]) or name not in slides[0]}
    none: tuple[str, Counter[str]] = "", Counter()
    for name, slide in found.items():
        (was, had), *those = (each.get(name, none) for each in slides)
        assert slide["title"] in ({title for title, _ in those if title != was} or {was})
        there = Counter(slide.get("points") or ())
        assert all(there[point] > 0 for _, points in those for point in points - had if point not in "pqr")
        assert all(any(point in points for _, points in those) for point in there)


@settings(max_examples=60)
@given(st.text("- a:#\n\r ", max_size=30), st.text("- a:#\n\r ", max_size=30), st.text("- a:#\n\r ", max_size=30))
def test_any_three_texts_are_merged_or_not(base: str, mine: str, theirs: str) -> None:
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


def last_lines(session: Session, *way: str | int) -> tuple[int, list[str]]:
    """Where what stands here ends, and the lines of the file."""
    file = session.file(INFUSION)
    assert file.yaml
    return file.yaml.lines_at(way).stop - 1, session.raw(INFUSION).decode().splitlines(keepends=True)


def test_a_point_for_a_slide_that_is_deleted_comes_on_no_other_slide(session: Session, content: Path) -> None:
    end, lines = last_lines(session, "slides", 1)
    session.change(INFUSION, changes.deleted(("slides", 1)))
    (content / INFUSION).write_text("".join([*lines[:end], "      - {en: THEIRS, es: SUYO}\n", *lines[end:]]))
    session.save()
    assert set(session.conflicts) == {INFUSION}
    assert "THEIRS" in (content / INFUSION).read_text()


def test_a_copy_on_which_others_wrote_since_is_not_taken_back(session: Session, content: Path) -> None:
    session.change(INFUSION, changes.copied(("slides", 0)))
    session.save()
    end, lines = last_lines(session, "slides", 1)
    (content / INFUSION).write_text("".join([*lines[:end], "      - {en: THEIRS, es: SUYO}\n", *lines[end:]]))
    session.look()
    assert session.taken_in == 1
    with pytest.raises(NotWrittenError, match="Somebody else"):
        session.undo()


def test_a_topic_that_is_deleted_while_others_add_a_slide_is_a_choice(session: Session, content: Path) -> None:
    session.begin(INFUSION, "")
    path = content / INFUSION
    path.write_text(path.read_text() + "  - slide: theirs\n    title: {en: Theirs, es: Suyo}\n    points:\n      - {en: One., es: Uno.}\n")
    session.save()
    assert session.conflicts[INFUSION].mine == ""
    assert "slide: theirs" in path.read_text()
    session.settle(INFUSION, mine=True)
    session.save()
    assert not path.exists()


def test_items_are_numbered_as_people_say_it() -> None:
    for said in ("1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "101st", "111th"):
        assert called("topics/1.yaml", ("slides", 0, "points", int(said[:-2]) - 1)) == f"{said} point"


def test_every_text_can_be_told_anew_and_is_called_something(session: Session) -> None:
    for file in session.reading.files:
        if file.value is None:
            continue
        for way, text in texts(file.value):
            assert text_at(retold(file.value, way, text), way) == text
            assert called(file.name, way)
            assert (way, text) in beside(file.value, way)
            assert nearest(file.value, way) == way


def test_the_list_has_every_slide_and_opens_sections(session: Session) -> None:
    closed, opened = list(rows(session.reading, "en", ())), list(rows(session.reading, "en", {"help.yaml"}))
    slides = sum(len(file.value.slides) for file in session.reading.topics if file.value)
    assert sum(row.kind == "slide" for row in closed) == slides
    assert len(opened) > len(closed)
    assert [spot.way for spot, code, _ in found(session.reading, "CRISIS, LLAMAR AL 988", 9)]


def test_words_on_the_screen_are_found_in_the_file(session: Session) -> None:
    here = [(INFUSION, ("slides", 0)), (INFUSION, ()), ("clinic.yaml", ())]
    assert spot_of(session.reading, "Many clinics do a mood check. It helps you compare later.", "en", here).way == ("slides", 0, "points", 1)  # type: ignore[union-attr]
    assert spot_of(session.reading, "It helps you compare later.", "en", here).way == ("slides", 0, "points", 1)  # type: ignore[union-attr]
    assert spot_of(session.reading, "no such words here", "en", here) is None
    assert spot_of(session.reading, "", "en", here) is None


def test_days_are_written_and_taken_out_again(session: Session) -> None:
    before = session.raw(INFUSION)
    session.change(INFUSION, changes.scheduled(("slides", 0), date(2027, 1, 1), None))
    assert session.file(INFUSION).value.slides[0].show.begin == date(2027, 1, 1)
    session.change(INFUSION, changes.scheduled(("slides", 0), None, None))
    assert session.raw(INFUSION) == before


def test_every_text_of_what_ships_stands_where_it_is_said_to() -> None:
    """So that it can be changed there: as a plain line, or with its languages."""
    for file in SHIPPED.files:
        assert file.yaml is not None or file.value is None
        for number, (way, text) in enumerate(texts(file.value) if file.value is not None and file.yaml is not None else ()):
            place: object = file.yaml.data  # type: ignore[union-attr]
            for step in way:
                place = place[step] if isinstance(place, (dict, list)) else {}  # type: ignore[index,call-overload]
            assert isinstance(place, str) or (isinstance(place, dict) and {code for code, _ in text.versions} <= place.keys()), (file.name, way)
            if number % 40 == 0:
                other = Text((("en", "Other words"),))
                assert text_at(retold(file.value, way, other), way) == other


def test_any_file_with_a_mistake_heads_the_list(content: Path, tmp_path: Path) -> None:
    for name in ("help.yaml", INFUSION):
        path = content / name
        path.write_text(path.read_text() + '"\n')
    listed = list(rows(Session(content, Drafts(tmp_path / "drafts")).reading, "en", ()))
    assert {(row.kind, row.spot.file) for row in listed[:2]} == {("mistake", "help.yaml"), ("mistake", INFUSION)}
    assert not [row for row in listed[2:] if row.kind == "mistake"]


FACTS = st.lists(st.text("ab.", max_size=3), min_size=2, max_size=5)
AMONG = r"(?:^|[^\w\s]\s*)(?:{})(?:$|(?<=[^\w\s])|(?=\s*[^\w\s]))"
"""The same as a pattern, which takes a time that grows with the power of how many parts there are."""


@given(FACTS, st.text("ab. ", max_size=12))
def test_a_sentence_with_facts_is_found_by_what_stands_around_them(parts: list[str], said: str) -> None:
    asked, parts = bare(said), [bare(part) for part in parts]
    if touched._stand_in(parts, asked):
        assert re.search(AMONG.format(r".+?".join(map(re.escape, parts))), asked)
    if re.fullmatch(".+".join(map(re.escape, parts)), asked):
        assert touched._stand_in(parts, asked)


def test_a_sentence_with_very_many_facts_is_found_at_once() -> None:
    parts, said = ["a "] * 200, bare("a " * 20_000)
    assert touched._stand_in([*parts, ""], said)
    assert not touched._stand_in([*parts, "b"], said)


@pytest.mark.parametrize("name", ["10-start", "999-x", "1000-x", "9999999-x", "zz", "zz_new", f"{'9' * 200}-x"])
def test_a_new_topic_comes_behind_any_other(name: str) -> None:
    beside = f"topics/{name}.yaml"
    files = [beside]
    for _ in range(3):
        fresh, text = changes.new_topic(beside, files, [], BOTH)
        assert fresh > beside
        assert fresh not in files
        assert "topic: new\n" in text
        files.append(fresh)


def test_what_a_colleague_saves_is_read_once(session: Session, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst file there can be takes a second, in which the window stands still."""
    read, good = list[str](), (content / INFUSION).read_text(encoding="utf-8")

    def counted(raw: bytes, file: str, languages: Sequence[str]) -> ReadFile[Any]:
        read.append(file)
        return read_any(raw, file, languages)

    monkeypatch.setattr("kiosk.content.edits.session.read_any", counted)
    for text in ("topic: [", "topic: infusion\n" * 2000, f"{good}# more"):
        (content / INFUSION).write_text(text, encoding="utf-8")
        session.look()
        session.look()
    assert read == [INFUSION] * len(read)
    assert len(read) == 3
    assert session.file(INFUSION).raw == f"{good}# more".encode()
