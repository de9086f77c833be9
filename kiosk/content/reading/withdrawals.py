"""What staff wish to take off the screen, in a file with an error: read by its lines alone, since nothing else of it can be relied on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kiosk.content.reading.format_errors import as_name
from kiosk.yaml.reading import Plain, Yaml

_SIGN = re.compile("(?<![\\w-])withdrawn?[\"'“”‘’]?\\s*[:：=](?P<value>.*)|^[\\s\\-?{\"'“‘]*withdrawn?(?P<alone>\\W*+\\w*+\\W*+)$", re.IGNORECASE)
"""The word and what stands after it, or the word with at most one more on a line of its own."""
_NO = re.compile("\\W*(?:no|n|false|f|off|0)\\s*+[\"'”’]?+\\s*+(?:[,}#].*)?$", re.IGNORECASE)
"""What surely stands for no (pydantic, conversion table)."""
_NAME = re.compile("(?:^[\\s-]*|[{,]\\s*)[\"'“‘]?slide[\"'”’]?\\s*:\\s*[\"'“‘]?([^\"'”’#,}]+)", re.IGNORECASE)
_DASH = re.compile(r"\s*-(?:\s|$)")

Lines = Sequence[str]


def wishes(raw: bytes, yaml: Yaml | None) -> Iterator[frozenset[str]]:
    """For each slide that is to go, what it may be called; nothing for a wish that names no slide, or perhaps one of several.

    The file may be in any encoding: without zeros the letters of UTF-16 are those of ASCII. `yaml` is what could be understood of it.
    """
    lines = raw.replace(b"\0", b"").decode("utf-8", "replace").splitlines()
    titled = _slides_by_line(yaml) if yaml else {}
    dashes = [_indent(line) for line in lines if _DASH.match(line)]
    for first, item in _items(lines, min(dashes, default=0)):
        if any(_asks(line) for line in item):
            yield (_called(item) or _titled(item, titled.get(first))) if first else frozenset()


def _items(lines: Lines, indent: int) -> Iterator[tuple[int, Lines]]:
    """The items of the list whose dashes stand at this indent, each with the number of its first line; and with 0 every line outside of them."""
    first, item = 0, list[str]()
    for number, line in enumerate(lines, 1):
        if line.strip() and _indent(line) <= indent:
            yield first, item
            begins = _indent(line) == indent and _DASH.match(line)
            first, item = (number, []) if begins else (0, [])
        item.append(line)
    yield first, item


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _asks(line: str) -> bool:
    sign = None if line.lstrip().startswith("#") else _SIGN.search(line)
    return sign is not None and not _NO.match(sign["value"] or sign["alone"] or "")


def _called(item: Lines) -> frozenset[str]:
    """The one name that stands in an item; several are an item that has lost its dash."""
    names = [as_name(name) for line in item for name in _NAME.findall(line)]
    return frozenset(names) if len(names) == 1 else frozenset()


def _slides_by_line(yaml: Yaml) -> dict[int, Plain]:
    """Each slide under the number of the line in which it begins."""
    slides = yaml.data.get("slides") if isinstance(yaml.data, dict) else None
    return {yaml.place(("slides", number))[0]: slide for number, slide in enumerate(slides)} if isinstance(slides, list) else {}


def _titled(item: Lines, slide: Plain) -> frozenset[str]:
    """What an item without a name may be called by its one headline, in one of the languages."""
    if any(_NAME.search(line) for line in item) or _titles(item) != 1:
        return frozenset()
    title = slide.get("title") if isinstance(slide, dict) else None
    written = title.values() if isinstance(title, dict) else [title]
    return frozenset(as_name(text) for text in written if isinstance(text, str))


def _titles(item: Lines) -> int:
    """How many headlines of a slide an item has; cards and columns have theirs further in."""
    within = _indent(item[0]) + 2
    return sum(line.lstrip("- ").startswith("title:") and len(line) - len(line.lstrip("- ")) == within for line in item)
