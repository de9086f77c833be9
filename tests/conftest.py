"""Offscreen, software rendering, fresh folders, a clock moved by hand; any warning of Python, Qt or QML fails the test."""

from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["QT_QPA_UPDATE_IDLE_TIME"] = "0"  # a picture that is asked for is drawn at once: Qt waits 5 ms for more to draw, twice a touch

import gc
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import cheap_keys  # noqa: F401
import pytest
from hypothesis import settings

settings.register_profile("kiosk", deadline=None, database=None, derandomize=True)  # what is green stays green
settings.register_profile("wide", deadline=None, database=None, max_examples=1000)  # what nobody has tried yet: `--hypothesis-profile=wide`
settings.load_profile("kiosk")


IN_MEMORY = Path("/dev/shm")  # noqa: S108  a folder of our own is made in it
ROOM = 4 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    # Started in the background, a shell has the tests ignore these, and every process that they start would too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for each in (signal.SIGQUIT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        _own_folder(config)


def _own_folder(config: pytest.Config) -> None:
    """All that the tests and their processes write is gone with them. pytest's own keeping of three runs stumbles over folders without a bottom."""
    if os.access(IN_MEMORY, os.W_OK):
        _clear_killed_runs()
    in_memory = os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM  # else thousands of drawers wait for a disk
    top = tempfile.mkdtemp(prefix=f"kiosk-tests-{os.getpid()}-", dir=IN_MEMORY if in_memory else None)
    config.option.basetemp = Path(top) / "run"
    aside = Path(top) / "tmp"  # other accounts come into it, too
    aside.mkdir()
    Path(top).chmod(0o711)
    aside.chmod(0o1777)
    os.environ["TMPDIR"] = tempfile.tempdir = str(aside)
    config.add_cleanup(lambda: subprocess.run(["rm", "-rf", "--", top], check=False))


def _clear_killed_runs() -> None:
    """What runs that were killed left in memory would fill it, some gigabytes each time."""
    for left in IN_MEMORY.glob("kiosk-tests-*-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            subprocess.run(["rm", "-rf", "--", str(left)], check=False)


SLOW = Path(__file__).with_name("slow.txt")
"""What `--quick` leaves out: files, or single tests of them (`FILE::test`), that take seconds each."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="the tests that take no more than a moment each: a minute or so in all")


FORKING = ("test_rights.py", "test_backup.py", "test_processes.py")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that fork come first: a process is copied the faster the less it has gathered."""
    if config.option.quick:
        slow = frozenset(SLOW.read_text(encoding="utf-8").split())
        left_out = [item for item in items if slow & {*_names(item)}]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not slow & {*_names(item)}]
    items.sort(key=lambda item: item.path.name not in FORKING)


def _names(item: pytest.Item) -> tuple[str, str]:
    """Its file, and the test itself with all that it is asked for."""
    return item.nodeid.split("::")[0], item.nodeid.split("[")[0]


@pytest.fixture(autouse=True, scope="module")
def _little_to_look_through() -> None:
    """What is there by now stays: the form collects garbage after each touch, and would look through all that the tests before have made."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _parser_made_anew() -> None:
    """A test that puts another function in the place of a command's finds it called."""
    if main := sys.modules.get("kiosk.staff.main"):
        main._parser.cache_clear()


PROJECT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 23)


def noon() -> datetime:
    return datetime.combine(TODAY, time(12))


LANDSCAPE = ((1920, 1080), (476.0, 268.0))
PORTRAIT = ((1080, 1920), (398.0, 708.0))


_BOTTOMLESS: list[Path] = []


@pytest.fixture(autouse=True)
def _nothing_without_a_bottom() -> Iterator[None]:
    """What a test left of it goes: pytest itself could not take it away."""
    yield
    for top in _BOTTOMLESS:
        subprocess.run(["rm", "-rf", "--", str(top)], check=True)
    _BOTTOMLESS.clear()


def deep(top: Path, depth: int = 3000) -> None:
    """A folder in a folder, and so on: no path is long enough to name the last. A file lies in each."""
    top.mkdir()
    _BOTTOMLESS.append(top)
    inside = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.close(os.open("a", os.O_WRONLY | os.O_CREAT, dir_fd=inside))
        os.mkdir("d", dir_fd=inside)
        below = os.open("d", os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = below
    os.close(inside)


class Clock:
    """Monotonic seconds that pass only when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def wind(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication


@pytest.fixture(scope="session")
def finger(qapp: object) -> Any:
    from visitor import finger

    return finger()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The content that ships."""
    from kiosk.content.store.current import open_library

    opened, problems = open_library(PROJECT / "content", tmp_path_factory.mktemp("data"), TODAY)
    assert opened is not None, problems
    return opened


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with a key to try the kiosk out with."""
    from kiosk.signup.keys.try_out_key import make_try_out

    make_try_out(tmp_path / "keys", TODAY)
    return tmp_path / "keys"


@pytest.fixture
def privates(keys: Path) -> Any:
    from kiosk.signup.keys.unlock import open_private

    return open_private(keys, "", "")


@pytest.fixture
def desk(tmp_path: Path, keys: Path, clock: Clock) -> Iterator[Any]:
    """Where the visitors' forms go."""
    from kiosk.signup.desk import Desk
    from kiosk.signup.drawer.drawer import Drawer

    drawer = Drawer(tmp_path / "drawer", keys, lambda: noon().replace(tzinfo=UTC), clock)
    yield Desk(drawer, keys, lambda: TODAY)
    drawer.close()


@pytest.fixture
def visitor(qapp: object, finger: Any, clock: Clock, library: Any) -> Iterator[Callable[..., Any]]:
    """Makes a kiosk and somebody in front of it: `visitor()`, `visitor(PORTRAIT)`, `visitor(content=folder)`."""
    from visitor import Visitor

    from kiosk.app import Kiosk, WindowSpec
    from kiosk.settings.settings import Settings
    from kiosk.signup.form.scrub import fill_what_is_freed

    made: list[Kiosk] = []

    def make(
        glass: tuple[tuple[int, int], tuple[float, float]] = LANDSCAPE,
        settings: Settings | None = None,
        own: Any = None,
        *,
        now: Callable[[], datetime] | None = None,
        desk: Any = None,
        problems: Callable[[], list[Any]] = list,
        ear: Any = None,
    ) -> Visitor:
        kiosk = Kiosk(
            own or library, settings or Settings(), WindowSpec(*glass), clock, still=True, now=now or noon, desk=desk, problems=problems, voice=ear
        )
        made.append(kiosk)
        if ear:
            kiosk.speech.prove()
        return Visitor(kiosk, clock.wind, finger)

    yield make
    for kiosk in made:
        kiosk.close()
    fill_what_is_freed(on=False)  # who left in the middle of the form would slow all the tests after


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A real PostgreSQL for all tests of one process."""
    from kiosk.office import engine

    with engine.running(tmp_path_factory.mktemp("postgres")) as running:
        yield running


@pytest.fixture
def office(postgres: Any) -> Iterator[Any]:
    """An office of its own for each test (`office_here.Here`)."""
    from office_here import opened

    with opened(postgres) as here:
        yield here
