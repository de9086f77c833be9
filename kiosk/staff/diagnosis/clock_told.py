"""From what tells the time to whether the clock of this machine can be right. Pure, as `verdicts` is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from kiosk.signup.journal.ages import Lived, Step
from kiosk.staff.diagnosis.probes import ClockSeen
from kiosk.staff.diagnosis.verdicts import Verdicts, amber, green, red

SLACK = timedelta(days=1)
"""Days are written in the time zone of whoever writes them, and files come from machines whose clocks differ."""
SET_TIME = "Set day and time: `sudo timedatectl set-time 'YEAR-MONTH-DAY HOUR:MINUTE'`."
AHEAD = timedelta(days=4 * 365)
"""After so long without a change of the kiosk or its content, and without a request, it is rather the clock that is wrong."""


class Known(Struct, frozen=True):
    """A moment that has certainly passed, and how we know."""

    at: datetime
    told_by: str


def clock(now: datetime, known: Sequence[Known], seen: ClockSeen) -> Verdicts:
    """The clock is not before what has happened already, and something keeps it right."""
    newest = max(known, key=lambda each: each.at, default=None)
    if newest and now - newest.at < -SLACK:
        says = f"This machine takes today for {now:%Y-%m-%d}, but {newest.told_by} is from {newest.at:%Y-%m-%d}."
        yield red("clock", says, f"{_set_by_hand(seen)} If it is the other day that is wrong, correct that.")
    elif newest and now - newest.at > AHEAD:
        says = f"This machine takes today for {now:%Y-%m-%d}, {(now - newest.at).days // 365} years after {newest.told_by} ({newest.at:%Y-%m-%d})."
        yield red("clock", says, f"{_set_by_hand(seen)} If it is right, get a new version of the kiosk.")
    elif not seen.right:
        says = f"It is {now:%Y-%m-%d %H:%M} here, and nothing seems to keep the clock right."
        yield amber("clock", says, f"{_kept_by(seen)} Without a network: check it against a phone once a month.")
    else:
        yield green("clock", f"It is {now:%Y-%m-%d %H:%M} here, and the network keeps it right.")


def _set_by_hand(seen: ClockSeen) -> str:
    """Systemd sets no clock that it is to keep by the network (timedatectl(1))."""
    return f"Keep it by hand: `sudo timedatectl set-ntp false`. {SET_TIME}" if seen.asked else SET_TIME


def _kept_by(seen: ClockSeen) -> str:
    """What has the network keep a clock right that it does not keep."""
    if not seen.can_ask:
        return "With a network: `sudo apt install systemd-timesyncd` brings what asks it for the time, which a bare Debian lacks."
    if seen.asked:
        return "No server of the network has told it the time yet: wait some minutes, and see whether its firewall lets NTP out (UDP, port 123)."
    return "With a network: `sudo timedatectl set-ntp true`."


def steps(lived: Lived | None, seen: ClockSeen) -> Verdicts:
    """The clock has gone on steadily for long enough to be trusted with deleting."""
    if lived and lived.steps and not lived.trusted:
        last = lived.steps[-1]
        says = f"The clock of this machine {_how_it_went(last)}. Until it has gone on steadily for a week nothing is deleted."
        yield amber("clock", says, f"If today is not {last.after + timedelta(lived.calm or 0)}: {_set_by_hand(seen)}")


def _how_it_went(step: Step) -> str:
    if not step.jump:
        return f"went from {step.before} to {step.after}"
    hours = max(1, round(abs(step.jump) / 3600))
    far = f"{round(hours / 24)} days" if hours >= 48 else "an hour" if hours == 1 else f"{hours} hours"
    return f"was set {far} {'forward' if step.jump > 0 else 'back'} while it ran, to {step.after}"
