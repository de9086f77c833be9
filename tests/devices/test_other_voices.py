"""Voices beside the one in the box: which is taken, and that one which hangs, lies or is missing leaves the box's own speaking."""

from __future__ import annotations

import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from devices.piper_stand_in import made_in

from kiosk import processes
from kiosk.devices import dispatcher, sound_maker, voice_process
from kiosk.devices.dispatcher import Dispatcher, NoServiceError
from kiosk.devices.sound_output import SILENT, Output
from kiosk.devices.voice_bounds import MAKE_SECONDS, RECORDING_SECONDS, WAKE_SECONDS, proof_seconds, recording_seconds, sentence_seconds
from kiosk.devices.voice_choice import DISPATCHER, PICO, Proved, candidates
from kiosk.devices.voice_process import Maker, Mouth, _attend, wanted
from kiosk.devices.voice_proof import prove

DIES = "muere"
"""A word that this voice dies of."""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A voice in an environment with a package that answers as Piper's does."""
    return made_in(tmp_path / "piper", dies_of=DIES)


def test_the_voice_that_the_settings_name_goes_first_and_each_is_tried_once() -> None:
    assert candidates("en", "") == (PICO, DISPATCHER)
    assert candidates("es", "/opt/es.onnx") == ("/opt/es.onnx", PICO, DISPATCHER)
    assert candidates("en", DISPATCHER) == (DISPATCHER, PICO)
    assert candidates("ht", PICO) == (PICO, DISPATCHER)
    assert candidates("ht", "") == (DISPATCHER,)


def test_a_voice_of_piper_speaks_and_one_that_is_missing_leaves_it_to_the_box(model: Path) -> None:
    missing = str(model.with_name("gone.onnx"))
    told = prove(["en", "es"], {"es": str(model), "en": missing}, Output(SILENT))
    assert told["es"] == Proved(str(model), "Piper es", "as the settings say")
    assert (told["en"].voice, told["en"].refused) == (PICO, missing)


def test_an_installed_kiosk_starts_no_voice_that_others_than_root_could_have_written(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[Path]()

    def others_own(path: Path, allowed: set[int]) -> str:
        seen.append(path)
        return str(path) if allowed == {0} else ""

    monkeypatch.setattr(sound_maker, "others_own", others_own)
    monkeypatch.setattr(sound_maker.os, "geteuid", lambda: 4711)
    with speaking(model) as program:
        assert os.getsid(program.pid) != os.getsid(0), "it has no terminal to type into"
    assert {model, model.parent / "bin/python"} <= {*seen}
    assert any(path.name == "piper.py" for path in seen)
    monkeypatch.setattr(sound_maker, "RECORD", model)
    with pytest.raises(sound_maker.EndedError, match="another program"):
        sound_maker.Piper(model)


@contextmanager
def speaking(model: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = sound_maker.Piper(model)._program
    with program:
        yield program
        program.kill()


def test_where_nothing_can_be_played_no_voice_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")
    told = prove(["en"], {}, Output())
    assert told["en"] == Proved()
    assert told[""].why


def test_what_cannot_be_made_is_told_and_what_makes_sounds_goes_on() -> None:
    took: list[tuple[str, bool]] = []
    maker = Maker(PICO, lambda what, sound: took.append((what.words, sound is not None)))
    for words, language in (("one", "en"), ("nobody", "xx"), ("–", "en"), ("<speed level='900'>two</speed> & \0", "es")):
        maker.make(wanted({"words": words, "language": language}))
    while len(took) < 4:
        maker.hear()
    maker.end()
    assert [made for _, made in took] == [True, False, True, True]


def test_a_maker_that_dies_fails_all_that_it_was_asked_for() -> None:
    took: list[bool] = []
    maker = Maker("/nowhere.onnx", lambda _, sound: took.append(sound is not None))
    maker.make(wanted({"voice": "/nowhere.onnx", "words": "one", "language": "en"}))
    while not took:
        maker.hear()
    assert took == [False]
    assert maker.file is None, "nobody wants another one"


PIECES = """
import json, sys
for line in sys.stdin:
    number = json.loads(line)["id"]
    size = int(json.loads(line)["words"])
    sys.stdout.buffer.write(json.dumps({"id": number, "bytes": size, "gain": 1.0}).encode() + b"\\n" + b"\\n\\0" * (size // 2))
    sys.stdout.buffer.flush()
"""


def test_a_long_recording_costs_no_more_for_each_second_than_a_short_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pieces.py").write_text(PIECES)
    monkeypatch.setattr(processes, "bound", lambda _: [sys.executable, "-I", str(tmp_path / "pieces.py")])
    took: list[int] = []
    maker = Maker(PICO, lambda _, sound: took.append(len(sound.samples) if sound else 0))

    def cost(size: int) -> float:
        maker.make(wanted({"words": str(size), "language": "en"}))
        begun, count = time.process_time(), len(took)
        while len(took) == count:
            maker.hear()
        assert took[-1] == size // 2
        return time.process_time() - begun

    short, long = (min(cost(size) for _ in range(3)) for size in (3_000_000, 30_000_000))
    maker.end()
    assert long < 40 * short, "ten times as long; by the square it were a hundred times as much"


def test_what_dies_is_begun_anew_some_times_and_then_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_process, "AGAIN_SECONDS", (0.0, 0.0))
    took: list[bool] = []
    maker, begun = Maker("/nowhere.onnx", lambda _, sound: took.append(sound is not None)), 0
    maker.warm()
    while maker.file is not None:
        begun += 1
        maker.hear()
        maker.renew()
    assert begun == 3
    maker.make(wanted({"words": "one", "language": "en"}))
    assert (maker.file, took) == (None, [False])


def test_to_wake_up_is_not_to_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_process, "MAKE_SECONDS", -1.0)
    maker = Maker(PICO, lambda *_: None)
    maker.make(wanted({"words": "one", "language": "en"}))
    late = maker.is_late
    while not maker.is_ready:
        maker.hear()
    maker.make(wanted({"words": "two", "language": "en"}))
    assert (late, maker.is_late) == (False, True)
    maker.end()


def test_nobody_gives_up_what_another_still_waits_for() -> None:
    assert sentence_seconds("one") > WAKE_SECONDS + MAKE_SECONDS
    assert recording_seconds() >= RECORDING_SECONDS + MAKE_SECONDS
    languages, chosen = ["en", "es", "ht"], {"es": "/opt/es.onnx", "ht": DISPATCHER}
    assert proof_seconds(languages, chosen) > WAKE_SECONDS * sum(len(candidates(each, chosen.get(each, ""))) for each in languages)


# -- who stands in ----------------------------------------------------------------------------------------------------


class Said:
    """A mouth, and what it has answered."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        self.mouth = Mouth(Output(SILENT), self.answers.append)
        self._number = 0

    def say(self, words: str, language: str, voice: str) -> dict[str, Any]:
        """What becomes of a sentence."""
        self.begin(words, language, voice)
        return self.end()

    def begin(self, words: str, language: str, voice: str) -> None:
        self._number += 1
        self.mouth.take({"do": "say", "id": self._number, "words": words, "language": language, "voice": voice, "volume": 0.5})

    def end(self) -> dict[str, Any]:
        count = len(self.answers)
        while len(self.answers) == count:
            self.turn()
        return self.answers[-1]

    def turn(self) -> None:
        with selectors.PollSelector() as ears:
            ears.register(self.mouth.output.woken, selectors.EVENT_READ)
            _attend(ears, self.mouth)
            for key, _ in ears.select(0.1):
                if key.data:
                    key.data()
        self.mouth.look()


@pytest.fixture
def said() -> Iterator[Said]:
    made = Said()
    made.mouth.warm(PICO)
    yield made
    made.mouth.close()


def test_a_voice_that_died_is_stood_in_for_and_comes_back(said: Said, model: Path) -> None:
    by_piper = model.with_name("es.onnx.said")
    said.mouth.warm(str(model))
    assert said.say("uno", "es", str(model)) == {"ended": 1}, "whoever is ready says it while the other one wakes up"
    while not said.mouth.makers[str(model)].is_ready:
        said.turn()
    assert said.say("dos", "es", str(model)) == {"ended": 2}
    assert said.say(DIES, "es", str(model)) == {"ended": 3}, "the voice in the box says what the other one died of"
    assert said.say("tres", "es", str(model)) == {"ended": 4}
    while not said.mouth.makers[str(model)].is_ready:
        said.turn()
    assert said.say("cuatro", "es", str(model)) == {"ended": 5}
    words = by_piper.read_text().split()
    assert {"dos", "cuatro"} <= set(words)
    assert not {"uno", DIES} & set(words)


def test_the_voice_in_the_box_comes_back_too_and_says_what_it_died_of(said: Said) -> None:
    assert said.say("one", "en", PICO) == {"ended": 1}
    program = said.mouth.makers[PICO]._program
    assert program is not None
    program.kill()
    assert said.say("two", "en", PICO) == {"ended": 2}


# -- a speech service -------------------------------------------------------------------------------------------------


class Service(Thread):
    """Answers on a socket as speech-dispatcher does (SSIP): two voices, and each sentence ends at once."""

    def __init__(self, place: str, *, torn: bool) -> None:
        super().__init__(daemon=True)
        self.orders: list[str] = []
        self._torn = torn
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(place)
        self._listening.listen()

    def end(self) -> None:
        self._listening.close()

    def run(self) -> None:
        with suppress(OSError):
            while True:
                self._talk(self._listening.accept()[0])

    def _talk(self, line: socket.socket) -> None:
        before = ""
        with line, line.makefile("rwb", buffering=0) as talk:
            for raw in talk:
                order = raw.decode().rstrip("\r\n")
                self.orders.append(order)
                talk.write(self._answer(order, before))
                before = order
                if self._torn and order == "SPEAK":
                    return

    @staticmethod
    def _answer(order: str, before: str) -> bytes:
        if order == "LIST SYNTHESIS_VOICES":
            return b"249-English (Caribbean)\ten-029\tnone\r\n249-English (America)\ten-US\tnone\r\n249 OK VOICE LIST SENT\r\n"
        if order == ".":
            return b"225-7\r\n225 OK MESSAGE QUEUED\r\n702-6\r\n702-1\r\n702 END\r\n702-7\r\n702-1\r\n702 END\r\n"
        if before == "SPEAK":
            return b""
        return b"230 OK RECEIVING DATA\r\n" if order == "SPEAK" else b"500 NO\r\n" if "xx" in order else b"208 OK\r\n"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Service]:
    service = Service(str(tmp_path / "socket"), torn=bool(getattr(request, "param", False)))
    service.start()

    @contextmanager
    def own() -> Iterator[str]:
        yield str(tmp_path / "socket")

    monkeypatch.setattr(dispatcher, "own_service", own)
    yield service
    service.end()


def test_a_service_says_it_in_the_voice_whose_accent_fits(served: Service) -> None:
    voice = Dispatcher()
    voice.say(".hidden\nSET SELF VOLUME 100", "en", 1.5, 0.5)
    while not voice.ended():
        pass
    voice.close()
    assert "SET SELF SYNTHESIS_VOICE English (America)" in served.orders
    assert {"SET SELF RATE 50", "SET SELF VOLUME 0", "..hidden SET SELF VOLUME 100"} <= set(served.orders)


@pytest.mark.parametrize("served", [True], indirect=True)
def test_a_service_that_goes_away_is_told_as_that(served: Service) -> None:
    voice = Dispatcher()
    with pytest.raises(NoServiceError):
        voice.say("Hello", "en", 1.0, 1.0)
    assert served.orders[-1] == "SPEAK"
    voice.close()


@pytest.mark.parametrize("served", [True], indirect=True)
def test_for_a_service_that_goes_away_the_box_speaks_until_it_is_back(served: Service, said: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    said.mouth.warm(DISPATCHER)
    assert said.say("Hello", "en", DISPATCHER) == {"ended": 1}
    assert said.mouth.dispatcher is None
    monkeypatch.setattr(voice_process, "_PAUSE_SECONDS", 0.0)
    said.turn()
    said.turn()
    assert said.mouth.dispatcher is not None
    assert served.orders.count("SET SELF CLIENT_NAME kiosk:voice:main") == 2


def test_a_service_ends_no_sentence_but_its_own(served: Service, said: Said) -> None:
    """Neither by the end of its last one, which comes late, nor by its own end."""
    said.mouth.warm(DISPATCHER)
    said.begin("Hello", "en", DISPATCHER)
    said.begin("A sentence of the voice in the box", "en", PICO)
    said.mouth.hear_service()
    assert said.mouth.dispatcher is not None
    said.mouth.dispatcher._line.shutdown(socket.SHUT_RDWR)
    said.mouth.hear_service()
    assert said.answers == []
    assert said.mouth.dispatcher is None
    assert said.end() == {"ended": 2}


def test_a_language_that_neither_the_box_nor_a_service_speaks_has_no_voice(served: Service) -> None:
    told = prove(["ht"], {}, Output(SILENT))
    assert told == {"ht": Proved()}
    assert "LIST SYNTHESIS_VOICES" in served.orders


def test_where_there_is_no_service_the_box_speaks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    told = prove(["en"], {"en": DISPATCHER}, Output(SILENT))
    assert (told["en"].voice, told["en"].refused) == (PICO, DISPATCHER)
    assert list(tmp_path.iterdir()) == []
