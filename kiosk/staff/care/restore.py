"""`restore`: a backup in the place of what is here. Killed at any instant, the next command or start has the old state or the new one.

All of the backup is unpacked first, beside where it belongs. Then a plan lies in the data folder; the two content folders change places in
one step, and from that step on the new state is the true one: what is still to be moved then is moved whenever a command meets the plan.
Before that step the plan is given up. What lies in the data folder is done with the rights of its owner, the content with those of the folder around.
"""

from __future__ import annotations

import fcntl
import glob
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from msgspec import Meta, Struct, json

from kiosk.content.store.publications import shown_folder
from kiosk.files.private import DRAWER, FILE_MODE, KEYS, erase, held, lock, private_folder, settle, write_own, write_private
from kiosk.files.regular import noted_path, read_regular, reason
from kiosk.files.temporary import is_left
from kiosk.settings.settings import FILE as SETTINGS
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.leftovers import DAYS_KEPT, PLAN, sweep
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.anchors import FILE as ANCHORS
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.keys import list_changes, private_keys, public_keys, trust, try_out_key
from kiosk.staff.care import restored_settings
from kiosk.staff.care.backup import (
    KioskFolders,
    damage_of,
    different,
    manifest,
    refuse_what_is_none_of_ours,
    settings_in_backup,
    told,
    unpack,
)
from kiosk.staff.care.meanwhile import AsItWas, as_it_is, untouched
from kiosk.staff.care.restored_keys import LEFT_OUT, Whose, about_keys
from kiosk.staff.care.restored_requests import SPOILT, Before, about_requests
from kiosk.staff.care.swap import exchange, give
from kiosk.staff.confirmation import agree
from kiosk.staff.console import counted
from kiosk.staff.drawers import finish_change
from kiosk.staff.errors import HOW_TO_END, ExpectedError
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.rights import Ask, as_owner, opened
from kiosk.terminal import on_one_line
from kiosk.unattended import incidents

_QUESTION = (
    "This puts the backup of {day} in the place of what is on this machine, which is kept aside. {content} changes, and"
    " whoever had {file} could have changed it: take it only if you know who made it."
)
FINISHED = (
    "A restore that was ended in the middle has come to its end just now: this machine has that backup. What it would have told of requests, keys and"
    " settings is lost with it: `python3 main.py key list` and `python3 main.py signups verify` tell who can read now, and what is otherwise than"
    " before; `python3 main.py doctor` tells the rest. If nobody restored a backup here, somebody else wrote that one was begun: do not sign in here"
    " any more, and ask an engineer."
)
"""For whoever meets it; what the restore itself would have said is not kept where others could write it."""
_MOST_TOLD = 20
"""Names of files that are told one by one, of each kind."""
_READY = "ready"
"""Beside content that lies ready to change places: its stamp and its inode."""
_STAMP = re.compile(r"\d{8}-\d{6}", re.ASCII)
ArchivedName = Annotated[str, Meta(pattern=r"^(drawer|keys|settings\.yaml)$")]


class Plan(Struct, frozen=True):
    """What a restore is about to do: its time stamp, the folder in which all lies ready, the inode of the new content, which parts of the
    data are new and which were here, the place of the content (the bytes of its path; none in a plan of an older kiosk), and whether the key was
    left out of the backup.

    A plan that says anything else is none: whoever wrote it, nothing is moved or deleted by it.
    """

    stamp: Annotated[str, Meta(pattern=r"^\d{8}-\d{6}(-\d+)?$")]
    staged: Annotated[str, Meta(pattern=r"^\.restoring-\d+$")]
    content: int
    new: tuple[ArchivedName, ...]
    old: tuple[ArchivedName, ...]
    place: bytes = b""
    left_out: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError."""
        if self.place:
            noted_path(self.place)


def restore(place: KioskFolders, file: Path, now: datetime, *, replace: bool = False, agreed: bool = False) -> str:
    """Puts a backup in place. What was here before is kept aside for a while; nothing changes unless all of it is good. Raises ExpectedError.

    Nobody signs a backup, and whose file it is says where it lies, not who wrote it: staff see first what of the content differs, and which settings
    do, unless they `agreed`; and afterwards either way.
    """
    try:
        finish_restore(place.data, place.content)
        with opened(file, os.O_RDONLY) as raw:
            refuse_other(raw, file, Kind.BACKUP)
            _refuse_before_asking(place.data, manifest(raw, file), replace=replace)
            listed = manifest(raw, file)
            differs = as_owner(place.content, lambda _: _differing(different(place.content, listed)))
            if differs:
                what = "The content folder" if _publication_shows(place) else "What visitors see"
                agree(f"{_QUESTION.format(day=str(listed['made'])[:10], file=file, content=what)}{differs}", already=agreed)
            settings = settings_in_backup(raw, file, listed)
            kept = restored_settings.ask(as_owner(place.data, lambda _: restored_settings.changes(place.data, settings)), agreed=agreed)
            content = _Content(place.content, _stamp(now))
            answers = {"unpack": lambda: content.unpack(raw, file, listed), "swap": content.swap, "back": content.back}
            coming = _Coming(raw, file, listed, now, replace, content.folder, kept)
            try:
                about_data = as_owner(place.data, lambda ask: _put(place.data, coming, ask), answers, needs=[raw.fileno()])
            finally:
                content.clear()
    except OSError as error:
        if isinstance(error, FileNotFoundError) and str(error.filename) == str(file):
            raise ExpectedError(f"There is no file {file}.") from error
        if isinstance(error, IsADirectoryError) and file.is_dir():
            raise ExpectedError(f"{file} is a folder. Name the backup in it: a file whose name ends in .zip.") from error
        raise ExpectedError(f"The backup cannot be restored: {reason(error)}.") from error
    words = f"The earlier content is in {content.aside}. " if os.path.lexists(content.aside) else ""
    seen = f"What visitors see is from the backup now.{differs} " if differs else ""
    if _publication_shows(place):
        still = "Visitors still see the publication that shows here: nobody signs a backup. Publish the content to show it. "
        seen = f"The content folder is from the backup now.{differs} {still}" if differs else still
    before, about = about_data
    return f"This machine now has the backup of {str(listed['made'])[:10]}. {before}{words}{seen}{about}Run `python3 main.py doctor`."


def _publication_shows(place: KioskFolders) -> bool:
    """Whether visitors see something else than the content folder."""
    return shown_folder(place.content, place.data) != place.content


def _differing(found: Mapping[str, Sequence[str]]) -> str:
    """Which files of the content are other ones in a backup, as sentences that begin with a blank; empty where none is."""
    return "".join(f" {what}: {_some(names)}." for what, names in found.items() if names)


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return ", ".join(map(on_one_line, names[:_MOST_TOLD])) + more


def finish_restore(data: Path, content: Path) -> bool:
    """Where a restore was killed in the middle, brings it to its end, or back to what was here before; whether it is at its end. May raise OSError.

    Which content that is about the plan says, whichever folder the command names.
    """
    if not os.path.lexists(data / PLAN):
        return False

    def finish(ask: Ask) -> bool:
        with _met(data) as plan:
            if plan is None:
                return False
            with suppress(OSError):  # the kiosk's own account may not move the content; then it has not been moved either
                _mend_there(content, plan, ask)
            if _inode(_its_content(content, plan)) == plan.content:
                _forward(data, plan)
                return True
            _back(data, plan)
            return False

    return as_owner(data, finish, {"mend": lambda: _mend_content(content)})


def _its_content(content: Path, plan: Plan) -> Path:
    return noted_path(plan.place) if plan.place else content.absolute()


def _mend_there(content: Path, plan: Plan, ask: Ask) -> None:
    """A folder that the plan alone names is touched with the rights of those alone who own the plan."""
    if (there := _its_content(content, plan)) == content.absolute():
        ask("mend")
    else:
        _mend_content(there)


# -- the data ---------------------------------------------------------------------------------------------------------


class _Coming(Struct, frozen=True):
    """The backup that is to come: open, its name, its list; when, whether it may take the place of requests and keys, of which content, and which
    settings stay.
    """

    raw: BinaryIO
    file: Path
    listed: dict[str, Any]
    now: datetime
    replace: bool
    content: Path
    kept: frozenset[str]


def _put(data: Path, coming: _Coming, ask: Ask) -> tuple[str, str]:
    """With the rights of the owner of the data. Tells where the old keys and requests are, and of the new ones. Each sentence ends with a blank."""
    with told("The backup cannot be restored"):
        refuse_what_is_none_of_ours(data)
        sealed = _refuse_in_the_way(data, coming.listed, replace=coming.replace)
        if os.path.lexists(data / _aside(_stamp(coming.now))):
            raise ExpectedError("Another restore began in the same second: try again.")
        private_folder(data)
        with held(data / KEYS):
            plan, about = _made_ready_and_put(data, coming, ask, sealed=sealed)
        before = f"What was here before is now in {data / _aside(plan.stamp)}: it is kept for {DAYS_KEPT} days on which the kiosk runs. "
        return before if plan.old else "", about


def _refuse_before_asking(data: Path, listed: dict[str, Any], *, replace: bool) -> None:
    """So that nobody answers questions about a restore that is refused afterwards; later it is looked at once more. Raises ExpectedError."""
    with told("The backup cannot be restored"):
        as_owner(data, lambda _: _refuse_in_the_way(data, listed, replace=replace))


def _refuse_in_the_way(data: Path, listed: dict[str, Any], *, replace: bool) -> bool:
    """Raises ExpectedError where the kiosk runs, or has what may not be replaced. Tells whether there are requests or keys in the backup."""
    _refuse_running(data)
    sealed = any(name.startswith((f"{DRAWER}/", f"{KEYS}/")) for name in listed["files"])
    if sealed and not replace and (there := _what_would_go(data)):
        what, whose = ("it is", "its") if there in ("a key", "1 request") else ("they are", "their")
        raise ExpectedError(f"This machine has {there} of its own. With --replace {what} kept aside, and the backup takes {whose} place.")
    return sealed


def _refuse_running(data: Path) -> None:
    if incidents.is_running(data):
        raise ExpectedError(f"The kiosk is running. End it first ({HOW_TO_END}).")


def _made_ready_and_put(data: Path, coming: _Coming, ask: Ask, *, sealed: bool) -> tuple[Plan, str]:
    """While nobody else changes the keys; what else somebody does meanwhile is looked for before anything takes its place."""
    finish_change(data)
    sweep(data)
    before = as_it_is(data, (DRAWER, KEYS, SETTINGS) if sealed else (SETTINGS,))
    staged = data / f".restoring-{os.getpid()}"
    staged.mkdir(mode=0o700)
    try:
        plan, about = _stage(data, staged, coming, ask, sealed=sealed)
        _carry_out(data, plan, ask, before)
    finally:
        if not os.path.lexists(data / PLAN):
            _clear(data, staged.name)
    if plan.left_out and not (data / LEFT_OUT).is_file():
        about += "`doctor` will not know that the key was left out, for that cannot be written down. "
    return plan, about


def _stage(data: Path, staged: Path, coming: _Coming, ask: Ask, *, sealed: bool) -> tuple[Plan, str]:
    """All of it lies ready, nothing is changed yet; and what is to be told of keys and requests."""
    for name in (DRAWER, KEYS) if sealed else ():
        private_folder(staged / name)
    unpack(coming.raw, coming.file, coming.listed, staged, content=False)
    _looked_at(staged, coming.listed)
    own, coming_keys, aside = data / KEYS, staged / KEYS, data / _aside(_stamp(coming.now))
    _refuse_destroyed(coming_keys, own)
    stayed = list_changes.go_on(coming_keys, own)
    ours = trust.signers(coming_keys, {})  # before any private file of this machine lies there
    older = private_keys.keep_private(coming_keys, own)
    about = about_keys(Whose(own, coming_keys if sealed else own, aside / KEYS, stayed, older, left_out=_is_left_out(coming)))
    about += restored_settings.keep_own(data, staged, coming.kept)
    if sealed:
        with closing(_staged_drawer(staged, coming)) as restored:
            about += about_requests(Before(data, coming_keys, ours, coming.now.date(), aside, coming.file), restored)
    _note(staged, coming)
    inode = int(ask("unpack"))
    new = tuple(name for name in (DRAWER, KEYS, SETTINGS) if (staged / name).exists())
    old = tuple(name for name in (*((DRAWER, KEYS) if sealed else ()), SETTINGS) if os.path.lexists(data / name))
    return Plan(_stamp(coming.now), staged.name, inode, new, old, os.fsencode(coming.content), _is_left_out(coming)), about


def _is_left_out(coming: _Coming) -> bool:
    return coming.listed.get("without_key") is True


def _refuse_destroyed(coming: Path, own: Path) -> None:
    """Raises ExpectedError where the backup is from before `key protect` on this machine: its requests opened with a key that was destroyed then."""
    with suppress(public_keys.KeyFileError):
        if trust.is_destroyed(coming) and trust.in_use(own) and not {each.id for each in public_keys.recipients(coming)} & try_out_key.bare_ids(own):
            raise ExpectedError(
                "This backup is from before the key of this machine had a passphrase: what is in it was sealed for a key that is gone, so that nobody"
                " can read it, and new requests would be sealed for nobody. Nothing was changed. If you need its texts and pictures, unpack the"
                " folder `content` out of it (it is a ZIP file) and put it in place of yours."
            )


def _note(staged: Path, coming: _Coming) -> None:
    """The journal of the coming drawer tells of it, if there are keys to go on with it, and nobody spoilt it: `signups verify` tells that."""
    with closing(_staged_drawer(staged, coming)) as restored, suppress(*SPOILT):
        restored.audit(EntryKind.RESTORED, "", f"of {str(coming.listed['made'])[:10]}")


def _staged_drawer(staged: Path, coming: _Coming) -> Drawer:
    return Drawer(staged / DRAWER, staged / KEYS, lambda: coming.now.astimezone(UTC), begins=False)


def _carry_out(data: Path, plan: Plan, ask: Ask, before: AsItWas) -> None:
    """From here on the next command goes on where this one is killed; if something fails, all goes back at once."""
    _refuse_running(data)
    with untouched(data, before), _written(data, plan):
        try:
            ask("swap")
            _forward(data, plan)
        except BaseException:
            ask("back")
            _back(data, plan)
            raise


def _forward(data: Path, plan: Plan) -> None:
    aside, staged = data / _aside(plan.stamp), data / plan.staged
    if plan.old:
        private_folder(aside)
    for name in (DRAWER, KEYS, SETTINGS):
        here, fresh, old = data / name, staged / name, aside / name
        if name in plan.old and not os.path.lexists(old) and os.path.lexists(here):
            _move(here, old)
        if name in plan.new and os.path.lexists(fresh):
            _move(fresh, here)
    if DRAWER in plan.new:
        _clear(data, ANCHORS)  # an older state is what was wanted
    if plan.left_out:
        with suppress(OSError):  # what doctor goes by; all is in place by now
            write_own(data / LEFT_OUT, b"")
    _end(data, plan)


def _back(data: Path, plan: Plan) -> None:
    aside, staged = data / _aside(plan.stamp), data / plan.staged
    for name in (SETTINGS, KEYS, DRAWER):
        here, fresh, old = data / name, staged / name, aside / name
        if name in plan.new and not os.path.lexists(fresh) and os.path.lexists(here):
            _move(here, fresh)
        if os.path.lexists(old) and not os.path.lexists(here):
            _move(old, here)
    with suppress(OSError):
        aside.rmdir()
    _end(data, plan)


def _end(data: Path, plan: Plan) -> None:
    settle(data)
    (data / PLAN).unlink()
    settle(data)
    _clear(data, plan.staged)


def _clear(folder: Path, name: str, *, over: bool = True) -> None:
    """What does not go stays for the next time."""
    with suppress(OSError):
        erase(folder / name, over=over)


def _move(source: Path, target: Path) -> None:
    source.rename(target)


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%d-%H%M%S}"


def _aside(stamp: str) -> str:
    return f"before-restore-{stamp}"


@contextmanager
def _written(data: Path, plan: Plan) -> Iterator[None]:
    """The plan lies in the data folder, and is locked as long as somebody is at it."""
    fresh = data / f"{PLAN}.{os.getpid()}"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, FILE_MODE), "wb") as file:
        try:
            lock(file.fileno(), fresh)
        except TimeoutError:
            fresh.unlink()
            raise
        file.write(json.encode(plan))
        file.flush()
        os.fsync(file.fileno())
        fresh.rename(data / PLAN)
        settle(data)
        yield


@contextmanager
def _met(data: Path) -> Iterator[Plan | None]:
    """A plan that somebody left; None where they are at it still, or have just come to the end. One that cannot be read is taken away."""
    try:
        file = opened(data / PLAN, os.O_RDONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield None
        return
    except IsADirectoryError:
        _clear(data, PLAN)
        yield None
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        if not os.path.lexists(data / PLAN):
            yield None
            return
        try:
            plan = json.decode(file.read(1 << 16), type=Plan)
        except (ValueError, RecursionError):
            (data / PLAN).unlink()
            plan = None
        yield plan


def _what_would_go(data: Path) -> str:
    """What of somebody's work is here that a restore would take the place of; empty if there is none."""
    folder, drawer = data / KEYS, data / DRAWER / DRAWER_FILE
    try:
        with closing(Drawer(data / DRAWER, folder, begins=False)) as opened_drawer:
            requests = len(opened_drawer.entries()) if drawer.exists() else 0
    except KeepError:
        return "requests"
    try:
        own_key = bool(public_keys.recipients(folder)) and not try_out_key.is_try_out(folder)
    except public_keys.KeyFileError:
        own_key = True
    return " and ".join(each for each in (counted(requests, "request") if requests else "", "a key" if own_key else "") if each)


def _looked_at(staged: Path, listed: dict[str, Any]) -> None:
    """Raises ExpectedError where the requests or the keys in a backup could not be used."""
    drawer = staged / DRAWER / DRAWER_FILE
    if not any(name.startswith("content/") for name in listed["files"]):
        raise ExpectedError("There is nothing in the backup that visitors could see. Nothing was changed.")
    try:
        public_keys.recipients(staged / KEYS)
        if drawer.exists() and (wrong := damage_of(drawer)):
            raise ExpectedError(f"The requests in the backup are damaged ({wrong}). Nothing was changed.")
    except public_keys.KeyFileError as error:
        raise ExpectedError(f"{error} Nothing was changed.") from error


# -- the content ------------------------------------------------------------------------------------------------------


class _Content:
    """What is done with the content folder, with the rights of whoever owns the folder around it. Every method may raise OSError."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder, self.stamp = folder.absolute(), stamp
        self.aside = _beside(self.folder, stamp)
        self._staged = self.folder.with_name(f".{self.folder.name}.restoring.{os.getpid()}")
        self._new = 0

    def unpack(self, raw: BinaryIO, file: Path, listed: dict[str, Any]) -> int:
        """The new content lies ready; tells its inode."""

        def work(_: Ask) -> int:
            self._staged.mkdir(mode=0o700)  # nobody else comes in before it is in place, also whom the content is given
            unpack(raw, file, listed, self._staged, content=True)
            give(self._staged / "content", (self.folder if self.folder.exists() else self.folder.parent).stat())
            return _inode(self._staged / "content")

        self.clear()
        self._new = as_owner(self.folder.parent, work, needs=[raw.fileno()])
        return self._new

    def swap(self) -> None:
        """The step from which on the new state is the true one."""

        def work(_: Ask) -> None:
            there = os.path.lexists(self.folder)
            write_private(self._staged / _READY, f"{self.stamp} {self._new}".encode())
            _move(self._staged / "content", self.aside if there else self.folder)
            if there:
                _change_places(self.folder, self.aside)
            settle(self.folder.parent)

        as_owner(self.folder.parent, work)

    def back(self) -> None:
        """As it was, whether it was swapped or not."""

        def work(_: Ask) -> None:
            if _inode(self.folder) == self._new:
                if os.path.lexists(self.aside):
                    _change_places(self.folder, self.aside)
                else:
                    _move(self.folder, self.aside)
            if _inode(self.aside) == self._new:
                erase(self.aside, over=False)

        as_owner(self.folder.parent, work)

    def clear(self) -> None:
        """Nothing lies ready any more, also of restores that were killed."""
        clear_content(self.folder, self._staged)


def clear_content(content: Path, ours: Path | None = None) -> None:
    """Content that restores left beside it which were killed, and what lies ready in `ours`, goes. What cannot be cleared stays."""

    def work(_: Ask) -> None:
        for each in content.parent.glob(f".{glob.escape(content.name)}.restoring.*"):
            if each == ours or is_left(each.name):
                _clear_unused(content, each)
                _clear(each.parent, each.name, over=False)

    with suppress(OSError):
        as_owner(content.parent, work)


def _clear_unused(content: Path, staged: Path) -> None:
    """New content that was about to change places, and never did, goes; by what was noted where only whoever owns the content could."""
    with suppress(OSError, ValueError):
        stamp, number = read_regular(staged / _READY, 200, own=True).decode().split()
        aside = _beside(content, stamp)
        if _STAMP.fullmatch(stamp) and int(number) == _inode(aside) != _inode(content):
            erase(aside, over=False)


def _beside(content: Path, stamp: str) -> Path:
    return content.with_name(f"{content.name}.{_aside(stamp)}")


def _change_places(content: Path, aside: Path) -> None:
    """In one step; where the file system has none, in three that `_mend_content` understands."""
    if exchange(content, aside):
        return
    between = content.with_name(f".{content.name}.changing{aside.name.removeprefix(content.name)}")
    _move(content, between)
    _move(aside, content)
    _move(between, aside)


def _mend_content(content: Path) -> None:
    """Content that was taken from its place and not yet put into the other one."""

    def mend(_: Ask) -> None:
        for between in content.parent.glob(f".{glob.escape(content.name)}.changing.*"):
            aside = content.with_name(f"{content.name}{between.name.removeprefix(f'.{content.name}.changing')}")
            _move(between, aside if os.path.lexists(content) else content)

    as_owner(content.parent, mend)


def _inode(folder: Path) -> int:
    """Which folder it is, whatever it is called; 0 if it is not there."""
    try:
        return folder.lstat().st_ino
    except OSError:
        return 0
