"""What a visitor typed and touched, looked for in the memory of the process after the visit ended.

    python tests/memory.py

types a name that occurs nowhere else, goes to the review, ends the visit, and counts how often the name is in the memory of the whole
process before and after, as UTF-8, UTF-16 and UTF-32. Another visitor touches two things that apply, and looks at the code that takes them along:
what it says of the two is counted in the same way, and so are the names of two things that another one weighed. The count is reported, not promised:
Python cannot wipe strings.

The kiosk's own voice says the name as well, and it is looked for in the memory of its processes, before and after the visit: then it must be gone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from wanted import wanted

if TYPE_CHECKING:
    from kiosk import app

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"

SHIFTED = "Arobjftdifhfm"
"""The name, each letter moved on by one, so that the program itself does not hold it."""
TOUCHED = ("Mjwfs&31ejtfbtf&1E&1B.&31Hmbvdpnb", "Mjwfs&3631ejtfbtf&361E&361B.&3631Hmbvdpnb")
"""Of the code of that list, and of the address of its picture, written in the same way: two things, one after the other."""
WEIGHED = ("nbuufst0xibu.nbuufst0gbtu;3", "nbuufst0xibu.nbuufst0mbtujoh;3")
"""Of what was weighed, and how much, written in the same way."""
TODAY = date(2026, 11, 23)


def child(folder: Path) -> dict[str, int]:
    """Types the name letter by letter, as keys do, and counts."""
    from kiosk import app
    from kiosk.content.store.current import open_library
    from kiosk.settings.settings import Settings
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer.drawer import Drawer
    from kiosk.signup.keys import try_out_key
    from kiosk.staff.content.all_screens import settle

    try_out_key.make_try_out(folder / "keys", TODAY)
    library, _ = open_library(PROJECT / "content", folder, TODAY)
    assert library
    app.application(["kiosk"])
    desk = Desk(Drawer(folder / "drawer", folder / "keys"), folder / "keys", lambda: TODAY)
    kiosk = app.Kiosk(library, Settings(key_bounce_ms=0), app.WindowSpec((1280, 720), (476.0, 268.0)), desk=desk)
    settle()
    kiosk.visit.act("wake:en")
    kiosk.signup.act("begin")
    kiosk.visit.act("go:signup/name/0")
    for letter in SHIFTED:
        kiosk.signup.act(f"type:{chr(ord(letter) - 1)}")
        settle()
        kiosk.window.grabWindow()
    kiosk.visit.act("go:signup/review/0")
    settle()
    kiosk.window.grabWindow()
    typed = found(SHIFTED)
    _ended(kiosk)
    forgotten = found(SHIFTED)
    things = (f"take:bring-up/what-applies/{each}" for each in ("liver", "glaucoma"))
    touched, left = _before_and_after(kiosk, "go:reading/bring-up/what-applies/1", things, TOUCHED)
    choices = (f"weigh:{''.join(chr(ord(letter) - 1) for letter in choice)}" for choice in WEIGHED)
    weighed, weighed_left = _before_and_after(kiosk, "go:reading/matters/what-matters/1", choices, WEIGHED)
    return {"typed": typed, "forgotten": forgotten, "touched": touched, "left": left, "weighed": weighed, "weighed_left": weighed_left}


def _before_and_after(kiosk: app.Kiosk, place: str, touches: Iterator[str], shifted: tuple[str, ...]) -> tuple[int, int]:
    """How often what another visitor touches is in memory while their list is seen, and after their visit.

    The touches are made one by one, so that this itself keeps none.
    """
    from kiosk.staff.content.all_screens import settle

    kiosk.visit.act("wake:en")
    for touch in touches:
        kiosk.visit.act(place)
        kiosk.visit.act(touch)
        del touch
        settle()
        kiosk.window.grabWindow()
    kiosk.visit.act("go:basket/0")
    settle()
    kiosk.window.grabWindow()
    seen = sum(map(found, shifted))
    _ended(kiosk)
    return seen, sum(map(found, shifted))


def _ended(kiosk: app.Kiosk) -> None:
    """The visit is over, and what is done after it as well."""
    from kiosk.staff.content.all_screens import settle

    kiosk.visit.act("finish")
    ends = time.monotonic() + 1.0
    while time.monotonic() < ends:
        settle()


def found(shifted: str) -> int:
    """How often these letters are in the memory of this process. What they are looked for with is made letter by letter and not counted."""
    wanted = _patterns(shifted)
    return _held(wanted, Path("/proc/self")) - 3  # the three patterns themselves


def _patterns(shifted: str) -> list[bytearray]:
    wanted = [bytearray() for _ in range(3)]
    for letter in shifted:
        for number, coding in enumerate(("utf-8", "utf-16-le", "utf-32-le")):
            wanted[number].extend(chr(ord(letter) - 1).encode(coding))
    return wanted


def _held(wanted: list[bytearray], process: Path) -> int:
    count = 0
    with (process / "maps").open(encoding="utf-8") as maps, (process / "mem").open("rb", buffering=0) as memory:
        areas = [line.split()[:2] for line in maps]
        for place, rights in areas:
            first, last = (int(part, 16) for part in place.split("-"))
            if "rw" in rights and last - first < 1 << 30:
                try:
                    memory.seek(first)
                    raw = memory.read(last - first)
                except (OSError, ValueError, OverflowError):
                    continue
                count += sum(raw.count(pattern) for pattern in wanted)
                del raw
    return count


def spoken(_: Path) -> dict[str, int]:
    """Has the kiosk's voice say the name, as into headphones, and counts in the memory of its processes."""
    from PySide6.QtCore import QCoreApplication

    from kiosk.devices.sound_output import SILENT
    from kiosk.devices.voice import ProcessVoice

    app, voice = QCoreApplication([]), ProcessVoice(output=SILENT)
    over: list[int] = []
    voice.ended.connect(over.append)
    voice.failed.connect(over.append)
    for sentence in ("The name that was written is {}, and so it is sent.", "Is {} the name that you would like to send to the clinic?"):
        number = voice.say(sentence.format("".join(chr(ord(letter) - 1) for letter in SHIFTED)), "en", 0, 0)
        while number not in over:
            app.processEvents()
            time.sleep(0.01)
    heard = _in_voice()
    voice.leave()
    left = _in_voice()
    voice.close()
    return {"heard": heard, "kept": left}


def _in_voice() -> int:
    """How often the name is in the memory of whatever speaks here, as far as it may be looked at."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if b"kiosk.devices." in (process / "cmdline").read_bytes():
                count += _held(_patterns(SHIFTED), process)
        except OSError:  # it ended meanwhile
            continue
    return count


def measure(what: str = "--child") -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(Path(__file__)), what, folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    if parts := [part for name, part in (("--child", child), ("--spoken", spoken)) if sys.argv[1:2] == [name]]:
        print(json.dumps(parts[0](Path(sys.argv[2]))), flush=True)
        os._exit(0)
    wanted(__doc__)
    begun = time.monotonic()
    counts = measure()
    took = time.monotonic() - begun
    print(f"the name is in memory {counts['typed']} times while the form is open, {counts['forgotten']} times after")
    print(f"two things that apply are in memory {counts['touched']} times while their code is seen, {counts['left']} times after")
    print(f"two that were weighed are in memory {counts['weighed']} times while they are seen, {counts['weighed_left']} times after ({took:.0f} s)")
    voices = measure("--spoken")
    print(f"the name is in the memory of the voice {voices['heard']} times when it was read aloud, {voices['kept']} times after the visit")
    sys.exit(bool(voices["kept"]) or not voices["heard"])
