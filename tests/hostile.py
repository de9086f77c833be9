"""Content folders that are broken, huge or meant to harm: each is read, checked and put on the screen in a process of its own.

    python tests/hostile.py [NAME ...]

prints for each what staff are told, how long it took (of the processor) and how much memory the process needed at most, beside the untouched folder.
The tests run all of them and hold what is told.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import socket
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec
import nursery
from msgspec.structs import replace
from wanted import wanted

if TYPE_CHECKING:
    from kiosk.content.model.deck import Topic
    from kiosk.content.store.library import Library

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

TOPIC = "topics/40-infusion.yaml"
PICTURE = "pictures/health-check.svg"
MOST_SECONDS, PATIENCE_SECONDS, MOST_MIB = 60, 600, 700
"""Of the processor, by the clock (other programs may need the machine too), and of memory: where a process is ended. Nothing may come near."""
SECONDS, MIB = 0.8, 275
"""What reading a folder may take of the processor beyond the untouched one, and of memory with all its screens."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800">{}</svg>'
Spoil = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Case:
    """How to spoil a folder, and a part of what staff must be told (empty: nothing is wrong with it); `file` is the place of it."""

    spoil: Spoil
    told: str
    file: str = TOPIC


# -- how folders are spoilt -----------------------------------------------------------------------------------------------


def holding(raw: bytes | str, name: str = TOPIC) -> Spoil:
    """Other bytes in a file."""

    def spoil(content: Path) -> None:
        path = content / name
        path.unlink(missing_ok=True)
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)

    return spoil


def changed(change: Callable[[bytes], bytes], name: str = TOPIC) -> Spoil:
    """What is in a file, otherwise."""

    def spoil(content: Path) -> None:
        (content / name).write_bytes(change((content / name).read_bytes()))

    return spoil


def recoded(encoding: str) -> Spoil:
    return changed(lambda raw: raw.decode().replace("‑", "-").replace("’", "'").replace("“", "'").replace("”", "'").encode(encoding, "replace"))


def many(count: int, name: str, text: str) -> Spoil:
    def spoil(content: Path) -> None:
        for number in range(count):
            (content / name.format(number)).write_text(text.format(number), encoding="utf-8")

    return spoil


def unreadable(name: str) -> Spoil:
    return lambda content: (content / name).chmod(0)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"/proc/self/fd/{os.open(path.parent, os.O_RDONLY)}/{path.name}")  # the path itself may be too long for a socket


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


NO_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "not a file"),
    "a socket": (bound, "not a file"),
    "a folder": (Path.mkdir, "not a file"),
    "a link to endless zeros": (lambda path: path.symlink_to("/dev/zero"), "outside"),
    "a link to a terminal": (lambda path: path.symlink_to("/dev/tty"), "outside"),
    "a link to what the system tells": (lambda path: path.symlink_to("/proc/kmsg"), "outside"),
    "a link out of the folder": (lambda path: path.symlink_to("/etc/hostname"), "outside"),
    "a link up and out": (lambda path: path.symlink_to("../" * 40 + "etc/hostname"), "outside"),
    "a link to itself": (lambda path: path.symlink_to(path.name), "not a file"),
    "a link to nothing": (lambda path: path.symlink_to("somebody@somewhere.4711:1"), "not a file"),
    "ten gigabytes of nothing": (sparse, "larger than"),
}
"""What can stand in the place of a file, and a part of what is said of it."""


def in_place(kind: str, name: str = TOPIC) -> Spoil:
    """Something else in the place of a file of the content."""

    def spoil(content: Path) -> None:
        put(kind, content / name)

    return spoil


def put(kind: str, path: Path) -> None:
    """Puts one of NO_FILES in the place of a file."""
    path.unlink(missing_ok=True)
    NO_FILES[kind][0](path)


def locked(content: Path) -> None:
    """What Emacs leaves beside a file while somebody writes, in every folder."""
    for folder in (content, content / "topics", content / "pictures"):
        for number, path in enumerate(sorted(folder.iterdir())):
            if path.is_file() and number % 3 == 0:
                (folder / f".#{path.name}").symlink_to("somebody@somewhere.4711:1795987654")


def odd_names(content: Path) -> None:
    names = [b"new\nline.yaml", b"\xff\xfe.yaml", "\u202egpj.yaml".encode(), b"-rf.yaml", b"'\"$(id);.yaml", "é" * 60 + ".yaml", " .yaml", "🙂.svg"]
    for name in names:
        place = b"topics/" if not str(name).endswith("svg") else b"pictures/"
        raw = name if isinstance(name, bytes) else name.encode()
        Path(os.fsdecode(os.fsencode(content) + b"/" + place + raw)).write_bytes(b"topic: [")


def at_odd_times(content: Path) -> None:
    for number, path in enumerate(sorted(content.rglob("*.yaml"))):
        moment = (-1, 0, 4_000_000_000, 1)[number % 4]
        os.utime(path, (moment, moment))


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a pixel: small on the disk, however large it is on the screen."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\x00" + b"\xff" * ((width + 7) // 8)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """The head of a picture of this size, and its end."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0" + frame + b"\xff\xd9"


def photograph(name: str, raw: bytes) -> Spoil:
    """Puts a photograph where the drawing was."""

    def spoil(content: Path) -> None:
        (content / "pictures" / name).write_bytes(raw)
        path = content / TOPIC
        path.write_text(path.read_text(encoding="utf-8").replace("health-check.svg", name), encoding="utf-8")

    return spoil


def drawn(inside: str) -> Spoil:
    return holding(SVG.format(inside), PICTURE)


def costly(name: str) -> Spoil:
    ending, raw = COSTLY[name]
    return holding(raw, PICTURE) if ending == "svg" else photograph(f"costly.{ending}", raw)


def copies(steps: int) -> str:
    """Ten copies of ten copies of ten copies..."""
    inside = "".join(f'<g id="a{step}">{f"""<use href="#a{step - 1}"/>""" * 10}</g>' for step in range(1, steps))
    return f'<defs><g id="a0"><rect width="9" height="9"/></g>{inside}</defs><use href="#a{steps - 1}"/>'


def nested_masks(steps: int) -> str:
    ground = '<rect width="800" height="800" fill="#fff" mask="url(#m{})"/>'
    inside = "".join(f'<mask id="m{step}">{ground.format(step - 1)}</mask>' for step in range(steps))
    return f"<defs>{inside}</defs>{ground.format(steps - 1)}"


def many_scans(count: int) -> bytes:
    """A progressive JPEG that draws its eight megapixels over and over."""

    def segment(marker: int, body: bytes) -> bytes:
        return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body

    head = segment(0xDB, b"\0" + b"\1" * 64) + segment(0xC2, struct.pack(">BHHB", 8, 2800, 2900, 1) + b"\1\x11\0")
    tables = b"".join(segment(0xC4, kind + b"\1" + b"\0" * 16) for kind in (b"\0", b"\x10"))
    first, more = segment(0xDA, b"\1\1\0\0\0\0") + b"\0", segment(0xDA, b"\1\1\0\1\x3f\0") + b"\0"
    return b"\xff\xd8" + head + tables + first + more * count + b"\xff\xd9"


def packed_zeros(megabytes: int) -> bytes:
    """What zlib makes of so many zeros, put together from the same piece over and over, for that takes no time."""
    one = zlib.compressobj(9, wbits=-15)
    piece = one.compress(bytes(1_000_000)) + one.flush(zlib.Z_FULL_FLUSH)
    checksum = (megabytes * 1_000_000 % 65521) << 16 | 1
    return b"\x78\xda" + piece * megabytes + zlib.compressobj(9, wbits=-15).flush() + struct.pack(">I", checksum)


def swollen_png(kind: bytes, before: bytes = b"") -> bytes:
    """A small picture with a chunk that grows to half a gigabyte."""
    small, body = png(800, 800), before + packed_zeros(500)
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return small[:33] + chunk + (small[-12:] if kind == b"IDAT" else small[33:])


GRADIENT = '<radialGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/></radialGradient>'
BLUR = '<filter id="f"><feGaussianBlur stdDeviation="200"/></filter>'
BLURRED = f"""{BLUR}{'<g filter="url(#f)">' * 20}<rect width="800" height="800"/>{"</g>" * 20}"""
CURVES = "C800 0 0 800 800 800S0 0 5 5" * 3000
DISCS = '<circle cx="400" cy="400" r="400" fill="url(#g)"/>' * 19_000
TOO_LARGE = '<rect x="-4500" y="-4500" width="9000" height="9000" fill="none" stroke="#fff"/>'
COPIES_OF_COPIES = SVG.format(copies(9)).encode()
"""No clock is needed to refuse it; drawn, it takes hours."""
COSTLY: dict[str, tuple[str, bytes]] = {
    "gradients in a group that is too large for most screens": ("svg", SVG.format(f'{GRADIENT}<g opacity=".5">{TOO_LARGE}{DISCS}</g>').encode()),
    "19,000 gradients": ("svg", SVG.format(GRADIENT + DISCS).encode()),
    "a line that goes to and fro": ("svg", SVG.format(f'<path d="M0 0{CURVES}" fill="#000" stroke="#f00" stroke-width="40"/>').encode()),
    "a progressive JPEG of 125,000 scans": ("jpg", many_scans(125_000)),
    "a progressive JPEG of 2,000 scans": ("jpg", many_scans(2_000)),
    "a PNG with half a gigabyte of lines": ("png", swollen_png(b"IDAT")),
}
"""Pictures that cost far more to draw than to write: the ending of the name, and the bytes."""


def bomb() -> str:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 12)]
    return "\n".join(lines)


def many_slides(count: int) -> str:
    return topic("  - title: One of many\n" * count)


def topic(slides: str, name: str = "infusion") -> str:
    return f"topic: {name}\ntitle: Long\nslides:\n{slides}"


def numbered(count: int, line: str) -> str:
    """A line many times, each with its number."""
    return "".join(line.format(number) for number in range(count))


def cited(count: int, slide: int) -> str:
    """A slide with so many sources that are nearly there."""
    return f"  - title: x\n    sources: [{numbered(count, f'zarate-2006-{slide}-{{}},')}]\n"


def asked(count: int, group: int) -> str:
    return "".join(f"    - {{question: q{group}-{number}, asks: a, see: limits/x{group}-{number}}}\n" for number in range(count))


def beside(name: str, text: str) -> Spoil:
    """More text at the end of a file."""
    return changed(lambda raw: raw + text.encode(), name)


def topics(count: int, slides: str, name: str = "t{}") -> Spoil:
    return many(count, "topics/0{:03d}.yaml", topic(slides.replace("{", "{{").replace("}", "}}"), name))


def together(*spoils: Spoil) -> Spoil:
    def spoil(content: Path) -> None:
        for each in spoils:
            each(content)

    return spoil


POINTS = "  - title: Title\n    points:\n"
EIGHT = "      - {en: one two three four five, es: uno dos tres cuatro cinco}\n" * 8


def said(text: str) -> str:
    """480 times the same text, each with its number."""
    return "".join(POINTS + numbered(8, f"      - '{text}{slide} {{}}'\n") for slide in range(60))


SLOW: dict[str, tuple[Spoil, str, str]] = {
    "a list of 500,000 names in a line": (holding(topic("  - title: x\n    sources: [" + "a," * 490_000 + "a]\n")), "entries", TOPIC),
    "a list of 29,000 names in a line": (holding(topic("  - title: x\n    sources: [" + "a," * 29_000 + "a]\n")), "too many", TOPIC),
    "60 slides of 400 unknown sources": (
        holding(topic("".join(cited(400, slide) for slide in range(60)))), "too many", TOPIC,
    ),
    "60 slides of 40 unknown sources": (
        holding(topic("".join(cited(39, slide) for slide in range(60)))), "no source", TOPIC,
    ),
    "100,000 words of the screen": (holding(numbered(80_000, "n{}: x\n"), "interface.yaml"), "entries", "interface.yaml"),
    "14,000 words of the screen": (holding(numbered(14_000, "n{}: x\n"), "interface.yaml"), "too many", "interface.yaml"),
    "words of the screen, nearly right": (beside("interface.yaml", numbered(200, "setup_stick_w{}: x\n")), "No screen shows", "interface.yaml"),
    "29,000 errors": (holding(topic("  - title: x\n    sources: [" + "A," * 29_000 + "A]\n")), "more problems", TOPIC),
    "14,000 unknown names in a slide": (holding(topic("  - title: x\n" + numbered(14_000, "    poimts{}: x\n"))), "more problems", TOPIC),
    "5,000 slides with unknown names": (holding(topic("  - {title: x, poimts: y}\n" * 5_000)), "more problems", TOPIC),
    "90,000 languages": (holding(topic("  - title: {" + numbered(80_000, "e{}: x, ") + "}\n")), "entries", TOPIC),
    "14,000 languages": (holding(topic("  - title: {" + numbered(14_000, "e{}: x, ") + "}\n")), "more problems", TOPIC),
    "30,000 sources": (holding(numbered(30_000, "- {{source: s{}, cite: x}}\n"), "sources.yaml"), "entries", "sources.yaml"),
    "5,900 sources": (holding(numbered(5_900, "- {{source: s{}, cite: x}}\n"), "sources.yaml"), "too many", "sources.yaml"),
    "1,000 sources of one name": (holding("- {source: s, cite: x}\n" * 1000, "sources.yaml"), "second time", "sources.yaml"),
    "2,400 hard words": (
        holding(numbered(2_400, "- {{word: w{0}, forms: {{en: [w{0}]}}, says: x, means: y}}\n"), "words.yaml"), "too many", "words.yaml",
    ),
    "29,000 forms of a hard word": (
        holding(f"- word: w\n  forms: {{en: [{numbered(29_000, 'w{},')}]}}\n  says: x\n  means: y\n", "words.yaml"), "too many", "words.yaml",
    ),
    "1,600 questions that lead nowhere": (
        holding("".join(f"- group: g{group}\n  title: x\n  questions:\n" + asked(40, group) for group in range(40)), "questions.yaml"),
        "no slide", "questions.yaml",
    ),
    "2,000 reviews": (
        holding(numbered(2_000, "- {{topic: t{}, language: en, by: a, on: 2026-11-01, next: 2027-01-01, text: '1'}}\n"), "reviews.yaml"),
        "no topic", "reviews.yaml",
    ),
    "29,000 known translations and 190 topics": (
        together(holding("es:\n" + numbered(29_000, "  - {0:08x}-{0:08x}\n"), "translations.yaml"), topics(190, POINTS + EIGHT)), "", "",
    ),
    "29,000 pictures of the waiting screen": (
        changed(lambda raw: raw.replace(b"\npictures: [", b"\npictures: [" + numbered(29_000, "p{}.svg,").encode()), "clinic.yaml"),
        "too many", "clinic.yaml",
    ),
    "5,800 ways to get help": (beside("help.yaml", "  - {title: a, text: b}\n" * 5_800), "too many", "help.yaml"),
    "70,000 anchors": (holding(topic(numbered(70_000, "  - &a{} x\n"))), "begins with &", TOPIC),
    "140,000 aliases": (holding(topic("  - &a x\n" + "  - *a\n" * 140_000)), "begins with *", TOPIC),
    "29,000 curly quotes": (holding(topic("  - “x”\n" * 29_000)), "more problems", TOPIC),
    "90,000 names twice": (holding(topic("  - title: x\n") + "owner: x\n" * 90_000), "entries", TOPIC),
    "300,000 left over in braces": (holding(topic("  - title: {" + "a, " * 300_000 + "}\n")), "a comma ends", TOPIC),
    "60,000 colons without a space": (holding(topic("  - title:x\n" * 60_000)), "no space", TOPIC),
    "names of 900 letters": (holding(topic("  - title: x\n") + "".join(f"{'k' * 900}{n}: x\n" for n in range(1000))), "not known", TOPIC),
    "a name of 900,000 letters": (holding(topic("  - title: x\n") + f"? {'k' * 900_000}\n: x\n"), "one plain word", TOPIC),
    "brackets in brackets, again and again": (holding(topic(f"  - {'[' * 17}{']' * 17}\n" * 24_000)), "entries", TOPIC),
    "brackets behind 900 kB of text": (holding(topic(f"  - title: {'x' * 900}\n" * 900) + "[" * 5_000), "one another", TOPIC),
    "240,000 lines of dashes": (holding("---\n" * 240_000), "three dashes", TOPIC),
    "450,000 dashes in a line": (holding("- " * 450_000 + "x\n"), "one another", TOPIC),
    "900 kB of blanks": (holding(" " * 900_000 + "x\n"), "Lines with names", TOPIC),
    "900 kB of line ends": (holding(b"topic: infusion\ntitle: x\nslides:" + b"\r" * 900_000 + b"  - title: x\n"), "", ""),
    "a quote that is not closed before 900 kB": (holding(topic('  - title: "x\n') + "a: b\n" * 180_000), "not closed", TOPIC),
    "100,000 brackets in a text": (holding(topic(f"  - title: '{'[[word]] ' * 100_000}'\n")), "letters", TOPIC),
    "480 texts full of brackets": (holding(topic((POINTS + f"      - '{'[[word]] [ASK] ' * 90}'\n" * 8) * 60)), "", ""),
    "480 texts full of stars": (holding(topic((POINTS + f"      - '{'*a ' * 481}'\n" * 8) * 60)), "no partner", TOPIC),
    "480 texts full of small words": (holding(topic(said("a " * 700))), "words at once", TOPIC),
    "480 texts full of FDA": (holding(topic(said("fda " * 350))), "", ""),
    "480 texts that reset": (holding(topic(said("reset. " * 200))), "", ""),
    "2,000 names twice before 900 kB of line ends": (
        holding(f"topic: infusion\nslides: [{', '.join(['{a: 1, a: 2}'] * 2_000)}]\n" + "\n" * 870_000 + "title: x\n"), "second time", TOPIC,
    ),
    "60 slides of one name before 900 kB of line ends": (
        holding(f"topic: infusion\ntitle: x\nslides: [{', '.join(['{slide: a, title: x}'] * 60)}]\n" + "\n" * 900_000 + "tint: mist\n"),
        "called", TOPIC,
    ),
    "a date of 5,000 digits": (holding(f"topic: infusion\ntitle: x\nchecked: {'1' * 5_000}\nslides:\n  - title: x\n"), "not a date", TOPIC),
    "50 texts of line ends in the place of lists": (
        holding(topic(("  - title: x\n    sources: |\n      a\n" + "\n" * 18_000 + "      b\n") * 50)), "A list belongs", TOPIC,
    ),
    "a mark as wide as 2.9 MB of blanks": (
        holding(SVG.format("").replace("<svg ", f'<svg width="1{" " * 2_900_000}x" '), "pictures/clinic-mark.svg"), "", "",
    ),
    "12,000 slides in 200 topics": (topics(200, "  - {title: One of many}\n" * 60), "so much", "topics/0060.yaml"),
    "190 topics of one name": (topics(190, "  - title: One\n" * 10, "same"), "is called `same` too", "topics/0001.yaml"),
    "190 topics of 29,000 names": (topics(190, "  - title: x\n    sources: [" + "a," * 29_000 + "a]\n"), "so much", "topics/0050.yaml"),
    "190 topics of 900 kB": (topics(190, "  - title: x\n" + "#" * 900_000 + "\n"), "so much", "topics/0050.yaml"),
    "20,000 files among the topics": (many(20_000, "topics/note{}.txt", "{}"), "none of them is looked at", "topics"),
    "20,000 pictures": (many(20_000, "pictures/p{}.svg", ""), "none of them is looked at", "pictures"),
    "pictures that are nearly there": (
        together(many(900, "pictures/hour-{}.svg", ""), holding(topic(numbered(60, "  - {{title: x, picture: hour-{}x.svg}}\n")))),
        "no picture", TOPIC,
    ),
    "a drawing twenty times as wide as high": (holding(SVG.format("").replace("0 0 800 800", "0 0 4000 200"), PICTURE), "4 times as wide", PICTURE),
    "a drawing that says it is twenty times as wide": (
        holding(SVG.format("").replace("<svg ", '<svg width="2000" height="100" '), PICTURE), "4 times as wide", PICTURE,
    ),
}
"""Content that is slow to read, or was: how it is made, a part of what is told, and of which file."""


def _place(ending: str) -> str:
    return PICTURE if ending == "svg" else f"pictures/costly.{ending}"


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"

CASES: dict[str, Case] = {
    "untouched": Case(lambda _: None, ""),
    "no YAML at all": Case(holding("<html><body>404 Not Found</body></html>\n" * 50), "belong in this file"),
    "10 MB of text": Case(holding("title: long\n" * 900_000), "larger than"),
    "one line of 900 kB": Case(holding("title: " + "word " * 180_000), "more than 20000 letters"),
    "100,000 brackets": Case(holding("[" * 100_000), "one another"),
    "1,000 steps of indent": Case(holding("".join(" " * n + "a:\n" for n in range(1000))), "one another"),
    "alias bomb": Case(holding(bomb()), "begins with &"),
    "9,000 slides in a topic": Case(holding(many_slides(9_000)), "too many"),
    "14,000 names in a block": Case(holding("".join(f"name{n}: x\n" for n in range(14_000))), "not known"),
    "binary": Case(holding(bytes(range(256)) * 2000), "not a text file"),
    "zeros": Case(holding(bytes(500_000)), "UTF-16"),
    "UTF-16": Case(recoded("utf-16"), "UTF-16"),
    "UTF-16 without a mark": Case(recoded("utf-16-le"), "UTF-16"),
    "Latin-1": Case(recoded("latin-1"), "UTF-8"),
    "CRLF and a byte-order mark": Case(changed(lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")), ""),
    "tabs for blanks": Case(changed(lambda raw: raw.replace(b"    ", b"\t")), "tab"),
    "cut in half": Case(changed(lambda raw: raw[: raw.index(b"}", len(raw) // 2)]), "only in part"),
    "empty": Case(holding(""), "empty"),
    "10,000 topics": Case(many(10_000, "topics/90-{}.yaml", "topic: t{}\ntitle: Hi\nslides:\n  - title: Hello\n"), "too many", "topics"),
    "10,000 broken topics": Case(many(10_000, "topics/90-{}.yaml", "topic: [{}"), "too many", "topics"),
    "10,000 pictures": Case(many(10_000, "pictures/p{}.svg", SVG.format("")), ""),
    "10,000 other files": Case(many(10_000, "topics/note{}.txt", "{}"), "more problems", "topics"),
    "odd names of files": Case(odd_names, "signs that no screen shows", "topics/new\\nline.yaml"),
    **{f"topic: {kind}": Case(in_place(kind), told) for kind, (_, told) in NO_FILES.items()},
    **{f"picture: {kind}": Case(in_place(kind, PICTURE), NO_FILES[kind][1], PICTURE) for kind in ("a pipe", "a link to endless zeros")},
    **{f"reviews: {kind}": Case(in_place(kind, "reviews.yaml"), NO_FILES[kind][1], "reviews.yaml") for kind in ("a pipe", "a link to endless zeros")},
    "locks of Emacs": Case(locked, ""),
    "unreadable": Case(unreadable(TOPIC), "cannot be read"),
    "unreadable reviews": Case(unreadable("reviews.yaml"), "cannot be read", "reviews.yaml"),
    "unreadable picture": Case(unreadable(PICTURE), "cannot be read", PICTURE),
    **{name: Case(costly(name), "too long to draw", _place(ending)) for name, (ending, _) in COSTLY.items()},
    "PNG with half a gigabyte of remarks": Case(photograph("swollen.png", swollen_png(b"zTXt", b"Comment\0\0")), ""),
    "PNG with half a gigabyte of colours": Case(photograph("swollen.png", swollen_png(b"iCCP", b"icc\0\0")), ""),
    "drawing with 45 groups in one another": Case(drawn('<g opacity=".5">' * 45 + "</g>" * 45), ""),
    "drawing with a font from elsewhere": Case(drawn("<style>@import url(http://127.0.0.1:9/x);</style><text>Hi</text>"), "letters", PICTURE),
    "times before 1970 and after 2096": Case(at_odd_times, ""),
    "PNG of 100 megapixels": Case(photograph("huge.png", png(10_000, 10_000)), "pixels", "pictures/huge.png"),
    "JPEG of 4,000 megapixels": Case(photograph("huge.jpg", jpeg(65_000, 65_000)), "pixels", "pictures/huge.jpg"),
    "PNG cut in half": Case(photograph("half.png", png(800, 800)[:200]), "whole PNG", "pictures/half.png"),
    "JPEG that is none": Case(photograph("none.jpg", b"GIF89a"), "GIF picture", "pictures/none.jpg"),
    "drawing with a script": Case(drawn("<script>alert(1)</script>"), "script", PICTURE),
    "drawing that asks for a file": Case(drawn('<image href="file:///etc/passwd"/>'), "image", PICTURE),
    "drawing with an entity bomb": Case(holding(ENTITIES + SVG.format("<text>&j;</text>"), PICTURE), "DOCTYPE", PICTURE),
    "drawing 50,000 deep": Case(drawn("<g>" * 50_000 + "</g>" * 50_000), "one another", PICTURE),
    "drawing of 100,000 shapes": Case(drawn('<rect width="9" height="9"/>' * 100_000), "shapes", PICTURE),
    "drawing of a billion dashes": Case(drawn('<path d="M0 0H900000000" stroke="#000" stroke-dasharray=".001"/>'), "", PICTURE),
    "drawing that uses itself": Case(drawn('<g id="a"><use href="#a"/><use href="#a"/></g>'), "holds itself", PICTURE),
    "copies of copies": Case(holding(COPIES_OF_COPIES, PICTURE), "copies", PICTURE),
    "nested masks": Case(drawn(nested_masks(20)), "`<mask>`", PICTURE),
    "nested filters": Case(drawn(BLURRED), "`<filter>`", PICTURE),
    "drawing as wide as the moon is far": Case(holding(SVG.format("").replace("0 0 800", "0 0 384400000"), PICTURE), "far too large", PICTURE),
    "full disk": Case(lambda _: None, ""),
    **{name: Case(*made) for name, made in SLOW.items()},
}


# -- one case in a process of its own -------------------------------------------------------------------------------------


def shown(name: str, content: Path, data: Path, drawn: Collection[str] = ()) -> dict[str, object]:
    """Reads, checks and shows a folder as the kiosk does, on screens that hold what was spoilt; of a topic that was `drawn` as it is, one slide.

    `screens` are those of all its topics, `topics` tells those that need not be drawn whole again.
    """
    from kiosk import app
    from kiosk.content.store.current import open_library
    from kiosk.settings.settings import Settings
    from kiosk.staff.content.all_screens import settle

    begun = time.process_time()
    with _around(name):
        library, problems = open_library(content, data, date(2026, 11, 23))
    read = time.process_time()
    screens, whole = 0, list[str]()
    if library:
        around = _around_topics(library)
        app.application(["kiosk"])
        kiosk = app.Kiosk(library, Settings(), app.WindowSpec((1280, 720), (476.0, 268.0)), still=True)
        settle()
        kiosk.visit.act("wake:en")
        for head in library.heads[:60]:
            topic = library.topic(head.id) or library.topic(library.heads[0].id)
            whole.append(_like_no_other(library, topic, around))
            for slide in topic.slides[:1] if whole[-1] in drawn else topic.slides:
                kiosk.visit.act(f"go:reading/{head.id}/{slide.id}/0")
                settle()
                kiosk.window.grabWindow()
            screens += len(topic.slides)
        kiosk.close()
    told = [(problem.file, problem.line, problem.severity.value, f"{problem.wrong} {problem.instead}") for problem in problems]
    return {"told": told, "read_s": read - begun, "shown_s": time.process_time() - read, "screens": screens, "mib": peak_mib(), "topics": whole}


def _around_topics(library: Library) -> bytes:
    """All that the screens of any topic are made of, beside what it alone has; names of pictures that are kept tell their bytes."""
    kept = library._snapshot
    covers = {topic.head.picture for topic in kept.topics}
    pictures = tuple(each for each in kept.pictures if each[0] in covers)
    topics = tuple(replace(each, kept_as="") for each in kept.topics)
    return msgspec.json.encode(replace(kept, fingerprint=(), errors=(), pictures=pictures, topics=topics))


def _like_no_other(library: Library, topic: Topic, around: bytes) -> str:
    """Tells a topic from any other by all that its screens are made of."""
    own = msgspec.json.encode(topic)
    pictures = [each for each in library._snapshot.pictures if each[0].encode() in own]
    return sha256(b"\n".join((around, own, msgspec.json.encode(pictures)))).hexdigest()[:16]


def one(arguments: list[str]) -> NoReturn:
    """A case in this process, told as JSON; how such a one takes itself down is no part of the case."""
    name, content, data, *drawn = arguments
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    print(json.dumps(shown(name, Path(content), Path(data), drawn)))
    nursery.leave(0)


def _around(name: str) -> AbstractContextManager[None]:
    if name.startswith("unreadable"):
        return nobody()
    return full_disk() if name == "full disk" else nullcontext()


@contextmanager
def nobody() -> Iterator[None]:
    """Root may read everything; for the time of reading we are somebody who may not."""
    root = os.getuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow beyond some bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def peak_mib() -> float:
    # Not `ru_maxrss`: Linux carries that over exec, so the child of a large pytest worker would tell the worker's size.
    told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1]) / 1024  # type: ignore[index]


def outcome(name: str, drawn: Collection[str] = ()) -> dict[str, Any]:
    """What came of a case: the figures, or how the process ended. Of topics that are `drawn` already only a part is drawn again."""
    with tempfile.TemporaryDirectory(prefix="kiosk-hostile-") as folder:
        Path(folder).chmod(0o755)
        return _outcome(name, Path(folder), drawn)


def copied(folder: Path) -> Path:
    """The content that ships, to be spoilt."""
    return Path(shutil.copytree(PROJECT / "content", folder))


def _outcome(name: str, folder: Path, drawn: Collection[str]) -> dict[str, Any]:
    content = copied(folder / "content")
    CASES[name].spoil(content)
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)}
    done = nursery.run("hostile:one", name, str(content), str(folder / "data"), *drawn, environment=environment, seconds=PATIENCE_SECONDS)
    if done.returncode:
        return {"ended": f"exit {done.returncode}: {done.stderr.strip().splitlines()[-3:]}"}
    return {**json.loads(done.stdout.splitlines()[-1]), "said": done.stderr}


def table(names: list[str]) -> None:
    """A line for each; seconds are of the processor. A star stands where a bound is not kept: SECONDS beyond the untouched folder, MIB in all."""
    bare = outcome("untouched")["read_s"]
    print(f"{'folder':46} {'read s':>7} {'show s':>7} {'MiB':>5} {'screens':>7}  told")
    for name in names:
        came = outcome(name)
        if "ended" in came:
            print(f"* {name:44} {came['ended']}")
            continue
        grave = [each for each in came["told"] if each[2] != "notice"]
        first = f"{grave[0][0]}:{grave[0][1]} {grave[0][3]}" if grave else "-"
        beyond = "*" if came["read_s"] > bare + SECONDS or came["mib"] > MIB else " "
        figures = f"{came['read_s']:7.2f} {came['shown_s']:7.2f} {came['mib']:5.0f} {came['screens']:7}"
        print(f"{beyond} {name:44} {figures}  {len(grave)}: {first[:150]!r} {came['said']!r:.200}")


if __name__ == "__main__":
    table(wanted(__doc__, CASES)[0] or list(CASES))
