"""`backup` and `restore`: one file that makes a replacement machine the same kiosk. Requests in it stay sealed; no key opens them with it alone.

A ZIP with `backup.json` (what it is, and size and SHA-256 of each file), `drawer/`, `keys/`, `settings.yaml` and `content/`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from kiosk import mishaps
from kiosk.settings import FILE as SETTINGS
from kiosk.signup import keys
from kiosk.signup.anchor import Anchor, read_anchor
from kiosk.signup.drawer import NAME as DRAWER_FILE
from kiosk.signup.drawer import Drawer, KeepError
from kiosk.signup.private_files import DRAWER, FILE_MODE, KEYS, private_folder
from kiosk.staff.expected import ExpectedError
from kiosk.staff.telling import counted

MANIFEST, FORMAT = "backup.json", 1
MOST_FILES, MOST_BYTES = 20_000, 4 << 30
"""More than this no kiosk has: 200 MB of requests, and pictures."""
_PIECE = 1 << 20


class Place(Struct, frozen=True):
    """Whose kiosk it is: what visitors see, and what the machine keeps."""

    content: Path
    data: Path


# -- backup -----------------------------------------------------------------------------------------------------------


def backup(place: Place, file: Path, now: datetime, *, with_key: bool = False, replace: bool = False) -> str:
    """Writes all that makes this kiosk into `file`, whole or not at all, also while the kiosk runs. Raises ExpectedError."""
    if file.exists() and not replace:
        raise ExpectedError(f"{file} is there already. Name another file, or add --replace.")
    if not place.content.is_dir():
        raise ExpectedError(f"There is no folder {place.content}. Name the content folder with --content.")
    if with_key and keys.is_try_out(place.data / KEYS):
        raise ExpectedError("The key has no passphrase yet, so whoever finds the file could read everything. First: key protect --name YOU")
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory() as aside:
            parts = [*_of_data(place.data, Path(aside), with_key=with_key), *_of_content(place.content)]
            _write(fresh, parts, now, _anchor_of(place.data))
        fresh.replace(file)
        _settle(file.absolute().parent)
    except sqlite3.Error as error:
        raise ExpectedError(f"The requests cannot be read ({error}). Run `python3 main.py doctor`.") from error
    except OSError as error:
        raise ExpectedError(f"The backup cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    key = "The key is in it, behind its passphrases." if with_key else "The key is not in it: keep it elsewhere (`key move-away`), or add --with-key."
    return f"{counted(len(parts), 'file')} in {file}. {key}"


Part = tuple[str, Path]
"""The name in the backup, and where it lies now."""


def _of_data(data: Path, aside: Path, *, with_key: bool) -> Iterator[Part]:
    drawer = data / DRAWER / DRAWER_FILE
    if drawer.exists():
        yield f"{DRAWER}/{DRAWER_FILE}", _copied(drawer, aside / DRAWER_FILE)
    for path in sorted((data / DRAWER).glob("drawer-set-aside-*")):  # damaged, but somebody may save what is in them
        yield f"{DRAWER}/{path.name}", path
    own = data / KEYS
    if (own / keys.RECIPIENTS).exists():
        yield f"{KEYS}/{keys.RECIPIENTS}", own / keys.RECIPIENTS
    for path in sorted(own.glob(f"*{keys.PRIVATE}")) if with_key else ():
        yield f"{KEYS}/{path.name}", path
    if (data / SETTINGS).exists():
        yield SETTINGS, data / SETTINGS


def _copied(drawer: Path, copy: Path) -> Path:
    """The drawer as it is at one instant, whoever writes into it meanwhile."""
    with closing(sqlite3.connect(f"{drawer.absolute().as_uri()}?mode=ro", uri=True)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _of_content(content: Path) -> Iterator[Part]:
    """Every ordinary file; not what links lead to, nor what editors hide."""
    for path in sorted(content.rglob("*")):
        inside = path.relative_to(content)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inside.parts):
            yield f"content/{inside.as_posix()}", path


def _anchor_of(data: Path) -> str:
    """How far the journal has come: a drawer that somebody puts back to an earlier state later does not hold it."""
    with closing(Drawer(data / DRAWER, data / KEYS, begins=False)) as drawer, suppress(KeepError):
        return str(drawer.anchor() or "")
    return ""


def anchor_in(file: Path) -> Anchor | None:
    """The anchor in a backup; None where this is no backup, or there is none in it."""
    try:
        with zipfile.ZipFile(file) as packed:
            return read_anchor(str(_manifest(packed).get("anchor", "")))
    except (OSError, *NO_ARCHIVE):
        return None


def _write(file: Path, parts: list[Part], now: datetime, anchor: str) -> None:
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "w+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            listed = {}
            about = {"format": FORMAT, "made": now.isoformat(timespec="seconds"), "anchor": anchor}
            for name, path in parts:
                packed.write(path, name)
                listed[name] = {"size": packed.getinfo(name).file_size, "sha256": _digest(packed, name)}
            packed.writestr(MANIFEST, json.dumps(about | {"files": listed}, indent=1))
        raw.flush()
        os.fsync(raw.fileno())


def _digest(packed: zipfile.ZipFile, name: str) -> str:
    """Of what was packed, read back: so a file that changed meanwhile is as it was packed."""
    whole = hashlib.sha256()
    with packed.open(name) as part:
        while piece := part.read(_PIECE):
            whole.update(piece)
    return whole.hexdigest()


# -- restore ----------------------------------------------------------------------------------------------------------


def restore(place: Place, file: Path, now: datetime, *, replace: bool = False) -> str:
    """Puts a backup in place. What was here before is kept aside, in the data folder; nothing changes unless all of it is good.

    Raises ExpectedError.
    """
    if mishaps.is_running(place.data):
        raise ExpectedError("The kiosk is running. End it first (the pages for staff, or `sudo systemctl stop kiosk`).")
    if not replace and (there := _what_would_go(place.data)):
        raise ExpectedError(f"This machine has {there} of its own. With --replace they are kept aside, and the backup takes their place.")
    try:
        private_folder(place.data)
        with tempfile.TemporaryDirectory(prefix=".restoring-", dir=place.data) as folder:
            staged = Path(folder)
            made = _unpacked(file, staged)
            _looked_at(staged)
            _keep_private(place.data / KEYS, staged / KEYS)
            aside = _aside(place.data, now)
            _put(place, staged, aside)
    except OSError as error:
        raise ExpectedError(f"The backup cannot be restored: {error.strerror or error} ({error.filename or place.data}).") from error
    key = keys.is_away(place.data / KEYS)
    read = "To read requests here, bring the key back: `key bring-back FILE`. " if key else ""
    return f"This machine is the kiosk of {made[:10]} now. {read}What was here before is in {aside}. Run `python3 main.py doctor`."


def _what_would_go(data: Path) -> str:
    """What of somebody's work is here that a restore would take the place of; empty if there is none."""
    folder, drawer = data / KEYS, data / DRAWER / DRAWER_FILE
    try:
        with closing(Drawer(data / DRAWER, folder, begins=False)) as opened:
            requests = len(opened.entries()) if drawer.exists() else 0
    except KeepError:
        return "requests"
    try:
        own_key = bool(keys.recipients(folder)) and not keys.is_try_out(folder)
    except keys.KeyFileError:
        own_key = True
    return " and ".join(each for each in (counted(requests, "request") if requests else "", "a key" if own_key else "") if each)


def _unpacked(file: Path, folder: Path) -> str:
    """Every file of the backup, each as long and as whole as its list says; tells when it was made. Raises ExpectedError for anything else."""
    try:
        with zipfile.ZipFile(file) as packed:
            listed = _manifest(packed)
            for name in (DRAWER, KEYS):
                private_folder(folder / name)
            for name, facts in listed["files"].items():
                _unpack(packed, name, facts, folder / name)
            return str(listed["made"])
    except FileNotFoundError as error:
        raise ExpectedError(f"There is no file {file}.") from error
    except NO_ARCHIVE as error:
        raise ExpectedError(f"{file} is no backup of a kiosk, or it is damaged ({error}). Nothing was changed.") from error


NO_ARCHIVE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, LookupError, TypeError, ValueError, AttributeError, OverflowError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What zipfile and json raise for bytes that are something else."""


def _manifest(packed: zipfile.ZipFile) -> dict[str, Any]:
    """The list in the backup, in whose names and sizes there is nothing that could do harm. Raises ValueError, KeyError, TypeError."""
    about = packed.getinfo(MANIFEST)
    if about.file_size > 50 * MOST_FILES:
        raise ValueError("its list is too long")
    listed: dict[str, Any] = json.loads(packed.read(MANIFEST))
    if listed["format"] != FORMAT:
        raise ValueError("it was made by a newer kiosk")
    files = listed["files"]
    if len(files) > MOST_FILES or sum(each["size"] for each in files.values()) > MOST_BYTES:
        raise ValueError("it is too large")
    if sorted([*files, MANIFEST]) != sorted(packed.namelist()):
        raise ValueError("there is something in it that its list does not name")
    if any(each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for each in packed.infolist()):
        raise ValueError("it was packed by another program")
    for name in files:
        if not _is_harmless(name):
            raise ValueError(f"it names {name!r}")
    return listed


def _is_harmless(name: str) -> bool:
    """Whether it is a name that a backup has: below one of its folders, and nowhere else."""
    path = PurePosixPath(name)
    if name != str(path) or "\\" in name or any(part.startswith(".") for part in path.parts) or path.is_absolute():
        return False
    flat = len(path.parts) == 2 and path.parts[0] in (DRAWER, KEYS)
    return flat or name == SETTINGS or (len(path.parts) > 1 and path.parts[0] == "content")


def _unpack(packed: zipfile.ZipFile, name: str, facts: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    whole, left = hashlib.sha256(), int(facts["size"])
    with packed.open(name) as source, path.open("wb") as target:
        while piece := source.read(_PIECE):
            left -= len(piece)
            if left < 0:
                break
            whole.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if left or whole.hexdigest() != facts["sha256"]:
        raise ValueError(f"{name} is not what it was")
    path.chmod(0o644 if name.startswith("content/") else FILE_MODE)


def _looked_at(staged: Path) -> None:
    """Raises ExpectedError where the requests or the keys in a backup could not be used."""
    drawer = staged / DRAWER / DRAWER_FILE
    if not (staged / "content").is_dir():
        raise ExpectedError("There is nothing in the backup that visitors could see. Nothing was changed.")
    try:
        keys.recipients(staged / KEYS)
        if drawer.exists():
            with closing(sqlite3.connect(f"{drawer.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                whole = database.execute("PRAGMA quick_check(1)").fetchone()[0]
                database.execute("SELECT count(*) FROM records, journal").fetchone()
            if whole != "ok":
                raise ExpectedError(f"The requests in the backup are damaged ({whole}). Nothing was changed.")
    except sqlite3.Error as error:
        raise ExpectedError(f"The requests in the backup are damaged ({error}). Nothing was changed.") from error
    except keys.KeyFileError as error:
        raise ExpectedError(f"{error} Nothing was changed.") from error


def _keep_private(own: Path, staged: Path) -> None:
    """Private keys that are here and fit the public ones of the backup stay: it may be this very machine that is restored."""
    for each in keys.recipients(staged):
        path, target = own / f"{each.id}{keys.PRIVATE}", staged / f"{each.id}{keys.PRIVATE}"
        if path.exists() and not target.exists():
            shutil.copy2(path, target)


def _aside(data: Path, now: datetime) -> Path:
    stamp = now.strftime("%Y%m%d-%H%M%S")
    return data / f"before-restore-{stamp}"


def _put(place: Place, staged: Path, aside: Path) -> None:
    """What is here goes aside, the backup takes its place; if something fails on the way, all goes back."""
    private_folder(aside)
    moves = [(place.data / name, staged / name, aside / name) for name in (DRAWER, KEYS, SETTINGS)]
    moves.append((place.content, staged / "content", aside / "content"))
    for here, fresh, _ in moves:
        belongs_to(here if here.exists() else here.parent, fresh)
    belongs_to(place.data, aside)
    done: list[tuple[Path, Path]] = []
    try:
        for here, fresh, old in moves:
            for source, target in ((here, old), (fresh, here)):
                if source.exists():
                    done.append((source, target))  # first: a move across disks can fail half-way
                    _move(source, target)
    except BaseException:
        for source, target in reversed(done):
            if target.exists() and not source.exists():
                _move(target, source)
        with suppress(OSError):
            aside.rmdir()
        raise
    _settle(place.data)


def _move(source: Path, target: Path) -> None:
    """To a place where nothing is; over the border of a disk by a copy that is complete before the original goes."""
    try:
        source.rename(target)
    except OSError:
        fresh = target.with_name(f".{target.name}.{os.getpid()}")
        if source.is_dir():
            shutil.copytree(source, fresh)
        else:
            shutil.copy2(source, fresh)
        belongs_to(source, fresh)
        fresh.rename(target)
        shutil.rmtree(source) if source.is_dir() else source.unlink()


def belongs_to(owner: Path, path: Path) -> None:
    """Gives all of `path` to whom `owner` belongs, where an administrator restores for the account of the kiosk."""
    if os.geteuid() != 0 or not path.exists():
        return
    facts = owner.stat()
    for each in (path, *(path.rglob("*") if stat.S_ISDIR(path.stat().st_mode) else ())):
        os.chown(each, facts.st_uid, facts.st_gid, follow_symlinks=False)


def _settle(folder: Path) -> None:
    """The names in this folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
