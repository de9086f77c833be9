"""The list of keys: what requests are sealed for, who can read them, and who signs with what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress

from kiosk.signup.drawer import introductions, key_use
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.keys import holders, moved_away, names, public_keys, trust, try_out_key
from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff.drawers import drawer_in
from kiosk.staff.requests.about_keys.order import Order
from kiosk.staff.requests.key_sentences import DESTROYED, GONE, TRY_OUT, UNFINISHED
from kiosk.terminal import on_one_line

_MAKES = "`python3 main.py key protect --name YOU` makes one."


def listed(order: Order) -> list[str]:
    """The keys with their fingerprints, and who has a passphrase."""
    folder = order.keys
    strange, closed = ({each.id for each in those} for those in (trust.unconfirmed(folder, {}), trust.in_use(folder)))
    lines = [_line(each, strange=each.id in strange, closed=each.id in closed) for each in public_keys.recipients(folder)]
    if not lines:
        with closing(drawer_in(order.data)) as drawer:
            lines.append(GONE if drawer.there else on_one_line(f"There is no key in {folder} yet. {_MAKES}"))
    elif try_out_key.is_try_out(folder):
        lines.append(TRY_OUT)
    elif trust.is_destroyed(folder):
        lines.append(DESTROYED)
    elif moved_away.is_away(folder):
        lines.append("The private keys are kept elsewhere: this machine can store requests, but not read them.")
    else:
        used = {each.id for each in trust.in_use(folder)}
        people = {holder for key, those in holders.holders_of_each(folder).items() if key in used for holder in those}
        lines.append(f"These people can read new requests: {', '.join(map(on_one_line, sorted(people))) or 'nobody'}")
        if before := sorted(set(holders.holders(folder)) - people):
            lines.append(f"These people can read only older requests: {', '.join(map(on_one_line, before))}")
    if try_out_key.bare_files(folder) and not try_out_key.is_try_out(folder):
        lines.append(UNFINISHED)
    return [*lines, *_signing(order)]


def _signing(order: Order) -> Iterator[str]:
    """Who signs with what since when, and what others did about that; nothing where the journal knows of nobody yet."""
    with closing(drawer_in(order.data)) as drawer, suppress(KeepError):
        yield from map(on_one_line, (*key_use.about_keys(drawer, {}), *introductions.about_people(drawer, {})))
        signing = introductions.holders(drawer, {})
        for each in (own for own in signing.all if own.until is None):
            given = "" if names.same(each.since.who, each.name) else f", given by {each.since.who}"
            yield on_one_line(f"{each.name} signs with {each.fingerprint} since {each.since.at[:10]}{given}.")
        for each in (own for own in signing.all if own.until is not None and signing.now(own.name) is None):
            if each.until and names.same(each.until.who, each.name):
                yield on_one_line(f"{each.name} took their own passphrase away on {each.until.at[:10]}, and no longer signs anything.")
        yield from map(on_one_line, signing.notes())


def _line(recipient: Recipient, *, strange: bool, closed: bool) -> str:
    until = f" until {recipient.until}" if recipient.until else ""
    doubt = f"  NOT CONFIRMED: requests are {'' if closed else 'not '}sealed for it" if strange else ""
    return f"{recipient.id}  ({recipient.fingerprint})  since {recipient.since}{until}  called “{on_one_line(recipient.label)}”{doubt}"
