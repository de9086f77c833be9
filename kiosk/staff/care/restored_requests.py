"""What a restore tells of requests, and which of a backup it deletes: those alone of which staff signed, since it was made, that they are to go.

What lies on this machine may be the work of whoever took it over, and the backup what staff have against that. So the backup says whose
signature counts and which drawer goes on with its own, and what nobody signed comes back and is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from datetime import date
from itertools import chain
from pathlib import Path
from shlex import quote

from msgspec import Struct

from kiosk.files.private import DRAWER, KEYS
from kiosk.signup.drawer import taken_over
from kiosk.signup.drawer.copies import gone_since, in_turn
from kiosk.signup.drawer.database import NAME as DRAWER_FILE
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.foreign import ForeignError, days_in, found_in, gone_in
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.anchor import Anchor
from kiosk.signup.journal.deletions import Gone
from kiosk.signup.keys import holders, public_keys, try_out_key
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.staff.console import counted
from kiosk.terminal import on_one_line


class Before(Struct, frozen=True):
    """What the requests of a backup are held against: the data folder as it is, the keys that hold from now on, whose signatures count, today,
    and where all of it goes then.
    """

    data: Path
    keys: Path
    ours: Mapping[str, bytes]
    today: date
    aside: Path
    file: Path


def about_requests(before: Before, restored: Drawer) -> str:
    """Deletes in the coming drawer what staff deleted since. Tells of that, of what is back, and of what is here alone.

    Each sentence ends with a blank. May raise OSError.
    """
    had, has = _requests(before.data / DRAWER), _requests(restored.folder).keys()
    lost = had.keys() - has - _gone(before.data / DRAWER) - _past(restored, had)
    return (_about_lost(before, lost) if lost else "") + (_forgotten(before, restored, {*has}) if has else "")


def _about_lost(before: Before, lost: set[str]) -> str:
    """What brings back the requests that are here alone: what the keys of the backup open not, those who had a passphrase here must."""
    own = before.data / KEYS
    shut, people = 0, set[str]()
    with suppress(ForeignError, KeyFileError):
        opens, had = {each.id for each in public_keys.recipients(before.keys)} | try_out_key.bare_ids(own), holders.holders_of_each(own)
        others = [each for each in found_in(before.data / DRAWER) if each.id in lost and not any(key in opens for key, _ in each.seals)]
        shut, people = len(others), {name for each in others for key, _ in each.seals for name in had.get(key, ())}
    count = len(lost) - shut
    back = f"`python3 main.py signups recover --name YOU` brings {_them(count)} back"
    told = f"{counted(count, 'request')} that {_were(count)} here {_are(count)} not in this backup: {back}. " if count else ""
    return told + (_about_shut(shut, sorted(people), _people(before.keys)) if shut else "")


def _people(folder: Path) -> tuple[str, ...]:
    with suppress(KeyFileError):
        return holders.holders(folder)
    return ()


def _about_shut(count: int, people: list[str], now: Collection[str]) -> str:
    told = f"{counted(count, 'request')} that {_were(count)} here {_are(count)} not in this backup, and sealed for a key that is not in it either"
    if not people:
        back = "`python3 main.py key bring-back FILE --name YOU` brings that key back, and then `python3 main.py signups recover --name YOU`"
        return f"{told}: {back} the {'request' if count == 1 else 'requests'}. "
    if same := next((each for each in people if each in now), ""):
        back = f"`python3 main.py signups recover --name {quote(same)}` brings {_them(count)} back, as long as that is still the same"
        return f"{told}, which opens with the passphrase that {on_one_line(same)} had here: {back}. "
    let_in = f"`python3 main.py key add {quote(people[0])} --name YOU`"
    run = "`python3 main.py signups recover --name YOU`"
    who = " and ".join(map(on_one_line, people))
    return f"{told}, which opens with the passphrase of {who}: let them in with that very passphrase ({let_in}), and then let them run {run}. "


SPOILT = (KeepError, KeyFileError, AttributeError, TypeError, ValueError, OverflowError)
"""What a drawer answers that cannot be written on, or that somebody spoilt."""


def _forgotten(before: Before, restored: Drawer, has: set[str]) -> str:
    told, silent = _told_here(before, _anchor(restored))
    forgotten = 0
    with suppress(*SPOILT):
        proofs = {name: proof for name, proof in sorted(told.signed.items()) if name in has}
        forgotten = taken_over.forget(restored, taken_over.proved(restored, proofs, before.ours))
    with suppress(*SPOILT):
        has = {entry.id for entry in restored.entries()}
    back = len((told.signed.keys() | told.said) & has - told.by_themselves)
    return "".join([
        _about_silent(silent), _about_deleted(forgotten, before.file), _about_doubtful(back), _about_aged(len(told.by_themselves & has)),
        _about_marks(before, restored, has),
    ])  # fmt: skip


def _anchor(restored: Drawer) -> Anchor | None:
    with suppress(*SPOILT):
        return restored.anchor()
    return None


def _told_here(before: Before, seen: Anchor | None) -> tuple[Gone, list[str]]:
    """What all drawers on this machine tell together, also those that made way or were set aside; and which of them cannot be read."""
    found, silent = [], []
    for place, there_is_time in chain([(f"{DRAWER}/{DRAWER_FILE}", True)], in_turn(before.data)):
        if not there_is_time:
            silent.append(place)
            continue
        try:
            found.append(gone_since(before.data / place, seen, before.ours, before.today))
        except ForeignError:
            silent.append(place)
    signed = dict(chain.from_iterable(each.signed.items() for each in found))
    alone = frozenset[str]().union(*(each.by_themselves for each in found)) - signed.keys()
    return Gone(signed, alone, frozenset[str]().union(*(each.said for each in found)) - signed.keys() - alone), silent


def _about_silent(places: list[str]) -> str:
    if not places:
        return ""
    named = f"{', '.join(places)} {'is' if len(places) == 1 else 'are'} not there, or cannot be read"
    return f"Which requests were deleted since the backup was made, this machine cannot know for sure ({named}): such requests are back. "


def _about_deleted(count: int, file: Path) -> str:
    if not count:
        return ""
    return (
        f"{counted(count, 'request')} that {_were(count)} deleted here since then {_are(count)} deleted in it, too."
        f" The backup itself still holds {_them(count)}: {file} stays as it is. "
    )


def _about_doubtful(count: int) -> str:
    if not count:
        return ""
    return (
        f"{counted(count, 'request')} that {_were(count)} deleted here {_are(count)} back, since nothing proves who did that:"
        f" delete {_them(count)} again with `python3 main.py signups delete ID --name YOU`. "
    )


def _about_aged(count: int) -> str:
    if not count:
        return ""
    goes = "it goes again by its" if count == 1 else "they go again by their"
    return f"{counted(count, 'request')} that went since then by age, or as the visitor wished, {_are(count)} back: {goes} age. "


def _about_marks(before: Before, restored: Drawer, has: set[str]) -> str:
    """How far staff came is as the backup says: a mark counts for deletion, and only somebody who can read requests may take it over."""
    count = 0
    with suppress(*SPOILT), closing(Drawer(before.data / DRAWER, before.data / KEYS, begins=False)) as here:
        count = sum(each.id in has for each in here.marks() - restored.marks())
    if not count:
        return ""
    return (
        "How far you came with each request is as in the backup;"
        f" {counted(count, 'mark')} that {_were(count)} set since then {_are(count)} not in it."
        f" `python3 main.py signups merge {quote(str(before.aside / DRAWER))} --name YOU` takes {_them(count)} over. "
    )


def _requests(folder: Path) -> dict[str, date]:
    """Those that can be read in the drawer there, and on which days they came."""
    with suppress(ForeignError):
        return days_in(folder)
    return {}


def _gone(folder: Path) -> set[str]:
    """Those of which the journal of the drawer there says that they went for good."""
    with suppress(ForeignError):
        return gone_in(folder)
    return set()


def _past(restored: Drawer, had: Mapping[str, date]) -> frozenset[str]:
    """Those of the requests that were here of which the coming drawer shows that they went for good: that it says so does not do."""
    with suppress(*SPOILT):
        seen = restored.anchor()
        return taken_over.went(restored, had, seen.entry if seen else 0).past
    return frozenset()


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
