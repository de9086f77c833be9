"""Which version of the kiosk this is. It needs only the standard library: main.py tells it before anything is installed."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from kiosk.staff.expected import ExpectedError
from kiosk.staff.terminal import ended, guard


def version_of(project: Path) -> str:
    """What pyproject.toml there says. Raises ExpectedError for a folder that is no kiosk."""
    try:
        return str(tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExpectedError(f"There is no kiosk in {project}: its pyproject.toml cannot be read.") from error


def tell(project: Path) -> int:
    """Says it, and returns an exit code."""
    with guard() as out:
        try:
            print(f"The lobby kiosk, version {version_of(project)}")
        except ExpectedError as error:
            print(error, file=sys.stderr)
            return 1
        return ended(out, 0)
