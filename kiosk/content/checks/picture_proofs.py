"""Whether a picture may come to the screen: it holds what a picture may, and a child that is walled in has drawn it in good time.

What was found is remembered by the bytes of the picture; of those that show, by the index that names them (`content/store/snapshot`).
"""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterable, Iterator
from errno import EFBIG
from hashlib import sha256
from pathlib import Path
from typing import Self

from kiosk.content.checks import picture_files
from kiosk.content.checks.asked_child import AskedChild
from kiosk.content.checks.picture_files import MOST_BYTES, Fault
from kiosk.content.reading.one_file import looked_at
from kiosk.files.regular import NotReadError, read_regular
from kiosk.project import PROJECT

MOST_SECONDS = 0.5
"""Of the processor, for one picture on the largest screen; those that ship take 0.02."""
MOST_SECONDS_TOGETHER = 15.0
"""For all pictures of one reading that are not known yet."""
MOST_BYTES_TOGETHER = 200_000_000
"""Of all pictures of one reading; those that ship have 400,000."""
MOST_REMEMBERED = 10_000
_TRIED_AS = b"covering a square, turned as its camera says, drawings at smaller sizes too"
"""Another way of trying needs other words here: then all pictures that are kept are tried anew, once."""
_CHILD = PROJECT / "kiosk/bridge/picture_process.py"
_KINDS = {".svg": "svg", ".png": "png"}

_known: dict[str, tuple[Fault, ...]] = {}


def kept_as(name: str, raw: bytes) -> str:
    """The name under which this state of a picture is kept: another one for other bytes."""
    path = Path(name)
    return f"{path.stem}-{_mark(raw)}{path.suffix}"


def _mark(raw: bytes) -> str:
    return sha256(_TRIED_AS + raw).hexdigest()[:24]


def may_show(name: str, raw: bytes) -> bool:
    """Whether these bytes were looked at in this process, and are good."""
    found = _known.get(_mark(raw) + Path(name).suffix)
    return found is not None and not any(fault.grave for fault in found)


def is_refused(state: str) -> bool:
    """Whether the picture that is kept under this name was looked at in this process, and may not show."""
    path = Path(state)
    return any(fault.grave for fault in _known.get(path.stem.rpartition("-")[2] + path.suffix, ()))


def faults(pictures: Iterable[Path], content: Path, kept: Collection[str] = ()) -> Iterator[tuple[str, Fault]]:
    """What is wrong with picture files of the content, with their names; `kept` are the names of those that were found good before."""
    left = MOST_BYTES_TOGETHER
    with Prover() as prover:
        for path in pictures:
            raw, found = _read(path, content)
            left -= len(raw)
            if left < 0:
                wrong = f"All pictures together are larger than {MOST_BYTES_TOGETHER // 1_000_000} MB, so this one was not tried and does not show."
                found = (Fault(0, 0, wrong, "Save them smaller."),)
            for fault in found or _faults(path, raw, kept, prover):
                yield path.name, fault


def faults_of(name: str, raw: bytes) -> tuple[Fault, ...]:
    """What is wrong with these bytes as a picture of this name, which need not lie in any content yet."""
    if len(raw) > MOST_BYTES:
        return (Fault(0, 0, _LARGE, f"Save it smaller, with less than {MOST_BYTES // 1000} kB."),)
    with Prover() as prover:
        return _faults(Path(name), raw, (), prover)


def _read(path: Path, content: Path) -> tuple[bytes, tuple[Fault, ...]]:
    """The bytes of a picture, or why it is not read."""
    try:
        return read_regular(path, MOST_BYTES, content), ()
    except NotReadError as error:
        return b"", (Fault(0, 0, *((_LARGE, _SMALLER) if error.errno == EFBIG else (error.wrong, error.instead))),)


def _faults(path: Path, raw: bytes, kept: Collection[str], prover: Prover) -> tuple[Fault, ...]:
    mark = _mark(raw) + path.suffix
    if mark in _known:
        return _known[mark]
    found = looked_at(path.name, lambda: picture_files.faults(raw, path.suffix), (Fault(0, 0, *_STRANGE),))
    if not any(fault.grave for fault in found) and kept_as(path.name, raw) not in kept:
        slow = prover.faults(raw, _KINDS.get(path.suffix, "jpg"))
        if slow is None:
            return (*found, *prover.gave_up())
        found = (*found, *slow)
    if len(_known) < MOST_REMEMBERED:
        _known[mark] = found
    return found


_STRANGE = "The picture is built in a way that the kiosk cannot look into.", "Open it in an image editor, and save it anew from there."
_LARGE = f"The picture is too large: more than {MOST_BYTES // 1000} kB."
_SMALLER = (
    f"Take it out of the folder, and let the kiosk bring it in, which makes it small enough: `python3 main.py picture PHOTO --as NAME`. Or save it"
    f" with less than {MOST_BYTES // 1000} kB."
)


class Prover:
    """Has pictures drawn by a child, another one whenever one was ended. Without a picture to draw there is none."""

    def __init__(self) -> None:
        self._child = AskedChild(_CHILD)
        self._left = MOST_SECONDS_TOGETHER
        self._broken = self._told = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.end()

    def faults(self, raw: bytes, kind: str) -> tuple[Fault, ...] | None:
        """What came of drawing it; None if it could not be tried."""
        if self._broken or self._left <= 0 or not self._begin():
            return None
        said = self._child.ask(f"{kind} {len(raw)} {MOST_SECONDS}\n".encode() + raw)
        if said.startswith(b"-"):
            return (_broken(kind),)
        if said.startswith(b"long"):
            return (Fault(0, 0, *picture_files.LONG),)
        if said:
            self._left -= float(said)
            return ()
        self._left -= MOST_SECONDS
        return (_slow(kind) if self._child.end() in (-signal.SIGPROF, -signal.SIGKILL) else _broken(kind),)

    def gave_up(self) -> tuple[Fault, ...]:
        """Why a picture was not tried, told of each; or of the first alone where it is not the fault of any."""
        if not self._broken:
            wrong = "The other pictures take so long to draw that this one was not tried."
            return (Fault(0, 0, wrong, "Fix those first, then save this one again."),)
        told, self._told = self._told, True
        wrong = "This picture was not tried, since the part that draws does not start here; pictures that are new do not show."
        return () if told else (Fault(0, 0, wrong, "Run `python3 main.py doctor`."),)

    def _begin(self) -> bool:
        """Whether a child waits for pictures."""
        self._broken = not self._child.begin()
        return not self._broken


def _slow(kind: str) -> Fault:
    if kind == "svg":
        instead = "Simplify it: fewer shapes, fewer gradients, shorter lines. Or save it as PNG."
        return Fault(0, 0, "The drawing takes too long to draw.", instead)
    return Fault(0, 0, "The picture takes too long to draw.", "Save it again as PNG, or as a plain JPEG (not a progressive one).")


def _broken(kind: str) -> Fault:
    what = "drawing" if kind == "svg" else "picture"
    return Fault(0, 0, f"The kiosk cannot draw this {what}.", "Open it in a drawing program, look at it, and save it again as PNG.")
