"""Whose names have a passphrase at this desk: nobody else signs a text off in such a name.

The keys are of the kind that publications are signed with.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kiosk.files.private import private_folder
from kiosk.files.regular import names_in
from kiosk.signup.keys import names
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications import publishing_key
from kiosk.staff.publications.publishing_key import KEY, PublishingKey
from kiosk.staff.requests.passphrases import handed_over

FOLDER = "signers"
"""In the data folder: a key for each name."""


class Signers:
    """The keys in a data folder: those that were made for signing, and the one that publications are signed with."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def asks(self, by: str) -> bool:
        """Whether this name, or one that is taken for it, has a passphrase. Raises ExpectedError where a key cannot be read."""
        return self._key(by) is not None

    def prove(self, by: str, secrets: int | None) -> None:
        """Asks for the passphrase of this name. Raises ExpectedError for another one."""
        if key := self._key(by):
            publishing_key.opened(key, secrets)

    def prove_typed(self, by: str, passphrase: str) -> None:
        """The same for one that was typed in a window."""
        with handed_over(passphrase) as secrets:
            self.prove(by, secrets)

    def make(self, by: str, secrets: int | None) -> str:
        """Gives a name a passphrase, which is asked for; the name as it is kept. Raises ExpectedError."""
        if self.asks(by):
            raise ExpectedError(f"{names.kept(by)} has a passphrase here already.")
        own = private_folder(self._data / FOLDER) / f"{sha256(names.plain(by).encode()).hexdigest()[:16]}.key"
        return publishing_key.make(own, by, secrets).name

    def _key(self, by: str) -> PublishingKey | None:
        return next((key for key in map(publishing_key.read, self._files()) if names.taken_for(key.name, by)), None)

    def _files(self) -> Iterator[Path]:
        if (own := self._data / KEY).exists():
            yield own
        try:
            yield from (self._data / FOLDER / name for name in names_in(self._data / FOLDER) if name.endswith(".key"))
        except OSError:  # nobody was given one
            return
