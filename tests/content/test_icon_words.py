"""An icon that is written otherwise than it is called: what is told to be written instead is an icon, and the right one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.content.checks.check import check
from kiosk.project import icons

MEANT = {
    "phone.svg": "phone", "heart.SVG": "heart", "icons/phone.svg": "phone", "assets/icons/car.svg": "car", "phone_svg": "phone",
    "phone-svg": "phone", "Heart-Pulse.svg": "heart-pulse", "clock.png": "clock", "moon.svg ": "moon", "Phone": "phone", "heart_pulse": "heart-pulse",
    "file text": "file-text",
    "phones": "phone", "hart": "heart", "hart-pulse": "heart-pulse", "heartpulse": "heart-pulse", "carr": "car", "pil": "pill", "telephone": "phone",
    "home": "house", "email": "mail", "warning": "triangle-alert", "question-mark": "circle-question-mark", "people": "users", "drop": "droplet",
    "bed": "", "qqq": "",
}  # fmt: skip


@pytest.mark.parametrize("written", MEANT)
def test_what_is_to_be_written_instead_is_the_icon_that_was_meant(tmp_path: Path, written: str) -> None:
    content = sample.write(tmp_path)
    path = content / "help.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("icon: phone", f"icon: '{written}'"), encoding="utf-8")
    (problem,) = (each for each in check(content, TODAY, icons()) if written.strip() in each.wrong)
    assert re.findall("(?:Write|mean) `(.*?)`", problem.instead) == ([MEANT[written]] if MEANT[written] else [])
    assert MEANT[written] or "icons.html" in problem.instead
