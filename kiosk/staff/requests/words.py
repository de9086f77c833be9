"""How a request is told at a terminal: its head, what was answered, when what was done, and what is in doubt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from operator import itemgetter
from types import MappingProxyType

from msgspec import Struct

from kiosk.signup.drawer.entries import Entry, Shown
from kiosk.signup.journal.notes import Note, caller
from kiosk.signup.journal.status import Status
from kiosk.signup.journal.what_came import BEHIND
from kiosk.signup.record import Consent, Record
from kiosk.signup.requests.in_words import REACH, Saying
from kiosk.signup.requests.worklist import at_home, is_of_this_week
from kiosk.terminal import on_one_line

_NUMBER = 8
"""Letters of the number of a request, where no other begins so."""
_DOUBTED = "how far you came with it is not what somebody who can read it signed, so it counts as new; run `python3 main.py signups verify`"
DOUBTED_ONES = (
    "How far you came with these is not what somebody who can read them signed, so they count as new: {names}. Run"
    " `python3 main.py signups verify --name YOU`."
)
FIND_OUT = "Find out who can reach this machine; a backup may still have what came in."
_CHANGED_ONE = (
    f"somebody changed it {BEHIND}, so what is in it is not shown: a backup may still have what came in; run `python3 main.py signups verify`"
)


class Telling(Struct, frozen=True):
    """What it takes to tell requests: the words of the form, the notes of staff by requests, today, and the numbers that tell them apart.

    `wording` gives the words of a consent by their fingerprint, empty where nobody knows them. `known` is whether anybody here can know how far staff
    came with a request: at the office nobody can.
    """

    saying: Saying
    notes: Mapping[str, Sequence[Note]]
    today: date
    numbers: Mapping[str, str] = MappingProxyType({})
    wording: Callable[[str], str] = lambda _: ""
    known: bool = True

    def agreed(self, consent: Consent) -> str:
        """The very sentence that a visitor agreed to."""
        return self.wording(consent.wording).replace("*", "") or f"{consent.option} (in words that are not kept here)"

    def caller(self, entry: Entry) -> str:
        """Who will call; empty for nobody in particular."""
        return caller(self.notes.get(entry.id, ()))


def whole(entry: Entry, shown: Shown, telling: Telling) -> list[str]:
    """All that a request says, a line each, and behind an empty line what was done with it, the oldest first."""
    record = shown.record
    said = [f"{telling.saying.label(each)}: {telling.saying.says(each)}" for each in record.answers] if record else []
    agreed = [f"agreed to: {telling.agreed(each)}" for each in record.consents] if record else []
    lines = [_head(entry, telling), *([] if record else [unseen(shown)]), *map(on_one_line, (*said, *agreed))]
    marks = [(mark.at, f"{_time(mark.at)}  {mark.status} by {on_one_line(mark.who)}") for mark in entry.marks]
    written = [(note.at, f"{_time(note.at)}  note by {on_one_line(f'{note.who}: {note.text}')}") for note in telling.notes.get(entry.id, ())]
    done = [told for _, told in sorted(marks + written, key=itemgetter(0))] or ["Nothing has been done with it yet."]
    return [*lines, *_doubt(entry), "", *done]


def line(entry: Entry, shown: Shown, telling: Telling) -> str:
    """One request in some lines: who it is and since when they wait, how to reach them, what else matters for that, and what staff wrote."""
    told = [*(_content(shown.record, telling.saying) if shown.record else [unseen(shown)]), *_doubt(entry)]
    written = telling.notes.get(entry.id, ())
    notes = [on_one_line(f"{note.who}, {_time(note.at, telling.today)}: {note.text}") for note in written if note.calls is None]
    return f"\n{'':10}".join([_head(entry, telling), *told, *notes])


def _head(entry: Entry, telling: Telling) -> str:
    """Its number, the day it came, how far staff have come, and who will call: `not reached, 2 tries, last Tue 14:10 by Ana; Bob will call`."""
    today, caller = telling.today, telling.caller(entry)
    days = (today - entry.day).days
    ago = {0: ", today", 1: ", yesterday"}.get(days, f", {days} days ago" if days > 0 else "")
    tries = f"{entry.tries} {'try' if entry.tries == 1 else 'tries'}, last " if entry.status is Status.NOT_REACHED else ""
    stands = f"{entry.status}, {tries}{_time(entry.at, today)} by {on_one_line(entry.by)}" if entry.by else str(entry.status)
    number = telling.numbers.get(entry.id, entry.id[:_NUMBER])
    if not telling.known:
        return f"{number}  {entry.day}{ago}"
    return f"{number}  {entry.day}{ago}  {stands}{f'; {on_one_line(caller)} will call' if caller else ''}"


def unseen(shown: Shown) -> str:
    """Why nothing of it can be read."""
    return f"({_CHANGED_ONE})" if shown.changed else "(sealed for another key)"


def _doubt(entry: Entry) -> list[str]:
    return [f"({_DOUBTED})"] if entry.doubted else []


def _content(record: Record, saying: Saying) -> Iterator[str]:
    yield on_one_line("  ".join(answer.says for kind in REACH for answer in record.answers if answer.kind == kind))
    others = ", ".join(f"{saying.label(answer)}: {saying.says(answer)}" for answer in record.answers if answer.kind not in REACH)
    yield on_one_line(f"{others}; may: {_agreed(record)}")


def _agreed(record: Record) -> str:
    return ", ".join(consent.option for consent in record.consents)


def _time(at: str, today: date | None = None) -> str:
    """The time of a mark by the clocks of this place: 2026-11-24 14:10, or of a day of this week Tue 14:10."""
    then = at_home(at)
    if then is None:
        return on_one_line(at)
    return f"{then:%a %H:%M}" if today and is_of_this_week(then, today) else f"{then:%Y-%m-%d %H:%M}"


def told_apart(names: Collection[str]) -> dict[str, str]:
    """As many letters of each number as tell it from the others: whoever writes the disk chooses numbers."""
    in_order = sorted(names)
    beside = zip(["", *in_order], in_order, [*in_order[1:], ""], strict=False)
    return {name: name[: max(_NUMBER, 1 + _alike(before, name), 1 + _alike(name, after))] for before, name, after in beside}


def _alike(one: str, other: str) -> int:
    """How many letters two numbers begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
