"""What somebody can do to an installed kiosk who has brought a keyboard or a stick: what `install` closes, and what doctor says of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from kiosk.staff.console import listed
from kiosk.staff.diagnosis.verdicts import Verdicts, amber, green, red

_KEYS = ("PowerKey", "SuspendKey", "HibernateKey", "RebootKey")
_LIDS = ("LidSwitch", "LidSwitchExternalPower", "LidSwitchDocked")
LOGIND: Mapping[str, str] = MappingProxyType(
    {
        **{f"Handle{key}{press}": "ignore" for key in _KEYS for press in ("", "LongPress")},
        **{f"Handle{lid}": "ignore" for lid in _LIDS},
        "IdleAction": "ignore",
        "NAutoVTs": "0",
        "ReserveVT": "0",
    }
)
"""Settings of logind (logind.conf(5)), which otherwise acts on such keys of any keyboard, and has a login wait on the other consoles."""
MASKED = (
    "ctrl-alt-del.target", "sleep.target", "suspend.target", "hibernate.target", "hybrid-sleep.target", "suspend-then-hibernate.target",
)  # fmt: skip
"""Nothing can start these, whoever asks: a hibernation writes what a visitor has just typed to the disk."""
GRUB_LOCK = Path("/etc/grub.d/01_kiosk")
"""The script by which nobody changes GRUB's menu at a keyboard."""
LISTENERS = ("acpid.service", "triggerhappy.service")
"""Programs that some machines have beside logind, which turn them off when a key asks for it."""


class DoorsSeen(Struct, frozen=True):
    """What stands open on a machine where the kiosk is `installed` alone on the screen.

    `unknown` says that systemd, which knows, does not answer there. `keys` are settings of logind that do not hold, `unmasked` units that can be
    started, `listeners` other programs that act on keys; `menu` says that GRUB's can be changed at a keyboard, `sticks` that their drivers are
    there without anybody having asked for a backup.
    """

    installed: bool = False
    unknown: bool = False
    keys: tuple[str, ...] = ()
    unmasked: tuple[str, ...] = ()
    listeners: tuple[str, ...] = ()
    menu: bool = False
    sticks: bool = False


def doors(seen: DoorsSeen) -> Verdicts:
    """No key of a keyboard turns the machine off or changes how it starts, and no stick is read unasked."""
    if seen.unknown:
        yield amber("doors", "Nobody knows what a keyboard can do here, since systemd does not answer.", "Wait a minute, then look again.")
        return
    if not seen.installed:
        yield green("doors", "The kiosk is not installed as the only program of this machine, so keyboards and sticks are left as they are.")
        return
    yield from list(_open(seen)) or [green("doors", "No key of a keyboard turns this machine off or changes how it starts, and no stick is read.")]


def _open(seen: DoorsSeen) -> Verdicts:
    if seen.sticks:
        says = "The drivers for sticks are there although nobody has asked for a backup: a stick that somebody plugs in is read."
        again = "If it is the same again: `sudo update-initramfs -u -k all`, and restart it once more."
        yield red("doors", says, f"Take out every stick, restart this machine, then look again. {again}")
    if seen.keys or seen.unmasked:
        says = "A keyboard that somebody plugs in may turn this machine off, put it to sleep or ask for a login"
        yield amber("doors", f"{says} ({listed((*seen.keys, *seen.unmasked))}).", "Put it right: `sudo python3 main.py install`.")
    if seen.listeners:
        says = f"{listed(seen.listeners)} may turn this machine off when a key of a keyboard asks for it."
        yield amber("doors", says, f"`sudo systemctl disable --now {' '.join(_with_sockets(seen.listeners))}`.")
    if seen.menu:
        says = "Somebody with a keyboard who can restart this machine can take it over, since the menu of GRUB can be changed there."
        own = "If that does not help, an entry of your own would ask for a password: write `--unrestricted` behind its name in /etc/grub.d, and run"
        yield amber("doors", says, f"`sudo python3 main.py install`. {own} `sudo update-grub`.")


def _with_sockets(units: tuple[str, ...]) -> list[str]:
    """A socket would start its service again."""
    return [each for unit in units for each in (unit, unit.replace(".service", ".socket"))]

