"""`signups` and `key` at a terminal: read, export, delete; who may read. Passphrases are asked without echo, never on the command line."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.signup import keys
from kiosk.signup.drawer import Drawer, Entry, KeepError, Status
from kiosk.signup.export import as_csv, as_json
from kiosk.signup.journal import What
from kiosk.signup.keys import KeyFileError, WrongPassphraseError
from kiosk.signup.private_files import write_private
from kiosk.signup.record import Record
from kiosk.staff.expected import ExpectedError
from kiosk.staff.telling import counted
from kiosk.staff.terminal import on_one_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

KEYS, DRAWER = "keys", "drawer"
TRY_OUT = "The key here has no passphrase: whoever copies this machine can read every sign-up. Run `python3 main.py key protect --name YOU`."


def drawer_in(data: Path, drawer: Path | None = None) -> Drawer:
    """The drawer of this machine, or a copied one."""
    return Drawer(drawer or data / DRAWER, data / KEYS)


class Desk:
    """What staff do with the drawer at a terminal. `who` is the name their passphrase belongs to; `secrets` a file descriptor to read it from."""

    def __init__(self, data: Path, who: str, *, drawer: Path | None = None, key_file: Path | None = None, secrets: int | None = None) -> None:
        self._keys, self._who, self._secrets, self._key_file = data / KEYS, who, secrets, key_file
        self._drawer = drawer_in(data, drawer)

    def waiting(self, today: date) -> str:
        """The counts alone: for scripts, and for those who have no passphrase."""
        entries = self._drawer.entries()
        new = sum(entry.status is Status.NEW for entry in entries)
        soon = len(self._drawer.due(today + timedelta(days=7)))
        return f"{counted(len(entries), 'sign-up')}, {new} new, {self._drawer.red(today)} waiting for more than two weeks, {soon} go within a week"

    def listed(self) -> str:
        """Every sign-up, newest first, a line each."""
        opened = self._opened("listed")
        lines = [_line(entry, record) for entry, record in opened]
        return "\n".join([*lines, counted(len(lines), "sign-up")])

    def export(self, file: Path, *, replace: bool) -> str:
        """Writes them into a file, as CSV or, if its name ends so, as JSON. Never over another file silently."""
        if file.exists() and not replace:
            raise ExpectedError(f"{file} is there already. Name another file, or add --replace.")
        opened = [(entry, record) for entry, record in self._opened(f"exported to {file.name}", What.EXPORTED) if record]
        try:
            write_private(file, as_json(opened) if file.suffix == ".json" else as_csv(opened))
        except OSError as error:
            raise ExpectedError(f"{file} cannot be written: {error.strerror}.") from error
        return f"{counted(len(opened), 'sign-up')} in {file}. It can be read by whoever has the file: delete it when you are done."

    def mark(self, beginning: str, status: str) -> str:
        entry = self._one(beginning)
        self._signed_in()
        self._drawer.mark(entry.id, Status(status), self._who)
        return f"{entry.id[:8]} is marked as {status}."

    def delete(self, beginnings: Iterable[str], *, done: bool) -> str:
        """Deletes sign-ups for good: named ones, or all that are done."""
        names = [self._one(each).id for each in beginnings]
        names += [entry.id for entry in self._drawer.entries() if done and entry.status is Status.DONE]
        self._signed_in()
        return f"{counted(self._drawer.delete(names, self._who), 'sign-up')} deleted."

    def merge(self, other: Path) -> str:
        """Takes over the marks of a copy of this drawer."""
        return f"{counted(self._drawer.merge_marks(other), 'mark')} taken over."

    def verify(self) -> str:
        """Whether anybody changed the drawer behind the kiosk's back."""
        faults = self._drawer.verify(self._signed_in())
        if faults:
            raise ExpectedError("\n".join(faults))
        return "Nothing was changed, cut or put in behind the kiosk's back."

    def _opened(self, about: str, what: What = What.OPENED) -> list[tuple[Entry, Record | None]]:
        privates = self._signed_in()
        opened = list(self._drawer.open_all(privates))
        self._drawer.audit(what, self._who, f"{len(opened)} {about}")
        return opened

    def _signed_in(self) -> dict[str, EllipticCurvePrivateKey]:
        folder = self._keys
        if self._key_file:
            return keys.open_file(self._key_file, self._who, self._passphrase())
        if keys.is_away(folder):
            raise ExpectedError("The key is kept away from this machine. Name its file with --key.")
        if keys.is_try_out(folder):
            print(TRY_OUT, file=sys.stderr)
            return keys.open_private(folder, "", "")
        return keys.open_private(folder, self._who, self._passphrase())

    def _passphrase(self) -> str:
        return ask_passphrase(f"Passphrase of {self._who}: ", self._secrets)

    def _one(self, beginning: str) -> Entry:
        found = [entry for entry in self._drawer.entries() if entry.id.startswith(beginning)]
        if len(found) != 1 or not beginning:
            raise ExpectedError(f"{counted(len(found), 'sign-up')} begin with {beginning!r}. `signups list` shows their names.")
        return found[0]


def _line(entry: Entry, record: Record | None) -> str:
    if record is None:
        return f"{entry.id[:8]}  {entry.day}  {entry.status:12}  (sealed for another key)"
    reach = "  ".join(answer.says for kind in ("name", "phone", "email") for answer in record.answers if answer.kind == kind)
    others = ", ".join(f"{answer.question}: {answer.says}" for answer in record.answers if answer.kind in ("one", "some"))
    agreed = ", ".join(consent.option for consent in record.consents)
    return f"{entry.id[:8]}  {entry.day}  {entry.status:12}  {on_one_line(reach)}\n{'':10}{on_one_line(f'{others}; may: {agreed}')}"


def ask_passphrase(prompt: str, secrets: int | None) -> str:
    """Without echo from the terminal, or a line from a file descriptor (`--passphrase-fd 3 3<file`)."""
    if secrets is None:
        return getpass.getpass(on_one_line(prompt))
    letters = bytearray()
    while (letter := os.read(secrets, 1)) not in (b"", b"\n"):
        letters += letter
    return letters.decode()


def told(error: Exception) -> ExpectedError:
    """What went wrong with keys or the drawer, in one plain sentence."""
    if isinstance(error, WrongPassphraseError):
        return ExpectedError("No key opens with this name and this passphrase.")
    if isinstance(error, KeepError):
        return ExpectedError(f"The drawer cannot be used: {error.why.value}.")
    return ExpectedError(str(error))


FAULTS = (WrongPassphraseError, KeepError, KeyFileError)
