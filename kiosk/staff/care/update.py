"""`update` to another version of the kiosk, tried before it is trusted, and the way back to the last one that worked.

The new version is made ready in a folder beside this one and started there with this machine's own content. Only then the two folders
change places, in one step; the old one stays beside it. If the kiosk of this machine does not come up with the new one, they change back.
The way back is no other: what comes back is tried as well, and whom the machine trusts goes along in both directions. So does all that lies
in the folder and is of no version (`strangers`): it lies in the version in use and nowhere else.

Whenever it is killed, the next command (`_settle`) finds by the names of the folders, and by the file FRESH, how far it had come: until they
have changed places all becomes as it was, and from then on the change is brought to its end.
"""

from __future__ import annotations

import compileall
import fcntl
import glob
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from shlex import quote
from threading import Thread
from types import MappingProxyType

from msgspec import Struct
from packaging.version import Version

from kiosk import processes
from kiosk.content.store.publications import PUBLISHERS
from kiosk.files.archives import NO_ARCHIVE
from kiosk.files.private import erase
from kiosk.files.regular import NotReadError, beginning_of, copy_regular, is_missing, is_regular, open_regular, read_regular, reason
from kiosk.settings.settings import FILE as SETTINGS
from kiosk.staff.before_install import MAKE_READY
from kiosk.staff.care import release, strangers
from kiosk.staff.care.backup import KioskFolders, keep_before_update, settings_of
from kiosk.staff.care.copies import MOST_BYTES, copy_folder, unpack
from kiosk.staff.care.swap import exchange, give
from kiosk.staff.confirmation import agree
from kiosk.staff.errors import ExpectedError
from kiosk.staff.installed_kiosk import UNIT
from kiosk.staff.known_files import Kind, refuse_other
from kiosk.staff.rights import OTHER_PYTHON, as_owner, cannot_read_python, owner
from kiosk.staff.version import version_of
from kiosk.terminal import as_it_is
from kiosk.unattended.supervisor import Child, Event, Patience, supervise

WHEELS = ".wheels"
CAME_ALONG = ".content-came-along"
"""Lies, with the same mark in it, in two versions of which the later one brought its content along: then each keeps what it has."""
FRESH = ".not-yet-settled"
"""Lies in a new version until all is done that follows the change of places: in the version before, it tells that there was none."""
KEPT_CONTENT = "content.before-update"
"""What visitors saw before a version brought its own content, once the way back does not lead there any more."""
OF_EACH = frozenset(
    {"content", ".venv", release.TRUSTED, PUBLISHERS, WHEELS, CAME_ALONG, FRESH, strangers.LIST, ".pytest_cache", ".mypy_cache", ".ruff_cache"}
)
"""What each version has of its own on this machine, or what is taken apart from the rest."""
NEVER_TAKEN = OF_EACH | {".git"}
READY_SECONDS = 3600.0
"""How long a version may take to fetch its packages; 270 MB need 18 minutes at 2 Mbit/s."""
CHECK_SECONDS = 240.0
"""How long it may look through the content, which takes seconds: less than a child of root may stand still (`rights`)."""
START_SECONDS = 60.0
"""How long the new version may take to its first picture."""
STEADY_SECONDS = 15.0
"""How long the machine's own kiosk must live with the new version before that is trusted."""
_AS_IT_WAS = "Nothing was changed."
_MOST_SMALL, _MOST_SAID = 1000, 100_000
"""Bytes of a mark or a signature, and of what a version complains of."""


class Machine(Struct, frozen=True):
    """The folder of the kiosk, what is its own, and how to start it anew (None: nothing here starts it by itself)."""

    project: Path
    place: KioskFolders
    restart: Callable[[], bool] | None

    @property
    def next(self) -> Path:
        return self.project.with_name(f"{self.project.name}.next")

    @property
    def before(self) -> Path:
        return self.project.with_name(f"{self.project.name}.before")

    @property
    def earlier(self) -> Path:
        """Where the version before lies while another one takes its place."""
        return self.project.with_name(f"{self.project.name}.earlier")

    @property
    def back(self) -> Path:
        """Where the version before lies while it is tried: under its own name it would refuse every command."""
        return self.project.with_name(f"{self.project.name}.back")

    def content_in(self, folder: Path) -> Path:
        """Where a version in this folder has what visitors see; everywhere the same where that lies outside of the kiosk."""
        own = self.place.content.is_relative_to(self.project)
        return folder / self.place.content.relative_to(self.project) if own else self.place.content

    @property
    def by_hand(self) -> Path:
        """Where a version that somebody unpacked by hand stays, for there may be more in it than that version."""
        return self.project.with_name(f"{self.project.name}.kept")

    @property
    def aside(self) -> str:
        """How the names of folders begin that lie beside the project while an update is under way."""
        return f".update-{self.project.name}-"


def update(
    machine: Machine, source: Path, now: datetime, *, with_content: bool = False, again: bool = False, agreed: bool = False
) -> str:  # fmt: skip
    """Goes over to the version in `source`: a folder or a ZIP file. Raises ExpectedError; then all is as it was.

    Where no signature says who made it, staff are asked before anything of it runs, unless they `agreed`.
    The version that is here already is taken only `again`, for the way back then leads to it and not to the one before.
    """
    with _alone(machine):
        return _update(machine, source, now, with_content=with_content, again=again, agreed=agreed)


def _update(machine: Machine, source: Path, now: datetime, *, with_content: bool, again: bool, agreed: bool) -> str:
    try:
        with tempfile.TemporaryDirectory(prefix=machine.aside, dir=machine.project.parent) as aside:
            own = _own(source, Path(aside) / "archive")  # nobody changes it between the look at its signature and the unpacking
            if not own.is_dir():
                with open_regular(own) as raw:
                    refuse_other(raw, source, Kind.VERSION)
            signer = release.signer(own, machine.project / release.TRUSTED)
            fresh = _root_of(own if own.is_dir() else _unpacked(own, Path(aside) / "unpacked"))
            _refuse_parts(fresh, f"in {source}")
            _refuse_older(machine.project, fresh, again=again)
            if not signer:
                _ask(version_of(machine.project), version_of(fresh), source, agreed=agreed)
            _stage(machine, _Coming(fresh, with_content, again), Path(aside))
        _try(machine, machine.next, "new version")
        along = _take_place(machine, now)
    except OSError as error:
        raise ExpectedError(f"The new version cannot be put in place: {reason(error)}.") from error
    finally:
        with suppress(OSError):
            _settle(machine)
    by = f", signed by {signer}" if signer else ""
    anew = "" if machine.restart else " Restart the kiosk."
    anybody = "" if signer else f" This machine takes versions from anybody; a file {release.TRUSTED} beside main.py would name whom it trusts."
    told = f"This is version {version_of(machine.project)} now{by}."
    return f"{told} `python3 main.py update --back` goes back.{anew}{anybody}{_came(along)}{_kept(machine)}{_stands(machine)}"


def _ask(ours: str, theirs: str, source: Path, *, agreed: bool) -> None:
    """Raises ExpectedError where they do not want this version."""
    agree(
        f"{source} says that it is version {theirs}; version {ours} is here. Nobody whom this machine trusts signed it, and whoever"
        " made it can do anything here, and read what visitors type from then on. Go on only if you know who gave it to you.",
        already=agreed,
    )


def _take_place(machine: Machine, now: datetime) -> list[str]:
    """The new version changes places with the one here; tells what came along. Raises ExpectedError, OSError; then they have changed back."""
    _entrust(machine, machine.next)
    if machine.before.exists():
        machine.before.rename(machine.earlier)
    machine.next.rename(machine.before)
    with _changed(machine) as along:
        keep_before_update(KioskFolders(machine.content_in(machine.before), machine.place.data), now)
        if machine.restart and not machine.restart():
            raise ExpectedError(f"The kiosk did not come up with the new version, so the old one is in place again. {_WHY}")
    return along


_WHY = f"`sudo journalctl --unit={UNIT} --since=-10min` shows what it said."


@contextmanager
def _changed(machine: Machine) -> Iterator[list[str]]:
    """The folders change places, and change back where what follows fails; what was here before is started anew then.

    What is of no version comes along, which is told.
    """
    _exchange(machine.project, machine.before)
    try:
        yield strangers.move_along(machine.before, machine.project, OF_EACH)
    except BaseException:
        with suppress(OSError):  # `_settle` brings the rest
            strangers.move_along(machine.project, machine.before, OF_EACH)
        _exchange(machine.project, machine.before)
        if machine.restart:
            machine.restart()
        raise


def go_back(machine: Machine) -> str:
    """Changes places with the version that was here before, once that is tried. Raises ExpectedError; then all is as it was."""
    with _alone(machine):
        if not machine.before.is_dir():
            raise ExpectedError("There is no earlier version here to go back to.")
        return _go_back(machine)


def _go_back(machine: Machine) -> str:
    own = machine.place.content.is_relative_to(machine.project)
    kept = own and _mark_in(machine.project) == _mark_in(machine.before) != ""
    try:
        _refuse_parts(machine.before, f"in {machine.before}, the version before")
        if own and not kept:  # what staff have written since stays in use
            _bring_content(machine)
        _try_before(machine)
        _entrust(machine, machine.before)
        with _changed(machine) as along:
            if machine.restart and not machine.restart():
                raise ExpectedError(f"The kiosk did not come up with the earlier version, so this one stays. {_WHY}")
    except OSError as error:
        raise ExpectedError(f"The earlier version cannot be put in place: {reason(error)}.") from error
    content = f" What visitors see is what this version had; the other content is in {machine.before / 'content'}." if kept else ""
    return f"This is version {version_of(machine.project)} again. The same command goes forward again.{content}{_came(along)}{_stands(machine)}"


def _bring_content(machine: Machine) -> None:
    """What visitors see goes into the version before, whole before anything else of that name goes away. May raise OSError."""
    target = machine.content_in(machine.before)
    with tempfile.TemporaryDirectory(prefix=machine.aside, dir=machine.project.parent) as aside:
        copy_folder(machine.place.content, Path(aside) / "content", machine.place.content.stat(), aside=Path(aside), links=True)
        if os.path.lexists(target):
            target.rename(Path(aside) / "replaced")
        (Path(aside) / "content").rename(target)


def _try_before(machine: Machine) -> None:
    machine.before.rename(machine.back)
    try:
        _try(machine, machine.back, "version before")
    finally:
        machine.back.rename(machine.before)


def _entrust(machine: Machine, folder: Path) -> None:
    """Whom this machine trusts is what stands beside its main.py now, whichever version comes. Raises ExpectedError, OSError."""
    for name in (release.TRUSTED, PUBLISHERS):
        _entrust_by(machine, folder, name)


def _entrust_by(machine: Machine, folder: Path, name: str) -> None:
    ours, theirs = machine.project / name, folder / name
    if not os.path.lexists(ours):
        theirs.unlink(missing_ok=True)
        return
    with tempfile.TemporaryDirectory(prefix=machine.aside, dir=machine.project.parent) as aside:
        fresh = Path(aside) / name
        try:
            copy_regular(ours, fresh, release.MOST_TRUSTED)
        except NotReadError as error:
            raise ExpectedError(f"{ours}, which names whom this machine trusts: {error.wrong} {error.instead} Nothing was changed.") from error
        give(fresh, machine.project.stat())
        fresh.replace(theirs)


def _mark_in(folder: Path) -> str:
    try:
        return read_regular(folder / CAME_ALONG, _MOST_SMALL).decode(errors="replace")
    except OSError:
        return ""


def _came(along: Sequence[str]) -> str:
    return f" Whatever else was in this folder came along: {', '.join(along)}." if along else ""


def _kept(machine: Machine) -> str:
    """Where a version is kept that was put here by hand, and content that another version's own took the place of."""
    places = (machine.by_hand, machine.project / KEPT_CONTENT)
    kept = [path for place in places for path in sorted(place.parent.glob(f"{glob.escape(place.name)}*"))]
    which = "What no version could bring back is kept"
    return f" {which}: delete {' and '.join(map(str, kept))} when you need nothing in there." if kept else ""


def _stands(machine: Machine) -> str:
    """What to tell somebody whose terminal stands in the folder that is aside now."""
    try:
        inside = Path.cwd().is_relative_to(machine.before)
    except FileNotFoundError:
        inside = True
    return f" This terminal is still in the folder of the other version: run `cd {quote(str(machine.project))}` first." if inside else ""


@contextmanager
def _alone(machine: Machine) -> Iterator[None]:
    """One change of versions at a time, and nothing lies about of one that was killed. Raises ExpectedError."""
    lock = machine.project.with_name(f"{machine.aside}lock")
    try:
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)  # a file that nobody else can open, and so nobody else can lock
    except OSError as error:
        raise ExpectedError(f"Versions cannot be changed here: {reason(error)}.") from error
    try:
        _lock(held, lock)
        try:
            try:
                _settle(machine)
            except OSError as error:
                raise ExpectedError(f"What an update left behind cannot be cleared away: {reason(error)}.") from error
            for left in machine.project.parent.glob(f"{machine.aside}*"):
                if left.is_dir():
                    _delete(left)
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        os.close(held)


def _lock(held: int, lock: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if lock.stat().st_ino == os.fstat(held).st_ino:  # not one that has just come to its end
            return
    except OSError as error:
        raise ExpectedError("Another update is under way here: wait until it is finished, then run the same command again.") from error
    raise ExpectedError("Another update has just finished: run the same command again.")


def _settle(machine: Machine) -> None:
    """Brings a change of versions to its end that was killed or has just been made, or undoes it where they have not changed places.

    Raises OSError.
    """
    for other in (machine.before, machine.earlier):
        if other.is_dir():
            strangers.move_along(other, machine.project, OF_EACH)
    if (machine.project / FRESH).exists():
        _mark(machine)
        (machine.project / FRESH).unlink()
    if (machine.before / FRESH).exists():
        _clear(machine, machine.before)
    for waiting in (machine.back, machine.earlier):
        if waiting.exists() and not machine.before.exists():
            waiting.rename(machine.before)
    _clear(machine, machine.next)
    if machine.earlier.exists():
        _keep_of_earlier(machine)
    _clear(machine, machine.earlier)


def _keep_of_earlier(machine: Machine) -> None:
    """Of the version before the one before, what no version can bring back: all of one that somebody unpacked by hand, but its packages, and the
    content that another version's own took the place of. May raise OSError.
    """
    if not strangers.has_list(machine.earlier):
        if (packages := machine.earlier / ".venv").is_dir() and not packages.is_symlink():
            _delete(packages)
        machine.earlier.rename(strangers.free(machine.by_hand))
    elif _mark_in(machine.earlier) == _mark_in(machine.before) != "" and (machine.earlier / "content").is_dir():
        (machine.earlier / "content").rename(strangers.free(machine.project / KEPT_CONTENT))


def _mark(machine: Machine) -> None:
    """Where the version here has brought its content along, the one before gets the same mark."""
    if _mark_in(machine.project) and machine.before.is_dir():
        copy = machine.before / f"{CAME_ALONG}.new"
        copy.write_text(_mark_in(machine.project), encoding="ascii")
        copy.replace(machine.before / CAME_ALONG)


# -- making it ready --------------------------------------------------------------------------------------------------


class _Coming(Struct, frozen=True):
    """The version that is to come: the folder that it lies in, whether its content comes along, and whether it may be ours."""

    folder: Path
    with_content: bool
    again: bool


def _stage(machine: Machine, coming: _Coming, aside: Path) -> None:
    """The new version whole in the folder beside: its program, packages, and this machine's content, which stays whose it is."""
    fresh, project, whose = coming.folder, machine.project, machine.project.stat()
    copy_folder(fresh, machine.next, whose, aside=aside, leave=lambda name: name.name == "__pycache__" or str(name) in NEVER_TAKEN)
    (machine.next / strangers.LIST).write_bytes(strangers.list_of(machine.next))
    (machine.next / FRESH).touch()
    if coming.with_content:
        (machine.next / CAME_ALONG).write_text(secrets.token_hex(16), encoding="ascii")
    _refuse_older(project, machine.next, again=coming.again)  # the folder that it came from may have changed meanwhile
    for name in (WHEELS, "content") if coming.with_content else (WHEELS,):
        if (fresh / name).is_symlink():
            raise ExpectedError(f"{fresh / name}: This is a link to another folder. Put a copy of the folder in its place. Nothing was changed.")
    wheels = (fresh if (fresh / WHEELS).is_dir() else project) / WHEELS
    if wheels.is_dir():
        copy_folder(wheels, machine.next / WHEELS, whose, aside=aside, links=wheels.parent == project)
    if (project / ".venv").is_dir():
        shutil.copytree(project / ".venv", machine.next / ".venv", symlinks=True, copy_function=_linked)
    give(machine.next, whose)
    content = (fresh if coming.with_content else project) / "content"
    if content.is_dir():
        editors = project / "content" if (project / "content").is_dir() else project
        copy_folder(content, machine.next / "content", editors.stat(), aside=aside, links=not coming.with_content)


def _refuse_parts(folder: Path, where: str) -> None:
    """Raises ExpectedError for a folder that is no kiosk, or not all of one."""
    with suppress(ExpectedError):
        if version_of(folder) and is_regular(folder / "main.py") and (folder / "kiosk").is_dir():
            return
    raise ExpectedError(f"There is no kiosk {where}, or only part of one. Nothing was changed.")


def _refuse_older(here: Path, fresh: Path, *, again: bool) -> None:
    """Raises ExpectedError for a version before the one here: its signature is as good as ever, and so are the faults mended since.

    Also for the one that is here already, unless it is wanted `again`.
    """
    ours, theirs = version_of(here), version_of(fresh)
    try:
        older, same = Version(theirs) < Version(ours), Version(theirs) == Version(ours)
    except ValueError as error:
        raise ExpectedError(f"It is not clear which version is the newer one ({error}). Nothing was changed.") from error
    if older:
        raise ExpectedError(
            f"This is version {ours} already, and {theirs} is older. Nothing was changed."
            " Only `python3 main.py update --back` goes back, to the version that was here before."
        )
    if same and not again:
        raise ExpectedError(
            f"This is version {ours} already. Nothing was changed. A newer one has a higher number in the line `version` of its pyproject.toml:"
            " another commit alone is none. To repair a damaged copy of it, run the same command with --again;"
            " `python3 main.py update --back` then leads to this version, and no longer to the one before."
        )


def _linked(source: str, target: str) -> None:
    """The packages are the same files on the disk: pip puts others in their place, and changes none."""
    try:
        if "site-packages" in source:
            os.link(source, target)
            return
    except OSError:
        pass  # packages on another disk, or a file system without links
    shutil.copy2(source, target)


def _root_of(folder: Path) -> Path:
    """Archives often hold one folder, and all in that."""
    with os.scandir(folder) as found:
        inside = list(islice(found, 2))
    return folder / inside[0].name if len(inside) == 1 and inside[0].is_dir(follow_symlinks=False) else folder


def _own(source: Path, folder: Path) -> Path:
    """A copy of an archive, with its signature, in a new folder where nobody else writes; a folder stays where it is. Raises ExpectedError."""
    if source.is_dir():
        return source
    folder.mkdir()
    for path, most in ((source, MOST_BYTES), (release.beside(source), _MOST_SMALL)):
        try:
            copy_regular(path, folder / path.name, most)
        except NotReadError as error:
            if not is_missing(error):
                raise ExpectedError(f"{path}: {error.wrong} {error.instead} Nothing was changed.") from error
            if path == source:
                raise ExpectedError(f"There is no file or folder {source}.") from error
    return folder / source.name


def _unpacked(file: Path, folder: Path) -> Path:
    """What a ZIP file holds; nothing of it lands elsewhere. Raises ExpectedError."""
    try:
        unpack(file, folder)
    except NO_ARCHIVE as error:
        raise ExpectedError(f"{file.name} is no ZIP file, or it is damaged ({error}). Nothing was changed.") from error
    return folder


# -- trying it --------------------------------------------------------------------------------------------------------


def _try(machine: Machine, folder: Path, which: str) -> None:
    """Raises ExpectedError unless the version in this folder accepts this machine's content and paints its first screen.

    It does both as the account of the kiosk, for staff may change the content: root itself reads nothing of it.
    """
    account = owner(machine.project.parent) or owner(machine.place.data) or owner(machine.place.content)
    _fetch_packages(machine, folder, which)
    if account:  # which cannot keep it there, and each start would need it again
        compileall.compile_dir(folder / "kiosk", quiet=2)
    settings = settings_of(machine.place.data)
    data = Path(tempfile.mkdtemp(prefix=machine.aside, dir=machine.project.parent))
    try:
        if account:
            os.chown(data, account.uid, account.gid)
        as_owner(data, lambda _: _tried(_Trial(machine, folder, which, data), settings))
    finally:
        with suppress(OSError):
            erase(data, over=False)  # however deep the folders are that whoever has the account made in it meanwhile


class _Trial(Struct, frozen=True):
    """A version that is tried: where it lies, what it is called, and the data folder that it has meanwhile."""

    machine: Machine
    folder: Path
    which: str
    data: Path

    @property
    def where(self) -> tuple[str, str, str, str]:
        """The options that name its folders."""
        return "--content", str(self.machine.content_in(self.folder)), "--data", str(self.data)

    def here(self, line: str) -> str:
        """As it is true when the version is in its place: staff know nothing of where it is tried."""
        for option, value in (self.where[:2], self.where[2:]):
            line = line.replace(f" {option} {quote(value)}", "")
        return line.replace(str(self.folder), str(self.machine.project))

    def tell(self, line: str) -> None:
        """But for what lies in its data, which are gone in a moment."""
        if str(self.data) not in self.here(line):
            print(self.here(line), file=sys.stderr, flush=True)


def _fetch_packages(machine: Machine, folder: Path, which: str) -> None:
    """With the rights of whoever updates: nobody else writes there."""
    fetching = _Trial(machine, folder, which, folder)
    with _given_up_with(
        f"The {which} was not ready after {READY_SECONDS / 60:.0f} minutes, so it was given up. Nothing was changed. If packages come"
        " too slowly over this network, fetch them on another machine with `python3 main.py wheels FOLDER` and put them beside main.py as `.wheels`."
    ):  # fmt: skip
        done = _run(_command(folder, "--help"), READY_SECONDS, fetching.tell, {MAKE_READY: "1"})
    if done.returncode:
        raise ExpectedError(f"The {which} cannot be made to work on this machine: it cannot be installed. Nothing was changed.")


def _tried(trial: _Trial, settings: str | None) -> None:
    """With the rights of the account, whose folder the trial's data are."""
    if cannot_read_python():
        raise ExpectedError(OTHER_PYTHON)
    if settings is not None:
        (trial.data / SETTINGS).write_text(settings, encoding="utf-8")
    with _given_up_with(f"The {trial.which} was still looking at the content after {CHECK_SECONDS / 60:.0f} minutes. {_AS_IT_WAS}"):
        checked = _run(_command(trial.folder, "check", "--quick", *trial.where), CHECK_SECONDS, trial.tell)
    wrong = [line for line in checked.stdout.splitlines() if ": error:" in line]
    slips = [line for line in wrong if line.startswith(f"{SETTINGS}:")]
    if checked.returncode and not (checked.returncode == 1 and slips and slips == wrong):
        _tell_crashes(trial.data)
        first = trial.here(next((line for line in wrong if line not in slips), "it cannot look at the content."))
        raise ExpectedError(f"The {trial.which} cannot be made to work on this machine: {first} {_AS_IT_WAS}")
    for slip in slips:  # every version goes on without that line
        print(trial.here(slip), file=sys.stderr, flush=True)
    print(f"Trying the {trial.which} ...", file=sys.stderr, flush=True)
    said = trial.data / ".said"
    if not _paints(_silent(_command(trial.folder, "run", "--window", "1280x720", *trial.where), said)):
        for line in beginning_of(said, _MOST_SAID).decode(errors="replace").splitlines():
            trial.tell(line)
        _tell_crashes(trial.data)
        raise ExpectedError(f"The {trial.which} does not show its first screen. {_AS_IT_WAS}")


def _tell_crashes(data: Path) -> None:
    """What an engineer needs to know of a version that was tried in this folder, which goes with it."""
    for log in sorted(data.glob("crash-*.log")):
        print(*as_it_is(beginning_of(log, _MOST_SAID).decode(errors="replace").rstrip()), sep="\n", file=sys.stderr, flush=True)


def _run(
    command: Sequence[str], seconds: float, tell: Callable[[str], None], more: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[str]:
    """Its complaints are told at once; it gets `more` variables. Raises subprocess.TimeoutExpired."""
    with _listening(tell) as line:
        return processes.run(command, seconds=seconds, env={**_variables(), **more}, stdout=subprocess.PIPE, stderr=line, text=True, errors="replace")


@contextmanager
def _given_up_with(says: str) -> Iterator[None]:
    """Raises ExpectedError with these words where a program took too long."""
    try:
        yield
    except subprocess.TimeoutExpired as error:
        raise ExpectedError(says) from error


@contextmanager
def _listening(tell: Callable[[str], None]) -> Iterator[int]:
    """A descriptor for a program to complain to: each line of it is told at once."""
    read, write = os.pipe()

    def listen() -> None:
        with os.fdopen(read, encoding="utf-8", errors="replace") as said:
            for line in said:
                tell(line.rstrip("\n"))

    thread = Thread(target=listen)
    thread.start()
    try:
        yield write
    finally:
        os.close(write)
        thread.join()


def _command(project: Path, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).resolve()), str(project / "main.py"), *arguments]


def _silent(command: Sequence[str], said: Path) -> list[str]:
    """What it complains of lies in the file `said` afterwards."""
    return ["/bin/sh", "-c", 'said=$0; exec "$@" >/dev/null 2>"$said"', str(said), *command]


def _variables() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


class _ToldError(Exception):
    """The first thing that a supervisor has to tell."""

    def __init__(self, event: Event) -> None:
        super().__init__(event)
        self.event = event


def _paints(command: Sequence[str]) -> bool:
    """Whether this kiosk comes to its first picture."""

    def tell(event: Event, _: Child) -> None:
        raise _ToldError(event)

    try:
        supervise(processes.guarded(command), _variables(), Patience(start=START_SECONDS), tell)
    except _ToldError as told:
        return told.event is Event.PAINTED
    return False


def restarting() -> Callable[[], bool] | None:
    """How to start the installed kiosk anew, telling whether it lives; None where systemd does not run one."""
    return _restart if shutil.which("systemctl") and _systemctl("is-active").returncode == 0 else None


def _restart() -> bool:
    if _systemctl("restart").returncode:
        return False
    restarts = _systemctl("show", "--property=NRestarts").stdout
    time.sleep(STEADY_SECONDS)
    return _systemctl("is-active").returncode == 0 and _systemctl("show", "--property=NRestarts").stdout == restarts


def _systemctl(*words: str) -> subprocess.CompletedProcess[str]:
    return processes.run(["systemctl", *words, UNIT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# -- folders ----------------------------------------------------------------------------------------------------------


def _exchange(one: Path, other: Path) -> None:
    """Two folders change places; where the file system has a step for that, each name always has a whole folder. May raise OSError."""
    os.sync()
    if not exchange(one, other):
        aside = one.with_name(f"{one.name}.changing")
        one.rename(aside)
        other.rename(one)
        aside.rename(other)
    os.sync()


def _clear(machine: Machine, folder: Path) -> None:
    """Half a folder never has the name of a whole one. May raise OSError."""
    if folder.exists():
        left = folder.with_name(f"{machine.aside}{secrets.token_hex(8)}")
        folder.rename(left)
        _delete(left)


def _delete(folder: Path) -> None:
    """However deep it is. What does not go stays for the next time: it keeps nothing from going on."""
    with suppress(OSError):
        erase(folder, over=False)
