"""Whom a machine tells how many requests wait is its own: a backup that somebody else made must not send its mail password elsewhere."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from kiosk.files.private import write_private
from kiosk.files.regular import NotReadError, read_regular
from kiosk.settings.settings import FILE, MOST_BYTES, Settings, read_settings

_OURS = ("desk_web", "desk_mail_to", "desk_mail_from", "desk_mail_server", "desk_mail_user")
_LINE = re.compile(r"""^["']?desk_\w+["']?\s*:.*\n?""", re.MULTILINE)


def keep_own(data: Path, staged: Path) -> str:
    """The coming settings in `staged` tell the desk as those in `data` do, where these tell it at all. Tells what is not as in the backup, or new.

    Each sentence ends with a blank. May raise OSError.
    """
    own, coming = _desk(read_settings(data)[0]), _desk(read_settings(staged)[0])
    if not own:
        return "".join(_taken(coming))
    if own == coming:
        return ""
    text = _LINE.sub("", _text(staged)).rstrip("\n")
    lines = "\n".join(f"{name}: {json.dumps(value)}" for name, value in own.items())
    write_private(staged / FILE, f"{text}\n{lines}\n".lstrip("\n").encode())
    if _desk(read_settings(staged)[0]) != own:  # written in another way than in lines
        write_private(staged / FILE, _text(data).encode())
        return "The settings stay as they were on this machine: those in the backup tell the desk in another way. "
    return "".join(_kept(own, coming))


def _desk(settings: Settings) -> dict[str, str]:
    return {name: str(value) for name in _OURS if (value := getattr(settings, name))}


def _text(folder: Path) -> str:
    try:
        return read_regular(folder / FILE, MOST_BYTES).removeprefix(BOM_UTF8).decode(errors="replace")
    except NotReadError:
        return ""


def _taken(coming: dict[str, str]) -> Iterator[str]:
    for name, value in coming.items():
        yield f"From the backup comes {name}: {value}. Check that you know it, since this machine had none. "


def _kept(own: dict[str, str], coming: dict[str, str]) -> Iterator[str]:
    for name in _OURS:
        if name in coming and coming[name] != own.get(name, ""):
            yield f"The backup says {name}: {coming[name]}; this machine keeps {own.get(name, 'what it has, which is none')}. "
