"""Commands as staff type them, and a machine of a clinic for them."""

from __future__ import annotations

import os
import subprocess
from contextlib import closing
from datetime import date
from pathlib import Path

import nursery

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.try_out import protect
from kiosk.signup.keys import slots, try_out_key
from kiosk.signup.record import Answer, Consent, Record

PROJECT = Path(__file__).resolve().parents[1]
ANA, BOB, OTHER = "correct horse battery", "eight grey whales swim", "seven slow green turtles"
TODAY = date(2026, 11, 23)
QUICK = slots.Stretching(64, 1)


def kiosk(data: Path, *arguments: str, secrets: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command; what `secrets` holds is read from a file descriptor."""
    reading, writing = os.pipe()
    os.write(writing, secrets.encode())
    os.close(writing)
    given = ["--passphrase-fd", str(reading)] if secrets else []
    done = nursery.run(nursery.COMMAND, *arguments, "--data", str(data), *given, needs=[reading])
    os.close(reading)
    return done


def record(name: str, phone: str = "(706) 555-0123", value: str = "+17065550123") -> Record:
    answers = (Answer("name", "name", name, name), Answer("phone", "phone", phone, value), Answer("when", "some", "Mornings", "morning"))
    return Record(TODAY, "es", answers, (Consent("call", "1"),))


def machine(data: Path, name: str = "Ana", passphrase: str = ANA, records: tuple[Record, ...] = (record("one"), record("two"))) -> Path:
    """A data folder with requests, and the passphrase of one person."""
    try_out_key.make_try_out(data / "keys", TODAY)
    with closing(Drawer(data / "drawer", data / "keys")) as drawer:
        for each in records:
            drawer.keep(each)
        protect(drawer, data / "keys", name, passphrase, TODAY, stretching=QUICK)
    return data
