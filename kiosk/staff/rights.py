"""Root does nothing by name in a place that another account owns: a child that has become that account does it.

Whoever owns a folder can put a link, or another folder, in the place of every name below it, at any instant. What follows such a name with
that account's own rights reaches nothing that the account could not reach by itself.

The account can do to that child what it may do to any process of its own: send it signals. Nothing else: the child has no terminal, no
variables and no descriptors of root's that it does not need, cannot be looked into, and is not waited for longer than it is at work.
"""

from __future__ import annotations

import gc
import json
import os
import pwd
import select
import signal
import socket
import stat
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

from msgspec import Struct

from kiosk import processes
from kiosk.files.private import nameless
from kiosk.files.regular import why
from kiosk.processes import dump_nothing
from kiosk.staff.errors import ExpectedError, plain_sentences

T = TypeVar("T")
Ask = Callable[[str], Any]
"""Has whoever began the work do one of the things that the account itself may not, by its name, and tells what came of it."""
_NOTHING: Mapping[str, Callable[[], Any]] = {}
STOPPED_SECONDS, IDLE_SECONDS, MOST_SECONDS = 20.0, 300.0, 3600.0
"""How long a child is waited for that somebody has stopped, that does nothing (a slow disk may take minutes), and at all."""
GOODBYE_SECONDS = 10.0
"""How long one may take to undo what it has begun, once nobody listens to it any more."""
_LOOK_SECONDS = 0.25
_MOST_LINKS = 40
"""That Linux follows on one way (path_resolution(7))."""
_NEEDED = frozenset(
    {"PATH", "LANG", "LANGUAGE", "TZ", "TERM", "COLUMNS", "LINES", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"}
)
"""The variables of root that its children keep, beside `LC_...` and those of the account itself: how to speak, and where the screen is."""


OTHER_PYTHON = (
    f"This Python ({sys.base_prefix}) lies where only its owner may read, and the account whose files this works on cannot run it. Use the one of"
    " the system (`/usr/bin/python3`), or put the program and its environment where every account can read them, such as /opt/kiosk."
)


def cannot_read_python() -> bool:
    """Whether this process has become an account that may not read the Python, or the program, that it runs."""
    return not all(os.access(each, os.R_OK) for each in (os.__file__, __file__, processes.__file__))


class Account(Struct, frozen=True):
    """By its numbers."""

    uid: int
    gid: int


def owner(path: Path) -> Account | None:
    """Whose rights root takes on for this path: those of the first account on the way to it that is not root itself.

    None where there is no such account, and for everybody but root.
    """
    if os.geteuid() != 0:
        return None
    for each in _way(path):
        try:
            facts = each.lstat()
        except OSError:
            return None
        if facts.st_uid:
            return Account(facts.st_uid, _group(facts))
    return None


def _way(path: Path) -> Iterator[Path]:
    """All that the system comes by on the way to this path, link after link."""
    here, parts, links = Path("/"), [*path.absolute().parts], 0
    while parts:
        part = parts.pop(0)
        here = here.parent if part == ".." else here / part
        yield here
        if here.is_symlink() and (links := links + 1) <= _MOST_LINKS:
            parts = [*here.readlink().parts, *parts]
            here = here.parent


def _group(facts: os.stat_result) -> int:
    try:
        return pwd.getpwuid(facts.st_uid).pw_gid
    except KeyError:
        return facts.st_gid


def become_owner(path: Path) -> None:
    """From now on root has the rights of whoever owns the way to `path`; nothing changes for others."""
    if account := owner(path):
        become(account)


def become(account: Account) -> None:
    """From now on the process has the rights of the account, and never again others; what root had in its variables is gone."""
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    variables = _variables(account)
    os.environ.clear()
    os.environ.update(variables)
    os.umask(0o022)
    dump_nothing()
    if sys.platform == "linux":
        processes.hide()


def _variables(account: Account) -> dict[str, str]:
    """What a process of the account needs to know, and nothing of whoever began it."""
    kept = {name: value for name, value in os.environ.items() if name in _NEEDED or name.startswith("LC_")}
    try:
        known = pwd.getpwuid(account.uid)
    except KeyError:
        return kept | {"HOME": "/"}
    return kept | {"HOME": known.pw_dir, "USER": known.pw_name, "LOGNAME": known.pw_name}


def as_owner(path: Path, work: Callable[[Ask], T], answers: Mapping[str, Callable[[], Any]] = _NOTHING, *, needs: Iterable[int] = ()) -> T:
    """Does the work with the rights of whoever owns the way to `path`, and tells what it told: something that JSON can say.

    `needs` are the open descriptors that the work uses. Raises what the work raised, if that is an ExpectedError or an OSError; and
    ExpectedError where somebody keeps it from its work.
    """
    account = owner(path)
    if account is None:
        return work(lambda name: answers[name]())
    here, there = socket.socketpair()
    with here, there:
        _flush()
        parent, child = os.getpid(), os.fork()
        if child == 0:
            _in_child(account, there, work, {*needs, there.fileno()}, parent)
        there.close()
        patience = GOODBYE_SECONDS
        try:
            told = _served(here, child, path, answers)
        except KeyboardInterrupt:
            os.kill(child, signal.SIGINT)
            raise
        except _StandsStillError:
            patience = 0.0
            raise
        finally:
            here.shutdown(socket.SHUT_RDWR)
            _end(child, patience)
    return told  # type: ignore[no-any-return]


def _end(child: int, patience: float) -> None:
    """Waits until it has ended, for so many seconds, and then ends it."""
    until = time.monotonic() + patience
    while not os.waitpid(child, os.WNOHANG)[0]:
        if time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)  # one that was stopped, too
            os.waitpid(child, 0)
            return
        time.sleep(0.001)


def opened(path: Path, flags: int, mode: int = 0o600) -> BinaryIO:
    """An ordinary file that whoever owns the way to it opens. Raises ExpectedError, OSError."""
    return _handed_over(path, lambda: open_ordinary(path, flags, mode), flags)


def made(path: Path) -> BinaryIO:
    """A fresh file, to be read and written, that whoever owns the way to it makes: `nameless`, or with this name. May raise OSError."""
    return _handed_over(path, lambda: _file(nameless(path), os.O_RDWR), os.O_RDWR)


def _handed_over(path: Path, how: Callable[[], BinaryIO], flags: int) -> BinaryIO:
    """What whoever owns the way to the path opens in this way."""
    here, there = socket.socketpair()

    def hand_over(_: Ask) -> None:
        with how() as file:
            socket.send_fds(there, [b"."], [file.fileno()])

    with here, there:
        as_owner(path, hand_over, needs=[there.fileno()])
        _, (handle,), _, _ = socket.recv_fds(here, 1, 1)
    return _file(handle, flags)


def open_ordinary(path: Path, flags: int, mode: int = 0o600) -> BinaryIO:
    """A file; not a pipe, where one could wait for somebody for ever, nor a device that never ends. Raises ExpectedError, OSError."""
    file = _file(os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, mode), flags)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise ExpectedError(f"{path} is no ordinary file: remove it.")
    return file


def _file(handle: int, flags: int) -> BinaryIO:
    return open(handle, "rb" if flags & os.O_ACCMODE == os.O_RDONLY else "w+b")


class _StandsStillError(ExpectedError):
    """Somebody keeps the child from its work."""


def _served(here: socket.socket, child: int, path: Path, answers: Mapping[str, Callable[[], Any]]) -> Any:
    """What the child told in the end; until then its questions are answered."""
    for told in map(json.loads, _lines(here, child, path)):
        match told:
            case ["ask", name]:
                here.sendall(_told(answers[name]))
            case _:
                return _outcome(told)
    raise ExpectedError("The part that works with fewer rights was ended from outside. Try it again.")


def _lines(here: socket.socket, child: int, path: Path) -> Iterator[bytes]:
    """What the child says, line by line, for as long as it is at work."""
    said, begun = b"", time.monotonic()
    while True:
        spent, moved = -1, time.monotonic()
        while not select.select([here], [], [], _LOOK_SECONDS)[0]:
            now, (stopped, more) = time.monotonic(), _work_of(child)
            spent, moved = (spent, moved) if more == spent else (more, now)
            if now - moved > (STOPPED_SECONDS if stopped else IDLE_SECONDS) or now - begun > MOST_SECONDS:
                raise _StandsStillError(
                    f"The part of this command that works as the owner of {path} stood still, so it was ended: that account may have stopped it."
                    " Restart the machine, and run the same command before anything else."
                )
        if not (piece := here.recv(1 << 16)):
            return
        *lines, said = (said + piece).split(b"\n")
        yield from lines


def _work_of(process: int) -> tuple[bool, int]:
    """Whether it was stopped, and for how long it has been at work on a processor, in ticks; where the system does not tell, it always is."""
    with suppress(OSError, ValueError, IndexError):
        facts = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        return facts[0] in "Tt", int(facts[11]) + int(facts[12])
    return False, time.monotonic_ns()


def _in_child(account: Account, there: socket.socket, work: Callable[[Ask], Any], needed: set[int], parent: int) -> NoReturn:
    code = 70
    try:
        os.setsid()  # the terminal of an administrator is none that this account may write into
        _keep_open(needed)
        there.sendall(_told(lambda: _done_by(account, there, work, parent)))
        code = 0
    finally:
        os._exit(code)


def _done_by(account: Account, there: socket.socket, work: Callable[[Ask], T], parent: int) -> T:
    """Becomes the account, and does the work."""
    become(account)
    if sys.platform == "linux":
        processes.go_with_parent()
    if os.getppid() != parent:
        os._exit(70)
    with there.makefile("rw", encoding="utf-8") as line:

        def ask(name: str) -> Any:
            print(json.dumps(["ask", name]), file=line, flush=True)
            return _outcome(json.loads(line.readline()))

        return work(ask)


def _keep_open(needed: set[int]) -> None:
    """Nothing else but where it may say something."""
    gc.freeze()  # what is garbage from before must not close what has its number now
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for out in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or only in memory
            needed.add(out.fileno())
    for handle in [int(each.name) for each in Path("/dev/fd").iterdir()]:
        if handle > 2 and handle not in needed:
            with suppress(OSError):
                os.close(handle)


def _flush() -> None:
    """What was said before goes out first, and once."""
    for out in (sys.stdout, sys.stderr):
        if out:
            out.flush()


def _told(work: Callable[[], Any]) -> bytes:
    """Does the work; what came of it, as a line."""
    try:
        told = ["done", work()]
        _flush()
    except OSError as error:
        told = ["refused", [error.errno or 0, why(error), os.fsdecode(error.filename or "")]]
    except KeyboardInterrupt:
        told = ["expected", ["Stopped."]]
    except BaseException as error:  # noqa: BLE001  it is raised on the other side
        said = plain_sentences(error) or ((OTHER_PYTHON,) if cannot_read_python() else ())
        told = ["expected", said] if said else ["bug", traceback.format_exc()]
    return json.dumps(told).encode() + b"\n"


def _outcome(told: Any) -> Any:
    match told:
        case ["done", value]:
            return value
        case ["expected", [*sentences]]:
            raise ExpectedError(*sentences)
        case ["refused", [int(number), str(text), str(name)]]:
            raise OSError(number, text, name or None)
        case _:
            raise RuntimeError(told[1])
