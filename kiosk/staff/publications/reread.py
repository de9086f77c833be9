"""`python -m kiosk.staff.publications.reread CONTENT DATA FILES SAYS [aside]`: proves what shows, and reads it anew.

FILES and SAYS are what the kiosk knows of what it shows (`snapshot.Digests`): so what is proved is what it has in memory, and not what lies on
the disk by now. It says how that stands to the content (`current.Look`). Where the proof itself fails, whatever may lie in the data folder, what
could not be proved is set aside: that is `other`, too, and `stuck` where it cannot be set aside. Where the machine has failed, or another process
takes a publication all the while, that is `untold`: what is published shows on, read anew.
CONTENT is what shows where no publication does. With `aside` the kiosk itself has put the publication out of the way, and rests until it is
unpacked anew.
A process of its own, since what reads content costs more memory than all the rest of a kiosk that need not.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

from kiosk.content.store.current import Look, clear_aside, read_again, set_aside, set_kept_aside
from kiosk.content.store.publications import shown_folder
from kiosk.content.store.read_process import bound, make_way
from kiosk.content.store.snapshot import Digests
from kiosk.files.regular import is_of_the_machine
from kiosk.staff.clock import now
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications.publishers import file_of
from kiosk.staff.publications.standing import BusyError, Kiosk, NotToldError, standing
from kiosk.unattended.crash import write_crash
from kiosk.unattended.incidents import Incident, note

_BUSY_SECONDS = 120
"""A publication that is being taken just now is waited for so long; that takes some seconds."""


def looked_at(content: Path, data: Path, shown: Digests, *, was_aside: bool = False) -> Look:
    """What shows, once it is what was published or written, and how it was until now."""
    try:
        changed = _is_other_publication(content, data, was_aside=was_aside)
        found = read_again(shown_folder(content, data), data, now().date(), shown)
    except Exception as error:  # noqa: BLE001  whatever it is: what is not proved does not show
        found, changed = _without_proof(data, error), False
    if found in (Look.OTHER, Look.STUCK):
        note(data, Incident.CHANGED, now())
    return Look.OTHER if changed and found is not Look.STUCK else found


def _without_proof(data: Path, error: Exception) -> Look:
    """What could not be proved shows no longer, unless it is the machine that has failed."""
    write_crash(data, error, "proof")
    try:
        if isinstance(error, NotToldError) or is_of_the_machine(error):
            with suppress(OSError):  # what was kept is then read as it is
                set_kept_aside(data)
            return Look.UNTOLD
        set_aside(data)
    except OSError as stuck:
        write_crash(data, stuck, "proof")
        return Look.STUCK
    return Look.OTHER


def _is_other_publication(content: Path, data: Path, *, was_aside: bool) -> bool:
    """Raises NotToldError, and whatever else ended the proof while what it was about shows on."""
    before, until = shown_folder(content, data), time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return standing(Kiosk(content, data, file_of()), at_start=True, was_aside=was_aside).changed
        except BusyError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
        except NotToldError:
            raise
        except ExpectedError:  # doctor tells it
            if shown_folder(content, data) == before != content:
                raise
            return shown_folder(content, data) != before


if __name__ == "__main__":
    bound()
    make_way()  # and for a reading that somebody waits for
    content, data, files, says, *more = sys.argv[1:]
    print(looked_at(Path(content), Path(data), Digests(files, says), was_aside="aside" in more), flush=True)
    clear_aside(Path(data))
