"""`doctor`: the self-test of this machine."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from kiosk.staff.command_line import Adder
from kiosk.terminal import as_it_is


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "Looks at all that the kiosk needs of this machine: green, amber or red, with what to do. Ends with 1 if a part is red, otherwise with 0."
    doctor = add("doctor", says, parents=[shared])
    doctor.add_argument("--json", action="store_true", help="write it for other programs")
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from msgspec.structs import replace

    from kiosk.health import Level, as_json, worst
    from kiosk.staff.diagnosis.doctor import Patient, examine, late, tell

    patient = Patient(options.content, options.data, datetime.now(tz=UTC).astimezone())
    if not options.json:
        return int(tell(patient, sys.stdout) is Level.RED)
    found = [replace(each, says=options.spell(each.says), do=options.spell(each.do)) for each in examine(patient, late)]
    print(*as_it_is(as_json(found)), sep="\n")
    return int(worst(found) is Level.RED)
