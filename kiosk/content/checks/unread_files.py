"""Files in the content folder that nobody reads, so that none of them is missed only when a topic is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from kiosk.content.model.walk import LEAF, PICTURES, SIGNED, SOUNDS
from kiosk.content.reading.folder import NAMES, is_left_behind
from kiosk.content.reading.result import TOPICS
from kiosk.files.regular import beginning_of, names_in
from kiosk.problems import Problem, Severity, and_more

BESIDE = frozenset({TOPICS, PICTURES, SOUNDS, SIGNED, "schema", "icons.html", "README.md"})
MOST_TOLD, MOST_NAMED = 20, 5
"""Files of a folder that are told one by one, and named in one sentence."""
_DELETE = "Delete what you no longer need."
_LOCKS = re.compile(r"^~\$|^\.~lock\..*#$")
"""What Word and LibreOffice put beside a file as long as they have it open."""
_SHOWN, _HEARD = (".svg", ".png", ".jpg", ".jpeg"), (".mp3", ".ogg", ".wav", ".m4a")


def unread(content: Path, is_used: Callable[[str], bool]) -> Iterator[Problem]:
    """What lies in the folder and is not read; of pictures and recordings those that are not used."""
    own, topics = _names(content), _names(content / TOPICS)
    yield from _few("", (name for name in own if name not in NAMES and name not in BESIDE), lambda name: _astray(content, name))
    yield from _few(f"{TOPICS}/", topics, lambda name: _no_topic(content, name))
    every = (*own, *topics, *_names(content / PICTURES), *_names(content / SOUNDS))
    left = [name for name in every if is_left_behind(name) and name != LEAF]
    if locks := [name for name in left if _LOCKS.search(name)]:
        wrong = f"A word processor has a file here open, or did not close it properly: it left {_few_of(locks)}, which {_are(locks)} not read."
        instead = "Close it there, and use a plain text editor. If what it left is still there afterwards, delete it."
        yield Problem(TOPICS, 0, 0, Severity.NOTICE, wrong, instead)
    if copies := [name for name in left if not _LOCKS.search(name)]:
        wrong = f"{_counted(copies, 'file', 'files')} that editors or the system left behind {_are(copies)} not read: {_few_of(copies)}."
        yield Problem(TOPICS, 0, 0, Severity.NOTICE, wrong, _DELETE)
    for folder, endings, what in ((PICTURES, _SHOWN, "picture"), (SOUNDS, _HEARD, "recording")):
        there = [name for name in _names(content / folder) if not is_left_behind(name)]
        yield from _few(f"{folder}/", there, partial(_no_media, endings=endings, what=what))
        unused = [name for name in there if name.endswith(endings) and not is_used(name)]
        if unused:
            wrong = f"{_counted(unused, what, f'{what}s')} {_are(unused)} not used anywhere: {_few_of(unused)}."
            instead = "Delete what you no longer need; `python3 main.py picture PHOTO --as NAME` brings a photo in." if what == "picture" else _DELETE
            yield Problem(folder, 0, 0, Severity.NOTICE, wrong, instead)


def _astray(content: Path, name: str) -> tuple[Severity, str, str] | None:
    """Of what lies in the content folder itself and is none of its files."""
    if os.path.isdir(content / name):  # noqa: PTH112  Path's own raises where nobody may look
        inside = [each for each in _names(content / name) if each.casefold().endswith((".yaml", ".yml"))]
        wrong = f"No file in this folder is read: {_few_of(inside)}."
        return (Severity.WARNING, wrong, "Move topics into the folder topics.") if inside and not name.startswith(".") else None
    meant = _plain_stem(name) + ".yaml"
    if meant in NAMES:
        return Severity.WARNING, "This file is not read, because of its name.", _unless_there(content, meant, f"Rename it to {meant}.")
    if not _is_written(name):
        return None
    if re.search(rb"^topic:", beginning_of(content / name, 20_000, content), re.MULTILINE):
        place = f"{TOPICS}/{_plain_stem(name)}.yaml"
        instead = _unless_there(content, place, f"Move it into the folder topics, as {place}.")
        return Severity.WARNING, "This topic is not read, because it is not in the folder topics.", instead
    instead = "Give it the name of the file that it is meant to be, or take it out."
    return Severity.WARNING, "This file is not read: the kiosk knows no file of this name.", instead


def _no_topic(content: Path, name: str) -> tuple[Severity, str, str] | None:
    if os.path.isdir(content / TOPICS / name):  # noqa: PTH112
        inside = [each for each in _names(content / TOPICS / name) if each.casefold().endswith((".yaml", ".yml"))]
        wrong = f"No file in this folder is read: {_few_of(inside)}."
        return (Severity.WARNING, wrong, "Move them into the folder topics itself.") if inside else None
    if name.endswith((".yaml", ".yml")):
        return None
    meant = f"{_plain_stem(name)}.yaml"
    instead = f"Rename it to {meant}, if it is a topic; save it as plain text first, if a word processor made it."
    instead = _unless_there(content / TOPICS, meant, instead)
    return Severity.WARNING, "This file is not read: its name does not end in .yaml, in small letters.", instead


def _unless_there(folder: Path, meant: str, instead: str) -> str:
    """What helps; where the right name is taken, nothing that would write over the file that has it."""
    there = f"There is a {meant} already, and that one is read: copy what is new here into it, then take this file out."
    return there if os.path.lexists(folder / meant) else instead


def _no_media(name: str, endings: tuple[str, ...], what: str) -> tuple[Severity, str, str] | None:
    """Of what can be no picture, or no recording, by its name."""
    stem, dot, ending = name.rpartition(".")
    if name.endswith(endings) or not dot:
        return None
    if f".{ending.lower()}" in endings:
        instead = f"Rename it to {stem}.{ending.lower()}, and write that name where it is to be used."
        return Severity.NOTICE, f"This {what} cannot be used: the ending of its name must be in small letters.", instead
    kinds = ", ".join(each[1:] for each in endings)
    return Severity.NOTICE, f"This file cannot be used as a {what}.", f"Save it as one of {kinds}, if it is one; otherwise take it out."


def _few(folder: str, names: Iterable[str], tell: Callable[[str], tuple[Severity, str, str] | None]) -> Iterator[Problem]:
    found = [(name, told) for name in names if name.isprintable() and not is_left_behind(name) and (told := tell(name))]
    for name, told in found[:MOST_TOLD]:
        severity, wrong, instead = told
        yield Problem(f"{folder}{name}", 0, 0, severity, wrong, instead)
    yield from and_more(folder.rstrip("/") or TOPICS, len(found) - MOST_TOLD, Severity.WARNING)


def _names(folder: Path) -> list[str]:
    try:
        return [name for name in names_in(folder) if name.isprintable()]
    except OSError:
        return []


_ENDINGS = frozenset({"yaml", "yml", "txt", "rtf", "doc", "docx", "odt", "json", "csv"})


def _plain_stem(name: str) -> str:
    """The name in small letters, without its endings and what copying adds."""
    stem, *endings = name.casefold().split(".")
    while endings and endings[-1] in _ENDINGS:
        endings.pop()
    return ".".join((stem, *endings)).replace(" ", "-")


def _is_written(name: str) -> bool:
    return name.casefold().endswith((".yaml", ".yml", ".txt", ".rtf", ".doc", ".docx", ".odt", ".csv"))


def _counted(names: Sequence[str], one: str, many: str) -> str:
    return f"{len(names)} {one if len(names) == 1 else many}"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _few_of(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
