"""Voices beside the one in the box: which is taken, and that one which hangs, lies or is missing leaves the box's own speaking."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from kiosk.devices import dispatcher
from kiosk.devices.dispatcher import Dispatcher, NoServiceError
from kiosk.devices.sound_output import SILENT, Output
from kiosk.devices.voice_choice import DISPATCHER, PICO, Proved, candidates
from kiosk.devices.voice_process import Maker, wanted
from kiosk.devices.voice_proof import prove

PIPER = """
class SynthesisConfig:
    def __init__(self, length_scale): self.length_scale = length_scale

class Chunk:
    def __init__(self, sound): self.sample_rate, self.audio_int16_bytes = 22050, sound

class PiperVoice:
    @staticmethod
    def load(model): return PiperVoice()
    def synthesize(self, words, config): return [Chunk(b"\\x00\\x20\\x00\\xe0" * (500 * len(words)))]
"""


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A voice in an environment with a package that answers as Piper's does."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "piper")], check=True)
    (next((tmp_path / "piper").glob("lib/python*/site-packages")) / "piper.py").write_text(PIPER)
    (tmp_path / "piper" / "es.onnx").write_bytes(b"a voice")
    return tmp_path / "piper" / "es.onnx"


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
    assert maker.file is None


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
        line, _ = self._listening.accept()
        with line, line.makefile("rwb", buffering=0) as talk:
            for raw in talk:
                order = raw.decode().rstrip("\r\n")
                self.orders.append(order)
                talk.write(self._answer(order))
                if self._torn and order == "SPEAK":
                    return

    def _answer(self, order: str) -> bytes:
        if order == "LIST SYNTHESIS_VOICES":
            return b"249-English (Caribbean)\ten-029\tnone\r\n249-English (America)\ten-US\tnone\r\n249 OK VOICE LIST SENT\r\n"
        if order == ".":
            return b"225-7\r\n225 OK MESSAGE QUEUED\r\n702-6\r\n702-1\r\n702 END\r\n702-7\r\n702-1\r\n702 END\r\n"
        if self.orders[-2:-1] == ["SPEAK"]:
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
