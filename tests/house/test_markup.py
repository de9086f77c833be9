"""Markup in any text of the content, or typed by a visitor, shows as it is written; nothing is fetched for it."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from kiosk import app
from kiosk.bridge.typesetting import set_text
from kiosk.content.model.deck import Clinic, Source, Text
from kiosk.content.model.form import Kind
from kiosk.content.store.library import Library
from kiosk.layout.typeset import Style
from kiosk.settings.settings import Settings
from kiosk.staff.content import all_screens
from kiosk.staff.content.paper import Paper
from kiosk.visit.comfort import Comfort

PROJECT = Path(__file__).resolve().parents[2]
TRICKY = ["<img", "src='x'>", "&amp;", "&#60;", "**<b>**"]
MARKUP = "<img src='{}'><a href='{}'>&amp;<b>"


class Seen(HTMLParser):
    """Which tags a text has, and what it says."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.says = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert {name for name, _ in attrs} <= {"width", "cellpadding", "align"}
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.says += data


def test_every_text_of_the_interface_is_plain_but_the_one_that_we_mark_ourselves() -> None:
    styled = []
    for path in sorted((PROJECT / "kiosk" / "ui").rglob("*.qml")):
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        formats = re.findall(r"textFormat: (\S+)", code)
        assert len(formats) == len(re.findall(r"\bText(?:Edit)? \{", code)), f"{path.name}: every Text says its textFormat"
        styled += [path.name for each in formats if each not in {"Text.PlainText", "TextEdit.PlainText"}]
    assert styled == ["SetLines.qml", "SignOffPart.qml"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.sampled_from("ab<>&;*'\"/ ñ=#1"), min_size=1, max_size=12) | st.sampled_from(TRICKY)))
def test_what_the_typesetter_marks_is_nothing_but_bold_and_italic(qapp: object, words: list[str]) -> None:
    done = set_text(" ".join(words), Style(40), 700)
    for line in done.lines:
        seen = Seen(line.html)
        assert seen.tags <= {"b", "i"}
        assert seen.says == line.plain


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


def markup(listener: socket.socket) -> str:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    return MARKUP.format(address, address)


def nobody_came(listener: socket.socket) -> bool:
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return True
    return False


def marked(value: Any, own: str, *, whole: bool = False) -> Any:
    """A value of the deck with this in every text and name; shortened, unless the screen fills something in."""
    if isinstance(value, Text):
        return Text(tuple((code, own + (said if whole else said[:12])) for code, said in value.versions))
    if isinstance(value, Struct):
        fields = {name: marked(getattr(value, name), own, whole=name == "interface") for name in value.__struct_fields__}
        if isinstance(value, (Clinic, Source)):
            named = "name" if isinstance(value, Clinic) else "cite"
            fields[named] = own + fields[named]
        return replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(marked(each, own, whole=whole) for each in value)
    return value


@pytest.fixture
def spoilt(library: Library, listener: socket.socket) -> Library:
    """Some of each kind, so that every kind of screen shows."""
    own, kept = markup(listener), library._snapshot
    groups = tuple(replace(group, questions=group.questions[:2]) for group in kept.questions[:1])
    some = replace(kept, topics=kept.topics[3:5], questions=groups, words=kept.words[:3], sources=kept.sources[:3])
    return Library(marked(some, own), lambda topic: marked(library._read(topic), own), library.picture)


def test_no_screen_fetches_anything(
    qapp: object, spoilt: Library, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(all_screens._EXAMPLES, Kind.NAME, markup(listener))
    kiosk = app.Kiosk(spoilt, Settings(), app.WindowSpec((960, 540), (476.0, 268.0)), still=True, now=None)
    shown = 0
    for _ in all_screens.walk(kiosk, spoilt, "en", Comfort()):
        all_screens.settle()
        shown += 1
        assert nobody_came(listener)
    kiosk.close()
    assert shown > 60


def test_paper_has_only_our_own_marks(spoilt: Library, listener: socket.socket) -> None:
    paper = Paper(spoilt, "en", TODAY)
    chapters = list(paper.chapters())
    for parts in (paper.cover(), paper.contents([(chapter.title, 1) for chapter in chapters]), *(chapter.sections for chapter in chapters)):
        for part in chain.from_iterable(parts):
            seen = Seen(part)
            assert seen.tags <= {"h1", "h2", "h3", "h4", "p", "b", "i", "ul", "li", "table", "tr", "td"}
            assert markup(listener) in seen.says
