"""Real layouts on a real X server: keys are pressed by their places (`xdotool key CODE`), after `setxkbmap`, and the form must hold what is
printed on them. Held keys, keys pressed while the screen stands still, NumLock, dead keys and Compose.

`.venv/bin/python tests/keyboards.py` prints a line for each and ends with 1 if one went wrong. It needs Xvfb, xdotool and setxkbmap.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
SCREEN = ":93"
os.environ |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": SCREEN}

from lobby import Lobby  # noqa: E402
from PySide6.QtCore import QCoreApplication  # noqa: E402
from wanted import wanted  # noqa: E402

from kiosk.visit.states import Staff  # noqa: E402

SHIFT, ALTGR, SPACE, RIGHT, LEFT = 50, 108, 65, 114, 113
ROWS = {10: "1234567890-=", 24: "qwertyuiop[]", 38: "asdfghjkl;'`", 51: "\\zxcvbnm,./"}
PLACES = {key: first + number for first, row in ROWS.items() for number, key in enumerate(row)} | {" ": SPACE}
"""Where keys lie, by what an American keyboard has there; codes of evdev, plus 8."""
LAYOUTS = [
    ("us", "", "jose", "jose"),
    ("us", "intl", "jos'e nu~nez", "josé nuñez"),
    ("es", "", "jos'e nu;ez", "josé nuñez"),
    ("latam", "", "jos[e nu;ez", "josé nuñez"),
    ("de", "", "g/nter m;ller", "g-nter möller"),
    ("de", "", "ren=e", "rené"),
    ("fr", "", "ren2 hel[ene", "rené helêne"),
    ("br", "", "jos[e s'ao ;", "josé são ç"),
    ("ca", "multix", "ren/ [e", "rené ê"),
    ("tr", "", ";smet ,e[", "şsmet öeğ"),
    ("vn", "", "1n 0d", "ăn đd"),
    ("pt", "", "jos]e jo\\ao", "josé joão"),
    ("se", "", "m[ns ;sa", "måns ösa"),
    ("it", "", "nicol; d", "nicolò d"),
    ("pl", "", "jan", "jan"),
    ("gb", "", "jose", "jose"),
]
"""Layout, variant, what is pressed (by the American names of the places; `~` is Shift with the key of the backtick), and what that writes."""


@contextmanager
def x_server() -> Iterator[None]:
    server = subprocess.Popen(["Xvfb", SCREEN, "-screen", "0", "1280x720x24"], stderr=subprocess.DEVNULL)
    try:
        while subprocess.run(["xdotool", "getmouselocation"], capture_output=True, check=False).returncode:
            if server.poll() is not None:
                sys.exit(f"The X server for the proof does not start on {SCREEN}. Is another one there?")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait()


class Desk:
    """The kiosk on that screen, and hands on the keyboard before it."""

    def __init__(self, folder: Path) -> None:
        self.lobby = Lobby(folder, (1280, 720))
        self.kiosk = self.lobby.kiosk
        self.kiosk.window.requestActivate()
        self.faults = 0

    def layout(self, name: str, variant: str = "", *options: str) -> None:
        subprocess.run(["setxkbmap", "-layout", name, "-variant", variant, "-option", "", *options], check=True)
        self.idle(0.15)

    def idle(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.002)

    def hands(self, *words: str, still: bool = False) -> None:
        """`still`: the screen hears of it when all is done."""
        doing = subprocess.Popen(["xdotool", *words])
        while doing.poll() is None:
            if not still:
                QCoreApplication.processEvents()
            time.sleep(0.002)
        self.idle(0.2)

    def types(self, keys: str, *, still: bool = False) -> None:
        shifted = ("keydown", str(SHIFT), "key", str(PLACES["`"]), "keyup", str(SHIFT))
        each = (shifted if key == "~" else ("key", "--delay", "100", str(PLACES[key])) for key in keys)
        self.hands(*(word for words in each for word in words), still=still)

    def at(self, place: str) -> None:
        self.kiosk.visit.act("finish")
        self.kiosk.visit.act("wake:en")
        self.kiosk.visit.act(f"go:{place}")
        self.idle(0.1)

    @property
    def field(self) -> str:
        return self.kiosk.signup.spoken_field

    def tell(self, what: str, seen: object, expected: object) -> None:
        self.faults += seen != expected
        said = f"as it should be  {what}: {seen!r}" if seen == expected else f"WRONG            {what}: {seen!r}, not {expected!r}"
        print(said, flush=True)


def layouts(desk: Desk) -> None:
    for name, variant, keys, written in LAYOUTS:
        for still in (False, True):
            desk.layout(name, variant)
            desk.at("signup/name/0")
            desk.types(keys, still=still)
            desk.tell(f"{name} {variant or ''}{', all at once' if still else ''}", desk.field.lower(), written)


def letters_by_several_keys(desk: Desk) -> None:
    desk.layout("us", "altgr-intl")
    desk.at("signup/name/0")
    desk.hands("keydown", str(ALTGR), "key", str(PLACES["e"]), "keyup", str(ALTGR))
    desk.tell("AltGr and e", desk.field.lower(), "é")
    desk.layout("us", "", "-option", "compose:ralt")
    desk.at("signup/name/0")
    desk.hands("key", "--delay", "100", str(ALTGR), str(PLACES["s"]), str(PLACES["s"]))
    desk.tell("Compose, s, s", desk.field.lower(), "ß")


def held(desk: Desk) -> None:
    desk.layout("es")
    for what, code, then, written in (("a letter", PLACES["a"], (), "a"), ("a dead key", PLACES["'"], (PLACES["e"],), "é")):
        desk.at("signup/name/0")
        desk.hands("keydown", str(code), "sleep", "1.5", "keyup", str(code))
        for each in then:
            desk.hands("key", str(each))
        desk.tell(f"{what} held for 1.5 s", desk.field.lower(), written)
    desk.at("reading/infusion/first-a-talk/0")
    topic = desk.kiosk.deck.stage.library.topic("infusion")
    desk.hands("keydown", str(RIGHT), "sleep", "3", "keyup", str(RIGHT))
    assert topic
    desk.tell("the right arrow held for 3 s, slides on", [each.id for each in topic.slides].index(desk.kiosk.deck.stage.slide_in_hand().id), 1)
    desk.at("home/0")
    desk.hands("keydown", str(LEFT), "sleep", "4", "keyup", str(LEFT))
    desk.tell("the left arrow held for 4 s leads to staff", isinstance(desk.kiosk.visit.visit.place, Staff), False)


def without_numlock(desk: Desk) -> None:
    desk.layout("us")
    desk.at("signup/phone/0")
    desk.hands("key", "--delay", "100", *map(str, (79, 90, 85, 84, 84, 84, 90, 87, 88, 89)))
    desk.tell("the keys 7065550123 beside the arrows, without NumLock", desk.field, "(706) 555-0123")


def main() -> None:
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        sys.exit(f"This proof needs {', '.join(missing)}: install the packages xvfb, xdotool and x11-xkb-utils, and run it again.")
    with x_server(), tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.idle(1)
        for prove in (layouts, letters_by_several_keys, held, without_numlock):
            prove(desk)
        faults = desk.faults + len(desk.lobby.complaints)
        print(*desk.lobby.complaints, sep="\n")
        desk.lobby.close()
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    wanted(__doc__)
    main()
