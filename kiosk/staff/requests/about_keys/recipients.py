"""Which keys new requests are sealed for: one is confirmed, dropped, written for another kiosk, or added."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from functools import partial
from pathlib import Path
from shlex import quote

from kiosk.files.private import write_private
from kiosk.files.regular import read_regular
from kiosk.signup.drawer.copies import without_keys
from kiosk.signup.journal.status import DAYS_UNOPENED
from kiosk.signup.keys import holders, list_changes, public_keys, trust, try_out_key
from kiosk.signup.keys.changes import Told
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff import output_places
from kiosk.staff.clock import today
from kiosk.staff.confirmation import NOTHING, agree
from kiosk.staff.console import counted
from kiosk.staff.drawers import drawer_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.known_files import Kind
from kiosk.staff.requests.about_keys.key_files import as_text, from_text
from kiosk.staff.requests.about_keys.naming import refuse_unreadable, the_one
from kiosk.staff.requests.about_keys.noting import agree_to_the_list, note, note_keys, refuse_another_list, share
from kiosk.staff.requests.about_keys.order import Order, changing, opened_by
from kiosk.staff.requests.given_files import refuse_another_kind
from kiosk.staff.requests.key_sentences import UNFINISHED
from kiosk.terminal import on_one_line

_NOBODY_COULD_READ = (
    "Without the key {fingerprint} ({label}) your passphrase would open no request that comes from then on, so it stays in the list."
    " `python3 main.py key rotate --name YOU` makes a fresh key first, and asks about each of the others."
)
_NEEDED = (
    "{requests} {are} sealed for the key {fingerprint} ({label}), and no other key here opens {them}: without it nobody could read {them} any more,"
    " so it stays in the list.{places} If nobody finds a passphrase of it, {they} {go} after {days} days;"
    " `python3 main.py signups delete ID --name YOU` deletes {them} before. Nothing was changed."
)
_NEEDED_BY_A_STRANGER = (
    "Nobody whom you trust confirmed this key, but {requests} {are} sealed for it, and no other key here opens {them}: without it nobody could"
    " read {them} any more.{places} "
)
_MOST_BYTES = 1000
"""Of a public key in a file; some times what it has."""


def confirm(order: Order, key: str) -> str:
    """A key that is one of ours."""
    opened, seen = opened_by(order), public_keys.recipients(order.keys)
    found, used = the_one(key, seen, "key"), {each.id for each in trust.used_in(seen, order.keys)}
    agree_to_the_list(order, opened, used, used | {found.id}, used - {found.id})
    with changing(order, opened):
        note(order, opened, f"confirmed {found.id}")
        share(order, opened, found.public)
        told = _told(order, opened, used | {found.id} if found.until is None else used)
        list_changes.confirm(order.keys, found.id, opened, seen=seen, told=told)
        told.tell(b"")
    closed = f"It was retired on {found.until}, so new requests are not sealed for it." if found.until else "New requests are sealed for it, too."
    return f"{order.name} has confirmed the key {found.fingerprint} ({found.label}). {closed}"


def drop(order: Order, key: str) -> str:
    """A key that is none of ours."""
    opened, seen = opened_by(order, beside=True), public_keys.recipients(order.keys)
    found, used = the_one(key, seen, "key"), {each.id for each in trust.used_in(seen, order.keys)}
    if found.id in try_out_key.bare_ids(order.keys):
        raise ExpectedError(UNFINISHED)
    if found.id in opened:
        raise ExpectedError("This is the key that your own passphrase opens. `python3 main.py key rotate --name YOU` puts another in its place.")
    needed, unread = _needed(order, opened, seen, found)
    takes = f"This takes the key {found.fingerprint} ({found.label}) out of the list: new requests are not sealed for it."
    agree(f"{needed}{takes}", already=order.yes)
    left = {each.id for each in trust.used_in(tuple(each for each in seen if each.id != found.id), order.keys)}
    if not left & opened.keys():
        raise ExpectedError(_NOBODY_COULD_READ.format(fingerprint=found.fingerprint, label=on_one_line(found.label)))
    agree_to_the_list(order, opened, used, left)
    with changing(order, opened):
        note(order, opened, f"dropped {found.id}")
        list_changes.drop(order.keys, found.id, seen=seen, told=(told := _told(order, opened, left)))
        told.tell(b"")
        was_here = not unread and list_changes.forget_private(order.keys, found.id)
    gone = " Its private part was here, and is erased." if was_here else ""
    stays = f" Its private part stays here, if there is one, for {' and '.join(unread)} cannot be read, and may need it." if unread else ""
    return f"The key {found.fingerprint} ({found.label}) is out of the list.{gone}{stays}"


def _told(order: Order, opened: Opened, meant: Collection[str]) -> Told:
    """What the journal is told: before the list changes, so that it holds if that is cut short; and again behind it, where a new stretch begins."""
    return Told(tuple(meant), partial(note_keys, order, opened, meant))


def _needed(order: Order, opened: Opened, seen: tuple[Recipient, ...], found: Recipient) -> tuple[str, tuple[str, ...]]:
    """That requests are sealed for a key which no other one here opens, in a sentence that ends with a blank; empty where none are. And what cannot
    be read, so that nobody knows whether something in it is.

    Raises ExpectedError where the key is one of ours. Of one that nobody knows only that is told: whoever put it there can have sealed
    something for it, too.
    """
    ours = trust.signers_in(seen, order.keys, opened)
    here = holders.holders_of_each(order.keys)
    left = opened.keys() | {each for each in ours if each in here and each != found.id}
    with closing(drawer_in(order.data)) as drawer:
        lost = without_keys(order.data, drawer, {found.id}, left)
    if not lost.count:
        return "", lost.unread
    one = lost.count == 1
    words = {
        "requests": counted(lost.count, "request"), "are": "is" if one else "are", "them": "it" if one else "them", "they": "it" if one else "they",
        "go": "goes" if one else "go", "days": DAYS_UNOPENED, "fingerprint": found.fingerprint, "label": on_one_line(found.label),
        "places": f" Some lie in {' and '.join(lost.aside)}." if lost.aside else "",
    }  # fmt: skip
    if found.id in ours:
        raise ExpectedError(_NEEDED.format(**words))
    return _NEEDED_BY_A_STRANGER.format(**words), lost.unread


def public(order: Order, file: Path, *, replace: bool) -> str:
    """The public part for another kiosk."""
    seen = public_keys.recipients(order.keys)
    found, raw = list_changes.exported(order.keys, seen=seen)
    refuse_another_list(order, {each.id for each in trust.used_in(seen, order.keys)})
    output_places.for_a_file(file, data=order.data, replace=replace)
    write_private(file, as_text(found, raw), replace=replace)
    return f"The public key {found.fingerprint} is in {file}. Compare these letters where you take it over."


def recipient(order: Order, file: Path, label: str) -> str:
    """New sign-ups are sealed for another key, too."""
    if not file.exists() and Path(label).is_file():
        right = f"`python3 main.py key recipient {quote(label)} {quote(str(file))} --name YOU`"
        raise ExpectedError(f"There is no file {file}. The file comes first, and then the word: {right}. {NOTHING}")
    refuse_unreadable(label)
    refuse_another_kind(file, Kind.PUBLIC_KEY)
    raw = from_text(read_regular(file, _MOST_BYTES))
    coming = list_changes.read_recipient(raw, label, today())
    opened, seen = opened_by(order), public_keys.recipients(order.keys)
    public_keys.refuse_one_more([each for each in seen if each.id != coming.id])
    used = {each.id for each in trust.used_in(seen, order.keys)}
    agree_to_the_list(order, opened, used)
    agree(
        f"From then on whoever has the other part of the key {coming.fingerprint} ({coming.label}) can read all new requests. Go on only if you know"
        " whose it is, and these letters are the same where it was made.",
        already=order.yes,
    )
    with changing(order, opened):
        note(order, opened, f"a further key, {label}")
        share(order, opened, coming.public)
        told = _told(order, opened, used | {coming.id})
        fresh = list_changes.add_recipient(order.keys, raw, label, today(), opened, seen=seen, told=told)
        told.tell(b"")
    return f"New requests are sealed for the key {fresh.fingerprint} ({fresh.label}) too. Compare these letters where it was made."
