"""What changed since a clinician signed, part by part and word by word, and in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import PurePosixPath

from msgspec import Struct

from kiosk.content.checks.reviews import Beside, files_of, holds, signature
from kiosk.content.edits.differences import parts as compared
from kiosk.content.model.deck import Review, Topic
from kiosk.content.model.walk import SOUNDS
from kiosk.content.store.signed_texts import SignedText
from kiosk.staff.content.clinician_text import SCREEN, Part, numbers_of, parts

_WORD = re.compile(r"\s+|[^\s]+")
CODE_LETTERS = 8
"""Of a fingerprint: enough to tell two states of one text apart on paper."""


class Piece(Struct, frozen=True):
    """Some words of a line, and whether they are others on the other side."""

    words: str
    differs: bool


Line = tuple[Piece, ...]


class Lines(Struct, frozen=True):
    """A line as it was signed beside the line that stands there now; empty where there was none, or is none any more."""

    old: Line
    new: Line

    @property
    def differs(self) -> bool:
        return any(piece.differs for piece in (*self.old, *self.new))


class Change(Struct, frozen=True):
    """A part and what became of it: `new`, `gone`, `changed` or `same`. `replaced` tells of files that have other bytes under the same name."""

    name: str
    title: str
    how: str
    lines: tuple[Lines, ...]
    replaced: tuple[str, ...] = ()

    @property
    def texts(self) -> int:
        """How many of its texts are others than before."""
        return sum(line.differs for line in self.lines) + len(self.replaced)


def changes(signed: SignedText | None, topic: Topic, language: str, around: Beside) -> list[Change]:
    """All parts of a text, those that are gone where they stood; without one that was signed all is new."""
    numbers = numbers_of([topic, *([signed.topic] if signed else [])])
    now = parts(topic, language, around, numbers)
    was = parts(signed.topic, language, signed.around, numbers) if signed else []
    found = list(_paired(was, now))
    replaced = tuple(_replaced(signed, topic, language, around)) if signed else ()
    if not replaced:
        return found
    own = next((each for each in found if each.name == SCREEN), Change(SCREEN, "How it comes to the screen", "changed", ()))
    fresh = Change(SCREEN, own.title, "changed", own.lines, replaced)
    return [*(each for each in found if each.name != SCREEN), fresh]


def _paired(was: Sequence[Part], now: Sequence[Part]) -> Iterator[Change]:
    """Each part with the one of its name; what is gone stands behind what stood before it."""
    old, new = {part.name: part for part in was}, {part.name: part for part in now}
    for same, start, end, begin, stop in compared(list(old), list(new)):
        if not same:
            yield from (_gone(part) for part in was[start:end] if part.name not in new)
        yield from (_change(old.get(part.name), part) for part in now[begin:stop])


def _gone(part: Part) -> Change:
    return Change(part.name, part.title, "gone", tuple(Lines((Piece(line, differs=True),), ()) for line in (part.title, *part.lines)))


def _change(old: Part | None, new: Part) -> Change:
    if old is None:
        return Change(new.name, new.title, "new", tuple(Lines((), (Piece(line, differs=True),)) for line in (new.title, *new.lines)))
    lines = tuple(_lines((old.title, *old.lines), (new.title, *new.lines)))
    return Change(new.name, new.title, "changed" if any(line.differs for line in lines) else "same", lines)


def _lines(old: Sequence[str], new: Sequence[str]) -> Iterator[Lines]:
    """The lines of both side by side; of those that differ one and the other as long as there are two."""
    for same, start, end, begin, stop in compared(old, new):
        left, right = old[start:end], new[begin:stop]
        for number in range(max(len(left), len(right))):
            one, two = left[number] if number < len(left) else "", right[number] if number < len(right) else ""
            yield Lines((Piece(one, differs=False),), (Piece(two, differs=False),)) if same else _words(one, two)


def _words(old: str, new: str) -> Lines:
    """Two lines word by word."""
    if not old or not new:
        return Lines(_whole(old), _whole(new))
    one, two = _WORD.findall(old), _WORD.findall(new)
    left, right = list[Piece](), list[Piece]()
    for same, start, end, begin, stop in compared(one, two):
        left += [Piece("".join(one[start:end]), not same)] if end > start else []
        right += [Piece("".join(two[begin:stop]), not same)] if stop > begin else []
    return Lines(tuple(left), tuple(right))


def _whole(line: str) -> Line:
    return (Piece(line, differs=True),) if line else ()


def _replaced(signed: SignedText, topic: Topic, language: str, around: Beside) -> Iterator[str]:
    for name in sorted(files_of(topic, language) & files_of(signed.topic, language)):
        if around.digest(name) != signed.around.digest(name):
            what = "recording" if name.startswith(f"{SOUNDS}/") else "picture"
            yield f"Another {what} has the name {PurePosixPath(name).name} now."


def code(topic: Topic, language: str, around: Beside) -> str:
    """What tells on paper which state of a text it is of: the same letters show at the desk as long as nothing changes."""
    told = sha256(signature(topic, language, around).encode()).hexdigest()[:CODE_LETTERS].upper()
    return f"{told[:4]}-{told[4:]}"


class Standing(Struct, frozen=True):
    """How a text stands with its clinician, in a sentence; whether somebody should read it."""

    says: str
    waits: bool


def standing(topic: Topic, around: Beside, review: Review | None, signed: SignedText | None, today: date) -> Standing:
    """Signed, due again, changed since, or never signed; `signed` is what was read, where that is known."""
    if review is None:
        return Standing("Nobody has signed it yet.", waits=True)
    by = f"{review.by} signed it on {review.on}"
    if holds(review, topic, around):
        due = review.next <= today
        return Standing(f"{by}. It {'was' if due else 'is'} to be read again by {review.next}.", waits=due)
    if signed is None:
        return Standing(f"{by}. It has changed since.", waits=True)
    texts = sum(each.texts for each in changes(signed, topic, review.language, around))
    what = "One text has" if texts == 1 else f"{texts} texts have" if texts else "What it looks like has"
    return Standing(f"{by}. {what} changed since.", waits=True)
