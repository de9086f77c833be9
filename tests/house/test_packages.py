"""What stays of Qt is all that the kiosk loads, and nothing of it is gone without a sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import PySide6
import pytest

from content import sample
from kiosk.devices.qt_libraries import qt_trouble
from kiosk.health import Level
from kiosk.packages import KEPT, LIST, QT, choice, give_back_qt, is_kept, trouble
from kiosk.project import PROJECT
from kiosk.staff import main
from kiosk.staff.diagnosis import verdicts
from kiosk.staff.diagnosis.verdicts import VoicesSeen
from main import locked

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing of Qt is given back")

WHOLE = Path(PySide6.__file__).parent


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages with what stays of Qt, and nothing else of it."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "shiboken6").symlink_to(WHOLE.parent / "shiboken6")
    for path in WHOLE.rglob("*"):
        if path.is_file() and is_kept(name := str(path.relative_to(WHOLE))):
            (folder / "PySide6" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "PySide6" / name).symlink_to(path)
    return folder


def test_the_table_is_for_the_version_that_is_locked() -> None:
    assert f"pyside6-essentials=={QT}" in set(locked(PROJECT / "requirements.lock"))


def test_a_package_that_is_not_made_for_this_machine_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = set(locked(PROJECT / "requirements.lock"))
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="aarch64"))
    there = set(locked(PROJECT / "requirements.lock"))
    assert [pin.partition("==")[0] for pin in here ^ there] == ["miniaudio"]


@pytest.mark.parametrize("pattern", [pattern for patterns in KEPT.values() for pattern in patterns if "__pycache__" not in pattern])
def test_each_line_of_the_table_names_something(pattern: str) -> None:
    assert list(WHOLE.glob(pattern)), "of this version of Qt"


def test_no_library_that_one_of_them_needs_is_missing(kept: Path) -> None:
    libraries = [str(path) for path in kept.rglob("*.so*")]
    told = subprocess.run(["ldd", *libraries], capture_output=True, text=True, check=False).stdout
    missing = set(re.findall(r"(\S+) => not found", told))
    assert "libQt6Core.so.6 => /" in told
    assert not missing & {path.name for path in WHOLE.glob("Qt/lib/*")}


WORKS = """
    import sys
    from PySide6.QtCore import QLibraryInfo
    assert QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath).startswith(sys.argv[1])
    from kiosk.app import application
    app = application(["kiosk"])
    from PySide6.QtGui import QImageReader
    assert {"jpeg", "png", "svg", "webp"} <= {each.data().decode() for each in QImageReader.supportedImageFormats()}
    from kiosk.staff.main import main
    sys.exit(main(["pictures", *sys.argv[2:], "--size", "960x540", "--language", "en", "--topic", "change"]))
"""


def test_screens_are_drawn_with_what_stays(kept: Path, tmp_path: Path) -> None:
    sample.write(tmp_path / "content")
    around = os.environ | {"PYTHONPATH": f"{kept}:{PROJECT}", "QT_QPA_PLATFORM": "offscreen"}
    places = [str(tmp_path / "pictures"), "--content", str(tmp_path / "content"), "--data", str(tmp_path / "data")]
    command = [sys.executable, "-c", textwrap.dedent(WORKS), str(kept), *places]
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "pictures").glob("*.png"))


def test_of_another_version_of_qt_everything_stays(tmp_path: Path) -> None:
    libraries = tmp_path / "lib" / "python3" / "site-packages"
    (libraries / "pyside6_essentials-99.0.dist-info").mkdir(parents=True)
    (libraries / "pyside6_essentials-99.0.dist-info" / "RECORD").write_text("PySide6/QtTest.abi3.so,,\n")
    (libraries / "PySide6").mkdir()
    (libraries / "PySide6" / "QtTest.abi3.so").touch()
    give_back_qt(tmp_path)
    assert (libraries / "PySide6" / "QtTest.abi3.so").exists()
    assert not (tmp_path / LIST).exists()


def test_a_part_that_is_gone_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("QT_QPA_PLATFORM", "nowhere")
    assert "knows no such screen" in qt_trouble()
    (tmp_path / LIST).write_text(f"{choice()}\nlib/libqxcb.so\nlib/libQt6Quick.so.6\npyvenv.cfg")
    (tmp_path / "pyvenv.cfg").touch()
    assert qt_trouble() == trouble(tmp_path)
    assert trouble(tmp_path).startswith(f"A part of Qt is missing here (libqxcb.so and 1 more): delete the folder {tmp_path} and")
    told = list(verdicts.voices(VoicesSeen({}, incomplete=trouble(tmp_path)), {"en": "English"}))
    assert [(each.level, each.says) for each in told] == [(Level.RED, trouble(tmp_path))]


def test_a_bug_that_comes_of_a_missing_part_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / LIST).write_text(f"{choice()}\nlib/qmldir")
    monkeypatch.setattr(main, "_take_care", lambda _: 1 / 0)
    assert main.main(["check", "--data", str(tmp_path / "data")]) == 1
    assert capsys.readouterr().err == f"{trouble(tmp_path)}\n"
