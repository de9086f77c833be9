"""The kiosk that `install` has made of this machine: whose it is and where it keeps what is its own, written down where only root can write."""

from __future__ import annotations

import os
import pwd
import shlex
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, field

from kiosk.content.store.publications import shown_folder
from kiosk.files.regular import NotReadError, is_missing, open_regular, why
from kiosk.project import DATA, RECORD
from kiosk.settings.settings import FILE, data_folder
from kiosk.staff.command_line import CALLED
from kiosk.staff.errors import ExpectedError

UNIT = "kiosk.service"
"""The kiosk as systemd knows it."""
STICK = "kiosk-stick.service"
"""What carries a backup to a stick, for as long as staff wait for that."""
CARRIER = "kiosk-carrier.service"
"""What takes requests to an office, as soon as the kiosk is paired with one."""
SCREENS_SEEN = Path("/run/kiosk-screens")
"""Which of the connected screens the kiosk is on, and which were turned off for that, by the names of their connectors, a line each."""
ACCOUNT, HOME = "kiosk", Path("/var/lib/kiosk")
"""The account that is made, with few rights and no shell, where no other is named."""
_MOST_BYTES = 10_000
_OF_REQUESTS = frozenset({"signups", "key", "backup", "restore", "update", "doctor", "take", "trust", "narrate", "carrier"})
"""Commands that mean the kiosk of this machine, and no other."""
_AS_ROOT = frozenset({"doctor", "backup", "restore", "update", "install", "uninstall", "take", "trust"})
"""What an administrator does: it reads or writes where the kiosk's account may not."""
_OF_CONTENT = frozenset({"check", "edit", "preview", "pictures", "listen"})
"""Commands about the content, which also look at the settings of the machine if they may."""
_BY_SETTINGS = _OF_CONTENT - {"check"}
"""Those of them that work by the settings of whoever calls them, where they may not look at those of the machine."""
_CHANGE_CONTENT = frozenset({"picture", "review", "translated"})
"""Commands that write into the content; called by root, they become whoever may."""
_AT_A_DESK = frozenset({"publish", "office", "fleet"})
"""What is done where the publishing key is, or the office is looked after, which is never on the kiosk."""
_KIOSKS = frozenset({"run", "supervise"})
"""Commands that are a kiosk themselves."""


class Installed(Struct, frozen=True):
    """The account, its data folder, the folder of `main.py`, and whether the kiosk is alone on the screen or over a desktop.

    How the machine was before, for `uninstall`: settings of the kernel by their names, whether it had a service for seats, and which of the
    units that are masked were so already. `opens` is what its walls were opened for, and `drafts` that visitors
    may read texts that nobody has signed, both by the word of whoever installed it.
    """

    account: str
    data: Path
    program: Path
    session: str = "cage"
    kernel: Mapping[str, str] = field(default_factory=dict)
    seatd: bool = False
    masked: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    drafts: bool = False

    def lets_in(self) -> bool:
        """Whether whoever asks may use its data."""
        return os.geteuid() in (0, _uid(self.account)) or os.access(self.data, os.R_OK | os.W_OK | os.X_OK)

    def way(self, word: str, line: str) -> str:
        """What to write instead of a command that may not look there."""
        return f"{self.start(word)} {line}"

    def start(self, word: str, *, root: bool = False) -> str:
        """How a line begins on which this command is to work for the kiosk, or at the desk where it belongs; as `root` whatever it is."""
        if word in _AT_A_DESK:
            return CALLED
        sudo = "sudo" if root or word in _AS_ROOT | _CHANGE_CONTENT else f"sudo -u {shlex.quote(self.account)}"
        return f"{sudo} python3 {shlex.quote(str(self.program / 'main.py'))}"


def installed(record: Path = RECORD, root: int = 0) -> Installed | None:
    """The kiosk of this machine; None where there is none. `root` is the account whose word counts.

    Raises ExpectedError where others could have written it, or it cannot be read.
    """
    try:
        with open_regular(record) as file:
            facts, raw = os.fstat(file.fileno()), file.read(_MOST_BYTES)
    except NotReadError as error:
        if is_missing(error):
            return None
        raise ExpectedError(f"{record}, where it is written what this machine is, cannot be read: {why(error)}. {error.instead}") from error
    if facts.st_uid != root or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        again = "delete it, and run `sudo python3 main.py install` again."
        raise ExpectedError(f"Others than root can change {record}, so it is not believed: {again}")
    try:
        return msgspec.json.decode(raw, type=Installed, dec_hook=lambda _, written: Path(written))
    except (ValueError, RecursionError) as error:
        raise ExpectedError(f"{record} is damaged: run `sudo python3 main.py install` again.") from error


def walls_opened(data: Path, record: Path = RECORD, root: int = 0) -> tuple[str, ...] | None:
    """What the walls were opened for of the kiosk that keeps its data in this folder; None where it has no walls, or nobody can tell."""
    with suppress(ExpectedError):
        kiosk = installed(record, root)
        return kiosk.opens if kiosk and kiosk.session == "cage" and kiosk.data == data.absolute() else None
    return None


def written(kiosk: Installed) -> str:
    """The same as text of the file."""
    return msgspec.json.format(msgspec.json.encode(kiosk, enc_hook=str), indent=1).decode() + "\n"


def folder_for(words: str, line: str, kiosk: Installed | None) -> tuple[Path, str]:
    """Which data folder a command means that names none, and what is to be told of that, if anything.

    `words` are those that lead to the command, such as `signups list`, `line` all that stands on its line. Raises ExpectedError where
    it means one that it may not use.
    """
    word, own, is_root = words.partition(" ")[0], data_folder(), os.geteuid() == 0
    if kiosk is None and is_root and word in _OF_REQUESTS and (HOME / DATA).is_dir():
        return HOME / DATA, ""  # it was installed by an earlier version, or is no longer
    if kiosk is None or word not in _OF_REQUESTS | _OF_CONTENT | _KIOSKS:
        return own, ""
    if kiosk.lets_in() and (word in _OF_REQUESTS or not is_root):
        return kiosk.data, ""
    way = f"`{kiosk.way(word, line)}`"
    if word in _OF_REQUESTS:
        raise ExpectedError(
            f"The kiosk of this machine keeps its data in {kiosk.data}, where your account may not look. Run {way}."
            " If you mean another folder, name it with --data."
        )
    if word in _KIOSKS:
        return own, f"This is a kiosk for trying things out: it keeps its data in {own}. The kiosk of this machine has its data in {kiosk.data}."
    mine = f" What counts here are those in {own}." if word in _BY_SETTINGS and os.path.lexists(own / FILE) else ""
    return own, f"The settings of this machine's kiosk are in {kiosk.data}, and were not looked at: {way} does that.{mine}"


def is_content_of(kiosk: Installed | None, content: Path) -> bool:
    """Whether the kiosk of this machine shows this content folder whenever it runs, as far as whoever asks may see."""
    own = kiosk is not None and content.absolute() == kiosk.program / "content"
    return kiosk is not None and own and kiosk.lets_in() and shown_folder(content, kiosk.data) == content


def _uid(account: str) -> int:
    try:
        return pwd.getpwnam(account).pw_uid
    except KeyError:
        return -1
