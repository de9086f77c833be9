"""The icons that content can use, with their names, as a page for any browser: `content/icons.html`, beside the files that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from kiosk.content.model.icon_words import GROUPS
from kiosk.files.regular import read_regular

NAME = "icons.html"
_MOST_BYTES = 20_000
_STYLE = (
    "body{font:18px sans-serif;background:#FBF7F0;color:#17313A;margin:32px}"
    "main div{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px}"
    "figure{margin:0;padding:16px;background:#fff;border-radius:12px;text-align:center}svg{width:56px;height:56px}"
    "figcaption{margin-top:8px;user-select:all}"
    "input{font:inherit;padding:8px 12px;width:20em;max-width:100%;border:2px solid #14545C;border-radius:8px}"
    "[hidden]{display:none!important}"
)
_SAYS = "Write one of these names after <b>icon:</b> in a content file, letter for letter. Click a name to select it, ready to copy."
_SEARCH = (
    '<p><label>Find an icon: <input id="find" type="search" autofocus autocomplete="off" spellcheck="false"></label></p>'
    '<p id="none" hidden>No icon has that name. Try another word, in English, or clear the box to see them all.</p>'
)
_SCRIPT = """<script>
const box = document.getElementById("find"), none = document.getElementById("none");
function filter() {
  const words = box.value.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  let found = 0;
  for (const group of document.querySelectorAll("section")) {
    let here = 0;
    for (const each of group.querySelectorAll("figure")) {
      const called = each.dataset.words.split(/[ -]/);
      each.hidden = !words.every(word => called.some(own => own.startsWith(word)));
      here += !each.hidden;
    }
    group.hidden = !here;
    found += here;
  }
  none.hidden = found > 0;
}
box.addEventListener("input", filter);
filter();
</script>"""
_OTHERS = "Others"


def page(icons: Iterable[Path]) -> str:
    """The page of these icons (SVG files), those that are near each other in one group, each with its name. May raise OSError."""
    head = f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>Icons</title><style>{_STYLE}</style>'
    return "\n".join([f"{head}<h1>Icons</h1><p>{_SAYS}</p>{_SEARCH}<main>", *_sections(icons), f"</main>{_SCRIPT}</html>", ""])


def _sections(icons: Iterable[Path]) -> Iterator[str]:
    left = {path.stem: path for path in sorted(icons)}
    groups = {title: {name: words for name, words in group.items() if name in left} for title, group in GROUPS.items()}
    grouped = {name for group in groups.values() for name in group}
    groups[_OTHERS] = dict.fromkeys((name for name in left if name not in grouped), "")
    for title, group in groups.items():
        if group:
            figures = "\n".join(_figure(left[name], f"{name} {words} {title.lower()}") for name, words in group.items())
            yield f"<section><h2>{title}</h2><div>\n{figures}\n</div></section>"


def _figure(path: Path, words: str) -> str:
    return f'<figure data-words="{escape(words)}">{_drawing(path)}<figcaption>{escape(path.stem)}</figcaption></figure>'


def _drawing(path: Path) -> str:
    """The drawing alone, on one line, in the colour of the text."""
    whole = read_regular(path, _MOST_BYTES).decode()
    return re.sub(r"\s+", " ", whole[whole.index("<svg") :]).strip()
