"""What the voice says of every screen, as sounds and on a page: by the voice in the box, which really speaks here."""

from __future__ import annotations

import re
import shutil
import signal
import wave
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT

from content import sample
from kiosk.devices.voice_choice import DISPATCHER, Proved
from kiosk.staff.content import listen, listening_page, spoken_screens
from kiosk.staff.content.listening_page import Heard, Line, Sentence, lasting
from kiosk.staff.content.spoken_screens import Script
from kiosk.staff.main import main

CHANGE = """\
topic: change
title: {en: What may change, es: Qué puede cambiar}
picture: topic-change.svg
owner: Clinical lead
checked: 2026-11-01
review_by: 2027-05-01
slides:
  - slide: some
    kind: points
    title: {en: The infusion and you, es: La infusión y usted}
    clip: {en: headline.wav}
    points:
      - {en: "Call 988, day or night.", es: "Llame al 988, día y noche."}
      - {en: The infusion takes 40 min., es: La infusión dura 40 min., clip: {en: broken.wav}}
"""
WORDS = sample.WORDS + "  sounds: {en: in-FEW-zhun}\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A slide with a recording, one that is none, and a word that the voice says otherwise."""
    folder = sample.write(tmp_path / "content", change=CHANGE, words=WORDS)
    (folder / "sounds").mkdir()
    shutil.copy(PROJECT / "assets" / "sounds" / "still-there.wav", folder / "sounds" / "headline.wav")
    shutil.copy(PROJECT / "assets" / "sounds" / "still-there.wav", folder / "sounds" / "broken.wav")
    return folder


def called(content: Path, *more: str) -> int:
    place = content.parent
    return main(["listen", str(place / "out"), "--topic", "change", "--content", str(content), "--data", str(place / "data"), *more])


def said(page: str, number: int) -> list[tuple[str, str]]:
    """The sentences of a screen: the words, and what is told below them."""
    section = re.findall(r"<section.*?</section>", page, re.DOTALL)[number]
    found = re.findall(r"<li[^>]*>(?:<button[^>]*>)?(.*?)(?:</button>)?((?:<small.*)?)</li>", section)
    return [(unescape(words), unescape(re.sub("<[^>]+>", "", notes))) for words, notes in found]


def test_a_person_can_read_along(qapp: object, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(content) == 0
    told, out = capsys.readouterr(), content.parent / "out"
    assert "English: SVOX Pico en-US (the voice in the box); Spanish: SVOX Pico es-ES" in told.err
    page = (out / "index.html").read_text(encoding="utf-8")
    assert str(out / "index.html") in told.out
    named = re.findall(r'<audio [^>]*src="([^"]+)"', page)
    assert sorted([*named, "index.html"]) == sorted(path.name for path in out.iterdir())
    assert named[0] == "en-001-change-some-1.wav"
    assert any(name.startswith("es-") for name in named)
    assert not re.search(r"https?:|@import|<link|<script src", page), "it is read without a network"
    for name, section in zip(named, re.findall(r"<section.*?</section>", page, re.DOTALL), strict=True):
        with wave.open(str(out / name)) as sound:
            seconds, samples = sound.getnframes() / sound.getframerate(), sound.readframes(sound.getnframes())
        begins = [float(at) for at in re.findall(r'data-at="([^"]+)"', section)]
        assert begins == sorted(begins)
        assert begins[0] == 0.0
        assert begins[-1] < seconds
        assert any(samples)
    english = dict(said(page, 0))
    assert "A person reads this: headline.wav." in english["The infusion and you"]
    assert english["Call nine eight eight, day or night."] == "On the screen: Call 988, day or night."
    assert english["The infusion takes 40 min."] == "A person reads this: broken.wav."


def test_a_recording_that_cannot_be_played_is_read_by_the_voice_and_told(
    qapp: object, content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scripts = spoken_screens.scripts

    def torn(*given: Any) -> list[Script]:
        found = scripts(*given)
        for path in {line.clip for script in found for line in script.lines if line.clip and line.clip.name == "broken.wav"}:
            path.write_bytes(b"RIFF" + b"\0" * 40)  # after it was checked
        return found

    monkeypatch.setattr(spoken_screens, "scripts", torn)
    assert called(content, "--language", "en") == 0, capsys.readouterr().err
    told = dict(said((content.parent / "out" / "index.html").read_text(encoding="utf-8"), 0))["The in-few-zhun takes 40 minutes."]
    assert told.startswith("On the screen: The infusion takes 40 min.")
    assert "Broken.wav cannot be played, so the voice reads it." in told


def test_what_stays_of_an_earlier_one_is_what_is_not_ours(qapp: object, content: Path) -> None:
    out = content.parent / "out"
    out.mkdir()
    for name in ("en-099-gone.wav", "holiday.wav", "index.html"):
        (out / name).write_text("old")
    assert called(content, "--language", "en") == 1
    assert called(content, "--language", "en", "--replace") == 0
    assert (out / "holiday.wav").read_text() == "old"
    assert not (out / "en-099-gone.wav").exists()
    assert "en-001-" in (out / "index.html").read_text(encoding="utf-8")


def test_ctrl_c_while_sounds_are_made_leaves_no_half(
    qapp: object, content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = listen.Speaker.said
    calls: list[Line] = []

    def stopped(self: listen.Speaker, line: Line) -> listen.Made:
        calls.append(line)
        if len(calls) == 6:
            signal.raise_signal(signal.SIGINT)
        return made(self, line)

    monkeypatch.setattr(listen.Speaker, "said", stopped)
    assert called(content, "--language", "en") == 130
    assert capsys.readouterr().err.endswith("Stopped.\n")
    for path in (content.parent / "out").iterdir():
        assert path.suffix == ".wav"
        with wave.open(str(path)) as sound:
            assert len(sound.readframes(sound.getnframes())) == 2 * sound.getnframes() > 0


def test_a_disk_that_is_too_small_is_told_before(
    qapp: object, content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(listen.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))  # type: ignore[attr-defined]
    assert called(content) == 1
    assert "has 0 MB left" in capsys.readouterr().err
    assert not (content.parent / "out").exists()


NOBODY, SERVICE = Proved(), Proved(DISPATCHER, "espeak by speech-dispatcher")
PICO = Proved("pico", "SVOX Pico en-US", "the voice in the box")


@pytest.mark.parametrize(("spanish", "told"), [
    (NOBODY, "Nothing on this machine speaks Spanish: "),
    (SERVICE, "there is no sound, and it says there why"),
])  # fmt: skip
def test_a_language_without_a_voice_that_writes_files_is_told(
    *, qapp: object, content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], spanish: Proved, told: str,
) -> None:
    monkeypatch.setattr(spoken_screens, "prove", lambda *_: {"en": PICO, "es": spanish})
    assert called(content) == 0
    heard = capsys.readouterr()
    assert told in heard.out + heard.err
    assert not list((content.parent / "out").glob("es-*"))
    page = (content.parent / "out" / "index.html").read_text(encoding="utf-8")
    assert ("it writes no sound files" in page) == (spanish is SERVICE)
    monkeypatch.setattr(spoken_screens, "prove", lambda *_: {"en": NOBODY, "es": NOBODY})
    assert called(content, "--replace") == 1
    assert "speaks English or Spanish: `python3 main.py doctor" in capsys.readouterr().err


def test_a_voice_that_is_gone_is_stood_in_for(qapp: object, content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Proved(str(content / "gone.onnx"), "Piper gone", "as the settings say")
    monkeypatch.setattr(spoken_screens, "prove", lambda *_: {"en": gone, "es": gone})
    assert called(content, "--language", "en") == 0
    told = dict(said((content.parent / "out" / "index.html").read_text(encoding="utf-8"), 0))
    assert "The voice in the box says this, since Piper gone could not." in told["Call nine eight eight, day or night."]


@pytest.mark.parametrize(("more", "told"), [(["--language", "xx"], "no language 'xx'"), (["--topic", "nowhere"], "There is no topic 'nowhere'")])
def test_what_the_content_has_not_is_told(qapp: object, content: Path, capsys: pytest.CaptureFixture[str], more: list[str], told: str) -> None:
    assert called(content, *more) == 1
    assert told in capsys.readouterr().err
    assert not (content.parent / "out").exists()


def test_no_text_steers_the_page(tmp_path: Path) -> None:
    evil = '</button><script>alert(1)</script>"&'
    line = Line(evil, f"{evil}?", "es", is_private=True)
    screen = Heard(f"en-001-{evil.replace('/', '')}.wav", "en", (Sentence(line, evil, 0.5, True, evil), Sentence(line, evil, 1.0, False, "")), 1.0)
    page = listening_page.write(tmp_path, evil, [screen]).read_text(encoding="utf-8")
    assert page.count("<script>") == 1
    assert '"&' not in re.sub(r"<script>.*</script>", "", page, flags=re.DOTALL)
    assert page.count("<button") == 1
    assert page.count("In headphones alone.") == 2
    assert '<li lang="es">' in page


@pytest.mark.parametrize(("seconds", "words"), [
    (0, "0 seconds"), (1, "1 second"), (61, "1 minute"), (3599, "1 hour"), (9060, "2 hours and 31 minutes"),
])  # fmt: skip
def test_how_long_it_lasts_is_said(seconds: float, words: str) -> None:
    assert lasting(seconds) == words


def test_a_file_of_ours_may_not_be_written_through_a_link(qapp: object, content: Path) -> None:
    out, elsewhere = content.parent / "out", content.parent / "somebody's"
    out.mkdir()
    elsewhere.write_text("theirs")
    (out / "en-001-change-some-1.wav").symlink_to(elsewhere)
    assert called(content, "--language", "en", "--replace") == 0
    assert elsewhere.read_text() == "theirs"
    assert not (out / "en-001-change-some-1.wav").is_symlink()
