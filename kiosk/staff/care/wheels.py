"""`wheels`: all packages that the kiosk needs, in a folder, for a machine without a network. `main.py` installs from it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.files.private import held
from kiosk.files.regular import why
from kiosk.project import PROJECT
from kiosk.staff.errors import ExpectedError

_ASIDE = ".kiosk-fetching"
"""In the folder that somebody names: a name that is nobody else's, since what lies there from before is deleted."""


def fetch(folder: Path, *, test: bool) -> str:
    """Fetches what the lock file names, for this machine's kind of system and Python. Raises ExpectedError."""
    import main

    pip = [sys.executable, "-I", "-m", "pip"]
    lock = PROJECT / ("requirements-test.lock" if test else "requirements.lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExpectedError(f"{folder} cannot be made: {why(error)}. Name a folder in which you may write.") from error
    with held(folder), main.fresh(folder / _ASIDE) as aside:
        _, own = main.run([*pip, "config", "list"], aside, variables=dict(os.environ))
        options = [*main.only(lock), *main.chosen(own.splitlines()), f"--dest={aside}"]
        code, wrong = main.fetched([*pip, "download", *options], aside)
        if code:
            cause = main.plain_cause(wrong)
            if not cause:
                print(wrong, file=sys.stderr)
            raise ExpectedError(cause or "The packages could not be fetched; see the lines above for the reason.")
        for path in aside.iterdir():
            path.replace(folder / path.name)
    found = list(folder.glob("*.whl"))
    size = sum(path.stat().st_size for path in found) / 1e6
    version = "{}.{}".format(*sys.version_info)
    return (
        f"{len(found)} packages in {folder}, {size:.0f} MB, for Python {version} on this kind of machine. On the other machine name the folder"
        " `.wheels` and put it beside main.py, or name it in KIOSK_WHEELS."
    )
