"""How things stand at the desk: what is saved, what can be undone, and how the last deed went."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from kiosk.content.edits.outline import broken
from kiosk.content.edits.session import Session
from kiosk.content.reading.folder import CLINIC
from kiosk.content.reading.result import ReadFolder
from kiosk.files.regular import why
from kiosk.staff.content import clinic_facts
from kiosk.staff.content.aside import FAILED
from kiosk.yaml.writing import NotWrittenError

_log = logging.getLogger(__name__)
_NOT_THERE = "What you touched is not there any more as it was shown. See what stands there now, and touch that."


class Told(Struct, frozen=True):
    """How something went, in a sentence: told at the box of a deed, if that shows; whether it is about something wrong."""

    sentence: str = ""
    at: str = ""
    wrong: bool = False


NOTICE_DAYS = frozenset({"notice-from", "notice-until", "urgent_notice-until"})
DAYS = frozenset({"checked", "review_by", "from", "until", *NOTICE_DAYS})
"""Boxes in which a day is written: what was refused stays in them, and is told there, until it is mended."""


class DeskState:
    """How things stand with a session; `show` has the window show it, `saved` tells what visitors have of what is saved.

    `last` is how the last deed went, `refused` what still stands in which box.
    """

    def __init__(self, session: Session, show: Callable[[dict[str, Any]], None], saved: Callable[[], dict[str, Any]]) -> None:
        self._session, self._show, self._saved = session, show, saved
        self.last = Told()
        self.refused: dict[str, str] = {}

    def forget(self) -> None:
        """How the last deed went is old, and is not told any more from the next look on."""
        self.last = Told()

    def look(self) -> None:
        """The window shows how things stand now."""
        self._show(_state(self._session, self.last, self._saved()) | {"refused": dict(self.refused)})

    def tell(self, sentence: str, at: str = "", *, wrong: bool = False) -> None:
        """Tells how something went: beside the box of this deed where one shows, else at the foot of the window."""
        self.last = Told(sentence, at, wrong)
        self.look()

    def fail(self) -> None:
        """Tells that a mistake in the program ended something."""
        self.tell(FAILED, wrong=True)

    @contextmanager
    def telling_why(self, at: str = "") -> Iterator[None]:
        """Tells why something could not be done, and goes on."""
        try:
            yield
        except NotWrittenError as error:
            if at in DAYS:
                self.refused[at] = str(error)
            self.tell(str(error), at, wrong=True)
        except OSError as error:
            kept = "It is kept as a draft." if self._session.is_kept else "It is lost if the program ends now."
            self.tell(f"This could not be saved: {why(error)}. {kept}", wrong=True)
        except (LookupError, ValueError):
            self.tell(_NOT_THERE, at, wrong=True)
        except Exception:  # noqa: BLE001  whatever it is, the window goes on
            _log.exception("what was asked for at the desk failed")
            self.fail()


def _state(session: Session, last: Told, saved: dict[str, Any]) -> dict[str, Any]:
    return {
        "undo": session.can_undo, "redo": session.can_redo,
        "says": waiting(session) or _broken(session.reading) or saved["says"], "here": saved["here"],
        "saved": not session.unsaved and not broken(session.reading),
        "told": last.sentence, "told_at": last.at, "wrong": last.wrong,
        "gaps": len(clinic_facts.missing(session.reading.clinic)),
    }


def waiting(session: Session) -> str:
    """Why not everything is saved; empty where it is."""
    if session.conflicts:
        return "Somebody else changed the same lines"
    if refused := next(iter(clinic_facts.refused(session.reading.clinic)), "") if CLINIC in session.unsaved else "":
        return f"Not saved: see what is red at “{clinic_facts.FACT_NAMES[refused]}” under “Clinic facts”"
    said = next((why_not for name in session.unsaved if (why_not := session.waits(name))), "")
    return said or ("Kept as you type, and saved when you leave the text" if session.unsaved else "")


def _broken(reading: ReadFolder) -> str:
    """Which files cannot be read, in a sentence; empty where all can."""
    match broken(reading):
        case ():
            return ""
        case (name,):
            return f"A mistake in {name}: see the top of the list"
        case names:
            return f"Mistakes in {len(names)} files: see the top of the list"
