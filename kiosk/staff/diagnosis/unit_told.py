"""From what systemd says of the kiosk to whether it runs, and starts with the machine. Pure, as `verdicts` is."""

from __future__ import annotations

from msgspec import Struct

from kiosk.staff.diagnosis.verdicts import Verdicts, amber, green, red


class UnitSeen(Struct, frozen=True):
    """What systemd says of the kiosk. `supervised`: this is asked by a kiosk that somebody else watches over.

    `enabled`: it starts with the machine. `masked`: nobody may start it. `again`: it has ended, and is just about to be started once more.
    `starting`: for the first time. `left`: staff ended it at the screen, so that it stays ended until the machine starts anew.
    """

    installed: bool = False
    active: bool = False
    failed: bool = False
    watched: bool = False
    supervised: bool = False
    enabled: bool = True
    masked: bool = False
    again: bool = False
    starting: bool = False
    left: bool = False


_WHY_IT_ENDED = "`sudo journalctl --unit=kiosk --lines=40` shows why"


def watchdog(seen: UnitSeen) -> Verdicts:
    """The kiosk starts with the machine, and starts anew when it stands still."""
    if seen.supervised:
        yield green("watchdog", "`main.py supervise` watches over the kiosk, and restarts it when it hangs.")
    elif not seen.installed:
        yield amber("watchdog", "Nothing starts the kiosk with the machine, or restarts it when it hangs.", "`sudo python3 main.py install`")
    elif seen.failed:
        do = f"{_WHY_IT_ENDED}. See the other parts, then restart the machine."
        yield red("watchdog", "The kiosk was started again and again, and gave up.", do)
    elif seen.masked:
        do = "`sudo systemctl unmask kiosk`, then `sudo systemctl enable --now kiosk`."
        yield red("watchdog", "The kiosk does not run, and somebody has forbidden this machine to start it.", do)
    elif seen.again:
        do = f"{_WHY_IT_ENDED}. If a file or a program of the kiosk is missing, `sudo python3 main.py install` puts it back."
        yield red("watchdog", "The kiosk ends as soon as it is started, again and again.", do)
    elif not seen.enabled:
        does = "runs, but" if seen.active else "does not run, and"
        do = "`sudo systemctl enable --now kiosk` has it start with the machine, and starts it."
        yield (amber if seen.active else red)("watchdog", f"The kiosk {does} does not start with the machine.", do)
    elif seen.starting:
        yield amber("watchdog", "The kiosk is just starting.", "Look again in a minute.")
    elif seen.left:
        yield red("watchdog", "Staff ended the kiosk at the screen, so it does not run.", "Restart the machine.")
    elif not seen.active:
        do = f"`sudo systemctl start kiosk` starts it. If it does not stay: {_WHY_IT_ENDED}."
        yield red("watchdog", "The kiosk is installed, but does not run now.", do)
    elif not seen.watched:
        yield amber("watchdog", "The kiosk runs, but nothing notices if it hangs.", "`sudo python3 main.py install`")
    else:
        yield green("watchdog", "The kiosk starts with the machine, and is restarted when it hangs.")
