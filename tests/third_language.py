"""A third language for a content folder, made from its Spanish letter by letter: nobody has to know it, and nothing else looks like it.

Every vowel gets two dots, so that a text which shows in another language is found by its bare vowels. Widths stay what they are.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from kiosk.yaml.reading import read_yaml

LANGUAGE = "pt"
WRITTEN_BY_COMMANDS = ("reviews.yaml", "translations.yaml", "dictionary.yaml")
_DOTTED = str.maketrans("aeiouyáéíóúAEIOUYÁÉÍÓÚ", "äëïöüýäëïöüÄËÏÖÜÝÄËÏÖÜ")
_BARE = re.compile(r"[aeiouyáéíóúàèìòù]", re.IGNORECASE)
_KEPT = re.compile(r"\{[a-z_]+\}|https?://\S+(?:(?<=[-/]) \S+)*|\S+[@.]\w[\w.]*\w")
"""What the screen fills in; addresses, long ones cut between two lines behind a hyphen or a slash."""


def marked(text: str) -> str:
    """The text in the third language."""
    kept = _KEPT.findall(text)
    parts = [part.translate(_DOTTED) for part in _KEPT.split(text)]
    return parts[0] + "".join(each + part for each, part in zip(kept, parts[1:], strict=True))


def foreign(text: str) -> list[str]:
    """The words in the text that are not in the third language; addresses and numbers are in none."""
    return [word for word in _KEPT.sub(" ", text).split() if _BARE.search(word)]


def add_to(content: Path) -> Path:
    """Writes the third language into every file, as a member of staff would: beside the Spanish, and into the list of languages."""
    for path in (*content.glob("*.yaml"), *content.glob("topics/*.yaml")):
        written = read_yaml(path.read_bytes(), path.name).yaml
        assert written, path
        if path.name not in WRITTEN_BY_COMMANDS:
            path.write_text(yaml.dump(_translated(written.data), allow_unicode=True, sort_keys=False, width=1e6), encoding="utf-8")
    return content


def _translated(value: Any) -> Any:
    match value:
        case list():
            return [_translated(each) for each in value]
        case dict():
            return {name: _named(name, each) for name, each in value.items()} | _third(value.get("es"))
        case _:
            return value


def _named(name: str, value: Any) -> Any:
    return [*value, LANGUAGE] if name == "languages" else value if name == "clip" else _translated(value)


def _third(spanish: str | list[str] | None) -> dict[str, Any]:
    match spanish:
        case str():
            return {LANGUAGE: marked(spanish)}
        case list():
            return {LANGUAGE: [marked(form) for form in spanish]}
        case _:
            return {}
