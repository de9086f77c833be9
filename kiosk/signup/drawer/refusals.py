"""Why the drawer kept nothing."""

from __future__ import annotations

import errno
from enum import Enum

from kiosk.files.bounded_sqlite import (
    JournalError,
    is_too_much,
)  # fmt: skip


class Why(Enum):
    """Why nothing was kept."""

    FULL = "the disk is full"
    READ_ONLY = "the folder cannot be written"
    LOCKED = "another program holds the drawer"
    BROKEN = "the drawer is damaged"
    NO_KEY = "there is no key to close it with"
    MISSING = "there is no drawer in that folder"
    NOT_OURS = "the account that runs this command may not open its folder"
    TOO_MANY = "too many came in this hour"
    CROWDED = "so many requests lie in it that it takes no more"
    READ = "staff have looked at it, or it came on another day"
    JOURNAL = "a file drawer.sqlite-journal lies beside it, which no kiosk makes and which can have other files deleted"
    TOO_MUCH = "it holds far more than any kiosk can have kept"
    LINKED = "its folder is only a link to another place, and nobody would look after what is kept there"
    GIVEN_UP = "the key that was opened is no longer in use, or its passphrase has changed"
    CHANGED = "a request in it is not what came in, or not what was shown: somebody changed it behind the kiosk's back"


class KeepError(Exception):
    """Nothing was kept, and nothing of it is left."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def why_of(error: BaseException) -> Why:
    """What an error of SQLite means for a drawer."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if isinstance(error, JournalError):
        return Why.JOURNAL
    if is_too_much(error):
        return Why.TOO_MUCH
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Why.LOCKED
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return Why.FULL
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return Why.READ_ONLY
    return Why.BROKEN


def why_not_written(error: OSError) -> Why:
    """What an error of the disk means for a drawer."""
    return Why.FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else Why.READ_ONLY
