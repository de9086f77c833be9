"""What may come to the screen was drawn before, by a child that is walled in."""

from __future__ import annotations

import signal
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import hostile
import pytest

from content import sample
from kiosk.bridge.picture_process import SMALLER, drawn
from kiosk.content.checks import asked_child, picture_proofs
from kiosk.content.checks.picture_files import MOST_BYTES

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_proofs, "_known", {})


def told(folder: Path, **pictures: bytes) -> list[tuple[str, str]]:
    """What is told of these pictures, `a_svg` being a.svg."""
    paths = [folder / name.replace("_", ".") for name in pictures]
    for path, raw in zip(paths, pictures.values(), strict=True):
        path.write_bytes(raw)
    return [(name, fault.wrong) for name, fault in picture_proofs.faults(paths, folder) if fault.grave]


def test_all_pictures_that_ship_are_drawn_far_within_the_time() -> None:
    content = PROJECT / "content"
    with pytest.MonkeyPatch.context() as shorter:
        shorter.setattr(picture_proofs, "MOST_SECONDS", picture_proofs.MOST_SECONDS / 2)
        assert list(picture_proofs.faults(sorted((content / "pictures").iterdir()), content)) == []


@pytest.mark.parametrize("name", list(hostile.COSTLY))
def test_what_is_costly_is_refused_and_the_next_one_is_drawn(tmp_path: Path, name: str) -> None:
    ending, raw = hostile.COSTLY[name]
    came = told(tmp_path, **{f"a_{ending}": raw, "b_svg": sample.DRAWING.encode()})
    assert [(file, "too long to draw" in wrong) for file, wrong in came] == [(f"a.{ending}", True)]


def test_all_pictures_together_have_a_time_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_proofs, "MOST_SECONDS_TOGETHER", 0.1)
    raw = hostile.COSTLY["19,000 gradients"][1]
    came = told(tmp_path, a_svg=raw, b_svg=sample.DRAWING.encode())
    assert [file for file, _ in came] == ["a.svg", "b.svg"]
    assert "was not tried" in came[1][1]
    assert not picture_proofs.may_show("b.svg", sample.DRAWING.encode())
    assert told(tmp_path, b_svg=sample.DRAWING.encode()) == []


@pytest.mark.parametrize("size", ['width="2000" height="100"', 'width="100%" height="5%"', 'width="9" height="200" preserveAspectRatio="none"'])
def test_how_long_a_drawing_is_counts_as_qt_takes_it(tmp_path: Path, size: str) -> None:
    raw = sample.DRAWING.replace("<svg ", f"<svg {size} ").encode()
    assert ["4 times as wide" in wrong for _, wrong in told(tmp_path, a_svg=raw)] == [True]


def test_a_picture_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(tmp_path, a_svg=sample.DRAWING.encode()) == []
    monkeypatch.setattr(picture_proofs, "_CHILD", tmp_path / "nothing.py")
    assert told(tmp_path, b_svg=sample.DRAWING.encode()) == []
    other = sample.DRAWING.replace("DDEBEC", "C88379").encode()
    assert "does not start" in told(tmp_path, a_svg=other, b_svg=other)[0][1]
    assert not picture_proofs.may_show("a.svg", other)
    kept = [picture_proofs.kept_as("a.svg", other)]
    assert list(picture_proofs.faults([tmp_path / "a.svg"], tmp_path, kept)) == []


def test_a_child_that_is_silent_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = tmp_path / "silent.py"
    silent.write_text("import sys, time\nprint('ready', flush=True)\nsys.stdin.buffer.read(20)\ntime.sleep(600)\n")
    monkeypatch.setattr(picture_proofs, "_CHILD", silent)
    monkeypatch.setattr(asked_child, "PATIENCE_SECONDS", 1.0)
    assert "too long" in told(tmp_path, a_svg=sample.DRAWING.encode() + b" " * 1_000_000)[0][1]


def test_a_huge_picture_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "too large" in next(picture_proofs.faults([tmp_path / "a.png"], tmp_path))[1].wrong


def test_only_the_child_itself_keeps_to_one_core() -> None:
    asks = "import os; before = os.sched_getaffinity(0); import kiosk.bridge.picture_process; print(before == os.sched_getaffinity(0))"
    assert subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True, cwd=PROJECT).stdout == "True\n"


def test_the_child_can_open_nothing_and_take_no_more_than_its_memory() -> None:
    tries = (
        "import os, runpy, socket, sys\n"
        "os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})\n"
        f"child = runpy.run_path({str(PROJECT / 'kiosk/bridge/picture_process.py')!r})\n"
        "child['wall_in'].__globals__['ON_ONE_CORE'] = True\n"
        "child['wall_in']()\n"
        "said = []\n"
        "for attempt in (socket.socket, lambda: open('/etc/hostname'), lambda: bytearray(2 * child['MEMORY'])):\n"
        "    try:\n        attempt()\n    except (OSError, MemoryError) as error:\n        said.append(type(error).__name__)\n"
        "print(*said)\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", tries], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["OSError", "OSError", "MemoryError"]


@pytest.mark.parametrize("denied", ["os.sched_setaffinity", "resource.setrlimit"])
def test_where_a_wall_is_forbidden_pictures_are_drawn_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: str) -> None:
    child = tmp_path / "denied.py"
    child.write_text(
        "import os, resource, runpy\ndef deny(*_):\n    raise PermissionError\n"
        f"{denied} = deny\nrunpy.run_path({str(PROJECT / 'kiosk/bridge/picture_process.py')!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(picture_proofs, "_CHILD", child)
    content = PROJECT / "content"
    assert list(picture_proofs.faults(sorted((content / "pictures").iterdir())[:12], content)) == []
    assert "too long" in told(tmp_path, a_svg=hostile.COSTLY["19,000 gradients"][1])[0][1]


def test_the_time_is_that_of_the_processor_and_ends_the_child() -> None:
    child = subprocess.Popen([sys.executable, "-I", str(PROJECT / "kiosk/bridge/picture_process.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    raw = hostile.COSTLY["19,000 gradients"][1]
    child.communicate(f"svg {len(raw)} 0.05\n".encode() + raw)
    assert child.returncode == -signal.SIGPROF


@pytest.mark.parametrize(("width", "height", "may"), [(3840, 2160, True), (3841, 2160, False), (20_000, 1000, False)])
def test_of_a_photograph_the_decoders_own_size_counts(width: int, height: int, may: bool) -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    rows = zlib.compress(bytes((1 + -(-width // 8)) * height))
    raw = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    assert drawn(raw, "png", SMALLER) is may
