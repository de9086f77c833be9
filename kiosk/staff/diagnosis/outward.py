"""From the settings to what they let out of the kiosk: whom it tells of requests, and what its walls were opened for. Pure, as `verdicts` is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from kiosk.office.report import Report
from kiosk.problems import Problem
from kiosk.settings.settings import Settings, desk_slips, is_placeholder
from kiosk.signup.desk_notifier import Way
from kiosk.staff.console import listed
from kiosk.staff.diagnosis.verdicts import Verdicts, amber, green
from kiosk.staff.walls import WHERE, calls, is_for_data, openings, written

CLOSE_THEM = "Run `sudo python3 main.py install` once more: it closes that again, and starts the kiosk again."
OPEN_THEM = "Run `sudo python3 main.py install` once more: it asks, lets it do that, and starts the kiosk again."
SHUT_IN = "The network is still closed to the installed kiosk, so it tells nobody"


def is_shut_in(own: Settings, opened: Sequence[str] | None) -> bool:
    """Whether somebody is to be told, and the walls that were opened for this let nobody be called (None: there are no walls)."""
    return opened is not None and bool(openings(own).desk) and not calls(opened)


def walls(own: Settings, opened: Sequence[str] | None) -> Verdicts:
    """What the settings name outside of the walls is what those were opened for (None: there are none)."""
    if opened is None:
        return
    needs, folders = openings(own), list(written(opened))
    if is_shut_in(own, opened):
        yield amber("settings", f"{SHUT_IN}, although the settings name {needs.desk}.", OPEN_THEM)
    if calls(opened) and not needs.desk:
        yield amber("settings", "The network is open to the installed kiosk, but the settings name nobody any more to be told.", CLOSE_THEM)
    for name, folder in (("backup_folder", own.backup_folder), ("publications_folder", own.publications_folder)):
        if folder and not is_for_data(Path(folder)):
            again = f"Name a folder {WHERE}, and run `sudo python3 main.py install` once more."
            yield amber("settings", f"The installed kiosk cannot use {folder}, which the settings name as `{name}`.", again)
    if needs.backups and is_for_data(Path(needs.backups)) and needs.backups not in folders:
        yield amber("settings", f"The installed kiosk may not write into {needs.backups} yet, which the settings name for backups.", OPEN_THEM)
    for folder in folders:
        if folder != needs.backups:
            yield amber("settings", f"The installed kiosk may write into {folder}, which the settings do not name any more.", CLOSE_THEM)


def desk(
    own: Settings, failed: Mapping[Way, str] = MappingProxyType({}), problems: Sequence[Problem] = (), *, is_shut_in: bool = False
) -> Verdicts:
    """Whom the kiosk tells of requests, that the last message by each way came through (`failed`: why not), and no address is an example.

    Where it `is_shut_in`, no message could come through, and `walls` says so. `problems` are told already.
    """
    slips = list(desk_slips(own, problems))
    for each in slips:
        yield amber("settings", each.wrong, each.instead)
    mail = f"by e-mail to {own.desk_mail_to} over {own.desk_mail_server}"
    if is_shut_in:
        return
    ways: dict[Way, str] = {}
    if own.desk_web and not is_placeholder(own.desk_web):
        ways["web"] = own.desk_web
    if own.desk_mail_to and own.desk_mail_server and not (is_placeholder(own.desk_mail_to) or is_placeholder(own.desk_mail_server)):
        ways["mail"] = mail
    for way in [each for each in ways if each in failed]:
        do = "Mend that, and try it: `python3 main.py doctor --desk`."
        yield amber("settings", f"The desk could not be told the last time ({ways[way]}): {failed[way]}.", do)
    if well := [words for way, words in ways.items() if way not in failed]:
        yield green("settings", f"The desk is told about new requests: {listed(well)}. To try that: `python3 main.py doctor --desk`.")
    elif not ways and not slips:
        yield green("settings", "Nobody is told about new requests (`desk_...` in settings.yaml).")


QUIET = timedelta(minutes=15)
"""A carrier that was not at the office for longer does not run: it beats each minute, and tries again within five."""
_RUNS = "On an installed kiosk see whether the service kiosk-carrier runs, elsewhere start `python3 main.py carrier`."


def office(where: str, report: Report | None, now: datetime) -> Verdicts:
    """Whether requests reach the office that the kiosk is paired with; nothing for one that has none (`where` is empty)."""
    if not where:
        return
    if report and report.hindered:
        says = f"Something keeps requests from the office at {where}, so they wait here."  # its words are in a file that others may write
        yield amber("settings", says, "See what: `python3 main.py carrier --status`.")
    elif report is None or report.at is None:
        yield amber("settings", f"This kiosk is paired with the office at {where}, and was never there.", _RUNS)
    elif now - report.at > QUIET:
        yield amber("settings", f"This kiosk was at the office at {where} last on {report.at.astimezone():%Y-%m-%d at %H:%M}.", _RUNS)
    else:
        yield green("settings", f"Requests are taken to the office at {where}.")
