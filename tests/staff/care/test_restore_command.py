"""`restore` by its command line: where a backup goes that somebody tries out."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from kiosk.project import CONTENT
from kiosk.staff.commands import restore
from kiosk.staff.errors import ExpectedError


def refuses(message: str) -> object:
    def folder_for(*_: object) -> None:
        raise ExpectedError(message)

    return folder_for


def test_whoever_may_not_look_into_the_kiosks_data_is_asked_for_the_content_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an installed kiosk, by an account of one's own, with `--data`: the sentence is about what is missing."""
    told = "The kiosk of this machine keeps its data where your account may not look."
    monkeypatch.setattr("kiosk.staff.installed_kiosk.folder_for", refuses(told))
    options = argparse.Namespace(content=CONTENT, content_named=False, named=tmp_path / "data", data=tmp_path / "data")
    with pytest.raises(ExpectedError, match="Say where that content is to go, such as `--content"):
        restore._refuse_half(options)
    options.content_named = True
    restore._refuse_half(options)
