"""A command that is given the file of another one says what it is and what belongs there, and advises nothing that would take it."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.staff.main import main


def packed(*names: str) -> Callable[[Path], None]:
    def pack(file: Path) -> None:
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                archive.writestr(name, "{}")

    return pack


def drawer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE x (y)")


FILES: dict[str, tuple[Callable[[Path], object], str, str]] = {  # how it is made, what it is, how the right one comes about
    "backup": (packed("backup.json", "content/clinic.yaml"), "a backup of a kiosk", "backup FILE"),
    "version": (packed("kiosk-2/main.py", "kiosk-2/pyproject.toml"), "a version of the kiosk", "looks after the program"),
    "drawer": (drawer, "a drawer with requests", "drawer.sqlite"),
    "key": (lambda file: file.write_text('{"0.private.json": {}}'), "a key that was moved away", "key move-away FILE"),
    "release key": (lambda file: file.write_text("-----BEGIN PRIVATE KEY-----\n"), "signs versions", "BEGIN PRIVATE KEY"),
    "public key": (lambda file: file.write_text("Public key of a kiosk, which is no secret. Fingerprint: 0\n"), "a public key", "key public FILE"),
    "picture": (lambda file: file.write_bytes(b"\x89PNG\r\n\x1a\n"), "a picture", "photo"),
}
COMMANDS = {
    "update": (["update", "FILE"], "version"),
    "restore": (["restore", "FILE"], "backup"),
    "picture": (["picture", "FILE"], "picture"),
    "merge": (["signups", "merge", "FILE", "--name", "Ana"], "drawer"),
    "bring-back": (["key", "bring-back", "FILE"], "key"),
    "recipient": (["key", "recipient", "FILE", "safe", "--name", "Ana"], "public key"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", FILES)
def test_the_file_of_another_command_is_told_and_no_command_that_takes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, kind: str
) -> None:
    words, own = COMMANDS[command]
    if kind == own:
        return
    monkeypatch.delenv("KIOSK_VENV", raising=False)
    make, what, _ = FILES[kind]
    _, right, comes = FILES[own]
    make(tmp_path / "file")
    for folder in ("content", "data"):
        (tmp_path / folder).mkdir()
    line = [str(tmp_path / "file") if word == "FILE" else word for word in words]
    assert main([*line, "--data", str(tmp_path / "data"), "--content", str(tmp_path / "content")]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'file'} is " in said
    assert what in said
    assert right in said
    assert comes in said
    assert not re.search("main.py (update|restore|key recipient|key bring-back|signups merge|picture|release)", said)
