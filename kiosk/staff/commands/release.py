"""`release`: a version packed and signed."""

from __future__ import annotations

import argparse

from kiosk.project import PROJECT
from kiosk.staff import output_places
from kiosk.staff.command_line import Adder, path


def add_to(add: Adder, shared: argparse.ArgumentParser) -> None:
    """Adds it to the commands."""
    says = "For those who make versions: packs what git has committed of this version, and signs it."
    release = add("release", says, example="release ~/kiosk-2.zip --key ~/release.key", parents=[shared])
    release.add_argument("archive", type=path, metavar="ZIP", help="the file to write; its signature goes beside it")
    release.add_argument("--key", type=path, required=True, metavar="FILE", help="the private key to sign with")
    release.add_argument("--new-key", action="store_true", help="make the key where there is none, without asking")
    release.add_argument("--replace", action="store_true", help="replace a version that is already there")
    release.set_defaults(command=_release)


def _release(options: argparse.Namespace) -> int:
    from kiosk.staff.care.release import make

    output_places.for_a_file(options.archive, data=options.data, replace=options.replace)
    if not options.key.exists():
        output_places.for_a_file(options.key, data=options.data)
    print(*make(PROJECT, options.archive, options.key, new_key=options.new_key, replace=options.replace), sep="\n")
    return 0
