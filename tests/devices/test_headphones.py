"""A headphone that comes and goes, as the kernel tells it: here through a pipe in the place of the device."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any

import pytest

from kiosk.devices.headphone_switches import jacks
from kiosk.devices.headphones import Jack


@pytest.fixture
def device(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "event0")
    return tmp_path / "event0"


def event(kind: int, code: int, value: int) -> bytes:
    return struct.pack("llHHi", 1, 2, kind, code, value)


def told(qtbot: Any, device: Path, raw: bytes, most: int) -> list[bool]:
    jack, heard = Jack([device]), []
    jack.plugged.connect(heard.append)
    writer = os.open(device, os.O_WRONLY)
    os.write(writer, raw)
    qtbot.waitUntil(lambda: len(heard) >= most, timeout=5000)
    os.close(writer)
    jack.close()
    return heard


def test_it_tells_in_and_out(qtbot: Any, device: Path) -> None:
    assert told(qtbot, device, event(5, 2, 1) + event(0, 0, 0) + event(5, 2, 0), 2) == [True, False]


def test_other_switches_and_keys_mean_nothing(qtbot: Any, device: Path) -> None:
    assert told(qtbot, device, event(5, 4, 1) + event(1, 2, 1) + event(5, 2, 1), 1) == [True]


def test_a_torn_event_is_let_go(qtbot: Any, device: Path) -> None:
    assert told(qtbot, device, event(5, 2, 1) + b"torn", 1) == [True]


def test_a_device_that_is_gone_or_forbidden_is_only_logged(qapp: object, tmp_path: Path) -> None:
    jack = Jack([tmp_path / "nothing", tmp_path])
    jack.begin()
    jack.close()


def test_asking_this_machine_for_its_jacks_never_fails() -> None:
    assert all(device.name.startswith("event") for device in jacks())
