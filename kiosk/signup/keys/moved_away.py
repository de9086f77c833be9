"""Private keys that are kept elsewhere: they are moved into a file, and brought back."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import json

from kiosk.files.private import erase, write_private
from kiosk.files.private import settle as on_the_disk
from kiosk.files.regular import NotReadError, is_missing, is_regular, read_regular, why
from kiosk.signup.keys.changes import one_at_a_time
from kiosk.signup.keys.private_keys import (
    KEY_FILE,
    MOST_MOVED_BYTES,
    PRIVATE,
    Opened,
    PrivateKey,
    erase_copies,
    intact_key,
    load_key,
    private_files,
    write_key,
)  # fmt: skip
from kiosk.signup.keys.public_keys import KeyFileError, Recipient, put_list, readable, recipients, refuse_one_more
from kiosk.signup.keys.seal import public_bytes
from kiosk.signup.keys.signatures import proof_of, public_of, signer
from kiosk.signup.keys.try_out_key import bare_files
from kiosk.signup.keys.unlock import opened_by

if TYPE_CHECKING:
    from kiosk.signup.keys.private_keys import Privates


def is_away(folder: Path) -> bool:
    """Whether sign-ups are closed for keys of which no private part is here."""
    return bool(recipients(folder)) and not any(private_files(folder))


@one_at_a_time
def move_away(folder: Path, file: Path) -> None:
    """Writes the private keys into a file that is kept elsewhere, reads it back, and deletes them here. Raises KeyFileError, OSError.

    From then on the kiosk can only write.
    """
    if bare_files(folder):
        raise KeyFileError("A key without a passphrase must not leave the kiosk. Run `python3 main.py key protect --name YOU` first.")
    files = list(private_files(folder))
    if not files:
        was = "it was moved away before" if recipients(folder) else "`python3 main.py key protect --name YOU` makes one"
        raise KeyFileError(f"There is no private key here; {was}.")
    whole = readable(json.encode({path.name: load_key(path) for path in files}), json.Decoder(dict[str, PrivateKey]).decode, MOST_MOVED_BYTES)
    try:
        write_private(file, whole, replace=False)
    except FileExistsError as error:
        raise KeyFileError(f"{file} is there already. Name another file.") from error
    if read_regular(file, MOST_MOVED_BYTES) != whole:
        raise KeyFileError(f"{file} does not read back as it was written. The keys stay here.")
    _take_away(files, file)
    erase_copies(folder, files)


def _take_away(files: Iterable[Path], file: Path) -> None:
    """They lose their names, all or none, and then their bytes: what is cut short between leaves none that would look like a damaged key.

    What still lies here then under another name goes with what killed commands leave (`leftovers`). Raises KeyFileError, by looking.
    """
    names = {path: path.with_name(f".{path.name}.{secrets.token_hex(4)}.{os.getpid()}") for path in files}
    try:
        for path, nameless in names.items():
            path.rename(nameless)
        for folder in {path.parent for path in names}:
            on_the_disk(folder)
    except OSError as error:
        for path, nameless in names.items():
            with suppress(OSError):
                nameless.rename(path)
        gone = [path.name.removesuffix(PRIVATE) for path in names if not os.path.lexists(path)]
        where = f"Of {' and '.join(gone)} nothing is left here" if gone else "They are still here, too"
        raise KeyFileError(
            f"The private keys cannot be taken away from here ({why(error)}). All of them are in {file}: keep it. {where}. See whether the disk here"
            " works. `python3 main.py key bring-back FILE` brings all of them back here; then move them into another file."
        ) from error
    stays = dict[Path, str]()
    for nameless in names.values():
        try:
            erase(nameless)
        except OSError as error:
            stays[nameless] = why(error)
    if stays:
        told = ", ".join(f"{path} ({wrong})" for path, wrong in stays.items())
        raise KeyFileError(
            f"The private keys are in {file}: keep it. The kiosk no longer uses those here, but cannot delete {told}, and whoever takes this disk and"
            " knows a passphrase could. See whether the disk works: the kiosk tries again each time that it starts, and once a day."
        )


@one_at_a_time
def bring_back(folder: Path, file: Path, dropped: Sequence[Recipient] = ()) -> int:
    """Puts private keys that were moved away back, and tells how many; those that were `dropped` come into the list again. Raises KeyFileError.

    Nothing is written over a key that is here with other people's passphrases, and no key of another kiosk is taken. What is damaged here goes.
    """
    moved, listed = keys_in(file), recipients(folder)
    known = {each.id for each in (*listed, *dropped)} if listed else set()
    for name, each in moved.items():
        number = name.removesuffix(PRIVATE)
        if known and number not in known:
            raise KeyFileError(f"{file} holds a key of another kiosk ({number}). Nothing was changed.")
        if (kept := intact_key(folder / name)) and kept != each:
            people = ", ".join(holder.name for holder in kept.holders)
            raise KeyFileError(f"The key {number} is here already, for {people}; {file} has a different version of it. Nothing was changed.")
    if dropped:
        refuse_one_more((*listed, *dropped[1:]))
    for name, each in moved.items():
        if not is_regular(folder / name):
            erase(folder / name)
        write_key(folder / name, each)
    if dropped:
        put_list(folder, (*listed, *dropped))
    return len(moved)


def open_file(file: Path, who: str, passphrase: str) -> Opened:
    """The private keys of a file that was moved away, opened by this person. Raises WrongPassphraseError, KeyFileError."""
    return opened_by(keys_in(file), who, passphrase)


def ids_in(file: Path) -> set[str]:
    """Which keys are in a file that was moved away. Raises KeyFileError."""
    return {name.removesuffix(PRIVATE) for name in keys_in(file)}


def unlisted_in(folder: Path, file: Path) -> set[str]:
    """The keys in a file that was moved away which the list here has not; none where there is no list. Raises KeyFileError."""
    listed = {each.id for each in recipients(folder)}
    return ids_in(file) - listed if listed else set()


def retired(privates: Privates, label: str, today: date) -> list[Recipient]:
    """These keys as a list names them for which nothing new is sealed; nobody has confirmed them yet."""
    return [
        Recipient(name, public_bytes(private), label, today, today, public_of(signer(name, private)), proof=proof_of(private))
        for name, private in privates.items()
    ]


def keys_in(file: Path) -> dict[str, PrivateKey]:
    """What `move_away` wrote, by the names of the files, or the file of one key as it lies in its folder. Raises KeyFileError."""
    try:
        raw = read_regular(file, MOST_MOVED_BYTES)
        whole = {file.name: json.decode(raw, type=PrivateKey)} if KEY_FILE.fullmatch(file.name) else json.decode(raw, type=dict[str, PrivateKey])
    except NotReadError as error:
        if is_missing(error):
            raise KeyFileError(f"There is no file {file}. If it is on a stick, is that plugged in?") from error
        raise KeyFileError(f"{file} cannot be read: {why(error)}.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(f"{file} does not hold the keys of a kiosk.") from error
    keys = {name: each for name, each in whole.items() if name.endswith(PRIVATE) and "/" not in name and each.holders}
    if not keys:
        raise KeyFileError(f"{file} does not hold the keys of a kiosk.")
    return keys
