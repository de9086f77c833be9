"""`doctor`: the self-test of this machine."""

from __future__ import annotations

import argparse
import os
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kiosk.files.regular import NotReadError, read_regular
from kiosk.staff.command_line import Adder
from kiosk.staff.errors import ExpectedError
from kiosk.staff.machine_settings import refuse_slips, settings_with
from kiosk.terminal import as_it_is, on_one_line

_MOST_SECRET = 100_000
_OF_DESK = ("desk_web", "desk_mail_to", "desk_mail_server")
_ASK_ROOT = "No password was known: on an installed kiosk only root may read it, so put `sudo` alone before this command."
_NOBODY = "The settings name nobody to tell. Write `desk_web`, or `desk_mail_to` and `desk_mail_server`, into settings.yaml."


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Looks at all that the kiosk needs of this machine: green, amber or red, with what to do. Ends with 1 if a part is red, otherwise with 0."
    doctor = add("doctor", says, parents=[shared])
    doctor.add_argument("--json", action="store_true", help="write it for other programs")
    says = "send the desk a message now, as if 0 requests waited, by each way that the settings name, and say how that went"
    doctor.add_argument("--desk", action="store_true", help=says)
    doctor.set_defaults(command=_doctor, with_root=True)


def _doctor(options: argparse.Namespace) -> int:
    from msgspec.structs import replace

    from kiosk.health import Level, as_json, worst
    from kiosk.staff import rights
    from kiosk.staff.diagnosis.doctor import Patient, examine, late, tell
    from kiosk.staff.installed_kiosk import walls_opened
    from kiosk.staff.publications.standing import proved_folder

    if options.desk:
        return _try_desk(options)
    rights.become_owner(options.data)
    shown, now = proved_folder(options.content, options.data), datetime.now(tz=UTC).astimezone()
    patient = Patient(shown, options.data, now, opened=walls_opened(options.data))
    if not options.json:
        return int(tell(patient, sys.stdout) is Level.RED)
    found = [replace(each, says=options.spell(each.says), do=options.spell(each.do)) for each in examine(patient, late)]
    print(*as_it_is(as_json(found)), sep="\n")
    return int(worst(found) is Level.RED)


def _try_desk(options: argparse.Namespace) -> int:
    """A message by each way; 1 where one of them did not come through. Raises ExpectedError where none is set."""
    from kiosk.settings.settings import desk_slips, read_settings
    from kiosk.signup.desk_notifier import WHY, address_of, note, told, ways
    from kiosk.staff.diagnosis.outward import OPEN_THEM, SHUT_IN, is_shut_in
    from kiosk.staff.installed_kiosk import walls_opened

    password = _known_to_root(options.data)
    own = settings_with(options.data, _OF_DESK, _NOBODY)
    address, failed = address_of(own), False
    if not ways(address):
        refuse_slips(read_settings(options.data)[1], _OF_DESK)
        raise ExpectedError(*(f"{each.wrong} {each.instead}" for each in desk_slips(own)))
    for way in ways(address):
        whom = address.web if way == "web" else f"{address.mail_to} over {address.mail_server}"
        try:
            told(way, address, 0, password if way == "mail" else "")
        except OSError as error:
            failed = True
            root = f" {_ASK_ROOT}" if way == "mail" and own.desk_mail_user and not password else ""
            print(on_one_line(f"The message to {whom} did not come through: {WHY.get(str(error), error)}.{root}"))
        else:
            note(options.data, way, "")
            print(on_one_line(f"The message to {whom} was taken. Make sure that it arrives; it says that 0 requests wait."))
    if is_shut_in(own, walls_opened(options.data)):
        print(on_one_line(f"{SHUT_IN}, whatever this command may. {OPEN_THEM}"))
        return 1
    return int(failed)


def _known_to_root(data: Path) -> str:
    """The password of the mail server, of this process or, as the installed kiosk gets it, of the file that only root may read.

    Where that names an authority (SSL_CERT_FILE), it counts from here on. Root becomes the owner of `data`.
    """
    from kiosk.staff import rights
    from kiosk.staff.install.plan import SECRETS
    from kiosk.staff.installed_kiosk import walls_opened

    known = dict(os.environ)
    if walls_opened(data) is not None:
        with suppress(NotReadError):
            known |= secrets_in(read_regular(SECRETS, _MOST_SECRET).decode(errors="replace"))
    rights.become_owner(data)
    if known.get("SSL_CERT_FILE"):
        os.environ["SSL_CERT_FILE"] = known["SSL_CERT_FILE"]
    return known.get("KIOSK_MAIL_PASSWORD", "")


def secrets_in(text: str) -> dict[str, str]:
    """The variables in a file of lines NAME=VALUE, as systemd reads them (EnvironmentFile= in systemd.exec(5))."""
    lines = (line.strip().partition("=") for line in text.splitlines() if line.strip()[:1] not in ("", "#", ";"))
    return {name.strip(): _unquoted(value.strip()) for name, _, value in lines}


def _unquoted(value: str) -> str:
    if value[:1] == "'" == value[-1:] and value != "'":
        return value[1:-1]
    inner = value[1:-1] if value[:1] == '"' == value[-1:] and value != '"' else value
    return re.sub(r"\\(.)", r"\1", inner)
