"""What a backup that somebody else made must not change by itself: whom a machine tells how many requests wait, which would send its mail password
elsewhere, and how well it keeps what visitors say. Of everything else it is told what changes.

What is told is what the kiosk reads: never the lines of the file, in which a remark or a text of several lines can look like another setting.
Settings with a mistake in them are not taken at all: what the kiosk makes of them is not what whoever mends them later will get.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from kiosk.files.private import write_private
from kiosk.files.regular import NotReadError, read_regular
from kiosk.problems import Severity
from kiosk.settings.settings import FILE, MOST_BYTES, Settings, said_in, settings_in
from kiosk.staff.confirmation import can_ask, typed
from kiosk.terminal import on_one_line

OF_THE_DESK = ("desk_web", "desk_mail_to", "desk_mail_from", "desk_mail_server", "desk_mail_user")
HARMLESS = frozenset({"screen_diagonal_inches", "lower_edge_mm", "key_bounce_ms", "phone_region", "open_hours", "closed", "rotate"})
"""Settings that say nothing of privacy. The others say who hears what is read aloud, how long what was typed stands there, where copies of the
requests go and what content comes from, and which programs run (a voice of Piper)."""
_MOST_TOLD = 400
"""Letters of a setting: more than the longest folder has."""
Change = tuple[str, str, str]
"""The name of a setting, what this machine has, and what the backup has."""


def changes(data: Path, coming: bytes) -> list[Change]:
    """What a backup with these settings would change here: not who is told where this machine tells somebody, nothing where they are not taken."""
    return [] if _mistake(coming) else list(_changes(_raw(data), coming))


def ask(found: Iterable[Change], *, agreed: bool) -> frozenset[str]:
    """The names of the settings that stay as they are on this machine: what whoever is at the terminal does not want, and without anybody there
    all but those that are harmless.
    """
    if agreed or not (names := frozenset(name for name, _, _ in found)):
        return frozenset()
    if not can_ask():
        return names - HARMLESS
    print("The backup has other settings than this machine:", *(f"  {name}: {to} (here: {here})" for name, here, to in found), sep="\n")
    return frozenset() if typed("Type yes to take them, or press Enter to keep those of this machine: ") else names


def keep_own(data: Path, staged: Path, kept: Collection[str] = ()) -> str:
    """The coming settings in `staged` tell the desk as those in `data` do, where these tell it at all, and say the same in those that are `kept`.

    Tells what is not as in the backup, or new. Each sentence ends with a blank. May raise OSError.
    """
    here, there = _raw(data), _raw(staged)
    if here == there:
        return ""
    if mistake := _mistake(there):
        write_private(staged / FILE, here)
        mend = f"To take them, take {FILE} out of the backup (it is a ZIP file), mend it, and put it into {data}."
        return f"The settings stay as they were on this machine: those in the backup have a mistake in them. {on_one_line(mistake)} {mend} "
    own, coming = settings_in(here)[0], settings_in(there)[0]
    desk = _desk(own)
    names = {*(OF_THE_DESK if desk else ()), *kept}
    wanted = Settings(**{name: getattr(own if name in names else coming, name) for name in Settings.__struct_fields__})
    if wanted != coming:
        blocks = "".join(_block(_text(here), name) for name in sorted(names))
        rest = _text(there)
        for name in names:
            rest = rest.replace(_block(rest, name), "")
        together = f"{_ended(rest)}{blocks}".encode()
        if settings_in(together)[0] != wanted or (_mistake(together) and not _mistake(here)):  # written in another way than in lines
            write_private(staged / FILE, here)
            return "The settings stay as they were on this machine: those in the backup are written in another way. "
        write_private(staged / FILE, together)
    about_desk = _kept(desk, _desk(coming)) if desk else ()
    return "".join([*about_desk, *_about(_changes(here, there), kept)])


def _changes(here: bytes, there: bytes) -> Iterator[Change]:
    own, coming = settings_in(here)[0], settings_in(there)[0]
    settled = OF_THE_DESK if _desk(own) else ()
    for name in Settings.__struct_fields__:
        if name not in settled and getattr(own, name) != getattr(coming, name):
            keys = tuple(action for action in own.keys if own.keys[action] != coming.keys[action])
            yield name, _said(here, name, own, keys), _said(there, name, coming, keys)


def _said(raw: bytes, name: str, settings: Settings, keys: Iterable[str]) -> str:
    """What holds by this setting, of the keys what these actions have."""
    value = getattr(settings, name)
    if value == getattr(Settings(), name):
        return "not set"
    if name == "keys":
        return ", ".join(f"{action}: {' or '.join(value[action]) or 'no key'}" for action in keys)
    said = f"{value:g}" if isinstance(value, float) else said_in(raw).get(name, "") if isinstance(value, tuple) else str(value)
    return on_one_line(said if len(said) <= _MOST_TOLD else f"{said[:_MOST_TOLD]}…")


def _mistake(raw: bytes) -> str:
    """The first mistake in settings that say anything; empty where there is none."""
    says = any(line.strip() and not line.lstrip().startswith("#") for line in _text(raw).splitlines())
    return next((each.wrong for each in settings_in(raw)[1] if says and each.severity is Severity.ERROR), "")


def _about(found: Iterable[Change], kept: Collection[str]) -> Iterator[str]:
    stays = False
    for name, here, to in found:
        stays = stays or name in kept
        yield f"The backup says {name}: {to}. Here it stays: {here}. " if name in kept else f"From the backup comes {name}: {to} (it was: {here}). "
        if name in OF_THE_DESK and name not in kept:
            yield "Check that you know it, since this machine told nobody until now. "
    if stays:
        yield "To take those settings too, restore the backup again with --yes. "


def _block(text: str, name: str) -> str:
    """The lines in which a setting stands, where it stands in lines; empty otherwise."""
    found = re.search(rf"""^["']?{name}["']?\s*:.*\n?(?:[ \t-].*\n?)*""", text, re.MULTILINE)
    return _ended(found[0]) if found else ""


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _desk(settings: Settings) -> dict[str, str]:
    return {name: str(value) for name in OF_THE_DESK if (value := getattr(settings, name))}


def _raw(folder: Path) -> bytes:
    try:
        return read_regular(folder / FILE, MOST_BYTES)
    except NotReadError:
        return b""


def _text(raw: bytes) -> str:
    return _ended(raw.removeprefix(BOM_UTF8).decode(errors="replace"))


def _kept(own: dict[str, str], coming: dict[str, str]) -> Iterator[str]:
    for name in OF_THE_DESK:
        if name in coming and coming[name] != own.get(name, ""):
            yield f"The backup says {name}: {coming[name]}; this machine keeps {own.get(name, 'what it has, which is none')}. "
