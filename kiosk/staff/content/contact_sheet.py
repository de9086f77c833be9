"""Pictures of the screens on one page, to look through or to mail to the clinician who reviews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from pathlib import Path

from kiosk.files.foreign_folders import put
from kiosk.staff.console import counted

_STYLE = (
    "body{font:16px sans-serif;background:#FBF7F0;color:#17313A}"
    "main{display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:380px}img{width:100%}"
    "main.pairs{display:grid;grid-template-columns:1fr 1fr}main.pairs figure{width:auto}"
)
NAME = "index.html"
BEFORE, AFTER = "before", "after"
Pair = tuple[str, str]
"""The files of one screen before and after; empty where it was not there yet, or is gone."""


def write(folder: Path, title: str, files: Iterable[str]) -> Path:
    """Writes the page of these pictures in `folder` beside them. May raise OSError."""
    shown = list(files)
    return _written(folder, title, counted(len(shown), "screen"), "", chain.from_iterable(_figure(file, file) for file in shown))


def write_pairs(folder: Path, title: str, pairs: Iterable[Pair]) -> Path:
    """Writes the page of what changed, each screen before and after side by side. May raise OSError."""
    shown = list(pairs)
    says = f"{counted(len(shown), 'screen')} changed: before on the left, after on the right"
    return _written(folder, title, says, "pairs", chain.from_iterable(map(_pair, shown)))


def _pair(pair: Pair) -> Iterator[str]:
    before, after = pair
    yield from _figure(f"{BEFORE}/{before}", before) if before else ["<figure>This screen is new.</figure>"]
    yield from _figure(f"{AFTER}/{after}", after) if after else ["<figure>This screen is gone.</figure>"]


def _figure(path: str, name: str) -> Iterator[str]:
    where, says = escape(path), escape(name)
    yield f'<figure><a href="{where}"><img src="{where}" alt="{says}" loading="lazy"></a><figcaption>{says}</figcaption></figure>'


def _written(folder: Path, title: str, says: str, look: str, figures: Iterable[str]) -> Path:
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    path, body = folder / NAME, "\n".join(figures)
    put(folder, NAME, f'{head}<h1>{escape(title)}</h1><p>{says}</p><main class="{look}">\n{body}\n</main></html>\n'.encode())
    return path
