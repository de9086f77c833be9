"""Whether a kiosk shows a folder can be told from outside for as long as it does."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.store.shown_here import Held, is_shown


def test_a_folder_is_shown_while_it_is_held_by_any_number_of_kiosks(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for each in (one, other):
        (each / "topics").mkdir(parents=True)
    kiosks = Held(), Held()
    for kiosk in kiosks:
        kiosk.take(one)
    assert (is_shown(one), is_shown(other)) == (True, False)
    kiosks[0].take(other)
    assert (is_shown(one), is_shown(other)) == (True, True)
    kiosks[1].let_go()
    assert (is_shown(one), is_shown(other)) == (False, True)
    kiosks[0].take(tmp_path / "gone")
    assert not is_shown(other)
    assert not is_shown(tmp_path / "gone")
