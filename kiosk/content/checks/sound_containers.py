"""What kind of recording a file is, found by walking what it is made of, and how it is handed to a player.

Players guess, by anything in the first megabyte: text that describes a call (SDP, RFC 8866) among the bytes of an MP3 makes them listen on the
network, and a list makes them open what it names. None guesses so where zeros stand within the first bytes, which Ogg, FLAC and MP4 have; MP3
gets the head of a WAV file, and a WAV file one of our own.
"""

from __future__ import annotations

import os
import struct
from typing import BinaryIO, NamedTuple

from msgspec import Struct

_TAG, _MOST_TAGS, _MOST_CHUNKS = 10, 4, 1000
_OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
_FRAMES = 3
"""So many that follow each other are no accident."""
_MP3 = 0x55
_RATES, _HALVED = (44100, 48000, 32000), {3: 0, 2: 1, 0: 2}
_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_FEWER_KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Of layer III: samples a second, how often they are halved in which version of MPEG (as its two bits name it), and bits a second of the first
version and of the later ones (ISO 11172-3 and 13818-3, 2.4.2.3)."""


class Recording(Struct, frozen=True):
    """Which bytes of a file are handed to a player, and what stands before them."""

    head: bytes
    first: int
    length: int


def walked(file: BinaryIO) -> Recording | None:
    """The recording in a file, None if it is none in MP3, Ogg, WAV, FLAC or MP4. It reads a few bytes here and there."""
    size = file.seek(0, os.SEEK_END)
    first = _behind_tags(file)
    return next((found for walk in (_wave, _mp3, _ogg, _flac, _mp4) if (found := walk(file, first, size))), None)


def player_format(handed: bytes) -> str:
    """What FFmpeg calls the form of a recording that was `walked`, by its first bytes: a player that is told does not guess."""
    return next((name for begins, name in ((b"RIFF", "wav"), (b"OggS", "ogg"), (b"fLaC", "flac")) if handed.startswith(begins)), "mov")


def _behind_tags(file: BinaryIO) -> int:
    """Where the recording itself begins: players look behind the tags before it (ID3v2, section 3.1) for what a file is."""
    first = 0
    for _ in range(_MOST_TAGS):
        tag = _at(file, first, _TAG)
        if len(tag) < _TAG or tag[:3] != b"ID3":
            break
        length = sum((byte & 0x7F) << (7 * place) for place, byte in enumerate(reversed(tag[6:10])))
        first += _TAG + length + (_TAG if tag[5] & 0x10 else 0)
    return first


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


# -- WAV --------------------------------------------------------------------------------------------------------------


def _wave(file: BinaryIO, first: int, size: int) -> Recording | None:
    """A file of chunks, of which only what the sound is like and the sound itself are kept."""
    begins = _at(file, first, 12)
    if begins[:4] != b"RIFF" or begins[8:] != b"WAVE":
        return None
    place, form = first + 12, b""
    for _ in range(_MOST_CHUNKS):
        chunk = _at(file, place, 8)
        if len(chunk) < 8:
            return None
        length, place = struct.unpack("<I", chunk[4:])[0], place + 8
        if chunk[:4] == b"fmt " and 16 <= length <= 40:
            form = _at(file, place, length)
        if chunk[:4] == b"data":
            held = min(length, size - place)
            return Recording(_wave_head(form, held), place, held) if form else None
        place += length + length % 2
    return None


def _wave_head(form: bytes, length: int) -> bytes:
    """The head of a WAV file, up to its sound."""
    chunks = struct.pack("<4sI", b"fmt ", len(form)) + form + bytes(len(form) % 2) + struct.pack("<4sI", b"data", length)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(chunks) + length, b"WAVE") + chunks


# -- MP3 --------------------------------------------------------------------------------------------------------------


class _Frame(NamedTuple):
    version: int
    rate: int
    channels: int
    kbits: int
    length: int


def _mp3(file: BinaryIO, first: int, size: int) -> Recording | None:
    place, frames = first, []
    for _ in range(_FRAMES):
        if (frame := _frame(_at(file, place, 4))) is None:
            return None
        frames.append(frame)
        place += frame.length
    if place > size or len({frame[:2] for frame in frames}) > 1:
        return None
    like = frames[0]
    form = struct.pack("<HHIIHHHHIHHH", _MP3, like.channels, like.rate, like.kbits * 125, 1, 0, 12, 1, 2, like.length, 1, 0)
    return Recording(_wave_head(form, size - first), first, size - first)


def _frame(head: bytes) -> _Frame | None:
    """A frame of layer III by its four bytes (ISO 11172-3, 2.4.2.3): eleven bits that are set, and what it is like."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, bits, rate, padded, mode = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1, head[3] >> 6
    if version == 1 or bits in (0, 15) or rate == 3:
        return None
    first_version = version == 3
    kbits, hertz = (_KBITS if first_version else _FEWER_KBITS)[bits], _RATES[rate] >> _HALVED[version]
    length = (144 if first_version else 72) * kbits * 1000 // hertz + padded
    return _Frame(version, hertz, 1 if mode == 3 else 2, kbits, length)


# -- Ogg, FLAC and MP4, which zeros begin -----------------------------------------------------------------------------


def _ogg(file: BinaryIO, first: int, size: int) -> Recording | None:
    """Its first page tells of a codec of sound (RFC 3533, section 6)."""
    page = _at(file, first, 27)
    if len(page) < 27 or page[:6] != b"OggS\0\2":
        return None
    return _rest(first, size) if _at(file, first + 27 + page[26], 8).startswith(_OGG_CODECS) else None


def _flac(file: BinaryIO, first: int, size: int) -> Recording | None:
    """The block that must come first (RFC 9639, section 8.2)."""
    begins = _at(file, first, 42)
    known = len(begins) == 42 and begins[:4] == b"fLaC" and begins[4] & 0x7F == 0 and begins[5:8] == b"\0\0\x22"
    return _rest(first, size) if known else None


def _mp4(file: BinaryIO, first: int, size: int) -> Recording | None:
    """Boxes (ISO 14496-12, section 4.2), and among them what tells of the sound, and the sound."""
    if _at(file, first, 8)[:3] != bytes(3):
        return None
    place, boxes = first, []
    for _ in range(_MOST_CHUNKS):
        head = _at(file, place, 16)
        if len(head) < 8:
            break
        length = struct.unpack(">I", head[:4])[0]
        if length == 1 and len(head) == 16:
            length = struct.unpack(">Q", head[8:])[0]
        boxes.append(head[4:8])
        if not 8 <= length <= size - place:  # of a last one it may say nothing
            break
        place += length
    return _rest(first, size) if boxes[:1] == [b"ftyp"] and {b"moov", b"mdat"} <= set(boxes) else None


def _rest(first: int, size: int) -> Recording:
    return Recording(b"", first, size - first)
