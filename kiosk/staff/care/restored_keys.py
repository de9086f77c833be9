"""Which keys hold after a restore, and what is told of them.

The keys of this machine may be newer than the backup: somebody left, and `key rotate` put another in the place of what they could have copied.
So they stay, as far as the backup's own keys confirm them. What nobody signed may be the work of whoever took the machine over: it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from kiosk.signup.drawer.leftovers import DAYS_KEPT
from kiosk.signup.keys import holders, moved_away, private_keys, public_keys, trust, try_out_key
from kiosk.terminal import on_one_line

LEFT_OUT = "key-left-out"
"""Lies in the data folder, empty, since a backup was put in place without the key that lay on its machine."""


class Whose(Struct, frozen=True):
    """The keys of this machine as they were, those of the backup with what stays of them, and where the former will lie.

    `stayed` tells whether the newer list of this machine stays, `older` for which keys the passphrases are those of the backup, `left_out` whether
    its machine had the key, and it is not in the backup.
    """

    before: Path
    after: Path
    aside: Path
    stayed: bool = False
    older: tuple[public_keys.Recipient, ...] = ()
    left_out: bool = False


def about_keys(whose: Whose) -> str:
    """For whom requests are closed now, who can read, and what is otherwise than before. Each sentence ends with a blank."""
    return "".join(f"{each} " for each in (*_about_list(whose), *_about_passphrases(whose)))


def _about_list(whose: Whose) -> Iterator[str]:
    """Somebody could have put another key into the backup, and a key that was given up may be known to others."""
    closed = trust.in_use(whose.after)
    if closed:
        yield f"Requests are sealed for the key {_named(closed)}: check that you recognize it."
    if trust.is_destroyed(whose.after):
        anew = "`python3 main.py key rotate --begin-anew --name YOU` makes one; until then the form is closed"
        yield f"THERE IS NO KEY: that of the backup had no passphrase, and is not in it, so nobody can read what was sealed for it. {anew}."
    if whose.stayed:
        yield "That is as it was on this machine, whose list of keys is newer than the backup: somebody signed it whom the backup trusts."
    if strange := trust.unconfirmed(whose.after, {}):
        cure = "`python3 main.py key confirm ID --name YOU` if it is yours, `python3 main.py key drop ID --name YOU` if nobody knows it"
        yield f"NOBODY HAS CONFIRMED the key {_named(strange)}: requests are not sealed for it ({cure})."
    had, given_up = _of_this_machine(whose.before)
    if lost := [each for each in had if each.id not in {one.id for one in closed}]:
        yield (
            f"THEY ARE NO LONGER SEALED for the key {_named(lost)}, which this machine had: nobody whom the backup trusts confirmed it."
            f" What is sealed for it opens only with its file, which is {_where(whose, lost)}."
        )
    if again := [each for each in closed if each.id in given_up]:
        yield (
            f"THEY ARE CLOSED AGAIN for the key {_named(again)}, which this machine used no more. If somebody who left may have a copy of it,"
            " run `python3 main.py key rotate --name YOU` before the kiosk starts; if nobody has its passphrase any more, add --begin-anew."
        )


def _where(whose: Whose, lost: list[public_keys.Recipient]) -> str:
    """Where the private parts of these keys are, which this machine had."""
    here = any((whose.before / f"{each.id}{private_keys.PRIVATE}").exists() for each in lost)
    return f"in {whose.aside} for {DAYS_KEPT} days on which the kiosk runs" if here else "kept elsewhere"


def _about_passphrases(whose: Whose) -> Iterator[str]:
    """What somebody who was removed could read by again."""
    before, after = _people(whose.before), _people(whose.after)
    if after:
        used = {each.id for each in trust.in_use(whose.after)}
        now = {name for key, those in holders.holders_of_each(whose.after).items() if key in used for name in those}
        each_of = [on_one_line(name) + (" (only older ones)" if now and name not in now else "") for name in after]
        yield f"These people can read them here: {', '.join(each_of)}. Check that each of them still should."
    if before and (back := [each for each in after if each not in before]):
        ended = "`python3 main.py key remove NAME --name YOU` ends that again"
        yield f"On this machine {' and '.join(map(on_one_line, back))} no longer had a passphrase: {ended}."
    if whose.older:
        yield f"For the key {_named(whose.older)} the passphrases are those of the day of the backup."
    if moved_away.is_away(whose.after) and whose.left_out:
        yield (
            "THE KEY IS NOT IN THIS BACKUP, so until it is back nobody can read requests here. If there is a backup that was made with"
            " --with-key, restore that one, and then this one again with --replace; if the key also lies in a file elsewhere:"
            " `python3 main.py key bring-back FILE`."
        )
    elif moved_away.is_away(whose.after):
        yield "To read requests here, bring the key back: `python3 main.py key bring-back FILE`."


def _of_this_machine(folder: Path) -> tuple[tuple[public_keys.Recipient, ...], set[str]]:
    """What requests were closed for, unless it was just to try the kiosk out, and which keys were given up, as the list says."""
    try:
        return () if try_out_key.is_try_out(folder) else trust.in_use(folder), {each.id for each in public_keys.recipients(folder) if each.until}
    except public_keys.KeyFileError:
        return (), set()


def _people(folder: Path) -> tuple[str, ...]:
    with suppress(public_keys.KeyFileError):
        return holders.holders(folder)
    return ()


def _named(those: Iterable[public_keys.Recipient]) -> str:
    return ", ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in those)
