"""No expression that is held against what staff or strangers write takes more than the length of it, whatever that is."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

import growth
import pytest
from msgspec import Struct

from kiosk.content.edits import touched
from kiosk.content.model.deck import Text, Word
from kiosk.content.reading import slips
from kiosk.layout.hard_words import finder
from kiosk.settings import settings
from kiosk.speech import pronunciation

ROOMS = ("content", "yaml", "settings", "screens", "speech", "staff.content", "layout", "unseen", "accents")
"""Where texts of content and settings are read, judged, shown and said."""
FORMS = ("a", "ab cd", "a-b", "..", "ab")
BUILT: dict[str, tuple[str, ...]] = {
    "kiosk.content.checks.forbidden_words._rule": (),
    "kiosk.content.checks.honesty._said": (),
    "kiosk.content.edits.touched._among": (touched._among("a b").pattern,),
    "kiosk.content.edits.touched._within": (touched._within("a b").pattern,),
    "kiosk.content.reading.slips._name": (slips._name().pattern,),
    "kiosk.layout.hard_words.__init__": (finder((Word("a", (("en", FORMS),), Text(), Text()),), "en")._pattern.pattern,),
    "kiosk.settings.settings._refused": tuple(pattern for pattern, _ in settings._TEXTS.values()),
    "kiosk.settings.writer._with": (r"(?m)^desk_web:([^#\n]*)(#.*)?$",),
    "kiosk.speech.pronunciation._finder": (pronunciation._finder(FORMS).pattern,),
    "kiosk.speech.pronunciation._short_forms": (r"(?<!\w)Dr\.(?!\w)",),
    "kiosk.speech.pronunciation._units": (rf"(?i)(?<![\w.,])({pronunciation._NUMBER})\s?(mg|h|min|kg)(?:/(mg|h|min|kg))?(?!\w)",),
}
"""Expressions that are made inside a function, each as some come out; none where they are constants of their module in the end."""


@cache
def modules() -> tuple[ModuleType, ...]:
    found = []
    for room in ROOMS:
        found.append(importlib.import_module(f"kiosk.{room}"))
        inside = pkgutil.walk_packages(getattr(found[-1], "__path__", ()), f"{found[-1].__name__}.")
        found += [importlib.import_module(each.name) for each in inside]
    return tuple(found)


def held_by(value: object, levels: int = 4) -> Iterator[re.Pattern[Any]]:
    """The expressions in a value, and in what it holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif levels:
        inside: Any = ()
        if isinstance(value, dict):
            inside = value.values()
        elif isinstance(value, list | tuple | set | frozenset):
            inside = value
        elif isinstance(value, Struct):
            inside = (getattr(value, name) for name in value.__struct_fields__)
        for each in inside:
            yield from held_by(each, levels - 1)


class Asked(ast.NodeVisitor):
    """What a module asks of expressions: of those with a name in which ways, and which it makes where it uses them."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.function = module, ""
        self.ways: dict[str, set[str]] = defaultdict(set)
        self.inline = list[tuple[re.Pattern[Any], str]]()
        self.built = set[str]()
        self.visit(ast.parse(inspect.getsource(module)))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        outer, self.function = self.function, self.function or node.name
        self.generic_visit(node)
        self.function = outer

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if node.attr in growth.WAYS and isinstance(node.value, ast.Name | ast.Attribute):
            self.ways[node.value.id if isinstance(node.value, ast.Name) else node.value.attr].add(node.attr)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        if isinstance(called, ast.Attribute) and ast.unparse(called.value) == "re" and called.attr in (*growth.WAYS, "compile"):
            self._expression(node, called.attr)
        self.generic_visit(node)

    def _expression(self, node: ast.Call, way: str) -> None:
        flags = [re.RegexFlag[name] for name in ("IGNORECASE", "DOTALL", "MULTILINE", "ASCII") if f"re.{name}" in ast.unparse(node)]
        try:
            pattern = eval(compile(ast.Expression(node.args[0]), "", "eval"), vars(self.module))  # noqa: S307  our own code
        except NameError:
            if self.function:  # else it is a constant
                self.built.add(f"{self.module.__name__}.{self.function}")
            return
        if way != "compile" or self.function:
            self.inline.append((re.compile(pattern, sum(flags)), "search" if way == "compile" else way))


@cache
def asked() -> tuple[Asked, ...]:
    return tuple(map(Asked, modules()))


def expressions(room: str) -> set[tuple[re.Pattern[Any], str]]:
    """The expressions of a room, each with each way in which it is used; those without a name are searched for."""
    ways: dict[str, set[str]] = defaultdict(set)
    for each in asked():
        for name, those in each.ways.items():
            ways[name] |= those
    found = set[tuple[re.Pattern[Any], str]]()
    for each in asked():
        if f"{each.module.__name__}.".startswith(f"kiosk.{room}."):
            found |= set(each.inline)
            found |= {(held, way) for name, value in vars(each.module).items() for held in held_by(value) for way in ways[name] or {"search"}}
            found |= {(re.compile(pattern), "search") for name in each.built for pattern in BUILT.get(name, ())}
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_expression_takes_more_than_the_length_of_what_it_reads(room: str) -> None:
    for expression, way in expressions(room):
        assert not list(growth.worst_runs(expression, way)), (expression.pattern, way)


def test_every_expression_is_tried_here() -> None:
    assert {name for each in asked() for name in each.built} == set(BUILT)
    assert sum(len(expressions(room)) for room in ROOMS) > 200


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        (r"</?[a-zA-Z][^>]*>", "search"),
        (r" *- +(?:slide|thing):", "findall"),
    ],
)
def test_what_goes_over_its_text_again_is_noticed(pattern: str, way: str) -> None:
    assert next(growth.worst_runs(re.compile(pattern), way), None)
