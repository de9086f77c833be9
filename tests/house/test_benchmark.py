"""Each program that the benchmark measures with ends with its figures: it drives the kiosk by the same names as the rest of the code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.project import PROJECT
from tests.benchmark.run import _deck

FIGURES = {
    "preview": ("save_ms",),
    "form": ("type_ms", "send_ms", "list_ms", "open_all_s"),
    "change": ("before_mib", "after_mib", "shown_s", "came"),
    "window": ("start_ms", "pss_mib"),
}


@pytest.mark.parametrize("program", FIGURES)
def test_each_probe_tells_its_figures(program: str, tmp_path: Path) -> None:
    content, data = _deck(tmp_path / "content", 1), tmp_path / "data"
    arguments = {
        "preview": [str(content), str(data), "1"],
        "change": [str(content), str(data)],
        "form": [str(PROJECT / "content"), str(data), "1", "3"],
        "window": ["0", "640x400", "kiosk", "--content", str(content), "--data", str(data)],
    }
    done = subprocess.run(
        [sys.executable, "-m", f"tests.benchmark.{program}", *arguments[program]], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert all(told[figure] > 0 for figure in FIGURES[program]), told
