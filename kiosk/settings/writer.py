"""Writes single settings into a machine's settings.yaml, and leaves all else in it as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kiosk.files.foreign_folders import put
from kiosk.files.regular import NotReadError, is_missing, read_regular
from kiosk.settings.settings import FILE, MOST_BYTES


def write_settings(folder: Path, values: Mapping[str, str]) -> None:
    """Puts these lines into the file, in the place of those that name the same; whole or not at all. May raise OSError."""
    path = folder / FILE
    try:
        text = read_regular(path, MOST_BYTES).decode("utf-8", "surrogateescape")
    except NotReadError as error:
        if not is_missing(error):
            raise
        text = ""
    for name, value in values.items():
        text = _with(text, name, value)
    put(folder, FILE, text.encode("utf-8", "surrogateescape"))


def _with(text: str, name: str, value: str) -> str:
    """The text with this setting, its remark kept; a new one stands at the end."""
    if line := re.search(rf"^{name}:([^#\n]*)(#.*)?$", text, re.MULTILINE):
        said, remark = line[1], line[2] or ""
        blanks = said[len(said.rstrip(" \t")) :] if remark else ""
        return f"{text[: line.start()]}{name}: {value}{blanks}{remark}{text[line.end() :]}"
    return f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{name}: {value}\n"
