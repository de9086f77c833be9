"""Speed and memory beside a bare Qt Quick window, measured in the same run: compare the ratios, not the milliseconds.

Each figure is the median of interleaved processes. `tests.benchmark.window` is what runs in them.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.project import PROJECT

PIXELS = "1920x1080"
_TICK = 1 / os.sysconf("SC_CLK_TCK")


class Decks(Struct, frozen=True):
    """Content folders of growing size, and a data folder for each."""

    shipped: Path
    small: Path
    large: Path
    data: Path


def benchmark(*, quick: bool = False) -> int:
    """Measures and prints; 0 when everything could be measured."""
    rounds, still_seconds = (1, 5) if quick else (9, 60)
    with tempfile.TemporaryDirectory(prefix="kiosk-benchmark-") as name, _display() as display:
        decks = _decks(Path(name))
        # As on any machine of its own: Python keeps what it compiled.
        own = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "QSG_"))}
        environment = own | display | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{name}/compiled"}
        print(f"{_machine()}; {environment.get('QT_QPA_PLATFORM')} {PIXELS}, software renderer, Python {platform.python_version()}")
        print(f"medians of {rounds} interleaved rounds")
        cases = {
            "floor": ("floor",),
            "kiosk": _case(decks.shipped, decks.data / "shipped"),
            "24 slides": _case(decks.small, decks.data / "small"),
            "2,400 slides": _case(decks.large, decks.data / "large"),
        }
        got: dict[str, list[dict[str, float]]] = {case: [] for case in cases}
        for number in range(rounds + 1):
            for case, arguments in cases.items():
                figures = _probe(arguments, environment)
                if number:
                    got[case].append(figures)
        _starts(got)
        for case in ("floor", "kiosk"):
            _still(f"a still slide, {case}", cases[case], environment, still_seconds)
        _still("the attract screen", (*cases["kiosk"], "--attract"), environment, still_seconds)
        for case in ("floor", "kiosk"):
            _touches(case, cases[case], environment)
        _form(Path(name), environment, 3 if quick else 25, 500 if quick else 10_000)
        _checks(_deck(Path(name) / "checked", 10), Path(name), environment, rounds)
        for topics in (1, 10, 100):
            _saves(Path(name), topics, environment, 2 if quick else 9)
        for topics in (10, 100):
            _edits(Path(name), topics, environment, 3 if quick else 25)
        _changed(Path(name), environment)
    return 0


def _case(content: Path, data: Path) -> tuple[str, ...]:
    return ("kiosk", "--content", str(content), "--data", str(data))


def _probe(arguments: tuple[str, ...], environment: dict[str, str], *more: str) -> dict[str, Any]:
    begun = time.monotonic()
    command = [sys.executable, "-m", "tests.benchmark.window", str(begun), PIXELS, *arguments, *more]
    return _figures(command, environment)


def _figures(command: list[str], environment: dict[str, str]) -> dict[str, Any]:
    """What a program of ours measured; where it could not, that ends with its last words."""
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"Nothing can be measured here. {(done.stderr.splitlines() or ['A window ended without a word.'])[-1]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _starts(got: dict[str, list[dict[str, float]]]) -> None:
    middle = {case: {key: statistics.median(each[key] for each in figures) for key in figures[0]} for case, figures in got.items()}
    for title, key, unit in (("start to the first slide's frame", "start_ms", "ms"), ("memory there (PSS)", "pss_mib", "MiB")):
        floor, kiosk, small, large = (middle[case][key] for case in got)
        print(f"{title}: bare window {floor:.0f} {unit}, kiosk {kiosk:.0f} {unit}: {kiosk / floor:.2f} times")
        print(f"  with 24 slides {small:.0f} {unit}, with 2,400 {large:.0f} {unit}: {large / small:.2f} times")


def _still(what: str, arguments: tuple[str, ...], environment: dict[str, str], seconds: float) -> None:
    """Processor time and wake-ups of a screen that nobody touches, read from outside."""
    command = [sys.executable, "-m", "tests.benchmark.window", str(time.monotonic()), PIXELS, *arguments, "--stay"]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout:
            process.stdout.readline()
        time.sleep(3)
        before = _used(process.pid)
        time.sleep(seconds)
        after = _used(process.pid)
    finally:
        process.kill()
        process.wait()
    ticks, switches = _since(before, after)
    busy = ticks * _TICK
    print(
        f"{what}, for {seconds:.0f} s: {busy:.2f} s of processor time ({busy / seconds:.2%} of a core), {switches} wake-ups"
    )


def _used(pid: int) -> dict[str, tuple[int, int]]:
    """Ticks of processor time and voluntary switches of each thread of a process."""
    used = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        switches = int((task / "status").read_text().partition("\nvoluntary_ctxt_switches:")[2].split()[0])
        used[task.name] = int(fields[11]) + int(fields[12]), switches
    return used


def _since(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Ticks and switches in between; a thread that ended takes its few with it, one that began counts whole."""
    ticks, switches = zip(*((now[0] - before.get(name, (0, 0))[0], now[1] - before.get(name, (0, 0))[1]) for name, now in after.items()), strict=True)
    return sum(ticks), sum(switches)


def _touches(case: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    figures = _probe(arguments, environment, "--touch")
    touch, frames = sorted(figures["touch_ms"]), sorted(figures["frame_ms"])
    worst = touch[int(len(touch) * 0.95)]
    print(f"touch to changed picture, {case}: median {statistics.median(touch):.1f} ms, 95 % {worst:.1f} ms")
    if frames:
        print(
            f"frames of a swipe, {case}: median {statistics.median(frames):.1f} ms, longest {frames[-1]:.1f} ms, "
            f"{sum(frame > 33 for frame in frames)} of {len(frames)} over 33 ms"
        )


def _machine() -> str:
    model = platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}"


@contextmanager
def _display() -> Iterator[dict[str, str]]:
    """A real X server without a screen where there is one; else Qt's offscreen platform."""
    server = shutil.which("Xvfb")
    if not server:
        yield {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
        return
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", f"{PIXELS}x24", "-nolisten", "tcp"],
        pass_fds=(writing,),
        stderr=subprocess.DEVNULL,
    )
    try:
        number = os.read(reading, 16).decode().strip()
        yield {"QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software", "DISPLAY": f":{number}"}
    finally:
        process.terminate()
        process.wait()
        os.close(reading)
        os.close(writing)


def _form(folder: Path, environment: dict[str, str], times: int, many: int) -> None:
    """The form and the staff's list, with many sign-ups in the drawer."""
    command = [sys.executable, "-m", "tests.benchmark.form", str(PROJECT / "content"), str(folder / "form"), str(times), str(many)]
    figures = _figures(command, environment)
    print(f"a key to its letter: median {figures['type_ms']:.1f} ms; Send to thanks, on the disk: median {figures['send_ms']:.1f} ms")
    print(
        f"with {figures['opened']:,} requests: a page of the staff's list in {figures['list_ms']:.0f} ms, "
        f"all of them opened in {figures['open_all_s']:.2f} s"
    )


def _checks(content: Path, data: Path, environment: dict[str, str], rounds: int) -> None:
    """The whole command, from its start to its end, with and without counting pages."""
    took: dict[str, list[float]] = {"": [], "--quick": []}
    for _ in range(rounds):
        for option, seconds in took.items():
            command = [sys.executable, "-m", "kiosk.staff", "check", "--content", str(content), "--data", str(data), *([option] if option else [])]
            begun = time.monotonic()
            subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False)
            seconds.append(time.monotonic() - begun)
    whole, short = (statistics.median(seconds) for seconds in took.values())
    print(f"check of 240 slides: {short:.2f} s without the pages at the largest text, {whole:.2f} s with them")


def _saves(folder: Path, topics: int, environment: dict[str, str], times: int) -> None:
    """From a save to the screen, in the preview."""
    content = _deck(folder / f"saved-{topics}", topics)
    command = [sys.executable, "-m", "tests.benchmark.preview", str(content), str(folder / f"data-{topics}"), str(times)]
    print(f"a save on the screen in the preview, {topics * 24:,} slides: {_figures(command, environment)['save_ms']:.0f} ms")


def _edits(folder: Path, topics: int, environment: dict[str, str], times: int) -> None:
    """The desk: opened, typed in, saved."""
    content = _deck(folder / f"edited-{topics}", topics)
    command = [sys.executable, "-m", "tests.benchmark.edit", str(content), str(folder / f"edit-data-{topics}"), str(times)]
    figures = _figures(command, environment)
    told = (f"{name} {figures[f'{name}_ms']:.0f} ms ({figures[f'{name}_cpu_ms']:.0f} of the processor)" for name in ("open", "key", "save"))
    print(f"the desk with {topics * 24:,} slides: {', '.join(told)}")


def _changed(folder: Path, environment: dict[str, str]) -> None:
    """One word of 2,400 slides is changed while the kiosk shows them."""
    content = _deck(folder / "changed", 100)
    figures = _figures([sys.executable, "-m", "tests.benchmark.change", str(content), str(folder / "changed-data")], environment)
    print(
        f"a change among 2,400 slides: {figures['before_mib']:.0f} MiB before, {figures['after_mib']:.0f} after; on the screen in "
        f"{figures['shown_s']:.1f} s, 2 of them to be sure that it is done; the screen held up {figures['held_up_ms']:.0f} ms at most"
    )


def _decks(folder: Path) -> Decks:
    shipped = PROJECT / "content"
    small, large = _deck(folder / "small", 1), _deck(folder / "large", 100)
    return Decks(shipped, small, large, folder / "data")


def _deck(folder: Path, topics: int) -> Path:
    """The shipped clinic, help and words, with made-up topics of 24 slides each."""
    shutil.copytree(PROJECT / "content", folder, ignore=shutil.ignore_patterns("topics"))
    (folder / "topics").mkdir()
    for topic in range(topics):
        slides = "".join(_slide(topic, number) for number in range(24))
        (folder / "topics" / f"{topic:03d}.yaml").write_text(
            f"topic: t{topic}\ntitle: {{en: Topic {topic}, es: Tema {topic}}}\npicture: room.svg\nslides:\n{slides}",
            encoding="utf-8",
        )
    return folder


def _slide(topic: int, number: int) -> str:
    points = "".join(_point(topic, number, point) for point in range(4))
    title = f"{{en: Slide {number} of {topic}, es: Lámina {number} de {topic}}}"
    return f"  - slide: s{number}\n    title: {title}\n    picture: {{file: room.svg}}\n    points:\n{points}"


def _point(topic: int, slide: int, number: int) -> str:
    english = f"Point {number} of slide {slide} says **one plain thing** about topic {topic}."
    return f"      - {{en: {english}, es: El punto {number} dice **algo claro** del tema {topic}.}}\n"


if __name__ == "__main__":
    try:
        sys.exit(benchmark(quick="--quick" in sys.argv))
    except KeyboardInterrupt:
        sys.exit(130)  # whoever called this says so
