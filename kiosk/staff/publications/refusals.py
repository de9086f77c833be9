"""Why a publication was refused: noted by the step at which it was, and told in sentences of ours.

What lies in the data folder may be anybody's who has taken the account of the kiosk over. A sentence there would be told to staff as ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

import msgspec

from kiosk.content.store.publications import REFUSED, Refusal, Step, publications_in, refusal
from kiosk.files.private import erase, write_own
from kiosk.staff.errors import ExpectedError

_WHY = MappingProxyType(
    {
        Step.FOLDER: "the folder that the settings name for publications could not be read",
        Step.OPENED: "it or the signature beside it could not be read",
        Step.SIGNED: "it was changed or cut off, or signed by somebody whom this machine does not trust",
        Step.READ: "it is damaged, or holds something that is no content",
        Step.NEWER: "its number does not come after the last one",
        Step.TRIED: "what is in it cannot be shown on this machine",
        Step.KEPT: "it could not be kept in the data folder",
    }
)


class RefusedError(ExpectedError):
    """A publication is not taken; the text says why as exactly as it is known, and `step` is what is noted of that."""

    def __init__(self, step: Step, text: str) -> None:
        super().__init__(text)
        self.step = step


@contextmanager
def at(step: Step) -> Iterator[None]:
    """What is refused in the block is refused at this step. Raises RefusedError."""
    try:
        yield
    except RefusedError:
        raise
    except ExpectedError as error:
        raise RefusedError(step, str(error)) from error


def note(data: Path, file: str, refused: ExpectedError | None, now: datetime) -> None:
    """For the self-test and the pages for staff; None where it was taken. The same one again is not told as new."""
    before = refusal(data)
    with suppress(OSError):
        if refused is None:
            erase(publications_in(data) / REFUSED)
            return
        step = refused.step if isinstance(refused, RefusedError) else Step.KEPT
        if before is None or (before.file, before.step) != (file[:200], step):
            write_own(publications_in(data) / REFUSED, msgspec.json.encode(Refusal(file[:200], step, now.isoformat(timespec="seconds"))))


def told(refused: Refusal, trusted: Path | None = None) -> str:
    """In sentences, with what helps. `trusted` is the file that says whom this machine trusts, where that may be other people by now."""
    if refused.step is Step.FOLDER:
        return f"{_WHY[refused.step].capitalize()}. `sudo python3 main.py take --incoming` says why."
    if refused.step is Step.SIGNED and trusted and _changed_since(trusted, refused.at):
        again = "Whom it trusts was changed since: in the shared folder it is tried again within a minute; from elsewhere, take it once more"
        return f"{refused.name or 'A publication'} was not taken: {_WHY[refused.step]}. {again}."
    exactly = "`sudo python3 main.py take --only-look FILE`, with that file, says exactly why."
    return f"{refused.name or 'A publication'} was not taken: {_WHY[refused.step]}. {exactly}"


def _changed_since(file: Path, at: str) -> bool:
    with suppress(OSError, ValueError):
        return file.stat().st_mtime > datetime.fromisoformat(at).timestamp()
    return False
