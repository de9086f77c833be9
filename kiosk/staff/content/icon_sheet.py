"""The icons that content can use, with their names, as a page for any browser: `content/icons.html`, beside the files that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from kiosk.files.regular import read_regular

NAME = "icons.html"
_MOST_BYTES = 20_000
_STYLE = (
    "body{font:18px sans-serif;background:#FBF7F0;color:#17313A;margin:32px}"
    "main{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px}"
    "figure{margin:0;padding:16px;background:#fff;border-radius:12px;text-align:center}svg{width:56px;height:56px}"
    "figcaption{margin-top:8px;user-select:all}"
)
_SAYS = "Write a name of these behind <b>icon:</b> in a file of the content, letter for letter."


def page(icons: Iterable[Path]) -> str:
    """The page of these icons (SVG files), each with its name. May raise OSError."""
    head = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Icons</title><style>{_STYLE}</style>'
    return "\n".join([f"{head}<h1>Icons</h1><p>{_SAYS}</p><main>", *_figures(icons), "</main></html>", ""])


def _figures(icons: Iterable[Path]) -> Iterator[str]:
    for path in sorted(icons, key=lambda each: each.stem):
        yield f"<figure>{_drawing(path)}<figcaption>{escape(path.stem)}</figcaption></figure>"


def _drawing(path: Path) -> str:
    """The drawing alone, on one line, in the colour of the text."""
    whole = read_regular(path, _MOST_BYTES).decode()
    return re.sub(r"\s+", " ", whole[whole.index("<svg") :]).strip()
