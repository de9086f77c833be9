"""Sentences of a slow voice that were made before: played by the voice process, and nothing that was damaged or planted is."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices import kept_sounds
from kiosk.devices.kept_sounds import KeptSounds
from kiosk.devices.sound_output import SILENT, Output, Sound
from kiosk.devices.voice import ProcessVoice
from kiosk.devices.voice_choice import DISPATCHER, PICO, Wanted
from kiosk.devices.voice_process import Mouth

TONE = Sound(array("h", ([8000] * 50 + [-8000] * 50) * 96), 0.75)


@pytest.fixture
def what(tmp_path: Path) -> Wanted:
    (tmp_path / "es.onnx").write_bytes(b"a voice")
    return Wanted(str(tmp_path / "es.onnx"), "Puede recostarse.", "es", 1.0, "")


@pytest.fixture
def kept(tmp_path: Path, what: Wanted) -> KeptSounds:
    kept = KeptSounds(tmp_path / "narration")
    assert kept.put(what, TONE) > 9000
    return kept


def the_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "narration").iterdir()
    return found


def test_what_was_kept_is_that_sound(kept: KeptSounds, what: Wanted, tmp_path: Path) -> None:
    sound = kept.get(what)
    assert sound
    assert sound.gain == TONE.gain
    assert abs(len(sound.samples) - len(TONE.samples)) < 10
    assert max(sound.samples) > 7000
    assert the_file(tmp_path).stat().st_mode & 0o777 == 0o600
    assert kept.size(what) == the_file(tmp_path).stat().st_size


@pytest.mark.parametrize("other", [{"words": "Puede sentarse."}, {"language": "en"}, {"pace": 1.25}, {"voice": PICO}, {"voice": DISPATCHER}])
def test_other_words_another_language_pace_or_voice_is_another_sound(kept: KeptSounds, what: Wanted, other: dict[str, Any]) -> None:
    assert kept.get(what._replace(**other)) is None


def test_another_file_of_the_voice_makes_what_it_said_stale(kept: KeptSounds, what: Wanted) -> None:
    Path(what.voice).write_bytes(b"a better voice")
    assert kept.get(what) is None
    assert kept.clear(lambda language, name: language == "es" and name != kept.name(what)) == 1
    Path(what.voice).unlink()
    assert kept.name(what) == ""
    assert kept.put(what, TONE) == 0


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-2])


def changed(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[-5] ^= 1
    path.write_bytes(raw)


def of_another_sentence(path: Path) -> None:
    other = KeptSounds(path.parent)
    what = Wanted(str(path.parent.parent / "es.onnx"), "Otra cosa.", "es", 1.0, "")
    other.put(what, TONE)
    (path.parent / other.name(what)).replace(path)


def others_may_write(path: Path) -> None:
    path.chmod(0o666)


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    os.truncate(path, kept_sounds._MOST_BYTES + 1)


def empty(path: Path) -> None:
    path.write_bytes(b"")


SPOILS: list[Callable[[Path], None]] = [cut, changed, of_another_sentence, others_may_write, a_pipe, a_folder, huge, empty]


@pytest.mark.parametrize("spoil", SPOILS)
def test_what_was_damaged_or_planted_is_not_played_and_made_anew(
    kept: KeptSounds, what: Wanted, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(the_file(tmp_path))
    assert kept.get(what) is None
    assert kept.put(what, TONE)
    assert kept.get(what)


def test_a_file_of_another_account_is_not_played(kept: KeptSounds, what: Wanted, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(kept_sounds.os, "geteuid", lambda: mine + 1)
    assert kept.get(what) is None


@given(raw=st.binary(max_size=200))
def test_no_bytes_are_taken_for_a_sound(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "es.onnx").write_bytes(b"a voice")
    what, kept = Wanted(str(folder / "es.onnx"), "Hola.", "es", 1.0, ""), KeptSounds(folder)
    (folder / kept.name(what)).write_bytes(raw)
    assert kept.get(what) is None


def test_what_is_too_long_for_a_sentence_is_not_kept(tmp_path: Path, what: Wanted) -> None:
    kept = KeptSounds(tmp_path / "narration")
    assert kept.put(what, Sound(array("h", bytes(2 * 48_000 * 61)), 1.0)) == 0
    assert not (tmp_path / "narration").exists()


def test_only_what_has_names_of_ours_goes(kept: KeptSounds, tmp_path: Path) -> None:
    theirs = tmp_path / "narration" / "holiday.sound"
    theirs.write_text("theirs")
    assert kept.clear(lambda *_: True) == 1
    assert list((tmp_path / "narration").iterdir()) == [theirs]
    assert KeptSounds(tmp_path / "nowhere").clear(lambda *_: True) == 0


def test_the_kiosk_has_it_played_under_the_words_that_it_says_it_by(qtbot: Any, tmp_path: Path) -> None:
    """In a language that no voice of any machine speaks, and with a voice that is none."""
    (tmp_path / "xx.onnx").write_bytes(b"a voice")
    KeptSounds(tmp_path / "narration").put(Wanted(str(tmp_path / "xx.onnx"), "Two words", "xx", 1.0, ""), TONE)
    voice = ProcessVoice(output=SILENT, kept=tmp_path / "narration")
    voice._proved_voices = {"xx": str(tmp_path / "xx.onnx")}
    try:
        with qtbot.waitSignal(voice.ended, timeout=20000):
            voice.say("Two words", "xx", 0, 3)
        with qtbot.waitSignal(voice.failed, timeout=20000):
            voice.say("Two others", "xx", 0, 3)
    finally:
        voice.close()


def test_the_voice_says_it_without_being_there(kept: KeptSounds, what: Wanted, tmp_path: Path) -> None:
    """No Piper lies above that file, so a voice of it could not say a word."""
    told: list[dict[str, Any]] = []
    mouth = Mouth(Output(SILENT), told.append, kept)
    order = {"words": what.words, "language": "es", "voice": what.voice, "pace": 1.0}
    try:
        mouth.take({"do": "prepare", **order})
        mouth.take({"do": "say", "id": 7, **order})
        assert mouth.output.plays
        until = time.monotonic() + 20
        while not told and time.monotonic() < until:
            mouth.look()
        assert told == [{"ended": 7}]
        assert all(maker.file is None for maker in mouth.makers.values()), "nobody was begun for it"
        changed(the_file(tmp_path))
        mouth.take({"do": "say", "id": 8, **order})
        assert not mouth.output.plays
    finally:
        mouth.close()
