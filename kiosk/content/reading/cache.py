"""What was read and judged before: whoever looks on while they write waits only for what they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.content.reading.result import ReadFile
    from kiosk.problems import Problem

Around = tuple[object, ...]
"""All that the problems of a file hang on beside the file itself."""


class Memory:
    """Holds each file as it was read last, and what was found in it then; a fresh one holds nothing."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[bytes, Sequence[str], ReadFile[Any]]] = {}
        self._problems: dict[tuple[str, str], tuple[ReadFile[Any], Around, tuple[Problem, ...]]] = {}

    def file(self, name: str, raw: bytes, languages: Sequence[str], read: Callable[[], ReadFile[Any]]) -> ReadFile[Any]:
        """The file of these bytes, with plain texts in the first of the languages; read only if that is new."""
        known = self._files.get(name)
        if known is None or known[:2] != (raw, languages):
            known = self._files[name] = (raw, languages, read())
        return known[2]

    def problems(self, file: ReadFile[Any], what: str, around: Around, find: Callable[[], Iterable[Problem]]) -> tuple[Problem, ...]:
        """What is found in a file, `what` naming the kind of checks; looked for only if the file or anything around it is new."""
        known = self._problems.get((file.name, what))
        if known is None or known[0] is not file or known[1] != around:
            known = self._problems[file.name, what] = (file, around, tuple(find()))
        return known[2]
