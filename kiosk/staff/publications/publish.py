"""Makes a publication at a desk: the content checked, packed under the next number, signed; what was made last is kept there to go back to."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from msgspec import Struct

from kiosk.content.checks.check import examined
from kiosk.content.model.facts import facts_of, filled_clinic
from kiosk.content.model.schedule import shows
from kiosk.content.reading.folder import CLINIC, read_clinic, read_folder
from kiosk.content.store.publications import LONGEST_NOTE, MOST_AHEAD, MOST_NUMBER, Publication
from kiosk.files import minisign
from kiosk.files.foreign_folders import alone, placed, put
from kiosk.files.private import erase, private_folder, settle, write_own
from kiosk.files.regular import open_regular, read_regular, reason
from kiosk.problems import Problem, Severity
from kiosk.project import icons
from kiosk.staff.confirmation import agree
from kiosk.staff.errors import MAKE_ROOM, ExpectedError
from kiosk.staff.publications import archive
from kiosk.staff.publications.publishing_key import opened, read
from kiosk.staff.publications.standing import FULL
from kiosk.staff.publications.take import name_of, numbered_in
from kiosk.yaml.reading import MOST_BYTES

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Found = TypeVar("Found")
MADE = "published"
"""The folder in the data folder of a desk with those that were made there."""
_PLACE, _MOST_PLACE = "place", 4096
"""Beside them: the folder that the last one went to, and how long its name can be."""
_NUMBERED = "publication {number} by "
"""How the trusted comment of a signature begins."""
_MOST_ELSEWHERE = 100
"""How many may have been made at another desk since."""
KEPT = 10
"""Of those: enough to go back by some weeks."""
_ASIDE = ".making-"
_LEFT = re.compile(rf"{re.escape(_ASIDE)}\w+")
"""Where one is packed and looked at until it is signed, as long as somebody thinks about the passphrase."""


class Order(Struct, frozen=True):
    """What stood on the command line: the content, where what is made here is kept, the key, and where the publication is to go.

    `to` is a file or a folder. `number` 0 is the next one. `from_kept` is one that was made here, and is made again under a new number; 0 is none.
    `seen` is the digest of the content that whoever publishes was shown (`look`); without one they are asked about what is packed. `where` are the
    words that tell where it goes from there, if it does not stay.
    """

    content: Path
    data: Path
    key: Path
    to: Path
    note: str = ""
    number: int = 0
    from_kept: int = 0
    secrets: int | None = None
    replace: bool = False
    agreed: bool = False
    seen: bytes = b""
    where: str = ""


class ChangedError(ExpectedError):
    """What was packed is not what whoever publishes was shown."""


def look(content: Path, data: Path, see: Callable[[Path], Found]) -> tuple[bytes, Found]:
    """The digest of the content as it is packed now, and what is seen in that. Raises ExpectedError where it cannot be packed, OSError."""
    made = private_folder(data / MADE)
    with alone(made), tempfile.TemporaryDirectory(prefix=".making-", dir=made) as aside:
        packed = Path(aside, archive.CONTENT)
        digest = _pack(Path(aside, "look.zip"), Publication(0, "", ""), content, packed, lambda: None)
        return digest, see(packed)


def publish(order: Order, now: datetime) -> list[str]:
    """Makes it; what is to be told, line by line. Raises ExpectedError: ChangedError where the content is not what was seen."""
    try:
        return _publish(order, now)
    except OSError as error:
        room = f" {MAKE_ROOM}" if error.errno in FULL else ""
        raise ExpectedError(f"Nothing was published: {reason(error)}.{room}") from error


def _publish(order: Order, now: datetime) -> list[str]:
    """May raise OSError as well."""
    if len(order.note) > LONGEST_NOTE or not order.note.isprintable():
        raise ExpectedError(f"The note is one line of at most {LONGEST_NOTE} letters.")
    key = read(order.key)
    made = private_folder(order.data / MADE)
    with _alone(made), _content_of(order, made, key.verifies) as content:
        note = order.note or (_note_of(made, order.from_kept) if order.from_kept else "")
        told = Publication(_number(order, made, key.verifies), key.name, now.isoformat(timespec="seconds"), note)
        name = name_of(told.number)
        target = order.to / name if order.to.is_dir() else order.to
        there = [] if order.replace else [each for each in (target, _signature_of(target)) if os.path.lexists(each)]
        if there:
            raise ExpectedError(f"{there[0]} is there already. Name another file, or add --replace.")
        with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=made) as aside:
            fresh, packed = Path(aside, name), Path(aside, archive.CONTENT)
            digest = _pack(fresh, told, content, packed, lambda: _refuse_errors(problems_of(content, order.data, now.date()), order))
            if order.seen not in (b"", digest):
                raise ChangedError("The content was changed since it was looked at, so nothing was published.")
            warned = _refuse_errors(problems_of(packed, order.data, now.date()), order)
            urgent = " ".join(["", *urgent_told(packed, now)])
            signature = _signature(fresh, opened(key, order.secrets), key.verifies, told)
            _keep(made, fresh, signature)
        _deliver(made / name, signature, target, told.number, over=order.replace)
    said = f" ({told.note})" if told.note else ""
    carry = "Take both files to the kiosk: on a stick, or into the folder that it looks into."
    where = order.where or f"{target} and {_signature_of(target).name}. {carry}"
    return [*warned, f"Publication {told.number}{said} is in {where}{urgent}"]


def urgent_told(content: Path, now: datetime) -> list[str]:
    """What every visitor reads at once where this content shows, in a sentence; none where there is no urgent notice, or it is over."""
    clinic = read_clinic(read_regular(content / CLINIC, MOST_BYTES)).value
    told = filled_clinic(clinic, facts_of(clinic)).urgent_notice if clinic else None
    if told is None or not shows(told.show, now):
        return []
    until = f"until the end of {told.show.until}" if told.show and told.show.until else "until somebody takes it out"
    words = ", ".join(f"“{words}”" for words in dict.fromkeys(words for _, words in told.text.versions))
    return [f"With it goes an urgent notice, which every visitor reads at once, {until}: {words}."]


def _pack(fresh: Path, told: Publication, content: Path, packed: Path, say_why: Callable[[], object]) -> bytes:
    """Packs the content, and lays out what was packed: that is looked at, and no longer the folder, into which others may write all the time.

    The digest of what was packed.
    What cannot be packed is told by `say_why` first, which knows its file and its cure. Raises ExpectedError, OSError.
    """
    packed.mkdir()
    try:
        with fresh.open("xb") as raw:
            archive.write(raw, told, content)
            raw.flush()
            os.fsync(raw.fileno())
    except (ExpectedError, OSError):
        say_why()
        raise
    with open_regular(fresh) as raw:
        archive.unpack(raw, packed, fresh.name)
        return archive.digest(raw, fresh.name)


@contextmanager
def _content_of(order: Order, made: Path, key: minisign.PublicKey) -> Iterator[Path]:
    """The content folder, or what was in one that is kept here. Raises ExpectedError."""
    if not order.from_kept:
        if not order.content.is_dir():
            raise ExpectedError(f"There is no folder {order.content}. Name the content folder with --content.")
        yield order.content
        return
    file = made / name_of(order.from_kept)
    with tempfile.TemporaryDirectory(prefix=_ASIDE, dir=made) as aside:
        try:
            with open_regular(file) as raw:
                if not _is_ours(raw, file, key):
                    look = f"Unpack it (it is a ZIP file), look through it, and publish it with `--content` and its folder {archive.CONTENT}"
                    raise ExpectedError(f"{file} is not what this key signed: another one did, or it was changed since. {look}.")
                raw.seek(0)
                archive.unpack(raw, Path(aside), file.name)
        except OSError as error:
            there = ", ".join(map(str, made_here(order.data))) or "none"
            unread = f"Number {order.from_kept} is not kept here, or cannot be read ({reason(error)})"
            raise ExpectedError(f"{unread}. Those that are: {there}.") from error
        yield Path(aside)


def _is_ours(raw: BinaryIO, file: Path, key: minisign.PublicKey) -> bool:
    """Whether what is kept here is as this key signed it: nobody looks at it again before it is signed anew. May raise OSError."""
    with suppress(ValueError):
        signature = read_regular(_signature_of(file), minisign.MOST_BYTES)
        return minisign.is_signed(key, minisign.digest(raw), signature)
    return False


def problems_of(content: Path, data: Path, today: date) -> tuple[Problem, ...]:
    """What is wrong with the content for a publication; an error keeps it from being made, and a warning is to be agreed to."""
    return tuple(examined(read_folder(content), content, today, icons(), kept=_proved(data / MADE)))


def _proved(made: Path) -> frozenset[str]:
    """The pictures of the publication that was made here last, as the checks know them: they were drawn for it, and need not be once more."""
    with suppress(OSError, ExpectedError, IndexError):
        newest = name_of(numbered_in(made)[0])
        with open_regular(made / newest) as raw:
            return frozenset(archive.pictures(raw, newest))
    return frozenset()


def _refuse_errors(problems: Sequence[Problem], order: Order) -> list[str]:
    """The warnings, to be told, once whoever publishes has agreed to them. Raises ExpectedError for an error: no kiosk would take it."""
    for severity, what in ((Severity.ERROR, "an error"), (Severity.WARNING, "a warning")):
        found = [problem for problem in problems if problem.severity is severity]
        more = f" There are {len(found) - 1} more." if found[1:] else ""
        if found and severity is Severity.ERROR:
            raise ExpectedError(f"There is {what} in the content, so nothing was published. {found[0]}{more} `python3 main.py check` shows all.")
        if found:
            agree(f"There is {what} in the content. {found[0]}{more} Publish it as it is?", already=order.agreed)
            return [str(problem) for problem in found]
    return []


def _number(order: Order, made: Path, key: minisign.PublicKey) -> int:
    """The next one after all that were made here or lie where this one is to go. Raises ExpectedError, OSError.

    Anybody can put a file of any name there: far ahead only what this key signed counts, since kiosks refuse a number that is too far ahead.
    """
    here = max(numbered_in(made), default=0)
    place = order.to if order.to.is_dir() else order.to.absolute().parent
    there = {*numbered_in(place), *numbered_in(place, minisign.ENDING)}
    last = max([here, *(each for each in there if each <= here + _MOST_ELSEWHERE or _is_numbered(place / name_of(each), each, key))])
    if last >= MOST_NUMBER:
        first = f"Move {name_of(last)} out of {made}, and publish again; then run `sudo python3 main.py take --anew FILE` at each kiosk that has it"
        raise ExpectedError(f"Number {last}, which was published already, is the last number there is. {first}.")
    if order.number > last + MOST_AHEAD:
        raise ExpectedError(f"Number {order.number} is far ahead of number {last}, and no kiosk would take it. Leave --number out.")
    if order.number and order.number <= last:
        raise ExpectedError(f"Number {last} was published already, and a kiosk takes only what is newer. Leave --number out, or name a higher one.")
    return order.number or last + 1


def _is_numbered(file: Path, number: int, key: minisign.PublicKey) -> bool:
    """Whether the signature beside it says, by this key, that it is of this number."""
    try:
        comment = minisign.signed_comment(key, read_regular(_signature_of(file), minisign.MOST_BYTES))
    except (OSError, ValueError):
        return False
    return bool(comment) and str(comment).startswith(_NUMBERED.format(number=number))


def _signature_of(file: Path) -> Path:
    """Where the signature of a publication lies."""
    return file.with_name(f"{file.name}{minisign.ENDING}")


def _signature(file: Path, private: Ed25519PrivateKey, public: minisign.PublicKey, told: Publication) -> bytes:
    with open_regular(file) as raw:
        return minisign.signature(private, public, minisign.digest(raw), f"{_NUMBERED.format(number=told.number)}{told.by}, {told.at}").encode()


def _keep(made: Path, fresh: Path, signature: bytes) -> None:
    """So that one can go back to it, and its number is gone before anybody else can have it: no two are published under one. May raise OSError."""
    write_own(made / f"{fresh.name}{minisign.ENDING}", signature)
    fresh.rename(made / fresh.name)
    settle(made)
    for each in numbered_in(made)[KEPT:]:
        for name in (name_of(each), f"{name_of(each)}{minisign.ENDING}"):
            with suppress(OSError):  # what stays takes room; what was made is kept all the same
                (made / name).unlink()


def _deliver(kept: Path, signature: bytes, target: Path, number: int, *, over: bool) -> None:
    """Both files are whole on that disk before one that was there goes, and the signature takes its name first: whoever sees a publication finds the
    one that fits beside it, also where this is killed. What another desk put there meanwhile stays, unless this may be put `over` what is there.
    Raises ExpectedError.
    """
    beside = _signature_of(target)
    kept_here = f"Publication {number} is signed and kept at this desk, but it is not where it was to go"
    again = f"which takes the next number; `python3 main.py publish --from-kept {number}` makes this very one once more."
    is_signed = False
    try:
        with placed(target.parent, target.name, over=over) as copy:
            with placed(target.parent, beside.name, over=over) as sign:
                with open_regular(kept, own=True) as raw:
                    shutil.copyfileobj(raw, copy)
                sign.write(signature)
                for each in (copy, sign):
                    each.flush()
                    os.fsync(each.fileno())
                if over:
                    target.unlink(missing_ok=True)
            is_signed = True
    except FileExistsError as error:
        if is_signed:
            with suppress(OSError):  # ours fits nothing beside the file of another desk
                beside.unlink()
        raise ExpectedError(f"{kept_here}: another desk has just put its own there, under the name {target.name}. Publish again, {again}") from error
    except OSError as error:
        wrong = f"{kept_here}: {target} cannot be written ({reason(error)}). Put that right, or choose another place, and publish again"
        raise ExpectedError(f"{wrong}, {again}") from error


@contextmanager
def _alone(made: Path) -> Iterator[None]:
    """Nobody else publishes here meanwhile, and what one left that was killed, such as by closing its terminal, is gone. May raise OSError."""
    with alone(made):
        for left in [each for each in made.iterdir() if _LEFT.fullmatch(each.name)]:
            with suppress(OSError):
                erase(left, over=False)
        yield


def remember_place(data: Path, place: Path) -> None:
    """For the next publication from a desk; where it cannot be kept, that one begins with no place."""
    with suppress(OSError, ValueError):
        put(data / MADE, _PLACE, os.fsencode(place.absolute()))


def last_place(data: Path) -> Path | None:
    """The folder that the last publication from this desk went to, whether it is there now or not."""
    with suppress(OSError, ValueError):
        written = os.fsdecode(read_regular(data / MADE / _PLACE, _MOST_PLACE))
        return Path(written) if written.startswith("/") and written.isprintable() else None
    return None


def listed(data: Path) -> list[str]:
    """Those that are kept at this desk, the newest first: who made each and when, and what they said of it."""
    return [_told_of(data / MADE, number) for number in made_here(data)]


def _told_of(made: Path, number: int) -> str:
    if (each := _leaf(made, number)) is None:
        return f"publication {number}, which cannot be read"
    return f"publication {number}, made by {each.by} on {each.at[:16].replace('T', ' at ')}" + (f": {each.note}" if each.note else "")


def _leaf(made: Path, number: int) -> Publication | None:
    with suppress(OSError, ExpectedError), open_regular(made / name_of(number)) as raw:
        return archive.read_leaf(raw, name_of(number))
    return None


def _note_of(made: Path, number: int) -> str:
    """What is said of an earlier one that is made again."""
    before = _leaf(made, number)
    return f"Number {number} again{f': {before.note}' if before and before.note else ''}"[:LONGEST_NOTE]


def made_here(data: Path) -> list[int]:
    """The numbers of those that are kept at this desk, the newest first."""
    with suppress(OSError):
        return numbered_in(data / MADE)
    return []
