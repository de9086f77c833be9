"""`doctor`: the self-test of this machine."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime

from kiosk.staff.command_line import Adder
from kiosk.staff.errors import ExpectedError
from kiosk.staff.installed_kiosk import opened
from kiosk.staff.machine_settings import settings_with
from kiosk.terminal import as_it_is, on_one_line

_NOBODY = "The settings name nobody to tell. Write `desk_web`, or `desk_mail_to` and `desk_mail_server`, into settings.yaml."


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Looks at all that the kiosk needs of this machine: green, amber or red, with what to do. Ends with 1 if a part is red, otherwise with 0."
    doctor = add("doctor", says, parents=[shared])
    doctor.add_argument("--json", action="store_true", help="write it for other programs")
    says = "send the desk a message now, as if 0 requests waited, by each way that the settings name, and say how that went"
    doctor.add_argument("--desk", action="store_true", help=says)
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from msgspec.structs import replace

    from kiosk.health import Level, as_json, worst
    from kiosk.staff.diagnosis.doctor import Patient, examine, late, tell
    from kiosk.staff.publications.standing import proved_folder

    if options.desk:
        return _try_desk(options)
    shown, now = proved_folder(options.content, options.data), datetime.now(tz=UTC).astimezone()
    patient = Patient(shown, options.data, now, opened=opened(options.data))
    if not options.json:
        return int(tell(patient, sys.stdout) is Level.RED)
    found = [replace(each, says=options.spell(each.says), do=options.spell(each.do)) for each in examine(patient, late)]
    print(*as_it_is(as_json(found)), sep="\n")
    return int(worst(found) is Level.RED)


def _try_desk(options: argparse.Namespace) -> int:
    """A message by each way; 1 where one of them did not come through. Raises ExpectedError where none is set."""
    from kiosk.settings.settings import desk_slips
    from kiosk.signup.desk_notifier import WHY, address_of, note, told, ways
    from kiosk.staff.diagnosis.verdicts import OPEN_THEM, SHUT_IN, is_shut_in

    own = settings_with(options.data, ("desk_web", "desk_mail_to", "desk_mail_server"), _NOBODY)
    address, failed = address_of(own), False
    if not ways(address):
        raise ExpectedError(next((f"{each.wrong} {each.instead}" for each in desk_slips(own)), _NOBODY))
    for way in ways(address):
        whom = address.web if way == "web" else f"{address.mail_to} over {address.mail_server}"
        try:
            told(way, address, 0, os.environ.get("KIOSK_MAIL_PASSWORD", "") if way == "mail" else "")
        except OSError as error:
            failed = True
            print(on_one_line(f"The message to {whom} did not come through: {WHY.get(str(error), error)}."))
        else:
            note(options.data, way, "")
            print(on_one_line(f"The message to {whom} was taken. Make sure that it arrives; it says that 0 requests wait."))
    if is_shut_in(own, opened(options.data)):
        print(on_one_line(f"{SHUT_IN}, whatever this command may. {OPEN_THEM}"))
        return 1
    return int(failed)
