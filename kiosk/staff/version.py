"""Which version of the kiosk this is. It needs only the standard library: main.py tells it before anything is installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from kiosk.staff.expected import ExpectedError


def version_of(project: Path) -> str:
    """What pyproject.toml there says. Raises ExpectedError for a folder that is no kiosk."""
    try:
        return str(tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExpectedError(f"There is no kiosk in {project}: its pyproject.toml cannot be read.") from error
