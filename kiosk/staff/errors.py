"""What a command says when it cannot do what was asked, and it is nobody's bug."""

from __future__ import annotations

import errno

MAKE_ROOM = (
    "Delete what nobody needs from this disk, such as downloads and old backups: `sudo du -xh / | sort -h | tail -30` lists the largest folders,"
    " `df -h` tells how full each disk is. Leave `keys` and `drawer` in the data folder alone. Then look again."
)
SAVE_IT = "Copy the whole data folder, with the folder `keys` in it, to another disk for an engineer, and only then delete that drawer here."
HOW_TO_END = "Ctrl+C in its terminal, the way out on the pages for staff, or `sudo systemctl stop kiosk` where it is installed"
TAKEN_OVER = (
    "Somebody may have taken this machine over: do not sign in here any more, copy the data folder to another disk for an engineer, set the machine"
    " up again from scratch, and restore the last backup from before. SECURITY.md says what such a person could and could not do."
)

_HELPS = {
    errno.ENOSPC: MAKE_ROOM,
    errno.EDQUOT: MAKE_ROOM,
    errno.EACCES: "This account may not do that: choose a folder that belongs to it, or put `sudo` alone (without `-u`) before the command.",
    errno.EROFS: "Nothing can be written to that disk: choose another one.",
    errno.ENOENT: "See whether that folder is there and, if it is on a stick, whether that is plugged in.",
    errno.EISDIR: "That is a folder: name a file in it.",
}


def what_helps(error: OSError) -> str:
    """What staff can do about an error of the disk, in a sentence; empty where that depends."""
    return _HELPS.get(error.errno or 0, "")


class ExpectedError(Exception):
    """A failure that staff can mend; its text is one plain sentence for them. Of several, each is told on a line of its own."""

    def __str__(self) -> str:
        return "\n".join(map(str, self.args))


def plain_sentences(error: BaseException) -> tuple[str, ...]:
    """What is told of an error whose text was written for staff, each on a line of its own; nothing for one that is a bug."""
    from kiosk.signup.keys.public_keys import KeyFileError

    return tuple(map(str, error.args)) if isinstance(error, ExpectedError | KeyFileError) else ()
