"""The voice process, a real one: with the voice in the box, and a loudspeaker that takes its time and is nowhere."""

from __future__ import annotations

import os
import shutil
import signal
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.content.checks.sound_files import sounds_in
from kiosk.devices.sound_maker import MEMORY
from kiosk.devices.sound_output import SILENT
from kiosk.devices.speech_service import NAME, own_service
from kiosk.devices.voice import ProcessVoice

CHIME = Path(__file__).resolve().parents[2] / "assets" / "sounds" / "still-there.wav"


@pytest.fixture
def voice(qapp: object) -> Iterator[ProcessVoice]:
    made = ProcessVoice(output=SILENT)
    yield made
    made.close()


def pid(voice: ProcessVoice) -> int:
    """Of the program that speaks, behind its guard."""
    assert voice._process is not None
    assert voice._process.waitForStarted(5000)
    guard, ends = voice._process.processId(), time.monotonic() + 20
    while not (children := Path(f"/proc/{guard}/task/{guard}/children").read_text().split()):
        assert time.monotonic() < ends, "it has no guard"
        os.sched_yield()
    return int(children[0])


def test_a_language_has_a_voice_if_it_came_to_the_end_of_a_word(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.proved, timeout=20000) as told:
        voice.prove(("en", "xx"))
    assert told.args[0]["en"]
    assert told.args[0]["xx"] == ""


def test_a_sentence_comes_to_its_end(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.ended, timeout=20000) as told:
        number = voice.say("Two words", "en", 3, 3)
    assert told.args == [number]


@pytest.mark.parametrize("noise", ["ALSA lib confmisc.c: cannot find card", "[1, 2]", "7", "\\xff\\xfe", ""])
def test_what_a_library_prints_between_the_answers_is_passed_over(
    qtbot: Any, voice: ProcessVoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: str
) -> None:
    program = tmp_path / "chatty.py"
    program.write_text(
        "import json, sys\n"
        f"print({noise!r}, flush=True)\n"
        "if sys.argv[1] == 'voice_proof':\n"
        "    print(json.dumps({'en': {'voice': 'ann', 'name': 'Ann'}}))\n"
        "    sys.exit()\n"
        "for line in sys.stdin:\n"
        "    print(json.dumps({'ended': json.loads(line)['id']}), flush=True)\n"
    )
    monkeypatch.setattr("kiosk.devices.voice._arguments", lambda *more: [str(program), *more])
    with qtbot.waitSignal(voice.proved, timeout=20000) as told:
        voice.prove(("en",))
    assert told.args[0] == {"en": "Ann"}
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Two words", "en", 3, 3)


def test_of_two_sentences_the_second_is_the_one_that_ends(qtbot: Any, voice: ProcessVoice) -> None:
    voice.say("This one is cut short", "en", 3, 3)
    with qtbot.waitSignal(voice.ended, timeout=20000) as told:
        number = voice.say("Short", "en", 3, 3)
    assert told.args == [number]


def test_what_was_stopped_never_ends(qtbot: Any, voice: ProcessVoice) -> None:
    ended: list[int] = []
    voice.ended.connect(ended.append)
    stopped = voice.say("This one is stopped", "en", 3, 3)
    voice.stop()
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Short", "en", 3, 3)
    assert stopped not in ended


def test_a_language_without_a_voice_fails(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.failed, timeout=20000):
        voice.say("Nothing", "xx", 0, 3)


def test_a_recording_that_is_none_fails(qtbot: Any, voice: ProcessVoice, tmp_path: Path) -> None:
    (tmp_path / "broken.mp3").write_bytes(b"no sound at all")
    with qtbot.waitSignal(voice.failed, timeout=20000):
        voice.play(tmp_path / "broken.mp3", 3)


def test_a_recording_is_played_to_its_end_and_again(qtbot: Any, voice: ProcessVoice, tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    with wave.open(str(tmp_path / "sounds" / "short.wav"), "wb") as short:
        short.setparams((1, 2, 22050, 0, "NONE", ""))
        short.writeframes(bytes(2200))
    for _ in range(2):
        with qtbot.waitSignal(voice.ended, timeout=20000) as told:
            number = voice.play(tmp_path / "sounds" / "short.wav", 0)
        assert told.args == [number]


CALL = b"\nv=0\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 5004 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"


def test_a_recording_in_which_a_call_is_described_is_a_recording_all_the_same(qtbot: Any, voice: ProcessVoice, tmp_path: Path) -> None:
    """FFmpeg, which guesses, would listen on the network for a stranger's voice, and not come to an end."""
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "call.mp3").write_bytes((b"\xff\xfb\x90\x64" + bytes(32) + CALL.ljust(381, b"\0")) * 10)
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.play(tmp_path / "sounds" / "call.mp3", 0)


EXCHANGED: dict[str, Callable[[Path], object]] = {
    "a list of other files": lambda file: file.write_text("#EXTM3U\n/etc/passwd\n"),
    "a link to one elsewhere": lambda file: file.symlink_to(CHIME),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "nothing": lambda _: None,
}


@pytest.mark.parametrize("other", EXCHANGED)
def test_what_takes_the_place_of_a_recording_is_not_played(qtbot: Any, voice: ProcessVoice, tmp_path: Path, other: str) -> None:
    (tmp_path / "sounds").mkdir()
    file = tmp_path / "sounds" / "hour.wav"
    shutil.copy(CHIME, file)
    found = sounds_in(tmp_path)(file.name)
    assert found
    file.unlink()
    EXCHANGED[other](file)
    with qtbot.waitSignal(voice.failed, timeout=20000):
        voice.play(found, 0)


def test_a_process_takes_no_more_memory_than_it_may(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Ready", "en", 3, 3)
    (maker,) = Path(f"/proc/{pid(voice)}/task/{pid(voice)}/children").read_text().split()
    assert f"Max data size             {MEMORY} " in Path(f"/proc/{maker}/limits").read_text()


def test_a_process_that_dies_fails_what_it_said_and_the_next_sentence_has_a_new_one(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Ready", "en", 3, 3)
    first = pid(voice)
    with qtbot.waitSignal(voice.failed, timeout=20000):
        voice.say("A sentence with many words that takes a while to say", "en", 0, 3)
        os.kill(first, signal.SIGKILL)
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Again", "en", 3, 3)
    assert pid(voice) != first


def test_a_process_that_hangs_is_ended(qtbot: Any, voice: ProcessVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.devices.voice.sentence_seconds", lambda _: 0.1)
    voice.warm()
    os.kill(pid(voice), signal.SIGSTOP)
    with qtbot.waitSignal(voice.failed, timeout=20000):
        voice.say("Nobody hears this", "en", 0, 3)
    assert voice._process is None


def test_with_the_visit_the_process_is_gone(qtbot: Any, voice: ProcessVoice) -> None:
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Secret", "en", 3, 3)
    number = pid(voice)
    voice.leave()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


DAEMON = """
import json, os, sys
for line in sys.stdin:
    os.open(os.environ["LINE"], os.O_WRONLY)
    if os.fork() == 0:
        os.setsid()
        __import__("time").sleep(600)
    print(json.dumps({"ended": json.loads(line)["id"]}), flush=True)
"""
"""A voice that leaves its words to a daemon, as libraries of speech do. Each holds a line until it is gone."""


def is_held(line: int) -> bool:
    try:
        return os.read(line, 1) != b""
    except BlockingIOError:
        return True


def test_with_the_visit_whatever_heard_it_is_gone_too(qtbot: Any, voice: ProcessVoice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, line = tmp_path / "daemon.py", tmp_path / "line"
    program.write_text(DAEMON)
    os.mkfifo(line)
    reading = os.open(line, os.O_RDONLY | os.O_NONBLOCK)
    monkeypatch.setenv("LINE", str(line))
    monkeypatch.setattr("kiosk.devices.voice._arguments", lambda *_: [str(program)])
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Secret", "en", 3, 3)
    voice.leave()
    qtbot.waitUntil(lambda: not is_held(reading), timeout=5000)
    os.close(reading)


def test_one_waits_that_has_said_nothing(qtbot: Any, voice: ProcessVoice) -> None:
    voice.warm()
    first = pid(voice)
    voice.leave()
    assert pid(voice) == first, "nobody listened, so nothing has to go"
    with qtbot.waitSignal(voice.ended, timeout=20000):
        voice.say("Secret", "en", 3, 3)
    voice.leave()
    assert pid(voice) != first


SERVICE = """#!/bin/sh
echo "$@" > "$BEGUN"
"""


def test_the_speech_service_is_one_of_our_own_that_writes_no_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, begun, place = tmp_path / "speech-dispatcher", tmp_path / "begun", tmp_path / "run"
    program.write_text(SERVICE)
    program.chmod(0o755)
    place.mkdir()
    for name in (f"{NAME}a.999999999", f"{NAME}b.{os.getpid()}", ".others.999999999"):
        (place / name).mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    monkeypatch.setenv("BEGUN", str(begun))
    with own_service() as given:
        words = begun.read_text().split()
        socket = Path(words[words.index("--socket-path") + 1])
        assert given == str(socket)
        assert socket.parent.parent == place
        assert socket.parent.stat().st_mode & 0o077 == 0
    assert words[-2:] == ["--log-level", "0"]
    assert {each.name for each in place.iterdir()} == {f"{NAME}b.{os.getpid()}", ".others.999999999"}


def test_where_there_is_no_speech_service_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with own_service():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_speech_service_that_hangs_is_given_up_and_tried_again(qtbot: Any, voice: ProcessVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.devices.voice.proof_seconds", lambda *_: 0.001)
    monkeypatch.setattr("kiosk.devices.voice.AGAIN_MS", 1)
    told: list[dict[str, str]] = []
    voice.proved.connect(told.append)
    voice.prove(("en",))
    qtbot.waitUntil(lambda: bool(told), timeout=20000)
    assert told[0] == {"en": ""}
    monkeypatch.setattr("kiosk.devices.voice.proof_seconds", lambda *_: 20.0)
    qtbot.waitUntil(lambda: bool(told[-1]["en"]), timeout=20000)
