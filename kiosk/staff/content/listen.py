"""`listen`: what the voice says of every screen, as sounds, and on one page to read along."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.store.library import Library
from kiosk.devices.sound_output import Sound
from kiosk.devices.sounds import FILE_HERTZ, FRAME_BYTES, Sounds, frames, wav
from kiosk.devices.voice_bounds import SILENT_SECONDS
from kiosk.devices.voice_choice import DISPATCHER, PICO, Proved, candidates
from kiosk.devices.voice_choice import Wanted as Order
from kiosk.files.foreign_folders import placed, remove
from kiosk.settings.settings import Settings
from kiosk.staff.console import counted, progress
from kiosk.staff.content import listening_page, spoken_screens
from kiosk.staff.content.all_screens import refuse_unknown
from kiosk.staff.content.listening_page import Heard, Line, Sentence, lasting
from kiosk.staff.content.spoken_screens import Script
from kiosk.staff.errors import ExpectedError

FILE = re.compile(r"[a-z]{2,3}-\d{3,}-[^/]+\.wav")
"""What the files are called: the language, the number of the screen, its name."""
_LETTERS_A_SECOND = 12
"""Of speech at the usual pace, the pauses with it: Pico says 14 to 16, slow voices of Piper 13."""
_KEPT = 128
"""Sounds that lie ready: what stands above each page of a topic is said again with the next one. One has 0.1 MB."""
_SERVICE = "the speech service of this machine says this, and it writes no sound files"
_NOBODY = "no voice could say this"


class Wanted(Struct, frozen=True):
    """Which screens, and where to: of one language, of one topic, or all."""

    folder: Path
    language: str = ""
    topic: str = ""


class Made(Struct, frozen=True):
    """The words of a line as they are heard, the frames of their sound, empty where nobody could say them, and what is to be told of that."""

    words: str
    frames: bytes = b""
    told: str = ""


class NothingToHearError(Exception):
    """Not one sentence of a screen became a sound."""


class Speaker:
    """Who makes the sound of a line: the recording, the voice that would say it here, or who stands in for that."""

    def __init__(self, voices: Mapping[str, Proved], ends: ExitStack) -> None:
        self._voices, self._ends = voices, ends
        self._sounds: dict[str, Sounds] = {}
        self._spoken = lru_cache(maxsize=_KEPT)(self._say)

    def said(self, line: Line) -> Made:
        """The sound of a line."""
        if not line.clip:
            return self._spoken(line.said, line.language)
        if sound := self._sound(Order(PICO, "", "", 1.0, str(line.clip))):
            return Made(line.shown, frames(sound), f"a person reads this: {line.clip.name}")
        spoken = self._spoken(line.said, line.language)
        return replace(spoken, told="; ".join(filter(None, [f"{line.clip.name} cannot be played, so the voice reads it", spoken.told])))

    def _say(self, words: str, language: str) -> Made:
        voice = self._voices[language].voice
        if voice == DISPATCHER:
            return Made(words, told=_SERVICE)
        own, *others = (each for each in candidates(language, voice) if each != DISPATCHER)
        for by in (own, own, *others):  # the first may have died of something else
            if sound := self._sound(Order(by, words, language, 1.0, "")):
                told = "" if by == own else f"the voice in the box says this, since {self._voices[language].name} could not"
                return Made(words, frames(sound), told)
        return Made(words, told=_NOBODY)

    def _sound(self, order: Order) -> Sound | None:
        if order.voice not in self._sounds:
            self._sounds[order.voice] = self._ends.enter_context(Sounds(order.voice))
        return self._sounds[order.voice].make(order, SILENT_SECONDS)


def write(library: Library, settings: Settings, wanted: Wanted) -> str:
    """Writes the sounds and the page, and says what was written. Raises ExpectedError; may raise OSError."""
    refuse_unknown(library, wanted.language, wanted.topic)
    voices = spoken_screens.voices(library, settings, wanted.language)
    scripts = spoken_screens.scripts(library, settings, voices, wanted.language, wanted.topic)
    _has_room(wanted.folder, scripts)
    remove(wanted.folder, ".", lambda name: name == listening_page.NAME)  # it would not fit the new sounds
    with ExitStack() as ends:
        heard = _recorded(scripts, Speaker(voices, ends), wanted.folder)
    page = listening_page.write(wanted.folder, library.clinic.name, heard)
    files = {each.file for each in heard}
    remove(wanted.folder, ".", lambda name: FILE.fullmatch(name) is not None and name not in files)
    unheard = sum(not sentence.has_sound for each in heard for sentence in each.sentences)
    gaps = f" Of {counted(unheard, 'sentence')} there is no sound, and it says there why." if unheard else ""
    return f"{counted(len(heard), 'screen')}, {lasting(sum(each.seconds for each in heard))} to listen to; read along in {page}.{gaps}"


def _has_room(folder: Path, scripts: Iterable[Script]) -> None:
    """Raises ExpectedError where the disk is too small for the sounds."""
    seconds = sum(len(line.said) for script in scripts for line in script.lines) / _LETTERS_A_SECOND
    need, free = round(seconds * FILE_HERTZ * FRAME_BYTES / 1e6), shutil.disk_usage(folder).free // 1_000_000
    if need > free:
        raise ExpectedError(
            f"The sounds take some {need} MB, and the disk of {folder} has {free} MB left. Name a folder on another disk, one language with"
            " --language, or one topic with --topic."
        )


def _recorded(scripts: Iterable[Script], speaker: Speaker, folder: Path) -> list[Heard]:
    heard: list[Heard] = []
    with progress("sounds") as tell:
        for script in scripts:
            heard.append(_heard(script, speaker, folder))
            tell(len(heard))
    return heard


def _heard(script: Script, speaker: Speaker, folder: Path) -> Heard:
    """Writes the sound of a screen; no file where none of its sentences has one."""
    sentences: list[Sentence] = []
    at = 0
    with suppress(NothingToHearError), placed(folder, script.file) as fresh, wav(fresh) as take:
        for line in script.lines:
            made = speaker.said(line)
            take(made.frames)
            sentences.append(Sentence(line, made.words, at / FILE_HERTZ, bool(made.frames), made.told))
            at += len(made.frames) // FRAME_BYTES
        if not at:
            raise NothingToHearError
    return Heard(script.file, script.language, tuple(sentences), at / FILE_HERTZ)
