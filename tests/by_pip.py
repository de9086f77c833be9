"""Proves `pip install .`: `python tests/by_pip.py [SECONDS]` builds the kiosk, installs it in a fresh environment, and runs it from another folder.

It fetches what pip needs (266 MB, and the build system), and takes about a minute.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from wanted import wanted

PROJECT = Path(__file__).resolve().parents[1]
WITHIN = 5.0
"""Seconds for an end."""


def main() -> None:
    """Ends with an error where anything is not as it should be."""
    (seconds,) = wanted(__doc__, seconds=5)
    with tempfile.TemporaryDirectory(prefix="kiosk-by-pip-") as place:
        environment, elsewhere = Path(place, "environment"), Path(place, "elsewhere")
        elsewhere.mkdir()
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(environment / "bin" / "pip"), "install", "--quiet", str(PROJECT)], check=True)
        kiosk, data = str(environment / "bin" / "ketamine-kiosk"), ["--data", str(Path(place, "data"))]
        around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([kiosk, "check", *data], cwd=elsewhere, env=around, check=True)
        with subprocess.Popen([kiosk, "run", "--window", "960x540", *data], cwd=elsewhere, env=around, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout
            first = running.stdout.readline()
            assert "running" in first, first
            try:
                sys.exit(f"It ended by itself, with {running.wait(seconds)}.")
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGINT)
            print(f"It ran for {seconds} s, and ended with {running.wait(WITHIN)}.")


if __name__ == "__main__":
    main()
