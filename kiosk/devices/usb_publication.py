"""New content from a stick, asked for by staff at the screen. QML does not see it.

The service of the machine brings the newest publication on it into the kiosk's own folder (`stick_service`). There it goes through the same door as
any other: first it is only looked at, so that staff are told what it is, and it is taken when they say so.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.content.store.publications import FROM_STICK
from kiosk.devices.child_process import ChildProcess
from kiosk.devices.stick_service import PUBLICATION, StickService
from kiosk.files import minisign
from kiosk.screens.setup import LOOKED, OFFERED, READY, TAKEN, WANTED, Offer

_log = logging.getLogger(__name__)


class StickPublication(QObject):
    """`folder` is the one that the service sees too, `data` the data folder; `take` is what Python is called with to take a file.

    `stands` tells how far it is, `offer` what is on the stick, `wrong` why that is not taken. `taken` comes when it was.
    """

    changed = Signal()
    taken = Signal()

    def __init__(self, folder: Path, data: Path, take: Sequence[str]) -> None:
        super().__init__()
        self._file = data / FROM_STICK
        self.stands, self.wrong, self.offer = READY, "", Offer()
        self._service = StickService(folder, self)
        self._service.said.connect(self._hear)
        self._look = ChildProcess([*take, "--only-look", str(self._file)], self)
        self._look.said.connect(self._looked)
        self._take = ChildProcess([*take, str(self._file)], self)
        self._take.said.connect(self._took)
        self._clear()

    def begin(self) -> None:
        """Asks for a stick: whoever plugs one in before is told to take it out."""
        if self.stands in (WANTED, LOOKED):
            return
        self._clear()
        try:
            self._service.ask(PUBLICATION)
        except OSError as error:
            _log.error("no stick can be asked for: %s", error.strerror)
            self._stand("failed")
            return
        self._stand(WANTED)

    def look(self) -> None:
        """Whether there is an answer."""
        self._service.look()

    def take(self) -> None:
        """Staff want what is offered."""
        if self.stands == OFFERED:
            self._stand(LOOKED)
            self._take.begin()

    def leave(self) -> None:
        """Staff are gone, and with them the wish."""
        self._service.end()
        self._look.close()
        self._take.close()
        self._clear()
        self.stands = READY

    def _hear(self, answer: str) -> None:
        if answer == "found":
            self._stand(LOOKED)
            self._look.begin()
        else:
            self._stand(answer)

    def _looked(self, said: bytes) -> None:
        if self.stands == LOOKED and (offer := self._understood(said)):
            self.offer = offer
            self._stand("same" if offer.already else OFFERED)

    def _took(self, said: bytes) -> None:
        if self.stands == LOOKED and self._understood(said):
            self._clear()
            self._stand(TAKEN)
            self.taken.emit()

    def _understood(self, said: bytes) -> Offer | None:
        """What a process said of the publication; None where it is not taken, and then it stands like that."""
        try:
            told = json.loads(said)
        except ValueError:
            told = {"wrong": ""}
        if "wrong" in told:
            self.wrong = str(told["wrong"])
            _log.error("the publication on a stick is not taken: %s", self.wrong or "no answer")
            self._clear()
            self._stand("refused" if self.wrong else "failed")
            return None
        return Offer(int(told["number"]), str(told["by"]), str(told["at"]), str(told["note"]), int(told["differ"]), bool(told["already"]))

    def _clear(self) -> None:
        for path in (self._file, self._file.with_name(f"{FROM_STICK}{minisign.ENDING}")):
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _stand(self, how: str) -> None:
        self.stands = how
        self.changed.emit()

