"""A topic with a slide of each kind, in which every text that the format knows stands there, in words of its own.

What a new kind, or a new field of a kind, says is in it by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, get_args, get_origin

import yaml

from content import sample
from kiosk.content.model.languages import LANGUAGES
from kiosk.content.reading.format import KINDS, Block, Point, Text, kind_of
from kiosk.yaml.reading import read_yaml


def _block_in(annotation: Any) -> type[Block] | None:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, Block) else None
    return next((found for each in get_args(annotation) if (found := _block_in(each))), None)


def _told(form: type[Block], written: dict[str, Any], fresh: Callable[[], str]) -> dict[str, Any]:
    """The same with all texts of this form, and other words in those that were there."""
    done = {name: each for name, each in written.items() if name not in LANGUAGES}
    if issubclass(form, Text):
        done["en"] = fresh()
    for name, field in form.model_fields.items():
        block = _block_in(field.annotation)
        if block is None or name in LANGUAGES:
            continue
        if get_origin(field.annotation) is tuple:
            there = written.get(name) or ([{}] if block is Point else [])
            done[name] = [_told(block, each, fresh) for each in there]
        elif name in written or block is Text:
            done[name] = _told(block, written.get(name, {}), fresh)
    return done


def _topic() -> str:
    numbers = count(1)
    read = [read_yaml(text.encode(), "x.yaml").yaml for text in (sample.INFUSION, sample.CHANGE)]
    slides = [slide for each in read if each and isinstance(each.data, dict) for slide in each.data["slides"]]
    told = [_told(KINDS[str(kind_of(slide))], slide, lambda: f"saying {next(numbers):03}") for slide in slides]
    return yaml.safe_dump({"topic": "every", "title": {"en": "Every text"}, "slides": told}, sort_keys=False)


TOPIC = _topic()
SAYINGS = frozenset(word for line in TOPIC.splitlines() for word in [line.rpartition("en: ")[2]] if word.startswith("saying "))
