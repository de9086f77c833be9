"""What happens when something breaks: the real program is started with a fault, or one comes while it runs; a visitor then tries everything.

    python tests/faults.py [NAME ...]

prints for each fault what the visitor sees, whether help is there, what became of a sign-up, what `doctor` tells staff, and what the log
says; and holds that nothing which was acknowledged is lost. Each fault has a process of its own, where the system allows it with
disks of its own. The tests run the quick ones.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import nursery
from wanted import wanted

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
MOST_SECONDS, FAILED = 90, 99
STEP_MS, PATIENCE_SECONDS = 5, 30
TOLD = ("keys", "drawer", "disk", "clock", "settings")
"""What doctor looks at after each fault; at the content, which takes as long as the rest of a case, only where that was broken."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one kiosk stands: its folders, and the clock that it is given."""

    folder: Path

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def drawer(self) -> Path:
        return self.data / "drawer" / "drawer.sqlite"


Act = Callable[[Place], None]


def nothing(_: Place) -> None: ...


@dataclass(frozen=True, slots=True)
class Case:
    """A fault: `before` the start, or `during` the run, after a first sign-up; `after` takes it away again. `part` is what doctor calls it.

    `sees` is what the waiting screen must say, `sent` whether a sign-up made in the fault is kept. `slow` ones are not in the tests: they
    wait, or need a disk of their own. `years` is how far off the clock is. `gone` counts the sign-ups that the fault itself deletes.
    """

    before: Act = nothing
    during: Act = nothing
    after: Act = nothing
    part: str = ""
    sees: str = "Start"
    sent: bool = True
    slow: bool = False
    years: int = 0
    gone: int = 0


# -- faults ---------------------------------------------------------------------------------------------------------------


def gone(name: str) -> Act:
    def act(place: Place) -> None:
        path = place.folder / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    return act


def spoilt_drawer(place: Place) -> None:
    """There are keys, and something else lies where the drawer should be."""
    from kiosk.signup.keys import try_out_key

    try_out_key.make_try_out(place.data / "keys", datetime.now().date())  # noqa: DTZ005
    _put(place.drawer, b"garbage" * 999)


def garbage(place: Place) -> None:
    for path in place.content.rglob("*.yaml"):
        path.write_bytes(b"\x00\xff{[" * 500)


def holding(name: str, raw: bytes) -> Act:
    def act(place: Place) -> None:
        for path in place.folder.glob(name):
            path.write_bytes(raw)

    return act


def spoilt(pattern: str) -> Act:
    """A piece in the middle of these files is overwritten."""

    def act(place: Place) -> None:
        for path in place.folder.glob(pattern):
            raw = bytearray(path.read_bytes())
            raw[len(raw) // 3 : len(raw) // 2] = b"\xa5" * (len(raw) // 2 - len(raw) // 3)
            path.write_bytes(raw)

    return act


def mounted(*options: str) -> Act:
    """A disk of its own for the data folder."""

    def act(place: Place) -> None:
        place.data.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(("size=3m", *options)), "tmpfs", str(place.data)], check=True)

    return act


def filled(place: Place) -> None:
    """Not a byte is left on the disk."""
    with (place.data / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            return


def no_growth(_: Place) -> None:
    """No file may grow any more: what a full disk is to those who may not mount one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))


def growth(_: Place) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def locked(place: Place) -> None:
    """Another program holds the drawer, as long as the kiosk runs."""
    code = f"import sqlite3, sys; d = sqlite3.connect({str(place.drawer)!r}); d.execute('BEGIN EXCLUSIVE'); print(1, flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert holder.stdout
    holder.stdout.readline()


def no_speech(_: Place) -> None:
    """There is nothing to play sound with."""
    from kiosk import running
    from kiosk.devices.voice import ProcessVoice

    os.environ.update(PULSE_SERVER="unix:/nowhere", ALSA_CONFIG_PATH="/nowhere")
    running.ProcessVoice = ProcessVoice


def voice_does(code: str) -> Act:
    """The process of the voice proves well, and then is another program."""

    def act(place: Place) -> None:
        from kiosk.devices import voice

        told = json.dumps({"en": {"voice": "ann", "name": "Ann"}, "es": {"voice": "eva", "name": "Eva"}})
        proves = f"import sys\nif sys.argv[1] == 'voice_proof':\n    print({told!r})\n    sys.exit()\n"
        (place.folder / "voice.py").write_text(proves + code)
        voice._arguments = lambda *more: [str(place.folder / "voice.py"), *more]

    return act


def reports(width: int, height: int) -> Act:
    """The screen says of itself that it is so many millimetres."""

    def act(_: Place) -> None:
        from kiosk import app
        from kiosk.settings.settings import physical_mm

        app._physical = lambda glass, inches: physical_mm(glass.pixels, (width, height), inches)

    return act


def assets_without(name: str) -> Act:
    def act(place: Place) -> None:
        from kiosk import app

        assets = Path(shutil.copytree(PROJECT / "assets", place.folder / "assets"))
        shutil.rmtree(assets / name)
        app.ASSETS = assets

    return act


CASES: dict[str, Case] = {
    "nothing": Case(),
    "content folder gone at the start": Case(slow=True, before=gone("content"), part="content", sees="This screen is resting", sent=False),
    "content is garbage at the start": Case(before=garbage, part="content", sees="This screen is resting", sent=False),
    "content folder gone while running": Case(slow=True, during=gone("content"), part="content"),
    "content becomes garbage while running": Case(during=garbage, part="content"),
    "snapshot damaged while running": Case(during=spoilt("data/deck/*.json")),
    "data folder is a file": Case(before=lambda place: _put(place.data, b""), part="disk", sent=False),
    "data folder gone while running": Case(during=gone("data"), part="keys", sent=False, gone=1),
    "data folder read-only": Case(before=mounted("ro"), part="disk", sent=False, slow=True),
    "disk full while running": Case(before=mounted(), during=filled, after=gone("data/filler"), part="disk", sent=False, slow=True),
    "no file can grow": Case(during=no_growth, after=growth, sent=False),
    "drawer is garbage at the start": Case(before=spoilt_drawer),
    "drawer is garbage and there are no keys": Case(before=lambda place: _put(place.drawer, b"garbage" * 999), part="keys", sent=False),
    "drawer damaged while running": Case(during=spoilt("data/drawer/drawer.sqlite")),
    "drawer deleted while running": Case(during=gone("data/drawer"), gone=1),
    "drawer locked by another program": Case(during=locked, sent=False, slow=True),
    "key files gone while running": Case(during=gone("data/keys"), part="keys", sent=False),
    "key files damaged at the start": Case(before=lambda place: _put(place.data / "keys" / "recipients.json", b"{"), part="keys", sent=False),
    "clock 20 years back": Case(years=-20),
    "clock 20 years ahead": Case(years=20),
    "screen reports no size": Case(slow=True, before=reports(0, 0)),
    "screen reports 7 by 9,000 mm": Case(before=reports(7, 9000)),
    "loudspeaker missing": Case(before=no_speech),
    "voice process dies at once": Case(before=voice_does("raise SystemExit(1)")),
    "voice process hangs": Case(before=voice_does("import time; time.sleep(60)")),
    "voice process says nonsense": Case(before=voice_does("print('no JSON'); import time; time.sleep(60)")),
    "fonts missing": Case(before=assets_without("fonts")),
    "icons missing": Case(before=assets_without("icons")),
    "settings are garbage": Case(before=lambda place: _put(place.data / "settings.yaml", b"\x00[: {"), part="settings"),
    "settings are nonsense": Case(
        before=lambda place: _put(place.data / "settings.yaml", b"idle_seconds: soon\nkeys: 7\n"), part="settings", slow=True
    ),
}


def _put(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


# -- one fault in a process of its own ------------------------------------------------------------------------------------


class Visit:
    """What a visitor does at the running kiosk, step by step between its own events, and what came of it."""

    def __init__(self, case: Case, place: Place) -> None:
        self.case, self.place = case, place
        self.acknowledged: list[str] = []
        self.came: dict[str, Any] = {"help": True}
        self.readings = 0
        self.attached = self._voices_known = False

    def watch(self, kiosk: Any, voice: Any) -> None:
        from PySide6.QtCore import QTimer
        from visitor import Visitor, finger

        self.kiosk = kiosk
        self.here = Visitor(kiosk, lambda _: None, finger())
        voice.proved.connect(self._know_voices)
        self._steps = self._script()
        self._timer = QTimer()
        self._timer.timeout.connect(self._step)
        self._timer.start(STEP_MS)

    def _know_voices(self, _: dict[str, str]) -> None:
        self._voices_known = True

    def _step(self) -> None:
        from PySide6.QtGui import QGuiApplication

        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            QGuiApplication.exit(0)
        except Exception:
            self._timer.stop()
            QGuiApplication.exit(FAILED)
            raise

    def _script(self) -> Iterator[None]:
        yield from self._until(lambda: self.attached)
        if self.case.during is not nothing:
            yield from self._signs_up()
            before = self.readings
            self.case.during(self.place)
            yield from self._until(lambda: self.readings > before) if self.case.part == "content" else self._for(0.3)
        self.came["sees"] = self.here.texts()
        yield from self._looks_for_help()
        yield from self._listens()
        self.came["form"] = ""
        yield from self._signs_up()
        yield from self._looks_for_help()

    def _until(self, done: Callable[[], bool]) -> Iterator[None]:
        ends = time.monotonic() + PATIENCE_SECONDS
        while not done():
            assert time.monotonic() < ends, "what the visitor waits for does not come"
            yield

    def _for(self, seconds: float) -> Iterator[None]:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            yield

    def _looks_for_help(self) -> Iterator[None]:
        self.kiosk.visit.act("finish")
        self.here.rest()
        yield
        self.here.taps(next(each.name for each in self.here.buttons() if "988" in each.name))
        self.came["help"] &= self.here.sees("911") and self.here.sees("988")
        self.kiosk.visit.act("finish")
        yield

    def _listens(self) -> Iterator[None]:
        """Headphones come in: with a voice or without one the screen stays what it is."""
        yield from self._until(lambda: self._voices_known)
        self.kiosk.speech.plug(True)
        self.kiosk.visit.act("go:home/0")
        yield from self._for(0.5)
        self.came["reads"] = self.here.sees(self.kiosk.deck.stage.word("home_title")) or self.case.sees != "Start"
        self.kiosk.speech.plug(False)
        self.kiosk.visit.act("finish")

    def _signs_up(self) -> Iterator[None]:
        kiosk, form = self.kiosk, self.kiosk.deck.stage.library.form
        if not kiosk.signup.property("there"):
            self.came["form"] = "no form, the front desk instead"
            return
        kiosk.visit.act("wake:en")
        kiosk.signup.act("begin")
        for question in form.questions:
            typed = {"name": "Ana", "phone": "7065550123"}.get(question.kind.value, "")
            kiosk.signup.answer(question.id, typed or (question.options[0].id if question.options else ""))
            yield
        kiosk.visit.act("go:signup/review/0")
        for _ in range(9):
            kiosk.signup.act("on")
            yield
            if kiosk.visit.visit.place.step != "review":
                break
        self.came["form"] = kiosk.visit.visit.place.step
        self.came["forgotten"] = kiosk.signup._filling.empty
        if kiosk.visit.visit.place.step == "thanks":
            self.acknowledged.append(kiosk.signup._kept)
        yield
        kiosk.visit.act("finish")


def one(name: str, folder: Path) -> dict[str, Any]:
    """Runs the command `run` with a visitor in it."""
    sys.path.insert(0, str(PROJECT / "tests"))
    from kiosk import running
    from kiosk.app import Kiosk
    from kiosk.devices.content_watch import ContentWatch
    from kiosk.devices.sound_output import SILENT
    from kiosk.devices.voice import ProcessVoice
    from kiosk.staff.commands import run
    from kiosk.staff.main import main

    case, place = CASES[name], Place(folder)
    visit = Visit(case, place)

    def now() -> datetime:
        return datetime.now().astimezone() + timedelta(days=365 * case.years)

    class Watched(Kiosk):
        def __init__(self, *arguments: Any, **more: Any) -> None:
            super().__init__(*arguments, **more, now=lambda: now().replace(tzinfo=None))
            visit.watch(self, more["voice"])

        def attach_storage(self, *arguments: Any) -> None:
            super().attach_storage(*arguments)
            visit.attached = True

    def watching(folder: Path, prints: Any, read: Callable[[], Any], *more: Any, **named: Any) -> ContentWatch:
        def counted() -> Any:
            library = read()
            visit.readings += 1
            return library

        return ContentWatch(folder, prints, counted, *more, **named)

    running.Kiosk, running.ContentWatch, run.now = Watched, watching, now
    running.ProcessVoice = partial(ProcessVoice, output=SILENT)
    case.before(place)
    code = main(["run", "--window", "960x540", "--content", str(place.content), "--data", str(place.data)])
    examined = list(_examined(place, now(), {*TOLD, case.part} - {""}))
    log = place.data / "kiosk.log"
    said = log.read_text(encoding="utf-8") if log.is_file() else ""
    case.after(place)
    return visit.came | {
        "code": code,
        "acknowledged": visit.acknowledged,
        "lost": [each for each in visit.acknowledged[case.gone :] if each not in _kept(place)],
        "doctor": examined,
        "log": said,
    }


def _examined(place: Place, now: datetime, parts: set[str]) -> Iterator[tuple[str, str, str]]:
    """What `doctor` tells staff of the parts that can break here and are not well."""
    from kiosk.content.reading.folder import read_folder
    from kiosk.staff.diagnosis import doctor

    patient = doctor.Patient(place.content, place.data, now)
    for part in sorted(parts):
        for each in doctor.looked(part, doctor.LOOKS[part], patient, lambda: read_folder(place.content)):
            if each.level != "green":
                yield part, each.level, each.says


def _kept(place: Place) -> set[str]:
    """Every sign-up in the drawer; of damaged ones that were set aside, those whose bytes are there for somebody to save."""
    found: set[str] = set()
    for path in (place.data / "drawer").glob("drawer*"):
        if path.name.endswith(".sqlite"):
            with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
                found |= {row[0] for row in database.execute("SELECT id FROM seals")}
        if "set-aside" in path.name:
            found |= {each.decode() for each in re.findall(rb"[0-9a-f]{32}", path.read_bytes())}
    return found


def outcome(name: str) -> dict[str, Any]:
    """What came of a fault, or how the process ended."""
    with tempfile.TemporaryDirectory(prefix="kiosk-fault-") as folder:
        shutil.copytree(PROJECT / "content", Path(folder) / "content")
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = (_on_own_disks if CASES[name].slow else _begun_already)(name, folder, environment)
        except subprocess.TimeoutExpired:
            return {"ended": f"not done after {MOST_SECONDS} s"}
        if done.returncode:
            return {"ended": f"exit {done.returncode}: {done.stderr.strip()[-1500:]}"}
        return {**json.loads(done.stdout.splitlines()[-1]), "said": done.stderr}


def _on_own_disks(name: str, folder: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "--map-root-user", "--mount", sys.executable, __file__, "--one", name, folder]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_SECONDS, env=environment, errors="replace")


def _begun_already(name: str, folder: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return nursery.run("faults:told", name, folder, environment=environment, seconds=MOST_SECONDS)


def told(arguments: list[str]) -> int:
    """A case in this process, told as JSON."""
    name, folder = arguments
    print(json.dumps(one(name, Path(folder))))
    return 0


def row(name: str) -> Iterator[str]:
    """A fault in the table."""
    came = outcome(name)
    if "ended" in came or came["code"]:
        yield f"{name:40} {came.get('ended') or came['said']}"
        return
    case = CASES[name]
    sees = case.sees if case.sees in came["sees"] else came["sees"].splitlines()[:3]
    told = ", ".join(f"{part} {level}" for part, level, _ in came["doctor"] if (part, case.part) != ("keys", ""))
    kept = f"{len(came['acknowledged'])} acknowledged, {len(came['lost'])} lost"
    yield f"{name:40} {sees!s:26.60} help {'yes' if came['help'] else 'NO':4} {came['form']:12.34} {kept}; doctor: {told or '-'}"
    for line in came["log"].splitlines()[-2:]:
        yield f"{'':42}log: {line:.150}"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        sys.exit(told(sys.argv[2:]))
    else:
        for each in wanted(__doc__, CASES)[0] or CASES:
            print(*row(each), sep="\n", flush=True)
