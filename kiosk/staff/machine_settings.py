"""The settings of this machine, for a command that works by them: a slip in their file is told, and never taken for a line that is not there."""

from __future__ import annotations

from pathlib import Path

from kiosk.files.regular import NotReadError, read_regular
from kiosk.problems import Problem
from kiosk.settings.settings import FILE, MOST_BYTES, Settings, read_settings
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import tell_errors


def settings_of(data: Path) -> Settings:
    """The settings, after what is wrong with their file was told."""
    settings, problems = read_settings(data)
    tell_errors(problems)
    return settings


def settings_with(data: Path, names: tuple[str, ...], lacking: str) -> Settings:
    """The settings, of which at least one of `names` says something.

    Raises ExpectedError: with the slip that hinders it where one of them is written and cannot be used, or else with `lacking`.
    """
    settings, problems = read_settings(data)
    if any(getattr(settings, name) for name in names):
        return settings
    errors = [each for each in problems if each.severity.value == "error"]
    about = [each for each in errors if any(name in each.wrong + each.instead for name in names)]
    if slips := about or (errors if _are_written(data / FILE, names) else []):
        raise ExpectedError(_in_words(slips[0]))
    raise ExpectedError(lacking)


def _are_written(file: Path, names: tuple[str, ...]) -> bool:
    """Whether one of them stands somewhere in the file, which may be broken there; also where the file cannot be read at all."""
    try:
        raw = read_regular(file, MOST_BYTES)
    except NotReadError:
        return True
    return any(name.encode() in raw for name in names)


def _in_words(slip: Problem) -> str:
    place = f"Line {slip.line} of {FILE}" if slip.line else f"The file {FILE}"
    is_line = slip.instead.partition(":")[0].isidentifier()
    instead = f"Write it like this: `{slip.instead}`" if is_line else slip.instead
    return f"{place} cannot be used as it stands, and this needs it. {slip.wrong} {instead}".strip()
