"""Packages for a machine without a network are those of the lock file, byte by byte, whatever the settings of pip say."""

from __future__ import annotations

import hashlib
import resource
import zipfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import main
from kiosk.staff.care import wheels
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import guard


def write_wheel(folder: Path, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    file, info = folder / f"snack-{version}-py3-none-any.whl", f"snack-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: snack\nVersion: {version}\nRequires-Dist: stranger\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", "")
    return file


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a locked package, where this machine has packages come from; and settings that would have others come along."""
    wheel = write_wheel(tmp_path / "index", "1.0")
    write_wheel(tmp_path / "index", "2.0")
    (tmp_path / "requirements.lock").write_text(f"snack==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    (tmp_path / "constraint").write_text("snack==2.0\n")
    monkeypatch.setattr(wheels, "PROJECT", tmp_path)
    for name, value in {"NO_INDEX": "1", "FIND_LINKS": str(wheel.parent), "CONSTRAINT": str(tmp_path / "constraint"), "NO_DEPS": "0"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    return wheel.parent


def test_the_locked_packages_are_fetched_and_no_others(index: Path, tmp_path: Path) -> None:
    assert wheels.fetch(tmp_path / "stick", test=False).startswith("1 packages")
    assert [path.name for path in (tmp_path / "stick").iterdir()] == ["snack-1.0-py3-none-any.whl"]


def test_nothing_that_pip_says_steers_the_terminal(index: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steering = tmp_path / "a\x1b[2Jb"
    index.rename(steering)
    with pytest.MonkeyPatch.context() as variables:
        variables.setenv("PIP_FIND_LINKS", str(steering))
        with guard():
            wheels.fetch(tmp_path / "stick", test=False)
            write_wheel(steering, "1.0").write_bytes(b"another")
            with pytest.raises(ExpectedError, match="not the one that this version of the kiosk was made with"):
                wheels.fetch(tmp_path / "more", test=False)
    told = capfd.readouterr()
    assert "a\\x1b[2Jb" in told.err
    assert "\x1b" not in told.out + told.err


def test_what_is_there_is_replaced_when_all_is_fetched(index: Path, tmp_path: Path) -> None:
    old = tmp_path / "stick" / "snack-1.0-py3-none-any.whl"
    old.parent.mkdir()
    old.write_bytes(b"half of it")
    (tmp_path / "seen").hardlink_to(old)
    killed = old.parent / ".kiosk-fetching" / "kiosk-aside" / "pip-unpack"
    killed.mkdir(parents=True)
    wheels.fetch(old.parent, test=False)
    assert (tmp_path / "seen").read_bytes() == b"half of it"
    assert old.read_bytes() == (index / old.name).read_bytes()
    assert [path.name for path in old.parent.iterdir()] == [old.name]


class Endless(BaseHTTPRequestHandler):
    """An index with one package, which never comes to its end."""

    def do_GET(self) -> None:
        wheel = self.path.endswith(".whl")
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if wheel else "text/html")
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(b"" if wheel else b'<!DOCTYPE html><a href="/snack-1.0-py3-none-any.whl">snack-1.0-py3-none-any.whl</a>')
            while wheel:
                self.wfile.write(bytes(1 << 20))

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.mark.usefixtures("index")
def test_a_package_without_an_end_fills_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(main, "LARGEST", 20_000_000)
    for name, value in {"FIND_LINKS": "", "NO_INDEX": "0", "RETRIES": "0"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    with ThreadingHTTPServer(("127.0.0.1", 0), Endless) as endless:
        Thread(target=endless.serve_forever).start()
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{endless.server_port}")
        with pytest.raises(ExpectedError, match="larger than any package of the kiosk"):
            wheels.fetch(tmp_path / "stick", test=False)
        endless.shutdown()
    assert "Traceback" not in capfd.readouterr().err
    assert resource.getrlimit(resource.RLIMIT_FSIZE) == before


@pytest.mark.usefixtures("index")
def test_what_is_missing_is_told_in_pips_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(ExpectedError, match="see the lines above"):
        wheels.fetch(tmp_path / "stick", test=False)
    assert "No matching distribution found for snack==1.0" in capfd.readouterr().err


def test_another_package_of_that_name_is_not_taken(index: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(index / "snack-1.0-py3-none-any.whl", "a") as packed:
        packed.writestr("snack/evil.py", "import os\n")
    with pytest.raises(ExpectedError, match="The package snack is not the one"):
        wheels.fetch(tmp_path / "stick", test=False)
    assert not list(tmp_path.glob("stick/*"))
