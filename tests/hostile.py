"""Content folders that are broken, huge or meant to harm: each is read, checked and put on the screen in a process of its own.

    python tests/hostile.py [NAME ...]

prints for each what staff are told, how long it took and how much memory the process needed at most, beside the untouched folder.
The tests run all of them and hold what is told.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

TOPIC = "topics/40-infusion.yaml"
PICTURE = "pictures/health-check.svg"
MOST_SECONDS, MOST_MIB = 60, 700
"""Where a process is ended: nothing may come near."""
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


def linked(target: str, name: str = TOPIC) -> Spoil:
    def spoil(content: Path) -> None:
        (content / name).unlink(missing_ok=True)
        (content / name).symlink_to(target)

    return spoil


def many(count: int, name: str, text: str) -> Spoil:
    def spoil(content: Path) -> None:
        for number in range(count):
            (content / name.format(number)).write_text(text.format(number), encoding="utf-8")

    return spoil


def pipe(content: Path) -> None:
    (content / TOPIC).unlink()
    os.mkfifo(content / TOPIC)


def folder(content: Path) -> None:
    (content / TOPIC).unlink()
    (content / TOPIC).mkdir()


def unreadable(content: Path) -> None:
    (content / TOPIC).chmod(0)


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


def bomb() -> str:
    lines = ["a: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 12)]
    return "\n".join(lines)


def many_slides(count: int) -> str:
    return "topic: infusion\ntitle: Long\nslides:\n" + "  - title: One of many\n" * count


ENTITIES = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"

CASES: dict[str, Case] = {
    "untouched": Case(lambda _: None, ""),
    "no YAML at all": Case(holding("<html><body>404 Not Found</body></html>\n" * 50), "belong in this file"),
    "10 MB of text": Case(holding("title: long\n" * 900_000), "larger than"),
    "one line of 900 kB": Case(holding("title: " + "word " * 180_000), "899999 letters"),
    "100,000 brackets": Case(holding("[" * 100_000), "one another"),
    "1,000 steps of indent": Case(holding("".join(" " * n + "a:\n" for n in range(1000))), "one another"),
    "alias bomb": Case(holding(bomb()), "begins with &"),
    "10,000 slides in a topic": Case(holding(many_slides(10_000)), "too many"),
    "20,000 names in a block": Case(holding("".join(f"name{n}: x\n" for n in range(20_000))), "not known"),
    "binary": Case(holding(bytes(range(256)) * 2000), "not a text file"),
    "zeros": Case(holding(bytes(500_000)), "UTF-16"),
    "UTF-16": Case(recoded("utf-16"), "UTF-16"),
    "UTF-16 without a mark": Case(recoded("utf-16-le"), "UTF-16"),
    "Latin-1": Case(recoded("latin-1"), "UTF-8"),
    "CRLF and a byte-order mark": Case(changed(lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")), ""),
    "tabs for blanks": Case(changed(lambda raw: raw.replace(b"    ", b"\t")), "tab"),
    "cut in half": Case(changed(lambda raw: raw[: len(raw) // 2]), "not closed"),
    "empty": Case(holding(""), "empty"),
    "10,000 topics": Case(many(10_000, "topics/90-{}.yaml", "topic: t{}\ntitle: Hi\nslides:\n  - title: Hello\n"), "too many", "topics"),
    "10,000 broken topics": Case(many(10_000, "topics/90-{}.yaml", "topic: [{}"), "too many", "topics"),
    "10,000 pictures": Case(many(10_000, "pictures/p{}.svg", SVG.format("")), ""),
    "10,000 other files": Case(many(10_000, "topics/note{}.txt", "{}"), ""),
    "odd names of files": Case(odd_names, "signs that no screen shows", "topics/new\\nline.yaml"),
    "a link out of the folder": Case(linked("/etc/hostname"), "outside"),
    "a link up and out": Case(linked("../" * 40 + "etc/hostname"), "outside"),
    "a link to itself": Case(linked("40-infusion.yaml"), "not a file"),
    "a link to endless zeros": Case(linked("/dev/zero"), "not a file"),
    "a picture that is a link out": Case(linked("/etc/hostname", PICTURE), "outside", PICTURE),
    "a pipe": Case(pipe, "not a file"),
    "a folder by the name of a file": Case(folder, "not a file"),
    "unreadable": Case(unreadable, "cannot be read"),
    "times before 1970 and after 2096": Case(at_odd_times, ""),
    "PNG of 100 megapixels": Case(photograph("huge.png", png(10_000, 10_000)), "pixels", "pictures/huge.png"),
    "JPEG of 4,000 megapixels": Case(photograph("huge.jpg", jpeg(65_000, 65_000)), "pixels", "pictures/huge.jpg"),
    "PNG cut in half": Case(photograph("half.png", png(800, 800)[:200]), "whole PNG", "pictures/half.png"),
    "JPEG that is none": Case(photograph("none.jpg", b"GIF89a"), "whole JPEG", "pictures/none.jpg"),
    "drawing with a script": Case(drawn("<script>alert(1)</script>"), "script", PICTURE),
    "drawing that asks for a file": Case(drawn('<image href="file:///etc/passwd"/>'), "image", PICTURE),
    "drawing with an entity bomb": Case(holding(ENTITIES + SVG.format("<text>&j;</text>"), PICTURE), "DOCTYPE", PICTURE),
    "drawing 50,000 deep": Case(drawn("<g>" * 50_000 + "</g>" * 50_000), "one another", PICTURE),
    "drawing of 100,000 shapes": Case(drawn('<rect width="9" height="9"/>' * 100_000), "shapes", PICTURE),
    "drawing of a billion dashes": Case(drawn('<path d="M0 0H900000000" stroke="#000" stroke-dasharray=".001"/>'), "", PICTURE),
    "drawing that uses itself": Case(drawn('<g id="a"><use href="#a"/><use href="#a"/></g>'), "use", PICTURE),
    "drawing as wide as the moon is far": Case(holding(SVG.format("").replace("0 0 800", "0 0 384400000"), PICTURE), "too large", PICTURE),
    "full disk": Case(lambda _: None, ""),
}


# -- one case in a process of its own -------------------------------------------------------------------------------------


def shown(name: str, content: Path, data: Path) -> dict[str, object]:
    """Reads, checks and shows a folder as the kiosk does, on screens that hold what was spoilt."""
    from kiosk import app
    from kiosk.picturing import settle
    from kiosk.settings import Settings
    from kiosk.slides.library import open_library

    open_library(PROJECT / "content", data.with_name("before"), date(2026, 11, 23))  # what is imported late is there now
    begun = time.monotonic()
    with {"unreadable": nobody, "full disk": full_disk}.get(name, nullcontext)():
        library, problems = open_library(content, data, date(2026, 11, 23))
    read = time.monotonic()
    screens = 0
    if library:
        app.application(["kiosk"])
        kiosk = app.Kiosk(library, Settings(), app.Glass((1280, 720), (476.0, 268.0)), still=True)
        settle()
        kiosk.visit.wake("en")
        for head in library.heads[:60]:
            for slide in (library.topic(head.id) or library.topic(library.heads[0].id)).slides:  # type: ignore[union-attr]
                kiosk.visit.goTo(f"reading/{head.id}/{slide.id}/0")
                settle()
                kiosk.window.grabWindow()
                screens += 1
        kiosk.close()
    told = [(problem.file, problem.line, problem.severity.value, f"{problem.wrong} {problem.instead}") for problem in problems]
    return {"told": told, "read_s": read - begun, "shown_s": time.monotonic() - read, "screens": screens, "mib": peak_mib()}


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


def outcome(name: str) -> dict[str, Any]:
    """What came of a case: the figures, or how the process ended."""
    with tempfile.TemporaryDirectory(prefix="kiosk-hostile-") as folder:
        Path(folder).chmod(0o755)
        return _outcome(name, Path(folder))


def _outcome(name: str, folder: Path) -> dict[str, Any]:
    content = Path(shutil.copytree(PROJECT / "content", folder / "content"))
    CASES[name].spoil(content)
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
    command = [sys.executable, str(Path(__file__)), "--one", name, str(content), str(folder / "data")]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(folder)}
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_SECONDS, env=environment, errors="replace")
    except subprocess.TimeoutExpired:
        return {"ended": f"not done after {MOST_SECONDS} s"}
    if done.returncode:
        return {"ended": f"exit {done.returncode}: {done.stderr.strip().splitlines()[-3:]}"}
    return {**json.loads(done.stdout.splitlines()[-1]), "said": done.stderr}


def table(names: list[str]) -> None:
    print(f"{'folder':36} {'read s':>7} {'show s':>7} {'MiB':>5} {'screens':>7}  told")
    for name in names:
        came = outcome(name)
        if "ended" in came:
            print(f"{name:36} {came['ended']}")
            continue
        grave = [each for each in came["told"] if each[2] != "notice"]
        first = f"{grave[0][0]}:{grave[0][1]} {grave[0][3]}" if grave else "-"
        figures = f"{came['read_s']:7.2f} {came['shown_s']:7.2f} {came['mib']:5.0f} {came['screens']:7}"
        print(f"{name:36} {figures}  {len(grave)}: {first[:150]!r} {came['said']!r:.200}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(shown(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
    else:
        table(sys.argv[1:] or list(CASES))
