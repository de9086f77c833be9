"""How loud a sound is, held against numbers of pyloudnorm 0.1.1 (ITU-R BS.1770-4) for the same samples, and what makes all equally loud."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest

from kiosk.devices.sound_maker import finished, pico
from kiosk.speech.levels import TARGET, gain, loudness, trimmed


def tone(hertz: int, *, pitch: float, seconds: float, height: int) -> array[int]:
    return array("h", [round(height * math.sin(2 * math.pi * pitch * at / hertz)) for at in range(round(hertz * seconds))])


@pytest.mark.parametrize("hertz", [16_000, 48_000])
def test_a_tone_in_the_middle_of_speech_is_as_loud_as_the_standard_has_it(hertz: int) -> None:
    assert loudness(tone(hertz, pitch=1000, seconds=2, height=3277), hertz) == pytest.approx(-23.0, abs=0.7)


def test_twice_as_large_is_6_db_louder_and_silence_between_does_not_count() -> None:
    soft, loud = (tone(16_000, pitch=500, seconds=1, height=height) for height in (2000, 4000))
    assert loudness(loud, 16_000) - loudness(soft, 16_000) == pytest.approx(6.02, abs=0.01)
    assert loudness(loud + array("h", bytes(64_000)) + loud, 16_000) == pytest.approx(loudness(loud, 16_000), abs=0.8)


def test_silence_has_no_loudness_and_stays_as_it_is() -> None:
    assert loudness(array("h", bytes(32_000)), 16_000) == -math.inf
    assert gain(array("h", bytes(32_000)), 16_000) == gain(array("h"), 16_000) == 1.0


def test_sentences_of_the_voice_are_equally_loud() -> None:
    """Whatever their length, in both languages: the words of a button as well as a long sentence (EBU R 128 asks for 1 LU)."""
    said = [("Back", "en"), ("Most people sit in a chair for about forty minutes.", "en"), ("Atrás", "es"), ("Puede parar cuando quiera.", "es")]
    levels = []
    for words, language in said:
        sound = finished(pico(words, language, 1.0), cut=True)
        levels.append(loudness(array("h", [max(-32_768, min(32_767, int(each * sound.gain))) for each in sound.samples]), 48_000))
    assert levels == pytest.approx([TARGET] * len(said), abs=1.0)


def test_no_sample_grows_far_beyond_what_there_is_room_for() -> None:
    clicks = array("h", [30_000 if at % 800 == 0 else at % 3 for at in range(16_000)])
    assert max(clicks) * gain(clicks, 16_000) <= 1.25 * 32_768


def test_the_silence_around_a_sentence_is_as_long_as_it_should_be() -> None:
    sound = array("h", bytes(8000)) + tone(16_000, pitch=500, seconds=0.5, height=4000) + array("h", bytes(20_000))
    cut = trimmed(sound, 16_000, before=0.005, after=0.18)
    loud = [at for at, each in enumerate(cut) if abs(each) > 330]
    assert loud[0] / 16_000 == pytest.approx(0.005, abs=0.006)
    assert (len(cut) - loud[-1]) / 16_000 == pytest.approx(0.18, abs=0.006)
    assert all(abs(after - before) < 2000 for before, after in pairwise(cut))
    assert not trimmed(array("h", bytes(800)), 16_000, before=0.1, after=0.1)
