"""The content that a command was given, and what is wrong with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.staff.clock import today
from kiosk.staff.errors import ExpectedError

if TYPE_CHECKING:
    from kiosk.content.store.library import Library
    from kiosk.problems import Problem


def content_folder(options: argparse.Namespace) -> Path:
    """The folder with what visitors see. Raises ExpectedError where there is none."""
    folder: Path = options.content
    if not folder.is_dir():
        raise ExpectedError(f"There is no folder {folder}. Name the content folder with --content.")
    return folder


def library_of(options: argparse.Namespace) -> Library:
    """All that can be shown, after its errors were told. Raises ExpectedError where nothing can be."""
    from kiosk.content.store.current import open_library

    library, problems = open_library(options.content, options.data, today())
    tell_errors(problems)
    if library is None:
        raise ExpectedError(f"The content in {options.content} cannot be shown. Run `python3 main.py check` to see what to fix.")
    return library


def tell_errors(problems: Sequence[Problem]) -> None:
    """Problems go to the terminal that started the kiosk, never to the visitor's screen."""
    for problem in problems:
        if problem.severity.value == "error":
            print(problem, file=sys.stderr)
