"""Which version of the kiosk this is. It needs only the standard library: main.py tells it before anything is installed."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from kiosk import processes
from kiosk.files.regular import read_regular
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import ended, guard

_MOST_DESCRIBED = 100_000
"""Bytes of a pyproject.toml."""
_MOST_PACKED = 10_000_000
"""Bytes of git's list of branches and tags: some hundred thousand of them."""
_LONGEST = 200
_EXPORTED = "kiosk/COMMIT"
"""Holds which commit this is and of which day: `git archive` writes that in (.gitattributes), and so does whoever offers an archive of it."""
_GIT = ("git", "-c", "core.fsmonitor=false", "describe", "--always", "--exclude=*", "--abbrev=10", "--dirty= with changes")
_SECONDS = 10


def version_of(project: Path) -> str:
    """What pyproject.toml there says. Raises ExpectedError for a folder that is no kiosk."""
    try:
        version = str(tomllib.loads(read_regular(project / "pyproject.toml", _MOST_DESCRIBED).decode())["project"]["version"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ExpectedError(f"There is no kiosk in {project}: its pyproject.toml cannot be read.") from error
    if len(version) > _LONGEST:
        raise ExpectedError(f"There is no kiosk in {project}: what its pyproject.toml calls a version is none.")
    return version


def named(project: Path) -> str:
    """The version with its commit, where that is known. Raises ExpectedError for a folder that is no kiosk."""
    commit = _exported(project) or _checked_out(project) or _named_by_git(project)
    return f"The lobby kiosk, version {version_of(project)}" + (f", commit {commit}" if commit else "")


def _exported(project: Path) -> str:
    """Which commit an archive was made of; empty in a work tree of git, which has not filled that in."""
    try:
        told = read_regular(project / _EXPORTED, _LONGEST).decode(errors="replace")
    except OSError:
        return ""
    found = re.fullmatch(r"([0-9a-f]{7,40}) (\d{4}-\d\d-\d\d)\s*", told, re.ASCII)
    return f"{found[1]} of {found[2]}" if found else ""


def _checked_out(project: Path) -> str:
    """What git says of this work tree, and whether something in it is not committed; empty where there is none, or no git."""
    if not (project / ".git").exists():
        return ""
    try:
        done = processes.run(_GIT, seconds=_SECONDS, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ""
    return str(done.stdout).strip() if done.returncode == 0 else ""


def _named_by_git(project: Path) -> str:
    """Which commit a clone came to last, by git's own files where git itself is not here; empty where they do not tell (gitrepository-layout(5))."""
    git = project / ".git"
    try:
        head = _line(git / "HEAD")
        if not (branch := head.removeprefix("ref: ")) or branch == head:
            commit = head
        elif re.fullmatch(r"refs/[\w./-]+", branch, re.ASCII) and ".." not in branch:
            commit = _line(git / branch) if (git / branch).exists() else _packed(git / "packed-refs", branch)
        else:
            commit = ""
    except OSError:
        return ""
    return f"{commit[:10]}; only git could say whether something was changed since" if re.fullmatch(r"[0-9a-f]{40,64}", commit) else ""


def _line(file: Path) -> str:
    return read_regular(file, _LONGEST).decode(errors="replace").strip()


def _packed(file: Path, branch: str) -> str:
    lines = read_regular(file, _MOST_PACKED).decode(errors="replace").splitlines()
    return next((line.partition(" ")[0] for line in lines if line.partition(" ")[2] == branch), "")


def tell(project: Path) -> int:
    """Says it, and returns an exit code."""
    with guard() as out:
        try:
            print(named(project))
        except ExpectedError as error:
            print(error, file=sys.stderr)
            return 1
        return ended(out, 0)
