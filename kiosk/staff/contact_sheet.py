"""All pictures of the screens on one page, to look through or to mail to the clinician who reviews."""

from __future__ import annotations

from html import escape
from pathlib import Path

_STYLE = (
    "body{font:16px sans-serif;background:#FBF7F0;color:#17313A}"
    "main{display:flex;flex-wrap:wrap;gap:16px}figure{margin:0;width:380px}img{width:100%}"
)
NAME = "index.html"


def write(folder: Path, title: str) -> Path:
    """Writes the page beside the pictures, in the order of their names. May raise OSError."""
    path = folder / NAME
    path.write_text(page(sorted(file.name for file in folder.glob("*.png")), title), encoding="utf-8")
    return path


def page(names: list[str], title: str) -> str:
    shown = "\n".join(
        f'<figure><a href="{each}"><img src="{each}" alt="{each}" loading="lazy"></a><figcaption>{each}</figcaption></figure>'
        for each in map(escape, names)
    )
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f"{head}<h1>{escape(title)}</h1><p>{len(names)} screens</p><main>\n{shown}\n</main></html>\n"
