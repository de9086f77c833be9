"""Where a file or a folder lies that somebody typed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def typed_path(written: str) -> Path:
    """The path that somebody wrote: `~` is their own folder, and that of somebody whom nobody knows here is a name like any other."""
    path = Path(written)
    with suppress(RuntimeError, ValueError):
        path = path.expanduser()
    return path
