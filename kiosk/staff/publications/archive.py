"""The file of a publication: a ZIP with `publication.json` and the files of the content below `content/`, and nothing that is not one of these.

Nothing in it is believed before its signature was checked, and even then it is read bounded: whoever signs may have been deceived.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

import msgspec

from kiosk.content.checks import picture_files
from kiosk.content.checks.picture_proofs import kept_as
from kiosk.content.model.walk import LEAF, PICTURES, SIGNED
from kiosk.content.store.publications import MOST_LEAF, Publication, leaf
from kiosk.files.archives import NO_ARCHIVE, archive, read_member
from kiosk.files.regular import is_of_the_machine, open_regular, read_regular
from kiosk.staff.errors import ExpectedError

NAME, CONTENT = "publication.json", "content"
MOST_FILES, MOST_BYTES, MOST_FILE = 5000, 300_000_000, 50_000_000
"""Of the content, unpacked, and of one file in it. What ships has some 100 files of 2 MB; a kiosk with 500 photographs has 200 MB."""
_MOST_PARTS, _MOST_LETTERS = 4, 200
_PIECE = 1 << 20
_EPOCH = (2000, 1, 1, 0, 0, 0)
"""The same content makes the same file, whenever it was saved."""


def most_packed(files: int, size: int) -> int:
    """How large a publication can be with so many files of `size` bytes together that cannot be packed, as photographs cannot.

    DEFLATE adds 5 bytes to 16,000. Around each file, and `publication.json`, are two headers (30 and 46 bytes) with its name, of at most 4 bytes a
    letter, in both.
    """
    return size + size // 1000 + MOST_LEAF + (files + 1) * (100 + 2 * 4 * _MOST_LETTERS)


MOST_PACKED = most_packed(MOST_FILES, MOST_BYTES)


def write(raw: BinaryIO, told: Publication, content: Path) -> None:
    """Packs the content. Raises ExpectedError where there is too much of it, and OSError."""
    count = left = 0
    names = list(islice(_names(content), MOST_FILES + 1))
    if twice := _twice(names):
        alike = "is called the same, but for capitals or how its accents are written"
        raise ExpectedError(f"{twice}: another file or folder in {content} {alike}. Give it another name.")
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        packed.writestr(_member(NAME), msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")
        for name in names:
            data = read_regular(content / name, MOST_FILE, content)
            count, left = count + 1, left + len(data)
            if count > MOST_FILES or left > MOST_BYTES:
                most = f"at most {MOST_FILES} files of {MOST_BYTES // 1_000_000} MB together"
                raise ExpectedError(f"There is too much in {content}, {most}: take out what is not shown.")
            packed.writestr(_member(f"{CONTENT}/{name}"), data)


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _EPOCH)
    made.compress_type, made.external_attr = zipfile.ZIP_DEFLATED, (stat.S_IFREG | 0o644) << 16
    return made


def _names(content: Path) -> Iterator[str]:
    """Every file that is not hidden; links and what is no file are left out, for no kiosk takes them, and what was signed before, for none needs it.

    Raises ExpectedError, OSError.
    """
    for place, folders, files in os.walk(content):
        is_deep = len(Path(place).relative_to(content).parts) > _MOST_PARTS  # what lies there is told, and nothing below
        folders[:] = [] if is_deep else sorted(name for name in folders if not name.startswith(".") and Path(place, name) != content / SIGNED)
        for name in sorted(files):
            inside = Path(place, name).relative_to(content)
            if not name.startswith(".") and Path(place, name).is_file() and not Path(place, name).is_symlink():
                if wrong := _wrong_name(f"{CONTENT}/{inside.as_posix()}"):
                    raise ExpectedError(f"{inside}: {wrong} Give it another name.")
                yield inside.as_posix()


class Sums:
    """The checksum of each file of a content folder, read again only where the file has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, int, int], int]] = {}

    def of(self, content: Path, name: str) -> int:
        """CRC-32, as ZIP has it. May raise OSError."""
        seen = os.stat(content / name)  # noqa: PTH116  quicker, and there may be thousands
        state = seen.st_ino, seen.st_size, seen.st_mtime_ns
        if self._known.get(name, (None, 0))[0] != state:
            self._known[name] = state, zlib.crc32(read_regular(content / name, MOST_FILE, content))
        return self._known[name][1]


def is_of(raw: BinaryIO, content: Path, sums: Sums, what: str) -> bool:
    """Whether `write` made it of this content, as that is now. Raises ExpectedError, OSError."""
    try:
        with archive(raw) as packed:
            there = {member.filename: (member.file_size, member.CRC) for member in packed.infolist() if member.filename != NAME}
    except NO_ARCHIVE as error:
        raise _other(what) from error
    names = list(islice(_names(content), MOST_FILES + 1))
    return there.keys() == {f"{CONTENT}/{name}" for name in names} and all(
        there[f"{CONTENT}/{name}"] == ((content / name).stat().st_size, sums.of(content, name)) for name in names
    )


def read_leaf(raw: BinaryIO, what: str) -> Publication:
    """What a publication says of itself. Raises ExpectedError, OSError."""
    try:
        with archive(raw) as packed:
            return leaf(read_member(packed, NAME, MOST_LEAF))
    except (*NO_ARCHIVE, KeyError) as error:
        raise _other(what) from error


def pictures(raw: BinaryIO, what: str) -> Iterator[str]:
    """The pictures in a publication, by the names that the checks know their bytes by (`picture_proofs.kept_as`). Raises ExpectedError, OSError."""
    inside = f"{CONTENT}/{PICTURES}/"
    try:
        with archive(raw) as packed:
            for member in packed.infolist():
                if member.filename.startswith(inside) and member.file_size <= picture_files.MOST_BYTES:
                    yield kept_as(member.filename.removeprefix(inside), read_member(packed, member.filename, picture_files.MOST_BYTES))
    except NO_ARCHIVE as error:
        raise _other(what) from error


def digest(raw: BinaryIO, what: str) -> bytes:
    """SHA-256 of the content in it, by names and bytes: the same whoever packed it, and when. Raises ExpectedError, OSError."""
    told = sha256()
    try:
        with archive(raw) as packed:
            for member in sorted(packed.infolist(), key=lambda each: each.filename):
                if member.filename != NAME:
                    told.update(f"{member.file_size} {member.filename}\n".encode())
                    with packed.open(member) as source:
                        while piece := source.read(_PIECE):
                            told.update(piece)
    except NO_ARCHIVE as error:
        raise _other(what) from error
    return told.digest()


def unpack(raw: BinaryIO, folder: Path, what: str) -> None:
    """The content into a new folder, which only its owner enters meanwhile. Raises ExpectedError where something has no place there, OSError."""
    try:
        with archive(raw) as packed:
            members = packed.infolist()
            _refuse(members, what)
            for member in members:
                target = folder / _place(member)
                target.parent.mkdir(parents=True, exist_ok=True)
                _unpack(packed, member, target)
    except NO_ARCHIVE as error:
        raise _other(what) from error


def is_as_unpacked(raw: BinaryIO, folder: Path, what: str) -> bool:
    """Whether there is in the folder what `unpack` makes of the file, byte for byte, and nothing else. Raises ExpectedError as that does, OSError."""
    try:
        with archive(raw) as packed:
            members = packed.infolist()
            _refuse(members, what)
            try:
                there = set(islice(_names_below(folder), 5 * len(members) + 1))
            except OSError as error:
                if is_of_the_machine(error):
                    raise
                return False  # closed to us, so it is not as we made it
            places = {_place(member) for member in members}
            wanted = places | {parent for place in places for parent in place.parents if parent.parts}
            return there == wanted and all(_is_same(packed, member, folder) for member in members)
    except NO_ARCHIVE as error:
        raise _other(what) from error


def _place(member: zipfile.ZipInfo) -> PurePath:
    """Where in the content folder it lies."""
    return PurePath(LEAF) if member.filename == NAME else PurePath(member.filename).relative_to(CONTENT)


def _names_below(folder: Path) -> Iterator[PurePath]:
    """Files, links and folders; into one that lies deeper than any of ours nobody looks. No link is followed. May raise OSError."""
    if folder.is_symlink():
        yield PurePath()
        return
    left = [folder]
    while left:
        place = left.pop()
        with os.scandir(place) as entries:
            for each in entries:
                yield (path := PurePath(each.path).relative_to(folder))
                if each.is_dir(follow_symlinks=False) and len(path.parts) < _MOST_PARTS:
                    left.append(Path(each.path))


def _is_same(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> bool:
    """Whether this file of the folder has these very bytes. Raises what `zipfile` raises, and OSError where the machine fails."""
    path = folder / _place(member)
    try:
        if path.is_symlink():
            return False
        with packed.open(member) as source, open_regular(path, folder) as own:
            while piece := source.read(_PIECE):
                if own.read(len(piece)) != piece:
                    return False
            return not own.read(1)
    except OSError as error:
        if is_of_the_machine(error):
            raise
        return False


def _unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """One file, on the disk, of no more bytes than it says."""
    with packed.open(member) as source, target.open("xb") as copy:
        left = member.file_size
        while piece := source.read(min(left + 1, _PIECE)):
            if (left := left - len(piece)) < 0:
                raise zipfile.BadZipFile("it is longer than it says")
            copy.write(piece)
        if left:
            raise zipfile.BadZipFile("it is shorter than it says")
        copy.flush()
        os.fsync(copy.fileno())


def _refuse(members: list[zipfile.ZipInfo], what: str) -> None:
    """Raises ExpectedError for anything but ordinary files, as many and as large as content has, each under a name of its own."""
    content = [member for member in members if member.filename != NAME]
    if len(content) > MOST_FILES or sum(member.file_size for member in content) > MOST_BYTES:
        raise ExpectedError(f"{what} is larger than content can be, so it was not taken.")
    for member in members:
        name, kind = member.filename, stat.S_IFMT(member.external_attr >> 16)
        wrong = "" if name == NAME else _wrong_name(name)
        if kind not in (0, stat.S_IFREG) or member.flag_bits & 1 or member.file_size > (MOST_LEAF if name == NAME else MOST_FILE):
            wrong = "it is a link, locked, or far too large."
        if wrong:
            raise ExpectedError(f"In {what} there is something that is no file of content ({name[:80]!r}), so it was not taken.")
    if twice := _twice([member.filename for member in members]):
        raise ExpectedError(f"In {what} one name is there twice, or is a file and a folder ({twice!r}), so it was not taken.")


def _twice(names: Sequence[str]) -> str:
    """A name that on some disk is another one's too: they differ in capitals alone, or one is the folder of the other. Empty if none is."""
    seen = set[str]()
    for name in names:
        if _plain(name) in seen:
            return name
        seen.add(_plain(name))
    return next((name for name in names if any(str(parent) in seen for parent in PurePosixPath(_plain(name)).parents)), "")


def _plain(name: str) -> str:
    """As a disk may read it that tells neither capitals apart nor how an accent was written (NFC or NFD)."""
    return unicodedata.normalize("NFC", name.casefold())


def _wrong_name(name: str) -> str:
    """Why nothing in a publication may be called so; empty if it may."""
    parts = name.split("/")
    if parts[0] != CONTENT or not 1 < len(parts) <= _MOST_PARTS or len(name) > _MOST_LETTERS or "\\" in name or not name.isprintable():
        return "It lies too deep, or its name is too long or has letters that cannot be seen."
    return "Its name begins or ends with a dot." if any(not part or part.startswith(".") or part.endswith((".", " ")) for part in parts) else ""


def _other(what: str) -> ExpectedError:
    return ExpectedError(f"{what} is no publication, or it is damaged: copy it once more.")
