"""Another version is tried before it is trusted, and the last one that worked is never lost."""

from __future__ import annotations

import base64
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from conftest import deep as bottomless
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from dying import dies_at

from kiosk.content.store.publications import PUBLISHERS
from kiosk.files import archives
from kiosk.staff import confirmation
from kiosk.staff.before_install import MAKE_READY
from kiosk.staff.care import bill, copies, release, swap
from kiosk.staff.care import update as module
from kiosk.staff.care.backup import KioskFolders
from kiosk.staff.care.update import Machine, go_back
from kiosk.staff.errors import ExpectedError
from kiosk.staff.main import main
from kiosk.staff.version import version_of

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
update = partial(module.update, agreed=True)
SAYS = "import os, socket, time\nline = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\nline.connect(os.environ['NOTIFY_SOCKET'])\n"
VERSIONS = {
    "is never ready": "import time\ntime.sleep(60)\n",
    "good": f"{SAYS}line.send(b'READY=1')\ntime.sleep(60)\n",
    "refuses the content": "print('topics/a.yaml:3:1: error: No such icon.')\nraise SystemExit(1)\n",
    "cannot be installed": "raise SystemExit(1)\n",
    "dies": "raise SystemExit(3)\n",
    "hangs": "import time\ntime.sleep(60)\n",
}
"""A version of which only that shows: what it does when it first comes to its packages, at its `check`, or its `run`."""


def write_version(folder: Path, number: str, kind: str = "good") -> Path:
    """A folder with a kiosk of which there is no more than its first picture."""
    (folder / "kiosk").mkdir(parents=True)
    (folder / "kiosk" / "__init__.py").write_text(f"VERSION = {number!r}\n")
    (folder / "content").mkdir()
    (folder / "content" / "clinic.yaml").write_text(f"shipped with {number}\n")
    (folder / "pyproject.toml").write_text(f'[project]\nname = "kiosk"\nversion = "{number}"\n')
    (folder / "requirements.lock").write_text(f"snack==1.0 \\\n    --hash=sha256:{'0' * 64}\n")
    at = {"refuses the content": "check", "cannot be installed": "--help", "is never ready": "--help"}.get(kind, "run")
    lines = VERSIONS[kind].splitlines()
    (folder / "main.py").write_text("\n".join(["import sys", f"if sys.argv[1] == {at!r}:", *(f"    {line}" for line in lines)]) + "\n")
    return folder


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    project = write_version(tmp_path / "opt", "1")
    (project / "content" / "clinic.yaml").write_text("written by staff\n")
    (project / ".venv" / "lib" / "site-packages").mkdir(parents=True)
    (project / ".venv" / "lib" / "site-packages" / "module.py").write_text("x = 1\n")
    (tmp_path / "data").mkdir()
    return Machine(project, KioskFolders(project / "content", tmp_path / "data"), None)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def beside(machine: Machine) -> set[str]:
    return {path.name for path in machine.project.parent.iterdir()} - {"new", "data", "new.zip", "new.zip.sig"}


def zipped(folder: Path) -> Path:
    """As code hosts offer it: one folder, and all in that."""
    file = folder.with_name("new.zip")
    with zipfile.ZipFile(file, "w") as packed:
        for path in folder.rglob("*"):
            packed.write(path, f"kiosk-2/{path.relative_to(folder)}")
    return file


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_a_new_version_takes_over_and_the_old_one_can_come_back(machine: Machine, tmp_path: Path, packed: bool) -> None:
    new = write_version(tmp_path / "new", "2")
    said = update(machine, zipped(new) if packed else new, NOW)
    assert "version 2 now" in said
    assert version_of(machine.project) == "2"
    assert (machine.project / "content" / "clinic.yaml").read_text() == "written by staff\n"
    assert (machine.project / ".venv" / "lib" / "site-packages" / "module.py").exists()
    assert (machine.place.data / "before-update.zip").exists()
    (machine.project / "content" / "clinic.yaml").write_text("written later\n")
    assert "version 1 again" in go_back(machine)
    assert version_of(machine.project) == "1"
    assert (machine.project / "content" / "clinic.yaml").read_text() == "written later\n"
    go_back(machine)
    assert version_of(machine.project) == "2"
    assert beside(machine) == {"opt", "opt.before"}


@pytest.mark.parametrize("name", ["unpacked", "unpacked.zip", "archive", "kiosk", "new.sig", "a b"])
def test_an_archive_may_have_any_name(machine: Machine, tmp_path: Path, name: str) -> None:
    file = zipped(write_version(tmp_path / "new", "2")).rename(tmp_path / name)
    sign(file, trust(machine))
    assert "version 2 now" in update(machine, file, NOW)


def test_the_version_that_is_here_is_taken_again_only_knowingly(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    before = everything(machine.project.parent)
    with pytest.raises(ExpectedError, match=r"version 2 already\. Nothing was changed"):
        update(machine, tmp_path / "new", NOW)
    assert everything(machine.project.parent) == before
    assert "version 2 now" in update(machine, tmp_path / "new", NOW, again=True)


def test_its_content_comes_along_where_that_is_wanted(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW, with_content=True)
    assert (machine.project / "content" / "clinic.yaml").read_text() == "shipped with 2\n"


@pytest.mark.parametrize(("kind", "words"), [
    ("refuses the content", "No such icon"), ("cannot be installed", "cannot be installed"), ("dies", "first screen"), ("hangs", "first screen"),
    ("is never ready", "not ready after"),
])  # fmt: skip
def test_a_version_that_does_not_work_here_changes_nothing(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setattr(module, "START_SECONDS", 2.0 if kind == "hangs" else 30.0)
    monkeypatch.setattr(module, "READY_SECONDS", 2.0 if kind == "is never ready" else 30.0)
    before = everything(machine.project)
    with pytest.raises(ExpectedError, match=words) as told:
        update(machine, write_version(tmp_path / "new", "2", kind), NOW)
    assert_is_a_sentence(str(told.value))
    assert everything(machine.project) == before
    assert beside(machine) == {"opt"}


@pytest.mark.parametrize(("more", "taken"), [("", True), ("print('topics/a.yaml:3:1: error: No such icon.')\n    ", False)])
def test_a_slip_in_the_settings_keeps_no_version_away(
    machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: str, taken: bool
) -> None:
    """Every version goes on without the line that is wrong; a mistake in the content is another matter."""
    main = write_version(tmp_path / "new", "2") / "main.py"
    slip = "print('settings.yaml:3:1: error: No such hours.')\n    "
    main.write_text(f"{main.read_text()}if sys.argv[1] == 'check':\n    {slip}{more}raise SystemExit(1)\n")
    if taken:
        update(machine, main.parent, NOW)
        assert "settings.yaml:3:1: error: No such hours." in capsys.readouterr().err
    else:
        with pytest.raises(ExpectedError, match="No such icon"):
            update(machine, main.parent, NOW)
    assert version_of(machine.project) == ("2" if taken else "1")


COMPLAINS = """
import pathlib, shlex, sys
command, *words = sys.argv[1:]
if command == "--help":
    raise SystemExit
where = " ".join(map(shlex.quote, words[-4:]))
print(f"See `python3 main.py signups {where}`, or write `sudo python3 {pathlib.Path(__file__).resolve()} check`.", file=sys.stderr)
pathlib.Path(words[-1], "crash-1.log").write_text("ValueError: what went wrong")
print(f"The details are in {words[-1]}/crash-1.log", file=sys.stderr)
print(f"a.yaml:1:1: error: Run `python3 main.py translated {where}`.")
raise SystemExit(command == %r)
"""


@pytest.mark.parametrize("at", ["check", "run"])
def test_what_a_version_complains_of_names_no_place_where_it_was_only_tried(
    machine: Machine, tmp_path: Path, capfd: pytest.CaptureFixture[str], at: str
) -> None:
    new = write_version(tmp_path / "new", "2")
    (new / "main.py").write_text(COMPLAINS % at)
    with pytest.raises(ExpectedError) as told:
        update(machine, new, NOW)
    said = f"{told.value} {capfd.readouterr().err}"
    assert ".next" not in said
    assert ".update-" not in said
    assert f"`python3 main.py signups`, or write `sudo python3 {machine.project}/main.py check`" in said
    assert "ValueError: what went wrong" in said
    assert at == "run" or "`python3 main.py translated`" in said


def test_if_the_machine_does_not_come_up_with_it_the_old_one_is_back(machine: Machine, tmp_path: Path) -> None:
    started: list[str] = []

    def restart() -> bool:
        started.append(version_of(machine.project))
        return started[-1] == "1"

    installed = Machine(machine.project, machine.place, restart)
    with pytest.raises(ExpectedError, match="the old one is in place again"):
        update(installed, write_version(tmp_path / "new", "2"), NOW)
    assert started == ["2", "1"]
    assert version_of(machine.project) == "1"


@pytest.mark.parametrize("broken", [
    lambda path: path.write_bytes(b"PK no"),
    lambda path: path.write_bytes(path.read_bytes()[:-50]),
    lambda path: path.unlink(),
    lambda path: zipfile.ZipFile(path, "w").close(),
])  # fmt: skip
def test_what_is_no_kiosk_changes_nothing(machine: Machine, tmp_path: Path, broken: Callable[[Path], object]) -> None:
    file = zipped(write_version(tmp_path / "new", "2"))
    broken(file)
    before = everything(machine.project)
    with pytest.raises(ExpectedError):
        update(machine, file, NOW)
    assert everything(machine.project) == before
    assert beside(machine) == {"opt"}


def test_names_that_lead_upwards_land_nowhere_else(tmp_path: Path) -> None:
    deep = tmp_path / "one" / "two" / "three"
    project = write_version(deep / "opt", "1")
    machine = Machine(project, KioskFolders(project / "content", deep / "data"), None)
    file = zipped(write_version(deep / "new", "2"))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("../../evil", "x")
        packed.writestr("kiosk-2/../../../evil", "x")
    with pytest.raises(ExpectedError):  # there is more than one folder in it now
        update(machine, file, NOW)
    assert not list(tmp_path.rglob("evil"))


def test_without_a_step_that_exchanges_folders_it_takes_two(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "EXCHANGE", 1 << 20)  # EINVAL, as some file systems answer
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    assert version_of(machine.project) == "2"
    assert version_of(machine.before) == "1"
    assert beside(machine) == {"opt", "opt.before"}


def test_if_they_cannot_change_places_the_old_one_stays(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(one: Path, _other: Path) -> None:
        raise OSError(1, os.strerror(1), str(one))

    monkeypatch.setattr(module, "_exchange", refuse)
    before = everything(machine.project)
    with pytest.raises(ExpectedError, match="not permitted"):
        update(machine, write_version(tmp_path / "new", "2"), NOW)
    assert everything(machine.project) == before


# -- what lies in the folder and is of no version -----------------------------------------------------------------------

OWN = ("kiosk.zip", "kiosk.key", "notes/todo.txt", "content.before-restore-20261123/clinic.yaml", ".git/HEAD", "kiosk/own notes.txt")
"""What somebody put into the program's folder; the last one deep among its own files."""


def put_own(machine: Machine) -> None:
    for name in OWN:
        (machine.project / name).parent.mkdir(exist_ok=True)
        (machine.project / name).write_text(f"of staff: {name}")


def owned(machine: Machine) -> set[str]:
    return {name for name in OWN if (machine.project / name).is_file() and (machine.project / name).read_text() == f"of staff: {name}"}


def test_what_is_of_no_version_is_there_after_any_number_of_updates_and_ways_back(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "2", "2"), NOW)
    put_own(machine)
    for number in (3, 4, 5):
        assert "came along" in update(machine, write_version(tmp_path / str(number), str(number)), NOW)
        assert owned(machine) == set(OWN)
        go_back(machine)
        assert owned(machine) == set(OWN)
        go_back(machine)
        assert owned(machine) == set(OWN)
        assert not [name for name in OWN if (machine.before / name).exists()], "a key lies in one place"


def test_of_a_version_unpacked_by_hand_nothing_is_lost_either(machine: Machine, tmp_path: Path) -> None:
    put_own(machine)
    said = update(machine, write_version(tmp_path / "2", "2"), NOW)
    assert all(name in said for name in ("kiosk.zip", "kiosk.key", "notes", ".git"))
    said = update(machine, write_version(tmp_path / "3", "3"), NOW)
    assert owned(machine) == set(OWN) - {"kiosk/own notes.txt"}
    kept = machine.project.with_name("opt.kept")
    assert (kept / "kiosk" / "own notes.txt").exists(), "it cannot be told from the version's own, so that folder stays"
    assert not (kept / ".venv").exists()
    assert str(kept) in said


def test_a_version_that_has_a_file_of_that_name_does_not_take_its_place(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "2", "2"), NOW)
    put_own(machine)
    new = write_version(tmp_path / "3", "3")
    (new / "kiosk.key").write_text("of the version")
    assert "kiosk.key-2" in update(machine, new, NOW)
    assert (machine.project / "kiosk.key-2").read_text() == "of staff: kiosk.key"
    go_back(machine)
    assert (machine.project / "kiosk.key-2").read_text() == "of staff: kiosk.key"


def test_what_is_of_no_version_stays_where_a_version_does_not_come_up(machine: Machine, tmp_path: Path) -> None:
    put_own(machine)
    installed = Machine(machine.project, machine.place, lambda: version_of(machine.project) == "1")
    with pytest.raises(ExpectedError):
        update(installed, write_version(tmp_path / "2", "2"), NOW)
    assert owned(machine) == set(OWN)


def test_ones_own_content_outlives_that_of_two_versions(machine: Machine, tmp_path: Path) -> None:
    for number in ("2", "3"):
        update(machine, write_version(tmp_path / number, number), NOW)
    update(machine, write_version(tmp_path / "4", "4"), NOW, with_content=True)
    assert str(machine.project / module.KEPT_CONTENT) in update(machine, write_version(tmp_path / "5", "5"), NOW)
    assert (machine.project / module.KEPT_CONTENT / "clinic.yaml").read_text() == "written by staff\n"
    assert shown(machine) == "shipped with 4\n"


# -- what never ends ---------------------------------------------------------------------------------------------------

HUGE = 100 << 30
ENDLESS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a link to a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to a link to a device": lambda path: (path.symlink_to(f"{path.name}.more"), path.with_name(f"{path.name}.more").symlink_to("/dev/zero")),
    "a device": lambda path: os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5)) if os.geteuid() == 0 else path.symlink_to("/dev/zero"),
    "a huge file": lambda path: (path.touch(), os.truncate(path, HUGE)),
    "a socket": lambda path: os.mknod(path, stat.S_IFSOCK | 0o666),
    "a link to itself": lambda path: path.symlink_to(path),
    "a folder": Path.mkdir,
}
"""What may lie where a file is expected."""


def put(path: Path, kind: str) -> None:
    path.unlink(missing_ok=True)
    ENDLESS[kind](path)


@pytest.mark.parametrize("kind", ENDLESS)
@pytest.mark.parametrize(
    "name", ["new/pyproject.toml", "new/main.py", "new/kiosk/more.py", "new/content/x.png", "new.zip", "new.zip.sig", "opt/.trusted"]
)
def test_nothing_of_a_version_holds_it_up_or_fills_the_disk(machine: Machine, tmp_path: Path, name: str, kind: str) -> None:
    new = write_version(tmp_path / "new", "2")
    file = zipped(new)
    if name.endswith("sig"):
        sign(file, trust(machine))
    put(tmp_path / name, kind)
    if kind == "a folder" and name in ("new.zip", "new/kiosk/more.py", "new/content/x.png"):
        return
    with pytest.raises(ExpectedError) as told:
        update(machine, file if ".zip" in name else new, NOW, with_content=True)
    assert_is_a_sentence(str(told.value))
    assert version_of(machine.project) == "1"
    assert beside(machine) - {"new.zip.more", "new.zip.sig.more"} == {"opt"}


def assert_is_a_sentence(said: str) -> None:
    assert "\n" not in said
    assert said.endswith(".")
    assert not re.search(r"None|Errno|Error\b", said), said


def test_a_link_within_a_version_is_the_file_it_leads_to_and_one_to_elsewhere_is_refused(machine: Machine, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", "2")
    (new / "kiosk" / "same.py").symlink_to("__init__.py")
    update(machine, new, NOW)
    assert not (machine.project / "kiosk" / "same.py").is_symlink()
    assert (machine.project / "kiosk" / "same.py").read_text() == (new / "kiosk" / "__init__.py").read_text()
    (tmp_path / "secret").write_text("of root")
    (new / "kiosk" / "more.py").symlink_to(tmp_path / "secret")
    with pytest.raises(ExpectedError, match=r"more\.py: This is a link to something outside"):
        update(machine, new, NOW, again=True)


@pytest.mark.parametrize("name", ["content", ".wheels"])
@pytest.mark.parametrize("to", ["elsewhere", "nowhere"])
def test_a_folder_of_a_version_is_no_link(machine: Machine, tmp_path: Path, name: str, to: str) -> None:
    new = write_version(tmp_path / "new", "2")
    shutil.copytree(new / "content", tmp_path / "elsewhere")
    shutil.rmtree(new / name, ignore_errors=True)
    (new / name).symlink_to(tmp_path / to)
    with pytest.raises(ExpectedError, match=rf"{name}: This is a link.*Put a copy of the folder in its place"):
        update(machine, new, NOW, with_content=True)
    assert version_of(machine.project) == "1"


def test_links_that_staff_made_in_their_content_stay_links(machine: Machine, tmp_path: Path) -> None:
    (machine.project / "content" / "same.yaml").symlink_to("clinic.yaml")
    (machine.project / "content" / "nowhere").symlink_to("/nowhere")
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    go_back(machine)
    for folder in (machine.project, machine.before):
        assert (folder / "content" / "same.yaml").readlink() == Path("clinic.yaml")
        assert (folder / "content" / "nowhere").readlink() == Path("/nowhere")


@pytest.mark.parametrize("bound", [
    (False, "MOST_FILES", 3), (False, "MOST_BYTES", 200), (True, "MOST_FILES", 3), (True, "MOST_BYTES", 200), (True, "MOST_LISTED", 100),
])  # fmt: skip
def test_more_than_a_kiosk_has_is_refused(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: tuple[bool, str, int]) -> None:
    packed, name, most = bound
    new = write_version(tmp_path / "new", "2")
    source = zipped(new) if packed else new
    monkeypatch.setattr(archives if name == "MOST_LISTED" else copies, name, most)
    with pytest.raises(ExpectedError, match=r"far too large|list is too long"):
        update(machine, source, NOW)
    assert beside(machine) == {"opt"}


def lying(file: Path) -> None:
    """The last member says that it has 10 bytes, and has 50 MB."""
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("kiosk-2/kiosk/bomb.py", bytes(50_000_000))
    raw = file.read_bytes()
    file.write_bytes(raw.replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))


def packed_by(how: int) -> Callable[[Path], None]:
    def pack(file: Path) -> None:
        with zipfile.ZipFile(file, "a", how) as packed:
            packed.writestr("kiosk-2/kiosk/bomb.py", bytes(50_000_000))

    return pack


def deep(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as packed:
        for number in range(100):
            packed.writestr(f"kiosk-2/{number}/{'a/' * 1000}x", "")


@pytest.mark.parametrize("bomb", [lying, packed_by(zipfile.ZIP_BZIP2), packed_by(zipfile.ZIP_LZMA), deep], ids=["lying", "bz2", "lzma", "deep"])
def test_what_unpacks_to_more_than_it_says_is_refused(machine: Machine, tmp_path: Path, bomb: Callable[[Path], None]) -> None:
    file = zipped(write_version(tmp_path / "new", "2"))
    bomb(file)
    with pytest.raises(ExpectedError) as told:
        update(machine, file, NOW)
    assert_is_a_sentence(str(told.value))
    assert beside(machine) == {"opt"}


def test_folders_within_folders_without_end_are_no_version(machine: Machine, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", "2")
    bottomless(new / "kiosk" / "deep")
    with pytest.raises(ExpectedError, match="more than 20 folders lie in one another"):
        update(machine, new, NOW)
    assert beside(machine) == {"opt"}


@pytest.mark.parametrize("levels", [1, 3])
def test_an_archive_of_folders_within_folders_is_refused_before_any_is_made(machine: Machine, tmp_path: Path, levels: int) -> None:
    file = zipped(write_version(tmp_path / "new", "2"))
    with zipfile.ZipFile(file, "a") as packed:
        for level in range(levels):
            packed.writestr(f"kiosk/{'a/' * (25 + 600 * level)}f", "x")
    with pytest.raises(ExpectedError, match="more than 20 folders lie in one another"):
        update(machine, file, NOW)
    assert beside(machine) == {"opt"}


def test_what_an_update_left_behind_never_blocks_the_next(machine: Machine, tmp_path: Path) -> None:
    bottomless(machine.project.with_name(f"{machine.aside}left"))
    bottomless(machine.next)
    assert "version 2 now" in update(machine, write_version(tmp_path / "new", "2"), NOW)
    assert beside(machine) == {"opt", "opt.before"}


def test_what_cannot_be_cleared_away_never_blocks_the_next(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_: object, **__: object) -> None:
        raise OSError("stuck")

    monkeypatch.setattr(module, "erase", stuck)
    machine.project.with_name(f"{machine.aside}left").mkdir()
    assert "version 2 now" in update(machine, write_version(tmp_path / "new", "2"), NOW)


@pytest.mark.parametrize("number", ["9" * 5000, "[" * 100_000, "1" * 200_000])
def test_a_version_is_a_short_word(machine: Machine, tmp_path: Path, number: str) -> None:
    new = write_version(tmp_path / "new", number)
    if number.startswith("["):
        (new / "pyproject.toml").write_text(f"project = {number[:90_000]}")
    with pytest.raises(ExpectedError) as told:
        update(machine, new, NOW)
    assert len(str(told.value)) < 500


# -- signatures -------------------------------------------------------------------------------------------------------


def trust(machine: Machine, name: str = "The makers") -> Ed25519PrivateKey:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    (machine.project / release.TRUSTED).write_text(f"{name} {public}\n")
    return key


def sign(file: Path, key: Ed25519PrivateKey) -> None:
    file.with_name(f"{file.name}.sig").write_bytes(base64.b64encode(key.sign(release._digest(file))))


def test_a_machine_that_trusts_somebody_takes_what_they_signed(machine: Machine, tmp_path: Path) -> None:
    key, file = trust(machine), zipped(write_version(tmp_path / "new", "2"))
    sign(file, key)
    assert "signed by The makers" in update(machine, file, NOW)
    assert (machine.project / release.TRUSTED).read_text().startswith("The makers ")


@pytest.mark.parametrize("how", ["unsigned", "signed by another", "changed", "cut", "a folder", "trust brought along"])
def test_it_takes_nothing_else(machine: Machine, tmp_path: Path, how: str) -> None:
    key, new = trust(machine), write_version(tmp_path / "new", "2")
    if how == "trust brought along":
        (new / release.TRUSTED).write_text("")
    file = zipped(new)
    sign(file, key)
    signature = file.with_name("new.zip.sig")
    if how in ("unsigned", "trust brought along"):
        signature.unlink()
    elif how == "signed by another":
        sign(file, Ed25519PrivateKey.generate())
    elif how == "changed":
        with zipfile.ZipFile(file, "a") as packed:
            packed.writestr("kiosk-2/kiosk/more.py", "evil = True\n")
    elif how == "cut":
        signature.write_bytes(signature.read_bytes()[:20])
    before = everything(machine.project)
    with pytest.raises(ExpectedError):
        update(machine, new if how == "a folder" else file, NOW)
    assert everything(machine.project) == before


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "blank": lambda path: path.write_text("\n  \n"),
    "empty": Path.touch,
    "no key": lambda path: path.write_text("The makers notbase64!\n"),
    "a key without a name": lambda path: path.write_text(base64.b64encode(bytes(32)).decode()),
    "one line of two is broken": lambda path: path.write_text(f"A {base64.b64encode(bytes(32)).decode()}\nB {base64.b64encode(bytes(31)).decode()}"),
    "bytes": lambda path: path.write_bytes(b"\xff\xfe\0"),
    "a link that leads nowhere": lambda path: path.symlink_to("nowhere"),
    "a link to itself": lambda path: path.symlink_to(path),
    "a folder": Path.mkdir,
}


@pytest.mark.parametrize("kind", UNREADABLE)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_a_list_of_the_trusted_that_cannot_be_read_trusts_nobody(machine: Machine, tmp_path: Path, kind: str, packed: bool) -> None:
    UNREADABLE[kind](machine.project / release.TRUSTED)
    new = write_version(tmp_path / "new", "2")
    with pytest.raises(ExpectedError, match=r"whom this machine trusts .*delete it") as told:
        update(machine, zipped(new) if packed else new, NOW)
    assert "Errno" not in str(told.value)
    assert version_of(machine.project) == "1"


def test_only_without_a_list_are_versions_taken_from_anybody_and_that_is_said(machine: Machine, tmp_path: Path) -> None:
    assert "takes versions from anybody" in update(machine, write_version(tmp_path / "new", "2"), NOW)


@pytest.mark.parametrize("packed", [True, False])
def test_nothing_of_a_version_that_nobody_signed_runs_before_somebody_agreed(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, packed: bool
) -> None:  # fmt: skip
    new, ran = write_version(tmp_path / "new", "2"), tmp_path / "ran"
    (new / "main.py").write_text(f"open({str(ran)!r}, 'w')\n")
    with pytest.raises(ExpectedError, match=r"says that it is version 2; version 1 is here.*add --yes") as told:
        module.update(machine, zipped(new) if packed else new, NOW)
    assert str(tmp_path / "new") in str(told.value)
    monkeypatch.setattr(confirmation, "can_ask", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(ExpectedError, match="Nothing was changed"):
        module.update(machine, new, NOW)
    assert (ran.exists(), version_of(machine.project), beside(machine) & {"opt.next", "opt.before"}) == (False, "1", set())


@pytest.mark.parametrize("before", ["none", "another"])
@pytest.mark.parametrize("now", ["none", "somebody"])
def test_whom_the_machine_trusts_goes_along_on_the_way_back(machine: Machine, tmp_path: Path, before: str, now: str) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    if before == "another":
        (machine.before / release.TRUSTED).write_text(f"Leaked {base64.b64encode(bytes(32)).decode()}\n")
    if now == "somebody":
        trust(machine)
    ours = machine.project / release.TRUSTED
    trusted = ours.read_bytes() if ours.exists() else None
    go_back(machine)
    assert (ours.read_bytes() if ours.exists() else None) == trusted
    if now == "somebody":
        with pytest.raises(ExpectedError):
            update(machine, tmp_path / "new", NOW)


def test_whom_the_machine_trusts_to_publish_goes_along_both_ways(machine: Machine, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", "2")
    (new / PUBLISHERS).write_text("Eve RWnobody\n")
    ours = machine.project / PUBLISHERS
    ours.write_text("Ana RWours\n")
    update(machine, new, NOW)
    assert ours.read_text() == "Ana RWours\n"
    ours.write_text("Bob RWours\n")
    go_back(machine)
    assert ours.read_text() == "Bob RWours\n"


def test_the_way_back_is_closed_where_whom_the_machine_trusts_cannot_be_read(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    (machine.project / release.TRUSTED).symlink_to("nowhere")
    with pytest.raises(ExpectedError, match="whom this machine trusts"):
        go_back(machine)
    assert version_of(machine.project) == "2"


# -- never backwards --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("here", "there", "taken"), [
    ("1", "2", True), ("1.9", "1.10", True), ("1.10", "1.9", False), ("1.0", "1", True), ("2", "2", True), ("2", "1.99", False),
    ("1.0", "1.0rc1", False), ("1.0rc1", "1.0", True), ("0.1.0", "0.0.9", False),
])  # fmt: skip
def test_only_the_way_back_leads_backwards(machine: Machine, tmp_path: Path, here: str, there: str, taken: bool) -> None:
    (machine.project / "pyproject.toml").write_text(f'[project]\nname = "kiosk"\nversion = "{here}"\n')
    key, file = trust(machine), zipped(write_version(tmp_path / "new", there))
    sign(file, key)
    if taken:
        assert f"version {there} now" in update(machine, file, NOW, again=True)
        return
    with pytest.raises(ExpectedError, match=r"older\. Nothing was changed\..*--back"):
        update(machine, file, NOW)
    assert version_of(machine.project) == here
    assert beside(machine) == {"opt"}


def test_a_version_that_is_none_is_not_taken(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="It is not clear"):
        update(machine, write_version(tmp_path / "new", "newest"), NOW)


@pytest.mark.parametrize("kind", ["no main.py", "no kiosk", "no pyproject.toml", "refuses the content", "dies", "does not come up"])
def test_the_way_back_leads_to_nothing_that_does_not_work(machine: Machine, tmp_path: Path, kind: str) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    if kind.startswith("no "):
        gone = machine.before / kind.removeprefix("no ")
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    elif kind in VERSIONS:
        shutil.copy2(write_version(tmp_path / "broken", "1", kind) / "main.py", machine.before / "main.py")
    started: list[str] = []

    def restart() -> bool:
        started.append(version_of(machine.project))
        return started[-1] == "2"

    installed = Machine(machine.project, machine.place, restart)
    with pytest.raises(ExpectedError) as told:
        go_back(installed)
    assert_is_a_sentence(str(told.value))
    assert started == (["1", "2"] if kind == "does not come up" else [])
    assert version_of(machine.project) == "2"
    assert shown(machine) == "written by staff\n"
    assert beside(machine) - {"broken"} == {"opt", "opt.before"}


def test_a_new_version_that_does_not_come_up_costs_nothing_of_the_version_before(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW, with_content=True)
    installed = Machine(machine.project, machine.place, lambda: version_of(machine.project) == "2")
    with pytest.raises(ExpectedError, match="the old one is in place again"):
        update(installed, write_version(tmp_path / "newer", "3"), NOW, with_content=True)
    go_back(machine)
    assert version_of(machine.project) == "1"
    assert shown(machine) == "written by staff\n"


# -- content that came along ------------------------------------------------------------------------------------------


def shown(machine: Machine) -> str:
    return (machine.project / "content" / "clinic.yaml").read_text()


def test_the_way_back_from_the_content_of_a_version_leads_to_ones_own(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW, with_content=True)
    (machine.project / "content" / "clinic.yaml").write_text("mended in the new one\n")
    assert str(machine.before / "content") in go_back(machine)
    assert shown(machine) == "written by staff\n"
    assert (machine.before / "content" / "clinic.yaml").read_text() == "mended in the new one\n"
    go_back(machine)
    assert shown(machine) == "mended in the new one\n"


def test_after_the_next_version_what_staff_wrote_comes_back_with_them_again(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW, with_content=True)
    update(machine, write_version(tmp_path / "newer", "3"), NOW)
    (machine.project / "content" / "clinic.yaml").write_text("written later\n")
    assert "What visitors see" not in go_back(machine)
    assert shown(machine) == "written later\n"


# -- killed -----------------------------------------------------------------------------------------------------------

HANGS = "import os, sys, time\nline = os.open({line!r}, os.O_WRONLY)\nos.write(line, sys.argv[1].encode())\ntime.sleep(600)\n"
UPDATES = """
import sys; sys.path.insert(0, {project!r})
from datetime import datetime
from pathlib import Path
from kiosk.staff.care.backup import KioskFolders
from kiosk.staff.care.update import Machine, update
opt, data, new = map(Path, sys.argv[1:])
update(Machine(opt, KioskFolders(opt / "content", data), None), new, datetime.now(), agreed=True)
"""


@pytest.mark.parametrize("at", ["check", "run"])
def test_an_update_that_is_killed_leaves_no_process_and_the_next_one_clears_up(machine: Machine, tmp_path: Path, at: str) -> None:
    os.mkfifo(tmp_path / "line")
    new = write_version(tmp_path / "new", "2")
    lines = HANGS.format(line=str(tmp_path / "line")).splitlines()
    (new / "main.py").write_text("\n".join(["import sys", f"if sys.argv[1] == {at!r}:", *(f"    {line}" for line in lines)]) + "\n")
    command = [sys.executable, "-c", UPDATES.format(project=str(PROJECT)), str(machine.project), str(machine.place.data), str(new)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as killed, (tmp_path / "line").open("rb") as line:
        assert line.read(len(at)).decode() == at
        with pytest.raises(ExpectedError, match="under way"):
            update(machine, new, NOW)
        killed.kill()
        assert line.read() == b"", "the line is open for as long as one of them lives"
    assert beside(machine) - {"line"} > {"opt"}
    update(machine, write_version(tmp_path / "newer", "3"), NOW)
    assert beside(machine) - {"line", "newer"} == {"opt", "opt.before"}


def staffs_own(machine: Machine) -> set[str]:
    """What staff wrote, wherever it lies."""
    return {path.read_text() for path in machine.project.parent.glob("opt*/content/clinic.yaml")}


def is_whole(folder: Path) -> bool:
    return {"main.py", "pyproject.toml", "kiosk/__init__.py", "content/clinic.yaml"} <= set(everything(folder))


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, Callable[[], object]], bool]:
    """Does it in a process that dies at one step that the disk would keep; tells whether it did."""

    for name, nothing in (("_try", lambda *_: None), ("copy_regular", module.copy_regular)):
        monkeypatch.setattr(module, name, nothing)
    monkeypatch.setattr(os, "sync", lambda: None)
    ours = [(module, name) for name in ("exchange", "copy_regular", "keep_before_update", "give")]
    steps = [*((os, name) for name in ("rename", "replace", "unlink", "rmdir", "mkdir")), *ours]
    return lambda step, work: dies_at(step, work, steps)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("with_content", [False, True])
@pytest.mark.parametrize("what", ["update", "back"])
def test_killed_at_any_step_there_are_whole_versions_and_the_content_and_the_trust_of_this_machine(
    machine: Machine, tmp_path: Path, killed: Any, what: str, with_content: bool
) -> None:
    newer = zipped(write_version(tmp_path / "new", "3"))
    update(machine, write_version(tmp_path / "second", "2"), NOW, with_content=with_content)
    (machine.project / "content" / "clinic.yaml").write_text("written later\n")
    (machine.project / "kiosk.key").write_text("of staff: kiosk.key")
    sign(newer, trust(machine))
    trusted = (machine.project / release.TRUSTED).read_bytes()
    shutil.move(machine.project, tmp_path / "template")
    shutil.move(machine.before, tmp_path / "template.before")
    seen, steps, died = set(), 0, True
    while died:
        for name in ("opt", "opt.before"):
            shutil.copytree(tmp_path / name.replace("opt", "template"), tmp_path / f"machine {steps}" / name)
        here = Machine(tmp_path / f"machine {steps}" / "opt", KioskFolders(tmp_path / f"machine {steps}" / "opt" / "content", machine.place.data),
            None)
        died = killed(steps, lambda here=here: update(here, newer, NOW, with_content=with_content) if what == "update" else go_back(here))
        assert is_whole(here.project)
        seen.add(now := version_of(here.project))
        assert (here.project / release.TRUSTED).read_bytes() == trusted
        assert staffs_own(here) >= ({"written later\n", "written by staff\n"} if with_content and now != "3" else {"written later\n"})
        go_back(here)
        assert version_of(here.project) == {"3": "2", "2": "1", "1": "2"}[now]
        assert is_whole(here.project)
        assert is_whole(here.before)
        assert (here.project / release.TRUSTED).read_bytes() == trusted
        assert shown(here) == ("written by staff\n" if with_content and now == "2" else "written later\n")
        assert {path.name for path in here.project.parent.iterdir()} - {"opt.kept"} == {"opt", "opt.before"}
        assert owned(here) == {"kiosk.key"}
        steps += 1
    assert seen == ({"2", "3"} if what == "update" else {"2", "1"})
    assert steps > 5


def test_who_stands_in_the_other_version_is_told_where_to_go(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(machine.project / "kiosk")
    assert f"run `cd {machine.project}`" in update(machine, write_version(tmp_path / "new", "2"), NOW)
    monkeypatch.chdir(tmp_path)
    assert "cd " not in go_back(machine)


# -- releases ---------------------------------------------------------------------------------------------------------


def committed(new: Path) -> Path:
    as_git = ["git", "-C", str(new), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=x"]):
        subprocess.run([*as_git, *words], check=True)
    return new


@pytest.mark.parametrize(("change", "named"), [
    (lambda new: (new / "main.py").write_text("changed"), "main.py"),
    (lambda new: (new / "main.py").unlink(), "main.py"),
    (lambda new: (new / "kiosk" / "más nuevo.py").touch(), "kiosk/más nuevo.py"),
    (lambda new: [(new / name).touch() for name in "abc"], "a and 2 more"),
])  # fmt: skip
def test_what_is_not_committed_is_not_left_out_unsaid(tmp_path: Path, change: Callable[[Path], object], named: str) -> None:
    new, file, key = committed(write_version(tmp_path / "new", "2")), tmp_path / "out.zip", tmp_path / "key.pem"
    change(new)
    with pytest.raises(ExpectedError, match="committed") as told:
        release.make(new, file, key)
    assert f"({named})" in str(told.value)
    assert {path.name for path in tmp_path.iterdir()} == {"new"}


@pytest.mark.parametrize("git", ["none", "nothing committed", "not installed"])
def test_without_git_there_is_no_release_and_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: str) -> None:
    new = write_version(tmp_path / "new", "2")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    if git == "nothing committed":
        shutil.rmtree(new)
        subprocess.run(["git", "init", "--quiet", str(new)], check=True)
    if git == "not installed":
        monkeypatch.setenv("PATH", str(tmp_path))
    says = "git is not installed here" if git == "not installed" else r"git cannot pack this version: .+"
    with pytest.raises(ExpectedError, match=says):
        release.make(new, tmp_path / "out.zip", tmp_path / "key.pem", new_key=True)
    assert not list(tmp_path.glob("*out.zip*"))


def test_a_folder_that_is_not_there_is_not_made_for_a_release(tmp_path: Path) -> None:
    new = committed(write_version(tmp_path / "new", "2"))
    with pytest.raises(ExpectedError, match=r"no folder .*/stick.*plugged in"):
        release.make(new, tmp_path / "stick" / "out.zip", tmp_path / "key.pem", new_key=True)
    assert {path.name for path in tmp_path.iterdir()} == {"new"}


def test_what_is_signed_as_a_release_never_lay_where_others_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, folder, calls, seen = committed(write_version(tmp_path / "new", "2")), tmp_path / "share", release._git, list[list[Path]]()
    folder.mkdir()

    def git(project: Path, *words: str) -> str:
        said = calls(project, *words)
        seen.append(list(folder.iterdir()))
        return said

    monkeypatch.setattr(release, "_git", git)
    for _ in range(2):
        release.make(new, folder / "out.zip", tmp_path / "key.pem", new_key=True, replace=True)
    assert seen[0] == []
    assert {path.name for each in seen for path in each} == {"out.zip", "out.zip.sig"}, "those of the first time"
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o644}
    public = release._private(tmp_path / "key.pem", new_key=False).public_key()
    public.verify(base64.b64decode((folder / "out.zip.sig").read_bytes()), release._digest(folder / "out.zip"))


def test_a_release_is_packed_signed_and_taken(machine: Machine, tmp_path: Path) -> None:
    new = committed(write_version(tmp_path / "new", "2"))
    file, key = tmp_path / "new.zip", new / "key.pem"
    line = release.make(new, file, key, new_key=True)[-1]
    assert key.stat().st_mode & 0o077 == 0
    (machine.project / release.TRUSTED).write_text(line.replace("NAME", "We ourselves") + "\n")
    assert "signed by We ourselves" in update(machine, file, NOW)
    assert (machine.project / bill.NAME).read_bytes() == bill.bill_of_materials("2", (new / "requirements.lock").read_text())
    assert release.make(new, file, key, replace=True)[-1] == line


def test_earlier_releases_beside_main_py_are_in_the_way_of_none(tmp_path: Path) -> None:
    new = committed(write_version(tmp_path / "new", "2"))
    for name in ("kiosk-2.zip", "kiosk-3.zip", "kiosk-4.zip"):
        assert str(new / name) in release.make(new, new / name, tmp_path / "key.pem", new_key=True)[0]
    (new / "other.zip").touch()
    with pytest.raises(ExpectedError, match=r"committed \(other\.zip\)"):
        release.make(new, new / "kiosk-5.zip", tmp_path / "key.pem")


@pytest.mark.parametrize("answer", [None, "no", "yes"])
def test_a_key_is_made_only_where_one_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    new, file, key = committed(write_version(tmp_path / "new", "2")), tmp_path / "out.zip", tmp_path / "typo.pem"
    monkeypatch.setattr(confirmation, "can_ask", lambda: answer is not None)
    monkeypatch.setattr("builtins.input", lambda _: answer)
    if answer == "yes":
        assert str(file) in release.make(new, file, key)[0]
        return
    with pytest.raises(ExpectedError, match="Nothing was changed" if answer else r"There is no key .*typo\.pem.*add --new-key"):
        release.make(new, file, key)
    assert {path.name for path in tmp_path.iterdir()} == {"new"}


@pytest.mark.parametrize("there", ["out.zip", "out.zip.sig"])
def test_a_release_writes_over_no_other_one(tmp_path: Path, there: str) -> None:
    new, file, key = committed(write_version(tmp_path / "new", "2")), tmp_path / "out.zip", tmp_path / "key.pem"
    (tmp_path / there).write_text("of another release")
    with pytest.raises(ExpectedError, match="there already"):
        release.make(new, file, key, new_key=True)
    assert {path.name for path in tmp_path.iterdir()} == {"new", "key.pem", there}
    assert (tmp_path / there).read_text() == "of another release"


# -- the whole of it --------------------------------------------------------------------------------------------------


def test_the_real_kiosk_goes_to_a_new_version_and_back(tmp_path: Path) -> None:
    project, new = tmp_path / "opt", tmp_path / "new"
    for folder in (project, new):
        folder.mkdir()
        for name in ("kiosk", "content", "assets", "main.py", "pyproject.toml", "requirements.lock"):
            (shutil.copytree if (PROJECT / name).is_dir() else shutil.copy2)(PROJECT / name, folder / name)
    (project / ".venv").symlink_to(sys.prefix)
    described = (new / "pyproject.toml").read_text()
    (new / "pyproject.toml").write_text(described.replace('version = "0', 'version = "7', 1))
    variables = {name: value for name, value in os.environ.items() if name not in ("KIOSK_VENV", "PYTHONPATH")}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "kiosk.staff", *words, "--data", str(tmp_path / "data"), "--content", str(project / "content")]
        done = subprocess.run(command, cwd=project, env=variables, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "version 7" in run("update", str(new), "--yes")
    assert version_of(project).startswith("7")
    assert "again" in run("update", "--back")
    assert version_of(project) == version_of(PROJECT)


def test_the_command_wants_one_thing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIOSK_VENV", raising=False)
    assert main(["update"]) == 1
    assert main(["update", "x.zip", "--back"]) == 1
    assert "Name the new version" in capsys.readouterr().err


def test_a_version_is_made_ready_before_it_is_tried(machine: Machine, tmp_path: Path) -> None:
    new = write_version(tmp_path / "new", "2")
    main = new / "main.py"
    fetches = f"if sys.argv[1] == '--help' and not __import__('os').environ.get({MAKE_READY!r}): raise SystemExit(1)\n"
    main.write_text(main.read_text().replace("import sys\n", f"import sys\n{fetches}", 1))
    assert "version 2" in update(machine, new, NOW)


def test_however_deep_what_lies_in_the_folder_of_the_trial_it_goes(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_tried", lambda trial, _: bottomless(trial.data / "x"))
    update(machine, write_version(tmp_path / "new", "2"), NOW)
    assert beside(machine) == {"opt", "opt.before"}
