"""`python -m kiosk.content.store.reread CONTENT DATA`: reads all content anew, and says `other` where something else was kept of it until now.

CONTENT is what shows where no publication does.
A process of its own, since what reads content costs more memory than all the rest of a kiosk that need not.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from kiosk.content.store.publications import shown_folder
from kiosk.content.store.publishing import read_again

if __name__ == "__main__":
    os.nice(10)  # somebody may be at the screen
    content, data = map(Path, sys.argv[1:])
    if read_again(shown_folder(content, data), data, datetime.now(tz=UTC).astimezone().date()):
        print("other")
