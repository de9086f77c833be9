"""What a voice reads: the texts of a screen, in the order in which a person would read them out, sentence by sentence.

It is made from the same values that QML draws. Buttons are not part of it: those are told when a finger or a key comes upon them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kiosk.layout.sentences import sentences

ORDER = ("name", "kicker", "heading", "said", "urgent", "keep", "notice", "sample", "field_said", "below", "promise", "says", "groups",
         "sides", "cards", "parts", "codes", "rows", "caption", "note", "page_note", "draft")  # fmt: skip
"""The fields of a page as they are read. What stands above the rows of a choice or a review comes before them."""
CAPTION_FIRST = ("Choices", "Review", "Ruler", "Weighing", "Matters", "Table")
_INSIDE = ("heading", "sides", "parts", "note")
_TOUCHED = ("parts", "rows", "cards")


class Spoken(Struct, frozen=True):
    """What is said in one breath: a sentence, or a recorded `clip`, and which sentence of which texts of the screen it is.

    `language` is empty for the visitor's own; `private` words are for headphones alone; `sentence` -1 means the whole of `texts`.
    """

    words: str
    texts: tuple[str, ...] = ()
    sentence: int = 0
    language: str = ""
    private: bool = False
    clip: Path | None = None


class Manner(Struct, frozen=True):
    """How texts of the screen are spoken: in which language, and from which recording. Both answer for texts as they stand there."""

    language_of: Callable[[str], str] = lambda _: ""
    clip_of: Callable[[str, str], Path | None] = lambda _title, _text: None


def script(page: Mapping[str, Any], manner: Manner, *, private: bool = False) -> list[Spoken]:
    """The sentences of a page as it is shown. `private`: all of it but its heading is somebody's own, as on the pages for staff.

    On a page that says so of itself it is what a visitor touched.
    """
    kind = page.get("kind")
    order = sorted(ORDER, key=lambda name: name != "caption" and ORDER.index(name) >= ORDER.index("says")) if kind in CAPTION_FIRST else ORDER
    spoken: list[Spoken] = []
    seen = (page.get("picture") or {}).get("width") or page.get("code")
    for name in order:
        if name == "says" and not seen:  # a picture that gave way to large letters
            continue
        hidden = name == "field_said" or (private and name not in ("heading", "kicker", "name")) or (page.get("private") and name in _TOUCHED)
        for title, text in _texts(page.get(name)):
            spoken += _said(title, text, manner, private=bool(hidden) or (kind == "Review" and name == "rows" and bool(title)))
    return spoken


def _said(title: str, text: str, manner: Manner, *, private: bool) -> Iterator[Spoken]:
    texts = tuple(each for each in (title, text) if each)
    language = manner.language_of(texts[0])
    if clip := manner.clip_of(title, text):
        yield Spoken(" ".join(texts), texts, -1, language, private, clip)
        return
    for each in texts:
        for number, words in enumerate(sentences(each)):
            yield Spoken(words, (each,), number, manner.language_of(words) or language, private)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """The texts in a value of a page, as (title, text); one of the two may be empty."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, Mapping) and "plain" not in value:
        title, text = _plain(value.get("title")), _plain(value.get("text"))
        if title or text:
            yield title, text
        for name in _INSIDE:
            yield from _texts(value.get(name))
    elif text := _plain(value):
        yield "", text


def _plain(value: Any) -> str:
    return str(value.get("plain") or "") if isinstance(value, Mapping) else value if isinstance(value, str) else ""
