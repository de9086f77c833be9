"""`wheels`: all packages that the kiosk needs, in a folder, for a machine without a network. `main.py` installs from it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from kiosk.staff.expected import ExpectedError
from kiosk.staff.machine import PROJECT


def fetch(folder: Path, *, test: bool) -> str:
    """Fetches them for this machine's kind of system and Python. Raises ExpectedError."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(project["optional-dependencies"]["test"] if test else ())]
    command = [sys.executable, "-I", "-m", "pip", "download", "--disable-pip-version-check", "--only-binary=:all:", "--dest", str(folder), *wanted]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise ExpectedError("The packages could not be fetched; the lines above say why.")
    found = list(folder.glob("*.whl"))
    size = sum(path.stat().st_size for path in found) / 1e6
    version = "{}.{}".format(*sys.version_info)
    return (
        f"{len(found)} packages in {folder}, {size:.0f} MB, for Python {version} on this kind of machine. On the other machine name the folder"
        " `.wheels` and put it beside main.py, or name it in KIOSK_WHEELS."
    )
