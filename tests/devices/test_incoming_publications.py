"""The folder for publications beside the screen: what comes into it is taken by a process of its own, once it is there whole."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.incoming_publications import AGAIN_MS, MOST_LOOKS, Incoming


def _answering(tmp_path: Path, answer: str) -> list[str]:
    return ["-c", f"open({str(tmp_path / 'begun')!r}, 'a').write('x'); print({answer!r})"]


def _looks(qtbot: Any, incoming: Incoming) -> None:
    incoming.look()
    assert incoming._looks._process
    with qtbot.waitSignal(incoming._looks._process.finished, timeout=20_000):
        pass


def _waits(qtbot: Any, incoming: Incoming) -> None:
    assert incoming._child._process
    with qtbot.waitSignal(incoming._child._process.finished, timeout=20_000):
        pass


TAKEN = {"number": 2, "already": False}


@pytest.mark.parametrize(
    ("answer", "heard"),
    [(json.dumps(TAKEN), 1), (json.dumps(TAKEN | {"already": True}), 0), ('{"wrong": "cut off"}', 0), ('{"says": ["Nothing newer"]}', 0), ("", 0)],
)
def test_what_has_come_whole_is_taken_once(qtbot: Any, tmp_path: Path, answer: str, heard: int) -> None:
    folder, told = tmp_path / "in", list[None]()
    folder.mkdir()
    incoming = Incoming(str(folder), _answering(tmp_path, answer), tmp_path / "trusted")
    incoming.taken.connect(lambda: told.append(None))
    (folder / "notes.txt").touch()
    _looks(qtbot, incoming)
    _looks(qtbot, incoming)
    assert incoming._child._process is None, "nothing of ours is there"
    (folder / "publication-2.kiosk.zip").write_bytes(b"ha")
    _looks(qtbot, incoming)
    (folder / "publication-2.kiosk.zip").write_bytes(b"half")
    _looks(qtbot, incoming)
    assert incoming._child._process is None, "it still comes"
    _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert len(told) == heard
    _looks(qtbot, incoming)
    assert incoming._child._process is None, "it was tried"
    (folder / "publication-2.kiosk.zip").write_bytes(b"all of it")
    _looks(qtbot, incoming)
    _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    incoming.close()


def test_what_was_refused_is_tried_again_after_a_while_and_when_somebody_is_trusted(qtbot: Any, tmp_path: Path) -> None:
    """Its publisher may be trusted by then."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "publication-2.kiosk.zip").write_bytes(b"of a stranger")
    incoming = Incoming(str(tmp_path / "in"), _answering(tmp_path, '{"wrong": "a stranger"}'), tmp_path / "trusted")
    for _ in range(2):
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert incoming._again.isActive()
    assert incoming._again.interval() == AGAIN_MS
    incoming._again.timeout.emit()
    _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    (tmp_path / "trusted").write_text("Ana RW...", encoding="utf-8")
    for _ in range(2):
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xxx"
    incoming.close()


@pytest.mark.parametrize("touched", ["publication-note.txt", "publication-7.kiosk.zip.minisig", "publication-9.kiosk.zip", "publication-.kiosk.zip"])
def test_a_file_that_somebody_touches_at_each_look_keeps_nobody_away(qtbot: Any, tmp_path: Path, touched: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "publication-2.kiosk.zip").write_bytes(b"all of it")
    incoming = Incoming(str(folder), _answering(tmp_path, json.dumps(TAKEN)), tmp_path / "trusted")
    for text in ("a", "ab"):
        (folder / touched).write_text(text, encoding="utf-8")
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    (folder / touched).write_text("abc", encoding="utf-8")
    _looks(qtbot, incoming)
    assert incoming._child._process is None, "it was tried"
    incoming.close()


def test_one_that_is_never_as_it_was_is_tried_after_some_minutes(qtbot: Any, tmp_path: Path) -> None:
    """Whoever may write there may write on the good one, too."""
    incoming = Incoming("", _answering(tmp_path, json.dumps(TAKEN)), tmp_path / "trusted")
    for look in range(2 * MOST_LOOKS + 2):
        incoming._looks.said.emit(b"2 %d 1 116 1 -\n" % look)
        if begun := look % (MOST_LOOKS + 1) == MOST_LOOKS:
            _waits(qtbot, incoming)
        assert (tmp_path / "begun").exists() is (begun or look > MOST_LOOKS)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    incoming.close()


def test_one_that_comes_while_another_is_taken_is_tried_then(qtbot: Any, tmp_path: Path) -> None:
    incoming = Incoming("", _answering(tmp_path, json.dumps(TAKEN)), tmp_path / "trusted")
    for there in (b"2 1 1 116 1 -\n", b"2 1 1 116 1 -\n", b"3 1 1 116 1 -\n2 1 1 116 1 -\n", b"3 1 1 116 1 -\n2 1 1 116 1 -\n"):
        incoming._looks.said.emit(there)
    _waits(qtbot, incoming)
    incoming._looks.said.emit(there)
    _waits(qtbot, incoming)
    incoming._looks.said.emit(there)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    incoming.close()


def test_a_trial_that_died_is_begun_again_after_a_while(qtbot: Any, tmp_path: Path) -> None:
    incoming = Incoming("", ["-c", "import os; os.abort()"], tmp_path / "trusted")
    for _ in range(2):
        incoming._looks.said.emit(b"2 1 1 116 1 -\n")
    _waits(qtbot, incoming)
    assert incoming._again.isActive()
    incoming._again.timeout.emit()
    incoming._looks.said.emit(b"2 1 1 116 1 -\n")
    _waits(qtbot, incoming)
    incoming.close()


@pytest.mark.parametrize("many", [0, 2100])
def test_whatever_lies_beside_it_a_new_one_is_seen(qtbot: Any, tmp_path: Path, many: int) -> None:
    folder = tmp_path / "in"
    (folder / "publication-1").mkdir(parents=True)
    (folder / "publication-0").symlink_to("/nowhere")
    (folder / "publication-3.kiosk.zip").symlink_to(folder / "publication-3.kiosk.zip")
    os.close(os.open(os.fsencode(folder) + b"/publication-\xff", os.O_CREAT | os.O_WRONLY))
    for number in range(many):
        (folder / f"x{number}").touch()
        (folder / f"publication-900000{number:04}.kiosk.zip").touch()
    incoming = Incoming(str(folder), _answering(tmp_path, json.dumps(TAKEN)), tmp_path / "trusted")
    for _ in range(2):
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    (folder / "publication-2.kiosk.zip").write_bytes(b"all of it")
    for _ in range(2):
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    incoming.close()


def test_one_that_met_another_one_being_taken_is_tried_again(qtbot: Any, tmp_path: Path) -> None:
    (tmp_path / "publication-2.kiosk.zip").write_bytes(b"all of it")
    incoming = Incoming(str(tmp_path), _answering(tmp_path, json.dumps({"wrong": "Another one is being taken.", "busy": True})), tmp_path / "trusted")
    for _ in range(2):
        _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    _looks(qtbot, incoming)
    _waits(qtbot, incoming)
    assert (tmp_path / "begun").read_text(encoding="utf-8") == "xx"
    incoming.close()


def test_a_share_that_is_away_or_not_named_is_no_fault(qtbot: Any, tmp_path: Path) -> None:
    for folder in ("", str(tmp_path / "away")):
        incoming = Incoming(folder, ["-c", "raise SystemExit(1)"], tmp_path / "trusted")
        _looks(qtbot, incoming)
        _looks(qtbot, incoming)
        assert incoming._child._process is None
        assert incoming._timer.isActive() is bool(folder)
        incoming.close()


def test_a_share_that_hangs_holds_up_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    incoming = Incoming(str(tmp_path), [], tmp_path / "trusted")
    incoming._looks._arguments = ["-I", "-S", "-c", f"open({str(tmp_path / 'pipe')!r})"]
    incoming.look()
    process = incoming._looks._process
    incoming.look()
    assert incoming._looks._process is process, "one at a time"
    incoming.close()
