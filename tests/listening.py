"""The kiosk as ears meet it: the real program, the voice in the box, what comes out of the speaker recorded and measured.

    .venv/bin/python tests/listening.py [TIMES]

needs Debian's packages xvfb, xdotool, pulseaudio and pulseaudio-utils, which the tests do without. It turns the voice on by a key, and TIMES
times presses another key while it is silent, and touches the screen while it speaks; it prints how long the first words took (150 ms at most
from the key that turns it on, 80 later on, as a median), and how long it was heard after each touch (60 ms; standards A3: 200). The sound goes to
a sink that plays nowhere. At the end it looks whether a process of the voice lives on after the kiosk, and whether it wrote anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Thread

from wanted import need, wanted

PROJECT = Path(__file__).resolve().parent.parent
RATE, LOUD, BLOCK = 8000, 300, 80
"""Samples a second; what is more than hiss; samples read at once, 10 ms."""
MOST_SECONDS, FIRST_MS, LATER_MS, STOPPED_MS = 60.0, 150, 80, 60
BETWEEN = 1.5
"""Seconds until all is silent, and nothing is left to be done."""


class Recording(Thread):
    """When sound was last heard, and when it began after `listen_anew`, on the clock of `time.monotonic`."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__(daemon=True)
        command = ["parec", "-d", "speaker.monitor", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=10", "--raw"]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        self.heard = self.began = 0.0

    def listen_anew(self) -> None:
        self.began = 0.0

    def run(self) -> None:
        stream = self._process.stdout
        while stream and (raw := stream.read(2 * BLOCK)):
            if max(map(abs, array("h", raw)), default=0) > LOUD:
                self.heard = time.monotonic()
                self.began = self.began or self.heard

    def end(self) -> None:
        self._process.terminate()


def main(times: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_RUNTIME_DIR": folder, "DISPLAY": ":87", "QT_QUICK_BACKEND": "software"}
        screen = subprocess.Popen(["Xvfb", ":87", "-screen", "0", "1920x1080x24"], stderr=subprocess.DEVNULL)
        sound = subprocess.Popen(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--load=module-native-protocol-unix", "--load=module-null-sink sink_name=speaker"],
            env=environment,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(2)
        recording = Recording(environment)
        recording.start()
        command = [sys.executable, "-m", "kiosk.staff", "run", "--window", "1920x1080", "--data", folder]
        kiosk = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            failed = listen(environment, recording, times)
            kiosk.terminate()
            kiosk.wait(10)
            return failed or left(Path(folder))
        finally:
            recording.end()
            for process in (kiosk, sound, screen):
                process.terminate()
                process.wait(10)


def left(folder: Path) -> int:
    """Whether something of the voice is left: a process that lives, or a file that it wrote."""
    written = [path for path in (folder / "speech-dispatcher", *folder.glob(".kiosk-voice-*")) if path.exists()]
    living = [each for each in Path("/proc").glob("[0-9]*") if b"kiosk.devices" in _line(each) and str(folder).encode() in _environment(each)]
    print(f"left after the kiosk: {len(written)} folders, {len(living)} processes of the voice")
    return int(bool(written or living))


def _line(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def _environment(process: Path) -> bytes:
    try:
        return (process / "environ").read_bytes()
    except OSError:
        return b""


def listen(environment: dict[str, str], recording: Recording, times: int) -> int:
    folder = environment["XDG_RUNTIME_DIR"].encode()

    def does(*what: str) -> float:
        """When it was done."""
        recording.listen_anew()
        at = time.monotonic()
        subprocess.run(["xdotool", *what], env=environment, check=True)
        return at

    def first_word(at: float) -> float:
        wait_for(lambda: recording.began > at)
        return (recording.began - at) * 1000

    wait_for(lambda: any(b"kiosk.devices.voice_process" in _line(each) and folder in _environment(each) for each in Path("/proc").glob("[0-9]*")))
    time.sleep(4)  # the kiosk shows, has tried its voices, and one is warm
    if recording.heard:
        print("something was heard before anybody asked for it")
        return 1
    first = first_word(does("key", "Down"))
    print(f"from the key that turns the voice on to the first word: {first:.0f} ms (aim {FIRST_MS})")
    later, tails = [], []
    for number in range(times):
        does("mousemove", "960", "8", "mousedown", "1", "mouseup", "1")
        time.sleep(BETWEEN)
        later.append(first_word(does("key", "Escape" if number % 2 else "F2")))  # help opens, help closes
        time.sleep(0.25)
        wait_for(lambda: time.monotonic() - recording.heard < 0.02)
        touched = does("mousemove", "960", "8", "mousedown", "1", "mouseup", "1")
        time.sleep(BETWEEN)
        tails.append(max(0.0, recording.heard - touched) * 1000)
    print(f"from a later key to the first word, {times} times: median {median(later):.0f} ms, longest {max(later):.0f} ms (aim {LATER_MS})")
    print(f"from a touch to silence, {times} times: median {median(tails):.0f} ms, longest {max(tails):.0f} ms (aim {STOPPED_MS})")
    return int(first > FIRST_MS or median(later) > LATER_MS or median(tails) > STOPPED_MS)


def wait_for(look: Callable[[], bool]) -> None:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if look():
            return
        time.sleep(0.005)
    raise SystemExit("nothing was heard")


if __name__ == "__main__":
    chosen = wanted(__doc__, times=10)
    need("Xvfb", "xdotool", "pulseaudio", "parec")
    sys.exit(main(*chosen))
