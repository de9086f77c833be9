"""Which keys requests are closed for, as staff wrote that down in the journal of a drawer; and who may go over it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from kiosk.signup.drawer.drawer import Drawer
from kiosk.signup.journal import journal
from kiosk.signup.journal.journal import EntryKind
from kiosk.signup.journal.seen import CLOSED_FOR
from kiosk.signup.keys.public_keys import recipients
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.trust import heirs, signers

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

    from kiosk.signup.journal.journal import Privates


def note_keys(drawer: Drawer, who: str, signer: Signer | None, meant: Iterable[str] = (), change: bytes = b"") -> None:
    """Writes down which keys requests are closed for from here on, says `who`: those that they `meant`, else those that lie here.

    `change` is the fingerprint of the change of the list that this tells of (`changes.Change`).
    """
    drawer.audit(EntryKind.CHANGED_KEYS, who, f"{CLOSED_FOR}{','.join(meant or drawer.file.publics())}", signer, change)


def about_keys(drawer: Drawer, privates: Privates, used: Collection[str] = ()) -> tuple[str, ...]:
    """Whether requests are closed for other keys (`used`, else those here) than staff last wrote down, in a sentence for whoever opened these."""
    with drawer.file.at_once() as database:
        return tuple(drawer.file.seen(database, privates).about_keys(used or drawer.file.publics().keys()))


def ever_used(drawer: Drawer, privates: Privates) -> set[str]:
    """The keys that staff ever wrote down, by what they signed with these."""
    with drawer.file.at_once() as database:
        return drawer.file.seen(database, privates).ever_closed_for(privates)


def is_given_up(drawer: Drawer, privates: Privates) -> bool:
    """Whether requests are closed for none of these keys, and none is among those that staff last wrote down, also with one that came since.

    Where nobody wrote that down, the list says which were retired.
    """
    if privates.keys() & drawer.file.publics().keys():
        return False
    with drawer.file.at_once() as database:
        written = drawer.file.look(database, heirs(drawer.file.keys, privates)).written_keys()
    return not written & privates.keys() if written else all(each.until for each in recipients(drawer.file.keys) if each.id in privates)


def begin_anew(drawer: Drawer, who: str, about: str, signer: Signer | None) -> None:
    """Somebody made a new key since those of before are lost. What the journal tells till then stays from here on as it is."""
    with drawer.file.writing() as database:
        journal.write_over_all(database, (drawer.file.at(), who, EntryKind.BEGUN_ANEW, about), drawer.file.publics().values(), signer)


def share(drawer: Drawer, privates: Privates, public: bytes) -> None:
    """Lets the holders of another key go over what these keys can of the journal."""
    with drawer.file.writing() as database:
        journal.seal_anew(database, privates, public)


def tried_out(drawer: Drawer, bare: Privates, opened: Privates, *, ever: bool = False) -> dict[str, EllipticCurvePrivateKey]:
    """Those of these keys without a passphrase that requests were closed for before anybody had one, as whoever `opened` theirs sees it.

    None once a key with a passphrase took their place, unless it is asked for `ever`: whoever copied one could put it back.
    """
    with drawer.file.at_once() as database:
        seen = drawer.file.look(database, signers(drawer.file.keys, opened))
        used = () if seen.is_protected and not ever else seen.tried_out
        return {name: bare[name] for name in used if name in bare}
