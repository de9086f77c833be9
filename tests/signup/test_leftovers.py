"""Copies of requests do not outlive their time, whatever lies in the data folder."""

from __future__ import annotations

import os
import subprocess
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from conftest import deep

from kiosk.files import erasing
from kiosk.signup.drawer.leftovers import Copy, clear_temporary, is_old, kept_copies, sweep

TODAY = date(2026, 11, 23)
OLD = datetime(2026, 9, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def gone() -> int:
    """The number of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def whatever(_: Copy) -> bool:
    """Everything is old."""
    return True


def fill(data: Path, name: str, *, old: bool = True) -> Path:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sealed" * 1000)
    os.utime(path, (OLD, OLD)) if old else None
    return path


LIVE = (
    "drawer/drawer.sqlite", "drawer/drawer.sqlite-wal", "keys/recipients.json", "keys/abc.private.json", "settings.yaml", "kiosk.log", "gallery/a.png"
)  # fmt: skip


def test_old_copies_go_and_what_is_live_or_young_stays(tmp_path: Path, gone: int) -> None:
    for name in (
        *LIVE, "before-restore-20260901-101500/drawer/drawer.sqlite", "before-restore-20261122-101500/keys/abc.private.json", "stick.zip",
        "drawer/drawer-set-aside-20260901-101500.sqlite", "drawer/drawer-set-aside-20261101-101500.sqlite", "before-update.zip",
    ):  # fmt: skip
        fill(tmp_path, name)
    for name in (f".stick.zip.{gone}", f".restoring-{gone}/drawer/drawer.sqlite", f"keys/.abc.private.json.{gone}", f".mishaps.json.{os.getpid()}"):
        fill(tmp_path, name, old=False)
    listed = {each.name: each.day for each in kept_copies(tmp_path)}
    assert listed["before-restore-20260901-101500"] == date(2026, 9, 1), "by its name"
    assert listed["before-update.zip"] == date(2026, 9, 1), "by its time"
    assert sweep(tmp_path, lambda each: each.day < date(2026, 10, 1)) == 7
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    young, aside = "before-restore-20261122-101500", "drawer/drawer-set-aside-20261101-101500.sqlite"
    assert left == {*LIVE, f"{young}/keys/abc.private.json", aside, f".mishaps.json.{os.getpid()}"}
    assert {each.name for each in kept_copies(tmp_path)} == {young, aside}


@pytest.mark.parametrize(("name", "days", "lived", "old"), [
    ("before-restore-20260901-101500", 1000, 89, False), ("before-restore-20260901-101500", -1000, 90, True),
    ("drawer/drawer-set-aside-20260901-101500.sqlite", 1000, 0, False), ("stick.zip", 1, 1000, False), ("stick.zip", 2, 0, True),
])  # fmt: skip
def test_only_days_lived_make_a_copy_old(name: str, days: int, lived: int, old: bool) -> None:
    assert is_old(Copy(name, TODAY - timedelta(days)), lived, TODAY) is old


def test_a_backup_before_an_update_stays_unless_it_holds_requests(tmp_path: Path) -> None:
    for name, inside in (("before-update.zip", "settings.yaml"), ("before-update.zip", "drawer/drawer.sqlite")):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr(inside, "x")
        os.utime(tmp_path / name, (OLD, OLD))
        holds = inside.startswith("drawer")
        assert kept_copies(tmp_path) == ((Copy(name, date(2026, 9, 1)),) if holds else ())
        assert sweep(tmp_path, whatever) == int(holds)


def test_what_a_restore_still_needs_stays(tmp_path: Path, gone: int) -> None:
    staged = fill(tmp_path, f".restoring-{gone}/drawer/drawer.sqlite")
    plan = fill(tmp_path, ".restore-plan")
    assert sweep(tmp_path) == 0
    assert staged.exists()
    plan.unlink()
    assert sweep(tmp_path) == 1
    assert not staged.parent.parent.exists()


STRANGE: dict[str, Callable[[Path, Path], object]] = {
    "a link to a file": lambda path, other: path.symlink_to(other / "file"),
    "a link to a folder": lambda path, other: path.symlink_to(other),
    "a link to nothing": lambda path, _: path.symlink_to("nothing"),
    "another name of a file": lambda path, other: os.link(other / "file", path),
    "a pipe": lambda path, _: os.mkfifo(path),
    "a folder": lambda path, _: path.mkdir(),
    "a folder with no bottom": lambda path, _: deep(path),
    "many folders": lambda path, _: [(path / str(one) / str(other)).mkdir(parents=True) for one in range(40) for other in range(5)],
    "a file with a hole": lambda path, _: (path.touch(), os.truncate(path, 1 << 40)),
}


@pytest.mark.parametrize("strange", list(STRANGE))
@pytest.mark.parametrize("name", ["before-restore-20260901-101500", "before-restore-20260901-101500/drawer", "stick.zip", "before-update.zip"])
def test_nothing_is_followed_and_nothing_holds_it_up(tmp_path: Path, name: str, strange: str) -> None:
    data, other = tmp_path / "data", tmp_path / "other"
    fill(other, "file")
    path = data / name
    path.parent.mkdir(parents=True)
    STRANGE[strange](path, other)
    os.utime(path, (OLD, OLD), follow_symlinks=False)
    assert sweep(data, whatever) == 1
    assert not os.path.lexists(path)
    assert (other / "file").read_bytes() == b"sealed" * 1000


@pytest.mark.parametrize("place", ["drawer", "keys"])
def test_a_link_in_the_place_of_a_folder_leads_nowhere(tmp_path: Path, place: str) -> None:
    (tmp_path / "data").mkdir()
    fill(tmp_path, "other/drawer-set-aside-20260901-101500.sqlite")
    (tmp_path / "data" / place).symlink_to(tmp_path / "other")
    assert kept_copies(tmp_path / "data") == ()


def test_the_bytes_are_overwritten_first(tmp_path: Path) -> None:
    whole = fill(tmp_path, "before-restore-20260901-101500/keys/a.private.json")
    with whole.open("rb") as still_open:
        sweep(tmp_path, whatever)
        assert len(raw := still_open.read()) == 6000
        assert b"sealed" not in raw


def test_a_killed_command_leaves_nothing_for_long(tmp_path: Path, gone: int) -> None:
    for name in (f".kiosk.zip.{gone}", f".kiosk.zip.{os.getpid()}", f".other.zip.{gone}", ".kiosk.zip.1", "kiosk.zip"):
        fill(tmp_path, name)
    fill(tmp_path, f".kiosk.zip.folder.{gone}/letter")
    (tmp_path / f".kiosk.zip.link.{gone}").symlink_to(tmp_path / "kiosk.zip")
    clear_temporary(tmp_path / "kiosk.zip")
    left = {f".other.zip.{gone}", ".kiosk.zip.1", "kiosk.zip", f".kiosk.zip.folder.{gone}", f".kiosk.zip.link.{gone}"}
    assert {path.name for path in tmp_path.iterdir()} == left


def test_what_is_no_copy_is_none(tmp_path: Path) -> None:
    (tmp_path / "drawer").touch()
    assert kept_copies(tmp_path) == ()


def test_a_list_of_names_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies there may hold requests then, and goes in its time."""
    with zipfile.ZipFile(tmp_path / "before-update.zip", "w") as packed:
        for number in range(10):
            packed.writestr(f"content/{number}", "")
    assert kept_copies(tmp_path) == ()
    monkeypatch.setattr("kiosk.signup.drawer.leftovers._MOST_LISTED", 300)
    assert [each.name for each in kept_copies(tmp_path)] == ["before-update.zip"]


def test_of_far_too_much_the_rest_goes_the_next_time(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_MOST_ERASED", 500)
    deep(tmp_path / f".restoring-{gone}")
    assert sweep(tmp_path) == 0
    times = 1
    while not sweep(tmp_path):
        times += 1
    assert times == pytest.approx(18, abs=1)
    assert not list(tmp_path.iterdir())


def test_what_holds_no_data_costs_no_wait_for_the_disk(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty thousand empty files once kept the kiosk from its screen, for each was waited for."""
    for number in range(300):
        path = tmp_path / f".restoring-{gone}" / str(number)
        path.parent.mkdir(exist_ok=True)
        path.touch()
    monkeypatch.setattr(erasing, "overwrite", lambda _: pytest.fail("there is nothing to write over"))
    assert sweep(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_ends_in_its_time_and_goes_on_the_next_time(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        for number in range(5):
            fill(tmp_path, f".restoring-{gone}/{folder}/{number}", old=False)
    ticks = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: float(next(ticks)))
    left = [10]
    while left[-1]:
        assert sweep(tmp_path, seconds=5.0) in (0, 1)
        left.append(len([path for path in tmp_path.rglob("*") if path.is_file()]))
        assert 0 <= left[-2] - left[-1] <= 4
    assert len(left) > 3


def test_of_a_flat_folder_no_more_goes_at_once_than_may(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "_MOST_ERASED", 4)
    for number in range(6):
        fill(tmp_path, f".restoring-{gone}/{number}", old=False)
    assert (sweep(tmp_path), len(list((tmp_path / f".restoring-{gone}").iterdir()))) == (0, 2)
    assert sweep(tmp_path) == 1


def by_another(work: Callable[[], object]) -> bool:
    """Whether it was done by an account that may not do everything, as root may."""
    if os.geteuid():
        work()
        return True
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.setgroups([])
            os.setresuid(65534, 65534, 65534)
            work()
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("mode", [0o000, 0o500, 0o300])
def test_a_folder_that_its_owner_closed_goes_too(mode: int) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as named:
        data = Path(named)
        inner = fill(data, "before-restore-20260901-101500/keys/deep/x").parent
        for path in (data, *data.rglob("*")):
            os.chown(path, 65534 if os.geteuid() == 0 else -1, -1)
        for folder in (inner, inner.parent, inner.parent.parent):
            folder.chmod(mode)
        assert by_another(lambda: sweep(data, whatever))
        assert list(data.iterdir()) == []


def test_what_lists_more_than_ours_is_a_copy_and_so_is_what_lies_elsewhere_and_nobody_looks_into_it(tmp_path: Path) -> None:
    """Each look at the longest list that is read at all takes a second, and the screen waits."""
    (tmp_path / "keys").mkdir()
    beside = "keys/before-update.zip"
    for place, names, copies in (("", 3, []), ("keys/", 3, [beside]), ("", 2000, ["before-update.zip", beside])):
        with zipfile.ZipFile(tmp_path / f"{place}before-update.zip", "w") as packed:
            for number in range(names):
                packed.writestr(f"content/{number:04}.yaml", "")
        assert [each.name for each in kept_copies(tmp_path)] == copies
