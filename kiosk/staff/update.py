"""`update` to another version of the kiosk, tried before it is trusted, and the way back to the last one that worked.

The new version is made ready in a folder beside this one and started there with this machine's own content. Only then the two folders
change places, in one step; the old one stays beside it. If the kiosk of this machine does not come up with the new one, they change back.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from packaging.version import InvalidVersion, Version

from kiosk import children
from kiosk.settings import FILE as SETTINGS
from kiosk.staff import release
from kiosk.staff.backup import NO_ARCHIVE, Place, keep_before_update, settings_of
from kiosk.staff.expected import ExpectedError
from kiosk.staff.machine import UNIT
from kiosk.staff.supervising import Child, Event, Patience, supervise
from kiosk.staff.swapping import exchange, give
from kiosk.staff.version import version_of

WHEELS = ".wheels"
CAME_ALONG = ".content-came-along"
"""Lies, with the same mark in it, in two versions of which the later one brought its content along: then each keeps what it has."""
NEVER_TAKEN = frozenset({"content", ".venv", release.TRUSTED, WHEELS, CAME_ALONG, "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"})
"""What a machine has of its own, or what is taken apart from the rest."""
START_SECONDS = 60.0
"""How long the new version may take to its first picture."""
STEADY_SECONDS = 15.0
"""How long the machine's own kiosk must live with the new version before that is trusted."""
MOST_FILES, MOST_BYTES = 50_000, 4 << 30


class Machine(Struct, frozen=True):
    """The folder of the kiosk, what is its own, and how to start it anew (None: nothing here starts it by itself)."""

    project: Path
    place: Place
    restart: Callable[[], bool] | None

    @property
    def next(self) -> Path:
        return self.project.with_name(f"{self.project.name}.next")

    @property
    def before(self) -> Path:
        return self.project.with_name(f"{self.project.name}.before")

    @property
    def aside(self) -> str:
        """How the names of folders begin that lie beside the project while an update is under way."""
        return f".update-{self.project.name}-"


def update(machine: Machine, source: Path, now: datetime, *, with_content: bool = False) -> str:
    """Goes over to the version in `source`: a folder or a ZIP file. Raises ExpectedError; then all is as it was."""
    with _alone(machine):
        return _update(machine, source, now, with_content=with_content)


def _update(machine: Machine, source: Path, now: datetime, *, with_content: bool) -> str:
    try:
        with tempfile.TemporaryDirectory(prefix=machine.aside, dir=machine.project.parent) as aside:
            own = _own(source, Path(aside))  # nobody changes it between the look at its signature and the unpacking
            signer = release.signer(own, machine.project / release.TRUSTED)
            _stage(machine, own if own.is_dir() else _unpacked(own, Path(aside) / "unpacked"), with_content=with_content)
        _try(machine)
        keep_before_update(machine.place, now)
        if with_content:
            _mark(machine)
        _clear(machine.before)
        machine.next.rename(machine.before)
        _exchange(machine.project, machine.before)
    except OSError as error:
        raise ExpectedError(f"The new version cannot be put in place: {error.strerror} ({error.filename}).") from error
    finally:
        with suppress(OSError):
            _clear(machine.next)
    if machine.restart and not machine.restart():
        _exchange(machine.project, machine.before)
        machine.restart()
        raise ExpectedError(f"The kiosk did not come up with the new version, so it is back at the old one. The new one is in {machine.before}.")
    by = f", signed by {signer}" if signer else ""
    anew = "" if machine.restart else " Start the kiosk anew."
    anybody = "" if signer else f" This machine takes versions from anybody; a file {release.TRUSTED} beside main.py would name whom it trusts."
    return f"This is version {version_of(machine.project)} now{by}. `python3 main.py update --back` goes back.{anew}{anybody}{_stands(machine)}"


def go_back(machine: Machine) -> str:
    """Changes places with the version that was here before. Raises ExpectedError."""
    if not machine.before.is_dir():
        raise ExpectedError("There is no version before this one here.")
    with _alone(machine):
        return _go_back(machine)


def _go_back(machine: Machine) -> str:
    own = machine.place.content.is_relative_to(machine.project)
    kept = own and _mark_in(machine.project) == _mark_in(machine.before) != ""
    try:
        if own and not kept:  # what staff have written since stays in use
            inside = machine.place.content.relative_to(machine.project)
            _clear(machine.before / inside)
            shutil.copytree(machine.place.content, machine.before / inside)
        _exchange(machine.project, machine.before)
    except OSError as error:
        raise ExpectedError(f"The version before cannot be put in place: {error.strerror} ({error.filename}).") from error
    if machine.restart:
        machine.restart()
    content = f" What visitors see is what this version had; the other content is in {machine.before / 'content'}." if kept else ""
    return f"This is version {version_of(machine.project)} again. The same command goes forward.{content}{_stands(machine)}"


def _mark(machine: Machine) -> None:
    mark = secrets.token_hex(16)
    for folder in (machine.project, machine.next):
        (folder / CAME_ALONG).write_text(mark, encoding="ascii")


def _mark_in(folder: Path) -> str:
    try:
        return (folder / CAME_ALONG).read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _stands(machine: Machine) -> str:
    """What to tell somebody whose terminal stands in the folder that is aside now."""
    try:
        inside = Path.cwd().is_relative_to(machine.before)
    except FileNotFoundError:
        inside = True
    return f" Your terminal stands in the other version: say `cd {machine.project}` before anything else." if inside else ""


@contextmanager
def _alone(machine: Machine) -> Iterator[None]:
    """One change of versions at a time, and nothing lies about of one that was killed. Raises ExpectedError."""
    lock = machine.project.with_name(f"{machine.aside}lock")
    try:
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)  # a file that nobody else can open, and so nobody else can lock
    except OSError as error:
        raise ExpectedError(f"Versions cannot be changed here: {error.strerror} ({lock}).") from error
    try:
        _lock(held, lock)
        try:
            _clear_leftovers(machine)
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
        raise ExpectedError("Another update is under way here: wait until it has come to its end, then say the same again.") from error
    raise ExpectedError("Another update has just come to its end: say the same again.")


def _clear_leftovers(machine: Machine) -> None:
    try:
        for left in (machine.next, *(each for each in machine.project.parent.glob(f"{machine.aside}*") if each.is_dir())):
            _clear(left)
    except OSError as error:
        raise ExpectedError(f"What an update left behind cannot be cleared away: {error.strerror} ({error.filename}).") from error


# -- making it ready --------------------------------------------------------------------------------------------------


def _stage(machine: Machine, source: Path, *, with_content: bool) -> None:
    """The new version whole in the folder beside: its program, this machine's content and whom it trusts, and packages."""
    fresh = _root_of(source)
    _refuse_older(machine.project, fresh)
    if not ((fresh / "main.py").is_file() and (fresh / "kiosk").is_dir()):
        raise ExpectedError(f"There is no kiosk in {source.name}.")
    shutil.copytree(fresh, machine.next, symlinks=True, ignore=lambda folder, names: _left(fresh, Path(folder), names))
    _take(machine.project / release.TRUSTED, machine.next / release.TRUSTED)
    _take((fresh if (fresh / WHEELS).is_dir() else machine.project) / WHEELS, machine.next / WHEELS)
    _take((fresh if with_content else machine.project) / "content", machine.next / "content")
    _take(machine.project / ".venv", machine.next / ".venv", copy=_linked)
    give(machine.next, machine.project.stat())


def _refuse_older(here: Path, fresh: Path) -> None:
    """Raises ExpectedError for a version before the one here: its signature is as good as ever, and so are the faults mended since."""
    ours, theirs = version_of(here), version_of(fresh)
    try:
        older = Version(theirs) < Version(ours)
    except InvalidVersion as error:
        raise ExpectedError(f"Which version is the newer one cannot be told ({error}). Nothing was changed.") from error
    if older:
        raise ExpectedError(
            f"This is version {ours} already, and {theirs} is older. Nothing was changed."
            " Only `python3 main.py update --back` goes back, to the version that was here before."
        )


def _left(root: Path, folder: Path, names: Iterable[str]) -> set[str]:
    return {name for name in names if name == "__pycache__" or (folder == root and name in NEVER_TAKEN)}


def _take(path: Path, target: Path, copy: Callable[[str, str], object] = shutil.copy2) -> None:
    """A copy of it, if it is there."""
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, copy_function=copy)
    elif path.exists():
        shutil.copy2(path, target)


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
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _own(source: Path, folder: Path) -> Path:
    """A copy of an archive, with its signature, where nobody else writes; a folder stays where it is. Raises ExpectedError."""
    if source.is_dir():
        return source
    if not source.is_file():
        raise ExpectedError(f"There is no file or folder {source}.")
    for path in (source, release.beside(source)):
        _take(path, folder / path.name)
    return folder / source.name


def _unpacked(file: Path, folder: Path) -> Path:
    """What a ZIP file holds; nothing of it lands elsewhere. Raises ExpectedError."""
    try:
        with zipfile.ZipFile(file) as packed:
            sizes = [each.file_size for each in packed.infolist()]
            if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
                raise ExpectedError(f"{file.name} is far too large for a kiosk.")
            packed.extractall(folder)  # names that lead upwards are cut there
    except NO_ARCHIVE as error:
        raise ExpectedError(f"{file.name} is no ZIP file, or it is damaged ({error}). Nothing was changed.") from error
    return folder


# -- trying it --------------------------------------------------------------------------------------------------------


def _try(machine: Machine) -> None:
    """Raises ExpectedError unless the new version, where it lies now, accepts this machine's content and paints its first screen."""
    content = machine.place.content
    if content.is_relative_to(machine.project):
        content = machine.next / content.relative_to(machine.project)
    with tempfile.TemporaryDirectory(prefix=machine.aside, dir=machine.project.parent) as data:
        if (settings := settings_of(machine.place.data)) is not None:
            (Path(data) / SETTINGS).write_text(settings, encoding="utf-8")
        where = ("--content", str(content), "--data", data)
        checked = children.run(_command(machine.next, "check", "--quick", *where), env=_variables(), stdout=subprocess.PIPE, text=True)
        if checked.returncode:
            first = next((line for line in checked.stdout.splitlines() if ": error:" in line), "it cannot be installed")
            raise ExpectedError(f"The new version does not get ready here: {first} Nothing was changed.")
        print("Trying the new version ...", file=sys.stderr, flush=True)
        if not _paints(_silent(_command(machine.next, "run", "--window", "1280x720", *where))):
            raise ExpectedError("The new version does not show its first screen. Nothing was changed.")


def _command(project: Path, *arguments: str) -> list[str]:
    return [str(Path(sys.executable).resolve()), str(project / "main.py"), *arguments]


def _silent(command: Sequence[str]) -> list[str]:
    return ["/bin/sh", "-c", 'exec "$0" "$@" >/dev/null', *command]


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
        supervise(children.guarded(command), _variables(), Patience(start=START_SECONDS), tell)
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
    return children.run(["systemctl", *words, UNIT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


# -- folders ----------------------------------------------------------------------------------------------------------


def _exchange(one: Path, other: Path) -> None:
    """Two folders change places; whenever the power goes, each name has a whole folder. May raise OSError."""
    if not exchange(one, other):
        aside = one.with_name(f"{one.name}.changing")  # a file system that cannot do it in one step
        one.rename(aside)
        other.rename(one)
        aside.rename(other)
    os.sync()


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
