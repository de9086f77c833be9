"""Picture files: whether the kiosk can show them, and that a drawing holds nothing but shapes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

MOST_BYTES = 3_000_000
"""The largest picture that is looked at; a drawing has some 8,000 bytes, a photograph for this screen some 500,000."""

_NOT_DRAWN = frozenset(
    {
        "filter",
        "mask",
        "pattern",
        "use",
        "style",
        "symbol",
        "switch",
        "animate",
        "animateTransform",
        "animateMotion",
        "set",
        "a",
    }
)
"""What Qt's renderer leaves out or draws otherwise (it keeps to SVG Tiny 1.2), or what moves."""
_FOREIGN = frozenset({"script", "image", "foreignObject", "iframe", "audio", "video", "feImage", "handler", "listener"})
_WRITING = frozenset({"text", "tspan", "textPath", "textArea", "tref"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a picture; line and column are 0 where the whole file is meant."""

    line: int
    column: int
    wrong: str
    instead: str
    grave: bool = True


def faults(path: Path) -> tuple[Fault, ...]:
    """What is wrong with a picture file."""
    try:
        seen = path.stat()
    except OSError as error:
        return (Fault(0, 0, f"The picture cannot be read ({error.strerror}).", "See who may read the file."),)
    return _faults(path, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=1024)
def _faults(path: Path, size: int, _changed: int) -> tuple[Fault, ...]:
    if size > MOST_BYTES:
        return (
            Fault(
                0,
                0,
                f"The picture is too large: {size // 1000} kB.",
                f"Save it with less than {MOST_BYTES // 1000} kB.",
            ),
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        return (Fault(0, 0, f"The picture cannot be read ({error.strerror}).", "See who may read the file."),)
    match path.suffix:
        case ".svg":
            return _Drawing().faults(raw)
        case ".png":
            return (
                ()
                if _is_whole_png(raw)
                else (Fault(0, 0, "This is not a whole PNG picture.", "Save the picture again as PNG."),)
            )
        case _:
            whole = raw.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in raw[-64:]
            return (
                () if whole else (Fault(0, 0, "This is not a whole JPEG picture.", "Save the picture again as JPEG."),)
            )


def _is_whole_png(raw: bytes) -> bool:
    """Whether every chunk is there, with its checksum, up to the last (PNG specification, section 5)."""
    if not raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    at = 8
    while at + 12 <= len(raw):
        length = int.from_bytes(raw[at : at + 4])
        body, check = raw[at + 4 : at + 8 + length], raw[at + 8 + length : at + 12 + length]
        if len(check) < 4 or zlib.crc32(body) != int.from_bytes(check):
            return False
        if body.startswith(b"IEND"):
            return True
        at += 12 + length
    return False


class _EndOfLookError(Exception):
    pass


class _Drawing:
    """Walks through an SVG file. What comes from elsewhere, runs, or holds letters is a fault (letters: WCAG 1.4.5)."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._found: list[Fault] = []
        self._first = True

    def faults(self, raw: bytes) -> tuple[Fault, ...]:
        try:
            self._parser.Parse(raw, True)
        except _EndOfLookError:
            pass
        except expat.ExpatError as error:
            self._found.append(
                Fault(
                    error.lineno,
                    error.offset + 1,
                    "The drawing is broken here, or it is not an SVG file.",
                    "Save the drawing again as plain SVG.",
                )
            )
        return tuple(self._found)

    def _doctype(self, *_: object) -> None:
        self._wrong(
            "The drawing begins with a DOCTYPE, which can load other files.",
            "Save it as plain SVG, or delete the line `<!DOCTYPE ...>`.",
        )
        raise _EndOfLookError  # entities would follow, and they can grow without end

    def _instruction(self, target: str, _: str) -> None:
        self._wrong(f"The drawing asks for another file (`<?{target}`).", "Save it as plain SVG.")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if self._first:
            self._root(tag, attributes)
        if tag in _FOREIGN:
            self._wrong(f"The drawing holds `<{tag}>`; it may hold shapes only.", "Take it out, or draw it as shapes.")
        elif tag in _WRITING:
            self._wrong(
                "The drawing holds letters, which cannot be translated or read aloud.", "Write the words in the slide."
            )
        elif tag in _NOT_DRAWN:
            self._wrong(
                f"The kiosk does not draw `<{tag}>`, so the picture will look different.",
                "Draw it with plain shapes.",
                grave=False,
            )
        for key, value in attributes.items():
            for wrong in _strange_attribute(key.rpartition(" ")[2], value):
                self._wrong(wrong, "Take it out.")

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        self._first = False
        if tag != "svg":
            self._wrong("This is not an SVG drawing.", "Save the drawing as plain SVG.")
        elif not _is_box(attributes.get("viewBox", "")):
            self._wrong(
                "The drawing does not say how large it is.",
                'Give its first line a viewBox: <svg viewBox="0 0 800 800" ...>.',
            )

    def _wrong(self, wrong: str, instead: str, *, grave: bool = True) -> None:
        self._found.append(
            Fault(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1, wrong, instead, grave)
        )


def _strange_attribute(name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"The drawing holds a script (`{name}`)."
    elif (name in ("href", "src") and not value.startswith("#")) or re.search(
        r"url\(\s*['\"]?(?!['\"#])|@import", value
    ):
        yield "The drawing asks for another file."


def _is_box(written: str) -> bool:
    """Whether this is a viewBox of four numbers with a width and a height."""
    parts = re.split(r"[\s,]+", written.strip())
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return False
    return len(numbers) == 4 and all(0 < number < 1e6 for number in numbers[2:])
