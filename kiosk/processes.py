"""Every process that the kiosk starts, it starts by way of this file, so that none outlives the one who started it, however that ends.

It is a program too, that stands before the one that is wanted (`children.py bound PARENT COMMAND...`), and needs only the standard library:

- `bound` becomes the program, which the kernel then kills as soon as the thread that started it is gone. Nothing else stays between them.
- `guarded` starts the program and waits beside it. When the program ends, or whoever started it, or on SIGQUIT, it kills all that the
  program has started, and what those have, even if they made themselves daemons. It passes SIGTERM and SIGHUP on; Ctrl+C reaches the
  program by the terminal itself. If the guard itself is killed, the program goes with it.

The kernel forgets the bond of a program that changes its account (`sudo`, `runuser`); a guard does not. Where there is no Linux, both are
just the program.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # the library `typing` alone would cost each start of a process 3 ms
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from typing import Any, NoReturn

_PYTHON = os.path.realpath(sys.executable)
"""Not the link to it, which lies in a folder that main.py may be emptying."""
_PDEATHSIG, _DUMPABLE, _CHILD_SUBREAPER = 1, 4, 36
"""Of prctl(2)."""
END = signal.SIGQUIT if sys.platform == "linux" else signal.SIGTERM
"""Ends a guarded program with all that it has started; a guard could not answer to SIGKILL."""
_TOLD = (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


def bound(command: Sequence[str]) -> list[str]:
    """The command for a program that starts nothing but what is bound in its turn. It has the process and the exit code of the program."""
    return _behind("bound", command)


def guarded(command: Sequence[str]) -> list[str]:
    """The command for a program that may start anything. Its exit code is that of the program, or 128 and the signal that ended it."""
    return _behind("guarded", command)


def _behind(how: str, command: Sequence[str]) -> list[str]:
    if sys.platform != "linux":
        return list(command)
    return [_PYTHON, "-I", "-S", __file__, how, str(os.getpid()), *command]


def run(command: Sequence[str], *, seconds: float | None = None, **how: Any) -> subprocess.CompletedProcess[Any]:
    """`subprocess.run` behind a guard. After so many `seconds` it ends all of it, and raises subprocess.TimeoutExpired."""
    import subprocess

    reads = how.pop("input", None)
    if reads is not None:
        how["stdin"] = subprocess.PIPE
    with subprocess.Popen(guarded(command), **how) as process:
        try:
            out, err = process.communicate(reads, seconds)
        except BaseException:
            process.send_signal(END)
            process.wait()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def go_with_parent() -> None:
    """The kernel kills this process as soon as the thread that started it is gone. It forgets that when the process changes its account."""
    _tell_kernel(_PDEATHSIG, signal.SIGKILL)


def hide() -> None:
    """No other process of the account can look into this one, or steer it, before it becomes another program."""
    _tell_kernel(_DUMPABLE, 0)


# -- the program that stands before -----------------------------------------------------------------------------------


def main(how: str, parent: str, *command: str) -> NoReturn:
    """Ends at once if whoever started it is gone already."""
    if how == "bound":
        _become(int(parent), command)
    _guard(int(parent), command)


def _become(parent: int, command: Sequence[str]) -> NoReturn:
    go_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    try:
        os.execvp(command[0], list(command))  # noqa: S606
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr, flush=True)
        os._exit(127)


def _guard(parent: int, command: Sequence[str]) -> NoReturn:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)
    _tell_kernel(_CHILD_SUBREAPER, 1)
    _tell_kernel(_PDEATHSIG, signal.SIGQUIT)
    if os.getppid() != parent:
        os._exit(1)
    guard, program = os.getpid(), os.fork()
    if not program:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        _become(guard, command)
    code = _watch(program)
    _end_all()
    os._exit(code)


def _watch(program: int) -> int:
    """Waits until the program ends, or all of it is to end; the exit code."""
    while (told := signal.sigwait(_TOLD)) != signal.SIGQUIT:
        if told != signal.SIGCHLD:
            os.kill(program, told)
            continue
        while (ended := _ended()) is not None:
            if ended[0] == program:
                return ended[1] if ended[1] >= 0 else 128 - ended[1]
    return 128 + signal.SIGQUIT


def _end_all() -> None:
    """Kills what is left. Whoever loses a parent by that becomes a child of this process, and has its turn next."""
    while _ended() is not None or _children():
        for child in _children():
            os.kill(child, signal.SIGKILL)
        signal.sigtimedwait(_TOLD, 0.05)


def _ended() -> tuple[int, int] | None:
    """A child that has ended, and its exit code; None while there is none."""
    try:
        child, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (child, os.waitstatus_to_exitcode(status)) if child else None


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listed:  # noqa: PTH123  pathlib costs 5 ms
            return [int(child) for child in listed.read().split()]
    except OSError:
        return []  # a kernel that does not tell


def _tell_kernel(what: int, value: int) -> None:
    import ctypes

    if ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    main(*sys.argv[1:])


def dump_nothing() -> int:
    """From now on this process, should it die, leaves no picture of its memory on the disk (standards P4). Tells the limit that then holds."""
    if sys.platform == "win32":
        return 0
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE)[0]
