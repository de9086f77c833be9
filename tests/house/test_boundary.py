"""What QML reads of Python is there, and what Python hands over is read: every `body.x`, `modelData.x` of every file, by the structs behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

from kiosk.layout.form_question import Ask
from kiosk.layout.home import CardBox
from kiosk.layout.keys import Key
from kiosk.layout.lists import Row
from kiosk.layout.measures import Sizes
from kiosk.layout.notice import NoticeCard
from kiosk.layout.options import OptionShown
from kiosk.layout.page import Body, Frame, Page
from kiosk.layout.pagination import Part
from kiosk.layout.typeset import Line, SetText, WordSpot
from kiosk.screens.attract import AttractShown
from kiosk.screens.basket import Coded
from kiosk.screens.comfort import ComfortShown
from kiosk.screens.for_qml import plain
from kiosk.screens.panels import PanelShown
from kiosk.screens.setup import Ruler
from kiosk.screens.turns import DeckShown, Turns
from kiosk.screens.urgent import UrgentLine

UI = Path(__file__).resolve().parents[2] / "kiosk" / "ui"
TEXTS = {path.stem: re.sub(r"//.*", "", path.read_text(encoding="utf-8")) for path in sorted(UI.rglob("*.qml"))}
HANDED = {
    "SetLines": {"setting": SetText}, "PartList": {"parts": tuple[Part, ...]}, "ListRow": {"row": Row}, "ChoiceRow": {"row": Row},
    "TopicCard": {"card": CardBox}, "TypeKey": {"key": Key}, "OptionButton": {"option": OptionShown}, "NoticeCard": {"notice": NoticeCard},
    "ClinicName": {"shown": AttractShown}, "Sheet": {"sheet": PanelShown}, "ComfortPanel": {"panel": ComfortShown}, "PagePane": {"page": Page},
    "PageFrame": {"page": Page}, "ControlBar": {"leads": Turns}, "UrgentButton": {"line": UrgentLine},
}  # fmt: skip
"""What a property of a component holds that others fill in. What the deck has is known everywhere, and an alias holds what it stands for."""
MAY_BE_NULL = {"notice", "page"}
"""Properties of these that hold nothing at times."""
FOR_PYTHON = {
    "number", "pages", "before", "after", "reads_on", "wide", "kind", "private", "answered", "compares", "word", "sentences", "joined", "keeps",
}  # fmt: skip
"""Fields that Python alone reads, at least of some structs: where a page is and leads, how keys are laid out, what a voice keeps to itself, how text
comes onto pages, and, on their base, of which kind bodies are."""
BODIES = sorted({Ask, Coded, Ruler, *Body.__subclasses__()}, key=lambda body: body.__name__)
CHAIN = re.compile(r"\b[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*|\[[^\[\]]*\])+")


def fields_of(kind: Any) -> dict[str, Any]:
    """The fields of a struct as QML has them; none for anything else."""
    if kind is SetText:
        return dict.fromkeys(plain(SetText((Line("a", "a", 1.0, (WordSpot("w", "a", 0.0, 1.0),)),))), object)
    if not (isinstance(kind, type) and issubclass(kind, Struct)):
        return {}
    hints = get_type_hints(kind)
    return {name: _there(hints[name]) for name in kind.__struct_fields__} | ({"kind": str} if issubclass(kind, Body) else {})


def may_be_missing(kind: Any) -> set[str]:
    """The fields of a struct that may be None."""
    return {name for name, hint in get_type_hints(kind).items() if NoneType in get_args(hint)} if kind is not SetText else set()


def _there(kind: Any) -> Any:
    """The type without what says that a value may be missing."""
    return next(each for each in get_args(kind) if each is not NoneType) if NoneType in get_args(kind) else kind


def _root(name: str) -> str:
    """The component that another is made from, of ours or of Qt."""
    match = re.search(r"^([\w.]+) \{$", TEXTS[name], re.MULTILINE)
    return match[1] if match else ""


def made_from(name: str) -> list[str]:
    """The component itself, and those of ours that it is made from."""
    return [name, *made_from(_root(name))] if name in TEXTS else []


class Walk:
    """One file, read with what its properties hold; `body` is what the pages have that it draws.

    `read` gathers the fields, as (struct, name), `unknown` what is read and is no field, `hidden` what has a stand-in and is always there.
    """

    def __init__(self, name: str, body: type[Body] | None = None) -> None:
        self.name, self.text = name, TEXTS[name]
        self.read: set[tuple[Any, str]] = set()
        self.unknown: set[str] = set()
        self.hidden: set[str] = set()
        self.holds: dict[str, Any] = {own: kind for each in made_from(name) for own, kind in HANDED.get(each, {}).items()}
        self.holds |= {"frame": Frame, "textBox": fields_of(Frame)["text"], "body": body} if body else {}
        self.rows: list[tuple[int, int, Any]] = []
        self.missing = False
        for alias, chain in re.findall(r"property var (\w+): ([\w.?]+)$", self.text, re.MULTILINE):
            self.holds |= {alias: kind} if alias not in self.holds and (kind := self.follow(chain, 0)) else {}
        for begin, end in _blocks(self.text):
            self._repeat(begin, end)
        for chain in (*CHAIN.finditer(self.text), *re.finditer(r"(?<=\[)[\w.]+(?=\])", self.text)):
            self.follow(chain[0], chain.start())
            guarded = "?." in chain[0] or self.text.startswith(" ?? ", chain.end())
            if guarded and "[" not in chain[0] and self.is_there(chain[0], chain.start()):
                self.hidden.add(f"{self.name}: {chain[0]}")

    def is_there(self, chain: str, at: int) -> bool:
        """Whether every link of a chain is a field of a struct that is always there."""
        self.missing = False
        return bool(self.follow(chain, at)) and not self.missing

    def _repeat(self, begin: int, end: int) -> None:
        """What the delegates in a block are given, if it repeats something of ours."""
        model = re.match(r"\{\s*(?:id: \w+\s*)?model: (.*)\n", self.text[begin:end])
        kinds = [self.follow(chain[0], begin) for chain in CHAIN.finditer(model[1])] if model else []
        for kind in kinds:
            if get_origin(kind) is tuple:
                self.rows.append((begin, end, get_args(kind)[0]))

    def follow(self, chain: str, at: int) -> Any:
        """The type at the end of a chain of names at this place; None where that is nothing of ours."""
        names = re.findall(r"\w+|\[", re.sub(r"\[[^\]]*\]", "[", chain))
        for start, name in enumerate(names):
            if name == "deck" and names[start + 1 : start + 2] and names[start + 1] in fields_of(DeckShown):
                return self._along(DeckShown, names[start + 1 :], chain)
            if name == "modelData" and (kind := self._given(self._place_of(names[start - 1], at) if start else at)):
                return self._along(kind, names[start + 1 :], chain)
            if name in self.holds and names[:start] in ([], ["root"]):
                self.missing |= name in MAY_BE_NULL
                return self._along(self.holds[name], names[start + 1 :], chain)
        return None

    def _along(self, kind: Any, names: list[str], chain: str) -> Any:
        for name in names:
            if name == "[":
                kind = get_args(kind)[0] if get_origin(kind) is tuple else None
                continue
            fields = fields_of(kind)
            if fields and name not in fields:
                self.unknown.add(f"{self.name}: {chain} ({kind.__name__} has no {name})")
            if name not in fields:
                return None
            self.read.add((kind, name))
            self.missing |= name in may_be_missing(kind)
            kind = fields[name]
        return kind

    def _place_of(self, identity: str, at: int) -> int:
        """Where the item of this id stands; here if there is none."""
        found = re.search(rf"\bid: {identity}$", self.text, re.MULTILINE)
        return found.start() if found else at

    def _given(self, at: int) -> Any:
        inside = [(begin, number) for number, (begin, end, _) in enumerate(self.rows) if begin < at < end]
        return self.rows[max(inside)[1]][2] if inside else None


def _blocks(text: str) -> list[tuple[int, int]]:
    """The places of the braces of every block, outer ones first."""
    opened, found = [], []
    for at, sign in enumerate(text):
        if sign == "{":
            opened.append(at)
        elif sign == "}":
            found.append((opened.pop(), at))
    return sorted(found)


@cache
def walks() -> list[Walk]:
    """Every file; that of a page once for each kind of page that it draws, alone or as what another is made from."""
    drawn = [Walk(name, body) for body in BODIES for name in made_from(f"{body.__name__}Page")]
    return [*drawn, *(Walk(name) for name in TEXTS if not name.endswith("Page") and name != "PageFrame")]


def handed_over() -> Iterator[Any]:
    """Every struct that QML is given, with those inside."""
    waiting, met = [*fields_of(DeckShown).values(), *BODIES], set[Any]()
    while waiting:
        kind = waiting.pop()
        if get_origin(kind) is tuple:
            waiting.append(get_args(kind)[0])
        elif kind not in met and fields_of(kind):
            met.add(kind)
            waiting += map(_there, fields_of(kind).values())
            yield kind


def test_qml_reads_no_field_that_is_not_there() -> None:
    assert sorted(wrong for walk in walks() for wrong in walk.unknown) == []


def test_every_field_is_read_by_somebody() -> None:
    read = set().union(*(walk.read for walk in walks()))
    unread = [f"{kind.__name__}.{name}" for kind in handed_over() for name in fields_of(kind) if (kind, name) not in read and name not in FOR_PYTHON]
    assert unread == []


def test_every_property_of_a_view_is_read() -> None:
    for source in (UI.parent / "bridge").glob("*_view.py"):
        for name in re.findall(r"^    (\w+) = Property\(", source.read_text(encoding="utf-8"), re.MULTILINE):
            assert any(re.search(rf"\b\w+\.{name}\b", text) for text in TEXTS.values()), f"{source.name}: {name}"


def test_every_page_has_a_file_that_draws_it_and_every_file_a_page() -> None:
    drawn = {f"{body.__name__}Page" for body in BODIES}
    assert drawn == {name for name in TEXTS if name.endswith("Page")}


def test_qml_hides_no_missing_field() -> None:
    """A struct always has its fields, so that nothing stands in for them but where the struct itself may be missing."""
    assert sorted(hidden for walk in walks() for hidden in walk.hidden) == []


def test_each_size_that_the_layout_counts_with_has_its_name_in_the_theme() -> None:
    assert set(re.findall(r"\bsizes\.(\w+)", TEXTS["Theme"])) == set(Sizes.__struct_fields__)
    names = set(re.findall(r"readonly property real (\w+): sizes\.", TEXTS["Theme"]))
    read = {name for text in TEXTS.values() for name in re.findall(r"\bTheme\.(\w+)", text)}
    assert names <= read
