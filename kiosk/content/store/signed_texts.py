"""What a clinician has read and signed, kept beside the list of sign-offs, so that it can be shown next to what stands there later.

Nobody has to believe what lies there: it counts only where the fingerprint of the sign-off says that it is the very text that was signed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, json

from kiosk.content.checks import picture_files
from kiosk.content.checks.reviews import Beside, digest_of, files_of, holds
from kiosk.content.model.deck import Review, Topic
from kiosk.content.model.signed_apart import APART, HELP_PANEL, seen_as_topic
from kiosk.content.model.walk import PICTURES, SIGNED
from kiosk.content.reading.folder import CLINIC, INTERFACE, SIGNED_APART, SOURCES, WORDS, read_any
from kiosk.content.reading.result import ReadFolder
from kiosk.files.archives import NO_ARCHIVE, archive, read_member
from kiosk.files.foreign_folders import put
from kiosk.files.regular import open_regular, read_regular
from kiosk.yaml.reading import MOST_BYTES

_TOPIC, _DIGESTS = "topic.yaml", "digests.json"
_BESIDE = (SOURCES, WORDS, INTERFACE)
_DATED = (1980, 1, 1, 0, 0, 0)


class SignedText(Struct, frozen=True):
    """The very text that was signed, with what reaches a visitor beside it; and the files that it was read from, by their names in the content."""

    topic: Topic
    around: Beside
    files: Mapping[str, bytes]


def file_of(name: str, reading: ReadFolder) -> str:
    """The file that a topic of this name is written in; empty where there is none."""
    return SIGNED_APART.get(name) or next((file.name for file in reading.topics if file.value and file.value.id == name), "")


def _beside(name: str) -> tuple[str, ...]:
    """The files that are kept beside its own: of the help panel that of the clinic, too, which the first screen stands in."""
    return (*_BESIDE, CLINIC) if name == HELP_PANEL else _BESIDE


def keep(content: Path, reading: ReadFolder, topic: Topic, review: Review, around: Beside) -> None:
    """Keeps what this sign-off is about, in the place of what was signed before in this language. May raise OSError."""
    raws = {file.name: file.raw for file in reading.files}
    digests = {name: around.digest(name) for name in files_of(topic, review.language)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, raw in _members(content, raws, review.topic, file_of(review.topic, reading), digests):
            member = zipfile.ZipInfo(name, _DATED)
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, raw)
    put(content, place(review), written.getvalue())


def _members(content: Path, raws: Mapping[str, bytes], topic: str, file: str, digests: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    yield _DIGESTS, json.format(json.encode(digests), indent=1)
    yield _TOPIC, raws[file]
    yield from ((name, raws[name]) for name in _beside(topic) if name in raws)
    for name, digest in digests.items():
        if digest and name.startswith(f"{PICTURES}/"):
            yield name, read_regular(content / name, picture_files.MOST_BYTES, content)


def text_of(content: Path, reading: ReadFolder, review: Review) -> SignedText | None:
    """What was signed; None where it was not kept, or what lies there is something else."""
    try:
        with open_regular(content / place(review), content) as raw, archive(raw) as packed:
            return _proved(packed, reading, review)
    except (*NO_ARCHIVE, KeyError, OSError, RecursionError):
        return None


def _proved(packed: zipfile.ZipFile, reading: ReadFolder, review: Review) -> SignedText | None:
    """Raises what `zipfile` and msgspec raise."""
    languages = reading.clinic.value.languages if reading.clinic.value else (review.language,)
    own = file_of(review.topic, reading) or f"topics/{review.topic}.yaml"
    there = {own: read_member(packed, _TOPIC, MOST_BYTES)} | {name: read_member(packed, name, MOST_BYTES) for name in _beside(review.topic)}
    values = {name: read_any(raw, name, languages).value for name, raw in there.items()}
    digests = json.decode(read_member(packed, _DIGESTS, MOST_BYTES), type=dict[str, str])
    topic = seen_as_topic(review.topic, values[own], values.get(CLINIC)) if review.topic in APART else values[own]
    around = Beside(values[SOURCES] or (), values[WORDS] or (), lambda name: digests.get(name, ""), values[INTERFACE] or ())
    if topic is None or not holds(review, topic, around):
        return None
    return SignedText(topic, around, there | dict(_pictures(packed, topic, review.language, digests)))


def _pictures(packed: zipfile.ZipFile, topic: Topic, language: str, digests: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Those that have the bytes that were signed."""
    names = {member.filename for member in packed.infolist()} & files_of(topic, language)
    for name in sorted(each for each in names if each.startswith(f"{PICTURES}/")):
        raw = read_member(packed, name, picture_files.MOST_BYTES)
        if digest_of(raw) == digests.get(name):
            yield name, raw


def place(review: Review) -> str:
    """Where what was signed is kept, in the content folder."""
    return f"{SIGNED}/{review.topic}-{review.language}.zip"

