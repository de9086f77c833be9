"""What somebody types as the place of a file or a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.files.typed_paths import typed_path


def test_the_wave_is_their_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~/photos") == tmp_path / "photos"
    assert typed_path("photos") == Path("photos")


@given(st.text().map("~{}".format) | st.text())
def test_whatever_is_typed_is_a_path(written: str) -> None:
    assert isinstance(typed_path(written), Path)
