"""The kiosk as a screen reader meets it: the real program on a virtual screen, its accessibility tree read over D-Bus.

    /usr/bin/python3 tests/at_spi.py

needs Debian's packages xvfb, dbus, at-spi2-core, python3-gi and gir1.2-atspi-2.0, which the tests do without. It walks a visitor's way by
the actions that a screen reader calls, prints what it met, and ends with 1 if a thing that can be pressed has no name, or a press did
nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wanted import wanted

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QUICK_BACKEND": "software", "NO_AT_BRIDGE": "0"}
MOST_SECONDS = 60


def main() -> int:
    if "KIOSK_AT_SPI_INSIDE" not in os.environ:
        inside = {**os.environ, **ENVIRONMENT, "KIOSK_AT_SPI_INSIDE": "1"}
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", "dbus-run-session", "--", "/usr/bin/python3", __file__]
        return subprocess.run(command, env=inside, timeout=MOST_SECONDS * 3, check=False).returncode
    with tempfile.TemporaryDirectory() as data:
        python = os.environ.get("KIOSK_VENV", str(PROJECT / ".venv")) + "/bin/python"
        command = [python, "-m", "kiosk.staff", "run", "--window", "1920x1080", "--data", data]
        kiosk = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
        try:
            return walk()
        finally:
            kiosk.terminate()
            kiosk.wait(10)


def walk() -> int:
    """Start, a topic, its second slide, help, the form's first question."""
    import gi  # the system's, which the project's own environment has not

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    faults: list[str] = []
    spoken: list[str] = []
    listener = Atspi.EventListener.new(lambda event: spoken.append(str(event.any_data)))
    listener.register("object:announcement")
    root = waited(lambda: application(Atspi), "the kiosk is on the bus")
    for press, expect in [
        ("Start", "What would you like to know?"),
        ("Your infusion", "First, a talk and some checks"),
        ("Next", "Before you start"),
        ("Help now: 988", "Help is here, day and night"),
        ("Close", "Before you start"),
        ("Easier to read", "Text size"),
        ("Close", "Before you start"),
        ("Ask for a consultation", ""),
        ("Continue", ""),
    ]:
        button = waited(lambda press=press: found(Atspi, root, press), f"{press!r} is there")
        before = names(Atspi, root)
        button.get_action_iface().do_action(0)
        if expect:
            waited(lambda expect=expect: expect in names(Atspi, root), f"{expect!r} is there after {press!r}")
        else:
            waited(lambda before=before: names(Atspi, root) != before, f"{press!r} does something")
        things = list(tree(root))
        pressable = [each for each in things if each.get_action_iface() and shown(Atspi, each)]
        nameless = [each.get_role_name() for each in pressable if not each.get_name()]
        faults += [f"after {press!r}: {role} without a name" for role in nameless]
        roles = sorted({each.get_role_name() for each in things if shown(Atspi, each)})
        print(f"{press:24} {len(things):4} things, {len(pressable):3} can be pressed, roles: {', '.join(roles)}")
    print(f"announced: {[text for text in spoken if text]}")
    if not [text for text in spoken if "infu" in text or "talk" in text]:
        faults.append("no screen was announced")
    for fault in faults:
        print(fault)
    print("all has a name and does what it says" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


def application(atspi: Any) -> Any:
    desktop = atspi.get_desktop(0)
    apps = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
    return next((each for each in apps if each and "kiosk" in (each.get_name() or "") and each.get_child_count()), None)


def tree(node: Any) -> Iterator[Any]:
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child:
            yield from tree(child)


def shown(atspi: Any, thing: Any) -> bool:
    states = thing.get_state_set()
    return states.contains(atspi.StateType.SHOWING) and states.contains(atspi.StateType.ENABLED)


def names(atspi: Any, root: Any) -> list[str]:
    return [each.get_name() for each in tree(root) if shown(atspi, each)]


def found(atspi: Any, root: Any, name: str) -> Any:
    things = [each for each in tree(root) if each.get_action_iface() and (each.get_name() or "").startswith(name)]
    return next((each for each in things if shown(atspi, each)), None)


def waited(look: Any, what: str) -> Any:
    """What `look` sees as soon as it sees something; the bus tells nothing at once."""
    from gi.repository import GLib

    end = time.monotonic() + MOST_SECONDS / 3
    while time.monotonic() < end:
        while GLib.MainContext.default().iteration(may_block=False):
            pass
        try:
            if seen := look():
                return seen
        except GLib.Error:
            pass  # a thing went away while it was looked at
        time.sleep(0.05)  # between two looks over the bus
    raise SystemExit(f"in vain: {what}")


if __name__ == "__main__":
    wanted(__doc__)
    sys.exit(main())
