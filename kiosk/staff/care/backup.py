"""`backup`: one file that makes a replacement machine the same kiosk. Requests in it stay sealed; no key opens them with it alone.

A ZIP with `backup.json` (what it is, and size and SHA-256 of each file), `drawer/`, `keys/`, `settings.yaml` and `content/`.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sqlite3
import stat
import tempfile
import time
import zipfile
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from msgspec import Struct

from kiosk.files.archives import MOST_PARTS, NO_ARCHIVE, archive, read_member
from kiosk.files.below import below
from kiosk.files.bounded_sqlite import LARGEST_IN_MEMORY, Bounded, TooMuchError, connected, in_memory, is_too_much, refuse_too_many
from kiosk.files.indexes import disagreements
from kiosk.files.private import (
    DRAWER,
    FILE_MODE,
    KEYS,
    UNLINK,
    erase,
    held,
    linked,
    take_place,
    unforeseeable,
    write_own,
)  # fmt: skip
from kiosk.files.regular import NotReadError, open_regular, read_regular, reason
from kiosk.problems import Problem, Severity
from kiosk.settings.settings import FILE as SETTINGS
from kiosk.settings.settings import MOST_BYTES as MOST_SETTINGS
from kiosk.signup.drawer.beside import merged
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.leftovers import clear_temporary
from kiosk.signup.drawer.schema import COLUMNS, drop_statistics, strange
from kiosk.signup.journal.ages import day_of
from kiosk.signup.journal.anchor import Anchor, anchor, read_anchor
from kiosk.signup.keys import moved_away, try_out_key
from kiosk.signup.keys.private_keys import PRIVATE, private_files
from kiosk.signup.keys.public_keys import MOST_BYTES as MOST_LIST_BYTES
from kiosk.signup.keys.public_keys import RECIPIENTS, KeyFileError, Recipient, recipients
from kiosk.staff.care.copies import copy_folder
from kiosk.staff.console import counted
from kiosk.staff.drawers import finish_change
from kiosk.staff.errors import ExpectedError, what_helps
from kiosk.staff.output_places import refuse_too_long
from kiosk.staff.rights import Ask, as_owner, made, open_ordinary, opened, owner
from kiosk.terminal import on_one_line

MANIFEST, FORMAT = "backup.json", 1
MOST_FILES, MOST_BYTES = 20_000, 4 << 30
"""More than this no kiosk has: 200 MB of requests, and pictures."""
MOST_LISTED = 300 * MOST_FILES
"""Bytes of the list in it."""
_MOST_TOLD = 100
"""Names that are told one by one."""
BEFORE_UPDATE = "before-update.zip"
KEY_COPIED = "key-copied.json"
"""Lies in the data folder: the ids of the keys that somebody put into a backup by hand."""
_MOST_IDS = 10_000
_PIECE = 1 << 20
_OLDEST, _NEWEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)


class KioskFolders(Struct, frozen=True):
    """Whose kiosk it is: what visitors see, and what the machine keeps."""

    content: Path
    data: Path


class Backup(Struct, frozen=True):
    """One that was written: what is told of it, how many bytes it has, their SHA-256, and the ids of the private keys in it."""

    told: str
    size: int
    sha256: str
    keys: frozenset[str]


class TakenError(ExpectedError):
    """Something has the name that the backup was to have."""


# -- backup -----------------------------------------------------------------------------------------------------------


def backup(place: KioskFolders, file: Path, now: datetime, *, with_key: bool = False, replace: bool = False) -> Backup:
    """Writes all that makes this kiosk into `file`, whole or not at all, also while the kiosk runs. Raises ExpectedError, and TakenError.

    An administrator writes with the rights of whoever owns the place of the file, and reads with those of whoever owns the data.
    """
    with told("The backup cannot be written"):
        for inside in (place.content, place.data / DRAWER, place.data / KEYS):
            if Path(os.path.realpath(file)).is_relative_to(os.path.realpath(inside)):
                raise ExpectedError(f"{file} is in {inside}, which is itself backed up. Name a file elsewhere, ideally on another disk or a stick.")
        refuse_too_long(file)
        if as_owner(file, lambda _: os.path.lexists(file)) and not replace:
            raise TakenError(f"{file} is there already. Name another file, or add --replace.")
        if not as_owner(place.data, lambda _: place.data.is_dir()):
            raise ExpectedError(f"There is no folder {place.data}, so there is nothing to back up. Name the data folder with --data.")
        try:
            with _as_root_may_read(place) as seen:
                names, size, whole = _written(seen, file, lambda: _of_all(seen, with_key=with_key), now, replace=replace)
        except FileExistsError as error:  # another command was quicker
            raise TakenError(f"{file} is there already. Name another file, or add --replace.") from error
        left = as_owner(place.data, lambda _: _left_out(place.data, with_key=with_key))
        key = as_owner(place.data, lambda _: _about_the_key(place.data, names) if with_key else _without_the_key(place.data))
    return Backup(f"{counted(len(names), 'file')} in {file}. {key}{left}", size, whole, _keys_among(names))


def _about_the_key(data: Path, names: Collection[str]) -> str:
    """Whether each key of the list is among what is in the backup, by these names, in sentences."""
    listed = recipients(data / KEYS)
    lacking = [each for each in listed if f"{KEYS}/{each.id}{PRIVATE}" not in names]
    if not lacking:
        return "The key is in it, behind its passphrases."
    there = [each for each in listed if each not in lacking]
    kept = f"The key {_called(there)} is in it, behind its passphrases. " if there else ""
    return f"{kept}THE KEY {_called(lacking)} IS NOT IN IT: it is not on this machine."


def _without_the_key(data: Path) -> str:
    """What helps where the key is not in the backup, in a sentence."""
    if try_out_key.is_try_out(data / KEYS):
        protect = "Run `python3 main.py key protect --name YOU`, and then make another backup"
        return f"The key is not in it, for it has no passphrase: no other machine can read the requests in this file. {protect}."
    return KEY_ELSEWHERE if _key_is_elsewhere(data) else WITHOUT_KEY


def _called(those: Iterable[Recipient]) -> str:
    return " and ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in those)


KEY_ELSEWHERE = "The key is not in it, since it is kept elsewhere: see that its file is not lost."
WITHOUT_KEY = (
    "The key is not in it, so after this machine is lost nobody can read the requests with this file alone. Add --with-key, which puts the key in"
    " behind its passphrases (for the nightly backup: `backup_with_key: yes` in settings.yaml), or keep the key elsewhere as well."
)


def _key_is_elsewhere(data: Path) -> bool:
    with suppress(KeyFileError):
        return moved_away.is_away(data / KEYS)
    return False


def note_key_copied(data: Path, keys: frozenset[str]) -> None:
    """Writes down that somebody has just put these keys into a backup, by their ids, for `doctor`. May raise OSError."""
    as_owner(data, lambda _: write_own(data / KEY_COPIED, json.dumps(sorted(keys)).encode()))


def copied_keys(data: Path) -> frozenset[str]:
    """The ids of the keys that somebody put into a backup by hand, as far as this machine knows."""
    with suppress(NotReadError, ValueError, RecursionError):
        told = json.loads(read_regular(data / KEY_COPIED, _MOST_IDS, own=True))
        return frozenset(each for each in told if isinstance(each, str)) if isinstance(told, list) else frozenset()
    return frozenset()


def keys_in(file: Path) -> frozenset[str]:
    """The ids of the private keys in a backup; none where this is no backup."""
    with suppress(OSError, ExpectedError), open_ordinary(file, os.O_RDONLY) as raw:
        return _keys_among(manifest(raw, file)["files"])
    return frozenset()


def _keys_among(names: Iterable[str]) -> frozenset[str]:
    """The ids of the private keys among the files of a backup, by their names."""
    paths = map(PurePosixPath, names)
    return frozenset(path.name.removesuffix(PRIVATE) for path in paths if path.parts[0] == KEYS and path.name.endswith(PRIVATE))


def keep_before_update(place: KioskFolders, now: datetime) -> None:
    """What an update may change, kept in the data folder: settings and content, no requests and no keys. Raises ExpectedError, OSError."""
    if as_owner(place.data, lambda _: place.data.is_dir()):
        with _as_root_may_read(place) as seen:
            _written(seen, place.data / BEFORE_UPDATE, lambda: [*_settings(place.data), *_of_content(seen.content)], now)


@contextmanager
def _as_root_may_read(place: KioskFolders) -> Iterator[KioskFolders]:
    """The same folders; where root itself would read content that another account may change, a copy that this account has made of it."""
    if owner(place.data) or not owner(place.content) or not place.content.is_dir():
        yield place
        return
    with tempfile.TemporaryDirectory() as aside:
        copy_folder(place.content, Path(aside, "content"), Path(aside).stat(), aside=Path(aside), links=True)
        yield KioskFolders(Path(aside, "content"), place.data)


def settings_of(data: Path) -> str | None:
    """The settings as they are written; None where there are none. Raises ExpectedError where nobody could read them, OSError."""

    def read(_: Ask) -> str | None:
        if not (data / SETTINGS).exists():
            return None
        with opened(data / SETTINGS, os.O_RDONLY) as file:
            return file.read(MOST_SETTINGS).decode(errors="replace")

    return as_owner(data, read)


def refuse_what_is_none_of_ours(data: Path) -> None:
    """Raises ExpectedError where something lies in the data folder on which reading would wait for ever, or where its own folders are links."""
    for folder in (data / DRAWER, data / KEYS):
        if wrong := linked(folder):
            raise ExpectedError(f"{wrong} {UNLINK}")
    for path in (*data.glob("*"), *(data / DRAWER).glob("*"), *(data / KEYS).glob("*")):
        with suppress(OSError):
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):  # of these only the drawer itself is opened by others than us, who would wait
                mode = path.stat().st_mode if path.name == DRAWER_FILE else stat.S_IFREG
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise ExpectedError(f"{path} is no ordinary file: remove it.")


@contextmanager
def told(what: str) -> Iterator[None]:
    """Errors of the disk, the keys and the drawer as one plain sentence that begins so."""
    try:
        yield
    except sqlite3.Error as error:
        raise ExpectedError(f"The requests cannot be read ({error}). Run `python3 main.py doctor`.") from error
    except KeyFileError as error:
        raise ExpectedError(f"{what}: {error}") from error
    except OSError as error:
        raise ExpectedError(f"{what}: {reason(error)}. {what_helps(error)}".rstrip()) from error


class ContentFile(Struct, frozen=True):
    """A file, and the folder that it must lie in, whatever becomes a link meanwhile."""

    path: Path
    within: Path


Part = Path | ContentFile | bytes
"""Where something lies, or what it is, where it lies nowhere."""
ArchivePart = tuple[str, Part]
"""The name in the backup, and what it is to hold."""


_Written = tuple[list[str], int, str]
"""The names of the files in a backup, how many bytes it has, and their SHA-256."""


def _written(place: KioskFolders, file: Path, parts: Callable[[], Iterable[ArchivePart]], now: datetime, *, replace: bool = True) -> _Written:
    """Puts a backup of these parts in place, whole or not at all, and tells what it is, as it was read again.

    Others may write into its folder: what is read again, told and put in place is the one open file. May raise OSError.
    """
    fresh = unforeseeable(file)

    def fill(_: Ask) -> _Written:
        with told("The backup cannot be written"):
            listed = list(parts())
            _refuse_what_no_restore_takes([name for name, _ in listed])
            pack(raw, listed, now, _anchor_of(dict(listed)), without_key=_is_without_key(place.data, [name for name, _ in listed]))
            raw.seek(0)
            whole = sha256_of(raw)
            return _read_again(raw), raw.seek(0, os.SEEK_END), whole

    as_owner(file, lambda _: clear_temporary(file))
    try:
        with made(fresh) as raw:
            names, size, whole = as_owner(place.data, fill, needs=[raw.fileno()])
            as_owner(file, lambda _: take_place(raw.fileno(), fresh, file, replace=replace), needs=[raw.fileno()])
    except OSError as error:
        if str(error.filename) == str(fresh):
            error.filename = str(file)  # the name that staff gave
        raise
    finally:
        with suppress(OSError):
            as_owner(file, lambda _: erase(fresh))
    return names, size, whole


def _is_without_key(data: Path, names: Collection[str]) -> bool:
    """Whether a private key lies on this machine that is not among these parts."""
    return bool(set(filter(_OWN.fullmatch, _found(data, _PRIVATE))) - set(names))


def _refuse_what_no_restore_takes(names: Collection[str]) -> None:
    """By the very rule by which a restore looks at them. Raises ExpectedError."""
    if len(names) > MOST_FILES:
        most = f"There are {len(names):,} files, and a backup holds {MOST_FILES:,}"
        (folder, count), *_ = Counter(name.partition("/")[0] for name in names).most_common()
        raise ExpectedError(f"{most}. Most of them, {count:,}, are in the folder `{folder}`: take out of it what nobody needs.")
    for name in names:
        if not _is_harmless(name):
            raise _unreadable(name)


def unkept(content: Path) -> Iterator[Problem]:
    """The files of the content on which a backup would stop, by the very rule by which it does."""
    names = [name for name, _ in _of_content(content)]
    if len(names) > MOST_FILES:
        wrong = f"There are {len(names):,} files in this folder, and a backup holds {MOST_FILES:,}, so none can be made."
        yield Problem(content.name, 0, 0, Severity.WARNING, wrong, "Take out what the kiosk does not show.")
    for name in [each for each in names if not _is_harmless(each)][:_MOST_TOLD]:
        wrong = "The name of this file has letters that other machines take for something else, so no backup can be made."
        do = "Rename it, with plain letters alone."
        if len(PurePosixPath(name).parts) > MOST_PARTS:
            wrong, do = f"This file lies in more than {MOST_PARTS} folders within one another, so no backup can be made.", "Move it further up."
        yield Problem(_shown(name.removeprefix("content/")), 0, 0, Severity.WARNING, wrong, do)


def _unreadable(name: str) -> ExpectedError:
    if len(PurePosixPath(name).parts) > MOST_PARTS:
        return ExpectedError(f"The file {_shown(name)} lies in more than {MOST_PARTS} folders within one another: move it further up.")
    return ExpectedError(f"The name of the file {_shown(name)} has letters that other machines take for something else: rename it.")


def _shown(name: str) -> str:
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


def _read_again(raw: BinaryIO) -> list[str]:
    """Reads what was just written as a restore does; tells the names of it. Raises ExpectedError where that fails, OSError."""
    try:
        with archive(raw) as packed, Path(os.devnull).open("wb") as nowhere:
            files = _manifest(packed)["files"]
            for name, facts in files.items():
                _read(packed, name, facts, nowhere)
            return list(files)
    except NO_ARCHIVE as error:
        raise ExpectedError(f"The backup does not read back as it was written ({error}), so it was not kept. Write it onto another disk.") from error


def _of_all(place: KioskFolders, *, with_key: bool) -> Iterator[ArchivePart]:
    if not place.content.is_dir():
        raise ExpectedError(f"There is no folder {place.content}. Name the content folder with --content.")
    refuse_what_is_none_of_ours(place.data)
    with held(place.data / KEYS):  # requests and keys of one instant: what is sealed for other keys than the list says opens nowhere
        finish_change(place.data)
        _refuse_keys(place.data / KEYS, with_key=with_key)
        together = [*_of_drawer(place.data), *_of_keys(place.data / KEYS, with_key=with_key)]
    yield from together
    for name in _once(place.data, filter(_OWN.fullmatch, _found(place.data, _SET_ASIDE)), but=_found(place.data, _PRIVATE)):
        yield name, place.data / name
    yield from _settings(place.data)
    content = list(_of_content(place.content))
    if not content:
        raise ExpectedError(f"There is no file in {place.content}, so visitors could see nothing. Name the content folder with --content.")
    yield from content


def _refuse_keys(own: Path, *, with_key: bool) -> None:
    """Raises ExpectedError, KeyFileError for keys that no backup may have, or cannot have, or no restore would take."""
    if with_key and try_out_key.bare_files(own):
        first = "Run this first: `python3 main.py key protect --name YOU`."
        raise ExpectedError(f"A key here has no passphrase, so whoever finds the file could read everything. {first}")
    if with_key and moved_away.is_away(own):
        raise ExpectedError("The key is kept elsewhere, so it cannot be in the backup. Leave --with-key out.")
    recipients(own)


def _of_drawer(data: Path) -> Iterator[ArchivePart]:
    drawer = data / DRAWER / DRAWER_FILE
    if drawer.exists():
        yield f"{DRAWER}/{DRAWER_FILE}", _copied(drawer)


def _of_keys(own: Path, *, with_key: bool) -> Iterator[ArchivePart]:
    """The list, and of the private keys those in it, each under its own name, whatever other names it has."""
    listed = [own / RECIPIENTS] if (own / RECIPIENTS).exists() else []
    for path in (*listed, *(private_files(own) if with_key else ())):
        if _OWN.fullmatch(name := f"{KEYS}/{path.name}"):
            with open_ordinary(path, os.O_RDONLY) as file:
                yield name, file.read(MOST_LIST_BYTES)


_SET_ASIDE, _PRIVATE = f"{DRAWER}/drawer-set-aside-*.sqlite", f"{KEYS}/*{PRIVATE}"
"""Drawers that were damaged, but somebody may save what is in them; and private keys."""


def _once(data: Path, names: Iterable[str], *, but: Iterable[str]) -> Iterator[str]:
    """Of a file with several names the first: it would take its room again for each; and none that has one of those in `but`. May raise OSError."""
    seen = set[tuple[int, int]]()
    for name in but:
        with suppress(FileNotFoundError):  # somebody changes the keys meanwhile
            facts = (data / name).lstat()
            seen.add((facts.st_dev, facts.st_ino))
    for name in names:
        facts = (data / name).stat()
        if (facts.st_dev, facts.st_ino) not in seen:
            seen.add((facts.st_dev, facts.st_ino))
            yield name


def _found(data: Path, *kinds: str) -> list[str]:
    return sorted(path.relative_to(data).as_posix() for kind in kinds for path in data.glob(kind) if not path.is_symlink())


def _left_out(data: Path, *, with_key: bool) -> str:
    """What lies among the kiosk's own files and is none of them, in sentences that begin with a blank; empty where there is nothing."""
    found = _found(data, _SET_ASIDE, _PRIVATE)
    odd = [name for name in found if not _OWN.fullmatch(name)]
    listed = {f"{KEYS}/{path.name}" for path in private_files(data / KEYS)}
    unlisted = [name for name in found if with_key and name not in {*odd, *listed} and name.startswith(f"{KEYS}/")]
    told = f" Left out, because no kiosk uses such file names: {', '.join(map(_shown, odd))}." if odd else ""
    return f"{told} Left out, because the list of keys has them not: {', '.join(unlisted[:_MOST_TOLD])}." if unlisted else told


def _settings(data: Path) -> Iterator[ArchivePart]:
    if (data / SETTINGS).exists():
        yield SETTINGS, data / SETTINGS


def _copied(drawer: Path) -> bytes:
    """The drawer as it is at one instant, whoever writes into it meanwhile; on no disk, for what is deleted later would stay there.

    Raises ExpectedError for one that no restore would take.
    """
    open_ordinary(drawer, os.O_RDONLY).close()
    try:
        with closing(connected(drawer, "mode=ro")) as source, closing(in_memory()) as copy:
            if source.execute("PRAGMA page_size").fetchone()[0] * source.execute("PRAGMA page_count").fetchone()[0] > LARGEST_IN_MEMORY:
                raise TooMuchError
            source.backup(copy)
            wrong = _damage_in(copy) or next(iter(disagreements(copy)), "")
            if not wrong:
                drop_statistics(copy)
            whole = copy.serialize()
    except (sqlite3.Error, MemoryError) as error:
        if not is_too_much(error):
            raise
        raise ExpectedError(f"{drawer} {TooMuchError()}. Run `python3 main.py doctor`.") from error
    if wrong:
        raise ExpectedError(f"The drawer with the requests is damaged ({wrong}), so no backup was written. `python3 main.py doctor` says what helps.")
    return whole


def damage_of(drawer: Path) -> str:
    """What is damaged or strange in a drawer that nobody writes into; empty where all of it can be read."""
    try:
        with closing(connected(drawer, "mode=ro&immutable=1")) as database:
            return _damage_in(database)
    except (sqlite3.Error, MemoryError) as error:
        return str(TooMuchError() if is_too_much(error) else error)


def _damage_in(database: Bounded) -> str:
    try:
        if odd := strange(database):
            return f"there is {odd} in it"
        found = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
        begun = database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        refuse_too_many(database, COLUMNS if begun else ())
        for table, columns in COLUMNS.items() if begun else ():
            deque(database.execute(f"SELECT {columns} FROM {table} NOT INDEXED"), maxlen=0)  # noqa: S608  both are written here
    except (sqlite3.Error, MemoryError) as error:
        return str(TooMuchError() if is_too_much(error) else error)
    return "" if found == "ok" else found.splitlines()[-1]


def _of_content(content: Path) -> Iterator[ArchivePart]:
    """Every ordinary file; not what links lead to, nor what editors hide."""
    for path in sorted(below(content)) if content.is_dir() else ():
        inside = path.relative_to(content)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inside.parts):
            yield f"content/{inside.as_posix()}", ContentFile(path, content)


def _anchor_of(parts: Mapping[str, Part]) -> str:
    """How far the journal has come: a drawer that somebody puts back to an earlier state later does not hold it.

    Empty for one that somebody spoilt. Raises sqlite3.Error.
    """
    drawer = parts.get(f"{DRAWER}/{DRAWER_FILE}")
    if not isinstance(drawer, bytes):
        return ""
    with closing(in_memory(merged(drawer, b"", LARGEST_IN_MEMORY))) as database, suppress(AttributeError):
        return str(anchor(database) or "")
    return ""


def anchor_in(file: Path) -> Anchor | None:
    """The anchor in a backup; None where this is no backup, or there is none in it."""
    try:
        with open_ordinary(file, os.O_RDONLY) as raw:
            return read_anchor(str(manifest(raw, file).get("anchor", "")))
    except (OSError, ExpectedError):
        return None


def pack(raw: BinaryIO, parts: Iterable[ArchivePart], now: datetime, anchored: str = "", *, without_key: bool = False) -> None:
    """Writes these parts and the list of them, with the anchor of the drawer, and whether a key was left out. Raises ExpectedError, OSError."""
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        listed, left, about = {}, MOST_BYTES, {"format": FORMAT, "made": now.isoformat(timespec="seconds"), "anchor": anchored}
        about |= {"without_key": True} if without_key else {}
        for name, part in parts:
            listed[name] = facts = _add(packed, name, part, left)
            left -= facts["size"]
        text = json.dumps(about | {"files": listed}, indent=1)
        if len(text) > MOST_LISTED:
            raise ExpectedError("The names of the files are too long for a backup: give those in the content folder shorter ones.")
        packed.writestr(_named(packed, MANIFEST, now.timestamp()), text)
    raw.flush()
    os.fsync(raw.fileno())


def _add(packed: zipfile.ZipFile, name: str, part: Part, most: int) -> dict[str, Any]:
    """One file of at most so many bytes; tells what they were. What a ZIP cannot say of its date is left out. Raises ExpectedError, OSError."""
    if not _is_text(name):
        raise _unreadable(name)
    taken, whole = 0, hashlib.sha256()
    with _source(part) as (source, seconds), _opened_in(packed, name, seconds) as target:
        if source.seek(0, os.SEEK_END) > most:  # a file of terabytes may take no room on the disk, and hours to be read
            raise ExpectedError(f"{part if isinstance(part, Path) else name} is too large for a backup.")
        source.seek(0)
        while piece := source.read(_PIECE):
            taken += len(piece)
            if taken > most:
                raise ExpectedError(f"{part if isinstance(part, Path) else name} is too large for a backup.")
            whole.update(piece)
            target.write(piece)
    return {"size": taken, "sha256": whole.hexdigest()}


@contextmanager
def _source(part: Part) -> Iterator[tuple[BinaryIO, float]]:
    """What is to be read, and of when it is, in seconds since 1970."""
    if isinstance(part, bytes):
        yield io.BytesIO(part), time.time()
        return
    with open_regular(part.path, part.within) if isinstance(part, ContentFile) else open_ordinary(part, os.O_RDONLY) as source:
        yield source, os.fstat(source.fileno()).st_mtime


def _opened_in(packed: zipfile.ZipFile, name: str, seconds: float) -> IO[bytes]:
    return packed.open(_named(packed, name, seconds), "w", force_zip64=True)


def _named(packed: zipfile.ZipFile, name: str, seconds: float) -> zipfile.ZipInfo:
    """A file in a ZIP, with its time in seconds since 1970."""
    about = zipfile.ZipInfo(name, _date(seconds))
    about.compress_type, about.external_attr = packed.compression, (stat.S_IFREG | FILE_MODE) << 16
    return about


def _date(seconds: float) -> tuple[int, int, int, int, int, int]:
    """As a ZIP says it: from 1980 to 2107."""
    try:
        told = time.localtime(seconds)[:6]
    except (OverflowError, ValueError):
        return _OLDEST
    return min(max(told, _OLDEST), _NEWEST)


# -- what a backup holds ----------------------------------------------------------------------------------------------


def manifest(raw: BinaryIO, file: Path) -> dict[str, Any]:
    """The list in a backup, in whose names and sizes there is nothing that could do harm. Raises ExpectedError."""
    with _readable(file), archive(raw) as packed:
        return _manifest(packed)


def settings_in_backup(raw: BinaryIO, file: Path, listed: dict[str, Any]) -> bytes:
    """The settings in a backup; none where it has none. Raises ExpectedError."""
    if SETTINGS not in listed["files"]:
        return b""
    with _readable(file), archive(raw) as packed:
        if listed["files"][SETTINGS]["size"] > MOST_SETTINGS:
            wrong = f"The settings in the backup are larger than {MOST_SETTINGS // 1000} kB, and no kiosk reads such."
            raise ExpectedError(f"{wrong} Nothing was changed. Use another backup.")
        found = read_member(packed, SETTINGS, MOST_SETTINGS)
        if hashlib.sha256(found).hexdigest() != listed["files"][SETTINGS]["sha256"]:
            raise ValueError(f"{SETTINGS} is not what it was")
        return found


def unpack(raw: BinaryIO, file: Path, listed: dict[str, Any], folder: Path, *, content: bool) -> None:
    """The files of the content below the folder, or all the others; each as long and as whole as the list says.

    Raises ExpectedError for anything else, and OSError.
    """
    with _readable(file), archive(raw) as packed:
        for name, facts in listed["files"].items():
            if name.startswith("content/") is content:
                _unpack(packed, name, facts, folder / name)


def different(content: Path, listed: Mapping[str, Any]) -> dict[str, list[str]]:
    """Which files of the content a backup would change, bring and take away, under these three words. Raises ExpectedError, OSError."""
    here = {name: _digest(path) for name, path in _of_content(content)}
    coming = {name: facts["sha256"] for name, facts in listed["files"].items() if name.startswith("content/")}
    return {
        "Changed": sorted(name for name in here.keys() & coming.keys() if here[name] != coming[name]),
        "New": sorted(coming.keys() - here.keys()),
        "Gone": sorted(here.keys() - coming.keys()),
    }


def _digest(part: Part) -> str:
    with _source(part) as (source, _):
        return sha256_of(source)


def sha256_of(raw: BinaryIO) -> str:
    """The SHA-256 of what comes from here on, in hexadecimal."""
    whole = hashlib.sha256()
    while piece := raw.read(_PIECE):
        whole.update(piece)
    return whole.hexdigest()


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except NO_ARCHIVE as error:
        raise ExpectedError(f"{file} is no backup of a kiosk, or it is damaged ({error}). Nothing was changed.") from error


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads(read_member(packed, MANIFEST, MOST_LISTED))
    if listed["format"] != FORMAT:
        raise ValueError("it was made by a newer kiosk")
    if day_of(str(listed["made"])) is None:
        raise ValueError("it does not say when it was made")
    files = listed["files"]
    if len(files) > MOST_FILES:
        raise ValueError("it is too large")
    if not all(isinstance(each["size"], int) and each["size"] >= 0 for each in files.values()):
        raise ValueError("its list names sizes that no file has")
    if sum(each["size"] for each in files.values()) > MOST_BYTES:
        raise ValueError("it is too large")
    if sorted([*files, MANIFEST]) != sorted(packed.namelist()):
        raise ValueError("there is something in it that its list does not name")
    for name in files:
        if not _is_harmless(name):
            raise ValueError(f"it names {name!r}")
    return listed


_OWN = re.compile(
    rf"{DRAWER}/(drawer|drawer-set-aside-[0-9-]+)\.sqlite|{KEYS}/({re.escape(RECIPIENTS)}|[0-9a-f]{{16}}{re.escape(PRIVATE)})", re.ASCII
)
"""Which files of the drawer and of the keys; nothing that SQLite would take for a part of the drawer: it does what such files say."""


def _is_harmless(name: str) -> bool:
    """Whether it is a name that a backup has: below one of its folders, and nowhere else."""
    path = PurePosixPath(name)
    if len(path.parts) > MOST_PARTS or not _is_text(name):
        return False
    if name != str(path) or "\\" in name or any(part.startswith(".") for part in path.parts) or path.is_absolute():
        return False
    return _OWN.fullmatch(name) is not None or name == SETTINGS or (len(path.parts) > 1 and path.parts[0] == "content")


def _unpack(packed: zipfile.ZipFile, name: str, facts: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        _read(packed, name, facts, target)
        target.flush()
        os.fsync(target.fileno())
    path.chmod(0o644 if name.startswith("content/") else FILE_MODE)


def _read(packed: zipfile.ZipFile, name: str, facts: dict[str, Any], target: BinaryIO) -> None:
    """Raises ValueError where it is not as long and as whole as its list says."""
    whole, left = hashlib.sha256(), int(facts["size"])
    with packed.open(name) as source:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                break
            whole.update(piece)
            target.write(piece)
    if left or whole.hexdigest() != facts["sha256"]:
        raise ValueError(f"{name} is not what it was")
