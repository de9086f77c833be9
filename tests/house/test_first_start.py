"""The one-command start, in real processes on a small project with a package index of its own: no network."""

from __future__ import annotations

import _ctypes
import ast
import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import sysconfig
import textwrap
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import metadata
from pathlib import Path
from threading import Thread
from types import ModuleType, SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kiosk.packages import QT, remove
from kiosk.staff.before_install import MAKE_READY
from kiosk.staff.main import parser

REPOSITORY = Path(__file__).resolve().parents[2]
PYTHON = str(Path(sys.executable).resolve())
PATIENCE = 60

PARTS = (
    "kiosk/__init__.py", "kiosk/packages.py", "kiosk/processes.py", "kiosk/terminal.py", "kiosk/files/__init__.py", "kiosk/files/regular.py",
    "kiosk/files/foreign_folders.py", "kiosk/files/rename.py", "kiosk/files/typed_paths.py",
    "kiosk/devices/__init__.py", "kiosk/devices/qt_libraries.py", "kiosk/staff/__init__.py", "kiosk/staff/errors.py", "kiosk/staff/version.py",
    "kiosk/staff/before_install.py", "kiosk/staff/command_line.py", "kiosk/handbook/commands.md",
)  # fmt: skip
"""Of the program, what the first start itself needs."""
COMMANDS = """
    import json, os, sys

    def main(arguments):
        if arguments == ["draw"]:
            from kiosk.devices.qt_libraries import qt_trouble
            sys.exit(qt_trouble() or 0)
        import snack
        print(json.dumps({"prefix": sys.prefix, "snack": snack.VERSION, "arguments": arguments, "leaked": [
            name for name in os.environ if name.startswith("KIOSK_HANDED")]}))
        if "test" in arguments:
            import taster
        return 7 if "leave" in arguments else 0
"""


SNACKS = ("snack", "1.0"), ("snack", "2.0"), ("taster", "1.0")
QT_PARTS = {"pyside6_essentials": ("QtCore.abi3.so", "QtTest.abi3.so")}
"""Something that the kiosk loads, and something that it does not."""


@dataclass(frozen=True)
class Project:
    """A folder with main.py in it, and what surrounds a start of it."""

    folder: Path
    surroundings: dict[str, str]

    @property
    def environment(self) -> Path:
        return self.folder / ".venv"

    def ask_for(self, *snacks: str) -> None:
        for lock, pins in (("requirements.lock", snacks), ("requirements-test.lock", (*snacks, "taster==1.0"))):
            (self.folder / lock).write_text("".join(self.locked(pin) for pin in pins), encoding="utf-8")

    def locked(self, pin: str) -> str:
        wheel = Path(self.surroundings["PIP_FIND_LINKS"], f"{pin.replace('==', '-')}-py3-none-any.whl")
        digest = hashlib.sha256(wheel.read_bytes() if wheel.exists() else b"").hexdigest()
        return f"{pin} \\\n    --hash=sha256:{digest}\n"

    def start(self, *arguments: str, python: str = PYTHON, **surroundings: str) -> Started:
        command = [python, str(self.folder / "main.py"), *arguments]
        around = {**self.surroundings, **surroundings}
        done = subprocess.run(command, env=around, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert "Traceback" not in done.stderr
        return Started(done.returncode, done.stderr, json.loads(done.stdout) if done.stdout else {})

    @contextmanager
    def starting(self, *arguments: str, **surroundings: str) -> Iterator[subprocess.Popen[str]]:
        command = [PYTHON, str(self.folder / "main.py"), *arguments]
        around = {**self.surroundings, **surroundings}
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=around, stdout=pipe, stderr=pipe, text=True) as process:
            try:
                yield process
            finally:
                process.kill()


@dataclass(frozen=True)
class Started:
    code: int
    said: str
    kiosk: dict[str, object] = field(default_factory=dict)


STEERING = "\x1b]0;OWNED\x07\x1b[2J"
"""Would give a terminal another title, and empty it."""


class SilentIndex:
    """A package index that pip reaches and that answers only when it is told to: the moment to interrupt."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(PATIENCE)
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}/simple"
        self._asking: socket.socket | None = None

    def wait_for_pip(self) -> None:
        self._asking, _ = self._listening.accept()
        self._asking.settimeout(PATIENCE)
        assert self._asking.recv(4096).startswith(b"GET /s")

    def answer(self, page: str = "", code: str = "404 Not Found") -> None:
        """Unless told otherwise it knows no package, so that pip takes what it found in the folder."""
        assert self._asking
        head = f"HTTP/1.0 {'200 OK' if page else code}\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
        self._asking.sendall(f"{head}{page}".encode())
        self._asking.close()

    def pip_is_gone(self) -> bool:
        assert self._asking
        return self._asking.recv(1) == b""

    def close(self) -> None:
        self._listening.close()
        if self._asking:
            self._asking.close()


@pytest.fixture
def silent_index() -> Iterator[SilentIndex]:
    index = SilentIndex()
    yield index
    index.close()


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    qt = [(package, QT, {f"PySide6/{name}": "" for name in names}) for package, names in QT_PARTS.items()]
    snacks = [(name, version, {f"{name}/__init__.py": f"VERSION = {version!r}\n"}) for name, version in SNACKS]
    for name, version, parts in (*snacks, *qt):
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            for part, text in parts.items():
                wheel.writestr(part, text)
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            files = (*parts, f"{info}/METADATA", f"{info}/WHEEL", f"{info}/RECORD")
            wheel.writestr(f"{info}/RECORD", "".join(f"{file},,\n" for file in files))
    return folder


@pytest.fixture(scope="module")
def surroundings(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of the machine's own but its PATH: no pip.conf, no cache, no proxy, no environment that is in use."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path_factory.mktemp("home")),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DEFAULT_TIMEOUT": str(10 * PATIENCE),
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_CACHE_DIR": "1",
        "PIP_NO_INDEX": "1",
        "PIP_RETRIES": "0",
    }


def fresh_project(folder: Path, surroundings: dict[str, str]) -> Project:
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / part, folder / part)
    (folder / "kiosk" / "staff" / "main.py").write_text(textwrap.dedent(COMMANDS), encoding="utf-8")
    (folder / "kiosk" / "staff" / "commands").mkdir()
    for name in ("draw", "hello", "leave", "test"):
        (folder / "kiosk" / "staff" / "commands" / f"{name}.py").touch()
    shutil.copy(REPOSITORY / "main.py", folder)
    project = Project(folder, surroundings)
    project.ask_for("snack==1.0")
    return project


@pytest.fixture
def project(tmp_path: Path, surroundings: dict[str, str]) -> Project:
    """Never started."""
    return fresh_project(tmp_path / "project", surroundings)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, surroundings: dict[str, str]) -> tuple[Project, Started]:
    """A project and its first start; tests that change something take `installed`."""
    project = fresh_project(tmp_path_factory.mktemp("first") / "project", surroundings)
    return project, project.start("hello", "--there")


@pytest.fixture
def installed(first: tuple[Project, Started], tmp_path: Path) -> Project:
    """A copy of a project that was started once: an environment may be moved, too."""
    original, _ = first
    copy = Project(tmp_path / "project", original.surroundings)
    shutil.copytree(original.folder, copy.folder, ignore=shutil.ignore_patterns(".venv"))
    subprocess.run(["cp", "-a", str(original.environment), str(copy.environment)], check=True)  # thousands of small files
    return copy


@pytest.fixture
def main() -> ModuleType:
    spec = importlib.util.spec_from_file_location("main", REPOSITORY / "main.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def online(index: SilentIndex) -> dict[str, str]:
    return {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": index.address}


def offline() -> dict[str, str]:
    """Port 9 of this machine discards all: nothing listens there."""
    return {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_FIND_LINKS": ""}


def is_one_sentence(said: str) -> bool:
    return said.count("\n") == 1 and said.endswith(".\n") and "Error" not in said


# Before anything is installed


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("hello", "--help"), ("test", "--help"), ("--content", "x", "hello", "-h")], ids=" ".join)
def test_help_comes_before_anything_is_installed(project: Project, words: tuple[str, ...]) -> None:
    done = subprocess.run([PYTHON, str(project.folder / "main.py"), *words], env=project.surroundings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    page = (REPOSITORY / "kiosk/handbook/commands.md").read_text(encoding="utf-8")
    assert page.replace("[the machine](machine.md#make-it-a-kiosk)", "the machine").splitlines()[:12] == done.stdout.splitlines()[2:14]
    assert "](" not in done.stdout
    assert not project.environment.exists()


def test_a_version_that_is_to_come_is_made_ready_by_a_call_for_help(project: Project) -> None:
    done = subprocess.run(
        [PYTHON, str(project.folder / "main.py"), "--help"], env=project.surroundings | {MAKE_READY: "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert project.environment.exists()


@pytest.mark.parametrize(("word", "told"), [("helo", "Did you mean `hello`?"), ("frobnicate", "--help"), ("\x1b[2Jx", "There is no command")])
def test_a_slip_in_the_name_of_a_command_installs_nothing(project: Project, word: str, told: str) -> None:
    started = project.start(word)
    assert started.code == 2
    assert told in started.said
    assert is_one_sentence(started.said.replace("?\n", ".\n"))
    assert "\x1b" not in started.said
    assert not project.environment.exists()


# From a folder


@pytest.mark.parametrize("named", [False, True], ids=["beside main.py", "named"])
def test_without_a_network_it_installs_from_a_folder_of_wheels(project: Project, wheels: Path, tmp_path: Path, named: bool) -> None:
    shutil.copytree(wheels, tmp_path / "stick" if named else project.folder / ".wheels")
    variables = {"KIOSK_WHEELS": str(tmp_path / "stick")} if named else {}
    started = project.start("hello", **offline(), **variables)
    assert started.code == 0
    assert started.kiosk["snack"] == "1.0"
    assert "to fetch" not in started.said


def test_a_folder_without_what_is_needed_is_told(project: Project) -> None:
    (project.folder / ".wheels").mkdir()
    started = project.start("hello", **offline())
    assert started.code == 1
    said = started.said.splitlines()[-1]
    assert f"{project.folder / '.wheels'} lacks the package snack==1.0" in said
    assert "`python3 main.py wheels FOLDER`" in said


def test_a_named_folder_that_is_not_there_is_told_before_anything_is_made(project: Project, tmp_path: Path) -> None:
    started = project.start("hello", KIOSK_WHEELS=str(tmp_path / "stick"))
    assert started.code == 1
    assert is_one_sentence(started.said.replace(". Then start", ", then start"))
    assert f"KIOSK_WHEELS names {tmp_path / 'stick'}" in started.said
    assert not project.environment.exists()


def test_a_shell_hands_it_to_python_and_runs_no_word_of_it(installed: Project, tmp_path: Path) -> None:
    (tmp_path / "import").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "import").chmod(0o755)
    for shell in ("sh", "bash"):
        around = {**installed.surroundings, "PATH": f"{tmp_path}:{installed.surroundings['PATH']}"}
        command = [shell, str(installed.folder / "main.py"), "hello", "a b"]
        done = subprocess.run(command, env=around, cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout)["arguments"] == ["hello", "a b"]
    assert not (tmp_path / "ran").exists()


# From nothing


def test_first_start_installs_visibly_and_goes_on(first: tuple[Project, Started]) -> None:
    project, started = first
    assert started.code == 0
    assert started.kiosk == {
        "prefix": str(project.environment), "snack": "1.0", "arguments": ["hello", "--there"], "leaked": [],
    }
    stages = ("now being installed", "Making", "Installing", "Successfully installed snack-1.0", "Everything is in place")
    assert re.search(".*".join(stages), started.said, re.DOTALL)


def test_later_start_is_silent_and_needs_no_network(first: tuple[Project, Started]) -> None:
    project, _ = first
    assert project.start(**offline()) == Started(0, "", {
        "prefix": str(project.environment), "snack": "1.0", "arguments": [], "leaked": [],
    })


def test_two_at_once_mend_a_half_made_environment_once(project: Project, silent_index: SilentIndex) -> None:
    (project.environment / "bin").mkdir(parents=True)
    (project.environment / "bin" / "python").symlink_to("/nowhere/python")
    (project.environment / "lib64").symlink_to("lib")
    with project.starting(**online(silent_index)) as one:
        silent_index.wait_for_pip()
        with project.starting(**online(silent_index)) as other:
            assert other.stderr
            assert "waiting" in other.stderr.readline()
            silent_index.answer()
            kiosks, said = zip(*(process.communicate(timeout=PATIENCE) for process in (one, other)), strict=True)
            assert [process.returncode for process in (one, other)] == [0, 0]
    assert kiosks[0] == kiosks[1]
    assert ["Installing" in each for each in said] == [True, False]


def test_offline_and_incomplete_is_told(installed: Project, main: ModuleType) -> None:
    installed.ask_for("snack==2.0")
    started = installed.start(**offline())
    assert started.code == 1
    told = f"The packages cannot be fetched: connect this machine to the internet, or {main.BRING}, then start again."
    assert started.said.splitlines()[-1] == told
    installed.ask_for("snack==1.0")
    assert installed.start(**offline()).code == 0, "what was complete before still is"


def test_version_that_nobody_has_is_told_in_pips_words(installed: Project) -> None:
    installed.ask_for("snack==3.0")
    started = installed.start()
    assert started.code == 1
    assert "No matching distribution found for snack==3.0" in started.said


# Interrupted


def test_what_an_index_says_steers_no_terminal(installed: Project, silent_index: SilentIndex) -> None:
    installed.ask_for("snack==3.0")
    with installed.starting(**online(silent_index)) as process:
        silent_index.wait_for_pip()
        silent_index.answer(f'<!DOCTYPE html><a data-yanked="{STEERING}" href="/snack-3.0-py3-none-any.whl">snack-3.0-py3-none-any.whl</a>')
        silent_index.wait_for_pip()
        silent_index.answer(code=f"404 {STEERING}")
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 1
    assert "404" in said
    assert not set(said) & {"\x1b", "\x07"}


def test_ctrl_c_ends_calmly_and_ends_pip(installed: Project, silent_index: SilentIndex) -> None:
    with installed.starting("test", **online(silent_index)) as process:
        silent_index.wait_for_pip()
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130
    assert said.endswith("Stopped. Nothing is half done: the next start makes ready what is missing.\n")
    assert "Traceback" not in said
    assert silent_index.pip_is_gone()


def test_pip_does_not_outlive_a_killed_start(installed: Project, silent_index: SilentIndex) -> None:
    with installed.starting("test", **online(silent_index)) as killed:
        silent_index.wait_for_pip()
        killed.kill()
        killed.wait(PATIENCE)
        assert silent_index.pip_is_gone()
    assert installed.start().code == 0, "the kiosk itself was complete"
    after = installed.start("test")
    assert after.code == 0
    assert "Making" not in after.said


def test_package_that_pip_began_is_installed_again(installed: Project) -> None:
    began = next(installed.environment.glob("lib/python*/site-packages")) / "taster-1.0.dist-info"
    began.mkdir()
    (began / "METADATA").write_text("Metadata-Version: 2.1\nName: taster\nVersion: 1.0\n", encoding="utf-8")
    assert installed.start("test").code == 0


def test_installation_that_never_ended_is_made_anew(installed: Project) -> None:
    begin_anew(installed)
    shutil.rmtree(next(installed.environment.glob("lib/python*/site-packages/snack")))
    started = installed.start(python=str(installed.environment / "bin" / "python"))
    assert started.code == 0
    assert "Making" in started.said


def test_installation_that_never_ended_is_not_complete(main: ModuleType, installed: Project) -> None:
    begin_anew(installed)
    assert not main.is_complete(installed.environment, ["snack==1.0"])
    assert not main.is_sound(installed.environment)


def begin_anew(project: Project) -> None:
    stamp = project.environment / "kiosk-stamp"
    stamp.unlink()
    stamp.touch()


DAMAGES = {
    "no interpreter": "bin/python",
    "no settings": "pyvenv.cfg",
    "no package": "lib/python*/site-packages/snack",
    "no libraries": "lib",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damage_is_seen(main: ModuleType, installed: Project, damage: str) -> None:
    assert main.is_complete(installed.environment, ["snack==1.0"])
    (path,) = installed.environment.glob(damage)
    path.rename(installed.folder / "damaged")
    assert not main.is_complete(installed.environment, ["snack==1.0"])
    assert not main.is_sound(installed.environment)


def test_renewed_pip_is_no_damage(main: ModuleType, installed: Project) -> None:
    (info,) = installed.environment.glob("lib/python*/site-packages/pip-*.dist-info")
    info.rename(info.with_name("pip-99.0.dist-info"))
    assert main.is_complete(installed.environment, ["snack==1.0"])


def test_broken_pip_is_replaced(main: ModuleType, installed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (pip,) = installed.environment.glob("lib/python*/site-packages/pip/_internal")
    shutil.rmtree(pip)
    assert installed.start().said == "", "pip is not needed to start"
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    steps: list[str] = []
    for step in ("make", "add"):
        monkeypatch.setattr(main, step, lambda *_, step=step: steps.append(step))
    main.install(installed.environment, installed.folder / "requirements-test.lock")
    assert steps == ["make", "add"]


def test_environment_that_is_none_is_never_looped_into(project: Project) -> None:
    started = project.start(KIOSK_HANDED_OVER="1")
    assert started.code == 1
    assert is_one_sentence(started.said)


def test_what_a_killed_start_fetched_is_cleared_away_by_the_next(installed: Project, silent_index: SilentIndex) -> None:
    aside = installed.environment / "kiosk-aside"
    with installed.starting("test", **online(silent_index), TMPDIR=str(installed.folder)) as killed:
        silent_index.wait_for_pip()
        assert list(aside.iterdir()), "pip works in there"
        killed.kill()
        killed.wait(PATIENCE)
        assert silent_index.pip_is_gone()
    assert aside.exists()
    with (installed.environment / "kiosk-lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # what guarded pip has it until it has ended, too
    assert installed.start().said == ""
    assert not aside.exists()
    assert not list(installed.folder.glob("pip-*"))


def test_what_another_start_fetches_at_this_moment_stays(installed: Project, silent_index: SilentIndex) -> None:
    with installed.starting("test", **online(silent_index)) as process:
        silent_index.wait_for_pip()
        assert installed.start().said == ""
        assert (installed.environment / "kiosk-aside").exists()
        silent_index.answer()
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert not (installed.environment / "kiosk-aside").exists()


# An index that never comes to an end


def answers_without_end(line: socket.socket) -> None:
    while True:
        line.sendall(b" " * (1 << 20))


def answers_drop_by_drop(line: socket.socket) -> None:
    line.settimeout(0.02)
    while True:
        line.sendall(b" ")
        with suppress(TimeoutError):
            assert not line.recv(1)
            return


@contextmanager
def index_that(answers: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a package index whose every page begins well."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            with suppress(ConnectionError):
                answers(self.connection)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as index:
        Thread(target=index.serve_forever).start()
        yield f"http://127.0.0.1:{index.server_port}/simple"
        index.shutdown()


def test_an_index_that_answers_without_end_takes_no_memory_without_end(installed: Project) -> None:
    installed.ask_for("snack==2.0")
    program = installed.folder / "main.py"
    text, changed = re.subn("^MEMORY = [^#]*", "MEMORY = 120_000_000  ", program.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert changed == 1
    program.write_text(text, encoding="utf-8")
    with index_that(answers_without_end) as address:
        started = installed.start(PIP_NO_INDEX="0", PIP_INDEX_URL=address)
    assert started.code == 1
    assert started.said.splitlines()[-1] == (
        "What the source of the packages answers is larger than any package of the kiosk, so nothing was installed:"
        " fetch the packages from a source that you trust, then start again."
    )


def test_an_index_that_answers_drop_by_drop_is_left(main: ModuleType, installed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "PATIENCE", 1.0)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with index_that(answers_drop_by_drop) as address:
        pip = [*main.pip_of(installed.environment), "install", "--require-virtualenv", f"--index-url={address}", "--isolated", "snack==2.0"]
        assert main.fetched(pip, installed.environment) == (1, main.SLOW)
    assert main.without_packages(installed.environment, main.SLOW) == main.SLOW
    assert not (installed.environment / "kiosk-aside").exists()


def certified(folder: Path) -> Path:
    """A file with a key and a certificate for this machine."""
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([]), datetime.now(tz=UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = builder.add_extension(names, critical=True).sign(key, hashes.SHA256())
    file = folder / "localhost.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_wrong_package_that_pip_has_kept_is_fetched_anew(installed: Project, wheels: Path, tmp_path: Path) -> None:
    """Such as the page of a proxy in its place, which pip would keep for ever."""
    installed.ask_for("snack==2.0")
    right = (wheels / "snack-2.0-py3-none-any.whl").read_bytes()
    bodies = iter([b"<html>Log in first.</html>", right])

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = "snack-2.0-py3-none-any.whl"
            body = next(bodies) if self.path.endswith(name) else f'<!DOCTYPE html><a href="/{name}">{name}</a>'.encode()
            self.send_response(200)
            for header, value in (("Content-Type", "text/html"), ("Content-Length", str(len(body))), ("Cache-Control", "max-age=9999999")):
                self.send_header(header, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    certificate = certified(tmp_path)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as index:
        index.socket = trust.wrap_socket(index.socket, server_side=True)
        Thread(target=index.serve_forever).start()
        where = {"PIP_INDEX_URL": f"https://localhost:{index.server_port}", "PIP_CERT": str(certificate), "PIP_FIND_LINKS": ""}
        refused = installed.start(PIP_NO_INDEX="0", HOME=str(tmp_path / "home"), **(where | {"PIP_CERT": ""}))
        started = installed.start(PIP_NO_INDEX="0", HOME=str(tmp_path / "home"), **where)
        index.shutdown()
    assert "does not trust the certificate that it was shown" in refused.said.splitlines()[-1]
    assert "`PIP_CERT=FILE python3 main.py`" in refused.said
    assert "`.wheels`" in refused.said
    assert (started.code, started.kiosk.get("snack")) == (0, "2.0"), started.said


def test_of_what_a_program_says_the_last_is_kept(main: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    chatter = "import sys; sys.stderr.write('x' * 5_000_000 + 'the reason'); print('y' * 1_000_000); sys.exit(3)"
    code, said = main.run([PYTHON, "-c", chatter], tmp_path)
    assert code == 3
    assert said.endswith("the reason")
    assert len(said) < 600_000
    assert not list(tmp_path.iterdir())


def test_a_program_that_fills_its_folder_has_time(main: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "PATIENCE", 0.01)
    monkeypatch.setattr(main, "LEAST", 10)
    sizes = iter([0, 10, 10, 0, 0, 9])

    def waits(seconds: float) -> int:
        raise subprocess.TimeoutExpired("pip", seconds)

    assert main.patiently(waits, lambda: next(sizes)) is None
    assert not list(sizes)
    (tmp_path / "package").write_bytes(bytes(77))
    assert main.size_of(tmp_path) == 77


# Changed wishes


def test_changed_dependency_is_installed_in_place(installed: Project) -> None:
    installed.ask_for("snack==2.0")
    started = installed.start()
    assert (started.code, started.kiosk["snack"]) == (0, "2.0")
    assert "Making" not in started.said


def test_test_adds_its_own_and_the_kiosk_keeps_them(installed: Project) -> None:
    assert installed.start("test").code == 0
    assert installed.start().said == ""
    assert installed.start("test").said == ""


def test_options_may_stand_before_it(installed: Project) -> None:
    assert installed.start("--content", "content", "--data=x", "test").code == 0


@pytest.mark.parametrize(("line", "command"), [
    ("test", "test"), ("--content test", ""), ("--content test run", "run"), ("--data=test check", "check"), ("--content x --data y test -k", "test"),
    ("", ""), ("--content", ""), ("search test", "search"), ("--version", ""),
])  # fmt: skip
def test_the_command_is_the_first_word_that_is_no_option(main: ModuleType, line: str, command: str) -> None:
    assert main.command_of(line.split()) == command


def test_the_options_that_may_stand_before_any_command_are_known(main: ModuleType) -> None:
    assert {name for name, action in parser()._option_string_actions.items() if action.nargs is None} == set(main.VALUED)


def test_exit_code_is_the_commands(first: tuple[Project, Started]) -> None:
    assert first[0].start("leave").code == 7


# Other environments


def test_environment_that_has_everything_is_used(project: Project, first: tuple[Project, Started]) -> None:
    other = first[0].environment
    started = project.start(python=str(other / "bin" / "python"))
    assert started.kiosk["prefix"] == str(other)
    assert started.said == ""
    assert not project.environment.exists()


def test_environment_that_somebody_else_made_is_used_if_complete(installed: Project) -> None:
    for trace in ("kiosk-stamp", "kiosk-lock"):
        (installed.environment / trace).unlink()
    assert installed.start().said == ""
    assert installed.start(python=str(installed.environment / "bin" / "python")).said == ""


def test_environment_that_somebody_else_made_is_completed(installed: Project) -> None:
    for trace in ("kiosk-stamp", "kiosk-lock"):
        (installed.environment / trace).unlink()
    started = installed.start("test")
    assert started.code == 0
    assert "Making" not in started.said


def test_named_environment_is_used(installed: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    installed.environment.rename(elsewhere)
    started = installed.start(KIOSK_VENV=str(elsewhere))
    assert (started.said, started.kiosk["prefix"]) == ("", str(elsewhere))
    assert not installed.environment.exists()


def an_environment(folder: Path, python: str) -> None:
    """In the folder of somebody's own project, with their own work beside it."""
    (folder / "bin").mkdir()
    (folder / "bin/python").symlink_to(python)
    (folder / "pyvenv.cfg").write_text(f"home = {Path(python).parent}", encoding="utf-8")
    (folder / "thesis.txt").touch()


OTHERS: dict[str, Callable[[Path], object]] = {
    "photos": lambda folder: (folder / "photo").touch(),
    "an environment whose Python is gone": lambda folder: an_environment(folder, "/usr/bin/python-that-is-gone"),
    "an environment that works": lambda folder: an_environment(folder, PYTHON),
    "what looks like a fetch that was ended": lambda folder: (folder / "kiosk-aside/thesis").mkdir(parents=True),
}


@pytest.mark.parametrize("how", ["named", "beside, by a link"])
@pytest.mark.parametrize("what", OTHERS)
def test_a_folder_with_what_the_kiosk_has_not_made_is_left_as_it_is(project: Project, tmp_path: Path, what: str, how: str) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    OTHERS[what](folder)
    before = sorted(folder.rglob("*"))
    if how != "named":
        project.environment.symlink_to(folder)
    started = project.start(**({"KIOSK_VENV": str(folder)} if how == "named" else {}))
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert sorted(folder.rglob("*")) == before


def to_itself(folder: Path) -> str:
    (folder / "loop").symlink_to(folder / "loop")
    return str(folder / "loop")


NO_PATHS: dict[str, Callable[[Path], str]] = {
    "the folder of nobody": lambda _: "~nosuch/x", "a link to itself": to_itself, "below a link to itself": lambda folder: f"{to_itself(folder)}/x",
    "a name that is too long": lambda folder: str(folder / ("x" * 300)), "a way that is too long": lambda folder: f"{folder}{'/x' * 4000}",
    "a file": lambda _: __file__, "below a file": lambda _: f"{__file__}/x",
}  # fmt: skip


@pytest.mark.parametrize("variable", ["KIOSK_VENV", "KIOSK_WHEELS"])
@pytest.mark.parametrize("what", NO_PATHS)
def test_a_variable_that_names_no_folder_is_told_in_a_sentence_with_what_helps(project: Project, tmp_path: Path, what: str, variable: str) -> None:
    value = NO_PATHS[what](tmp_path)
    started = project.start(**{variable: value})
    assert (started.code, is_one_sentence(started.said)) == (1, True), started.said
    assert variable in started.said


def test_outer_python_path_stays_outside(installed: Project, tmp_path: Path) -> None:
    (tmp_path / "snack.py").write_text("VERSION = 'wrong'", encoding="utf-8")
    assert installed.start(PYTHONPATH=str(tmp_path)).kiosk["snack"] == "1.0"


# What the machine lacks


@pytest.mark.parametrize("module", ["ensurepip", "venv"])
def test_missing_part_of_python_names_packages(project: Project, tmp_path: Path, module: str) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError(name={module!r})", encoding="utf-8")
    started = project.start(PYTHONPATH=str(tmp_path))
    sentence = started.said.splitlines()[-1]
    assert started.code == 1
    assert module in sentence
    assert "sudo apt install python3-venv" in sentence
    assert "sudo dnf install python3`" in sentence


def test_folder_in_the_way_is_named(project: Project) -> None:
    project.environment.touch()
    started = project.start()
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert str(project.environment) in started.said


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "free 1 GB"),
        (OSError(errno.EROFS, "Read-only file system", "/kiosk/.venv"), "KIOSK_VENV"),
        (PermissionError(errno.EACCES, "Permission denied", "/kiosk/.venv"), "`sudo python3 "),
        (PermissionError(errno.EPERM, "Operation not permitted", "/kiosk/.venv/kiosk-lock"), "`sudo python3 "),
    ],
)
def test_disk_that_takes_nothing_is_told_plainly(main: ModuleType, error: OSError, advice: str) -> None:
    sentence = main.in_plain_words(error)
    assert advice in sentence
    assert "Errno" not in sentence


def test_packages_of_a_python_that_only_root_can_read_send_nobody_round_in_a_circle(
    main: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to("/root/.nowhere/python")
    (tmp_path / main.STAMP).write_text("needs snack==1.0")
    monkeypatch.setattr(main, "ENVIRONMENT", tmp_path)
    said = main.in_plain_words(PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "kiosk-lock")))
    assert f"delete {tmp_path}" in said
    assert "`sudo /usr/bin/python3 " in said


def test_a_folder_for_packages_that_somebody_named_is_named_anew(main: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "ENVIRONMENT", Path("/elsewhere"))
    assert "KIOSK_VENV" in main.in_plain_words(PermissionError(errno.EACCES, "Permission denied", "/elsewhere"))


def test_full_disk_is_known_from_pips_words(main: ModuleType, tmp_path: Path) -> None:
    said = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
    assert "free 1 GB" in main.without_packages(tmp_path, said)


def test_a_package_without_an_end_is_told(main: ModuleType, tmp_path: Path) -> None:
    said = "ERROR: Could not install packages due to an OSError: [Errno 27] File too large\n"
    told = main.without_packages(tmp_path, said)
    assert "larger than any package of the kiosk" in told
    assert "trust" in told


GAVE = "ERROR: Could not install requirement a==1 from http://x/a.whl (from -r b (line 1)) because of HTTP error 404 Client Error:"
OF_A_SOURCE = "connection timed out No space left File too large MemoryError DO NOT MATCH THE HASHES== No matching distribution found "
SAID = {
    "a source that chooses its words": (f"ERROR: HTTP error 404 while getting http://x/\nERROR: 404: {OF_A_SOURCE}", "its answer was 404"),
    "a file that the source does not give out": (f"{GAVE} {OF_A_SOURCE}HTTP error 500 for url", "its answer was 404"),
    "a source that begins lines": (f"ERROR: HTTP error 404 while\rOSError: [Errno 28] {OF_A_SOURCE}\rMemoryError", "its answer was 404"),
    "nothing behind the words": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES== FROM", "pip says: THESE PACKAGES"),
    "another package": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM x. y\n    snack==2.0 from http://x:\n", "The package snack is not"),
    "nothing at all": ("", "pip says: nothing"),
    "a proxy that does not answer": (
        "WARNING: Retrying (Retry(total=1)) after connection broken by 'ProxyError('Cannot connect to proxy.', x\n", "the proxy that is set"),
    "words of a source about a certificate": ("ERROR: HTTP error 404 while getting http://x/\nERROR: CERTIFICATE_VERIFY_FAILED", "answer was 404"),
    "no network": ("WARNING: Retrying (Retry(total=1)) after connection broken by x\nERROR: No matching distribution found for a==1\n", "internet"),
}


@pytest.mark.parametrize(("said", "told"), SAID.values(), ids=SAID)
def test_what_pip_says_is_read_where_pip_itself_says_it(main: ModuleType, tmp_path: Path, said: str, told: str) -> None:
    assert told in main.without_packages(tmp_path, said)


def test_no_word_of_a_source_ends_a_line(main: ModuleType, tmp_path: Path) -> None:
    assert main.run([sys.executable, "-c", "import sys; sys.stderr.write('a\\rERROR: b\\n')"], tmp_path) == (0, "a\rERROR: b\n")


def test_old_python_is_told_what_to_do(main: ModuleType) -> None:
    assert main.too_old((3, 11)) == main.too_old((4, 0)) == ""
    assert "Python 3.11 or newer" in main.too_old((3, 9))
    assert "this is Python 3.9" in main.too_old((3, 9))


def test_on_windows_it_says_that_it_does_not_run_there(main: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as windows:
        windows.setattr(main.os, "name", "nt")
        with pytest.raises(main.ExpectedError, match="not on Windows"):
            main.prepare([])


def test_old_python_can_read_the_file() -> None:
    source = (REPOSITORY / "main.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "from __future__" not in source, "Python 3.6 knows no annotations there"


def test_missing_system_library_names_packages(installed: Project) -> None:
    failure = "libEGL.so.1: cannot open shared object file: No such file or directory"
    fake_qt(installed, f"raise ImportError({failure!r})")
    started = installed.start("draw", QT_QPA_PLATFORM="offscreen")
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert "libEGL.so.1" in started.said
    assert re.search(r"`sudo apt install [^`]*libegl1[^`]*` \(Debian, Ubuntu\)", started.said)
    assert re.search(r"`sudo dnf install [^`]*mesa-libEGL[^`]*` \(Fedora\)", started.said)


@pytest.mark.skipif(sys.platform != "linux", reason="about the loader of Linux")
def test_missing_library_of_the_screen_names_packages(installed: Project) -> None:
    fake_qt(installed, "")
    plugin = installed.folder / "platforms" / "libqxcb.so"
    plugin.parent.mkdir()
    plugin.write_bytes(library_that_needs_another())
    started = installed.start("draw", DISPLAY=":0")
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert "sudo apt install" in started.said
    assert "libq.so.6" in started.said
    shutil.copy(_ctypes.__file__, plugin.with_name("libqminimal.so"))
    assert installed.start("draw", DISPLAY=":0", QT_QPA_PLATFORM="xcb;minimal").code == 0, "another may work"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_missing_screen_is_told(installed: Project) -> None:
    started = installed.start("draw")
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert "no screen" in started.said


def fake_qt(project: Project, quick: str) -> None:
    """A PySide6 beside main.py, where it is found first."""
    package = project.folder / "PySide6"
    package.mkdir()
    core = f"""
        class QLibraryInfo:
            class LibraryPath:
                PluginsPath = None
            def path(_):
                return {str(project.folder)!r}
    """
    (package / "__init__.py").touch()
    (package / "QtCore.py").write_text(textwrap.dedent(core), encoding="utf-8")
    (package / "QtQuick.py").write_text(quick, encoding="utf-8")


def library_that_needs_another() -> bytes:
    """A library of this Python's, made to need one that no system has."""
    for path in Path(str(sysconfig.get_config_var("DESTSHARED"))).glob("*.so"):
        if b"libc.so.6" in (content := path.read_bytes()):
            return content.replace(b"libc.so.6", b"libq.so.6")
    pytest.skip("this Python has all its modules inside")


# Nothing but what is locked


def test_a_package_with_another_hash_is_refused(installed: Project) -> None:
    stick = installed.folder / ".wheels"
    shutil.copytree(installed.surroundings["PIP_FIND_LINKS"], stick)
    installed.ask_for("snack==2.0")
    with zipfile.ZipFile(stick / "snack-2.0-py3-none-any.whl", "a") as wheel:
        wheel.writestr("snack/evil.py", "import os")
    started = installed.start()
    assert started.code == 1
    assert started.said.splitlines()[-1] == (
        "The package snack is not the one that this version of the kiosk was made with, so nothing was installed:"
        " fetch the packages again from a source that you trust, then start again."
    )
    assert not list(installed.environment.glob("lib/python*/site-packages/snack/evil.py"))


def test_a_package_that_asks_for_others_brings_none(installed: Project) -> None:
    stick = installed.folder / ".wheels"
    stick.mkdir()
    with zipfile.ZipFile(Path(installed.surroundings["PIP_FIND_LINKS"], "snack-2.0-py3-none-any.whl")) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["snack-2.0.dist-info/METADATA"] += b"Requires-Dist: stranger\n"
    with zipfile.ZipFile(stick / "snack-2.0-py3-none-any.whl", "w") as wheel:
        for name, part in parts.items():
            wheel.writestr(name, part)
    digest = hashlib.sha256((stick / "snack-2.0-py3-none-any.whl").read_bytes()).hexdigest()
    (installed.folder / "requirements.lock").write_text(f"# a remark\nsnack==2.0 \\\n    --hash=sha256:{digest}\n")
    assert installed.start().kiosk["snack"] == "2.0"


@pytest.mark.parametrize("how", ["file", "variables", "home"])
def test_no_setting_of_pip_counts_but_where_packages_lie(installed: Project, wheels: Path, tmp_path: Path, how: str) -> None:
    aside, constraint = tmp_path / "aside", tmp_path / "constraint.txt"
    constraint.write_text("snack==1.0\n")
    installed.ask_for("snack==2.0")
    settings = {"target": str(aside), "constraint": str(constraint), "require-hashes": "0", "no-binary": ":all:", "dry-run": "1"}
    around = {name: value for name, value in installed.surroundings.items() if not name.startswith("PIP_")}
    lines = (f"{name} = {value}" for name, value in settings.items())
    text = "\n".join(["[global]", "no-index = true", f"find-links = {wheels}", "[install]", *lines])
    file = {"file": tmp_path / "pip.conf", "home": tmp_path / ".config" / "pip" / "pip.conf"}.get(how)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n")
        around |= {"PIP_CONFIG_FILE": str(file)} if how == "file" else {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    else:
        around |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
        around |= {f"PIP_{name.upper().replace('-', '_')}": value for name, value in settings.items()}
    started = Project(installed.folder, around).start()
    assert (started.code, started.kiosk["snack"]) == (0, "2.0"), started.said
    assert not aside.exists()


def test_the_settings_of_pip_that_count(main: ModuleType) -> None:
    lines = [
        "global.index-url='https://a.example.com/simple'", "install.index-url='https://b.example.com/simple'",
        ":env:.extra-index-url='c\\nd e'", "global.trusted-host='b.example.com'", ":env:.no-index='0'",
        "global.cert='/x.pem'", "download.index-url='z'", "nonsense", "global.proxy=broken",
        "global.find-links='--target=/x'",
    ]  # fmt: skip
    assert main.chosen(lines) == [
        "--index-url=https://b.example.com/simple", "--cert=/x.pem", "--find-links=--target=/x",
        "--extra-index-url=c", "--extra-index-url=d", "--extra-index-url=e",
    ]  # fmt: skip
    assert main.chosen([":env:.no-index='true'"]) == ["--no-index"]


def test_another_version_than_the_locked_one_is_not_complete(main: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "snack_bar-1.0.dist-info").mkdir()
    assert main.has([tmp_path], ["snack-bar==1.0"])
    assert not main.has([tmp_path], ["snack-bar==1.0.1"])
    assert not main.has([tmp_path], ["snack==1.0"])


# What is given back


def qt_of(project: Project) -> list[str]:
    return sorted(path.name for path in project.environment.glob("lib/python*/site-packages/PySide6/*"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing of Qt is given back")
def test_what_is_never_loaded_of_qt_is_given_back_and_the_tests_get_it(installed: Project) -> None:
    installed.ask_for("snack==1.0", *(f"{package}=={QT}" for package in QT_PARTS))
    assert installed.start().code == 0
    assert qt_of(installed) == ["QtCore.abi3.so"]
    refused = installed.start("test", **offline())
    assert refused.code == 1
    assert installed.start().said == "", "what was complete before still is"
    assert installed.start("test").code == 0
    assert qt_of(installed) == sorted(name for names in QT_PARTS.values() for name in names)
    assert installed.start().said == installed.start("test").said == ""


def test_a_package_that_another_replaced_goes_but_for_what_both_have(main: ModuleType, installed: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.start("test").code == 0
    libraries = next(installed.environment.glob("lib/python*/site-packages"))
    taster, snack = libraries / "taster-1.0.dist-info", libraries / "snack-1.0.dist-info"
    with (snack / "RECORD").open("a", encoding="utf-8") as record:
        record.write("taster/__init__.py,,\n")
    (libraries / "taster" / "notes").touch()
    (installed.folder / "requirements-test.lock").write_text(installed.locked("snack==1.0"), encoding="utf-8")
    monkeypatch.setattr(main, "HERE", installed.folder)
    main.give_back(installed.environment, whole=True)
    assert not taster.exists()
    assert sorted(path.name for path in (libraries / "taster").iterdir()) == ["__init__.py", "notes"]
    assert snack.exists()


def test_a_link_leads_no_deletion_out_of_the_environment(installed: Project, tmp_path: Path) -> None:
    libraries = next(installed.environment.glob("lib/python*/site-packages"))
    (tmp_path / "mine").touch()
    with (libraries / "snack-1.0.dist-info" / "RECORD").open("a", encoding="utf-8") as record:
        record.write(f"{os.path.relpath(tmp_path / 'mine', libraries)},,\n")
    remove(installed.environment, ["snack==1.0"])
    assert (tmp_path / "mine").exists()
    assert not (libraries / "snack").exists()


# Where it lies, and who starts it


def test_its_folder_may_be_called_anything(surroundings: dict[str, str], tmp_path: Path) -> None:
    project = fresh_project(tmp_path / "two words, été 雪, 100% of\na'b\"c$d", surroundings)
    started = project.start("hello")
    assert started.code == 0, started.said
    assert project.start("hello").said == ""


def test_it_is_started_from_any_folder(installed: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kiosk").mkdir()
    (tmp_path / "kiosk" / "__init__.py").write_text("raise SystemExit('another kiosk')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert installed.start("hello").code == 0


@pytest.mark.parametrize("home", [None, "", "/dev/null/gone", "/proc"], ids=["unset", "empty", "gone", "read-only"])
def test_it_needs_no_home(installed: Project, home: str | None) -> None:
    around = {name: value for name, value in installed.surroundings.items() if name != "HOME"} | ({} if home is None else {"HOME": home})
    started = Project(installed.folder, around).start("test")
    assert started.code == 0, started.said


def test_an_environment_of_another_python_is_made_anew(installed: Project) -> None:
    (library,) = installed.environment.glob("lib/python*")
    library.rename(library.with_name("python3.9"))
    started = installed.start("hello")
    assert started.code == 0, started.said
    assert "Making" in started.said


def test_the_version_is_told_before_anything_is_installed(project: Project) -> None:
    shutil.copy(REPOSITORY / "pyproject.toml", project.folder)
    command = [PYTHON, str(project.folder / "main.py"), "--version"]
    done = subprocess.run(command, env=project.surroundings, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch("The lobby kiosk, version [0-9.]+\n", done.stdout)
    assert not project.environment.exists()
    (project.folder / "pyproject.toml").unlink()
    refused = project.start("--version")
    assert refused.code == 1
    assert is_one_sentence(refused.said)


# The project's own list


LOCKS = ("requirements.lock", "requirements-try.lock", "requirements-test.lock")


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_is_locked_with_hashes(main: ModuleType, lock: str) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(each for extra, more in project["optional-dependencies"].items() if extra in lock for each in more)]
    pins = dict(pin.split("==") for pin in main.locked(REPOSITORY / lock))
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), f"{requirement}: make {lock} anew, as its head says"
    whole = (REPOSITORY / lock).read_text(encoding="utf-8")
    pinned = re.compile(r"(#.*|[a-z0-9-]+==[0-9.]+( ; (?P<marker>[^\\\n]+))? \\\n( {4}--hash=sha256:[0-9a-f]{64}( \\)?\n)+)")
    assert not re.sub(pinned, "", whole).strip(), "nothing else is in it: no address, no option"
    for marker in filter(None, (found["marker"] for found in pinned.finditer(whole))):
        for system in ("linux", "darwin"):
            assert Marker(marker).evaluate({"sys_platform": system, "platform_machine": "arm64"}), f"{marker}: main.py knows no such line"
    assert "//" not in whole


@pytest.mark.parametrize(("system", "machine"), [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")])
@pytest.mark.parametrize("lock", LOCKS)
def test_of_a_lock_each_machine_wants_what_pip_fetches_for_it(
    main: ModuleType, monkeypatch: pytest.MonkeyPatch, lock: str, system: str, machine: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("os.uname", lambda: SimpleNamespace(machine=machine))
    whole = (REPOSITORY / lock).read_text(encoding="utf-8")
    lines = re.findall(r"^([a-z0-9-]+==[0-9.]+)(?: ; ([^\\\n]+))? ", whole, re.MULTILINE)
    here = {"sys_platform": system, "platform_machine": machine}
    assert main.locked(REPOSITORY / lock) == [pin for pin, marker in lines if not marker or Marker(marker).evaluate(here)]


def test_every_package_that_a_locked_one_needs_is_locked_too(main: ModuleType) -> None:
    """By what the installed ones tell of themselves, on this system."""
    pins = {pin.split("==")[0] for pin in main.locked(REPOSITORY / "requirements-test.lock")}
    needed = [Requirement(line) for name in pins for line in metadata.requires(name) or ()]
    assert {canonicalize_name(each.name) for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})} <= pins


def test_the_tests_run_on_what_the_kiosk_runs_on(main: ModuleType) -> None:
    few, more, many = (set(main.locked(REPOSITORY / lock)) for lock in LOCKS)
    assert few < more < many


@pytest.mark.parametrize(
    ("line", "lock"),
    [
        ("", "requirements.lock"), ("run", "requirements.lock"), ("office", "requirements.lock"), ("office add --try", "requirements-try.lock"),
        ("office --try", "requirements-try.lock"), ("--data x office --try", "requirements-try.lock"), ("check --try", "requirements.lock"),
        ("test --try", "requirements-test.lock"),
    ],
)  # fmt: skip
def test_only_what_a_command_needs_is_fetched(main: ModuleType, line: str, lock: str) -> None:
    assert main.lock_for(line.split()) == lock


def test_the_oldest_python_is_the_one_of_the_project(main: ModuleType) -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == ">={}.{}".format(*main.OLDEST)


# The folder that an update has put aside


@pytest.mark.parametrize("command", [(), ("check",), ("update", "--back"), ("--help",)])
def test_in_the_folder_of_the_version_before_nothing_works(project: Project, command: tuple[str, ...]) -> None:
    before = Project(project.folder.with_name("project.before"), project.surroundings)
    shutil.copytree(project.folder, before.folder)
    started = before.start(*command)
    assert started.code == 1
    assert is_one_sentence(started.said)
    assert f"cd {project.folder}`" in started.said
    assert not before.environment.exists()


def test_a_folder_that_is_only_called_so_works(installed: Project, tmp_path: Path) -> None:
    moved = Project(tmp_path / "night.before", installed.surroundings)
    installed.folder.rename(moved.folder)
    assert moved.start().code == 0
