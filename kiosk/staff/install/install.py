"""Makes this machine a kiosk, or an ordinary machine again: looks the facts up, writes the files, runs the commands. `plan` knows which."""

from __future__ import annotations

import os
import pwd
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, json
from msgspec.structs import replace

from kiosk.devices.qt_libraries import lacks_libraries
from kiosk.files.owned import is_of_others, others_own
from kiosk.files.private import DRAWER, KEYS
from kiosk.files.regular import why
from kiosk.health import Diagnosis, Level, from_json
from kiosk.project import DATA, PROJECT, RECORD
from kiosk.settings.settings import Settings, data_folder, read_settings
from kiosk.staff.confirmation import agree
from kiosk.staff.console import listed
from kiosk.staff.diagnosis import doors, outward, probes, verdicts
from kiosk.staff.errors import ExpectedError
from kiosk.staff.install import plan, told
from kiosk.staff.install.handover import finish, move, unfinished
from kiosk.staff.install.plan import Command, File, MachineFacts
from kiosk.staff.installed_kiosk import ACCOUNT, HOME, UNIT, installed
from kiosk.staff.publications import publishers
from kiosk.staff.rights import Ask, as_owner, owner
from kiosk.staff.walls import OUTWARD, openings
from kiosk.terminal import on_one_line

DOCTOR_SECONDS = 180.0
COMING_SECONDS = 75.0
"""Longer than systemd waits for a start."""
_DRAWN = frozenset({"content", "fonts", "screen"})
"""Parts of the self-test that need the libraries which `install` fetches first."""
DISPLAY_MANAGER = Path("etc/systemd/system/display-manager.service")


class Wanted(Struct, frozen=True):
    """What stood on the command line. `given` is the data folder that staff used up to now, `user` whose account the kiosk is to have."""

    content: Path
    given: Path | None
    session: str
    user: str
    accept_drafts: bool
    agreed: bool = False


def install(wanted: Wanted, *, dry_run: bool, ask: probes.Ask = probes.ask) -> int:
    """Does it, or only shows it; the exit code. Raises ExpectedError where this machine cannot be a kiosk yet, or no picture comes."""
    facts = beginning(look(wanted, ask=ask), wanted.given)
    lacks = lacks_libraries("wayland")
    facts = examined(facts, ask, undrawn=lacks)
    if dry_run:
        return _show(replace(facts, root=True), ask_again=lacks)
    _refuse(facts)
    if asked := told.question(facts):
        agree(asked, already=wanted.agreed)
    if lacks:
        print("The rest of the self-test needs the libraries that draw, so these come first.", flush=True)
        _run(plan.fetching(*plan.DRAWING))
        facts = examined(facts, ask)
        _refuse(facts)
    _run(plan.preparing(facts, there=facts.uid is not None))
    facts = replace(facts, uid=_uid(facts.user))
    for file in plan.files(facts):
        print(f"Writing {file.path}", flush=True)
        _write(file)
    if facts.given:
        print(move(facts.given, facts.data, datetime.now(tz=UTC).astimezone()))
    elif facts.unfinished:
        print(finish(facts.unfinished, facts.data))
    _make_data_folder(facts)
    _run(plan.finishing(facts))
    if facts.session == "cage" and not comes_up(ask):
        raise ExpectedError(f"Everything is in its place, but the kiosk does not start: {why_not(ask)}")
    print(f"The kiosk is installed, and starts with this machine. It keeps what is its own in {facts.data}.")
    print(f"Commands that read it begin with:  sudo -u {facts.user} python3 {shlex.quote(str(facts.project / 'main.py'))}")
    print(*told.last_words(facts), sep="\n")
    return 0


def _refuse(facts: MachineFacts) -> None:
    if refused := told.refusals(facts):
        raise ExpectedError(*refused)


def _show(facts: MachineFacts, *, ask_again: bool) -> int:
    """Also for whoever lacks the rights to do it. 1 where it would refuse, like the command itself."""
    refused = told.refusals(facts)
    if refused:
        print("Right now it would refuse: what is in the way stands at the end. Once that is done, it would do this:", end="\n\n")
    else:
        print("It would do this:", end="\n\n")
    if ask_again:
        print("How pictures, letters and the screen are is known only with libraries that are not here yet. They would come first, and if a part is")
        print("red then, nothing more would be done:")
        print("", *shown(plan.fetching(*plan.DRAWING), (), ()), "", sep="\n")
    print(*shown(plan.preparing(facts, there=facts.uid is not None), plan.files(facts), plan.finishing(facts)), sep="\n")
    if asked := told.question(facts):
        print("", f"It would ask first: {asked}", sep="\n")
    if not _is_there(facts.data) and not installed():
        print("", f"It would make the folder {facts.data}, as the account {facts.user}.", sep="\n")
    if facts.given:
        moves = f"It would move keys, requests and settings from {facts.given} to {facts.data}, and erase them in the old place."
        print("", moves, sep="\n")
    elif facts.unfinished:
        print("", f"It would erase the keys, requests and settings in {facts.unfinished} that were moved to {facts.data} before.", sep="\n")
    if lacks := told.lacking(facts):
        print("", "What the settings lack:", *lacks, sep="\n")
    if refused:
        print("", "What is in the way:", *refused, sep="\n")
    return 1 if refused else 0


def comes_up(ask: probes.Ask, seconds: float = COMING_SECONDS) -> bool:
    """Waits until the kiosk has painted its first picture, which is when systemd calls it active; False if that takes too long."""
    until = time.monotonic() + seconds
    while ask(["systemctl", "is-active", UNIT], "", 5.0).out.strip() != "active":
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def why_not(ask: probes.Ask, root: Path = probes.ROOT) -> str:
    """What is known of a kiosk that paints nothing, with what helps; its own last words where nothing else is known."""
    if not (root / "dev" / "tty0").exists():
        return "this machine has no text console (/dev/tty0), so there is no screen for it. Install it on the machine that has the screen."
    if not any((root / "dev" / "dri").glob("card*")):
        return "this machine knows of no graphics card (/dev/dri). Plug the screen in, restart the machine, and see `sudo dmesg | grep -i drm`."
    said = ask(["journalctl", f"--unit={UNIT}", "--lines=40", "--output=cat", "--no-pager"], "", 20.0).out
    words = [line for line in said.splitlines() if line.strip() and UNIT not in line]
    last = f"the last thing it said is: {on_one_line(words[-1])}" if words else "it says nothing."
    return f"{last} `sudo journalctl --unit=kiosk --lines=40` shows more."


def uninstall(wanted: Wanted, *, dry_run: bool, ask: probes.Ask = probes.ask) -> None:
    """Undoes it. The account and its data stay. Where the kiosk runs, it asks first. Raises ExpectedError."""
    before = installed()
    facts = look(replace(wanted, session=before.session) if before else wanted, ask=ask)
    there = [file for file in plan.files(facts) if file.path.exists()]
    if not there:
        raise ExpectedError("Nothing is installed here.")
    if dry_run:
        print(*shown(plan.undoing(facts), (), plan.undone(facts)), *(f"It would remove {file.path}" for file in there), sep="\n")
        return
    if not facts.root:
        raise ExpectedError("This needs the rights of an administrator: put `sudo` before it.")
    if ask(["systemctl", "is-active", UNIT], "", 5.0).out.strip() == "active":
        agree("The kiosk is running. It ends now, and whoever is at the screen loses what they have typed.", already=wanted.agreed)
    _run(plan.undoing(facts), whatever_comes=True)
    for file in there:
        print(f"Removing {file.path}", flush=True)
        file.path.unlink()
    for folder in {file.path.parent for file in there}:
        if ask(["dpkg", "--search", str(folder)], "", 20.0).code:  # it is of no package, so it was made for the file
            with suppress(OSError):
                folder.rmdir()
    _run(plan.undone(facts), whatever_comes=True)
    stays = f"Its data stay in {facts.data}, and so do the account {facts.user} and the programs that were fetched."
    print(f"The kiosk no longer starts with this machine. {stays}")


def shown(before: Sequence[Command], files: Sequence[File], after: Sequence[Command]) -> list[str]:
    """The lines of all of it, for somebody who wants to read it first."""
    lines = [f"$ {shlex.join(command)}" for command in before]
    for file in files:
        lines += ["", f"{file.path} ({file.mode:o}):", *(f"    {line}".rstrip() for line in file.text.splitlines()), ""]
    return [*lines, *(f"$ {shlex.join(command)}" for command in after)]


# -- the facts --------------------------------------------------------------------------------------------------------


def look(wanted: Wanted, root: Path = probes.ROOT, ask: probes.Ask = probes.ask) -> MachineFacts:
    """What there is on this machine; not yet how well it is."""
    before = installed(root / RECORD.relative_to("/"))
    user = wanted.user or (before.account if before else _caller() if wanted.session == "desktop" else ACCOUNT)
    home, python = _home(user) or HOME, Path(sys.executable)
    return MachineFacts(
        PROJECT, python, wanted.content.absolute(), home / DATA, user, home, _uid(user), wanted.session,
        systemd=systemd_version(ask(["systemctl", "--version"], "", 5.0).out),
        root=os.geteuid() == 0,
        debian=is_debian(_read(root / "etc/os-release")),
        open="" if wanted.session == "desktop" else changeable(PROJECT, Path(sys.prefix), python.resolve()),
        secrets_open=is_readable_by_others(root / plan.SECRETS.relative_to("/")),
        hidden="" if wanted.session == "desktop" else hidden(PROJECT / "main.py", wanted.content.absolute(), python.resolve()),
        desktop=_read_link(root / DISPLAY_MANAGER),
        accept_drafts=wanted.accept_drafts or (before.drafts if before else False),
        grub=(root / "usr/sbin/update-grub").exists() and (root / "etc/default/grub").exists(),
        initramfs=(root / "usr/sbin/update-initramfs").exists(),
        usb=mounted_from_usb(ask(["lsblk", "--json", "--output", "TRAN,MOUNTPOINTS"], "", 20.0).out),
        masked=before.masked if before else masked(root),
        kernel=before.kernel if before else kernel(root),
        trusted=tuple(each.name for each in publishers.trusted(publishers.file_of())),
        agreed=before.opens if before else (),
        seatd=before.seatd if before else ask(["systemctl", "is-enabled", "seatd.service"], "", 5.0).code == 0,
    )  # fmt: skip


def kernel(root: Path) -> dict[str, str]:
    """How the settings of the kernel are that the kiosk changes."""
    found = {name: _read(root / "proc/sys" / name.replace(".", "/")).split() for name in plan.KERNEL}
    return {name: " ".join(words) for name, words in found.items() if words}


def masked(root: Path) -> tuple[str, ...]:
    """Which of the units that the kiosk masks are masked already."""
    return tuple(unit for unit in doors.MASKED if _read_link(root / "etc/systemd/system" / unit) == "null")


class BlockDevice(Struct, frozen=True):
    """What `lsblk` says of a disk, or of what lies on one."""

    tran: str | None = None
    mountpoints: tuple[str | None, ...] = ()
    children: tuple[BlockDevice, ...] = ()

    def mounted(self) -> Iterator[str]:
        """Where it is mounted, or anything on it."""
        yield from filter(None, self.mountpoints)
        for child in self.children:
            yield from child.mounted()


class BlockDevices(Struct, frozen=True):
    """All of them."""

    blockdevices: tuple[BlockDevice, ...] = ()


def mounted_from_usb(said: str) -> tuple[str, ...]:
    """Where disks on USB are mounted, by what `lsblk --json` says; nowhere if it says nothing."""
    try:
        told = json.decode(said, type=BlockDevices)
    except ValueError:
        return ()
    return tuple(dict.fromkeys(place for disk in told.blockdevices if disk.tran == "usb" for place in disk.mounted()))


def beginning(facts: MachineFacts, named: Path | None) -> MachineFacts:
    """With the folder whose keys, requests and settings the kiosk begins with, unless it has its own; `named` stands on the command line.

    Otherwise it is that of whoever calls. Raises ExpectedError where what is named would not be taken, or more than one could be meant.
    """
    has_its_own, homes = _is_there(facts.data), (data_folder(), (_home(_caller()) or facts.home) / DATA)
    if named and not _is_there(named):
        raise ExpectedError(f"There is no folder {named}, so the kiosk cannot begin with it. Name another with --data, or leave it out.")
    left = unfinished(facts.data) if has_its_own else None
    if named and has_its_own and not any(named.samefile(each) for each in (facts.data, left) if each):
        aside = shlex.quote(f"{facts.data}.before")
        raise ExpectedError(
            f"The kiosk of this machine already has its own data in {facts.data}, so it does not begin with {named}. Leave --data out; or, to begin"
            f" with that, first put the other aside: `sudo mv {shlex.quote(str(facts.data))} {aside}`."
        )
    found = [] if has_its_own else [named] if named else [each for each in dict.fromkeys(homes) if each != facts.data and _is_there(each)]
    full = [each for each in found if _is_there(each / KEYS) or _is_there(each / DRAWER)]
    if len(full) > 1:
        which = f"`--data {shlex.quote(str(full[0]))}`"
        raise ExpectedError(f"There are keys or requests in {listed(list(map(str, full)), 2)}. Say which the kiosk begins with, such as {which}.")
    given = next(iter([*full, *found]), None)
    outward, slips = as_owner(given or facts.data, lambda _: _outward(given or facts.data))
    own = Settings(**outward)
    backups, publications = (Path(each) if each else None for each in (own.backup_folder, own.publications_folder))
    needs = openings(own)
    return replace(
        facts, given=given, unfinished=left, network=bool(needs.desk), backups=backups, publications=publications, opens=needs.words(),
        slips=tuple(slips), absent=tuple(each for each in (backups, publications) if each and not _is_there(each)),
    )  # fmt: skip


def _outward(data: Path) -> list[Any]:
    """What the settings name outside of the walls, and what is wrong with them, each with what helps."""
    own, problems = read_settings(data)
    wrong = [each for each in (*verdicts.settings(problems), *outward.desk(own, problems=problems)) if each.level is not Level.GREEN]
    return [{name: getattr(own, name) for name in OUTWARD}, [f"{each.says} {each.do}" for each in wrong]]


def _caller() -> str:
    return os.environ.get("SUDO_USER") or pwd.getpwuid(os.geteuid()).pw_name


def examined(facts: MachineFacts, ask: probes.Ask, *, undrawn: bool = False) -> MachineFacts:
    """With the self-test of the data that the kiosk will have, made by whom they belong to; `undrawn` leaves out what only Qt can tell.

    Where there are none yet, of the folder that whoever calls would begin with, as every other command of theirs finds it.
    """
    named = facts.given or (facts.data if _is_there(facts.data) or installed() else None)
    data = named or (_home(_caller()) or facts.home) / DATA
    print(f"Looking at this machine, and at what is in {data}, for up to a minute ...", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "kiosk.staff", "doctor", "--json", "--content", str(facts.content), *(("--data", str(named)) if named else ())]

    def doctor(_: Ask) -> list[Any]:
        answer = ask(command, "", DOCTOR_SECONDS)
        return [answer.code, answer.out, answer.err]

    answered = _diagnoses(probes.ProgramOutput(*as_owner(data, doctor)))
    return replace(facts, tested=data, diagnoses=tuple(each for each in answered if not (undrawn and each.part in _DRAWN)))


def _diagnoses(answer: probes.ProgramOutput) -> tuple[Diagnosis, ...]:
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
    return str(next(iter([*closed, *([python] if plan.is_at_home(python) else [])]), ""))


def changeable(*programs: Path) -> str:
    """The first path of these programs that others than root could change, or put something else in the place of; empty if there is none.

    What visitors see (`content`) may belong to staff. A folder such as /tmp, in which each can change only what is theirs, is no way in.
    """
    for program in programs:
        if place := others_own(program):
            return place
        if any(map(is_of_others, _everything(program))):
            return str(program)
    return ""


def _everything(program: Path) -> Iterator[Path]:
    yield program
    for folder, inner, files in os.walk(program):
        if Path(folder) == program:
            inner[:] = [name for name in inner if name not in ("content", ".git")]
        yield from (Path(folder, name) for name in (*inner, *files))


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


def _make_data_folder(facts: MachineFacts) -> None:
    """As the account itself, which could have put a link there. Raises ExpectedError."""
    if owner(facts.data) is None:
        mend = f"`sudo chown {shlex.quote(facts.user)}: {shlex.quote(str(facts.home))}`"
        raise ExpectedError(f"The home of the account {facts.user} belongs to root, so the kiosk could keep nothing there: {mend}.")
    try:
        as_owner(facts.data, lambda _: facts.data.mkdir(parents=True, exist_ok=True))
    except OSError as error:
        raise ExpectedError(f"The folder {facts.data} cannot be made: {why(error)}.") from error


def _write(file: File) -> None:
    try:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        file.path.write_text(file.text, encoding="utf-8")
        file.path.chmod(file.mode)
    except OSError as error:
        raise ExpectedError(f"{file.path} cannot be written: {why(error)}.") from error


def _run(commands: Sequence[Command], *, whatever_comes: bool = False) -> None:
    """One after the other; where nothing depends on one that fails, or `whatever_comes`, that is told and it goes on. Raises ExpectedError."""
    for command in commands:
        print(f"$ {shlex.join(command)}", flush=True)
        try:
            code, says = subprocess.run(command, check=False).returncode, "failed"
        except OSError as error:
            code, says = 127, f"cannot be run: {why(error)}"
        if not code:
            continue
        lacks = "The rest is done all the same." if whatever_comes else plan.lacking(command)
        if not lacks:
            raise ExpectedError(f"`{shlex.join(command)}` {says}. `sudo python3 main.py uninstall` takes back what was done.")
        print(f"`{shlex.join(command)}` {says}. {lacks}", file=sys.stderr, flush=True)
