"""`python -m kiosk.staff.publications.reread CONTENT DATA`: proves what shows, and reads it anew.

It says `same`, or `other` where it was something else until now. Where the proof itself fails, whatever may lie in the data folder, what could not
be proved is set aside: that is `other`, too. CONTENT is what shows where no publication does.
A process of its own, since what reads content costs more memory than all the rest of a kiosk that need not.
"""

import os
import resource
import sys
import time
from pathlib import Path

from kiosk.content.store.current import clear_aside, read_again, set_aside
from kiosk.content.store.publications import shown_folder
from kiosk.staff.clock import now
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications.publishers import file_of
from kiosk.staff.publications.standing import BusyError, Kiosk, standing
from kiosk.staff.publications.trial import MOST_MEMORY
from kiosk.unattended.crash import write_crash
from kiosk.unattended.incidents import Incident, note

_BUSY_SECONDS = 120
"""A publication that is being taken just now is waited for so long; that takes some seconds."""


def is_other(content: Path, data: Path) -> bool:
    """Whether something else showed until now."""
    try:
        changed = _is_other_publication(content, data)
        if not read_again(shown_folder(content, data), data, now().date()):
            return changed
    except Exception as error:  # noqa: BLE001  whatever it is: what is not proved does not show
        write_crash(data, error, "proof")
        set_aside(data)
    note(data, Incident.CHANGED, now())
    return True


def _is_other_publication(content: Path, data: Path) -> bool:
    before, until = shown_folder(content, data), time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return standing(Kiosk(content, data, file_of()), at_start=True).changed
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        except ExpectedError:  # doctor tells it
            return shown_folder(content, data) != before


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_DATA)[1]  # of this machine: no proof may fail because that is less
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY if most == resource.RLIM_INFINITY else min(MOST_MEMORY, most), most))
    os.nice(10)  # somebody may be at the screen
    where = list(map(Path, sys.argv[1:]))
    print("other" if is_other(*where) else "same", flush=True)
    clear_aside(where[1])
