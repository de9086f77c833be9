"""Which version of the kiosk this is. It needs only the standard library: main.py tells it before anything is installed."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from kiosk.files import read_regular
from kiosk.staff.expected import ExpectedError
from kiosk.staff.terminal import ended, guard

_MOST_DESCRIBED = 100_000
"""Bytes of a pyproject.toml."""
_LONGEST = 100


def version_of(project: Path) -> str:
    """What pyproject.toml there says. Raises ExpectedError for a folder that is no kiosk."""
    try:
        version = str(tomllib.loads(read_regular(project / "pyproject.toml", _MOST_DESCRIBED).decode())["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ExpectedError(f"There is no kiosk in {project}: its pyproject.toml cannot be read.") from error
    if len(version) > _LONGEST:
        raise ExpectedError(f"There is no kiosk in {project}: what its pyproject.toml calls a version is none.")
    return version


def tell(project: Path) -> int:
    """Says it, and returns an exit code."""
    with guard() as out:
        try:
            print(f"The lobby kiosk, version {version_of(project)}")
        except ExpectedError as error:
            print(error, file=sys.stderr)
            return 1
        return ended(out, 0)
