"""What went wrong with keys or the drawer, in one plain sentence."""

from __future__ import annotations

from kiosk.files.private import UNLINK
from kiosk.signup.drawer.foreign import ForeignError
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.unlock import WrongPassphraseError
from kiosk.staff.errors import MAKE_ROOM, TAKEN_OVER, ExpectedError
from kiosk.staff.requests.key_sentences import GIVEN_UP

FAULTS = (WrongPassphraseError, KeepError, KeyFileError, ForeignError)
_CURES = {
    Why.MISSING: "If requests were kept, see that --data or --drawer names the right folder: drawer.sqlite lies in `drawer`, in the data folder.",
    Why.NOT_OURS: "Run it as the account of the kiosk: on an installed kiosk, put `sudo -u kiosk` before the command.",
    Why.BROKEN: "Change nothing, and run `python3 main.py doctor`.",
    Why.JOURNAL: "Delete that file, open the drawer with no other program, and find out who could write into that folder.",
    Why.LINKED: UNLINK,
    Why.CHANGED: "Nothing was done. `python3 main.py signups list --name YOU` shows which one, and "
    "`python3 main.py signups verify --name YOU` what else was changed.",
    Why.LOCKED: "Wait a moment, and try again.",
    Why.FULL: f"Nothing was stored. {MAKE_ROOM}",
    Why.CROWDED: "Delete what is done: `python3 main.py signups delete --done --name YOU`.",
    Why.TOO_MUCH: TAKEN_OVER,
    Why.READ_ONLY: "If it is on a stick that cannot be written, copy it to this machine first.",
    Why.NO_KEY: "`python3 main.py doctor` says what to do.",
}


def told(error: Exception) -> ExpectedError:
    """What went wrong with keys or the drawer, in one plain sentence."""
    if isinstance(error, WrongPassphraseError):
        return ExpectedError("No key opens with this name and this passphrase.")
    if isinstance(error, KeepError) and error.why is Why.GIVEN_UP:
        return ExpectedError(GIVEN_UP)
    if isinstance(error, KeepError):
        return ExpectedError(f"The drawer cannot be used: {error.why.value}. {_CURES.get(error.why, '')}".rstrip())
    return ExpectedError(str(error))
