"""Every command of the parser, for tests that leave none out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

VALUES = {"id": "x", "status": "called", "deed": "add", "new": "Bob", "person": "Bob", "label": "safe", "topic": "start", "by": "Ana", "name": "Ana"}
"""What may stand where a command asks for something."""


def leaves(parser: argparse.ArgumentParser, way: tuple[str, ...] = ()) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command with the words that lead to it."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below or not way:
        yield " ".join(way), parser
    for action in below:
        for name, each in action.choices.items():
            yield from leaves(each, (*way, name))


def written(action: argparse.Action, value: str) -> list[str]:
    return [action.option_strings[-1], value] if action.option_strings else [value]
