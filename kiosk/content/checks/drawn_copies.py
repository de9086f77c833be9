"""What a drawing comes to when each `<use>` in it is written out: a few lines can stand for a billion shapes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from msgspec import Struct, field


class TooDeepError(Exception):
    """Copies stand in copies without end, or deeper than was asked for."""


class _Part(Struct):
    """All that has one name: how much stands in it, and the names of what it copies."""

    elements: int = 0
    letters: int = 0
    copied: list[str] = field(default_factory=list)


class _Size(Struct, frozen=True):
    elements: int = 0
    letters: int = 0
    levels: int = 0


class Copies:
    """Follows a drawing element by element."""

    def __init__(self) -> None:
        self._all = _Part()
        self._named: dict[str, _Part] = {}
        self._open: list[str | None] = []
        self._known: dict[str, _Size] = {}

    def begins(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins here; attributes of other namespaces have these in front."""
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        name = plain.get("id")
        self._open.append(name)
        if name is not None:
            self._named.setdefault(name, _Part())
        letters = sum(map(len, attributes.values()))
        for part in chain([self._all], (self._named[each] for each in {*self._open} if each is not None)):
            part.elements += 1
            part.letters += letters
            if tag == "use" and "href" in plain:
                part.copied.append(plain["href"].removeprefix("#"))

    def ends(self) -> None:
        self._open.pop()

    def written_out(self, most_levels: int) -> tuple[int, int]:
        """Elements, and letters of their attributes. Raises TooDeepError where copies lie deeper in one another, or something copies itself."""
        whole = self._sum(self._all, most_levels)
        return whole.elements, whole.letters

    def _sum(self, part: _Part, levels: int) -> _Size:
        elements, letters, deepest = part.elements, part.letters, 0
        for name in part.copied:
            size = self._size(name, levels - 1)
            elements, letters, deepest = elements + size.elements, letters + size.letters, max(deepest, size.levels)
        return _Size(elements, letters, deepest + 1)

    def _size(self, name: str, levels: int) -> _Size:
        known = self._known.get(name)
        if levels < (known.levels if known else 1):
            raise TooDeepError
        if known is None:
            known = self._known[name] = self._sum(self._named.get(name, _Part()), levels)
        return known
