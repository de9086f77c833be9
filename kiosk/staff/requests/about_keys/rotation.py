"""A new key in the place of the old ones."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from shlex import quote

from msgspec.structs import replace

from kiosk.files.private import held
from kiosk.signup.drawer import introductions, key_use
from kiosk.signup.drawer.copies import without_keys
from kiosk.signup.keys import holders, names, private_keys, public_keys, rotation, trust, unlock
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.public_keys import Recipient
from kiosk.staff.clock import today
from kiosk.staff.confirmation import NOTHING, agree, agreed, can_ask
from kiosk.staff.console import counted, listed
from kiosk.staff.drawers import drawer_in
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.about_keys.naming import refuse_unreadable, the_one
from kiosk.staff.requests.about_keys.noting import agree_to_the_list, ever_used, note, note_keys, share, told_by_the_journal
from kiosk.staff.requests.about_keys.order import Order, changing, new_passphrase, refuse_name, refuse_try_out, what_stays, with_passphrase
from kiosk.terminal import on_one_line

_SAME = "The new key opens with the passphrase that you have now: please type that one."


def rotate(order: Order, label: str, keep: Sequence[str], *, retire_others: bool, begin_anew: bool) -> str:
    """A new key behind the passphrase that its maker has already. About every other key it asks."""
    refuse_unreadable(label)
    public_keys.refuse_label(label)
    folder, opened = order.keys, private_keys.NOTHING
    if begin_anew:
        refuse_name(order.name)
        refuse_try_out(order)
        what = "This is for when all passphrases are lost. The requests that are here now can only be read again if one is found."
        agree(what, already=order.yes)
        passphrase = new_passphrase(order, order.name)
        _refuse_known(order, passphrase)
    else:
        order = replace(order, name=next((each for each in holders.holders(order.keys) if names.same(each, order.name)), order.name))
        opened, passphrase = with_passphrase(order, _SAME)
    lost = {path.name.removesuffix(private_keys.PRIVATE) for path in folder.glob(f"*{private_keys.PRIVATE}")} if begin_anew else set()
    seen = public_keys.recipients(folder)
    if not begin_anew:
        public_keys.refuse_one_more(seen)
    used, trusted = trust.used_in(seen, folder), trust.signers_in(seen, folder, opened)
    agree_to_the_list(order, opened, [each.id for each in used])
    others = [each for each in used if each.id not in opened and each.id not in lost]
    kept = [the_one(name, others, "other key that new requests are sealed for") for name in keep] or _kept(others, retire_others=retire_others)
    retired = [each.id for each in used if each not in kept]
    ours = [each.id for each in kept if each.id in trusted]
    with changing(order, opened) if opened else held(folder):
        if opened:
            note(order, opened, f"a new key; {counted(len(retired), 'key')} retired")
        known = {*ours, *told_by_the_journal(order).intersection(trusted)} if begin_anew else ever_used(order, opened)
        name = rotation.rotate(
            folder, label, order.name, passphrase, today(), opened=opened, retired=retired, known=known, seen=seen,
            before=lambda public: share(order, opened, public),
        )  # fmt: skip
        fresh = unlock.open_one(folder, name, order.name, passphrase)
        if begin_anew:
            _note_begun_anew(order, fresh, len(known))
        note_keys(order, fresh, [name, *ours])
    stay = f" They are sealed for {', '.join(each.label for each in kept)}, too." if kept else ""
    gone = [each.label for each in others if each not in kept]
    stay += f" They are no longer sealed for {', '.join(gone)}." if gone else ""
    stay += _vouched_for(order, [each for each in seen if begin_anew and each.id in known])
    stay += " The new key lies on this machine: `python3 main.py key move-away FILE` moves it away, too." if order.key_file else ""
    stay += "" if begin_anew else what_stays(order)
    return f"New requests are sealed for the key {name}, which the passphrase of {order.name} opens.{stay} {_next_person(order, name)}"


def _next_person(order: Order, fresh: str) -> str:
    """Who cannot open the fresh key yet, or that there should be a second person, in a sentence."""
    people = sorted({holder for key, those in holders.holders_of_each(order.keys).items() if key != fresh for holder in those} - {order.name})
    if len(people) == 1:
        return f"{people[0]} cannot open it yet: `python3 main.py key add {quote(people[0])} --name YOU`."
    if people:
        return f"{listed(people)} cannot open it yet, so for each of them: `python3 main.py key add NAME --name YOU`."
    return "Add a second person (`python3 main.py key add NAME --name YOU`)."


def _vouched_for(order: Order, those: Sequence[Recipient]) -> str:
    """What a key that was begun anew confirmed, in sentences that begin with a blank; empty where that is nothing."""
    if not those:
        return ""
    with closing(drawer_in(order.data)) as drawer:
        lost = without_keys(order.data, drawer, {each.id for each in those}, {each.id for each in trust.in_use(order.keys)})
    named = ", ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in those)
    told = f" It confirms what was signed with the earlier key, {named}."
    if lost.count:
        return f"{told} {counted(lost.count, 'request')} can be read with that alone, if somebody finds a passphrase of it: leave it in the list."
    return f"{told} If one of you does not know that: `python3 main.py key drop ID --name YOU`."


def _refuse_known(order: Order, passphrase: str) -> None:
    """Whoever still has a key that requests are sealed for begins nothing anew. Raises ExpectedError."""
    with suppress(unlock.WrongPassphraseError):
        opened = unlock.open_private(order.keys, order.name, passphrase)
        if opened.keys() & {each.id for each in trust.in_use(order.keys)}:
            raise ExpectedError(f"This passphrase still opens a key here, so it is not lost: run `python3 main.py key rotate --name YOU`. {NOTHING}")


def _note_begun_anew(order: Order, fresh: Opened, others: int) -> None:
    """The new key, which has confirmed so many others that count here, says who made it."""
    with closing(drawer_in(order.data)) as drawer:
        if drawer.there:
            key_use.begin_anew(drawer, order.name, f"{counted(others, 'other key')}", trust.signer_of(order.keys, fresh))
            introductions.introduce(drawer, fresh)


def _kept(others: list[Recipient], *, retire_others: bool) -> list[Recipient]:
    """For which of the other keys new sign-ups stay closed."""
    if retire_others:
        return []
    if others and not can_ask():
        what = "Say what should happen with that: --keep ID or --retire-others."
        raise ExpectedError(f"New requests are sealed for {_names(others)} too. {what} {NOTHING}")
    ends = [each for each in others if agreed(f"New requests stay sealed for {_names([each])} too, unless you end that now.", "end", "to end that")]
    return [each for each in others if each not in ends]


def _names(those: list[Recipient]) -> str:
    return " and ".join(f"the key {each.id} ({each.label})" for each in those)
