"""Whatever stands in the place of a file that the kiosk opens by its name: nothing hangs, staff are told, and all else goes on."""

from __future__ import annotations

import os
import shutil
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import hostile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import sample
from kiosk.content.checks.check import check
from kiosk.content.checks.sound_containers import walked
from kiosk.content.checks.sound_files import recording, sound_fault, sounds_in
from kiosk.content.store.current import fingerprint, open_library
from kiosk.content.store.library import Library
from kiosk.content.store.urgent_notice import moment, standing
from kiosk.devices.content_watch import ContentWatch
from kiosk.files.regular import NotReadError, is_missing, read_regular
from kiosk.problems import Problem, Severity
from kiosk.settings.settings import Settings, read_settings
from kiosk.settings.writer import write_settings
from kiosk.unattended import incidents
from kiosk.unattended.log import Logbook

TODAY = date(2026, 11, 23)
OPENED = [*sample.FILES, "reviews.yaml", "translations.yaml", "dictionary.yaml", "pictures/room.svg", "pictures/topic-infusion.svg"]
"""What of the content is opened by its name."""
MOST = 1_000_000
TAG = b"ID3\4\0\0\0\0\1\2" + bytes(130)
"""Before a recording: 10 bytes that say how long the rest is, by seven bits a byte."""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return sample.write(tmp_path / "content")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def grave(problems: tuple[Problem, ...]) -> dict[str, Problem]:
    return {problem.file: problem for problem in problems if problem.severity is Severity.ERROR}


@pytest.mark.parametrize("kind", list(hostile.NO_FILES))
@pytest.mark.parametrize("name", OPENED)
def test_what_is_no_file_is_told_and_hides_nothing_else(content: Path, data: Path, name: str, kind: str) -> None:
    open_library(content, data, TODAY)
    hostile.put(kind, content / name)
    library, problems = open_library(content, data, TODAY)
    told = grave(problems)[name]
    assert told.wrong.endswith(".")
    assert told.instead.endswith(".")
    assert library
    assert [head.id for head in library.heads] == ["infusion", "change"]
    assert library.picture("room.svg")
    assert told in check(content, TODAY)


@pytest.mark.parametrize("kind", list(hostile.NO_FILES))
@pytest.mark.parametrize("name", ["topics", "pictures", "sounds"])
def test_what_is_no_folder_is_told_or_left_alone(content: Path, data: Path, name: str, kind: str) -> None:
    before, _ = open_library(content, data, TODAY)
    shutil.rmtree(content / name, ignore_errors=True)
    hostile.put(kind, content / name)
    after, problems = open_library(content, data, TODAY)
    assert before
    assert after
    assert [head.id for head in after.heads] == [head.id for head in before.heads]
    assert name != "topics" or [file for file in grave(problems) if file.startswith("topics")]


@pytest.mark.parametrize("kind", list(hostile.NO_FILES))
def test_the_running_kiosk_reads_on(qtbot: Any, content: Path, data: Path, kind: str) -> None:
    open_library(content, data, TODAY)
    failed: list[bool] = []
    watch = ContentWatch(content, lambda: fingerprint(content), lambda: open_library(content, data, TODAY), time.monotonic, quiet=0.02)
    watch.failed.connect(lambda: failed.append(True))
    names = ("reviews.yaml", "pictures/room.svg", "topics/20-change.yaml")
    with qtbot.waitSignal(watch.came, timeout=20_000, check_params_cb=lambda came: set(names) <= set(grave(came[1]))) as came:
        for name in names:
            hostile.put(kind, content / name)
    watch.deleteLater()
    library = came.args[0][0]
    assert library.picture("room.svg")
    assert len(library.heads) == 2
    assert not failed


def test_a_lock_of_an_editor_hides_no_change(content: Path, data: Path) -> None:
    open_library(content, data, TODAY)
    for folder in (content, content / "topics", content / "pictures"):
        for name in (".#00.yaml", "!.yaml", "!.svg"):
            (folder / name).symlink_to("somebody@somewhere.4711:1")
    before = fingerprint(content)
    path = content / "topics" / "20-change.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "withdraw: yes\n", encoding="utf-8")
    assert fingerprint(content) != before
    library, _ = open_library(content, data, TODAY)
    assert library
    assert [head.id for head in library.heads] == ["infusion"]


def test_a_folder_that_becomes_a_link_while_it_is_opened_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("content/topics", "elsewhere"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "a.yaml").write_text(name)
    topics, real = tmp_path / "content" / "topics", os.path.realpath

    def exchanged(path: Any, **how: Any) -> str:
        place = real(path, **how)
        if Path(path).name == "a.yaml":
            topics.rename(topics.with_name("was"))
            topics.symlink_to(tmp_path / "elsewhere")
        return place

    monkeypatch.setattr(os.path, "realpath", exchanged)
    with pytest.raises(NotReadError):
        read_regular(topics / "a.yaml", 100, tmp_path / "content")


def test_who_may_read_a_file_is_part_of_its_state(content: Path) -> None:
    before = fingerprint(content)
    (content / "help.yaml").chmod(0o600)
    (content / "help.yaml").chmod(0o604)
    assert fingerprint(content) != before


def test_a_link_to_another_file_of_the_content_is_welcome(content: Path, data: Path) -> None:
    (content / "pictures" / "room.svg").unlink()
    (content / "pictures" / "room.svg").symlink_to("topic-infusion.svg")
    (content / "drawings").mkdir()
    (content / "pictures" / "topic-change.svg").rename(content / "drawings" / "one.svg")
    (content / "pictures" / "topic-change.svg").symlink_to("../drawings/one.svg")
    library, problems = open_library(content, data, TODAY)
    assert library
    assert grave(problems) == {}
    assert library.picture("room.svg")
    assert library.picture("topic-change.svg")


def test_a_file_that_grows_while_it_is_read_has_an_end(tmp_path: Path) -> None:
    path, over, longest = tmp_path / "a.yaml", threading.Event(), 0
    path.write_bytes(b"x" * (MOST - 1000))

    def grow() -> None:
        with path.open("ab") as file:
            while not over.is_set():
                file.write(b"x" * 1000)
                file.flush()
                file.truncate(MOST - 1000)

    growing = threading.Thread(target=grow)
    growing.start()
    try:
        for _ in range(200):
            with suppress(NotReadError):
                longest = max(longest, len(read_regular(path, MOST)))
    finally:
        over.set()
        growing.join()
    assert longest <= MOST


@pytest.mark.parametrize("name", ["", "a/b/c", "a" * 300])
def test_names_that_lead_nowhere_are_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotReadError) as refused:
        read_regular(tmp_path / name, MOST, tmp_path)
    assert refused.value.wrong
    assert is_missing(refused.value) == (name == "a/b/c")


def test_what_tells_of_no_size_is_read_to_its_bound() -> None:
    with pytest.raises(NotReadError, match="larger than"):
        read_regular(Path("/proc/self/maps"), 100)


def test_a_file_is_given_no_more_room_than_it_takes(tmp_path: Path) -> None:
    (tmp_path / "small.json").write_bytes(b"{}")
    tracemalloc.start()
    try:
        assert read_regular(tmp_path / "small.json", 64_000_000) == b"{}"
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < MOST


# -- recordings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(hostile.NO_FILES))
def test_a_recording_that_is_no_file_is_not_played(content: Path, kind: str) -> None:
    (content / "sounds").mkdir()
    hostile.put(kind, content / "sounds" / "a.mp3")
    assert sound_fault(content, "a.mp3")
    assert sounds_in(content)("a.mp3") is None


FRAME = b"\xff\xfb\x90\x64" + bytes(413)
"""Of an MP3: 128 kbit/s at 44,100 samples a second, two channels (ISO 11172-3, 2.4.2.3)."""
LOW = b"\xff\xf3\x1a\xc4" + bytes(33)
"""8 kbit/s at 16,000 samples a second, one channel, one byte more (ISO 13818-3)."""
FORM = b"fmt \x10\0\0\0\1\0\1\0\x22\x56\0\0\x44\xac\0\0\2\0\x10\0"
DATA = b"data\4\0\0\0\1\0\2\0"
CALL = b"\nv=0\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 5004 RTP/AVP 0\r\n"
"""A player that takes a file for this (RFC 8866) listens on the network."""
LIST = b"ffconcat version 1.0\nfile /etc/passwd\n"
OGG = b"OggS\0\2" + bytes(20) + b"\1\x13"
FLAC = b"fLaC\x80\0\0\x22" + bytes(34)
MP4 = b"\0\0\0\x10ftypM4A \0\0\0\0", b"\0\0\0\x08moov", b"\0\0\0\1mdat\0\0\0\0\0\0\0\x14data", b"\0\0\0\0mdatdata"
RECORDINGS: dict[str, bytes] = {
    "MP3": FRAME * 3,
    "MP3 behind tags": TAG * 2 + FRAME * 3,
    "MP3 with a call among its frames": (FRAME[:4] + CALL + FRAME[4 + len(CALL) :]) * 3,
    "MP3 of a telephone": LOW * 3,
    "MP3 with something behind it": FRAME * 3 + CALL,
    "WAV": b"RIFF\x24\0\0\0WAVE" + FORM + DATA,
    "WAV with a call in it": b"RIFF\x24\0\0\0WAVE" + b"LIST\x40\0\0\0" + CALL.ljust(64) + FORM + DATA + CALL,
    "WAV whose length nobody knew": b"RIFF\xff\xff\xff\xffWAVE" + FORM + DATA.replace(b"\4\0\0\0", b"\xff" * 4),
    "Ogg with Vorbis": OGG + b"\1vorbis" + bytes(12),
    "Ogg with Opus": OGG + b"OpusHead" + bytes(11),
    "FLAC": FLAC + CALL,
    "MP4": MP4[0] + MP4[1] + MP4[2] + CALL,
    "MP4 with its sound first": MP4[0] + MP4[2] + MP4[1],
    "MP4 with its sound to the end": MP4[0] + MP4[1] + MP4[3],
}
NO_RECORDINGS: dict[str, bytes] = {
    "nothing": b"",
    "a list": LIST,
    "a list of a broadcast": b"#EXTM3U\n",
    "a film": b"RIFF\0\0\0\0AVI " + FORM + DATA,
    "tags alone": TAG,
    "a list behind tags": TAG + LIST,
    "more tags than anybody writes": TAG * 9 + FRAME * 3,
    "a byte": b"\xff",
    "a call behind the bits of a frame": b"\xff\xfb\n" + CALL,
    "a call behind one frame": FRAME + CALL,
    "frames that are cut off": FRAME * 2 + FRAME[:-1],
    "frames of different kinds": FRAME + LOW + FRAME,
    "frames of no version": FRAME.replace(b"\xff\xfb", b"\xff\xeb") * 3,
    "frames of any length": FRAME.replace(b"\x90", b"\0") * 3,
    "a call in a WAV": b"RIFF\n\n\n\nWAVE" + CALL,
    "a WAV that does not say what it is like": b"RIFF\x24\0\0\0WAVE" + DATA + FORM,
    "a call in an Ogg": b"OggS" + CALL,
    "a film in an Ogg": OGG + b"\x80theora" + bytes(12),
    "a call in a FLAC": b"fLaC" + CALL,
    "a call in an MP4": MP4[0] + CALL,
    "a list that looks like an MP4": b"#EXTftyp" + b"M3U\n",
    "an MP4 without sound": MP4[0] + MP4[1],
}


@pytest.mark.parametrize("kind", RECORDINGS)
def test_a_recording_is_known_by_what_it_is_made_of(content: Path, kind: str) -> None:
    (content / "sounds").mkdir()
    file = content / "sounds" / "a.mp3"
    file.write_bytes(RECORDINGS[kind])
    assert sounds_in(content)("a.mp3") == file
    handed = recording(file)
    assert b"\0" in handed[:20], "or players would guess by what is written behind it"
    assert handed.startswith((b"RIFF", b"OggS\0", b"fLaC", b"\0\0\0"))
    assert kind.startswith("WAV") is (handed[20:22] == b"\1\0")
    assert not kind.startswith("MP3") or handed.endswith(RECORDINGS[kind].removeprefix(TAG * 2))


def test_of_a_wav_file_the_sound_alone_is_played(content: Path) -> None:
    (content / "sounds").mkdir()
    (content / "sounds" / "a.wav").write_bytes(RECORDINGS["WAV with a call in it"])
    assert recording(content / "sounds" / "a.wav") == b"RIFF\x28\0\0\0WAVE" + FORM + DATA


@pytest.mark.parametrize("kind", NO_RECORDINGS)
def test_what_only_begins_like_one_is_no_recording(content: Path, kind: str) -> None:
    (content / "sounds").mkdir()
    file = content / "sounds" / "a.mp3"
    file.write_bytes(NO_RECORDINGS[kind])
    assert sound_fault(content, "a.mp3")
    assert sounds_in(content)("a.mp3") is None
    with pytest.raises(NotReadError):
        recording(file)


@given(begins=st.sampled_from([*RECORDINGS.values()]), end=st.integers(0, 1300), more=st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_walked_to_an_end(begins: bytes, end: int, more: bytes) -> None:
    raw = begins[:end] + more
    found = walked(BytesIO(raw))
    assert found is None or 0 <= found.first <= found.first + found.length <= len(raw)


# -- the data folder -------------------------------------------------------------------------------------------------


def deck(data: Path) -> Library | None:
    content = sample.write(data.with_name("content"))
    return open_library(content, data, TODAY)[0]


def logged(data: Path) -> bool:
    log = Logbook(data / "kiosk.log")
    with suppress(OSError):
        log.stream = log._open()
    log.close()
    return True


def marked(data: Path) -> bool:
    with incidents.marked(data, "boot", lambda: datetime.now(tz=UTC)) as mark:
        mark.at_form(there=True)
        return not incidents.is_running(data) or not mark.lost


OURS: dict[str, Callable[[Path], object]] = {
    "settings.yaml": lambda data: read_settings(data)[0] == Settings(),
    "mishaps.json": lambda data: incidents.mishaps(data) == (),
    "urgent-notice.json": lambda data: standing(data, moment()) is None,
    "running": marked,
    "kiosk.log": logged,
    "deck/index.json": deck,
}
"""What of the data folder is opened by its name, and what uses it."""


@pytest.mark.parametrize("kind", list(hostile.NO_FILES))
@pytest.mark.parametrize("name", list(OURS))
def test_what_is_no_file_of_ours_does_no_harm(data: Path, name: str, kind: str) -> None:
    (data / name).parent.mkdir(parents=True)
    hostile.put(kind, data / name)
    assert OURS[name](data)


@pytest.mark.parametrize("kind", [kind for kind in hostile.NO_FILES if "link out" not in kind and "up and out" not in kind])
def test_bad_settings_are_told_and_never_written_into(data: Path, kind: str) -> None:
    data.mkdir()
    hostile.put(kind, data / "settings.yaml")
    assert read_settings(data)[1][0].wrong
    with pytest.raises(OSError, match=r"."):
        write_settings(data, {"rotate": "90"})
    assert os.path.lexists(data / "settings.yaml")


def test_settings_that_were_saved_in_another_encoding_keep_their_bytes(data: Path) -> None:
    data.mkdir()
    (data / "settings.yaml").write_bytes(b"rotate: 0 # derri\xe8re\n")
    write_settings(data, {"rotate": "90"})
    assert (data / "settings.yaml").read_bytes() == b"rotate: 90 # derri\xe8re\n"


@pytest.mark.parametrize("length", [0, 1, 7, 8, 16, 1 << 31, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_no_box_of_a_recording_leads_out_of_it(content: Path, length: int) -> None:
    """A seek beyond what a file can be is an error of its own."""
    (content / "sounds").mkdir()
    odd = b"\0\0\0\x01moov" + length.to_bytes(8)
    (content / "sounds" / "a.m4a").write_bytes(b"\0\0\0\x10ftypM4A \0\0\0\0" + odd + b"\0\0\0\x08mdat")
    assert sound_fault(content, "a.m4a") is None or "no recording" in str(sound_fault(content, "a.m4a"))
