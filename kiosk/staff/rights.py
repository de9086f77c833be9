"""Root does nothing by name in a place that another account owns: a child that has become that account does it.

Whoever owns a folder can put a link, or another folder, in the place of every name below it, at any instant. What follows such a name with
that account's own rights reaches nothing that the account could not reach by itself.
"""

from __future__ import annotations

import json
import os
import pwd
import signal
import socket
import stat
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO, TypeVar

from msgspec import Struct

from kiosk.staff.expected import ExpectedError

T = TypeVar("T")
Ask = Callable[[str], Any]
"""Has whoever began the work do one of the things that the account itself may not, by its name, and tells what came of it."""
_NOTHING: Mapping[str, Callable[[], Any]] = {}


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
    for way in (path.absolute(), path.resolve()):
        for each in (*reversed(way.parents), way):
            try:
                facts = each.lstat()
            except OSError:
                break
            if facts.st_uid:
                return Account(facts.st_uid, _group(facts))
    return None


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
    """From now on the process has the rights of the account, and never again others."""
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)


def as_owner(path: Path, work: Callable[[Ask], T], answers: Mapping[str, Callable[[], Any]] = _NOTHING) -> T:
    """Does the work with the rights of whoever owns the way to `path`, and tells what it told: something that JSON can say.

    Raises what the work raised, if that is an ExpectedError or an OSError.
    """
    account = owner(path)
    if account is None:
        return work(lambda name: answers[name]())
    here, there = socket.socketpair()
    with here, there:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            here.close()
            _in_child(account, there, work)
        there.close()
        with here.makefile("rw", encoding="utf-8") as line:
            try:
                told = _served(line, answers)
            except KeyboardInterrupt:
                os.kill(child, signal.SIGINT)
                raise
            finally:
                here.shutdown(socket.SHUT_RDWR)
                os.waitpid(child, 0)
    return told  # type: ignore[no-any-return]


def opened(path: Path, flags: int, mode: int = 0o600) -> BinaryIO:
    """An ordinary file that whoever owns the way to it opens. Raises ExpectedError, OSError."""
    here, there = socket.socketpair()

    def hand_over(_: Ask) -> None:
        with open_ordinary(path, flags, mode) as file:
            socket.send_fds(there, [b"."], [file.fileno()])

    with here, there:
        as_owner(path, hand_over)
        _, (handle,), _, _ = socket.recv_fds(here, 1, 1)
    return _file(handle, flags)


def open_ordinary(path: Path, flags: int, mode: int = 0o600) -> BinaryIO:
    """A file; not a pipe, where one could wait for somebody for ever, nor a device that never ends. Raises ExpectedError, OSError."""
    file = _file(os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, mode), flags)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise ExpectedError(f"{path} is no ordinary file: take it away.")
    return file


def _file(handle: int, flags: int) -> BinaryIO:
    return open(handle, "rb" if flags & os.O_ACCMODE == os.O_RDONLY else "w+b")


def _served(line: TextIO, answers: Mapping[str, Callable[[], Any]]) -> Any:
    """What the child told in the end; until then its questions are answered."""
    for told in map(json.loads, line):
        match told:
            case ["ask", name]:
                _tell(line, answers[name])
            case _:
                return _outcome(told)
    raise ExpectedError("The part that works with fewer rights was ended from outside. Try it again.")


def _in_child(account: Account, there: socket.socket, work: Callable[[Ask], Any]) -> NoReturn:
    code = 70
    try:
        become(account)
        os.setsid()  # the terminal of an administrator is none that this account may write into
        with there.makefile("rw", encoding="utf-8") as line:

            def ask(name: str) -> Any:
                print(json.dumps(["ask", name]), file=line, flush=True)
                return _outcome(json.loads(line.readline()))

            _tell(line, lambda: work(ask))
        code = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(line: TextIO, work: Callable[[], Any]) -> None:
    """Does the work and says over the line what came of it."""
    try:
        told = ["done", work()]
    except ExpectedError as error:
        told = ["expected", str(error)]
    except OSError as error:
        told = ["refused", [error.errno or 0, error.strerror or str(error), os.fspath(error.filename or "")]]
    except KeyboardInterrupt:
        told = ["expected", "Stopped."]
    except BaseException:  # noqa: BLE001  it is raised on the other side
        told = ["bug", traceback.format_exc()]
    print(json.dumps(told), file=line, flush=True)


def _outcome(told: Any) -> Any:
    match told:
        case ["done", value]:
            return value
        case ["expected", str(text)]:
            raise ExpectedError(text)
        case ["refused", [int(number), str(text), str(name)]]:
            raise OSError(number, text, name or None)
        case _:
            raise RuntimeError(told[1])
