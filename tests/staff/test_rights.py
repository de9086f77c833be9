"""Whatever the account of the kiosk puts where root comes by: nothing of root's is read, written or given away. Only root can try that."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace

from kiosk import processes
from kiosk.health import Diagnosis, Level, as_json
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.keys import try_out_key
from kiosk.signup.record import Answer, Record
from kiosk.staff import rights
from kiosk.staff.care import restore as restoring
from kiosk.staff.care import update as updating
from kiosk.staff.care.backup import KioskFolders, backup, keep_before_update
from kiosk.staff.care.restore import restore
from kiosk.staff.care.update import Machine, go_back, update
from kiosk.staff.content import review
from kiosk.staff.diagnosis import probes
from kiosk.staff.errors import ExpectedError
from kiosk.staff.install.install import _make_data_folder, examined, is_open
from kiosk.staff.install.plan import MachineFacts
from kiosk.staff.main import main
from kiosk.staff.requests import faults, listing

__test__ = os.geteuid() == 0
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
KIOSK, STAFF = 64_997, 64_998
"""Accounts that nobody has: the kiosk's, and that of somebody who writes what visitors see."""
NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
OF_ROOT = "root alone may read that"


class Box(Struct, frozen=True):
    """A machine: a home of the kiosk's account, a program of root's, and things that are root's alone."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "home" / "data"

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    @property
    def place(self) -> KioskFolders:
        return KioskFolders(self.folder / "opt" / "kiosk" / "content", self.data)

    @property
    def packed(self) -> Path:
        return self.folder / "vault" / "good.zip"

    def of_root(self) -> dict[str, tuple[int, int, int, bytes]]:
        """All that is root's alone, with whose it is and who may use it."""
        found = {}
        for path in (self.vault, *self.vault.rglob("*")):
            facts = path.lstat()
            found[str(path)] = facts.st_mode, facts.st_uid, facts.st_gid, path.read_bytes() if path.is_file() else b""
        return found

    def of_others(self) -> bytes:
        """All that the account of the kiosk could read: everything else."""
        files = [path for path in self.folder.rglob("*") if self.vault not in (path, *path.parents) and path.is_file() and not path.is_symlink()]
        return b"".join(path.read_bytes() for path in files if path.stat().st_nlink == 1)


PAINTS = "import os, socket, sys, time\nif sys.argv[1] == 'run':\n    line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
PAINTS += "    line.connect(os.environ['NOTIFY_SOCKET'])\n    line.send(b'READY=1')\n    time.sleep(60)\n"


def write_version(folder: Path, number: str) -> None:
    """A kiosk of which there is no more than its first picture."""
    (folder / "kiosk").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "content" / "clinic.yaml").write_text("name: The clinic\n")
    (folder / "pyproject.toml").write_text(f'[project]\nname = "kiosk"\nversion = "{number}"\n')
    (folder / "main.py").write_text(PAINTS)


def lay_out(folder: Path) -> Box:
    box = Box(folder)
    folder.chmod(0o755)
    (folder / "opt").mkdir()
    write_version(folder / "opt" / "kiosk", "1")
    (folder / "new").mkdir()
    write_version(folder / "new" / "kiosk", "2")
    box.vault.mkdir(mode=0o700)
    (box.vault / "shadow").write_text(OF_ROOT)
    (box.vault / "shadow").chmod(0o600)
    for name in ("drawer", "keys", "content"):
        (box.vault / "etc" / name).mkdir(parents=True, mode=0o700)
    for name in ("settings.yaml", "drawer.sqlite", "recipients.json", "private.json", "drawer/drawer.sqlite", "keys/recipients.json"):
        (box.vault / "etc" / name).write_text(OF_ROOT)
    box.data.mkdir(parents=True)
    (box.data / "settings.yaml").write_text("lower_edge_mm: 700\n")
    key = try_out_key.make_try_out(box.data / "keys", date(2026, 11, 1))
    drawer = Drawer(box.data / "drawer", box.data / "keys", lambda: NOW)
    drawer.keep(Record(date(2026, 11, 1), "en", (Answer("Your name", "name", "Bo", "Bo"),), ()))
    drawer.close()
    backup(box.place, box.packed, NOW)
    assert key
    for path in (box.folder / "home", *(box.folder / "home").rglob("*")):
        os.chown(path, KIOSK, KIOSK)
    return box


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    with tempfile.TemporaryDirectory() as folder:
        let_every_account_run_python(monkeypatch, Path(folder))
        yield lay_out(Path(folder))


def let_every_account_run_python(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Also where the Python and the program that run the tests lie in root's own home."""
    python = str(next(each for each in (Path(sys.executable).resolve(), Path("/usr/bin/python3").resolve()) if is_open(each)))
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(processes, "_PYTHON", python)
    monkeypatch.setattr(processes, "__file__", shutil.copy(processes.__file__, folder / "guard.py"))
    monkeypatch.setattr(updating, "cannot_read_python", lambda: False)


NAMES = [
    ".", "settings.yaml", "drawer", "drawer/drawer.sqlite", "drawer/drawer.sqlite-wal", "drawer/drawer-set-aside-20260101-000000.sqlite", "keys",
    "keys/recipients.json", "keys/{key}.private.json", "before-update.zip", ".before-update.zip.{pid}", "before-restore-20261123-180000",
    ".restore-plan", ".restore-plan.{next}", ".restoring-{next}", "running", "mine.zip", ".mine.zip.{pid}", ".mine.zip.999999", "stick.zip",
]  # fmt: skip
"""What commands of root read, write or erase below the data folder."""
TRAPS: dict[str, Callable[[Path, Path], None]] = {
    "a file of root's": lambda path, vault: path.symlink_to(vault / "shadow"),
    "a folder of root's": lambda path, vault: path.symlink_to(vault / "etc"),
    "a file that root would make": lambda path, vault: path.symlink_to(vault / "fresh"),
    "another name of a file of root's": lambda path, vault: os.link(vault / "shadow", path),
    "a pipe": lambda path, _: os.mkfifo(path),
    "a folder": lambda path, _: path.mkdir(),
}
COMMANDS: dict[str, Callable[[Box], object]] = {
    "update": lambda box: update(Machine(box.place.content.parent, box.place, None), box.folder / "new" / "kiosk", NOW, agreed=True),
    "back": lambda box: go_back(Machine(box.place.content.parent, box.place, None)),
    "backup": lambda box: backup(box.place, box.folder / "out.zip", NOW, replace=True),
    "backup there": lambda box: backup(box.place, box.data / "mine.zip", NOW, replace=True),
    "restore": lambda box: restore(box.place, box.packed, NOW, replace=True),
    "restore from there": lambda box: restore(box.place, box.data / "mine.zip", NOW, replace=True, agreed=True),
}


OF_UPDATE = (".", "settings.yaml", "before-update.zip", ".before-update.zip.{pid}")


def plant(box: Box, name: str, trap: str) -> None:
    key = next((box.data / "keys").glob("*.private.json")).name.removesuffix(".private.json")
    for number in range(os.getpid(), os.getpid() + 1) if "{next}" not in name else range(os.getpid() + 1, os.getpid() + 300):
        path = box.data / name.format(key=key, pid=os.getpid(), next=number)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        TRAPS[trap](path, box.vault)
        os.chown(path, KIOSK, KIOSK, follow_symlinks=False) if "name" not in trap else None


@pytest.mark.parametrize("trap", list(TRAPS))
@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_root_follows_what_the_kiosk_has_planted(box: Box, name: str, trap: str) -> None:
    plant(box, name, trap)
    before = box.of_root()
    for each in COMMANDS if name in OF_UPDATE else [each for each in COMMANDS if each != "update"]:
        with suppress(ExpectedError):
            COMMANDS[each](box)
        assert box.of_root() == before
        assert OF_ROOT.encode() not in box.of_others()
    for path in box.folder.joinpath("home").rglob("*"):
        assert path.lstat().st_uid == KIOSK or path.lstat().st_nlink > 1, path


def test_what_it_does_there_belongs_to_the_kiosk(box: Box) -> None:
    for command in list(COMMANDS.values())[:-1]:
        command(box)
    with pytest.raises(ExpectedError, match="in the same second"):
        COMMANDS["restore from there"](box)
    made = {path.name for path in box.data.iterdir()}
    assert {"before-update.zip", "before-restore-20261123-180000", "mine.zip"} <= made
    assert {path.stat().st_uid for path in box.data.rglob("*")} == {KIOSK}
    assert {path.stat().st_uid for path in box.folder.joinpath("opt").rglob("*")} == {0}


# -- content that staff may change ------------------------------------------------------------------------------------


def give_content_to_staff(box: Box) -> None:
    for path in (box.place.content, *box.place.content.rglob("*")):
        os.chown(path, STAFF, STAFF)


def as_staff(work: Callable[[], object]) -> None:
    """What somebody who writes the content tries beside a command of root's; whatever the system refuses them."""
    if (child := os.fork()) == 0:
        rights.become(rights.Account(STAFF, STAFF))
        with suppress(OSError):
            work()
        os._exit(0)
    os.waitpid(child, 0)


CONTENT_TRAPS: dict[str, Callable[[Path, Path], object]] = {
    "all of it is a link of theirs to a folder of root's": lambda content, vault: (shutil.rmtree(content), content.symlink_to(vault / "etc")),
    "a folder is a link": lambda content, vault: (content / "topics").symlink_to(vault / "etc"),
    "a file is a link": lambda content, vault: (content / "topic.yaml").symlink_to(vault / "shadow"),
    "a file is another name of root's": lambda content, vault: os.link(vault / "shadow", content / "topic.yaml"),
}


@pytest.mark.parametrize("trap", list(CONTENT_TRAPS))
def test_nothing_of_root_comes_into_content_by_what_staff_have_planted_there(box: Box, trap: str) -> None:
    update(Machine(box.place.content.parent, box.place, None), box.folder / "new" / "kiosk", NOW, agreed=True)
    give_content_to_staff(box)
    CONTENT_TRAPS[trap](box.place.content, box.vault)
    os.chown(box.place.content, STAFF, STAFF, follow_symlinks=False)
    before = box.of_root()
    for each in ("back", "backup", "restore"):
        with suppress(ExpectedError):
            COMMANDS[each](box)
        if "another name" not in trap:
            assert box.of_root() == before
        assert OF_ROOT.encode() not in box.of_others(), each


@pytest.mark.parametrize("trap", list(CONTENT_TRAPS))
def test_where_the_data_are_roots_own_a_backup_holds_nothing_that_staff_could_not_read(box: Box, trap: str) -> None:
    give_content_to_staff(box)
    CONTENT_TRAPS[trap](box.place.content, box.vault)
    os.chown(box.place.content, STAFF, STAFF, follow_symlinks=False)
    shutil.copytree(box.data, data := box.folder / "opt" / "data")
    place = KioskFolders(box.place.content, data)
    for work in (lambda: backup(place, data / "mine.zip", NOW), lambda: keep_before_update(place, NOW)):
        with suppress(ExpectedError, OSError):
            work()
    for file in data.glob("*.zip"):
        with zipfile.ZipFile(file) as packed:
            assert not [name for name in packed.namelist() if OF_ROOT.encode() in packed.read(name)]


def test_a_command_about_the_content_becomes_whoever_may_change_it(box: Box) -> None:
    give_content_to_staff(box)
    (box.place.content / "reviews.yaml").symlink_to(box.vault / "shadow")
    assert review.translated  # it is there already: the account may not read the Python of whoever runs the tests
    if (child := os.fork()) == 0:
        main(["translated", "--content", str(box.place.content)])
        os._exit(os.geteuid() == STAFF)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_whoever_gets_the_content_of_a_backup_cannot_exchange_it_before_it_is_in_place(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    give_content_to_staff(box)
    real = restoring._Content.swap

    def swap(content: Any) -> None:
        as_staff(lambda: ((content._staged / "content").rename(content._staged / "was"), (content._staged / "content").symlink_to(box.vault)))
        real(content)

    monkeypatch.setattr(restoring._Content, "swap", swap)
    restore(box.place, box.packed, NOW, replace=True)
    assert not box.place.content.is_symlink()
    assert {path.lstat().st_uid for path in (box.place.content, *box.place.content.rglob("*"))} == {STAFF}


def test_content_stays_whose_it_is_whichever_version_comes(box: Box) -> None:
    give_content_to_staff(box)
    for number, command in enumerate(("update", "back", "back", "with content")):
        if command == "with content":
            write_version(box.folder / "newer" / "kiosk", "3")
            update(Machine(box.place.content.parent, box.place, None), box.folder / "newer" / "kiosk", NOW, with_content=True, agreed=True)
        else:
            COMMANDS[command](box)
        assert {path.stat().st_uid for path in (box.place.content, *box.place.content.rglob("*"))} == {STAFF}, (number, command)
        assert {path.stat().st_uid for path in box.place.content.parent.glob("[!c]*")} == {0}


def test_a_version_is_tried_as_the_account_of_the_kiosk(box: Box) -> None:
    give_content_to_staff(box)
    only = f"import os, sys\nif sys.argv[1] != '--help' and (os.geteuid(), os.getgroups()) != ({KIOSK}, []):\n    sys.exit(1)\n"
    (box.folder / "new" / "kiosk" / "main.py").write_text(f"{only}{PAINTS}")
    COMMANDS["update"](box)


@pytest.mark.parametrize("roots", [False, True], ids=["a file of the kiosk", "a file of root, as on a stick"])
def test_content_that_somebody_else_may_have_written_comes_only_by_the_word_of_staff(box: Box, *, roots: bool) -> None:
    mine = box.data / "mine.zip"
    backup(box.place, mine, NOW)
    if roots:
        mine = Path(shutil.copy(mine, box.folder / "stick.zip"))
        assert mine.stat().st_uid == 0
    clinic, topic = box.place.content / "clinic.yaml", box.place.content / "topic.yaml"
    clinic.write_text("name: Another\n")
    topic.write_text("topic: of today\n")
    with pytest.raises(ExpectedError, match=r"Changed: content/clinic.yaml. Gone: content/topic.yaml.*--yes") as told:
        restore(box.place, mine, NOW, replace=True)
    assert f"whoever had {mine} could have changed it" in str(told.value)
    assert (clinic.read_text(), topic.read_text()) == ("name: Another\n", "topic: of today\n")
    restore(box.place, mine, NOW, replace=True, agreed=True)
    assert clinic.read_text() == "name: The clinic\n"
    restore(box.place, mine, NOW + timedelta(seconds=1), replace=True)  # nothing of the content differs


@pytest.mark.parametrize("moves", range(7))
def test_if_the_part_with_fewer_rights_is_killed_root_goes_on_with_it_later(box: Box, monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    real, left = restoring._move, [moves]

    def move(source: Path, target: Path) -> None:
        if os.geteuid() == KIOSK:
            left[0] -= 1
            if left[0] == -1:
                os.kill(os.getpid(), 9)
        real(source, target)

    monkeypatch.setattr(restoring, "_move", move)
    (box.place.content / "clinic.yaml").write_text("name: Another\n")
    with suppress(ExpectedError):
        restore(box.place, box.packed, NOW, replace=True, agreed=True)
    monkeypatch.undo()
    restoring.finish_restore(box.data, box.place.content)
    assert (box.place.content / "clinic.yaml").read_text() == "name: The clinic\n"
    assert len(list(box.data.glob("before-restore-*/drawer/drawer.sqlite"))) == 1
    assert not list(box.data.glob(".restore-plan*"))
    drawer = Drawer(box.data / "drawer", box.data / "keys", lambda: NOW)
    assert len(drawer.entries()) == 1
    drawer.close()


def test_a_backup_leaves_no_content_out_unsaid(box: Box) -> None:
    (box.place.content / "topics").mkdir(mode=0o700)
    with pytest.raises(ExpectedError, match=r"cannot be written: .*topics"):
        backup(box.place, box.folder / "out.zip", NOW)
    assert not (box.folder / "out.zip").exists()


def test_the_kiosk_can_read_what_root_puts_in_place_whatever_root_hides_of_its_own_files(box: Box) -> None:
    words = ["restore", str(box.packed), "--replace", "--content", str(box.place.content), "--data", str(box.data)]
    (box.place.content / "topics").mkdir()
    (box.place.content / "topics" / "10-start.yaml").write_text("topic: start\n")
    before = os.umask(0o077)
    try:
        backup(box.place, box.packed, NOW, replace=True)
        assert main(words) == 0
        made = [box.place.content, *box.place.content.rglob("*")]
        assert len(made) > 3
        assert [path for path in made if path.stat().st_mode & 0o004 != 0o004] == []
        assert [path for path in made if path.is_dir() and path.stat().st_mode & 0o001 != 0o001] == []
        assert box.packed.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)


def test_a_version_belongs_to_whom_the_last_one_belonged(box: Box) -> None:
    project = box.place.content.parent
    for path in (project, *project.rglob("*")):
        os.chown(path, KIOSK + 1, KIOSK + 1)
    COMMANDS["update"](box)
    assert {path.stat().st_uid for path in (project, *project.rglob("*"))} == {KIOSK + 1}


def test_every_other_command_becomes_the_account_whose_data_it_was_given(box: Box, capfd: pytest.CaptureFixture[str]) -> None:
    plant(box, "keys/recipients.json", "a file of root's")
    assert {faults.told, listing.waiting}  # it is there already: the account may not read the Python of whoever runs the tests
    if (child := os.fork()) == 0:
        os._exit(main(["signups", "waiting", "--data", str(box.data)]) + 100 * (os.geteuid() == KIOSK))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 100, capfd.readouterr()


def test_a_crash_is_written_down_as_the_account(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.unattended.crash.datetime", type("Stopped", (), {"now": staticmethod(lambda tz: NOW)}))
    (box.data / "crash-20261123-180000.log").symlink_to(box.vault / "shadow")
    before = box.of_root()
    monkeypatch.setattr("kiosk.staff.care.backup.backup", lambda *_, **__: 1 / 0)
    assert main(["backup", str(box.folder / "x.zip"), "--data", str(box.data), "--content", str(box.place.content)]) == 3
    assert box.of_root() == before


def test_an_account_is_known_by_the_first_folder_on_the_way_that_is_not_roots(box: Box) -> None:
    assert rights.owner(box.data / "no" / "such") == rights.Account(KIOSK, KIOSK)
    (box.folder / "short").symlink_to(box.data)
    assert rights.owner(box.folder / "short") == rights.Account(KIOSK, KIOSK)
    (box.folder / "long").symlink_to(box.data / "way")
    (box.data / "way").symlink_to(box.vault)
    assert rights.owner(box.data / "way" / "shadow") == rights.Account(KIOSK, KIOSK)
    assert rights.owner(box.folder / "long" / "shadow") == rights.Account(KIOSK, KIOSK)
    (box.vault / "round").symlink_to("round")
    assert rights.owner(box.vault / "round") is None
    assert rights.owner(box.vault) is None


# -- the child --------------------------------------------------------------------------------------------------------


def test_what_root_has_in_its_variables_descriptors_and_terminal_is_none_of_the_account(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_AUTH_SOCK", "SUDO_COMMAND", "PYTHONPATH", "KIOSK_MAIL_PASSWORD", "KIOSK_RELEASE_PASSWORD", "LD_PRELOAD"):
        monkeypatch.setenv(name, OF_ROOT)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    before = os.umask(0)

    def told(_: rights.Ask) -> dict[str, Any]:
        opened = []
        for each in range(3, 1000):
            with suppress(OSError):
                opened.append((each, stat.S_ISSOCK(os.fstat(each).st_mode)))
        printed = subprocess.run(["env"], stdout=subprocess.PIPE, text=True, check=True).stdout
        return {
            "env": printed, "opened": opened, "session": os.getsid(0) == os.getpid(), "umask": os.umask(0),
            "stdin": os.path.samestat(os.fstat(0), Path(os.devnull).stat()),
            "core": resource.getrlimit(resource.RLIMIT_CORE), "dumpable": ctypes.CDLL(None).prctl(3), "ids": [*os.getresuid(), *os.getgroups()],
        }  # fmt: skip

    try:
        with (box.vault / "shadow").open() as of_root, (box.vault / "shadow").open() as needed:
            os.set_inheritable(of_root.fileno(), True)
            ours = {out.fileno() for out in (needed, sys.stdout, sys.stderr)}
            seen = rights.as_owner(box.data, told, needs=[needed.fileno()])
    finally:
        os.umask(before)
    assert OF_ROOT not in seen["env"]
    assert {line.partition("=")[0] for line in seen["env"].splitlines()} <= {"HOME", "USER", "LOGNAME", "LC_ALL", *rights._NEEDED}
    assert {each for each, line in seen["opened"] if not line} == ours - {1, 2}
    assert [line for _, line in seen["opened"]].count(True) == 1
    assert (seen["session"], seen["umask"], seen["stdin"], seen["core"], seen["dumpable"]) == (True, 0o022, True, [0, 0], 0)
    assert seen["ids"] == [KIOSK] * 3


def test_the_self_test_and_the_folder_of_an_installed_kiosk_have_nothing_of_root(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", OF_ROOT)

    def ask(_: object, reads: str, seconds: float) -> probes.ProgramOutput:
        assert (reads, 0 < seconds < rights.IDLE_SECONDS) == ("", True)
        has = f"{os.getuid()} {os.getsid(0) == os.getpid()} {'SECRET' in os.environ}"
        return probes.ProgramOutput(0, as_json([Diagnosis("keys", Level.GREEN, has)]))

    facts = MachineFacts(Path("/opt/kiosk"), Path(sys.executable), box.place.content, box.data / "further" / "in", user="kiosk", uid=KIOSK)
    assert examined(replace(facts, given=box.data), ask).diagnoses[0].says == f"{KIOSK} True False"
    _make_data_folder(facts)
    assert facts.data.stat().st_uid == facts.data.parent.stat().st_uid == KIOSK
    with pytest.raises(ExpectedError, match="belongs to root"):
        _make_data_folder(replace(facts, data=box.folder / "data", home=box.folder))
    assert not (box.folder / "data").exists()


def test_where_the_account_cannot_read_the_python_of_root_it_says_so(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable() -> None:
        raise ImportError

    monkeypatch.setattr(processes, "hide", unreadable)  # as its import fails there
    monkeypatch.setattr(rights, "cannot_read_python", lambda: os.geteuid() == KIOSK)
    with pytest.raises(ExpectedError, match="only its owner may read"):
        rights.as_owner(box.data, lambda _: 1)


@pytest.mark.parametrize("at", ["the beginning", "a question", "the end"])
def test_nobody_who_stops_the_child_makes_root_wait(box: Box, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    monkeypatch.setattr(rights, "STOPPED_SECONDS", 0.3)
    monkeypatch.setattr(rights, "GOODBYE_SECONDS", 0.3)
    real = os._exit

    def stop() -> None:
        os.kill(os.getpid(), signal.SIGSTOP)

    def work(ask: rights.Ask) -> str:
        if at == "a question":
            ask("more")
        if at == "the end":
            monkeypatch.setattr(os, "_exit", lambda code: (stop(), real(code)))
        else:
            stop()
        return "done"

    begun = set(children_of(os.getpid()))
    if at == "the end":
        assert rights.as_owner(box.data, work) == "done"
    else:
        with pytest.raises(ExpectedError, match=r"stood still.*Restart the machine"):
            rights.as_owner(box.data, work, {"more": lambda: 1})
    assert set(children_of(os.getpid())) == begun


def children_of(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/self/task/{process}/children").read_text().split()]


@pytest.mark.parametrize("idle", [True, False])
def test_one_that_is_at_work_is_waited_for_and_one_that_does_nothing_is_not(box: Box, monkeypatch: pytest.MonkeyPatch, idle: bool) -> None:
    monkeypatch.setattr(rights, "IDLE_SECONDS", 0.5)

    def work(_: rights.Ask) -> str:
        if idle:
            signal.pause()
        until = time.process_time() + 1
        while time.process_time() < until:
            pass
        return "done"

    if idle:
        with pytest.raises(ExpectedError, match="stood still"):
            rights.as_owner(box.data, work)
    else:
        assert rights.as_owner(box.data, work) == "done"


def test_no_child_outlives_root(box: Box) -> None:
    reading, writing = os.pipe()
    if (root := os.fork()) == 0:
        rights.as_owner(box.data, lambda _: (os.write(writing, b"."), signal.pause()), needs=[writing])
    os.close(writing)
    assert os.read(reading, 1) == b"."
    os.kill(root, signal.SIGKILL)
    os.waitpid(root, 0)
    assert os.read(reading, 1) == b"", "the line is open for as long as the child lives"
    os.close(reading)


def test_several_sentences_stay_several(box: Box, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ExpectedError("The first.", "The second.")

    with pytest.raises(ExpectedError) as told:
        rights.as_owner(box.data, refuse)
    assert told.value.args == ("The first.", "The second.")
    monkeypatch.setattr("kiosk.staff.install.install.uninstall", refuse)
    assert main(["uninstall", "--data", str(box.data)]) == 1
    assert capfd.readouterr().err.splitlines() == ["The first.", "The second."]
