"""A child of this process that answers one line for each message: it can be ended for what takes too long, and what it breaks is its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

PATIENCE_SECONDS = 20.0
"""By the clock, for a child that does not answer at all."""
READY = b"ready\n"
"""What a child says first, by itself."""


class AskedChild:
    """A program of this project, started by its file when it is first needed, which ends when its input does."""

    def __init__(self, program: Path, arguments: Sequence[str] = ()) -> None:
        self._command = [sys.executable, "-I", str(program), *arguments]
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self) -> bool:
        """Whether the child waits for a message."""
        if self._child is not None:
            return True
        needed = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
        with suppress(OSError):
            self._child = subprocess.Popen(
                self._command, env=needed, cwd="/", bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        return self.ask(b"") == READY

    def ask(self, message: bytes, seconds: float | None = None) -> bytes:
        """The line that it answers; empty if it ends, or says nothing for so many seconds (PATIENCE_SECONDS), and then it is ended."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return b""
        os.set_blocking(child.stdin.fileno(), False)
        last = time.monotonic() + (PATIENCE_SECONDS if seconds is None else seconds)
        while True:
            readable, writable, _ = select.select([child.stdout], [child.stdin] if message else [], [], max(0.0, last - time.monotonic()))
            try:
                if readable:
                    return child.stdout.readline()
                if not writable:
                    raise TimeoutError
                message = message[os.write(child.stdin.fileno(), message) :]
            except OSError:  # it has ended, or does not answer
                self.end(kill=isinstance(sys.exception(), TimeoutError))
                return b""

    def end(self, *, kill: bool = False) -> int:
        """Ends the child, and tells how it ended; another one may begin after it."""
        child, self._child = self._child, None
        if child is None:
            return -signal.SIGKILL
        if kill:
            child.kill()
        with child:  # closes its input, at which it ends
            pass
        return child.returncode
