"""The watch on real folders, with real events: every way of saving is seen, again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.store.debounce import Prints
from kiosk.devices.content_watch import ContentWatch

Save = Callable[[Path, str], None]


def prints(folder: Path) -> Prints:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return tuple((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in files)


def swapped(path: Path, text: str) -> None:
    fresh = path.with_name(".save")
    fresh.write_text(text)
    fresh.replace(path)


def in_place(path: Path, text: str) -> None:
    with path.open("r+") as file:
        file.write(text)


def gone_and_new(path: Path, text: str) -> None:
    path.unlink()
    path.write_text(text)


def backed_up(path: Path, text: str) -> None:
    path.rename(path.with_name("backup~"))
    path.write_text(text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    (content / "topics").mkdir(parents=True)
    (content / "topics" / "10-a.yaml").write_text("one")
    return content


@pytest.fixture
def watch(qtbot: Any, folder: Path) -> Iterator[ContentWatch]:
    watch = ContentWatch(folder, lambda: prints(folder), lambda: prints(folder), time.monotonic, quiet=0.02)
    yield watch
    watch.deleteLater()


@pytest.mark.parametrize("save", [swapped, in_place, gone_and_new, backed_up])
def test_every_save_is_seen_however_often(qtbot: Any, folder: Path, watch: ContentWatch, save: Save) -> None:
    for number in range(4):
        with qtbot.waitSignal(watch.came, timeout=10_000) as seen:
            save(folder / "topics" / "10-a.yaml", f"number {number}")
        assert seen.args == [prints(folder)]


def test_a_new_file_and_a_new_folder_are_seen(qtbot: Any, folder: Path, watch: ContentWatch) -> None:
    with qtbot.waitSignal(watch.came, timeout=10_000):
        (folder / "topics" / "20-b.yaml").write_text("two")
    (folder / "pictures").mkdir()
    with qtbot.waitSignal(watch.came, timeout=10_000):
        (folder / "pictures" / "a.svg").write_text("<svg/>")
    with qtbot.waitSignal(watch.came, timeout=10_000):
        in_place(folder / "pictures" / "a.svg", "<svg>")


def test_a_folder_that_was_put_in_the_place_of_another_is_watched(qtbot: Any, folder: Path, watch: ContentWatch) -> None:
    with qtbot.waitSignal(watch.came, timeout=10_000):
        folder.rename(folder.with_name("old"))
    with qtbot.waitSignal(watch.came, timeout=10_000):
        (folder / "topics").mkdir(parents=True)
        (folder / "topics" / "10-a.yaml").write_text("fresh")
    for text in ("fresher", "freshest"):
        with qtbot.waitSignal(watch.came, timeout=10_000):
            swapped(folder / "topics" / "10-a.yaml", text)


def test_a_reader_that_fails_does_not_end_the_watching(qtbot: Any, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    outcomes = iter([RuntimeError("no"), "read"])

    def read() -> str:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    watch = ContentWatch(folder, lambda: prints(folder), read, time.monotonic, quiet=0.02, aside=lambda work: work())
    with qtbot.waitSignal(watch.failed, timeout=10_000):
        swapped(folder / "topics" / "10-a.yaml", "broken")
    assert "could not be read" in caplog.text
    with qtbot.waitSignal(watch.came, timeout=10_000) as seen:
        swapped(folder / "topics" / "10-a.yaml", "well")
    assert seen.args == ["read"]
    watch.deleteLater()


def test_what_was_forgotten_is_read_anew_once_though_nothing_has_changed(qtbot: Any, folder: Path, watch: ContentWatch) -> None:
    came: list[object] = []
    watch.came.connect(came.append)
    with qtbot.waitSignal(watch.came, timeout=5000):
        watch.forget()
    watch.look()
    assert came == [prints(folder)]


def test_one_that_waits_looks_at_nothing_until_it_is_told_what_shows(folder: Path) -> None:
    came = list[object]()
    clock = [0.0]
    for shown, forgets, reads in ((prints(folder), False, 0), (prints(folder), True, 1), ((), False, 1)):
        came.clear()
        watch = ContentWatch(folder, lambda: prints(folder), lambda: "read", lambda: clock[0], aside=lambda work: work(), waits=True)
        watch.came.connect(came.append)
        watch.look()
        if forgets:
            watch.forget()
        clock[0] += 20
        watch.look()
        assert not came
        watch.begin(shown)
        clock[0] += 20
        watch.look()
        assert len(came) == reads
        watch.deleteLater()
