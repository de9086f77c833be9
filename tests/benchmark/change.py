"""What the benchmark runs for a change of the content while the kiosk shows: memory before and after, and how long the screen's thread was held up.

Tells it as one line of JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from kiosk import app
from kiosk.content.store.content_reader import ContentReader
from kiosk.content.store.current import fingerprint
from kiosk.devices.content_watch import ContentWatch
from kiosk.settings.settings import Settings
from tests.benchmark.window import pss_mib

_MOST_SECONDS = 120.0
_REST_SECONDS = 1.0


def main() -> None:
    """Arguments: the content folder, a data folder."""
    content, data = Path(sys.argv[1]), Path(sys.argv[2])
    app.application(["kiosk"])
    reader = ContentReader(content, data, _today)
    library, _ = reader.at_start()
    kiosk = app.Kiosk(library, Settings(), app.WindowSpec((1920, 1080), (476.0, 268.0)))
    kiosk.visit.act("wake:en")
    came: list[object] = []
    watch = ContentWatch(content, lambda: fingerprint(content), reader.read, time.monotonic)
    watch.came.connect(kiosk.stage)
    watch.came.connect(came.append)
    _turns(lambda: False, _REST_SECONDS)
    gc.collect()
    before = pss_mib()
    file = content / "topics" / "000.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Topic 0", "A changed topic"), encoding="utf-8")
    begun = time.monotonic()
    held_up = _turns(lambda: bool(came), _MOST_SECONDS)
    seconds = time.monotonic() - begun
    held_up = max(held_up, _turns(lambda: False, _REST_SECONDS))
    gc.collect()
    print(json.dumps({"before_mib": before, "after_mib": pss_mib(), "held_up_ms": held_up, "shown_s": seconds, "came": len(came)}), flush=True)
    os._exit(0)


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()


def _turns(done: Callable[[], bool], seconds: float) -> float:
    """The longest turn of Qt's loop, ms, until it is `done`, or so many seconds have gone."""
    longest, end = 0.0, time.monotonic() + seconds
    while time.monotonic() < end and not done():
        begun = time.monotonic()
        QCoreApplication.processEvents()
        longest = max(longest, time.monotonic() - begun)
        time.sleep(0.001)
    return longest * 1000


if __name__ == "__main__":
    main()
