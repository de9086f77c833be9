"""Who has a passphrase, and for which keys."""

from __future__ import annotations

from pathlib import Path

from kiosk.signup.keys import names
from kiosk.signup.keys.private_keys import PRIVATE, has_holder, intact_key, kept_aside, private_files, unlisted_files, without_holder


def holders(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase here, in the order of their names."""
    return tuple(sorted({name for each in holders_of_each(folder).values() for name in each}))


def holders_of_each(folder: Path) -> dict[str, tuple[str, ...]]:
    """Who has a passphrase for each private key that is here, by the ids of the keys; a damaged one is not among them."""
    found = {path.name.removesuffix(PRIVATE): intact_key(path) for path in private_files(folder)}
    return {name: tuple(each.name for each in kept.holders) for name, kept in found.items() if kept}


def holders_beside_others(folder: Path) -> tuple[str, ...]:
    """Who has a passphrase for a key, here or aside, that somebody else has one for, too: whom `remove_holder` leaves none."""
    aside = [tuple(each.name for each in kept.holders) for path in kept_aside(folder, f"*{PRIVATE}") if (kept := intact_key(path))]
    shared = (those for those in (*holders_of_each(folder).values(), *aside) if len({names.plain(each) for each in those}) > 1)
    return tuple(sorted({name for those in shared for name in those}))


def alone_with(folder: Path, name: str) -> tuple[str, ...]:
    """The ids of the keys here, in the list or not, for which this person alone has a passphrase."""
    had = {path: intact_key(path) for path in (*private_files(folder), *unlisted_files(folder))}
    alone = (path for path, kept in had.items() if kept and has_holder(kept.holders, name) and not without_holder(kept, name))
    return tuple(path.name.removesuffix(PRIVATE) for path in alone)
