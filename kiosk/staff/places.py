"""Where a command is to write: a place that is there, and in which nothing is lost."""

from __future__ import annotations

from pathlib import Path

from kiosk.staff.expected import ExpectedError


def for_a_file(file: Path, *, replace: bool = False) -> None:
    """Raises ExpectedError where the file is there already, or the folder that it is to lie in is not: a stick, perhaps, that was pulled out."""
    _has_parent(file)
    if not replace and file.exists():
        raise ExpectedError(f"{file} is there already. Name another file, or add --replace.")


def for_files(folder: Path, *, replace: bool) -> None:
    """Raises ExpectedError where files would come between others, or the folder around this one is not there."""
    _has_parent(folder)
    if not replace and folder.is_dir() and any(folder.iterdir()):
        raise ExpectedError(f"There are files in {folder} already. Name a new folder, or add --replace.")


def _has_parent(path: Path) -> None:
    around = path.absolute().parent
    if not around.is_dir():
        raise ExpectedError(f"There is no folder {around}, so {path.name} cannot be written. If it is to lie on a stick, is that plugged in?")
