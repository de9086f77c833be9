"""Every screen in every text size, theme, language and orientation, the controls as usual, lowered, or with those of a voice: all measured.

The smallest, the coarsest and the finest glass are measured in every language and text size.

    python tests/matrix.py [--jobs N] [--only WORD ...]

prints for each part how much was measured and what is wrong, and ends with 1 if anything is. `--only upright black lowered` measures the
parts whose names have all these words. What is measured is in `tests/measuring.py`; the tests measure a part of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from wanted import Parser, whole  # noqa: E402

from kiosk.visit.comfort import Comfort, Palette, TextSize  # noqa: E402

MOST_SECONDS = 900
"""Where a part is ended: on one quiet core it takes 10 to 40."""
MOST_TOLD = 20
GLASSES = {"across": ((1920, 1080), (476.0, 268.0)), "upright": ((1080, 1920), (398.0, 708.0))}
"""On 21.5 inches, and on 32."""
OTHERS = {"small-upright": ((1080, 1920), (268.0, 476.0)), "few-dots": ((1280, 720), (476.0, 268.0)), "4k": ((3840, 2160), (1218.0, 685.0))}
"""On 21.5 inches upright, with as few dots as there are, and on 55 inches: with the controls and the theme that are usual."""
CONTROLS = {"usual": {}, "lowered": {"lowered": True}, "aloud": {"aloud": True}}

PARTS = {
    f"{glass}-{language}-{size.value}-{palette.value}-{controls}": (GLASSES[glass], language, Comfort(size, palette, **CONTROLS[controls]))
    for glass, language, size, palette, controls in product(GLASSES, ("en", "es"), TextSize, Palette, CONTROLS)
} | {
    f"{glass}-{language}-{size.value}-paper-usual": (OTHERS[glass], language, Comfort(size))
    for glass, language, size in product(OTHERS, ("en", "es"), TextSize)
}


def measured(name: str) -> dict[str, Any]:
    """Walks a part of the matrix, in this process."""
    from conftest import TODAY, Clock, noon
    from measuring import measure
    from visitor import Visitor, finger

    from kiosk import app
    from kiosk.content.store.current import open_library
    from kiosk.settings.settings import Settings

    glass, language, comfort = PARTS[name]
    begun, clock = time.monotonic(), Clock()
    app.application(["kiosk"])
    with tempfile.TemporaryDirectory(prefix="kiosk-matrix-") as folder:
        library, problems = open_library(PROJECT / "content", Path(folder), TODAY)
        assert library, problems
        kiosk = app.Kiosk(library, Settings(), app.WindowSpec(*glass), clock, still=True, now=noon)
        kiosk.deck.speak(frozenset(library.clinic.languages))
        done = measure(Visitor(kiosk, clock.wind, finger()), library, language, comfort, colours=True)
        kiosk.close()
    return asdict(done) | {"seconds": time.monotonic() - begun}


def outcome(name: str) -> dict[str, Any]:
    """A part in a process of its own: the figures, or how the process ended."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(Path(__file__)), "--one", name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=MOST_SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        return {"ended": f"not done after {MOST_SECONDS} s"}
    if done.returncode:
        return {"ended": f"exit {done.returncode}: {done.stderr.strip().splitlines()[-3:]}"}
    return json.loads(done.stdout.splitlines()[-1])


def table(names: list[str], jobs: int) -> bool:
    """Measures these parts and prints each as it is done; whether nothing is wrong."""
    print(f"{'part':38} {'screens':>7} {'texts':>7} {'targets':>7} {'s':>5}  wrong")
    total, sound, begun = dict.fromkeys(("screens", "texts", "targets"), 0), True, time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        asked = {pool.submit(outcome, name): name for name in names}
        for each in as_completed(asked):
            came = each.result()
            sound = sound and not came.get("wrong", ["ended"])
            if "ended" in came:
                print(f"{asked[each]:38} {came['ended']}", flush=True)
                continue
            total = {what: count + came[what] for what, count in total.items()}
            figures = f"{came['screens']:7} {came['texts']:7} {came['targets']:7} {came['seconds']:5.0f}  {len(came['wrong'])}"
            print(f"{asked[each]:38} {figures}", *came["wrong"][:MOST_TOLD], sep="\n    ", flush=True)
    print(f"{len(names):3} parts {total['screens']:37} {total['texts']:7} {total['targets']:7} {time.monotonic() - begun:5.0f}")
    return sound


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2])))
        sys.exit()
    asking = Parser(__doc__)
    asking.add_argument("--jobs", type=whole, default=os.cpu_count() or 1, help="how many parts at once")
    asking.add_argument("--only", nargs="*", default=[], help="words that the name of a part has")
    wanted = asking.parse_args()
    chosen = [name for name in PARTS if set(wanted.only) <= set(name.split("-"))]
    sys.exit(not table(chosen, wanted.jobs))
