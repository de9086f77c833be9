"""A text for a clinician to sign: what it says now, what was signed before, and pictures of both, all of one moment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from kiosk import processes
from kiosk.content.checks import picture_files, reviews
from kiosk.content.model.deck import Review, Topic
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.model.medicine import medical_slides
from kiosk.content.model.walk import PICTURES
from kiosk.content.model.walk import picture_files as pictures_of
from kiosk.content.reading.cache import Memory
from kiosk.content.reading.folder import REVIEWS, TRANSLATIONS, read_folder
from kiosk.content.reading.result import ReadFile, ReadFolder
from kiosk.content.store import signed_texts
from kiosk.content.store.signed_texts import SignedText
from kiosk.files.regular import read_regular
from kiosk.project import PROJECT
from kiosk.staff.content import signoff_changes
from kiosk.staff.content.clinician_text import SCREEN, title_of
from kiosk.staff.content.review import as_read, to_sign, topics
from kiosk.staff.content.signoff_changes import Change, Standing
from kiosk.staff.content.signoff_process import BEFORE, NOW, Screens
from kiosk.staff.errors import ExpectedError

AT_THE_DESK, ON_PAPER = 1280, 800
"""Pixels: a picture can be read at the full width of a desk's window; and of two side by side on paper at some 220 to the inch."""
SECONDS = 300
"""In which all pictures of a topic are drawn, on the slowest machine; infusion takes 10 s on two cores with other work (2026-11-30)."""
_NOT_DRAWN = "The pictures could not be drawn. All texts are here all the same, old beside new."


class Waiting(Struct, frozen=True):
    """A text of one language that is signed, and how it stands."""

    topic: str
    language: str
    title: str
    standing: Standing


class Opened(Struct, frozen=True):
    """A text that is read to be signed, as it stood at one moment; `signature` is what a sign-off of it is bound to.

    `missing` are the pictures that belong to it and cannot be drawn, by the names of their files.
    """

    topic: str
    language: str
    title: str
    standing: Standing
    review: Review | None
    signature: str
    code: str
    known: bool
    changes: tuple[Change, ...]
    pictures: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def name(self) -> tuple[str, str]:
        """What tells it from other texts, whatever it says."""
        return self.topic, self.language

    @property
    def called(self) -> str:
        """In a sentence."""
        return f"{LANGUAGES[self.language]} of “{self.title}”"


class Shot(Struct, frozen=True):
    """A screen as it was signed and as it is now, each a file; empty where it was not there, or is gone. `name` is that of its part.

    Of one that looks the `same` there is only the new one.
    """

    name: str
    old: str
    new: str
    same: bool = False


def every(content: Path, today: date, memory: Memory) -> list[Waiting]:
    """All that is signed, in each language, in the order in which visitors see it."""
    reading = read_folder(content, memory)
    around = reviews.beside(reading, content)
    languages = reading.clinic.value.languages if reading.clinic.value else ()

    def waiting(topic: Topic, language: str) -> Waiting:
        review = _review(reading, topic.id, language)
        standing = signoff_changes.standing(topic, around, review, _signed(content, reading, review), today)
        return Waiting(topic.id, language, title_of(topic, language), standing)

    return [waiting(topic, code) for topic in topics(reading).values() if medical_slides(topic) for code in languages]


def text_to_sign(
    content: Path, name: str, language: str, today: date, memory: Memory, *, folder: Path, good: Callable[[str], Path | None]
) -> Opened:  # fmt: skip
    """Opens a text, and puts what is to be drawn of it into an empty folder; `good` tells where a picture lies that may be drawn.

    Raises ExpectedError where it cannot be signed, in words for staff, and OSError.
    """
    reading = read_folder(content, memory)
    topic = topics(reading).get(name)
    if topic is None:
        raise ExpectedError("This text is not there any more, or its file has a mistake: see the top of the list at the left.")
    around, review = to_sign(reading, content, topic, today, memory), _review(reading, name, language)
    signed = _signed(content, reading, review)
    needed = [file for file in reading.files if file.name not in {REVIEWS, TRANSLATIONS}]
    pictures = dict(_pictures(needed, around, good))
    _lay_out(folder, {file.name: file.raw for file in needed}, pictures, signed)
    return Opened(
        name, language, title_of(topic, language), signoff_changes.standing(topic, around, review, signed, today), review,
        reviews.signature(topic, language, around), signoff_changes.code(topic, language, around), signed is not None,
        tuple(signoff_changes.changes(_filled(signed, reading), topic, language, as_read(around, reading))), tuple(pictures),
        tuple(sorted(each for each in reviews.files_of(topic, language) - pictures.keys() if each.startswith(f"{PICTURES}/"))),
    )  # fmt: skip


def _review(reading: ReadFolder, topic: str, language: str) -> Review | None:
    return next((each for each in reading.reviews.value or () if (each.topic, each.language) == (topic, language)), None)


def _signed(content: Path, reading: ReadFolder, review: Review | None) -> SignedText | None:
    return signed_texts.text_of(content, reading, review) if review else None


def _filled(signed: SignedText | None, reading: ReadFolder) -> SignedText | None:
    return replace(signed, around=as_read(signed.around, reading)) if signed else None


def _lay_out(folder: Path, texts: Mapping[str, bytes], pictures: Mapping[str, bytes], signed: SignedText | None) -> None:
    """Two whole contents that differ in nothing but what was signed. No text of them is signed, so that all look alike in that."""
    sides = {NOW: {**texts, **pictures}} | ({BEFORE: {**texts, **pictures, **signed.files}} if signed else {})
    for side, files in sides.items():
        for name, raw in files.items():
            path = folder / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(raw)


def _pictures(files: Iterable[ReadFile[Any]], around: reviews.Beside, good: Callable[[str], Path | None]) -> Iterator[tuple[str, bytes]]:
    """Those that may be drawn, if they are what lies in the content now."""
    for name in sorted({name for file in files for _, name in pictures_of(file.value)}):
        path = good(name)
        raw = read_regular(path, picture_files.MOST_BYTES) if path else b""
        if raw and reviews.digest_of(raw) == around.digest(f"{PICTURES}/{name}"):
            yield f"{PICTURES}/{name}", raw


class Artist:
    """Has the screens of a text drawn beside the window, each so many pixels wide; `stop` ends that."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, folder: Path, text: Opened) -> tuple[Shot, ...]:
        """The screens of a text that was opened into this folder, as visitors see them, with those that are gone. Raises ExpectedError."""
        command = [sys.executable, "-m", "kiosk.staff.content.signoff_process", str(folder), text.topic, text.language, str(self._width)]
        environment, quiet = os.environ | {"QT_QPA_PLATFORM": "offscreen"}, subprocess.DEVNULL
        guarded = processes.guarded(command)
        try:
            with subprocess.Popen(guarded, cwd=PROJECT, env=environment, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as process:
                self._process = process
                said = self._said(process)
            sides = msgspec.json.decode(said, type=dict[str, Screens])
        except (OSError, ValueError) as error:
            raise ExpectedError(_NOT_DRAWN) from error
        finally:
            self._process = None
        return tuple(_shots(folder, text, sides.get(BEFORE), sides[NOW])) if NOW in sides else ()

    def _said(self, process: subprocess.Popen[bytes]) -> bytes:
        try:
            return process.communicate(timeout=SECONDS)[0]
        except subprocess.TimeoutExpired:
            self.stop()
            return b""

    def stop(self) -> None:
        """What is being drawn is not needed any more."""
        if process := self._process:
            process.send_signal(processes.END)


def _shots(folder: Path, text: Opened, before: Screens | None, now: Screens) -> Iterator[Shot]:
    """Of screens that look alike only the new one is told; without what was signed, all as they are now."""
    parts = sorted((change.name for change in text.changes), key=len, reverse=True)
    was = before or Screens({}, {})
    for name in [*now.files, *(each for each in was.files if each not in now.files)]:
        own = next((part for part in parts if f"-{name}-".startswith((f"-{text.topic}-{part}-", f"-answer-{part}-"))), SCREEN)
        same = was.looks.get(name) == now.looks.get(name)
        old, new = ("" if same else was.files.get(name, "")), now.files.get(name, "")
        yield Shot(own, str(folder / old) if old else "", str(folder / new) if new else "", same=same)
