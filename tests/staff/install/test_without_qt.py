"""A bare Debian has none of the libraries that Qt needs: `install` is what names them, so it begins without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

CODE = "import sys; sys.modules['PySide6'] = None; from kiosk.staff.main import main; sys.exit(main(sys.argv[1:]))"


LINES = [("install", "--dry-run"), ("uninstall", "--dry-run"), ("take",), ("trust",), ("key", "list"), ("publish", "--public")]


@pytest.mark.parametrize("words", LINES)
def test_it_comes_to_its_own_words(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", CODE, *words, "--data", str(tmp_path / "data")]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "should not have happened" not in done.stderr
