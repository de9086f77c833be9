"""`python -m kiosk.staff.publications.reread CONTENT DATA`: proves what shows, and reads it anew; says `other` where it was something else until now.

CONTENT is what shows where no publication does.
A process of its own, since what reads content costs more memory than all the rest of a kiosk that need not.
"""

import os
import sys
from pathlib import Path

from kiosk.content.store.current import read_again
from kiosk.content.store.publications import shown_folder
from kiosk.staff.clock import now
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications.publishers import file_of
from kiosk.staff.publications.standing import Kiosk, standing
from kiosk.unattended.incidents import Incident, note

if __name__ == "__main__":
    os.nice(10)  # somebody may be at the screen
    content, data = map(Path, sys.argv[1:])
    changed, before = False, shown_folder(content, data)
    try:
        changed = standing(Kiosk(content, data, file_of()), at_start=True).changed
    except ExpectedError:  # doctor tells it
        changed = shown_folder(content, data) != before
    if read_again(shown_folder(content, data), data, now().date()):
        note(data, Incident.CHANGED, now())
        changed = True
    if changed:
        print("other")
