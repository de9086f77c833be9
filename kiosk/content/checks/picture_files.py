"""Picture files: whether the kiosk can show them, and that a drawing holds nothing but shapes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from xml.parsers import expat

from msgspec import Struct

from kiosk.content.checks import unsupported_svg
from kiosk.content.checks.drawn_copies import Copies, TooDeepError

MOST_BYTES = 3_000_000
"""The largest picture that is looked at; a drawing has some 11,000 bytes, a photograph for this screen some 500,000."""
MOST_DECODED = 3840 * 2160 * 4
"""Bytes in memory. Qt takes four for each pixel, and eight where a colour has 16 bits."""

MOST_ELEMENTS, MOST_LEVELS = 20_000, 50
"""Of a drawing, with its copies (`<use>`) written out; the largest that ships has some 300 shapes, four deep. Qt gives up on what lies very deep."""
MOST_ATTRIBUTES, MOST_LETTERS_OF_STYLE = 200_000, 100_000
"""Of all shapes together, and of all that a drawing says in the words of CSS; the largest that ships has 300, and no style."""
MOST_FAULTS = 20
"""Of each gravity that are told of a drawing; after so many grave ones it is looked at no further."""
MOST_LETTERS_OF_A_NAME = 40
"""Of elements and attributes, as far as they are told; what SVG knows is shorter."""
MOST_UNITS, MOST_STRETCH = 100_000.0, 4.0
"""How large a drawing may say it is, and how many times longer than wide: on the waiting screen it covers its place, and is that much larger."""
LONG = (
    "The drawing is more than 4 times as wide as high, or as high as wide.",
    "Leave some empty room at its long sides, so that it is closer to a square; `width` and `height` in its first line count too.",
)

_FOREIGN = frozenset({"script", "image", "foreignObject", "iframe", "audio", "video", "feImage", "handler", "listener"})
_BY_SIZE = frozenset({"filter", "mask", "pattern", "marker", "switch"})
"""Qt draws these in a picture of their own, and leaves that out where it comes to less than a pixel; or shows other shapes in another language
(QtSvg 6.11: drawIntoBuffer, renderPattern, QSvgSwitch). So at another size, or on another machine, they cost what nobody has tried."""
_WRITING = frozenset({"text", "tspan", "textPath", "textArea", "tref"})


class Fault(Struct, frozen=True):
    """What is wrong in a picture; line and column are 0 where the whole file is meant."""

    line: int
    column: int
    wrong: str
    instead: str
    grave: bool = True


def faults(raw: bytes, suffix: str) -> tuple[Fault, ...]:
    """What is wrong with the bytes of a picture file, by the ending of its name."""
    meant = _ENDINGS.get(suffix, "JPEG")
    if (kind := kind_of(raw)) not in ("", meant):
        return (Fault(0, 0, f"This is not a {meant} picture, but {_NAMED[kind]}, whatever its name says.", _cure(kind, meant)),)
    match suffix:
        case ".svg":
            return _Drawing().faults(raw)
        case ".png":
            deep = raw[24:25] == b"\x10"
            found = _photograph_faults("PNG", png_size(raw) if _is_whole_png(raw) else None, 8 if deep else 4)
            return found or ((_TURNED_PNG,) if _is_turned_png(raw) else ())
        case _:
            return _photograph_faults("JPEG", jpeg_size(raw) if _is_whole_jpeg(raw) else None)


def is_whole(raw: bytes, kind: str) -> bool:
    """Whether all of a picture of this kind is there: some decoders make do with a part, and leave the rest grey."""
    match kind:
        case "PNG":
            return _is_whole_png(raw)
        case "JPEG":
            return _is_whole_jpeg(raw)
        case "GIF":
            return raw.rstrip(b"\0").endswith(b";")
        case "WebP":
            return int.from_bytes(raw[4:8], "little") + 8 <= len(raw)
        case "BMP":
            return int.from_bytes(raw[2:6], "little") <= len(raw)
        case _:
            return True


_ENDINGS = {".svg": "SVG", ".png": "PNG"}
_NAMED = {
    "PNG": "a PNG picture", "JPEG": "a JPEG picture", "GIF": "a GIF picture", "WebP": "a WebP picture", "TIFF": "a TIFF picture",
    "BMP": "a BMP picture", "HEIC": "a picture of a phone (HEIC or AVIF)", "PDF": "a PDF document", "SVG": "an SVG drawing",
}  # fmt: skip
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"II*\0": "TIFF", b"MM\0*": "TIFF", b"BM": "BMP", b"%PDF-": "PDF",
    b"<svg": "SVG", b"<?xml": "SVG",
}  # fmt: skip


def kind_of(raw: bytes) -> str:
    """What a file is by how it begins; empty for what is none of these."""
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WebP"
    if raw[4:8] == b"ftyp":
        return "HEIC"
    return next((kind for beginning, kind in _BEGINNINGS.items() if raw.startswith(beginning)), "")


def _cure(kind: str, meant: str) -> str:
    endings = {"PNG": ".png", "JPEG": ".jpg", "SVG": ".svg"}
    if kind in endings:
        return f"Give it a name that ends in {endings[kind]}, and write that name in the content too."
    return f"Open it in an image editor, and save it from there as {'PNG' if meant == 'SVG' else meant}."


def _photograph_faults(kind: str, size: tuple[int, int] | None, bytes_each: int = 4) -> tuple[Fault, ...]:
    if size is None:
        instead = f"Perhaps it was copied only in part: copy it again, or save it again as {kind}."
        return (Fault(0, 0, f"This is not a whole {kind} picture.", instead),)
    width, height = size
    if width * height * bytes_each > MOST_DECODED:
        wrong, instead = f"The picture is too large: {width} x {height} pixels", _SMALLER
        if bytes_each > 4:
            return (Fault(0, 0, f"{wrong} with 16 bits for each color.", f"{instead} and 8 bits for each color, or as JPEG."),)
        return (Fault(0, 0, f"{wrong}.", f"{instead}."),)
    return ()


_SMALLER = "Let `python3 main.py picture PHOTO --as NAME` bring it in, or save it with at most 3840 x 2160 pixels"


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


def _is_whole_jpeg(raw: bytes) -> bool:
    """Whether it goes on to the sign of its end, behind its scans: a small picture in it has one of its own (ITU T.81, section B.1.1)."""
    if not raw.startswith(b"\xff\xd8\xff"):
        return False
    at, scanned = 2, False
    while found := _jpeg_marker(raw, at, anywhere=scanned):
        if (marker := found[1][0]) == _JPEG_END:
            return True
        scanned = scanned or marker == _JPEG_SCAN
        at = found.end() + int.from_bytes(raw[found.end() : found.end() + 2])
    return not scanned and b"\xff\xd9" in raw[-64:]


def _jpeg_marker(raw: bytes, at: int, *, anywhere: bool) -> re.Match[bytes] | None:
    """The next one, right there or anywhere behind; each byte is looked at once, however long a row of 255 is."""
    if not anywhere:
        return found if (found := _JPEG_MARKER.match(raw, at)) and found[1] else None
    return next((found for found in _JPEG_MARKER.finditer(raw, at) if found[1]), None)


_JPEG_MARKER, _JPEG_SCAN, _JPEG_END = re.compile(rb"\xff++([^\0\xff\xd0-\xd7]?)"), 0xDA, 0xD9
"""What stands before each part; the group is empty where that is a sign within a scan."""
_JPEG_FRAMES, _JPEG_BARE = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}, frozenset({0x01, *range(0xD0, 0xD9)})
"""The headers of frames, and markers that no length follows (ITU T.81, table B.1)."""
_TURNED_PNG = Fault(
    0, 0, "The picture says how to turn it, but the kiosk follows that only in JPEG files: this one shows on its side, or mirrored.",
    "Open it in an image editor, and save it from there as JPEG.", grave=False,
)  # fmt: skip


def _is_turned_png(raw: bytes) -> bool:
    """Whether a whole PNG is to be shown turned or mirrored (PNG, chunk eXIf; EXIF, tag 0x0112)."""
    exif = raw.partition(b"eXIf")[2]
    order: Literal["little", "big"] = "little" if exif.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(exif[at : at + size], order)

    first = number(4, 4)
    tags = range(first + 2, min(first + 2 + 12 * number(first, 2), len(exif)), 12)
    return any(number(at, 2) == 0x0112 and number(at + 8, 2) in range(2, 9) for at in tags)


def png_size(raw: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the first chunk."""
    return int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])


def jpeg_size(raw: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the one frame header before the first scan (ITU T.81, section B.2.2).

    None where there is none, or another one, or a marker without a length: a decoder could read other sizes than these.
    """
    at, size = 2, None
    while at + 9 <= len(raw) and raw[at] == 0xFF and (marker := raw[at + 1]) not in (_JPEG_SCAN, _JPEG_END):
        if marker in _JPEG_BARE or (marker in _JPEG_FRAMES and size):
            return None
        if marker in _JPEG_FRAMES:
            size = int.from_bytes(raw[at + 7 : at + 9]), int.from_bytes(raw[at + 5 : at + 7])
        at += 1 if marker == 0xFF else 2 + int.from_bytes(raw[at + 2 : at + 4])
    return size


class _EndOfLookError(Exception):
    pass


class _Drawing:
    """Walks through an SVG file. What comes from elsewhere, runs, or holds letters is a fault (letters: WCAG 1.4.5)."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._element
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction
        self._parser.CharacterDataHandler = self._letters
        self._parser.buffer_text = True
        self._found: list[Fault] = []
        self._walk, self._told, self._copies = unsupported_svg.Walk(), set[str](), Copies()
        self._grave = 0
        self._sheet: list[str] | None = None
        """What a <style> says, while one is open."""
        self._first = True
        self._elements = self._attributes = self._style = self._levels = 0

    def faults(self, raw: bytes) -> tuple[Fault, ...]:
        try:
            self._parser.Parse(raw, True)
            self._count_copies()
        except _EndOfLookError:
            pass
        except expat.ExpatError as error:
            self._found.append(
                Fault(
                    error.lineno,
                    error.offset + 1,
                    "The drawing is broken here, or it is not an SVG file.",
                    "Perhaps it was copied only in part: copy it again, or save it again as plain SVG.",
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
        self._wrong(f"The drawing asks for another file (`<?{_short(target)}`).", "Save it as plain SVG.")

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        tag = _short(name.rpartition(" ")[2])
        self._count(attributes)
        self._copies.begins(tag, attributes)
        if tag == "style":
            self._sheet = []
        if self._first:
            self._root(tag, attributes)
        if tag in _FOREIGN:
            self._wrong(f"The drawing holds `<{tag}>`; it may hold shapes only.", "Take it out, or draw it as shapes.")
        elif tag in _BY_SIZE:
            self._wrong(
                f"The drawing holds `<{tag}>`, and how long that takes to draw depends on the screen.",
                "Draw it with plain shapes, or save the picture as PNG.",
            )
        elif tag in _WRITING:
            self._wrong(
                "The drawing holds letters, which cannot be translated or read aloud.", "Write the words in the slide."
            )
        else:
            self._misdrawn(self._walk.begins(tag, attributes))
        for key, value in attributes.items():
            for wrong in _strange_attribute(key.rpartition(" ")[2], value):
                self._wrong(wrong, "Take it out.")

    def _misdrawn(self, told: Iterable[unsupported_svg.Complaint]) -> None:
        """Tells each thing that Qt draws otherwise once, where it stands first; of very many the first."""
        for what, instead in told:
            if what not in self._told and len(self._told) < MOST_FAULTS:
                self._told.add(what)
                self._wrong(f"The kiosk does not draw {what} as it was meant, so the picture may look different.", instead, grave=False)

    def _letters(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.append(text)
            self._count_style(text)

    def _count(self, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._levels += 1
        self._attributes += len(attributes)
        if self._levels > MOST_LEVELS:
            self._wrong(f"The shapes lie more than {MOST_LEVELS} deep in one another here.", "Ungroup them.")
        elif self._elements > MOST_ELEMENTS:
            self._wrong(f"The drawing has more than {MOST_ELEMENTS} shapes.", "Make it simpler, or save it as PNG.")
        elif self._attributes > MOST_ATTRIBUTES:
            self._wrong(f"The shapes in this drawing have more than {MOST_ATTRIBUTES} attributes.", "Make it simpler, or save it as PNG.")
        else:
            self._count_style(attributes.get("style", ""))
            return
        raise _EndOfLookError

    def _count_copies(self) -> None:
        try:
            elements, letters = self._copies.written_out(MOST_LEVELS)
        except TooDeepError:
            self._wrong(f"Copies (`<use>`) lie more than {MOST_LEVELS} deep in one another, or one holds itself.", "Ungroup them, or save it as PNG.")
        else:
            if elements > MOST_ELEMENTS or letters > MOST_BYTES:
                wrong = f"Its copies (`<use>`) make the drawing more than {MOST_ELEMENTS} shapes, or more than {MOST_BYTES // 1000} kB."
                self._wrong(wrong, "Make it simpler, or save it as PNG.")

    def _count_style(self, text: str) -> None:
        self._style += len(text)
        if self._style > MOST_LETTERS_OF_STYLE:
            self._wrong(f"The drawing has more than {MOST_LETTERS_OF_STYLE} letters of style rules.", "Save it as plain SVG, or as PNG.")
            raise _EndOfLookError

    def _end(self, name: str) -> None:
        self._levels -= 1
        self._copies.ends()
        tag = name.rpartition(" ")[2]
        self._walk.ends(tag)
        if tag == "style" and self._sheet is not None:
            sheet, self._sheet = "".join(self._sheet), None
            if _ELSEWHERE.search(sheet):
                self._wrong("The drawing asks for another file.", "Take it out.")
            self._misdrawn(unsupported_svg.style_sheet(sheet))

    def _root(self, tag: str, attributes: dict[str, str]) -> None:
        self._first = False
        if tag != "svg":
            self._wrong("This is not an SVG drawing.", "Save the drawing as plain SVG.")
        elif not _is_box(attributes.get("viewBox", "")):
            self._wrong(
                "The drawing does not say how large it is, or it is far too large.",
                'Give its first line a viewBox: <svg viewBox="0 0 800 800" ...>.',
            )
        elif _is_long(attributes["viewBox"]):
            self._wrong(*LONG)
        elif any(_number(attributes.get(side, "1")) > MOST_UNITS for side in ("width", "height")):
            self._wrong("The drawing is far too large.", "Take `width` and `height` out of its first line.")

    def _wrong(self, wrong: str, instead: str, *, grave: bool = True) -> None:
        self._found.append(Fault(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1, wrong, instead, grave))
        self._grave += grave
        if self._grave >= MOST_FAULTS:
            raise _EndOfLookError


_ELSEWHERE = re.compile(r"url\(\s*+['\"]?(?!['\"#])|@import")
_BETWEEN = re.compile(r"[\s,]+")
_BEGINS_WITH_NUMBER = re.compile(r"\s*+\+?(\d++(?:\.\d*+)?|\.\d++)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


def _strange_attribute(name: str, value: str) -> Iterator[str]:
    if name.startswith("on"):
        yield f"The drawing has a script in it (`{_short(name)}`)."
    elif (name in ("href", "src") and not value.startswith("#")) or _ELSEWHERE.search(value):
        yield "The drawing asks for another file."


def _short(name: str) -> str:
    return name[:MOST_LETTERS_OF_A_NAME]


def _is_box(written: str) -> bool:
    """Whether this is a viewBox of four numbers with a width and a height."""
    parts = _BETWEEN.split(written.strip())
    if len(parts) != 4:
        return False
    return all(0 < _number(part) <= MOST_UNITS for part in parts[2:])


def _is_long(box: str) -> bool:
    width, height = (_number(part) for part in _BETWEEN.split(box.strip())[2:])
    return max(width / height, height / width) > MOST_STRETCH


def _number(written: str) -> float:
    """The number that a length begins with; 0 if there is none."""
    found = _BEGINS_WITH_NUMBER.match(written)
    return float(found[0]) if found else 0.0
