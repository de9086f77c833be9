"""The sticks that are plugged into a desk: where its file manager mounts what somebody plugs in."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MEDIA = (Path("/run/media"), Path("/media"))
"""Where udisks mounts, in a folder for each account: on Fedora and Arch, on Debian and Ubuntu."""


def mounted(media: tuple[Path, ...] = _MEDIA) -> list[Path]:
    """The folders of those that can be written on, by their names."""
    found: list[Path] = []
    for root in media:
        with suppress(OSError):
            found += [place for place in (*root.glob("*"), *root.glob("*/*")) if place.is_mount() and os.access(place, os.W_OK)]
    return sorted(found)
