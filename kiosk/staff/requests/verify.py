"""Whether anybody changed the requests behind the kiosk's back, and what that cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from kiosk.signup.drawer import introductions, key_use, soundness
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.journal.fingerprints import has_fingerprint
from kiosk.signup.keys import trust
from kiosk.signup.keys.private_keys import Opened
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests.anchors import anchor_of, is_begun_after_damage, older, remember_it
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.introduction import introduce
from kiosk.staff.requests.looking import has_not_begun, not_begun
from kiosk.staff.requests.sign_in import ASK_A_COLLEAGUE, finish_protect, is_given_up, signed_in, tell_strange
from kiosk.terminal import on_one_line

_PROVED = "Nothing was changed, removed or added behind the kiosk's back: the journal has no gap, and all that staff did is signed."
_UNCHANGED_SINCE = "about what was done before, all that can be said is that the journal still says what it said on that day."
_NOT_CHECKED = "what was done before can no longer be checked."
_BY_THEMSELVES = "What staff did since {day} is signed by the people named."
_CHANGED = (
    "Signing keys that somebody else gave or ended, as when a passphrase was forgotten. Ask each person whether that was so: what was signed"
    " with another key may not be theirs."
)
_AFTER_RESTORE = " If somebody has restored a backup here since, which the journal then says, that is why: keep the anchor of today instead."
_CANNOT_VERIFY = (
    "Your passphrase opens only a key that is no longer in use, so you cannot check what was done since then; whoever reads new requests can."
    f" {ASK_A_COLLEAGUE}"
)
_CONFIRM_FIRST = (
    "What was done by those whose key you have not confirmed is listed here as if nobody had signed it. If you know that key, confirm it as said"
    " above, and then run this again."
)
_NOT_PROVED = (
    "What this cannot show: requests that the machine never kept, or made up by itself, while somebody had taken it over; and that all of it"
    " was put back to an earlier state. For that, keep the anchor below elsewhere, and give it, or a backup, to"
    " `python3 main.py signups verify --seen ANCHOR --name YOU`."
)


def verify(desk: AtTheDesk, seen: Sequence[str]) -> list[str]:
    """Whether anybody changed the drawer behind the kiosk's back, or put back an earlier state than was seen: anchors, or backups.

    Raises ExpectedError where somebody did, or where this person cannot tell.
    """
    anchors = [anchor_of(each) for each in seen]
    if not anchors and has_not_begun(desk):
        return [not_begun(desk)]
    privates = signed_in(desk)
    if is_given_up(desk, privates):
        raise ExpectedError(_CANNOT_VERIFY)
    finish_protect(desk, privates)
    strange = tell_strange(desk, privates)
    earlier = [f"This drawer is older than what {each} saw, or it is another one.{_AFTER_RESTORE}" for each in anchors if not desk.drawer.holds(each)]
    earlier += filter(None, [older(desk)])
    others = () if desk.is_copy else (*key_use.about_keys(desk.drawer, privates), *introductions.about_people(desk.drawer, privates))
    if found := [*soundness.verify(desk.drawer, privates), *others, *earlier]:
        with suppress(KeepError, ExpectedError):  # a disk that cannot be written; a name that signs with another key
            _settle(desk, privates, found)
        if earlier and is_begun_after_damage(desk):
            remember_it(desk)
        raise ExpectedError(*found, *([_CONFIRM_FIRST] if strange else []))
    remember_it(desk)
    compared = f" It holds all of what {counted(len(anchors), 'anchor')} saw." if anchors else ""
    limits = (*_lost(desk, privates), *_names(desk, privates), _NOT_PROVED)
    return [f"{_PROVED}{compared}", *limits, f"Today's anchor: {desk.drawer.anchor()}"]


def _settle(desk: AtTheDesk, privates: Opened, told: Sequence[str]) -> None:
    """Notes that what a restore deleted was told; not on a copy, where that would hold for the original as well."""
    if not desk.is_copy:
        introduce(desk.drawer, privates)
        soundness.settle(desk.drawer, told, desk.who, trust.signer_of(desk.keys, privates))


def _lost(desk: AtTheDesk, privates: Opened) -> Iterator[str]:
    """Since when all of that holds, where the keys of before are lost."""
    if line := soundness.lost_before(desk.drawer, privates):
        of_before = _UNCHANGED_SINCE if has_fingerprint(line) else _NOT_CHECKED
        yield on_one_line(f"That holds from {line.at[:10]} on, when {line.who} made a new key because the passphrases were lost: {of_before}")


def _names(desk: AtTheDesk, privates: Opened) -> Iterator[str]:
    """How far names can be trusted, and which signing keys somebody else gave or ended."""
    holders = introductions.holders(desk.drawer, privates)
    if holders.all:
        yield _BY_THEMSELVES.format(day=holders.all[0].since.at[:10])
    if notes := [on_one_line(each) for each in holders.notes()]:
        yield from (_CHANGED, *notes)
