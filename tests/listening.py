"""The kiosk as ears meet it: the real program, the real speech service, what comes out of the speaker recorded and measured.

    .venv/bin/python tests/listening.py [TIMES]

needs Debian's packages xvfb, xdotool, pulseaudio, pulseaudio-utils, speech-dispatcher and speech-dispatcher-espeak-ng, which the tests do
without. It turns the voice on by a key, and TIMES times lets it speak and touches the screen; it prints how long the first word took, and how
long it was heard after each touch (standards A3: 200 ms at most). The sound goes to a sink that plays nowhere. At the end it looks whether a
speech service lives on after the kiosk, and what the services wrote beside the kiosk's own files.
"""

from __future__ import annotations

import os
import re
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
MOST_SECONDS, STOPPED_MS = 30.0, 200


class Recording(Thread):
    """When sound was last heard, on the clock of `time.monotonic`."""

    def __init__(self, environment: dict[str, str]) -> None:
        super().__init__(daemon=True)
        command = ["parec", "-d", "speaker.monitor", "--format=s16le", "--channels=1", f"--rate={RATE}", "--latency-msec=10", "--raw"]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        self.heard = 0.0

    def run(self) -> None:
        stream = self._process.stdout
        while stream and (raw := stream.read(2 * BLOCK)):
            if max(map(abs, array("h", raw)), default=0) > LOUD:
                self.heard = time.monotonic()

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
    """Whether something of the speech services is left: one that lives, or a file that it wrote."""
    written = [path for path in (folder / "speech-dispatcher", *folder.glob(".kiosk-voice-*")) if path.exists()]
    living = [name for name in map(_name, Path("/proc").glob("[0-9]*")) if re.match(r"speech-dispatch|sd_", name)]
    print(f"left after the kiosk: {len(written)} folders of speech services; speech services of this machine: {', '.join(living) or 'none'}")
    return int(bool(written or living))


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return ""


def listen(environment: dict[str, str], recording: Recording, times: int) -> int:
    hand = ["xdotool"]
    time.sleep(8)  # the kiosk shows, and has tried its voices
    if recording.heard:
        print("something was heard before anybody asked for it")
        return 1
    began = time.monotonic()
    subprocess.run([*hand, "key", "Down"], env=environment, check=True)
    wait_for(lambda: recording.heard > began)
    print(f"from the key to the first word: {(recording.heard - began) * 1000:.0f} ms")
    tails = []
    for number in range(times):
        subprocess.run([*hand, "key", "Escape" if number % 2 else "F2"], env=environment, check=True)  # help opens, help closes
        wait_for(lambda: time.monotonic() - recording.heard < 0.05)
        time.sleep(0.4)
        touched = time.monotonic()
        subprocess.run([*hand, "mousemove", "960", "8", "mousedown", "1", "mouseup", "1"], env=environment, check=True)
        time.sleep(1.5)
        tails.append(max(0.0, recording.heard - touched) * 1000)
    print(f"from a touch to silence, {times} times: median {median(tails):.0f} ms, longest {max(tails):.0f} ms (at most {STOPPED_MS})")
    return 0 if max(tails) <= STOPPED_MS else 1


def wait_for(look: Callable[[], bool]) -> None:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if look():
            return
        time.sleep(0.005)
    raise SystemExit("nothing was heard")


if __name__ == "__main__":
    chosen = wanted(__doc__, times=10)
    need("Xvfb", "xdotool", "pulseaudio", "parec", "speech-dispatcher")
    sys.exit(main(*chosen))
