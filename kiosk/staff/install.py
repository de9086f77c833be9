"""Makes this machine a kiosk, or an ordinary machine again: looks the facts up, writes the files, runs the commands. `installing` knows which."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from kiosk.files import why
from kiosk.health import Diagnosis, from_json
from kiosk.settings import DATA, read_settings
from kiosk.staff import installing, machine
from kiosk.staff.expected import ExpectedError
from kiosk.staff.installing import Command, Facts, File
from kiosk.staff.moving import move

DOCTOR_SECONDS = 180.0
COMING_SECONDS = 75.0
"""Longer than systemd waits for a start."""
DISPLAY_MANAGER = Path("etc/systemd/system/display-manager.service")


class Wanted(Struct, frozen=True):
    """What stood on the command line. `given` is the data folder that staff used up to now, `user` whose account the kiosk is to have."""

    content: Path
    given: Path | None
    session: str
    user: str
    accept_drafts: bool


def install(wanted: Wanted, *, dry_run: bool, ask: machine.Ask = machine.ask) -> None:
    """Does it, or only shows it. Raises ExpectedError where this machine cannot be a kiosk yet."""
    facts = examined(look(wanted, ask=ask), ask)
    refused = installing.refusal(facts)
    if dry_run:
        print(f"Now it would refuse. {refused}" if refused else "It would do this:", end="\n\n")
        print(*shown(installing.preparing(facts, there=facts.uid is not None), installing.files(facts), installing.finishing(facts)), sep="\n")
        if facts.given:
            moves = f"It would move keys, requests and settings from {facts.given} to {facts.data}, and erase keys and requests in the old place."
            print("", moves, sep="\n")
        return
    if refused:
        raise ExpectedError(refused)
    _run(installing.preparing(facts, there=facts.uid is not None))
    facts = replace(facts, uid=_uid(facts.user))
    for file in installing.files(facts):
        print(f"Writing {file.path}", flush=True)
        _write(file)
    if facts.given:
        print(move(facts.given, facts.data, datetime.now(tz=UTC).astimezone()))
    _run(installing.finishing(facts))
    if facts.session == "cage" and not comes_up(ask):
        raise ExpectedError("The kiosk is installed, but it has not started. `sudo journalctl --unit=kiosk --lines=40` tells why.")
    print(f"The kiosk is installed, and starts with this machine. It keeps what is its own in {facts.data}.")
    print(f"Commands that read it begin with:  sudo -u {facts.user} python3 {shlex.quote(str(facts.project / 'main.py'))}")


def comes_up(ask: machine.Ask, seconds: float = COMING_SECONDS) -> bool:
    """Waits until the kiosk has painted its first picture, which is when systemd calls it active; False if that takes too long."""
    until = time.monotonic() + seconds
    while ask(["systemctl", "is-active", machine.UNIT], "", 5.0).out.strip() != "active":
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def uninstall(wanted: Wanted, *, dry_run: bool) -> None:
    """Undoes it. The account and its data stay."""
    facts = look(wanted)
    there = [file for file in installing.files(facts) if file.path.exists()]
    if not there:
        raise ExpectedError("Nothing is installed here.")
    if dry_run:
        print(*shown(installing.undoing(facts), (), installing.undone(facts)), *(f"It would remove {file.path}" for file in there), sep="\n")
        return
    if not facts.root:
        raise ExpectedError("This needs the rights of an administrator: put `sudo` before it.")
    _run(installing.undoing(facts))
    for file in there:
        print(f"Removing {file.path}", flush=True)
        file.path.unlink()
    for folder in {file.path.parent for file in there if file.path.parent.name.endswith(".service.d")} | {installing.SCRIPTS}:
        with suppress(OSError):
            folder.rmdir()
    _run(installing.undone(facts))
    print(f"The kiosk does not start with this machine any more. Its data stay in {facts.data}, the account {facts.user} with them.")


def shown(before: Sequence[Command], files: Sequence[File], after: Sequence[Command]) -> list[str]:
    """The lines of all of it, for somebody who wants to read it first."""
    lines = [f"$ {shlex.join(command)}" for command in before]
    for file in files:
        lines += ["", f"{file.path} ({file.mode:o}):", *(f"    {line}".rstrip() for line in file.text.splitlines()), ""]
    return [*lines, *(f"$ {shlex.join(command)}" for command in after)]


# -- the facts --------------------------------------------------------------------------------------------------------


def look(wanted: Wanted, root: Path = machine.ROOT, ask: machine.Ask = machine.ask) -> Facts:
    """What there is on this machine; not yet how well it is."""
    caller = os.environ.get("SUDO_USER") or pwd.getpwuid(os.geteuid()).pw_name
    user = wanted.user or (caller if wanted.session == "desktop" else installing.ACCOUNT)
    home, python = _home(user) or installing.HOME, Path(sys.executable)
    data = home / DATA
    given = wanted.given or (_home(caller) or home) / DATA
    fresh = not _is_there(data) and given != data and _is_there(given)
    settings, _ = read_settings(given if fresh else data)
    return Facts(
        machine.PROJECT, python, wanted.content.absolute(), data, user, home, _uid(user), wanted.session,
        given=given if fresh else None,
        network=bool(settings.desk_web or settings.desk_mail_server),
        backups=Path(settings.backup_folder) if settings.backup_folder else None,
        systemd=systemd_version(ask(["systemctl", "--version"], "", 5.0).out),
        root=os.geteuid() == 0,
        debian=is_debian(_read(root / "etc/os-release")),
        open="" if wanted.session == "desktop" else changeable(machine.PROJECT, Path(sys.prefix), python.resolve()),
        secrets_open=is_readable_by_others(root / installing.SECRETS.relative_to("/")),
        hidden="" if wanted.session == "desktop" else hidden(machine.PROJECT / "main.py", wanted.content.absolute(), python.resolve()),
        desktop=_read_link(root / DISPLAY_MANAGER),
        accept_drafts=wanted.accept_drafts,
        grub=(root / "usr/sbin/update-grub").exists() and (root / "etc/default/grub").exists(),
    )  # fmt: skip


def examined(facts: Facts, ask: machine.Ask) -> Facts:
    """With the self-test of the data that the kiosk will have, made by whom they belong to."""
    print("Looking at this machine, for up to a minute ...", file=sys.stderr, flush=True)
    data = facts.given or facts.data
    command = [sys.executable, "-m", "kiosk.staff", "doctor", "--json", "--content", str(facts.content), "--data", str(data)]
    owner = _owner(data)
    answer = ask(["runuser", "-u", owner, "--", *command] if facts.root and owner not in ("", "root") else command, "", DOCTOR_SECONDS)
    return replace(facts, diagnoses=_diagnoses(answer))


def _diagnoses(answer: machine.Answer) -> tuple[Diagnosis, ...]:
    try:
        return from_json(answer.out.encode())
    except ValueError as error:
        last = next(iter(reversed(answer.err.strip().splitlines())), "it says nothing")
        raise ExpectedError(f"The self-test gave no answer ({last}). Run `python3 main.py doctor`.") from error


def systemd_version(said: str) -> int:
    """252 of `systemd 252 (252.38-1)`; 0 where there is none."""
    found = re.match(r"systemd (\d+)", said)
    return int(found[1]) if found else 0


def is_debian(release: str) -> bool:
    """Whether /etc/os-release tells of Debian or one of its children."""
    return bool(re.search(r'^ID(_LIKE)?="?([\w ]* )?(debian|ubuntu)\b', release, re.MULTILINE))


def hidden(program: Path, content: Path, python: Path) -> str:
    """The first of these that an account without rights could not read; empty if it can read all."""
    closed = [path for path in (program, content, python) if not is_open(path)]
    return str(next(iter([*closed, *([python] if installing.is_at_home(python) else [])]), ""))


def changeable(*programs: Path) -> str:
    """The first path of these programs that others than root could change, or put something else in the place of; empty if there is none.

    What visitors see (`content`) may belong to staff. A folder such as /tmp, in which each can change only what is theirs, is no way in.
    """
    for program in programs:
        for parent in reversed(program.parents):
            if _is_of_others(parent) and not parent.stat().st_mode & stat.S_ISVTX:
                return str(parent)
        if any(map(_is_of_others, _everything(program))):
            return str(program)
    return ""


def _everything(program: Path) -> Iterator[Path]:
    yield program
    for folder, inner, files in os.walk(program):
        if Path(folder) == program:
            inner[:] = [name for name in inner if name not in ("content", ".git")]
        yield from (Path(folder, name) for name in (*inner, *files))


def _is_of_others(path: Path) -> bool:
    facts = path.lstat()
    writable = facts.st_mode & stat.S_IWOTH or (facts.st_mode & stat.S_IWGRP and facts.st_gid)
    return bool(facts.st_uid or (writable and not stat.S_ISLNK(facts.st_mode)))


def is_readable_by_others(file: Path) -> bool:
    """Whether anybody but root could read it; False where there is none."""
    try:
        facts = file.stat()
    except OSError:
        return False
    return bool(facts.st_uid or facts.st_mode & 0o077)


def is_open(path: Path) -> bool:
    """Whether any account of the machine can read it, through all the folders that lead there."""
    try:
        return path.stat().st_mode & 0o004 != 0 and all(folder.stat().st_mode & 0o001 for folder in path.parents)
    except OSError:
        return False


def _home(user: str) -> Path | None:
    try:
        return Path(pwd.getpwnam(user).pw_dir)
    except KeyError:
        return None


def _uid(user: str) -> int | None:
    try:
        return pwd.getpwnam(user).pw_uid
    except KeyError:
        return None


def _owner(folder: Path) -> str:
    try:
        return folder.owner()
    except (OSError, KeyError):
        return ""


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # in the home of somebody else
        return False


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _read_link(path: Path) -> str:
    try:
        return path.readlink().name
    except OSError:
        return ""


# -- what is done -----------------------------------------------------------------------------------------------------


def _write(file: File) -> None:
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(file.text, encoding="utf-8")
        file.path.chmod(file.mode)
    except OSError as error:
        raise ExpectedError(f"{file.path} cannot be written: {why(error)}.") from error


def _run(commands: Sequence[Command]) -> None:
    for command in commands:
        print(f"$ {shlex.join(command)}", flush=True)
        try:
            code = subprocess.run(command, check=False).returncode
        except OSError as error:
            raise ExpectedError(f"{command[0]} cannot be run: {why(error)}.") from error
        if code:
            raise ExpectedError(f"`{shlex.join(command)}` failed. `python3 main.py uninstall` takes back what was done.")
