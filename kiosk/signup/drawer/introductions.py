"""Who signs with which key: staff make their own signing keys known in the journal of a drawer."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING

from kiosk.signup.drawer import key_use
from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.drawer.refusals import KeepError, Why
from kiosk.signup.journal.holders import Holders, Introduced, Own
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import Seen
from kiosk.signup.keys.holders import holders_beside_others
from kiosk.signup.keys.public_keys import KeyFileError
from kiosk.signup.keys.signatures import Signer, own_public
from kiosk.signup.keys.trust import signer_of

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import Privates


def introduce(drawer: Drawer, privates: Privates) -> Introduced:
    """Makes known what whoever opened these keys signs with alone, where the journal has it not; and tells what became of it meanwhile."""
    signer = signer_of(drawer.file.keys, privates)
    if not signer or not signer.own:
        return Introduced()
    with drawer.file.reading() as database:
        return _introduced(drawer, drawer.file.seen(database, privates), signer, given_up=key_use.is_given_up(drawer, privates))


def _introduced(drawer: Drawer, seen: Seen, signer: Signer, *, given_up: bool) -> Introduced:
    public, used = own_public(signer), drawer.file.publics().keys()
    if (now := seen.holders.now(signer.name)) is None or now.public != public:
        if given_up:
            raise KeepError(Why.GIVEN_UP)
        if signer.key in used:  # by another key nobody's signature counts, and that would be told for good
            announce(drawer, signer.name, public, signer.name, signer)
    news = seen.holders.news(signer.name, public)
    about_keys = () if given_up else _about_keys(drawer, seen, signer, used)
    return Introduced(seen.holders.ever(signer.name) == [], public, news, about_keys)


def _about_keys(drawer: Drawer, seen: Seen, signer: Signer, used: Collection[str]) -> tuple[str, ...]:
    """What somebody should know of the keys in use who can tell; what nobody has written down yet they write down."""
    if signer.key in used and not seen.closed_for() and not seen.unsigned_keys():
        key_use.note_keys(drawer, signer.name, signer)
    return tuple(seen.about_keys(used))


def announce(drawer: Drawer, name: str, public: bytes, who: str, signer: Signer | None) -> None:
    """From here on this person signs with that key, says `who`."""
    with drawer.file.writing() as database:
        drawer.file.note(database, (drawer.file.at(), who, EntryKind.SIGNS_FROM_HERE, name), signer, public)


def holders(drawer: Drawer, privates: Privates) -> Holders:
    """Who signs with what, as far as those tell who can be trusted from where these private keys stand (none: from what lies here)."""
    with drawer.file.at_once() as database:
        return drawer.file.seen(database, privates).holders


def other_key(drawer: Drawer, privates: Privates) -> Own | None:
    """What the holder of these signs with by another key that requests are closed for, too, and not by this one: two people of one name.

    None where they are known here with this one by what their own key vouches for, whatever else lies on the disk.
    """
    signer = signer_of(drawer.file.keys, privates)
    if signer is None or not signer.own:
        return None
    mine = holders(drawer, privates).now(signer.name)
    if mine and mine.public == own_public(signer):
        return None
    known, used = holders(drawer, {}).now(signer.name), drawer.file.publics()
    is_another = known and known.public != own_public(signer) and known.key not in privates
    return known if known and is_another and {known.key, signer.key} <= used.keys() else None


def about_people(drawer: Drawer, privates: Privates) -> tuple[str, ...]:
    """Who has a passphrase again that was taken away, in sentences for whoever opened these."""
    with drawer.file.at_once() as database, suppress(KeyFileError):
        return tuple(drawer.file.seen(database, privates).holders.back(holders_beside_others(drawer.file.keys)))
    return ()
