"""What the voice says on every screen, and who says it here: for commands that make sounds of it where nobody listens."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from kiosk import app
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.store.library import Library
from kiosk.devices.sound_output import SILENT, Output
from kiosk.devices.voice import NullVoice
from kiosk.devices.voice_choice import Proved
from kiosk.devices.voice_proof import prove
from kiosk.settings.settings import Settings, physical_mm
from kiosk.staff.console import progress
from kiosk.staff.content.all_screens import ctrl_c_between, settle, walk, walk_topic
from kiosk.staff.content.listening_page import Line
from kiosk.staff.errors import ExpectedError
from kiosk.visit.comfort import Comfort

_PIXELS = (1920, 1080)


class Script(Struct, frozen=True):
    """What is said on a screen: its language, the name of its file, and the lines."""

    file: str
    language: str
    lines: tuple[Line, ...]


def voices(library: Library, settings: Settings, language: str) -> dict[str, Proved]:
    """Who would speak here, and tells it, for one language or all (""); a loudspeaker is not needed. Raises ExpectedError where nobody does."""
    found = prove(library.clinic.languages, dict(settings.voices), Output(SILENT))
    asked = [code for code in library.clinic.languages if language in ("", code)]
    if silent := " or ".join(LANGUAGES[code] for code in asked if not found[code].voice):
        missing = f"Nothing on this machine speaks {silent}: `python3 main.py doctor` says what to do."
        if not any(found[code].voice for code in asked):
            raise ExpectedError(missing)
        print(missing, file=sys.stderr)
    told = (f"{LANGUAGES[code]}: {found[code].name} ({found[code].why})" for code in asked if found[code].voice)
    print(f"{'; '.join(told)}.", file=sys.stderr)
    return found


def scripts(library: Library, settings: Settings, by: Mapping[str, Proved], language: str, topic: str) -> list[Script]:
    """What is said on every screen on which something is, as somebody with headphones hears it; of one language and one topic, or all ("")."""
    os.environ["QT_QUICK_BACKEND"] = "software"
    app.application(["kiosk"])
    with ctrl_c_between() as pause:
        voice, glass = NullVoice(), app.WindowSpec(_PIXELS, physical_mm(_PIXELS, (0, 0), 0.0))
        kiosk = app.Kiosk(library, replace(settings, headphones="always"), glass, still=True, now=None, voice=voice)
        try:
            voice.proved.emit({code: each.name for code, each in by.items()})
            found: list[Script] = []
            with progress("screens read") as tell:
                for code in [each for each in library.clinic.languages if language in ("", each) and by[each].voice]:
                    for name in _walked(kiosk, library, code, topic):
                        pause()
                        said = kiosk.speech.as_said()
                        if lines := tuple(Line(words, spoken.words, own, spoken.private, spoken.clip) for spoken, words, own in said):
                            found.append(Script(f"{code}-{len(found) + 1:03d}-{name}.wav", code, lines))
                            tell(len(found))
            return found
        finally:
            kiosk.close()


def _walked(kiosk: app.Kiosk, library: Library, language: str, topic: str) -> Iterator[str]:
    """The names of the screens, each as it stands with the voice on. What a slide names as its sources is among them where they are not said else."""
    comfort = Comfort(aloud=True)
    for name, _ in walk_topic(kiosk, library, language, comfort, topic) if topic else walk(kiosk, library, language, comfort, sheets=False):
        settle()
        yield name
