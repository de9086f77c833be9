"""The last good content, kept in the data folder in a form that loads quickly, without PyYAML and without pydantic.

One index file holds all that the first screens need; each topic has a file of its own, read when a visitor opens it.
Every file begins with the checksum of the rest: whatever happened to the bytes, a damaged file counts as missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, TypeVar
from zlib import crc32

from msgspec import Meta, Struct, json
from msgspec.structs import replace

from kiosk.content.model.deck import Clinic, Help, QuestionGroup, Show, Source, Text, Topic, TopicHead, Word
from kiosk.content.model.facts import names_facts
from kiosk.content.model.form import Form
from kiosk.content.store.retention import clear
from kiosk.files.foreign_folders import put
from kiosk.files.private import make_way
from kiosk.files.regular import read_regular
from kiosk.problems import Problem

INDEX = "index.json"
MOST_KEPT = 8_000_000
"""The largest file that is taken for one of ours; the index of the content that ships has 200,000 bytes.

What takes the most memory for its length, empty hours of slides, takes 270 million bytes of it; whoever reads the content has more (`read_process`).
"""
Fingerprint = tuple[tuple[str, int, int], ...]
"""Name, size in bytes and time of change in nanoseconds of every file that the content was made from."""
PartOfPath = Annotated[str, Meta(pattern=r"\A[^/\0]*\Z")]
"""A name in a folder, and no way to another one."""
Made = TypeVar("Made")


class KeptTopic(Struct, frozen=True):
    """What the index says of a topic: its head, its first slide, its YAML file, where the whole topic is kept, and when what shows.

    `show` holds for the topic, `timed` for some of its slides; `names_facts` says whether it names what stands in clinic.yaml; `ask_us` is what
    it leaves for the clinic to say, None where an older version has kept it, which did not note that.
    """

    head: TopicHead
    first_slide: str
    file: str
    kept_as: PartOfPath
    show: Show | None = None
    timed: tuple[Show, ...] = ()
    names_facts: bool = False
    ask_us: tuple[Text, ...] | None = None


class Snapshot(Struct, frozen=True):
    """The index: everything but the slides. `errors` are those that kept a file in its last good version.

    `until` is the last day on which it holds, None where it does not end: later some slide is overdue and to be hidden.
    `reviewed_answers` and `reviewed_form` are the languages in which a clinician has signed off the questions and the form as they stand,
    `withdrawn` the slides that staff took off the screen, as topic/slide; `pictures` says under which names those of the deck are
    kept (`pictures`).
    """

    fingerprint: Fingerprint
    clinic: Clinic
    help: Help
    interface: tuple[tuple[str, Text], ...]
    words: tuple[Word, ...]
    sources: tuple[Source, ...]
    questions: tuple[QuestionGroup, ...]
    topics: tuple[KeptTopic, ...]
    errors: tuple[Problem, ...] = ()
    until: date | None = None
    reviewed_answers: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    pictures: tuple[tuple[PartOfPath, PartOfPath], ...] = ()
    form: Form | None = None
    reviewed_form: tuple[str, ...] = ()


class Digests(Struct, frozen=True):
    """What tells one index from another: of the `files` that it was made from, and of what it `says`. Empty where nobody can tell."""

    files: str = ""
    says: str = ""


def digests(index: Snapshot) -> Digests:
    """An error may be of a day, so that is none of it. Where topics and pictures are kept is told by their bytes."""
    return Digests(files_digest(index.fingerprint), _mark(json.encode(replace(index, errors=(), fingerprint=()))))


def files_digest(prints: Fingerprint) -> str:
    """Of the state of the files alone."""
    return _mark(json.encode(prints))


def kept_topic(topic: Topic, languages: Iterable[str]) -> KeptTopic:
    """What the index says of a topic that is not kept yet."""
    minutes = tuple((code, topic.minutes(code)) for code in languages)
    head = TopicHead(topic.id, topic.title, topic.picture, topic.tint, minutes, len(topic.slides))
    timed = tuple(slide.show for slide in topic.slides if slide.show)
    return KeptTopic(head, topic.slides[0].id, topic.file, "", topic.show, timed, names_facts(topic), left_to_say(topic))


def left_to_say(topic: Topic) -> tuple[Text, ...]:
    """What only the clinic can say, by the slides of this topic."""
    return tuple(slide.ask_us for slide in topic.slides if slide.ask_us)


def load(folder: Path) -> Snapshot | None:
    """The index kept in `folder`, or None where there is none, it is damaged, or it could not be put right there, and may be anybody's.

    One that nothing can be shown by is damaged, too: nobody keeps that.
    """
    if not os.access(folder, os.W_OK | os.X_OK):
        return None
    index = _decoded(_body(_kept_bytes(folder / INDEX)), Snapshot)
    return index if index and index.clinic.languages and index.help.lines and index.interface else None


def load_topic(folder: Path, kept_as: str) -> Topic | None:
    """A whole topic, or None where its file is gone, damaged, or not the one that the index was written with."""
    body = _body(_kept_bytes(folder / kept_as))
    return _decoded(body, Topic) if body and kept_as.endswith(f"-{_mark(body)}.json") else None


def name_of(topic: Topic) -> str:
    """Under which name the topic is kept."""
    return f"{topic.id}-{_mark(json.encode(topic))}.json"


def keep_topic(folder: Path, topic: Topic) -> str:
    """Writes the topic unless it is kept already, and says under which name. May raise OSError."""
    data, name = _packed(topic), name_of(topic)
    if _kept_bytes(folder / name) != data:
        _put(folder, name, data)
    return name


def save(folder: Path, snapshot: Snapshot, until_now: Iterable[str] = ()) -> None:
    """Makes this the index, and clears away topics that it has not named for a day; `until_now` the last one did. May raise OSError.

    Where it is the index already that needs no room.
    """
    data = _packed(snapshot)
    if _kept_bytes(folder / INDEX) != data:
        _put(folder, INDEX, data)
    clear(folder, {INDEX, *(topic.kept_as for topic in snapshot.topics)}, {*until_now}, "*.json")


# -- files ----------------------------------------------------------------------------------------------------------


def _packed(value: object) -> bytes:
    body = json.encode(value)
    return b"%08x\n" % crc32(body) + body


def _put(folder: Path, name: str, data: bytes) -> None:
    """As `put`; a folder that somebody put there makes way."""
    try:
        put(folder, name, data)
    except IsADirectoryError:
        make_way(folder / name)
        put(folder, name, data)


def _kept_bytes(path: Path) -> bytes:
    try:
        return read_regular(path, MOST_KEPT, own=True)
    except OSError:
        return b""


def _mark(body: bytes) -> str:
    """By which the index in memory knows its topics: whoever changes one in the folder changes nothing on the screen."""
    return sha256(body).hexdigest()[:24]


def _body(data: bytes) -> bytes:
    """What stands behind its checksum; nothing where that is another one's."""
    checksum, _, body = data.partition(b"\n")
    return body if checksum == b"%08x" % crc32(body) else b""


def _decoded(body: bytes, wanted: type[Made]) -> Made | None:
    try:
        return json.decode(body, type=wanted)
    except (ValueError, RecursionError):
        return None
