"""What whoever installs is told: why this machine cannot be a kiosk yet, what they are to agree to, and what they must know from then on."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.health import Diagnosis, Level
from kiosk.staff.console import listed
from kiosk.staff.install.plan import SECRETS, MachineFacts
from kiosk.staff.walls import WHERE, is_for_data
from kiosk.terminal import on_one_line

_MENDED = frozenset({"watchdog", "doors"})
"""Parts of the self-test that `install` itself mends."""


def refusals(facts: MachineFacts) -> tuple[str, ...]:
    """Why this machine cannot be made a kiosk now: every reason on a line of its own, with what helps; none if it can."""
    red = [each for each in facts.diagnoses if each.level is Level.RED and each.part not in _MENDED]
    drafts = [each for each in facts.diagnoses if each.part == "reviews" and each.level is not Level.GREEN]
    return tuple(_reasons(facts, red, drafts))


def _in_tmp(facts: MachineFacts) -> str:
    """What lies where `PrivateTmp=` puts an empty folder in front; empty if nothing does."""
    wanted = (facts.project, facts.content, facts.python) if facts.session == "cage" else ()
    return str(next((path for path in wanted if any(path.is_relative_to(each) for each in ("/tmp", "/var/tmp"))), ""))  # noqa: S108  not written to


def _reasons(facts: MachineFacts, red: Sequence[Diagnosis], drafts: Sequence[Diagnosis]) -> Iterator[str]:
    if not facts.debian:
        yield "This is for Debian and Ubuntu. On other systems have `python3 main.py supervise` started when somebody logs in."
    if not facts.root:
        yield "This needs the rights of an administrator: put `sudo` before it. `--dry-run` shows what it would do."
    if facts.hidden and Path(facts.hidden) not in (facts.project / "main.py", facts.content):
        again = f"`sudo /usr/bin/python3 {shlex.quote(str(facts.project / 'main.py'))} install`"
        yield (
            f"The account of the kiosk cannot run the Python that is in use here ({facts.hidden}): delete the folder {facts.project / '.venv'}, and"
            f" run {again}, which uses the Python of the system."
        )
    elif in_tmp := _in_tmp(facts):
        yield f"{in_tmp} is in a folder for passing things, which the installed kiosk cannot see: move it to /opt, and install from there."
    elif facts.hidden:
        yield f"The account of the kiosk cannot read {facts.hidden}: move it to where every account can, such as /opt, and install from there."
    if facts.session == "cage" and facts.open:
        mend = " && ".join(f"sudo {command} {shlex.quote(facts.open)}" for command in ("chown --recursive root:", "chmod --recursive go-w"))
        yield f"Others than root can change {facts.open}, and with it what this machine does: `{mend}`."
    for path in (facts.project, facts.content, facts.data, facts.python, *([facts.backups] if facts.backups else ())):
        if not str(path).isprintable():
            yield f"{on_one_line(str(path))} has characters in its name that nobody can see: give that folder another name."
    if facts.secrets_open:
        yield f"Others than root can read {SECRETS}: `sudo chown root: {SECRETS} && sudo chmod 600 {SECRETS}`."
    if facts.session == "desktop" and facts.uid is None:
        yield f"There is no account {on_one_line(facts.user)} on this machine. Name one that logs in at its desktop: `--user NAME`."
    if facts.session == "cage" and facts.desktop:
        yield f"This machine starts a desktop ({facts.desktop}): add `--session desktop`, or first `sudo systemctl disable --now {facts.desktop}`."
    if facts.session == "cage" and facts.backups and not is_for_data(facts.backups):
        yield f"The settings name {facts.backups} for backups. Name a folder {WHERE}: only there may the kiosk be let out of its walls."
    if facts.session == "cage" and facts.publications and not is_for_data(facts.publications):
        yield f"The settings name {facts.publications} for publications. Name a folder {WHERE}: the installed kiosk sees those."
    if facts.session == "cage" and facts.usb:
        yield (
            f"A disk on USB is in use here ({listed(facts.usb)}), and once the kiosk is installed no disk on USB is read any more:"
            f" `sudo umount {shlex.quote(facts.usb[0])}`. If the whole system lies on it, put that on a disk inside the machine first."
        )
    if red:
        parts = " ".join(f"{each.part}: {each.says} {each.do}" for each in red)
        yield f"The self-test of what is in {facts.tested} is red. {parts} `python3 main.py doctor` shows all of it."
    if drafts and not facts.accept_drafts:
        yield f"{drafts[0].says} {drafts[0].do} With `--accept-drafts` visitors read them as they are, marked as drafts."


def question(facts: MachineFacts) -> str:
    """What is to be agreed to before anything is done: the account of the kiosk can write its settings, too. Empty where that is nothing new."""
    new = [each for each in facts.opens if each not in facts.agreed]
    if facts.session == "desktop" or not new:
        return ""
    return f"The settings of the kiosk let it out of its walls: it may {' and '.join(new)}. Go on only if these are the settings that you want."


def lacking(facts: MachineFacts) -> list[str]:
    """What the kiosk goes on without: lines of the settings that cannot be used, and folders in them that are not there."""
    connect = "If it is on another disk or on the network, connect that; else make it once the kiosk is installed"
    made, found = [], "and the kiosk finds it at its next start, which comes once a day"
    if facts.backups in facts.absent:
        mine = f"`sudo install --directory --owner={shlex.quote(facts.user)} --mode=700 {shlex.quote(str(facts.backups))}`"
        made.append(f"There is no folder {facts.backups} yet, which the settings name for backups. {connect}: {mine}, {found}.")
    if facts.publications in facts.absent and facts.publications != facts.backups:
        everybodys = f"`sudo install --directory {shlex.quote(str(facts.publications))}`"
        made.append(f"There is no folder {facts.publications} yet, which the settings name for publications. {connect}: {everybodys}, {found}.")
    return [*facts.slips, *made]


def last_words(facts: MachineFacts) -> list[str]:
    """What whoever has installed it must know from then on."""
    if facts.session == "desktop":
        return lacking(facts)
    off = (
        "The keys and the button that turn a machine off do nothing any more. Turn it off by `sudo poweroff`, over the network (ssh) or here after"
        " staff have left the kiosk at the screen; or by its plug."
    )
    lock = "Unless `update-grub` said otherwise above, nobody can change at a keyboard how GRUB starts it: there is no password that does."
    firmware = "Give the firmware (BIOS) of the machine a password, and have it start from the inner disk alone: no program can do that for you."
    who = f"{listed(facts.trusted)} may publish content for it." if facts.trusted else "Nobody may publish content for it yet."
    publish = f"{who} `sudo python3 main.py trust NAME KEY` says who may, with the key that `python3 main.py publish --public` shows at their desk."
    return [off, *([lock] if facts.grub else []), firmware, publish, *lacking(facts)]
