"""What the benchmark runs for the preview: how long from a save until the change is on the screen. Tells it as one line of JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk import app
from kiosk.settings.settings import Settings
from kiosk.staff.content.preview import Preview

_MOST_SECONDS = 60.0


def main() -> None:
    """Arguments: the content folder, a data folder, how often to save."""
    content, data, times = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    app.application(["kiosk"])
    shown = Preview(content, data, _today, frozenset(), Settings())
    shown.view.choose("language", "en")
    shown.kiosk.visit.act("go:reading/t0/s0/0")
    file = content / "topics" / "000.yaml"
    took = [_saved(shown, file, f"Save {number}") for number in range(times)]
    print(json.dumps({"save_ms": statistics.median(took)}), flush=True)
    os._exit(0)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _saved(shown: Preview, file: Path, title: str) -> float:
    """Milliseconds from a save, as editors do it, to the frame that shows it."""
    fresh = file.with_suffix(".tmp")
    lines = file.read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "title:" in line and "    title" in line)
    lines[at] = f"    title: {{en: {title}, es: {title}}}"
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    drawn: list[float] = []
    connection = shown.kiosk.window.frameSwapped.connect(lambda: drawn.append(time.monotonic()))
    begun = time.monotonic()
    fresh.replace(file)
    while time.monotonic() < begun + _MOST_SECONDS:
        QCoreApplication.processEvents()
        if title in str(shown.kiosk.deck.uppermost().get("heading")):
            break
    there = time.monotonic()
    while not any(moment >= there for moment in drawn) and time.monotonic() < begun + _MOST_SECONDS:
        shown.kiosk.window.update()
        QCoreApplication.processEvents()
    shown.kiosk.window.frameSwapped.disconnect(connection)
    return (time.monotonic() - begun) * 1000


if __name__ == "__main__":
    main()
