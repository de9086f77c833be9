"""`narrate`: makes what a slow voice says before anybody listens, and lists what a person had better record first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from msgspec import Struct

from kiosk.content.model.deck import Point, Slide
from kiosk.content.model.facts import IN_BRACES
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.store.library import Library
from kiosk.devices.kept_sounds import KeptSounds, is_slow
from kiosk.devices.sounds import Sounds
from kiosk.devices.voice import NARRATION
from kiosk.devices.voice_bounds import SILENT_SECONDS
from kiosk.devices.voice_choice import Proved
from kiosk.devices.voice_choice import Wanted as Order
from kiosk.layout.markup import as_shown
from kiosk.settings.settings import Settings
from kiosk.staff.console import counted, progress
from kiosk.staff.content import spoken_screens
from kiosk.staff.content.all_screens import refuse_unknown
from kiosk.staff.content.spoken_screens import Script
from kiosk.staff.errors import ExpectedError

MOST_BYTES = 800_000_000
"""Of all that is kept: a language has some 2,300 different sentences, 1.9 hours and 330 MB."""
_LEFT_FREE = 2_000_000_000
"""Bytes that stay free on the disk, for requests and backups."""
FIRST_SLIDES = 10


class Missing(Struct, frozen=True):
    """A text that nobody has recorded: the slide it is on, the file that is wanted in `content/sounds`, and the text as it stands there."""

    slide: str
    file: str
    text: str


def make(library: Library, settings: Settings, data: Path, language: str, *, again: bool) -> str:
    """Makes what is missing, takes away what is said no more, and says what was done. Raises ExpectedError; may raise OSError."""
    refuse_unknown(library, language, "")
    voices = spoken_screens.voices(library, settings, language)
    kept = KeptSounds(data / NARRATION)
    asked = [code for code in library.clinic.languages if language in ("", code)]
    if not any(is_slow(voices[code].voice) for code in asked if voices[code].voice):
        gone = kept.clear(lambda code, _: code in asked)
        told = f" {counted(gone, 'sentence')} of another voice went." if gone else ""
        return f"Nothing needs to be made here: what this voice says next is ready before anybody has heard what it says now.{told}"
    orders = list(_orders(spoken_screens.scripts(library, settings, voices, language, ""), voices))
    names = {kept.name(order) for order in orders}
    gone = kept.clear(lambda code, name: code in asked and (again or name not in names))
    made, failed, size = _made(orders, kept, data)
    done = f"{made} of {counted(len(orders), 'sentence')} made now, {gone} taken away; {size // 1_000_000} MB lie in {data / NARRATION}."
    return f"{done} {counted(failed, 'sentence')} could not be made, and the kiosk has another voice say that." if failed else done


def _orders(scripts: Iterable[Script], voices: Mapping[str, Proved]) -> Iterator[Order]:
    """Each sentence once, in the order of the screens; nothing that is somebody's own, and nothing that a person reads."""
    lines = dict.fromkeys((line.said, line.language) for script in scripts for line in script.lines if not line.is_private and not line.clip)
    return (Order(voices[code].voice, words, code, 1.0, "") for words, code in lines if is_slow(voices[code].voice))


def _made(orders: list[Order], kept: KeptSounds, data: Path) -> tuple[int, int, int]:
    """How many sentences were made, how many could not be, and how many bytes there are of all. Raises ExpectedError where there is no room."""
    made = failed = 0
    size = 0
    with ExitStack() as ends, progress("sentences ready") as tell:
        sounds: dict[str, Sounds] = {}
        for number, order in enumerate(orders, 1):
            if kept.get(order) is None:
                _has_room(size, number - 1, data)
                if order.voice not in sounds:
                    sounds[order.voice] = ends.enter_context(Sounds(order.voice))
                sound = sounds[order.voice].make(order, SILENT_SECONDS)
                done = bool(sound and kept.put(order, sound))
                made, failed = made + done, failed + (not done)
            size += kept.size(order)
            tell(number)
    return made, failed, size


def _has_room(size: int, done: int, data: Path) -> None:
    full = ""
    if size >= MOST_BYTES:
        full = f"{MOST_BYTES // 1_000_000} MB of sentences are kept, and no more are"
    elif (free := shutil.disk_usage(data).free) < _LEFT_FREE:
        full = f"The disk has {free // 1_000_000} MB left, and {_LEFT_FREE // 1_000_000} MB stay free for requests and backups"
    if full:
        print(f"{counted(done, 'sentence')} can be played at once.", file=sys.stderr)
        raise ExpectedError(f"{full}. The kiosk has the rest made while somebody listens, as before.")


def to_record(library: Library, language: str) -> tuple[list[Missing], int]:
    """Of the first slides, as they follow each other on the screen, the texts without a recording in a language; and of how many."""
    texts = [each for topic, slide in islice(_slides(library), FIRST_SLIDES) for each in _texts(topic, slide, language)]
    return [each for each in texts if not library.sound(each.file)], len(texts)


def _slides(library: Library) -> Iterator[tuple[str, Slide]]:
    for head in library.heads:
        body = library.as_written(head.id)
        yield from ((head.id, slide) for slide in body.slides) if body else ()


def _texts(topic: str, slide: Slide, language: str) -> Iterator[Missing]:
    """The headline and the points, each with the file that its recording has, or is to have."""
    where = f"{topic}/{slide.id}"
    yield Missing(where, dict(slide.clip).get(language) or f"{topic}-{slide.id}-{language}.mp3", as_shown(slide.title.in_(language)))
    for number, point in enumerate(slide.every_point(), 1):
        text = _read(point, language)
        if text and not IN_BRACES.search(text):  # what is said there may be another number tomorrow
            yield Missing(where, dict(point.clip).get(language) or f"{topic}-{slide.id}-{number}-{language}.mp3", text)


def _read(point: Point, language: str) -> str:
    return " ".join(filter(None, (as_shown(text.in_(language)) for text in (point.title, point.text))))


def tell_what_to_record(library: Library, language: str) -> Iterator[str]:
    """Lines for staff: what a person had better record first, for each language."""
    for code in [each for each in library.clinic.languages if language in ("", each)]:
        missing, count = to_record(library, code)
        read = f"{LANGUAGES[code]}: on the first {FIRST_SLIDES} slides a person reads {count - len(missing)} of {counted(count, 'text')}"
        yield f"{read}. To record, in this order:" if missing else f"{read}."
        yield from (f"  {each.slide:<32} sounds/{each.file:<44} {each.text}" for each in missing)
