"""The nightly backup beside the screen: a real process, once a day, while nobody is there."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kiosk.devices.nightly_backup import Nightly


def test_it_begins_once_a_day_while_nobody_is_there(qtbot: Any, tmp_path: Path) -> None:
    code = f"import pathlib; pathlib.Path({str(tmp_path / 'begun')!r}).open('a').write('x'); print('done')"
    today, idle = [date(2026, 11, 23)], [False]
    nightly = Nightly(["-c", code], lambda: idle[0], lambda: today[0])
    nightly.look()
    assert nightly._child._process is None, "somebody is there"
    idle[0] = True
    for begun in ("x", "xx"):
        nightly.look()
        assert nightly._child._process
        with qtbot.waitSignal(nightly._child._process.finished, timeout=20_000):
            pass
        assert (tmp_path / "begun").read_text() == begun
        nightly.look()
        assert nightly._child._process is None, "one a day"
        today[0] += timedelta(days=1)
    nightly.close()
