"""What of the self-test stands on the glass, where nobody can type a command."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

import pytest

from kiosk.screens.staff import to_do_here
from kiosk.staff import errors
from kiosk.staff.diagnosis import verdicts

HERE = {
    "words alone": ("Plug in the USB cable of the screen, then look again.", "Plug in the USB cable of the screen, then look again."),
    "a command alone": ("`sudo python3 main.py install`", ""),
    "first by hand": ("Restart this machine. If that does not help: `sudo apt install sound`, then restart it.", "Restart this machine."),
    "what follows from a command": ("Run `python3 main.py signups verify`. Keep that backup.", ""),
    "a file of the system": ("Put another line into kiosk.yaml.", ""),
    "a path": ("Look again. Delete /srv/kiosk/urgent-notice.json.", "Look again."),
    "a number with a point": ("Use one of at least 21.5 inches.", "Use one of at least 21.5 inches."),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("do", "here"), HERE.values(), ids=HERE.keys())
def test_what_can_be_done_before_the_screen_is_said(do: str, here: str) -> None:
    assert to_do_here(do) == here


def sentences() -> Iterator[str]:
    """All that the self-test says, with a word for what is filled in."""
    for module in (verdicts, errors):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_no_command_of_the_self_test_stands_on_the_glass() -> None:
    every = list(sentences())
    assert sum("`" in each for each in every) > 50
    assert not [each for each in map(to_do_here, every) if re.search(r"`|main\.py|sudo ", each)]
