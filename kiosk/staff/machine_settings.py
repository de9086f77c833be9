"""The settings of this machine, for a command that works by them: a slip in their file is told, and never taken for a line that is not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.files.regular import NotReadError, read_regular
from kiosk.staff.errors import ExpectedError
from kiosk.staff.shown_content import tell_errors

if TYPE_CHECKING:
    from kiosk.problems import Problem
    from kiosk.settings.settings import Settings


def settings_of(data: Path) -> Settings:
    """The settings, after what is wrong with their file was told."""
    from kiosk.settings.settings import read_settings  # here and below, since help is told before the packages are there

    settings, problems = read_settings(data)
    tell_errors(problems)
    return settings


def settings_with(data: Path, names: tuple[str, ...], lacking: str) -> Settings:
    """The settings, of which at least one of `names` says something.

    Raises ExpectedError: with the slip that hinders it where one of them is written and cannot be used, or else with `lacking`.
    """
    from kiosk.settings.settings import FILE, read_settings

    settings, problems = read_settings(data)
    if any(getattr(settings, name) for name in names):
        return settings
    refuse_slips(problems, names)
    if (errors := _errors(problems)) and _are_written(data / FILE, names):
        raise ExpectedError(_in_words(errors[0]))
    raise ExpectedError(lacking)


def refuse_slips(problems: Sequence[Problem], names: Sequence[str]) -> None:
    """Raises ExpectedError with the first slip in one of these settings."""
    from kiosk.settings.settings import about

    for slip in _errors(problems):
        if any(about(name, slip) for name in names):
            raise ExpectedError(_in_words(slip))


def _errors(problems: Sequence[Problem]) -> list[Problem]:
    return [each for each in problems if each.severity.value == "error"]


def _are_written(file: Path, names: tuple[str, ...]) -> bool:
    """Whether one of them stands somewhere in the file, which may be broken there; also where the file cannot be read at all."""
    from kiosk.settings.settings import MOST_BYTES

    try:
        raw = read_regular(file, MOST_BYTES)
    except NotReadError:
        return True
    return any(name.encode() in raw for name in names)


def _in_words(slip: Problem) -> str:
    from kiosk.settings.settings import FILE

    place = f"Line {slip.line} of {FILE}" if slip.line else f"The file {FILE}"
    is_line = slip.instead.partition(":")[0].isidentifier()
    instead = f"Write it like this: `{slip.instead}`" if is_line else slip.instead
    return f"{place} cannot be used as it stands, and this needs it. {slip.wrong} {instead}".strip()
