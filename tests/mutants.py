"""Mutants of the shipped content: each is shown, or refused with a problem in its own file at a line that is there.

    python tests/mutants.py [COUNT] [SEED]

prints what came of them. The tests run a short form.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import wanted  # noqa: E402

from kiosk.content.reading import folder  # noqa: E402
from kiosk.content.reading.result import ReadFile  # noqa: E402
from kiosk.problems import Severity  # noqa: E402

CONTENT = PROJECT / "content"
SLOWEST_SECONDS = 2.0
"""For one file, on a machine where the untouched file takes some milliseconds."""
JUNK = (
    *(b"\t", b": ", b"- ", b"{", b"}", b"[", b"]", b'"', b"'", b"*", b"&a ", b"*a", b"<<: ", b"|", b">", b"#", b"? ", b"~"),
    *(b"!!python/object:os.system ", b"%YAML 1.2\n", b"---\n", b"...\n", b"99999999999999999999"),
    *(b"\x00", b"\xff\xfe", b"\r\n", b"\xef\xbb\xbf", "\u201c".encode(), "\u2028".encode()),
)


def reader_of(path: Path) -> Callable[[bytes, str], ReadFile[Any]]:
    languages = ("en", "es")
    if path.parent.name == "topics":
        return partial(folder.read_topic, languages=languages)
    reader = getattr(folder, f"read_{path.stem}")
    return reader if path.stem in {"clinic", "reviews", "translations", "dictionary"} else partial(reader, languages=languages)


def mutant(raw: bytes, chance: random.Random) -> bytes:
    """One to three slips: cut, repeated, swapped, dropped, or something put in."""
    for _ in range(chance.randint(1, 3)):
        at, length = chance.randrange(len(raw) + 1), chance.choice((1, 1, 2, 8, 40, 400))
        match chance.randrange(6):
            case 0:
                raw = raw[:at] + raw[at + length :]
            case 1:
                raw = raw[: at + length] + raw[at:]
            case 2:
                raw = raw[:at] + chance.choice(JUNK) + raw[at:]
            case 3:
                raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]
            case 4:
                raw = raw[:at]
            case _:
                lines = raw.splitlines(keepends=True)
                if len(lines) > 1:
                    one, other = chance.sample(range(len(lines)), 2)
                    lines[one], lines[other] = lines[other], lines[one]
                    raw = b"".join(lines)
    return raw


def judged(path: Path, raw: bytes) -> str:
    """`shown` or `refused`, or what is wrong with how the mutant was taken."""
    name = path.relative_to(CONTENT).as_posix()
    began = time.perf_counter()
    read = reader_of(path)(raw, name)
    took = time.perf_counter() - began
    errors = [problem for problem in read.problems if problem.severity is Severity.ERROR]
    lines = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + raw.count("\u2028".encode()) + raw.count("\u2029".encode()) + 2
    if took > SLOWEST_SECONDS:
        return f"took {took:.1f} s"
    if read.value is None and not errors:
        return "refused without a reason"
    if read.value is not None and errors:
        return "shown with an error"
    for problem in read.problems:
        if problem.file != name or not 0 <= problem.line <= lines or not problem.wrong or not problem.instead:
            return f"told wrongly: {problem}"
    return "shown" if read.value is not None else "refused"


def outcomes(count: int, seed: int) -> Iterator[tuple[Path, bytes, str]]:
    """So many mutants of all files in turn, each with what came of it."""
    chance = random.Random(seed)  # noqa: S311  nothing secret
    files = sorted([*CONTENT.glob("*.yaml"), *CONTENT.glob("topics/*.yaml")])
    whole = {path: path.read_bytes() for path in files}
    for number in range(count):
        path = files[number % len(files)]
        raw = mutant(whole[path], chance)
        try:
            outcome = judged(path, raw)
        except Exception as error:  # noqa: BLE001  any exception at all is a finding
            outcome = f"{type(error).__name__}: {error}"
        yield path, raw, outcome


def main() -> int:
    count, seed = wanted(__doc__, count=10_000, seed=1)
    began, told = time.perf_counter(), Counter[str]()
    for path, raw, outcome in outcomes(count, seed):
        told[outcome if outcome in ("shown", "refused") else "wrong"] += 1
        if outcome not in ("shown", "refused"):
            kept = Path(f"mutant-{told['wrong']}{path.suffix}")
            kept.write_bytes(raw)
            print(f"{path.name}: {outcome} (kept as {kept})")
    print(f"{count} mutants, seed {seed}, {time.perf_counter() - began:.0f} s: {dict(told)}")
    return int(told["wrong"] > 0)


if __name__ == "__main__":
    sys.exit(main())
