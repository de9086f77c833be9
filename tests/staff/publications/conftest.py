"""A desk that has published, and a kiosk that has taken it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from publishing_desk import NOW, Desk

from kiosk.content.store.current import open_library
from kiosk.content.store.publications import shown_folder
from kiosk.staff.publications import take
from kiosk.staff.publications.standing import Kiosk
from kiosk.staff.publications.trial import Trial


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk that has published twice, and a kiosk that has taken the first: read alone, or copied."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.publish(note="as it began")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(take, "_trial", lambda *_: Trial())
        desk.take(desk.out / "publication-1.kiosk.zip")
    open_library(shown_folder(desk.kiosk.content, desk.kiosk.data), desk.kiosk.data, NOW.date())
    desk.says("Other words")
    desk.publish(note="other words")
    return desk


@pytest.fixture
def desk(first: Desk, tmp_path: Path) -> Desk:
    """The same in a folder of its own."""
    shutil.copytree(first.folder, tmp_path / "desk", symlinks=True)
    copy = object.__new__(Desk)
    copy.__dict__.update(first.__dict__)
    copy.folder, copy.content, copy.data, copy.out = (tmp_path / "desk" / each for each in (".", "content", "desk", "stick"))
    copy.kiosk = Kiosk(tmp_path / "desk/its content", tmp_path / "desk/kiosk", tmp_path / "desk/.publishers")
    return copy


@pytest.fixture
def no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial, which is a process of its own, finds nothing wrong at once."""
    monkeypatch.setattr(take, "_trial", lambda *_: Trial(differ=1))
