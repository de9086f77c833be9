"""From the content folder to a library: what is kept of it where nothing changed, else read anew, and kept for the next start."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kiosk.content.checks.sound_files import sounds_in
from kiosk.content.model.deck import Topic
from kiosk.content.model.walk import PICTURES, SOUNDS
from kiosk.content.store import last_texts, snapshot
from kiosk.content.store import pictures as gallery
from kiosk.content.store.library import Library
from kiosk.content.store.publications import SHOWN, is_own, publications_in
from kiosk.content.store.retention import clear
from kiosk.content.store.snapshot import Digests, Fingerprint, KeptTopic, Snapshot, digests, files_digest
from kiosk.files.private import ASIDE, erase, put_aside, unclosed
from kiosk.files.regular import NotReadError, beginning_of, names_in, read_regular
from kiosk.problems import Problem
from kiosk.project import PROJECT

if TYPE_CHECKING:
    from kiosk.content.reading.cache import Memory
    from kiosk.content.reading.result import ReadFolder

_log = logging.getLogger(__name__)
CODE = PROJECT / "kiosk"
_JUDGES = ("content", "files", "settings", "yaml")
"""The folders of the code that says what is read, how, and what is wrong with it; with what lies beside them."""
KEPT_IN = "deck"
"""The folder in the data folder with what is kept of the content."""
class Look(StrEnum):
    """What the second look says of what shows: it is what the content says; or it was made of other files than there are by now; or it is another.

    Where the machine has failed nothing can be told: then all is read anew, and nobody is accused. Where what nobody has signed cannot be put out of
    the way either, nothing of it may show.
    """

    SAME = "same"
    NEWER = "newer"
    OTHER = "other"
    UNTOLD = "untold"
    STUCK = "stuck"


class Current(Struct, frozen=True):
    """What a library is made of: the `snapshot` (None: nothing can be shown), and what is wrong with the content.

    `whole` are the topics by their files, where they could not be kept.
    """

    snapshot: Snapshot | None
    problems: tuple[Problem, ...] = ()
    whole: Mapping[str, Topic] = {}


def open_library(content: Path, data: Path, today: date) -> tuple[Library | None, tuple[Problem, ...]]:
    """The content, ready to show, and what is wrong with it; None if there is nothing that could be shown."""
    current = read_current(content, data, today)
    return library_of(content, data, current), current.problems


def read_current(content: Path, data: Path, today: date) -> Current:
    """Unchanged files are taken from the snapshot in `data`, with the errors found when it was made.

    Else everything is read; a file with an error stays in its last good version.
    """
    folder = data / KEPT_IN
    prints = prints_of(content, data)
    before = snapshot.load(folder)
    if before and before.fingerprint[:1] != prints[:1]:
        before = None  # another content folder: its last good version is not ours
    if before and before.fingerprint == prints and (before.until is None or today <= before.until):
        return Current(before, before.errors)
    return _read_anew(content, folder, prints, before, today)


def library_of(content: Path, data: Path, current: Current) -> Library | None:
    """What is current, ready to show."""
    return _library(data / KEPT_IN, content, current.snapshot, current.whole) if current.snapshot else None


def kept_at_start(content: Path, data: Path, today: date) -> Snapshot | None:
    """What the first picture can be made from, where no file was changed since it was kept. None where all is to be read before.

    Nobody has proved it: that is for the second look (`read_again`), and until then nothing else may be made of it.
    """
    before = snapshot.load(data / KEPT_IN)
    same = before and before.fingerprint == prints_of(content, data) and (before.until is None or today <= before.until)
    return before if same else None


def read_again(content: Path, data: Path, today: date, shown: Digests) -> Look:
    """Reads all content, whatever was kept of it, and keeps it as it is; how that stands to what is `shown`. May raise OSError.

    Afterwards nothing is kept but what was read here.
    """
    folder, prints = data / KEPT_IN, prints_of(content, data)
    for each in (folder, folder / PICTURES):
        if os.path.lexists(each) and (each.is_symlink() or not each.is_dir()):
            erase(each)  # nothing of ours
        unclosed(each)
    before = snapshot.load(folder)
    untrue = gallery.clear_untrue(folder / PICTURES)
    believed = before if before and before.fingerprint[:1] == prints[:1] else None
    if believed:
        believed = replace(believed, pictures=gallery.less_refused(folder / PICTURES, believed.pictures))
    current, after = _read_anew(content, folder, prints, believed, today), snapshot.load(folder)
    made = current.snapshot
    true = [digests(made) if made else Digests()]
    if made and current.whole:  # it could not be kept; what shows may have been
        true.append(digests(_named(folder, content, made, current.whole, believed, write=False)))
    if after and digests(after) not in true:  # what is there instead is not what the content says
        (folder / snapshot.INDEX).unlink(missing_ok=True)
    if shown.says in {each.says for each in true} and not untrue:
        return Look.SAME
    return Look.OTHER if shown.files == files_digest(prints) else Look.NEWER


def set_aside(data: Path) -> bool:
    """What shows and could not be proved goes out of sight: the publication, and all that was kept of the content. May raise OSError.

    Tells whether there was a publication.
    """
    was_there = os.path.lexists(publications_in(data) / SHOWN)
    try:
        _hide_publication(data)
    finally:
        set_kept_aside(data)
    return was_there


def _hide_publication(data: Path) -> None:
    """The publication shows no longer. May raise OSError.

    Where the folder takes no other name, since the disk is full to its last block, the publication is closed in its place, which needs no room:
    `publications.shown_folder` passes over what it cannot read.
    """
    place = publications_in(data) / SHOWN
    unclosed(place.parent)
    if not os.path.lexists(place):
        return
    try:
        put_aside(place)
    except OSError:
        place.chmod(0)


def set_kept_aside(data: Path) -> None:
    """All that was kept of the content goes out of sight, so that it is read anew. May raise OSError.

    Where it can have no other name, its index goes, without which nobody reads the rest: that needs no room.
    """
    place = data / KEPT_IN
    unclosed(data)
    if not os.path.lexists(place):
        return
    try:
        put_aside(place)
    except OSError:
        unclosed(place)
        (place / snapshot.INDEX).unlink(missing_ok=True)


def clear_aside(data: Path) -> None:
    """Deletes what was set aside; what cannot be deleted stays."""
    for place in (*data.glob(f"{ASIDE}*"), *publications_in(data).glob(f"{ASIDE}*")):
        with suppress(OSError):
            erase(place, over=False)


def last_shown(content: Path, data: Path) -> Library | None:
    """What the kiosk showed last, whatever the content holds now; None if nothing was shown yet."""
    found = last_kept(content, data)
    return found[0] if found else None


def last_kept(content: Path, data: Path) -> tuple[Library, Fingerprint] | None:
    """The same, with the state of the files that it was made from."""
    kept = snapshot.load(data / KEPT_IN)
    return (_library(data / KEPT_IN, content, kept), kept.fingerprint) if kept else None


_TOPIC = re.compile(rb"^[ \t{\"']*topic[\"']?[ \t]*:[ \t]*[\"']?([\w-]++)", re.MULTILINE)


MOST_LOOKED_AT, MOST_LOOKED = 10_000_000, 3.0
"""Bytes of changed files that are looked through by their lines, and seconds of the processor: the kiosk does it itself."""


def less_withdrawn(content: Path, data: Path, today: date) -> Library | None:
    """What the kiosk showed last, less what staff asked to take off since, by the lines of the files alone; None where that is nothing.

    For where the reading of the content came to no end: whatever else is in the folder, a wish to withdraw is met. A topic whose file is gone
    goes, unless another file has its name; but where no file is left at all, the folder may be one that is away for the moment.
    """
    from kiosk.content.reading.folder import topic_files
    from kiosk.content.store.last_good import less_withdrawn as less
    from kiosk.yaml.reading import MOST_BYTES

    folder = data / KEPT_IN
    if not (before := snapshot.load(folder)):
        return None
    there = set(topic_files(content)[0])
    other = {name for name, *_ in set(prints_of(content, data)) - set(before.fingerprint)} & there
    left, changed = MOST_LOOKED_AT, dict[str, bytes]()
    for name in sorted(other):
        changed[name] = beginning_of(content / name, min(MOST_BYTES, left), content)
        left -= len(changed[name])
    named = {name: _TOPIC.findall(raw.replace(b"\0", b"")) for name, raw in changed.items()}
    until = time.process_time() + MOST_LOOKED

    def says(topic: KeptTopic) -> list[bytes] | None:
        files = [name for name, topics in named.items() if name == topic.file or topic.head.id.encode() in topics]
        if files and (left <= 0 or time.process_time() > until):
            return None  # nobody knows what they ask for, and a slide too few does no harm
        return None if there and topic.file not in there and not files else [changed[name] for name in files]

    found = less(before, says, today, lambda topic: snapshot.load_topic(folder, topic.kept_as))
    return _library(folder, content, *found) if found else None


def prints_of(content: Path, data: Path) -> Fingerprint:
    """The `fingerprint` of a folder that may be that of the publication which shows."""
    return fingerprint(content, own=is_own(content, data))


def fingerprint(content: Path, *, own: bool = False) -> Fingerprint:
    """Tells one state of the content from another: the folder, each YAML file and picture in it, and the code that judges them.

    Staff may link one file of their folder to another; in a folder of the kiosk's `own` no link is followed.
    """
    files = [
        *(each for folder in _JUDGES for each in _files_below(CODE / folder)),
        *_files(CODE, ".py"),
        *_files(content, ".yaml", ".yml", links=not own),
        *_files(content / "topics", ".yaml", ".yml", links=not own),
        *_files(content / PICTURES, ".svg", ".png", ".jpg", ".jpeg", links=not own),
        *_files(content / SOUNDS, ".mp3", ".ogg", ".wav", ".m4a", links=not own),
    ]
    return ((str(content.absolute()), 0, 0), *sorted(files))


def _files_below(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The Python files of a folder of the program and of those in it."""
    for place, _, _ in os.walk(folder):
        yield from _files(Path(place), ".py")


def _files(folder: Path, *endings: str, links: bool = True) -> Iterable[tuple[str, int, int]]:
    try:
        names = names_in(folder)
    except NotReadError:  # nothing in it is read
        yield f"{folder.name}/", *_state(str(folder), links=links)
        return
    except OSError:
        return
    for name in names:
        if name.endswith(endings):
            shown = name.encode("utf-8", "backslashreplace").decode()  # a name may hold bytes that are no letters
            yield f"{folder.name}/{shown}", *_state(f"{folder}/{name}", links=links)


def _state(path: str, *, links: bool) -> tuple[int, int]:
    """Size and time of change, also of who may read it; of what leads nowhere there is none, and the next entry is looked at all the same."""
    try:
        seen = os.stat(path, follow_symlinks=links)  # noqa: PTH116  quicker, and each start waits for some two hundred of them
    except OSError:
        return -1, -1
    return seen.st_size, max(seen.st_mtime_ns, seen.st_ctime_ns)


def _read_anew(
    content: Path,
    folder: Path,
    prints: Fingerprint,
    before: Snapshot | None,
    today: date,
) -> Current:
    # Imported here: pydantic and PyYAML cost more than all the rest of a start from the snapshot.
    from kiosk.content.checks.check import examined
    from kiosk.content.reading.folder import read_folder

    reading = read_folder(content)
    problems = examined(reading, content, today, kept=_found_good(before))
    return _made(content, folder, prints, before, today=today, reading=reading, problems=problems)


def _found_good(before: Snapshot | None) -> frozenset[str]:
    """The pictures that showed, by the names that they are kept under, which tell their bytes."""
    return frozenset(state for _, state in before.pictures) if before else frozenset()


def read_whole(
    content: Path, data: Path, today: date, icons: frozenset[str], memory: Memory
) -> tuple[Library | None, tuple[Problem, ...], ReadFolder]:
    """The content read anew in any case, but for what `memory` holds, with the reading itself: for those who write it."""
    from kiosk.content.checks.check import examined
    from kiosk.content.reading.folder import read_folder

    folder, prints, reading = data / KEPT_IN, fingerprint(content), read_folder(content, memory)
    before = snapshot.load(folder)
    if before and before.fingerprint[:1] != prints[:1]:
        before = None
    problems = examined(reading, content, today, icons, memory, _found_good(before))
    current = _made(content, folder, prints, before, today=today, reading=reading, problems=problems)
    return library_of(content, data, current), problems, reading


def in_memory(content: Path, reading: ReadFolder, problems: tuple[Problem, ...], today: date) -> Library | None:
    """A library of what was just read, with nothing kept and nothing taken from before: for those who measure it."""
    from kiosk.content.store.last_good import best_of

    fresh, whole = best_of(reading, problems, (), None, today, content=content, last_version=lambda _: None)
    if fresh is None:
        return None
    return Library(fresh, lambda kept: whole.get(kept.file), gallery.finder(content, content, fresh.pictures))


def _made(
    content: Path,
    folder: Path,
    prints: Fingerprint,
    before: Snapshot | None,
    *,
    today: date,
    reading: ReadFolder,
    problems: tuple[Problem, ...],
) -> Current:
    """All that can be shown, kept for the next start."""
    from kiosk.content.store.last_good import best_of

    def last_version(kept: KeptTopic) -> Topic | None:
        return snapshot.load_topic(folder, kept.kept_as)

    fresh, whole = best_of(reading, problems, prints, before, today, content=content, last_version=last_version)
    if fresh is None:
        return Current(None, problems)
    _keep_texts(folder, content, reading, fresh.errors)
    try:
        return Current(_kept(folder, content, fresh, whole, before), problems)
    except OSError as error:
        _log.warning("The content could not be kept in %s: %s", folder, error.strerror)
        return Current(fresh, problems, whole)


def _keep_texts(folder: Path, content: Path, reading: ReadFolder, errors: Iterable[Problem]) -> None:
    """The files that have no error, as staff wrote them. Where no topic is left, all of them show as they were (`last_good`), so none is gone."""
    wrong = {problem.file for problem in errors}
    good = ((file.name, file.raw) for file in reading.files if file.value is not None and file.name not in wrong)
    topics = {file.name for file in reading.topics}
    try:
        last_texts.keep(folder, content, good, lambda name: bool(topics) and name.startswith("topics/") and name not in topics)
    except OSError as error:
        _log.warning("The texts of the content could not be kept in %s: %s", folder, error.strerror)


def _library(folder: Path, content: Path, shown: Snapshot, whole: Mapping[str, Topic] = MappingProxyType({})) -> Library:
    pictures = gallery.finder(folder / PICTURES, content, shown.pictures)
    return Library(shown, _finder(folder, content, shown, whole), pictures, sound=sounds_in(content))


def _kept(folder: Path, content: Path, fresh: Snapshot, whole: Mapping[str, Topic], before: Snapshot | None) -> Snapshot:
    """Writes the snapshot, and tells it with the places where its topics and pictures are kept. May raise OSError.

    What earlier ones name stays for a day: somebody may be reading in them.
    """
    earlier = dict(before.pictures) if before else {}
    kept = _named(folder, content, fresh, whole, before, write=True)
    snapshot.save(folder, kept, (topic.kept_as for topic in (before.topics if before else ())))
    clear(folder / PICTURES, {*dict(kept.pictures).values()}, {*earlier.values()})
    return kept


def _named(folder: Path, content: Path, fresh: Snapshot, whole: Mapping[str, Topic], before: Snapshot | None, *, write: bool) -> Snapshot:
    """The snapshot with the places where its topics and pictures are kept, once they are written there, or would be. May raise OSError."""
    place = partial(snapshot.keep_topic, folder) if write else snapshot.name_of
    topics = tuple(replace(topic, kept_as=place(whole[topic.file])) if topic.file in whole else topic for topic in fresh.topics)
    earlier = dict(before.pictures) if before else {}
    return replace(fresh, topics=topics, pictures=gallery.keep(folder / PICTURES, content, fresh.pictures, earlier, write=write))


def _finder(
    folder: Path,
    content: Path,
    kept: Snapshot,
    in_memory: Mapping[str, Topic],
) -> Callable[[KeptTopic], Topic | None]:
    """Finds whole topics: in memory, else in the snapshot, else (should that be damaged) in the content folder."""
    languages = kept.clinic.languages

    def found(topic: KeptTopic) -> Topic | None:
        return (
            in_memory.get(topic.file)
            or snapshot.load_topic(folder, topic.kept_as)
            or _read_again(content, topic, languages)
        )

    return found


def _read_again(content: Path, kept: KeptTopic, languages: tuple[str, ...]) -> Topic | None:
    from kiosk.content.reading.folder import read_topic
    from kiosk.yaml.reading import MOST_BYTES

    try:
        topic = read_topic(read_regular(content / kept.file, MOST_BYTES, content), kept.file, languages).value
    except OSError:
        return None
    return topic if topic and topic.id == kept.head.id else None
