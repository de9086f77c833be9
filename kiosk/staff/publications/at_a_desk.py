"""`edit`: what was changed becomes a publication, by the very steps of `publish`; only that a window asks."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kiosk.files.private import private_folder
from kiosk.files.regular import why
from kiosk.files.typed_paths import typed_path
from kiosk.problems import Problem, Severity
from kiosk.staff.content.aside import FAILED, Run, Tell
from kiosk.staff.content.desk_advice import at_desk
from kiosk.staff.errors import ExpectedError
from kiosk.staff.publications.consent import consent_note
from kiosk.staff.publications.publish import ChangedError, Order, last_place, look, problems_of, publish, remember_place, urgent_told
from kiosk.staff.publications.publishing_key import KEY, PublishingKey, how_to_trust, make, read, wrong_with
from kiosk.staff.publications.sticks import mounted
from kiosk.staff.publications.unpublished import LastPublished
from kiosk.staff.requests.passphrases import handed_over

MOST_TOLD = 20
"""Of what is wrong: nobody mends more at a time."""
_LOOK_AGAIN = (
    "A change was saved, or a new day began, since you touched Publish, so nothing was published. Look at what is told of it now, then publish that."
)


class _Shown(Struct, frozen=True):
    """What was found in the content on a day, what to know of the consent and of an urgent notice in it, and its digest; that is empty where it
    cannot be packed.
    """

    day: date
    digest: bytes
    found: tuple[Problem, ...]
    consent: str = ""
    urgent: str = ""


class Publishing:
    """One publication, from the button to where it lies. `tell` takes what the window is to show."""

    def __init__(self, content: Path, data: Path, now: Callable[[], datetime], run: Run, tell: Tell) -> None:
        self._content, self._data, self._now, self._run, self._tell_window = content, data, now, run, tell
        self._told: dict[str, Any] = {}
        self._shown: _Shown | None = None
        self.last = LastPublished(content, data).look
        self.problems: tuple[Problem, ...] = ()

    @property
    def trust(self) -> str:
        """The command that has a kiosk take what the key that was just made here signs; empty where none was."""
        return str(self._told.get("trust", ""))

    @property
    def _key(self) -> Path:
        return self._data / KEY

    @property
    def is_done_here(self) -> bool:
        """Whether somebody publishes at this desk, so that kiosks elsewhere take what is changed here only then."""
        return self._key.exists()

    def _tell(self, **told: Any) -> None:
        self._told |= told
        self._tell_window(dict(self._told))

    def begin(self, unsaved: str) -> None:
        """Looks whether there is a key, and what is wrong with the content; `unsaved` is why not all of it is saved, in a sentence, or empty."""
        self._shown, self.problems = None, ()
        self._told = {
            "busy": "", "refused": "", "again": False, "said": "", "by": "", "wrong": [], "more": "",
            "places": [], "to": "", "missing": "", "consent": "", "urgent": "", "keyless": False, "trust": "",
        }  # fmt: skip
        if unsaved:
            self._tell(refused=f"Not everything is saved yet, so nothing can be published. {unsaved.rstrip('.')}.")
            return
        if not os.path.lexists(self._key):
            self._tell(keyless=True)
            return
        try:
            name = read(self._key).name
        except ExpectedError as error:
            self._tell(refused=str(error))
            return
        self._look(name)

    def make_key(self, name: str, passphrase: str, again: str) -> bool:
        """Makes the key that whoever sits here publishes with, and goes on to what is wrong with the content. Whether that has begun."""
        wrong = wrong_with(name, passphrase) or ("" if passphrase == again else "The two passphrases are not the same. Please type both again.")
        if wrong:
            self._tell(refused=wrong)
            return False
        self._tell(busy="Your key is being made.", refused="")

        def made() -> PublishingKey | str:
            try:
                private_folder(self._data)
                with handed_over(passphrase) as secrets:
                    return make(self._key, name, secrets)
            except ExpectedError as error:
                return str(error)
            except OSError as error:
                return f"No key was made: {why(error)}."

        self._run(made, self._keyed, self._failed)
        return True

    def _keyed(self, made: PublishingKey | str) -> None:
        if isinstance(made, str):
            self._tell(busy="", refused=made)
            return
        self._tell(keyless=False, trust=how_to_trust(made))
        self._look(made.name)

    def _look(self, name: str) -> None:
        """Shows what is wrong with the content as it is packed now."""
        self._tell(busy="The content is being checked.")
        self._run(self._checked, lambda looked: self._judged(name, looked), self._failed)

    def _checked(self) -> _Shown | str:
        today = self._now().date()

        def see(packed: Path) -> _Shown:
            urgent = " ".join(urgent_told(packed, self._now()))
            return _Shown(today, b"", problems_of(packed, self._data, today), consent_note(packed, self._data), urgent)

        try:
            digest, shown = look(self._content, self._data, see)
            return replace(shown, digest=digest)
        except OSError as error:
            return f"The content cannot be read: {why(error)}."
        except ExpectedError as error:
            found = problems_of(self._content, self._data, today)
            return _Shown(today, b"", found) if any(each.severity is Severity.ERROR for each in found) else str(error)

    def _judged(self, name: str, looked: _Shown | str) -> None:
        if isinstance(looked, str):
            self._tell(busy="", refused=looked, by="")
            return
        errors = [problem for problem in looked.found if problem.severity is Severity.ERROR]
        warnings = [problem for problem in looked.found if problem.severity is Severity.WARNING]
        self._shown, self.problems = looked, tuple(errors or warnings)[:MOST_TOLD]
        told = [
            {"wrong": each.wrong, "instead": at_desk(str(each.instead)), "severity": each.severity.value, "file": each.file} for each in self.problems
        ]
        if errors:
            mend = "There is an error in the content" if len(errors) == 1 else f"There are {len(errors)} errors in the content"
            refused = f"{mend}, so nothing can be published. Correct what is listed here, then touch Publish again."
            self._tell(busy="", wrong=told, more="", refused=refused, by="")
            return
        last = last_place(self._data)
        sticks, folders = mounted(), [each for each in (last, Path.cwd()) if each and _is_folder(each)]
        places = [{"name": f"The stick {stick.name}", "path": str(stick)} for stick in sticks]
        places += [{"name": f"The folder {each.name}", "path": str(each)} for each in dict.fromkeys(folders) if each not in sticks]
        to = self._told["to"] or str(last or places[0]["path"])
        more = _more(len(warnings) - MOST_TOLD)
        self._tell(busy="", wrong=told, more=more, consent=looked.consent, urgent=looked.urgent, by=name, places=places, to=to)

    def make_folder(self, to: str) -> None:
        """The folder that it is to go to, in one that is there."""
        place = typed_path(to.strip())
        try:
            place.mkdir(exist_ok=True)
        except (OSError, ValueError) as error:
            self._tell(refused=f"The folder {place} cannot be made: {why(error) if isinstance(error, OSError) else error}.", to=to, missing="")
        else:
            self._tell(refused="", to=to, missing="")

    def publish(self, to: str, passphrase: str, note: str) -> bool:
        """Makes it, beside the window, of the very content that was looked at; where that is another by now, looks again. Whether it has begun."""
        if (shown := self._shown) is None:
            return False
        place = typed_path(to.strip())
        if not to.strip() or not _is_folder(place):
            missing = to if to.strip() and _is_folder(place.absolute().parent) else ""
            make = ", or have it made" if missing else ""
            self._tell(refused=f"There is no folder {place}. Plug the stick in, or write where the folder is{make}.", to=to, missing=missing)
            return False
        self._tell(busy="The publication is being made.", refused="", again=False, to=to, missing="")

        def made() -> tuple[str, str] | None:
            if shown.day != self._now().date():  # what is overdue today was not yet
                return None
            try:
                with handed_over(passphrase) as secrets:
                    said = " ".join(note.split())
                    order = Order(self._content, self._data, self._key, place, said, secrets=secrets, agreed=True, seen=shown.digest)
                    told = publish(order, self._now())[-1]
                    remember_place(self._data, place)
                    return told, ""
            except ChangedError:
                return None
            except ExpectedError as error:
                return "", str(error)
            except OSError as error:
                return "", f"Nothing was published: {why(error)}."

        self._run(made, self._made, self._failed)
        return True

    def _failed(self) -> None:
        self._tell(busy="", refused=FAILED)

    def _made(self, result: tuple[str, str] | None) -> None:
        if result is None:
            self._tell(refused=_LOOK_AGAIN, again=True)
            self._look(self._told["by"])
            return
        said, refused = result
        self._tell(busy="", said=said, refused=refused)


def _more(count: int) -> str:
    """That there are warnings which are not listed, in a sentence."""
    if count < 1:
        return ""
    them = "One more warning is" if count == 1 else f"{count} more warnings are"
    return f"{them} not listed here: `python3 main.py check` in a terminal shows all."


def _is_folder(place: Path) -> bool:
    """Whether there is a folder, whatever was typed: a name may be longer than any can be."""
    with suppress(OSError, ValueError):
        return place.is_dir()
    return False
