"""No sign of a file, a name or a form steers the terminal that staff look at."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import nursery
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.content.reading.folder import read_folder
from kiosk.content.store.content_reader import ContentReader
from kiosk.files.private import DRAWER, KEYS
from kiosk.settings.settings import FILE, Settings
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import try_out_key
from kiosk.signup.record import Answer, Record
from kiosk.staff.commands import schema
from kiosk.staff.commands.run import content_source
from kiosk.staff.content.preview import Preview
from kiosk.staff.diagnosis.doctor import Patient, looked
from kiosk.staff.diagnosis.verdicts import red
from kiosk.staff.main import main
from kiosk.terminal import BACK, STEER, Plain, guard, on_one_line, plainly
from kiosk.unattended.crash import write_crash
from kiosk.unattended.log import QT, Aloud, Lines

PROJECT = Path(__file__).resolve().parents[2]
EVIL = "Eve\033]0;owned\a\033[2J\x9b31m\u202egnp.exe\u2028\x7f"
STEERS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")


@given(st.text(st.characters() | st.sampled_from(EVIL), max_size=60))
def test_nothing_but_letters_lines_and_our_own_signs_comes_through(text: str) -> None:
    ours = text.replace(STEER, "").replace(BACK, "")
    assert not STEERS.search(plainly(ours))
    assert not STEERS.search(on_one_line(text))
    assert "\n" not in on_one_line(text)
    assert plainly(ours.replace("\\", "")).count("\n") == ours.count("\n")


@given(st.lists(st.text(st.just("a") | st.sampled_from("\n\r"), max_size=20), max_size=4))
def test_each_thing_that_is_printed_is_one_line(things: list[str]) -> None:
    raw = io.StringIO()
    print(*things, sep="\n", end="\n\n", file=Plain(raw))
    said = raw.getvalue()
    bare = [thing.strip("\n") for thing in things]
    assert len([line for line in said.split("\n") if line]) == len([thing for thing in bare if thing])


def record(words: str, error: BaseException | None = None, name: str = "content") -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "", 0, "%s", (words,), (type(error), error, None) if error else None)


def test_no_name_and_no_error_looks_like_a_line_of_the_log() -> None:
    error = ValueError(f"{EVIL}\n2026-11-23 forged\n\n2026-11-24 forged")
    told = Lines().format(record(f"topics/{EVIL}\n2026-11-23 12:00:00,000 INFO forged", error))
    first, *others = told.split("\n")
    assert "INFO forged" in first
    assert len(others) == 4
    assert all(line.startswith("    ") for line in others)
    assert not STEERS.search(told)


def test_the_terminal_gets_the_same_lines_but_for_what_qt_says(capsys: pytest.CaptureFixture[str]) -> None:
    aloud = Aloud()
    aloud.setFormatter(Lines())
    with guard():
        for each in (record("a\nb", ValueError("c\nd")), record("qt.qpa.xcb: could not connect", name=QT)):
            aloud.handle(each)
    first, *others = capsys.readouterr().err.splitlines()
    assert first.endswith("ERROR content: a\\nb")
    assert others == ["    ValueError: c", "    d"]


@pytest.mark.parametrize("text", ["Nguyễn 10 µg ≥ 5 ✓", "a\tb\nc", "עברית العربية", "👩\u200d⚕️ naïve"])
def test_letters_of_all_the_world_stay_as_they_are(text: str) -> None:
    assert plainly(text) == text


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_no_terminal_is_too_old(encoding: str) -> None:
    raw = io.BytesIO()
    out = Plain(io.TextIOWrapper(raw, encoding))
    print("Nguyễn", EVIL, os.fsdecode(b"\xff.yaml"), file=out)
    out.flush()
    assert not STEERS.search(raw.getvalue().decode(encoding).replace("\r", ""))


# -- every command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A content folder, settings and a drawer in which everything that others can name has an evil name."""
    content, data = tmp_path / "content", tmp_path / "data"
    shutil.copytree(PROJECT / "content", content)
    topic = content / "topics" / "50-after.yaml"
    text = topic.read_text(encoding="utf-8")
    topic.write_text(text.replace("tint: rose", f"tint: '{EVIL}'"), encoding="utf-8")
    (content / "topics" / f"60-{EVIL}.yaml").write_text("topic: [", encoding="utf-8")
    (content / "topics" / f"61-{EVIL}.yaml.txt").write_text("topic: [", encoding="utf-8")
    Path(os.fsdecode(os.fsencode(content / "topics") + b"/\xff\x1b.yaml")).write_text("topic: [", encoding="utf-8")
    (content / "topics" / "70-visible.yaml").write_text(
        "topic: evil\ntitle: 'A \u202eB'\nwrong\u202e\u200f: yes\nslides:\n  - title: '\u202eA'\n    unknown\u202e: x\n", encoding="utf-8"
    )
    data.mkdir()
    (data / FILE).write_text("phone_region: '\u202eUS'\nunknown\u202e: 3\n", encoding="utf-8")
    try_out_key.make_try_out(data / KEYS, date(2026, 11, 23))
    drawer = Drawer(data / DRAWER, data / KEYS, lambda: datetime(2026, 11, 23, 12, tzinfo=UTC), lambda: 0.0)
    drawer.keep(Record(date(2026, 11, 23), "en", (Answer("name", "name", EVIL + "\nforged line", EVIL), Answer("phone", "phone", EVIL, EVIL)), ()))
    drawer.close()
    return tmp_path


CALLS = [
    ("check", "--quick"),
    ("check", "--quick", "--json"),
    ("check", "--quick", "--grades"),
    ("doctor",),
    ("doctor", "--json"),
    ("review", EVIL, "--by", "Ana"),
    ("review", "start", "--by", EVIL),
    ("signups", "list"),
    ("signups", "mark", EVIL, "called"),
    ("key", "list"),
    ("restore", f"/nowhere/{EVIL}.zip"),
    (EVIL,),
    ("--content", f"/nowhere/{EVIL}", "check"),
    ("run", "--window", EVIL),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: re.sub(r"[^a-z -]", "", " ".join(call)))
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_no_command_tells_a_terminal_what_to_do(place: Path, call: tuple[str, ...], encoding: str) -> None:
    where = () if "--content" in call else ("--content", str(place / "content"))
    words = [*call, *(() if call == (EVIL,) else (*where, "--data", str(place / "data")))]
    done = nursery.run(nursery.COMMAND, *words, environment=os.environ | {"PYTHONIOENCODING": encoding, "QT_QPA_PLATFORM": "offscreen"})
    said = done.stdout + done.stderr
    assert done.returncode in (0, 1, 2), said
    assert said
    assert not STEERS.search(said)
    assert "\nforged line" not in said
    if "--json" in call:
        assert json.loads(done.stdout)


def test_neither_do_the_screens_that_staff_look_at(place: Path, qapp: object) -> None:
    (place / "content" / "topics" / f"80-{EVIL}\nforged.yaml").write_text("topic: [", encoding="utf-8")
    reader = ContentReader(place / "content", place / "data", lambda: date(2026, 11, 23))
    reader.at_start()
    problems = content_source(argparse.Namespace(content=place / "content", data=place / "data"), reader, (), was_aside=False).problems()
    preview = Preview(place / "content", place / "data", lambda: date(2026, 11, 23), frozenset(), Settings())
    patient = Patient(place, place, datetime.now(tz=UTC))
    (doubt,) = looked("keys", lambda *_: [red("keys", EVIL, f"{EVIL}\nforged")], patient, lambda: read_folder(place))
    said = [each for problem in problems for each in (problem.file, problem.wrong, problem.instead)] + [doubt.says, doubt.do]
    said += [str(value) for row in preview.view.shown["problems"] for value in row.values()]
    preview.close()
    assert sum("forged" in each for each in said) > 2
    assert not [each for each in said if STEERS.search(each) or "\n" in each]


def test_neither_does_what_an_engineer_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    written = write_crash(tmp_path, RuntimeError(EVIL))
    assert written
    assert not STEERS.search(written.read_text(encoding="utf-8"))

    def fails(*_: object) -> int:
        raise RuntimeError(EVIL)

    monkeypatch.setattr(schema, "_schema", fails)
    (tmp_path / "file").write_text("no folder")
    assert main(["schema", "--data", str(tmp_path / "file")]) == 3
    said = capsys.readouterr()
    assert "Eve" in said.err
    assert not STEERS.search(said.out + said.err)
