"""Who is at the desk: whose passphrase it is, which keys it opens, who signs with them, and what they must be told first."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress

from kiosk.signup.drawer import key_use
from kiosk.signup.drawer.changing import finish_change
from kiosk.signup.drawer.refusals import KeepError
from kiosk.signup.drawer.try_out import go_on
from kiosk.signup.keys import holders, list_changes, moved_away, private_keys, public_keys, trust, try_out_key, unlock
from kiosk.signup.keys.private_keys import Opened
from kiosk.signup.keys.signatures import Signer
from kiosk.signup.keys.waiting import end_waiting
from kiosk.staff.errors import ExpectedError
from kiosk.staff.requests import passphrases
from kiosk.staff.requests.anchors import older, remember_it
from kiosk.staff.requests.at_the_desk import AtTheDesk
from kiosk.staff.requests.introduction import introduce
from kiosk.staff.requests.key_sentences import GONE, PLANTED, TRY_OUT, UNFINISHED
from kiosk.terminal import on_one_line

STRANGE = (
    "The key {fingerprint} ({label}) has not been confirmed by you or by anybody you have confirmed. If it is yours, compare its fingerprint where it"
    " was made, and run `python3 main.py key confirm {id} --name YOU`; if nobody knows it, run `python3 main.py key drop {id} --name YOU`, and find"
    " out who has access to this machine."
)
ASK_A_COLLEAGUE = "Ask a colleague to let you in: `python3 main.py key add YOU --name COLLEAGUE`."
_ONLY_OLDER = f"Your passphrase opens only requests from before the keys were changed. {ASK_A_COLLEAGUE}"


def holder(desk: AtTheDesk, opened: Opened | None = None) -> tuple[Opened, Signer | None]:
    """Whose passphrase it was: the keys that it opens, and who signs with them. From here on the journal knows what they sign with alone."""
    privates = signed_in(desk) if opened is None else opened
    _tell_first(desk, privates)
    finish_protect(desk, privates)
    introduce(desk.drawer, privates)
    return privates, trust.signer_of(desk.keys, privates)


def _tell_first(desk: AtTheDesk, privates: Opened) -> None:
    """Strange keys and an older drawer are told at once."""
    tell_strange(desk, privates)
    if earlier := older(desk):
        print(earlier, file=sys.stderr)
    else:
        remember_it(desk)


def tell_strange(desk: AtTheDesk, privates: Opened) -> bool:
    """Tells of the keys that nobody has confirmed whom these trust, and whether there are any.

    Who opens only what was given up cannot tell: the key that took its place was confirmed by those who left it behind.
    """
    with suppress(OSError):  # a copy that cannot be written
        list_changes.settle(desk.keys, privates)
    if is_given_up(desk, privates):
        print(_ONLY_OLDER, file=sys.stderr)
        return False
    bare = try_out_key.bare_ids(desk.keys) - privates.keys()
    strange = [each for each in trust.unconfirmed(desk.keys, privates) if each.id not in bare]
    if bare:
        print(UNFINISHED, file=sys.stderr)
    for each in strange:
        print(f"{STRANGE.format(fingerprint=each.fingerprint, label=each.label, id=each.id)}", file=sys.stderr)
    return bool(strange)


def is_given_up(desk: AtTheDesk, privates: Opened) -> bool:
    """Whether these open only what was given up; not where the drawer cannot tell."""
    with suppress(KeepError):
        return key_use.is_given_up(desk.drawer, privates)
    return False


def finish_protect(desk: AtTheDesk, privates: Opened) -> None:
    """Where the first passphrase was cut short, it comes to its end. A disk that cannot be written keeps nobody from reading."""
    if not desk.is_copy:
        with suppress(OSError):
            tell_planted(go_on(desk.drawer, desk.keys, privates))


def tell_planted(planted: Iterable[str]) -> None:
    """That keys without a passphrase lay here which none of the staff used."""
    for key in planted:
        print(PLANTED.format(key=on_one_line(key)), file=sys.stderr)


def signed_in(desk: AtTheDesk) -> Opened:
    """The keys that the passphrase opens, before anything is told or noted. Raises ExpectedError, WrongPassphraseError, KeyFileError.

    Whoever mistypes it at a terminal is asked again.
    """
    return passphrases.asked_again(lambda: opened_with(desk, passphrase_of(desk)), desk.secrets)


def passphrase_of(desk: AtTheDesk) -> str:
    """Asks for it; empty where the key here has none. Raises ExpectedError where nothing can be opened here, KeyFileError for a file without keys."""
    folder = desk.keys
    if desk.key_file:
        moved_away.keys_in(desk.key_file)
        return _passphrase(desk)
    if not public_keys.recipients(folder) and not any(folder.glob(f"*{private_keys.PRIVATE}")):
        raise ExpectedError(GONE if desk.drawer.there else f"There is no key in {folder}. Does --data name the right folder?")
    if moved_away.is_away(folder):
        raise ExpectedError(
            "The key is kept elsewhere, not on this machine. Name its file with --key. If nobody has such a file, a backup"
            " that was made with --with-key brings the key along: `python3 main.py restore FILE --replace`, and afterwards the newer backup again."
        )
    if try_out_key.is_try_out(folder):
        print(TRY_OUT, file=sys.stderr)
        return ""
    return _passphrase(desk)


def opened_with(desk: AtTheDesk, passphrase: str) -> Opened:
    """The keys that this passphrase opens, as `passphrase_of` told it. Raises WrongPassphraseError, KeyFileError."""
    if desk.key_file:
        opened = moved_away.open_file(desk.key_file, desk.who, passphrase)
        _refuse_a_stranger(desk, opened)
        return opened
    if try_out_key.is_try_out(desk.keys):
        return unlock.open_private(desk.keys, "", "")
    finish_change(desk.drawer, desk.keys)
    opened = unlock.open_private(desk.keys, desk.who, passphrase)
    end_waiting(desk.keys)
    return opened


def _refuse_a_stranger(desk: AtTheDesk, opened: Opened) -> None:
    """Raises ExpectedError for a key in a file that nothing here is sealed for, and that is not in the list."""
    listed = {each.id for each in public_keys.recipients(desk.keys)}
    if not listed or listed & opened.keys():
        return
    with suppress(KeepError):
        if any(those & opened.keys() for those in desk.drawer.sealed_for().values()):
            return
    raise ExpectedError(
        f"The key in {desk.key_file} is not among those that requests are sealed for here, so it opens none of them. If it is a new one of yours,"
        " let somebody who can read add its public part: `python3 main.py key recipient FILE WORD --name YOU`."
    )


def _passphrase(desk: AtTheDesk) -> str:
    if not desk.who:
        raise ExpectedError(f"Say whose passphrase it is: add `--name NAME`. {_holders(desk)}".rstrip())
    return passphrases.ask(f"Passphrase of {desk.who}: ", desk.secrets)


def _holders(desk: AtTheDesk) -> str:
    """Who has a passphrase here, in a sentence; nothing where the key lies elsewhere."""
    found = () if desk.key_file else holders.holders(desk.keys)
    return f"Here these people have one: {', '.join(found)}." if found else ""
