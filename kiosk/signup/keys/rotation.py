"""A new key comes in the place of others."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kiosk.signup.keys import names
from kiosk.signup.keys.admission import taken
from kiosk.signup.keys.changes import one_at_a_time
from kiosk.signup.keys.private_keys import NOTHING, PRIVATE, Opened, PrivateKey, erase_copies, private_files, write_key
from kiosk.signup.keys.public_keys import Recipient, as_seen, fresh_recipient, put_list, refuse_label, refuse_one_more
from kiosk.signup.keys.signatures import proof_of, public_of, signer
from kiosk.signup.keys.slots import STRETCHING, Stretching, fresh_private, fresh_slot, wrapped
from kiosk.signup.keys.trust import signers_in, used_in

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates


@one_at_a_time
def rotate(
    folder: Path, label: str, holder: str, passphrase: str, today: date, *, opened: Opened, retired: Collection[str],
    known: Collection[str] = (), seen: tuple[Recipient, ...] | None = None, stretching: Stretching = STRETCHING,
    before: Callable[[bytes], None] = lambda _: None,
) -> str:  # fmt: skip
    """A new key behind this person's passphrase, confirmed by the keys that they `opened`, in the place of those and of the `retired` ones.

    What was closed for those still opens with them. The new key confirms what they opened, what new sign-ups stay closed for as the list says that
    they have `seen`, and of what is given up that which is `known` to be theirs. By the passphrase that opened the others their own signing
    key stays the same. Tells its id. Raises KeyFileError where the list is another one before or after.

    What has to be done `before` the list says so is done with its public part; where that fails, nothing is changed.
    """
    everyone = as_seen(folder, seen)
    refuse_label(label)
    if opened:  # where all passphrases are lost, none can be taken out
        refuse_one_more(everyone)
    private = fresh_private()
    fresh = fresh_recipient(private, label, today)
    had = next((opened.slots[each.id][0] for each in everyone if each.id in opened.slots), None)
    slot = had if had and names.same(had.name, holder) else fresh_slot(holder, stretching)
    wrap = PrivateKey((wrapped(private, slot, taken(slot, passphrase)),))
    before(fresh.public)
    write_key(folder / f"{fresh.id}{PRIVATE}", wrap)
    own = {name: each for name, each in opened.items() if name in opened.slots}  # whoever copied the disk has one without a passphrase
    vouched = _vouched(everyone, folder, own, retired, known)
    who = [signer(name, each) for name, each in {**own, fresh.id: private}.items()]
    ended = [_ended(each, opened, today) if each.id in {*opened, *retired} else each for each in everyone]
    put_list(folder, (fresh.approved(who), *(replace(each, verifies=each.checks).approved(who) if each.id in vouched else each for each in ended)))
    if opened:  # where all passphrases are lost, somebody may know one of an earlier state
        erase_copies(folder, private_files(folder))
    return fresh.id


def new_key(folder: Path, label: str, holder: str, passphrase: str, today: date, *, stretching: Stretching = STRETCHING) -> str:
    """A key behind one person's passphrase, which nobody but its holder has confirmed; new sign-ups are closed for it. Tells its id."""
    return rotate(folder, label, holder, passphrase, today, opened=NOTHING, retired=(), stretching=stretching)


def _vouched(everyone: tuple[Recipient, ...], folder: Path, own: Privates, retired: Collection[str], known: Collection[str]) -> set[str]:
    """Whom a new key confirms whose maker opened these: what stays in use, but of what does not, now or earlier, only what is known."""
    ours = signers_in(everyone, folder, own)
    kept = {each.id for each in used_in(everyone, folder)}.difference(retired) if own else set[str]()
    return {name for name in ours if name in own or name in kept or name in known}


def _ended(recipient: Recipient, opened: Privates, today: date) -> Recipient:
    """The same, no longer in use, with what checks the signatures of a key that is open as that key itself says it."""
    ended = replace(recipient, until=recipient.until or today)
    private = opened.get(recipient.id)
    return replace(ended, verifies=public_of(signer(recipient.id, private)), proof=proof_of(private)) if private else ended
