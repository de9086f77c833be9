"""What `key` does: who may read requests. Each change is noted in the journal of the drawer before it is made, where there is one."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from kiosk.files.regular import read_regular
from kiosk.signup.keys import names
from kiosk.staff import output_places
from kiosk.staff.confirmation import NOTHING, agree, agreed, can_ask
from kiosk.staff.console import counted
from kiosk.staff.errors import ExpectedError
from kiosk.terminal import on_one_line
from kiosk.unseen import has_ink, unseen

_MAKES = "`python3 main.py key protect --name YOU` makes one."
_AS_IT_IS = "If you go on, the list counts as it lies here now, with what you change."
_ANOTHER_LIST = (
    "Requests are sealed for other keys than staff wrote down, so it is not certain which of them is yours, and nothing was written."
    " `python3 main.py signups verify --name YOU` says which. `python3 main.py key rotate --name YOU` makes a fresh key, and asks about the others."
)
_NOBODY_COULD_READ = (
    "Without the key {fingerprint} ({label}) your passphrase would open no request that comes from then on, so it stays in the list."
    " `python3 main.py key rotate --name YOU` makes a fresh key first, and asks about each of the others."
)
_MOST_BYTES = 1000
"""Of a public key in a file; ten times what it has."""

if TYPE_CHECKING:
    from kiosk.signup.journal.journal import What
    from kiosk.signup.keys.keys import Opened, Privates, Recipient


def listed(options: argparse.Namespace) -> str:
    """The keys with their fingerprints, and who has a passphrase."""
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in
    from kiosk.staff.requests.key_sentences import DESTROYED, GONE, TRY_OUT, UNFINISHED

    folder = _keys(options)
    strange, closed = ({each.id for each in those} for those in (keys.unconfirmed(folder, {}), keys.in_use(folder)))
    lines = [_line(each, strange=each.id in strange, closed=each.id in closed) for each in keys.recipients(folder)]
    if not lines:
        with closing(drawer_in(options.data)) as drawer:
            lines.append(GONE if drawer.there else on_one_line(f"There is no key in {folder} yet. {_MAKES}"))
    elif keys.is_try_out(folder):
        lines.append(TRY_OUT)
    elif keys.is_destroyed(folder):
        lines.append(DESTROYED)
    elif keys.is_away(folder):
        lines.append("The private keys are kept elsewhere: this machine can store requests, but not read them.")
    else:
        used = {each.id for each in keys.in_use(folder)}
        people = {holder for key, those in keys.holders_of_each(folder).items() if key in used for holder in those}
        lines.append(f"These people can read new requests: {', '.join(map(on_one_line, sorted(people))) or 'nobody'}")
        if before := sorted(set(keys.holders(folder)) - people):
            lines.append(f"These people can read only older requests: {', '.join(map(on_one_line, before))}")
    if keys.bare_files(folder) and not keys.is_try_out(folder):
        lines.append(UNFINISHED)
    return "\n".join([*lines, *_signing(options)])


def _signing(options: argparse.Namespace) -> Iterator[str]:
    """Who signs with what since when, and what others did about that; nothing where the journal knows of nobody yet."""
    from kiosk.signup.drawer.drawer import KeepError
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer, suppress(KeepError):
        yield from map(on_one_line, drawer.about_keys({}))
        holders = drawer.holders({})
        for each in (own for own in holders.all if own.until is None):
            given = "" if names.same(each.since.who, each.name) else f", given by {each.since.who}"
            yield on_one_line(f"{each.name} signs with {each.fingerprint} since {each.since.at[:10]}{given}.")
        for each in (own for own in holders.all if own.until is not None and holders.now(own.name) is None):
            if each.until and names.same(each.until.who, each.name):
                yield on_one_line(f"{each.name} took their own passphrase away on {each.until.at[:10]}, and no longer signs anything.")
        yield from map(on_one_line, holders.notes())


def _line(recipient: Recipient, *, strange: bool, closed: bool) -> str:
    until = f" until {recipient.until}" if recipient.until else ""
    doubt = f"  NOT CONFIRMED: requests are {'' if closed else 'not '}sealed for it" if strange else ""
    return f"{recipient.id}  ({recipient.fingerprint})  since {recipient.since}{until}  {on_one_line(recipient.label)}{doubt}"


def protect(options: argparse.Namespace) -> str:
    """The first key behind a passphrase."""
    from kiosk.files.private import DRAWER
    from kiosk.signup.drawer.drawer import Drawer
    from kiosk.signup.drawer.try_out import protect as protected

    folder = _keys(options)
    if options.named and not options.data.is_dir():
        raise ExpectedError(f"There is no folder {options.data}. Make it first if it is to be the data folder of a kiosk.")
    passphrase = _new_passphrase(options, options.name)
    with closing(Drawer(options.data / DRAWER, folder, begins=False)) as drawer:
        protected(drawer, folder, options.name, passphrase, _today())
        shut = drawer.unreadable() if drawer.there else 0
    second = "add a second person (`python3 main.py key add NAME --name YOU`)"
    left = f" {counted(shut, 'request')} could not be opened with the key of before: damaged, or put in by somebody else." if shut else ""
    return f"From now on requests open only with the passphrase of {options.name}. If it is lost, nobody can read them: {second}.{left}"


def add(options: argparse.Namespace) -> str:
    """A second person."""
    from kiosk.signup.journal.holders import fingerprint
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in

    opened = _opened(options)
    used, held = {each.id for each in keys.in_use(_keys(options))}, keys.holders_of_each(_keys(options))
    if any(names.same(options.new, each) for key in used & opened.keys() for each in held.get(key, ())):
        if not names.same(options.new, options.name):
            raise ExpectedError(f"{options.new} has a passphrase here already, and nobody else can change it. Nothing was changed.")
        agree("You have a passphrase here already. A new one takes its place.", already=options.yes)
    passphrase = _new_passphrase(options, options.new, keys.holders(_keys(options)))
    had = any(names.same(options.new, each) for holders in held.values() for each in holders)
    with _changing(options, opened):
        to = keys.admits(_keys(options), opened)
        _note(options, opened, f"a passphrase for {options.new}")
        theirs = keys.admit(_keys(options), opened, options.new, passphrase)
        with closing(drawer_in(options.data)) as drawer:
            if drawer.there:
                drawer.announce(options.new, theirs, options.name, keys.signer_of(_keys(options), opened))
    if names.same(options.new, options.name):
        return f"Your passphrase is changed, and the old one no longer opens anything here. From now on you sign with {fingerprint(theirs)}."
    before = " Their old passphrase no longer opens anything here." if had else ""
    return f"{options.new} can read requests now ({counted(len(to), 'key')}), and signs with {fingerprint(theirs)}.{before}"


def remove(options: argparse.Namespace) -> str:
    """Somebody who left."""
    from kiosk.signup.journal.journal import What
    from kiosk.signup.keys import keys

    opened = _opened(options)
    keys.without(_keys(options), options.person)
    agree(f"This takes the passphrase of {options.person} away: {options.person} can then no longer read requests here.", already=options.yes)
    with _changing(options, opened):
        keys.without(_keys(options), options.person)
        _note(options, opened, f"no passphrase for {options.person} any more")
        _note(options, opened, options.person, What.SIGNS_NO_MORE)
        keys.remove_holder(_keys(options), options.person)
    left = "YOU" if not names.same(options.person, options.name) else quote(keys.holders(_keys(options))[0])
    return f"{options.person} no longer has a passphrase here. If others may know it, run `python3 main.py key rotate --name {left}` as well."


def rotate(options: argparse.Namespace) -> str:
    """A new key behind the passphrase that its maker has already. About every other key it asks."""
    from kiosk.files.private import held
    from kiosk.signup.keys import keys

    _refuse_unreadable(options.label)
    folder, opened = _keys(options), keys.NOTHING
    if options.begin_anew:
        what = "This is for when all passphrases are lost. The requests that are here now can only be read again if one is found."
        agree(what, already=options.yes)
        passphrase = _new_passphrase(options, options.name)
        _refuse_known(options, passphrase)
    else:
        passphrase = _passphrase(options)
        opened = _opened(options, passphrase)
    lost = {path.name.removesuffix(keys.PRIVATE) for path in folder.glob(f"*{keys.PRIVATE}")} if options.begin_anew else set()
    seen = keys.recipients(folder)
    used, trusted = keys.used_in(seen, folder), keys.signers_in(seen, folder, opened)
    _agree_to_the_list(options, opened, [each.id for each in used])
    others = [each for each in used if each.id not in opened and each.id not in lost]
    kept = [_the_one(name, others, "other key that new requests are sealed for") for name in options.keep] or _kept(options, others)
    retired = [each.id for each in used if each not in kept]
    ours = [each.id for each in kept if each.id in trusted]
    with _changing(options, opened) if opened else held(folder):
        if opened:
            _note(options, opened, f"a new key; {counted(len(retired), 'key')} retired")
        known = {*ours, *(_told_by_the_journal(options).intersection(retired))} if options.begin_anew else _ever_used(options, opened)
        name = keys.rotate(
            folder, options.label, options.name, passphrase, _today(), opened=opened, retired=retired, known=known, seen=seen,
            before=lambda public: _share(options, opened, public),
        )  # fmt: skip
        fresh = keys.open_one(folder, name, options.name, passphrase)
        if options.begin_anew:
            _begin_anew(options, fresh, len(known))
        _note_keys(options, fresh, [name, *ours])
    stay = f" They are sealed for {', '.join(each.label for each in kept)}, too." if kept else ""
    gone = [each.label for each in others if each not in kept]
    stay += f" They are no longer sealed for {', '.join(gone)}." if gone else ""
    stay += _vouched_for([each for each in seen if options.begin_anew and each.id in known])
    stay += " The new key lies on this machine: `python3 main.py key move-away FILE` moves it away, too." if options.key else ""
    people = sorted({holder for key, names in keys.holders_of_each(folder).items() if key != name for holder in names} - {options.name})
    others_do = f"{', '.join(people)} cannot open it yet: `python3 main.py key add NAME --name YOU` for each."
    more = others_do if people else "Add a second person (`python3 main.py key add NAME --name YOU`)."
    return f"New requests are sealed for the key {name}, which the passphrase of {options.name} opens.{stay} {more}"


def _told_by_the_journal(options: argparse.Namespace) -> set[str]:
    """The keys that the journal says requests were sealed for, whoever signed that: a key that only the list has, somebody may have put there."""
    from kiosk.signup.journal.verify import CLOSED_FOR
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        said = [line.about.removeprefix(CLOSED_FOR) for line in drawer.trail() if line.about.startswith(CLOSED_FOR)] if drawer.there else []
    return {name for each in said for name in each.split(",")}


def _vouched_for(those: Sequence[Recipient]) -> str:
    """What a key that was begun anew confirmed, in a sentence that begins with a blank; empty where that is nothing."""
    named = ", ".join(f"{each.fingerprint} ({on_one_line(each.label)})" for each in those)
    wrong = "If one of you does not know that: `python3 main.py key drop ID --name YOU`."
    return f" It confirms what was signed with the key of before, {named}. {wrong}" if those else ""


def _refuse_known(options: argparse.Namespace, passphrase: str) -> None:
    """Whoever still has a key that requests are sealed for begins nothing anew. Raises ExpectedError."""
    from kiosk.signup.keys import keys

    with suppress(keys.WrongPassphraseError):
        opened = keys.open_private(_keys(options), options.name, passphrase)
        if opened.keys() & {each.id for each in keys.in_use(_keys(options))}:
            raise ExpectedError(f"This passphrase still opens a key here, so it is not lost: run `python3 main.py key rotate --name YOU`. {NOTHING}")


def _begin_anew(options: argparse.Namespace, fresh: Opened, others: int) -> None:
    """The new key, which has confirmed so many others that count here, says who made it."""
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        if drawer.there:
            drawer.begin_anew(options.name, f"{counted(others, 'other key')}", keys.signer_of(_keys(options), fresh))
            drawer.introduce(fresh)


def _kept(options: argparse.Namespace, others: list[Recipient]) -> list[Recipient]:
    """For which of the other keys new sign-ups stay closed."""
    if options.retire_others:
        return []
    if others and not can_ask():
        what = "Say what should happen with that: --keep ID or --retire-others."
        raise ExpectedError(f"New requests are sealed for {_names(others)} too. {what} {NOTHING}")
    ends = [each for each in others if agreed(f"New requests stay sealed for {_names([each])} too, unless you end that now.", "end", "to end that")]
    return [each for each in others if each not in ends]


def _names(those: list[Recipient]) -> str:
    return " and ".join(f"the key {each.id} ({each.label})" for each in those)


def confirm(options: argparse.Namespace) -> str:
    """A key that is one of ours."""
    from kiosk.signup.keys import keys

    opened, seen = _opened(options), keys.recipients(_keys(options))
    found, used = _the_one(options.id, seen, "key"), {each.id for each in keys.used_in(seen, _keys(options))}
    _agree_to_the_list(options, opened, used, used | {found.id}, used - {found.id})
    with _changing(options, opened):
        _note(options, opened, f"confirmed {found.id}")
        _share(options, opened, found.public)
        keys.confirm(_keys(options), found.id, opened, seen=seen)
        _note_keys(options, opened, used | {found.id} if found.until is None else used)
    closed = f"It was retired on {found.until}, so new requests are not sealed for it." if found.until else "New requests are sealed for it, too."
    return f"{options.name} has confirmed the key {found.fingerprint} ({found.label}). {closed}"


def drop(options: argparse.Namespace) -> str:
    """A key that is none of ours."""
    from kiosk.signup.keys import keys
    from kiosk.staff.requests.key_sentences import UNFINISHED

    opened, seen = _opened(options, beside=True), keys.recipients(_keys(options))
    found, used = _the_one(options.id, seen, "key"), {each.id for each in keys.used_in(seen, _keys(options))}
    if found.id in keys.bare_ids(_keys(options)):
        raise ExpectedError(UNFINISHED)
    if found.id in opened:
        raise ExpectedError("This is the key that your own passphrase opens. `python3 main.py key rotate --name YOU` puts another in its place.")
    agree(f"This takes the key {found.fingerprint} ({found.label}) out of the list: new requests are not sealed for it.", already=options.yes)
    left = {each.id for each in keys.used_in(tuple(each for each in seen if each.id != found.id), _keys(options))}
    if not left & opened.keys():
        raise ExpectedError(_NOBODY_COULD_READ.format(fingerprint=found.fingerprint, label=on_one_line(found.label)))
    _agree_to_the_list(options, opened, used, left)
    with _changing(options, opened):
        _note(options, opened, f"dropped {found.id}")
        keys.drop(_keys(options), found.id, seen=seen)
        _note_keys(options, opened, left)
    return f"The key {found.fingerprint} ({found.label}) is out of the list."


def move_away(options: argparse.Namespace) -> str:
    """The private keys into a file."""
    from kiosk.signup.keys import keys

    output_places.for_a_file(options.file, data=options.data)
    keys.move_away(_keys(options), options.file)
    return f"The private keys are in {options.file} and no longer here. Keep two copies apart; without them nobody can read the requests."


def bring_back(options: argparse.Namespace) -> str:
    """The private keys here again."""
    from kiosk.signup.keys import keys

    return f"{keys.bring_back(_keys(options), options.file)} private keys are here again."


def public(options: argparse.Namespace) -> str:
    """The public part for another kiosk."""
    from kiosk.files.private import write_private
    from kiosk.signup.keys import keys

    seen = keys.recipients(_keys(options))
    found, raw = keys.exported(_keys(options), seen=seen)
    _refuse_another_list(options, {each.id for each in keys.used_in(seen, _keys(options))})
    output_places.for_a_file(options.file, data=options.data, replace=options.replace)
    write_private(options.file, raw, replace=options.replace)
    return f"The public key {found.fingerprint} is in {options.file}. Compare these letters where you take it over."


def recipient(options: argparse.Namespace) -> str:
    """New sign-ups are sealed for another key, too."""
    from kiosk.signup.keys import keys

    if not options.file.exists() and Path(options.label).is_file():
        right = f"`python3 main.py key recipient {quote(options.label)} {quote(str(options.file))} --name YOU`"
        raise ExpectedError(f"There is no file {options.file}. The file comes first, and then the word: {right}. {NOTHING}")
    _refuse_unreadable(options.label)
    raw = read_regular(options.file, _MOST_BYTES)
    coming = keys.read_recipient(raw, options.label, _today())
    opened, seen = _opened(options), keys.recipients(_keys(options))
    used = {each.id for each in keys.used_in(seen, _keys(options))}
    _agree_to_the_list(options, opened, used)
    with _changing(options, opened):
        _note(options, opened, f"a further key, {options.label}")
        _share(options, opened, coming.public)
        fresh = keys.add_recipient(_keys(options), raw, options.label, _today(), opened, seen=seen)
        _note_keys(options, opened, used | {fresh.id})
    return f"New requests are sealed for the key {fresh.fingerprint} ({fresh.label}) too. Compare these letters where it was made."


def _share(options: argparse.Namespace, opened: Privates, public: bytes) -> None:
    """Whoever holds the other key can go over the journal from its beginning on."""
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        if opened and drawer.there:
            drawer.share(opened, public)


def _refuse_unreadable(label: str) -> None:
    """Raises ExpectedError where nobody could tell this key from another one by what it is called."""
    if unseen(label) or not has_ink(label):
        raise ExpectedError("What the key is called cannot be read: give it a word that people can see, such as `safe`.")


# -- what they share --------------------------------------------------------------------------------------------------


def _keys(options: argparse.Namespace) -> Path:
    from kiosk.files.private import KEYS

    folder: Path = options.data / KEYS
    return folder


def _the_one(name: str, those: Sequence[Recipient], what: str) -> Recipient:
    """The one with this whole name: another key that begins like it is soon made. Blanks between its letters do not matter. Raises ExpectedError."""
    whole = "".join(name.split()).casefold()
    found = next((each for each in those if each.id == whole), None)
    if found is None:
        how = "Type all 16 letters of it, as they stand where the key was made; `python3 main.py key list` shows those that are here"
        raise ExpectedError(f"No {what} has the name {name!r}. {how}. {NOTHING}")
    return found


def _note(options: argparse.Namespace, opened: Privates, about: str, what: What | None = None) -> None:
    """Changed keys, where nothing else is said."""
    from kiosk.signup.journal.journal import What
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        if drawer.there:
            drawer.audit(what or What.CHANGED_KEYS, options.name, about, keys.signer_of(_keys(options), opened))


def _note_keys(options: argparse.Namespace, opened: Privates, meant: Collection[str]) -> None:
    """Which keys requests are meant to be sealed for now: whoever puts another list in its place is found out by it."""
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        if drawer.there:
            drawer.note_keys(options.name, keys.signer_of(_keys(options), opened), sorted(meant))


def _ever_used(options: argparse.Namespace, opened: Privates) -> set[str]:
    """The keys that requests were ever sealed for, as far as staff wrote that down."""
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        return drawer.ever_used(opened) if drawer.there else set()


def _agree_to_the_list(options: argparse.Namespace, opened: Privates, *either: Collection[str]) -> None:
    """Where staff last wrote down `either` none of what requests are sealed for now, nor what they are to be sealed for, that is agreed to first."""
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        told = [drawer.about_keys(opened, each) for each in either if each] if drawer.there else []
    if told and all(told):
        agree(" ".join([*map(on_one_line, told[0]), _AS_IT_IS]), already=options.yes)


def _refuse_another_list(options: argparse.Namespace, used: Collection[str]) -> None:
    """Raises ExpectedError where the journal says last, whoever signed that, that requests are sealed for others than those `used`."""
    from kiosk.signup.journal.verify import CLOSED_FOR
    from kiosk.staff.drawers import drawer_in

    with closing(drawer_in(options.data)) as drawer:
        said = [line.about.removeprefix(CLOSED_FOR) for line in drawer.trail() if line.about.startswith(CLOSED_FOR)] if drawer.there else []
        wrong = drawer.about_keys({}, used) if said else ()
    if wrong or (said and {*said[-1].split(",")} != {*used}):
        raise ExpectedError(_ANOTHER_LIST)


def _opened(options: argparse.Namespace, passphrase: str | None = None, *, beside: bool = False) -> Opened:
    """The keys that the passphrase of who gives the order opens. The journal knows from here on what they sign with alone (`introduce`)."""
    from kiosk.signup.drawer.try_out import go_on
    from kiosk.signup.keys import keys
    from kiosk.signup.keys.waiting import end_waiting
    from kiosk.staff.drawers import drawer_in
    from kiosk.staff.requests.introduction import introduce
    from kiosk.staff.requests.key_sentences import GONE

    folder = _keys(options)
    if not options.key and not keys.recipients(folder) and not any(folder.glob(f"*{keys.PRIVATE}")):
        with closing(drawer_in(options.data)) as drawer:
            raise ExpectedError(GONE if drawer.there else f"There is no key in {folder}. Does --data name the right folder?")
    if not options.key and keys.is_try_out(folder):
        raise ExpectedError("The key here has no passphrase yet. Give it one first: `python3 main.py key protect --name YOU`.")
    told = _passphrase(options) if passphrase is None else passphrase
    if options.key:
        opened = keys.open_file(options.key, options.name, told)
    else:
        opened = keys.open_private(_keys(options), options.name, told)
        end_waiting(_keys(options))
    keys.settle(_keys(options), opened)
    _refuse_given_up(options, opened)
    with closing(drawer_in(options.data)) as drawer:
        go_on(drawer, _keys(options), opened)
        if drawer.there:
            introduce(drawer, opened, beside=beside)
    return opened


@contextmanager
def _changing(options: argparse.Namespace, opened: Opened) -> Iterator[None]:
    """Nobody else changes the keys meanwhile, and whoever gives the order may do so still. Raises KeyFileError, ExpectedError; may raise OSError."""
    from kiosk.files.private import held
    from kiosk.signup.keys import keys

    with held(_keys(options)):
        keys.refuse_who_left(_keys(options), opened)
        _refuse_given_up(options, opened)
        yield


def _refuse_given_up(options: argparse.Namespace, opened: Opened) -> None:
    """Who opens only what was given up changes no keys: what they sign counts nowhere. Raises ExpectedError.

    Where no key is in use at all, nobody can be asked.
    """
    from kiosk.signup.keys import keys
    from kiosk.staff.drawers import drawer_in
    from kiosk.staff.requests.key_sentences import GIVEN_UP

    used = {each.id for each in keys.in_use(_keys(options))}
    if not used or used & opened.keys():
        return
    with closing(drawer_in(options.data)) as drawer:
        if not drawer.there or drawer.is_given_up(opened):
            raise ExpectedError(GIVEN_UP)


def _passphrase(options: argparse.Namespace) -> str:
    from kiosk.signup.keys import keys
    from kiosk.staff.requests import passphrases

    if not options.key and keys.is_away(_keys(options)):
        back = "Bring it back first (`python3 main.py key bring-back FILE`); afterwards `python3 main.py key move-away FILE` moves it away again."
        cure = "Name its file with --key." if options.takes_key else back
        raise ExpectedError(f"The key is kept elsewhere, not on this machine. {cure}")
    return passphrases.ask(f"Passphrase of {options.name}: ", options.passphrase_fd)


def _new_passphrase(options: argparse.Namespace, whose: str, others: Sequence[str] = ()) -> str:
    """Typed twice; one that is no good is refused after the first time. Raises ExpectedError."""
    from kiosk.signup.keys import keys
    from kiosk.staff.requests import passphrases

    first = passphrases.ask(f"New passphrase of {whose}: ", options.passphrase_fd)
    if wrong := keys.objection(whose, first, others):
        raise ExpectedError(f"{wrong} {NOTHING}")
    if options.passphrase_fd is None and passphrases.ask("Once more: ", None) != first:
        raise ExpectedError("The two do not match. Nothing was changed.")
    return first


def _today() -> date:
    return datetime.now(tz=UTC).astimezone().date()
