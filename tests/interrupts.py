"""Ctrl+C at many moments of a command: it ends with 130 or as it would have ended, in a sentence, without a traceback.

    python tests/interrupts.py [MOMENTS [COMMAND ...]]

A moment is the first, second, ... file that the command opens below the project or its own folders, seen by an audit hook: no clock.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from wanted import wanted

PROJECT = Path(__file__).resolve().parent.parent
HOOK = """
import os, signal, sys
left = int(os.environ.pop("INTERRUPT_AT"))
def count(event, arguments):
    global left
    if event == "open" and left:
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGINT)
from kiosk.staff.main import main
sys.addaudithook(count)
sys.exit(main(sys.argv[1:]))
"""
COMMANDS = {
    "check": ["check"], "translated": ["translated"], "schema": ["schema"], "backup": ["backup", "PLACE/kiosk.zip"],
    "pictures": ["pictures", "PLACE/pictures", "--language", "en"], "listen": ["listen", "PLACE/sounds", "--topic", "start", "--language", "en"],
    "narrate": ["narrate"], "handout": ["handout", "PLACE/papers"], "doctor": ["doctor"],
}  # fmt: skip
PATIENCE_SECONDS = 300


def interrupted(command: list[str], moment: int) -> tuple[int, str, set[str]]:
    """The exit code, what was said, and what lies about afterwards that nobody asked for."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(PROJECT / "content", Path(place, "content"))
        Path(place, "data").mkdir()
        words = [word.replace("PLACE", place) for word in command]
        around = os.environ | {"INTERRUPT_AT": str(moment), "QT_QPA_PLATFORM": "offscreen", "TMPDIR": place}
        line = [sys.executable, "-c", HOOK, *words, "--content", f"{place}/content", "--data", f"{place}/data"]
        done = subprocess.run(line, cwd=PROJECT, env=around, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
        halves = [path for folder in ("pictures", "papers", "sounds", "content") for path in Path(place, folder).rglob("*") if is_half(path)]
        ours = {"content", "data", "kiosk.zip", "pictures", "papers", "sounds"}
        left = {path.name for path in halves} | {path.name for path in Path(place).iterdir()} - ours
        return done.returncode, done.stderr, left


def is_half(path: Path) -> bool:
    """Whether a file was not written to its end: it has a name for the time being, or it is empty, or no whole picture, paper or sound."""
    if not path.is_file():
        return False
    ends = {".png": b"IEND\xaeB`\x82", ".pdf": b"%%EOF\n"}.get(path.suffix, b"")
    if path.suffix == ".wav" and path.parent.name == "sounds" and not path.name.startswith("."):
        raw = path.read_bytes()
        return int.from_bytes(raw[4:8], "little") + 8 != len(raw)
    return path.name.startswith(".") or not path.stat().st_size or not path.read_bytes().endswith(ends)


def main() -> int:
    count, names = wanted(__doc__, COMMANDS, moments=11)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # started in the background, a shell has all of it ignore Ctrl+C
    moments = [2**power for power in range(count)]
    bad = 0
    for name, command in {name: COMMANDS[name] for name in names or COMMANDS}.items():
        for moment in moments:
            code, said, left = interrupted(command, moment)
            wrong = code not in (0, 1, 130) or "Traceback" in said or "Exception ignored" in said or (code == 130 and said.count("Stopped.") != 1)
            bad += bool(wrong or left)
            print(f"{name:12} at file {moment:5}: {code} {said[-600:] if wrong else ''} {'left: ' if left else ''}{', '.join(left)}", flush=True)
    print(f"{bad} wrong")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
