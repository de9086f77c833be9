"""What of a publication differs from what shows: also what is no slide."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import TODAY

from content import sample
from kiosk.staff.publications.trial import tried

CHANGES = {
    "nothing": ("clinic.yaml", "", "", 0),
    "a title of a topic": ("topics/10-infusion.yaml", "title: {en: ", "title: {en: Other ", 1),
    "the help panel": ("help.yaml", "Call 911", "Please call 911", 1),
    "the meaning of a word": ("words.yaml", "Medicine that", "Some medicine that", 1),
    "a source": ("sources.yaml", "What we do here.", "What we did here.", 1),
    "the clinic": ("clinic.yaml", "name: Athens", "name: Other", 1),
    "a button": ("interface.yaml", "en: ", "en: Other ", 1),
    "a picture": ("pictures/attract-morning.svg", "<svg ", '<svg id="other" ', 1),
}  # fmt: skip


@pytest.mark.parametrize(("file", "was", "becomes", "differ"), CHANGES.values(), ids=CHANGES)
def test_whatever_visitors_read_or_see_counts_where_it_differs(tmp_path: Path, file: str, was: str, becomes: str, differ: int) -> None:
    shown, folder = sample.write(tmp_path / "shown"), sample.write(tmp_path / "new")
    text = (folder / file).read_text(encoding="utf-8")
    assert was in text
    (folder / file).write_text(text.replace(was, becomes, 1), encoding="utf-8")
    trial = tried(folder, tmp_path / "data", shown, TODAY, ())
    assert (trial.wrong, trial.differ) == ("", differ)
