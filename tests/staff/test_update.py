"""Another version is tried before it is trusted, and the last one that worked is never lost."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import PROJECT
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.staff import release, swapping
from kiosk.staff import update as module
from kiosk.staff.backup import Place
from kiosk.staff.commands import main
from kiosk.staff.expected import ExpectedError
from kiosk.staff.update import Machine, go_back, update
from kiosk.staff.version import version_of

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
SAYS = "import os, socket, time\nline = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\nline.connect(os.environ['NOTIFY_SOCKET'])\n"
VERSIONS = {
    "good": f"{SAYS}line.send(b'READY=1')\ntime.sleep(60)\n",
    "refuses the content": "print('topics/a.yaml:3:1: error: No such icon.')\nraise SystemExit(1)\n",
    "cannot be installed": "raise SystemExit(1)\n",
    "dies": "raise SystemExit(3)\n",
    "hangs": "import time\ntime.sleep(60)\n",
}
"""A version of which only that shows: what its `check` or its `run` does."""


def write_version(folder: Path, number: str, kind: str = "good") -> Path:
    """A folder with a kiosk of which there is no more than its first picture."""
    (folder / "kiosk").mkdir(parents=True)
    (folder / "kiosk" / "__init__.py").write_text(f"VERSION = {number!r}\n")
    (folder / "content").mkdir()
    (folder / "content" / "clinic.yaml").write_text(f"shipped with {number}\n")
    (folder / "pyproject.toml").write_text(f'[project]\nname = "kiosk"\nversion = "{number}"\n')
    at = "check" if kind in ("refuses the content", "cannot be installed") else "run"
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
    return Machine(project, Place(project / "content", tmp_path / "data"), None)


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


def test_its_content_comes_along_where_that_is_wanted(machine: Machine, tmp_path: Path) -> None:
    update(machine, write_version(tmp_path / "new", "2"), NOW, with_content=True)
    assert (machine.project / "content" / "clinic.yaml").read_text() == "shipped with 2\n"


@pytest.mark.parametrize(("kind", "words"), [
    ("refuses the content", "No such icon"), ("cannot be installed", "cannot be installed"), ("dies", "first screen"), ("hangs", "first screen"),
])  # fmt: skip
def test_a_version_that_does_not_work_here_changes_nothing(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, words: str
) -> None:
    monkeypatch.setattr(module, "START_SECONDS", 2.0 if kind == "hangs" else 30.0)
    before = everything(machine.project)
    with pytest.raises(ExpectedError, match=words):
        update(machine, write_version(tmp_path / "new", "2", kind), NOW)
    assert everything(machine.project) == before
    assert beside(machine) == {"opt"}


def test_if_the_machine_does_not_come_up_with_it_the_old_one_is_back(machine: Machine, tmp_path: Path) -> None:
    started: list[str] = []

    def restart() -> bool:
        started.append(version_of(machine.project))
        return started[-1] == "1"

    installed = Machine(machine.project, machine.place, restart)
    with pytest.raises(ExpectedError, match="back at the old one"):
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


def test_names_that_lead_upwards_land_nowhere_else(machine: Machine, tmp_path: Path) -> None:
    file = zipped(write_version(tmp_path / "new", "2"))
    with zipfile.ZipFile(file, "a") as packed:
        packed.writestr("../../evil", "x")
        packed.writestr("kiosk-2/../../../evil", "x")
    with pytest.raises(ExpectedError):  # there is more than one folder in it now
        update(machine, file, NOW)
    assert not list(tmp_path.parent.rglob("evil"))


def test_without_a_step_that_exchanges_folders_it_takes_two(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapping, "_EXCHANGE", 1 << 20)  # EINVAL, as some file systems answer
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
        assert f"version {there} now" in update(machine, file, NOW)
        return
    with pytest.raises(ExpectedError, match=r"older\. Nothing was changed\..*--back"):
        update(machine, file, NOW)
    assert version_of(machine.project) == here
    assert beside(machine) == {"opt"}


def test_a_version_that_is_none_is_not_taken(machine: Machine, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="cannot be told"):
        update(machine, write_version(tmp_path / "new", "newest"), NOW)


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
from kiosk.staff.backup import Place
from kiosk.staff.update import Machine, update
opt, data, new = map(Path, sys.argv[1:])
update(Machine(opt, Place(opt / "content", data), None), new, datetime.now())
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


def test_who_stands_in_the_other_version_is_told_where_to_go(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(machine.project / "kiosk")
    assert f"say `cd {machine.project}`" in update(machine, write_version(tmp_path / "new", "2"), NOW)
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
    with pytest.raises(ExpectedError, match=r"git cannot pack this version: .+"):
        release.make(new, tmp_path / "out.zip", tmp_path / "key.pem")
    assert not list(tmp_path.glob("*out.zip*"))
    assert not list(tmp_path.glob(".release-*"))


def test_a_release_is_packed_signed_and_taken(machine: Machine, tmp_path: Path) -> None:
    new = committed(write_version(tmp_path / "new", "2"))
    file, key = tmp_path / "new.zip", new / "key.pem"
    line = release.make(new, file, key).splitlines()[-1]
    assert key.stat().st_mode & 0o077 == 0
    (machine.project / release.TRUSTED).write_text(line.replace("NAME", "We ourselves") + "\n")
    assert "signed by We ourselves" in update(machine, file, NOW)
    assert release.make(new, file, key).splitlines()[-1] == line


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

    assert "version 7" in run("update", str(new))
    assert version_of(project).startswith("7")
    assert "again" in run("update", "--back")
    assert version_of(project) == version_of(PROJECT)


def test_the_command_wants_one_thing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KIOSK_VENV", raising=False)
    assert main(["update"]) == 1
    assert main(["update", "x.zip", "--back"]) == 1
    assert "Name the new version" in capsys.readouterr().err
